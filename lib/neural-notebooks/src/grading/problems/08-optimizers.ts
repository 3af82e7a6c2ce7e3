/** The exercises of lesson 08: a step by hand, momentum's and Adam's step, a rate from a range test, two training runs. */
import { Random } from "../../core/random";
import { tf } from "../../core/tf";
import { denseNet } from "../../models/dense";
import { exponentialDecay, cosineDecay, stepDecay, type Schedule } from "../../training/schedules";
import { learningRateSchedule } from "../../training/learning-rate-schedule";
import { lastTraining } from "../last-training";
import { modelFinding } from "../model-finding";
import { functionProblem, valueProblem } from "../problem-kinds";
import { trainingProblem } from "../training-problem";
import { absoluteErrorOn, trainingRows, type GeneratedRows, type TrainingRows } from "../training-rows";
import type { Finding } from "../verdict";

interface Valley {
  gradient: number[];
  w: number[];
  border: number;
}

/** A step of gradient descent on L = 2w₁² + 50w₂² from (5, 1) with the rate 0.015, and the rate that is too high. */
export const steepValley = valueProblem<Valley>({
  id: "08-optimizers/steep-valley",
  variable: "steepValley",
  stub: "const steepValley: { gradient: number[]; w: number[]; border: number } = {\n  gradient: [todo, todo],\n  w: [todo, todo],\n  border: todo,\n};",
  solution: `const steepValley: { gradient: number[]; w: number[]; border: number } = {
  gradient: [4 * 5, 100 * 1],
  w: [5 - 0.015 * 20, 1 - 0.015 * 100],
  border: 2 / 100,
};`,
  expected: { gradient: [20, 100], w: [4.7, -0.5], border: 0.02 },
  parts: {
    gradient: "Differentiate each square: what is the slope of a · w² along w? Then put in the start.",
    w: "Each weight takes away the learning rate times its own slope.",
    border: "Each step multiplies the steeper weight by a factor. At which rate is that factor −1?",
  },
  takeaway:
    "The steep weight has already jumped across the valley while the flat one has covered less than a tenth of its way. The steep direction sets the limit for both.",
  otherwise: "Work on one weight at a time: slope first, then the step.",
  hints: [
    "The slope of w² is 2w. What is the slope of 2w², and what is that of 50w²?",
    "The new weight is the old one minus the rate times the slope, for each weight alone. The second one may change its sign.",
    "If the slope of the steep weight is c · w₂, a step multiplies w₂ by 1 − c · η. Find the η for which this factor is −1.",
  ],
  mistakes: [
    {
      answer: { gradient: [10, 50], w: [4.85, 0.25], border: 0.04 },
      why: "The factor 2 of the square's slope is missing: the slope of w² is 2w.",
    },
    {
      answer: { gradient: [20, 100], w: [5.3, 2.5], border: 0.02 },
      why: "You went uphill. The gradient points up, so it is taken away.",
    },
    {
      answer: { gradient: [20, 100], w: [4.7, -0.5], border: 0.01 },
      why: "At that rate the steep weight is at its lowest place after a single step. Go on until it jumps across to the same height.",
    },
    {
      answer: { gradient: [20, 100], w: [4.7, -0.5], border: 0.5 },
      why: "That is the limit for the flat weight. The steep one gives out much earlier.",
    },
    {
      answer: { gradient: [20, 100], w: [4.7, 0.5], border: 0.02 },
      why: "The second weight jumps across its lowest place: mind its sign.",
    },
  ],
  equivalents: [{ gradient: [4 * 5, 2 * 50], w: [5 - 0.3, 1 - 1.5], border: 1 / 50 }],
});

/** Weights and their velocities. */
export interface Momentum {
  w: number[];
  v: number[];
}
/** Learning rate and momentum. */
export interface MomentumRates {
  eta: number;
  beta: number;
}

function someNumbers(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.uniform(-3, 3));
}

function momentumWith(
  rule: (now: { w: number; v: number; g: number } & MomentumRates) => { w: number; v: number },
) {
  return ({ w, v }: Momentum, g: number[], rates: MomentumRates): Momentum => {
    const next = w.map((weight, i) => rule({ w: weight, v: v[i] as number, g: g[i] as number, ...rates }));
    return { w: next.map((each) => each.w), v: next.map((each) => each.v) };
  };
}

