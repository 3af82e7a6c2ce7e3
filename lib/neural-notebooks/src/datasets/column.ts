/** Turns the cells of one column, as they come, into typed values, and finds the type on the way. */
import { DataError, cannot } from "../core/errors";
import type { ColumnType } from "./catalog";
import type { CellRules } from "./cell-rules";
import { DateColumn } from "./date-column";
import { numberHint } from "./number-hint";
import { NumberBlocks } from "./number-blocks";
import { isWholeText, withoutLeadingZeros } from "./number-text";
import type { ColumnValues, RawCell } from "./table";

/** What is known of a column before its first cell. */
export interface ColumnPlan {
  name: string;
  /** Its type; inferred from its cells when left out. */
  type?: ColumnType | undefined;
}

/** A column that has come to its end. */
export interface FinishedColumn {
  type: ColumnType;
  values: ColumnValues;
  /** So many rows at the start were not read as text before a later cell showed that the column is text. */
  unread: number;
}

/** What a cell must be, and what came instead. */
interface Refusal {
  row: number;
  received: unknown;
  must: string;
  hint?: string | undefined;
}

/**
 * Takes a column's cells one by one. The first cell that is not missing says what the column is: a number, a truth
 * value or a date, each in this order; a later cell that does not fit makes the column text.
 */
export class ColumnBuilder {
  /** Rows taken so far. */
  protected rows = 0;
  /** `"unknown"` as long as all cells are missing. */
  protected kind: ColumnType | "unknown" = "unknown";
  protected numbers = new NumberBlocks();
  protected cells: (string | boolean | null)[] = [];
  /** A number with a fraction has come: the column measures, and counts no ids. */
  protected fraction = false;
  private dates: DateColumn | undefined;
  private unread = 0;
  /** Text only because its whole numbers are too large for a number; undone by a fraction. */
  private largeNumbers = false;

  constructor(
    protected readonly plan: ColumnPlan,
    protected readonly rules: CellRules,
  ) {
    if (plan.type) this.become(plan.type);
  }

  /** Takes a cell of any kind. */
  add(cell: RawCell): void {
    if (typeof cell === "string") return this.addText(cell);
    if (cell === null || cell === undefined || Number.isNaN(cell)) return this.addMissing();
    // What comes from code without types (a bigint, a date) is text.
    if (typeof cell !== "number" && typeof cell !== "boolean") return this.addPlainText(String(cell));
    if (this.kind === "unknown") this.become(typeof cell === "number" ? "number" : "boolean");
    if (this.kind === "number" && (typeof cell === "number" || this.plan.type)) {
      this.fraction ||= !Number.isSafeInteger(cell);
      return this.pushNumber(Number(cell));
    }
    if (this.kind === "boolean" && typeof cell === "boolean") return this.pushCell(cell);
    this.addFitting(String(cell), cell);
  }

  /** Takes a text, which may be missing. */
  addText(text: string): void {
    if (this.isMissing(text)) this.addMissing();
    else this.addFitting(text, text);
  }

  /** Adds a quoted text, which is never read as another type. */
  addPlainText(text: string): void {
    if (this.plan.type && this.kind !== "string") return this.addText(text);
    if (this.kind !== "string") this.turnToText();
    this.largeNumbers = false;
    this.pushCell(text);
  }

  /** Takes a missing cell. */
  addMissing(): void {
    if (this.kind === "number") this.pushNumber(NaN);
    else if (this.kind === "unknown") this.rows++;
    else this.pushCell(null);
  }

  /** The column's type and values. */
  finish(): FinishedColumn {
    const kind = this.kind === "unknown" ? "number" : this.kind;
    if (kind !== this.kind) this.become(kind);
    if (kind === "number") return { type: "number", values: this.numbers.join(), unread: 0 };
    const values = this.cells as (string | null)[];
    if (this.dates?.isAmbiguous) {
      if (!this.plan.type) return { type: "string", values, unread: 0 };
      const problem = this.dates.ambiguity(values);
      throw this.refuse({ received: values[problem.row], ...problem });
    }
    this.dates?.settle(values);
    return { type: kind, values, unread: this.unread };
  }

