/** Tests of pictures that are covered and moved: by hand, clipped at the edges, typed, without a tensor left over. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, ShapeError } from "../core/errors";
import { tf, type Tensor } from "../core/tf";
import type { Tensor4D } from "../core/tensor-types";
import { cover } from "./cover";
import { coverRandomly } from "./cover-randomly";
import { shift } from "./shift";

/** Two pictures of 2 × 3 pixels and 2 channels, counting up from 1. */
function counting(): Tensor4D {
  return tf.range(1, 25).reshape([2, 2, 3, 2]);
}

function numbersOf(x: Tensor, make: (x: Tensor) => Tensor): number[] {
  return tf.tidy(() => Array.from(make(x).dataSync()));
}

test("a square is covered in all pictures and channels", () => {
  const x = counting();
  assert.deepEqual(
    numbersOf(x, (all) => cover(all, { top: 0, left: 1, size: 1 })),
    [1, 2, 0, 0, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 0, 0, 17, 18, 19, 20, 21, 22, 23, 24],
  );
  x.dispose();
});

test("what lies outside of the picture covers nothing", () => {
  const x = tf.ones([1, 4, 4, 1]);
  const left = (top: number, side: number, size: number) =>
    numbersOf(x, (all) => cover(all, { top, left: side, size }).sum())[0];
  assert.deepEqual(
    [left(-1, -1, 3), left(3, 3, 9), left(4, 0, 2), left(-9, 0, 3), left(0, 0, 4)],
    [12, 15, 16, 16, 0],
  );
  x.dispose();
});

test("a covered pixel is 0 whatever it was", () => {
  const x = tf.tensor4d([NaN, Infinity], [1, 1, 2, 1]);
  assert.deepEqual(
    numbersOf(x, (all) => cover(all, { top: 0, left: 0, size: 2 })),
    [0, 0],
  );
  x.dispose();
});

test("pictures move down and right, or up and left, and 0 comes in", () => {
  const x = tf.tensor4d([1, 2, 3, 4, 5, 6], [1, 2, 3, 1]);
  const moved = (down: number, right: number) => numbersOf(x, (all) => shift(all, { down, right }));
  assert.deepEqual(moved(0, 0), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(moved(1, 0), [0, 0, 0, 1, 2, 3]);
  assert.deepEqual(moved(0, 1), [0, 1, 2, 0, 4, 5]);
  assert.deepEqual(moved(-1, -2), [6, 0, 0, 0, 0, 0]);
  assert.deepEqual(moved(2, 0), [0, 0, 0, 0, 0, 0]);
  assert.deepEqual(moved(0, -7), [0, 0, 0, 0, 0, 0]);
  x.dispose();
});

test("shape and type stay, the pictures given are left alone, and nothing but the result is left over", () => {
  for (const dtype of ["float32", "int32"] as const) {
    const x = tf.ones([2, 5, 4, 3], dtype);
    const before = tf.memory().numTensors;
    const results = [
      cover(x, { top: 1, left: 1, size: 2 }),
      shift(x, { down: -2, right: 1 }),
      shift(x, { down: 9 }),
    ];
    assert.equal(tf.memory().numTensors, before + 3);
    for (const result of results) assert.deepEqual([result.shape, result.dtype], [x.shape, dtype]);
    assert.equal(x.sum().dataSync()[0], 2 * 5 * 4 * 3);
    tf.dispose(results);
    x.dispose();
  }
});

test("what is no picture, and what is no whole number, is refused", () => {
  const before = tf.memory().numTensors;
  const [flat, x] = [tf.ones([3, 3, 1]), tf.ones([1, 3, 3, 1])];
  const refused: [() => unknown, new (message: string) => Error, RegExp][] = [
    [
      () => cover(flat, { top: 0, left: 0, size: 1 }),
      ShapeError,
      /\[3, 3, 1\]\. Did you forget the batch axis\?/,
    ],
    [() => shift(flat, { right: 1 }), ShapeError, /Cannot shift pictures: x must be pictures of shape/],
    [() => shift(undefined as never, {}), ShapeError, /received undefined/],
    [() => cover(x, { top: 0.5, left: 0, size: 1 }), ArgumentError, /top must be a whole number/],
    [() => cover(x, { top: 0, left: 0, size: 0 }), ArgumentError, /size must be a whole number/],
    [() => cover(x, {} as never), ArgumentError, /top must be a whole number/],
    [() => shift(x, { down: NaN }), ArgumentError, /down must be a whole number/],
  ];
  for (const [call, constructor, message] of refused) assert.throws(call, { constructor, message });
  tf.dispose([flat, x]);
  assert.equal(tf.memory().numTensors, before);
});

test("each picture is covered at a place of its own, in all channels, within the picture", () => {
  const before = tf.memory().numTensors;
  const x = tf.ones([200, 6, 5, 2]);
  const covered = coverRandomly(x, { size: 2, seed: 3 });
  const zeros = Array.from(covered.dataSync().entries()).filter(([, value]) => value === 0);
  assert.equal(zeros.length, 200 * 2 * 2 * 2);
  // Each of 5 × 4 places occurs among 200 pictures, the corners too.
  const firsts = new Map<number, number>();
  for (const [i] of zeros) {
    const picture = Math.floor(i / 60);
    firsts.set(picture, Math.min(firsts.get(picture) ?? Infinity, (i % 60) / 2));
  }
  assert.equal(new Set(Array.from(firsts.values(), Math.floor)).size, 20);
  const again = coverRandomly(x, { size: 2, seed: 3 });
  assert.deepEqual(again.dataSync(), covered.dataSync());
  tf.dispose([x, covered, again]);
  assert.equal(tf.memory().numTensors, before);
});

test("squares that do not fit are refused", () => {
  const x = tf.ones([1, 6, 5, 1]);
  assert.throws(() => coverRandomly(x, { size: 6 }), ArgumentError);
  assert.throws(() => coverRandomly(x, { size: 0 }), ArgumentError);
  assert.throws(() => coverRandomly(x.squeeze([0]), { size: 2 }), ShapeError);
  x.dispose();
});
