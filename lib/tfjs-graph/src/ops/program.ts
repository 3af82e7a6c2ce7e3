/** Values of a graph under construction, and symbolic reverse-mode differentiation through them. */
import { attribute, type ElementType } from "../graph/attributes";
import type { AttrValue } from "../graph/proto";
import { Graph, type Edge } from "../graph/graph";

/** Static sizes; `null` where known only when the graph runs. */
export type Shape = readonly (number | null)[];

/** One value of the graph. */
export interface Value {
  readonly edge: Edge;
  readonly shape: Shape;
  readonly type: ElementType;
  /** Whether something that learns lies before it. */
  readonly learns: boolean;
  /** Of a probability: what it was computed from, so that a loss can start there, in one stable operation. */
  readonly logits?: { readonly kind: "softmax" | "sigmoid"; readonly value: Value };
  /** Of a matrix that is kept in parts: the parts, side by side. */
  readonly columns?: readonly Value[];
  /**
   * Of a value that a monotonic (never falling) map made, element by element and by channel: the map and its pre-image.
   * The maximum over a window commutes with such a map, which then has fewer elements to compute.
   */
  readonly monotonic?: { readonly preImage: Value; readonly map: (value: Value) => Value };
}

/** Something that has no graph; the model then runs operation by operation. */
export class Unsupported extends Error {}

interface Step {
  readonly output: Value;
  readonly backward: (gradient: Edge) => void;
}

/** Builds the forward part of a graph, remembers how to go back, and then builds the backward part. */
export class Program {
  readonly graph = new Graph();
  private readonly tape: Step[] = [];
  private readonly gradients = new Map<Value, Edge[]>();
  private widestRow = 1;
  /** Fields of layers whose values were built in; when one differs, the graph is out of date. */
  private readonly dependencies: { target: object; key: string; value: unknown }[] = [];

  /** Whether dropout drops and batch statistics are taken. */
  readonly training: boolean;
  /** How many rows batches are expected to have; the graph takes any number. */
  readonly rows: number;

  constructor({ training, rows }: { training: boolean; rows: number }) {
    this.training = training;
    this.rows = rows;
  }

  /** A node whose attribute `T` is float32, as most of them are. */
  node(op: string, inputs: readonly Edge[], attributes: Readonly<Record<string, AttrValue>> = {}): Edge {
    return this.graph.add(op, inputs, { attributes: { T: attribute.type("float32"), ...attributes } });
  }

  /** Elements per row of the batch of the largest value in the forward pass. */
  get widest(): number {
    return this.widestRow;
  }

  /** A value; `from` says what it is computed from. */
  value(edge: Edge, shape: Shape, options: { from?: readonly Value[]; type?: ElementType } = {}): Value {
    const { from = [], type = "float32" } = options;
    // The one size that is not known is that of the batch.
    if (shape.includes(null))
      this.widestRow = Math.max(
        this.widestRow,
        shape.reduce<number>((product, size) => product * (size ?? 1), 1),
      );
    return { edge, shape, type, learns: from.some((value) => value.learns) };
  }

  /** Remembers how a gradient at a value reaches what it was computed from. */
  record(output: Value, backward: (gradient: Edge) => void): Value {
    if (output.learns) this.tape.push({ output, backward });
    return output;
  }

  /** Adds a contribution to the gradient of a value; its node is made only where the value depends on a weight. */
  pass(value: Value, gradient: () => Edge): void {
    if (!value.learns) return;
    const list = this.gradients.get(value) ?? [];
    this.gradients.set(value, list);
    list.push(gradient());
  }

  /**
   * Goes back from a scalar through everything recorded.
   *
   * @param loss - The scalar.
   * @param weights - What learns.
   * @returns For each weight its gradient; `undefined` where the loss does not depend on it.
   */
  differentiate(loss: Value, weights: readonly Value[]): (Edge | undefined)[] {
    this.pass(loss, () => this.graph.constant("float32", 1));
    for (const { output, backward } of [...this.tape].reverse()) {
      const gradient = this.gradientOf(output);
      if (gradient !== undefined) backward(gradient);
    }
    return weights.map((weight) => this.gradientOf(weight));
  }

  /** Makes the graph depend on a field of a layer. */
  dependOn(target: object, key: string): void {
    this.dependencies.push({ target, key, value: (target as Record<string, unknown>)[key] });
  }

  /** Whether every field that was built in is still the same. */
  get isValid(): boolean {
    return this.dependencies.every(
      ({ target, key, value }) => (target as Record<string, unknown>)[key] === value,
    );
  }

  private gradientOf(value: Value): Edge | undefined {
    const [first, ...more] = this.gradients.get(value) ?? [];
    if (first === undefined || more.length === 0) return first;
    const sum = this.node("AddN", [first, ...more], { N: attribute.int(more.length + 1) });
    this.gradients.set(value, [sum]);
    return sum;
  }
}

/** Says more about a value; it stays the same object, by which its gradients are found. */
export function annotate(
  value: Value,
  notes: Partial<Pick<Value, "logits" | "monotonic" | "columns">>,
): Value {
  return Object.assign(value, notes);
}

/** Number of elements where every size is known. */
export function sizeOf(shape: Shape): number | null {
  return shape.reduce<number | null>((size, n) => (size === null || n === null ? null : size * n), 1);
}
