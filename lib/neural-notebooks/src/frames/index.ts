/** Everything of `frames`: tables to read, select, group, join, describe and convert. */
export type { TypeOfDtype } from "./cells";
export {
  concat,
  DataFrame,
  merge,
  Series,
  type ColumnAccess,
  type DataFrameConstructor,
  type TypedFrame,
} from "./data-frame";
export type { DateMethods } from "./date-methods";
export type { DummyOptions } from "./dummies";
export type { Keep } from "./duplicates";
export type { FrameConfig, FrameOptions } from "./frame-data";
export type {
  Along,
  FrameOperand,
  Merged,
  MergeOptions,
  NewValues,
  NumberFrame,
  RowSelection,
  TruthFrame,
  TypeOfValues,
  Unliteral,
} from "./frame-types";
export { Groupby, type Aggregation, type Aggregations } from "./groupby";
export type { Selection } from "./locate";
export type { FrameLike } from "./makers";
export type { MergeKind } from "./merge";
export type { RowIndex } from "./row-index";
export type { PlotChart, PlotConfig, PlotOptions, Plots, PlotSource } from "./plots";
export {
  readCSV,
  readDataset,
  readExcel,
  readJSON,
  type CsvInput,
  type ExcelInput,
  type FileOptions,
} from "./read";
export type { Resampler, ResampleRule } from "./resample";
export type { Rolling } from "./rolling";
export type { SeriesConstructor, TypedSeries } from "./series";
export type { CellOperand, NumberOperand } from "./series-base";
export type { Inplace, TextMethods } from "./text-methods";
export { toCSV, toExcel, toJSON, type CsvOutput, type ExcelOutput, type JsonOutput } from "./write";
export type {
  AllOf,
  AnyCell,
  Cell,
  CellOf,
  ColumnsSchema,
  DType,
  Label,
  NameOf,
  PresentTypeOf,
  Renamed,
  Row,
  RowsSchema,
  Schema,
  TypeOf,
  WithColumn,
  Without,
} from "./schema";
export {
  modes,
  present,
  quantile,
  sortedQuantile,
  statistics,
  type Statistic,
  type StatisticName,
} from "./statistics";
