/** Tests of what the benches work out: turns, medians, ratios, notes, tables, tables of data, and the talk with a peer's program. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DataFrame } from "neural-notebooks/frames";
import { parseCsv } from "neural-notebooks/datasets";
import { alternate, ratioToFastest, sameNumber, type Figure } from "./alternate";
import { benchTables } from "./frames-data";
import { ProgramPeer, type Answer, type Peer } from "./peer";
import { median, tableText } from "./table";

/** A peer that answers from a list and writes down what it was asked. */
function scripted(name: string, answers: Record<string, Answer[]>, asked: string[]): Peer {
  const turns: Record<string, number> = {};
  return {
    name,
    ask: async (operation) => {
      asked.push(`${name} ${operation}`);
      const turn = (turns[operation] = (turns[operation] ?? -1) + 1);
      return answers[operation]?.[turn] ?? { problem: "no more answers" };
    },
  };
}

const figure = (ms: number | undefined, check = 1): Figure => ({ ms, times: [], check, note: undefined });

test("peers are asked in turn within each operation, and the median is kept", async () => {
  const asked: string[] = [];
  const times = (...list: number[]): Answer[] => list.map((ms) => ({ ms, check: 7 }));
  const peers = [
    scripted("a", { x: times(9, 1, 2), y: times(1, 1, 1) }, asked),
    scripted("b", { x: times(4, 5, 6), y: times(1, 1, 1) }, asked),
  ];
  const figures = await alternate(peers, { operations: ["x", "y"], rounds: 3 });
  assert.deepEqual(asked.slice(0, 6), ["a x", "b x", "a y", "b y", "a x", "b x"]);
  assert.equal(asked.length, 12);
  assert.deepEqual(figures["x"]?.["a"], { ms: 2, times: [9, 1, 2], check: 7, note: undefined });
  assert.equal(figures["x"]?.["b"]?.ms, 5);
});

test("a long operation is run once, a failed one is not asked again, another result is told", async () => {
  const asked: string[] = [];
  const peers = [
    scripted(
      "a",
      {
        slow: [{ ms: 40_000, check: 1 }],
        broken: [{ problem: "failed: why" }],
        odd: Array<Answer>(2).fill({ ms: 1, check: 5 }),
      },
      asked,
    ),
    scripted(
      "b",
      {
        slow: Array<Answer>(2).fill({ ms: 1, check: 1 }),
        broken: Array<Answer>(2).fill({ ms: 1, check: 1 }),
        odd: Array<Answer>(2).fill({ ms: 1, check: 6 }),
      },
      asked,
    ),
  ];
  const figures = await alternate(peers, { operations: ["slow", "broken", "odd"], rounds: 2 });
  assert.deepEqual(
    asked.filter((line) => line.startsWith("a")),
    ["a slow", "a broken", "a odd", "a odd"],
  );
  assert.deepEqual(figures["slow"]?.["a"], {
    ms: 40_000,
    times: [40_000],
    check: 1,
    note: "took 40 s, run once",
  });
  assert.deepEqual(figures["broken"]?.["a"], {
    ms: undefined,
    times: [],
    check: undefined,
    note: "failed: why",
  });
  assert.equal(figures["odd"]?.["b"]?.note, "gives another result: 6 for 5");
  assert.equal(figures["odd"]?.["a"]?.note, undefined);
});

test("the ratio is to the fastest other that gives the same result", () => {
  assert.equal(ratioToFastest({ ours: figure(30), b: figure(60), c: figure(20) }, "ours"), 1.5);
  assert.equal(ratioToFastest({ ours: figure(30), b: figure(60), c: figure(20, 2) }, "ours"), 0.5);
  assert.equal(ratioToFastest({ ours: figure(30), b: figure(undefined) }, "ours"), undefined);
  assert.equal(ratioToFastest({ ours: figure(undefined), b: figure(1) }, "ours"), undefined);
});

test("results are the same to six digits", () => {
  assert.ok(sameNumber(1e9, 1e9 + 500));
  assert.ok(!sameNumber(1e9, 1e9 + 5000));
  assert.ok(!sameNumber(0, 1e-5));
  assert.ok(!sameNumber(NaN, NaN));
});

test("the median of an even count lies between the two in the middle", () => {
  assert.equal(median([5, 1, 3]), 3);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

test("a table has words on the left and numbers on the right", () => {
  const lines = ["name    ms", "------  --", "a        1", "longer  22"];
  assert.equal(
    tableText(
      ["name", "ms"],
      [
        ["a", "1"],
        ["longer", "22"],
      ],
    ),
    lines.join("\n"),
  );
  assert.equal(
    tableText(["a", "b", "c"], [["1", "long", "2"]], { left: 2 }),
    "a  b     c\n-  ----  -\n1  long  2",
  );
});

test("the same seed gives the same tables, with what the operations need", () => {
  const { main, other } = benchTables(1000);
  assert.deepEqual(benchTables(1000), { main, other });
  assert.notEqual(benchTables(1000, { seed: 5 }).main, main);
  const [left, right] = [main, other].map((text) => {
    const { columns } = parseCsv(text);
    return new DataFrame(Object.fromEntries(columns.map(({ name, values }) => [name, values])));
  });
  assert.ok(left && right);
  assert.deepEqual(left.types, { id: "number", a: "number", b: "number", kind: "string" });
  assert.equal(left.column("id").nUnique(), 1000);
  assert.equal(left.merge(right, { on: ["id"] }).shape[0], 500);
  const missing = left.isNa().column("b").sum();
  assert.ok(missing > 50 && missing < 150, `${missing} missing`);
  assert.equal(left.column("kind").nUnique(), 50);
});

test("a peer's program is started, asked, ended when it hangs, and started again with its first operation", async () => {
  const program = `
    let loaded = false;
    console.log("a notice");
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const { operation } = JSON.parse(line);
      if (operation === "read") loaded = true;
      if (operation === "die") process.exit(1);
      if (operation !== "hang") console.log(JSON.stringify({ ms: 1, check: Number(loaded) }));
    });`;
  const peer = new ProgramPeer("node", {
    command: [process.execPath, "-e", program],
    first: "read",
    limit: 2000,
  });
  try {
    assert.deepEqual(await peer.ask("sort"), { ms: 1, check: 1 });
    assert.deepEqual(await peer.ask("hang"), { problem: "not done after 2 s" });
    assert.deepEqual(await peer.ask("sort"), { ms: 1, check: 1 });
    assert.deepEqual(await peer.ask("die"), { problem: "the program ended" });
    assert.deepEqual(await peer.ask("read"), { ms: 1, check: 1 });
  } finally {
    peer.close();
  }
});

test("a peer whose program is not there has a problem", async () => {
  const peer = new ProgramPeer("none", { command: ["/no/such/program"], first: "read", limit: 2000 });
  assert.deepEqual(await peer.ask("read"), { problem: "the program ended" });
});
