import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { boundaryEnds, classRegions, type PlanePoint } from "./plane";

const box = { x: [0, 2], y: [0, 1] } as const;

function area(corners: readonly PlanePoint[]): number {
  const doubled = corners.reduce((sum, [x, y], i) => {
    const [u, v] = corners[(i + 1) % corners.length] as PlanePoint;
    return sum + x * v - u * y;
  }, 0);
  return Math.abs(doubled) / 2;
}

test("one unit parts the box at its line", () => {
  // x₁ = 0.5: a quarter of the box lies left of it.
  const [off, on] = classRegions([{ w: [1, 0], b: -0.5 }], box) as [PlanePoint[], PlanePoint[]];
  assert.equal(area(off), 0.5);
  assert.equal(area(on), 1.5);
});

test("zero weights give the whole box to the class that fires at zero", () => {
  const [off, on] = classRegions([{ w: [0, 0], b: 0 }], box) as [PlanePoint[], PlanePoint[]];
  assert.deepEqual(off, []);
  assert.equal(area(on), 2);
});

test("of several equal units the first gets all", () => {
  const units = [0, 1, 2].map(() => ({ w: [0, 0], b: 0 }));
  assert.deepEqual(classRegions(units, box).map(area), [2, 0, 0]);
});

test("regions of any units fill the box and hold the places where their unit gives most", () => {
  const weight = fc.double({ min: -3, max: 3, noNaN: true });
  const unit = fc.record({ w: fc.tuple(weight, weight), b: weight });
  fc.assert(
    fc.property(fc.array(unit, { minLength: 1, maxLength: 4 }), (units) => {
      const regions = classRegions(units, box);
      const total = regions.map(area).reduce((a, b) => a + b);
      assert.ok(Math.abs(total - 2) < 1e-6, `areas add up to ${total}`);
      regions.forEach((corners, k) => {
        if (corners.length === 0) return;
        const middle = [0, 1].map(
          (axis) => corners.reduce((sum, corner) => sum + corner[axis as 0 | 1], 0) / corners.length,
        ) as [number, number];
        const sums = units.map(({ w, b }) => w[0] * middle[0] + w[1] * middle[1] + b);
        const most = units.length === 1 ? 0 : Math.max(...sums);
        // A single unit has two regions: where it fires, and where it does not.
        const single = k === 1 ? (sums[0] as number) : -(sums[0] as number);
        const own = units.length === 1 ? single : (sums[k] as number);
        assert.ok(own >= most - 1e-9);
      });
    }),
  );
});

test("the boundary ends where the line meets the box", () => {
  assert.deepEqual(boundaryEnds({ w: [1, -2], b: 0 }, box), [
    [0, 0],
    [2, 1],
  ]);
  assert.deepEqual(boundaryEnds({ w: [0, 1], b: -0.5 }, box), [
    [0, 0.5],
    [2, 0.5],
  ]);
});

test("a line beside the box, or none at all, has no ends", () => {
  assert.deepEqual(boundaryEnds({ w: [1, 0], b: -5 }, box), []);
  assert.deepEqual(boundaryEnds({ w: [0, 0], b: 1 }, box), []);
});
