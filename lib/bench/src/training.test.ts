/** Tests of the training bench: names of tasks, data that are the same in both languages, tables, and peers that can do every task. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { projectRoot } from "neural-notebooks-tools/project";
import type { Figure, Figures } from "./alternate";
import { ProgramPeer, type Details } from "./peer";
import { benchPython, installedVersions } from "./python";
import { trainingSet } from "./training-data";
import { growthOperations, modelOperations, optimizerOperations } from "./training-plan";
import { busyFigures, growthTable, memoryTable, notes, timesTable } from "./training-tables";
import { MODELS, isModelName, parseTask } from "./training-task";

const environment = path.join(projectRoot, ".setup", "bench", "training");
const python = path.join(
  environment,
  ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
);
const installed = installedVersions(python, ["keras", "torch", "numpy"]);
const script = path.join(projectRoot, "lib", "bench", "peers", "training.py");

/** Trainable numbers of each model, by hand: rows × columns of every matrix, and the biases. */
const PARAMETERS = {
  mlp: 785 * 128 + 129 * 10,
  cnn: 10 * 32 + 289 * 64 + 1601 * 128 + 129 * 10,
  lstm: 4 * (8 + 32 + 1) * 32 + 33,
  gru: 3 * (8 + 32 + 1) * 32 + 33,
  conv1d: 41 * 32 + 161 * 64 + 65 * 10,
  embedding: 5000 * 32 + 33 * 16 + 17,
};

function figure(ms: number | undefined, details?: Details): Figure {
  const note = ms === undefined ? "has no such operation" : undefined;
  return {
    ms,
    times: [],
    check: ms === undefined ? undefined : 1,
    note,
    ...(details ? { details: [details] } : {}),
  };
}

/** Asks a peer for operations one after the other and ends it. */
async function answers(command: readonly string[], operations: readonly string[]): Promise<Details[]> {
  const peer = new ProgramPeer("peer", { command, first: "start", limit: 120_000 });
  try {
    const found: Details[] = [];
    for (const operation of operations) {
      const answer = await peer.ask(operation);
      assert.ok(!("problem" in answer), `${operation}: ${"problem" in answer ? answer.problem : ""}`);
      assert.equal(answer.check, 1, operation);
      found.push({ ms: answer.ms, ...answer.details });
    }
    return found;
  } finally {
    peer.close();
  }
}

const TINY = "batch=4 rows=10 seconds=0 warm=2";

test("a task's name says what is not as usual, and a wrong name is refused", () => {
  assert.deepEqual(parseTask("lstm step length=100 batch=32 optimizer=sgd"), {
    model: "lstm",
    measure: "step",
    optimizer: "sgd",
    batch: 32,
    rows: 10_000,
    width: 32,
    length: 100,
    seconds: 1.5,
    warm: 20,
  });
  for (const wrong of [
    "rnn step",
    "mlp",
    "mlp fit",
    "mlp step size=3",
    "mlp step batch=x",
    "mlp step optimizer=adagrad",
  ])
    assert.throws(() => parseTask(wrong), {
      name: "ArgumentError",
      message: `Cannot measure training: the task must be a model, a measure and key=value pairs; received "${wrong}".`,
    });
  assert.equal(isModelName("gru"), true);
  assert.equal(isModelName("rnn"), false);
});

test("every operation of the plan is a task, and what was not asked for is left out", () => {
  const all = [
    ...MODELS.flatMap((model) => modelOperations(model, { quick: false })),
    ...optimizerOperations(MODELS),
    ...growthOperations(MODELS),
  ];
  assert.equal(all.length, 6 * 5 + 5 + 15);
  all.forEach((operation) => parseTask(operation));
  assert.deepEqual(modelOperations("cnn", { quick: true }), ["cnn step", "cnn epoch"]);
  assert.deepEqual(optimizerOperations(["cnn"]), []);
  assert.deepEqual(growthOperations(["gru"]), []);
  assert.deepEqual(growthOperations(["cnn"]), [
    "cnn step batch=32",
    "cnn step batch=128",
    "cnn step batch=512",
  ]);
});

