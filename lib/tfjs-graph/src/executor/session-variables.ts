/** Variables of tfjs whose numbers are in a graph's session; they are fetched lazily, when a variable is read. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { engineOf, nativeBackend, type NativeBackend, type TensorData, type Tf } from "../internals";
import { attribute } from "../graph/attributes";
import type { Edge, Graph } from "../graph/graph";
import { splitNode, concatNode } from "../graph/nodes";
import { signature, type Session, type Signature } from "../graph/session";

type Variable = TensorFlow.Variable;

/** A variable's nodes in a graph. */
export interface ResourceNodes {
  /** One for each part that it is kept in. */
  readonly handles: readonly Edge[];
  readonly write: Signature;
  readonly read: Signature;
}

/**
 * Adds a variable to a graph: its handles, and what writes and reads it.
 *
 * @param graph - The graph.
 * @param options - `name`, unique in the graph; `shape` of the numbers (float32); `widths` of the parts that a matrix is
 *   kept in, side by side.
 */
export function resourceNodes(
  graph: Graph,
  { name, shape, widths }: { name: string; shape: readonly number[]; widths?: readonly number[] | undefined },
): ResourceNodes {
  const type = { dtype: attribute.type("float32") };
  const shapes = widths?.map((width) => [...shape.slice(0, -1), width]) ?? [shape];
  const handles = shapes.map((part, i) =>
    graph.add("VarHandleOp", [], {
      attributes: {
        ...type,
        shape: attribute.shape(part),
        shared_name: attribute.text(`${name}_${i}`),
        container: attribute.text(""),
      },
      name: `${name}_${i}`,
    }),
  );
  const given = graph.placeholder(`${name}_new`, { type: "float32", shape });
  const reads = handles.map((handle) => graph.add("ReadVariableOp", [handle], { attributes: type }));
  const parts = widths
    ? splitNode(graph, given, { sizes: graph.constant("int32", widths), count: widths.length, axis: 1 })
    : [given];
  const joined = widths ? concatNode(graph, reads, 1) : (reads[0] as Edge);
  const assigned = handles.map((handle, i) =>
    graph.add("AssignVariableOp", [handle, parts[i] as Edge], { attributes: type }),
  );
  const done = { ...type, value: attribute.tensor("float32", { shape: [], values: [1] }) };
  graph.add(
    "Const",
    assigned.map((edge) => `^${edge}`),
    { attributes: done, name: `${name}_written` },
  );
  graph.add("Identity", [joined], { attributes: { T: type.dtype }, name: `${name}_value` });
  return {
    handles,
    write: signature([`${name}_new`], [`${name}_written`]),
    read: signature([], [`${name}_value`]),
  };
}

/** What the back end keeps of a variable whose numbers are in a session. */
class SessionTensorData implements TensorData {
  values: ArrayBufferView | null = null;
  refCount = 1;
  private copy = -1;

  constructor(
    readonly shape: readonly number[],
    readonly dtype: number,
    /** The session that has the numbers; `undefined` once they stay as they are. */
    private owner: Owner | undefined,
    private readonly nodes: ResourceNodes,
  ) {}

  /** The native tensor; fetched from the session at the first reading after a step. */
  get id(): number {
    if (this.copy < 0) this.copy = this.owner?.session.run(this.nodes.read, [])[0]?.id ?? -1;
    return this.copy;
  }

  set id(id: number) {
    this.copy = id;
  }

  /** The session's numbers are about to change: what was fetched is old. */
  expire(): void {
    if (this.copy >= 0) this.owner?.binding.deleteTensor(this.copy);
    this.copy = -1;
  }

  /** Stays as it is from now on. */
  detach(): void {
    void this.id;
    this.forget();
  }

  /** Will not be read any more. */
  forget(): void {
    this.owner = undefined;
  }
}

/** A session and those of its variables that are not disposed of. */
interface Owner {
  readonly session: Session;
  readonly binding: NativeBackend["binding"];
  readonly variables: Set<Variable>;
}

/** The sessions that have a copy of a variable's numbers; several models may share a variable. */
const owners = new WeakMap<Variable, Set<Owner>>();

