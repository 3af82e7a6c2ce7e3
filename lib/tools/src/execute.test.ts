/** Tests of the lesson runner with real kernels: verdicts, places, partial output, time limit. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
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
import { after, before, test } from "node:test";
import { ArgumentError, UnknownNameError } from "neural-notebooks/core";
import { installStockKernelspec, STOCK_KERNEL_NAME } from "tslab-kernel/stock";
import type { ExecutedNotebook } from "./chart-outputs";
import { firstDifference } from "./compare-runs";
import { makeEdition } from "./editions";
import { executeNotebooks, findLessons, reportRun, type LessonRun } from "./execute";
import { readPercent, writeNotebook } from "./percent";
import { folders, projectRoot } from "./project";

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
  stock: `// %%
import { inNotebook } from "neural-notebooks/core";
const course = Symbol.for("neural-notebooks.host") in globalThis;

// %% tags=["raises-exception"]
throw new Error("on purpose");

// %%
console.log("course kernel", course, "in a notebook", inNotebook());
`,
  lame: `// %%
console.log("begun");
throw new RangeError("on stock");
`,
  restless: `// %%
console.log("took", performance.now(), "ms");

// %%
console.log("same");
console.log("draw", Math.random());
`,
  engine: `// %%
import { backendInfo } from "neural-notebooks/core";
console.log(backendInfo().name, backendInfo().reason, "effort", process.env.NEURAL_NOTEBOOKS_EFFORT);
`,
  proven: `// %%
import { tf } from "neural-notebooks/core";

// %% tags=["proof"]
import { checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown]
// ## A sum

// %%
const sum = 1 + 1;
sum;

// %% tags=["proof"]
checkEqual(sum, 2, { of: "the sum" });

// %%
sum + 1;

// %% tags=["proof"]
checkTrue(sum > 1, "the sum is more than one");

// %% [markdown]
// ## The end

// %% tags=["proof"]
checkEqual(sum, 3, { of: "the sum at the end" });
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
  for (const [name, source] of Object.entries(SOURCES)) writeFileSync(path.join(root, `${name}.ts`), source);
  const whole = readPercent({ good: SOURCES.good, charts: SOURCES.charts, engine: SOURCES.engine });
  for (const [name, notebook] of Object.entries(whole))
    writeFileSync(path.join(root, `${name}.ipynb`), writeNotebook(notebook));
  const onCell = (name: string, cell: number) => void begun.push(`${name} ${cell}`);
  const wanted = findLessons(["good", "wrong", "tame", "charts", "proven"], root);
  runs = await executeNotebooks(wanted, { out, onCell, folder: root });
  // The limit leaves a busy machine time for the first cell, which waits for the compiler to load.
  runs.push(...(await executeNotebooks(findLessons(["slow"], root), { out, timeout: 15, folder: root })));
});

after(() => rmSync(root, { recursive: true }));

test("a lesson whose cells run passes, and a cell that fails on purpose does not stop it", () => {
  const run = runOf("good");
  assert.equal(run.failure, undefined);
  assert.equal(run.cells, 3);
  assert.match(textOf("good"), /21/);
  assert.match(textOf("good"), /on purpose/);
  assert.deepEqual(
    begun.filter((line) => line.startsWith("good")),
    ["good 0", "good 1", "good 2", "good 3"],
  );
});

test("time and peak memory of the kernel are measured", () => {
  const run = runOf("good");
  assert.ok(run.seconds > 0.1 && run.seconds < 120, String(run.seconds));
  assert.ok(run.peakBytes > 40 * 2 ** 20 && run.peakBytes < 4 * 2 ** 30, String(run.peakBytes));
});

test("a failing cell is named with its number, line, error and message, and ends the lesson", () => {
  const { failure, cells } = runOf("wrong");
  assert.ok(failure);
  assert.deepEqual(
    [failure.cell, failure.line, failure.ename, failure.evalue],
    [2, 3, "RangeError", "too far"],
  );
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
  assert.deepEqual(run.charts, [
    { cell: 3, message: 'the chart "It falls" shows numbers at yaxis without a name' },
  ]);
  assert.match(
    reportRun(run),
    /^charts +FAILED .*\n {2}charts, cell 3: the chart "It falls" shows numbers at yaxis without a name$/,
  );
  assert.deepEqual(
    runs.filter(({ name }) => name !== "charts").flatMap(({ charts }) => charts),
    [],
  );
});

test("a lesson's proofs run with it, and the first that fails ends it", () => {
  const { failure } = runOf("proven");
  assert.match(
    `${failure?.cell} ${failure?.ename} ${failure?.evalue}`,
    /^7 CheckError .*the sum at the end must be 3; received 2/,
  );
});

test("in an instructor's copy a section ends with one line that opens into all its statements", async () => {
  const copies = path.join(root, "instructor");
  mkdirSync(copies);
  const { proven } = readPercent({ proven: SOURCES.proven });
  const file = path.join(copies, "instructors.ipynb");
  writeFileSync(file, writeNotebook(makeEdition(proven, "instructor")));
  const [run] = await executeNotebooks([file], { out });
  assert.match(String(run?.failure?.evalue), /the sum at the end must be 3/);
  const { cells } = JSON.parse(textOf("instructors")) as {
    cells: { source: string[]; outputs?: { data?: Record<string, string[]> }[] }[];
  };
  const [shown, ...others] =
    cells.filter(({ source }) => source.join("").includes("statements();"))[0]?.outputs ?? [];
  assert.deepEqual(others, []);
  assert.equal(
    shown?.data?.["text/markdown"]?.join(""),
    "<details>\n<summary>✓ 2 statements hold</summary>\n\n- ✓ the sum: 2\n- ✓ the sum is more than one\n\n</details>",
  );
});

test("an instructor's copy of a lesson runs: its statements hold at the ends of sections, where tensors may be gone", async () => {
  const { lesson } = readPercent({ lesson: readFileSync(path.join(folders.sources, "00-start.ts"), "utf8") });
  const file = path.join(root, "instructor-lesson.ipynb");
  writeFileSync(file, writeNotebook(makeEdition(lesson, "instructor")));
  const [run] = await executeNotebooks([file], { out });
  assert.equal(run?.failure, undefined);
  assert.match(textOf("instructor-lesson"), /✓ 3 statements hold/);
});

for (const name of ["02-perceptron", "12-binary"])
  test(`a learner's ${name} runs without its proofs, and shows the same`, async () => {
    const wholeOut = path.join(root, "whole");
    const learnersOut = path.join(root, "learners");
    const notebook = path.join(folders.lessons, `${name}.ipynb`);
    const [whole] = await executeNotebooks(findLessons([name]), { out: wholeOut });
    const [learners] = await executeNotebooks([notebook], { out: learnersOut });
    assert.deepEqual([whole?.failure, learners?.failure], [undefined, undefined]);
    assert.ok((learners?.cells ?? 0) < (whole?.cells ?? 0));
    const copyOf = (folder: string) =>
      // The names of widgets, cards and tables come from the number of the cell, which proofs change.
      JSON.parse(
        readFileSync(path.join(folder, `${name}.ipynb`), "utf8").replace(
          /"(model_id|card|table|display_id)": "[^"]+"/g,
          '"$1": ""',
        ),
      ) as {
        cells: { cell_type: string; metadata: { tags?: string[] } }[];
      };
    const codeOf = ({ cells }: ReturnType<typeof copyOf>) => ({
      cells: cells.filter(
        ({ cell_type, metadata }) => cell_type === "code" && !metadata.tags?.includes("proof"),
      ),
    });
    const [first, second] = [copyOf(wholeOut), copyOf(learnersOut)].map(codeOf) as unknown as [
      ExecutedNotebook,
      ExecutedNotebook,
    ];
    assert.equal(first.cells.length, second.cells.length);
    assert.equal(firstDifference(first, second), undefined);
  });

test("npm run execute ends with code 1 for such a chart alone, and with 0 without it", () => {
  const outcomeOf = (name: string) =>
    spawnSync(
      process.execPath,
      [
        path.join(__dirname, "execute.js"),
        path.join(root, `${name}.ipynb`),
        "--out",
        path.join(root, "again"),
      ],
      { encoding: "utf8" },
    );
  const bad = outcomeOf("charts");
  assert.deepEqual(
    [
      bad.status,
      /charts, cell 3: the chart "It falls"/.test(bad.stdout),
      /1 executed, 1 failed/.test(bad.stdout),
    ],
    [1, true, true],
    bad.stdout + bad.stderr,
  );
  assert.equal(outcomeOf("good").status, 0);
});

test("the second run of a lesson is compared with the first, and the first cell that differs is told", async () => {
  const heard: string[] = [];
  const twice = await executeNotebooks(findLessons(["good", "restless"], root), {
    twice: true,
    folder: root,
    onEnd: (run) => void heard.push(`${run.name} ${run.turn}`),
  });
  assert.deepEqual(heard, ["good 1", "good 2", "restless 1", "restless 2"]);
  assert.deepEqual(
    twice.slice(0, 3).map(({ difference }) => difference),
    [undefined, undefined, undefined],
  );
  const last = twice[3];
  assert.deepEqual([last?.difference?.cell, last?.difference?.kind, last?.failure], [2, "stdout", undefined]);
  assert.match(
    reportRun(last as LessonRun),
    /^restless +FAILED .* second run\n {2}restless, cell 2: the second run differs in stdout\n {4}first {2}draw 0\.\d+\n {4}second draw 0\.\d+$/,
  );
});

test("a lesson runs on stock tslab, also behind a cell that fails on purpose, and an error there is told by what was written", async () => {
  const [stock, lame] = await executeNotebooks(findLessons(["stock", "lame"], root), {
    kernel: "stock",
    out,
    folder: root,
  });
  assert.equal(stock?.failure, undefined);
  assert.match(textOf("stock"), /course kernel false in a notebook true/);
  assert.equal(lame?.failure?.cell, 1);
  assert.match(lame.failure.evalue, /on stock/);
});

test("a cell that the kernel refuses to run is a failure, not a success without output", async () => {
  // Without the pause that the name "stock" brings, stock tslab refuses the cell behind one that failed.
  const prefix = path.join(root, "prefix");
  const [run] = await executeNotebooks(findLessons(["stock"], root), {
    kernel: STOCK_KERNEL_NAME,
    folder: root,
    env: { JUPYTER_PATH: installStockKernelspec({ prefix }) },
  });
  assert.deepEqual([run?.failure?.ename, run?.failure?.cell], ["NotRun", 3]);
});

test("npm run execute takes back end and effort, and refuses what they cannot be", () => {
  const outcomeOf = (backend: string, effort: string) => {
    const args = [
      path.join(__dirname, "execute.js"),
      path.join(root, "engine.ipynb"),
      "--backend",
      backend,
      "--effort",
      effort,
      "--out",
      out,
    ];
    return spawnSync(process.execPath, args, { encoding: "utf8" });
  };
  const js = outcomeOf("js", "0.5");
  assert.equal(js.status, 0, js.stdout + js.stderr);
  assert.match(textOf("engine"), /javascript NEURAL_NOTEBOOKS_BACKEND=js asks for it effort 0\.5/);
  const much = outcomeOf("js", "2");
  assert.deepEqual(
    [much.status, /NEURAL_NOTEBOOKS_EFFORT must be a number in \(0, 1\]; received "2"/.test(much.stderr)],
    [1, true],
    much.stderr,
  );
  const wrong = outcomeOf("gpu", "1");
  assert.deepEqual(
    [
      wrong.status,
      /Cannot execute lessons: --backend must be one of "native", "js"; received "gpu"/.test(wrong.stderr),
    ],
    [1, true],
    wrong.stderr,
  );
});

test("a cell past its time is a failure, and its output so far is kept", () => {
  const { failure, seconds } = runOf("slow");
  assert.deepEqual([failure?.ename, failure?.cell], ["TimeoutError", 2]);
  assert.ok(seconds < 60, String(seconds));
  assert.match(textOf("slow"), /begun/);
});

test("the notebooks themselves stay without outputs, and a source leaves no notebook beside it", () => {
  assert.doesNotMatch(readFileSync(path.join(root, "good.ipynb"), "utf8"), /"output_type"/);
  assert.ok(!existsSync(path.join(root, "wrong.ipynb")));
});

test("a kernel that does not exist is a failure by name, not a crash", async () => {
  const [run] = await executeNotebooks([path.join(root, "good.ipynb")], { kernel: "no-such-kernel" });
  assert.match(`${run?.failure?.ename} ${run?.failure?.evalue}`, /no-such-kernel/);
});

test("an unknown lesson is answered with the names there are", () => {
  assert.throws(
    () => findLessons(["godo"], root),
    (error: unknown) =>
      error instanceof UnknownNameError &&
      /"godo"/.test(error.message) &&
      /charts, engine, good, .*, tame, wrong/.test(error.message),
  );
  assert.throws(() => findLessons([], root), ArgumentError);
});

test("lessons are found by name, by number, by path and all at once, each once", () => {
  writeFileSync(path.join(root, "07-deep.ts"), "// %%\n");
  const deep = path.join(root, "07-deep.ts");
  const notebook = path.join(root, "good.ipynb");
  assert.deepEqual(findLessons(["07", "07-deep", notebook], root), [deep, notebook]);
  assert.deepEqual(
    findLessons(["all"], root).map((file) => path.basename(file)),
    [
      "07-deep.ts",
      ...Object.keys(SOURCES)
        .sort()
        .map((name) => `${name}.ts`),
    ],
  );
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
