/** Tests of laying figures out for a width, with a ruler by which every letter is half as wide as the font is high. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Figure, Layout, Trace } from "neural-notebooks/charts";
import {
  barChart,
  functionChart,
  historyChart,
  imageGrid,
  lineChart,
  perceptronAnimation,
  searchChart,
  statesChart,
  timelineChart,
  type Chart,
} from "neural-notebooks/charts";
import { trainPerceptron } from "neural-notebooks/models";
import { gallery } from "../../../neural-notebooks/dist/charts/gallery.testing";
import { responsiveFigure } from "./responsive-figure";

/** What the tests read of a figure that was laid out. */
interface LaidOut {
  data: (Trace & { x0?: number; y0?: number })[];
  layout: Layout & {
    height?: number;
    margin?: { t: number; b: number };
    legend?: Record<string, number | string>;
    title?: { text: string; xref?: string };
  };
  minWidth: number;
}

const measure = (text: string, size: number) => (text.length * size) / 2;
const layOut = (chart: { figure: Figure }, width: number) =>
  responsiveFigure(chart.figure, { width, measure }) as LaidOut;

const long = "Without a separating line the accuracy jumps about and about";
const axes = { xTitle: "step", yTitle: "loss" };
const two = { y: { training: [2, 1], validation: [3, 2] } };

test("on a wide page a chart stays as it is", () => {
  for (const [name, chart] of Object.entries(gallery())) {
    // Pictures are laid out by the page at any width.
    if ("grid" in ((chart.figure.layout?.["meta"] as object | undefined) ?? {})) continue;
    assert.deepEqual(layOut(chart, 1600).layout, chart.figure.layout, name);
  }
});

test("a title that is too long goes over lines that fit, from the chart's edge, and the chart grows by them", () => {
  const chart = lineChart({ y: { loss: [2, 1] } }, { title: long, ...axes });
  const { layout } = layOut(chart, 360);
  const lines = layout.title?.text.split("<br>") ?? [];
  assert.equal(lines.join(" "), long);
  assert.equal(lines.length, 2);
  assert.ok(
    lines.every((line) => measure(line, 16) <= 340),
    lines.join(" | "),
  );
  assert.equal(layout.title?.xref, "container");
  // Two lines of 16 · 1.3 below 16 of air, and 10 + 2 of air below: 70 instead of 56.
  assert.deepEqual([layout.margin?.t, layout.height], [70, 394]);
});

test("a small second line of the title keeps its size when it is wrapped", () => {
  const chart = historyChart(
    { loss: [2, 1] },
    { title: "It learns", subtitle: "23 epochs, 0.1 s each: early stopping, weights of epoch 13 kept" },
  );
  const lines = layOut(chart, 360).layout.title?.text.split("<br>") ?? [];
  assert.equal(lines.length, 3);
  assert.ok(
    lines.slice(1).every((line) => /^<span style="font-size:13px">[^<]+<\/span>$/.test(line)),
    lines.join(" | "),
  );
});

test("the figure that is handed in stays as it is, and a width of its own is kept", () => {
  const { figure } = lineChart(two, { title: long, ...axes });
  const before = JSON.stringify(figure);
  responsiveFigure(figure, { width: 300, measure });
  assert.equal(JSON.stringify(figure), before);
  const fixed = { ...figure, layout: { ...figure.layout, width: 700 } };
  assert.deepEqual(responsiveFigure(fixed, { width: 300, measure }).layout, fixed.layout);
});

test("a legend at the side that would take more than a quarter of the width goes below the title", () => {
  const beside = layOut(lineChart(two, { title: "Both fall", ...axes }), 900).layout;
  assert.equal(beside.legend, undefined);
  const { layout } = layOut(lineChart(two, { title: "Both fall", ...axes }), 380);
  const { legend, height = 0, margin } = layout;
  assert.deepEqual(
    [legend?.["orientation"], legend?.["yref"], legend?.["yanchor"]],
    ["h", "container", "top"],
  );
  const top = (1 - Number(legend?.["y"])) * height;
  assert.ok(Math.abs(top - 39) < 1e-6, `${top} pixels: below one line of the title`);
  assert.ok((margin?.t ?? 0) >= 39 + 31, "one row of the legend fits over the plot");
});

