/**
 * Turns several steps of data preparation into one: one after another, or each for columns of its own. Both stand in one
 * file, since either may hold the other and is made anew from what was saved.
 */
import { cannot } from "../core/errors";
import { isList } from "../core/is-list";
import { checkInteger } from "../core/shape";
import { unknownName } from "../core/suggest";
import { OutlierClipper } from "./clip";
import { OneHotEncoder } from "./encode";
import { SimpleImputer } from "./impute";
import { missingColumns } from "./names";
import { OrdinalEncoder } from "./ordinal";
import type { CellRows, Transformed } from "./rows";
import { MinMaxScaler, StandardScaler } from "./scale";
import type { Columns } from "./table";
import { Transformer } from "./transformer";
import type { TransformerState } from "./transformer";

/** A step with its name. */
export type NamedStep = readonly [name: string, step: Transformer];

/** Columns, by name or place, and the steps for them; without a step they stay as they are. */
export type ColumnPart = readonly [columns: readonly (string | number)[], ...steps: Transformer[]];

/** What a fitted pipeline learned, ready for `JSON.stringify`. */
export interface PipelineState extends TransformerState {
  width: number;
  steps: [name: string, state: TransformerState][];
}

/** What a fitted ColumnTransformer learned, ready for `JSON.stringify`. */
export interface ColumnTransformerState extends TransformerState {
  width: number;
  remainder: "drop" | "passthrough";
  parts: [name: string, columns: (string | number)[], state: TransformerState | null][];
}

/** What both give: steps that may change which columns there are. */
abstract class Composite extends Transformer {
  /**
   * Changes rows by what was learned.
   *
   * @param x - A table, or rows of shape `[rows, columns]`.
   * @returns A table for a table, a tensor for a tensor (the caller disposes of it), otherwise rows.
   * @throws StateError before `fit`; the errors of the steps.
   */
  transform<X extends CellRows>(x: X): Transformed<X> {
    return this.transformed(x, "rows") as Transformed<X>;
  }

  /** Learns from the training part and changes it. */
  fitTransform<X extends CellRows>(x: X): Transformed<X> {
    return this.fitTransformed(x, "rows") as Transformed<X>;
  }

  /** The steps know their columns themselves. */
  protected override checkColumns(): void {}
}

/** Steps one after another; made by {@link pipeline}. */
export class Pipeline extends Composite {
  /** The steps in their order, with their names. */
  readonly steps: readonly NamedStep[];

  /**
   * @param steps - Each with a name of its own.
   * @throws ArgumentError when there is none, or a name comes twice.
   */
  constructor(steps: readonly NamedStep[]) {
    super();
    const verb = "make a pipeline";
    const isStep = ([name, step]: NamedStep): boolean =>
      typeof name === "string" && step instanceof Transformer;
    if (steps.length === 0 || !steps.every(isStep))
      throw cannot(verb, {
        argument: "steps",
        must: "at least one step of data preparation",
        received: steps,
      });
    const names = steps.map(([name]) => name);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined)
      throw cannot(verb, { argument: "the names of the steps", must: "all different", received: twice });
    this.steps = [...steps];
  }

  /**
   * Makes a pipeline from what another one learned.
   *
   * @throws ArgumentError when it is not what `toJSON` gave.
   */
  static fromJSON(state: PipelineState): Pipeline {
    checkComposite("Pipeline", state, state?.steps);
    const steps = state.steps.map(([name, step]) => [name, transformerFromJSON(step)] as const);
    return new Pipeline(steps).restore(state.width, state.featureNamesIn);
  }

  /** The steps by name. */
  get namedSteps(): Readonly<Record<string, Transformer>> {
    return Object.fromEntries(this.steps);
  }

  /**
   * Turns changed rows back, from the last step to the first.
   *
   * @throws StateError before `fit`; ArgumentError when a step cannot be undone.
   */
  inverseTransform<X extends CellRows>(x: X): Transformed<X> {
    return this.inverted(x, "rows") as Transformed<X>;
  }

  /** What was learned, for `JSON.stringify`; see `fromJSON`. */
  override toJSON(): PipelineState {
    return super.toJSON() as PipelineState;
  }

  protected learned(): object {
    const { width } = this.known("save the pipeline");
    return { width, steps: this.steps.map(([name, step]) => [name, step.toJSON()]) };
  }

  protected learn(columns: Columns, verb: string): void {
    let current = columns;
    for (const [at, [name, step]] of this.steps.entries()) {
      step.fitColumns(current, `${verb}, step "${name}"`);
      // What the last step makes of the training part is not needed.
      if (at < this.steps.length - 1) current = step.transformColumns(current, `${verb}, step "${name}"`);
    }
  }

  protected change(columns: Columns, verb: string): Columns {
    return this.steps.reduce(
      (current, [name, step]) => step.transformColumns(current, `${verb}, step "${name}"`),
      columns,
    );
  }

  protected override changeBack(columns: Columns, verb: string): Columns {
    return this.steps.reduceRight(
      (current, [name, step]) => step.inverseColumns(current, `${verb}, step "${name}"`),
      columns,
    );
  }
}

