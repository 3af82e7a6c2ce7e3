/** Remembers for each live tensor which cell of the notebook made it; a few numbers per tensor, never the tensor. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { cellNumber } from "./display";

/** What is known of a tensor that has not been disposed of. */
export interface TensorOrigin {
  /** The number of the cell that made it; `undefined` outside of cells. */
  readonly cell: number | undefined;
  readonly shape: readonly number[];
  readonly dtype: TensorFlow.DataType;
  /** What TensorFlow.js counts for it. */
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

/** What is kept for a tensor. */
interface Note {
  cell: number | undefined;
  shape: readonly number[];
  dtype: TensorFlow.DataType;
  size: number;
  /** The engine's count for a text tensor, which is right only after the tensor was made. */
  text: { readonly bytes: number } | undefined;
}

const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, complex64: 0 };

const notes = new Map<number, Note>();
/** A variable takes a new value with each step of training; it stays the work of the cell that made it. */
const cellsOfVariables = new WeakMap<object, number | undefined>();

/**
 * Starts to note which cell makes each tensor.
 *
 * @param tf - TensorFlow.js, its engine changed in place.
 */
export function noteOrigins(tf: typeof TensorFlow): void {
  const engine = tf.engine() as unknown as Engine;
  const { trackTensor, disposeTensor } = engine;
  let { state } = engine;
  engine.trackTensor = function (tensor, backend) {
    trackTensor.call(this, tensor, backend);
    // The engine was reset: all that was alive is gone.
    if (this.state !== state) {
      ({ state } = this);
      notes.clear();
    }
    const { id, shape, dtype, size } = tensor;
    const text = dtype === "string" ? state.tensorInfo.get(tensor.dataId) : undefined;
    notes.set(id, { cell: cellOf(tensor, tf.Variable), shape, dtype, size, text });
  };
  engine.disposeTensor = function (tensor) {
    notes.delete(tensor.id);
    disposeTensor.call(this, tensor);
  };
}

/** The tensors that are alive, in the order in which they were made. */
export function tensorOrigins(): TensorOrigin[] {
  return [...notes.values()].map(({ cell, shape, dtype, size, text }) => {
    const bytes = text ? text.bytes : size * (BYTES[dtype] ?? 0);
    return { cell, shape, dtype, bytes };
  });
}

/** What TensorFlow.js counts, without loading it: zeros as long as nobody has. */
export function tensorCounts(): { count: number; bytes: number } {
  const state = loadedEngine()?.state;
  return { count: state?.numTensors ?? 0, bytes: state?.numBytes ?? 0 };
}

/**
 * Begins a scope as `tf.tidy` does, without loading TensorFlow.js.
 *
 * @returns Its end, which disposes of the tensors that were made since, unless they are to be kept.
 */
export function tensorScope(): { end(options: { keep: boolean }): void } {
  const engine = loadedEngine();
  engine?.startScope();
  return { end: ({ keep }) => engine?.endScope(keep ? [...(engine.state.activeScope?.track ?? [])] : []) };
}

/** TensorFlow.js keeps its one engine where all copies of the package find it. */
function loadedEngine(): Engine | undefined {
  return (globalThis as { _tfengine?: Engine })._tfengine;
}

function cellOf(tensor: TensorFlow.Tensor, variable: typeof TensorFlow.Variable): number | undefined {
  if (!(tensor instanceof variable)) return cellNumber();
  if (!cellsOfVariables.has(tensor)) cellsOfVariables.set(tensor, cellNumber());
  return cellsOfVariables.get(tensor);
}
