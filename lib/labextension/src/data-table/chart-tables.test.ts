/** The numbers of a chart are given back as tables, whatever the kind of chart. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { chart, type Figure } from "neural-notebooks/charts";
import { encodeFigure } from "../../../neural-notebooks/dist/charts/typed-array-codec";
import { gallery } from "../../../neural-notebooks/dist/charts/gallery.testing";
import { chartTables, type DrawnFigure } from "./chart-tables";
import { columnTexts } from "./format-column";
import { csvOf, shownPart } from "./shown-part";
import type { Cell, DataBlock } from "./table-types";

const charts = gallery();

/** The tables of a figure as a notebook holds it, with binary numbers. */
function tablesOf(figure: object) {
  const saved = JSON.parse(JSON.stringify(encodeFigure(figure as Figure))) as DrawnFigure;
  return chartTables(saved);
}

function galleryTables(name: string) {
  return tablesOf(charts[name]?.figure ?? assert.fail(`the gallery has no ${name}`));
}

/** A block as lists: its heads, then its rows. */
function grid({ columns }: DataBlock): Cell[][] {
  const rows = columns[0]?.values.length ?? 0;
  return [
    columns.map(({ head }) => head),
    ...Array.from({ length: rows }, (_, i) => columns.map(({ values }) => values[i] ?? null)),
  ];
}

function onlyGrid(name: string): Cell[][] {
  const { blocks } = galleryTables(name);
  assert.equal(blocks.length, 1);
  return grid(blocks[0] as DataBlock);
}

