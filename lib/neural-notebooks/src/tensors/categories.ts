/** What both encoders share: which categories each column of the training part holds, and their places. */
import { DataError, cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import { isMissingCell, labelOf } from "./rows";
import type { TableCell, Columns } from "./table";
import { Transformer } from "./transformer";
import type { TransformerState } from "./transformer";

/** A category: a name, a number or a truth value. */
export type Category = string | number | boolean;

/** What a fitted encoder learned, ready for `JSON.stringify`. */
export interface EncoderState extends TransformerState {
  /** A list of categories for each column. */
  categories: Category[][];
  handleUnknown: string;
}

/** Options of both encoders. */
export interface EncoderOptions<Way extends string> {
  /** For each column its categories in a wanted order; those of the training part, sorted, unless given. */
  categories?: readonly (readonly Category[])[];
  /** What is done with a category that the training part did not have (`"error"`). */
  handleUnknown?: Way;
}

/** A step that learns the categories of each column. A missing value is no category, other than in scikit-learn: fill it first. */
export abstract class CategoryTransformer<Way extends string> extends Transformer {
  protected readonly handleUnknown: Way | "error";
  private readonly wanted: readonly (readonly Category[])[] | undefined;
  private places: readonly ReadonlyMap<TableCell, number>[] = [];

  constructor(options: EncoderOptions<Way>, { ways }: { ways: readonly Way[] }) {
    super();
    const { categories, handleUnknown = "error" } = options;
    const verb = `make ${this.name}`;
    if (!ways.includes(handleUnknown as Way))
      throw cannot(verb, {
        argument: "handleUnknown",
        must: ways.map((way) => `"${way}"`).join(" or "),
        received: handleUnknown,
      });
    const isRight = (list: readonly Category[]): boolean =>
      Array.isArray(list) && list.length > 0 && new Set(list).size === list.length;
    if (categories && !categories.every(isRight))
      throw cannot(verb, {
        argument: "categories",
        must: "a list for each column, of at least one category, all different",
        received: categories,
        hint: "For one column write [[…]].",
      });
    this.handleUnknown = handleUnknown;
    this.wanted = categories?.map((list) => [...list]);
  }

  /**
   * The categories of each column, in the order of their numbers.
   *
   * @throws StateError before `fit`.
   */
  get categories(): Category[][] {
    this.known("list the categories");
    return this.places.map((_, at) => this.categoriesOf(at));
  }

  /** What was learned, for `JSON.stringify`; see `fromJSON`. */
  override toJSON(): EncoderState {
    return super.toJSON() as EncoderState;
  }

  protected learn(columns: Columns, verb: string): void {
    const { wanted } = this;
    if (wanted && wanted.length !== columns.values.length)
      throw cannot(verb, {
        argument: "x",
        must: `of ${wanted.length} columns, as there are lists of categories`,
        received: columns.values.length,
      });
    const found = columns.values.map((_, at) => new Set(presentOf(columns, at, verb)));
    this.places = found.map((set, at) => placesIn(wanted?.[at] ?? sorted(set)));
    if (this.handleUnknown !== "error") return;
    for (const at of found.keys()) this.placesOf(columns, at, verb);
  }

  protected learned(): object {
    return { categories: this.categories, handleUnknown: this.handleUnknown };
  }

  protected categoriesOf(at: number): Category[] {
    return [...(this.places[at]?.keys() ?? [])] as Category[];
  }

  /**
   * The place of each row's category; −1 for one that is unknown, or missing, where that is allowed.
   *
   * @throws UnknownNameError for an unknown category; DataError for a missing one.
   */
  protected placesOf(columns: Columns, at: number, verb: string): Int32Array {
    const known = this.places[at] ?? new Map<TableCell, number>();
    const cells = columns.values[at] ?? [];
    const places = new Int32Array(columns.rows);
    for (let row = 0; row < places.length; row++) {
      const place = known.get(cells[row]) ?? -1;
      places[row] = place;
      if (place >= 0 || this.handleUnknown !== "error") continue;
      if (isMissingCell(cells[row])) throw missingCategory(columns, at, { row, verb });
      const argument = columns.names ? `the category in ${labelOf(columns, at)}, row ${row},` : "category";
      throw unknownName(verb, { argument, received: cells[row], known: this.categoriesOf(at).map(String) });
    }
    return places;
  }

  /** Takes what was saved. */
  protected restoreCategories({ categories, featureNamesIn }: EncoderState): this {
    this.places = categories.map(placesIn);
    return this.restore(categories.length, featureNamesIn);
  }
}

/** Checks what was saved: lists of categories for the class. */
export function checkEncoderState(name: string, state: EncoderState): void {
  const isRight =
    state?.type === name &&
    Array.isArray(state.categories) &&
    state.categories.every((list) => Array.isArray(list) && list.length > 0);
  if (isRight) return;
  throw cannot(`restore ${name}`, {
    argument: "state",
    must: `what toJSON of a ${name} gave`,
    received: state,
  });
}

function placesIn(categories: readonly Category[]): ReadonlyMap<TableCell, number> {
  return new Map<TableCell, number>(categories.map((category, place) => [category, place]));
}

function sorted(categories: ReadonlySet<Category>): Category[] {
  return [...categories].sort((a, b) => (a < b ? -1 : 1));
}

function presentOf(columns: Columns, at: number, verb: string): Category[] {
  return Array.from(columns.values[at] ?? [], (cell, row) => {
    if (!isMissingCell(cell)) return cell;
    throw missingCategory(columns, at, { row, verb });
  });
}

function missingCategory(
  columns: Columns,
  at: number,
  { row, verb }: { row: number; verb: string },
): DataError {
  return cannot(verb, {
    argument: columns.names ? `${labelOf(columns, at)}, row ${row},` : `x, row ${row}, column ${at},`,
    must: "not missing",
    received: columns.values[at]?.[row],
    hint: 'Fill missing values first, by SimpleImputer with strategy "mostFrequent", or drop them.',
    as: DataError,
  });
}
