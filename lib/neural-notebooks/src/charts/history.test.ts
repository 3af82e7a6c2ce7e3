import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError } from "../core/errors";
import { compareHistories, historyChart } from "./history";
import { roles } from "./theme";

const curves = { loss: [2, 1, 0.5], val_loss: [2.2, 0.9, 1.4], acc: [0.2, 0.6, 0.8] };

test("training and validation have their colours and line styles in every panel", () => {
  const { figure } = historyChart(curves, { title: "It learns" });
  const lines = figure.data.filter(({ name }) => name === "train" || name === "validation");
  assert.equal(lines.length, 4);
  for (const { name, line } of lines) {
    const { color, dash } = roles[name as "train" | "validation"];
    assert.deepEqual(line, { color, dash, width: 2 });
  }
});

test("each value has its panel, named in words, and epochs count from 1", () => {
  const { figure } = historyChart(curves, { title: "It learns" });
  const titles = ["yaxis", "yaxis2"].map(
    (key) => (figure.layout?.[key] as { title: { text: string } }).title.text,
  );
  assert.deepEqual(titles, ["loss", "accuracy"]);
  assert.deepEqual(figure.data[1]?.["x"], [1, 2, 3]);
});

test("the words tell start, end, and the best: lowest of a loss, highest of an accuracy", () => {
  const { alt } = historyChart(curves, { title: "It learns" });
  assert.equal(
    alt,
    "It learns. 3 epochs. training loss from 2 to 0.5 (lowest 0.5 at epoch 3); validation loss from 2.2 to 1.4 (lowest 0.9 at epoch 2). training accuracy from 0.2 to 0.8 (highest 0.8 at epoch 3).",
  );
});

test("metrics choose panels; one that was not recorded is refused", () => {
  assert.equal(historyChart(curves, { title: "It learns", metrics: ["acc"] }).figure.data.length, 3);
  assert.throws(() => historyChart(curves, { title: "It learns", metrics: ["mae"] }), {
    constructor: ArgumentError,
    message: 'Cannot draw learning curves: metrics must be some of loss, acc; received "mae".',
  });
  assert.throws(() => historyChart({}, { title: "It learns" }), ArgumentError);
  assert.throws(() => historyChart(curves, { title: " " }), { constructor: ArgumentError, message: /title/ });
});

test("runs are compared in one value, and a run without it is refused", () => {
  const chart = compareHistories(
    { plain: curves, calm: { val_loss: [1, 0.8] } },
    { title: "Calm", metric: "val_loss" },
  );
  assert.deepEqual(
    chart.figure.data.map(({ name }) => name),
    ["plain", "calm"],
  );
  assert.match(
    chart.alt,
    /validation loss of 2 runs: plain from 2\.2 to 1\.4 \(lowest 0\.9 at epoch 2\); calm from 1 to 0\.8 \(lowest 0\.8 at epoch 2\)/,
  );
  const named = compareHistories({ plain: curves }, { title: "Calm", metric: "val_loss", unit: "mpg" });
  assert.deepEqual(named.figure.layout?.["yaxis"], { title: { text: "validation loss (mpg)" } });
  assert.throws(
    () => compareHistories({ plain: curves, bare: { loss: [1] } }, { title: "Calm", metric: "val_loss" }),
    { constructor: ArgumentError, message: /runs that recorded val_loss; received "bare with loss"/ },
  );
});

test("the note beside the best epoch stays within its panel, also at the last epoch", () => {
  const curves = { loss: [3, 2, 1, 0.5], val_loss: [3, 2, 1, 0.6], acc: [0, 1, 1, 1], val_acc: [0, 1, 1, 1] };
  const anchorAt = (bestEpoch: number) =>
    (
      historyChart(curves, { title: "Best", bestEpoch }).figure.layout?.["annotations"] as {
        xanchor: string;
        xshift: number;
      }[]
    )[0];
  assert.deepEqual([anchorAt(1)?.xanchor, anchorAt(1)?.xshift], ["left", 4]);
  assert.deepEqual([anchorAt(4)?.xanchor, anchorAt(4)?.xshift], ["right", -4]);
});

test("the curve within the epochs stands in the legend, as long as there is one", () => {
  const legend = (batches?: { epoch: number[]; values: Record<string, number[]> }) =>
    historyChart({ loss: [2, 1], acc: [0.1, 0.5] }, { title: "It learns", batches })
      .figure.data.filter((trace) => trace["showlegend"] === true)
      .map(({ name }) => name);
  assert.deepEqual(legend({ epoch: [0.5, 1], values: { loss: [3, 2], acc: [0, 0.1] } }), [
    "train, within the epoch",
    "train",
  ]);
  assert.deepEqual(legend({ epoch: [], values: {} }), ["train"]);
  assert.deepEqual(legend(), ["train"]);
});

test("the values of a history may count by factors of ten", () => {
  const history = { mae: [20, 2], val_mae: [21, 2.1] };
  const isLog = (logarithmic?: boolean): boolean => {
    const { figure } = historyChart(history, { title: "The error falls", logarithmic });
    return (figure.layout?.["yaxis"] as { type?: string }).type === "log";
  };
  assert.deepEqual([isLog(), isLog(false), isLog(true)], [false, false, true]);
});

test("the axes of a history name the unit where there is one", () => {
  const yTitle = (unit?: string): string => {
    const { figure } = historyChart({ mae: [20, 2] }, { title: "The error falls", unit });
    return (figure.layout?.["yaxis"] as { title: { text: string } }).title.text;
  };
  assert.deepEqual([yTitle(), yTitle("mpg")], ["mean absolute error", "mean absolute error (mpg)"]);
});
