/** Measures a trained model on rows: loss and metrics by name. */
import { InterruptError } from "../core/errors";
import { interruptSignal } from "../core/display";
import { checkInteger } from "../core/shape";
import type { LayersModel } from "../core/tf";
import { checkRows, type TrainingData } from "./data";
import type { Logs } from "./history";
import { measureRows } from "./metric-accumulator";
import { innerModel } from "./steps";

/**
 * Loss and metrics of a compiled model on data, in inference mode.
 *
 * @param model - A compiled model.
 * @param data - Inputs `[rows, …]` and targets `[rows, …]`.
 * @param options - `batchSize`: rows computed at a time.
 * @returns By name, e.g. `{ loss: 0.41, acc: 0.86 }`.
 * @throws StateError, ShapeError, DataError as `fit`.
 * @throws InterruptError after the stop button.
 */
export async function evaluate(
  model: LayersModel,
  data: TrainingData,
  options: { batchSize?: number } = {},
): Promise<Logs> {
  const { batchSize = 256 } = options;
  const verb = "measure the model";
  checkInteger(batchSize, { verb, argument: "batchSize", min: 1 });
  const inner = innerModel(model, verb);
  const rows = checkRows(model, data, { inner, verb });
  const signal = interruptSignal();
  try {
    const between = async () => {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal.aborted) throw new InterruptError();
      return true;
    };
    return await measureRows(inner, rows, { names: inner.getDedupedMetricsNames(), batchSize, between });
  } finally {
    rows.dispose();
  }
}
