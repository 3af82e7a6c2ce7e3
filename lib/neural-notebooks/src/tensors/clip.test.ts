import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { DataError, ShapeError, StateError } from "../core/errors";
import { OutlierClipper } from "./clip";
import { throughJson } from "./json.testing";

describe("OutlierClipper", () => {
  it("clips at 1.5 quartile distances: 1, 2, 3, 4, 100 has quartiles 2 and 4, so −1 to 7", () => {
    const clipper = new OutlierClipper().fit([[1], [2], [3], [4], [100]]);
    assert.deepEqual(clipper.limits, { low: [-1], high: [7] });
    assert.deepEqual(clipper.transform([[-5], [3], [100]]), [[-1], [3], [7]]);
  });

  it("leaves missing values missing and out of what it learns", () => {
    const clipper = new OutlierClipper({ factor: 0 }).fit([[1], [NaN], [3]]);
    assert.deepEqual(clipper.transform([[NaN], [9]]), [[NaN], [2.5]]);
  });

  it("is the same after a round through JSON", () => {
    const clipper = new OutlierClipper().fit([1, 2, 3]);
    assert.deepEqual(
      OutlierClipper.fromJSON(throughJson(clipper)).transform([99, 2]),
      clipper.transform([99, 2]),
    );
  });

  it("knows nothing after it failed to learn anew", () => {
    const clipper = new OutlierClipper().fit([[1, 1]]);
    assert.throws(() => clipper.fit([[2, NaN]]), ShapeError);
    assert.throws(() => clipper.transform([[5, 5]]), StateError);
  });

  it("says what is wrong", () => {
    assert.throws(() => new OutlierClipper().transform([[1]]), StateError);
    assert.throws(() => new OutlierClipper().fit([]), ShapeError);
    assert.throws(() => new OutlierClipper().fit([[NaN]]), /column 0 must be known/);
    assert.throws(() => new OutlierClipper().fit([[Infinity]]), DataError);
    assert.throws(() => new OutlierClipper().fit([[1, 2]]).transform([[1]]), ShapeError);
    assert.throws(
      () => new OutlierClipper({ by: "quantiles", low: 0.9, high: 0.1 }),
      /low must be below high/,
    );
    assert.throws(() => new OutlierClipper({ factor: -1 }), /factor/);
    assert.throws(() => OutlierClipper.fromJSON({ type: "OutlierClipper", low: [1], high: [] }), /toJSON/);
  });
});