/** One step of momentum for any number of weights. */
export const momentumStep = functionProblem<[Momentum, number[], MomentumRates], Momentum>({
  id: "08-optimizers/momentum-step",
  variable: "momentumStep",
  stub: `function momentumStep(
  at: { w: number[]; v: number[] },
  g: number[],
  { eta, beta }: { eta: number; beta: number },
) {
  const next = { w: [] as number[], v: [] as number[] };
  for (let i = 0; i < g.length; i++) {
    next.v.push(todo);
    next.w.push(todo);
  }
  return next;
}`,
  solution: `function momentumStep(
  at: { w: number[]; v: number[] },
  g: number[],
  { eta, beta }: { eta: number; beta: number },
) {
  const next = { w: [] as number[], v: [] as number[] };
  for (let i = 0; i < g.length; i++) {
    next.v.push(beta * at.v[i] + g[i]);
    next.w.push(at.w[i] - eta * next.v[i]);
  }
  return next;
}`,
  reference: momentumWith(({ w, v, g, eta, beta }) => ({
    v: beta * v + g,
    w: w - eta * (beta * v + g),
  })),
  cases: [
    [{ w: [1], v: [0] }, [2], { eta: 0.1, beta: 0.9 }],
    [{ w: [1], v: [2] }, [3], { eta: 0.1, beta: 0.5 }],
    [{ w: [-3, 1], v: [-6, 20] }, [-5.5, 4], { eta: 0.04, beta: 0.9 }],
    [{ w: [0, 0, 5], v: [1, -1, 0] }, [0, 0, 0], { eta: 0.2, beta: 0.5 }],
    [{ w: [2, -2], v: [4, 4] }, [1, -1], { eta: 0.1, beta: 0 }],
  ],
  fuzz: (random) => {
    const count = 1 + random.integer(0, 4);
    const at = { w: someNumbers(random, count), v: someNumbers(random, count) };
    const rates = { eta: random.uniform(0.001, 0.5), beta: random.uniform(0.1, 0.95) };
    return [at, someNumbers(random, count), rates];
  },
  mayChangeInput: true,
  show: (at, g, { eta, beta }) =>
    `momentumStep({ w: [${at.w.join(", ")}], v: [${at.v.join(", ")}] }, [${g.join(", ")}], { eta: ${eta}, beta: ${beta} })`,
  takeaway:
    "Two lines, and the step remembers where it came from. The charts below now run on your function.",
  otherwise:
    "First the new velocity: the old one times β, plus the gradient. Then the weight: the old one minus η times the new velocity.",
  hints: [
    "The formula has two arrows, so there are two lines. Which of the two numbers must be computed first?",
    "The new velocity of weight i is beta * at.v[i] plus the gradient g[i].",
    "The new weight takes at.w[i] and subtracts eta times next.v[i], the velocity that the line before has put there.",
  ],
  mistakes: [
    {
      answer: momentumWith(({ w, v, g, eta, beta }) => ({ v: beta * v + g, w: w - eta * v })),
      why: "The weight moves with the old velocity here. Compute the new velocity first, then use it.",
    },
    {
      answer: momentumWith(({ w, v, g, eta, beta }) => ({ v: beta * v + g, w: w - eta * g })),
      why: "The velocity is computed, but the weight still moves by the gradient alone.",
    },
    {
      answer: momentumWith(({ w, v, g, eta, beta }) => ({ v: beta * v + g, w: w + eta * (beta * v + g) })),
      why: "This goes uphill: the velocity collects gradients, and they point up.",
    },
    {
      answer: momentumWith(({ w, v, g, eta, beta }) => {
        const next = beta * v + (1 - beta) * g;
        return { v: next, w: w - eta * next };
      }),
      why: "That is a running mean, with the gradient times 1 − β. In our formula the gradient is added in full.",
    },
    {
      answer: momentumWith(({ w, v, g, eta, beta }) => ({ v: v + beta * g, w: w - eta * (v + beta * g) })),
      why: "β belongs to the old velocity, not to the gradient.",
    },
    {
      answer: momentumWith(({ w, v, g, eta, beta }) => {
        const next = beta * v - eta * g;
        return { v: next, w: w + next };
      }),
      why: "Some books put η and the minus sign into the velocity, as you do. Our velocity adds the plain gradient; η and the minus come in only when the weight moves.",
    },
    {
      answer: momentumWith(({ w, v, g, eta, beta }) => ({
        v: beta * v + g,
        w: w - eta * (g + beta * (beta * v + g)),
      })),
      why: "That is Nesterov's step. Momentum moves by the new velocity as it is.",
    },
  ],
  equivalents: [
    (at, g, { eta, beta }) => {
      for (let i = 0; i < g.length; i++) {
        at.v[i] = beta * (at.v[i] as number) + (g[i] as number);
        at.w[i] = (at.w[i] as number) - eta * (at.v[i] as number);
      }
      return at;
    },
    ({ w, v }, g, { eta, beta }) => {
      const velocity = v.map((old, i) => (g[i] as number) + old * beta);
      return { v: velocity, w: w.map((weight, i) => weight - (velocity[i] as number) * eta) };
    },
  ],
});

