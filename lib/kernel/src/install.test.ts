import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { installKernelspec, kernelspecProblems } from "./install";

describe("installing the kernelspec", () => {
  let prefix: string;

  beforeEach(() => {
    prefix = mkdtempSync(path.join(tmpdir(), "neural-notebooks-spec-"));
  });

  afterEach(() => rmSync(prefix, { recursive: true, force: true }));

  test("a new one is whole, and nothing else is left behind", () => {
    assert.equal(kernelspecProblems({ prefix }).length, 2);
    const folder = installKernelspec({ prefix });
    assert.deepEqual(kernelspecProblems({ prefix }), []);
    assert.deepEqual(readdirSync(folder).sort(), ["kernel.json", "logo-svg.svg"]);
  });

  test("a right one is not touched, a damaged one is mended", () => {
    const folder = installKernelspec({ prefix });
    const file = path.join(folder, "kernel.json");
    const before = statSync(file).ino;
    installKernelspec({ prefix });
    assert.equal(statSync(file).ino, before);
    truncateSync(file, 10);
    assert.match(kernelspecProblems({ prefix })[0] ?? "", /kernel\.json differs/);
    installKernelspec({ prefix });
    assert.deepEqual(kernelspecProblems({ prefix }), []);
  });

  test("a file in the folder's place gives way", () => {
    rmSync(installKernelspec({ prefix }), { recursive: true });
    writeFileSync(path.join(prefix, "share", "jupyter", "kernels", "tslab"), "");
    installKernelspec({ prefix });
    assert.deepEqual(kernelspecProblems({ prefix }), []);
  });

  test("Jupyter finds a kernelspec at every moment of a replacement", async () => {
    const folder = installKernelspec({ prefix });
    const watch = `const { existsSync } = require("node:fs"); let gone = 0;
      process.stdout.write("ready");
      process.stdin.on("data", () => process.exit(gone === 0 ? 0 : 1));
      setInterval(() => { for (let i = 0; i < 2000; i++) if (!existsSync(process.argv[1])) gone += 1; }, 0);`;
    const watcher = spawn(process.execPath, ["-e", watch, path.join(folder, "kernel.json")]);
    const ended = once(watcher, "exit");
    await once(watcher.stdout, "data");
    const until = Date.now() + 500;
    while (Date.now() < until) {
      writeFileSync(path.join(folder, "logo-svg.svg"), "older");
      installKernelspec({ prefix });
    }
    watcher.stdin.write("end");
    assert.deepEqual(await ended, [0, null], "kernel.json was missing for a moment");
  });
});
