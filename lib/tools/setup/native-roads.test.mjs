import assert from "node:assert/strict";
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { checkNative, native, roadsFor } from "./native.mjs";
import { placesOf } from "./paths.mjs";
import { readJson } from "./stamp.mjs";
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

/** A clone whose wheel cannot be had (its Python fails) and whose package has the installer given. */
function clone(t, { installer = INSTALLER, compiler = true } = {}) {
  const places = placesOf(temporaryFolder(t));
  writeFiles(places.tfjsNode, {
    "package.json": '{"main": "index.js"}',
    "index.js": TFJS_NODE,
    "scripts/install.js": installer,
  });
  mkdirSync(places.temporary, { recursive: true });
  const program = path.join(places.root, "c++");
  if (compiler) writeProgram(program, 'echo "own 1.0"');
  writeProgram(places.python, "echo 'getaddrinfo ENOTFOUND' >&2; exit 1");
  setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: undefined, CXX: program });
  return places;
}

test("the wheel is tried first where there is one for the machine's kind, and alone where it is asked for", () => {
  for (const machine of [linux, { ...linux, glibc: "" }, { ...linux, arch: "arm64" }, mac])
    assert.deepEqual(roadsFor(machine), ["wheel", "package"]);
  assert.deepEqual(roadsFor(windows), ["package"]);
  assert.deepEqual(roadsFor({ ...linux, arch: "riscv64" }), ["package"]);
  assert.deepEqual(roadsFor(windows, "wheel"), ["wheel"]);
  assert.deepEqual(roadsFor(mac, "package"), ["package"]);
  assert.deepEqual(roadsFor(linux, "javascript"), []);
});

for (const [kind, machine] of Object.entries({ "an arm64 Mac": mac, Linux: linux })) {
  test(
    `on ${kind} the package's own way follows where the wheel fails, and why is kept`,
    { skip: unix },
    async (t) => {
      const places = clone(t);
      const said = await native.repair(places, { ...repairContext(), machine });
      assert.equal(said, "native 2.9.1 installed by the package's own way, and it computes");
      const backend = readJson(places.backend);
      assert.deepEqual([backend.name, backend.road, backend.version], ["native", "package", "2.9.1"]);
      assert.match(backend.reason, /^Cannot download the TensorFlow wheel: the network cannot be reached$/);
      assert.match(backend.remedy, /^Check the connection/);
      assert.deepEqual(native.problems(places, { command: "setup" }), []);
    },
  );
}

test(
  "an addon that was compiled but does not load gives way to the package's own",
  { skip: unix },
  async (t) => {
    // As on a Mac whose linker or loader takes the wheel's library otherwise than it was read.
    const places = clone(t);
    const kept = path.join(places.native, "2.21.0-darwin-arm64");
    writeFiles(kept, {
      "manifest.json": "{}",
      "include/tensorflow/c/c_api.h": "",
      "libtensorflow_cc.2.dylib": "library",
      "libtensorflow_framework.2.dylib": "framework",
    });
    writeFiles(places.tfjsNode, {
      "binding/tfjs_backend.cc": "",
      "index.js": `if (require("node:fs").existsSync(__dirname + "/deps")) throw new Error("symbol not found"); ${TFJS_NODE}`,
    });
    writeProgram(
      process.env.CXX,
      'if [ "$1" = --version ]; then echo "own 1.0"; exit; fi\nwhile [ "$1" != -o ]; do shift; done\necho addon > "$2"',
    );
    const context = repairContext();
    await native.repair(places, { ...context, machine: mac });
    const backend = readJson(places.backend);
    assert.equal(backend.road, "package");
    assert.match(backend.reason, /^Cannot load the TensorFlow addon/);
    assert.ok(
      context.lines.some((line) => line.startsWith("compiling the addon")),
      "it was compiled",
    );
    assert.equal(existsSync(path.join(places.tfjsNode, "deps")), false);
  },
);

test(
  "where every road fails the reason is the first road's, each with what would help",
  { skip: unix },
  async (t) => {
    const failing = "process.exit(1)";
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
      const places = clone(t, { installer: failing, ...options });
      const said = await native.repair(places, { ...repairContext(), machine });
      assert.match(said, /^plain JavaScript: every lesson runs, slower/);
      const backend = readJson(places.backend);
      assert.equal(backend.name, "javascript");
      assert.match(backend.reason, reason);
      assert.match(backend.remedy, remedy);
    }
  },
);

test("plain JavaScript that was asked for says how to have more", async (t) => {
  const places = clone(t);
  setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: "javascript" });
  await native.repair(places, repairContext());
  const { reason, remedy } = readJson(places.backend);
  assert.equal(reason, "NEURAL_NOTEBOOKS_NATIVE asks for it");
  assert.equal(remedy, "Unset NEURAL_NOTEBOOKS_NATIVE and run npm run setup.");
});

test("a processor without the library's instructions is named as the cause", { skip: unix }, async (t) => {
  const endings = [
    'process.kill(process.pid, "SIGILL"); setInterval(() => {}, 1000);',
    'console.error("The TensorFlow library was compiled to use AVX instructions, but these aren\'t available on your machine."); process.abort();',
  ];
  for (const ending of endings) {
    const places = clone(t);
    writeFiles(places.tfjsNode, { "index.js": ending });
    await assert.rejects(checkNative(places), {
      name: "SetupProblem",
      message:
        /^Cannot load the TensorFlow addon: the processor .* must know the instructions .*it does not\. Use another machine/,
    });
  }
});
