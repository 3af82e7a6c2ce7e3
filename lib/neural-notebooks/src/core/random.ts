/** Turns a seed into repeatable random numbers, permutations and choices. */
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { cannot } from "./errors";

/** Anything that can start a generator: a whole number, or a generator whose stream is continued. */
export type Seed = number | Random;

const TWO_POW_32 = 2 ** 32;

/**
 * A seeded generator of random numbers (xoroshiro128+; Blackman and Vigna, 2018,
 * "Scrambled linear pseudorandom number generators"). The same seed gives the same numbers everywhere.
 *
 * @example
 * const first = new Random(7).uniform();
 * assert.equal(first, new Random(7).uniform());
 * assert.ok(first >= 0 && first < 1);
 */
export class Random {
  private readonly source: ReturnType<typeof xoroshiro128plus>;
  private spareNormal: number | undefined;

  /**
   * @param seed - A whole number; equal seeds give equal streams.
   * @throws ArgumentError when `seed` is not a whole number within ±2⁵³.
   */
  constructor(readonly seed: number) {
    if (!Number.isSafeInteger(seed)) {
      throw cannot("make random numbers", { argument: "seed", must: "a whole number", received: seed });
    }
    // Neighbouring seeds start with similar states, so mix the seed and drop the first draws.
    this.source = xoroshiro128plus(mix(seed));
    for (let i = 0; i < 8; i++) this.source.next();
  }

  /**
   * A number drawn evenly from [low, high).
   *
   * @param low - The lowest number that can come (0).
   * @param high - The end, which does not come (1).
   */
  uniform(low = 0, high = 1): number {
    // 53 random bits, so that every double in [0, 1) on the 2⁻⁵³ grid can come.
    const upper = (this.source.next() >>> 0) >>> 5;
    const lower = (this.source.next() >>> 0) >>> 6;
    return low + ((upper * 67108864 + lower) / 9007199254740992) * (high - low);
  }

  /**
   * A number drawn from the normal distribution (polar method; Marsaglia and Bray, 1964).
   *
   * @param mean - The distribution's mean (0).
   * @param deviation - Its standard deviation, in the same unit (1).
   */
  normal(mean = 0, deviation = 1): number {
    if (this.spareNormal !== undefined) {
      const value = this.spareNormal;
      this.spareNormal = undefined;
      return mean + deviation * value;
    }
    for (;;) {
      const u = this.uniform(-1, 1);
      const v = this.uniform(-1, 1);
      const s = u * u + v * v;
      if (s === 0 || s >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(s)) / s);
      this.spareNormal = v * scale;
      return mean + deviation * u * scale;
    }
  }

  /**
   * A whole number drawn evenly from low, low + 1, …, high − 1.
   *
   * @throws ArgumentError when the range is empty or not whole.
   */
  integer(low: number, high: number): number {
    if (!Number.isSafeInteger(low) || !Number.isSafeInteger(high) || high <= low) {
      throw cannot("draw a whole number", {
        argument: "range",
        must: "two whole numbers, low < high",
        received: [low, high],
      });
    }
    return low + Math.floor(this.uniform() * (high - low));
  }

  /** True with the given probability, in [0, 1]. */
  chance(probability: number): boolean {
    return this.uniform() < probability;
  }

  /**
   * One item, each with the same chance.
   *
   * @throws ArgumentError when there is nothing to choose from.
   */
  choice<T>(items: readonly T[]): T {
    if (items.length === 0) throw cannot("choose", { argument: "items", must: "not empty", received: items });
    return items[this.integer(0, items.length)] as T;
  }

  /** The numbers 0 … count − 1 in random order (Fisher and Yates, 1938; Durstenfeld, 1964). */
  permutation(count: number): Int32Array {
    const order = Int32Array.from({ length: count }, (_, i) => i);
    for (let i = count - 1; i > 0; i--) {
      const j = this.integer(0, i + 1);
      const held = order[i] as number;
      order[i] = order[j] as number;
      order[j] = held;
    }
    return order;
  }

  /** A new array with the same items in random order; the given one is left as it is. */
  shuffle<T>(items: readonly T[]): T[] {
    return Array.from(this.permutation(items.length), (i) => items[i] as T);
  }

  /** A whole number in [0, 2³¹) for a library that takes its own seed, such as a tfjs initializer. */
  nextSeed(): number {
    return (this.source.next() >>> 0) % (TWO_POW_32 / 2);
  }

  /** A new, independent generator: the draws of the two do not influence each other. */
  fork(): Random {
    return new Random((this.source.next() >>> 0) * 2097152 + ((this.source.next() >>> 0) >>> 11));
  }
}

/** Spreads a whole number over 32 bits (the finalizer of MurmurHash3; Appleby, 2011). */
function mix(seed: number): number {
  // trunc, not floor: with floor the upper half of −1 − s is all ones, and the seeds s and −1 − s gave the same stream.
  let h = ((seed % TWO_POW_32) | 0) ^ (Math.trunc(seed / TWO_POW_32) | 0);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
