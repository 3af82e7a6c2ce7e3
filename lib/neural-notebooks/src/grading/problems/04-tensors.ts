/** Exercises of lesson 04: slopes by hand, a rule and a step back for the engine, numeric gradients, shapes, and tidy memory. */
// From the door, which loads TensorFlow when the first answer is checked.
import { tf } from "../../core";
import type { Tensor } from "../../core/tf";
import { Random } from "../../core/random";
import { firstDifference } from "../compare";
import { problem, unlessClose } from "../problem";
import { functionProblem, valueProblem } from "../problem-kinds";
import { todo } from "../todo";
import type { Finding } from "../verdict";

type Chain = { uAlongX: number; vAlongU: number; rAlongV: number; rAlongX: number };

/** Slopes along u = 4x, v = u + 3, r = v² at x = 0.5, on paper. */
export const chainSlopes = valueProblem<Chain>({
  id: "04-tensors/chain-slopes",
  variable: "chainSlopes",
  stub: `const chainSlopes: { uAlongX: number; vAlongU: number; rAlongV: number; rAlongX: number } = {
  uAlongX: todo,
  vAlongU: todo,
  rAlongV: todo,
  rAlongX: todo,
};`,
  solution: "const chainSlopes = { uAlongX: 4, vAlongU: 1, rAlongV: 2 * 5, rAlongX: 4 * 1 * (2 * 5) };",
  expected: { uAlongX: 4, vAlongU: 1, rAlongV: 10, rAlongX: 40 },
  takeaway: "Each step has a slope of its own, and the slope of the whole chain is their product.",
  otherwise: "Take one step at a time: if its input grows by a tiny h, by how many h does its output grow?",
  parts: {
    uAlongX: "If x grows by h, by how many h does u = 4 · x grow?",
    vAlongU: "If u grows by h, by how many h does u + 3 grow? The 3 does not change.",
    rAlongV: "Look again at the square in the worked example: its slope is twice the number that is squared.",
    rAlongX: "Nudges multiply along the chain.",
  },
  hints: [
    "Work out u and v first, since the slope of a square depends on where you stand.",
    "Adding a number that stays does not change a nudge. The slope of a square is twice the number that is squared, and that number is v.",
    "The last slope is the product of the three before it.",
  ],
  mistakes: [
    {
      answer: { uAlongX: 4, vAlongU: 1, rAlongV: 10, rAlongX: 15 },
      why: "You have added the three slopes. Along a chain, nudges multiply.",
    },
    {
      answer: { uAlongX: 2, vAlongU: 5, rAlongV: 25, rAlongX: 250 },
      why: "These are the values of u, v and r, and their product. A slope says how much a number moves when the one before it is nudged.",
    },
    {
      answer: { uAlongX: 4, vAlongU: 1, rAlongV: 5, rAlongX: 20 },
      why: "The slope of a square is twice the number that is squared; the factor two is missing.",
    },
    {
      answer: { uAlongX: 4, vAlongU: 1, rAlongV: 25, rAlongX: 100 },
      why: "You have taken the value of r where its slope is wanted.",
    },
    {
      answer: { uAlongX: 4, vAlongU: 1, rAlongV: 4, rAlongX: 16 },
      why: "The square is taken of v, not of u: add the 3 before you double.",
    },
    {
      answer: { uAlongX: 4, vAlongU: 1, rAlongV: 1, rAlongX: 4 },
      why: "The square is taken at v, not at x. Work out v first.",
    },
  ],
  equivalents: [{ rAlongX: 80 / 2, rAlongV: 10, vAlongU: 1, uAlongX: 4 }],
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
    "Return an object with value, which is first minus second, and slopes, a list of two numbers: how far the result moves for first, and for second.",
  hints: [
    "If `first` grows by h and `second` stays, by how many h does the difference grow? And the other way round?",
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
      why: "A slope is not the number itself. Ask how many h the result moves when one of the numbers grows by h.",
    },
    {
      answer: (first, second) => ({ value: second - first, slopes: [-1, 1] }),
      why: "You take first away from second. The rule is for first minus second.",
    },
    {
      answer: (first, second) => ({ value: first + second, slopes: [1, -1] }),
      why: "The slopes are right, but the value is a sum.",
    },
  ],
  equivalents: [
    (first, second) => {
      const value = -(second - first);
      return { slopes: [+1, 0 - 1], value };
    },
  ],
});

/** A node as the lesson declares it. */
interface StepNode {
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
}

const isClose = (actual: unknown, expected: unknown): boolean => !firstDifference(actual, expected);

const STEP_CASES: readonly StepCase[] = [
  { gradient: 2, slopes: [3, 5], received: [0, 0] },
  { gradient: 3, slopes: [1, -1], received: [0, 4] },
  { gradient: 1, slopes: [2, 2], received: [0], twice: true },
  { gradient: -2, slopes: [0.5], received: [7] },
  { gradient: 0, slopes: [3, 5], received: [1, 2] },
  { gradient: 4, slopes: [], received: [] },
  ...randomSteps(20),
];

function randomSteps(count: number): StepCase[] {
  const random = new Random(4);
  const list = (length: number) => Array.from({ length }, () => random.uniform(-3, 3));
  return Array.from({ length: count }, () => {
    const size = random.integer(1, 3);
    return { gradient: random.uniform(-3, 3), slopes: list(size), received: list(size) };
  });
}

