/** Watches a data set while a model is trained on it, and says in which epoch and batch it came to its end too early. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { display, inNotebook } from "./display";
import { DataError } from "./errors";
import type { FitHistory } from "./fit-history";

type Dataset = TensorFlow.data.Dataset<TensorFlow.TensorContainer>;
type Iterator = Awaited<ReturnType<Dataset["iterator"]>>;

/** A data set that is watched while a model is trained on it. */
class WatchedDataset {
  /** Gives what the data set gives. Its `next` throws a DataError when there is no batch at all. */
  readonly dataset: Dataset;
  /** True once it came to its end too early: the learner was warned, and the training ends. */
  isUsedUp = false;
  private epoch = 0;
  private batches = 0;

  /**
   * @param dataset - What `fitDataset` was given.
   * @param options - `batchesPerEpoch` of `fitDataset`; `stop`: ends the training.
   */
  constructor(
    dataset: Dataset,
    private readonly options: { batchesPerEpoch: number | undefined; stop: () => void },
  ) {
    this.dataset = Object.create(dataset) as Dataset;
    this.dataset.iterator = async () => this.watch(await dataset.iterator());
  }

  /** To be called when an epoch begins, with its number from 0. */
  beginEpoch(epoch: number): void {
    this.epoch = epoch;
    this.batches = 0;
  }

  private watch(iterator: Iterator): Iterator {
    const next = iterator.next.bind(iterator);
    iterator.next = async () => {
      const result: Awaited<ReturnType<Iterator["next"]>> = await next();
      if (result.value !== null && result.value !== undefined) this.batches++;
      if (result.done) this.end();
      return result;
    };
    return iterator;
  }

  private end(): void {
    const { epoch, batches, options } = this;
    if (batches >= (options.batchesPerEpoch ?? 1) || this.isUsedUp) return;
    if (epoch === 0 && batches === 0) {
      const hint = "Is it empty after a filter, or was its generator used before?";
      throw new DataError(
        `Cannot fit the model: dataset must give at least one batch; received none. ${hint}`,
      );
    }
    this.isUsedUp = true;
    options.stop();
    warn(this.describeEnd());
  }

  private describeEnd(): string {
    const { batchesPerEpoch } = this.options;
    const epoch = this.epoch + 1;
    const [place, hint] =
      batchesPerEpoch === undefined
        ? [
            `has no batch in epoch ${epoch}`,
            "Give tf.data.generator a function that makes a new generator each time",
          ]
        : [
            `came to its end in epoch ${epoch}, after batch ${this.batches} of ${batchesPerEpoch}`,
            "Lower batchesPerEpoch, or go over the data again by dataset.repeat()",
          ];
    return `The data set ${place}: training ends here. ${hint}.`;
  }
}

type FitDataset = (
  this: { stopTraining: boolean },
  dataset: Dataset,
  args: { batchesPerEpoch?: number; callbacks: unknown[] },
) => Promise<FitHistory>;

/**
 * Watches the data sets of `fitDataset` of all models; to be called before `fitDataset` gets its list of callbacks.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function watchFitDataset(tf: typeof TensorFlow): void {
  const prototype = tf.LayersModel.prototype as unknown as { fitDataset: FitDataset };
  const { fitDataset } = prototype;
  prototype.fitDataset = async function (given, args) {
    const { batchesPerEpoch, callbacks } = args;
    const watch = new WatchedDataset(given, { batchesPerEpoch, stop: () => (this.stopTraining = true) });
    const onEpochBegin = (epoch: number): void => watch.beginEpoch(epoch);
    const watching = [new tf.CustomCallback({ onEpochBegin }, "never"), ...callbacks];
    const history = await withoutStockWarning(() =>
      fitDataset.call(this, watch.dataset, { ...args, callbacks: watching }),
    );
    return watch.isUsedUp ? withoutEmptyEpoch(history) : history;
  };
}

/** An epoch without a batch has no loss, and would stand in the history all the same. */
function withoutEmptyEpoch(history: FitHistory): FitHistory {
  const epochs = history.history["loss"]?.length ?? 0;
  const values = Object.entries(history.history).map(([name, list]) => [name, list.slice(0, epochs)]);
  return Object.assign(history, {
    epoch: history.epoch.slice(0, epochs),
    history: Object.fromEntries(values) as FitHistory["history"],
  });
}

/** Runs work without TensorFlow.js' own words about a data set's end, which name no epoch. */
async function withoutStockWarning<T>(work: () => Promise<T>): Promise<T> {
  const { warn: stock } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).startsWith("You provided `batchesPerEpoch`")) stock.apply(console, words);
  };
  try {
    return await work();
  } finally {
    console.warn = stock;
  }
}

/** In a notebook on stdout: what a cell writes to stderr counts as its failure when it is graded. */
function warn(text: string): void {
  if (inNotebook()) display(`Warning: ${text}`);
  else process.emitWarning(text);
}
