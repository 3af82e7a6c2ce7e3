/** Turns linear units over two inputs into polygons: which part of a box each class gets. */
import type { LinearUnit } from "../models/linear";

export type { LinearUnit } from "../models/linear";

/** A part of the plane. */
export interface Box {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** A place in the plane. */
export type PlanePoint = readonly [number, number];

/**
 * The part of the box that each class gets: with one unit, class 1 where z ≥ 0 and class 0 elsewhere; with
 * several, the class whose unit gives the most (the first of equals).
 *
 * @param units - One unit, or one for each class.
 * @param box - What is drawn.
 * @returns A polygon for each class, as its corners; empty where a class gets nothing.
 * @example
 * const [left, right] = classRegions([{ w: [1, 0], b: -1 }], { x: [0, 2], y: [0, 1] });
 * assert.deepEqual([left?.length, right?.length], [4, 4]);
 */
export function classRegions(units: readonly LinearUnit[], box: Box): PlanePoint[][] {
  const [only] = units;
  if (only && units.length === 1) {
    return [
      clip(corners(box), { unit: negative(only), open: true }),
      clip(corners(box), { unit: only, open: false }),
    ];
  }
  return units.map((unit, k) =>
    units.reduce(
      (region, other, j) => (j === k ? region : clip(region, { unit: minus(unit, other), open: j < k })),
      corners(box),
    ),
  );
}

/**
 * The line z = 0 within a box.
 *
 * @param unit - A unit with two inputs.
 * @param box - What is drawn.
 * @returns Two ends; none when the line passes the box by, or both weights are 0.
 * @example
 * assert.deepEqual(boundaryEnds({ w: [1, 0], b: -1 }, { x: [0, 2], y: [0, 1] }), [[1, 0], [1, 1]]);
 */
export function boundaryEnds(unit: LinearUnit, box: Box): PlanePoint[] {
  const ends: PlanePoint[] = [];
  const around = corners(box);
  around.forEach((p, i) => {
    const q = around[(i + 1) % around.length] as PlanePoint;
    const [zp, zq] = [valueAt(unit, p), valueAt(unit, q)];
    if (zp === 0 && zq === 0) return;
    if (zp * zq <= 0) ends.push(between(p, q, zp / (zp - zq)));
  });
  const [first] = ends;
  const other = first && ends.find(([x, y]) => x !== first[0] || y !== first[1]);
  if (!first || !other) return [];
  return [first, other].sort(([x1, y1], [x2, y2]) => x1 - x2 || y1 - y2);
}

/** z at a place. */
export function valueAt(unit: LinearUnit, [x, y]: PlanePoint): number {
  return (unit.w[0] as number) * x + (unit.w[1] as number) * y + unit.b;
}

/** The part of a polygon where z ≥ 0, or z > 0 (Sutherland and Hodgman, 1974, "Reentrant polygon clipping"). */
function clip(polygon: readonly PlanePoint[], half: { unit: LinearUnit; open: boolean }): PlanePoint[] {
  const { unit, open } = half;
  const inside = (z: number) => (open ? z > 0 : z >= 0);
  // A polygon that lies on the line in all its corners belongs to the closed side only.
  if (!polygon.some((place) => inside(valueAt(unit, place)))) return [];
  const clipped: PlanePoint[] = [];
  polygon.forEach((p, i) => {
    const q = polygon[(i + 1) % polygon.length] as PlanePoint;
    const [zp, zq] = [valueAt(unit, p), valueAt(unit, q)];
    if (zp >= 0) clipped.push(p);
    if ((zp > 0 && zq < 0) || (zp < 0 && zq > 0)) clipped.push(between(p, q, zp / (zp - zq)));
  });
  return clipped.length > 2 ? clipped : [];
}

function corners({ x, y }: Box): PlanePoint[] {
  return [
    [x[0], y[0]],
    [x[1], y[0]],
    [x[1], y[1]],
    [x[0], y[1]],
  ];
}

function between(p: PlanePoint, q: PlanePoint, share: number): PlanePoint {
  return [p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])];
}

function negative(unit: LinearUnit): LinearUnit {
  return { w: unit.w.map((w) => -w), b: -unit.b };
}

function minus(one: LinearUnit, other: LinearUnit): LinearUnit {
  return { w: one.w.map((w, i) => w - (other.w[i] as number)), b: one.b - other.b };
}
