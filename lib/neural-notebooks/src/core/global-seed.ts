/** One seed for everything that is not given its own: `Math.random` follows it, and with it TensorFlow.js and danfo. */
import { AsyncLocalStorage } from "node:async_hooks";
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { Random, type Seed } from "./random";

/** The generator of a piece of work with a seed of its own, such as one `model.fit`; it may be changed on the way. */
const own = new AsyncLocalStorage<{ random: Random }>();
/** The generator that {@link setRandomSeed} has set. */
let shared: Random | undefined;
/** True once `Math.random` asks {@link current}. */
let following = false;

/** The generator that draws now; `undefined` where nothing is seeded. */
const current = (): Random | undefined => own.getStore()?.random ?? shared;

/**
 * Seeds everything that draws random numbers and is not given a seed of its own, as Keras' `set_random_seed` does:
 * initialisers, shuffles, dropout, noise, splits, generators, and `Math.random` itself. Each draw goes on from the one
 * before, so that no two layers start with the same numbers. The same cells, run in the same order, give the same numbers.
 *
 * @param seed - A whole number; `undefined` makes all of it random again.
 * @throws ArgumentError when it is not a whole number within ±2⁵³.
 * @example
 * setRandomSeed(1);
 * const first = tf.randomNormal([2]).dataSync();
 * setRandomSeed(1);
 * assert.deepEqual(tf.randomNormal([2]).dataSync(), first);
 * setRandomSeed(undefined);
 */
export function setRandomSeed(seed: number | undefined): void {
  shared = seed === undefined ? undefined : new Random(seed);
  follow();
}

/**
 * Runs work whose random numbers come from a seed of its own.
 *
 * @param seed - A whole number, or a generator that goes on.
 * @param work - What draws; all that it starts and waits for draws from the same generator.
 * @returns What the work gives.
 */
export function withRandomSeed<T>(seed: Seed, work: () => T): T {
  follow();
  return own.run({ random: randomFrom(seed) }, work);
}

/**
 * Runs work in epochs, each of which draws from a generator of its own, so that a run that is taken up again in its
 * fifth epoch draws what the whole run would have drawn there.
 *
 * @param seed - A whole number; nothing stands for {@link setRandomSeed}'s, or for chance.
 * @param work - Is given the function to be called when an epoch begins, with its number from 0.
 * @returns What the work gives.
 */
export function withEpochSeeds<T>(
  seed: number | undefined,
  work: (beginEpoch: (epoch: number) => void) => T,
): T {
  if (seed === undefined && current() === undefined) return work(() => undefined);
  follow();
  const epochs = randomFrom(seed);
  const place = { random: epochs };
  let begun = 0;
  const beginEpoch = (epoch: number): void => {
    for (; begun <= epoch; begun++) place.random = epochs.fork();
  };
  return own.run(place, () => work(beginEpoch));
}

/**
 * Gives the generator for a function that takes a seed.
 *
 * @param seed - A whole number (a new generator), a generator (returned as it is), or nothing.
 * @returns Without a seed, a generator of {@link setRandomSeed}'s; that of seed 0 where none was set.
 */
export function randomFrom(seed: Seed | undefined): Random {
  if (seed instanceof Random) return seed;
  return seed === undefined ? (current()?.fork() ?? new Random(0)) : new Random(seed);
}

/**
 * Lets the shuffling of data sets follow: TensorFlow.js starts it from the time of day.
 *
 * @param tf - TensorFlow.js, changed in place.
 */
export function seedDatasets(tf: typeof TensorFlow): void {
  type Shuffle = (buffer: number, seed?: string, again?: boolean) => unknown;
  const prototype = tf.data.Dataset.prototype as unknown as { shuffle: Shuffle };
  const { shuffle } = prototype;
  prototype.shuffle = function (buffer, seed, again) {
    return shuffle.call(this, buffer, seed ?? current()?.nextSeed().toString(), again);
  };
}

/** TensorFlow.js draws every seed that it is not given from `Math.random`. */
function follow(): void {
  if (following) return;
  following = true;
  const { random } = Math;
  Math.random = () => current()?.uniform() ?? random();
}
