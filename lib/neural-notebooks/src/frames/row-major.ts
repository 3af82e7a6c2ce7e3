/** Turns columns of numbers into one array, row by row, as tensors hold them. */

/** Rows at a time: a block of a wide table's result stays in the processor's cache until all columns are in it. */
const BLOCK = 1024;

/**
 * Writes columns of equal length side by side.
 *
 * @returns Array of `[rows, columns]` in 32 bits, and whether all numbers are finite.
 * @example
 * const { flat, finite } = rowMajor([Float64Array.of(1, 2), Float64Array.of(3, NaN)]);
 * assert.deepEqual([Array.from(flat), finite], [[1, 3, 2, NaN], false]);
 */
export function rowMajor(columns: readonly Float64Array[]): { flat: Float32Array; finite: boolean } {
  const [first = new Float64Array()] = columns;
  const step = columns.length;
  const flat = new Float32Array(first.length * step);
  let check = 0;
  for (let from = 0; from < first.length; from += BLOCK)
    for (const [column, values] of columns.entries()) {
      const block = values.subarray(from, from + BLOCK);
      check += writeBlock(flat, block, { start: from * step + column, step });
    }
  return { flat, finite: check === 0 };
}

/** A function of its own, so that it is compiled once, not anew for each table. 0 · x is `NaN` unless x is finite. */
function writeBlock(
  flat: Float32Array,
  values: Float64Array,
  { start, step }: { start: number; step: number },
): number {
  let check = 0;
  for (let row = 0, at = start; row < values.length; row++, at += step) {
    const value = values[row] as number;
    flat[at] = value;
    check += value * 0;
  }
  return check;
}
