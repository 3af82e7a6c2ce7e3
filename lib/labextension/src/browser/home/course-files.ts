/** Reads the map of the course and the learner's progress from the server's files. */
import {
  COURSE_FILE,
  PROGRESS_FILE,
  parseProgress,
  progressOf,
  type CourseMap,
  type Progress,
} from "neural-notebooks/core/course";

/** Where the course's clone holds its map. */
const COURSE_FOLDER = "notebooks";

/** An entry of a folder. */
interface Entry {
  readonly name: string;
  readonly last_modified: string;
  readonly size?: number | null;
}

/** What is used of JupyterLab's contents manager. */
export interface Contents {
  get(
    path: string,
    options: { content: boolean; format?: "text" | "json"; type?: "file" | "directory" },
  ): Promise<{ content: unknown }>;
  delete(path: string): Promise<void>;
}

/** A course on the server. */
export interface Course {
  readonly map: CourseMap;
  /** The folder with the map, as a path of the server: `"notebooks"`, or an empty text. */
  readonly folder: string;
}

/**
 * Looks for a course: in a folder `notebooks` of the server's root, then in the root, then beside the preferred folder.
 *
 * @param contents - The server's files.
 * @param options - `preferred`: the folder in which the server wants to begin, such as `"notebooks/lessons"`.
 * @returns The course; `undefined` where there is none.
 */
export async function findCourse(
  contents: Contents,
  { preferred }: { preferred: string },
): Promise<Course | undefined> {
  const parent = preferred.split("/").slice(0, -1).join("/");
  // What is not there is not asked for: it would be an error in the page's log.
  const named = (await entryOf(contents, "", COURSE_FOLDER)) ? [COURSE_FOLDER] : [];
  for (const folder of new Set([...named, "", ...(parent === "" ? [] : [parent])])) {
    const text = await textOf(contents, folder, COURSE_FILE);
    const map = text === undefined ? undefined : parseMap(text);
    if (map) return { map, folder };
  }
  return undefined;
}

/** The path of a file of the course. */
export function inFolder(folder: string, file: string): string {
  return folder === "" ? file : `${folder}/${file}`;
}

/** The learner's log of progress. */
export interface ProgressLog {
  /** What changes when the log is written; an empty text where there is none. */
  readonly version: string;
  readonly text: string;
  readonly progress: Progress;
}

/** Reads the log of progress; an empty one where there is none. */
export async function readProgress(contents: Contents, folder: string): Promise<ProgressLog> {
  const entry = await entryOf(contents, folder, PROGRESS_FILE);
  const text = (entry && (await contentOf(contents, folder, PROGRESS_FILE))) ?? "";
  return { version: versionOf(entry), text, progress: progressOf(parseProgress(text)) };
}

/** The version of the log, without reading it. */
export async function progressVersion(contents: Contents, folder: string): Promise<string> {
  return versionOf(await entryOf(contents, folder, PROGRESS_FILE));
}

function versionOf(entry: Entry | undefined): string {
  return entry ? `${entry.last_modified} ${entry.size ?? ""}` : "";
}

/** Deletes the log of progress, where there is one. */
export async function deleteProgress(contents: Contents, folder: string): Promise<void> {
  if (await entryOf(contents, folder, PROGRESS_FILE)) await contents.delete(inFolder(folder, PROGRESS_FILE));
}

/** The text of a file; nothing where it is not there. The folder is asked first: a missing file would be an error in the page's log. */
async function textOf(contents: Contents, folder: string, file: string): Promise<string | undefined> {
  return (await entryOf(contents, folder, file)) && contentOf(contents, folder, file);
}

async function contentOf(contents: Contents, folder: string, file: string): Promise<string | undefined> {
  const { content } = await contents.get(inFolder(folder, file), {
    content: true,
    type: "file",
    format: "text",
  });
  return typeof content === "string" ? content : undefined;
}

async function entryOf(contents: Contents, folder: string, file: string): Promise<Entry | undefined> {
  const { content } = await contents
    .get(folder, { content: true, type: "directory" })
    .catch(() => ({ content: [] as unknown }));
  return (content as readonly Entry[]).find(({ name }) => name === file);
}

function parseMap(text: string): CourseMap | undefined {
  try {
    const map = JSON.parse(text) as Partial<CourseMap> | null;
    return Array.isArray(map?.units) ? (map as CourseMap) : undefined;
  } catch {
    return undefined;
  }
}
