/** One chart of each kind on small data: what the snapshots compare and the contact sheets show. */
import { confusionMatrix } from "../evaluation/confusion";
import { rocCurve } from "../evaluation/classification";
import { trainPerceptron } from "../models/perceptron";
import { Value } from "../models/value";
import type { FitHistory } from "../core/fit-history";
import { tf } from "../core/tf";
import { DataFrame, Series } from "../frames";
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

/** Each kind that `plot()` of frames and series draws. */
function plots(): Record<string, Chart> {
  const birds = new DataFrame({
    kind: ["owl", "owl", "tit", "tit", "tit", "hen"],
    mass: [480, 520, 18, 16, 19, 1800],
    length: [38, 40, 12, 11.5, NaN, 45],
  });
  const drawn = birds.plot();
  return {
    "plot-line": drawn.line({ config: { columns: ["mass", "length"] } }) as Chart,
    "plot-bar": drawn.bar({ config: { x: "kind", y: "mass" } }) as Chart,
    "plot-scatter": drawn.scatter({ config: { x: "length", y: "mass" } }) as Chart,
    "plot-hist": drawn.hist({ config: { x: "length" } }) as Chart,
    "plot-box": drawn.box({ config: { x: "kind", y: "mass" } }) as Chart,
    "plot-violin": drawn.violin({ config: { columns: ["length"] } }) as Chart,
    "plot-pie": drawn.pie({ config: { labels: "kind", values: "mass" } }) as Chart,
    "plot-pies": drawn.pie({ config: { labels: "kind", columns: ["mass", "length"] } }) as Chart,
    "plot-table": drawn.table() as Chart,
    "plot-series": new Series([3, 1, 2], { index: ["a", "b", "c"] }).plot().bar() as Chart,
  };
}

