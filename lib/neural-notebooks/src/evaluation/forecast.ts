/** Walks forward through a series: forecast from what is known, compare, move on, as it would have happened. */
import { ShapeError, cannot } from "../core/errors";
import { throwIfInterrupted } from "../core/display";
import { checkFinite, checkInteger } from "../core/shape";
import { meanAbsoluteError, regressionReport, skill, type RegressionReport } from "./regression";

/** Gives the next `horizon` values from those so far, oldest first. */
export type Forecaster = (
  past: number[],
  options: { horizon: number },
) => ArrayLike<number> | Promise<ArrayLike<number>>;

/** Options of {@link walkForward}. */
export interface WalkForwardOptions {
  /** Values that are known before the first forecast. */
  start: number;
  /** Values per forecast. */
  horizon?: number;
  /** Values to move on by; the horizon when left out, so that every value is forecast once. */
  step?: number;
  /** Most past values to give to the forecaster; all when left out. */
  window?: number;
}

/** One forecast and what came. */
export interface Fold {
  /** Index of the first forecast value in the series. */
  readonly origin: number;
  readonly yTrue: number[];
  readonly yPred: number[];
}

/** What {@link walkForward} found. */
export interface WalkForwardResult {
  readonly folds: readonly Fold[];
  /** Errors over all forecasts. */
  readonly report: RegressionReport;
  /** Mean absolute error by distance: the first is one step ahead. */
  readonly maeByStep: readonly number[];
}

/**
 * Walk-forward evaluation: no forecast sees a value of its own time or later.
 *
 * @param series - The values, oldest first.
 * @param options - The forecaster, and where to begin, how far to look, how far to move.
 * @returns Every forecast, and the errors.
 * @throws ShapeError when the series is too short for one forecast, or a forecast has the wrong length.
 * @throws DataError when a value or forecast is not finite.
 * @example
 * const { report } = await walkForward([1, 2, 3, 4], { forecast: (past) => [past.at(-1)!], start: 2 });
 * assert.equal(report.mae, 1);
 */
export async function walkForward(
  series: ArrayLike<number>,
  options: WalkForwardOptions & { forecast: Forecaster },
): Promise<WalkForwardResult> {
  const { forecast, start, horizon = 1, step = horizon, window } = options;
  const verb = "walk forward";
  checkFinite(series, { verb, argument: "series" });
  for (const [argument, value] of Object.entries({ start, horizon, step, window: window ?? 1 }))
    checkInteger(value, { verb, argument, min: 1 });
  if (start + horizon > series.length) {
    const must = `at least start + horizon = ${start + horizon} long`;
    throw cannot(verb, { argument: "series", must, received: { shape: [series.length] }, as: ShapeError });
  }
  const values = Array.from(series);
  const folds: Fold[] = [];
  for (let origin = start; origin + horizon <= values.length; origin += step) {
    throwIfInterrupted();
    const past = values.slice(window === undefined ? 0 : Math.max(0, origin - window), origin);
    const yPred = Array.from(await forecast(past, { horizon }));
    if (yPred.length !== horizon) {
      throw cannot(verb, {
        argument: "forecast",
        must: `a function that gives ${horizon} values`,
        received: { shape: [yPred.length] },
        as: ShapeError,
      });
    }
    folds.push({ origin, yTrue: values.slice(origin, origin + horizon), yPred });
  }
  const report = regressionReport({
    yTrue: folds.flatMap((fold) => fold.yTrue),
    yPred: folds.flatMap((fold) => fold.yPred),
  });
  const maeByStep = Array.from({ length: horizon }, (_, h) =>
    meanAbsoluteError({
      yTrue: folds.map((fold) => fold.yTrue[h] as number),
      yPred: folds.map((fold) => fold.yPred[h] as number),
    }),
  );
  return { folds, report, maeByStep };
}

/**
 * The skill of a walk against a baseline's walk over the same forecasts: 1 − MAE/baseline's MAE.
 *
 * @throws ShapeError when the two walks did not forecast the same values.
 */
export function forecastSkill(model: WalkForwardResult, baseline: WalkForwardResult): number {
  const origins = (result: WalkForwardResult) =>
    result.folds.map((fold) => `${fold.origin}+${fold.yTrue.length}`).join();
  if (origins(model) !== origins(baseline)) {
    const hint = "Walk with the same start, horizon and step.";
    throw cannot("compare forecasts", {
      argument: "baseline",
      must: "over the same forecasts",
      received: `${baseline.folds.length} folds against ${model.folds.length}`,
      hint,
      as: ShapeError,
    });
  }
  return skill(model.report.mae, baseline.report.mae);
}
