/** Turns a frame, and often another operand, into a frame of the same columns, cell by cell. */
import { cannot, ShapeError } from "../core/errors";
import { checkInteger } from "../core/shape";
import type { Table } from "../datasets";
import { checkAxis } from "./axis";
import { columnFromCells } from "./cells";
import { accumulate } from "./cumulative";
import type { CumulativeName } from "./cumulative";
import type { DataFrame } from "./data-frame";
import { calculate, compare, numbersOf, roundTo } from "./elementwise";
import type { ArithmeticName, ComparisonName, Operand } from "./elementwise";
import { FrameMissing } from "./frame-missing";
import type { Along, FrameOperand, NumberFrame, TruthFrame } from "./frame-types";
import { isFrame } from "./makers";
import type { FrameLike } from "./makers";
import { withValues } from "./schema";
import type { Schema } from "./schema";
import { Series } from "./series";
import { operandOf } from "./series-base";
import type { CellOperand } from "./series-base";
import type { Inplace } from "./text-methods";

/** What computes and compares cell by cell, and runs along rows or columns. */
export abstract class FrameArithmetic<S extends Schema = Schema> extends FrameMissing<S> {
  /** Adds a number, one for each column (axis 1, unless told) or row (axis 0), or a frame. */
  add(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "add", options);
  }

  /** Takes away a number, one for each column (axis 1, unless told) or row (axis 0), or a frame. */
  sub(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "sub", options);
  }

  /** Multiplies by a number, one for each column (axis 1, unless told) or row (axis 0), or a frame. */
  mul(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "mul", options);
  }

  /** Divides by a number, one for each column (axis 1, unless told) or row (axis 0), or a frame. */
  div(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "div", options);
  }

  /** As `div`, but what is divided by 0 becomes 0. */
  divNoNan(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "divNoNan", options);
  }

  /** Raises to a power, one for each column (axis 1, unless told) or row (axis 0), or a frame of powers. */
  pow(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "pow", options);
  }

  /** What is left over by division; it has the sign of the divisor. */
  mod(other: FrameOperand, options: Inplace & Along = {}): NumberFrame<S> {
    return this.#calculate(other, "mod", options);
  }

  /** Whether each cell is below another. */
  lt(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "lt", options);
  }

  /** Whether each cell is above another. */
  gt(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "gt", options);
  }

  /** Whether each cell is at most another. */
  le(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "le", options);
  }

  /** Whether each cell is at least another. */
  ge(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "ge", options);
  }

  /** Whether each cell equals another; what is missing equals nothing. */
  eq(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "eq", options);
  }

  /** Whether each cell differs from another. */
  ne(other: FrameOperand | CellOperand, options: Along = {}): TruthFrame<S> {
    return this.#compare(other, "ne", options);
  }

  /** The sizes without their signs. */
  abs(options: Inplace = {}): NumberFrame<S> {
    return this.#numbers((values) => values.map(Math.abs), { verb: "take sizes", ...options });
  }

  /** Rounds numbers to so many decimals (1), what lies in the middle to the even neighbour. */
  round(dp = 1, options: Inplace = {}): DataFrame<S> {
    checkInteger(dp, { verb: "round", argument: "dp" });
    return this.$replaceColumns((column) => {
      const { values } = column;
      if (!(values instanceof Float64Array)) return column;
      return withValues(
        column,
        values.map((value) => roundTo(value, dp)),
      );
    }, options);
  }

  /** The running sum along each row (axis 1, unless told) or column (axis 0). */
  cumSum(options: Inplace & Along = {}): NumberFrame<S> {
    return this.#accumulate("sum", options);
  }

  /** The running product along each row (axis 1, unless told) or column (axis 0). */
  cumProd(options: Inplace & Along = {}): NumberFrame<S> {
    return this.#accumulate("prod", options);
  }

  /** The smallest so far along each row (axis 1, unless told) or column (axis 0). */
  cumMin(options: Inplace & Along = {}): NumberFrame<S> {
    return this.#accumulate("min", options);
  }

  /** The largest so far along each row (axis 1, unless told) or column (axis 0). */
  cumMax(options: Inplace & Along = {}): NumberFrame<S> {
    return this.#accumulate("max", options);
  }

  /**
   * The difference to what stands some rows above (axis 1, unless told) or some columns before (axis 0), or to others.
   *
   * @param other - How many rows; or a Series or frame to take away.
   */
  diff(
    other: number | Series | FrameLike | readonly number[],
    options: Inplace & Along = {},
  ): NumberFrame<S> {
    if (typeof other !== "number") return this.#calculate(other, "sub", options);
    return this.#shifted(other, {
      verb: "take differences",
      step: (now, before) => now - before,
      ...options,
    });
  }

  /**
   * The change as a share of what stands some rows above (axis 1, unless told) or some columns before (axis 0), or of
   * others.
   *
   * @param other - How many rows; or a Series or frame to compare with.
   */
  pctChange(
    other: number | Series | FrameLike | readonly number[],
    options: Inplace & Along = {},
  ): NumberFrame<S> {
    if (typeof other !== "number") {
      const shares = this.#calculate(other, "div", { ...options, inplace: false });
      return this.$finish(shares.sub(1).$table, { index: this.$rowIndex, inplace: options.inplace });
    }
    return this.#shifted(other, {
      verb: "take changes",
      step: (now, before) => now / before - 1,
      ...options,
    });
  }

  #calculate(other: FrameOperand, name: ArithmeticName, options: Inplace & Along): NumberFrame<S> {
    const operand = operandsFor(this.$table, other, { verb: `compute ${name}`, axis: options.axis });
    return this.$replaceColumns((column, at) => {
      return { name: column.name, type: "number", values: calculate(column, operand(at), name) };
    }, options);
  }

  #compare(other: FrameOperand | CellOperand, name: ComparisonName, options: Along): TruthFrame<S> {
    const operand = operandsFor(this.$table, other, { verb: `compare with ${name}`, axis: options.axis });
    return this.$replaceColumns((column, at) => {
      return { name: column.name, type: "boolean", values: compare(column, operand(at), name) };
    });
  }

  #accumulate(name: CumulativeName, options: Inplace & Along): NumberFrame<S> {
    const verb = `run along (${name})`;
    if (checkAxis(options.axis, verb) === 0)
      return this.#numbers((values) => accumulate(values, name), { verb, ...options });
    const numbers = this.$table.columns.map((column) => numbersOf(column, verb));
    const results = numbers.map(() => new Float64Array(this.$table.rows));
    for (let row = 0; row < this.$table.rows; row++) {
      const line = accumulate(
        numbers.map((values) => values[row] ?? NaN),
        name,
      );
      for (const [at, column] of results.entries()) column[row] = line[at] ?? NaN;
    }
    return this.$replaceColumns(({ name: own }, at) => columnFromCells(own, results[at] ?? []), options);
  }

  #shifted(
    periods: number,
    {
      verb,
      step,
      axis,
      inplace = false,
    }: Inplace & Along & { verb: string; step: (now: number, before: number) => number },
  ): NumberFrame<S> {
    checkInteger(periods, { verb, argument: "other" });
    const numbers = this.$table.columns.map((column) => numbersOf(column, verb));
    // As in danfo, 1 looks at the rows above and 0 at the columns before.
    const byRows = checkAxis(axis, verb) === 1;
    return this.$replaceColumns(
      ({ name }, at) => {
        const before = byRows ? undefined : numbers[at - periods];
        const values = numbers[at]?.map((now, row) => {
          return step(now, byRows ? (numbers[at]?.[row - periods] ?? NaN) : (before?.[row] ?? NaN));
        });
        return columnFromCells(name, values ?? []);
      },
      { inplace },
    );
  }

  #numbers(
    change: (values: Float64Array) => Float64Array,
    options: Inplace & { verb: string },
  ): NumberFrame<S> {
    const { verb, ...rest } = options;
    return this.$replaceColumns((column) => {
      return { name: column.name, type: "number", values: change(numbersOf(column, verb)) };
    }, rest);
  }
}

/** What stands on the other side of each column. */
function operandsFor(
  table: Table,
  other: FrameOperand | CellOperand,
  { verb, axis }: { verb: string; axis: 0 | 1 | undefined },
): (column: number) => Operand {
  const byColumns = checkAxis(axis, verb) === 1;
  const { rows, columns } = table;
  if (isFrame(other)) {
    const theirs = other.$table;
    if (theirs.rows !== rows || theirs.columns.length !== columns.length)
      throw cannot(verb, {
        argument: "other",
        must: `of shape [${rows}, ${columns.length}]`,
        received: other,
        as: ShapeError,
      });
    return (at) => theirs.columns[at]?.values ?? [];
  }
  const operand = operandOf(other);
  if (operand === null || typeof operand !== "object") return () => operand;
  const length = byColumns ? columns.length : rows;
  if (operand.length !== length)
    throw cannot(verb, {
      argument: "other",
      must: `${length} long, one for each ${byColumns ? "column" : "row"} (axis ${byColumns ? 1 : 0})`,
      received: operand.length,
      as: ShapeError,
    });
  return byColumns ? (at) => operand[at] ?? null : () => operand;
}
