/** Gives TensorFlow.js' early stopping the rules of Keras: the best weights come back, and a wrong `monitor` is told. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { cannot } from "./errors";
import type { EarlyStopping, EarlyStoppingArgs } from "./fitted-types";
import type { Rememberer, StopMemory } from "./fit-callback";
import { checkInteger, checkNumber } from "./shape";
import { StoppingRule } from "./stopping-rule";

type RawLogs = Record<string, number | TensorFlow.Tensor>;

/**
 * Replaces `tf.callbacks.earlyStopping`.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function extendEarlyStopping(tf: typeof TensorFlow): void {
  const KerasEarlyStopping = defineClass(tf);
  tf.callbacks.earlyStopping = (options) => new KerasEarlyStopping(options);
}

/** The callback: it tells a {@link StoppingRule} how its run goes. */
function defineClass(tf: typeof TensorFlow): new (args?: EarlyStoppingArgs) => EarlyStopping {
  return class KerasEarlyStopping extends countBatches(tf) implements Rememberer {
    private readonly rule: StoppingRule;

    constructor(args: EarlyStoppingArgs = {}) {
      // TensorFlow.js' own class refuses to give weights back; the rule does it.
      super({ ...args, restoreBestWeights: false });
      checkArgs(args);
      const { monitor, patience, minDelta } = this;
      this.rule = new StoppingRule(tf, { ...args, monitor, patience, minDelta: Math.abs(minDelta) });
    }

    get bestEpoch(): number | undefined {
      return this.rule.bestEpoch;
    }

    get stoppedAt(): number | undefined {
      return this.rule.stoppedAt;
    }

    get restored(): boolean {
      return this.rule.restored;
    }

    override async onTrainBegin(): Promise<void> {
      return this.rule.begin(this.params["metrics"] as string[]);
    }

    override async onEpochEnd(epoch: number, logs: RawLogs = {}): Promise<void> {
      if (!this.isCutShort) await this.rule.endEpoch({ epoch, value: logs[this.monitor], model: this.model });
    }

    override async onTrainEnd(): Promise<void> {
      return this.rule.end(this.model);
    }

    remember(): StopMemory {
      return this.rule.remember();
    }

    recall(memory: StopMemory): void {
      this.rule.recall(memory);
    }

    /** For a run that failed. */
    async close(): Promise<void> {
      return this.rule.close(this.model);
    }
  };
}

/** Early stopping that knows whether the stop button or another callback ended its epoch before the last batch. */
function countBatches(tf: typeof TensorFlow) {
  return class CountedEarlyStopping extends tf.EarlyStopping {
    private batches = 0;

    override async onEpochBegin(): Promise<void> {
      this.batches = 0;
      return Promise.resolve();
    }

    override async onBatchEnd(): Promise<void> {
      this.batches++;
      return Promise.resolve();
    }

    protected get isCutShort(): boolean {
      return this.model.stopTraining && this.batches < batchesOf(this.params);
    }
  };
}

function checkArgs({
  minDelta = 0,
  patience = 0,
  startFromEpoch = 0,
  mode = "auto",
  baseline,
}: EarlyStoppingArgs): void {
  const verb = "stop early";
  checkNumber(minDelta, { verb, argument: "minDelta", min: 0 });
  checkInteger(patience, { verb, argument: "patience", min: 0 });
  checkInteger(startFromEpoch, { verb, argument: "startFromEpoch", min: 0 });
  if (baseline !== undefined) checkNumber(baseline, { verb, argument: "baseline" });
  if (!["auto", "min", "max"].includes(mode))
    throw cannot(verb, { argument: "mode", must: '"auto", "min" or "max"', received: mode });
}

/** Batches of a whole epoch; 0 where a data set does not tell. */
function batchesOf(params: Record<string, unknown>): number {
  const { samples, batchSize, steps } = params as Record<string, number | null | undefined>;
  return samples && batchSize ? Math.ceil(samples / batchSize) : (steps ?? 0);
}
