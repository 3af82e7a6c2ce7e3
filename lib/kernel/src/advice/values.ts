/** Values of the wrong kind: properties that do not exist, calls with the wrong arguments, types that do not fit. */
import type * as TypeScript from "typescript";
import type { FailedCell, Problem } from "./failed-cell";
import { code, joinWords, type Mistake } from "./mistake";
import { closestAncestor } from "./syntax";

/** Methods of Python's lists and texts, and what stands for them. */
const METHODS: Readonly<Record<string, string>> = {
  append: "push(…)",
  extend: "push(...others)",
  insert: "splice(index, 0, value)",
  remove: "filter((value) => value !== …)",
  index: "indexOf(…)",
  count: "filter((value) => value === …).length",
  copy: "slice()",
  len: "length",
  size: "length",
  upper: "toUpperCase()",
  lower: "toLowerCase()",
  strip: "trim()",
  lstrip: "trimStart()",
  rstrip: "trimEnd()",
  startswith: "startsWith(…)",
  endswith: "endsWith(…)",
  find: "indexOf(…)",
  contains: "includes(…)",
  isdigit: "match(/^\\d+$/)",
  capitalize: "replace(/^./, (letter) => letter.toUpperCase())",
};

/** The object before the dot of a property. */
function owner(problem: Problem, cell: FailedCell): TypeScript.Expression | undefined {
  const node = cell.nodeAt(problem.start);
  const access = node.parent;
  if (access && cell.ts.isPropertyAccessExpression(access) && access.name === node) return access.expression;
  return undefined;
}

