/** Callbacks of one's own and the progress line, for those who have not loaded TensorFlow.js yet. */
import "../core/tf";

export { fitCallback } from "../core/fit-callback";
export { progressBar } from "../core/progress-bar";
