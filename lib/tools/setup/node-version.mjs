/** Turns a version of Node into the rule that it breaks. */

const SUPPORTED_MAJORS = [20, 22, 24, 26];
const OLDEST_20 = 11;

/** What Node must be, in words. */
export const NODE_RULE = `20.${OLDEST_20} or later, 22, 24 or 26`;

/**
 * Says why a version of Node cannot be used.
 *
 * @param {string} version - As in `process.versions.node`, e.g. `"20.20.2"`.
 * @returns {string | undefined} One line with what to do, or nothing where the version is supported.
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const supported = SUPPORTED_MAJORS.indexOf(major) >= 0 && (major !== 20 || minor >= OLDEST_20);
  if (supported) return undefined;
  return (
    `Node must be version ${NODE_RULE}; received ${version}. ` +
    "Install one of these from nodejs.org (or, with nvm, nvm install 24) and run the same command again."
  );
}
