/** Turns a number of rows into places for training, validation and test: by chance, class by class, or by time. */
import { ShapeError, cannot } from "../core/errors";
import { randomFrom } from "../core/global-seed";
import type { Seed } from "../core/random";
import { checkInteger, checkNumber } from "../core/shape";

/** How many rows there are, or what has them: a list, a table, a tensor. */
export type CountedRows = number | { readonly length: number } | { readonly shape: readonly number[] };

/** Places of rows, each in one part only. */
export interface Split {
  /** Rows to learn from. */
  train: Int32Array;
  /** Rows to choose settings by; empty unless asked for. */
  validation: Int32Array;
  /** Rows to be judged by, once. */
  test: Int32Array;
}

/** How rows are divided. */
export interface SplitOptions {
  /** Share of rows for validation. */
  validation?: number;
  /** Share of rows for the test. */
  test?: number;
  /** The class of each row: each part gets its share of every class. */
  stratify?: ArrayLike<string | number | boolean | null>;
  /** Same seed, same split. */
  seed?: Seed;
}

/**
 * Divides rows by chance; with `stratify`, class by class.
 *
 * @param rows - How many rows there are, or the rows themselves.
 * @param options - `validation` (0), `test` (0.2), `stratify`, `seed` (that of `setRandomSeed`, else 0). Sizes are rounded to whole rows.
 * @returns The places of the rows of each part, in random order.
 * @throws ArgumentError when the shares leave nothing to learn from; ShapeError when `stratify` is not as long as the rows.
 * @example
 * const { train, test } = split(10, { test: 0.3, seed: 1 });
 * assert.equal(train.length, 7);
 * assert.equal(new Set([...train, ...test]).size, 10);
 */
export function split(rows: CountedRows, options: SplitOptions = {}): Split {
  const { validation = 0, test = 0.2, stratify, seed } = options;
  const count = rowCount(rows);
  const sizes = sizesOf({ count, validation, test });
  const random = randomFrom(seed);
  if (!stratify) return cut(random.permutation(count), sizes);
  if (stratify.length !== count) {
    throw cannot("split the rows", {
      argument: "stratify",
      must: `${count} long, one class per row`,
      received: stratify.length,
      as: ShapeError,
    });
  }
  const members = new Map<unknown, number[]>();
  for (const row of random.permutation(count)) {
    const group = members.get(stratify[row]);
    if (group) group.push(row);
    else members.set(stratify[row], [row]);
  }
  const groups = [...members.values()];
  const testRows = share(groups, sizes.test);
  const validationRows = share(groups, sizes.validation);
  // What is left of each class, mixed again so that training does not see class after class.
  const left = Int32Array.from(groups.flat());
  return {
    train: shuffled(left, random),
    validation: shuffled(validationRows, random),
    test: shuffled(testRows, random),
  };
}

/**
 * Divides rows in their order: the earliest to learn from, the latest for the test, so that nothing of the future
 * is known in training.
 *
 * @param rows - How many rows there are, or the rows themselves, the oldest first.
 * @param options - `validation` (0) and `test` (0.2); `gap` (0): rows left out before validation and before test, for windows that overlap.
 * @returns The places of the rows of each part, in order.
 * @throws ArgumentError when the shares and gaps leave nothing to learn from.
 * @example
 * assert.deepEqual([...splitByTime(5, { test: 0.4 }).test], [3, 4]);
 */
export function splitByTime(
  rows: CountedRows,
  options: { validation?: number; test?: number; gap?: number } = {},
): Split {
  const { validation = 0, test = 0.2, gap = 0 } = options;
  const count = rowCount(rows);
  const sizes = sizesOf({ count, validation, test });
  checkInteger(gap, { verb: "split the rows", argument: "gap", min: 0 });
  const testStart = count - sizes.test;
  const validationEnd = sizes.test > 0 ? testStart - gap : testStart;
  const validationStart = validationEnd - sizes.validation;
  const trainEnd = sizes.validation > 0 ? validationStart - gap : validationEnd;
  if (trainEnd < 1) {
    throw cannot("split the rows", {
      argument: "gap",
      must: "small enough to leave rows to learn from",
      received: gap,
    });
  }
  const range = (start: number, end: number): Int32Array =>
    Int32Array.from({ length: end - start }, (_, i) => start + i);
  return {
    train: range(0, trainEnd),
    validation: range(validationStart, validationEnd),
    test: range(testStart, count),
  };
}