test("a legend over the plot stands in the title's row while both fit, then below it", () => {
  const chart = historyChart(
    { loss: [2, 1], val_loss: [3, 2] },
    { title: "A network learns", subtitle: "12 epochs, 0.1 s each: all epochs done" },
  );
  assert.deepEqual(layOut(chart, 900).layout.legend, chart.figure.layout?.["legend"]);
  const { layout } = layOut(chart, 380);
  const top = (1 - Number(layout.legend?.["y"])) * (layout.height ?? 0);
  assert.ok(top > 16 + 2 * 20.8, `${top} pixels: below both lines`);
});

test("two panels get the room that a name between them needs, and stand one below the other where it is narrow", () => {
  const chart = historyChart({ loss: [2, 1], acc: [0, 1] }, { title: "It learns" });
  const domains = (width: number) => {
    const { layout } = layOut(chart, width);
    const of = (key: string) => (layout[key] as { domain?: [number, number] }).domain;
    return {
      x: [of("xaxis"), of("xaxis2")] as [number, number][],
      y: [of("yaxis"), of("yaxis2")] as [number, number][],
      height: layout.height ?? 0,
    };
  };
  const middle = domains(700);
  const plot = 700 - 64 - 24;
  assert.ok(
    ((middle.x[1]?.[0] ?? 0) - (middle.x[0]?.[1] ?? 0)) * plot >= 83.9,
    "84 pixels between the panels",
  );
  const narrow = domains(380);
  assert.deepEqual(narrow.x, [
    [0, 1],
    [0, 1],
  ]);
  assert.equal(narrow.height, 2 * 190 + 64 + 72 + 56);
  const [[lower, upper], [bottom, below]] = narrow.y as [[number, number], [number, number]];
  assert.ok(upper === 1 && bottom < 1e-9 && lower - below > 0.1, "the second below the first, with a gap");
});

test("panels that share an axis get its name and numbers back when they stand below each other", () => {
  const trials = [0.1, 1].map((rate, i) => ({
    settings: { rate, units: 8 * (i + 1), bias: i > 0 },
    mean: 0.5 + i / 10,
  }));
  const { layout } = layOut(searchChart(trials, { title: "Larger is better", scoreTitle: "accuracy" }), 380);
  const second = layout["yaxis2"] as { title?: { text: string }; showticklabels?: boolean };
  assert.deepEqual([second.title?.text, second.showticklabels], ["accuracy", true]);
});

/** An animation with slider and buttons. */
function oneUpdate(xTitle: string): Chart {
  const data = {
    x: [
      [0, 0],
      [1, 1],
    ],
    y: [0, 1],
  };
  return perceptronAnimation(data, trainPerceptron(data), { title: "One update", xTitle, yTitle: "x₂" });
}

test("names of axes go over lines, and controls below make room for them", () => {
  const chart = oneUpdate("flipper length of the bird in standard deviations");
  const padOf = (layout: Layout) => (layout["sliders"] as { pad: { t: number } }[])[0]?.pad.t ?? 0;
  const { layout } = layOut(chart, 380);
  assert.match(
    (layout["xaxis"] as { title: { text: string } }).title.text,
    /^flipper length .+<br>(.+ )?deviations$/,
  );
  assert.equal(padOf(layout) - padOf(chart.figure.layout ?? {}), Math.ceil(16 * 1.3));
});

test("buttons go below a slider whose text they would cover", () => {
  const chart = oneUpdate("x₁");
  const padOf = (layout: Layout) => (layout["updatemenus"] as { pad: { t: number } }[])[0]?.pad.t;
  assert.deepEqual([padOf(layOut(chart, 600).layout), padOf(layOut(chart, 260).layout)], [50, 50 + 84]);
});

