/** Turns the four IDX files of Fashion-MNIST, wherever they are, into pictures for training and for the test. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { DataError, FileError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { cacheFolder, dataVariable, namedDataFolder } from "./folder";
import { clothesClasses } from "./garment-shapes";
import { garments } from "./garments";
import { parseIdx } from "./idx";
import { firstImages } from "./images";
import type { ImageSet } from "./images";

/** One file of a downloadable data set. */
export interface DataFile {
  /** Its official name. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** The official files of Fashion-MNIST (H. Xiao, K. Rasul, R. Vollgraf, 2017; Zalando SE, MIT licence). */
export const fashionMnistFiles = {
  trainImages: { name: "train-images-idx3-ubyte.gz", bytes: 26421880, sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84" },
  trainLabels: { name: "train-labels-idx1-ubyte.gz", bytes: 29515, sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845" },
  testImages: { name: "t10k-images-idx3-ubyte.gz", bytes: 4422102, sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073" },
  testLabels: { name: "t10k-labels-idx1-ubyte.gz", bytes: 5148, sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5" },
} as const satisfies Readonly<Record<string, DataFile>>;

/** The folder of the files below `data/cache`, and the one looked for below a learner's folder. */
export const fashionMnistFolder = "fashion-mnist";

/** Pictures of clothes, and where they came from. */
export interface ClothesData {
  /** Pictures to learn from. */
  train: ImageSet;
  /** Pictures to be judged by, once. */
  test: ImageSet;
  /** The name of each class: `classNames[label]`. */
  classNames: readonly string[];
  /** The official set, other files under its names in a learner's folder, or drawn garments. */
  source: "official" | "folder" | "garments";
  /** True when every file is, byte for byte, the official one. */
  official: boolean;
  /** One sentence on where the pictures came from, and how they differ from the official set. */
  note: string;
}

/** How many pictures are taken, and how they are drawn where they must be. */
export interface ClothesOptions {
  /** Training pictures at most. */
  limit?: number;
  /** Test pictures at most; a sixth of `limit` unless told, as in the official set. */
  testLimit?: number;
  /** For drawn garments. */
  seed?: number;
}

/**
 * Loads Fashion-MNIST from a folder.
 *
 * @param options - `folder`: where the four files are, plain or gzipped; looked for in `NEURAL_NOTEBOOKS_DATA`
 * and then in `data/cache` unless told. `limit`, `testLimit`: how many pictures at most.
 * @returns Pictures of shape `[count, 28, 28, 1]`, and whether they are the official ones.
 * @throws FileError when files are missing; DataError when one is damaged or holds other than 28 × 28 pictures in ten classes.
 */
export function fashionMnist(options: { folder?: string; limit?: number; testLimit?: number } = {}): ClothesData {
  const { limit = 60_000 } = options;
  const testLimit = options.testLimit ?? sixth(limit);
  checkLimits(limit, testLimit);
  const folder = options.folder === undefined ? findFashionMnist() : folderOf(resolve(options.folder));
  if (!folder) {
    const hint = `Call downloadFashionMnist(), or put ${Object.values(fashionMnistFiles).map(({ name }) => name).join(", ")} into a folder and name it in ${dataVariable}.`;
    throw cannot("load Fashion-MNIST", { argument: "its four files", must: "in the data folder", received: options.folder ?? "none of them", hint, as: FileError });
  }
  const read = (file: DataFile): ReadPart => readPart(folder, file);
  const parts = [read(fashionMnistFiles.trainImages), read(fashionMnistFiles.trainLabels), read(fashionMnistFiles.testImages), read(fashionMnistFiles.testLabels)] as const;
  const train = imageSet(parts[0], parts[1]);
  const test = imageSet(parts[2], parts[3]);
  const official = parts.every((part) => part.official);
  return {
    train: firstImages(train, limit),
    test: firstImages(test, testLimit),
    classNames: clothesClasses,
    source: official ? "official" : "folder",
    official,
    note: official ? `Fashion-MNIST, the official files in ${folder}.` : difference(folder, { train, test, parts }),
  };
}

/**
 * Gives the best pictures of clothes there are, without the network: Fashion-MNIST from the folder in
 * `NEURAL_NOTEBOOKS_DATA`, from a download made earlier, or drawn garments.
 *
 * @param options - `limit` (6,000) training pictures at most, `testLimit` (a sixth), `seed` (0) for drawn ones.
 * @returns The pictures; `source` and `note` say which they are.
 * @throws FileError, DataError when there are files but they cannot be used.
 * @example
 * const { train, classNames } = clothes({ limit: 60 });
 * assert.deepEqual(train.shape, [60, 28, 28, 1]);
 * assert.equal(classNames[9], "Ankle boot");
 */
export function clothes(options: ClothesOptions = {}): ClothesData {
  const { limit = 6_000, seed = 0 } = options;
  const testLimit = options.testLimit ?? sixth(limit);
  checkLimits(limit, testLimit);
  const folder = findFashionMnist();
  if (folder) return fashionMnist({ folder, limit, testLimit });
  return {
    train: garments({ count: limit, seed }),
    // Another stream than the training part's for every seed, so that no test picture is a training picture.
    test: garments({ count: testLimit, seed: -1 - seed }),
    classNames: clothesClasses,
    source: "garments",
    official: false,
    note: "Drawn garments: Fashion-MNIST is not here. downloadFashionMnist() fetches it.",
  };
}

/** The folder with Fashion-MNIST's files: the learner's own, or the downloads; `undefined` when there is none. */
export function findFashionMnist(): string | undefined {
  const yours = namedDataFolder();
  return (yours ? folderOf(yours) : undefined) ?? folderOf(cacheFolder());
}

/** Accepts the folder itself or `fashion-mnist` in it; one file of the four is enough to mean it. */
function folderOf(folder: string): string | undefined {
  const candidates = [folder, join(folder, fashionMnistFolder)];
  return candidates.find((candidate) => Object.values(fashionMnistFiles).some((file) => fileIn(candidate, file) !== undefined));
}

function fileIn(folder: string, { name }: DataFile): string | undefined {
  return [join(folder, name), join(folder, basename(name, ".gz"))].find((path) => existsSync(path));
}

interface ReadPart {
  name: string;
  official: boolean;
  shape: number[];
  data: Uint8Array;
}

function readPart(folder: string, file: DataFile): ReadPart {
  const path = fileIn(folder, file);
  if (!path) throw cannot("load Fashion-MNIST", { argument: join(folder, file.name), must: "there", received: "no such file", as: FileError });
  const bytes = readFileSync(path);
  const official = bytes.length === file.bytes && createHash("sha256").update(bytes).digest("hex") === file.sha256;
  const { shape, data } = parseIdx(bytes, { name: path });
  if (!(data instanceof Uint8Array)) throw cannot("load Fashion-MNIST", { argument: path, must: "bytes", received: data, as: DataError });
  return { name: basename(path), official, shape, data };
}

function imageSet(images: ReadPart, labels: ReadPart): ImageSet {
  const [count = 0, height, width] = images.shape;
  if (images.shape.length !== 3 || height !== 28 || width !== 28 || count === 0) {
    throw cannot("load Fashion-MNIST", { argument: images.name, must: "pictures of shape [count, 28, 28]", received: { shape: images.shape }, as: DataError });
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw cannot("load Fashion-MNIST", { argument: labels.name, must: `${count} labels, one per picture`, received: { shape: labels.shape }, as: DataError });
  }
  const wrong = labels.data.findIndex((label) => label >= clothesClasses.length);
  if (wrong >= 0) {
    throw cannot("load Fashion-MNIST", { argument: `${labels.name}, label ${wrong},`, must: "from 0 to 9", received: labels.data[wrong], as: DataError });
  }
  return { images: images.data, labels: labels.data, shape: [count, 28, 28, 1] };
}

function difference(folder: string, { train, test, parts }: { train: ImageSet; test: ImageSet; parts: readonly ReadPart[] }): string {
  const [training, testing] = [train.shape[0], test.shape[0]];
  const others = parts.filter((part) => !part.official).map(({ name }) => name);
  const counts = training === 60_000 && testing === 10_000 ? "the official counts" : `${training.toLocaleString("en")} + ${testing.toLocaleString("en")} pictures in place of 60,000 + 10,000`;
  return `Pictures from ${folder}: ${counts}; not the official files by checksum: ${others.join(", ")}.`;
}

function sixth(limit: number): number {
  return Math.max(1, Math.round(limit / 6));
}

function checkLimits(limit: number, testLimit: number): void {
  checkInteger(limit, { verb: "load pictures of clothes", argument: "limit", min: 1 });
  checkInteger(testLimit, { verb: "load pictures of clothes", argument: "testLimit", min: 1 });
}
