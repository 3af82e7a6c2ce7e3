/** Checks the shape in which a lesson teaches: how much text stands between two runs, how often the learner acts, how it ends. */
import { changesOf, suggestsChanges } from "./changes";
import { tagsOf, type Cell } from "./percent";

/** A place where the shape is broken; without a cell where the lesson as a whole is. */
export interface ShapeFinding {
  cell: Cell | undefined;
  message: string;
}

const MAX_WORDS = 240;
const MAX_RUNS = 24;
const MAX_PREDICTIONS = 6;
const MIN_EXERCISES = 4;
/** Sections in a row without an exercise. */
const MAX_IDLE = 2;

/** Words that readers would not find in other books, and what the field says. */
const PRIVATE_WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bremed(?:y|ies)\b/i, "regularisation method"],
  [/\bmend(?:s|ed|ing)?\b/i, "correct, repair"],
  [/\bstarting weights\b/i, "initial weights"],
  [/\bheavy balls?\b/i, "momentum"],
];

/**
 * Checks the cells that a learner sees.
 *
 * @param shown - Without speaker notes and proofs, in their order.
 * @returns A message for each fault.
 */
export function shapeFindings(shown: readonly Cell[]): ShapeFinding[] {
  return [...rhythm(shown), ...actions(shown), ...ending(shown), ...wording(shown)];
}

/** Words of prose: formulas, code blocks, tables and list marks do not count. */
export function wordCount(text: string): number {
  const prose = text
    .replace(/\$\$[\s\S]*?\$\$|```[\s\S]*?```/g, " ")
    .replace(/^\|.*$/gm, " ")
    .replace(/\$[^$\n]*\$/g, "x");
  return prose.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Text between two code cells; the hook before the first and the ending behind the last are as long as they need. */
function rhythm(shown: readonly Cell[]): ShapeFinding[] {
  const first = shown.findIndex(isRun);
  const last = lastPlace(shown, (cell) => isRun(cell) && !isSummary(cell));
  const findings: ShapeFinding[] = [];
  let words = 0;
  for (const cell of shown.slice(first, last + 1)) {
    if (isRun(cell)) words = 0;
    else words += wordCount(cell.source);
    if (words > MAX_WORDS && !isRun(cell))
      findings.push({
        cell,
        message: `between two code cells stand at most ${MAX_WORDS} words; here are ${words}`,
      });
  }
  return findings;
}

function actions(shown: readonly Cell[]): ShapeFinding[] {
  const code = shown.filter(isRun).slice(1);
  const asked = code.filter(isPrediction);
  const exercises = code.filter(isExercise);
  const runs = code.filter((cell) => !isPrediction(cell) && !isExercise(cell) && !isSummary(cell));
  return [
    ...when(
      runs.length > MAX_RUNS,
      `a lesson has at most ${MAX_RUNS} code cells to run; this one has ${runs.length}`,
    ),
    ...when(
      asked.length === 0 || asked.length > MAX_PREDICTIONS,
      `a lesson asks for 1 to ${MAX_PREDICTIONS} predictions; this one for ${asked.length}`,
    ),
    ...when(
      exercises.length < MIN_EXERCISES,
      `a lesson has at least ${MIN_EXERCISES} exercises; this one has ${exercises.length}`,
    ),
    ...when(
      !code.some(({ source }) => /\binteract\(/.test(source)),
      "in each lesson something moves: at least one interact",
    ),
    ...idleSections(shown),
  ];
}

/** Exercises go through the lesson: at least every second section ends with one. */
function idleSections(shown: readonly Cell[]): ShapeFinding[] {
  const lastExercise = lastPlace(shown, isExercise);
  const findings: ShapeFinding[] = [];
  let idle = 0;
  let section: Cell | undefined;
  for (const cell of shown.slice(0, lastExercise + 1)) {
    if (isExercise(cell)) idle = 0;
    if (cell.type !== "markdown" || !/^## /m.test(cell.source) || isBreak(cell)) continue;
    idle++;
    section = cell;
    if (idle === MAX_IDLE + 2)
      findings.push({ cell: section, message: `${MAX_IDLE + 1} sections in a row have no exercise` });
  }
  return findings;
}

function ending(shown: readonly Cell[]): ShapeFinding[] {
  const notebook = { cells: [...shown] };
  const sittings = /^\*\w+ sittings\b/m.test(shown[0]?.source ?? "");
  const changes = changesOf(notebook);
  return [
    ...when(
      !suggestsChanges(notebook) || changes.length < 2,
      'a lesson ends with "## Change this and see" and two bullets or more with `old` → `new`',
    ),
    ...when(
      sittings && !shown.some(isBreak),
      'a lesson of two sittings says where to stop: "A good place to stop"',
    ),
  ];
}

function wording(shown: readonly Cell[]): ShapeFinding[] {
  return shown
    .filter(({ type }) => type === "markdown")
    .flatMap((cell) => [
      ...PRIVATE_WORDS.flatMap(([word, better]) => {
        const found = word.exec(cell.source)?.[0];
        return when(found !== undefined, `the field does not say "${found ?? ""}" but ${better}`, cell);
      }),
      ...when(
        /\*\*Predict\*\*/.test(cell.source),
        "a prediction is recorded: predict in a cell of its own",
        cell,
      ),
    ]);
}

function lastPlace(cells: readonly Cell[], is: (cell: Cell) => boolean): number {
  return cells.reduce((last, cell, i) => (is(cell) ? i : last), -1);
}

function isRun({ type }: Cell): boolean {
  return type === "code";
}

function isExercise(cell: Cell): boolean {
  return tagsOf(cell).includes("exercise");
}

function isPrediction({ source }: Cell): boolean {
  return /\bpredict\(\s*["'`]/.test(source);
}

function isSummary({ source }: Cell): boolean {
  return source.startsWith("predictionSummary()");
}

function isBreak({ type, source }: Cell): boolean {
  return type === "markdown" && /\bA good place to stop\b/.test(source);
}

function when(broken: boolean, message: string, cell?: Cell): ShapeFinding[] {
  return broken ? [{ cell, message }] : [];
}
