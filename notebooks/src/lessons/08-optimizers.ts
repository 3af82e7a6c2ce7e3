// %% [markdown] slideshow={"slide_type": "slide"}
// # 08 · Which way down is fastest?
//
// Two people train the same network on the same cars for 30 epochs. At the end the first is off by a little more than 2 miles per gallon, the other by more than 5. The only difference is one number, the learning rate. Three choices are made before any training run begins: the rule by which the weights move, the learning rate, and the number of rows that share one step. Lesson 07 made them for you. It wrote `tf.train.adam(0.01)` and `batchSize: 32`, and left you with the question of why.
//
// In this lesson five optimizers race down a valley before your eyes, and two of them run on code that you have written, Adam among them. At its end you will have a procedure that finds a good learning rate for a new network within seconds.
//
// *Two sittings of about 50 minutes · builds on lessons 03 and 07*
//
// **You will be able to**
//
// - compute a step of momentum, RMSprop and Adam, and say which fault of its predecessor each of them repairs
// - find a learning rate with a range test, choose a batch size, and count the updates that you get for it
// - let the learning rate fall in the course of a training run, and say when that pays

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  atEffort,
  display,
  dropdown,
  interact,
  predict,
  predictionSummary,
  Random,
  slider,
  tf,
} from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { StandardScaler } from "neural-notebooks/tensors";
import { denseNet, descend, optimizer } from "neural-notebooks/models";
import {
  cosineDecay,
  exponentialDecay,
  learningRateSchedule,
  rangeTest,
  stepDecay,
} from "neural-notebooks/training";
import {
  compareHistories,
  functionChart,
  histogramChart,
  lineChart,
  roles,
  statesChart,
  surfaceChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/08-optimizers";

// %% tags=["proof"]
import {
  checkBetween,
  checkClose,
  checkEqual,
  checkTrue,
} from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A long, narrow valley
//
// The loss of a network with 401 weights cannot be drawn. But its shape near a low place is nearly always the same: steep in some directions and flat in others. Two weights are enough to see what that does. Our valley is ten times as curved along $w_2$ as along $w_1$:
//
// $$L = w_1^2 + 10\,w_2^2 \qquad\qquad g = (2\,w_1,\; 20\,w_2)$$
//
// In words: $g$ is the gradient $\nabla L$ of lesson 03, the list of the slopes along both weights; the slope of $w^2$ is $2w$. We start at $(-3, 1)$, where $g = (-6, 20)$. The way to the lowest place, $(0, 0)$, is three times as long along $w_1$, and yet the slope is much larger along $w_2$.
//
// > **Reading the code.** `interface Ground` lists what a landscape must have: a start, a loss and a gradient, the last two being functions of a list of weights.

// %%
interface Ground {
  start: number[];
  loss: (w: number[]) => number;
  gradient: (w: number[]) => number[];
}
const valley: Ground = {
  start: [-3, 1],
  loss: ([w1, w2]) => w1 ** 2 + 10 * w2 ** 2,
  gradient: ([w1, w2]) => [2 * w1, 20 * w2],
};
function descent(eta: number, steps: number): number[][] {
  const path = [valley.start];
  for (let step = 0; step < steps; step++) {
    const [w1, w2] = path[step];
    const [g1, g2] = valley.gradient([w1, w2]);
    path.push([w1 - eta * g1, w2 - eta * g2]);
  }
  return path;
}
new DataFrame(descent(0.04, 2).map(([w1, w2], step) => ({ step, w1, w2 })));

// %% tags=["proof"]
checkClose(valley.gradient(valley.start), [-6, 20], { of: "gradient at the start" });
checkClose(
  descent(0.04, 2),
  [
    [-3, 1],
    [-2.76, 0.2],
    [-2.5392, 0.04],
  ],
  { of: "two steps of gradient descent" },
);

// %% [markdown]
// With $\eta = 0.04$ the first step leads from $-3$ to $-3 - 0.04 \cdot (-6) = -2.76$ and from $1$ to $1 - 0.04 \cdot 20 = 0.2$. The steep weight has covered four fifths of its way, the flat one hardly anything. So take longer steps! Move the slider and find the rate with the lowest loss after 20 steps.

// %%
const map = { xTitle: "weight w₁", yTitle: "weight w₂", zTitle: "loss" };
const lowestPlace = { text: "lowest place", x: 0, y: 0, ax: 130, ay: 0 };
const plan = { ...map, view: "contour", x: [-3.5, 3.5], y: [-1.5, 1.5] } as const;
const fit = { constrain: "domain" };
const equal = { xaxis: fit, yaxis: { ...fit, scaleanchor: "x" } };
const valleyLook = { ...equal, height: 540, annotations: [lowestPlace] };
const readable = (loss: number) =>
  loss < 100 ? loss.toPrecision(2) : Math.round(loss).toLocaleString("en");
interact(
  { eta: slider({ min: 0.01, max: 0.11, value: 0.04, step: 0.01, label: "learning rate η" }) },
  ({ eta }) => {
    const path = descent(eta, 20);
    const title = `η = ${eta}: the loss is ${readable(valley.loss(path[20]))} after 20 steps`;
    const options = { ...plan, resolution: 31, paths: { "gradient descent": path }, title };
    const picture = surfaceChart((w1, w2) => valley.loss([w1, w2]), options);
    return picture.with({ layout: { ...valleyLook, showlegend: false } });
  },
  { family: statesChart },
);

// %% tags=["proof"]
const lossAfter = (eta: number) => valley.loss(descent(eta, 20)[20]);
const tried = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09];
checkTrue(
  tried.every((eta) => lossAfter(eta) >= lossAfter(0.09)),
  "0.09 has the lowest loss after 20 steps",
);
checkTrue(
  lossAfter(0.1) >= 10 && lossAfter(0.11) > 1000,
  "0.1 never falls below 10, 0.11 climbs",
);
checkClose(Math.abs(descent(0.1, 20)[20][1]), 1, { of: "w₂ at the border" });

// %% [markdown]
// The rate 0.09 is best: the path zigzags, but it arrives. At 0.1 it jumps from wall to wall for ever, and at 0.11 it is thrown out of the valley. The reason is this: the new $w_2$ is $w_2 - \eta \cdot 20\,w_2$, so each step multiplies $w_2$ by $1 - 20\eta$, and in the same way $w_1$ by $1 - 2\eta$. At $\eta = 0.1$ the factor of $w_2$ is $-1$. **The steep direction sets the limit, and the flat one pays for it.** Each optimizer of this lesson is an answer to that.
//
// **Your turn (5 minutes, on paper).** Another valley is $L = 2\,w_1^2 + 50\,w_2^2$, and the start is $(5, 1)$. Give the gradient there, the weights after **one** step with $\eta = 0.015$, and, as `border`, the smallest rate at which $w_2$ no longer comes closer to 0.

// %% tags=["exercise"]
const steepValley: { gradient: number[]; w: number[]; border: number } = {
  gradient: [todo, todo],
  w: [todo, todo],
  border: todo,
};
exercises.steepValley.check(steepValley);
// exercises.steepValley.hint();
// exercises.steepValley.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Momentum: remember where you were going
//
// Along the floor of the valley every gradient points the same way. Across it, the gradients of a zigzag point to and fro. Somebody who adds up the last gradients would therefore gain speed along the floor, while the pushes across cancel out. That is **momentum**. It keeps a **velocity** $v$, one number for each weight, which begins at 0:
//
// $$v \leftarrow \beta\,v + g \qquad\qquad w \leftarrow w - \eta\,v$$
//
// In words: the velocity keeps the share $\beta$ (the Greek letter beta) of its old value and adds the new gradient; then the weight moves against the velocity. Take $\beta = 0.9$ and a gradient that stays at 1. The velocity becomes 1, then 1.9, then 2.71, and it approaches $1 / (1 - \beta) = 10$. So along the floor of a valley the steps become up to ten times as long.
//
// The first step is that of gradient descent, since there is nothing to remember: it leads to $(-2.76, 0.2)$. There the gradient is $(-5.52, 4)$.

// %%
const across = predict("β = 0.5, η = 0.04. Where is w₂ after momentum's second step?", {
  choices: ["between 0.2 and 0", "at 0", "below 0"],
});

// %% [markdown]
// We compute the second step with $\beta = 0.5$. Gradient descent, for comparison, would be at $(-2.54, 0.04)$.

