/** The types of TensorFlow.js' models with a history of numbers: its own types allow for tensors, which are never left. */
import type * as TensorFlow from "@tensorflow/tfjs-node";

/** Inputs or targets of `fit`: a tensor, or one for each input or output, in their order or by name. */
export type FitTensors = TensorFlow.Tensor | TensorFlow.Tensor[] | Record<string, TensorFlow.Tensor>;

/** What `model.fit` returns: the epochs' numbers from 0, and loss and metrics by name, one number for each epoch. */
export type History = Omit<TensorFlow.History, "history"> & { history: Record<string, number[]> };

/** The arguments of TensorFlow.js' `fit`, and a seed. */
export interface ModelFitArgs extends TensorFlow.ModelFitArgs {
  /** The order of rows, dropout and noise follow from it; without it from `setRandomSeed`, or chance. */
  seed?: number;
}

/** The arguments of TensorFlow.js' `fitDataset`, and a seed. */
export interface ModelFitDatasetArgs<T> extends TensorFlow.ModelFitDatasetArgs<T> {
  /** Dropout and noise follow from it; without it from `setRandomSeed`, or chance. */
  seed?: number;
}

/** The settings of TensorFlow.js' early stopping, and one more of Keras'. */
export interface EarlyStoppingArgs extends TensorFlow.EarlyStoppingCallbackArgs {
  /** Epochs at the start that do not count (0). */
  startFromEpoch?: number;
}

/** Early stopping that tells how it went; epochs from 0. */
export type EarlyStopping = TensorFlow.EarlyStopping & {
  /** The epoch of the best value; `undefined` before the first. */
  readonly bestEpoch: number | undefined;
  /** The epoch after which the run was stopped; `undefined` when it was not. */
  readonly stoppedAt: number | undefined;
  /** True once the model was given the weights of `bestEpoch`. */
  readonly restored: boolean;
};

/** A model of layers. */
export interface LayersModel extends TensorFlow.LayersModel {
  fit(x: FitTensors, y: FitTensors, args?: ModelFitArgs): Promise<History>;
  fitDataset<T>(
    dataset: TensorFlow.data.Dataset<T & TensorFlow.TensorContainer>,
    args: ModelFitDatasetArgs<T>,
  ): Promise<History>;
}

/** A stack of layers. */
export interface Sequential extends TensorFlow.Sequential {
  fit(x: FitTensors, y: FitTensors, args?: ModelFitArgs): Promise<History>;
  fitDataset<T>(
    dataset: TensorFlow.data.Dataset<T & TensorFlow.TensorContainer>,
    args: ModelFitDatasetArgs<T>,
  ): Promise<History>;
}

type StockTensorFlow = typeof TensorFlow;

/** TensorFlow.js with these types; one signature each, so that errors stay as short as its own. */
export interface FittedTensorFlow extends StockTensorFlow {
  /** Makes a stack of layers. */
  sequential(config?: Parameters<typeof TensorFlow.sequential>[0]): Sequential;
  /** Makes a model of inputs and outputs. */
  model(args: Parameters<typeof TensorFlow.model>[0]): LayersModel;
  /** Makes callbacks of TensorFlow.js. */
  readonly callbacks: {
    /** Ends a training that no longer improves. */
    earlyStopping(options?: EarlyStoppingArgs): EarlyStopping;
  };
  /** Loads a model that was saved. */
  loadLayersModel(...args: Parameters<typeof TensorFlow.loadLayersModel>): Promise<LayersModel>;
}
