import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { checkNative, methodsFor, native, readBackend } from "./native.mjs";
import { pathsOf } from "./paths.cjs";
import {
  repairContext,
  setEnvironment,
  temporaryFolder,
  writeFiles,
  writeProgram,
} from "./setup.testing.mjs";

const unix = process.platform === "win32" ? "the test's programs are shell scripts" : false;
const linux = { platform: "linux", arch: "x64", glibc: "2.36", release: "6.1.0", processor: "any" };
const windows = { ...linux, platform: "win32", glibc: "", release: "10.0.26100" };
const mac = { ...linux, platform: "darwin", arch: "arm64", glibc: "", release: "24.6.0" };

/** A tfjs-node that computes as the check wants it, once its addon is there. */
const TFJS_NODE = `
require("node:fs").readFileSync(__dirname + "/lib/napi-v8/tfjs_binding.node");
exports.tensor2d = (values) => values;
exports.matMul = () => ({ dataSync: () => [19, 22, 43, 50] });
exports.getBackend = () => "tensorflow";
exports.backend = () => ({ binding: { TF_Version: "2.9.1" } });
`;
const INSTALLER = `
const { mkdirSync, writeFileSync } = require("node:fs");
mkdirSync("lib/napi-v8", { recursive: true });
writeFileSync("lib/napi-v8/tfjs_binding.node", "addon");
`;

/** @typedef {import("./machine.mjs").Machine} Machine */
/** @typedef {{installer?: string, compiler?: boolean}} CloneOptions */

/**
 * A clone whose wheel cannot be had (its Python fails) and whose package has the installer given.
 *
 * @param {import("node:test").TestContext} t
 * @param {CloneOptions} [options]
 */
function clone(t, { installer = INSTALLER, compiler = true } = {}) {
  const paths = pathsOf(temporaryFolder(t));
  writeFiles(paths.tfjsNode, {
    "package.json": '{"main": "index.js"}',
    "index.js": TFJS_NODE,
    "scripts/install.js": installer,
  });
  mkdirSync(paths.temporary, { recursive: true });
  const program = path.join(paths.root, "c++");
  if (compiler) writeProgram(program, 'echo "own 1.0"');
  writeProgram(paths.python, "echo 'getaddrinfo ENOTFOUND' >&2; exit 1");
  setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: undefined, CXX: program });
  return paths;
}

test("the wheel is tried first where there is one for the machine's kind, and alone where it is asked for", () => {
  for (const machine of [linux, { ...linux, glibc: "" }, { ...linux, arch: "arm64" }, mac])
    assert.deepEqual(methodsFor(machine), ["wheel", "package"]);
  assert.deepEqual(methodsFor(windows), ["package"]);
  assert.deepEqual(methodsFor({ ...linux, arch: "riscv64" }), ["package"]);
  assert.deepEqual(methodsFor(windows, "wheel"), ["wheel"]);
  assert.deepEqual(methodsFor(mac, "package"), ["package"]);
  assert.deepEqual(methodsFor(linux, "javascript"), []);
});

for (const [kind, machine] of Object.entries({ "an arm64 Mac": mac, Linux: linux })) {
  test(
    `on ${kind} the package's own way follows where the wheel fails, and why is kept`,
    { skip: unix },
    async (t) => {
      const paths = clone(t);
      const said = await native.repair(paths, { ...repairContext(), machine });
      assert.equal(said, "native 2.9.1 installed by the package's own way, and it computes");
      const backend = readBackend(paths);
      assert.deepEqual([backend?.name, backend?.method, backend?.version], ["native", "package", "2.9.1"]);
      assert.match(
        backend?.reason ?? "",
        /^Cannot download the TensorFlow wheel: the network cannot be reached$/,
      );
      assert.match(backend?.remedy ?? "", /^Check the connection/);
      assert.deepEqual(native.problems(paths, { command: "setup" }), []);
    },
  );
}

