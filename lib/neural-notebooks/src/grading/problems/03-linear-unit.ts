/** The exercises of lesson 03: a taxi, the mean absolute error, gradient descent, learning rates, a step by hand, fits, a baseline. */
import type { Random } from "../../core/random";
import { readDataset } from "../../frames/read";
import { trainLinear } from "../../models/linear";
import { StandardScaler } from "../../tensors/scale";
import { functionProblem, valueProblem } from "../problem-kinds";

/** A linear unit with one input. */
export interface Line {
  w: number;
  b: number;
}

/** A fare as a linear unit. */
export const taxi = valueProblem<Line & { fareFor6: number }>({
  id: "03-linear-unit/taxi",
  variable: "taxi",
  stub: "const taxi: { w: number; b: number; fareFor6: number } = { w: todo, b: todo, fareFor6: todo };",
  solution:
    "const taxi: { w: number; b: number; fareFor6: number } = { w: 2.5, b: 4, fareFor6: 2.5 * 6 + 4 };",
  expected: { w: 2.5, b: 4, fareFor6: 19 },
  takeaway: "The weight is what each kilometre adds; the bias is what you pay before the taxi moves.",
  otherwise:
    "Ask two questions: what does one more kilometre add, and what do you pay for no kilometre at all?",
  parts: {
    w: "The weight says how much the fare grows with each kilometre.",
    b: "The bias is the fare of a ride of no length at all.",
    fareFor6: "The fare is the weight times the kilometres, plus the bias once.",
  },
  hints: [
    "The weight says how much the prediction grows when x grows by one. The bias is the prediction at x = 0.",
    "Read the price list again: one of its two numbers is paid for each kilometre, the other once.",
    "For the fare, multiply your weight by the number of kilometres and add your bias.",
  ],
  mistakes: [
    {
      answer: { w: 4, b: 2.5, fareFor6: 26.5 },
      why: "Weight and bias have changed places. The weight belongs to each kilometre; the bias is paid once.",
    },
    {
      answer: { w: 4, b: 2.5, fareFor6: 19 },
      why: "The fare is right, but weight and bias have changed places. The weight belongs to each kilometre; the bias is paid once.",
    },
    {
      answer: { w: 2.5, b: 4, fareFor6: 15 },
      why: "Weight and bias are right. The fare lacks the bias, which you pay on every ride, whatever its length.",
    },
    {
      answer: { w: 2.5, b: 4, fareFor6: 39 },
      why: "Weight and bias are right. In the fare the bias is added once at the end, not paid again for each kilometre.",
    },
  ],
  equivalents: [{ w: 5 / 2, b: 4, fareFor6: 4 + 6 * 2.5 }],
});

function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function differences(yTrue: readonly number[], yPred: readonly number[]): number[] {
  return yTrue.map((y, i) => (yPred[i] ?? NaN) - y);
}

function absoluteError(yTrue: readonly number[], yPred: readonly number[]): number {
  return mean(differences(yTrue, yPred).map(Math.abs));
}

const SIGNS =
  "The signs are still there, so differences of −2 and +2 cancel. Apply Math.abs to each difference before you add it.";

