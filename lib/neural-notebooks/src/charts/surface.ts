/** Turns a function of two numbers into a landscape, with the paths that climbers took down it. */
import { ShapeError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { animationControls, evenly, type AnimationOptions } from "./animation";
import { axesLayout, axis, minimumWidth, type AxesOptions } from "./axes";
import { Chart, mergeLayout } from "./chart";
import type { AnimationFrame, Layout, Trace } from "./figure";
import { colorOf, dashOf, symbolOf } from "./theme";
import { extentOf, formatNumber, isNumber } from "./alt-text";

/** How the landscape is drawn. */
export interface SurfaceOptions extends AxesOptions, AnimationOptions {
  /** From where to where along the first number. */
  x: readonly [number, number];
  /** From where to where along the second number. */
  y: readonly [number, number];
  /** Name and unit of the function's value (`"loss"`). */
  zTitle?: string;
  /** `"surface"` (3-D, default), or `"contour"`: seen from above. */
  view?: "surface" | "contour";
  /** Places in order, [steps, 2], by the climber's name. */
  paths?: Readonly<Record<string, readonly (readonly number[])[]>>;
  /** True: the paths grow step by step, with a slider and a Play button. */
  animated?: boolean;
  /** Places along each axis where the function is asked (50). */
  resolution?: number;
  /** Pictures at most (60). */
  maxFrames?: number;
}

const VERB = "draw a surface";
/** On a narrower page the camera would cut the sides off. */
const MIN_SURFACE_WIDTH = 460;

/**
 * Draws z = f(x, y) and paths on it.
 *
 * @param f - The function; where it is not finite there is a hole.
 * @param options - The part of the plane, view, paths, titles.
 * @returns The chart; its description tells the lowest place and how each path ends.
 * @throws ArgumentError when a range is empty or nothing is finite.
 * @throws ShapeError when a path's places are not pairs.
 * @example
 * const bowl = surfaceChart((x, y) => x * x + y * y, { x: [-1, 1], y: [-1, 1], resolution: 5, title: "A bowl", xTitle: "w₁", yTitle: "w₂" });
 * assert.match(bowl.alt, /lowest 0 at \(0, 0\)/);
 */
export function surfaceChart(f: (x: number, y: number) => number, options: SurfaceOptions): Chart {
  const { x, y, zTitle = "loss", view = "surface", paths = {}, height = 480 } = options ?? {};
  const { animated = false, resolution = 50, maxFrames = 60 } = options ?? {};
  checkInteger(resolution, { verb: VERB, argument: "resolution", min: 2, max: 400 });
  checkInteger(maxFrames, { verb: VERB, argument: "maxFrames", min: 2 });
  const base = axesLayout(options, VERB);
  const ground = askEverywhere(f, { x, y, resolution });
  const routes = Object.entries(paths).map(([name, places]) => readPath(places, { name, f, x, y }));
  const steps = Math.max(0, ...routes.map((route) => route.places.length));
  const shown = animated && steps > 0 ? evenly(steps, maxFrames) : [];
  // A little above the ground, or the ground would hide the path.
  const lift = 0.015 * (ground.max - ground.min);
  const tracesAt = (last: number) =>
    routes.map((route, i) => pathTrace(route, { index: i, last, view, lift }));
  const frames = shown.map((last): AnimationFrame => ({
    name: String(last),
    data: tracesAt(last),
    traces: routes.map((_, i) => i + 1),
  }));
  const own =
    view === "surface"
      ? [withoutAxes(base), minimumWidth(MIN_SURFACE_WIDTH), scene(options, zTitle)]
      : [base, plane(options)];
  const figure = {
    data: [groundTrace(ground, { view, zTitle }), ...tracesAt(shown.length > 0 ? 0 : steps)],
    layout: [...own, { height }, controlsFor(frames, options)].reduce(mergeLayout),
    ...(frames.length > 0 ? { frames } : {}),
  };
  const descriptions = routes.map(({ description }) => ` ${description}`).join("");
  return new Chart(figure, { alt: `${options.title}. ${describeGround(ground, options)}${descriptions}` });
}

/** The function's values on a grid. */
interface Ground {
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** `z[row][column]`: the value at `ys[row]` and `xs[column]`; null where it is not finite. */
  readonly z: (number | null)[][];
  readonly min: number;
  readonly max: number;
  /** The lowest place. */
  readonly lowest: readonly [x: number, y: number];
}

function askEverywhere(
  f: (x: number, y: number) => number,
  { x, y, resolution }: Pick<SurfaceOptions, "x" | "y"> & { resolution: number },
): Ground {
  const [xs, ys] = [gridLine(x, { argument: "x", resolution }), gridLine(y, { argument: "y", resolution })];
  const z = Array.from(ys, (v) => Array.from(xs, (u) => finite(f(u, v))));
  const { min, max, argMin, count } = extentOf(z.flat());
  if (count === 0) throw cannot(VERB, { argument: "f", must: "finite somewhere in the range", received: f });
  const lowest = [xs[argMin % resolution] ?? NaN, ys[Math.floor(argMin / resolution)] ?? NaN] as const;
  return { xs, ys, z, min, max, lowest };
}

function groundTrace(
  { xs, ys, z }: Ground,
  { view, zTitle }: { view: "surface" | "contour"; zTitle: string },
): Trace {
  return {
    type: view,
    x: xs,
    y: ys,
    z,
    autocolorscale: true,
    ...(view === "surface" ? { opacity: 0.9 } : { ncontours: 30 }),
    colorbar: { title: { text: zTitle } },
    hovertemplate: "%{x}, %{y}: %{z}<extra></extra>",
  };
}

function controlsFor(frames: readonly AnimationFrame[], options: AnimationOptions): Layout {
  if (frames.length === 0) return {};
  return animationControls(
    frames.map(({ name }) => name),
    { prefix: options.prefix ?? "step ", duration: options.duration },
  );
}

function describeGround(
  { min, max, lowest }: Ground,
  { x, y, xTitle, yTitle, zTitle = "loss" }: SurfaceOptions,
): string {
  const range = ([from, to]: readonly [number, number]) => `${formatNumber(from)} to ${formatNumber(to)}`;
  const place = lowest.map((at) => formatNumber(at)).join(", ");
  return `${zTitle} over ${xTitle} from ${range(x)} and ${yTitle} from ${range(y)}: lowest ${formatNumber(min)} at (${place}), highest ${formatNumber(max)}.`;
}

interface Route {
  readonly name: string;
  /** The places up to where the path leaves the picture, with their heights. */
  readonly places: readonly (readonly [number, number, number])[];
  readonly description: string;
}

function readPath(
  places: readonly (readonly number[])[],
  options: {
    name: string;
    f: (x: number, y: number) => number;
    x: readonly [number, number];
    y: readonly [number, number];
  },
): Route {
  const { name, f, x, y } = options;
  if (
    !Array.isArray(places) ||
    places.length === 0 ||
    !places.every((place) => Array.isArray(place) && place.length === 2)
  ) {
    throw cannot(VERB, {
      argument: `paths.${name}`,
      must: "pairs of numbers, at least one",
      received: places,
      as: ShapeError,
    });
  }
  const heights = places.map(([u, v]) => [u as number, v as number, f(u as number, v as number)] as const);
  // A climber that diverges would stretch the picture until nothing is seen.
  const out = heights.findIndex(([u, v, h]) => !isNumber(h) || u < x[0] || u > x[1] || v < y[0] || v > y[1]);
  const seen = out < 0 ? heights : heights.slice(0, out);
  const [first, last] = [heights[0], heights[heights.length - 1]] as [Route["places"][0], Route["places"][0]];
  const leaves = out < 0 ? "" : ` and leaves the picture at step ${out}`;
  return {
    name,
    places: seen,
    description: `${name} goes from ${formatNumber(first[2])} to ${formatNumber(last[2])} in ${places.length - 1} steps${leaves}.`,
  };
}

function pathTrace(
  { name, places }: Route,
  options: { index: number; last: number; view: "surface" | "contour"; lift: number },
): Trace {
  const { index, last, view, lift } = options;
  const part = places.slice(0, last + 1);
  const flat = view === "contour";
  return {
    type: flat ? "scatter" : "scatter3d",
    mode: "lines+markers",
    name,
    x: part.map(([u]) => u),
    y: part.map(([, v]) => v),
    ...(flat ? {} : { z: part.map(([, , h]) => h + lift) }),
    customdata: part.map(([, , h], step) => `step ${step}: ${formatNumber(h)}`),
    hovertemplate: "%{customdata}<extra>%{fullData.name}</extra>",
    line: { color: colorOf(index + 1), width: flat ? 2.5 : 5, dash: flat ? dashOf(index) : "solid" },
    marker: {
      color: colorOf(index + 1),
      size: flat ? 7 : 4,
      symbol: flat ? symbolOf(index) : (["circle", "square", "diamond", "cross"][index % 4] as string),
    },
  };
}

function gridLine(
  [from, to]: readonly [number, number],
  { argument, resolution }: { argument: string; resolution: number },
): Float64Array {
  if (!(from < to) || !Number.isFinite(from) || !Number.isFinite(to)) {
    throw cannot(VERB, { argument, must: "two finite numbers, the smaller first", received: [from, to] });
  }
  return Float64Array.from({ length: resolution }, (_, i) => from + ((to - from) * i) / (resolution - 1));
}

function finite(value: number): number | null {
  return isNumber(value) ? value : null;
}

function scene({ xTitle, yTitle }: SurfaceOptions, zTitle: string): Layout {
  const camera = { eye: { x: 1.5, y: -1.5, z: 0.9 }, center: { x: 0, y: 0, z: -0.15 } };
  const axes = {
    xaxis: axis(xTitle),
    yaxis: axis(yTitle),
    zaxis: axis(zTitle),
    camera,
    aspectmode: "manual",
    aspectratio: { x: 1, y: 1, z: 0.7 },
  };
  return { scene: axes, margin: { t: 48, r: 8, b: 8, l: 8 }, legend: { orientation: "h", x: 0, y: 1 } };
}

function plane({ x, y }: SurfaceOptions): Layout {
  return {
    xaxis: { range: [...x] },
    yaxis: { range: [...y] },
    legend: { orientation: "h", x: 1, xanchor: "right", y: 1.02, yanchor: "bottom" },
  };
}

/** A 3-D chart's axes belong to its scene. */
function withoutAxes({ xaxis: _x, yaxis: _y, ...rest }: Layout): Layout {
  return rest;
}
