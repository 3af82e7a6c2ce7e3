/** Compares the fast kernels with tfjs-node's stock ones: same values, nothing leaked, memory steady. */
import assert from "node:assert/strict";
import { hasNative, seededRandom, tf, type Tensor } from "../tf.testing";
import { registerKernels } from "./register";
import type { Tf } from "../internals";
import type { Restore } from "./native";

// tf.testing registers the fast kernels as it loads: out with them, so that stock means stock.
if (hasNative) registerKernels(tf)();

/** For tests that need TensorFlow's C library. */
export const onNative = {
  skip: hasNative ? false : "the native back end is not there",
};

const WILD = [NaN, Infinity, -Infinity, -0];

/**
 * Numbers with exact zeros, ties and the borders of Relu6 among them, so that no kink goes untested.
 *
 * @param wild - The share of NaN, ±Infinity and −0 among them (none).
 */
export function kinkedValues(shape: readonly number[], seed: number, { wild = 0 } = {}): Tensor {
  const uniform = seededRandom(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: size }, () => {
    const value = -8 + 16 * uniform();
    if (wild > 0 && uniform() < wild) return WILD[Math.floor(uniform() * WILD.length)] ?? NaN;
    return uniform() < 0.3 ? Math.round(value) : value;
  });
  return tf.tensor(values, [...shape], "float32");
}

/**
 * Computes with the stock kernels, then with fast ones, and compares.
 *
 * @param register - Registers the kernels under test.
 * @param compute - Gives the tensors to compare; those it makes are disposed of.
 * @param options - `tolerance` relative to the largest element; with `mayRefuse`, an error of the stock kernels is
 * a result like any other: ours must be the same one.
 */
export function assertAgree(
  register: (tf: Tf) => Restore,
  compute: () => Tensor[],
  { tolerance = 1e-5, mayRefuse = false }: { tolerance?: number; mayRefuse?: boolean } = {},
): void {
  const take = () => (mayRefuse ? snapshotOrRefusal(compute) : snapshot(compute));
  const stock = take();
  const restore = register(tf);
  try {
    const ours = take();
    if (typeof stock === "string" || typeof ours === "string") return assert.equal(ours, stock);
    assert.deepEqual(
      ours.map(({ shape, dtype }) => ({ shape, dtype })),
      stock.map(({ shape, dtype }) => ({ shape, dtype })),
    );
    ours.forEach(({ values }, index) => assertClose(values, stock[index]?.values ?? [], tolerance));
  } finally {
    restore();
  }
}

/** Runs the work some thousand times and sees that neither tfjs, nor the addon, nor the process keeps more. */
export function assertSteady(register: (tf: Tf) => Restore, work: () => void, { times = 2000 } = {}): void {
  const restore = register(tf);
  try {
    const round = () =>
      tf.tidy(() => {
        work();
      });
    for (let i = 0; i < times / 4; i += 1) round();
    const before = counts();
    const resident = process.memoryUsage.rss();
    for (let i = 0; i < times; i += 1) round();
    assert.deepEqual(counts(), before);
    const growth = (process.memoryUsage.rss() - resident) / 2 ** 20;
    assert.ok(growth < 40, `${times} calls took ${growth.toFixed(1)} MB more`);
  } finally {
    restore();
  }
}

/** How many tensors tfjs, its back end and the addon hold. */
export function counts(): { tensors: number; bytes: number; dataIds: number; native: number } {
  const backend = tf.backend() as unknown as { numDataIds(): number; getNumOfTFTensors(): number };
  const { numTensors: tensors, numBytes: bytes } = tf.memory();
  return { tensors, bytes, dataIds: backend.numDataIds(), native: backend.getNumOfTFTensors() };
}

/** A function's gradient, and the gradient of a number made from that gradient. */
export function firstAndSecond(f: (x: Tensor) => Tensor, x: Tensor): Tensor[] {
  const gradient = tf.grad(f);
  // Squared, so that the second derivative depends on the first.
  const second = tf.grad((input: Tensor) => tf.mul(gradient(input), tf.add(gradient(input), input)));
  return [f(x), gradient(x), second(x)];
}

interface Snapshot {
  shape: number[];
  dtype: string;
  values: number[];
}

function snapshot(compute: () => Tensor[]): Snapshot[] {
  const before = tf.memory().numTensors;
  const result = tf.tidy(() =>
    compute().map((tensor) => ({
      shape: tensor.shape,
      dtype: tensor.dtype,
      values: Array.from(tensor.dataSync()),
    })),
  );
  assert.equal(tf.memory().numTensors, before, "a tensor outlives the tidy");
  return result;
}

function snapshotOrRefusal(compute: () => Tensor[]): Snapshot[] | string {
  try {
    return snapshot(compute);
  } catch (error) {
    return String(error);
  }
}

function assertClose(ours: readonly number[], stock: readonly number[], tolerance: number): void {
  assert.equal(ours.length, stock.length);
  const scale = stock.reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    1,
  );
  ours.forEach((value, index) => {
    const expected = stock[index] ?? NaN;
    const close = Object.is(value, expected) || Math.abs(value - expected) <= tolerance * scale;
    assert.ok(close, `element ${index}: ${value} beside stock ${expected}`);
  });
}
