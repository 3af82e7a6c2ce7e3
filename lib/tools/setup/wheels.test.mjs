import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { pathsOf } from "./paths.cjs";
import { runProgram } from "./run.mjs";
import { readJson } from "./stamp.mjs";
import { WHEELS, isKindWithWheel, noWheelReason, wheelFor } from "./wheels.mjs";

/**
 * What wheel_facts.py read from a library.
 *
 * @typedef {object} LibraryFacts
 * @property {string} name - What it calls itself.
 * @property {string} machine
 * @property {string[]} loads - The libraries that it loads.
 * @property {string[]} rpaths - Where it looks for them.
 * @property {number} gives - How many of the C functions that the addon needs.
 * @property {string} [glibc]
 * @property {string} [macos]
 * @property {{adHoc: boolean, byLinker: boolean, pages: number, wrongPages: number} | null} [signature]
 */

/** @typedef {{sha256: string, bytes: number, missing: string[], libraries: Record<string, LibraryFacts>}} WheelFacts */

/** What wheel_facts.py read from the wheels themselves. */
const facts = factsOf(fileURLToPath(new URL("wheel-facts.json", import.meta.url)));

/** @param {string} file */
function factsOf(file) {
  /** @type {{needed: string[], wheels: Record<string, WheelFacts>} | undefined} */
  const found = readJson(file);
  assert.ok(found, file);
  return found;
}

/**
 * The facts of one library of a wheel.
 *
 * @param {WheelFacts} wheel
 * @param {string} library
 */
function libraryIn(wheel, library) {
  const found = wheel.libraries[library];
  assert.ok(found, library);
  return found;
}

const here = pathsOf();
const ownAddon = path.join(here.tfjsNode, "lib", "napi-v8", "tfjs_binding.node");
const noLibrary =
  process.platform === "linux" && existsSync(path.join(here.tfjsNode, "deps", "lib", "libtensorflow_cc.so.2"))
    ? false
    : "this clone has no library from a wheel for Linux";

const machine = { platform: "linux", arch: "x64", glibc: "2.36", release: "6.1.0", processor: "any" };
const mac = {
  ...machine,
  platform: "darwin",
  arch: "arm64",
  glibc: "",
  release: "24.6.0",
  processor: "Apple M2",
};

for (const [kind, wheel] of Object.entries(WHEELS)) {
  const [name = "", found] =
    Object.entries(facts.wheels).find(([, { sha256 }]) => sha256 === wheel.sha256) ?? [];

  test(`the entry for ${kind} says of its wheel what the wheel's files say`, () => {
    assert.ok(found, "its checksum is one of those in wheel-facts.json");
    assert.equal(found.bytes, wheel.bytes);
    assert.equal(wheel.machine, kind);
    assert.ok(name.startsWith(`${wheel.project.replace("-", "_")}-${wheel.version}-cp311-cp311-`), name);
    assert.ok(
      wheel.platforms.some((platform) => name.includes(platform)),
      name,
    );
    assert.deepEqual(Object.keys(found.libraries).sort(), [wheel.library, wheel.framework].sort());
    for (const library of Object.values(found.libraries)) {
      assert.equal(library.machine, wheel.machine.split("-")[1]);
      assert.deepEqual([library.glibc, library.macos], [wheel.glibc, wheel.macos], "the oldest system");
    }
    for (const [link, leadsTo] of Object.entries(wheel.links)) assert.ok(leadsTo in found.libraries, link);
  });

  test(`the addon for ${kind} finds every function that it needs, and the libraries each other`, () => {
    assert.ok(found);
    assert.deepEqual(found.missing, []);
    const apple = kind.startsWith("darwin");
    // A linked addon asks for a library by the name that the library calls itself, whatever the linker found it by.
    for (const [file, { name: own }] of Object.entries(found.libraries))
      assert.equal(own, apple ? `@rpath/${file}` : file);
    const rpath = wheel.linking.find((argument) => argument.startsWith("-Wl,-rpath,"));
    assert.equal(rpath, `-Wl,-rpath,${apple ? "@loader_path" : "$ORIGIN"}/../../deps/lib`);
    const { rpaths, loads } = libraryIn(found, wheel.library);
    const framework = libraryIn(found, wheel.framework).name;
    assert.ok(rpaths.includes(apple ? "@loader_path/" : "$ORIGIN/"), "it looks beside itself");
    assert.ok(loads.includes(framework), "for the framework");
    // All else is the system's.
    const system = apple
      ? /^\/(usr\/lib|System\/Library\/Frameworks)\//
      : /^(lib(pthread|dl|m|rt|c|stdc\+\+|gcc_s)|ld-linux-[\w-]+)\.so\.\d$/;
    for (const library of Object.values(found.libraries))
      for (const load of library.loads) assert.ok(load === framework || system.test(load), load);
  });
}

