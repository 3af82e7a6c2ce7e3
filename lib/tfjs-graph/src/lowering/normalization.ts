/** Batch normalization, with moving averages for later use. */
import { attribute } from "../graph/attributes";
import type { Edge } from "../graph/graph";
import { batchNorm } from "../ops/normalization";
import { Unsupported, type Value } from "../ops/program";
import { reshape } from "../ops/shape";
import type { LayerLowering, LoweringContext } from "./emit";
import type { Layer, Weight } from "./model";
import { requireSetting, neededWeight, soleInput, weightOf } from "./settings";

/** Lowerings of normalizing layers. */
export const normalization: Readonly<Record<string, LayerLowering>> = {
  BatchNormalization(layer, inputs, { context }) {
    const p = context.program;
    const x = soleInput(inputs, layer);
    const channels = x.shape.at(-1);
    requireSetting(layer, { key: "axis", values: [-1, x.shape.length - 1] });
    if (x.shape.slice(1).includes(null))
      throw new Unsupported(`unknown sizes before the layer ${layer.name}`);
    const plane = x.shape.length === 4 ? x : reshape(p, x, [null, 1, 1, channels ?? null]);
    const constant = (number: number): Value =>
      p.value(filled(context, channels as number, number), [channels ?? null]);
    const mean = neededWeight(layer, { context, key: "movingMean" }).edge;
    const variance = neededWeight(layer, { context, key: "movingVariance" }).edge;
    const { y, statistics } = batchNorm(p, plane, {
      scale: weightOf(layer, { context, key: "gamma" }) ?? constant(1),
      shift: weightOf(layer, { context, key: "beta" }) ?? constant(0),
      mean,
      variance,
      epsilon: layer["epsilon"] as number,
    });
    if (statistics) {
      renew(layer, { context, key: "movingMean", old: mean, value: statistics.mean });
      renew(layer, { context, key: "movingVariance", old: variance, value: statistics.variance });
    }
    return plane === x ? y : reshape(p, y, x.shape);
  },
};

/** old − (1 − momentum)(old − value) */
function renew(
  layer: Layer,
  { context, key, old, value }: { context: LoweringContext; key: string; old: Edge; value: Edge },
): void {
  const p = context.program;
  p.dependOn(layer, "momentum");
  const share = p.graph.constant("float32", 1 - (layer["momentum"] as number));
  const change = p.node("Mul", [p.node("Sub", [old, value]), share]);
  context.update(layer[key] as Weight, p.node("Sub", [old, change]));
}

function filled({ program: p }: LoweringContext, size: number, number: number): Edge {
  return p.node("Fill", [p.graph.constant("int32", [size]), p.graph.constant("float32", number)], {
    index_type: attribute.type("int32"),
  });
}
