/** Says which back end computes, how it came, why it is no better one, and how to get more. */

/** How the native library came, by the method that set-up noted. @type {Record<string, string>} */
const ORIGINS = {
  wheel: "from the Python wheel",
  package: "by the package's own way",
  already: "which was there before set-up",
};

/**
 * Says how the back end is.
 *
 * @param {{name: string, version: string, reason?: string}} info - What the lessons compute with, and why it is not
 *   the native library.
 * @param {Partial<import("../setup/native.mjs").Backend>} [noted] - What set-up noted when it chose.
 * @returns {import("./checks.mjs").Finding}
 */
export function describeBackend({ name, version, reason }, noted = {}) {
  const { method } = noted;
  if (name === "native") {
    const origin = method && method in ORIGINS ? `, ${ORIGINS[method]}` : "";
    // The first method would have brought a newer library; nothing is amiss without it.
    const instead = method === "package" && noted.reason ? ` (${noted.reason})` : "";
    return { status: "ok", detail: `native TensorFlow ${version}${origin}${instead}` };
  }
  // What set-up noted of a native library does not tell why this one was not loaded.
  const meant = noted.name === "javascript";
  return {
    status: "note",
    detail: `pure JavaScript (tfjs ${version}), slower: ${(meant && noted.reason) || reason}`,
    remedy: (meant && noted.remedy) || "Run npm run setup to try the native library again.",
  };
}
