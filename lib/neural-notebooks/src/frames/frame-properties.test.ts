/** Groups, merges and sorts of random tables, beside the plainest code that does the same. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { DataFrame, merge } from "./data-frame";
import { FloatIndex } from "./float-index";
import { orderRows } from "./order";

const key = fc.option(fc.constantFrom("a", "b", "a-b", "", "1"), { nil: null });
const number = fc.oneof(fc.constantFrom(0, -0, 1, -1, 2.5, NaN, Infinity, -Infinity), fc.double());
const row = fc.record({ k: key, n: fc.oneof(fc.constantFrom(1, 2, NaN), fc.integer()), x: number });
const rows = fc.array(row, { maxLength: 30 });
type Row = { k: string | null; n: number; x: number };

const frameOf = (list: readonly Row[]) =>
  new DataFrame(
    { k: list.map(({ k }) => k), n: list.map(({ n }) => n), x: list.map(({ x }) => x) },
    { dtypes: ["string", "float32", "float32"] },
  );
const same = (a: unknown, b: unknown): boolean => Object.is(a, b) || a === b;

describe("random tables", () => {
  it("are sorted as by comparing all rows, missing last, equal ones in their order", () => {
    fc.assert(
      fc.property(rows, fc.boolean(), (list, down) => {
        const plain = Array.from(list.keys()).sort((a, b) => {
          const [x, y] = [list[a]?.x ?? NaN, list[b]?.x ?? NaN];
          if (Number.isNaN(x) || Number.isNaN(y))
            return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
          if (x === y) return a - b;
          return x < y === !down ? -1 : 1;
        });
        assert.deepEqual(frameOf(list).sortValues("x", { ascending: !down }).index, plain);
      }),
    );
  });

  it("are sorted by digits, where there are many rows, as by comparing", () => {
    for (const descending of [false, true]) {
      const values = Float64Array.from({ length: 9000 }, (_, at) => {
        if (at % 97 === 0) return NaN;
        if (at % 89 === 0) return at % 2 === 0 ? Infinity : -Infinity;
        return Math.sin(at * 12.9898) * 10 ** ((at % 41) - 20) * (at % 3 === 0 ? 0 : 1);
      });
      const texts = Array.from(values, (value) =>
        Number.isNaN(value) ? null : `t${Math.floor(value) % 50}`,
      );
      const numbers = { name: "x", type: "number", values } as const;
      const order = orderRows(
        [{ name: "s", type: "string", values: texts }, numbers],
        [descending, !descending],
      );
      const plain = Array.from(values.keys()).sort((a, b) => {
        const [s, t] = [texts[a] ?? null, texts[b] ?? null];
        if (s !== t) {
          if (s === null || t === null) return s === null ? 1 : -1;
          return s < t === !descending ? -1 : 1;
        }
        const [x, y] = [values[a] ?? NaN, values[b] ?? NaN];
        if (Number.isNaN(x) || Number.isNaN(y) || x === y)
          return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
        return x < y === descending ? -1 : 1;
      });
      assert.deepEqual(Array.from(order), plain);
    }
  });

  it("are grouped as by collecting rows of equal keys", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const grouped = frameOf(list)
          .groupby(["k", "n"])
          .agg({ x: ["count", "sum", "min", "max"] });
        const groups: Row[][] = [];
        for (const item of list) {
          if (item.k === null || Number.isNaN(item.n)) continue;
          const group = groups.find(([first]) => first?.k === item.k && first.n === item.n);
          if (group) group.push(item);
          else groups.push([item]);
        }
        groups.sort(([a], [b]) => {
          if (!a || !b || a.k === b.k) return (a?.n ?? 0) - (b?.n ?? 0);
          return (a.k ?? "") < (b.k ?? "") ? -1 : 1;
        });
        const expected = groups.map((group) => {
          const present = group.map(({ x }) => x).filter((x) => !Number.isNaN(x));
          const least = present.length === 0 ? NaN : Math.min(...present);
          const most = present.length === 0 ? NaN : Math.max(...present);
          return [group[0]?.k, group[0]?.n, present.length, present.reduce((a, b) => a + b, 0), least, most];
        });
        const equal = grouped.values.every((cells, at) =>
          cells.every((cell, place) => same(cell, expected[at]?.[place])),
        );
        assert.ok(equal && grouped.shape[0] === expected.length);
      }),
    );
  });

  it("are merged as by looking at every pair of rows", () => {
    const kinds = fc.constantFrom("inner", "left", "right", "outer");
    fc.assert(
      fc.property(rows, rows, kinds, (left, right, how) => {
        const equal = (a: Row, b: Row): boolean => a.k === b.k && same(a.n, b.n);
        const pairs: (readonly [Row | undefined, Row | undefined])[] = [];
        for (const a of left) {
          const found = right.filter((b) => equal(a, b));
          for (const b of found) pairs.push([a, b]);
          if (found.length === 0 && (how === "left" || how === "outer")) pairs.push([a, undefined]);
        }
        if (how === "right" || how === "outer")
          for (const b of right) if (!left.some((a) => equal(a, b))) pairs.push([undefined, b]);
        const merged = merge({ left: frameOf(left), right: frameOf(right), on: ["k", "n"], how });
        const text = (cells: readonly unknown[]): string =>
          cells.map((cell) => String(cell === 0 ? 0 : cell)).join("|");
        const expected = pairs.map(([a, b]) => text([(a ?? b)?.k, (a ?? b)?.n, a?.x ?? NaN, b?.x ?? NaN]));
        const actual = merged.values.map(text);
        if (how === "inner" || how === "left") assert.deepEqual(actual, expected);
        assert.deepEqual([...actual].sort(), [...expected].sort());
      }),
    );
  });

  it("lose what comes twice as by looking at all rows before", () => {
    fc.assert(
      fc.property(rows, (list) => {
        const kept = list.flatMap((item, at) => {
          const seen = list.slice(0, at).some((before) => before.k === item.k && same(before.n, item.n));
          return seen ? [] : [at];
        });
        assert.deepEqual(frameOf(list).dropDuplicates({ subset: ["k", "n"] }).index, kept);
      }),
    );
  });

  it("are numbered as by a Map, also where the table of numbers grows", () => {
    const values = Array.from({ length: 200_000 }, (_, at) =>
      at % 7 === 0 ? NaN : Math.floor(Math.sin(at) * 1e6) / 8,
    );
    const index = new FloatIndex(4);
    const map = new Map<number, number>();
    for (const value of values) {
      if (!map.has(value)) map.set(value, map.size);
      assert.equal(index.numberOf(value), map.get(value));
    }
    assert.equal(index.size, map.size);
  });
});