interface SessionVariable {
  readonly variable: Variable;
  readonly nodes: ResourceNodes;
  data: SessionTensorData | undefined;
}

/** The variables of one session. */
export class SessionVariables {
  private readonly list: SessionVariable[];
  private readonly backend: NativeBackend;
  private readonly owner: Owner;

  /**
   * @param tf - TensorFlow.js.
   * @param session - Where the numbers are.
   * @param entries - Which variables they are.
   */
  constructor(
    private readonly tf: Tf,
    session: Session,
    entries: readonly { variable: Variable; nodes: ResourceNodes }[],
  ) {
    this.backend = nativeBackend(tf);
    this.owner = {
      session,
      binding: this.backend.binding,
      variables: new Set(entries.map(({ variable }) => variable)),
    };
    for (const { variable } of entries)
      owners.set(variable, (owners.get(variable) ?? new Set()).add(this.owner));
    followDisposal(tf);
    this.list = entries.map((entry) => ({ ...entry, data: undefined }));
  }

  /** Takes over what was assigned to variables since the last step. To be called before each step. */
  upload(): void {
    const { session, binding } = this.owner;
    for (const { variable, nodes, data } of this.list) {
      if (this.backend.tensorMap.get(variable.dataId) === data) continue;
      const ids = this.backend.getInputTensorIds([variable]);
      for (const { id } of session.run(nodes.write, ids)) binding.deleteTensor(id);
    }
  }

  /** Makes every variable one whose numbers are the session's. To be called before the run of a step. */
  adopt(): void {
    for (const entry of this.list) {
      const data = this.backend.tensorMap.get(entry.variable.dataId);
      if (data === entry.data && data.refCount === 1) entry.data.expire();
      else this.replace(entry, data);
    }
  }

  /** Leaves the numbers to the variables, and ends the session. */
  release(): void {
    const { session, variables } = this.owner;
    for (const variable of variables) {
      const data = this.backend.tensorMap.get(variable.dataId);
      const own = this.list.find((entry) => entry.variable === variable)?.data;
      if (own && own === data) own.detach();
      owners.get(variable)?.delete(this.owner);
    }
    variables.clear();
    session.close();
  }

  /** Another tensor may share the old numbers, and keeps them; the variable gets a place of its own, as in `assign`. */
  private replace(entry: SessionVariable, old: TensorData): void {
    const { variable, nodes } = entry;
    const data = new SessionTensorData(old.shape, old.dtype, this.owner, nodes);
    if (old instanceof SessionTensorData) old.detach();
    const engine = engineOf(this.tf);
    engine.disposeTensor(variable);
    data.refCount = 0;
    (variable as { dataId: object }).dataId = {};
    this.backend.tensorMap.set(variable.dataId, data);
    engine.incRef(variable, null);
    entry.data = data;
  }
}

/** Back ends whose disposing is followed. */
const followed = new WeakSet<NativeBackend>();

/** A variable that goes must not be fetched first; with its last variable a session ends. */
function followDisposal(tf: Tf): void {
  const backend = nativeBackend(tf);
  if (followed.has(backend)) return;
  followed.add(backend);
  const dataOf = (dataId: object): SessionTensorData | undefined => {
    const data = backend.tensorMap.has(dataId) ? backend.tensorMap.get(dataId) : undefined;
    return data instanceof SessionTensorData ? data : undefined;
  };
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force = false) => {
    const data = dataOf(dataId);
    if (data && (force || data.refCount <= 1)) data.forget();
    return disposeData(dataId, force);
  };
  const engine = engineOf(tf);
  const disposeVariable = engine.disposeVariable.bind(engine);
  engine.disposeVariable = (variable) => {
    const data = dataOf(variable.dataId);
    // Another tensor shares the numbers and outlives the session.
    if (data && data.refCount > 1) data.detach();
    disposeVariable(variable);
    for (const { variables, session } of owners.get(variable) ?? []) {
      variables.delete(variable);
      if (variables.size === 0) session.close();
    }
    owners.delete(variable);
  };
}
