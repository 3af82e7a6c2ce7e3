/** Everything of `tensors`: conversion, splits, scalers, encoders, imputers, clipping and windows. */
export * from "./clip";
export * from "./convert";
export * from "./encode";
export * from "./impute";
export type { Matrix, Rows, SameKind } from "./rows";
export * from "./scale";
export * from "./split";
export * from "./windows";
