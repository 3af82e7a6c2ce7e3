import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { ArgumentError, InterruptError } from "../core/errors";
import { tf } from "../core/tf";
import { hostSymbol, type MimeBundle, type NotebookHost } from "../core/display";
import type { FitEpoch, FitRun } from "../core/fit-callback";
import { PLOTLY_MIME } from "./chart";
import type { Figure } from "./figure";
import { Drawing, liveHistory, type LiveHistoryOptions } from "./live";

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

const info: FitRun = {
  model: {} as FitRun["model"],
  epochs: 10,
  batches: 4,
  rows: 100,
  metrics: ["loss", "val_loss"],
  earlier: undefined,
  earlyStopping: undefined,
  brokenOffBy: undefined,
};

function epoch(number: number, logs: Record<string, number> = {}): FitEpoch {
  return {
    epoch: number - 1,
    seconds: 1.5,
    isWhole: true,
    logs: { loss: 1 / number, val_loss: 2 / number, ...logs },
  };
}

/** A run of some epochs, from its beginning to its end. */
function drawRun(count: number, run: FitRun = info, options: LiveHistoryOptions = {}): Drawing {
  const drawing = new Drawing(options);
  drawing.onTrainBegin(run);
  for (let i = 1; i <= count; i++) drawing.onEpochEnd(epoch(i), run);
  drawing.onTrainEnd(run);
  return drawing;
}

function figureOf(message: Sent | undefined): Figure {
  return message?.data[PLOTLY_MIME] as Figure;
}

function yOf(message: Sent | undefined, name: string): unknown {
  return figureOf(message).data.find((trace) => trace.name === name)?.["y"];
}

test("one chart is shown, then updated in place under the same name", () => {
  const drawing = new Drawing({});
  drawing.onTrainBegin(info);
  for (let i = 1; i <= 3; i++) {
    now += 1000;
    drawing.onEpochEnd(epoch(i), info);
  }
  drawing.onTrainEnd(info);
  assert.deepEqual(
    sent.map(({ update }) => update),
    [false, true, true, true, true],
  );
  assert.equal(new Set(sent.map(({ id }) => id)).size, 1);
  assert.deepEqual(yOf(sent[3], "train"), [1, 1 / 2, 1 / 3]);
  assert.deepEqual(yOf(sent[3], "validation"), [2, 1, 2 / 3]);
});

test("at most four updates a second go out, and the end is never lost", () => {
  const drawing = new Drawing({});
  drawing.onTrainBegin(info);
  for (let i = 1; i <= 100; i++) {
    now += 10;
    drawing.onEpochEnd(epoch(i), info);
  }
  assert.equal(sent.length, 1 + 4, "one at the start, four within the second");
  drawing.onTrainEnd(info);
  assert.equal(sent.length, 6);
  assert.match(String(sent[5]?.data["text/plain"]), /100 epochs/);
});

test("the wish for more or fewer updates is heard, and nonsense refused", () => {
  const drawing = new Drawing({ updatesPerSecond: 1 });
  drawing.onTrainBegin(info);
  for (let i = 1; i <= 20; i++) {
    now += 100;
    drawing.onEpochEnd(epoch(i), info);
  }
  assert.equal(sent.length, 3);
  for (const updatesPerSecond of [0, -1, NaN])
    assert.throws(() => liveHistory({ updatesPerSecond }), {
      constructor: ArgumentError,
      message: /updatesPerSecond/,
    });
});

test("within an epoch the running mean is drawn at broken epoch numbers", () => {
  const drawing = new Drawing({});
  drawing.onTrainBegin(info);
  now = 1000;
  drawing.onBatchEnd({ epoch: 0, batch: 0, size: 25, logs: { loss: 3 }, means: { loss: 3 } }, info);
  now = 2000;
  drawing.onBatchEnd({ epoch: 0, batch: 1, size: 25, logs: { loss: 1 }, means: { loss: 2 } }, info);
  const faint = figureOf(sent[2]).data[0];
  assert.deepEqual(faint?.["x"], [0.25, 0.5]);
  assert.deepEqual(faint?.["y"], [3, 2]);
  assert.match(JSON.stringify(figureOf(sent[2]).layout?.["title"]), /epoch 1 of 10, batch 2 of 4/);
});

test("a long run keeps a bounded number of points within epochs", () => {
  const drawing = new Drawing({});
  const run = { ...info, batches: 5000 };
  drawing.onTrainBegin(run);
  for (let batch = 0; batch < 5000; batch++)
    drawing.onBatchEnd({ epoch: 0, batch, size: 1, logs: { loss: batch }, means: { loss: batch } }, run);
  drawing.onTrainEnd(info);
  const x = drawing.chart?.figure.data[0]?.["x"] as number[];
  assert.ok(x.length >= 150 && x.length < 400, `${x.length} points`);
  assert.ok((x[x.length - 1] as number) > 0.9, "from the first to the last batch");
});

test("a resumed run begins with the epochs it had", () => {
  const earlier = { epoch: [0, 1], history: { loss: [1, 1 / 2], val_loss: [2, 1] } };
  new Drawing({}).onTrainBegin({ ...info, earlier });
  assert.deepEqual(yOf(sent[0], "train"), [1, 1 / 2]);
});

