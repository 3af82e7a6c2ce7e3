/** Turns a seed into small made-up sets whose answer is known: points in the plane, waves and echoes. */
import { randomFrom } from "../core/global-seed";
import type { Random, Seed } from "../core/random";
import { checkInteger, checkNumber } from "../core/shape";
import { cannot } from "../core/errors";

/** Points of the plane with a class each. */
export interface LabelledPoints {
  /** Shape `[count, 2]`. */
  x: number[][];
  /** The class of each point, from 0. */
  y: number[];
}

/** What the generators of points have in common. */
export interface PointOptions {
  /** How many points, over all classes. */
  count?: number;
  /** Standard deviation of the normal noise on both coordinates. */
  noise?: number;
  /** Same seed, same points. */
  seed?: Seed;
}

/**
 * Two half circles that reach into each other; no straight line parts them.
 *
 * @param options - `count` (200), `noise` (0.1), `seed` (that of `setRandomSeed`, else 0).
 * @returns Points of class 0 on the upper arc (cos t, sin t) and of class 1 on the lower arc (1 − cos t, ½ − sin t).
 * @throws ArgumentError when `count` < 2 or `noise` < 0.
 * @example
 * const { x, y } = moons({ count: 6, noise: 0 });
 * assert.equal(x.length, 6);
 * assert.equal(y.filter((label) => label === 1).length, 3);
 */
export function moons(options: PointOptions = {}): LabelledPoints {
  return labelledPoints("draw moons", options, { classes: 2, noise: 0.1 }, ({ label, part }) => {
    const t = Math.PI * part;
    return label === 0 ? [Math.cos(t), Math.sin(t)] : [1 - Math.cos(t), 0.5 - Math.sin(t)];
  });
}

/**
 * A small circle within a large one of radius 1.
 *
 * @param options - `count` (200), `noise` (0.08), `factor` (0.5: the inner radius), `seed` (that of `setRandomSeed`, else 0).
 * @returns Points of class 0 on the outer and of class 1 on the inner circle.
 * @throws ArgumentError when `factor` is not within (0, 1).
 */
export function circles(options: PointOptions & { factor?: number } = {}): LabelledPoints {
  const { factor = 0.5 } = options;
  if (!(factor > 0 && factor < 1))
    throw cannot("draw circles", { argument: "factor", must: "between 0 and 1", received: factor });
  return labelledPoints(
    "draw circles",
    options,
    { classes: 2, noise: 0.08, closed: true },
    ({ label, part }) => {
      const radius = label === 0 ? 1 : factor;
      return [radius * Math.cos(2 * Math.PI * part), radius * Math.sin(2 * Math.PI * part)];
    },
  );
}

/**
 * Arms that wind around the middle, one per class.
 *
 * @param options - `count` (300), `classes` (3), `turns` (0.75 of a circle), `noise` (0.03), `seed` (that of `setRandomSeed`, else 0).
 * @returns Points at radius 0 to 1.
 * @throws ArgumentError when `classes` < 1 or `turns` ≤ 0.
 */
export function spirals(options: PointOptions & { classes?: number; turns?: number } = {}): LabelledPoints {
  const { classes = 3, turns = 0.75 } = options;
  checkInteger(classes, { verb: "draw spirals", argument: "classes", min: 1 });
  checkNumber(turns, { verb: "draw spirals", argument: "turns", min: Number.MIN_VALUE });
  return labelledPoints(
    "draw spirals",
    { count: 300, ...options },
    { classes, noise: 0.03 },
    ({ label, part }) => {
      const angle = 2 * Math.PI * (label / classes + turns * part);
      return [part * Math.cos(angle), part * Math.sin(angle)];
    },
  );
}

/**
 * Round clouds of points, one per class.
 *
 * @param options - `count` (200), `centers` (three: (−2, 0), (2, 0), (0, 3)), `noise` (0.6: their size), `seed` (that of `setRandomSeed`, else 0).
 * @returns Points around the centres; class = place of the centre. Centres may have any number of coordinates.
 * @throws ArgumentError when there is no centre.
 */
export function blobs(
  options: PointOptions & { centers?: readonly (readonly number[])[] } = {},
): LabelledPoints {
  const {
    centers = [
      [-2, 0],
      [2, 0],
      [0, 3],
    ],
  } = options;
  const width = centers[0]?.length ?? 0;
  if (width === 0 || centers.some((center) => center.length !== width)) {
    throw cannot("draw blobs", {
      argument: "centers",
      must: "at least one, all with the same number of coordinates",
      received: centers,
    });
  }
  return labelledPoints("draw blobs", options, { classes: centers.length, noise: 0.6 }, ({ label }) => [
    ...(centers[label] as readonly number[]),
  ]);
}