test("of pictures so many stand in a row as their captions leave room for, and no two captions touch", () => {
  const captions = Array.from({ length: 8 }, (_, i) => `Pullover, said ${i % 2 ? "Shirt" : "Coat"}`);
  const chart = imageGrid(
    { values: new Uint8Array(8 * 28 * 28), shape: [8, 28, 28] },
    { title: "Wrong answers", captions },
  );
  for (const width of [300, 400, 700, 1100]) {
    const { data, layout } = layOut(chart, width);
    const lefts = [...new Set(data.map(({ x0 = 0 }) => x0))].sort((a, b) => a - b);
    const [from, to] = (layout["xaxis"] as { range: [number, number] }).range;
    const bottomTop = (layout["yaxis"] as { range: [number, number] }).range;
    const plotHeight = (layout.height ?? 0) - (layout.margin?.t ?? 0) - (layout.margin?.b ?? 0);
    const pixel = Math.min((width - 32) / (to - from), plotHeight / (bottomTop[0] - bottomTop[1]));
    const pitch = ((lefts[1] ?? 0) - (lefts[0] ?? 0)) * pixel;
    const notes = layout["annotations"] as { text: string; x: number; y: number }[];
    const widest = Math.max(
      ...notes.flatMap(({ text }) => text.split("<br>").map((line) => measure(line, 12))),
    );
    assert.ok(widest < pitch, `${width}: captions of ${widest} in columns of ${pitch} pixels`);
    const lines = Math.max(...notes.map(({ text }) => text.split("<br>").length));
    const tops = [...new Set(data.map(({ y0 = 0 }) => y0))].sort((a, b) => a - b);
    if (tops.length > 1)
      assert.ok(
        ((tops[1] ?? 0) - (tops[0] ?? 0) - 28) * pixel >= lines * 14,
        `${width}: room for ${lines} lines between rows`,
      );
    notes.forEach(({ x, y }, i) =>
      assert.deepEqual(
        [x, y],
        [(data[i]?.x0 ?? 0) - 0.5, (data[i]?.y0 ?? 0) - 0.5],
        `caption ${i} stands on its picture`,
      ),
    );
  }
});

test("each state's title is wrapped, and all states have one height", () => {
  const state = (title: string) => lineChart({ y: { loss: [2, 1] } }, { title, ...axes });
  const { layout } = layOut(statesChart({ short: state("It falls"), long: state(`${long} ${long}`) }), 360);
  const [menu] = layout["updatemenus"] as {
    buttons: { args: [object, { title: { text: string }; margin: { t: number }; height: number }] }[];
  }[];
  const [first, second] = menu?.buttons.map(({ args }) => args[1]) ?? [];
  assert.ok(second && second.title.text.split("<br>").length >= 3, second?.title.text);
  assert.equal(first?.title.text, "It falls");
  assert.deepEqual([first?.margin.t, first?.height], [second?.margin.t, second?.height]);
  assert.deepEqual([layout.margin?.t, layout.height], [second?.margin.t, second?.height]);
});

test("a sketch tells the width below which it is scrolled; its title fits what is seen", () => {
  const events = [1943, 1957, 1969, 1986, 2012, 2017].map((year) => ({ year, what: "something was found" }));
  const { minWidth, layout } = layOut(timelineChart(events, { title: long }), 360);
  assert.equal(minWidth, 520);
  assert.ok(layout.title?.text.split("<br>").every((line) => measure(line, 16) <= 340));
});

test("lines of several functions differ without colour", () => {
  const styles = (chart: { figure: Figure }) =>
    chart.figure.data.map(
      ({ line, marker }) =>
        `${(line as { dash: string }).dash} ${String((marker as { symbol?: string } | undefined)?.symbol)}`,
    );
  const functions = { relu: (x: number) => Math.max(0, x), tanh: Math.tanh, line: (x: number) => x };
  const derivatives = { relu: (x: number) => Number(x > 0), tanh: (x: number) => 1 - Math.tanh(x) ** 2 };
  for (const chart of [
    functionChart(functions, { title: "Three bends" }),
    functionChart(functions, { title: "Three bends", derivatives }),
  ]) {
    assert.equal(new Set(styles(chart)).size, chart.figure.data.length, styles(chart).join());
  }
});

test("a title with marks and signs breaks at blanks only, never within a mark", () => {
  const title =
    'w<sub>1</sub> < w<sub>2</sub>: the <span style="font-size: 13px">first weight of the unit</span> is smaller';
  const chart = lineChart({ y: { loss: [2, 1] } }, { title, ...axes });
  const { text = "" } = layOut(chart, 300).layout.title ?? {};
  assert.equal(text.split("<br>").join(" "), title);
  assert.ok(text.split("<br>").length >= 2, text);
});

