/** What `plot()` of frames and series gives: danfo's words for charts, which the stage of charts draws. */
import type { Displayable } from "../core/display";
import type { Table } from "../datasets";
import type { Label } from "./schema";

/** Which columns are drawn, as danfo names them; all other settings are Plotly's, such as `displayModeBar`. */
export interface PlotConfig<Name extends string = string> {
  /** The column along the horizontal axis; the names of rows unless told. */
  readonly x?: Name;
  /** The column along the vertical axis. */
  readonly y?: Name;
  /** Several columns for the vertical axis; all of numbers unless told. */
  readonly columns?: readonly Name[];
  /** Of a pie: the column of sizes. */
  readonly values?: Name;
  /** Of a pie: the column of names; the names of rows unless told. */
  readonly labels?: Name;
  /** Of several pies: how many stand below and beside each other. */
  readonly grid?: { readonly rows: number; readonly columns: number };
  /** Of several pies: the row of each in the grid, from 0. */
  readonly rowPositions?: readonly number[];
  /** Of several pies: the column of each in the grid, from 0. */
  readonly columnPositions?: readonly number[];
  /** Of a table: Plotly's attributes of its heading, such as `{ align: "left" }`. */
  readonly tableHeaderStyle?: Readonly<Record<string, unknown>>;
  /** Of a table: Plotly's attributes of its cells. */
  readonly tableCellStyle?: Readonly<Record<string, unknown>>;
  readonly [plotly: string]: unknown;
}

/** How a frame is drawn. */
export interface PlotOptions<Name extends string = string> {
  readonly config?: PlotConfig<Name>;
  /** Plotly's attributes around what is drawn: `title`, `xaxis`, `yaxis` … */
  readonly layout?: Readonly<Record<string, unknown>>;
}

/** A chart as `neural-notebooks/charts` makes it; as the last line of a cell it is drawn. */
export interface PlotChart extends Displayable {
  /** Plotly's traces and layout. */
  readonly figure: {
    readonly data: readonly { readonly [attribute: string]: unknown }[];
    readonly layout?: { readonly [attribute: string]: unknown };
  };
  /** What the chart shows, in words. */
  readonly alt: string;
  /** The title as plain text. */
  readonly title: string;
  /** Makes a changed chart; this one stays as it is. */
  with(changes: { layout?: { readonly [attribute: string]: unknown }; alt?: string }): PlotChart;
}

/** The charts of a frame or series; a missing value is a gap. */
export interface Plots<Name extends string = string> {
  /** Curves: `y` or each of `columns` over `x`. */
  line(options?: PlotOptions<Name>): PlotChart;
  /** Bars: `y` or each of `columns` for each `x`. */
  bar(options?: PlotOptions<Name>): PlotChart;
  /** Points: `y` or each of `columns` over `x`. */
  scatter(options?: PlotOptions<Name>): PlotChart;
  /** How the values of `x`, `y` or each of `columns` are spread, counted in bins. */
  hist(options?: PlotOptions<Name>): PlotChart;
  /** Quartiles and range of `y` for each category `x`, or of each of `columns`. */
  box(options?: PlotOptions<Name>): PlotChart;
  /** How dense the values are: of `y` for each category `x`, or of each of `columns`. */
  violin(options?: PlotOptions<Name>): PlotChart;
  /** Shares of a whole: `values`, or one pie for each of `columns`, called by `labels`. */
  pie(options?: PlotOptions<Name>): PlotChart;
  /** The cells of all columns, or of some. */
  table(options?: PlotOptions<Name>): PlotChart;
}

/** What is drawn: columns, and the names of their rows. */
export interface PlotSource {
  readonly table: Table;
  readonly index: readonly Label[];
}

/**
 * Gives the charts of some columns. The stage that draws comes behind this one in the flow, so it is loaded by the
 * package's own public name, and only when somebody plots.
 */
export function plotsOf<Name extends string>(source: PlotSource): Plots<Name> {
  const charts = require("neural-notebooks/charts") as { framePlots(source: PlotSource): Plots<Name> };
  return charts.framePlots(source);
}
