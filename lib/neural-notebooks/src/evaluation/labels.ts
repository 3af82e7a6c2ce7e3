/** Checks lists of true and predicted classes. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { checkSameLength } from "../core/shape";

/** True and predicted class indices (0, 1, …), equally long. */
export interface ClassPairs {
  /** True classes, length rows. */
  readonly yTrue: ArrayLike<number>;
  /** Predicted classes, length rows. */
  readonly yPred: ArrayLike<number>;
}

/**
 * Checks pairs of classes.
 *
 * @throws ShapeError when the lists are empty or differ in length.
 * @throws DataError when a class is not a whole number ≥ 0.
 */
export function checkClassPairs({ yTrue, yPred }: ClassPairs, verb: string): void {
  checkSameLength({ yTrue: yTrue.length, yPred: yPred.length }, verb);
  if (yTrue.length === 0)
    throw cannot(verb, { argument: "yTrue", must: "not empty", received: [], as: ShapeError });
  for (const [argument, values] of Object.entries({ yTrue, yPred })) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (Number.isInteger(value) && value >= 0) continue;
      const hint = "From one-hot rows or probabilities, classesOf gives class numbers.";
      throw cannot(verb, {
        argument: `${argument}[${i}]`,
        must: "a class number 0, 1, …",
        received: value,
        hint,
        as: DataError,
      });
    }
  }
}
