/** Mistakes that show only when a cell runs. */
import { code, type RuntimeMistake } from "./mistake";

const nothing: RuntimeMistake = {
  name: "read-of-undefined",
  examples: [
    "const hidden: any = undefined;\nhidden.length",
    "const hidden2: any = null;\nhidden2.run()",
    "const grid: number[][] = [];\ngrid[0]![0]",
    "const config: any = {};\nconfig.model.layers",
    "const hidden3: any = undefined;\nhidden3.x = 1",
  ],
  nearMisses: ["throw new TypeError('not this')", "tf.variable(5 as any)"],
  advise({ name, message, access, isInside }) {
    const found =
      /^Cannot (?:read|set) properties of (undefined|null)(?: \((?:reading|setting) '(.*)'\))?/.exec(message);
    if (name !== "TypeError" || !found || isInside) return undefined;
    const [, value, property] = found as unknown as [string, string, string?];
    if (!access)
      return `Something here is \`${value}\`, so it has no \`${property}\`: look at the value before it with \`console.log(…)\`.`;
    const object = code(access.object);
    return `${object} is \`${value}\` here, so it has no \`${property ?? access.property}\`: look at it with ${code(`console.log(${access.object})`)}, and check the name or index that should give it.`;
  },
};

const notFunction: RuntimeMistake = {
  name: "call-of-no-function",
  examples: [
    "const box1: any = { size: 1 };\nbox1.open()",
    "const box2: any = 5;\nbox2()",
    "(tf.layers as any).dens({ units: 1 })",
  ],
  nearMisses: ["throw new TypeError('it is not a function of x')"],
  advise({ name, message, isInside }) {
    const found = /^(?:exports\.)?(\S.*) is not a (function|constructor)$/.exec(message);
    if (isInside || name !== "TypeError" || !found || !/^[\w$.[\]()"'… ]+$/.test(found[1] as string))
      return undefined;
    const target = (found[1] as string).replace(/exports\./g, "");
    const kind = found[2] === "function" ? "be called" : "make objects with `new`";
    return `${code(target)} cannot ${kind}: check its spelling, and look at what it is with ${code(`console.log(${target})`)}.`;
  },
};

const notIterable: RuntimeMistake = {
  name: "spread-of-no-list",
  examples: [
    "const box3: any = 5;\n[...box3]",
    "const box4: any = { a: 1 };\nfor (const x of box4) { x }",
    "const waiting: any = Promise.resolve([1]);\nconst [head] = waiting;",
  ],
  nearMisses: ["throw new TypeError('nothing is iterable')"],
  advise({ name, message, isInside }) {
    const found =
      /^(.*?) is not (?:iterable|a function or its return value is not iterable)\b|^Spread syntax requires \.\.\.iterable/.exec(
        message,
      );
    if (isInside || name !== "TypeError" || !found || /^(?:nothing)/.test(message)) return undefined;
    const target = found[1]?.replace(/exports\./g, "");
    return `${target ? code(target) : "What stands here"} is not a list: it may be a number, an object (\`Object.entries(…)\`), or a promise (\`await …\`).`;
  },
};

const unknownName: RuntimeMistake = {
  name: "name-without-value",
  examples: [
    "eval('qwertz')",
    "new Function('return qwertz')()",
    "const early1 = () => late1;\nearly1();\nconst late1 = 1",
  ],
  nearMisses: ["throw new ReferenceError('not known')"],
  advise({ name, message }) {
    const missing = /^(\w+) is not defined$/.exec(message)?.[1];
    const early = /^Cannot access '(\w+)' before initialization$/.exec(message)?.[1];
    if (name !== "ReferenceError") return undefined;
    if (missing)
      return `\`${missing}\` has no value: run the cell that declares it first, or check its spelling.`;
    return early && `\`${early}\` is used before the line that gives it a value: move that line up.`;
  },
};

const constant: RuntimeMistake = {
  name: "change-of-constant",
  examples: ["eval('const fixed9 = 1; fixed9 = 2')", "(Object.freeze([1, 2]) as any).push(3)"],
  nearMisses: ["throw new TypeError('constant')"],
  advise({ name, message }) {
    if (name !== "TypeError") return undefined;
    if (/^Assignment to constant variable/.test(message))
      return "A constant keeps its value: declare it with `let` where it is to change.";
    if (!/object is not extensible|^Cannot assign to read only property/.test(message)) return undefined;
    return "This object is frozen and keeps its values: make a changed copy, `[...list, value]` or `{ ...object, name: value }`.";
  },
};

const file: RuntimeMistake = {
  name: "missing-file",
  examples: [
    "import { readFileSync } from 'node:fs';\nreadFileSync('nofile.csv', 'utf8')",
    "import { readFile } from 'node:fs/promises';\nawait readFile('nofile.csv')",
    "import { readdirSync } from 'node:fs';\nreaddirSync('nofolder')",
    "import { readFileSync } from 'node:fs';\nreadFileSync('.')",
  ],
  nearMisses: ["throw new Error('ENOENT')"],
  advise({ error, code: kind }) {
    const where = (error as NodeJS.ErrnoException).path;
    if (kind === "EISDIR" && !where) return "This path is a folder, not a file: add the file's name.";
    if (!where || kind === undefined) return undefined;
    if (kind === "ENOENT")
      return `There is no file or folder \`${where}\`: check its name; a path without a leading \`/\` begins in the folder of this notebook (\`${process.cwd()}\`).`;
    if (kind === "EISDIR") return `\`${where}\` is a folder, not a file: add the file's name.`;
    if (kind === "EACCES" || kind === "EPERM")
      return `\`${where}\` may not be read or written by you: choose a file in your own folder.`;
    if (kind === "ENOTDIR")
      return `A part of \`${where}\` is a file where a folder is needed: check the path.`;
    return kind === "EEXIST"
      ? `\`${where}\` is there already: choose another name, or delete it first.`
      : undefined;
  },
};

const module_: RuntimeMistake = {
  name: "missing-module",
  examples: ["require('lodahs')", "await import('lodahs' as string)"],
  nearMisses: ["throw new Error('Cannot find module')"],
  advise({ message, code: kind }) {
    const name = /(?:module|package) '([^']+)'/.exec(message)?.[1];
    if (!name || (kind !== "MODULE_NOT_FOUND" && kind !== "ERR_MODULE_NOT_FOUND")) return undefined;
    return `There is no module \`${name}\`: check its spelling, or install it in a terminal with ${code(`npm install ${name}`)}.`;
  },
};

