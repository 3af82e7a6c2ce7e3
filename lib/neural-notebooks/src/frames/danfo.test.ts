/** Tests of the way to danfo, and of danfo's own traps that frames keep learners out of. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ArgumentError } from "../core/errors";
import { tf } from "../core/tf";
import { fromDanfo, toDanfo } from "./danfo";
import { Frame } from "./frame";
import { loadFrame } from "./load";

describe("toDanfo and fromDanfo", () => {
  it("go there and back without a loss", () => {
    const penguins = loadFrame("penguins");
    const data = toDanfo(penguins);
    assert.deepEqual(data.shape, [344, 7]);
    assert.deepEqual(fromDanfo(data).toRows(), penguins.toRows());
  });

  it("agree with danfo on what danfo does right: group means and counts of values", () => {
    const frame = Frame.fromColumns({ kind: ["a", "b", "a"], size: [1, 2, 4] });
    const data = toDanfo(frame);
    assert.deepEqual(
      fromDanfo(data.groupby(["kind"]).col(["size"]).mean()).toRows(),
      frame
        .groupBy("kind")
        .mean()
        .rename({ size: "size_mean" } as never)
        .toRows(),
    );
    assert.deepEqual(data.column("kind").valueCounts().values, [
      ...frame.valueCounts("kind").numbers("count"),
    ]);
  });

  it("use the one copy of TensorFlow.js, so that danfo's tensors mix with ours", () => {
    const tensor = toDanfo(Frame.fromColumns({ x: [1, 2] })).tensor as ReturnType<typeof tf.tensor2d>;
    const sum = tf.sum(tensor);
    assert.equal(sum.dataSync()[0], 3);
    tf.dispose([sum, tensor]);
  });

  it("say what is wrong", () => {
    assert.throws(() => fromDanfo({} as never), ArgumentError);
  });
});

describe("danfo's traps", () => {
  it("a column that is not there: danfo speaks of something else, a frame names the close one", () => {
    const frame = Frame.fromColumns({ size: [1] });
    assert.throws(() => frame.column("sizes" as never), /Did you mean "size"\?/);
  });

  it("describe with missing values: danfo fails, a frame leaves them out", () => {
    const frame = Frame.fromColumns({ x: [1, NaN, 3], s: ["a", null, "b"] });
    assert.deepEqual(frame.describe().row(0), {
      column: "x",
      count: 2,
      missing: 1,
      mean: 2,
      std: Math.SQRT2,
      min: 1,
      "25%": 1.5,
      "50%": 2,
      "75%": 2.5,
      max: 3,
    });
  });
});
