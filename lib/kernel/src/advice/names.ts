/** Names: not declared, misspelt, not imported, used too early, declared twice, assigned to though constant. */
import { modulesExporting } from "./exports";
import { code, joinWords, type Mistake } from "./mistake";
import { closest, hasSimilarLength } from "./spelling";
import { closestAncestor, positionOf } from "./syntax";

const UNKNOWN = [2304, 2552, 2584, 2580, 2591, 2503, 18004];

const undeclared: Mistake = {
  name: "assignment-without-declaration",
  examples: ["size1 = 5", "size1 = 5\nsize2 = 6", "weights1 = [0.1, 0.2]", "steps += 1", "steps++"],
  nearMisses: ["const size4 = 5;\nsize4 = 6", "numbers.nope = 5"],
  advise(problem, cell) {
    const { ts } = cell;
    if (![2304, 2552].includes(problem.code)) return undefined;
    const node = cell.nodeAt(problem.start);
    const { parent } = node;
    if (!ts.isIdentifier(node)) return undefined;
    const isStep =
      (ts.isPostfixUnaryExpression(parent) || ts.isPrefixUnaryExpression(parent)) &&
      /\+\+|--/.test(parent.getText());
    const isAssignment =
      ts.isBinaryExpression(parent) &&
      parent.left === node &&
      parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
    const name = node.text;
    const isPlain = isAssignment && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    if (isStep || (isAssignment && !isPlain))
      return `\`${name}\` has no value yet: declare it first, ${code(`let ${name} = 0`)}.`;
    if (!isPlain) return undefined;
    const value = parent.right.getText();
    return `\`${name}\` is not declared: write ${code(`const ${name} = ${value}`)}, or ${code(`let ${name} = ${value}`)} if it will change.`;
  },
};

const loopVariable: Mistake = {
  name: "loop-without-const",
  examples: ["for (z1 of numbers) { console.log(z1) }", "for (i1 = 0; i1 < 3; i1++) { 1 }"],
  nearMisses: ["for (const z2 of numbers) { z2.nope }"],
  advise(problem) {
    const found = /\bfor\s*\(\s*([A-Za-z_]\w*)\s+(of|in)\s+(.*?)\)/.exec(problem.codeLine);
    const counted = /\bfor\s*\(\s*([A-Za-z_]\w*)\s*=\s*([^;]*);/.exec(problem.codeLine);
    const name = (found ?? counted)?.[1];
    if (![2304, 2552].includes(problem.code) || problem.text !== name) return undefined;
    if (found)
      return `The loop's name is not declared: write ${code(`for (const ${name} ${found[2]} ${found[3]})`)}.`;
    return `The loop's name is not declared: write ${code(`for (let ${name} = ${counted?.[2]}; …)`)}.`;
  },
};

const missingImport: Mistake = {
  name: "missing-import",
  examples: ["clearOutput()", "readFileSync('a.csv')", "const rows1 = readdirSync('data')"],
  nearMisses: ["numbers.clearOutput", "const clearOutput = 1;\nclearOutput()"],
  advise(problem) {
    if (!UNKNOWN.includes(problem.code)) return undefined;
    const [place, ...others] = modulesExporting(problem.text);
    if (!place) return undefined;
    const also =
      others.length > 0 && others.length < 3
        ? ` (also in ${joinWords(others.map((other) => `\`${other}\``))})`
        : "";
    return `\`${problem.text}\` is not imported yet: write ${code(`import { ${problem.text} } from "${place}"`, 100)}${also}, or run the cell that imports it.`;
  },
};

const typeMember: Mistake = {
  name: "unknown-type-member",
  examples: [
    "let result1: tf.Tensr",
    "const p3: tf.Frobnicate = 3",
    "function norm(x: tf.layers.Layr) { return x }",
  ],
  nearMisses: ["let result2: nosuch.Tensor", "tf.nope", "import { readFileSnc } from 'node:fs'"],
  advise(problem) {
    if (![2694, 2724].includes(problem.code)) return undefined;
    const path = new RegExp(`((?:\\b\\w+\\.)+)${problem.text}\\b`).exec(problem.codeLine)?.[1];
    if (path === undefined) return undefined;
    const owner = path.slice(0, -1);
    const offered = problem.code === 2724 ? problem.quotedParts.at(-1) : undefined;
    const close = offered
      ? `Did you mean \`${offered}\`?`
      : `Press Tab behind \`${owner}.\` to see what there is.`;
    return `\`${owner}\` has no type \`${problem.text}\`. ${close}`;
  },
};

