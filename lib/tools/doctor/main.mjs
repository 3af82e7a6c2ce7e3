/** `npm run doctor`: prints how every part of the course is, and what to do about each that is not well. */
import { pathsOf } from "../setup/paths.cjs";
import { SetupError } from "../setup/setup-error.mjs";
import { CHECKS } from "./checks.mjs";

const MARKS = { ok: "✓", note: "–", fail: "✗" };

/** @typedef {import("./checks.mjs").Finding} Finding */
/** @typedef {import("../setup/paths.cjs").Paths} Paths */

/**
 * Makes every check; one that breaks is a finding like any other.
 *
 * @param {{root?: string, checks?: import("./checks.mjs").Check[]}} [options] - The clone.
 * @returns {Promise<({name: string} & Finding)[]>}
 */
export async function examine({ root, checks = CHECKS } = {}) {
  const paths = pathsOf(root);
  const findings = [];
  for (const { name, look } of checks) findings.push({ name, ...(await lookSafely(look, paths)) });
  return findings;
}

/**
 * @param {import("./checks.mjs").Check["look"]} look
 * @param {Paths} paths
 * @returns {Promise<Finding>}
 */
async function lookSafely(look, paths) {
  try {
    return await look(paths);
  } catch (error) {
    const [detail = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return { status: "fail", detail, remedy: "Run npm run setup." };
  }
}

/**
 * Writes the findings as a table, each that is not well followed by its remedy.
 *
 * @param {Awaited<ReturnType<typeof examine>>} findings
 * @returns {string[]} Lines.
 */
export function writeTable(findings) {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap(({ name, status, detail, remedy }) => [
    `${MARKS[status]} ${name.padEnd(width)}  ${detail}`,
    ...(remedy && status !== "ok" ? [`  ${"".padEnd(width)}  → ${remedy}`] : []),
  ]);
  const failing = findings.filter(({ status }) => status === "fail").length;
  return [
    ...lines,
    "",
    failing === 0 ? "All is well." : `${failing} of ${findings.length} checks found something to do.`,
  ];
}

/**
 * @param {string[]} args - `--json` for a machine's eyes.
 * @returns {Promise<number>} 1 when a check fails.
 */
export async function run(args) {
  const unknown = args.filter((arg) => arg !== "--json");
  if (unknown.length > 0)
    throw new SetupError(`Cannot examine: the only argument must be --json; received ${unknown.join(" ")}.`);
  const findings = await examine();
  const well = findings.every(({ status }) => status !== "fail");
  console.log(
    args.includes("--json")
      ? JSON.stringify({ ok: well, checks: findings }, null, 2)
      : writeTable(findings).join("\n"),
  );
  return well ? 0 : 1;
}
