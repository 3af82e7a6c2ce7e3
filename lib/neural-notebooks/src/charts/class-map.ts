/** Turns a function that gives places their class into smooth outlines: the line between two classes, and the region of each. */
import type { Box, PlanePoint } from "./plane";

/** Gives the classes of places, shape [places, 2] → [places]. */
export type ClassOf = (places: number[][]) => ArrayLike<number>;

/** A line between two classes: the one on its left and the one on its right, seen along it. */
interface Arc {
  readonly left: number;
  readonly right: number;
  readonly points: readonly PlanePoint[];
  /** Where it begins and ends; the same place for a closed line. */
  readonly from: string;
  readonly to: string;
}

/** The lines between the classes of a box. */
export interface ClassMap {
  readonly box: Box;
  readonly arcs: readonly Arc[];
  /** The class at the lower left corner. */
  readonly corner: number;
}

/** Halvings of an edge between two classes: a cell of a hundredth of the picture is known to a third of a thousandth. */
const HALVINGS = 5;

/**
 * Finds the lines between classes: where two neighbours of a grid differ, the place between them at which the class
 * changes is searched by halving, and those places are joined (marching squares; Lorensen and Cline, 1987).
 *
 * @param box - What is drawn.
 * @param options - `resolution`: places along each axis; `classOf`: gives the classes of places and is asked a few
 *   times, for many places each; `first`: the classes of {@link gridPlaces} where they are known.
 * @returns The lines; a detail smaller than a cell of the grid may be missed.
 */
export function classMap(
  box: Box,
  options: { resolution: number; classOf: ClassOf; first?: ArrayLike<number> },
): ClassMap {
  const { resolution, classOf } = options;
  const grid = new Grid(box, resolution, options.first ?? classOf(gridPlaces(box, resolution)));
  grid.findCrossings(classOf);
  return { box, arcs: grid.arcs(), corner: grid.classAt(0, 0) };
}

/**
 * The places of a grid over a box, row by row from below, both edges included.
 *
 * @example
 * assert.deepEqual(gridPlaces({ x: [0, 1], y: [0, 2] }, 2), [[0, 0], [1, 0], [0, 2], [1, 2]]);
 */
export function gridPlaces(box: Box, resolution: number): number[][] {
  const [xs, ys] = [along(box.x, resolution), along(box.y, resolution)];
  return ys.flatMap((y) => xs.map((x) => [x, y]));
}

/**
 * The region of a class as closed rings, which may hold others as holes (non-zero winding).
 *
 * @param map - The lines between the classes.
 * @param options - `index`: the class; `tolerance`: how far lines may be moved, as a share of the box.
 */
export function regionRings(
  { arcs, box, corner }: ClassMap,
  { index, tolerance }: { index: number; tolerance: number },
): PlanePoint[][] {
  const own = arcs.flatMap((arc) => {
    const points = simplified(arc.points, { box, tolerance });
    if (arc.left === index) return [{ from: arc.from, to: arc.to, points }];
    return arc.right === index ? [{ from: arc.to, to: arc.from, points: [...points].reverse() }] : [];
  });
  const rings = own.filter(({ from, to }) => from === to && !isBorder(from)).map(({ points }) => points);
  const open = own.filter(({ from, to }) => from !== to || isBorder(from));
  const touched = arcs.some(({ from, to }) => isBorder(from) || isBorder(to));
  const whole = !touched && corner === index ? [[0, 1, 2, 3].map((k) => cornerOf(box, k))] : [];
  return [...whole, ...rings.filter((ring) => ring.length > 2), ...joined(open, { box, arcs })];
}

/** The lines between classes, each with no more points than it needs. */
export function borderLines({ arcs, box }: ClassMap, { tolerance }: { tolerance: number }): PlanePoint[][] {
  return arcs
    .map(({ points }) => simplified(points, { box, tolerance }))
    .filter((points) => points.length > 1);
}

