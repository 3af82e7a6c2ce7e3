/** Tests of the searches: candidates, ranking, seeds, resuming, processes, failures, interrupt. */
import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ArgumentError, DataError, InterruptError } from "../core/errors";
import { hostSymbol, type NotebookHost } from "../core/display";
import { gridSearch, randomSearch, successiveHalving } from "./search";
import { gridOf, sampleSpace, type Settings } from "./search-space";

const folder = mkdtempSync(join(tmpdir(), "search-"));
after(() => rmSync(folder, { recursive: true }));
const moduleFile = join(folder, "objective.js");
writeFileSync(
  moduleFile,
  `exports.score = async ({ x }, { seed, budget }) => {
    if (x === 2) throw new Error("two is bad");
    if (x === 3) process.exit(7);
    if (x === 4) return "four";
    if (x === 9) await new Promise((go) => setTimeout(go, 60000));
    return (x - 1) ** 2 + seed / 10 + 1 / budget;
  };
  exports.pid = () => process.pid;
  exports.slow = async () => { await new Promise((go) => setTimeout(go, 300)); return 1; };`,
);

test("a grid holds every combination once", () => {
  assert.deepEqual(gridOf({ a: [1, 2], b: ["x", "y"] }), [
    { a: 1, b: "x" },
    { a: 1, b: "y" },
    { a: 2, b: "x" },
    { a: 2, b: "y" },
  ]);
  assert.throws(() => gridOf({ a: { low: 0, high: 1 } }), /use random search/);
  assert.throws(() => gridOf({ a: [] }), ArgumentError);
  assert.throws(() => gridOf({}), ArgumentError);
});

test("random candidates lie in their ranges, are seeded, and logarithmic where asked", () => {
  const space = {
    rate: { low: 1e-5, high: 1e-1, scale: "log" },
    units: { low: 4, high: 6, integer: true },
    act: ["relu", "tanh"],
  } as const;
  const drawn = sampleSpace(space, { count: 400, seed: 1 });
  assert.deepEqual(drawn, sampleSpace(space, { count: 400, seed: 1 }));
  assert.notDeepEqual(drawn, sampleSpace(space, { count: 400, seed: 2 }));
  const rates = drawn.map(({ rate }) => rate as number);
  assert.ok(rates.every((rate) => rate >= 1e-5 && rate <= 1e-1));
  // By magnitude, half lie below 1e-3; evenly, a hundredth would.
  const below = rates.filter((rate) => rate < 1e-3).length / 400;
  assert.ok(below > 0.42 && below < 0.58, `share below: ${below}`);
  assert.deepEqual([...new Set(drawn.map(({ units }) => units))].sort(), [4, 5, 6]);
  const small = sampleSpace({ a: [1, 2, 3] }, { count: 10 });
  assert.deepEqual(small.map(({ a }) => a).sort(), [1, 2, 3]);
  assert.throws(() => sampleSpace({ a: { low: 0, high: 1, scale: "log" } }, { count: 1 }), /0 < low/);
  assert.throws(() => sampleSpace({ a: { low: 2, high: 1 } }, { count: 1 }), ArgumentError);
});

test("candidates are ranked by their mean over seeds, with the spread", async () => {
  const score = ({ x }: Settings, { seed }: { seed: number }) => (Number(x) - 1) ** 2 + seed;
  const result = await gridSearch({ x: [0, 1, 3] }, { objective: score, seeds: [1, 3] });
  assert.deepEqual(
    result.trials.map((trial) => [trial.settings["x"], trial.mean]),
    [
      [1, 2],
      [0, 3],
      [3, 6],
    ],
  );
  assert.deepEqual([result.best.scores, result.best.spread], [[1, 3], Math.SQRT2]);
  const larger = await gridSearch({ x: [0, 1, 3] }, { objective: score, direction: "larger" });
  assert.deepEqual(larger.best.settings, { x: 3 });
  assert.match(larger.toString(), /^x {2}budget {2}score {2}spread {2}seconds\n3 {7}1 {6}4 {5}± 0/);
});

test("halving gives more budget to fewer candidates", async () => {
  const tried: [number, number][] = [];
  const result = await successiveHalving(
    { x: Array.from({ length: 9 }, (_, i) => i) },
    {
      trials: 9,
      minBudget: 1,
      maxBudget: 9,
      objective: ({ x }, { budget }) => (tried.push([Number(x), budget]), Math.abs(Number(x) - 5)),
    },
  );
  const at = (budget: number) =>
    tried
      .filter(([, spent]) => spent === budget)
      .map(([x]) => x)
      .sort();
  assert.deepEqual([at(1).length, at(3), at(9)], [9, [4, 5, 6], [5]]);
  assert.deepEqual([result.best.settings, result.best.budget, result.trials.length], [{ x: 5 }, 9, 9]);
  assert.deepEqual(
    result.trials.map((trial) => trial.budget),
    [9, 3, 3, 1, 1, 1, 1, 1, 1],
  );
});

