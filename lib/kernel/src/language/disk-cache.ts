/**
 * Caches data on disk for later starts of the kernel. An entry is used only if its key and its checksum match, because
 * damaged compiled code could crash the process.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path = require("node:path");

/** The folder, created when it is missing: `TSLAB_KERNEL_CACHE`, else a folder in the user's cache folder. */
export const CACHE_FOLDER = process.env["TSLAB_KERNEL_CACHE"] ?? path.join(userCache(), "tslab-kernel");

function userCache(): string {
  if (process.platform === "darwin") return path.join(homedir(), "Library", "Caches");
  if (process.platform === "win32")
    return process.env["LOCALAPPDATA"] ?? path.join(homedir(), "AppData", "Local");
  return process.env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache");
}

const CHECKSUM_LENGTH = 32;

function checksum(key: string, data: Uint8Array): Buffer {
  return createHash("sha256").update(key).update(data).digest();
}

/**
 * Reads an entry.
 *
 * @param file - The file.
 * @param key - Identifies what the data was made from.
 * @returns `undefined` where there is no entry, or one with another key, or a damaged one.
 */
export function readCached(file: string, key: string): Buffer | undefined {
  try {
    const entry = readFileSync(file);
    const data = entry.subarray(CHECKSUM_LENGTH);
    return checksum(key, data).equals(entry.subarray(0, CHECKSUM_LENGTH)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes an entry; by a rename, so that kernels which start at the same moment read a complete one or none.
 *
 * @param file - The file; its folder is created.
 * @param key - Identifies what the data was made from.
 */
export function writeCached(file: string, key: string, data: Uint8Array): void {
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(temporary, Buffer.concat([checksum(key, data), data]));
    renameSync(temporary, file);
  } catch {
    // Without a cache the next start is as slow as the first.
    try {
      rmSync(temporary, { force: true });
    } catch {
      // There is no file to be removed.
    }
  }
}