test("the data lie in their ranges, and fewer rows are the first of more", () => {
  const { x, shape, y, targetShape } = trainingSet("cnn", { rows: 300, length: 30 });
  assert.deepEqual(
    [shape, targetShape],
    [
      [300, 28, 28, 1],
      [300, 1],
    ],
  );
  assert.deepEqual([...new Set(y)].sort(), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.ok(x.every((value) => value >= 0 && value < 1));
  assert.deepEqual(x.slice(0, 10 * 784), trainingSet("mlp", { rows: 10, length: 30 }).x);
  const series = trainingSet("gru", { rows: 2, length: 3 });
  assert.deepEqual(series.shape, [2, 3, 8]);
  const last = (row: number) => 0.5 * ((series.x[row * 24 + 16] ?? NaN) + (series.x[row * 24 + 17] ?? NaN));
  assert.deepEqual(series.y, Float32Array.of(last(0), last(1)));
  const sentences = trainingSet("embedding", { rows: 400, length: 30 });
  assert.ok(sentences.x.every((token) => Number.isInteger(token) && token >= 0 && token < 5000));
  const share = sentences.y.reduce((sum, label) => sum + label, 0) / 400;
  assert.ok(share > 0.4 && share < 0.6, `${share}`);
});

test(
  "Python makes the same numbers as TypeScript",
  { skip: installed["numpy"] ? false : `${python} has no NumPy` },
  () => {
    const program = `import json, sys
sys.path.insert(0, sys.argv[1])
from training import training_set
for name in ${JSON.stringify(MODELS)}:
    x, y = training_set(name, 20, 5)
    print(json.dumps([list(x.shape), x.ravel().tolist(), list(y.shape), y.ravel().tolist()]))`;
    const run = spawnSync(python, ["-B", "-c", program, path.dirname(script)], {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    assert.equal(run.status, 0, run.stderr);
    const lines = run.stdout.trim().split("\n");
    MODELS.forEach((model, index) => {
      const { x, shape, y, targetShape } = trainingSet(model, { rows: 20, length: 5 });
      assert.deepEqual(JSON.parse(lines[index] ?? ""), [shape, [...x], targetShape, [...y]], model);
    });
  },
);

test("our peer has the models, learns with each of them, and can do every measure", async () => {
  const command = [process.execPath, path.join(__dirname, "training-ours.js")];
  const measures = ["memory", "callbacks", "evaluate", "predict"].map((measure) => `mlp ${measure} ${TINY}`);
  const steps = MODELS.map((model) => `${model} step ${TINY}`);
  const optimizers = optimizerOperations(["mlp"]).map((operation) => `${operation} ${TINY}`);
  const found = await answers(command, [...steps, ...measures, ...optimizers]);
  assert.deepEqual(
    found.slice(0, MODELS.length).map(({ parameters }) => parameters),
    MODELS.map((model) => PARAMETERS[model]),
  );
  for (const { ms, busyMs, meanMs, peakMB } of found)
    for (const value of [ms, busyMs, meanMs, peakMB]) assert.ok(Number(value) > 0);
  // Three batches of 10 rows are an epoch; two steps of warming up and one that is timed are the least.
  assert.deepEqual([found[0]?.["steps"], found[MODELS.length]?.["steps"]], [1, 3]);
  const lowered = found.slice(0, MODELS.length).filter(({ first, last }) => Number(last) < Number(first));
  assert.ok(lowered.length >= 5, JSON.stringify(found));
  // Probabilities of ten rows.
  const predicted = Number(found[MODELS.length + 3]?.["last"]);
  assert.ok(Math.abs(predicted - 10) < 1e-4, `${predicted}`);
  const refused = new ProgramPeer("ours", { command, first: "start", limit: 60_000 });
  const answer = await refused.ask("mlp fly");
  refused.close();
  assert.ok("problem" in answer && answer.problem.startsWith("failed: Cannot measure training"));
});

for (const [name, distribution, more] of [
  ["keras", "keras", { lstm: 0, gru: 0 }],
  // PyTorch has a second bias for each gate.
  ["torch", "torch", { lstm: 4 * 32, gru: 3 * 32 }],
] as const)
  test(
    `the ${name} peer has the same models and can do every measure`,
    { skip: installed[distribution] ? false : `${python} has no ${distribution}` },
    async () => {
      const measures = ["step", "epoch", "evaluate", "predict"].map((measure) => `mlp ${measure} ${TINY}`);
      const models = MODELS.map((model) => `${model} memory ${TINY}`);
      const found = await answers([python, "-B", script, name], [...models, ...measures]);
      assert.deepEqual(
        found.slice(0, MODELS.length).map(({ parameters }) => parameters),
        MODELS.map((model) => PARAMETERS[model] + (model === "lstm" || model === "gru" ? more[model] : 0)),
      );
      const [step, , , predict] = found.slice(MODELS.length);
      assert.ok(Object.keys(step?.["roads"] as Details).includes(String(step?.["road"])));
      assert.ok(Math.abs(Number(predict?.["last"]) - 10) < 1e-4);
      assert.ok(found.every(({ peakMB, busyMs }) => Number(peakMB) > 0 && Number(busyMs) > 0));
    },
  );

test("ratios compare with the fastest of the others; an epoch with callbacks with their epochs", () => {
  const figures: Figures = {
    "mlp epoch": { ours: figure(2), stock: figure(6), Keras: figure(4), PyTorch: figure(1) },
    "mlp callbacks": {
      ours: figure(3),
      stock: figure(6),
      Keras: figure(undefined),
      PyTorch: figure(undefined),
    },
  };
  assert.equal(
    timesTable(figures),
    [
      "ms             ours  stock  Keras  PyTorch  ours ÷ fastest peer  stock ÷ ours",
      "-------------  ----  -----  -----  -------  -------------------  ------------",
      "mlp epoch      2.00   6.00   4.00     1.00                2.00×         3.00×",
      "mlp callbacks  3.00   6.00      -        -                3.00×         2.00×",
    ].join("\n"),
  );
  assert.deepEqual(notes(figures), []);
});

test("stock does not count among the peers, and threads' time has the same table", () => {
  const figures: Figures = {
    "mlp step": {
      ours: figure(8, { busyMs: 4 }),
      stock: figure(1, { busyMs: 1 }),
      Keras: figure(20, { busyMs: 2 }),
    },
  };
  assert.match(timesTable(figures), /0\.40×\s+0\.13×$/m);
  assert.match(timesTable(busyFigures(figures)), /^mlp step {2}4\.00 {3}1\.00 {3}2\.00 +2\.00×/m);
});

test("growth stands beside the faster peer, memory beside the epoch's loss", () => {
  const growth = { "mlp step batch=32": { ours: figure(1), Keras: figure(4), PyTorch: figure(2) } };
  assert.match(growthTable(growth), /^mlp step batch=32 {2}1\.00 {9}2\.00 {2}PyTorch {6}0\.50×$/m);
  const memory = {
    "mlp memory": { ours: figure(1, { peakMB: 400.4 }), Keras: figure(1, { peakMB: 800.6 }) },
  };
  const times = { "mlp epoch": { ours: figure(1, { last: 0.5 }), Keras: figure(1, { last: 0.25 }) } };
  assert.match(memoryTable(memory, { times }), /^mlp\s+400\s+801\s+0\.5000\s+0\.2500$/m);
});

test("notes tell a loss that did not fall, the road taken, and what is not the same model", () => {
  const figures: Figures = {
    "gru step": {
      ours: figure(1, { first: 1, last: 2 }),
      Keras: figure(1, { first: 2, last: 1, road: "fit, XLA", roads: { fit: 20, "fit, XLA": 1 } }),
    },
    "gru predict": { ours: figure(1, { first: 1, last: 1 }) },
  };
  assert.deepEqual(notes(figures), [
    "* ours, gru step: the loss went from 1.0000 to 2.0000",
    "* Keras, gru step: by fit, XLA (best of short trials: fit 20.0; fit, XLA 1.00)",
    "PyTorch's LSTM and GRU have two biases where the others have one, and its GRU resets after the recurrent product.",
  ]);
});

test("a Python peer that cannot be installed is skipped with one line", { timeout: 120_000 }, (t) => {
  const lines: string[] = [];
  t.mock.method(process.stdout, "write", (text: string) => lines.push(text) > 0);
  t.mock.method(process.stderr, "write", () => true);
  const folder = path.join(projectRoot, ".setup", "bench", "test-of-nothing");
  const missing = path.join(folder, "no-such-package-1.0-py3-none-any.whl");
  const need = { peer: "Nobody", distribution: "no-such-package", alternatives: [[missing]] };
  try {
    assert.equal(benchPython("test-of-nothing", { needs: [need] }), undefined);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    t.mock.restoreAll();
  }
  const skipped = lines.filter((line) => line.startsWith("Nobody"));
  assert.equal(skipped.length, 1);
  assert.match(skipped[0] ?? "", /^Nobody is skipped: .+\n$/);
  assert.deepEqual(installedVersions(path.join(folder, "python"), ["pip"]), {});
  assert.equal(existsSync(folder), false);
});
