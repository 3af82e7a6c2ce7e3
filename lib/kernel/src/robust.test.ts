/** Nothing passes in silence and nothing ends the kernel: unfinished cells, strange values, helpers that change. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { after, before, test } from "node:test";
import { KernelClient, RUNS } from "./client.testing";

const root = path.join(__dirname, "..", "..", "..");
const folder = mkdtempSync(path.join(tmpdir(), "neural-notebooks-robust-"));
let kernel: KernelClient;
before(async () => {
  symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  kernel = await KernelClient.start({ cwd: folder });
});
after(async () => {
  await kernel?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const plain = (lines: readonly string[] = []): string => lines.join("\n").replace(/\u001b\[[0-9;]*m/g, "");
const write = (name: string, text: string): void => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};
const alive = async (): Promise<void> => assert.equal((await kernel.execute("'alive'")).result, "alive");

test("unfinished cells are syntax errors with their place, and never ok", async () => {
  const open = [
    "function area(r: number) {",
    "const text = `open",
    "class A {",
    "enum E { A,",
    "/* open",
    "let k =",
    "console.log('a'",
    "const list = [1, 2",
    "if (true) {",
    "const f = () => {\n  return 1;\n",
    "'open",
    "import { a } from",
    "for (const x of [1]) {",
    "switch (1) { case 1:",
    "({ a: 1",
  ];
  for (const code of open) {
    const { error, reply, order } = await kernel.execute(code);
    assert.equal(reply["status"], "error", code);
    assert.match(error?.ename ?? "", /^TS1\d\d\d$/, code);
    assert.match(plain(error?.traceback), /Cell In \[\d+\], line \d+/, code);
    assert.deepEqual(order, ["busy", "execute_input", "error", "idle"], code);
  }
  // None of them has left a half-made name behind.
  assert.equal((await kernel.execute("area")).error?.ename, "TS2304");
});

test("what is on the last line counts as well", async () => {
  assert.equal((await kernel.execute("const fine = 1;\nfine.nosuch")).error?.ename, "TS2339");
});

test("a helper that is missing, then there, then changed", async () => {
  const use = "import { helper } from './helper';\nhelper()";
  assert.equal((await kernel.execute(use)).error?.ename, "TS2307");
  write("helper.ts", "export const helper = (): number => 1;\n");
  assert.equal((await kernel.execute(use)).result, "1");
  write("helper.ts", "// longer\nexport const helper = (): string => 'two';\n");
  assert.equal((await kernel.execute(use)).result, "two");
  assert.equal((await kernel.execute("const wrong: number = helper()")).error?.ename, "TS2322");
});

test("a helper's helper, a JSON file and new folders are fresh on re-import", async () => {
  write(
    "outer.ts",
    "import { inner } from './deep/inner';\nimport data from './data.json';\nexport const all = () => [inner, data.n];\n",
  );
  write("deep/inner.ts", "export const inner = 'a';\n");
  write("data.json", '{ "n": 1 }');
  const use = "import { all } from './outer';\nall()";
  assert.equal((await kernel.execute(use)).result, "[ 'a', 1 ]");
  write("deep/inner.ts", "export const inner = 'longer';\n");
  write("data.json", '{ "n": 22 }');
  write("deep/new/other.txt", "x");
  assert.equal((await kernel.execute(use)).result, "[ 'longer', 22 ]");
  assert.equal((await kernel.execute("import data from './data.json'; data.n")).result, "22");
});

test("an error in a helper names its line and shows it; so does a type error", async () => {
  write(
    "thrower.ts",
    "interface Only { types: 1 }\n\nexport function fail(): never {\n  throw new RangeError('in the helper');\n}\n",
  );
  const { error } = await kernel.execute("import { fail } from './thrower';\nfail()");
  assert.match(
    plain(error?.traceback),
    /thrower\.ts:4\n[^]*> 4 \|   throw new RangeError[^]*at fail \(thrower\.ts:4:9\)[^]*Cell In \[\d+\], line 2/,
  );
  write("wrong.ts", "\nexport const n: number = 'text';\n");
  const wrong = await kernel.execute("import { n } from './wrong';\nn");
  assert.match(wrong.error?.evalue ?? "", /wrong\.ts:2/);
  assert.match(plain(wrong.error?.traceback), /> 2 \| export const n: number = 'text';/);
  write("broken.ts", "export const m = ;\n");
  assert.match((await kernel.execute("import { m } from './broken'")).error?.evalue ?? "", /broken\.ts:1/);
});

test("a package that is only an ES module can be imported", async () => {
  write(
    "alone/node_modules/only-esm/package.json",
    '{ "type": "module", "exports": { "import": "./index.js" } }',
  );
  write(
    "alone/node_modules/only-esm/index.js",
    "await null; export const answer = 42; export default function hi() { return 'hi' }\n",
  );
  const alone = await KernelClient.start({ cwd: path.join(folder, "alone") });
  try {
    const { result, error, stderr } = await alone.execute(
      "import hi, { answer } from 'only-esm';\n[hi(), answer]",
    );
    assert.equal(error?.evalue, undefined);
    assert.equal(result, "[ 'hi', 42 ]");
    assert.equal(stderr, "");
  } finally {
    await alone.stop();
  }
});

test("import() is the cell's own", async () => {
  assert.equal((await kernel.execute("(await import('node:path')).basename('/a/b')")).result, "b");
  write("lazy.ts", "export const lazy = 5;\n");
  assert.equal((await kernel.execute("const loaded = await import('./lazy'); loaded.lazy")).result, "5");
});

test("bundles that are no JSON are an error of their cell", async () => {
  const shown =
    "{ [Symbol.for('Jupyter.display')]: () => ({ 'text/plain': 'x', 'application/json': VALUE }) }";
  for (const value of ["10n", "(() => { const a: Record<string, unknown> = {}; a['a'] = a; return a })()"]) {
    for (const code of [`(${shown})`, `import { display } from 'tslab-kernel/display';\ndisplay(${shown})`]) {
      const { error, reply } = await kernel.execute(code.replace("VALUE", value));
      assert.equal(reply["status"], "error", code);
      assert.match(error?.evalue ?? "", /must be text or JSON/, code);
    }
  }
  const { reply } = await kernel.execute(`(${shown.replace("VALUE", "() => 1")})`);
  assert.equal(reply["status"], "ok");
  const thrower = await kernel.execute(
    "({ [Symbol.for('Jupyter.display')]: () => { throw new TypeError('own') } })",
  );
  assert.equal(thrower.error?.ename, "TypeError");
  await alive();
});

test("errors whose name, message or stack are no texts", async () => {
  for (const code of [
    "throw Object.assign(new Error('x'), { name: 5 })",
    "throw Object.assign(new Error('x'), { message: { a: 1n } })",
    "throw Object.assign(new Error('x'), { stack: null })",
    "throw Object.defineProperty(new Error('x'), 'message', { get() { throw new Error('getter') } })",
    "throw new Proxy({}, { get() { throw new Error('trap') }, getPrototypeOf() { throw new Error('trap') } })",
    "throw Symbol('s')",
    "throw null",
    "throw undefined",
    "throw 10n",
    "class Odd { get [Symbol.toStringTag](): string { throw new Error('tag') } }\nthrow new Odd()",
  ]) {
    const { reply, error } = await kernel.execute(code);
    assert.equal(reply["status"], "error", code);
    assert.equal(typeof error?.ename, "string", code);
    assert.equal(typeof error?.evalue, "string", code);
  }
  await alive();
});

test("texts without end are cut with a sentence", async () => {
  const { result } = await kernel.execute("'\\n'.repeat(3e8)");
  assert.ok((result ?? "").length < 1_100_000);
  assert.match(result ?? "", /cut after/);
  const printed = await kernel.execute("console.log('x'.repeat(3e8)); 'next'");
  assert.match(printed.stdout, /cut after/);
  assert.equal(printed.result, "next");
  await alive();
});

test("a cell that waits for what never comes goes on waiting when V8 clears up, and so does the kernel", async () => {
  await kernel.execute(
    'require("node:v8").setFlagsFromString("--expose-gc");\n' +
      'const collect = require("node:vm").runInNewContext("gc");\n' +
      "const collectTwice = () => { collect(); setTimeout(collect, 20); };",
  );
  const later = `setTimeout(collectTwice, 20);\nsetTimeout(() => { ${RUNS} }, 100);\n`;
  for (const code of [
    `${later}await new Promise(() => {});`,
    `${later}const wait = async () => { await new Promise(() => {}); };\nawait wait();`,
    `${later}for await (const each of [new Promise(() => {})]) console.log(each);`,
    `${later}for await (const each of (async function* () { await new Promise(() => {}); yield 1; })()) each;`,
    `await new Promise((resolve) => setTimeout(resolve, 10));\n${RUNS}\nlet rounds = 0;\nwhile (true) rounds++;`,
  ]) {
    const id = await kernel.start(code);
    assert.ok(!kernel.of(id).some(({ content }) => content["execution_state"] === "idle"), code);
    await kernel.interrupt();
    assert.equal((await kernel.result(id)).error?.ename, "InterruptError", code);
    const clear =
      "collectTwice(); await new Promise((resolve) => setTimeout(resolve, 60)); collect(); 'well'";
    assert.equal((await kernel.execute(clear)).result, "well", code);
  }
});

test("SIGINT hits the running cell and none else", async () => {
  const fresh = await KernelClient.start({ cwd: root });
  try {
    fresh.process.kill("SIGINT");
    assert.equal((await fresh.execute("1 + 1")).result, "2");
    fresh.process.kill("SIGINT");
    assert.equal((await fresh.execute("let n = 2; n")).result, "2");
    for (const code of [
      "n = 0; while (true) n++",
      "await new Promise(() => {})",
      "process.kill(process.pid, 'SIGINT'); while (true) {}",
    ]) {
      const id = await fresh.start(`${RUNS}\n${code}`);
      if (!code.startsWith("process")) fresh.process.kill("SIGINT");
      assert.equal((await fresh.result(id)).error?.ename, "InterruptError", code);
      assert.equal((await fresh.execute("typeof n")).result, "number");
    }
    assert.equal((await fresh.execute("process.kill(process.pid, 0)")).result, "true");
    assert.equal((await fresh.execute("process.kill(process.pid)")).error?.ename, "ExitError");
    assert.equal((await fresh.execute("n >= 0")).result, "true");
  } finally {
    await fresh.stop();
  }
});

test("two questions at once get both answers", async () => {
  kernel.onInput = (prompt) => `for ${prompt}`;
  const code = "import { input } from 'tslab-kernel/display';\nawait Promise.all([input('a'), input('b')])";
  assert.equal((await kernel.execute(code, { allow_stdin: true })).result, "[ 'for a', 'for b' ]");
});

test("what is written to the descriptors, also by child processes, reaches the cell", async () => {
  await kernel.until(() => true);
  const code =
    "import { writeSync } from 'node:fs';\nimport { execSync } from 'node:child_process';\nwriteSync(1, 'direct\\n');\nexecSync('echo child', { stdio: 'inherit' });";
  // The pipes are laid a moment after the kernel is ready.
  let printed = "";
  for (let tries = 0; tries < 20 && !printed.includes("child"); tries++)
    printed = (await kernel.execute(code)).stdout;
  assert.equal(printed, "direct\nchild\n");
  const much = await kernel.execute("for (let i = 0; i < 20_000; i++) writeSync(1, `line ${i}\\n`);");
  assert.equal(much.stdout.split("\n").length, 20_001);
});

test("process.stdout.write respects its encoding", async () => {
  const { stdout } = await kernel.execute(
    "process.stdout.write('6869', 'hex'); process.stdout.write('w6Q=', 'base64');",
  );
  assert.equal(stdout, "hiä");
});

test("results: functions, objects, promises, tensors, models", async () => {
  const shown = async (code: string): Promise<string> => (await kernel.execute(code)).result ?? "";
  assert.equal(await shown("() => 1"), "[Function (anonymous)]");
  assert.equal(await shown("function named() {}\nnamed"), "[Function: named]");
  assert.equal(await shown("{ units: 3, activation: 'relu' }"), "{ units: 3, activation: 'relu' }");
  assert.equal(await shown("{ const inBlock = 1; inBlock }"), "");
  assert.match(await shown("new Promise(() => {})"), /^Promise \{ <pending> \}\n/);
  assert.match(
    await shown("Promise.resolve(1)"),
    /^Promise \{ 1 \}\nThis is a promise .*`await Promise\.resolve\(1\)`/,
  );
  assert.doesNotMatch(await shown("setTimeout(() => undefined, 1)"), /kResourceStore|Cell/);
  await kernel.execute("import * as tf from '@tensorflow/tfjs-node'");
  assert.match(
    await shown("tf.tensor2d([[1, 2], [3, 4]])"),
    /dtype: float32[^]*shape: \[2,2\][^]*\[\[1, 2\],/,
  );
  assert.match(
    await shown("tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [2] })] })"),
    /Total params: 9/,
  );
});

test("model.fit writes nothing to stderr", async () => {
  await kernel.execute("import * as tf from '@tensorflow/tfjs-node'");
  const code =
    "const m = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });\nm.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });\nconst h = await m.fit(tf.ones([8, 1]), tf.ones([8, 1]), { epochs: 2 });";
  const { stderr, error } = await kernel.execute(code);
  assert.equal(error, undefined);
  assert.equal(stderr, "");
});

test("completion at the very start answers for the very start", async () => {
  const reply = await kernel.request("complete_request", { code: "conso", cursor_pos: 0 });
  assert.deepEqual([reply["cursor_start"], reply["cursor_end"]], [0, 5]);
  assert.ok((reply["matches"] as string[]).includes("console"));
});

test("a file that is written beside an imported JSON harms nothing", async () => {
  write("settings.json", '{ "a": 1 }');
  assert.equal((await kernel.execute("import settings from './settings.json'; settings.a")).result, "1");
  write("unrelated/new.ts", "export {};");
  write("settings2.json", "{}");
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { result, stderr } = await kernel.execute("settings.a + 1");
  assert.equal(result, "2");
  assert.equal(stderr, "");
});
