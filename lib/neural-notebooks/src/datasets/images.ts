/** Turns loose pixels and labels into one kind of picture set, which every loader and generator of pictures gives. */
import { ShapeError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";

/** Pictures of one size with a class each. */
export interface ImageSet {
  /** All pixels from 0 (black) to 255 (white), picture by picture, row by row. */
  images: Uint8Array;
  /** The class of each picture, from 0. */
  labels: Uint8Array;
  /** `[count, height, width, channels]`. */
  shape: [count: number, height: number, width: number, channels: number];
}

/**
 * Takes one picture out of a set.
 *
 * @param set - The set.
 * @param index - Its place, from 0.
 * @returns A copy of its pixels, `height × width × channels` of them.
 * @throws ArgumentError when there is no such place.
 */
export function imageAt(set: ImageSet, index: number): Uint8Array {
  const [count, height, width, channels] = set.shape;
  checkInteger(index, { verb: "take the picture", argument: "index", min: 0, max: count - 1 });
  const size = height * width * channels;
  return set.images.slice(index * size, (index + 1) * size);
}

/**
 * Takes the pictures at the given places, in that order.
 *
 * @param set - The set; it stays as it is.
 * @param rows - Places from 0.
 * @returns A new set.
 * @throws ArgumentError when a place is not in the set.
 */
export function takeImages(set: ImageSet, rows: ArrayLike<number>): ImageSet {
  const [count, height, width, channels] = set.shape;
  const size = height * width * channels;
  const images = new Uint8Array(rows.length * size);
  const labels = new Uint8Array(rows.length);
  for (let i = 0; i < rows.length; i++) {
    const row = checkInteger(rows[i] as number, {
      verb: "take pictures",
      argument: `rows[${i}]`,
      min: 0,
      max: count - 1,
    });
    images.set(set.images.subarray(row * size, (row + 1) * size), i * size);
    labels[i] = set.labels[row] as number;
  }
  return { images, labels, shape: [rows.length, height, width, channels] };
}

/**
 * The first pictures of a set, without a copy of the pixels.
 *
 * @param set - The set.
 * @param limit - How many at most.
 */
export function firstImages(set: ImageSet, limit: number): ImageSet {
  const [count, height, width, channels] = set.shape;
  const kept = Math.min(
    count,
    checkInteger(limit, { verb: "take the first pictures", argument: "limit", min: 1 }),
  );
  return {
    images: set.images.subarray(0, kept * height * width * channels),
    labels: set.labels.subarray(0, kept),
    shape: [kept, height, width, channels],
  };
}

/** Checks that pixels, labels and shape belong together. */
export function checkImages(set: ImageSet, verb: string): ImageSet {
  const [count, height, width, channels] = set.shape;
  if (set.images.length !== count * height * width * channels) {
    throw cannot(verb, {
      argument: "images",
      must: `${count} × ${height} × ${width} × ${channels} values`,
      received: set.images,
      as: ShapeError,
    });
  }
  if (set.labels.length !== count)
    throw cannot(verb, {
      argument: "labels",
      must: `${count} long, one per picture`,
      received: set.labels,
      as: ShapeError,
    });
  return set;
}
