/** Finds a learning rate: trains a little while the rate grows, and watches where the loss falls and where it bursts. */
import { cannot } from "../core/errors";
import { fitCallback } from "../core/fit-callback";
import { checkInteger, checkNumber } from "../core/shape";
import { tf, type LayersModel, type Optimizer, type Tensor } from "../core/tf";
import { freshOptimizer } from "./tfjs-optimizers";
import { setLearningRate } from "./schedules";

/** Inputs and targets; lists of tensors for models with several inputs or outputs. */
export interface TrainingData {
  /** Inputs, shape `[rows, …]`. */
  readonly x: Tensor | readonly Tensor[];
  /** Targets, shape `[rows, …]`. */
  readonly y: Tensor | readonly Tensor[];
}

/** What {@link rangeTest} can be told. */
export interface RangeTestOptions {
  /** The first rate. */
  from?: number;
  /** The last rate. */
  to?: number;
  /** Updates to make, one rate each, growing by the same factor. */
  steps?: number;
  /** Rows per update. */
  batchSize?: number;
  /** Share of the old mean that each new loss leaves, in [0, 1). */
  smoothing?: number;
  /** Ends when the smoothed loss is so many times its best. */
  burst?: number;
  /** Start of the random order. */
  seed?: number;
}

/** What {@link rangeTest} found. */
export interface RangeTest {
  /** The rates tried, growing. */
  readonly rates: readonly number[];
  /** The loss of each rate's batch. */
  readonly losses: readonly number[];
  /** Running mean of the losses. */
  readonly smoothed: readonly number[];
  /** The rate where the smoothed loss falls fastest (per factor of rate): a good one to begin with. */
  readonly steepest: number;
  /** The rate of the lowest smoothed loss: an upper bound. */
  readonly lowest: number;
  /** True when the loss burst before the last rate. */
  readonly burst: boolean;
}

/**
 * The learning-rate range test (Smith, 2015, "Cyclical learning rates for training neural networks"). The model has
 * its weights again afterwards, and its optimizer has seen nothing.
 *
 * @param model - A compiled model.
 * @param data - Inputs and targets.
 * @param options - Range, steps, batch size, smoothing, seed.
 * @returns Rates and losses, and the two rates to choose from.
 * @throws ArgumentError, ShapeError, DataError, StateError as `model.fit`.
 * @throws InterruptError after the stop button.
 */
export async function rangeTest(
  model: LayersModel,
  data: TrainingData,
  options: RangeTestOptions = {},
): Promise<RangeTest> {
  const { from = 1e-6, to = 1, steps = 100, batchSize = 32, smoothing = 0.9, burst = 4, seed = 0 } = options;
  const verb = "test learning rates";
  checkNumber(from, { verb, argument: "from", min: Number.MIN_VALUE });
  if (!(to > from)) throw cannot(verb, { argument: "to", must: `above from (${from})`, received: to });
  checkInteger(steps, { verb, argument: "steps", min: 3 });
  checkInteger(batchSize, { verb, argument: "batchSize", min: 1 });
  checkNumber(smoothing, { verb, argument: "smoothing", min: 0, max: 0.999 });
  const found: Found = { rates: [], losses: [], smoothed: [], burst: false };
  const rateOf = (step: number): number => from * (to / from) ** (step / (steps - 1));
  const growing = fitCallback({
    onBatchBegin: (_, run) => setLearningRate(run.model.optimizer, rateOf(found.rates.length)),
    onBatchEnd({ logs }, run) {
      found.burst = !addLoss(found, {
        loss: logs["loss"] ?? NaN,
        rate: rateOf(found.rates.length),
        smoothing,
        burst,
      });
      if (found.burst || found.rates.length >= steps) run.model.stopTraining = true;
    },
  });
  const giveBack = borrowModel(model);
  try {
    const { x, y } = data as { x: Tensor | Tensor[]; y: Tensor | Tensor[] };
    // As many epochs as updates are enough, however few rows there are: the callback ends the run.
    await model.fit(x, y, { epochs: steps, batchSize, seed, verbose: 0, callbacks: [growing] });
    return { ...found, ...choose(found.rates, found.smoothed) };
  } finally {
    giveBack();
  }
}

/** What a run has found so far. */
interface Found {
  rates: number[];
  losses: number[];
  smoothed: number[];
  burst: boolean;
}

/** Takes in the loss of a batch; false when it has burst. */
function addLoss(
  { rates, losses, smoothed }: Found,
  { loss, rate, smoothing, burst }: { loss: number; rate: number; smoothing: number; burst: number },
): boolean {
  if (!Number.isFinite(loss)) return false;
  const step = losses.length;
  // The first means would lean towards zero, where they began; the divisor puts that right, as in Adam.
  const before = (smoothed.at(-1) ?? 0) * (1 - smoothing ** step);
  const mean = (smoothing * before + (1 - smoothing) * loss) / (1 - smoothing ** (step + 1));
  rates.push(rate);
  losses.push(loss);
  smoothed.push(mean);
  return step <= 5 || mean <= burst * smallest(smoothed);
}

/** Gives a model an optimizer without memory, until the returned function puts its own and its weights back. */
function borrowModel(model: LayersModel): () => void {
  const inner = ((model as unknown as { model?: unknown }).model ?? model) as { optimizer_?: Optimizer };
  const own = inner.optimizer_;
  // model.fit says itself what is wrong with a model that is not compiled.
  if (own === undefined) return () => undefined;
  const weights = model.getWeights().map((weight) => tf.keep(weight.clone()));
  const trial = freshOptimizer(own);
  inner.optimizer_ = trial;
  return () => {
    inner.optimizer_ = own;
    model.setWeights(weights);
    tf.dispose(weights);
    trial.dispose();
  };
}

function choose(rates: readonly number[], smoothed: readonly number[]): { steepest: number; lowest: number } {
  const low = smoothed.indexOf(smallest(smoothed));
  let best = 0;
  let fall = 0;
  for (let i = 0; i < low; i++) {
    const slope = (smoothed[i] as number) - (smoothed[i + 1] as number);
    if (slope > fall) [best, fall] = [i, slope];
  }
  return { steepest: rates[best] as number, lowest: rates[low] as number };
}

function smallest(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}
