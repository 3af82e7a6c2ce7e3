/** Turns a function and a place into the tangent there: the line with the slope that the function has at the place. */
import { checkNumber } from "../core/shape";
import { formatNumber, isNumber } from "./alt-text";
import { cannot } from "../core/errors";
import type { Climb } from "./function-paths";
import { colorOf } from "./theme";

/**
 * Draws the tangent, dashed, and the point that it touches. Its slope is measured on the function itself:
 * (f(x + h) − f(x − h)) / 2h for a small h.
 *
 * @param f - The function.
 * @param options - `at`: the place; `range` of the picture; `name` of the function; `color`: number of the colour.
 * @throws ArgumentError when the place is no finite number, or the function has no finite value there.
 */
export function tangentTo(
  f: (x: number) => number,
  options: { at: number; range: readonly [number, number]; name: string; color: number },
): Climb {
  const { at, range, name, color } = options;
  const verb = "draw a tangent";
  checkNumber(at, { verb, argument: "tangentAt" });
  const height = f(at);
  const step = 1e-5 * (range[1] - range[0]);
  const slope = (f(at + step) - f(at - step)) / (2 * step);
  if (!isNumber(height) || !isNumber(slope))
    throw cannot(verb, {
      argument: "tangentAt",
      must: `a place at which ${name} has a finite slope`,
      received: at,
    });
  const look = { color: colorOf(color), line: { color: colorOf(color), dash: "dash", width: 2.5 } };
  const hovertemplate = `slope ${formatNumber(slope)} at ${formatNumber(at)}<extra></extra>`;
  const trace = {
    type: "scatter",
    mode: "lines",
    name: "tangent",
    x: [range[0], at, range[1]],
    y: [height + slope * (range[0] - at), height, height + slope * (range[1] - at)],
    line: look.line,
    hovertemplate,
  };
  const point = {
    type: "scatter",
    mode: "markers",
    name: "",
    x: [at],
    y: [height],
    marker: { color: look.color, size: 11, line: { color: "white", width: 1.5 } },
    hovertemplate,
    showlegend: false,
  };
  return {
    traces: [trace, point],
    description: `The dashed tangent at ${formatNumber(at)} has the slope ${formatNumber(rounded(slope))}.`,
  };
}

/** A slope that is 0 up to the rounding of the measurement is told as 0. */
function rounded(slope: number): number {
  return Math.abs(slope) < 1e-9 ? 0 : slope;
}
