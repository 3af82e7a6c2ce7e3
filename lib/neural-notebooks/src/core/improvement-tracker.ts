/** Turns the value of each epoch into which epoch was best, and whether patience has run out. */

/** Which epoch was best, and how long ago; what Keras' EarlyStopping keeps. */
export class ImprovementTracker {
  /** The best value so far. */
  best: number | undefined;
  /** Its epoch, from 0. */
  bestEpoch: number | undefined;
  /** Epochs since a value was better than the one before by more than `minDelta` (and than the baseline). */
  wait = 0;

  constructor(
    private readonly options: {
      mode: "min" | "max";
      minDelta: number;
      patience: number;
      baseline: number | undefined;
    },
  ) {}

  /**
   * Takes in one epoch.
   *
   * @param epoch - Its number, from 0.
   * @param value - Its value.
   * @returns `improved`: it is the best one; `exhausted`: the patience has run out.
   */
  update(epoch: number, value: number): { improved: boolean; exhausted: boolean } {
    const { baseline, patience } = this.options;
    this.wait++;
    const improved = this.isBetter(value, this.best);
    if (improved) {
      this.best = value;
      this.bestEpoch = epoch;
      if (this.isBetter(value, baseline)) this.wait = 0;
    }
    return { improved, exhausted: !improved && epoch > 0 && this.wait >= patience };
  }

  private isBetter(value: number, than: number | undefined): boolean {
    const { mode, minDelta } = this.options;
    if (Number.isNaN(value)) return false;
    if (than === undefined) return true;
    return mode === "min" ? value < than - minDelta : value > than + minDelta;
  }
}

/** Whether a larger value is better, by its name. */
export function modeOf(monitor: string): "min" | "max" {
  return /acc|auc|precision|recall|f1|r2/i.test(monitor) ? "max" : "min";
}
