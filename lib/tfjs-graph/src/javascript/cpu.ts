/** The parts of tfjs's JavaScript back end that fast kernels touch: values in typed arrays, and the kernels' table. */
import type { TensorInfo, Tf } from "../internals";
import { replaceKernelOf, type KernelCall, type Restore } from "../replace";
import type { Workspace } from "./product/workspace";

/** The name tfjs registers its JavaScript back end under. */
export const CPU = "cpu";

/** tfjs's JavaScript back end. */
export interface CpuBackend {
  readonly data: { get(dataId: object): { readonly values: unknown } };
  makeTensorInfo(shape: readonly number[], dtype: string, values: ArrayBufferView): TensorInfo;
}

/** A call of a kernel on the JavaScript back end. */
export interface CpuCall extends KernelCall {
  readonly backend: CpuBackend;
}

/** Computes a kernel's result or results; `undefined` leaves this call to the stock kernel. */
export type CpuKernel = (call: CpuCall) => TensorInfo | TensorInfo[] | undefined;

/** Kernels by tfjs's name for them. */
export type CpuKernels = Readonly<Record<string, CpuKernel>>;

/** What makers of kernels are given. */
export interface Tools {
  readonly tf: Tf;
  readonly workspace: Workspace;
}

/** The numbers of tensors of whole numbers, floats or truth values. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

/**
 * Swaps kernels of the JavaScript back end.
 *
 * @returns Puts the stock kernels back.
 */
export function replaceCpuKernels(tf: Tf, kernels: CpuKernels): Restore {
  const restores = Object.entries(kernels).map(([kernelName, kernel]) =>
    replaceKernelOf(tf, (call) => kernel(call as CpuCall), { kernelName, backendName: CPU }),
  );
  return () => restores.forEach((restore) => restore());
}

/** How the back end keeps each type of number; it has been seen to keep whole numbers as floats, too. */
const ARRAYS: Readonly<Record<string, new (length: number) => Numbers>> = {
  float32: Float32Array,
  int32: Int32Array,
  bool: Uint8Array,
};

/** A tensor's values, which are not to be changed; `undefined` if they are strings or complex numbers. */
export function numbersOf({ backend }: CpuCall, tensor: TensorInfo | undefined): Numbers | undefined {
  const type = ARRAYS[tensor?.dtype ?? ""];
  if (tensor === undefined || type === undefined) return undefined;
  const { values } = backend.data.get(tensor.dataId);
  return values instanceof type ? values : undefined;
}

/** The same; `undefined` also if they are no 32-bit floats. */
export function floatsOf(call: CpuCall, tensor: TensorInfo | undefined): Float32Array | undefined {
  const values = numbersOf(call, tensor);
  return values instanceof Float32Array ? values : undefined;
}

/** A new tensor of 32-bit floats. */
export function floatTensor(
  { backend }: CpuCall,
  shape: readonly number[],
  values: Float32Array,
): TensorInfo {
  return backend.makeTensorInfo([...shape], "float32", values);
}

/** How many elements a tensor of that shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** A new array of zeros of the same kind. */
export function emptyLike(values: Numbers, length: number): Numbers {
  if (values instanceof Float32Array) return new Float32Array(length);
  return values instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length);
}
