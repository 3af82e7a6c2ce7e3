/** What a page gets when it sorts and searches a table that is shown. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bundleOf } from "../core/display";
import { liveNotebook } from "../core/widgets/live.testing";
import { DataFrame } from "./data-frame";
import { rowsFor } from "./live-table";
import { readDataset } from "./read";
import { TABLE_MIME, TABLE_TARGET, type TableContent, type TableReply } from "./table-content";

const frame = new DataFrame({
  name: ["Anna", "bob", "Cleo", null, "Dora 10", "Dora 9"],
  age: [31, NaN, 7, 102, 7, 40],
});
const ask = (request: Parameters<typeof rowsFor>[1]) => rowsFor(frame.$table, request);
const names = ({ rows }: TableReply) => rows.map(([name]) => name);

test("rows are sorted by numbers and by words, missing ones last in either direction", () => {
  assert.deepEqual(
    ask({ sort: { column: 1, descending: false } }).rows.map(([, age]) => age),
    ["7", "7", "31", "40", "102", "–"],
  );
  assert.deepEqual(names(ask({ sort: { column: 1, descending: true } })), [
    "–",
    "Dora 9",
    "Anna",
    "Cleo",
    "Dora 10",
    "bob",
  ]);
  assert.deepEqual(names(ask({ sort: { column: 0, descending: false } })), [
    "Anna",
    "bob",
    "Cleo",
    "Dora 9",
    "Dora 10",
    "–",
  ]);
});

test("rows are found by a text in any column and any letter case, and cut out", () => {
  assert.deepEqual(names(ask({ search: " dora " })), ["Dora 10", "Dora 9"]);
  assert.deepEqual(names(ask({ search: "102" })), ["–"]);
  assert.equal(ask({ search: "nothing" }).matched, 0);
  const cut = ask({ from: 4, count: 20 });
  assert.deepEqual([names(cut), cut.matched], [["Dora 10", "Dora 9"], 6]);
  assert.deepEqual(names(ask({ from: -3, count: 1 })), ["Anna"]);
});

test("names of rows that mean something are found and come along", () => {
  const named = new DataFrame({ v: [1, 2] }, { index: ["first", "second"] });
  const content = (bundleOf(named) as { [TABLE_MIME]: TableContent })[TABLE_MIME];
  assert.deepEqual(content.index, ["first", "second"]);
  const label = (row: number) => ["first", "second"][row] ?? row;
  assert.deepEqual(rowsFor(named.$table, { search: "sec" }, { label }), {
    rows: [["2"]],
    index: ["second"],
    matched: 1,
  });
});

test("without a page that could ask, a table tells no name", () => {
  const content = (bundleOf(readDataset("penguins")) as { [TABLE_MIME]: TableContent })[TABLE_MIME];
  assert.equal(content.table, undefined);
  assert.equal(content.size, "344 rows × 7 columns");
  assert.deepEqual(content.heads[3], { at: 3, name: "Beak Depth (mm)", type: "number", right: true });
  assert.equal(content.rows.length, 10);
});

test("a page asks by the table's name, for its own rows, and hears when the kernel has it no more", (t) => {
  const live = liveNotebook();
  t.after(() => live.remove());
  const content = (bundleOf(readDataset("penguins")) as { [TABLE_MIME]: TableContent })[TABLE_MIME];
  assert.ok(content.table);
  const reply = live.request(TABLE_TARGET, { table: content.table, search: "chinstrap", from: 0, count: 2 });
  assert.equal((reply as TableReply).matched, 68);
  assert.deepEqual(live.request(TABLE_TARGET, { table: "table-99" }), {});
  assert.deepEqual(
    live.request(TABLE_TARGET, { table: content.table, search: 7 }),
    {},
    "a request that makes no sense",
  );
  const small = (bundleOf(new DataFrame({ a: [1] })) as { [TABLE_MIME]: TableContent })[TABLE_MIME];
  assert.equal(small.table, undefined, "a table that is shown whole has nothing to be asked for");
});
