import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ArgumentError, ShapeError } from "../core/errors";
import { tf } from "../core/tf";
import { DataFrame } from "../frames";
import { split, splitByTime, takeRows } from "./split";

describe("split", () => {
  it("puts every row into one part only, in the sizes asked for (property)", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 3, max: 300 }),
        fc.double({ min: 0, max: 0.45, noNaN: true }),
        fc.double({ min: 0, max: 0.45, noNaN: true }),
        fc.integer(),
        (count, validation, test, seed) => {
          fc.pre(Math.round(count * test) + Math.round(count * validation) < count);
          const stratify = Array.from({ length: count }, (_, i) => i % 3);
          for (const options of [
            { validation, test, seed },
            { validation, test, seed, stratify },
          ]) {
            const parts = split(count, options);
            assert.equal(parts.test.length, Math.round(count * test));
            assert.equal(parts.validation.length, Math.round(count * validation));
            const all = [...parts.train, ...parts.validation, ...parts.test].sort((a, b) => a - b);
            assert.deepEqual(
              all,
              Array.from({ length: count }, (_, i) => i),
            );
          }
        },
      ),
    );
  });

  it("takes lists, tables and tensors for the number of their rows", () => {
    const ten = Array.from({ length: 10 }, (_, i) => i);
    const tensor = tf.zeros([10, 3]);
    for (const rows of [ten, Float32Array.from(ten), new DataFrame({ a: ten, b: ten }), tensor]) {
      assert.deepEqual(split(rows, { seed: 5 }), split(10, { seed: 5 }));
      assert.deepEqual(splitByTime(rows), splitByTime(10));
    }
    assert.throws(() => split(new DataFrame({ a: [] })), ArgumentError);
    tensor.dispose();
  });

  it("gives each part its share of every class", () => {
    const classes = [...Array<string>(80).fill("common"), ...Array<string>(20).fill("rare")];
    const parts = split(classes, { validation: 0.1, test: 0.2, stratify: classes, seed: 3 });
    const rare = (rows: Int32Array): number =>
      takeRows(classes, rows).filter((name) => name === "rare").length;
    assert.deepEqual([rare(parts.train), rare(parts.validation), rare(parts.test)], [14, 2, 4]);
  });

  it("mixes the classes in the training part", () => {
    const classes = Array.from({ length: 100 }, (_, i) => (i < 50 ? "a" : "b"));
    const first = takeRows(classes, split(classes, { stratify: classes }).train).slice(0, 20);
    assert.equal(new Set(first).size, 2);
  });

  it("is the same for the same seed and another for another", () => {
    assert.deepEqual(split(50, { seed: 5 }), split(50, { seed: 5 }));
    assert.notDeepEqual(split(50, { seed: 5 }).test, split(50, { seed: 6 }).test);
  });

  it("says what is wrong", () => {
    assert.throws(() => split(0), ArgumentError);
    assert.throws(() => split(10, { test: 1 }), /validation \+ test must be below 1/);
    assert.throws(() => split(10, { test: -0.1 }), ArgumentError);
    assert.throws(() => split(10, { stratify: [1, 2] }), ShapeError);
  });
});

describe("splitByTime", () => {
  it("keeps the order: training, then validation, then test", () => {
    const { train, validation, test } = splitByTime(10, { validation: 0.2, test: 0.3 });
    assert.deepEqual(
      [[...train], [...validation], [...test]],
      [
        [0, 1, 2, 3, 4],
        [5, 6],
        [7, 8, 9],
      ],
    );
  });

  it("leaves a gap before validation and test", () => {
    const { train, validation, test } = splitByTime(10, { validation: 0.2, test: 0.3, gap: 1 });
    assert.deepEqual(
      [[...train], [...validation], [...test]],
      [
        [0, 1, 2],
        [4, 5],
        [7, 8, 9],
      ],
    );
    assert.throws(() => splitByTime(10, { test: 0.5, gap: 5 }), /gap must be small enough/);
  });
});

describe("takeRows", () => {
  it("keeps the kind of array and leaves the rows as they are", () => {
    const rows = new Float32Array([1, 2, 3]);
    assert.deepEqual(takeRows(rows, [2, 2]), new Float32Array([3, 3]));
    assert.deepEqual([...rows], [1, 2, 3]);
    assert.throws(() => takeRows(["a"], [1]), /places\[0\]/);
  });
});
