/** Keeps what was measured for a lesson's claims as a file, and compares it with what is claimed and with the lesson's text. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { UnknownNameError } from "neural-notebooks/core";
import {
  measured,
  outcomeOf,
  runsOf,
  type ClaimOutcome,
  type EvidenceQuestion,
  type EvidenceResult,
  type EvidenceRun,
  type EvidenceSpec,
  type Measured,
} from "./evidence-spec";
import { isNote, isProof, type Notebook } from "./percent";

/** Where and when the figures were measured. */
export interface EvidenceOrigin {
  /** The day, as `2026-11-28`. */
  date: string;
  /** Processor, number of cores, memory, system. */
  machine: string;
  node: string;
  /** The back end of TensorFlow.js, with its version. */
  backend: string;
}

/** One question with its answer. */
export interface EvidenceTable {
  id: string;
  question: string;
  measure: string;
  unit: string;
  runs: readonly EvidenceRun[];
  contenders: Readonly<Record<string, Measured>>;
  claims: readonly ClaimOutcome[];
  /** Where and when, if not with the other questions of the file. */
  measured?: EvidenceOrigin;
}

/** What was measured for a lesson. */
export interface EvidenceFile {
  lesson: string;
  measured: EvidenceOrigin;
  questions: readonly EvidenceTable[];
}

/** Measured values need no more digits than this, and the file stays readable. */
const DIGITS = 6;

/**
 * Puts measured values together with what is claimed of them.
 *
 * @param question - The question.
 * @param values - By contender: one value for each run, in the order of {@link runsOf}.
 */
export function tableOf(
  question: EvidenceQuestion,
  values: Readonly<Record<string, readonly number[]>>,
): EvidenceTable {
  const { id, question: text, measure, unit = "", claims } = question;
  const contenders = Object.fromEntries(
    Object.entries(values).map(([name, each]) => [name, rounded(measured(each.map(short)))]),
  );
  const result = resultOf({ id, contenders });
  const runs = runsOf(question);
  const outcomes = claims.map((claim) => roundedOutcome(outcomeOf(claim, result, runs)));
  return { id, question: text, measure, unit, runs, contenders, claims: outcomes };
}

/** The results of a table as claims and quotes ask for them. */
export function resultOf({ id, contenders }: Pick<EvidenceTable, "id" | "contenders">): EvidenceResult {
  return {
    of: (name) => {
      const found = contenders[name];
      if (found) return found;
      const known = Object.keys(contenders).join(", ");
      throw new UnknownNameError(
        `Cannot read the evidence "${id}": the contenders are ${known}; received "${name}".`,
      );
    },
  };
}

/** The file's place. */
export function evidencePath(folder: string, lesson: string): string {
  return path.join(folder, `${lesson}.json`);
}

/** Reads what was measured for a lesson; `undefined` when nothing was. */
export function readEvidence(folder: string, lesson: string): EvidenceFile | undefined {
  const file = evidencePath(folder, lesson);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as EvidenceFile) : undefined;
}

/** Writes what was measured, whole or not at all. */
export function writeEvidence(folder: string, evidence: EvidenceFile): void {
  mkdirSync(folder, { recursive: true });
  const file = evidencePath(folder, evidence.lesson);
  writeFileSync(`${file}.part`, `${layOut(evidence)}\n`);
  renameSync(`${file}.part`, file);
}

/** Lists of numbers and runs stand on one line each. */
function layOut(evidence: EvidenceFile): string {
  const lines = JSON.stringify(evidence, undefined, 2);
  const numbers = lines.replaceAll(
    /\[\n\s+(-?[\d.e+-]+(?:,\n\s+-?[\d.e+-]+)*)\n\s+\]/g,
    (_, list: string) => {
      return `[${list.replaceAll(/\s+/g, " ")}]`;
    },
  );
  return numbers.replaceAll(/\{\n\s+("seed": \d+),\n\s+("split": \d+)\n\s+\}/g, "{ $1, $2 }");
}

/**
 * Compares a lesson's evidence with what is claimed and with what the lesson says.
 *
 * @param spec - The questions and claims of today.
 * @param file - What was measured.
 * @param lesson - The lesson.
 * @returns What does not fit, a sentence each; empty when all is well.
 */
export function evidenceFindings(
  spec: EvidenceSpec,
  file: EvidenceFile | undefined,
  lesson: Notebook,
): string[] {
  if (!file) return [`${spec.lesson} has no figures: run "npm run evidence -- ${spec.lesson}".`];
  const text = plainText(lesson);
  return spec.questions.flatMap((question) => {
    const table = file.questions.find(({ id }) => id === question.id);
    if (!table || !isOf(question, table))
      return [`${spec.lesson}, "${question.id}": the figures are of another question or of other runs.`];
    const again = tableOf(question, valuesOf(table));
    const { measured: _, ...figures } = table;
    if (JSON.stringify(again) !== JSON.stringify(figures))
      return [
        `${spec.lesson}, "${question.id}": the sums or claims in the file are not those of its values.`,
      ];
    const failed = again.claims.filter(({ holds }) => !holds);
    const quotes = question.quotes?.(resultOf(table)) ?? [];
    return [
      ...failed.map(({ claim }) => `${spec.lesson}, "${question.id}" does not hold: ${claim}.`),
      ...quotes
        .filter((quote) => !text.includes(quote))
        .map((quote) => `${spec.lesson}, "${question.id}": the text does not say "${quote}".`),
    ];
  });
}

function isOf(question: EvidenceQuestion, table: EvidenceTable): boolean {
  return (
    JSON.stringify(runsOf(question)) === JSON.stringify(table.runs) &&
    JSON.stringify(Object.keys(question.contenders)) === JSON.stringify(Object.keys(table.contenders)) &&
    question.question === table.question
  );
}

function valuesOf({ contenders }: EvidenceTable): Record<string, readonly number[]> {
  return Object.fromEntries(Object.entries(contenders).map(([name, { values }]) => [name, values]));
}

/** What the learner reads, with single spaces. */
function plainText({ cells }: Notebook): string {
  const read = cells.filter((cell) => cell.type === "markdown" && !isNote(cell) && !isProof(cell));
  return read.map(({ source }) => source.replaceAll(/\s+/g, " ")).join("\n");
}

function rounded({ values, mean, sd, min, max }: Measured): Measured {
  return { values, mean: short(mean), sd: short(sd), min, max };
}

function roundedOutcome({ meanDifference, bySplit, p, ...outcome }: ClaimOutcome): ClaimOutcome {
  if (meanDifference === undefined) return outcome;
  return {
    ...outcome,
    meanDifference: short(meanDifference),
    ...(bySplit && { bySplit: bySplit.map(short) }),
    ...(p !== undefined && { p: short(p) }),
  };
}

function short(value: number): number {
  return Number(value.toPrecision(DIGITS));
}
