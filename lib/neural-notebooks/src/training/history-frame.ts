/** Turns what `model.fit` returned into a table: a row for each epoch. */
import { cannot } from "../core/errors";
import type { FitHistory } from "../core/fit-history";
import { isFitHistory, historyValues } from "../core/fit-history";
import { DataFrame } from "../frames";

/**
 * Makes the table of a training run.
 *
 * @param history - What `model.fit` or `model.fitDataset` returned.
 * @returns A frame with the column `epoch`, from 1, and a column for the loss and each metric.
 * @throws ArgumentError when it is no history.
 * @example
 * const table = historyFrame({ epoch: [0, 1], history: { loss: [2, 1] } });
 * assert.deepEqual(table.values, [[1, 2], [2, 1]]);
 */
export function historyFrame(history: FitHistory): DataFrame {
  if (!isFitHistory(history)) {
    throw cannot("make a table of the training", {
      argument: "history",
      must: "what model.fit returned",
      received: history,
      hint: "Did you forget await?",
    });
  }
  const epochs = history.epoch.map((epoch) => epoch + 1);
  return new DataFrame({ epoch: epochs, ...historyValues(history) });
}
