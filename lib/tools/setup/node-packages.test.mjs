import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { installedAsLocked, nodePackages } from "./node-packages.mjs";
import { pathsOf } from "./paths.cjs";
import { runProgram } from "./run.mjs";
import { repairContext, setEnvironment, temporaryFolder, writeFiles } from "./setup.testing.mjs";

/**
 * A clone with a lock file of two packages, and an npm that makes them, as the real one would.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} [npm] - What npm does instead.
 */
function cloneWithNpm(t, npm = "") {
  const root = temporaryFolder(t);
  const packages = {
    "": { name: "course" },
    lib: { version: "1.0.0" },
    "node_modules/course-lib": { resolved: "lib", link: true },
    "node_modules/alpha": { version: "1.0.0", integrity: "sha512-a" },
    "node_modules/beta": { version: "2.0.0", integrity: "sha512-b" },
    "node_modules/only-on-windows": { version: "1.0.0", integrity: "sha512-w", optional: true },
  };
  writeFiles(root, {
    "package-lock.json": JSON.stringify({ packages }),
    "npm-cli.js": `
      const fs = require("node:fs");
      if (process.argv.includes("--version")) { console.log("11.0.0"); process.exit(); }
      fs.appendFileSync("calls.txt", process.argv.slice(2).join(" ") + "\\n");
      ${npm}
      fs.rmSync("node_modules", { recursive: true, force: true });
      const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
      const present = {};
      for (const name of ["node_modules/alpha", "node_modules/beta"]) {
        fs.mkdirSync(name, { recursive: true });
        fs.writeFileSync(name + "/package.json", "{}");
        fs.writeFileSync(name + "/index.js", "module.exports = 1;");
        present[name] = lock.packages[name];
      }
      fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages: present }));`,
  });
  setEnvironment(t, { npm_execpath: path.join(root, "npm-cli.js") });
  return pathsOf(root);
}

/** @param {import("./paths.cjs").Paths} paths */
const callsOf = (paths) =>
  existsSync(path.join(paths.root, "calls.txt"))
    ? readFileSync(path.join(paths.root, "calls.txt"), "utf8").trim().split("\n")
    : [];

test("Node packages are installed from the lock file without scripts, into a cache of the clone", async (t) => {
  const paths = cloneWithNpm(t);
  assert.deepEqual(nodePackages.problems(paths), [{ kind: "new", line: "not done yet" }]);
  assert.equal(await nodePackages.repair(paths, repairContext()), "2 packages installed");
  assert.deepEqual(nodePackages.problems(paths), []);
  const [call = ""] = callsOf(paths);
  assert.match(call, /^ci --ignore-scripts /);
  assert.ok(call.includes(`--cache ${paths.npmCache}`));
});

test("a package deleted, a file truncated and a lock file changed are each seen and mended", async (t) => {
  const paths = cloneWithNpm(t);
  await nodePackages.repair(paths, repairContext());
  const damage = [
    () => rmSync(path.join(paths.packages, "beta"), { recursive: true }),
    () => truncateSync(path.join(paths.packages, "alpha", "index.js"), 3),
    () => rmSync(paths.packages, { recursive: true }),
    () => rmSync(path.join(paths.stamps, "packages.files")),
  ];
  for (const [i, harm] of damage.entries()) {
    harm();
    const problems = nodePackages.problems(paths);
    assert.equal(problems.length, 1, `damage ${i}`);
    await nodePackages.repair(paths, repairContext(problems));
    assert.deepEqual(nodePackages.problems(paths), []);
    assert.equal(callsOf(paths).length, i + 2, "npm was run once more");
  }
  const lock = readFileSync(paths.lockFile, "utf8");
  writeFileSync(paths.lockFile, lock.replace("2.0.0", "2.0.1"));
  assert.equal(nodePackages.problems(paths)[0]?.line, "package-lock.json changed");
  await nodePackages.repair(paths, repairContext(nodePackages.problems(paths)));
  assert.deepEqual(nodePackages.problems(paths), []);
});

test("packages that npm has installed by hand are taken over without a second installation", async (t) => {
  const paths = cloneWithNpm(t);
  await runProgram(process.execPath, [path.join(paths.root, "npm-cli.js"), "install"], { cwd: paths.root });
  assert.equal(installedAsLocked(paths), true);
  assert.equal(
    await nodePackages.repair(paths, repairContext(nodePackages.problems(paths))),
    "2 packages are already there",
  );
  assert.deepEqual(callsOf(paths), ["install"]);
  // Half of an installation is none: npm writes its list last.
  rmSync(path.join(paths.packages, ".package-lock.json"));
  assert.equal(installedAsLocked(paths), false);
});

test("npm without a network is one line, and nothing counts as done", async (t) => {
  const paths = cloneWithNpm(t, 'console.error("npm error code EAI_AGAIN"); process.exit(1);');
  await assert.rejects(
    nodePackages.repair(paths, repairContext()),
    /^SetupError: Cannot install the Node packages: the network cannot be reached\. Check the connection .*goes on where it stopped\. \(All it said: .*packages\.log\)$/,
  );
  assert.equal(nodePackages.problems(paths)[0]?.kind, "new");
});

test("npm that dies half-way is followed by a whole installation", async (t) => {
  const paths = cloneWithNpm(
    t,
    'if (fs.readFileSync("calls.txt", "utf8").trim().split("\\n").length === 1) { fs.mkdirSync("node_modules/alpha", { recursive: true }); process.exit(137); }',
  );
  await assert.rejects(nodePackages.repair(paths, repairContext()), /ended with 137/);
  assert.equal(
    await nodePackages.repair(paths, repairContext(nodePackages.problems(paths))),
    "2 packages installed",
  );
});
