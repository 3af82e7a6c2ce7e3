/** The pipes that catch what is written past `process.stdout` leave nothing behind. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path = require("node:path");
import { after, test } from "node:test";
import { DescriptorReader } from "./descriptors";

const folder = mkdtempSync(path.join(tmpdir(), "neural-notebooks-pipes-"));
const before = process.env["TMPDIR"];
process.env["TMPDIR"] = folder;
after(() => {
  if (before === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = before;
  rmSync(folder, { recursive: true, force: true });
});

const skip = existsSync("/proc/self/fd") ? false : "only Linux opens a pipe by its descriptor";

test("a kernel that is killed before its session listens leaves no pipes behind", { skip }, async () => {
  const heard: string[] = [];
  const reader = new DescriptorReader((name, text) => heard.push(`${name}: ${text}`));
  const pipes = await reader.open();
  assert.equal(pipes[0]?.descriptor, 1);
  assert.deepEqual(readdirSync(folder), []);
  for (const { descriptor, file } of pipes) writeFileSync(file, `to ${descriptor}`, { flag: "r+" });
  reader.drain();
  // Where stderr is a socket, as in some test runs, it stays what it is.
  assert.deepEqual(heard, ["stdout: to 1", "stderr: to 2"].slice(0, pipes.length));
});
