/** Makes the JavaScript back end of TensorFlow.js bearable: its slowest kernels are replaced by faster ones. */
import { replaceAdam } from "./adam";
import { binaryKernels } from "./binary";
import { boxKernels } from "./boxes";
import { convolutionKernels } from "./convolution";
import { CPU, replaceCpuKernels, type CpuKernels, type Tools } from "./cpu";
import { elementwiseKernels } from "./elementwise";
import { gatherKernels } from "./gather";
import { matMulKernels } from "./matmul";
import { poolingKernels } from "./pooling";
import { Workspace } from "./product/workspace";
import { reductionKernels } from "./reduction";
import { replaceReluGradient } from "./relu";
import { BackendError } from "../errors";
import { installExecutors } from "../executor/install";
import type { Tf } from "../internals";
import type { Restore } from "../replace";

/** One maker of kernels for each idea; each is independent of the others. */
const MAKERS: readonly ((tools: Tools) => CpuKernels)[] = [
  binaryKernels,
  boxKernels,
  convolutionKernels,
  elementwiseKernels,
  gatherKernels,
  matMulKernels,
  poolingKernels,
  reductionKernels,
];

/** What is registered, by engine: a second call must not wrap what the first one put in place. */
const registered = new WeakMap<object, Restore>();

/**
 * Speeds up tfjs's JavaScript back end. Values stay those of the stock kernels up to rounding (relative 1e-5), and so
 * do errors. `fit` gets the loop that it has on the native back end. Registering twice changes nothing more.
 *
 * @param tf - TensorFlow.js on the back end "cpu"; changed in place.
 * @returns Puts the stock kernels back.
 * @throws BackendError if `tf` runs on another back end; nothing is registered then.
 */
export function installJavaScript(tf: Tf): Restore {
  if (tf.getBackend() !== CPU) {
    throw new BackendError(
      `Cannot speed up the JavaScript back end: tf must run on the back end "${CPU}"; received "${tf.getBackend()}".`,
    );
  }
  const engine = tf.engine();
  const known = registered.get(engine);
  if (known !== undefined) return known;
  const tools = { tf, workspace: new Workspace() };
  const restores = [
    ...MAKERS.map((make) => replaceCpuKernels(tf, make(tools))),
    replaceAdam(tools),
    replaceReluGradient(tools),
    installExecutors(tf, { graphs: false }),
  ];
  const restore = () => {
    if (registered.get(engine) !== restore) return;
    registered.delete(engine);
    for (const putBack of restores) putBack();
  };
  registered.set(engine, restore);
  return restore;
}
