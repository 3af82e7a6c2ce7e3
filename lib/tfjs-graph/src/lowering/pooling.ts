/** Pooling along one axis and along two, by windows and over all. */
import { averagePool, maxOver, maxPool, meanOver } from "../ops/pool";
import { Unsupported, type Program, type Value } from "../ops/program";
import { reshape } from "../ops/shape";
import type { Windowing } from "../ops/conv";
import { paddingOf } from "./convolution";
import type { LayerWriter } from "./emit";
import type { Layer } from "./model";
import { demand, numbersOf, only } from "./settings";

type Pool = (p: Program, x: Value, options: Windowing & { size: readonly [number, number] }) => Value;
type Over = (p: Program, x: Value, axes: readonly number[]) => Value;

/** Writers of pooling layers. */
export const pooling: Readonly<Record<string, LayerWriter>> = {
  MaxPooling2D: early(windows2d(maxPool)),
  AveragePooling2D: windows2d(averagePool),
  MaxPooling1D: early(windows1d(maxPool)),
  AveragePooling1D: windows1d(averagePool),
  GlobalMaxPooling2D: early(over(maxOver, [1, 2])),
  GlobalAveragePooling2D: over(meanOver, [1, 2]),
  GlobalMaxPooling1D: early(over(maxOver, [1])),
  GlobalAveragePooling1D: over(meanOver, [1]),
};

/**
 * Takes the largest before the bias and the activation where these only rise: the same numbers, and a quarter of the
 * work for pools of 2 × 2. What nobody asks for any more is not computed.
 */
function early(write: LayerWriter): LayerWriter {
  return (layer, inputs, options) => {
    const rising = only(inputs, layer).rising;
    return rising ? rising.rise(write(layer, [rising.from], options)) : write(layer, inputs, options);
  };
}

function windows2d(pool: Pool): LayerWriter {
  return (layer, inputs, { around, output }) => {
    demand(layer, { key: "dataFormat", values: ["channelsLast"] });
    const [height, width] = numbersOf(layer, "poolSize") as [number, number];
    const [sy, sx] = numbersOf(layer, "strides") as [number, number];
    const window = { size: [height, width], strides: [sy, sx], padding: paddingOf(layer) } as const;
    return pool(around.program, only(inputs, layer), { ...window, shape: output.shape });
  };
}

function windows1d(pool: Pool): LayerWriter {
  return (layer, inputs, { around, output }) => {
    const p = around.program;
    const x = only(inputs, layer);
    const [size] = numbersOf(layer, "poolSize") as [number];
    const [stride] = numbersOf(layer, "strides") as [number];
    const [, length, channels] = known(x, layer);
    const line = reshape(p, x, [null, 1, length, channels]);
    const [, steps] = output.shape;
    const window = { size: [1, size], strides: [1, stride], padding: paddingOf(layer) } as const;
    const y = pool(p, line, { ...window, shape: [null, 1, steps ?? null, channels] });
    return reshape(p, y, output.shape);
  };
}

function over(pool: Over, axes: readonly number[]): LayerWriter {
  return (layer, inputs, { around }) => {
    demand(layer, { key: "dataFormat", values: ["channelsLast", undefined] });
    const x = only(inputs, layer);
    known(x, layer);
    return pool(around.program, x, axes);
  };
}

/** The shape, all sizes but the batch's known. */
function known(x: Value, layer: Layer): [null, number, number, ...number[]] {
  if (x.shape.slice(1).includes(null)) throw new Unsupported(`unknown sizes before the layer ${layer.name}`);
  return x.shape as [null, number, number, ...number[]];
}
