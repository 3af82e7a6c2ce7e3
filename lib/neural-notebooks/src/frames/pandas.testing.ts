/** Puts `DataFrame` and `Series` beside what pandas makes of a table with missing cells, ties and odd keys. */
import { oracle, oracleSource, type Comparison, type Nested } from "../core/oracle.testing";
import { DataFrame, concat, merge } from "./data-frame";
import type { Cell } from "./schema";
import { isMissing } from "./schema";
import { Series } from "./series";

type Split = Readonly<{ columns: string[]; data: (Cell | null)[][] }>;
type Lists = Readonly<Record<string, (Cell | null)[]>>;
type Splits = Readonly<Record<string, Split>>;
const kinds = ["inner", "left", "right", "outer"] as const;

interface Frames {
  tolerance: number;
  columns: Record<"word" | "kind" | "x" | "n" | "flag" | "day", (Cell | null)[]>;
  other: Split;
  sorted: Lists;
  descending: Lists;
  sortedBoth: number[];
  groupedWord: Split;
  groupedBoth: Split;
  groupedMissing: Split;
  merged: Splits;
  mergedBoth: Splits;
  dropna: number[];
  dropnaSubset: number[];
  fillna: Split;
  described: Lists;
  corr: Split;
  quantile: Lists;
  rows: Lists;
  cumulative: Splits;
  rounded: Lists;
  counts: Readonly<{ index: number[]; values: number[] }>;
  duplicated: Lists;
  dummies: Split;
  mod: Lists;
  compared: Lists;
  diff: Split;
  pctChange: (number | null)[];
  concatenated: Split;
  beside: Split;
  resampled: Splits;
  rolled: Lists;
  dates: Lists;
}

