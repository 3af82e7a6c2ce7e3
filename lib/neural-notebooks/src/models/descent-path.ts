/** Turns the slope of a function of one number into the places that gradient descent visits. */
import { checkInteger, checkNumber } from "../core/shape";

/** Options of {@link descentPath}. */
export interface DescentPathOptions {
  /** The first place. */
  start: number;
  /** Learning rate η ≥ 0. */
  learningRate: number;
  /** Steps to take. */
  steps: number;
}

/**
 * Walks down a function of one number: from each place w the next is w − η·slope(w).
 *
 * @param slope - The slope of the function at a place.
 * @param options - Start, learning rate, steps.
 * @returns All places in order, the start first: `steps + 1` of them. Where the walk runs away, places may be infinite.
 * @throws ArgumentError when the learning rate is negative or the steps are no whole number.
 * @example
 * assert.deepEqual(descentPath((w) => 2 * w, { start: 4, learningRate: 0.25, steps: 2 }), [4, 2, 1]);
 */
export function descentPath(
  slope: (place: number) => number,
  { start, learningRate, steps }: DescentPathOptions,
): number[] {
  const verb = "walk down";
  checkNumber(start, { verb, argument: "start" });
  checkNumber(learningRate, { verb, argument: "learningRate", min: 0 });
  checkInteger(steps, { verb, argument: "steps", min: 0 });
  const places = [start];
  let place = start;
  for (let step = 0; step < steps; step++) {
    place -= learningRate * slope(place);
    places.push(place);
  }
  return places;
}
