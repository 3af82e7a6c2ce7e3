/** Continues a step until the line changes: V8 steps by statements of JavaScript, a front end by lines of TypeScript. */
import type { Debugger } from "node:inspector";
import { lineKey, type Frame } from "./frames";

/** A line may consist of many statements; a step ends after so many of them. */
const MAX_STATEMENTS = 10_000;

/** The inspector's commands for steps. */
export type StepMethod = "Debugger.stepOver" | "Debugger.stepInto" | "Debugger.stepOut";

/** A step that a front end has requested: it ends on another line or in another call of the learner's code. */
export interface Step {
  method: StepMethod;
  /** The line to leave, see `lineKey`; `undefined` for a pause, which ends at the first code of the learner's. */
  startLine: string | undefined;
  statements: number;
}

/**
 * The command that continues a step.
 *
 * @param at.call - The innermost call frame.
 * @param at.frames - The frames that the learner sees.
 * @param at.isUserCode - Whether the innermost call frame is in a script of the learner's, also where the translation added
 *   the code.
 * @returns `undefined` when the step has ended.
 */
export function nextStepMethod(
  step: Step,
  at: { call: Debugger.CallFrame | undefined; frames: readonly Frame[]; isUserCode: boolean },
): StepMethod | undefined {
  const { call, frames, isUserCode } = at;
  if (!call || step.statements >= MAX_STATEMENTS) return undefined;
  if (step.startLine === undefined) return frames.length > 0 ? undefined : "Debugger.stepInto";
  if (frames[0]?.call === call) return lineKey(frames) === step.startLine ? step.method : undefined;
  // Code that the translation added is stepped over, and Node's is left; where no frame of the learner's remains, the step
  // has ended.
  if (isUserCode) return "Debugger.stepOver";
  return frames.length > 0 ? "Debugger.stepOut" : undefined;
}

/** The `reason` of a `stopped` event. */
export function stopReason(stop: {
  isException: boolean;
  hits: readonly number[];
  step: Step | undefined;
}): string {
  if (stop.isException) return "exception";
  if (stop.hits.length > 0) return "breakpoint";
  return stop.step?.startLine === undefined ? "pause" : "step";
}
