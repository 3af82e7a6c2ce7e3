/** Exercises of lesson 04: slopes by hand, rules and a step back for the engine, shapes, gradients on request and by nudging, and tidy memory. */
// From the door, which loads TensorFlow when the first answer is checked.
import { tf } from "../../core";
import type { Tensor } from "../../core/tf";
import { Random } from "../../core/random";
import { firstDifference } from "../compare";
import { problem, unlessClose } from "../problem";
import { functionProblem, valueProblem } from "../problem-kinds";
import { todo } from "../todo";
import type { Finding } from "../verdict";

type Chain = { uAlongX: number; sAlongU: number; rAlongS: number; rAlongX: number };

/** Slopes along u = 4x, s = u + 3, r = s² at x = 0.5, on paper. */
export const chainSlopes = valueProblem<Chain>({
  id: "04-tensors/chain-slopes",
  variable: "chainSlopes",
  stub: `const chainSlopes: { uAlongX: number; sAlongU: number; rAlongS: number; rAlongX: number } = {
  uAlongX: todo,
  sAlongU: todo,
  rAlongS: todo,
  rAlongX: todo,
};`,
  solution: "const chainSlopes = { uAlongX: 4, sAlongU: 1, rAlongS: 2 * 5, rAlongX: 4 * 1 * (2 * 5) };",
  expected: { uAlongX: 4, sAlongU: 1, rAlongS: 10, rAlongX: 40 },
  takeaway: "Each step has a slope of its own, and the slope of the whole chain is their product.",
  otherwise:
    "Take one step at a time: if its input grows by a tiny h, by how many times h does its output grow?",
  parts: {
    uAlongX: "If x grows by h, by how many times h does u = 4 · x grow?",
    sAlongU: "If u grows by h, by how many times h does u + 3 grow? The 3 does not change.",
    rAlongS: "Look again at the square in the worked example: its slope is twice the number that is squared.",
    rAlongX: "Nudges multiply along the chain.",
  },
  hints: [
    "Work out u and s first, since the slope of a square depends on where you stand.",
    "Adding a number that stays does not change a nudge. The slope of a square is twice the number that is squared, and that number is s.",
    "The last slope is the product of the three before it.",
  ],
  mistakes: [
    {
      answer: { uAlongX: 4, sAlongU: 1, rAlongS: 10, rAlongX: 15 },
      why: "You have added the three slopes. Along a chain, nudges multiply.",
    },
    {
      answer: { uAlongX: 2, sAlongU: 5, rAlongS: 25, rAlongX: 250 },
      why: "These are the values of u, s and r, and their product. A slope says how much a number moves when the one before it is nudged.",
    },
    {
      answer: { uAlongX: 4, sAlongU: 1, rAlongS: 5, rAlongX: 20 },
      why: "The slope of a square is twice the number that is squared; the factor two is missing.",
    },
    {
      answer: { uAlongX: 4, sAlongU: 1, rAlongS: 25, rAlongX: 100 },
      why: "You have taken the value of r where its slope is wanted.",
    },
    {
      answer: { uAlongX: 4, sAlongU: 1, rAlongS: 4, rAlongX: 16 },
      why: "The square is taken of s, not of u: add the 3 before you double.",
    },
    {
      answer: { uAlongX: 4, sAlongU: 1, rAlongS: 1, rAlongX: 4 },
      why: "The square is taken of s, not of x. Work out s first.",
    },
  ],
  equivalents: [{ rAlongX: 80 / 2, rAlongS: 10, sAlongU: 1, uAlongX: 4 }],
});

type RuleResult = { value: number; slopes: number[] };

/** The rule for a difference, as the engine wants it. */
export const minusRule = functionProblem<[number, number], RuleResult>({
  id: "04-tensors/minus-rule",
  variable: "minusRule",
  stub: "function minusRule(first: number, second: number): { value: number; slopes: number[] } {\n  return todo;\n}",
  solution: `function minusRule(first: number, second: number): { value: number; slopes: number[] } {
  return { value: first - second, slopes: [1, -1] };
}`,
  reference: (first, second) => ({ value: first - second, slopes: [1, -1] }),
  cases: [
    [5, 2],
    [2, 5],
    [0, 0],
    [3, 3],
    [-1, 4],
  ],
  fuzz: (random) => [random.uniform(-9, 9), random.uniform(-9, 9)],
  mayChangeInput: true,
  takeaway: "The slopes are the same everywhere: what you take away pulls the result down.",
  otherwise:
    "Return an object with value, which is first minus second, and slopes, a list of two numbers: the slope of the result along first, and then its slope along second.",
  hints: [
    "If `first` grows by h and `second` stays, by how many times h does the difference grow? And the other way round?",
    "A difference goes down when the second number goes up.",
    "return { value: first - second, slopes: [ the slope along first, the slope along second ] };",
  ],
  mistakes: [
    {
      answer: (first, second) => ({ value: first - second, slopes: [1, 1] }),
      why: "These are the slopes of a sum. When second grows, the difference falls.",
    },
    {
      answer: (first, second) => ({ value: first - second, slopes: [-1, 1] }),
      why: "The slopes have changed places: first the one along first, then the one along second.",
    },
    {
      answer: (first, second) => ({ value: first - second, slopes: [1, -second] }),
      why: "A slope is not the number itself. If second grows by h, the difference falls by h, whatever second is.",
    },
    {
      answer: (first, second) => ({ value: first - second, slopes: [second, first] }),
      why: "These are the slopes of a product.",
    },
    {
      answer: (first, second) => ({ value: first - second, slopes: [first, -second] }),
      why: "A slope is not the number itself. Ask by how many times h the result moves when one of the numbers grows by h.",
    },
    {
      answer: (first, second) => ({ value: first - second, slopes: [first, second] }),
      why: "These are the two numbers themselves. A slope tells how far the result moves when one of them is nudged.",
    },
    {
      answer: (first, second) => ({ value: first - second, slopes: [1, 0] }),
      why: "The slope along first is right. The result moves for a nudge of second, too.",
    },
    {
      answer: (first, second) => ({ value: second - first, slopes: [-1, 1] }),
      why: "You take first away from second. The rule is for first minus second.",
    },
    {
      answer: (first, second) => ({ value: first + second, slopes: [1, -1] }),
      why: "The slopes are right, but the value is a sum.",
    },
    {
      answer: (first, second) => ({ value: Math.abs(first - second), slopes: [1, -1] }),
      why: "The slopes are right, but a difference is negative where second is larger. Leave its sign as it is.",
    },
  ],
  equivalents: [
    (first, second) => {
      const value = -(second - first);
      return { slopes: [+1, 0 - 1], value };
    },
  ],
});

