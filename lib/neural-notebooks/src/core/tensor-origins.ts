/** Records for each live tensor which cell of the notebook made it; a few numbers per tensor, never the tensor. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { cellNumber } from "./display";

/** The origin of a tensor that has not been disposed of. */
export interface TensorOrigin {
  /** The number of the cell that made it; `undefined` outside of cells. */
  readonly cell: number | undefined;
  readonly shape: readonly number[];
  readonly dtype: TensorFlow.DataType;
  /** Its size as TensorFlow.js counts it. */
  readonly bytes: number;
}

/** The part of TensorFlow.js' engine that counts tensors. */
interface Engine {
  readonly state: {
    readonly numTensors: number;
    readonly numBytes: number;
    readonly tensorInfo: WeakMap<object, { readonly bytes: number }>;
    readonly activeScope: { readonly track: readonly TensorFlow.Tensor[] } | null;
  };
  startScope(): void;
  endScope(kept?: TensorFlow.Tensor[]): void;
  trackTensor(tensor: TensorFlow.Tensor, backend: unknown): void;
  disposeTensor(tensor: TensorFlow.Tensor): void;
}

/** The record of a tensor. */
interface TrackedTensor {
  cell: number | undefined;
  shape: readonly number[];
  dtype: TensorFlow.DataType;
  size: number;
  /** The engine's count for a text tensor, which is right only after the tensor was made. */
  text: { readonly bytes: number } | undefined;
}

const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, complex64: 0 };

const trackedTensors = new Map<number, TrackedTensor>();
/** The cells that made variables: a variable gets a new tensor with each training step, and still belongs to its cell. */
const cellsOfVariables = new WeakMap<object, number | undefined>();

/**
 * Starts to record which cell makes each tensor.
 *
 * @param tf - TensorFlow.js, its engine changed in place.
 */
export function noteOrigins(tf: typeof TensorFlow): void {
  const engine = tf.engine() as unknown as Engine;
  const { trackTensor, disposeTensor } = engine;
  let { state } = engine;
  engine.trackTensor = function (tensor, backend) {
    trackTensor.call(this, tensor, backend);
    // The engine was reset, which disposed of all tensors.
    if (this.state !== state) {
      ({ state } = this);
      trackedTensors.clear();
    }
    const { id, shape, dtype, size } = tensor;
    const text = dtype === "string" ? state.tensorInfo.get(tensor.dataId) : undefined;
    trackedTensors.set(id, { cell: cellOf(tensor, tf.Variable), shape, dtype, size, text });
  };
  engine.disposeTensor = function (tensor) {
    trackedTensors.delete(tensor.id);
    disposeTensor.call(this, tensor);
  };
}

/** The tensors that are alive, in the order in which they were made. */
export function tensorOrigins(): TensorOrigin[] {
  return [...trackedTensors.values()].map(({ cell, shape, dtype, size, text }) => {
    const bytes = text ? text.bytes : size * (BYTES[dtype] ?? 0);
    return { cell, shape, dtype, bytes };
  });
}

/** The counts of TensorFlow.js, without loading it: zeros as long as it is not loaded. */
export function tensorCounts(): { count: number; bytes: number } {
  const state = loadedEngine()?.state;
  return { count: state?.numTensors ?? 0, bytes: state?.numBytes ?? 0 };
}

/**
 * Begins a scope as `tf.tidy` does, without loading TensorFlow.js.
 *
 * @returns An object whose `end` disposes of the tensors made since, unless they are to be kept.
 */
export function tensorScope(): { end(options: { keep: boolean }): void } {
  const engine = loadedEngine();
  engine?.startScope();
  return { end: ({ keep }) => engine?.endScope(keep ? [...(engine.state.activeScope?.track ?? [])] : []) };
}

/** The engine, which TensorFlow.js stores globally for all copies of the package. */
function loadedEngine(): Engine | undefined {
  return (globalThis as { _tfengine?: Engine })._tfengine;
}

function cellOf(tensor: TensorFlow.Tensor, variable: typeof TensorFlow.Variable): number | undefined {
  if (!(tensor instanceof variable)) return cellNumber();
  if (!cellsOfVariables.has(tensor)) cellsOfVariables.set(tensor, cellNumber());
  return cellsOfVariables.get(tensor);
}
