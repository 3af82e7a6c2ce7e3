/** Lets tfjs-node 4.22 run on every Node: it calls two functions that Node 23 removed. */
import nodeUtil = require("node:util");

/**
 * Puts back the two functions of `node:util` that tfjs-node calls; later Node 22 warns at each use of its own. Call it
 * before tfjs-node is loaded.
 */
export function restoreNodeUtilities(): void {
  const util = nodeUtil as unknown as Record<string, unknown>;
  util["isNullOrUndefined"] = (value: unknown) => value === null || value === undefined;
  util["isArray"] = Array.isArray;
}