test("a killed search goes on from its file, also when the last line is cut short", async () => {
  const file = join(folder, "deep", "tries.jsonl");
  let calls = 0;
  const objective = ({ x }: Settings) => {
    if (++calls > 2 && calls < 4) throw new InterruptError();
    return Number(x);
  };
  await assert.rejects(gridSearch({ x: [5, 6, 7] }, { objective, file }), InterruptError);
  const kept = readFileSync(file, "utf8").split("\n").filter(Boolean).length;
  assert.equal(kept, 2);
  appendFileSync(file, '{"key":"[[["x');
  calls = 10;
  const result = await gridSearch({ x: [5, 6, 7] }, { objective, file });
  assert.equal(calls, 11);
  assert.deepEqual(result.best.settings, { x: 5 });
  await gridSearch({ x: [5, 6, 7] }, { objective, file });
  assert.equal(calls, 11);
});

test("a module's function runs in several processes; what fails is told and the rest goes on", async () => {
  const seen: string[] = [];
  const result = await gridSearch(
    { x: [0, 1, 2, 3, 4] },
    {
      objective: { module: moduleFile, name: "score" },
      processes: 2,
      budget: 2,
      seeds: [0, 1],
      onTrial: (trial, { total }) => void seen.push(`${trial.settings["x"]}/${total}`),
    },
  );
  assert.deepEqual(
    result.trials.slice(0, 2).map((trial) => [trial.settings["x"], trial.mean]),
    [
      [1, 0.55],
      [0, 1.55],
    ],
  );
  const errors = Object.fromEntries(result.trials.map((trial) => [String(trial.settings["x"]), trial.error]));
  assert.equal(errors["2"], "two is bad");
  assert.match(errors["3"] ?? "", /ended with code 7/);
  assert.match(errors["4"] ?? "", /must give a number; received string/);
  assert.equal(seen.length, 5);
});

test("processes are as many as asked for, and not this one", async () => {
  const result = await gridSearch(
    { x: [1, 2, 3, 4, 5, 6] },
    { objective: { module: moduleFile, name: "pid" }, processes: 2 },
  );
  const pids = new Set(result.trials.map((trial) => trial.mean));
  assert.ok(pids.size <= 2 && !pids.has(process.pid));
});

test("a module is found at its path, also where the path would be another address", async () => {
  // As on Windows, where C: would be a scheme: a path is no address, and "#" begins a fragment in one.
  const file = join(folder, "try #1 at 50%25.js");
  writeFileSync(file, "exports.score = ({ x }) => x;");
  const result = await gridSearch({ x: [3] }, { objective: { module: file, name: "score" }, processes: 1 });
  assert.equal(result.best.mean, 3);
});

test("an interrupt ends processes at once", async () => {
  const controller = new AbortController();
  const host: Partial<NotebookHost> = { signal: () => controller.signal, runToEnd: (inner) => inner() };
  Object.assign(globalThis, { [hostSymbol]: host });
  try {
    setTimeout(() => controller.abort(), 300);
    const began = performance.now();
    // Its objective would take a minute.
    await assert.rejects(
      gridSearch({ x: [9] }, { objective: { module: moduleFile, name: "score" } }),
      InterruptError,
    );
    assert.ok(performance.now() - began < 30_000);
  } finally {
    delete (globalThis as { [hostSymbol]?: unknown })[hostSymbol];
  }
});

test("what cannot work is refused", async () => {
  await assert.rejects(
    gridSearch({ x: [1] }, { objective: () => 1, processes: 2 }),
    /cannot be sent to another process/,
  );
  await assert.rejects(gridSearch({ x: [1] }, { objective: () => 1, seeds: [] }), ArgumentError);
  await assert.rejects(
    gridSearch({ x: [1] }, { objective: () => NaN }),
    (error: unknown) => error instanceof DataError && /every try failed.*finite number/.test(error.message),
  );
  await assert.rejects(gridSearch({ x: [1] }, { objective: { module: join(folder, "none.js") } }), DataError);
  await assert.rejects(
    gridSearch({ x: [1] }, { objective: { module: moduleFile, name: "none" } }),
    /must export a function none/,
  );
  await assert.rejects(randomSearch({ x: [1] }, { objective: () => 1, trials: 0 }), ArgumentError);
});
