/** Turns bad input into typed errors that name the rule, what came, and what to do. */

import { explainedSymbol } from "./display";

/** Work was stopped by the learner (the stop button, Ctrl-C): the kernel's own error. */
export { InterruptError } from "./display";

/** Every error that this library throws on purpose is one of these, or an {@link InterruptError}. */
export class NeuralNotebooksError extends Error {
  /** A notebook shows the message alone: it says what to do. */
  get [explainedSymbol](): true {
    return true;
  }

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** An argument breaks its rule (range, type, missing). */
export class ArgumentError extends NeuralNotebooksError {}

/** Shapes do not fit together, or a tensor has the wrong rank or size. */
export class ShapeError extends NeuralNotebooksError {}

/** Data breaks its format or holds what it must not: a ragged row, a wrong header, NaN. */
export class DataError extends NeuralNotebooksError {}

/** A name is not known: a data set, a column, a category. */
export class UnknownNameError extends NeuralNotebooksError {}

/** A file is missing or cannot be read or written. */
export class FileError extends NeuralNotebooksError {}

/** A download failed: server, size or checksum. */
export class DownloadError extends NeuralNotebooksError {}

/** Something is used before it was built, fitted or trained. */
export class StateError extends NeuralNotebooksError {}

/** The kinds of error that {@link cannot} can make. */
export type ErrorClass = new (message: string, options?: ErrorOptions) => NeuralNotebooksError;

/** What {@link cannot} needs to write a message. */
export interface CannotOptions {
  /** The argument that is wrong, as the caller knows it, e.g. `"windowLength"`. */
  argument: string;
  /** What it must be, e.g. `"a whole number ≥ 1"`. */
  must: string;
  /** What came; written by {@link describe}. */
  received: unknown;
  /** One sentence for the usual cause, e.g. `"Did you forget the batch axis?"`. */
  hint?: string;
  /** The class to make; `ArgumentError` unless told. */
  as?: ErrorClass;
  /** The error behind this one. */
  cause?: unknown;
}

/**
 * Makes an error in the course's wording: rule, what came, what to do.
 *
 * @param verb - What could not be done, e.g. `"make windows"`.
 * @param options - Argument, rule, value and hint.
 * @returns The error, to be thrown by the caller.
 * @example
 * const error = cannot("make windows", { argument: "windowLength", must: "a whole number ≥ 1", received: 0 });
 * assert.equal(error.message, "Cannot make windows: windowLength must be a whole number ≥ 1; received 0.");
 */
export function cannot(verb: string, options: CannotOptions): NeuralNotebooksError {
  const { argument, must, received, hint, as = ArgumentError, cause } = options;
  const message = `Cannot ${verb}: ${argument} must be ${must}; received ${describe(received)}.`;
  return new as(hint ? `${message} ${hint}` : message, cause === undefined ? undefined : { cause });
}

/**
 * Writes a value in a few words: numbers and short strings as they are, arrays and tensors by their shape.
 *
 * @param value - Anything.
 * @returns At most about 80 characters.
 * @example
 * assert.equal(describe([[1, 2], [3, 4]]), "an array of shape [2, 2]");
 * assert.equal(describe("moons"), '"moons"');
 */
export function describe(value: unknown): string {
  if (typeof value === "string") return shorten(JSON.stringify(value));
  if (value === null || value === undefined) return String(value);
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  if (Array.isArray(value)) return describeArray(value);
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${viewLength(value)} values`;
  if (isShaped(value)) return `${"columns" in value ? "a frame of " : ""}shape [${value.shape.join(", ")}]`;
  return describeObject(value);
}

function describeArray(value: readonly unknown[]): string {
  if (value.length <= 6 && value.every((item) => item === null || typeof item !== "object")) {
    return shorten(`[${value.map((item) => describe(item)).join(", ")}]`);
  }
  const shape: number[] = [];
  let level: unknown = value;
  while (Array.isArray(level)) {
    shape.push(level.length);
    level = level[0];
  }
  return `an array of shape [${shape.join(", ")}]`;
}

function describeObject(value: object): string {
  const name = value.constructor?.name ?? "Object";
  if (name !== "Object") return `an object of class ${name}`;
  return shorten(`an object with ${Object.keys(value).slice(0, 5).join(", ") || "no keys"}`);
}

function viewLength(view: ArrayBufferView): number {
  return "length" in view ? (view as Uint8Array).length : view.byteLength;
}

function isShaped(value: object): value is { shape: number[] } {
  const shape = (value as { shape?: unknown }).shape;
  return Array.isArray(shape) && shape.every((size) => typeof size === "number" || size === null);
}

function shorten(text: string, limit = 80): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}
