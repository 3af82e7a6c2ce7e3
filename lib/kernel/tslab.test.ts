/** The contract with tslab that the kernel stands on: a new tslab that breaks it is seen here first. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Language } from "./language";
import { loadTslab, type Conversion, type ExecutorConsole } from "./tslab";

const language = new Language();

function convert(source: string): Conversion {
  return language.converter.convert("", source);
}

test("tslab is the pinned version", () => {
  assert.equal((require("tslab/package.json") as { version: string }).version, "1.0.22");
});

test("a conversion gives code, declarations and the last expression's name", () => {
  const conversion = convert("const contract: number = 41;\ncontract + 1");
  assert.match(conversion.output ?? "", /exports\.contract = contract/);
  assert.match(conversion.declOutput ?? "", /declare const contract: number/);
  assert.equal(conversion.lastExpressionVar, "tsLastExpr");
  assert.deepEqual(conversion.diagnostics, []);
});

test("a diagnostic has a code, a text and places counted from 0", () => {
  const [diagnostic] = convert("\nconst wrong: number = 'text';").diagnostics;
  assert.equal(diagnostic?.code, 2322);
  assert.deepEqual([diagnostic?.start.line, diagnostic?.start.character], [1, 6]);
});

test("only waiting at the top level makes a cell wait", () => {
  assert.equal(convert("await Promise.resolve(1)").hasToplevelAwait, true);
  assert.equal(convert("for await (const n of [Promise.resolve(1)]) void n;").hasToplevelAwait, true);
  assert.equal(convert("const inner = async () => { await Promise.resolve(1); };").hasToplevelAwait, false);
});

test("a name that looks like tslab's own for the last expression is left alone", () => {
  const conversion = convert("const tsLastExpr = 1;\ntsLastExpr + 1");
  assert.notEqual(conversion.lastExpressionVar, "tsLastExpr");
});

test("the executor reports the last value, what was thrown, and diagnostics to the console it was given", async () => {
  const calls: unknown[][] = [];
  const console: ExecutorConsole = {
    log: (value) => calls.push(["log", value]),
    error: (...args) => calls.push(["error", ...args]),
  };
  const executor = loadTslab().createExecutor(
    process.cwd(),
    { node: language.converter, close: () => undefined },
    console,
  );
  const thrown = new Error("contract");
  (globalThis as { thrownByTest?: Error }).thrownByTest = thrown;
  assert.equal(await executor.execute("40 + 2"), true);
  assert.equal(await executor.execute("throw (globalThis as any).thrownByTest"), false);
  assert.equal(await executor.execute("const n: number = 'x'"), false);
  assert.deepEqual(calls[0], ["log", 42]);
  assert.deepEqual(calls[1], ["error", thrown]);
  assert.equal(calls[2]?.[1], "%s%d:%d - %s");
  language.close();
});
