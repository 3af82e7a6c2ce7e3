/** Writes the kernelspec into a Jupyter prefix, so that Jupyter finds the kernel. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path = require("node:path");

/** Where to install. */
export interface InstallOptions {
  /** A prefix with `share/jupyter` below it, such as the folder of a virtual environment (the user's own data folder). */
  prefix?: string;
  /** The kernel's name in notebooks (`"tslab"`: that of stock tslab, so that a notebook runs on both). */
  name?: string;
  /** What the launcher shows (`"TypeScript"`). */
  displayName?: string;
  /** Folders of packages whose names completion offers, see `library.ts` (none). */
  libraries?: readonly string[];
  /** Environment variables that the kernel starts with, beside those that it needs (none). */
  env?: Readonly<Record<string, string>>;
}

/** The kernel's usual name. */
export const KERNEL_NAME = "tslab";

/**
 * Installs the kernelspec. One that is right already is left alone; otherwise each file is replaced by a rename, so
 * that a running Jupyter finds a whole kernelspec at every moment.
 *
 * @returns The folder of the kernelspec.
 */
export function installKernelspec(options: InstallOptions): string {
  const folder = kernelspecFolder(options);
  if (kernelspecProblems(options).length === 0) return folder;
  if (existsSync(folder) && !statSync(folder).isDirectory()) rmSync(folder);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(specFiles(options))) {
    const temporary = path.join(folder, `.${name}.new-${process.pid}`);
    try {
      writeFileSync(temporary, content);
      renameSync(temporary, path.join(folder, name));
    } finally {
      rmSync(temporary, { force: true });
    }
  }
  return folder;
}

/**
 * Checks the installed kernelspec.
 *
 * @returns What is wrong, a sentence each; empty when all is right.
 */
export function kernelspecProblems(options: InstallOptions): string[] {
  const folder = kernelspecFolder(options);
  return Object.entries(specFiles(options)).flatMap(([name, content]) => {
    const file = path.join(folder, name);
    if (!existsSync(file)) return [`${file} is missing.`];
    return readFileSync(file, "utf8") === content ? [] : [`${file} differs from what this version installs.`];
  });
}

/** The folder of the kernelspec that {@link installKernelspec} writes. */
export function kernelspecFolder({ prefix, name = KERNEL_NAME }: InstallOptions): string {
  const folder = prefix === undefined ? userDataFolder() : path.join(prefix, "share", "jupyter");
  return path.join(folder, "kernels", name);
}

/** Where Jupyter keeps a user's own data. */
export function userDataFolder(): string {
  if (process.platform === "darwin") return path.join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32")
    return path.join(process.env["APPDATA"] ?? path.join(homedir(), "AppData", "Roaming"), "jupyter");
  return path.join(process.env["XDG_DATA_HOME"] ?? path.join(homedir(), ".local", "share"), "jupyter");
}

function specFiles(options: InstallOptions): Record<string, string> {
  const { displayName = "TypeScript", libraries = [], env = {} } = options;
  const spec = {
    argv: [
      process.execPath,
      path.join(__dirname, "main.js"),
      ...libraries.flatMap((folder) => ["--library", folder]),
      "{connection_file}",
    ],
    display_name: displayName,
    language: "typescript",
    // A signal cannot stop a loop that starts after an await; a message is read by the wire thread, which can.
    interrupt_mode: "message",
    env: { TF_CPP_MIN_LOG_LEVEL: "2", TF_ENABLE_ONEDNN_OPTS: "1", ...env },
    metadata: { debugger: true, supported_encryption: ["curve"] },
  };
  return { "kernel.json": `${JSON.stringify(spec, null, 2)}\n`, "logo-svg.svg": LOGO };
}

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="TypeScript">
  <rect width="64" height="64" rx="10" fill="#1f4e8c"/>
  <g stroke="#fff" stroke-width="2">
    <path d="M16 20 32 14M16 20 32 32M16 20 32 50M16 44 32 14M16 44 32 32M16 44 32 50M32 14 48 32M32 32h16M32 50 48 32"/>
  </g>
  <g fill="#f4a836">
    <circle cx="16" cy="20" r="5"/><circle cx="16" cy="44" r="5"/><circle cx="32" cy="14" r="5"/>
    <circle cx="32" cy="32" r="5"/><circle cx="32" cy="50" r="5"/><circle cx="48" cy="32" r="5"/>
  </g>
</svg>
`;
