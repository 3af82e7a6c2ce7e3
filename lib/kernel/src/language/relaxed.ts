/** Tells which of TypeScript's diagnostics refuse a cell when types are relaxed: those of code that cannot run. */

/** Names that nobody knows, modules that are not there, and what JavaScript itself does not allow. */
const REFUSED = new Set([
  // A name, a namespace, or the value of a shorthand property is not found; the same with advice on what was meant.
  2304,
  2503, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2662, 2663, 2867, 2868, 18004,
  // A name is that of a type, and there is no value.
  2585, 2693, 2708, 2709, 2749,
  // A module is not found, or does not export the name.
  1192, 2305, 2306, 2307, 2613, 2614, 2724, 2732, 2792,
  // A name is declared twice in one cell; a constant or an import is assigned to.
  2451, 2588, 2632,
]);

/** Of the syntax errors, which begin with 1, those that speak of types: of promises, decorators and `satisfies`. */
const TYPES = new Set([
  1055, 1058, 1060, 1062, 1064, 1065, 1166, 1168, 1169, 1170, 1238, 1239, 1240, 1241, 1270, 1271, 1320, 1321,
  1322, 1360,
]);

/** True for the number of a diagnostic that no run can ignore. */
export function refusesRelaxed(code: number): boolean {
  return REFUSED.has(code) || (code >= 1000 && code < 2000 && !TYPES.has(code));
}
