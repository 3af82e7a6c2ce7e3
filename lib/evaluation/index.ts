/** Everything of `evaluation`: how good predictions are. */
export * from "./accuracy";
export * from "./confusion";
export * from "./labels";
