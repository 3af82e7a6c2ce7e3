/** Turns four IDX files (pictures and labels, for training and for the test) into one data set, and says whether they are the official ones. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { DataError, FileError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { cacheFolder, dataVariable, namedDataFolder } from "./folder";
import { parseIdx } from "./idx";
import { firstImages } from "./images";
import type { ImageSet } from "./images";

/** One file that can be fetched and checked. */
export interface DataFile {
  /** Its official name. */
  readonly name: string;
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/** What is known of a data set of four IDX files with pictures of 28 × 28. */
export interface IdxSetFacts {
  /** Its name in messages. */
  readonly title: string;
  /** Its folder below `data/cache` and below a learner's folder. */
  readonly folder: string;
  /** Whether its files may also lie in the learner's folder itself. */
  readonly topLevel: boolean;
  readonly classNames: readonly string[];
  readonly files: {
    readonly trainImages: DataFile;
    readonly trainLabels: DataFile;
    readonly testImages: DataFile;
    readonly testLabels: DataFile;
  };
  /** Where each file is served: the address of its folder, ending in "/". */
  readonly mirrors: readonly string[];
  /** The function that fetches it, for messages. */
  readonly download: string;
}

/** Pictures to learn from and to be judged by, and where they came from. */
export interface PictureData {
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

/** Which pictures are loaded. */
export interface PictureOptions {
  /** Where the four files are, plain or gzipped; looked for unless told. */
  folder?: string;
  /** Training pictures at most. */
  limit?: number;
  /** Test pictures at most; a sixth of `limit` unless told, as in the official sets. */
  testLimit?: number;
}

/** Loads a data set of four IDX files; see `fashionMnist` for what it throws. */
export function loadIdxSet(facts: IdxSetFacts, options: PictureOptions = {}): PictureData {
  const { title, files } = facts;
  const { limit, testLimit } = pictureLimits({ limit: 60_000, ...options });
  const folder =
    options.folder === undefined
      ? findIdxSet(facts)
      : folderWith(facts, [resolve(options.folder), join(resolve(options.folder), facts.folder)]);
  if (!folder) {
    const names = Object.values(files).map(({ name }) => name);
    const hint = `Call ${facts.download}(), or put ${names.join(", ")} into a folder "${facts.folder}" in the folder that ${dataVariable} names.`;
    throw cannot(`load ${title}`, {
      argument: "its four files",
      must: "in the data folder",
      received: options.folder ?? "none of them",
      hint,
      as: FileError,
    });
  }
  const read = (file: DataFile): Part => readPart(facts, { folder, file });
  const parts = [
    read(files.trainImages),
    read(files.trainLabels),
    read(files.testImages),
    read(files.testLabels),
  ] as const;
  const train = imageSet(facts, { images: parts[0], labels: parts[1] });
  const test = imageSet(facts, { images: parts[2], labels: parts[3] });
  const official = parts.every((part) => part.official);
  return {
    train: firstImages(train, limit),
    test: firstImages(test, testLimit),
    classNames: facts.classNames,
    source: official ? "official" : "folder",
    official,
    note: official
      ? `${title}, the official files in ${folder}.`
      : difference(folder, { train, test, parts }),
  };
}

/** The folder with a set's files: the learner's own, or the downloads; `undefined` when there is none. */
export function findIdxSet(facts: IdxSetFacts): string | undefined {
  const yours = namedDataFolder();
  const inYours = yours ? [...(facts.topLevel ? [yours] : []), join(yours, facts.folder)] : [];
  return folderWith(facts, [...inYours, join(cacheFolder(), facts.folder)]);
}

/** Checks how many pictures are wanted; the test part is a sixth unless told. */
export function pictureLimits({ limit, testLimit }: { limit: number; testLimit?: number }): {
  limit: number;
  testLimit: number;
} {
  checkInteger(limit, { verb: "load pictures", argument: "limit", min: 1 });
  const test = testLimit ?? Math.max(1, Math.round(limit / 6));
  return { limit, testLimit: checkInteger(test, { verb: "load pictures", argument: "testLimit", min: 1 }) };
}

/** One file of the four is enough to mean a folder: the others are then missed by name. */
function folderWith(facts: IdxSetFacts, folders: readonly string[]): string | undefined {
  return folders.find((folder) =>
    Object.values(facts.files).some((file) => fileIn(folder, file) !== undefined),
  );
}

function fileIn(folder: string, { name }: DataFile): string | undefined {
  return [join(folder, name), join(folder, basename(name, ".gz"))].find((path) => existsSync(path));
}

interface Part {
  name: string;
  official: boolean;
  shape: number[];
  data: Uint8Array;
}

function readPart({ title }: IdxSetFacts, { folder, file }: { folder: string; file: DataFile }): Part {
  const path = fileIn(folder, file);
  if (!path)
    throw cannot(`load ${title}`, {
      argument: join(folder, file.name),
      must: "there",
      received: "no such file",
      as: FileError,
    });
  const bytes = readFileSync(path);
  const official =
    bytes.length === file.bytes && createHash("sha256").update(bytes).digest("hex") === file.sha256;
  const { shape, data } = parseIdx(bytes, { name: path });
  if (!(data instanceof Uint8Array))
    throw cannot(`load ${title}`, { argument: path, must: "bytes", received: data, as: DataError });
  return { name: basename(path), official, shape, data };
}

function imageSet(
  { title, classNames }: IdxSetFacts,
  { images, labels }: { images: Part; labels: Part },
): ImageSet {
  const [count = 0, height, width] = images.shape;
  if (images.shape.length !== 3 || height !== 28 || width !== 28 || count === 0) {
    throw cannot(`load ${title}`, {
      argument: images.name,
      must: "pictures of shape [count, 28, 28]",
      received: { shape: images.shape },
      as: DataError,
    });
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw cannot(`load ${title}`, {
      argument: labels.name,
      must: `${count} labels, one per picture`,
      received: { shape: labels.shape },
      as: DataError,
    });
  }
  const wrong = labels.data.findIndex((label) => label >= classNames.length);
  if (wrong >= 0) {
    throw cannot(`load ${title}`, {
      argument: `${labels.name}, label ${wrong},`,
      must: `from 0 to ${classNames.length - 1}`,
      received: labels.data[wrong],
      as: DataError,
    });
  }
  return { images: images.data, labels: labels.data, shape: [count, 28, 28, 1] };
}

function difference(
  folder: string,
  { train, test, parts }: { train: ImageSet; test: ImageSet; parts: readonly Part[] },
): string {
  const [training, testing] = [train.shape[0], test.shape[0]];
  const others = parts.filter((part) => !part.official).map(({ name }) => name);
  const asMany = training === 60_000 && testing === 10_000;
  const counts = asMany
    ? "the official counts"
    : `${training.toLocaleString("en")} + ${testing.toLocaleString("en")} in place of 60,000 + 10,000`;
  return `Pictures from ${folder}: ${counts}; not the official files by checksum: ${others.join(", ")}.`;
}
