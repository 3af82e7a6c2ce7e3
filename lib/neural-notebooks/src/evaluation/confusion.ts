/** Turns true and predicted classes into a table of who is taken for whom. */
import { DataError, ShapeError, UnknownNameError, cannot } from "../core/errors";
import { displaySymbol, type MimeBundle } from "../core/display";
import { checkClassPairs, type ClassPairs } from "./labels";

/** A matrix of more classes is no table that anybody reads, and a few amounts taken for classes would fill the memory. */
const MAX_CLASSES = 2000;

/** How one class fares. */
export interface ClassReport {
  /** Index of the class. */
  readonly index: number;
  /** Name of the class. */
  readonly name: string;
  /** Of the rows predicted as this class, the share that are of it: TP / (TP + FP); 0 when none was predicted. */
  readonly precision: number;
  /** Of the rows of this class, the share that were found: TP / (TP + FN); 0 when there is none. */
  readonly recall: number;
  /** Harmonic mean of precision and recall: 2TP / (2TP + FP + FN). */
  readonly f1: number;
  /** Rows of this class. */
  readonly support: number;
}

/** Two classes that get mixed up. */
export interface ConfusedPair {
  /** Index and name of the true class. */
  readonly from: number;
  readonly fromName: string;
  /** Index and name of the class that was predicted. */
  readonly to: number;
  readonly toName: string;
  /** Rows of `from` predicted as `to`. */
  readonly count: number;
  /** `count` as a share of the rows of `from`. */
  readonly share: number;
}

/** Counts of true against predicted class: row = true, column = predicted. */
export class ConfusionMatrix {
  /** `counts[true][predicted]`, shape `[classes, classes]`. */
  readonly counts: readonly (readonly number[])[];
  /** Names of the classes. */
  readonly names: readonly string[];

  /**
   * @param counts - Square, whole numbers ≥ 0.
   * @param names - One per class.
   * @throws ShapeError when the counts are not square or the names do not fit.
   */
  constructor(
    counts: readonly (readonly number[])[],
    names: readonly string[] = counts.map((_, i) => String(i)),
  ) {
    const size = counts.length;
    if (size === 0 || counts.some((row) => row.length !== size) || names.length !== size) {
      const must = `square, with one name per class (${names.length} given)`;
      throw cannot("make a confusion matrix", { argument: "counts", must, received: counts, as: ShapeError });
    }
    this.counts = counts.map((row) => [...row]);
    this.names = [...names];
  }

  /** All rows. */
  get total(): number {
    return sum(this.counts.map(sum));
  }

  /** Rows on the diagonal. */
  get correct(): number {
    return sum(this.counts.map((row, i) => row[i] as number));
  }

  /** Share of rows on the diagonal. */
  get accuracy(): number {
    return this.correct / this.total;
  }

  /** Each row as shares of its class; a class without rows has zeros. */
  get shares(): number[][] {
    return this.counts.map((row) => row.map((count) => count / (sum(row) || 1)));
  }

  /** Precision, recall and F1 of each class. */
  get perClass(): ClassReport[] {
    return this.counts.map((row, index) => {
      const hits = row[index] as number;
      const support = sum(row);
      const predicted = sum(this.counts.map((other) => other[index] as number));
      const ratio = (numerator: number, denominator: number) =>
        denominator === 0 ? 0 : numerator / denominator;
      return {
        index,
        name: this.names[index] as string,
        precision: ratio(hits, predicted),
        recall: ratio(hits, support),
        f1: ratio(2 * hits, predicted + support),
        support,
      };
    });
  }

