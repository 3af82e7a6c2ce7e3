/** The session thread: runs cells, one request at a time, and answers what the editor asks. */
import vm = require("node:vm");
import type { MessagePort, Worker } from "node:worker_threads";
import { StateError } from "../core/errors";
import { bundleOf, type MimeBundle } from "../core/notebook";
import { Phase, Shared, type ToSession, type ToWire } from "./bridge";
import { Cell, currentCell, runInCell } from "./cell";
import { toPoints, toUnits } from "./codepoints";
import { CommRegistry } from "./comm";
import { ScriptTeller } from "./debugger/teller";
import { installGuards } from "./guards";
import { History } from "./history";
import { installHost } from "./host";
import { Language } from "./language";
import { OutputCapture } from "./output";
import { IdleWork } from "./idle";
import type { Content } from "./protocol";
import type { CellMap } from "./sourcemap";
import { cellFile, installStackTraces, reportDiagnostics, reportThrown, type ErrorReport } from "./traceback";
import { loadTslab, type Diagnostic, type Executor } from "./tslab";

/** How long an interrupted cell may take to end itself (a training loop restores its best weights), in ms. */
const GRACE = 3000;

/** So many cells can still be found by their number. */
const RECENT_CELLS = 200;

type Request = Extract<ToSession, { kind: "request" }>;

/** How one run of a cell ended. */
type Outcome = { ok: true; value: unknown; hasValue: boolean } | { ok: false; report: ErrorReport };

/** Everything of one kernel process but the sockets. */
export class Session {
  private readonly maps = new Map<number, CellMap>();
  private readonly history = new History();
  private readonly comms = new CommRegistry();
  private readonly output: OutputCapture;
  private readonly language: Language;
  private readonly executor: Executor;
  private readonly flags: Int32Array;
  private readonly teller: ScriptTeller;
  private readonly idle = new IdleWork((work) => {
    // The stop button must not tear TypeScript apart.
    this.phase(Phase.kernel);
    work();
    this.phase(Phase.idle);
  });
  private count = 0;
  private cell: Cell | undefined;
  /** Cells by number, for trouble whose origin only its trace tells. */
  private readonly recent = new Map<number, Cell>();
  /** The newest cell: home of output and trouble that cannot be traced. */
  private newest: Cell | undefined;
  private collected: { values: unknown[]; thrown: unknown[]; diagnostics: Diagnostic[] } = {
    values: [],
    thrown: [],
    diagnostics: [],
  };
  private pages: MimeBundle[] = [];
  private answerInput: ((value: string) => void) | undefined;
  private readonly setTimeout = setTimeout;
  private readonly setImmediate = setImmediate;

  /**
   * @param wire - The wire thread.
   * @param shared - Memory shared with it, see `bridge.ts`.
   * @param options.flushModules - Writes the compiled code of modules that were loaded since it was last called.
   */
  constructor(
    private readonly wire: Worker | MessagePort,
    shared: SharedArrayBuffer,
    private readonly options: { flushModules(): void },
  ) {
    this.flags = new Int32Array(shared);
    this.teller = new ScriptTeller(wire, this.flags);
    this.phase(Phase.kernel);
    this.output = new OutputCapture(
      (cell, name, text) => this.publish(cell, "stream", { name, text }),
      () => this.cell ?? this.newest,
    );
    installGuards();
    Error.stackTraceLimit = 50;
    installStackTraces(this.maps);
    this.language = new Language();
    const console = {
      log: (value: unknown): void => void this.collected.values.push(value),
      error: (...args: unknown[]): void => this.collect(args),
    };
    const converters = { node: this.language.converter, close: () => this.language.close() };
    this.executor = loadTslab().createExecutor(process.cwd(), converters, console);
    this.output.install();
    installHost({
      cell: () => currentCell() ?? this.cell ?? this.newest,
      publish: (cell, type, content) => this.publish(cell, type, content),
      input: (cell, prompt, password) => this.askInput(cell, prompt, password),
      page: (bundle) => void this.pages.push(bundle),
    });
    nameScripts({
      cell: () => {
        if (this.cell) this.remember(this.cell);
        return this.cell;
      },
      ready: () => this.tellScript(),
      flags: this.flags,
    });
    process.on("unhandledRejection", (reason) => this.stray(reason));
    process.on("uncaughtException", (error) => this.stray(error));
    // With message interrupts a signal only comes while a script runs, where Node's own watch takes it.
    process.on("SIGINT", () => undefined);
    wire.on("message", (message: ToSession) => this.receive(message));
    this.phase(Phase.idle);
    this.idle.add(this.language.workAhead());
    this.idle.resume();
  }

