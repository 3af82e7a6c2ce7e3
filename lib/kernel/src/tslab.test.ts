/** The contract with tslab that its display stands on: a new tslab that breaks it is seen here first. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { loadTypeScript } from "./language/typescript";
import { connectTslab, shareTypeScript } from "./tslab";

test("tslab is the pinned version", () => {
  assert.equal((require("tslab/package.json") as { version: string }).version, "1.0.22");
});

test("tslab's display writes to the connected writer, on our TypeScript", () => {
  const { ts } = loadTypeScript();
  shareTypeScript(ts);
  const { display } = require("tslab") as { display: { text(text: string): void } };
  const written: unknown[] = [];
  connectTslab((message, update) => written.push([message["data"], Boolean(update)]));
  display.text("shown");
  assert.deepEqual(written, [[{ "text/plain": "shown" }, false]]);
});
