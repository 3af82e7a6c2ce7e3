/** Turns the dates of one column into ISO text; where day and month could change places, the whole column decides. */
import { dateProblem, readDate } from "./date";
import type { DateForm, DateFormat } from "./date";

/** Why a cell cannot be read as a date. */
export interface DateProblem {
  must: string;
  hint?: string;
}

/** How the dates of a column are read. */
export interface DatePlan {
  /** The only form besides ISO. */
  format?: DateFormat | undefined;
  /** True when the caller says that the column holds dates: they may then come in several forms. */
  given: boolean;
}

/** Dates of one column. Those with slashes stay as they are written until {@link DateColumn.settle}. */
export class DateColumn {
  private form: DateForm | undefined;
  private dayFirst = true;
  private monthFirst = true;
  /** Some cell means different days by the two orders. */
  private open = false;
  /** Some cell has been kept as it is written. */
  private raw = false;

  constructor(private readonly plan: DatePlan) {}

  /** True when both orders fit every cell, and the days differ. */
  get isAmbiguous(): boolean {
    return this.open && this.dayFirst && this.monthFirst;
  }

  /**
   * Reads a cell.
   *
   * @returns What is kept for it, or `undefined` when it does not fit.
   */
  read(text: string): string | undefined {
    const date = readDate(text.trim(), this.plan.format);
    if (!date) return undefined;
    if (!this.plan.given) {
      // Names of months stand in titles and notes too, so they make no column of dates by themselves.
      if (date.form === "named" || (this.form !== undefined && date.form !== this.form)) return undefined;
      this.form = date.form;
    }
    const { dayFirst, monthFirst } = date;
    if (date.form !== "slashes" || this.plan.format) return dayFirst;
    const orders = [
      this.dayFirst && dayFirst !== undefined,
      this.monthFirst && monthFirst !== undefined,
    ] as const;
    if (!orders[0] && !orders[1]) return undefined;
    [this.dayFirst, this.monthFirst] = orders;
    this.open ||= dayFirst !== monthFirst;
    this.raw = true;
    return text;
  }

  /** Writes all cells as ISO text, in place; not to be called while the dates are ambiguous. */
  settle(cells: (string | null)[]): void {
    if (!this.raw) return;
    const known = new Map<string, string>();
    for (const [row, cell] of cells.entries()) {
      if (cell === null || /^\d{4}-/.test(cell)) continue;
      let date = known.get(cell);
      if (date === undefined) known.set(cell, (date = this.inOrder(cell)));
      cells[row] = date;
    }
  }

  /** Says what is wrong with a cell that {@link read} has refused. */
  problemOf(text: string): DateProblem {
    const date = readDate(text.trim(), this.plan.format);
    if (date && this.plan.given) {
      const [own, other] =
        date.dayFirst === undefined ? ["MM/DD/YYYY", "DD/MM/YYYY"] : ["DD/MM/YYYY", "MM/DD/YYYY"];
      return {
        must: `a date in the order ${other}, which a cell above it has`,
        hint: `This one is a date as ${own} only.`,
      };
    }
    return dateProblem(text.trim());
  }

  /** Says why the column is {@link isAmbiguous}, and by which of its cells. */
  ambiguity(cells: readonly (string | null)[]): DateProblem & { row: number } {
    const row = cells.findIndex((cell) => {
      const date = cell === null ? undefined : readDate(cell.trim());
      return date !== undefined && date.dayFirst !== date.monthFirst;
    });
    const date = readDate((cells[row] ?? "").trim());
    return {
      row,
      must: "a date that means one day only",
      hint:
        `It is ${date?.dayFirst} as DD/MM/YYYY and ${date?.monthFirst} as MM/DD/YYYY, and no cell of the column ` +
        'decides: pass { dateFormat: "DD/MM/YYYY" } or { dateFormat: "MM/DD/YYYY" }.',
    };
  }

  private inOrder(text: string): string {
    const date = readDate(text.trim());
    return (this.dayFirst ? date?.dayFirst : date?.monthFirst) ?? text;
  }
}
