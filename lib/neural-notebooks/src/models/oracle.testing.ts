/** Puts the helpers of models beside PyTorch, scikit-learn, tfjs and finite differences, for the tests and the table of deviations. */
import { oracle, oracleSource, type Comparison, type Nested } from "../core/oracle.testing";
import { tf, type Tensor, type Tensor2D } from "../core/tf";
import { activation, softmax, softmaxJacobian, type ActivationName } from "./activations";
import { dotProductAttention } from "./attention";
import { leastSquares } from "./linear";
import { loss, losses, sigmoidCrossentropy, softmaxCrossentropy, type LossName } from "./losses";
import { Mlp, createMlp } from "./mlp";
import { descend, optimizer, type OptimizerName } from "./plain-optimizers";
import { multiHeadAttention } from "./transformer";
import { Value, finiteDifference, sumValues } from "./value";

/** A network, what it is given, and the gradients that PyTorch finds. */
export interface NetworkCase {
  hidden: ActivationName;
  output: ActivationName | "softmax";
  lossName: LossName;
  x: number[][];
  y: number[][];
  w: number[][][];
  b: number[][];
  loss: number;
  wGradients: number[][][];
  bGradients: number[][];
}

/** Ten steps of each optimizer, from `start`, on Σ curvature (w − target)² + w₀w₁. */
export interface OptimizerCase {
  learningRate: number;
  weightDecay: number;
  curvature: [number, number];
  target: [number, number];
  start: [number, number];
  paths: Record<OptimizerName, number[][]>;
}

interface AttentionCase {
  q: number[][];
  k: number[][];
  v: number[][];
  output: number[][];
}

interface Networks {
  activations: {
    z: number[];
    functions: Record<ActivationName, { f: number[]; df: number[] }>;
    softmax: { z: number[]; a: number[]; jacobian: number[][] };
  };
  losses: Record<string, { yHat: number[]; y: number[]; value: number; gradient: number[] }>;
  networks: NetworkCase[];
  optimizers: OptimizerCase;
  attention: {
    plain: AttentionCase;
    causal: AttentionCase;
    multiHead: {
      heads: number;
      x: number[][][];
      kernels: number[][][];
      biases: number[][];
      output: Nested;
      weights: Nested;
      causalOutput: Nested;
      causalWeights: Nested;
    };
  };
}

interface LeastSquares {
  x: number[][];
  y: number[];
  w: number[];
  b: number;
  ridge: number;
  ridgeW: number[];
  ridgeB: number;
}

const networks = oracle<Networks>("networks");
const torch = oracleSource("networks", "torch");

/** How many of the nets are also compared with finite differences, which take a pass per parameter. */
const DIFFERENCED = 15;

/** Every comparison of this stage. */
export function modelComparisons(): Comparison[] {
  return [
    ...functionComparisons(),
    ...gradientComparisons(),
    ...optimizerComparisons(),
    ...attentionComparisons(),
    leastSquaresComparison(),
  ];
}

function functionComparisons(): Comparison[] {
  const { z, functions, softmax: scores } = networks.activations;
  const byHand = { source: torch, tolerance: 1e-12 };
  const ofActivations = Object.entries(functions).map(([name, { f, df }]): Comparison => {
    const values = () => {
      const own = activation(name as ActivationName);
      return { actual: [z.map((value) => own.f(value)), z.map((value) => own.df(value))], expected: [f, df] };
    };
    return { helper: `activation ${name} and derivative`, ...byHand, values };
  });
  const ofLosses = (Object.keys(losses) as LossName[]).map((name) => {
    return lossComparison(name, (yHat, y) => ({
      value: loss(name).value(yHat, y),
      gradient: loss(name).gradient(yHat, y),
    }));
  });
  return [
    ...ofActivations,
    {
      helper: "softmax and softmaxJacobian",
      ...byHand,
      values: () => ({
        actual: [softmax(scores.z), softmaxJacobian(scores.z)],
        expected: [scores.a, scores.jacobian],
      }),
    },
    ...ofLosses,
    lossComparison("sigmoidCrossentropy", sigmoidCrossentropy),
    lossComparison("softmaxCrossentropy", softmaxCrossentropy),
  ];
}

