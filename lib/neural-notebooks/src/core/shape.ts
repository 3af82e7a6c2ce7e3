/** Checks numbers, arrays and tensor shapes in public functions. */
import { DataError, ShapeError, cannot } from "./errors";

/** Anything with a shape: a tensor, a variable, a model's input. `null` stands for "any size". */
export interface Shaped {
  readonly shape: readonly (number | null)[];
}

/** The required sizes: a number, or `null` for any. */
export type ShapePattern = readonly (number | null)[];

/** The verb and the argument for a check's message. */
export interface CheckContext {
  /** What the caller is doing, e.g. `"train the perceptron"`. */
  verb: string;
  /** The argument's name, e.g. `"x"`. */
  argument: string;
  /** One sentence for the usual cause. */
  hint?: string;
}

/**
 * Checks a whole number within a range.
 *
 * @param value - The number.
 * @param context - Verb, argument and the range (`min` and `max` are allowed values).
 * @returns The same number.
 * @throws ArgumentError when it is not whole or out of range.
 * @example
 * assert.equal(checkInteger(3, { verb: "make windows", argument: "horizon", min: 1 }), 3);
 */
export function checkInteger(value: number, context: CheckContext & { min?: number; max?: number }): number {
  const { verb, argument, hint, min = -Infinity, max = Infinity } = context;
  if (!Number.isInteger(value) || value < min || value > max) {
    throw cannot(verb, { argument, must: `a whole number${range(min, max)}`, received: value, hint });
  }
  return value;
}

/**
 * Checks a finite number within a range.
 *
 * @param value - The number.
 * @param context - Verb, argument and the range (`min` and `max` are allowed values).
 * @returns The same number.
 * @throws ArgumentError when it is not finite or out of range.
 */
export function checkNumber(value: number, context: CheckContext & { min?: number; max?: number }): number {
  const { verb, argument, hint, min = -Infinity, max = Infinity } = context;
  if (typeof value !== "number" || !Number.isFinite(value) || value < min || value > max) {
    throw cannot(verb, { argument, must: `a number${range(min, max)}`, received: value, hint });
  }
  return value;
}

/**
 * Checks that every number is finite.
 *
 * @param values - Numbers of any length.
 * @param context - Verb and argument.
 * @throws DataError naming the first place that is NaN or infinite.
 * @example
 * assert.throws(() => checkFinite([1, NaN], { verb: "scale", argument: "x" }), /x\[1\]/);
 */
export function checkFinite(values: ArrayLike<number>, context: CheckContext): void {
  const { verb, argument } = context;
  const { hint = "Fill or drop missing values first." } = context;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw cannot(verb, {
        argument: `${argument}[${i}]`,
        must: "a finite number",
        received: values[i],
        hint,
        as: DataError,
      });
    }
  }
}

/**
 * Checks a shape against a pattern; `null` in the pattern accepts any size.
 *
 * @param value - A tensor, or a shape.
 * @param pattern - The sizes wanted, e.g. `[null, 28, 28, 1]`.
 * @param context - Verb, argument and a name for each axis.
 * @throws ShapeError when the rank or a size differs.
 * @example
 * checkShape([32, 28, 28, 1], [null, 28, 28, 1], { verb: "predict", argument: "images" });
 * assert.throws(() => checkShape([28, 28, 1], [null, 28, 28, 1], { verb: "predict", argument: "images" }), /batch axis/);
 */
export function checkShape(
  value: Shaped | readonly number[],
  pattern: ShapePattern,
  context: CheckContext & { axes?: readonly string[] },
): void {
  const shape = "shape" in value ? value.shape : value;
  const fits =
    shape.length === pattern.length && pattern.every((want, axis) => want === null || want === shape[axis]);
  if (fits) return;
  const { verb, argument, axes } = context;
  const hint =
    context.hint ?? (shape.length === pattern.length - 1 ? "Did you forget the batch axis?" : undefined);
  const must = `of shape ${writePattern(pattern, axes)}`;
  throw cannot(verb, { argument, must, received: { shape: [...shape] }, hint, as: ShapeError });
}

/**
 * Checks that two things have the same number of rows.
 *
 * @param counts - The names and their row counts, e.g. `{ x: 100, y: 99 }`.
 * @param verb - What the caller is doing.
 * @throws ShapeError when the counts differ.
 */
export function checkSameLength(counts: Readonly<Record<string, number>>, verb: string): void {
  const entries = Object.entries(counts);
  const first = entries[0];
  if (!first || entries.every(([, count]) => count === first[1])) return;
  const argument = entries.map(([name]) => name).join(" and ");
  const received = entries.map(([name, count]) => `${name}: ${count}`).join(", ");
  throw new ShapeError(`Cannot ${verb}: ${argument} must be equally long; received ${received}.`);
}

/**
 * Reads the shape of nested arrays, checking that no row is shorter or longer than its neighbours.
 *
 * @param values - Numbers nested to any depth.
 * @param context - Verb and argument.
 * @returns The sizes from the outside in.
 * @throws ShapeError when rows differ in length.
 * @example
 * assert.deepEqual(shapeOf([[1, 2, 3], [4, 5, 6]], { verb: "read", argument: "x" }), [2, 3]);
 */
export function shapeOf(values: unknown, context: CheckContext): number[] {
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) return [];
  const rows = values as ArrayLike<unknown>;
  if (rows.length === 0) return [0];
  const inner = shapeOf(rows[0], context);
  for (let i = 1; i < rows.length; i++) {
    const other = shapeOf(rows[i], context);
    if (other.length !== inner.length || other.some((size, axis) => size !== inner[axis])) {
      const must = `rectangular (row 0 has shape [${inner.join(", ")}])`;
      throw cannot(context.verb, {
        argument: `${context.argument}[${i}]`,
        must,
        received: { shape: other },
        as: ShapeError,
        hint: context.hint,
      });
    }
  }
  return [rows.length, ...inner];
}

function writePattern(pattern: ShapePattern, axes?: readonly string[]): string {
  return `[${pattern.map((size, axis) => (size === null ? (axes?.[axis] ?? (axis === 0 ? "batch" : "any")) : size)).join(", ")}]`;
}

function range(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return "";
  if (max === Infinity) return ` ≥ ${min}`;
  if (min === -Infinity) return ` ≤ ${max}`;
  return ` from ${min} to ${max}`;
}
