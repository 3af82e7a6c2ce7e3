/**
 * Keeps what a start of the kernel has worked out for later starts. It is used only with the key that it was made
 * for and a right checksum, because damaged compiled code could end the process.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path = require("node:path");

/** The folder, made again when deleted: `TSLAB_KERNEL_CACHE` names it, or it is the user's folder for such things. */
export const KEPT_FOLDER = process.env["TSLAB_KERNEL_CACHE"] ?? path.join(userCache(), "tslab-kernel");

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
 * Reads what was kept.
 *
 * @param store - The file.
 * @param key - What it was made of.
 * @returns `undefined` where nothing is kept, or something of another key, or a damaged file.
 */
export function readKept(store: string, key: string): Buffer | undefined {
  try {
    const kept = readFileSync(store);
    const data = kept.subarray(CHECKSUM_LENGTH);
    return checksum(key, data).equals(kept.subarray(0, CHECKSUM_LENGTH)) ? data : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps data; by a rename, so that kernels which start at the same moment find the whole or nothing.
 *
 * @param store - The file; its folder is made.
 * @param key - What the data was made of.
 */
export function writeKept(store: string, key: string, data: Uint8Array): void {
  const temporary = `${store}.${process.pid}`;
  try {
    mkdirSync(path.dirname(store), { recursive: true });
    writeFileSync(temporary, Buffer.concat([checksum(key, data), data]));
    renameSync(temporary, store);
  } catch {
    // A clone that cannot be written to starts as slowly as the first time, and that is all.
    try {
      rmSync(temporary, { force: true });
    } catch {
      // There is nothing to be removed.
    }
  }
}