/** The rule for a square, with one input. */
export const squareRule = functionProblem<[number], RuleResult>({
  id: "04-tensors/square-rule",
  variable: "squareRule",
  stub: "function squareRule(d: number): { value: number; slopes: number[] } {\n  return todo;\n}",
  solution: `function squareRule(d: number): { value: number; slopes: number[] } {
  return { value: d * d, slopes: [2 * d] };
}`,
  reference: (d) => ({ value: d * d, slopes: [2 * d] }),
  cases: [[3], [-1.5], [0], [1], [2]],
  fuzz: (random) => [random.uniform(-9, 9)],
  mayChangeInput: true,
  takeaway: "One arrow now carries what the two arrows of d · d carried together.",
  otherwise:
    "Return an object with value, the square of d, and slopes, a list of one number: how many times as far as d the square moves for a tiny nudge.",
  hints: [
    "In the worked example at the beginning of the lesson d was 2, and the loss moved 4 times as far as d.",
    "If d grows by h, its square grows from d² to d² + 2 · d · h + h², and for a tiny h the last term is negligible.",
    "return { value: d * d, slopes: [ twice the number that is squared ] };",
  ],
  mistakes: [
    {
      answer: (d) => ({ value: d * d, slopes: [d] }),
      why: "The slope of a square is twice the number that is squared; the factor two is missing.",
    },
    {
      answer: (d) => ({ value: d * d, slopes: [2] }),
      why: "The slope of a square depends on where you stand: multiply the 2 by d.",
    },
    {
      answer: (d) => ({ value: d * d, slopes: [d, d] }),
      why: "These are the slopes of the two arrows of d · d. The new rule has one input and one arrow, which carries both together.",
    },
    {
      answer: (d) => ({ value: d * d, slopes: [2 * d, 2 * d] }),
      why: "The slope is right, but the rule has one input, so the list holds it once.",
    },
    {
      answer: (d) => ({ value: d * d, slopes: [d * d] }),
      why: "You have taken the value of the square where its slope is wanted.",
    },
    {
      answer: (d) => ({ value: d * d, slopes: [1] }),
      why: "A slope of 1 would mean that the square moves exactly as far as d. How far does it move if d grows by a tiny h?",
    },
    {
      answer: (d) => ({ value: d * d, slopes: 2 * d }) as unknown as RuleResult,
      why: "The slope is right, but slopes is a list, even when it holds a single number. Put it in square brackets.",
    },
    {
      answer: (d) => ({ value: 2 * d, slopes: [2 * d] }),
      why: "The slope is right. The value is the square of d, not twice d.",
    },
    {
      answer: (d) => ({ value: d, slopes: [2 * d] }),
      why: "The slope is right. The value is the square of d, and you give d itself.",
    },
    {
      answer: (d) => ({ value: d ^ 2, slopes: [2 * d] }),
      why: "The slope is right. In TypeScript ^ does not make a power: write d * d or d ** 2.",
    },
  ],
  equivalents: [
    (d) => {
      const slope = d + d;
      return { slopes: [slope], value: d ** 2 };
    },
  ],
});

/** A node as the lesson declares it. */
export interface StepNode {
  id: number;
  operation: string;
  label: string;
  inputs: StepNode[];
  slopes: number[];
  value: number;
  gradient: number;
}

/** A node for a case: what it carries, and what its inputs have received so far. */
interface StepCase {
  gradient: number;
  slopes: number[];
  received: number[];
  /** Whether all its inputs are one and the same node. */
  twice?: boolean;
  /** Whether its inputs are made of another node in their turn. */
  deep?: boolean;
}

/** What a step leaves behind: what the inputs have received, and by name all that must stay as it was. */
type Left = { received: number[]; others: Record<string, unknown> };

const isClose = (actual: unknown, expected: unknown): boolean => !firstDifference(actual, expected);

const STEP_CASES: readonly StepCase[] = [
  { gradient: 2, slopes: [3, 5], received: [0, 0] },
  { gradient: 3, slopes: [1, -1], received: [0, 4] },
  { gradient: 1, slopes: [2, 2], received: [0], twice: true },
  { gradient: 2, slopes: [3, -1], received: [1], twice: true },
  { gradient: 2, slopes: [3], received: [1], deep: true },
  { gradient: -2, slopes: [0.5], received: [7] },
  { gradient: 0, slopes: [3, 5], received: [1, 2] },
  { gradient: 4, slopes: [], received: [] },
  ...randomSteps(20),
];

function randomSteps(count: number): StepCase[] {
  const random = new Random(4);
  const list = (length: number) => Array.from({ length }, () => random.uniform(-3, 3));
  return Array.from({ length: count }, () => {
    const size = random.integer(1, 4);
    return { gradient: random.uniform(-3, 3), slopes: list(size), received: list(size) };
  });
}

function nodeOf({ gradient, slopes, received, twice = false, deep = false }: StepCase): StepNode {
  const node = (own: Pick<StepNode, "inputs" | "slopes" | "value" | "gradient">): StepNode => {
    return { id: own.value, operation: "", label: "", ...own };
  };
  const source = node({ inputs: [], slopes: [], value: 5, gradient: 6 });
  const behind = deep ? { inputs: [source], slopes: [2] } : { inputs: [], slopes: [] };
  const inputs = received.map((gradient, i) => node({ ...behind, value: 10 + i, gradient }));
  const [first] = inputs;
  return node({ inputs: twice && first ? [first, first] : inputs, slopes: [...slopes], value: 20, gradient });
}

function afterStep(handOn: (node: StepNode) => void, each: StepCase): Left {
  const node = nodeOf(each);
  const inputs = [...node.inputs];
  handOn(node);
  return {
    // Of the nodes that came in: others that stand in their places now are no use to the rest of the graph.
    received: inputs.map(({ gradient }) => gradient),
    others: {
      "node.gradient": node.gradient,
      ...ownOf(node, "node"),
      "node.inputs holds the nodes that came in":
        node.inputs.length === inputs.length && inputs.every((input, i) => node.inputs[i] === input),
      ...Object.fromEntries(inputs.flatMap((input, i) => Object.entries(ownOf(input, `node.inputs[${i}]`)))),
      "gradients of the inputs' own inputs": inputs.flatMap((input) =>
        input.inputs.map(({ gradient }) => gradient),
      ),
    },
  };
}

