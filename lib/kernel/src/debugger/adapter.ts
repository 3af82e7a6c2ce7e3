/** Answers the messages of JupyterLab's debugger panel (Debug Adapter Protocol) through the inspector of the main thread. */
import type { Debugger, Runtime } from "node:inspector";
import { tmpdir } from "node:os";
import path = require("node:path");
import { Breakpoints, type Script } from "./breakpoints";
import { Connection } from "./connection";
import type { DapEvent, DapRequest, DapResponse, DapVariable } from "./dap";
import { Evaluation } from "./evaluation";
import { Frames, placeOf, sourceOf, stackTrace, type Frame } from "./frames";
import { HASH_SEED } from "./hash";
import { goingOn, reasonOf, type Step, type StepMethod } from "./steps";
import { Variables } from "./variables";

/** How long attaching waits for the scripts that have run, in ms. */
const SCRIPTS_PATIENCE = 3000;

export type { Script } from "./breakpoints";

/** What an adapter is given. */
export interface DebugAdapterOptions {
  /** Publishes a `debug_event`. */
  sendEvent(event: DapEvent): void;
  /** Called when a front end attaches, and when it goes. */
  attachedChanged?(attached: boolean): void;
}

/** JupyterLab's panel shows the type of a value in place of the value, unless it is one of Python's; so it gets none. */
const JUPYTERLAB = "jupyterlab";
/** All JavaScript of a kernel runs in one thread. */
const THREAD = 1;
const CAPABILITIES = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsEvaluateForHovers: true,
  supportsLoadedSourcesRequest: true,
  supportsTerminateRequest: true,
  supportsModulesRequest: true,
  exceptionBreakpointFilters: [
    { filter: "uncaught", label: "Uncaught exceptions", default: false },
    { filter: "all", label: "All exceptions", default: false },
  ],
};

interface Stop {
  frames: Frame[];
}

