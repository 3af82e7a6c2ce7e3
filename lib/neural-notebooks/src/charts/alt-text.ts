/** Turns numbers and categories into the words of a chart's description, and checks them at the door. */
import { ArgumentError, cannot } from "../core/errors";
import { checkSameLength } from "../core/shape";
import { isTypedArray, type Labels, type Numbers } from "./figure";

/** Smallest and largest of some numbers, and how many there are. */
export interface Extent {
  readonly min: number;
  readonly max: number;
  /** Where the smallest and the largest stand (the first of equals). */
  readonly argMin: number;
  readonly argMax: number;
  /** How many are finite. */
  readonly count: number;
  /** How many are missing: null, NaN, infinite or beyond all bounds; they show as gaps. */
  readonly missing: number;
}

/**
 * Finds smallest, largest and missing numbers.
 *
 * @param values - Numbers; null, NaN and infinite ones count as missing.
 * @returns The extent; `min` and `max` are NaN when all are missing.
 * @example
 * const { min, max, missing } = extentOf([3, null, 1]);
 * assert.deepEqual([min, max, missing], [1, 3, 1]);
 */
export function extentOf(values: Numbers): Extent {
  let [argMin, argMax, count] = [-1, -1, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!isNumber(value)) continue;
    count++;
    if (argMin < 0 || value < (values[argMin] as number)) argMin = i;
    if (argMax < 0 || value > (values[argMax] as number)) argMax = i;
  }
  const at = (index: number) => (index < 0 ? NaN : (values[index] as number));
  return { min: at(argMin), max: at(argMax), argMin, argMax, count, missing: values.length - count };
}

/** Beyond it no axis can be drawn: its range and the room around it would overflow. */
const LARGEST = 1e300;

/** True for a number that can be drawn: finite, and not so large that an axis for it would overflow. */
export function isNumber(value: unknown): value is number {
  return typeof value === "number" && Math.abs(value) <= LARGEST;
}

/**
 * Writes a number in four significant digits.
 *
 * @example
 * assert.equal(formatNumber(3.14159), "3.142");
 * assert.equal(formatNumber(6300), "6300");
 * assert.equal(formatNumber(0.0000123), "0.0000123");
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "no number";
  if (Number.isInteger(value) && Math.abs(value) < 1e9) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** `"1 point"`, `"3 points"`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${count} ${noun}${/(s|x|tch|sh)$/.test(noun) ? "es" : "s"}`.replace(/([^aeiou])ys$/, "$1ies");
}

/** `"a"`, `"a and b"`, `"a, b and c"`. */
export function listed(items: readonly string[]): string {
  if (items.length <= 1) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/**
 * Says what an axis shows and how far it goes.
 *
 * @param name - The axis title, with its unit.
 * @param values - What is drawn along it.
 * @example
 * assert.equal(describeRange("body mass (g)", [2700, 6300]), "body mass (g) from 2700 to 6300");
 */
export function describeRange(name: string, values: Numbers): string {
  const { min, max, count } = extentOf(values);
  if (count === 0) return `${name} without a number`;
  return min === max
    ? `${name} always ${formatNumber(min)}`
    : `${name} from ${formatNumber(min)} to ${formatNumber(max)}`;
}

/** Tells of missing values, or nothing when there are none. */
export function describeMissing(missing: number): string {
  if (missing === 0) return "";
  return missing === 1
    ? " 1 value is missing or not finite and is not drawn."
    : ` ${missing} values are missing or not finite and are not drawn.`;
}

/** A name for a category; a missing one is said to be so. */
export function labelText(label: string | number | boolean | null | undefined): string {
  return label === null || label === undefined || Number.isNaN(label) ? "missing" : String(label);
}

/**
 * Splits rows by their category, in the order of first appearance (whole numbers in counting order).
 *
 * @param labels - One category a row.
 * @returns Category name → its row numbers.
 * @example
 * assert.deepEqual([...groupRows(["b", "a", "b"])], [["b", [0, 2]], ["a", [1]]]);
 */
export function groupRows(labels: Labels): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  const order = [...new Set(Array.from<string | number | boolean | null>(labels))];
  if (order.every((label) => typeof label === "number")) order.sort((a, b) => Number(a) - Number(b));
  for (const label of order) groups.set(labelText(label), []);
  for (let i = 0; i < labels.length; i++) groups.get(labelText(labels[i]))?.push(i);
  return groups;
}

/** The values of some rows; the kind of array stays. */
export function pick<T extends Numbers>(values: T, rows: readonly number[]): T {
  if (isTypedArray(values))
    return (values.constructor as unknown as { from(items: number[]): T }).from(
      rows.map((row) => values[row] as number),
    );
  return rows.map((row) => values[row]) as unknown as T;
}

/**
 * Checks numbers to draw.
 *
 * @param columns - Name → numbers; all must be equally long and hold at least one number.
 * @param verb - What the caller is doing.
 * @throws ArgumentError when one is no list of numbers, or all of it is missing.
 * @throws ShapeError when they differ in length.
 */
export function checkColumns(columns: Readonly<Record<string, Numbers>>, verb: string): void {
  for (const [argument, values] of Object.entries(columns)) {
    if (!isTypedArray(values) && !Array.isArray(values)) {
      throw cannot(verb, { argument, must: "a list of numbers", received: values, hint: tensorHint(values) });
    }
    const bad = Array.prototype.findIndex.call(
      values,
      (value: unknown) => typeof value !== "number" && value !== null && value !== undefined,
    );
    if (bad >= 0)
      throw cannot(verb, {
        argument: `${argument}[${bad}]`,
        must: "a number, or null for a missing one",
        received: values[bad],
      });
    if (extentOf(values).count === 0)
      throw cannot(verb, { argument, must: "at least one finite number", received: values });
  }
  checkSameLength(
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.length])),
    verb,
  );
}

/**
 * Checks categories against the rows they belong to.
 *
 * @throws ArgumentError when they are no list.
 * @throws ShapeError when there is not one a row.
 */
export function checkLabels(
  labels: Labels,
  context: { verb: string; argument: string; rows: number; rowsName: string },
): void {
  const { verb, argument, rows, rowsName } = context;
  if (!isTypedArray(labels) && !Array.isArray(labels))
    throw cannot(verb, { argument, must: "a list of categories", received: labels });
  checkSameLength({ [rowsName]: rows, [argument]: labels.length }, verb);
}

/**
 * Checks a text that must be there.
 *
 * @throws ArgumentError when it is no text or empty.
 */
export function checkText(
  value: unknown,
  context: { verb: string; argument: string; hint?: string },
): string {
  const { verb, argument, hint } = context;
  if (typeof value === "string" && value.trim() !== "") return value;
  throw cannot(verb, {
    argument,
    must: "a text that is not empty",
    received: value,
    hint,
    as: ArgumentError,
  });
}

function tensorHint(value: unknown): string | undefined {
  const isTensor = typeof value === "object" && value !== null && "dataSync" in value;
  return isTensor ? "Take the tensor's numbers first: await tensor.data()." : undefined;
}
