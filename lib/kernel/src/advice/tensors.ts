/** Tensors used like numbers or arrays, and models used as in Keras. */
import type * as TypeScript from "typescript";
import type { FailedCell, Problem } from "./failed-cell";
import { code, type Mistake } from "./mistake";
import { closestAncestor } from "./syntax";
import { binaryAt } from "./values";

const TENSOR = /^(?:Tensor(?:\dD)?|Scalar|Variable)(?:<[^|]*>)?$/;
const TENSORS = /^Tensor(?:<[^|]*>)? \| Tensor(?:<[^|]*>)?\[\]$/;

const METHOD: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "sub",
  "*": "mul",
  "/": "div",
  "**": "pow",
  "%": "mod",
  ">": "greater",
  ">=": "greaterEqual",
  "<": "less",
  "<=": "lessEqual",
  "==": "equal",
  "===": "equal",
  "!=": "notEqual",
  "!==": "notEqual",
  "+=": "add",
  "-=": "sub",
  "*=": "mul",
  "/=": "div",
};

/** Texts of both sides of an operator, of which one is a tensor. */
function tensorOperation(
  problem: Problem,
  cell: FailedCell,
): { binary: TypeScript.BinaryExpression; left: boolean } | undefined {
  if (![2365, 2362, 2363, 2367].includes(problem.code)) return undefined;
  const binary = binaryAt(problem, cell);
  if (!binary) return undefined;
  const types = [2365, 2367].includes(problem.code)
    ? problem.quotedParts.slice(problem.code === 2365 ? 1 : 0)
    : [];
  const [left, right] = [types[0] ?? cell.typeOf(binary.left), types[1] ?? cell.typeOf(binary.right)];
  const is = (type: string): boolean => TENSOR.test(type) || TENSORS.test(type);
  if (!is(left) && !is(right)) return undefined;
  return { binary, left: is(left) };
}

const arithmetic: Mistake = {
  name: "tensor-arithmetic",
  examples: ["t + t", "t * 2", "a - b", "t ** 2", "t / 2", "2 * t", "t.sum() * 2", "1 - t", "a + 1"],
  nearMisses: ["age + numbers", "t.add(1).nope"],
  advise(problem, cell) {
    const found = tensorOperation(problem, cell);
    const operator = found?.binary.operatorToken.getText() ?? "";
    if (!found || !/^[-+*/%]=?$|^\*\*$/.test(operator)) return undefined;
    const method = METHOD[operator] as string;
    const [left, right] = [found.binary.left.getText(), found.binary.right.getText()];
    const isProduct = operator === "*" && found.left && TENSOR.test(cell.typeOf(found.binary.right));
    const also = isProduct ? ` For the product of matrices write ${code(`${left}.matMul(${right})`)}.` : "";
    const instead = found.left ? `${left}.${method}(${right})` : `tf.${method}(${left}, ${right})`;
    return `Tensors have no operators in TypeScript: write ${code(instead)}.${also}`;
  },
};

const comparison: Mistake = {
  name: "tensor-comparison",
  examples: ["t > 0.5", "a > 1", "t.sum() > 3", "t === 1", "if (t.mean() < 0.1) { 1 }"],
  nearMisses: ["age > 3 && numbers.nope", "t.greater(0.5).nope"],
  advise(problem, cell) {
    const found = tensorOperation(problem, cell);
    const operator = found?.binary.operatorToken.getText() ?? "";
    if (!found || !/^(?:[<>]=?|[=!]==?)$/.test(operator)) return undefined;
    const { binary } = found;
    const [left, right] = [binary.left.getText(), binary.right.getText()];
    const tensor = found.left ? left : right;
    const instead = found.left
      ? `${left}.${METHOD[operator]}(${right})`
      : `tf.${METHOD[operator]}(${left}, ${right})`;
    return `A tensor is not a number: to compare each element write ${code(instead)}; for a single number take it out first, ${code(`${tensor}.dataSync()[0]`)}.`;
  },
};

const dataComparison: Mistake = {
  name: "data-as-number",
  examples: ["if (t.sum().dataSync() > 3) { 1 }", "t.sum().dataSync() * 2"],
  nearMisses: ["t.dataSync()[0] > numbers.nope"],
  advise(problem, cell) {
    if (![2365, 2362, 2363].includes(problem.code)) return undefined;
    const binary = binaryAt(problem, cell);
    const side = [binary?.left, binary?.right].find(
      (each) => each && /\.dataSync\(\)$|^\(?await .*\.data\(\)\)?$/.test(each.getText()),
    );
    if (!side) return undefined;
    return `${code(side.getText())} is an array of numbers, also when there is only one: take the first with ${code(`${side.getText()}[0]`)}.`;
  },
};

