/** Reads a path as people write it: with `~` for the home folder, or as a `file:` address. */
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ArgumentError, cannot } from "./errors";

/**
 * Gives the path of a file or folder on this machine.
 *
 * @param text - A path, `~/…`, or `file://…` as TensorFlow.js writes it (also `file://` before a relative path).
 * @param verb - What is done with it, for the message.
 * @returns The path, relative where it was given so.
 * @throws ArgumentError for addresses of other kinds, such as `https://…` or `localstorage://…`, and for no text.
 * @example
 * assert.equal(localPath("models/first", "save the model"), "models/first");
 * assert.equal(localPath("file://models/first", "save the model"), "models/first");
 */
export function localPath(text: string, verb: string): string {
  if (typeof text !== "string" || text === "") {
    throw cannot(verb, {
      argument: "the path",
      must: "a text that is not empty",
      received: text,
      as: ArgumentError,
    });
  }
  if (text.startsWith("file:///")) return fileURLToPath(text);
  const plain = text.startsWith("file://") ? text.slice("file://".length) : text;
  // One letter before the colon is a drive of Windows.
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(plain)?.[1];
  if (scheme !== undefined) {
    const hint = "Files of a web address are downloaded first: download(…) of neural-notebooks/datasets.";
    throw cannot(verb, {
      argument: "the path",
      must: "a file or folder on this machine",
      received: text,
      hint: scheme.startsWith("http") ? hint : undefined,
      as: ArgumentError,
    });
  }
  return /^~(?=$|[\\/])/.test(plain) ? path.join(homedir(), plain.slice(1)) : plain;
}
