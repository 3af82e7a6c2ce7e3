/** Tests of the picture of a fit: where lines and sticks are drawn, what is said, what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, DataError, ShapeError } from "../core/errors";
import { fitChart } from "./fit";

const data = { x: [[1], [2], [3], [4]], y: [2, 3, 5, 6] };
const guess = { w: [1], b: 0 };
const best = { w: [1.4], b: 0.5 };
const axes = { title: "A claim", xTitle: "x", yTitle: "y" };

test("one line gets a stick from each point, and its error in words", () => {
  // Errors −1, −1, −2, −2: mean square 10/4.
  const { figure, alt } = fitChart(data, { lines: { guess }, ...axes });
  assert.match(
    alt,
    /4 points; x from 1 to 4, y from 2 to 6\. Guess ŷ = 1x \+ 0 has a mean squared error of 2\.5\./,
  );
  const [sticks, line, points] = figure.data;
  assert.deepEqual(sticks?.["x"], [1, 1, null, 2, 2, null, 3, 3, null, 4, 4, null]);
  assert.deepEqual(sticks?.["y"], [2, 1, null, 3, 2, null, 5, 3, null, 6, 4, null]);
  assert.deepEqual(
    [line?.["x"], line?.["y"]],
    [
      [0.76, 4.24],
      [0.76, 4.24],
    ],
  );
  assert.deepEqual([points?.["x"], points?.["y"]], [[1, 2, 3, 4], data.y]);
});

test("several lines are told apart by colour and dash, without sticks", () => {
  const { figure, alt } = fitChart(data, { lines: { guess, best }, ...axes });
  const lines = figure.data.slice(0, 2).map((trace) => trace["line"] as { color: string; dash: string });
  assert.notEqual(lines[0]?.color, lines[1]?.color);
  assert.notEqual(lines[0]?.dash, lines[1]?.dash);
  assert.equal(figure.data.length, 3);
  assert.match(alt, /and best ŷ = 1\.4x \+ 0\.5 has a mean squared error of 0\.05/);
});

test("an animation has a picture for each line, and a wild line does not squeeze the points", () => {
  const wild = { w: [1000], b: 0 };
  const { figure, alt } = fitChart(data, { lines: [guess, wild, best], animated: true, ...axes });
  assert.deepEqual(
    figure.frames?.map(({ name }) => name),
    ["0", "1", "2"],
  );
  const [low = NaN, high = NaN] = (figure.layout as { yaxis: { range: number[] } }).yaxis.range;
  assert.ok(low < 2 && high > 6 && high < 15, `${low} to ${high}`);
  assert.match(alt, /An animation of 3 lines: at step 0 ŷ = 1x \+ 0 .* at step 2 ŷ = 1\.4x \+ 0\.5/);
});

test("data and lines are not changed, and what does not fit is refused", () => {
  const kept = structuredClone(data);
  fitChart(data, { lines: { guess }, ...axes });
  assert.deepEqual(data, kept);
  const refused: [() => unknown, new (message: string) => Error, RegExp][] = [
    [
      () => fitChart({ x: [[1, 2]], y: [1] }, { lines: { guess }, ...axes }),
      ShapeError,
      /x must be rows of one number/,
    ],
    [
      () => fitChart({ x: [[1]], y: [1, 2] }, { lines: { guess }, ...axes }),
      ShapeError,
      /y must be 1 numbers/,
    ],
    [() => fitChart({ x: [[NaN]], y: [1] }, { lines: { guess }, ...axes }), DataError, /x/],
    [() => fitChart(data, { lines: {}, ...axes }), ArgumentError, /lines must be at least one line/],
    [
      () => fitChart(data, { lines: { flat: { w: [1, 2], b: 0 } }, ...axes }),
      ShapeError,
      /lines\.flat\.w must be of shape \[1\]/,
    ],
  ];
  for (const [call, constructor, message] of refused) assert.throws(call, { constructor, message });
});
