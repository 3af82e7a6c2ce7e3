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
    assert.match(table, /Species<br><small>string<\/small>/);
    assert.equal(table.match(/<tr>/g)?.length, 1 + 10 + 1);
    assert.doesNotMatch(table, /undefined|NaN|null/);
    const lines = penguins.toString().split("\n");
    assert.equal(lines.length, 2 + 10 + 2);
    assert.equal(
      lines[2],
      "0  Adelie   Torgersen              39.1             18.7                  181           3750  MALE",
    );
    assert.equal(lines.at(-1), "344 rows × 7 columns");
  });

  it("is escaped, the names of rows as well", () => {
    const cell = "<script>alert('1')</script>&";
    const table = html(new DataFrame({ '<b onload="x">': [cell] }, { index: ["<i>"] }));
    assert.doesNotMatch(table, /<script>|<b |<i>/);
    assert.match(table, /&lt;script&gt;alert\(&#39;1&#39;\)&lt;\/script&gt;&amp;/);
    assert.match(table, /&lt;b onload=&quot;x&quot;&gt;/);
    assert.match(table, /<th scope="row">&lt;i&gt;<\/th>/);
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
    assert.match(text, /^0 +a b /m);
    assert.match(text, /x{31}… /);
    assert.match(text, /1e-9/);
    assert.match(
      String(new DataFrame({ n: [0, 1e20, -Infinity] })),
      /\n1 +100000000000000000000\n2 +-Infinity/,
    );
  });

  it("works for a frame without rows and one without columns", () => {
    assert.match(String(new DataFrame({ a: [1] }).query([false])), /0 rows × 1 column/);
    assert.match(String(new DataFrame({})), /0 rows × 0 columns/);
    assert.match(String(new Series([])), /0 rows × 1 column/);
  });
});
