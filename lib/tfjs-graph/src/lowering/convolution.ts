/** Convolutions along one axis (time) and along two (pictures). */
import { activate } from "../ops/activation";
import { conv2d, depthwiseConv2d } from "../ops/conv";
import { biasAdd } from "../ops/linear";
import { Unsupported, annotate, type Shape, type Value } from "../ops/program";
import { reshape } from "../ops/shape";
import type { LayerLowering, LoweringContext } from "./emit";
import type { Layer } from "./model";
import { activationOf, requireSetting, neededWeight, numbersOf, soleInput, weightOf } from "./settings";

/** Lowerings of convolutions. */
export const convolutions: Readonly<Record<string, LayerLowering>> = {
  Conv2D(layer, inputs, { context, output }) {
    const x = soleInput(inputs, layer);
    const filters = neededWeight(layer, { context, key: "kernel" });
    const [sy, sx] = stridesOf(layer) as [number, number];
    const strides = [sy, sx] as const;
    const y = conv2d(context.program, x, {
      filters,
      strides,
      padding: paddingOf(layer),
      shape: output.shape,
    });
    return finish(layer, y, context);
  },

  Conv1D(layer, inputs, { context, output }) {
    const p = context.program;
    const x = soleInput(inputs, layer);
    const [, length, channels] = x.shape as [unknown, number | null, number];
    const kernel = neededWeight(layer, { context, key: "kernel" });
    const [stride] = stridesOf(layer) as [number];
    const line = reshape(p, x, [null, 1, known(length, layer), channels]);
    const filters = reshape(p, kernel, [1, ...kernel.shape]);
    const shape: Shape = [null, 1, output.shape[1] ?? null, output.shape[2] ?? null];
    const y = conv2d(p, line, { filters, strides: [1, stride], padding: paddingOf(layer), shape });
    return finish(layer, reshape(p, y, output.shape), context);
  },

  DepthwiseConv2D(layer, inputs, { context, output }) {
    const x = soleInput(inputs, layer);
    const filters = neededWeight(layer, { context, key: "depthwiseKernel" });
    const [sy, sx] = stridesOf(layer) as [number, number];
    if (sy !== sx) throw new Unsupported(`unequal strides of the layer ${layer.name}`);
    const strides = [sy, sx] as const;
    const y = depthwiseConv2d(context.program, x, {
      filters,
      strides,
      padding: paddingOf(layer),
      shape: output.shape,
    });
    return finish(layer, y, context);
  },
};

function finish(layer: Layer, y: Value, context: LoweringContext): Value {
  const p = context.program;
  const bias = weightOf(layer, { context, key: "bias" });
  const activation = activationOf(layer, context);
  const map = (value: Value): Value => activate(p, bias ? biasAdd(p, value, bias) : value, activation);
  const result = map(y);
  return MONOTONIC.has(activation) && result !== y
    ? annotate(result, { monotonic: { preImage: y, map } })
    : result;
}

/** Activations that are monotonic functions. */
const MONOTONIC = new Set([
  "linear",
  "relu",
  "relu6",
  "elu",
  "selu",
  "sigmoid",
  "hardSigmoid",
  "tanh",
  "softplus",
  "softsign",
]);

function stridesOf(layer: Layer): number[] {
  requireSetting(layer, { key: "dataFormat", values: ["channelsLast", undefined, null] });
  if (numbersOf(layer, "dilationRate").some((rate) => rate !== 1 && rate !== undefined && rate !== null))
    throw new Unsupported(`dilationRate of the layer ${layer.name}`);
  return numbersOf(layer, "strides");
}

/** "SAME" or "VALID"; a causal one has no graph. */
export function paddingOf(layer: Layer): "SAME" | "VALID" {
  requireSetting(layer, { key: "padding", values: ["same", "valid"] });
  return layer["padding"] === "same" ? "SAME" : "VALID";
}

function known(size: number | null, layer: Layer): number {
  if (size === null) throw new Unsupported(`unknown length before the layer ${layer.name}`);
  return size;
}
