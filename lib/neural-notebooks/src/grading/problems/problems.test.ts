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

/** Runs TypeScript statements, which may wait for a training, and gives the value of the name that they declare. */
async function valueOf(
  statements: string,
  { variable, uses = {} }: Problem<unknown>["spec"],
): Promise<unknown> {
  const { outputText, diagnostics = [] } = ts.transpileModule(statements, {
    compilerOptions: { target: ts.ScriptTarget.ES2022 },
    reportDiagnostics: true,
  });
  assert.deepEqual(
    diagnostics.map(({ messageText }) => messageText),
    [],
  );
  const scope = { ...uses, todo };
  // In an object, since a function's result that is a promise, as an answer may be by mistake, would be waited for.
  const body = `return (async () => {\n${outputText}\nreturn { value: ${variable} };\n})();`;
  const run = compileFunction(body, Object.keys(scope)) as (
    ...values: unknown[]
  ) => Promise<{ value: unknown }>;
  return (await run(...Object.values(scope))).value;
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

    test(`${id}: the untouched stub is not attempted`, async () => {
      const untouched = await valueOf(spec.stub, spec);
      assert.equal(String(new Problem(spec).check(untouched).status), "not attempted", name);
    });

    test(`${id}: the solution is right`, async () => {
      const verdict = new Problem(spec).check(await valueOf(spec.solution, spec));
      assert.equal(verdict.status, "right", String(verdict));
      const { training } = spec;
      if (training && /loss$/.test(training.metric) && !/loss|error/.test(training.name))
        assert.ok(training.curveName, "the curve is a loss and must not be called by the gate's name");
    });

    test(`${id}: other right answers are right, at least two of them`, async () => {
      const trained = spec.trained?.right ?? [];
      assert.ok(spec.equivalents.length + trained.length >= 2);
      for (const [i, answer] of spec.equivalents.entries()) {
        const verdict = new Problem(spec).check(answer);
        assert.equal(verdict.status, "right", `equivalent ${i}: ${String(verdict)}`);
      }
      for (const [i, train] of trained.entries()) {
        const verdict = new Problem(spec).check(await train());
        assert.equal(verdict.status, "right", `trained answer ${i}: ${String(verdict)}`);
      }
    });

    test(`${id}: typical mistakes are wrong, each with its own message`, async () => {
      const trained = (spec.trained?.mistakes ?? []).map(async ({ answer, says }) => ({
        answer: await answer(),
        says,
      }));
      const mistakes = [...spec.mistakes, ...(await Promise.all(trained))];
      const messages = mistakes.map(({ answer, says }, i) => {
        const verdict = new Problem(spec).check(answer);
        assert.equal(verdict.status, "wrong", `mistake ${i}: ${String(verdict)}`);
        assert.match(String(verdict), says, `mistake ${i}`);
        return verdict.finding.why;
      });
      assert.ok(new Set(messages).size >= 2, "the messages do not tell the mistakes apart");
    });
  }
}
