/** Tests of where a curve is drawn: jumps upright, poles and holes as gaps. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { functionChart } from "./functions";
import { samplesOf } from "./samples";

const places = Array.from({ length: 201 }, (_, i) => -5 + i / 20);

test("a jump stands upright where it is, between the places that are asked", () => {
  for (const jump of [0, 0.3333, -4.99, 2]) {
    const { x, y } = samplesOf((at) => Number(at >= jump), places);
    const up = y.findIndex((height, i) => height === 0 && y[i + 1] === 1);
    assert.ok(Math.abs((x[up] as number) - jump) < 1e-9, `${x[up]} for ${jump}`);
    assert.ok((x[up + 1] as number) - (x[up] as number) < 1e-9);
    assert.equal(x.length, places.length + 2);
  }
});

test("what is steep but continuous, and what bends, is no jump", () => {
  for (const f of [Math.tanh, (at: number) => Math.max(0, at), (at: number) => 1 / (1 + Math.exp(-300 * at))])
    assert.equal(samplesOf(f, places).x.length, places.length);
});

test("a pole is a gap, not a line from below to above", () => {
  const { x, y } = samplesOf((at) => 1 / (at - 0.013), places);
  const gap = y.indexOf(null);
  assert.ok(gap > 0 && Math.abs((x[gap] as number) - 0.013) < 1e-6);
});

test("several jumps are all found, and constants have none", () => {
  const { y } = samplesOf((at) => Math.sign(at) + Math.sign(at - 2), places);
  assert.deepEqual([...new Set(y)], [-2, -1, 0, 1, 2]);
  assert.equal(samplesOf(() => 1e300, places).x.length, places.length);
});

test("the derivative of a ReLU is a step, not a slope", () => {
  const chart = functionChart(
    { relu: (x) => Math.max(0, x) },
    { derivatives: { relu: (x) => Number(x > 0) }, title: "A bend", range: [-2, 2], resolution: 9 },
  );
  const [, slope] = chart.figure.data;
  const heights = slope?.["y"] as number[];
  assert.deepEqual([...new Set(heights)], [0, 1]);
});

test("tangents and paths that cannot be are refused", () => {
  const square = { square: (x: number) => x * x };
  const options = { title: "A claim", range: [-1, 1] } as const;
  const refused: [() => unknown, RegExp][] = [
    [() => functionChart(square, { ...options, tangentAt: NaN }), /tangentAt must be/],
    [
      () => functionChart({ root: Math.sqrt }, { ...options, tangentAt: -1 }),
      /a place at which root has a finite slope; received -1/,
    ],
    [
      () => functionChart(square, { ...options, path: [] }),
      /paths\.path must be places on the horizontal axis/,
    ],
    [() => functionChart(square, { ...options, paths: { a: ["1"] as never } }), /paths\.a must be places/],
    [() => functionChart(square, { ...options, range: [0, Infinity] }), /range must be two finite numbers/],
  ];
  for (const [call, message] of refused) assert.throws(call, message);
});
