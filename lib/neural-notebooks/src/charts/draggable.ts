/** A chart with a point that the learner drags; the point's place is a value that code reads and listens to. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { cannot } from "../core/errors";
import { checkNumber } from "../core/shape";
import { anyWidget } from "../core/widgets/anywidget";
import { Control } from "../core/widgets/control";
import { Chart } from "./chart";

/** A place on a chart, in the units of its axes. */
export interface Point {
  x: number;
  y: number;
}

/** The ends between which a coordinate moves, and its steps. */
export interface CoordinateLimits {
  min?: number;
  max?: number;
  /** Places are multiples of it. */
  step?: number;
}

/** Where the point stands and may go. */
export interface DraggablePointOptions extends Point {
  /** Ends and steps of each direction; equal ends fix it. */
  limits?: { x?: CoordinateLimits; y?: CoordinateLimits };
  /** The point's name for screen readers ("point"). */
  label?: string;
}

/** What the page runs, as it stands beside the compiled code. */
const SCRIPT = path.join(__dirname, "..", "..", "browser", "draggable-point.mjs");

const STYLE = `
.nn-drag-place { position: relative; width: 100%; }
.nn-drag-place button.nn-drag { position: absolute; width: 22px; height: 22px; min-width: 0; padding: 0; margin: 0;
  transform: translate(-50%, -50%); border: 3px solid #ffffff; border-radius: 50%; background: #d6336c;
  box-shadow: 0 0 0 1px #495057, 0 1px 4px rgba(0, 0, 0, 0.5); cursor: grab; touch-action: none; }
.nn-drag-place button.nn-drag:active { cursor: grabbing; }
.nn-drag-place button.nn-drag[hidden] { display: none; }
.nn-drag-place button.nn-drag:focus-visible { outline: 3px solid #1976d2; outline-offset: 2px; border-radius: 50%; }`;

/**
 * Puts a point on a chart that the learner drags with the pointer, or moves with the arrow keys.
 *
 * @param chart - A chart with flat axes of numbers.
 * @param options - `x` and `y` of the first place, limits, and a name.
 * @returns A control whose value is `{ x, y }`, to be shown by itself or given to `interact`.
 * @throws ArgumentError when it is no chart, or the place lies outside of its limits.
 * @example
 * const loss = chart({ data: [{ x: [0, 1, 2], y: [1, 0, 1] }] }, { alt: "A valley." });
 * assert.deepEqual(draggablePoint(loss, { x: 0.5, y: 0.25 }).value, { x: 0.5, y: 0.25 });
 */
export function draggablePoint(chart: Chart, options: DraggablePointOptions): Control<Point> {
  const verb = "put a point on a chart";
  if (!(chart instanceof Chart)) throw cannot(verb, { argument: "chart", must: "a chart", received: chart });
  const { x, y, label = "", limits = {} } = options ?? {};
  const check = (point: Point, doing: string): Point => ({
    x: checkNumber(point?.x, { verb: doing, argument: "x", ...endsOf(limits.x) }),
    y: checkNumber(point?.y, { verb: doing, argument: "y", ...endsOf(limits.y) }),
  });
  const first = check({ x, y }, verb);
  const widget = anyWidget({
    esm: readFileSync(SCRIPT, "utf8"),
    css: STYLE,
    state: {
      figure: chart.toJSON(),
      point: [first.x, first.y],
      limits: { x: limits.x ?? {}, y: limits.y ?? {} },
      description: label,
      text: chart.toString(),
    },
  });
  return new Control<Point>(widget.view, {
    kind: "point on a chart",
    key: "point",
    read: (raw) => (isPair(raw) ? { x: raw[0], y: raw[1] } : first),
    write: (point) => [point.x, point.y],
    check: (point) => check(point, "move a point"),
    text: (point) => `${point.x}, ${point.y}`,
  });
}

function endsOf({ min, max }: CoordinateLimits = {}): { min?: number; max?: number } {
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function isPair(raw: unknown): raw is [number, number] {
  return Array.isArray(raw) && raw.length === 2 && raw.every((value) => typeof value === "number");
}
