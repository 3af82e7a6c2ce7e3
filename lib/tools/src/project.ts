/** Says where the project's parts lie, and in which environment its Python side runs. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { FileError } from "neural-notebooks/core";
import { installKernelspec } from "tslab-kernel/install";
import { cloneRoot, jupyterEnvironment as environmentOf, kernelOptions, pathsOf } from "../setup/paths.cjs";

/** The clone's root folder. */
export const projectRoot: string = cloneRoot;

const paths = pathsOf();

/** Where the course's pages, lesson sources, notebooks and executed copies lie. */
export const folders = {
  course: path.join(projectRoot, "notebooks"),
  sources: path.join(projectRoot, "notebooks", "src", "lessons"),
  lessons: path.join(projectRoot, "notebooks", "lessons"),
  evidence: path.join(projectRoot, "notebooks", "evidence"),
  executed: path.join(projectRoot, "notebooks", "walkthroughs", "executed"),
} as const;

/**
 * The Python that set-up installed into the clone.
 *
 * @returns The absolute path of the interpreter.
 * @throws FileError when set-up has not run.
 */
export function pythonPath(): string {
  if (!existsSync(paths.python))
    throw new FileError(`Cannot run Python: ${paths.python} is missing. Run "npm run setup" first.`);
  return paths.python;
}

/** A Python helper that stands beside its TypeScript caller in lib/tools. */
export function pythonHelper(name: string): string {
  return path.join(projectRoot, "lib", "tools", name);
}

/**
 * Installs the course's kernelspec, which `npm run setup` has done for the clone's own `.venv`.
 *
 * @param prefix - Where to install it, instead of `.venv`.
 */
export function installCourseKernel(prefix: string = paths.venv): void {
  installKernelspec({ ...kernelOptions(paths), prefix });
}

/** The environment for Jupyter programs: kernels from the clone, and nothing written outside it. */
export function jupyterEnvironment(): NodeJS.ProcessEnv {
  return environmentOf(paths);
}

/**
 * The lessons that a folder holds, by name (file name without its ending), in course order.
 *
 * @param folder - The folder to look in.
 * @param ending - `".ts"` for sources, `".ipynb"` for notebooks.
 * @returns Sorted names; none when the folder is missing.
 */
export function lessonNames(folder: string, ending: ".ts" | ".ipynb"): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => file.endsWith(ending) && !file.startsWith("."));
  return files.map((file) => file.slice(0, -ending.length)).sort();
}
