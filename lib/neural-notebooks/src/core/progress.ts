/** Keeps a learner's progress in a file of the course that git ignores; only for notebooks that a person has open. */
import { closeSync, existsSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import path from "node:path";
import { PROGRESS_FILE, type ExerciseEvent, type PlaceEvent, type PredictionEvent } from "./progress-log";

/** What is recorded: an event without its time, and without the lesson, which the notebook tells. */
export type Recorded =
  Omit<ExerciseEvent, "at"> | Omit<PredictionEvent, "at" | "lesson"> | Omit<PlaceEvent, "at" | "lesson">;

/** Where progress goes: a file, or `off`; without it the file beside `course.json`. */
const PROGRESS_VARIABLE = "NEURAL_NOTEBOOKS_PROGRESS";

/** The notebook that Jupyter's server has started this kernel for. Programs that run notebooks do not set it. */
const NOTEBOOK_VARIABLE = "JPY_SESSION_NAME";

const NEWLINE = "\n".charCodeAt(0);

/** The place that was recorded last, so that a cell that runs again and again is one line. */
let lastPlace: string | undefined;

/**
 * Records what a learner has done, as one line at the end of the log: whenever the program is stopped, all lines before
 * are whole. Several notebooks may write to one log. A log that cannot be written is left alone: no lesson fails by it.
 *
 * @param event - What has happened.
 * @param environment - Tells the notebook and the log; that of the process.
 */
export function recordProgress(event: Recorded, environment: NodeJS.ProcessEnv = process.env): void {
  const place = progressPlace(environment);
  if (!place) return;
  if (event.kind === "place") {
    const here = JSON.stringify([place, event.cell]);
    if (here === lastPlace) return;
    lastPlace = here;
  }
  const { kind, ...rest } = event;
  const lesson = kind === "exercise" ? {} : { lesson: place.lesson };
  appendLine(place.file, JSON.stringify({ kind, at: new Date().toISOString(), ...lesson, ...rest }));
}

/**
 * Finds the log of the notebook that runs.
 *
 * @param environment - That of the process.
 * @returns The log's path and the lesson's name; `undefined` where no progress is kept.
 */
export function progressPlace(
  environment: NodeJS.ProcessEnv = process.env,
): { file: string; lesson: string } | undefined {
  const notebook = environment[NOTEBOOK_VARIABLE] ?? "";
  const wanted = environment[PROGRESS_VARIABLE] ?? "";
  if (path.extname(notebook) !== ".ipynb" || wanted === "off") return undefined;
  const file = wanted === "" ? logBesideCourse(notebook) : path.resolve(wanted);
  return file === undefined ? undefined : { file, lesson: path.basename(notebook, ".ipynb") };
}

/** The log of the course in which a notebook lies: in the folder above it that holds `course.json`. */
function logBesideCourse(notebook: string): string | undefined {
  for (let folder = path.dirname(notebook); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, "course.json"))) return path.join(folder, PROGRESS_FILE);
    if (folder === path.dirname(folder)) return undefined;
  }
}

function appendLine(file: string, line: string): void {
  try {
    const log = openSync(file, "a+");
    try {
      // A line that was left unfinished must not take this one with it.
      writeSync(log, `${endsWithinLine(log) ? "\n" : ""}${line}\n`);
    } finally {
      closeSync(log);
    }
  } catch {
    // A folder that cannot be written, a full disk: the lesson goes on.
  }
}

function endsWithinLine(log: number): boolean {
  const { size } = fstatSync(log);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(log, last, 0, 1, size - 1) === 1 && last[0] !== NEWLINE;
}
