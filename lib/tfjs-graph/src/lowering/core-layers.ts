/** Dense layers, activations, shapes, dropout and embeddings. */
import { activate, leakyRelu } from "../ops/activation";
import { dropout } from "../ops/dropout";
import { lookUp } from "../ops/embedding";
import { biasAdd, matMul } from "../ops/linear";
import { Unsupported } from "../ops/program";
import { reshape, transpose } from "../ops/shape";
import { activationOf, requireSetting, neededWeight, soleInput, weightOf } from "./settings";
import type { LayerLowering } from "./emit";

/** Lowerings of layers that are not about space or time. */
export const coreLayers: Readonly<Record<string, LayerLowering>> = {
  Dense(layer, inputs, { context, output }) {
    const p = context.program;
    const x = soleInput(inputs, layer);
    const kernel = neededWeight(layer, { context, key: "kernel", use: "product" });
    const bias = weightOf(layer, { context, key: "bias" });
    const deep = x.shape.length > 2;
    const rows = deep ? reshape(p, x, [null, x.shape.at(-1) ?? null]) : x;
    const product = matMul(p, rows, kernel);
    const sum = bias ? biasAdd(p, product, bias) : product;
    return activate(p, deep ? reshape(p, sum, output.shape) : sum, activationOf(layer, context));
  },

  Activation: (layer, inputs, { context }) =>
    activate(context.program, soleInput(inputs, layer), activationOf(layer, context)),

  ReLU(layer, inputs, { context }) {
    const { maxValue } = layer;
    const max = maxValue === null || maxValue === undefined;
    if (!max && maxValue !== 6)
      throw new Unsupported(`maxValue = ${String(layer.maxValue)} of the layer ${layer.name}`);
    return activate(context.program, soleInput(inputs, layer), max ? "relu" : "relu6");
  },

  LeakyReLU: (layer, inputs, { context }) =>
    leakyRelu(context.program, soleInput(inputs, layer), layer["alpha"] as number),

  Softmax(layer, inputs, { context }) {
    const x = soleInput(inputs, layer);
    requireSetting(layer, { key: "axis", values: [-1, x.shape.length - 1] });
    return activate(context.program, x, "softmax");
  },

  Flatten(layer, inputs, { context, output }) {
    requireSetting(layer, { key: "dataFormat", values: [undefined, null, "channelsLast"] });
    return reshape(context.program, soleInput(inputs, layer), output.shape);
  },

  Reshape: (layer, inputs, { context, output }) =>
    reshape(context.program, soleInput(inputs, layer), output.shape),

  Permute: (layer, inputs, { context }) =>
    transpose(context.program, soleInput(inputs, layer), [0, ...(layer["dims"] as number[])]),

  Dropout(layer, inputs, { context }) {
    const p = context.program;
    const x = soleInput(inputs, layer);
    p.dependOn(layer, "rate");
    const noise = layer["noiseShape"] as readonly unknown[] | null | undefined;
    if (noise) throw new Unsupported(`noiseShape of the layer ${layer.name}`);
    const rate = layer["rate"] as number;
    if (!p.training || rate <= 0 || rate >= 1) return x;
    return dropout(p, x, { rate, seed: context.seed(layer) });
  },

  Embedding(layer, inputs, { context }) {
    requireSetting(layer, { key: "maskZero", values: [false, null, undefined] });
    const ids = soleInput(inputs, layer);
    return lookUp(context.program, neededWeight(layer, { context, key: "embeddings" }), ids);
  },
};
