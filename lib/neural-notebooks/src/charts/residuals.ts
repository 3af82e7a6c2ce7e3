/** Turns true and predicted numbers into a picture of the errors. */
import { axesLayout } from "./axes";
import { Chart } from "./chart";
import type { Numbers } from "./figure";
import { colorOf } from "./theme";
import { checkColumns, counted, extentOf, formatNumber, isNumber, describeMissing } from "./alt-text";

/** True and predicted numbers. */
export interface PredictionPairs {
  /** What came, [rows]. */
  yTrue: Numbers;
  /** What was predicted, [rows]. */
  yPred: Numbers;
}

/**
 * Draws each row's residual (true − predicted) over its prediction; points around the line at 0 without a
 * pattern are what a good model leaves.
 *
 * @param pairs - True and predicted numbers, [rows] each.
 * @param options - Title; `unit` of the numbers.
 * @returns The chart; its description tells mean, spread and the largest residual.
 * @throws ShapeError when the lists differ in length.
 * @throws ArgumentError when nothing can be drawn.
 */
export function residualChart(
  pairs: PredictionPairs,
  options: { title: string; unit?: string; height?: number },
): Chart {
  const verb = "draw residuals";
  const { yTrue, yPred } = pairs ?? {};
  checkColumns({ yTrue, yPred }, verb);
  const { title, unit, height } = options ?? {};
  const suffix = unit === undefined ? "" : ` (${unit})`;
  const layout = axesLayout(
    { title, xTitle: `predicted${suffix}`, yTitle: `true − predicted${suffix}`, height },
    verb,
  );
  const rows = Array.from({ length: yTrue.length }, (_, i) => i).filter(
    (i) => isNumber(yTrue[i]) && isNumber(yPred[i]),
  );
  const x = rows.map((i) => yPred[i] as number);
  const y = rows.map((i) => (yTrue[i] as number) - (yPred[i] as number));
  checkColumns({ residuals: y }, verb);
  const { min, max } = extentOf(y);
  const exactMean = y.reduce((sum, value) => sum + value, 0) / y.length;
  // Deviations are squared in units of the largest, so that no square overflows.
  const largest = y.reduce((most, value) => Math.max(most, Math.abs(value - exactMean)), 0) || 1;
  const squares = y.reduce((sum, value) => sum + ((value - exactMean) / largest) ** 2, 0);
  const deviation = largest * Math.sqrt(squares / y.length);
  // Least squares leaves a mean of 0 up to rounding; nobody wants to read 3e-15.
  const mean = Math.abs(exactMean) < 1e-9 * deviation ? 0 : exactMean;
  const points = {
    type: "scatter",
    mode: "markers",
    name: "",
    x,
    y,
    marker: { color: colorOf(0), size: 7, opacity: 0.7 },
    hovertemplate: "predicted %{x}, residual %{y}<extra></extra>",
  };
  const zero = {
    type: "line",
    xref: "paper",
    x0: 0,
    x1: 1,
    y0: 0,
    y1: 0,
    line: { dash: "dash", width: 1.5 },
  };
  const worst = Math.abs(min) > Math.abs(max) ? min : max;
  const alt = `${title}. ${counted(rows.length, "residual")}${suffix}: mean ${formatNumber(mean)}, standard deviation ${formatNumber(deviation)}, largest ${formatNumber(worst)}.${describeMissing(yTrue.length - rows.length)}`;
  return new Chart({ data: [points], layout: { ...layout, shapes: [zero], showlegend: false } }, { alt });
}
