/** Tests of the places that gradient descent visits on a function of one number. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError } from "../core/errors";
import { descentPath } from "./descent-path";

test("each place is the one before minus the learning rate times the slope there", () => {
  // f(w) = (w − 3)², slope 2(w − 3): from 0 to 0.6 and 1.08.
  const places = descentPath((w) => 2 * (w - 3), { start: 0, learningRate: 0.1, steps: 2 });
  assert.equal(places.length, 3);
  [0, 0.6, 1.08].forEach((expected, i) => assert.ok(Math.abs((places[i] as number) - expected) < 1e-12));
});

test("without a step there is only the start, and a walk that runs away goes on", () => {
  assert.deepEqual(
    descentPath(() => 5, { start: 2, learningRate: 1, steps: 0 }),
    [2],
  );
  const lost = descentPath((w) => w ** 3, { start: 10, learningRate: 1, steps: 9 });
  assert.equal(lost.length, 10);
  assert.ok(!Number.isFinite(lost[9]));
});

test("a negative learning rate and half a step are refused", () => {
  const slope = (w: number): number => w;
  for (const options of [
    { start: 1, learningRate: -0.1, steps: 3 },
    { start: 1, learningRate: 0.1, steps: 2.5 },
  ])
    assert.throws(() => descentPath(slope, options), ArgumentError);
});
