/** Turns labelled points into units that separate them, by the learning rule of Rosenblatt. One file on purpose: lesson 02 reads it whole. */
import { DataError, ShapeError, cannot, describe } from "../core/errors";
import { Random } from "../core/random";
import { checkFinite, checkInteger, checkNumber, checkSameLength } from "../core/shape";

/** Weights and bias of one threshold logic unit. */
export interface Tlu {
  /** Weights `w`, shape `[inputs]`. */
  readonly w: readonly number[];
  /** Bias `b`. */
  readonly b: number;
}

/** Points and their classes. */
export interface PerceptronData {
  /** Inputs, shape `[rows, inputs]`. */
  readonly x: readonly (readonly number[])[];
  /** Targets 0 or 1: shape `[rows]` for one output, `[rows, outputs]` for several (one-hot). */
  readonly y: readonly number[] | readonly (readonly number[])[];
}

/** One correction of the weights: a row that was answered wrongly by one output. */
export interface PerceptronUpdate {
  /** Number of the update, from 1. */
  readonly step: number;
  /** Pass through the rows, from 1. */
  readonly epoch: number;
  /** Index of the row that was answered wrongly, from 0. */
  readonly row: number;
  /** Index of the output that was wrong, from 0. */
  readonly output: number;
  /** `y − ŷ`: 1 when the unit should have fired and did not, −1 the other way round. */
  readonly error: 1 | -1;
  /** That output's weights after the update, shape `[inputs]`. */
  readonly w: readonly number[];
  /** That output's bias after the update. */
  readonly b: number;
}

/** Options of {@link trainPerceptron}. */
export interface PerceptronOptions {
  /** Learning rate η > 0; with starting weights of zero it only scales the result. */
  eta?: number;
  /** Passes through the rows before giving up. */
  maxEpochs?: number;
  /** Starting weights, one unit per output; zeros when left out. */
  start?: readonly Tlu[];
  /** Draws a new order of the rows for each epoch; when left out, rows come in their own order. */
  seed?: number;
}

/** What {@link trainPerceptron} learned, and how. */
export interface PerceptronTraining {
  /** The trained perceptron. */
  readonly model: Perceptron;
  /** Every correction, in order: the frames of the boundary's animation. */
  readonly updates: readonly PerceptronUpdate[];
  /** Corrections per epoch; the last is 0 when it converged. */
  readonly updatesPerEpoch: readonly number[];
  /** Epochs run. */
  readonly epochs: number;
  /** True when one whole epoch needed no correction: every row is answered rightly. */
  readonly converged: boolean;
}

/**
 * The Heaviside step: 1 from zero upwards, else 0.
 *
 * @param z - Any number.
 * @returns 0 or 1.
 * @example
 * assert.deepEqual([-0.1, 0, 2].map(heaviside), [0, 1, 1]);
 */
export function heaviside(z: number): 0 | 1 {
  return z >= 0 ? 1 : 0;
}

/**
 * The weighted sum z = w·x + b.
 *
 * @param x - Inputs, shape `[inputs]`.
 * @param unit - Weights, shape `[inputs]`, and bias.
 * @throws ShapeError when inputs and weights differ in number.
 * @example
 * assert.equal(weightedSum([1, 2], { w: [3, 4], b: 5 }), 16);
 */
export function weightedSum(x: readonly number[], unit: Tlu): number {
  if (x.length !== unit.w.length) {
    const hint = `The unit has ${unit.w.length} weights.`;
    throw cannot("add up inputs", {
      argument: "x",
      must: "one number per weight",
      received: { shape: [x.length] },
      hint,
      as: ShapeError,
    });
  }
  return unit.w.reduce((sum, w, i) => sum + w * (x[i] as number), unit.b);
}

/**
 * A threshold logic unit: ŷ = H(w·x + b), with H the Heaviside step.
 *
 * @param x - Inputs, shape `[inputs]`.
 * @param unit - Weights, shape `[inputs]`, and bias.
 * @returns 1 when the unit fires, else 0.
 * @throws ShapeError when inputs and weights differ in number.
 * @example
 * const and = { w: [1, 1], b: -1.5 };
 * assert.deepEqual([tlu([1, 1], and), tlu([0, 1], and)], [1, 0]);
 */
