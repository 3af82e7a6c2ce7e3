/** Everything of `models`: networks by hand, builders of tfjs networks, prediction and inspection. */
export * from "./cnn";
export * from "./inspect";
export * from "./perceptron";
export * from "./predict";
export * from "./tensor-file";
