/** Draws the curve of a training with the gate as a line across it. */
import {
  gateRule,
  quantity,
  resultLabel,
  trainingSentence,
  type TrainingEvidence,
} from "neural-notebooks/grading/card-content";
import { element } from "../element";
import { shape } from "./elements";

/** A drawing is as wide as its card lets it be, within these bounds, so that its texts keep their size. */
const WIDTH = { min: 260, max: 540 };
const HEIGHT = 210;
/** Where values differ by more than this factor, a linear axis would press the smaller ones flat. */
const LINEAR_SPAN = 50;
const MARGIN = { left: 58, right: 14, top: 22, bottom: 40 };

interface Scale {
  readonly ticks: readonly number[];
  /** The place of a value on the page. */
  place(value: number): number;
}

interface Plane {
  readonly width: number;
  readonly x: Scale;
  readonly y: Scale;
  readonly logarithmic: boolean;
}

/** Makes the figure: curve, gate, axes, and below what was measured. */
export function trainingFigure(evidence: TrainingEvidence): HTMLElement {
  const { measured } = evidence;
  const caption =
    measured === undefined
      ? [`The gate asks for ${gateRule(evidence)}.`]
      : [
          `${resultLabel(evidence)}: `,
          element("strong", {}, [quantity(measured, evidence.unit)]),
          `; the gate asks for ${gateRule(evidence)}.`,
        ];
  const figure = element("figure", { class: "nn-training" }, [element("figcaption", {}, caption)]);
  if (evidence.curve.length > 1) drawForWidth(figure, evidence);
  return figure;
}

/** Draws, and draws again when the figure's width changes. */
function drawForWidth(figure: HTMLElement, evidence: TrainingEvidence): void {
  let drawn: SVGElement | undefined;
  let width = 0;
  const observer = new ResizeObserver(() => {
    if (!figure.isConnected) return observer.disconnect();
    const next = Math.min(WIDTH.max, Math.max(WIDTH.min, Math.floor(figure.clientWidth)));
    // An output that is not shown has no width.
    if (figure.clientWidth === 0 || next === width) return;
    width = next;
    const picture = drawing(evidence, width);
    if (drawn) drawn.replaceWith(picture);
    else figure.prepend(picture);
    drawn = picture;
  });
  observer.observe(figure);
}

function drawing(evidence: TrainingEvidence, width: number): SVGElement {
  const epochs = evidence.curve.map(({ epoch }) => epoch);
  const hasGate = evidence.curveName === undefined;
  const numbers = evidence.curve.flatMap(({ value }) => (value === null ? [] : [value]));
  const values = hasGate || numbers.length === 0 ? [...numbers, evidence.gate] : numbers;
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const logarithmic = low > 0 && high / low > LINEAR_SPAN;
  const heights = [HEIGHT - MARGIN.bottom, MARGIN.top] as const;
  const plane: Plane = {
    width,
    x: linearScale([Math.min(...epochs), Math.max(...epochs)], [MARGIN.left, width - MARGIN.right]),
    y: logarithmic ? logScale([low, high], heights) : linearScale(withMargin(low, high), heights),
    logarithmic,
  };
  const attributes = { width, height: HEIGHT, role: "img", "aria-label": trainingSentence(evidence) };
  return shape("svg", attributes, [
    ...axes(evidence, plane),
    ...curves(evidence, plane),
    ...(hasGate ? gateLine(evidence, plane) : []),
  ]);
}

function axes(
  { name, curveName, unit }: TrainingEvidence,
  { width, x, y, logarithmic }: Plane,
): SVGElement[] {
  const [left, right, bottom] = [MARGIN.left, width - MARGIN.right, HEIGHT - MARGIN.bottom];
  const yTicks = y.ticks.flatMap((value) => [
    shape("line", { class: "nn-grid", x1: left, x2: right, y1: y.place(value), y2: y.place(value) }),
    label(quantity(value), { x: left - 8, y: y.place(value) + 4, "text-anchor": "end" }),
  ]);
  const xTicks = x.ticks
    .filter(Number.isInteger)
    .map((value) => label(quantity(value), { x: x.place(value), y: bottom + 16, "text-anchor": "middle" }));
  const quantityName = unit ? `${name} (${unit})` : name;
  const title = `${curveName ?? quantityName}${logarithmic ? ", logarithmic" : ""}`;
  return [
    ...yTicks,
    ...xTicks,
    shape("line", { class: "nn-axis", x1: left, x2: right, y1: bottom, y2: bottom }),
    label("epoch", { x: (left + right) / 2, y: HEIGHT - 8, "text-anchor": "middle" }),
    label(title, { x: 0, y: 12 }),
  ];
}

/** The curve, broken where a value is no finite number. */
function curves({ curve }: TrainingEvidence, { x, y }: Plane): SVGElement[] {
  let pen = "M";
  const path = curve.map(({ epoch, value }) => {
    if (value === null) {
      pen = "M";
      return "";
    }
    const step = `${pen}${x.place(epoch).toFixed(1)} ${y.place(value).toFixed(1)}`;
    pen = "L";
    return step;
  });
  const last = curve.at(-1);
  const end = last?.value ?? null;
  const dot =
    last && end !== null
      ? [shape("circle", { class: "nn-curve-end", cx: x.place(last.epoch), cy: y.place(end), r: 3.5 })]
      : [];
  return [shape("path", { class: "nn-curve", d: path.join("") }), ...dot];
}

function gateLine(evidence: TrainingEvidence, { width, y }: Plane): SVGElement[] {
  const at = y.place(evidence.gate);
  const right = width - MARGIN.right;
  // Above the line unless there is no room.
  const textAt = at - 6 > MARGIN.top ? at - 6 : at + 14;
  return [
    shape("line", { class: "nn-gate", x1: MARGIN.left, x2: right, y1: at, y2: at }),
    label(`gate: ${gateRule(evidence)}`, {
      x: right,
      y: textAt,
      "text-anchor": "end",
      class: "nn-gate-label",
    }),
  ];
}

function label(text: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  return shape("text", attributes, [text]);
}

function linearScale([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const span = high - low || 1;
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const ticks = Array.from({ length: Math.floor(high / step) - first + 1 }, (_, i) => (first + i) * step);
  return { ticks, place: (value) => from + ((value - low) / span) * (to - from) };
}

/** Powers of ten as ticks, few of them with steps between; its ends lie a little outside of the values. */
function logScale([low, high]: readonly [number, number], [from, to]: readonly [number, number]): Scale {
  const [first, last] = [Math.log10(low) - 0.15, Math.log10(high) + 0.15];
  const powers = Array.from(
    { length: Math.floor(last) - Math.floor(first) + 1 },
    (_, i) => Math.floor(first) + i,
  );
  const steps = powers.length > 4 ? [1] : [1, 3];
  const ticks = powers
    // Of many powers every second, third … is enough.
    .filter((_, i) => i % Math.ceil(powers.length / 6) === 0)
    .flatMap((power) => steps.map((step) => step * 10 ** power))
    .filter((value) => Math.log10(value) >= first && Math.log10(value) <= last);
  return { ticks, place: (value) => from + ((Math.log10(value) - first) / (last - first)) * (to - from) };
}

/** A range with some room above and below; measures that are never negative begin at 0 when that is near. */
function withMargin(low: number, high: number): [number, number] {
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 && low < (high - low) / 2 ? 0 : low - room, high + room];
}
