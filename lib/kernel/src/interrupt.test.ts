/** The stop button in every state a cell can be in: it ends, names stay, nothing goes on behind. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { KernelClient, RUNS } from "./client.testing";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
  await kernel.execute("'warm'");
});
after(() => kernel?.stop());

/** Cells that never end, each counting in `n` while it runs. */
const endless: Record<string, string> = {
  "a loop": "let n = 0; while (true) n++;",
  "a loop that catches everything": "let n = 0; while (true) { try { n++; } catch { n--; } }",
  "a cell that waits": "let n = 1; await new Promise(() => {});",
  "a loop that waits in each round":
    "let n = 0; while (true) { n++; await new Promise((resolve) => setTimeout(resolve, 5)); }",
  "a loop after an await":
    "let n = 0; await new Promise((resolve) => setTimeout(resolve, 20)); while (true) n++;",
  "a loop of awaits that never yields": "let n = 0; while (true) { await null; n++; }",
  "a loop in a timer": "let n = 0; setTimeout(() => { while (true) n++; }, 20); await new Promise(() => {});",
  "a loop in a next tick":
    "let n = 0; setTimeout(() => process.nextTick(() => { while (true) n++; }), 20); await new Promise(() => {});",
  "a loop in a file's callback":
    "import { stat as statFile } from 'node:fs'; let n = 0; statFile('/', () => { while (true) n++; }); await new Promise(() => {});",
  "an interval": "let n = 0; setInterval(() => { n++; }, 5); await new Promise(() => {});",
  "a loop that nobody awaits":
    "let n = 0; void (async () => { for (;;) { n++; await new Promise((resolve) => setImmediate(resolve)); } })(); await new Promise(() => {});",
  "timers/promises":
    "import { setTimeout as sleep } from 'node:timers/promises'; let n = 0; while (true) { n++; await sleep(2); }",
  "files read in a loop":
    "import { stat } from 'node:fs/promises'; let n = 0; while (true) { n++; await stat('/'); }",
  "a loop that catches what it awaits":
    "let n = 0; while (true) { n++; try { await new Promise((resolve) => setTimeout(resolve, 2)); } catch {} }",
};

for (const [name, code] of Object.entries(endless)) {
  test(`stops ${name}`, async () => {
    const id = await kernel.start(`${RUNS}\n${code}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await kernel.interrupt();
    const { reply, error, order } = await kernel.result(id);
    assert.equal(reply["status"], "error");
    assert.equal(error?.ename, "InterruptError");
    assert.equal(order.at(-1), "idle");
    const first = await kernel.execute("n");
    assert.ok(Number(first.result) >= 1, "the variable is kept");
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal((await kernel.execute("n")).result, first.result, "nothing counts on");
  });
}

test("stops a loop in a file that is being loaded, which can be loaded again", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "neural-notebooks-interrupt-"));
  try {
    writeFileSync(
      path.join(folder, "endless.ts"),
      `${RUNS}\nexport let rounds = 1;\nwhile (rounds) rounds++;\n`,
    );
    const cell = `import { rounds } from ${JSON.stringify(path.join(folder, "endless"))};\nrounds`;
    const id = await kernel.start(cell);
    await kernel.interrupt();
    assert.equal((await kernel.result(id)).error?.ename, "InterruptError");
    writeFileSync(path.join(folder, "endless.ts"), "export let rounds = 7;\n");
    assert.equal((await kernel.execute(cell)).result, "7");
    // Now it has been loaded whole, is changed and stopped in its midst.
    writeFileSync(
      path.join(folder, "endless.ts"),
      `if ((globalThis as any).isSlow) {\n${RUNS}\nwhile (true);\n}\nexport const rounds = 8;\n`,
    );
    await kernel.execute("(globalThis as any).isSlow = true;");
    const again = await kernel.start(cell);
    await kernel.interrupt();
    assert.equal((await kernel.result(again)).error?.ename, "InterruptError");
    await kernel.execute("(globalThis as any).isSlow = false;");
    assert.equal((await kernel.execute(cell)).result, "8");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("an interrupt while nothing runs changes nothing", async () => {
  await kernel.interrupt();
  assert.equal((await kernel.execute("'still here'")).result, "still here");
});

test("work told to run to its end does so, and the cell waits for it", async () => {
  const code = [
    "import { interruptSignal, runToEnd } from 'tslab-kernel/display';",
    "let saved = 'no';",
    "await runToEnd(async () => {",
    "  const signal = interruptSignal();",
    `  ${RUNS}`,
    "  while (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5));",
    "  await new Promise((resolve) => setTimeout(resolve, 100));",
    "  saved = 'yes';",
    "});",
  ].join("\n");
  const id = await kernel.start(code);
  await kernel.interrupt();
  assert.equal((await kernel.result(id)).error?.ename, "InterruptError");
  assert.equal((await kernel.execute("saved")).result, "yes");
});

test("a question that is open when the cell is stopped does not hang the kernel", async () => {
  kernel.onInput = () => undefined;
  await kernel.execute("import { input } from 'tslab-kernel/display';");
  const id = await kernel.start(`setTimeout(() => { ${RUNS} }, 10);\nawait input("?")`, {
    allow_stdin: true,
  });
  await kernel.interrupt();
  assert.equal((await kernel.result(id)).error?.ename, "InterruptError");
  assert.equal((await kernel.execute("1")).result, "1");
});
