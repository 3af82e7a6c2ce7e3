/** Tests of the rings: each lies in the one before, and names have their own place. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { nestedChart } from "./nested";

const fields = [
  { name: "artificial intelligence", what: "rules" },
  { name: "machine learning", what: "examples" },
  { name: "deep learning", what: "layers" },
];

test("each ring lies within the one before", () => {
  const { figure } = nestedChart(fields, { title: "Three" });
  const rings = figure.layout?.["shapes"] as { x0: number; x1: number; y0: number; y1: number }[];
  assert.equal(rings.length, 3);
  rings.slice(1).forEach((inner, i) => {
    const outer = rings[i] as (typeof rings)[0];
    assert.ok(outer.x0 < inner.x0 && inner.x1 < outer.x1 && outer.y0 <= inner.y0 && inner.y1 < outer.y1);
  });
});

test("a ring's name stands in its ring and above the next", () => {
  const { figure } = nestedChart(fields, { title: "Three" });
  const rings = figure.layout?.["shapes"] as { y1: number }[];
  const names = figure.layout?.["annotations"] as { y: number }[];
  names.forEach(({ y }, i) => assert.ok(y < (rings[i]?.y1 ?? 0) && y > (rings[i + 1]?.y1 ?? 0)));
});

test("one ring, six rings and a missing name are refused", () => {
  assert.throws(() => nestedChart(fields.slice(0, 1), { title: "One" }), /fields must be two to five/);
  assert.throws(() => nestedChart([...fields, ...fields], { title: "Six" }), /fields must be two to five/);
  assert.throws(
    () => nestedChart([{ name: "", what: "x" }, ...fields], { title: "Four" }),
    /fields\[0\]\.name/,
  );
});
