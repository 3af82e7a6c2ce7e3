/** Makes tfjs optimizers by name with one set of options, AdamW and Nesterov included. */
import { stepCapability, type StepRule } from "tfjs-graph";
import { UnknownNameError, cannot } from "../core/errors";
import { checkNumber } from "../core/shape";
import { tf, type Optimizer, type Tensor, type Variable } from "../core/tf";
import { clippedAs } from "./clip-gradients";
import type { OptimizerName, OptimizerOptions } from "../models/plain-optimizers";

/** Adam with weight decay apart from the gradient (Loshchilov and Hutter, 2017, "Decoupled weight decay regularization"). */
export class AdamW extends tf.AdamOptimizer {
  static override readonly className = "AdamW" as "Adam"; // The parent's type allows only its own name.

  constructor(
    options: { learningRate: number; beta1: number; beta2: number; epsilon: number },
    /** λ: every weight shrinks by the share ηλ per step. */
    readonly weightDecay: number,
  ) {
    super(options.learningRate, options.beta1, options.beta2, options.epsilon);
  }

  /** What {@link applyGradients} does, for training by graphs. */
  get [stepCapability](): StepRule {
    return { rule: "adamw", weightDecay: this.weightDecay };
  }

  /** Takes one step: the decay of the weights, then that of Adam. */
  override applyGradients(gradients: Parameters<Optimizer["applyGradients"]>[0]): void {
    const names = Array.isArray(gradients) ? gradients.map((entry) => entry.name) : Object.keys(gradients);
    const variables = tf.engine().registeredVariables as Readonly<Record<string, Variable>>;
    tf.tidy(() => {
      for (const name of names) {
        const variable = variables[name];
        if (variable) variable.assign(variable.mul(1 - this.learningRate * this.weightDecay));
      }
    });
    super.applyGradients(gradients as Parameters<InstanceType<typeof tf.AdamOptimizer>["applyGradients"]>[0]);
  }

  /** All settings, to make an equal optimizer. */
  override getConfig(): ReturnType<Optimizer["getConfig"]> {
    return { ...super.getConfig(), weightDecay: this.weightDecay };
  }

  static override fromConfig<T>(_class: unknown, config: Record<string, unknown>): T {
    const { weightDecay, ...adam } = config as Parameters<typeof AdamW.of>[0];
    return AdamW.of({ ...adam, weightDecay }) as T;
  }

  private static of(config: {
    learningRate: number;
    beta1: number;
    beta2: number;
    epsilon: number;
    weightDecay: number;
  }): AdamW {
    return new AdamW(config, config.weightDecay);
  }
}

/**
 * A tfjs optimizer for `model.compile`, by the same names and options as the ones by hand in `models/optimizers`.
 * Where tfjs' formula differs from PyTorch's: RMSprop and AdaGrad add ε under the root, and AdaGrad's sum starts at 0.1.
 *
 * @param name - `"sgd"`, `"momentum"`, `"nesterov"`, `"adagrad"`, `"rmsprop"`, `"adam"` or `"adamw"`.
 * @param options - Learning rate and the settings that the rule has.
 * @returns A new optimizer, for one model.
 * @throws UnknownNameError when there is none of that name.
 * @throws ArgumentError when a setting is out of range.
 */
export function tfOptimizer(name: OptimizerName, options: OptimizerOptions = {}): Optimizer {
  const verb = "make the optimizer";
  const usual = name === "rmsprop" || name === "adam" || name === "adamw" ? 0.001 : 0.01;
  const {
    learningRate = usual,
    momentum = 0.9,
    decay = 0.9,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = 1e-7,
    weightDecay = 0.01,
  } = options;
  for (const [argument, value] of Object.entries({ learningRate, epsilon, weightDecay }))
    checkNumber(value, { verb, argument, min: 0 });
  for (const [argument, value] of Object.entries({ momentum, decay, beta1, beta2 }))
    checkNumber(value, { verb, argument, min: 0, max: 1 - Number.EPSILON });
  switch (name) {
    case "sgd":
      return tf.train.sgd(learningRate);
    case "momentum":
      return momentumOptimizer({ learningRate, momentum, nesterov: false });
    case "nesterov":
      return momentumOptimizer({ learningRate, momentum, nesterov: true });
    case "adagrad":
      return tf.train.adagrad(learningRate);
    case "rmsprop":
      return tf.train.rmsprop(learningRate, decay, 0, epsilon);
    case "adam":
      return tf.train.adam(learningRate, beta1, beta2, epsilon);
    case "adamw":
      return new AdamW({ learningRate, beta1, beta2, epsilon }, weightDecay);
    default:
      throw cannot(verb, {
        argument: "name",
        must: "sgd, momentum, nesterov, adagrad, rmsprop, adam or adamw",
        received: name,
        as: UnknownNameError,
      });
  }
}

/** tfjs' momentum forgets to dispose of the tensor that holds its learning rate. */
function momentumOptimizer(options: {
  learningRate: number;
  momentum: number;
  nesterov: boolean;
}): Optimizer {
  const rule = tf.train.momentum(options.learningRate, options.momentum, options.nesterov);
  const dispose = rule.dispose.bind(rule);
  rule.dispose = () => {
    dispose();
    (rule as unknown as { c: Tensor }).c.dispose();
  };
  return rule;
}

/**
 * A new optimizer with the same settings, clipping included, and no memory.
 *
 * @param optimizer - Any tfjs optimizer; it stays as it is.
 * @returns The copy; the caller disposes of it.
 */
export function freshOptimizer(optimizer: Optimizer): Optimizer {
  type Maker = { fromConfig(maker: unknown, config: ReturnType<Optimizer["getConfig"]>): Optimizer };
  const maker = optimizer.constructor as unknown as Maker;
  return clippedAs(maker.fromConfig(maker, optimizer.getConfig()), optimizer);
}
