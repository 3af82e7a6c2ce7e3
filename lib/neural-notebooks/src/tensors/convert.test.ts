import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ShapeError } from "../core/errors";
import { tf } from "../core/tf";
import { imagesToTensor, labelsToTensor } from "./convert";

describe("imagesToTensor", () => {
  it("gives numbers from 0 to 1 in the shape of the set, and nothing else to dispose of", () => {
    const before = tf.memory().numTensors;
    const x = imagesToTensor({
      images: new Uint8Array([0, 51, 255, 0, 0, 0, 0, 0]),
      labels: new Uint8Array([0, 1]),
      shape: [2, 2, 2, 1],
    });
    assert.deepEqual(x.shape, [2, 2, 2, 1]);
    assert.ok(Math.abs((x.dataSync()[1] as number) - 0.2) < 1e-7);
    assert.equal(tf.memory().numTensors, before + 1);
    x.dispose();
  });

  it("refuses pixels that do not fit the shape", () => {
    assert.throws(
      () => imagesToTensor({ images: new Uint8Array(3), labels: new Uint8Array(1), shape: [1, 2, 2, 1] }),
      ShapeError,
    );
    assert.throws(
      () => imagesToTensor({ images: new Uint8Array(4), labels: new Uint8Array(2), shape: [1, 2, 2, 1] }),
      /labels must be 1 long/,
    );
  });
});

describe("labelsToTensor", () => {
  it("gives one-hot rows", () => {
    const y = labelsToTensor(new Uint8Array([1, 0]), 3);
    assert.deepEqual(y.arraySync(), [
      [0, 1, 0],
      [1, 0, 0],
    ]);
    y.dispose();
  });

  it("refuses a label out of range", () => {
    assert.throws(() => labelsToTensor([3], 3), /labels\[0\] must be a whole number from 0 to 2/);
  });
});
