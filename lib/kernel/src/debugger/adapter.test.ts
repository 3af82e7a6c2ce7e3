/** The debugger as JupyterLab uses it, over real sockets, with cells that run in V8's REPL mode. */
import assert from "node:assert/strict";
import path from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { KernelClient } from "../client.testing";
import type { DapVariable } from "./dap";
import { debuggerDriver, type Driver } from "./driver.testing";

const main = path.join(__dirname, "kernel.testing.js");

describe("the debugger", () => {
  let kernel: KernelClient;
  let driver: Driver;
  beforeEach(async () => {
    kernel = await KernelClient.start({ main });
    driver = debuggerDriver(kernel);
  });
  afterEach(() => kernel.stop());

  /** Waits until a cell has come so far that it has a name, and gives all names. */
  async function declared(name: string): Promise<string[]> {
    let names: string[] = [];
    // The cell is told before its script runs; on a busy machine that takes a while.
    for (let tries = 0; tries < 100 && !names.includes(name); tries++) {
      const { body } = await kernel.debug("inspectVariables");
      names = (body?.["variables"] as DapVariable[]).map((line) => line.name);
    }
    return names;
  }

  const code = [
    "interface Point {",
    "  x: number;",
    "}",
    "function shift(point: Point, by: number): Point {",
    "  const moved: Point = { x: point.x + by };",
    "  return moved;",
    "}",
    "const start: Point = { x: 1 };",
    "const end = shift(start, 2);",
    "end.x",
  ].join("\n");

  test("tells who it is before anybody attaches", async () => {
    const { success, body } = await kernel.debug("debugInfo");
    assert.equal(success, true);
    assert.equal(body?.["isStarted"], false);
    assert.equal(body?.["hashMethod"], "Murmur2");
    assert.equal(body?.["tmpFileSuffix"], ".ts");
    assert.deepEqual(body?.["breakpoints"], []);
    assert.deepEqual(body?.["stoppedThreads"], []);
    assert.deepEqual((await kernel.debug("inspectVariables")).body, { variables: [] });
    assert.equal((await kernel.debug("stackTrace", { threadId: 1 })).success, false);
  });

  test("has started once it is initialized, so that a front end that asks before it attaches is not told otherwise", async () => {
    assert.equal((await kernel.debug("initialize", { clientID: "jupyterlab" })).success, true);
    assert.equal((await kernel.debug("debugInfo")).body?.["isStarted"], true);
    const file = await driver.dumpCell("let one = 1;");
    const source = { path: file };
    assert.equal(
      (await kernel.debug("setBreakpoints", { source, breakpoints: [{ line: 1 }] })).success,
      true,
    );
    assert.equal((await kernel.debug("attach")).success, true);
    assert.equal(kernel.debugEvents("initialized").length, 1);
    kernel.submit("let one = 1;");
    await driver.stopped();
    await driver.resume();
    await kernel.debug("disconnect");
    assert.equal((await kernel.debug("debugInfo")).body?.["isStarted"], false);
  });

  test("names a cell by the hash that the front end computes, and gives its source back", async () => {
    await driver.attach();
    const file = await driver.dumpCell(code);
    const { body } = await kernel.debug("debugInfo");
    assert.ok(file.startsWith(String(body?.["tmpFilePrefix"])) && /\d+\.ts$/.test(file), file);
    const source = await kernel.debug("source", { source: { path: file } });
    assert.equal(source.body?.["content"], code);
  });

  test("stops at a line of TypeScript, shows calls and variables, and goes on", async () => {
    await driver.attach();
    const file = await driver.dumpCell(code);
    const { body } = await kernel.debug("setBreakpoints", {
      source: { path: file },
      breakpoints: [{ line: 6 }],
    });
    assert.deepEqual(body?.["breakpoints"], [{ id: 1, line: 6, verified: true, source: { path: file } }]);
    const id = kernel.submit(code);
    assert.equal((await driver.stopped())["reason"], "breakpoint");
    const frames = await driver.frames();
    assert.deepEqual(
      frames.map(({ name, line, source }) => [name, line, source.path]),
      [
        ["shift", 6, file],
        ["cell 1", 9, file],
      ],
    );
    const inner = await driver.scopes(0);
    assert.deepEqual(Object.keys(inner), ["Local", "Global"]);
    assert.deepEqual(shown(inner["Local"]), [
      "point: Object = {x: 1}",
      "by: number = 2",
      "moved: Object = {x: 3}",
    ]);
    assert.deepEqual(shown(inner["Global"]), [
      "shift: function = function shift(point, by) {",
      "start: Object = {x: 1}",
    ]);
    const moved = inner["Local"]?.find(({ name }) => name === "moved");
    assert.deepEqual(shown(await driver.open(moved)), ["x: number = 3"]);
    await driver.resume();
    assert.equal((await kernel.result(id)).result, "3");
    assert.deepEqual(
      kernel.debugEvents().map(({ event }) => event),
      ["initialized", "stopped", "continued"],
    );
  });

  test("steps over lines, into a call and out of it, never into Node", async () => {
    const cell = [
      "const twice = (n: number): number => {",
      "  const result = n * 2;",
      "  return result;",
      "};",
      "const host = new URL('https://example.org/a').host;",
      "const four = twice(2);",
      "for (let i = 0; i < 2; i++) {",
      "  four + i;",
      "}",
      "const six = [1, 2, 3].map((n) => n * 2).length + 3;",
      "six",
    ].join("\n");
    await driver.attach();
    await driver.breakpoints(cell, [5]);
    const id = kernel.submit(cell);
    await driver.stopped();
    const visited = [await driver.place()];
    for (const command of ["stepIn", "stepIn", "next", "stepOut", ...Array<string>(6).fill("next")])
      visited.push(await driver.step(command));
    assert.deepEqual(visited, [
      "5 in cell 1",
      "6 in cell 1", // Node's URL is passed over.
      "2 in twice",
      "3 in twice",
      "7 in cell 1", // Nothing is left to do on line 6.
      "8 in cell 1",
      "7 in cell 1",
      "8 in cell 1",
      "7 in cell 1",
      "10 in cell 1",
      "11 in cell 1",
    ]);
    await driver.resume();
    assert.equal((await kernel.result(id)).result, "6");
  });

  test("a step over an await comes to the next line", async () => {
    const cell = "let a = 1;\nawait new Promise((resolve) => setTimeout(resolve, 20));\na++;\na";
    await driver.attach();
    await driver.breakpoints(cell, [2]);
    const id = kernel.submit(cell);
    await driver.stopped();
    assert.equal(await driver.place(), "2 in cell 1");
    assert.equal(await driver.step("next"), "3 in cell 1");
    await driver.resume();
    assert.equal((await kernel.result(id)).result, "2");
  });

  test("breakpoints on empty lines, comments and types move to the next line that runs", async () => {
    const cell = "// A comment.\n\ninterface Empty {}\n/* Two\nlines. */\nlet one = 1;\none";
    await driver.attach();
    assert.deepEqual(
      await driver.breakpoints(cell, [1]),
      [3],
      "of a cell that did not run only the text is known",
    );
    const id = kernel.submit(cell);
    await driver.stopped();
    assert.equal(await driver.place(), "6 in cell 1");
    const { body } = await kernel.debug("debugInfo");
    assert.deepEqual((body?.["breakpoints"] as { breakpoints: object[] }[])[0]?.breakpoints, [{ line: 6 }]);
    await driver.resume();
    await kernel.result(id);
    assert.deepEqual(await driver.breakpoints(cell, [1]), [6], "of one that ran the place is known");
  });

  test("functions of cells that ran before the debugger was attached can be stopped in", async () => {
    await kernel.execute(code);
    await driver.attach();
    assert.deepEqual(await driver.breakpoints(code, [4]), [5], "the first line of the function");
    const id = kernel.submit("shift({ x: 10 }, 1).x");
    await driver.stopped();
    const places = (await driver.frames()).map(({ name, line }) => `${line} in ${name}`);
    assert.deepEqual(places, ["5 in shift", "1 in cell 2"]);
    await driver.resume();
    assert.equal((await kernel.result(id)).result, "11");
  });

  test("a condition decides whether a breakpoint stops", async () => {
    const cell = "let sum = 0;\nfor (let i = 0; i < 100; i++) {\n  sum += i;\n}\nsum";
    await driver.attach();
    const file = await driver.dumpCell(cell);
    await kernel.debug("setBreakpoints", {
      source: { path: file },
      breakpoints: [{ line: 3, condition: "i === 42" }],
    });
    const id = kernel.submit(cell);
    await driver.stopped();
    assert.equal(
      (await kernel.debug("evaluate", { expression: "i", ...(await driver.top()) })).body?.["result"],
      "42",
    );
    await driver.resume();
    assert.equal((await kernel.result(id)).result, "4950");
  });

  test("exceptions stop a cell where they are thrown, when that is asked for", async () => {
    const cell =
      "function fail(): never {\n  throw new RangeError('too far');\n}\ntry { fail(); } catch {}\nfail();";
    await driver.attach();
    await kernel.debug("setExceptionBreakpoints", { filters: ["uncaught"] });
    const first = kernel.submit(cell);
    const stop = await driver.stopped();
    assert.equal(stop["reason"], "exception");
    assert.equal(stop["text"], "RangeError: too far");
    assert.deepEqual(
      (await driver.frames()).map(({ line }) => line),
      [2, 5],
    );
    await driver.resume();
    assert.equal((await kernel.result(first)).error?.ename, "RangeError");
    await kernel.debug("setExceptionBreakpoints", { filters: ["all"] });
    const second = kernel.submit(cell);
    await driver.stopped();
    assert.deepEqual(
      (await driver.frames()).map(({ line }) => line),
      [2, 4],
    );
    await kernel.debug("setExceptionBreakpoints", { filters: [] });
    await driver.resume();
    await kernel.result(second);
  });

  test("values are typed, cut short, and opened a level at a time", async () => {
    const cell = [
      "const long = new Float32Array(250).fill(0.5);",
      "const names = new Map([['a', 1]]);",
      "const text = 'x'.repeat(1000);",
      "class Model { size = 2; get costly(): never { throw new Error('was read'); } }",
      "const model = new Model();",
      "const own = { get computed() { throw new Error('was read'); }, inner: { deep: [1, 2] } };",
      "const nothing = null;",
    ].join("\n");
    await driver.attach();
    await kernel.execute(cell);
    const { body } = await kernel.debug("inspectVariables");
    const all = body?.["variables"] as DapVariable[];
    const find = (name: string): DapVariable => all.find((line) => line.name === name) ?? assert.fail(name);
    assert.deepEqual(all.map(({ name }) => name).sort(), [
      "Model",
      "long",
      "model",
      "names",
      "nothing",
      "own",
      "text",
    ]);
    assert.equal(find("long").type, "Float32Array");
    assert.deepEqual(
      (await driver.open(find("long"))).map(({ name }) => name),
      ["[0 … 99]", "[100 … 199]", "[200 … 249]"],
    );
    const last = await driver.open((await driver.open(find("long")))[2]);
    assert.equal(last.length, 50);
    assert.deepEqual(shown(last.slice(0, 1)), ["200: number = 0.5"]);
    assert.equal(find("names").value, 'Map(1) {"a" => 1}');
    assert.ok(find("text").value.length < 300);
    assert.deepEqual(shown([find("model")]), ["model: Model = Model {size: 2}"]);
    assert.deepEqual(shown(await driver.open(find("own"))), [
      "computed:  = (computed when it is read)",
      "inner: Object = {deep: Array(2)}",
    ]);
    assert.deepEqual(shown([find("nothing")]), ["nothing: null = null"]);
  });

  test("a value is shown as a cell would show it, at a breakpoint and without one", async () => {
    const cell = "const shape = [2, 3];\nshape.length";
    await driver.attach();
    await kernel.execute(cell);
    const rich = await kernel.debug("richInspectVariables", { variableName: "shape" });
    assert.match(String((rich.body?.["data"] as Record<string, string>)["text/plain"]), /\[\s*2,\s*3\s*\]/);
    await driver.breakpoints(cell, [2]);
    const id = kernel.submit(cell);
    await driver.stopped();
    const stopped = await kernel.debug("richInspectVariables", {
      variableName: "shape",
      ...(await driver.top()),
    });
    assert.match(
      String((stopped.body?.["data"] as Record<string, string>)["text/plain"]),
      /\[\s*2,\s*3\s*\]/,
    );
    await driver.resume();
    await kernel.result(id);
    assert.deepEqual((await kernel.debug("richInspectVariables", { variableName: "a b" })).body, {
      data: {},
      metadata: {},
    });
  });

  test("expressions are evaluated where the cell stands", async () => {
    await driver.attach();
    await driver.breakpoints(code, [6]);
    const id = kernel.submit(code);
    await driver.stopped();
    const ask = async (expression: string) =>
      kernel.debug("evaluate", { expression, ...(await driver.top()) });
    assert.equal((await ask("moved.x + by")).body?.["result"], "5");
    assert.match((await ask("missing")).message ?? "", /missing is not defined/);
    await driver.resume();
    await kernel.result(id);
    assert.equal((await kernel.debug("evaluate", { expression: "end.x" })).body?.["result"], "3");
  });

  test("a pause stops a loop that runs", async () => {
    const cell = "let n = 0;\nlet go = true;\nwhile (go) {\n  n++;\n}\nn > 0";
    await driver.attach();
    const id = kernel.submit(cell);
    await kernel.until(() => kernel.of(id).some(({ header }) => header.msg_type === "execute_input"));
    await declared("go");
    await kernel.debug("pause", { threadId: 1 });
    assert.equal((await driver.stopped())["reason"], "pause");
    await kernel.debug("evaluate", { expression: "go = false", ...(await driver.top()) });
    await driver.resume();
    assert.equal((await kernel.result(id)).result, "true");
  });

  test("a pause stops a cell that mostly waits, at its own code", async () => {
    const cell =
      "let n = 0;\nwhile (n >= 0) {\n  await new Promise((resolve) => setTimeout(resolve, 5));\n  n++;\n}";
    await driver.attach();
    const id = kernel.submit(cell);
    await kernel.until(() => kernel.of(id).some(({ header }) => header.msg_type === "execute_input"));
    await declared("n");
    await kernel.debug("pause", { threadId: 1 });
    await driver.stopped();
    assert.match(await driver.place(), /^[234] in cell 1$/);
    await kernel.debug("evaluate", { expression: "n = -10", ...(await driver.top()) });
    await driver.resume();
    assert.equal((await kernel.result(id)).reply["status"], "ok");
  });

  test("a step out of the last line ends the cell", async () => {
    const cell = "let last = 1;\nlast++;";
    await driver.attach();
    await driver.breakpoints(cell, [2]);
    const id = kernel.submit(cell);
    await driver.stopped();
    await kernel.debug("next", { threadId: 1 });
    assert.equal((await kernel.result(id)).reply["status"], "ok");
    await kernel.until(() => kernel.debugEvents("continued").length > 0);
    assert.equal((await kernel.execute("last")).result, "2");
  });

  test("an interrupt at a breakpoint ends the cell, and nothing behind the breakpoint runs", async () => {
    const cell = "var after = 'not reached';\nlet stop = 1;\nafter = 'reached';";
    await driver.attach();
    await driver.breakpoints(cell, [2]);
    const id = kernel.submit(cell);
    await driver.stopped();
    await kernel.interrupt();
    assert.equal((await kernel.result(id)).reply["status"], "error");
    await driver.breakpoints(cell, []);
    assert.equal((await kernel.execute("after")).result, "not reached");
    assert.equal(kernel.debugEvents("continued").length, 1);
    assert.equal(kernel.debugEvents("stopped").length, 1);
  });

  test("a kernel that stands at a breakpoint can be shut down", async () => {
    await driver.attach();
    await driver.breakpoints("let one = 1;", [1]);
    kernel.submit("let one = 1;");
    await driver.stopped();
    const started = performance.now();
    assert.equal((await kernel.stop())["status"], "ok");
    assert.ok(performance.now() - started < 10_000);
  });

  test("the cell goes on when the front end lets go of the debugger", async () => {
    await driver.attach();
    await driver.breakpoints("let one = 1;\none", [2]);
    const id = kernel.submit("let one = 1;\none");
    await driver.stopped();
    assert.deepEqual((await kernel.debug("debugInfo")).body?.["stoppedThreads"], [1]);
    await kernel.debug("disconnect", { restart: false, terminateDebuggee: false });
    assert.equal((await kernel.result(id)).result, "1");
    assert.deepEqual(
      kernel
        .debugEvents()
        .map(({ event }) => event)
        .slice(-2),
      ["continued", "terminated"],
    );
    const { body } = await kernel.debug("debugInfo");
    assert.deepEqual([body?.["isStarted"], body?.["breakpoints"]], [false, []]);
    assert.equal((await kernel.execute("let one = 1;\none")).result, "1", "its breakpoints are gone");
    await driver.attach();
    await driver.breakpoints("let two = 2;", [1]);
    const again = kernel.submit("let two = 2;");
    await driver.stopped();
    await driver.resume();
    await kernel.result(again);
  });

  test("variables are answered while a cell runs, and the interrupt does not wait behind them", async () => {
    await driver.attach();
    const id = kernel.submit("let busy = 0;\nwhile (true) busy++;");
    await kernel.until(() => kernel.of(id).some(({ header }) => header.msg_type === "execute_input"));
    const names = await declared("busy");
    assert.deepEqual(names, ["busy"]);
    await kernel.interrupt();
    assert.equal((await kernel.result(id)).reply["status"], "error");
  });
});

/** Lines as text: `name: type = value`. */
function shown(lines: readonly DapVariable[] = []): string[] {
  return lines.map(({ name, type, value }) => `${name}: ${type} = ${value}`);
}
