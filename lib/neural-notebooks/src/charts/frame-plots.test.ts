/** Tests of what `plot()` of frames and series draws. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataError, ShapeError, UnknownNameError, ArgumentError } from "../core/errors";
import { DataFrame, Series } from "../frames";
import { Chart } from "./chart";

const birds = () =>
  new DataFrame(
    { kind: ["a", "b", "a", null], mass: [3, NaN, 5, 4], length: [1, 2, 4, 8] },
    { index: ["p", "q", "r", "s"] },
  );

/** One attribute of every trace, typed arrays as lists. */
function drawn(chart: { figure: { data: readonly object[] } }, key: string): unknown[] {
  return chart.figure.data.map((trace) => {
    const value = (trace as Record<string, unknown>)[key];
    return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
  });
}

test("every kind gives a chart with a title and a description", () => {
  const frame = birds().dropNa();
  const { line, bar, scatter, hist, box, violin, pie, table } = frame.plot("a div");
  for (const draw of [line, bar, scatter, hist, box, violin, pie, table]) {
    const chart = draw();
    assert.ok(chart instanceof Chart);
    assert.ok(chart.title.length > 3 && chart.alt.startsWith(chart.title), chart.alt);
    assert.doesNotMatch(chart.alt, /NaN|undefined|null/);
  }
});

test("lines go over x, one for y or for each of the columns; a missing value is a gap", () => {
  const { line } = birds().plot();
  const one = line({ config: { x: "length", y: "mass" } });
  assert.deepEqual(drawn(one, "x"), [[1, 2, 4, 8]]);
  assert.deepEqual(drawn(one, "y"), [[3, NaN, 5, 4]]);
  assert.deepEqual(drawn(one, "connectgaps"), [false]);
  assert.match(one.alt, /mass goes from 3 to 4.*1 value is missing/);
  const all = line();
  assert.deepEqual(drawn(all, "name"), ["mass", "length"]);
  assert.deepEqual(drawn(all, "x"), [
    ["p", "q", "r", "s"],
    ["p", "q", "r", "s"],
  ]);
  assert.deepEqual(drawn(line({ config: { x: "length", columns: ["mass"] } }), "x"), [[1, 2, 4, 8]]);
  assert.deepEqual(drawn(line({ config: { x: "kind", y: "length" } }), "y"), [[1, 2, 4]]);
});

test("a column that is named alone as x lies along x, as in danfo", () => {
  const frame = new DataFrame({ a: [5, 6], b: [1, 2] });
  const chart = frame.plot().scatter({ config: { x: "a" } });
  assert.deepEqual([drawn(chart, "x"), drawn(chart, "y")], [[[5, 6]], [[0, 1]]]);
  assert.throws(
    () =>
      birds()
        .plot()
        .line({ config: { x: "mass" } }),
    {
      constructor: ArgumentError,
      message: /config\.y must be given where rows have names that are no numbers/,
    },
  );
});

test("bars stand for y at each x", () => {
  const chart = birds()
    .plot()
    .bar({ config: { x: "kind", y: "length" } });
  // Two bars of one name stand side by side; plotly would add their heights up.
  assert.deepEqual([drawn(chart, "x"), drawn(chart, "y")], [[[0, 1, 2, 3]], [[1, 2, 4, 8]]]);
  const { tickvals, ticktext } = chart.figure.layout?.["xaxis"] as Record<string, unknown>;
  assert.deepEqual([tickvals, ticktext], [[0, 1, 2, 3], ["a", "b", "a", "missing"]]); // prettier-ignore
});

test("points of several columns have a colour for each, and none for a missing value", () => {
  const chart = birds().plot().scatter();
  assert.deepEqual(drawn(chart, "name"), ["mass", "length"]);
  assert.deepEqual(drawn(chart, "x"), [
    [0, 2, 3],
    [0, 1, 2, 3],
  ]);
  assert.match(chart.alt, /1 value is missing/);
});

test("a histogram counts what is there", () => {
  const chart = birds()
    .plot()
    .hist({ config: { x: "mass" } });
  const [counts] = drawn(chart, "y") as [number[]];
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    3,
  );
});