/** What belongs to a node alone, by name, but for its gradient. */
function ownOf({ id, operation, label, value, slopes }: StepNode, name: string): Left["others"] {
  const own = Object.entries({ id, operation, label, value, slopes });
  return Object.fromEntries(own.map(([key, each]) => [`${name}.${key}`, each]));
}

function stepBack({ inputs, slopes, gradient }: StepNode): void {
  inputs.forEach((input, i) => (input.gradient += (slopes[i] as number) * gradient));
}

/** A wrong step back: what each input's gradient becomes. */
const wrongStep =
  (become: (old: number, slope: number, node: StepNode, i: number) => number) =>
  (node: StepNode): void =>
    node.inputs.forEach((input, i) => {
      input.gradient = become(input.gradient, node.slopes[i] as number, node, i);
    });

const WRONG_STEPS: readonly { answer: (node: StepNode) => void; why: string }[] = [
  {
    answer: wrongStep((_, slope, { gradient }) => slope * gradient),
    why: "The last share replaces what the input has received before. An input adds up all that it receives: +=.",
  },
  {
    answer: wrongStep((old, slope) => old + slope),
    why: "You hand on the slope alone. Multiply it by the gradient that the node itself has received.",
  },
  {
    answer: wrongStep((old, _, { gradient }) => old + gradient),
    why: "You hand on the whole gradient to each input. Multiply it by the slope on the arrow.",
  },
  {
    answer: wrongStep((old, slope, { gradient }) => old + slope + gradient),
    why: "Along a path nudges multiply: slope times gradient, not their sum.",
  },
  {
    answer: wrongStep((old, slope) => old + slope * old),
    why: "The factor is the gradient of the node that hands on, node.gradient, not that of the input.",
  },
  {
    answer: wrongStep((old, _, { inputs, gradient }, i) => old + (inputs[i]?.value as number) * gradient),
    why: "The factor is the slope on the arrow, node.slopes[i]. The value of the input is something else.",
  },
  {
    answer: wrongStep((old, slope, { value }) => old + slope * value),
    why: "You use the value of the node that hands on. What it hands on is its gradient, node.gradient, times the slope.",
  },
  {
    answer: wrongStep((old, _, { slopes, gradient }) => old + (slopes[0] as number) * gradient),
    why: "You use the first slope for every input. The slope on the arrow from input i is node.slopes[i].",
  },
  {
    answer: wrongStep((old, slope, { gradient }, i) => (i === 0 ? old + slope * gradient : old)),
    why: "Only the first input receives its share. Does your loop end too early?",
  },
  {
    answer: wrongStep((old, slope, { gradient }) => old - slope * gradient),
    why: "The sign is turned. Nothing is taken away here: each input receives slope times gradient.",
  },
  {
    answer: (node) =>
      node.inputs.forEach((input, i) => (node.gradient += (node.slopes[i] as number) * input.gradient)),
    why: "You change the node's own gradient. It is complete already; the inputs are the ones that receive.",
  },
  {
    answer: () => undefined,
    why: "No gradient has changed. A line such as `let g = input.gradient` copies the number; change the node itself, with node.inputs[i].gradient += …",
  },
  {
    answer: ({ inputs, slopes, gradient }) =>
      inputs.forEach((input, i) => {
        inputs[i] = { ...input, gradient: input.gradient + (slopes[i] as number) * gradient };
      }),
    why: "You put new nodes in the places of the inputs, and the rest of the graph does not know them. Change the gradient of the nodes that are there.",
  },
  {
    answer: function goOn(node) {
      stepBack(node);
      for (const input of node.inputs) goOn(input);
    },
    why: "You go on from the inputs to their own inputs. Hand on to node.inputs alone; the walk visits every node itself.",
  },
  {
    answer: ({ inputs, slopes, gradient }) =>
      [...new Set(inputs)].forEach((input, i) => (input.gradient += (slopes[i] as number) * gradient)),
    why: "A node that stands in the list of inputs twice receives twice, once for each arrow. Visit each place i of the list.",
  },
  {
    answer: ({ inputs, slopes, gradient }) =>
      inputs.forEach((input) => (input.gradient += (slopes[inputs.indexOf(input)] as number) * gradient)),
    why: "indexOf finds the first place only, and a node may stand in the list twice. Count the places with i instead.",
  },
];

const ONLY_GRADIENTS = "Only the gradients of the inputs may change. All else stays as it is.";

/** Steps that give each input its share, and change something else besides. */
const OVERWRITING: readonly ((node: StepNode) => void)[] = [
  wrongStep(
    (old, slope, { inputs, gradient }, i) => ((inputs[i] as StepNode).value = old + slope * gradient),
  ),
  wrongStep((old, slope, { inputs, gradient }, i) => {
    (inputs[i] as StepNode).slopes = [slope * gradient];
    return old + slope * gradient;
  }),
  wrongStep((old, slope, { slopes, gradient }, i) => old + (slopes[i] = slope * gradient)),
  (node) => {
    stepBack(node);
    node.value = node.gradient;
  },
  (node) => {
    stepBack(node);
    node.gradient = 0;
  },
  (node) => {
    for (const [i, slope] of node.slopes.entries()) {
      const input = node.inputs.shift() as StepNode;
      input.gradient += slope * node.gradient;
      if (i === node.slopes.length - 1) node.slopes = [];
    }
  },
];

function findStep(handOn: (node: StepNode) => void): Finding | undefined {
  if ((handOn(nodeOf(STEP_CASES[0] as StepCase)) as unknown) === todo) return { actual: todo, why: "" };
  const found = STEP_CASES.map((each) => afterStep(handOn, each));
  const at = found.findIndex((left, i) => !isClose(left, afterStep(stepBack, STEP_CASES[i] as StepCase)));
  const failing = STEP_CASES[at];
  if (!failing) return undefined;
  const known = WRONG_STEPS.find(({ answer }) =>
    STEP_CASES.every((each, i) => isClose(found[i], afterStep(answer, each))),
  );
  return differenceOfStep(failing, found[at] as Left, known?.why);
}

