/** Turns inputs and numbers into the best line (plane): by gradient descent step by step, or at once by least squares. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { checkFinite, checkInteger, checkNumber, checkSameLength, shapeOf } from "../core/shape";

/** A linear unit: ŷ = w·x + b. */
export interface LinearUnit {
  /** Weights, shape `[inputs]`. */
  readonly w: readonly number[];
  /** Bias. */
  readonly b: number;
}

/** Inputs and targets of a regression. */
export interface RegressionData {
  /** Inputs, shape `[rows, inputs]`. */
  readonly x: readonly (readonly number[])[];
  /** Targets, shape `[rows]`. */
  readonly y: readonly number[];
}

/** One step of the descent. */
export interface DescentStep extends LinearUnit {
  /** Steps done, from 0 (the start). */
  readonly step: number;
  /** Mean squared error at these weights. */
  readonly loss: number;
  /** ∂loss/∂w and ∂loss/∂b at these weights. */
  readonly gradient: LinearUnit;
}

/** Options of {@link trainLinear}. */
export interface LinearOptions {
  /** Learning rate γ > 0. */
  learningRate?: number;
  /** Steps to take, each over all rows. */
  steps?: number;
  /** Where to begin; zeros when left out. */
  start?: LinearUnit;
}

/** What {@link trainLinear} learned, and its path. */
export interface LinearTraining {
  /** The unit after the last step. */
  readonly model: LinearUnit;
  /** Every step from the start on: the climber's path. */
  readonly path: readonly DescentStep[];
  /** True when the loss grew beyond all bounds: the learning rate was too high. */
  readonly diverged: boolean;
}

/**
 * The answers of a linear unit.
 *
 * @param x - Inputs, shape `[rows, inputs]`.
 * @param unit - Weights `[inputs]` and bias.
 * @returns ŷ, shape `[rows]`.
 * @throws ShapeError when a row has not one number per weight.
 * @example
 * assert.deepEqual(predictLinear([[1], [2]], { w: [3], b: 1 }), [4, 7]);
 */
export function predictLinear(x: readonly (readonly number[])[], unit: LinearUnit): number[] {
  return x.map((row, i) => {
    if (row.length !== unit.w.length) {
      throw cannot("predict", {
        argument: `x[${i}]`,
        must: `of shape [${unit.w.length}]`,
        received: { shape: [row.length] },
        as: ShapeError,
      });
    }
    return row.reduce((sum, value, j) => sum + value * (unit.w[j] as number), unit.b);
  });
}

/**
 * Mean squared error of a unit and its gradient: L = Σ(ŷ − y)²/n, ∂L/∂w = 2Σ(ŷ − y)x/n, ∂L/∂b = 2Σ(ŷ − y)/n.
 *
 * @param data - Inputs and targets.
 * @param unit - Weights and bias.
 * @returns Loss and gradient.
 * @example
 * const { loss, gradient } = squaredError({ x: [[1], [3]], y: [2, 4] }, { w: [0], b: 0 });
 * assert.deepEqual([loss, gradient], [10, { w: [-14], b: -6 }]);
 */
export function squaredError(data: RegressionData, unit: LinearUnit): { loss: number; gradient: LinearUnit } {
  const n = data.x.length;
  const errors = predictLinear(data.x, unit).map((yHat, i) => yHat - (data.y[i] as number));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const w = unit.w.map(
    (_, j) => 2 * mean(errors.map((error, i) => error * ((data.x[i] as readonly number[])[j] as number))),
  );
  return { loss: mean(errors.map((error) => error * error)), gradient: { w, b: 2 * mean(errors) } };
}

/**
 * Fits a linear unit by gradient descent: w ← w − γ ∂L/∂w, b ← b − γ ∂L/∂b.
 *
 * @param data - Inputs `[rows, inputs]` and targets `[rows]`.
 * @param options - Learning rate, steps, start.
 * @returns The unit, every step of the path, and whether it diverged (then the path ends early).
 * @throws ShapeError or DataError when the data do not fit or are not finite.
 * @example
 * const { model } = trainLinear({ x: [[0], [1], [2]], y: [1, 3, 5] }, { learningRate: 0.2, steps: 200 });
 * assert.ok(Math.abs(model.w[0]! - 2) < 1e-6 && Math.abs(model.b - 1) < 1e-6);
 */
export function trainLinear(data: RegressionData, options: LinearOptions = {}): LinearTraining {
  const { learningRate = 0.01, steps = 100 } = options;
  const inputs = checkRegression(data, "fit the line");
  checkNumber(learningRate, { verb: "fit the line", argument: "learningRate", min: 0 });
  checkInteger(steps, { verb: "fit the line", argument: "steps", min: 0 });
  const { start = { w: Array<number>(inputs).fill(0), b: 0 } } = options;
  const path: DescentStep[] = [];
  let unit: LinearUnit = { w: [...start.w], b: start.b };
  for (let step = 0; step <= steps; step++) {
    const { loss, gradient } = squaredError(data, unit);
    if (!Number.isFinite(loss)) return { model: unit, path, diverged: true };
    path.push({ step, w: unit.w, b: unit.b, loss, gradient });
    if (step === steps) break;
    unit = {
      w: unit.w.map((w, j) => w - learningRate * (gradient.w[j] as number)),
      b: unit.b - learningRate * gradient.b,
    };
  }
  const [first, last] = [path[0] as DescentStep, path.at(-1) as DescentStep];
  return { model: unit, path, diverged: last.loss > first.loss };
}

