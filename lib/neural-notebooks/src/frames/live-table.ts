/** Shows a table, and answers a page that wants to sort and search it: all its rows, not only those that are shown. */
import { cellNumber, type MimeBundle } from "../core/display";
import { answerRequests } from "../core/page-requests";
import type { Table, TableColumn } from "../datasets";
import { isMissing } from "./schema";
import {
  TABLE_MIME,
  TABLE_TARGET,
  type TableContent,
  type TableReply,
  type TableRequest,
} from "./table-content";
import { fewRows, rowsContent, tableContent, tableHtml, tableText, type ViewOptions } from "./view";

/** A table that a page may ask for. */
interface Kept {
  readonly table: Table;
  readonly options: ViewOptions;
}

/** The tables that were shown last, by name; the oldest is the first. */
const kept = new Map<string, Kept>();

/** So many cells of tables are kept at most, about 80 MB of numbers; the newest table is kept whatever its size. */
const MAX_KEPT_CELLS = 10_000_000;

/** Rows that a page may ask for at once. */
const MAX_ROWS = 200;

/**
 * The formats of a table for a notebook: one that JupyterLab draws by the course's extension, HTML and text.
 *
 * @param table - The table.
 * @param options - How much is shown.
 */
export function tableBundle(table: Table, options: ViewOptions = {}): MimeBundle {
  const name = keep({ table, options });
  const content: TableContent = { ...tableContent(table, options), ...(name ? { table: name } : {}) };
  return {
    [TABLE_MIME]: content,
    "text/html": tableHtml(table, options),
    "text/plain": tableText(table, options),
  };
}

/** Keeps a table that is not shown whole, where a page can ask; gives its name. */
function keep(entry: Kept): string | undefined {
  const number = cellNumber();
  if (entry.table.rows <= fewRows || number === undefined) return undefined;
  if (!answerRequests(TABLE_TARGET, (request) => replyTo(request))) return undefined;
  let name = `table-${number}`;
  for (let n = 2; kept.has(name) && kept.get(name)?.table !== entry.table; n++) name = `table-${number}-${n}`;
  kept.delete(name);
  kept.set(name, entry);
  let cells = 0;
  for (const [each, { table }] of [...kept].reverse()) {
    cells += table.rows * table.columns.length;
    if (cells > MAX_KEPT_CELLS && each !== name) kept.delete(each);
  }
  return name;
}

function replyTo(request: Partial<TableRequest>): TableReply | object {
  const found = kept.get(String(request.table));
  return found ? rowsFor(found.table, request, found.options) : {};
}

/**
 * Finds, sorts and cuts out rows.
 *
 * @param table - The table.
 * @param request - Text to be found, column to sort by, first row and count.
 * @param options - How the table is shown.
 * @returns Rows as texts, and how many there are in all.
 */
export function rowsFor(
  table: Table,
  { search = "", sort, from = 0, count = fewRows }: Partial<TableRequest>,
  options: ViewOptions = {},
): TableReply {
  const rows = matching(table, search.trim().toLowerCase(), options);
  const column = sort && table.columns[sort.column];
  if (column) rows.sort(comparison(column, sort.descending));
  const first = Math.max(0, Math.floor(from));
  const shown = rows.slice(first, first + Math.min(MAX_ROWS, Math.max(0, count)));
  return { ...rowsContent(table, shown, options), matched: rows.length };
}

/** The rows that hold a text anywhere, in the order of the table. */
function matching({ rows, columns }: Table, search: string, { label }: ViewOptions): number[] {
  const all = Array.from({ length: rows }, (_, row) => row);
  if (search === "") return all;
  const holds = (value: unknown): boolean =>
    !isMissing(value as never) && String(value).toLowerCase().includes(search);
  return all.filter(
    (row) => columns.some(({ values }) => holds(values[row])) || (label && holds(label(row))),
  );
}

/** Orders rows by a column; missing values come last in either direction, and equal ones keep their order. */
function comparison({ values }: TableColumn, descending: boolean): (a: number, b: number) => number {
  const collator = new Intl.Collator("en", { numeric: true });
  const direction = descending ? -1 : 1;
  return (a, b) => {
    const [left, right] = [values[a] ?? null, values[b] ?? null];
    const [noLeft, noRight] = [isMissing(left), isMissing(right)];
    if (noLeft || noRight) return Number(noLeft) - Number(noRight) || a - b;
    const order =
      typeof left === "number" && typeof right === "number"
        ? Math.sign(left - right) || Number(left > right) - Number(left < right)
        : collator.compare(String(left), String(right));
    return direction * order || a - b;
  };
}
