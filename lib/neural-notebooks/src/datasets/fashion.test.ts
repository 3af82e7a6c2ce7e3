/** Tests the ways to pictures of clothes; with the real pictures of the sample set where they are on this machine. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { ArgumentError, DataError, FileError } from "../core/errors";
import { clothes } from "./fashion";
import { fashionMnist, fashionMnistFacts } from "./fashion-mnist";
import { courseDataFolder, dataVariable } from "./folder";
import { formatIdx } from "./idx";
import { findIdxSet } from "./idx-set";
import { firstImages, imageAt, takeImages } from "./images";
import { mnist } from "./mnist";

const sample = join(courseDataFolder(), "../../shared/data/fashion-mnist-sample");
const withSample = existsSync(join(sample, "train-images-idx3-ubyte.gz"))
  ? {}
  : { skip: `the sample of real pictures is not at ${sample}` };

let folder = "";
let named: string | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "clothes-"));
  named = process.env[dataVariable];
  delete process.env[dataVariable];
});
afterEach(() => {
  if (named === undefined) delete process.env[dataVariable];
  else process.env[dataVariable] = named;
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a small set under the official names, with parts changed as a test wants. */
function writeSet(
  where: string,
  changed: Partial<
    Record<"trainImages" | "trainLabels" | "testImages" | "testLabels", Uint8Array | null>
  > = {},
): void {
  mkdirSync(where, { recursive: true });
  const whole = {
    trainImages: formatIdx({ shape: [4, 28, 28], data: new Uint8Array(4 * 784).map((_, i) => i % 256) }),
    trainLabels: formatIdx({ shape: [4], data: new Uint8Array([9, 0, 1, 2]) }),
    testImages: formatIdx({ shape: [2, 28, 28], data: new Uint8Array(2 * 784) }),
    testLabels: formatIdx({ shape: [2], data: new Uint8Array([3, 4]) }),
    ...changed,
  };
  for (const [part, bytes] of Object.entries(whole)) {
    if (bytes)
      writeFileSync(join(where, fashionMnistFacts.files[part as "trainImages"].name), gzipSync(bytes));
  }
}

describe("fashionMnist", () => {
  it("reads a folder with other pictures under the official names, and says that they are others", () => {
    writeSet(folder);
    const { train, test, source, official, note, classNames } = fashionMnist({ folder });
    assert.deepEqual(
      [train.shape, test.shape],
      [
        [4, 28, 28, 1],
        [2, 28, 28, 1],
      ],
    );
    assert.deepEqual([...train.labels], [9, 0, 1, 2]);
    assert.deepEqual([source, official], ["folder", false]);
    assert.match(
      note,
      /4 \+ 2 in place of 60,000 \+ 10,000; not the official files by checksum: train-images-idx3-ubyte\.gz/,
    );
    assert.equal(classNames[9], "Ankle boot");
    assert.deepEqual([...imageAt(train, 1).subarray(0, 2)], [784 % 256, 785 % 256]);
  });

  it("looks in the learner's folder, in fashion-mnist below it, and takes unpacked files", () => {
    process.env[dataVariable] = folder;
    writeSet(join(folder, "fashion-mnist"), { testLabels: null });
    writeFileSync(
      join(folder, "fashion-mnist", "t10k-labels-idx1-ubyte"),
      formatIdx({ shape: [2], data: new Uint8Array([3, 4]) }),
    );
    assert.deepEqual([...fashionMnist().test.labels], [3, 4]);
  });

  it("names the file that is missing, and what is wrong with one that is there", () => {
    assert.throws(
      () => fashionMnist({ folder }),
      (error) => error instanceof FileError && /downloadFashionMnist\(\)/.test(error.message),
    );
    writeSet(folder, { testLabels: null });
    assert.throws(
      () => fashionMnist({ folder }),
      (error) => error instanceof FileError && /t10k-labels-idx1-ubyte\.gz must be there/.test(error.message),
    );
    const wrong: [Parameters<typeof writeSet>[1], RegExp][] = [
      [
        { trainImages: formatIdx({ shape: [4, 28, 27], data: new Uint8Array(4 * 28 * 27) }) },
        /pictures of shape \[count, 28, 28\]; received shape \[4, 28, 27\]/,
      ],
      [
        { trainLabels: formatIdx({ shape: [3], data: new Uint8Array(3) }) },
        /4 labels, one per picture; received shape \[3\]/,
      ],
      [
        { trainLabels: formatIdx({ shape: [4], data: new Uint8Array([0, 1, 10, 2]) }) },
        /label 2, must be from 0 to 9; received 10/,
      ],
      [{ testLabels: formatIdx({ shape: [2], data: new Int32Array(2) }) }, /must be bytes/],
      [{ testImages: new Uint8Array([1, 2, 3]) }, /at least 4 bytes long/],
    ];
    for (const [changed, message] of wrong) {
      writeSet(folder, { ...changed });
      assert.throws(
        () => fashionMnist({ folder }),
        (error) => error instanceof DataError && message.test(error.message),
        String(message),
      );
    }
  });

  it("reads the sample of real pictures: 3,000 and 600, every class in it", withSample, () => {
    process.env[dataVariable] = sample;
    const { train, test, source, note } = clothes({ limit: 60_000 });
    assert.deepEqual([train.shape[0], test.shape[0], source], [3000, 600, "folder"]);
    assert.equal(new Set(train.labels).size, 10);
    assert.match(note, /3,000 \+ 600/);
  });
});

