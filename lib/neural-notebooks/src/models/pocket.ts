/** Turns the training of a perceptron into the best units that came up on the way: the pocket. */
import { cannot, ShapeError } from "../core/errors";
import { Perceptron, type PerceptronData, type PerceptronTraining, type Tlu } from "./perceptron";

/** The best units of a training. */
export interface Pocket {
  /** The units that were kept. */
  readonly model: Perceptron;
  /** How many of the rows they answer wrongly. */
  readonly mistakes: number;
  /** The update after which they came up, from 1; 0 are the weights before the first. */
  readonly step: number;
}

/**
 * Goes through the updates of a training again and keeps the units that answer the fewest rows wrongly; of equals the
 * first (after Gallant, 1990, "Perceptron-based learning algorithms", who kept the longest run of right answers). With
 * several outputs a row counts as wrong when another unit than its own has the largest sum.
 *
 * @param data - The rows that the perceptron was trained on.
 * @param run - What `trainPerceptron` returned; it must have started from zero weights.
 * @returns The kept units, their mistakes, and when they came up.
 * @throws ShapeError when there is no row.
 * @example
 * const data = { x: [[0], [2], [1], [1]], y: [0, 1, 0, 1] };
 * assert.equal(pocketPerceptron(data, trainPerceptron(data, { maxEpochs: 10 })).mistakes, 1);
 */
export function pocketPerceptron(data: PerceptronData, run: PerceptronTraining): Pocket {
  const { x, y } = data;
  const first = x[0];
  if (!first)
    throw cannot("keep the best units", {
      argument: "x",
      must: "at least one row",
      received: x,
      as: ShapeError,
    });
  const classes = y.map((target) => (typeof target === "number" ? target : target.indexOf(1)));
  const units: Tlu[] = run.model.units.map(() => ({ w: first.map(() => 0), b: 0 }));
  let best = judged(units, { x, classes, step: 0 });
  for (const { step, output, w, b } of run.updates) {
    units[output] = { w, b };
    const next = judged(units, { x, classes, step });
    if (next.mistakes < best.mistakes) best = next;
  }
  return best;
}

function judged(
  units: readonly Tlu[],
  { x, classes, step }: { x: PerceptronData["x"]; classes: readonly number[]; step: number },
): Pocket {
  const model = new Perceptron(units);
  const predicted = Array.from(model.predict(x));
  return { model, step, mistakes: classes.filter((label, i) => label !== predicted[i]).length };
}
