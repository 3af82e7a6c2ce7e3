/** Gives paths that begin at one place a look by which they are told apart: where they start, how they go, where they end. */
import { colorOf, dashOf, symbolOf } from "./theme";

/** A text that stands over lines has an edge of the other shade, in both themes. */
export const READABLE = { shadow: "auto" } as const;

/** How one of several paths is drawn. */
export interface PathLook {
  readonly color: string;
  readonly dash: string;
  readonly symbol: string;
}

/** The look of the i-th path; `shift` colours are taken by what the paths lie on. */
export function lookOf(index: number, shift = 1): PathLook {
  return { color: colorOf(index + shift), dash: dashOf(index), symbol: symbolOf(index) };
}

/**
 * Where the names of paths stand beside their ends: the highest above, the lowest below, others beside, and inwards, so
 * that neighbours do not cover each other and none leaves the picture.
 *
 * @param ends - The last places of the paths.
 * @param across - From where to where the picture reaches.
 * @param upwards - The same upwards, where it is known.
 * @example
 * assert.deepEqual(namePlaces([[1, 5], [9, 2]], [0, 10]), ["top right", "bottom left"]);
 */
export function namePlaces(
  ends: readonly (readonly (number | null)[])[],
  [from, to]: readonly [number, number],
  upwards?: readonly [number, number],
): string[] {
  const heights = ends.map(([, y]) => y ?? 0);
  const edge = ([low, high]: readonly [number, number], y: number) => (y - low) / (high - low);
  return ends.map(([x, y], i) => {
    const above = heights.filter((y, k) => y > (heights[i] as number) || (y === heights[i] && k < i)).length;
    const side = ((x ?? from) - from) / (to - from) > 0.7 ? "left" : "right";
    const height = upwards === undefined ? 0.5 : edge(upwards, y ?? 0);
    if (height < 0.1) return `top ${side}`;
    if (height > 0.9) return `bottom ${side}`;
    if (above === 0) return `top ${side}`;
    return above === ends.length - 1 ? `bottom ${side}` : `middle ${side}`;
  });
}

/** Sizes of a path's marks: small on the way, large at the end. */
export function sizesAlong(count: number, { step = 6, end = 11 } = {}): number[] {
  return Array.from({ length: count }, (_, i) => (i === count - 1 && count > 1 ? end : step));
}

/** The texts along a path: its name at the end. */
export function textsAlong(count: number, name: string): string[] {
  return Array.from({ length: count }, (_, i) => (i === count - 1 && count > 1 ? name : ""));
}

/** The starts that differ, so that one from which several paths begin is marked once. */
export function distinct<Place extends readonly number[]>(places: readonly Place[]): Place[] {
  const seen = new Map(places.map((place) => [place.join(), place]));
  return [...seen.values()];
}

/** The mark at a start: a ring that is larger than what begins in it. */
export const startMarker = {
  symbol: "circle-open",
  size: 17,
  color: "#7d8085",
  line: { width: 2.5 },
} as const;
