/** Tests of all animations: what they open on, how high they are, how many bytes they take. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { oneHot } from "../tensors/encode";
import { createMlp, optimizer, trainMlp, type Mlp } from "../models";
import { trainPerceptron } from "../models/perceptron";
import { moons, spirals } from "../datasets";
import { animationControls } from "./animation";
import { boundaryAnimation, boundaryChart, type BoundaryStep } from "./boundary";
import type { Chart } from "./chart";
import { changesOf } from "./figure";
import { fitChart } from "./fit";
import { perceptronAnimation } from "./perceptron";
import { surfaceChart } from "./surface";

const axes = { title: "A claim", xTitle: "x₁", yTitle: "x₂" };
/** What a chart may take in a notebook. */
const MAX_BYTES = 200_000;

function bytesOf(chart: Chart): number {
  return JSON.stringify(chart.toJSON()).length;
}

/** Charts of each kind of animation, by name. */
function animations(): Record<string, Chart> {
  const and = { x: [[0, 0], [0, 1], [1, 0], [1, 1]], y: [0, 0, 0, 1] }; // prettier-ignore
  const steps = [0.2, 0.5, 0.8].map((at) => ({
    name: String(at),
    predict: (x: number[][]) => x.map(([a = 0]) => Number(a > at)),
  }));
  const surface = { x: [-2, 2], y: [-2, 2], animated: true, paths: { down: [[1, 1], [0.5, 0.2], [0, 0]] } } as const; // prettier-ignore
  const bowl = (x: number, y: number) => x * x + y * y;
  return {
    perceptron: perceptronAnimation(and, trainPerceptron(and), axes),
    boundary: boundaryAnimation(and, { ...axes, steps }),
    mixed: boundaryAnimation(and, {
      ...axes,
      steps: [{ name: "unit", units: [{ w: [1, 1], b: -1 }] }, ...steps],
    }),
    fit: fitChart(
      { x: [[1], [2]], y: [1, 3] },
      { lines: [0, 1, 2].map((w) => ({ w: [w], b: 0 })), animated: true, ...axes },
    ),
    scene: surfaceChart(bowl, { ...surface, ...axes }),
    contour: surfaceChart(bowl, { ...surface, ...axes, view: "contour" }),
  };
}

for (const [name, chart] of Object.entries(animations())) {
  test(`the ${name} animation opens on its last picture, and the slider agrees`, () => {
    const { data, frames = [], layout } = chart.figure;
    const last = frames[frames.length - 1];
    const shown = last?.traces?.map((trace) => changesOf(data[trace] ?? {}));
    assert.deepEqual(shown, last?.data);
    const first = frames[0]?.data;
    assert.notDeepEqual(first, last?.data, "the pictures differ, or the test proves nothing");
    const [slider] = layout?.["sliders"] as [{ active: number; steps: { label: string }[] }];
    assert.equal(slider.active, frames.length - 1);
    assert.deepEqual(
      slider.steps.map(({ label }) => label),
      frames.map((frame) => frame.name),
    );
  });

  test(`in the ${name} animation every picture changes the same traces`, () => {
    const { frames = [] } = chart.figure;
    for (const { traces, data } of frames) {
      assert.deepEqual(traces, frames[0]?.traces);
      assert.equal(data.length, traces?.length);
    }
  });

  test(`the ${name} animation and its slider are at most 460 pixels high`, () => {
    assert.ok((chart.figure.layout?.["height"] as number) <= 460);
  });
}

test("Play goes on from where it stands; plotly.js begins anew after the last picture", () => {
  const [menu] = animationControls(["0", "1"])["updatemenus"] as [{ buttons: { args: [null, object] }[] }];
  const [play] = menu.buttons;
  // All frames (null) from the present one: plotly.js 4.1 takes the present one only where it is not the last.
  assert.deepEqual([play?.args[0], (play?.args[1] as { fromcurrent: boolean }).fromcurrent], [null, true]);
});

const classOf = (model: Mlp) => (places: number[][]) =>
  model
    .predict(places)
    .map((scores) =>
      scores.length === 1 ? Number((scores[0] as number) >= 0.5) : scores.indexOf(Math.max(...scores)),
    );

