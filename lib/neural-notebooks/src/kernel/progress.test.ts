/** Progress as a kernel keeps it that Jupyter's server has started for a lesson. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { courseFolder, KernelClient } from "../../../kernel/dist/client.testing";
import { parseProgress, progressOf } from "../core/progress-log";

test("a kernel records where the learner is and which predictions were right", async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), "progress-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(path.join(root, "lessons"));
  writeFileSync(path.join(root, "course.json"), "{}");
  const kernel = await KernelClient.start({
    libraries: [courseFolder],
    env: { JPY_SESSION_NAME: path.join(root, "lessons", "06-activations.ipynb") },
  });
  t.after(() => kernel.stop());
  await kernel.execute("// a cell without a name");
  await kernel.execute('import { predict } from "neural-notebooks/core";', { cellId: "imports" });
  await kernel.execute('const guess = predict("Higher?", { choices: ["yes", "no"] }).answer("yes");', {
    cellId: "asks",
  });
  await kernel.execute('guess.reveal("no");', { cellId: "tells" });
  const exercise = "import { exercises } from 'neural-notebooks/grading/problems/03-linear-unit';";
  await kernel.execute(`${exercise}\nexercises.borderRate.check(5);`, { cellId: "exercise" });
  await kernel.execute("exercises.borderRate.hint();", { cellId: "exercise" });
  await kernel.execute("exercises.borderRate.check(1 / 3);", { cellId: "tells" });
  await kernel.execute("", { cellId: "empty" });
  await kernel.execute("1", { cellId: "silent", silent: true });
  const { last, predictions, exercises } = progressOf(
    parseProgress(readFileSync(path.join(root, "progress.jsonl"), "utf8")),
  );
  assert.equal(last?.cell, "tells");
  assert.equal(last.lesson, "06-activations");
  assert.deepEqual(
    [...exercises],
    [["03-linear-unit/border-rate", { right: true, attempts: 2, hints: 1, solutionShown: false }]],
  );
  assert.deepEqual([...(predictions.get("06-activations") ?? [])], [["Higher?", false]]);
});
