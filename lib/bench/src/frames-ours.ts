/** The frames of this library as a peer of the frames bench: `node frames-ours.js main.csv other.csv`. */
import { tf } from "neural-notebooks/core";
import { readFrame, type Frame } from "neural-notebooks/frames";
import { serve } from "./peer";

const [mainFile = "", otherFile = ""] = process.argv.slice(2);
let main: Frame;
let other: Frame;

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

// TensorFlow.js starts its library at the first tensor: that is no work of frames.
tf.tensor1d([0]).dispose();

void serve({
  "read CSV": () => {
    main = readFrame(mainFile);
    other = readFrame(otherFile);
    return () => sum(main.numbers("a")) + sum(other.numbers("weight"));
  },
  "select 2 columns": () => {
    const part = main.select(["id", "a"]);
    return () => sum(part.numbers("a"));
  },
  "filter by number and text": () => {
    const part = main.filter((row) => Number(row["a"]) > 100 && row["kind"] !== "kind 7");
    return () => sum(part.numbers("id"));
  },
  "sort by a number": () => {
    const sorted = main.sort("a");
    return () => Number(sorted.row(1)["id"]);
  },
  "sort by text, then a number": () => {
    const sorted = main.sort(["kind", "a"]);
    return () => Number(sorted.row(1)["id"]);
  },
  "group by text, mean": () => {
    const means = main.groupBy("kind").mean(["a"]);
    return () => sum(means.numbers("a"));
  },
  "join on a number": () => {
    const joined = main.join(other, { on: "id" });
    return () => sum(joined.numbers("weight"));
  },
  "describe 2 number columns": () => {
    const described = other.describe();
    return () => sum(described.numbers("std"));
  },
  "count missing": () => {
    const counts = main.missing();
    return () => counts["b"] ?? NaN;
  },
  "drop rows with missing": () => {
    const whole = main.dropMissing();
    return () => sum(whole.numbers("id"));
  },
  "2 columns to a tensor": () => {
    const tensor = other.toTensor(["id", "weight"]);
    return () => {
      const [rows = 0, columns = 0] = tensor.shape;
      const total = sum(Float64Array.from(tensor.dataSync()));
      tensor.dispose();
      return total / (rows * columns);
    };
  },
  "fill missing": () => {
    const filled = main.fillMissing({ b: 1 });
    return () => sum(filled.numbers("b"));
  },
});