test("boxes and violins stand for each category, with the quartiles in words", () => {
  const { box, violin } = birds().plot();
  for (const chart of [box, violin].map((draw) => draw({ config: { x: "kind", y: "length" } }))) {
    assert.deepEqual(drawn(chart, "name"), ["a", "b", "missing"]);
    assert.deepEqual(drawn(chart, "y"), [[1, 4], [2], [8]]);
    assert.match(chart.alt, /a: 2 numbers from 1 to 4, half of them between 1\.75 and 3\.25, median 2\.5\./);
  }
  assert.deepEqual(drawn(box({ config: { columns: ["mass"] } }), "y"), [[3, NaN, 5, 4]]);
});

test("pies show shares by labels, several of them in a grid", () => {
  const { pie } = birds().plot();
  const one = pie({ config: { values: "length", labels: "kind" } });
  assert.deepEqual(drawn(one, "labels"), [["a", "b", "a", "missing"]]);
  assert.match(one.alt, /missing 53\.33 %, a 33\.33 %, b 13\.33 %\./);
  const two = pie({ config: { labels: "kind", columnPositions: [1, 0] } });
  assert.deepEqual(drawn(two, "domain"), [
    { row: 0, column: 1 },
    { row: 0, column: 0 },
  ]);
  assert.throws(() => pie({ config: { rowPositions: [0] } }), {
    constructor: ShapeError,
    message: /config\.rowPositions must be 2 long/,
  });
  assert.throws(() => new Series([1, -1]).plot().pie(), {
    constructor: DataError,
    message: /sizes from 0; received -1/,
  });
});

test("a table holds the cells of the columns, a dash where one is missing", () => {
  const chart = birds()
    .plot()
    .table({ config: { columns: ["kind", "mass"], tableHeaderStyle: { align: "left" } } });
  const [{ values }] = drawn(chart, "cells") as [{ values: unknown }];
  assert.deepEqual(values, [
    ["a", "b", "a", "–"],
    [3, "–", 5, 4],
  ]);
  const [header] = drawn(chart, "header") as [{ values: unknown; align: string }];
  assert.deepEqual(header.values, [["<b>kind</b>"], ["<b>mass</b>"]]);
  assert.equal(header.align, "left");
  assert.match(chart.alt, /4 rows, 2 columns/);
});

test("the layout's titles are the chart's, and other settings are Plotly's", () => {
  const chart = birds()
    .plot()
    .line({
      config: { y: "length", displayModeBar: false },
      layout: { title: "They grow", xaxis: { title: "bird" }, height: 200 },
    }) as Chart;
  assert.equal(chart.title, "They grow");
  assert.match(chart.alt, /^They grow\. bird from p to s/);
  assert.deepEqual(chart.figure.layout?.["xaxis"], { title: { text: "bird" } });
  assert.equal(chart.figure.layout?.["height"], 200);
  assert.deepEqual(chart.figure.config, { displayModeBar: false });
});

test("series are drawn over the names of their rows", () => {
  const counts = new Series(["a", "b", "a"]).valueCounts();
  const chart = counts.plot().bar();
  assert.deepEqual([drawn(chart, "x"), drawn(chart, "y")], [[["a", "b"]], [[2, 1]]]);
  assert.deepEqual(drawn(new Series([1, NaN]).plot().line(), "y"), [[1, NaN]]);
});

test("what cannot be drawn is said", () => {
  const { line, hist } = (birds() as DataFrame).plot();
  assert.throws(() => line({ config: { y: "mas" } }), {
    constructor: UnknownNameError,
    message:
      /Cannot draw lines: config\.y must be one of "kind", "mass", "length"; received "mas"\. Did you mean "mass"\?/,
  });
  assert.throws(() => hist({ config: { columns: ["kind"] } }), {
    constructor: DataError,
    message: /Cannot draw a histogram: column "kind" must be numbers; received "?a string column/,
  });
  assert.throws(() => new DataFrame({ s: ["x"], t: ["y"] }).plot().line(), {
    constructor: DataError,
    message: /one with a column of numbers/,
  });
});

test("drawing leaves the frame as it is", () => {
  const frame = birds();
  const before = frame.copy();
  frame.plot().line();
  frame.plot().box({ config: { x: "kind", y: "mass" } });
  assert.deepEqual(frame.values, before.values);
});
