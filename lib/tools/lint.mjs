/** `npm run lint [-- --fix] [file …]`: carries out the rules of eslint.config.mjs by oxlint, which needs seconds where ESLint needs minutes. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { setUp } from "./setup/main.mjs";
import { nodePackages } from "./setup/node-packages.mjs";
import { pathsOf } from "./setup/paths.cjs";
import { SetupError } from "./setup/setup-error.mjs";
import { writeWhole } from "./setup/stamp.mjs";

/** @typedef {import("./setup/paths.cjs").Paths} Paths */

/** What is linted unless told. */
const SOURCES = ["lib", "notebooks/src"];

/**
 * Translates ESLint's rules. The translator is loaded here, for it has to be installed first.
 *
 * @param {object[]} rules - What eslint.config.mjs exports.
 * @returns {Promise<object>} The same for oxlint.
 * @throws {SetupError} when oxlint does not know a rule, which would go unseen otherwise.
 */
export async function translateRules(rules) {
  const { default: translate } = await import("@oxlint/migrate");
  /** @type {Map<string, string>} */
  const unknown = new Map();
  const reporter = {
    addWarning: () => {},
    getWarnings: () => [],
    /** @type {(rule: string, why: string) => void} */
    markSkipped: (rule, why) => void unknown.set(rule, why),
    /** @type {(rule: string) => void} */
    removeSkipped: (rule) => void unknown.delete(rule),
    getSkippedRulesByCategory: () => /** @type {any} */ ({}),
  };
  const translated = await translate(/** @type {any} */ (rules), undefined, { typeAware: true, reporter });
  if (unknown.size > 0) {
    throw new SetupError(
      `Cannot lint: the rules of eslint.config.mjs must be known to oxlint; received ${[...unknown.keys()].join(", ")}.`,
    );
  }
  return translated;
}

/**
 * The command that lints.
 *
 * @param {Paths} paths
 * @param {string[]} [args] - oxlint's own options, and files; all sources unless told.
 * @returns {Promise<string[]>} The arguments for Node, to be run in the clone's top folder.
 */
export async function lintCommand({ root, packages }, args = []) {
  const { default: rules } = await import(pathToFileURL(path.join(root, "eslint.config.mjs")).href);
  // Its patterns count from the folder that it stands in.
  const config = path.join(root, ".oxlintrc.json");
  writeWhole(config, JSON.stringify({ ...(await translateRules(rules)), $schema: undefined }, null, 2));
  const files = args.some((arg) => !arg.startsWith("-")) ? [] : SOURCES;
  return [
    path.join(packages, "oxlint", "bin", "oxlint"),
    ...["--config", config, "--deny-warnings", "--report-unused-disable-directives", "--format", "unix"],
    ...args,
    ...files,
  ];
}

/**
 * Lints the sources.
 *
 * @param {string[]} args - See {@link lintCommand}.
 * @returns {Promise<number>} 1 when something is found.
 */
export async function run(args) {
  await setUp({ command: "lint", steps: [nodePackages] });
  const paths = pathsOf();
  const command = await lintCommand(paths, args);
  return spawnSync(process.execPath, command, { cwd: paths.root, stdio: "inherit" }).status ?? 1;
}