test("a monitor serves a second run with a chart of its own", () => {
  const drawing = new Drawing({});
  drawing.onTrainBegin(info);
  drawing.onTrainEnd(info);
  drawing.onTrainBegin(info);
  assert.equal(sent[2]?.update, false);
  assert.notEqual(sent[2]?.id, sent[0]?.id);
  assert.deepEqual(yOf(sent[2], "train"), []);
});

test("a run that is stopped before its first epoch ends quietly, also with chosen metrics", () => {
  drawRun(0, info, { metrics: ["loss"] });
  assert.match(JSON.stringify(figureOf(sent[1]).layout?.["title"]), /0 of 10 epochs/);
});

test("the last state tells why the run ended and which weights are kept", () => {
  const earlyStopping = { bestEpoch: 2, stoppedAt: 4, restored: true };
  const { chart } = drawRun(5, { ...info, earlyStopping });
  const layout = figureOf(sent.at(-1)).layout;
  assert.match(
    JSON.stringify(layout?.["title"]),
    /5 of 10 epochs, 1\.5 s each, stopped early, weights of epoch 3 kept/,
  );
  assert.match(chart?.alt ?? "", /Epoch 3 was best/);
  for (const [brokenOffBy, words] of [
    ["interrupt", /5 of 10 epochs, 1\.5 s each, interrupted"/],
    ["error", /5 of 10 epochs, 1\.5 s each, ended by an error"/],
  ] as const) {
    drawRun(5, { ...info, brokenOffBy });
    assert.match(
      JSON.stringify(
        (figureOf(sent.at(-1)).layout?.["title"] as { text: string }).text.replace("</span>", ""),
      ),
      words,
    );
  }
});

test("a run of model.fit that is interrupted says so in its chart", async () => {
  mock.restoreAll();
  const controller = new AbortController();
  const host: Partial<NotebookHost> = {
    publish: (data, options) => void sent.push({ data, ...options }),
    signal: () => controller.signal,
    runToEnd: (inner) => inner(),
  };
  (globalThis as { [hostSymbol]?: Partial<NotebookHost> })[hostSymbol] = host;
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const [x, y] = [tf.ones([8, 1]), tf.ones([8, 1])];
  const stop = { onEpochEnd: (epoch: number) => (epoch === 2 ? controller.abort() : undefined) };
  const fit = model.fit(x, y, { epochs: 100_000, callbacks: [liveHistory(), stop] });
  await assert.rejects(fit, InterruptError);
  assert.match(
    JSON.stringify(figureOf(sent.at(-1)).layout?.["title"]),
    /of 100000 epochs, .* each, interrupted/,
  );
  tf.dispose([x, y]);
  model.dispose();
});

test("as a callback of model.fit it draws the run that it hears, and keeps the last chart", async () => {
  mock.restoreAll();
  const host: Partial<NotebookHost> = {
    publish: (data, options) => void sent.push({ data, ...options }),
    signal: () => new AbortController().signal,
    runToEnd: (inner) => inner(),
  };
  (globalThis as { [hostSymbol]?: Partial<NotebookHost> })[hostSymbol] = host;
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
  model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
  const live = liveHistory({ title: "A real run" });
  const [x, y] = [tf.ones([8, 1]), tf.ones([8, 1])];
  const { history } = await model.fit(x, y, { epochs: 3, validationSplit: 0.5, callbacks: [live] });
  assert.deepEqual(yOf(sent.at(-1), "train"), history["loss"]);
  assert.deepEqual(yOf(sent.at(-1), "validation"), history["val_loss"]);
  assert.match(live.chart?.alt ?? "", /^A real run\. 3 epochs\./);
  assert.equal(new Set(sent.map(({ id }) => id)).size, 1, "one chart, and no line of progress beside it");
  tf.dispose([x, y]);
  model.dispose();
});

test("a loss that runs away is a gap and does not end the chart", () => {
  const drawing = new Drawing({});
  drawing.onTrainBegin(info);
  now = 1000;
  drawing.onEpochEnd(epoch(1, { loss: 5, val_loss: NaN }), info);
  now = 2000;
  drawing.onEpochEnd(epoch(2, { loss: Infinity, val_loss: NaN }), info);
  assert.deepEqual(yOf(sent[2], "train"), [5, null]);
  assert.match(String(sent[2]?.data["text/plain"]), /not finite in 1 epoch; validation loss is never finite/);
});

test("the axis of a long plan grows with the run", () => {
  const drawing = new Drawing({});
  const end = () =>
    ((figureOf(sent[sent.length - 1]).layout?.["xaxis"] as { range: number[] }).range[1] as number) - 0.5;
  const run = { ...info, epochs: 1000 };
  drawing.onTrainBegin(run);
  assert.equal(end(), 20);
  for (let i = 1; i <= 30; i++) {
    now += 1000;
    drawing.onEpochEnd(epoch(i), run);
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
  const drawing = new Drawing({ title: "A plain run" });
  drawing.onTrainBegin(info);
  now = 1000;
  drawing.onEpochEnd(epoch(1), info);
  drawing.onTrainEnd(info);
  write.mock.restore();
  const own = lines.filter((line) => line.includes("A plain run"));
  assert.equal(own.length, 1);
  assert.match(own[0] ?? "", /^Chart: A plain run\. 1 epoch\. training loss from 1 to 1/);
});
