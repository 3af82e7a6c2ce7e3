import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ArgumentError, UnknownNameError } from "../core/errors";
import { Frame } from "./frame";

const frame = Frame.fromColumns({ kind: ["b", "a", null, "b"], place: [1, 1, 2, 2], size: [1, 2, 3, NaN] });

describe("groups", () => {
  it("come in the order of their keys, those of a missing key last", () => {
    assert.deepEqual(frame.groupBy("kind").count().toRows(), [
      { kind: "a", count: 1 },
      { kind: "b", count: 2 },
      { kind: null, count: 1 },
    ]);
    assert.deepEqual(frame.groupBy(["kind", "place"]).count().column("kind"), ["a", "b", "b", null]);
    assert.equal(frame.groupBy("kind").size, 3);
  });

  it("leave missing values out, as hand-worked: mean of [1, missing] is 1, of nothing is missing", () => {
    const rows = frame.groupBy("kind").mean(["size"]).toRows();
    assert.deepEqual(rows, [
      { kind: "a", size: 2 },
      { kind: "b", size: 1 },
      { kind: null, size: 3 },
    ]);
    const empty = Frame.fromColumns({ k: ["x"], v: [NaN] }).groupBy("k");
    assert.deepEqual(
      [empty.mean().numbers("v")[0], empty.sum().numbers("v")[0], empty.min().numbers("v")[0]],
      [NaN, 0, NaN],
    );
  });

  it("give sum, min, max, median and std of every number column unless told which", () => {
    const numbers = Frame.fromColumns({ k: ["x", "x", "x"], v: [1, 2, 6], w: [5, 5, 5] }).groupBy("k");
    assert.deepEqual(
      [numbers.sum(), numbers.min(), numbers.max(), numbers.median()].map((result) => result.toRows()[0]),
      [
        { k: "x", v: 9, w: 15 },
        { k: "x", v: 1, w: 5 },
        { k: "x", v: 6, w: 5 },
        { k: "x", v: 2, w: 5 },
      ],
    );
    assert.ok(Math.abs((numbers.std().numbers("v")[0] as number) - Math.sqrt(7)) < 1e-12);
  });

  it("can be gone through one by one", () => {
    const found = [...frame.groupBy("kind")].map(({ key, frame: group }) => [
      key["kind"],
      group.length,
      group.columns.length,
    ]);
    assert.deepEqual(found, [
      ["a", 1, 3],
      ["b", 2, 3],
      [null, 1, 3],
    ]);
  });

  it("say what is wrong", () => {
    assert.throws(() => frame.groupBy([]), ArgumentError);
    assert.throws(() => frame.groupBy("kind").agg({ x: ["siz" as never, "mean"] }), UnknownNameError);
    assert.throws(
      () => frame.groupBy("kind").agg({ x: ["size", "average" as never] }),
      /Cannot group the frame: statistic must be one of/,
    );
    assert.throws(() => frame.groupBy("place").mean(["kind"]), /column "kind" must be a number column/);
    assert.throws(() => frame.groupBy("kind").agg({ kind: ["size", "mean"] }), /different from the keys/);
  });

  it("are none for a frame without rows", () => {
    assert.equal(frame.head(0).groupBy("kind").mean().length, 0);
  });
});

describe("join", () => {
  it("matches on several keys and never on missing ones", () => {
    const left = Frame.fromColumns({ k: ["a", "a", null], n: [1, 2, 1], v: [1, 2, 3] });
    const right = Frame.fromColumns({ k: ["a", null], n: [2, 1], w: ["x", "y"] });
    assert.deepEqual(left.join(right, { on: ["k", "n"] }).toRows(), [{ k: "a", n: 2, v: 2, w: "x" }]);
  });

  it("says what is wrong", () => {
    const left = Frame.fromColumns({ k: [1], v: [1], "v (right)": [1] });
    const right = Frame.fromColumns({ k: ["1"], v: [1] });
    assert.throws(
      () => left.join(right, { on: "k" }),
      /column "k" must be of one type on both sides; received "number and string"/,
    );
    assert.throws(() => left.join(right, { on: "x" as never }), UnknownNameError);
    assert.throws(() => left.join(Frame.fromColumns({ v: [1] }), { on: "k" as never }), UnknownNameError);
    assert.throws(
      () => left.join(left, { on: "k", how: "right" as never }),
      /how must be "inner", "left" or "outer"/,
    );
    assert.throws(() => left.join(Frame.fromColumns({ k: [1], v: [2] }), { on: "k" }), /suffix/);
  });
});
