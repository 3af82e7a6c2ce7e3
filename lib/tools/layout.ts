/** Knows which names stand at the top of the repository, and finds the ones that do not belong there. */

/** Every name that may be committed at the top; all else has its folder. */
export const topLevelNames: ReadonlySet<string> = new Set([
  ".ci",
  ".editorconfig",
  ".eslint.config.mjs",
  ".gitattributes",
  ".github",
  ".gitignore",
  ".jupytext.toml",
  ".npmrc",
  ".prettierrc.json",
  ".typedoc.json",
  "LICENSE",
  "README.md",
  "data",
  "lib",
  "notebooks",
  "package-lock.json",
  "package.json",
  "tsconfig.json",
]);

/** The folders of lib: the stages of the flow, and what stands beside it. */
export const libraryNames: ReadonlySet<string> = new Set([
  "backend",
  "bench",
  "charts",
  "core",
  "datasets",
  "evaluation",
  "frames",
  "grading",
  "kernel",
  "models",
  "package.json",
  "tensors",
  "tools",
  "training",
]);

/**
 * Finds committed files that lie where nothing of their kind belongs.
 *
 * @param files - Paths from the root with `/`, as git lists them.
 * @returns The names at the top and in lib that are not in the plan, sorted.
 * @example
 * assert.deepEqual(misplaced(["README.md", "notes.txt", "lib/core/tf.ts", "lib/misc/a.ts"]), ["lib/misc", "notes.txt"]);
 */
export function misplaced(files: readonly string[]): string[] {
  const wrong = files.flatMap((file) => {
    const [top = "", second = ""] = file.split("/");
    if (!topLevelNames.has(top)) return [top];
    return top === "lib" && !libraryNames.has(second) ? [`lib/${second}`] : [];
  });
  return [...new Set(wrong)].sort();
}
