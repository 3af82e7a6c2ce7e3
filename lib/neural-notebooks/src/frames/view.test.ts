import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { inspect } from "node:util";
import { displaySymbol } from "../core/display";
import { DataFrame, Series } from "./data-frame";
import { readDataset } from "./read";

const html = (shown: { [displaySymbol](): Record<string, unknown> }): string =>
  String(shown[displaySymbol]()["text/html"]);

describe("what is shown of a frame", () => {
  it("is an HTML table with names, types, first rows and shape, and aligned text", () => {
    const penguins = readDataset("penguins");
    const table = html(penguins);
    assert.match(table, /344 rows × 7 columns/);
    assert.match(table, /<th scope="col" title="string" style="text-align: left">Species<\/th>/);
    assert.equal(table.match(/<tr>/g)?.length, 1 + 10 + 1);
    assert.doesNotMatch(table, /undefined|NaN|null/);
    const lines = penguins.toString().split("\n");
    assert.equal(lines.length, 2 + 10 + 2);
    assert.equal(
      lines[2],
      "Adelie   Torgersen              39.1             18.7                  181           3750  MALE",
    );
    assert.equal(lines.at(-1), "344 rows × 7 columns");
  });

  it("is escaped, the names of rows as well", () => {
    const cell = "<script>alert('1')</script>&";
    const table = html(new DataFrame({ '<b onload="x">': [cell] }, { index: ["<i>"] }));
    assert.doesNotMatch(table, /<script>|<b |<i>/);
    assert.match(table, /&lt;script&gt;alert\(&#39;1&#39;\)&lt;\/script&gt;&amp;/);
    assert.match(table, /&lt;b onload=&quot;x&quot;&gt;/);
    assert.match(table, /<th scope="row" style="text-align: left">&lt;i&gt;<\/th>/);
  });

  it("is whole for a short frame, and leaves the middle columns of a wide one out", () => {
    const twenty = new DataFrame({ x: Array.from({ length: 20 }, (_, i) => i) });
    assert.doesNotMatch(String(twenty), /…/);
    const wide = new DataFrame([Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`c${i}`, i]))]);
    assert.match(String(wide), /c17 +… +c29/);
    assert.match(String(wide), /1 row × 30 columns/);
    const settings = { tableMaxRow: 3, tableMaxColInConsole: 4 };
    assert.match(String(new DataFrame(wide, { config: settings })), /c1 +… +c29/);
    assert.equal(String(new Series(twenty.x.values, { config: settings })).split("\n").length, 2 + 3 + 2);
  });

  it("is the text for console.log too, with line ends in cells as blanks and long text cut", () => {
    const text = inspect(new DataFrame({ s: ["a\nb", "x".repeat(100)], n: [1e-9, 123456.789] }));
    assert.match(text, /^a b /m);
    assert.match(text, /123456\.8$/m);
    assert.match(text, /x{31}… /);
    assert.match(text, /1e-9/);
    assert.match(
      String(new DataFrame({ n: [0, 1e20, -Infinity] })),
      /\n +0\n100000000000000000000\n +-Infinity/,
    );
  });

  it("shows the names of rows only where they are more than 0, 1, 2 …", () => {
    const frame = new DataFrame({ a: [5, 6, 7] });
    assert.doesNotMatch(html(frame), /scope="row"/);
    assert.match(String(frame), /^ +a\nnumber\n +5\n/);
    const filtered = frame.query([false, true, true]);
    assert.match(html(filtered), /<th scope="row" style="text-align: left">2<\/th><td[^>]*>7</);
    assert.match(String(filtered), /^1 +6$/m);
    assert.match(html(frame.describe()), />mean</);
  });

  it("gives a column's usual numbers four digits, and whole numbers none behind the point", () => {
    const shown = (values: readonly number[]): string[] =>
      String(new DataFrame({ v: values }))
        .split("\n")
        .slice(2, 2 + values.length)
        .map((line) => line.trim());
    assert.deepEqual(shown([4201.754386, 3733.088235]), ["4202", "3733"]);
    assert.deepEqual(shown([43.92193, 200.9152]), ["43.9", "200.9"]);
    assert.deepEqual(shown([0.123456, 0.5, 0.98765432]), ["0.1235", "0.5000", "0.9877"]);
    assert.deepEqual(shown([1970, 1982, 12345678]), ["1970", "1982", "12345678"]);
    assert.deepEqual(shown([18.7, 17]), ["18.7", "17.0"]);
    assert.deepEqual(shown([0.1 + 0.2]), ["0.3"], "no digits that rounding has left");
    assert.deepEqual(shown([0.00123456, 0.00234567]), ["0.001235", "0.002346"]);
  });

  it("aligns the row of dots as its columns are", () => {
    const [, dots = ""] = /<tr>((?:<td[^>]*>…<\/td>)+)<\/tr>/.exec(html(readDataset("penguins"))) ?? [];
    assert.deepEqual(
      [...dots.matchAll(/text-align: (\w+)/g)].map(([, side]) => side),
      ["left", "left", "right", "right", "right", "right", "left"],
    );
  });

  it("works for a frame without rows and one without columns", () => {
    assert.match(String(new DataFrame({ a: [1] }).query([false])), /0 rows × 1 column/);
    assert.match(String(new DataFrame({})), /0 rows × 0 columns/);
    assert.match(String(new Series([])), /0 rows × 1 column/);
  });
});
