/** Dense layers, activations, shapes, dropout and embeddings. */
import { activate, leakyRelu } from "../ops/activation";
import { dropout } from "../ops/dropout";
import { lookUp } from "../ops/embedding";
import { biasAdd, matMul } from "../ops/linear";
import { Unsupported } from "../ops/program";
import { reshape, transpose } from "../ops/shape";
import { activationOf, demand, neededWeight, only, weightOf } from "./settings";
import type { LayerWriter } from "./emit";

/** Writers of layers that are not about space or time. */
export const plain: Readonly<Record<string, LayerWriter>> = {
  Dense(layer, inputs, { around, output }) {
    const p = around.program;
    const x = only(inputs, layer);
    const kernel = neededWeight(layer, { around, key: "kernel", use: "product" });
    const bias = weightOf(layer, { around, key: "bias" });
    const deep = x.shape.length > 2;
    const rows = deep ? reshape(p, x, [null, x.shape.at(-1) ?? null]) : x;
    const product = matMul(p, rows, kernel);
    const sum = bias ? biasAdd(p, product, bias) : product;
    return activate(p, deep ? reshape(p, sum, output.shape) : sum, activationOf(layer, around));
  },

  Activation: (layer, inputs, { around }) =>
    activate(around.program, only(inputs, layer), activationOf(layer, around)),

  ReLU(layer, inputs, { around }) {
    const { maxValue } = layer;
    const max = maxValue === null || maxValue === undefined;
    if (!max && maxValue !== 6)
      throw new Unsupported(`maxValue = ${String(layer.maxValue)} of the layer ${layer.name}`);
    return activate(around.program, only(inputs, layer), max ? "relu" : "relu6");
  },

  LeakyReLU: (layer, inputs, { around }) =>
    leakyRelu(around.program, only(inputs, layer), layer["alpha"] as number),

  Softmax(layer, inputs, { around }) {
    const x = only(inputs, layer);
    demand(layer, { key: "axis", values: [-1, x.shape.length - 1] });
    return activate(around.program, x, "softmax");
  },

  Flatten(layer, inputs, { around, output }) {
    demand(layer, { key: "dataFormat", values: [undefined, null, "channelsLast"] });
    return reshape(around.program, only(inputs, layer), output.shape);
  },

  Reshape: (layer, inputs, { around, output }) => reshape(around.program, only(inputs, layer), output.shape),

  Permute: (layer, inputs, { around }) =>
    transpose(around.program, only(inputs, layer), [0, ...(layer["dims"] as number[])]),

  Dropout(layer, inputs, { around }) {
    const p = around.program;
    const x = only(inputs, layer);
    p.watch(layer, "rate");
    const noise = layer["noiseShape"] as readonly unknown[] | null | undefined;
    if (noise) throw new Unsupported(`noiseShape of the layer ${layer.name}`);
    const rate = layer["rate"] as number;
    if (!p.training || rate <= 0 || rate >= 1) return x;
    return dropout(p, x, { rate, seed: around.seed(layer) });
  },

  Embedding(layer, inputs, { around }) {
    demand(layer, { key: "maskZero", values: [false, null, undefined] });
    const ids = only(inputs, layer);
    return lookUp(around.program, neededWeight(layer, { around, key: "embeddings" }), ids);
  },
};