const json: RuntimeMistake = {
  name: "json-text",
  examples: [
    "JSON.parse('{a: 1}')",
    "JSON.parse('')",
    "JSON.parse('{\"a\": 1,}')",
    "JSON.parse(undefined as any)",
    "JSON.parse(\"{'a': 1}\")",
    "JSON.parse('{\"a\": NaN}')",
  ],
  nearMisses: ["new Function('{')()", "throw new SyntaxError('JSON')"],
  advise({ name, message }) {
    if (name !== "SyntaxError") return undefined;
    if (/^"undefined" is not valid JSON|^"\[object Object\]" is not valid JSON/.test(message))
      return "`JSON.parse` takes a text, and this value is none: check that the text was read, or use the object as it is.";
    if (/^Unexpected end of JSON input|^Unterminated string in JSON/.test(message))
      return "The JSON text ends too early: it is empty or cut off. Look at it with `console.log(text)`.";
    if (!/\bJSON\b/.test(message) || /^JSON$/.test(message)) return undefined;
    const place = /at position (\d+)/.exec(message)?.[1];
    return `This text is not JSON${place ? ` from character ${place} on` : ""}: names and texts stand in double quotes, no comma follows the last value, and \`NaN\` is not allowed.`;
  },
};

const recursion: RuntimeMistake = {
  name: "endless-recursion",
  examples: ["function down(n: number): number { return down(n - 1) }\ndown(1)"],
  nearMisses: ["throw new RangeError('call stack')"],
  advise({ name, message }) {
    if (name !== "RangeError" || !/^Maximum call stack size exceeded/.test(message)) return undefined;
    return "A function calls itself without end: give it a case in which it returns without calling itself.";
  },
};

const length: RuntimeMistake = {
  name: "impossible-length",
  examples: ["new Array(-1)", "(0.5).toFixed(200)", "'a'.repeat(-1)"],
  nearMisses: ["throw new RangeError('too far')"],
  advise({ name, message }) {
    if (name !== "RangeError") return undefined;
    if (/^Invalid (?:typed )?array length/.test(message))
      return "An array's length is a whole number from 0 on: check how the length is computed.";
    if (/^toFixed\(\) digits|^toPrecision\(\)/.test(message))
      return "`toFixed` takes the number of digits, from 0 to 100.";
    return /^Invalid count value/.test(message) ? "`repeat` takes a count from 0 on." : undefined;
  },
};

const bigint: RuntimeMistake = {
  name: "bigint-mixed",
  examples: ["const huge: any = 2n;\nhuge + 1", "JSON.stringify({ a: 1n })"],
  nearMisses: ["throw new TypeError('BigInt')"],
  advise({ name, message }) {
    if (name !== "TypeError") return undefined;
    if (/^Cannot mix BigInt/.test(message))
      return "A BigInt does not mix with other numbers: leave out the `n`, or write `Number(…)` round it.";
    return /serialize a BigInt/.test(message)
      ? "JSON knows no BigInt: write `Number(…)` or `String(…)` round it."
      : undefined;
  },
};

const circular: RuntimeMistake = {
  name: "circular-json",
  examples: ["const ring: any = {};\nring.self = ring;\nJSON.stringify(ring)"],
  nearMisses: ["throw new TypeError('circular')"],
  advise({ name, message }) {
    if (name !== "TypeError" || !/^Converting circular structure to JSON/.test(message)) return undefined;
    return "This object holds itself, which JSON cannot write: choose the fields to keep, `JSON.stringify({ a: object.a })`.";
  },
};

const download: RuntimeMistake = {
  name: "wrong-address",
  examples: ["await fetch('data.csv')", "new URL('data')", "await fetch('https://nosuch.invalid/a.csv')"],
  nearMisses: ["throw new TypeError('fetch')"],
  advise({ name, message, code: kind }) {
    if (name !== "TypeError") return undefined;
    if (/^Failed to parse URL/.test(message) || kind === "ERR_INVALID_URL")
      return "An address begins with `https://`; a file on disk is read with `readFileSync` of `node:fs`.";
    return message === "fetch failed"
      ? "The address could not be reached: check its spelling and the network connection."
      : undefined;
  },
};

export const THROWN: readonly RuntimeMistake[] = [
  nothing,
  notFunction,
  notIterable,
  unknownName,
  constant,
  file,
  module_,
  json,
  recursion,
  length,
  bigint,
  circular,
  download,
];