/** The mean absolute error as code. */
export const myMeanAbsoluteError = functionProblem<[number[], number[]], number>({
  id: "03-linear-unit/mean-absolute-error",
  variable: "myMeanAbsoluteError",
  stub: "function myMeanAbsoluteError(yTrue: number[], yPred: number[]): number {\n  return todo;\n}",
  solution: `function myMeanAbsoluteError(yTrue: number[], yPred: number[]): number {
  let sum = 0;
  for (let i = 0; i < yTrue.length; i++) {
    sum += Math.abs(yPred[i] - yTrue[i]);
  }
  return sum / yTrue.length;
}`,
  reference: absoluteError,
  cases: [
    [
      [2, 3, 5, 6],
      [1, 2, 3, 4],
    ],
    [
      [1, 2],
      [3, 0],
    ],
    [
      [7, -7],
      [7, -7],
    ],
    [[0], [0.5]],
    [
      [-1, -4, 0],
      [2, -4, -3],
    ],
  ],
  // 1 to 12 pairs from −50 to 50, some exactly equal, some zero.
  fuzz: (random) => {
    const number = (): number => (random.chance(0.15) ? 0 : random.uniform(-50, 50));
    const yTrue = Array.from({ length: random.integer(1, 13) }, number);
    return [yTrue, yTrue.map((y) => (random.chance(0.15) ? y : number()))];
  },
  mayChangeInput: false,
  takeaway:
    "Without signs the differences cannot cancel, and dividing by their number makes long and short lists comparable.",
  otherwise:
    "For each i take the difference of yPred[i] and yTrue[i], drop its sign, add it to the sum, and divide the sum by the number of pairs at the end.",
  hints: [
    "Start from the loop in lossOfLine. The predictions are there already; which line has to change?",
    "The difference is yPred[i] - yTrue[i]. Where the loop squares it, use Math.abs.",
    "Inside the loop: sum += Math.abs(yPred[i] - yTrue[i]); after it: return sum / yTrue.length;",
  ],
  mistakes: [
    {
      answer: (t, p) => absoluteError(t, p) * t.length,
      why: "This is the sum. Divide it by the number of pairs, or ten good predictions look worse than one bad one.",
    },
    { answer: (t, p) => mean(differences(t, p)), why: SIGNS },
    { answer: (t, p) => -mean(differences(t, p)), why: SIGNS },
    {
      answer: (t, p) => Math.abs(mean(differences(t, p))),
      why: "Math.abs comes too late: by then, differences of −2 and +2 have cancelled. Apply it to each difference.",
    },
    {
      answer: (t, p) => mean(differences(t, p).map((d) => d ** 2)),
      why: "This is the mean squared error. Use Math.abs in place of the square.",
    },
    {
      answer: (t, p) => Math.sqrt(mean(differences(t, p).map((d) => d ** 2))),
      why: "This is the root of the mean squared error, in which large misses count more. Use Math.abs in place of square and root.",
    },
    {
      answer: (t, p) => Math.abs((p[0] ?? NaN) - (t[0] ?? NaN)) / t.length,
      why: "Only the first pair is counted. Does return stand inside the loop? It must come after it.",
    },
    {
      answer: (t, p) => (absoluteError(t, p) * t.length) / 4,
      why: "You divide by 4, which is right for the four points only. Divide by yTrue.length.",
    },
  ],
  equivalents: [
    (t, p) => t.map((y, i) => Math.abs(y - (p[i] ?? NaN))).reduce((a, b) => a + b, 0) / p.length,
    (t, p) => {
      let total = 0;
      t.forEach((y, i) => (total += Math.abs(y - (p[i] ?? NaN)) / t.length));
      return total;
    },
  ],
});

type Slope = (place: number) => number;
type DescendArgs = [slope: Slope, start: number, eta: number, steps: number];

function walk(...[slope, start, eta, steps]: DescendArgs): number[] {
  const places = [start];
  let place = start;
  for (let step = 0; step < steps; step++) {
    place -= eta * slope(place);
    places.push(place);
  }
  return places;
}

function even(steepness: number, lowest: number): Slope {
  return (place) => steepness * (place - lowest);
}

