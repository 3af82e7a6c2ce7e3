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
  meanAbsolute,
  meanAbsolutePercentage,
  meanSquared,
  regressionReport,
  rootMeanSquared,
  rSquared,
  skill,
  type NumberPairs,
  type RegressionReport,
} from "./regression";
