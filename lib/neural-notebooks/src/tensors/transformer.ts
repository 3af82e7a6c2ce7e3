/** What all steps of data preparation share: they learn from the training part, and change any rows by what they learned. */
import { ShapeError, StateError, cannot } from "../core/errors";
import type { Tensor2D } from "../core/tensor-types";
import { checkNames } from "./names";
import { readColumns, tensorOfColumns, writeColumns } from "./rows";
import type { CellRows, Form } from "./rows";
import type { Columns } from "./table";

/** What a fitted step learned, ready for `JSON.stringify`. */
export interface TransformerState {
  /** The class. */
  type: string;
  /** The columns' names, where the training part had some. */
  featureNamesIn?: string[];
}

/** What a fitted step knows of the training part's columns. */
export interface Fitted {
  readonly width: number;
  readonly names: readonly string[] | undefined;
}

/** A step of data preparation, with scikit-learn's methods. A class of your own may extend it. */
export abstract class Transformer {
  private fitted: Fitted | undefined;

  /** Learns from the training part. */
  protected abstract learn(columns: Columns, verb: string): void;

  /** Changes columns by what was learned. */
  protected abstract change(columns: Columns, verb: string): Columns;

  /** What was learned, without the columns' names. */
  protected abstract learned(): object;

  /** Turns changed columns back; not every step can. */
  protected changeBack?(columns: Columns, verb: string): Columns;

  /**
   * Learns from the training part only.
   *
   * @param x - The training part: a table, or rows of shape `[rows, columns]`.
   * @returns The step itself.
   * @throws ShapeError when there are no rows; DataError when a value does not suit the step.
   */
  fit(x: CellRows): this {
    const verb = `fit ${this.name}`;
    this.fitColumns(readColumns(x, verb), verb);
    return this;
  }

  /**
   * Changes rows and gives them as a tensor, ready for a network; the caller disposes of it.
   *
   * @param x - A table, or rows of shape `[rows, columns]`.
   * @returns Tensor of shape `[rows, columns of the result]`, float32.
   * @throws StateError before `fit`; DataError when the result holds text or missing values.
   */
  toTensor(x: CellRows): Tensor2D {
    const verb = `make a tensor by ${this.name}`;
    return tensorOfColumns(this.transformColumns(readColumns(x, verb), verb), { verb });
  }

  /** The names of the training part's columns; nothing where it came without names, or before `fit`. */
  get featureNamesIn(): string[] | undefined {
    return this.fitted?.names && [...this.fitted.names];
  }

  /**
   * The names of the result's columns; `x0`, `x1` … stand for columns without a name.
   *
   * @throws StateError before `fit`.
   */
  getFeatureNamesOut(): string[] {
    const { names, width } = this.known("name the columns");
    const none = { rows: 0, values: Array.from({ length: width }, () => []) };
    const input = { ...none, names: names ?? none.values.map((_, at) => `x${at}`) };
    return [...(this.change(input, "name the columns").names ?? [])];
  }

  /**
   * What was learned, for `JSON.stringify`; `fromJSON` of the class makes the step anew.
   *
   * @throws StateError before `fit`.
   */
  toJSON(): TransformerState {
    const { names } = this.known(`save ${this.name}`);
    return { type: this.name, ...(names && { featureNamesIn: [...names] }), ...this.learned() };
  }

  /**
   * Learns from columns; for steps that hold others.
   *
   * @internal
   */
  fitColumns(columns: Columns, verb: string): void {
    if (columns.rows === 0)
      throw cannot(verb, { argument: "x", must: "at least one row", received: "none", as: ShapeError });
    // What fails to learn anew knows nothing, in place of a mixture of old and new.
    this.fitted = undefined;
    this.learn(columns, verb);
    this.fitted = { width: columns.values.length, names: columns.names };
  }

  /**
   * Changes columns; for steps that hold others.
   *
   * @internal
   */
  transformColumns(columns: Columns, verb: string): Columns {
    const { width, names } = this.known(verb);
    // An empty list does not tell how many columns it has.
    if (columns.rows === 0 && !columns.names)
      return this.change({ rows: 0, values: Array.from({ length: width }, () => []) }, verb);
    this.checkColumns(columns, { verb, width, names });
    return this.change(columns, verb);
  }

  /**
   * Turns changed columns back; for steps that hold others.
   *
   * @internal
   */
  inverseColumns(columns: Columns, verb: string): Columns {
    const { names } = this.known(verb);
    if (!this.changeBack)
      throw cannot(verb, {
        argument: this.name,
        must: "a step that can be undone",
        received: "one that cannot",
        hint: "What it has replaced is not kept.",
      });
    const width = this.getFeatureNamesOut().length;
    const isEmpty = columns.rows === 0 && columns.values.length === 0;
    if (columns.values.length !== width && !isEmpty)
      throw cannot(verb, {
        argument: "x",
        must: `of shape [rows, ${width}], as transform gives`,
        received: { shape: [columns.rows, columns.values.length] },
        as: ShapeError,
      });
    const none = Array.from({ length: width }, () => []);
    const back = this.changeBack(isEmpty ? { rows: 0, values: none } : columns, verb);
    return { ...back, names: names ?? back.names };
  }

  /** The class's name, for messages and what is saved. */
  protected get name(): string {
    return this.constructor.name;
  }

  protected fitTransformed(x: CellRows, form: Form = "same"): unknown {
    const verb = `fit ${this.name}`;
    const columns = readColumns(x, verb);
    this.fitColumns(columns, verb);
    return writeColumns(this.transformColumns(columns, `transform by ${this.name}`), x, form);
  }

  protected transformed(x: CellRows, form: Form = "same"): unknown {
    const verb = `transform by ${this.name}`;
    this.known(verb);
    return writeColumns(this.transformColumns(readColumns(x, verb), verb), x, form);
  }

  protected inverted(x: CellRows, form: Form = "same"): unknown {
    const verb = `turn back by ${this.name}`;
    this.known(verb);
    return writeColumns(this.inverseColumns(readColumns(x, verb), verb), x, form);
  }

  /** Checks that columns are those of the training part. */
  protected checkColumns(columns: Columns, fitted: Fitted & { verb: string }): void {
    checkNames(columns, fitted);
  }

  /** Takes the columns from what was saved. */
  protected restore(width: number, names: readonly string[] | undefined): this {
    this.fitted = { width, names };
    return this;
  }

  protected known(verb: string): Fitted {
    if (this.fitted) return this.fitted;
    throw cannot(verb, {
      argument: this.name,
      must: "fitted first",
      received: "one that is not",
      hint: "Call fit with the training part.",
      as: StateError,
    });
  }
}
