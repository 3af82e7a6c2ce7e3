/**
 * Turns the columns of a frame or series into charts, as danfo's `plot` names them. All eight kinds share how columns
 * are chosen and named; that keeps them in one file.
 */
import { DataError, ShapeError, cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import type { TableColumn } from "../datasets";
import { numbersOf } from "../frames/elementwise";
import type { PlotConfig, PlotOptions, PlotSource, Plots } from "../frames/plots";
import { isMissing, type Cell } from "../frames/schema";
import { quantile } from "../frames/statistics";
import {
  counted,
  describeMissing,
  extentOf,
  formatNumber,
  groupRows,
  isNumber,
  labelText,
  listed,
} from "./alt-text";
import { withGaps } from "./gaps";
import { barChart } from "./bar";
import { Chart } from "./chart";
import type { Layout, Numbers, Trace } from "./figure";
import { histogramChart } from "./histogram";
import { lineChart } from "./line";
import { isPlainObject, mergeLayout } from "./merge";
import { scatterChart } from "./scatter";
import { colorOf, palette } from "./theme";
import { titlesAsObjects } from "./titles";

/**
 * Gives the charts of some columns.
 *
 * @param source - The columns, and the names of their rows.
 * @returns danfo's methods; each draws anew.
 * @throws From them: UnknownNameError for a column that is not there; DataError for one without numbers.
 * @example
 * const table = { rows: 2, columns: [{ name: "mass", type: "number", values: Float64Array.of(3, 5) }] };
 * const chart = framePlots({ table, index: ["a", "b"] }).bar();
 * assert.match(chart.alt, /most: b \(5\), least: a \(3\)/);
 */
export function framePlots<Name extends string>(source: PlotSource): Plots<Name> {
  const drawn =
    (draw: (plot: Plot) => Chart) =>
    (options: PlotOptions<Name> = {}): Chart =>
      finished(draw(new Plot(source, options)), options);
  return {
    line: drawn(drawLines),
    bar: drawn(drawBars),
    scatter: drawn(drawPoints),
    hist: drawn(drawHistogram),
    box: drawn((plot) => drawSpread(plot, "box")),
    violin: drawn((plot) => drawSpread(plot, "violin")),
    pie: drawn(drawPies),
    table: drawn(drawTable),
  };
}

/** Named numbers over places that they share. */
interface Curves {
  x: readonly Cell[];
  xTitle: string;
  y: Record<string, Float64Array>;
  yTitle: string;
}

/** What a call asks for: its columns, found and checked, and its titles. */
class Plot {
  readonly config: PlotConfig;
  readonly layout: Layout;

  constructor(
    readonly source: PlotSource,
    { config = {}, layout = {} }: PlotOptions,
  ) {
    this.config = config;
    this.layout = layout;
  }

  column(name: string, { verb, argument }: { verb: string; argument: string }): TableColumn {
    const { columns } = this.source.table;
    const found = columns.find((column) => column.name === name);
    if (found) return found;
    const known = columns.map((column) => column.name);
    throw unknownName(verb, { argument: `config.${argument}`, received: name, known });
  }

  numbers(name: string, context: { verb: string; argument: string }): Float64Array {
    return numbersOf(this.column(name, context), context.verb);
  }

  /** Those asked for; else all that hold numbers. */
  columns(verb: string): Record<string, Float64Array> {
    const { columns: asked } = this.config;
    const { columns } = this.source.table;
    const names =
      asked ??
      columns.filter(({ type }) => type === "number" || columns.length === 1).map(({ name }) => name);
    if (names.length === 0)
      throw cannot(verb, {
        argument: "the frame",
        must: "one with a column of numbers",
        received: columns.map(({ name, type }) => `${name} (${type})`),
        as: DataError,
      });
    return Object.fromEntries(names.map((name) => [name, this.numbers(name, { verb, argument: "columns" })]));
  }

  /** danfo's order: `x` and `y`, then one of them over the rows' names, then columns. */
  curves(verb: string): Curves {
    const { x, y, columns } = this.config;
    const { index } = this.source;
    if (x !== undefined && y === undefined && columns === undefined) {
      // danfo lays a column that is named alone along x, the rows' names upwards.
      if (!index.every((label) => typeof label === "number"))
        throw cannot(verb, {
          argument: "config.y",
          must: "given where rows have names that are no numbers",
          received: y,
        });
      return { ...this.along(x, verb), y: { index: Float64Array.from(index) }, yTitle: "index" };
    }
    const curves = y === undefined ? this.columns(verb) : { [y]: this.numbers(y, { verb, argument: "y" }) };
    const names = Object.keys(curves);
    const [only = ""] = names;
    return { ...this.along(x, verb), y: curves, yTitle: names.length === 1 ? titleOf(only) : "value" };
  }

  along(x: string | undefined, verb: string): { x: readonly Cell[]; xTitle: string } {
    if (x === undefined) return { x: this.source.index, xTitle: "index" };
    return { x: Array.from<Cell>(this.column(x, { verb, argument: "x" }).values), xTitle: x };
  }

  /** The titles of the layout, or those that the columns' names give. */
  titles(given: { title: string; xTitle: string; yTitle: string }): typeof given {
    return {
      title: textOf(this.layout["title"]) ?? given.title,
      xTitle: textOf(titleOfAxis(this.layout["xaxis"])) ?? given.xTitle,
      yTitle: textOf(titleOfAxis(this.layout["yaxis"])) ?? given.yTitle,
    };
  }

  over({ y, xTitle, yTitle }: Pick<Curves, "y" | "xTitle" | "yTitle">): ReturnType<Plot["titles"]> {
    return this.titles({ title: `${listed(Object.keys(y).map(titleOf))} by ${xTitle}`, xTitle, yTitle });
  }
}

function drawLines(plot: Plot): Chart {
  const curves = plot.curves("draw lines");
  const { x, y } = curves;
  if (x.every((place) => place === null || typeof place === "number"))
    return lineChart({ x: x, y }, plot.over(curves));
  // Text has no gap along an axis: a row without a place is left out.
  const rows = x.flatMap((place, row) => (isMissing(place) ? [] : [row]));
  const part = Object.entries(y).map(
    ([name, values]) => [name, rows.map((row) => values[row] ?? NaN)] as const,
  );
  return lineChart({ x: rows.map((row) => String(x[row])), y: Object.fromEntries(part) }, plot.over(curves));
}

function drawBars(plot: Plot): Chart {
  const curves = plot.curves("draw bars");
  const [only] = Object.values(curves.y);
  const values = only && Object.keys(curves.y).length === 1 ? only : curves.y;
  return barChart({ categories: curves.x, values }, plot.over(curves));
}

function drawPoints(plot: Plot): Chart {
  const verb = "draw points";
  const curves = plot.curves(verb);
  const entries = Object.entries(curves.y);
  const name = plot.config.x;
  const places = name === undefined ? placesOf(curves.x) : plot.numbers(name, { verb, argument: "x" });
  const x = entries.flatMap(() => Array.from(places));
  const y = entries.flatMap(([, values]) => Array.from(values));
  const group = entries.flatMap(([own]) => Array.from(places, () => own));
  return scatterChart({ x, y, ...(entries.length > 1 && { group }) }, plot.over(curves));
}

/** Numbers as they are; other names of rows by their places. */
function placesOf(index: readonly Cell[]): Float64Array {
  return Float64Array.from(index, (label, row) => (typeof label === "number" ? label : row));
}

/** The columns for a chart of values alone: `x` and `y` say the same here. */
function sets(plot: Plot, verb: string): Record<string, Float64Array> {
  const { x, y } = plot.config;
  if (x !== undefined) return { [x]: plot.numbers(x, { verb, argument: "x" }) };
  if (y !== undefined) return { [y]: plot.numbers(y, { verb, argument: "y" }) };
  return plot.columns(verb);
}

function drawHistogram(plot: Plot): Chart {
  const named = sets(plot, "draw a histogram");
  const names = Object.keys(named);
  const [only] = Object.values(named);
  const xTitle = names.length === 1 ? titleOf(names.join("")) : "value";
  const values = only && names.length === 1 ? only : named;
  return histogramChart(values, plot.titles({ title: spreadTitle(names), xTitle, yTitle: "count" }));
}

function spreadTitle(names: readonly string[]): string {
  return `How ${listed(names.map(titleOf))} ${names.length === 1 ? "is" : "are"} spread`;
}

/** A series without a name is called 0, which says nothing in a title. */
function titleOf(name: string): string {
  return name === "0" ? "value" : name;
}

function drawSpread(plot: Plot, type: "box" | "violin"): Chart {
  const verb = type === "box" ? "draw boxes" : "draw violins";
  const { x, y } = plot.config;
  const byCategory = x !== undefined && y !== undefined;
  const named = byCategory ? byCategories(plot, { x, y, verb }) : Object.entries(sets(plot, verb));
  const entries = named.filter(([, values]) => extentOf(values).count > 0);
  if (entries.length === 0)
    throw cannot(verb, {
      argument: "the columns",
      must: "some with a finite number",
      received: named.map(([name]) => name),
    });
  const only = entries.length === 1 ? entries.map(([name]) => name).join("") : "value";
  const titles = plot.titles({
    title: byCategory ? `${y} by ${x}` : spreadTitle(entries.map(([name]) => name)),
    xTitle: byCategory ? x : "",
    yTitle: byCategory ? y : only,
  });
  const data = entries.map(([name, values], at): Trace => {
    const look = { name, y: withGaps(values), marker: { color: colorOf(at) }, showlegend: false };
    return type === "box"
      ? { type, ...look, boxpoints: "outliers" }
      : // No density where there is no value: lengths below 0 would be none.
        { type, ...look, box: { visible: true }, spanmode: "hard" };
  });
  const words = entries.map(([name, values]) => describeSpread(name, values));
  return new Chart(
    {
      data,
      layout: {
        title: { text: titles.title },
        xaxis: { title: { text: titles.xTitle }, type: "category" },
        yaxis: { title: { text: titles.yTitle } },
      },
    },
    { alt: `${titles.title}. ${words.join(" ")}` },
  );
}

function byCategories(
  plot: Plot,
  { x, y, verb }: { x: string; y: string; verb: string },
): [category: string, values: Float64Array][] {
  const values = plot.numbers(y, { verb, argument: "y" });
  const groups = groupRows(Array.from<Cell>(plot.column(x, { verb, argument: "x" }).values));
  return Array.from(groups, ([name, rows]) => [name, Float64Array.from(rows, (row) => values[row] ?? NaN)]);
}

function describeSpread(name: string, values: Float64Array): string {
  const there = values.filter(isNumber);
  const [low, q1, median, q3, high] = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    formatNumber(quantile(there, share)),
  );
  const gaps = describeMissing(values.length - there.length);
  return `${name}: ${counted(there.length, "number")} from ${low} to ${high}, half of them between ${q1} and ${q3}, median ${median}.${gaps}`;
}

