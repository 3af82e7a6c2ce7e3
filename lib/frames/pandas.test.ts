/** Compares frames with what pandas 3.1.1 makes of the same tables (lib/tools/oracles/tables.py). */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Frame } from "./frame";
import { loadFrame } from "./load";
import type { Cell } from "./schema";
import { quantile } from "./statistics";

interface Split {
  columns: string[];
  data: (string | number | null)[][];
}

const oracle = JSON.parse(readFileSync(join(__dirname, "../../tools/oracles/tables.json"), "utf8")) as {
  tolerance: number;
  x: number[][];
  quantiles: Record<string, number>;
  describe: { columns: string[]; rows: Record<string, number[]> };
  grouped: Split;
  sorted: number[];
  joins: Record<"inner" | "left" | "outer", Split>;
};
const close = (a: number, b: number): boolean =>
  Math.abs(a - b) <= oracle.tolerance * Math.max(1, Math.abs(b));
const rowsOf = (frame: Frame, columns: readonly string[]): Cell[][] =>
  frame.toRows().map((row) => columns.map((name) => (Number.isNaN(row[name]) ? null : (row[name] as Cell))));

describe("frames agree with pandas", () => {
  it("describe: count, mean, std, min, quartiles, max", () => {
    const described = loadFrame("penguins").describe();
    assert.deepEqual(described.strings("column"), oracle.describe.columns);
    for (const [statistic, wanted] of Object.entries(oracle.describe.rows)) {
      described
        .numbers(statistic)
        .forEach((value, i) =>
          assert.ok(close(value, wanted[i] as number), `${statistic} ${i}: ${value} for ${wanted[i]}`),
        );
    }
  });

  it("group by two columns: count, mean, std, min, max, median, sum", () => {
    const mass = "Body Mass (g)";
    const { columns, data } = oracle.grouped;
    const grouped = loadFrame("penguins")
      .dropMissing(["Sex"])
      .groupBy(["Species", "Sex"])
      .agg({
        count: [mass, "count"],
        mean: [mass, "mean"],
        std: [mass, "std"],
        min: [mass, "min"],
        max: [mass, "max"],
        median: [mass, "median"],
        sum: [mass, "sum"],
      });
    const rows = rowsOf(grouped, columns);
    assert.equal(rows.length, data.length);
    rows.forEach((row, i) =>
      row.forEach((cell, j) => {
        const wanted = data[i]?.[j];
        assert.ok(
          typeof cell === "number" ? close(cell, wanted as number) : cell === wanted,
          `${columns[j]} of ${row[0]}: ${cell} for ${wanted}`,
        );
      }),
    );
  });

  it("sort by two columns with missing values and ties", () => {
    const cars = loadFrame("cars").withColumn("place", (_, index) => index);
    const sorted = cars.sort(["Horsepower", "Weight_in_lbs"], { descending: [true, false] });
    assert.deepEqual([...sorted.numbers("place")], oracle.sorted);
  });

  it("join inner, left and outer with repeated keys", () => {
    const left = Frame.fromColumns({ id: [3, 1, 2, 2, 9], a: [30, 10, 20, 21, 90] });
    const right = Frame.fromColumns({ id: [2, 3, 3, 4], a: [2.5, 3.5, 3.25, 4.5], b: ["x", "y", "z", "w"] });
    for (const how of ["inner", "left"] as const) {
      assert.deepEqual(
        rowsOf(left.join(right, { on: "id", how }) as Frame, oracle.joins[how].columns),
        oracle.joins[how].data,
      );
    }
    const outer = (left.join(right, { on: "id", how: "outer" }) as Frame).sort(["id", "a", "a (right)"]);
    assert.deepEqual(rowsOf(outer, oracle.joins.outer.columns), oracle.joins.outer.data);
  });

  it("quantiles between the numbers", () => {
    const first = Float64Array.from(oracle.x, ([value]) => value as number);
    for (const [share, wanted] of Object.entries(oracle.quantiles))
      assert.ok(close(quantile(first, Number(share)), wanted));
  });
});