const browserName: Mistake = {
  name: "browser-name",
  examples: ["document.getElementById('a')", "window.alert('x')", "alert('hello')"],
  nearMisses: ["const document = { a: 1 };\ndocument.b"],
  advise(problem) {
    const browser =
      /^(?:document|window|alert|prompt|localStorage|navigator|location|XMLHttpRequest|Image|HTMLElement)$/;
    if (!UNKNOWN.includes(problem.code) || !browser.test(problem.text)) return undefined;
    return `\`${problem.text}\` belongs to a web page, and cells run outside of one: show values with \`console.log(…)\`, or put them on the cell's last line.`;
  },
};

const misspelt: Mistake = {
  name: "misspelt-name",
  examples: ["consle.log(1)", "numbrs.length", "math.sqrt(4)", "let n7: numbr = 5", "Numbers.length"],
  nearMisses: ["consle2xyz.log(1)"],
  advise(problem, cell) {
    if (!UNKNOWN.includes(problem.code)) return undefined;
    const offered = problem.code === 2552 ? problem.quotedParts.at(-1) : undefined;
    const meant = closest(problem.text, [...cell.names, ...(offered === undefined ? [] : [offered])]);
    if (meant === undefined || meant === "undefined" || !hasSimilarLength(meant, problem.text))
      return undefined;
    return `\`${problem.text}\` is not known. Did you mean \`${meant}\`?`;
  },
};

const unknown: Mistake = {
  name: "unknown-name",
  examples: ["qwertz + 1", "const sum1 = qwertz * 2", "undefinedFn(1)", "new Qwertz()"],
  nearMisses: ["numbers.qwertz"],
  advise(problem, cell) {
    if (!UNKNOWN.includes(problem.code) || !/^[\w$]+$/.test(problem.text)) return undefined;
    // What follows a syntax error is often only its echo.
    if (cell.problems.some((other) => other.code < 2000)) return undefined;
    return `\`${problem.text}\` is not known here: check its spelling, run the cell that declares it, or declare it with \`const\`.`;
  },
};

const constant: Mistake = {
  name: "assignment-to-constant",
  examples: ["age = 6", "age += 1", "age++", "const fixed = 1;\nfixed = 2"],
  nearMisses: ["let free = 1;\nfree = 'a'"],
  advise(problem) {
    if (problem.code !== 2588) return undefined;
    return `\`${problem.text}\` is a constant and keeps its value: declare it with \`let ${problem.text} = …\` if it is to change, or use a new name.`;
  },
};

const comparison: Mistake = {
  name: "assignment-in-condition",
  examples: ["if (age = 5) { console.log(1) }", "while (age = 5) { break }"],
  nearMisses: ["if (age === 5) { numbers.nope }", "if (age >= 5) { numbers.nope }"],
  advise(problem, cell) {
    const { ts } = cell;
    const found = /\b(?:if|while)\s*\(\s*([\w.]+)\s*=(?![=>])\s*([^()]+)\)/.exec(problem.codeLine);
    if (!found || ![2588, 2304, 2322].includes(problem.code) || !ts) return undefined;
    return `One \`=\` assigns; to compare, write ${code(`${found[1]} === ${(found[2] as string).trim()}`)}.`;
  },
};

const loopCounter: Mistake = {
  name: "constant-loop-counter",
  examples: ["for (const i = 0; i < 3; i++) { console.log(i) }"],
  nearMisses: ["for (const v of numbers) { v.nope }"],
  advise(problem) {
    if (
      problem.code !== 2588 ||
      !new RegExp(`\\bfor\\s*\\(\\s*const\\s+${problem.text}\\b`).test(problem.codeLine)
    )
      return undefined;
    return `A counter changes, so it is declared with \`let\`: ${code(problem.sourceLine.trim().replace(/const/, "let").replace(/\{.*$/, "{ … }"))}.`;
  },
};

const tooEarly: Mistake = {
  name: "used-before-declaration",
  examples: ["console.log(later);\nconst later = 1", "let unset: number;\nunset + 1"],
  nearMisses: ["const sooner = 1;\nsooner.nope"],
  advise(problem) {
    if (problem.code === 2448)
      return `\`${problem.text}\` is used before the line that declares it: move the declaration above this line.`;
    if (problem.code !== 2454) return undefined;
    return `\`${problem.text}\` has no value yet: give it one where it is declared, ${code(`let ${problem.text} = …`)}.`;
  },
};

