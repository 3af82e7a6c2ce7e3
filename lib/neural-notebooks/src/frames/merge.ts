/** Turns two frames that share key columns into one, row by row where the keys are equal. */
import { cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import type { Table, TableColumn } from "../datasets";
import { firstCodes, lookUpNumbers } from "./grouping";
import { orderRows } from "./order";
import type { Cell, ColumnValues } from "./schema";
import { isMissing, takeValues, withValues } from "./schema";

/** Which rows without a partner stay: none, the left ones, the right ones, or those of both sides. */
export type MergeKind = "inner" | "left" | "right" | "outer";

/** How two tables are merged. */
export interface MergePlan {
  /** The key columns, present on both sides with the same type. */
  on: readonly string[];
  how: MergeKind;
  /** Put behind the names that both sides have, besides the keys. */
  suffixes: readonly [left: string, right: string];
}

/**
 * Merges two tables as pandas does: rows in the order of the left side (of the right for `"right"`, of the keys for
 * `"outer"`), missing keys equal to each other.
 *
 * @throws UnknownNameError when a side lacks a key; ArgumentError when a key's types differ or a name comes twice.
 */
export function mergeTables(left: Table, right: Table, plan: MergePlan): Table {
  const { on, how, suffixes } = plan;
  if (on.length === 0)
    throw cannot("merge the frames", { argument: "on", must: "at least one column name", received: on });
  const pairs = on.map((name) =>
    ofOneType(keyColumn(left, { name, side: "left" }), keyColumn(right, { name, side: "right" })),
  );
  const [leftKeys, rightKeys] = [pairs.map(([key]) => key), pairs.map(([, key]) => key)];
  const rows = matchRows(leftKeys, { rightKeys, how });
  const shared = new Set(
    right.columns.map(({ name }) => name).filter((name) => left.columns.some((own) => own.name === name)),
  );
  const named = (name: string, suffix: string): string =>
    shared.has(name) && !on.includes(name) ? `${name}${suffix}` : name;
  const columns = left.columns.map((column) => {
    const key = on.indexOf(column.name);
    const { type, values: own } = leftKeys[key] ?? column;
    const values = takeValues(own, rows.left);
    // A right row without a partner brings its key with it.
    const source = rightKeys[key]?.values;
    if (source && how !== "inner" && how !== "left") fillFrom(values, { source, ...rows });
    return { name: named(column.name, suffixes[0]), type, values };
  });
  for (const column of right.columns) {
    if (on.includes(column.name)) continue;
    const name = named(column.name, suffixes[1]);
    columns.push({ name, type: column.type, values: takeValues(column.values, rows.right) });
  }
  checkNames(columns, suffixes);
  const merged = { rows: rows.left.length, columns };
  return how === "outer" ? inOrderOfKeys(merged, on) : merged;
}

function keyColumn(table: Table, { name, side }: { name: string; side: string }): TableColumn {
  const column = table.columns.find((other) => other.name === name);
  if (column) return column;
  const known = table.columns.map((other) => other.name);
  throw unknownName("merge the frames", { argument: `key of the ${side} frame`, received: name, known });
}

/** Both keys; one in which all is missing has no type of its own and takes that of the other. */
function ofOneType(left: TableColumn, right: TableColumn): [left: TableColumn, right: TableColumn] {
  if (left.type === right.type) return [left, right];
  if (!left.values.some(isPresent)) return [missingAs(right, left), right];
  if (!right.values.some(isPresent)) return [left, missingAs(left, right)];
  throw cannot("merge the frames", {
    argument: `column "${left.name}"`,
    must: "of one type on both sides",
    received: `${left.type} and ${right.type}`,
    hint: "Turn one of them with asType.",
  });
}

function missingAs({ name, type, values: model }: TableColumn, { values }: TableColumn): TableColumn {
  return { name, type, values: takeValues(model, new Int32Array(values.length).fill(-1)) };
}

function isPresent(cell: Cell): boolean {
  return !isMissing(cell);
}

function checkNames(columns: readonly TableColumn[], suffixes: readonly string[]): void {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return;
  throw cannot("merge the frames", {
    argument: "suffixes",
    must: "such that every name comes once",
    received: [...suffixes],
    hint: `"${twice}" would come twice.`,
  });
}

/** The rows of both sides side by side; −1 stands for a partner that is not there. */
interface MatchedRows {
  left: Int32Array;
  right: Int32Array;
}

function matchRows(
  leftKeys: readonly TableColumn[],
  { rightKeys, how }: { rightKeys: readonly TableColumn[]; how: MergeKind },
): MatchedRows {
  if (how === "right") {
    const { left, right } = matchRows(rightKeys, { rightKeys: leftKeys, how: "left" });
    return { left: right, right: left };
  }
  const codes = codesOfKeys(leftKeys, rightKeys);
  // Keys that come once each are numbered by their rows: there is one partner, or none.
  if (codes.unique && how !== "outer") return matchOnce(codes.left, how === "left");
  const leftRows = codes.left.length;
  const partners = rowsByCode(codes.right, codes.size);
  const keepLeft = how === "left" || how === "outer";
  const used = how === "outer" ? new Uint8Array(codes.right.length) : undefined;
  const left = new Growing(leftRows);
  const right = new Growing(leftRows);
  for (let row = 0; row < leftRows; row++) {
    const code = codes.left[row] as number;
    const from = code < 0 ? 0 : (partners.starts[code] as number);
    const to = code < 0 ? 0 : (partners.starts[code + 1] as number);
    for (let at = from; at < to; at++) {
      const partner = partners.rows[at] as number;
      left.push(row);
      right.push(partner);
      if (used) used[partner] = 1;
    }
    if (from === to && keepLeft) {
      left.push(row);
      right.push(-1);
    }
  }
  for (const [row, flag] of (used ?? []).entries()) {
    if (flag) continue;
    left.push(-1);
    right.push(row);
  }
  return { left: left.join(), right: right.join() };
}

/** A number for each row's key, the same on both sides; −1 for a left one that the right side does not have. */
interface KeyCodes {
  left: Int32Array;
  right: Int32Array;
  size: number;
  /** Whether each right key comes once, and its number is that of its row. */
  unique: boolean;
}

/** Numbers the keys: one key of numbers by looking the left ones up among the right ones, others together. */
function codesOfKeys(leftKeys: readonly TableColumn[], rightKeys: readonly TableColumn[]): KeyCodes {
  const [left, right] = [leftKeys[0]?.values, rightKeys[0]?.values];
  if (leftKeys.length === 1 && left instanceof Float64Array && right instanceof Float64Array)
    return uniqueIfOnce(lookUpNumbers(left, right));
  const { codes, size } = commonCodes(leftKeys, rightKeys);
  const rows = left?.length ?? 0;
  return { left: codes.subarray(0, rows), right: codes.subarray(rows), size, unique: false };
}

/** Right keys are numbered as they come: where there are as many as rows, the number is the row. */
function uniqueIfOnce(codes: Omit<KeyCodes, "unique">): KeyCodes {
  return { ...codes, unique: codes.size === codes.right.length };
}

function matchOnce(partners: Int32Array, keepLeft: boolean): MatchedRows {
  const left = new Int32Array(partners.length);
  const right = new Int32Array(partners.length);
  let count = 0;
  for (let row = 0; row < partners.length; row++) {
    const partner = partners[row] as number;
    if (partner < 0 && !keepLeft) continue;
    left[count] = row;
    right[count++] = partner;
  }
  return { left: left.slice(0, count), right: right.slice(0, count) };
}

/** Numbers the keys of both sides together. */
function commonCodes(
  leftKeys: readonly TableColumn[],
  rightKeys: readonly TableColumn[],
): { codes: Int32Array; size: number } {
  const both = leftKeys.map((key, at): TableColumn => {
    const other = rightKeys[at]?.values ?? [];
    if (!(key.values instanceof Float64Array) || !(other instanceof Float64Array))
      return withValues(key, [...key.values, ...other] as ColumnValues);
    const values = new Float64Array(key.values.length + other.length);
    values.set(key.values);
    values.set(other, key.values.length);
    return withValues(key, values);
  });
  const { codes, firsts } = firstCodes(both, true);
  return { codes, size: firsts.length };
}

/** The rows of each code, one code behind the other. */
function rowsByCode(codes: Int32Array, size: number): { starts: Int32Array; rows: Int32Array } {
  const starts = new Int32Array(size + 1);
  for (const code of codes) starts[code + 1] = (starts[code + 1] as number) + 1;
  for (let code = 0; code < size; code++)
    starts[code + 1] = (starts[code + 1] as number) + (starts[code] as number);
  const next = starts.slice();
  const rows = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    const at = next[code] as number;
    rows[at] = row;
    next[code] = at + 1;
  }
  return { starts, rows };
}

/** Row numbers of which nobody knows how many will come. */
class Growing {
  private count = 0;
  private rows: Int32Array;

  constructor(expected: number) {
    this.rows = new Int32Array(Math.max(16, expected));
  }

  push(row: number): void {
    if (this.count === this.rows.length) {
      const larger = new Int32Array(this.count * 2);
      larger.set(this.rows);
      this.rows = larger;
    }
    this.rows[this.count++] = row;
  }

  join(): Int32Array {
    return this.rows.slice(0, this.count);
  }
}

function fillFrom(
  values: ColumnValues,
  { source, left, right }: MatchedRows & { source: ColumnValues },
): void {
  const cells = values as Cell[];
  for (let row = 0; row < left.length; row++) {
    const missing = values instanceof Float64Array ? NaN : null;
    if (left[row] === -1) cells[row] = source[right[row] as number] ?? missing;
  }
}

function inOrderOfKeys(table: Table, on: readonly string[]): Table {
  const keys = on.map((name) => keyColumn(table, { name, side: "merged" }));
  const order = orderRows(
    keys,
    keys.map(() => false),
  );
  const columns = table.columns.map((column) => withValues(column, takeValues(column.values, order)));
  return { rows: table.rows, columns };
}