// %%
const [beta, eta] = [0.5, 0.04];
const oldV = [-6, 20];
const g = [-5.52, 4];
const newV = [beta * oldV[0] + g[0], beta * oldV[1] + g[1]];
const newW = [-2.76 - eta * newV[0], 0.2 - eta * newV[1]];

const notAbove = newW[1] < 0 ? "below 0" : "at 0";
across.reveal(newW[1] > 0 ? "between 0.2 and 0" : notAbove);
new DataFrame({ weight: ["w₁", "w₂"], "old v": oldV, g, "new v": newV, "new w": newW });

// %% tags=["proof"]
checkClose([...newV, ...newW], [-8.52, 14, -2.4192, -0.36], { of: "second step of momentum" });
checkClose(valley.gradient([-2.76, 0.2]), g, { of: "gradient after the first step" });

// %% [markdown]
// Along $w_1$ momentum is further than gradient descent. Along $w_2$ it has shot across the middle to $-0.36$, because the old velocity of 20 still counts half.
//
// **Your turn (6 minutes).** Write the step for any number of weights. `at` holds the lists `w` and `v`, and `g` is the gradient. Replace both `todo`. `next` collects the new numbers, so the second line can already use the new velocity, `next.v[i]`.

// %% tags=["exercise"]
function momentumStep(
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
}
exercises.momentumStep.check(momentumStep);
// exercises.momentumStep.hint();
// exercises.momentumStep.solution();

// %% [markdown]
// Now your function walks through the valley. (As long as it fails its check, `use` puts ours in its place.) With $\beta = 0$ it is plain gradient descent. Which $\beta$ is best, and what happens at 0.95?

// %%
const momentum = exercises.momentumStep.use(momentumStep);

function momentumPath(ground: Ground, rates: { eta: number; beta: number }, steps: number) {
  let at = { w: ground.start, v: ground.start.map(() => 0) };
  const path = [ground.start];
  for (let step = 0; step < steps; step++) {
    at = momentum({ w: [...at.w], v: [...at.v] }, ground.gradient(at.w), rates);
    path.push([...at.w]);
  }
  return path;
}

// %% [markdown]
// The learning rate is 0.04 for every $\beta$, and each path has 20 steps.

// %%
interact(
  { beta: slider({ min: 0, max: 0.95, value: 0.3, step: 0.05, label: "momentum β" }) },
  ({ beta }) => {
    const path = momentumPath(valley, { eta: 0.04, beta }, 20);
    const plain = descent(0.04, 20);
    const [loss, without] = [path, plain].map((each) => readable(valley.loss(each[20])));
    return surfaceChart((w1, w2) => valley.loss([w1, w2]), {
      ...plan,
      resolution: 31,
      paths: { "gradient descent": plain, momentum: path },
      title: `β = ${beta}: the loss is ${loss} after 20 steps, without momentum ${without}`,
    }).with({ layout: valleyLook });
  },
  { family: statesChart },
);

// %% tags=["proof"]
const momentumLoss = (beta: number) =>
  valley.loss(momentumPath(valley, { eta: 0.04, beta }, 20)[20]);
checkClose([momentumLoss(0), momentumLoss(0.95)], [0.32, 6.2], {
  of: "loss without and with much momentum",
  tolerance: 0.05,
});
const goodBetas = [0.5, 0.55, 0.6, 0.65, 0.7].map(momentumLoss);
checkTrue(Math.max(...goodBetas) < 0.002, "from 0.5 to 0.7 the loss is far lower");
checkTrue(Math.min(...goodBetas) === goodBetas[1], "0.55 is best");
checkTrue(momentumLoss(0.45) > 0.002 && momentumLoss(0.75) > 0.002, "and nowhere else");
checkTrue(momentumLoss(0.9) > momentumLoss(0), "0.9 is too much for this valley");
const nesterovRule = optimizer("nesterov", { learningRate: 0.04, momentum: 0.5 });
const lookAhead = nesterovRule.step(valley.start, [-6, 20], nesterovRule.start(2));
checkClose(lookAhead.w, [-2.64, -0.2], { of: "Nesterov's first step" });

// %% [markdown]
// Without momentum the loss is 0.32. From 0.5 to 0.7 it stays below 0.002, and 0.55 is best. With 0.95 the path swings far past the goal, and the loss is 6.2. The valleys of networks are much longer than ours, and 0.9 is the usual choice there.
//
// > **Nesterov's momentum.** Whatever the new gradient says, the old velocity will move the weight by $-\eta\beta v$. So why not measure the slope there, at the place where the weight is about to be? **Nesterov's momentum** does that, and notices earlier that the ground rises again. Libraries keep this place ahead in $w$, and then the step reads $w \leftarrow w - \eta\,(g + \beta v)$, with the new $v$.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## RMSprop: a step of its own for each weight
//
// Momentum still has one learning rate for all weights. Why not give each weight a step that suits its own slope? **RMSprop** (root mean square propagation) keeps for each weight a running mean $q$ of its squared gradients, and divides by its root:
//
// $$q \leftarrow 0.9\,q + 0.1\,g^2 \qquad\qquad w \leftarrow w - \eta\,\frac{g}{\sqrt{q} + \varepsilon}$$
//
// In words: $q$ takes nine tenths of the old mean and one tenth of the new square, so it remembers about the last ten gradients. Its root is the usual size of the gradient. $\varepsilon$ (epsilon) is tiny and only prevents a division by zero.
//
// We start in the valley again, where $g = (-6, 20)$ and $q = (0, 0)$.

// %%
const farther = predict("Which weight moves further in RMSprop's first step?", {
  choices: ["w₁, the flat one", "w₂, the steep one", "both equally far"],
});

// %% [markdown]
// Here is the step with $\eta = 0.04$, number by number. (We leave out $\varepsilon$, which is far too small to show.)

// %%
const rmspropRows: { weight: string; g: number; q: number; root: number; move: number }[] = [];
for (const [i, g] of [-6, 20].entries()) {
  const q = 0.9 * 0 + 0.1 * g ** 2;
  const root = Math.sqrt(q);
  rmspropRows.push({ weight: `w${i + 1}`, g, q, root, move: (-0.04 * g) / root });
}
const [first, second] = rmspropRows.map(({ move }) => Math.abs(move));
const steep = second > first ? "w₂, the steep one" : "w₁, the flat one";
farther.reveal(Math.abs(first - second) < 1e-9 ? "both equally far" : steep);
new DataFrame(rmspropRows);

// %% tags=["proof"]
checkClose(
  rmspropRows.map(({ move }) => move),
  [0.1265, -0.1265],
  { of: "the first step of RMSprop", tolerance: 1e-4 },
);

// %% [markdown]
// Both move by 0.126, although one slope is more than three times the other. In the first step $q$ knows this one gradient only, so $g$ is divided by a multiple of its own size, and nothing but its sign is left. Later each gradient is compared with the usual size of its weight's gradients. The steep direction no longer sets the limit.
//
// This has a price. Near the goal the gradients become small, but their root $\sqrt q$ becomes small with them, so the steps stay long. RMSprop jumps about the goal instead of settling there. Watch for it in the race.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Adam: both together
//
// **Adam** (adaptive moment estimation) joins the ideas of momentum and RMSprop. It keeps a running mean $m$ of the gradients, which remembers the direction, and a running mean $q$ of their squares, which gives each weight its own scale:
//
// $$m \leftarrow 0.9\,m + 0.1\,g \qquad\qquad q \leftarrow 0.999\,q + 0.001\,g^2$$
//
// Both begin at 0, so at first both are far too small. If all gradients were equal to $g$, then $m$ would be $0.1\,g$ after the first step, $0.19\,g$ after the second, and $(1 - 0.9^t)\,g$ after $t$ steps. Dividing by $1 - 0.9^t$ gives exactly $g$. This is called **bias correction**, and the corrected numbers wear a hat:
//
// $$\hat m = \frac{m}{1 - 0.9^t} \qquad \hat q = \frac{q}{1 - 0.999^t} \qquad w \leftarrow w - \eta\,\frac{\hat m}{\sqrt{\hat q} + \varepsilon}$$
//
// In words: each weight moves by $\eta$ times its mean gradient, divided by the usual size of its gradients.

// %%
const adamRows: Record<string, number>[] = [];
for (const [i, g] of [-6, 20].entries()) {
  const [m, q] = [0.1 * g, 0.001 * g ** 2];
  const [mHat, qHat] = [m / (1 - 0.9 ** 1), q / (1 - 0.999 ** 1)];
  const move = (-0.04 * mHat) / Math.sqrt(qHat);
  const without = (-0.04 * m) / Math.sqrt(q);
  adamRows.push({ weight: i + 1, g, m, q, mHat, qHat, move, "move without hats": without });
}
new DataFrame(adamRows);

