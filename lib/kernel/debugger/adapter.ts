/** Answers the messages of JupyterLab's debugger panel (Debug Adapter Protocol) through the inspector of the main thread. */
import type { Debugger, Runtime } from "node:inspector";
import { tmpdir } from "node:os";
import path = require("node:path");
import { Breakpoints, type KnownScript, type Script } from "./breakpoints";
import { Connection } from "./connection";
import type { DapEvent, DapRequest, DapResponse, DapVariable } from "./dap";
import { HASH_SEED } from "./hash";
import { Variables } from "./variables";

/** How long attaching waits for the scripts of earlier cells, in ms. */
const SCRIPTS_PATIENCE = 1500;

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
/** Everything but cells is passed through without a stop. V8 does so for packages, the library and the kernel; not for Node itself. */
const NOT_CELLS = "^(?!cell-\\d+$)";
/** A line may consist of many statements; a step goes on for so many of them. */
const MAX_STEPS = 10_000;
/** How long an expression that was asked for may compute, in ms. */
const EVALUATE_TIMEOUT = 10_000;

const CAPABILITIES = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsEvaluateForHovers: true,
  supportsLoadedSourcesRequest: true,
  supportsTerminateRequest: true,
  supportsModulesRequest: false,
  exceptionBreakpointFilters: [
    { filter: "uncaught", label: "Uncaught exceptions", default: false },
    { filter: "all", label: "All exceptions", default: false },
  ],
};

/** A call that a learner sees, with its place in a cell. */
interface Frame {
  id: number;
  call: Debugger.CallFrame;
  script: KnownScript;
  line: number;
  column: number;
}

interface Stop {
  frames: Frame[];
}

type StepMethod = "Debugger.stepOver" | "Debugger.stepInto" | "Debugger.stepOut";

/** A step that has been asked for: it ends on another line or in another call of a cell. */
interface Step {
  method: StepMethod;
  /** The place to leave; `undefined` for a pause, which ends at the first code of a cell. */
  from: string | undefined;
  taken: number;
}

