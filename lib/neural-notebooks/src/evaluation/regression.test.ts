/** Tests of regression errors, baselines and walk-forward by hand; the errors stand beside scikit-learn's in oracle.test. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import {
  driftForecast,
  linearBaseline,
  majorityBaseline,
  meanBaseline,
  naiveForecast,
  seasonalNaiveForecast,
} from "../models/baseline";
import { assertClose } from "../core/oracle.testing";
import { forecastSkill, walkForward } from "./forecast";
import { meanAbsolutePercentageError, r2Score, regressionReport, skill } from "./regression";

test("what is not defined is undefined in the report, and an error when asked for", () => {
  const pairs = { yTrue: [0, 0], yPred: [1, 3] };
  assert.deepEqual(regressionReport(pairs), {
    mae: 2,
    rmse: Math.sqrt(5),
    mape: undefined,
    r2: undefined,
    bias: 2,
    count: 2,
  });
  assert.throws(() => meanAbsolutePercentageError(pairs), DataError);
  assert.throws(() => r2Score(pairs), DataError);
});

test("skill compares with the baseline", () => {
  assert.deepEqual([skill(0, 2), skill(2, 2), skill(4, 2)], [1, 0, -1]);
  assert.throws(() => skill(1, 0), DataError);
  assert.throws(() => skill(-1, 1), DataError);
});

test("baselines are those worked on paper", () => {
  assert.deepEqual(majorityBaseline([1, 0, 1, 0]), { label: 0, share: 0.5 });
  assert.equal(meanBaseline(Float32Array.of(1, 2, 6)), 3);
  const eight = [10, 20, 30, 40, 11, 21, 31, 41];
  assert.deepEqual(naiveForecast(eight, { horizon: 3 }), [41, 41, 41]);
  assert.deepEqual(seasonalNaiveForecast(eight, { period: 4, horizon: 6 }), [11, 21, 31, 41, 11, 21]);
  assertClose(driftForecast(eight, { horizon: 2 }), [41 + 31 / 7, 41 + 62 / 7]);
  assertClose(linearBaseline({ x: [[0], [2]], y: [1, 5] }).predict([[3]]), [7]);
});

test("walking forward gives the past only, in folds that cover the rest once", async () => {
  const seen: number[][] = [];
  const result = await walkForward([1, 2, 3, 4, 5, 6, 7], {
    start: 3,
    horizon: 2,
    forecast: (past, { horizon }) => {
      seen.push(past);
      return naiveForecast(past, { horizon });
    },
  });
  assert.deepEqual(seen, [
    [1, 2, 3],
    [1, 2, 3, 4, 5],
  ]);
  assert.deepEqual(result.folds, [
    { origin: 3, yTrue: [4, 5], yPred: [3, 3] },
    { origin: 5, yTrue: [6, 7], yPred: [5, 5] },
  ]);
  assert.deepEqual(result.maeByStep, [1, 2]);
  assert.equal(result.report.mae, 1.5);
});

test("a window limits the past and a step may overlap forecasts", async () => {
  const pasts: number[][] = [];
  const { folds } = await walkForward([1, 2, 3, 4, 5], {
    start: 2,
    horizon: 2,
    step: 1,
    window: 2,
    forecast: async (past) => (pasts.push(past), [0, 0]),
  });
  assert.deepEqual(pasts, [
    [1, 2],
    [2, 3],
  ]);
  assert.equal(folds.length, 2);
});

test("the skill of a walk needs the same folds", async () => {
  const series = [1, 2, 1, 2, 1, 2, 1, 2];
  const walk = (start: number, forecast: (past: number[]) => number[]) =>
    walkForward(series, { start, forecast });
  const naive = await walk(2, (past) => naiveForecast(past));
  assert.equal(forecastSkill(await walk(2, (past) => seasonalNaiveForecast(past, { period: 2 })), naive), 1);
  const shifted = await walk(3, (past) => naiveForecast(past));
  assert.throws(() => forecastSkill(shifted, naive), ShapeError);
});

test("bad input is refused", async () => {
  assert.throws(() => regressionReport({ yTrue: [], yPred: [] }), ShapeError);
  assert.throws(() => regressionReport({ yTrue: [1], yPred: [NaN] }), DataError);
  assert.throws(() => seasonalNaiveForecast([1, 2], { period: 3 }), ShapeError);
  assert.throws(() => naiveForecast([]), ShapeError);
  assert.throws(() => naiveForecast([1], { horizon: 0 }), ArgumentError);
  await assert.rejects(walkForward([1, 2], { start: 2, forecast: () => [1] }), ShapeError);
  await assert.rejects(
    walkForward([1, 2, 3], { start: 2, forecast: () => [1, 2] }),
    /must be a function that gives 1 values/,
  );
});