/**
 * Takes the rows at the given places.
 *
 * @param rows - Any array, typed or not; it stays as it is.
 * @param places - Places from 0, as {@link split} gives them.
 * @returns A new array of the same kind.
 * @throws ArgumentError when there is no such place.
 * @example
 * assert.deepEqual(takeRows(["a", "b", "c"], [2, 0]), ["c", "a"]);
 */
export function takeRows<T>(rows: readonly T[], places: ArrayLike<number>): T[];
export function takeRows<A extends Float64Array | Float32Array | Int32Array | Uint8Array>(
  rows: A,
  places: ArrayLike<number>,
): A;
export function takeRows(rows: ArrayLike<unknown>, places: ArrayLike<number>): ArrayLike<unknown> {
  const taken = Array.from(places, (place, i) => {
    checkInteger(place, { verb: "take rows", argument: `places[${i}]`, min: 0, max: rows.length - 1 });
    return rows[place];
  });
  if (!ArrayBuffer.isView(rows)) return taken;
  return (rows.constructor as unknown as { from(values: unknown[]): ArrayLike<unknown> }).from(taken);
}

function rowCount(rows: CountedRows): number {
  const count = typeof rows === "number" ? rows : lengthOf(rows);
  return checkInteger(count, {
    verb: "split the rows",
    argument: "the number of rows",
    min: 1,
  });
}

function lengthOf(rows: Exclude<CountedRows, number>): number {
  return "shape" in rows ? (rows.shape[0] ?? NaN) : rows.length;
}

function sizesOf({ count, validation, test }: { count: number; validation: number; test: number }): {
  validation: number;
  test: number;
} {
  checkNumber(validation, { verb: "split the rows", argument: "validation", min: 0, max: 1 });
  checkNumber(test, { verb: "split the rows", argument: "test", min: 0, max: 1 });
  const sizes = { validation: Math.round(count * validation), test: Math.round(count * test) };
  if (sizes.validation + sizes.test >= count) {
    throw cannot("split the rows", {
      argument: "validation + test",
      must: "below 1, with rows left to learn from",
      received: validation + test,
    });
  }
  return sizes;
}

function cut(order: Int32Array, { validation, test }: { validation: number; test: number }): Split {
  return {
    test: order.slice(0, test),
    validation: order.slice(test, test + validation),
    train: order.slice(test + validation),
  };
}

/**
 * Takes rows out of the groups, each in proportion to its size; what rounding leaves goes to the groups with the
 * largest remainders (Hamilton's method), so that the total is exact.
 */
function share(groups: readonly number[][], wanted: number): Int32Array {
  const total = groups.reduce((sum, group) => sum + group.length, 0);
  const ideal = groups.map((group) => (total === 0 ? 0 : (group.length * wanted) / total));
  const quotas = ideal.map(Math.floor);
  const order = groups
    .map((_, index) => index)
    .sort(
      (a, b) =>
        (ideal[b] as number) - (quotas[b] as number) - (ideal[a] as number) + (quotas[a] as number) || a - b,
    );
  const rest = wanted - quotas.reduce((sum, quota) => sum + quota, 0);
  for (const index of order.slice(0, rest)) quotas[index] = (quotas[index] as number) + 1;
  return Int32Array.from(groups.flatMap((group, index) => group.splice(0, quotas[index])));
}

function shuffled(rows: Int32Array, random: ReturnType<typeof randomFrom>): Int32Array {
  return Int32Array.from(random.permutation(rows.length), (place) => rows[place] as number);
}
