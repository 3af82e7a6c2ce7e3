import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ArgumentError } from "../core/errors";
import { decodeArray, encodeArray, encodeFigure, isBinaryArray, type BinaryArray } from "./typed-array-codec";

const many = Array.from({ length: 40 }, (_, i) => i);

function encoded(values: unknown): BinaryArray {
  const [trace] = encodeFigure({ data: [{ y: values }] }).data;
  const y = trace?.["y"];
  assert.ok(isBinaryArray(y), JSON.stringify(y));
  return y;
}

test("every type of array comes back bit for bit", () => {
  const arrays = [
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
  ].map((type) => type.from([0, 1, 127, 100]));
  for (const array of arrays) {
    const back = decodeArray(encodeArray(array));
    assert.equal(back.constructor, array.constructor);
    assert.deepEqual(back, array);
  }
});

test("bytes are little-endian base64, as Plotly reads them", () => {
  // 1.0 as a 32-bit float is 00 00 80 3F, which is AACAPw== in base64.
  assert.deepEqual(encodeArray(Float32Array.of(1)), { dtype: "f4", bdata: "AACAPw==" });
  assert.deepEqual(encodeArray(Uint16Array.of(258)), { dtype: "u2", bdata: "AgE=" });
});

test("a part of a larger buffer sends its own part only", () => {
  const part = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
  assert.deepEqual(decodeArray(encodeArray(part)), Float64Array.of(2, 3));
});

test("any numbers keep their values in the smallest type that holds them", () => {
  const numbers = fc.array(fc.double({ noDefaultInfinity: true }), { minLength: 25, maxLength: 60 });
  fc.assert(
    fc.property(numbers, (values) => {
      const back = Array.from(decodeArray(encoded(values)));
      assert.deepEqual(
        back.map((v) => v + 0),
        values.map((v) => v + 0),
      );
    }),
  );
});

test("whole numbers and halves take few bytes", () => {
  assert.equal(encoded(many).dtype, "u1");
  assert.equal(encoded(many.map((i) => -i)).dtype, "i1");
  assert.equal(encoded(many.map((i) => i * 1000)).dtype, "u2");
  assert.equal(encoded(many.map((i) => i * -1000)).dtype, "i4");
  assert.equal(encoded(many.map((i) => i / 2)).dtype, "f4");
  assert.equal(encoded(many.map((i) => i / 10)).dtype, "f8");
});

test("rows of equal length become one block with a shape", () => {
  const rows = Array.from({ length: 28 }, (_, r) =>
    Uint8Array.from({ length: 28 }, (_, c) => (r * 28 + c) % 256),
  );
  const { dtype, shape, bdata } = encoded(rows);
  assert.equal(dtype, "u1");
  assert.equal(shape, "28, 28");
  assert.equal(bdata.length, Math.ceil(784 / 3) * 4);
  assert.deepEqual(Array.from(decodeArray({ dtype, bdata })).slice(28, 30), [28, 29]);
});

test("rows of floats stay floats, and ragged rows or rows with gaps stay lists", () => {
  const floats = Array.from({ length: 5 }, () => Float32Array.from({ length: 8 }, () => 0.1));
  assert.equal(encoded(floats).dtype, "f4");
  const z = (rows: unknown) => encodeFigure({ data: [{ z: rows }] }).data[0]?.["z"];
  assert.deepEqual(z([many, many.slice(1)]), [many, many.slice(1)]);
  assert.deepEqual(
    z([
      [...many, null],
      [...many, 1],
    ]),
    [
      [...many, null],
      [...many, 1],
    ],
  );
  assert.deepEqual(z([Float32Array.from(many), [null, ...many.slice(1)]]), [many, [null, ...many.slice(1)]]);
});

test("a colour picture is one block of three levels", () => {
  const z = Array.from({ length: 4 }, (_, r) => Array.from({ length: 5 }, (_, c) => [r, c, 9]));
  const { dtype, shape, bdata } = encoded(z);
  assert.equal(shape, "4, 5, 3");
  assert.deepEqual(Array.from(decodeArray({ dtype, bdata })), z.flat(2));
});

test("numbers inside a list of objects are encoded too", () => {
  const [trace] = encodeFigure({
    data: [{ type: "splom", dimensions: [{ label: "a", values: many }] }],
  }).data;
  assert.ok(isBinaryArray((trace?.["dimensions"] as { values: unknown }[])[0]?.values));
});

test("NaN is a gap, in binary and in a short list", () => {
  const back = decodeArray(encoded([...many, NaN]));
  assert.ok(Number.isNaN(back[40]));
  assert.deepEqual(encodeFigure({ data: [{ y: [1, NaN, 3] }] }).data[0]?.["y"], [1, null, 3]);
  assert.deepEqual(encodeFigure({ data: [{ y: Float32Array.of(1, NaN) }] }).data[0]?.["y"], [1, null]);
});

test("frames are encoded as traces are; the layout stays a list", () => {
  const figure = encodeFigure({
    data: [{ y: many }],
    layout: { xaxis: { tickvals: Float32Array.from(many) } },
    frames: [{ name: "1", data: [{ y: many }] }],
  });
  assert.ok(isBinaryArray(figure.frames?.[0]?.data[0]?.["y"]));
  assert.equal(figure.frames?.[0]?.name, "1");
  assert.deepEqual((figure.layout?.["xaxis"] as { tickvals: number[] }).tickvals, many);
});

test("damaged binary numbers are refused", () => {
  assert.throws(() => decodeArray({ dtype: "f16" as "f4", bdata: "" }), {
    constructor: ArgumentError,
    message: /dtype must be one of/,
  });
  assert.throws(() => decodeArray({ dtype: "f4", bdata: "AAA=" }), {
    constructor: ArgumentError,
    message: /a multiple of 4 bytes; received 2/,
  });
});
