/** Makes the native back end of TensorFlow.js fast: models run as one graph for each step, single operations by better kernels. */
import type { Tf } from "./internals";
import { registerKernels } from "./kernels";
import { installExecutors } from "./executor/install";
import { declareBuiltinRules } from "./executor/step-capability";

export { canLower, executionMode } from "./executor/inspect";
export type { Work } from "./executor/step-executor";
export {
  declaredStep,
  stepCapability,
  type StepCapable,
  type StepClip,
  type StepRule,
  type StepRuleName,
} from "./executor/step-capability";
export { builtinLoss, type LossName } from "./executor/builtin-losses";
export { runEagerly } from "./execution-mode";
export { BackendError } from "./errors";
export { installJavaScript } from "./javascript";
export { restoreNodeUtilities } from "./node-compatibility";

/**
 * Installs everything.
 *
 * @param tf - TensorFlow.js with the native back end, changed in place.
 * @throws BackendError when tf runs on another back end.
 */
export function install(tf: Tf): void {
  registerKernels(tf);
  declareBuiltinRules(tf);
  installExecutors(tf, { graphs: true });
}
