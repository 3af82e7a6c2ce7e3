import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { encode as encodeJpeg } from "jpeg-js";
import { PNG } from "pngjs";
import { ArgumentError, DataError, FileError } from "../core/errors";
import { orientationOf, turn } from "./exif";
import { readImage, readImageFolder, resize } from "./image-folder";
import type { Pixels } from "./image-folder";
import { imageAt } from "./images";

type Colour = readonly [red: number, green: number, blue: number, opacity?: number];

function picture(width: number, height: number, colour: (x: number, y: number) => Colour): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set([...colour(x, y).slice(0, 3), colour(x, y)[3] ?? 255] as number[], (y * width + x) * 4);
  return { width, height, data };
}

function png({ width, height, data }: Pixels): Buffer {
  const image = new PNG({ width, height });
  image.data = Buffer.from(data);
  return PNG.sync.write(image);
}

const jpeg = ({ width, height, data }: Pixels): Buffer =>
  encodeJpeg({ width, height, data: Buffer.from(data) }, 95).data;

/** Puts an Exif note with an orientation behind the first two bytes of a JPEG file. */
function withOrientation(file: Buffer, orientation: number): Buffer {
  const note = Buffer.from([
    0xff,
    0xe1,
    0,
    34,
    ...Buffer.from("Exif\0\0"),
    ...Buffer.from("MM"),
    0,
    42,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  return Buffer.concat([file.subarray(0, 2), note, file.subarray(2)]);
}

const white: Colour = [255, 255, 255];
const black: Colour = [0, 0, 0];
let folder = "";

before(() => {
  folder = mkdtempSync(join(tmpdir(), "pictures-"));
  mkdirSync(join(folder, "set", "white"), { recursive: true });
  mkdirSync(join(folder, "set", "black"));
  mkdirSync(join(folder, "set", ".hidden"));
  writeFileSync(join(folder, "set", "white", "a.png"), png(picture(40, 20, () => white)));
  writeFileSync(join(folder, "set", "white", "b.JPG"), jpeg(picture(16, 16, () => white)));
  writeFileSync(join(folder, "set", "white", "notes.txt"), "no picture");
  writeFileSync(join(folder, "set", "black", "c.png"), png(picture(8, 8, () => black)));
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("readImageFolder", () => {
  it("takes each folder for a class, in the order of the names, and reads PNG and JPEG", () => {
    const set = readImageFolder(join(folder, "set"), { size: 4 });
    assert.deepEqual(set.classNames, ["black", "white"]);
    assert.deepEqual(
      [set.shape, [...set.labels]],
      [
        [3, 4, 4, 1],
        [0, 1, 1],
      ],
    );
    assert.deepEqual(
      set.files.map((file) => file.slice(-5)),
      ["c.png", "a.png", "b.JPG"],
    );
    assert.ok(imageAt(set, 0).every((value) => value === 0));
    assert.ok(
      imageAt(set, 1).every((value) => value === 255) && imageAt(set, 2).every((value) => value >= 253),
    );
  });

  it("gives colours when asked, and at most so many of a class", () => {
    const set = readImageFolder(join(folder, "set"), { size: 2, color: "rgb", limit: 1 });
    assert.deepEqual(set.shape, [2, 2, 2, 3]);
    assert.equal(set.images.length, 2 * 2 * 2 * 3);
  });

  it("leaves out pictures of other kinds, and says how many, which, and what to do", () => {
    const pets = join(folder, "mixed", "pets");
    mkdirSync(pets, { recursive: true });
    const whole = readFileSync(join(folder, "set", "white", "a.png"));
    writeFileSync(join(pets, "a.png"), whole);
    writeFileSync(join(pets, "b.webp"), "RIFF\0\0\0\0WEBPVP8 ");
    writeFileSync(join(pets, "c.WEBP"), "RIFF\0\0\0\0WEBPVP8 ");
    writeFileSync(join(pets, "d.heic"), "\0\0\0\x18ftypheic");
    writeFileSync(join(pets, "e"), "GIF89a");
    writeFileSync(join(pets, "notes.txt"), "no picture");
    writeFileSync(join(pets, "Thumbs.db"), "BM no picture either");
    const set = readImageFolder(join(folder, "mixed"), { size: 2 });
    assert.deepEqual([set.shape[0], set.skipped.length], [1, 4]);
    assert.match(
      set.note,
      /^1 picture of 1 class .* Left out: 4 pictures of other kinds \(2 \.webp, 1 \.heic, 1 GIF without ending\)\. Convert them to PNG or JPEG/,
    );
    assert.doesNotMatch(readImageFolder(join(folder, "set")).note, /Left out/);
    rmSync(join(pets, "a.png"));
    assert.throws(
      () => readImageFolder(join(folder, "mixed")),
      (error) =>
        error instanceof FileError &&
        /pets must be a folder with .*; received "2 \.webp, 1 \.heic, .*Convert them/.test(error.message),
    );
  });

  it("knows PNG and JPEG by their bytes, whatever the file is called", () => {
    const pets = join(folder, "lying", "pets");
    mkdirSync(pets, { recursive: true });
    writeFileSync(join(pets, "a.webp"), readFileSync(join(folder, "set", "white", "b.JPG")));
    writeFileSync(join(pets, "b.jpg"), readFileSync(join(folder, "set", "black", "c.png")));
    writeFileSync(join(pets, "c"), readFileSync(join(folder, "set", "black", "c.png")));
    const set = readImageFolder(join(folder, "lying"), { size: 2 });
    assert.deepEqual([set.shape[0], set.skipped], [3, []]);
    assert.ok((imageAt(set, 0)[0] ?? 0) > 250 && imageAt(set, 1)[0] === 0);
    writeFileSync(join(pets, "d.png"), "RIFF\0\0\0\0WEBPVP8 ");
    assert.throws(
      () => readImageFolder(join(folder, "lying")),
      /d\.png must be a PNG or JPEG file; received "a WebP picture"\. Convert/,
    );
  });

  it("says what is wrong with the folder, the options and a file", () => {
    assert.throws(() => readImageFolder(join(folder, "nowhere")), FileError);
    assert.throws(() => readImageFolder(join(folder, "set", "white")), /one folder per class/);
    assert.throws(() => readImageFolder(join(folder, "set"), { size: 0 }), ArgumentError);
    assert.throws(() => readImageFolder(join(folder, "set"), { color: "gray" as never }), ArgumentError);
    assert.throws(() => readImageFolder(join(folder, "set"), { fit: "squeeze" as never }), ArgumentError);
    mkdirSync(join(folder, "empty", "class"), { recursive: true });
    assert.throws(
      () => readImageFolder(join(folder, "empty")),
      /class must be a folder with \.png, \.jpg, \.jpeg files/,
    );
    mkdirSync(join(folder, "bad", "class"), { recursive: true });
    const whole = readFileSync(join(folder, "set", "white", "a.png"));
    writeFileSync(join(folder, "bad", "class", "cut.png"), whole.subarray(0, whole.length / 2));
    assert.throws(
      () => readImageFolder(join(folder, "bad")),
      (error) =>
        error instanceof DataError && /cut\.png must be a whole PNG or JPEG file/.test(error.message),
    );
    writeFileSync(join(folder, "bad", "class", "cut.png"), "GIF89a and so on");
    assert.throws(() => readImageFolder(join(folder, "bad")), /cut\.png must be a PNG or JPEG file/);
    assert.throws(() => readImage(join(folder, "none.png")), FileError);
  });
});

describe("resize", () => {
  it("averages: 2 × 2 of black and white becomes one grey pixel", () => {
    const checks = picture(2, 2, (x, y) => ((x + y) % 2 ? white : black));
    assert.deepEqual([...resize(checks, { width: 1, height: 1 }).data], [128, 128, 128, 255]);
  });

  it("weighs pixels by the part it covers", () => {
    const half = picture(3, 1, (x) => (x === 0 ? white : black));
    assert.deepEqual(
      [...resize(half, { width: 2, height: 1, fit: "stretch" }).data.filter((_, i) => i % 4 === 0)],
      [170, 0],
    );
  });

  it("crops, pads or stretches other proportions", () => {
    const wide = picture(4, 2, (x) => (x === 0 || x === 3 ? [255, 0, 0] : white));
    const reds = (fit: "crop" | "pad" | "stretch"): number[] => [
      ...resize(wide, { width: 2, height: 2, fit }).data.filter((_, i) => i % 4 === 1),
    ];
    assert.deepEqual(reds("crop"), [255, 255, 255, 255]);
    assert.deepEqual(reds("stretch"), [128, 128, 128, 128]);
    assert.deepEqual(reds("pad"), [64, 64, 64, 64]);
  });

  it("enlarges, and takes see-through pixels for black", () => {
    assert.deepEqual(
      [
        ...resize(
          picture(1, 1, () => white),
          { width: 2, height: 2 },
        ).data,
      ].every((value) => value === 255),
      true,
    );
    assert.equal(
      resize(
        picture(1, 1, () => [255, 255, 255, 0]),
        { width: 1, height: 1 },
      ).data[0],
      0,
    );
  });

  it("leaves the picture as it is", () => {
    const original = picture(2, 2, () => white);
    resize(original, { width: 1, height: 1 });
    assert.ok(original.data.every((value) => value === 255));
  });
});

describe("a camera's orientation", () => {
  // 1 2      Six pixels, numbered; each row of the table is the upright picture for an orientation.
  // 3 4      (CIPA DC-008, the tag "orientation").
  // 5 6
  const numbered = picture(2, 3, (x, y) => [y * 2 + x + 1, 0, 0]);
  const upright: Record<number, number[][]> = {
    1: [
      [1, 2],
      [3, 4],
      [5, 6],
    ],
    2: [
      [2, 1],
      [4, 3],
      [6, 5],
    ],
    3: [
      [6, 5],
      [4, 3],
      [2, 1],
    ],
    4: [
      [5, 6],
      [3, 4],
      [1, 2],
    ],
    5: [
      [1, 3, 5],
      [2, 4, 6],
    ],
    6: [
      [5, 3, 1],
      [6, 4, 2],
    ],
    7: [
      [6, 4, 2],
      [5, 3, 1],
    ],
    8: [
      [2, 4, 6],
      [1, 3, 5],
    ],
  };

  for (const [orientation, rows] of Object.entries(upright)) {
    it(`${orientation} is turned upright`, () => {
      const turned = turn(numbered, Number(orientation));
      assert.deepEqual([turned.height, turned.width], [rows.length, rows[0]?.length]);
      assert.deepEqual([...turned.data.filter((_, i) => i % 4 === 0)], rows.flat());
    });
  }

  it("is read from a JPEG file, and a photo is turned by it", () => {
    const file = withOrientation(jpeg(picture(16, 8, (x) => (x < 8 ? white : black))), 6);
    assert.equal(orientationOf(file), 6);
    const path = join(folder, "turned.jpg");
    writeFileSync(path, file);
    const { width, height, data } = readImage(path);
    assert.deepEqual([width, height], [8, 16]);
    assert.ok((data[0] as number) > 240 && (data[15 * 8 * 4] as number) < 15);
  });

  it("is upright when nothing is said, or the note is damaged", () => {
    const plain = jpeg(picture(8, 8, () => white));
    assert.equal(orientationOf(plain), 1);
    assert.equal(orientationOf(withOrientation(plain, 99)), 1);
    assert.equal(orientationOf(withOrientation(plain, 6).subarray(0, 20)), 1);
  });
});
