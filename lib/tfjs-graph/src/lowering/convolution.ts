/** Convolutions along one axis (time) and along two (pictures). */
import { activate } from "../ops/activation";
import { conv2d, depthwiseConv2d } from "../ops/conv";
import { biasAdd } from "../ops/linear";
import { Unsupported, annotate, type Shape, type Value } from "../ops/program";
import { reshape } from "../ops/shape";
import type { LayerWriter, Surroundings } from "./emit";
import type { Layer } from "./model";
import { activationOf, demand, neededWeight, numbersOf, only, weightOf } from "./settings";

/** Writers of convolutions. */
export const convolutions: Readonly<Record<string, LayerWriter>> = {
  Conv2D(layer, inputs, { around, output }) {
    const x = only(inputs, layer);
    const filters = neededWeight(layer, { around, key: "kernel" });
    const [sy, sx] = stridesOf(layer) as [number, number];
    const strides = [sy, sx] as const;
    const y = conv2d(around.program, x, { filters, strides, padding: paddingOf(layer), shape: output.shape });
    return finish(layer, y, around);
  },

  Conv1D(layer, inputs, { around, output }) {
    const p = around.program;
    const x = only(inputs, layer);
    const [, length, channels] = x.shape as [unknown, number | null, number];
    const kernel = neededWeight(layer, { around, key: "kernel" });
    const [stride] = stridesOf(layer) as [number];
    const line = reshape(p, x, [null, 1, known(length, layer), channels]);
    const filters = reshape(p, kernel, [1, ...kernel.shape]);
    const shape: Shape = [null, 1, output.shape[1] ?? null, output.shape[2] ?? null];
    const y = conv2d(p, line, { filters, strides: [1, stride], padding: paddingOf(layer), shape });
    return finish(layer, reshape(p, y, output.shape), around);
  },

  DepthwiseConv2D(layer, inputs, { around, output }) {
    const x = only(inputs, layer);
    const filters = neededWeight(layer, { around, key: "depthwiseKernel" });
    const [sy, sx] = stridesOf(layer) as [number, number];
    if (sy !== sx) throw new Unsupported(`unequal strides of the layer ${layer.name}`);
    const strides = [sy, sx] as const;
    const y = depthwiseConv2d(around.program, x, {
      filters,
      strides,
      padding: paddingOf(layer),
      shape: output.shape,
    });
    return finish(layer, y, around);
  },
};

function finish(layer: Layer, y: Value, around: Surroundings): Value {
  const p = around.program;
  const bias = weightOf(layer, { around, key: "bias" });
  const activation = activationOf(layer, around);
  const rise = (value: Value): Value => activate(p, bias ? biasAdd(p, value, bias) : value, activation);
  const result = rise(y);
  return RISING.has(activation) && result !== y ? annotate(result, { rising: { from: y, rise } }) : result;
}

/** Activations that never fall. */
const RISING = new Set([
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
  demand(layer, { key: "dataFormat", values: ["channelsLast", undefined, null] });
  if (numbersOf(layer, "dilationRate").some((rate) => rate !== 1 && rate !== undefined && rate !== null))
    throw new Unsupported(`dilationRate of the layer ${layer.name}`);
  return numbersOf(layer, "strides");
}

/** "SAME" or "VALID"; a causal one has no graph. */
export function paddingOf(layer: Layer): "SAME" | "VALID" {
  demand(layer, { key: "padding", values: ["same", "valid"] });
  return layer["padding"] === "same" ? "SAME" : "VALID";
}

function known(size: number | null, layer: Layer): number {
  if (size === null) throw new Unsupported(`unknown length before the layer ${layer.name}`);
  return size;
}
