/** Turns what a frame can be made of (rows, columns, arrays, tensors, other frames) into a table. */
import { DataError, ShapeError, cannot } from "../core/errors";
import type { Table, TableColumn } from "../datasets";
import { columnFromCells } from "./cells";
import type { DType, Label } from "./schema";

/** How danfo shows a frame; what else its settings hold is taken and has no effect. */
export interface FrameConfig {
  /** Rows shown of a longer table (10). */
  tableMaxRow?: number;
  /** Columns shown of a wider table (20). */
  tableMaxColInConsole?: number;
  [setting: string]: unknown;
}

/** Settings of a new frame or series, as danfo names them. */
export interface FrameOptions {
  /** Names of the rows, each once; 0, 1, 2 … unless told. */
  index?: readonly Label[];
  /** Names of the columns, in place of those that the data bring. */
  columns?: readonly string[];
  /** What each column holds, where the cells do not say it. */
  dtypes?: readonly DType[];
  config?: FrameConfig;
}

/** What is like a tensor; tested by its form, so that TensorFlow.js need not be there. */
interface TensorLike {
  arraySync(): unknown;
  shape: readonly number[];
}

/** Names with cells, whatever form the data came in. */
interface NamedCells {
  names: string[];
  cells: ArrayLike<unknown>[];
  rows: number;
}

/**
 * Makes a table.
 *
 * @param data - Rows as objects, an object of columns, rows or one column as arrays, a tensor, or nothing.
 * @param options - Names and types of columns.
 * @throws ShapeError when columns or rows differ in length; DataError when a name comes twice or a cell does not fit.
 */
export function tableFromData(data: unknown, options: FrameOptions = {}): Table {
  const { columns, dtypes } = options;
  const { names, cells, rows } = namedCells(data, columns);
  if (columns && columns.length !== names.length)
    throw cannot("make a frame", {
      argument: "columns",
      must: `${names.length} names, one for each column`,
      received: columns,
      as: ShapeError,
    });
  if (dtypes && dtypes.length !== names.length)
    throw cannot("make a frame", {
      argument: "dtypes",
      must: `${names.length} types, one for each column`,
      received: dtypes,
      as: ShapeError,
    });
  return checkedTable({
    rows,
    columns: names.map((name, at) => columnFromCells(columns?.[at] ?? name, cells[at] ?? [], dtypes?.[at])),
  });
}

/**
 * Checks that a table is one.
 *
 * @throws ShapeError when columns differ in length; DataError when a name comes twice.
 */
export function checkedTable(table: Table): Table {
  const seen = new Set<string>();
  const first: TableColumn | undefined = table.columns[0];
  for (const { name, values } of table.columns) {
    if (seen.has(name))
      throw cannot("make a frame", {
        argument: "the column names",
        must: "different from each other",
        received: name,
        as: DataError,
      });
    seen.add(name);
    if (values.length !== table.rows)
      throw cannot("make a frame", {
        argument: `column "${name}"`,
        must: `${table.rows} cells long${first && first.name !== name ? `, as "${first.name}"` : ""}`,
        received: values.length,
        as: ShapeError,
      });
  }
  return table;
}

function namedCells(data: unknown, columns: readonly string[] | undefined): NamedCells {
  if (data === undefined || data === null) return { names: [...(columns ?? [])], cells: [], rows: 0 };
  if (isTensor(data)) return fromArrays(data.arraySync() as unknown[]);
  if (Array.isArray(data) || ArrayBuffer.isView(data)) {
    const rows = data as ArrayLike<unknown>;
    if (rows.length === 0) return { names: [...(columns ?? [])], cells: [], rows: 0 };
    return isObject(rows[0]) ? fromObjects(data as object[]) : fromArrays(rows);
  }
  if (typeof data === "object") return fromColumns(data);
  throw cannot("make a frame", {
    argument: "data",
    must: "rows, an object of columns, or a tensor",
    received: data,
  });
}

function fromObjects(rows: readonly object[]): NamedCells {
  const names = new Set<string>();
  for (const [at, row] of rows.entries()) {
    if (!isObject(row))
      throw cannot("make a frame", {
        argument: `row ${at}`,
        must: "an object, as the rows above",
        received: row,
        as: DataError,
      });
    for (const name of Object.keys(row)) names.add(name);
  }
  // A row that lacks the key "constructor" must not give the one that all objects have.
  const cellOf = (row: object, name: string): unknown =>
    Object.hasOwn(row, name) ? (row as Record<string, unknown>)[name] : undefined;
  const cells = Array.from(names, (name) => rows.map((row) => cellOf(row, name)));
  return { names: [...names], cells, rows: rows.length };
}

function fromColumns(columns: object): NamedCells {
  const cells = Object.entries(columns).map(([name, values]: [string, unknown]): ArrayLike<unknown> => {
    if (Array.isArray(values) || ArrayBuffer.isView(values)) return values as ArrayLike<unknown>;
    const series = (values as { values?: unknown } | null)?.values;
    if (Array.isArray(series)) return series as unknown[];
    throw cannot("make a frame", {
      argument: `column "${name}"`,
      must: "an array, a typed array or a Series",
      received: values,
      as: DataError,
    });
  });
  return { names: Object.keys(columns), cells, rows: cells[0]?.length ?? 0 };
}

/** Rows as arrays; one array of cells is one column. */
function fromArrays(data: ArrayLike<unknown>): NamedCells {
  const rows = Array.from(data);
  const nested = Array.isArray(rows[0]) || (ArrayBuffer.isView(rows[0]) && !(rows[0] instanceof DataView));
  if (!nested) return { names: ["0"], cells: [rows], rows: rows.length };
  const width = (rows[0] as ArrayLike<unknown>).length;
  const wrong = rows.findIndex((row) => (row as ArrayLike<unknown> | null)?.length !== width);
  if (wrong >= 0)
    throw cannot("make a frame", {
      argument: `row ${wrong}`,
      must: `${width} cells long, as the first`,
      received: rows[wrong],
      as: ShapeError,
    });
  const cells = Array.from({ length: width }, (_, at) => rows.map((row) => (row as ArrayLike<unknown>)[at]));
  return { names: cells.map((_, at) => String(at)), cells, rows: rows.length };
}

function isTensor(data: unknown): data is TensorLike {
  const tensor = data as Partial<TensorLike>;
  return typeof tensor.arraySync === "function" && Array.isArray(tensor.shape);
}

function isObject(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !ArrayBuffer.isView(value) &&
    !(value instanceof Date)
  );
}
