/** Answers the messages of JupyterLab's debugger panel (Debug Adapter Protocol) through the inspector of the main thread. */
import type { Debugger, Runtime } from "node:inspector";
import { tmpdir } from "node:os";
import path = require("node:path");
import { Breakpoints, type Script } from "./breakpoints";
import { Connection } from "./connection";
import type { DapEvent, DapRequest, DapResponse, DapVariable } from "./dap";
import { Evaluation } from "./evaluation";
import { Frames, lineKey, sourceOf, stackTrace, type Frame } from "./frames";
import { HASH_SEED } from "./hash";
import { nextStepMethod, stopReason, type Step, type StepMethod } from "./steps";
import { Variables } from "./variables";

/** How long attaching waits for the scripts that ran before it, in ms. */
const SCRIPTS_TIMEOUT_MS = 3000;

export type { Script } from "./breakpoints";

/** The callbacks of an adapter. */
export interface DebugAdapterOptions {
  /** Publishes a `debug_event`. */
  sendEvent(event: DapEvent): void;
  /** Called when a front end attaches and when it detaches. */
  attachedChanged?(attached: boolean): void;
}

/** The `clientID` of JupyterLab, whose panel shows a type that is not Python's in place of the value; so it gets no types. */
const JUPYTERLAB_CLIENT = "jupyterlab";
/** All JavaScript of a kernel runs in one thread. */
const THREAD_ID = 1;
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

type Parameters = Record<string, unknown>;
type Body = Record<string, unknown>;
type Command = (parameters: Parameters) => Body | Promise<Body>;

interface Stop {
  frames: Frame[];
}

