/** Everything of `tensors`: conversion, splits, scalers and encoders. */
export * from "./convert";
export * from "./encode";
export type { Matrix, Rows, SameKind } from "./rows";
export * from "./scale";
export * from "./split";