/** What Adam remembers between two steps. */
export interface Adam {
  w: number[];
  m: number[];
  q: number[];
  t: number;
}
interface AdamOptions {
  correctsMean?: boolean;
  correctsSquares?: boolean;
  takesRoot?: boolean;
  usesNewTime?: boolean;
  squares?: boolean;
  divides?: boolean;
  swapped?: boolean;
  /** What the hat of q is divided by: by 1 − 0.999ᵗ, or by what the line above it has, or with the old t. */
  squaresHat?: "own" | "of the mean" | "old time";
  /** Where ε stands. */
  epsilon?: "beside the root" | "under the root";
}

function adamWith(options: AdamOptions = {}) {
  const { correctsMean = true, correctsSquares = true, takesRoot = true } = options;
  const { squares = true, divides = true, swapped = false } = options;
  const { squaresHat = "own", epsilon = "beside the root" } = options;
  const [betaMean, betaSquares] = swapped ? [0.999, 0.9] : [0.9, 0.999];
  return (at: Adam, g: number[], eta: number): Adam => {
    const t = at.t + 1;
    const hat =
      1 - (squaresHat === "of the mean" ? betaMean : betaSquares) ** (squaresHat === "old time" ? at.t : t);
    const m = at.m.map((old, i) => betaMean * old + (1 - betaMean) * (g[i] as number));
    const q = at.q.map(
      (old, i) =>
        betaSquares * old + (1 - betaSquares) * (squares ? (g[i] as number) ** 2 : (g[i] as number)),
    );
    const w = at.w.map((weight, i) => {
      const mean = correctsMean ? (m[i] as number) / (1 - betaMean ** t) : (m[i] as number);
      const size = correctsSquares ? (q[i] as number) / hat : (q[i] as number);
      const root = takesRoot ? Math.sqrt(size) : size;
      const below = epsilon === "beside the root" ? root + 1e-8 : Math.sqrt(size + 1e-8);
      return weight - (divides ? (eta * mean) / below : eta * mean);
    });
    return { w, m, q, t };
  };
}

const ADAM_HEAD = `function adamStep(
  at: { w: number[]; m: number[]; q: number[]; t: number },
  g: number[],
  eta: number,
) {
  const next = { w: [] as number[], m: [] as number[], q: [] as number[], t: at.t + 1 };
  for (let i = 0; i < g.length; i++) {`;

