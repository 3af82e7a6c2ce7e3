/** Prints a line when a step begins and one when it ends, with how long it took. */

/**
 * Writes a duration in a few characters.
 *
 * @param {number} ms - Milliseconds.
 * @returns {string} `"0.4 s"`, `"12.3 s"` or `"2 min 05 s"`.
 */
export function writeDuration(ms) {
  if (ms < 99_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
}

/**
 * Writes a number of bytes in a few characters.
 *
 * @param {number} bytes
 * @returns {string} `"850 MB"` or `"1.2 GB"`, in powers of ten.
 */
export function writeSize(bytes) {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/**
 * Makes the reporter of one run.
 *
 * @param {{write?: (line: string) => void, now?: () => number}} [options] - Where lines go; the clock in milliseconds.
 */
export function createReport({ write = (line) => process.stderr.write(`${line}\n`), now = Date.now } = {}) {
  let steps = 0;
  return {
    /** How many steps had work to do. */
    get steps() {
      return steps;
    },
    /** Prints a line of its own. */
    say: write,
    /**
     * Tells that a step begins.
     *
     * @param {string} title - The step.
     * @param {string} why - Why there is something to do.
     * @returns {{done(summary: string): void, failed(): void, say(line: string): void}}
     */
    begin(title, why) {
      steps += 1;
      const start = now();
      write(`  … ${title}: ${why}`);
      const took = () => writeDuration(now() - start);
      return {
        done: (summary) => write(`  ✓ ${title}: ${summary} (${took()})`),
        failed: () => write(`  ✗ ${title}: failed after ${took()}`),
        say: (line) => write(`    ${title}: ${line}`),
      };
    },
  };
}

/** @typedef {ReturnType<typeof createReport>} Report */
