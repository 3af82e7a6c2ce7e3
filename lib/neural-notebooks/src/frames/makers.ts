/** Where files that `data-frame.ts` imports get a new frame from: files that import each other cannot be understood one by one. */
import type { ColumnType, Table, TableColumn } from "../datasets";
import type { DataFrame } from "./data-frame";
import type { RowIndex } from "./row-index";
import type { NameOf, Schema } from "./schema";
import type { Series } from "./series";

/** Any frame, as far as functions that take one need it. */
export interface FrameLike<S extends Schema = Schema> {
  /** The typed columns. */
  readonly $table: Table;
  /** The names of rows as they are kept. */
  readonly $rowIndex: RowIndex;
  readonly columns: readonly NameOf<S>[];
}

/** True for any frame of this library. */
export function isFrame(value: unknown): value is FrameLike {
  return typeof value === "object" && value !== null && "$table" in value;
}

/** Makes a frame of a table that nobody else holds. */
export type FrameMaker = (table: Table, index?: RowIndex) => DataFrame;

let maker: FrameMaker | undefined;

/** Called once, by the file that holds the class. */
export function registerFrames(make: FrameMaker): void {
  maker = make;
}

/** Makes a frame of a table that nobody else holds. */
export function makeFrame<S extends Schema = Schema>(table: Table, index?: RowIndex): DataFrame<S> {
  // Series and groups come from frames, or from a door that loads them.
  if (!maker) throw new Error("data-frame.ts is not loaded");
  return maker(table, index) as unknown as DataFrame<S>;
}

/** Makes a series of a column that nobody else holds. */
export type SeriesMaker = (column: TableColumn, index?: RowIndex) => Series;

let seriesMaker: SeriesMaker | undefined;

/** Called once, by the file that holds the class. */
export function registerSeries(make: SeriesMaker): void {
  seriesMaker = make;
}

/** Makes a series of a column that nobody else holds. */
export function makeSeries<T extends ColumnType>(column: TableColumn, index?: RowIndex): Series<T> {
  if (!seriesMaker) throw new Error("series.ts is not loaded");
  return seriesMaker(column, index);
}