/** Gradient descent as code. */
export const descend = functionProblem<DescendArgs, number[]>({
  id: "03-linear-unit/descend",
  variable: "descend",
  stub: `function descend(
  slope: (place: number) => number,
  start: number,
  eta: number,
  steps: number,
): number[] {
  return todo;
}`,
  solution: `function descend(
  slope: (place: number) => number,
  start: number,
  eta: number,
  steps: number,
): number[] {
  const places = [start];
  for (let step = 0; step < steps; step++) {
    const place = places[step];
    places.push(place - eta * slope(place));
  }
  return places;
}`,
  reference: walk,
  // A slope of 2a from 3; a valley that is not at zero; no step; starts at zero and below; a slope that is no line.
  cases: [
    [even(2, 0), 3, 0.1, 3],
    [even(4, 5), 1, 0.2, 2],
    [even(2, 0), 4, 0.1, 0],
    [even(2, 1), 0, 0.3, 1],
    [even(2, 1), 1, 0.3, 3],
    [even(1, -2), -7, 0.5, 4],
    [(place) => 4 * place ** 3 - 6 * place + 1, 0.5, 0.02, 5],
  ],
  fuzz: (random) => [
    even(random.uniform(0.5, 4), random.uniform(-10, 10)),
    random.uniform(-10, 10),
    random.uniform(0.01, 0.6),
    random.integer(0, 9),
  ],
  mayChangeInput: true,
  show: (slope, start, eta, steps) =>
    `descend(a slope that is ${slope(start).toFixed(2)} at ${start}, ${start}, ${eta}, ${steps})`,
  takeaway:
    "The slope is asked anew at each place. That is all that gradient descent ever knows about the ground.",
  otherwise:
    "Begin with a list that holds only the start. In each step, take the last place, ask for the slope there, and push place − η · slope.",
  hints: [
    "Keep a list of places that holds only the start at first. What is the next place, if you know the last one?",
    "The next place is place - eta * slope(place), where place is the last one in the list.",
    "const places = [start]; then, in a loop of `steps` rounds, const place = places[step]; places.push(place - eta * slope(place)); and return places; after the loop.",
  ],
  mistakes: [
    {
      answer: (f, s, e, n) => walk((x) => -f(x), s, e, n),
      why: "Your climber goes uphill. The slope points up, so it has to be subtracted.",
    },
    {
      answer: (f, s, e, n) => walk(() => f(s), s, e, n),
      why: "Every step uses the slope at the start. Ask slope(place) anew at each place.",
    },
    {
      answer: (f, s, e, n) => walk(f, s, e, n).slice(1),
      why: "The start is missing: it comes first in the list, so that 3 steps give 4 places.",
    },
    {
      answer: (f, s, e, n) => walk(f, s, e, n - 1),
      why: "That is one step short: 3 steps give 4 places, the start among them.",
    },
    {
      answer: (f, s, e, n) => walk(f, s, e, n + 1),
      why: "That is one step too many: 3 steps give 4 places, the start among them.",
    },
    { answer: (f, s, e, n) => walk(f, s, e, n).slice(-1), why: "Return all places, not only the last one." },
    {
      answer: (f, s, e, n) => walk((x) => Math.sign(f(x)), s, e, n),
      why: "You step in the right direction, but every step has the same length. Multiply η by the slope itself.",
    },
    {
      answer: (f, s, _e, n) => walk(f, s, 0.1, n),
      why: "You use the learning rate 0.1 every time. Use the `eta` that comes in.",
    },
    {
      answer: (f, s, _e, n) => walk(f, s, 1, n),
      why: "The learning rate is missing: the step is eta times the slope.",
    },
    {
      answer: (_f, s, e, n) => walk(even(2, 0), s, e, n),
      why: "You use the slope of one particular function. Call the `slope` that comes in.",
    },
  ],
  equivalents: [
    (f, s, e, n) => {
      let place = s;
      const all = [s];
      while (all.length <= n) {
        place -= e * f(place);
        all.push(place);
      }
      return all;
    },
    (f, s, e, n) => {
      const from = (p: number, left: number): number[] =>
        left === 0 ? [p] : [p, ...from(p - e * f(p), left - 1)];
      return from(s, n);
    },
  ],
});

