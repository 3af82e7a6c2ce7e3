/** Functions, classes and promises: `await`, `return`, parameters without a type, fields without a value. */
import type * as TypeScript from "typescript";
import type { FailedCell, Problem } from "./failed-cell";
import { code, type Mistake } from "./mistake";
import { closestAncestor } from "./syntax";
import { binaryAt } from "./values";

const PROMISE = /^Promise</;

const promise: Mistake = {
  name: "forgotten-await",
  examples: [
    "loading.length",
    "loading.toFixed()",
    "[...loading]",
    "loading + 1",
    "loading[0]",
    "const [loss1] = loading",
    "for (const value of loading) { value }",
    "model.fit(inputs, targets).history",
    "t.data()[0]",
    "t.array().length",
    "const when1: number = loading",
    "Math.sqrt(loading)",
  ],
  nearMisses: ["(await loading).nope", "loading.then((value) => value.nope)"],
  advise(problem, cell) {
    const found = promiseOperand(problem, cell) ?? promiseInType(problem, cell);
    if (!found) return undefined;
    const text = found.getText();
    const isPart = [2339, 2551, 7053].includes(problem.code);
    return `${code(text)} gives a promise of its value: wait for it with ${code(isPart ? `(await ${text})` : `await ${text}`)}.`;
  },
};

/** Which of a message's quoted parts is the type of the value, by the message's code. */
const QUOTED_TYPE = new Map([
  [2339, 1],
  [2551, 1],
  [2488, 0],
  [2461, 0],
  [2548, 0],
  [2345, 0],
  [2322, 0],
  [2740, 0],
  [2739, 0],
  [2741, 0],
  [7053, 2],
]);

/** The side of `+`, `-`, `<`, … that is a promise. */
function promiseOperand(problem: Problem, cell: FailedCell): TypeScript.Node | undefined {
  const binary = [2365, 2362, 2363].includes(problem.code) ? binaryAt(problem, cell) : undefined;
  if (!binary) return undefined;
  const [left, right] = problem.code === 2365 ? problem.quotedParts.slice(1) : [];
  if (PROMISE.test(left ?? cell.typeOf(binary.left))) return binary.left;
  return PROMISE.test(right ?? cell.typeOf(binary.right)) ? binary.right : undefined;
}

/** The expression whose type, as the message quotes it, is a promise. */
function promiseInType(problem: Problem, cell: FailedCell): TypeScript.Node | undefined {
  const { ts } = cell;
  const quoted = problem.quotedParts[QUOTED_TYPE.get(problem.code) ?? -1];
  if (!PROMISE.test(quoted ?? "")) return undefined;
  const node = cell.nodeAt(problem.start);
  const access = node.parent;
  if (ts.isPropertyAccessExpression(access) && access.name === node) return access.expression;
  if (problem.code === 7053) return closestAncestor(node, ts.isElementAccessExpression)?.expression;
  return initializerAt(problem, cell) ?? expressionAt(problem, cell) ?? node;
}

/** The value of a declaration whose name the message marks. */
function initializerAt(problem: Problem, cell: FailedCell): TypeScript.Expression | undefined {
  if (![2322, 2740, 2739, 2461, 2488].includes(problem.code)) return undefined;
  const declaration = closestAncestor(cell.nodeAt(problem.start), cell.ts.isVariableDeclaration);
  return declaration?.name.getStart() === problem.start ? declaration.initializer : undefined;
}

/** The expression that the message marks from end to end. */
function expressionAt({ start, end }: Problem, cell: FailedCell): TypeScript.Expression | undefined {
  return closestAncestor(
    cell.nodeAt(start),
    (each): each is TypeScript.Expression => each.getStart() === start && each.getEnd() === end,
  );
}

const notAsync: Mistake = {
  name: "await-without-async",
  examples: [
    "function wait1() { await loading }",
    "const wait2 = () => { await loading; }",
    "numbers.forEach((n) => { await loading; })",
  ],
  nearMisses: ["async function wait3() { (await loading).nope }"],
  advise(problem, cell) {
    if (![1308, 2304, 1005].includes(problem.code)) return undefined;
    if (problem.code !== 1308) return undefined;
    const { ts } = cell;
    const enclosing = closestAncestor(
      cell.nodeAt(problem.start),
      (node): node is TypeScript.FunctionLikeDeclaration => ts.isFunctionLike(node),
    );
    const head =
      enclosing &&
      cell.source.slice(enclosing.getStart(), enclosing.body?.getStart() ?? enclosing.getEnd()).trim();
    const example = head ? `: ${code(`async ${head} { … }`)}` : "";
    return `\`await\` works only in an \`async\` function: write \`async\` before the function${example}.`;
  },
};