/** One step of Adam for any number of weights. */
export const adamStep = functionProblem<[Adam, number[], number], Adam>({
  id: "08-optimizers/adam-step",
  variable: "adamStep",
  stub: `${ADAM_HEAD}
    next.m.push(todo);
    next.q.push(todo);
    const mHat = next.m[i] / (1 - 0.9 ** next.t);
    const qHat = todo;
    next.w.push(todo);
  }
  return next;
}`,
  solution: `${ADAM_HEAD}
    next.m.push(0.9 * at.m[i] + 0.1 * g[i]);
    next.q.push(0.999 * at.q[i] + 0.001 * g[i] ** 2);
    const mHat = next.m[i] / (1 - 0.9 ** next.t);
    const qHat = next.q[i] / (1 - 0.999 ** next.t);
    next.w.push(at.w[i] - (eta * mHat) / (Math.sqrt(qHat) + 1e-8));
  }
  return next;
}`,
  reference: adamWith(),
  cases: [
    [{ w: [1], m: [0], q: [0], t: 0 }, [4], 0.1],
    [{ w: [1], m: [0.4], q: [0.016], t: 1 }, [3], 0.1],
    [{ w: [-3, 1], m: [0, 0], q: [0, 0], t: 0 }, [-6, 20], 0.04],
    [{ w: [2, -2], m: [0.5, -0.1], q: [0.3, 0.2], t: 9 }, [0, -1], 0.2],
    [{ w: [1, 2, 3], m: [0, 0, 0], q: [0, 0, 0], t: 0 }, [0, 1, -1], 0.5],
    // A small gradient and a long step show where ε stands, and how large it is.
    [{ w: [0], m: [0], q: [0], t: 0 }, [0.01], 1],
  ],
  fuzz: (random) => {
    const count = 1 + random.integer(0, 4);
    const q = Array.from({ length: count }, () => random.uniform(0.1, 4));
    const at = { w: someNumbers(random, count), m: someNumbers(random, count), q, t: random.integer(0, 40) };
    return [at, someNumbers(random, count), random.uniform(0.01, 0.5)];
  },
  mayChangeInput: true,
  show: ({ w, m, q, t }, g, eta) =>
    `adamStep({ w: [${w.join(", ")}], m: [${m.join(", ")}], q: [${q.join(", ")}], t: ${t} }, [${g.join(", ")}], ${eta})`,
  takeaway:
    "You have written the optimizer that most networks of today are trained with, as it stands or slightly changed. It fits into five lines.",
  otherwise:
    "Go line by line: m is 0.9 times the old m plus 0.1 times the gradient; q is 0.999 times the old q plus 0.001 times its square; then the hats; then the step: at.w[i] minus η times m̂, divided by the root of q̂ plus 1e-8. That sum must stand in brackets.",
  hints: [
    "m and q are built alike: a large share of the old number and a small share of the new one. What is the new one for m, and what for q?",
    "qHat looks like the line above it, with q in the place of m and with 0.999 in the place of 0.9.",
    "The step is eta times mHat, divided by the root of qHat plus 1e-8. Take it away from at.w[i].",
  ],
  mistakes: [
    {
      answer: adamWith({ correctsSquares: false }),
      why: "q is used without its hat. At the beginning it is far too small, and the steps become too long.",
    },
    {
      answer: adamWith({ correctsMean: false, correctsSquares: false }),
      why: "m and q are used without their hats. Both are too small at the beginning, and not by the same factor.",
    },
    {
      answer: adamWith({ correctsMean: false }),
      why: "m is used without its hat, so the first steps are too short.",
    },
    {
      answer: adamWith({ takesRoot: false }),
      why: "You divide by the mean of the squares itself. Take its root first, so that it is as large as a gradient again.",
    },
    {
      answer: adamWith({ squares: false, takesRoot: false }),
      why: "q collects the gradients themselves here, not their squares.",
    },
    {
      answer: adamWith({ divides: false }),
      why: "The step is not divided yet: the root of q̂ belongs below it.",
    },
    {
      answer: (at, g, eta) => adamWith()(at, g, -eta),
      why: "This goes uphill: the step must be taken away from the weight.",
    },
    {
      answer: adamWith({ swapped: true }),
      why: "The two factors have changed places: m remembers with 0.9, q with 0.999.",
    },
    {
      answer: adamWith({ squaresHat: "of the mean" }),
      why: "The hat of q uses the factor that belongs to m. q remembers with 0.999, so its hat needs 0.999, too.",
    },
    {
      answer: adamWith({ squaresHat: "old time" }),
      why: "The hat of q uses at.t, the steps done before this one. Use next.t, as the line above does.",
    },
    {
      answer: adamWith({ epsilon: "under the root" }),
      why: "ε has slipped under the root. Take the root of q̂ first and add ε to it.",
    },
  ],
  equivalents: [
    (at, g, eta) => {
      at.t += 1;
      for (const [i, slope] of g.entries()) {
        const [mean, square] = [at.m[i] as number, at.q[i] as number];
        const [m, q] = [mean + (slope - mean) * (1 - 0.9), square + (slope * slope - square) * (1 - 0.999)];
        const size = Math.sqrt(q / (1 - 0.999 ** at.t)) + 1e-8;
        at.w[i] = (at.w[i] as number) - (eta * (m / (1 - 0.9 ** at.t))) / size;
        [at.m[i], at.q[i]] = [m, q];
      }
      return at;
    },
    ({ w, m, q, t }, g, eta) => {
      const means = m.map((old, i) => 0.9 * old + 0.1 * (g[i] as number));
      const squares = q.map((old, i) => 0.999 * old + 0.001 * (g[i] as number) * (g[i] as number));
      const correct = Math.sqrt(1 - 0.999 ** (t + 1)) / (1 - 0.9 ** (t + 1));
      const moved = w.map(
        (weight, i) =>
          weight - (eta * correct * (means[i] as number)) / (Math.sqrt(squares[i] as number) + 1e-10),
      );
      return { w: moved, m: means, q: squares, t: t + 1 };
    },
  ],
});

