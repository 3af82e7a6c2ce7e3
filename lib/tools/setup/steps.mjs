/** Runs steps in the order of their needs, two roads at a time where they do not wait for each other. */
import { checkSpace } from "./prerequisites.mjs";
import { SetupProblem } from "./setup-error.mjs";

/**
 * One step of set-up.
 *
 * @typedef {object} Step
 * @property {string} name - What other steps call it in `needs`.
 * @property {string} title - What the learner reads.
 * @property {string[]} needs - Steps that come before.
 * @property {number} space - Bytes that it may take.
 * @property {(places: import("./paths.mjs").Places, context: {command: string}) => Reason[]} problems - Why there is
 *   something to do, none when it is done; quick, and without side effects.
 * @property {(places: import("./paths.mjs").Places, context: {problems: Reason[], say: (line: string) => void}) => Promise<string> | string} repair -
 *   Does it from any state that an earlier run left, and says what was done.
 */

/** @typedef {{kind: "new" | "inputs" | "files", line: string}} Reason */

/**
 * Brings every step to the point where it has no problems.
 *
 * @param {Step[]} steps
 * @param {{places: import("./paths.mjs").Places, report: import("./report.mjs").Report, command?: string, checkRoom?: typeof checkSpace}} context
 * @throws {SetupProblem} of the first step that failed, after the others that run beside it have ended.
 */
export async function runSteps(steps, { places, report, command = "setup", checkRoom = checkSpace }) {
  // Those that need nothing decide how much room is wanted; a step behind one with work to do may have work too.
  const dirty = new Set();
  for (const step of steps) {
    if (
      step.needs.some((name) => dirty.has(name)) ||
      (step.needs.length === 0 && step.problems(places, { command }).length > 0)
    )
      dirty.add(step.name);
  }
  const needed = steps.filter(({ name }) => dirty.has(name)).reduce((sum, { space }) => sum + space, 0);
  if (needed > 0) checkRoom(places.root, { needed });

  const runs = new Map();
  const start = (step) => {
    const before = step.needs.map((name) => runs.get(name));
    return Promise.all(before).then(() => runStep(step, { places, report, command }));
  };
  for (const step of steps) runs.set(step.name, start(step));
  const outcomes = await Promise.allSettled(runs.values());
  // Every failure once: a step that waits for a failed one carries the same error.
  const errors = [
    ...new Set(outcomes.filter(({ status }) => status === "rejected").map(({ reason }) => reason)),
  ];
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) {
    const unexpected = errors.find((error) => !(error instanceof SetupProblem));
    throw unexpected ?? new SetupProblem(errors.map((error) => error.message).join("\n"));
  }
}

async function runStep(step, { places, report, command }) {
  const problems = step.problems(places, { command });
  if (problems.length === 0) return;
  const line = report.begin(step.title, problems[0].line);
  try {
    const summary = await step.repair(places, { problems, say: line.say });
    const left = step.problems(places, { command: "check" });
    if (left.length > 0) {
      throw new SetupProblem(`Cannot finish ${step.title}: it should be done, but ${left[0].line}.`, {
        remedy: "Run npm run setup again.",
      });
    }
    line.done(summary);
  } catch (error) {
    line.failed();
    throw error;
  }
}