/**
 * The best line at once: the weights of least Σ(ŷ − y)² + λΣw², by Householder's QR factorisation
 * (Golub, 1965, "Numerical methods for solving linear least squares problems").
 *
 * @param data - Inputs `[rows, inputs]` and targets `[rows]`.
 * @param options - `ridge` λ ≥ 0 draws the weights (not the bias) towards zero.
 * @returns Weights and bias.
 * @throws DataError when columns depend on each other, so that there is no single best plane (with `ridge` 0).
 * @example
 * const { w, b } = leastSquares({ x: [[0], [1], [2]], y: [1, 3, 5] });
 * assert.ok(Math.abs(w[0]! - 2) < 1e-12 && Math.abs(b - 1) < 1e-12);
 */
export function leastSquares(data: RegressionData, options: { ridge?: number } = {}): LinearUnit {
  const { ridge = 0 } = options;
  const inputs = checkRegression(data, "fit the line");
  checkNumber(ridge, { verb: "fit the line", argument: "ridge", min: 0 });
  const n = data.x.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  // Centred columns: the bias drops out of the equations, and the ridge does not touch it.
  const xMean = Array.from({ length: inputs }, (_, j) => mean(data.x.map((row) => row[j] as number)));
  const yMean = mean(data.y);
  const rows = data.x.map((row) => row.map((value, j) => value - (xMean[j] as number)));
  const target = data.y.map((value) => value - yMean);
  if (ridge > 0) {
    for (let j = 0; j < inputs; j++) {
      rows.push(Array.from({ length: inputs }, (_, k) => (k === j ? Math.sqrt(ridge) : 0)));
      target.push(0);
    }
  }
  const w = solveByQr(rows, target);
  return { w, b: yMean - w.reduce((sum, value, j) => sum + value * (xMean[j] as number), 0) };
}

/** Solves min ‖Aw − y‖; both are worked on in place, they are copies made above. */
function solveByQr(a: number[][], y: number[]): number[] {
  const columns = a[0]?.length ?? 0;
  const at = (i: number, j: number) => (a[i] as number[])[j] as number;
  const scale = a.reduce(
    (largest, row) => row.reduce((most, value) => Math.max(most, Math.abs(value)), largest),
    0,
  );
  for (let k = 0; k < columns; k++) {
    const length = Math.sqrt(a.slice(k).reduce((sum, row) => sum + (row[k] as number) ** 2, 0));
    if (a.length <= k || length <= 1e-12 * scale * Math.sqrt(a.length)) {
      const hint = `Column ${k} follows from the others or is constant: drop it, add rows, or set ridge.`;
      throw cannot("fit the line", {
        argument: "x",
        must: "of independent columns, more rows than columns",
        received: { shape: [a.length, columns] },
        hint,
        as: DataError,
      });
    }
    const pivot = at(k, k) > 0 ? -length : length;
    const v = a.slice(k).map((row, i) => (row[k] as number) - (i === 0 ? pivot : 0));
    const vv = v.reduce((sum, value) => sum + value * value, 0);
    if (vv === 0) continue;
    const reflect = (get: (i: number) => number, set: (i: number, value: number) => void) => {
      const dot = v.reduce((sum, value, i) => sum + value * get(k + i), 0);
      v.forEach((value, i) => set(k + i, get(k + i) - (2 * value * dot) / vv));
    };
    for (let j = k; j < columns; j++)
      reflect(
        (i) => at(i, j),
        (i, value) => ((a[i] as number[])[j] = value),
      );
    reflect(
      (i) => y[i] as number,
      (i, value) => (y[i] = value),
    );
  }
  const w = Array<number>(columns).fill(0);
  for (let k = columns - 1; k >= 0; k--) {
    let rest = y[k] as number;
    for (let j = k + 1; j < columns; j++) rest -= at(k, j) * (w[j] as number);
    w[k] = rest / at(k, k);
  }
  return w;
}

function checkRegression(data: RegressionData, verb: string): number {
  checkSameLength({ x: data.x.length, y: data.y.length }, verb);
  const [rows = 0, inputs = 0, ...deeper] = shapeOf(data.x, { verb, argument: "x" });
  if (rows === 0 || inputs === 0 || deeper.length > 0) {
    const hint = "One input is written [[1], [2], [3]].";
    throw cannot(verb, {
      argument: "x",
      must: "of shape [rows, inputs], not empty",
      received: { shape: [rows, inputs, ...deeper].filter(Boolean) },
      hint,
      as: ShapeError,
    });
  }
  data.x.forEach((row, i) => checkFinite(row, { verb, argument: `x[${i}]` }));
  checkFinite(data.y, { verb, argument: "y" });
  return inputs;
}
