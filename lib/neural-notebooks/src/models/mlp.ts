/** A multilayer perceptron in plain loops: forward, backward, training, with every number open to the eye. */
import { ArgumentError, ShapeError, cannot } from "../core/errors";
import { randomFrom } from "../core/global-seed";
import type { Seed } from "../core/random";
import { checkFinite, checkInteger, checkSameLength, shapeOf } from "../core/shape";
import { activation, softmax, softmaxJacobian, type Activation, type ActivationName } from "./activations";
import {
  loss as lossByName,
  sigmoidCrossentropy,
  softmaxCrossentropy,
  type Loss,
  type LossName,
} from "./losses";

/** One layer: a = f(x·w + b). */
export interface MlpLayer {
  /** Weights, shape `[inputs, units]`, as a dense layer of tfjs has them. */
  readonly w: readonly (readonly number[])[];
  /** Biases, shape `[units]`. */
  readonly b: readonly number[];
  /** What bends the sums. */
  readonly activation: Activation | "softmax";
}

/** Gradients of one layer, in the shapes of its weights and biases. */
export interface LayerGradient {
  readonly w: number[][];
  readonly b: number[];
}

/** What a row looks like on its way through the network. */
export interface ForwardPass {
  /** Weighted sums per layer, `z[layer][unit]`. */
  readonly z: number[][];
  /** Answers per layer; `a[0]` is the input, the last is the output. */
  readonly a: number[][];
}

/** Inputs and targets. */
export interface MlpData {
  /** Inputs, shape `[rows, inputs]`. */
  readonly x: readonly (readonly number[])[];
  /** Targets, shape `[rows, outputs]`. */
  readonly y: readonly (readonly number[])[];
}

/** Options of {@link createMlp}. */
export interface MlpOptions {
  /** Activation of the hidden layers. */
  hidden?: ActivationName | Activation;
  /** Activation of the output layer. */
  output?: ActivationName | Activation | "softmax";
  /** Start of the random weights (Glorot uniform; Glorot and Bengio, 2010). */
  seed?: Seed;
}

/** A network of layers; it never changes, training gives a new one. */
export class Mlp {
  readonly layers: readonly MlpLayer[];

  /**
   * @param layers - One or more; each takes as many inputs as the one before has units.
   * @throws ShapeError when shapes do not fit together.
   */
  constructor(layers: readonly MlpLayer[]) {
    if (layers.length === 0)
      throw cannot("make the network", {
        argument: "layers",
        must: "one or more layers",
        received: layers,
        as: ShapeError,
      });
    layers.forEach((layer, i) => {
      const [inputs, units] = shapeOf(layer.w, { verb: "make the network", argument: `layers[${i}].w` });
      const before = layers[i - 1]?.b.length ?? inputs;
      if (inputs === before && units === layer.b.length && units !== 0) return;
      const must = `of shape [${before}, ${layer.b.length}]`;
      throw cannot("make the network", {
        argument: `layers[${i}].w`,
        must,
        received: { shape: [inputs ?? 0, units ?? 0] },
        as: ShapeError,
      });
    });
    if (layers.slice(0, -1).some((layer) => layer.activation === "softmax")) {
      throw new ArgumentError(
        "Cannot make the network: softmax must be the last layer's activation; received it in a hidden layer.",
      );
    }
    this.layers = layers.map(({ w, b, activation: f }) => ({
      w: w.map((row) => [...row]),
      b: [...b],
      activation: f,
    }));
  }

  /** Numbers that training changes. */
  get parameterCount(): number {
    return this.layers.reduce((sum, { w, b }) => sum + w.length * b.length + b.length, 0);
  }

