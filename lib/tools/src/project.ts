/** Says where the project's parts lie, and in which environment its Python side runs. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { FileError } from "neural-notebooks/core";
import { installKernelspec } from "tslab-kernel/install";

/** The clone's root folder, found from this file (lib/tools/dist/project.js). */
export const projectRoot = path.resolve(__dirname, "..", "..", "..");

/** Where lesson sources, notebooks and executed copies lie. */
export const folders = {
  sources: path.join(projectRoot, "notebooks", "src", "lessons"),
  lessons: path.join(projectRoot, "notebooks", "lessons"),
  executed: path.join(projectRoot, "notebooks", "walkthroughs", "executed"),
} as const;

const programs = path.join(projectRoot, ".venv", process.platform === "win32" ? "Scripts" : "bin");

/**
 * The Python that set-up installed into the clone.
 *
 * @returns The absolute path of the interpreter.
 * @throws FileError when set-up has not run.
 */
export function pythonPath(): string {
  const file = path.join(programs, process.platform === "win32" ? "python.exe" : "python");
  if (!existsSync(file))
    throw new FileError(`Cannot run Python: ${file} is missing. Run "npm run setup" first.`);
  return file;
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
export function installCourseKernel(prefix: string = path.join(projectRoot, ".venv")): void {
  installKernelspec({
    prefix,
    displayName: "TypeScript (Neural Notebooks)",
    libraries: [path.join(projectRoot, "lib", "neural-notebooks")],
    env: { TSLAB_KERNEL_CACHE: path.join(projectRoot, ".setup", "kernel") },
  });
}

/** The environment for Jupyter programs: kernels from the clone, and nothing written outside it. */
export function jupyterEnvironment(): NodeJS.ProcessEnv {
  const own = path.join(projectRoot, ".setup", "jupyter");
  return {
    ...process.env,
    // nbgrader calls alembic, and JupyterLab its own programs, by name.
    PATH: `${programs}${path.delimiter}${process.env["PATH"] ?? ""}`,
    JUPYTER_PATH: path.join(projectRoot, ".venv", "share", "jupyter"),
    JUPYTER_CONFIG_DIR: path.join(own, "config"),
    JUPYTER_DATA_DIR: path.join(own, "data"),
    JUPYTER_RUNTIME_DIR: path.join(own, "runtime"),
    IPYTHONDIR: path.join(own, "ipython"),
    PYTHONDONTWRITEBYTECODE: "1",
    PYTHONUTF8: "1",
  };
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
