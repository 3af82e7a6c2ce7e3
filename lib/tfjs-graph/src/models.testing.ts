/** Models of every kind that graphs know, with data, for comparisons of graphs with eager execution. */
import assert from "node:assert/strict";
import { Session } from "./graph/session";
import { AdamW, tf, type LayersModel, type Optimizer, type SymbolicTensor, type Tensor } from "./tf.testing";

export { skip } from "./tf.testing";

type Layer = ReturnType<typeof tf.layers.dense>;
type Loss = "softmax" | "sparse" | "sigmoid" | "squares" | "absolute";

/** A model before its output layer, and what it is trained with. */
export interface Case {
  readonly layers: () => { apply: Layer["apply"] }[];
  readonly input: readonly number[];
  readonly units?: number;
  readonly loss?: Loss;
  readonly optimizer?: () => Optimizer;
  readonly ids?: number;
  readonly steps?: number;
}

let seed = 0;
/** Random numbers, others at each call. */
export const init = () => tf.initializers.randomUniform({ minval: -0.4, maxval: 0.4, seed: ++seed });
/** A dense layer of random weights and biases. */
export const dense = (units: number, options: object = {}) =>
  tf.layers.dense({ units, kernelInitializer: init(), biasInitializer: init(), ...options });
const conv = (filters: number, options: object = {}) =>
  tf.layers.conv2d({
    filters,
    kernelSize: 3,
    activation: "relu",
    kernelInitializer: init(),
    biasInitializer: init(),
    ...options,
  });
const cell = (units: number, options: object = {}) => ({
  units,
  kernelInitializer: init(),
  recurrentInitializer: init(),
  biasInitializer: init(),
  ...options,
});

const activations = [
  "linear",
  "relu",
  "relu6",
  "elu",
  "selu",
  "sigmoid",
  "hardSigmoid",
  "tanh",
  "softplus",
  "softsign",
] as const;