test("a state takes back what another state needed", () => {
  const one = lineChart({ y: { loss: [2, 1] } }, { title: "One", ...axes });
  const both = lineChart(
    { y: { "found by training": [2, 1], "drawn by hand": [3, 2] } },
    { title: "Two", ...axes },
  );
  const { layout } = layOut(statesChart({ one, both }), 380);
  const [menu] = layout["updatemenus"] as { buttons: { args: [object, Layout] }[] }[];
  const legends = menu?.buttons.map(({ args }) => args[1]["legend"] as { orientation?: string } | null) ?? [];
  assert.equal(legends[0], null, "no legend of its own");
  assert.equal(legends[1]?.orientation, "h");
});

test("a slider of states moves down by the longest name of an axis, and all states keep one margin", () => {
  const state = (xTitle: string) =>
    lineChart({ y: { loss: [2, 1] } }, { title: "It falls", xTitle, yTitle: "loss" });
  const chart = statesChart(
    { short: state("step"), long: state("steps of the training that were made so far") },
    { control: "slider" },
  );
  type Slider = {
    pad: { t: number };
    steps: { args: [object, { margin: { b: number }; height: number }] }[];
  };
  const sliderOf = (layout?: Layout) => (layout?.["sliders"] as Slider[])[0] as Slider;
  const { layout } = layOut(chart, 380);
  const added = Math.ceil(16 * 1.3);
  assert.equal(sliderOf(layout).pad.t - sliderOf(chart.figure.layout).pad.t, added);
  assert.deepEqual(
    sliderOf(layout).steps.map(({ args }) => [args[1].margin.b, args[1].height]),
    [0, 1].map(() => [128 + added, 450 + added]),
  );
});

test("pictures of a height that was asked for keep it", () => {
  const images = { values: new Uint8Array(2 * 28 * 28), shape: [2, 28, 28] };
  const height = (asked?: number) =>
    layOut(imageGrid(images, { title: "Two", height: asked }), 1100).layout.height ?? 0;
  assert.ok(Math.abs(height(420) - 420) < 20, `${height(420)} of 420 pixels`);
  assert.ok(height() < 220, `${height()} pixels unless asked`);
});

test("of many states each is read a few times, not once for every other", () => {
  const entries = Array.from({ length: 40 }, (_, i) => [
    `state ${i}`,
    lineChart({ y: { loss: [i, 1] } }, { title: long, ...axes }),
  ]);
  const { figure } = statesChart(Object.fromEntries(entries) as Record<string, ReturnType<typeof lineChart>>);
  const [menu] = figure.layout?.["updatemenus"] as [{ buttons: { args: unknown }[] }];
  let reads = 0;
  const buttons = menu.buttons.map((button) => ({
    ...button,
    get args() {
      reads += 1;
      return button.args;
    },
  }));
  const layout = { ...figure.layout, updatemenus: [{ ...menu, buttons }] };
  responsiveFigure({ ...figure, layout }, { width: 360, measure });
  assert.ok(reads >= 40 && reads <= 6 * 40, `${reads} reads of 40 entries`);
});

test("a title of several lines begins as far from the top as one of one line", () => {
  const chart = lineChart({ y: { loss: [2, 1] } }, { title: long, ...axes });
  const { pad } = layOut(chart, 360).layout.title as unknown as { pad: { t: number } };
  // plotly draws several lines 0.7 of the font's size higher than one: 16 and 0.7 · 16.
  assert.ok(Math.abs(pad.t - 27.2) < 1e-9, `${pad.t}`);
});

test("a title that would run into a dropdown goes to the top of the band", () => {
  const state = (title: string) => lineChart({ y: { loss: [2, 1] } }, { title, ...axes });
  const titleAt = (width: number) =>
    layOut(statesChart({ "first activation": state("It falls slowly"), second: state("It falls") }), width)
      .layout.title as { yanchor?: string };
  assert.equal(titleAt(700).yanchor, undefined);
  assert.equal(titleAt(340).yanchor, "top");
});

test("long names along the vertical axis leave the title less room, and lying bars a least width", () => {
  const names = (length: number) => ["a", "b"].map((letter) => letter.repeat(length));
  const chart = (length: number) =>
    barChart(
      { categories: names(length), values: [2, 1] },
      { title: "One input counts most", xTitle: "size", yTitle: "input", direction: "horizontal" },
    );
  assert.equal(layOut(chart(1), 380).layout.title?.xref, undefined);
  const { layout, minWidth } = layOut(chart(30), 380);
  assert.equal(layout.title?.xref, "container");
  assert.equal(minWidth, 240 + 225);
});
