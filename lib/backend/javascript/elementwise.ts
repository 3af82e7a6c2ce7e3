/** Functions of one number, such as the activations, over whole arrays. */
import { floatsOf, floatTensor, type CpuCall, type CpuKernel, type CpuKernels } from "./cpu";

/** Writes f(x) into y, element by element; both may be the same array. */
export type Elementwise = (x: Float32Array, y: Float32Array) => void;

/*
 * Each loop is written out: one loop that is handed different functions calls them, and is ten times slower than one
 * whose function V8 compiles into it.
 */

/**
 * By bits, since a branch that depends on each number's sign costs four times as much: the sign, spread over all bits,
 * wipes out a negative number. Above −Infinity, as whole numbers without a sign, lie the NaN that have one.
 */
export const relu: Elementwise = (x, y) => {
  const from = new Int32Array(x.buffer, x.byteOffset, x.length);
  const to = new Int32Array(y.buffer, y.byteOffset, y.length);
  for (let i = 0; i < to.length; i += 1) {
    const bits = from[i] as number;
    to[i] = bits >>> 0 > MINUS_INFINITY ? bits : bits & ~(bits >> 31);
  }
};

/** The bits of −Infinity. */
const MINUS_INFINITY = 0xff800000;

export const relu6: Elementwise = (x, y) => {
  for (let i = 0; i < y.length; i += 1) y[i] = Math.min(Math.max(0, x[i] as number), 6);
};

export const elu: Elementwise = (x, y) => {
  for (let i = 0; i < y.length; i += 1) {
    const value = x[i] as number;
    y[i] = value >= 0 ? value : Math.exp(value) - 1;
  }
};

export const sigmoid: Elementwise = (x, y) => {
  for (let i = 0; i < y.length; i += 1) y[i] = 1 / (1 + Math.exp(-(x[i] as number)));
};

export const leakyRelu =
  (alpha: number): Elementwise =>
  (x, y) => {
    for (let i = 0; i < y.length; i += 1) {
      const value = x[i] as number;
      y[i] = value < 0 ? alpha * value : value;
    }
  };

const step =
  (alpha: number): Elementwise =>
  (x, y) => {
    for (let i = 0; i < y.length; i += 1) {
      const value = x[i] as number;
      if (value > 0) y[i] = 1;
      else y[i] = value <= 0 ? alpha : NaN;
    }
  };

const tanh: Elementwise = (x, y) => {
  for (let i = 0; i < y.length; i += 1) y[i] = Math.tanh(x[i] as number);
};

const exp: Elementwise = (x, y) => {
  for (let i = 0; i < y.length; i += 1) y[i] = Math.exp(x[i] as number);
};

const log: Elementwise = (x, y) => {
  for (let i = 0; i < y.length; i += 1) y[i] = Math.log(x[i] as number);
};

const sqrt: Elementwise = (x, y) => {
  for (let i = 0; i < y.length; i += 1) y[i] = Math.sqrt(x[i] as number);
};

const square: Elementwise = (x, y) => {
  for (let i = 0; i < y.length; i += 1) {
    const value = x[i] as number;
    y[i] = value * value;
  }
};

const neg: Elementwise = (x, y) => {
  for (let i = 0; i < y.length; i += 1) y[i] = -(x[i] as number);
};

const fixed = { Relu: relu, Relu6: relu6, Elu: elu, Sigmoid: sigmoid, Tanh: tanh, Exp: exp, Log: log };
const more = { Sqrt: sqrt, Square: square, Neg: neg };
const withAlpha = { LeakyRelu: leakyRelu, Step: step };

/** The kernels of these functions. */
export function elementwiseKernels(): CpuKernels {
  const kernel =
    (chosen: (call: CpuCall) => Elementwise): CpuKernel =>
    (call) => {
      const { x } = call.inputs;
      const values = floatsOf(call, x);
      if (x === undefined || values === undefined) return undefined;
      const result = new Float32Array(values.length);
      chosen(call)(values, result);
      return floatTensor(call, x.shape, result);
    };
  const entries = [
    ...Object.entries({ ...fixed, ...more }).map(([name, f]) => [name, kernel(() => f)] as const),
    ...Object.entries(withAlpha).map(
      ([name, f]) => [name, kernel(({ attributes }) => f(attributes["alpha"] as number))] as const,
    ),
  ];
  return Object.fromEntries(entries);
}
