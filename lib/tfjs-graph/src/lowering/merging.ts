/** Layers that join several values: sums, products, means, and side by side. */
import { add, multiply, scale } from "../ops/basic";
import { Unsupported, type Program, type Value } from "../ops/program";
import { concat } from "../ops/shape";
import type { LayerWriter } from "./emit";

/** Writers of layers with several inputs. */
export const merging: Readonly<Record<string, LayerWriter>> = {
  Add: folded(add),
  Multiply: folded(multiply),
  Average: (layer, inputs, options) =>
    scale(options.around.program, folded(add)(layer, inputs, options), 1 / inputs.length),
  Concatenate(layer, inputs, { around }) {
    const axis = layer["axis"] as number;
    const rank = inputs[0]?.shape.length ?? 0;
    return concat(around.program, inputs, axis < 0 ? axis + rank : axis);
  },
};

function folded(join: (p: Program, a: Value, b: Value) => Value): LayerWriter {
  return (layer, [first, ...more], { around }) => {
    if (!first) throw new Unsupported(`the layer ${layer.name} without inputs`);
    return more.reduce((sum, value) => join(around.program, sum, value), first);
  };
}