  /**
   * The pairs that are mixed up most, largest first.
   *
   * @param options - `count` of pairs; `by` rows ("count") or their share of the true class ("share").
   */
  mostConfused(options: { count?: number; by?: "count" | "share" } = {}): ConfusedPair[] {
    const { count = 5, by = "count" } = options;
    const shares = this.shares;
    const pairs = this.counts.flatMap((row, from) =>
      row.map((n, to) => ({
        from,
        fromName: this.names[from] as string,
        to,
        toName: this.names[to] as string,
        count: n,
        share: (shares[from] as number[])[to] as number,
      })),
    );
    return pairs
      .filter((pair) => pair.from !== pair.to && pair.count > 0)
      .sort((a, b) => b[by] - a[by])
      .slice(0, count);
  }

  /**
   * The index of a class.
   *
   * @throws UnknownNameError when there is no such class.
   */
  indexOf(name: string): number {
    const index = this.names.indexOf(name);
    if (index >= 0) return index;
    throw cannot("find a class", {
      argument: "name",
      must: `one of ${this.names.join(", ")}`,
      received: name,
      as: UnknownNameError,
    });
  }

  /** The table as text: rows are true classes, columns predicted ones. */
  toString(): string {
    const heads = this.names.map((name, i) => (name.length <= 6 ? name : String(i)));
    const cells = this.counts.map((row) => row.map(String));
    const labels = this.names.map((name, i) => (heads[i] === name ? name : `${i} ${name}`));
    const width = Math.max(...heads.map((head) => head.length), ...cells.flat().map((cell) => cell.length));
    const left = Math.max(...labels.map((label) => label.length), "true \\ predicted".length);
    const line = (label: string, values: readonly string[]) =>
      `${label.padEnd(left)}  ${values.map((value) => value.padStart(width)).join("  ")}`;
    return [line("true \\ predicted", heads), ...cells.map((row, i) => line(labels[i] as string, row))].join(
      "\n",
    );
  }

  /** The plain form, for `JSON.stringify`. */
  toJSON(): { counts: readonly (readonly number[])[]; names: readonly string[] } {
    return { counts: this.counts, names: this.names };
  }

  /** How a notebook shows it. */
  [displaySymbol](): MimeBundle {
    return { "text/plain": this.toString() };
  }
}

/**
 * Counts how often each true class was predicted as each class.
 *
 * @param pairs - True and predicted class indices.
 * @param options - `names` of the classes; without them as many classes as the largest index asks for.
 * @returns The matrix: row = true, column = predicted.
 * @throws ShapeError or DataError when the lists do not fit, or a class has no name.
 * @example
 * const matrix = confusionMatrix({ yTrue: [0, 0, 1, 1], yPred: [0, 1, 1, 1] }, { names: ["cat", "dog"] });
 * assert.deepEqual(matrix.counts, [[1, 1], [0, 2]]);
 * assert.equal(matrix.mostConfused()[0]?.fromName, "cat");
 */
export function confusionMatrix(
  pairs: ClassPairs,
  options: { names?: readonly string[] } = {},
): ConfusionMatrix {
  const { yTrue, yPred } = pairs;
  checkClassPairs(pairs, "make a confusion matrix");
  let largest = 0;
  for (let i = 0; i < yTrue.length; i++) largest = Math.max(largest, yTrue[i] as number, yPred[i] as number);
  const size = options.names?.length ?? largest + 1;
  if (size > MAX_CLASSES) {
    throw cannot("make a confusion matrix", {
      argument: "the largest class number",
      must: `below ${MAX_CLASSES}`,
      received: largest,
      hint: "Are these amounts, such as prices? Then measure with meanAbsoluteError or r2Score; classes count from 0.",
      as: DataError,
    });
  }
  if (largest >= size) {
    throw cannot("make a confusion matrix", {
      argument: "names",
      must: `at least ${largest + 1} names`,
      received: size,
      as: ShapeError,
    });
  }
  const counts = Array.from({ length: size }, () => Array<number>(size).fill(0));
  for (let i = 0; i < yTrue.length; i++) {
    const row = counts[yTrue[i] as number] as number[];
    row[yPred[i] as number] = (row[yPred[i] as number] as number) + 1;
  }
  return new ConfusionMatrix(counts, options.names);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