// %% tags=["proof"]
checkClose(
  adamRows.map((row) => [row.move, row["move without hats"]]),
  [
    [0.04, 0.1265],
    [-0.04, -0.1265],
  ],
  { of: "Adam's first step", tolerance: 1e-4 },
);

// %% [markdown]
// With the hats, each weight moves by 0.04, which is exactly $\eta$. So for Adam the learning rate is a length: we know beforehand about how far a weight goes in one step. Without the hats the first step would be three times as long, because $m$ is 10 times too small, but $\sqrt q$ about 32 times.
//
// **Your turn (8 minutes).** Write Adam's step for any number of weights. `at` holds the lists `w`, `m` and `q` and the number `t` of steps done so far; `next.t` is already one more. Use 0.9 and 0.999 as above and `1e-8` for $\varepsilon$. The line for $\hat m$ is given; replace the four `todo`.

// %% tags=["exercise"]
function adamStep(
  at: { w: number[]; m: number[]; q: number[]; t: number },
  g: number[],
  eta: number,
) {
  const next = { w: [] as number[], m: [] as number[], q: [] as number[], t: at.t + 1 };
  for (let i = 0; i < g.length; i++) {
    next.m.push(todo);
    next.q.push(todo);
    const mHat = next.m[i] / (1 - 0.9 ** next.t);
    const qHat = todo;
    next.w.push(todo);
  }
  return next;
}
exercises.adamStep.check(adamStep);
// exercises.adamStep.hint();
// exercises.adamStep.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The race
//
// The race course is a valley with a bend. Its lowest place is $(1, 1)$, and all five start at $(-1.5, 2)$, at the far end:
//
// $$L = (1 - w_1)^2 + 5\,(w_2 - w_1^2)^2$$
//
// Your functions drive momentum and Adam; the library's `descend` drives the other three by the same formulas. Momentum and Nesterov use $\beta = 0.9$. An optimizer has arrived when its loss falls below 0.01 and **stays** there; running across the goal does not count.

// %%
const bend: Ground = {
  start: [-1.5, 2],
  loss: ([w1, w2]) => (1 - w1) ** 2 + 5 * (w2 - w1 ** 2) ** 2,
  gradient: ([w1, w2]) => {
    const off = w2 - w1 ** 2;
    return [-2 * (1 - w1) - 20 * w1 * off, 10 * off];
  },
};
const adam = exercises.adamStep.use(adamStep);

function adamPath(ground: Ground, eta: number, steps: number): number[][] {
  let at = { w: ground.start, m: [0, 0], q: [0, 0], t: 0 };
  const path = [ground.start];
  for (let step = 0; step < steps; step++) {
    at = adam({ ...at, w: [...at.w], m: [...at.m], q: [...at.q] }, ground.gradient(at.w), eta);
    path.push([...at.w]);
  }
  return path;
}

// %% [markdown]
// The next cell collects the five paths for one learning rate, and counts the steps of each: `arrival` walks back from the end of a path for as long as the loss is below 0.01. `finishers` lists those that arrive, the fastest first, and `isLost` is true for a path that ends far outside of the valley.
//
// > **Reading the code.** `{ ...at, w: [...at.w] }` above is a copy of the object `at` in which `w` is a copied list, so that a function that changes its lists does no harm. `Object.entries(paths)` lists the names of an object with their values, pair by pair. An optimizer that did not arrive has `null` in the place of a number, and `a ?? b` is `b` where `a` is `null`.

// %%
function racePaths(eta: number, steps: number): Record<string, number[][]> {
  const by = (rule: "sgd" | "nesterov" | "rmsprop") => {
    const options = { optimizer: optimizer(rule, { learningRate: eta }), steps };
    return descend(([w1, w2]) => bend.gradient([w1, w2]), bend.start, options);
  };
  const momentum = momentumPath(bend, { eta, beta: 0.9 }, steps);
  const [Nesterov, RMSprop, Adam] = [by("nesterov"), by("rmsprop"), adamPath(bend, eta, steps)];
  return { "gradient descent": by("sgd"), momentum, Nesterov, RMSprop, Adam };
}
function arrival(path: number[][]): number | null {
  let step = path.length;
  while (step > 0 && bend.loss(path[step - 1]) < 0.01) step--;
  return step < path.length ? step : null;
}
const isLost = (path: number[][]) => !(bend.loss(path[path.length - 1]) < 1e4);
const finishers = (paths: Record<string, number[][]>) =>
  Object.entries(paths)
    .map(([name, path]) => ({ name, steps: arrival(path) ?? Infinity }))
    .filter(({ steps }) => steps < Infinity)
    .sort((a, b) => a.steps - b.steps);

// %% [markdown]
// First, all of them run with the same learning rate of 0.01. Remember how long Adam's first step was.

// %%
const winner = predict("Which one arrives first when η = 0.01 for all?", {
  choices: ["gradient descent", "momentum", "Nesterov", "RMSprop", "Adam"],
});

// %% [markdown]
// The picture shows the finish; **▶ Play** begins at the start. The small outline at the goal is where $L < 0.01$. (The colours show $\sqrt L$; with $L$ itself the floor of the valley would look flat.) Watch the race, then choose other rates. At which of them is Adam ahead of all the others? Where does RMSprop end at high rates?

// %%
winner.reveal(finishers(racePaths(0.01, 2000))[0].name as "Nesterov");
const corners = Array.from({ length: 40 }, (_, i) => {
  const [cos, sin] = [Math.cos(i * 0.157), Math.sin(i * 0.157)];
  return `${1 + 0.1 * cos} ${(1 + 0.1 * cos) ** 2 + (0.1 / Math.sqrt(5)) * sin}`;
});
const outline = { type: "path", path: `M ${corners.join(" L ")} Z` };
const course = { view: "contour", x: [-2, 1.5], y: [-0.5, 3], resolution: 80 } as const;
const film = { ...map, zTitle: "√L", animated: true, maxFrames: 26 };
const goal = { text: "goal", x: 1, y: 0.955, ax: 50, ay: 50 };
const layout = { height: 640, margin: { t: 96 }, annotations: [goal], shapes: [outline] };
const choice = { value: 0.01, label: "learning rate η" } as const;
interact({ eta: dropdown([0.003, 0.01, 0.03, 0.1, 0.3], choice) }, ({ eta }) => {
  const paths = racePaths(eta, 75);
  const inTime = finishers(paths).map(({ name, steps }) => `${name} arrives at step ${steps}`);
  const lost = Object.keys(paths).filter((name) => isLost(paths[name]));
  const away = lost.length > 0 ? `; flown off: ${lost.join(", ")}` : "";
  const title = `75 steps with η = ${eta}: ${inTime.join(", ") || "nobody arrives"}${away}`;
  const options = { ...course, ...film, paths, title };
  return surfaceChart((w1, w2) => Math.sqrt(bend.loss([w1, w2])), options).with({ layout });
});

// %% tags=["proof"]
const placed = (eta: number, steps: number) =>
  finishers(racePaths(eta, steps)).map((each) => `${each.name} ${each.steps}`);
checkEqual(
  placed(0.01, 2000),
  ["Nesterov 42", "momentum 75", "RMSprop 317", "gradient descent 460", "Adam 616"],
  { of: "steps at η = 0.01" },
);
checkEqual(
  [0.003, 0.01, 0.03, 0.1, 0.3].map((eta) => placed(eta, 75)),
  [[], ["Nesterov 42", "momentum 75"], ["momentum 71"], ["Adam 72"], ["Adam 72"]],
  { of: "arrivals within the picture" },
);
checkClose(
  corners.map((corner) => bend.loss(corner.split(" ").map(Number))),
  corners.map(() => 0.01),
  { of: "losses on the outline", tolerance: 1e-6 },
);
checkEqual(
  [0.003, 0.01, 0.03, 0.1, 0.3].map((eta) =>
    Object.values(racePaths(eta, 75)).map((path) => bend.loss(path.slice(-1)[0]) < 1e4),
  ),
  [
    [true, true, true, true, true],
    [true, true, true, true, true],
    [true, true, false, true, true],
    [false, false, false, true, true],
    [false, false, false, true, true],
  ],
  { of: "who stays, in the order of the paths" },
);
checkEqual(
  [0.1, 0.3].map((eta) => placed(eta, 2000)),
  [["Adam 72"], ["Adam 72"]],
  {
    of: "arrivals at high rates",
  },
);

