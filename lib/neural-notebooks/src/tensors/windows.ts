/** Turns a long series into short windows with what follows each, so that a network can learn to look ahead. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { checkFinite, checkInteger, shapeOf } from "../core/shape";

/** A series: one number per step, or one row of features per step. */
export type Series = ArrayLike<number> | readonly (readonly number[])[];

/** Windows and what follows them. */
export interface Windows {
  /** What the network sees, shape `[windows, windowLength, features]`. */
  x: number[][][];
  /** What it must tell, shape `[windows, horizon]`. */
  y: number[][];
  /** The step at which each window starts. */
  starts: number[];
}

/** How windows are cut. */
export interface WindowOptions {
  /** Steps that the network sees. */
  windowLength: number;
  /** Steps that it must tell, right after the window. */
  horizon?: number;
  /** Steps from one window's start to the next one's. */
  step?: number;
  /** Which feature is to be told. */
  target?: number;
}

/**
 * Cuts a series into windows: x holds steps t … t + windowLength − 1, y the target's values at the `horizon` steps after.
 *
 * @param series - Shape `[steps]` or `[steps, features]`, in order of time.
 * @param options - `windowLength`; `horizon` (1); `step` (1); `target` (0): the feature to be told.
 * @returns Windows in order of time; each is complete.
 * @throws ArgumentError when the series is shorter than windowLength + horizon, or an option is out of range;
 * ShapeError when rows differ in length; DataError when a number is not finite.
 * @example
 * const { x, y } = slidingWindows([1, 2, 3, 4], { windowLength: 2 });
 * assert.deepEqual(x, [[[1], [2]], [[2], [3]]]);
 * assert.deepEqual(y, [[3], [4]]);
 */
export function slidingWindows(series: Series, options: WindowOptions): Windows {
  const { windowLength, horizon = 1, step = 1, target = 0 } = options;
  const verb = "make windows";
  const rows = readSeries(series, verb);
  checkInteger(windowLength, { verb, argument: "windowLength", min: 1 });
  checkInteger(horizon, { verb, argument: "horizon", min: 1 });
  checkInteger(step, { verb, argument: "step", min: 1 });
  checkInteger(target, { verb, argument: "target", min: 0, max: Math.max(0, (rows[0]?.length ?? 1) - 1) });
  if (rows.length < windowLength + horizon) {
    throw cannot(verb, {
      argument: "series",
      must: `at least windowLength + horizon = ${windowLength + horizon} steps long`,
      received: rows.length,
    });
  }
  const count = Math.floor((rows.length - windowLength - horizon) / step) + 1;
  const starts = Array.from({ length: count }, (_, window) => window * step);
  return {
    x: starts.map((start) => rows.slice(start, start + windowLength).map((row) => [...row])),
    y: starts.map((start) =>
      rows.slice(start + windowLength, start + windowLength + horizon).map((row) => row[target] as number),
    ),
    starts,
  };
}

function readSeries(series: Series, verb: string): number[][] {
  const shape = shapeOf(series, { verb, argument: "series" });
  if (shape.length < 1 || shape.length > 2)
    throw cannot(verb, {
      argument: "series",
      must: "of shape [steps] or [steps, features]",
      received: { shape },
      as: ShapeError,
    });
  if (shape.length === 1) {
    const values = Array.from(series as ArrayLike<number>);
    checkFinite(values, { verb, argument: "series" });
    return values.map((value) => [value]);
  }
  const rows = series as readonly (readonly number[])[];
  rows.forEach((row, step) => checkFinite(row, { verb, argument: `series[${step}]` }));
  if (shape[1] === 0)
    throw cannot(verb, {
      argument: "series",
      must: "rows with at least one feature",
      received: series,
      as: DataError,
    });
  return rows.map((row) => [...row]);
}
