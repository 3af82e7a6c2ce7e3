/** Says what this machine is, as far as the choice of a library depends on it. */
import os from "node:os";

/**
 * What a machine is, as far as a choice depends on it.
 *
 * @typedef {object} Machine
 * @property {string} platform - As in `process.platform`.
 * @property {string} arch - As in `process.arch`: what this Node was made for.
 * @property {string} glibc - The version of the GNU C library; `""` where there is none.
 * @property {string} release - The version of the system's core, as in `os.release()`.
 * @property {string} processor - The processor's name.
 */

/**
 * What this machine is.
 *
 * @returns {Machine}
 */
export function thisMachine() {
  const { platform, arch } = process;
  return {
    platform,
    arch,
    glibc: glibcVersion(),
    release: os.release(),
    processor: os.cpus()[0]?.model ?? "",
  };
}

/** The version of the GNU C library; `""` on a system with another one. */
function glibcVersion() {
  if (process.platform !== "linux" || !process.report) return "";
  // Not in Node 20's types.
  Object.assign(process.report, { excludeNetwork: true });
  const report = /** @type {{header: {glibcVersionRuntime?: string}}} */ (process.report.getReport());
  return report.header.glibcVersionRuntime ?? "";
}

/**
 * An x64 Node on Apple silicon. Translated programs lack AVX on most systems, without which TensorFlow ends at once.
 *
 * @param {Machine} machine
 */
export function isTranslated({ platform, arch, processor }) {
  return platform === "darwin" && arch === "x64" && /Apple/.test(processor);
}

/**
 * The version of macOS by that of its core: Darwin 19 is 10.15, 20 is 11 … 24 is 15, and 25 is 26.
 *
 * @param {string} release - As in `os.release()`, e.g. `"21.6.0"`.
 * @returns {string} E.g. `"12"`.
 */
export function macosVersion(release) {
  const [darwin = 0] = numbersOf(release);
  if (darwin < 20) return `10.${darwin - 4}`;
  return String(darwin < 25 ? darwin - 9 : darwin + 1);
}

/**
 * Compares two versions by their first two numbers.
 *
 * @param {string} found
 * @param {string} oldest
 */
export function isAtLeast(found, oldest) {
  const [major = 0, minor = 0] = numbersOf(found);
  const [oldestMajor = 0, oldestMinor = 0] = numbersOf(oldest);
  return major === oldestMajor ? minor >= oldestMinor : major > oldestMajor;
}

/** @param {string} version */
function numbersOf(version) {
  return version.split(".").map(Number);
}
