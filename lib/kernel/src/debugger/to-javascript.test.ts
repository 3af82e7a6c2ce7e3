/** Types are taken out of expressions, and nothing else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { toJavaScript } from "./to-javascript";

test("types go, values stay", () => {
  for (const [typescript, javascript] of [
    ["x as number", "x;"],
    ["(x as { a: number }).a + 1", "(x.a + 1);"],
    ["x!.length", "(x.length);"],
    ["{ a: x as number }", "({ a: x });"],
    ["list.map((n: number): string => `${n}`)", "(list.map((n) => `${n}`));"],
    ["new Map<string, number>()", "(new Map());"],
    ["f<number>(1)", "(f(1));"],
    ["x satisfies number", "x;"],
    ["let n: number = 1", "let n = 1;"],
    ["await (x as Promise<number>)", "(await x);"],
    ["(await x) as number", "(await x);"],
  ] as const)
    assert.equal(toJavaScript(typescript), javascript);
});

test("what is JavaScript stays as it is, and so does what is neither", () => {
  for (const text of ["x.y", "await x", "{ a: 1 }", "a < b", "x as", ""])
    assert.equal(toJavaScript(text), text);
});
