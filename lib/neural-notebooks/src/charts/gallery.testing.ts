/** One chart of each kind on small data: what the snapshots compare and the contact sheets show. */
import { confusionMatrix } from "../evaluation/confusion";
import { rocCurve } from "../evaluation/classification";
import { trainPerceptron } from "../models/perceptron";
import { Value } from "../models/value";
import type { FitHistory } from "../core/fit-history";
import type { Chart } from "./chart";
import * as charts from ".";

const axes = { xTitle: "time (s)", yTitle: "height (m)" };
const steps = Array.from({ length: 8 }, (_, i) => i);
const and = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [0, 0, 0, 1],
};
const three = {
  x: [
    [-1, 0],
    [-1, 1],
    [1, 0],
    [1, 1],
    [0, -2],
    [0.5, -2],
  ],
  y: [
    [1, 0, 0],
    [1, 0, 0],
    [0, 1, 0],
    [0, 1, 0],
    [0, 0, 1],
    [0, 0, 1],
  ],
};

/** Pictures of one bright square each, at different places. */
function squares(count: number, size: number): charts.Images {
  const values = Uint8Array.from({ length: count * size * size }, (_, i) => {
    const [n, r, c] = [Math.floor(i / (size * size)), Math.floor(i / size) % size, i % size];
    return Math.abs(r - n) < 2 && Math.abs(c - n) < 2 ? 255 : 20 * n;
  });
  return { values, shape: [count, size, size] };
}

/** A map of rising values, for filters and feature maps. */
function waves(shape: readonly number[]): { layer: string; shape: readonly number[]; values: Float32Array } {
  const length = shape.reduce((product, size) => product * size, 1);
  return { layer: "conv1", shape, values: Float32Array.from({ length }, (_, i) => Math.sin(i)) };
}

function history(): FitHistory {
  const values = (of: (i: number) => number): number[] => steps.map(of);
  return {
    epoch: [...steps],
    history: {
      loss: values((i) => 2 / (i + 1)),
      acc: values((i) => 1 - 0.7 / (i + 1)),
      val_loss: values((i) => 2.2 / (i + 1) + 0.05 * i),
      val_acc: values((i) => 0.9 - 0.6 / (i + 1)),
    },
  };
}

function graph(): charts.ComputationGraph {
  const [a, b] = [new Value(2, { label: "a" }), new Value(-3, { label: "b" })];
  const result = a.times(b).plus(a);
  result.backward();
  return result.graph();
}

function line(title: string, rate: number): Chart {
  return charts.lineChart(
    { y: { loss: steps.map((i) => rate ** i) } },
    { title, xTitle: "step", yTitle: "loss" },
  );
}

const bowl = (x: number, y: number) => x * x + 3 * y * y;
const climb = (eta: number) => steps.map((i) => [-1.8 * (1 - 2 * eta) ** i, 1.4 * (1 - 6 * eta) ** i]);
const surface = { x: [-2, 2], y: [-2, 2], resolution: 9, xTitle: "w₁", yTitle: "w₂" } as const;

