/** Turns predicted classes or probabilities into precision, recall, F1, log loss, ROC curve and AUC. */
import { DataError, ShapeError, cannot } from "../core/errors";
import { checkFinite, checkSameLength } from "../core/shape";
import { confusionMatrix, type ClassReport, type ConfusionMatrix } from "./confusion";
import type { ClassPairs } from "./labels";

/** How the classes' figures become one. */
export type Average = "macro" | "micro" | "weighted";

/** Precision, recall and F1 of all classes together. */
export interface AverageReport {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/** True answers and the scores given to them. */
export interface ScoredPairs {
  /** True classes, 0 or 1, length rows. */
  readonly yTrue: ArrayLike<number>;
  /** Scores or probabilities of class 1, length rows: larger means surer of 1. */
  readonly scores: ArrayLike<number>;
}

/** One point of a ROC or precision–recall curve: rows with a score ≥ `threshold` are called 1. */
export interface CurvePoint {
  readonly threshold: number;
  /** TP / (TP + FN), also called recall. */
  readonly truePositiveRate: number;
  /** FP / (FP + TN). */
  readonly falsePositiveRate: number;
  /** TP / (TP + FP); 1 where nothing is called 1. */
  readonly precision: number;
}

/** A ROC curve. */
export interface RocCurve {
  /** From "nothing is 1" (threshold Infinity) to "everything is 1", one point per distinct score. */
  readonly points: readonly CurvePoint[];
  /** Area under the curve: the chance that a row of class 1 has a higher score than a row of class 0. */
  readonly auc: number;
}

/**
 * Precision, recall and F1 of each class.
 *
 * @param pairs - True and predicted class indices.
 * @param options - `names` of the classes.
 * @returns One report per class.
 * @example
 * assert.equal(classReports({ yTrue: [0, 1, 1], yPred: [0, 1, 0] })[1]?.recall, 0.5);
 */
export function classReports(pairs: ClassPairs, options: { names?: readonly string[] } = {}): ClassReport[] {
  return confusionMatrix(pairs, options).perClass;
}

/**
 * Precision, recall and F1 over all classes.
 *
 * @param matrix - From `confusionMatrix`.
 * @param options - `average`: `"macro"` (every class counts the same), `"weighted"` (by its rows) or `"micro"` (all
 *   rows in one pot: with one class per row all three are the accuracy).
 * @returns The three figures. Macro and weighted leave out classes that neither occur nor are predicted.
 * @example
 * const matrix = confusionMatrix({ yTrue: [0, 1, 1], yPred: [0, 1, 0] });
 * assert.equal(averageReport(matrix, { average: "macro" }).recall, 0.75);
 */
export function averageReport(matrix: ConfusionMatrix, options: { average?: Average } = {}): AverageReport {
  const { average = "macro" } = options;
  const { accuracy } = matrix;
  if (average === "micro") return { precision: accuracy, recall: accuracy, f1: accuracy };
  const seen = matrix.perClass.filter(
    ({ index, support }) => support > 0 || matrix.counts.some((row) => (row[index] as number) > 0),
  );
  const weight = (report: ClassReport) =>
    average === "macro" ? 1 / seen.length : report.support / matrix.total;
  const mean = (key: "precision" | "recall" | "f1") =>
    seen.reduce((sum, report) => sum + weight(report) * report[key], 0);
  return { precision: mean("precision"), recall: mean("recall"), f1: mean("f1") };
}

/**
 * The mean cross-entropy of class probabilities: −Σ ln p(true class) / n.
 *
 * @param yTrue - True class indices, length rows.
 * @param probabilities - `[rows, classes]`, or `[rows]` with the probability of class 1.
 * @param options - `epsilon`: probabilities are kept this far from 0 and 1.
 * @returns The loss, ≥ 0; ln(classes) is what knowing nothing gives.
 * @throws ShapeError when lengths differ.
 * @throws DataError when a class has no probability, or one is not in [0, 1].
 * @example
 * assert.ok(Math.abs(logLoss([1, 0], [0.5, 0.5]) - Math.LN2) < 1e-12);
 */
export function logLoss(
  yTrue: ArrayLike<number>,
  probabilities: ArrayLike<number> | readonly (readonly number[])[],
  options: { epsilon?: number } = {},
): number {
  const { epsilon = Number.EPSILON } = options;
  const verb = "measure the log loss";
  checkSameLength({ yTrue: yTrue.length, probabilities: probabilities.length }, verb);
  if (yTrue.length === 0)
    throw cannot(verb, { argument: "yTrue", must: "not empty", received: [], as: ShapeError });
  let sum = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const given = probabilities[i] as number | readonly number[];
    const row = typeof given === "number" ? [1 - given, given] : given;
    const p = row[yTrue[i] as number];
    if (p === undefined || !(p >= 0 && p <= 1)) {
      const must = `in [0, 1] for class ${yTrue[i]}`;
      throw cannot(verb, { argument: `probabilities[${i}]`, must, received: given, as: DataError });
    }
    sum -= Math.log(Math.min(1 - epsilon, Math.max(epsilon, p)));
  }
  return sum / yTrue.length;
}

