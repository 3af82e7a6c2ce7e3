/** Runs the parts of a check side by side: a line for each as it ends, and at the end all that the failing ones said. */
import { writeDuration } from "./setup/report.mjs";

/**
 * One part of a check.
 *
 * @typedef {object} Part
 * @property {string} name
 * @property {string[]} [after] - Parts that end before this one begins, whatever they find.
 * @property {() => Promise<{code: number | string, output: string}>} check - 0 where all is well, and what was found.
 */

/**
 * Runs every part, also when others fail.
 *
 * @param {Part[]} parts - Each behind those that it comes after.
 * @param {{atOnce?: number, write?: (line: string) => void, now?: () => number}} [options] - How many run at a time;
 *   where lines go; the clock in milliseconds.
 * @returns {Promise<number>} 1 when a part fails.
 */
export async function runParts(parts, { atOnce = 2, write = console.log, now = Date.now } = {}) {
  const start = now();
  const turns = createTurns(atOnce);
  /** @type {Map<string, Promise<void>>} */
  const ends = new Map();
  /** @type {{name: string, output: string}[]} */
  const failures = [];

  /** @param {Part} part */
  const runPart = async ({ name, after = [], check }) => {
    await Promise.all(after.map((other) => ends.get(other)));
    await turns.take();
    const began = now();
    const { code, output } = await check().catch((error) => ({
      code: 1,
      output: String(error.stack ?? error),
    }));
    turns.give();
    const failed = code !== 0;
    write(`  ${failed ? "✗" : "✓"} ${name} (${writeDuration(now() - began)})`);
    if (failed) failures.push({ name, output });
  };

  for (const part of parts) ends.set(part.name, runPart(part));
  await Promise.all(ends.values());
  for (const { name, output } of failures)
    write(`\nfailed: ${name}\n${output.trim().replace(/^/gm, "    ")}`);
  const took = writeDuration(now() - start);
  write(`\n${parts.length - failures.length} of ${parts.length} parts are well (${took}).`);
  return failures.length > 0 ? 1 : 0;
}

/**
 * Lets so many work at a time; the others wait in the order in which they came.
 *
 * @param {number} atOnce
 */
function createTurns(atOnce) {
  let free = atOnce;
  /** @type {(() => void)[]} */
  const waiting = [];
  return {
    /** @returns {Promise<void>} */
    take: () =>
      new Promise((resolve) => {
        if (free > 0) {
          free -= 1;
          resolve();
        } else waiting.push(resolve);
      }),
    give() {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    },
  };
}