function lossComparison(
  name: string,
  own: (yHat: readonly number[], y: readonly number[]) => { value: number; gradient: readonly number[] },
): Comparison {
  const values = () => {
    const wanted = networks.losses[name];
    if (!wanted) throw new Error(`networks.json holds no loss ${name}`);
    const { value, gradient } = own(wanted.yHat, wanted.y);
    return { actual: [value, gradient], expected: [wanted.value, wanted.gradient] };
  };
  return { helper: `loss ${name} and gradient`, source: torch, tolerance: 1e-12, values };
}

function gradientComparisons(): Comparison[] {
  const cases = networks.networks;
  return [
    {
      helper: `Mlp.gradients (${cases.length} nets)`,
      source: torch,
      tolerance: 1e-9,
      values: () => ({
        actual: cases.map((wanted) => gradientsOf(networkOf(wanted), wanted)),
        expected: cases.map(({ loss: value, wGradients, bGradients }) => [value, wGradients, bGradients]),
      }),
    },
    {
      helper: `Mlp.gradients (${DIFFERENCED} nets)`,
      source: "finite differences",
      tolerance: 1e-5,
      values: besideFiniteDifferences,
    },
    {
      helper: "Mlp.gradients (3-5-4-2)",
      source: `tfjs ${tf.version["tfjs-core"]}`,
      tolerance: 1e-5,
      values: besideTfjs,
    },
    {
      helper: `Value.backward (${engineCases.length} nets)`,
      source: torch,
      tolerance: 1e-9,
      values: engineBesideTorch,
    },
  ];
}

function networkOf({ w, b, hidden, output }: NetworkCase): Mlp {
  return new Mlp(
    w.map((weights, l) => {
      const name = l === w.length - 1 ? output : hidden;
      return { w: weights, b: b[l] as number[], activation: name === "softmax" ? name : activation(name) };
    }),
  );
}

function gradientsOf(network: Mlp, data: { x: number[][]; y: number[][]; lossName: LossName }): Nested {
  const { loss: value, layers } = network.gradients(data, { loss: data.lossName });
  return [value, layers.map((layer) => layer.w), layers.map((layer) => layer.b)];
}

function besideFiniteDifferences(): { actual: Nested; expected: Nested } {
  const cases = networks.networks.slice(0, DIFFERENCED);
  const expected = cases.map((wanted) => {
    const network = networkOf(wanted);
    const lossAt = (parameters: readonly number[]) =>
      network.withParameters(parameters).gradients(wanted, { loss: wanted.lossName }).loss;
    return finiteDifference(lossAt, network.flatten());
  });
  const actual = cases.map((wanted) =>
    networkOf(wanted)
      .gradients(wanted, { loss: wanted.lossName })
      .layers.flatMap(({ w, b }) => [...w.flat(), ...b]),
  );
  return { actual, expected };
}

function besideTfjs(): { actual: Nested; expected: Nested } {
  const network = createMlp([3, 5, 4, 2], { hidden: "tanh", output: "softmax", seed: 3 });
  const x = [[0.5, -1, 2], [1, 1, -0.3], [-2, 0.1, 0.4]]; // prettier-ignore
  const y = [[1, 0], [0, 1], [0, 1]]; // prettier-ignore
  const own = network.gradients({ x, y }, { loss: "categoricalCrossentropy" });
  const expected = tf.tidy(() => {
    const parameters = network.layers.flatMap(({ w, b }) => [
      tf.tensor2d(w as number[][]),
      tf.tensor1d(b as number[]),
    ]);
    const f = tf.valueAndGrads((...ps) => {
      let a: Tensor2D = tf.tensor2d(x);
      for (let l = 0; l < 3; l++) {
        const z = a.matMul(ps[2 * l] as Tensor2D).add<Tensor2D>(ps[2 * l + 1] as Tensor2D);
        a = l < 2 ? z.tanh() : z;
      }
      return tf.losses.softmaxCrossEntropy(tf.tensor2d(y), a).asScalar();
    });
    const { value, grads } = f(parameters);
    return [value.dataSync()[0] as number, ...grads.map((g) => [...g.dataSync()])];
  });
  return { actual: [own.loss, ...own.layers.flatMap(({ w, b }) => [w.flat(), b])], expected };
}

/** The nets that the autodiff engine has the functions for. */
const engineCases = networks.networks.filter(({ hidden, output, lossName }) => {
  return (
    ["tanh", "relu", "sigmoid"].includes(hidden) && output === "linear" && lossName === "meanSquaredError"
  );
});

