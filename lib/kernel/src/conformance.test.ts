/** Jupyter's own tools on the kernel: the conformance suite, and nbclient, which nbconvert and nbgrader run cells with. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { after, test } from "node:test";
import { installKernelspec } from "./install";

const root = path.join(__dirname, "..", "..", "..");
const sources = path.join(root, "lib", "kernel", "conformance");
const python = path.join(root, ".venv", "bin", "python");
const temporary = mkdtempSync(path.join(tmpdir(), "neural-notebooks-conformance-"));
installKernelspec({ prefix: temporary });
after(() => rmSync(temporary, { recursive: true, force: true }));

interface Output {
  output_type: string;
  name?: string;
  text?: string;
  ename?: string;
  data?: Record<string, string>;
}

interface Run {
  failure: { ename: string; evalue: string } | null;
  cells: { execution_count: number | null; outputs: Output[] }[];
}

function runPython(file: string, input = ""): { status: number | null; stdout: string; stderr: string } {
  assert.ok(existsSync(python), `${python} is missing: run npm run setup`);
  const env = {
    ...process.env,
    JUPYTER_PATH: path.join(temporary, "share", "jupyter"),
    IPYTHONDIR: temporary,
    JUPYTER_RUNTIME_DIR: temporary,
    JUPYTER_CONFIG_DIR: temporary,
  };
  return spawnSync(python, [path.join(sources, file)], {
    cwd: root,
    env,
    input,
    encoding: "utf8",
    timeout: 300_000,
  });
}

function runCells(request: {
  cells: { source: string; tags?: string[] }[];
  allow_errors?: boolean;
  timeout?: number;
  interrupt_on_timeout?: boolean;
}): Run {
  const { status, stdout, stderr } = runPython("run_cells.py", JSON.stringify(request));
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as Run;
}

test("passes all of jupyter_kernel_test without a skip", () => {
  const { status, stderr } = runPython("test_tslab.py");
  assert.equal(status, 0, stderr);
  assert.match(stderr, /Ran 13 tests/, stderr);
  assert.doesNotMatch(stderr, /skipped/, stderr);
});

test("four failing cells in a row give four errors", () => {
  const sources = [
    "throw new Error('one')",
    "const n: number = 'two';",
    "await Promise.reject(new RangeError('three'))",
    "nosuch",
  ];
  const { cells } = runCells({ cells: sources.map((source) => ({ source })), allow_errors: true });
  const names = cells.map((cell) => cell.outputs.map((output) => `${output.output_type} ${output.ename}`));
  assert.deepEqual(names, [["error Error"], ["error TS2322"], ["error RangeError"], ["error TS2304"]]);
  assert.deepEqual(
    cells.map((cell) => cell.execution_count),
    [1, 2, 3, 4],
  );
});

test("a cell that is meant to fail does not stop the run, and the next one runs", () => {
  const { failure, cells } = runCells({
    cells: [{ source: "throw new Error('on purpose')", tags: ["raises-exception"] }, { source: "'after'" }],
  });
  assert.equal(failure, null);
  assert.equal(cells[0]?.outputs[0]?.ename, "Error");
  assert.equal(cells[1]?.outputs[0]?.data?.["text/plain"], "after");
});

test("a cell that fails stops a strict run with its name and text", () => {
  const { failure, cells } = runCells({
    cells: [{ source: "throw new TypeError('why')" }, { source: "'after'" }],
  });
  assert.deepEqual(failure, { ename: "TypeError", evalue: "why" });
  assert.equal(cells[1]?.execution_count, null);
});

test("a cell over its time is interrupted, and the next ones run", () => {
  // Long enough for the first cell on a busy machine.
  const request = { timeout: 12, interrupt_on_timeout: true, allow_errors: true };
  const { cells } = runCells({
    ...request,
    cells: [
      // The declarations of Node's timers are read before the clock of the next cell runs.
      { source: "setTimeout(() => undefined, 1); 'warm'" },
      { source: "let i = 0; await new Promise((r) => setTimeout(r, 10)); while (true) i++;" },
      { source: "i > 0" },
    ],
  });
  assert.ok(cells[1]?.outputs.some((output) => output.output_type === "error"));
  assert.equal(cells[2]?.outputs[0]?.data?.["text/plain"], "true");
});

test("10,000 lines are whole in the notebook", () => {
  const { cells } = runCells({
    cells: [{ source: "for (let i = 0; i < 10000; i++) console.log(i);" }, { source: "'next'" }],
  });
  const text = cells[0]?.outputs.map((output) => output.text).join("") ?? "";
  assert.equal(text, Array.from({ length: 10_000 }, (_, i) => `${i}\n`).join(""));
  assert.equal(cells[1]?.outputs.length, 1);
});