  private receive(message: ToSession): void {
    if (message.kind === "request")
      this.serve(message).catch((error: unknown) => this.failRequest(message, error));
    else if (message.kind === "interrupt") this.interrupt();
    else if (message.kind === "inputReply") this.answerInput?.(message.value);
    else if (message.kind === "shutdown") this.shutDown();
    else this.teller.receive(message);
  }

  private async serve(request: Request): Promise<void> {
    this.idle.pause();
    this.phase(Phase.kernel);
    const { content, header } = request;
    switch (header.msg_type) {
      case "execute_request":
        return this.execute(request);
      case "complete_request":
        return this.reply("complete_reply", this.complete(content));
      case "inspect_request":
        return this.reply("inspect_reply", this.inspect(content));
      case "is_complete_request":
        return this.reply("is_complete_reply", { ...this.language.isComplete(String(content["code"])) });
      case "history_request":
        return this.reply("history_reply", { status: "ok", history: this.history.answer(content) });
      case "comm_info_request":
        return this.reply("comm_info_reply", {
          status: "ok",
          comms: this.comms.list(content["target_name"]),
        });
      case "comm_open":
      case "comm_msg":
      case "comm_close": {
        const answer = this.comms.take(header.msg_type, content);
        if (answer) this.wire.postMessage({ kind: "publish", parent: header, ...answer } satisfies ToWire);
        return this.reply("", {});
      }
      default:
        return this.reply(header.msg_type.replace(/_request$/, "_reply"), {
          status: "error",
          ename: "NotImplemented",
          evalue: `This kernel does not know ${header.msg_type}.`,
          traceback: [],
        });
    }
  }

  private async execute(request: Request): Promise<void> {
    const { header, content } = request;
    const source = String(content["code"] ?? "");
    const silent = content["silent"] === true;
    const store = !silent && content["store_history"] !== false;
    const empty = source.trim() === "";
    if (store && !empty) this.count++;
    const cell = new Cell(this.count, header, { silent, allowInput: content["allow_stdin"] !== false });
    this.cell = this.newest = cell;
    this.recent.set(cell.count, cell);
    this.recent.delete(cell.count - RECENT_CELLS);
    this.pages = [];
    if (!silent) this.publish(cell, "execute_input", { code: source, execution_count: cell.count });
    const outcome: Outcome = empty
      ? { ok: true, value: undefined, hasValue: false }
      : await this.run(cell, source);
    this.phase(Phase.kernel);
    let status: Content;
    if (outcome.ok) {
      const text = outcome.hasValue ? this.showResult(cell, outcome.value) : null;
      if (store && !empty) this.history.add(cell.count, source, text);
      const expressions = await this.evaluate(cell, content["user_expressions"]);
      status = {
        status: "ok",
        payload: this.pages.map((data) => ({ source: "page", data, start: 0 })),
        user_expressions: expressions,
      };
    } else {
      if (store && !empty) this.history.add(cell.count, source, null);
      this.publish(cell, "error", { ...outcome.report });
      status = { status: "error", ...outcome.report, payload: [], user_expressions: {} };
    }
    this.output.flush(cell);
    cell.running = false;
    this.cell = undefined;
    this.idle.add(once(this.options.flushModules));
    this.idle.add(this.language.catchUp());
    this.reply("execute_reply", { ...status, execution_count: cell.count });
  }

