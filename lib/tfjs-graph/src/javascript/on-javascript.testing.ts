/** Makes a test run on the JavaScript back end: to be imported before anything that loads TensorFlow.js. */
process.env["TFJS_BACKEND"] = "js";