/** Every comparison of the two classes. */
export function pandasComparisons(): Comparison[] {
  const told = oracle<Frames>("frames");
  const source = oracleSource("frames", "pandas");
  const { columns } = told;
  const frame = new DataFrame({
    word: columns.word as (string | null)[],
    kind: columns.kind as (number | null)[],
    x: columns.x as (number | null)[],
    n: columns.n as number[],
    flag: columns.flag as (boolean | null)[],
    day: columns.day as string[],
  });
  const numbers = frame.loc({ columns: ["kind", "x", "n"] });
  const other = new DataFrame(told.other.data, { columns: told.other.columns });
  const names = ["count", "sum", "mean", "std", "var", "min", "max", "median"] as const;
  const compare = (
    helper: string,
    values: () => readonly [actual: unknown, expected: unknown],
  ): Comparison => ({
    helper,
    source,
    tolerance: told.tolerance,
    values: () => {
      const [actual, expected] = values();
      return { actual: plain(actual), expected: plain(expected) };
    },
  });
  const columnsOf = ["word", "kind", "x", "n"] as const;
  return [
    compare("DataFrame.sortValues, ties and missing", () => [
      columnsOf.map((name) => frame.sortValues(name).index),
      columnsOf.map((name) => told.sorted[name]),
    ]),
    compare("DataFrame.sortValues, downwards", () => [
      columnsOf.map((name) => frame.sortValues(name, { ascending: false }).index),
      columnsOf.map((name) => told.descending[name]),
    ]),
    compare("DataFrame.sortValues, two columns", () => [
      frame.sortValues(["word", "n"], { ascending: [true, false] }).index,
      told.sortedBoth,
    ]),
    compare("Series.sortValues, argSort", () => [
      [frame.x.sortValues().index, frame.x.argSort().values],
      [told.sorted["x"], told.sorted["x"]],
    ]),
    compare("groupby, one key", () => [
      frame.groupby(["word"]).agg({ x: names }).values,
      told.groupedWord.data,
    ]),
    compare("groupby, two keys", () => [
      frame.groupby(["word", "kind"]).agg({ n: names }).values,
      told.groupedBoth.data,
    ]),
    compare("groupby, missing keys kept", () => [
      frame.groupby(["word", "kind"], { dropNa: false }).agg({ n: names }).values,
      told.groupedMissing.data,
    ]),
    ...kinds.flatMap((how) => [
      compare(`merge, ${how}`, () => {
        const left = frame.loc({ columns: ["word", "kind", "n"] });
        const merged = merge({ left, right: other, on: ["word"], how });
        return [[merged.columns, merged.values], split(told.merged[how])];
      }),
      compare(`merge on two columns, ${how}`, () => {
        const left = frame.loc({ columns: ["word", "kind", "x"] });
        const merged = merge({ left, right: other, on: ["word", "kind"], how });
        return [[merged.columns, merged.values], split(told.mergedBoth[how])];
      }),
    ]),
    compare("dropNa", () => [
      [frame.dropNa().index, frame.dropNa({ subset: ["x"] }).index],
      [told.dropna, told.dropnaSubset],
    ]),
    compare("fillNa", () => [
      frame.fillNa({ x: 0.5, word: "?" }).loc({ columns: ["word", "x"] }).values,
      told.fillna.data,
    ]),
    compare("describe", () => [
      numbers.columns.map((name) => numbers.describe().column(name).values),
      numbers.columns.map((name) => told.described[name]),
    ]),
    compare("corr", () => [numbers.corr().values, told.corr.data]),
    compare("quantile", () => [
      Object.keys(told.quantile).map((share) => numbers.quantile(Number(share), { axis: 0 }).values),
      Object.values(told.quantile),
    ]),
    compare("statistics of rows", () => [
      [
        numbers.mean(),
        numbers.sum(),
        numbers.std(),
        numbers.min(),
        numbers.max(),
        numbers.median(),
        numbers.count(),
      ],
      Object.values(told.rows),
    ]),
    compare("cumSum, cumProd, cumMin, cumMax", () => [
      [
        numbers.cumSum({ axis: 0 }),
        numbers.cumProd({ axis: 0 }),
        numbers.cumMin({ axis: 0 }),
        numbers.cumMax({ axis: 0 }),
      ].map(({ values }) => values),
      Object.values(told.cumulative).map(({ data }) => data),
    ]),
    compare("round", () => [
      Object.keys(told.rounded).map((digits) => frame.x.round(Number(digits))),
      Object.values(told.rounded),
    ]),
    compare("valueCounts", () => {
      const counts = frame.kind.valueCounts();
      return [
        [counts.values, [...counts.index].sort()],
        [told.counts.values, [...told.counts.index].sort()],
      ];
    }),
    compare("duplicated", () => [
      (["first", "last"] as const).map((keep) => frame.duplicated({ subset: ["word", "kind"], keep })),
      Object.values(told.duplicated),
    ]),
    compare("getDummies", () => {
      const dummies = frame.loc({ columns: ["word", "n"] }).getDummies({ columns: ["word"] });
      return [[dummies.columns, dummies.values], split(told.dummies)];
    }),
    compare("mod", () => [
      Object.keys(told.mod).map((by) => frame.n.mod(Number(by))),
      Object.values(told.mod),
    ]),
    compare("gt, ne, eq", () => [
      [frame.x.gt(0), frame.x.ne(frame.x), frame.word.eq("a")],
      Object.values(told.compared),
    ]),
    compare("diff and pctChange", () => [
      [
        numbers.diff(2).values,
        frame
          .loc({ columns: ["x"] })
          .abs()
          .add(1)
          .pctChange(1)
          .column("x"),
      ],
      [told.diff.data, told.pctChange],
    ]),
    compare("concat below", () => {
      const below = concat({
        dfList: [
          frame.loc({ columns: ["word", "x"] }).head(3),
          other.loc({ columns: ["x", "kind"] }).head(2),
        ],
        axis: 0,
      });
      return [[below.columns, below.values], split(told.concatenated)];
    }),
    compare("concat beside", () => {
      const left = frame.iloc({ rows: [0, 1, 2] }).loc({ columns: ["n"] });
      const right = other.iloc({ rows: [1, 2, 3] }).loc({ columns: ["kind"] });
      return [concat({ dfList: [left, right], axis: 1 }).values, told.beside.data];
    }),
    ...(["D", "W", "MS", "YS"] as const).map((rule) =>
      compare(`resample, ${rule}`, () => {
        const means = frame
          .loc({ columns: ["day", "x", "n"] })
          .resample({ rule, on: "day" })
          .mean();
        return [means.values, told.resampled[rule]?.data];
      }),
    ),
    compare("rolling", () => [
      [frame.n.rolling(3).mean(), frame.n.rolling(4, { minPeriods: 2 }).std()],
      Object.values(told.rolled),
    ]),
    compare("dt", () => [
      [
        frame.day.dt.year(),
        frame.day.dt.month(),
        frame.day.dt.weekday(),
        frame.day.dt.dayOfYear(),
        frame.day.dt.quarter(),
      ],
      Object.values(told.dates),
    ]),
  ];
}

function split(told: Split | undefined): unknown {
  return [told?.columns, told?.data];
}

/** Truth values as 0 and 1, missing values as null. */
function plain(value: unknown): Nested {
  if (value instanceof Series) return plain(value.values);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "boolean") return Number(value);
  return isMissing(value as Cell) ? null : (value as number | string);
}
