/** Turns a table into a table about it: one row per column. */
import type { Table, TableColumn } from "../datasets";
import { isMissing } from "./schema";
import { present, sortedQuantile, statistics } from "./statistics";

/** Describes the number columns; those with text when there are none. */
export function describeTable(table: Table): Table {
  const numeric = table.columns.filter(({ values }) => values instanceof Float64Array);
  return numeric.length > 0 ? describeNumberColumns(numeric) : describeTexts(table.columns);
}

function describeNumberColumns(columns: readonly TableColumn[]): Table {
  const sorted = columns.map(({ values }) => Float64Array.from(present(values as Float64Array)).sort());
  const number = (name: string, of: (sorted: Float64Array, index: number) => number): TableColumn => {
    return { name, type: "number", values: Float64Array.from(sorted, of) };
  };
  return {
    rows: columns.length,
    columns: [
      { name: "column", type: "string", values: columns.map(({ name }) => name) },
      number("count", (values) => values.length),
      number("missing", (values, index) => (columns[index] as TableColumn).values.length - values.length),
      number("mean", statistics.mean),
      number("std", statistics.std),
      number("min", (values) => values[0] ?? NaN),
      number("25%", (values) => sortedQuantile(values, 0.25)),
      number("50%", (values) => sortedQuantile(values, 0.5)),
      number("75%", (values) => sortedQuantile(values, 0.75)),
      number("max", (values) => values.at(-1) ?? NaN),
    ],
  };
}

function describeTexts(columns: readonly TableColumn[]): Table {
  const counted = columns.map(({ values }) => countValues(values as (string | null)[]));
  const number = (name: string, values: number[]): TableColumn => ({
    name,
    type: "number",
    values: Float64Array.from(values),
  });
  const counts = counted.map((entries) => entries.reduce((total, [, count]) => total + count, 0));
  return {
    rows: columns.length,
    columns: [
      { name: "column", type: "string", values: columns.map(({ name }) => name) },
      number("count", counts),
      number(
        "missing",
        columns.map(({ values }, index) => values.length - (counts[index] as number)),
      ),
      number(
        "distinct",
        counted.map((entries) => entries.length),
      ),
      {
        name: "most frequent",
        type: "string",
        values: counted.map((entries) => (entries[0] ? String(entries[0][0]) : null)),
      },
      number(
        "frequency",
        counted.map((entries) => entries[0]?.[1] ?? 0),
      ),
    ],
  };
}

/** Distinct values with how often they come, the most frequent first; missing values are left out. */
export function countValues<T extends string | number | boolean | null>(
  values: Iterable<T>,
): [value: T, count: number][] {
  const counts = new Map<T, number>();
  for (const value of values) if (!isMissing(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** What danfo's `describe` tells about numbers, in its order; missing ones are left out. */
export function describeNumbers(values: Float64Array): Record<string, number> {
  const numbers = present(values);
  const variance = statistics.var(numbers);
  return {
    count: numbers.length,
    mean: statistics.mean(numbers),
    std: Math.sqrt(variance),
    min: statistics.min(numbers),
    median: statistics.median(numbers),
    max: statistics.max(numbers),
    variance,
  };
}
