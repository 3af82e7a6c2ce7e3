/** Drives a kernel's debugger in a test as JupyterLab drives it. */
import type { KernelClient } from "../client.testing";
import type { DapResponse, DapVariable } from "./dap";

/** A call as the front end gets it. */
export interface DapFrame {
  id: number;
  name: string;
  line: number;
  source: { path: string };
}

/** The debugger of one kernel. */
export interface Driver {
  attach(): Promise<void>;
  /** Tells the kernel a cell's text; returns the path that stands for it. */
  dumpCell(code: string): Promise<string>;
  /** Sets the breakpoints of a cell; returns the lines they are at. */
  breakpoints(code: string, lines: readonly number[]): Promise<number[]>;
  /** Waits for the next stop; returns its event's body. */
  stopped(): Promise<Record<string, unknown>>;
  frames(): Promise<DapFrame[]>;
  /** The innermost call as an argument of `evaluate`. */
  top(): Promise<{ frameId: number }>;
  /** The innermost line and call: `3 in twice`. */
  place(): Promise<string>;
  /** Variables of a frame by scope. */
  scopes(frame: number): Promise<Record<string, DapVariable[]>>;
  open(variable: DapVariable | undefined): Promise<DapVariable[]>;
  /** Takes a step and waits for the stop after it; returns the place. */
  step(command: string): Promise<string>;
  resume(): Promise<void>;
}

/** Makes a driver for a kernel. */
export function debuggerDriver(kernel: KernelClient): Driver {
  let stops = 0;
  const ask = async (
    command: string,
    given: Record<string, unknown> = {},
  ): Promise<Record<string, unknown>> => {
    const answer: DapResponse = await kernel.debug(command, given);
    if (!answer.success) throw new Error(`${command}: ${answer.message}`);
    return answer.body ?? {};
  };
  const driver: Driver = {
    async attach() {
      await ask("initialize", { clientID: "test", linesStartAt1: true, columnsStartAt1: true });
      await ask("attach");
    },
    async dumpCell(code) {
      return String((await ask("dumpCell", { code }))["sourcePath"]);
    },
    async breakpoints(code, lines) {
      const source = { path: await driver.dumpCell(code) };
      const { breakpoints } = await ask("setBreakpoints", {
        source,
        breakpoints: lines.map((line) => ({ line })),
      });
      return (breakpoints as { line: number }[]).map(({ line }) => line);
    },
    async stopped() {
      await kernel.until(() => kernel.debugEvents("stopped").length > stops);
      stops++;
      return kernel.debugEvents("stopped")[stops - 1]?.body ?? {};
    },
    async frames() {
      return (await ask("stackTrace", { threadId: 1 }))["stackFrames"] as DapFrame[];
    },
    async top() {
      return { frameId: (await driver.frames())[0]?.id ?? -1 };
    },
    async place() {
      const [top] = await driver.frames();
      return `${top?.line} in ${top?.name}`;
    },
    async scopes(frame) {
      const { id: frameId } = (await driver.frames())[frame] ?? { id: -1 };
      const scopes = (await ask("scopes", { frameId }))["scopes"] as {
        name: string;
        variablesReference: number;
      }[];
      const found: Record<string, DapVariable[]> = {};
      for (const { name, variablesReference } of scopes)
        found[name] = (await ask("variables", { variablesReference }))["variables"] as DapVariable[];
      return found;
    },
    async open(variable) {
      const { variablesReference } = variable ?? { variablesReference: -1 };
      return (await ask("variables", { variablesReference }))["variables"] as DapVariable[];
    },
    async step(command) {
      await ask(command, { threadId: 1 });
      await driver.stopped();
      return driver.place();
    },
    async resume() {
      await ask("continue", { threadId: 1 });
    },
  };
  return driver;
}
