/** Proof that nbgrader's own autograde gives true scores with the course kernel and the course's nbgrader settings. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { kernelspec } from "./percent";
import { jupyterEnvironment, projectRoot, pythonPath } from "./project";

interface RawCell {
  cell_type: string;
  source: string | string[];
  metadata: { nbgrader?: { grade_id: string } };
}

const SOLUTION = `function double(x: number): number {
  // BEGIN SOLUTION
  return 2 * x;
  // END SOLUTION
}
`;

/** Each submission: what the learner wrote in place of the stub (`undefined`: nothing), and the points it earns. */
const SUBMISSIONS = {
  untouched: { answer: undefined, points: 0 },
  right: { answer: "function double(x: number): number {\n  return x + x;\n}\n", points: 20 },
  wrong: { answer: "function double(x: number): number {\n  return x * x;\n}\n", points: 10 },
  uncompiled: { answer: 'function double(x: number): number {\n  return "two";\n}\n', points: 0 },
} as const;

let course: string;
let release: RawCell[];
const points = new Map<string, string>();

before(() => {
  course = mkdtempSync(path.join(tmpdir(), "nbgrader-"));
  copyFileSync(
    path.join(projectRoot, "notebooks", "assignments", "nbgrader_config.py"),
    path.join(course, "nbgrader_config.py"),
  );
  writeNotebookFile("source/hw1", [
    code("imports", 'import assert from "node:assert/strict";', { locked: true }),
    code("double", SOLUTION, { solution: true }),
    // For x = 0 and x = 2 doubling and squaring agree, for 3 and 5 they do not.
    ...[0, 2, 3, 5].map((x) =>
      code(`test-${x}`, `assert.equal(double(${x}), ${2 * x});`, { points: 5, locked: true }),
    ),
  ]);
  nbgrader("generate_assignment", "hw1", "--create");
  const released = readFileSync(path.join(course, "release/hw1/hw1.ipynb"), "utf8");
  release = (JSON.parse(released) as { cells: RawCell[] }).cells;
  for (const [learner, { answer }] of Object.entries(SUBMISSIONS)) {
    const cells = release.map((cell) =>
      answer !== undefined && idOf(cell) === "double" ? { ...cell, source: answer } : cell,
    );
    writeNotebookFile(`submitted/${learner}/hw1`, cells);
  }
  nbgrader("autograde", "hw1");
  nbgrader("export", "--to", "grades.csv");
  const [header = "", ...rows] = readFileSync(path.join(course, "grades.csv"), "utf8").trim().split("\n");
  const names = header.split(",");
  for (const row of rows.map((line) => line.split(","))) {
    points.set(
      row[names.indexOf("student_id")] ?? "",
      `${row[names.indexOf("score")]} of ${row[names.indexOf("max_score")]}`,
    );
  }
});

after(() => rmSync(course, { recursive: true, force: true }));

test("the released notebook holds the TypeScript stub and no solution", () => {
  const text = textOf(release.find((cell) => idOf(cell) === "double"));
  assert.match(text, /throw new Error\("Not answered yet/);
  assert.doesNotMatch(text, /2 \* x|SOLUTION/);
});

test("four failing test cells in a row score 0", () => {
  assert.equal(points.get("untouched"), "0.0 of 20.0");
});

test("a right answer, written otherwise than the solution, gets full marks", () => {
  assert.equal(points.get("right"), "20.0 of 20.0");
});

test("a wrong answer loses exactly the points of the cells that fail", () => {
  assert.equal(points.get("wrong"), "10.0 of 20.0");
});

test("an answer that does not compile scores 0", () => {
  assert.equal(points.get("uncompiled"), "0.0 of 20.0");
});

test("each failing test cell holds the error that failed it", () => {
  const graded = readFileSync(path.join(course, "autograded/untouched/hw1/hw1.ipynb"), "utf8");
  const cells = (
    JSON.parse(graded) as { cells: (RawCell & { outputs: { output_type: string; evalue?: string }[] })[] }
  ).cells;
  const tests = cells.filter((cell) => idOf(cell).startsWith("test-"));
  assert.deepEqual(
    tests.map((cell) => cell.outputs.map((output) => output.output_type)),
    [["error"], ["error"], ["error"], ["error"]],
  );
  assert.ok(tests.every((cell) => /Not answered yet/.test(cell.outputs[0]?.evalue ?? "")));
});

function code(
  id: string,
  source: string,
  options: { points?: number; solution?: boolean; locked?: boolean },
): RawCell {
  const { points: worth, solution = false, locked = false } = options;
  const marks = {
    schema_version: 3,
    grade_id: id,
    grade: worth !== undefined,
    solution,
    locked,
    task: false,
    ...(worth === undefined ? {} : { points: worth }),
  };
  return {
    cell_type: "code",
    source,
    metadata: { nbgrader: marks },
    ...{ id, execution_count: null, outputs: [] },
  };
}

function writeNotebookFile(folder: string, cells: readonly RawCell[]): void {
  mkdirSync(path.join(course, folder), { recursive: true });
  writeFileSync(
    path.join(course, folder, "hw1.ipynb"),
    JSON.stringify({ cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }),
  );
}

function nbgrader(...words: string[]): void {
  const own = {
    JUPYTER_DATA_DIR: path.join(course, ".data"),
    JUPYTER_RUNTIME_DIR: path.join(course, ".runtime"),
    JUPYTER_CONFIG_DIR: path.join(course, ".config"),
  };
  // autograde ends with an error where a submission could not be graded, which none of these is.
  execFileSync(pythonPath(), ["-m", "nbgrader", ...words], {
    cwd: course,
    env: { ...jupyterEnvironment(), ...own },
    stdio: "pipe",
  });
}

function idOf(cell: RawCell): string {
  return cell.metadata.nbgrader?.grade_id ?? "";
}

function textOf(cell: RawCell | undefined): string {
  return [cell?.source ?? ""].flat().join("");
}