/** A curve y = f(x) with noise, for regression. */
export interface Curve {
  /** Shape `[count]`, rising. */
  x: number[];
  /** The value with noise at each x. */
  y: number[];
  /** The value without noise. */
  signal: number[];
}

/**
 * A sine wave y = sin(2π · x · cycles) on x from 0 to 1, with noise.
 *
 * @param options - `count` (100), `cycles` (1), `noise` (0), `random` (false: x evenly spaced), `seed` (that of `setRandomSeed`, else 0).
 * @returns The wave with its noise, and the signal without it.
 * @throws ArgumentError when `count` < 2 or `noise` < 0.
 * @example
 * const { y } = sine({ count: 5 });
 * assert.deepEqual(y.map((value) => Math.round(value) + 0), [0, 1, 0, -1, 0]);
 */
export function sine(
  options: { count?: number; cycles?: number; noise?: number; random?: boolean; seed?: Seed } = {},
): Curve {
  const { count = 100, cycles = 1, noise = 0, random: scattered = false, seed } = options;
  checkInteger(count, { verb: "draw a sine wave", argument: "count", min: 2 });
  checkNumber(cycles, { verb: "draw a sine wave", argument: "cycles" });
  checkNumber(noise, { verb: "draw a sine wave", argument: "noise", min: 0 });
  const random = randomFrom(seed);
  const x = Array.from({ length: count }, (_, i) => (scattered ? random.uniform() : i / (count - 1))).sort(
    (a, b) => a - b,
  );
  // Adding 0 turns −0 into 0.
  const signal = x.map((value) => Math.sin(2 * Math.PI * value * cycles) + 0);
  return { x, signal, y: signal.map((value) => value + noise * random.normal()) };
}

/** A noisy sine wave: {@link sine} at random places with noise 0.25. */
export function noisySine(
  options: { count?: number; cycles?: number; noise?: number; seed?: Seed } = {},
): Curve {
  return sine({ noise: 0.25, random: true, ...options });
}

/** Sequences in, sequences out. */
export interface EchoData {
  /** Bits, shape `[count, length]`. */
  x: number[][];
  /** The bits of x, `delay` steps later; 0 before the first. Shape `[count, length]`. */
  y: number[][];
}

/**
 * The echo task: a network must say again what it heard some steps before.
 *
 * @param options - `count` (100) sequences of `length` (20) bits, `delay` (3), `seed` (that of `setRandomSeed`, else 0).
 * @returns y[t] = x[t − delay].
 * @throws ArgumentError when `delay` is not from 0 to length − 1.
 * @example
 * const { x, y } = echo({ count: 1, length: 6, delay: 2 });
 * assert.deepEqual(y[0].slice(2), x[0].slice(0, 4));
 */
export function echo(
  options: { count?: number; length?: number; delay?: number; seed?: Seed } = {},
): EchoData {
  const { count = 100, length = 20, delay = 3, seed } = options;
  checkInteger(count, { verb: "make echoes", argument: "count", min: 1 });
  checkInteger(length, { verb: "make echoes", argument: "length", min: 1 });
  checkInteger(delay, { verb: "make echoes", argument: "delay", min: 0, max: length - 1 });
  const random = randomFrom(seed);
  const x = Array.from({ length: count }, () => Array.from({ length }, () => random.integer(0, 2)));
  return { x, y: x.map((bits) => bits.map((_, t) => bits[t - delay] ?? 0)) };
}

interface Point {
  label: number;
  /** How far along its curve the point lies, from 0 to 1. */
  part: number;
}

/** Spreads points evenly along each class's curve, adds noise, and mixes the classes. */
function labelledPoints(
  verb: string,
  options: PointOptions,
  defaults: { classes: number; noise: number; closed?: boolean },
  curve: (place: Point) => number[],
): LabelledPoints {
  const { count = 200, noise = defaults.noise, seed } = options;
  const { classes, closed = false } = defaults;
  checkInteger(count, { verb, argument: "count", min: classes });
  checkNumber(noise, { verb, argument: "noise", min: 0 });
  const random = randomFrom(seed);
  const points = Array.from({ length: count }, (_, i) => {
    const label = i % classes;
    const inClass = Math.ceil((count - label) / classes);
    const part = Math.floor(i / classes) / Math.max(1, closed ? inClass : inClass - 1);
    return { label, point: shake(curve({ label, part }), { noise, random }) };
  });
  const mixed = random.shuffle(points);
  return { x: mixed.map(({ point }) => point), y: mixed.map(({ label }) => label) };
}

function shake(point: number[], { noise, random }: { noise: number; random: Random }): number[] {
  return point.map((value) => value + noise * random.normal());
}
