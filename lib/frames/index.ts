/** Everything of `frames`: tables to read, select, group, join, describe and convert. */
export * from "./frame";
export * from "./group";
export type { JoinKind } from "./join";
export * from "./load";
export type { Cell, CellOf, ColumnOf, NameOf, Row, Schema, TypeOf } from "./schema";
export * from "./statistics";
export * from "./write";
