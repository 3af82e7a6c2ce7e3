/** Turns two columns of numbers into how far they go together (Pearson's r). */
import { range } from "./locate";
import { statistics } from "./statistics";

/** r = Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²), over the rows where both are there. */
export function correlation(x: Float64Array, y: Float64Array): number {
  const rows = range(0, x.length).filter((row) => !Number.isNaN(x[row]) && !Number.isNaN(y[row]));
  if (rows.length < 2) return NaN;
  const [xs, ys] = [x, y].map((values) => Float64Array.from(rows, (row) => values[row] ?? NaN)) as [
    Float64Array,
    Float64Array,
  ];
  const [xMean, yMean] = [statistics.mean(xs), statistics.mean(ys)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let at = 0; at < xs.length; at++) {
    const a = (xs[at] ?? NaN) - xMean;
    const b = (ys[at] ?? NaN) - yMean;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return xx === 0 || yy === 0 ? NaN : Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}
