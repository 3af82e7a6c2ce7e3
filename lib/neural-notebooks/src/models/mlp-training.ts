/** Trains a network by hand: batches, gradients, the optimizer's steps, and a snapshot per epoch. */
import { DataError } from "../core/errors";
import { randomFrom } from "../core/global-seed";
import type { Random, Seed } from "../core/random";
import { checkInteger } from "../core/shape";
import type { Loss, LossName } from "./losses";
import { checkMlpData, type Mlp, type MlpData } from "./mlp";
import { optimizer as makeOptimizer, type OptimizerState, type PlainOptimizer } from "./plain-optimizers";

/** Options of {@link trainMlp}. */
export interface MlpTrainingOptions {
  loss?: LossName | Loss;
  optimizer?: PlainOptimizer;
  epochs?: number;
  /** Rows per update; all rows when left out. */
  batchSize?: number;
  /** Draws a new order in each epoch; when left out, rows keep their order. */
  seed?: Seed;
  /** Called after each epoch; a snapshot for an animation. */
  onEpoch?: (epoch: { epoch: number; loss: number; model: Mlp }) => void;
}

/**
 * Trains a network.
 *
 * @param mlp - Where to begin; it stays as it is.
 * @param options - With the data: loss, optimizer (`sgd` with rate 0.1 when left out), epochs, batch size, seed.
 * @returns The trained network, and the mean loss of each epoch (over its batches, before their updates).
 * @throws ShapeError or DataError when the data do not fit or are not finite.
 * @throws DataError when the loss becomes NaN or infinite.
 * @example
 * const xor = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [[0], [1], [1], [0]] };
 * const options = { loss: "binaryCrossentropy", optimizer: optimizer("adam", { learningRate: 0.1 }), epochs: 200 } as const;
 * const { model } = trainMlp(createMlp([2, 4, 1], { output: "sigmoid", seed: 1 }), { ...xor, ...options });
 * assert.deepEqual(model.predict(xor.x).map(([p]) => Math.round(p!)), [0, 1, 1, 0]);
 */
export function trainMlp(mlp: Mlp, options: MlpData & MlpTrainingOptions): { model: Mlp; losses: number[] } {
  const {
    x,
    y,
    loss = "meanSquaredError",
    optimizer = makeOptimizer("sgd", { learningRate: 0.1 }),
    epochs = 100,
    batchSize = x.length,
    seed,
    onEpoch,
  } = options;
  checkMlpData(mlp, { x, y });
  checkInteger(epochs, { verb: "train the network", argument: "epochs", min: 0 });
  checkInteger(batchSize, { verb: "train the network", argument: "batchSize", min: 1 });
  const random: Random | undefined = seed === undefined ? undefined : randomFrom(seed);
  let model = mlp;
  let state: OptimizerState = optimizer.start(mlp.parameterCount);
  const losses: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const order = [...(random?.permutation(x.length) ?? x.keys())];
    let total = 0;
    for (let start = 0; start < order.length; start += batchSize) {
      const rows = order.slice(start, start + batchSize);
      const batch = {
        x: rows.map((r) => x[r] as readonly number[]),
        y: rows.map((r) => y[r] as readonly number[]),
      };
      const result = model.gradients(batch, { loss });
      if (!Number.isFinite(result.loss)) {
        throw new DataError(
          `Cannot go on training: the loss became ${result.loss} in epoch ${epoch}. Is the learning rate too high, or the data not scaled?`,
        );
      }
      total += result.loss * rows.length;
      const next = optimizer.step(
        model.flatten(),
        result.layers.flatMap(({ w, b }) => [...w.flat(), ...b]),
        state,
      );
      state = next.state;
      model = model.withParameters(next.w);
    }
    losses.push(total / x.length);
    onEpoch?.({ epoch, loss: total / x.length, model });
  }
  return { model, losses };
}