export function tlu(x: readonly number[], unit: Tlu): 0 | 1 {
  return heaviside(weightedSum(x, unit));
}

/**
 * One or more threshold logic units side by side over the same inputs
 * (Rosenblatt, 1958, "The perceptron: a probabilistic model for information storage and organization in the brain").
 */
export class Perceptron {
  /** The units, one per output. */
  readonly units: readonly Tlu[];

  /**
   * @param units - At least one unit, all with the same number of weights.
   * @throws ShapeError when there is no unit, or the units differ in their number of weights.
   * @throws DataError when a weight or bias is not finite.
   */
  constructor(units: readonly Tlu[]) {
    const first = units[0];
    if (!first || units.some((unit) => unit.w.length !== first.w.length)) {
      const must = "one or more units with equally many weights";
      throw cannot("make a perceptron", {
        argument: "units",
        must,
        received: units.map((unit) => unit.w.length),
        as: ShapeError,
      });
    }
    for (const unit of units)
      checkFinite([...unit.w, unit.b], { verb: "make a perceptron", argument: "weights" });
    this.units = units.map((unit) => ({ w: [...unit.w], b: unit.b }));
  }

  /** The weighted sums of every unit for each row. Takes `[rows, inputs]`, gives `[rows, outputs]`. */
  sums(x: readonly (readonly number[])[]): number[][] {
    return x.map((row) => this.units.map((unit) => weightedSum(row, unit)));
  }

  /** Which units fire for each row: 0 or 1. Takes `[rows, inputs]`, gives `[rows, outputs]`. */
  fire(x: readonly (readonly number[])[]): (0 | 1)[][] {
    return x.map((row) => this.units.map((unit) => tlu(row, unit)));
  }

  /**
   * The class of each row: 0 or 1 with one unit; with several, the index of the largest weighted sum
   * (so that a row has a class also when no unit fires, or two do).
   *
   * @param x - Inputs, shape `[rows, inputs]`.
   * @returns Class indices, shape `[rows]`.
   */
  predict(x: readonly (readonly number[])[]): number[] {
    if (this.units.length === 1) return this.fire(x).map(([fired]) => fired as number);
    return this.sums(x).map((sums) => sums.indexOf(Math.max(...sums)));
  }
}

/**
 * Trains a perceptron by Rosenblatt's rule: for every wrong answer w ← w + η(y − ŷ)x and b ← b + η(y − ŷ).
 * It ends when a whole epoch brings no wrong answer, which must happen if a line (plane) separates the classes
 * (Novikoff, 1962, "On convergence proofs on perceptrons"), or after `maxEpochs`.
 *
 * @param data - Inputs `[rows, inputs]` and targets `[rows]` or one-hot `[rows, outputs]`.
 * @param options - Learning rate, epochs, starting weights, seed of the order.
 * @returns The perceptron with the full history of its corrections.
 * @throws ShapeError when rows are ragged or x and y differ in length.
 * @throws DataError when x is not finite or y is not made of 0 and 1.
 * @throws ArgumentError when an option is out of range.
 * @example
 * const or = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 1, 1, 1] };
 * const { model, converged } = trainPerceptron(or);
 * assert.ok(converged);
 * assert.deepEqual(model.predict(or.x), or.y);
 */
