/** `npm test`: sets up what is missing, runs every test by Node's runner, and closes with "N passed, N failed". */
import path from "node:path";
import { run as runTests } from "node:test";
import { jupyterEnvironment, placesOf } from "./setup/paths.mjs";
import { compiledFolders } from "./setup/compile.mjs";
import { setUp } from "./setup/main.mjs";
import { filesBelow } from "./setup/stamp.mjs";
import { createTally } from "./reporter.mjs";

/** Two cores run the course's own machines; more processes would only starve the kernels under test of time. */
const CONCURRENCY = 2;
/** A test that takes longer hangs (milliseconds). */
const TIMEOUT = 15 * 60_000;

/**
 * The test files of the clone.
 *
 * @param {string} root - The clone.
 * @param {string[]} filters - Parts of a path, e.g. `"charts"`; a file stays when any of them fits, all do without filters.
 * @returns {string[]} Absolute paths; the longest-running kinds first, so that none is left to run alone at the end.
 */
export function testFiles(root, filters) {
  const compiled = [
    ...filesBelow(root, compiledFolders(root), (name) => name.endsWith("/node_modules")).keys(),
  ].filter((name) => name.endsWith(".test.js"));
  const plain = [...filesBelow(root, ["lib/tools"]).keys()].filter((name) => name.endsWith(".test.mjs"));
  const chosen = [...compiled, ...plain].filter(
    (name) => filters.length === 0 || filters.some((filter) => name.includes(filter)),
  );
  const slow = (name) => (SLOW.test(name) ? 0 : 1);
  return chosen.sort((a, b) => slow(a) - slow(b) || a.localeCompare(b)).map((name) => path.join(root, name));
}

const SLOW = /browser|kernel|execute|grader|conformance|\/tools\//;

/** The stages that compute with TensorFlow.js; their tests run once more without its native back end. */
const ON_JAVASCRIPT = /^lib\/neural-notebooks\/dist\/(core|datasets|frames|tensors|models|training|evaluation)\//;

/**
 * Runs the tests.
 *
 * @param {string[]} filters - See {@link testFiles}.
 * @returns {Promise<number>} 0 when every test passed and at least one ran.
 */
export async function run(filters) {
  const tally = createTally({ root: placesOf().root });
  try {
    await setUp({ command: "test" });
  } catch (error) {
    tally.fail("set-up", error.name === "SetupProblem" ? error.message : error.stack);
    return tally.close();
  }
  const places = placesOf();
  const files = testFiles(
    places.root,
    filters.filter((filter) => filter !== "--"),
  );
  if (files.length === 0) {
    tally.fail("tests", `no test file fits ${filters.join(", ") || "lib/*/dist/**/*.test.js"}`);
    return tally.close();
  }
  Object.assign(process.env, jupyterEnvironment(places), { TZ: "UTC", NODE_ENV: "test", FORCE_COLOR: "0" });
  for await (const event of runTests({ files, concurrency: CONCURRENCY, timeout: TIMEOUT }))
    tally.take(event);
  const again = files.filter((name) =>
    ON_JAVASCRIPT.test(path.relative(places.root, name).split(path.sep).join("/")),
  );
  if (again.length > 0) {
    tally.round("JavaScript back end");
    process.env.NEURAL_NOTEBOOKS_BACKEND = "js";
    for await (const event of runTests({ files: again, concurrency: CONCURRENCY, timeout: TIMEOUT }))
      tally.take(event);
  }
  return tally.close();
}
