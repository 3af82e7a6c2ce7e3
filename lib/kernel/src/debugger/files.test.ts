/** The debugger in files of the learner's that cells import. */
import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, test } from "node:test";
import { KernelClient } from "../client.testing";
import { debuggerDriver, type Driver } from "./driver.testing";

let folder: string;
let kernel: KernelClient;
let driver: Driver;
beforeEach(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "neural notebooks (debug) ")));
  writeFileSync(helper(), text.join("\n"));
  kernel = await KernelClient.start();
  driver = debuggerDriver(kernel);
});
afterEach(async () => {
  await kernel.stop();
  rmSync(folder, { recursive: true, force: true });
});

const text = [
  "interface Point {",
  "  x: number;",
  "}",
  "const step = 2;",
  "export function shift(point: Point, by: number): Point {",
  "  const moved: Point = { x: point.x + by * step };",
  "  return moved;",
  "}",
];
const helper = (): string => path.join(folder, "helper.ts");
const imports = (): string => `import { shift } from ${JSON.stringify(path.join(folder, "helper"))};`;

async function setBreakpoints(lines: readonly number[]): Promise<unknown> {
  const breakpoints = lines.map((line) => ({ line }));
  return (await kernel.debug("setBreakpoints", { source: { path: helper() }, breakpoints })).body?.[
    "breakpoints"
  ];
}

/** Calls as `line in name, file`. */
async function calls(): Promise<string[]> {
  return (await driver.frames()).map(
    ({ line, name, source }) => `${line} in ${name}, ${path.basename(source.path)}`,
  );
}

test("a breakpoint that was set before the file is loaded stops its first run, at the file's line", async () => {
  await driver.attach();
  assert.deepEqual(await setBreakpoints([4, 7]), [
    { id: 1, line: 4, verified: true, source: { path: helper() } },
    { id: 2, line: 7, verified: true, source: { path: helper() } },
  ]);
  const cell = `${imports()}\nconst start = { x: 1 };\nshift(start, 20).x`;
  const id = kernel.submit(cell);
  assert.deepEqual((await driver.stopped())["hitBreakpointIds"], [1]);
  assert.deepEqual(await calls(), ["4 in module helper.ts, helper.ts"]);
  await driver.resume();
  assert.deepEqual((await driver.stopped())["hitBreakpointIds"], [2]);
  const file = path.basename(await driver.dumpCell(cell));
  assert.deepEqual(await calls(), ["7 in shift, helper.ts", `3 in cell 1, ${file}`]);
  const { Local, Closure } = await driver.scopes(0);
  assert.deepEqual(
    Local?.map(({ name, value }) => `${name} ${value}`),
    ["point {x: 1}", "by 20", "moved {x: 41}"],
  );
  assert.ok(Closure?.some(({ name, value }) => name === "step" && value === "2"));
  const [top] = await driver.frames();
  assert.deepEqual(top?.source, { name: "helper.ts", path: helper() });
  const source = await kernel.debug("source", { source: top?.source });
  assert.deepEqual(source.body, { content: text.join("\n"), mimeType: "application/typescript" });
  await driver.resume();
  assert.equal((await kernel.result(id)).result, "41");
  const { body } = await kernel.debug("modules");
  assert.deepEqual(
    (body?.["modules"] as { name: string; path: string }[]).map(({ name, path: file }) => [name, file]),
    [["helper.ts", helper()]],
  );
});

test("steps go into a file and out of it, also where it was loaded before anybody debugged", async () => {
  assert.equal((await kernel.execute(imports())).error, undefined);
  await driver.attach();
  const cell = "const from = { x: 1 };\nconst to = shift(from, 1);\nto.x";
  await driver.breakpoints(cell, [2]);
  const id = kernel.submit(cell);
  await driver.stopped();
  const visited = [];
  for (const command of ["stepIn", "next", "stepOut"]) visited.push(await driver.step(command));
  assert.deepEqual(visited, ["6 in shift", "7 in shift", "3 in cell 2"]);
  assert.deepEqual(await setBreakpoints([6]), [
    { id: 2, line: 6, verified: true, source: { path: helper() } },
  ]);
  await driver.resume();
  assert.equal((await kernel.result(id)).result, "3");
  const again = kernel.submit("shift({ x: 0 }, 1).x");
  await driver.stopped();
  assert.equal(await driver.place(), "6 in shift");
  await driver.resume();
  assert.equal((await kernel.result(again)).result, "2");
});

test("in a file that was changed, a breakpoint stays at its line of the new text", async () => {
  await driver.attach();
  await setBreakpoints([6]);
  const first = kernel.submit(`${imports()}\nshift({ x: 0 }, 1).x`);
  await driver.stopped();
  await driver.resume();
  assert.equal((await kernel.result(first)).result, "2");
  writeFileSync(
    helper(),
    ["// What moves.", "type Unused = 1;", "", ...text].join("\n").replace("step = 2", "step = 3"),
  );
  const second = kernel.submit(`${imports()}\nshift({ x: 0 }, 1).x`);
  await driver.stopped();
  assert.equal(await driver.place(), "7 in module helper.ts");
  await setBreakpoints([10]);
  await driver.resume();
  await driver.stopped();
  assert.equal(await driver.place(), "10 in shift");
  await driver.resume();
  assert.equal((await kernel.result(second)).result, "3");
});

/** Stops a cell while its file stands at a breakpoint, and runs it again without one. */
async function interruptLoading(): Promise<void> {
  await driver.attach();
  await setBreakpoints([4]);
  const cell = `${imports()}\nshift({ x: 0 }, 1).x`;
  const id = kernel.submit(cell);
  await driver.stopped();
  await kernel.interrupt();
  assert.equal((await kernel.result(id)).error?.ename, "InterruptError");
  await setBreakpoints([]);
  assert.equal((await kernel.execute(cell)).result, "2");
}

test("an interrupt ends a cell whose file stands at a breakpoint while it is loaded, and it can be loaded again", async () => {
  await interruptLoading();
});

test("an interrupt that is forced again and again tears the learner's code, never the kernel's", async () => {
  await kernel.stop();
  kernel = await KernelClient.start({ env: { TSLAB_KERNEL_INTERRUPT_GRACE: "0" } });
  driver = debuggerDriver(kernel);
  for (let round = 0; round < 40; round++) {
    writeFileSync(helper(), [...text, `// ${round}`].join("\n"));
    await interruptLoading();
  }
});

test("expressions may be TypeScript, and so may conditions", async () => {
  await driver.attach();
  const source = { path: helper() };
  const breakpoints = [{ line: 7, condition: "(moved as { x: number }).x > 5" }];
  await kernel.debug("setBreakpoints", { source, breakpoints });
  const id = kernel.submit(`${imports()}\n[1, 2, 3].map((by) => shift({ x: 0 }, by).x).join()`);
  await driver.stopped();
  const ask = async (expression: string): Promise<unknown> => {
    const { body, message } = await kernel.debug("evaluate", { expression, ...(await driver.top()) });
    return body?.["result"] ?? message;
  };
  assert.equal(await ask("by as number"), "3");
  assert.equal(await ask("(moved as Point).x + by!"), "9");
  assert.equal(await ask("{ twice: (by satisfies number) * 2 }"), "{twice: 6}");
  assert.match(String(await ask("by as")), /SyntaxError/);
  await driver.resume();
  assert.equal((await kernel.result(id)).result, "2,4,6");
  const { body } = await kernel.debug("evaluate", { expression: "(shift as Function).name" });
  assert.equal(body?.["result"], '"shift"');
});
