/** Turns the events of Node's test runner into a line per file, the failures at the end, and one closing count. */
import path from "node:path";
import { inspect } from "node:util";
import { writeDuration } from "./setup/report.mjs";

/** What is kept of the output of a file, to be shown when it fails (characters). */
const OUTPUT_KEPT = 4000;

/**
 * Makes the tally of one run.
 *
 * @param {{root: string, write?: (line: string) => void, now?: () => number}} options - The folder that file names are
 *   relative to; where lines go; the clock in milliseconds.
 */
export function createTally({ root, write = (line) => process.stdout.write(`${line}\n`), now = Date.now }) {
  const start = now();
  const total = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  const skips = [];
  const files = new Map();
  let current;
  let round = "";

  /** A file under the name of its round: the same file may run in several. */
  const inRound = (file) => (round ? `${file} (${round})` : file);

  const fileOf = (file) => {
    if (!files.has(file)) files.set(file, { passed: 0, failed: 0, skipped: 0, output: "", open: [], ms: 0 });
    return files.get(file);
  };

  function countTest(event) {
    const { nesting, details, skip, todo } = event;
    const file = inRound(event.file);
    const record = fileOf(file);
    if (nesting === 0) record.ms += details?.duration_ms ?? 0;
    const name = [...record.open.slice(0, nesting), event.name].join(" › ");
    const verdict = verdictOf(event, record);
    if (verdict === undefined) return;
    record[verdict] += 1;
    total[verdict] += 1;
    if (verdict === "failed")
      failures.push({ file, name: isFile(event) ? "the file" : name, error: wordsOf(event) });
    if (verdict === "skipped")
      skips.push({ file, name, reason: [skip, todo].find((reason) => typeof reason === "string" && reason) });
  }

  function closeFile() {
    if (current === undefined) return;
    const { passed, failed, skipped, ms } = fileOf(current);
    const parts = [
      `${passed} passed`,
      failed > 0 && `${failed} failed`,
      skipped > 0 && `${skipped} skipped`,
    ].filter(Boolean);
    write(`  ${failed > 0 ? "✗" : "✓"} ${shown(current)}: ${parts.join(", ")} (${writeDuration(ms)})`);
    current = undefined;
  }

  const shown = (file) =>
    path
      .relative(root, file)
      .split(path.sep)
      .join("/")
      .replace(/^(lib\/[^/]+)\/dist\//, "$1/src/");

  return {
    /**
     * Takes one event of the runner.
     *
     * @param {{type: string, data?: any}} event
     */
    take({ type, data }) {
      if (type === "test:stdout" || type === "test:stderr") {
        const record = fileOf(inRound(data.file));
        record.output = (record.output + data.message).slice(-OUTPUT_KEPT);
      } else if (type === "test:start" && data.file) {
        // The runner tells of the files one after another, so the first word of the next one ends this one.
        const file = inRound(data.file);
        if (file !== current) closeFile();
        current = file;
        fileOf(file).open[data.nesting] = data.name;
      } else if (type === "test:pass" || type === "test:fail") {
        countTest({ ...data, passed: type === "test:pass" });
      }
    },
    /**
     * Begins another round over files, such as the same tests on another back end.
     *
     * @param {string} name - Stands behind the files' names from now on.
     */
    round(name) {
      closeFile();
      round = name;
    },
    /**
     * Counts a failure outside the tests, such as a set-up that ended early.
     *
     * @param {string} name
     * @param {string} message
     */
    fail(name, message) {
      total.failed += 1;
      failures.push({ file: undefined, name, error: message });
    },
    /**
     * Prints what failed and was skipped; the last line is the count.
     *
     * @returns {number} The exit code: 0 when tests ran and none failed.
     */
    close() {
      closeFile();
      if (total.passed + total.failed + total.skipped === 0) this.fail("tests", "no test ran");
      for (const { file, name, reason } of skips)
        write(`\nskipped: ${shown(file)} › ${name}${reason ? `: ${reason}` : ""}`);
      for (const { file, name, error } of failures) {
        write(`\nfailed: ${file ? `${shown(file)} › ` : ""}${name}`);
        write(indent(error));
      }
      for (const file of new Set(failures.map((failure) => failure.file).filter(Boolean))) {
        const { output } = fileOf(file);
        if (output.trim()) write(`\n${shown(file)} said last:\n${indent(output.trimEnd())}`);
      }
      const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
      write(`\n${files.size} files in ${writeDuration(now() - start)}${skipped}`);
      write(`${total.passed} passed, ${total.failed} failed`);
      return total.failed > 0 ? 1 : 0;
    },
  };
}

/** What one event counts as; `undefined` for a group, whose tests count one by one. */
function verdictOf(event, record) {
  const { passed, details, skip, todo } = event;
  if (isFile(event)) {
    // The runner tells of a file as of a test when it holds none, or when its process ends badly.
    if (!passed) return record.failed > 0 ? undefined : "failed";
    return record.passed + record.skipped + record.failed > 0 ? undefined : "failed";
  }
  const excused = (skip !== undefined && skip !== false) || (todo !== undefined && todo !== false);
  const group = details?.type === "suite";
  if (excused) return group ? undefined : "skipped";
  if (passed) return group ? undefined : "passed";
  return details?.error?.failureType === "subtestsFailed" ? undefined : "failed";
}

/** Why a test failed: its error with the frames of the course's own code, without those of the runner. */
function wordsOf(event) {
  const error = event.details?.error;
  if (isFile(event))
    return error
      ? `its process ended early, with ${error.signal ?? error.exitCode ?? "an error"}`
      : "it holds no test";
  const cause = error?.cause ?? error;
  const text = typeof cause?.stack === "string" ? cause.stack : inspect(cause, { colors: false });
  return text.replace(/\n +at .*(?:node:|async Promise\.all).*/g, "");
}

function isFile({ name, nesting, file }) {
  return nesting === 0 && path.resolve(name) === file;
}

function indent(text) {
  return text.replace(/^/gm, "    ");
}
