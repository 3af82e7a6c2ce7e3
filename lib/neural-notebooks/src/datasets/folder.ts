/** Turns a file's name into its place on disk: the folder the learner names wins, then the course's `data/`. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { FileError, cannot } from "../core/errors";

/** The environment variable by which a learner names a folder of data. */
export const dataVariable = "NEURAL_NOTEBOOKS_DATA";

/** Where a file was found. */
export interface FoundFile {
  /** Its absolute path. */
  path: string;
  /** Whose folder it is in: the learner's, the course's own, the downloads, or any place on disk. */
  place: "yours" | "course" | "cache" | "elsewhere";
}

/**
 * Gives the course's own data folder, wherever the notebook runs.
 *
 * @returns The absolute path of `data/` beside the library.
 * @throws FileError when the library was taken out of the course.
 */
export function courseDataFolder(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (isLibrary(join(folder, "package.json"))) return join(dirname(dirname(folder)), "data");
  }
  throw cannot("find the data", {
    argument: "the library",
    must: "inside the course",
    received: __dirname,
    as: FileError,
  });
}

/** Gives the folder for downloads, `data/cache`; it need not exist yet. */
export function cacheFolder(): string {
  return join(courseDataFolder(), "cache");
}

/**
 * Gives the folder that the learner names in `NEURAL_NOTEBOOKS_DATA`.
 *
 * @returns Its absolute path, or `undefined` when none is named.
 * @throws FileError when the named folder is not there.
 */
export function namedDataFolder(): string | undefined {
  const named = process.env[dataVariable];
  if (!named) return undefined;
  const path = resolve(named);
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw cannot("find the data", {
      argument: dataVariable,
      must: "an existing folder",
      received: named,
      as: FileError,
    });
  }
  return path;
}

/**
 * Looks for a file of the course: first in the learner's folder, then in `data/`, then in `data/cache`.
 *
 * @param file - A name such as `"penguins.json"`, or a path such as `"fashion-mnist/t10k-labels-idx1-ubyte"`.
 * @returns Where it is, or `undefined`.
 */
export function findDataFile(file: string): FoundFile | undefined {
  const yours = namedDataFolder();
  const candidates: FoundFile[] = [
    ...(yours ? [{ path: join(yours, file), place: "yours" } as const] : []),
    { path: join(courseDataFolder(), file), place: "course" },
    { path: join(cacheFolder(), file), place: "cache" },
  ];
  return candidates.find(({ path }) => existsSync(path) && statSync(path).isFile());
}

/**
 * Looks for a learner's own file: as a path from the working folder, then as {@link findDataFile} does.
 *
 * @param file - A path or a name.
 * @returns Where it is.
 * @throws FileError naming every place that was tried.
 */
export function locateFile(file: string): FoundFile {
  const direct = resolve(file);
  if (existsSync(direct) && statSync(direct).isFile()) return { path: direct, place: "elsewhere" };
  const found = isAbsolute(file) ? undefined : findDataFile(file);
  if (found) return found;
  const tried = isAbsolute(file)
    ? []
    : [namedDataFolder(), courseDataFolder()].filter((folder) => folder !== undefined);
  const hint = `Tried ${[direct, ...tried.map((folder) => join(folder, file))].join(", ")}.`;
  throw cannot("read the file", {
    argument: "file",
    must: "an existing file",
    received: file,
    hint,
    as: FileError,
  });
}

/**
 * Looks for a learner's own folder: as a path from the working folder, then below the named folder and `data/`.
 *
 * @param folder - A path or a name.
 * @returns Its absolute path.
 * @throws FileError naming every place that was tried.
 */
export function locateFolder(folder: string): string {
  const roots = isAbsolute(folder)
    ? []
    : [namedDataFolder(), courseDataFolder()].filter((root) => root !== undefined);
  const tried = [resolve(folder), ...roots.map((root) => join(root, folder))];
  const found = tried.find((path) => existsSync(path) && statSync(path).isDirectory());
  if (found) return found;
  throw cannot("read the folder", {
    argument: "folder",
    must: "an existing folder",
    received: folder,
    hint: `Tried ${tried.join(", ")}.`,
    as: FileError,
  });
}

function isLibrary(packageFile: string): boolean {
  if (!existsSync(packageFile)) return false;
  return (JSON.parse(readFileSync(packageFile, "utf8")) as { name?: string }).name === "neural-notebooks";
}
