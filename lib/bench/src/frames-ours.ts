/** The frames of this library as a peer of the frames bench: `node frames-ours.js main.csv other.csv`. */
import { tf } from "neural-notebooks/core";
import { merge, readCSV, type DataFrame } from "neural-notebooks/frames";
import { serve } from "./peer";

const [mainFile = "", otherFile = ""] = process.argv.slice(2);
let main: DataFrame;
let other: DataFrame;

const sum = (frame: DataFrame, column: string): number => frame.column(column).sum();

// TensorFlow.js starts its library at the first tensor: that is no work of frames.
tf.tensor1d([0]).dispose();

void serve({
  "read CSV": async () => {
    main = await readCSV(mainFile);
    other = await readCSV(otherFile);
    return () => sum(main, "a") + sum(other, "weight");
  },
  "select 2 columns": () => {
    const part = main.loc({ columns: ["id", "a"] });
    return () => sum(part, "a");
  },
  "filter by number and text": () => {
    const part = main.query(main.column("a").gt(100).and(main.column("kind").ne("kind 7")));
    return () => sum(part, "id");
  },
  "sort by a number": () => {
    const sorted = main.sortValues("a");
    return () => Number(sorted.column("id").iat(1));
  },
  "sort by text, then a number": () => {
    const sorted = main.sortValues(["kind", "a"]);
    return () => Number(sorted.column("id").iat(1));
  },
  "group by text, mean": () => {
    const means = main.groupby(["kind"]).col(["a"]).mean();
    return () => sum(means, "a_mean");
  },
  "join on a number": () => {
    const joined = merge({ left: main, right: other, on: ["id"] });
    return () => sum(joined, "weight");
  },
  "describe 2 number columns": () => {
    const described = other.describe();
    return () => Number(described.at("std", "id")) + Number(described.at("std", "weight"));
  },
  "count missing": () => {
    const counts = main.isNa().sum({ axis: 0 });
    return () => counts.at("b") ?? NaN;
  },
  "drop rows with missing": () => {
    const whole = main.dropNa();
    return () => sum(whole, "id");
  },
  "2 columns to a tensor": () => {
    const tensor = other.toTensor(["id", "weight"]);
    return () => {
      const [rows = 0, columns = 0] = tensor.shape;
      const total = Float64Array.from(tensor.dataSync()).reduce((all, value) => all + value, 0);
      tensor.dispose();
      return total / (rows * columns);
    };
  },
  "fill missing": () => {
    const filled = main.fillNa(1, { columns: ["b"] });
    return () => sum(filled, "b");
  },
});