/** The gradients of the inputs if they are wrong, else what should have stayed. */
function differenceOfStep(failing: StepCase, left: Left, why?: string): Finding {
  const right = afterStep(stepBack, failing);
  const changed = Object.keys(right.others).find((name) => !isClose(left.others[name], right.others[name]));
  if (changed !== undefined && isClose(left.received, right.received))
    return {
      actual: { [changed]: left.others[changed] },
      expected: { [changed]: right.others[changed] },
      why: why ?? ONLY_GRADIENTS,
    };
  const inputs = failing.twice
    ? `one node that is used twice and holds ${failing.received.join(", ")}`
    : `inputs that hold ${failing.received.join(", ")}`;
  const of = `gradients of the inputs; node.gradient ${failing.gradient}, slopes ${failing.slopes.join(", ")}, ${inputs}`;
  const visit = "Visit each input i, and add node.slopes[i] times node.gradient to its gradient.";
  return {
    actual: { [of]: left.received },
    expected: { [of]: right.received },
    why: why ?? (changed === undefined ? visit : ONLY_GRADIENTS),
  };
}

/** One step of the walk back: a node hands its gradient on to its inputs. */
export const handOn = problem<(node: StepNode) => void>({
  id: "04-tensors/hand-on",
  variable: "handOn",
  stub: "function handOn(node: GraphNode): void {\n  return todo;\n}",
  solution: `function handOn(node: GraphNode): void {
  for (let i = 0; i < node.inputs.length; i++) {
    node.inputs[i].gradient += node.slopes[i] * node.gradient;
  }
}`,
  takeaway:
    "This line is all of automatic differentiation: multiply along an arrow, add up where arrows meet.",
  check: findStep,
  hints: [
    "Visit the inputs in a loop that counts i from 0. Input number i is node.inputs[i], and the slope on its arrow is node.slopes[i].",
    "What an input receives is a product of two numbers, and it is added to what the input has received before.",
    "In the loop stands one line: node.inputs[i].gradient += the slope on the arrow, times the gradient of the node.",
  ],
  mistakes: [...WRONG_STEPS, ...OVERWRITING.map((answer) => ({ answer, why: ONLY_GRADIENTS }))].map(
    ({ answer, why }) => ({
      answer,
      says: new RegExp(why.slice(0, 24).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")),
    }),
  ),
  equivalents: [
    stepBack,
    (node) => {
      for (let i = node.slopes.length - 1; i >= 0; i--) {
        const input = node.inputs[i] as StepNode;
        Object.assign(input, { gradient: input.gradient + (node.slopes[i] as number) * node.gradient });
      }
    },
    ({ inputs, slopes, gradient }) => {
      for (const [i, slope] of slopes.entries()) {
        const input = inputs[i] as StepNode;
        input.gradient = gradient * slope + input.gradient;
      }
    },
  ],
});

type Pair = { a: number; b: number };

/** Gradients of r = a·b + a at a = 3, b = −2, on paper. */
export const gradientsByHand = valueProblem<Pair>({
  id: "04-tensors/gradients-by-hand",
  variable: "gradientsByHand",
  stub: "const gradientsByHand: { a: number; b: number } = { a: todo, b: todo };",
  solution: "const gradientsByHand = { a: -2 + 1, b: 3 };",
  expected: { a: -1, b: 3 },
  takeaway: "Two paths lead from a to the result, one by way of the product, and what they carry adds up.",
  otherwise:
    "Go back from r: the sum hands its gradient on to the product and to a; the product hands to each factor the other one.",
  parts: {
    a: "Count the paths from a to the result: it goes into the product and into the sum.",
    b: "Only one path leads from b to the result, through the product. What is the slope of a product along b?",
  },
  hints: [
    "Draw the graph: the product of a and b in one box, then the sum of the product and a in another. Which number is used twice?",
    "The gradient of the product is the gradient of r times the slope of a sum. The product then hands to each factor the other factor.",
    "The gradient of a is what comes through the product plus what comes through the sum. The gradient of b is the other factor.",
  ],
  mistakes: [
    { answer: { a: -2, b: 3 }, why: "The gradient of b is right. a is used twice: add both shares." },
    {
      answer: { a: 1, b: 3 },
      why: "The gradient of b is right. a is used twice: the share through the product is missing.",
    },
    { answer: { a: 3, b: -1 }, why: "These are the right numbers the other way round." },
    {
      answer: { a: 3, b: -2 },
      why: "These are the values of a and b. The question is how far r moves for a nudge of each.",
    },
    {
      answer: { a: -1, b: -2 },
      why: "The gradient of a is right. The slope of a product along b is the other factor, not b itself.",
    },
    { answer: { a: 4, b: -2 }, why: "The slope of a product along one factor is the other factor." },
  ],
  equivalents: [{ b: 3, a: 1 + -2 }],
});

type Numeric = [f: (values: number[]) => number, at: number[], h: number];

/** How the verdict writes the functions that it tries. */
const written = new Map<Numeric[0], string>();
function named(text: string, f: Numeric[0]): Numeric[0] {
  written.set(f, text);
  return f;
}

function moved(at: readonly number[], i: number, by: number): number[] {
  return at.map((value, j) => (j === i ? value + by : value));
}

/** The central finite difference of a function of several numbers. */
export const numericGradient = functionProblem<Numeric, number[]>({
  id: "04-tensors/numeric-gradient",
  variable: "numericGradient",
  stub: `function numericGradient(
  f: (values: number[]) => number,
  at: number[],
  h: number,
): number[] {
  return todo;
}`,
  solution: `function numericGradient(
  f: (values: number[]) => number,
  at: number[],
  h: number,
): number[] {
  const slopes = [];
  for (let i = 0; i < at.length; i++) {
    const up = [...at];
    const down = [...at];
    up[i] += h;
    down[i] -= h;
    slopes.push((f(up) - f(down)) / (2 * h));
  }
  return slopes;
}`,
  reference: (f, at, h) => at.map((_, i) => (f(moved(at, i, h)) - f(moved(at, i, -h))) / (2 * h)),
  cases: [
    [named("([u, v]) => u * u + 2 * v", ([u = 0, v = 0]) => u * u + 2 * v), [3, -1], 0.5],
    [named("([u]) => u ** 3", ([u = 0]) => u ** 3), [1], 0.1],
    [named("([u, v, w]) => u * v - w", ([u = 0, v = 0, w = 0]) => u * v - w), [0, 2, -5], 0.25],
    [named("([u, v]) => u * v * v", ([u = 0, v = 0]) => u * v * v), [2, 2], 0.5],
    [named("() => 7", () => 7), [0, 0], 1],
  ],
  fuzz: (random) => {
    const size = 1 + Math.floor(random.uniform(0, 4));
    const drawn = Array.from({ length: size }, () => [random.uniform(-2, 2), random.uniform(-2, 2)]);
    const f = (values: number[]): number =>
      values.reduce((sum, value, i) => {
        const [once = 0, cubed = 0] = drawn[i] ?? [];
        return sum + once * value + cubed * value ** 3 + value * (values[i + 1] ?? 1);
      }, 0);
    const at = Array.from({ length: size }, () => random.uniform(-3, 3));
    return [named("a random function", f), at, random.uniform(0.05, 0.5)];
  },
  mayChangeInput: false,
  show: (f, at, h) =>
    `numericGradient(${written.get(f)}, [${at.map((value) => Number(value.toFixed(3))).join(", ")}], ${Number(h.toFixed(3))})`,
  takeaway:
    "One slope costs two runs of f, so many slopes cost many runs. As a test of a faster method it is worth its price.",
  otherwise:
    "For each place i: copy the list and add h at i, copy it again and take h away at i, call f with both, and divide the difference by 2 · h.",
  hints: [
    "Start with an empty list of slopes and visit each place i of `at` in a loop. What two lists does f need for one place?",
    "const up = [...at]; up[i] += h; makes a copy that is moved up at place i only. Make another that is moved down.",
    "slopes.push((f(up) - f(down)) / (2 * h)); for each i, and return slopes; after the loop.",
  ],
  mistakes: [
    {
      answer: (f, at, h) => at.map((_, i) => (f(moved(at, i, h)) - f(at)) / h),
      why: "You nudge to one side only. Nudge up and down, and divide by the whole distance.",
    },
    {
      answer: (f, at, h) => at.map((_, i) => (f(at) - f(moved(at, i, -h))) / h),
      why: "You nudge to one side only. Nudge up and down, and divide by the whole distance.",
    },
    {
      answer: (f, at, h) => at.map((_, i) => (f(moved(at, i, h)) - f(moved(at, i, -h))) / h),
      why: "The two places are 2 · h apart, so divide by 2 * h.",
    },
    {
      answer: (f, at, h) => at.map((_, i) => ((f(moved(at, i, h)) - f(moved(at, i, -h))) / 2) * h),
      why: "Mind the brackets: / 2 * h divides by 2 and then multiplies by h. Write / (2 * h).",
    },
    {
      answer: (f, at, h) =>
        at.map(() => (f(at.map((value) => value + h)) - f(at.map((value) => value - h))) / (2 * h)),
      why: "You move all numbers at once. Move one and leave the others where they are.",
    },
    {
      answer: (f, at, h) => {
        const [up, down] = [[...at], [...at]];
        return at.map((value, i) => {
          [up[i], down[i]] = [value + h, value - h];
          return (f(up) - f(down)) / (2 * h);
        });
      },
      why: "The numbers that you moved before stay moved. Make both copies anew for each place, inside the loop.",
    },
    {
      answer: (f, at, h) => at.map((_, i) => (f(moved(at, i, -h)) - f(moved(at, i, h))) / (2 * h)),
      why: "The sign is turned: it is f of the list that was moved up, minus f of the one that was moved down.",
    },
    {
      answer: (f, at) => at.map((_, i) => (f(moved(at, i, 0.001)) - f(moved(at, i, -0.001))) / 0.002),
      why: "You nudge by 0.001 every time. Use the h that comes in.",
    },
    {
      answer: (f, at, h) => at.map((_, i) => f(moved(at, i, h)) - f(moved(at, i, -h))),
      why: "This is how far f moved. For a slope, divide it by the distance of the two places.",
    },
    {
      answer: (f, at, h) =>
        at.map((value) => {
          const i = at.indexOf(value);
          return (f(moved(at, i, h)) - f(moved(at, i, -h))) / (2 * h);
        }),
      why: "indexOf finds the first place only, and two numbers may be equal. Count the places with i instead.",
    },
    {
      answer: (f, at, h) =>
        at.map((value) => {
          const by = (step: number) => at.map((each) => (each === value ? each + step : each));
          return (f(by(h)) - f(by(-h))) / (2 * h);
        }),
      why: "You move every number that has this value, and two numbers may be equal. Compare the places, not the values.",
    },
    {
      answer: (f, at, h) => [(f(moved(at, 0, h)) - f(moved(at, 0, -h))) / (2 * h)],
      why: "Your list ends after the first slope. The return line belongs after the loop, not into it.",
    },
    {
      answer: (f, at, h) =>
        at.map((_, i) => {
          const up = [...at];
          const down = up;
          up[i] = (up[i] as number) + h;
          down[i] = (down[i] as number) - h;
          return (f(up) - f(down)) / (2 * h);
        }),
      why: "Both results are the same. If up and down are two names for one list, what you add is taken away again: make two copies.",
    },
    {
      answer: (f, at, h) => {
        const slopes = at.map((_, i) => (f(moved(at, i, h)) - f(moved(at, i, -h))) / (2 * h));
        return slopes.reduce((sum, slope) => sum + slope, 0) as unknown as number[];
      },
      why: "You add the slopes up. Return a list that holds one slope for each number.",
    },
    {
      answer: (f, at, h) =>
        at.map((_, i) => {
          const [up, down] = [at, at];
          up[i] = (up[i] as number) + h;
          down[i] = (down[i] as number) - h;
          return (f(up) - f(down)) / (2 * h);
        }),
      why: "Your function has changed what it received",
    },
  ],
  equivalents: [
    (f, at, h) => {
      const list = [...at];
      return at.map((value, i) => {
        list[i] = value + h;
        const up = f(list);
        list[i] = value - h;
        const down = f(list);
        list[i] = value;
        return (up - down) / h / 2;
      });
    },
    (f, at, h) => {
      const slopes: number[] = [];
      for (let i = 0; i < at.length; i++) {
        const old = at[i] as number;
        at[i] = old + h;
        const up = f(at);
        at[i] = old - h;
        slopes.push((0.5 / h) * (up - f(at)));
        at[i] = old;
      }
      return slopes;
    },
  ],
});

type Shapes = { columnSums: number[]; table: number[]; layer: number[]; fits: boolean };

/** Shapes that operations give, on paper. */
export const shapes = valueProblem<Shapes>({
  id: "04-tensors/shapes",
  variable: "shapes",
  stub: `const shapes: { columnSums: number[]; table: number[]; layer: number[]; fits: boolean } = {
  columnSums: todo,
  table: todo,
  layer: todo,
  fits: todo,
};`,
  solution: "const shapes = { columnSums: [3], table: [5, 2], layer: [8, 6], fits: false };",
  expected: { columnSums: [3], table: [5, 2], layer: [8, 6], fits: false },
  takeaway: "Most errors with tensors are errors of shape, and you can find them on paper.",
  otherwise: "Write the two shapes one above the other, from the right, and compare each pair of lengths.",
  parts: {
    columnSums: "A sum along an axis makes that axis vanish. Which axis of the shape is axis 0?",
    table: "Of each pair of lengths the one that is not 1 remains.",
    layer:
      "Each row gives one number for each unit: rows first, then units. The bias does not change the shape.",
    fits: "Compare the lengths from the right. A pair fits if both are equal or one of them is 1.",
  },
  hints: [
    "columnSums: axis 0 counts the rows, and it vanishes. table: compare from the right, a length of one gives way.",
    "layer: the inputs meet inside the product and vanish; the rows and the units remain. The bias is repeated for each row.",
    "fits: write both shapes one above the other and look at each pair of lengths, also at the left one.",
  ],
  mistakes: [
    {
      answer: { columnSums: [4], table: [5, 2], layer: [8, 6], fits: false },
      why: "The other three are right. Axis 0 counts the rows and vanishes; what remains is a sum for each column.",
    },
    {
      answer: { columnSums: [1, 3], table: [5, 2], layer: [8, 6], fits: false },
      why: "The other three are right. After the sum the axis is gone; it does not stay with the length 1.",
    },
    {
      answer: { columnSums: [3], table: [1, 1], layer: [8, 6], fits: false },
      why: "The other three are right. In the table the length 1 gives way to the other length.",
    },
    {
      answer: { columnSums: [3], table: [5, 2], layer: [8, 4], fits: false },
      why: "The other three are right. In the layer the inputs vanish inside the product; the units remain.",
    },
    {
      answer: { columnSums: [3], table: [5, 2], layer: [4, 6], fits: false },
      why: "The other three are right. The layer has one row of sums for each of the rows that came in.",
    },
    {
      answer: { columnSums: [3], table: [5, 2], layer: [6], fits: false },
      why: "The other three are right. The bias is repeated for each row, so the result keeps its rows.",
    },
    {
      answer: { columnSums: [3], table: [5, 2], layer: [8, 6], fits: true },
      why: "The three shapes are right. In the last question look also at the left pair of lengths: neither of them is 1.",
    },
  ],
  equivalents: [{ fits: false, layer: [8, 6], table: [5, 2], columnSums: [3] }],
});

/** Functions of one number. Some punish a nudge: a large number that is added takes digits away, and a fast wave bends within it. */
const SLOPE_CASES: readonly { text: string; f: (x: Tensor) => Tensor; at: number; slope: number }[] = [
  { text: "(x) => x.square()", f: (x) => x.square(), at: 3, slope: 6 },
  { text: "(x) => x.mul(2).add(1)", f: (x) => x.mul(2).add(1), at: 5, slope: 2 },
  { text: "(x) => x.mul(x).mul(x)", f: (x) => x.mul(x).mul(x), at: -2, slope: 12 },
  { text: "(x) => x.sub(1).square()", f: (x) => x.sub(1).square(), at: 1, slope: 0 },
  { text: "(x) => x.tanh()", f: (x) => x.tanh(), at: 0.5, slope: 1 - Math.tanh(0.5) ** 2 },
  { text: "(x) => x.exp().neg()", f: (x) => x.exp().neg(), at: 0, slope: -1 },
  { text: "(x) => x.square().add(1000)", f: (x) => x.square().add(1000), at: 3, slope: 6 },
  { text: "(x) => x.mul(30).sin()", f: (x) => x.mul(30).sin(), at: 0.7, slope: 30 * Math.cos(21) },
];

type SlopeAt = (f: (x: Tensor) => Tensor, at: number) => number;

/** A nudge up and down by h, which 32 bits make imprecise. */
const nudgedBy =
  (h: number): SlopeAt =>
  (f, at) => {
    const [up, down] = [at + h, at - h].map((place) => f(tf.scalar(place)).dataSync()[0] as number);
    return ((up as number) - (down as number)) / (2 * h);
  };

/** The slope of a function anywhere, from `tf.grad`. */
export const slopeAt = problem<SlopeAt>({
  id: "04-tensors/slope-at",
  variable: "slopeAt",
  stub: "function slopeAt(f: (x: tf.Tensor) => tf.Tensor, at: number): number {\n  return todo;\n}",
  solution: `function slopeAt(f: (x: tf.Tensor) => tf.Tensor, at: number): number {
  return tf.grad(f)(tf.scalar(at)).dataSync()[0];
}`,
  uses: {
    get tf() {
      return tf;
    },
  },
  takeaway: "You write down the function, and TensorFlow finds its slope, whatever the steps are.",
  check: (answer) => {
    let finding: Finding | undefined;
    // The tidy clears away what the answer leaves behind.
    tf.tidy(() => {
      for (const each of SLOPE_CASES) finding ??= findSlope(answer, each);
    });
    return finding;
  },
  hints: [
    "Look at how the last cell gives sumOfLayer to tf.grad and calls what comes back. tf.grad(f) is a function: it wants a tensor and gives a tensor.",
    "tf.scalar(at) makes a tensor of the plain number. What tf.grad(f) returns for it holds the slope.",
    "Take the number out of that tensor with .dataSync()[0], and return it.",
  ],
  equivalents: [
    (f, at) => tf.tidy(() => tf.grad(f)(tf.scalar(at)).dataSync()[0] as number),
    (f, at) => tf.grad(f)(at).arraySync() as number,
    (f, at) => {
      const { value, grad } = tf.valueAndGrad(f)(tf.tensor(at));
      const [slope = NaN] = grad.dataSync();
      tf.dispose([value, grad]);
      return slope;
    },
    (f, at) => {
      const [slope] = tf.grads((x: Tensor) => f(x))([tf.tensor1d([at])]);
      return (slope as Tensor).sum().dataSync()[0] as number;
    },
  ],
  mistakes: [
    { answer: (f, at) => tf.grad(f)(tf.scalar(at)) as unknown as number, says: /returns a tensor/ },
    { answer: (f, at) => tf.grad(f)(tf.scalar(at)).dataSync() as unknown as number, says: /gives a list/ },
    { answer: (f, at) => tf.grads(f)([tf.scalar(at)]) as unknown as number, says: /returns a list/ },
    { answer: (f) => tf.grad(f) as unknown as number, says: /returns a function/ },
    { answer: (f, at) => tf.grad(f)(tf.scalar(at)).data() as unknown as number, says: /returns a promise/ },
    {
      answer: (f, at) => void tf.grad(f)(tf.scalar(at)).dataSync()[0] as unknown as number,
      says: /returns nothing/,
    },
    {
      answer: (f, at) => tf.grad(f)(tf.scalar(at)).toString() as unknown as number,
      says: /Return the number itself/,
    },
    { answer: (f, at) => f(tf.scalar(at)).dataSync()[0] as number, says: /value of f/ },
    { answer: (f) => tf.grad(f)(tf.scalar(1)).dataSync()[0] as number, says: /another place/ },
    { answer: (_, at) => 2 * at, says: /never looks at f/ },
    { answer: nudgedBy(0.5), says: /several places/ },
    { answer: nudgedBy(0.01), says: /several places/ },
    { answer: nudgedBy(0.001), says: /several places/ },
    { answer: nudgedBy(1e-5), says: /several places/ },
    {
      answer: (f, at) => Math.round(tf.grad(f)(tf.scalar(at)).dataSync()[0] as number),
      says: /as it is/,
    },
  ],
});

function findSlope(
  answer: SlopeAt,
  { text, f, at, slope }: (typeof SLOPE_CASES)[number],
): Finding | undefined {
  const places = new Set<number>();
  const watched = (x: Tensor): Tensor => {
    if (x instanceof tf.Tensor) places.add(x.dataSync()[0] as number);
    return f(x);
  };
  const actual: unknown = answer(watched, at);
  const value = f(tf.scalar(at)).dataSync()[0] as number;
  const why = whySlope(Number(typeof actual === "number" ? actual : NaN), { value, at, places });
  const of = `slopeAt(${text}, ${at})`;
  return noNumber(actual, SLOPE_KINDS) ?? unlessClose(actual, slope, { why, of, ...SLOPE_TOLERANCE });
}

/** What 32 bits give. */
const SLOPE_TOLERANCE = { tolerance: 1e-4, relative: 1e-4 };

function whySlope(
  actual: number,
  { value, at, places }: { value: number; at: number; places: ReadonlySet<number> },
): string {
  if (places.size === 0)
    return "Your function never looks at f. Give it to tf.grad, which returns a function that computes its slope.";
  if (places.size > 1)
    return "Your function looks at f in several places, as nudging does, and that is not precise enough here. Ask tf.grad(f) once, at the place `at`.";
  if (!places.has(Math.fround(at)))
    return "You ask for the slope at another place than `at`. Make a tensor of the number that comes in.";
  if (!firstDifference(actual, value, SLOPE_TOLERANCE))
    return "That is the value of f, not its slope. Give f to tf.grad, which returns a function that computes the slope.";
  return "Give f to tf.grad, call what it returns with a tensor of the number `at`, and return the number that comes out as it is.";
}

/** Tensors of different sizes and shapes; what a wrong divisor or a fixed size gets right for one, it gets wrong for another. */
const RMS_CASES: readonly { values: number[]; shape: number[] }[] = [
  { values: [3, -3, 3], shape: [3] },
  { values: [1, 7, -1, -7], shape: [4] },
  { values: [0, 6, 0, 3, 0, 0], shape: [2, 3] },
  { values: [-2], shape: [1, 1] },
  { values: [0, 0], shape: [2] },
  { values: [1, 2, 3, 4, 5, 6, 7, 8], shape: [2, 2, 2] },
  { values: [-4], shape: [] },
];

/** A number from a tensor that leaves no tensor behind. */
export const rootMeanSquare = problem<(x: Tensor) => number>({
  id: "04-tensors/root-mean-square",
  takeaway: "Inside tf.tidy every step is cleared away, and a plain number is all that comes out.",
  check: (rms) => {
    let finding: Finding | undefined;
    // What a leaking answer leaves behind is cleared away here, once it is counted.
    tf.tidy(() => {
      for (const each of RMS_CASES) finding ??= findRms(rms, each);
    });
    return finding;
  },
  hints: [
    "Square, then mean, then square root: each gives a new tensor.",
    "x.square().mean().sqrt() is a tensor with one number; dataSync()[0] takes it out.",
    "Put the whole chain, dataSync()[0] included, into tf.tidy(() => …), and return what tidy returns.",
  ],
  stub: "function rootMeanSquare(x: tf.Tensor): number {\n  return todo;\n}",
  solution: `function rootMeanSquare(x: tf.Tensor): number {
  return tf.tidy(() => x.square().mean().sqrt().dataSync()[0]);
}`,
  variable: "rootMeanSquare",
  uses: {
    get tf() {
      return tf;
    },
  },
  equivalents: [
    (x) => {
      const squares = x.square();
      const mean = squares.mean();
      const [value = NaN] = mean.dataSync();
      tf.dispose([squares, mean]);
      return Math.sqrt(value);
    },
    (x) => Math.hypot(...x.dataSync()) / Math.sqrt(x.size),
    (x) => {
      let sum = 0;
      for (const value of x.dataSync()) sum += value ** 2;
      return (sum / x.dataSync().length) ** 0.5;
    },
    (x) => {
      const squares = x.mul(x);
      const result = tf.tidy(() => squares.mean().sqrt());
      const { 0: value = NaN } = result.dataSync();
      squares.dispose();
      result.dispose();
      return value;
    },
    (x) => tf.tidy(() => x.mul(x).sum().div(x.size).sqrt().arraySync() as number),
  ],
  mistakes: [
    { answer: (x) => x.square().mean().sqrt().dataSync()[0] as number, says: /stay behind/ },
    {
      answer: (x) => tf.tidy(() => x.square().mean().sqrt()).dataSync()[0] as number,
      says: /one tensor stays behind/,
    },
    { answer: (x) => tf.tidy(() => x.square().mean().sqrt()) as unknown as number, says: /dataSync/ },
    {
      answer: (x) => tf.tidy(() => x.square().mean().sqrt().dataSync()) as unknown as number,
      says: /dataSync\(\) gives a list, even when it holds a single number/,
    },
    {
      answer: (x) => tf.tidy(() => x.reshape([-1, 1]).square().mean(0).sqrt().arraySync()) as number,
      says: /returns a list/,
    },
    {
      answer: (x) => {
        const root = tf.tidy(() => x.square().mean().sqrt());
        return root.data() as unknown as number;
      },
      says: /returns a promise/,
    },
    {
      answer: (x) => {
        const value = tf.tidy(() => x.square().mean().sqrt().dataSync()[0] as number);
        return void value as unknown as number;
      },
      says: /returns nothing/,
    },
    { answer: (x) => tf.tidy(() => x.square().mean().dataSync()[0] as number), says: /square root/ },
    { answer: (x) => tf.tidy(() => x.mean().square().sqrt().dataSync()[0] as number), says: /square first/i },
    { answer: (x) => tf.tidy(() => (x.norm().dataSync()[0] as number) / 2), says: /how many numbers/ },
    {
      answer: (x) => tf.tidy(() => x.square().sum().sqrt().dataSync()[0] as number),
      says: /how many numbers/,
    },
    {
      answer: (x) => tf.tidy(() => x.square().mean(0).sqrt().dataSync()[0] as number),
      says: /without an axis/,
    },
    {
      answer: (x) => tf.tidy(() => x.square().mean(-1).sqrt().dataSync()[0] as number),
      says: /without an axis/,
    },
    {
      answer: (x) => tf.tidy(() => Math.sqrt((x.square().sum().dataSync()[0] as number) / (x.shape[0] ?? 1))),
      says: /x\.size/,
    },
    { answer: (x) => tf.tidy(() => x.abs().mean().dataSync()[0] as number), says: /in this order/ },
    {
      answer: (x) => {
        const value = tf.tidy(() => x.square().mean().sqrt().dataSync()[0] as number);
        x.dispose();
        return value;
      },
      says: /belongs to whoever/,
    },
  ],
});

function findRms(
  rms: (x: Tensor) => number,
  { values, shape }: (typeof RMS_CASES)[number],
): Finding | undefined {
  const x = tf.tensor(values, shape);
  const before = tf.memory().numTensors;
  const actual: unknown = rms(x);
  const left = tf.memory().numTensors - before;
  if (x.isDisposed)
    return {
      why: "The tensor that came in was disposed of. It belongs to whoever called your function, and is still needed.",
    };
  const expected = Math.hypot(...values) / Math.sqrt(values.length);
  const of = `rootMeanSquare of [${values.join(", ")}] in the shape [${shape.join(", ")}]`;
  return (
    noNumber(actual, RMS_KINDS) ??
    unlessClose(actual, expected, { why: whyRms(Number(actual), { values, shape }), of, tolerance: 1e-4 }) ??
    unlessClose(left, 0, { why: left === 1 ? ONE_LEFT : SOME_LEFT, of: "tensors left behind" })
  );
}

const SOME_LEFT = "The number is right, but tensors stay behind. Wrap the work in tf.tidy(() => …).";
const ONE_LEFT =
  "The number is right, but one tensor stays behind. tf.tidy clears away what is made inside it and does not leave it: put all of the work in, dataSync()[0] included.";

/** Other kinds of value in the place of a number. */
type OtherKind = "tensor" | "function" | "typed list" | "list" | "promise" | "nothing" | "other";

const RMS_KINDS: Readonly<Record<OtherKind, string>> = {
  tensor: "Take the number out of the tensor, inside the tidy: dataSync()[0].",
  function: "Your function returns a function. Return the number itself, as dataSync()[0] gives it.",
  "typed list":
    "dataSync() gives a list, even when it holds a single number. Take its first entry: dataSync()[0].",
  list: "Your function returns a list. mean() without an axis leaves a single number, and dataSync()[0] takes it out.",
  promise: "Your function returns a promise of a number. dataSync()[0] gives the number itself, at once.",
  nothing:
    "Your function returns nothing. Return what tf.tidy returns. If the function inside it has braces { … }, that one needs a `return`, too.",
  other: "Return the number itself, as dataSync()[0] gives it.",
};

const SLOPE_KINDS: Readonly<Record<OtherKind, string>> = {
  ...RMS_KINDS,
  tensor: "Your function returns a tensor. Take the number out of it: dataSync()[0].",
  function:
    "Your function returns a function. tf.grad(f) still has to be called, with a tensor of the number `at`.",
  list: "Your function returns a list. Return the single number in it: take the tensor out of the list, and the number out of the tensor.",
  nothing: "Your function returns nothing. Is the `return` line missing?",
};

/** Another kind of value in the place of the number. */
function noNumber(actual: unknown, words: Readonly<Record<OtherKind, string>>): Finding | undefined {
  if (typeof actual === "number" || actual === todo) return undefined;
  const kind = otherKind(actual);
  // It may fail once its tensor is cleared away, and nobody waits for it.
  if (actual instanceof Promise) actual.catch(() => undefined);
  const expected = "a number";
  if (kind === "nothing") return { expected, why: words[kind] };
  if (kind === "other") return { actual, expected, why: words[kind] };
  return { actual: `a ${kind.replace("typed ", "")}`, expected, why: words[kind] };
}

function otherKind(actual: unknown): OtherKind {
  if (actual instanceof tf.Tensor) return "tensor";
  if (typeof actual === "function") return "function";
  if (ArrayBuffer.isView(actual)) return "typed list";
  if (Array.isArray(actual)) return "list";
  if (actual instanceof Promise) return "promise";
  return actual === undefined ? "nothing" : "other";
}

function whyRms(actual: number, { values, shape }: (typeof RMS_CASES)[number]): string {
  const sum = sumOfSquares(values);
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const is = (value: number): boolean => Math.abs(actual - value) < 1e-4 * Math.max(1, value);
  if (is(sum / values.length)) return "That is the mean of the squares; the square root is missing.";
  if (is(Math.abs(mean)))
    return "Numbers of different sign cancel in a mean: square first, then take the mean.";
  if (is(Math.sqrt(sum)) || is(Math.sqrt(sum) / 2))
    return "The mean divides by how many numbers the tensor holds, before the square root is taken.";
  const [rows = 1, columns = 1] = shape;
  const firstColumn = values.filter((_, i) => i % columns === 0);
  const firstRow = values.slice(0, columns);
  if ([firstColumn, firstRow].some((part) => is(Math.sqrt(sumOfSquares(part) / part.length))))
    return "mean() without an axis takes all numbers, whatever the shape.";
  if ([rows, columns].some((length) => is(Math.sqrt(sum / length))))
    return "The mean divides by how many numbers the tensor holds in all, which is x.size. You divide by the length of one axis.";
  return "Square, mean, square root, in this order.";
}

function sumOfSquares(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

/** The exercises by name: `exercises.gradientsByHand.check(answer)`. */
export const exercises = {
  chainSlopes,
  minusRule,
  squareRule,
  handOn,
  gradientsByHand,
  numericGradient,
  shapes,
  slopeAt,
  rootMeanSquare,
};
