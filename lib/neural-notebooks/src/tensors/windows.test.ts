import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import { tf } from "../core/tf";
import { DataFrame } from "../frames";
import * as danfo from "danfojs-node";
import { splitByTime } from "./split";
import { slidingWindows, windowsToTensors } from "./windows";

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
      stride: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(sizes, ({ length, windowLength, horizon, stride }) => {
        fc.pre(length >= windowLength + horizon);
        const series = Float64Array.from({ length }, (_, t) => t);
        const { x, y, starts } = slidingWindows(series, { windowLength, horizon, stride });
        x.forEach((window, i) => {
          assert.equal(window[0]?.[0], starts[i]);
          assert.deepEqual(
            [...window.flat(), ...(y[i] ?? [])],
            Array.from({ length: windowLength + horizon }, (_, t) => t + i * stride),
          );
        });
        const next = x.length * stride;
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
      /series must be at least 3 steps long, for one window \(2\) and what follows it; received 2/,
    );
    assert.throws(() => slidingWindows([1, 2, 3], { windowLength: 0 }), ArgumentError);
    assert.throws(() => slidingWindows([1, 2, 3], { windowLength: 1, horizon: -1 }), ArgumentError);
    assert.throws(() => slidingWindows([1, 2, 3], { windowLength: 1, stride: 0 }), ArgumentError);
    assert.throws(() => slidingWindows([1, 2, 3], { windowLength: 1, samplingRate: 0 }), ArgumentError);
    assert.throws(() => slidingWindows([1, 2, 3], { windowLength: 1, gap: -1 }), ArgumentError);
    assert.throws(() => slidingWindows([1, 2, 3], { windowLength: 1, endIndex: 4 }), /endIndex/);
    assert.throws(() => slidingWindows([1, 2, 3], { windowLength: 2, startIndex: 1 }), /received 2/);
    assert.throws(() => slidingWindows([[1], [2], [3]], { windowLength: 1, target: 1 }), /target/);
    assert.throws(
      () => slidingWindows([1, NaN, 3], { windowLength: 1 }),
      (error) => error instanceof DataError && /series, row 1, column 0,/.test(error.message),
    );
    assert.throws(() => slidingWindows([[1], [2, 3]], { windowLength: 1 }), ShapeError);
  });
});

