/** Tests of tables, surfaces, networks, graphs, curves of evaluation, maps, searches and states. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import { rocCurve } from "../evaluation/classification";
import { confusionMatrix } from "../evaluation/confusion";
import { confusionChart } from "./confusion";
import { embeddingMap } from "./embedding";
import type { Figure } from "./figure";
import { forecastChart } from "./forecast";
import { graphChart } from "./graph";
import { lineChart } from "./line";
import { attentionChart, correlation, correlationChart, matrixChart } from "./matrix";
import { networkChart } from "./network";
import { residualChart } from "./residuals";
import { rocChart } from "./roc";
import { gridSearch } from "../training/search";
import type { TryOptions } from "../training/search-pool";
import type { Settings } from "../training/search-space";
import { searchChart } from "./search";
import { statesChart } from "./switcher";
import { surfaceChart } from "./surface";

const title = "A claim";
const axes = { title, xTitle: "x", yTitle: "y" };

type Refusal = [() => unknown, new (message: string) => Error, RegExp];

function assertRefused(refusals: readonly Refusal[]): void {
  for (const [call, constructor, message] of refusals) assert.throws(call, { constructor, message });
}

test("correlation is Pearson's, by hand", () => {
  // Deviations −1.5 −0.5 0.5 1.5 and −3.25 −1.25 0.75 3.75: r = 11.5 / √(5 · 26.75).
  assert.ok(Math.abs(correlation([1, 2, 3, 4], [2, 4, 6, 9]) - 11.5 / Math.sqrt(133.75)) < 1e-12);
  assert.equal(correlation([1, 2, null, 3], [3, 2, 5, 1]), -1);
  assert.ok(Number.isNaN(correlation([1, 1, 1], [1, 2, 3])), "a constant column goes with nothing");
});

test("the strongest pair is named, and a constant column is a gap", () => {
  const chart = correlationChart({ a: [1, 2, 3], b: [1, 2, 4], c: [5, 5, 5] }, { title });
  assert.match(chart.alt, /Strongest pair: a and b \(0\.982\)/);
  assertRefused([[() => correlationChart({ a: [1, 2] }, { title }), ArgumentError, /two columns or more/]]);
});

test("a table's cells and names fit together", () => {
  const chart = matrixChart(
    {
      values: [
        [1, null],
        [3, 2],
      ],
      rows: ["r", "s"],
      columns: ["c", "d"],
    },
    axes,
  );
  assert.match(chart.alt, /highest 3 \(s, c\), lowest 1 \(r, c\)\. 1 value is missing/);
  assertRefused([
    [
      () => matrixChart({ values: [[1, 2]], rows: ["r"], columns: ["c"] }, axes),
      ShapeError,
      /values\[0\] must be one number for each of 1 columns/,
    ],
    [
      () => matrixChart({ values: [[1]], rows: ["r", "s"], columns: ["c"] }, axes),
      ShapeError,
      /equally long/,
    ],
    [() => matrixChart({ values: [], rows: [], columns: [] }, axes), ArgumentError, /at least one row/],
  ]);
});

test("a number that rounds to zero is written without a minus", () => {
  const chart = matrixChart(
    { values: [[-0.04, -0.06]], rows: ["r"], columns: ["c", "d"] },
    { ...axes, digits: 1 },
  );
  assert.deepEqual(chart.figure.data[1]?.["text"], ["0.0", "−0.1"]);
});

test("attention tells where each token looks, also when tokens repeat", () => {
  const chart = attentionChart(
    [
      [0.1, 0.9],
      [0.8, 0.2],
    ],
    { title, queries: ["4", "4"], keys: [" ", "a"] },
  );
  assert.match(chart.alt, /“4” at “a”, “4” at “space”/);
  const xaxis = chart.figure.layout?.["yaxis"] as { ticktext: string[]; tickvals: number[] };
  assert.deepEqual(
    [xaxis.tickvals, xaxis.ticktext],
    [
      [0, 1],
      ["4", "4"],
    ],
  );
});

test("a surface has the function's heights, and holes where it is not finite", () => {
  const { figure, alt } = surfaceChart((x, y) => (x === 0 && y === 0 ? NaN : x + 10 * y), {
    x: [0, 1],
    y: [0, 2],
    resolution: 2,
    ...axes,
  });
  assert.deepEqual(figure.data[0]?.["z"], [Float32Array.of(NaN, 1), Float32Array.of(20, 21)]);
  assert.match(alt, /lowest 1 at \(1, 0\), highest 21\. 1 value is missing or not finite/);
});

test("paths grow step by step and end where they leave the picture", () => {
  const f = (x: number, y: number) => x * x + y * y;
  const paths = {
    calm: [
      [1, 0],
      [0.5, 0],
      [0.25, 0],
    ],
    wild: [
      [1, 0],
      [-1.5, 0],
      [4, 0],
    ],
  };
  const { figure, alt } = surfaceChart(f, {
    x: [-2, 2],
    y: [-2, 2],
    resolution: 5,
    view: "contour",
    animated: true,
    paths,
    ...axes,
  });
  assert.deepEqual(
    // Path and end of each climber.
    figure.frames?.map(({ data }) => data.filter((_, i) => i % 2 === 0).map(({ x }) => x)),
    [
      [[1], [1]],
      [
        [1, 0.5],
        [1, -1.5],
      ],
      [
        [1, 0.5, 0.25],
        // From −1.5 to 4 it crosses the edge at 2.
        [1, -1.5, 2],
      ],
    ],
  );
  assert.match(
    alt,
    /calm goes from 1 to 0\.0625 in 2 steps\. wild goes from 1 to 16 in 2 steps and leaves the picture at step 2\./,
  );
});

test("surfaces refuse empty ranges, functions without a number, and paths that are no pairs", () => {
  const good = { x: [-1, 1], y: [-1, 1], ...axes } as const;
  assertRefused([
    [
      () => surfaceChart((x) => x, { ...good, x: [1, 1] }),
      ArgumentError,
      /x must be two finite numbers, the smaller first/,
    ],
    [() => surfaceChart(() => NaN, good), ArgumentError, /f must be finite somewhere/],
    [
      () => surfaceChart((x) => x, { ...good, paths: { bad: [[1]] } }),
      ShapeError,
      /paths\.bad must be pairs/,
    ],
    [() => surfaceChart((x) => x, { ...good, resolution: 1 }), ArgumentError, /resolution/],
  ]);
});

test("a network's description counts units, parameters and negative weights", () => {
  const chart = networkChart(
    [
      {
        w: [
          [1, -2],
          [0.5, 0],
        ],
        b: [0, 0],
      },
      { w: [[3], [-1]], b: [0] },
    ],
    { title, inputs: ["beak", "mass"], outputs: ["species"] },
  );
  assert.match(
    chart.alt,
    /2 inputs, 2 hidden units, 1 output, 9 parameters; 2 of 6 weights are negative; largest weight 3 from a₁ to species\./,
  );
  const lines = chart.figure.data.filter((trace) => trace["mode"] === "lines");
  const drawn = lines.reduce(
    (sum, { x }) => sum + (x as (number | null)[]).filter((value) => value === null).length,
    0,
  );
  assert.equal(drawn - 2, 6, "all six weights have a line; two more entries are the legend's");
  const zero = lines.filter(({ line }) => (line as { dash: string }).dash === "dot");
  assert.deepEqual(
    zero.map(({ x, y }) => [x, y]),
    [
      [
        [0, 1, null],
        [-0.5, -0.5, null],
      ],
    ],
    "the weight of 0 from mass to a₂ is a thin dotted line",
  );
});

test("hidden units have the letter that is asked for", () => {
  const layers = [{ w: [[1, 2]] }, { w: [[1], [1]] }];
  const namesOf = (hidden?: string) =>
    networkChart(layers, { title, ...(hidden === undefined ? {} : { hidden }) }).figure.data.flatMap(
      ({ text }) => (Array.isArray(text) ? (text as string[]) : []),
    );
  assert.ok(namesOf("h").includes("h₂"));
  assert.ok(namesOf().includes("a₂"));
});

test("of large layers the first units are drawn, and layers must fit together", () => {
  const chart = networkChart([{ w: [Array.from({ length: 30 }, () => 1)] }], { title, maxUnits: 4 });
  assert.match(JSON.stringify(chart.figure.layout), /… 26 more/);
  assertRefused([
    [() => networkChart([], { title }), ArgumentError, /one layer or more/],
    [
      () => networkChart([{ w: [[1, 2]] }, { w: [[1]] }], { title }),
      ShapeError,
      /layers\[1\] must be of shape \[2, units\]/,
    ],
    [() => networkChart([{ w: [[1, 2], [3]] }], { title }), ShapeError, /rectangular/],
    [() => networkChart([{ w: [[1]] }], { title, inputs: ["a", "b"] }), ShapeError, /inputs must be 1 names/],
  ]);
});

test("a graph puts results right of their operands, and a circle is refused", () => {
  const node = (id: number) => ({ id, label: `v${id}`, operation: "", data: id, gradient: 1 });
  const edge = (from: number, to: number) => ({ from, to, slope: 2 });
  const chart = graphChart(
    { nodes: [0, 1, 2].map(node), edges: [edge(0, 1), edge(1, 2), edge(0, 2)] },
    { title },
  );
  assert.match(chart.alt, /3 values, 3 edges\. From v0 = 0 \(gradient 1\) to v2 = 2\./);
  const boxes = (chart.figure.layout?.["annotations"] as { text: string; x: number }[]).filter(
    ({ text }) => text !== "",
  );
  assert.deepEqual(
    boxes.map(({ x }) => x),
    [0, 1, 2],
  );
  assertRefused([
    [
      () => graphChart({ nodes: [0, 1].map(node), edges: [edge(0, 1), edge(1, 0)] }, { title }),
      ShapeError,
      /without a circle/,
    ],
    [
      () => graphChart({ nodes: [node(0)], edges: [edge(0, 5)] }, { title }),
      ShapeError,
      /between the nodes given; received "0 → 5"/,
    ],
    [() => graphChart({ nodes: [], edges: [] }, { title }), ArgumentError, /one value or more/],
  ]);
});

test("a result whose numbers know their inputs is drawn with its formula, each number once", () => {
  const given = (label: string, value: number) => {
    return { label, operation: "", inputs: [], slopes: [], value, gradient: 0 };
  };
  const [a, b] = [given("a", 2), given("b", 3)];
  const sum = { label: "s", operation: "+", inputs: [a, b], slopes: [1, 1], value: 5, gradient: 3 };
  const product = { label: "", operation: "·", inputs: [sum, b], slopes: [3, 5], value: 15, gradient: 1 };
  const bent = { label: "r", operation: "tanh", inputs: [product], slopes: [], value: 1, gradient: 1 };
  const chart = graphChart(bent, { title });
  assert.match(chart.alt, /5 values, 5 edges\. From a = 2 .*, b = 3 .* to r = 1\. 1 number is not finite/);
  const texts = (chart.figure.layout?.["annotations"] as { text: string }[])
    .map(({ text }) => text)
    .filter((text) => text !== "");
  assert.deepEqual(texts.map((text) => /<b>(.*)<\/b>/.exec(text)?.[1]).sort(), [
    "a",
    "b",
    "r = tanh(s · b)",
    "s = a + b",
    "s · b",
  ]);
});

test("a number that is used twice in one step has two arrows, one above the other", () => {
  const given = { label: "d", operation: "", inputs: [], slopes: [], value: 2, gradient: 4 };
  const [w, x, b] = ["w", "x", "b"].map((label) => ({ ...given, label }));
  const square = { ...given, label: "L", operation: "·", inputs: [given, given], slopes: [2, 2] };
  const [slopes] = graphChart(square, { title }).figure.data;
  assert.deepEqual(slopes?.["text"], ["×2", "×2"]);
  const [above = 0, below = 0] = slopes?.["y"] as number[];
  assert.ok(above > below + 0.3);
  const product = { ...given, label: "", operation: "·", inputs: [w, x] as never, slopes: [2, 3] };
  const sum = { ...given, label: "z", operation: "+", inputs: [product, b] as never, slopes: [1, 1] };
  assert.match(JSON.stringify(graphChart(sum, { title }).figure.layout), /z = w · x \+ b/);
  const negative = { ...square, slopes: [-2, -2], gradient: -1 };
  assert.match(JSON.stringify(graphChart(negative, { title }).figure), /×−2.*grad −1/);
});

test("a confusion matrix shows counts, colours shares of the row, and names the pairs mixed up", () => {
  const chart = confusionChart(
    confusionMatrix({ yTrue: [0, 0, 0, 1], yPred: [0, 1, 1, 1] }, { names: ["cat", "dog"] }),
    { title },
  );
  const [cells] = chart.figure.data;
  assert.deepEqual(cells?.["text"], [
    ["1", "2"],
    ["0", "1"],
  ]);
  assert.deepEqual(
    (cells?.["z"] as number[][]).map((row) => row.map((share) => Math.round(share))),
    [
      [33, 67],
      [0, 100],
    ],
  );
  assert.match(
    chart.alt,
    /2 classes, 2 of 4 rows predicted rightly \(50\.0 %\)\. Mixed up most: cat taken for dog \(2\)\./,
  );
});

test("a ROC curve carries its area, and the mark stands at its threshold", () => {
  // scikit-learn's documented example: area 0.75, and at threshold 0.4 rates (0.5, 0.5).
  const chart = rocChart(rocCurve({ yTrue: [0, 0, 1, 1], scores: [0.1, 0.4, 0.35, 0.8] }), {
    title,
    threshold: 0.4,
  });
  assert.match(
    chart.alt,
    /model 0\.75; guessing 0\.5\. At threshold 0\.4 model finds 50 % of class 1 and gives a false alarm for 50 % of class 0\./,
  );
  const mark = chart.figure.data.at(-1);
  assert.deepEqual([mark?.["x"], mark?.["y"]], [[0.5], [0.5]]);
  assertRefused([[() => rocChart({}, { title }), ArgumentError, /what rocCurve gives/]]);
});

test("a mean residual that is 0 up to rounding is told as 0", () => {
  const { alt } = residualChart({ yTrue: [0.3, 0.6], yPred: [0.1 + 0.3, 0.5] }, { title });
  assert.match(alt, /mean 0, standard deviation 0\.1,/);
});

test("residuals are true minus predicted, over the prediction", () => {
  const chart = residualChart({ yTrue: [1, 2, null], yPred: [3, 2, 1] }, { title, unit: "kg" });
  assert.deepEqual(
    [chart.figure.data[0]?.["x"], chart.figure.data[0]?.["y"]],
    [
      [3, 2],
      [-2, 0],
    ],
  );
  assert.match(
    chart.alt,
    /2 residuals \(kg\): mean -1, standard deviation 1, largest -2\. 1 value is missing/,
  );
  assertRefused([
    [() => residualChart({ yTrue: [1], yPred: [1, 2] }, { title }), ShapeError, /equally long/],
    [
      () => residualChart({ yTrue: [1, null], yPred: [null, 1] }, { title }),
      ArgumentError,
      /at least one finite number/,
    ],
  ]);
});

test("forecasts stand at their times, with their error where it can be known", () => {
  const data = {
    actual: [1, 2, 3, 4],
    time: ["a", "b", "c", "d"],
    forecasts: { model: { start: 2, values: [3.5, 3] } },
  };
  const chart = forecastChart(data, { ...axes, testStart: 2 });
  assert.deepEqual(chart.figure.data[1]?.["x"], ["c", "d"]);
  assert.match(
    chart.alt,
    /The test period begins at c\. model forecasts 2 values from c, mean absolute error 0\.75\./,
  );
  const beyond = forecastChart({ actual: [1, 2], forecasts: { model: { start: 2, values: [3] } } }, axes);
  assert.match(beyond.alt, /model forecasts 1 value from 2\.$/);
  assertRefused([
    [
      () => forecastChart({ ...data, time: ["a"] }, axes),
      ShapeError,
      /time must be one for each of the 4 values/,
    ],
    [
      () => forecastChart({ ...data, forecasts: { model: { start: 3, values: [1, 2] } } }, axes),
      ShapeError,
      /within the 4 times/,
    ],
    [
      () =>
        forecastChart(
          {
            ...data,
            forecasts: { model: { start: 0, values: [1, 2], band: { lower: [1], upper: [2, 3] } } },
          },
          axes,
        ),
      ShapeError,
      /equally long/,
    ],
    [() => forecastChart(data, { ...axes, testStart: 4 }), ArgumentError, /testStart/],
  ]);
});

test("a map names the nearest pair; arrows join names that are there", () => {
  const places = [
    [0, 0],
    [5, 5],
    [5, 6],
  ];
  const chart = embeddingMap(
    { places, labels: ["cat", "king", "queen"] },
    { title, arrows: [["king", "queen"]] },
  );
  assert.match(chart.alt, /3 names\. Nearest: king and queen\./);
  assertRefused([
    [() => embeddingMap({ places, labels: ["a"] }, { title }), ShapeError, /equally long/],
    [
      () => embeddingMap({ places: [[1, 2, 3]], labels: ["a"] }, { title }),
      ShapeError,
      /project the vectors onto two/,
    ],
    [
      () => embeddingMap({ places, labels: ["cat", "king", "queen"] }, { title, arrows: [["cat", "dog"]] }),
      ArgumentError,
      /between names of the map; received "dog"/,
    ],
  ]);
});

test("a search has a panel for each setting that varied, a star for the best, and counts failures", () => {
  const trial = (rate: number, score: number) => ({ settings: { rate, units: 8 }, mean: score });
  const trials = [trial(0.001, 3), trial(0.1, 1), trial(1, NaN)];
  const chart = searchChart(trials, { title, direction: "smaller", scoreTitle: "loss" });
  assert.equal(chart.figure.data.length, 2, "units never varied");
  assert.equal((chart.figure.layout?.["xaxis"] as { type: string }).type, "log");
  assert.match(
    chart.alt,
    /3 trials over rate; loss from 1 to 3\. Best \(lowest\): 1 with rate 0\.1\. 1 trial failed, with a score that is not finite\./,
  );
  assertRefused([
    [() => searchChart([], { title }), ArgumentError, /one trial or more/],
    [() => searchChart([trial(1, 1), trial(1, 2)], { title }), ArgumentError, /a setting varies/],
    [() => searchChart([trial(1, NaN), trial(2, NaN)], { title }), DataError, /at least one finite score/],
  ]);
});

test("a finished search is drawn as it is: its direction and the spread over seeds", async () => {
  const objective = ({ rate }: Settings, { seed }: TryOptions) =>
    Math.abs((rate as number) - 0.3) + seed / 100;
  const search = await gridSearch({ rate: [0.1, 0.2, 0.3, 0.4] }, { objective, seeds: [1, 2] });
  const chart = searchChart(search, { title });
  assert.match(chart.alt, /Best \(lowest\): 0\.015 with rate 0\.3\./);
  assert.ok(chart.figure.data.every((trace) => "error_y" in trace));
});

test("a trial that was given less to spend is not the best", () => {
  const trial = (rate: number, mean: number, budget: number) => ({ settings: { rate }, mean, budget });
  const chart = searchChart([trial(0.1, 0.99, 1), trial(0.2, 0.9, 9), trial(0.3, 0.8, 9)], { title });
  assert.match(chart.alt, /Best \(highest\): 0\.9 with rate 0\.2\./);
});

test("of several charts one is seen, and each state takes back what another set", () => {
  const line = (name: string, more = {}) =>
    lineChart({ y: { [name]: [1, 2] } }, { ...axes, title: name, ...more });
  const chart = statesChart({ one: line("one", { height: 500 }), two: line("two") }, { start: "two" });
  assert.deepEqual(
    chart.figure.data.map((trace) => trace["visible"]),
    [false, true],
  );
  const [menu] = chart.figure.layout?.["updatemenus"] as {
    active: number;
    buttons: {
      label: string;
      args: [{ visible: boolean[] }, { height: number | null; title: { text: string } }];
    }[];
  }[];
  assert.equal(menu?.active, 1);
  assert.deepEqual(
    menu?.buttons.map(({ label, args }) => [label, args[0].visible, args[1].height, args[1].title.text]),
    [
      ["one", [true, false], 500, "one"],
      ["two", [false, true], null, "two"],
    ],
  );
  assertRefused([
    [() => statesChart({ one: line("one") }), ArgumentError, /two or more charts/],
    [
      () => statesChart({ one: line("one"), two: line("two") }, { start: "three" }),
      ArgumentError,
      /one of one, two; received "three"/,
    ],
  ]);
});

test("a small network prints its weights and biases, a large one does not", () => {
  const textsOf = (chart: { figure: Figure }) =>
    chart.figure.data.flatMap(({ hoverinfo, text }) =>
      hoverinfo === "skip" ? ((text as string[] | undefined) ?? []) : [],
    );
  const small = [{ w: [[1, -2], [0.5, 0]], b: [0.1, 0.2] }, { w: [[3], [-1.23456]], b: [0] }]; // prettier-ignore
  assert.deepEqual(textsOf(networkChart(small, { title })), ["1", "−2", "0.5", "0", "3", "−1.23", "b = 0.1", "b = 0.2", "b = 0"]); // prettier-ignore
  const wide = (units: number) => [{ w: [Array.from({ length: units }, () => 1)] }];
  assert.equal(textsOf(networkChart(wide(30), { title, maxUnits: 40 })).length, 30);
  assert.equal(textsOf(networkChart(wide(31), { title, maxUnits: 40 })).length, 0);
});

test("the numbers of up to four units stand apart, each before the first crossing of its line with another unit's", () => {
  for (const [inputs, units] of [
    [2, 2],
    [3, 3],
    [2, 4],
    [4, 3],
  ] as const) {
    const w = Array.from({ length: inputs }, () => Array.from({ length: units }, () => 1));
    const { figure } = networkChart([{ w }], { title });
    const numbers = figure.data.find(({ mode, text }) => mode === "text" && Array.isArray(text));
    const places = (numbers?.["x"] as number[]).map((x, k) => [x, (numbers?.["y"] as number[])[k] as number]);
    // A line of unit i meets one of unit i + 1 at 1 / units of the way at the earliest.
    for (const [x = 1] of places) assert.ok(x < 1 / units, `${inputs} inputs, ${units} units: ${x}`);
    const heights = places.map(([, y = 0]) => y).sort((one, other) => one - other);
    const gaps = heights.slice(1).map((y, k) => y - (heights[k] as number));
    assert.ok(Math.min(...gaps) > 0.19, `${inputs} inputs, ${units} units: ${Math.min(...gaps)}`);
  }
});

test("a network of gradients says so: in the legend, under the pointer, in words", () => {
  const layers = [{ w: [[2], [-1]], b: [0.5] }];
  const { figure, alt } = networkChart(layers, { title, values: "gradients" });
  const legend = figure.data.filter((trace) => trace["showlegend"] === true).map(({ name }) => name);
  assert.deepEqual(legend, ["positive gradient", "negative gradient"]);
  assert.match(JSON.stringify(figure.data), /∂L\/∂w = 2/);
  assert.match(alt, /1 of 2 gradients is negative; largest gradient 2 from x₁ to y₁\./);
  assert.doesNotMatch(JSON.stringify(figure.data), /weight/);
  assert.throws(
    () => networkChart(layers, { title, values: "slopes" as never }),
    /values must be "weights" or "gradients"/,
  );
});

test("a ROC curve is square: a unit is as long upwards as to the right", () => {
  const { layout } = rocChart(rocCurve({ yTrue: [0, 1], scores: [0.1, 0.9] }), { title }).figure;
  const { xaxis, yaxis } = layout as Record<"xaxis" | "yaxis", Record<string, unknown>>;
  assert.deepEqual([yaxis["scaleanchor"], yaxis["scaleratio"]], ["x", 1]);
  assert.deepEqual(xaxis["range"], yaxis["range"]);
  assert.deepEqual([xaxis["constrain"], yaxis["constrain"]], ["domain", "domain"]);
});

test("nodes that are on are drawn bright, and the legend can be left out", () => {
  const unit = { w: [[1], [1]], b: [-1] };
  const { figure } = networkChart([unit], { title, on: [[true, false], [true]], legend: false });
  const colors = figure.data.flatMap(({ marker }) => {
    const color = (marker as { color?: unknown } | undefined)?.color;
    return Array.isArray(color) ? [color as string[]] : [];
  });
  const [bright, dark] = colors[0] ?? [];
  assert.notEqual(bright, dark);
  assert.deepEqual(colors, [[bright, dark], [bright]]);
  assert.equal(figure.layout?.["showlegend"], false);
  const hidden = [{ w: [[1]] }, { w: [[1]] }];
  const inkOf = (options: object) =>
    networkChart(hidden, { title, ...options }).figure.data.flatMap(({ text, textfont }) =>
      Array.isArray(text) && text.includes("a₁") ? [(textfont as { color: string }).color] : [],
    );
  assert.deepEqual(inkOf({}), ["white"]);
  assert.deepEqual(
    inkOf({ on: [[true], [true], [false]] }),
    ["#1f2328"],
    "white is not read on a bright circle",
  );
});

test("a table may do without the bar of colours", () => {
  const data = { values: [[1, 0]], rows: ["a"], columns: ["b", "c"] };
  assert.equal(matrixChart(data, { ...axes, colorBar: false }).figure.data[0]?.["showscale"], false);
  assert.equal(matrixChart(data, axes).figure.data[0]?.["showscale"], undefined);
});
