/** Feeds every chart function with numbers that cannot be drawn: NaN, infinite ones, and some so large that axes would overflow. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { NeuralNotebooksError } from "../core/errors";
import { tf } from "../core/tf";
import { rocCurve } from "../evaluation/classification";
import { confusionMatrix } from "../evaluation/confusion";
import { DataFrame } from "../frames";
import type { Chart } from "./chart";
import { isTypedArray } from "./figure";
import * as charts from ".";

const axes = { title: "A claim", xTitle: "x", yTitle: "y" };
const title = "A claim";

/** What a maker draws from: the i-th of some numbers, of which some are spoilt. */
type Take = (i: number) => number;

const and = [[0, 0], [0, 1], [1, 0], [1, 1]]; // prettier-ignore

function list(n: Take, from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => n(from + i));
}

function pairs(n: Take, from: number, count: number): number[][] {
  return Array.from({ length: count }, (_, i) => [n(from + 2 * i), n(from + 2 * i + 1)]);
}

/** Every chart function that takes numbers, by name; each is made of the numbers 0 to 11. */
const makers: Readonly<Record<string, (n: Take) => Chart>> = {
  scatterChart: (n) => charts.scatterChart({ x: list(n, 0, 6), y: list(n, 6, 6) }, axes),
  barChart: (n) => charts.barChart({ categories: ["a", "b", "c"], values: { u: list(n, 0, 3), v: list(n, 3, 3) } }, axes),
  lineChart: (n) => charts.lineChart({ x: list(n, 0, 4), y: { a: list(n, 4, 4), b: list(n, 8, 4) } }, axes),
  "lineChart, logarithmic": (n) =>
    charts.lineChart({ x: list(n, 0, 4), y: { a: list(n, 4, 4), b: list(n, 8, 4) } }, { ...axes, logarithmic: ["x", "y"] }),
  histogramChart: (n) => charts.histogramChart({ a: list(n, 0, 6), b: list(n, 6, 6) }, { title, xTitle: "x" }),
  "boundaryChart, units": (n) =>
    charts.boundaryChart({ x: and, y: [0, 0, 0, 1] }, { ...axes, units: [{ w: list(n, 0, 2), b: n(2) }] }),
  "boundaryChart, points": (n) =>
    charts.boundaryChart({ x: pairs(n, 0, 4), y: [0, 1, 0, 1] }, { ...axes, predict: (x) => x.map(([a = 0]) => Number(a > 2)) }),
  boundaryAnimation: (n) =>
    charts.boundaryAnimation(
      { x: and, y: [0, 0, 0, 1] },
      { ...axes, steps: [0, 3, 6].map((at) => ({ name: String(at), units: [{ w: list(n, at, 2), b: n(at + 2) }] })) },
    ),
  "fitChart, points": (n) =>
    charts.fitChart({ x: list(n, 0, 6).map((x) => [x]), y: list(n, 6, 6) }, { ...axes, lines: { line: { w: [1], b: 0 } } }),
  "fitChart, lines": (n) =>
    charts.fitChart({ x: [[1], [2]], y: [1, 2] }, { ...axes, lines: { a: { w: [n(0)], b: n(1) }, b: { w: [n(2)], b: n(3) } }, residuals: true }),
  "fitChart, animated": (n) =>
    charts.fitChart({ x: [[1], [2]], y: [1, 2] }, { ...axes, lines: [0, 2, 4].map((i) => ({ w: [n(i)], b: n(i + 1) })), animated: true }),
  functionChart: (n) => charts.functionChart({ f: (x) => n(Math.min(11, Math.max(0, Math.round(x)))) }, { title, range: [0, 11], resolution: 12 }),
  "functionChart, path": (n) => charts.functionChart({ f: (x) => x * x }, { title, path: list(n, 0, 12), range: [0, 11] }),
  surfaceChart: (n) =>
    charts.surfaceChart((x, y) => n(Math.round(x + 3 * y)), { ...axes, x: [0, 2], y: [0, 3], resolution: 4 }),
  "surfaceChart, paths": (n) =>
    charts.surfaceChart((x, y) => x + y, { ...axes, x: [0, 11], y: [0, 11], view: "contour", animated: true, resolution: 3, paths: { a: pairs(n, 0, 3), b: pairs(n, 6, 3) } }),
  forecastChart: (n) =>
    charts.forecastChart(
      { actual: list(n, 0, 4), forecasts: { model: { start: 2, values: list(n, 4, 2), band: { lower: list(n, 6, 2), upper: list(n, 8, 2) } } } },
      axes,
    ),
  embeddingMap: (n) => charts.embeddingMap({ places: pairs(n, 0, 6), labels: ["a", "b", "c", "d", "e", "f"] }, { title }),
  historyChart: (n) =>
    charts.historyChart({ loss: list(n, 0, 4), val_loss: list(n, 4, 4) }, { title, batches: { epoch: [0.5, 1], values: { loss: list(n, 8, 2) } } }),
  compareHistories: (n) => charts.compareHistories({ a: { loss: list(n, 0, 6) }, b: { loss: list(n, 6, 6) } }, { title, metric: "loss" }),
  imageGrid: (n) => charts.imageGrid({ values: list(n, 0, 12), shape: [3, 2, 2] }, { title }),
  "imageGrid, each": (n) => charts.imageGrid({ values: list(n, 0, 12), shape: [3, 2, 2] }, { title, contrast: "each", shading: "diverging" }),
  "imageGrid, colour": (n) => charts.imageGrid({ values: list(n, 0, 12), shape: [1, 2, 2, 3] }, { title }),
  filterGrid: (n) => charts.filterGrid({ layer: "conv", shape: [3, 2, 2, 1], values: Float32Array.from(list(n, 0, 12)) }, { title }),
  featureMapGrid: (n) => charts.featureMapGrid({ layer: "conv", shape: [1, 2, 2, 3], values: Float32Array.from(list(n, 0, 12)) }, { title }),
  matrixChart: (n) => charts.matrixChart({ values: [list(n, 0, 3), list(n, 3, 3)], rows: ["r", "s"], columns: ["a", "b", "c"] }, axes),
  correlationChart: (n) => charts.correlationChart({ a: list(n, 0, 4), b: list(n, 4, 4), c: list(n, 8, 4) }, { title }),
  attentionChart: (n) => charts.attentionChart([list(n, 0, 2), list(n, 2, 2)], { title, queries: ["a", "b"], keys: ["c", "d"] }),
  networkChart: (n) => charts.networkChart([{ w: pairs(n, 0, 2), b: list(n, 4, 2) }, { w: [[n(6)], [n(7)]], b: [n(8)] }], { title }),
  graphChart: (n) =>
    charts.graphChart(
      {
        nodes: [0, 1].map((id) => ({ id, label: "v", operation: "", data: n(2 * id), gradient: n(2 * id + 1) })),
        edges: [{ from: 0, to: 1, slope: n(4) }],
      },
      { title },
    ),
  residualChart: (n) => charts.residualChart({ yTrue: list(n, 0, 6), yPred: list(n, 6, 6) }, { title }),
  searchChart: (n) =>
    charts.searchChart([0, 1, 2, 3].map((i) => ({ settings: { rate: n(i) + 1 }, mean: n(4 + i), spread: n(8 + i) })), { title }),
  classifierChart: (n) => {
    const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [2, 3, 1] }), tf.layers.dense({ units: 3, activation: "softmax" })] });
    const x = tf.tensor4d(list(n, 0, 6), [1, 2, 3, 1]);
    const chart = charts.classifierChart(x, { net: model }, { title });
    x.dispose();
    model.dispose();
    return chart;
  },
  perceptronAnimation: (n) =>
    charts.perceptronAnimation({ x: and, y: [0, 0, 0, 1] }, { updates: [{ step: 1, row: 0, output: 0, w: list(n, 0, 2), b: n(2) }] }, axes),
  statesChart: (n) =>
    charts.statesChart({ a: charts.lineChart({ y: { a: list(n, 0, 6) } }, axes), b: charts.lineChart({ y: { a: list(n, 6, 6) } }, axes) }),
  timelineChart: (n) => charts.timelineChart(list(n, 0, 4).map((year) => ({ year, what: "something" })), { title }),
  chart: (n) => charts.chart({ data: [{ x: list(n, 0, 6), y: Float64Array.from(list(n, 6, 6)) }] }, { alt: "Any numbers; some of them may be missing or not finite." }),
  ...Object.fromEntries(
    (["line", "bar", "scatter", "hist", "box", "violin", "pie", "table"] as const).map((kind) => [
      `plot().${kind}`,
      (n: Take) => new DataFrame({ a: list(n, 0, 6), b: list(n, 6, 6) }).plot()[kind]() as Chart,
    ]),
  ),
}; // prettier-ignore

