/** Turns a table into what a reader sees: aligned text and an HTML table, the first rows of it. */
import type { Table, TableColumn } from "../datasets";
import type { Cell, Label } from "./schema";
import { isMissing } from "./schema";
import type { TableContent, TableHead } from "./table-content";

/** How much of a table is shown. */
export interface ViewOptions {
  /** Rows at most. */
  rows?: number;
  /** Columns at most; those in the middle are left out. */
  columns?: number;
  /** The names of rows, where they are more than 0, 1, 2 … */
  label?: ((row: number) => Label) | undefined;
}

const missingMark = "–";

/** Rows shown of a longer table. */
const manyRows = 10;

/** A table up to this length is shown whole. */
export const fewRows = 20;

/** Texts up to this length are not wrapped. */
const oneLineLength = 40;

/**
 * Writes a table as text in aligned columns.
 *
 * @returns Names, types, the first rows, and a last line with the shape.
 */
export function tableText(table: Table, options: ViewOptions = {}): string {
  const view = viewOf(table, options);
  const { label } = options;
  const names = label ? ["", "", ...view.rows.map((row) => shorten(oneLine(String(label(row))), 32))] : [];
  const nameWidth = Math.max(0, ...names.map(widthOf));
  const blocks = view.columns.map((column) => {
    if (!column) return ["…", "", ...view.rows.map(() => "…")];
    const cells = [column.name, column.type, ...view.rows.map((row) => shorten(column.text(row), 32))];
    const width = Math.max(...cells.map(widthOf));
    return cells.map((cell) => (column.right ? pad(cell, width) + cell : cell + pad(cell, width)));
  });
  const heads = label ? [names.map((name) => name + pad(name, nameWidth))] : [];
  const lines = [0, 1, ...view.rows.map((_, index) => index + 2)].map((line) =>
    [...heads, ...blocks]
      .map((block) => block[line])
      .join("  ")
      .trimEnd(),
  );
  return [...lines, ...(view.more ? ["…"] : []), sizeOf(table)].join("\n");
}

/**
 * Writes a table as HTML with few styles of its own, so that the notebook's theme applies.
 *
 * @returns A `<table>`: names as heading, with the type of each as its tooltip, the first rows, the shape as caption. All
 *   text is escaped.
 */
export function tableHtml(table: Table, options: ViewOptions = {}): string {
  const view = viewOf(table, options);
  const { label } = options;
  const rowHead = (text: string): string =>
    label ? `<th scope="row" style="text-align: left">${escapeHtml(text)}</th>` : "";
  const heading = view.columns.map((column) =>
    column
      ? `<th scope="col" title="${column.type}"${style(column)}>${escapeHtml(column.name)}</th>`
      : "<th>…</th>",
  );
  const body = view.rows.map((row) => {
    const cells = view.columns.map((column) => {
      if (!column) return "<td>…</td>";
      const text = shorten(column.text(row), 80);
      return `<td${style(column, text)}>${escapeHtml(text)}</td>`;
    });
    return `<tr>${rowHead(rowName(label, row))}${cells.join("")}</tr>`;
  });
  const dots = view.columns.map((column) => `<td${column ? style(column) : ""}>…</td>`);
  const more = view.more ? [`<tr>${rowHead("…")}${dots.join("")}</tr>`] : [];
  return [
    "<table>",
    `<caption style="text-align: left; caption-side: bottom">${sizeOf(table)}</caption>`,
    `<thead><tr>${label ? "<th></th>" : ""}${heading.join("")}</tr></thead>`,
    `<tbody>`,
    ...body,
    ...more,
    "</tbody>",
    "</table>",
  ].join("\n");
}

/**
 * The first rows of a table for a page that draws it.
 *
 * @returns Heads and texts; long texts are cut.
 */
export function tableContent(table: Table, options: ViewOptions = {}): TableContent {
  const { columns, rows } = viewOf(table, options);
  return {
    heads: headsOf(table, options),
    ...rowTexts(columns, rows, options),
    total: table.rows,
    size: sizeOf(table),
  };
}

/** Rows of a table as texts, for the columns that are shown. */
export function rowsContent(
  table: Table,
  rows: readonly number[],
  options: ViewOptions = {},
): Pick<TableContent, "rows" | "index"> {
  const columns = shownColumns(table, options).map((column) => column && show(column, rows));
  return rowTexts(columns, rows, options);
}

