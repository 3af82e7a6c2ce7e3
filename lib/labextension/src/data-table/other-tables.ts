/** Turns pies, boxes, histograms, tables and kinds that nothing is known of into tables. */
import type { FigureLayout, FigureTrace } from "../responsive/figure-types";
import { axisOf, cellOf, cellsOf, listOf, nameOf, plainText } from "./figure-values";
import type { Cell, DataBlock, DataColumn } from "./table-types";

/** A bin of a histogram, as plotly.js counted it. */
export interface Bin {
  /** From where to where, or a name. */
  readonly place: Cell;
  readonly count: Cell;
}

/** Attributes that hold what a trace shows, in the order of their columns. */
const SHOWN = [
  ..."labels parents values x y z u v w r theta a b c lat lon locations".split(" "),
  ..."open high low close value text".split(" "),
];

/** Makes the table of a trace that is neither points in a plane or space nor rows and columns. */
export function otherTables(trace: FigureTrace, layout: FigureLayout): DataBlock[] {
  const title = nameOf(trace);
  const columns = columnsOf(trace, layout);
  const isEmpty = columns.every(({ values }) => values.length === 0);
  return isEmpty ? [] : [{ title, columns: levelled(columns), rowHeads: trace.type === "pie" }];
}

function columnsOf(trace: FigureTrace, layout: FigureLayout): DataColumn[] {
  switch (trace.type) {
    case "pie":
      return pieColumns(trace);
    case "histogram":
      return histogramColumns(trace, layout);
    case "table":
      return tableColumns(trace);
    default:
      return SHOWN.flatMap((attribute) => {
        const values = cellsOf(trace[attribute]);
        const isAxis = attribute === "x" || attribute === "y";
        const head = isAxis ? axisOf(layout, { trace, letter: attribute }).title : attribute;
        return values.some((value) => value !== null) ? [{ head, values }] : [];
      });
  }
}

/** Slices of one name are one slice, as plotly.js draws them. */
function pieColumns(trace: FigureTrace): DataColumn[] {
  const sizes = cellsOf(trace["values"]);
  const labels =
    listOf(trace["labels"]).length > 0 ? cellsOf(trace["labels"]) : sizes.map((_, i) => String(i));
  const slices = new Map<Cell, number>();
  for (const [i, label] of labels.entries()) {
    const size = sizes.length === 0 ? 1 : sizes[i];
    if (typeof size === "number" && size >= 0) slices.set(label, (slices.get(label) ?? 0) + size);
  }
  const values = [...slices.values()];
  const total = values.reduce((sum, size) => sum + size, 0);
  return [
    { head: "label", values: [...slices.keys()] },
    { head: "value", values },
    { head: "share (%)", values: values.map((size) => (total > 0 ? (100 * size) / total : null)) },
  ];
}

/** The bins that plotly.js counted; the numbers themselves as long as it did not. */
function histogramColumns(trace: FigureTrace, layout: FigureLayout): DataColumn[] {
  const letter = listOf(trace["x"]).length > 0 ? "x" : "y";
  const { title } = axisOf(layout, { trace, letter });
  const bins = trace["bins"] as readonly Bin[] | undefined;
  if (!bins) return [{ head: title, values: cellsOf(trace[letter]) }];
  return [
    { head: title, values: bins.map(({ place }) => place) },
    { head: "count", values: bins.map(({ count }) => count) },
  ];
}

function tableColumns(trace: FigureTrace): DataColumn[] {
  const valuesOf = (part: unknown): readonly unknown[] =>
    listOf((part as { values?: unknown } | undefined)?.values);
  const heads = valuesOf(trace["header"]);
  return valuesOf(trace["cells"]).map((values, i) => {
    const head = heads[i];
    const words = Array.isArray(head) ? cellsOf(head).join(" ") : (cellOf(head) ?? "");
    return { head: plainText(String(words)), values: cellsOf(values) };
  });
}

/** Columns that end at the same row. */
function levelled(columns: readonly DataColumn[]): DataColumn[] {
  const rows = Math.max(...columns.map(({ values }) => values.length));
  return columns.map(({ head, values }) => ({
    head,
    values: Array.from({ length: rows }, (_, i) => values[i] ?? null),
  }));
}

/** True for a trace that shows how numbers spread. */
export function isSpread({ type }: FigureTrace): boolean {
  return type === "box" || type === "violin";
}

/** The table of boxes and violins: one row for each. */
export function spreadTable(traces: readonly FigureTrace[], layout: FigureLayout): DataBlock {
  const groups = traces.flatMap(groupsOf);
  const [first] = traces as [FigureTrace, ...FigureTrace[]];
  const isSideways = listOf(first["y"]).length === 0;
  const names = groups.map(({ name }) => name);
  const sorted = groups.map(({ numbers }) => [...numbers].sort((a, b) => a - b));
  const shares = { lowest: 0, "lower quartile": 0.25, median: 0.5, "upper quartile": 0.75, highest: 1 };
  const columns = [
    { head: "count", values: sorted.map(({ length }) => length) },
    ...Object.entries(shares).map(([head, share]) => ({
      head,
      values: sorted.map((own) => quantile(own, share)),
    })),
  ];
  const { title } = axisOf(layout, { trace: first, letter: isSideways ? "x" : "y" });
  return { title, columns: [{ head: "group", values: names }, ...columns], rowHeads: true };
}

/** The groups of a trace: one, or one for each name that stands beside its numbers. */
function groupsOf(trace: FigureTrace): { name: Cell; numbers: number[] }[] {
  const letter = listOf(trace["y"]).length > 0 ? "y" : "x";
  const beside = letter === "y" ? cellsOf(trace["x"]) : [];
  const groups = new Map<Cell, number[]>();
  for (const [i, value] of cellsOf(trace[letter]).entries()) {
    const group = beside[i] ?? nameOf(trace);
    if (typeof value === "number") groups.set(group, [...(groups.get(group) ?? []), value]);
  }
  return Array.from(groups, ([name, numbers]) => ({ name, numbers }));
}

/** The quantile as plotly.js draws it: half a number stands before the first and behind the last. */
function quantile(sorted: readonly number[], share: number): Cell {
  const at = Math.min(Math.max(share * sorted.length - 0.5, 0), sorted.length - 1);
  const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low === undefined || high === undefined ? null : low + (high - low) * (at - Math.floor(at));
}