// %% [markdown]
// At 0.01 Nesterov arrives first, and Adam is furthest back. At 0.1 and 0.3 Adam is ahead of all the others: gradient descent, momentum and Nesterov fly off, RMSprop jumps about the goal, and Adam settles. So one rate for all is not fair. Adam seldom goes further than $\eta$ in a step, while momentum collects up to ten gradients, and a gradient may be large.
//
// Let each run at 21 rates, from 0.0001 to 10, with 2,000 steps at most, the dotted limit. Where a curve is missing, the optimizer did not arrive before it: to the left of its curve it was too slow, to the right it flew off or jumped about the goal. Up to 0.003 the curves of momentum and Nesterov lie on each other.

// %%
const rates = Array.from({ length: 21 }, (_, i) => 10 ** (-4 + i / 4));
const needed: Record<string, (number | null)[]> = {};
for (const rate of rates) {
  for (const [name, path] of Object.entries(racePaths(rate, 2000)))
    needed[name] = [...(needed[name] ?? []), arrival(path)];
}
const counted = (name: string) => needed[name].filter((steps) => steps !== null);
const least = (name: string) => Math.min(...counted(name));
const [quick] = Object.keys(needed).sort((a, b) => least(a) - least(b));
const [wide] = Object.keys(needed).sort((a, b) => counted(b).length - counted(a).length);
const best = `${quick} is fastest (${least(quick)} steps)`;
const widest = `${wide} arrives at the most rates (${counted(wide).length} of 21)`;
const rateAxes = { xTitle: "learning rate η", yTitle: "steps until L stays below 0.01" };
const rateLook = { title: `${best}, ${widest}`, mode: "lines+markers", firstColor: 1 } as const;
const level = { type: "line", xref: "paper", x0: 0, x1: 1, line: { dash: "dot" } };
const limit = { ...level, y0: 2000, y1: 2000, label: { text: "limit", textposition: "start" } };
lineChart({ x: rates, y: needed }, { ...rateLook, ...rateAxes, logarithmic: ["x", "y"] }).with({
  layout: { shapes: [limit], yaxis: { range: [1.5, 3.5] } },
});

// %% tags=["proof"]
checkEqual(
  Object.keys(needed).map((name) => least(name)),
  [139, 70, 42, 213, 71],
  { of: "steps at the best rate" },
);
checkEqual(
  Object.keys(needed).map((name) => counted(name).length),
  [5, 10, 8, 5, 15],
  { of: "rates at which each arrives" },
);
checkTrue(needed.Adam[20] !== null, "Adam arrives at the last rate");
const rounded = optimizer("adam", { learningRate: 1 });
const otherwise = descend(([w1, w2]) => bend.gradient([w1, w2]), bend.start, {
  optimizer: rounded,
  steps: 2000,
});
const lucky = [arrival(adamPath(bend, 1, 2000)) ?? 2000, arrival(otherwise) ?? 2000];
checkTrue(Math.max(...lucky) > 10 * Math.min(...lucky), "rounding decides at a rate of 1");
const at01 = racePaths(0.1, 2000);
checkEqual(
  Object.keys(at01).map((name) => (arrival(at01[name]) ?? 0) > 0),
  [false, false, false, false, true],
  { of: "arrivals at 0.1" },
);
checkEqual([quick, wide], ["Nesterov", "Adam"], { of: "the fastest and the widest" });
checkTrue(
  rates.every((rate, i) => {
    const [one, other] = [needed.momentum[i], needed.Nesterov[i]];
    return rate > 0.0032 || one === other || Math.abs((one ?? 0) - (other ?? 0)) <= 2;
  }),
  "momentum and Nesterov are alike up to 0.003",
);
checkTrue(
  at01.RMSprop.every((w) => bend.loss(w) < 20) && !(bend.loss(at01.momentum[100]) < 1e6),
  "RMSprop stays in the valley, momentum does not",
);

// %% [markdown]
// The deeper a curve goes, the faster the optimizer can be; the wider it is, the less well you must know the rate. Nesterov is the fastest, with 42 steps; momentum and Adam need about 70. But Adam's curve is the widest. At rates that are too high the others fly off or never settle, whereas Adam arrives even at 10, the last rate tried, though between 1 and 2 the number of its steps is a matter of luck: rounding alone can change it tenfold.
//
// From each of 20 other starts it was the same: Nesterov, at its best rate, was faster than momentum and Adam, and Adam arrived at the most rates, at 13.3 of the 21 rates on average and momentum at 9.4. That is a good reason to begin with Adam: **not because it is always the fastest, but because it forgives a rate that is not quite right.**

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You have written two optimizers, and seen what each of the five is good at.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Five optimizers, one network
//
// Now the cars of lesson 07: six inputs, the miles per gallon to predict, and the network with two hidden layers of 16 units. The rows are split as before. The mean of the target is taken off, as lesson 07 recommends, so `y` tells by how much a car is better or worse than the average.

// %%
const complete = readDataset("cars").dropNa({ axis: 1 });
const dates = complete.column("Year").values;
const years = dates.map((date) => Number(String(date).slice(0, 4)));
const cars = complete.addColumn("Model_year", years);
const size = ["Weight_in_lbs", "Horsepower", "Acceleration", "Cylinders", "Displacement"];
const columns = [...size, "Model_year"];
const trainCars = cars.query(years.map((year, i) => i % 5 < 3));
const validationCars = cars.query(years.map((year, i) => i % 5 === 3));
const mean = trainCars.column("Miles_per_Gallon").mean();
const scaler = new StandardScaler();
scaler.fit(trainCars.loc({ columns }));

function tensorsOf(frame: DataFrame) {
  const mpg = frame.column("Miles_per_Gallon").values as number[];
  const y = tf.tensor2d(mpg, [mpg.length, 1]);
  return { x: scaler.transform(frame.loc({ columns })).tensor, y: tf.sub(y, mean) };
}
const train = tensorsOf(trainCars);
const validation = tensorsOf(validationCars);
[train.x.shape, validation.x.shape];

// %% [markdown]
// One function does all the training runs of this sitting. The same seed gives the same initial weights and the same order of the rows each time, so that only what we change makes a difference. What stands in `options` replaces the settings above it. A single epoch can be a lucky or an unlucky one, so `lateError` sorts the validation errors of the last five epochs and takes the middle one, their **median**. `lastEpochs` gives those epochs a grey ground in a chart.

// %%
async function trainOnCars(optimizer: tf.Optimizer, options: tf.ModelFitArgs = {}) {
  const model = denseNet({ inputs: 6, hidden: [16, 16], seed: 1 });
  model.compile({ optimizer, loss: "meanSquaredError", metrics: ["mae"] });
  return model.fit(train.x, train.y, {
    epochs: atEffort(30),
    batchSize: 32,
    seed: 1,
    verbose: 0,
    validationData: [validation.x, validation.y],
    ...options,
  });
}
function lateError({ history }: tf.History): number {
  const last = history.val_mae.slice(-5).sort((a, b) => a - b);
  return last[Math.floor(last.length / 2)];
}
const grey = { type: "rect", layer: "below", fillcolor: roles.baseline.color, opacity: 0.2 };
function lastEpochs(count: number, x1 = atEffort(30) + 0.5) {
  return { ...grey, x0: x1 - count, x1, yref: "paper", y0: 0, y1: 1 };
}

// %% tags=["proof"]
checkEqual(
  [train.x.shape, validation.x.shape],
  [
    [236, 6],
    [78, 6],
  ],
  { of: "shapes" },
);

// %% [markdown]
// TensorFlow.js has all five, and apart from the tiny $\varepsilon$ they take the same steps as ours. Momentum's $\beta$ is the second argument, and a third one, `true`, makes it Nesterov's. Gradient descent is called **SGD** there, *stochastic gradient descent*, because each gradient comes from a batch of rows drawn at random. Each optimizer gets the best of six learning rates, which we found in other training runs. The best `val_mae` of lesson 07 was about 2 mpg.

// %%
const apart = predict(
  "Median error of the last 5 of 30 epochs: how far apart are the best and the worst?",
  {
    choices: ["less than 0.5 mpg", "between 0.5 and 1.5 mpg", "more than 1.5 mpg"],
  },
);

// %% [markdown]
// The five training runs take a few seconds.

