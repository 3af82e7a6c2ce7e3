/** The diagnostics for which a cell is refused when types are relaxed: those of code that cannot run. */

/** Codes of diagnostics: unknown names, missing modules, and what JavaScript itself does not allow. */
const ERRORS_AT_RUN_TIME = new Set([
  // A name, a namespace, or the value of a shorthand property is not found, with or without a suggestion.
  2304, 2503, 2552, 2580, 2581, 2582, 2583, 2584, 2591, 2592, 2593, 2662, 2663, 2867, 2868, 18004,
  // The name is that of a type and not of a value.
  2585, 2693, 2708, 2709, 2749,
  // A module is not found, or does not export the name.
  1192, 2305, 2306, 2307, 2613, 2614, 2724, 2732, 2792,
  // A name is declared twice in one cell; a constant or an import is assigned to.
  2451, 2588, 2632,
]);

/** Syntax errors, whose codes begin with 1, about types: of promises, decorators and `satisfies`. */
const TYPE_SYNTAX_ERRORS = new Set([
  1055, 1058, 1060, 1062, 1064, 1065, 1166, 1168, 1169, 1170, 1238, 1239, 1240, 1241, 1270, 1271, 1320, 1321,
  1322, 1360,
]);

/** True for the code of a diagnostic of code that cannot run. */
export function isErrorAtRunTime(code: number): boolean {
  return ERRORS_AT_RUN_TIME.has(code) || (code >= 1000 && code < 2000 && !TYPE_SYNTAX_ERRORS.has(code));
}