  /** Runs a cell to its end, its failure or its interruption. */
  private async run(cell: Cell, source: string): Promise<Outcome> {
    this.collected = { values: [], thrown: [], diagnostics: [] };
    this.language.asAsync = this.teller.debugging;
    const ok = await runInCell(cell, () => this.executor.execute(source));
    this.phase(Phase.kernel);
    // A rejection that nobody awaits is told only after the microtasks have run: let it come within its cell.
    await new Promise<void>((resolve) => this.setImmediate(() => resolve()));
    const { values, thrown, diagnostics } = this.collected;
    if (cell.interrupted) {
      await this.letFinish(cell);
      this.dropUnset();
      return { ok: false, report: reportThrown(cell.notice ?? cell.abort.signal.reason, this.maps) };
    }
    if (diagnostics.length > 0)
      return { ok: false, report: reportDiagnostics(diagnostics, source, cell.count) };
    if (!ok) {
      this.dropUnset();
      return { ok: false, report: reportThrown(thrown[0], this.maps) };
    }
    if (cell.stray.length > 0) return { ok: false, report: reportThrown(cell.stray.shift(), this.maps) };
    return { ok: true, value: values[0], hasValue: values.length > 0 };
  }

  /** Names that the failed cell declared but never reached are taken back; all others stay. */
  private dropUnset(): void {
    this.language.dropUnset((name) => this.executor.locals[name] !== undefined);
  }

  private async letFinish(cell: Cell): Promise<void> {
    if (cell.finishing.size === 0) return;
    const patience = new Promise<void>((resolve) => this.setTimeout(() => resolve(), GRACE).unref());
    await Promise.race([Promise.all(cell.finishing), patience]);
  }

  private showResult(cell: Cell, value: unknown): string | null {
    const bundle = runInCell(cell, () => bundleOf(value));
    if (!cell.silent)
      this.publish(cell, "execute_result", { execution_count: cell.count, data: bundle, metadata: {} });
    return String(bundle["text/plain"]);
  }

  private async evaluate(cell: Cell, expressions: unknown): Promise<Content> {
    const results: Content = {};
    for (const [name, expression] of Object.entries((expressions ?? {}) as Record<string, string>)) {
      const outcome = await this.run(cell, `(${expression})`);
      if (outcome.ok) results[name] = { status: "ok", data: bundleOf(outcome.value), metadata: {} };
      else results[name] = { status: "error", ...outcome.report };
    }
    return results;
  }

  private complete(content: Content): Content {
    const code = String(content["code"] ?? "");
    const cursor = typeof content["cursor_pos"] === "number" ? content["cursor_pos"] : [...code].length;
    const { start, end, items } = this.language.complete(code, toUnits(code, cursor));
    const range = { start: toPoints(code, start), end: toPoints(code, end) };
    return {
      status: "ok",
      matches: items.map((item) => item.text),
      cursor_start: range.start,
      cursor_end: range.end,
      metadata: { _jupyter_types_experimental: items.map((item) => ({ ...item, ...range })) },
    };
  }

  private inspect(content: Content): Content {
    const code = String(content["code"] ?? "");
    const cursor = typeof content["cursor_pos"] === "number" ? content["cursor_pos"] : [...code].length;
    const found = this.language.inspect(code, toUnits(code, cursor));
    if (!found) return { status: "ok", found: false, data: {}, metadata: {} };
    const { signature, documentation } = found;
    const plain = documentation ? `${signature}\n\n${documentation}` : signature;
    const markdown = `\`\`\`typescript\n${signature}\n\`\`\`\n\n${documentation.replace(/^@(\w+)/gm, "\n**@$1**")}`;
    return {
      status: "ok",
      found: true,
      data: { "text/plain": plain, "text/markdown": markdown },
      metadata: {},
    };
  }

  private interrupt(): void {
    Atomics.add(this.flags, Shared.acknowledged, 1);
    const cell = this.cell;
    // Timers of the newest cell may still run after its reply; the stop button means them, too.
    (cell ?? this.newest)?.interrupt();
    this.answerInput?.("");
    if (!cell) return;
    const stop = (): void => this.executor.interrupt();
    this.letFinish(cell).then(stop, stop);
  }

  /** Trouble from work that nobody awaits becomes an error of the cell that started it. */
  private stray(reason: unknown): void {
    const cell = currentCell() ?? this.cellInStack(reason) ?? this.cell ?? this.newest;
    if (!cell || cell.interrupted) return;
    if (cell.running) cell.stray.push(reason);
    else this.publish(cell, "error", { ...reportThrown(reason, this.maps) });
  }

