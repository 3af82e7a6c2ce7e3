/** Tests that neither a verdict nor a hint gives the passing values of an exercise away whose answer is a value: numbers or texts. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { Problem } from "neural-notebooks/grading";
import { readPercent, type Cell } from "./percent";
import { folders, lessonNames } from "./project";

/** Numbers that every text needs; they tell nothing where they are one among several of an answer. */
const EVERYDAY = [0, 1, -1];

/**
 * The numbers that a text holds, fractions among them. A minus belongs to the number that it touches, unless it stands
 * behind an operand; a part of a name or of a decimal is no number.
 */
function numbersIn(text: string): number[] {
  const plain = text.replaceAll("−", "-").replaceAll(/(\d),(?=\d{3}\b)/g, "$1");
  const found = plain.matchAll(/(?<![\w.])(?:(?<![\w)\]])-)?\d+(?:\.\d+)?(?:\/\d+(?:\.\d+)?)?(?![\w])/g);
  return Array.from(found, ([token]) => {
    const [above = NaN, below] = token.split("/").map(Number);
    return below === undefined ? above : above / below;
  });
}

/** The numbers of an answer at any depth. */
function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (typeof value !== "object" || value === null) return [];
  return (ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : Object.values(value)).flatMap(
    numbersOf,
  );
}

/** The texts of an answer at any depth. */
function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsOf) : [];
}

/** The passing texts that a verdict or a hint says, but for those that the reader has anyway. */
function wordLeaks(text: string, { secrets, known }: { secrets: string[]; known: string[] }): string[] {
  const says = (where: string, word: string) =>
    where.split(/[^\p{L}\p{N} ]/u).some((part) => ` ${part} `.includes(` ${word} `));
  return secrets.filter((word) => says(text, word) && !known.some((other) => says(other, word)));
}

const isSame = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 2e-3 * Math.max(Math.abs(a), Math.abs(b));

/** The passing numbers among those of a text, but for those that the reader has anyway. */
function leaks(text: string, { secrets, known }: { secrets: number[]; known: number[] }): number[] {
  const told = numbersIn(text);
  return secrets.filter(
    (secret) =>
      told.some((number) => isSame(number, secret)) && !known.some((number) => isSame(number, secret)),
  );
}

/** Each number of an answer changed in the same way. */
function mapNumbers(value: unknown, change: (number: number) => unknown): unknown {
  if (typeof value === "number") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapNumbers(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapNumbers(item, change)]));
}

/** Wrong answers that anybody may give to anything. */
function genericAnswers(right: unknown): unknown[] {
  const changed = [(x: number) => -x, (x: number) => 2 * x, (x: number) => 1.1 * x, (x: number) => 0.9 * x];
  const answers = [
    0,
    1,
    -1,
    NaN,
    Infinity,
    null,
    "text",
    [],
    {},
    [1],
    () => 1,
    ...changed.map((change) => mapNumbers(right, change)),
  ];
  answers.push(...[0, 1, -1, NaN, undefined].map((value) => mapNumbers(right, () => value)));
  if (Array.isArray(right)) {
    answers.push([...(right as unknown[])].reverse(), right.slice(1), right.slice(0, -1), [
      ...(right as unknown[]),
      7,
    ]);
  } else if (typeof right === "object" && right !== null) {
    for (const key of Object.keys(right)) {
      answers.push({ ...right, [key]: undefined });
      for (const change of changed)
        answers.push({ ...right, [key]: mapNumbers(right[key as never], change) });
    }
  }
  return answers;
}

const names = lessonNames(folders.sources, ".ts");
const lessons = readPercent(
  Object.fromEntries(
    names.map((name) => [name, readFileSync(path.join(folders.sources, `${name}.ts`), "utf8")]),
  ),
);

/** What a lesson says right before an exercise. */
function statementOf(cells: readonly Cell[], key: string): string {
  const at = cells.findIndex(({ source }) => source.includes(`exercises.${key}.check(`));
  const texts = cells.slice(0, Math.max(0, at)).filter(({ type }) => type === "markdown");
  return texts.at(-1)?.source ?? "";
}

/** What all right answers hold; where they differ from each other, what the solution holds as well. */
function passingNumbers({ equivalents, solution }: Problem<unknown>["spec"]): number[] {
  const [first = [], ...others] = equivalents.map(numbersOf);
  const shared = first.filter((number) =>
    others.every((numbers) => numbers.some((other) => isSame(other, number))),
  );
  return shared.length === first.length ? first : [...shared, ...numbersIn(solution)];
}

let count = 0;
for (const [name, { cells }] of Object.entries(lessons)) {
  const module = require(`neural-notebooks/grading/problems/${name}`) as Record<string, unknown>;
  for (const [key, problem] of Object.entries(module)) {
    if (!(problem instanceof Problem)) continue;
    const spec = problem.spec as Problem<unknown>["spec"];
    const [right] = spec.equivalents;
    // A model is no value that could be told.
    if (typeof right === "function" || spec.trained) continue;
    count++;
    const told = statementOf(cells, key);
    const statement = numbersIn(told);
    const words = textsOf(right);
    const everyday = typeof right === "number" ? [] : EVERYDAY;
    const secrets = passingNumbers(spec).filter(
      (number) => ![...statement, ...everyday].some((other) => isSame(other, number)),
    );

    test(`${spec.id}: no verdict of a wrong answer tells a passing value`, () => {
      for (const answer of [...spec.mistakes.map((mistake) => mistake.answer), ...genericAnswers(right)]) {
        const verdict = new Problem(spec).check(answer);
        if (verdict.passed || verdict.status === "not attempted") continue;
        assert.equal(verdict.status, "wrong", `${JSON.stringify(answer)}: ${String(verdict)}`);
        assert.deepEqual(leaks(String(verdict), { secrets, known: numbersOf(answer) }), [], String(verdict));
        const known = [told, spec.stub, ...textsOf(answer)];
        assert.deepEqual(wordLeaks(String(verdict), { secrets: words, known }), [], String(verdict));
      }
    });

    test(`${spec.id}: no hint tells a passing value`, () => {
      for (const hint of spec.hints) {
        assert.deepEqual(leaks(hint, { secrets, known: [] }), [], hint);
        assert.deepEqual(wordLeaks(hint, { secrets: words, known: [told, spec.stub] }), [], hint);
      }
    });
  }
}

test("there are exercises whose answer is a value, and the search sees numbers in every form", () => {
  assert.ok(count > 20, `${count} exercises`);
  assert.deepEqual(numbersIn("w₁ = −1.5, 1/3 of 2,416; (0 − 0.5) x1 a-7"), [-1.5, 1 / 3, 2416, 0, 0.5, 7]);
  const known = [3];
  assert.deepEqual(leaks("expected: 0.333 or 3", { secrets: [1 / 3, 3], known }), [1 / 3]);
});