/** The border of divergence on paper. */
export const borderRate = valueProblem<number>({
  id: "03-linear-unit/border-rate",
  variable: "borderRate",
  stub: "const borderRate: number = todo;",
  solution: "const borderRate: number = 2 / 6;",
  expected: 1 / 3,
  tolerance: 0.004,
  takeaway:
    "Each step multiplies the distance by 1 − 6η. At the border the climber jumps to the mirror image of the place.",
  otherwise: "Write one step as a factor times the distance, as above. The border is where the factor is −1.",
  hints: [
    "Here the slope is 6 times the distance from the lowest point. What distance does one step leave?",
    "One step leaves distance − η · 6 · distance. Write this as a factor times the distance.",
    "The climber no longer comes closer when the factor is −1 or below. Solve for η.",
  ],
  mistakes: [
    {
      answer: 1 / 6,
      why: "With this rate the factor is 0, so the climber arrives in one step. There is room above it.",
    },
    {
      answer: 2 / 15,
      why: "This is the border on our own curve, where the slope grows by 15. On this ground it grows by 6.",
    },
    {
      answer: 2 / 3,
      why: "With this rate the factor is −3: each swing is three times as wide. The border lies lower.",
    },
    {
      answer: 12,
      why: "Solve for η: the factor is 1 − 6η, and it has to be −1. A rate this large would fling the climber away.",
    },
  ],
  equivalents: [0.33, 0.333],
});

/** Reading learning curves. */
export const advice = valueProblem<{ A: string; B: string; C: string }>({
  id: "03-linear-unit/advice",
  variable: "advice",
  stub: "const advice: { A: string; B: string; C: string } = { A: todo, B: todo, C: todo };",
  solution: 'const advice: { A: string; B: string; C: string } = { A: "raise", B: "lower", C: "keep" };',
  expected: { A: "raise", B: "lower", C: "keep" },
  takeaway: "Nobody has to know the ground: the curve tells whether the rate suits it.",
  otherwise:
    "Ask of each curve: does the loss grow, does it fall slowly, or does it fall quickly and come to rest? Write the words in small letters, as they stand above.",
  hints: [
    "Look at each curve from left to right: does it rise, fall slowly, or fall quickly and come to rest?",
    "A loss that grows says that each swing is wider than the one before.",
    "One of the three curves is at rest at the lowest loss that any line can reach. Its rate needs no change.",
  ],
  mistakes: [
    {
      answer: { A: "lower", B: "raise", C: "keep" },
      why: "The two that need a change have changed places. A loss that grows means that the steps are too long, not too short.",
    },
    {
      answer: { A: "keep", B: "lower", C: "keep" },
      why: "Compare A with C at the same step: A falls all the time, but it has come only half the way when C is at rest.",
    },
    {
      answer: { A: "raise", B: "lower", C: "raise" },
      why: "C has come to rest at the lowest loss that a line can reach within a few steps. Nothing is gained by a change.",
    },
    {
      answer: { A: "raise", B: "lower", C: "lower" },
      why: "C falls quickly and then stays where it is: it neither grows nor jumps up and down.",
    },
  ],
  parts: {
    A: "A falls all the time, but slowly: compare it with C. Write the word in small letters, as it stands above.",
    B: "B grows from step to step. Write the word in small letters, as it stands above.",
    C: "C falls quickly and comes to rest. Write the word in small letters, as it stands above.",
  },
  equivalents: [{ C: "keep", B: "lower", A: "raise" }],
});