describe("clothes", () => {
  it("draws garments when nothing else is there, other ones for the test", () => {
    if (findIdxSet(fashionMnistFacts)) return; // Fashion-MNIST was fetched on this machine.
    const { train, test, source, official } = clothes({ limit: 60, seed: 5 });
    assert.deepEqual([train.shape[0], test.shape[0], source, official], [60, 10, "garments", false]);
    const seen = new Set(Array.from({ length: 60 }, (_, i) => imageAt(train, i).join()));
    assert.ok(
      Array.from({ length: 10 }, (_, i) => imageAt(test, i).join()).every((picture) => !seen.has(picture)),
    );
    assert.deepEqual(clothes({ limit: 60, seed: 5 }).train, train);
  });

  it("takes the learner's folder before anything else, and stops when it is damaged", () => {
    process.env[dataVariable] = folder;
    writeSet(folder);
    assert.deepEqual(
      [clothes({ limit: 3 }).train.shape[0], clothes({ limit: 3, testLimit: 2 }).test.shape[0]],
      [3, 2],
    );
    writeSet(folder, { testImages: new Uint8Array([0, 0, 8, 1]) });
    assert.throws(() => clothes(), DataError);
  });

  it("refuses limits that are no numbers of pictures", () => {
    assert.throws(() => clothes({ limit: 0 }), ArgumentError);
    assert.throws(() => clothes({ testLimit: 1.5 }), ArgumentError);
  });
});

describe("mnist", () => {
  it("does not take Fashion-MNIST's files in the learner's folder for digits", () => {
    process.env[dataVariable] = folder;
    writeSet(folder);
    assert.throws(() => mnist(), FileError);
    writeSet(join(folder, "mnist"));
    assert.equal(mnist().classNames[9], "9");
  });
});

describe("picture sets", () => {
  it("give single pictures, chosen ones and the first ones", () => {
    const set = {
      images: new Uint8Array([1, 2, 3, 4, 5, 6]),
      labels: new Uint8Array([7, 8, 9]),
      shape: [3, 1, 2, 1] as [number, number, number, number],
    };
    assert.deepEqual([...imageAt(set, 2)], [5, 6]);
    assert.deepEqual(takeImages(set, [2, 0]), {
      images: new Uint8Array([5, 6, 1, 2]),
      labels: new Uint8Array([9, 7]),
      shape: [2, 1, 2, 1],
    });
    assert.deepEqual(firstImages(set, 99).shape, [3, 1, 2, 1]);
    assert.throws(() => imageAt(set, 3), ArgumentError);
    assert.throws(() => takeImages(set, [3]), ArgumentError);
    assert.throws(() => firstImages(set, 0), ArgumentError);
  });
});