/** A learning rate from a range test. */
export const chooseRate = functionProblem<[number[], number[]], number>({
  id: "08-optimizers/choose-rate",
  variable: "chooseRate",
  stub: "function chooseRate(rates: number[], losses: number[]): number {\n  return todo;\n}",
  solution: `function chooseRate(rates: number[], losses: number[]): number {
  let best = 0;
  for (let i = 1; i < losses.length; i++) {
    if (losses[i] < losses[best]) best = i;
  }
  return rates[best] / 10;
}`,
  reference: (rates, losses) => (rates[losses.indexOf(Math.min(...losses))] as number) / 10,
  cases: [
    [
      [0.001, 0.01, 0.1, 1],
      [60, 50, 20, 90],
    ],
    [
      [0.02, 0.2, 2],
      [0.5, 0.9, 4],
    ],
    [
      [0.001, 0.01, 0.1],
      [3, 2, 1],
    ],
    [[0.5], [7]],
    [
      [0.01, 0.1, 1],
      [4, 2, 2],
    ],
    [
      [0.03, 0.3, 3],
      [52000, 51000, 58000],
    ],
  ],
  fuzz: (random) => {
    const count = 1 + random.integer(0, 9);
    const rates = Array.from({ length: count }, (_, i) => 10 ** (i / 3 - 4) * random.uniform(1, 1.2));
    return [rates, Array.from({ length: count }, () => random.uniform(0.1, 60))];
  },
  mayChangeInput: false,
  takeaway: "The lowest loss marks the brink, and a tenth of its rate keeps a safe distance from it.",
  otherwise: "Find the position of the lowest loss, take the rate at that position, and divide it by ten.",
  hints: [
    "The two lists belong together: losses[i] was measured at rates[i].",
    "A loop can remember the position of the lowest loss so far. Or use Math.min(...losses) and indexOf, as lesson 07 did.",
    "When you know the position of the lowest loss, look up the rate there and divide by ten.",
  ],
  mistakes: [
    {
      answer: (rates, losses) => rates[losses.indexOf(Math.min(...losses))] as number,
      why: "That is the rate with the lowest loss itself, and the training is on the brink there. Take a tenth of it.",
    },
    {
      answer: (_, losses) => Math.min(...losses) / 10,
      why: "That is a loss. Look up the rate at its position.",
    },
    {
      answer: (_, losses) => losses.indexOf(Math.min(...losses)) / 10,
      why: "That is a position in the list. Look up the rate at that position.",
    },
    {
      answer: (rates) => Math.max(...rates) / 10,
      why: "That belongs to the largest rate. Which rate has the lowest loss?",
    },
    {
      answer: (rates, losses) => (rates[losses.indexOf(Math.max(...losses))] as number) / 10,
      why: "You looked for the highest loss. Look for the lowest.",
    },
    {
      answer: (rates, losses) => (rates[losses.lastIndexOf(Math.min(...losses))] as number) / 10,
      why: "Where two losses are equally low, you take the last of them. The first one counts.",
    },
    {
      answer: (rates, losses) => {
        let [best, lowest] = [0, 1000];
        for (const [i, loss] of losses.entries()) if (loss < lowest) [best, lowest] = [i, loss];
        return (rates[best] as number) / 10;
      },
      why: "Your search begins at a number that large losses never fall below. Begin with the first loss.",
    },
  ],
  equivalents: [
    (rates, losses) => {
      const pairs = rates.map((rate, i) => ({ rate, loss: losses[i] as number }));
      return 0.1 * (pairs.sort((a, b) => a.loss - b.loss)[0] as { rate: number }).rate;
    },
    (rates, losses) => {
      let [rate, lowest] = [NaN, Infinity];
      for (const [i, loss] of losses.entries())
        if (loss < lowest) [rate, lowest] = [rates[i] as number, loss];
      return rate / 10;
    },
  ],
});

