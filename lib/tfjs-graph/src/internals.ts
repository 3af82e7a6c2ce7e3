/** The parts of tfjs-node's native back end that its types do not show; the version is pinned by the lock file. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { BackendError } from "./errors";

/** TensorFlow.js with the native back end. */
export type Tf = typeof TensorFlow;

/** The name tfjs-node registers its back end under. */
export const NATIVE = "tensorflow";

/** One attribute of an operation, as the addon reads it. */
export interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | boolean | string | readonly number[];
}

/** A tensor or what a kernel is given of it. */
export type TensorInfo = Pick<TensorFlow.Tensor, "dataId" | "shape" | "dtype">;

/** What a native operation gives for each of its results. */
export interface OutputInfo {
  readonly id: number;
  readonly shape: number[];
  readonly dtype: number;
}

/** The addon: tensors are numbers, operations are run by name. */
export interface Binding {
  readonly TF_ATTR_BOOL: number;
  readonly TF_ATTR_FLOAT: number;
  readonly TF_ATTR_INT: number;
  readonly TF_ATTR_SHAPE: number;
  readonly TF_ATTR_STRING: number;
  readonly TF_ATTR_TYPE: number;
  readonly TF_FLOAT: number;
  readonly TF_INT32: number;
  executeOp(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly number[],
    outputs: number,
  ): OutputInfo[];
  createTensor(shape: readonly number[], dtype: number, values: ArrayBufferView): number;
  deleteTensor(id: number): void;
  tensorDataSync(id: number): Float32Array;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
  runSavedModel(id: number, inputIds: readonly number[], inputs: string, outputs: string): OutputInfo[];
}

/** What the back end keeps of one tensor: its values wait in JavaScript, or `id` names the native tensor. */
export interface TensorData {
  shape: readonly number[];
  dtype: number;
  values: ArrayBufferView | null;
  id: number;
  refCount: number;
}

/** tfjs-node's back end. */
export interface NativeBackend {
  readonly binding: Binding;
  readonly tensorMap: {
    has(dataId: object): boolean;
    get(dataId: object): TensorData;
    set(dataId: object, data: TensorData): void;
  };
  getInputTensorIds(tensors: readonly { dataId: object }[]): number[];
  createOutputTensor(info: OutputInfo): TensorFlow.Tensor;
  disposeData(dataId: object, force?: boolean): boolean;
  executeSingleOutput(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly TensorInfo[],
  ): TensorFlow.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: readonly TensorInfo[],
    outputs: number,
  ): TensorFlow.Tensor[];
}

/** What changes at a variable when its value does. */
export interface Engine {
  readonly registeredVariables: Readonly<Record<string, TensorFlow.Variable | undefined>>;
  disposeTensor(tensor: TensorFlow.Tensor): void;
  disposeVariable(variable: TensorFlow.Variable): void;
  incRef(tensor: TensorFlow.Tensor, backend: unknown): void;
}

/**
 * The native back end.
 *
 * @param tf - TensorFlow.js with the back end "tensorflow".
 * @throws BackendError when it runs on another.
 */
export function nativeBackend(tf: Tf): NativeBackend {
  if (tf.getBackend() !== NATIVE) {
    throw new BackendError(
      `Cannot use TensorFlow operations: tf must run on the back end "${NATIVE}"; received "${tf.getBackend()}".`,
    );
  }
  return tf.backend() as unknown as NativeBackend;
}

/** tfjs' book-keeper of tensors. */
export function engineOf(tf: Tf): Engine {
  return tf.engine();
}
