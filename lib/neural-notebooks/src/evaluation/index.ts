/** Everything of `evaluation`: accuracy, confusion, precision and recall, ROC, regression errors, forecasts. */
export { accuracy, Accuracy, accuracyOf, wilsonInterval } from "./accuracy";
export {
  averagePrecision,
  averageReport,
  classReports,
  logLoss,
  rocCurve,
  type Average,
  type AverageReport,
  type CurvePoint,
  type RocCurve,
  type ScoredPairs,
} from "./classification";
export { confusionMatrix, ConfusionMatrix, type ClassReport, type ConfusedPair } from "./confusion";
export {
  forecastSkill,
  walkForward,
  type Fold,
  type Forecaster,
  type WalkForwardOptions,
  type WalkForwardResult,
} from "./forecast";
export { checkClassPairs, type ClassPairs } from "./labels";
export {
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  regressionReport,
  rootMeanSquaredError,
  r2Score,
  skill,
  type NumberPairs,
  type RegressionReport,
} from "./regression";
