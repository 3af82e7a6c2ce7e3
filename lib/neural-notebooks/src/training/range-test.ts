/** Finds a learning rate: trains a little while the rate grows, and watches where the loss falls and where it bursts. */
import { InterruptError, cannot } from "../core/errors";
import { interruptSignal, runToEnd } from "../core/display";
import { Random } from "../core/random";
import { checkInteger, checkNumber } from "../core/shape";
import { tf, type LayersModel, type Optimizer } from "../core/tf";
import { checkRows, type TrainingData } from "./data";
import { freshOptimizer } from "./tfjs-optimizers";
import { setLearningRate } from "./schedules";
import { innerModel, optimizerOf, trainStep, type InnerModel } from "./steps";

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
 * @throws ArgumentError, ShapeError, DataError, StateError as `fit`.
 * @throws InterruptError after the stop button.
 */
export function rangeTest(
  model: LayersModel,
  data: TrainingData,
  options: RangeTestOptions = {},
): Promise<RangeTest> {
  return runToEnd(() => run(model, data, options));
}

async function run(model: LayersModel, data: TrainingData, options: RangeTestOptions): Promise<RangeTest> {
  const { from = 1e-6, to = 1, steps = 100, batchSize = 32, smoothing = 0.9, burst = 4, seed = 0 } = options;
  const verb = "test learning rates";
  checkNumber(from, { verb, argument: "from", min: Number.MIN_VALUE });
  if (!(to > from)) throw cannot(verb, { argument: "to", must: `above from (${from})`, received: to });
  checkInteger(steps, { verb, argument: "steps", min: 3 });
  checkInteger(batchSize, { verb, argument: "batchSize", min: 1 });
  checkNumber(smoothing, { verb, argument: "smoothing", min: 0, max: 0.999 });
  const inner = innerModel(model, verb);
  const rows = checkRows(model, data, { inner, verb });
  const weights = model.getWeights().map((weight) => tf.keep(weight.clone()));
  const trial = freshOptimizer(optimizerOf(model));
  const giveBack = borrowOptimizer(inner, trial);
  const signal = interruptSignal();
  try {
    const train = trainStep(inner, inner.getDedupedMetricsNames());
    const random = new Random(seed);
    const [rates, losses, smoothed]: [number[], number[], number[]] = [[], [], []];
    let order = random.permutation(rows.count);
    let start = 0;
    let mean = 0;
    let burstSeen = false;
    for (let step = 0; step < steps && !burstSeen; step++) {
      if (signal.aborted) throw new InterruptError();
      const rate = from * (to / from) ** (step / (steps - 1));
      setLearningRate(trial, rate);
      if (start >= rows.count) {
        order = random.permutation(rows.count);
        start = 0;
      }
      const size = Math.min(batchSize, rows.count - start);
      const loss = train(rows.tensors, order.subarray(start, start + size))["loss"] as number;
      start += size;
      burstSeen = !Number.isFinite(loss);
      if (burstSeen) break;
      mean = smoothing * mean + (1 - smoothing) * loss;
      rates.push(rate);
      losses.push(loss);
      // The first means would lean towards zero, where they began; this puts that right, as in Adam.
      smoothed.push(mean / (1 - smoothing ** (step + 1)));
      burstSeen = step > 5 && (smoothed.at(-1) as number) > burst * smallest(smoothed);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return { rates, losses, smoothed, ...choose(rates, smoothed), burst: burstSeen };
  } finally {
    giveBack();
    model.setWeights(weights);
    tf.dispose(weights);
    trial.dispose();
    rows.dispose();
  }
}

/** Puts another optimizer into the model until the returned function is called. */
function borrowOptimizer(inner: InnerModel, optimizer: Optimizer): () => void {
  const target = inner as unknown as { optimizer_: Optimizer };
  const own = target.optimizer_;
  target.optimizer_ = optimizer;
  return () => (target.optimizer_ = own);
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
