/** Turns a function of two numbers into a landscape, with the paths that climbers took down it. */
import { ShapeError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { animationControls, framesWithin, type AnimationOptions } from "./animation";
import { ANIMATION_HEIGHT, OVER_PLOT, axesLayout, axis, minimumWidth, type AxesOptions } from "./axes";
import { Chart, mergeLayout } from "./chart";
import { changesOf, type AnimationFrame, type Layout, type Trace } from "./figure";
import { distinct, READABLE, lookOf, namePlaces, startMarker } from "./path-look";
import { counted, describeMissing, extentOf, formatNumber, isNumber } from "./alt-text";

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
/** What the pictures of an animation may take in a saved notebook, beside the ground. */
const MAX_FRAME_BYTES = 110_000;
/** A scene needs more height than a plane; with a slider below it the page still holds both. */
/** Lines of equal height, seen on light and dark grounds. */
const CONTOUR = "#8a8f98";
const HEIGHTS = { surface: 460, contour: ANIMATION_HEIGHT };
/** On a narrower page the camera would cut the sides off. */
const MIN_SURFACE_WIDTH = 640;

/**
 * Draws z = f(x, y) and paths on it.
 *
 * @param f - The function; where it is not finite there is a hole.
 * @param options - The part of the plane, view, paths, titles.
 * @returns The chart; an animation opens on the whole paths. Its description tells the lowest place and how each path ends.
 * @throws ArgumentError when a range is empty or nothing is finite.
 * @throws ShapeError when a path's places are not pairs.
 * @example
 * const bowl = surfaceChart((x, y) => x * x + y * y, { x: [-1, 1], y: [-1, 1], resolution: 5, title: "A bowl", xTitle: "w₁", yTitle: "w₂" });
 * assert.match(bowl.alt, /lowest 0 at \(0, 0\)/);
 */
export function surfaceChart(f: (x: number, y: number) => number, options: SurfaceOptions): Chart {
  const { x, y, zTitle = "loss", view = "surface", paths = {} } = options ?? {};
  const { animated = false, resolution = 50, maxFrames = 60, height = HEIGHTS[view] } = options ?? {};
  checkInteger(resolution, { verb: VERB, argument: "resolution", min: 2, max: 400 });
  checkInteger(maxFrames, { verb: VERB, argument: "maxFrames", min: 2 });
  const base = axesLayout(options, VERB);
  const ground = askEverywhere(f, { x, y, resolution });
  const routes = Object.entries(paths).map(([name, places]) => readPath(places, { name, f, x, y }));
  const steps = Math.max(0, ...routes.map((route) => route.places.length));
  // A little above the ground, or the ground would hide the path.
  const lift = 0.015 * (ground.max - ground.min);
  const sides = namePlaces(
    routes.map(({ places }) => places[places.length - 1] ?? [null, null]),
    x,
    y,
  );
  const tracesAt = (last: number) =>
    routes.flatMap((route, i) => pathTraces(route, { index: i, last, view, lift, side: sides[i] }));
  const frame = (last: number): AnimationFrame => {
    const data = tracesAt(last).map(changesOf);
    return { name: String(last), data, traces: data.map((_, i) => i + 1) };
  };
  const frames = animated ? framesWithin(steps, { maxFrames, bytes: MAX_FRAME_BYTES, frame }) : [];
  const own =
    view === "surface"
      ? [
          withoutAxes(base),
          minimumWidth(MIN_SURFACE_WIDTH),
          scene(options, { zTitle, starts: startPlaces(routes), lift, ground }),
        ]
      : [base, plane(options)];
  const figure = {
    data: [groundTrace(ground, { view, zTitle }), ...tracesAt(steps), ...startTraces(routes, { view, lift })],
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
  /** At how many places of the grid the function is not finite. */
  readonly missing: number;
}

function askEverywhere(
  f: (x: number, y: number) => number,
  { x, y, resolution }: Pick<SurfaceOptions, "x" | "y"> & { resolution: number },
): Ground {
  const [xs, ys] = [gridLine(x, { argument: "x", resolution }), gridLine(y, { argument: "y", resolution })];
  const z = Array.from(ys, (v) => Array.from(xs, (u) => finite(f(u, v))));
  const { min, max, argMin, count, missing } = extentOf(z.flat());
  if (count === 0) throw cannot(VERB, { argument: "f", must: "finite somewhere in the range", received: f });
  const lowest = [xs[argMin % resolution] ?? NaN, ys[Math.floor(argMin / resolution)] ?? NaN] as const;
  return { xs, ys, z, min, max, lowest, missing };
}

function groundTrace(
  { xs, ys, z }: Ground,
  { view, zTitle }: { view: "surface" | "contour"; zTitle: string },
): Trace {
  return {
    type: view,
    x: xs,
    y: ys,
    // 32 bits are finer than any colour or pixel, and half as long in a notebook.
    z: z.map((row) => Float32Array.from(row, (height) => height ?? NaN)),
    autocolorscale: true,
    ...(view === "surface" ? { opacity: 0.9 } : { ncontours: 30, line: { color: CONTOUR, width: 0.8 } }),
    // The heights stand at an axis of their own; a scale beside it would say them twice and take the scene's room.
    ...(view === "surface" ? { showscale: false } : { colorbar: { title: { text: zTitle } } }),
    hovertemplate: "%{x}, %{y}: %{z}<extra></extra>",
  };
}

function controlsFor(frames: readonly AnimationFrame[], options: SurfaceOptions): Layout {
  if (frames.length === 0) return {};
  return animationControls(
    frames.map(({ name }) => name),
    // A scene has its axes within itself.
    {
      prefix: options.prefix ?? "step ",
      duration: options.duration,
      ...(options.view === "contour" ? {} : { axisRoom: 6 }),
    },
  );
}

function describeGround(
  { min, max, lowest, missing }: Ground,
  { x, y, xTitle, yTitle, zTitle = "loss" }: SurfaceOptions,
): string {
  const range = ([from, to]: readonly [number, number]) => `${formatNumber(from)} to ${formatNumber(to)}`;
  const place = lowest.map((at) => formatNumber(at)).join(", ");
  const gaps = describeMissing(missing);
  return `${zTitle} over ${xTitle} from ${range(x)} and ${yTitle} from ${range(y)}: lowest ${formatNumber(min)} at (${place}), highest ${formatNumber(max)}.${gaps}`;
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
  const out = heights.findIndex(
    ([u, v, h]) => ![u, v, h].every(isNumber) || u < x[0] || u > x[1] || v < y[0] || v > y[1],
  );
  const seen = out < 0 ? heights : [...heights.slice(0, out), ...exit(heights.slice(0, out + 1), options)];
  const [first, last] = [heights[0], heights[heights.length - 1]] as [Route["places"][0], Route["places"][0]];
  const leaves = out < 0 ? "" : ` and leaves the picture at step ${out}`;
  const text = (height: number) => (isNumber(height) ? formatNumber(height) : "no finite value");
  return {
    name,
    places: seen,
    description: `${name} goes from ${text(first[2])} to ${text(last[2])} in ${counted(places.length - 1, "step")}${leaves}.`,
  };
}

/** Where a path crosses the edge of the picture on the step that leads out of it; nothing where its start is outside. */
function exit(
  heights: Route["places"],
  {
    f,
    x,
    y,
  }: { f: (x: number, y: number) => number; x: readonly [number, number]; y: readonly [number, number] },
): Route["places"] {
  const [from, to] = heights.slice(-2) as [Route["places"][0], Route["places"][0] | undefined];
  if (!to || ![to[0], to[1]].every(isNumber)) return [];
  const share = (axis: 0 | 1, [low, high]: readonly [number, number]) => {
    const [a, b] = [from[axis], to[axis]];
    if (b > high) return (high - a) / (b - a);
    return b < low ? (low - a) / (b - a) : 1;
  };
  const part = Math.min(share(0, x), share(1, y));
  const [u, v] = [from[0] + part * (to[0] - from[0]), from[1] + part * (to[1] - from[1])];
  const height = f(u, v);
  return part > 0 && part < 1 && isNumber(height) ? [[u, v, height]] : [];
}

/** A path up to a step, and the mark and name at its end. */
function pathTraces(
  { name, places }: Route,
  options: { index: number; last: number; view: "surface" | "contour"; lift: number; side?: string },
): [path: Trace, end: Trace] {
  const { index, last, view, lift, side } = options;
  const flat = view === "contour";
  const { color, dash, symbol } = lookOf(index);
  const look = { color, symbol: flat ? symbol : (SCENE_SYMBOLS[index % 4] as string), opacity: 1 };
  const part = places.slice(0, last + 1);
  const type = flat ? "scatter" : "scatter3d";
  const path: Trace = {
    type,
    mode: "lines+markers",
    name,
    legendgroup: name,
    ...spots(part, { flat, lift }),
    // Of all steps, so that no picture of an animation has to repeat them.
    customdata: places.map(([, , h]) => Number(h.toPrecision(4))),
    hovertemplate: "step %{pointNumber}: %{customdata}<extra>%{fullData.name}</extra>",
    line: { color, width: flat ? 2.5 : 5, dash },
    marker: { ...look, size: flat ? 6 : 3, line: { width: 0 } },
  };
  const end: Trace = {
    type,
    // In a scene the ground would cover parts of a text; there the legend names the paths.
    mode: flat ? "markers+text" : "markers",
    name: `end of ${name}`,
    legendgroup: name,
    showlegend: false,
    ...spots(part.slice(-1), { flat, lift }),
    ...(flat ? { text: [name], textposition: side, textfont: READABLE } : {}),
    hoverinfo: "skip",
    marker: { ...look, size: flat ? 11 : 7, line: { width: 0 } },
  };
  return [path, end];
}

const SCENE_SYMBOLS = ["circle", "square", "diamond", "cross"];

/** Places as a trace has them; 32 bits are finer than a pixel, and short in a notebook. */
function spots(places: Route["places"], { flat, lift }: { flat: boolean; lift: number }): Partial<Trace> {
  const along = (of: (place: Route["places"][0]) => number) =>
    places.length > 24 ? Float32Array.from(places, of) : places.map(of);
  return {
    x: along(([u]) => u),
    y: along(([, v]) => v),
    ...(flat ? {} : { z: along(([, , h]) => h + lift) }),
  };
}

function startPlaces(routes: readonly Route[]): Route["places"] {
  return distinct(routes.flatMap(({ places: [first] }) => (first ? [first] : [])));
}

/** A ring where paths begin, one for all that begin there. */
function startTraces(
  routes: readonly Route[],
  { view, lift }: { view: "surface" | "contour"; lift: number },
): Trace[] {
  const starts = startPlaces(routes);
  if (starts.length === 0) return [];
  const flat = view === "contour";
  return [
    {
      type: flat ? "scatter" : "scatter3d",
      mode: flat ? "markers+text" : "markers",
      name: "start",
      x: starts.map(([u]) => u),
      y: starts.map(([, v]) => v),
      ...(flat ? {} : { z: starts.map(([, , h]) => h + lift) }),
      ...(flat ? { text: starts.map(() => "start"), textposition: "top center", textfont: READABLE } : {}),
      marker: flat ? startMarker : { ...startMarker, size: 9 },
      hoverinfo: "skip",
      showlegend: false,
    },
  ];
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

function scene(
  { xTitle, yTitle }: SurfaceOptions,
  options: { zTitle: string; starts: Route["places"]; lift: number; ground: Ground },
): Layout {
  const { zTitle, starts, lift, ground } = options;
  const height = ground.max - ground.min || 1;
  // The ground floats a little, so that the lowest number of the heights stands clear of those at the corner.
  const range = [ground.min - 0.12 * height, ground.max + 0.05 * height];
  // Near enough to fill the box, and turned so that no axis runs towards the reader.
  const camera = { eye: { x: 1.26, y: -1.67, z: 0.77 }, center: { x: 0, y: 0, z: -0.2 } };
  // Few ticks, or the numbers of two axes meet in a corner.
  const own = { nticks: 5, tickfont: { size: 11 } };
  const axes = {
    xaxis: axis(xTitle, own),
    yaxis: axis(yTitle, own),
    zaxis: axis(zTitle, { ...own, range }),
    camera,
    aspectmode: "manual",
    aspectratio: { x: 1.35, y: 1.35, z: 0.7 },
    annotations: starts.map(([x, y, z]) => ({
      x,
      y,
      z: z + lift,
      text: "start",
      showarrow: false,
      yshift: 16,
    })),
  };
  return { scene: axes, margin: { t: 56, r: 8, b: 8, l: 8 }, legend: OVER_PLOT };
}

function plane({ x, y }: SurfaceOptions): Layout {
  return {
    xaxis: { range: [...x] },
    yaxis: { range: [...y] },
    legend: OVER_PLOT,
  };
}

/** A 3-D chart's axes belong to its scene. */
function withoutAxes({ xaxis: _x, yaxis: _y, ...rest }: Layout): Layout {
  return rest;
}
