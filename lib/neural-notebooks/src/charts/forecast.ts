/** Turns a series and what was forecast of it into curves over time. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { axesLayout, type AxesOptions } from "./axes";
import { Chart } from "./chart";
import type { Layout, Numbers, Trace } from "./figure";
import { lonePointMarks, withGaps } from "./gaps";
import { colorOf, dashOf, roles, withOpacity } from "./theme";
import { checkColumns, counted, extentOf, formatNumber, isNumber, describeMissing } from "./alt-text";

/** One forecast of a part of the series. */
export interface Forecast {
  /** Index in the series of the first forecast value. */
  start: number;
  /** The forecast values, one a step. */
  values: Numbers;
  /** Lower and upper limit of each value. */
  band?: { lower: Numbers; upper: Numbers };
}

/** A series and its forecasts. */
export interface ForecastData {
  /** The series, oldest first; missing values are gaps. */
  actual: Numbers;
  /** A date (`"2024-03-02"`) or number for each value; 0, 1, 2, … when left out. A forecast may go past its end only without it. */
  time?: readonly string[] | Numbers;
  /** Forecasts by name; one named `"baseline"` is grey in the whole course. */
  forecasts: Readonly<Record<string, Forecast>>;
}

/** How the series is drawn. */
export interface ForecastOptions extends AxesOptions {
  /** Index of the first value that no model was trained on; a line marks it. */
  testStart?: number;
}

/**
 * Draws a series with forecasts over it.
 *
 * @param data - The series, its times, the forecasts.
 * @param options - Title, axis names with units, where the test period begins.
 * @returns The chart; its description tells the mean absolute error of each forecast where it can be known.
 * @throws ShapeError when times and values differ in number, or a forecast does not fit into the times.
 * @throws DataError when a forecast holds no number.
 */
export function forecastChart(data: ForecastData, options: ForecastOptions): Chart {
  const { actual, time, forecasts = {} } = data ?? {};
  checkColumns({ actual }, VERB);
  if (time !== undefined && time.length !== actual.length) {
    throw cannot(VERB, {
      argument: "time",
      must: `one for each of the ${actual.length} values`,
      received: time,
      as: ShapeError,
    });
  }
  const layout = axesLayout(options, VERB);
  const { testStart } = options;
  if (testStart !== undefined)
    checkInteger(testStart, { verb: VERB, argument: "testStart", min: 0, max: actual.length - 1 });
  const at: TimeAt = (index) => time?.[index] ?? index;
  const entries = Object.entries(forecasts);
  for (const [name, forecast] of entries) checkForecast(forecast, { name, length: time?.length });
  const actualTrace: Trace = {
    type: "scatter",
    mode: "lines",
    name: "actual",
    x: Array.from(actual, (_, i) => drawableTime(at(i))),
    y: withGaps(actual),
    line: { color: colorOf(0), width: 1.5 },
    ...lonePointMarks(actual, { color: colorOf(0) }),
  };
  const traces = entries.flatMap(([name, forecast], i) =>
    forecastTraces(forecast, { name, at, style: styleOf(name, i) }),
  );
  const test = testStart === undefined ? { shapes: [], annotations: [] } : markTest(at(testStart));
  const period = testStart === undefined ? "" : ` The test period begins at ${at(testStart)}.`;
  const description = entries
    .map(([name, forecast]) => ` ${describeForecast(forecast, { name, actual, at })}`)
    .join("");
  return new Chart(
    { data: [actualTrace, ...traces], layout: { ...layout, hovermode: "x unified", ...test } },
    { alt: `${describeSeries(actual, { ...options, at })}${period}${description}` },
  );
}

const VERB = "draw a forecast";

/** The date or number of a value. */
type TimeAt = (index: number) => string | number;

/** A number that cannot be drawn is a gap; dates are texts. */
function drawableTime(time: string | number): string | number | null {
  return typeof time === "string" || isNumber(time) ? time : null;
}

/** A line where the test period begins, and its name. */
function markTest(x: string | number): { shapes: Layout[]; annotations: Layout[] } {
  const line = { dash: "dot", width: 1.5 };
  const name = { text: "test period", showarrow: false, font: { size: 12 } };
  return {
    shapes: [{ type: "line", x0: x, x1: x, yref: "paper", y0: 0, y1: 1, line }],
    annotations: [{ x, y: 1, yref: "paper", yanchor: "bottom", xanchor: "left", ...name }],
  };
}

function describeSeries(
  actual: Numbers,
  { title, xTitle, yTitle, at }: ForecastOptions & { at: TimeAt },
): string {
  const { min, max, missing } = extentOf(actual);
  return `${title}. ${yTitle} from ${formatNumber(min)} to ${formatNumber(max)} over ${xTitle} from ${at(0)} to ${at(actual.length - 1)} (${counted(actual.length, "value")}).${describeMissing(missing)}`;
}

function checkForecast(
  { start, values, band }: Forecast,
  { name, length }: { name: string; length: number | undefined },
): void {
  checkColumns(
    { [name]: values, ...(band ? { [`${name}.lower`]: band.lower, [`${name}.upper`]: band.upper } : {}) },
    VERB,
  );
  checkInteger(start, { verb: VERB, argument: `${name}.start`, min: 0 });
  if (!Array.from<number | null>(values).some(isNumber))
    throw cannot(VERB, { argument: name, must: "at least one number", received: values, as: DataError });
  if (length !== undefined && start + values.length > length) {
    throw cannot(VERB, {
      argument: name,
      must: `within the ${length} times given`,
      received: `${start} + ${values.length} values`,
      as: ShapeError,
    });
  }
}

function forecastTraces(
  { start, values, band }: Forecast,
  options: { name: string; at: TimeAt; style: { color: string; dash: string } },
): Trace[] {
  const { name, at, style } = options;
  const x = Array.from(values, (_, i) => drawableTime(at(start + i)));
  const line: Trace = {
    type: "scatter",
    mode: "lines",
    name,
    x,
    y: withGaps(values),
    line: { ...style, width: 2 },
    legendgroup: name,
    ...lonePointMarks(values, { color: style.color }),
  };
  if (!band) return [line];
  const edge = (y: Numbers, more: object): Trace => ({
    type: "scatter",
    mode: "lines",
    name: `${name} band`,
    x,
    y: withGaps(y),
    line: { width: 0, color: style.color },
    legendgroup: name,
    showlegend: false,
    hoverinfo: "skip",
    ...more,
  });
  return [
    edge(band.lower, {}),
    edge(band.upper, { fill: "tonexty", fillcolor: withOpacity(style.color, 0.2) }),
    line,
  ];
}

function styleOf(name: string, index: number): { color: string; dash: string } {
  if (name === "baseline") return { color: roles.baseline.color, dash: roles.baseline.dash };
  return { color: colorOf(index + 1), dash: dashOf(index + 1) };
}

function describeForecast(
  { start, values, band }: Forecast,
  { name, actual, at }: { name: string; actual: Numbers; at: TimeAt },
): string {
  const errors = Array.from<number | null>(values).flatMap((value, i) => {
    const truth = actual[start + i];
    return isNumber(value) && isNumber(truth) ? [Math.abs(value - truth)] : [];
  });
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const missing = [values, ...(band ? [band.lower, band.upper] : [])].reduce(
    (sum, numbers) => sum + extentOf(numbers).missing,
    0,
  );
  const known = errors.length > 0 ? `, mean absolute error ${formatNumber(mean)}` : "";
  return `${name} forecasts ${counted(values.length, "value")} from ${at(start)}${known}.${describeMissing(missing)}`;
}