const implicitAny: Mistake = {
  name: "parameter-without-type",
  examples: [
    "function half1(x) { return x / 2 }",
    "const plus = (p, q) => p + q",
    "const each1 = ({ a }) => a",
  ],
  nearMisses: ["const twice5 = (x: number) => x.nope", "numbers.map((x) => x.nope)"],
  advise(problem) {
    if (![7006, 7031].includes(problem.code)) return undefined;
    const name = problem.text;
    if (problem.code === 7031)
      return `TypeScript cannot know the type of \`${name}\`: write the type behind the braces, \`({ ${name} }: { ${name}: number })\`.`;
    return `TypeScript cannot know the type of \`${name}\`: write it behind the name, \`${name}: number\` (or \`string\`, \`number[]\`, \`Tensor\`).`;
  },
};

const returnOutside: Mistake = {
  name: "return-outside-function",
  examples: ["return 5", "if (age > 3) { return age }"],
  nearMisses: ["function back() { return numbers.nope }"],
  advise(problem) {
    if (problem.code !== 1108) return undefined;
    return "`return` belongs into a function: to show a value, put it alone on the cell's last line.";
  },
};

const outsideLoop: Mistake = {
  name: "break-outside-loop",
  examples: ["if (age > 3) { break }", "continue"],
  nearMisses: ["for (const n of numbers) { if (n > 1) break; n.nope }"],
  advise(problem) {
    if (![1104, 1105].includes(problem.code)) return undefined;
    return `\`${problem.text.replace(/;$/, "")}\` belongs into a loop, \`for\` or \`while\`.`;
  },
};

const field: Mistake = {
  name: "field-without-value",
  examples: ["class Point1 { x: number }"],
  nearMisses: ["class Point2 { x = 1; go() { return this.x.nope } }"],
  advise(problem) {
    if (problem.code !== 2564) return undefined;
    return `The field \`${problem.text}\` never gets a value: give it one, ${code(`${problem.text} = 0`)}, or set it in the \`constructor\`.`;
  },
};

const noSuchField: Mistake = {
  name: "field-not-declared",
  examples: ["class Point3 { constructor() { this.x = 1 } }"],
  nearMisses: ["class Point5 { x = 1; go() { return this.x.nope } }"],
  advise(problem, cell) {
    const access = cell.nodeAt(problem.start).parent;
    const { ts } = cell;
    if (![2339, 2551].includes(problem.code) || !ts.isPropertyAccessExpression(access)) return undefined;
    if (access.expression.kind !== ts.SyntaxKind.ThisKeyword) return undefined;
    return `The class has no field \`${problem.text}\`: declare it at the top of the class, ${code(`${problem.text}: number;`)}.`;
  },
};

const classWithoutNew: Mistake = {
  name: "class-without-new",
  examples: ["class Unit2 { x = 1 }\nUnit2()", "Map()"],
  nearMisses: ["class Unit3 { x = 1 }\nnew Unit3().nope"],
  advise(problem, cell) {
    if (problem.code !== 2348 && problem.code !== 2350) return undefined;
    const call = closestAncestor(cell.nodeAt(problem.start), cell.ts.isCallExpression);
    return `A class is called with \`new\`: ${code(`new ${call?.getText() ?? problem.text}`)}.`;
  },
};

