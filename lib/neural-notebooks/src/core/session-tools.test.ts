/** Live tensors, timings, memory and the switches of a session, without a notebook and with a host that counts cells. */
import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { ArgumentError, InterruptError, StateError } from "./errors";
import { tensors } from "./live-tensors";
import { memory } from "./memory";
import { bundleOf, hostSymbol, type NotebookHost } from "./display";
import { reset, strictTypes } from "./session-tools";
import { bytesText } from "./small-table";
import { tf } from "./tf";
import { timeit, Timing } from "./timeit";

const place = globalThis as { [hostSymbol]?: Partial<NotebookHost> };
afterEach(() => {
  delete place[hostSymbol];
  tf.disposeVariables();
});

/** Runs work as the cell of a number. */
function inCell<T>(number: number, work: () => T): T {
  place[hostSymbol] = { cellNumber: () => number };
  try {
    return work();
  } finally {
    delete place[hostSymbol];
  }
}

const text = (value: unknown): string => String(bundleOf(value)["text/plain"]);

test("live tensors are listed by cell, grouped by shape and type, and gone when disposed of", () => {
  const before = tensors();
  const made = inCell(3, () => [tf.ones([2, 3]), tf.ones([2, 3]), tf.scalar(1, "int32")]);
  const word = inCell(7, () => tf.tensor(["abcd", "ef"]));
  const { cells, count } = tensors();
  assert.equal(count, before.count + 4);
  assert.deepEqual(
    cells.filter(({ cell }) => cell !== undefined),
    [
      {
        cell: 3,
        count: 3,
        bytes: 52,
        kinds: [
          { count: 2, shape: [2, 3], dtype: "float32", bytes: 48 },
          { count: 1, shape: [], dtype: "int32", bytes: 4 },
        ],
      },
      { cell: 7, count: 1, bytes: 6, kinds: [{ count: 1, shape: [2], dtype: "string", bytes: 6 }] },
    ],
  );
  tf.dispose([...made, word]);
  assert.deepEqual(tensors(), before);
});

test("the list counts what TensorFlow.js counts, through training and tidy", async () => {
  const sum = (key: "count" | "bytes"): number =>
    tensors().cells.reduce((total, each) => total + each[key], 0);
  const model = inCell(1, () =>
    tf.sequential({
      layers: [tf.layers.dense({ units: 4, inputShape: [3] }), tf.layers.dense({ units: 1 })],
    }),
  );
  const x = inCell(2, () => tf.ones([8, 3])); // [8, 3]
  const y = inCell(2, () => tf.ones([8, 1])); // [8, 1]
  model.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
  await model.fit(x, y, { epochs: 2, verbose: 0 });
  const { numTensors, numBytes } = tf.memory();
  assert.deepEqual([sum("count"), sum("bytes")], [numTensors, numBytes]);
  assert.deepEqual([tensors().count, tensors().bytes], [numTensors, numBytes]);
  tf.dispose([x, y]);
  model.dispose();
});

test("a variable stays with the cell that made it, whoever assigns to it", () => {
  const weight = inCell(1, () => tf.variable(tf.zeros([2]), true, "kept"));
  inCell(2, () => tf.tidy(() => void weight.assign(tf.ones([2]))));
  assert.equal(
    tensors().cells.find(({ cell }) => cell === 2),
    undefined,
  );
  assert.ok(tensors().cells.some(({ cell }) => cell === 1));
  weight.dispose();
});

test("live tensors are shown as a table with a total", () => {
  const before = tensors().count;
  const x = inCell(3, () => tf.ones([100, 10])); // [100, 10]
  const bundle = bundleOf(tensors());
  assert.match(String(bundle["text/plain"]), /^cell +shapes +tensors +size\n/);
  assert.match(String(bundle["text/plain"]), /\n\[3\] +1 × \[100, 10\] float32 +1 +4\.0 kB\n/);
  assert.match(String(bundle["text/plain"]), new RegExp(`\\ntotal +${before + 1} `));
  assert.match(String(bundle["text/html"]), /^<table>.*<td[^>]*>\[3\]<\/td>/);
  x.dispose();
});