/** One step of gradient descent on paper. */
export const afterOneStep = valueProblem<Line>({
  id: "03-linear-unit/after-one-step",
  variable: "afterOneStep",
  stub: "const afterOneStep: { w: number; b: number } = { w: todo, b: todo };",
  solution: "const afterOneStep: { w: number; b: number } = { w: 1 - 0.1 * -6, b: 0 - 0.1 * -4 };",
  // Predictions 0 and 2; differences −1 and −3; slopes (2/2)·(−1·0 − 3·2) = −6 and (2/2)·(−1 − 3) = −4.
  expected: { w: 1.6, b: 0.4 },
  takeaway:
    "The slopes are −6 and −4. Both numbers move against their slope, a tenth as far, and both slopes come from the old place.",
  otherwise:
    "Go step by step: the predictions are w·x + b, the differences are prediction minus truth, then come the two slopes, and each number moves by −η times its slope.",
  parts: {
    w: "In the slope along w each difference is multiplied by its own x before the sum, and the sum by 2/n.",
    b: "The slope along b is the sum of the two differences times 2/n.",
  },
  hints: [
    "The predictions at x = 0 and x = 2 are 0 and 2. What are the two differences, prediction minus truth?",
    "The differences are −1 and −3. Put them into the two formulas, with n = 2.",
    "The slope along w is (2/2) · (−1 · 0 − 3 · 2), the slope along b is (2/2) · (−1 − 3). Now take the step.",
  ],
  mistakes: [
    {
      answer: { w: 0.4, b: -0.4 },
      why: "This step goes uphill. Subtract η times the slope; both slopes are negative here, so both numbers grow.",
    },
    {
      answer: { w: 1.3, b: 0.2 },
      why: "The factor 2 is missing. It is in front of both sums, because the square of a difference changes twice as fast as the difference.",
    },
    {
      answer: { w: 2.2, b: 0.8 },
      why: "You have added up where the mean is wanted. Divide by the number of points: the factor is 2/n.",
    },
    {
      answer: { w: 1.6, b: 0 },
      why: "The weight is right. The bias moves in the same step, by −η times its own slope.",
    },
    {
      answer: { w: 7, b: 4 },
      why: "The learning rate is missing: each number moves by η times its slope.",
    },
    {
      answer: { w: 1.4, b: 0.4 },
      why: "The bias is right. In the slope along w each difference is multiplied by its own x before you add.",
    },
    {
      answer: { w: 1.6, b: 0.28 },
      why: "You have moved w first and then used the new w for the slope along b. Compute both slopes at the old place, then move both.",
    },
  ],
  equivalents: [{ w: 8 / 5, b: 2 / 5 }],
});

const X = [1, 2, 3, 4];
const Y = [2, 3, 5, 6];

/** The gradient of the mean squared error at the lesson's four points, as the page has it. */
function gradientAt(w: number, b: number): Line {
  const d = X.map((x, i) => w * x + b - (Y[i] ?? NaN));
  return { w: 2 * mean(d.map((each, i) => each * (X[i] ?? NaN))), b: 2 * mean(d) };
}

/** A fit whose rule for both numbers is given. */
function fit(steps: number, rule: (at: Line) => Line): Line {
  let at: Line = { w: 1, b: 0 };
  for (let step = 0; step < steps; step++) at = rule(at);
  return at;
}

function downhill({ w, b }: Line, eta: number): Line {
  const slope = gradientAt(w, b);
  return { w: w - eta * slope.w, b: b - eta * slope.b };
}

