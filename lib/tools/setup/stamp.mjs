/** Remembers what a finished step was made from and which files it left, so that the next run sees at once what is missing. */
import { createHash } from "node:crypto";
import {
  createReadStream,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { codeOf } from "./setup-error.mjs";

/**
 * Writes a file so that a reader sees the old or the new content, never half of it.
 *
 * @param {string} file
 * @param {string} content
 */
export function writeWhole(file, content) {
  mkdirSync(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}.part`;
  writeFileSync(unfinished, content);
  renameSync(unfinished, file);
}

/**
 * Reads a JSON file that set-up or npm wrote.
 *
 * @template T - What the writer puts into it: not checked.
 * @param {string} file
 * @returns {T | undefined} Its content; `undefined` when it is missing or damaged, which a step takes for "not done yet".
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * SHA-256 of texts and buffers, as hexadecimal digits.
 *
 * @param {(string | Buffer)[]} parts
 */
export function hashOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex");
}

/**
 * SHA-256 of a file's content, as hexadecimal digits.
 *
 * @param {string} file
 */
export async function hashOfFile(file) {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/**
 * Lists the files below some folders with their sizes.
 *
 * @param {string} root - The folder that names are relative to.
 * @param {string[]} folders - Folders below it; one that is missing holds nothing.
 * @param {(name: string) => boolean} [skip] - Names (files or folders, with `/`) to leave out.
 * @returns {Map<string, number>} Name and size in bytes; −1 for a link.
 */
export function filesBelow(root, folders, skip = () => false) {
  /** @type {Map<string, number>} */
  const found = new Map();
  /** @param {string} name */
  const visit = (name) => {
    for (const entry of entriesOf(path.join(root, name))) {
      const inner = `${name}/${entry.name}`;
      if (skip(inner)) continue;
      if (entry.isDirectory()) visit(inner);
      else found.set(inner, entry.isFile() ? lstatSync(path.join(root, inner)).size : -1);
    }
  };
  folders.forEach(visit);
  return found;
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(String(codeOf(error)))) return [];
    throw error;
  }
}

/**
 * Removes a finished step's memory; done before the step works, so that a half-finished one is never taken for done.
 *
 * @param {string} stamp - The stamp's path without ending.
 */
export function forget(stamp) {
  for (const ending of [".json", ".files"]) rmSync(stamp + ending, { force: true });
}

/**
 * Remembers a finished step.
 *
 * @param {string} stamp - The stamp's path without ending.
 * @param {object} inputs - What the step was made from, as plain JSON.
 * @param {Map<string, number>} files - The files that it left, from {@link filesBelow}.
 */
export function remember(stamp, inputs, files) {
  writeWhole(`${stamp}.files`, [...files].map(([name, size]) => `${size} ${name}\n`).join(""));
  writeWhole(`${stamp}.json`, `${JSON.stringify(inputs, null, 2)}\n`);
}

/**
 * Says what has changed since a step was remembered. Files added since are no problem.
 *
 * @param {string} stamp - The stamp's path without ending.
 * @param {{root: string, inputs: Record<string, unknown>, names: Record<string, string>}} context - The folder that
 *   names are relative to, the inputs as they are now, and a word for each.
 * @returns {import("./steps.mjs").Problem[]} One entry for each reason to do the step again.
 */
export function changesSince(stamp, { root, inputs, names }) {
  /** @type {Record<string, unknown> | undefined} */
  const before = readJson(`${stamp}.json`);
  if (!before) return [{ kind: "new", line: "not done yet" }];
  const changed = Object.keys(inputs).filter((key) => before[key] !== inputs[key]);
  if (changed.length > 0) return changed.map((key) => ({ kind: "inputs", line: `${names[key]} changed` }));
  const { missing, count } = missingFiles(`${stamp}.files`, root);
  if (missing.length === 0) return [];
  return [
    {
      kind: "files",
      line: `${missing.length} of ${count} files are missing or damaged, ${missing[0]} first`,
    },
  ];
}

/**
 * @param {string} list - The file with the names and sizes.
 * @param {string} root
 */
function missingFiles(list, root) {
  let lines;
  try {
    lines = readFileSync(list, "utf8").split("\n");
  } catch {
    return { missing: [path.basename(list)], count: 1 };
  }
  lines.pop();
  const missing = [];
  for (const line of lines) {
    const space = line.indexOf(" ");
    const name = line.slice(space + 1);
    const entry = lstatSync(path.join(root, name), { throwIfNoEntry: false });
    const size = entry?.isFile() ? entry.size : -1;
    if (!entry || size !== Number(line.slice(0, space))) missing.push(name);
  }
  return { missing, count: lines.length };
}
