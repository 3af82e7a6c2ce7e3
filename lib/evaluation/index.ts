/** Everything of `evaluation`: accuracy, confusion, precision and recall, ROC, regression errors, forecasts. */
export * from "./accuracy";
export * from "./classification";
export * from "./confusion";
export * from "./forecast";
export * from "./labels";
export * from "./regression";
