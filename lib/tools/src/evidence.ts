/** `npm run evidence -- 02-perceptron`: measures what a lesson's comparisons rest on, over seeds and splits, and writes the figures. */
import { existsSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { ArgumentError, backendInfo, NeuralNotebooksError, UnknownNameError } from "neural-notebooks/core";
import {
  readEvidence,
  tableOf,
  writeEvidence,
  type EvidenceFile,
  type EvidenceOrigin,
  type EvidenceTable,
} from "./evidence-file";
import { runsOf, type EvidenceQuestion, type EvidenceSpec } from "./evidence-spec";
import { folders } from "./project";

const SPECS = path.join(__dirname, "evidence");

/** The lessons that have something to measure, in order. */
export function evidenceNames(): string[] {
  if (!existsSync(SPECS)) return [];
  return readdirSync(SPECS)
    .filter((file) => file.endsWith(".js") && !file.endsWith(".test.js"))
    .map((file) => file.slice(0, -".js".length))
    .sort();
}

/** The questions of a lesson. */
export function evidenceSpec(lesson: string): EvidenceSpec {
  return (require(path.join(SPECS, lesson)) as { default: EvidenceSpec }).default;
}

/**
 * Finds lessons by name or number.
 *
 * @param wanted - Such as `"02"`, `"02-perceptron"`, or `"all"`.
 * @throws ArgumentError when nothing is asked for; UnknownNameError naming the lessons that have evidence.
 */
export function findEvidence(wanted: readonly string[]): string[] {
  const names = evidenceNames();
  const list = `the lessons with evidence are ${names.join(", ")}`;
  if (wanted.length === 0) throw new ArgumentError(`Cannot measure: say which lesson, or "all"; ${list}.`);
  return [
    ...new Set(
      wanted.flatMap((word) => {
        const found =
          word === "all" ? names : names.filter((name) => name === word || name.startsWith(`${word}-`));
        if (found.length > 0) return found;
        throw new UnknownNameError(`Cannot measure "${word}": ${list}.`);
      }),
    ),
  ];
}

/** Where the figures of this run come from. */
function origin(): EvidenceOrigin {
  const { name, version } = backendInfo();
  const [cpu] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${os.cpus().length} cores of ${cpu?.model.trim() ?? "an unknown processor"}, ${memory} GiB, ${os.platform()} ${os.arch()}`,
    node: process.versions.node,
    backend: `${name} ${version}`,
  };
}

/** Each contender at each run; the contenders of one run one after the other, so that a disturbance meets them all. */
async function measureQuestion(
  question: EvidenceQuestion,
  onRun: (done: number, of: number) => void,
): Promise<EvidenceTable> {
  const runs = runsOf(question);
  const names = Object.keys(question.contenders);
  const values: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]));
  let done = 0;
  for (const run of runs) {
    for (const [name, measure] of Object.entries(question.contenders)) {
      values[name]?.push(await measure(run));
      onRun(++done, runs.length * names.length);
    }
  }
  return tableOf(question, values);
}

/**
 * The figures on file of a question that cannot be measured here.
 *
 * @param question - The question.
 * @param file - What was measured for the lesson before.
 * @throws ArgumentError when nothing is on file.
 */
export function keptTable(
  { id }: Pick<EvidenceQuestion, "id">,
  file: EvidenceFile | undefined,
): EvidenceTable {
  const table = file?.questions.find((each) => each.id === id);
  if (file && table) return { ...table, measured: table.measured ?? file.measured };
  throw new ArgumentError(
    `Cannot keep the figures of "${id}": nothing was measured before; measure it where its data are.`,
  );
}

/** A table as lines of text. */
export function reportTable({ id, question, measure, unit, contenders, claims }: EvidenceTable): string {
  const number = (value: number): string => String(Number(value.toPrecision(4)));
  const width = Math.max(...Object.keys(contenders).map((name) => name.length));
  return [
    `${id}: ${question} (${measure}${unit ? `, ${unit}` : ""})`,
    ...Object.entries(contenders).map(
      ([name, { values, mean, sd, min, max }]) =>
        `  ${name.padEnd(width)}  ${number(mean)} ± ${number(sd)} (${number(min)} to ${number(max)}, ${values.length} runs)`,
    ),
    ...claims.map(({ claim, holds, wins, bySplit, p }) => {
      const found = [
        ...(wins === undefined ? [] : [`in ${wins}`]),
        ...(bySplit ? [`by split ${bySplit.map(number).join(", ")}`] : []),
        ...(p === undefined ? [] : [`p = ${number(p)}`]),
      ].join("; ");
      return `  ${holds ? "✓" : "✗ DOES NOT HOLD:"} ${claim}${found && ` (${found})`}`;
    }),
  ].join("\n");
}

async function main(wanted: readonly string[]): Promise<void> {
  const live = process.stdout.isTTY;
  let failed = 0;
  for (const lesson of findEvidence(wanted)) {
    const started = Date.now();
    const questions: EvidenceTable[] = [];
    for (const question of evidenceSpec(lesson).questions) {
      const lacking = question.lacks?.();
      if (lacking !== undefined) {
        questions.push(keptTable(question, readEvidence(folders.evidence, lesson)));
        console.log(`${question.id}: not measured, the figures on file stay. ${lacking}`);
        continue;
      }
      const table = await measureQuestion(question, (done, of) => {
        if (live) process.stdout.write(`\r${lesson}, ${question.id}: ${done} of ${of} runs\x1b[K`);
      });
      questions.push(table);
      console.log(`${live ? "\r\x1b[K" : ""}${reportTable(table)}`);
      failed += table.claims.filter(({ holds }) => !holds).length;
    }
    // Also what does not hold is kept: then it is the lesson's text that has to change.
    writeEvidence(folders.evidence, { lesson, measured: origin(), questions });
    console.log(`${lesson}: written, ${((Date.now() - started) / 1000).toFixed(0)} s`);
  }
  console.log(`${failed} claims do not hold`);
  if (failed > 0) process.exitCode = 1;
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof NeuralNotebooksError ? error.message : error);
    process.exitCode = 1;
  });
}
