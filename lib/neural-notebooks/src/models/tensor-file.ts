/** Turns named tensors and a JSON header into one file with a checksum, and back. */
import { createHash } from "node:crypto";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { DataError, FileError, cannot } from "../core/errors";
import { tf, type Tensor } from "../core/tf";

/** A tensor with its name. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/** What a file holds. */
export interface TensorFile {
  /** What the writer said about the tensors. */
  readonly header: Readonly<Record<string, unknown>>;
  /** The tensors; the caller disposes of them. */
  readonly tensors: readonly NamedTensor[];
  /** SHA-256 of the file's content, in hexadecimal digits. */
  readonly sha256: string;
}

interface Entry {
  name: string;
  shape: number[];
  dtype: "float32" | "int32" | "bool";
}

/** First bytes of every file: name and version of the format. */
const MAGIC = Buffer.from("NNTENS01");
const HASH_BYTES = 32;

/**
 * Writes tensors to a file: magic, SHA-256 of all that follows, length of the header, header, numbers (little-endian).
 * The file appears whole or not at all, also when the process dies while writing.
 *
 * @param file - Path; its folder is made when it is missing.
 * @param content - Header (plain JSON values) and tensors.
 * @returns SHA-256 of the content, in hexadecimal digits.
 * @throws FileError when the file cannot be written.
 */
export async function writeTensorFile(
  file: string,
  content: { header: Readonly<Record<string, unknown>>; tensors: readonly NamedTensor[] },
): Promise<string> {
  const entries = content.tensors.map(({ name, tensor }) => ({
    name,
    shape: [...tensor.shape],
    dtype: tensor.dtype,
  }));
  const header = Buffer.from(JSON.stringify({ header: content.header, entries }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const numbers = content.tensors.map(({ tensor }) => {
    const values = tensor.dataSync();
    return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  });
  const hash = createHash("sha256");
  for (const part of [length, header, ...numbers]) hash.update(part);
  const digest = hash.digest();
  const partial = `${file}.${process.pid}.partial`;
  try {
    await mkdir(dirname(file), { recursive: true });
    const target = await open(partial, "w");
    try {
      await target.writev([MAGIC, digest, length, header, ...numbers]);
      await target.sync();
    } finally {
      await target.close();
    }
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw cannot("save tensors", {
      argument: "file",
      must: "a path that can be written",
      received: file,
      as: FileError,
      cause: error,
    });
  }
  return digest.toString("hex");
}

/**
 * Reads a file of {@link writeTensorFile} and checks its checksum.
 *
 * @param file - Path.
 * @returns Header, tensors and checksum.
 * @throws FileError when the file cannot be read.
 * @throws DataError when it is not such a file, is cut short, or was changed.
 */
export async function readTensorFile(file: string): Promise<TensorFile> {
  const bytes = await readBytes(file);
  const sha256 = checkBytes(bytes, file);
  const start = MAGIC.length + HASH_BYTES;
  let offset = start + 4 + bytes.readUInt32LE(start);
  const { header, entries } = JSON.parse(bytes.subarray(start + 4, offset).toString()) as {
    header: Record<string, unknown>;
    entries: Entry[];
  };
  const tensors = entries.map(({ name, shape, dtype }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const byteLength = size * (dtype === "bool" ? 1 : 4);
    // A copy of its own, because numbers must start at a multiple of their size.
    const copy = bytes.buffer.slice(
      bytes.byteOffset + offset,
      bytes.byteOffset + offset + byteLength,
    ) as ArrayBuffer;
    offset += byteLength;
    return { name, tensor: tf.tensor(numbersOf(copy, dtype), shape, dtype) };
  });
  return { header, tensors, sha256 };
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw cannot("load tensors", {
      argument: "file",
      must: "a file that can be read",
      received: file,
      as: FileError,
      cause: error,
    });
  }
}

/** Magic and checksum; gives the checksum, in hexadecimal digits. */
function checkBytes(bytes: Buffer, file: string): string {
  const start = MAGIC.length + HASH_BYTES;
  if (bytes.length < start + 4 || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw cannot("load tensors", {
      argument: "file",
      must: "a file of saved tensors",
      received: file,
      as: DataError,
    });
  }
  const expected = bytes.subarray(MAGIC.length, start).toString("hex");
  const sha256 = createHash("sha256").update(bytes.subarray(start)).digest("hex");
  if (sha256 !== expected) {
    throw cannot("load tensors", {
      argument: "file",
      must: `whole (SHA-256 ${expected.slice(0, 12)}…)`,
      received: `SHA-256 ${sha256.slice(0, 12)}…`,
      hint: "The file was cut short or changed: save it again.",
      as: DataError,
    });
  }
  return sha256;
}

function numbersOf(buffer: ArrayBuffer, dtype: Entry["dtype"]): Float32Array | Int32Array | Uint8Array {
  if (dtype === "float32") return new Float32Array(buffer);
  return dtype === "int32" ? new Int32Array(buffer) : new Uint8Array(buffer);
}
