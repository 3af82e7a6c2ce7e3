/** Max pooling and its gradient by oneDNN's own operations, where they exist and the work is large enough. */
import { type TensorInfo, type Tf } from "../internals";
import { allFloat, operations, replaceKernel, type KernelCall, type Restore } from "./native";

/*
 * Milliseconds, median of 20, stock beside ours (the gradient pools once more for the workspace: which element of
 * each window won; equal to the last bit, but for the order of sums where windows overlap):
 *
 *                              pool          gradient
 *   [128, 26, 26, 32] 2×2      1.03 0.70     15.4  2.4
 *   [128, 11, 11, 64] 2×2      0.32 0.31      4.3  0.66
 *   [32, 28, 28, 16] 3×3 by 1  1.08 0.69     14.1  0.65
 *   [32, 28, 28, 16] 3×3 by 2  0.39 0.16      3.9  0.37
 *   [32, 12, 12, 8] 2×2        0.07 0.12      0.25 0.25   (so small ones stay with the stock kernels)
 */

/** Elements read (windows × their size) from which on oneDNN's fixed cost of 0.1 ms is won back. */
const LEAST_WORK = { pool: 2 ** 20, gradient: 2 ** 16 } as const;

/** The attribute without which TensorFlow does not find a oneDNN kernel by name. */
const ONEDNN = ["_kernel", "MklNameChangeOp"] as const;

type Operations = ReturnType<typeof operations>;
type PoolInfo = ReturnType<Tf["backend_util"]["computePool2DInfo"]>;

/**
 * Registers pooling and its gradient. Whether oneDNN is there and agrees is tried at the first large call.
 *
 * @param tf - TensorFlow.js on the native back end.
 * @returns Puts the stock kernels back.
 */
export function registerMaxPool(tf: Tf): Restore {
  const run = operations(tf);
  let usable: boolean | undefined;
  const worthIt = (x: TensorInfo, info: PoolInfo, least: number) =>
    info.outHeight *
      info.outWidth *
      info.filterHeight *
      info.filterWidth *
      info.batchSize *
      info.inChannels >=
      least &&
    allFloat(x) &&
    (info.padInfo.type === "VALID" || info.padInfo.type === "SAME") &&
    (usable ??= agrees(tf, run));
  const restorePool = replaceKernel(tf, "MaxPool", ({ inputs: { x }, attributes }) => {
    if (x === undefined) return undefined;
    const info = poolInfo(tf, x, attributes);
    if (!worthIt(x, info, LEAST_WORK.pool)) return undefined;
    const { y, workspace } = pool(run, info, x);
    workspace.dispose();
    return y;
  });
  const restoreGradient = replaceKernel(tf, "MaxPoolGrad", ({ inputs: { dy, input }, attributes }) => {
    if (dy === undefined || input === undefined || !allFloat(dy)) return undefined;
    const info = poolInfo(tf, input, attributes);
    return worthIt(input, info, LEAST_WORK.gradient) ? poolGradient(run, info, { dy, x: input }) : undefined;
  });
  return () => {
    restorePool();
    restoreGradient();
  };
}

/** What tfjs gives a pooling kernel beside its input. */
interface PoolAttributes {
  readonly filterSize: [number, number] | number;
  readonly strides: [number, number] | number;
  readonly pad: "valid" | "same" | number;
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

function poolInfo(tf: Tf, x: TensorInfo, attributes: KernelCall["attributes"]): PoolInfo {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as unknown as PoolAttributes;
  return tf.backend_util.computePool2DInfo(
    x.shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  );
}

function pool(run: Operations, info: PoolInfo, x: TensorInfo) {
  const [y, workspace] = run.many("_MklNativeMaxPool", attributesOf(run, info), [x], 2);
  if (y === undefined || workspace === undefined) throw new Error("_MklNativeMaxPool must give two tensors");
  return { y, workspace };
}

function poolGradient(run: Operations, info: PoolInfo, { dy, x }: { dy: TensorInfo; x: TensorInfo }) {
  const { y, workspace } = pool(run, info, x);
  const dx = run.one("_MklNativeMaxPoolGrad", attributesOf(run, info), [x, y, dy, workspace]);
  y.dispose();
  workspace.dispose();
  return dx;
}

function attributesOf(run: Operations, info: PoolInfo) {
  return [
    run.floatType("T"),
    run.ints("ksize", [1, info.filterHeight, info.filterWidth, 1]),
    run.ints("strides", [1, info.strideHeight, info.strideWidth, 1]),
    run.text("padding", info.padInfo.type),
    run.text("data_format", "NHWC"),
    run.bool("workspace_enabled", true),
    run.text(...ONEDNN),
  ];
}

/** Pools a few numbers, ties among them, both ways: false where oneDNN is missing or differs by one bit. */
function agrees(tf: Tf, run: Operations): boolean {
  return tf.tidy(() => {
    const x = tf.tensor4d([1, 7, -3, 2, 7, 0, 2, 2, -1, -2, 5, 4, -4, -1, 6, 6], [1, 4, 4, 1]);
    const dy = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const info = poolInfo(tf, x, { filterSize: [2, 2], strides: [2, 2], pad: "valid" });
    const plain = attributesOf(run, info).slice(0, 5);
    try {
      const stockY = run.one("MaxPool", plain, [x]);
      const stockDx = run.one("MaxPoolGrad", plain, [x, stockY, dy]);
      return same(pool(run, info, x).y, stockY) && same(poolGradient(run, info, { dy, x }), stockDx);
    } catch {
      return false;
    }
  });
  function same(a: { dataSync(): ArrayLike<number> }, b: { dataSync(): ArrayLike<number> }): boolean {
    return Array.from(a.dataSync()).join() === Array.from(b.dataSync()).join();
  }
}
