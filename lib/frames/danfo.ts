/** Turns a table into a danfo DataFrame and back; the only file that touches danfo, which is loaded at its first use. */
import type { DataFrame } from "danfojs-node";
import { cannot } from "../core/errors";
import { loadTf } from "../core/load-tf";
import { tableFromCells } from "../datasets";
import type { RawCell, Table } from "../datasets";

export type { DataFrame };

/** The part of danfo that is used here. */
interface Danfo {
  DataFrame: new (columns: Record<string, unknown[]>) => DataFrame;
}

/** Copies a table into a DataFrame; missing numbers are `NaN`, other missing cells `null`, as danfo has them. */
export function danfoOf(table: Table): DataFrame {
  const { DataFrame } = loadDanfo();
  return new DataFrame(Object.fromEntries(table.columns.map(({ name, values }) => [name, Array.from<unknown>(values)])));
}

/** Copies a DataFrame into a table; its index is left out. */
export function tableOfDanfo(frame: DataFrame): Table {
  const names = frame?.columns;
  if (!Array.isArray(names)) throw cannot("make a frame", { argument: "frame", must: "a danfo DataFrame", received: frame });
  const rows = frame.values as RawCell[][];
  const cells = names.map((_, column) => rows.map((row) => row[column]));
  return { ...tableFromCells(names.map(String), cells, { missing: [], types: textTypes(names.map(String), cells) }), rows: rows.length };
}

function textTypes(names: readonly string[], cells: readonly (readonly RawCell[])[]): Record<string, "string"> {
  // danfo has no dates: its text stays text.
  return Object.fromEntries(names.filter((_, index) => cells[index]?.some((cell) => typeof cell === "string")).map((name) => [name, "string"]));
}

function loadDanfo(): Danfo {
  // danfo asks for tfjs-node by name: the one door must have put its copy there first.
  loadTf();
  return require("danfojs-node") as Danfo;
}
