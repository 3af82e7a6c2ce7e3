/** Runs tfjs-node's own installer, told to be on another system, with a server on this machine for its publisher's storage. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { test } from "node:test";
import { installFromPackage } from "./native-package.mjs";
import { pathsOf } from "./paths.cjs";
import { runProgram } from "./run.mjs";
import {
  repairContext,
  setEnvironment,
  temporaryFolder,
  writeFiles,
  writeProgram,
} from "./setup.testing.mjs";

const here = pathsOf();
const linux = { platform: "linux", arch: "x64", glibc: "2.36", release: "6.1.0", processor: "any" };
const skip =
  process.platform === "win32" || !existsSync(path.join(here.tfjsNode, "scripts", "install.js"))
    ? "the test's programs are shell scripts"
    : false;

/** Archives by their format: the library as published for Windows and for others, and a published addon. */
const PACK = `
import io, sys, tarfile, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(folder + "/library.zip", "w") as archive:
    archive.writestr("lib/tensorflow.dll", "library")
for name, file in (("library", "lib/libtensorflow.2.dylib"), ("addon", "napi-v8/tfjs_binding.node")):
    with tarfile.open(f"{folder}/{name}.tar.gz", "w:gz") as archive:
        entry = tarfile.TarInfo("./" + file if name == "library" else file)
        entry.size = len(name)
        archive.addfile(entry, io.BytesIO(name.encode()))
`;

/**
 * A clone inside this one, so that the installer finds its packages, and the paths that it asks the server for.
 *
 * @param {import("node:test").TestContext} t
 * @param {{platform: string, arch: string, publishes: Record<string, string>}} options - The machine; which file of the
 *   clone the server has for addresses with an ending.
 */
async function cloneWithStorage(t, { platform, arch, publishes }) {
  const root = temporaryFolder(t, { inside: path.join(here.setup, "tests") });
  const paths = { ...pathsOf(root), packages: here.packages };
  for (const name of ["scripts", "package.json"])
    cpSync(path.join(here.tfjsNode, name), path.join(paths.tfjsNode, name), { recursive: true });
  mkdirSync(paths.temporary, { recursive: true });
  const packed = await runProgram(here.python, ["-c", PACK, root]);
  assert.equal(packed.code, 0, packed.output);
  /** @type {string[]} */
  const asked = [];
  const server = createServer(({ url = "" }, response) => {
    asked.push(url);
    const name = Object.entries(publishes).find(([ending]) => url.endsWith(ending))?.[1];
    response.statusCode = name ? 200 : 404;
    response.end(name ? readFileSync(path.join(root, name)) : "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const address = `http://127.0.0.1:${port}/`;
  const disguise = path.join(root, "disguise.cjs");
  writeFiles(root, {
    "disguise.cjs": `const os = require("node:os"); os.platform = () => "${platform}"; os.arch = () => "${arch}";`,
  });
  // node-gyp, which node-pre-gyp calls with the node that runs it.
  writeFiles(root, {
    "node-gyp.js": `
const { mkdirSync, writeFileSync } = require("node:fs");
for (const name of ["build", "lib/napi-v8"]) mkdirSync(name, { recursive: true });
if (process.argv.includes("build")) writeFileSync("lib/napi-v8/tfjs_binding.node", "compiled");`,
  });
  setEnvironment(t, {
    NODE_OPTIONS: `--require "${disguise}"`,
    TFJS_NODE_CDN_STORAGE: address,
    npm_config_tfjs_binding_binary_host_mirror: address,
    npm_config_node_gyp: path.join(root, "node-gyp.js"),
    CXX: writeProgram(path.join(root, "c++"), 'echo "own 1.0"'),
    ...Object.fromEntries(["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].map((name) => [name])),
  });
  /** @param {string[]} names */
  const read = (...names) => readFileSync(path.join(paths.tfjsNode, ...names), "utf8");
  return { paths, asked, read, machine: { ...linux, platform, arch, glibc: "" } };
}

test(
  "on Windows library and addon are fetched, and the library comes to lie beside the addon",
  { skip },
  async (t) => {
    const { paths, asked, read, machine } = await cloneWithStorage(t, {
      platform: "win32",
      arch: "x64",
      publishes: { "x86_64-2.9.1.zip": "library.zip", "CPU-windows-4.22.0.zip": "addon.tar.gz" },
    });
    const manifest = read("package.json");
    await installFromPackage(paths, { ...repairContext(), machine });
    assert.deepEqual(asked, [
      "/tensorflow/libtensorflow/libtensorflow-cpu-windows-x86_64-2.9.1.zip",
      "/napi-v8/4.22.0/CPU-windows-4.22.0.zip",
    ]);
    assert.equal(read("lib", "napi-v8", "tfjs_binding.node"), "addon");
    assert.equal(read("lib", "napi-v8", "tensorflow.dll"), "library");
    // What the installer itself does, and why set-up has to do more.
    assert.equal(read("lib", `napi-v${process.versions.napi}`, "tensorflow.dll"), "library");
    assert.equal(read("package.json"), manifest);
  },
);

test("on Windows, where no addon is published, it is compiled", { skip }, async (t) => {
  const { paths, read, machine } = await cloneWithStorage(t, {
    platform: "win32",
    arch: "x64",
    publishes: { "x86_64-2.9.1.zip": "library.zip" },
  });
  await installFromPackage(paths, { ...repairContext(), machine });
  assert.equal(read("lib", "napi-v8", "tfjs_binding.node"), "compiled");
  assert.equal(read("lib", "napi-v8", "tensorflow.dll"), "library");
});

test(
  "on Apple silicon TensorFlow 2.7 is fetched, and the addon compiled without asking for one",
  { skip },
  async (t) => {
    const { paths, asked, read, machine } = await cloneWithStorage(t, {
      platform: "darwin",
      arch: "arm64",
      // By this name an addon for Intel would come.
      publishes: { "arm64_cpu.tar.gz": "library.tar.gz", "CPU-darwin-4.22.0.tar.gz": "addon.tar.gz" },
    });
    await installFromPackage(paths, { ...repairContext(), machine });
    assert.deepEqual(asked, ["/tf-builds/libtensorflow_r2_7_darwin_arm64_cpu.tar.gz"]);
    assert.equal(read("deps", "lib", "libtensorflow.2.dylib"), "library");
    assert.equal(read("lib", "napi-v8", "tfjs_binding.node"), "compiled");
  },
);