function drawPies(plot: Plot): Chart {
  const verb = "draw a pie";
  const { labels, values } = plot.config;
  const names =
    labels === undefined ? plot.source.index : plot.column(labels, { verb, argument: "labels" }).values;
  const words = Array.from<Cell, string>(names, labelText);
  const pies =
    values === undefined
      ? plot.columns(verb)
      : { [values]: plot.numbers(values, { verb, argument: "values" }) };
  for (const [name, sizes] of Object.entries(pies)) checkShares(name, sizes);
  const { title } = plot.titles({
    title:
      labels === undefined
        ? `Shares of ${listed(Object.keys(pies))}`
        : `Shares of ${listed(Object.keys(pies))} by ${labels}`,
    xTitle: "",
    yTitle: "",
  });
  const count = Object.keys(pies).length;
  const grid = plot.config.grid ?? { rows: Math.ceil(count / 2), columns: Math.min(count, 2) };
  const data = Object.entries(pies).map(([name, sizes], at): Trace => {
    const { rowPositions, columnPositions } = plot.config;
    const row =
      position(rowPositions, { at, count, argument: "rowPositions" }) ?? Math.floor(at / grid.columns);
    const column = position(columnPositions, { at, count, argument: "columnPositions" }) ?? at % grid.columns;
    const domain =
      count === 1 ? {} : { domain: { row, column }, title: { text: name, position: "top left" } };
    return {
      type: "pie",
      name,
      labels: words,
      values: withGaps(sizes),
      marker: { colors: [...palette] },
      automargin: true,
      ...domain,
    };
  });
  const alt = Object.entries(pies).map(([name, sizes]) =>
    describeShares(count === 1 ? "" : `${name}: `, words, sizes),
  );
  return new Chart(
    { data, layout: { title: { text: title }, ...(count > 1 && { grid }) } },
    { alt: `${title}. ${alt.join(" ")}` },
  );
}