export function trainPerceptron(data: PerceptronData, options: PerceptronOptions = {}): PerceptronTraining {
  const { eta = 1, maxEpochs = 100, start, seed } = options;
  const { x, y, inputs, outputs } = checkPoints(data, "train the perceptron");
  checkInteger(maxEpochs, { verb: "train the perceptron", argument: "maxEpochs", min: 1 });
  checkNumber(eta, { verb: "train the perceptron", argument: "eta", min: Number.MIN_VALUE });
  const units = startingUnits(start, inputs, outputs);
  const random = seed === undefined ? undefined : new Random(seed);
  const updates: PerceptronUpdate[] = [];
  const updatesPerEpoch: number[] = [];
  let converged = false;
  for (let epoch = 1; epoch <= maxEpochs && !converged; epoch++) {
    const before = updates.length;
    const order = random?.permutation(x.length) ?? x.keys();
    for (const row of order) {
      const point = x[row] as readonly number[];
      units.forEach((unit, output) => {
        const error = ((y[row] as readonly number[])[output] as number) - tlu(point, unit);
        if (error === 0) return;
        unit.w = unit.w.map((w, i) => w + eta * error * (point[i] as number));
        unit.b += eta * error;
        updates.push({
          step: updates.length + 1,
          epoch,
          row,
          output,
          error: error as 1 | -1,
          w: unit.w,
          b: unit.b,
        });
      });
    }
    updatesPerEpoch.push(updates.length - before);
    converged = updates.length === before;
  }
  return {
    model: new Perceptron(units),
    updates,
    updatesPerEpoch,
    epochs: updatesPerEpoch.length,
    converged,
  };
}

/**
 * The margin of a unit: the smallest signed distance of a point to the boundary, min over rows of t(w·x + b)/‖w‖
 * with t = ±1. Positive when every row lies on its right side.
 *
 * @param data - Inputs `[rows, inputs]` and targets 0 or 1, `[rows]`.
 * @param unit - Weights `[inputs]`, not all zero, and bias.
 * @returns The margin, in the units of x.
 * @throws ArgumentError when all weights are zero, so that there is no boundary.
 * @example
 * assert.equal(margin({ x: [[0], [4]], y: [0, 1] }, { w: [2], b: -2 }), 1);
 */
export function margin(data: PerceptronData, unit: Tlu): number {
  const { x, y } = checkPoints(data, "measure the margin", 1);
  const norm = Math.hypot(...unit.w);
  if (norm === 0)
    throw cannot("measure the margin", { argument: "w", must: "not all zero", received: unit.w });
  return smallestSignedSum(x, y, unit) / norm;
}

/**
 * The most corrections that Rosenblatt's rule can need from zero weights: (R‖v‖/γ)², where v = (w, b) is any
 * separating unit, R the length of the longest input (x, 1) and γ the smallest t(w·x + b) (Novikoff, 1962).
 * A wide margin means few corrections.
 *
 * @param data - Inputs `[rows, inputs]` and targets 0 or 1, `[rows]`.
 * @param unit - A unit that separates the classes strictly.
 * @returns An upper bound for the number of updates.
 * @throws ArgumentError when the unit does not separate the classes.
 * @example
 * const data = { x: [[0], [4]], y: [0, 1] };
 * assert.ok(trainPerceptron(data).updates.length <= updateBound(data, { w: [1], b: -2 }));
 */
export function updateBound(data: PerceptronData, unit: Tlu): number {
  const { x, y } = checkPoints(data, "bound the number of updates", 1);
  const gamma = smallestSignedSum(x, y, unit);
  if (!(gamma > 0)) {
    const must = "a unit with every row strictly on its right side";
    throw cannot("bound the number of updates", {
      argument: "unit",
      must,
      received: `smallest t(w·x + b) = ${gamma}`,
    });
  }
  const longest = x.reduce((most, row) => Math.max(most, Math.hypot(...row, 1)), 0);
  return ((longest * Math.hypot(...unit.w, unit.b)) / gamma) ** 2;
}

/**
 * The boundary w·x + b = 0 of a unit with two inputs, as the end points of its line within a box.
 *
 * @param unit - Two weights and a bias.
 * @param box - The smallest and largest value of each input.
 * @returns Two points `[x1, x2]`; none when the line misses the box or there is no line (both weights zero).
 * @throws ShapeError when the unit has not two inputs.
 * @example
 * assert.deepEqual(boundaryLine({ w: [1, 1], b: -1 }, { x1: [0, 1], x2: [0, 1] }), [[0, 1], [1, 0]]);
 */
