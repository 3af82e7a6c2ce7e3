/** Puts frames beside what pandas makes of the same tables, for the tests and the table of deviations. */
import { oracle, oracleSource, type Comparison, type Nested } from "../core/oracle.testing";
import { Frame } from "./frame";
import { loadFrame } from "./load";
import { pandasComparisons } from "./pandas.testing";
import { quantile, type StatisticName } from "./statistics";

interface Split {
  columns: string[];
  data: (string | number | null)[][];
}

interface Tables {
  tolerance: number;
  x: number[][];
  quantiles: Record<string, number>;
  describe: { columns: string[]; rows: Record<string, number[]> };
  grouped: Split;
  sorted: number[];
  joins: Record<"inner" | "left" | "outer", Split>;
}

/** Every comparison of this stage. */
export function frameComparisons(): Comparison[] {
  const { tolerance, x, quantiles, describe, grouped, sorted, joins } = oracle<Tables>("tables");
  const pandas = oracleSource("tables", "pandas");
  const ofJoins = (["inner", "left", "outer"] as const).map((how): Comparison => {
    const values = () => ({ actual: joined(how, joins[how].columns), expected: joins[how].data });
    return { helper: `Frame.join, ${how}, repeated keys`, source: pandas, tolerance: 0, values };
  });
  return [
    {
      helper: "Frame.describe",
      source: pandas,
      tolerance,
      values: () => {
        const own = loadFrame("penguins").describe();
        const names = Object.keys(describe.rows);
        return {
          actual: [own.strings("column"), ...names.map((name) => [...own.numbers(name)])],
          expected: [describe.columns, ...Object.values(describe.rows)],
        };
      },
    },
    {
      helper: "Frame.groupBy, 7 statistics",
      source: pandas,
      tolerance,
      values: () => ({ actual: penguinGroups(grouped.columns), expected: grouped.data }),
    },
    {
      helper: "Frame.sort, ties and missing",
      source: pandas,
      tolerance: 0,
      values: () => {
        const cars = loadFrame("cars").withColumn("place", (_, index) => index);
        const own = cars.sort(["Horsepower", "Weight_in_lbs"], { descending: [true, false] });
        return { actual: [...own.numbers("place")], expected: sorted };
      },
    },
    ...ofJoins,
    ...pandasComparisons(),
    {
      helper: "quantile",
      source: oracleSource("tables", "numpy"),
      tolerance,
      values: () => {
        const first = Float64Array.from(x, ([value]) => value as number);
        const actual = Object.keys(quantiles).map((share) => quantile(first, Number(share)));
        return { actual, expected: Object.values(quantiles) };
      },
    },
  ];
}

function penguinGroups(columns: readonly string[]): Nested {
  const names: readonly StatisticName[] = ["count", "mean", "std", "min", "max", "median", "sum"];
  const statistics = names.map((name) => [name, ["Body Mass (g)", name]] as const);
  const groups = loadFrame("penguins").dropMissing(["Sex"]).groupBy(["Species", "Sex"]);
  return rowsOf(groups.agg(Object.fromEntries(statistics)), columns);
}

function joined(how: "inner" | "left" | "outer", columns: readonly string[]): Nested {
  const left = Frame.fromColumns({ id: [3, 1, 2, 2, 9], a: [30, 10, 20, 21, 90] });
  const right = Frame.fromColumns({ id: [2, 3, 3, 4], a: [2.5, 3.5, 3.25, 4.5], b: ["x", "y", "z", "w"] });
  const own = left.join(right, { on: "id", how }) as Frame;
  // The order of an outer join's rows is nobody's promise, so both are sorted.
  return rowsOf(how === "outer" ? own.sort(["id", "a", "a (right)"]) : own, columns);
}

function rowsOf(frame: Frame, columns: readonly string[]): Nested {
  return frame.toRows().map((row) =>
    columns.map((name) => {
      const cell = row[name] ?? null;
      return typeof cell === "boolean" || Number.isNaN(cell) ? null : cell;
    }),
  );
}
