/** Everything of `frames`: tables to read, select, group, join, describe and convert. */
export { Frame, type ColumnsSchema, type NewValues, type Renamed, type RowsSchema } from "./frame";
export { Groups, type Aggregation, type MakeFrame } from "./group";
export type { JoinKind } from "./join";
export { loadFrame, readFrame } from "./load";
export type { Cell, CellOf, ColumnOf, NameOf, Row, Schema, TypeOf } from "./schema";
export {
  present,
  quantile,
  sortedQuantile,
  statistics,
  type Statistic,
  type StatisticName,
} from "./statistics";
export { writeFrame } from "./write";
