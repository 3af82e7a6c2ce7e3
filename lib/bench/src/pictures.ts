/** Measures how fast pictures are drawn for lessons that have no download: stand-ins for Fashion-MNIST. */
import { garments } from "neural-notebooks/datasets";
import type { BenchOptions } from "./main";
import { median, printTable } from "./table";

const COUNT = 2000;

/** Runs the bench, and prints its table. */
export function benchPictures({ rounds }: BenchOptions): Promise<unknown> {
  const rates = Array.from({ length: rounds }, (_, round) => {
    const start = performance.now();
    garments({ count: COUNT, seed: round });
    return COUNT / ((performance.now() - start) / 1000);
  });
  printTable(
    [`garments, ${rounds} rounds of ${COUNT}`, "pictures a second"],
    [
      ["median", median(rates).toFixed(0)],
      ["slowest", Math.min(...rates).toFixed(0)],
    ],
  );
  return Promise.resolve({ rates });
}
