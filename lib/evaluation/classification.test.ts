/** Tests of the classification metrics against scikit-learn 1.9.1 (lib/tools/oracles/metrics.py), to 1e-12. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError, ShapeError } from "../core/errors";
import { assertClose, oracle } from "../models/testing";
import { accuracy } from "./accuracy";
import {
  averagePrecision,
  averageReport,
  classReports,
  logLoss,
  rocCurve,
  type Average,
} from "./classification";
import { confusionMatrix } from "./confusion";

type Figures = { precision: number; recall: number; f1: number };
interface Oracle {
  classification: {
    yTrue: number[];
    yPred: number[];
    accuracy: number;
    confusion: number[][];
    perClass: number[][];
    probabilities: number[][];
    logLoss: number;
  } & Record<Average, Figures>;
  binary: {
    yTrue: number[];
    scores: number[];
    fpr: number[];
    tpr: number[];
    thresholds: number[];
    auc: number;
    logLoss: number;
    averagePrecision: number;
  };
}

const { classification, binary } = oracle<Oracle>("metrics");
const tolerance = 1e-12;

test("confusion, accuracy and the figures per class equal scikit-learn's", () => {
  const reports = classReports(classification);
  assert.deepEqual(confusionMatrix(classification).counts, classification.confusion);
  assertClose(accuracy(classification).value, classification.accuracy, { tolerance });
  const keys = ["precision", "recall", "f1", "support"] as const;
  keys.forEach((key, i) =>
    assertClose(
      reports.map((report) => report[key]),
      classification.perClass[i] as number[],
      { tolerance, what: key },
    ),
  );
});

test("macro, micro and weighted averages equal scikit-learn's", () => {
  const matrix = confusionMatrix(classification);
  for (const average of ["macro", "micro", "weighted"] as const) {
    const own = averageReport(matrix, { average });
    for (const key of ["precision", "recall", "f1"] as const)
      assertClose(own[key], classification[average][key], { tolerance, what: `${average} ${key}` });
  }
});

test("the log loss equals scikit-learn's for several classes and for two", () => {
  assertClose(logLoss(classification.yTrue, classification.probabilities), classification.logLoss, {
    tolerance,
  });
  assertClose(
    logLoss(
      binary.yTrue,
      binary.scores.map((score) => 1 / (1 + Math.exp(-score))),
    ),
    binary.logLoss,
    { tolerance },
  );
  assert.ok(Number.isFinite(logLoss([1], [0])));
});

test("the ROC curve with ties, its area and the average precision equal scikit-learn's", () => {
  const curve = rocCurve(binary);
  assertClose(
    curve.points.map((point) => point.falsePositiveRate),
    binary.fpr,
    { tolerance },
  );
  assertClose(
    curve.points.map((point) => point.truePositiveRate),
    binary.tpr,
    { tolerance },
  );
  assertClose(
    curve.points.slice(1).map((point) => point.threshold),
    binary.thresholds,
    { tolerance },
  );
  assertClose(curve.auc, binary.auc, { tolerance });
  assertClose(averagePrecision(curve), binary.averagePrecision, { tolerance });
});

test("bad input is refused", () => {
  assert.throws(() => rocCurve({ yTrue: [1, 1], scores: [0.1, 0.2] }), /of both classes/);
  assert.throws(() => rocCurve({ yTrue: [0, 2], scores: [0.1, 0.2] }), DataError);
  assert.throws(() => rocCurve({ yTrue: [0, 1], scores: [0.1, NaN] }), DataError);
  assert.throws(() => logLoss([2], [[0.5, 0.5]]), DataError);
  assert.throws(() => logLoss([0], [[1.5, -0.5]]), DataError);
  assert.throws(() => logLoss([], []), ShapeError);
});