/** Models by what they show. */
export const cases: Record<string, Case> = {
  "dense, softmax": {
    input: [5],
    layers: () => [dense(7, { activation: "relu" })],
    loss: "softmax",
    units: 3,
  },
  "dense, labels as numbers": {
    input: [5],
    layers: () => [dense(7, { activation: "relu" })],
    loss: "sparse",
    units: 4,
  },
  "dense, softmax of many classes": {
    input: [5],
    layers: () => [dense(7, { activation: "relu" })],
    loss: "softmax",
    units: 40,
  },
  "dense, many classes as numbers": {
    input: [5],
    layers: () => [dense(7, { activation: "relu" })],
    loss: "sparse",
    units: 40,
  },
  "dense, sigmoid": { input: [5], layers: () => [dense(7, { activation: "tanh" })], loss: "sigmoid" },
  "dense, several sigmoids": {
    input: [5],
    layers: () => [dense(7, { activation: "tanh" })],
    loss: "sigmoid",
    units: 3,
  },
  ...Object.fromEntries(
    (["softmax", "sparse", "sigmoid"] as const).map((loss) => [
      `outputs beyond what tfjs tells from 0 and 1, ${loss}`,
      {
        input: [5],
        layers: () => [
          dense(4, {
            kernelInitializer: tf.initializers.randomUniform({ minval: -40, maxval: 40, seed: 3 }),
          }),
        ],
        loss,
        units: loss === "sigmoid" ? 1 : 3,
        optimizer: () => tf.train.sgd(0.001),
      } satisfies Case,
    ]),
  ),
  "dense without bias, absolute errors": {
    input: [5],
    layers: () => [dense(7, { useBias: false, activation: "elu" })],
    loss: "absolute",
  },
  "dense over time": { input: [6, 5], layers: () => [dense(4, { activation: "tanh" }), tf.layers.flatten()] },
  ...Object.fromEntries(
    activations.map((activation) => [
      `activation ${activation}`,
      { input: [5], layers: () => [dense(6, { activation })] } satisfies Case,
    ]),
  ),
  "layers of activations": {
    input: [5],
    layers: () => [
      dense(6),
      tf.layers.activation({ activation: "tanh" }),
      dense(6),
      tf.layers.leakyReLU({ alpha: 0.2 }),
      dense(6),
      tf.layers.reLU({ maxValue: 6 }),
      tf.layers.softmax(),
    ],
  },
  "softmax in the middle": { input: [5], layers: () => [dense(6, { activation: "softmax" })] },
  "reshape and permute": {
    input: [12],
    layers: () => [
      tf.layers.reshape({ targetShape: [3, 4] }),
      tf.layers.permute({ dims: [2, 1] }),
      dense(3, { activation: "tanh" }),
      tf.layers.flatten(),
    ],
  },
  penalties: {
    input: [5],
    layers: () => [
      dense(6, {
        activation: "relu",
        kernelRegularizer: tf.regularizers.l1l2({ l1: 0.01, l2: 0.02 }),
        biasRegularizer: tf.regularizers.l2({ l2: 0.1 }),
      }),
    ],
  },
  "dropout of nothing": {
    input: [5],
    layers: () => [dense(6, { activation: "relu" }), tf.layers.dropout({ rate: 0 })],
  },
  convolutions: {
    input: [10, 9, 2],
    layers: () => [
      conv(4),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      conv(3, { padding: "same", strides: 2 }),
      tf.layers.flatten(),
    ],
    loss: "softmax",
    units: 3,
  },
  "averages of pictures": {
    input: [9, 9, 2],
    layers: () => [
      conv(4, { padding: "same" }),
      tf.layers.averagePooling2d({ poolSize: 3, strides: 2, padding: "same" }),
      tf.layers.globalAveragePooling2d({ dataFormat: "channelsLast" }),
    ],
  },
  "largest of pictures": {
    input: [8, 8, 2],
    layers: () => [
      conv(4, { useBias: false }),
      tf.layers.maxPooling2d({ poolSize: [2, 3], strides: [1, 2] }),
      tf.layers.globalMaxPooling2d({ dataFormat: "channelsLast" }),
    ],
  },
  depthwise: {
    input: [8, 8, 3],
    layers: () => [
      tf.layers.depthwiseConv2d({
        kernelSize: 3,
        depthMultiplier: 2,
        depthwiseInitializer: init(),
        activation: "tanh",
      }),
      tf.layers.flatten(),
    ],
  },
  "convolutions over time": {
    input: [20, 3],
    layers: () => [
      tf.layers.conv1d({ filters: 5, kernelSize: 4, activation: "relu", kernelInitializer: init() }),
      tf.layers.maxPooling1d({ poolSize: 2 }),
      tf.layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: "same", kernelInitializer: init() }),
      tf.layers.averagePooling1d({ poolSize: 2 }),
      tf.layers.globalAveragePooling1d(),
    ],
  },
  "largest over time": {
    input: [20, 3],
    layers: () => [
      tf.layers.conv1d({ filters: 5, kernelSize: 4, kernelInitializer: init() }),
      tf.layers.globalMaxPooling1d(),
    ],
  },
  "batch normalization": {
    input: [5],
    layers: () => [
      dense(6),
      tf.layers.batchNormalization({ momentum: 0.8 }),
      tf.layers.activation({ activation: "relu" }),
    ],
    steps: 3,
  },
  "batch normalization of pictures": {
    input: [6, 6, 2],
    layers: () => [conv(3), tf.layers.batchNormalization({ momentum: 0.8 }), tf.layers.flatten()],
    steps: 3,
  },
  LSTM: {
    input: [7, 3],
    layers: () => [tf.layers.lstm(cell(5, { recurrentActivation: "sigmoid" }))],
  },
  "two LSTMs": {
    input: [7, 3],
    layers: () => [
      tf.layers.lstm({ ...cell(5, { recurrentActivation: "sigmoid" }), returnSequences: true }),
      tf.layers.lstm({ ...cell(4, { recurrentActivation: "sigmoid" }), useBias: false }),
    ],
  },
  "LSTM as tfjs makes it": {
    input: [5, 3],
    layers: () => [tf.layers.lstm({ ...cell(4), returnSequences: true }), tf.layers.flatten()],
  },
  "LSTM of one step": {
    input: [1, 3],
    layers: () => [tf.layers.lstm(cell(4, { recurrentActivation: "sigmoid" }))],
  },
  GRU: { input: [6, 3], layers: () => [tf.layers.gru(cell(5, { recurrentActivation: "sigmoid" }))] },
  "GRU as tfjs makes it": {
    input: [6, 3],
    layers: () => [tf.layers.gru({ ...cell(5), returnSequences: true }), tf.layers.flatten()],
  },
  "simple recurrence": {
    input: [6, 3],
    layers: () => [tf.layers.simpleRNN({ ...cell(5), returnSequences: true }), tf.layers.simpleRNN(cell(4))],
  },
  embedding: {
    input: [8],
    ids: 11,
    layers: () => [
      tf.layers.embedding({ inputDim: 11, outputDim: 4, embeddingsInitializer: init() }),
      tf.layers.globalAveragePooling1d(),
      dense(5, { activation: "relu" }),
    ],
    loss: "sigmoid",
  },
};

