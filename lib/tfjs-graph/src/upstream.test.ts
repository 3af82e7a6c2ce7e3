/** TensorFlow.js' own tests of its operations, as its package carries them: what passed before passes with ours. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { build, type Plugin } from "esbuild";
import { skip } from "./models.testing";
import type { UpstreamRun } from "./upstream.testing";

const core = path.join(path.dirname(require.resolve("@tensorflow/tfjs-core/package.json")), "dist");

/** Operations, fused operations and optimizers, and what is about gradients. */
function testFiles(): string[] {
  const folders = ["ops", "ops/fused", "optimizers"].flatMap((folder) =>
    readdirSync(path.join(core, folder))
      .filter((file) => file.endsWith("_test.js"))
      .map((file) => `${folder}/${file}`),
  );
  return [...folders, "engine_test.js", "gradients_test.js", "tape_test.js", "variable_test.js"];
}

/** The tests are to see the one TensorFlow.js that is in use, not a second copy of their own. */
const oneCopy: Plugin = {
  name: "one copy of TensorFlow.js",
  setup({ onResolve }) {
    const index = ["", "index", "index.js"].map((name) => path.join(core, name));
    onResolve({ filter: /^\./ }, ({ resolveDir, path: wanted }) =>
      index.includes(path.resolve(resolveDir, wanted)) || path.resolve(resolveDir, wanted) === core
        ? { path: "@tensorflow/tfjs-core", external: true }
        : undefined,
    );
  },
};

async function bundleTo(outfile: string): Promise<void> {
  const environment = { name: "native", backendName: "tensorflow", flags: {}, isDataSync: true };
  const contents = [
    `require(${JSON.stringify(path.join(core, "jasmine_util.js"))}).setTestEnvs([${JSON.stringify(environment)}]);`,
    ...testFiles().map((file) => `require(${JSON.stringify(path.join(core, file))});`),
  ].join("\n");
  await build({
    stdin: { contents, resolveDir: core },
    bundle: true,
    platform: "node",
    outfile,
    logLevel: "error",
    external: ["jasmine-core"],
    plugins: [oneCopy],
  });
}

async function run(bundle: string, native: "plain" | "fast"): Promise<UpstreamRun> {
  const program = path.join(__dirname, "upstream.testing.js");
  const env = {
    ...process.env,
    NODE_PATH: path.join(core, "..", "..", ".."),
    TFJS_GRAPH: native,
  };
  const options = { env, maxBuffer: 2 ** 26, timeout: 300_000 };
  const { stdout } = await promisify(execFile)(process.execPath, [program, bundle], options);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) as string) as UpstreamRun;
}

test("of TensorFlow.js' own tests none fails that passes without the fast kernels", { skip }, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "upstream-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const bundle = path.join(folder, "tests.js");
  await bundleTo(bundle);
  const plain = await run(bundle, "plain");
  const fast = await run(bundle, "fast");
  assert.ok(plain.specs > 3000, `${plain.specs} tests`);
  assert.equal(fast.specs, plain.specs);
  const news = Object.entries(fast.failed).filter(([name]) => !(name in plain.failed));
  assert.deepEqual(news, []);
  t.diagnostic(
    `${fast.specs} tests of TensorFlow.js; ${Object.keys(plain.failed).length} fail with and without`,
  );
});
