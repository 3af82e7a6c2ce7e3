import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, ShapeError, UnknownNameError } from "../core/errors";
import { trainPerceptron } from "../models/perceptron";
import { boundaryAnimation, boundaryChart } from "./boundary";
import { perceptronAnimation } from "./perceptron";
import { evenly } from "./animation";
import type { Trace } from "./figure";

const and = {
  x: [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  y: [0, 0, 0, 1],
};
const axes = { title: "AND", xTitle: "x₁", yTitle: "x₂" };
const unit = { w: [1, 1], b: -1.5 };

test("points keep their class, and the words count those in the wrong region", () => {
  const { figure, alt } = boundaryChart(and, {
    ...axes,
    units: [{ w: [1, 0], b: -0.5 }],
    names: ["off", "on"],
  });
  const points = figure.data.filter(({ mode }) => mode === "markers").slice(1);
  assert.deepEqual(
    points.map(({ name, x, y }) => [name, x, y]),
    [
      ["off", [0, 0, 1], [0, 1, 0]],
      ["on", [1], [1]],
    ],
  );
  // x₁ ≥ 0.5 takes (1, 0) for 1: one wrong.
  assert.match(alt, /1 of 4 points lies in the region of another class\./);
});

test("a handful of points carry their texts, neighbours on different sides", () => {
  const labels = ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"];
  const { figure } = boundaryChart(and, { ...axes, units: [unit], labels });
  const [off, on] = figure.data.filter(({ mode }) => mode === "markers+text");
  assert.deepEqual([off?.["text"], on?.["text"]], [labels.slice(0, 3), ["(1, 1)"]]);
  assert.equal(new Set(off?.["textposition"] as string[]).size, 3);
});

test("a box of one's own sets what is shown, for units and for searched boundaries", () => {
  const box = { x: [-1, 3], y: [0, 2] } as const;
  for (const classifier of [{ units: [unit] }, { predict: (x: number[][]) => x.map(() => 0) }]) {
    const { layout } = boundaryChart(and, { ...axes, ...classifier, box }).figure;
    assert.deepEqual((layout?.["xaxis"] as { range: number[] }).range, [-1, 3]);
    assert.deepEqual((layout?.["yaxis"] as { range: number[] }).range, [0, 2]);
  }
});

test("one-hot classes are drawn as numbered ones are", () => {
  const oneHot = boundaryChart(
    { x: and.x, y: and.y.map((k) => (k === 0 ? [1, 0] : [0, 1])) },
    { ...axes, units: [unit] },
  );
  assert.deepEqual(oneHot.figure, boundaryChart(and, { ...axes, units: [unit] }).figure);
});

test("a function is asked for the grid and the points at once, then where the class changes", () => {
  const asked: number[] = [];
  const predict = (x: number[][]) => {
    asked.push(x.length);
    return x.map(([a]) => Number((a as number) > 0.7));
  };
  const { figure, alt } = boundaryChart(and, { ...axes, predict, resolution: 3 });
  // Three edges of the grid of 3 × 3 places are halved five times.
  assert.deepEqual(asked, [3 * 3 + 4, 3, 3, 3, 3, 3]);
  const [, , line] = figure.data;
  // From 0.5 to 1.15, halved five times, within 0.65 / 64 of 0.7.
  const [at = NaN] = line?.["x"] as number[];
  assert.ok(Math.abs(at - 0.7) < 0.65 / 63, `${at}`);
  assert.deepEqual([line?.["x"], line?.["y"]], [[at, at], line?.["y"]]);
  assert.deepEqual(
    (line?.["y"] as number[]).map((y) => Math.round(100 * y)).sort((a, b) => a - b),
    [-15, 115],
  );
  assert.match(alt, /1 of 4 points lies in the region of another class/);
});

test("the animation of a perceptron begins before the first update and ends with the trained weights", () => {
  const run = trainPerceptron(and);
  const { figure, alt } = perceptronAnimation(and, run, { ...axes, names: ["off", "on"] });
  assert.equal(figure.frames?.length, run.updates.length + 1);
  assert.deepEqual(
    figure.frames?.map(({ name }) => name),
    Array.from({ length: run.updates.length + 1 }, (_, i) => String(i)),
  );
  const final = boundaryChart(and, {
    ...axes,
    names: ["off", "on"],
    units: run.model.units,
  }).figure.data.slice(0, 3);
  const placesOf = (traces: readonly Trace[] = []) => traces.slice(0, 3).map(({ x, y }) => [x, y]);
  assert.deepEqual(placesOf(figure.frames?.at(-1)?.data), placesOf(final));
  assert.match(alt, /At update 0 there is no boundary/);
  assert.match(alt, /all 4 points lie in the region of their class\.$/);
});

test("each picture of several outputs has all their lines; only the updated one moves", () => {
  const data = {
    x: [
      [-1, 0],
      [1, 0],
      [0, 2],
    ],
    y: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
  };
  const run = trainPerceptron(data);
  const { figure } = perceptronAnimation(data, run, axes);
  const [before, after] = figure.frames?.slice(1, 3) ?? [];
  assert.equal(before?.data.length, 3 + 3 + 1);
  const moved = run.updates[1]?.output as number;
  for (const k of [0, 1, 2]) if (k !== moved) assert.deepEqual(before?.data[3 + k], after?.data[3 + k]);
});

test("the row that caused an update has a ring", () => {
  const run = trainPerceptron(and);
  const { figure } = perceptronAnimation(and, run, axes);
  const ring = figure.frames?.[1]?.data.at(-1);
  const row = run.updates[0]?.row as number;
  assert.deepEqual([ring?.["x"], ring?.["y"]], [[and.x[row]?.[0]], [and.x[row]?.[1]]]);
  assert.deepEqual(figure.frames?.[0]?.data.at(-1)?.["x"], []);
});

test("of many steps the first and the last are kept, and the words say how many are shown", () => {
  assert.deepEqual(evenly(100, 3), [0, 50, 99]);
  const steps = Array.from({ length: 10 }, (_, i) => ({ name: String(i), units: [{ w: [1, i], b: -1 }] }));
  const { figure, alt } = boundaryAnimation(and, { ...axes, steps, maxFrames: 4 });
  assert.deepEqual(
    figure.frames?.map(({ name }) => name),
    ["0", "3", "6", "9"],
  );
  assert.match(alt, /10 steps \(4 of 10 shown\)/);
});

test("what does not fit is refused with a reason", () => {
  const options = { ...axes, units: [unit] };
  const refused: [() => unknown, new (message: string) => Error, RegExp][] = [
    [
      () => boundaryChart({ x: [[1, 2, 3]], y: [0] }, options),
      ShapeError,
      /x must be rows of two finite numbers.*choose two columns/,
    ],
    [() => boundaryChart({ x: [[1, NaN]], y: [0] }, options), ShapeError, /without missing values/],
    [() => boundaryChart({ x: [], y: [] }, options), ShapeError, /rows of two finite numbers/],
    [
      () => boundaryChart({ x: [[1, 2]], y: [0, 1] }, options),
      ShapeError,
      /y must be one class for each of the 1 rows/,
    ],
    [
      () => boundaryChart({ x: [[1, 2]], y: [0.5] }, options),
      ArgumentError,
      /y\[0\] must be a class 0, 1, 2/,
    ],
    [
      () => boundaryChart(and, { ...options, names: ["only"] }),
      UnknownNameError,
      /a name for each of 2 classes/,
    ],
    [() => boundaryChart(and, axes), ArgumentError, /units or predict must be given/],
    [
      () => boundaryChart(and, { ...axes, units: [{ w: [1, 2, 3], b: 0 }] }),
      ShapeError,
      /two weights and a bias/,
    ],
    [
      () => boundaryChart(and, { ...axes, predict: () => [0] }),
      ShapeError,
      /a function that gives \d+ classes/,
    ],
    [
      () => boundaryChart(and, { ...axes, predict: (x) => x.map(() => 7) }),
      ArgumentError,
      /classes 0 to 1; received 7/,
    ],
    [() => boundaryAnimation(and, { ...axes, steps: [] }), ArgumentError, /at least one step/],
    [
      () => boundaryAnimation(and, { ...axes, steps: [{ name: "a", units: [unit], row: 9 }] }),
      ArgumentError,
      /row must be a whole number from 0 to 3/,
    ],
    [
      () => perceptronAnimation(and, { updates: [{ step: 1, row: 0, output: 2, w: [1, 1], b: 0 }] }, axes),
      ShapeError,
      /one unit for each output/,
    ],
  ];
  for (const [call, constructor, message] of refused) assert.throws(call, { constructor, message });
});

test("an animation may open on its first picture, and the plane may be square", () => {
  const data = {
    x: [
      [0, 0],
      [1, 1],
    ],
    y: [0, 1],
  };
  const steps = [-1.5, -0.5].map((b) => ({ name: String(b), units: [{ w: [1, 1], b }] }));
  const options = { steps, title: "A claim", xTitle: "x₁", yTitle: "x₂", square: true };
  const first = boundaryAnimation(data, { ...options, opens: "first" });
  const last = boundaryAnimation(data, options);
  const active = ({ figure }: typeof first) =>
    (figure.layout?.["sliders"] as { active: number }[])[0]?.active;
  assert.deepEqual([active(first), active(last)], [0, 1]);
  assert.deepEqual(first.figure.data[2]?.["y"], first.figure.frames?.[0]?.data[2]?.["y"]);
  assert.notDeepEqual(first.figure.data[2]?.["y"], last.figure.data[2]?.["y"]);
  assert.equal((first.figure.layout?.["yaxis"] as { scaleanchor?: string }).scaleanchor, "x");
});
