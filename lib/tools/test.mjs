/** `npm test`: sets up what is missing, runs every test by Node's runner, and closes with "N passed, N failed". */
import path from "node:path";
import { run as runTests } from "node:test";
import { cloneRoot, jupyterEnvironment, pathsOf } from "./setup/paths.cjs";
import { compiledFolders } from "./setup/compile.mjs";
import { setUp } from "./setup/main.mjs";
import { SetupError } from "./setup/setup-error.mjs";
import { filesBelow } from "./setup/stamp.mjs";
import reporter from "./reporter.mjs";

/** @typedef {import("node:test/reporters").TestEvent} TestEvent */

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
  /** @param {string} name */
  const slow = (name) => (SLOW.test(name) ? 0 : 1);
  return chosen.sort((a, b) => slow(a) - slow(b) || a.localeCompare(b)).map((name) => path.join(root, name));
}

const SLOW = /browser|kernel|execute|grader|conformance|\/tools\//;

/** The stages that compute with TensorFlow.js; their tests run once more without its native back end. */
const ON_JAVASCRIPT =
  /^lib\/neural-notebooks\/dist\/(core|datasets|frames|tensors|models|training|evaluation)\//;

/**
 * Runs the tests.
 *
 * @param {string[]} filters - See {@link testFiles}.
 * @returns {Promise<number>} 0 when every test passed and at least one ran.
 */
export async function run(filters) {
  const lines = reporter(eventsOf(filters), { root: cloneRoot });
  for (;;) {
    const { done, value } = await lines.next();
    if (done) return value;
    process.stdout.write(value);
  }
}

/**
 * Sets up what is missing and runs the tests, those of the library once more without its native back end.
 *
 * @param {string[]} filters
 * @returns {AsyncGenerator<TestEvent | import("./reporter.mjs").RoundEvent>} What the reporter wants to know.
 */
async function* eventsOf(filters) {
  try {
    await setUp({ command: "test" });
  } catch (error) {
    yield failure("set-up", error instanceof SetupError ? error.message : error);
    return;
  }
  const files = testFiles(
    cloneRoot,
    filters.filter((filter) => filter !== "--"),
  );
  if (files.length === 0) {
    yield failure("tests", `no test file fits ${filters.join(", ") || "lib/*/dist/**/*.test.js"}`);
    return;
  }
  Object.assign(process.env, jupyterEnvironment(pathsOf()), {
    TZ: "UTC",
    NODE_ENV: "test",
    FORCE_COLOR: "0",
  });
  yield* runTests({ files, concurrency: CONCURRENCY, timeout: TIMEOUT });
  const again = files.filter((name) =>
    ON_JAVASCRIPT.test(path.relative(cloneRoot, name).split(path.sep).join("/")),
  );
  if (again.length === 0) return;
  yield { type: "round", data: { name: "JavaScript back end" } };
  process.env.NEURAL_NOTEBOOKS_BACKEND = "js";
  yield* runTests({ files: again, concurrency: CONCURRENCY, timeout: TIMEOUT });
}

/**
 * A failure outside of the tests, as an event like theirs.
 *
 * @param {string} name
 * @param {unknown} cause - A message, or what was thrown.
 * @returns {TestEvent}
 */
export function failure(name, cause) {
  const error = /** @type {import("node:test").EventData.Error} */ (new Error(name, { cause }));
  return { type: "test:fail", data: { name, nesting: 0, testNumber: 1, details: { duration_ms: 0, error } } };
}
