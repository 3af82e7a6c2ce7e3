/** Pooling along one axis and along two, by windows and over all. */
import { averagePool, maxOver, maxPool, meanOver } from "../ops/pool";
import { Unsupported, type Program, type Value } from "../ops/program";
import { reshape } from "../ops/shape";
import type { Windowing } from "../ops/conv";
import { paddingOf } from "./convolution";
import type { LayerLowering } from "./emit";
import type { Layer } from "./model";
import { requireSetting, numbersOf, soleInput } from "./settings";

type Pool = (p: Program, x: Value, options: Windowing & { size: readonly [number, number] }) => Value;
type Over = (p: Program, x: Value, axes: readonly number[]) => Value;

/** Lowerings of pooling layers. */
export const pooling: Readonly<Record<string, LayerLowering>> = {
  MaxPooling2D: beforeMonotonic(windows2d(maxPool)),
  AveragePooling2D: windows2d(averagePool),
  MaxPooling1D: beforeMonotonic(windows1d(maxPool)),
  AveragePooling1D: windows1d(averagePool),
  GlobalMaxPooling2D: beforeMonotonic(over(maxOver, [1, 2])),
  GlobalAveragePooling2D: over(meanOver, [1, 2]),
  GlobalMaxPooling1D: beforeMonotonic(over(maxOver, [1])),
  GlobalAveragePooling1D: over(meanOver, [1]),
};

/**
 * Takes the maximum before bias and activation where these are monotonic: the same numbers, and a quarter of the work
 * for pools of 2 × 2. What nobody asks for any more is not computed.
 */
function beforeMonotonic(lower: LayerLowering): LayerLowering {
  return (layer, inputs, options) => {
    const { monotonic } = soleInput(inputs, layer);
    return monotonic
      ? monotonic.map(lower(layer, [monotonic.preImage], options))
      : lower(layer, inputs, options);
  };
}

function windows2d(pool: Pool): LayerLowering {
  return (layer, inputs, { context, output }) => {
    requireSetting(layer, { key: "dataFormat", values: ["channelsLast"] });
    const [height, width] = numbersOf(layer, "poolSize") as [number, number];
    const [sy, sx] = numbersOf(layer, "strides") as [number, number];
    const window = { size: [height, width], strides: [sy, sx], padding: paddingOf(layer) } as const;
    return pool(context.program, soleInput(inputs, layer), { ...window, shape: output.shape });
  };
}

function windows1d(pool: Pool): LayerLowering {
  return (layer, inputs, { context, output }) => {
    const p = context.program;
    const x = soleInput(inputs, layer);
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

function over(pool: Over, axes: readonly number[]): LayerLowering {
  return (layer, inputs, { context }) => {
    requireSetting(layer, { key: "dataFormat", values: ["channelsLast", undefined] });
    const x = soleInput(inputs, layer);
    known(x, layer);
    return pool(context.program, x, axes);
  };
}

/** The shape, all sizes but the batch's known. */
function known(x: Value, layer: Layer): [null, number, number, ...number[]] {
  if (x.shape.slice(1).includes(null)) throw new Unsupported(`unknown sizes before the layer ${layer.name}`);
  return x.shape as [null, number, number, ...number[]];
}