describe("windows by Keras' rules", () => {
  const series = Array.from({ length: 10 }, (_, t) => t);

  it("sees every second step: 10 steps hold 6 windows of 3 with a sampling rate of 2", () => {
    // num_seqs = 10 − (3 − 1) · 2 = 6: the last window is 5, 7, 9.
    const { x, starts } = slidingWindows(series, { windowLength: 3, samplingRate: 2, horizon: 0 });
    assert.deepEqual(starts, [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(
      [x[0], x[5]],
      [
        [[0], [2], [4]],
        [[5], [7], [9]],
      ],
    );
  });

  it("tells the step right after the last one seen, or one after a gap", () => {
    const near = slidingWindows(series, { windowLength: 3, samplingRate: 2 });
    assert.deepEqual([near.x.length, near.y[0], near.y.at(-1)], [5, [5], [9]]);
    const far = slidingWindows(series, { windowLength: 3, samplingRate: 2, gap: 2, horizon: 2 });
    assert.deepEqual(
      [far.starts, far.y],
      [
        [0, 1],
        [
          [7, 8],
          [8, 9],
        ],
      ],
    );
  });

  it("gives windows alone, the very last one too, for a forecast of what comes next", () => {
    const { x, y } = slidingWindows(series, { windowLength: 4, horizon: 0, gap: 3 });
    assert.deepEqual(x.at(-1), [[6], [7], [8], [9]]);
    assert.deepEqual([x.length, y.length, y[0]], [7, 7, []]);
  });

  it("starts each window a stride after the one before", () => {
    const { starts } = slidingWindows(series, { windowLength: 3, stride: 3 });
    assert.deepEqual(starts, [0, 3, 6]);
  });

  it("keeps windows and what they tell between startIndex and endIndex", () => {
    const { x, y } = slidingWindows(series, { windowLength: 2, startIndex: 3, endIndex: 7 });
    assert.deepEqual(
      [x.flat(2), y.flat()],
      [
        [3, 4, 4, 5],
        [5, 6],
      ],
    );
  });

  it("never shows a step of the test part to the training part, and the reverse only when asked", () => {
    const { train, test } = splitByTime(series, { test: 0.4 });
    const [first = 0] = test;
    const learn = slidingWindows(series, { windowLength: 2, endIndex: train.length });
    assert.deepEqual(Math.max(...learn.x.flat(2), ...learn.y.flat()), 5);
    const judge = slidingWindows(series, { windowLength: 2, startIndex: first });
    assert.deepEqual(
      [judge.x[0], judge.y.flat()],
      [
        [[6], [7]],
        [8, 9],
      ],
    );
    const looksBack = slidingWindows(series, { windowLength: 2, startIndex: first - 2 });
    assert.deepEqual(
      [looksBack.x[0], looksBack.y.flat()],
      [
        [[4], [5]],
        [6, 7, 8, 9],
      ],
    );
  });
});

describe("windows of tables", () => {
  const rain = [0, 1, 2, 3];
  const temperature = [10, 11, 12, 13];

  it("tell a column by its name, or several", () => {
    for (const table of [new DataFrame({ rain, temperature }), new danfo.DataFrame({ rain, temperature })]) {
      const one = slidingWindows(table, { windowLength: 2, target: "temperature" });
      assert.deepEqual(one.x[0], [
        [0, 10],
        [1, 11],
      ]);
      assert.deepEqual(one.y, [[12], [13]]);
      const both = slidingWindows(table, { windowLength: 2, target: ["temperature", "rain"] });
      assert.deepEqual(both.y, [[[12, 2]], [[13, 3]]]);
    }
    const column = new danfo.Series(rain, { columns: ["rain"] });
    assert.deepEqual(slidingWindows(column, { windowLength: 3, target: "rain" }).y, [[3]]);
  });

  it("say which column is wrong", () => {
    const frame = new DataFrame({ rain, day: ["mon", "tue", "wed", "thu"] });
    assert.throws(
      () => slidingWindows(frame, { windowLength: 2 }),
      /column "day" must be numbers; received "mon"/,
    );
    assert.throws(
      () => slidingWindows(frame.loc({ columns: ["rain"] }), { windowLength: 2, target: "rains" }),
      /target must be one of "rain"; received "rains"\. Did you mean "rain"\?/,
    );
  });
});

describe("windowsToTensors", () => {
  it("gives what slidingWindows gives, in float32, and nothing else to dispose of", () => {
    const series = Array.from({ length: 30 }, (_, t) => [t, 100 + t, Math.sin(t)]);
    const options = { windowLength: 4, horizon: 3, stride: 2, samplingRate: 3, gap: 1, target: 1 };
    const before = tf.memory().numTensors;
    const { x, y, starts } = windowsToTensors(series, options);
    const lists = slidingWindows(series, options);
    assert.deepEqual(
      [x.shape, y.shape],
      [
        [lists.x.length, 4, 3],
        [lists.x.length, 3],
      ],
    );
    assert.deepEqual([...x.dataSync()], lists.x.flat(2).map(Math.fround));
    assert.deepEqual([...y.dataSync()], lists.y.flat());
    assert.deepEqual([...starts], lists.starts);
    const several = windowsToTensors(series, { ...options, target: [0, 1] });
    assert.deepEqual(several.y.arraySync(), slidingWindows(series, { ...options, target: [0, 1] }).y);
    const alone = windowsToTensors(series, { windowLength: 4, horizon: 0 });
    assert.deepEqual(
      [alone.x.shape, alone.y.shape],
      [
        [27, 4, 3],
        [27, 0],
      ],
    );
    tf.dispose([x, y, several.x, several.y, alone.x, alone.y]);
    assert.equal(tf.memory().numTensors, before);
  });
});
