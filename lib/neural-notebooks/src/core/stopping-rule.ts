/** Turns the values of a run's epochs into when it stops, and keeps the weights of the best epoch. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { UnknownNameError, cannot } from "./errors";
import type { EarlyStoppingArgs } from "./fitted-types";
import type { StopMemory } from "./fit-callback";
import { ImprovementTracker, modeOf } from "./improvement-tracker";

type Model = TensorFlow.LayersModel;

/** Options of early stopping, those that always have a value first. */
interface Settings extends EarlyStoppingArgs {
  readonly monitor: string;
  readonly patience: number;
  readonly minDelta: number;
}

/** An epoch is best when its value is better by more than `minDelta` than the best one before, as in Keras. */
export class StoppingRule {
  /** The epoch after which it stopped the run. */
  stoppedAt: number | undefined;
  /** True once the model was given the best weights. */
  restored = false;
  private tracker: ImprovementTracker;
  private readonly weights: KeptWeights;
  private memory: StopMemory | undefined;

  constructor(
    private readonly tf: typeof TensorFlow,
    private readonly settings: Settings,
  ) {
    this.weights = new KeptWeights(tf);
    this.tracker = newTracker(settings);
  }

  /** The epoch of the best value. */
  get bestEpoch(): number | undefined {
    return this.tracker.bestEpoch;
  }

  /**
   * Begins a run, or takes one up again after {@link recall}.
   *
   * @param metrics - Names of the values that each epoch has.
   * @throws UnknownNameError when `monitor` is none of them.
   */
  async begin(metrics: readonly string[]): Promise<void> {
    checkMonitor(this.settings.monitor, metrics);
    this.weights.forget();
    this.tracker = newTracker(this.settings);
    this.stoppedAt = undefined;
    this.restored = false;
    if (this.memory) {
      const { best, bestEpoch, wait, weights } = this.memory;
      Object.assign(this.tracker, { best: best ?? undefined, bestEpoch: bestEpoch ?? undefined, wait });
      this.weights.takeOver(weights);
      this.memory = undefined;
    }
    return Promise.resolve();
  }

  /** Takes in an epoch that ran whole; stops the training when the patience has run out. */
  async endEpoch(ended: {
    epoch: number;
    value: number | TensorFlow.Tensor | undefined;
    model: Model;
  }): Promise<void> {
    const { epoch, value, model } = ended;
    if (value === undefined || epoch < (this.settings.startFromEpoch ?? 0)) return;
    const number = typeof value === "number" ? value : ((await value.data())[0] ?? NaN);
    const { improved, exhausted } = this.tracker.update(epoch, number);
    if (improved && this.settings.restoreBestWeights) this.weights.keep(model);
    if (!exhausted) return;
    this.stoppedAt = epoch;
    model.stopTraining = true;
  }

  /** Ends the run: the model gets the best weights, where they were kept. */
  async end(model: Model): Promise<void> {
    if (this.weights.giveBack(model)) this.restored = true;
    if (this.stoppedAt !== undefined && this.settings.verbose)
      console.log(
        `Epoch ${this.stoppedAt + 1}: early stopping, best was epoch ${(this.bestEpoch ?? 0) + 1}.`,
      );
    return Promise.resolve();
  }

  /** What it knows; the tensors stay its own. */
  remember(): StopMemory {
    const { best = null, bestEpoch = null, wait } = this.tracker;
    return { best, bestEpoch, wait, weights: this.weights.tensors };
  }

  /** Lets the next run go on from there; the tensors become its own. */
  recall(memory: StopMemory): void {
    this.memory = memory;
  }

  /** Ends a run that failed, perhaps before it took up what it was to go on from. */
  async close(model: Model): Promise<void> {
    this.tf.dispose([...(this.memory?.weights ?? [])]);
    this.memory = undefined;
    await this.end(model);
  }
}

/** The weights of one epoch, kept until they are given back or forgotten. */
class KeptWeights {
  /** Empty when none are kept. */
  tensors: readonly TensorFlow.Tensor[] = [];

  constructor(private readonly tf: typeof TensorFlow) {}

  keep(model: Model): void {
    this.forget();
    // Clones share memory; the optimizer's step makes new tensors, so these keep their numbers.
    this.tensors = model.getWeights().map((weight) => this.tf.keep(weight.clone()));
  }

  /** Keeps tensors of a caller's, which become its own. */
  takeOver(tensors: readonly TensorFlow.Tensor[]): void {
    this.tensors = [...tensors];
  }

  /** True when there were weights to give. */
  giveBack(model: Model): boolean {
    const isKept = this.tensors.length > 0;
    if (isKept) model.setWeights([...this.tensors]);
    this.forget();
    return isKept;
  }

  forget(): void {
    this.tf.dispose([...this.tensors]);
    this.tensors = [];
  }
}

function newTracker({ monitor, patience, minDelta, mode = "auto", baseline }: Settings): ImprovementTracker {
  const direction = mode === "auto" ? modeOf(monitor) : mode;
  return new ImprovementTracker({ mode: direction, minDelta, patience, baseline });
}

function checkMonitor(monitor: string, metrics: readonly string[]): void {
  if (metrics.includes(monitor)) return;
  const hint =
    monitor.startsWith("val_") && !metrics.some((name) => name.startsWith("val_"))
      ? 'Give fit validationData or validationSplit; on training values alone, write monitor: "loss".'
      : undefined;
  throw cannot("stop early", {
    argument: "monitor",
    must: `one of ${metrics.join(", ")}`,
    received: monitor,
    hint,
    as: UnknownNameError,
  });
}
