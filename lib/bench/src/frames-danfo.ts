/** Raw danfo as a peer of the frames bench: `node frames-danfo.js main.csv other.csv`. */
import type * as Danfo from "danfojs-node";
import { tf } from "neural-notebooks/core";
import { loadDanfo } from "../../neural-notebooks/dist/frames/danfo-loader";
import { serve } from "./peer";

const danfo = loadDanfo() as unknown as typeof Danfo;

type DataFrame = InstanceType<typeof danfo.DataFrame>;

const [mainFile = "", otherFile = ""] = process.argv.slice(2);
let main: DataFrame;
let other: DataFrame;

const sum = (frame: DataFrame, column: string): number =>
  (frame.column(column).values as number[]).reduce((total, value) => total + value, 0);
/** The cell of a row, as danfo's values come in rows. */
const cell = (frame: DataFrame, row: number, column: string): number =>
  Number((frame.values as unknown[][])[row]?.[frame.columns.indexOf(column)]);

// TensorFlow.js starts its library at the first tensor: that is no work of frames.
tf.tensor1d([0]).dispose();

void serve({
  "read CSV": async () => {
    main = await danfo.readCSV(mainFile);
    other = await danfo.readCSV(otherFile);
    return () => sum(main, "a") + sum(other, "weight");
  },
  "select 2 columns": () => {
    const part = main.loc({ columns: ["id", "a"] });
    return () => sum(part, "a");
  },
  "filter by number and text": () => {
    // danfo's types say numbers only; its code compares text as well.
    const otherKind = main.column("kind").ne("kind 7" as never);
    const part = main.query(main.column("a").gt(100).and(otherKind));
    return () => sum(part, "id");
  },
  "sort by a number": () => {
    const sorted = main.sortValues("a");
    return () => cell(sorted, 1, "id");
  },
  "group by text, mean": () => {
    const means = main.groupby(["kind"]).col(["a"]).mean();
    return () => sum(means, "a_mean");
  },
  "join on a number": () => {
    const joined = danfo.merge({ left: main, right: other, on: ["id"], how: "inner" });
    return () => sum(joined, "weight");
  },
  "describe 2 number columns": () => {
    const described = other.describe();
    const row = described.index.indexOf("std");
    return () => cell(described, row, "id") + cell(described, row, "weight");
  },
  "count missing": () => {
    const counts = main.isNa().sum({ axis: 0 });
    return () => Number(counts.values[counts.index.indexOf("b")]);
  },
  "drop rows with missing": () => {
    const whole = main.dropNa({ axis: 1 });
    return () => sum(whole, "id");
  },
  "2 columns to a tensor": () => {
    const tensor = other.tensor as ReturnType<typeof tf.tensor2d>;
    return () => {
      const total = Array.from(tensor.dataSync()).reduce((all, value) => all + value, 0);
      tensor.dispose();
      return total / tensor.size;
    };
  },
  // Last, as danfo fills the frame itself, asked for or not; the next round reads it again.
  "fill missing": () => {
    const filled = main.fillNa(1, { columns: ["b"] });
    return () => sum(filled, "b");
  },
});
