/** Turns arithmetic into a graph that knows its own derivatives: reverse-mode automatic differentiation of single numbers. */
import { ArgumentError, describe } from "../core/errors";

/** A number, or a value in a graph. */
export type Numeric = Value | number;

/** One edge of the graph: an operand, and ∂result/∂operand at the operands' present numbers. */
export interface Edge {
  readonly operand: Value;
  readonly slope: number;
}

/** What {@link Value.graph} gives, for drawing. */
export interface ValueGraph {
  /** Every value once, operands before results. */
  readonly nodes: readonly { id: number; label: string; operation: string; data: number; gradient: number }[];
  /** From operand to result, by id, with the local derivative. */
  readonly edges: readonly { from: number; to: number; slope: number }[];
}

/**
 * A number that remembers how it came about.
 *
 * @example
 * const a = new Value(2, { label: "a" });
 * const b = new Value(3, { label: "b" });
 * const c = a.times(b).plus(a);
 * c.backward();
 * assert.deepEqual([c.data, a.gradient, b.gradient], [8, 4, 2]);
 */
export class Value {
  /** ∂result/∂this after `result.backward()`. */
  gradient = 0;
  /** A name for the drawing. */
  readonly label: string;
  private readonly edges: readonly Edge[];
  private readonly operation: string;

  constructor(
    /** The number. */
    readonly data: number,
    options: { label?: string; operation?: string; edges?: readonly Edge[] } = {},
  ) {
    if (typeof data !== "number")
      throw new ArgumentError(`Cannot make a value: data must be a number; received ${describe(data)}.`);
    const { label = "", operation = "", edges = [] } = options;
    this.label = label;
    this.operation = operation;
    this.edges = edges;
  }

  /** a + b: both slopes are 1. */
  plus(other: Numeric): Value {
    const b = toValue(other);
    return new Value(this.data + b.data, { operation: "+", edges: [edge(this, 1), edge(b, 1)] });
  }

  /** a · b: the slope of each is the other. */
  times(other: Numeric): Value {
    const b = toValue(other);
    return new Value(this.data * b.data, { operation: "·", edges: [edge(this, b.data), edge(b, this.data)] });
  }

  /** aⁿ for a fixed n: n·aⁿ⁻¹. */
  power(n: number): Value {
    const slope = n === 0 ? 0 : n * this.data ** (n - 1);
    return new Value(this.data ** n, { operation: `^${n}`, edges: [edge(this, slope)] });
  }

  /** −a. */
  negate(): Value {
    return this.times(-1);
  }

  /** a − b. */
  minus(other: Numeric): Value {
    return this.plus(toValue(other).negate());
  }

  /** a ÷ b. */
  over(other: Numeric): Value {
    return this.times(toValue(other).power(-1));
  }

  /** eᵃ, which is its own slope. */
  exp(): Value {
    const data = Math.exp(this.data);
    return new Value(data, { operation: "exp", edges: [edge(this, data)] });
  }

  /** ln a: 1/a. */
  log(): Value {
    return new Value(Math.log(this.data), { operation: "ln", edges: [edge(this, 1 / this.data)] });
  }

  /** max(0, a): 1 above zero, else 0. */
  relu(): Value {
    return new Value(Math.max(0, this.data), {
      operation: "relu",
      edges: [edge(this, this.data > 0 ? 1 : 0)],
    });
  }

  /** tanh a: 1 − tanh² a. */
  tanh(): Value {
    const data = Math.tanh(this.data);
    return new Value(data, { operation: "tanh", edges: [edge(this, 1 - data * data)] });
  }

  /** 1/(1 + e⁻ᵃ): σ(1 − σ). */
  sigmoid(): Value {
    const data = 1 / (1 + Math.exp(-this.data));
    return new Value(data, { operation: "σ", edges: [edge(this, data * (1 - data))] });
  }

  /** Computes ∂this/∂v for every v that this depends on, into `v.gradient`; what stood there before is replaced. */
  backward(): void {
    const order = this.ancestors();
    for (const value of order) value.gradient = 0;
    this.gradient = 1;
    // From the result back: when a value's turn comes, all that depend on it have added their share.
    for (const value of order.reverse()) {
      for (const { operand, slope } of value.edges) operand.gradient += slope * value.gradient;
    }
  }

  /** The graph behind this value, for drawing. */
  graph(): ValueGraph {
    const order = this.ancestors();
    const ids = new Map(order.map((value, id) => [value, id]));
    const id = (value: Value) => ids.get(value) as number;
    return {
      nodes: order.map((value) => ({
        id: id(value),
        label: value.label,
        operation: value.operation,
        data: value.data,
        gradient: value.gradient,
      })),
      edges: order.flatMap((value) =>
        value.edges.map(({ operand, slope }) => ({ from: id(operand), to: id(value), slope })),
      ),
    };
  }

  /** The value and its gradient, as text. */
  toString(): string {
    return `${this.label || "value"} = ${this.data} (gradient ${this.gradient})`;
  }

  /** Everything this depends on and this itself, operands first; a loop, because long sums would overflow the stack. */
  private ancestors(): Value[] {
    const order: Value[] = [];
    const seen = new Set<Value>();
    const stack: { value: Value; next: number }[] = [{ value: this, next: 0 }];
    seen.add(this);
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const operand = top.value.edges[top.next++]?.operand;
      if (!operand) order.push((stack.pop() as typeof top).value);
      else if (!seen.has(operand)) {
        seen.add(operand);
        stack.push({ value: operand, next: 0 });
      }
    }
    return order;
  }
}

/** A number as a value. */
export function toValue(value: Numeric): Value {
  return value instanceof Value ? value : new Value(value);
}

/**
 * Adds up values.
 *
 * @example
 * assert.equal(sumValues([1, 2, new Value(3)]).data, 6);
 */
export function sumValues(values: readonly Numeric[]): Value {
  return values.map(toValue).reduce((sum, value) => sum.plus(value), new Value(0));
}

/**
 * The derivative of a function by central finite differences, to check others with: (f(x + h) − f(x − h)) / 2h.
 *
 * @param f - A function of several numbers.
 * @param x - Where.
 * @param options - Step h > 0.
 * @returns One number per argument.
 * @example
 * const [slope] = finiteDifference(([x]) => x! * x!, [3]);
 * assert.ok(Math.abs(slope! - 6) < 1e-6);
 */
export function finiteDifference(
  f: (x: readonly number[]) => number,
  x: readonly number[],
  options: { h?: number } = {},
): number[] {
  const { h = 1e-5 } = options;
  const moved = (i: number, by: number) => x.map((value, j) => (i === j ? value + by : value));
  return x.map((_, i) => (f(moved(i, h)) - f(moved(i, -h))) / (2 * h));
}

function edge(operand: Value, slope: number): Edge {
  return { operand, slope };
}
