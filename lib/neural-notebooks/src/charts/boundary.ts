/** Turns a classifier over two inputs into a picture of which class it gives where, and how that changed. */
import { ShapeError, UnknownNameError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { animationControls, evenly, type AnimationOptions } from "./animation";
import { axesLayout, type AxesOptions } from "./axes";
import { Chart, mergeLayout } from "./chart";
import type { AnimationFrame, Trace } from "./figure";
import { boundaryEnds, classRegions, type Box, type LinearUnit, type PlanePoint } from "./plane";
import { colorOf, symbolOf, withOpacity, type ColorScale } from "./theme";
import { counted, extentOf, formatNumber, listed, describeRange } from "./alt-text";

/** Points and their classes. */
export interface BoundaryData {
  /** Inputs, shape [rows, 2]. */
  x: readonly (readonly number[])[];
  /** Classes 0, 1, 2, …, shape [rows]; or one-hot, shape [rows, classes]. */
  y: readonly number[] | readonly (readonly number[])[];
}

/** What says which class a place gets: linear units (drawn exactly), or any function of many places (drawn as a grid). */
export interface Classifier {
  /** One unit for two classes, or one for each class. */
  readonly units?: readonly LinearUnit[];
  /** Takes places, shape [places, 2], and gives their classes, shape [places]. */
  readonly predict?: (x: number[][]) => ArrayLike<number>;
}

/** One picture of the animation. */
export interface BoundaryStep extends Classifier {
  /** Its name on the slider. */
  readonly name: string;
  /** The row that caused this step; it gets a ring. */
  readonly row?: number;
}

/** How the picture is drawn. */
export interface BoundaryOptions extends AxesOptions {
  /** Names of the classes. */
  names?: readonly string[];
  /** Places along each axis where `predict` is asked (80; 40 in an animation). */
  resolution?: number;
}

/** How the animation is drawn. */
export interface BoundaryAnimationOptions extends BoundaryOptions, AnimationOptions {
  /** Pictures at most (60); of more steps some are left out, evenly. */
  maxFrames?: number;
}

const VERB = "draw the boundary";

/**
 * Draws points and the regions in which a classifier gives each class.
 *
 * @param data - Points [rows, 2] and their classes.
 * @param options - The classifier (`units` or `predict`), names, title and axis names.
 * @returns The chart; its description says how many points lie in the wrong region.
 * @throws ShapeError when points have not two inputs, or points and classes differ in number.
 * @throws ArgumentError when the classifier is missing.
 * @example
 * const and = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 0, 0, 1] };
 * const chart = boundaryChart(and, { units: [{ w: [1, 1], b: -1.5 }], title: "AND", xTitle: "x₁", yTitle: "x₂" });
 * assert.match(chart.alt, /all 4 points lie in the region of their class/);
 */
export function boundaryChart(data: BoundaryData, options: Classifier & BoundaryOptions): Chart {
  const points = readPoints(data, options);
  const { resolution = 80 } = options;
  const changing = changingTraces(points, { step: { ...options, name: "" }, resolution });
  const traces = [...changing.traces, ...pointTraces(points)];
  const layout = mergeLayout(axesLayout(options, VERB), boxLayout(points));
  return new Chart(
    { data: traces, layout },
    { alt: `${options.title}. ${describePoints(points, options)} ${capital(changing.description)}` },
  );
}

/**
 * Draws how the regions changed, one picture a step, with a slider and a Play button.
 *
 * @param data - Points [rows, 2] and their classes.
 * @param options - `steps` in order, each with its classifier; names, titles, speed.
 * @returns The chart, showing the first step; its description tells of the first and the last.
 * @throws ShapeError when points or units do not fit.
 * @throws ArgumentError when there is no step, or a step has no classifier.
 */
export function boundaryAnimation(
  data: BoundaryData,
  options: BoundaryAnimationOptions & { steps: readonly BoundaryStep[] },
): Chart {
  const points = readPoints(data, options);
  const { steps, maxFrames = 60, resolution = 40, prefix = "step ", duration } = options;
  if (!Array.isArray(steps) || steps.length === 0) {
    throw cannot("animate the boundary", { argument: "steps", must: "at least one step", received: steps });
  }
  checkInteger(maxFrames, { verb: "animate the boundary", argument: "maxFrames", min: 2 });
  const chosen = evenly(steps.length, maxFrames).map((i) => steps[i] as BoundaryStep);
  const pictures = chosen.map((step) => changingTraces(points, { step, resolution }));
  const [first] = pictures as [ReturnType<typeof changingTraces>];
  const frames = chosen.map((step, i): AnimationFrame => {
    const { traces } = pictures[i] as ReturnType<typeof changingTraces>;
    return { name: step.name, data: traces, traces: traces.map((_, t) => t) };
  });
  const controls = animationControls(
    frames.map((frame) => frame.name),
    { prefix, duration },
  );
  const layout = [boxLayout(points), controls, { height: options.height ?? 500 }].reduce(
    mergeLayout,
    axesLayout(options, VERB),
  );
  const last = pictures[pictures.length - 1] as typeof first;
  const shown = chosen.length === steps.length ? "" : ` (${chosen.length} of ${steps.length} shown)`;
  const alt =
    `${options.title}. ${describePoints(points, options)} An animation of ${counted(steps.length, "step")}${shown}. ` +
    `At ${prefix}${chosen[0]?.name} ${first.description} At ${prefix}${chosen[chosen.length - 1]?.name} ${last.description}`;
  return new Chart({ data: [...first.traces, ...pointTraces(points)], layout, frames }, { alt });
}

interface Points {
  readonly x: readonly PlanePoint[];
  readonly classes: readonly number[];
  readonly names: readonly string[];
  readonly box: Box;
}

function readPoints(data: BoundaryData, options: BoundaryOptions): Points {
  const { x, y } = data ?? {};
  if (
    !Array.isArray(x) ||
    x.length === 0 ||
    !x.every((row) => Array.isArray(row) && row.length === 2 && row.every(Number.isFinite))
  ) {
    const hint = "A boundary can be drawn over two inputs only: choose two columns, without missing values.";
    throw cannot(VERB, {
      argument: "x",
      must: "rows of two finite numbers",
      received: x,
      hint,
      as: ShapeError,
    });
  }
  if (!Array.isArray(y) || y.length !== x.length) {
    throw cannot(VERB, {
      argument: "y",
      must: `one class for each of the ${x.length} rows of x`,
      received: y,
      as: ShapeError,
    });
  }
  const classes = (y as readonly (number | readonly number[])[]).map((target) =>
    typeof target === "number" ? target : target.indexOf(1),
  );
  const bad = classes.findIndex((index) => !Number.isInteger(index) || index < 0);
  if (bad >= 0)
    throw cannot(VERB, { argument: `y[${bad}]`, must: "a class 0, 1, 2, … or one-hot", received: y[bad] });
  const count = Math.max(...classes) + 1;
  const { names = Array.from({ length: Math.max(2, count) }, (_, i) => `class ${i}`) } = options;
  if (names.length < count)
    throw cannot(VERB, {
      argument: "names",
      must: `a name for each of ${count} classes`,
      received: names,
      as: UnknownNameError,
    });
  return { x, classes, names, box: boxAround(x) };
}

/** A little more than the points need, so that none sits on the edge. */
function boxAround(x: readonly PlanePoint[]): Box {
  const side = (axis: 0 | 1): [number, number] => {
    const { min, max } = extentOf(x.map((place) => place[axis]));
    const pad = (max - min || 1) * 0.15;
    return [min - pad, max + pad];
  };
  return { x: side(0), y: side(1) };
}

function boxLayout({ box }: Points) {
  return {
    xaxis: { range: [...box.x], zeroline: false },
    yaxis: { range: [...box.y], zeroline: false },
    legend: { orientation: "h", x: 1, xanchor: "right", y: 1.02, yanchor: "bottom" },
  };
}

function pointTraces({ x, classes, names }: Points): Trace[] {
  return names.map((name, k) => {
    const members = x.filter((_, row) => classes[row] === k);
    return {
      type: "scatter",
      mode: "markers",
      name,
      x: members.map(([first]) => first),
      y: members.map(([, second]) => second),
      marker: { color: colorOf(k), symbol: symbolOf(k), size: 8, line: { color: "white", width: 1 } },
    };
  });
}

/** The traces that a step changes: regions, lines, the ring; and what they show in words. */
function changingTraces(
  points: Points,
  options: { step: BoundaryStep; resolution: number },
): { traces: Trace[]; description: string } {
  const { step, resolution } = options;
  const { units, predict } = step;
  if (units && units.length > 0) return unitTraces(points, { ...step, units });
  if (predict) return gridTraces(points, { ...step, predict, resolution });
  throw cannot(VERB, {
    argument: "units or predict",
    must: "given",
    received: undefined,
    hint: "Hand over a perceptron's units, or a function that predicts classes.",
  });
}

function unitTraces(
  points: Points,
  step: BoundaryStep & { units: readonly LinearUnit[] },
): { traces: Trace[]; description: string } {
  const { units, row } = step;
  const bad = units.find((unit) => unit.w.length !== 2 || ![...unit.w, unit.b].every(Number.isFinite));
  if (bad)
    throw cannot(VERB, {
      argument: "units",
      must: "units with two weights and a bias, all finite",
      received: bad,
      as: ShapeError,
    });
  const { box, names } = points;
  const classCount = units.length === 1 ? 2 : units.length;
  if (names.length < classCount)
    throw cannot(VERB, {
      argument: "names",
      must: `a name for each of ${classCount} classes`,
      received: names,
      as: UnknownNameError,
    });
  const regions = classRegions(units, box).map((corners, k) =>
    regionTrace(corners, { color: colorOf(k), name: `region of ${names[k]}` }),
  );
  const lines = units.map((unit, k) =>
    lineOf(boundaryEnds(unit, box), {
      color: units.length === 1 ? undefined : colorOf(k),
      label: equation(unit),
    }),
  );
  const wrong = countWrong(points, classOfUnits(units));
  const [only] = units;
  const formula = only && units.length === 1 ? `${describeUnit(only)} and ` : "";
  return { traces: [...regions, ...lines, ring(points, row)], description: `${formula}${wrong}` };
}

function gridTraces(
  points: Points,
  step: BoundaryStep & { predict: (x: number[][]) => ArrayLike<number>; resolution: number },
): { traces: Trace[]; description: string } {
  const { box, names, x, classes } = points;
  const { predict, resolution, row } = step;
  checkInteger(resolution, { verb: VERB, argument: "resolution", min: 2, max: 400 });
  const along = ([low, high]: readonly [number, number]) =>
    Float64Array.from({ length: resolution }, (_, i) => low + ((i + 0.5) / resolution) * (high - low));
  const [xs, ys] = [along(box.x), along(box.y)];
  const places = Array.from(ys, (v) => Array.from(xs, (u) => [u, v])).flat();
  // One call for grid and points: a network is asked once.
  const answers = predict([...places, ...x.map((place) => [...place])]);
  checkAnswers(answers, { count: places.length + x.length, classes: names.length });
  const z = Array.from({ length: resolution }, (_, r) =>
    Uint8Array.from({ length: resolution }, (_, c) => answers[r * resolution + c] as number),
  );
  const region: Trace = {
    type: "heatmap",
    name: "region",
    x: xs,
    y: ys,
    z,
    zmin: -0.5,
    zmax: names.length - 0.5,
    colorscale: regionScale(names.length),
    showscale: false,
    hoverinfo: "skip",
  };
  const given = Array.from(classes, (_, i) => answers[places.length + i] as number);
  return {
    traces: [region, ring(points, row)],
    description: countWrong(points, (_, i) => given[i] as number),
  };
}

function checkAnswers(
  answers: ArrayLike<number>,
  { count, classes }: { count: number; classes: number },
): void {
  if (answers?.length !== count) {
    throw cannot(VERB, {
      argument: "predict",
      must: `a function that gives ${count} classes for as many places`,
      received: answers,
      as: ShapeError,
    });
  }
  const bad = Array.prototype.find.call(
    answers,
    (k: number) => !Number.isInteger(k) || k < 0 || k >= classes,
  ) as number | undefined;
  if (bad !== undefined)
    throw cannot(VERB, {
      argument: "predict",
      must: `a function that gives classes 0 to ${classes - 1}`,
      received: bad,
    });
}

/** One even colour for each class. */
function regionScale(count: number): ColorScale {
  return Array.from({ length: count }, (_, k) =>
    [k / count, (k + 1) / count].map((at) => [at, withOpacity(colorOf(k), 0.22)] as const),
  ).flat();
}

function regionTrace(corners: readonly PlanePoint[], options: { color: string; name: string }): Trace {
  const closed = corners.length > 0 ? [...corners, corners[0] as PlanePoint] : [];
  return {
    type: "scatter",
    mode: "lines",
    name: options.name,
    x: closed.map(([x]) => short(x)),
    y: closed.map(([, y]) => short(y)),
    fill: "toself",
    fillcolor: withOpacity(options.color, 0.18),
    line: { width: 0 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function lineOf(ends: readonly PlanePoint[], options: { color?: string; label: string }): Trace {
  const { color, label } = options;
  return {
    type: "scatter",
    mode: "lines",
    name: label,
    x: ends.map(([x]) => short(x)),
    y: ends.map(([, y]) => short(y)),
    line: { width: 3, color: color ?? "#7d8085" },
    hovertemplate: `${label}<extra></extra>`,
    showlegend: false,
  };
}

/** A ring around the row that caused the step; always there, so that every frame has the same traces. */
function ring({ x }: Points, row: number | undefined): Trace {
  if (row !== undefined) checkInteger(row, { verb: VERB, argument: "row", min: 0, max: x.length - 1 });
  const place = row === undefined ? undefined : x[row];
  return {
    type: "scatter",
    mode: "markers",
    name: "the row that changed the weights",
    x: place ? [place[0]] : [],
    y: place ? [place[1]] : [],
    marker: { symbol: "circle-open", size: 20, color: "#7d8085", line: { width: 3 } },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function classOfUnits(units: readonly LinearUnit[]): (place: PlanePoint) => number {
  return ([x, y]) => {
    const sums = units.map((unit) => (unit.w[0] as number) * x + (unit.w[1] as number) * y + unit.b);
    return sums.length === 1 ? Number((sums[0] as number) >= 0) : sums.indexOf(Math.max(...sums));
  };
}

function countWrong({ x, classes }: Points, classOf: (place: PlanePoint, row: number) => number): string {
  const wrong = x.filter((place, row) => classOf(place, row) !== classes[row]).length;
  if (wrong === 0) return `all ${counted(x.length, "point")} lie in the region of their class.`;
  return `${wrong} of ${counted(x.length, "point")} ${wrong === 1 ? "lies" : "lie"} in the region of another class.`;
}

function describePoints({ x, classes, names }: Points, { xTitle, yTitle }: AxesOptions): string {
  const groups = names
    .map((name, k) => [name, classes.filter((c) => c === k).length] as const)
    .filter(([, count]) => count > 0);
  const across = describeRange(
    xTitle,
    x.map(([first]) => first),
  );
  const up = describeRange(
    yTitle,
    x.map(([, second]) => second),
  );
  return `${counted(x.length, "point")} (${listed(groups.map(([name, count]) => `${name}: ${count}`))}); ${across}, ${up}.`;
}

function describeUnit(unit: LinearUnit): string {
  return unit.w.every((w) => w === 0)
    ? "there is no boundary, as both weights are 0,"
    : `the boundary is ${equation(unit)}`;
}

/** `0.5·x₁ − 2·x₂ + 1 = 0`. */
function equation({ w, b }: LinearUnit): string {
  const [w1, w2] = w as [number, number];
  const signed = (value: number) => `${value < 0 ? "−" : "+"} ${formatNumber(Math.abs(value))}`;
  return `${formatNumber(w1).replace("-", "−")}·x₁ ${signed(w2)}·x₂ ${signed(b)} = 0`;
}

/** Six digits are finer than a pixel and keep an animation of many pictures small. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
