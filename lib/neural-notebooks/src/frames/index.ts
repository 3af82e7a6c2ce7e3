/** Everything of `frames`: tables to read, select, group, join, describe and convert. */
export {
  concat,
  DataFrame,
  merge,
  Series,
  type ColumnAccess,
  type DataFrameConstructor,
  type FrameOperand,
  type MergeOptions,
  type NewValues,
  type NumberFrame,
  type TruthFrame,
  type TypedFrame,
} from "./data-frame";
export type { DateMethods } from "./date-methods";
export type { DummyOptions } from "./dummies";
export type { FrameConfig, FrameOptions } from "./frame-data";
export { Groupby, type Aggregation, type Aggregations } from "./groupby";
export type { MergeKind } from "./merge";
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
export type { TextMethods } from "./text-methods";
export { toCSV, toExcel, toJSON, type CsvOutput, type ExcelOutput, type JsonOutput } from "./write";
export type {
  Cell,
  CellOf,
  ColumnsSchema,
  DType,
  Label,
  NameOf,
  Renamed,
  Row,
  RowsSchema,
  Schema,
  TypeOf,
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
