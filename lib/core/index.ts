/** Everything of `core`: errors, checks, random numbers, notebook output and TensorFlow.js. */
export * from "./effort";
export * from "./errors";
export * from "./live-tensors";
export * from "./load-tf";
export * from "./memory";
export * from "./names";
export * from "./notebook";
export * from "./prediction";
export * from "./random";
export * from "./session-tools";
export * from "./shape";
export * from "./tf";
export * from "./timeit";
export * from "./widgets";
