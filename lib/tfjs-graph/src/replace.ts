/** Swaps kernels and gradients of tfjs for faster ones that leave to the stock ones what they do not cover. */
import { BackendError } from "./errors";
import type { Tensor } from "@tensorflow/tfjs-node";
import type { TensorInfo, Tf } from "./internals";

/** Puts back what a registration replaced. */
export type Restore = () => void;

type GradConfig = NonNullable<ReturnType<Tf["getGradient"]>>;
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

/** What a gradient gives: for each input, how to compute its derivative when it is asked for. */
export type GradientMap = Record<string, () => Tensor>;

/** How a kernel's gradient is computed in few operations. */
export interface FastGradient {
  /** Outputs to be saved, besides the tensors that the stock gradient saves. */
  readonly outputsToSave?: boolean[];
  /** The derivatives; `undefined` leaves this case to the stock gradient. */
  gradient(dy: Tensor, saved: Tensor[], attributes: Record<string, unknown>): GradientMap | undefined;
}

/**
 * Swaps a kernel.
 *
 * @param tf - TensorFlow.js.
 * @param fast - The quick kernel.
 * @param options - The kernel's name, e.g. `"BatchMatMul"`, and the back end that has it.
 * @returns Puts the stock kernel back.
 * @throws BackendError when that back end has no such kernel.
 */
export function replaceKernelOf(
  tf: Tf,
  fast: FastKernel,
  { kernelName, backendName }: { kernelName: string; backendName: string },
): Restore {
  const stock = tf.getKernel(kernelName, backendName);
  if (stock === undefined)
    throw new BackendError(`Cannot replace a kernel: "${kernelName}" is not registered.`);
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

/**
 * Swaps a kernel's gradient. While a tape records (a derivative of a derivative is wanted), and on any other back
 * end, the stock formula runs: it is made of differentiable operations, the fast ones are not.
 *
 * @param tf - TensorFlow.js.
 * @param fast - The quick formula.
 * @param options - The kernel differentiated, e.g. `"Relu"`, and the back end on which the formula can be used.
 * @returns Puts the stock gradient back.
 * @throws BackendError when the kernel has no gradient.
 */
export function replaceGradientOf(
  tf: Tf,
  fast: FastGradient,
  { kernelName, backendName }: { kernelName: string; backendName: string },
): Restore {
  const stock = tf.getGradient(kernelName);
  if (stock === undefined) throw new BackendError(`Cannot replace a gradient: "${kernelName}" has none.`);
  const stockSaves = (stock.inputsToSave?.length ?? 0) + (stock.outputsToSave?.filter(Boolean).length ?? 0);
  const gradFunc = ((dy: Tensor, saved: Tensor[], attributes: Record<string, unknown>) => {
    const plain = tf.getBackend() === backendName && !tf.engine().isTapeOn();
    const quick = plain ? fast.gradient(dy, saved, attributes) : undefined;
    return quick ?? stock.gradFunc(dy, saved.slice(0, stockSaves), attributes as never);
  }) as GradConfig["gradFunc"];
  tf.registerGradient({ ...stock, outputsToSave: fast.outputsToSave ?? stock.outputsToSave, gradFunc });
  return () => tf.registerGradient(stock);
}