export function boundaryLine(
  unit: Tlu,
  box: { x1: readonly [number, number]; x2: readonly [number, number] },
): [number, number][] {
  if (unit.w.length !== 2) {
    throw cannot("draw the boundary", {
      argument: "unit",
      must: "a unit with two inputs",
      received: { shape: [unit.w.length] },
      as: ShapeError,
    });
  }
  const [w1, w2] = unit.w as [number, number];
  const found: [number, number][] = [];
  const add = (x1: number, x2: number) => {
    const inside = x1 >= box.x1[0] && x1 <= box.x1[1] && x2 >= box.x2[0] && x2 <= box.x2[1];
    if (inside && !found.some(([a, b]) => a === x1 && b === x2)) found.push([x1, x2]);
  };
  if (w2 !== 0) for (const x1 of box.x1) add(x1, -(unit.b + w1 * x1) / w2 + 0);
  if (w1 !== 0) for (const x2 of box.x2) add(-(unit.b + w2 * x2) / w1 + 0, x2);
  return found.length < 2 ? [] : found.slice(0, 2);
}

function smallestSignedSum(
  x: readonly (readonly number[])[],
  y: readonly (readonly number[])[],
  unit: Tlu,
): number {
  return x.reduce(
    (least, row, i) =>
      Math.min(least, ((y[i] as readonly number[])[0] === 1 ? 1 : -1) * weightedSum(row, unit)),
    Infinity,
  );
}

function startingUnits(
  start: readonly Tlu[] | undefined,
  inputs: number,
  outputs: number,
): { w: number[]; b: number }[] {
  if (!start) return Array.from({ length: outputs }, () => ({ w: Array<number>(inputs).fill(0), b: 0 }));
  if (start.length !== outputs || start.some((unit) => unit.w.length !== inputs)) {
    const must = `${outputs} unit${outputs === 1 ? "" : "s"} with ${inputs} weights each`;
    throw cannot("train the perceptron", {
      argument: "start",
      must,
      received: start.map((unit) => unit.w.length),
      as: ShapeError,
    });
  }
  return start.map((unit) => ({ w: [...unit.w], b: unit.b }));
}

/** Brings targets to `[rows, outputs]` and checks everything that training relies on. */
function checkPoints(data: PerceptronData, verb: string, wantedOutputs?: number) {
  const { x } = data;
  checkSameLength({ x: x.length, y: data.y.length }, verb);
  const y = (data.y as readonly (number | readonly number[])[]).map((target) =>
    typeof target === "number" ? [target] : target,
  );
  const inputs = x[0]?.length ?? 0;
  const outputs = y[0]?.length ?? 0;
  if (inputs === 0)
    throw cannot(verb, { argument: "x", must: "one or more rows of numbers", received: x, as: ShapeError });
  if (outputs === 0 || (wantedOutputs !== undefined && outputs !== wantedOutputs)) {
    throw cannot(verb, {
      argument: "y",
      must: `${wantedOutputs ?? "one or more"} number per row`,
      received: data.y,
      as: ShapeError,
    });
  }
  for (let i = 0; i < x.length; i++) {
    const row = x[i] as readonly number[];
    const target = y[i] as readonly number[];
    if (row.length !== inputs || target.length !== outputs) {
      const must = `as long as row 0 (x: ${inputs}, y: ${outputs})`;
      throw cannot(verb, {
        argument: `row ${i}`,
        must,
        received: `x: ${row.length}, y: ${target.length}`,
        as: ShapeError,
      });
    }
    checkFinite(row, { verb, argument: `x[${i}]` });
    const wrong = target.find((value) => value !== 0 && value !== 1);
    if (wrong !== undefined) {
      const hint = "Write classes as 0 and 1, several classes one-hot.";
      throw new DataError(
        `Cannot ${verb}: y[${i}] must be made of 0 and 1; received ${describe(wrong)}. ${hint}`,
      );
    }
  }
  return { x, y, inputs, outputs };
}
