/** Turns a classifier over two inputs into a picture of which class it gives where, and how that changed. */
import { ShapeError, UnknownNameError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { animationControls, evenly, roomAtTheEnd, type AnimationOptions } from "./animation";
import { ANIMATION_HEIGHT, OVER_PLOT, axesLayout, type AxesOptions } from "./axes";
import { Chart, mergeLayout } from "./chart";
import { borderLines, classMap, gridPlaces, regionRings } from "./class-map";
import { changesOf, type AnimationFrame, type Numbers, type Trace } from "./figure";
import { boundaryEnds, classRegions, type Box, type LinearUnit, type PlanePoint } from "./plane";
import { READABLE } from "./path-look";
import { colorOf, symbolOf, withOpacity } from "./theme";
import { encodeFigure } from "./typed-array-codec";
import {
  counted,
  describeMissing,
  describeRange,
  extentOf,
  formatNumber,
  isNumber,
  listed,
} from "./alt-text";

/** Points and their classes. */
export interface BoundaryData {
  /** Inputs, shape [rows, 2]. */
  x: readonly (readonly number[])[];
  /** Classes 0, 1, 2, …, shape [rows]; or one-hot, shape [rows, classes]. */
  y: readonly number[] | readonly (readonly number[])[];
}

/** What says which class a place gets: linear units (drawn exactly), or any function of many places (whose outlines are searched). */
export interface Classifier {
  /** One unit for two classes, or one for each class. */
  readonly units?: readonly LinearUnit[];
  /** Takes places, shape [places, 2], and gives their classes, shape [places]; it is asked a few times, for many places each. */
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
  /** The part of the plane that is shown (by the points); the same for several charts makes them comparable. */
  box?: Readonly<Box>;
  /** A short text beside each point, one a row: for a handful of points. */
  labels?: readonly string[];
  /** Whether a step to the right is as long as a step upwards (`false`). */
  square?: boolean;
  /** Places along each axis where `predict` is asked at first (100; 60 in an animation); between them the boundary is searched. */
  resolution?: number;
}

/** How the animation is drawn. */
export interface BoundaryAnimationOptions extends BoundaryOptions, AnimationOptions {
  /** Which picture the chart shows as it opens (`"last"`). */
  opens?: "first" | "last";
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
  const { resolution = 100 } = options;
  const picture = pictureOf(points, { step: { ...options, name: "" }, resolution });
  const [traces] = drawWithin([picture], MAX_BYTES).map((drawn) => drawn.traces);
  const layout = mergeLayout(axesLayout(options, VERB), boxLayout(points, options));
  return new Chart(
    { data: [...(traces ?? []), ...pointTraces(points)], layout },
    { alt: `${options.title}. ${describePoints(points, options)} ${capital(picture.description)}` },
  );
}

/**
 * Draws how the regions changed, one picture a step, with a slider and a Play button. The chart opens on the last one.
 *
 * @param data - Points [rows, 2] and their classes.
 * @param options - `steps` in order, each with its classifier; names, titles, speed.
 * @returns The chart; its description tells of the first and the last step.
 * @throws ShapeError when points or units do not fit.
 * @throws ArgumentError when there is no step, or a step has no classifier.
 */
export function boundaryAnimation(
  data: BoundaryData,
  options: BoundaryAnimationOptions & { steps: readonly BoundaryStep[] },
): Chart {
  const verb = "animate the boundary";
  const points = readPoints(data, options);
  const { steps, maxFrames = 60, resolution = 60, prefix = "step ", duration, opens = "last" } = options;
  if (!Array.isArray(steps) || steps.length === 0)
    throw cannot(verb, { argument: "steps", must: "at least one step", received: steps });
  checkInteger(maxFrames, { verb, argument: "maxFrames", min: 2 });
  const asked = evenly(steps.length, maxFrames).map((i) =>
    pictureOf(points, { step: steps[i] as BoundaryStep, resolution }),
  );
  const lines = Math.max(...asked.map(({ lineCount }) => lineCount));
  const drawn = drawWithin(asked, MAX_BYTES, lines);
  const [first, last] = [drawn[0], drawn[drawn.length - 1]] as [Drawn, Drawn];
  const frames = drawn.map(({ name, traces }): AnimationFrame => {
    return { name, data: traces.map(changesOf), traces: traces.map((_, t) => t) };
  });
  const names = frames.map(({ name }) => name);
  const layout = [
    boxLayout(points, options),
    animationControls(names, { prefix, duration, ...(opens === "first" ? { active: 0 } : {}) }),
    { height: options.height ?? ANIMATION_HEIGHT, margin: roomAtTheEnd(last.name) },
  ].reduce(mergeLayout, axesLayout(options, VERB));
  const shown = drawn.length === steps.length ? "" : ` (${drawn.length} of ${steps.length} shown)`;
  const alt =
    `${options.title}. ${describePoints(points, options)} An animation of ${counted(steps.length, "step")}${shown}. ` +
    `At ${prefix}${first.name} ${first.description} At ${prefix}${last.name} ${last.description}`;
  const ringed = (opens === "first" ? first : last).traces.map((trace) =>
    trace.name === RING && steps.some(({ row }) => row !== undefined)
      ? { ...trace, showlegend: true }
      : trace,
  );
  return new Chart({ data: [...ringed, ...pointTraces(points)], layout, frames }, { alt });
}

/** The legend's name for the point that caused a step. */
const RING = "corrected point";
/** What a chart may take in a saved notebook, animations included. */
const MAX_BYTES = 180_000;
/** How far outlines may be moved to save points, as shares of the picture: from half a pixel up to one where nobody sees corners. */
const SMOOTH = [0.0007, 0.001, 0.0015, 0.0022];
/** Where a few pictures with smooth outlines are still too many bytes. */
const COARSE = [0.0035, 0.006, 0.01, 0.015];
/** So many pictures still show a movement. */
const FEW_PICTURES = 24;

interface Points {
  /** The places that can be drawn, and their classes. */
  readonly x: readonly PlanePoint[];
  readonly classes: readonly number[];
  /** The place of each row of the data; none where it is not finite. */
  readonly rows: readonly (PlanePoint | undefined)[];
  readonly names: readonly string[];
  /** The texts beside the places; none where none were given. */
  readonly labels: readonly (string | undefined)[];
  readonly box: Box;
}

function readPoints(data: BoundaryData, options: BoundaryOptions): Points {
  const { x, y } = data ?? {};
  const isPairs = Array.isArray(x) && x.every((row) => Array.isArray(row) && row.length === 2);
  const rows = isPairs
    ? (x as readonly PlanePoint[]).map((row) => (row.every(isNumber) ? row : undefined))
    : [];
  const isThere = (row: PlanePoint | undefined): row is PlanePoint => row !== undefined;
  if (!isPairs || !rows.some(isThere)) {
    const hint = "A boundary can be drawn over two inputs only: choose two columns, without missing values.";
    throw cannot(VERB, {
      argument: "x",
      must: "rows of two finite numbers",
      received: x,
      hint,
      as: ShapeError,
    });
  }
  if (!Array.isArray(y) || y.length !== rows.length) {
    throw cannot(VERB, {
      argument: "y",
      must: `one class for each of the ${rows.length} rows of x`,
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
  const places = rows.filter(isThere);
  return {
    x: places,
    classes: classes.filter((_, row) => isThere(rows[row])),
    rows,
    names,
    labels: rows.flatMap((row, i) => (isThere(row) ? [options.labels?.[i]] : [])),
    box: options.box ?? boxAround(places),
  };
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

function boxLayout({ box }: Points, { square = false }: BoundaryOptions) {
  const within = square ? { constrain: "domain" } : {};
  return {
    xaxis: { range: [...box.x], zeroline: false, ...within },
    yaxis: { range: [...box.y], zeroline: false, ...within, ...(square ? { scaleanchor: "x" } : {}) },
    legend: OVER_PLOT,
  };
}

/** Neighbours in the data have their texts on different sides, so that both can be read where two points meet. */
const LABEL_SIDES = ["middle right", "top center", "bottom center", "middle left"];

function pointTraces({ x, classes, names, labels }: Points): Trace[] {
  return names.map((name, k) => {
    const rows = x.flatMap((_, row) => (classes[row] === k ? [row] : []));
    const members = rows.map((row) => x[row] as PlanePoint);
    const texts = rows.map((row) => labels[row] ?? "");
    return {
      type: "scatter",
      ...(texts.some(Boolean) ? textsBeside(texts, rows) : { mode: "markers" }),
      name,
      x: members.map(([first]) => first),
      y: members.map(([, second]) => second),
      marker: { color: colorOf(k), symbol: symbolOf(k), size: 8, line: { color: "white", width: 1 } },
    };
  });
}

function textsBeside(text: readonly string[], rows: readonly number[]): object {
  const textposition = rows.map((row) => LABEL_SIDES[row % LABEL_SIDES.length]);
  return { mode: "markers+text", text, textposition, textfont: READABLE, cliponaxis: false };
}

/** What a step shows; drawn with a tolerance, since many outlines together must not fill the notebook. */
interface Picture {
  readonly name: string;
  readonly description: string;
  readonly lineCount: number;
  /** Bytes that it takes at the least, however coarse its outlines are. */
  readonly leastBytes: number;
  /** The same with a grid of half as many places each way; none where it has no grid. */
  readonly coarser?: () => Picture;
  /** A region a class, `lines` lines between them, the ring: the same traces in every picture of an animation. */
  readonly draw: (tolerance: number, lines: number) => Trace[];
}

interface Drawn {
  readonly name: string;
  readonly description: string;
  readonly traces: readonly Trace[];
}

function pictureOf(points: Points, options: { step: BoundaryStep; resolution: number }): Picture {
  const { step, resolution } = options;
  const { units, predict } = step;
  if (units && units.length > 0) return unitPicture(points, { ...step, units });
  if (predict) return searchedPicture(points, { ...step, predict, resolution });
  throw cannot(VERB, {
    argument: "units or predict",
    must: "given",
    received: undefined,
    hint: "Hand over a perceptron's units, or a function that predicts classes.",
  });
}

/**
 * Draws pictures as finely as their bytes allow. Of many pictures some are left out, evenly, before outlines get corners;
 * where classes change everywhere the grid itself is made coarser.
 */
function drawWithin(pictures: readonly Picture[], bytes: number, lines = 1): Drawn[] {
  const isMany = pictures.length > FEW_PICTURES;
  const least = pictures.reduce((sum, { leastBytes }) => sum + leastBytes, 0);
  let drawn: Drawn[] = [];
  for (const tolerance of isMany ? SMOOTH : [...SMOOTH, ...COARSE]) {
    if (least > bytes) break;
    drawn = pictures.map(({ name, description, lineCount, draw }) => ({
      name,
      description,
      traces: draw(tolerance, Math.max(lines, lineCount)),
    }));
    if (bytesOf(drawn) <= bytes) return drawn;
  }
  if (isMany) {
    const count = Math.max(FEW_PICTURES, Math.round(pictures.length * 0.75));
    const fewer = evenly(pictures.length, count).map((i) => pictures[i] as Picture);
    return drawWithin(fewer, bytes, lines);
  }
  if (pictures.every(({ coarser }) => coarser === undefined)) return drawn;
  const coarser = pictures.map((picture) => picture.coarser?.() ?? picture);
  return drawWithin(coarser, bytes, lines);
}

function bytesOf(drawn: readonly Drawn[]): number {
  const sizes = drawn.map(
    ({ traces }) => JSON.stringify(encodeFigure({ data: traces.map(changesOf) })).length,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

function unitPicture(points: Points, step: BoundaryStep & { units: readonly LinearUnit[] }): Picture {
  const { units, row, name } = step;
  const bad = units.find((unit) => unit.w.length !== 2);
  if (bad)
    throw cannot(VERB, {
      argument: "units",
      must: "units with two weights and a bias",
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
  const lost = units.filter((unit) => ![...unit.w, unit.b].every(isNumber)).length;
  // Weights that ran away leave no boundary.
  const regions = lost > 0 ? names.map(() => []) : classRegions(units, box);
  const lines = units.map((unit, k) =>
    lineOf(lost > 0 ? [] : [boundaryEnds(unit, box)], {
      color: units.length === 1 ? undefined : colorOf(k),
      label: equation(unit),
    }),
  );
  const wrong = countWrong(points, classOfUnits(units));
  const [only] = units;
  const formula = only && units.length === 1 ? `${describeUnit(only)} and ` : "";
  return {
    name,
    description:
      lost > 0
        ? `there is no boundary, as ${counted(lost, "unit")} ${lost === 1 ? "has" : "have"} numbers that are not finite.`
        : `${formula}${wrong}`,
    lineCount: lines.length,
    leastBytes: 0,
    draw: (_tolerance, count) => [
      ...names.map((_, k) => regionTrace(regions[k]?.length ? [regions[k]] : [], { index: k, names })),
      ...lines,
      ...Array.from({ length: count - lines.length }, () => lineOf([], { label: "boundary" })),
      ring(points, row),
    ],
  };
}

function searchedPicture(
  points: Points,
  step: BoundaryStep & { predict: (x: number[][]) => ArrayLike<number>; resolution: number },
): Picture {
  const { box, names, x } = points;
  const { predict, resolution, row, name } = step;
  checkInteger(resolution, { verb: VERB, argument: "resolution", min: 2, max: 400 });
  const classOf = (places: number[][]) => {
    const answers = predict(places);
    checkAnswers(answers, { count: places.length, classes: names.length });
    return answers;
  };
  const grid = gridPlaces(box, resolution);
  // Grid and points in one question: a network is asked as seldom as can be.
  const answers = classOf([...grid, ...x.map((place) => [...place])]);
  const map = classMap(box, { resolution, classOf, first: answers });
  return {
    name,
    description: countWrong(points, (_, i) => answers[grid.length + i] as number),
    lineCount: 1,
    // Two places of two numbers a line, which its two regions hold as well.
    leastBytes: 64 * map.arcs.length,
    coarser:
      resolution < 8
        ? undefined
        : () => searchedPicture(points, { ...step, resolution: Math.ceil(resolution / 2) }),
    draw: (tolerance, count) => [
      ...names.map((_, index) => regionTrace(regionRings(map, { index, tolerance }), { index, names })),
      lineOf(borderLines(map, { tolerance }), { label: "boundary" }),
      ...Array.from({ length: count - 1 }, () => lineOf([], { label: "boundary" })),
      ring(points, row),
    ],
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

function regionTrace(
  rings: readonly (readonly PlanePoint[])[],
  { index, names }: { index: number; names: readonly string[] },
): Trace {
  return {
    type: "scatter",
    mode: "lines",
    name: `region of ${names[index]}`,
    ...strokes(rings.map((ring) => [...ring, ring[0] as PlanePoint])),
    fill: "toself",
    fillcolor: withOpacity(colorOf(index), 0.18),
    line: { width: 0 },
    hoverinfo: "skip",
    showlegend: false,
  };
}

function lineOf(
  parts: readonly (readonly PlanePoint[])[],
  { color = "#7d8085", label }: { color?: string; label: string },
): Trace {
  return {
    type: "scatter",
    mode: "lines",
    name: label,
    ...strokes(parts),
    line: { width: 3, color },
    hovertemplate: `${label}<extra></extra>`,
    showlegend: false,
  };
}

/** Several lines in one trace; a gap lifts the pen between two of them. */
function strokes(parts: readonly (readonly PlanePoint[])[]): { x: Numbers; y: Numbers } {
  const places = parts.flatMap((part, i): (PlanePoint | undefined)[] => [
    ...(i === 0 ? [] : [undefined]),
    ...part,
  ]);
  const along = (axis: 0 | 1): Numbers =>
    // Few numbers are shorter in figures, many in binary form; 32 bits are finer than a pixel.
    places.length <= 24
      ? places.map((place) => (place ? short(place[axis]) : null))
      : Float32Array.from(places, (place) => place?.[axis] ?? NaN);
  return { x: along(0), y: along(1) };
}

/** A ring around the row that caused the step; always there, so that every frame has the same traces. */
function ring({ rows }: Points, row: number | undefined): Trace {
  if (row !== undefined) checkInteger(row, { verb: VERB, argument: "row", min: 0, max: rows.length - 1 });
  const place = row === undefined ? undefined : rows[row];
  return {
    type: "scatter",
    mode: "markers",
    name: RING,
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

function describePoints({ x, classes, names, rows }: Points, { xTitle, yTitle }: AxesOptions): string {
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
  return `${counted(x.length, "point")} (${listed(groups.map(([name, count]) => `${name}: ${count}`))}); ${across}, ${up}.${describeMissing(rows.length - x.length)}`;
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
