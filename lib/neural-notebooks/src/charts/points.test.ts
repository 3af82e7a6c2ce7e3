/** Tests of points, bars, lines, histograms and functions: what is drawn, what is said, what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ArgumentError, ShapeError } from "../core/errors";
import { barChart } from "./bar";
import type { Chart } from "./chart";
import type { Figure, Trace } from "./figure";
import { forecastChart } from "./forecast";
import { functionChart } from "./functions";
import { binned, histogramChart } from "./histogram";
import { compareHistories, historyChart } from "./history";
import { lineChart } from "./line";
import { scatterChart } from "./scatter";
import { surfaceChart } from "./surface";
import { palette, roles, symbols } from "./theme";
import { counted, formatNumber, groupRows, listed } from "./alt-text";

const axes = { title: "A claim", xTitle: "time (s)", yTitle: "height (m)" };

test("points are split by group, each with its own colour and symbol", () => {
  const { figure } = scatterChart({ x: [1, 2, 3], y: [4, 5, 6], group: ["b", "a", "b"] }, axes);
  assert.deepEqual(
    figure.data.map(({ name, x, y }) => [name, x, y]),
    [
      ["b", [1, 3], [4, 6]],
      ["a", [2], [5]],
    ],
  );
  const looks = figure.data.map(({ marker }) => marker as { color: string; symbol: string });
  assert.deepEqual(
    looks.map(({ color }) => color),
    palette.slice(0, 2),
  );
  assert.deepEqual(
    looks.map(({ symbol }) => symbol),
    symbols.slice(0, 2),
  );
});

test("numbered groups come in counting order, and a missing group has a name", () => {
  assert.deepEqual([...groupRows([2, 0, 10, 0]).keys()], ["0", "2", "10"]);
  assert.deepEqual([...groupRows(["a", null]).keys()], ["a", "missing"]);
});

test("typed arrays stay typed", () => {
  const { figure } = scatterChart({ x: Float32Array.of(1, 2), y: Float32Array.of(3, 4) }, axes);
  assert.deepEqual(figure.data[0]?.["x"], Float32Array.of(1, 2));
});

test("points with a missing place are left out, and the words say how many", () => {
  const chart = scatterChart({ x: [1, null, 3, 4], y: [1, 2, NaN, 5] }, { ...axes, noun: "penguin" });
  assert.deepEqual(chart.figure.data[0]?.["x"], [1, 4]);
  assert.equal(
    chart.alt,
    "A claim. 2 penguins; time (s) from 1 to 4, height (m) from 1 to 5. 2 values are missing or not finite and are not drawn.",
  );
});

test("columns of different length, of text, or without a number are refused", () => {
  assert.throws(() => scatterChart({ x: [1, 2], y: [1] }, axes), {
    constructor: ShapeError,
    message: "Cannot draw points: x and y must be equally long; received x: 2, y: 1.",
  });
  assert.throws(() => scatterChart({ x: [1, 2], y: [1, 2], group: ["a"] }, axes), ShapeError);
  assert.throws(() => scatterChart({ x: ["1"] as never, y: [1] }, axes), {
    constructor: ArgumentError,
    message: /x\[0\] must be a number, or null for a missing one; received "1"/,
  });
  assert.throws(() => scatterChart({ x: [], y: [] }, axes), {
    constructor: ArgumentError,
    message: /x must be at least one finite number/,
  });
  assert.throws(() => scatterChart({ x: [NaN], y: [1] }, axes), ArgumentError);
  assert.throws(() => scatterChart({ x: 3 as never, y: [1] }, axes), {
    constructor: ArgumentError,
    message: /x must be a list of numbers; received 3/,
  });
  assert.throws(
    () => scatterChart({ x: { dataSync: () => [1] } as never, y: [1] }, axes),
    /await tensor\.data\(\)/,
  );
});

test("title and axis names must be given", () => {
  assert.throws(() => scatterChart({ x: [1], y: [1] }, { ...axes, title: "" }), {
    constructor: ArgumentError,
    message: /title must be a text/,
  });
  assert.throws(() => scatterChart({ x: [1], y: [1] }, { ...axes, xTitle: undefined as never }), {
    constructor: ArgumentError,
    message:
      /xTitle must be a text that is not empty; received undefined\. Give the axis a name and a unit\./,
  });
});

test("bars stand or lie, one series or several", () => {
  const standing = barChart({ categories: ["a", "b"], values: [1, 2] }, axes);
  assert.deepEqual(
    [standing.figure.data[0]?.["x"], standing.figure.data[0]?.["y"]],
    [
      ["a", "b"],
      [1, 2],
    ],
  );
  const lying = barChart(
    { categories: ["a", "b"], values: { one: [1, 2], two: [3, 4] } },
    { ...axes, direction: "horizontal" },
  );
  assert.deepEqual(
    lying.figure.data.map(({ name, x }) => [name, x]),
    [
      ["one", [1, 2]],
      ["two", [3, 4]],
    ],
  );
});

test("bars tell the most and the least; equal ones say so", () => {
  assert.match(
    barChart({ categories: ["a", "b", "c"], values: [3, 9, 1] }, axes).alt,
    /3 bars; most: b \(9\), least: c \(1\)/,
  );
  assert.match(barChart({ categories: ["a", "b"], values: [2, 2] }, axes).alt, /2 bars, all 2\./);
});

test("bars without a category, or with one too many, are refused", () => {
  const held = barChart({ categories: ["a", "b"], values: [1, 2] }, { ...axes, range: [-4, 4] });
  assert.deepEqual((held.figure.layout?.["yaxis"] as { range: number[] }).range, [-4, 4]);
  assert.throws(
    () => barChart({ categories: ["a"], values: [1] }, { ...axes, range: [4, 4] }),
    /smaller first/,
  );
  assert.throws(() => barChart({ categories: ["a"], values: [1, 2] }, axes), ShapeError);
  assert.throws(
    () => barChart({ categories: ["a", "b"], values: { one: [1, 2], two: [1] } }, axes),
    ShapeError,
  );
});

test("curves named as parts of the data have the course's colours; others take the palette", () => {
  const { figure } = lineChart({ y: { validation: [1, 2], mine: [2, 3] } }, axes);
  assert.equal((figure.data[0]?.["line"] as { color: string }).color, roles.validation.color);
  const given = lineChart({ y: { mine: [2, 3] } }, { ...axes, roles: { mine: "train" } });
  assert.equal((given.figure.data[0]?.["line"] as { color: string }).color, roles.train.color);
});

test("a curve over dates tells from when to when", () => {
  const chart = lineChart(
    { x: ["2024-01-01", "2024-02-01"], y: { rain: [3, 5] } },
    { ...axes, xTitle: "month" },
  );
  assert.match(chart.alt, /month from 2024-01-01 to 2024-02-01\. rain goes from 3 to 5/);
  assert.throws(() => lineChart({ x: ["2024-01-01"], y: { rain: [3, 5] } }, axes), ShapeError);
});

test("a line chart without a curve is refused", () => {
  assert.throws(() => lineChart({ y: {} }, axes), { constructor: ArgumentError, message: /curves by name/ });
  assert.throws(() => lineChart({ x: [1, 2, 3], y: { a: [1, 2] } }, axes), ShapeError);
});

test("bins count every finite number once, the right edge in the last bin", () => {
  assert.deepEqual(binned([0, 0.5, 1, 1.5, 2], { bins: 2, range: [0, 2] }).counts, [2, 3]);
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      (values, bins) => {
        const { counts } = binned(values, { bins, range: [-5, 5] });
        assert.equal(
          counts.reduce((a, b) => a + b),
          values.length,
        );
      },
    ),
  );
});

test("a histogram tells count, mean and the fullest bin; equal numbers have one bar", () => {
  const chart = histogramChart([1, 1, 1, 4], { title: "Mostly one", xTitle: "dice", bins: 3 });
  assert.equal(chart.alt, "Mostly one. dice. 4 numbers from 1 to 4, mean 1.75, most (3) between 1 and 2.");
  const same = histogramChart([2, 2], { title: "All two", xTitle: "dice" });
  assert.match(same.alt, /2 numbers from 2 to 2, mean 2\./);
  assert.throws(() => histogramChart({}, { title: "Nothing", xTitle: "dice" }), ArgumentError);
  assert.throws(() => histogramChart([1], { title: "Bins", xTitle: "dice", bins: 0 }), {
    constructor: ArgumentError,
    message: /bins must be a whole number from 1 to 1000/,
  });
});

test("functions are sampled from end to end, with their derivatives beside them", () => {
  const { figure } = functionChart(
    { square: (x) => x * x },
    { title: "A bowl", range: [-1, 1], resolution: 3, derivatives: { square: (x) => 2 * x } },
  );
  assert.deepEqual(
    figure.data.map(({ name, y }) => [name, y]),
    [
      ["square", [1, 0, 1]],
      ["square′", [-2, 0, 2]],
    ],
  );
});

test("functions that are nowhere finite, or derivatives of none, are refused", () => {
  assert.throws(() => functionChart({ bad: () => NaN }, { title: "Nothing" }), {
    constructor: ArgumentError,
    message: /bad must be finite somewhere/,
  });
  assert.throws(() => functionChart({ a: (x) => x }, { title: "A", derivatives: { b: (x) => x } }), {
    constructor: ArgumentError,
    message: /named as the functions a; received "b"/,
  });
  assert.throws(() => functionChart({ a: (x) => x }, { title: "A", range: [1, 1] }), ArgumentError);
});

test("numbers and lists read well", () => {
  assert.deepEqual([0, 6300, 0.1 + 0.2, 1e-7, -2.5, 1e12].map(formatNumber), [
    "0",
    "6300",
    "0.3",
    "1e-7",
    "-2.5",
    "1000000000000",
  ]);
  assert.deepEqual(
    ["epoch", "class", "query", "day", "penguin"].map((noun) => counted(2, noun)),
    ["2 epochs", "2 classes", "2 queries", "2 days", "2 penguins"],
  );
  assert.equal(counted(1, "class"), "1 class");
  assert.deepEqual([listed([]), listed(["a"]), listed(["a", "b", "c"])], ["", "a", "a, b and c"]);
});

test("a logarithmic axis says its numbers in full: places, powers, or 1, 2 and 5 of each", () => {
  const ticks = (x: number[]) => {
    const options = { title: "t", xTitle: "x", yTitle: "y", logarithmic: ["x"] as const };
    return lineChart({ x, y: { a: x.map(() => 1) } }, options).figure.layout?.["xaxis"] as Record<
      string,
      unknown
    >;
  };
  assert.deepEqual(ticks([4, 8, 16])["ticktext"], ["4", "8", "16"]);
  // 897 and 1281 stand too close together; four powers of ten remain.
  const powers = ticks([6, 29, 57, 897, 1281, 8769]);
  assert.deepEqual([powers["tickvals"], powers["dtick"], powers["exponentformat"]], [undefined, 1, "none"]);
  assert.equal(ticks([1e-7, 2e-7, 1])["exponentformat"], "power");
  const close = Array.from({ length: 20 }, (_, i) => 0.15 * 1.25 ** i);
  assert.deepEqual(ticks(close)["ticktext"], ["0.2", "0.5", "1", "2", "5", "10"]);
  const above = Array.from({ length: 12 }, (_, i) => 2.02 * 1.24 ** i);
  assert.deepEqual(ticks(above)["ticktext"], ["2", "5", "10", "20"], "2 has room below 2.02");
});

test("points between gaps have a mark, on lines of all kinds", () => {
  const marks = (trace: Trace | undefined) => (trace?.["marker"] as { size?: unknown } | undefined)?.size;
  const lines = lineChart({ y: { alone: [1, NaN, 3], joined: [1, 2, NaN] } }, axes).figure.data;
  assert.deepEqual(
    lines.map((trace) => [trace["mode"], marks(trace)]),
    [
      ["lines+markers", [7, 0, 7]],
      ["lines", undefined],
    ],
  );
  const [atGap] = lineChart({ x: [1, NaN, 3], y: { a: [1, 2, 3] } }, axes).figure.data;
  assert.deepEqual(marks(atGap), [7, 0, 7], "a point without a place is a gap as well");
  const [holes] = functionChart({ f: (x) => (x === 0 ? 1 : NaN) }, { title: "A claim", resolution: 3 }).figure
    .data;
  assert.deepEqual(marks(holes), [0, 7, 0]);
  const [actual] = forecastChart({ actual: [1, null, 3], forecasts: {} }, axes).figure.data;
  assert.deepEqual(marks(actual), [7, 0, 7]);
  const curves = historyChart(
    { loss: Array.from({ length: 200 }, (_, i) => (i % 2 === 0 ? 1 : NaN)) },
    { title: "A claim" },
  );
  const train = curves.figure.data.find(({ name }) => name === "train");
  assert.equal(
    (train?.["marker"] as { maxdisplayed?: number }).maxdisplayed,
    undefined,
    "none may be left out",
  );
});

test("what has no place on a logarithmic axis is told, on the chart and in words, and the rest is shown", () => {
  const y = { loss: [1, 0, 30, -2, 100, 4] };
  const { figure, alt } = lineChart({ y }, { ...axes, logarithmic: ["y"] });
  assert.equal((figure.layout?.["yaxis"] as { type: string }).type, "log");
  assert.deepEqual(figure.data[0]?.["y"], [1, null, 30, null, 100, 4]);
  const notes = (made: { figure: Figure }) =>
    ((made.figure.layout?.["annotations"] ?? []) as { text: string }[]).map(({ text }) => text);
  assert.deepEqual(notes({ figure }), ["2 values of 0 or less cannot be shown."]);
  assert.match(alt, /2 values of height \(m\) are 0 or negative and have no place on a logarithmic axis\./);

  const none = lineChart({ y: { loss: [0, -1] } }, { ...axes, logarithmic: ["y"] });
  assert.equal((none.figure.layout?.["yaxis"] as { type?: string }).type, undefined);
  assert.deepEqual(none.figure.data[0]?.["y"], [0, -1]);
  assert.deepEqual(notes(none), ["No value is above 0: the axis is not logarithmic."]);
  assert.deepEqual(notes(lineChart({ y: { loss: [1, 2] } }, { ...axes, logarithmic: ["x", "y"] })), ["1 value of 0 or less cannot be shown."]); // prettier-ignore
});

test("bars of one name stand side by side", () => {
  const { figure } = barChart({ categories: ["owl", "owl", "hen"], values: [1, 2, 3] }, axes);
  assert.deepEqual(figure.data[0]?.["x"], [0, 1, 2]);
  assert.deepEqual((figure.layout?.["xaxis"] as { ticktext: string[] }).ticktext, ["owl", "owl", "hen"]);
});

test("curves have the colours of the paths of the same names on a map", () => {
  const names = ["sgd", "adam"];
  const colorsOf = (chart: Chart) =>
    names.map((name) => {
      const trace = chart.figure.data.find((each) => each["name"] === name && each["line"] !== undefined);
      return (trace?.["line"] as { color: string }).color;
    });
  const paths = {
    sgd: [
      [0, 0],
      [1, 1],
    ],
    adam: [
      [0, 0],
      [1, 0],
    ],
  };
  const onMap = surfaceChart((x, y) => x * x + y * y, {
    ...axes,
    x: [-1, 1],
    y: [-1, 1],
    view: "contour",
    paths,
  });
  const curves = lineChart({ y: { sgd: [1, 2], adam: [2, 1] } }, { ...axes, firstColor: 1 });
  const runs = { sgd: { val_loss: [1, 2] }, adam: { val_loss: [2, 1] } };
  const histories = compareHistories(runs, { title: "A claim", metric: "val_loss", firstColor: 1 });
  assert.deepEqual(colorsOf(curves), colorsOf(onMap));
  assert.deepEqual(colorsOf(histories), colorsOf(onMap));
});

test("points have colour and shape, joined or not, and a baseline stays a line in every mode", () => {
  const y = { all: [80, 70], some: [50, 40], guessing: [50, 50] };
  for (const mode of ["markers", "lines+markers"] as const) {
    const options = { ...axes, mode, roles: { guessing: "baseline" } } as const;
    const [all, some, guessing] = lineChart({ y }, options).figure.data;
    assert.deepEqual([all?.["mode"], some?.["mode"], guessing?.["mode"]], [mode, mode, "lines"]);
    const symbol = (trace: typeof all): unknown => (trace?.["marker"] as { symbol: string }).symbol;
    assert.notEqual(symbol(all), symbol(some));
  }
});
