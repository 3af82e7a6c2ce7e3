/** Runs steps in the order of their needs, side by side where they do not wait for each other. */
import { checkSpace } from "./prerequisites.mjs";
import { SetupError } from "./setup-error.mjs";

/** @typedef {import("./paths.cjs").Paths} Paths */

/**
 * Why there is something to do.
 *
 * @typedef {object} Problem
 * @property {"new" | "inputs" | "files"} kind - Not done yet; made from something else; a file is missing or damaged.
 * @property {string} line - What is wrong, to stand inside a sentence.
 */

/**
 * What a step is told when it is to work.
 *
 * @typedef {object} RepairContext
 * @property {Problem[]} problems - Why it is to work.
 * @property {(line: string) => void} say - Prints a line of its own.
 */

/**
 * One step of set-up.
 *
 * @typedef {object} Step
 * @property {string} name - What other steps call it in `needs`.
 * @property {string} title - What the learner reads.
 * @property {string[]} needs - Steps that come before.
 * @property {number} space - Bytes that it may take.
 * @property {(paths: Paths, context: {command: string}) => Problem[]} problems - Why there is something to do, none when
 *   it is done; quick, and without side effects.
 * @property {(paths: Paths, context: RepairContext) => Promise<string> | string} repair - Does it from any state that an
 *   earlier run left, and says what was done.
 */

/** @typedef {{paths: Paths, report: import("./report.mjs").Report, command: string}} Run */

/**
 * Brings every step to the point where it has no problems.
 *
 * @param {Step[]} steps
 * @param {{paths: Paths, report: import("./report.mjs").Report, command?: string, checkRoom?: typeof checkSpace}} context
 * @throws {SetupError} of the first step that failed, after the others that run beside it have ended.
 */
export async function runSteps(steps, { paths, report, command = "setup", checkRoom = checkSpace }) {
  // Those that need nothing decide how much room is wanted; a step behind one with work to do may have work too.
  /** @type {Set<string>} */
  const dirty = new Set();
  for (const step of steps) {
    if (
      step.needs.some((name) => dirty.has(name)) ||
      (step.needs.length === 0 && step.problems(paths, { command }).length > 0)
    )
      dirty.add(step.name);
  }
  const needed = steps.filter(({ name }) => dirty.has(name)).reduce((sum, { space }) => sum + space, 0);
  if (needed > 0) checkRoom(paths.root, { needed });

  /** @type {Map<string, Promise<void>>} */
  const runs = new Map();
  for (const step of steps) {
    const before = Promise.all(step.needs.map((name) => runs.get(name)));
    runs.set(
      step.name,
      before.then(() => runStep(step, { paths, report, command })),
    );
  }
  const outcomes = await Promise.allSettled(runs.values());
  // Every failure once: a step that waits for a failed one carries the same error.
  /** @type {Set<Error>} */
  const failures = new Set(
    outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : [])),
  );
  const errors = [...failures];
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) {
    const unexpected = errors.find((error) => !(error instanceof SetupError));
    throw unexpected ?? new SetupError(errors.map((error) => error.message).join("\n"));
  }
}

/**
 * @param {Step} step
 * @param {Run} run
 */
async function runStep(step, { paths, report, command }) {
  const problems = step.problems(paths, { command });
  const [first] = problems;
  if (!first) return;
  const line = report.begin(step.title, first.line);
  try {
    const summary = await step.repair(paths, { problems, say: line.say });
    const [left] = step.problems(paths, { command: "check" });
    if (left) {
      throw new SetupError(`Cannot finish ${step.title}: it should be done, but ${left.line}.`, {
        remedy: "Run npm run setup again.",
      });
    }
    line.done(summary);
  } catch (error) {
    line.failed();
    throw error;
  }
}
