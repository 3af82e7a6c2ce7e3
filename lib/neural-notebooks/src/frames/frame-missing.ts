/** Turns a frame with missing or repeated cells into one without. */
import { cannot, ShapeError } from "../core/errors";
import { checkAxis } from "./axis";
import type { DataFrame } from "./data-frame";
import { duplicateFlags } from "./duplicates";
import type { Keep } from "./duplicates";
import { FrameColumns } from "./frame-columns";
import type { Along, TruthFrame } from "./frame-types";
import { range } from "./locate";
import { completeRows, countMissing, fillColumn, missingFlags } from "./missing";
import { isMissing } from "./schema";
import type { Cell, NameOf, Schema } from "./schema";
import { Series } from "./series";
import type { Inplace } from "./text-methods";

/** What finds, drops and fills missing values, and rows that come twice. */
export abstract class FrameMissing<S extends Schema = Schema> extends FrameColumns<S> {
  /** For each cell, whether it is missing. */
  isNa(): TruthFrame<S> {
    return this.$replaceColumns(({ name, values }) => ({
      name,
      type: "boolean",
      values: missingFlags(values),
    }));
  }

  /**
   * Leaves out rows (axis 1, unless told) or columns (axis 0) with missing values.
   *
   * @param options - `subset`: only these columns count; `inplace`.
   * @example
   * const frame = new DataFrame({ a: [1, NaN, 3], b: ["x", "y", null] });
   * assert.deepEqual(frame.dropNa().values, [[1, "x"]]);
   * assert.deepEqual(frame.dropNa({ subset: ["a"] }).index, [0, 2]);
   */
  dropNa(options: Inplace & Along & { subset?: readonly NameOf<S>[] } = {}): DataFrame<S> {
    const { axis, subset } = options;
    if (checkAxis(axis, "drop missing values") === 0) {
      const columns = this.$table.columns.filter(({ values }) => countMissing(values) === 0);
      return this.$finish(
        { rows: this.$table.rows, columns },
        { index: this.$rowIndex, inplace: options.inplace },
      );
    }
    const names = this.$names(subset, "drop missing values");
    const checked = this.$table.columns.filter(({ name }) => names.includes(name));
    return this.$take(completeRows(checked, this.$table.rows), options);
  }

  /**
   * Puts values where some are missing. To fill with a mean or median learned from the training part, use an imputer.
   *
   * @param values - One value, a list with one for each of `columns`, or an object: column → value.
   * @param options - `columns`: where; all that lack a value unless told. `inplace`.
   * @throws UnknownNameError when a column is not there; DataError when a value is of another type.
   * @example
   * const frame = new DataFrame({ a: [1, NaN], b: [null, "y"] });
   * assert.deepEqual(frame.fillNa([0, "?"], { columns: ["a", "b"] }).values, [[1, "?"], [0, "y"]]);
   */
  fillNa(
    values:
      NonNullable<Cell> | readonly NonNullable<Cell>[] | { readonly [N in NameOf<S>]?: NonNullable<Cell> },
    options: Inplace & { columns?: readonly NameOf<S>[] } = {},
  ): DataFrame<S> {
    const fills = this.#fills(values, options.columns);
    return this.$replaceColumns((column) => {
      const fill = fills.get(column.name);
      if (fill === undefined) return column;
      // A value that is meant for all columns need not fit those that lack nothing.
      if (countMissing(column.values) === 0 && !options.columns) return column;
      return fillColumn(column, fill);
    }, options);
  }

  /** Marks the rows that have come before (after, for `keep: "last"`), in all columns or in some. */
  duplicated(options: { subset?: readonly NameOf<S>[]; keep?: Keep } = {}): Series<"boolean"> {
    const values = this.#duplicates(options);
    return Series.of({ name: "0", type: "boolean", values }, this.$rowIndex);
  }

  /**
   * Leaves out rows that have come before (after, for `keep: "last"`), in all columns or in some.
   *
   * @example
   * const frame = new DataFrame({ a: [1, 1, 2], b: ["x", "x", "x"] });
   * assert.deepEqual(frame.dropDuplicates().index, [0, 2]);
   * assert.deepEqual(frame.dropDuplicates({ subset: ["b"], keep: "last" }).index, [2]);
   */
  dropDuplicates(options: Inplace & { subset?: readonly NameOf<S>[]; keep?: Keep } = {}): DataFrame<S> {
    const flags = this.#duplicates(options);
    return this.$take(
      range(0, flags.length).filter((row) => flags[row] === false),
      options,
    );
  }

  #fills(values: unknown, columns: readonly string[] | undefined): Map<string, Cell> {
    const verb = "fill missing values";
    const names = this.$names(columns, verb);
    if (Array.isArray(values)) {
      if (columns?.length === values.length)
        return new Map(names.map((name, at) => [name, (values as Cell[])[at] ?? null]));
      throw cannot(verb, {
        argument: "values",
        must: "one value, or a list with one for each of columns",
        received: values as unknown,
        as: ShapeError,
      });
    }
    if (isMissing(values as Cell))
      throw cannot(verb, { argument: "values", must: "a value that is not missing", received: values });
    if (typeof values !== "object") return new Map(names.map((name) => [name, values as Cell]));
    const fills = Object.entries(values as Record<string, Cell>);
    for (const [name] of fills) this.$find(name, verb);
    return new Map(fills);
  }

  #duplicates({ subset, keep = "first" }: { subset?: readonly string[]; keep?: Keep }): boolean[] {
    if (keep !== "first" && keep !== "last")
      throw cannot("find duplicates", { argument: "keep", must: '"first" or "last"', received: keep });
    const names = this.$names(subset, "find duplicates");
    if (names.length === 0) return Array.from({ length: this.$table.rows }, () => false);
    return duplicateFlags(
      names.map((name) => this.$find(name, "find duplicates")),
      keep,
    );
  }
}
