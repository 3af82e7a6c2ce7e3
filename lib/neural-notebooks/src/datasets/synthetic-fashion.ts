/** Turns a seed into drawn pictures of clothes, 28 × 28 in ten classes: a stand-in for Fashion-MNIST that needs no download. */
import { randomFrom } from "../core/global-seed";
import { Random } from "../core/random";
import type { Seed } from "../core/random";
import { checkInteger, checkNumber } from "../core/shape";
import { clothesClasses, garmentShapes } from "./garment-shapes";
import type { Layer } from "./garment-shapes";
import type { ImageSet } from "./images";
import { Raster } from "./raster";
import type { Point } from "./raster";

/** Height and width of a drawn picture, in pixels. */
const size = 28;

/** Noise is taken from one table at a random place: drawing it anew would take longer than the picture. */
const noiseTable = makeNoise(8191);

/** How garments are drawn. */
export interface GarmentOptions {
  /** How many pictures. */
  count?: number;
  /** Same seed, same pictures; a larger count begins with the same ones. */
  seed?: Seed;
  /** From 0 (tidy: upright, centred, clean) to 1 (as hard as the course uses them) and up to 2. */
  difficulty?: number;
}

/**
 * Draws clothes with variation in shape, size, place, tilt, pattern, brightness, covering and noise. Each ten
 * pictures hold every class once, in random order.
 *
 * @param options - `count` (1,000), `seed` (that of `setRandomSeed`, else 0), `difficulty` (1).
 * @returns Pixels of shape `[count, 28, 28, 1]` from 0 to 255, and labels in the order of `clothesClasses`.
 * @throws ArgumentError when `count` is no whole number ≥ 1, or `difficulty` is out of [0, 2].
 * @example
 * const set = garments({ count: 20, seed: 7 });
 * assert.deepEqual(set.shape, [20, 28, 28, 1]);
 * assert.deepEqual(garments({ count: 20, seed: 7 }), set);
 */
export function garments(options: GarmentOptions = {}): ImageSet {
  const { count = 1000, seed, difficulty = 1 } = options;
  checkInteger(count, { verb: "draw garments", argument: "count", min: 1 });
  checkNumber(difficulty, { verb: "draw garments", argument: "difficulty", min: 0, max: 2 });
  const random = randomFrom(seed);
  const images = new Uint8Array(count * size * size);
  const labels = new Uint8Array(count);
  const raster = new Raster(size, size);
  let order: Int32Array = new Int32Array();
  for (let i = 0; i < count; i++) {
    const classes = clothesClasses.length;
    if (i % classes === 0) order = random.permutation(classes);
    const label = order[i % classes] as number;
    labels[i] = label;
    draw({
      label,
      random,
      raster,
      difficulty,
      pixels: images.subarray(i * size * size, (i + 1) * size * size),
    });
  }
  return { images, labels, shape: [count, size, size, 1] };
}

interface Drawing {
  label: number;
  random: Random;
  raster: Raster;
  difficulty: number;
  pixels: Uint8Array;
}

function draw({ label, random, raster, difficulty, pixels }: Drawing): void {
  const shape = garmentShapes[label] as (random: Random) => Layer[];
  const layers = shape(random);
  const pose = randomPose(random, difficulty);
  const pattern = randomPattern(random, difficulty);
  const brightness = random.uniform(0.9 - 0.45 * difficulty, 0.95);
  const canvas = new Float32Array(size * size);
  for (const { polygons, shade } of layers) {
    raster.clear();
    for (const polygon of polygons) raster.add(polygon.map(pose.toPixel));
    fill(canvas, { coverage: raster.finish(), shade: shade * brightness, pattern, pose });
  }
  if (random.chance(0.3 * difficulty)) cover(canvas, { random, raster });
  finish(canvas, { random, difficulty, pixels });
}

/** Where the garment lies: garment coordinates (−1 to 1) to pixels, and back for the pattern. */
interface Pose {
  toPixel(point: Point): Point;
  /** [u, v] = [a·x + b·y + c, d·x + e·y + f]. */
  back: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
}

