/** Attributes of graph nodes, by the types of TensorFlow's operation definitions. */
import { protobuf, type AttrValue, type TensorShape } from "./proto";

/** Element types that graphs here use. */
export type ElementType = "float32" | "int32" | "bool" | "int64" | "resource";

const NUMBERS: Readonly<Record<ElementType, number>> = {
  float32: 1,
  int32: 3,
  int64: 9,
  bool: 10,
  resource: 20,
};

/** Makes an attribute of each kind. */
export const attribute = {
  type: (type: ElementType): AttrValue => make((value) => value.setType(NUMBERS[type])),
  bool: (flag: boolean): AttrValue => make((value) => value.setB(flag)),
  int: (number: number): AttrValue => make((value) => value.setI(number)),
  float: (number: number): AttrValue => make((value) => value.setF(number)),
  text: (text: string): AttrValue => make((value) => value.setS(Buffer.from(text))),
  shape: (shape: readonly (number | null)[]): AttrValue =>
    make((value) => value.setShape(shapeMessage(shape))),
  ints: (numbers: readonly number[]): AttrValue =>
    list((value) => numbers.forEach((number) => value.addI(number))),
  types: (types: readonly ElementType[]): AttrValue =>
    list((value) => types.forEach((type) => value.addType(NUMBERS[type]))),
  tensor(
    type: "float32" | "int32",
    { shape, values }: { shape: readonly number[]; values: readonly number[] },
  ): AttrValue {
    const proto = protobuf();
    const tensor = new proto.Tensor();
    tensor.setDtype(NUMBERS[type]);
    tensor.setTensorShape(shapeMessage(shape));
    const array = type === "float32" ? Float32Array.from(values) : Int32Array.from(values);
    tensor.setTensorContent(new Uint8Array(array.buffer));
    return make((value) => value.setTensor(tensor));
  },
};

function make(fill: (value: AttrValue) => void): AttrValue {
  const value = new (protobuf().AttrValue)();
  fill(value);
  return value;
}

function list(
  fill: (list: InstanceType<ReturnType<typeof protobuf>["AttrValue"]["ListValue"]>) => void,
): AttrValue {
  const values = new (protobuf().AttrValue.ListValue)();
  fill(values);
  return make((value) => value.setList(values));
}

/** Unknown sizes are -1 in the message. */
function shapeMessage(shape: readonly (number | null)[]): TensorShape {
  const proto = protobuf();
  const message = new proto.TensorShape();
  for (const size of shape) {
    const dim = new proto.TensorShape.Dim();
    dim.setSize(size ?? -1);
    message.addDim(dim);
  }
  return message;
}
