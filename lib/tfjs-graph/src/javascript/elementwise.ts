/** Functions of one number, such as the activations, over whole arrays. */
import { floatsOf, floatTensor, type CpuCall, type CpuKernel, type CpuKernels } from "./cpu";

/** Writes f(x) into y, element by element; both may be the same array. */
export type Elementwise = (x: Float32Array, y: Float32Array) => void;

/*
 * Each loop is written out: one loop that is handed different functions calls them, and is ten times slower than one
 * whose function V8 compiles into it.
 */

/**
 * By bits, since a branch that depends on each number's sign costs several times as much: the sign, copied to all
 * bits, wipes out a negative number. NaN has either sign and stays.
 */
export const relu: Elementwise = (x, y) => {
  const [from, to] = [bitsOf(x), bitsOf(y)];
  for (let i = 0; i < to.length; i += 1) {
    const bits = from[i] as number;
    to[i] = isNaNByBits(bits) ? bits : bits & ~(bits >> 31);
  }
};

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

/** By bits, too: −bits & ~bits is negative only where bits is above 0. */
const step =
  (alpha: number): Elementwise =>
  (x, y) => {
    const [from, to] = [bitsOf(x), bitsOf(y)];
    const [below = 0, above = 0] = bitsOf(Float32Array.of(alpha, 1));
    for (let i = 0; i < to.length; i += 1) {
      const bits = from[i] as number;
      const isAbove = (-bits & ~bits) >> 31;
      to[i] = isNaNByBits(bits) ? bits : (above & isAbove) | (below & ~isAbove);
    }
  };

/** 32-bit floats as whole numbers of the same bits. */
export function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}

/** The bits of infinity. */
export const INFINITY_BITS = 0x7f800000;

/** Without their sign, all NaN are above infinity. */
export function isNaNByBits(bits: number): boolean {
  return (bits & 0x7fffffff) > INFINITY_BITS;
}

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

/** By tfjs's names. */
const functions = {
  ...{ Relu: relu, Relu6: relu6, Elu: elu, Sigmoid: sigmoid, Tanh: tanh },
  ...{ Exp: exp, Log: log, Sqrt: sqrt, Square: square, Neg: neg },
};
/** Those that have a slope or a height as an attribute. */
const functionsOfAlpha = { LeakyRelu: leakyRelu, Step: step };

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
    ...Object.entries(functions).map(([name, f]) => [name, kernel(() => f)] as const),
    ...Object.entries(functionsOfAlpha).map(
      ([name, f]) => [name, kernel(({ attributes }) => f(attributes["alpha"] as number))] as const,
    ),
  ];
  return Object.fromEntries(entries);
}
