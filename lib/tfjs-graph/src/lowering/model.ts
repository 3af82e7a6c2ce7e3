/** The parts of tfjs' layers and models that its types do not show; the version is pinned by the lock file. */
import type * as TensorFlow from "@tensorflow/tfjs-node";

/** A weight: a tf.Variable with a name. */
export interface Weight {
  readonly id: number;
  readonly name: string;
  readonly shape: number[];
  readonly dtype: string;
  read(): TensorFlow.Variable;
}

/** A tensor of a model's plan, without numbers. */
export interface SymbolicTensorInfo {
  readonly id: number;
  readonly shape: readonly (number | null)[];
  readonly dtype: string;
  readonly sourceLayer: Layer;
  readonly inputs: readonly SymbolicTensorInfo[];
  /** Which of its layer's outputs it is; `undefined` for the only one. */
  readonly outputTensorIndex?: number;
}

/** Any layer; its settings are read by those who know its class. */
export interface Layer {
  readonly name: string;
  readonly weights: readonly Weight[];
  readonly _callHook?: unknown;
  getClassName(): string;
  readonly [setting: string]: unknown;
}

/** A model that is a layer too. */
export interface Container extends Layer {
  readonly inputs: readonly SymbolicTensorInfo[];
  readonly outputs: readonly SymbolicTensorInfo[];
}

/** tfjs' functions of a batch: targets and outputs in, one number per row (or one for all) out. */
export type BatchFunction = (target: TensorFlow.Tensor, output: TensorFlow.Tensor) => TensorFlow.Tensor;

/** A compiled model: the functional one that a Sequential wraps, or any other. */
export interface CompiledModel extends Container {
  readonly optimizer_: TensorFlow.Optimizer;
  readonly lossFunctions: readonly BatchFunction[];
  readonly metricsTensors: readonly (readonly [BatchFunction, number])[];
  readonly collectedTrainableWeights: readonly Weight[];
  readonly losses: readonly unknown[];
}

/** The model that does the work: a Sequential wraps one. */
export function innerModel(model: TensorFlow.LayersModel): object {
  return (model as unknown as { model?: object }).model ?? model;
}

/** A function of tfjs that an object knows by its class. */
export interface Named {
  getClassName(): string;
}