/** Chart functions that take no numbers, or counts that are checked where they are made. */
const withoutNumbers = [
  "confusionChart",
  "rocChart",
  "nestedChart",
  "neuronChart",
  "cortexChart",
  "volumeChart",
];

/** A table writes its numbers, whatever they are; years of a time line are checked one by one. */
const withoutGaps = ["plot().table", "timelineChart"];

const spoilt = [NaN, Infinity, -Infinity, 1e308, -1e308];

/** Every number of a figure, with the path that leads to it. */
function* numbersIn(value: unknown, path: string): Generator<[path: string, number]> {
  if (typeof value === "number") yield [path, value];
  else if (isTypedArray(value))
    for (let i = 0; i < value.length; i++) yield [`${path}[${i}]`, value[i] as number];
  else if (typeof value === "object" && value !== null)
    for (const [key, item] of Object.entries(value)) yield* numbersIn(item, `${path}.${key}`);
}

/** What plotly.js would turn into a path of NaN, or into an axis without an end. */
function assertDrawable(chart: Chart): void {
  const { layout = {} } = chart.figure;
  for (const [path, value] of numbersIn(layout, "layout"))
    assert.ok(Number.isFinite(value), `${path} is ${value}`);
  for (const [key, axis] of Object.entries(layout)) {
    const { range } = (axis ?? {}) as { range?: readonly number[] };
    if (/^[xy]axis\d*$/.test(key) && range) {
      const length = Math.abs((range[1] as number) - (range[0] as number));
      assert.ok(length > 0 && length < Infinity, `${key} from ${range.join(" to ")}`);
    }
  }
  // As it stands in the notebook: NaN has become null, or a gap in binary numbers, which plotly.js skips.
  const saved = chart.toJSON();
  for (const trace of [...saved.data, ...(saved.frames ?? []).flatMap(({ data }) => data)])
    for (const [path, value] of numbersIn(decoded(trace), trace.name ?? "trace"))
      assert.ok(Number.isNaN(value) || Math.abs(value) <= 1e301, `${path} is ${value}`);
  assert.doesNotMatch(JSON.stringify(saved), /NaN|Infinity/);
}

