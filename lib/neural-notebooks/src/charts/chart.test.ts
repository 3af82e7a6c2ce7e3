import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import { bundleOf } from "../core/display";
import { Chart, PLOTLY_MIME, chart, mergeLayout } from "./chart";
import type { Figure } from "./figure";

const line = { data: [{ y: [1, 2, 3] }], layout: { title: { text: "Up" } } };

test("a chart shows itself as a Plotly figure and as text, never as HTML", () => {
  const bundle = bundleOf(chart(line, { alt: "It rises from 1 to 3." }));
  assert.deepEqual(Object.keys(bundle), [PLOTLY_MIME, "text/plain"]);
  assert.equal(bundle["text/plain"], "Chart: Up. It rises from 1 to 3.");
  const figure = bundle[PLOTLY_MIME] as { data: object[]; layout: { meta: object } };
  assert.deepEqual(figure.data, [{ y: [1, 2, 3] }]);
  assert.deepEqual(figure.layout.meta, { alt: "Up. It rises from 1 to 3." });
});

test("the title stands once where the description begins with it", () => {
  assert.equal(String(chart(line, { alt: "Up. It rises." })), "Chart: Up. It rises.");
});

test("a title's markup is left out of the words", () => {
  const marked = chart(
    { data: [], layout: { title: { text: "<b>Up</b><br>and away" } } },
    { alt: "It rises." },
  );
  assert.equal(marked.title, "Up and away");
  const small = chart(
    { data: [], layout: { title: { text: 'Up<br><span style="font-size:13px">epoch 3</span>' } } },
    { alt: "It rises." },
  );
  assert.equal(small.title, "Up");
});

test("printing a chart gives its words", () => {
  assert.equal(inspect(chart(line, { alt: "It rises." })), "Chart: Up. It rises.");
});

test("a chart keeps no array of its caller and cannot be changed", () => {
  const y = Float32Array.of(1, 2);
  const list = [1, 2];
  const made = chart({ data: [{ x: list, y }] }, { alt: "Two points." });
  y[0] = 99;
  list[0] = 99;
  assert.deepEqual(made.figure.data[0]?.["y"], Float32Array.of(1, 2));
  assert.deepEqual(made.figure.data[0]?.["x"], [1, 2]);
  assert.throws(() => ((made as { alt: string }).alt = "other"), TypeError);
  assert.throws(() => ((made.figure.data[0] as { name: string }).name = "other"), TypeError);
});

test("`with` makes a changed chart and leaves the first", () => {
  const first = chart(line, { alt: "It rises." });
  const second = first.with({ layout: { title: { x: 0.5 } }, alt: "It climbs." });
  assert.deepEqual(second.figure.layout, { title: { text: "Up", x: 0.5 } });
  assert.equal(second.alt, "It climbs.");
  assert.deepEqual(first.figure.layout, { title: { text: "Up" } });
});

test("layouts merge in depth and lists are replaced", () => {
  assert.deepEqual(mergeLayout({ a: { b: 1, c: [1, 2] } }, { a: { c: [3] }, d: 4 }), {
    a: { b: 1, c: [3] },
    d: 4,
  });
});

test("no figure offers to upload the data", () => {
  assert.equal(chart(line, { alt: "It rises." }).toJSON().config?.["showSendToCloud"], false);
});

test("a chart without a description is refused", () => {
  for (const alt of ["", "  ", undefined as unknown as string]) {
    assert.throws(() => chart(line, { alt }), {
      constructor: ArgumentError,
      message:
        /^Cannot make a chart: alt must be a text that is not empty; received .*readers who cannot see it\.$/,
    });
  }
  assert.throws(() => new Chart(line, undefined as never), ArgumentError);
});

test("a figure without a list of traces is refused", () => {
  assert.throws(() => chart({} as never, { alt: "Nothing." }), {
    constructor: ArgumentError,
    message: /figure\.data must be a list of traces; received undefined/,
  });
  assert.throws(() => chart({ data: ["scatter"] } as never, { alt: "Nothing." }), ArgumentError);
});

