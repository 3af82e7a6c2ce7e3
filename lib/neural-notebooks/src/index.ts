/** Everything of the library from one door, for short notebooks; each name is loaded when it is first used. */
export * from "./core";
export * from "./datasets";
export * from "./frames";
export * from "./tensors";
export * from "./models";
export * from "./training";
export * from "./evaluation";
export * from "./charts";
export * from "./grading";
