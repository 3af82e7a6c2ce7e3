/** Loads tfjs-node from the folder given and multiplies two matrices: prints the native version as JSON, or fails. */
"use strict";
const util = require("node:util");

// Node 23 removed these two, which tfjs-node 4.22 calls; tfjs-graph does the same for lessons.
util.isNullOrUndefined = (value) => value === null || value === undefined;
util.isArray = Array.isArray;

const [, , folder = ""] = process.argv;
const tf = require(folder);
const product = tf
  .matMul(
    tf.tensor2d([
      [1, 2],
      [3, 4],
    ]),
    tf.tensor2d([
      [5, 6],
      [7, 8],
    ]),
  )
  .dataSync();
if (tf.getBackend() !== "tensorflow") throw new Error(`the back end is ${tf.getBackend()}`);
if (Array.from(product).join() !== "19,22,43,50")
  throw new Error(`[[1, 2], [3, 4]] × [[5, 6], [7, 8]] gave ${product}`);
process.stdout.write(`${JSON.stringify({ version: tf.backend().binding.TF_Version })}\n`);
