/** `npm run lessons`: writes notebooks/lessons/*.ipynb and the pages of the course from notebooks/src, or instructor's copies, or says which are out of date. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { NeuralNotebooksError } from "neural-notebooks/core";
import { courseFiles, readPlan } from "./course";
import { lessonLink, makeEdition, type Edition } from "./editions";
import { readPercent, writeNotebook, type Notebook } from "./percent";
import { folders, lessonNames } from "./project";

/** Where lessons come from and go to. */
export interface LessonFolders {
  /** Folder of the percent sources (`NN-slug.ts`). */
  sources: string;
  /** Folder of the notebooks (`NN-slug.ipynb`). */
  lessons: string;
}

type Notebooks = Readonly<Record<string, Notebook>>;

/** Lessons that are read already. */
interface ReadOptions {
  notebooks?: Notebooks;
}

/** How a notebook stands to its source; "worked in" is a changed one that holds outputs, so somebody's work. */
export type LessonState = "same" | "changed" | "worked in" | "missing" | "no source";

/** One lesson, its state, and the text its notebook should have (`undefined` without a source). */
export interface LessonDrift {
  name: string;
  state: LessonState;
  text: string | undefined;
}

/**
 * Compares every notebook with what its source makes.
 *
 * @param where - The two folders; the project's own unless told.
 * @param options - `edition` ("learner"): for whom the notebooks are; `notebooks`: the lessons, where they are read already.
 * @returns One entry per lesson, in course order.
 * @throws FileError when jupytext cannot run.
 */
export function lessonDrift(
  where: LessonFolders = folders,
  { edition = "learner", notebooks = readLessons(where.sources) }: ReadOptions & { edition?: Edition } = {},
): LessonDrift[] {
  const names = Object.keys(notebooks);
  const links = Object.entries(notebooks).map(([name, notebook]) => lessonLink(name, notebook));
  const made = Object.entries(notebooks).map(([name, notebook], i): LessonDrift => {
    const neighbours = { previous: links[i - 1], next: links[i + 1] };
    const text = writeNotebook(makeEdition(notebook, edition, neighbours));
    const file = path.join(where.lessons, `${name}.ipynb`);
    if (!existsSync(file)) return { name, state: "missing", text };
    return { name, state: compare(readFileSync(file, "utf8"), text), text };
  });
  // A learner's own notebook in the folder is no lesson; only names like ours can be left over from a removed source.
  const orphans = lessonNames(where.lessons, ".ipynb").filter(
    (name) => /^(\d\d|p\d)-/.test(name) && !names.includes(name),
  );
  return [...made, ...orphans.map((name): LessonDrift => ({ name, state: "no source", text: undefined }))];
}

/**
 * Writes the notebooks that are out of date. Those that hold outputs are somebody's work and stay, unless forced;
 * those without a source stay too.
 *
 * @param where - The two folders; the project's own unless told.
 * @param options - `force` (false): also replace notebooks that hold outputs; `edition` ("learner"): for whom they are.
 * @returns What was found before writing, and whether it was written.
 */
export function writeLessons(
  where: LessonFolders = folders,
  { force = false, ...options }: ReadOptions & { force?: boolean; edition?: Edition } = {},
): (LessonDrift & { written: boolean })[] {
  const drift = lessonDrift(where, options);
  mkdirSync(where.lessons, { recursive: true });
  return drift.map((lesson) => {
    const { name, state, text } = lesson;
    const written = text !== undefined && state !== "same" && (force || state !== "worked in");
    if (written) replaceFile(path.join(where.lessons, `${name}.ipynb`), text);
    return { ...lesson, written };
  });
}

/** A file that is made of all lessons, and whether it is as it should be. */
export interface PageDrift {
  /** Its path below `notebooks`. */
  file: string;
  state: "same" | "changed" | "missing";
  text: string;
}

/**
 * Compares the map of the course and its glossary with what the lessons and the plan make of them.
 *
 * @param where - `sources`: the lessons; `course`: the folder of the pages, with the plan in `src/course.json`.
 * @throws FileError when the plan cannot be read; DataError when plan and lessons do not fit.
 */
export function pageDrift(
  where: { sources: string; course: string } = folders,
  { notebooks = readLessons(where.sources) }: ReadOptions = {},
): PageDrift[] {
  const plan = readPlan(path.join(where.course, "src", "course.json"));
  const files = courseFiles(plan, notebooks, { folder: where.course });
  return Object.entries(files).map(([file, text]) => {
    const place = path.join(where.course, file);
    if (!existsSync(place)) return { file, state: "missing", text };
    return { file, state: readFileSync(place, "utf8") === text ? "same" : "changed", text };
  });
}

/** Writes the map of the course and its glossary where they are out of date, and gives what was found before. */
export function writePages(
  where: { sources: string; course: string } = folders,
  options: ReadOptions = {},
): PageDrift[] {
  const drift = pageDrift(where, options);
  for (const { file, state, text } of drift)
    if (state !== "same") replaceFile(path.join(where.course, file), text);
  return drift;
}

/** All lessons, by name, as their sources say: jupytext runs once. */
function readLessons(folder: string): Notebooks {
  const names = lessonNames(folder, ".ts");
  const sources = Object.fromEntries(
    names.map((name) => [name, readFileSync(path.join(folder, `${name}.ts`), "utf8")]),
  );
  return names.length === 0 ? {} : readPercent(sources);
}

function compare(found: string, wanted: string): LessonState {
  if (found === wanted) return "same";
  return /"outputs": \[\s*\{|"execution_count": \d/.test(found) ? "worked in" : "changed";
}

/** Written aside and renamed, so that a reader never meets half a notebook. */
function replaceFile(file: string, text: string): void {
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

function main(): void {
  const { values } = parseArgs({
    options: {
      check: { type: "boolean", default: false },
      force: { type: "boolean", default: false },
      instructor: { type: "string" },
    },
  });
  if (values.check) return check();
  const { force, instructor } = values;
  const notebooks = readLessons(folders.sources);
  const lessons =
    instructor === undefined
      ? writeLessons(folders, { force, notebooks })
      : writeLessons(
          { ...folders, lessons: path.resolve(instructor) },
          { force, notebooks, edition: "instructor" },
        );
  for (const { name, state, written } of lessons) {
    if (written) console.log(`${name}: written`);
    else if (state === "worked in")
      console.log(`${name}: kept, because it holds outputs (replace it with "npm run lessons -- --force")`);
    else if (state === "no source")
      console.log(`${name}: has no source in notebooks/src/lessons; delete it if it is not yours`);
  }
  if (instructor === undefined)
    for (const { file, state } of writePages(folders, { notebooks }))
      if (state !== "same") console.log(`${file}: written`);
  console.log(`${lessons.length} lessons, ${lessons.filter(({ written }) => written).length} written`);
}

function check(): void {
  const notebooks = readLessons(folders.sources);
  const drift = lessonDrift(folders, { notebooks });
  const pages = pageDrift(folders, { notebooks }).map(({ file, state }) => ({ name: file, state }));
  const stale = [...drift, ...pages].filter(({ state }) => state !== "same");
  for (const { name, state } of stale) console.log(`${name}: ${state}`);
  console.log(`${drift.length} lessons and ${pages.length} pages, ${stale.length} out of date`);
  if (stale.length === 0) return;
  console.log('Run "npm run lessons" and commit the notebooks.');
  process.exitCode = 1;
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    console.error(
      error instanceof NeuralNotebooksError || error instanceof TypeError ? error.message : error,
    );
    process.exitCode = 1;
  }
}