const notIterable: Mistake = {
  name: "not-iterable",
  examples: [
    "for (const i of 3) { i }",
    "const pair3 = { a: 1 };\nfor (const value of pair3) { value }",
    "[...age]",
  ],
  nearMisses: ["for (const n of numbers) { n.nope }"],
  advise(problem) {
    const type = problem.quotedParts[0] ?? "";
    if (![2488, 2495, 2461, 2548, 2549].includes(problem.code)) return undefined;
    const text = code(problem.text);
    if (/^(?:number|-?\d+)$/.test(type))
      return `${text} is a number, not a list: count with ${code(`for (let i = 0; i < ${problem.text}; i++) { … }`)}.`;
    if (/^\{|^Record</.test(type))
      return `${text} is an object, not a list: go through ${code(`Object.entries(${problem.text})`)}.`;
    return undefined;
  },
};

const unknownIndex: Mistake = {
  name: "unknown-index",
  examples: [
    "const pair4 = { a: 1 };\npair4['b']",
    "const pair5 = { a: 1 };\nconst key5: string = 'a';\npair5[key5]",
  ],
  nearMisses: ["const pair6 = { a: 1 };\npair6['a'].nope"],
  advise(problem, cell) {
    const element = closestAncestor(cell.nodeAt(problem.start), cell.ts.isElementAccessExpression);
    if (problem.code !== 7053 || !element || !/^\{/.test(problem.quotedParts[2] ?? "")) return undefined;
    const object = element.expression.getText();
    const key = element.argumentExpression;
    if (cell.ts.isStringLiteral(key))
      return `${code(object)} has no \`${key.text}\`: add it where the object is made, or declare the object as ${code(`Record<string, number>`)}.`;
    return `TypeScript cannot know whether ${code(object)} has this key: declare it as ${code(`const ${object}: Record<string, number> = …`)}.`;
  },
};

const textIndex: Mistake = {
  name: "text-as-index",
  examples: ["numbers['a']"],
  nearMisses: ["numbers[0].nope"],
  advise(problem, cell) {
    const element = closestAncestor(cell.nodeAt(problem.start), cell.ts.isElementAccessExpression);
    if (problem.code !== 7015 || !element) return undefined;
    return `The elements of ${code(element.expression.getText())} are taken by number, ${code(`${element.expression.getText()}[0]`)}, and this index is a text.`;
  },
};

const loopIn: Mistake = {
  name: "for-in-over-list",
  examples: ["for (const i2 in numbers) { i2 * 2 }"],
  nearMisses: ["for (const i3 of numbers) { i3.nope }"],
  advise(problem, cell) {
    const loop = closestAncestor(cell.nodeAt(problem.start), cell.ts.isForInStatement);
    if (
      ![2362, 2363].includes(problem.code) ||
      !loop ||
      !new RegExp(`\\b${problem.text}\\b`).test(loop.initializer.getText())
    )
      return undefined;
    return `\`for … in\` gives the places as texts; for the values write ${code(`for (const ${problem.text} of ${loop.expression.getText()}) { … }`)}.`;
  },
};

const functionWanted: Mistake = {
  name: "function-wanted",
  examples: ["numbers.map(5)", "numbers.forEach(console.log(1))", "setTimeout('x', 10)", "tf.tidy(t.add(1))"],
  nearMisses: ["numbers.map((x) => x.nope)"],
  advise(problem, cell) {
    if (![2345, 2769].includes(problem.code)) return undefined;
    const call = closestAncestor(cell.nodeAt(problem.start), cell.ts.isCallExpression);
    const isOne =
      /=>|^string \| ScopeFn/.test(problem.quotedParts[1] ?? "") ||
      (problem.code === 2769 && /setTimeout|setInterval|\.then/.test(problem.codeLine));
    if (!isOne || (problem.code === 2345 && /=>/.test(problem.quotedParts[0] ?? "")) || !call)
      return undefined;
    const outer =
      call.getStart() === problem.start && call.getEnd() === problem.end
        ? closestAncestor(call.parent, cell.ts.isCallExpression)
        : call;
    const text = problem.code === 2769 ? (call.arguments[0]?.getText() ?? "…") : problem.text;
    return `${code(outer?.expression.getText() ?? call.expression.getText())} needs a function that it can call: write ${code(/^["']/.test(text) ? "() => …" : `() => ${text}`)}, or \`(value) => …\` to use what it gives.`;
  },
};

export const FUNCTIONS: readonly Mistake[] = [
  promise,
  notAsync,
  implicitAny,
  returnOutside,
  outsideLoop,
  field,
  noSuchField,
  classWithoutNew,
  notIterable,
  textIndex,
  loopIn,
  unknownIndex,
];

/** Comes after what is known of tensors and numbers. */
export const FUNCTIONS_LAST: readonly Mistake[] = [functionWanted];