test("timeit gives median, fastest and slowest, and leaves no tensor of a synchronous function", () => {
  const before = tf.memory().numTensors;
  const timing = timeit(() => tf.ones([10, 10]).square(), { runs: 9 });
  assert.equal(timing.runs, 9);
  assert.ok(0 < timing.fastest && timing.fastest <= timing.median && timing.median <= timing.slowest);
  assert.equal(tf.memory().numTensors, before);
});

test("timeit waits for promises, and measures about as long as it is told", async () => {
  const sleep = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
  const started = performance.now();
  const timing = await timeit(sleep, { seconds: 0.2 });
  assert.ok(timing.median > 18 && timing.runs >= 2 && timing.runs <= 10, text(timing));
  assert.ok(performance.now() - started < 20_000);
  const once = timeit(
    () => {
      const until = performance.now() + 30;
      while (performance.now() < until);
    },
    { seconds: 0.02 },
  );
  assert.equal(once.runs, 1);
});

test("a tensor that an asynchronous function awaits on is not disposed of under it", async () => {
  const before = tf.memory().numTensors;
  await timeit(
    async () => {
      const x = tf.ones([3]); // [3]
      await x.data();
      x.dispose();
    },
    { runs: 3 },
  );
  assert.equal(tf.memory().numTensors, before);
});

test("a timing says its numbers in one line, in a unit that fits", () => {
  assert.equal(text(new Timing([11.9, 12.3, 14])), "12.3 ms per run (median of 3 runs, fastest 11.9 ms)");
  assert.equal(text(new Timing([0.0045, 0.0047])), "4.60 µs per run (median of 2 runs, fastest 4.50 µs)");
  assert.equal(text(new Timing([2500])), "2.50 s per run (median of 1 run, fastest 2.50 s)");
  assert.equal(text(new Timing([0.0000421])), "42.1 ns per run (median of 1 run, fastest 42.1 ns)");
});

test("timeit refuses counts and times that are none, passes on errors, and stops when the cell is stopped", () => {
  assert.throws(() => timeit(() => 1, { runs: 0 }), {
    name: "ArgumentError",
    message: "Cannot measure the time: runs must be a whole number ≥ 1; received 0.",
  });
  assert.throws(() => timeit(() => 1, { seconds: -1 }), /seconds must be a number > 0; received -1\./);
  const before = tf.memory().numTensors;
  assert.throws(
    () =>
      timeit(() => {
        tf.ones([2]);
        throw new RangeError("mine");
      }),
    RangeError,
  );
  assert.equal(tf.memory().numTensors, before);
  const controller = new AbortController();
  place[hostSymbol] = { signal: () => controller.signal };
  controller.abort();
  assert.throws(() => timeit(() => 1), InterruptError);
});

test("memory is told in bytes and shown as a table", () => {
  const before = memory();
  const x = tf.ones([1000, 10]); // [1000, 10]
  const after = memory();
  assert.equal(after.tensorBytes - before.tensorBytes, 40_000);
  assert.equal(after.tensorCount - before.tensorCount, 1);
  assert.ok(after.process > after.heap && after.heap > 1e6);
  assert.match(
    text(after),
    /^memory +size\nprocess +\d+\.\d MB\nJavaScript heap +\d+\.\d MB\n\d+ tensors? +40\.0 kB$/,
  );
  x.dispose();
});

test("sizes are written in the unit in which they are at least one", () => {
  assert.deepEqual([0, 999, 1000, 1_500_000, 2e9].map(bytesText), [
    "0 B",
    "999 B",
    "1.0 kB",
    "1.5 MB",
    "2.0 GB",
  ]);
});

test("outside of the course's kernel the switches say what to do", () => {
  assert.throws(
    reset,
    (error) => error instanceof StateError && /Restart the kernel instead\.$/.test(error.message),
  );
  assert.throws(() => strictTypes(false), {
    name: "StateError",
    message:
      "Cannot switch strict types: the kernel must be the course's, as npm run setup installs it; received none or another. Write // @ts-nocheck at the top of the cell instead.",
  });
  assert.throws(() => strictTypes("no" as never), ArgumentError);
});
