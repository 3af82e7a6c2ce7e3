/** Compares one chart of each kind with the picture that was looked at and committed (snapshots/*.json). */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { bundleOf } from "../core/display";
import type { Chart } from "./chart";
import { isTypedArray } from "./figure";
import { gallery } from "./gallery.testing";

// Compiled tests run in dist/charts; snapshots lie beside the sources. To accept new ones after looking at
// the contact sheet (.setup/screenshots/gallery-*.png), run with UPDATE_SNAPSHOTS=1.
const folder = path.resolve(__dirname, "..", "..", "src", "charts", "snapshots");
const update = process.env["UPDATE_SNAPSHOTS"] === "1";

const charts = gallery();

for (const [name, chart] of Object.entries(charts)) {
  test(`the ${name} chart is as it was looked at`, () => {
    const file = path.join(folder, `${name}.json`);
    const now = snapshot(chart);
    if (update) writeFileSync(file, `${JSON.stringify(now, null, 1)}\n`);
    assert.ok(existsSync(file), `${file} is missing: look at the chart, then run with UPDATE_SNAPSHOTS=1`);
    assert.deepEqual(now, JSON.parse(readFileSync(file, "utf8")));
  });

  test(`the ${name} chart has a title, a description, and can be saved`, () => {
    assert.ok(chart.title.length > 3);
    assert.ok(chart.alt.length > chart.title.length, chart.alt);
    assert.doesNotMatch(chart.alt, /NaN|undefined|null|no number|\[object/);
    const saved = JSON.stringify(bundleOf(chart));
    assert.doesNotMatch(saved, /bgcolor":"#|"template"|text\/html/, "no ground of its own, no HTML");
    assert.ok(saved.length < 60_000, `${saved.length} bytes`);
  });
}

test("no snapshot is left over from a chart that is gone", () => {
  const files = readdirSync(folder).map((file) => file.replace(/\.json$/, ""));
  assert.deepEqual(files.sort(), Object.keys(charts).sort());
});

function snapshot(chart: Chart): unknown {
  return JSON.parse(JSON.stringify({ alt: chart.alt, figure: rounded(chart.figure) }));
}

/** Six digits: the last bits differ between machines, and are smaller than a pixel. */
function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? Number(value.toPrecision(6)) + 0 : null;
  if (isTypedArray(value)) return Array.from(value, rounded);
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
  return value;
}
