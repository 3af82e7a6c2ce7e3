/** Turns the options of a CSV reader, and the start of the text, into what stands between the cells. */
import { cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import type { TextPieces } from "./byte-source";
import type { CsvOptions } from "./csv";
import { guessDelimiter } from "./csv-read";
import type { CsvLayout } from "./csv-read";

const sampleLength = 100_000;
const verb = "read the CSV text";

/** Excel's own first line: it says what stands between the cells, and is none of the rows. */
const separatorLine = /^"?sep=([^\r\n])"?[ \t]*(?=\r|\n|$)/i;

/**
 * Finds the layout of a CSV text.
 *
 * @throws ArgumentError when an option cannot be.
 */
export function csvLayout(pieces: TextPieces, options: CsvOptions): CsvLayout {
  const { comment, skipRows = 0, decimal = "." } = options;
  checkInteger(skipRows, { verb, argument: "skipRows", min: 0 });
  if (comment !== undefined) checkSign("comment", comment);
  if (options.delimiter !== undefined) checkSign("delimiter", options.delimiter);
  const { sample, whole } = startOf(pieces);
  const declared = separatorLine.exec(sample.toString("utf8", 0, 20))?.[1];
  const layout = { comment, skipRows: skipRows + (declared === undefined ? 0 : 1) };
  const delimiter = options.delimiter ?? declared ?? guessDelimiter(sample, { ...layout, decimal, whole });
  return { ...layout, delimiter };
}

function startOf(pieces: TextPieces): { sample: Buffer; whole: boolean } {
  const parts: Buffer[] = [];
  let length = 0;
  for (const piece of pieces()) {
    // A piece is good until the next one is taken.
    parts.push(Buffer.from(piece));
    length += piece.length;
    if (length > sampleLength)
      return { sample: Buffer.concat(parts).subarray(0, sampleLength), whole: false };
  }
  return { sample: Buffer.concat(parts), whole: true };
}

function checkSign(argument: string, sign: string): void {
  if (typeof sign === "string" && sign !== "" && !/["\r\n]/.test(sign)) return;
  throw cannot(verb, {
    argument,
    must: argument === "comment" ? 'the sign that begins a comment, e.g. "#"' : 'a sign such as "," or ";"',
    received: sign,
  });
}