test("on Apple silicon every page of the libraries agrees with its signature", () => {
  const found = Object.values(facts.wheels).find(({ sha256 }) => sha256 === WHEELS["darwin-arm64"].sha256);
  for (const [name, { signature }] of Object.entries(found?.libraries ?? {})) {
    assert.ok(signature, name);
    assert.deepEqual([signature.adHoc, signature.wrongPages], [true, 0], name);
    assert.ok(signature.pages > 10_000, name);
  }
});

test(
  "the reader of the facts finds in this clone's addon and library what is noted of its wheel",
  { skip: noLibrary },
  async () => {
    const script = `
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from wheel_facts import read
from pathlib import Path
needed = read(sys.argv[2])[2]
library, given, _ = read(sys.argv[3])
print(json.dumps({"needed": sorted(needed), "library": {**library, "gives": len(needed & given)}}))
`;
    const folder = path.dirname(fileURLToPath(import.meta.url));
    const wheel = wheelFor();
    assert.ok(wheel);
    const { library, sha256 } = wheel;
    const file = path.join(here.tfjsNode, "deps", "lib", library);
    const read = await runProgram(here.python, ["-c", script, folder, ownAddon, file]);
    assert.equal(read.code, 0, read.output);
    const found = JSON.parse(read.stdout);
    const noted = Object.values(facts.wheels).find((other) => other.sha256 === sha256);
    assert.deepEqual(found.needed, facts.needed);
    assert.deepEqual(found.library, noted?.libraries[library]);
  },
);

test("a wheel fits the systems that its libraries were made for, and later ones", () => {
  assert.equal(wheelFor(machine), WHEELS["linux-x64"]);
  assert.equal(wheelFor({ ...machine, arch: "arm64", glibc: "2.27" }), WHEELS["linux-arm64"]);
  assert.equal(wheelFor(mac), WHEELS["darwin-arm64"]);
  // Darwin 21 is macOS 12, the first that has run on the wheel's; 25 is macOS 26.
  for (const release of ["21.0.0", "25.1.0"]) assert.equal(noWheelReason({ ...mac, release }), undefined);
  const intel = { ...mac, arch: "x64", processor: "Intel(R) Core(TM) i5-8210Y CPU @ 1.60GHz" };
  for (const release of ["19.6.0", "20.1.0", "24.0.0"])
    assert.equal(wheelFor({ ...intel, release }), WHEELS["darwin-x64"], release);
});

test("machines without a wheel are told why, and what would help", () => {
  /** @type {[import("./machine.mjs").Machine, RegExp, RegExp][]} */
  const reasons = [
    [{ ...machine, glibc: "2.17" }, /2\.27 or later; this system has 2\.17$/, /GNU C library 2\.27 or later/],
    [{ ...machine, glibc: "" }, /GNU C library, which this system does not have$/, /Debian 10/],
    [
      { ...mac, release: "20.6.0" },
      /needs macOS 12\.0 or later; this system has 11$/,
      /^Update macOS to 12\.0/,
    ],
    [{ ...mac, release: "19.6.0" }, /this system has 10\.15$/, /^Update macOS/],
    [
      { ...mac, arch: "x64" },
      /Node is made for Intel's processors/,
      /Node for macOS on Apple silicon \(arm64\)/,
    ],
    [{ ...machine, platform: "win32" }, /no known wheel for win32 on x64/, /WSL/],
    [{ ...machine, platform: "freebsd" }, /no known wheel for freebsd on x64/, /Linux or macOS/],
  ];
  for (const [which, line, remedy] of reasons) {
    assert.match(noWheelReason(which)?.line ?? "", line);
    assert.match(noWheelReason(which)?.remedy ?? "", remedy);
    assert.equal(wheelFor(which), undefined);
  }
  assert.equal(isKindWithWheel({ ...mac, release: "20.6.0" }), true);
  assert.equal(isKindWithWheel({ ...machine, platform: "win32" }), false);
});
