/** Turns categories into whole numbers, and back. */
import { checkInteger } from "../core/shape";
import type { Tensor1D, Tensor2D } from "../core/tensor-types";
import { CategoryTransformer, checkEncoderState } from "./categories";
import type { Category, EncoderOptions, EncoderState } from "./categories";
import { numbersOf } from "./rows";
import type { CellRows } from "./rows";
import type { TableCell, Columns, OtherColumns, SeriesLike, TableLike } from "./table";

/** What `OrdinalEncoder` gives: the kind that came. */
export type Encoded<X> = X extends TableLike
  ? OtherColumns<X>
  : X extends SeriesLike | Tensor2D | Tensor1D
    ? X
    : X extends readonly (readonly unknown[])[]
      ? number[][]
      : number[];

/** Categories that `OrdinalEncoder` gives back: a table or series for one, otherwise lists. */
export type Decoded<X> = X extends TableLike
  ? OtherColumns<X>
  : X extends SeriesLike
    ? X
    : X extends readonly (readonly unknown[])[]
      ? (Category | null)[][]
      : (Category | null)[];

/** What a fitted OrdinalEncoder learned. */
export interface OrdinalEncoderState extends EncoderState {
  unknownValue?: number;
}

/**
 * Gives each category of a column a whole number from 0, in sorted order or the order asked for.
 *
 * @example
 * const encoder = new OrdinalEncoder({ categories: [["small", "large"]] }).fit(["large", "small"]);
 * assert.deepEqual(encoder.transform(["large", "small"]), [1, 0]);
 * assert.deepEqual(encoder.inverseTransform([1]), ["large"]);
 */
export class OrdinalEncoder extends CategoryTransformer<"error" | "useEncodedValue"> {
  private readonly unknownValue: number | undefined;

  /**
   * @param options - `categories`: a list for each column, in the order of their numbers; `handleUnknown`: `"error"`,
   * or `"useEncodedValue"` to give `unknownValue` to a category that the training part did not have, or a missing one.
   * @throws ArgumentError when `unknownValue` is missing or not a whole number below 0.
   */
  constructor(options: EncoderOptions<"error" | "useEncodedValue"> & { unknownValue?: number } = {}) {
    super(options, { ways: ["error", "useEncodedValue"] });
    const { unknownValue } = options;
    if (this.handleUnknown === "useEncodedValue")
      checkInteger(unknownValue as number, {
        verb: "make OrdinalEncoder",
        argument: "unknownValue",
        max: -1,
        hint: "The numbers from 0 on are those of the known categories.",
      });
    this.unknownValue = unknownValue;
  }

  /** Makes an encoder from what another one learned. */
  static fromJSON(state: OrdinalEncoderState): OrdinalEncoder {
    checkEncoderState("OrdinalEncoder", state);
    const { unknownValue } = state;
    const handleUnknown = state.handleUnknown as "error" | "useEncodedValue";
    const encoder = new OrdinalEncoder({
      handleUnknown,
      ...(unknownValue !== undefined && { unknownValue }),
    });
    return encoder.restoreCategories(state);
  }

  /**
   * Encodes categories.
   *
   * @param x - A table, rows of categories, or one column as a flat list or series.
   * @returns Whole numbers in the form that came.
   * @throws StateError before `fit`; UnknownNameError for a category that is not known; DataError for a missing one.
   */
  transform<X extends CellRows>(x: X): Encoded<X> {
    return this.transformed(x) as Encoded<X>;
  }

  /** Learns from the training part and encodes it. */
  fitTransform<X extends CellRows>(x: X): Encoded<X> {
    return this.fitTransformed(x) as Encoded<X>;
  }

  /**
   * Turns numbers back into categories.
   *
   * @returns Categories in the form that came; `null` for `unknownValue`, which stands for any unknown category.
   * @throws ArgumentError when a number stands for no category.
   */
  inverseTransform<X extends CellRows>(x: X): Decoded<X> {
    return this.inverted(x, "cells") as Decoded<X>;
  }

  /** What was learned, for `JSON.stringify`; see `fromJSON`. */
  override toJSON(): OrdinalEncoderState {
    return super.toJSON();
  }

  protected override learned(): object {
    const { unknownValue } = this;
    return { ...super.learned(), ...(unknownValue !== undefined && { unknownValue }) };
  }

  protected change(columns: Columns, verb: string): Columns {
    const values = columns.values.map((_, at) => {
      const places = this.placesOf(columns, at, verb);
      return Float64Array.from(places, (place) => (place < 0 ? (this.unknownValue ?? place) : place));
    });
    return { ...columns, values };
  }

  protected override changeBack(columns: Columns, verb: string): Columns {
    const values = columns.values.map((_, at) => {
      const known = this.categoriesOf(at);
      const max = known.length - 1;
      return Array.from(numbersOf(columns, at, { verb }), (code): TableCell => {
        if (code === this.unknownValue) return null;
        checkInteger(code, { verb, argument: "a category's number", min: 0, max });
        return known[code];
      });
    });
    return { ...columns, values };
  }
}
