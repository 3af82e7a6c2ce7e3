/** Turns a trained network into the start of another: freeze, replace the head, thaw, count what may move. */
import { UnknownNameError, cannot } from "../core/errors";
import type { Seed } from "../core/random";
import { tf, type LayersModel, type SymbolicTensor } from "../core/tf";
import { headFor, type Task } from "./heads";
import { seededInitializers } from "./initializers";
import { layerOf, type Layer } from "./inspect";

/** Which layers: all, those named, or all up to and including one. */
export interface LayerChoice {
  /** Names or indices. */
  layers?: readonly (string | number)[];
  /** All layers from the first to this one. */
  upTo?: string | number;
}

/** Options of {@link replaceHead}. */
export interface ReplaceHeadOptions {
  /** Numbers or classes of the new output. */
  outputs: number;
  /** The task of the new output. */
  task?: Task;
  /** The last layer that is kept: its output feeds the new head; the layer before the last when left out. */
  keepUpTo?: string | number;
  /** Units of a dense layer between; 0 leaves it out. */
  units?: number;
  /** Share of the head's inputs that dropout silences, in [0, 1). */
  dropout?: number;
  /** Start of the head's random weights. */
  seed?: Seed;
}

/** How many numbers of a model training changes. */
export interface ParameterCounts {
  readonly total: number;
  readonly trainable: number;
  readonly frozen: number;
}

/**
 * Freezes layers: training leaves their weights as they are, and their batch normalisation uses what it has learned.
 * Compile the model again afterwards.
 *
 * @param model - Changed in place.
 * @param choice - Which layers; all when left out.
 * @returns How many numbers move now.
 * @throws UnknownNameError when a layer does not exist.
 */
export function freeze(model: LayersModel, choice: LayerChoice = {}): ParameterCounts {
  for (const layer of chosenLayers(model, choice)) {
    layer.trainable = false;
    if (layer.getClassName() === "BatchNormalization") keepInInference(layer);
  }
  return parameterCounts(model);
}

/**
 * Thaws layers: training changes their weights again. Compile the model again afterwards.
 *
 * @param model - Changed in place.
 * @param choice - Which layers; all when left out.
 * @returns How many numbers move now.
 * @throws UnknownNameError when a layer does not exist.
 */
export function thaw(model: LayersModel, choice: LayerChoice = {}): ParameterCounts {
  for (const layer of chosenLayers(model, choice)) {
    layer.trainable = true;
    // The class's own method shows again.
    delete (layer as { call?: unknown }).call;
  }
  return parameterCounts(model);
}

/** Counts the numbers of a model, and those that training changes. */
export function parameterCounts(model: LayersModel): ParameterCounts {
  const size = (shape: readonly (number | null)[]) =>
    shape.reduce((product: number, length) => product * (length ?? 1), 1);
  const total = model.countParams();
  const trainable = model.trainableWeights.reduce((sum, weight) => sum + size(weight.shape), 0);
  return { total, trainable, frozen: total - trainable };
}

/**
 * Puts a new, untrained head on a trained network.
 *
 * @param model - A trained model with one input; its kept layers are shared with the new model, weights included.
 * @param options - Outputs, task, where to cut, head, seed.
 * @returns An uncompiled model; freeze what shall stay, then compile.
 * @throws UnknownNameError when there is no layer to cut at.
 * @throws ArgumentError when outputs do not suit the task.
 */
export function replaceHead(model: LayersModel, options: ReplaceHeadOptions): LayersModel {
  const { outputs, task = "multiclass", keepUpTo = -2, units = 0, dropout = 0, seed } = options;
  const head = headFor(task, { outputs });
  if (!(dropout >= 0 && dropout < 1))
    throw cannot("replace the head", { argument: "dropout", must: "in [0, 1)", received: dropout });
  const { next, random } = seededInitializers(seed);
  const name = `head_${++heads}`;
  let x = layerOf(model, keepUpTo).output as SymbolicTensor;
  // Maps [batch, height, width, channels] are averaged to one number per channel; other shapes are laid flat.
  if (x.shape.length === 4)
    x = tf.layers
      .globalAveragePooling2d({ name: `${name}_pool`, dataFormat: "channelsLast" })
      .apply(x) as SymbolicTensor;
  else if (x.shape.length > 2) x = tf.layers.flatten({ name: `${name}_flat` }).apply(x) as SymbolicTensor;
  if (units > 0)
    x = tf.layers
      .dense({ name: `${name}_dense`, units, activation: "relu", kernelInitializer: next("he") })
      .apply(x) as SymbolicTensor;
  if (dropout > 0)
    x = tf.layers
      .dropout({ name: `${name}_dropout`, rate: dropout, seed: random.nextSeed() })
      .apply(x) as SymbolicTensor;
  const output = tf.layers
    .dense({
      name: `${name}_output`,
      units: head.units,
      activation: head.activation,
      kernelInitializer: next(),
    })
    .apply(x) as SymbolicTensor;
  return tf.model({ name, inputs: model.inputs, outputs: output });
}

let heads = 0;

/** tfjs lets a frozen batch normalisation go on learning its running mean; Keras does not, and so do we. */
function keepInInference(layer: Layer): void {
  const target = layer as unknown as { call(inputs: unknown, options: Record<string, unknown>): unknown };
  if (Object.hasOwn(target, "call")) return;
  const call = target.call.bind(layer);
  target.call = (inputs, options) => call(inputs, { ...options, training: false });
}

function chosenLayers(model: LayersModel, { layers, upTo }: LayerChoice): Layer[] {
  const named = layers?.map((key) => layerOf(model, key));
  if (upTo === undefined) return named ?? [...model.layers];
  const last = model.layers.indexOf(layerOf(model, upTo));
  if (last < 0)
    throw cannot("choose layers", {
      argument: "upTo",
      must: "a layer of the model",
      received: upTo,
      as: UnknownNameError,
    });
  return [...new Set([...model.layers.slice(0, last + 1), ...(named ?? [])])];
}
