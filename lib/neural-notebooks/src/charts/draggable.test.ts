/** A draggable point: its value, its limits, and what the front end is given. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleOf } from "../core/display";
import { liveNotebook } from "../core/widgets/live.testing";
import { chart } from "./chart";
import { draggablePoint } from "./draggable";

const valley = chart({ data: [{ x: [0, 1, 2], y: [1, 0, 1] }] }, { alt: "A valley." });

test("a point is a value that is set within its limits", () => {
  const point = draggablePoint(valley, { x: 1, y: 0, limits: { x: { min: 0, max: 2 } } });
  const heard: object[] = [];
  point.onChange((value) => heard.push(value));
  point.value = { x: 2, y: 5 };
  point.value = { x: 2, y: 5 };
  assert.deepEqual(heard, [{ x: 2, y: 5 }]);
  assert.throws(() => (point.value = { x: 3, y: 0 }), {
    message: "Cannot move a point: x must be a number from 0 to 2; received 3.",
  });
  assert.throws(
    () => draggablePoint(valley, { x: NaN, y: 0 }),
    /Cannot put a point on a chart: x must be a number/,
  );
  assert.throws(
    () => draggablePoint("valley" as never, { x: 0, y: 0 }),
    /chart must be a chart; received "valley"/,
  );
});

test("the front end gets the figure and a module, and its moves come back", (t) => {
  const live = liveNotebook();
  t.after(() => live.remove());
  const point = draggablePoint(valley, { x: 1, y: 0, label: "start" });
  assert.equal(bundleOf(point)["text/plain"], "start: 1, 0 (point on a chart)");
  const { state } = live.find("Any");
  assert.equal(state["_model_module"], "anywidget");
  assert.match(String(state["_esm"]), /export default \{ render \}/);
  assert.deepEqual((state["figure"] as { data: { y: number[] }[] }).data[0]?.y, [1, 0, 1]);
  live.move(live.find("Any"), { point: [0.5, 0.25] });
  assert.deepEqual(point.value, { x: 0.5, y: 0.25 });
  live.move(live.find("Any"), { point: "nonsense" });
  assert.deepEqual(point.value, { x: 1, y: 0 });
});