  /** Sums and answers of every layer for one row. */
  forward(x: readonly number[]): ForwardPass {
    const inputs = this.layers[0]?.w.length ?? 0;
    if (x.length !== inputs)
      throw cannot("run the network", {
        argument: "x",
        must: `of shape [${inputs}]`,
        received: { shape: [x.length] },
        as: ShapeError,
      });
    const z: number[][] = [];
    const a: number[][] = [[...x]];
    for (const { w, b, activation: f } of this.layers) {
      const input = a.at(-1) as number[];
      const sums = b.map((bias, unit) =>
        input.reduce((sum, value, i) => sum + value * ((w[i] as readonly number[])[unit] as number), bias),
      );
      z.push(sums);
      a.push(f === "softmax" ? softmax(sums) : sums.map((value) => f.f(value)));
    }
    return { z, a };
  }

  /** The outputs. Takes `[rows, inputs]`, gives `[rows, outputs]`. */
  predict(x: readonly (readonly number[])[]): number[][] {
    return x.map((row) => this.forward(row).a.at(-1) as number[]);
  }

  /**
   * Mean loss over rows and its gradients, by backpropagation (Rumelhart, Hinton and Williams, 1986, "Learning
   * representations by back-propagating errors").
   *
   * @param data - Inputs `[rows, inputs]` and targets `[rows, outputs]`.
   * @param options - `loss`, by name or as a pair of functions.
   * @returns Loss, one gradient per layer in the shapes of its weights, and ∂loss/∂x, shape `[rows, inputs]`.
   * @throws ShapeError or DataError when the data do not fit or are not finite.
   */
  gradients(
    data: MlpData,
    options: { loss?: LossName | Loss } = {},
  ): { loss: number; layers: LayerGradient[]; x: number[][] } {
    checkMlpData(this, data);
    const loss = lossByName(options.loss ?? "meanSquaredError");
    const layers = this.layers.map(({ w, b }) => ({
      w: w.map((row) => row.map(() => 0)),
      b: b.map(() => 0),
    }));
    const share = 1 / data.x.length;
    let total = 0;
    const x = data.x.map((row, r) => {
      const pass = this.forward(row);
      const { value, delta } = outputDelta(this.layers.at(-1) as MlpLayer, {
        pass,
        y: data.y[r] as readonly number[],
        loss,
      });
      total += value * share;
      return this.backward(
        pass,
        delta.map((d) => d * share),
        layers,
      );
    });
    return { loss: total, layers, x };
  }

  /** Carries ∂loss/∂z of the output back, adds to the gradients, gives ∂loss/∂x. */
  private backward(pass: ForwardPass, outputDeltas: number[], gradients: LayerGradient[]): number[] {
    let delta = outputDeltas;
    for (let l = this.layers.length - 1; ; l--) {
      const { w } = this.layers[l] as MlpLayer;
      const gradient = gradients[l] as LayerGradient;
      const input = pass.a[l] as number[];
      input.forEach((value, i) =>
        delta.forEach(
          (d, unit) =>
            ((gradient.w[i] as number[])[unit] = ((gradient.w[i] as number[])[unit] as number) + value * d),
        ),
      );
      delta.forEach((d, unit) => (gradient.b[unit] = (gradient.b[unit] as number) + d));
      const carried = w.map((row) =>
        row.reduce((sum, weight, unit) => sum + weight * (delta[unit] as number), 0),
      );
      if (l === 0) return carried;
      const f = (this.layers[l - 1] as MlpLayer).activation as Activation; // Hidden layers never have softmax.
      delta = carried.map((value, unit) => value * f.df((pass.z[l - 1] as number[])[unit] as number));
    }
  }

  /** All weights and biases in one list: layer by layer, weights row by row, then biases. */
  flatten(): number[] {
    return this.layers.flatMap(({ w, b }) => [...w.flat(), ...b]);
  }

  /**
   * The same network with other numbers.
   *
   * @param values - In the order of {@link flatten}.
   * @throws ShapeError when there are more or fewer.
   */
  withParameters(values: readonly number[]): Mlp {
    if (values.length !== this.parameterCount) {
      throw cannot("set the parameters", {
        argument: "values",
        must: `${this.parameterCount} numbers`,
        received: { shape: [values.length] },
        as: ShapeError,
      });
    }
    let next = 0;
    const nextValue = () => values[next++] as number;
    return new Mlp(
      this.layers.map(({ w, b, activation: f }) => ({
        w: w.map((row) => row.map(nextValue)),
        b: b.map(nextValue),
        activation: f,
      })),
    );
  }
}