// %%
const contenders = {
  SGD: tf.train.sgd(0.01),
  momentum: tf.train.momentum(0.001, 0.9),
  Nesterov: tf.train.momentum(0.003, 0.9, true),
  RMSprop: tf.train.rmsprop(0.01),
  Adam: tf.train.adam(0.01),
};
const progress = display("No network is trained yet");
const runs: Record<string, tf.History> = {};
for (const [name, contender] of Object.entries(contenders)) {
  runs[name] = await trainOnCars(contender);
  progress.update(`${name} is done`);
}
const lasts = Object.values(runs).map(lateError);
const gap = Math.max(...lasts) - Math.min(...lasts);
const most = gap < 1.5 ? "between 0.5 and 1.5 mpg" : "more than 1.5 mpg";
apart.reveal(gap < 0.5 ? "less than 0.5 mpg" : most);
const title = `Median of the last 5 epochs: the five are within ${gap.toFixed(1)} mpg`;
const five = compareHistories(runs, { metric: "val_mae", unit: "mpg", title, firstColor: 1 });
five.with({ layout: { height: 480, yaxis: { range: [1.9, 3.8] }, shapes: [lastEpochs(5)] } });

// %% tags=["proof"]
if (atEffort(100) === 100) {
  checkBetween(gap, [0.12, 0.29], { of: "how far the five are apart" });
  const curves = Object.values(runs).map(({ history }) => history.val_mae);
  const above = curves.map(([begin]) => begin).filter((error) => error > 3.8);
  checkEqual(
    above.map((error) => error.toFixed(1)),
    ["5.3", "5.4"],
    { of: "points above the picture" },
  );
  checkTrue(Math.min(...curves.flat()) > 1.9, "none below it");
  checkTrue(
    curves.every((errors) => errors[27] > errors[26]),
    "all jump at epoch 28",
  );
  checkBetween(curves[0][27], [3.45, 3.55], { of: "SGD at epoch 28" });
}
const stepsOfTf = (rule: tf.Optimizer) => {
  const w = tf.variable(tf.tensor1d(valley.start));
  for (let step = 0; step < 3; step++)
    rule.minimize(() => tf.sum<tf.Scalar>(tf.mul(tf.square(w), tf.tensor1d([1, 10]))));
  return Array.from(w.dataSync());
};
checkClose(
  [stepsOfTf(tf.train.momentum(0.04, 0.5)), stepsOfTf(tf.train.adam(0.04))],
  [momentumPath(valley, { eta: 0.04, beta: 0.5 }, 3)[3], adamPath(valley, 0.04, 3)[3]],
  { of: "three steps by TensorFlow.js and by hand", tolerance: 1e-5 },
);
const firstSteps = { sgd: tf.train.sgd(0.04), nesterov: tf.train.momentum(0.04, 0.9, true) };
for (const [name, rule] of Object.entries(firstSteps)) {
  const own = optimizer(name as "sgd", { learningRate: 0.04 });
  const path = descend(([w1, w2]) => valley.gradient([w1, w2]), valley.start, {
    optimizer: own,
    steps: 3,
  });
  checkClose(stepsOfTf(rule), path[3], { of: name, tolerance: 1e-5 });
}

// %% [markdown]
// They begin differently, two of them above the picture, at 5.3 and 5.4 mpg, and they end close together. At epoch 28 SGD jumps to 3.5 mpg, and Nesterov and RMSprop jump as well, while momentum and Adam hardly move. That is why we compare medians and not single epochs. The test cars say the same: over three splits and five initialisations, the mean errors of the five lay between 2.18 and 2.34 mpg. With a suitable rate for each, it matters little on these cars which one you take. A wrong rate costs far more, as you will see in a moment: **before you change the optimizer, change the rate.** How do we find a good rate without trying six?

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Find the learning rate in one run
//
// A **learning-rate range test** (Leslie Smith, 2015) trains for a hundred updates and makes the learning rate a little larger at each. First the rate is too small, and nothing happens. Then the loss falls. At some point the steps become too long, and the loss shoots up. Since each batch gives another loss, the test keeps a running mean.

// %%
const tested = denseNet({ inputs: 6, hidden: [16, 16], seed: 1 });
tested.compile({ optimizer: tf.train.adam(), loss: "meanSquaredError" });
const range = await rangeTest(tested, train, { from: 1e-5, to: 10, steps: 100, seed: 1 });

const marks = [range.lowest, range.lowest / 10];
const [lowestRate, tenth] = marks.map((rate) => rate.toPrecision(2));
const upright = { type: "line", yref: "paper", y0: 0, y1: 1, line: { dash: "dash" } };
const shapes = marks.map((rate) => ({ ...upright, x0: rate, x1: rate }));
const beside = { yref: "paper", y: 1, xanchor: "right", xshift: -4, showarrow: false };
const annotations = [`lowest: ${lowestRate}`, `a tenth: ${tenth}`].map((text, i) => {
  return { ...beside, text, x: Math.log10(marks[i]) };
});
const rangeTitle = `Running mean lowest at η = ${lowestRate}; we train with a tenth, ${tenth}`;
const rangeAxes = { xTitle: "learning rate η", yTitle: "loss (mpg²)" };
const looks = { "single batches": "baseline", "running mean": "train" } as const;
lineChart(
  { x: range.rates, y: { "single batches": range.losses, "running mean": range.smoothed } },
  { title: rangeTitle, ...rangeAxes, roles: looks, logarithmic: ["x"] },
).with({ layout: { shapes, annotations, yaxis: { range: [0, 95] } } });

// %% tags=["proof"]
const smoothed = [...range.smoothed];
const low = Math.min(...smoothed);
checkTrue(low < 0.6 * smoothed[0], "the loss falls clearly");
checkTrue(smoothed[smoothed.length - 1] > 1.3 * low, "and rises again at the end");
checkBetween(range.lowest, [0.05, 3], { of: "rate of the lowest loss" });
checkTrue(
  [...range.losses].filter((loss) => loss > 95).length > 1 && Math.max(...smoothed) < 95,
  "some single batches are above the picture, and the running mean is within",
);

// %% [markdown]
// The running mean falls, and not far beyond its lowest point it jumps up, where some single batches lie above the picture. At the lowest point the rate is already close to the brink, but a training run needs one that is safe for thousands of updates. Common advice is to take **a tenth of the rate with the lowest loss**.
//
// **Your turn (5 minutes).** Write this as a function. It receives two lists of equal length, the rates and the losses that belong to them, with at least one number each. It returns a tenth of the rate whose loss is lowest; where two losses are equally low, the first counts. Please leave the lists as they are.

// %% tags=["exercise"]
function chooseRate(rates: number[], losses: number[]): number {
  return todo;
}
exercises.chooseRate.check(chooseRate);
// exercises.chooseRate.hint();
// exercises.chooseRate.solution();

// %% [markdown]
// Your function chooses the rate. We train with it, with a hundredth of it, and with thirty times as much.

// %%
const chosen = exercises.chooseRate.use(chooseRate)([...range.rates], [...range.smoothed]);
const counter = display("Nothing is trained yet");
const three: Record<string, tf.History> = {};
const factors = { "a hundredth": 0.01, chosen: 1, "30 times": 30 };
for (const [name, factor] of Object.entries(factors)) {
  const rate = factor * chosen;
  three[`${name}: η = ${rate.toPrecision(2)}`] = await trainOnCars(tf.train.adam(rate));
  counter.update(`${factor} times the rate is done`);
}
const ends = Object.values(three).map(({ history }) => history.val_mae.slice(-1)[0].toFixed(1));
const named = `The chosen rate ends at ${ends[1]} mpg, the others at ${ends[0]} and ${ends[2]}`;
const guessing = tf.mean(tf.abs(validation.y)).dataSync()[0];
const words = { text: `guess the mean: ${guessing.toFixed(1)} mpg`, textposition: "end" };
const guess = { ...level, y0: guessing, y1: guessing, label: words };
compareHistories(three, { metric: "val_mae", title: named, unit: "mpg", height: 440 }).with({
  layout: { shapes: [guess] },
});

// %% tags=["proof"]
const errors = Object.values(three).map(({ history }) => history.val_mae.slice(-1)[0]);
if (atEffort(100) === 100) {
  checkTrue(errors[1] < 2.5, "the chosen rate does well");
  checkTrue(errors[0] > 5, "a hundredth is far too slow");
  checkTrue(errors[2] > 1.2 * errors[1], "thirty times as much is worse");
  const late = Object.values(three)[2].history.val_mae.slice(16);
  checkTrue(
    late.every((error) => Math.abs(error - guessing) < 0.5),
    "and from epoch 17 on about as good as the mean",
  );
}

