/** Makes the models of the training bench with ordinary tf.layers, compiled. */
import { tf, type LayersModel, type Optimizer, type Sequential } from "neural-notebooks/core";
import type { ModelName, OptimizerName, Task } from "./training-task";

type Layer = Parameters<Sequential["add"]>[0];

const layers: Record<ModelName, (task: Pick<Task, "width" | "length">) => Layer[]> = {
  mlp: ({ width }) => [
    tf.layers.dense({ units: width, activation: "relu", inputShape: [784] }),
    tf.layers.dense({ units: 10, activation: "softmax" }),
  ],
  cnn: ({ width }) => [
    tf.layers.conv2d({ filters: 32, kernelSize: 3, activation: "relu", inputShape: [28, 28, 1] }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu" }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: width, activation: "relu" }),
    tf.layers.dense({ units: 10, activation: "softmax" }),
  ],
  lstm: ({ width, length }) => [
    tf.layers.lstm({ units: width, recurrentActivation: "sigmoid", inputShape: [length, 8] }),
    tf.layers.dense({ units: 1 }),
  ],
  gru: ({ width, length }) => [
    tf.layers.gru({ units: width, recurrentActivation: "sigmoid", inputShape: [length, 8] }),
    tf.layers.dense({ units: 1 }),
  ],
  conv1d: () => [
    tf.layers.conv1d({ filters: 32, kernelSize: 5, activation: "relu", inputShape: [100, 8] }),
    tf.layers.maxPooling1d({ poolSize: 2 }),
    tf.layers.conv1d({ filters: 64, kernelSize: 5, activation: "relu" }),
    tf.layers.globalAveragePooling1d({}),
    tf.layers.dense({ units: 10, activation: "softmax" }),
  ],
  embedding: ({ width }) => [
    tf.layers.embedding({ inputDim: 5000, outputDim: 32, inputLength: 40 }),
    tf.layers.globalAveragePooling1d({}),
    tf.layers.dense({ units: width, activation: "relu" }),
    tf.layers.dense({ units: 1, activation: "sigmoid" }),
  ],
};

const losses: Record<ModelName, string> = {
  mlp: "sparseCategoricalCrossentropy",
  cnn: "sparseCategoricalCrossentropy",
  lstm: "meanSquaredError",
  gru: "meanSquaredError",
  conv1d: "sparseCategoricalCrossentropy",
  embedding: "binaryCrossentropy",
};

const optimizers: Record<OptimizerName, () => Optimizer> = {
  sgd: () => tf.train.sgd(0.01),
  momentum: () => tf.train.momentum(0.01, 0.9),
  nesterov: () => tf.train.momentum(0.01, 0.9, true),
  rmsprop: () => tf.train.rmsprop(0.001, 0.9),
  adam: () => tf.train.adam(0.001),
};

/** A compiled model; the caller disposes of it. */
export function trainingModel(task: Pick<Task, "model" | "width" | "length" | "optimizer">): LayersModel {
  const model = tf.sequential({ layers: layers[task.model](task) });
  model.compile({ optimizer: optimizers[task.optimizer](), loss: losses[task.model] });
  return model;
}