/** One picture and two networks that disagree about it. */
function classifier(): Chart {
  const network = (weights: readonly number[]) => {
    const model = tf.sequential({
      layers: [
        tf.layers.globalAveragePooling2d({ inputShape: [6, 6, 1] }),
        tf.layers.dense({ units: 4, activation: "softmax" }),
      ],
    });
    tf.tidy(() => model.setWeights([tf.tensor2d([[...weights]], [1, 4]), tf.zeros([4])]));
    return model;
  };
  const { values, shape } = squares(3, 6);
  const x = tf.tidy(() =>
    tf
      .tensor4d(
        Float32Array.from(values, (byte) => byte / 255),
        [3, ...shape.slice(1), 1] as [3, 6, 6, 1],
      )
      .slice([2], [1]),
  );
  const networks = { CNN: network([3, 1, -2, 0]), MLP: network([1, 2, 0, 1]) };
  const chart = charts.classifierChart(x, networks, {
    title: "The networks disagree",
    truth: "Shirt",
    names: ["Shirt", "Coat", "Bag", "Ankle boot"],
  });
  x.dispose();
  for (const model of Object.values(networks)) model.dispose();
  return chart;
}

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
    "bars-numbered": charts.barChart(
      { categories: ["w", "ŷ", "L"], values: [1, 0, -2.5] },
      {
        title: "Each bar carries its number",
        xTitle: "number",
        yTitle: "movement",
        range: [-4, 4],
        numbers: true,
      },
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
    "lines-gaps": charts.lineChart(
      { y: { measured: [1, null, 3, 2, null, 4], counted: [1, 0, 30, -2, 100, 4] } },
      { title: "Points between gaps are seen", ...axes, logarithmic: ["y"] },
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
    "boundary-rings": charts.boundaryChart(three, {
      predict: (x) => x.map(([a = 0, b = 0]) => Math.floor(1.2 * Math.hypot(a, b + 0.5)) % 3),
      resolution: 12,
      title: "Three classes around each other",
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
    "images-values": charts.imageGrid(
      { values: Float32Array.from({ length: 75 }, (_, i) => Math.sin(i / 9)), shape: [3, 5, 5] },
      { title: "Where a covered square costs most", shading: "sequential", valueTitle: "loss", columns: 2 },
    ),
    "images-each": charts.imageGrid(
      { values: Float32Array.from({ length: 50 }, (_, i) => i * Math.sin(i)), shape: [2, 5, 5] },
      { title: "Each picture has a range of its own", shading: "diverging", contrast: "each" },
    ),
    classifier: classifier(),
    "confusion-mistakes": charts.confusionChart(
      confusionMatrix(
        { yTrue: [0, 0, 0, 1, 1, 2, 2, 2, 3, 4, 5], yPred: [0, 1, 1, 1, 1, 2, 2, 0, 3, 4, 5] },
        { names: ["cat", "dog", "owl", "cow", "hen", "fox"] },
      ),
      { title: "Cats look like dogs", color: "mistakes" },
    ),
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
    "history-live": charts.historyChart(
      { loss: [1, 0.7], val_loss: [1.1, 0.9] },
      {
        title: "A training goes on",
        subtitle: "2 of 8 epochs",
        epochs: 8,
        batches: {
          epoch: [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2],
          values: { loss: [2, 1.5, 1.2, 1, 0.9, 0.8, 0.75, 0.7] },
        },
      },
    ),
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
    "network-gradients": charts.networkChart(
      [
        {
          w: [
            [2, 0],
            [-0.5, 0.125],
          ],
          b: [2, 0],
        },
        { w: [[3], [-1]], b: [1] },
      ],
      { title: "Each weight's share of the error", values: "gradients" },
    ),
    "network-large": charts.networkChart(
      [
        { w: Array.from({ length: 5 }, (_, i) => Array.from({ length: 14 }, (_, j) => Math.sin(3 * i + j))) },
        { w: Array.from({ length: 14 }, (_, i) => [Math.cos(i)]) },
      ],
      { title: "Too many weights to read", maxUnits: 8 },
    ),
    graph: charts.graphChart(graph(), { title: "a · b + a" }),
    functions: charts.functionChart(
      { relu: (x) => Math.max(0, x) },
      { derivatives: { relu: (x) => Number(x > 0) }, title: "A bend", range: [-2, 2], resolution: 9 },
    ),
    "functions-tangent": charts.functionChart(
      { loss: (w) => (w - 1.5) ** 2 },
      {
        tangentAt: 0.5,
        title: "Downhill is to the right",
        range: [0, 3],
        resolution: 31,
        xTitle: "w",
        yTitle: "loss",
      },
    ),
    "functions-path": charts.functionChart(
      { loss: (w) => (w - 1.5) ** 2 },
      {
        path: steps.map((i) => 1.5 - 1.3 * (-0.6) ** i),
        title: "It swings and settles",
        range: [0, 3],
        resolution: 31,
      },
    ),
    "functions-paths": charts.functionChart(
      { loss: (w) => (w - 1.5) ** 2 },
      {
        paths: {
          low: steps.map((i) => 1.5 - 1.3 * 0.9 ** i),
          right: steps.map((i) => 1.5 - 1.3 * 0.3 ** i),
          high: steps.map((i) => 1.5 - 1.3 * (-1.2) ** i),
        },
        title: "Too low, right, too high",
        range: [0, 3],
        resolution: 31,
      },
    ),
    "functions-jump": charts.functionChart(
      { step: (x) => Number(x >= 0), reciprocal: (x) => 0.1 / x },
      { title: "A step and a pole", range: [-2, 2], resolution: 20 },
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
    "fit-residuals": charts.fitChart(
      { x: [[1], [2], [3], [4]], y: [2, 3, 5, 6] },
      {
        lines: { "your line": { w: [1], b: 0 } },
        residuals: true,
        title: "You are off by 2.5",
        xTitle: "x",
        yTitle: "y",
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
    volumes: charts.volumeChart(
      [
        { name: "picture", shape: [28, 28, 1] },
        { name: "convolution", shape: [28, 28, 16] },
        { name: "pooling", shape: [14, 14, 16] },
        { name: "flatten", shape: [3136] },
        { name: "dense", shape: [10] },
      ],
      { title: "From pixels to ten probabilities" },
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
    raw: charts.chart(
      {
        data: [{ x: [1, 2, 3], y: [2.3, 1.1, 0.6], name: "loss" }],
        layout: {
          title: "Any figure of Plotly",
          xaxis: { title: "epoch" },
          yaxis: { title: { text: "loss" } },
        },
      },
      { alt: "Any figure of Plotly. The loss falls from 2.3 to 0.6 in 3 epochs." },
    ),
    ...plots(),
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
