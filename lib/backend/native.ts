/** Makes the native back end of TensorFlow.js fast: models run as one graph for each step, single operations by better kernels. */
import type { Tf } from "./binding";
import { registerKernels } from "./kernels";
import { installInference } from "./inference/road";
import { installFit } from "./training/loop";
import { installTraining } from "./training/road";

export { trainingRoad } from "./training/road";

/**
 * Installs everything, unless `NEURAL_NOTEBOOKS_NATIVE=plain` asks for TensorFlow.js as it is published.
 *
 * @param tf - TensorFlow.js with the native back end, changed in place.
 */
export function installNative(tf: Tf): void {
  if (process.env["NEURAL_NOTEBOOKS_NATIVE"] === "plain") return;
  registerKernels(tf);
  installTraining(tf);
  installFit(tf);
  installInference(tf);
}
