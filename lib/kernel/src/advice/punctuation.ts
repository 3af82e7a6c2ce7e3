/** Brackets, quotes, commas and arrows that are missing or too many, with the place. */
import type { Problem } from "./failed-cell";
import { code, type Mistake } from "./mistake";
import { toTypeScript } from "./python-code";
import { positionOf, unbalanced } from "./syntax";

const isSyntax = (problem: Problem): boolean => problem.code < 2000;

const quote: Mistake = {
  name: "unterminated-text",
  examples: ['console.log("abc)', "const name1 = 'abc", "console.log('it's')"],
  nearMisses: ["const name2 = 'abc';\nname2.nope"],
  advise(problem) {
    if (problem.code !== 1002) return undefined;
    const mark = /["']/.exec(problem.sourceLine)?.[0] ?? '"';
    if ((problem.sourceLine.match(/'/g)?.length ?? 0) === 3)
      return `A text in single quotes ends at the next single quote: put this text in double quotes, \`"it's"\`.`;
    return `The text that begins in this line has no end: add the closing quote ${mark === "`" ? "" : `\`${mark}\``}.`;
  },
};

const template: Mistake = {
  name: "unterminated-template",
  examples: ["console.log(`a ${age} b)"],
  modulesOnly: ["const name3 = `abc"],
  nearMisses: ["const name4 = `abc`;\nname4.nope"],
  advise(problem, cell) {
    if (problem.code !== 1160) return undefined;
    const first = cell.source.lastIndexOf("`");
    return `The text that begins with a backtick in line ${positionOf(cell, Math.max(0, first)).line} has no end: add the closing backtick.`;
  },
};

const comment: Mistake = {
  name: "unterminated-comment",
  examples: ["/* a comment\nconst after1 = 1"],
  nearMisses: ["/* a comment */ numbers.nope"],
  advise(problem, cell) {
    if (problem.code !== 1010) return undefined;
    const line = positionOf(cell, Math.max(0, cell.source.lastIndexOf("/*"))).line;
    return `The comment that begins with \`/*\` in line ${line} has no end: add \`*/\`.`;
  },
};

const bracket: Mistake = {
  name: "missing-bracket",
  examples: [
    "console.log(age",
    "numbers.map((x) => {\n  return x * 2;\n)",
    "numbers.forEach((x) => console.log(x)",
    "console.log((age + 1) * 2",
  ],
  modulesOnly: ["const list1 = [1, 2", "function open1() {\n  return 1;\n"],
  nearMisses: ["const list2 = [1 2]", "console.log('(')\nnumbers.nope", "[numbers.nope]"],
  advise(problem, cell) {
    if (!isSyntax(problem)) return undefined;
    const { open, close, expected } = unbalanced(cell.code);
    if (open === undefined) return undefined;
    const { line, column } = positionOf(cell, open);
    const opening = `The \`${cell.code[open]}\` in line ${line}, column ${column}`;
    if (close === undefined) return `${opening} is never closed: add a \`${expected}\`.`;
    const at = positionOf(cell, close);
    return `${opening} is closed by \`${cell.code[close]}\` in line ${at.line}, column ${at.column}: put a \`${expected}\` there or before it.`;
  },
};

const strayBracket: Mistake = {
  name: "stray-bracket",
  examples: ["}", "console.log(age))", "if (age > 3) {\n  1\n}}"],
  nearMisses: ["console.log('}')\nnumbers.nope"],
  advise(problem, cell) {
    if (!isSyntax(problem)) return undefined;
    const { open, close } = unbalanced(cell.code);
    if (open !== undefined || close === undefined) return undefined;
    const { line, column } = positionOf(cell, close);
    return `The \`${cell.code[close]}\` in line ${line}, column ${column} closes nothing: take it away, or add the bracket that opens it.`;
  },
};

const arrow: Mistake = {
  name: "wrong-arrow",
  examples: [
    "const double1 = (x: number) = x * 2",
    "numbers.map(x -> x * 2)",
    "const double2 = (x: number) -> x * 2",
  ],
  nearMisses: ["const double3 = (x: number) => x.nope", "let less = 1; less = less-->numbers.nope"],
  advise(problem) {
    const dash = /[\w)]\s*->/.test(problem.codeLine);
    if (!dash && !(problem.code === 1005 && problem.quotedParts[0] === "=>")) return undefined;
    return `A function's arrow is \`=>\` in TypeScript${dash ? ", not `->`" : ", not `=`"}: ${code("(x: number) => x * 2")}.`;
  },
};

const forHead: Mistake = {
  name: "for-with-commas",
  examples: ["for (let i = 0, i < 3, i++) { console.log(i) }"],
  nearMisses: ["for (let i = 0, j = 9; i < j; i++) { i.nope }"],
  advise(problem) {
    if (!isSyntax(problem) || !/\bfor\s*\([^;]*,[^;]*[<>][^;]*,[^;]*\)/.test(problem.codeLine))
      return undefined;
    return "The three parts of `for` are separated by semicolons: `for (let i = 0; i < 3; i++) { … }`.";
  },
};

const condition: Mistake = {
  name: "condition-without-brackets",
  examples: ["if age > 3 { console.log(1) }", "while age < 3 { break }", "if age == 3\n  console.log(1)"],
  nearMisses: ["if (age > 3) { numbers.nope }"],
  advise(problem) {
    const found = /\b(if|while)\s+(?!\()([^{}:]+?)\s*(?:\{.*)?$/.exec(problem.codeLine);
    if (!found || problem.code !== 1005) return undefined;
    return `The condition of \`${found[1]}\` stands in round brackets: ${code(`${found[1]} (${toTypeScript(found[2] as string)}) { … }`)}.`;
  },
};

const callWithoutBrackets: Mistake = {
  name: "call-without-brackets",
  examples: ["console.log 'x'", "console.log age", "display numbers"],
  nearMisses: ["const x y = 1", "console.log('x'); numbers.nope"],
  advise(problem) {
    const found =
      /^\s*((?:[A-Za-z_]\w*\.)*(?:log|print|display|error|warn|info|alert))\s+(["'`\w].*?)\s*;?\s*$/.exec(
        problem.sourceLine,
      );
    if (!found || !isSyntax(problem)) return undefined;
    return `A function is called with round brackets: ${code(`${found[1]}(${found[2]})`)}.`;
  },
};

const foreach: Mistake = {
  name: "foreach-word",
  examples: ["foreach (const z of numbers) { console.log(z) }", "for each (let z in numbers) { 1 }"],
  nearMisses: ["numbers.forEach((z) => z.nope)"],
  advise(problem) {
    if (!/^\s*(?:foreach|for\s+each)\b/.test(problem.codeLine)) return undefined;
    return "`foreach` is another language; in TypeScript write `for (const value of list) { … }`.";
  },
};

const objectStatement: Mistake = {
  name: "object-as-statement",
  examples: ["{ 'a': 1, 'b': 2 };", '{"name": "Ada"};'],
  nearMisses: ["const object1 = { a: 1 b: 2 }"],
  advise(problem, cell) {
    if (!isSyntax(problem) || !/^\s*\{\s*["']/.test(cell.source)) return undefined;
    return "A cell or line that begins with `{` begins a block of statements; put an object in round brackets to show it: `({ … })`.";
  },
};

const comma: Mistake = {
  name: "missing-comma",
  examples: [
    "const point1 = { x: 1 y: 2 }",
    "const list3 = [1 2]",
    "Math.max(1 2)",
    "tf.layers.dense({ units: 1 inputShape: [1] })",
  ],
  nearMisses: ["const point2 = { x: 1, y: 2 };\npoint2.z"],
  advise(problem, cell) {
    if (problem.code !== 1005 || problem.quotedParts[0] !== ",") return undefined;
    const before = cell.code.slice(0, problem.start);
    const node = cell.nodeAt(Math.max(0, before.trimEnd().length - 1));
    const { ts } = cell;
    for (let each = node; each; each = each.parent) {
      const isList =
        ts.isObjectLiteralExpression(each) || ts.isArrayLiteralExpression(each) || ts.isCallExpression(each);
      if (isList) return `A comma is missing before ${code(problem.text)}.`;
      if (ts.isStatement(each)) return undefined;
    }
    return undefined;
  },
};

const twoStatements: Mistake = {
  name: "two-things-side-by-side",
  examples: ["const first1 = 1 const second1 = 2", "age age", "1 2"],
  nearMisses: ["const first2 = 1; numbers.nope"],
  advise(problem) {
    const isJoint = problem.code === 1005 && [";", ","].includes(problem.quotedParts[0] ?? "");
    if (!isJoint && problem.code !== 1434) return undefined;
    const { start, end } = problem.diagnostic;
    const column = isJoint ? start.character : end.character;
    const before = problem.sourceLine.slice(0, column).trim();
    const after = problem.sourceLine.slice(column).trim();
    if (!/[\w)\]"'`]$/.test(before) || !/^[\w"'`]/.test(after)) return undefined;
    return `Between ${code(before, 40)} and ${code(after, 40)} something is missing: an operator, a comma, or a semicolon when a new statement begins.`;
  },
};

const missingValue: Mistake = {
  name: "missing-value",
  examples: [
    "const k1 = ;",
    "1 +",
    "age *",
    "const k6 = 2 +\n\n// to be done",
    "console.log(2 * )",
    "const k4 =\nconst k5 = 2",
  ],
  modulesOnly: ["let k2 ="],
  nearMisses: ["const k3 =\n  numbers.nope", "age +\n  numbers.nope"],
  advise(problem, cell) {
    if (problem.code !== 1109) return undefined;
    const before = cell.code.slice(0, problem.start).trimEnd();
    const operator = /(?:[=+\-*/%<>&|^?:!~]+|\b(?:await|typeof|of|in|case))$/.exec(before)?.[0];
    if (operator === undefined) return undefined;
    const { line } = positionOf(cell, before.length);
    return `Something is missing in line ${line}: a value must follow \`${operator}\`.`;
  },
};

export const PUNCTUATION: readonly Mistake[] = [
  quote,
  template,
  comment,
  arrow,
  forHead,
  foreach,
  condition,
  callWithoutBrackets,
  objectStatement,
  bracket,
  strayBracket,
];

/** Comes last: what is missing may be a whole word that another entry knows. */
export const PUNCTUATION_LAST: readonly Mistake[] = [comma, twoStatements, missingValue];
