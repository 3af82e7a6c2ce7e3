/** A TensorFlow graph under construction: nodes are added one by one, then all become the bytes of a SavedModel. */
import { attribute, type ElementType } from "./attributes";
import { protobuf, type AttrValue, type GraphDef } from "./proto";

/** Where a value comes from: `"node"` for the first output of a node, `"node:1"` for its second; `"^node"` waits for it. */
export type Edge = string;

/** Graphs of this version run on libtensorflow 2.9 and later. */
const PRODUCER = 1080;

/** Builds a graph; knows operations by name only, not what they compute. */
export class Graph {
  private readonly definition: GraphDef;
  private readonly constants = new Map<string, Edge>();
  private count = 0;

  constructor() {
    const proto = protobuf();
    this.definition = new proto.GraphDef();
    const version = new proto.VersionDef();
    version.setProducer(PRODUCER);
    this.definition.setVersions(version);
  }

  /** How many nodes there are. */
  get size(): number {
    return this.count;
  }

  /**
   * Adds a node.
   *
   * @param op - TensorFlow's name of the operation.
   * @param inputs - Its inputs, data first, then those to wait for (`"^node"`).
   * @param options - `attributes` by name; a `name` where it must be found again.
   * @returns Its first output.
   */
  add(
    op: string,
    inputs: readonly Edge[],
    options: { attributes?: Readonly<Record<string, AttrValue>>; name?: string } = {},
  ): Edge {
    const { attributes = {}, name = `n${this.count}` } = options;
    const node = new (protobuf().NodeDef)();
    node.setName(name);
    node.setOp(op);
    for (const input of inputs) node.addInput(input);
    const map = node.getAttrMap();
    for (const [key, value] of Object.entries(attributes)) map.set(key, value);
    this.definition.addNode(node);
    this.count += 1;
    return name;
  }

  /** A constant; equal ones are one node. */
  constant(type: "float32" | "int32", values: number | readonly number[]): Edge {
    const key = `${type} ${JSON.stringify(values)}`;
    const known = this.constants.get(key);
    if (known) return known;
    const tensor =
      typeof values === "number" ? { shape: [], values: [values] } : { shape: [values.length], values };
    const attributes = { dtype: attribute.type(type), value: attribute.tensor(type, tensor) };
    const edge = this.add("Const", [], { attributes });
    this.constants.set(key, edge);
    return edge;
  }

  /** A value that comes from outside at each run. */
  placeholder(name: string, { type, shape }: { type: ElementType; shape: readonly (number | null)[] }): Edge {
    const attributes = { dtype: attribute.type(type), shape: attribute.shape(shape) };
    return this.add("Placeholder", [], { attributes, name });
  }

  /** The bytes of `saved_model.pb`. */
  savedModel(): Uint8Array {
    const proto = protobuf();
    const info = new proto.MetaGraphDef.MetaInfoDef();
    info.addTags(TAG);
    const meta = new proto.MetaGraphDef();
    meta.setMetaInfoDef(info);
    meta.setGraphDef(this.definition);
    const model = new proto.SavedModel();
    model.setSavedModelSchemaVersion(1);
    model.addMetaGraphs(meta);
    return model.serializeBinary();
  }
}

/** The tag under which the one graph of a SavedModel is found. */
export const TAG = "serve";
