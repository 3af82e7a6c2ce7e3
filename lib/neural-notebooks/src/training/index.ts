/** Everything of `training`: fit and its history, early stopping, schedules, checkpoints, optimizers, range test and search. */
export type { BatchRecord, RunControl, RunInfo, TrainingCallback } from "./callbacks";
export {
  loadCheckpoint,
  saveCheckpoint,
  type CheckpointOptions,
  type RunIdentity,
  type SavedRun,
} from "./checkpoint";
export { BestTracker, type BestSoFar, type EarlyStoppingOptions } from "./early-stopping";
export { evaluate } from "./evaluate";
export { fit } from "./fit";
export { DivergenceError, TrainingInterruptedError, type FitOptions } from "./fit-options";
export {
  formatLogs,
  History,
  type EpochRecord,
  type HistoryJson,
  type Logs,
  type StopReason,
} from "./history";
export { AdamW, freshOptimizer, tfOptimizer } from "./tfjs-optimizers";
export { progressCallback, type ProgressStyle } from "./progress";
export { rangeTest, type RangeTest, type RangeTestOptions } from "./range-test";
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
export type { TrainingData } from "./data";
export type { Objective, ObjectiveModule, TryOptions } from "./search-pool";
export type { ClipOptions } from "./steps";
