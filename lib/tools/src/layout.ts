/** Knows which names stand at the top of the repository, and finds the ones that do not belong there. */

/** Every name that may be committed at the top; all else has its folder. */
export const topLevelNames: ReadonlySet<string> = new Set([
  ".ci",
  ".editorconfig",
  ".gitattributes",
  ".github",
  ".gitignore",
  ".jupytext.toml",
  ".npmrc",
  ".prettierrc.json",
  "LICENSE",
  "README.md",
  "data",
  "eslint.config.mjs",
  "lib",
  "notebooks",
  "package-lock.json",
  "package.json",
  "tsconfig.json",
]);

/** The packages of lib, and what they share. */
export const libraryNames: ReadonlySet<string> = new Set([
  "bench",
  "dependency-cruiser.config.cjs",
  "kernel",
  "labextension",
  "neural-notebooks",
  "prettierignore",
  "tfjs-graph",
  "tools",
  "tsconfig.base.json",
  "typedoc.json",
]);

/**
 * Finds committed files that lie where nothing of their kind belongs.
 *
 * @param files - Paths from the root with `/`, as git lists them.
 * @returns The names at the top and in lib that are not in the plan, and compiled folders, sorted.
 * @example
 * assert.deepEqual(misplaced(["README.md", "notes.txt", "lib/kernel/src/cell.ts", "lib/misc/a.ts"]), ["lib/misc", "notes.txt"]);
 */
export function misplaced(files: readonly string[]): string[] {
  const wrong = files.flatMap((file) => {
    const [top = "", second = "", inPackage = ""] = file.split("/");
    if (!topLevelNames.has(top)) return [top];
    if (top !== "lib") return [];
    if (!libraryNames.has(second)) return [`lib/${second}`];
    return inPackage === "dist" ? [`lib/${second}/dist`] : [];
  });
  return [...new Set(wrong)].sort();
}