/** Makes the charts by name. */
export function gallery(): Readonly<Record<string, Chart>> {
  return {
    scatter: charts.scatterChart(
      {
        x: [1, 2, 3, null],
        y: [4, 2, NaN, 1],
        group: ["a", "b", "b", "a"],
        text: ["one", "two", "three", "four"],
      },
      { title: "Two of four points are whole", ...axes },
    ),
    bars: charts.barChart(
      { categories: ["cat", "dog", "owl"], values: { seen: [3, 5, 1], heard: [1, 4, null] } },
      { title: "More dogs than owls", xTitle: "kind", yTitle: "count" },
    ),
    "bars-lying": charts.barChart(
      { categories: ["cat", "dog"], values: [3, 5] },
      { title: "More dogs than cats", xTitle: "count", yTitle: "kind", direction: "horizontal" },
    ),
    lines: charts.lineChart(
      {
        x: steps,
        y: {
          train: steps.map((i) => 1 / (i + 1)),
          validation: steps.map((i) => (i === 3 ? null : 1.2 / (i + 1))),
        },
      },
      { title: "Both fall", ...axes, logarithmic: ["y"] },
    ),
    "lines-long": charts.lineChart(
      {
        x: [4, 8, 16, 32, 64],
        y: {
          "drawn by hand": [0.2, 0.08, 0.02, 0.006, 0.001],
          "found by training": [1, 0.2, 0.1, 0.04, 0.05],
        },
      },
      {
        title:
          "Training does not find the best network that exists, and the more so the more units there are",
        xTitle: "hidden units",
        yTitle: "largest error",
        logarithmic: ["x", "y"],
        mode: "lines+markers",
      },
    ),
    boundary: charts.boundaryChart(and, {
      units: [{ w: [1, 1], b: -1.5 }],
      names: ["off", "on"],
      title: "AND, separated",
      xTitle: "x₁",
      yTitle: "x₂",
    }),
    "boundary-three": charts.boundaryChart(three, {
      units: [
        { w: [-1, 0], b: 0 },
        { w: [1, 0], b: 0 },
        { w: [0, -1], b: -1 },
      ],
      title: "Three units",
      xTitle: "x₁",
      yTitle: "x₂",
    }),
    "boundary-grid": charts.boundaryChart(and, {
      predict: (x) => x.map(([a, b]) => Number((a as number) * (b as number) > 0.4)),
      resolution: 8,
      title: "A curve",
      xTitle: "x₁",
      yTitle: "x₂",
    }),
    perceptron: charts.perceptronAnimation(and, trainPerceptron(and), {
      title: "AND is learned",
      xTitle: "x₁",
      yTitle: "x₂",
      maxFrames: 4,
    }),
    images: charts.imageGrid(squares(4, 6), {
      title: "Squares that move",
      captions: ["first", "second", "third", "fourth"],
    }),
    "images-captions": charts.imageGrid(squares(6, 10), {
      title: "Wrong answers of the most confused pairs",
      captions: steps.slice(2).map((i) => `Pullover, said ${i % 2 ? "Shirt" : "Ankle boot"}`),
    }),
    "images-colour": charts.imageGrid(
      { values: Uint8Array.from({ length: 2 * 4 * 4 * 3 }, (_, i) => (i * 5) % 256), shape: [2, 4, 4, 3] },
      { title: "Two colour pictures" },
    ),
    filters: charts.filterGrid(waves([4, 3, 3, 2]), { title: "Four filters", channel: 1 }),
    "feature-maps": charts.featureMapGrid(waves([2, 5, 5, 3]), { title: "Three maps", row: 1 }),
    confusion: charts.confusionChart(
      confusionMatrix(
        { yTrue: [0, 0, 1, 1, 2, 2], yPred: [0, 1, 1, 1, 2, 0] },
        { names: ["cat", "dog", "owl"] },
      ),
      { title: "Cats look like dogs" },
    ),
    history: charts.historyChart(history(), {
      title: "The best epoch is the seventh",
      subtitle: "8 epochs",
      bestEpoch: 7,
    }),
    "history-long": charts.historyChart(history(), {
      title: "A network learns what films earn",
      subtitle: "8 epochs, 0.1 s each: early stopping, weights of epoch 7 kept",
      bestEpoch: 7,
    }),
    compare: charts.compareHistories(
      { plain: history(), calm: { val_loss: steps.map((i) => 1 / (i + 2)) } },
      { title: "Calm is better", metric: "val_loss" },
    ),
    correlation: charts.correlationChart(
      { a: [1, 2, 3, 4], b: [2, 4, 6, 9], c: [4, 3, null, 1] },
      { title: "a and b rise together" },
    ),
    attention: charts.attentionChart(
      [
        [0.7, 0.2, 0.1],
        [0.1, 0.1, 0.8],
      ],
      { title: "Where it looks", queries: ["0", "4"], keys: ["a", " ", "a"] },
    ),
    surface: charts.surfaceChart(bowl, { ...surface, title: "The climber", paths: { right: climb(0.15) } }),
    contour: charts.surfaceChart(bowl, {
      ...surface,
      title: "A race",
      view: "contour",
      animated: true,
      paths: { right: climb(0.15), "too high": climb(0.36) },
    }),
    network: charts.networkChart(
      [
        {
          w: [
            [1, -2],
            [0.5, 0],
          ],
          b: [0.1, 0.2],
        },
        { w: [[3], [-1]], b: [0] },
      ],
      { title: "Two hidden units", inputs: ["beak", "mass"], outputs: ["species"] },
    ),
    graph: charts.graphChart(graph(), { title: "a · b + a" }),
    functions: charts.functionChart(
      { relu: (x) => Math.max(0, x) },
      { derivatives: { relu: (x) => Number(x > 0) }, title: "A bend", range: [-2, 2], resolution: 9 },
    ),
    "functions-several": charts.functionChart(
      { relu: (x) => Math.max(0, x), tanh: Math.tanh },
      {
        derivatives: { relu: (x) => Number(x > 0), tanh: (x) => 1 - Math.tanh(x) ** 2 },
        title: "Two bends",
        range: [-3, 3],
        resolution: 31,
      },
    ),
    fit: charts.fitChart(
      { x: [[1], [2], [3]], y: [3, 7, 8] },
      {
        lines: { "first guess": { w: [3], b: 0 }, "least squares": { w: [2.5], b: 1 } },
        title: "The line of least squares leaves less",
        xTitle: "mass (g)",
        yTitle: "length (mm)",
      },
    ),
    "fit-animated": charts.fitChart(
      { x: [[1], [2], [3]], y: [3, 7, 8] },
      {
        lines: [0, 1, 2].map((w) => ({ w: [w], b: 1 })),
        animated: true,
        title: "A line on its way to the points",
        xTitle: "mass (g)",
        yTitle: "length (mm)",
      },
    ),
    histogram: charts.histogramChart(
      { low: [1, 2, 2, 3], high: [3, 4, 4, 5] },
      { title: "Two sets", xTitle: "mass (g)", bins: 4 },
    ),
    roc: charts.rocChart(rocCurve({ yTrue: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] }), {
      title: "Better than guessing",
      threshold: 0.4,
    }),
    residuals: charts.residualChart(
      { yTrue: [1, 2, 3, null], yPred: [1.5, 2, 2, 4] },
      { title: "Small errors", unit: "mpg" },
    ),
    timeline: charts.timelineChart(
      [1943, 1957, 1969, 1986].map((year, i) => ({
        year,
        what: ["a neuron is logic", "a perceptron learns", "what one layer cannot do", "backpropagation"][
          i
        ] as string,
      })),
      { title: "Four turns, and the waits between them" },
    ),
    nested: charts.nestedChart(
      [
        { name: "machine learning", what: "rules found in examples" },
        { name: "deep learning", what: "many layers learn" },
      ],
      { title: "A part of a part" },
    ),
    forecast: charts.forecastChart(
      {
        actual: [1, 2, 3, 2, 1, 2],
        time: ["2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06"],
        forecasts: {
          baseline: { start: 4, values: [3, 2] },
          model: { start: 4, values: [1, 2.5], band: { lower: [0, 2], upper: [2, 3] } },
        },
      },
      { title: "The model beats the baseline", xTitle: "month", yTitle: "temperature (°C)", testStart: 4 },
    ),
    embedding: charts.embeddingMap(
      {
        places: [
          [0, 0],
          [1, 0],
          [4, 4],
        ],
        labels: ["king", "queen", "cat"],
        group: ["people", "people", "animals"],
      },
      { title: "A map", arrows: [["king", "queen"]] },
    ),
    search: charts.searchChart(
      [0.001, 0.01, 0.1, 1].map((rate, i) => ({
        settings: { rate, units: 8 * (1 + (i % 2)), bias: i > 1 },
        mean: [0.6, 0.9, 0.8, NaN][i] as number,
      })),
      { title: "0.01 is best", scoreTitle: "accuracy" },
    ),
    "states-dropdown": charts.statesChart({
      low: line("Too low", 0.95),
      right: line("Right", 0.5),
      high: line("Too high", 1.2),
    }),
    "states-slider": charts.statesChart(
      { "0.05": line("Too low", 0.95), "0.5": line("Right", 0.5) },
      { control: "slider", prefix: "rate ", start: "0.5" },
    ),
  };
}
