/** Reads the record that TensorFlow.js keeps of a model's last training run. */
import type { LayersModel } from "../core/tf";

/** The last call of `fit`. */
export interface LastTraining {
  /** The epochs that ended, counted from 0. */
  epoch: readonly number[];
  /** What was measured after each epoch, by name. */
  history: Readonly<Record<string, readonly number[]>>;
  /** What `fit` was asked for; not there for a data set. */
  params?: { epochs?: number; samples?: number; batchSize?: number };
}

/** The last training run of a model; a sequential one keeps it at the model within. */
export function lastTraining(model: LayersModel): LastTraining | undefined {
  const { history, model: inner } = model as unknown as {
    history?: LastTraining;
    model?: { history?: LastTraining };
  };
  return history ?? inner?.history;
}
