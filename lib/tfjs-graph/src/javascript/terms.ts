/** The three sums of a convolution, term by term: for elements in which a zero of the border met an infinite number. */
import type { Geometry } from "./geometry";

/*
 * The fast kernels multiply by the zeros around a picture, where the stock ones leave the terms out. That is the same
 * but for 0 · Infinity and 0 · NaN, which are NaN: elements that are NaN are summed again here. Those that stay NaN
 * soon are; a training that has failed has many of them.
 */

/**
 * Sums the elements that are NaN again.
 *
 * @param values - The result, changed in place.
 * @param again - The sum of the real terms of an element, which is given by its place in the array.
 */
export function mendNaN(values: Float32Array, again: (index: number) => number): void {
  for (let i = 0; i < values.length; i += 1) if (Number.isNaN(values[i])) values[i] = again(i);
}

/** y[n, r, c, f] = bias[f] + Σ over i, j, d of x[n, r·s + i − top, c·s + j − left, d] · filter[i, j, d, f]. */
export function outputAgain(
  g: Geometry,
  { x, filter, bias }: { x: Float32Array; filter: Float32Array; bias?: Float32Array | undefined },
): (index: number) => number {
  return (index) => {
    const [n, row, column, f] = placeOf(index, g.outShape);
    let sum = bias?.[f] ?? 0;
    for (let i = 0; i < g.filterHeight; i += 1) {
      const y = row * g.strideHeight + i - g.padInfo.top;
      if (y < 0 || y >= g.inHeight) continue;
      for (let j = 0; j < g.filterWidth; j += 1) {
        const across = column * g.strideWidth + j - g.padInfo.left;
        if (across < 0 || across >= g.inWidth) continue;
        const xAt = ((n * g.inHeight + y) * g.inWidth + across) * g.inChannels;
        const filterAt = (i * g.filterWidth + j) * g.inChannels * g.outChannels + f;
        for (let d = 0; d < g.inChannels; d += 1)
          sum += (x[xAt + d] as number) * (filter[filterAt + d * g.outChannels] as number);
        if (Number.isNaN(sum)) return sum;
      }
    }
    return sum;
  };
}

/** dx[n, y, z, d] = Σ over r, c, f of dy[n, r, c, f] · filter[y + top − r·s, z + left − c·s, d, f]. */
export function inputAgain(g: Geometry, dy: Float32Array, filter: Float32Array): (index: number) => number {
  return (index) => {
    const [n, y, z, d] = placeOf(index, g.inShape);
    let sum = 0;
    for (let i = 0; i < g.filterHeight; i += 1) {
      const row = (y + g.padInfo.top - i) / g.strideHeight;
      if (!Number.isInteger(row) || row < 0 || row >= g.outHeight) continue;
      for (let j = 0; j < g.filterWidth; j += 1) {
        const column = (z + g.padInfo.left - j) / g.strideWidth;
        if (!Number.isInteger(column) || column < 0 || column >= g.outWidth) continue;
        const dyAt = ((n * g.outHeight + row) * g.outWidth + column) * g.outChannels;
        const filterAt = ((i * g.filterWidth + j) * g.inChannels + d) * g.outChannels;
        for (let f = 0; f < g.outChannels; f += 1)
          sum += (dy[dyAt + f] as number) * (filter[filterAt + f] as number);
        if (Number.isNaN(sum)) return sum;
      }
    }
    return sum;
  };
}

/** dFilter[i, j, d, f] = Σ over n, r, c of x[n, r·s + i − top, c·s + j − left, d] · dy[n, r, c, f]. */
export function filterAgain(g: Geometry, x: Float32Array, dy: Float32Array): (index: number) => number {
  return (index) => {
    const [i, j, d, f] = placeOf(index, g.filterShape);
    let sum = 0;
    for (let nr = 0; nr < g.batchSize * g.outHeight; nr += 1) {
      const y = (nr % g.outHeight) * g.strideHeight + i - g.padInfo.top;
      if (y < 0 || y >= g.inHeight) continue;
      const xRow = (Math.floor(nr / g.outHeight) * g.inHeight + y) * g.inWidth;
      for (let column = 0; column < g.outWidth; column += 1) {
        const across = column * g.strideWidth + j - g.padInfo.left;
        if (across < 0 || across >= g.inWidth) continue;
        sum +=
          (x[(xRow + across) * g.inChannels + d] as number) *
          (dy[(nr * g.outWidth + column) * g.outChannels + f] as number);
      }
      if (Number.isNaN(sum)) return sum;
    }
    return sum;
  };
}

function placeOf(
  index: number,
  [, b = 1, c = 1, d = 1]: readonly number[],
): [number, number, number, number] {
  const [rows, pixels] = [Math.floor(index / (c * d)), Math.floor(index / d)];
  return [Math.floor(rows / b), rows % b, pixels % c, index % d];
}
