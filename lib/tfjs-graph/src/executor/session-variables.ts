/** Variables of tfjs whose numbers live in a graph's session; whoever reads one gets them, at the moment of reading. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { engineOf, nativeBackend, type NativeBackend, type TensorData, type Tf } from "../internals";
import { attribute } from "../graph/attributes";
import type { Edge, Graph } from "../graph/graph";
import { cutNode, joinNode } from "../graph/nodes";
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
    ? cutNode(graph, given, { sizes: graph.constant("int32", widths), count: widths.length, axis: 1 })
    : [given];
  const whole = widths ? joinNode(graph, reads, 1) : (reads[0] as Edge);
  const assigned = handles.map((handle, i) =>
    graph.add("AssignVariableOp", [handle, parts[i] as Edge], { attributes: type }),
  );
  const done = { ...type, value: attribute.tensor("float32", { shape: [], values: [1] }) };
  graph.add(
    "Const",
    assigned.map((edge) => `^${edge}`),
    { attributes: done, name: `${name}_written` },
  );
  graph.add("Identity", [whole], { attributes: { T: type.dtype }, name: `${name}_value` });
  return {
    handles,
    write: signature([`${name}_new`], [`${name}_written`]),
    read: signature([], [`${name}_value`]),
  };
}

/** What the back end keeps of a variable that lives in a session. */
class ResidentData implements TensorData {
  values: ArrayBufferView | null = null;
  refCount = 1;
  private copy = -1;

  constructor(
    readonly shape: readonly number[],
    readonly dtype: number,
    /** The session that it lives in; `undefined` once it stays as it is. */
    private home: Home | undefined,
    private readonly nodes: ResourceNodes,
  ) {}

  /** The native tensor; fetched from the session at the first reading after a step. */
  get id(): number {
    if (this.copy < 0 && this.home)
      this.copy = (this.home.session.run(this.nodes.read, [])[0] as { id: number }).id;
    return this.copy;
  }

  set id(id: number) {
    this.copy = id;
  }

  /** The session's numbers are about to change: what was fetched is old. */
  expire(): void {
    if (this.copy >= 0) this.home?.binding.deleteTensor(this.copy);
    this.copy = -1;
  }

  /** Stays as it is from now on. */
  detach(): void {
    void this.id;
    this.forget();
  }

  /** Nobody will read it any more. */
  forget(): void {
    this.home = undefined;
  }
}

/** A session and the variables that live in it and are not disposed of. */
interface Home {
  readonly session: Session;
  readonly binding: NativeBackend["binding"];
  readonly variables: Set<Variable>;
}

/** Where variables live; several models may share one. */
const homes = new WeakMap<Variable, Set<Home>>();

interface Resident {
  readonly variable: Variable;
  readonly nodes: ResourceNodes;
  data: ResidentData | undefined;
}

/** The variables of one session. */
export class Residents {
  private readonly list: Resident[];
  private readonly backend: NativeBackend;
  private readonly home: Home;

  /**
   * @param tf - TensorFlow.js.
   * @param session - Where the variables live.
   * @param entries - Which they are.
   */
  constructor(
    private readonly tf: Tf,
    session: Session,
    entries: readonly { variable: Variable; nodes: ResourceNodes }[],
  ) {
    this.backend = nativeBackend(tf);
    this.home = {
      session,
      binding: this.backend.binding,
      variables: new Set(entries.map(({ variable }) => variable)),
    };
    for (const { variable } of entries)
      homes.set(variable, (homes.get(variable) ?? new Set()).add(this.home));
    watchDisposal(tf);
    this.list = entries.map((entry) => ({ ...entry, data: undefined }));
  }

  /** Takes over what was assigned to variables since the last step. To be called before each step. */
  upload(): void {
    for (const resident of this.list) {
      const data = this.backend.tensorMap.get(resident.variable.dataId);
      if (data === resident.data) continue;
      const [id] = this.backend.getInputTensorIds([resident.variable]) as [number];
      const { session, binding } = this.home;
      for (const { id: written } of session.run(resident.nodes.write, [id])) binding.deleteTensor(written);
    }
  }

  /** Makes every variable one whose numbers are the session's. To be called around a step. */
  adopt(): void {
    for (const resident of this.list) {
      const data = this.backend.tensorMap.get(resident.variable.dataId);
      if (data === resident.data && data.refCount === 1) resident.data.expire();
      else this.replace(resident, data);
    }
  }

  /** Another tensor may share the old numbers, and keeps them; the variable gets a place of its own, as in `assign`. */
  private replace(resident: Resident, old: TensorData): void {
    const { variable, nodes } = resident;
    const data = new ResidentData(old.shape, old.dtype, this.home, nodes);
    if (old instanceof ResidentData) old.detach();
    const engine = engineOf(this.tf);
    engine.disposeTensor(variable);
    data.refCount = 0;
    (variable as { dataId: object }).dataId = {};
    this.backend.tensorMap.set(variable.dataId, data);
    engine.incRef(variable, null);
    resident.data = data;
  }
}

const watched = new WeakSet<NativeBackend>();

/** A variable that goes must not be fetched first; with its last variable a session ends. */
function watchDisposal(tf: Tf): void {
  const backend = nativeBackend(tf);
  if (watched.has(backend)) return;
  watched.add(backend);
  const disposeData = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force = false) => {
    const data = backend.tensorMap.has(dataId) ? backend.tensorMap.get(dataId) : undefined;
    if (data instanceof ResidentData && (force || data.refCount <= 1)) data.forget();
    return disposeData(dataId, force);
  };
  const engine = engineOf(tf);
  const disposeVariable = engine.disposeVariable.bind(engine);
  engine.disposeVariable = (variable) => {
    const data = backend.tensorMap.has(variable.dataId) ? backend.tensorMap.get(variable.dataId) : undefined;
    // Another tensor shares the numbers and outlives the session.
    if (data instanceof ResidentData && data.refCount > 1) data.detach();
    disposeVariable(variable);
    for (const { variables, session } of homes.get(variable) ?? []) {
      variables.delete(variable);
      if (variables.size === 0) session.close();
    }
    homes.delete(variable);
  };
}
