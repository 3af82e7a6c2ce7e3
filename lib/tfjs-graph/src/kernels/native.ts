/** Runs TensorFlow operations by name on tfjs-node's back end, and swaps tfjs's kernels and gradients for faster ones. */
import { NATIVE, nativeBackend, type Attribute, type TensorInfo, type Tf } from "../internals";
import {
  replaceGradientOf,
  replaceKernelOf,
  type FastGradient,
  type FastKernel,
  type Restore,
} from "../replace";

export type { GradientMap, KernelCall, Restore } from "../replace";

/**
 * Writers of attributes, and the two ways to run an operation. The back end is looked up at each call: an engine that
 * is reset makes a new one, with the same addon below.
 */
export function operations(tf: Tf) {
  const { binding } = nativeBackend(tf);
  const attribute = (type: number) => (name: string, value: Attribute["value"]) => ({ name, type, value });
  const typeOf = attribute(binding.TF_ATTR_TYPE);
  return {
    bool: attribute(binding.TF_ATTR_BOOL),
    float: attribute(binding.TF_ATTR_FLOAT),
    ints: attribute(binding.TF_ATTR_INT),
    text: attribute(binding.TF_ATTR_STRING),
    floatType: (name: string) => typeOf(name, binding.TF_FLOAT),
    intType: (name: string) => typeOf(name, binding.TF_INT32),
    one: (name: string, attributes: readonly Attribute[], inputs: readonly TensorInfo[]) =>
      nativeBackend(tf).executeSingleOutput(name, attributes, inputs),
    many: (name: string, attributes: readonly Attribute[], inputs: readonly TensorInfo[], outputs: number) =>
      nativeBackend(tf).executeMultipleOutputs(name, attributes, inputs, outputs),
  };
}

/** Whether every tensor holds 32-bit floats: most gradient operations know no other type. */
export function allFloat(...tensors: readonly TensorInfo[]): boolean {
  return tensors.every(({ dtype }) => dtype === "float32");
}

/**
 * Swaps a kernel's gradient, as {@link replaceGradientOf} does, on the native back end.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @param kernelName - The kernel differentiated, e.g. `"Relu"`.
 * @param fast - The quick formula.
 * @returns Puts the stock gradient back.
 */
export function replaceGradient(tf: Tf, kernelName: string, fast: FastGradient): Restore {
  return replaceGradientOf(tf, fast, { kernelName, backendName: NATIVE });
}

/**
 * Swaps a kernel of the native back end.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @param kernelName - The kernel, e.g. `"BatchMatMul"`.
 * @param fast - Computes the result; `undefined` leaves this call to the stock kernel.
 * @returns Puts the stock kernel back.
 */
export function replaceKernel(tf: Tf, kernelName: string, fast: FastKernel): Restore {
  return replaceKernelOf(tf, fast, { kernelName, backendName: NATIVE });
}
