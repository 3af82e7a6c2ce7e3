/** Turns a perceptron's updates into the animation of its boundary. */
import { ShapeError, cannot } from "../core/errors";
import {
  boundaryAnimation,
  type BoundaryAnimationOptions,
  type BoundaryData,
  type BoundaryStep,
} from "./boundary";
import type { Chart } from "./chart";
import type { LinearUnit } from "./plane";

/** The history of a perceptron's training, such as the result of `trainPerceptron`. */
export interface PerceptronRun {
  /** Every correction, in order. */
  readonly updates: readonly {
    readonly step: number;
    readonly row: number;
    readonly output: number;
    readonly w: readonly number[];
    readonly b: number;
  }[];
}

/**
 * Draws the boundary moving update by update; the row that was answered wrongly gets a ring.
 *
 * @param data - The points [rows, 2] and classes that it was trained on.
 * @param run - What `trainPerceptron` returned.
 * @param options - Names of the classes, titles, speed; `start`: the weights before the first update (zeros).
 * @returns The chart: picture 0 is before the first update.
 * @throws ShapeError when the perceptron has not two inputs.
 */
export function perceptronAnimation(
  data: BoundaryData,
  run: PerceptronRun,
  options: BoundaryAnimationOptions & { start?: readonly LinearUnit[] },
): Chart {
  const { start = zeroUnits(data), ...rest } = options;
  const units = start.map((unit): LinearUnit => ({ w: [...unit.w], b: unit.b }));
  const steps: BoundaryStep[] = [{ name: "0", units: [...units] }];
  for (const { step, row, output, w, b } of run.updates) {
    if (output >= units.length) {
      throw cannot("animate the perceptron", {
        argument: "start",
        must: `one unit for each output (output ${output} was updated)`,
        received: start,
        as: ShapeError,
      });
    }
    units[output] = { w, b };
    steps.push({ name: String(step), units: [...units], row });
  }
  return boundaryAnimation(data, { prefix: "update ", ...rest, steps });
}

/** Where nothing else is said the perceptron starts from zero weights: one unit, or one for each column of y. */
function zeroUnits({ y }: BoundaryData): LinearUnit[] {
  const [first] = y;
  const count = Array.isArray(first) ? first.length : 1;
  return Array.from({ length: count }, () => ({ w: [0, 0], b: 0 }));
}
