import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { ArgumentError } from "../core/errors";
import { hostSymbol, type MimeBundle, type NotebookHost } from "../core/display";
import { History, type EpochRecord } from "../training/history";
import { PLOTLY_MIME } from "./chart";
import type { Figure } from "./figure";
import { liveHistory } from "./live";

interface Sent {
  data: MimeBundle;
  id: string;
  update: boolean;
}

let sent: Sent[] = [];
let now = 0;

beforeEach(() => {
  sent = [];
  now = 0;
  mock.method(performance, "now", () => now);
  const host: Partial<NotebookHost> = { publish: (data, options) => void sent.push({ data, ...options }) };
  (globalThis as { [hostSymbol]?: Partial<NotebookHost> })[hostSymbol] = host;
});

afterEach(() => {
  mock.restoreAll();
  delete (globalThis as { [hostSymbol]?: unknown })[hostSymbol];
});

const info = { epochs: 10, epochsDone: 0, records: [], batches: 4, rows: 100, names: ["loss", "val_loss"] };

function epoch(number: number): EpochRecord {
  return { epoch: number, seconds: 1.5, learningRate: 0.1, logs: { loss: 1 / number, val_loss: 2 / number } };
}

function historyOf(count: number, more: object = {}): History {
  const epochs = Array.from({ length: count }, (_, i) => epoch(i + 1));
  return new History({
    epochs,
    stoppedBecause: "all epochs done",
    monitor: "val_loss",
    bestEpoch: count,
    restoredBest: false,
    ...more,
  });
}

function figureOf(message: Sent | undefined): Figure {
  return message?.data[PLOTLY_MIME] as Figure;
}

function yOf(message: Sent | undefined, name: string): unknown {
  return figureOf(message).data.find((trace) => trace.name === name)?.["y"];
}

test("one chart is shown, then updated in place under the same name", () => {
  const monitor = liveHistory();
  monitor.onTrainBegin(info);
  for (let i = 1; i <= 3; i++) {
    now += 1000;
    monitor.onEpochEnd(epoch(i));
  }
  monitor.onTrainEnd(historyOf(3));
  assert.deepEqual(
    sent.map(({ update }) => update),
    [false, true, true, true, true],
  );
  assert.equal(new Set(sent.map(({ id }) => id)).size, 1);
  assert.deepEqual(yOf(sent[3], "train"), [1, 1 / 2, 1 / 3]);
  assert.deepEqual(yOf(sent[3], "validation"), [2, 1, 2 / 3]);
});

test("at most four updates a second go out, and the end is never lost", () => {
  const monitor = liveHistory();
  monitor.onTrainBegin(info);
  for (let i = 1; i <= 100; i++) {
    now += 10;
    monitor.onEpochEnd(epoch(i));
  }
  assert.equal(sent.length, 1 + 4, "one at the start, four within the second");
  monitor.onTrainEnd(historyOf(100));
  assert.equal(sent.length, 6);
  assert.match(String(sent[5]?.data["text/plain"]), /100 epochs/);
});

test("the wish for more or fewer updates is heard, and nonsense refused", () => {
  const monitor = liveHistory({ updatesPerSecond: 1 });
  monitor.onTrainBegin(info);
  for (let i = 1; i <= 20; i++) {
    now += 100;
    monitor.onEpochEnd(epoch(i));
  }
  assert.equal(sent.length, 3);
  for (const updatesPerSecond of [0, -1, NaN])
    assert.throws(() => liveHistory({ updatesPerSecond }), {
      constructor: ArgumentError,
      message: /updatesPerSecond/,
    });
});

test("within an epoch the running mean is drawn at broken epoch numbers", () => {
  const monitor = liveHistory();
  monitor.onTrainBegin(info);
  now = 1000;
  monitor.onBatchEnd({ epoch: 1, batch: 1, size: 25, logs: { loss: 3 }, means: { loss: 3 } });
  now = 2000;
  monitor.onBatchEnd({ epoch: 1, batch: 2, size: 25, logs: { loss: 1 }, means: { loss: 2 } });
  const faint = figureOf(sent[2]).data[0];
  assert.deepEqual(faint?.["x"], [0.25, 0.5]);
  assert.deepEqual(faint?.["y"], [3, 2]);
  assert.match(JSON.stringify(figureOf(sent[2]).layout?.["title"]), /epoch 1 of 10, batch 2 of 4/);
});