/** One debugger of one kernel. Lives in the wire thread, because the main thread stands still at a breakpoint. */
export class DebugAdapter {
  private connection: Connection | undefined;
  private readonly breakpoints: Breakpoints;
  private readonly variables: Variables;
  private readonly frames: Frames;
  private readonly evaluation: Evaluation;
  private readonly paths = {
    // JupyterLab 4.6 calls a source "Cell [3]" only where its path holds the word ipykernel_.
    prefix: path.join(tmpdir(), `tslab-kernel-ipykernel_${process.pid}`, path.sep),
    suffix: ".ts",
  };
  private stop: Stop | undefined;
  private step: Step | undefined;
  private quiet = false;
  private showsTypes = true;
  private lastSeq = 0;
  /** Changes of breakpoints happen one after the other. */
  private changes: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: DebugAdapterOptions) {
    const connected = (): Connection => this.connected();
    this.breakpoints = new Breakpoints(connected, this.paths);
    this.variables = new Variables(connected);
    this.frames = new Frames(this.breakpoints, this.variables);
    this.evaluation = new Evaluation(connected, this.variables);
  }

  /** True while a front end debugs: the session then tells of each script before it runs. */
  get attached(): boolean {
    return this.connection !== undefined;
  }

  /** True while the main thread stands at a place of the learner's code. */
  get stopped(): boolean {
    return this.stop !== undefined;
  }

  /** Takes a script that is about to run; resolves when its breakpoints are set. */
  scriptStarting(script: Script): Promise<void> {
    return this.change(async () => {
      const { files } = this.breakpoints;
      await this.breakpoints.addScript(script);
      if (this.breakpoints.files.length > files.length) await this.passOthers();
    });
  }

  /** The main thread stands still, and the learner was not told. */
  private pausedQuietly = false;
  /** Called when the scripts that have run have come. */
  private scriptsKnown: (() => void) | undefined;

  /** Tells that a debugger is attached, and waits for what that brings: breakpoints may be set next. */
  private async askForScripts(): Promise<void> {
    if (!this.options.attachedChanged) return;
    const known = new Promise<void>((resolve) => (this.scriptsKnown = resolve));
    // A session that is in the middle of a cell answers when it comes to an await, or not at all.
    const patience = new Promise<void>((resolve) => setTimeout(resolve, SCRIPTS_PATIENCE).unref());
    this.options.attachedChanged(true);
    await Promise.race([known, patience]);
  }

  /** Takes scripts that ran before the debugger was attached, so that their functions can be stopped in. */
  async earlierScripts(scripts: readonly Script[]): Promise<void> {
    await Promise.all(scripts.map((script) => this.scriptStarting(script)));
    this.scriptsKnown?.();
  }

  /** Answers one request; what fails is an answer, too. */
  async answer(request: DapRequest): Promise<DapResponse> {
    const response = (rest: Pick<DapResponse, "success" | "message" | "body">): DapResponse => ({
      type: "response",
      seq: ++this.lastSeq,
      request_seq: request.seq,
      command: request.command,
      ...rest,
    });
    try {
      const body = await this.handle(request.command, request.arguments ?? {});
      return response({ success: true, body });
    } catch (error) {
      return response({ success: false, message: (error as Error).message, body: {} });
    }
  }

  /** Runs work that pauses the main thread for its own ends, such as an interrupt, without telling of its pauses. */
  async quietly<T>(work: () => Promise<T>): Promise<T> {
    this.quiet = true;
    try {
      return await work();
    } finally {
      this.quiet = false;
      // A pause that nobody was told of is one that nobody ends.
      if (this.pausedQuietly) this.send("Debugger.resume");
    }
  }

  /** Lets the main thread go on where it stands at a breakpoint. */
  async resume(): Promise<void> {
    this.step = undefined;
    // It may have gone on by itself, as after an interrupt.
    if (this.stop) await this.connection?.post("Debugger.resume").catch(() => undefined);
  }

  private async handle(command: string, given: Record<string, unknown>): Promise<Record<string, unknown>> {
    switch (command) {
      case "debugInfo":
        return this.info();
      case "initialize":
        this.showsTypes = given["clientID"] !== JUPYTERLAB;
        return CAPABILITIES;
      case "attach":
        await this.attach();
        return {};
      case "configurationDone":
        return {};
      case "disconnect":
      case "terminate":
        await this.detach();
        return {};
      case "inspectVariables":
        return { variables: this.attached ? this.typed(await this.variables.learner()) : [] };
      case "richInspectVariables":
        return this.richVariable(String(given["variableName"]), given["frameId"]);
      case "copyToGlobals":
        throw new Error("A variable cannot be copied: TypeScript knows a name only when a cell declares it.");
      case "modules":
        return this.modules();
    }
    if (!this.attached) throw new Error(`Cannot answer ${command}: the debugger is not attached.`);
    switch (command) {
      case "dumpCell":
        return { sourcePath: this.breakpoints.addSource(String(given["code"])) };
      case "setBreakpoints":
        return this.setBreakpoints(given);
      case "setExceptionBreakpoints":
        return this.setExceptionBreakpoints(given["filters"] as string[]);
      case "source":
        return this.source((given["source"] as { path?: string } | undefined)?.path ?? "");
      case "loadedSources":
        return { sources: [...this.breakpoints.known()].map(sourceOf) };
      case "threads":
        return { threads: [{ id: THREAD, name: "Cells" }] };
      case "stackTrace":
        return stackTrace(this.stop?.frames ?? [], given);
      case "scopes":
        return { scopes: this.frames.scopes(this.frame(given["frameId"])) };
      case "variables":
        return { variables: this.typed(await this.openVariables(given)) };
      case "evaluate":
        return this.evaluation.value(String(given["expression"]), this.callOf(given["frameId"]));
      case "continue":
        await this.resume();
        return { allThreadsContinued: true };
      case "next":
        return this.takeStep("Debugger.stepOver");
      case "stepIn":
        return this.takeStep("Debugger.stepInto");
      case "stepOut":
        return this.takeStep("Debugger.stepOut");
      case "pause":
        this.step = { method: "Debugger.stepInto", from: undefined, taken: 0 };
        await this.connected().post("Debugger.pause");
        return {};
    }
    throw new Error(`This debugger does not know ${command}.`);
  }

  private info(): Record<string, unknown> {
    return {
      isStarted: this.attached,
      hashMethod: "Murmur2",
      hashSeed: HASH_SEED,
      tmpFilePrefix: this.paths.prefix,
      tmpFileSuffix: this.paths.suffix,
      breakpoints: this.breakpoints.list(),
      stoppedThreads: this.stop ? [THREAD] : [],
      richRendering: true,
      exceptionPaths: [],
      copyToGlobals: false,
    };
  }

  private async attach(): Promise<void> {
    if (!this.connection) {
      this.connection = new Connection({
        paused: (event) => this.paused(event),
        resumed: () => this.resumed(),
        parsed: (event) => this.breakpoints.parsed(event),
        resolved: ({ breakpointId, location }) => this.breakpoints.resolved(breakpointId, location),
      });
      await this.connection.post("Debugger.enable");
      await this.passOthers();
      await this.askForScripts();
    }
    this.event("initialized");
  }

  /** Lets everything but cells and files of the learner's be passed through without a stop. */
  private async passOthers(): Promise<void> {
    const files = this.breakpoints.files.map((url) => url.replace(/[^\w/-]/g, "\\$&"));
    const patterns = [`^(?!(?:${["cell-\\d+", ...files].join("|")})$)`];
    await this.connected().post("Debugger.setBlackboxPatterns", { patterns });
  }

  private async detach(): Promise<void> {
    const { connection } = this;
    if (!connection) return;
    this.connection = undefined;
    this.options.attachedChanged?.(false);
    this.breakpoints.clear();
    await connection.close();
    this.resumed();
    this.event("terminated");
  }

  private connected(): Connection {
    if (!this.connection) throw new Error("The debugger is not attached.");
    return this.connection;
  }

  private change<T>(work: () => Promise<T>): Promise<T> {
    const done = this.changes.then(() => {
      if (!this.attached) throw new Error("The debugger is not attached any more.");
      return work();
    });
    this.changes = done.catch(() => undefined);
    return done;
  }

  private async setBreakpoints(given: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { path: file = "" } = (given["source"] ?? {}) as { path?: string };
    const asked = (given["breakpoints"] ?? []) as { line: number; condition?: string }[];
    const breakpoints = await this.change(() => this.breakpoints.replace(file, asked));
    return {
      breakpoints: breakpoints.map(({ id, line }) => ({ id, line, verified: true, source: { path: file } })),
    };
  }

  private async setExceptionBreakpoints(filters: readonly string[] = []): Promise<Record<string, unknown>> {
    const uncaught = filters.includes("uncaught") ? "uncaught" : "none";
    const state = filters.includes("all") ? "all" : uncaught;
    await this.connected().post("Debugger.setPauseOnExceptions", { state });
    return {};
  }

  /** The files of the learner's that are loaded: what a front end can show beside its notebook. */
  private modules(): Record<string, unknown> {
    const modules = [...this.breakpoints.known()]
      .filter(({ count }) => count === undefined)
      .map((script) => ({ id: script.url, ...sourceOf(script) }));
    return { modules, totalModules: modules.length };
  }

  private source(file: string): Record<string, unknown> {
    const content = this.breakpoints.source(file);
    if (content === undefined) throw new Error(`There is no source ${file}.`);
    return { content, mimeType: "application/typescript" };
  }

  /** Decides whether the learner sees a pause, or the step goes on. */
  private paused({ callFrames, reason, hitBreakpoints = [], data }: Debugger.PausedEventDataType): void {
    this.pausedQuietly = this.quiet;
    if (this.quiet) return;
    const frames = this.frames.visible(callFrames);
    const [top] = frames;
    const hits = this.breakpoints.hit(hitBreakpoints);
    const { step } = this;
    const isException = reason === "exception" || reason === "promiseRejection";
    const thrown = data as (Runtime.RemoteObject & { uncaught?: boolean }) | undefined;
    if (step && hits.length === 0 && !isException) {
      const [call] = callFrames;
      const isLearners = call !== undefined && this.breakpoints.script(call.location) !== undefined;
      const method = goingOn(step, { call, frames, isLearners });
      if (method) {
        step.taken++;
        this.send(method);
        return;
      }
    }
    // What Node and packages catch themselves is their own business.
    if (isException && top?.call !== callFrames[0] && !thrown?.uncaught) {
      this.send("Debugger.resume");
      return;
    }
    this.step = undefined;
    if (!top) {
      this.send("Debugger.resume");
      return;
    }
    this.stop = { frames };
    const text = isException ? String(thrown?.description ?? thrown?.value ?? reason) : undefined;
    this.event("stopped", {
      reason: reasonOf({ isException, hits, step }),
      threadId: THREAD,
      allThreadsStopped: true,
      hitBreakpointIds: hits,
      ...(text !== undefined && { text: text.split("\n", 1)[0] }),
    });
  }

  private resumed(): void {
    this.pausedQuietly = false;
    if (!this.stop) return;
    this.stop = undefined;
    if (this.attached) this.variables.clear().catch(() => undefined);
    this.event("continued", { threadId: THREAD, allThreadsContinued: true });
  }

  private async takeStep(method: StepMethod): Promise<Record<string, unknown>> {
    if (!this.stop) throw new Error("Nothing stands at a breakpoint.");
    const from = method === "Debugger.stepOut" ? "" : placeOf(this.stop.frames);
    this.step = { method, from, taken: 0 };
    await this.connected().post(method);
    return {};
  }

  private send(method: string): void {
    this.connection?.post(method).catch(() => undefined);
  }

  private frame(id: unknown): Frame {
    const frame = this.stop?.frames.find((one) => one.id === id);
    if (!frame) throw new Error(`There is no frame ${String(id)} any more.`);
    return frame;
  }

  /** The call of a frame, or the innermost one; `undefined` while nothing stands still. */
  private callOf(frameId: unknown): Debugger.CallFrame | undefined {
    if (!this.stop) return undefined;
    return (frameId === undefined ? (this.stop.frames[0] as Frame) : this.frame(frameId)).call;
  }

  private async openVariables(given: Record<string, unknown>): Promise<DapVariable[]> {
    const {
      variablesReference,
      start = 0,
      count = 0,
    } = given as {
      variablesReference: number;
      start?: number;
      count?: number;
    };
    const all = await this.variables.open(variablesReference);
    return count > 0 ? all.slice(start, start + count) : all.slice(start);
  }

  private typed(lines: readonly DapVariable[]): DapVariable[] {
    return lines.map(({ type, ...line }) => (this.showsTypes ? { ...line, type } : line));
  }

  /** The value as a cell would show it. */
  private async richVariable(name: string, frameId: unknown): Promise<Record<string, unknown>> {
    if (!this.attached || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
      return { data: {}, metadata: {} };
    return this.evaluation.rich(name, this.callOf(frameId));
  }

  private event(event: string, body: Record<string, unknown> = {}): void {
    this.options.sendEvent({ type: "event", seq: ++this.lastSeq, event, body });
  }
}
