/** Registers all the fast kernels and gradients at once, and puts the stock ones back. */
import { registerActivations } from "./activations";
import { registerBatchNorm } from "./batchnorm";
import { registerBias } from "./bias";
import { registerCrossEntropy } from "./crossentropy";
import { registerGather } from "./gather";
import { registerMatMul } from "./matmul";
import { registerMaxPool } from "./maxpool";
import { keepMemoryApart } from "./own-memory";
import { registerOptimizers } from "./fused-eager";
import { registerReductionGradients } from "./reduction-gradients";
import { nativeBackend, type Tf } from "../internals";
import { type Restore } from "./native";

/** One registration for each idea; each is independent of the others. */
const REGISTRATIONS: readonly ((tf: Tf) => Restore)[] = [
  keepMemoryApart,
  registerActivations,
  registerBatchNorm,
  registerBias,
  registerCrossEntropy,
  registerGather,
  registerMatMul,
  registerMaxPool,
  registerOptimizers,
  registerReductionGradients,
];

/** What is registered, by engine: a second call must not wrap what the first one put in place. */
const registered = new WeakMap<object, Restore>();

/**
 * Speeds up tfjs's own operations: everything that runs one operation after the other, as `tf.grad`,
 * `tf.variableGrads`, `optimizer.minimize`, custom layers and losses do. Values and gradients stay those of the
 * stock kernels up to rounding (relative 1e-5). Registering twice changes nothing more.
 *
 * @param tf - TensorFlow.js on the native back end; changed in place.
 * @returns Puts the stock kernels and gradients back.
 * @throws ArgumentError if `tf` runs on another back end than "tensorflow"; nothing is registered then.
 * @example
 * const restore = registerKernels(tf);
 * assert.deepEqual(Array.from(tf.grad((x) => tf.relu(x))(tf.tensor1d([-1, 2])).dataSync()), [0, 1]);
 * restore();
 */
export function registerKernels(tf: Tf): Restore {
  nativeBackend(tf);
  const engine = tf.engine();
  const known = registered.get(engine);
  if (known !== undefined) return known;
  const restores = REGISTRATIONS.map((register) => register(tf));
  const restore = () => {
    if (registered.get(engine) !== restore) return;
    registered.delete(engine);
    for (const putBack of restores.reverse()) putBack();
  };
  registered.set(engine, restore);
  return restore;
}
