/** A chart's numbers as tables: what they hold before they are laid out as texts. */

/** What stands at one place; `null` for a gap. */
export type Cell = string | number | null;

export interface DataColumn {
  /** Name and unit, as on the axis. */
  readonly head: string;
  readonly values: readonly Cell[];
}

/** Numbers that belong together, such as the lines of one panel. */
export interface DataBlock {
  /** What the numbers are; empty where the heads say it. */
  readonly title: string;
  /** Columns of the same length. */
  readonly columns: readonly DataColumn[];
  /** Whether the first column names the rows. */
  readonly rowHeads?: boolean;
}

/** All numbers that a chart draws at a moment. */
export interface ChartTables {
  /** The chart's title without marks. */
  readonly caption: string;
  readonly blocks: readonly DataBlock[];
}