const twice: Mistake = {
  name: "declared-twice",
  examples: ["let twice1 = 5;\nlet twice1 = 6", "const twice2 = 1;\nfunction twice2() { return 1 }"],
  nearMisses: ["let twice3 = 5;\ntwice3 = 'a'"],
  advise(problem, cell) {
    if (![2451, 2300].includes(problem.code)) return undefined;
    const same = cell.problems.filter((other) => other.code === problem.code && other.text === problem.text);
    const lines = [...new Set(same.map((other) => positionOf(cell, other.start).line))];
    const where = lines.length > 1 ? ` (lines ${joinWords(lines.map(String))})` : "";
    return `\`${problem.text}\` is declared twice in this cell${where}: leave out the second \`const\` or \`let\`, or choose another name.`;
  },
};

const noValue: Mistake = {
  name: "constant-without-value",
  examples: ["const empty1", "const empty2: number;"],
  nearMisses: ["let empty3: number;\nempty3 = 'a'"],
  advise(problem) {
    if (problem.code !== 1155) return undefined;
    return `A constant gets its value where it is declared: ${code(`const ${problem.text} = …`)}; or write \`let\` to give it one later.`;
  },
};

const badName: Mistake = {
  name: "impossible-name",
  examples: [
    "const class = 1",
    "const 2nd = 1",
    "const my-name = 1",
    "let learning rate = 0.1",
    "const new = 2",
  ],
  nearMisses: ["const classes = 1;\nclasses.nope", "const a9 = age - 'b'"],
  advise(problem, cell) {
    const found = /^\s*(?:const|let|var)\s+([^=:;,[{(]+?)\s*(?:[=:;]|$)/.exec(problem.codeLine);
    const name = found?.[1];
    if (!name || problem.code >= 2000 || /^[A-Za-z_$][\w$]*$/.test(name)) {
      const isReserved =
        [1389, 1359, 1109].includes(problem.code) && name !== undefined && isKeyword(cell.ts, name);
      return isReserved
        ? `\`${name}\` is a word of the language and cannot be a name: choose another, e.g. \`${name}Value\`.`
        : undefined;
    }
    if (/^\d/.test(name))
      return `A name cannot begin with a digit: choose another than \`${name}\`, e.g. \`value${name}\`.`;
    if (!/^[\w$ -]+$/.test(name) || /\b(?:lambda|not|new|await)\b/.test(name)) return undefined;
    const camel = name.replace(/[\s-]+(\w)/g, (_whole, letter: string) => letter.toUpperCase());
    return `A name is one word without spaces and hyphens: write \`${camel}\` for \`${name}\`.`;
  },
};

function isKeyword(ts: { SyntaxKind: object } & typeof import("typescript"), name: string): boolean {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true, ts.LanguageVariant.Standard, name);
  const token = scanner.scan();
  return token >= ts.SyntaxKind.FirstReservedWord && token <= ts.SyntaxKind.LastReservedWord;
}

const typeAsValue: Mistake = {
  name: "type-as-value",
  examples: ["Console.log(1)", "string(1)", "number('5')"],
  nearMisses: ["console.log(numbers.nope)", "type Kind1 = 'a';\nconst k1: Kind1 = 'b'"],
  advise(problem, cell) {
    if (problem.code !== 2693) return undefined;
    const known: Record<string, string> = {
      string: "String(…)",
      number: "Number(…)",
      boolean: "Boolean(…)",
      Console: "console",
      any: "unknown",
    };
    const instead = Object.hasOwn(known, problem.text) ? known[problem.text] : undefined;
    const isCall = closestAncestor(cell.nodeAt(problem.start), cell.ts.isCallExpression) !== undefined;
    if (instead)
      return `\`${problem.text}\` is the name of a type; ${isCall ? "to use it as a value" : "as a value"} write \`${instead}\`.`;
    return `\`${problem.text}\` is a type, which is gone when the cell runs: only a class, a function or a variable can stand here.`;
  },
};

export const NAMES: readonly Mistake[] = [
  typeMember,
  badName,
  comparison,
  loopVariable,
  undeclared,
  missingImport,
  browserName,
  misspelt,
  loopCounter,
  constant,
  tooEarly,
  twice,
  noValue,

  typeAsValue,
];

/** Comes last of all that ask about names. */
export const NAMES_LAST: readonly Mistake[] = [unknown];
