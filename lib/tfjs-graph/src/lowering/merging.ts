/** Layers that join several values: sums, products, means, and side by side. */
import { add, multiply, scale } from "../ops/basic";
import { Unsupported, type Program, type Value } from "../ops/program";
import { concat } from "../ops/shape";
import type { LayerLowering } from "./emit";

/** Lowerings of layers with several inputs. */
export const merging: Readonly<Record<string, LayerLowering>> = {
  Add: folded(add),
  Multiply: folded(multiply),
  Average: (layer, inputs, options) =>
    scale(options.context.program, folded(add)(layer, inputs, options), 1 / inputs.length),
  Concatenate(layer, inputs, { context }) {
    const axis = layer["axis"] as number;
    const rank = inputs[0]?.shape.length ?? 0;
    return concat(context.program, inputs, axis < 0 ? axis + rank : axis);
  },
};

function folded(join: (p: Program, a: Value, b: Value) => Value): LayerLowering {
  return (layer, [first, ...more], { context }) => {
    if (!first) throw new Unsupported(`the layer ${layer.name} without inputs`);
    return more.reduce((sum, value) => join(context.program, sum, value), first);
  };
}
