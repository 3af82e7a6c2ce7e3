/** Turns columns that are others than those of the training part into an error that names what is missing and what is new. */
import { ShapeError, UnknownNameError, cannot } from "../core/errors";
import { closeNames } from "../core/suggest";
import type { Columns } from "./table";

/** The columns that a step was fitted to. */
interface Wanted {
  verb: string;
  width: number;
  names: readonly string[] | undefined;
}

/**
 * Checks that columns are those of the training part: as many, and of the same names in the same order where both
 * have names.
 *
 * @throws UnknownNameError naming the columns that are missing or new; ShapeError when their number differs.
 */
export function checkNames(columns: Columns, { verb, width, names }: Wanted): void {
  if (names && columns.names) return checkSame(columns.names, { verb, names });
  if (columns.values.length === width) return;
  throw cannot(verb, {
    argument: "x",
    must: `of shape [rows, ${width}], as the training part`,
    received: { shape: [columns.rows, columns.values.length] },
    as: ShapeError,
  });
}

/** The error for columns that a table lacks; the hint offers close names. */
export function missingColumns(
  verb: string,
  options: { missing: readonly string[]; added: readonly string[] },
): UnknownNameError {
  const { missing, added } = options;
  const parts = [
    missing.length > 0 ? `${list(missing)} missing` : "",
    added.length > 0 ? `${list(added)} added` : "",
  ];
  const [close] = missing.length === 1 && added.length === 1 ? closeNames(added[0] ?? "", missing) : [];
  const hint = close ? `Is "${added[0]}" meant to be "${close}"?` : "Select the same columns first.";
  return new UnknownNameError(
    `Cannot ${verb}: the columns must be those of the training part; received ${parts.filter(Boolean).join(" and ")}. ${hint}`,
  );
}

function checkSame(
  found: readonly string[],
  { verb, names }: { verb: string; names: readonly string[] },
): void {
  const missing = names.filter((name) => !found.includes(name));
  const added = found.filter((name) => !names.includes(name));
  if (missing.length > 0 || added.length > 0) throw missingColumns(verb, { missing, added });
  if (names.every((name, at) => name === found[at])) return;
  throw cannot(verb, {
    argument: "the columns",
    must: `in the training part's order (${list(names)})`,
    received: list(found),
    hint: "Select them in that order first.",
    as: ShapeError,
  });
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 6).map((name) => `"${name}"`);
  return names.length > 6 ? `${shown.join(", ")} and ${names.length - 6} more` : shown.join(", ");
}