/** The two lines that fit a line. */
export const fitLine = functionProblem<[eta: number, steps: number], Line>({
  id: "03-linear-unit/fit-line",
  variable: "fitLine",
  stub: `function fitLine(eta: number, steps: number): { w: number; b: number } {
  let w = 1;
  let b = 0;
  for (let step = 0; step < steps; step++) {
    const gradient = gradientAt(w, b);
    w = todo;
    b = todo;
  }
  return { w, b };
}`,
  solution: `function fitLine(eta: number, steps: number): { w: number; b: number } {
  let w = 1;
  let b = 0;
  for (let step = 0; step < steps; step++) {
    const gradient = gradientAt(w, b);
    w = w - eta * gradient.w;
    b = b - eta * gradient.b;
  }
  return { w, b };
}`,
  uses: { gradientAt },
  reference: (eta, steps) => fit(steps, (at) => downhill(at, eta)),
  cases: [
    [0.1, 1],
    [0.1, 2],
    [0.1, 100],
    [0.05, 3],
    [0.01, 0],
  ],
  fuzz: (random: Random) => [random.uniform(0.001, 0.12), random.integer(0, 41)],
  fuzzCount: 20,
  mayChangeInput: true,
  takeaway:
    "Two lines, repeated, find the line. In a network there is one such line for each weight, and nothing else is new.",
  otherwise: "Each number loses eta times its own slope: gradient.w belongs to w, and gradient.b to b.",
  hints: [
    "The rule is: the next value is the present value minus the learning rate times the slope.",
    "The slopes stand in gradient.w and gradient.b, the learning rate in eta.",
    "w = w - eta * gradient.w; and the same for b.",
  ],
  mistakes: [
    {
      answer: (eta, steps) => fit(steps, (at) => downhill(at, -eta)),
      why: "Both numbers go uphill. The slope points up, so it has to be subtracted.",
    },
    {
      answer: (_eta, steps) => fit(steps, (at) => downhill(at, 0.1)),
      why: "You use the learning rate 0.1 every time. Use the `eta` that comes in.",
    },
    {
      answer: (_eta, steps) => fit(steps, (at) => downhill(at, 1)),
      why: "The learning rate is missing: each number moves by eta times its slope.",
    },
    {
      answer: (eta, steps) => fit(steps, (at) => ({ w: at.w - eta * gradientAt(at.w, at.b).b, b: at.b })),
      why: "w moves by the slope along b. Each number has a slope of its own: gradient.w belongs to w.",
    },
    {
      answer: (eta, steps) => fit(steps, (at) => ({ ...at, w: downhill(at, eta).w })),
      why: "w is right, but b never moves. It loses eta times gradient.b in the same step.",
    },
    {
      answer: (eta, steps) =>
        fit(steps, ({ w, b }) => {
          const slope = gradientAt(w, b);
          return { w: w - eta * slope.w, b: b - eta * slope.w };
        }),
      why: "b moves by the slope along w. Its own slope is gradient.b.",
    },
    {
      answer: (eta, steps) =>
        fit(steps, ({ w, b }) => {
          const slope = gradientAt(w, b);
          return { w: -eta * slope.w, b: -eta * slope.b };
        }),
      why: "You have kept the step alone. The next value is the present one minus that step: w = w - …",
    },
    {
      answer: (eta, steps) =>
        fit(steps, ({ w, b }) => {
          const moved = w - eta * gradientAt(w, b).w;
          return { w: moved, b: b - eta * gradientAt(moved, b).b };
        }),
      why: "You have moved w first and then used the new w for the slope along b. Both slopes are taken at the old place: gradient holds them.",
    },
    {
      answer: (eta, steps) =>
        fit(steps, ({ w, b }) => {
          const moved = b - eta * gradientAt(w, b).b;
          return { w: w - eta * gradientAt(w, moved).w, b: moved };
        }),
      why: "You have moved b first and then used the new b for the slope along w. Both slopes are taken at the old place: gradient holds them.",
    },
  ],
  equivalents: [
    (eta, steps) => {
      let [w, b] = [1, 0];
      for (let left = steps; left > 0; left--) {
        const slope = gradientAt(w, b);
        w += slope.w * -eta;
        b -= slope.b * eta;
      }
      return { b, w };
    },
  ],
});

/** The lesson's training cars, of which every fifth is held out, and their targets. */
function lessonCars(): Readonly<Record<string, unknown>> {
  const cars = readDataset("cars").dropNa({ axis: 1 });
  const trainCars = cars.query(Array.from({ length: cars.shape[0] }, (_, i) => i % 5 !== 4));
  return { trainCars, inPounds: { y: trainCars.column("Miles_per_Gallon").values } };
}

