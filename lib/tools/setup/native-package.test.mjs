import assert from "node:assert/strict";
import { existsSync, lstatSync, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { installFromPackage } from "./native-package.mjs";
import { pathsOf } from "./paths.cjs";
import {
  repairContext,
  setEnvironment,
  temporaryFolder,
  writeFiles,
  writeProgram,
} from "./setup.testing.mjs";

/** @typedef {import("./machine.mjs").Machine} Machine */

const linux = { platform: "linux", arch: "x64", glibc: "2.36", release: "6.1.0", processor: "any" };
const windows = { ...linux, platform: "win32", glibc: "", release: "10.0.26100" };
const mac = { ...linux, platform: "darwin", arch: "arm64", glibc: "", release: "24.6.0" };
const unix = process.platform === "win32" ? "the test's programs are shell scripts" : false;

/**
 * A tfjs-node whose installer is the script given; `place` lays a file into the package.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} script
 */
function packageWith(t, script) {
  const paths = pathsOf(temporaryFolder(t));
  const place = `
const { mkdirSync, writeFileSync } = require("node:fs");
const { dirname } = require("node:path");
const place = (name, content) => {
  mkdirSync(dirname(name), { recursive: true });
  writeFileSync(name, content);
};
`;
  writeFiles(paths.tfjsNode, { "package.json": "{}", "scripts/install.js": place + script });
  mkdirSync(paths.temporary, { recursive: true });
  return paths;
}

const ADDON = 'place("lib/napi-v8/tfjs_binding.node", "addon");';

test("on Windows the library lies beside the addon, where Windows looks for it", async (t) => {
  // As the installer leaves it on Node 20: the library in the folder of Node-API 9, the addon in that of 8.
  const paths = packageWith(
    t,
    `${ADDON} place("deps/lib/tensorflow.dll", "library"); place("lib/napi-v9/tensorflow.dll", "library");`,
  );
  await installFromPackage(paths, { ...repairContext(), machine: windows });
  const library = path.join(paths.tfjsNode, "lib", "napi-v8", "tensorflow.dll");
  assert.equal(readFileSync(library, "utf8"), "library");
  assert.ok(!lstatSync(library).isSymbolicLink(), "no link by name, for which Windows asks an administrator");
});

test("other systems get no file for Windows", async (t) => {
  const paths = packageWith(t, `${ADDON} place("deps/lib/tensorflow.dll", "library");`);
  await installFromPackage(paths, { ...repairContext(), machine: linux });
  assert.equal(existsSync(path.join(paths.tfjsNode, "lib", "napi-v8", "tensorflow.dll")), false);
});

test("what an earlier method left is gone before the installer looks for it", async (t) => {
  const paths = packageWith(
    t,
    `${ADDON} if (require("node:fs").existsSync("deps") || require("node:fs").existsSync("lib/old")) process.exit(1);`,
  );
  writeFiles(paths.tfjsNode, {
    "deps/lib/libtensorflow.so": "newer",
    "lib/old/tfjs_binding.node": "for the newer",
  });
  await installFromPackage(paths, { ...repairContext(), machine: linux });
});

test(
  "on arm64 the addon is compiled: the published one is for x64, by the same name",
  { skip: unix },
  async (t) => {
    const script = `${ADDON} place("env.json", JSON.stringify(process.env));`;
    /** @param {Machine} machine */
    const buildFromSource = async (machine) => {
      const paths = packageWith(t, script);
      await installFromPackage(paths, { ...repairContext(), machine });
      const env = JSON.parse(readFileSync(path.join(paths.tfjsNode, "env.json"), "utf8"));
      assert.equal(env.PYTHON, paths.python, "node-gyp finds the clone's Python");
      assert.equal(env.PATH.split(path.delimiter)[0], path.join(paths.packages, ".bin"));
      return env.npm_config_build_from_source;
    };
    const compiler = writeProgram(path.join(temporaryFolder(t), "c++"), 'echo "own 1.0"');
    setEnvironment(t, { CXX: compiler, PYTHON: undefined, npm_config_build_from_source: undefined });
    assert.equal(await buildFromSource(mac), "true");
    assert.equal(await buildFromSource({ ...linux, arch: "arm64" }), "true");
    assert.equal(await buildFromSource(linux), undefined);
    assert.equal(await buildFromSource(windows), undefined);
  },
);

test("where its downloads would be in vain none is begun, and the line says what helps", async (t) => {
  setEnvironment(t, { CXX: "/nonexistent/c++" });
  const paths = packageWith(t, 'place("begun", "")');
  /** @type {[Machine, RegExp][]} */
  const refusals = [
    [
      mac,
      /no addon is published for darwin on arm64, and there is no C\+\+ compiler\. .*xcode-select --install/,
    ],
    [{ ...linux, arch: "arm64" }, /no addon is published for linux on arm64.*apt install g\+\+/],
    [{ ...windows, arch: "arm64" }, /no library for Windows on arm64\. Set the course up in WSL/],
  ];
  for (const [machine, line] of refusals)
    await assert.rejects(installFromPackage(paths, { ...repairContext(), machine }), {
      name: "SetupError",
      message: line,
    });
  assert.equal(existsSync(path.join(paths.tfjsNode, "begun")), false);
});

test("node-gyp's words for a missing compiler become the line that says what to install", async (t) => {
  // Kept from node-gyp 10 on Windows; lib/find-visualstudio.js words them.
  const said = `gyp ERR! find VS
gyp ERR! find VS Could not find any Visual Studio installation to use
gyp ERR! configure error`;
  const paths = packageWith(t, `console.error(${JSON.stringify(said)}); process.exit(1)`);
  await assert.rejects(installFromPackage(paths, { ...repairContext(), machine: windows }), {
    message:
      /^Cannot install TensorFlow the package's own way: there is no C\+\+ compiler for the addon\. Install Visual Studio Build Tools with "Desktop development with C\+\+" and run npm run setup\. Or else: Set the course up in WSL/,
  });
});
