/** Turns a table into what a reader sees: aligned text and an HTML table, the first rows of it. */
import type { Table, TableColumn } from "../datasets";
import type { Cell, Label } from "./schema";
import { isMissing } from "./schema";

/** How much of a table is shown. */
export interface ViewOptions {
  /** Rows at most. */
  rows?: number;
  /** Columns at most; those in the middle are left out. */
  columns?: number;
  /** The names of rows; their places unless told. */
  label?: (row: number) => Label;
}

const missingMark = "–";

/** Rows shown of a longer table. */
const manyRows = 10;

/** A table up to this length is shown whole. */
const fewRows = 20;

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
  return [...lines, ...(view.more ? ["…"] : []), shapeLine(table)].join("\n");
}

/**
 * Writes a table as HTML without styles of its own, so that the notebook's theme applies.
 *
 * @returns A `<table>`: names and types as heading, the first rows, the shape as caption. All text is escaped.
 */
export function tableHtml(table: Table, options: ViewOptions = {}): string {
  const view = viewOf(table, options);
  const align = (right: boolean): string => ` style="text-align: ${right ? "right" : "left"}"`;
  const heading = view.columns.map((column) => {
    if (!column) return "<th>…</th>";
    return `<th scope="col"${align(column.right)}>${escapeHtml(column.name)}<br><small>${column.type}</small></th>`;
  });
  const body = view.rows.map((row) => {
    const cells = view.columns.map((column) =>
      column ? `<td${align(column.right)}>${escapeHtml(shorten(column.text(row), 80))}</td>` : "<td>…</td>",
    );
    const name = escapeHtml(shorten(oneLine(String(options.label?.(row) ?? row)), 80));
    return `<tr><th scope="row">${name}</th>${cells.join("")}</tr>`;
  });
  const more = view.more
    ? [`<tr><th scope="row">…</th>${view.columns.map(() => "<td>…</td>").join("")}</tr>`]
    : [];
  return [
    "<table>",
    `<caption style="text-align: left; caption-side: bottom">${shapeLine(table)}</caption>`,
    `<thead><tr><th></th>${heading.join("")}</tr></thead>`,
    `<tbody>`,
    ...body,
    ...more,
    "</tbody>",
    "</table>",
  ].join("\n");
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
  const { rows = table.rows <= fewRows ? table.rows : manyRows, columns = 20 } = options;
  const shown = Math.min(rows, table.rows);
  const all = table.columns;
  const kept = all.length <= columns ? all : [...all.slice(0, columns - 2), undefined, ...all.slice(-1)];
  return {
    columns: kept.map((column) => column && show(column, shown)),
    rows: Array.from({ length: shown }, (_, row) => row),
    more: shown < table.rows,
  };
}

function show({ name, type, values }: TableColumn, shown: number): ShownColumn {
  const right = values instanceof Float64Array;
  const format = right ? numberFormat(values.subarray(0, shown)) : String;
  const text = (row: number): string => {
    const cell: Cell = values[row] ?? null;
    return isMissing(cell) ? missingMark : oneLine(format(cell as number));
  };
  return { name: oneLine(name), type, right, text };
}

/** As many decimals as the column needs, at most four; very large and very small numbers as 1.2e-9. */
function numberFormat(values: Float64Array): (value: number) => string {
  const present = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const extreme = present.some((value) => value >= 1e15 || value < 1e-4);
  if (extreme) return (value) => (value === 0 ? "0" : String(Number(value.toPrecision(5))));
  const decimals = present.reduce((most, value) => Math.max(most, decimalsOf(value)), 0);
  return (value) => (Number.isFinite(value) ? value.toFixed(decimals) : String(value));
}

function decimalsOf(value: number): number {
  for (let decimals = 0; decimals < 4; decimals++)
    if (Number(value.toFixed(decimals)) === value) return decimals;
  return 4;
}

function shapeLine({ rows, columns }: Table): string {
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
