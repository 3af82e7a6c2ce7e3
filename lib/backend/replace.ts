/** Swaps a kernel of tfjs for a faster one that leaves to the stock kernel what it does not cover. */
import { ArgumentError } from "../core/errors";
import type { TensorInfo, Tf } from "./binding";

/** Puts back what a registration replaced. */
export type Restore = () => void;

type KernelConfig = NonNullable<ReturnType<Tf["getKernel"]>>;
type KernelParams = Parameters<KernelConfig["kernelFunc"]>[0];

/** A kernel's inputs and attributes, untyped as tfjs hands them over, and the back end it runs on. */
export interface KernelCall {
  readonly inputs: Record<string, TensorInfo>;
  readonly attributes: Record<string, unknown>;
  readonly backend: unknown;
}

/** Computes a kernel's result or results; `undefined` leaves this call to the stock kernel. */
export type FastKernel = (call: KernelCall) => TensorInfo | TensorInfo[] | undefined;

/**
 * Swaps a kernel.
 *
 * @param tf - TensorFlow.js.
 * @param fast - The quick kernel.
 * @param options - The kernel's name, e.g. `"BatchMatMul"`, and the back end that has it.
 * @returns Puts the stock kernel back.
 * @throws ArgumentError when that back end has no such kernel.
 */
export function replaceKernelOf(
  tf: Tf,
  fast: FastKernel,
  { kernelName, backendName }: { kernelName: string; backendName: string },
): Restore {
  const stock = tf.getKernel(kernelName, backendName);
  if (stock === undefined)
    throw new ArgumentError(`Cannot replace a kernel: "${kernelName}" is not registered.`);
  const kernelFunc = (params: KernelParams) => {
    const inputs = params.inputs as KernelCall["inputs"];
    return (
      fast({ inputs, attributes: params.attrs ?? {}, backend: params.backend }) ?? stock.kernelFunc(params)
    );
  };
  const put = (config: KernelConfig) => {
    // Registering over a kernel warns on the console.
    tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel(config);
  };
  put({ ...stock, kernelFunc });
  return () => put(stock);
}