interface Part {
  readonly from: string;
  readonly to: string;
  readonly points: readonly PlanePoint[];
}

/** Joins open parts to rings: at a meeting of several classes the next part begins, at the edge of the box one walks along it. */
function joined(parts: readonly Part[], { box, arcs }: { box: Box; arcs: readonly Arc[] }): PlanePoint[][] {
  const stops = [...new Set(arcs.flatMap(({ from, to }) => [from, to]))]
    .filter(isBorder)
    .map((key) => ({ key, at: Number(key.slice(1)) }))
    .sort((a, b) => a.at - b.at);
  const left = new Set(parts);
  const beginning = new Map<string, Part[]>();
  for (const part of parts) beginning.set(part.from, [...(beginning.get(part.from) ?? []), part]);
  const rings: PlanePoint[][] = [];
  for (const start of parts) {
    if (!left.has(start)) continue;
    const ring: PlanePoint[] = [];
    let part: Part | undefined = start;
    while (part && left.delete(part)) {
      ring.push(...part.points);
      const end: { key: string; corners: PlanePoint[] } = isBorder(part.to)
        ? walk(part.to, { stops, box })
        : { key: part.to, corners: [] };
      ring.push(...end.corners);
      part = beginning.get(end.key)?.find((each) => left.has(each));
    }
    if (ring.length > 2) rings.push(ring);
  }
  return rings;
}

/** From a place on the box's edge to the next one where the class changes, counter-clockwise, with the corners between. */
function walk(
  from: string,
  { stops, box }: { stops: readonly { key: string; at: number }[]; box: Box },
): { key: string; corners: PlanePoint[] } {
  const i = stops.findIndex(({ key }) => key === from);
  const here = stops[i]?.at ?? 0;
  const next = stops[(i + 1) % stops.length] ?? { key: from, at: here };
  const until = next.at > here ? next.at : next.at + 4;
  const corners: PlanePoint[] = [];
  for (let k = Math.floor(here) + 1; k < until; k++) corners.push(cornerOf(box, k % 4));
  return { key: next.key, corners };
}

/** Corners counter-clockwise from the lower left. */
function cornerOf({ x, y }: Box, k: number): PlanePoint {
  return [k === 1 || k === 2 ? x[1] : x[0], k > 1 ? y[1] : y[0]];
}

/** Names of places on the box's edge tell how far along it they stand: 0 to 4, a side each. */
function isBorder(key: string): boolean {
  return key.startsWith("b");
}

/** A place on an edge of the grid where the class changes. */
interface Crossing {
  readonly key: string;
  /** The classes at the edge's ends: left and right, or below and above. */
  readonly classes: readonly [number, number];
  /** `"h"`: along a row; `"v"`: between two rows. */
  readonly kind: "h" | "v";
  place: PlanePoint;
  /** Where the class is still that of the first end, and where that of the second. */
  ends: [PlanePoint, PlanePoint];
}

/** From one crossing or meeting to another, through a cell. */
interface Link {
  readonly to: string;
  readonly cell: number;
  used: boolean;
  /** The same link the other way. */
  back?: Link;
}

class Grid {
  private readonly xs: readonly number[];
  private readonly ys: readonly number[];
  private readonly crossings = new Map<string, Crossing>();
  private readonly meetings = new Map<string, PlanePoint>();
  private readonly links = new Map<string, Link[]>();

  constructor(
    private readonly box: Box,
    private readonly size: number,
    private readonly classes: ArrayLike<number>,
  ) {
    this.xs = along(box.x, size);
    this.ys = along(box.y, size);
  }

  classAt(row: number, column: number): number {
    return this.classes[row * this.size + column] as number;
  }

