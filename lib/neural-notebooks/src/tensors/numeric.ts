/** What scalers and clippers share: each column of numbers is changed on its own and stays a column of numbers. */
import { cannot } from "../core/errors";
import { copyOfNumbers, numbersOf } from "./rows";
import type { Rows, SameKind } from "./rows";
import type { Columns } from "./table";
import { Transformer } from "./transformer";

/** A step whose columns are numbers before and after. */
export abstract class NumericTransformer extends Transformer {
  /** Learns from one column, which stays as it is. */
  protected abstract learnColumn(column: Float64Array, label: string): void;

  /** Forgets what was learned before. */
  protected abstract forget(): void;

  /** Changes one column in place. */
  protected abstract changeColumn(column: Float64Array, at: number): void;

  /** Whether missing values are let through. */
  protected readonly missing: boolean = false;

  /**
   * Changes rows by what was learned.
   *
   * @param x - A table with the training part's columns, or rows of shape `[rows, columns]`.
   * @returns New rows of the kind that came; a tensor is the caller's to dispose of.
   * @throws StateError before `fit`; ShapeError or UnknownNameError when the columns are others; DataError when a column
   * holds text, or a number is missing where none may be.
   */
  transform<X extends Rows>(x: X): SameKind<X> {
    return this.transformed(x) as SameKind<X>;
  }

  /** Learns from the training part and changes it. */
  fitTransform<X extends Rows>(x: X): SameKind<X> {
    return this.fitTransformed(x) as SameKind<X>;
  }

  protected learn(columns: Columns, verb: string): void {
    const { missing } = this;
    const numbers = columns.values.map((_, at) => numbersOf(columns, at, { verb, missing }));
    this.forget();
    for (const [at, column] of numbers.entries())
      this.learnColumn(column, columns.names ? `column "${columns.names[at]}"` : `column ${at}`);
  }

  protected change(columns: Columns, verb: string): Columns {
    return this.map(columns, { verb, work: (column, at) => this.changeColumn(column, at) });
  }

  /** Copies each column as numbers and works on it in place. */
  protected map(
    columns: Columns,
    { verb, work }: { verb: string; work: (column: Float64Array, at: number) => void },
  ): Columns {
    const values = columns.values.map((_, at) => {
      const column = copyOfNumbers(columns, at, { verb, missing: this.missing });
      work(column, at);
      return column;
    });
    return { ...columns, values };
  }
}

/**
 * Checks lists of numbers that were saved.
 *
 * @param name - The class.
 * @param state - What came.
 * @param keys - Each a list of finite numbers, all equally long.
 * @throws ArgumentError when it is not what `toJSON` of the class gave.
 */
export function checkSaved(name: string, state: unknown, keys: readonly string[]): void {
  const saved = state as Readonly<Record<string, unknown>> | null | undefined;
  const lists = keys.map((key) => saved?.[key]);
  const length = Array.isArray(lists[0]) ? lists[0].length : -1;
  const isRight = (list: unknown): boolean =>
    Array.isArray(list) && list.length === length && list.every(Number.isFinite);
  if (saved?.["type"] === name && lists.every(isRight)) return;
  throw cannot(`restore ${name}`, {
    argument: "state",
    must: `what toJSON of a ${name} gave`,
    received: state,
  });
}
