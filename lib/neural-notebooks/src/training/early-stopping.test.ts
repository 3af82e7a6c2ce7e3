/** Tests of the early-stopping decision on lists of values worked by hand. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, UnknownNameError } from "../core/errors";
import { BestTracker, type EarlyStoppingOptions } from "./early-stopping";

/** Feeds values until the patience is gone; gives the last epoch and the best. */
function follow(
  values: readonly number[],
  options: EarlyStoppingOptions,
): { stoppedAt: number; best: number } {
  const tracker = new BestTracker(options, ["loss", "acc"]);
  for (const [i, value] of values.entries()) {
    const { exhausted } = tracker.update(i + 1, { loss: value, acc: value });
    if (exhausted) return { stoppedAt: i + 1, best: tracker.best.epoch };
  }
  return { stoppedAt: 0, best: tracker.best.epoch };
}

test("patience counts epochs without a fall", () => {
  assert.deepEqual(follow([5, 4, 4, 3, 3, 3, 1], { patience: 2 }), { stoppedAt: 6, best: 4 });
  assert.deepEqual(follow([5, 4, 4, 3, 3, 3, 1], { patience: 3 }), { stoppedAt: 0, best: 7 });
});

test("falls smaller than minDelta do not count, yet the best epoch is the smallest", () => {
  assert.deepEqual(follow([1, 0.95, 0.92, 0.91], { patience: 3, minDelta: 0.1 }), { stoppedAt: 4, best: 4 });
  // The small steps add up to more than minDelta below the reference of 1.
  assert.deepEqual(follow([1, 0.95, 0.89, 0.88], { patience: 3, minDelta: 0.1 }), { stoppedAt: 0, best: 4 });
});

test("accuracy is better when larger, and the direction can be set", () => {
  assert.deepEqual(follow([0.5, 0.7, 0.6, 0.6], { monitor: "acc", patience: 2 }), { stoppedAt: 4, best: 2 });
  assert.deepEqual(follow([0.5, 0.7, 0.6], { monitor: "acc", patience: 2, direction: "smaller" }), {
    stoppedAt: 3,
    best: 1,
  });
});

test("the watch can begin later", () => {
  assert.deepEqual(follow([1, 2, 3, 4, 5], { patience: 1, startAfter: 3 }), { stoppedAt: 5, best: 1 });
});

test("NaN is never better", () => {
  assert.deepEqual(follow([2, NaN, NaN], { patience: 2 }), { stoppedAt: 3, best: 1 });
});

test("an unknown value names the known ones and how to get validation", () => {
  assert.throws(
    () => new BestTracker({ monitor: "val_loss" }, ["loss"]),
    (error: unknown) => error instanceof UnknownNameError && /Give fit a validation part/.test(error.message),
  );
  assert.throws(() => new BestTracker({ patience: 0 }, ["loss"]), ArgumentError);
  assert.throws(() => new BestTracker({ minDelta: -1 }, ["loss"]), ArgumentError);
});
