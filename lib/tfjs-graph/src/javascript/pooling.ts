/** Max and average pooling of pictures, and their gradients. */
import { floatsOf, floatTensor, type CpuCall, type CpuKernels, type Tools } from "./cpu";
import type { TensorInfo } from "../internals";

type PoolInfo = ReturnType<Tools["tf"]["backend_util"]["computePool2DInfo"]>;

/** Computes the result of one kind of pooling, or its gradient by x from dy. */
interface Pooling {
  forward(info: PoolInfo, x: Float32Array): Float32Array;
  backward(info: PoolInfo, given: { x: Float32Array; y: Float32Array; dy: Float32Array }): Float32Array;
}

/** The kernels `MaxPool`, `AvgPool`, `MaxPoolGrad` and `AvgPoolGrad`. */
export function poolingKernels(tools: Tools): CpuKernels {
  return {
    MaxPool: (call) => forward(call, tools, max),
    AvgPool: (call) => forward(call, tools, average),
    MaxPoolGrad: (call) => backward(call, tools, max),
    AvgPoolGrad: (call) => backward(call, tools, average),
  };
}

const max: Pooling = {
  forward(info, x) {
    const channels = info.inChannels;
    const y = new Float32Array(sizeOfResult(info)).fill(-Infinity);
    forEachWindow(info, (at, pixels) => {
      for (const pixel of pixels)
        for (let c = 0; c < channels; c += 1) {
          const value = x[pixel + c] as number;
          if (value > (y[at + c] as number)) y[at + c] = value;
        }
    });
    return y;
  },
  /** dy goes to the first of the largest; where nothing is larger than −Infinity, to none. */
  backward(info, { x, y, dy }) {
    const channels = info.inChannels;
    const dx = new Float32Array(x.length);
    forEachWindow(info, (at, pixels) => {
      for (let c = 0; c < channels; c += 1) {
        const largest = y[at + c] as number;
        if (largest === -Infinity) continue;
        for (const pixel of pixels)
          if (x[pixel + c] === largest) {
            dx[pixel + c] = (dx[pixel + c] as number) + (dy[at + c] as number);
            break;
          }
      }
    });
    return dx;
  },
};

const average: Pooling = {
  /** The mean of the pixels that are there: the border does not count. */
  forward(info, x) {
    const channels = info.inChannels;
    const y = new Float32Array(sizeOfResult(info));
    const sums = new Float64Array(channels);
    forEachWindow(info, (at, pixels) => {
      sums.fill(0);
      for (const pixel of pixels)
        for (let c = 0; c < channels; c += 1) sums[c] = (sums[c] as number) + (x[pixel + c] as number);
      for (let c = 0; c < channels; c += 1) y[at + c] = (sums[c] as number) / pixels.length;
    });
    return y;
  },
  /** tfjs divides by the whole window here, border or not. */
  backward(info, { x, dy }) {
    const channels = info.inChannels;
    const share = 1 / (info.filterHeight * info.filterWidth);
    const dx = new Float32Array(x.length);
    forEachWindow(info, (at, pixels) => {
      for (const pixel of pixels)
        for (let c = 0; c < channels; c += 1)
          dx[pixel + c] = (dx[pixel + c] as number) + (dy[at + c] as number) * share;
    });
    return dx;
  },
};

function forward(call: CpuCall, tools: Tools, pooling: Pooling): TensorInfo | undefined {
  const { x } = call.inputs;
  const values = floatsOf(call, x);
  if (x === undefined || values === undefined) return undefined;
  const info = poolInfo(call, tools, x.shape);
  if (isEmpty(info)) return undefined;
  return floatTensor(call, info.outShape, pooling.forward(info, values));
}

function backward(call: CpuCall, tools: Tools, pooling: Pooling): TensorInfo | undefined {
  const { input, output, dy: gradient } = call.inputs;
  const [x, dy] = [floatsOf(call, input), floatsOf(call, gradient)];
  // Only max pooling is given its result.
  const y = output ? floatsOf(call, output) : dy;
  if (input === undefined || x === undefined || y === undefined || dy === undefined) return undefined;
  const info = poolInfo(call, tools, input.shape);
  const size = sizeOfResult(info);
  if (isEmpty(info) || dy.length !== size || y.length !== size) return undefined;
  return floatTensor(call, input.shape, pooling.backward(info, { x, y, dy }));
}

function poolInfo({ attributes }: CpuCall, { tf }: Tools, shape: readonly number[]): PoolInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attributes;
  return tf.backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize as number,
    strides as number,
    1,
    pad as "same",
    dimRoundingMode as "floor" | undefined,
  );
}

/**
 * Nothing to pool: no pictures, a window that does not fit in, or one of a single pixel. In the last case the stock
 * kernel hands x on as y, also where strides are so that the gradient sees other pixels.
 */
function isEmpty({ inShape, outShape, filterHeight, filterWidth }: PoolInfo): boolean {
  return filterHeight * filterWidth === 1 || [...inShape, ...outShape].some((length) => length < 1);
}

function sizeOfResult({ batchSize, outHeight, outWidth, inChannels }: PoolInfo): number {
  return batchSize * outHeight * outWidth * inChannels;
}

/** Visits each pixel of the result: where it begins in y, and where the pixels of its window begin in x, row by row. */
function forEachWindow(info: PoolInfo, visit: (at: number, pixels: readonly number[]) => void): void {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info;
  let at = 0;
  for (let n = 0; n < batchSize; n += 1)
    for (let row = 0; row < outHeight; row += 1) {
      const top = row * info.strideHeight - padInfo.top;
      const [firstRow, endRow] = [Math.max(0, top), Math.min(inHeight, top + info.filterHeight)];
      for (let column = 0; column < outWidth; column += 1, at += inChannels) {
        const left = column * info.strideWidth - padInfo.left;
        const endColumn = Math.min(inWidth, left + info.filterWidth);
        const pixels: number[] = [];
        for (let y = firstRow; y < endRow; y += 1)
          for (let x = Math.max(0, left); x < endColumn; x += 1)
            pixels.push(((n * inHeight + y) * inWidth + x) * inChannels);
        visit(at, pixels);
      }
    }
}
