/** Swaps the step of tfjs's optimizers, for plain `minimize` loops and for fit, by one that takes all variables at once. */
import type { Optimizer, Tensor, Variable } from "@tensorflow/tfjs-node";
import type { Tf } from "./internals";
import type { Restore } from "./replace";

/** One variable's step. */
export interface Step {
  readonly variable: Variable;
  readonly gradient: Tensor | undefined;
  readonly index: number;
}

/** What all of tfjs's optimizers have, some of it hidden by their types. */
export interface Stepping {
  applyGradients: Optimizer["applyGradients"];
  incrementIterations(): void;
}

type Gradients = Parameters<Optimizer["applyGradients"]>[0];

/**
 * Swaps a class's step.
 *
 * @param tf - TensorFlow.js.
 * @param fused - Takes a step; `false` leaves it to the stock one.
 * @param options - The class of optimizers, and the back end on which the step can be taken.
 * @returns Puts the stock step back.
 */
export function replaceStep<T extends Stepping>(
  tf: Tf,
  fused: (optimizer: T, steps: readonly Step[]) => boolean,
  { kind, backendName }: { kind: { prototype: unknown }; backendName: string },
): Restore {
  const prototype = kind.prototype as Stepping;
  const stock = prototype.applyGradients;
  prototype.applyGradients = function (this: T, gradients: Gradients) {
    const steps = tf.getBackend() === backendName ? stepsOf(tf, gradients) : undefined;
    if (steps === undefined || !tf.tidy(() => fused(this, steps))) return stock.call(this, gradients);
    this.incrementIterations();
  };
  return () => {
    prototype.applyGradients = stock;
  };
}

/** The variables with their gradients; `undefined` where one is no tensor of floats, or does not fit its variable, which tfjs would broadcast. */
function stepsOf(tf: Tf, gradients: Gradients): Step[] | undefined {
  if (tf.engine().isTapeOn()) return undefined;
  const pairs = Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor] as const)
    : Object.entries(gradients);
  const steps: Step[] = [];
  for (const [index, [name, given]] of pairs.entries()) {
    const variable: Variable | undefined = tf.engine().registeredVariables[name];
    const gradient: Tensor | undefined = given ?? undefined;
    if (variable?.dtype !== "float32") return undefined;
    if (gradient && (gradient.dtype !== "float32" || gradient.shape.join() !== variable.shape.join()))
      return undefined;
    steps.push({ variable, gradient, index });
  }
  return steps;
}
