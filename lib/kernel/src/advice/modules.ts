/** Modules that cannot be found, and names that a module does not export. */
import { builtinModules } from "node:module";
import type * as TypeScript from "typescript";
import { adviceWords } from "../libraries";
import type { Cell, Problem } from "./cell";
import { isOfLibrary, moduleNames, placesOf } from "./exports";
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
    const name = problem.quoted[0] ?? "";
    if (/^\.{0,2}\//.test(name))
      return `There is no file \`${name}\` beside this notebook: check its path, and that it ends with \`.ts\` or \`.js\` on disk.`;
    if (/^(?:numpy|pandas|torch|tensorflow|keras|matplotlib|sklearn)$/.test(name))
      return `\`${name}\` is a library of Python; here tensors and models come with ${code(adviceWords().tensorflow)}.`;
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

/** Modules of the library are alike in their first words, so the last one decides. */
function closestInFolder(name: string, known: readonly string[]): string | undefined {
  const parts = name.split("/");
  // Who names a file of the package means the module that lets its names out.
  for (let depth = parts.length; depth > 1; depth--) {
    const folder = parts.slice(0, depth - 1).join("/");
    const inside = known.filter((each) => each.startsWith(`${folder}/`));
    const names = inside.map((each) => each.slice(folder.length + 1));
    const found = closest(parts[depth - 1] ?? "", names);
    if (found !== undefined) return `${folder}/${found}`;
  }
  return undefined;
}

/** The module's name as the cell writes it; the compiler tells the file's. */
function importedFrom(problem: Problem, { ts, nodeAt }: Cell): string | undefined {
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
    if (![2305, 2724, 2614].includes(problem.code)) return undefined;
    const [first, second, offered] = problem.quoted as [string, string, string?];
    const module = importedFrom(problem, cell) ?? first.replace(/"/g, "");
    const places = placesOf(second);
    if (places.length > 0)
      return `\`${second}\` is in another module: write ${code(`import { ${second} } from "${places[0]}"`, 100)}.`;
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
