/** Tests of the outlines between classes: against areas and places that are known exactly. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { borderLines, classMap, gridPlaces, regionRings, type ClassMap } from "./class-map";
import type { Box, PlanePoint } from "./plane";

const box: Box = { x: [-2, 3], y: [1, 2] };

/** Twice the area of a polygon, positive counter-clockwise (Gauss' formula). */
function area(ring: readonly PlanePoint[]): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as PlanePoint;
    return sum + (x * nextY - nextX * y) / 2;
  }, 0);
}

/** How often a ring winds around a place; what Plotly fills is not 0. */
function winding(ring: readonly PlanePoint[], [px, py]: PlanePoint): number {
  return ring.reduce((sum, [x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length] as PlanePoint;
    const side = (nextX - x) * (py - y) - (px - x) * (nextY - y);
    if (y <= py && nextY > py && side > 0) return sum + 1;
    return y > py && nextY <= py && side < 0 ? sum - 1 : sum;
  }, 0);
}

function areaOf(map: ClassMap, index: number, tolerance = 0): number {
  return regionRings(map, { index, tolerance }).reduce((sum, ring) => sum + area(ring), 0);
}

test("a straight boundary ends where the line leaves the box", () => {
  // Class 1 where x > 0.3 + (y − 1): from (0.3, 1) to (1.3, 2).
  const map = classMap(box, {
    resolution: 50,
    classOf: (places) => places.map(([x = 0, y = 0]) => Number(x > 0.3 + (y - 1))),
  });
  const [line, ...others] = borderLines(map, { tolerance: 0.001 });
  assert.equal(others.length, 0);
  assert.equal(line?.length, 2, "a straight line needs two points");
  const ends = [...(line ?? [])].sort(([a], [b]) => a - b).flat();
  [0.3, 1, 1.3, 2].forEach((value, i) =>
    assert.ok(Math.abs((ends[i] as number) - value) < 0.005, `${ends[i]}`),
  );
  // Left of it lies a trapezium with sides 2.3 and 3.3 and the height 1.
  assert.ok(Math.abs(areaOf(map, 0) - 2.8) < 0.01);
  assert.ok(Math.abs(areaOf(map, 1) - 2.2) < 0.01);
});

test("every place of a circle's outline lies on the circle, within a third of a thousandth of the picture", () => {
  const square: Box = { x: [-1, 1], y: [-1, 1] };
  const map = classMap(square, {
    resolution: 60,
    classOf: (places) => places.map(([x = 0, y = 0]) => Number(Math.hypot(x, y) < 0.7)),
  });
  for (const [x, y] of borderLines(map, { tolerance: 0 }).flat())
    assert.ok(Math.abs(Math.hypot(x, y) - 0.7) < 0.0007, `${Math.hypot(x, y)}`);
  assert.ok(Math.abs(areaOf(map, 1) - Math.PI * 0.49) < 0.003);
  assert.ok(
    Math.abs(areaOf(map, 0) - (4 - Math.PI * 0.49)) < 0.003,
    "the circle is a hole in the other region",
  );
});

test("whatever the classes, their regions fill the box, and each place of the grid lies in its own", () => {
  const grids = fc.integer({ min: 2, max: 7 }).chain((resolution) =>
    fc.record({
      resolution: fc.constant(resolution),
      cells: fc.array(fc.integer({ min: 0, max: 3 }), {
        minLength: resolution ** 2,
        maxLength: resolution ** 2,
      }),
    }),
  );
  fc.assert(
    fc.property(grids, ({ resolution, cells }) => {
      const nearest = ([x = 0, y = 0]: number[]) => {
        const at = (value: number, [low, high]: readonly [number, number]) =>
          Math.round(((value - low) / (high - low)) * (resolution - 1));
        return cells[at(y, box.y) * resolution + at(x, box.x)] as number;
      };
      const map = classMap(box, { resolution, classOf: (places) => places.map(nearest) });
      const regions = [0, 1, 2, 3].map((index) => regionRings(map, { index, tolerance: 0 }));
      const whole = regions.flat().reduce((sum, ring) => sum + area(ring), 0);
      assert.ok(Math.abs(whole - 5) < 1e-9, `${whole} of 5`);
      gridPlaces(box, resolution).forEach((place, i) => {
        // A hair inside the box: its edge belongs to nobody.
        const inside = place.map(
          (value, k) => value + ((k === 0 ? 0.5 : 1.5) - value) * 1e-6,
        ) as unknown as PlanePoint;
        const winds = regions.map((rings) => rings.reduce((sum, ring) => sum + winding(ring, inside), 0));
        winds.forEach((turns, index) =>
          assert.equal(turns !== 0, index === cells[i], `place ${i}: ${winds.join()}`),
        );
      });
    }),
    { numRuns: 200, seed: 1 },
  );
});

test("with a tolerance neighbours keep one common line, so that no gap opens between them", () => {
  const classOf = (places: number[][]) =>
    places.map(([x = 0, y = 0]) => Math.floor(3 * (1 + Math.sin(2 * x + 3 * y)) * 0.499));
  const map = classMap(box, { resolution: 40, classOf });
  for (const tolerance of [0, 0.002, 0.01]) {
    const whole = [0, 1, 2].reduce((sum, index) => sum + areaOf(map, index, tolerance), 0);
    assert.ok(Math.abs(whole - 5) < 1e-9, `${whole} of 5 with ${tolerance}`);
  }
  const count = (tolerance: number) => borderLines(map, { tolerance }).flat().length;
  assert.ok(count(0.002) < count(0) / 2, `${count(0.002)} of ${count(0)} points`);
});

test("a single class has the whole box and no line", () => {
  const map = classMap(box, { resolution: 5, classOf: (places) => places.map(() => 2) });
  assert.deepEqual(borderLines(map, { tolerance: 0 }), []);
  assert.equal(areaOf(map, 2), 5);
  assert.deepEqual(regionRings(map, { index: 0, tolerance: 0 }), []);
});
