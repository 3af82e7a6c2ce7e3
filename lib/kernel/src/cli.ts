#!/usr/bin/env node
/** The command `tslab-kernel`: installs and uninstalls the kernelspec. */
import { rmSync } from "node:fs";
import path = require("node:path");
import { parseArgs } from "node:util";
import { installKernelspec, kernelspecFolder, type InstallOptions } from "./install";

const USAGE = `Usage: tslab-kernel install [options]     lets Jupyter find the kernel
       tslab-kernel uninstall [options]   takes the kernelspec away again

  --prefix DIR          a prefix such as a virtual environment's folder; without it, the user's own Jupyter
  --name NAME           the kernel's name in notebooks (tslab)
  --display-name TEXT   what the launcher shows (TypeScript)
  --library DIR         the folder of a package whose names completion offers; may be given several times
`;

function main(args: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      prefix: { type: "string" },
      name: { type: "string" },
      "display-name": { type: "string" },
      library: { type: "string", multiple: true },
      help: { type: "boolean" },
    },
  });
  const [command, ...others] = positionals;
  if (values.help) return say(USAGE);
  if ((command !== "install" && command !== "uninstall") || others.length > 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  const options: InstallOptions = {
    ...(values.prefix === undefined ? {} : { prefix: path.resolve(values.prefix) }),
    ...(values.name === undefined ? {} : { name: values.name }),
    ...(values["display-name"] === undefined ? {} : { displayName: values["display-name"] }),
    libraries: (values.library ?? []).map((folder) => path.resolve(folder)),
  };
  if (command === "install") return say(`Installed ${installKernelspec(options)}\n`);
  const folder = kernelspecFolder(options);
  rmSync(folder, { recursive: true, force: true });
  return say(`Removed ${folder}\n`);
}

function say(text: string): number {
  process.stdout.write(text);
  return 0;
}

try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  process.exitCode = 2;
}