/** The mean squared error of nets with a linear output, on the autodiff engine. */
function engineBesideTorch(): { actual: Nested; expected: Nested } {
  const actual = engineCases.map(({ hidden, x, y, w, b }) => {
    const weights = w.map((layer) => layer.map((row) => row.map((value) => new Value(value))));
    const biases = b.map((layer) => layer.map((value) => new Value(value)));
    const squares = x.flatMap((row, i) => {
      let a = row.map((value) => new Value(value));
      weights.forEach((layer, l) => {
        const z = (biases[l] as Value[]).map((bias, j) =>
          sumValues([bias, ...a.map((value, k) => value.times(layer[k]?.[j] as Value))]),
        );
        a = l < weights.length - 1 ? z.map((value) => value[hidden as "tanh" | "relu" | "sigmoid"]()) : z;
      });
      return a.map((value, j) => value.minus(y[i]?.[j] as number).power(2));
    });
    const error = sumValues(squares).over(squares.length);
    error.backward();
    return [
      error.data,
      weights.map((layer) => layer.map((row) => row.map(({ gradient }) => gradient))),
      biases.map((layer) => layer.map(({ gradient }) => gradient)),
    ];
  });
  return {
    actual,
    expected: engineCases.map((wanted) => [wanted.loss, wanted.wGradients, wanted.bGradients]),
  };
}

function optimizerComparisons(): Comparison[] {
  const { learningRate, weightDecay, curvature, target, start, paths } = networks.optimizers;
  const [[c0, c1], [t0, t1]] = [curvature, target];
  // The gradient of Σ c(w − t)² + w₀w₁.
  const gradient = ([w0, w1]: readonly number[]) => [
    2 * c0 * ((w0 as number) - t0) + (w1 as number),
    2 * c1 * ((w1 as number) - t1) + (w0 as number),
  ];
  return Object.entries(paths).map(([name, expected]) => {
    const values = () => {
      const rule = optimizer(name as OptimizerName, { learningRate, weightDecay });
      return { actual: descend(gradient, start, { optimizer: rule, steps: 10 }), expected };
    };
    return { helper: `optimizer ${name}, 10 steps`, source: torch, tolerance: 1e-9, values };
  });
}

function attentionComparisons(): Comparison[] {
  const { plain, causal, multiHead } = networks.attention;
  const byHand = { helper: "dotProductAttention", source: torch, tolerance: 1e-12 };
  const layer = { source: torch, tolerance: 1e-5 };
  return [
    { ...byHand, values: () => ({ actual: dotProductAttention(plain).output, expected: plain.output }) },
    {
      ...byHand,
      helper: "dotProductAttention, causal",
      values: () => ({
        actual: dotProductAttention(causal, { causal: true }).output,
        expected: causal.output,
      }),
    },
    {
      ...layer,
      helper: "MultiHeadAttention with map",
      values: () => ({ actual: attend({ causal: false }), expected: [multiHead.output, multiHead.weights] }),
    },
    {
      ...layer,
      helper: "MultiHeadAttention with map, causal",
      values: () => ({
        actual: attend({ causal: true }),
        expected: [multiHead.causalOutput, multiHead.causalWeights],
      }),
    },
  ];
}

function attend({ causal }: { causal: boolean }): Nested {
  const { heads, x, kernels, biases } = networks.attention.multiHead;
  const layer = multiHeadAttention({ heads, units: 8, causal });
  const result = tf.tidy(() => {
    const input = tf.tensor3d(x);
    layer.apply(input);
    layer.setWeights(
      kernels.flatMap((kernel, i) => [tf.tensor2d(kernel), tf.tensor1d(biases[i] as number[])]),
    );
    return [(layer.apply(input) as Tensor).arraySync(), layer.attentionMap(input).arraySync()];
  });
  layer.dispose();
  return result;
}

function leastSquaresComparison(): Comparison {
  const values = () => {
    const { x, y, w, b, ridge, ridgeW, ridgeB } = oracle<{ leastSquares: LeastSquares }>(
      "metrics",
    ).leastSquares;
    const [plain, pulled] = [leastSquares({ x, y }), leastSquares({ x, y }, { ridge })];
    return { actual: [plain.w, plain.b, pulled.w, pulled.b], expected: [w, b, ridgeW, ridgeB] };
  };
  return {
    helper: "leastSquares, plain and ridge",
    source: oracleSource("metrics", "scikit-learn"),
    tolerance: 1e-9,
    values,
  };
}
