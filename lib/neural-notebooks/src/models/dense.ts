/** Turns a list of layer sizes into a dense tfjs network with the right end for its task. */
import { cannot } from "../core/errors";
import type { Seed } from "../core/random";
import { checkInteger, checkNumber } from "../core/shape";
import { tf, type Sequential } from "../core/tf";
import { headFor, headLayer, type Task } from "./heads";
import { seededInitializers } from "./initializers";
import type { Mlp } from "./mlp";

/** Options of {@link denseNet}. */
export interface DenseOptions {
  /** Numbers per row. */
  inputs: number;
  /** Units of each hidden layer; none gives a linear model. */
  hidden?: readonly number[];
  /** Numbers or classes to predict. */
  outputs?: number;
  /** What the network is to tell; decides the output's activation. */
  task?: Task;
  /** Activation of the hidden layers. */
  activation?: "relu" | "tanh" | "sigmoid" | "elu" | "selu" | "linear" | "swish";
  /** Share of each hidden layer's answers that dropout silences, in [0, 1). */
  dropout?: number;
  /** Batch normalisation: none, before every hidden layer's activation, or as the first layer in place of a scaler. */
  batchNorm?: "none" | "hidden" | "first" | "both";
  /** Weight of Σ|w| in the loss. */
  l1?: number;
  /** Weight of Σw² in the loss. */
  l2?: number;
  /** Start of all random numbers. */
  seed?: Seed;
}

let count = 0;

/**
 * A dense network.
 *
 * @param options - Inputs, hidden layers, outputs, task, regularisation, seed.
 * @returns An uncompiled model `[batch, inputs]` → `[batch, outputs]`; dispose of it when done.
 * @throws ArgumentError when an option is out of range.
 * @example
 * const model = denseNet({ inputs: 4, hidden: [8], outputs: 3, task: "multiclass" });
 * assert.equal(model.countParams(), 4 * 8 + 8 + 8 * 3 + 3);
 * model.dispose();
 */
export function denseNet(options: DenseOptions): Sequential {
  const { inputs, hidden, outputs, task, batchNorm, l1, l2, seed, ...rest } = withDefaults(options);
  const head = headFor(task, { outputs });
  const { next, random } = seededInitializers(seed);
  const kernelRegularizer = l1 > 0 || l2 > 0 ? tf.regularizers.l1l2({ l1, l2 }) : undefined;
  const normalized = batchNorm === "hidden" || batchNorm === "both";
  const model = tf.sequential({ name: `dense_net_${++count}` });
  model.add(tf.layers.inputLayer({ inputShape: [inputs] }));
  if (batchNorm === "first" || batchNorm === "both")
    model.add(tf.layers.batchNormalization({ name: "norm0", momentum: 0.9 }));
  hidden.forEach((units, i) => {
    const layers = hiddenLayers(i + 1, {
      units,
      normalized,
      kernelInitializer: next(initializerFor(rest.activation)),
      kernelRegularizer,
      seed: () => random.nextSeed(),
      ...rest,
    });
    for (const layer of layers) model.add(layer);
  });
  model.add(headLayer(head, { kernelInitializer: next() }));
  return model;
}

function withDefaults(options: DenseOptions) {
  const {
    inputs,
    hidden = [64, 64],
    outputs = 1,
    task = "regression",
    activation = "relu",
    dropout = 0,
    batchNorm = "none",
    l1 = 0,
    l2 = 0,
    seed,
  } = options;
  const verb = "build the network";
  checkInteger(inputs, { verb, argument: "inputs", min: 1 });
  hidden.forEach((units, i) => checkInteger(units, { verb, argument: `hidden[${i}]`, min: 1 }));
  for (const [argument, value] of Object.entries({ l1, l2 })) checkNumber(value, { verb, argument, min: 0 });
  if (!(dropout >= 0 && dropout < 1))
    throw cannot(verb, { argument: "dropout", must: "in [0, 1)", received: dropout });
  return { inputs, hidden, outputs, task, activation, dropout, batchNorm, l1, l2, seed };
}

type Activation = NonNullable<DenseOptions["activation"]>;

/** The first weights that keep the spread of the numbers from layer to layer. */
function initializerFor(activation: Activation): "he" | "glorot" | "lecun" {
  if (activation === "selu") return "lecun";
  return activation === "relu" || activation === "elu" || activation === "swish" ? "he" : "glorot";
}

/** One hidden layer, with the normalisation and dropout that follow it. */
function hiddenLayers(
  number: number,
  options: {
    activation: Activation;
    dropout: number;
    normalized: boolean;
    /** Asked for only where there is dropout. */
    seed: () => number;
  } & Pick<DenseLayerArgs, "units" | "kernelInitializer" | "kernelRegularizer">,
): Layer[] {
  const { activation, dropout, normalized, seed, ...args } = options;
  const name = `hidden${number}`;
  const dense = tf.layers.dense({
    name,
    ...args,
    useBias: !normalized,
    activation: normalized ? "linear" : activation,
  });
  // The activation follows the normalisation, so it is a layer of its own there.
  const norm = normalized
    ? [
        tf.layers.batchNormalization({ name: `norm${number}`, momentum: 0.9 }),
        tf.layers.activation({ name: `${name}_${activation}`, activation }),
      ]
    : [];
  const silence =
    dropout > 0 ? [tf.layers.dropout({ name: `dropout${number}`, rate: dropout, seed: seed() })] : [];
  return [dense, ...norm, ...silence];
}

type DenseLayerArgs = Parameters<typeof tf.layers.dense>[0];
type Layer = InstanceType<typeof tf.layers.Layer>;

/**
 * The tfjs twin of a network by hand: same layers, same weights (as 32-bit numbers).
 *
 * @param mlp - A network of `models/mlp`.
 * @returns An uncompiled model; dispose of it when done.
 * @throws ArgumentError when an activation has no counterpart in tfjs.
 */
export function toSequential(mlp: Mlp): Sequential {
  const known = ["linear", "sigmoid", "tanh", "relu", "elu", "softplus", "softmax"] as const;
  const model = tf.sequential({ name: `dense_net_${++count}` });
  mlp.layers.forEach(({ w, b, activation }, i) => {
    const name = activation === "softmax" ? activation : activation.name;
    const own = known.find((candidate) => candidate === name);
    if (!own)
      throw cannot("copy the network", {
        argument: `layers[${i}].activation`,
        must: `one of ${known.join(", ")}`,
        received: name,
      });
    const layer = tf.layers.dense({
      units: b.length,
      activation: own,
      inputShape: i === 0 ? [w.length] : undefined,
    });
    model.add(layer);
    tf.tidy(() => layer.setWeights([tf.tensor2d(w as number[][]), tf.tensor1d(b as number[])]));
  });
  return model;
}
