/** Tests that paths which begin in one place are told apart: on a landscape and on a curve. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Chart } from "./chart";
import { functionChart } from "./functions";
import { namePlaces } from "./path-look";
import { surfaceChart } from "./surface";

const title = "A race";
const axes = { title, xTitle: "w", yTitle: "b" };
const names = ["slow", "right", "fast"];
const rates = [0.1, 0.4, 0.9];
const walks = Object.fromEntries(
  names.map((name, k) => [
    name,
    Array.from({ length: 9 }, (_, i) => 2 * (1 - 2 * (rates[k] as number)) ** i),
  ]),
);
const routes = Object.fromEntries(
  Object.entries(walks).map(([name, places]) => [name, places.map((x) => [x, 1])]),
);
const ground = { x: [-3, 3], y: [-3, 3], resolution: 5, paths: routes, ...axes } as const;
const bowl = (x: number, y: number) => x * x + y * y;

const made: Record<string, Chart> = {
  contour: surfaceChart(bowl, { ...ground, view: "contour" }),
  scene: surfaceChart(bowl, ground),
  curve: functionChart({ loss: (x) => x * x }, { paths: walks, title, range: [-3, 3] }),
};

for (const [name, { figure }] of Object.entries(made)) {
  test(`in the ${name} each path has a colour, a dash and a symbol of its own, and a name in the legend`, () => {
    const paths = names.map((path) => figure.data.find((trace) => trace.name === path));
    const looks = paths.map((trace) => ({ ...(trace?.["line"] as object), ...(trace?.["marker"] as object) }) as { color: string; dash: string; symbol: string }); // prettier-ignore
    for (const key of ["color", "dash", "symbol"] as const)
      assert.equal(new Set(looks.map((look) => look[key])).size, 3, key);
    for (const trace of paths) assert.notEqual(trace?.["showlegend"], false);
  });

  test(`in the ${name} the common start is marked once, by a ring that is larger than what begins in it`, () => {
    const starts = figure.data.filter((trace) => trace.name === "start");
    assert.equal(starts.length, 1);
    assert.deepEqual(starts[0]?.["x"], [2]);
    const { symbol, size } = starts[0]?.["marker"] as { symbol: string; size: number };
    assert.equal(symbol, "circle-open");
    assert.ok(size > 8);
    const { annotations = [] } = (figure.layout?.["scene"] ?? {}) as { annotations?: { text: string }[] };
    const texts = [
      ...((starts[0]?.["text"] as string[] | undefined) ?? []),
      ...annotations.map(({ text }) => text),
    ];
    assert.deepEqual(texts, ["start"]);
  });
}

test("ends carry their path's name: on a curve and from above as a text", () => {
  const ends = (chart: Chart) =>
    chart.figure.data
      .flatMap(({ text }) => (text as string[] | undefined) ?? [])
      .filter((text) => names.includes(text));
  assert.deepEqual(ends(made["contour"] as Chart), names);
  assert.deepEqual(ends(made["curve"] as Chart), names);
});

test("names of ends stand apart, and inside of the picture", () => {
  assert.deepEqual(namePlaces([[5, 3], [5, 2], [5, 1]], [0, 10]), ["top right", "middle right", "bottom right"]); // prettier-ignore
  assert.deepEqual(namePlaces([[9, 0.1], [1, 9.9]], [0, 10], [0, 10]), ["top left", "bottom right"]); // prettier-ignore
  assert.deepEqual(namePlaces([[5, 1], [5, 1]], [0, 10]), ["top right", "bottom right"]); // prettier-ignore
});

test("a scene fills its box: no second scale of heights beside it, and few ticks", () => {
  const { data, layout } = (made["scene"] as Chart).figure;
  assert.equal(data[0]?.["showscale"], false);
  const scene = layout?.["scene"] as Record<string, { nticks?: number }>;
  for (const axis of ["xaxis", "yaxis", "zaxis"]) assert.ok((scene[axis]?.nticks ?? 99) <= 5);
  assert.ok((layout?.["height"] as number) <= 460);
});
