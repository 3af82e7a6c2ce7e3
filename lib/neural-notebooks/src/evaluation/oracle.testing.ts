/** Puts the metrics beside scikit-learn and scipy, for the tests and the table of deviations. */
import { oracle, oracleSource, type Comparison, type Nested } from "../core/oracle.testing";
import { accuracy, wilsonInterval } from "./accuracy";
import {
  averagePrecision,
  averageReport,
  classReports,
  logLoss,
  rocCurve,
  type Average,
} from "./classification";
import { confusionMatrix } from "./confusion";
import { meanSquaredError, regressionReport } from "./regression";

type Figures = { precision: number; recall: number; f1: number };

interface Metrics {
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
  regression: {
    yTrue: number[];
    yPred: number[];
    mae: number;
    rmse: number;
    mse: number;
    mape: number;
    r2: number;
  };
  wilson: { correct: number; count: number; confidence: number; low: number; high: number }[];
}

/** Every comparison of this stage. */
export function evaluationComparisons(): Comparison[] {
  const { classification, binary, regression, wilson } = oracle<Metrics>("metrics");
  const comparison = (
    helper: string,
    values: () => [actual: Nested, expected: Nested],
    { program = "scikit-learn", tolerance = 1e-12 } = {},
  ) => ({
    helper,
    source: oracleSource("metrics", program),
    tolerance,
    values: () => {
      const [actual, expected] = values();
      return { actual, expected };
    },
  });
  const averages = (["macro", "micro", "weighted"] as const).map((average) =>
    comparison(`averageReport, ${average}`, () => {
      const keys = ["precision", "recall", "f1"] as const;
      const own = averageReport(confusionMatrix(classification), { average });
      return [keys.map((key) => own[key]), keys.map((key) => classification[average][key])];
    }),
  );
  return [
    comparison("confusionMatrix", () => [confusionMatrix(classification).counts, classification.confusion], {
      tolerance: 0,
    }),
    comparison("accuracy", () => [accuracy(classification).value, classification.accuracy]),
    comparison("classReports", () => {
      const reports = classReports(classification);
      const keys = ["precision", "recall", "f1", "support"] as const;
      return [keys.map((key) => reports.map((report) => report[key])), classification.perClass];
    }),
    ...averages,
    comparison("logLoss, 4 classes", () => [
      logLoss(classification.yTrue, classification.probabilities),
      classification.logLoss,
    ]),
    comparison("logLoss, 2 classes", () => {
      const probabilities = binary.scores.map((score) => 1 / (1 + Math.exp(-score)));
      return [logLoss(binary.yTrue, probabilities), binary.logLoss];
    }),
    comparison("rocCurve with ties, area", () => {
      const { points, auc } = rocCurve(binary);
      const rates = [
        points.map((point) => point.falsePositiveRate),
        points.map((point) => point.truePositiveRate),
      ];
      const thresholds = points.slice(1).map((point) => point.threshold);
      return [
        [...rates, thresholds, auc],
        [binary.fpr, binary.tpr, binary.thresholds, binary.auc],
      ];
    }),
    comparison("averagePrecision", () => [averagePrecision(rocCurve(binary)), binary.averagePrecision]),
    comparison("regressionReport, meanSquaredError", () => {
      const { mae, rmse, mape = NaN, r2 = NaN } = regressionReport(regression);
      const { mae: wantedMae, rmse: wantedRmse, mape: wantedMape, r2: wantedR2, mse } = regression;
      return [
        [mae, rmse, mape, r2, meanSquaredError(regression)],
        [wantedMae, wantedRmse, wantedMape, wantedR2, mse],
      ];
    }),
    comparison(
      "wilsonInterval",
      () => [
        wilson.map(({ correct, count, confidence }) => [...wilsonInterval(correct, count, { confidence })]),
        wilson.map(({ low, high }) => [low, high]),
      ],
      { program: "scipy" },
    ),
  ];
}
