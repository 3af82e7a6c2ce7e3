/** Turns a series, and often another operand, into a series, value by value. */
import { checkInteger } from "../core/shape";
import type { ColumnType } from "../datasets";
import { accumulate } from "./cumulative";
import type { CumulativeName } from "./cumulative";
import { calculate, combine, compare, roundTo } from "./elementwise";
import type { ArithmeticName, ComparisonName } from "./elementwise";
import type { Series } from "./series";
import { operandOf, SeriesBase } from "./series-base";
import type { CellOperand, NumberOperand } from "./series-base";
import type { Inplace } from "./text-methods";

/** What computes and compares value by value, and runs along the series. */
export abstract class SeriesArithmetic<T extends ColumnType = ColumnType> extends SeriesBase<T> {
  /** Adds a number, or one for each row. */
  add(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "add", options);
  }

  /** Takes a number away, or one from each row. */
  sub(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "sub", options);
  }

  /** Multiplies by a number, or by one for each row. */
  mul(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "mul", options);
  }

  /** Divides by a number, or by one for each row; by 0 it gives ±Infinity, or `NaN` for 0. */
  div(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "div", options);
  }

  /** Raises to a power, or to one for each row. */
  pow(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "pow", options);
  }

  /** What is left over by division; it has the sign of the divisor. */
  mod(other: NumberOperand, options: Inplace = {}): Series<"number"> {
    return this.#calculate(other, "mod", options);
  }

  /** The larger of the value and another, row by row. */
  maximum(other: NumberOperand): Series<"number"> {
    return this.#calculate(other, "maximum", {});
  }

  /** The smaller of the value and another, row by row. */
  minimum(other: NumberOperand): Series<"number"> {
    return this.#calculate(other, "minimum", {});
  }

  /** Rounds to a number of decimals (1), what lies in the middle to the even neighbour. */
  round(dp = 1, options: Inplace = {}): Series<T> {
    checkInteger(dp, { verb: "round", argument: "dp" });
    const { values } = this.$column;
    if (!(values instanceof Float64Array)) return this.$with(values);
    return this.$with(
      values.map((value) => roundTo(value, dp)),
      options,
    );
  }

  /** The sizes without their signs. */
  abs(options: Inplace = {}): Series<"number"> {
    return this.$withNumbers(this.$numbers("take sizes").map(Math.abs), options);
  }

  /** The running sum; a missing value stays missing and the sum goes on. */
  cumSum(options: Inplace = {}): Series<"number"> {
    return this.#accumulate("sum", options);
  }

  /** The smallest so far. */
  cumMin(options: Inplace = {}): Series<"number"> {
    return this.#accumulate("min", options);
  }

  /** The largest so far. */
  cumMax(options: Inplace = {}): Series<"number"> {
    return this.#accumulate("max", options);
  }

  /** The running product. */
  cumProd(options: Inplace = {}): Series<"number"> {
    return this.#accumulate("prod", options);
  }

  /** Whether each value is below another. */
  lt(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "lt");
  }

  /** Whether each value is above another. */
  gt(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "gt");
  }

  /** Whether each value is at most another. */
  le(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "le");
  }

  /** Whether each value is at least another. */
  ge(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "ge");
  }

  /** Whether each value equals another; what is missing equals nothing. */
  eq(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "eq");
  }

  /** Whether each value differs from another. */
  ne(other: CellOperand): Series<"boolean"> {
    return this.#compare(other, "ne");
  }

  /** Whether both are true; what is missing counts as false. */
  and(other: CellOperand): Series<"boolean"> {
    return this.$withTruths(combine(this.$column.values, operandOf(other), "and"));
  }

  /** Whether one of both is true; what is missing counts as false. */
  or(other: CellOperand): Series<"boolean"> {
    return this.$withTruths(combine(this.$column.values, operandOf(other), "or"));
  }

  #calculate(other: NumberOperand, name: ArithmeticName, options: Inplace): Series<"number"> {
    return this.$withNumbers(calculate(this.$column, operandOf(other), name), options);
  }

  #accumulate(name: CumulativeName, options: Inplace): Series<"number"> {
    return this.$withNumbers(accumulate(this.$numbers(`run along (${name})`), name), options);
  }

  #compare(other: CellOperand, name: ComparisonName): Series<"boolean"> {
    return this.$withTruths(compare(this.$column, operandOf(other), name));
  }
}
