// %% [markdown] slideshow={"slide_type": "slide"}
// # 03 · What is the best line?
//
// A car weighs 3,500 pounds. How far does it drive on a gallon of petrol? At the end of this lesson your model will answer such questions for cars that it has never seen, and it will be off by about three miles per gallon on average. You will have written the rule by which it learns, called **gradient descent**. The same rule, now and then refined, trains every network in the rest of the course, including those that recognise clothes in pictures.
//
// Lesson 02 left us with a question. The perceptron could say yes or no, but it could not say *how much*. Today we let a neuron answer with a number.
//
// *Two sittings of about 50 minutes · builds on lessons 00 and 02*
//
// **You will be able to**
//
// - compute the prediction of a linear unit, its mean squared error and one step of gradient descent by hand
// - choose a learning rate, and recognise one that is too low or too high from the curve it makes
// - fit a line to real measurements and say honestly how far off it is

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  dropdown,
  interact,
  predict,
  predictionSummary,
  slider,
  tf,
  timeit,
} from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { StandardScaler } from "neural-notebooks/tensors";
import {
  descentPath,
  leastSquares,
  predictLinear,
  squaredError,
  trainLinear,
} from "neural-notebooks/models";
import {
  barChart,
  correlationChart,
  fitChart,
  functionChart,
  lineChart,
  statesChart,
  surfaceChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/03-linear-unit";

// %% tags=["proof"]
import { checkClose, checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Try it yourself first
//
// Below are four points. Move the two sliders until the line passes as close to all of them as you can get it. The dashed lines (*residuals* in the legend) show how far off you are at each point, and the title condenses them into one number, the **loss**; lower is better. Write your best number down. Later a program will compete with you, and you will have written its two most important lines.
//
// > **Reading the code.** Each x is a list, `[1]`, because later a point will have several inputs.

// %%
const points = { x: [[1], [2], [3], [4]], y: [2, 3, 5, 6] };

interact(
  {
    w: slider({ min: -1, max: 3, value: 0, step: 0.1 }),
    b: slider({ min: -3, max: 4, value: 0, step: 0.1 }),
  },
  ({ w, b }) => {
    const { loss } = squaredError(points, { w: [w], b });
    return fitChart(points, {
      lines: { "your line": { w: [w], b } },
      residuals: true,
      title: `w = ${w}, b = ${b}: the loss is ${loss.toFixed(3)}`,
      xTitle: "x",
      yTitle: "y",
    });
  },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A neuron that answers with a number
//
// The perceptron of lesson 02 computed a weighted sum and then asked whether the sum was at least zero. If we leave that last question out, the sum itself is the answer. A neuron that does this is a **linear unit**, and predicting a number with it is called **linear regression**. With one input it computes
//
// $$\hat y = w \cdot x + b$$
//
// We read $\hat y$ as "y hat"; it is the **prediction**, while $y$ is the true value. If you draw the line, the weight $w$ is its **slope**: it says how much the prediction grows when $x$ grows by one. The bias $b$ is its **intercept**, the prediction at $x = 0$.
//
// Take $w = 2$ and $b = -1$. For $x = 3$ the unit predicts $2 \cdot 3 - 1 = 5$. When $x$ grows to 4, the prediction grows by $w$, which makes 7.

// %%
function predictLine(x: number, w: number, b: number): number {
  return w * x + b;
}

[predictLine(3, 2, -1), predictLine(4, 2, -1)];

// %% tags=["proof"]
checkClose([predictLine(3, 2, -1), ...predictLinear([[4]], { w: [2], b: -1 })], [5, 7], {
  of: "the unit w = 2, b = -1 at 3 and 4",
});

// %% [markdown]
// **Your turn (2 minutes).** A taxi costs 4 euros as soon as you get in, and 2.50 euros for each kilometre. Write its fare as a linear unit whose input is the number of kilometres. Replace each `todo` with a number: the weight `w`, the bias `b`, and the fare in euros that the unit predicts for a ride of 6 kilometres.

// %% tags=["exercise"]
const taxi: { w: number; b: number; fareFor6: number } = { w: todo, b: todo, fareFor6: todo };
exercises.taxi.check(taxi);
// exercises.taxi.hint();
// exercises.taxi.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## One number for "how wrong"
//
// While you moved the sliders you compared lines by eye, but a program needs a number. The sum of all differences between prediction and truth does not work: a line that is 2 too high at one point and 2 too low at another would get a perfect score. So we square each difference first. Squares are never negative, and one miss of 4 costs more than two misses of 2.
//
// Take the line $\hat y = 1 \cdot x + 0$:
//
// | x | prediction ŷ | truth y | difference ŷ − y | squared |
// |---|---|---|---|---|
// | 1 | 1 | 2 | −1 | 1 |
// | 2 | 2 | 3 | −1 | 1 |
// | 3 | 3 | 5 | −2 | 4 |
// | 4 | 4 | 6 | −2 | 4 |
//
// The mean of the last column is $10 / 4 = 2.5$. This is the **mean squared error**, or MSE. It is our **loss**, the general name for the number that training makes small. In symbols, with $n$ points,
//
// $$L = \frac{1}{n} \sum_{i=1}^{n} (\hat y_i - y_i)^2$$
//
// > **Reading the formula.** The big Σ is a loop: take $i = 1$, then 2, and so on up to $n$, and add up what stands after it. In TypeScript it is the `for` loop below, which counts from 0. `x ** 2` means "x squared".

// %%
function lossOfLine(w: number, b: number): number {
  let sum = 0;
  for (let i = 0; i < points.y.length; i++) {
    const prediction = predictLine(points.x[i][0], w, b);
    const difference = prediction - points.y[i];
    sum += difference ** 2;
  }
  return sum / points.y.length;
}

fitChart(points, {
  lines: { "w = 1, b = 0": { w: [1], b: 0 } },
  residuals: true,
  title: `The line w = 1, b = 0 has a mean squared error of ${lossOfLine(1, 0)}`,
  xTitle: "x",
  yTitle: "y",
});

// %% tags=["proof"]
const firstGuess = { w: [1], b: 0 };
checkClose([lossOfLine(1, 0), squaredError(points, firstGuess).loss], [2.5, 2.5], {
  of: "MSE of the line w = 1, b = 0",
});

// %% [markdown]
// The table and the code agree, and the number above your sliders was computed in the same way.
//
// There is a second common choice. The **mean absolute error**, or MAE, drops the minus sign of each difference instead of squaring it. For this line it is $(1 + 1 + 2 + 2) / 4 = 1.5$: on average it is off by 1.5. The two disagree about large misses. Suppose that somebody typed 30 instead of 3 for our second point. The library's `leastSquares` finds the line of lowest MSE. Beside it we draw the line through the first point and the last; no line has a lower MAE.

// %%
const typed = { x: points.x, y: [2, 30, 5, 6] };
const lowestMse = leastSquares(typed);
const lowestMae = { w: [4 / 3], b: 2 / 3 }; // through (1, 2) and (4, 6)

fitChart(typed, {
  lines: { "lowest MSE": lowestMse, "lowest MAE": lowestMae },
  title: "One typing error makes the line of lowest MSE fall",
  xTitle: "x",
  yTitle: "y",
});

// %% tags=["proof"]
checkClose([lowestMse.w[0], lowestMse.b], [-1.3, 14], {
  of: "the line of least MSE when 3 is recorded as 30",
});
const offBy = (data: typeof typed, w: number, b: number): number =>
  data.y.reduce((sum, y, i) => sum + Math.abs(w * data.x[i][0] + b - y), 0) / data.y.length;
const maeOf = (w: number, b: number): number => offBy(typed, w, b);
// A line of lowest MAE goes through two of the points at least, so six lines are all that there is to try.
const throughTwo: { w: number; mae: number }[] = [];
for (let i = 0; i < 4; i++)
  for (let j = i + 1; j < 4; j++) {
    const slope = (typed.y[j] - typed.y[i]) / (typed.x[j][0] - typed.x[i][0]);
    const mae = maeOf(slope, typed.y[i] - slope * typed.x[i][0]);
    throughTwo.push({ w: slope, mae });
  }
const least = Math.min(...throughTwo.map(({ mae }) => mae));
checkClose(maeOf(lowestMae.w[0], lowestMae.b), least, { of: "the lowest MAE of all lines" });
// Without the typing error the same line is best: of all lines through two points it has the lowest MAE.
const maeBefore = (w: number, b: number): number => offBy(points, w, b);
let leastBefore = Infinity;
for (let i = 0; i < 4; i++)
  for (let j = i + 1; j < 4; j++) {
    const slope = (points.y[j] - points.y[i]) / (points.x[j][0] - points.x[i][0]);
    leastBefore = Math.min(leastBefore, maeBefore(slope, points.y[i] - slope * points.x[i][0]));
  }
checkClose(maeBefore(lowestMae.w[0], lowestMae.b), leastBefore, {
  of: "the lowest MAE without the typing error",
});
checkTrue(
  predictLinear([[1], [4]], lowestMae).every((y, i) => Math.abs(y - [2, 6][i]) < 1e-9),
  "the line goes through the first point and the last",
);

// %% [markdown]
// The line of lowest MSE now *falls*, although the other three points clearly rise. It gives in to the wild point, because that difference is squared. The line through the first point and the last does not give in: without the typing error it has the lowest MAE, too. So **look at your data before you square it**. We train with the MSE because it changes smoothly everywhere, which we need next, and report the MAE because people understand it at once.
//
// **Your turn (4 minutes).** Write the mean absolute error as a function; it will judge our models later. It receives the true values and the predictions, two lists of the same length with at least one number each, and returns one number. `Math.abs(-2)` is 2, and `lossOfLine` shows you the pattern. Please leave both lists as they are.

// %% tags=["exercise"]
function myMeanAbsoluteError(yTrue: number[], yPred: number[]): number {
  return todo;
}
exercises.myMeanAbsoluteError.check(myMeanAbsoluteError);
// exercises.myMeanAbsoluteError.hint();
// exercises.myMeanAbsoluteError.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Which way is down?
//
// You found your line by trying. That works with two sliders, but a network has thousands of them, sometimes billions. For each one we need to know *which way to move it and how much it matters*.
//
// Let us keep $b = 0$ for now and stand at $w = 1$, where the loss is 2.5. Nudge $w$ by a tiny amount, 0.001, and look again:
//
// $$L(1.001) \approx 2.4915$$
//
// The loss has changed by −0.0085. That is $-0.0085 / 0.001 = -8.5$ for each unit of $w$. The change that comes out, divided by the tiny nudge that went in, is the **slope** of the loss. Its sign tells you the direction: it is negative here, so moving $w$ up takes the loss down. Its size tells you how much $w$ matters.
//
// > **A word you will meet everywhere.** Mathematicians call this slope the **derivative** and write $L'(w)$ or $\frac{dL}{dw}$. You need no more calculus than this: nudge, look, divide. The code nudges to both sides and divides by the whole distance, because that is more accurate.

// %%
const nudge = 0.001;

function lossAt(w: number): number {
  return lossOfLine(w, 0);
}

function slopeAt(w: number): number {
  return (lossAt(w + nudge) - lossAt(w - nudge)) / (2 * nudge);
}

[slopeAt(1).toFixed(2), slopeAt(2).toFixed(2)];

// %% tags=["proof"]
checkClose(lossAt(1.001), 2.4915, { of: "loss after the nudge", tolerance: 5e-5 });
checkClose([slopeAt(1), slopeAt(2), slopeAt(47 / 30)], [-8.5, 6.5, 0], { of: "slopes" });
checkClose(squaredError(points, firstGuess).gradient.w[0], slopeAt(1), {
  of: "the library's slope",
});

// %% [markdown]
// The slope is −8.5 at $w = 1$, as we worked out, and +6.5 at $w = 2$, where moving $w$ up makes the loss worse. Somewhere in between it must be zero, and the two numbers give you a good idea where. Write your estimate into the field and press the button; a tenth off is near enough.

// %%
const flat = predict("At which w is the slope of the loss zero?", { from: 0, to: 3 });

// %% [markdown]
// The picture shows the loss for all $w$ between 0 and 3. The dashed line, the *tangent*, has exactly the slope that we measure where you stand. Move the slider until the dashed line lies flat. What is special about that place?
//
// > **Reading the code.** `{ family: statesChart }` asks for a slider that also works in a saved notebook.

// %%
const axes = { xTitle: "weight w (b = 0)", yTitle: "mean squared error", resolution: 41 };

interact(
  { w: slider({ min: 0, max: 3, value: 1, step: 0.1 }) },
  ({ w }) => {
    const title = `w = ${w}: the loss is ${lossAt(w).toFixed(3)}, slope ${slopeAt(w).toFixed(2)}`;
    return functionChart({ loss: lossAt }, { tangentAt: w, range: [0, 3], title, ...axes });
  },
  { family: statesChart },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## One step down, and another
//
// The dashed line lies flat at the lowest point of the curve. How would we get there without a picture? Imagine a climber in fog who wants to reach the bottom of a valley. The climber sees nothing, but feels how the ground slopes underfoot, takes a step downhill, and feels again. Written as a rule, this is **gradient descent**:
//
// $$w_{\text{next}} = w - \eta \cdot L'(w)$$
//
// The next weight is the present weight minus a small number times the slope; the minus is there because the slope points uphill. The small number $\eta$ (the Greek letter eta) is the **learning rate**, and we choose it ourselves. From $w = 1$ with $\eta = 0.1$ the first step leads to $1 - 0.1 \cdot (-8.5) = 1.85$. We write three steps out, and the library's `descentPath` takes twenty more. (Some books write $b = a - \gamma \nabla f(a)$. There $a$ is the present place, $b$ the next one, $\gamma$, gamma, the learning rate, and $\nabla f(a)$ the slope at $a$.)

// %%
const eta = 0.1;
const first = 1 - eta * slopeAt(1);
const second = first - eta * slopeAt(first);
const third = second - eta * slopeAt(second);

const further = descentPath(slopeAt, { start: third, learningRate: eta, steps: 20 });
const lowest = further[20];
flat.reveal(lowest);
new DataFrame([
  { place: "start", w: 1, slope: slopeAt(1) },
  { place: "after step 1", w: first, slope: slopeAt(first) },
  { place: "after step 2", w: second, slope: slopeAt(second) },
  { place: "after step 3", w: third, slope: slopeAt(third) },
  { place: "after step 23", w: lowest, slope: slopeAt(lowest) },
]);

// %% tags=["proof"]
checkClose([first, second, third], [1.85, 1.425, 1.6375], { of: "the first three places" });
checkClose(lowest, 47 / 30, { of: "the lowest point", tolerance: 1e-6 });

// %% [markdown]
// The climber overshoots, comes back, overshoots less, and ends at the lowest point, $w = 1.567$, where the slope is zero. Nobody told the climber to slow down: the step is $\eta$ times the slope, so it is **long where the ground is steep and short where it is nearly flat**.
//
// **Your turn (6 minutes).** Write gradient descent yourself, for any function of one number. You receive `slope`, which is a function: `slope(place)` tells how steep the ground is at a place. You also receive the place to start from, the learning rate, and the number of steps, a whole number that may be 0. Return a list of all places visited, the start first, so that 3 steps give 4 places. Begin with `const places = [start];` and `push` each new place in a loop.

// %% tags=["exercise"]
function descend(
  slope: (place: number) => number,
  start: number,
  eta: number,
  steps: number,
): number[] {
  return todo;
}
exercises.descend.check(descend);
// exercises.descend.hint();
// exercises.descend.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How large should the learning rate be?
//
// Along our curve the slope grows evenly: from −8.5 at $w = 1$ to 6.5 at $w = 2$, that is by 15 for each unit of $w$. It is 0 at the lowest point, so everywhere else it is 15 times the distance from there, if we count a distance to the left as negative. A step takes $\eta$ times this slope away from the distance:
//
// $$\text{new distance} = \text{distance} - \eta \cdot 15 \cdot \text{distance} = (1 - 15\eta) \cdot \text{distance}$$
//
// With $\eta = 0.1$ the factor is $-0.5$: the climber changes sides and halves the distance, as in the table above. With $\eta = 0.14$ the factor is $1 - 15 \cdot 0.14 = -1.1$. What does that mean for the climber?

// %%
const swing = predict("With η = 0.14, what will the climber do?", {
  choices: ["creep to the lowest point", "swing and settle", "swing ever wider"],
});

// %% [markdown]
// Now your own `descend` walks. (As in lesson 02, `use` takes it once its check says "right", and one of ours until then.) See twelve steps with $\eta = 0.14$; then move the slider and watch the climber at 0.01, at 0.07, at 0.1 and at 0.13.

// %%
const walk = exercises.descend.use(descend);
const swung = walk(slopeAt, 1, 0.14, 12);
const wider = Math.abs(slopeAt(swung[12])) > Math.abs(slopeAt(swung[0]));
swing.reveal(wider ? "swing ever wider" : "swing and settle");

interact(
  { eta: slider({ min: 0.01, max: 0.14, value: 0.14, step: 0.01 }) },
  ({ eta }) => {
    const places = walk(slopeAt, 1, eta, 12);
    const title = `η = ${eta}: after 12 steps the loss is ${lossAt(places[12]).toFixed(3)}`;
    return functionChart({ loss: lossAt }, { path: places, range: [0, 3.2], title, ...axes });
  },
  { family: statesChart },
);

// %% tags=["proof"]
const after = (rate: number, steps: number): number =>
  descentPath(slopeAt, { start: 1, learningRate: rate, steps })[steps] - 47 / 30;
for (const rate of [0.01, 0.07, 0.1, 0.13, 0.14])
  checkClose(after(rate, 12), (1 - 15 * rate) ** 12 * (1 - 47 / 30), {
    of: `distance after 12 steps with ${rate}`,
  });
checkTrue(Math.abs(after(0.14, 12)) > 3 * (47 / 30 - 1), "0.14 ends three times as far away");
checkTrue(Math.abs(after(0.13, 12)) > 0.25, "0.13 is still swinging after twelve steps");
checkTrue(
  Math.abs(after(0.13, 60)) < 0.05 && Math.abs(after(0.14, 60)) > 100,
  "0.13 settles in the end, 0.14 never",
);
checkTrue(Math.abs(after(0.01, 12)) > 0.05, "0.01 has not arrived after 12 steps");
checkTrue(Math.abs(after(0.07, 2)) < 0.01, "0.07 has arrived after two steps");

// %% [markdown]
// At 0.01 the climber creeps and has not arrived after twelve steps. At 0.07 two steps are enough. At 0.13 the climber swings from side to side and settles very slowly. At 0.14 each swing is wider than the one before; we say that training **diverges**. The border lies where the factor is −1, at $\eta = 2/15 \approx 0.133$.
//
// **Your turn (3 minutes, with paper).** On another ground the slope grows by 6 for each unit of $w$. From which learning rate on does a climber there no longer come closer to the lowest point? Give the rate at the border, to two decimals or as a fraction.

// %% tags=["exercise"]
const borderRate: number = todo;
exercises.borderRate.check(borderRate);
// exercises.borderRate.hint();
// exercises.borderRate.solution();

// %% [markdown]
// In a real network nobody knows the 15 or the 6. What people see is the **learning curve**: the loss after each step. Three colleagues have sent you theirs. All three fit a line to our four points from the same start, and differ only in the learning rate. The vertical axis is *logarithmic*: each number on it is ten times the one below.

// %%
const curves = {
  A: [18.5, 17.29, 16.16, 15.1, 14.11, 13.19, 12.32, 11.52, 10.76, 10.06, 9.4],
  B: [18.5, 21.87, 25.86, 30.58, 36.16, 42.77, 50.58, 59.81, 70.74, 83.66, 98.95],
  C: [18.5, 2.13, 0.29, 0.08, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05],
};

lineChart(
  { y: curves },
  {
    title: "Three training runs, three learning rates",
    xTitle: "step",
    yTitle: "mean squared error",
    logarithmic: ["y"],
    mode: "lines+markers",
  },
);

// %% tags=["proof"]
const lossesWith = (learningRate: number): number[] =>
  trainLinear(points, { learningRate, steps: 10 }).path.map(({ loss }) => loss);
checkClose(
  [lossesWith(0.002), lossesWith(0.125), lossesWith(0.08)],
  [curves.A, curves.B, curves.C],
  { of: "the three curves, with rates 0.002, 0.125 and 0.08", tolerance: 0.005 },
);

// %% [markdown]
// **Your turn (2 minutes).** What do you tell each of them about the learning rate? Write `"raise"`, `"lower"` or `"keep"` for each curve.

// %% tags=["exercise"]
const advice: { A: string; B: string; C: string } = { A: todo, B: todo, C: todo };
exercises.advice.check(advice);
// exercises.advice.hint();
// exercises.advice.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You can measure how wrong a line is, feel which way is down, take a step, and judge a learning rate by its curve. Next we let the bias move, too, and then we meet some cars.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Two sliders at once: the gradient
//
// The loss also has a slope along $b$: nudge $b$ and leave $w$ alone. The two slopes together are the **gradient**.
//
// > **New symbols.** The slope along $w$ is a **partial derivative**, written $\frac{\partial L}{\partial w}$; the curly ∂ says that everything else is held still. A list of numbers is a **vector**. The gradient is the vector $\nabla L = \left(\frac{\partial L}{\partial w}, \frac{\partial L}{\partial b}\right)$, read "nabla L".
//
// For the MSE a formula replaces the nudging. At our third point, $x = 3$, the line $w = 1$, $b = 0$ is off by −2. Nudge $w$ by 0.001. The prediction rises by 0.003, because $w$ is multiplied by $x$, and the squared difference falls from 4 to $(-1.997)^2 \approx 3.988$: a rate of −12 for each unit of $w$. That is $2 \cdot (-2) \cdot 3$, **twice the difference, times $x$**. A nudge of $b$ moves every prediction alike, so there the rate is twice the difference. The loss is the mean of the squares, and its slopes are the means of these rates:
//
// $$\frac{\partial L}{\partial w} = \frac{2}{n} \sum_{i=1}^{n} (\hat y_i - y_i)\, x_i \qquad\qquad \frac{\partial L}{\partial b} = \frac{2}{n} \sum_{i=1}^{n} (\hat y_i - y_i)$$
//
// At $w = 1$, $b = 0$ the differences are −1, −1, −2, −2, with the sum −6. Times $x$ they are −1, −2, −6, −8, with the sum −17. So the slopes are $\frac{2}{4} \cdot (-17) = -8.5$, as the nudge told us, and $\frac{2}{4} \cdot (-6) = -3$.

// %%
function gradientAt(w: number, b: number): { w: number; b: number } {
  let sumW = 0;
  let sumB = 0;
  for (let i = 0; i < points.y.length; i++) {
    const x = points.x[i][0];
    const difference = predictLine(x, w, b) - points.y[i];
    sumW += difference * x;
    sumB += difference;
  }
  const n = points.y.length;
  return { w: (2 / n) * sumW, b: (2 / n) * sumB };
}

gradientAt(1, 0);

// %% tags=["proof"]
checkClose([gradientAt(1, 0).w, gradientAt(1, 0).b], [-8.5, -3], {
  of: "gradient at w = 1, b = 0",
});
const nudgedB = (lossOfLine(1, nudge) - lossOfLine(1, -nudge)) / (2 * nudge);
checkClose([slopeAt(1), nudgedB], [gradientAt(1, 0).w, gradientAt(1, 0).b], {
  of: "nudges against the formula",
});
checkClose([1 - 0.1 * gradientAt(1, 0).w, 0 - 0.1 * gradientAt(1, 0).b], [1.85, 0.3], {
  of: "w and b after one step",
});
// The third point: a nudge of w by 0.001 moves the difference from −2 to −1.997 and the square at a rate of −12.
const thirdSquare = (w: number): number => (predictLine(3, w, 0) - points.y[2]) ** 2;
checkClose(thirdSquare(1.001), 3.988, { of: "the square after the nudge", tolerance: 5e-5 });
checkClose((thirdSquare(1 + nudge) - thirdSquare(1 - nudge)) / (2 * nudge), -12, {
  of: "rate of the third square",
});

// %% [markdown]
// The rule stays the same. Both slopes are taken at the old place, and then both numbers move: $w$ goes to $1 - 0.1 \cdot (-8.5) = 1.85$ and $b$ to $0 - 0.1 \cdot (-3) = 0.3$.
//
// **Your turn (5 minutes, with paper).** The only points are $(0, 1)$ and $(2, 5)$. Start at $w = 1$, $b = 0$ and take **one** step of gradient descent on the mean squared error with $\eta = 0.1$. Work out the two predictions, the two differences and the two slopes, and write down the new `w` and `b`.

// %% tags=["exercise"]
const afterOneStep: { w: number; b: number } = { w: todo, b: todo };
exercises.afterOneStep.check(afterOneStep);
// exercises.afterOneStep.hint();
// exercises.afterOneStep.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A program that finds the line
//
// Here is the program that was promised at the beginning. Its two most important lines are missing.
//
// **Your turn (4 minutes).** Write them. In every round `w` and `b` both move by one step of gradient descent. The line above yours has computed the `gradient`; `eta` is the learning rate.

// %% tags=["exercise"]
function fitLine(eta: number, steps: number): { w: number; b: number } {
  let w = 1;
  let b = 0;
  for (let step = 0; step < steps; step++) {
    const gradient = gradientAt(w, b);
    w = todo;
    b = todo;
  }
  return { w, b };
}
exercises.fitLine.check(fitLine);
// exercises.fitLine.hint();
// exercises.fitLine.solution();

// %% [markdown]
// Now your program competes with your sliders. To watch the line move we use the library's `trainLinear`, the same loop for any number of inputs: besides the fitted line, `model`, it returns its `path`, the `w`, `b`, `loss` and `gradient` at every step. Press ▶ below the picture.

// %%
const byYou = exercises.fitLine.use(fitLine)(0.1, 100);
const run = trainLinear(points, { start: { w: [1], b: 0 }, learningRate: 0.1, steps: 100 });

const yourLine = `w = ${byYou.w.toFixed(3)}, b = ${byYou.b.toFixed(3)}`;
fitChart(points, {
  lines: run.path,
  animated: true,
  maxFrames: 26,
  title: `Your program ends at ${yourLine}, loss ${lossOfLine(byYou.w, byYou.b).toFixed(4)}`,
  xTitle: "x",
  yTitle: "y",
});

// %% tags=["proof"]
checkClose([run.path[1].w[0], run.path[1].b], [1.85, 0.3], { of: "the library's first step" });
checkClose([byYou.w, byYou.b], [run.model.w[0], run.model.b], {
  of: "the learner's program against the library's",
});
checkClose([run.model.w[0], run.model.b], [1.405, 0.484], {
  of: "w and b after 100 steps",
  tolerance: 0.0005,
});
checkClose(run.path[100].loss, 0.05004, { of: "loss after 100 steps", tolerance: 5e-6 });
const best = leastSquares(points);
checkClose([best.w[0], best.b, squaredError(points, best).loss], [1.4, 0.5, 0.05], {
  of: "the best line",
});

// %% [markdown]
// How does this loss compare with the number that you wrote down? No line can do better than 0.05, the loss at $w = 1.4$, $b = 0.5$; try it with your sliders. The line of lowest MSE is called the **least-squares** line. For a linear unit a formula, the **normal equations**, computes it without any steps, and `leastSquares` uses it. Networks have no such formula. They have gradient descent.
//
// Every place on the map below is a line, with its $w$ and its $b$. Each contour joins places of the same height, and the colour tells the height, the root of the loss. Press ▶ and watch how the path begins and how it goes on. Then start elsewhere, and try the learning rates 0.02, 0.1 and 0.125.

// %%
interact(
  {
    w: slider({ min: -2, max: 5, value: -0.5, step: 0.5, label: "start w" }),
    b: slider({ min: -3, max: 3, value: -2, step: 0.5, label: "start b" }),
    eta: slider({ min: 0.005, max: 0.125, value: 0.1, step: 0.005 }),
  },
  ({ w, b, eta }) => {
    const climb = trainLinear(points, { start: { w: [w], b }, learningRate: eta, steps: 40 });
    const map = { xTitle: "weight w", yTitle: "bias b", zTitle: "√ loss" };
    return surfaceChart((w, b) => Math.sqrt(lossOfLine(w, b)), {
      view: "contour",
      x: [-2, 5],
      y: [-3, 3],
      paths: { climber: climb.path.map((at) => [at.w[0], at.b]) },
      animated: true,
      title: `η = ${eta}: forty steps from w = ${w}, b = ${b}`,
      ...map,
    });
  },
);

// %% tags=["proof"]
const climbAt = (learningRate: number) =>
  trainLinear(points, { start: { w: [-0.5], b: -2 }, learningRate, steps: 40 }).path;
const floorAt = (bias: number): number => (47 - 10 * bias) / 30;
checkEqual(
  climbAt(0.1)
    .slice(0, 6)
    .map((at) => Math.sign(at.w[0] - floorAt(at.b))),
  [-1, 1, -1, 1, -1, 1],
  { of: "side of the valley" },
);
checkTrue(
  climbAt(0.1)[1].loss < climbAt(0.1)[0].loss / 2 &&
    climbAt(0.1)[40].loss > climbAt(0.1)[30].loss / 2,
  "fast first, slow later",
);
checkTrue(climbAt(0.125)[40].loss > climbAt(0.125)[0].loss, "0.125 diverges");
const sidesAt002 = climbAt(0.02).map((at) => Math.sign(at.w[0] - floorAt(at.b)));
const changesOfSide = sidesAt002.slice(1).filter((side, i) => side !== sidesAt002[i]).length;
checkTrue(changesOfSide <= 1, "0.02 does not swing from side to side");
checkTrue(climbAt(0.02)[40].loss > climbAt(0.1)[40].loss, "0.02 is behind after 40 steps");

// %% [markdown]
// With $\eta = 0.1$ the climber crosses the valley from side to side, because the ground is much steeper across the valley than along it, and then creeps along its floor. With 0.02 the climber does not swing but is higher up after forty steps; with 0.125 the path leaves the picture. Lesson 08 shows optimizers that swing less.
//
// This ground is a single bowl, so every start leads to the same place, given a good rate. The ground of a network may have several valleys. The lowest place of one valley is a **local minimum**, and nothing in the fog tells one valley from another. In the invented ground below, find two neighbouring starts that end in different valleys.

// %%
interact(
  { start: slider({ min: -1, max: 1, value: 0.5, step: 0.1 }) },
  ({ start }) => {
    const slope = (at: number) => 4 * at ** 3 - 6 * at + 1;
    const places = walk(slope, start, 0.02, 60);
    return functionChart(
      { loss: (at) => at ** 4 - 3 * at ** 2 + at },
      {
        path: places,
        range: [-2.1, 2.1],
        resolution: 41,
        title: `From ${start} the climber ends at ${places[60].toFixed(2)}`,
        xTitle: "one invented weight",
        yTitle: "invented loss",
      },
    );
  },
  { family: statesChart },
);

// %% tags=["proof"]
const endFrom = (start: number): number =>
  descentPath((at) => 4 * at ** 3 - 6 * at + 1, { start, learningRate: 0.02, steps: 60 })[60];
checkClose([endFrom(-1), endFrom(0.1), endFrom(0.2), endFrom(1)], [-1.3, -1.3, 1.13, 1.13], {
  of: "ends",
  tolerance: 0.03,
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Real cars
//
// Our cars are of the model years 1970 to 1982. For each we know how many **miles** it drives on one US **gallon** of petrol, its mpg: more is better. (One gallon is 3.8 litres, one mile 1.6 kilometres, one pound 0.45 kilograms. The file gives the cars of 1981 the year 1982.) We want to predict it from how heavy the car is; because the word "weight" already belongs to $w$, we say *pounds*. Of 406 cars, `dropNa` leaves out 14 that lack their mpg or their horsepower.
//
// A model can look good on the cars that it has learned from and be useless on others. So we first set aside every fifth car and judge the model on these **held-out** cars at the very end. They are the **test set**; the others, from which the model may learn, are the **training set**. `query` keeps the rows for which a list says `true`.
//
// > **Reading the code.** `.dt.year()` takes the year out of each date. In `years.map((year, i) => …)` the function receives each value and its number, counted from 0. `!held` turns `true` into `false`.

// %%
const complete = readDataset("cars").dropNa({ axis: 1 });
const years = complete.column("Year").dt.year().values;
const cars = complete.addColumn("Model_year", years);

const heldOut = years.map((year, i) => i % 5 === 4);
const trainCars = cars.query(heldOut.map((held) => !held));
const testCars = cars.query(heldOut);

function inputsAndTargets(frame: DataFrame, inputs: string[]) {
  return {
    x: frame.loc({ columns: inputs }).values as number[][],
    y: frame.column("Miles_per_Gallon").values as number[],
  };
}

trainCars.head(4);

// %% tags=["proof"]
checkEqual(
  [readDataset("cars").shape[0], cars.shape[0], Math.min(...years), Math.max(...years)],
  [406, 392, 1970, 1982],
  { of: "cars and years" },
);
checkTrue(years.includes(1980) && !years.includes(1981), "no car has the year 1981");
checkEqual([trainCars.shape[0], testCars.shape[0]], [314, 78], {
  of: "training and test cars",
});

// %% [markdown]
// There are 314 cars to learn from and 78 to judge by. The function `inputsAndTargets` takes out what a fit needs: the chosen columns as inputs `x`, and the mpg as targets `y`.
//
// Now we start at $w = 0$, $b = 0$, and take a step with $\eta = 0.1$, as we did with the points. One thing has changed: $x$ was between 1 and 4, and now it lies between about 1,600 and 5,100. Look at the formula for $\frac{\partial L}{\partial w}$, in which each difference is multiplied by $x$, and record what you expect.

// %%
const explosion = predict(
  "x is in the thousands and η = 0.1 as before. What does the loss do in the first step?",
  {
    choices: ["it falls", "it stays about the same", "it grows enormously"],
  },
);

// %%
const inPounds = inputsAndTargets(trainCars, ["Weight_in_lbs"]);
const lost = trainLinear(inPounds, { learningRate: 0.1, steps: 3 });
const before = lost.path[0];
const afterStep = lost.path[1];
explosion.reveal(afterStep.loss > before.loss ? "it grows enormously" : "it falls");

new DataFrame([
  { step: 0, loss: before.loss, slope_w: before.gradient.w[0], slope_b: before.gradient.b },
  {
    step: 1,
    loss: afterStep.loss,
    slope_w: afterStep.gradient.w[0],
    slope_b: afterStep.gradient.b,
  },
]);

// %% tags=["proof"]
checkClose([before.loss, before.gradient.w[0], before.gradient.b], [607.4, -128483, -46.7], {
  of: "at the start",
  tolerance: 0.5,
});
checkTrue(
  afterStep.loss > 1.5e15 && afterStep.loss < 1.7e15,
  "the loss after one step is 1.6 million billion",
);
const weights = inPounds.x.map(([pounds]) => pounds);
checkTrue(Math.min(...weights) > 1600 && Math.max(...weights) === 5140, "1,600 to 5,140 lb");

// %% [markdown]
// In a single step the loss grows from 607 to more than a million billion. At the start the slope along $w$ was −128,483, while the slope along $b$ was only −47: multiplying by thousands of pounds makes one direction almost three thousand times as steep as the other. A rate that is safe for $w$ is far too low for $b$.
//
// Lesson 02 showed the cure: **scale the input**. We subtract the mean and divide by the standard deviation:
//
// $$x_{\text{scaled}} = \frac{x - \text{mean}}{\text{std}}$$
//
// The scaler is fitted to the training cars only, because the test cars must not influence anything that we build. It holds one mean and one standard deviation for each column, the first at `[0]`.
//
// To draw the fitted line we go back to pounds. One pound moves the scaled input by 1/std, so it moves the prediction by $w / \text{std}$, `perPound` in the code. The standard deviation is about 846 pounds. If $w$ came out as −6.5, for example, one pound would cost $6.5 / 846 \approx 0.0077$ mpg, and 1,000 pounds 7.7. The bias is the prediction at the mean weight; going from there down to 0 pounds changes it by `perPound` times the mean, which the code subtracts.

// %%
const scaler = new StandardScaler();
scaler.fit(trainCars.loc({ columns: ["Weight_in_lbs"] }));
const trainX = scaler.transform(trainCars.loc({ columns: ["Weight_in_lbs"] }));
const scaled = { x: trainX.values, y: inPounds.y };
const byLoop = trainLinear(scaled, { learningRate: 0.1, steps: 50 });

const perPound = byLoop.model.w[0] / scaler.std[0];
const carLine = { w: [perPound], b: byLoop.model.b - perPound * scaler.mean[0] };
const cost = (-1000 * perPound).toFixed(1);
const [ofOurCar] = predictLinear([[3500]], carLine);
fitChart(inPounds, {
  lines: { "trained line": carLine },
  residuals: false,
  noun: "car",
  title: `Each 1,000 pounds cost ${cost} mpg; at 3,500 the line says ${ofOurCar.toFixed(1)} mpg`,
  xTitle: "how heavy (lb)",
  yTitle: "fuel economy (miles per gallon)",
});

// %% tags=["proof"]
checkClose([scaler.mean[0], scaler.std[0]], [2986, 846], { of: "scaler", tolerance: 0.5 });
checkClose(
  [byLoop.model.w[0], byLoop.model.b, byLoop.path[50].loss],
  [-6.518, 23.361, 19.103],
  { of: "line by the loop", tolerance: 0.001 },
);
checkClose([-1000 * perPound, ...predictLinear([[3500]], carLine)], [7.7, 19.4], {
  of: "cost of 1000 lb; mpg at 3500 lb",
  tolerance: 0.05,
});
checkTrue(
  predictLinear([[6000]], carLine)[0] > 0 && predictLinear([[6100]], carLine)[0] < 0,
  "below zero from about 6,000 lb",
);

// %% [markdown]
// Fifty steps are enough. For the car of the first paragraph the line says 19.4 mpg. The table holds a Chevrolet of 3,504 pounds; it drives 18 miles on a gallon. A line knows nothing about the world, however. Follow it to the right: a little beyond 6,000 pounds it predicts less than zero. Do not trust a model far outside of what it has seen.
//
// What has scaling done to the ground? Choose between the two maps, whose colour now tells the logarithm of the loss: 1 more means ten times the loss. In pounds we use $\eta = 10^{-7}$; a rate one tenth higher already diverges.

// %%
interact(
  { inputs: dropdown(["in pounds", "scaled"]) },
  ({ inputs }) => {
    const raw = inputs === "in pounds";
    const data = raw ? inPounds : scaled;
    const { path } = trainLinear(data, { learningRate: raw ? 1e-7 : 0.1, steps: 50 });
    return surfaceChart((w, b) => Math.log10(squaredError(data, { w: [w], b }).loss), {
      view: "contour",
      x: raw ? [-0.02, 0.03] : [-30, 20],
      y: [-10, 60],
      paths: { climber: path.map((at) => [at.w[0], at.b]) },
      title: `Inputs ${inputs}: b goes from 0 to ${path[50].b.toPrecision(2)} in 50 steps`,
      xTitle: "weight w",
      yTitle: "bias b",
      zTitle: "log₁₀ of the loss",
    });
  },
  { family: statesChart },
);

// %% tags=["proof"]
const slowPath = trainLinear(inPounds, { learningRate: 1e-7, steps: 50 }).path;
checkTrue(slowPath[50].b > 0 && slowPath[50].b < 0.001, "with raw pounds b hardly moves");
checkClose(carLine.b, 46, { of: "the best bias in pounds", tolerance: 0.5 });
checkTrue(
  trainLinear(inPounds, { learningRate: 1.1e-7, steps: 5000 }).diverged,
  "a rate one tenth higher diverges",
);

// %% [markdown]
// In pounds the climber swings across the valley and then stays on its floor: the best bias is about 46, and after fifty steps $b$ is still below 0.001. Mind the axes. $w$ covers only 0.05 and $b$ covers 70, so at equal scales this valley would be a ditch too thin to see. With scaled inputs the ground is a round bowl, and the climber walks straight to its middle.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The same with TensorFlow.js
//
// TensorFlow.js describes a linear unit as a network with one **layer** of one **unit**. You will write these lines in almost every lesson.
//
// - `tf.layers.dense({ units: 1, inputShape: [1] })` is our linear unit, with one output and one input. `kernelInitializer: "zeros"` lets it start at $w = 0$, as ours did.
// - `compile` says how to learn: `tf.train.sgd(0.1)` is gradient descent with $\eta = 0.1$. The "s" stands for *stochastic*: usually each step looks at a small sample of the rows, a **batch**. Our batch is the whole training set, as before.
// - `fit` takes the steps. One pass over all training rows is an **epoch**; here that is one step.
// - `getWeights` returns the weights, which the library calls the *kernel*, and the bias; `dataSync` reads the numbers out of them.
//
// The numbers go in as *tensors*, the tables of lesson 04.

// %%
const model = tf.sequential();
model.add(tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" }));
model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });

const rows = trainCars.shape[0];
const targets = tf.tensor2d(inPounds.y, [rows, 1]);
const history = await model.fit(trainX.tensor, targets, { epochs: 50, batchSize: rows });

const [kernel, bias] = model.getWeights();
new DataFrame([
  { who: "the loop", w: byLoop.model.w[0].toFixed(3), b: byLoop.model.b.toFixed(3) },
  {
    who: "TensorFlow.js",
    w: kernel.dataSync()[0].toFixed(3),
    b: bias.dataSync()[0].toFixed(3),
  },
]);

// %% tags=["proof"]
checkClose([kernel.dataSync()[0], bias.dataSync()[0]], [byLoop.model.w[0], byLoop.model.b], {
  of: "TensorFlow.js against the loop",
  tolerance: 1e-3,
});
checkClose(Number(history.history.loss[0]), 607.36, {
  of: "loss at the start",
  tolerance: 0.05,
});

// %% [markdown]
// Both arrive at $w = -6.52$ and $b = 23.36$, so the library does what our loop does. Notice what $b$ is: a car of average weight in pounds has the scaled input 0, and for it the unit predicts the average mpg.
//
// **Your turn (8 minutes).** Now fit a line of your own: predict the mpg of the training cars from the column `"Horsepower"`, scaled in the same way, with `trainLinear`, $\eta = 0.1$ and 50 steps. The first five lines of the cell that scaled the pounds are your pattern. Write yours at the top of the exercise's cell, and give the names a new ending, such as `scalerHp`, so that the cells below keep theirs. Then fill in the `w` and `b` of the fit on *scaled* horsepower, and the mpg that it predicts for a car of 150 horsepower. Two decimals are enough.

// %% tags=["exercise"]
const horsepower: { w: number; b: number; mpgAt150: number } = {
  w: todo,
  b: todo,
  mpgAt150: todo,
};
exercises.horsepower.check(horsepower);
// exercises.horsepower.hint();
// exercises.horsepower.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Six inputs
//
// A linear unit can take several inputs. Each gets a weight of its own, and there is still one bias:
//
// $$\hat y = w_1 x_1 + w_2 x_2 + \dots + w_6 x_6 + b$$
//
// With $w = (2, -1)$, $b = 3$ and $x = (4, 5)$, for example, the prediction is $2 \cdot 4 - 1 \cdot 5 + 3 = 6$. Nobody can draw this for six inputs, but nothing else changes: the gradient has seven numbers, and each moves by the same rule. In code, `inputShape` changes from 1 to 6. Because all inputs are scaled, we can compare their weights: each says by how many mpg the prediction changes when that input alone grows by one standard deviation. (`Displacement` is the volume of the engine's cylinders. `Acceleration` is the number of seconds a car needs to reach 60 miles an hour, so a quick car has a *small* value.)

// %%
const carInputs = ["Weight_in_lbs", "Horsepower", "Acceleration", "Cylinders"];
const columns = [...carInputs, "Displacement", "Model_year"];
const sixScaler = new StandardScaler();
sixScaler.fit(trainCars.loc({ columns }));
const trainX6 = sixScaler.transform(trainCars.loc({ columns }));

const model6 = tf.sequential();
model6.add(tf.layers.dense({ units: 1, inputShape: [6], kernelInitializer: "zeros" }));
model6.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
await model6.fit(trainX6.tensor, targets, { epochs: 2000, batchSize: rows });

const values = Array.from(model6.getWeights()[0].dataSync(), (w) => Number(w.toFixed(2)));
barChart(
  { categories: columns, values },
  {
    title: "Beside the others, pounds and model year have the largest weights",
    xTitle: "input",
    yTitle: "weight (mpg per standard deviation)",
  },
);

// %% tags=["proof"]
checkClose(values, [-5.7, -0.12, 0.23, -0.38, 0.63, 2.69], {
  of: "six weights",
  tolerance: 0.02,
});
const strength = leastSquares(inputsAndTargets(trainCars, ["Horsepower"]));
checkClose(strength.w[0] * sixScaler.std[1], -6.07, {
  of: "weight of horsepower alone, mpg per standard deviation",
  tolerance: 0.01,
});

// %% [markdown]
// Heavier cars use more petrol, and newer cars use less; the other four weights are small. Does horsepower not matter, then? In your exercise, where it was alone, it had a weight of about −6, almost as much as pounds. Look at how the inputs go together. The **correlation** of two columns is 1 when they lie on a rising line, −1 when they lie on a falling line, and near 0 when neither tells anything about the other along a line.

// %%
const byColumn: Record<string, number[]> = {}; // for each name a list of numbers
for (const name of columns) byColumn[name] = inputsAndTargets(trainCars, [name]).x.flat();

correlationChart(byColumn, {
  title: "Pounds, horsepower, cylinders and displacement go together",
});

// %% tags=["proof"]
const standardised = trainX6.values as number[][];
const correlationOf = (j: number, k: number): number =>
  standardised.reduce((sum, row) => sum + row[j] * row[k], 0) / standardised.length;
const alike = [0, 1, 3, 4];
const loosest = Math.min(...alike.flatMap((j) => alike.map((k) => correlationOf(j, k))));
checkTrue(loosest > 0.8, "each of the six pairs has a correlation above 0.8");

// %% [markdown]
// Powerful cars are also heavy cars with many cylinders: every pair of these four columns has a correlation above 0.8. Once the unit knows how heavy a car is, its horsepower adds little that is new. A weight tells you what an input contributes **beside the other inputs**, not how important it is in itself.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How good is it really?
//
// It is time to open the test set. We report the MAE, because its unit is miles per gallon. On the 314 training cars, the line through pounds is off by 3.3 mpg on average. What do you expect for the 78 cars that it has never seen? Remember how many numbers the line could adjust.

// %%
const unseen = predict(
  "The line is off by 3.3 mpg on its training cars. And on the 78 held-out cars?",
  {
    choices: ["by about the same", "by about twice as much", "by ten times as much"],
  },
);

// %% [markdown]
// The function `judge` fits by the formula, which gives at once what gradient descent reaches in the end and needs no scaling. `mae` is the function that you wrote.

// %%
const mae = exercises.myMeanAbsoluteError.use(myMeanAbsoluteError);

function judge(trainFrame: DataFrame, testFrame: DataFrame, inputs: string[]) {
  const train = inputsAndTargets(trainFrame, inputs);
  const test = inputsAndTargets(testFrame, inputs);
  const unit = leastSquares(train);
  return {
    training_MAE: mae(train.y, predictLinear(train.x, unit)),
    test_MAE: mae(test.y, predictLinear(test.x, unit)),
  };
}

const line = judge(trainCars, testCars, ["Weight_in_lbs"]);
const six = judge(trainCars, testCars, columns);
const similar = line.test_MAE < 1.5 * line.training_MAE;
unseen.reveal(similar ? "by about the same" : "by about twice as much");
new DataFrame([
  { model: "pounds", ...line },
  { model: "six inputs", ...six },
]);

// %% tags=["proof"]
checkClose(
  [line.training_MAE, line.test_MAE, six.training_MAE, six.test_MAE],
  [3.33, 3.09, 2.7, 2.24],
  { of: "MAE", tolerance: 0.005 },
);

// %% [markdown]
// On the held-out cars both models are off by even a little *less* than on the training cars. A line has two adjustable numbers and cannot learn 314 cars by heart. (Large networks can; lesson 10 is about that.)
//
// Is 3.1 mpg good? We need a **baseline**: what would a person say who knows nothing about a car? The mean of the training cars is a common choice.
//
// **Your turn (5 minutes).** How far off is that baseline? Write a function that receives the mpg of the training cars and the mpg of the test cars, two lists with at least one number each. It predicts the mean of the *training* values for every *test* car, and returns the mean absolute error of these predictions on the test cars. Please leave both lists as they are.

// %% tags=["exercise"]
function baselineError(yTrain: number[], yTest: number[]): number {
  return todo;
}
exercises.baselineError.check(baselineError);
// exercises.baselineError.hint();
// exercises.baselineError.solution();

// %% [markdown]
// We might have been lucky with our 78 cars. So we hold out a *different* fifth and fit again. Doing this five times, so that each car is held out once, is called **cross-validation**. Your function computes the baseline, and the last line of the code appends the mean of each column.

// %%
const baselineOf = exercises.baselineError.use(baselineError);
const rounds: { baseline: number; pounds: number; six_inputs: number }[] = [];
for (let round = 0; round < 5; round++) {
  const learn = cars.query(years.map((year, i) => i % 5 !== round));
  const test = cars.query(years.map((year, i) => i % 5 === round));
  rounds.push({
    baseline: baselineOf(inputsAndTargets(learn, columns).y, inputsAndTargets(test, columns).y),
    pounds: judge(learn, test, ["Weight_in_lbs"]).test_MAE,
    six_inputs: judge(learn, test, columns).test_MAE,
  });
}
const table = new DataFrame(rounds);
table.append(table.mean({ axis: 0 }), "mean");

// %% tags=["proof"]
checkClose(
  rounds.map(({ pounds }) => pounds),
  [3.61, 3.1, 3.38, 3.22, 3.09],
  { of: "pounds, five rounds", tolerance: 0.005 },
);
checkClose(
  rounds.map(({ six_inputs }) => six_inputs),
  [2.98, 2.33, 2.83, 2.8, 2.24],
  { of: "six inputs, five rounds", tolerance: 0.005 },
);
checkTrue(
  rounds.every(
    ({ baseline, pounds, six_inputs }) => six_inputs < pounds && pounds < 0.6 * baseline,
  ),
  "in all five rounds: six inputs, then pounds, then the baseline",
);
const meanRound = (name: "baseline" | "pounds" | "six_inputs"): number =>
  rounds.reduce((sum, each) => sum + each[name], 0) / 5;
checkClose(
  [meanRound("baseline"), meanRound("pounds"), meanRound("six_inputs")],
  [6.5, 3.3, 2.6],
  {
    of: "means of the five rounds",
    tolerance: 0.05,
  },
);

// %% [markdown]
// Our split, number 4, was the luckiest of the five for both models. **The honest report is the mean with its range, not the luckiest row**: the line is off by 3.3 mpg (3.1 to 3.6) and the six inputs by 2.6 (2.2 to 3.0). The baseline is off by 6.5, so the line cuts its error in half. The six inputs beat the line, and the line beats the baseline, in all five rounds. The same was true every time we drew the held-out fifth at random: over fifteen random splits the mean is off by 6.5 mpg, the line by 3.4 and the six inputs by 2.6. (When you *choose* a model by such rounds, keep another set of rows for the final report; lesson 09 shows how.)

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What the line cannot do
//
// Can a better line do more? A picture tells. The **residual** of a car is its true mpg minus the prediction: the difference from before with its sign turned. If the line had the right shape, the residuals of light and of heavy cars would scatter around zero alike. Here are those of the training cars.

// %%
const predicted = predictLinear(inPounds.x, carLine);
const residuals = inPounds.y.map((y, i) => y - predicted[i]);

fitChart(
  { x: inPounds.x, y: residuals },
  {
    lines: { "no error": { w: [0], b: 0 } },
    residuals: false,
    noun: "car",
    title: "The heaviest cars do better than the line says, those in the middle worse",
    xTitle: "how heavy (lb)",
    yTitle: "residual (miles per gallon)",
  },
);

// %% tags=["proof"]
const residualsOf = (low: number, high: number): number[] =>
  residuals.filter((_, i) => inPounds.x[i][0] >= low && inPounds.x[i][0] < high);
const shareAbove = (low: number, high: number): number => {
  const inside = residualsOf(low, high);
  return inside.filter((value) => value > 0).length / inside.length;
};
const sizeOf = (low: number, high: number): number => {
  const inside = residualsOf(low, high);
  return inside.reduce((sum, value) => sum + Math.abs(value), 0) / inside.length;
};
checkClose([shareAbove(2500, 4000), shareAbove(4000, 6000)], [1 / 3, 0.8], {
  of: "share of cars that do better than the line says",
  tolerance: 0.02,
});
checkTrue(shareAbove(0, 2000) > 0.55, "most of the lightest cars do better");
checkTrue(
  sizeOf(0, 2500) > line.training_MAE && sizeOf(4000, 6000) < 0.7 * line.training_MAE,
  "the average error is too kind to light cars and too hard on heavy ones",
);

// %% [markdown]
// They do not. Between 2,500 and 4,000 pounds two cars in three do worse than the line says. Above 4,000 pounds four in five do better, and so do most cars below 2,000. The truth is curved, and no choice of $w$ and $b$ makes a line curved. Lessons 05 and 06 show how a network of several units follows curves. The residuals also spread wider for light cars, so one average error for all is too kind to the light cars and too hard on the heavy ones.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## And a million weights?
//
// Without our formula for the gradient we would have to nudge each weight up and down and look at the loss both times. We time one look at the loss of a unit with 1,000 weights on 100 rows. With a million weights a look takes about a thousand times as long, and **one** step needs two million looks.

// %%
const row = new Array<number>(1000).fill(0.5); // a list of 1,000 numbers, all 0.5

function lossOfWide(): number {
  let sum = 0;
  for (let i = 0; i < 100; i++) {
    let prediction = 0;
    for (let j = 0; j < 1000; j++) prediction += row[j] * row[j]; // weight times input
    sum += (prediction - 1) ** 2;
  }
  return sum / 100;
}

const look = timeit(lossOfWide, { runs: 20 }).median; // in milliseconds
const seconds = (look / 1000) * 1000 * 2_000_000; // ms to s, times the weights, times the looks
const inDays = (seconds / 86_400).toPrecision(2); // a day has 86,400 seconds
`one look: ${look.toFixed(2)} ms; one step with a million weights: ${inDays} days`;

// %% tags=["proof"]
checkTrue(Number(inDays) > 0.25, "one step takes more than a quarter of a day");

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What to use when
//
// | you see or want | then |
// |---|---|
// | a number is to be predicted | begin with a linear unit, trained with the **MSE** |
// | the data hold wild values that you cannot correct | train with the **MAE** as the loss |
// | you tell people how good the model is | report the **MAE** in the unit of the target, beside a baseline |
// | the loss grows, jumps, or becomes `Infinity` or `NaN` | lower the learning rate; check that the inputs are scaled |
// | the loss falls, but slowly | scale the inputs first, then raise the learning rate |
// | the inputs have very different sizes | `StandardScaler`, fitted to the training rows only |
// | a linear unit and a few thousand rows | least squares gives the answer at once |
// | a network | gradient descent |
// | you compare two models | same held-out rows, several rounds, mean and range |
//
// ## Change this and see
//
// Change the code, run that cell and those below it, and change it back afterwards.
//
// - In the cell that trains on scaled pounds, `{ learningRate: 0.1, steps: 50 }` → `{ learningRate: 0.5, steps: 1 }`. The title of the chart stays the same: a single step reaches the best line. By how much, then, does the slope grow for each unit of $w$, now that the inputs are scaled?
// - In the cell that holds out cars, `i % 5 === 4` → `year >= 1980`. Cars became more economical, so on these 85 newer cars the line is off by 6.8 mpg and the six inputs by 4.4. Every fifth car told us about cars *of the same years* only. What should you do to predict next year's cars?
// - In the cell where the loss explodes, `const inPounds = inputsAndTargets(trainCars, ["Weight_in_lbs"]);` → `const inPounds = inputsAndTargets(trainCars, ["Weight_in_lbs"]); inPounds.y[0] = 1800;`, as if somebody had typed two zeros too many. One car in 314 lowers the cost of 1,000 pounds from 7.7 to 3.6 mpg. How would you find such a car before you train? (The check of the horsepower exercise expects the cars as they were, without this change or the one before.)
//
// ## Questions without an answer key
//
// 1. Keep only pounds and model year, and repeat the five rounds. Are the other four inputs worth having, if measuring each of them costs money?
// 2. Fuel use can also be given in gallons for 100 miles, which is 100 divided by the mpg. Would a line through *that* be better? How would you compare two errors that have different units?
// 3. Who could be harmed if an insurance company used a model with an average error of three miles per gallon to set prices for a single car?

// %% tags=["proof"]
const olderCars = cars.query(years.map((year) => year < 1980));
const newerCars = cars.query(years.map((year) => year >= 1980));
checkEqual(newerCars.shape[0], 85, { of: "cars of 1980 and later" });
checkClose(
  [
    judge(olderCars, newerCars, ["Weight_in_lbs"]).test_MAE,
    judge(olderCars, newerCars, columns).test_MAE,
  ],
  [6.8, 4.4],
  { of: "MAE on newer cars", tolerance: 0.05 },
);
const typo = leastSquares({ x: inPounds.x, y: inPounds.y.map((y, i) => (i === 0 ? 1800 : y)) });
checkClose(-1000 * typo.w[0], 3.6, { of: "slope with the typing error", tolerance: 0.05 });
const oneGo = trainLinear(scaled, { learningRate: 0.5, steps: 1 }).model;
checkClose([oneGo.w[0], oneGo.b], [leastSquares(scaled).w[0], leastSquares(scaled).b], {
  of: "η = 0.5 arrives in one step",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - compute the prediction of a linear unit, its mean squared error and one step of gradient descent by hand
// - choose a learning rate, and recognise one that is too low or too high from the curve it makes
// - fit a line to real measurements and say honestly how far off it is
//
// Two sliders needed two formulas. For a million weights, nudging takes about a day or more for a single step, and a training run takes thousands of steps. Yet such networks are trained in minutes, and nobody works out their formulas on paper. **Who computes the gradients, then?** That is the question of [lesson 04](04-tensors.ipynb), where you will build the machine that does.
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Let the room call out their best numbers for the sliders, and come back to the lowest after the training loop (the best possible is 0.05). The table of four points and the nudge carry the whole course, so give them ten minutes on the board. If time is short, leave out the two valleys and the two maps. Common questions: *why not the absolute value?* (its slope does not shrink near the bottom, so a fixed rate never settles); *why the factor 2?* (the derivative of a square; a different η would swallow it); *a text says that the climber takes small steps where it is steep* (for plain gradient descent it is the other way round, as the table of steps shows). A, B and C are training runs of `trainLinear` from w = 0, b = 0, rounded. The single bowl holds for a linear unit with the MSE as long as no input follows from the others. Sources: least squares was published by Legendre (1805), with Gauss claiming earlier use; gradient descent goes back to Cauchy (1847). ADALINE by Widrow and Hoff ("Adaptive switching circuits", 1960) is a linear unit trained by gradient descent on the squared error of one example at a time, the link from lesson 02 to this one. The data are the "cars" set of vega-datasets (BSD-3), used in the 1983 exposition of the American Statistical Association.
