/** The log of progress: what is written, when nothing is, and what is read of a damaged one. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { progressPlace, recordProgress } from "./progress";
import { parseProgress, progressOf } from "./progress-log";

/** A course on disk, and the environment of a kernel that Jupyter has started for one of its lessons. */
function course(t: TestContext) {
  const root = mkdtempSync(path.join(tmpdir(), "progress-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const lessons = path.join(root, "notebooks", "lessons");
  mkdirSync(lessons, { recursive: true });
  writeFileSync(path.join(root, "notebooks", "course.json"), "{}");
  const environment = { JPY_SESSION_NAME: path.join(lessons, "03-linear-unit.ipynb") };
  const file = path.join(root, "notebooks", "progress.jsonl");
  return { root, environment, file, read: () => progressOf(parseProgress(readFileSync(file, "utf8"))) };
}

test("exercises, predictions and places are added up from what was recorded", (t) => {
  const { environment, read } = course(t);
  const exercise = (id: string, status: "right" | "wrong" | "error" | "hint" | "solution") =>
    recordProgress({ kind: "exercise", id, status }, environment);
  exercise("03-linear-unit/step", "wrong");
  exercise("03-linear-unit/step", "hint");
  exercise("03-linear-unit/step", "right");
  exercise("03-linear-unit/step", "error");
  exercise("03-linear-unit/other", "solution");
  recordProgress({ kind: "prediction", question: "Which?", right: true }, environment);
  recordProgress({ kind: "prediction", question: "Which?", right: false }, environment);
  recordProgress({ kind: "place", cell: "abc" }, environment);
  const { exercises, predictions, places, last } = read();
  assert.deepEqual(exercises.get("03-linear-unit/step"), {
    right: true,
    attempts: 3,
    hints: 1,
    solutionShown: false,
  });
  assert.deepEqual(exercises.get("03-linear-unit/other"), {
    right: false,
    attempts: 0,
    hints: 0,
    solutionShown: true,
  });
  assert.equal(predictions.get("03-linear-unit")?.get("Which?"), false);
  assert.equal(places.get("03-linear-unit")?.cell, "abc");
  assert.equal(last?.lesson, "03-linear-unit");
  assert.ok(!Number.isNaN(Date.parse(last?.at ?? "")));
});

test("a cell that runs again is one line, another cell is the next", (t) => {
  const { environment, file } = course(t);
  for (const cell of ["a", "a", "b", "b", "a"]) recordProgress({ kind: "place", cell }, environment);
  assert.equal(readFileSync(file, "utf8").trimEnd().split("\n").length, 3);
});

test("a line that was left unfinished takes no other with it", (t) => {
  const { environment, file, read } = course(t);
  recordProgress({ kind: "exercise", id: "00-start/one", status: "right" }, environment);
  appendFileSync(file, '{"kind":"exercise","at":"2026');
  recordProgress({ kind: "exercise", id: "00-start/two", status: "right" }, environment);
  assert.deepEqual([...read().exercises.keys()], ["00-start/one", "00-start/two"]);
});

test("lines of other kinds and damaged ones are passed over", () => {
  const whole = '{"kind":"exercise","at":"x","id":"00-start/one","status":"right"}';
  const lines = [
    "null",
    "[]",
    "{}",
    '{"kind":"toString"}',
    '{"kind":"exercise","id":7}',
    "\u0000",
    whole,
    "",
  ];
  assert.equal(parseProgress(lines.join("\n")).length, 1);
});

test("a kernel that is killed while it writes leaves whole lines, beside another that writes as well", async (t) => {
  const { environment, file } = course(t);
  const write = (name: string) =>
    spawn(
      process.execPath,
      [
        "-e",
        `const { recordProgress } = require(${JSON.stringify(path.join(__dirname, "progress.js"))});
         for (let i = 0; ; i++) recordProgress({ kind: "place", cell: "${name}" + i });`,
      ],
      { env: { ...process.env, ...environment }, stdio: "ignore" },
    );
  const writers = [write("first"), write("second")];
  const has = (name: string) => existsSync(file) && readFileSync(file, "utf8").includes(name);
  const begun = Date.now();
  while (!(has("first100") && has("second100")) && Date.now() - begun < 60_000)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const ended = writers.map((writer) => new Promise((resolve) => writer.once("exit", resolve)));
  for (const writer of writers) writer.kill("SIGKILL");
  await Promise.all(ended);
  // A writer that looks while the other writes may end a line that is ended already; the last may be a torn one.
  const lines = readFileSync(file, "utf8")
    .split("\n")
    .slice(0, -1)
    .filter((line) => line !== "");
  assert.equal(parseProgress(lines.join("\n")).length, lines.length);
  for (const name of ["first", "second"]) {
    const own = lines
      .map((line) => (JSON.parse(line) as { cell: string }).cell)
      .filter((cell) => cell.startsWith(name));
    assert.deepEqual(
      own,
      own.map((_, i) => `${name}${i}`),
    );
  }
});

test("nothing is kept for programs that run notebooks, for other notebooks, or when it is switched off", (t) => {
  const { root, environment, file } = course(t);
  const elsewhere = { JPY_SESSION_NAME: path.join(tmpdir(), "mine.ipynb") };
  const console_ = { JPY_SESSION_NAME: path.join(root, "notebooks", "lessons", "Console 1") };
  for (const other of [{}, elsewhere, console_, { ...environment, NEURAL_NOTEBOOKS_PROGRESS: "off" }]) {
    assert.equal(progressPlace(other), undefined);
    recordProgress({ kind: "place", cell: "x" }, other);
  }
  assert.equal(existsSync(file), false);
  const own = path.join(root, "own.jsonl");
  assert.equal(progressPlace({ ...environment, NEURAL_NOTEBOOKS_PROGRESS: own })?.file, own);
});

test("a log that cannot be written stops no lesson", (t) => {
  const { root, environment } = course(t);
  const log = path.join(root, "no", "such", "folder.jsonl");
  recordProgress({ kind: "place", cell: "y" }, { ...environment, NEURAL_NOTEBOOKS_PROGRESS: log });
  assert.equal(existsSync(log), false);
});