const optimizers: Record<string, () => Optimizer> = {
  sgd: () => tf.train.sgd(0.1),
  momentum: () => tf.train.momentum(0.05, 0.9),
  nesterov: () => tf.train.momentum(0.05, 0.9, true),
  rmsprop: () => tf.train.rmsprop(0.01, 0.9, 0.5, 1e-6),
  adam: () => tf.train.adam(0.01),
  "adam with its own settings": () => tf.train.adam(0.02, 0.8, 0.95, 1e-3),
  adamw: () => new AdamW({ learningRate: 0.01 }, 0.1),
  adagrad: () => tf.train.adagrad(0.1),
};
for (const [name, optimizer] of Object.entries(optimizers))
  cases[`the optimizer ${name}`] = {
    input: [5],
    layers: () => [dense(6, { activation: "tanh" })],
    loss: "softmax",
    units: 3,
    optimizer,
    steps: 6,
  };

/** A case's model with its output layer. */
export function modelOf({ layers, input, units = 1, loss = "squares" }: Case): LayersModel {
  const activation = {
    softmax: "softmax",
    sparse: "softmax",
    sigmoid: "sigmoid",
    squares: "linear",
    absolute: "linear",
  }[loss];
  const x = tf.input({ shape: [...input] });
  const outputs = [...layers(), dense(units, { activation })].reduce<SymbolicTensor>(
    (y, layer) => layer.apply(y) as SymbolicTensor,
    x,
  );
  return tf.model({ inputs: x, outputs });
}

const names = {
  softmax: "categoricalCrossentropy",
  sparse: "sparseCategoricalCrossentropy",
  sigmoid: "binaryCrossentropy",
  squares: "meanSquaredError",
  absolute: "meanAbsoluteError",
};

/** Compiles a case's model. */
export function compile(model: LayersModel, { loss = "squares", optimizer }: Case): void {
  const metrics = loss === "squares" || loss === "absolute" ? ["mse", "mae"] : ["accuracy"];
  model.compile({ optimizer: optimizer?.() ?? tf.train.sgd(0.1), loss: names[loss], metrics });
}

/** Inputs and targets for a case. */
export function dataOf({ input, units = 1, loss = "squares", ids }: Case, rows: number): [Tensor, Tensor] {
  const x =
    ids === undefined
      ? tf.randomUniform([rows, ...input], -1, 1, "float32", 5)
      : tf.randomUniform([rows, ...input], 0, ids, "int32", 5);
  const classes = Array.from({ length: rows }, (_, i) => (i * 7) % Math.max(units, 2));
  if (loss === "sparse") return [x, tf.tensor2d(classes, [rows, 1])];
  if (loss === "softmax")
    return [x, tf.tidy(() => tf.oneHot(tf.tensor1d(classes, "int32"), units).toFloat())];
  if (loss === "sigmoid")
    return [
      x,
      tf.tensor2d(
        Array.from({ length: rows * units }, (_, i) => (i * 5) % 2),
        [rows, units],
      ),
    ];
  return [x, tf.randomUniform([rows, units], -1, 1, "float32", 6)];
}

/** Each number within 1e-5, relative or absolute. */
export function assertClose(got: readonly number[], expected: readonly number[], what: string): void {
  assert.equal(got.length, expected.length, what);
  got.forEach((value, i) => {
    const want = expected[i] as number;
    assert.ok(Math.abs(value - want) <= 1e-5 + 1e-5 * Math.abs(want), `${what}[${i}]: ${value} for ${want}`);
  });
}

/** Does some work while no graph can compute; what it holds can be read and written. */
export async function withoutRuns<T>(work: () => T | Promise<T>): Promise<T> {
  const { run } = Session.prototype;
  Session.prototype.run = function (signature, ids) {
    if (/^(feed|data)0/.test(signature.inputs)) throw new Error("this library runs no graphs");
    return run.call(this, signature, ids);
  };
  try {
    return await work();
  } finally {
    Session.prototype.run = run;
  }
}
