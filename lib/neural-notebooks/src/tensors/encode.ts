/** Turns categories into columns of zeros and ones, and back. */
import { DataError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { CategoryTransformer, checkEncoderState } from "./categories";
import type { Category, EncoderOptions, EncoderState } from "./categories";
import { numbersOf } from "./rows";
import type { CellRows, Transformed } from "./rows";
import type { TableCell, Columns, OtherColumns, TableLike } from "./table";

/** Categories that `OneHotEncoder` gives back: a table for a table, otherwise a list. */
export type OneHotDecoded<X> = X extends TableLike ? OtherColumns<X> : (Category | null)[];

/** What a fitted OneHotEncoder learned. */
export interface OneHotEncoderState extends EncoderState {
  drop?: DropCategory;
}

/** Which category gets no column: the first one, or the first one where there are two. */
export type DropCategory = "first" | "ifBinary";

/**
 * Gives each category of a column a column of its own: 1 in its own, 0 elsewhere. Of a table with a column `Sex` come
 * `Sex_female` and `Sex_male`.
 *
 * @example
 * const encoder = new OneHotEncoder().fit(["cat", "dog"]);
 * assert.deepEqual(encoder.transform(["dog", "cat"]), [[0, 1], [1, 0]]);
 * assert.deepEqual(encoder.inverseTransform([[0.2, 0.8]]), ["dog"]);
 */
export class OneHotEncoder extends CategoryTransformer<"error" | "ignore"> {
  private readonly drop: DropCategory | undefined;

  /**
   * @param options - `categories`: a list for each column, in the order of their columns; `handleUnknown`: `"error"`, or
   * `"ignore"` to give zeros to a category that the training part did not have, or a missing one; `drop`: `"first"` leaves out the first
   * category's column, which tells nothing beside the others, `"ifBinary"` does so where there are two categories.
   * @throws ArgumentError when an option is not known.
   */
  constructor(options: EncoderOptions<"error" | "ignore"> & { drop?: DropCategory } = {}) {
    super(options, { ways: ["error", "ignore"] });
    const { drop } = options;
    if (drop !== undefined && drop !== "first" && drop !== "ifBinary")
      throw cannot("make OneHotEncoder", {
        argument: "drop",
        must: '"first" or "ifBinary"',
        received: drop,
      });
    this.drop = drop;
  }

  /** Makes an encoder from what another one learned. */
  static fromJSON(state: OneHotEncoderState): OneHotEncoder {
    checkEncoderState("OneHotEncoder", state);
    const handleUnknown = state.handleUnknown as "error" | "ignore";
    return new OneHotEncoder({
      handleUnknown,
      ...(state.drop && { drop: state.drop }),
    }).restoreCategories(state);
  }

  /**
   * Encodes categories.
   *
   * @param x - A table, rows of categories, or one column as a flat list or series.
   * @returns A table for a table, a tensor for a tensor, otherwise an array of shape `[rows, categories]`.
   * @throws StateError before `fit`; UnknownNameError for a category that is not known; DataError for a missing one.
   */
  transform<X extends CellRows>(x: X): Transformed<X> {
    return this.transformed(x, "rows") as Transformed<X>;
  }

  /** Learns from the training part and encodes it. */
  fitTransform<X extends CellRows>(x: X): Transformed<X> {
    return this.fitTransformed(x, "rows") as Transformed<X>;
  }

  /**
   * Turns rows back into categories: the one with the largest number, so that probabilities may come.
   *
   * @param x - A table or tensor, or rows of shape `[rows, categories]`.
   * @returns A table for a table; otherwise a list of categories (of rows of categories, where the encoder was fitted to
   * several columns). A row of zeros is the category without a column (`drop`), else `null` where unknown categories
   * are ignored, since that is how they are encoded.
   * @throws ShapeError when a row is not as long as there are columns.
   * @throws DataError for a row that stands for none: of zeros where unknown categories are an error, or with NaN.
   */
  inverseTransform<X extends CellRows>(x: X): OneHotDecoded<X> {
    return this.inverted(x, "list") as OneHotDecoded<X>;
  }

  /** What was learned, for `JSON.stringify`; see `fromJSON`. */
  override toJSON(): OneHotEncoderState {
    return super.toJSON();
  }

  protected override learned(): object {
    return { ...super.learned(), ...(this.drop && { drop: this.drop }) };
  }

  protected change(columns: Columns, verb: string): Columns {
    const names: string[] = [];
    const values: Uint8Array[] = [];
    for (const at of columns.values.keys()) {
      const places = this.placesOf(columns, at, verb);
      const categories = this.categoriesOf(at);
      const first = this.dropped(categories);
      const hot = categories.slice(first).map(() => new Uint8Array(columns.rows));
      for (let row = 0; row < places.length; row++) {
        const column = hot[(places[row] as number) - first];
        if (column) column[row] = 1;
      }
      const name = columns.names?.[at] ?? `x${at}`;
      names.push(...categories.slice(first).map((category) => `${name}_${String(category)}`));
      values.push(...hot);
    }
    return { names, values, rows: columns.rows };
  }

  protected override changeBack(columns: Columns, verb: string): Columns {
    const numbers = columns.values.map((_, at) => numbersOf(columns, at, { verb, missing: true }));
    let start = 0;
    const values = this.categories.map((categories) => {
      const end = start + categories.length - this.dropped(categories);
      const group = numbers.slice(start, end);
      start = end;
      return Array.from({ length: columns.rows }, (_, row) =>
        this.likeliest({ categories, row, numbers: group.map((column) => column[row] as number) }, verb),
      );
    });
    return { values, rows: columns.rows };
  }

  private likeliest(
    {
      categories,
      row,
      numbers,
    }: { categories: readonly Category[]; row: number; numbers: readonly number[] },
    verb: string,
  ): TableCell {
    const first = this.dropped(categories);
    const isEmpty = numbers.every((value) => value === 0);
    if (isEmpty && first > 0) return categories[0];
    if (isEmpty && this.handleUnknown === "ignore") return null;
    if (!isEmpty && !numbers.some(Number.isNaN))
      return categories[first + numbers.indexOf(Math.max(...numbers))];
    throw cannot(verb, {
      argument: `row ${row}`,
      must: "a row with a largest number",
      received: numbers,
      hint: isEmpty
        ? 'Zeros stand for an unknown category: an encoder with handleUnknown: "ignore" gives null.'
        : undefined,
      as: DataError,
    });
  }

  /** How many of the first categories have no column. */
  private dropped(categories: readonly Category[]): 0 | 1 {
    if (this.drop === "ifBinary") return categories.length === 2 ? 1 : 0;
    return this.drop === "first" ? 1 : 0;
  }
}

/**
 * One-hot rows for class numbers that are known already, such as picture labels.
 *
 * @param labels - Whole numbers from 0.
 * @param classes - How many classes there are.
 * @returns Array of shape `[labels, classes]`.
 * @throws ArgumentError when a label is not from 0 to classes − 1.
 * @example
 * assert.deepEqual(oneHot([1, 0], 2), [[0, 1], [1, 0]]);
 */
export function oneHot(labels: ArrayLike<number>, classes: number): number[][] {
  checkInteger(classes, { verb: "encode labels", argument: "classes", min: 1 });
  return Array.from(labels, (label, index) => {
    checkInteger(label, { verb: "encode labels", argument: `labels[${index}]`, min: 0, max: classes - 1 });
    return Array.from({ length: classes }, (_, column) => Number(column === label));
  });
}