test("x and y of different length are refused, where Plotly would cut without a word", () => {
  assert.throws(() => chart({ data: [{ x: [1, 2, 3], y: Float32Array.of(1, 2) }] }, { alt: "Bad." }), {
    constructor: ShapeError,
    message: "Cannot make a chart: x and y of trace 0 must be equally long; received x: 3, y: 2.",
  });
  // A heat map's x and y belong to columns and rows.
  chart({ data: [{ type: "heatmap", x: [1, 2], y: [1], z: [[1, 2]] }] }, { alt: "Good." });
});

test("what cannot be saved is refused, and a tensor gets a hint", () => {
  assert.throws(() => chart({ data: [{ y: () => 1 }] }, { alt: "Bad." }), {
    constructor: DataError,
    message: /figure\.data\[0\]\.y must be text, numbers, lists or plain objects/,
  });
  class Tensor {
    dataSync() {
      return [1];
    }
  }
  assert.throws(
    () => chart({ data: [{ y: new Tensor() }] }, { alt: "Bad." }),
    /Take the tensor's numbers first/,
  );
});

test("frames need names of their own and traces that exist", () => {
  const two = { data: [{ y: [1] }, { y: [2] }] };
  const frame = { name: "a", data: [{ y: [3] }], traces: [1] };
  assert.equal(chart({ ...two, frames: [frame] }, { alt: "Good." }).figure.frames?.length, 1);
  assert.throws(() => chart({ ...two, frames: [frame, frame] }, { alt: "Bad." }), {
    constructor: ArgumentError,
    message: /frames\[1\]\.name must be a text that no other frame has; received "a"/,
  });
  for (const traces of [[2], [0, 1], [-1]]) {
    assert.throws(() => chart({ ...two, frames: [{ ...frame, traces }] }, { alt: "Bad." }), {
      constructor: ArgumentError,
      message: /frames\[0\]\.traces/,
    });
  }
});

test("a raw figure gets the course's margins, and keeps those that it has", () => {
  const marginOf = (figure: Figure) => chart(figure, { alt: "Any." }).toJSON().layout?.["margin"];
  const data = [{ y: [1, 2] }];
  assert.deepEqual(marginOf({ data, layout: { title: { text: "A claim" } } }), {
    t: 56,
    r: 24,
    b: 56,
    l: 64,
  });
  assert.deepEqual(marginOf({ data }), { t: 32, r: 24, b: 56, l: 64 });
  assert.deepEqual(marginOf({ data, layout: { margin: { l: 120 } } }), { t: 32, r: 24, b: 56, l: 120 });
  assert.deepEqual(marginOf({ data, layout: { sliders: [{}] } }), { t: 32, r: 24, b: 138, l: 64 });
  assert.deepEqual(marginOf({ data: [{ type: "pie", values: [1, 2] }] }), { t: 32, r: 24, b: 24, l: 24 });
});

test("titles that are plain texts are drawn", () => {
  const { layout } = chart(
    { data: [{ y: [1] }], layout: { title: "Up", xaxis: { title: "x" }, scene: { zaxis: { title: "z" } } } },
    { alt: "It rises." },
  ).toJSON();
  const text = (part: unknown) => (part as { title: unknown }).title;
  assert.deepEqual(layout?.["title"], { text: "Up" });
  assert.deepEqual(text(layout?.["xaxis"]), { text: "x" });
  assert.deepEqual(text((layout?.["scene"] as { zaxis: unknown }).zaxis), { text: "z" });
});

test("numbers that would leave an axis without an end are gaps where the chart is saved", () => {
  const made = chart({ data: [{ x: [1, Infinity], y: Float64Array.of(-1e308, 2) }] }, { alt: "Any." });
  assert.deepEqual(made.toJSON().data, [{ x: [1, null], y: [null, 2] }]);
  assert.deepEqual(
    made.figure.data[0]?.["y"],
    Float64Array.of(-1e308, 2),
    "the figure stays as it was given",
  );
});
