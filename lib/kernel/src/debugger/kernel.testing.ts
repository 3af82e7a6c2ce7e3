/** A kernel of a few lines for tests of the debugger: the real wire thread, and cells that run in V8's REPL mode under their source map. */
import { Session as Inspector, type Runtime } from "node:inspector";
import { Worker } from "node:worker_threads";
import ts from "typescript";
import { Phase, Shared, SHARED_LENGTH, type ToSession, type ToWire, type WireData } from "../messages";
import type { Content, Header } from "../protocol";
import type { Script } from "./breakpoints";
import { ScriptNotifier } from "./script-notifier";

const shared = new SharedArrayBuffer(SHARED_LENGTH * Int32Array.BYTES_PER_ELEMENT);
const flags = new Int32Array(shared);
const workerData: WireData = { connectionFile: process.argv[2] as string, shared, packages: [] };
const wire = new Worker(require.resolve("../wire"), { workerData });
const inspector = new Inspector();
inspector.connect();

let count = 0;
let interrupted: (() => void) | undefined;

const send = (message: ToWire): void => wire.postMessage(message);
const scriptNotifier = new ScriptNotifier(wire, flags);

wire.on("message", (message: ToSession) => {
  if (message.kind === "request") void serve(message);
  else if (message.kind === "sendScripts" || message.kind === "scriptReady") scriptNotifier.receive(message);
  else if (message.kind === "shutdown") process.exit(0);
  else if (message.kind === "interrupt") {
    if (Atomics.load(flags, Shared.acknowledged) >= message.id) return;
    interrupted?.();
    Atomics.store(flags, Shared.acknowledged, message.id);
  }
});

async function serve({ header, content }: Extract<ToSession, { kind: "request" }>): Promise<void> {
  if (header.msg_type !== "execute_request") {
    send({ kind: "reply", type: header.msg_type.replace("_request", "_reply"), content: { status: "ok" } });
    return;
  }
  count++;
  const source = String(content["code"]);
  publish(header, "execute_input", { code: source, execution_count: count });
  const script = compile(source);
  await scriptNotifier.scriptStarting(script.script);
  Atomics.store(flags, Shared.phase, Phase.awaiting);
  const stopped = new Promise<Runtime.EvaluateReturnType>((resolve) => {
    const exception = { type: "object" as const, description: "InterruptError: stopped" };
    interrupted = () =>
      resolve({
        result: exception,
        exceptionDetails: { exceptionId: 0, text: "", lineNumber: 0, columnNumber: 0, exception },
      });
  });
  const { result, exceptionDetails } = await Promise.race([evaluate(script.code), stopped]);
  Atomics.store(flags, Shared.phase, Phase.idle);
  if (exceptionDetails) {
    const [ename = "", evalue = ""] =
      (exceptionDetails.exception?.description ?? "").split("\n", 1)[0]?.split(": ") ?? [];
    const report = { ename, evalue, traceback: [] };
    publish(header, "error", report);
    send({
      kind: "reply",
      type: "execute_reply",
      content: { status: "error", ...report, execution_count: count },
    });
    return;
  }
  if (result.type !== "undefined") {
    const text = String(result.description ?? result.value);
    publish(header, "execute_result", { execution_count: count, data: { "text/plain": text }, metadata: {} });
  }
  send({ kind: "reply", type: "execute_reply", content: { status: "ok", execution_count: count } });
}

function publish(parent: Header, type: string, content: Content): void {
  send({ kind: "publish", type, parent, content });
}

function compile(source: string): { code: string; script: Script } {
  const url = `cell-${count}`;
  const { outputText, sourceMapText = "{}" } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, sourceMap: true },
    fileName: `${url}.ts`,
  });
  const code = outputText.replace(/\/\/# sourceMappingURL=.*$/m, "").replace(/^export \{\};$/m, "");
  return { code: `${code}\n//# sourceURL=${url}`, script: { count, url, source, map: sourceMapText } };
}

function evaluate(expression: string): Promise<Runtime.EvaluateReturnType> {
  return new Promise((resolve) => {
    const parameters = { expression, replMode: true, awaitPromise: true };
    inspector.post("Runtime.evaluate", parameters as Runtime.EvaluateParameterType, (error, answer) => {
      // A terminated script is answered by an error; what ended it tells more.
      if (!error) resolve(answer);
    });
  });
}
