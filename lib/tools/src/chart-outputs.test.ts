/** Tests of the look at executed charts: every chart of the gallery passes, and each thing left out is found. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleOf } from "tslab-kernel/display";
import {
  PLOTLY_MIME,
  lineChart,
  statesChart,
  type Chart,
  type Figure,
  type Layout,
} from "neural-notebooks/charts";
import { gallery } from "../../neural-notebooks/dist/charts/gallery.testing";
import { chartFindings } from "./chart-outputs";

const named = {
  title: { text: "It falls" },
  xaxis: { title: { text: "epoch" } },
  yaxis: { title: { text: "loss" } },
};
const words = "Chart: It falls. loss goes from 2 to 1.";

function findingsOf(figure: Figure, text: unknown = words): string[] {
  return chartFindings({
    cells: [{ cell_type: "code", outputs: [{ data: { [PLOTLY_MIME]: figure, "text/plain": text } }] }],
  }).map(({ message }) => message);
}

function without(...keys: (keyof typeof named)[]): Layout {
  return Object.fromEntries(
    Object.entries(named).filter(([key]) => !keys.includes(key as keyof typeof named)),
  );
}

for (const [name, chart] of Object.entries(gallery())) {
  test(`the ${name} chart of the library lacks nothing`, () => {
    const { [PLOTLY_MIME]: figure, "text/plain": text } = bundleOf(chart) as Record<string, unknown>;
    assert.deepEqual(findingsOf(figure as Figure, text), []);
  });
}

const line = { y: [2, 1] };
const LACKS: readonly [string, Figure, unknown, string[]][] = [
  ["no title", { data: [line], layout: without("title") }, words, ["a chart has no title"]],
  [
    "a title of marks alone",
    { data: [line], layout: { ...named, title: "<b> </b>" } },
    words,
    ["a chart has no title"],
  ],
  [
    "no layout at all",
    { data: [line] },
    words,
    [
      "a chart has no title",
      "a chart shows numbers at xaxis without a name",
      "a chart shows numbers at yaxis without a name",
    ],
  ],
  [
    "no name below",
    { data: [line], layout: without("xaxis") },
    words,
    ['the chart "It falls" shows numbers at xaxis without a name'],
  ],
  [
    "an empty name at the side",
    { data: [line], layout: { ...named, yaxis: { title: " " } } },
    words,
    ['the chart "It falls" shows numbers at yaxis without a name'],
  ],
  [
    "numbers packed in bytes",
    { data: [{ x: { dtype: "u1", bdata: "AQI=" }, y: ["low", "high"] }], layout: without("xaxis", "yaxis") },
    words,
    ['the chart "It falls" shows numbers at xaxis without a name'],
  ],
  [
    "dates without a name",
    { data: [{ x: ["2024-01", "2024-02"], y: [1, 2] }], layout: without("xaxis") },
    words,
    ['the chart "It falls" shows numbers at xaxis without a name'],
  ],
  [
    "the second panel",
    {
      data: [line, { y: [1], xaxis: "x2", yaxis: "y2" }],
      layout: { ...named, xaxis2: { title: { text: "epoch" } } },
    },
    words,
    ['the chart "It falls" shows numbers at yaxis2 without a name'],
  ],
  [
    "an axis in space",
    {
      data: [{ type: "surface", z: [[1]] }],
      layout: { title: "It falls", scene: { xaxis: { title: "a" }, yaxis: { title: "b" } } },
    },
    words,
    ['the chart "It falls" shows numbers at scene.zaxis without a name'],
  ],
  [
    "a heat map",
    { data: [{ type: "heatmap", z: [[1]], x: ["cat"] }], layout: { title: "It falls" } },
    words,
    ['the chart "It falls" shows numbers at yaxis without a name'],
  ],
  [
    "no words",
    { data: [line], layout: named },
    "",
    ['the chart "It falls" has no description as text/plain'],
  ],
  [
    "words that hold nothing",
    { data: [line], layout: named },
    ["Chart:", " "],
    ['the chart "It falls" has no description as text/plain'],
  ],
  [
    "the title in place of words",
    { data: [line], layout: named },
    "Chart: It falls.",
    ['the chart "It falls" has its title alone as description'],
  ],
];

for (const [what, figure, text, wanted] of LACKS) {
  test(`${what} is found, and nothing else`, () => {
    assert.deepEqual(findingsOf(figure, text), wanted);
  });
}

test("words on an axis, hidden axes and traces without axes need no name", () => {
  const title = { title: "It falls" };
  const fine: readonly Figure[] = [
    { data: [{ type: "bar", x: ["cat", null], y: [1, 2] }], layout: { ...title, yaxis: { title: "count" } } },
    {
      data: [{ x: [0, 1], y: [1, 2] }],
      layout: { ...title, xaxis: { tickvals: [0, 1], ticktext: ["cat", "dog"] }, yaxis: { title: "count" } },
    },
    {
      data: [{ x: [1], y: [1] }],
      layout: { ...title, xaxis: { visible: false }, yaxis: { showticklabels: false } },
    },
    { data: [{ type: "pie", values: [1] }], layout: title },
    { data: [{ ...line, visible: false }], layout: title },
  ];
  for (const figure of fine) assert.deepEqual(findingsOf(figure), []);
});

test("each state of a dropdown is looked at, and the broken one is named", () => {
  const state = (title: string): Chart =>
    lineChart({ y: { loss: [2, 1] } }, { title, xTitle: "epoch", yTitle: "loss" });
  assert.deepEqual(findingsOf(statesChart({ low: state("Slow"), high: state("Fast") }).toJSON()), []);
  const nameless = state("Fast").with({ layout: { yaxis: { title: { text: "" } } } });
  assert.deepEqual(findingsOf(statesChart({ low: state("Slow"), high: nameless }).toJSON()), [
    'the chart "Slow" shows numbers at yaxis without a name in the state high',
  ]);
});

test("cells are counted as their prompts count them, and other outputs are left alone", () => {
  const bad = { data: { [PLOTLY_MIME]: { data: [] }, "text/plain": words } };
  const cells = [
    { cell_type: "markdown" },
    { cell_type: "code", outputs: [{ data: { "text/plain": "3" } }, {}] },
    { cell_type: "code", outputs: [bad, bad] },
  ];
  assert.deepEqual(
    chartFindings({ cells }).map(({ cell }) => cell),
    [2, 2],
  );
});
