/** The packages that stand without the course: packed, installed into an empty folder, and tried by what their READMEs show. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { KernelClient } from "../../kernel/dist/client.testing";
import { projectRoot } from "./project";

const run = promisify(execFile);
const shell = process.platform === "win32";
const NATIVE = path.join(projectRoot, "node_modules", "@tensorflow", "tfjs-node");
const hasNative = existsSync(path.join(NATIVE, "lib", "napi-v8", "tfjs_binding.node"));

/** The first example of a README in a language. */
function exampleOf(name: string, language: string): string {
  const text = readFileSync(path.join(projectRoot, "lib", name, "README.md"), "utf8");
  const code = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(text)?.[1];
  assert.ok(code, `${name}/README.md shows ${language}`);
  return code;
}

/** npm, with the clone's cache, in a folder of its own. */
async function npm(cwd: string, args: readonly string[]): Promise<string> {
  const cache = path.join(projectRoot, ".setup", "cache", "npm");
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--cache", cache];
  const { stdout } = await run("npm", [...args, ...quiet], {
    cwd,
    shell,
    maxBuffer: 2 ** 24,
    timeout: 300_000,
  });
  return stdout;
}

/** Packs a package and installs it, with others, into an empty folder. */
async function installPacked(
  folder: string,
  name: string,
  others: readonly string[] = [],
): Promise<string[]> {
  const source = path.join(projectRoot, "lib", name);
  const packed = JSON.parse(await npm(source, ["pack", "--json", "--pack-destination", folder])) as {
    filename: string;
    files: { path: string }[];
  }[];
  const [archive] = packed;
  assert.ok(archive);
  writeFileSync(
    path.join(folder, "package.json"),
    '{ "name": "outside", "version": "1.0.0", "private": true }',
  );
  await npm(folder, ["install", path.join(folder, archive.filename), ...others]);
  return archive.files.map((file) => file.path);
}

function assertShipsNoTests(files: readonly string[]): void {
  assert.ok(files.includes("README.md") && files.includes("package.json"));
  assert.ok(
    files.some((file) => file.endsWith(".d.ts")),
    "types are among the files",
  );
  assert.deepEqual(
    files.filter((file) => /\.test\.|\.testing\.|tsbuildinfo|^src\//.test(file)),
    [],
  );
}

describe("outside of the course", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), "outside-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const emptyFolder = (name: string): string => {
    const empty = path.join(folder, name);
    mkdirSync(empty);
    return empty;
  };

  test(
    "tfjs-graph trains what its README shows",
    { skip: hasNative ? false : "NO NATIVE BACK END" },
    async () => {
      const empty = emptyFolder("graph");
      assertShipsNoTests(await installPacked(empty, "tfjs-graph", ["@tensorflow/tfjs-node@4.22.0"]));
      // The native library is what set-up has made for the clone.
      const native = path.join(empty, "node_modules", "@tensorflow", "tfjs-node");
      cpSync(path.join(NATIVE, "lib"), path.join(native, "lib"), { recursive: true });
      symlinkSync(path.join(NATIVE, "deps"), path.join(native, "deps"), "junction");
      writeFileSync(path.join(empty, "example.js"), exampleOf("tfjs-graph", "js"));
      const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" };
      const { stdout } = await run(process.execPath, ["example.js"], { cwd: empty, env, timeout: 120_000 });
      const [, first, last] = /loss (\d\.\d+) → (\d\.\d+)/.exec(stdout) ?? [];
      assert.ok(Number(last) < Number(first) / 5, stdout);
    },
  );

  test("the kernel runs what its README shows, and completes names of its own display", async () => {
    const empty = emptyFolder("kernel");
    assertShipsNoTests(await installPacked(empty, "kernel"));
    const prefix = path.join(empty, ".venv");
    const program = path.join(empty, "node_modules", ".bin", "tslab-kernel");
    const { stdout } = await run(program, ["install", "--prefix", prefix], { cwd: empty, shell });
    const spec = path.join(prefix, "share", "jupyter", "kernels", "tslab", "kernel.json");
    assert.equal(stdout, `Installed ${path.dirname(spec)}\n`);
    const { argv } = JSON.parse(readFileSync(spec, "utf8")) as { argv: string[] };
    assert.ok(argv[1]?.startsWith(path.join(empty, "node_modules", "tslab-kernel")), argv[1]);
    const env = { TSLAB_KERNEL_CACHE: path.join(empty, "cache") };
    const kernel = await KernelClient.start({ main: argv[1], cwd: empty, env });
    try {
      const { error, result, outputs } = await kernel.execute(exampleOf("kernel", "ts"));
      assert.equal(error, undefined, error?.evalue);
      assert.equal(result, "[ 1, 4, 9 ]");
      const shown = outputs.find((message) => message.header.msg_type === "display_data");
      assert.deepEqual(shown?.content["data"], { "text/html": "<b>three</b>", "text/plain": "three" });
      const wrong = await kernel.execute("clearOutput()");
      assert.match(wrong.error?.evalue ?? "", /import \{ clearOutput \} from "tslab-kernel\/display"/);
      const python = await kernel.execute("import pandas as pd");
      assert.match(python.error?.evalue ?? "", /danfojs-node/);
    } finally {
      await kernel.stop();
    }
    await run(program, ["uninstall", "--prefix", prefix], { cwd: empty, shell });
    assert.equal(existsSync(path.dirname(spec)), false);
  });
});

test("in the course the library's README runs as a cell", async () => {
  const libraries = [path.join(projectRoot, "lib", "neural-notebooks")];
  const kernel = await KernelClient.start({ libraries });
  try {
    const { error, outputs } = await kernel.execute(exampleOf("neural-notebooks", "ts"));
    assert.equal(error, undefined, error?.evalue);
    const shown = outputs.find((message) => message.header.msg_type === "execute_result");
    const data = shown?.content["data"] as Record<string, unknown>;
    assert.ok("application/vnd.plotly.v1+json" in data);
  } finally {
    await kernel.stop();
  }
});
