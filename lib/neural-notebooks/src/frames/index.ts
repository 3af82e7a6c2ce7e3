/** Everything of `frames`: tables to read, select, group, join, describe and convert. */
export { Frame, type ColumnsSchema, type NewValues, type Renamed, type RowsSchema } from "./frame";
export {
  concat,
  DataFrame,
  merge,
  Series,
  type ColumnAccess,
  type DataFrameConstructor,
  type FrameOperand,
  type MergeOptions,
  type NumberFrame,
  type TruthFrame,
  type TypedFrame,
} from "./data-frame";
export type { DateMethods } from "./date-methods";
export type { DummyOptions } from "./dummies";
export type { FrameConfig, FrameOptions } from "./frame-data";
export { Groupby, type Aggregations } from "./groupby";
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
export { Groups, type Aggregation, type MakeFrame } from "./group";
export type { JoinKind } from "./join";
export { loadFrame, readFrame } from "./load";
export type { Cell, CellOf, ColumnOf, DType, Label, NameOf, Row, Schema, TypeOf } from "./schema";
export {
  modes,
  present,
  quantile,
  sortedQuantile,
  statistics,
  type Statistic,
  type StatisticName,
} from "./statistics";
export { writeFrame } from "./write";
