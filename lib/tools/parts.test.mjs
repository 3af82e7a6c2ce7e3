import assert from "node:assert/strict";
import { test } from "node:test";
import { runParts } from "./parts.mjs";

/**
 * Runs parts under a clock that stands still, and gives the exit code and all lines.
 *
 * @param {import("./parts.mjs").Part[]} parts
 */
async function checked(parts) {
  /** @type {string[]} */
  const lines = [];
  const code = await runParts(parts, { write: (line) => lines.push(...line.split("\n")), now: () => 0 });
  return { code, lines };
}

/** @type {(name: string, more?: Partial<import("./parts.mjs").Part>) => import("./parts.mjs").Part} */
const well = (name, more) => ({
  name,
  check: () => Promise.resolve({ code: 0, output: "not shown" }),
  ...more,
});

test("parts that find nothing have a line each and nothing else", async () => {
  assert.deepEqual(await checked([well("types"), well("style", { after: ["types"] })]), {
    code: 0,
    lines: ["  ✓ types (0.0 s)", "  ✓ style (0.0 s)", "", "2 of 2 parts are well (0.0 s)."],
  });
});

test("what a failing part said stands whole at the end, and the others run all the same", async () => {
  const output = "a.ts:1 wrong\n\nb.ts:2 wrong\n";
  const { code, lines } = await checked([
    well("types", { check: () => Promise.resolve({ code: 2, output }) }),
    well("broken", { check: () => Promise.reject(new TypeError("no program")) }),
    well("style", { after: ["types"] }),
  ]);
  assert.equal(code, 1);
  assert.deepEqual(lines.slice(0, 9), [
    "  ✗ types (0.0 s)",
    "  ✗ broken (0.0 s)",
    "  ✓ style (0.0 s)",
    "",
    "failed: types",
    "    a.ts:1 wrong",
    "    ",
    "    b.ts:2 wrong",
    "",
  ]);
  assert.deepEqual(lines.slice(9, 11), ["failed: broken", "    TypeError: no program"]);
  assert.equal(lines.at(-1), "1 of 3 parts are well (0.0 s).");
});

test("two parts run at a time, each after those that it waits for", async () => {
  /** @type {string[]} */
  const order = [];
  let running = 0;
  let most = 0;
  /** @type {(name: string, after?: string[]) => import("./parts.mjs").Part} */
  const traced = (name, after) => ({
    name,
    after,
    check: async () => {
      running += 1;
      most = Math.max(most, running);
      order.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push(`${name} ends`);
      running -= 1;
      return { code: 0, output: "" };
    },
  });
  await checked([traced("a"), traced("b"), traced("c", ["a"]), traced("d", ["a"]), traced("e", ["a", "d"])]);
  assert.equal(most, 2);
  for (const [first, second] of [
    ["a", "c"],
    ["a", "d"],
    ["d", "e"],
  ])
    assert.ok(order.indexOf(`${first} ends`) < order.indexOf(`${second} begins`), `${first}, ${second}`);
  assert.equal(order.length, 10);
});
