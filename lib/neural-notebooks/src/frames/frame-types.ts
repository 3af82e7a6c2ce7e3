/** The types of what methods of a frame are given and give. */
import type { ColumnType } from "../datasets";
import type { DataFrame } from "./data-frame";
import type { Selection } from "./locate";
import type { FrameLike } from "./makers";
import type { MergeKind } from "./merge";
import type { AllOf, NameOf, Schema, TypeOf } from "./schema";
import type { Series } from "./series";
import type { NumberOperand } from "./series-base";

/** Along what a statistic runs: 0 gives one value for each column, 1 (danfo's choice unless told) one for each row. */
export interface Along {
  axis?: 0 | 1;
}

/** What a new column may be made of. */
export type NewValues = ArrayLike<number> | readonly (string | null)[] | readonly (boolean | null)[] | Series;

/** The type of what a new column is made of. */
export type TypeOfValues<V> =
  V extends Series<infer T> ? T : V extends ArrayLike<infer C> ? TypeOf<C> : ColumnType;

/** What rows are chosen by: places or names, one slice, or a truth value for each. */
export type RowSelection = Selection | Series | Int32Array;

/** Lets names through that the compiler does not know; one that it knows to be wrong is an error. */
export type Unliteral<C extends string, Otherwise> = string extends C ? unknown : Otherwise;

/** The other side of a computation: a number, one for each column (axis 1) or row (axis 0), or a frame. */
export type FrameOperand = NumberOperand | FrameLike;

/** A frame of the same columns, all of numbers. */
export type NumberFrame<S extends Schema> = DataFrame<AllOf<S, "number">>;

/** A frame of the same columns, all of truth values. */
export type TruthFrame<S extends Schema> = DataFrame<AllOf<S, "boolean">>;

/** The columns of two frames that were merged; where one side's are not known, those of both are not. */
export type Merged<L extends Schema, R extends Schema> = string extends NameOf<L> | NameOf<R>
  ? Schema
  : L & Omit<R, NameOf<L>>;

/** How two frames are merged. */
export interface MergeOptions<Name extends string = string> {
  /** The key columns, on both sides. */
  on: Name | readonly Name[];
  /** Which rows without a partner stay (`"inner"`: none). */
  how?: MergeKind;
  /** Put behind names that both sides have (`["_x", "_y"]`). */
  suffixes?: readonly [left: string, right: string];
}