function nodeOf({ gradient, slopes, received, twice = false }: StepCase): StepNode {
  const node = (own: Pick<StepNode, "inputs" | "slopes" | "value" | "gradient">): StepNode => {
    return { id: own.value, operation: "", label: "", ...own };
  };
  const inputs = received.map((gradient, i) => node({ inputs: [], slopes: [], value: 10 + i, gradient }));
  const [first] = inputs;
  return node({ inputs: twice && first ? [first, first] : inputs, slopes: [...slopes], value: 20, gradient });
}

/** What the inputs hold after the step, and the node's own numbers, which must stay. */
function afterStep(handOn: (node: StepNode) => void, each: StepCase): number[][] {
  const node = nodeOf(each);
  handOn(node);
  return [node.inputs.map((input) => input.gradient), [node.gradient, node.value], node.slopes];
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
];

function findStep(handOn: (node: StepNode) => void): Finding | undefined {
  if ((handOn(nodeOf(STEP_CASES[0] as StepCase)) as unknown) === todo) return { actual: todo, why: "" };
  const left = STEP_CASES.map((each) => afterStep(handOn, each));
  const at = left.findIndex(
    (numbers, i) => !isClose(numbers, afterStep(stepBack, STEP_CASES[i] as StepCase)),
  );
  const failing = STEP_CASES[at];
  if (!failing) return undefined;
  const known = WRONG_STEPS.find(({ answer }) =>
    STEP_CASES.every((each, i) => isClose(left[i], afterStep(answer, each))),
  );
  const [received, own, slopes] = left[at] as number[][];
  const [right] = afterStep(stepBack, failing);
  const stays = isClose(own, [failing.gradient, 20]) && isClose(slopes, failing.slopes);
  const inputs = failing.twice
    ? "one node that is used twice"
    : `inputs that hold ${failing.received.join(", ")}`;
  const of = `gradients of the inputs; node.gradient ${failing.gradient}, slopes ${failing.slopes.join(", ")}, ${inputs}`;
  return {
    actual: { [of]: received },
    expected: { [of]: right },
    why:
      known?.why ??
      (stays
        ? "Visit each input i, and add node.slopes[i] times node.gradient to its gradient."
        : "The node's own numbers must stay as they are; only its inputs receive."),
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
  mistakes: WRONG_STEPS.map(({ answer, why }) => ({
    answer,
    says: new RegExp(why.slice(0, 24).replace(/[.*+?^${}()|[\]\\]/g, "\\$&")),
  })),
  equivalents: [
    stepBack,
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
    { answer: { a: 3, b: -2 }, why: "These are the values of a and b. Asked is how far r moves for each." },
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
    `numericGradient(${written.get(f)}, [${at.map((value) => Number(value.toFixed(3))).join(", ")}], ${h})`,
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
      why: "The other three are right. After the sum the axis is gone, it does not stay with length one.",
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

/** Tensors of different sizes and shapes; what a wrong divisor or a fixed size gets right for one, it gets wrong for another. */
const RMS_CASES: readonly { values: number[]; shape: number[] }[] = [
  { values: [3, -3, 3], shape: [3] },
  { values: [1, 7, -1, -7], shape: [4] },
  { values: [0, 0, 6, 0, 0, 0, 0, 0, 0], shape: [3, 3] },
  { values: [-2], shape: [1, 1] },
  { values: [0, 0], shape: [2] },
  { values: [1, 2, 3, 4, 5, 6, 7, 8], shape: [2, 2, 2] },
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
    (x) => tf.tidy(() => x.mul(x).sum().div(x.size).sqrt().arraySync() as number),
  ],
  mistakes: [
    { answer: (x) => x.square().mean().sqrt().dataSync()[0] as number, says: /stay behind/ },
    { answer: (x) => tf.tidy(() => x.square().mean().sqrt()) as unknown as number, says: /dataSync/ },
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
  if (actual instanceof tf.Tensor)
    return {
      actual: "a tensor",
      expected: "a number",
      why: "Take the number out of the tensor, inside the tidy: dataSync()[0].",
    };
  const expected = Math.hypot(...values) / Math.sqrt(values.length);
  const of = `rootMeanSquare of [${values.join(", ")}] in the shape [${shape.join(", ")}]`;
  return (
    unlessClose(actual, expected, { why: whyRms(Number(actual), values), of, tolerance: 1e-4 }) ??
    unlessClose(left, 0, {
      why: "The number is right, but tensors stay behind. Wrap the work in tf.tidy(() => …).",
      of: "tensors left behind",
    })
  );
}

function whyRms(actual: number, values: readonly number[]): string {
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const is = (value: number): boolean => Math.abs(actual - value) < 1e-4 * Math.max(1, value);
  if (is(squares / values.length)) return "That is the mean of the squares; the square root is missing.";
  if (is(Math.abs(mean)))
    return "Numbers of different sign cancel in a mean: square first, then take the mean.";
  if (is(Math.sqrt(squares)) || is(Math.sqrt(squares) / 2))
    return "The mean divides by how many numbers the tensor holds, before the square root is taken.";
  if (values.length === 9) return "mean() without an axis takes all numbers, whatever the shape.";
  return "Square, mean, square root, in this order.";
}

/** The exercises by name: `exercises.gradientsByHand.check(answer)`. */
export const exercises = {
  chainSlopes,
  minusRule,
  handOn,
  gradientsByHand,
  numericGradient,
  shapes,
  rootMeanSquare,
};
