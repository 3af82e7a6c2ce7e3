/**
 * Turns a frame into a danfo DataFrame and back; the only file that touches danfo. It is imported by its own path
 * (`neural-notebooks/frames/danfo`), so that only those who use danfo wait a second for it.
 */
import { cannot } from "../core/errors";
// danfo asks for tfjs-node by name: the one door must put its copy there first.
import "../core/tf";
import * as danfoPackage from "danfojs-node";
import { DataFrame } from "danfojs-node";
import { tableFromCells } from "../datasets";
import type { RawCell } from "../datasets";
import { Frame } from "./frame";
import type { Schema } from "./schema";

/** danfo itself, for what a DataFrame's own methods cannot: read files, merge, concatenate. */
export const danfo: typeof danfoPackage = danfoPackage;

/**
 * Copies a frame into a danfo DataFrame, for what danfo can and a frame cannot. Filter, sort and join in the frame:
 * danfo takes seconds for 100,000 rows.
 *
 * @param frame - The frame; it stays as it is.
 * @returns A DataFrame with the same columns; missing numbers are `NaN`, other missing cells `null`, dates ISO text.
 * @example
 * const data = toDanfo(Frame.fromColumns({ x: [1, 2, 3] }));
 * assert.deepEqual(data.shape, [3, 1]);
 */
export function toDanfo<S extends Schema>(frame: Frame<S>): DataFrame {
  const columns = frame
    .toTable()
    .columns.map(({ name, values }) => [name, Array.from<unknown>(values)] as const);
  return new DataFrame(Object.fromEntries(columns));
}

/**
 * Copies a danfo DataFrame into a frame; its index is left out.
 *
 * @param data - The DataFrame; it stays as it is.
 * @returns A frame; text stays text, as danfo has no dates.
 * @throws ArgumentError when it is no DataFrame.
 */
export function fromDanfo(data: DataFrame): Frame {
  if (!Array.isArray(data?.columns))
    throw cannot("make a frame", { argument: "data", must: "a danfo DataFrame", received: data });
  const names = data.columns.map(String);
  const rows = data.values as RawCell[][];
  const cells = names.map((_, column) => rows.map((row) => row[column]));
  const texts = names.filter((_, column) => cells[column]?.some((cell) => typeof cell === "string"));
  const types = Object.fromEntries(texts.map((name) => [name, "string" as const]));
  return Frame.fromTable({ ...tableFromCells(names, cells, { missing: [], types }), rows: rows.length });
}
