/** Everything of `training`: fit, its history, early stopping, schedules, checkpoints. */
export * from "./callbacks";
export * from "./checkpoint";
export * from "./data";
export * from "./early-stopping";
export * from "./fit";
export * from "./history";
export * from "./progress";
export * from "./schedules";
export * from "./steps";