/** The debugger of one kernel. Runs in the wire thread, because the main thread is paused at a breakpoint. */
export class DebugAdapter {
  private connection: Connection | undefined;
  /** Ends when the connection can be used: breakpoints of scripts that have run can be set. */
  private connecting: Promise<void> | undefined;
  private readonly breakpoints: Breakpoints;
  private readonly variables: Variables;
  private readonly frames: Frames;
  private readonly evaluation: Evaluation;
  private readonly paths = {
    // JupyterLab 4.6 shows a source as "Cell [3]" only where its path contains `ipykernel_`.
    prefix: path.join(tmpdir(), `tslab-kernel-ipykernel_${process.pid}`, path.sep),
    suffix: ".ts",
  };
  private stop: Stop | undefined;
  private step: Step | undefined;
  private muted = false;
  private showsTypes = true;
  private lastSeq = 0;
  /** The queue of changes of breakpoints, which are made one after the other. */
  private changes: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: DebugAdapterOptions) {
    const connected = (): Connection => this.connected();
    this.breakpoints = new Breakpoints(connected, this.paths);
    this.variables = new Variables(connected);
    this.frames = new Frames(this.breakpoints, this.variables);
    this.evaluation = new Evaluation(connected, this.variables);
  }

  /** True while a front end debugs: the session then announces each script before it runs. */
  get attached(): boolean {
    return this.connection !== undefined;
  }

  /** True while the main thread is paused in the learner's code. */
  get stopped(): boolean {
    return this.stop !== undefined;
  }

  /** Adds a script that is about to run; resolves when its breakpoints are set. */
  scriptStarting(script: Script): Promise<void> {
    return this.enqueueChange(async () => {
      const { files } = this.breakpoints;
      await this.breakpoints.addScript(script);
      if (this.breakpoints.files.length > files.length) await this.updateBlackboxPatterns();
    });
  }

  /** True while the main thread is paused and no `stopped` event was sent. */
  private pausedWhileMuted = false;
  /** Called when the scripts that have run are added. */
  private scriptsReceived: (() => void) | undefined;

  /** Reports that a debugger is attached, and waits for the scripts that the session then sends: breakpoints may be set next. */
  private async requestScripts(): Promise<void> {
    if (!this.options.attachedChanged) return;
    const received = new Promise<void>((resolve) => (this.scriptsReceived = resolve));
    // A session in the middle of a cell answers at its next await, or not at all.
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, SCRIPTS_TIMEOUT_MS).unref());
    this.options.attachedChanged(true);
    await Promise.race([received, timeout]);
  }

  /** Adds scripts that ran before the debugger was attached, so that breakpoints can be set in their functions. */
  async addEarlierScripts(scripts: readonly Script[]): Promise<void> {
    await Promise.all(scripts.map((script) => this.scriptStarting(script)));
    this.scriptsReceived?.();
  }

  /** Answers one request; a failure is an answer with `success: false`. */
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

  /** Runs work that pauses the main thread itself, such as an interrupt, without sending events of these pauses. */
  async withEventsMuted<T>(work: () => Promise<T>): Promise<T> {
    this.muted = true;
    try {
      return await work();
    } finally {
      this.muted = false;
      // No front end knows of a muted pause, so none would end it.
      if (this.pausedWhileMuted) this.send("Debugger.resume");
    }
  }

  /** Resumes the main thread where it is paused at a breakpoint. */
  async resume(): Promise<void> {
    this.step = undefined;
    // It may have resumed already, as after an interrupt.
    if (this.stop) await this.connection?.post("Debugger.resume").catch(() => undefined);
  }

  private async handle(command: string, parameters: Parameters): Promise<Body> {
    const anytime = this.commands.get(command);
    if (anytime) return anytime(parameters);
    if (!this.attached) throw new Error(`Cannot answer ${command}: the debugger is not attached.`);
    const attached = this.attachedCommands.get(command);
    if (!attached) throw new Error(`This debugger does not know ${command}.`);
    return attached(parameters);
  }

  /** The commands that are answered at any time. */
  private readonly commands = new Map<string, Command>([
    ["debugInfo", () => this.info()],
    ["initialize", ({ clientID }) => this.initialize(clientID)],
    ["attach", () => this.attach()],
    ["configurationDone", () => ({})],
    ["disconnect", () => this.detach()],
    ["terminate", () => this.detach()],
    ["inspectVariables", () => this.globalVariables()],
    ["richInspectVariables", ({ variableName, frameId }) => this.richVariable(String(variableName), frameId)],
    [
      "copyToGlobals",
      () => {
        throw new Error("A variable cannot be copied: TypeScript knows a name only when a cell declares it.");
      },
    ],
    ["modules", () => this.modules()],
  ]);

  /** The commands that need an attached debugger. */
  private readonly attachedCommands = new Map<string, Command>([
    ["dumpCell", ({ code }) => ({ sourcePath: this.breakpoints.addSource(String(code)) })],
    ["setBreakpoints", (parameters) => this.setBreakpoints(parameters)],
    ["setExceptionBreakpoints", ({ filters }) => this.setExceptionBreakpoints(filters as string[])],
    ["source", ({ source }) => this.source((source as { path?: string } | undefined)?.path ?? "")],
    ["loadedSources", () => ({ sources: [...this.breakpoints.knownScripts()].map(sourceOf) })],
    ["threads", () => ({ threads: [{ id: THREAD_ID, name: "Cells" }] })],
    ["stackTrace", (parameters) => stackTrace(this.stop?.frames ?? [], parameters)],
    ["scopes", ({ frameId }) => ({ scopes: this.frames.scopes(this.frame(frameId)) })],
    ["variables", (parameters) => this.expandVariable(parameters)],
    [
      "evaluate",
      ({ expression, frameId }) => this.evaluation.value(String(expression), this.callFrameOf(frameId)),
    ],
    ["continue", () => this.continue()],
    ["next", () => this.takeStep("Debugger.stepOver")],
    ["stepIn", () => this.takeStep("Debugger.stepInto")],
    ["stepOut", () => this.takeStep("Debugger.stepOut")],
    ["pause", () => this.pause()],
  ]);

  private initialize(clientID: unknown): Body {
    this.showsTypes = clientID !== JUPYTERLAB_CLIENT;
    // JupyterLab may ask `debugInfo` before it asks to attach; told that nothing has started, it ignores every click.
    // What fails here is said to who attaches.
    this.connect().catch(() => undefined);
    return CAPABILITIES;
  }

  private async globalVariables(): Promise<Body> {
    return { variables: this.attached ? this.withoutHiddenTypes(await this.variables.globals()) : [] };
  }

  private async continue(): Promise<Body> {
    await this.resume();
    return { allThreadsContinued: true };
  }

  private async pause(): Promise<Body> {
    this.step = { method: "Debugger.stepInto", startLine: undefined, statements: 0 };
    await this.connected().post("Debugger.pause");
    return {};
  }

  private info(): Body {
    return {
      isStarted: this.attached,
      hashMethod: "Murmur2",
      hashSeed: HASH_SEED,
      tmpFilePrefix: this.paths.prefix,
      tmpFileSuffix: this.paths.suffix,
      breakpoints: this.breakpoints.list(),
      stoppedThreads: this.stop ? [THREAD_ID] : [],
      richRendering: true,
      exceptionPaths: [],
      copyToGlobals: false,
    };
  }

  private async attach(): Promise<Body> {
    await this.connect();
    this.event("initialized");
    return {};
  }

  /** Connects to the session, once until somebody detaches. */
  private connect(): Promise<void> {
    return (this.connecting ??= this.openConnection());
  }

  private async openConnection(): Promise<void> {
    this.connection = new Connection({
      paused: (event) => this.paused(event),
      resumed: () => this.resumed(),
      parsed: (event) => this.breakpoints.scriptParsed(event),
      resolved: ({ breakpointId, location }) => this.breakpoints.breakpointResolved(breakpointId, location),
    });
    await this.connection.post("Debugger.enable");
    await this.updateBlackboxPatterns();
    await this.requestScripts();
  }

  /** Makes V8 step over everything but cells and files of the learner's. */
  private async updateBlackboxPatterns(): Promise<void> {
    const files = this.breakpoints.files.map((url) => url.replace(/[^\w/-]/g, "\\$&"));
    const patterns = [`^(?!(?:${["cell-\\d+", ...files].join("|")})$)`];
    await this.connected().post("Debugger.setBlackboxPatterns", { patterns });
  }

  private async detach(): Promise<Body> {
    const { connection } = this;
    if (!connection) return {};
    this.connection = undefined;
    this.connecting = undefined;
    this.options.attachedChanged?.(false);
    this.breakpoints.clear();
    await connection.close();
    this.resumed();
    this.event("terminated");
    return {};
  }

  private connected(): Connection {
    if (!this.connection) throw new Error("The debugger is not attached.");
    return this.connection;
  }

  private enqueueChange<T>(work: () => Promise<T>): Promise<T> {
    const done = this.changes.then(() => {
      if (!this.attached) throw new Error("The debugger is not attached any more.");
      return work();
    });
    this.changes = done.catch(() => undefined);
    return done;
  }

  private async setBreakpoints(parameters: Parameters): Promise<Body> {
    const { path: file = "" } = (parameters["source"] ?? {}) as { path?: string };
    const requested = (parameters["breakpoints"] ?? []) as { line: number; condition?: string }[];
    const breakpoints = await this.enqueueChange(() => this.breakpoints.replace(file, requested));
    return {
      breakpoints: breakpoints.map(({ id, line }) => ({ id, line, verified: true, source: { path: file } })),
    };
  }

  private async setExceptionBreakpoints(filters: readonly string[] = []): Promise<Body> {
    const uncaught = filters.includes("uncaught") ? "uncaught" : "none";
    const state = filters.includes("all") ? "all" : uncaught;
    await this.connected().post("Debugger.setPauseOnExceptions", { state });
    return {};
  }

  /** The loaded files of the learner's, which a front end can show. */
  private modules(): Body {
    const modules = [...this.breakpoints.knownScripts()]
      .filter(({ count }) => count === undefined)
      .map((script) => ({ id: script.url, ...sourceOf(script) }));
    return { modules, totalModules: modules.length };
  }

  private source(file: string): Body {
    const content = this.breakpoints.source(file);
    if (content === undefined) throw new Error(`There is no source ${file}.`);
    return { content, mimeType: "application/typescript" };
  }

  /** Handles a pause: sends a `stopped` event, or continues the step. */
  private paused({ callFrames, reason, hitBreakpoints = [], data }: Debugger.PausedEventDataType): void {
    this.pausedWhileMuted = this.muted;
    if (this.muted) return;
    const frames = this.frames.visible(callFrames);
    const [top] = frames;
    const hits = this.breakpoints.hitIds(hitBreakpoints);
    const { step } = this;
    const isException = reason === "exception" || reason === "promiseRejection";
    const thrown = data as (Runtime.RemoteObject & { uncaught?: boolean }) | undefined;
    if (step && hits.length === 0 && !isException) {
      const [call] = callFrames;
      const isUserCode = call !== undefined && this.breakpoints.scriptAt(call.location) !== undefined;
      const method = nextStepMethod(step, { call, frames, isUserCode });
      if (method) {
        step.statements++;
        this.send(method);
        return;
      }
    }
    // Exceptions that Node and packages catch themselves are not shown.
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
      reason: stopReason({ isException, hits, step }),
      threadId: THREAD_ID,
      allThreadsStopped: true,
      hitBreakpointIds: hits,
      ...(text !== undefined && { text: text.split("\n", 1)[0] }),
    });
  }

  private resumed(): void {
    this.pausedWhileMuted = false;
    if (!this.stop) return;
    this.stop = undefined;
    if (this.attached) this.variables.clear().catch(() => undefined);
    this.event("continued", { threadId: THREAD_ID, allThreadsContinued: true });
  }

  private async takeStep(method: StepMethod): Promise<Body> {
    if (!this.stop) throw new Error("Nothing stands at a breakpoint.");
    const startLine = method === "Debugger.stepOut" ? "" : lineKey(this.stop.frames);
    this.step = { method, startLine, statements: 0 };
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

  /** The call frame of a frame id, or the innermost one; `undefined` while the thread is not paused. */
  private callFrameOf(frameId: unknown): Debugger.CallFrame | undefined {
    if (!this.stop) return undefined;
    return (frameId === undefined ? (this.stop.frames[0] as Frame) : this.frame(frameId)).call;
  }

  private async expandVariable(parameters: Parameters): Promise<Body> {
    const {
      variablesReference,
      start = 0,
      count = 0,
    } = parameters as {
      variablesReference: number;
      start?: number;
      count?: number;
    };
    const all = await this.variables.expand(variablesReference);
    const shown = count > 0 ? all.slice(start, start + count) : all.slice(start);
    return { variables: this.withoutHiddenTypes(shown) };
  }

  private withoutHiddenTypes(lines: readonly DapVariable[]): DapVariable[] {
    return lines.map(({ type, ...line }) => (this.showsTypes ? { ...line, type } : line));
  }

  /** A variable's value as a cell would show it. */
  private async richVariable(name: string, frameId: unknown): Promise<Body> {
    if (!this.attached || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
      return { data: {}, metadata: {} };
    return this.evaluation.rich(name, this.callFrameOf(frameId));
  }

  private event(event: string, body: Body = {}): void {
    this.options.sendEvent({ type: "event", seq: ++this.lastSeq, event, body });
  }
}