test("a trained network's boundary has no stairs: at each of its places the network is undecided", () => {
  const { x, y } = moons({ count: 100, noise: 0.1, seed: 1 });
  const { model } = trainMlp(createMlp([2, 6, 1], { hidden: "tanh", output: "sigmoid", seed: 1 }), {
    x,
    y: Array.from(y, (k) => [k]),
    loss: "binaryCrossentropy",
    optimizer: optimizer("adam", { learningRate: 0.05 }),
    epochs: 60,
    batchSize: 50,
    seed: 1,
  });
  const chart = boundaryChart({ x, y }, { ...axes, predict: classOf(model) });
  const line = chart.figure.data.find(({ name }) => name === "boundary");
  const places = Array.from(line?.["x"] as number[], (value, i) => [
    value,
    (line?.["y"] as number[])[i] ?? NaN,
  ]);
  const there = places.filter((place) => place.every(Number.isFinite));
  assert.ok(there.length > 10, `${there.length} places`);
  const { xaxis, yaxis } = chart.figure.layout as Record<"xaxis" | "yaxis", { range: [number, number] }>;
  const [width, height] = [xaxis.range[1] - xaxis.range[0], yaxis.range[1] - yaxis.range[0]];
  for (const [a = 0, b = 0] of there) {
    // Within a third of a hundredth of the picture there are both classes.
    const around = [[1, 0], [-1, 0], [0, 1], [0, -1], [0, 0]].map(([u = 0, v = 0]) => [a + (u * width) / 300, b + (v * height) / 300]); // prettier-ignore
    assert.equal(new Set(classOf(model)(around)).size, 2, `at ${a}, ${b}`);
  }
  assert.ok(bytesOf(chart) < MAX_BYTES / 4, `${bytesOf(chart)} bytes`);
});

test("sixty pictures of a network that learns three arms take less than 200 kB, with smooth outlines", () => {
  const arms = spirals({ count: 300, seed: 1 });
  const steps: BoundaryStep[] = [];
  trainMlp(createMlp([2, 16, 3], { hidden: "tanh", output: "softmax", seed: 1 }), {
    x: arms.x,
    y: oneHot(arms.y, 3),
    loss: "categoricalCrossentropy",
    optimizer: optimizer("adam", { learningRate: 0.05 }),
    epochs: 60,
    batchSize: 50,
    seed: 1,
    onEpoch: ({ epoch, model }) => steps.push({ name: String(epoch), predict: classOf(model) }),
  });
  const chart = boundaryAnimation(arms, { ...axes, steps });
  assert.ok(bytesOf(chart) < MAX_BYTES, `${bytesOf(chart)} bytes`);
  assert.ok((chart.figure.frames?.length ?? 0) >= 24, `${chart.figure.frames?.length} pictures`);
});

test("not even a classifier that guesses at random fills the notebook", () => {
  const data = { x: [[0, 0], [1, 1]], y: [0, 1] }; // prettier-ignore
  const noise = (phase: number) => (places: number[][]) =>
    places.map(([a = 0, b = 0]) => Number(Math.sin(12_345.6 * a + 65_432.1 * b * b + phase) > 0));
  const steps = Array.from({ length: 60 }, (_, i) => ({ name: String(i), predict: noise(i) }));
  const chart = boundaryAnimation(data, { ...axes, steps });
  assert.ok(bytesOf(chart) < MAX_BYTES, `${bytesOf(chart)} bytes`);
  assert.ok(bytesOf(boundaryChart(data, { ...axes, predict: noise(0) })) < MAX_BYTES);
});

test("an animation of three paths over a fine ground takes less than 200 kB", () => {
  const walk = (rate: number) =>
    Array.from({ length: 200 }, (_, i) => [2 * (1 - rate) ** i, (1 - 2 * rate) ** i]);
  const chart = surfaceChart((x, y) => x * x + y * y, {
    ...axes,
    x: [-3, 3],
    y: [-3, 3],
    resolution: 100,
    view: "contour",
    animated: true,
    paths: { slow: walk(0.01), right: walk(0.1), fast: walk(0.3) },
  });
  assert.ok(bytesOf(chart) < MAX_BYTES, `${bytesOf(chart)} bytes`);
});
