/** Turns the bytes of a file into UTF-8, whatever encoding they are in, and names the encodings there are. */
import { isUtf8 } from "node:buffer";
import { TextDecoder } from "node:util";
import { DataError, cannot } from "../core/errors";
import { unknownName } from "../core/suggest";

/** Gives a piece of a file as UTF-8; an unfinished sign at the piece's end waits for the next one. */
export type Decode = (bytes: Uint8Array, options: { last: boolean }) => Buffer;

/** The encodings by the names of the WHATWG Encoding Standard, the usual ones first. */
const encodings = [
  "utf-8",
  "windows-1252",
  "utf-16le",
  "utf-16be",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "windows-1255",
  "windows-1256",
  "windows-1257",
  "windows-1258",
  "iso-8859-2",
  "iso-8859-5",
  "iso-8859-7",
  "iso-8859-15",
  "koi8-r",
  "macintosh",
  "gbk",
  "gb18030",
  "big5",
  "shift_jis",
  "euc-jp",
  "euc-kr",
];

/** Names that people and other programs have for them; that of ISO 8859-1 is windows-1252, as on the web. */
const otherNames: Readonly<Record<string, string>> = {
  utf8: "utf-8",
  ascii: "windows-1252",
  "us-ascii": "windows-1252",
  ansi: "windows-1252",
  latin1: "windows-1252",
  "latin-1": "windows-1252",
  "iso-8859-1": "windows-1252",
  iso88591: "windows-1252",
  cp1252: "windows-1252",
  win1252: "windows-1252",
  utf16: "utf-16le",
  "utf-16": "utf-16le",
  utf16le: "utf-16le",
  utf16be: "utf-16be",
};

// Bytes 0x80 to 0x9f of windows-1252: the decoders of some versions of Node give control signs for them.
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/**
 * Finds an encoding.
 *
 * @param name - A name or one of its other names, in any letter case.
 * @returns Its name in the Encoding Standard.
 * @throws UnknownNameError with the names there are, when it is none of them.
 * @example
 * assert.equal(encodingName("Latin1"), "windows-1252");
 */
export function encodingName(name: string): string {
  const plain = String(name).trim().toLowerCase();
  if (Object.hasOwn(otherNames, plain)) return otherNames[plain] ?? plain;
  if (encodings.includes(plain)) return plain;
  try {
    return new TextDecoder(plain).encoding;
  } catch {
    throw unknownName("read the file", { argument: "encoding", received: name, known: encodings });
  }
}

/**
 * Makes a function that turns the pieces of one file into UTF-8.
 *
 * @param encoding - As {@link encodingName} gives it.
 * @param options - `file`: its name, for error texts.
 * @throws DataError, from the function, when bytes are not of the encoding.
 */
export function decoderFor(encoding: string, options: { file: string }): Decode {
  if (encoding === "utf-8") return checkedUtf8(options.file);
  if (encoding === "windows-1252") return fromWindows1252;
  const decoder = textDecoder(encoding === "utf-16be" ? "utf-16le" : encoding);
  let offset = 0;
  let half: Uint8Array = new Uint8Array(0);
  return (piece, { last }) => {
    let bytes = piece;
    if (encoding === "utf-16be") {
      const waiting = joined(half, piece);
      // A single byte at the very end goes to the decoder, which refuses it.
      bytes = last ? waiting : swapped(waiting);
      half = waiting.slice(bytes.length);
    }
    try {
      const text = decoder.decode(bytes, { stream: !last });
      offset += piece.length;
      return Buffer.from(text);
    } catch (cause) {
      const received = `bytes behind place ${offset} that are not`;
      throw refuse({ file: options.file, encoding, received, cause });
    }
  };
}

function textDecoder(encoding: string): TextDecoder {
  try {
    return new TextDecoder(encoding, { fatal: true });
  } catch (cause) {
    throw cannot("read the file", {
      argument: "encoding",
      must: "one that this Node can read",
      received: encoding,
      hint: "Save the file as UTF-8.",
      as: DataError,
      cause,
    });
  }
}

function checkedUtf8(file: string): Decode {
  let rest = Buffer.alloc(0);
  let offset = 0;
  return (piece, { last }) => {
    const bytes =
      rest.length > 0
        ? Buffer.concat([rest, piece])
        : Buffer.from(piece.buffer, piece.byteOffset, piece.length);
    const whole = last ? bytes.length : bytes.length - unfinished(bytes);
    const ready = bytes.subarray(0, whole);
    if (!isUtf8(ready)) {
      const place = firstWrong(ready);
      const byte = `0x${(ready[place] ?? 0).toString(16).padStart(2, "0")}`;
      throw refuse({ file, encoding: "utf-8", received: `the byte ${byte} at place ${offset + place}` });
    }
    rest = Buffer.from(bytes.subarray(whole));
    offset += whole;
    return ready;
  };
}

/** The place of the first byte that is not UTF-8. */
function firstWrong(bytes: Uint8Array): number {
  let right = 0;
  let wrong = bytes.length;
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    const start = bytes.subarray(0, middle);
    if (isUtf8(start.subarray(0, middle - unfinished(start)))) right = middle;
    else wrong = middle;
  }
  return wrong - 1 - unfinished(bytes.subarray(0, wrong - 1));
}

/** How many bytes at the end begin a sign that is not finished there. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return signLength(byte) > back ? back : 0;
  }
  return 0;
}

function signLength(first: number): number {
  if (first >= 0xf0) return 4;
  return first >= 0xe0 ? 3 : 2;
}

function fromWindows1252(piece: Uint8Array): Buffer {
  const text = Buffer.from(piece.buffer, piece.byteOffset, piece.length).toString("latin1");
  return Buffer.from(text.replace(/[\x80-\x9f]/g, (sign) => windows1252.charAt(sign.charCodeAt(0) - 0x80)));
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.length === 0 ? b : Buffer.concat([a, b]);
}

/** Both bytes of each pair in the other order; a single one at the end is left out. */
function swapped(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}

function refuse(problem: { file: string; encoding: string; received: string; cause?: unknown }): Error {
  const { file, encoding, received, cause } = problem;
  const other = encoding === "utf-8" ? "windows-1252" : "utf-8";
  return cannot("read the file", {
    argument: file,
    must: `text in ${encoding}`,
    received,
    hint: `A spreadsheet may have written it: try { encoding: "${other}" }.`,
    as: DataError,
    cause,
  });
}