/** A line fitted alone, on another column: horsepower has the mean 104.77 and the standard deviation 38.35. */
export const horsepower = valueProblem<Line & { mpgAt150: number }>({
  id: "03-linear-unit/horsepower",
  variable: "horsepower",
  stub: `const horsepower: { w: number; b: number; mpgAt150: number } = {
  w: todo,
  b: todo,
  mpgAt150: todo,
};`,
  solution: `const scalerHp = new StandardScaler();
scalerHp.fit(trainCars.loc({ columns: ["Horsepower"] }));
const trainXHp = scalerHp.transform(trainCars.loc({ columns: ["Horsepower"] }));
const scaledHp = { x: trainXHp.values, y: inPounds.y };
const modelHp = trainLinear(scaledHp, { learningRate: 0.1, steps: 50 }).model;
const scaled150 = (150 - scalerHp.mean[0]) / scalerHp.std[0];
const horsepower: { w: number; b: number; mpgAt150: number } = {
  w: modelHp.w[0],
  b: modelHp.b,
  mpgAt150: modelHp.w[0] * scaled150 + modelHp.b,
};`,
  uses: { StandardScaler, trainLinear, ...lessonCars() },
  expected: { w: -6.0729, b: 23.3615, mpgAt150: 16.1998 },
  tolerance: 5e-4,
  takeaway:
    "The same lines fit any column: scale, train, and scale a new input in the same way before you predict.",
  otherwise:
    'Copy the five lines that scale and train into this cell, put "Horsepower" in both places where "Weight_in_lbs" stood, and read model.w[0] and model.b of the result.',
  parts: {
    w: "The weight is model.w[0] of the fit on scaled horsepower: scaler and training both need the new column, and training takes 50 steps with 0.1.",
    b: "The bias is model.b of the fit on scaled horsepower.",
    mpgAt150: "Scale 150 first: subtract the mean of the scaler, divide by its std. Then use your w and b.",
  },
  hints: [
    "Copy the first five lines of the cell that scaled the pounds to the top of this cell, and give all names a new ending.",
    'Put "Horsepower" in place of "Weight_in_lbs", in fit and in transform. The targets stay inPounds.y.',
    "For the prediction, the scaled input is (150 - scaler.mean[0]) / scaler.std[0], with the scaler of the horsepower.",
  ],
  mistakes: [
    {
      answer: { w: -6.5177, b: 23.3615, mpgAt150: 45.2059 },
      why: 'This is still the fit on pounds. The scaler and the transformation must both get the column "Horsepower".',
    },
    {
      answer: { w: -6.0729, b: 23.3615, mpgAt150: -887.57 },
      why: "`w` and `b` are right, but 150 went in unscaled. The unit knows scaled horsepower only.",
    },
    {
      answer: { w: -0.15835, b: 39.9523, mpgAt150: 16.1998 },
      why: "The prediction is right, but these are the numbers per horsepower. Write down those of the fit on scaled horsepower.",
    },
    {
      answer: { w: -6.087, b: 23.4097, mpgAt150: 16.2002 },
      why: "Your scaler has seen the test cars. Fit it to trainCars alone.",
    },
    {
      answer: { w: -6.0678, b: 23.4456, mpgAt150: 16.2589 },
      why: "You fitted on all cars, the test cars among them. Scaler and unit may see trainCars alone.",
    },
    {
      answer: { w: 0, b: 0, mpgAt150: 0 },
      why: "This is the unit before its training. Read model of what trainLinear returns.",
    },
  ],
  equivalents: [{ w: -6.07, b: 23.36, mpgAt150: 16.2 }],
});

function errorOfConstant(constant: number, truths: readonly number[]): number {
  return mean(truths.map((y) => Math.abs(constant - y)));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2;
}

