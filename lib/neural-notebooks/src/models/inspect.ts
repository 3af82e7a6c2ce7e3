/** Turns a trained network into numbers to draw: what a layer puts out for a picture, and what its filters hold. */
import { ShapeError, UnknownNameError, cannot } from "../core/errors";
import { tf, type LayersModel, type SymbolicTensor, type Tensor } from "../core/tf";
import { checkModelInput } from "./predict";

/** What one layer put out. */
export interface LayerOutput {
  /** The layer's name. */
  readonly layer: string;
  /** Shape with the batch axis, e.g. `[batch, height, width, channels]`. */
  readonly shape: readonly number[];
  /** The numbers in row-major order. */
  readonly values: Float32Array;
}

/** The filters of a convolutional layer. */
export interface Filters {
  /** The layer's name. */
  readonly layer: string;
  /** `[count, height, width, channels]`: one filter after the other, as pictures are. */
  readonly shape: readonly [number, number, number, number];
  /** The weights in the order of `shape`. */
  readonly values: Float32Array;
  /** One bias per filter; empty where the layer has none. */
  readonly bias: Float32Array;
}

/** One line of a network's table. */
export interface LayerSummary {
  /** The layer's name. */
  readonly layer: string;
  /** The layer's kind, e.g. `"Conv2D"`. */
  readonly kind: string;
  /** Output shape; `null` is the batch. */
  readonly outputShape: readonly (number | null)[];
  /** Weights and biases of the layer. */
  readonly parameters: number;
  /** Those of them that training changes. */
  readonly trainable: number;
}

/** A layer of a model. */
export type Layer = LayersModel["layers"][number];

/**
 * What chosen layers put out for given inputs (feature maps, activations), in inference mode.
 *
 * @param model - A built model with one input.
 * @param x - Inputs, shape `[rows, …]`; all rows are computed at once, so give few.
 * @param options - `layers`: names or indices; all layers when left out.
 * @returns One entry per chosen layer, in the order asked for.
 * @throws UnknownNameError when there is no such layer.
 * @throws ShapeError when x does not fit.
 */
export function layerOutputs(
  model: LayersModel,
  x: Tensor,
  options: { layers?: readonly (string | number)[] } = {},
): LayerOutput[] {
  const { layers = model.layers.map((layer) => layer.name) } = options;
  checkModelInput(model, x, "read layer outputs");
  const chosen = layers.map((key) => layerOf(model, key));
  if (chosen.length === 0) return [];
  // A second model over the same layers: it holds no weights of its own, so it must not be disposed of.
  const outputs = chosen.map((layer) => layer.output as SymbolicTensor);
  const probe = tf.model({ inputs: model.inputs, outputs });
  return tf.tidy(() => {
    const result = probe.predictOnBatch(x);
    return (Array.isArray(result) ? result : [result]).map((tensor, i) => ({
      layer: (chosen[i] as Layer).name,
      shape: [...tensor.shape],
      values: (tensor.dataSync() as Float32Array).slice(),
    }));
  });
}

/**
 * The filters of a convolutional layer, ready for an image grid.
 *
 * @param layer - A built conv2d layer (kernel `[height, width, channels, filters]`), e.g. `layerOf(model, "conv1")`.
 * @returns The filters `[count, height, width, channels]` and their biases.
 * @throws ShapeError when the layer has no 4-D kernel.
 */
export function filtersOf(layer: Layer): Filters {
  const [kernel, bias] = layer.getWeights();
  if (kernel?.rank !== 4) {
    const hint = `The layer ${layer.name} is a ${layer.getClassName()}.`;
    throw cannot("read filters", {
      argument: "layer",
      must: "a built conv2d layer",
      received: kernel,
      hint,
      as: ShapeError,
    });
  }
  return tf.tidy(() => {
    const filters = kernel.transpose([3, 0, 1, 2]);
    const values = filters.dataSync() as Float32Array;
    return {
      layer: layer.name,
      shape: filters.shape as [number, number, number, number],
      values: values.slice(),
      bias: bias?.rank === 1 ? (bias.dataSync() as Float32Array).slice() : new Float32Array(),
    };
  });
}

/**
 * One layer of a model, by name or index (negative counts from the end).
 *
 * @param model - The model.
 * @param key - Name or index.
 * @throws UnknownNameError when there is no such layer.
 */
export function layerOf(model: LayersModel, key: string | number): Layer {
  const found =
    typeof key === "number" ? model.layers.at(key) : model.layers.find((layer) => layer.name === key);
  if (found) return found;
  const must = `one of ${model.layers.map((layer) => layer.name).join(", ")}`;
  throw cannot("find a layer", { argument: "layer", must, received: key, as: UnknownNameError });
}

/**
 * A network as a table: layer, kind, output shape, parameters.
 *
 * @param model - A built model.
 * @returns One line per layer.
 */
export function layerTable(model: LayersModel): LayerSummary[] {
  return model.layers.map((layer) => ({
    layer: layer.name,
    kind: layer.getClassName(),
    outputShape: layer.outputShape as (number | null)[],
    parameters: layer.countParams(),
    trainable: layer.trainableWeights.reduce(
      (sum, weight) => sum + weight.shape.reduce((a: number, b) => a * (b as number), 1),
      0,
    ),
  }));
}
