/** Modules that cannot be found, and names that a module does not export. */
import { builtinModules } from "node:module";
import type * as TypeScript from "typescript";
import { advicePhrases } from "../libraries";
import type { FailedCell, Problem } from "./failed-cell";
import { isOfLibrary, moduleNames, modulesExporting } from "./exports";
import { closest } from "./spelling";
import { code, type Mistake } from "./mistake";

const missingModule: Mistake = {
  name: "unknown-module",
  examples: [
    "import * as lodash from 'lodahs'",
    "import { display } from 'tslab-kernel/displai'",
    "import { display } from 'tslab-kernal/display'",
    "import { readFileSync } from 'node:fss'",
    "import * as helper from './helper'",
    "import numpy from 'numpy'",
  ],
  nearMisses: ["import { display as show } from 'tslab-kernel/display';\nnumbers.nope"],
  advise(problem) {
    if (![2307, 2792].includes(problem.code)) return undefined;
    const name = problem.quotedParts[0] ?? "";
    if (/^\.{0,2}\//.test(name))
      return `There is no file \`${name}\` beside this notebook: check its path, and that it ends with \`.ts\` or \`.js\` on disk.`;
    if (/^(?:numpy|pandas|torch|tensorflow|keras|matplotlib|sklearn)$/.test(name))
      return `\`${name}\` is a library of Python; here tensors and models come with ${code(advicePhrases().tensorflow)}.`;
    const known = [
      ...moduleNames(),
      ...builtinModules.filter((each) => !each.startsWith("_")).map((each) => `node:${each}`),
      "danfojs-node",
      "@tensorflow/tfjs-node",
    ];
    const close = isOfLibrary(name) ? closestInFolder(name, known) : closest(name, known);
    if (close) return `There is no module \`${name}\`. Did you mean \`"${close}"\`?`;
    return `There is no module \`${name}\`: check its spelling, or install it in a terminal with ${code(`npm install ${name}`)}.`;
  },
};

/** The closest module in the folder of a misspelt one: names of one package share their beginning, so the last part decides. */
function closestInFolder(name: string, known: readonly string[]): string | undefined {
  const parts = name.split("/");
  // A path of a file in the package means the module above it that exports its names.
  for (let depth = parts.length; depth > 1; depth--) {
    const folder = parts.slice(0, depth - 1).join("/");
    const inside = known.filter((each) => each.startsWith(`${folder}/`));
    const names = inside.map((each) => each.slice(folder.length + 1));
    const found = closest(parts[depth - 1] ?? "", names);
    if (found !== undefined) return `${folder}/${found}`;
  }
  return undefined;
}

/** The module specifier in the cell; the diagnostic has the path of the file. */
function importedFrom(problem: Problem, { ts, nodeAt }: FailedCell): string | undefined {
  let node = nodeAt(problem.start) as TypeScript.Node | undefined;
  while (node && !ts.isImportDeclaration(node)) node = node.parent;
  return node && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
}

const missingExport: Mistake = {
  name: "unknown-export",
  examples: [
    "import { zed } from 'tslab-kernel/display'",
    "import { displays } from 'tslab-kernel/display'",
    "import { readFileSync as read3 } from 'node:path'",
    "import { readFileSnc } from 'node:fs'",
  ],
  nearMisses: ["import { display as show } from 'tslab-kernel/display';\nnumbers.nope"],
  advise(problem, cell) {
    // A type behind a dot is no import.
    if (![2305, 2724, 2614].includes(problem.code) || problem.codeLine.includes(`.${problem.text}`))
      return undefined;
    const [first, second, offered] = problem.quotedParts as [string, string, string?];
    const module = importedFrom(problem, cell) ?? first.replace(/"/g, "");
    const exporters = modulesExporting(second);
    if (exporters.length > 0)
      return `\`${second}\` is in another module: write ${code(`import { ${second} } from "${exporters[0]}"`, 100)}.`;
    const close =
      problem.code === 2724 && offered
        ? ` Did you mean \`${offered}\`?`
        : " Check its spelling: press Tab between the braces to see what there is.";
    return `The module \`${module}\` has no \`${second}\`.${close}`;
  },
};

const moduleQuotes: Mistake = {
  name: "module-without-quotes",
  examples: ["import { tf } from neural", "import * as fs from fs"],
  nearMisses: ["import * as fs2 from 'nosuch'"],
  advise(problem) {
    if (problem.code !== 1141) return undefined;
    const name = problem.text || /from\s+([\w./-]+)/.exec(problem.sourceLine)?.[1] || "module";
    return `The module's name stands in quotes: ${code(`from "${name}"`)}.`;
  },
};

export const MODULES: readonly Mistake[] = [missingModule, missingExport, moduleQuotes];
