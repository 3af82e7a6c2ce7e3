// %% [markdown] slideshow={"slide_type": "slide"}
// # 03 · What is the best line?
//
// *55 minutes · needs lessons 00 and 02*
//
// **You will be able to**
//
// - compute a linear unit's answer, its mean squared error and one step of gradient descent by hand
// - choose a learning rate, and say what you see when it is too low or too high
// - fit a plane to real measurements, read its weights, and judge it by its residuals

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import { predict, predictionSummary } from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { StandardScaler } from "neural-notebooks/tensors";
import {
  leastSquares,
  meanBaseline,
  predictLinear,
  squaredError,
  trainLinear,
  type LinearUnit,
} from "neural-notebooks/models";
import { rootMeanSquaredError, r2Score } from "neural-notebooks/evaluation";
import {
  barChart,
  correlationChart,
  fitChart,
  functionChart,
  lineChart,
  residualChart,
  surfaceChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/03-linear-unit";

// %% tags=["proof"]
import { checkClose, checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A linear unit
//
// The perceptron answers yes or no. Take its step away, and the sum itself is the answer, a number:
//
// $$\hat y = w \cdot x + b$$
//
// $x$ are the inputs, shape `[inputs]`; $w$ the weights, shape `[inputs]`; $b$ the bias; $\hat y$ the answer. **Predict** on paper: $w = 2$, $b = -1$, $x = 3$.

// %%
const one: LinearUnit = { w: [2], b: -1 };
const yHat = one.w[0] * 3 + one.b;
({ "by hand": yHat, library: predictLinear([[3]], one)[0] });

// %% tags=["proof"]
checkEqual([yHat, ...predictLinear([[3]], one)], [5, 5], { of: "by hand and by the library" });

// %% [markdown]
// Several inputs have a weight each. **Predict**: $w = (2, -1, 0.5)$, $b = 1$, $x = (1, 3, 4)$.

// %%
const three: LinearUnit = { w: [2, -1, 0.5], b: 1 };
const sum = 2 * 1 - 1 * 3 + 0.5 * 4 + 1;
({ "by hand": sum, library: predictLinear([[1, 3, 4]], three)[0] });

// %% tags=["proof"]
checkEqual([sum, ...predictLinear([[1, 3, 4]], three)], [2, 2], {
  of: "by hand and by the library",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How wrong is a line?
//
// Four points, and a guess: $w = 1$, $b = 0$. The sticks between points and line are the **residuals**, $y - \hat y$.

// %%
const points = {
  x: [[1], [2], [3], [4]],
  y: [2, 3, 5, 6],
};
const guess: LinearUnit = { w: [1], b: 0 };
fitChart(points, {
  lines: { guess: guess },
  title: "The guess lies below all four points",
  xTitle: "x",
  yTitle: "y",
});

// %% [markdown]
// One number for all four: the **mean squared error**.
//
// $$L = \frac1n \sum_{i=1}^{n} (\hat y_i - y_i)^2$$
//
// $n$ is the number of points, $L$ the loss. **Predict** on paper: the four errors $\hat y_i - y_i$, then $L$.

// %%
const errors = points.x.map(([x], i) => guess.w[0] * x + guess.b - points.y[i]);
const loss = errors.reduce((total, error) => total + error ** 2, 0) / errors.length;
({ errors, loss, library: squaredError(points, guess).loss });

// %% tags=["proof"]
checkEqual([errors, loss, squaredError(points, guess).loss], [[-1, -1, -2, -2], 2.5, 2.5], {
  of: "errors, loss, loss by the library",
});

// %% [markdown]
// $(1 + 1 + 4 + 4) / 4 = 2.5$, and the library agrees. Why squares? Take the flat line at the mean, $w = 0$, $b = 4$. **Predict**: what is the mean of its four errors, without squares?

// %%
const flat: LinearUnit = { w: [0], b: 4 };
const flatErrors = predictLinear(points.x, flat).map((answer, i) => answer - points.y[i]);
const flatMean = flatErrors.reduce((total, error) => total + error, 0) / 4;
({ errors: flatErrors, mean: flatMean, loss: squaredError(points, flat).loss });

// %% tags=["proof"]
checkEqual([flatErrors, flatMean, squaredError(points, flat).loss], [[2, 1, -1, -2], 0, 2.5], {
  of: "errors, their mean, their mean square",
});

// %% [markdown]
// Zero: the errors cancel, though the line misses every point. Squares do not cancel, and they punish one large miss more than two small ones.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The loss has a valley
//
// Keep $b = 0$ and turn only $w$. The loss is a parabola, lowest at $w = 47/30$ (the sum of $x y$ divided by the sum of $x^2$); there its slope (dashed) is zero.

// %%
const lossAt = (w: number) => squaredError(points, { w: [w], b: 0 }).loss;
const slopeAt = (w: number) => squaredError(points, { w: [w], b: 0 }).gradient.w[0];
functionChart(
  { loss: lossAt },
  {
    derivatives: { loss: slopeAt },
    range: [0, 3],
    title: "Where the slope is zero, the loss is lowest",
    xTitle: "weight w, with b = 0",
    yTitle: "loss and its slope",
  },
);

// %% tags=["proof"]
checkClose([slopeAt(1), slopeAt(47 / 30), slopeAt(2)], [-8.5, 0, 6.5], {
  of: "slope left of the lowest place, there, right of it",
});

// %% [markdown]
// A climber in fog feels only the slope under the feet, and steps the other way:
//
// $$a_{\text{next}} = a - \gamma\, f'(a)$$
//
// $f$ is what we want low, $a$ where we stand, $\gamma$ (gamma) the **learning rate**. **Predict** on paper where two steps lead: $f(a) = a^2$, so $f'(a) = 2a$; we stand at 3, $\gamma = 0.1$.

// %%
const descend = (start: number, gamma: number, steps: number) => {
  const places = [start];
  for (let step = 0; step < steps; step++) {
    const a = places[step];
    places.push(a - gamma * 2 * a);
  }
  return places;
};
descend(3, 0.1, 2);

// %% tags=["proof"]
checkClose(descend(3, 0.1, 2), [3, 2.4, 1.92], { of: "the first two steps" });

// %% [markdown]
// $3 - 0.1 \cdot 6 = 2.4$. Each step multiplies $a$ by $1 - 2\gamma = 0.8$. **Predict**: what happens with $\gamma = 0.9$, and with $\gamma = 1.1$?

// %%
const rates = [0.1, 0.9, 1.1];
lineChart(
  { y: Object.fromEntries(rates.map((gamma) => [`γ = ${gamma}`, descend(3, gamma, 10)])) },
  {
    title: "Creeping, swinging, flying off",
    xTitle: "step",
    yTitle: "place a",
    mode: "lines+markers",
  },
);

// %% [markdown]
// The factors are $-0.8$ and $-1.2$: the first swings from side to side and still comes to rest, the second swings wider each time.

// %%
const ends = rates.map((gamma) => descend(3, gamma, 10)[10]);
new DataFrame(rates.map((gamma, i) => ({ γ: gamma, "place after ten steps": ends[i] })));

// %% tags=["proof"]
checkClose(ends, [3 * 0.8 ** 10, 3 * 0.8 ** 10, 3 * 1.2 ** 10], {
  of: "places after ten steps",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The gradient, by hand
//
// A line has two numbers, $w$ and $b$, and a slope along each. Together they are the **gradient** $\nabla L$; it points uphill.
//
// $$\frac{\partial L}{\partial w} = \frac2n \sum_i (\hat y_i - y_i)\, x_i \qquad \frac{\partial L}{\partial b} = \frac2n \sum_i (\hat y_i - y_i)$$
//
// **Predict** both for the guess, from its errors $-1, -1, -2, -2$.

// %%
const slopeW = (2 / 4) * errors.reduce((total, error, i) => total + error * points.x[i][0], 0);
const slopeB = (2 / 4) * errors.reduce((total, error) => total + error, 0);
({ slopeW, slopeB });

// %% tags=["proof"]
checkEqual([slopeW, slopeB], [-8.5, -3], { of: "∂L/∂w and ∂L/∂b" });

// %% [markdown]
// Two witnesses: the library, and a small push. If we push $w$ up and down by 0.001, the loss must change by 0.002 times the slope.

// %%
const push = 0.001;
const pushed = (dw: number, db: number) =>
  squaredError(points, { w: [1 + dw], b: db }).loss -
  squaredError(points, { w: [1 - dw], b: -db }).loss;
const { gradient } = squaredError(points, guess);
new DataFrame([
  { slope: "along w", "by pushing": pushed(push, 0) / (2 * push), library: gradient.w[0] },
  { slope: "along b", "by pushing": pushed(0, push) / (2 * push), library: gradient.b },
]);

// %% tags=["proof"]
checkClose(
  [pushed(push, 0) / (2 * push), pushed(0, push) / (2 * push)],
  [squaredError(points, guess).gradient.w[0], squaredError(points, guess).gradient.b],
  { of: "slopes by pushing, against the library's" },
);

// %% [markdown]
// Now one step with $\gamma = 0.1$, for both numbers at once. **Predict** on paper where $w$ and $b$ will be; does the loss fall below 2.5?

// %%
const gamma = 0.1;
const next: LinearUnit = { w: [1 - gamma * slopeW], b: 0 - gamma * slopeB };
new DataFrame([
  { line: "guess", w: guess.w[0], b: guess.b, loss: loss },
  { line: "one step later", w: next.w[0], b: next.b, loss: squaredError(points, next).loss },
]);

// %% tags=["proof"]
checkClose([next.w[0], next.b, squaredError(points, next).loss], [1.85, 0.3, 1.15875], {
  of: "w, b and loss after one step",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The same from the library
//
// One step took the loss from 2.5 to 1.16. `trainLinear` repeats that step and remembers each. Its first step must be ours.

// %%
const run = trainLinear(points, { start: guess, learningRate: gamma, steps: 100 });
new DataFrame(
  run.path
    .map(({ w, b, loss }, step) => ({ step, w: w[0], b, loss }))
    .filter(({ step }) => step <= 2 || step % 100 === 0),
);

// %% tags=["proof"]
checkClose([run.path[1].w[0], run.path[1].b, run.path[1].loss], [1.85, 0.3, 1.15875], {
  of: "the library's first step",
});
checkClose([run.model.w[0], run.model.b], [1.4, 0.5], {
  of: "w and b after 100 steps",
  tolerance: 0.05,
});

// %% [markdown]
// Watch the line find the points. Press **▶ Play**, or drag the slider.

// %%
fitChart(points, {
  lines: run.path.slice(0, 25),
  animated: true,
  title: "The line swings, then settles among the points",
  xTitle: "x",
  yTitle: "y",
});

// %% [markdown]
// It ends near $w = 1.4$, $b = 0.5$. Is that the best line of all? For a straight line the best can be computed at once, without steps: **least squares**.

// %%
const best = leastSquares(points);
new DataFrame([{ w: best.w[0], b: best.b, loss: squaredError(points, best).loss }]);

// %% tags=["proof"]
checkClose([best.w[0], best.b, squaredError(points, best).loss], [1.4, 0.5, 0.05], {
  of: "w, b and loss of the best line",
});

// %% [markdown]
// Why then descend? Because least squares works for lines and planes only. Gradient descent needs nothing but slopes, and trains every network of this course.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The climber
//
// Each place on the ground is a line: its $w$, its $b$. The height is the loss. The climber starts far off and follows the gradient. **Predict**: does the path lead straight to the lowest place?

// %%
const far: LinearUnit = { w: [-0.5], b: -2 };
const ground = (w: number, b: number) => squaredError(points, { w: [w], b: b }).loss;
const climb = (learningRate: number, steps: number) =>
  trainLinear(points, { start: far, learningRate: learningRate, steps: steps });
const placesOf = ({ path }: ReturnType<typeof climb>) => path.map(({ w, b }) => [w[0], b]);
surfaceChart(ground, {
  x: [-2, 5],
  y: [-3, 3],
  paths: { climber: placesOf(climb(0.1, 40)) },
  animated: true,
  title: "First across the valley, then slowly along it",
  xTitle: "weight w",
  yTitle: "bias b",
});

// %% [markdown]
// No: it crosses the valley from side to side, since that is the steepest way, and only then creeps along the bottom. Drag the picture to look from elsewhere. Lesson 08 shows climbers with better manners.

// %% tags=["proof"]
const { path } = climb(0.1, 40);
// The floor of the valley: for each b the w with the lowest loss, (47 − 10b) / 30.
const sides = path.slice(0, 6).map(({ w, b }) => Math.sign(w[0] - (47 - 10 * b) / 30));
const early = path.map(({ loss }) => loss);
checkEqual(sides, [-1, 1, -1, 1, -1, 1], { of: "side of the valley in the first places" });
checkTrue(
  early[1] < early[0] / 2 && early[40] > early[30] / 2,
  "the first step more than halves the loss; the last ten together do not",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Too low, right, too high
//
// Three climbers start from the same place, with three learning rates. Each takes 30 steps.

// %%
const lowest = predict("Which learning rate has the lowest loss after 30 steps?", {
  choices: ["γ = 0.01", "γ = 0.1", "γ = 0.125"],
});

// %%
const climbers = {
  "γ = 0.01": climb(0.01, 30),
  "γ = 0.1": climb(0.1, 30),
  "γ = 0.125": climb(0.125, 30),
};
const endLoss = (rate: keyof typeof climbers) => climbers[rate].path.at(-1)?.loss ?? Infinity;
const inOrder = (["γ = 0.01", "γ = 0.1", "γ = 0.125"] as const)
  .slice()
  .sort((one, other) => endLoss(one) - endLoss(other));
lowest.reveal(inOrder[0]);
new DataFrame(inOrder.map((rate) => ({ rate, "loss after 30 steps": endLoss(rate) })));

// %% [markdown]
// One of them gets lost. Their paths, seen from above:

// %%
const paths = Object.fromEntries(
  Object.entries(climbers).map(([name, found]) => [name, placesOf(found)]),
);
surfaceChart((w, b) => Math.sqrt(ground(w, b)), {
  x: [-2, 7],
  y: [-3, 3],
  view: "contour",
  paths: paths,
  animated: true,
  resolution: 100,
  zTitle: "√ loss",
  title: "Slow, right, lost",
  xTitle: "weight w",
  yTitle: "bias b",
});

// %% [markdown]
// The learning curves tell the same story; in practice they are all that one sees.

// %%
const curves = Object.fromEntries(
  Object.entries(climbers).map(([name, { path }]) => [
    name,
    path.map(({ loss: height }) => height),
  ]),
);
lineChart(
  { y: curves },
  {
    title: "A loss that grows says: learning rate too high",
    xTitle: "step",
    yTitle: "mean squared error",
    logarithmic: ["y"],
  },
);

// %% [markdown]
// After 30 steps the low rate has a loss of 0.44, the middle one 0.12, the high one more than 8000. Where is the border? Where the ground bends with $c$, each step multiplies the distance by $1 - \gamma c$, so $\gamma$ must stay below $2/c$. The second derivatives here are 15 along $w$, 2 along $b$ and 5 mixed. The steepest bend of all directions, their largest eigenvalue, is 16.7, so the border lies at $2/16.7 = 0.12$.

// %%
const meanOf = (f: (x: number) => number) =>
  points.x.reduce((sum, [x]) => sum + f(x), 0) / points.x.length;
const [ww, wb, bb] = [2 * meanOf((x) => x ** 2), 2 * meanOf((x) => x), 2];
const steepest = (ww + bb + Math.hypot(ww - bb, 2 * wb)) / 2;
const lostAt = [0.119, 0.121].map((rate) => climb(rate, 300).diverged);
({
  "steepest bend": steepest.toFixed(1),
  "highest rate": (2 / steepest).toFixed(4),
  "lost with 0.119, with 0.121": lostAt,
});

// %% tags=["proof"]
const finals = Object.values(climbers).map(({ path }) => path[30].loss);
checkClose(finals.slice(0, 2), [0.44, 0.12], { of: "losses after 30 steps", tolerance: 0.005 });
checkTrue(finals[2] > 8000, "the high rate diverges");
checkEqual([ww, wb, bb], [15, 5, 2], { of: "second derivatives" });
checkClose([steepest, 2 / steepest, ...lostAt.map(Number)], [16.7, 0.1198, 0, 1], {
  of: "steepest bend, highest rate; diverged with 0.119, with 0.121",
  tolerance: 0.001,
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A rounder valley
//
// The valley is long because $x$ lies far from 0: a change of $w$ can be undone by $b$. Subtract the mean, 2.5, from each $x$. **Predict**: with γ = 0.1 before and γ = 0.4 after, how many steps does it take to come within 0.0001 of the lowest loss?

// %%
const centred = { x: points.x.map(([x]) => [x - 2.5]), y: points.y };
const round = trainLinear(centred, { start: far, learningRate: 0.4, steps: 20 });
const arrival = (path: readonly { loss: number }[]) =>
  path.findIndex(({ loss: height }) => height < 0.0501);
({ before: arrival(climb(0.1, 200).path), after: arrival(round.path) });

// %% tags=["proof"]
checkClose([round.model.w[0], round.model.b - 2.5 * round.model.w[0]], [best.w[0], best.b], {
  of: "the same best line, in the old x",
});
checkEqual([arrival(climb(0.1, 200).path), arrival(round.path)], [139, 4], {
  of: "steps, before and after",
});

// %% [markdown]
// 139 steps before and 4 after. Same points, same best line, rounder valley:

// %%
surfaceChart((w, b) => squaredError(centred, { w: [w], b: b }).loss, {
  x: [-2, 4],
  y: [-3, 8],
  view: "contour",
  paths: { "γ = 0.4": placesOf(round) },
  title: "After centring, the way down is nearly straight",
  xTitle: "weight w",
  yTitle: "bias b, for centred x",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Cars
//
// Cars sold from 1970 to 1982: how far does a heavy one get on a gallon of fuel? We keep the rows where both fuel use and horsepower were measured.

// %%
const all = readDataset("cars");
const cars = all.dropNa({ subset: ["Miles_per_Gallon", "Horsepower"] });
const mpg = cars.column("Miles_per_Gallon").values;
const pounds = { x: cars.toMatrix(["Weight_in_lbs"]), y: mpg };
const modelYears = cars.column("Year").dt.year().values;
({ cars: all.shape[0], kept: cars.shape[0] });

// %% tags=["proof"]
checkEqual(
  [all.shape[0], cars.shape[0], Math.min(...modelYears), Math.max(...modelYears)],
  [406, 392, 1970, 1982],
  { of: "cars before and after, first and last year" },
);

// %% [markdown]
// The input is now a weight in pounds, some thousands. We keep $\gamma = 0.1$, which served us well.

// %%
const onPounds = predict("What comes of γ = 0.1 on weights in pounds?", {
  choices: ["a loss that falls", "a loss that hardly moves", "a loss that grows"],
});

// %%
const lost = trainLinear(pounds, { learningRate: 0.1, steps: 100 });
const [lossBefore, lossAfter] = lost.path.map(({ loss }) => loss);
onPounds.reveal(lossAfter > lossBefore ? "a loss that grows" : "a loss that falls");
({ before: lossBefore.toFixed(0), "one step later": lossAfter.toExponential(1) });

// %% tags=["proof"]
const steepness = pounds.x.reduce((sum, [weight]) => sum + weight ** 2, 0) / pounds.x.length;
checkClose(steepness / 1e6, 9.6, { of: "million times as steep along w", tolerance: 0.1 });
checkTrue(
  lost.diverged && lost.path[1].loss > 1e10 * lost.path[0].loss,
  "after one step the loss is more than ten thousand million times as large",
);

// %% [markdown]
// It explodes: with inputs in the thousands, the valley bends nearly ten million times as much along $w$ as along $b$. The cure is that of lesson 02: mean 0, standard deviation 1.

// %%
const scaler = new StandardScaler().fit(pounds.x);
const scaled = { x: scaler.transform(pounds.x), y: mpg };
const descent = trainLinear(scaled, { learningRate: 0.1, steps: 100 });
const exact = leastSquares(scaled);
new DataFrame([
  { by: "descent", w: descent.model.w[0], b: descent.model.b },
  { by: "least squares", w: exact.w[0], b: exact.b },
]);

// %% tags=["proof"]
checkClose([...descent.model.w, descent.model.b], [...exact.w, exact.b], {
  of: "w and b by descent, against least squares",
});

// %% [markdown]
// **Predict**: for one scaled input the valley is perfectly round, with $c = 2$. Which learning rate needs a single step?

// %%
const single = trainLinear(scaled, { learningRate: 0.5, steps: 1 });
new DataFrame([
  { by: "one step", w: single.model.w[0], b: single.model.b },
  { by: "least squares", w: exact.w[0], b: exact.b },
]);

// %% tags=["proof"]
checkClose([...single.model.w, single.model.b], [...exact.w, exact.b], {
  of: "w and b after one step with γ = 0.5",
});

// %% [markdown]
// $\gamma = 1/c = 0.5$: the climber lands on the lowest place at once. Back in pounds, the line reads:

// %%
const byWeight = leastSquares(pounds);
fitChart(pounds, {
  lines: { "best line": byWeight },
  residuals: false,
  noun: "car",
  title: "Each 1000 pounds cost 7.6 miles per gallon",
  xTitle: "weight (lb)",
  yTitle: "fuel economy (miles per gallon)",
});

// %% [markdown]
// How good is that? The **baseline** answers the mean, 23.4, to every car. $R^2$ is the share of the variance, the mean squared distance from the mean, that the line explains: 0 is as good as the baseline, 1 is perfect. The **typical error** is the root of the mean squared error, in miles per gallon again.

// %%
const answers = predictLinear(pounds.x, byWeight);
const always = mpg.map(() => meanBaseline(mpg));
const typical = [always, answers].map((yPred) =>
  rootMeanSquaredError({ yTrue: mpg, yPred: yPred }),
);
new DataFrame([
  { answer: "the mean", "typical error (mpg)": typical[0], "R²": 0 },
  {
    answer: "the line",
    "typical error (mpg)": typical[1],
    "R²": r2Score({ yTrue: mpg, yPred: answers }),
  },
]);

// %% tags=["proof"]
checkClose([always[0], byWeight.w[0] * 1000], [23.4, -7.6], {
  of: "mean; miles per gallon for 1000 lb",
  tolerance: 0.06,
});
checkClose([...typical, r2Score({ yTrue: mpg, yPred: answers })], [7.8, 4.32, 0.69], {
  of: "typical error of the mean, of the line; R²",
  tolerance: 0.006,
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What is left over
//
// The typical error falls from 7.8 to 4.3 miles per gallon. But a number can hide a pattern. **Predict**: if the line were the whole truth, what would the residuals look like?

// %%
residualChart(
  { yTrue: mpg, yPred: answers },
  { title: "The residuals bend: the truth is no straight line", unit: "miles per gallon" },
);

// %% [markdown]
// Like a cloud without shape. They bend instead: at both ends the cars do better than the line says, in the middle worse.

// %%
const left = mpg.map((y, i) => y - answers[i]);
const meanWhere = (residuals: number[], [low, high]: [number, number]) => {
  const inside = residuals.filter((_, i) => pounds.x[i][0] >= low && pounds.x[i][0] < high);
  return inside.reduce((total, residual) => total + residual, 0) / inside.length;
};
const threeParts = (residuals: number[]) => [
  meanWhere(residuals, [0, 2000]),
  meanWhere(residuals, [2500, 4000]),
  meanWhere(residuals, [4500, 6000]),
];
const [light, middling, heavy] = threeParts(left).map((mean) => mean.toFixed(1));
({ light, middling, heavy });

// %% tags=["proof"]
checkClose(threeParts(left), [1.28, -0.9, 2.71], {
  of: "mean residual of light, middling and heavy cars (miles per gallon)",
  tolerance: 0.01,
});

// %% [markdown]
// Physics helps: a heavier car burns more **fuel per mile**, so turn the fraction round. Gallons per 100 miles are $100 / y$. **Predict**: will $R^2$ rise above 0.69?

// %%
const gallons = { x: pounds.x, y: mpg.map((y) => 100 / y) };
const byGallons = leastSquares(gallons);
fitChart(gallons, {
  lines: { "best line": byGallons },
  residuals: false,
  noun: "car",
  title: "In gallons per 100 miles, the cloud is straighter",
  xTitle: "weight (lb)",
  yTitle: "fuel use (gallons per 100 miles)",
});

// %% [markdown]
// It rises to 0.78, and the bend shrinks: measured in typical errors, the ends lay 0.67 above the middle, now 0.44. The best line is worth little when a line is the wrong shape; choosing what to predict is part of the model.

// %%
const use = predictLinear(gallons.x, byGallons);
const bend = (yTrue: number[], yPred: number[]) => {
  const [light, middle, heavy] = threeParts(yTrue.map((y, i) => y - yPred[i]));
  return ((light + heavy) / 2 - middle) / rootMeanSquaredError({ yTrue: yTrue, yPred: yPred });
};
const share = r2Score({ yTrue: gallons.y, yPred: use });
new DataFrame([
  { target: "mpg", "R²": r2Score({ yTrue: mpg, yPred: answers }), bend: bend(mpg, answers) },
  { target: "gallons for 100 miles", "R²": share, bend: bend(gallons.y, use) },
]);

// %% tags=["proof"]
checkClose(
  [r2Score({ yTrue: gallons.y, yPred: use }), bend(mpg, answers), bend(gallons.y, use)],
  [0.78, 0.67, 0.44],
  { of: "R²; bend before and after", tolerance: 0.006 },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Several inputs
//
// Now a plane instead of a line: six inputs, each scaled, so that the weights can be compared. $R^2$ was 0.69 with the weight alone. **Predict**: which second input helps most?

// %%
const columns = [
  "Weight_in_lbs",
  "Horsepower",
  "Acceleration",
  "Cylinders",
  "Displacement",
] as const;
const rows = cars.toMatrix(columns).map((row, i) => [...row, modelYears[i]]);
const inputs = [...columns, "Model year"];
const six = { x: new StandardScaler().fit(rows).transform(rows), y: mpg };
const quality = (chosen: number[]) => {
  const x = six.x.map((row) => chosen.map((column) => row[column]));
  return r2Score({ yTrue: mpg, yPred: predictLinear(x, leastSquares({ x: x, y: mpg })) });
};
const second = [1, 2, 3, 4, 5].map((column) => quality([0, column]));
barChart(
  { categories: inputs.slice(1), values: second.map((share) => share - quality([0])) },
  { title: "The year helps most", xTitle: "second input", yTitle: "gain in R²" },
);

// %% [markdown]
// The year: engines got better in the seventies. With weight and year $R^2$ is 0.81. **Predict**: how much do the four others add?

// %%
const allSix = quality([0, 1, 2, 3, 4, 5]);
new DataFrame([
  { inputs: "weight", "R²": quality([0]) },
  { inputs: "weight and year", "R²": second[4] },
  { inputs: "all six", "R²": allSix },
]);

// %% tags=["proof"]
checkEqual(second.indexOf(Math.max(...second)), 4, { of: "best second input, the year" });
checkClose([second[4], allSix, allSix - second[4]], [0.808, 0.809, 0.001], {
  of: "R² with weight and year, with all six; the gain",
  tolerance: 5e-4,
});

// %% [markdown]
// They add a thousandth. Gradient descent finds the plane as it found the line, with six weights instead of one:

// %%
const plane = trainLinear(six, { learningRate: 0.1, steps: 1000 }).model;
barChart(
  { categories: inputs, values: plane.w },
  {
    title: "Weight and year carry the answer",
    xTitle: "input",
    yTitle: "weight (miles per gallon)",
  },
);

// %% tags=["proof"]
checkClose(plane.w, leastSquares(six).w, {
  of: "weights, descent against least squares",
  tolerance: 0.01,
});
checkTrue(
  plane.w.slice(1, 5).every((weight) => Math.abs(weight) < plane.w[5] / 3),
  "no other weight is a third of the year's",
);

// %% [markdown]
// Horsepower has hardly any weight, though strong cars do burn more. Look at how the inputs go together:

// %%
correlationChart(
  Object.fromEntries(inputs.map((name, j) => [name, rows.map((row) => row[j])])),
  {
    title: "Four inputs tell nearly the same story",
  },
);

// %% [markdown]
// Weight, horsepower, cylinders and displacement go together: each pair has a correlation of at least 0.84 (1 is a straight line). Once the weight is known, the others have little news. So a weight tells what an input adds **beside the others**, not how much it matters alone. And we judged on cars that the plane has learned from; lessons 09 and 10 show why that flatters.

// %%
// Columns with standard deviation 1: the mean product is the correlation.
const together = (j: number, k: number) =>
  six.x.reduce((sum, row) => sum + row[j] * row[k], 0) / six.x.length;
const alike = [0, 1, 3, 4].flatMap((j, i, four) =>
  four.slice(i + 1).map((k) => together(j, k)),
);
Math.min(...alike).toFixed(2);

// %% tags=["proof"]
checkTrue(
  Math.abs(plane.w[1]) < 0.1 && quality([1]) > 0.6,
  "horsepower has a small weight in company, yet explains 60 % alone",
);
checkClose(Math.min(...alike), 0.84, { of: "the loosest of six pairs", tolerance: 0.005 });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** On paper: $w = (2, -1)$, $b = 3$. What does the unit answer to $x = (4, 5)$?

// %% tags=["exercise"]
const answerByHand: number = todo;
exercises.answerByHand.check(answerByHand);
// exercises.answerByHand.hint();
// exercises.answerByHand.solution();

// %% [markdown]
// **2.** On paper: the points (0, 1) and (2, 5), start $w = 1$, $b = 0$, $\gamma = 0.1$. What is the unit after one step?

// %% tags=["exercise"]
const stepByHand: LinearUnit = todo;
exercises.stepByHand.check(stepByHand);
// exercises.stepByHand.hint();
// exercises.stepByHand.solution();

// %% [markdown]
// **3.** Write the mean squared error of predictions.

// %% tags=["exercise"]
const meanSquaredError = (yTrue: number[], yPred: number[]): number => todo;
exercises.meanSquaredError.check(meanSquaredError);
// exercises.meanSquaredError.hint();
// exercises.meanSquaredError.solution();

// %% [markdown]
// **4.** Write gradient descent for any function of one number: its slope, start, learning rate and steps come in; all places go out, the start first.

// %% tags=["exercise"]
const walk = (
  slope: (a: number) => number,
  { start, gamma, steps }: { start: number; gamma: number; steps: number },
): number[] => todo;
exercises.walk.check(walk);
// exercises.walk.hint();
// exercises.walk.solution();

// %% [markdown]
// **5.** On paper: $f(a) = 3a^2$. From which learning rate on does the climber no longer come to rest?

// %% tags=["exercise"]
const highestRate: number = todo;
exercises.highestRate.check(highestRate);
// exercises.highestRate.hint();
// exercises.highestRate.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// One typing error: the first car gets 1800 miles per gallon instead of 18. **Predict**: 391 cars are right. Does the line notice?

// %%
const typo = { x: pounds.x, y: mpg.map((y, i) => (i === 0 ? 1800 : y)) };
const spoilt = leastSquares(typo);
new DataFrame([
  { data: "as measured", "mpg for 1000 pounds more": byWeight.w[0] * 1000 },
  { data: "with one typing error", "mpg for 1000 pounds more": spoilt.w[0] * 1000 },
]);

// %% tags=["proof"]
checkClose([byWeight.w[0] * 1000, spoilt.w[0] * 1000], [-7.6, -4.3], {
  of: "miles per gallon for 1000 lb, before and after",
  tolerance: 0.06,
});

// %% [markdown]
// Very much: the slope falls from 7.6 to 4.3, for that car's error counts squared. Look at your data before you square it. A missing value is even worse, and the library does not let it in:

// %% tags=["raises-exception"]
trainLinear({ x: all.toMatrix(["Weight_in_lbs"]), y: all.column("Miles_per_Gallon").values });

// %% [markdown]
// Now you: start the climber at `best`, with the learning rate that flew off, 0.125. **Predict**: does it fly off again? Then start it a hair away.

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - compute a linear unit's answer, its mean squared error and one step of gradient descent by hand
// - choose a learning rate, and say what you see when it is too low or too high
// - fit a plane to real measurements, read its weights, and judge it by its residuals
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Draw the four points on the board and let everybody guess a line before the error is defined; the smallest error wins. Then the hand step: it costs ten minutes and carries the whole course. If time is short, leave out the section on gallons per 100 miles.
