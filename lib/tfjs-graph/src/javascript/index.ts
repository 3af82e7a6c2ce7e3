/** Kernels of TensorFlow.js's JavaScript back end replaced by faster ones. */
export { installJavaScript } from "./install";
