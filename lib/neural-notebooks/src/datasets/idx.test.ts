import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { DataError, FileError, ShapeError } from "../core/errors";
import { formatIdx, parseIdx, readIdx } from "./idx";

let folder = "";
before(() => {
  folder = mkdtempSync(join(tmpdir(), "idx-"));
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("the IDX reader", () => {
  it("reads a file made by hand: type 08, one axis of 3", () => {
    assert.deepEqual(parseIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9])), {
      shape: [3],
      data: new Uint8Array([7, 8, 9]),
    });
  });

  it("reads big-endian numbers of more than a byte", () => {
    assert.deepEqual(parseIdx(new Uint8Array([0, 0, 0x0b, 1, 0, 0, 0, 2, 1, 2, 0xff, 0xfe])), {
      shape: [2],
      data: new Int16Array([258, -2]),
    });
  });

  it("reads gzipped files, whatever their name", () => {
    const path = join(folder, "labels");
    writeFileSync(path, gzipSync(formatIdx({ shape: [2], data: new Uint8Array([1, 2]) })));
    assert.deepEqual(readIdx(path), { shape: [2], data: new Uint8Array([1, 2]) });
  });

  it("reads back what the writer wrote, for each type, plain and packed (property)", () => {
    const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 });
    const kinds = [Uint8Array, Int8Array, Int16Array, Int32Array, Float32Array, Float64Array] as const;
    fc.assert(
      fc.property(shapes, fc.constantFrom(...kinds), fc.boolean(), (shape, Kind, packed) => {
        const data = new Kind(shape.reduce((a, b) => a * b, 1));
        for (let i = 0; i < data.length; i++) data[i] = i * 3 - 1;
        const bytes = formatIdx({ shape, data });
        assert.deepEqual(parseIdx(packed ? gzipSync(bytes) : bytes), { shape, data });
      }),
    );
  });

  it("refuses any file that is cut anywhere (property)", () => {
    const whole = formatIdx({ shape: [3, 2], data: new Uint8Array([1, 2, 3, 4, 5, 6]) });
    const packed = gzipSync(whole);
    for (let length = 0; length < whole.length; length++)
      assert.throws(() => parseIdx(whole.subarray(0, length)), DataError, `${length}`);
    for (let length = 0; length < packed.length; length++)
      assert.throws(() => parseIdx(packed.subarray(0, length)), DataError, `${length}`);
  });

  it("says what is wrong: header, type, length, file", () => {
    assert.throws(
      () => parseIdx(Buffer.from("<!DOCTYPE html>")),
      /the IDX file must be an IDX file .* received "3c 21 44 4f"/,
    );
    assert.throws(() => parseIdx(new Uint8Array([0, 0, 7, 1, 0, 0, 0, 0])), /an IDX file/);
    assert.throws(() => parseIdx(new Uint8Array([0, 0, 8, 0])), /4 bytes of header for 0 axes, at least one/);
    assert.throws(
      () => parseIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 3, 1]), { name: "a.gz" }),
      /a\.gz must be 11 bytes long, for shape \[3\]; received 9\. The file is cut off/,
    );
    assert.throws(
      () => parseIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 1, 1, 2])),
      /more in the file than its header says/,
    );
    assert.throws(() => readIdx(join(folder, "none")), FileError);
    assert.throws(() => formatIdx({ shape: [2], data: new Uint8Array(3) }), ShapeError);
    assert.throws(() => formatIdx({ shape: [], data: new Uint8Array(1) }), ShapeError);
  });
});
