/** Turns names of categories into numbers, and back: one number each, or one column per category. */
import { DataError, StateError, cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import { checkInteger } from "../core/shape";

/** A category: a name, a number or a truth value. */
export type Category = string | number | boolean;

/** What is done with a category that the training part did not have. */
export type UnknownCategory = "refuse" | "ignore";

/** What a fitted encoder learned, ready for `JSON.stringify`. */
export interface EncoderState {
  kind: "ordinal" | "onehot";
  categories: Category[];
  unknown: UnknownCategory;
}

/** Options of both encoders. */
export interface EncoderOptions {
  /** The categories in a wanted order, e.g. `["small", "large"]`; those of the training part, sorted, unless given. */
  categories?: readonly Category[];
  /** `"refuse"` a category that the training part did not have, or `"ignore"` it: −1, or a row of zeros. */
  unknown?: UnknownCategory;
}

/** What both encoders share: which categories there are, and their places. */
abstract class Encoder {
  protected abstract readonly kind: EncoderState["kind"];
  protected readonly unknown: UnknownCategory;
  private readonly wanted: readonly Category[] | undefined;
  private places: Map<Category, number> | undefined;

  constructor(options: EncoderOptions = {}) {
    const { categories, unknown = "refuse" } = options;
    if (unknown !== "refuse" && unknown !== "ignore")
      throw cannot("make an encoder", {
        argument: "unknown",
        must: '"refuse" or "ignore"',
        received: unknown,
      });
    if (categories && (categories.length === 0 || new Set(categories).size !== categories.length)) {
      throw cannot("make an encoder", {
        argument: "categories",
        must: "at least one, all different",
        received: categories,
      });
    }
    this.unknown = unknown;
    this.wanted = categories;
  }

  /** The categories in the order of their numbers. */
  get categories(): Category[] {
    return [...this.known("list the categories").keys()];
  }

  /**
   * Learns the categories of the training part.
   *
   * @param values - One category per row.
   * @returns The encoder itself.
   * @throws DataError when a value is missing (`null`, `NaN`), or there is none; UnknownNameError when one is not among the wanted categories.
   */
  fit(values: ArrayLike<Category | null>): this {
    const found = new Set(present(values, "fit the encoder"));
    if (found.size === 0)
      throw cannot("fit the encoder", {
        argument: "values",
        must: "at least one row",
        received: values,
        as: DataError,
      });
    const sorted = this.wanted ?? [...found].sort((a, b) => (a < b ? -1 : 1));
    this.places = new Map(sorted.map((category, place) => [category, place]));
    for (const category of found) if (this.unknown === "refuse") this.placeOf(category, "fit the encoder");
    return this;
  }

  /** What was learned, for `JSON.stringify`. */
  toJSON(): EncoderState {
    return { kind: this.kind, categories: [...this.known("save the encoder").keys()], unknown: this.unknown };
  }

  protected encode(values: ArrayLike<Category | null>): number[] {
    this.known("encode");
    return present(values, "encode").map((category) => this.placeOf(category, "encode"));
  }

  protected decode(place: number): Category {
    const categories = this.categories;
    checkInteger(place, {
      verb: "decode",
      argument: "a category's number",
      min: 0,
      max: categories.length - 1,
    });
    return categories[place] as Category;
  }

  protected restore(categories: readonly Category[]): this {
    this.places = new Map(categories.map((category, place) => [category, place]));
    return this;
  }

  protected known(verb: string): Map<Category, number> {
    if (this.places) return this.places;
    throw cannot(verb, {
      argument: "the encoder",
      must: "fitted first",
      received: "one that is not",
      hint: "Call fit with the training part.",
      as: StateError,
    });
  }

  /** The place of a category; −1 for an unknown one where that is allowed. */
  private placeOf(category: Category, verb: string): number {
    const place = this.known(verb).get(category);
    if (place !== undefined) return place;
    if (this.unknown === "ignore") return -1;
    throw unknownName(verb, { argument: "category", received: category, known: this.categories.map(String) });
  }
}

/**
 * Gives each category a whole number from 0, in sorted order or the order asked for.
 *
 * @example
 * const encoder = new OrdinalEncoder().fit(["Gentoo", "Adelie", "Gentoo"]);
 * assert.deepEqual(encoder.transform(["Adelie", "Gentoo"]), [0, 1]);
 * assert.deepEqual(encoder.inverse([1]), ["Gentoo"]);
 */
export class OrdinalEncoder extends Encoder {
  protected readonly kind = "ordinal";

  /** Makes an encoder from what another one learned. */
  static fromJSON(state: EncoderState): OrdinalEncoder {
    const { categories, unknown } = checkState(state, "ordinal");
    return new OrdinalEncoder({ unknown }).restore(categories);
  }

  /**
   * Encodes categories.
   *
   * @param values - One category per row.
   * @returns One whole number per row; −1 for an unknown category that is ignored.
   * @throws StateError before `fit`; UnknownNameError for a category that is not known; DataError for a missing one.
   */
  transform(values: ArrayLike<Category | null>): number[] {
    return this.encode(values);
  }

  /** Learns from the training part and encodes it. */
  fitTransform(values: ArrayLike<Category | null>): number[] {
    return this.fit(values).transform(values);
  }

  /**
   * Turns numbers back into categories.
   *
   * @returns One category per number; `null` for −1 where unknown categories are ignored, since that is how they are encoded.
   * @throws ArgumentError when a number stands for no category.
   */
  inverse(codes: ArrayLike<number>): (Category | null)[] {
    return Array.from(codes, (code) => (code === -1 && this.unknown === "ignore" ? null : this.decode(code)));
  }
}

/**
 * Gives each category a column: 1 in its own, 0 elsewhere.
 *
 * @example
 * const encoder = new OneHotEncoder().fit(["cat", "dog"]);
 * assert.deepEqual(encoder.transform(["dog", "cat"]), [[0, 1], [1, 0]]);
 * assert.deepEqual(encoder.inverse([[0.2, 0.8]]), ["dog"]);
 */
export class OneHotEncoder extends Encoder {
  protected readonly kind = "onehot";

  /** Makes an encoder from what another one learned. */
  static fromJSON(state: EncoderState): OneHotEncoder {
    const { categories, unknown } = checkState(state, "onehot");
    return new OneHotEncoder({ unknown }).restore(categories);
  }

  /**
   * Encodes categories.
   *
   * @param values - One category per row.
   * @returns Array of shape `[rows, categories]`; a row of zeros for an unknown category that is ignored.
   * @throws StateError before `fit`; UnknownNameError for a category that is not known; DataError for a missing one.
   */
  transform(values: ArrayLike<Category | null>): number[][] {
    const width = this.known("encode").size;
    return this.encode(values).map((place) =>
      Array.from({ length: width }, (_, column) => Number(column === place)),
    );
  }

  /** Learns from the training part and encodes it. */
  fitTransform(values: ArrayLike<Category | null>): number[][] {
    return this.fit(values).transform(values);
  }

  /**
   * Turns rows back into categories: the one with the largest number, so that probabilities may come.
   *
   * @param rows - Shape `[rows, categories]`.
   * @returns The category of the largest number; `null` for a row of zeros where unknown categories are ignored, since
   *   that is how they are encoded.
   * @throws ShapeError when a row is not as long as there are categories.
   * @throws DataError for a row that stands for none: of zeros where unknown categories are refused, or with NaN.
   */
  inverse(rows: readonly ArrayLike<number>[]): (Category | null)[] {
    const width = this.known("decode").size;
    return rows.map((row, index) => {
      checkInteger(row.length, {
        verb: "decode",
        argument: `the length of rows[${index}]`,
        min: width,
        max: width,
      });
      const values = Array.from(row);
      const isEmpty = values.every((value) => value === 0);
      if (isEmpty && this.unknown === "ignore") return null;
      if (isEmpty || values.some(Number.isNaN)) {
        throw cannot("decode", {
          argument: `rows[${index}]`,
          must: "a row with a largest number",
          received: values,
          hint: isEmpty
            ? 'Zeros stand for an unknown category: an encoder with unknown: "ignore" gives null.'
            : undefined,
          as: DataError,
        });
      }
      return this.decode(values.indexOf(Math.max(...values)));
    });
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

function present(values: ArrayLike<Category | null>, verb: string): Category[] {
  return Array.from(values, (value, row) => {
    if (value !== null && value !== undefined && !Number.isNaN(value)) return value;
    throw cannot(verb, {
      argument: `values[${row}]`,
      must: "not missing",
      received: value,
      hint: "Fill or drop missing values first.",
      as: DataError,
    });
  });
}

function checkState(state: EncoderState, kind: EncoderState["kind"]): EncoderState {
  if (state?.kind === kind && Array.isArray(state.categories) && state.categories.length > 0) return state;
  throw cannot("restore the encoder", {
    argument: "state",
    must: `what the toJSON of such an encoder gave (${kind})`,
    received: state,
  });
}