describe("the charts of the gallery", () => {
  for (const [name, { figure, title }] of Object.entries(charts)) {
    test(`${name} has a table, whose columns are equally long and named`, () => {
      const { caption, blocks } = tablesOf(figure);
      assert.ok(caption.startsWith(title ?? ""), caption);
      assert.ok(blocks.length > 0);
      for (const { columns } of blocks) {
        const [{ values }] = columns as [(typeof columns)[number]];
        assert.ok(values.length > 0);
        for (const column of columns) {
          assert.equal(column.values.length, values.length);
          assert.match(column.head, /\S/);
          assert.doesNotMatch(column.head + String(column.values), /<br|<b>|NaN|undefined/);
        }
      }
    });

    test(`${name} gives the same table with plain and with binary numbers`, () => {
      const plain = JSON.parse(
        JSON.stringify(figure, (_, value: unknown) =>
          ArrayBuffer.isView(value) ? Array.from(value as unknown as number[]) : value,
        ),
      ) as DrawnFigure;
      assert.deepEqual(tablesOf(figure), chartTables(plain));
    });
  }

  test("lines that share their places stand side by side, with units", () => {
    const [block] = galleryTables("lines").blocks;
    assert.ok(block);
    assert.equal(block.title, "height (m)");
    const [heads, , , third, fourth] = grid(block);
    assert.deepEqual(heads, ["time (s)", "train", "validation"]);
    assert.deepEqual(third, [2, 1 / 3, 1.2 / 3]);
    assert.deepEqual(fourth, [3, 0.25, null]);
  });

  test("bars, upright and sideways, stand by category", () => {
    assert.deepEqual(onlyGrid("bars"), [
      ["kind", "seen", "heard"],
      ["cat", 3, 1],
      ["dog", 5, 4],
      ["owl", 1, null],
    ]);
    assert.deepEqual(onlyGrid("bars-lying"), [
      ["kind", "count"],
      ["cat", 3],
      ["dog", 5],
    ]);
  });

  test("points stand below each other with their group and words", () => {
    assert.deepEqual(onlyGrid("scatter"), [
      ["series", "time (s)", "height (m)", "text"],
      ["a", 1, 4, "one"],
      ["b", 2, 2, "two"],
    ]);
  });

  test("the bins of a histogram are named by their edges", () => {
    assert.deepEqual(onlyGrid("histogram")[1], ["1 to 2", 1, 0]);
  });

  test("a confusion matrix gives counts and shares", () => {
    const [counts, shares] = galleryTables("confusion").blocks.map(grid);
    assert.deepEqual(counts, [
      ["true ↓ predicted →", "cat", "dog", "owl"],
      ["cat", 1, 1, 0],
      ["dog", 0, 2, 0],
      ["owl", 1, 0, 1],
    ]);
    assert.deepEqual(shares?.[1], ["cat", 50, 50, 0]);
  });

  test("a map whose words are its numbers, rounded, stands once; words at the axis name its columns", () => {
    assert.equal(galleryTables("correlation").blocks.length, 1);
    assert.deepEqual(onlyGrid("attention")[0], ["written ↓ looked at →", "a", "␣", "a"]);
  });

  test("a surface gives the path in space, then its heights by rows and columns", () => {
    const [path, heights] = galleryTables("surface").blocks.map(grid);
    assert.deepEqual(path?.[0], ["series", "w₁", "w₂", "loss"]);
    assert.deepEqual(path?.[1], ["right", -1.8, 1.4, 9.36]);
    assert.equal(heights?.length, 10);
    assert.deepEqual(heights?.[1]?.slice(0, 3), [-2, 16, 14.25]);
  });

  test("pictures give captions and sizes, not pixels", () => {
    assert.deepEqual(onlyGrid("images").slice(0, 2), [
      ["picture", "height (pixels)", "width (pixels)"],
      ["first", 6, 6],
    ]);
    assert.deepEqual(onlyGrid("images-colour")[1], ["image 0", 4, 4]);
  });

  test("panels have a table each, also where they share an axis", () => {
    assert.deepEqual(
      galleryTables("history").blocks.map(({ title }) => title),
      ["loss", "accuracy"],
    );
    const heads = galleryTables("search").blocks.map((block) => grid(block)[0]);
    assert.deepEqual(heads[1], ["series", "units", "accuracy", "text"]);
  });

  test("the edges of a band are told apart", () => {
    const heads = onlyGrid("forecast")[0];
    assert.deepEqual(heads?.slice(3, 5), ["model band (lower)", "model band (upper)"]);
  });

  test("a drawing gives its words", () => {
    assert.deepEqual(onlyGrid("nested")[1], ["machine learning: rules found in examples"]);
    assert.deepEqual(onlyGrid("network")[1], ["beak → a₁: w = 1", null]);
  });

  test("what is not seen is not told", () => {
    const { figure } = charts["states-dropdown"] as { figure: Figure };
    const data = figure.data.map((trace, i) => ({ ...trace, visible: i === 1 ? true : "legendonly" }));
    const [block] = tablesOf({ ...figure, data }).blocks;
    assert.deepEqual(block?.columns[1]?.values.slice(0, 3), [1, 0.5, 0.25]);
  });
});

