import assert from "node:assert/strict";
import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { checkNative, native, readBackend } from "./native.mjs";
import { installFromWheel } from "./native-wheel.mjs";
import { pathsOf } from "./paths.cjs";
import { SetupError } from "./setup-error.mjs";
import { runProgram } from "./run.mjs";
import { hashOfFile } from "./stamp.mjs";
import {
  repairContext,
  setEnvironment,
  temporaryFolder,
  writeFiles,
  writeProgram,
} from "./setup.testing.mjs";
import { WHEELS, wheelFor } from "./wheels.mjs";

const unix = process.platform === "win32" ? "the test's programs are shell scripts" : false;
const here = pathsOf();
const noAddon = readBackend(here)?.name === "native" ? false : "this clone computes in plain JavaScript";
const noStore =
  wheelFor() && existsSync(here.native) ? noAddon : "this clone's library does not come from the wheel";

/** @typedef {import("./paths.cjs").Paths} Paths */

/**
 * A wheel like TensorFlow's, with libraries of a few bytes, and a Python whose pip hands it out.
 *
 * @param {import("node:test").TestContext} t
 * @param {{delivered?: string, kind?: keyof typeof WHEELS}} [options] - What pip hands out instead; the machine's kind.
 */
async function cloneWithWheel(t, { delivered, kind = "linux-x64" } = {}) {
  const root = temporaryFolder(t);
  const pack = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("tensorflow/" + sys.argv[2], "library")
    wheel.writestr("tensorflow/" + sys.argv[3], "framework")
    wheel.writestr("tensorflow/include/tensorflow/c/c_api.h", "// header")
    wheel.writestr("tensorflow/include/unwanted/big.h", "// not needed")
    wheel.writestr("tensorflow/python/__init__.py", "# not needed")
`;
  const file = path.join(root, "shop", "tiny-1.0-cp311-cp311-any.whl");
  mkdirSync(path.dirname(file));
  const { library, framework } = WHEELS[kind];
  const packed = await runProgram(here.python, ["-c", pack, file, library, framework]);
  assert.equal(packed.code, 0, packed.output);
  const wheel = {
    ...WHEELS[kind],
    project: "tiny",
    version: "1.0",
    platforms: ["any"],
    sha256: await hashOfFile(file),
    bytes: 100,
  };
  if (delivered !== undefined) writeFileSync(file, delivered);
  const paths = { ...pathsOf(root), python: path.join(root, "python") };
  // pip brings the wheel from the shop and keeps one that is already there, as the real one does; all else is for the real Python.
  writeProgram(
    paths.python,
    `if [ "$2" = pip ]; then
  echo "$@" >> "${root}/pip-calls.txt"
  while [ "$1" != --dest ]; do shift; done
  test -e "$2/tiny-1.0-cp311-cp311-any.whl" || cp "${file}" "$2/"
else
  exec "${here.python}" "$@"
fi`,
  );
  writeFiles(root, { "node_modules/@tensorflow/tfjs-node/binding/tfjs_backend.cc": "// source" });
  const compiler = writeProgram(
    path.join(root, "c++"),
    `if [ "$1" = --version ]; then echo "own 1.0"; exit; fi
echo "$@" >> "${root}/compiler-calls.txt"
while [ "$1" != -o ]; do shift; done
for ending in so dylib; do
  test -e deps/lib/libtensorflow.$ending && test -e deps/lib/libtensorflow_framework.$ending && echo addon > "$2"
done
test -e "$2"`,
  );
  setEnvironment(t, { CXX: compiler });
  return {
    paths,
    wheel,
    /** @param {string} name */
    calls: (name) =>
      existsSync(path.join(root, name))
        ? readFileSync(path.join(root, name), "utf8").trim().split("\n").length
        : 0,
  };
}

/** @param {Paths} paths */
const addonOf = (paths) => path.join(paths.tfjsNode, "lib", "napi-v8", "tfjs_binding.node");
/** @param {Paths} paths */
const storeOf = (paths) => path.join(paths.native, readdirSync(paths.native)[0] ?? "");

test(
  "library and addon come out of the wheel into tfjs-node, with the names that it looks for",
  { skip: unix },
  async (t) => {
    const { paths, wheel } = await cloneWithWheel(t);
    assert.equal(
      await installFromWheel(paths, { ...repairContext(), wheel }),
      "TensorFlow 1.0 from the Python wheel",
    );
    const library = path.join(paths.tfjsNode, "deps", "lib");
    for (const name of ["libtensorflow_cc.so.2", "libtensorflow.so", "libtensorflow.so.2.9.1"])
      assert.equal(readFileSync(path.join(library, name), "utf8"), "library", name);
    for (const name of ["libtensorflow_framework.so.2", "libtensorflow_framework.so"])
      assert.equal(readFileSync(path.join(library, name), "utf8"), "framework", name);
    assert.equal(readFileSync(addonOf(paths), "utf8"), "addon\n");
    assert.equal(
      lstatSync(path.join(library, "libtensorflow_cc.so.2")).nlink,
      2,
      "the library takes its room once",
    );
    assert.equal(existsSync(path.join(storeOf(paths), "include", "unwanted")), false);
    assert.equal(existsSync(path.join(paths.setup, "download")), false, "the wheel is not kept");
  },
);

test(
  "a wheel for macOS is laid out and linked as Apple's linker and loader look for it",
  { skip: unix },
  async (t) => {
    const { paths, wheel } = await cloneWithWheel(t, { kind: "darwin-arm64" });
    await installFromWheel(paths, { ...repairContext(), wheel });
    const library = path.join(paths.tfjsNode, "deps", "lib");
    for (const name of ["libtensorflow_cc.2.dylib", "libtensorflow.dylib", "libtensorflow.2.dylib"])
      assert.equal(readFileSync(path.join(library, name), "utf8"), "library", name);
    for (const name of ["libtensorflow_framework.2.dylib", "libtensorflow_framework.dylib"])
      assert.equal(readFileSync(path.join(library, name), "utf8"), "framework", name);
    assert.equal(readdirSync(library).length, 5, "no name of Linux among them");
    assert.equal(readFileSync(addonOf(paths), "utf8"), "addon\n");
    assert.equal(path.basename(storeOf(paths)), "1.0-darwin-arm64");
    const call = readFileSync(path.join(paths.root, "compiler-calls.txt"), "utf8");
    for (const part of [
      "-dynamiclib -undefined dynamic_lookup",
      "-Wl,-rpath,@loader_path/../../deps/lib",
      "-L deps/lib -ltensorflow -ltensorflow_framework",
    ])
      assert.ok(call.includes(part), part);
    assert.ok(!call.includes("$ORIGIN"), call);
  },
);

test("the download asks pip for the pinned file alone", { skip: unix }, async (t) => {
  const { paths, wheel } = await cloneWithWheel(t);
  await installFromWheel(paths, { ...repairContext(), wheel });
  const call = readFileSync(path.join(paths.root, "pip-calls.txt"), "utf8");
  for (const part of [
    "download --no-deps --only-binary=:all: --require-hashes",
    "--python-version 3.11",
    "--platform any",
  ])
    assert.ok(call.includes(part), part);
});

test(
  "after npm has wiped node_modules nothing is downloaded or compiled again",
  { skip: unix },
  async (t) => {
    const { paths, wheel, calls } = await cloneWithWheel(t);
    await installFromWheel(paths, { ...repairContext(), wheel });
    for (const name of ["deps", "lib"]) rmSync(path.join(paths.tfjsNode, name), { recursive: true });
    setEnvironment(t, { CXX: "/nonexistent/c++" });
    await installFromWheel(paths, { ...repairContext(), wheel });
    assert.equal(readFileSync(addonOf(paths), "utf8"), "addon\n");
    assert.deepEqual([calls("pip-calls.txt"), calls("compiler-calls.txt")], [1, 1]);
  },
);

test("a library cut short or changed is taken out of a new wheel", { skip: unix }, async (t) => {
  const { paths, wheel, calls } = await cloneWithWheel(t);
  await installFromWheel(paths, { ...repairContext(), wheel });
  const library = path.join(paths.tfjsNode, "deps", "lib", "libtensorflow_cc.so.2");
  for (const [i, harm] of [
    () => truncateSync(library, 3),
    () => writeFileSync(library, "LIBRARY"),
    () => rmSync(path.join(storeOf(paths), "manifest.json")),
  ].entries()) {
    harm();
    await installFromWheel(paths, { ...repairContext(), wheel });
    assert.equal(readFileSync(library, "utf8"), "library");
    assert.equal(calls("pip-calls.txt"), i + 2);
  }
});

test(
  "a kept addon cut short, or one of older sources, is compiled again without a download",
  { skip: unix },
  async (t) => {
    const { paths, wheel, calls } = await cloneWithWheel(t);
    await installFromWheel(paths, { ...repairContext(), wheel });
    truncateSync(path.join(storeOf(paths), "tfjs_binding.node"), 1);
    await installFromWheel(paths, { ...repairContext(), wheel });
    assert.equal(readFileSync(addonOf(paths), "utf8"), "addon\n");
    writeFiles(paths.tfjsNode, { "binding/tfjs_backend.cc": "// newer source" });
    await installFromWheel(paths, { ...repairContext(), wheel });
    assert.deepEqual([calls("pip-calls.txt"), calls("compiler-calls.txt")], [1, 3]);
  },
);

test("a truncated download is thrown away and fetched again", { skip: unix }, async (t) => {
  const { paths, wheel } = await cloneWithWheel(t);
  writeFiles(paths.setup, { "download/tiny-1.0-cp311-cp311-any.whl": "cut sho" });
  await installFromWheel(paths, { ...repairContext(), wheel });
  assert.ok(existsSync(addonOf(paths)));
});

test("a finished download is used after a stop, without a second one", { skip: unix }, async (t) => {
  const { paths, wheel, calls } = await cloneWithWheel(t);
  mkdirSync(path.join(paths.setup, "download"), { recursive: true });
  const name = "tiny-1.0-cp311-cp311-any.whl";
  copyFileSync(path.join(paths.root, "shop", name), path.join(paths.setup, "download", name));
  await installFromWheel(paths, { ...repairContext(), wheel });
  assert.equal(calls("pip-calls.txt"), 0);
});

test("a wheel with another checksum is never unpacked", { skip: unix }, async (t) => {
  const { paths, wheel } = await cloneWithWheel(t, { delivered: "another file" });
  await assert.rejects(
    installFromWheel(paths, { ...repairContext(), wheel }),
    /its SHA-256 must be the pinned one; the file differs\./,
  );
  assert.equal(existsSync(paths.native), false);
});

test(
  "without a compiler nothing is downloaded, and the line says what to install",
  { skip: unix },
  async (t) => {
    const { paths, wheel, calls } = await cloneWithWheel(t);
    setEnvironment(t, { CXX: "/nonexistent/c++" });
    await assert.rejects(
      installFromWheel(paths, { ...repairContext(), wheel }),
      /there is no C\+\+ compiler .*Install/,
    );
    assert.equal(calls("pip-calls.txt"), 0);
  },
);

/**
 * A folder inside the clone with a copy of tfjs-node: its library is this clone's own, under a second name.
 *
 * @param {import("node:test").TestContext} t
 */
function cloneWithAddon(t) {
  const root = temporaryFolder(t, { inside: path.join(here.setup, "tests") });
  const paths = { ...pathsOf(root), native: here.native, python: here.python, packages: here.packages };
  cpSync(here.tfjsNode, paths.tfjsNode, {
    recursive: true,
    filter: (source) => !/tfjs-node\/(deps|build[^/]*)(\/|$)/.test(source),
  });
  mkdirSync(path.join(paths.tfjsNode, "deps"));
  symlinkSync(path.join(here.tfjsNode, "deps", "lib"), path.join(paths.tfjsNode, "deps", "lib"));
  return paths;
}

test(
  "the addon is loaded and computes; one cut short is named and mended",
  { skip: noStore, timeout: 300_000 },
  async (t) => {
    const paths = cloneWithAddon(t);
    const { version } = await checkNative(paths);
    assert.equal(version, readBackend(here)?.version);

    truncateSync(addonOf(paths), 20_000);
    await assert.rejects(
      checkNative(paths),
      (error) => error instanceof SetupError && /^Cannot load the TensorFlow addon/.test(error.message),
    );
    // With the library that this clone keeps: nothing is downloaded, nothing compiled.
    await installFromWheel(paths, repairContext());
    assert.equal((await checkNative(paths)).version, version);
  },
);

test(
  "a library cut short does not end set-up, but the process that tries it",
  { skip: noStore, timeout: 300_000 },
  async (t) => {
    const paths = cloneWithAddon(t);
    rmSync(path.join(paths.tfjsNode, "deps", "lib"));
    const library = path.join(paths.tfjsNode, "deps", "lib");
    cpSync(path.join(here.tfjsNode, "deps", "lib"), library, { recursive: true, verbatimSymlinks: true });
    truncateSync(path.join(library, "libtensorflow_cc.so.2"), 50_000_000);
    await assert.rejects(checkNative(paths), { name: "SetupError" });
  },
);

test("what set-up noted is compared with the files, the Node and the wish of this run", (t) => {
  setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: undefined });
  const paths = pathsOf(temporaryFolder(t));
  const name = "node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node";
  const file = path.join(paths.root, name);
  /** @param {object} more */
  const noted = (more) => {
    writeFiles(paths.root, { [name]: "addon" });
    const { size, mtimeMs } = lstatSync(file);
    const backend = {
      name: "native",
      method: "wheel",
      version: "2.21.0",
      wish: "any",
      node: `${process.version} ${process.platform}-${process.arch}`,
      files: { [name]: [size, mtimeMs] },
      ...more,
    };
    writeFiles(paths.root, { ".setup/backend.json": JSON.stringify(backend) });
  };
  /** @param {string} [command] */
  const lines = (command) => native.problems(paths, { command }).map(({ line }) => line);
  assert.deepEqual(lines(), ["not set up yet"]);
  noted({});
  assert.deepEqual(lines(), []);
  noted({ method: undefined, road: "wheel" });
  assert.equal(readBackend(paths)?.method, "wheel", "the name that the first versions noted");
  utimesSync(file, new Date(0), new Date(0));
  assert.deepEqual(lines(), [`${name} is missing or changed`]);
  noted({});
  truncateSync(file, 1);
  assert.deepEqual(lines(), [`${name} is missing or changed`]);
  rmSync(file);
  assert.deepEqual(lines(), [`${name} is missing or changed`]);
  noted({ node: "v1.0.0 linux-x64" });
  assert.deepEqual(lines(), ["another Node or machine"]);
  noted({});
  setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: "javascript" });
  assert.deepEqual(lines(), ["NEURAL_NOTEBOOKS_NATIVE changed"]);
  setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: "quick" });
  assert.throws(() => lines(), /must be "any", "wheel", "package" or "javascript"; received "quick"/);
});

test("plain JavaScript is kept for starts and tests, and npm run setup tries the native library again", (t) => {
  setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: undefined });
  const paths = pathsOf(temporaryFolder(t));
  const backend = {
    name: "javascript",
    method: "javascript",
    reason: "no network",
    retry: true,
    wish: "any",
    node: `${process.version} ${process.platform}-${process.arch}`,
    files: {},
  };
  writeFiles(paths.root, { ".setup/backend.json": JSON.stringify(backend) });
  assert.deepEqual(native.problems(paths, { command: "start" }), []);
  assert.equal(native.problems(paths, { command: "setup" })[0]?.line, "trying the native library again");
  writeFiles(paths.root, { ".setup/backend.json": JSON.stringify({ ...backend, retry: false }) });
  assert.deepEqual(native.problems(paths, { command: "setup" }), []);
});

test(
  "where every method fails, plain JavaScript is noted with the reason and what would help",
  { skip: unix, timeout: 120_000 },
  async (t) => {
    const { paths } = await cloneWithWheel(t);
    setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: undefined, CXX: "/nonexistent/c++" });
    // The package's installer ends with 0 also when nothing came.
    writeFiles(paths.tfjsNode, {
      "package.json": "{}",
      "scripts/install.js": "console.log('nothing came')",
    });
    const said = await native.repair(paths, repairContext());
    assert.match(said, /^plain JavaScript: every lesson runs, slower \(Cannot .*there is no C\+\+ compiler/);
    const backend = readBackend(paths);
    assert.equal(backend?.name, "javascript");
    assert.match(backend?.remedy ?? "", /^Install one/);
    assert.deepEqual(native.problems(paths, { command: "start" }), []);
  },
);

test("a single method that is asked for fails aloud instead of falling back", { skip: unix }, async (t) => {
  const { paths } = await cloneWithWheel(t);
  setEnvironment(t, { NEURAL_NOTEBOOKS_NATIVE: "package" });
  writeFiles(paths.tfjsNode, {
    "package.json": '{"kept": true}',
    "scripts/install.js":
      "require('node:fs').writeFileSync('package.json', '{}'); console.error('getaddrinfo ENOTFOUND'); process.exit(1)",
  });
  await assert.rejects(
    native.repair(paths, repairContext()),
    /Cannot install TensorFlow the package's own way: the network cannot be reached\./,
  );
  assert.equal(
    readFileSync(path.join(paths.tfjsNode, "package.json"), "utf8"),
    '{"kept": true}',
    "its manifest is put back",
  );
  assert.equal(readBackend(paths), undefined);
});