// %% [markdown]
// These are the two people from the beginning: with the chosen rate the error ends at a little more than 2 mpg, with a hundredth of it at more than 5. With thirty times as much the error jumps about, and from epoch 17 on it stays near the dotted line: somebody who guesses the mean of the training cars each time would be about as good.
//
// The rule is rough. Over three splits and five initialisations it chose rates between 0.031 and 0.107, and the error on the test cars was 2.28 mpg, against 2.18 with the best of six rates. But it is cheap: one range test takes 100 updates, and six training runs take 1,440.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How many rows share a step?
//
// Each batch makes one **update** of all weights, and its gradient is an estimate of the gradient of all rows. A small batch gives a poor estimate quickly, and all rows together, the **full batch**, give the exact one slowly. One might think that exact is better. Let us look at a loss with more than one minimum.
//
// A buoy goes up and down in the waves: $\hat y = \sin(w x)$, where $x$ is the time in seconds. The only weight $w$ says how fast; the truth is 2. We have 60 measurements, each a little off.

// %%
const random = new Random(1);
const x: number[] = [];
const y: number[] = [];
for (let i = 0; i < 60; i++) {
  x.push(random.uniform(0, 6));
  y.push(Math.sin(2 * x[i]) + 0.1 * random.normal());
}

function waveLoss(w: number): number {
  let sum = 0;
  for (let i = 0; i < 60; i++) sum += (Math.sin(w * x[i]) - y[i]) ** 2;
  return sum / 60;
}
const waveAxes = { range: [-1.5, 6] as const, xTitle: "weight w", yTitle: "loss" };
const waveLook = { ...waveAxes, resolution: 301, title: "One deep minimum, several poor ones" };
const noteAt = (text: string, w: number) => ({ text, x: w, y: waveLoss(w), ax: 0, ay: 40 });
const minima = [noteAt("deep, w = 1.995", 1.995), noteAt("poor, w = 3.71", 3.71)];
functionChart({ loss: waveLoss }, waveLook).with({ layout: { annotations: minima } });

// %% tags=["proof"]
checkTrue(waveLoss(3.71) > 100 * waveLoss(1.995), "a hundred times");
checkTrue(waveLoss(3.71) > 1 && waveLoss(3.71) < waveLoss(3.4), "poor minimum near 3.7");
checkTrue(waveLoss(3.71) < waveLoss(3.95), "and it is one");

// %% [markdown]
// At $w = 3.71$ there is a poor minimum: its loss is more than a hundred times that of the deep one. The gradient of all rows is 0 at both. But each row has a slope of its own, $2\,(\hat y - y) \cdot \cos(w x) \cdot x$ by the chain rule, and only their mean is 0. How much do the 60 slopes differ?

// %%
const disagree = predict("At which minimum do the slopes of the single rows differ more?", {
  choices: ["at the deep one", "at the poor one", "equally at both"],
});

// %% [markdown]
// We draw the 60 slopes at both places, and measure their standard deviation.

// %%
function rowSlope(w: number, i: number): number {
  return 2 * (Math.sin(w * x[i]) - y[i]) * Math.cos(w * x[i]) * x[i];
}
const slopesAt = (w: number) => x.map((_, i) => rowSlope(w, i));
function deviationAt(w: number): number {
  const slopes = slopesAt(w);
  const average = slopes.reduce((sum, slope) => sum + slope) / 60;
  return Math.sqrt(slopes.reduce((sum, slope) => sum + (slope - average) ** 2, 0) / 60);
}
const [deep, poor] = [deviationAt(1.995), deviationAt(3.71)];
const moreAtPoor = poor > deep ? "at the poor one" : "at the deep one";
disagree.reveal(Math.abs(poor - deep) < 0.1 ? "equally at both" : moreAtPoor);
const deviations = `${deep.toFixed(2)} at the deep minimum, ${poor.toFixed(2)} at the poor one`;
const zero = { ...upright, x0: 0, x1: 0 };
const bothMeans = { ...beside, text: "both means", x: 0 };
const slopeAxes = { xTitle: "slope of the loss of a single row", yTitle: "rows" };
histogramChart(
  { "deep, w = 1.995": slopesAt(1.995), "poor, w = 3.71": slopesAt(3.71) },
  { title: `Standard deviation of the slopes: ${deviations}`, bins: 45, ...slopeAxes },
).with({ layout: { shapes: [zero], annotations: [bothMeans], yaxis: { range: [0, 48] } } });

// %% tags=["proof"]
checkClose([deep, poor], [0.27, 4.21], { of: "deviations", tolerance: 0.01 });

// %% [markdown]
// At the deep minimum nearly every row fits, so all slopes are small. At the poor one the rows pull in all directions. The full batch feels only their mean, which is 0, so it stays. But the mean of four rows drawn at random is seldom 0, and pulls now this way, now that way: **the noise of small batches is strong where the fit is poor, and weak where it is good.**
//
// Try it. Each path makes 400 updates with $\eta = 0.2$. From which starts does the full batch of 60 rows reach the deep minimum, and from which do batches of 4?

// %%
function wavePath(batchSize: number, rate: number, { start = 3.5, seed = 1 }): number[] {
  const drawn = new Random(seed);
  const places = [start];
  let w = start;
  for (let step = 1; step <= 400; step++) {
    let slope = 0;
    for (let k = 0; k < batchSize; k++) {
      slope += rowSlope(w, batchSize === 60 ? k : drawn.integer(0, 60)) / batchSize;
    }
    w -= rate * slope;
    if (step % 10 === 0) places.push(w);
  }
  return places;
}

// %% [markdown]
// The chart shows how $w$ changes, at every tenth of the 400 updates. The dotted lines are the deep minimum and the poor one. Batches of 4 may also jump out of the picture.

// %%
const below = { ...level, layer: "below" };
const atMinima = [
  { ...below, y0: 1.995, y1: 1.995, label: { text: "deep", textposition: "end" } },
  { ...below, y0: 3.71, y1: 3.71, label: { text: "poor", textposition: "end" } },
];
const wLook = { shapes: atMinima, yaxis: { range: [-1.5, 6] } };
const places = Array.from({ length: 41 }, (_, i) => 10 * i);
interact(
  { start: slider({ min: 0, max: 4, value: 3.5, step: 0.25, label: "start" }) },
  ({ start }) => {
    const [few, whole] = [4, 60].map((rows) => wavePath(rows, 0.2, { start }));
    const [fewEnd, wholeEnd] = [few, whole].map((path) => path[40].toFixed(2));
    const title = `From w = ${start}: 4 rows end at ${fewEnd}, all 60 rows at ${wholeEnd}`;
    const options = { title, xTitle: "update", yTitle: "w (every 10th update)" };
    const y = { "batches of 4": few, "all 60 rows": whole };
    return lineChart({ x: places, y }, options).with({ layout: wLook });
  },
  { family: statesChart },
);

// %% tags=["proof"]
const endOf = (path: number[]) => path[path.length - 1];
checkClose(endOf(wavePath(60, 0.2, {})), 3.71, {
  of: "end of the full batch",
  tolerance: 0.01,
});
checkBetween(endOf(wavePath(4, 0.2, {})), [1.9, 2.1], { of: "end of batches of 4" });

// %% [markdown]
// One path may be luck. So we take 40 starts between 0 and 4, three batch sizes and six learning rates, and count how often the deep minimum is found.

// %%
const waveRates = [0.01, 0.03, 0.05, 0.1, 0.2, 0.3];
const found: Record<string, number[]> = {};
for (const rows of [4, 60, 16]) {
  found[rows === 60 ? "all 60 rows" : `batches of ${rows}`] = waveRates.map((rate) => {
    let count = 0;
    for (let seed = 1; seed <= 40; seed++) {
      const places = wavePath(rows, rate, { start: seed / 10, seed });
      if (Math.abs(places[40] - 2) < 0.25) count++;
    }
    return count;
  });
}
const [by4, byAll] = [found["batches of 4"], found["all 60 rows"]].map((counts) => counts[4]);
const it = "batches of 4 find the deep minimum";
const startsTitle = `At η = 0.2 ${it} from ${by4} of 40 starts, all rows from ${byAll}`;
const startsAxes = { xTitle: "learning rate η", yTitle: "starts that find it (of 40)" };
lineChart(
  { x: waveRates, y: found },
  { title: startsTitle, ...startsAxes, logarithmic: ["x"], mode: "lines+markers" },
).with({ layout: { yaxis: { range: [0, 40] } } });