describe("other kinds of charts", () => {
  const figureOf = (trace: object) => ({ data: [trace], layout: { title: { text: "T" } } });
  const first = (trace: object): Cell[][] => grid(tablesOf(figureOf(trace)).blocks[0] as DataBlock);

  test("a pie gives labels, values and shares; slices of one name are one", () => {
    assert.deepEqual(first({ type: "pie", labels: ["a", "b", "a"], values: [1, 2, 1] }), [
      ["label", "value", "share (%)"],
      ["a", 2, 50],
      ["b", 2, 50],
    ]);
  });

  test("boxes give five numbers each, as plotly.js draws them", () => {
    const [heads, box] = first({ type: "box", name: "b", y: [1, 2, 3, 4, 5, 6, 7, 8] });
    assert.deepEqual(heads, [
      "group",
      "count",
      "lowest",
      "lower quartile",
      "median",
      "upper quartile",
      "highest",
    ]);
    assert.deepEqual(box, ["b", 8, 1, 2.5, 4.5, 6.5, 8]);
    const split = first({ type: "violin", x: ["u", "v", "u"], y: [1, 5, 3] });
    assert.deepEqual(
      split.slice(1).map(([name, count, , , median]) => [name, count, median]),
      [
        ["u", 2, 2],
        ["v", 1, 5],
      ],
    );
  });

  test("a histogram gives its bins once they are counted, before that its numbers", () => {
    const raw = { type: "histogram", x: [1, 1, 2] };
    assert.deepEqual(first(raw), [["x"], [1], [1], [2]]);
    assert.deepEqual(first({ ...raw, bins: [{ place: "1", count: 2 }] }), [
      ["x", "count"],
      ["1", 2],
    ]);
  });

  test("a table gives its cells, and a kind that nothing is known of its lists", () => {
    const table = {
      type: "table",
      header: { values: [["n"], "s"] },
      cells: {
        values: [
          [1, 2],
          ["a", "b"],
        ],
      },
    };
    assert.deepEqual(first(table), [
      ["n", "s"],
      [1, "a"],
      [2, "b"],
    ]);
    assert.deepEqual(
      first({ type: "sunburst", labels: ["all", "a"], parents: ["", "all"], values: [3, 1] }),
      [
        ["labels", "parents", "values"],
        ["all", "", 3],
        ["a", "all", 1],
      ],
    );
  });

  test("lines without places are counted from their start, and gaps are no rows", () => {
    assert.deepEqual(first({ y: [5, 6], x0: 10, dx: 2 }).slice(1), [
      [10, 5],
      [12, 6],
    ]);
    assert.deepEqual(first({ x: [1, null, 2], y: [1, null, null] }).slice(1), [
      [1, 1],
      [2, null],
    ]);
  });

  test("a map that names the edges of its cells is named by their middles", () => {
    const map = first({ type: "heatmap", x: [0, 1, 2], y: [0, 2], z: [[7, 8]] });
    assert.deepEqual(map, [
      ["y ↓ x →", "0.5", "1.5"],
      [1, 7, 8],
    ]);
  });

  test("an empty chart has no table, and neither has no chart", () => {
    assert.deepEqual(chartTables({}).blocks, []);
    assert.deepEqual(tablesOf(figureOf({ x: [], y: [] })).blocks, []);
  });

  test("a chart that a learner makes of typed arrays arrives whole", () => {
    const made = chart(
      { data: [{ y: Float32Array.from({ length: 40 }, (_, i) => i / 2) }], layout: { title: { text: "T" } } },
      { alt: "A." },
    );
    assert.equal(first(made.figure.data[0] as object)[40]?.[1], 19.5);
  });
});

describe("texts of a table", () => {
  test("numbers of a column have the same decimals, four digits, and the sign of typography", () => {
    assert.deepEqual(columnTexts([2, 1 / 3, -0.5, null]), ["2.0000", "0.3333", "−0.5000", "–"]);
    assert.deepEqual(columnTexts([1957, 12345]), ["1957", "12345"]);
    assert.deepEqual(columnTexts([1234.56, 2]), ["1235", "2"]);
    assert.deepEqual(columnTexts([0, 0.000012345]), ["0", "1.234e−5"]);
    assert.deepEqual(columnTexts([0.1 + 0.2, 0.25]), ["0.30", "0.25"]);
    assert.deepEqual(columnTexts(["cat", 3, null]), ["cat", "3", "–"]);
  });

  test("a long and wide table is cut, with a note; its copy is not", () => {
    const z = Array.from({ length: 1500 }, (_, r) => Array.from({ length: 40 }, (_unused, c) => r * c));
    const tables = tablesOf({ data: [{ type: "heatmap", z }], layout: {} });
    const shown = shownPart(tables.blocks[0] as DataBlock);
    assert.deepEqual([shown.rows, shown.columns.length], [200, 30]);
    assert.match(shown.note, /first 200 of 1,500 rows and the first 30 of 41 columns/);
    assert.equal(csvOf(tables).trim().split("\n").length, 1501);
  });

  test("a copy holds all digits, and quotes what needs it", () => {
    const values = [1 / 3, null];
    const columns = [
      { head: 'a, "b"', values: ["x", "y\nz"] },
      { head: "n", values },
    ];
    assert.equal(
      csvOf({ caption: "", blocks: [{ title: "", columns }] }),
      '"a, ""b""",n\nx,0.3333333333333333\n"y\nz",\n',
    );
  });
});
