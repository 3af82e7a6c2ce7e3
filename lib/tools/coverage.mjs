/** `npm run coverage [part of a path …]`: runs the tests of the library's stages under c8 and prints line and branch coverage. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { setUp } from "./setup/main.mjs";
import { pathsOf } from "./setup/paths.cjs";
import { testFiles } from "./test.mjs";

/** What learners import; the kernel and the tools run in processes of their own, which c8 sees only in part. */
const STAGES = [
  "core",
  "datasets",
  "frames",
  "tensors",
  "models",
  "training",
  "evaluation",
  "charts",
  "grading",
];

/**
 * Measures coverage.
 *
 * @param {string[]} filters - Parts of a path, as for `npm test`; all stages when there are none.
 * @returns {Promise<number>} Not 0 when a test failed.
 */
export async function run(filters) {
  await setUp({ command: "test" });
  const { root, packages, setup } = pathsOf();
  const own = testFiles(root, filters).filter((file) =>
    STAGES.some((stage) =>
      file.startsWith(path.join(root, "lib", "neural-notebooks", "dist", stage) + path.sep),
    ),
  );
  const include = STAGES.flatMap((stage) => [
    "--include",
    `lib/neural-notebooks/src/${stage}/**`,
    "--include",
    `lib/neural-notebooks/dist/${stage}/**`,
  ]);
  const exclude = ["--exclude", "**/*.test.*", "--exclude", "**/*.testing.*", "--exclude", "**/testing.*"];
  const output = path.join(setup, "coverage");
  const c8 = [
    path.join(packages, "c8", "bin", "c8.js"),
    "--all",
    "--reporter",
    "text",
    "--reporter",
    "html",
    "--reports-dir",
    output,
    "--temp-directory",
    path.join(output, "tmp"),
  ];
  const command = [
    ...c8,
    ...include,
    ...exclude,
    process.execPath,
    "--test",
    "--test-concurrency",
    "2",
    ...own,
  ];
  return (
    spawnSync(process.execPath, command, { cwd: root, stdio: "inherit", env: { ...process.env, TZ: "UTC" } })
      .status ?? 1
  );
}
