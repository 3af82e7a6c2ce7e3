/** TensorFlow.js for the tests, with everything installed; on plain JavaScript where there is no native back end. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { install, installJavaScript, restoreNodeUtilities, stepCapability, type StepRule } from ".";

export type {
  LayersModel,
  Optimizer,
  SymbolicTensor,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
  Variable,
} from "@tensorflow/tfjs-node";

/** The methods of models that are replaced, as TensorFlow.js has them. */
const stockMethods: Record<string, unknown>[] = [];

/** TensorFlow.js; `TFJS_GRAPH=plain` leaves it as it is published, `TFJS_BACKEND=js` takes plain JavaScript. */
export const tf = load();
/** Whether TensorFlow's C library computes. */
export const hasNative = tf.getBackend() === "tensorflow";
/** Why the tests of graphs are skipped, if they are. */
export const skip = hasNative ? false : "NO NATIVE BACK END: graphs need libtensorflow";

function load(): typeof TensorFlow {
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  restoreNodeUtilities();
  if (process.env["TFJS_BACKEND"] === "js") return loadJavaScript();
  try {
    const native = require("@tensorflow/tfjs-node") as typeof TensorFlow;
    stockMethods.push(methodsOf(native));
    if (process.env["TFJS_GRAPH"] !== "plain") install(native);
    return native;
  } catch {
    return loadJavaScript();
  }
}

function loadJavaScript(): typeof TensorFlow {
  const plain = require("@tensorflow/tfjs") as typeof TensorFlow;
  stockMethods.push(methodsOf(plain));
  // A back end of plain JavaScript is there at once.
  void plain.setBackend("cpu");
  if (process.env["TFJS_GRAPH"] !== "plain") installJavaScript(plain);
  return plain;
}

function methodsOf({ LayersModel }: typeof TensorFlow): Record<string, unknown> {
  const prototype = LayersModel.prototype as unknown as Record<string, unknown>;
  const names = ["fitLoop", "makeTrainFunction", "makeTestFunction", "predictLoop", "testLoop"];
  return Object.fromEntries(names.map((name) => [name, prototype[name]]));
}

/** Does some work by TensorFlow.js' own loops and steps, as a library without this package would. */
export async function asStock<T>(work: () => Promise<T>): Promise<T> {
  const prototype = tf.LayersModel.prototype as unknown as Record<string, unknown>;
  const replaced = methodsOf(tf);
  Object.assign(prototype, stockMethods.at(-1));
  try {
    return await work();
  } finally {
    Object.assign(prototype, replaced);
  }
}

/** Adam with decoupled weight decay, as a user of the package would write it: it declares what its steps are. */
export class AdamW extends tf.AdamOptimizer {
  get [stepCapability](): StepRule {
    return { rule: "adamw", weightDecay: this.weightDecay };
  }

  constructor(
    options: { learningRate: number; beta1?: number; beta2?: number; epsilon?: number },
    readonly weightDecay: number,
  ) {
    const { learningRate, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
    super(learningRate, beta1, beta2, epsilon);
  }

  override applyGradients(gradients: Parameters<TensorFlow.AdamOptimizer["applyGradients"]>[0]): void {
    const names = Array.isArray(gradients) ? gradients.map((entry) => entry.name) : Object.keys(gradients);
    tf.tidy(() => {
      for (const name of names) {
        const variable = tf.engine().registeredVariables[name];
        variable?.assign(variable.mul(1 - this.learningRate * this.weightDecay));
      }
    });
    super.applyGradients(gradients);
  }
}

/** Uniform random numbers between 0 and 1 that are the same in each run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