// %% tags=["proof"]
const most4 = Math.max(...found["batches of 4"]);
const most60 = Math.max(...found["all 60 rows"]);
checkEqual([waveRates[4], by4, byAll], [0.2, 33, 18], { of: "starts at 0.2" });
checkTrue(most4 > 1.5 * most60, "small batches find it more often at their best rate");
checkTrue(most60 <= 20, "the full batch stays stuck at any rate");
const slow = Object.values(found).map((counts) => counts[0]);
checkTrue(Math.max(...slow) - Math.min(...slow) <= 2, "alike at the lowest rate");

// %% [markdown]
// At low rates the size hardly matters: a start finds the deep minimum if it lies between the two hills beside it, at about 1.2 and 2.9. At 0.1 and 0.2 the batches of 4 leave the poor minima as well, while the full batch reaches the deep one from the same 18 starts as before. At 0.3 the steps are too long for all three. We repeated this with random starts, each size with a rate that had been chosen on other starts: batches of 4 found it from 29 of 40 starts, batches of 16 from 23 and the full batch from 18.
//
// Networks with many weights seem to have few such traps. What does the batch size change there? We compare three sizes on the cars, each at its best of six rates, and let the clock run.

// %%
const sizesDone = display("Nothing is trained yet");
const perSize: Record<string, number | string>[] = [];
for (const [batchSize, rate] of [
  [4, 0.003],
  [32, 0.01],
  [236, 0.1],
]) {
  const begin = performance.now();
  const { history } = await trainOnCars(tf.train.adam(rate), { batchSize });
  const seconds = (performance.now() - begin) / 1000;
  perSize.push({
    "rows in a batch": batchSize,
    "best rate": rate,
    updates: Math.ceil(236 / batchSize) * history.loss.length,
    "validation error (mpg)": history.val_mae.slice(-1)[0],
    time: `${seconds.toFixed(1)} s`,
  });
  sizesDone.update(`Batches of ${batchSize} rows are done`);
}
new DataFrame(perSize);

// %% tags=["proof"]
if (atEffort(100) === 100)
  checkEqual(
    perSize.map(({ updates }) => updates),
    [1770, 240, 30],
    { of: "updates" },
  );

// %% [markdown]
// The errors are close together. On the test cars, over three splits and five initialisations, they were 2.17, 2.18 and 2.22 mpg. What differs is the number of updates in the same 30 epochs, 1,770 against 30. With few updates each must go further, and with less noise it may, so the best rate rises from 0.003 to 0.1: **each batch size has a best rate of its own**.
//
// Each update also has a fixed cost: on a table of 20,000 rows, one pass took longest with batches of 4 and least with batches of 1,000, in all five measurements. **Sizes from 16 to 64 are a good beginning**: enough updates in each epoch, little waiting, and some noise. If you change the size, look for the rate again.
//
// **Your turn (10 minutes, you train).** How much power does a wind turbine give? `exercises.turbine.data` holds 1,200 moments: `x` of the shape `[1200, 3]` (wind, angle to the wind, density of the air, scaled) and `y` of the shape `[1200, 1]` (megawatts); `xValidation` and `yValidation` hold 300 more. Each row may be seen only **ten times**, so `epochs` is 10 at most. Begin with `denseNet({ inputs: 3, hidden: [16, 16] })`, compile it with an optimizer and the mean squared error, choose a batch size, and call `fit` once, on `x` and `y`. The check asks for a mean absolute error below 0.28 MW at 1,000 other moments.

// %% tags=["exercise"]
const turbine: tf.Sequential = todo;
exercises.turbine.check(turbine);
// exercises.turbine.hint();
// exercises.turbine.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Smaller steps at the end
//
// The noise of batches can help at the beginning, but it disturbs at the end, where it keeps the weights from coming to rest. So one makes long steps first and short ones later. A plan for that is a **learning-rate schedule**. Three are common. **Step decay** multiplies the rate by a factor every few epochs, **exponential decay** takes off the same share in each epoch, and **cosine decay** follows half a wave:
//
// $$\eta = \tfrac12\,\eta_0\,\bigl(1 + \cos(\pi \cdot \text{share})\bigr)$$
//
// In words: $\eta_0$ is the first rate and *share* is how much of the training run is done, from 0 to 1. The cosine goes from 1 down to $-1$, so the bracket goes from 2 to 0 and the rate from $\eta_0$ to 0.

// %%
const schedules = {
  constant: ({ base }: { base: number }) => base,
  "cosine decay": cosineDecay(),
  "step decay": stepDecay({ every: 10, factor: 0.3 }),
  "exponential decay": exponentialDecay({ rate: 0.9 }),
};
const curves: Record<string, (epoch: number) => number> = {};
for (const [name, schedule] of Object.entries(schedules)) {
  curves[name] = (epoch) =>
    schedule({ epoch: epoch - 1, epochs: 30, step: epoch - 1, steps: 30, base: 0.01 });
}
functionChart(curves, {
  title: "Exponential decay falls at once, cosine decay late, and only the cosine ends at 0",
  range: [1, 30],
  xTitle: "epoch",
  yTitle: "learning rate η",
});

// %% tags=["proof"]
const ratesAt = (epoch: number) => Object.values(curves).map((rate) => rate(epoch));
checkClose(ratesAt(1), [0.01, 0.01, 0.01, 0.01], { of: "first rates" });
checkBetween(curves["cosine decay"](16), [0.004, 0.006], { of: "half-way" });
checkClose(ratesAt(30), [0.01, 0, 0.0009, 0.01 * 0.9 ** 29], { of: "last rates" });
checkClose([10.9, 11].map(curves["step decay"]), [0.01, 0.003], { of: "the first step down" });

// %% [markdown]
// We train the cars with SGD, the rate 0.01 and batches of only 8 rows, once with a constant rate and once with the cosine. Think of what noise does to the constant one.

// %%
const jumping = predict(
  "Over its last 8 epochs, how far does the constant run's error swing?",
  {
    choices: ["by less than 0.1 mpg", "by 0.1 to 0.3 mpg", "by more than 0.3 mpg"],
  },
);

// %% [markdown]
// `learningRateSchedule` is a callback, like early stopping in lesson 07. The swing is the highest minus the lowest validation error of the last 8 epochs, which have a grey ground in the chart.

// %%
const state = display("Nothing is trained yet");
const constant = await trainOnCars(tf.train.sgd(0.01), { batchSize: 8 });
state.update("The constant rate is done");
const callbacks = [learningRateSchedule(cosineDecay())];
const cosine = await trainOnCars(tf.train.sgd(0.01), { batchSize: 8, callbacks });
state.update("Both are done");
function swing({ history }: tf.History): number {
  const last = history.val_mae.slice(-8);
  return Math.max(...last) - Math.min(...last);
}
const swings = [swing(constant), swing(cosine)];
const far = swings[0] > 0.3 ? "by more than 0.3 mpg" : "by 0.1 to 0.3 mpg";
jumping.reveal(swings[0] < 0.1 ? "by less than 0.1 mpg" : far);
const [held, falling] = swings.map((mpg) => mpg.toFixed(2));
const claim = `Swing in the last 8 epochs: ${held} mpg constant, ${falling} with the cosine`;
const claims = { metric: "val_mae", title: claim, unit: "mpg", height: 440 };
compareHistories({ constant, cosine }, claims).with({
  layout: { shapes: [lastEpochs(8)] },
});

// %% tags=["proof"]
if (atEffort(100) === 100) {
  checkTrue(swings[0] > 0.3, "the constant run swings");
  checkTrue(swings[1] < 0.3 * swings[0], "the cosine comes to rest");
}

// %% [markdown]
// At first both jump. Then the cosine's steps become short, and its curve comes to rest. In 15 runs on the test cars the constant rate ended at 2.63 mpg and the cosine at 2.16, and the cosine was better in 13. With batches of 32 rows, which are less noisy, it brought SGD from 2.37 to 2.18 mpg. With Adam it changed hardly anything, from 2.17 to 2.19.
//
// **Your turn (10 minutes, you train).** A town heats. `exercises.heating.data` holds 1,000 hours: `x` of the shape `[1000, 3]` (temperature, hour of the day, wind, scaled) and `y` of the shape `[1000, 1]`, the megawatts that poor meters showed, often off by 1 MW; `xValidation` and `yValidation` hold 300 more. Build a network with three inputs and one output, by `denseNet` or with layers of your own, compile it with an optimizer of your choice and the mean squared error, and train it on `x` and `y` with a `learningRateSchedule`. In the last epoch the learning rate must be at most a tenth of that of the first. The check also asks for a mean absolute error below 0.45 MW at 1,000 other hours, measured against the true demand without the meters' noise.

