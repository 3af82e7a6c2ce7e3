/** Turns the error of a cell into one or two plain sentences that say what to do; loaded only after a failure. */
import type { Diagnostic } from "../language/diagnostics";
import { readCell, type AdviceContext } from "./failed-cell";
import { readFailure, type ThrownContext } from "./failure";
import { code, type Advice } from "./mistake";
import { MISTAKES, RUNTIME_MISTAKES } from "./table";

export type { AdviceContext } from "./failed-cell";
export type { ThrownContext } from "./failure";
export type { Advice } from "./mistake";
export { readableType } from "./types";

/** Advice for a cell that does not compile, and the diagnostic it is about. */
export interface DiagnosticAdvice extends Advice {
  readonly diagnostic: Diagnostic;
}

/**
 * Looks for a known mistake, line by line from the top; within a line the order of the table decides.
 *
 * @param source - The cell.
 * @param diagnostics - What the compiler found.
 * @param context - TypeScript, and the names of earlier cells.
 * @returns `undefined` when no mistake of the table is recognised, or a recogniser fails itself.
 */
export function adviseDiagnostics(
  source: string,
  diagnostics: readonly Diagnostic[],
  context: AdviceContext,
): DiagnosticAdvice | undefined {
  try {
    const cell = readCell(source, diagnostics, context);
    const lines = [...new Set(cell.problems.map((problem) => problem.line))].sort((a, b) => a - b);
    for (const line of lines) {
      const here = cell.problems.filter((problem) => problem.line === line);
      for (const mistake of MISTAKES) {
        for (const problem of here) {
          const summary = mistake.advise(problem, cell);
          if (summary !== undefined)
            return { summary, mistake: mistake.name, diagnostic: problem.diagnostic };
        }
      }
    }
  } catch {
    // An error message must never fail because of its advice.
  }
  return undefined;
}

/**
 * Looks for a known mistake behind a thrown error.
 *
 * @param error - Whatever was thrown.
 * @param context - Where it was thrown.
 * @returns `undefined` when no mistake of the table is recognised, or a recogniser fails itself.
 */
export function adviseThrown(error: unknown, context: ThrownContext): Advice | undefined {
  try {
    if (!(error instanceof Error)) return undefined;
    const failure = readFailure(error, context);
    for (const mistake of RUNTIME_MISTAKES) {
      const summary = mistake.advise(failure);
      if (summary !== undefined) return { summary, mistake: mistake.name };
    }
  } catch {
    // As above.
  }
  return undefined;
}

/**
 * Checks whether the value on a cell's last line is a promise that was not awaited.
 *
 * @param value - What the cell would show.
 * @param source - The cell.
 * @returns What to do, or `undefined` for all values that are shown as they are.
 */
export function adviseShown(value: unknown, source: string): Advice | undefined {
  if (!(value instanceof Promise)) return undefined;
  const line = (source.trimEnd().split("\n").at(-1) as string).replace(/;?\s*$/, "");
  const summary = `This is a promise and not yet its value: wait for it with ${code(`await ${line}`)}.`;
  return { summary, mistake: "shown-promise" };
}
