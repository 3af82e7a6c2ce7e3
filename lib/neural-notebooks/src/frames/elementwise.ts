/** Turns columns into columns, value by value: arithmetic, comparison, and what joins truth values. */
import { DataError, ShapeError, cannot } from "../core/errors";
import type { TableColumn } from "../datasets";
import type { Cell, ColumnValues } from "./schema";
import { isMissing } from "./schema";

/** Arithmetic between two numbers. */
export type ArithmeticName =
  "add" | "sub" | "mul" | "div" | "divNoNan" | "pow" | "mod" | "minimum" | "maximum";

/** Comparison of two cells. */
export type ComparisonName = "lt" | "gt" | "le" | "ge" | "eq" | "ne";

/** The other side: one value for all rows, or one for each. */
export type Operand = Cell | ArrayLike<Cell>;

const arithmetic: Readonly<Record<ArithmeticName, (a: number, b: number) => number>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  divNoNan: (a, b) => (b === 0 ? 0 : a / b),
  pow: (a, b) => a ** b,
  // The sign of the divisor, as in Python and TensorFlow.
  mod: (a, b) => a - b * Math.floor(a / b),
  minimum: Math.min,
  maximum: Math.max,
};

/**
 * Computes with each number of a column.
 *
 * @param column - Numbers or truth values (0 and 1).
 * @param other - A number, or one for each row.
 * @throws DataError when a side holds text; ShapeError when the lengths differ.
 */
export function calculate(column: TableColumn, other: Operand, name: ArithmeticName): Float64Array {
  const verb = `compute ${name}`;
  const left = numbersOf(column, verb);
  const operation = arithmetic[name];
  const right = operandNumbers(other, { length: left.length, verb });
  const result = new Float64Array(left.length);
  if (typeof right === "number") {
    for (let row = 0; row < result.length; row++) result[row] = operation(left[row] as number, right);
  } else {
    for (let row = 0; row < result.length; row++)
      result[row] = operation(left[row] as number, right[row] as number);
  }
  return result;
}

/**
 * Compares each cell of a column. What is missing on either side equals nothing: all comparisons but `ne` are false.
 *
 * @param other - A value, or one for each row.
 * @throws ShapeError when the lengths differ.
 */
export function compare(column: TableColumn, other: Operand, name: ComparisonName): boolean[] {
  const { values } = column;
  const test = comparisons[name];
  const flags = new Array<boolean>(values.length);
  if (other === null || typeof other !== "object") {
    if (values instanceof Float64Array && typeof other === "number")
      return compareNumbers(values, other, name);
    for (let row = 0; row < flags.length; row++) flags[row] = test(values[row] ?? null, other);
    return flags;
  }
  checkLength(other, { length: values.length, verb: `compare with ${name}` });
  for (let row = 0; row < flags.length; row++) flags[row] = test(values[row] ?? null, other[row] ?? null);
  return flags;
}

/** Joins truth values; what is missing counts as false. */
export function combine(values: ColumnValues, other: Operand, name: "and" | "or"): boolean[] {
  const right = other !== null && typeof other === "object" ? other : undefined;
  if (right) checkLength(right, { length: values.length, verb: `join with ${name}` });
  const flags = new Array<boolean>(values.length);
  for (let row = 0; row < flags.length; row++) {
    const a = Boolean(values[row]);
    const b = Boolean(right ? right[row] : other);
    flags[row] = name === "and" ? a && b : a || b;
  }
  return flags;
}

/**
 * The numbers of a column; truth values as 0 and 1.
 *
 * @throws DataError when it holds text or dates.
 */
export function numbersOf({ name, type, values }: TableColumn, verb: string): Float64Array {
  if (values instanceof Float64Array) return values;
  if (type === "boolean") {
    const numbers = new Float64Array(values.length);
    for (let row = 0; row < numbers.length; row++) {
      const cell = values[row] ?? null;
      numbers[row] = cell === null ? NaN : Number(cell);
    }
    return numbers;
  }
  throw cannot(verb, {
    argument: `column "${name}"`,
    must: "numbers",
    received: `a ${type} column`,
    hint: "Select number columns, or encode this one first.",
    as: DataError,
  });
}

/**
 * Rounds to a number of decimals as pandas does: what lies in the middle goes to the even neighbour.
 *
 * @param decimals - Below 0 for tens, hundreds …
 */
export function roundTo(value: number, decimals: number): number {
  const power = 10 ** Math.abs(decimals);
  const scaled = decimals >= 0 ? value * power : value / power;
  if (!Number.isFinite(scaled)) return value;
  const down = Math.floor(scaled);
  const isMiddle = scaled - down === 0.5;
  const whole = isMiddle && down % 2 === 0 ? down : Math.round(scaled);
  return decimals >= 0 ? whole / power : whole * power;
}

function compareNumbers(values: Float64Array, other: number, name: ComparisonName): boolean[] {
  const flags = new Array<boolean>(values.length);
  for (let row = 0; row < flags.length; row++) {
    const value = values[row] as number;
    if (name === "gt") flags[row] = value > other;
    else if (name === "lt") flags[row] = value < other;
    else if (name === "ge") flags[row] = value >= other;
    else if (name === "le") flags[row] = value <= other;
    else if (name === "eq") flags[row] = value === other;
    else flags[row] = value !== other;
  }
  return flags;
}

const comparisons: Readonly<Record<ComparisonName, (a: Cell, b: Cell) => boolean>> = {
  lt: (a, b) => ordered(a, b) && (a as number) < (b as number),
  gt: (a, b) => ordered(a, b) && (a as number) > (b as number),
  le: (a, b) => ordered(a, b) && (a as number) <= (b as number),
  ge: (a, b) => ordered(a, b) && (a as number) >= (b as number),
  eq: (a, b) => a === b && !isMissing(a),
  ne: (a, b) => a !== b || isMissing(a),
};

/** Text has no place among numbers: JavaScript would turn it into one. */
function ordered(a: Cell, b: Cell): boolean {
  if (isMissing(a) || isMissing(b)) return false;
  if ((typeof a === "string") === (typeof b === "string")) return true;
  throw cannot("compare", {
    argument: "other",
    must: `of the column's type, as ${JSON.stringify(a)}`,
    received: b,
    as: DataError,
  });
}

function operandNumbers(
  other: Operand,
  { length, verb }: { length: number; verb: string },
): number | Float64Array {
  if (typeof other === "number" || typeof other === "boolean") return Number(other);
  if (other === null || typeof other !== "object")
    throw cannot(verb, {
      argument: "other",
      must: "a number, an array or a Series",
      received: other,
      as: DataError,
    });
  checkLength(other, { length, verb });
  if (other instanceof Float64Array) return other;
  return Float64Array.from(other, (cell, row) => {
    if (isMissing(cell)) return NaN;
    if (typeof cell !== "string") return Number(cell);
    throw cannot(verb, { argument: `other[${row}]`, must: "a number", received: cell, as: DataError });
  });
}

function checkLength(other: ArrayLike<Cell>, { length, verb }: { length: number; verb: string }): void {
  if (other.length === length) return;
  throw cannot(verb, {
    argument: "other",
    must: `${length} long`,
    received: other.length,
    as: ShapeError,
  });
}
