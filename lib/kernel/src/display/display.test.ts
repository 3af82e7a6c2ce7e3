/** Notebook output without a notebook, with a host, and on stock tslab. */
import assert from "node:assert/strict";
import Module from "node:module";
import { afterEach, test } from "node:test";
import { InputError } from "./errors";
import {
  bundleOf,
  clearOutput,
  display,
  displaySymbol,
  hostSymbol,
  inNotebook,
  input,
  interruptSignal,
  isDisplayable,
  page,
  runToEnd,
  throwIfInterrupted,
  type NotebookHost,
} from "./display";

const place = globalThis as { [hostSymbol]?: NotebookHost };
const write = process.stdout.write;

afterEach(() => {
  delete place[hostSymbol];
  process.stdout.write = write;
  for (const file of Object.keys(require.cache)) if (file.startsWith("/fake/")) delete require.cache[file];
});

/** Installs a host that writes down what it is asked for. */
function installHost(controller = new AbortController()): unknown[][] {
  const calls: unknown[][] = [];
  place[hostSymbol] = {
    publish: (data, options) => calls.push(["publish", data, options]),
    clearOutput: (wait) => calls.push(["clear", wait]),
    input: async (prompt, options) => `${prompt}${options.password ? " hidden" : ""}`,
    page: (data) => calls.push(["page", data]),
    signal: () => controller.signal,
    runToEnd: (work) => work(),
  };
  return calls;
}

test("a value's own formats are taken, with text added where it has none", () => {
  assert.deepEqual(bundleOf({ [displaySymbol]: () => ({ "text/plain": "p", "text/html": "h" }) }), {
    "text/plain": "p",
    "text/html": "h",
  });
  assert.ok("text/plain" in bundleOf({ [displaySymbol]: () => ({ "text/html": "h" }) }));
  assert.deepEqual(bundleOf("text"), { "text/plain": "text" });
  assert.deepEqual(bundleOf([1, { a: 2 }]), { "text/plain": "[ 1, { a: 2 } ]" });
  assert.equal(isDisplayable(null), false);
  assert.equal(isDisplayable({ [displaySymbol]: 1 }), false);
});

test("outside a notebook a display prints its text, and nothing is ever interrupted", () => {
  const lines: string[] = [];
  process.stdout.write = (text: string) => lines.push(text) > 0;
  display("one").update("two");
  page("three");
  clearOutput();
  process.stdout.write = write;
  assert.deepEqual(lines, ["one\n", "two\n", "three\n"]);
  assert.equal(inNotebook(), false);
  assert.equal(interruptSignal().aborted, false);
  assert.doesNotThrow(throwIfInterrupted);
  assert.equal(
    runToEnd(() => 5),
    5,
  );
});

test("a host gets the bundle once as new and then as update, under one id", () => {
  const calls = installHost();
  display("a", { id: "same" }).update("b");
  display("c");
  clearOutput({ wait: true });
  page("long");
  assert.equal(inNotebook(), true);
  assert.deepEqual(calls[0], ["publish", { "text/plain": "a" }, { id: "same", update: false }]);
  assert.deepEqual(calls[1], ["publish", { "text/plain": "b" }, { id: "same", update: true }]);
  assert.notEqual((calls[2]?.[2] as { id: string }).id, "same");
  assert.deepEqual(calls.slice(3), [
    ["clear", true],
    ["page", { "text/plain": "long" }],
  ]);
});

test("a value that has shown itself leaves no empty output", () => {
  const calls = installHost();
  display({ [displaySymbol]: () => ({}) });
  assert.deepEqual(calls, []);
});

test("a host answers questions and tells of the interrupt", async () => {
  const controller = new AbortController();
  installHost(controller);
  assert.equal(await input("name?"), "name?");
  assert.equal(await input("word?", { password: true }), "word? hidden");
  assert.doesNotThrow(throwIfInterrupted);
  controller.abort();
  assert.throws(throwIfInterrupted, { name: "InterruptError" });
});

test("a host that may not ask says so", async () => {
  installHost();
  (place[hostSymbol] as NotebookHost).input = () => Promise.reject(new InputError("Cannot ask"));
  await assert.rejects(input("?"), InputError);
});

test("on stock tslab whole bundles go to its writer", () => {
  const calls: unknown[][] = [];
  const file = "/fake/node_modules/tslab/dist/jupyter.js";
  require.cache[file] = Object.assign(new Module(file), {
    exports: { lastWriteDisplayData: (...args: unknown[]) => calls.push(args) },
  });
  assert.equal(inNotebook(), true);
  display("a", { id: "x" }).update("b");
  assert.deepEqual(calls[0], [
    { data: { "text/plain": "a" }, metadata: {}, transient: { display_id: "x" } },
    false,
  ]);
  assert.equal(calls[1]?.[1], true);
});
