/** Turns a seed into the two CSV texts that every peer of the frames bench reads. */
import { Random } from "neural-notebooks/core";

/** The groups that the main table falls into. */
const KINDS = 50;

/** The tables as CSV text. */
export interface BenchTables {
  /** Columns `id` (each number once), `a` (normal), `b` (normal, one cell in ten missing), `kind` (text). */
  readonly main: string;
  /** Columns `id` (half of them in the main table), `weight`. */
  readonly other: string;
}

/**
 * Makes the tables.
 *
 * @param rows - Rows of each table.
 * @param options.seed - The same seed gives the same text.
 */
export function benchTables(rows: number, { seed = 4 }: { seed?: number } = {}): BenchTables {
  const random = new Random(seed);
  const [ids, others] = [random.permutation(rows), random.permutation(rows)];
  const shift = Math.floor(rows / 2);
  const main = Array.from(ids, (id) => {
    const b = random.chance(0.1) ? "" : random.normal(0, 10).toFixed(4);
    return `${id},${random.normal(100, 25).toFixed(4)},${b},kind ${random.integer(0, KINDS)}`;
  });
  const other = Array.from(others, (id) => `${id + shift},${random.uniform(0, 5).toFixed(4)}`);
  return { main: csv("id,a,b,kind", main), other: csv("id,weight", other) };
}

function csv(heading: string, lines: readonly string[]): string {
  return `${[heading, ...lines].join("\n")}\n`;
}