  private cellInStack(reason: unknown): Cell | undefined {
    const count = /Cell In \[(\d+)\]/.exec((reason as Error | undefined)?.stack ?? "")?.[1];
    return count === undefined ? undefined : this.recent.get(Number(count));
  }

  private askInput(cell: Cell, prompt: string, password: boolean): Promise<string> {
    if (!cell.allowInput || !cell.running) {
      const why = "this run is unattended, so nobody can answer; set the value in the cell instead";
      return Promise.reject(new StateError(`Cannot ask for input: ${why}.`));
    }
    this.output.flush(cell);
    this.wire.postMessage({ kind: "askInput", parent: cell.header, prompt, password } satisfies ToWire);
    return new Promise((resolve) => {
      this.answerInput = (value) => {
        this.answerInput = undefined;
        resolve(value);
      };
    });
  }

  /** tslab's executor calls `error` with a format and four values for a diagnostic, with one value for what was thrown. */
  private collect(args: unknown[]): void {
    if (args.length === 1) {
      this.collected.thrown.push(args[0]);
      return;
    }
    this.collected.diagnostics = this.language.newest?.conversion.diagnostics ?? [];
  }

  private publish(cell: Cell, type: string, content: Content): void {
    if (cell.silent) return;
    if (type !== "stream") this.output.flush(cell);
    this.wire.postMessage({ kind: "publish", type, parent: cell.header, content } satisfies ToWire);
  }

  private reply(type: string, content: Content): void {
    this.phase(Phase.idle);
    this.idle.resume();
    this.wire.postMessage({ kind: "reply", type, content } satisfies ToWire);
  }

  private failRequest(request: Request, error: unknown): void {
    const report = reportThrown(error, this.maps);
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    if (this.cell) this.publish(this.cell, "error", { ...report });
    this.cell = undefined;
    this.reply(type, { status: "error", ...report, execution_count: this.count });
  }

  private phase(phase: number): void {
    Atomics.store(this.flags, Shared.phase, phase);
  }

  private shutDown(): void {
    this.executor.close();
    process.reallyExit(0);
  }

  /** Keeps the way back from running code to the cell's lines. */
  private remember(cell: Cell): void {
    const map = this.language.newest?.map;
    if (map) this.maps.set(cell.count, map);
  }

  /** Tells the debugger of the script that is about to run; `undefined` where it need not wait. */
  private tellScript(): Promise<void> | undefined {
    const { cell } = this;
    const map = this.language.newest?.map;
    if (!cell || !map) return undefined;
    const { count } = cell;
    const script = {
      count,
      url: cellFile(count),
      source: map.source,
      get map() {
        return map.join();
      },
    };
    const ready = this.teller.starting(script);
    return this.language.asAsync ? ready : undefined;
  }
}

/** A piece of work as a job of one step. */
function* once(work: () => void): Generator<void> {
  work();
}

/** The part of Node that ends the process without asking the guards. */
declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace NodeJS {
    interface Process {
      reallyExit(code: number): never;
    }
  }
}

/**
 * Gives every cell's script a name, holds it back until it is ready, and tells the wire when the synchronous part runs.
 *
 * @param session - `cell`: the one that runs; `ready`: what its script waits for, if anything; `flags`: shared memory.
 */
function nameScripts(session: {
  cell(): Cell | undefined;
  ready(): Promise<void> | undefined;
  flags: Int32Array;
}): void {
  const run = vm.runInThisContext;
  vm.runInThisContext = ((code: string, options: vm.RunningScriptOptions | string = {}) => {
    const current = session.cell();
    if (!current || typeof options === "string" || options.breakOnSigint !== true)
      return run(code, options as vm.RunningScriptOptions);
    const runNamed = (): unknown => {
      Atomics.store(session.flags, Shared.phase, Phase.script);
      try {
        return run(code, { ...options, filename: cellFile(current.count) });
      } finally {
        Atomics.store(session.flags, Shared.phase, Phase.awaiting);
      }
    };
    const ready = session.ready();
    return ready ? ready.then(runNamed) : runNamed();
  }) as typeof vm.runInThisContext;
}
