/** Compares the fast kernels of the JavaScript back end with the stock ones: same values, same errors, nothing leaked. */
import "./on-javascript.testing";
import assert from "node:assert/strict";
import fc from "fast-check";
import { installJavaScript } from "./install";
import { tf, type Tensor } from "../tf.testing";
import { assertAgree, kinkedValues } from "../kernels/stock.testing";

// tf.testing installs the fast kernels as it loads: out with them, so that stock means stock.
installJavaScript(tf)();

export const seeds = fc.integer({ min: 0, max: 2 ** 31 });

/** Values in which a zero, an infinity or NaN may stand. */
export interface Sprinkling {
  readonly seed: number;
  /** The share of NaN, and of ±Infinity, among the values. */
  readonly wild?: number;
}

/** Shares of wild values: none, so that no NaN hides a wrong number, or some. */
export const shares = fc.constantFrom(0, 0, 0.02, 0.3);

/** Numbers with exact zeros and ties among them, and wild ones where they are asked for. */
export function sprinkled(shape: readonly number[], { seed, wild = 0 }: Sprinkling): Tensor {
  return kinkedValues(shape, seed, { wild });
}

/**
 * Computes with the stock kernels, then with the fast ones, and compares; an error is a result like any other.
 *
 * @param compute - Gives the tensors to compare; those it makes are disposed of.
 * @param inputs - Tensors that must keep their values.
 */
export function assertSame(compute: () => Tensor[], inputs: readonly Tensor[] = []): void {
  const before = inputs.map((input) => input.dataSync().slice());
  assertAgree(installJavaScript, compute, { tolerance: 1e-5, mayRefuse: true });
  inputs.forEach((input, i) => assert.deepEqual(input.dataSync(), before[i]));
}

/** Runs the work with the fast kernels and sees that it keeps no tensor and no values. */
export function assertNothingKept(work: () => unknown): void {
  const restore = installJavaScript(tf);
  try {
    const before = counts();
    for (let i = 0; i < 20; i += 1) {
      tf.tidy(() => {
        work();
      });
    }
    assert.deepEqual(counts(), before);
  } finally {
    restore();
  }
}

/** Computes with the fast kernels. */
export function fast<T>(compute: () => T): T {
  const restore = installJavaScript(tf);
  try {
    return compute();
  } finally {
    restore();
  }
}

function counts(): { tensors: number; dataIds: number } {
  const { numDataIds } = tf.engine().backend as unknown as { numDataIds(): number };
  return { tensors: tf.memory().numTensors, dataIds: numDataIds.call(tf.engine().backend) };
}