  /** Finds every edge whose ends differ, and where along it the class changes. */
  findCrossings(classOf: ClassOf): void {
    const { size } = this;
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        if (column + 1 < size) this.addCrossing("h", row, column);
        if (row + 1 < size) this.addCrossing("v", row, column);
      }
    const all = [...this.crossings.values()];
    for (let round = 0; round < HALVINGS && all.length > 0; round++) {
      const middles = all.map(({ ends: [a, b] }) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
      const answers = classOf(middles);
      all.forEach((crossing, i) => {
        const middle = middles[i] as unknown as PlanePoint;
        const isFirst = answers[i] === crossing.classes[0];
        crossing.ends = isFirst ? [middle, crossing.ends[1]] : [crossing.ends[0], middle];
      });
    }
    for (const crossing of all) {
      const [a, b] = crossing.ends;
      crossing.place = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
    }
  }

  /** Joins the crossings to lines, from meeting to meeting or edge to edge, and round in circles. */
  arcs(): Arc[] {
    for (let row = 0; row + 1 < this.size; row++)
      for (let column = 0; column + 1 < this.size; column++) this.linkCell(row, column);
    const ends = [...this.links].filter(([key, links]) => this.meetings.has(key) || links.length === 1);
    const open = ends.flatMap(([key, links]) => links.flatMap((link) => this.follow(key, link)));
    const closed = [...this.links].flatMap(([key, links]) => links.flatMap((link) => this.follow(key, link)));
    return [...open, ...closed];
  }

  private addCrossing(kind: "h" | "v", row: number, column: number): void {
    const [row2, column2] = kind === "h" ? [row, column + 1] : [row + 1, column];
    const classes = [this.classAt(row, column), this.classAt(row2, column2)] as const;
    if (classes[0] === classes[1]) return;
    const at = (r: number, c: number): PlanePoint => [this.xs[c] as number, this.ys[r] as number];
    const key = edgeKey(kind, row, column);
    const ends: [PlanePoint, PlanePoint] = [at(row, column), at(row2, column2)];
    this.crossings.set(key, { key, classes, kind, place: ends[0], ends });
  }

  /** Two crossings of a cell are joined; where three or four meet, each is joined to the middle. */
  private linkCell(row: number, column: number): void {
    const cell = row * this.size + column;
    const keys = sidesOf(row, column).filter((key) => this.crossings.has(key));
    const [a, b] = keys;
    if (keys.length === 2 && a !== undefined && b !== undefined) {
      this.link(a, b, cell);
    } else if (keys.length > 2) {
      const places = keys.map((key) => this.placeOf(key));
      const mean = (axis: 0 | 1) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
      const meeting = `m${cell}`;
      this.meetings.set(meeting, [mean(0), mean(1)]);
      for (const key of keys) this.link(key, meeting, cell);
    }
  }

  private link(a: string, b: string, cell: number): void {
    const there: Link = { to: b, cell, used: false };
    const back: Link = { to: a, cell, used: false, back: there };
    there.back = back;
    for (const [key, link] of [
      [a, there],
      [b, back],
    ] as const) {
      const links = this.links.get(key);
      if (links) links.push(link);
      else this.links.set(key, [link]);
    }
  }

  private placeOf(key: string): PlanePoint {
    return (this.crossings.get(key)?.place ?? this.meetings.get(key)) as PlanePoint;
  }

  /** The line that begins with a link; none when it was walked before. */
  private follow(start: string, first: Link): Arc[] {
    if (first.used) return [];
    const keys = [start];
    let sides: readonly [number, number] | undefined;
    let link: Link | undefined = first;
    while (link) {
      link.used = true;
      if (link.back) link.back.used = true;
      sides ??= this.sidesAlong(keys[keys.length - 1] ?? start, link);
      keys.push(link.to);
      if (this.meetings.has(link.to) || link.to === start) break;
      link = this.links.get(link.to)?.find(({ used }) => !used);
    }
    const [left, right] = sides as readonly [number, number];
    const name = (key: string) => this.nameOf(key);
    const [from, to] = [name(start), name(keys[keys.length - 1] as string)];
    return [{ left, right, points: keys.map((key) => this.placeOf(key)), from, to }];
  }

