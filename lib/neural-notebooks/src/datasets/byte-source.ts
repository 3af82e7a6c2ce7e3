/** Turns a file, packed with gzip or not, into pieces of UTF-8 text that can be read from the start again. */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { basename } from "node:path";
import { gunzipSync } from "node:zlib";
import { DataError, FileError, cannot } from "../core/errors";
import { decoderFor, encodingName } from "./encoding";

/** Text in pieces; each call begins at its start, and a piece is good until the next one is taken. */
export type TextPieces = () => Iterable<Buffer>;

const pieceLength = 1 << 20;

/** What packed files and files of other programs begin with. */
const otherKinds: readonly { starts: readonly number[]; kind: string; hint: string }[] = [
  {
    starts: [0x50, 0x4b, 0x03, 0x04],
    kind: "a zip archive",
    hint: "Unpack it and read the file inside; if it is a spreadsheet (.xlsx, .ods), save the sheet as CSV.",
  },
  { starts: [0x42, 0x5a, 0x68], kind: "a bzip2 archive", hint: "Unpack it first: bunzip2 FILE." },
  { starts: [0xfd, 0x37, 0x7a, 0x58, 0x5a], kind: "an xz archive", hint: "Unpack it first: unxz FILE." },
  { starts: [0x28, 0xb5, 0x2f, 0xfd], kind: "a zstd archive", hint: "Unpack it first: unzstd FILE." },
  { starts: [0x37, 0x7a, 0xbc, 0xaf], kind: "a 7-Zip archive", hint: "Unpack it first." },
  { starts: [0xd0, 0xcf, 0x11, 0xe0], kind: "an old Excel or Word file", hint: "Save the sheet as CSV." },
  {
    starts: [0x50, 0x41, 0x52, 0x31],
    kind: "a Parquet file",
    hint: "Write it as CSV with the program it is from.",
  },
  { starts: [0xff, 0xfe, 0x00, 0x00], kind: "text in UTF-32", hint: "Save it as UTF-8." },
  { starts: [0x00, 0x00, 0xfe, 0xff], kind: "text in UTF-32", hint: "Save it as UTF-8." },
];

/**
 * Opens a text file for reading in pieces.
 *
 * @param file - Its path. What is packed with gzip is unpacked in memory, whatever the name ends in.
 * @param options - `encoding` of the text; a byte-order mark wins.
 * @returns The pieces, in UTF-8 and without the mark.
 * @throws FileError when the file cannot be opened; UnknownNameError when the encoding is not known; DataError
 * when it is an archive, or, while it is read, when it is no text of that encoding.
 */
export function textPieces(file: string, options: { encoding?: string | undefined } = {}): TextPieces {
  const encoding = encodingName(options.encoding ?? "utf-8");
  const packed = isGzip(firstBytes(file, 2)) ? unpacked(file) : undefined;
  const start = packed ? packed.subarray(0, 4096) : firstBytes(file, 4096);
  const name = basename(file);
  refuseOtherKinds(start, name);
  const marked = byteOrder(start) ?? { encoding, length: 0 };
  if (marked.length === 0 && !encoding.startsWith("utf-16")) refuseNuls(start, name);
  return function* () {
    const decode = decoderFor(marked.encoding, { file: name });
    let skip = marked.length;
    for (const piece of packed ? slices(packed) : filePieces(file)) {
      yield decode(skip > 0 ? piece.subarray(skip) : piece, { last: false });
      skip = 0;
    }
    yield decode(new Uint8Array(0), { last: true });
  };
}

/** True for the first bytes of a file that gzip has packed. */
export function isGzip(start: Uint8Array): boolean {
  return start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * Refuses what is no text by its first bytes.
 *
 * @param name - The file, for the error text.
 * @throws DataError that names the kind and what to do.
 */
export function refuseOtherKinds(start: Uint8Array, name: string): void {
  // A heading may begin with the letters of an archive, but text holds no control signs.
  if (!start.some((byte) => byte < 9 || (byte > 13 && byte < 32))) return;
  const found = otherKinds.find(({ starts }) => starts.every((byte, i) => start[i] === byte));
  if (!found) return;
  throw cannot("read the file", {
    argument: name,
    must: "text, or text packed with gzip",
    received: found.kind,
    hint: found.hint,
    as: DataError,
  });
}

/** The first bytes of a file; fewer when it is shorter. */
export function firstBytes(file: string, length: number): Buffer {
  const descriptor = open(file);
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, 0));
  } finally {
    closeSync(descriptor);
  }
}

function* filePieces(file: string): Iterable<Buffer> {
  const descriptor = open(file);
  const bytes = Buffer.allocUnsafeSlow(pieceLength);
  try {
    for (;;) {
      const length = readSync(descriptor, bytes, 0, pieceLength, null);
      if (length === 0) return;
      yield bytes.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}

function* slices(bytes: Buffer): Iterable<Buffer> {
  for (let at = 0; at < bytes.length; at += pieceLength) yield bytes.subarray(at, at + pieceLength);
}

function open(file: string): number {
  try {
    const descriptor = openSync(file, "r");
    if (!fstatSync(descriptor).isDirectory()) return descriptor;
    closeSync(descriptor);
  } catch (cause) {
    throw cannotOpen(file, cause);
  }
  throw cannotOpen(file, undefined);
}

function cannotOpen(file: string, cause: unknown): Error {
  return cannot("read the file", {
    argument: "file",
    must: "a file that can be opened",
    received: file,
    as: FileError,
    cause,
  });
}

function unpacked(file: string): Buffer {
  try {
    return gunzipSync(readFileSync(file));
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const tooLarge = code === "ERR_BUFFER_TOO_LARGE" || code === "ERR_FS_FILE_TOO_LARGE";
    throw cannot("read the file", {
      argument: basename(file),
      must: tooLarge ? "small enough to be unpacked in memory" : "a whole gzip file",
      received: message,
      hint: tooLarge ? "Unpack it first: gunzip FILE." : "Is the file cut off? Fetch it again.",
      as: DataError,
      cause,
    });
  }
}

function byteOrder(start: Uint8Array): { encoding: string; length: number } | undefined {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return { encoding: "utf-8", length: 3 };
  if (start[0] === 0xff && start[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (start[0] === 0xfe && start[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return undefined;
}

/** Text has no zero bytes, unless it is UTF-16 without a mark: then every second byte or so is one. */
function refuseNuls(start: Uint8Array, name: string): void {
  const zeros = [0, 0];
  for (const [place, byte] of start.entries()) if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return;
  const isUtf16 = Math.max(even, odd) > start.length / 8;
  const guess = odd > even ? "utf-16le" : "utf-16be";
  throw cannot("read the file", {
    argument: name,
    must: "text",
    received: `${even + odd} zero bytes among the first ${start.length}`,
    hint: isUtf16 ? `It looks like UTF-16: try { encoding: "${guess}" }.` : "Is it a text file at all?",
    as: DataError,
  });
}
