/** What of a table fits a page: its first rows and columns as texts, and a note of how many there are. */
import { columnTexts, isNumeric } from "./format-column";
import type { ChartTables, DataBlock, DataColumn } from "./table-types";

export const MAX_ROWS = 200;
export const MAX_COLUMNS = 30;

/** A column as the page shows it. */
export interface ShownColumn {
  readonly head: string;
  readonly isNumeric: boolean;
  readonly texts: readonly string[];
}

/** The part of a block that is shown. */
export interface ShownBlock {
  readonly title: string;
  readonly rowHeads: boolean;
  readonly columns: readonly ShownColumn[];
  readonly rows: number;
  /** Says what is left out; empty where all is there. */
  readonly note: string;
}

/**
 * Cuts a block to what a page shows.
 *
 * @param block - The block; it is not changed.
 * @returns Its first {@link MAX_ROWS} rows and {@link MAX_COLUMNS} columns.
 */
export function shownPart({ title, columns, rowHeads = false }: DataBlock): ShownBlock {
  const total = columns[0]?.values.length ?? 0;
  const rows = Math.min(total, MAX_ROWS);
  const shown = columns.slice(0, MAX_COLUMNS).map(({ head, values }): ShownColumn => {
    const part = values.slice(0, rows);
    return { head, isNumeric: isNumeric(part), texts: columnTexts(part) };
  });
  const parts = [cut(rows, total, "rows"), cut(shown.length, columns.length, "columns")].filter(
    (part) => part !== "",
  );
  const note = parts.length > 0 ? `Shown are ${parts.join(" and ")}. A copy as CSV holds all.` : "";
  return { title, rowHeads, columns: shown, rows, note };
}

function cut(shown: number, total: number, what: string): string {
  return shown < total ? `the first ${shown} of ${total.toLocaleString("en")} ${what}` : "";
}

/**
 * Writes all numbers of a chart as comma-separated values.
 *
 * @param tables - The chart's tables.
 * @returns One table below the other with an empty line between; numbers have all their digits.
 */
export function csvOf({ blocks }: ChartTables): string {
  return blocks.map(({ columns }) => blockText(columns)).join("\n");
}

function blockText(columns: readonly DataColumn[]): string {
  const rows = columns[0]?.values.length ?? 0;
  const lines = [
    columns.map(({ head }) => head),
    ...Array.from({ length: rows }, (_, row) => columns.map(({ values }) => String(values[row] ?? ""))),
  ];
  return lines.map((cells) => `${cells.map(quoted).join(",")}\n`).join("");
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
