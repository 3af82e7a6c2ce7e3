/** Shorthand properties whose names come from earlier cells, which tslab alone leaves undefined. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { KernelClient } from "./testing/client";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
  await kernel.execute('import { basename } from "node:path";\nconst w = [2, -1];\nlet m = 1, n = 2;');
});
after(() => kernel?.stop());

async function valueOf(code: string): Promise<string | undefined> {
  return (await kernel.execute(code)).result;
}

test("a shorthand finds a variable and an import of earlier cells", async () => {
  assert.equal(await valueOf("JSON.stringify({ w })"), '{"w":[2,-1]}');
  assert.equal(await valueOf('({ basename }).basename("a/b")'), "b");
});

test("names of the same cell and parameters win over those of earlier cells", async () => {
  assert.equal(
    await valueOf(
      "const inner = (w: number) => ({ w, own: 3 });\nconst own = 4;\nconst { w: came } = inner(7);\ncame * 10 + ({ own }).own",
    ),
    "74",
  );
});

test("a shorthand in an assignment pattern writes to the earlier variable, with its default", async () => {
  await kernel.execute("({ m, n = 9 } = { m: 10 } as { m: number; n?: number });");
  assert.equal(await valueOf("m * 100 + n"), "1009");
});

test("a shorthand works after an await as well", async () => {
  assert.equal(
    await valueOf("const later = await Promise.resolve(1);\n({ w, later }).w.length + later"),
    "3",
  );
});

test("an error after a shorthand still points at its own line and column", async () => {
  const { error } = await kernel.execute('const both = { w, m };\nthrow new Error("here " + both.w.length);');
  const text = JSON.stringify(error ?? {}).replace(/\\u001b\[[0-9;]*m/g, "");
  assert.match(text, /line 2/);
  assert.match(text, /here 2/);
});
