/** Arithmetic of two arrays of numbers, one repeated along the axes that it lacks. */
import { floatsOf, floatTensor, sizeOf, type CpuKernel, type CpuKernels, type Tools } from "./cpu";

/** Rows and columns of the result, and how far a step along each goes in x and in y: 0 where they repeat. */
interface Block {
  readonly rows: Axis;
  readonly columns: Axis;
  /** Where it begins in x, y and z. */
  xAt: number;
  yAt: number;
  zAt: number;
}

interface Axis {
  readonly length: number;
  readonly xStep: number;
  readonly yStep: number;
}

/** Writes x ∘ y into z, for all rows and columns of the block. */
type Loop = (x: Float32Array, y: Float32Array, z: Float32Array, block: Block) => void;

/* Written out for the reason that elementwise.ts gives. */

const add: Loop = (x, y, z, { rows, columns, xAt, yAt, zAt }) => {
  for (let row = 0, k = zAt; row < rows.length; row += 1) {
    let [i, j] = [xAt + row * rows.xStep, yAt + row * rows.yStep];
    for (const end = k + columns.length; k < end; k += 1, i += columns.xStep, j += columns.yStep)
      z[k] = (x[i] as number) + (y[j] as number);
  }
};

const subtract: Loop = (x, y, z, { rows, columns, xAt, yAt, zAt }) => {
  for (let row = 0, k = zAt; row < rows.length; row += 1) {
    let [i, j] = [xAt + row * rows.xStep, yAt + row * rows.yStep];
    for (const end = k + columns.length; k < end; k += 1, i += columns.xStep, j += columns.yStep)
      z[k] = (x[i] as number) - (y[j] as number);
  }
};

const multiply: Loop = (x, y, z, { rows, columns, xAt, yAt, zAt }) => {
  for (let row = 0, k = zAt; row < rows.length; row += 1) {
    let [i, j] = [xAt + row * rows.xStep, yAt + row * rows.yStep];
    for (const end = k + columns.length; k < end; k += 1, i += columns.xStep, j += columns.yStep)
      z[k] = (x[i] as number) * (y[j] as number);
  }
};

const divide: Loop = (x, y, z, { rows, columns, xAt, yAt, zAt }) => {
  for (let row = 0, k = zAt; row < rows.length; row += 1) {
    let [i, j] = [xAt + row * rows.xStep, yAt + row * rows.yStep];
    for (const end = k + columns.length; k < end; k += 1, i += columns.xStep, j += columns.yStep)
      z[k] = (x[i] as number) / (y[j] as number);
  }
};

const squaredDifference: Loop = (x, y, z, { rows, columns, xAt, yAt, zAt }) => {
  for (let row = 0, k = zAt; row < rows.length; row += 1) {
    let [i, j] = [xAt + row * rows.xStep, yAt + row * rows.yStep];
    for (const end = k + columns.length; k < end; k += 1, i += columns.xStep, j += columns.yStep) {
      const difference = (x[i] as number) - (y[j] as number);
      z[k] = difference * difference;
    }
  }
};

/** The kernels `Add`, `Sub`, `Multiply`, `RealDiv` and `SquaredDifference`. */
export function binaryKernels({ tf }: Tools): CpuKernels {
  const kernel =
    (loop: Loop): CpuKernel =>
    (call) => {
      const { a, b } = call.inputs;
      const [x, y] = [floatsOf(call, a), floatsOf(call, b)];
      if (a === undefined || b === undefined || x === undefined || y === undefined) return undefined;
      const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape);
      const z = new Float32Array(sizeOf(shape));
      const [columns = ONE, rows = ONE, ...outer] = axesOf(shape, a.shape, b.shape);
      const block = { rows, columns, xAt: 0, yAt: 0, zAt: 0 };
      forEachBlock(outer, block, () => loop(x, y, z, block));
      return floatTensor(call, shape, z);
    };
  return {
    Add: kernel(add),
    Sub: kernel(subtract),
    Multiply: kernel(multiply),
    RealDiv: kernel(divide),
    SquaredDifference: kernel(squaredDifference),
  };
}

const ONE: Axis = { length: 1, xStep: 0, yStep: 0 };

/** The axes from the last to the first; neighbours along which both arrays go on evenly are one. */
function axesOf(shape: readonly number[], xShape: readonly number[], yShape: readonly number[]): Axis[] {
  const axes: Axis[] = [];
  const size = { x: 1, y: 1 };
  for (let back = 1; back <= shape.length; back += 1) {
    const [length = 1, xLength = 1, yLength = 1] = [shape.at(-back), xShape.at(-back), yShape.at(-back)];
    if (length === 1) continue;
    const axis = {
      length,
      xStep: xLength === 1 ? 0 : size.x,
      yStep: yLength === 1 ? 0 : size.y,
    };
    size.x *= xLength;
    size.y *= yLength;
    const inner = axes.at(-1);
    const goesOn =
      inner && axis.xStep === inner.xStep * inner.length && axis.yStep === inner.yStep * inner.length;
    if (goesOn) axes[axes.length - 1] = { ...inner, length: inner.length * length };
    else axes.push(axis);
  }
  return axes;
}

/** Visits the blocks of the outer axes, the last of which is the slowest. */
function forEachBlock(outer: readonly Axis[], block: Block, visit: () => void): void {
  const axis = outer.at(-1);
  if (axis === undefined) {
    visit();
    block.zAt += block.rows.length * block.columns.length;
    return;
  }
  const { xAt, yAt } = block;
  for (let i = 0; i < axis.length; i += 1) {
    block.xAt = xAt + i * axis.xStep;
    block.yAt = yAt + i * axis.yStep;
    forEachBlock(outer.slice(0, -1), block, visit);
  }
  block.xAt = xAt;
  block.yAt = yAt;
}
