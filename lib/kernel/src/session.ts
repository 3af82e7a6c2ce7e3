/** The session thread: runs cells, one request at a time, and answers what the editor asks. */
import { inspect, types } from "node:util";
import type { MessagePort, Worker } from "node:worker_threads";
import { OutputError } from "./display/errors";
import { bundleOf, type MimeBundle } from "./display";
import { Phase, Shared, type ToSession, type ToWire } from "./messages";
import { Cell, currentCell, runInCell } from "./cell";
import { toUnits } from "./codepoints";
import { CommRegistry, type CommExtras } from "./comm";
import { Completer } from "./completer";
import { ScriptTeller } from "./debugger/teller";
import { takeDescriptors } from "./descriptors";
import { installGuards } from "./guards";
import { Handlers } from "./handlers";
import { History } from "./history";
import { installHost } from "./host";
import { IdleWork } from "./idle-queue";
import { Inputs } from "./inputs";
import { OutputCapture } from "./output";
import { textOf, type Content } from "./protocol";
import { Reruns } from "./reruns";
import { CellRunner, type Outcome } from "./runner";
import { adviceOnShown, placesOf, type ErrorReport } from "./traceback";

/** So many cells can still be found by their number. */
const RECENT_CELLS = 200;

type Request = Extract<ToSession, { kind: "request" }>;

