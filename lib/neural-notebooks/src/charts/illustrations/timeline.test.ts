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