interface Training {
  optimizer?: () => tf.Optimizer;
  batchSize?: number;
  epochs?: number;
  hidden?: readonly number[];
  schedule?: Schedule;
}

async function trained(data: TrainingRows, options: Training): Promise<tf.Sequential> {
  const { optimizer = () => tf.train.adam(0.01), batchSize = 32, epochs = 10, hidden = [16, 16] } = options;
  const model = denseNet({ inputs: 3, hidden, seed: 1 });
  model.compile({ optimizer: optimizer(), loss: "meanSquaredError" });
  const callbacks = options.schedule ? [learningRateSchedule(options.schedule)] : [];
  await model.fit(data.x, data.y, { epochs, batchSize, verbose: 0, callbacks });
  return model;
}

/** The same network, for ten epochs more. */
async function trainedAgain(data: TrainingRows): Promise<tf.Sequential> {
  const model = await trained(data, { batchSize: 256 });
  await model.fit(data.x, data.y, { epochs: 10, batchSize: 256, verbose: 0 });
  return model;
}

/** The mistake of giving `fit` the validation rows. */
function validationOf(data: TrainingRows): TrainingRows {
  return { ...data, x: data.xValidation, y: data.yValidation };
}

const LOSSES = ["meanSquaredError", "meanAbsoluteError", "huberLoss"];

const VALIDATION_ROWS = 300;

function fewRows(model: tf.LayersModel): Finding | undefined {
  const rows = lastTraining(model)?.params?.samples ?? Infinity;
  if (rows > VALIDATION_ROWS) return undefined;
  return {
    actual: { "rows in the training": rows },
    why: "The model was trained on few rows. Give `fit` all of `x` and `y`, and keep the validation rows for a look.",
  };
}

/** A wind turbine: nothing in a calm, the cube of the wind up to 12 m/s, then full power; less when turned away from the wind. */
function turbineRows(seed: number, count: number): GeneratedRows {
  const random = new Random(seed);
  const rows: GeneratedRows = { x: [], y: [] };
  for (let i = 0; i < count; i++) {
    const [wind, turned, density] = [
      random.uniform(0, 20),
      random.uniform(-40, 40),
      random.normal(1.2, 0.05),
    ];
    const felt = wind * Math.cos((turned * Math.PI) / 180);
    const power = 3000 * Math.min(1, Math.max(0, (felt ** 3 - 27) / (12 ** 3 - 27)) * (density / 1.2));
    rows.x.push([(wind - 10) / 5.8, turned / 23, (density - 1.2) / 0.05]);
    rows.y.push((power + random.normal(0, 60)) / 1000);
  }
  return rows;
}

const MOST_EPOCHS = 10;

/**
 * Ten epochs: what counts is the number of updates and their length. Mean absolute error on 1,000 hidden rows, five seeds
 * each: 16-16 units with Adam at 0.01 and batches of 8, 16, 32 and 64 rows 0.08 to 0.23, 16 units 0.12 to 0.26, batches of
 * 4 or 8 at 0.001 0.12 to 0.26, momentum at 0.01 or SGD at 0.1 with 16 rows 0.09 to 0.12. Adam's 0.001 with 32 rows 0.32 to
 * 0.40, a linear unit 0.36, all rows in one batch 0.40 to 1.4 at rates from 0.01 to 0.1.
 */
