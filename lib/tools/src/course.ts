/** Makes of the lessons the map of the course, its glossary and its page of notation. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { DataError, FileError } from "neural-notebooks/core";
import type { CourseMap, MappedExercise, MappedLesson } from "neural-notebooks/core/course";
import { Problem } from "neural-notebooks/grading";
import { notationPage, type Symbol } from "./notation";
import { isNote, type Cell, type Notebook } from "./percent";

/** What is written by hand, beside the lessons: units with their lessons, and the words of the glossary. */
export interface CoursePlan {
  readonly title: string;
  readonly about: string;
  readonly units: readonly { title: string; about: string; lessons: readonly string[] }[];
  /** Word → definition, one or two sentences; `inBold` is how a lesson introduces the word where it writes it otherwise. */
  readonly glossary: Readonly<Record<string, string | { readonly text: string; readonly inBold: string }>>;
  /** The symbols of formulas, in the order of the page. */
  readonly notation: readonly Symbol[];
}

/** The files that are made, by their path below `notebooks`. */
export type CourseFiles = Readonly<Record<"course.json" | "glossary.md" | "notation.md", string>>;

/**
 * Reads the plan of a course.
 *
 * @param file - A JSON file.
 * @throws FileError when it cannot be read.
 */
export function readPlan(file: string): CoursePlan {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as CoursePlan;
  } catch (cause) {
    const { message } = cause as Error;
    throw new FileError(`Cannot read the plan of the course: ${file} must be JSON; ${message}`, { cause });
  }
}

/**
 * Makes the map, the glossary and the page of notation.
 *
 * @param plan - Units and words.
 * @param lessons - All lessons by name, as their sources say.
 * @param options - `folder`: where pictures are looked for, the one that gets the files.
 * @returns The texts of the files.
 * @throws DataError when a lesson is in no unit or in two, lacks its title or minutes, a word is nowhere in bold, or a symbol in no formula.
 */
export function courseFiles(
  plan: CoursePlan,
  lessons: Readonly<Record<string, Notebook>>,
  { folder }: { folder: string },
): CourseFiles {
  const planned = plan.units.flatMap(({ lessons: names }) => names);
  for (const name of Object.keys(lessons)) {
    const times = planned.filter((each) => each === name).length;
    if (times !== 1) throw misplaced(name, times);
  }
  const units = plan.units.map(({ title, about, lessons: names }) => ({
    title,
    about,
    lessons: names.flatMap((name) => {
      const lesson = lessons[name];
      // A unit may name lessons that are not written yet.
      return lesson ? [mappedLesson(name, lesson, folder)] : [];
    }),
  }));
  const map: CourseMap = {
    title: plan.title,
    about: plan.about,
    units: units.filter(({ lessons: written }) => written.length > 0),
  };
  const inOrder = map.units.flatMap(({ lessons: mapped }) => mapped);
  return {
    "course.json": `${JSON.stringify(map, undefined, 1)}\n`,
    "glossary.md": glossaryPage(plan.glossary, inOrder, lessons),
    "notation.md": notationPage(plan.notation, inOrder, lessons),
  };
}

function misplaced(name: string, times: number): DataError {
  return new DataError(
    `Cannot map the course: each lesson must stand in one unit of notebooks/src/course.json; ${name} stands in ${times}.`,
  );
}

/** What the map tells of a lesson. */
export function mappedLesson(name: string, lesson: Notebook, folder: string): MappedLesson {
  const text = lesson.cells.find(({ type }) => type === "markdown")?.source ?? "";
  const title = /^# (\d\d) · (.+)$/m.exec(text);
  const [, number = "", question = ""] = title ?? [];
  const minutes = minutesIn(text);
  if (!title || minutes === undefined) {
    throw new DataError(
      `Cannot map the lesson ${name}: its first cell must hold "# ${name.slice(0, 2)} · a question" and a line such as "*55 minutes · needs lesson 00*".`,
    );
  }
  const picture = `pictures/${name}.svg`;
  return {
    name,
    number,
    question: question.trim(),
    minutes,
    needs: needsIn(text),
    aims: [
      ...(/\*\*You will be able to\*\*\n\n((?:- .+\n?)+)/.exec(text)?.[1] ?? "").matchAll(/^- (.+)$/gm),
    ].map(([, aim = ""]) => aim),
    picture: existsSync(path.join(folder, picture)) ? picture : null,
    exercises: exercisesOf(name),
    predictions: predictionsIn(lesson.cells),
  };
}

/** "*55 minutes · …*", or "*Two sittings of about 40 minutes · …*". */
function minutesIn(text: string): number | undefined {
  const found = /^\*(?:(\w+) sittings of about )?(\d+) minutes · .*\*$/m.exec(text);
  if (!found) return undefined;
  const [, sittings = "one", minutes] = found;
  const count = ["one", "two", "three", "four"].indexOf(sittings.toLowerCase()) + 1;
  return count === 0 ? undefined : count * Number(minutes);
}

/** The numbers behind "needs" or "builds on". */
function needsIn(text: string): string[] {
  const line = /^\*.*minutes · (?:needs|builds on) (.*)\*$/m.exec(text)?.[1] ?? "";
  return line.match(/\b\d\d\b/g) ?? [];
}

/** The exercises of a lesson, from its file of problems. */
function exercisesOf(name: string): MappedExercise[] {
  let module: Record<string, unknown>;
  try {
    module = require(`neural-notebooks/grading/problems/${name}`) as Record<string, unknown>;
  } catch {
    return [];
  }
  return Object.values(module).flatMap((value) =>
    value instanceof Problem ? [{ id: value.spec.id, variable: value.spec.variable }] : [],
  );
}

function predictionsIn(cells: readonly Cell[]): number {
  const code = cells.filter(({ type }) => type === "code").map(({ source }) => source);
  return [...code.join("\n").matchAll(/\bpredict\(\s*["'`]/g)].length;
}

/** The glossary: each word with its definition and the place in a lesson where it stands in bold first. */
function glossaryPage(
  words: CoursePlan["glossary"],
  inOrder: readonly MappedLesson[],
  lessons: Readonly<Record<string, Notebook>>,
): string {
  const entries = Object.keys(words)
    .sort((a, b) => a.localeCompare(b, "en"))
    .map((word) => {
      const entry = words[word] ?? "";
      const { text, inBold } = typeof entry === "string" ? { text: entry, inBold: word } : entry;
      const lesson = inOrder.find(({ name }) => hasInBold(lessons[name], inBold));
      if (!lesson)
        throw new DataError(
          `Cannot make the glossary: each of its words must stand in bold in a lesson; **${inBold}** does not.`,
        );
      return { word, text: `**${word}.** ${text} → [${lesson.number}](lessons/${lesson.name}.ipynb)` };
    });
  const letters = [...new Set(entries.map(({ word }) => word.charAt(0).toUpperCase()))];
  const sections = letters.map((letter) => {
    const own = entries.filter(({ word }) => word.charAt(0).toUpperCase() === letter);
    return [`## ${letter}`, ...own.map(({ text }) => text)].join("\n\n");
  });
  const head = "# Glossary\n\nEach word with the lesson in which it is introduced.";
  return `${[head, ...sections].join("\n\n")}\n`;
}

function hasInBold(lesson: Notebook | undefined, word: string): boolean {
  const bold = `**${word}**`.toLowerCase();
  return (lesson?.cells ?? []).some(
    (cell) => cell.type === "markdown" && !isNote(cell) && cell.source.toLowerCase().includes(bold),
  );
}
