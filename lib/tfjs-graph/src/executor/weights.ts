/** The weights of a model in a graph of its training, with what the optimizer keeps of them. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import type { Weight } from "../lowering/model";
import { partsOfProduct } from "../ops/linear";
import { Unsupported, annotate, type Program, type Value } from "../ops/program";
import { concat } from "../ops/shape";
import { resourceNodes, type ResourceNodes } from "./session-variables";

type Variable = TensorFlow.Variable;

/** A weight in the graph: whole, and in the parts that learn; a large matrix has several, one for each core. */
export interface Entry {
  readonly weight: Weight;
  readonly nodes: ResourceNodes;
  readonly widths: readonly number[] | undefined;
  readonly value: Value;
  readonly parts: readonly Value[];
}

/** All variables of one graph. */
export class Weights {
  private readonly entries = new Map<number, Entry>();
  private readonly slots: { variable: Variable; nodes: ResourceNodes }[] = [];
  private readonly trainable: ReadonlySet<number>;

  /**
   * @param p - The program.
   * @param learning - The weights that learn.
   */
  constructor(
    private readonly p: Program,
    learning: readonly Weight[],
  ) {
    this.trainable = new Set(learning.map(({ id }) => id));
  }

  /**
   * A weight's place in the graph.
   *
   * @param weight - The weight.
   * @param use - `"product"` for one that rows are multiplied with, which may be kept in parts.
   */
  get(weight: Weight, use?: "product"): Entry {
    const known = this.entries.get(weight.id);
    if (known) return known;
    if (weight.dtype !== "float32") throw new Unsupported(`weights of type ${weight.dtype}`);
    const { p } = this;
    const { shape } = weight;
    const learns = this.trainable.has(weight.id);
    const widths = use === "product" && learns ? widthsOf(p, shape) : undefined;
    const nodes = resourceNodes(p.graph, { name: `weight${this.entries.size}`, shape, widths });
    const parts = nodes.handles.map((handle, i): Value => {
      const attributes = { dtype: attribute.type("float32") };
      const edge = p.graph.add("ReadVariableOp", [handle], { attributes });
      const own = widths ? [...shape.slice(0, -1), widths[i] as number] : shape;
      return { edge, shape: own, type: "float32", learns };
    });
    const value = widths ? annotate(concat(p, parts, 1), { columns: parts }) : (parts[0] as Value);
    const entry = { weight, nodes, widths, value, parts };
    this.entries.set(weight.id, entry);
    return entry;
  }

  /**
   * Adds a variable that the optimizer keeps of a weight.
   *
   * @returns Its handles, one for each part of the weight.
   */
  addSlot(variable: Variable, { weight, widths }: Entry): readonly Edge[] {
    const name = `slot${this.slots.length}`;
    const nodes = resourceNodes(this.p.graph, { name, shape: weight.shape, widths });
    this.slots.push({ variable, nodes });
    return nodes.handles;
  }

  /** Every variable of the session. */
  resources(): { variable: Variable; nodes: ResourceNodes }[] {
    const weights = [...this.entries.values()].map(({ weight, nodes }) => ({
      variable: weight.read(),
      nodes,
    }));
    return [...weights, ...this.slots];
  }
}

/** Columns of a part are a multiple of this: a whole number of the processor's vectors. */
const VECTOR = 16;

/** The widths of the parts of a matrix that is worth being kept in parts: the last one takes what is left over. */
function widthsOf(p: Program, shape: readonly number[]): number[] | undefined {
  const [k, m] = shape as readonly [number, number];
  const count = shape.length === 2 ? partsOfProduct(p, [k, m]) : 1;
  const width = Math.floor(m / count / VECTOR) * VECTOR;
  if (count === 1 || width === 0) return undefined;
  return Array.from({ length: count }, (_, i) => (i < count - 1 ? width : m - width * (count - 1)));
}
