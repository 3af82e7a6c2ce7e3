/** One binding for each name, over real sockets: what a Python notebook does when a cell changes a name. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelClient } from "./client.testing";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
});
after(() => kernel?.stop());

/** Runs cells in turn and gives the last one's result; all others must succeed. */
async function last(...cells: string[]): Promise<string | undefined> {
  let result: string | undefined;
  for (const cell of cells) {
    const run = await kernel.execute(cell);
    assert.equal(run.error, undefined, `${cell}: ${run.error?.evalue}`);
    ({ result } = run);
  }
  return result;
}

test("a function of an earlier cell sees what a later one assigns", async () => {
  assert.equal(await last("let lr = 0.1; const step = (g: number) => lr * g", "lr = 0.5; step(1)"), "0.5");
});

test("a counter counts on, whoever touches it", async () => {
  const count = "let count = 0; function increment() { return ++count }";
  assert.equal(await last(count, "increment(); increment()", "count += 10; increment()", "count"), "13");
});

test("methods of an object, and timers, see later values", async () => {
  assert.equal(
    await last("let rate = 1; const model = { rate: () => rate }", "rate = 7", "model.rate()"),
    "7",
  );
  const timer =
    "let ticks = 0; let stopAt = 1e9; const timer = setInterval(() => { if (++ticks >= stopAt) clearInterval(timer) }, 1)";
  const wait = "await new Promise((resolve) => setTimeout(resolve, 50)); stopAt = 0";
  assert.equal(
    await last(timer, wait, "await new Promise((resolve) => setTimeout(resolve, 20)); ticks > 0"),
    "true",
  );
});

test("a function that is declared again is used by those that call it", async () => {
  const caller = "function inner() { return 1 }\nfunction outer() { return inner() }";
  assert.equal(await last(caller, "function inner() { return 2 }", "outer()"), "2");
  assert.equal(await last("const inner = () => 3", "outer()"), "3");
});

test("a function calls the newest of its own name, as in Python", async () => {
  const first = "function walk(n: number): number { return n === 0 ? 0 : walk(n - 1) }\nconst old = walk";
  assert.equal(await last(first, "function walk(n: number): number { return 100 }", "old(1)"), "100");
});

test("a class that is declared again leaves objects of the old one as they are, in value and type", async () => {
  const first = "class Point { x = 1 }\nconst point = new Point()";
  assert.equal(await last(first, "class Point { y = 2 }", "point.x + new Point().y"), "3");
  const { error } = await kernel.execute("const wrong: Point = point");
  assert.equal(error?.ename, "TS2741");
});

test("a name may become anything: a constant, a function, a class, an enum, a type, an import", async () => {
  const forms = [
    ["const thing = 1", "thing", "1"],
    ["let thing = 'a'", "thing", "a"],
    ["function thing() { return 2 }", "thing()", "2"],
    ["class thing { static z = 3 }", "thing.z", "3"],
    ["enum thing { A = 4 }", "thing.A", "4"],
    ["var thing = 5", "thing", "5"],
    ["import { basename as thing } from 'node:path'", "thing('/a/6')", "6"],
    ["namespace thing { export const q = 7 }", "thing.q", "7"],
  ] as const;
  for (const [declaration, use, value] of [...forms, ...[...forms].reverse()]) {
    assert.equal(await last(declaration, use), value, declaration);
  }
});

test("a name whose new initialiser throws keeps its value and its type", async () => {
  await last("let kept = 1");
  const { error } = await kernel.execute("let kept = ((): string => { throw new Error('no') })()");
  assert.equal(error?.evalue, "no");
  assert.equal(await last("kept + 1"), "2");
  await kernel.execute("throw new Error('before'); const kept = 'text'");
  assert.equal(await last("kept + 1"), "2");
});

test("what a failed cell assigned before it failed is there", async () => {
  await kernel.execute("const reached = 'yes'; let same = 1; throw new Error('stop'); const unreached = 1");
  assert.equal(await last("reached + same"), "yes1");
  assert.equal((await kernel.execute("unreached")).reply["status"], "error");
});

test("names that Node and modules use can be declared, and nothing else is touched", async () => {
  const cell =
    "const require = 3; const exports = {}; const module = 1; const performance = 0.9; const process = 'p';\n" +
    "const console = { log: () => 5 }; class Event { value = performance } let Infinity = 8; function fetch() { return 9 }";
  await last(cell);
  assert.equal(
    await last(
      "JSON.stringify([require, performance, process, console.log(), new Event().value, Infinity, fetch()])",
    ),
    '[3,0.9,"p",5,0.9,8,9]',
  );
  assert.equal(await last("({ performance })"), "{ performance: 0.9 }");
  assert.equal(await last("new Event()"), "Event { value: 0.9 }");
  assert.equal(
    await last(
      "import * as tf from '@tensorflow/tfjs-node'",
      "(await tf.time(() => tf.ones([2]).sum())).wallMs >= 0",
    ),
    "true",
  );
  const { error } = await kernel.execute("exports.x.y");
  assert.doesNotMatch(error?.evalue ?? "", /\$cell/);
});

test("var belongs to the cell from wherever it stands, and may be declared twice", async () => {
  const cell =
    "var a = 1; var a = 2;\nfor (var i = 0; i < 3; i++) { var inside = i }\nif (a) { var { p, ...rest } = { p: 1, q: 2 } }";
  assert.equal(await last(cell, "[a, i, inside, p, rest]"), "[ 2, 3, 2, 1, { q: 2 } ]");
});

test("an enum that is declared again has only its new members", async () => {
  assert.equal(
    await last("enum Colour { Red, Green }", "enum Colour { Blue }", "Object.keys(Colour)"),
    "[ '0', 'Blue' ]",
  );
});

test("a constant, a function and a class cannot be assigned to, and the message says what they are", async () => {
  await last("const fixed = 1; function made() {} class Kind {}");
  for (const [code, words] of [
    ["fixed = 2", "constant"],
    ["made = () => undefined", "function"],
    ["Kind = class {}", "class"],
  ] as const) {
    const { error } = await kernel.execute(code);
    assert.match(error?.evalue ?? "", new RegExp(words), code);
    assert.doesNotMatch(error?.evalue ?? "", /import/, code);
  }
});

test("an import of a type alone, a default export and import = require work in later cells", async () => {
  await last(
    "import type { Stats } from 'node:fs'; import fs from 'node:fs'; import path = require('node:path')",
  );
  assert.equal(
    await last("const s: Stats = fs.statSync('.'); path.join('a', String(s.isDirectory()))"),
    "a/true",
  );
});

test("export, export default and re-export say nothing new in a notebook", async () => {
  const cell =
    "export const exported = 1;\nexport default function hello() { return exported }\nexport { exported as other };\nexport {};";
  assert.equal(await last(cell, "hello() + exported"), "2");
});

test("declarations for everybody reach later cells", async () => {
  await last(
    "declare global { interface Array<T> { second(): T } }\nArray.prototype.second = function () { return this[1] }",
  );
  assert.equal(await last("[1, 2].second()"), "2");
});