function checkShares(name: string, sizes: Numbers): void {
  const { min, count } = extentOf(sizes);
  if (count > 0 && min >= 0) return;
  const received = count === 0 ? "no number" : min;
  throw cannot("draw a pie", { argument: `column "${name}"`, must: "sizes from 0", received, as: DataError });
}

function position(
  given: readonly number[] | undefined,
  { at, count, argument }: { at: number; count: number; argument: string },
): number | undefined {
  if (given && given.length !== count)
    throw cannot("draw a pie", {
      argument: `config.${argument}`,
      must: `${count} long, one for each pie`,
      received: given.length,
      as: ShapeError,
    });
  return given?.[at];
}

/** The largest shares, five at most; what has the same name is one share, as Plotly draws it. */
function describeShares(name: string, words: readonly string[], sizes: Float64Array): string {
  const shares = new Map<string, number>();
  for (const [at, size] of sizes.entries()) {
    const word = words[at] ?? "";
    if (isNumber(size)) shares.set(word, (shares.get(word) ?? 0) + size);
  }
  const total = [...shares.values()].reduce((sum, size) => sum + size, 0);
  const told = [...shares].sort(([, a], [, b]) => b - a).slice(0, 5);
  const parts = told.map(([word, size]) => `${word} ${formatNumber((100 * size) / (total || 1))} %`);
  const more = shares.size > told.length ? ` and ${shares.size - told.length} more` : "";
  return `${name}${parts.join(", ")}${more}.${describeMissing(extentOf(sizes).missing)}`;
}

