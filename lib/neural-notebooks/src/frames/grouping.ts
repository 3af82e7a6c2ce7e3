/** Turns key columns into groups: a number for each row, groups in the order of their keys. */
import type { TableColumn } from "../datasets";
import { FloatIndex } from "./float-index";
import { orderRows } from "./order";
import type { Cell } from "./schema";
import { isMissing, takeValues, withValues } from "./schema";

/** Which group each row belongs to. */
export interface Grouping {
  /** The group of each row; −1 where a key is missing and such rows are left out. */
  codes: Int32Array;
  /** How many groups there are. */
  size: number;
  /** The key columns, one row for each group. */
  keys: TableColumn[];
}

/**
 * Groups rows by the values of columns: `1` and `"1"` are different keys, and so are `"a-b", "c"` and `"a", "b-c"`.
 *
 * @param columns - The key columns.
 * @param options.keepMissing - Rows with a missing key form groups of their own, behind the others.
 */
export function groupRows(
  columns: readonly TableColumn[],
  { keepMissing }: { keepMissing: boolean },
): Grouping {
  const { codes, firsts } = firstCodes(columns, keepMissing);
  const heads = columns.map((column) => withValues(column, takeValues(column.values, firsts)));
  const order = orderRows(
    heads,
    heads.map(() => false),
  );
  const place = new Int32Array(order.length);
  for (let at = 0; at < order.length; at++) place[order[at] as number] = at;
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    if (code >= 0) codes[row] = place[code] as number;
  }
  const keys = heads.map((column) => withValues(column, takeValues(column.values, order)));
  return { codes, size: firsts.length, keys };
}

/** The rows of each group, in the table's order. */
export function membersOf({ codes, size }: Grouping): Int32Array[] {
  const counts = countRows({ codes, size });
  const members = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(size);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    const rows = members[code];
    if (rows === undefined) continue;
    const at = filled[code] as number;
    rows[at] = row;
    filled[code] = at + 1;
  }
  return members;
}

/** How many rows each group has. */
export function countRows({ codes, size }: { codes: Int32Array; size: number }): Int32Array {
  const counts = new Int32Array(size);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] as number) + 1;
  return counts;
}

/** Numbers the distinct keys in the order they come, and notes the first row of each. */
export function firstCodes(
  columns: readonly TableColumn[],
  keepMissing: boolean,
): { codes: Int32Array; firsts: number[] } {
  const rows = columns[0]?.values.length ?? 0;
  let codes: Int32Array = new Int32Array(rows);
  let firsts: number[] = [];
  for (const [level, { values }] of columns.entries()) {
    const own = codesOf(values, keepMissing);
    if (level === 0) {
      codes = own.codes;
      firsts = own.firsts;
      continue;
    }
    // (group so far, own code) as one number: below 2^53 for any table that fits in memory.
    const seen = new FloatIndex(rows);
    const width = own.firsts.length;
    const next: number[] = [];
    for (let row = 0; row < rows; row++) {
      const before = codes[row] as number;
      const after = own.codes[row] as number;
      if (before < 0 || after < 0) {
        codes[row] = -1;
        continue;
      }
      const code = seen.numberOf(before * width + after);
      if (code === next.length) next.push(row);
      codes[row] = code;
    }
    firsts = next;
  }
  return { codes, firsts };
}

function codesOf(
  values: Float64Array | readonly Cell[],
  keepMissing: boolean,
): { codes: Int32Array; firsts: number[] } {
  if (values instanceof Float64Array)
    return codesOfNumbers(values, { keepMissing, range: wholeRange(values) });
  const codes = new Int32Array(values.length);
  const firsts: number[] = [];
  const seen = new Map<Cell, number>();
  for (let row = 0; row < codes.length; row++) {
    const raw = values[row] ?? null;
    const cell = isMissing(raw) ? null : raw;
    if (!keepMissing && cell === null) {
      codes[row] = -1;
      continue;
    }
    let code = seen.get(cell);
    if (code === undefined) {
      seen.set(cell, (code = firsts.length));
      firsts.push(row);
    }
    codes[row] = code;
  }
  return { codes, firsts };
}

/** Whole numbers that lie close together are looked up by their place, others by their bits. */
function codesOfNumbers(
  values: Float64Array,
  { keepMissing, range }: { keepMissing: boolean; range: { low: number; count: number } | undefined },
): { codes: Int32Array; firsts: number[] } {
  const codes = new Int32Array(values.length);
  const firsts: number[] = [];
  const index = range ? undefined : new FloatIndex(values.length);
  const places = new Int32Array(range?.count ?? 0);
  const low = range?.low ?? 0;
  let missing = -1;
  for (let row = 0; row < codes.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) {
      if (keepMissing && missing < 0) missing = firsts.push(row) - 1;
      codes[row] = missing;
      continue;
    }
    if (index) {
      // Missing values have a number of their own, which the index does not know.
      const found = index.numberOf(value);
      const code = missing >= 0 && found >= missing ? found + 1 : found;
      if (code === firsts.length) firsts.push(row);
      codes[row] = code;
      continue;
    }
    const place = value - low;
    let held = places[place] as number;
    if (held === 0) places[place] = held = firsts.push(row);
    codes[row] = held - 1;
  }
  return { codes, firsts };
}

/**
 * Numbers the right keys in the order they come, and finds the left ones among them; a missing key equals another.
 *
 * @returns `left`: −1 where the right side does not have the key.
 */
export function lookUpNumbers(
  left: Float64Array,
  right: Float64Array,
): { left: Int32Array; right: Int32Array; size: number } {
  const range = wholeRange(right);
  if (range) return lookUpPlaces(left, { right, ...range });
  const index = new FloatIndex(right.length);
  const codes = Int32Array.from(right, (value) => index.numberOf(value));
  return { left: Int32Array.from(left, (value) => index.find(value)), right: codes, size: index.size };
}

/** As above, by a table of all places between the lowest and the highest key; the missing one has a place of its own. */
function lookUpPlaces(
  left: Float64Array,
  { right, low, count }: { right: Float64Array; low: number; count: number },
): { left: Int32Array; right: Int32Array; size: number } {
  const held = new Int32Array(count + 1);
  const codes = new Int32Array(right.length);
  let size = 0;
  for (let row = 0; row < right.length; row++) {
    const value = right[row] as number;
    const place = Number.isNaN(value) ? count : value - low;
    if (held[place] === 0) held[place] = ++size;
    codes[row] = (held[place] as number) - 1;
  }
  const found = new Int32Array(left.length);
  for (let row = 0; row < left.length; row++) {
    const value = left[row] as number;
    const place = Number.isNaN(value) ? count : value - low;
    const inside = place >= 0 && place <= count && place === Math.floor(place);
    // A key one above the highest would stand where the missing one does.
    found[row] = inside && (place < count || Number.isNaN(value)) ? (held[place] as number) - 1 : -1;
  }
  return { left: found, right: codes, size };
}

/** The range of whole numbers, where it is hardly wider than there are numbers. */
function wholeRange(values: Float64Array): { low: number; count: number } | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (value < low) low = value;
    if (value > high) high = value;
    if (value !== Math.floor(value) && !Number.isNaN(value)) return undefined;
  }
  const count = high - low + 1;
  return count > 0 && count <= 4 * values.length + 1000 ? { low, count } : undefined;
}