function rowTexts(
  columns: readonly (ShownColumn | undefined)[],
  rows: readonly number[],
  { label }: ViewOptions,
): Pick<TableContent, "rows" | "index"> {
  return {
    rows: rows.map((row) => columns.map((column) => (column ? shorten(column.text(row), 200) : null))),
    ...(label ? { index: rows.map((row) => rowName(label, row)) } : {}),
  };
}

function headsOf(table: Table, options: ViewOptions): (TableHead | null)[] {
  return shownColumns(table, options).map((column) => {
    if (!column) return null;
    const { name, type, values } = column;
    const at = table.columns.indexOf(column);
    return { at, name: oneLine(name), type, right: values instanceof Float64Array };
  });
}

/** How a cell is aligned; short texts stay in one line. */
function style({ right }: ShownColumn, text = ""): string {
  const nowrap = right || (text !== "" && text.length <= oneLineLength) ? "; white-space: nowrap" : "";
  return ` style="text-align: ${right ? "right" : "left"}${nowrap}"`;
}

function rowName(label: ViewOptions["label"], row: number): string {
  return shorten(oneLine(String(label?.(row) ?? row)), 80);
}

interface ShownColumn {
  name: string;
  type: string;
  right: boolean;
  text(row: number): string;
}

function viewOf(
  table: Table,
  options: ViewOptions,
): { columns: (ShownColumn | undefined)[]; rows: number[]; more: boolean } {
  const { rows: most = table.rows <= fewRows ? table.rows : manyRows } = options;
  const rows = Array.from({ length: Math.min(most, table.rows) }, (_, row) => row);
  const columns = shownColumns(table, options).map((column) => column && show(column, rows));
  return { columns, rows, more: rows.length < table.rows };
}

/** The columns that are shown; `undefined` stands for those in the middle of a wide table. */
function shownColumns({ columns: all }: Table, { columns = 20 }: ViewOptions): (TableColumn | undefined)[] {
  return all.length <= columns ? [...all] : [...all.slice(0, columns - 2), undefined, ...all.slice(-1)];
}

function show({ name, type, values }: TableColumn, rows: readonly number[]): ShownColumn {
  const right = values instanceof Float64Array;
  const format = right ? numberFormat(rows.map((row) => values[row] ?? NaN)) : String;
  const text = (row: number): string => {
    const cell: Cell = values[row] ?? null;
    return isMissing(cell) ? missingMark : oneLine(format(cell as number));
  };
  return { name: oneLine(name), type, right, text };
}

/** A column shows so many digits of a number of usual size for it. */
const significantDigits = 4;

/**
 * As many decimals as the column needs, and no more than give its usual numbers four digits; whole numbers stay whole.
 * Very large and very small numbers stand as 1.2e-9.
 */
function numberFormat(values: readonly number[]): (value: number) => string {
  const present = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  if (present.some(isExtreme))
    return (value) => String(Number(value.toPrecision(isExtreme(Math.abs(value)) ? 5 : 7)));
  const sorted = [...present].sort((a, b) => a - b);
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 1;
  const sensible = Math.max(0, significantDigits - 1 - Math.floor(Math.log10(usual)));
  const needed = present.reduce((most, value) => Math.max(most, decimalsOf(value)), 0);
  const decimals = Math.min(needed, sensible);
  return (value) => (Number.isFinite(value) ? value.toFixed(decimals) : String(value));
}

function isExtreme(value: number): boolean {
  return value >= 1e15 || (value < 1e-4 && value > 0);
}

/** How many decimals a number has, at most 7; what rounding has left behind the twelfth digit is none. */
function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < 7; decimals++)
    if (Math.abs(Number(value.toFixed(decimals)) - value) <= 1e-12 * Math.abs(value)) return decimals;
  return 7;
}

/** The size of a table in words. */
export function sizeOf({ rows, columns }: Table): string {
  return `${rows.toLocaleString("en")} row${rows === 1 ? "" : "s"} × ${columns.length} column${columns.length === 1 ? "" : "s"}`;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

function shorten(text: string, limit: number): string {
  const signs = [...text];
  return signs.length <= limit ? text : `${signs.slice(0, limit - 1).join("")}…`;
}

function widthOf(text: string): number {
  return [...text].length;
}

function pad(text: string, width: number): string {
  return " ".repeat(width - widthOf(text));
}

function escapeHtml(text: string): string {
  const names: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => names[sign] as string);
}
