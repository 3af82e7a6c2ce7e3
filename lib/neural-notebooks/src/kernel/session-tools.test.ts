/** Tools of a session over real sockets: live tensors by cell, forgetting names, relaxed types. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { courseFolder, KernelClient, RUNS } from "../../../kernel/dist/client.testing";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start({ libraries: [courseFolder] });
});
after(() => kernel?.stop());

/** Runs a cell that must succeed. */
async function run(code: string): Promise<{ count: number; result: string | undefined; stdout: string }> {
  const { error, reply, result, stdout } = await kernel.execute(code);
  assert.equal(error, undefined, `${code}: ${error?.evalue}`);
  return { count: Number(reply["execution_count"]), result, stdout };
}

/** Runs a cell that must be refused, and gives the name of what is wrong. */
async function refused(code: string): Promise<string | undefined> {
  return (await kernel.execute(code)).error?.ename;
}

test("a learner finds the cell that leaks", async () => {
  await run('import { tf, tensors, timeit, memory, reset, strictTypes } from "neural-notebooks/core";');
  const { count } = await run("const kept = tf.ones([2, 3]);");
  const leak = await run("for (let step = 0; step < 5; step++) tf.tidy(() => tf.keep(kept.square().sum()));");
  const { result } = await run("tensors()");
  const lines = String(result)
    .split("\n")
    .map((line) => line.replace(/ +/g, " "));
  assert.deepEqual(lines, [
    "cell shapes tensors size",
    `[${count}] 1 × [2, 3] float32 1 24 B`,
    `[${leak.count}] 5 × [] float32 5 20 B`,
    "total 6 44 B",
  ]);
  assert.match(String((await run("memory()")).result), /\n6 tensors +44 B$/);
});

test("what a cell makes after a wait, or by a timer, is its own", async () => {
  const { count } = await run(
    "await new Promise((resolve) => setTimeout(resolve, 5));\nsetTimeout(() => tf.zeros([7]), 20);\ntf.zeros([7]);",
  );
  await run("await new Promise((resolve) => setTimeout(resolve, 60));");
  const of = `tensors().cells.find(({ cell }) => cell === ${count})?.count`;
  assert.equal((await run(of)).result, "2");
});

test("timeit shows a line, for functions of both kinds", async () => {
  const line =
    /^\d+(?:\.\d+)? (?:ns|µs|ms) per run \(median of 20 runs, fastest \d+(?:\.\d+)? (?:ns|µs|ms)\)$/;
  assert.match(String((await run("timeit(() => kept.square(), { runs: 20 })")).result), line);
  assert.match(String((await run("await timeit(async () => 1, { runs: 20 })")).result), line);
});

test("the stop button ends a measurement", async () => {
  const running = await kernel.start(
    `await timeit(() => new Promise((resolve) => setTimeout(() => { ${RUNS} resolve(1); }, 10)), { seconds: 600 })`,
  );
  await kernel.interrupt();
  assert.equal((await kernel.result(running)).error?.ename, "InterruptError");
});

test("reset forgets names and lets go of their values, and the count of cells goes on", async () => {
  const { count } = await run("const gone = { text: 'a'.repeat(10) };\nconst seen = new WeakRef(gone);");
  await run("(globalThis as { seen?: unknown }).seen = seen;");
  await run("class Shape { sides = 4 }\nlet sides = 1;\nfunction twice(x: number) { return 2 * x }");
  const own = await run("const own = gone.text.length;\nreset();\nconst after = own + sides;");
  assert.equal(own.count, count + 3);
  for (const name of ["gone", "seen", "Shape", "sides", "twice", "tensors", "reset"])
    assert.match((await refused(name)) ?? "", /^TS(?:2304|2552)$/, name);
  assert.equal((await run("own + after")).result, "21");
  assert.equal((await run("const gone = 1, Shape = 2, twice = 3; gone + Shape + twice")).result, "6");
  await run("(require('node:v8') as typeof import('node:v8')).setFlagsFromString('--expose-gc');");
  const collected = await run(
    "(require('node:vm') as typeof import('node:vm')).runInNewContext('gc')();\nawait new Promise((resolve) => setTimeout(resolve, 50));\n(require('node:vm') as typeof import('node:vm')).runInNewContext('gc')();\n(globalThis as unknown as { seen: WeakRef<object> }).seen.deref() === undefined",
  );
  assert.equal(collected.result, "true");
});

test("a cell that fails after reset has reset, and keeps what it had made", async () => {
  await run("const early = 1;");
  const { error } = await kernel.execute(
    "import { reset } from 'neural-notebooks/core';\nconst mine = 5;\nreset();\nthrow new Error('late');",
  );
  assert.equal(error?.evalue, "late");
  assert.match((await refused("early")) ?? "", /^TS(?:2304|2552)$/);
  assert.equal((await run("mine")).result, "5");
});

test("with relaxed types a cell is refused only for what cannot run", async () => {
  await run("import { strictTypes } from 'neural-notebooks/core';");
  assert.equal(await refused("const wrong: number = 'text';"), "TS2322");
  await run("strictTypes(false);");
  assert.equal((await run("const wrong: number = 'text';\nwrong")).result, "text");
  assert.equal((await run("function loose(a, b) { return a.nope ?? b }\nloose({}, 'b')")).result, "b");
  assert.equal((await run("(1 as unknown as string[]).length")).result, undefined);
  assert.equal(
    (await run("class Held { value }\nconst held = new Held(1); held.extra = 2; held.extra")).result,
    "2",
  );
  for (const [code, name] of [
    ["const = 3", /^TS1\d\d\d$/],
    ["wrnog + 1", /^TS2552$/],
    ["unheardOf(1)", /^TS2304$/],
    ["({ unheardOf })", /^TS18004$/],
    ["import { x } from 'no-such-package';", /^TS2307$/],
    ["import { disply } from 'neural-notebooks/core';", /^TS2724$/],
    ["interface OnlyType { a: 1 }\nOnlyType", /^TS2693$/],
    ["wrong = 2", /^TS2588$/],
  ] as const)
    assert.match((await refused(code)) ?? "nothing", name, code);
  await run("strictTypes(true);");
  assert.equal(await refused("const again: number = 'text';"), "TS2322");
});

test("the environment relaxes a whole session, and a wrong wish is logged", async () => {
  const relaxed = await KernelClient.start({ env: { TSLAB_KERNEL_TYPES: "relaxed" } });
  assert.equal((await relaxed.execute("const wrong: number = 'text';\nwrong")).result, "text");
  await relaxed.stop();
  const strict = await KernelClient.start({ env: { TSLAB_KERNEL_TYPES: "loose" } });
  assert.equal((await strict.execute("const wrong: number = 'text';")).error?.ename, "TS2322");
  await strict.stop();
  assert.match(strict.log.join(""), /TSLAB_KERNEL_TYPES must be "strict" or "relaxed"; received "loose"/);
});
