/** Everything of `charts`: charts as values, and the pictures of the course. */
export { animationControls, evenly, type AnimationOptions } from "./animation";
export {
  axesLayout,
  axis,
  heightLayout,
  minimumWidth,
  longestText,
  pictureAxes,
  titleLayout,
  type AxesOptions,
} from "./axes";
export { barChart, type BarData, type BarOptions } from "./bar";
export { decodeArray, encodeArray, encodeFigure, isBinaryArray, type BinaryArray } from "./typed-array-codec";
export {
  boundaryAnimation,
  boundaryChart,
  type BoundaryAnimationOptions,
  type BoundaryData,
  type BoundaryOptions,
  type BoundaryStep,
  type Classifier,
} from "./boundary";
export { cortexChart, neuronChart, type SketchOptions } from "./illustrations/brain";
export { chart, Chart, mergeLayout, PLOTLY_MIME, type ChartOptions } from "./chart";
export { classifierChart, type ClassifierChartOptions } from "./classifier";
export { confusionChart, type ConfusionChartOptions } from "./confusion";
export { draggablePoint, type CoordinateLimits, type DraggablePointOptions, type Point } from "./draggable";
export { embeddingMap, type EmbeddingData, type EmbeddingOptions } from "./embedding";
export {
  isTypedArray,
  type Figure,
  type AnimationFrame,
  type Labels,
  type Layout,
  type Numbers,
  type Trace,
  type TypedArray,
} from "./figure";
export { fitChart, type FitData, type FitOptions, type FittedLine } from "./fit";
export { forecastChart, type Forecast, type ForecastData, type ForecastOptions } from "./forecast";
export { framePlots } from "./frame-plots";
export { functionChart, type FunctionOptions, type Functions } from "./functions";
export { graphChart, type ComputationGraph, type ComputationNode } from "./graph";
export { binned, histogramChart, type Bins, type HistogramOptions } from "./histogram";
export { compareHistories, curvesOf, historyChart, type Curves, type HistoryChartOptions } from "./history";
export {
  featureMapGrid,
  filterGrid,
  imageGrid,
  type FeatureMaps,
  type FilterSet,
  type ImageGridOptions,
  type Images,
  type Shading,
} from "./images";
export { describeCurve, lineChart, lineTrace, type LineData, type LineOptions } from "./line";
export { liveHistory, type LiveHistory, type LiveHistoryOptions } from "./live";
export {
  attentionChart,
  correlation,
  correlationChart,
  matrixChart,
  type MatrixData,
  type MatrixOptions,
} from "./matrix";
export { nestedChart, type NestedField } from "./illustrations/nested";
export { networkChart, type NetworkLayer, type NetworkOptions } from "./network";
export { perceptronAnimation, type PerceptronRun } from "./perceptron";
export { boundaryEnds, classRegions, valueAt, type Box, type LinearUnit, type PlanePoint } from "./plane";
export { residualChart, type PredictionPairs } from "./residuals";
export { rocChart, type RocOptions } from "./roc";
export { scatterChart, type ScatterData, type ScatterOptions } from "./scatter";
export { searchChart, type SearchChartOptions, type SearchOutcome, type SearchTrial } from "./search";
export { statesChart, type StatesOptions } from "./switcher";
export { surfaceChart, type SurfaceOptions } from "./surface";
export {
  colorOf,
  dashes,
  dashOf,
  palette,
  roles,
  symbolOf,
  symbols,
  templates,
  withOpacity,
  type ColorScale,
  type Role,
  type RoleStyle,
  type Template,
} from "./theme";
export { timelineChart, type TimelineEvent } from "./illustrations/timeline";
export { volumeChart, type Volume } from "./illustrations/volumes";
