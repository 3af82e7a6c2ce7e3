/** Tests of the lesson runner with real kernels: verdicts, places, partial output, time limit. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { ArgumentError, UnknownNameError } from "../core/errors";
import { executeNotebooks, findLessons, reportRun, type LessonRun } from "./execute";
import { readPercent, writeNotebook } from "./percent";
import { projectRoot } from "./project";

const SOURCES = {
  good: `// %%
const a = 20;

// %% tags=["raises-exception"]
throw new Error("on purpose");

// %%
console.log(a + 1);
`,
  wrong: `// %%
console.log("before");

// %% [markdown]
// Text does not count.

// %%
const b = 1;
console.log("line two");
throw new RangeError("too far");

// %%
console.log("never");
`,
  tame: `// %% tags=["raises-exception"]
const c = 1;
`,
  charts: `// %%
import { chart, lineChart } from "neural-notebooks/charts";

// %%
lineChart({ y: { loss: [2, 1] } }, { title: "It falls", xTitle: "epoch", yTitle: "loss" });

// %% [markdown]
// Text does not count.

// %%
chart({ data: [{ y: [2, 1] }], layout: { title: { text: "It falls" }, xaxis: { title: { text: "epoch" } } } }, { alt: "From 2 to 1." });
`,
  slow: `// %%
const ready = true;

// %%
console.log("begun");
await new Promise((resolve) => setTimeout(resolve, 60_000));
`,
};

let root: string;
let out: string;
let runs: LessonRun[];
const begun: string[] = [];

before(async () => {
  root = mkdtempSync(path.join(tmpdir(), "execute-"));
  out = path.join(root, "executed");
  // A notebook finds the library from its own folder upwards.
  symlinkSync(path.join(projectRoot, "node_modules"), path.join(root, "node_modules"), "junction");
  for (const [name, notebook] of Object.entries(readPercent(SOURCES))) {
    writeFileSync(path.join(root, `${name}.ipynb`), writeNotebook(notebook));
  }
  const onCell = (name: string, cell: number) => void begun.push(`${name} ${cell}`);
  runs = await executeNotebooks(findLessons(["good", "wrong", "tame", "charts"], root), { out, onCell });
  // The limit leaves a busy machine time for the first cell, which waits for the compiler to load.
  runs.push(...(await executeNotebooks(findLessons(["slow"], root), { out, timeout: 15 })));
});

after(() => rmSync(root, { recursive: true }));

test("a lesson whose cells run passes, and a cell that fails on purpose does not stop it", () => {
  const run = runOf("good");
  assert.equal(run.failure, undefined);
  assert.equal(run.cells, 3);
  assert.match(textOf("good"), /21/);
  assert.match(textOf("good"), /on purpose/);
  assert.deepEqual(begun.filter((line) => line.startsWith("good")), ["good 0", "good 1", "good 2", "good 3"]);
});

test("time and peak memory of the kernel are measured", () => {
  const run = runOf("good");
  assert.ok(run.seconds > 0.1 && run.seconds < 120, String(run.seconds));
  assert.ok(run.peakBytes > 40 * 2 ** 20 && run.peakBytes < 4 * 2 ** 30, String(run.peakBytes));
});

test("a failing cell is named with its number, line, error and message, and ends the lesson", () => {
  const { failure, cells } = runOf("wrong");
  assert.ok(failure);
  assert.deepEqual([failure.cell, failure.line, failure.ename, failure.evalue], [2, 3, "RangeError", "too far"]);
  assert.equal(cells, 2);
  assert.match(reportRun(runOf("wrong")), /wrong, cell 2, line 3: RangeError: too far$/);
});

test("what was printed before the failure is kept, what comes after it is not run", () => {
  const text = textOf("wrong");
  assert.match(text, /"before\\n"/);
  assert.match(text, /"line two\\n"/);
  assert.match(text, /"too far"/);
  assert.doesNotMatch(text, /"never\\n"/);
});

test("a cell that must fail and does not is a failure", () => {
  const { failure } = runOf("tame");
  assert.equal(failure?.ename, "NoError");
  assert.match(failure.evalue, /raises-exception/);
});

test("a chart that lacks the name of an axis is told with its cell, and the lesson has failed though every cell ran", () => {
  const run = runOf("charts");
  assert.equal(run.failure, undefined);
  assert.deepEqual(run.charts, [{ cell: 3, message: 'the chart "It falls" shows numbers at yaxis without a name' }]);
  assert.match(reportRun(run), /^charts +FAILED .*\n {2}charts, cell 3: the chart "It falls" shows numbers at yaxis without a name$/);
  assert.deepEqual(runs.filter(({ name }) => name !== "charts").flatMap(({ charts }) => charts), []);
});

test("npm run execute ends with code 1 for such a chart alone, and with 0 without it", () => {
  const outcomeOf = (name: string) => spawnSync(process.execPath, [path.join(__dirname, "execute.js"), path.join(root, `${name}.ipynb`), "--out", path.join(root, "again")], { encoding: "utf8" });
  const bad = outcomeOf("charts");
  assert.deepEqual([bad.status, /charts, cell 3: the chart "It falls"/.test(bad.stdout), /1 executed, 1 failed/.test(bad.stdout)], [1, true, true], bad.stdout + bad.stderr);
  assert.equal(outcomeOf("good").status, 0);
});

test("a cell past its time is a failure, and its output so far is kept", () => {
  const { failure, seconds } = runOf("slow");
  assert.deepEqual([failure?.ename, failure?.cell], ["TimeoutError", 2]);
  assert.ok(seconds < 60, String(seconds));
  assert.match(textOf("slow"), /begun/);
});

test("the notebooks themselves stay without outputs", () => {
  assert.doesNotMatch(readFileSync(path.join(root, "good.ipynb"), "utf8"), /"output_type"/);
});

test("a kernel that does not exist is a failure by name, not a crash", async () => {
  const [run] = await executeNotebooks([path.join(root, "good.ipynb")], { kernel: "no-such-kernel" });
  assert.match(`${run?.failure?.ename} ${run?.failure?.evalue}`, /no-such-kernel/);
});

test("an unknown lesson is answered with the names there are", () => {
  assert.throws(
    () => findLessons(["godo"], root),
    (error: unknown) => error instanceof UnknownNameError && /"godo"/.test(error.message) && /charts, good, slow, tame, wrong/.test(error.message),
  );
  assert.throws(() => findLessons([], root), ArgumentError);
});

test("lessons are found by name, by number, by path and all at once, each once", () => {
  writeFileSync(path.join(root, "07-deep.ipynb"), "{}");
  const deep = path.join(root, "07-deep.ipynb");
  assert.deepEqual(findLessons(["07", "07-deep", deep], root), [deep]);
  assert.deepEqual(findLessons(["all"], root).map((file) => path.basename(file)), ["07-deep.ipynb", "charts.ipynb", "good.ipynb", "slow.ipynb", "tame.ipynb", "wrong.ipynb"]);
});

function runOf(name: string): LessonRun {
  const run = runs.find((each) => each.name === name);
  assert.ok(run, name);
  return run;
}

function textOf(name: string): string {
  const file = path.join(out, `${name}.ipynb`);
  assert.ok(existsSync(file), file);
  return readFileSync(file, "utf8");
}