/**
 * The ROC curve and the area under it.
 *
 * @param pairs - True classes 0 or 1, and scores.
 * @returns One point per distinct score, and the AUC.
 * @throws DataError when a class is not 0 or 1, one of them does not occur, or a score is not finite.
 * @example
 * assert.equal(rocCurve({ yTrue: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] }).auc, 0.75);
 */
export function rocCurve(pairs: ScoredPairs): RocCurve {
  const { yTrue, scores } = pairs;
  const verb = "draw the ROC curve";
  checkSameLength({ yTrue: yTrue.length, scores: scores.length }, verb);
  checkFinite(scores, { verb, argument: "scores", hint: "Is the model's output NaN?" });
  let positives = 0;
  for (let i = 0; i < yTrue.length; i++) {
    const value = yTrue[i];
    if (value !== 0 && value !== 1)
      throw cannot(verb, { argument: `yTrue[${i}]`, must: "0 or 1", received: value, as: DataError });
    positives += value;
  }
  const negatives = yTrue.length - positives;
  if (positives === 0 || negatives === 0) {
    throw cannot(verb, {
      argument: "yTrue",
      must: "of both classes",
      received: `${positives} ones, ${negatives} zeros`,
      as: DataError,
    });
  }
  const order = Array.from({ length: scores.length }, (_, i) => i).sort(
    (a, b) => (scores[b] as number) - (scores[a] as number),
  );
  const points: CurvePoint[] = [
    { threshold: Infinity, truePositiveRate: 0, falsePositiveRate: 0, precision: 1 },
  ];
  let hits = 0;
  let auc = 0;
  order.forEach((row, rank) => {
    hits += yTrue[row] as number;
    const threshold = scores[row] as number;
    const next = order[rank + 1];
    // Rows of one score are called 1 together, or not at all.
    if (next !== undefined && scores[next] === threshold) return;
    const last = points.at(-1) as CurvePoint;
    const point = {
      threshold,
      truePositiveRate: hits / positives,
      falsePositiveRate: (rank + 1 - hits) / negatives,
      precision: hits / (rank + 1),
    };
    auc +=
      ((point.falsePositiveRate - last.falsePositiveRate) *
        (point.truePositiveRate + last.truePositiveRate)) /
      2;
    points.push(point);
  });
  return { points, auc };
}

/**
 * Average precision: the area under the precision–recall curve as a sum of steps, Σ(Rᵢ − Rᵢ₋₁)Pᵢ.
 *
 * @param curve - From {@link rocCurve}.
 * @returns In [0, 1]; the share of class 1 is what guessing gives.
 */
export function averagePrecision(curve: RocCurve): number {
  return curve.points
    .slice(1)
    .reduce(
      (sum, point, i) =>
        sum + (point.truePositiveRate - (curve.points[i] as CurvePoint).truePositiveRate) * point.precision,
      0,
    );
}