function randomPose(random: Random, difficulty: number): Pose {
  const angle = random.normal(0, 0.1 * difficulty);
  const flip = random.chance(0.25 * difficulty) ? -1 : 1;
  const scaleX = flip * 13 * (1 - random.uniform(0.02, 0.02 + 0.28 * difficulty));
  const scaleY = 13 * (1 - random.uniform(0.02, 0.02 + 0.26 * difficulty));
  const shear = random.normal(0, 0.06 * difficulty);
  const [shiftX, shiftY] = [random.normal(0, 1.1 * difficulty), random.normal(0, 1 * difficulty)];
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  // Pixel = turn · shear · scale · point + middle.
  const [m00, m01] = [scaleX * cos, scaleY * (shear * cos - sin)];
  const [m10, m11] = [scaleX * sin, scaleY * (shear * sin + cos)];
  const [x0, y0] = [size / 2 + shiftX, size / 2 + shiftY];
  const determinant = m00 * m11 - m01 * m10;
  const [a, b, d, e] = [m11 / determinant, -m01 / determinant, -m10 / determinant, m00 / determinant];
  return {
    toPixel: ([x, y]) => [m00 * x + m01 * y + x0, m10 * x + m11 * y + y0],
    back: [a, b, -(a * x0 + b * y0), d, e, -(d * x0 + e * y0)],
  };
}

/** Multiplies the cloth's brightness at a place on the garment. */
type Pattern = (u: number, v: number) => number;

function randomPattern(random: Random, difficulty: number): Pattern {
  const strength = random.uniform(0.12, 0.25 + 0.2 * difficulty);
  const pitch = random.uniform(5, 16);
  const phase = random.uniform(0, 2 * Math.PI);
  const fold = random.uniform(0.1, 0.35);
  const folded = (u: number): number => 1 - fold * u * u;
  const kind = random.uniform();
  if (kind < 0.4) return (u) => folded(u);
  if (kind < 0.55) return (u, v) => folded(u) * (1 - strength * (Math.sin(pitch * v + phase) > 0 ? 1 : 0));
  if (kind < 0.67) return (u) => folded(u) * (1 - strength * (Math.sin(pitch * u + phase) > 0 ? 1 : 0));
  if (kind < 0.78)
    return (u, v) =>
      folded(u) * (1 - (strength / 2) * (Number(Math.sin(pitch * u) > 0) + Number(Math.sin(pitch * v) > 0)));
  if (kind < 0.9)
    return (u, v) =>
      folded(u) * (1 - strength * (Math.sin(pitch * u) * Math.sin(pitch * v + phase) > 0.45 ? 1 : 0));
  return (u, v) => folded(u) * (1 - strength * (0.5 + 0.5 * v));
}

function fill(
  canvas: Float32Array,
  layer: { coverage: Float32Array; shade: number; pattern: Pattern; pose: Pose },
): void {
  const { coverage, shade, pattern, pose } = layer;
  const [a, b, c, d, e, f] = pose.back;
  for (let y = 0, i = 0; y < size; y++) {
    for (let x = 0; x < size; x++, i++) {
      const part = coverage[i] as number;
      if (part < 0.004) continue;
      const value = shade === 0 ? 0 : shade * pattern(a * x + b * y + c, d * x + e * y + f);
      canvas[i] = (canvas[i] as number) * (1 - part) + value * part;
    }
  }
}

/** Lays a bar over the picture, as a hanger, an arm or a label would. */
function cover(canvas: Float32Array, { random, raster }: { random: Random; raster: Raster }): void {
  const [x, y] = [random.uniform(4, size - 4), random.uniform(4, size - 4)];
  const angle = random.uniform(0, Math.PI);
  const [length, width] = [random.uniform(5, 16), random.uniform(1.5, 4.5)];
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
  const corners: readonly Point[] = [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ];
  raster.clear();
  raster.add(
    corners.map(([s, t]): Point => [
      x + (s * length * cos - t * width * sin) / 2,
      y + (s * length * sin + t * width * cos) / 2,
    ]),
  );
  const coverage = raster.finish();
  const value = random.chance(0.6) ? 0 : random.uniform(0.2, 0.9);
  for (let i = 0; i < canvas.length; i++)
    canvas[i] = (canvas[i] as number) * (1 - (coverage[i] as number)) + value * (coverage[i] as number);
}

/** Adds noise and writes bytes. */
function finish(
  canvas: Float32Array,
  { random, difficulty, pixels }: { random: Random; difficulty: number; pixels: Uint8Array },
): void {
  const deviation = random.uniform(0, 0.08) * difficulty;
  let place = random.integer(0, noiseTable.length);
  const step = random.integer(1, noiseTable.length);
  for (let i = 0; i < canvas.length; i++) {
    place += step;
    if (place >= noiseTable.length) place -= noiseTable.length;
    const value = (canvas[i] as number) + deviation * (noiseTable[place] as number);
    pixels[i] = Math.max(0, Math.min(255, Math.round(255 * value)));
  }
}

function makeNoise(length: number): Float32Array {
  const random = new Random(28);
  return Float32Array.from({ length }, () => random.normal());
}