  /** The classes left and right of a link, told at a crossing at one of its ends. */
  private sidesAlong(from: string, { to, cell }: Link): readonly [number, number] {
    const [row, column] = [Math.floor(cell / this.size), cell % this.size];
    const entering = this.crossings.get(from);
    const crossing = entering ?? this.crossings.get(to);
    if (!crossing) throw new Error(`no class changes between ${from} and ${to}`);
    const [bottom, , , left] = sidesOf(row, column);
    // Forwards is up or to the right: into the cell over its lower or left side, out of it over the others.
    const isNear = crossing.key === bottom || crossing.key === left;
    const forwards = isNear === (entering !== undefined);
    const [a, b] = crossing.classes;
    // Going up the first end of a row's edge is on the left; going right it is the lower end, on the right.
    return forwards === (crossing.kind === "h") ? [a, b] : [b, a];
  }

  /** The name of a line's end: on the box's edge it tells how far along the edge it stands. */
  private nameOf(key: string): string {
    const crossing = this.crossings.get(key);
    if (!crossing || (this.links.get(key)?.length ?? 0) > 1) return key;
    const { x, y } = this.box;
    const [px, py] = crossing.place;
    const [u, v] = [(px - x[0]) / (x[1] - x[0]), (py - y[0]) / (y[1] - y[0])];
    if (crossing.kind === "h") return `b${v < 0.5 ? u : 3 - u}`;
    return `b${u > 0.5 ? 1 + v : 4 - v}`;
  }
}

/** Sides of a cell: below, right, above, left. */
function sidesOf(row: number, column: number): [string, string, string, string] {
  return [
    edgeKey("h", row, column),
    edgeKey("v", row, column + 1),
    edgeKey("h", row + 1, column),
    edgeKey("v", row, column),
  ];
}

function edgeKey(kind: "h" | "v", row: number, column: number): string {
  return `${kind}${row},${column}`;
}

function along([low, high]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + (i / (count - 1)) * (high - low));
}

/** A line with the fewest points that stay within the tolerance (Douglas and Peucker, 1973). */
function simplified(
  points: readonly PlanePoint[],
  { box, tolerance }: { box: Box; tolerance: number },
): PlanePoint[] {
  const scaled = points.map(([x, y]): PlanePoint => [x / (box.x[1] - box.x[0]), y / (box.y[1] - box.y[0])]);
  const kept = new Set([0, points.length - 1]);
  const [first, last] = [scaled[0], scaled[scaled.length - 1]] as [PlanePoint, PlanePoint];
  const isClosed = first[0] === last[0] && first[1] === last[1];
  // A circle has no ends to measure from: its farthest place is kept as well.
  const middle = isClosed ? farthest(scaled, { from: 0, to: points.length - 1 }).at : 0;
  kept.add(middle);
  const spans = [
    { from: 0, to: middle },
    { from: middle, to: points.length - 1 },
  ];
  for (let span = spans.pop(); span; span = spans.pop()) {
    if (span.to - span.from < 2) continue;
    const { at, distance } = farthest(scaled, span);
    if (distance <= tolerance) continue;
    kept.add(at);
    spans.push({ from: span.from, to: at }, { from: at, to: span.to });
  }
  return [...kept].sort((a, b) => a - b).map((i) => points[i] as PlanePoint);
}

/** The place between two others that is farthest from the line through them. */
function farthest(
  points: readonly PlanePoint[],
  { from, to }: { from: number; to: number },
): { at: number; distance: number } {
  const [a, b] = [points[from], points[to]] as [PlanePoint, PlanePoint];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(dx, dy);
  let best = { at: from, distance: -1 };
  for (let i = from + 1; i < to; i++) {
    const [x, y] = points[i] as PlanePoint;
    const distance =
      length === 0 ? Math.hypot(x - a[0], y - a[1]) : Math.abs(dx * (y - a[1]) - dy * (x - a[0])) / length;
    if (distance > best.distance) best = { at: i, distance };
  }
  return best;
}
