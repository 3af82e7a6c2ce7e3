/** A reporter for Node's test runner: a line for each file, what failed at the end, and one closing count. */
import path from "node:path";
import { inspect } from "node:util";
import { writeDuration } from "./setup/report.mjs";

/** What is kept of the output of a file, to be shown when it fails (characters). */
const OUTPUT_KEPT = 4000;

/** @typedef {import("node:test/reporters").TestEvent} TestEvent */
/** @typedef {Extract<TestEvent, {type: "test:pass" | "test:fail"}>} Outcome */
/** @typedef {{type: "round", data: {name: string}}} RoundEvent - The files that follow run once more, another way. */

/** @typedef {"passed" | "failed" | "skipped"} Verdict */

/**
 * What happened in one file in one round.
 *
 * @typedef {Record<Verdict, number> & FileParts} FileRecord
 * @typedef {object} FileParts
 * @property {string} shown - The file's name for the reader, with its round; `""` for what failed outside of a file.
 * @property {{name: string, error: string}[]} failures
 * @property {{name: string, reason: string | undefined}[]} skips
 * @property {string} output - The end of what it printed.
 * @property {string[]} open - The names of the tests that have begun, by how deep they are nested.
 * @property {number} ms - How long its tests took (milliseconds).
 */

/**
 * Reports a run, as `node --test --test-reporter` and {@link file://./test.mjs} want it.
 *
 * @param {AsyncIterable<TestEvent | RoundEvent>} events - From the runner; a failure without a file counts too.
 * @param {{root?: string, now?: () => number}} [options] - The folder that file names are relative to; the clock in
 *   milliseconds.
 * @returns {AsyncGenerator<string, number>} Lines; in the end the exit code: 0 when tests ran and none failed.
 */
export default async function* reporter(events, { root = process.cwd(), now = Date.now } = {}) {
  const start = now();
  /** @type {Map<string, FileRecord>} */
  const records = new Map();
  /** @type {FileRecord | undefined} */
  let current;
  let round = "";

  /** @param {string} [file] */
  const recordOf = (file = "") => {
    // The same file may run in several rounds.
    const shown = file && shorten(path.relative(root, file)) + (round && ` (${round})`);
    const record = records.get(shown) ?? newRecord(shown);
    records.set(shown, record);
    return record;
  };

  for await (const { type, data } of events) {
    if (type === "round") {
      if (current) yield lineOf(current);
      current = undefined;
      round = data.name;
    } else if (type === "test:stdout" || type === "test:stderr") {
      const record = recordOf(data.file);
      record.output = (record.output + data.message).slice(-OUTPUT_KEPT);
    } else if (type === "test:start" && data.file) {
      // The runner tells of the files one after another, so the first word of the next one ends this one.
      const record = recordOf(data.file);
      if (current && record !== current) yield lineOf(current);
      current = record;
      record.open[data.nesting] = data.name;
    } else if (type === "test:pass" || type === "test:fail") {
      count(recordOf(data.file), /** @type {Outcome} */ ({ type, data }));
    }
  }
  if (current) yield lineOf(current);
  return yield* closing([...records.values()], writeDuration(now() - start));
}

/**
 * @param {FileRecord[]} records
 * @param {string} took
 * @returns {Generator<string, number>}
 */
function* closing(records, took) {
  /** @param {Verdict} verdict */
  const sum = (verdict) => records.reduce((total, record) => total + record[verdict], 0);
  const [passed, skipped] = [sum("passed"), sum("skipped")];
  const ran = passed + sum("failed") + skipped > 0;
  const failed = ran ? sum("failed") : 1;
  for (const { shown, skips } of records)
    for (const { name, reason } of skips)
      yield `\nskipped: ${shown} › ${name}${reason ? `: ${reason}` : ""}\n`;
  if (!ran) yield `\nfailed: no test ran\n`;
  for (const { shown, failures } of records)
    for (const { name, error } of failures)
      yield `\nfailed: ${shown ? `${shown} › ` : ""}${name}\n${indent(error)}\n`;
  for (const { shown, failures, output } of records)
    if (failures.length > 0 && output.trim()) yield `\n${shown} said last:\n${indent(output.trimEnd())}\n`;
  const files = records.filter(({ shown }) => shown).length;
  yield `\n${files} files in ${took}${skipped > 0 ? `, ${skipped} skipped` : ""}\n`;
  yield `${passed} passed, ${failed} failed\n`;
  return failed > 0 ? 1 : 0;
}

