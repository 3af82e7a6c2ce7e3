/** Turns an IDX file, plain or gzipped, into numbers and their shape; the format of MNIST and its relatives. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";
import { DataError, FileError, ShapeError, cannot } from "../core/errors";

/** The arrays that an IDX file can hold. */
export type IdxData = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** What an IDX file holds. */
export interface Idx {
  /** The sizes of its axes, e.g. `[60000, 28, 28]`. */
  shape: number[];
  /** All values, the last axis running fastest. */
  data: IdxData;
}

interface IdxType {
  code: number;
  bytes: number;
  make(count: number): IdxData;
  read(view: DataView, offset: number): number;
  write(view: DataView, offset: number, value: number): void;
}

// The format: 0, 0, type code, number of axes, then the sizes and values, big-endian (Y. LeCun, the MNIST database).
const types: readonly IdxType[] = [
  {
    code: 0x08,
    bytes: 1,
    make: (n) => new Uint8Array(n),
    read: (view, at) => view.getUint8(at),
    write: (view, at, value) => view.setUint8(at, value),
  },
  {
    code: 0x09,
    bytes: 1,
    make: (n) => new Int8Array(n),
    read: (view, at) => view.getInt8(at),
    write: (view, at, value) => view.setInt8(at, value),
  },
  {
    code: 0x0b,
    bytes: 2,
    make: (n) => new Int16Array(n),
    read: (view, at) => view.getInt16(at),
    write: (view, at, value) => view.setInt16(at, value),
  },
  {
    code: 0x0c,
    bytes: 4,
    make: (n) => new Int32Array(n),
    read: (view, at) => view.getInt32(at),
    write: (view, at, value) => view.setInt32(at, value),
  },
  {
    code: 0x0d,
    bytes: 4,
    make: (n) => new Float32Array(n),
    read: (view, at) => view.getFloat32(at),
    write: (view, at, value) => view.setFloat32(at, value),
  },
  {
    code: 0x0e,
    bytes: 8,
    make: (n) => new Float64Array(n),
    read: (view, at) => view.getFloat64(at),
    write: (view, at, value) => view.setFloat64(at, value),
  },
];

/**
 * Reads an IDX file.
 *
 * @param file - Its path; a gzipped file is known by its first bytes, whatever its name.
 * @returns Shape and values.
 * @throws FileError when it cannot be opened; DataError when it is no IDX file, or is cut off or too long.
 */
export function readIdx(file: string): Idx {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw cannot("read the IDX file", {
      argument: "file",
      must: "a file that can be opened",
      received: file,
      as: FileError,
      cause,
    });
  }
  return parseIdx(bytes, { name: basename(file) });
}

/**
 * Reads the bytes of an IDX file.
 *
 * @param bytes - The file, plain or gzipped.
 * @param options - `name` for messages.
 * @returns Shape and values; for bytes (`Uint8Array`) they share memory with the unpacked file.
 * @throws DataError when the header is wrong, or the length is not what the header says.
 * @example
 * const idx = parseIdx(new Uint8Array([0, 0, 8, 1, 0, 0, 0, 3, 7, 8, 9]));
 * assert.deepEqual(idx.shape, [3]);
 * assert.deepEqual([...idx.data], [7, 8, 9]);
 */
export function parseIdx(bytes: Uint8Array, options: { name?: string } = {}): Idx {
  const { name = "the IDX file" } = options;
  const plain = unpack(bytes, name);
  const fail = (must: string, received: unknown, hint?: string): Error =>
    cannot("read the IDX file", { argument: name, must, received, hint, as: DataError });
  if (plain.length < 4) throw fail("at least 4 bytes long", plain.length, "Is the file empty or cut off?");
  const type = types.find(({ code }) => code === plain[2]);
  if (plain[0] !== 0 || plain[1] !== 0 || !type)
    throw fail("an IDX file (first bytes 00 00, then a type from 08 to 0e)", hex(plain.subarray(0, 4)));
  const axes = plain[3] as number;
  const start = 4 + 4 * axes;
  if (axes === 0 || plain.length < start)
    throw fail(`${start} bytes of header for ${axes} axes, at least one`, `${plain.length} bytes`);
  const view = new DataView(plain.buffer, plain.byteOffset, plain.byteLength);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  const count = shape.reduce((product, size) => product * size, 1);
  const wanted = start + count * type.bytes;
  if (plain.length !== wanted) {
    const hint =
      plain.length < wanted
        ? "The file is cut off; fetch it again."
        : "There is more in the file than its header says.";
    throw fail(`${wanted} bytes long, for shape [${shape.join(", ")}]`, plain.length, hint);
  }
  if (type.code === 0x08)
    return { shape, data: new Uint8Array(plain.buffer, plain.byteOffset + start, count) };
  const data = type.make(count);
  for (let i = 0; i < count; i++) data[i] = type.read(view, start + i * type.bytes);
  return { shape, data };
}

/**
 * Writes values as an IDX file's bytes, for a data set of one's own.
 *
 * @param idx - Shape and values.
 * @returns The plain bytes.
 * @throws ShapeError when the shape does not hold as many values as there are.
 * @example
 * const idx = { shape: [2, 1], data: new Uint8Array([5, 6]) };
 * assert.deepEqual(parseIdx(formatIdx(idx)), idx);
 */
export function formatIdx(idx: Idx): Uint8Array {
  const { shape, data } = idx;
  const type = types.find((candidate) => candidate.make(0).constructor === data.constructor) as IdxType;
  const count = shape.reduce((product, size) => product * size, 1);
  if (shape.length === 0 || shape.length > 255 || count !== data.length) {
    throw cannot("write an IDX file", {
      argument: "shape",
      must: `one that holds ${data.length} values`,
      received: { shape },
      as: ShapeError,
    });
  }
  const start = 4 + 4 * shape.length;
  const bytes = new Uint8Array(start + count * type.bytes);
  bytes.set([0, 0, type.code, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, size] of shape.entries()) view.setUint32(4 + 4 * axis, size);
  for (let i = 0; i < count; i++) type.write(view, start + i * type.bytes, data[i] as number);
  return bytes;
}

function unpack(bytes: Uint8Array, name: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    const hint = "The file is cut off or damaged; fetch it again.";
    throw cannot("unpack the IDX file", {
      argument: name,
      must: "a whole gzip file",
      received: `${bytes.length} bytes`,
      hint,
      as: DataError,
      cause,
    });
  }
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}
