/** Writes the kernelspec `tslab` into a Jupyter prefix, so that the lessons find the course kernel. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path = require("node:path");

/** Where to install. */
export interface InstallOptions {
  /** A prefix with `share/jupyter` below it, such as the folder of a virtual environment. */
  prefix: string;
}

/** The kernel's name in notebooks; stock tslab's, so that the lessons run there too. */
export const KERNEL_NAME = "tslab";

/**
 * Installs the kernelspec. One that is right already is left alone; otherwise each file is replaced by a rename, so
 * that a running Jupyter finds a whole kernelspec at every moment.
 *
 * @returns The folder of the kernelspec.
 */
export function installKernelspec(options: InstallOptions): string {
  const folder = specFolder(options);
  if (kernelspecProblems(options).length === 0) return folder;
  if (existsSync(folder) && !statSync(folder).isDirectory()) rmSync(folder);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(specFiles())) {
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
  const folder = specFolder(options);
  return Object.entries(specFiles()).flatMap(([name, content]) => {
    const file = path.join(folder, name);
    if (!existsSync(file)) return [`${file} is missing.`];
    return readFileSync(file, "utf8") === content
      ? []
      : [`${file} differs from what this version of the course installs.`];
  });
}

function specFolder({ prefix }: InstallOptions): string {
  return path.join(prefix, "share", "jupyter", "kernels", KERNEL_NAME);
}

function specFiles(): Record<string, string> {
  const spec = {
    argv: [process.execPath, path.join(__dirname, "main.js"), "{connection_file}"],
    display_name: "TypeScript (Neural Notebooks)",
    language: "typescript",
    // A signal cannot stop a loop that starts after an await; a message is read by the wire thread, which can.
    interrupt_mode: "message",
    env: { TF_CPP_MIN_LOG_LEVEL: "2", TF_ENABLE_ONEDNN_OPTS: "1" },
    metadata: { debugger: true, supported_encryption: ["curve"] },
  };
  return { "kernel.json": `${JSON.stringify(spec, null, 2)}\n`, "logo-svg.svg": LOGO };
}

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="Neural Notebooks">
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