/** Each step for columns of its own, side by side; made by {@link columnTransformer}. */
export class ColumnTransformer extends Composite {
  private readonly parts: readonly {
    name: string;
    columns: readonly (string | number)[];
    step?: Transformer;
  }[];
  private readonly remainder: "drop" | "passthrough";

  /**
   * @param parts - By name: columns and their steps.
   * @param options - See {@link columnTransformer}.
   */
  constructor(
    parts: Readonly<Record<string, ColumnPart>>,
    options: { remainder?: "drop" | "passthrough" } = {},
  ) {
    super();
    const { remainder = "drop" } = options;
    const verb = "make a columnTransformer";
    if (remainder !== "drop" && remainder !== "passthrough")
      throw cannot(verb, { argument: "remainder", must: '"drop" or "passthrough"', received: remainder });
    if (Object.keys(parts).length === 0)
      throw cannot(verb, { argument: "parts", must: "at least one", received: parts });
    this.remainder = remainder;
    this.parts = Object.entries(parts).map(([name, [columns, ...steps]]) => {
      if (!isList(columns))
        throw cannot(verb, {
          argument: `parts.${name}[0]`,
          must: "a list of columns",
          received: columns,
          hint: "For one column write [name].",
        });
      const [first] = steps;
      return { name, columns: [...columns], step: steps.length > 1 ? pipeline(...steps) : first };
    });
  }

  /**
   * Makes a ColumnTransformer from what another one learned.
   *
   * @throws ArgumentError when it is not what `toJSON` gave.
   */
  static fromJSON(state: ColumnTransformerState): ColumnTransformer {
    checkComposite("ColumnTransformer", state, state?.parts);
    const parts = state.parts.map(([name, columns, step]): [string, ColumnPart] => [
      name,
      step ? [columns, transformerFromJSON(step)] : [columns],
    ]);
    const { remainder, width, featureNamesIn } = state;
    return new ColumnTransformer(Object.fromEntries(parts), { remainder }).restore(width, featureNamesIn);
  }

  /** The steps by the names of their parts; `undefined` for columns that stay as they are. */
  get namedTransformers(): Readonly<Record<string, Transformer | undefined>> {
    return Object.fromEntries(this.parts.map(({ name, step }) => [name, step]));
  }

  /** What was learned, for `JSON.stringify`; see `fromJSON`. */
  override toJSON(): ColumnTransformerState {
    return super.toJSON() as ColumnTransformerState;
  }

  protected learned(): object {
    const { width } = this.known("save the ColumnTransformer");
    const parts = this.parts.map(({ name, columns, step }) => [name, columns, step?.toJSON() ?? null]);
    return { width, remainder: this.remainder, parts };
  }

  protected learn(columns: Columns, verb: string): void {
    for (const { name, columns: wanted, step } of this.parts) {
      const picked = pick(columns, wanted, verb);
      step?.fitColumns(picked, `${verb}, part "${name}"`);
    }
  }

  protected change(columns: Columns, verb: string): Columns {
    const made = this.parts.map(({ name, columns: wanted, step }) => {
      const picked = pick(columns, wanted, verb);
      return step ? step.transformColumns(picked, `${verb}, part "${name}"`) : picked;
    });
    if (this.remainder === "passthrough") made.push(pick(columns, this.others(), verb));
    const names = made.flatMap((part) => part.names ?? []);
    const twice = names.find((name, at) => names.indexOf(name) !== at);
    if (twice !== undefined)
      throw cannot(verb, {
        argument: "the columns of the result",
        must: "of different names",
        received: twice,
        hint: "Name each column in one part only.",
      });
    return { rows: columns.rows, names, values: made.flatMap(({ values }) => values) };
  }

  /** The columns of the training part that no part names. */
  private others(): (string | number)[] {
    const { width, names } = this.known("transform");
    const used = new Set(this.parts.flatMap(({ columns }) => columns));
    const all = Array.from({ length: width }, (_, at) => at);
    return all.flatMap((at) => {
      const name = names?.[at];
      return used.has(at) || (name !== undefined && used.has(name)) ? [] : [name ?? at];
    });
  }
}

/**
 * Puts steps one after another: each learns from what the ones before it make of the training part.
 *
 * @param steps - Steps; or one list of steps with names, `[["scale", new StandardScaler()], …]`. Without names they are
 * called by their classes: `standardScaler`, `standardScaler-2` …
 * @returns A step itself: `fit` it on the training part, `transform` others, `toTensor` for a network.
 * @throws ArgumentError when there is none, or a name comes twice.
 * @example
 * const inputs = pipeline(new SimpleImputer({ strategy: "median" }), new MinMaxScaler());
 * assert.deepEqual(inputs.fitTransform([[1], [NaN], [1], [3]]), [[0], [0], [0], [1]]);
 */
