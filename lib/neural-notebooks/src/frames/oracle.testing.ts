/** Puts frames beside what pandas makes of the same tables, for the tests and the table of deviations. */
import { oracle, oracleSource, type Comparison, type Nested } from "../core/oracle.testing";
import { pandasComparisons } from "./pandas.testing";
import { readDataset } from "./read";
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
}

/** Every comparison of this stage. */
export function frameComparisons(): Comparison[] {
  const { tolerance, x, quantiles, describe, grouped, sorted } = oracle<Tables>("tables");
  const pandas = oracleSource("tables", "pandas");
  return [
    {
      helper: "describe and quantile of penguins",
      source: pandas,
      tolerance,
      values: () => {
        const penguins = readDataset("penguins").selectDtypes(["float32", "int32"]);
        const told = penguins.describe();
        const shares: Readonly<Record<string, number>> = { "25%": 0.25, "50%": 0.5, "75%": 0.75 };
        const row = (name: string): Nested => {
          const share = shares[name];
          if (share !== undefined) return penguins.quantile(share, { axis: 0 }).values;
          return penguins.columns.map((column) => Number(told.at(name, column)));
        };
        return {
          actual: [penguins.columns, ...Object.keys(describe.rows).map(row)],
          expected: [describe.columns, ...Object.values(describe.rows)],
        };
      },
    },
    {
      helper: "groupby of penguins, 7 statistics",
      source: pandas,
      tolerance,
      values: () => ({ actual: penguinGroups(), expected: grouped.data }),
    },
    {
      helper: "sortValues of cars, ties and missing",
      source: pandas,
      tolerance: 0,
      values: () => {
        const cars = readDataset("cars");
        const own = cars.sortValues(["Horsepower", "Weight_in_lbs"], { ascending: [false, true] });
        return { actual: own.index, expected: sorted };
      },
    },
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

function penguinGroups(): Nested {
  const names: readonly StatisticName[] = ["count", "mean", "std", "min", "max", "median", "sum"];
  const groups = readDataset("penguins").groupby(["Species", "Sex"]).agg({ "Body Mass (g)": names });
  return groups.values as Nested;
}