  protected isMissing(text: string): boolean {
    const trimmed = text.trim();
    return trimmed === "" || this.rules.missing.has(trimmed);
  }

  protected pushNumber(value: number): void {
    this.numbers.push(value);
    this.rows++;
  }

  protected pushCell(value: string | boolean | null): void {
    this.cells.push(value);
    this.rows++;
  }

  /** Called when cells mean something else from now on. */
  protected become(kind: ColumnType): void {
    this.kind = kind;
    this.dates = kind === "date" ? this.newDates() : undefined;
    this.cells = [];
    if (kind === "number") for (let row = 0; row < this.rows; row++) this.numbers.push(NaN);
    else for (let row = 0; row < this.rows; row++) this.cells.push(null);
  }

  private newDates(): DateColumn {
    return new DateColumn({ format: this.rules.datesOf(this.plan.name), given: this.plan.type === "date" });
  }

  private addFitting(text: string, received: RawCell): void {
    if (this.kind === "unknown") this.become(this.kindOf(text));
    if (this.tryAdd(text)) return;
    if (this.plan.type) throw this.refuse({ row: this.rows, received, ...this.problemOf(text) });
    this.turnToText();
    this.pushCell(text);
  }

  private kindOf(text: string): ColumnType {
    const trimmed = text.trim();
    if (this.rules.number(trimmed) !== undefined) return "number";
    if (this.rules.truth(trimmed) !== undefined) return "boolean";
    return this.newDates().read(trimmed) === undefined ? "string" : "date";
  }

  private tryAdd(text: string): boolean {
    if (this.kind === "number") return this.tryNumber(text);
    if (this.kind === "string") return this.addToText(text);
    const truth = this.plan.type ? this.rules.givenTruth : this.rules.truth;
    const value = this.kind === "boolean" ? truth(text.trim()) : this.dates?.read(text);
    if (value === undefined) return false;
    this.pushCell(value);
    return true;
  }

  private tryNumber(text: string): boolean {
    const trimmed = text.trim();
    const given = this.plan.type === "number";
    const value = this.rules.number(given ? withoutLeadingZeros(trimmed) : trimmed);
    if (value === undefined) return false;
    this.fraction ||= !isWholeText(trimmed, this.rules.decimal);
    if (given || this.fraction || Number.isSafeInteger(value)) {
      this.pushNumber(value);
    } else {
      // Two ids beyond 2^53 may be one and the same number: kept as text they stay two.
      this.turnToText();
      this.largeNumbers = true;
      this.pushCell(text);
    }
    return true;
  }

  private addToText(text: string): boolean {
    const value = this.largeNumbers ? this.rules.number(text.trim()) : undefined;
    if (value === undefined) this.largeNumbers = false;
    else if (!isWholeText(text.trim(), this.rules.decimal)) {
      this.turnBackToNumbers();
      this.pushNumber(value);
      return true;
    }
    this.pushCell(text);
    return true;
  }

  private turnToText(): void {
    this.unread = this.kind === "unknown" ? 0 : this.rows;
    this.become("string");
  }

  /** Large numbers with fractions among them are measurements after all. */
  private turnBackToNumbers(): void {
    const since = this.cells.slice(this.unread) as (string | null)[];
    this.rows = this.unread;
    this.unread = 0;
    this.largeNumbers = false;
    this.fraction = true;
    this.kind = "number";
    this.cells = [];
    for (const cell of since) this.pushNumber(cell === null ? NaN : (this.rules.number(cell.trim()) ?? NaN));
  }

  private problemOf(text: string): Pick<Refusal, "must" | "hint"> {
    if (this.kind === "date" && this.dates) return this.dates.problemOf(text);
    if (this.kind === "boolean") return { must: this.rules.truthWords };
    return { must: "a number", hint: numberHint(text.trim(), this.rules) };
  }

  private refuse({ row, received, must, hint }: Refusal): Error {
    return cannot("read the table", {
      argument: `column "${this.plan.name}", row ${row + 1},`,
      must,
      received,
      ...(hint === undefined ? {} : { hint }),
      as: DataError,
    });
  }
}
