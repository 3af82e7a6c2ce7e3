/** Turns columns into an order of rows: stable, missing values last whichever way it runs. */
import type { TableColumn } from "../datasets";
import { compareCells, isMissing } from "./schema";
import type { Cell } from "./schema";

/**
 * Orders rows by one or more columns; rows that are equal keep their order.
 *
 * @param columns - The first decides, the next breaks ties.
 * @param descending - For each column, whether the largest comes first.
 * @returns Row numbers in their new order.
 */
export function orderRows(columns: readonly TableColumn[], descending: readonly boolean[]): Int32Array {
  const count = columns[0]?.values.length ?? 0;
  let order: Int32Array = Int32Array.from({ length: count }, (_, row) => row);
  // Each pass keeps the order of equal rows, so the column that decides comes last.
  for (const [place, { values }] of Array.from(columns.entries()).reverse()) {
    const down = descending[place] ?? false;
    const keys = values instanceof Float64Array ? keysOfNumbers(values, down) : keysOfCells(values, down);
    order = count < fewRows ? compared(keys, order) : distributed(keys, order);
  }
  return order;
}

/** Whole numbers of 64 bits in two halves that order as the cells do; those of missing cells stand above all. */
interface Keys {
  low: Uint32Array;
  high: Uint32Array;
}

const MISSING = 0xffffffff;

/** The upper half of a number's bits comes second on the machines that all of us have; others are asked. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Below this, counting 65,536 buckets takes longer than comparing. */
const fewRows = 4096;

function keysOfNumbers(values: Float64Array, descending: boolean): Keys {
  const bits = new Uint32Array(values.slice().buffer);
  const keys = { low: new Uint32Array(values.length), high: new Uint32Array(values.length) };
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    let low = MISSING;
    let high = MISSING;
    if (!Number.isNaN(value)) {
      // −0 equals 0, and so must its key.
      low = value === 0 ? 0 : (bits[2 * row + 1 - HIGH] as number);
      high = value === 0 ? 0 : (bits[2 * row + HIGH] as number);
      // The bits of positive numbers rise with the number, those of negative ones fall.
      const flipped = value < 0 !== descending;
      if (flipped) low = ~low;
      high = value < 0 ? high : high ^ 0x80000000;
      if (value < 0 && !descending) high = ~high;
      if (value >= 0 && descending) high = ~high;
    }
    keys.low[row] = low;
    keys.high[row] = high;
  }
  return keys;
}

/** Text and truth values are numbered by their order. */
function keysOfCells(values: readonly Cell[], descending: boolean): Keys {
  const distinct = [...new Set<Cell>(values)].filter((cell) => !isMissing(cell)).sort(compareCells);
  if (descending) distinct.reverse();
  const rank = new Map(distinct.map((cell, index) => [cell, index]));
  const low = new Uint32Array(values.length);
  for (let row = 0; row < low.length; row++) low[row] = rank.get(values[row] ?? null) ?? MISSING;
  return { low, high: new Uint32Array(values.length) };
}

function compared({ low, high }: Keys, order: Int32Array): Int32Array {
  return order.sort(
    (a, b) => (high[a] as number) - (high[b] as number) || (low[a] as number) - (low[b] as number),
  );
}

/** Sorts by 16 bits after 16, the lowest first (least significant digit radix sort). */
function distributed({ low, high }: Keys, order: Int32Array): Int32Array {
  let from = order;
  let to: Int32Array = new Int32Array(order.length);
  for (const [keys, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    const starts = new Int32Array(65_537);
    for (let row = 0; row < keys.length; row++) {
      const digit = ((keys[row] as number) >>> shift) & 0xffff;
      starts[digit + 1] = (starts[digit + 1] as number) + 1;
    }
    if (starts.includes(keys.length)) continue;
    for (let digit = 0; digit < 65_536; digit++)
      starts[digit + 1] = (starts[digit + 1] as number) + (starts[digit] as number);
    for (let at = 0; at < from.length; at++) {
      const row = from[at] as number;
      const digit = ((keys[row] as number) >>> shift) & 0xffff;
      const place = starts[digit] as number;
      to[place] = row;
      starts[digit] = place + 1;
    }
    [from, to] = [to, from];
  }
  return from;
}