/** Everything of one kernel process but the sockets. */
export class Session {
  private readonly history = new History();
  private readonly handlers = new Handlers((error) => this.stray(error));
  private readonly comms = new CommRegistry({
    publish: (type, content, extras) => this.publishComm(type, content, extras),
    bind: (handler) => this.handlers.bind(this.owner, handler as (...args: unknown[]) => unknown),
    report: (error) => this.stray(error),
  });
  private readonly reruns = new Reruns((error) => this.stray(error));
  private readonly inputs = new Inputs(({ cell, ...question }) => {
    this.output.flush(cell);
    this.wire.postMessage({ kind: "askInput", parent: cell.header, ...question } satisfies ToWire);
  });
  private readonly output: OutputCapture;
  private readonly runner: CellRunner;
  private readonly completer: Completer;
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
  private pages: MimeBundle[] = [];

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
    this.runner = new CellRunner({
      phase: (phase) => this.phase(Phase[phase]),
      starting: (script) => {
        // While somebody debugs, a script waits until its breakpoints are set.
        const ready = this.teller.starting(script);
        return this.teller.debugging ? ready : undefined;
      },
      loading: (script) => this.teller.loading({ ...script, count: undefined }),
      writeForTslab: (message, update) => this.writeForTslab(message, update),
    });
    this.completer = new Completer(this.runner.language);
    this.runner.language.strictTypes = this.wishedTypes() === "strict";
    installGuards(() => this.interruptCell());
    this.output.install();
    installHost({
      cell: () => this.owner,
      publish: (cell, type, content) => this.publish(cell, type, content),
      input: (cell, prompt, password) => this.inputs.ask({ cell, prompt, password }),
      page: (bundle) => void this.pages.push(bundle),
      comms: this.comms,
      reset: () => this.runner.reset(),
      strictTypes: (strict) => void (this.runner.language.strictTypes = strict),
      bind: (work) => this.handlers.bind(this.owner, work),
      afterMessage: (work) => this.handlers.after(work),
      onRerun: (work) => this.reruns.add(this.owner?.id, work),
    });
    // What Node has to say about itself is for the server's log, never for a cell: stderr costs points when graded.
    process.removeAllListeners("warning");
    process.on("warning", (warning) =>
      this.wire.postMessage({ kind: "log", text: String(warning) } satisfies ToWire),
    );
    process.on("unhandledRejection", (reason) => this.stray(reason));
    process.on("uncaughtException", (error) => this.stray(error));
    // While a script runs, Node's own watch takes the signal; this is for all other moments.
    process.removeAllListeners("SIGINT");
    process.on("SIGINT", () => this.interruptCell());
    wire.on("message", (message: ToSession) => this.receive(message));
    // Jupyter has been told that the kernel is ready; the first cell will find it so.
    this.runner.language.prepare();
    this.phase(Phase.idle);
    this.idle.add(this.runner.language.workAhead());
    this.idle.resume();
  }

  /** The cell that the running code belongs to; the newest, where nobody can tell. */
  private get owner(): Cell | undefined {
    return currentCell() ?? this.cell ?? this.newest;
  }

  private receive(message: ToSession): void {
    if (message.kind === "request")
      this.serve(message).catch((error: unknown) => this.failRequest(message, error));
    else if (message.kind === "interrupt") this.interrupt(message.id);
    else if (message.kind === "inputReply") this.inputs.take(message.value);
    else if (message.kind === "shutdown") this.shutDown();
    else if (message.kind === "descriptors") {
      takeDescriptors(message.pipes);
      this.wire.postMessage({ kind: "descriptorsTaken" } satisfies ToWire);
    } else this.teller.receive(message);
  }

  private async serve(request: Request): Promise<void> {
    this.idle.pause();
    this.phase(Phase.kernel);
    const { content, header } = request;
    switch (header.msg_type) {
      case "execute_request":
        return this.execute(request);
      case "complete_request":
        return this.reply("complete_reply", this.completer.complete(content));
      case "inspect_request":
        return this.reply("inspect_reply", this.inspect(content));
      case "is_complete_request":
        return this.reply("is_complete_reply", {
          ...this.runner.language.isComplete(textOf(content["code"])),
        });
      case "history_request":
        return this.reply("history_reply", { status: "ok", history: this.history.answer(content) });
      case "comm_info_request":
        return this.reply("comm_info_reply", {
          status: "ok",
          comms: this.comms.list(content["target_name"]),
        });
      case "comm_open":
      case "comm_msg":
      case "comm_close":
        await this.takeComm(request);
        return this.reply("", {});
      default:
        return this.reply(header.msg_type.replace(/_request$/, "_reply"), {
          status: "error",
          ename: "NotImplemented",
          evalue: `This kernel does not know ${header.msg_type}.`,
          traceback: [],
        });
    }
  }

  private async takeComm({ header, content, metadata, buffers, overtaken }: Request): Promise<void> {
    const take = (): void => {
      this.phase(Phase.idle);
      this.comms.take(header.msg_type, content, metadata, buffers);
    };
    await this.handlers.handle(header, take, { overtaken });
    this.phase(Phase.kernel);
  }

  private publishComm(type: string, content: Content, extras: CommExtras): void {
    const cell = this.owner;
    if (cell) this.output.flush(cell);
    const parent = this.handlers.message ?? cell?.header;
    this.wire.postMessage({
      kind: "publish",
      type,
      parent,
      content: toJson(content),
      ...extras,
    } satisfies ToWire);
  }

  private async execute(request: Request): Promise<void> {
    const { header, content, metadata } = request;
    const source = textOf(content["code"]);
    const id = metadata["cellId"];
    const silent = content["silent"] === true;
    const store = !silent && content["store_history"] !== false;
    const empty = source.trim() === "";
    if (store && !empty) this.count++;
    const cell = new Cell(this.count, header, {
      silent,
      allowInput: content["allow_stdin"] !== false,
      source,
      ...(typeof id === "string" ? { id } : {}),
    });
    this.cell = this.newest = cell;
    this.recent.set(cell.count, cell);
    this.recent.delete(cell.count - RECENT_CELLS);
    this.pages = [];
    if (!silent) this.publish(cell, "execute_input", { code: source, execution_count: cell.count });
    if (!silent) this.reruns.begin(cell.id);
    const outcome: Outcome = empty ? { ok: true, value: undefined } : await this.runner.run(cell, source);
    this.phase(Phase.kernel);
    let status: Content;
    const text = outcome.ok ? this.tryToShow(cell, outcome.value) : null;
    if (outcome.ok && (text === null || typeof text === "string")) {
      if (store && !empty) this.history.add(cell.count, source, text);
      const expressions = await this.evaluateExpressions(cell, content["user_expressions"]);
      status = {
        status: "ok",
        payload: this.pages.map((data) => ({ source: "page", data, start: 0 })),
        user_expressions: expressions,
      };
    } else {
      const report = outcome.ok ? (text as ErrorReport) : outcome.report;
      if (store && !empty) this.history.add(cell.count, source, null);
      this.publish(cell, "error", { ...report });
      status = { status: "error", ...report, payload: [], user_expressions: {} };
    }
    this.output.flush(cell);
    cell.running = false;
    this.cell = undefined;
    this.idle.add(once(this.options.flushModules));
    this.idle.add(this.runner.language.catchUp());
    this.reply("execute_reply", { ...status, execution_count: cell.count });
  }

  /** How strict the session starts, by the environment. */
  private wishedTypes(): "strict" | "relaxed" {
    const wish = process.env["TSLAB_KERNEL_TYPES"] ?? "strict";
    if (wish === "strict" || wish === "relaxed") return wish;
    const text = `Types stay strict: TSLAB_KERNEL_TYPES must be "strict" or "relaxed"; received "${wish}".`;
    this.wire.postMessage({ kind: "log", text } satisfies ToWire);
    return "strict";
  }

  /** What tslab's own `display` writes. */
  private writeForTslab(message: Content, update: boolean): void {
    const cell = this.owner;
    if (cell) this.publish(cell, update ? "update_display_data" : "display_data", message);
  }

  /** Shows a result and gives its text; a report, where it cannot be shown. */
  private tryToShow(cell: Cell, value: unknown): string | null | ErrorReport {
    try {
      return value === undefined ? null : this.showResult(cell, value);
    } catch (error) {
      return this.runner.report(error);
    }
  }

  private showResult(cell: Cell, value: unknown): string | null {
    const shown = runInCell(cell, () => bundleOf(value));
    const advice = types.isPromise(value) ? adviceOnShown(value, cell.source) : undefined;
    const bundle = advice ? { ...shown, "text/plain": `${String(shown["text/plain"])}\n${advice}` } : shown;
    if (Object.keys(bundle).length === 0) return null;
    if (!cell.silent)
      this.publish(cell, "execute_result", { execution_count: cell.count, data: bundle, metadata: {} });
    return String(bundle["text/plain"]);
  }

  private async evaluateExpressions(cell: Cell, expressions: unknown): Promise<Content> {
    const results: Content = {};
    for (const [name, expression] of Object.entries((expressions ?? {}) as Record<string, string>)) {
      const outcome = await this.runner.run(cell, `(${expression})`);
      results[name] = outcome.ok
        ? this.expressionResult(cell, outcome.value)
        : { status: "error", ...outcome.report };
    }
    return results;
  }

  private expressionResult(cell: Cell, value: unknown): Content {
    try {
      const content = { status: "ok", data: runInCell(cell, () => bundleOf(value)), metadata: {} };
      return JSON.parse(toJson(content)) as Content;
    } catch (error) {
      return { status: "error", ...this.runner.report(error) };
    }
  }

  private inspect(content: Content): Content {
    const code = textOf(content["code"]);
    const cursor = typeof content["cursor_pos"] === "number" ? content["cursor_pos"] : [...code].length;
    const found = this.runner.language.inspect(code, toUnits(code, cursor));
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

  private interrupt(id: number): void {
    // Sent again while it was carried out: by now another cell may run.
    if (Atomics.load(this.flags, Shared.acknowledged) >= id) return;
    // Timers of the newest cell may still run after its reply; the stop button means them, too.
    if (!this.cell) this.newest?.interrupt();
    this.handlers.interrupt();
    this.interruptCell();
    // Last: one that is torn in its midst comes again.
    Atomics.store(this.flags, Shared.acknowledged, id);
  }

  /** Stops the running cell, and none else. */
  private interruptCell(): void {
    const { cell } = this;
    cell?.interrupt();
    if (cell) this.inputs.cancel();
  }

  /** Trouble from work that nobody awaits becomes an error of the cell that started it. */
  private stray(reason: unknown): void {
    const cell = currentCell() ?? this.cellInStack(reason) ?? this.cell ?? this.newest;
    if (!cell || cell.interrupted) return;
    if (cell.running) cell.stray.push(reason);
    else this.publish(cell, "error", { ...this.runner.report(reason) });
  }

  private cellInStack(reason: unknown): Cell | undefined {
    const object = (typeof reason === "object" || typeof reason === "function") && reason;
    const place = object ? placesOf(object).find(({ count }) => count !== undefined) : undefined;
    return place?.count === undefined ? undefined : this.recent.get(place.count);
  }

  private publish(cell: Cell, type: string, content: Content): void {
    if (cell.silent) return;
    const json = toJson(content);
    if (type !== "stream") this.output.flush(cell);
    this.wire.postMessage({ kind: "publish", type, parent: cell.header, content: json } satisfies ToWire);
  }

  private reply(type: string, content: Content): void {
    this.phase(Phase.idle);
    this.idle.resume();
    this.wire.postMessage({ kind: "reply", type, content } satisfies ToWire);
  }

  private failRequest(request: Request, error: unknown): void {
    this.wire.postMessage({ kind: "log", text: inspect(error) } satisfies ToWire);
    const report = this.runner.report(error);
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    const { cell } = this;
    if (cell) {
      this.publish(cell, "error", { ...report });
      cell.running = false;
    }
    this.cell = undefined;
    this.reply(type, { status: "error", ...report, execution_count: this.count });
  }

  private phase(phase: number): void {
    Atomics.store(this.flags, Shared.phase, phase);
  }

  private shutDown(): void {
    this.runner.close();
    process.reallyExit(0);
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
 * Writes a message's content as JSON.
 *
 * @throws OutputError for what JSON cannot hold.
 */
function toJson(content: Content): string {
  try {
    return JSON.stringify(content);
  } catch (error) {
    const why = error instanceof Error ? error.message.split("\n", 1)[0] : String(error);
    throw new OutputError(
      `Cannot show the output: each format of a bundle must be text or JSON; received what JSON cannot hold (${why}).`,
    );
  }
}
