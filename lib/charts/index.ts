/** Everything of `charts`: charts as values, and the pictures of the course. */
export * from "./animation";
export * from "./bar";
export * from "./boundary";
export * from "./chart";
export * from "./confusion";
export * from "./figure";
export * from "./history";
export * from "./images";
export * from "./line";
export * from "./live";
export * from "./perceptron";
export * from "./scatter";
export * from "./theme";