/** How far off the mean of the training cars is. */
export const baselineError = functionProblem<[number[], number[]], number>({
  id: "03-linear-unit/baseline-error",
  variable: "baselineError",
  stub: "function baselineError(yTrain: number[], yTest: number[]): number {\n  return todo;\n}",
  solution: `function baselineError(yTrain: number[], yTest: number[]): number {
  let sum = 0;
  for (const y of yTrain) sum += y;
  const prediction = sum / yTrain.length;

  let error = 0;
  for (const y of yTest) error += Math.abs(prediction - y);
  return error / yTest.length;
}`,
  reference: (yTrain, yTest) => errorOfConstant(mean(yTrain), yTest),
  cases: [
    [
      [10, 20, 30],
      [18, 26],
    ],
    [[5], [1, 2, 3, 4]],
    [[1, 2, 9], [4]],
    [
      [3, 3],
      [3, 3, 3],
    ],
    [
      [-4, 0, 1, 0],
      [0, -2, 6],
    ],
  ],
  // 1 to 15 training values and 1 to 10 test values, drawn independently; now and then all of one list are equal.
  fuzz: (random) => {
    const list = (most: number): number[] => {
      const [constant, same] = [random.uniform(5, 50), random.chance(0.1)];
      return Array.from({ length: random.integer(1, most + 1) }, () =>
        same ? constant : random.uniform(5, 50),
      );
    };
    return [list(15), list(10)];
  },
  mayChangeInput: false,
  takeaway:
    "Every model has to beat this number. Nothing was taken from the test cars except to measure the error.",
  otherwise:
    "First take the mean of yTrain: this is the prediction for every test car. Then take the mean of Math.abs(prediction - y) over all y in yTest.",
  hints: [
    "There are two steps with a loop each. The first finds the number that is predicted, the second measures how far off it is.",
    "The prediction is the mean of yTrain. The error of one test car is Math.abs(prediction - y).",
    "Add up yTrain and divide by yTrain.length. Then add up Math.abs(prediction - y) for all y in yTest and divide by yTest.length.",
  ],
  mistakes: [
    {
      answer: (_train, test) => errorOfConstant(mean(test), test),
      why: "You predict the mean of the test cars. Nobody knows it before the test: the prediction has to come from the training cars alone.",
    },
    {
      answer: (train, test) => errorOfConstant(median(train), test),
      why: "You predict the median of the training cars, which is a good idea for the MAE. The statement asks for their mean.",
    },
    {
      answer: (train, test) => errorOfConstant(mean([...train, ...test]), test),
      why: "The test cars have helped to make the prediction. This is called leakage: take the mean of the training cars alone.",
    },
    {
      answer: (train) => errorOfConstant(mean(train), train),
      why: "You measure the error on the training cars. The question is how far off the prediction is on the test cars.",
    },
    {
      answer: (train, test) => mean(test.map((y) => (mean(train) - y) ** 2)),
      why: "This is the mean squared error. The report is in miles per gallon, so use Math.abs.",
    },
    {
      answer: (train, test) => Math.abs(mean(train) - mean(test)),
      why: "This compares the two means, so misses above and below cancel. Take Math.abs for each test car before you average.",
    },
    {
      answer: (train, test) => errorOfConstant(mean(train), test) * test.length,
      why: "This is the sum of the errors. Divide by the number of test cars.",
    },
    {
      answer: (train, test) => (errorOfConstant(mean(train), test) * test.length) / train.length,
      why: "You divide the errors by the number of training cars. They are errors of the test cars: divide by yTest.length.",
    },
    {
      answer: (train) => mean(train),
      why: "This is the prediction itself. Now measure how far off it is on the test cars.",
    },
  ],
  equivalents: [
    (train, test) => {
      const m = train.reduce((a, b) => a + b) / train.length;
      return test.map((y) => Math.abs(y - m)).reduce((a, b) => a + b) / test.length;
    },
  ],
});

/** The exercises by name: `exercises.taxi.check(answer)`. */
export const exercises = {
  taxi,
  myMeanAbsoluteError,
  descend,
  borderRate,
  advice,
  afterOneStep,
  fitLine,
  horsepower,
  baselineError,
};