test(
  "an addon that was compiled but does not load gives way to the package's own",
  { skip: unix },
  async (t) => {
    // As on a Mac whose linker or loader takes the wheel's library otherwise than it was read.
    const paths = clone(t);
    const kept = path.join(paths.native, "2.21.0-darwin-arm64");
    writeFiles(kept, {
      "manifest.json": "{}",
      "include/tensorflow/c/c_api.h": "",
      "libtensorflow_cc.2.dylib": "library",
      "libtensorflow_framework.2.dylib": "framework",
    });
    writeFiles(paths.tfjsNode, {
      "binding/tfjs_backend.cc": "",
      "index.js": `if (require("node:fs").existsSync(__dirname + "/deps")) throw new Error("symbol not found"); ${TFJS_NODE}`,
    });
    writeProgram(
      path.join(paths.root, "c++"),
      'if [ "$1" = --version ]; then echo "own 1.0"; exit; fi\nwhile [ "$1" != -o ]; do shift; done\necho addon > "$2"',
    );
    const context = repairContext();
    await native.repair(paths, { ...context, machine: mac });
    const backend = readBackend(paths);
    assert.equal(backend?.method, "package");
    assert.match(backend?.reason ?? "", /^Cannot load the TensorFlow addon/);
    assert.ok(
      context.lines.some((line) => line.startsWith("compiling the addon")),
      "it was compiled",
    );
    assert.equal(existsSync(path.join(paths.tfjsNode, "deps")), false);
  },
);

test(
  "where every method fails the reason is the first method's, each with what would help",
  { skip: unix },
  async (t) => {
    const failing = "process.exit(1)";
    /** @type {[Machine, CloneOptions, RegExp, RegExp][]} */
    const cases = [
      [{ ...mac, release: "20.6.0" }, {}, /this system has 11$/, /^Update macOS to 12/],
      [
        mac,
        { compiler: false },
        /there is no C\+\+ compiler/,
        /^Install one \(xcode-select --install\), then run npm run setup/,
      ],
      [{ ...linux, glibc: "" }, {}, /needs the GNU C library/, /^Use a system with/],
      [windows, {}, /^Cannot install TensorFlow the package's own way/, /^Run npm run setup to try again\.$/],
      [
        windows,
        { installer: "console.error('gyp ERR! find VS'); process.exit(1)" },
        /there is no C\+\+ compiler for the addon$/,
        /^Install Visual Studio Build Tools .*WSL/,
      ],
      [{ ...windows, arch: "arm64" }, {}, /no library for Windows on arm64$/, /WSL/],
    ];
    for (const [machine, options, reason, remedy] of cases) {
      const paths = clone(t, { installer: failing, ...options });
      const said = await native.repair(paths, { ...repairContext(), machine });
      assert.match(said, /^plain JavaScript: every lesson runs, slower/);
      const backend = readBackend(paths);
      assert.equal(backend?.name, "javascript");
      assert.match(backend?.reason ?? "", reason);
      assert.match(backend?.remedy ?? "", remedy);
    }
  },
);

test("plain JavaScript that was asked for says how to have more", async (t) => {
  const paths = clone(t);
  setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: "javascript" });
  await native.repair(paths, repairContext());
  const { reason, remedy } = readBackend(paths) ?? {};
  assert.equal(reason, "NEURAL_NOTEBOOKS_NATIVE asks for it");
  assert.equal(remedy, "Unset NEURAL_NOTEBOOKS_NATIVE and run npm run setup.");
});

test("a processor without the library's instructions is named as the cause", { skip: unix }, async (t) => {
  const endings = [
    'process.kill(process.pid, "SIGILL"); setInterval(() => {}, 1000);',
    'console.error("The TensorFlow library was compiled to use AVX instructions, but these aren\'t available on your machine."); process.abort();',
  ];
  for (const ending of endings) {
    const paths = clone(t);
    writeFiles(paths.tfjsNode, { "index.js": ending });
    await assert.rejects(checkNative(paths), {
      name: "SetupError",
      message:
        /^Cannot load the TensorFlow addon: the processor .* must know the instructions .*it does not\. Use another machine/,
    });
  }
});
