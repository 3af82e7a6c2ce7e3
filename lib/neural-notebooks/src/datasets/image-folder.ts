/** Turns a folder of the learner's own pictures (one folder per class) into a picture set of one size. */
import { readFileSync, readdirSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { decode as decodeJpeg } from "jpeg-js";
import { PNG } from "pngjs";
import { DataError, FileError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { firstBytes } from "./byte-source";
import { orientationOf, turn } from "./exif";
import { locateFolder } from "./folder";
import type { ImageSet } from "./images";
import { otherEndings, imageFormat } from "./image-format";

/** A decoded picture: red, green, blue, opacity for each pixel. */
export interface Pixels {
  width: number;
  height: number;
  /** Bytes, `width × height × 4`. */
  data: Uint8Array;
}

/** Pictures, the names of their classes and of their files. */
export interface ImageFolder extends ImageSet {
  /** The names of the class folders, sorted: `classNames[label]`. */
  classNames: string[];
  /** The file of each picture. */
  files: string[];
  /** Pictures of kinds that cannot be read, such as .webp and .heic: they were left out. */
  skipped: string[];
  /** One sentence: how many pictures there are, and how many were left out, of what kinds, and what to do. */
  note: string;
}

/** How pictures are made alike. */
export interface ImageFolderOptions {
  /** Height and width of every picture. */
  size?: number;
  /** Grey (1 channel) or colour (3 channels). */
  color?: "grey" | "rgb";
  /** `"crop"` cuts the longer side, `"pad"` adds black to the shorter one, `"stretch"` changes the proportions. */
  fit?: "crop" | "pad" | "stretch";
  /** Pictures at most in each class, the first by name. */
  limit?: number;
}

const endings = [".png", ".jpg", ".jpeg"];

/**
 * Reads a folder whose folders are the classes: `my-photos/cats/*.jpg`, `my-photos/dogs/*.png`. PNG and JPEG are known
 * by their first bytes, whatever the ending; pictures of other kinds are left out, and named in `note` and `skipped`.
 *
 * @param folder - A path from the notebook's folder, or the name of a folder in `data/` or `NEURAL_NOTEBOOKS_DATA`.
 * @param options - `size` (28), `color` (`"grey"`), `fit` (`"crop"`), `limit` (all).
 * @returns Pixels of shape `[count, size, size, 1 or 3]` from 0 to 255, labels, class and file names, class by class,
 * and what was left out.
 * @throws FileError when the folder, its class folders or their pictures are missing; DataError naming a file that cannot be decoded.
 */
export function readImageFolder(folder: string, options: ImageFolderOptions = {}): ImageFolder {
  const { size = 28, color = "grey", fit = "crop", limit = Infinity } = options;
  checkInteger(size, { verb: "read the pictures", argument: "size", min: 1, max: 4096 });
  if (color !== "grey" && color !== "rgb")
    throw cannot("read the pictures", { argument: "color", must: '"grey" or "rgb"', received: color });
  if (!["crop", "pad", "stretch"].includes(fit))
    throw cannot("read the pictures", { argument: "fit", must: '"crop", "pad" or "stretch"', received: fit });
  if (limit !== Infinity) checkInteger(limit, { verb: "read the pictures", argument: "limit", min: 1 });
  const root = locateFolder(folder);
  const classNames = foldersIn(root);
  if (classNames.length === 0) {
    throw cannot("read the pictures", {
      argument: "folder",
      must: "a folder with one folder per class",
      received: root,
      as: FileError,
    });
  }
  if (classNames.length > 256)
    throw cannot("read the pictures", {
      argument: "folder",
      must: "of at most 256 classes",
      received: classNames.length,
      as: DataError,
    });
  const classes = classNames.map((name) => picturesIn(join(root, name)));
  const found = classes.flatMap(({ files }, label) => files.slice(0, limit).map((file) => ({ file, label })));
  const skipped = classes.flatMap(({ others }) => others);
  const channels = color === "rgb" ? 3 : 1;
  const images = new Uint8Array(found.length * size * size * channels);
  for (const [index, { file }] of found.entries()) {
    const resized = resize(readImage(file), { width: size, height: size, fit });
    images.set(color === "rgb" ? withoutOpacity(resized) : grey(resized), index * size * size * channels);
  }
  return {
    images,
    labels: Uint8Array.from(found, ({ label }) => label),
    shape: [found.length, size, size, channels],
    classNames,
    files: found.map(({ file }) => file),
    skipped: skipped.map(({ file }) => file),
    note: noteOf(root, { count: found.length, classes: classNames.length, skipped }),
  };
}

/**
 * Decodes a PNG or JPEG file; a photo that a camera marked as turned is turned upright.
 *
 * @param file - Its path. The kind is known by the first bytes, not by the name.
 * @returns The pixels.
 * @throws FileError when it cannot be opened; DataError when it is damaged or of another kind.
 */
export function readImage(file: string): Pixels {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw cannot("read the picture", {
      argument: "file",
      must: "a file that can be opened",
      received: file,
      as: FileError,
      cause,
    });
  }
  const kind = imageFormat(bytes);
  try {
    if (kind === "PNG") {
      const { width, height, data } = PNG.sync.read(bytes);
      return { width, height, data };
    }
    if (kind === "JPEG")
      return turn(
        decodeJpeg(bytes, { useTArray: true, tolerantDecoding: false, maxMemoryUsageInMB: 2048 }),
        orientationOf(bytes),
      );
  } catch (cause) {
    throw cannot("read the picture", {
      argument: basename(file),
      must: "a whole PNG or JPEG file",
      received: (cause as Error).message,
      hint: "Open it in a picture program, or leave it out.",
      as: DataError,
      cause,
    });
  }
  throw cannot("read the picture", {
    argument: basename(file),
    must: "a PNG or JPEG file",
    received: kind === undefined ? `${bytes.length} other bytes` : `a ${kind} picture`,
    hint: kind === undefined ? undefined : "Convert it with a picture program.",
    as: DataError,
  });
}

/**
 * Makes a picture of another size; each new pixel is the mean of the area it covers, weighted by opacity over black.
 *
 * @param pixels - The picture; it stays as it is.
 * @param options - `width`, `height`, and how other proportions are met (`"crop"`).
 * @returns A new picture, opaque.
 */
export function resize(
  pixels: Pixels,
  options: { width: number; height: number; fit?: "crop" | "pad" | "stretch" },
): Pixels {
  const { width, height, fit = "crop" } = options;
  const scales = [pixels.width / width, pixels.height / height] as const;
  const same = fit === "crop" ? Math.min(...scales) : Math.max(...scales);
  const [scaleX, scaleY] = fit === "stretch" ? scales : [same, same];
  const left = (pixels.width - width * scaleX) / 2;
  const top = (pixels.height - height * scaleY) / 2;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const area = {
        x0: left + x * scaleX,
        x1: left + (x + 1) * scaleX,
        y0: top + y * scaleY,
        y1: top + (y + 1) * scaleY,
      };
      data.set(meanOf(pixels, area), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}

function meanOf(
  pixels: Pixels,
  { x0, x1, y0, y1 }: { x0: number; x1: number; y0: number; y1: number },
): [number, number, number, number] {
  const sums = [0, 0, 0];
  for (let y = Math.max(0, Math.floor(y0)); y < Math.min(pixels.height, y1); y++) {
    const high = Math.min(y + 1, y1) - Math.max(y, y0);
    for (let x = Math.max(0, Math.floor(x0)); x < Math.min(pixels.width, x1); x++) {
      const at = (y * pixels.width + x) * 4;
      const weight = (high * (Math.min(x + 1, x1) - Math.max(x, x0)) * (pixels.data[at + 3] as number)) / 255;
      for (let channel = 0; channel < 3; channel++)
        sums[channel] = (sums[channel] as number) + weight * (pixels.data[at + channel] as number);
    }
  }
  const area = (x1 - x0) * (y1 - y0);
  const [red, green, blue] = sums.map((sum) => Math.round(sum / area)) as [number, number, number];
  return [red, green, blue, 255];
}

function withoutOpacity({ data }: Pixels): Uint8Array {
  return data.filter((_, i) => i % 4 !== 3);
}

/** Brightness as the eye weighs the colours (ITU-R BT.601). */
function grey({ data }: Pixels): Uint8Array {
  return Uint8Array.from({ length: data.length / 4 }, (_, i) =>
    Math.round(
      0.299 * (data[4 * i] as number) +
        0.587 * (data[4 * i + 1] as number) +
        0.114 * (data[4 * i + 2] as number),
    ),
  );
}

function foldersIn(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name)
    .sort();
}

/** The pictures of a class: those that can be read, and those that cannot, with their kinds. */
function picturesIn(folder: string): { files: string[]; others: SkippedPicture[] } {
  const files: string[] = [];
  const others: SkippedPicture[] = [];
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name);
    if (name.startsWith(".") || !statSync(file, { throwIfNoEntry: false })?.isFile()) continue;
    const ending = extname(name).toLowerCase();
    const kind = imageFormat(firstBytes(file, 32));
    // A damaged or empty file that calls itself a PNG is refused when it is read, by its name.
    if (kind === "PNG" || kind === "JPEG" || endings.includes(ending)) files.push(file);
    else if (kind !== undefined || otherEndings.includes(ending))
      others.push({ file, ending: ending === "" ? `${kind} without ending` : ending });
  }
  if (files.length === 0)
    throw cannot("read the pictures", {
      argument: basename(folder),
      must: `a folder with ${endings.join(", ")} files`,
      received: others.length === 0 ? "none" : countEndings(others),
      hint: others.length === 0 ? undefined : advice,
      as: FileError,
    });
  return { files, others };
}

/** A picture that was left out. */
interface SkippedPicture {
  file: string;
  ending: string;
}

const advice = "Convert them to PNG or JPEG, with a picture program or: magick mogrify -format jpg FILES.";

function noteOf(
  root: string,
  { count, classes, skipped }: { count: number; classes: number; skipped: readonly SkippedPicture[] },
): string {
  const classesRead = classes === 1 ? "1 class" : `${classes} classes`;
  const read = `${pictureCount(count)} of ${classesRead} from ${root}.`;
  if (skipped.length === 0) return read;
  return `${read} Left out: ${pictureCount(skipped.length)} of other kinds (${countEndings(skipped)}). ${advice}`;
}

function pictureCount(count: number): string {
  return count === 1 ? "1 picture" : `${count} pictures`;
}

/** E.g. `10 .webp, 2 .heic`. */
function countEndings(skipped: readonly SkippedPicture[]): string {
  const counts = new Map<string, number>();
  for (const { ending } of skipped) counts.set(ending, (counts.get(ending) ?? 0) + 1);
  return [...counts].map(([ending, count]) => `${count} ${ending}`).join(", ");
}
