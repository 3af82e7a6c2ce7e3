/** The debugger on the course kernel itself: its own scripts, maps and interrupts. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelClient } from "../client.testing";
import type { DapVariable } from "./dap";
import { debuggerDriver, type Driver } from "./driver.testing";

let kernel: KernelClient;
let driver: Driver;
before(async () => {
  kernel = await KernelClient.start();
  driver = debuggerDriver(kernel);
});
after(() => kernel?.stop());

const code = [
  "interface Point {",
  "  x: number;",
  "}",
  "function shift(point: Point, by: number): Point {",
  "  const moved: Point = { x: point.x + by };",
  "  return moved;",
  "}",
  "const start: Point = { x: 1 };",
  "shift(start, 2).x",
].join("\n");

test("the kernel says that it can be debugged", async () => {
  const info = await kernel.request("kernel_info_request");
  assert.equal(info["debugger"], true);
  assert.deepEqual(info["supported_features"], ["debugger"]);
});

test("a cell stops at its line of TypeScript, shows its variables, and ends as it would have", async () => {
  await kernel.execute(code);
  await driver.attach();
  assert.deepEqual(await driver.breakpoints(code, [6]), [6]);
  const id = kernel.submit("shift(start, 40).x");
  assert.equal((await driver.stopped())["reason"], "breakpoint");
  assert.equal(await driver.place(), "6 in shift");
  const { Local, Global } = await driver.scopes(0);
  assert.deepEqual(
    Local?.map(({ name, value }) => [name, value]),
    [
      ["point", "{x: 1}"],
      ["by", "40"],
      ["moved", "{x: 41}"],
    ],
  );
  assert.deepEqual(Global?.map(({ name }) => name).sort(), ["shift", "start"]);
  await driver.resume();
  assert.equal((await kernel.result(id)).result, "41");
});

test("stepping goes from line to line", async () => {
  const cell =
    "let a = 1;\na += 1;\n\nconst b = a * 2;\nawait new Promise((resolve) => setTimeout(resolve, 10));\na += b;\nb";
  await driver.breakpoints(cell, [1]);
  const id = kernel.submit(cell);
  await driver.stopped();
  const visited = [];
  for (let i = 0; i < 4; i++) visited.push((await driver.step("next")).split(" ")[0]);
  assert.deepEqual(visited, ["2", "4", "5", "6"]);
  await driver.resume();
  assert.equal((await kernel.result(id)).result, "4");
});

test("variables are those of the learner", async () => {
  await kernel.execute("import * as path from 'node:path';\nconst long = [1, 2, 3];");
  const { body } = await kernel.debug("inspectVariables");
  const lines = (body?.["variables"] as DapVariable[]).filter(
    ({ name }) => name === "long" || name === "path",
  );
  assert.deepEqual(lines.map(({ name }) => name).sort(), ["long", "path"]);
});

test("an interrupt at a breakpoint ends the cell, and the kernel works on", async () => {
  const cell = "let reached = 'no';\nreached = 'yes';\n0;";
  await driver.breakpoints(cell, [2]);
  const id = kernel.submit(cell);
  await driver.stopped();
  await kernel.interrupt();
  assert.equal((await kernel.result(id)).error?.ename, "InterruptError");
  assert.equal((await kernel.execute("reached")).result, "no");
});

test("without a debugger cells run as before", async () => {
  await kernel.debug("disconnect");
  assert.equal((await kernel.execute(code)).result, "3");
});
