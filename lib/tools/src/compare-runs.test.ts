/** Tests of comparing two runs: what counts as a difference, what does not, and where it is told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { firstDifference } from "./compare-runs";
import type { ExecutedNotebook } from "./chart-outputs";

const stream = (text: string | string[], name = "stdout") => ({ output_type: "stream", name, text });
const result = (data: Record<string, unknown>) => ({ output_type: "execute_result", data, metadata: {} });
const failed = (evalue: string) => ({ output_type: "error", ename: "RangeError", evalue, traceback: [] });
/** Each argument holds the outputs of one code cell; texts stand between, as in a lesson. */
const run = (...cells: object[][]): ExecutedNotebook => ({
  cells: cells.flatMap((outputs) => [{ cell_type: "markdown" }, { cell_type: "code", outputs }]),
});

test("two runs with the same outputs do not differ", () => {
  const same = () =>
    run(
      [stream("1\n2\n")],
      [],
      [result({ "text/plain": ["a\n", "b"], "text/html": "<b>a</b>" }), failed("too far")],
    );
  assert.equal(firstDifference(same(), same()), undefined);
});

test("the first cell that differs is named by its number among the code cells, with the line of both runs", () => {
  const difference = firstDifference(
    run([], [stream("epoch 1\nloss 0.25\nend\n")], [stream("x")]),
    run([], [stream("epoch 1\nloss 0.26\nend\n")], [stream("y")]),
  );
  assert.deepEqual(difference, { cell: 2, kind: "stdout", first: "loss 0.25", second: "loss 0.26" });
});

test("durations in each unit may differ, other numbers may not", () => {
  const told = (text: string) => run([stream(text)]);
  for (const [a, b] of [
    ["3.2 s", "12 s"],
    ["in 40 ms.", "in 1.5 ms."],
    ["10  0.0096 ms  0.11 ms ", "10  0.01 ms    0.1 ms  "],
    ["2 min 1 s", "3 min 20 s"],
    ["7 µs", "7.1e-2 µs"],
    ["1,200 ns", "900 ns"],
  ] as const) {
    assert.equal(firstDifference(told(a), told(b)), undefined, `${a} | ${b}`);
  }
  for (const [a, b] of [
    ["3.2 seeds", "3.3 seeds"],
    ["12 samples", "13 samples"],
    ["1.5", "1.6"],
    ["2 m", "3 m"],
    ["AAAg6s+P", "AAAg7s+P"],
    ["loss 0.1, 2 s", "loss 0.2, 2 s"],
  ] as const) {
    assert.equal(firstDifference(told(a), told(b))?.cell, 1, `${a} | ${b}`);
  }
});

test("how a stream is divided into messages is no difference, which stream it is in is one", () => {
  assert.equal(
    firstDifference(run([stream("ab\n"), stream("c\n")]), run([stream(["ab\n", "c\n"])])),
    undefined,
  );
  assert.deepEqual(firstDifference(run([stream("a")]), run([stream("a", "stderr")]))?.kind, "stdout");
});

test("an output that one run lacks is a difference, at the end of a cell and where the other has no cell", () => {
  assert.deepEqual(firstDifference(run([stream("a")]), run([stream("a"), result({ "text/plain": "b" })])), {
    cell: 1,
    kind: "text/plain",
    first: "",
    second: "b",
  });
  assert.deepEqual(firstDifference(run([]), run([], [stream("a")])), {
    cell: 2,
    kind: "stdout",
    first: "",
    second: "a",
  });
});

test("the values of a chart and the message of an error are compared too", () => {
  const chart = (y: number) =>
    run([
      result({
        "application/vnd.plotly.v1+json": { data: [{ x: [1, 2], y: [1, y] }] },
        "text/plain": "Chart.",
      }),
    ]);
  assert.deepEqual(firstDifference(chart(2), chart(2.5)), {
    cell: 1,
    kind: "application/vnd.plotly.v1+json",
    first: "    2",
    second: "    2.5",
  });
  assert.deepEqual(firstDifference(run([failed("5 rows")]), run([failed("6 rows")])), {
    cell: 1,
    kind: "error",
    first: "RangeError: 5 rows",
    second: "RangeError: 6 rows",
  });
});

test("of a long line the part around the difference is told", () => {
  const long = (middle: string) =>
    run([result({ "text/html": `${"<td>1</td>".repeat(40)}${middle}${"<td>2</td>".repeat(40)}` })]);
  const difference = firstDifference(long("7"), long("8"));
  assert.match(difference?.first ?? "", /^…<td>.{36}7<td>2/);
  assert.ok((difference?.second.length ?? 999) <= 102, difference?.second);
});
