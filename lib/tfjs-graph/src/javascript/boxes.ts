/** Moves boxes of numbers: slices, splits, stacks taken apart, padding and turned axes are all that. */
import { emptyLike, numbersOf, sizeOf, type CpuCall, type CpuKernels, type Numbers, type Tools } from "./cpu";
import type { TensorInfo } from "../internals";

/** Where a box lies in an array: its first element, and the distance between neighbours along each axis. */
interface Box {
  readonly values: Numbers;
  readonly at: number;
  readonly strides: readonly number[];
}

/** The kernels `Slice`, `SplitV`, `Unpack`, `PadV2` and `Transpose`. */
export function boxKernels(tools: Tools): CpuKernels {
  return {
    Slice: (call) => slice(call, tools),
    SplitV: (call) => split(call, tools),
    Unpack: unpack,
    PadV2: pad,
    Transpose: transpose,
  };
}

function slice(call: CpuCall, { tf }: Tools): TensorInfo | undefined {
  const { x } = call.inputs;
  const values = numbersOf(call, x);
  if (x === undefined || values === undefined) return undefined;
  const { begin: from, size: wanted } = call.attributes;
  const { slice_util } = tf;
  const [begin, size] = slice_util.parseSliceParams(x, from as number[], wanted as number[]);
  if (begin === undefined || size === undefined) return undefined;
  slice_util.assertParamsValid(x, begin, size);
  // A piece without gaps: the stock kernel makes a view of it, which costs nothing.
  if (slice_util.isSliceContinous([...x.shape], begin, size)) return undefined;
  return cut(call, { x, values, begin, size });
}

function split(call: CpuCall, { tf }: Tools): TensorInfo[] | undefined {
  const { x } = call.inputs;
  const values = numbersOf(call, x);
  if (x === undefined || values === undefined) return undefined;
  const [axis = 0] = tf.util.parseAxisParam(call.attributes["axis"] as number, [...x.shape]);
  const { numOrSizeSplits } = call.attributes;
  const lengths = tf.backend_util.prepareSplitSize(x, numOrSizeSplits as number[], axis);
  let done = 0;
  return lengths.map((length) => {
    const begin = x.shape.map((_, i) => (i === axis ? done : 0));
    done += length;
    return cut(call, { x, values, begin, size: withLength(x.shape, axis, length) });
  });
}

function unpack(call: CpuCall): TensorInfo[] | undefined {
  const { value: x } = call.inputs;
  const values = numbersOf(call, x);
  if (x === undefined || values === undefined) return undefined;
  const wanted = call.attributes["axis"] as number;
  const axis = wanted < 0 ? wanted + x.shape.length : wanted;
  return Array.from({ length: x.shape[axis] ?? 0 }, (_, index) => {
    const begin = x.shape.map((_, i) => (i === axis ? index : 0));
    const piece = cut(call, { x, values, begin, size: withLength(x.shape, axis, 1) });
    return { ...piece, shape: x.shape.filter((_, i) => i !== axis) };
  });
}

function pad(call: CpuCall): TensorInfo | undefined {
  const { x } = call.inputs;
  const values = numbersOf(call, x);
  if (x === undefined || values === undefined) return undefined;
  const { paddings, constantValue } = call.attributes;
  const widths = paddings as readonly (readonly [before: number, after: number])[];
  const shape = x.shape.map((length, axis) => {
    const [before, after] = widths[axis] ?? [0, 0];
    return before + length + after;
  });
  const strides = stridesOf(shape);
  const result = emptyLike(values, sizeOf(shape)).fill(constantValue as number);
  const at = widths.reduce((sum, [before], axis) => sum + before * (strides[axis] ?? 1), 0);
  move(x.shape, {
    from: { values, at: 0, strides: stridesOf(x.shape) },
    to: { values: result, at, strides },
  });
  return call.backend.makeTensorInfo(shape, x.dtype, result);
}

function transpose(call: CpuCall): TensorInfo | undefined {
  const { x } = call.inputs;
  const values = numbersOf(call, x);
  if (x === undefined || values === undefined) return undefined;
  const order = call.attributes["perm"] as readonly number[];
  const own = stridesOf(x.shape);
  const shape = order.map((axis) => x.shape[axis] ?? 1);
  const strides = order.map((axis) => own[axis] ?? 1);
  const result = emptyLike(values, values.length);
  move(shape, {
    from: { values, at: 0, strides },
    to: { values: result, at: 0, strides: stridesOf(shape) },
  });
  return call.backend.makeTensorInfo(shape, x.dtype, result);
}

/** A new tensor of the box that begins there and is so large. */
function cut(
  call: CpuCall,
  { x, values, begin, size }: { x: TensorInfo; values: Numbers; begin: number[]; size: number[] },
): TensorInfo {
  const strides = stridesOf(x.shape);
  const at = begin.reduce((sum, index, axis) => sum + index * (strides[axis] ?? 1), 0);
  const result = emptyLike(values, sizeOf(size));
  move(size, { from: { values, at, strides }, to: { values: result, at: 0, strides: stridesOf(size) } });
  return call.backend.makeTensorInfo(size, x.dtype, result);
}

/** Copies a box of that size. */
function move(size: readonly number[], { from, to }: { from: Box; to: Box }): void {
  if (sizeOf(size) === 0) return;
  // The last axes along which both have no gaps are one line.
  let [depth, length] = [size.length, 1];
  while (depth > 0 && from.strides[depth - 1] === length && to.strides[depth - 1] === length) {
    depth -= 1;
    length *= size[depth] ?? 1;
  }
  if (length > 1 || depth === 0) return moveLines(size.slice(0, depth), { from, to, length, steps: [1, 1] });
  depth -= 1;
  const steps = [from.strides[depth] ?? 1, to.strides[depth] ?? 1] as const;
  moveLines(size.slice(0, depth), { from, to, length: size[depth] ?? 1, steps });
}

/** Copies the lines along the last axis of a box, whose other axes are `outer`. */
function moveLines(
  outer: readonly number[],
  move: { from: Box; to: Box; length: number; steps: readonly [from: number, to: number] },
): void {
  const { from, to, length, steps } = move;
  const [source, target] = [from.values, to.values];
  const [fromStep, toStep] = steps;
  const visit = (axis: number, fromAt: number, toAt: number): void => {
    const count = outer[axis];
    if (count === undefined) {
      for (let k = 0, i = fromAt, j = toAt; k < length; k += 1, i += fromStep, j += toStep)
        target[j] = source[i] as number;
      return;
    }
    const [fromSkip, toSkip] = [from.strides[axis] ?? 1, to.strides[axis] ?? 1];
    for (let i = 0; i < count; i += 1) visit(axis + 1, fromAt + i * fromSkip, toAt + i * toSkip);
  };
  visit(0, from.at, to.at);
}

function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const length of [...shape].reverse()) {
    strides.unshift(stride);
    stride *= length;
  }
  return strides;
}

function withLength(shape: readonly number[], axis: number, length: number): number[] {
  return shape.map((own, i) => (i === axis ? length : own));
}
