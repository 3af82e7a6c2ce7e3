/** Tests of how evidence is summed up, judged and kept, and that the lessons say what was measured. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { ArgumentError, UnknownNameError } from "neural-notebooks/core";
import { evidenceNames, evidenceSpec, findEvidence, keptTable, reportTable } from "./evidence";
import { evidenceFindings, readEvidence, tableOf, writeEvidence, type EvidenceFile } from "./evidence-file";
import { evidence, measured, oncePerRun, signFlipProbability, type EvidenceQuestion } from "./evidence-spec";
import { readPercent, type Notebook } from "./percent";
import { folders } from "./project";

const question: EvidenceQuestion = {
  id: "scaling",
  question: "Does scaling help?",
  measure: "updates",
  runs: { seeds: [1, 2, 3], splits: [1, 2] },
  contenders: { raw: ({ seed }) => 10 * seed, scaled: ({ seed, split }) => seed + split },
  claims: [{ better: "scaled", than: "raw", when: "lower" }],
  quotes: ({ of }) => [`${of("raw").mean.toFixed(0)} updates`],
};

const values = { raw: [10, 20, 30, 10, 20, 30], scaled: [2, 3, 4, 3, 4, 5] };
const origin = { date: "2026-01-01", machine: "m", node: "20", backend: "native" };
const file: EvidenceFile = { lesson: "02-tiny", measured: origin, questions: [tableOf(question, values)] };

function lessonThatSays(source: string): Notebook {
  return { cells: [{ id: "a", type: "markdown", source, metadata: {} }] };
}

const spec = evidence("02-tiny", [question]);
const lesson = lessonThatSays("Raw rows need 20\nupdates.");

test("values are summed up by mean, spread and range", () => {
  const { mean, sd, min, max } = measured([2, 4, 9]);
  assert.deepEqual([mean, min, max], [5, 2, 9]);
  assert.ok(Math.abs(sd - Math.sqrt(13)) < 1e-12);
  assert.equal(measured([3]).sd, 0);
});

test("the sign-flip test counts all tosses of few pairs, and draws for many", () => {
  assert.equal(signFlipProbability([1, 2, 3]), 2 / 8);
  assert.equal(signFlipProbability([1, -1]), 1);
  // With the sums ±6, ±4, ±2, 0 of three coins, 4 or more comes in 4 of 8.
  assert.equal(signFlipProbability([3, 2, -1]), 4 / 8);
  const many = signFlipProbability(Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 1 : -1)));
  assert.equal(many, 1);
  const sure = signFlipProbability(Array.from({ length: 40 }, () => 1));
  assert.ok(sure > 0 && sure < 1e-4);
});

test("a probability of chance is told of independent runs alone; over splits each split's difference is", () => {
  const [overSplits] = tableOf(question, values).claims;
  assert.equal(overSplits?.p, undefined);
  // Split 1: 2 - 10, 3 - 20, 4 - 30; split 2 one less in size each.
  assert.deepEqual(overSplits?.bySplit, [-17, -16]);
  const five = { ...question, runs: { seeds: [1, 2, 3, 4, 5] } };
  const [overSeeds] = tableOf(five, { raw: [2, 2, 2, 2, 2], scaled: [1, 1, 1, 1, 1] }).claims;
  assert.deepEqual([overSeeds?.p, overSeeds?.bySplit], [2 / 32, undefined]);
});

test("a paired claim counts wins, and a draw is none", () => {
  const [claim] = tableOf(question, { ...values, scaled: [10, 3, 4, 3, 4, 5] }).claims;
  assert.deepEqual([claim?.holds, claim?.wins, claim?.of], [false, 5, 6]);
  const lenient = {
    ...question,
    claims: [{ better: "scaled", than: "raw", when: "lower" as const, inAtLeast: 5 }],
  };
  assert.ok(tableOf(lenient, { ...values, scaled: [10, 3, 4, 3, 4, 5] }).claims[0]?.holds);
});

test("too few runs, an id that stands twice and an unknown contender are refused", () => {
  const few = { ...question, runs: { seeds: [1, 2, 3, 4] } };
  assert.throws(() => evidence("x", [few]), ArgumentError);
  assert.throws(() => evidence("x", [question, question]), ArgumentError);
  const stranger = { ...question, claims: [{ better: "best", than: "raw", when: "lower" as const }] };
  assert.throws(() => evidence("x", [stranger]), UnknownNameError);
});

test("what fits has no findings; a missing file, other runs, changed sums, a broken claim and an unsaid figure have one", () => {
  assert.deepEqual(evidenceFindings(spec, file, lesson), []);
  assert.match(String(evidenceFindings(spec, undefined, lesson)), /npm run evidence -- 02-tiny/);
  const other = evidence("02-tiny", [{ ...question, runs: { seeds: [1, 2, 3, 4, 5, 6] } }]);
  assert.match(String(evidenceFindings(other, file, lesson)), /other runs/);
  const [table] = file.questions;
  assert.ok(table?.contenders["raw"]);
  const edited = { ...table.contenders, raw: { ...table.contenders["raw"], mean: 19 } };
  const touched = { ...file, questions: [{ ...table, contenders: edited }] };
  assert.match(String(evidenceFindings(spec, touched, lesson)), /not those of its values/);
  assert.match(String(evidenceFindings(spec, file, lessonThatSays("Few."))), /does not say "20 updates"/);
  const worse = { ...file, questions: [tableOf(question, { raw: values.scaled, scaled: values.raw })] };
  assert.match(String(evidenceFindings(spec, worse, lesson)), /does not hold: scaled is lower than raw/);
});

test("a run is measured once, and other seeds and splits are other runs", async () => {
  const asked: string[] = [];
  const measure = oncePerRun(({ seed, split }) => {
    asked.push(`${seed}/${split}`);
    return Promise.resolve(10 * seed + split);
  });
  assert.deepEqual(
    await Promise.all([measure({ seed: 1, split: 2 }), measure({ seed: 1, split: 2 })]),
    [12, 12],
  );
  assert.deepEqual([await measure({ seed: 2, split: 1 }), asked], [21, ["1/2", "2/1"]]);
});

test("a file is read as it was written, and runs stand on one line", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "evidence-"));
  try {
    writeEvidence(folder, file);
    assert.deepEqual(readEvidence(folder, "02-tiny"), file);
    assert.deepEqual(readdirSync(folder), ["02-tiny.json"]);
    const text = readFileSync(path.join(folder, "02-tiny.json"), "utf8");
    assert.match(text, /"values": \[10, 20, 30, 10, 20, 30\]/);
    assert.match(text, /\{ "seed": 1, "split": 2 \}/);
    assert.equal(readEvidence(folder, "03"), undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("figures that cannot be measured here stay, with their own day and machine, and are judged as before", () => {
  const kept = keptTable(question, file);
  assert.deepEqual(kept, { ...file.questions[0], measured: origin });
  const later = { ...file, measured: { ...origin, date: "2026-02-02" }, questions: [kept] };
  assert.deepEqual(keptTable(question, later).measured, origin);
  assert.deepEqual(evidenceFindings(spec, later, lesson), []);
  assert.throws(() => keptTable(question, undefined), /measure it where its data are/);
});

test("the report names the spread and the outcome of each claim", () => {
  const [table] = file.questions;
  assert.ok(table);
  const report = reportTable(table);
  assert.match(report, /raw {5}20 ± 8\.944 \(10 to 30, 6 runs\)/);
  assert.match(report, /✓ scaled is lower than raw in at least 6 of 6 runs \(in 6; by split -17, -16\)/);
});

test("lessons are found by number, and an unknown one names those that there are", () => {
  assert.throws(() => findEvidence([]), ArgumentError);
  assert.throws(() => findEvidence(["99"]), UnknownNameError);
  assert.deepEqual(findEvidence(["all"]), evidenceNames());
});

for (const name of evidenceNames()) {
  test(`${name} says what was measured, and its claims hold in the figures`, () => {
    const source = readFileSync(path.join(folders.sources, `${name}.ts`), "utf8");
    const found = readPercent({ [name]: source })[name];
    assert.ok(found);
    const declared = evidenceSpec(name);
    assert.equal(declared.lesson, name);
    assert.deepEqual(evidenceFindings(declared, readEvidence(folders.evidence, name), found), []);
  });
}

test("there is a question behind each file of figures", () => {
  const all = existsSync(folders.evidence) ? readdirSync(folders.evidence) : [];
  const files = all.filter((each) => each.endsWith(".json"));
  assert.deepEqual(files.map((each) => each.slice(0, -".json".length)).sort(), evidenceNames());
});
