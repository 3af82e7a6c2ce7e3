/** Turns what `loc` and `iloc` are given (places, names, slices, truth values) into places of rows or columns. */
import { UnknownNameError, cannot } from "../core/errors";
import { unknownName } from "../core/suggest";
import type { Label } from "./schema";

/** What rows or columns are chosen by: places or names, one slice such as `"0:5"`, or a truth value for each. */
export type Selection = readonly (Label | boolean | null)[];

/** Along which axis something is looked up, and how its names are found. */
export interface Axis {
  verb: string;
  argument: "rows" | "columns";
  length: number;
}

/**
 * Finds places by places.
 *
 * @param chosen - Places, one slice `"from:to"` (`to` is left out), or truth values.
 * @throws ArgumentError when a place is not there.
 */
export function placesByPlace(chosen: Selection | undefined, axis: Axis): Int32Array | undefined {
  if (chosen === undefined) return undefined;
  checkList(chosen, axis);
  const [only] = chosen;
  if (chosen.length === 1 && typeof only === "string")
    return slice(only, axis, { placeOf: (text) => placeIn(text, axis), past: 0 });
  const flags = placesOfTrue(chosen, axis);
  if (flags) return flags;
  return Int32Array.from(chosen, (place) => {
    if (typeof place === "number" && Number.isInteger(place) && place >= 0 && place < axis.length)
      return place;
    throw wrongPlace(place, axis);
  });
}

/**
 * Finds places by names.
 *
 * @param chosen - Names, one slice `"from:to"` of names (both belong to it), or truth values.
 * @param options.find - Gives the place of a name, −1 where there is none.
 * @param options.names - All names, for the hint.
 * @throws UnknownNameError when a name is not there.
 */
export function placesByName(
  chosen: Selection | undefined,
  { find, names, ...axis }: Axis & { find: (label: unknown) => number; names: () => readonly Label[] },
): Int32Array | undefined {
  if (chosen === undefined) return undefined;
  checkList(chosen, axis);
  const placeOf = (label: unknown): number => {
    const place = find(label);
    if (place >= 0) return place;
    const argument = axis.argument === "rows" ? "row" : "column";
    if (axis.length > 200 || axis.argument === "rows")
      throw cannot(axis.verb, {
        argument,
        must: `one of the ${axis.length} ${axis.argument === "rows" ? "row names" : "columns"}`,
        received: label,
        as: UnknownNameError,
      });
    throw unknownName(axis.verb, { argument, received: label, known: names().map(String) });
  };
  const [only] = chosen;
  if (chosen.length === 1 && typeof only === "string") {
    // In danfo, quotes in the text mark a name that is text, and a bare number one that is a number.
    if (find(only) < 0 && only.includes(":"))
      return slice(only, axis, { placeOf: (text) => placeOf(bare(text, find)), past: 1 });
    return Int32Array.of(placeOf(find(only) < 0 ? bare(only, find) : only));
  }
  return placesOfTrue(chosen, axis) ?? Int32Array.from(chosen, placeOf);
}

/**
 * Finds the rows for which a list says true.
 *
 * @throws ArgumentError when the list is not as long as there are rows.
 */
export function placesOfTrue(flags: Selection, axis: Axis): Int32Array | undefined {
  if (typeof flags[0] !== "boolean" && flags[0] !== null) return undefined;
  if (flags.length !== axis.length)
    throw cannot(axis.verb, {
      argument: axis.argument,
      must: `${axis.length} truth values, one for each`,
      received: flags.length,
    });
  const places = new Int32Array(flags.length);
  let count = 0;
  for (let row = 0; row < flags.length; row++) {
    const flag = flags[row];
    if (flag === true) places[count++] = row;
    else if (flag !== false && flag !== null) throw wrongPlace(flag, axis);
  }
  return places.slice(0, count);
}

/** The whole numbers from one up to, not including, another. */
export function range(from: number, to: number): Int32Array {
  return Int32Array.from({ length: Math.max(0, to - from) }, (_, step) => from + step);
}

function checkList(chosen: Selection, axis: Axis): void {
  if (Array.isArray(chosen)) return;
  throw cannot(axis.verb, {
    argument: axis.argument,
    must: 'a list, such as [0, 1] or ["0:10"]',
    received: chosen,
  });
}

function slice(
  text: string,
  axis: Axis,
  { placeOf, past }: { placeOf: (text: string) => number; past: number },
): Int32Array {
  const [from = "", to = "", ...rest] = text.split(":");
  if (!text.includes(":") || rest.length > 0)
    throw cannot(axis.verb, { argument: axis.argument, must: 'a slice "from:to"', received: text });
  const start = from === "" ? 0 : placeOf(from);
  const end = to === "" ? axis.length : placeOf(to) + past;
  return Int32Array.from({ length: Math.max(0, end - start) }, (_, step) => start + step);
}

function placeIn(text: string, axis: Axis): number {
  const place = Number(text);
  if (Number.isInteger(place) && place >= 0 && place <= axis.length) return place;
  throw wrongPlace(text, axis);
}

function bare(text: string, find: (label: unknown) => number): Label {
  const trimmed = text.trim();
  if (/^(["'`]).*\1$/.test(trimmed)) return trimmed.slice(1, -1);
  if (find(trimmed) >= 0 || trimmed === "" || Number.isNaN(Number(trimmed))) return trimmed;
  return Number(trimmed);
}

function wrongPlace(place: unknown, axis: Axis): Error {
  return cannot(axis.verb, {
    argument: axis.argument,
    must: `whole numbers from 0 to ${axis.length - 1}`,
    received: place,
  });
}
