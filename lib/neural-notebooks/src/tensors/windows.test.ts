import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import { slidingWindows } from "./windows";

describe("slidingWindows", () => {
  it("cuts 1 … 6 into windows of 3 and the 2 steps after", () => {
    assert.deepEqual(slidingWindows([1, 2, 3, 4, 5, 6], { windowLength: 3, horizon: 2 }), {
      x: [
        [[1], [2], [3]],
        [[2], [3], [4]],
      ],
      y: [
        [4, 5],
        [5, 6],
      ],
      starts: [0, 1],
    });
  });

  it("tells one feature from all of them", () => {
    const { x, y } = slidingWindows(
      [
        [1, 10],
        [2, 20],
        [3, 30],
      ],
      { windowLength: 2, target: 1 },
    );
    assert.deepEqual(x, [
      [
        [1, 10],
        [2, 20],
      ],
    ]);
    assert.deepEqual(y, [[30]]);
  });

  it("never shows a window what it must tell, and leaves no complete window out (property)", () => {
    const sizes = fc.record({
      length: fc.integer({ min: 2, max: 60 }),
      windowLength: fc.integer({ min: 1, max: 10 }),
      horizon: fc.integer({ min: 1, max: 5 }),
      step: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(sizes, ({ length, windowLength, horizon, step }) => {
        fc.pre(length >= windowLength + horizon);
        const series = Float64Array.from({ length }, (_, t) => t);
        const { x, y, starts } = slidingWindows(series, { windowLength, horizon, step });
        x.forEach((window, i) => {
          assert.equal(window[0]?.[0], starts[i]);
          assert.deepEqual(
            [...window.flat(), ...(y[i] ?? [])],
            Array.from({ length: windowLength + horizon }, (_, t) => t + i * step),
          );
        });
        const next = x.length * step;
        assert.ok(next + windowLength + horizon > length);
      }),
    );
  });

  it("copies: a change to the windows does not reach the series", () => {
    const series = [[1], [2], [3]];
    const { x } = slidingWindows(series, { windowLength: 1 });
    (x[0]?.[0] as number[])[0] = 99;
    assert.deepEqual(series, [[1], [2], [3]]);
  });

  it("says what is wrong", () => {
    assert.throws(
      () => slidingWindows([1, 2], { windowLength: 2 }),
      /series must be at least windowLength \+ horizon = 3 steps long; received 2/,
    );
    assert.throws(() => slidingWindows([1, 2, 3], { windowLength: 0 }), ArgumentError);
    assert.throws(() => slidingWindows([1, 2, 3], { windowLength: 1, horizon: 0 }), ArgumentError);
    assert.throws(() => slidingWindows([[1], [2], [3]], { windowLength: 1, target: 1 }), /target/);
    assert.throws(
      () => slidingWindows([1, NaN, 3], { windowLength: 1 }),
      (error) => error instanceof DataError && /series\[1\]/.test(error.message),
    );
    assert.throws(() => slidingWindows([[1], [2, 3]], { windowLength: 1 }), ShapeError);
  });
});
