/** Modules that cannot be found, and names that a module does not export. */
import { builtinModules } from "node:module";
import type * as TypeScript from "typescript";
import { closeNames } from "../../core/names";
import type { Cell, Problem } from "./cell";
import { moduleNames, placesOf } from "./exports";
import { code, type Mistake } from "./mistake";

const missingModule: Mistake = {
  name: "unknown-module",
  examples: [
    "import * as lodash from 'lodahs'",
    "import { lineChart } from 'neural-notebooks/charts/lin'",
    "import { tf } from 'neural-notebooks/core/tff'",
    "import { readFileSync } from 'node:fss'",
    "import * as helper from './helper'",
    "import numpy from 'numpy'",
  ],
  nearMisses: ["import { lineChart } from 'neural-notebooks/charts/line';\nnumbers.nope"],
  advise(problem) {
    if (![2307, 2792].includes(problem.code)) return undefined;
    const name = problem.quoted[0] ?? "";
    if (/^\.{0,2}\//.test(name))
      return `There is no file \`${name}\` beside this notebook: check its path, and that it ends with \`.ts\` or \`.js\` on disk.`;
    if (/^(?:numpy|pandas|torch|tensorflow|keras|matplotlib|sklearn)$/.test(name))
      return `\`${name}\` is a library of Python; here tensors and models come with \`import { tf } from "neural-notebooks/core/tf"\`.`;
    const known = [
      ...moduleNames(),
      ...builtinModules.filter((each) => !each.startsWith("_")).map((each) => `node:${each}`),
      "danfojs-node",
      "@tensorflow/tfjs-node",
    ];
    const tail = name.split("/").at(-1) as string;
    const [close] = name.startsWith("neural-notebooks/")
      ? closest(tail, name, known)
      : closeNames(name, known);
    if (close) return `There is no module \`${name}\`. Did you mean \`"${close}"\`?`;
    return `There is no module \`${name}\`: check its spelling, or install it in a terminal with ${code(`npm install ${name}`)}.`;
  },
};

/** Modules of the library are alike in their first words, so the last one decides. */
function closest(tail: string, name: string, known: readonly string[]): string[] {
  const folder = name.split("/").slice(0, -1).join("/");
  const siblings = known.filter((each) => each.startsWith(`${folder}/`));
  const found = closeNames(
    tail,
    siblings.map((each) => each.split("/").at(-1) as string),
  );
  if (found.length > 0) return found.map((each) => `${folder}/${each}`);
  return known.filter((each) => each.split("/").at(-1) === tail && each.startsWith("neural-notebooks/"));
}

/** The module's name as the cell writes it; the compiler tells the file's. */
function importedFrom(problem: Problem, { ts, nodeAt }: Cell): string | undefined {
  let node = nodeAt(problem.start) as TypeScript.Node | undefined;
  while (node && !ts.isImportDeclaration(node)) node = node.parent as TypeScript.Node | undefined;
  return node && ts.isStringLiteral(node.moduleSpecifier) ? node.moduleSpecifier.text : undefined;
}

const missingExport: Mistake = {
  name: "unknown-export",
  examples: [
    "import { zed } from 'neural-notebooks/core/tf'",
    "import { lineCharts } from 'neural-notebooks/charts/line'",
    "import { barChart } from 'neural-notebooks/charts/line'",
    "import { readFileSnc } from 'node:fs'",
  ],
  nearMisses: ["import { lineChart } from 'neural-notebooks/charts/line';\nnumbers.nope"],
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
