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
import { ScriptNotifier } from "./debugger/script-notifier";
import { redirectDescriptors } from "./descriptors";
import { installGuards } from "./guards";
import { Handlers } from "./handlers";
import { History } from "./history";
import { installHost } from "./host";
import { IdleQueue } from "./idle-queue";
import { tellCellStarted } from "./libraries";
import { InputQueue } from "./input-queue";
import { OutputCapture } from "./output";
import { textOf, type Content } from "./protocol";
import { RerunCallbacks } from "./rerun-callbacks";
import { CellRunner, type Outcome } from "./runner";
import { adviceOnShown, locationsOf, type ErrorReport } from "./traceback";

/** So many cells are kept by their number. */
const MAX_RECENT_CELLS = 200;

type Request = Extract<ToSession, { kind: "request" }>;

/** The state of one kernel process, all but the sockets. */
export class Session {
  private readonly history = new History();
  private readonly handlers = new Handlers((error) => this.reportUnhandled(error));
  private readonly comms = new CommRegistry({
    publish: (type, content, extras) => this.publishComm(type, content, extras),
    bind: (handler) => this.handlers.bind(this.owningCell, handler as (...args: unknown[]) => unknown),
    report: (error) => this.reportUnhandled(error),
  });
  private readonly reruns = new RerunCallbacks((error) => this.reportUnhandled(error));
  private readonly inputs = new InputQueue(({ cell, ...request }) => {
    this.output.flush(cell);
    this.wire.postMessage({ kind: "askInput", parent: cell.header, ...request } satisfies ToWire);
  });
  private readonly output: OutputCapture;
  private readonly runner: CellRunner;
  private readonly completer: Completer;
  private readonly flags: Int32Array;
  private readonly scriptNotifier: ScriptNotifier;
  private readonly idleQueue = new IdleQueue((work) => {
    // An interrupt must not terminate TypeScript in the middle of its work.
    this.setPhase(Phase.kernel);
    work();
    this.setPhase(Phase.idle);
  });
  private count = 0;
  private runningCell: Cell | undefined;
  /** Cells by number, for errors whose cell is known by their stack trace only. */
  private readonly recentCells = new Map<number, Cell>();
  /** The newest cell, which gets output and errors whose cell is not known. */
  private newestCell: Cell | undefined;
  private pagerBundles: MimeBundle[] = [];

  /**
   * @param wire - The wire thread.
   * @param shared - Memory shared with it, see `messages.ts`.
   * @param options.flushModules - Writes the compiled code of modules that were loaded since it was last called.
   */
  constructor(
    private readonly wire: Worker | MessagePort,
    shared: SharedArrayBuffer,
    private readonly options: { flushModules(): void },
  ) {
    this.flags = new Int32Array(shared);
    this.scriptNotifier = new ScriptNotifier(wire, this.flags);
    this.setPhase(Phase.kernel);
    this.output = new OutputCapture(
      (cell, name, text) => this.publish(cell, "stream", { name, text }),
      () => this.runningCell ?? this.newestCell,
    );
    this.runner = this.createRunner();
    this.completer = new Completer(this.runner.language);
    this.runner.language.strictTypes = this.configuredTypes() === "strict";
    installGuards(() => this.interruptCell());
    this.output.install();
    this.offerHost();
    this.listenToProcess();
    wire.on("message", (message: ToSession) => this.receive(message));
    // The kernel has reported that it is ready, so the library is read now and not with the first cell.
    this.runner.language.prepare();
    this.setPhase(Phase.idle);
    this.idleQueue.add(this.runner.language.prefetch());
    this.idleQueue.resume();
  }

  private createRunner(): CellRunner {
    return new CellRunner({
      phase: (phase) => this.setPhase(Phase[phase]),
      scriptStarting: (script) => {
        // While a debugger is attached, a script waits until its breakpoints are set.
        const ready = this.scriptNotifier.scriptStarting(script);
        return this.scriptNotifier.debugging ? ready : undefined;
      },
      fileLoading: (script) => this.scriptNotifier.fileLoading({ ...script, count: undefined }),
      writeForTslab: (message, update) => this.writeForTslab(message, update),
    });
  }