const pythonMethod: Mistake = {
  name: "python-method",
  examples: [
    "numbers.append(4)",
    "'a'.upper()",
    "word.strip()",
    "numbers.len()",
    "numbers.extend([1])",
    "numbers.size",
    "'a,b'.startswith('a')",
  ],
  nearMisses: ["new Set([1]).append(4)", "const box = { append: 1 };\nbox.append()"],
  advise(problem, cell) {
    if (![2339, 2551, 2550].includes(problem.code)) return undefined;
    const instead = Object.hasOwn(METHODS, problem.text) ? METHODS[problem.text] : undefined;
    const type = problem.quotedParts[1] ?? "";
    const object = owner(problem, cell);
    if (!instead || !object || !/(?:\[\]$|^Array<|^string$|^"|^readonly )/.test(type)) return undefined;
    return `\`.${problem.text}\` is Python; in TypeScript write ${code(`${object.getText()}.${instead}`)}.`;
  },
};

const format: Mistake = {
  name: "python-format",
  examples: ["'{} years'.format(age)", "'%d years' % age", "'%.2f' % 3.14159"],
  nearMisses: ["const wall = { format: 'a4' };\nwall.size", "const odd = age % 'a'"],
  advise(problem) {
    const isFormat =
      problem.code === 2339 && problem.text === "format" && /^["s]/.test(problem.quotedParts[1] ?? "");
    const isPercent = problem.code === 2362 && /(["']).*%[.\d]*[dsf].*\1\s*%\s/.test(problem.sourceLine);
    if (!isFormat && !isPercent) return undefined;
    return "Texts are filled in this way in Python; in TypeScript write the values into a text in backticks: `` `${age} years` ``, `` `${x.toFixed(2)}` ``.";
  },
};

const items: Mistake = {
  name: "python-dictionary",
  examples: [
    "const table1 = { a: 1 };\ntable1.items()",
    "const table2 = { a: 1 };\ntable2.keys()",
    "const table3 = { a: 1 };\ntable3.get('a')",
  ],
  nearMisses: ["new Map([[1, 2]]).items()"],
  advise(problem, cell) {
    const known: Record<string, string> = { items: "entries", keys: "keys", values: "values" };
    const object = owner(problem, cell)?.getText();
    if (![2339, 2551].includes(problem.code) || !object || !/^\{|^Record</.test(problem.quotedParts[1] ?? ""))
      return undefined;
    if (problem.text === "get")
      return `\`.get\` is Python; in TypeScript write ${code(`${object}.name`)} or ${code(`${object}["name"]`)}.`;
    if (!Object.hasOwn(known, problem.text)) return undefined;
    return `\`.${problem.text}()\` is Python; in TypeScript write ${code(`Object.${known[problem.text]}(${object})`)}.`;
  },
};

const arrayAsTensor: Mistake = {
  name: "array-as-tensor",
  examples: [
    "numbers.shape",
    "numbers.mean()",
    "numbers.print()",
    "numbers.sum()",
    "numbers.reshape([3, 1])",
    "numbers.dataSync()",
  ],
  nearMisses: ["const shaped = { shape: [1] };\nshaped.mean"],
  advise(problem, cell) {
    const methods =
      /^(?:shape|mean|sum|std|print|reshape|dataSync|arraySync|dot|matMul|add|sub|mul|div|square|sqrt|exp|T|transpose|max|min|argMax|dtype|rank)$/;
    const object = owner(problem, cell)?.getText();
    if (![2339, 2551, 2550].includes(problem.code) || !object || !methods.test(problem.text))
      return undefined;
    if (!/\[\]$/.test(problem.quotedParts[1] ?? "")) return undefined;
    return `\`${object}\` is an array, and \`.${problem.text}\` belongs to tensors: make one with ${code(`tf.tensor(${object})`)}.`;
  },
};

const property: Mistake = {
  name: "misspelt-property",
  examples: [
    "console.lgo(1)",
    "numbers.lenght",
    "Math.sqr(4)",
    "tf.sequental()",
    "tf.layers.dens({ units: 1 })",
    "model.complie({})",
    "tf.layers.Dense({ units: 1 })",
  ],
  nearMisses: ["numbers.qwertz"],
  advise(problem, cell) {
    if (![2551, 2339].includes(problem.code)) return undefined;
    const object = owner(problem, cell);
    if (!object) return undefined;
    const isNamespace = /^tf(?:\.|$)/.test(problem.quotedParts[1] ?? "");
    const isConsole = problem.quotedParts[1] === "Console";
    const swapped = isConsole ? CONSOLE.find((name) => letters(name) === letters(problem.text)) : undefined;
    const lower = isNamespace ? lowerFirst(problem.text) : undefined;
    const offered = problem.code === 2551 ? problem.quotedParts.at(-1) : (swapped ?? lower);
    if (offered === undefined || offered === problem.text) return undefined;
    const where =
      isNamespace && problem.code === 2339 && /^[A-Z]/.test(problem.text) && object.getText() === "tf"
        ? "tf.layers"
        : object.getText();
    return `${code(object.getText())} has no \`${problem.text}\`. Did you mean ${code(`${where}.${offered}`)}?`;
  },
};

const CONSOLE = ["log", "error", "table", "warn", "info", "time", "debug"];

/** Letters in order of the alphabet: swapped ones are the commonest slip. */
function letters(name: string): string {
  return [...name].sort().join("");
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const noProperty: Mistake = {
  name: "unknown-property",
  examples: ["numbers.qwertz", "const pair = { a: 1 };\npair.b", "age.foo()", "new Date().qwertz"],
  nearMisses: ["numbers.lenght"],
  advise(problem, cell) {
    if (problem.code !== 2339) return undefined;
    const object = owner(problem, cell)?.getText();
    const type = problem.quotedParts[1];
    if (!object || !type) return undefined;
    const keys = /^\{/.test(type) ? [...type.matchAll(/(\w+)\??:/g)].map((match) => match[1] as string) : [];
    const has =
      keys.length > 0 && keys.length < 9 ? `: it has ${joinWords(keys.map((key) => `\`${key}\``))}` : "";
    const kind = has ? "" : ` (${code(type)})`;
    return `${code(object)}${kind} has no \`${problem.text}\`${has}. Press Tab after the dot to see what there is.`;
  },
};

const notCallable: Mistake = {
  name: "call-of-a-value",
  examples: ["age()", "numbers.length()", "numbers(0)", "const title3 = 'a';\ntitle3()"],
  nearMisses: ["numbers.map(5)"],
  advise(problem, cell) {
    if (problem.code !== 2349) return undefined;
    const node = cell.nodeAt(problem.start);
    const call = closestAncestor(node, cell.ts.isCallExpression);
    if (!call) return undefined;
    const callee = call.expression.getText();
    const first = call.arguments[0];
    const isIndex = first !== undefined && cell.ts.isNumericLiteral(first);
    const instead = isIndex
      ? `to take an element, write ${code(`${callee}[${first.getText()}]`)}`
      : `leave out the round brackets: ${code(callee)}`;
    return `${code(callee)} is a value and not a function: ${instead}.`;
  },
};

const argumentCount: Mistake = {
  name: "number-of-arguments",
  examples: [
    "const area3 = (w: number, h: number) => w * h;\narea3(1)",
    "const one = (x: number) => x;\none(1, 2)",
    "model.fit(inputs)",
    "model.compile('adam', 'meanSquaredError')",
    "Math.sqrt()",
  ],
  nearMisses: ["Math.max(1, 2, numbers.nope)"],
  advise(problem, cell) {
    const counts = /(\d+(?:-\d+)?|at least \d+)\D+?(\d+)/.exec(problem.diagnostic.messageText);
    if (![2554, 2555].includes(problem.code) || !counts) return undefined;
    const node = cell.nodeAt(problem.start);
    const call = closestAncestor(
      node,
      (each): each is TypeScript.CallExpression | TypeScript.NewExpression =>
        cell.ts.isCallExpression(each) || cell.ts.isNewExpression(each),
    );
    if (!call) return undefined;
    const [, wanted, got] = counts as unknown as [string, string, string];
    const callee = call.expression.getText();
    const hint =
      (call.arguments?.length ?? 0) > 1 && wanted === "1" && /^(?:tf\.|model|\w+\.compile)/.test(callee)
        ? ` Put the settings into one object: ${code(`${callee}({ … })`)}.`
        : "";
    return `${code(callee)} takes ${wanted.replace("-", " to ")} ${wanted === "1" ? "argument" : "arguments"}, and got ${got}.${hint || " Put the cursor between its brackets and press Shift+Tab to see them."}`;
  },
};

const option: Mistake = {
  name: "unknown-option",
  examples: [
    "tf.layers.dense({ unit: 1 })",
    "tf.layers.dense({ units: 1, activaton: 'relu' })",
    "const spot: { x: number } = { x: 1, y: 2 }",
    "model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metric: ['accuracy'] })",
  ],
  nearMisses: ["tf.layers.dense({ units: '1' })"],
  advise(problem) {
    if (![2353, 2561].includes(problem.code)) return undefined;
    const [name, type, offered] = problem.quotedParts;
    const close =
      problem.code === 2561 && offered
        ? ` Did you mean \`${offered}\`?`
        : ` ${code(type ?? "This object")} does not have it: press Tab between the braces to see what there is.`;
    return `There is no option \`${name}\` here.${close}`;
  },
};

const possiblyNothing: Mistake = {
  name: "possibly-undefined",
  examples: [
    "const found1 = numbers.find((n) => n > 9);\nfound1.toFixed(1)",
    "const found2 = numbers.find((n) => n > 9);\nfound2 + 1",
    "'a'.match(/b/).length",
  ],
  nearMisses: ["const found3 = numbers.find((n) => n > 1) ?? 0;\nfound3.nope"],
  advise(problem, cell) {
    if (![2531, 2532, 2533, 18046, 18047, 18048, 18049].includes(problem.code)) return undefined;
    const value = problem.text;
    if (problem.code === 18046)
      return `TypeScript does not know what ${code(value)} is: ask first, ${code(`if (typeof ${value} === "number") { … }`)}, or say it, ${code(`(${value} as number)`)}.`;
    const nothing = [2531, 18047].includes(problem.code) ? "null" : "undefined";
    const instead = cell.source[problem.end] === "." ? `${value}?.…` : `(${value} ?? 0)`;
    return `${code(value)} can be \`${nothing}\`: ask first, ${code(`if (${value} !== ${nothing}) { … }`)}, or write ${code(instead)}.`;
  },
};

const nothing: Mistake = {
  name: "property-of-null",
  examples: ["null.length", "undefined.length"],
  nearMisses: ["const none = null;\nnone === 'a'"],
  advise(problem) {
    if (problem.code !== 18050) return undefined;
    return `\`${problem.text}\` stands for "no value" and has no properties: put a value or a name here.`;
  },
};

const equality: Mistake = {
  name: "comparison-of-kinds",
  examples: ["if (age == '7') { 1 }", "age === 'seven'", "'3' == 3"],
  nearMisses: ["age === numbers.nope"],
  advise(problem) {
    if (problem.code !== 2367) return undefined;
    const [left, right] = problem.quotedParts as [string, string];
    const kinds = [kindOf(left), kindOf(right)];
    if (kinds.includes("text") && kinds.includes("number"))
      return `${code(problem.text)} compares a number with a text and is never true: turn the text into a number with \`Number(…)\`, or leave out its quotes.`;
    return `${code(problem.text)} is always the same, as ${code(left)} and ${code(right)} have no value in common: check both sides.`;
  },
};

/** The kind of a simple type, and of a literal. */
function kindOf(type: string): "text" | "number" | "boolean" | undefined {
  if (/^(?:string|["`].*["`])$/.test(type)) return "text";
  if (/^(?:number|-?[\d.]+)$/.test(type)) return "number";
  return /^(?:boolean|true|false)$/.test(type) ? "boolean" : undefined;
}

const wrongKind: Mistake = {
  name: "text-for-number",
  examples: [
    "const n8: number = '5'",
    "Math.sqrt('4')",
    "numbers.push('4')",
    "const word1: string = 5",
    "tf.layers.dense({ units: '1' })",
    "const yes: boolean = 1",
  ],
  nearMisses: ["const n9: number = {}"],
  advise(problem) {
    if (![2322, 2345].includes(problem.code)) return undefined;
    const [given, wanted] = problem.quotedParts as [string, string];
    const [from, to] = [kindOf(given ?? ""), kindOf((wanted ?? "").replace(/ \| undefined$/, ""))];
    if (!from || !to || from === to) return undefined;
    const literal = /["'`]([^"'`]*)["'`]\s*[,;)}\]]*\s*$/.exec(problem.sourceLine)?.[1];
    // A word cannot become a number: only its author knows what was meant.
    if (to === "number" && literal !== undefined && !/^\s*-?[\d.]+\s*$/.test(literal)) return undefined;
    const turn = { number: "Number(…)", text: "String(…)", boolean: "Boolean(…)" }[to];
    const quotes = to === "number" ? ", or leave out the quotes" : "";
    const names: Record<string, string> = {
      text: "a text",
      number: "a number",
      boolean: "`true` or `false`",
    };
    return `${problem.code === 2345 ? "This argument" : code(problem.text)} must be ${names[to]} and is ${from === "boolean" ? "a boolean" : names[from]}: turn it with \`${turn}\`${from === "text" ? quotes : ""}.`;
  },
};

const textArithmetic: Mistake = {
  name: "arithmetic-with-text",
  examples: ["'5' * 2", "word - 1", "'-' * 20", "[0] * 3", "numbers * 2", "numbers + numbers", "numbers / 2"],
  nearMisses: ["age * 2 + numbers.nope"],
  advise(problem, cell) {
    if (![2362, 2363, 2365].includes(problem.code)) return undefined;
    const { ts } = cell;
    const binary = binaryAt(problem, cell);
    if (!binary) return undefined;
    const operator = binary.operatorToken.getText();
    const sides = [cell.typeOf(binary.left), cell.typeOf(binary.right)];
    const types = problem.code === 2365 ? problem.quotedParts.slice(1) : sides;
    const isRight = problem.code === 2363 || !/(?:\[\]$|^string|^")/.test(types[0] ?? "");
    const [side, other] = isRight ? [binary.right, binary.left] : [binary.left, binary.right];
    const [type = "", otherType = ""] = isRight ? [types[1], types[0]] : types;
    const [text, rest] = [side.getText(), other.getText()];
    if (/\[\]$/.test(type)) {
      if (operator === "+" && /\[\]$/.test(otherType))
        return `Arrays are not added with \`+\`: to join them write ${code(`[...${text}, ...${rest}]`)}; to add their numbers make tensors, ${code(`tf.tensor(${text}).add(…)`)}.`;
      if (operator === "*" && ts.isArrayLiteralExpression(side))
        return `An array is not repeated with \`*\`: write ${code(`new Array(${rest}).fill(${side.elements[0]?.getText() ?? 0})`)}.`;
      const each = isRight ? `${rest} ${operator} value` : `value ${operator} ${rest}`;
      return `\`${operator}\` does not work on a whole array: write ${code(`${text}.map((value) => ${each})`)}, or make it a tensor.`;
    }
    if (!/^(?:string|"[^"]*")$/.test(type)) return undefined;
    const isWord = ts.isStringLiteral(side) && !/^-?[\d.]+$/.test(side.text);
    if (operator === "*" && isWord && otherType === "number")
      return `A text is not repeated with \`*\`: write ${code(`${text}.repeat(${rest})`)}.`;
    if (isWord)
      return `${code(text)} is a text, and \`${operator}\` computes with numbers: put a number or a name here.`;
    const instead = isRight ? `${rest} ${operator} Number(${text})` : `Number(${text}) ${operator} ${rest}`;
    return `${code(text)} is a text: turn it into a number first, ${code(instead)}.`;
  },
};

/** What the compiler underlines of an operation: one side, or all of it. */
function markedPart(node: TypeScript.BinaryExpression, number: number): TypeScript.Expression {
  if (number === 2362) return node.left;
  return number === 2363 ? node.right : node;
}

/** The binary expression that a problem is about. */
export function binaryAt(problem: Problem, cell: FailedCell): TypeScript.BinaryExpression | undefined {
  const { ts } = cell;
  let found: TypeScript.BinaryExpression | undefined;
  const visit = (node: TypeScript.Node): void => {
    if (node.getStart() > problem.start || node.getEnd() < problem.end) return;
    if (ts.isBinaryExpression(node)) {
      const marked = markedPart(node, problem.code);
      if (marked.getStart() === problem.start && marked.getEnd() === problem.end) found = node;
    }
    ts.forEachChild(node, visit);
  };
  visit(cell.file);
  return found;
}

const bigint: Mistake = {
  name: "bigint-with-number",
  examples: ["2n + 1", "const large1 = 10n;\nlarge1 * 2"],
  nearMisses: ["2n + 1n + numbers.nope"],
  advise(problem) {
    if (
      problem.code !== 2365 ||
      !problem.quotedParts.slice(1).some((type) => /^(?:-?\d+n|bigint)$/.test(type))
    )
      return undefined;
    return "A number with `n` at its end is a BigInt and does not mix with others: leave out the `n`, or write `Number(…)` round it.";
  },
};

export const VALUES: readonly Mistake[] = [
  format,
  pythonMethod,
  items,
  arrayAsTensor,
  property,
  notCallable,
  argumentCount,
  option,
  possiblyNothing,
  nothing,
  equality,
  wrongKind,
  bigint,
  textArithmetic,
];

/** Comes last of all that ask about properties. */
export const VALUES_LAST: readonly Mistake[] = [noProperty];
