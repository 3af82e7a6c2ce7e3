/** TensorFlow's protocol buffers, as tfjs-node ships them without types: the few messages that a graph needs. */

/** A message under construction. */
interface Message {
  serializeBinary(): Uint8Array;
}

export interface TensorShape extends Message {
  addDim(dim: Dim): void;
}

interface Dim extends Message {
  setSize(size: number): void;
}

export interface TensorMessage extends Message {
  setDtype(type: number): void;
  setTensorShape(shape: TensorShape): void;
  setTensorContent(bytes: Uint8Array): void;
}

export interface ListValue extends Message {
  addI(value: number): void;
  addS(value: Uint8Array): void;
  addType(value: number): void;
}

export interface AttrValue extends Message {
  setType(type: number): void;
  setB(value: boolean): void;
  setI(value: number): void;
  setF(value: number): void;
  setS(value: Uint8Array): void;
  setShape(shape: TensorShape): void;
  setTensor(tensor: TensorMessage): void;
  setList(list: ListValue): void;
}

export interface NodeDef extends Message {
  setName(name: string): void;
  setOp(op: string): void;
  addInput(input: string): void;
  getAttrMap(): { set(name: string, value: AttrValue): void };
}

export interface GraphDef extends Message {
  addNode(node: NodeDef): void;
  setVersions(version: VersionDef): void;
}

interface VersionDef extends Message {
  setProducer(version: number): void;
}

interface MetaInfoDef extends Message {
  addTags(tag: string): void;
}

interface MetaGraphDef extends Message {
  setMetaInfoDef(info: MetaInfoDef): void;
  setGraphDef(graph: GraphDef): void;
}

interface SavedModel extends Message {
  setSavedModelSchemaVersion(version: number): void;
  addMetaGraphs(graph: MetaGraphDef): void;
}

/** The messages' constructors. */
export interface Protobuf {
  readonly AttrValue: { new (): AttrValue; readonly ListValue: new () => ListValue };
  readonly GraphDef: new () => GraphDef;
  readonly MetaGraphDef: { new (): MetaGraphDef; readonly MetaInfoDef: new () => MetaInfoDef };
  readonly NodeDef: new () => NodeDef;
  readonly SavedModel: new () => SavedModel;
  readonly Tensor: new () => TensorMessage;
  readonly TensorShape: { new (): TensorShape; readonly Dim: new () => Dim };
  readonly VersionDef: new () => VersionDef;
}

let loaded: Protobuf | undefined;

/** Loads the messages; only who builds a graph pays for it. */
export function protobuf(): Protobuf {
  return (loaded ??= withoutSeed(() => require("@tensorflow/tfjs-node/dist/proto/api_pb") as Protobuf));
}

/** Chance as it was before anybody seeded it. */
const { random } = Math;

/** The package draws a number as it loads: from chance, not from a seed that the first training would then miss. */
function withoutSeed<T>(load: () => T): T {
  const current = Math.random;
  Math.random = random;
  try {
    return load();
  } finally {
    Math.random = current;
  }
}
