/** Tests of the time line: places, labels, words, and what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { timelineChart } from "./timeline";

const events = [
  { year: 1943, what: "logic" },
  { year: 1957, what: "a machine that learns" },
  { year: 1969, what: "x < y" },
];

test("events stand at their years, in turn above and below the line", () => {
  const { figure } = timelineChart(events, { title: "Three" });
  const points = figure.data[2];
  assert.deepEqual(
    [points?.["x"], points?.["y"]],
    [
      [1943, 1957, 1969],
      [1, -1, 1],
    ],
  );
});

test("where years stand close, a label moves to a second row, and the chart grows", () => {
  const close = [1943, 1958, 1965, 1970, 1986, 1989, 1997, 2012, 2017];
  const wide = close.map((year) => ({ year, what: "something new" }));
  const { figure } = timelineChart(wide, { title: "Nine" });
  const heights = figure.data[2]?.["y"] as number[];
  assert.ok(heights.some((height) => Math.abs(height) > 1));
  assert.ok((figure.layout?.["height"] as number) > 320);
  const yearsOfRow = [...new Set(heights)].map((row) => close.filter((_, i) => heights[i] === row));
  for (const row of yearsOfRow) {
    for (let i = 1; i < row.length; i++)
      assert.ok((row[i] as number) - (row[i - 1] as number) > 10, `${row.join()}: labels touch`);
  }
});

test("years that are too close for two rows give a wide chart", () => {
  const crowded = Array.from({ length: 12 }, (_, i) => ({ year: 1980 + i, what: "something new" }));
  const { figure } = timelineChart([{ year: 1900, what: "first" }, ...crowded], { title: "Crowd" });
  assert.equal((figure.layout?.["meta"] as { minWidth: number }).minWidth, 60 + 85 * 13);
});

test("a long label is folded, and no text is taken for markup", () => {
  const { figure } = timelineChart(events, { title: "Three" });
  assert.deepEqual(figure.data[2]?.["text"], [
    "<b>1943</b><br>logic",
    "<b>1957</b><br>a machine that<br>learns",
    "<b>1969</b><br>x &lt; y",
  ]);
});

test("the description tells all events", () => {
  assert.equal(
    timelineChart(events, { title: "Three" }).alt,
    "Three. 3 events: 1943 logic, 1957 a machine that learns, 1969 x < y.",
  );
});

test("one event, disorder and a missing text are refused", () => {
  assert.throws(() => timelineChart(events.slice(0, 1), { title: "One" }), /events must be two or more/);
  assert.throws(
    () => timelineChart([...events].reverse(), { title: "Three" }),
    /events\[1\]\.year must be a year, not before/,
  );
  assert.throws(
    () => timelineChart([...events, { year: NaN, what: "a" }], { title: "Four" }),
    /events\[3\]\.year/,
  );
  assert.throws(
    () => timelineChart([...events, { year: 1986, what: "" }], { title: "Four" }),
    /events\[3\]\.what/,
  );
});
