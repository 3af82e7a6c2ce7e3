/** No tensor shares the memory of the array that it was made of. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { skip } from "../models.testing";
import { tf } from "../tf.testing";
import { registerKernels } from "./register";

const KINDS = {
  float32: (length: number) => new Float32Array(length).fill(1),
  int32: (length: number) => new Int32Array(length).fill(1),
  bool: (length: number) => new Uint8Array(length).fill(1),
} as const;

/** How many of some tensors change when their arrays do; Node chooses the addresses, so there are many of them. */
function countShared(kind: keyof typeof KINDS, length: number): number {
  let count = 0;
  for (let i = 0; i < 200; i++) {
    const array = KINDS[kind](length);
    const tensor = tf.tensor(array, [length], kind);
    // Hands the numbers to TensorFlow.
    tensor.equal(tensor).dispose();
    array.fill(0);
    if (tensor.dataSync().some((number) => number !== 1)) count++;
    tensor.dispose();
  }
  return count;
}

for (const kind of ["float32", "int32", "bool"] as const)
  test(
    `a ${kind} tensor stays as it is when its array changes, at whatever address that lies`,
    { skip },
    () => {
      const restore = registerKernels(tf);
      try {
        for (const length of [1, 7, 16, 100, 1000, 4096])
          assert.equal(countShared(kind, length), 0, `${length}`);
      } finally {
        restore();
      }
    },
  );

test("numbers come through whole, from the middle of an array as well; texts do too", { skip }, () => {
  const restore = registerKernels(tf);
  const all = Float32Array.from({ length: 64 }, (_, i) => i);
  for (const part of [all, all.subarray(1, 9), all.subarray(16), all.subarray(4, 4)])
    assert.deepEqual([...tf.tensor1d(part).neg().dataSync()], [...part.map((number) => -number)]);
  assert.deepEqual(tf.tensor(["a", "ü"]).reshape([2, 1]).arraySync(), [["a"], ["ü"]]);
  assert.deepEqual([...tf.tensor1d([true, false], "bool").logicalNot().dataSync()], [0, 1]);
  restore();
});
