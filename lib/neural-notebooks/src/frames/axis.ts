/** Turns the `axis` that a method was given into danfo's: 1 unless told. */
import { cannot } from "../core/errors";

/** @throws ArgumentError when it is neither 0 nor 1. */
export function checkAxis(axis: number | undefined, verb: string): 0 | 1 {
  const given = axis ?? 1;
  if (given === 0 || given === 1) return given;
  throw cannot(verb, { argument: "axis", must: "0 or 1", received: axis });
}
