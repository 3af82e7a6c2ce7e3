/** Everything of `training`: fit and its history, early stopping, schedules, checkpoints, optimizers, range test and search. */
export * from "./callbacks";
export * from "./checkpoint";
export * from "./data";
export * from "./early-stopping";
export * from "./evaluate";
export * from "./fit";
export * from "./history";
export * from "./optimizers";
export * from "./progress";
export * from "./schedules";
export * from "./search";
export * from "./search-pool";
export * from "./search-space";
export * from "./steps";
