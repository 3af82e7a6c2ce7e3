/** Lists the measurements of the training bench: each model's, the optimizers', and those that show how cost grows. */
import { OPTIMIZERS, type ModelName } from "./training-task";

/** A setting that grows, and its values, for one model. */
interface Growth {
  readonly model: ModelName;
  readonly key: "batch" | "width" | "length";
  readonly values: readonly number[];
}

const GROWTHS: readonly Growth[] = [
  { model: "mlp", key: "batch", values: [32, 128, 512] },
  { model: "mlp", key: "width", values: [64, 128, 512] },
  { model: "cnn", key: "batch", values: [32, 128, 512] },
  { model: "lstm", key: "batch", values: [32, 128, 512] },
  { model: "lstm", key: "length", values: [10, 30, 100] },
];

/** What is measured of every model. */
export function modelOperations(model: ModelName, { quick }: { quick: boolean }): string[] {
  const measures = quick ? ["step", "epoch"] : ["step", "epoch", "callbacks", "evaluate", "predict"];
  return measures.map((measure) => `${model} ${measure}`);
}

/** The optimizers' steps, all with the MLP. */
export function optimizerOperations(models: readonly ModelName[]): string[] {
  return models.includes("mlp") ? OPTIMIZERS.map((optimizer) => `mlp step optimizer=${optimizer}`) : [];
}

/** Steps at growing sizes. */
export function growthOperations(models: readonly ModelName[]): string[] {
  return GROWTHS.filter(({ model }) => models.includes(model)).flatMap(({ model, key, values }) =>
    values.map((value) => `${model} step ${key}=${value}`),
  );
}
