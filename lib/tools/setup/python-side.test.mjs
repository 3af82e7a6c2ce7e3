import assert from "node:assert/strict";
import { rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { pathsOf } from "./paths.cjs";
import { pythonSide } from "./python-side.mjs";
import { runProgram } from "./run.mjs";
import { writeWhole } from "./stamp.mjs";
import { repairContext, setEnvironment, temporaryFolder, writeFiles } from "./setup.testing.mjs";

const unix = process.platform === "win32" ? "the test's programs are shell scripts" : false;

/**
 * A clone whose requirements are one pure package, made here, so that a real pip installs it without a network.
 *
 * @param {import("node:test").TestContext} t
 */
async function cloneWithRequirement(t) {
  const root = temporaryFolder(t);
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1] + "/tiny-1.0-py3-none-any.whl", "w") as wheel:
    wheel.writestr("tiny/__init__.py", "answer = 42\\n")
    wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("tiny-1.0.dist-info/RECORD", "tiny/__init__.py,,12\\ntiny-1.0.dist-info/METADATA,,\\ntiny-1.0.dist-info/WHEEL,,\\ntiny-1.0.dist-info/RECORD,,\\n")
import hashlib
print(hashlib.sha256(open(sys.argv[1] + "/tiny-1.0-py3-none-any.whl", "rb").read()).hexdigest())
`;
  const { stdout, code, output } = await runProgram(pathsOf().python, ["-c", script, root]);
  assert.equal(code, 0, output);
  writeFiles(root, {
    "lib/tools/requirements.txt": `# pinned\ntiny==1.0 \\\n    --hash=sha256:${stdout.trim()}\nnever==1.0 ; python_version < "3"\n`,
  });
  setEnvironment(t, { PIP_NO_INDEX: "1", PIP_FIND_LINKS: root, PIP_CONFIG_FILE: "/dev/null" });
  return pathsOf(root);
}

test(
  "the Python side is made, seen when damaged, and mended",
  { skip: unix, timeout: 300_000 },
  async (t) => {
    const paths = await cloneWithRequirement(t);
    await pythonSide.repair(paths, repairContext());
    assert.deepEqual(pythonSide.problems(paths), []);
    const answer = async () =>
      (await runProgram(paths.python, ["-c", "import tiny; print(tiny.answer)"])).stdout.trim();
    assert.equal(await answer(), "42");

    const again = repairContext([{ kind: "new", line: "not done yet" }]);
    assert.equal(await pythonSide.repair(paths, again), "already there");

    const site = (await runProgram(paths.python, ["-c", "import tiny; print(tiny.__file__)"])).stdout.trim();
    truncateSync(site, 3);
    const problems = pythonSide.problems(paths);
    assert.match(problems[0]?.line ?? "", /tiny\/__init__\.py first$/);
    await pythonSide.repair(paths, repairContext(problems));
    assert.equal(await answer(), "42");
    assert.deepEqual(pythonSide.problems(paths), []);
  },
);

test("a Python environment left half-made is made whole", { skip: unix, timeout: 300_000 }, async (t) => {
  const paths = await cloneWithRequirement(t);
  // A killed pip: the package counts as installed, but one of its files is cut short.
  await pythonSide.repair(paths, repairContext());
  const site = (await runProgram(paths.python, ["-c", "import tiny; print(tiny.__file__)"])).stdout.trim();
  rmSync(paths.stamps, { recursive: true });
  truncateSync(site, 0);
  const context = repairContext(pythonSide.problems(paths));
  await pythonSide.repair(paths, context);
  assert.match(context.lines.join("\n"), /starting over \(tiny: .* is missing or damaged\)/);
  assert.deepEqual(pythonSide.problems(paths), []);
  // A venv that was killed while it was made: there is a folder, and no Python in it.
  rmSync(paths.bin, { recursive: true });
  await pythonSide.repair(paths, repairContext(pythonSide.problems(paths)));
  assert.deepEqual(pythonSide.problems(paths), []);
});

test(
  "a package that differs from its pinned checksum is refused",
  { skip: unix, timeout: 300_000 },
  async (t) => {
    const paths = await cloneWithRequirement(t);
    writeFileSync(paths.requirements, `tiny==1.0 --hash=sha256:${"0".repeat(64)}\n`);
    await assert.rejects(
      pythonSide.repair(paths, repairContext()),
      /Cannot install the Python side: a download differs from its pinned checksum\./,
    );
  },
);

test("a clone that was moved gets a new Python environment", { skip: unix }, (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { "lib/tools/requirements.txt": "tiny==1.0\n" });
  const paths = pathsOf(root);
  writeWhole(path.join(paths.stamps, "python.json"), JSON.stringify({ root: "/somewhere/else" }));
  assert.ok(pythonSide.problems(paths).some(({ line }) => line === "the clone's place changed"));
});