test("a long run keeps a bounded number of points within epochs", () => {
  const monitor = liveHistory();
  monitor.onTrainBegin({ ...info, batches: 5000 });
  for (let batch = 1; batch <= 5000; batch++)
    monitor.onBatchEnd({ epoch: 1, batch, size: 1, logs: { loss: batch }, means: { loss: batch } });
  monitor.onTrainEnd(historyOf(1));
  const x = monitor.chart?.figure.data[0]?.["x"] as number[];
  assert.ok(x.length >= 150 && x.length < 400, `${x.length} points`);
  assert.ok((x[x.length - 1] as number) > 0.9, "from the first to the last batch");
});

test("a resumed run begins with the epochs it had", () => {
  const monitor = liveHistory();
  monitor.onTrainBegin({ ...info, epochsDone: 2, records: [epoch(1), epoch(2)] });
  assert.deepEqual(yOf(sent[0], "train"), [1, 1 / 2]);
});

test("a monitor serves a second run with a chart of its own", () => {
  const monitor = liveHistory();
  monitor.onTrainBegin(info);
  monitor.onTrainEnd(historyOf(1));
  monitor.onTrainBegin(info);
  assert.equal(sent[2]?.update, false);
  assert.notEqual(sent[2]?.id, sent[0]?.id);
  assert.deepEqual(yOf(sent[2], "train"), []);
});

test("a run that is stopped before its first epoch ends quietly, also with chosen metrics", () => {
  const monitor = liveHistory({ metrics: ["loss"] });
  monitor.onTrainBegin(info);
  monitor.onTrainEnd(
    new History({
      epochs: [],
      stoppedBecause: "interrupted",
      monitor: "val_loss",
      bestEpoch: 0,
      restoredBest: false,
    }),
  );
  assert.match(JSON.stringify(figureOf(sent[1]).layout?.["title"]), /interrupted/);
});

test("the last state tells why the run ended and which weights are kept", () => {
  const monitor = liveHistory();
  monitor.onTrainBegin(info);
  monitor.onTrainEnd(historyOf(5, { stoppedBecause: "early stopping", bestEpoch: 3, restoredBest: true }));
  const layout = figureOf(sent[1]).layout;
  assert.match(
    JSON.stringify(layout?.["title"]),
    /5 epochs, 1\.5 s each: early stopping, weights of epoch 3 kept/,
  );
  assert.match(monitor.chart?.alt ?? "", /Epoch 3 was best/);
});

test("a loss that runs away is a gap and does not end the chart", () => {
  const monitor = liveHistory();
  monitor.onTrainBegin(info);
  now = 1000;
  monitor.onEpochEnd({ ...epoch(1), logs: { loss: 5, val_loss: NaN } });
  now = 2000;
  monitor.onEpochEnd({ ...epoch(2), logs: { loss: Infinity, val_loss: NaN } });
  assert.deepEqual(yOf(sent[2], "train"), [5, null]);
  assert.match(String(sent[2]?.data["text/plain"]), /not finite in 1 epoch; validation loss is never finite/);
});

test("the axis of a long plan grows with the run", () => {
  const monitor = liveHistory();
  const end = () =>
    ((figureOf(sent[sent.length - 1]).layout?.["xaxis"] as { range: number[] }).range[1] as number) - 0.5;
  monitor.onTrainBegin({ ...info, epochs: 1000 });
  assert.equal(end(), 20);
  for (let i = 1; i <= 30; i++) {
    now += 1000;
    monitor.onEpochEnd(epoch(i));
  }
  assert.equal(end(), 40);
});

test("where nothing draws, the words come once, at the end", () => {
  delete (globalThis as { [hostSymbol]?: unknown })[hostSymbol];
  const lines: string[] = [];
  const write = mock.method(process.stdout, "write", (text: string | Uint8Array) => {
    lines.push(String(text));
    return true;
  });
  const monitor = liveHistory({ title: "A plain run" });
  monitor.onTrainBegin(info);
  now = 1000;
  monitor.onEpochEnd(epoch(1));
  monitor.onTrainEnd(historyOf(1));
  write.mock.restore();
  const own = lines.filter((line) => line.includes("A plain run"));
  assert.equal(own.length, 1);
  assert.match(own[0] ?? "", /^Chart: A plain run\. 1 epoch\. training loss from 1 to 1/);
});