export const turbine = trainingProblem<tf.Sequential, TrainingRows>({
  id: "08-optimizers/turbine",
  variable: "turbine",
  stub: "const turbine: tf.Sequential = todo;",
  solution: `const turbine: tf.Sequential = denseNet({ inputs: 3, hidden: [16, 16], seed: 1 });
turbine.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError", metrics: ["mae"] });

const turbineData = exercises.turbine.data;
await turbine.fit(turbineData.x, turbineData.y, {
  epochs: 10,
  batchSize: 16,
  validationData: [turbineData.xValidation, turbineData.yValidation],
});`,
  uses: { denseNet },
  takeaway:
    "Ten passes are enough if each of them makes many updates of a suitable length. With all rows in one batch there would have been ten updates in all.",
  data: () => trainingRows(turbineRows(8, 1200), turbineRows(88, 300)),
  check: (model) =>
    modelFinding(model, { input: [3], outputs: 1, activation: "linear", loss: LOSSES }) ??
    fewRows(model) ??
    tooLong(model),
  training: {
    metric: "val_mae",
    name: "mean absolute error",
    unit: "MW",
    gate: 0.28,
    direction: "below",
    measuredOn: "1,000 other moments",
    measure: (model) => absoluteErrorOn(model, turbineRows(1008, 1000)),
    why: "You have only ten epochs, so count your updates: how many batches does one epoch make? Smaller batches make more of them. And is each long enough: which learning rate did you give the optimizer? (Without hidden layers no training helps.)",
  },
  hints: [
    "How many updates do ten epochs make with your batch size? How many would half the batch size make?",
    "On the cars Adam did well with batches of 4 rows at a rate of 0.003, and with batches of 32 rows at 0.01.",
    "Build the model with two hidden layers of 16 units, compile it with `tf.train.adam(0.01)`, and give `fit` the rows, `epochs: 10` and a `batchSize` well below 64.",
  ],
  right: [
    (data) => trained(data, { batchSize: 8, optimizer: () => tf.train.adam(0.003) }),
    (data) => trained(data, { batchSize: 32, hidden: [32, 32] }),
    (data) => trained(data, { batchSize: 16, optimizer: () => tf.train.momentum(0.01, 0.9) }),
    (data) => trained(data, { batchSize: 16, hidden: [16] }),
  ],
  mistakes: [
    { answer: (data) => trained(data, { batchSize: 1200 }), says: /count your updates/ },
    { answer: (data) => trained(data, { optimizer: () => tf.train.adam(0.001) }), says: /learning rate/ },
    { answer: (data) => trained(data, { batchSize: 16, hidden: [] }), says: /hidden layers/ },
    { answer: (data) => trained(data, { batchSize: 256, epochs: 60 }), says: /10 times only/ },
    { answer: (data) => trainedAgain(data), says: /fit` once/ },
    { answer: (data) => trained(validationOf(data), { batchSize: 8 }), says: /few rows/ },
    { answer: () => denseNet({ inputs: 3, hidden: [16, 16], seed: 1 }), says: /not compiled/ },
  ],
});

function tooLong(model: tf.LayersModel): Finding | undefined {
  const epochs = lastTraining(model)?.epoch.length ?? 0;
  if (epochs > MOST_EPOCHS)
    return {
      actual: { epochs },
      why: `Each row may be seen ${MOST_EPOCHS} times only. What else makes more updates of the same number of epochs?`,
    };
  const updates = (model.optimizer as unknown as { iterations?: number }).iterations ?? 0;
  if (updates <= MOST_EPOCHS * updatesOfAnEpoch(model)) return undefined;
  return {
    actual: { updates },
    why: "The model was trained more than once, so each row was seen more often than it may be. Build it anew and call `fit` once.",
  };
}

function updatesOfAnEpoch(model: tf.LayersModel): number {
  const { samples, batchSize } = lastTraining(model)?.params ?? {};
  return samples && batchSize ? Math.ceil(samples / batchSize) : Infinity;
}

/** A town's demand for heat by temperature, hour and wind; the meters are poor, so each measurement is off by much. */
function heatRows(seed: number, count: number, noise: number): GeneratedRows {
  const random = new Random(seed);
  const rows: GeneratedRows = { x: [], y: [] };
  for (let i = 0; i < count; i++) {
    const [temperature, hour, wind] = [random.uniform(-12, 24), random.uniform(0, 24), random.uniform(0, 12)];
    const cold = 0.25 * Math.max(0, 16 - temperature) * (1 + 0.02 * wind);
    const daily = 3 * (1 - ((hour - 12) / 12) ** 2);
    rows.x.push([(temperature - 6) / 10.4, (hour - 12) / 6.9, (wind - 6) / 3.5]);
    rows.y.push(cold + daily + random.normal(0, noise));
  }
  return rows;
}

const LONG: Training = { epochs: 30, schedule: cosineDecay() };

/**
 * Noise of one megawatt on the training rows, none on the 1,000 hidden ones. Mean absolute error, three to five seeds each:
 * 16-16 units with Adam at 0.01 or 0.02 and a cosine, step or exponential decay 0.17 to 0.24, 16 units 0.21 to 0.27, Adam's
 * 0.001 with 60 epochs 0.26 to 0.39, SGD at 0.01 or 0.03 0.19 to 0.25. Without a schedule Adam 0.22 to 0.35 and SGD 0.33 to
 * 0.53; a rate that halves in each epoch 1.1 to 1.2, a linear unit 0.88, five epochs at 0.001 3.3 to 3.8.
 */
export const heating = trainingProblem<tf.Sequential, TrainingRows>({
  id: "08-optimizers/heating",
  variable: "heating",
  stub: "const heating: tf.Sequential = todo;",
  solution: `const heating: tf.Sequential = denseNet({ inputs: 3, hidden: [16, 16], seed: 1 });
heating.compile({ optimizer: tf.train.adam(0.02), loss: "meanSquaredError", metrics: ["mae"] });

const heatingData = exercises.heating.data;
await heating.fit(heatingData.x, heatingData.y, {
  epochs: 30,
  batchSize: 16,
  validationData: [heatingData.xValidation, heatingData.yValidation],
  callbacks: [learningRateSchedule(cosineDecay())],
});`,
  uses: { denseNet, learningRateSchedule, cosineDecay },
  takeaway:
    "Your network is nearer to the truth than the meters it has learned from: the noise of 1,000 readings averages out, and short steps at the end keep the weights from following the last few batches.",
  data: () => trainingRows(heatRows(9, 1000, 1), heatRows(99, 300, 1)),
  check: (model) =>
    modelFinding(model, { input: [3], outputs: 1, activation: "linear", loss: LOSSES }) ??
    fewRows(model) ??
    notFalling(model),
  training: {
    metric: "val_mae",
    name: "mean absolute error",
    unit: "MW",
    gate: 0.45,
    direction: "below",
    measuredOn: "1,000 other hours",
    measure: (model) => absoluteErrorOn(model, heatRows(1009, 1000, 0)),
    why: "Is there a hidden layer? If so, does the rate fall too early, or is the first rate too low? Adam with 0.01 to 0.02, thirty epochs and a cosine are a good beginning.",
  },
  hints: [
    "The callback in this lesson's last training run makes the rate fall. Which schedule goes down to a tenth or less?",
    "cosineDecay() ends near 0. stepDecay and exponentialDecay get there if factor and number of epochs suit: 0.9 to the power of 30 is about 0.04.",
    "Two hidden layers of 16 units by denseNet, Adam with 0.02, and `fit` with 30 epochs and `callbacks: [learningRateSchedule(cosineDecay())]`.",
  ],
  right: [
    (data) => trained(data, { ...LONG, optimizer: () => tf.train.sgd(0.03), batchSize: 16 }),
    (data) => trained(data, { ...LONG, hidden: [16] }),
    (data) => trained(data, { ...LONG, schedule: stepDecay({ every: 8, factor: 0.3 }), batchSize: 16 }),
    (data) => trained(data, { ...LONG, schedule: exponentialDecay({ rate: 0.9 }), batchSize: 16 }),
  ],
  mistakes: [
    { answer: (data) => trained(data, { epochs: 30 }), says: /stayed the same/ },
    { answer: (data) => trained(validationOf(data), { ...LONG, batchSize: 8 }), says: /few rows/ },
    {
      answer: (data) => trained(data, { ...LONG, schedule: stepDecay({ every: 20, factor: 0.5 }) }),
      says: /at most a tenth/,
    },
    { answer: (data) => trained(data, { ...LONG, hidden: [] }), says: /hidden layer/ },
    {
      answer: (data) => trained(data, { ...LONG, schedule: exponentialDecay({ rate: 0.5 }) }),
      says: /too early/,
    },
    { answer: () => denseNet({ inputs: 3, hidden: [16, 16], seed: 1 }), says: /not compiled/ },
  ],
});

const SMALL_ENOUGH = 0.1;

function notFalling(model: tf.LayersModel): Finding | undefined {
  const rates = lastTraining(model)?.history["learningRate"];
  if (!rates)
    return {
      why: "The learning rate stayed the same, or the history does not know it. Give `fit` the callback `learningRateSchedule(…)` with a schedule.",
    };
  const [first = NaN] = rates;
  const last = rates.at(-1) ?? NaN;
  if (last <= SMALL_ENOUGH * first) return undefined;
  return {
    actual: { "first rate": first, "last rate": last },
    why: "The last epoch's rate must be at most a tenth of the first epoch's. Which schedule falls that far?",
  };
}
/** The exercises by name: `exercises.momentumStep.check(answer)`. */
export const exercises = { steepValley, momentumStep, adamStep, chooseRate, turbine, heating };
