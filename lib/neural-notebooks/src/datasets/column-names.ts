/** Refuses column names that come twice, and options that speak of columns that are not there. */
import { DataError, cannot } from "../core/errors";
import type { ColumnType } from "./catalog";
import type { TableOptions } from "./table";

/**
 * Checks the names of columns, and that options speak of columns that exist.
 *
 * @throws DataError that names a column.
 */
export function checkColumns(names: readonly string[], options: TableOptions): void {
  const { types = {}, dateFormat } = options;
  const places = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    const first = places.get(name);
    if (first !== undefined) {
      throw cannot("read the table", {
        argument: "the column names",
        must: "different from each other",
        received: name,
        hint:
          `It is the name of columns ${first + 1} and ${index + 1}. CSV is read with { duplicateNames: "number" }, ` +
          "or with { header: [names] } when its first line holds no names.",
        as: DataError,
      });
    }
    places.set(name, index);
  }
  const named = {
    types: Object.keys(types),
    dateFormat: typeof dateFormat === "object" ? Object.keys(dateFormat) : [],
  };
  for (const [argument, columns] of Object.entries(named)) {
    const unknown = columns.find((name) => !places.has(name));
    if (unknown === undefined) continue;
    throw cannot("read the table", {
      argument,
      must: `for columns that exist (${names.join(", ")})`,
      received: unknown,
      as: DataError,
    });
  }
}

/** The type that the options give a column, by name or by the form of its dates. */
export function givenType(name: string, options: TableOptions): ColumnType | undefined {
  const { types = {}, dateFormat } = options;
  if (Object.hasOwn(types, name)) return types[name];
  return typeof dateFormat === "object" && Object.hasOwn(dateFormat, name) ? "date" : undefined;
}