  /** Offers the kernel to the library. */
  private offerHost(): void {
    installHost({
      owningCell: () => this.owningCell,
      publish: (cell, type, content) => this.publish(cell, type, content),
      input: (cell, prompt, password) => this.inputs.ask({ cell, prompt, password }),
      page: (bundle) => void this.pagerBundles.push(bundle),
      comms: this.comms,
      reset: () => this.runner.reset(),
      strictTypes: (strict) => void (this.runner.language.strictTypes = strict),
      bind: (work) => this.handlers.bind(this.owningCell, work),
      afterMessage: (work) => this.handlers.after(work),
      onRerun: (work) => this.reruns.add(this.owningCell?.id, work),
    });
  }

  /** Takes Node's warnings, errors that nobody caught, and SIGINT. */
  private listenToProcess(): void {
    // Node's warnings go to the server's log, never into a cell: output on stderr costs points when graded.
    process.removeAllListeners("warning");
    process.on("warning", (warning) =>
      this.wire.postMessage({ kind: "log", text: String(warning) } satisfies ToWire),
    );
    process.on("unhandledRejection", (reason) => this.reportUnhandled(reason));
    process.on("uncaughtException", (error) => this.reportUnhandled(error));
    // While a script runs, `breakOnSigint` takes the signal; this is for all other moments.
    process.removeAllListeners("SIGINT");
    process.on("SIGINT", () => this.interruptCell());
  }

  /** The cell that the running code belongs to; the newest, where that is not known. */
  private get owningCell(): Cell | undefined {
    return currentCell() ?? this.runningCell ?? this.newestCell;
  }

  private receive(message: ToSession): void {
    if (message.kind === "request")
      this.serve(message).catch((error: unknown) => this.failRequest(message, error));
    else if (message.kind === "interrupt") this.interrupt(message.id);
    else if (message.kind === "inputReply") this.inputs.answerFirst(message.value);
    else if (message.kind === "shutdown") this.shutDown();
    else if (message.kind === "descriptors") {
      redirectDescriptors(message.pipes);
      this.wire.postMessage({ kind: "descriptorsRedirected" } satisfies ToWire);
    } else this.scriptNotifier.receive(message);
  }