/**
 * A network with random weights.
 *
 * @param sizes - Inputs, units of each hidden layer, outputs; e.g. `[2, 2, 1]`.
 * @param options - Activations and seed.
 * @throws ArgumentError when a size is not a whole number ≥ 1.
 * @example
 * assert.equal(createMlp([2, 2, 1], { seed: 1 }).parameterCount, 9);
 */
export function createMlp(sizes: readonly number[], options: MlpOptions = {}): Mlp {
  const { hidden = "tanh", output = "linear", seed } = options;
  if (sizes.length < 2)
    throw cannot("make the network", {
      argument: "sizes",
      must: "at least inputs and outputs",
      received: sizes,
    });
  sizes.forEach((size, i) =>
    checkInteger(size, { verb: "make the network", argument: `sizes[${i}]`, min: 1 }),
  );
  const random = randomFrom(seed);
  return new Mlp(
    sizes.slice(1).map((units, l) => {
      const inputs = sizes[l] as number;
      const limit = Math.sqrt(6 / (inputs + units));
      const w = Array.from({ length: inputs }, () =>
        Array.from({ length: units }, () => random.uniform(-limit, limit)),
      );
      const last = l === sizes.length - 2;
      const f =
        last && output === "softmax"
          ? "softmax"
          : activation((last ? output : hidden) as ActivationName | Activation);
      return { w, b: Array<number>(units).fill(0), activation: f };
    }),
  );
}

/** Loss of one row and ∂loss/∂z of the output; the two usual pairs have a form that needs no division. */
function outputDelta(
  layer: MlpLayer,
  row: { pass: ForwardPass; y: readonly number[]; loss: Loss },
): { value: number; delta: number[] } {
  const { pass, y, loss } = row;
  const z = pass.z.at(-1) as number[];
  const yHat = pass.a.at(-1) as number[];
  if (layer.activation === "softmax") {
    if (loss.name === "categoricalCrossentropy") return renamed(softmaxCrossentropy(z, y));
    const gradient = loss.gradient(yHat, y);
    const jacobian = softmaxJacobian(z);
    return {
      value: loss.value(yHat, y),
      delta: z.map((_, j) =>
        gradient.reduce((sum, g, i) => sum + g * ((jacobian[i] as number[])[j] as number), 0),
      ),
    };
  }
  if (layer.activation.name === "sigmoid" && loss.name === "binaryCrossentropy")
    return renamed(sigmoidCrossentropy(z, y));
  const f = layer.activation;
  return {
    value: loss.value(yHat, y),
    delta: loss.gradient(yHat, y).map((g, unit) => g * f.df(z[unit] as number)),
  };
}

function renamed({ value, gradient }: { value: number; gradient: number[] }): {
  value: number;
  delta: number[];
} {
  return { value, delta: gradient };
}

/** Checks inputs and targets against a network. */
export function checkMlpData(mlp: Mlp, { x, y }: MlpData): void {
  const verb = "train the network";
  checkSameLength({ x: x.length, y: y.length }, verb);
  for (const [argument, rows, expected] of [
    ["x", x, mlp.layers[0]?.w.length],
    ["y", y, mlp.layers.at(-1)?.b.length],
  ] as const) {
    const shape = shapeOf(rows, { verb, argument });
    if (shape.length !== 2 || shape[1] !== expected)
      throw cannot(verb, {
        argument,
        must: `of shape [rows, ${expected}]`,
        received: { shape },
        as: ShapeError,
      });
    rows.forEach((row, i) => checkFinite(row, { verb, argument: `${argument}[${i}]` }));
  }
}
