/** Tests that every exercise's check knows its stub, its solution, its equal answers and its typical mistakes. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { compileFunction } from "node:vm";
import ts from "typescript";
import { Problem } from "../problem";
import { todo } from "../todo";

const files = readdirSync(__dirname)
  .filter((file) => /^(\d\d|p\d)-.*(?<!\.test)\.js$/.test(file))
  .sort();

/** Runs TypeScript statements and gives the value of the name that they declare. */
function valueOf(statements: string, { variable, uses = {} }: Problem<unknown>["spec"]): unknown {
  const { outputText, diagnostics = [] } = ts.transpileModule(statements, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
    reportDiagnostics: true,
  });
  assert.deepEqual(
    diagnostics.map(({ messageText }) => messageText),
    [],
  );
  const scope = { ...uses, todo };
  const run = compileFunction(`${outputText}\nreturn ${variable};`, Object.keys(scope)) as (
    ...values: unknown[]
  ) => unknown;
  return run(...Object.values(scope));
}

for (const file of files) {
  const lesson = file.replace(".js", "");
  const module = require(`./${file}`) as Record<string, unknown>;
  const exercises = Object.entries(module).filter(([, value]) => value instanceof Problem) as [
    string,
    Problem<unknown>,
  ][];

  test(`${lesson} exports its exercises as one object, too`, () => {
    const byName = module["exercises"] as Record<string, unknown>;
    assert.deepEqual(Object.keys(byName).sort(), exercises.map(([name]) => name).sort());
    for (const [name, exercise] of exercises) assert.equal(byName[name], exercise);
  });

  test(`${lesson} has at least three exercises, named for the lesson`, () => {
    assert.ok(exercises.length >= 3, `${exercises.length} exercises`);
    const ids = exercises.map(([, { spec }]) => spec.id);
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.ok(id.startsWith(`${lesson}/`), id);
  });

  for (const [name, { spec }] of exercises) {
    const { id } = spec;

    test(`${id}: the untouched stub is not attempted`, () => {
      assert.equal(String(new Problem(spec).check(valueOf(spec.stub, spec)).status), "not attempted", name);
    });

    test(`${id}: the solution is right`, () => {
      const verdict = new Problem(spec).check(valueOf(spec.solution, spec));
      assert.equal(verdict.status, "right", String(verdict));
    });

    test(`${id}: other right answers are right`, () => {
      for (const [i, answer] of spec.equivalents.entries()) {
        const verdict = new Problem(spec).check(answer);
        assert.equal(verdict.status, "right", `equivalent ${i}: ${String(verdict)}`);
      }
    });

    test(`${id}: typical mistakes are wrong, each with its own message`, () => {
      const messages = spec.mistakes.map(({ answer, says }, i) => {
        const verdict = new Problem(spec).check(answer);
        assert.equal(verdict.status, "wrong", `mistake ${i}: ${String(verdict)}`);
        assert.match(String(verdict), says, `mistake ${i}`);
        return verdict.finding.why;
      });
      assert.ok(new Set(messages).size >= 2, "the messages do not tell the mistakes apart");
    });
  }
}