// %% tags=["exercise"]
const heating: tf.Sequential = todo;
exercises.heating.check(heating);
// exercises.heating.hint();
// exercises.heating.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What to use when
//
// | optimizer | its idea | choose it when | in TensorFlow.js |
// |---|---|---|---|
// | SGD | a step against the gradient | you want the plainest rule, with a schedule | `tf.train.sgd(0.01)` |
// | momentum | adds up gradients | the valley is long and you can search for the rate | `tf.train.momentum(0.01, 0.9)` |
// | Nesterov | measures ahead | as momentum; it swings less | `tf.train.momentum(0.01, 0.9, true)` |
// | RMSprop | a scale for each weight | slopes differ much from weight to weight; let the rate fall at the end | `tf.train.rmsprop(0.001)` |
// | Adam | mean and scale, corrected | you begin, or know little about the rate | `tf.train.adam(0.001)` |
//
// The rates in the last column are common first guesses. On the cars momentum did best at 0.001 and Adam at 0.01, so run a range test.
//
// | you see | then |
// |---|---|
// | the loss becomes `NaN` or climbs | divide the learning rate by 10 |
// | the loss hardly moves | do a range test, or multiply the rate by 10 |
// | the curve jumps and does not come to rest | let the rate fall, or take larger batches |
// | few updates in each epoch | smaller batches, or a higher rate |
// | an epoch takes too long | larger batches, and look for the rate again |
//
// ## Change this and see
//
// - Make the valley steeper: `10 * w2 ** 2` → `40 * w2 ** 2` and `20 * w2],` → `80 * w2],`. Look at the first slider. Until now the path left the picture at 0.11. At which rate does it leave now?
// - Begin the race elsewhere: `start: [-1.5, 2],` → `start: [1.5, -0.5],`. Look at the chart with the 21 rates. Which curve is the deepest now, and which is the widest?
// - Give the buoy poor instruments: `0.1 * random.normal()` → `1.5 * random.normal()`. Look at the histogram of the slopes and at the chart of the 40 starts. Why do batches of 4 no longer stay near 2 at the rates that were best before?
// - Give both runs of the last section to Adam: `const constant = await trainOnCars(tf.train.sgd(0.01),` → `const constant = await trainOnCars(tf.train.adam(0.01),` and `const cosine = await trainOnCars(tf.train.sgd(0.01),` → `const cosine = await trainOnCars(tf.train.adam(0.01),`. Look at the title of the chart. Does the constant run still swing by more than the cosine?
//
// ## Questions without an answer key
//
// 1. Adam remembers two numbers for each weight. What does that mean for a network with a billion weights, and what could one leave out?
// 2. A run with batches of 32 rows takes an hour. Somebody offers you eight computers that can each work on 32 rows at the same time. What would you change besides the batch size?
// 3. The range test takes the training loss of single batches. Could the rate that it finds be bad for the validation loss? How would you notice?

// %% tags=["proof"]
const highestW2 = (steepness: number, rate: number) =>
  Math.max(
    ...Array.from({ length: 21 }, (_, step) => Math.abs((1 - 2 * steepness * rate) ** step)),
  );
checkTrue(
  highestW2(10, 0.1) < 1.5 && highestW2(10, 0.11) > 1.5 && highestW2(10, 0.04) <= 1,
  "a valley as it is leaves the picture at 0.11",
);
checkTrue(highestW2(40, 0.02) < 1.5 && highestW2(40, 0.03) > 1.5, "a steeper one at 0.03");

const elsewhere = { ...bend, start: [1.5, -0.5] };
const stepsElsewhere = (name: string, rate: number) => {
  if (name === "Adam") return arrival(adamPath(elsewhere, rate, 2000));
  const rule = optimizer(name as "sgd", { learningRate: rate });
  const options = { optimizer: rule, steps: 2000 };
  return arrival(descend(([w1, w2]) => bend.gradient([w1, w2]), elsewhere.start, options));
};
const curvesElsewhere = ["nesterov", "momentum", "sgd", "rmsprop", "Adam"].map((name) =>
  rates.map((rate) => stepsElsewhere(name, rate)).filter((steps) => steps !== null),
);
const [deepest, ...others] = curvesElsewhere.map((steps) => Math.min(...steps));
checkTrue(deepest < Math.min(...others), "Nesterov's curve is the deepest from there, too");
const widths = curvesElsewhere.map((steps) => steps.length);
checkTrue(widths[4] > Math.max(...widths.slice(0, 4)), "and Adam's the widest");

// %% tags=["proof"]
{
  const drawn = new Random(1);
  const poorly = x.map((each) => {
    drawn.uniform(0, 6);
    return Math.sin(2 * each) + 1.5 * drawn.normal();
  });
  const careful = [...y];
  y.splice(0, 60, ...poorly);
  const staysNear = (rate: number) =>
    Array.from({ length: 40 }, (_, i) =>
      wavePath(4, rate, { start: (i + 1) / 10, seed: i + 1 }),
    ).filter((places) => Math.abs(places[40] - 2) < 0.25).length;
  const [disagreement, atBest, atLow] = [deviationAt(1.995), staysNear(0.2), staysNear(0.01)];
  y.splice(0, 60, ...careful);
  checkTrue(
    disagreement > 10 * deep,
    "with poor instruments the rows disagree at the deep minimum",
  );
  checkTrue(atBest < 10 && atLow > 15, "and batches of 4 do not stay there at the best rate");
}
if (atEffort(100) === 100) {
  const still = await trainOnCars(tf.train.adam(0.01), { batchSize: 8 });
  const resting = await trainOnCars(tf.train.adam(0.01), {
    batchSize: 8,
    callbacks: [learningRateSchedule(cosineDecay())],
  });
  checkTrue(swing(still) > 2 * swing(resting), "Adam swings more at a constant rate");
}

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - compute a step of momentum, RMSprop and Adam, and say which fault of its predecessor each of them repairs
// - find a learning rate with a range test, choose a batch size, and count the updates that you get for it
// - let the learning rate fall in the course of a training run, and say when that pays
//
// All five optimizers came to nearly the same error on the cars. But those rows had been made ready for them: complete, numeric, and on one scale. Most tables are not like that. Values are missing, columns hold words, and one is in pounds where another is in cylinders. No optimizer can repair that. **What must the rows themselves look like before training begins?** That is the question of [lesson 09](09-data-preparation.ipynb).
//
// And how did your guesses fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Ask at each optimizer what it remembers from the last step: nothing, a velocity, a mean of squares, both. Collect bets before you press Play, and again before the chart of the 21 rates, which turns the result round. If time is short, leave out the buoy and show the table of batch sizes. Common questions: *why squares in q and not absolute values?* (both would do; the root of the mean square is large when a few gradients are large, which makes it more careful); *why 0.999 for q?* (the scale should change more slowly than the direction); *is the noise of small batches always good?* (no: it keeps the weights from coming to rest, hence the schedules).
//
// From 20 other starts, at the best of the 21 rates for each start, the means were 32 steps for Nesterov, 59 for Adam, 63 for momentum, 84 for gradient descent and 180 for RMSprop. The rates of the five contenders and of the three batch sizes are the best of 0.0003, 0.001, 0.003, 0.01, 0.03 and 0.1 by validation error, over two seeds and two splits. The buoy is a made-up case in which the trap is certain; that small batches find better minima of large networks, ones that are "flat" and generalise better, is reported by Keskar and others (2017, "On large-batch training for deep learning") and contested (Dinh and others, 2017, "Sharp minima can generalize for deep nets"; Hoffer and others, 2017, "Train longer, generalize better"). Sources: momentum, Polyak, 1964; Nesterov, 1983, in the form of Sutskever and others, 2013, with the place ahead kept in w, as Bengio and others, 2012, "Advances in optimizing recurrent networks", write it; RMSprop, Hinton's lecture 6e, 2012, unpublished; Adam, Kingma and Ba, 2015; range test, Smith, 2015, "Cyclical learning rates for training neural networks"; cosine, Loshchilov and Hutter, 2017, "SGDR"; the race course after Rosenbrock, 1960, with 5 in the place of 100. TensorFlow.js' RMSprop adds ε under the root. Cars: vega-datasets (BSD-3). The figures of 15, 20 and 40 runs are in `notebooks/evidence/08-optimizers.json`.
