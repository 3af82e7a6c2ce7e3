/** Writes a file whole or not at all. */
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { FileError, cannot } from "../core/errors";

/**
 * Writes text or bytes piece by piece under another name beside the file, and renames it when all is there: who reads the file
 * meanwhile, or after the program was ended in the middle, finds the old one.
 *
 * @param file - Its path; folders that are missing are made.
 * @param pieces - Text, in UTF-8, or bytes.
 * @throws FileError when it cannot be written; what the pieces throw. The old file is then as it was.
 */
export function writeWhole(file: string, pieces: Iterable<string | Uint8Array>): void {
  const partial = `${file}.${process.pid}.partial`;
  attempt(file, () => mkdirSync(dirname(file), { recursive: true }));
  const descriptor = attempt(file, () => openSync(partial, "w"));
  try {
    try {
      for (const piece of pieces) attempt(file, () => writeAll(descriptor, Buffer.from(piece as Uint8Array)));
      attempt(file, () => fsyncSync(descriptor));
    } finally {
      closeSync(descriptor);
    }
    attempt(file, () => renameSync(partial, file));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** A system may write less than it was given. */
function writeAll(descriptor: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
}

function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw cannot("write the file", {
      argument: "file",
      must: "a path that can be written",
      received: file,
      hint: (cause as Error).message,
      as: FileError,
      cause,
    });
  }
}