const index: Mistake = {
  name: "tensor-index",
  examples: ["t[0]", "a[0][1]", "const first4 = t[0];"],
  nearMisses: ["t.shape[0].nope", "numbers['a']"],
  advise(problem, cell) {
    if (problem.code !== 7053 || !TENSOR.test(problem.quotedParts[2] ?? "")) return undefined;
    const element = closestAncestor(cell.nodeAt(problem.start), cell.ts.isElementAccessExpression);
    if (!element) return undefined;
    const [tensor, at] = [element.expression.getText(), element.argumentExpression.getText()];
    return `A tensor has no elements in square brackets: write ${code(`${tensor}.arraySync()[${at}]`)} for the number, or ${code(`${tensor}.gather(${at})`)} for a tensor.`;
  },
};

const PROPERTIES: Readonly<Record<string, string>> = {
  length: "its size is `.size`, and its length along the first axis `.shape[0]`",
  numpy: "write `.arraySync()` for nested arrays, or `.dataSync()` for a flat one",
  item: "write `.dataSync()[0]` for the single number",
  tolist: "write `.arraySync()`",
  T: "write `.transpose()`",
  ndim: "write `.rank`",
  std: "write `tf.moments(tensor).variance.sqrt()`",
  var: "write `tf.moments(tensor).variance`",
  view: "write `.reshape([…])`",
  astype: 'write `.cast("float32")`',
  argmax: "write `.argMax(axis)`",
  argmin: "write `.argMin(axis)`",
  matmul: "write `.matMul(other)`",
  flatten: "write `.flatten()`",
  map: "take the numbers out first, `.arraySync()`, or use an operation on all of them, such as `.square()`",
  forEach: "take the numbers out first: `.arraySync()`",
  filter: "take the numbers out first: `.arraySync()`",
  get: "write `.arraySync()[row][column]`",
  toFixed: "take the number out first: `.dataSync()[0]`",
  backward: "gradients come from `tf.grad(f)` or `tf.variableGrads(() => loss)`",
  unsqueeze: "write `.expandDims(axis)`",
  permute: "write `.transpose([…])`",
  power: "write `.pow(exponent)`",
  subtract: "write `.sub(other)`",
  multiply: "write `.mul(other)`",
  divide: "write `.div(other)`",
};

const property: Mistake = {
  name: "tensor-property",
  examples: [
    "t.length",
    "t.numpy()",
    "t.item()",
    "a.T",
    "t.map((x) => x)",
    "t.argmax()",
    "t.get(0)",
    "t.sum().toFixed(2)",
    "a.matmul(b)",
  ],
  nearMisses: ["t.qwertz", "numbers.item()"],
  advise(problem) {
    if (![2339, 2551].includes(problem.code) || !TENSOR.test(problem.quotedParts[1] ?? "")) return undefined;
    const hint = Object.hasOwn(PROPERTIES, problem.text) ? PROPERTIES[problem.text] : undefined;
    return hint && `A tensor has no \`.${problem.text}\`: ${hint}.`;
  },
};

const prediction: Mistake = {
  name: "prediction-as-tensor",
  examples: [
    "model.predict(inputs).print()",
    "model.predict(inputs).dataSync()",
    "const [p1, p2] = model.predict(inputs)",
    "const p3: import('@tensorflow/tfjs-node').Tensor = model.predict(inputs)",
    "model.predict(inputs)[0]",
    "const outputs = model.predict(inputs);\noutputs.print()",
    "model.predict(inputs) + 1",
  ],
  nearMisses: ["(model.predict(inputs) as import('@tensorflow/tfjs-node').Tensor).nope"],
  advise(problem, cell) {
    const { ts } = cell;
    if (!problem.quotedParts.some((type) => TENSORS.test(type))) return undefined;
    const node = cell.nodeAt(problem.start);
    const access = node.parent;
    let object: TypeScript.Node | undefined;
    if (ts.isPropertyAccessExpression(access) && access.name === node) object = access.expression;
    else
      object =
        closestAncestor(node, ts.isElementAccessExpression)?.expression ??
        closestAncestor(node, ts.isVariableDeclaration)?.initializer ??
        binaryAt(problem, cell)?.left;
    if (!object) return undefined;
    const rest =
      ts.isPropertyAccessExpression(access) && access.name === node
        ? `.${problem.text}${ts.isCallExpression(access.parent) ? "()" : ""}`
        : "";
    return `A model with several outputs gives several tensors, so say that this one gives one: ${code(`(${object.getText()} as tf.Tensor)${rest}`, 80)}.`;
  },
};

