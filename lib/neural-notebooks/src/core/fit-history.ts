/** Reads the history that TensorFlow.js' `model.fit` returns. */
import type * as TensorFlow from "@tensorflow/tfjs-node";

/** What of TensorFlow.js' history is read. */
export interface FitHistory {
  /** The numbers of the epochs, from 0. */
  readonly epoch: readonly number[];
  /** Loss and metrics, one value for each epoch. */
  readonly history: Readonly<Record<string, readonly (number | TensorFlow.Tensor)[]>>;
}

/** Whether it is a history. */
export function isFitHistory(value: unknown): value is FitHistory {
  if (typeof value !== "object" || value === null || !("epoch" in value) || !("history" in value))
    return false;
  return Array.isArray(value.epoch) && typeof value.history === "object" && value.history !== null;
}

/**
 * The values by name.
 *
 * @param history - What `model.fit` returned.
 * @returns One number for each epoch; NaN where an epoch was cut short and has none.
 */
export function historyValues({ epoch, history }: FitHistory): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(history).map(([name, values]) => [
      name,
      epoch.map((_, i) => {
        const value = values[i] ?? NaN;
        return typeof value === "number" ? value : (value.dataSync()[0] ?? NaN);
      }),
    ]),
  );
}
