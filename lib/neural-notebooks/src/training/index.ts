/** Everything of `training`: callbacks for `model.fit`, schedules, checkpoints, optimizers, range test and search. */
export type {
  FitBatch,
  FitCallback,
  FitEpoch,
  FitEvents,
  FitRun,
  FitStart,
  Rememberer,
  StopMemory,
  StoppingState,
} from "../core/fit-callback";
export type { FitHistory } from "../core/fit-history";
export { formatLogs, type Logs } from "../core/format-logs";
export type { ProgressStyle } from "../core/progress-bar";
export { fitCallback, progressBar } from "./fit-callback";
export { checkpoint, type CheckpointOptions } from "./checkpoint";
export { clipByNorm, clipByValue } from "./clip-gradients";
export { earlyStopping } from "./early-stopping";
export type { EarlyStopping, EarlyStoppingArgs } from "../core/fitted-types";
export { historyFrame } from "./history-frame";
export { learningRateSchedule } from "./learning-rate-schedule";
export { AdamW, freshOptimizer, tfOptimizer } from "./tfjs-optimizers";
export { rangeTest, type RangeTest, type RangeTestOptions, type TrainingData } from "./range-test";
export {
  cosineDecay,
  exponentialDecay,
  learningRateOf,
  oneCycle,
  reduceOnPlateau,
  setLearningRate,
  stepDecay,
  type PlateauOptions,
  type Schedule,
  type SchedulePoint,
} from "./schedules";
export {
  gridSearch,
  randomSearch,
  SearchResult,
  successiveHalving,
  type SearchOptions,
  type Trial,
} from "./search";
export { gridOf, sampleSpace, type Range, type Setting, type Settings, type Space } from "./search-space";
export type { Objective, ObjectiveModule, TryOptions } from "./search-pool";
export { DivergenceError, stopOnDivergence } from "./stop-on-divergence";