export function pipeline(...steps: readonly Transformer[] | readonly [readonly NamedStep[]]): Pipeline {
  const [first] = steps;
  if (steps.length === 1 && Array.isArray(first)) return new Pipeline(first as readonly NamedStep[]);
  const counts = new Map<string, number>();
  const named = (steps as readonly Transformer[]).map((step): NamedStep => {
    const className = step?.constructor.name ?? "";
    const name = `${className.charAt(0).toLowerCase()}${className.slice(1)}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [count > 1 ? `${name}-${count}` : name, step];
  });
  return new Pipeline(named);
}

/**
 * Gives each group of a table's columns steps of its own, and puts the results side by side.
 *
 * @param parts - By name: a list of columns, then the steps for them; without steps the columns stay as they are.
 * @param options - `remainder`: what becomes of columns that no part names, `"drop"` (the default) or `"passthrough"`.
 * @returns A step itself; columns that it does not use may be missing or new in `transform`.
 * @throws ArgumentError when there is no part, or an option is not known.
 * @example
 * const frame = new DataFrame({ age: [20, 40], sex: ["female", "male"], name: ["Ada", "Bob"] });
 * const inputs = columnTransformer({
 *   numbers: [["age"], new StandardScaler()],
 *   categories: [["sex"], new OneHotEncoder()],
 * });
 * const prepared = inputs.fitTransform(frame);
 * assert.deepEqual(prepared.columns, ["age", "sex_female", "sex_male"]);
 * assert.deepEqual(prepared.toMatrix(), [[-1, 1, 0], [1, 0, 1]]);
 */
export function columnTransformer(
  parts: Readonly<Record<string, ColumnPart>>,
  options: { remainder?: "drop" | "passthrough" } = {},
): ColumnTransformer {
  return new ColumnTransformer(parts, options);
}

/**
 * Makes a step of any class of this library from what another one learned.
 *
 * @param state - What its `toJSON` gave, as `JSON.parse` reads it.
 * @returns The step, fitted.
 * @throws ArgumentError when it is nothing of the kind.
 * @example
 * const text = JSON.stringify(new StandardScaler().fit([[1], [3]]));
 * const scaler = transformerFromJSON(JSON.parse(text));
 * assert.deepEqual(scaler.toJSON(), { type: "StandardScaler", mean: [2], std: [1] });
 */
export function transformerFromJSON(state: TransformerState): Transformer {
  const make = classes[state?.type];
  if (make) return make(state as never);
  throw cannot("restore a step", {
    argument: "state",
    must: `what toJSON of a step gave (${Object.keys(classes).join(", ")})`,
    received: state,
  });
}

const classes: Readonly<Record<string, ((state: never) => Transformer) | undefined>> = {
  StandardScaler: StandardScaler.fromJSON,
  MinMaxScaler: MinMaxScaler.fromJSON,
  OneHotEncoder: OneHotEncoder.fromJSON,
  OrdinalEncoder: OrdinalEncoder.fromJSON,
  SimpleImputer: SimpleImputer.fromJSON,
  OutlierClipper: OutlierClipper.fromJSON,
  Pipeline: Pipeline.fromJSON,
  ColumnTransformer: ColumnTransformer.fromJSON,
};

/** Some of the columns, by name or place. */
function pick(columns: Columns, wanted: readonly (string | number)[], verb: string): Columns {
  const { names, rows } = columns;
  const missing = wanted.filter((name) => typeof name === "string" && !names?.includes(name));
  const [first] = missing;
  if (names && missing.length === 1)
    throw unknownName(verb, { argument: "column", received: first, known: names });
  if (names && missing.length > 1) throw missingColumns(verb, { missing: missing.map(String), added: [] });
  if (missing.length > 0)
    throw cannot(verb, {
      argument: "x",
      must: "a table with names, as the columns are chosen by name",
      received: "rows without names",
    });
  const places = wanted.map((name) =>
    typeof name === "number"
      ? checkInteger(name, { verb, argument: "a column's place", min: 0, max: columns.values.length - 1 })
      : (names ?? []).indexOf(name),
  );
  return {
    rows,
    names: places.map((at) => names?.[at] ?? `x${at}`),
    values: places.map((at) => columns.values[at] ?? []),
  };
}

function checkComposite(name: string, state: TransformerState, parts: unknown): void {
  if (state?.type === name && Array.isArray(parts)) return;
  throw cannot(`restore ${name}`, {
    argument: "state",
    must: `what toJSON of a ${name} gave`,
    received: state,
  });
}
