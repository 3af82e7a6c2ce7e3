/** Everything of `training`: fit and its history, early stopping, schedules, checkpoints, optimizers, range test and search. */
export * from "./callbacks";
export * from "./checkpoint";
export * from "./early-stopping";
export * from "./evaluate";
export * from "./fit";
export * from "./fit-options";
export * from "./history";
export * from "./optimizers";
export * from "./progress";
export * from "./range-test";
export * from "./schedules";
export * from "./search";
export * from "./search-space";
export type { TrainingData } from "./data";
export type { Objective, ObjectiveModule, TryOptions } from "./search-pool";
export type { ClipOptions } from "./steps";
