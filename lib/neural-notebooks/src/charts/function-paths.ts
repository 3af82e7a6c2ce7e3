/** Turns the places at which climbers stood into paths on a function's curve. */
import { ShapeError, cannot } from "../core/errors";
import { counted, formatNumber, isNumber } from "./alt-text";
import type { Trace } from "./figure";
import { distinct, READABLE, lookOf, namePlaces, sizesAlong, startMarker, textsAlong } from "./path-look";

/** What is drawn on a curve, and what it says. */
export interface Climb {
  readonly traces: readonly Trace[];
  readonly description: string;
}

interface Route {
  readonly name: string;
  readonly places: readonly number[];
  /** Heights of the places; null where the function has no finite value or the place itself is none. */
  readonly heights: readonly (number | null)[];
}

/**
 * Draws paths: a ring at the start, a mark at each place, a large one and the path's name at the end.
 *
 * @param f - The function on which the climbers stand.
 * @param options - `paths`: places by name; `range` of the picture; `color`: number of the first colour.
 * @returns One entry a path, and before them the starts.
 * @throws ShapeError when a path is no list of numbers or holds none.
 */
export function climbOn(
  f: (x: number) => number,
  options: {
    paths: Readonly<Record<string, readonly number[]>>;
    range: readonly [number, number];
    color: number;
  },
): Climb[] {
  const { paths, range, color } = options;
  const routes = Object.entries(paths).map(([name, places]) => readRoute(f, { name, places }));
  if (routes.length === 0) return [];
  const inside = (x: number | undefined): x is number => isNumber(x) && x >= range[0] && x <= range[1];
  const starts = distinct(
    routes.flatMap(({ places: [first] }) =>
      inside(first) && isNumber(f(first)) ? [[first, f(first)] as const] : [],
    ),
  );
  const start: Trace = {
    type: "scatter",
    mode: "markers+text",
    name: "start",
    x: starts.map(([x]) => x),
    y: starts.map(([, y]) => y),
    text: starts.map(() => "start"),
    textposition: "top center",
    textfont: READABLE,
    marker: startMarker,
    hoverinfo: "skip",
    showlegend: false,
  };
  const several = routes.length > 1;
  const sides = namePlaces(
    routes.map(({ places, heights }) => [
      places[places.length - 1] ?? null,
      heights[heights.length - 1] ?? null,
    ]),
    range,
  );
  const drawn = routes.map((route, i): Climb => ({
    traces: [pathTrace(route, { index: i, color, side: several ? sides[i] : undefined })],
    description: describeRoute(route, { inside, several }),
  }));
  const [first] = drawn as [Climb];
  return [{ ...first, traces: [...first.traces, start] }, ...drawn.slice(1)];
}

function readRoute(f: (x: number) => number, { name, places }: Pick<Route, "name" | "places">): Route {
  if (!Array.isArray(places) || places.length === 0 || !places.every((place) => typeof place === "number"))
    throw cannot("draw a path", {
      argument: `paths.${name}`,
      must: "places on the horizontal axis, at least one",
      received: places,
      as: ShapeError,
    });
  const heights = places.map((place) => {
    const height = isNumber(place) ? f(place) : NaN;
    return isNumber(height) ? height : null;
  });
  return { name, places, heights };
}

function pathTrace(
  { name, places, heights }: Route,
  { index, color, side }: { index: number; color: number; side: string | undefined },
): Trace {
  const look = lookOf(index, color);
  const count = places.length;
  return {
    type: "scatter",
    mode: "lines+markers+text",
    name,
    x: places.map((place, i) => (heights[i] === null ? null : place)),
    y: heights,
    text: textsAlong(count, side === undefined ? "end" : name),
    textposition: side ?? "top center",
    textfont: READABLE,
    customdata: heights.map((height, step) => `step ${step}: ${height === null ? "" : formatNumber(height)}`),
    hovertemplate: "%{customdata} at %{x}<extra>%{fullData.name}</extra>",
    line: { color: look.color, dash: look.dash, width: 1.5 },
    marker: {
      color: look.color,
      symbol: look.symbol,
      size: sizesAlong(count),
      opacity: 1,
      line: { width: 0 },
    },
  };
}

function describeRoute(
  { name, places, heights }: Route,
  { inside, several }: { inside: (x: number | undefined) => boolean; several: boolean },
): string {
  const out = places.findIndex((place) => !inside(place));
  const leaves = out < 0 ? "" : `; it leaves the picture at step ${out}`;
  const [start, end] = [heights[0], heights[heights.length - 1]];
  const text = (height: number | null | undefined) =>
    isNumber(height) ? formatNumber(height) : "no finite height";
  const lost = heights.filter((height) => height === null).length;
  const gaps =
    lost === 0
      ? ""
      : `; ${counted(lost, "place")} without a finite height ${lost === 1 ? "is" : "are"} not drawn`;
  return `${several ? `The path ${name}` : "The path"} goes from ${text(start)} to ${text(end)} in ${counted(places.length - 1, "step")}${leaves}${gaps}.`;
}
