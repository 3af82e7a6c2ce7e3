/** `npm run gates -- 12`: trains the answers of exercises that train again and again, and tells how many the gates let through. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { ArgumentError, NeuralNotebooksError, UnknownNameError } from "neural-notebooks/core";
import { Problem } from "neural-notebooks/grading";

/** What repeated training runs of one answer came to. */
export interface GateRow {
  /** `"right 1"` or `"mistake 2"`, in the order of the problem file. */
  readonly answer: string;
  /** How many of the runs the check calls right. */
  readonly passed: number;
  /** What each run measured on the hidden rows, the worst first; runs whose model cannot be measured are left out. */
  readonly measured: readonly number[];
  readonly runs: number;
}

/** The exercises that train, by lesson. */
export function trainingExercises(lesson: string): Problem<unknown>[] {
  const module = require(`neural-notebooks/grading/problems/${lesson}`) as Record<string, unknown>;
  return Object.values(module).filter(
    (value): value is Problem<unknown> => value instanceof Problem && value.spec.training !== undefined,
  );
}

/** The lessons whose exercises train, in order. */
export function lessonsThatTrain(): string[] {
  const folder = path.dirname(require.resolve("neural-notebooks/grading/problems/00-start"));
  return readdirSync(folder)
    .filter((file) => /^\d\d-.*(?<!\.test)\.js$/.test(file))
    .map((file) => file.slice(0, -".js".length))
    .filter((lesson) => trainingExercises(lesson).length > 0)
    .sort();
}

/**
 * Trains every right answer and every mistake of an exercise several times, each from random weights of its own.
 *
 * @param exercise - One that trains.
 * @param runs - Training runs of each right answer; of each mistake a third of it, at least one.
 * @returns One row for each answer.
 */
export async function measureGate<Answer>({ spec }: Problem<Answer>, runs: number): Promise<GateRow[]> {
  const few = Math.ceil(runs / 3);
  const ways = [
    ...(spec.trained?.right ?? []).map((train, i) => ({ answer: `right ${i + 1}`, train, count: runs })),
    ...(spec.trained?.mistakes ?? []).map((mistake, i) => {
      return { answer: `mistake ${i + 1}`, train: mistake.answer, count: few };
    }),
  ];
  const rows: GateRow[] = [];
  for (const { answer, train, count } of ways) {
    const verdicts: boolean[] = [];
    const measured: number[] = [];
    for (let run = 0; run < count; run++) {
      const trained = await train();
      verdicts.push(new Problem(spec).check(trained).status === "right");
      measured.push(measureOrNothing(spec, trained));
    }
    const sign = spec.training?.direction === "below" ? -1 : 1;
    const whole = measured.filter(Number.isFinite).sort((one, other) => sign * (one - other));
    rows.push({ answer, passed: verdicts.filter(Boolean).length, measured: whole, runs: count });
  }
  return rows;
}

/** A mistake may be no model at all, or one of another shape. */
function measureOrNothing<Answer>({ training }: Problem<Answer>["spec"], answer: Answer): number {
  try {
    return training?.measure(answer) ?? NaN;
  } catch {
    return NaN;
  }
}

/** Rows as lines of text. */
export function reportGate<Answer>({ spec }: Problem<Answer>, rows: readonly GateRow[]): string {
  const number = (value: number | undefined): string =>
    value === undefined ? "none" : String(Number(value.toPrecision(3)));
  const width = Math.max(...rows.map(({ answer }) => answer.length));
  const lines = rows.map(({ answer, passed, measured, runs }) => {
    const [worst, median, best] = [
      measured[0],
      measured[Math.floor(measured.length / 2)],
      measured.at(-1),
    ].map(number);
    const sign = isAsWanted({ answer, passed, runs }) ? "✓" : "✗";
    return `  ${sign} ${answer.padEnd(width)}  right in ${passed} of ${runs}; measured: worst ${worst}, median ${median}, best ${best}`;
  });
  return [
    `${spec.id}: ${spec.training?.name ?? ""} ${spec.training?.direction} ${spec.training?.gate}`,
    ...lines,
  ].join("\n");
}

/** Whether a right answer always passed, or a mistake never did. */
export function isAsWanted({ answer, passed, runs }: Pick<GateRow, "answer" | "passed" | "runs">): boolean {
  return passed === (answer.startsWith("right") ? runs : 0);
}

function wantedLessons(words: readonly string[]): string[] {
  const names = lessonsThatTrain();
  if (words.length === 0 || words.includes("all")) return names;
  return words.map((word) => {
    const found = names.find((name) => name === word || name.startsWith(`${word}-`));
    if (found !== undefined) return found;
    throw new UnknownNameError(
      `Cannot measure "${word}": the lessons whose exercises train are ${names.join(", ")}.`,
    );
  });
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { runs: { type: "string", default: "30" } },
    allowPositionals: true,
  });
  const runs = Number(values.runs);
  if (!Number.isInteger(runs) || runs < 1)
    throw new ArgumentError(
      `Cannot measure: --runs must be a whole number from 1 on; received "${values.runs}".`,
    );
  let missed = 0;
  for (const lesson of wantedLessons(positionals)) {
    for (const exercise of trainingExercises(lesson)) {
      const rows = await measureGate(exercise, runs);
      console.log(reportGate(exercise, rows));
      missed += rows.filter((row) => !isAsWanted(row)).length;
    }
  }
  console.log(`${missed} answers were judged otherwise than they should be`);
  if (missed > 0) process.exitCode = 1;
}

if (require.main === module) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof NeuralNotebooksError ? error.message : error);
    process.exitCode = 1;
  });
}