/**
 * @param {string} shown
 * @returns {FileRecord}
 */
function newRecord(shown) {
  return { shown, passed: 0, failed: 0, skipped: 0, failures: [], skips: [], output: "", open: [], ms: 0 };
}

/** @param {FileRecord} record */
function lineOf({ shown, passed, failed, skipped, ms }) {
  const parts = [`${passed} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return `  ${failed > 0 ? "✗" : "✓"} ${shown}: ${parts.join(", ")} (${writeDuration(ms)})\n`;
}

/** @param {string} file - From the root; a compiled test goes by the name of its source. */
function shorten(file) {
  return file
    .split(path.sep)
    .join("/")
    .replace(/^(lib\/[^/]+)\/dist\//, "$1/src/");
}

/**
 * @param {FileRecord} record
 * @param {Outcome} outcome
 */
function count(record, { type, data }) {
  const { nesting, details, skip, todo } = data;
  if (nesting === 0) record.ms += details.duration_ms ?? 0;
  const verdict = verdictOf(record, /** @type {Outcome} */ ({ type, data }));
  if (verdict === undefined) return;
  record[verdict] += 1;
  const name = [...record.open.slice(0, nesting), data.name].join(" › ");
  if (verdict === "failed")
    record.failures.push({ name: isFile(data) ? "the file" : name, error: wordsOf(data) });
  const reason = [skip, todo].find((text) => typeof text === "string" && text !== "");
  if (verdict === "skipped")
    record.skips.push({ name, reason: reason === undefined ? undefined : String(reason) });
}

/**
 * What one event counts as; `undefined` for a group, whose tests count one by one.
 *
 * @param {FileRecord} record
 * @param {Outcome} outcome
 * @returns {Verdict | undefined}
 */
function verdictOf(record, { type, data }) {
  const passed = type === "test:pass";
  if (isFile(data)) {
    // The runner tells of a file as of a test when it holds none, or when its process ends badly.
    if (!passed) return record.failed > 0 ? undefined : "failed";
    return record.passed + record.skipped + record.failed > 0 ? undefined : "failed";
  }
  const { skip = false, todo = false, details } = data;
  const group = details.type === "suite";
  if (skip !== false || todo !== false) return group ? undefined : "skipped";
  if (passed) return group ? undefined : "passed";
  return errorOf(data)?.failureType === "subtestsFailed" ? undefined : "failed";
}

/**
 * The runner's own error, around that of the test.
 *
 * @param {Outcome["data"]} data
 * @returns {{cause?: unknown, failureType?: string, exitCode?: number, signal?: string} | undefined}
 */
function errorOf({ details }) {
  return "error" in details ? details.error : undefined;
}

/**
 * Why a test failed: its error with the frames of the course's own code, without those of the runner.
 *
 * @param {Outcome["data"]} data
 */
function wordsOf(data) {
  const error = errorOf(data);
  if (isFile(data))
    return error
      ? `its process ended early, with ${error.signal ?? error.exitCode ?? "an error"}`
      : "it holds no test";
  const cause = error?.cause ?? error;
  if (typeof cause === "string") return cause;
  // Errors come from another process, and not all of them as an Error.
  const stack = typeof cause === "object" && cause !== null && "stack" in cause ? cause.stack : undefined;
  const text = typeof stack === "string" ? stack : inspect(cause, { colors: false });
  return text.replace(/\n +at .*(?:node:|async Promise\.all).*/g, "");
}

/** @param {Outcome["data"]} data */
function isFile({ name, nesting, file }) {
  return nesting === 0 && path.resolve(name) === file;
}

/** @param {string} text */
function indent(text) {
  return text.replace(/^/gm, "    ");
}
