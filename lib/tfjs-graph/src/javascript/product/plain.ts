/** The product of tiles in plain JavaScript, for engines without WebAssembly's SIMD; a tenth as fast. */
import { COLUMNS, ROWS } from "./tile";
import type { TileProduct } from "./workspace";

/** Columns that are summed at once: as many sums as stay in registers. */
const UNROLLED_COLUMNS = 4;

/**
 * Computes C = start + A·B as the function of {@link tileModule} does, places and distances counted in floats.
 *
 * @param floats - The memory in which all of them lie.
 * @param product - Where they lie, and how many there are.
 */
export function multiplyPlainly(floats: Float32Array, product: TileProduct): void {
  const { a, b, c, start, tiles, panels, outer, inner, aRow, aStep, aJump, bStep, bPanel, cRow } = product;
  for (let panel = 0; panel < panels; panel += 1)
    for (let column = 0; column < COLUMNS; column += UNROLLED_COLUMNS) {
      const startAt = start + panel * COLUMNS + column;
      for (let row = 0; row < tiles * ROWS; row += 1) {
        let s0 = floats[startAt] as number;
        let s1 = floats[startAt + 1] as number;
        let s2 = floats[startAt + 2] as number;
        let s3 = floats[startAt + 3] as number;
        let aAt = a + row * aRow;
        let bAt = b + panel * bPanel + column;
        for (let o = 0; o < outer; o += 1, aAt += aJump) {
          for (let i = 0; i < inner; i += 1, aAt += aStep, bAt += bStep) {
            const value = floats[aAt] as number;
            s0 += value * (floats[bAt] as number);
            s1 += value * (floats[bAt + 1] as number);
            s2 += value * (floats[bAt + 2] as number);
            s3 += value * (floats[bAt + 3] as number);
          }
        }
        const cAt = c + row * cRow + panel * COLUMNS + column;
        floats[cAt] = s0;
        floats[cAt + 1] = s1;
        floats[cAt + 2] = s2;
        floats[cAt + 3] = s3;
      }
    }
}