/** One debugger of one kernel. Lives in the wire thread, because the main thread stands still at a breakpoint. */
export class DebugAdapter {
  private connection: Connection | undefined;
  private readonly breakpoints: Breakpoints;
  private readonly variables: Variables;
  private readonly paths = {
    // JupyterLab 4.6 calls a source "Cell [3]" only where its path holds the word ipykernel_.
    prefix: path.join(tmpdir(), `neural-notebooks-ipykernel_${process.pid}`, path.sep),
    suffix: ".ts",
  };
  private stop: Stop | undefined;
  private step: Step | undefined;
  private quiet = false;
  private showsTypes = true;
  private lastFrame = 0;
  private lastSeq = 0;
  /** Changes of breakpoints happen one after the other. */
  private changes: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: DebugAdapterOptions) {
    const connected = (): Connection => this.connected();
    this.breakpoints = new Breakpoints(connected, this.paths);
    this.variables = new Variables(connected);
  }

  /** True while a front end debugs: the session then tells of each script before it runs. */
  get attached(): boolean {
    return this.connection !== undefined;
  }

  /** True while the main thread stands at a place of a cell. */
  get stopped(): boolean {
    return this.stop !== undefined;
  }

  /** Takes a script that is about to run; resolves when the breakpoints of its cell are set. */
  cellStarting(script: Script): Promise<void> {
    return this.change(() => this.breakpoints.addScript(script));
  }

  /** Called when the scripts of earlier cells have come. */
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
    await Promise.all(scripts.map((script) => this.cellStarting(script)));
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
    }
  }

  /** Lets the main thread go on where it stands at a breakpoint. */
  async resume(): Promise<void> {
    this.step = undefined;
    if (this.stop) await this.connection?.post("Debugger.resume");
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
        return { modules: [], totalModules: 0 };
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
        return this.stackTrace(given);
      case "scopes":
        return { scopes: this.scopes(this.frame(given["frameId"])) };
      case "variables":
        return { variables: this.typed(await this.openVariables(given)) };
      case "evaluate":
        return this.evaluate(String(given["expression"]), given["frameId"]);
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
      await this.connection.post("Debugger.setBlackboxPatterns", { patterns: [NOT_CELLS] });
      await this.askForScripts();
    }
    this.event("initialized");
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

  private source(file: string): Record<string, unknown> {
    const content = this.breakpoints.source(file);
    if (content === undefined) throw new Error(`There is no source ${file}.`);
    return { content, mimeType: "application/typescript" };
  }

  /** Decides whether the learner sees a pause, or the step goes on. */
  private paused({ callFrames, reason, hitBreakpoints = [], data }: Debugger.PausedEventDataType): void {
    if (this.quiet) return;
    const frames = this.visible(callFrames);
    const [top] = frames;
    const hits = this.breakpoints.hit(hitBreakpoints);
    const { step } = this;
    const isException = reason === "exception" || reason === "promiseRejection";
    const thrown = data as (Runtime.RemoteObject & { uncaught?: boolean }) | undefined;
    if (step && hits.length === 0 && !isException) {
      const method = this.goingOn(step, { callFrames, frames });
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
    if (!this.stop) return;
    this.stop = undefined;
    if (this.attached) this.variables.clear().catch(() => undefined);
    this.event("continued", { threadId: THREAD, allThreadsContinued: true });
  }

  /** The calls of cells' code among all calls, innermost first. */
  private visible(calls: readonly Debugger.CallFrame[]): Frame[] {
    return calls.flatMap((call) => {
      const script = this.breakpoints.script(call.location);
      const { lineNumber, columnNumber = 0 } = call.location;
      const place = script?.places.written({ line: lineNumber, column: columnNumber });
      if (!script || !place) return [];
      this.lastFrame++;
      return [{ id: this.lastFrame, call, script, line: place.line + 1, column: place.column + 1 }];
    });
  }

  /** What a step does where it has come to; `undefined` when it has ended. */
  private goingOn(
    step: Step,
    { callFrames, frames }: { callFrames: readonly Debugger.CallFrame[]; frames: readonly Frame[] },
  ): StepMethod | undefined {
    const [call] = callFrames;
    if (!call || step.taken >= MAX_STEPS) return undefined;
    if (step.from === undefined) return frames.length > 0 ? undefined : "Debugger.stepInto";
    if (frames[0]?.call === call) return placeOf(frames) === step.from ? step.method : undefined;
    // Code that the translation added is walked through, and Node's is left; where no cell is left, the step has ended.
    if (this.breakpoints.script(call.location)) return "Debugger.stepOver";
    return frames.length > 0 ? "Debugger.stepOut" : undefined;
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

  private stackTrace({
    startFrame = 0,
    levels,
  }: {
    startFrame?: number;
    levels?: number;
  }): Record<string, unknown> {
    const frames = this.stop?.frames ?? [];
    const shown = frames.slice(startFrame, levels ? startFrame + levels : undefined);
    return {
      totalFrames: frames.length,
      stackFrames: shown.map(({ id, call, script, line, column }) => ({
        id,
        name: call.functionName || `cell ${script.count}`,
        source: sourceOf(script),
        line,
        column,
      })),
    };
  }

  private frame(id: unknown): Frame {
    const frame = this.stop?.frames.find((one) => one.id === id);
    if (!frame) throw new Error(`There is no frame ${String(id)} any more.`);
    return frame;
  }

  /** The names of the call itself, of the calls around it, and of all cells. */
  private scopes({ call }: Frame): Record<string, unknown>[] {
    const chain = call.scopeChain.filter(({ type }) => type !== "script" && type !== "global");
    const outer = chain.findIndex(({ type }) => type === "closure" || type === "module");
    const inner = outer < 0 ? chain : chain.slice(0, outer);
    const { type, subtype = "", className } = call.this;
    // In a plain function it is the global object, or what tslab keeps names in.
    const isOwn = type === "object" && className !== "global" && !["null", "proxy"].includes(subtype);
    const extras: DapVariable[] = [];
    if (isOwn && inner.some((scope) => scope.type === "local"))
      extras.push(this.variables.line("this", call.this));
    if (call.returnValue) extras.push(this.variables.line("(returned)", call.returnValue));
    const idsOf = (scopes: readonly Debugger.Scope[]): string[] =>
      scopes.flatMap(({ object }) => object.objectId ?? []);
    const scopes: Record<string, unknown>[] = [];
    if (inner.length > 0)
      scopes.push({
        name: "Local",
        presentationHint: "locals",
        variablesReference: this.variables.ofScopes(idsOf(inner), extras),
      });
    if (outer >= 0)
      scopes.push({
        name: "Closure",
        variablesReference: this.variables.ofScopes(idsOf(chain.slice(outer))),
      });
    scopes.push({ name: "Global", variablesReference: this.variables.ofLearner() });
    return scopes.map((scope) => ({ ...scope, expensive: false }));
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

  private async evaluate(expression: string, frameId: unknown): Promise<Record<string, unknown>> {
    const { result, exceptionDetails } = await this.run(expression, frameId, { generatePreview: true });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description?.split("\n", 1)[0] ?? exceptionDetails.text);
    const { value, type, variablesReference } = this.variables.line("", result);
    return { result: value, type, variablesReference };
  }

  /** The value as a cell would show it. */
  private async richVariable(name: string, frameId: unknown): Promise<Record<string, unknown>> {
    if (!this.attached || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name))
      return { data: {}, metadata: {} };
    const library = JSON.stringify(require.resolve("../../core/notebook"));
    const expression = `require(${library}).bundleOf(${name})`;
    const { result, exceptionDetails } = await this.run(expression, frameId, { returnByValue: true });
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description?.split("\n", 1)[0] ?? exceptionDetails.text);
    return { data: result.value as object, metadata: {} };
  }

  private async run(
    expression: string,
    frameId: unknown,
    options: object,
  ): Promise<Runtime.EvaluateReturnType> {
    const connection = this.connected();
    const parameters = {
      expression,
      silent: true,
      objectGroup: "neural-notebooks-debugger",
      timeout: EVALUATE_TIMEOUT,
      includeCommandLineAPI: true,
      ...options,
    };
    if (!this.stop)
      return connection.post("Runtime.evaluate", { ...parameters, replMode: true, awaitPromise: true });
    const frame = frameId === undefined ? (this.stop.frames[0] as Frame) : this.frame(frameId);
    const { callFrameId } = frame.call;
    const answer = await connection.post<Runtime.EvaluateReturnType>("Debugger.evaluateOnCallFrame", {
      ...parameters,
      callFrameId,
    });
    // Node 24 takes a name that a cell declared once more for one without a value yet; outside of the call it has it.
    const isUnset = answer.exceptionDetails?.exception?.description?.includes("before initialization");
    return isUnset ? connection.post("Runtime.evaluate", parameters) : answer;
  }

  private event(event: string, body: Record<string, unknown> = {}): void {
    this.options.sendEvent({ type: "event", seq: ++this.lastSeq, event, body });
  }
}

function sourceOf({ count, path: file }: KnownScript): { name: string; path: string } {
  return { name: `Cell In [${count}]`, path: file };
}

/** Line and depth: what a step must leave. */
function placeOf(frames: readonly Frame[]): string {
  const [top] = frames;
  return top
    ? `${frames.length} ${top.script.url} ${top.line} ${top.call.functionLocation?.lineNumber ?? ""}`
    : "";
}

function reasonOf(stop: { isException: boolean; hits: readonly number[]; step: Step | undefined }): string {
  if (stop.isException) return "exception";
  if (stop.hits.length > 0) return "breakpoint";
  return stop.step?.from === undefined ? "pause" : "step";
}
