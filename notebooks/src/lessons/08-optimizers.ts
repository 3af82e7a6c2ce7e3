// %% [markdown] slideshow={"slide_type": "slide"}
// # 08 · Which way down is fastest?
//
// *55 minutes · needs lessons 04 and 05*
//
// **You will be able to**
//
// - compute one step of SGD, momentum, Nesterov, RMSprop and Adam by hand
// - choose a batch size and a learning rate from a measurement, not by guessing
// - let the learning rate fall during a run, and say what that buys

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  predict,
  display,
  predictionSummary,
  Random,
  tf,
  type History,
  type ModelFitArgs,
  type Tensor,
} from "neural-notebooks/core";
import {
  type Schedule,
  cosineDecay,
  exponentialDecay,
  learningRateSchedule,
  moons,
  oneCycle,
  rangeTest,
  stepDecay,
  stopOnDivergence,
  tfOptimizer,
} from "neural-notebooks";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { split, StandardScaler } from "neural-notebooks/tensors";
import {
  denseNet,
  descend,
  optimizer,
  squaredError,
  type OptimizerName,
} from "neural-notebooks/models";
import {
  compareHistories,
  lineChart,
  statesChart,
  surfaceChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/08-optimizers";

// %% tags=["proof"]
import {
  checkBetween,
  checkClose,
  checkEqual,
  checkTrue,
} from "neural-notebooks/grading/assertions";

// %% [markdown]
// Everything random in this lesson starts from one seed, so that you get the numbers that the text speaks of.

// %%
const seed = 1;

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A narrow valley
//
// Most losses are steep in one direction and flat in another. The smallest example has two weights, $w = (w_1, w_2)$, and is ten times as curved along the second:
//
// $$L(w) = w_1^2 + 10\,w_2^2 \qquad\qquad \nabla L(w) = (2\,w_1,\; 20\,w_2)$$
//
// $\nabla L$ is the gradient, as long as $w$. **Predict** it at $w = (1, 1)$.

// %%
const valley = (w1: number, w2: number) => w1 ** 2 + 10 * w2 ** 2;
const slope = ([w1, w2]: readonly number[]) => [2 * w1, 20 * w2];
const start = [1, 1];
slope(start);

// %% tags=["proof"]
checkEqual(slope(start), [2, 20], { of: "the gradient at (1, 1)" });

// %% [markdown]
// The lowest place is (0, 0), equally far along both weights. But the gradient points almost along $w_2$ alone. That is the whole trouble, and each rule of this lesson is an answer to it.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## SGD: against the gradient
//
// The rule of lesson 03, called SGD (*stochastic gradient descent*) when each gradient comes from a part of the rows:
//
// $$w \leftarrow w - \eta\, g$$
//
// $g$ is the gradient at $w$; $\eta$ the learning rate, one positive number. **Predict** $w$ after one step with $\eta = 0.04$.

// %%
const eta = 0.04;
const g1 = slope(start);
const sgd1 = start.map((w, i) => w - eta * g1[i]);
sgd1.map((w) => Number(w.toFixed(2)));

// %% tags=["proof"]
checkClose(sgd1, [0.92, 0.2], { of: "SGD, w after one step" });

// %% [markdown]
// The steep weight is nearly home, the flat one has hardly moved. Then let us take larger steps! Each step multiplies $w_1$ by $1 - 2\eta$ and $w_2$ by $1 - 20\eta$. **Predict**: from which $\eta$ on does $w_2$ no longer shrink?

// %%
const factors = (eta: number) => [1 - 2 * eta, 1 - 20 * eta];
new DataFrame(
  [0.05, 0.1].map((rate) => ({
    η: rate,
    "w₁ times": factors(rate)[0],
    "w₂ times": factors(rate)[1],
  })),
);

// %% tags=["proof"]
checkClose([...factors(0.05), ...factors(0.1)], [0.9, 0, 0.8, -1], {
  of: "factors of w₁ and w₂ for η = 0.05, then for η = 0.1",
});

// %% [markdown]
// From 0.1 on: there $w_2$ jumps between 1 and −1 for ever, and above it the jumps grow. The steep direction sets the limit, the flat one pays for it. **Drag the slider** to see 30 steps at five learning rates.

// %%
const ground = { x: [-1.3, 1.3], y: [-1.3, 1.3], resolution: 40, view: "contour" } as const;
const axes = { xTitle: "weight w₁", yTitle: "weight w₂" };
const walk = (name: OptimizerName, learningRate: number, steps = 30) =>
  descend(slope, start, {
    optimizer: optimizer(name, { learningRate: learningRate }),
    steps: steps,
  });
const atRate = (rate: number, title: string) =>
  surfaceChart(valley, { ...ground, ...axes, paths: { SGD: walk("sgd", rate) }, title: title });
const claims = {
  "0.01": "η = 0.01 creeps along the flat floor",
  "0.05": "η = 0.05 removes the steep weight at once",
  "0.09": "η = 0.09 zigzags, but arrives",
  "0.1": "η = 0.1 jumps from wall to wall for ever",
  "0.105": "η = 0.105 is thrown out of the valley",
};
const views = Object.fromEntries(
  Object.entries(claims).map(([rate, title]) => [rate, atRate(+rate, title)]),
);
statesChart(views, { control: "slider", prefix: "learning rate " });

// %% [markdown]
// The table gives the loss after 30 steps: 0.09 is best of these, 0.1 never gets below 10, 0.105 climbs.

// %%
const lossAt = ([w1, w2]: readonly number[]) => valley(w1, w2);
const lossAfter = (name: OptimizerName, rate: number) => lossAt(walk(name, rate)[30]);
const fiveRates = [0.01, 0.05, 0.09, 0.1, 0.105];
const fiveLosses = fiveRates.map((rate) => lossAfter("sgd", rate));
new DataFrame({
  η: fiveRates,
  "loss after 30 steps": fiveLosses.map((loss) => loss.toPrecision(2)),
});

// %% tags=["proof"]
const [creep, zero, zigzag, wall, thrown] = fiveLosses;
checkTrue(
  zigzag < zero && zero < 0.01 && creep > 0.25 && wall >= 10 && thrown > 1000,
  "after 30 steps: least at 0.09, then 0.05; above 0.25 at 0.01, 10 at 0.1, huge at 0.105",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Momentum: a heavy ball
//
// A ball does not forget its speed. The velocity $v$, as long as $w$ and 0 at first, collects the gradients and loses a tenth of itself in each step (Polyak, 1964):
//
// $$v \leftarrow \mu v + g \qquad w \leftarrow w - \eta\, v \qquad \mu = 0.9$$
//
// The first step is that of SGD. **Predict** the second on paper: $g = (1.84, 4)$ at $w = (0.92, 0.2)$.

// %%
const mu = 0.9;
const v1 = g1;
const g2 = slope(sgd1);
const v2 = v1.map((v, i) => mu * v + g2[i]);
const momentum2 = sgd1.map((w, i) => w - eta * v2[i]);
new DataFrame({ weight: ["w₁", "w₂"], v: v2, w: momentum2 });

// %% tags=["proof"]
checkClose([...v2, ...momentum2], [3.64, 22, 0.7744, -0.68], { of: "v and w after step two" });

// %% [markdown]
// Along the floor the ball gains speed: both gradients pointed the same way. In the steep direction it shoots over the middle, but there the next gradient points back, and the pushes cancel. `optimizer` of the library does the same step; it keeps nothing, so the state goes in and comes out.

// %%
const heavy = optimizer("momentum", { learningRate: eta, momentum: mu });
const once = heavy.step(start, slope(start), heavy.start(2));
const twice = heavy.step(once.w, slope(once.w), once.state);
new DataFrame([
  { by: "hand", w1: momentum2[0], w2: momentum2[1] },
  { by: "the library", w1: twice.w[0], w2: twice.w[1] },
]);

// %% tags=["proof"]
checkClose([once.w, twice.w, twice.state.memory.velocity], [sgd1, momentum2, v2], {
  of: "momentum, by hand and by the library",
});

// %% [markdown]
// TensorFlow computes the gradient itself (lesson 04), and its optimizer changes a variable in place. The numbers must be the same, up to the 32 bits of a tensor.

// %%
const stepsOfTf = (name: OptimizerName) => {
  const w = tf.variable(tf.tensor1d(start));
  const rule = tfOptimizer(name, { learningRate: eta });
  const path = [1, 2].map(() => {
    rule.minimize(() => tf.sum(tf.mul(tf.square(w), tf.tensor1d([1, 10]))));
    return Array.from(w.dataSync());
  });
  rule.dispose();
  w.dispose();
  return path;
};
stepsOfTf("momentum").map((step) => step.map((w) => w.toFixed(4)));

// %% tags=["proof"]
checkClose(stepsOfTf("momentum"), [sgd1, momentum2], { of: "two steps by TensorFlow" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Nesterov: look ahead
//
// Nesterov (1983) steps to where the velocity will carry the ball, and so brakes earlier:
//
// $$v \leftarrow \mu v + g \qquad w \leftarrow w - \eta\,(g + \mu v)$$
//
// **Predict** the first step: $v = g = (2, 20)$, so each gradient counts 1.9 times.

// %%
const nesterov1 = start.map((w, i) => w - eta * (g1[i] + mu * g1[i]));
const byLibrary = walk("nesterov", eta)[1];
new DataFrame([
  { by: "hand", w1: nesterov1[0], w2: nesterov1[1] },
  { by: "the library", w1: byLibrary[0], w2: byLibrary[1] },
]);

// %% tags=["proof"]
checkClose([...nesterov1, ...byLibrary], [0.848, -0.52, 0.848, -0.52], {
  of: "Nesterov's first step, by hand and by the library",
});

// %% [markdown]
// Side by side in the valley at $\eta = 0.02$: SGD slides down the wall and then creeps along the floor; both heavy balls swing and are carried further.

// %%
const small = 0.02;
const three = { SGD: "sgd", momentum: "momentum", Nesterov: "nesterov" } as const;
const swings = Object.fromEntries(
  Object.entries(three).map(([label, name]) => [label, walk(name, small, 40)]),
);
surfaceChart(valley, {
  ...ground,
  ...axes,
  paths: swings,
  title: "Momentum swings across, Nesterov brakes",
});

// %% [markdown]
// The table tells how far each has swung beyond the middle, $w_2 < 0$, at its worst: SGD not at all, Nesterov less than plain momentum. After 40 steps Nesterov has the lowest loss, SGD the highest.

// %%
const overshoot = Object.values(swings).map(
  (path) => -Math.min(0, ...path.map(([, w2]) => w2)),
);
const ends = Object.values(swings).map((path) => lossAt(path[40]));
new DataFrame({
  rule: Object.keys(swings),
  "swing beyond the middle": overshoot.map((swing) => swing.toFixed(2)),
  "loss after 40 steps": ends.map((loss) => loss.toPrecision(2)),
});

// %% tags=["proof"]
checkTrue(
  overshoot[0] === 0 && 0 < overshoot[2] && overshoot[2] < overshoot[1],
  "SGD does not overshoot, Nesterov does, and momentum more",
);
checkTrue(
  ends[2] < ends[1] && ends[1] < ends[0],
  "after 40 steps Nesterov is lowest, then momentum, then SGD",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## RMSprop: a step of its own for each weight
//
// Why should the steep weight set the rate for all? RMSprop (Hinton, 2012) divides each weight's gradient by its usual size, the root of a running mean $s$ of squares, as long as $w$:
//
// $$s \leftarrow \rho s + (1-\rho)\,g^2 \qquad w \leftarrow w - \eta\,\frac{g}{\sqrt{s} + \varepsilon} \qquad \rho = 0.9$$
//
// $\varepsilon = 10^{-8}$ only prevents a division by 0. Remember that the gradient at the start is $(2, 20)$.

// %%
const farther = predict("Which weight moves further in RMSprop's first step?", {
  choices: ["w₁, along the floor", "w₂, down the wall", "neither: both move equally far"],
});

// %%
const rho = 0.9;
const s1 = g1.map((g) => (1 - rho) * g ** 2);
const rmsprop1 = start.map((w, i) => w - (eta * g1[i]) / Math.sqrt(s1[i]));
const moved = rmsprop1.map((w, i) => Math.abs(w - start[i]));
const onWall = moved[1] > moved[0] ? "w₂, down the wall" : "w₁, along the floor";
farther.reveal(
  Math.abs(moved[0] - moved[1]) < 1e-9 ? "neither: both move equally far" : onWall,
);
new DataFrame({ weight: ["w₁", "w₂"], gradient: g1, s: s1, w: rmsprop1 });

// %% tags=["proof"]
checkClose([...s1, ...rmsprop1], [0.4, 40, 0.8735, 0.8735], {
  of: "s and w after RMSprop's first step",
  tolerance: 5e-5,
});

// %% [markdown]
// Both move equally far, since 2 divided by $\sqrt{0.4}$ and 20 divided by $\sqrt{40}$ are both 3.16. The size of the gradient has dropped out, its sign is left. So the step aims straight at (0, 0).

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Adam: both together
//
// Adam (Kingma and Ba, 2014) keeps a mean $m$ of gradients, as momentum does, and a mean $s$ of squares, as RMSprop does. Both start at 0, so after $t$ steps they are divided by what they lack:
//
// $$m \leftarrow \beta_1 m + (1-\beta_1) g \qquad s \leftarrow \beta_2 s + (1-\beta_2) g^2$$
// $$\hat m = \frac{m}{1-\beta_1^t} \qquad \hat s = \frac{s}{1-\beta_2^t} \qquad w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat s}+\varepsilon}$$
//
// $\beta_1 = 0.9$, $\beta_2 = 0.999$. **Predict**: how long is the first step, for each weight?

// %%
const [beta1, beta2] = [0.9, 0.999];
const mHat = g1.map((g) => ((1 - beta1) * g) / (1 - beta1));
const sHat = g1.map((g) => ((1 - beta2) * g ** 2) / (1 - beta2));
const adam1 = start.map((w, i) => w - (eta * mHat[i]) / Math.sqrt(sHat[i]));
adam1.map((w) => Number(w.toFixed(2)));

// %% tags=["proof"]
checkClose(adam1, [0.96, 0.96], { of: "w after Adam's first step" });

// %% [markdown]
// Exactly $\eta$, whatever the gradient: $\hat m = g$ and $\sqrt{\hat s} = |g|$. For Adam the learning rate is a length in units of the weights. All five first steps from the library, and from TensorFlow:

// %%
const rules: OptimizerName[] = ["sgd", "momentum", "nesterov", "rmsprop", "adam"];
const firstSteps = rules.map((name) => walk(name, eta)[1]);
const pair = (w: number[]) => w.map((value) => value.toFixed(4)).join(", ");
new DataFrame({
  rule: rules,
  "the library": firstSteps.map(pair),
  TensorFlow: rules.map((name) => pair(stepsOfTf(name)[0])),
});

// %% tags=["proof"]
checkClose(firstSteps, [sgd1, sgd1, nesterov1, rmsprop1, adam1], {
  of: "the first steps of sgd, momentum, nesterov, rmsprop, adam",
});
checkClose(
  rules.map((name) => stepsOfTf(name)[0]),
  firstSteps,
  {
    of: "the first steps by TensorFlow",
    tolerance: 1e-5,
  },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The race
//
// Now a valley with a bend (after Rosenbrock, 1960). Its lowest place is (1, 1); the climbers start at (−1.5, 2), near the floor but at the far end, with the bend before them:
//
// $$L(w) = (1 - w_1)^2 + 5\,(w_2 - w_1^2)^2$$
//
// All get $\eta = 0.01$ and 60 steps. **Predict** who is first at the goal, and who is last.

// %%
const bend = (w1: number, w2: number) => (1 - w1) ** 2 + 5 * (w2 - w1 ** 2) ** 2;
const bendSlope = ([w1, w2]: readonly number[]) => {
  const off = w2 - w1 ** 2;
  return [-2 * (1 - w1) - 20 * w1 * off, 10 * off];
};
const race = (name: OptimizerName, rate: number, steps: number) =>
  descend(bendSlope, [-1.5, 2], {
    optimizer: optimizer(name, { learningRate: rate }),
    steps: steps,
  });
new DataFrame([
  { place: "start (−1.5, 2)", loss: bend(-1.5, 2) },
  { place: "floor beside it (−1.5, 2.25)", loss: bend(-1.5, 2.25) },
  { place: "goal (1, 1)", loss: bend(1, 1) },
]);

// %% tags=["proof"]
checkClose([bend(-1.5, 2), bend(-1.5, 2.25), bend(1, 1)], [6.5625, 6.25, 0], {
  of: "loss at the start, on the floor beside it, at the goal",
});

// %% [markdown]
// Press **▶ Play**. The colours show the loss on a logarithmic scale, $\log_{10}(1 + 100 L)$, or nobody would see the floor; the innermost rings lie about the goal.

// %%
const height = (w1: number, w2: number) => Math.log10(1 + 100 * bend(w1, w2));
const track = { x: [-2, 2], y: [-1, 3], resolution: 80, view: "contour" } as const;
const roomForNames = { layout: { height: 540, margin: { t: 112 } } };
const together = Object.fromEntries(rules.map((name) => [name, race(name, 0.01, 60)]));
surfaceChart(height, {
  ...track,
  ...axes,
  zTitle: "log loss",
  paths: together,
  animated: true,
  maxFrames: 31,
  duration: 200,
  title: "At one rate for all, the heavy balls win",
}).with(roomForNames);

// %% [markdown]
// How many steps does each need until the loss first falls below 0.01? We give them 2000. (The last column is the longest step that each took in one weight in the race above, measured in $\eta$.)

// %%
const arrival = (name: OptimizerName, rate: number): number | null => {
  const step = race(name, rate, 2000).findIndex(([w1, w2]) => bend(w1, w2) < 0.01);
  return step < 0 ? null : step;
};
const longest = Object.values(together).map((path) =>
  Math.max(
    ...path.slice(1).flatMap((w, t) => w.map((v, i) => Math.abs(v - path[t][i]) / 0.01)),
  ),
);
const sameRate = rules.map((name) => arrival(name, 0.01));
new DataFrame({
  rule: rules,
  "steps needed": sameRate.map((count) => count ?? "more than 2000"),
  "longest step": longest.map((length) => length.toFixed(1)),
});

// %% tags=["proof"]
checkClose(longest, [12.5, 14.8, 23.75, 3.16, 1], {
  of: "the longest step of each, in η",
  tolerance: 0.005,
});
checkEqual(sameRate, [460, 55, 42, 302, 616], {
  of: "steps of sgd, momentum, nesterov, rmsprop, adam at η = 0.01",
});

// %% [markdown]
// Nesterov wins, and Adam, with which most people begin, comes in **last**. Is it bad? Its longest step in one weight was one $\eta$, that of momentum nearly $15\,\eta$, so 0.01 is short for Adam and long for momentum. One rate for all is no fair race.
//
// So let each of them choose its own rate.

// %%
const gainsMost = predict("Which rule gains most when each may choose its own rate?", {
  choices: ["SGD", "momentum", "Nesterov", "RMSprop", "Adam"],
});

// %% [markdown]
// We try thirteen rates for each rule, from 0.001 to 1, and count the steps again.

// %%
const rates = Array.from({ length: 13 }, (_, i) => 10 ** (-3 + i / 4));
const needed = Object.fromEntries(
  rules.map((name) => [name, rates.map((rate) => arrival(name, rate))]),
);
lineChart(
  { x: rates, y: needed },
  {
    title: "Each rule has its own good rates; Adam has the most",
    xTitle: "learning rate η",
    yTitle: "steps until loss < 0.01",
    logarithmic: ["x", "y"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// Where a curve ends on the right, the climber flew off or jumped about the goal; on the left, 2000 steps were not enough. (RMSprop's lone point at 1 is luck: it wanders past the goal, and away again.) The deeper a curve, the faster the rule can be; the wider, the less you must know beforehand.

// %%
const fewest = rules.map((name) => Math.min(...needed[name].map((count) => count ?? Infinity)));
const usable = rules.map((name) => needed[name].filter((count) => count !== null).length);
const gains = fewest.map((count, i) => (sameRate[i] ?? 2000) / count);
const winner = gains.indexOf(Math.max(...gains));
gainsMost.reveal((["SGD", "momentum", "Nesterov", "RMSprop", "Adam"] as const)[winner]);
new DataFrame(
  rules.map((rule, i) => ({
    rule,
    "steps at 0.01": sameRate[i],
    "best rate": rates[needed[rule].indexOf(fewest[i])],
    "steps at its best": fewest[i],
    "usable rates of 13": usable[i],
  })),
);

// %% tags=["proof"]
checkEqual([...fewest, ...usable], [139, 53, 27, 76, 34, 5, 8, 6, 8, 11], {
  of: "steps at the best rate, and usable rates",
});
const [astray1, astray2] = race("rmsprop", 1, 300)[300];
checkTrue(
  needed.rmsprop[11] === null && needed.rmsprop[12] !== null && bend(astray1, astray2) > 0.1,
  "RMSprop arrives at rate 1, not at the rate before, and has left again by step 300",
);

// %% [markdown]
// Adam gains most: at its own best rate it needs 34 steps in place of 616, and 11 of the 13 rates work, against 5 for SGD. That is why people begin with Adam: not because it is always fastest (Nesterov is, with 27), but because it forgives.
//
// The race again, each at its best rate, for 80 steps:

// %%
const best = Object.fromEntries(
  rules.map((name, i) => [name, race(name, rates[needed[name].indexOf(fewest[i])], 80)]),
);
surfaceChart(height, {
  ...track,
  ...axes,
  zTitle: "log loss",
  paths: best,
  animated: true,
  maxFrames: 28,
  duration: 200,
  title: "At its own rate, Adam runs with the fastest",
}).with(roomForNames);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A real task: cars
//
// The 392 cars of lesson 07: five numbers of each, and its miles per gallon. A fifth is held back. Scales are learned from the training part only (lesson 09); the target is scaled too, so a loss of 1 means "no better than the mean".

// %%
const columns = [
  "Cylinders",
  "Displacement",
  "Horsepower",
  "Weight_in_lbs",
  "Acceleration",
] as const;
const target = ["Miles_per_Gallon"] as const;
const cars = readDataset("cars").dropNa({ subset: [...columns, ...target] });
const parts = split(cars, { test: 0.2, seed: seed });
const [known, held] = [cars.iloc({ rows: parts.train }), cars.iloc({ rows: parts.test })];
const xScale = new StandardScaler().fit(known.loc({ columns: columns }));
const yScale = new StandardScaler().fit(known.loc({ columns: target }));
const rowsOf = (part: typeof cars) => ({
  x: xScale.toTensor(part.loc({ columns: columns })),
  y: yScale.toTensor(part.loc({ columns: target })),
});
({ "to learn from": known.shape[0], "held back": held.shape[0] });

// %% tags=["proof"]
checkEqual([known.shape[0], held.shape[0]], [314, 78], {
  of: "cars to learn from, cars held back",
});

// %% [markdown]
// One function for all runs: the same seed gives the same starting weights and the same order of rows, so that only what we change differs. The network and the optimizer are thrown away afterwards; the history stays.

// %%
const carRows = rowsOf(known);
const heldRows = rowsOf(held);
const trainCars = async (name: OptimizerName, rate: number, options: ModelFitArgs = {}) => {
  const model = denseNet({ inputs: 5, hidden: [16], seed: seed });
  const rule = tfOptimizer(name, { learningRate: rate });
  model.compile({ optimizer: rule, loss: "meanSquaredError" });
  const usual: ModelFitArgs = { epochs: 30, batchSize: 32, seed: seed, verbose: 0 };
  usual.validationData = [heldRows.x, heldRows.y];
  try {
    return await model.fit(carRows.x, carRows.y, { ...usual, ...options });
  } finally {
    model.dispose();
    rule.dispose();
  }
};

// %% [markdown]
// **Predict**: all five rules at $\eta = 0.001$. Which one is left behind?

// %%
const carRuns: Record<string, History> = {};
const progress = display("0 of 5 networks are trained");
for (const [i, name] of rules.entries()) {
  carRuns[name] = await trainCars(name, 0.001);
  progress.update(`${i + 1} of 5 networks are trained`);
}
compareHistories(carRuns, {
  metric: "loss",
  title: "At η = 0.001, SGD is left behind on the cars",
});

// %% tags=["proof"]
const losses = (name: string) => carRuns[name].history.loss;
checkTrue(
  Math.max(losses("momentum")[4], losses("nesterov")[4]) < 0.5 * losses("sgd")[4] &&
    Math.min(losses("rmsprop")[4], losses("adam")[4]) > losses("momentum")[4] &&
    rules.slice(1).every((name) => losses(name)[29] < 0.9 * losses("sgd")[29]),
  "after 5 epochs the heavy balls lead, with less than half of SGD's loss; after 30 SGD is last",
);

// %% [markdown]
// As in the valley: the heavy balls start fastest, with less than half of SGD's loss after five epochs; RMSprop and Adam come up later. After 30 epochs all four are ahead of SGD.
//
// **Predict** what is left of the differences when each rule gets a rate that suits it.

// %%
const ownRate: Record<string, number> = {
  sgd: 0.1,
  momentum: 0.01,
  nesterov: 0.01,
  rmsprop: 0.01,
  adam: 0.01,
};
const tunedRuns: Record<string, History> = {};
const tuned = display("0 of 5 networks are trained");
for (const [i, name] of rules.entries()) {
  tunedRuns[`${name}, η = ${ownRate[name]}`] = await trainCars(name, ownRate[name]);
  tuned.update(`${i + 1} of 5 networks are trained`);
}
compareHistories(tunedRuns, {
  metric: "loss",
  title: "With a rate of its own, every rule gets there",
});

// %% tags=["proof"]
const finals = Object.values(tunedRuns).map((run) => run.history.loss[29]);
const onHeld = Object.values(tunedRuns).map((run) => run.history.val_loss[29]);
checkBetween(Math.max(...finals), [0, 0.23], { of: "the highest final loss" });
checkBetween(Math.max(...finals) - Math.min(...finals), [0, 0.04], { of: "the spread" });
checkBetween(Math.min(...onHeld) / Math.max(...finals), [1.5, 3], { of: "held back, times" });

// %% [markdown]
// Next to nothing is left: all end below 0.23, within 0.04 of each other. Before you change the rule, change the rate. (On the cars held back the loss of each is more than 1.5 times as high: why, asks lesson 10.)

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Mini-batches
//
// One **epoch** is one pass through all rows; an **update** is one step of the rule. With batches of 32 rows, 314 cars give nine full batches and one of 26. **Predict**: how many updates are 30 epochs? Two more cases stand beside it for later.

// %%
const updatesOf = (rows: number, batchSize: number, epochs: number) =>
  Math.ceil(rows / batchSize) * epochs;
new DataFrame([
  { epochs: 30, "batch size": 32, updates: updatesOf(314, 32, 30) },
  { epochs: 20, "batch size": 4, updates: updatesOf(314, 4, 20) },
  { epochs: 20, "batch size": 314, updates: updatesOf(314, 314, 20) },
]);

// %% tags=["proof"]
checkEqual(
  [updatesOf(314, 32, 30), updatesOf(314, 4, 20), updatesOf(314, 314, 20)],
  [300, 1580, 20],
  { of: "updates: 30 epochs by 32 rows, 20 epochs by 4 rows, 20 epochs with all rows at once" },
);

// %% [markdown]
// A batch gives the gradient of its own rows, a guess at the gradient of all. How wrong is it? We take a line from weight to miles per gallon, draw 400 batches of each size, and measure how their gradients scatter.
//
// **Predict**: a batch four times as large scatters a quarter as much, half as much, or the same?

// %%
const x1 = xScale.transform(known.toMatrix(columns)).map((row) => [row[3]]);
const y1 = yScale.transform(known.toMatrix(target)).map(([y]) => y);
const batchGradient = (size: number, drawn: Random) => {
  const rows = Array.from({ length: size }, () => drawn.integer(0, x1.length));
  const batch = { x: rows.map((row) => x1[row]), y: rows.map((row) => y1[row]) };
  return squaredError(batch, { w: [0], b: 0 }).gradient.w[0];
};
const deviation = (values: number[]) => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
};

// %% [markdown]
// Beside the measured scatter we draw $\sigma/\sqrt{B}$, with $B$ the batch size and $\sigma$ the scatter of single rows.

// %%
const sizes = [1, 4, 16, 64, 256];
const drawing = new Random(seed);
const scatter = sizes.map((size) =>
  deviation(Array.from({ length: 400 }, () => batchGradient(size, drawing))),
);
const predicted = sizes.map((size) => scatter[0] / Math.sqrt(size));
lineChart(
  { x: sizes, y: { measured: scatter, "σ/√B": predicted } },
  {
    title: "Four times the rows, half the noise",
    xTitle: "batch size B (rows)",
    yTitle: "scatter of the gradient",
    logarithmic: ["x", "y"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// It scatters half as much, as the ratio of each size to the one before shows. Four times the work buys half the noise: that is a poor trade, so small batches get further for the same work.

// %%
const noiseRatios = scatter.slice(1).map((value, i) => value / scatter[i]);
noiseRatios.map((ratio) => Number(ratio.toFixed(2)));

// %% tags=["proof"]
checkTrue(
  noiseRatios.every((ratio) => ratio > 0.4 && ratio < 0.6),
  "a fourfold batch has 0.4 to 0.6 of the noise, at each of the four steps",
);

// %% [markdown]
// **Predict**: plain SGD, $\eta = 0.01$, 20 epochs. Which batch size has the lowest loss after as many passes through the data: 4, 32 or all 314?

// %%
const batchRuns: Record<string, History> = {};
const counter = display("training with batches of 4 rows");
for (const size of [4, 32, 314]) {
  counter.update(`training with batches of ${size} rows`);
  batchRuns[`${size} rows`] = await trainCars("sgd", 0.01, { epochs: 20, batchSize: size });
}
counter.update("all three are trained");
compareHistories(batchRuns, {
  metric: "loss",
  title: "Small batches learn more from each pass",
});

// %% tags=["proof"]
const [by4, by32, byAll] = Object.values(batchRuns).map((run) => run.history.loss[19]);
checkTrue(by4 < by32 && by32 < byAll, "after 20 epochs: loss by 4 rows < by 32 < by all");

// %% [markdown]
// The smallest has the lowest loss: it made 1580 updates, the largest 20. But one large update replaces 79 small ones: who counts seconds and not passes may see another order. Sizes of 16 to 128 are a usual compromise; who takes a larger batch often takes a larger rate as well.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The range test
//
// Must we try 13 rates each time? Smith (2015) lets the rate **grow** from batch to batch and watches the loss: first nothing happens, then it falls, then it bursts. Here are two moons to tell apart, and a network with Adam for them.

// %%
const moonSet = moons({ count: 400, noise: 0.2, seed: seed });
const moonRows = { x: tf.tensor2d(moonSet.x), y: tf.tensor1d(moonSet.y) as Tensor };
const moonNet = (rate: number) => {
  const model = denseNet({ inputs: 2, hidden: [32, 32], task: "binary", seed: seed });
  model.compile({
    optimizer: tfOptimizer("adam", { learningRate: rate }),
    loss: "binaryCrossentropy",
    metrics: ["accuracy"],
  });
  return model;
};
moonRows.x.shape;

// %% [markdown]
// One run of at most 120 updates, from 0.0001 towards 10; it breaks off when the loss has burst. The dashed curve is the loss of each batch, the other its running mean.

// %%
const tested = moonNet(0.001);
const range = await rangeTest(tested, moonRows, { from: 1e-4, to: 10, steps: 120, seed: seed });
tested.optimizer.dispose();
tested.dispose();
lineChart(
  { x: range.rates, y: { "running mean": range.smoothed, "each batch": range.losses } },
  {
    title: "The loss does nothing, falls, then bursts",
    xTitle: "learning rate η",
    yTitle: "loss (binary cross-entropy)",
    logarithmic: ["x"],
  },
);

// %% [markdown]
// At the lowest point the rate is already on the brink. A tenth of it is a good first choice, here a few hundredths; we take 0.02.

// %%
const chosen = range.lowest / 10;
chosen.toFixed(3);

// %% tags=["proof"]
const [first, ...later] = range.smoothed;
checkTrue(
  Math.min(...later) < first / 2 && later[later.length - 1] > first && later.length < 119,
  "the loss falls below half of its start, then bursts above it, before the rate is 10",
);
checkBetween(chosen, [0.01, 0.06], { of: "a tenth of the rate with the lowest loss" });

// %% [markdown]
// **Predict** 20 epochs at three rates: a tenth of our choice, the choice itself, and 1, far beyond the burst.

// %%
const trainMoons = async (rate: number, options: ModelFitArgs) => {
  const model = moonNet(rate);
  try {
    return await model.fit(moonRows.x, moonRows.y, { seed: seed, verbose: 0, ...options });
  } finally {
    model.optimizer.dispose();
    model.dispose();
  }
};
const rateRuns: Record<string, History> = {};
const running = display("training at η = 0.002");
for (const rate of [0.002, 0.02, 1]) {
  running.update(`training at η = ${rate}`);
  rateRuns[`η = ${rate}`] = await trainMoons(rate, { epochs: 20, batchSize: 32 });
}
running.update("all three are trained");
compareHistories(rateRuns, { metric: "acc", title: "Too high learns nothing at all" });

// %% tags=["proof"]
const [low, right, high] = Object.values(rateRuns).map((run) => run.history.acc[19]);
checkTrue(right > low && low > high && high < 0.6, "0.02 beats 0.002, and rate 1 guesses");

// %% [markdown]
// Low is slow, the choice is quick, and 1 ends at about one half: guessing. A rate that is too high need not end in an error; it can leave a network that knows nothing.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Schedules
//
// Near the goal a constant rate jumps about it, as far as the noise of the batches drives it. A **schedule** gives large steps first and small ones at the end. Here are four beside a constant one, over 30 epochs, from $\eta_0 = 0.02$.

// %%
const schedules: Record<string, Schedule> = {
  constant: ({ base }) => base,
  "step decay": stepDecay({ every: 10, factor: 0.5 }),
  exponential: exponentialDecay({ rate: 0.9 }),
  cosine: cosineDecay(),
  "one cycle": oneCycle(),
};
const points = Array.from({ length: 121 }, (_, step) => step);
const epochAt = (step: number) => (30 * step) / 121;
const rateOf = (schedule: Schedule) =>
  points.map((step) =>
    schedule({ step: step, steps: 121, epoch: epochAt(step), epochs: 30, base: 0.02 }),
  );
const byName: Record<string, number[]> = {};
for (const [name, schedule] of Object.entries(schedules)) byName[name] = rateOf(schedule);
lineChart(
  { x: points.map(epochAt), y: byName },
  { title: "Four ways to take smaller steps", xTitle: "epoch", yTitle: "learning rate η" },
);

// %% [markdown]
// The cosine in symbols, with $p$ the share of the run that is done, from 0 to 1:
//
// $$\eta(p) = \tfrac12\,\eta_0\,(1 + \cos \pi p)$$
//
// **Predict** the rate at a half of the run, and at the end.

// %%
const [atStart, halfway, atEnd] = [0, 60, 120].map((step) => byName.cosine[step].toFixed(3));
({ atStart, halfway, atEnd });

// %% tags=["proof"]
checkClose([byName.cosine[0], byName.cosine[60], byName.cosine[120]], [0.02, 0.01, 0], {
  of: "the cosine's rate at the start, in the middle, at the end",
});

// %% [markdown]
// **Predict**: batches of 8 rows, so much noise; 30 epochs with Adam at 0.02. How much lower is the final loss with the cosine than without? Both runs together take some seconds.

// %%
const noisy = { epochs: 30, batchSize: 8 };
const constantRun = await trainMoons(0.02, { ...noisy, verbose: 1 });
const cosineRun = await trainMoons(0.02, {
  ...noisy,
  verbose: 1,
  callbacks: [learningRateSchedule(cosineDecay())],
});
compareHistories(
  { constant: constantRun, cosine: cosineRun },
  { metric: "loss", title: "Falling steps settle where constant ones jump about" },
);

// %% [markdown]
// The loss is about half as high, for the same work. In the first three epochs the two are alike; the gain comes at the end, when the steps get short. Lesson 15 trains this way.

// %%
const lastFive = (run: History) => run.history.loss.slice(-5).reduce((a, b) => a + b) / 5;
const jump = (run: History) => deviation(run.history.loss.slice(-5));
new DataFrame([
  {
    rate: "constant",
    "loss, last five epochs": lastFive(constantRun),
    scatter: jump(constantRun),
  },
  { rate: "cosine", "loss, last five epochs": lastFive(cosineRun), scatter: jump(cosineRun) },
]);

// %% tags=["proof"]
const apart = [0, 1, 2].map((i) =>
  Math.abs(cosineRun.history.loss[i] / constantRun.history.loss[i] - 1),
);
checkTrue(Math.max(...apart) < 0.1, "within 10 % of each other in the first three epochs");
checkBetween(lastFive(cosineRun) / lastFive(constantRun), [0.3, 0.7], {
  of: "the cosine's loss in the last five epochs, as a share of the constant's",
});
checkTrue(
  jump(cosineRun) < 0.3 * jump(constantRun),
  "the cosine's loss hardly jumps at the end",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** On paper: $L = w^2$, so $g = 2w$. Momentum with $\eta = 0.1$ and $\mu = 0.5$ starts at $w = 5$, $v = 0$. Where is $w$ after **two** steps?

// %% tags=["exercise"]
const twoSteps: number = todo;
exercises.twoSteps.check(twoSteps);
// exercises.twoSteps.hint();
// exercises.twoSteps.solution();

// %% [markdown]
// **2.** Write RMSprop's step for any number of weights, with $\eta = 0.1$ and $\rho = 0.9$; $\varepsilon$ may be left out. Give back the new $w$ and the new $s$.

// %% tags=["exercise"]
const rmspropStep = (
  at: { w: number[]; s: number[] },
  g: number[],
): { w: number[]; s: number[] } => todo;
exercises.rmspropStep.check(rmspropStep);
// exercises.rmspropStep.hint();
// exercises.rmspropStep.solution();

// %% [markdown]
// **3.** The cosine schedule: the rate after a share `p` of the run, from 0 to 1, for the first rate `base`.

// %% tags=["exercise"]
const cosineRate = (p: number, base: number): number => todo;
exercises.cosineRate.check(cosineRate);
// exercises.cosineRate.hint();
// exercises.cosineRate.solution();

// %% [markdown]
// **4.** From a range test, choose a learning rate: a tenth of the rate at which the smoothed loss is lowest.

// %% tags=["exercise"]
const chooseRate = (test: { rates: number[]; smoothed: number[] }): number => todo;
exercises.chooseRate.check(chooseRate);
// exercises.chooseRate.hint();
// exercises.chooseRate.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// Adam without its two hats, $m$ and $s$ as they are. **Predict**: is the first step longer than $\eta$, or shorter?

// %%
const bare = start.map((w, i) => {
  const m = (1 - beta1) * g1[i];
  const s = (1 - beta2) * g1[i] ** 2;
  return (w - (w - (eta * m) / Math.sqrt(s))) / eta;
});
bare.map((length) => `${length.toFixed(2)} η`);

// %% tags=["proof"]
checkClose(bare, [3.162, 3.162], { of: "length of the first step, in η", tolerance: 5e-4 });

// %% [markdown]
// It is more than three times as long: $m$ lacks a factor 10, but $\sqrt s$ lacks $\sqrt{1000} \approx 31.6$. And a rate that is far too high on the cars? Here the loss grows until no number can hold it, and the callback `stopOnDivergence` ends the run. Read its advice, then mend the rate.

// %% tags=["raises-exception"]
await trainCars("momentum", 1, { callbacks: [stopOnDivergence()] });

// %% [markdown]
// Now you: in the race, start at $w = (-1.5, 2)$ with Nesterov at its best rate 0.0178, then double the rate. What happens to the winner? At the end we give the memory back.

// %%
tf.dispose([carRows, heldRows, moonRows]);

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - compute one step of SGD, momentum, Nesterov, RMSprop and Adam by hand
// - choose a batch size and a learning rate from a measurement, not by guessing
// - let the learning rate fall during a run, and say what that buys
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The five rules are five lines of arithmetic on the same two numbers; do them on the board before the library does. Ask at each rule what it remembers from the last step: nothing, a velocity, a mean of squares, both. The race is the heart of the lesson: collect bets before you press Play, and again before the chart of learning rates, which turns the result round. If time is short, leave out Nesterov and the noise of the gradient.
