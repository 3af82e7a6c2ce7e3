/** What the library exports: no public name means two things, no public function asks for many arguments. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, test } from "node:test";
import { longSignatures, nameCollisions } from "./public-names";
import { projectRoot } from "./project";

const folder = mkdtempSync(path.join(tmpdir(), "public-names-"));
after(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

test("a name that is declared twice is found, a name that is passed on twice is not", () => {
  write("shared.d.ts", "export interface Shared { a: number }\n");
  const one = write("one.d.ts", 'export { Shared } from "./shared";\nexport interface Frame { a: number }\n');
  const two = write("two.d.ts", 'export { Shared } from "./shared";\nexport interface Frame { b: number }\n');
  assert.deepEqual(nameCollisions({ one, two }, { root: folder }), [
    { name: "Frame", meanings: ["one: one.d.ts", "two: two.d.ts"] },
  ]);
});

test("one name of two declarations under other names is found", () => {
  write("inner.d.ts", "export declare const first: number;\nexport declare const second: number;\n");
  const one = write("three.d.ts", 'export { first as value } from "./inner";\n');
  const two = write("four.d.ts", 'export { second as value } from "./inner";\n');
  assert.equal(nameCollisions({ one, two }, { root: folder }).length, 1);
});

test("a function with more than three arguments is found, also behind an export", () => {
  write("many.d.ts", "export declare function many(a: 1, b: 2, c: 3, d: 4): void;\n");
  const one = write(
    "five.d.ts",
    'export { many } from "./many";\nexport declare function few(a: 1, b: 2, c: 3): void;\n',
  );
  assert.deepEqual(longSignatures({ one }), ["one.many"]);
});

const root = path.join(projectRoot, "lib", "neural-notebooks", "dist");
const stages = readdirSync(root).filter((stage) => existsSync(path.join(root, stage, "index.d.ts")));
const doors = Object.fromEntries(stages.map((stage) => [stage, path.join(root, stage, "index.d.ts")]));

test("each public name of the library has one meaning", () => {
  assert.ok(stages.length >= 9, stages.join());
  assert.deepEqual(nameCollisions(doors, { root }), []);
});

test("each public function takes two positional arguments at most, then one options object", () => {
  const graphs = path.join(projectRoot, "lib", "tfjs-graph", "dist", "index.d.ts");
  assert.deepEqual(longSignatures({ ...doors, "tfjs-graph": graphs }), []);
});
