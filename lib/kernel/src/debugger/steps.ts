/** Decides how far a step goes: V8 steps by statements of JavaScript, learners by lines of TypeScript. */
import type { Debugger } from "node:inspector";
import { placeOf, type Frame } from "./frames";

/** A line may consist of many statements; a step goes on for so many of them. */
const MAX_STEPS = 10_000;

/** What V8 calls a step. */
export type StepMethod = "Debugger.stepOver" | "Debugger.stepInto" | "Debugger.stepOut";

/** A step that has been asked for: it ends on another line or in another call of the learner's code. */
export interface Step {
  method: StepMethod;
  /** The place to leave; `undefined` for a pause, which ends at the first code of the learner's. */
  from: string | undefined;
  taken: number;
}

/**
 * What a step does where it has come to.
 *
 * @param at.call - The innermost call of all.
 * @param at.frames - The calls that the learner sees.
 * @param at.isLearners - Whether the innermost call is in a script of the learner's, if at no written place.
 * @returns `undefined` when the step has ended.
 */
export function goingOn(
  step: Step,
  at: { call: Debugger.CallFrame | undefined; frames: readonly Frame[]; isLearners: boolean },
): StepMethod | undefined {
  const { call, frames, isLearners } = at;
  if (!call || step.taken >= MAX_STEPS) return undefined;
  if (step.from === undefined) return frames.length > 0 ? undefined : "Debugger.stepInto";
  if (frames[0]?.call === call) return placeOf(frames) === step.from ? step.method : undefined;
  // Code that the translation added is walked through, and Node's is left; where none of the learner's is left, the
  // step has ended.
  if (isLearners) return "Debugger.stepOver";
  return frames.length > 0 ? "Debugger.stepOut" : undefined;
}

/** Why the thread stands still, in the words of the protocol. */
export function reasonOf(stop: {
  isException: boolean;
  hits: readonly number[];
  step: Step | undefined;
}): string {
  if (stop.isException) return "exception";
  if (stop.hits.length > 0) return "breakpoint";
  return stop.step?.from === undefined ? "pause" : "step";
}