const arrayForTensor: Mistake = {
  name: "array-for-tensor",
  examples: ["model.predict([[1, 2]])", "await model.fit([[1, 2]], [[1]])", "model.predict(numbers)"],
  nearMisses: ["model.predict('a')", "tf.add([1], [2]).nope"],
  advise(problem, cell) {
    if (![2322, 2345, 2740, 2739, 2769].includes(problem.code)) return undefined;
    const [given, wanted] = problem.quotedParts;
    if (
      !/^(?:number\[\]+|\[number[^\]]*\]|number(?:\[\])*|unknown\[\])$/.test(given ?? "") ||
      !/^Tensor|^Tensor.*\| Tensor/.test(wanted ?? "")
    )
      return undefined;
    const call = closestAncestor(cell.nodeAt(problem.start), cell.ts.isCallExpression);
    const argument = call?.arguments.find(
      (each) => each.getStart() <= problem.start && each.getEnd() >= problem.end,
    );
    if (!argument) return undefined;
    return `A model takes tensors, not arrays: write ${code(`tf.tensor(${argument.getText()})`)}.`;
  },
};

const iteration: Mistake = {
  name: "tensor-iteration",
  examples: ["for (const value of t) { value }", "[...t]", "const [t0, t1] = t"],
  nearMisses: ["[...t.dataSync()].nope"],
  advise(problem, cell) {
    if (![2488, 2461, 2548].includes(problem.code) || !TENSOR.test(problem.quotedParts[0] ?? ""))
      return undefined;
    const node = cell.nodeAt(problem.start);
    const declaration = closestAncestor(node, cell.ts.isVariableDeclaration);
    const isBinding = declaration?.initializer && declaration.name.getStart() === problem.start;
    const text = isBinding ? declaration.initializer.getText() : problem.text;
    return `A tensor cannot be gone through directly: write ${code(`${text}.arraySync()`)} for its numbers, or ${code(`tf.unstack(${text})`)} for its rows as tensors.`;
  },
};

const factory: Mistake = {
  name: "layer-not-called",
  examples: ["model.add(tf.layers.dense)", "tf.sequential({ layers: [tf.layers.flatten] })"],
  nearMisses: ["model.add(tf.layers.dense({ units: 1 }).nope)"],
  advise(problem) {
    if (
      ![2345, 2322, 2740].includes(problem.code) ||
      !/=> /.test(problem.quotedParts[0] ?? "") ||
      !/Layer/.test(problem.quotedParts[1] ?? "")
    )
      return undefined;
    return `${code(problem.text)} only makes layers: call it with its settings, ${code(`${problem.text}({ … })`)}.`;
  },
};

const settings: Mistake = {
  name: "layer-settings-as-values",
  examples: ["tf.layers.dense(5)", "tf.layers.dense(5, 'relu')", "tf.layers.dropout(0.5)"],
  nearMisses: ["tf.layers.dense({ units: '5' })"],
  advise(problem, cell) {
    if (![2345, 2554, 2559].includes(problem.code)) return undefined;
    const call = closestAncestor(cell.nodeAt(problem.start), cell.ts.isCallExpression);
    const callee = call?.expression.getText() ?? "";
    const first = call?.arguments[0];
    if (!/\blayers\.\w+$/.test(callee) || !first || cell.ts.isObjectLiteralExpression(first))
      return undefined;
    const names: Record<string, string> = {
      dense: "units",
      dropout: "rate",
      conv2d: "filters",
      embedding: "inputDim",
      lstm: "units",
      gru: "units",
      activation: "activation",
      flatten: "inputShape",
    };
    const name = names[callee.split(".").at(-1) as string] ?? "name";
    const second =
      call.arguments[1] && /dense|conv2d|lstm/.test(callee)
        ? `, activation: ${call.arguments[1].getText()}`
        : "";
    return `A layer takes one object of settings: ${code(`${callee}({ ${name}: ${first.getText()}${second} })`)}.`;
  },
};

const asyncTidy: Mistake = {
  name: "async-tidy",
  examples: ["tf.tidy(async () => tf.ones([2]))"],
  nearMisses: ["tf.tidy(() => tf.ones([2]).nope)"],
  advise(problem) {
    if (
      ![2345, 2322].includes(problem.code) ||
      !/=> Promise</.test(problem.quotedParts[0] ?? "") ||
      !/\btidy\s*\(/.test(problem.sourceLine)
    )
      return undefined;
    return "`tf.tidy` cannot wait, so its function must not be `async`: await before or after it, and use `dataSync()` within.";
  },
};

export const TENSORS_TABLE: readonly Mistake[] = [
  prediction,
  arithmetic,
  comparison,
  dataComparison,
  index,
  property,
  iteration,
  settings,
  factory,
  arrayForTensor,
  asyncTidy,
];