/** What a cell of a table shows: numbers that no axis could show are written as texts. */
function tableText(cell: Cell): Cell {
  if (isMissing(cell)) return "–";
  return typeof cell === "number" && !isNumber(cell) ? String(cell).replace("Infinity", "∞") : cell;
}

/** The page shows through, so that the theme's ink is readable; lines are as grey as those of axes. */
const TABLE = {
  fill: { color: "rgba(0,0,0,0)" },
  line: { color: "rgba(125,128,133,0.5)", width: 1 },
} as const;

function drawTable(plot: Plot): Chart {
  const { columns: asked, tableHeaderStyle, tableCellStyle } = plot.config;
  const { rows, columns: all } = plot.source.table;
  const columns =
    asked?.map((name) => plot.column(name, { verb: "draw a table", argument: "columns" })) ?? all;
  const names = columns.map(({ name }) => name);
  const { title } = plot.titles({ title: `Table of ${listed(names)}`, xTitle: "", yTitle: "" });
  const cells = columns.map(({ values }) => Array.from<Cell, Cell>(values, tableText));
  const align = columns.map(({ type }) => (type === "number" ? "right" : "left"));
  const look = { ...TABLE, align };
  const trace = {
    type: "table",
    header: { values: names.map((name) => [`<b>${name}</b>`]), height: 30, ...look, ...tableHeaderStyle },
    cells: { values: cells, height: 28, ...look, ...tableCellStyle },
  };
  const alt = `${title}. ${counted(rows, "row")}, ${counted(columns.length, "column")}.`;
  return new Chart({ data: [trace], layout: { title: { text: title } } }, { alt });
}

const OWN = [
  "x",
  "y",
  "columns",
  "values",
  "labels",
  "grid",
  "rowPositions",
  "columnPositions",
  "tableHeaderStyle",
  "tableCellStyle",
];

/** Lays the caller's layout and Plotly's settings over the chart. */
function finished(chart: Chart, { config = {}, layout = {} }: PlotOptions): Chart {
  const settings = Object.fromEntries(Object.entries(config).filter(([key]) => !OWN.includes(key)));
  const figure = { ...chart.figure, layout: mergeLayout(chart.figure.layout ?? {}, titlesAsObjects(layout)) };
  const more = Object.keys(settings).length > 0 ? { config: settings } : {};
  return new Chart({ ...figure, ...more }, { alt: chart.alt });
}

function titleOfAxis(axis: unknown): unknown {
  return isPlainObject(axis) ? axis["title"] : undefined;
}

function textOf(title: unknown): string | undefined {
  const text = isPlainObject(title) ? title["text"] : title;
  return typeof text === "string" && text.trim() !== "" ? text : undefined;
}