function decoded(value: unknown): unknown {
  if (charts.isBinaryArray(value)) return charts.decodeArray(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decoded(item)]));
}

describe("numbers that cannot be drawn", () => {
  test("the table holds every chart function", () => {
    const functions = Object.keys(charts).filter(
      (name) => /(Chart|Grid|Map|Animation|Histories)$/.test(name) && !/^[A-Z]/.test(name),
    );
    const known = [...Object.keys(makers).map((name) => name.replace(/,.*/, "")), ...withoutNumbers];
    assert.deepEqual(functions.filter((name) => !known.includes(name)), []); // prettier-ignore
  });

  for (const [name, make] of Object.entries(makers)) {
    test(`${name}: whatever the numbers, its axes have ends, and gaps are told`, () => {
      const whole = make((i) => i);
      assertDrawable(whole);
      assert.doesNotMatch(
        whole.alt.replace("may be missing or not finite", ""),
        /missing or not finite|not finite/,
        "nothing is missing yet",
      );
      const taken = new Set<number>();
      make((i) => (taken.add(i), i));
      const some = fc.record({
        at: fc.uniqueArray(fc.constantFrom(...taken), { minLength: 1, maxLength: taken.size }),
        value: fc.constantFrom(...spoilt),
      });
      fc.assert(
        fc.property(some, ({ at, value }) => {
          let chart: Chart;
          try {
            chart = make((i) => (at.includes(i) ? value : i));
          } catch (error) {
            // Where nothing is left to draw a reason is given.
            assert.ok(error instanceof NeuralNotebooksError, String(error));
            return;
          }
          assertDrawable(chart);
          assert.doesNotMatch(chart.alt, /NaN|Infinity|undefined|\[object/);
        }),
        { numRuns: 40, seed: 1 },
      );
    });

    if (withoutGaps.includes(name)) continue;
    test(`${name}: one spoilt number leaves a gap, and the words count it`, () => {
      const taken = new Set<number>();
      make((i) => (taken.add(i), i));
      const [last = 0] = [...taken].reverse();
      for (const value of spoilt) {
        const chart = make((i) => (i === last ? value : i));
        assert.match(chart.alt, /not finite|no finite|no place|– /, `${value}: ${chart.alt}`);
      }
    });
  }

  test("counts and curves of evaluation hold no such numbers", () => {
    assertDrawable(charts.confusionChart(confusionMatrix({ yTrue: [0, 1], yPred: [0, 0] }), { title }));
    const roc = rocCurve({ yTrue: [0, 1, 1], scores: [0.1, 0.1, 0.9] });
    assertDrawable(charts.rocChart(roc, { title, threshold: 0.5 }));
  });
});
