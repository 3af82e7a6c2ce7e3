/** `npm run doctor`: prints how every part of the course is, and what to do about each that is not well. */
import { placesOf } from "../setup/paths.mjs";
import { SetupProblem } from "../setup/setup-error.mjs";
import { ROWS } from "./checks.mjs";

const MARKS = { ok: "✓", note: "–", fail: "✗" };

/**
 * Looks at every row; one that breaks is a finding like any other.
 *
 * @param {{root?: string, rows?: typeof ROWS}} [options] - The clone.
 * @returns {Promise<({name: string} & import("./checks.mjs").Finding)[]>}
 */
export async function examine({ root, rows = ROWS } = {}) {
  const places = placesOf(root);
  const findings = [];
  for (const [name, look] of rows) findings.push({ name, ...(await lookSafely(look, places)) });
  return findings;
}

async function lookSafely(look, places) {
  try {
    return await look(places);
  } catch (error) {
    return { status: "fail", detail: error.message.split("\n")[0], remedy: "Run npm run setup." };
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
    failing === 0 ? "All is well." : `${failing} of ${findings.length} rows need something.`,
  ];
}

/**
 * @param {string[]} args - `--json` for a machine's eyes.
 * @returns {Promise<number>} 1 when a row fails.
 */
export async function run(args) {
  const unknown = args.filter((arg) => arg !== "--json");
  if (unknown.length > 0)
    throw new SetupProblem(
      `Cannot examine: the only argument must be --json; received ${unknown.join(" ")}.`,
    );
  const findings = await examine();
  const well = findings.every(({ status }) => status !== "fail");
  console.log(
    args.includes("--json")
      ? JSON.stringify({ ok: well, rows: findings }, null, 2)
      : writeTable(findings).join("\n"),
  );
  return well ? 0 : 1;
}