  private async serve(request: Request): Promise<void> {
    this.idleQueue.pause();
    this.setPhase(Phase.kernel);
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
        await this.handleComm(request);
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

  private async handleComm({ header, content, metadata, buffers, superseded }: Request): Promise<void> {
    const take = (): void => {
      this.setPhase(Phase.idle);
      this.comms.handleMessage(header.msg_type, content, metadata, buffers);
    };
    await this.handlers.handle(header, take, { superseded });
    this.setPhase(Phase.kernel);
  }

  private publishComm(type: string, content: Content, extras: CommExtras): void {
    const cell = this.owningCell;
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
    this.runningCell = this.newestCell = cell;
    this.recentCells.set(cell.count, cell);
    this.recentCells.delete(cell.count - MAX_RECENT_CELLS);
    this.pagerBundles = [];
    if (!silent) this.publish(cell, "execute_input", { code: source, execution_count: cell.count });
    if (!silent) this.reruns.run(cell.id);
    if (!silent && !empty) tellCellStarted({ id: cell.id });
    const outcome: Outcome = empty ? { ok: true, value: undefined } : await this.runner.run(cell, source);
    this.setPhase(Phase.kernel);
    let status: Content;
    const text = outcome.ok ? this.tryToShow(cell, outcome.value) : null;
    if (outcome.ok && (text === null || typeof text === "string")) {
      if (store && !empty) this.history.add(cell.count, source, text);
      const expressions = await this.evaluateExpressions(cell, content["user_expressions"]);
      status = {
        status: "ok",
        payload: this.pagerBundles.map((data) => ({ source: "page", data, start: 0 })),
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
    this.runningCell = undefined;
    this.idleQueue.add(singleStep(this.options.flushModules));
    this.idleQueue.add(this.runner.language.prefetchImported());
    this.reply("execute_reply", { ...status, execution_count: cell.count });
  }

  /** The strictness of types at the start, from the environment. */
  private configuredTypes(): "strict" | "relaxed" {
    const wish = process.env["TSLAB_KERNEL_TYPES"] ?? "strict";
    if (wish === "strict" || wish === "relaxed") return wish;
    const text = `Types stay strict: TSLAB_KERNEL_TYPES must be "strict" or "relaxed"; received "${wish}".`;
    this.wire.postMessage({ kind: "log", text } satisfies ToWire);
    return "strict";
  }

  /** Publishes what tslab's own `display` writes. */
  private writeForTslab(message: Content, update: boolean): void {
    const cell = this.owningCell;
    if (cell) this.publish(cell, update ? "update_display_data" : "display_data", message);
  }

  /** Shows a result and returns its text; an error report, where it cannot be shown. */
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
    // A repetition of an interrupt that is done: by now another cell may run.
    if (Atomics.load(this.flags, Shared.acknowledged) >= id) return;
    // Timers of the newest cell may still run after its reply; they are interrupted, too.
    if (!this.runningCell) this.newestCell?.interrupt();
    this.handlers.interrupt();
    this.interruptCell();
    // Last: an interrupt that was terminated before this is sent again.
    Atomics.store(this.flags, Shared.acknowledged, id);
  }

  /** Interrupts the running cell only. */
  private interruptCell(): void {
    const cell = this.runningCell;
    cell?.interrupt();
    if (cell) this.inputs.cancel();
  }

  /** Reports an unhandled rejection or an uncaught exception as an error of the cell that started the work. */
  private reportUnhandled(reason: unknown): void {
    const cell = currentCell() ?? this.cellInStack(reason) ?? this.runningCell ?? this.newestCell;
    if (!cell || cell.interrupted) return;
    if (cell.running) cell.unhandledErrors.push(reason);
    else this.publish(cell, "error", { ...this.runner.report(reason) });
  }

  private cellInStack(reason: unknown): Cell | undefined {
    const object = (typeof reason === "object" || typeof reason === "function") && reason;
    const location = object ? locationsOf(object).find(({ count }) => count !== undefined) : undefined;
    return location?.count === undefined ? undefined : this.recentCells.get(location.count);
  }

  private publish(cell: Cell, type: string, content: Content): void {
    if (cell.silent) return;
    const json = toJson(content);
    if (type !== "stream") this.output.flush(cell);
    this.wire.postMessage({ kind: "publish", type, parent: cell.header, content: json } satisfies ToWire);
  }

  private reply(type: string, content: Content): void {
    this.setPhase(Phase.idle);
    this.idleQueue.resume();
    this.wire.postMessage({ kind: "reply", type, content } satisfies ToWire);
  }

  private failRequest(request: Request, error: unknown): void {
    this.wire.postMessage({ kind: "log", text: inspect(error) } satisfies ToWire);
    const report = this.runner.report(error);
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    const cell = this.runningCell;
    if (cell) {
      this.publish(cell, "error", { ...report });
      cell.running = false;
    }
    this.runningCell = undefined;
    this.reply(type, { status: "error", ...report, execution_count: this.count });
  }

  private setPhase(phase: number): void {
    Atomics.store(this.flags, Shared.phase, phase);
  }

  private shutDown(): void {
    this.runner.close();
    process.reallyExit(0);
  }
}

/** Work as a job of one step. */
function* singleStep(work: () => void): Generator<void> {
  work();
}

/** Node's function that ends the process without calling `process.exit`, which the guards replace. */
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
