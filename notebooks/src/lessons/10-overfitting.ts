// %% [markdown] slideshow={"slide_type": "slide"}
// # 10 · Did it learn or memorise?
//
// Today you will meet a model that makes no mistake at all on the 200 examples that it was given. It takes a dozen lines of code, and it is never trained. Is it a good model? Then you will shuffle the miles per gallon of 78 cars like a deck of cards, and find out how much of this nonsense a network can learn. At the end you will be able to tell from two curves whether a network learns or memorises, and your training runs will stop by themselves when the best moment has passed, and go back to it.
//
// Lesson 09 ended with a network that might become better and better on its training films, until it was perfect. So our question is: **what does a perfect score on the training rows prove?**
//
// *Two sittings of about 50 minutes · builds on lessons 03, 07 and 09*
//
// **You will be able to**
//
// - say what the best possible model can reach, and how capacity and the number of rows decide what yours does reach
// - read a training curve and a validation curve: underfitting, overfitting, a learning rate that is too high
// - stop a training run early with the best weights, and compare networks without being fooled by luck

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  display,
  dropdown,
  interact,
  predict,
  predictionSummary,
  Random,
  slider,
  tf,
  type ModelFitArgs,
} from "neural-notebooks/core";
import { meanSquaredError, noisySine } from "neural-notebooks";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { split, StandardScaler } from "neural-notebooks/tensors";
import { denseNet, leastSquares, predictLinear } from "neural-notebooks/models";
import { chart, historyChart, lineChart, liveHistory } from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises, quizCurves } from "neural-notebooks/grading/problems/10-overfitting";

// %% tags=["proof"]
import {
  checkBetween,
  checkClose,
  checkEqual,
  checkTrue,
} from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Which curve would you trust?
//
// Here are 20 measurements of a number $y$ at different $x$. We want a model that predicts $y$, and we want to set how flexible it is. A **polynomial** lets us do that: it is a weighted sum of powers of $x$, and the highest power is called its **degree**. With degree 3 it is
//
// $$\hat y = b + w_1 x + w_2 x^2 + w_3 x^3$$
//
// Degree 1 is a straight line, and each further degree allows the curve one more turn. The powers of $x$ are inputs like any others. So this is the linear unit of lesson 03, and `leastSquares` finds its best weights without any training.
//
// > **Reading the code.** `powersOf` computes the inputs for each $x$. It first moves $x$ from the range 0 to 1 to the range −1 to 1, which keeps the computation accurate and allows exactly the same curves. `fitPolynomial` returns a function: you give it rows to learn from, and what you get back predicts.

// %%
const few = noisySine({ count: 20, noise: 0.25, seed: 14 });

function powersOf(xs: number[], degree: number): number[][] {
  const rows: number[][] = [];
  for (const x of xs) {
    const row: number[] = [];
    for (let k = 1; k <= degree; k++) row.push((2 * x - 1) ** k);
    rows.push(row);
  }
  return rows;
}

function fitPolynomial(rows: { x: number[]; y: number[] }, degree: number) {
  const unit = leastSquares({ x: powersOf(rows.x, degree), y: rows.y });
  return (xs: number[]) => predictLinear(powersOf(xs, degree), unit);
}

// %% [markdown]
// `drawDegree` draws the points and the curve that was fitted to them. The title gives the **training error**: the mean squared error on these same 20 points. Move the slider from 1 to 12. **At which degree would you stop**, and does the training error help you to decide?

// %%
const places = Array.from(tf.linspace(0, 1, 201).dataSync());
const dots = { type: "scatter", mode: "markers", name: "20 points", x: few.x, y: few.y };

function drawDegree(degree: number) {
  const learned = fitPolynomial(few, degree);
  const error = meanSquaredError({ yTrue: few.y, yPred: learned(few.x) }).toFixed(3);
  const y = learned(places);
  const look = {
    title: { text: `Degree ${degree}: training error ${error}` },
    xaxis: { title: { text: "x" } },
    yaxis: { title: { text: "y" }, range: [-2, 2] },
    height: 380,
  };
  const data = [dots, { type: "scatter", mode: "lines", name: "curve", x: places, y }];
  return chart({ data, layout: look }, { alt: `20 points and a curve of degree ${degree}` });
}

interact({ degree: slider({ min: 1, max: 12, value: 1 }) }, ({ degree }) => drawDegree(degree));

// %% tags=["proof"]
const errorOnFew = (degree: number) =>
  meanSquaredError({ yTrue: few.y, yPred: fitPolynomial(few, degree)(few.x) });
for (let degree = 2; degree <= 12; degree++)
  checkTrue(errorOnFew(degree) < errorOnFew(degree - 1) + 1e-9, "the error never rises");
const wildest = Math.max(...fitPolynomial(few, 12)(places).map(Math.abs));
const calm = Math.max(...fitPolynomial(few, 3)(places).map(Math.abs));
checkTrue(calm < 1.6 && wildest > 1.3 * calm, "degree 12 swings farther than degree 3");

// %% [markdown]
// The training error never rises, so by this number alone the highest degree is the best. Your eye says something else: from some degree on, the curve swings wildly to reach single points, and at the end it even leaves the picture. Which of the two is right? To find out, we need to know where the points come from.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Signal and noise
//
// This time we do know, because we made the points ourselves. Each $y$ has two parts:
//
// $$y = \sin(2\pi x) + \text{noise}$$
//
// The first part, one period of a sine wave, is the **signal**. It is the same for old points and new ones. The second part is **noise**: whatever makes the examples differ for reasons that the inputs do not tell. Ours is drawn at random with mean 0 and a standard deviation of 0.25, so about two thirds of it lies between −0.25 and 0.25. Real data have both parts, too: two cars of the same weight and power differ in their tyres and their drivers. But nobody can show you their column `signal`. For our points we can.

// %%
const fresh = noisySine({ count: 2000, noise: 0.25, seed: 1000 });
new DataFrame({
  x: few.x,
  signal: few.signal,
  noise: few.y.map((y, i) => y - few.signal[i]),
  y: few.y,
}).head(4);

// %% tags=["proof"]
checkEqual(few.x.length, 20, { of: "points" });
const inside = fresh.y.filter((y, i) => Math.abs(y - fresh.signal[i]) < 0.25).length;
checkBetween(inside / 2000, [0.62, 0.74], { of: "share of the noise within one deviation" });

// %% [markdown]
// The cell has also drawn 2,000 new points, `fresh`, from the same wave. Suppose that somebody knows the signal exactly and predicts it for each of these points. Which error will this perfect model have?

// %%
const perfect = predict("What is the mean squared error of the true signal on new points?", {
  choices: ["0", "about 0.06", "about 0.25"],
});

// %%
const floor = meanSquaredError({ yTrue: fresh.y, yPred: fresh.signal });
const above = floor < 0.15 ? "about 0.06" : "about 0.25";
perfect.reveal(floor < 0.01 ? "0" : above);
floor;

// %% tags=["proof"]
checkBetween(floor, [0.055, 0.065], { of: "noise floor" });
checkClose(floor, 0.25 ** 2, {
  of: "floor against the square of the deviation",
  tolerance: 0.006,
});

// %% [markdown]
// The perfect model misses each point by its noise. The mean of the squared noise is the square of its standard deviation, $0.25^2 = 0.0625$; in these 2,000 points it happens to be a little less. This error is called the **noise floor**. Apart from luck with a few points, no model gets below it on new points. A *training* error below the floor is therefore no triumph: the model has learned noise, and the next point has different noise.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The memoriser
//
// The worst pupil learns all answers by heart and understands nothing. We can build this pupil. It keeps a table of its training points. When it is asked about some $x$, it looks up the nearest $x$ in the table and repeats the $y$ beside it. We give it 200 points to remember.

// %%
const known = noisySine({ count: 200, noise: 0.25, seed: 1 });

function recite(x: number): number {
  let nearest = 0;
  for (let i = 1; i < known.x.length; i++) {
    if (Math.abs(known.x[i] - x) < Math.abs(known.x[nearest] - x)) nearest = i;
  }
  return known.y[nearest];
}

meanSquaredError({ yTrue: known.y, yPred: known.x.map(recite) });

// %% tags=["proof"]
checkEqual(meanSquaredError({ yTrue: known.y, yPred: known.x.map(recite) }), 0, {
  of: "error on the points that it knows",
});

// %% [markdown]
// No error at all on 200 points! Now we ask it about the 2,000 new ones.

// %%
const recited = predict("What is the memoriser's mean squared error on new points?", {
  choices: ["0 again", "about 0.06, the noise floor", "about twice the noise floor"],
});

// %%
const byHeart = meanSquaredError({ yTrue: fresh.y, yPred: fresh.x.map(recite) });
const doubled =
  byHeart > 1.4 * floor ? "about twice the noise floor" : "about 0.06, the noise floor";
recited.reveal(byHeart < 0.01 ? "0 again" : doubled);
display(new DataFrame([{ "noise floor": floor, memoriser: byHeart, times: byHeart / floor }]));
const heights = {
  memoriser: places.map(recite),
  signal: places.map((x) => Math.sin(2 * Math.PI * x)),
};
lineChart(
  { x: places, y: heights },
  { title: "The memoriser repeats the noise that it has seen", xTitle: "x", yTitle: "y" },
);

// %% tags=["proof"]
const ofKnown = meanSquaredError({ yTrue: known.y, yPred: known.signal });
checkTrue(ofKnown < 0.06, "the noise of the 200 points is a little small");
checkBetween(byHeart / floor, [1.6, 2.2], { of: "memoriser in noise floors" });

// %% [markdown]
// On new points its error is nearly twice the noise floor. Why twice? The memoriser repeats the noise of an *old* point, and the *new* point has noise of its own. The signals of such near neighbours are almost equal, so they cancel. What is left is the difference of the two noises, and its square is
//
// $$(\text{old} - \text{new})^2 = \text{old}^2 - 2 \cdot \text{old} \cdot \text{new} + \text{new}^2$$
//
// On average the middle term is 0: the two noises are independent of each other, so their product is positive as often as negative. Each of the other two terms has the mean $0.25^2 = 0.0625$, and together they make 0.125. Ours is 0.107, mainly because the noises that this memoriser repeats happen to be small.
//
// The memoriser is not useless: it follows the wave. But its training error promised 0. **The training error of a model does not tell you how it does on new rows.** A model that does well on new rows **generalises**, and only rows that it has not seen can show that.
//
// **Your turn (3 minutes, on paper).** The noise of other measurements has a standard deviation of 0.4. What mean squared error does the best possible model have on new rows? And a memoriser that knows very many rows, first on new rows and then on its training rows?

// %% tags=["exercise"]
const noise: { best: number; memoriser: number; memoriserOnTraining: number } = {
  best: todo,
  memoriser: todo,
  memoriserOnTraining: todo,
};
exercises.noise.check(noise);
// exercises.noise.hint();
// exercises.noise.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How much capacity?
//
// How closely a model *can* follow its rows is called its **capacity**. The memoriser can follow any points, a straight line hardly any. We go through the degrees and measure two errors for each: one on the 20 training points, and one on the 2,000 new points, which serve as validation rows. One set of 20 points may be a lucky one. So we draw 51 sets, fit the degree to each of them and take the median error. If you sort the 51 errors, it is the one at place 25, counted from 0.

// %%
function medianErrors(count: number, degree: number) {
  const errors = { train: [] as number[], validation: [] as number[] };
  for (let set = 1; set <= 51; set++) {
    const rows = noisySine({ count, noise: 0.25, seed: set });
    const learned = fitPolynomial(rows, degree);
    errors.train.push(meanSquaredError({ yTrue: rows.y, yPred: learned(rows.x) }));
    errors.validation.push(meanSquaredError({ yTrue: fresh.y, yPred: learned(fresh.x) }));
  }
  const middle = (list: number[]) => list.sort((a, b) => a - b)[25];
  return { train: middle(errors.train), validation: middle(errors.validation) };
}

// %% [markdown]
// The next function draws both errors, and the noise floor as a dashed line.

// %%
type Errors = { train: number; validation: number };

function drawErrors(x: number[], errors: Errors[], names: { title: string; xTitle: string }) {
  const y = {
    train: errors.map((each) => each.train),
    validation: errors.map((each) => each.validation),
    "noise floor": errors.map(() => 0.25 ** 2),
  };
  return lineChart(
    { x, y },
    {
      ...names,
      yTitle: "mean squared error (median of 51)",
      roles: { "noise floor": "baseline" },
      logarithmic: ["y"],
      mode: "lines+markers",
    },
  );
}

// %% [markdown]
// The vertical axis is logarithmic, so that the large errors on the right do not flatten all the others. Find the degree at which the validation error is lowest. How far apart are the two curves there, and how far at degree 12?

// %%
const degrees = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
const sweep = degrees.map((degree) => medianErrors(20, degree));
const title = "With more capacity one error falls, the other turns";
drawErrors(degrees, sweep, { title, xTitle: "degree of the polynomial" }).with({
  layout: { xaxis: { dtick: 1 } },
});

// %% tags=["proof"]
const lows = sweep.map(({ validation }) => validation);
checkEqual(degrees[lows.indexOf(Math.min(...lows))], 3, { of: "best degree" });
checkTrue(sweep[0].train > 0.15 && sweep[0].validation < 1.5 * sweep[0].train, "degree 1");
checkTrue(sweep[11].validation > 100 * sweep[11].train, "degree 12: a gap of a hundred times");
checkTrue(
  degrees.every((degree, i) => i === 0 || sweep[i].train < sweep[i - 1].train),
  "the training error falls with each degree",
);
checkTrue(
  degrees.every((degree, i) => sweep[i].train < 0.0625 === degree >= 3),
  "below the floor from degree 3 on",
);

// %% [markdown]
// The training error falls all the way. The validation error makes a valley:
//
// - On the left both errors are high. A straight line cannot follow a wave: it **underfits**.
// - At degree 3 the validation error is lowest.
// - On the right the training error is tiny, and at degree 12 the validation error is more than a hundred times as high. The model follows the noise. This is **overfitting**.
//
// The validation error minus the training error is called the **gap**. Even at degree 3 there is one: weights that are fitted to 20 points always catch a little of their noise. If you stopped the slider near 3, your eye was right.
//
// **Your turn (8 minutes, you train).** In a network, capacity comes from units and layers. A colleague has trained one hidden layer of 2 ReLU units on rows whose noise floor is 0.16. Its mean squared error is about 0.7, on training and validation rows alike. `exercises.enough.data` holds the 150 training rows, `x` of shape `[150, 2]` and `y` of `[150, 1]`, and 150 validation rows in `xValidation` and `yValidation`. Build, compile and train a `tf.sequential` model with more capacity. It ends in one unit without an activation function, and its loss is the mean squared error. The check measures it on 1,000 new rows *without noise*. There the colleague's network has about 0.6; yours must be below 0.36.

// %% tags=["exercise"]
const enough: tf.Sequential = todo;
exercises.enough.check(enough);
// exercises.enough.hint();
// exercises.enough.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## More rows
//
// A low degree protects us from overfitting. Is there another way? We take degree 9, which overfits 20 rows badly, and give it more rows, up to 1,000.

// %%
const withMore = predict("Degree 9 gets more and more rows. What will its training error do?", {
  choices: ["fall", "stay about the same", "rise"],
});

// %%
const counts = [20, 30, 50, 100, 200, 500, 1000];
const growth = counts.map((count) => medianErrors(count, 9));
const rose = growth[6].train > 1.2 * growth[0].train ? "rise" : "stay about the same";
withMore.reveal(growth[6].train < growth[0].train / 1.2 ? "fall" : rose);
const meeting = "Degree 9: more rows close the gap";
drawErrors(counts, growth, { title: meeting, xTitle: "training rows" }).with({
  layout: { xaxis: { type: "log", tickvals: counts } },
});

// %% tags=["proof"]
for (let i = 1; i < counts.length; i++) {
  checkTrue(growth[i].train > growth[i - 1].train, "the training error rises");
  checkTrue(growth[i].validation < growth[i - 1].validation, "the validation error falls");
}
checkClose([growth[6].train, growth[6].validation], [0.0625, 0.0625], {
  of: "errors with 1000 rows",
  tolerance: 0.004,
});
checkTrue(sweep[8].validation / sweep[8].train > 5, "degree 9 overfits 20 rows");

// %% [markdown]
// The training error *rises*: the ten numbers of this model, nine weights and a bias, can fit much of the noise of 20 rows, but hardly any of 1,000. And the validation error falls, until the two meet at the noise floor. (It ends a little below the dashed line, because the floor of our 2,000 new points is 0.059.) So the same model that overfits 20 rows is fine for 1,000. Do 1,000 rows help a straight line as much?

// %%
medianErrors(1000, 1);

// %% tags=["proof"]
const line = medianErrors(1000, 1);
checkBetween(line.train / 0.0625, [3.7, 4.4], { of: "training error of a line in floors" });
checkBetween(line.validation / line.train, [0.93, 1.07], { of: "no gap" });

// %% [markdown]
// They do not. The gap is gone, but both errors are about four times the noise floor, and another million rows would not change that: the line lacks capacity. **More rows close the gap, and more capacity lowers the training error.**
//
// **Your turn (3 minutes).** Three teams ask for advice. In all three projects the noise floor is known to be about 0.09. Which *one* thing will help each team most? Give each team one of the three texts of the type.
//
// | team | training error | validation error |
// |---|---|---|
// | `bakery` | 0.41 | 0.43 |
// | `harbour` | 0.03 | 0.38 |
// | `clinic` | 0.088 | 0.093 |

// %% tags=["exercise"]
type Advice = "more rows" | "more capacity" | "nothing, it is as good as it gets";
const advice: { bakery: Advice; harbour: Advice; clinic: Advice } = {
  bakery: todo,
  harbour: todo,
  clinic: todo,
};
exercises.advice.check(advice);
// exercises.advice.hint();
// exercises.advice.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You know what noise leaves to the best of models, and what capacity and more rows can do. When you come back, networks take the place of polynomials, and real cars the place of the wave.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Random targets
//
// We take the cars of lesson 07 with their six inputs. A few rows are easier to memorise than many, so we train on only 78 cars and divide the others between validation and test. (In a project you would give the largest part to training.)

// %%
const complete = readDataset("cars").dropNa({ axis: 1 });
const years: number[] = [];
for (const date of complete.column("Year").values) {
  years.push(Number(String(date).slice(0, 4)));
}
const cars = complete.addColumn("Model_year", years);
const inputs = [
  "Weight_in_lbs",
  "Horsepower",
  "Acceleration",
  "Cylinders",
  "Displacement",
  "Model_year",
];
const parts = split(cars, { validation: 0.4, test: 0.4, seed: 1 });
[parts.train.length, parts.validation.length, parts.test.length];

// %% tags=["proof"]
checkEqual([parts.train.length, parts.validation.length, parts.test.length], [78, 157, 157], {
  of: "training, validation and test cars",
});

// %% [markdown]
// `parts` holds row numbers, drawn at random. We scale inputs and target by the training cars. A scaled target makes the loss easy to read. If a model predicts the mean for every training car, its mean squared error is the squared standard deviation, and after scaling that is 1. So **a loss of 1 means "no better than the mean"**.

// %%
const target = ["Miles_per_Gallon"];
const trainCars = cars.iloc({ rows: parts.train });
const xScaler = new StandardScaler().fit(trainCars.loc({ columns: inputs }));
const yScaler = new StandardScaler().fit(trainCars.loc({ columns: target }));

function tensorsOf(rows: Int32Array) {
  const some = cars.iloc({ rows });
  const x = xScaler.transform(some.loc({ columns: inputs })).tensor;
  const y = yScaler.transform(some.loc({ columns: target })).tensor;
  return { x, y };
}

const train = tensorsOf(parts.train);
const validation = tensorsOf(parts.validation);
const test = tensorsOf(parts.test);
[train.x.shape, train.y.shape];

// %% tags=["proof"]
const ofMean = tf.mean(tf.square(train.y)).dataSync()[0];
checkClose(ofMean, 1, { of: "loss of the mean", tolerance: 1e-4 });

// %% [markdown]
// Now we shuffle the miles per gallon of the 78 training cars. Each car gets a number at random, and only chance connects the two now. On these random targets we train a network of three layers with 64 units, 8,833 parameters in all, for 300 epochs.

// %%
const nonsense = predict("Where will the training loss end, if there is nothing to learn?", {
  choices: ["about 1, like the mean", "about 0.5", "below 0.1"],
});

// %% [markdown]
// > **Reading the code.** `permutation(78)` lists the numbers 0 to 77 in random order, and `tf.gather` takes the rows of a tensor in that order. `evaluate` gives the loss as a tensor with one number, a scalar.

// %%
function lossOn(network: tf.LayersModel, rows: { x: tf.Tensor; y: tf.Tensor }): number {
  return (network.evaluate(rows.x, rows.y) as tf.Scalar).dataSync()[0];
}

const order = tf.tensor1d(new Random(1).permutation(parts.train.length), "int32");
const shuffled = tf.gather(train.y, order);
const parrot = denseNet({ inputs: 6, hidden: [64, 64, 64], seed: 1 });
parrot.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
await parrot.fit(train.x, shuffled, {
  epochs: 300,
  batchSize: 32,
  seed: 1,
  validationData: [validation.x, validation.y],
  callbacks: [liveHistory({ title: "Random targets", logarithmic: true })],
});

const fooled = lossOn(parrot, { x: train.x, y: shuffled });
const half = fooled < 0.75 ? "about 0.5" : "about 1, like the mean";
nonsense.reveal(fooled < 0.1 ? "below 0.1" : half);
new DataFrame([{ training: fooled, validation: lossOn(parrot, validation) }]);

// %% tags=["proof"]
checkEqual(parrot.countParams(), 8833, { of: "parameters" });
checkTrue(
  fooled < 0.1 && lossOn(parrot, validation) > 1.2,
  "learned by heart, useless elsewhere",
);

// %% [markdown]
// The training loss is nearly 0. (The axis is logarithmic, so its rises look larger than they are.) The network has done what the memoriser did. For other cars it ends up worse than predicting the mean, since it repeats random numbers. (In the first epochs its validation loss is below 1. That is luck: in this shuffle the newer cars happened to get slightly more miles per gallon, as newer cars really do.) So when a training loss is low, you know that the optimizer works and that the network has enough capacity. You do not know yet whether the network has learned anything about cars.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Two curves
//
// With the true targets a network learns and memorises: at first it learns mostly what holds for all cars, and later it memorises more and more. Two curves show where one ends and the other begins. Here is a network of two layers with 64 units, trained for 300 epochs with nothing to stop it. The picture shows the losses below 0.3.

// %%
async function trainOnCars(hidden: number[], options: ModelFitArgs) {
  const network = denseNet({ inputs: 6, hidden, seed: 1 });
  network.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
  const { history } = await network.fit(train.x, train.y, {
    batchSize: 32,
    seed: 1,
    validationData: [validation.x, validation.y],
    ...options,
  });
  return { network, history };
}

const tireless = await trainOnCars([64, 64], { epochs: 300 });
const view = { layout: { yaxis: { range: [0, 0.3] } } };
historyChart(tireless.history, {
  title: "The training loss falls, the validation loss turns",
}).with(view);

// %% tags=["proof"]
const curves = tireless.history;
const lowestLate = Math.min(...curves.val_loss);
const turn = curves.val_loss.indexOf(lowestLate);
checkTrue(turn < 40, "the validation loss is lowest early");
checkTrue(curves.val_loss[299] > 1.25 * lowestLate, "and higher at the end");
checkTrue(curves.loss[299] < 0.25 * curves.loss[turn], "while the training loss falls on");

// %% [markdown]
// Both losses fall steeply at first, from above the picture. After some twenty epochs the validation loss stops falling and slowly climbs, while the training loss goes on falling. From there on the network learns mostly what is true of these 78 cars only. Without the validation curve you would not notice. The gap alone is no fault: a network nearly always does better on rows that it has learned from. What matters is where the validation loss is lowest.
//
// There is one trap. The `loss` that `fit` reports is the mean over the batches *during* the epoch, while the weights still change. The validation loss is measured *after* the epoch, with better weights. In the first epochs this can mislead you. The next cell trains a new network for two epochs and measures the training cars again with `evaluate`.

// %%
const beginner = await trainOnCars([64, 64], { epochs: 2 });
new DataFrame([
  {
    "training, as fit reports it": beginner.history.loss[1],
    "training, after epoch 2": lossOn(beginner.network, train),
    "validation, after epoch 2": beginner.history.val_loss[1],
  },
]);

// %% tags=["proof"]
const afterwards = lossOn(beginner.network, train);
checkTrue(beginner.history.loss[1] > 1.3 * afterwards, "fit reports a higher loss");
checkTrue(beginner.history.loss[1] > beginner.history.val_loss[1], "above the validation loss");

// %% [markdown]
// By the loss that `fit` reports, the network seems to be far better on new cars than on its own. Measured after the epoch, the two losses are not far apart. **So compare the two curves in later epochs, or measure with `evaluate`.**
//
// **Your turn (3 minutes, on paper).** Another training run gave these losses. In which epoch is the network best for new rows, counted from 1? And how large is the gap in that epoch, and in the last one?
//
// | epoch | 1 | 2 | 3 | 4 | 5 | 6 | 7 |
// |---|---|---|---|---|---|---|---|
// | training loss | 1.20 | 0.80 | 0.55 | 0.42 | 0.30 | 0.22 | 0.15 |
// | validation loss | 1.10 | 0.78 | 0.62 | 0.56 | 0.59 | 0.66 | 0.75 |

// %% tags=["exercise"]
const reading: { bestEpoch: number; gapThere: number; gapAtEnd: number } = {
  bestEpoch: todo,
  gapThere: todo,
  gapAtEnd: todo,
};
exercises.reading.check(reading);
// exercises.reading.hint();
// exercises.reading.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Early stopping
//
// You see only afterwards where the validation loss was lowest: it goes up and down a little all the time, so a single rise means nothing. **Early stopping** therefore waits. You have used it since lesson 07, and this is its rule:
//
// - An epoch counts as *better* when its validation loss is lower than that of the best epoch so far, by more than `minDelta`.
// - When `patience` epochs in a row were not better, the training ends.
//
// Then the network gets back the weights of the best epoch if you ask for it by `restoreBestWeights`; otherwise it keeps the last ones. With a `minDelta` of 0.05 and a patience of 2:
//
// | epoch | validation loss | must be below | better? | epochs waited |
// |---|---|---|---|---|
// | 1 | 1.00 | | yes, it is the first | 0 |
// | 2 | 0.70 | 0.95 | yes | 0 |
// | 3 | 0.60 | 0.65 | yes | 0 |
// | 4 | 0.57 | 0.55 | no | 1 |
// | 5 | 0.66 | 0.55 | no | 2: stop |
//
// The training ends after epoch 5, and the weights of epoch 3 come back. The loss of epoch 4 was lower, but not by more than 0.05, so epoch 3 is still the best. Why do we need a `minDelta`? Without it, after every tiny drop the waiting would start again from 0. Keras counts in the same way.
//
// Now we use it on the cars, with a `minDelta` of 0.001 and a patience of 20, which are common values to begin with.
//
// > **Reading the code.** `stopping.bestEpoch` counts from 0. The `!` after it tells TypeScript that the value is there: before a training run there is no best epoch.

// %%
const stopping = tf.callbacks.earlyStopping({
  monitor: "val_loss",
  minDelta: 0.001,
  patience: 20,
  restoreBestWeights: true,
});
const stopped = await trainOnCars([64, 64], { epochs: 300, callbacks: [stopping] });

historyChart(stopped.history, {
  title: "After the best epoch, twenty epochs of patience",
  bestEpoch: stopping.bestEpoch! + 1,
}).with(view);

// %% tags=["proof"]
const ran = stopped.history.loss.length;
const restored = lossOn(stopped.network, validation);
checkTrue(ran < 100 && ran - (stopping.bestEpoch! + 1) === 20, "twenty epochs after the best");
checkClose(restored, stopped.history.val_loss[stopping.bestEpoch!], {
  of: "loss of the restored network against the curve",
  tolerance: 1e-4,
});
checkTrue(
  restored < 0.66 * lossOn(tireless.network, validation),
  "smaller by more than a third",
);
const lowestSeen = Math.min(...stopped.history.val_loss);
checkTrue(
  lowestSeen < restored - 1e-5 && restored - lowestSeen < 0.001,
  "a later one is lower",
);

// %% [markdown]
// The training ended long before epoch 300, and the network has the weights of the marked epoch again. In a later epoch the loss was even lower, but by less than 0.001, so it did not count.
//
// **Your turn (8 minutes).** Write the rule yourself. `earlyStop` receives the validation losses of all epochs that would run *without* a stop, at least one, and the two settings; the patience is at least 1. It returns two epoch numbers, counted from 1: `stopsAfter`, the last epoch that runs, and `best`, the epoch whose weights come back. When the patience never runs out, all epochs run. Please leave the list as it is.

// %% tags=["exercise"]
type Stop = { stopsAfter: number; best: number };
function earlyStop(losses: number[], minDelta: number, patience: number): Stop {
  return todo;
}
exercises.earlyStop.check(earlyStop);
// exercises.earlyStop.hint();
// exercises.earlyStop.solution();

// %% [markdown]
// Now try your function on the losses of the network that trained for all 300 epochs. Until the stop they are the same as above, so it should find the two epochs of the last picture.

// %%
const ownRule = exercises.earlyStop.use(earlyStop);
ownRule(tireless.history.val_loss, 0.001, 20);

// %% tags=["proof"]
checkEqual(
  ownRule(tireless.history.val_loss, 0.001, 20),
  { stopsAfter: stopped.history.loss.length, best: stopping.bestEpoch! + 1 },
  { of: "the rule on the same losses" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The test, once
//
// We have chosen the epoch by the validation cars, so their loss makes the stopped network look a little too good. The test cars have not been used for anything. The table shows the validation loss and the mean absolute error on the test cars. (A scaled error times the standard deviation of the target is in miles per gallon again.)

// %%
function mpgError(predicted: tf.Tensor): number {
  const off = tf.mean(tf.abs(tf.sub(predicted, test.y))).dataSync()[0];
  return off * yScaler.std[0];
}

new DataFrame({
  model: ["the mean", "stopped early", "after 300 epochs"],
  "validation loss": [
    tf.mean(tf.square(validation.y)).dataSync()[0],
    lossOn(stopped.network, validation),
    lossOn(tireless.network, validation),
  ],
  "test error (mpg)": [
    mpgError(tf.zerosLike(test.y)),
    mpgError(stopped.network.predict(test.x) as tf.Tensor),
    mpgError(tireless.network.predict(test.x) as tf.Tensor),
  ],
});

// %% tags=["proof"]
const mpgOf = (network: tf.LayersModel) => mpgError(network.predict(test.x) as tf.Tensor);
checkTrue(mpgOf(stopped.network) < mpgOf(tireless.network), "stopped early is better here");
checkTrue(mpgOf(tireless.network) < 0.6 * mpgError(tf.zerosLike(test.y)), "both beat the mean");

// %% [markdown]
// After scaling, the mean of the training cars is 0, so `zerosLike` predicts the mean. The early stop has lowered the validation loss by more than a third, and it wins on the test cars as well. Even the network that trained for too long is far better than the mean: it has memorised *and* learned.
//
// But this is one split and one initialisation, and with 78 cars much depends on chance. So we have repeated it with five splits and five seeds, which makes 25 pairs of training runs. The means:
//
// | model | test error (mpg) |
// |---|---|
// | linear unit, least squares | 2.80 |
// | 64-64, all 300 epochs | 2.55 |
// | 64-64, stopped early | 2.27 |
//
// The stopped network was better in 22 of the 25 pairs. In one of the five splits the two were about equal on average. Early stopping has a price: the validation cars cannot be used for training. In return it saves most of the time.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Read these curves
//
// Here are four training runs, A to D, on noisy waves. One is sound, and each of the other three has a different fault. Both losses are measured after each epoch here. Choose the runs one after the other and look at three things: how high do the curves end, how far apart are they, and how smooth are they?

// %%
const quiz = quizCurves();

interact({ training: dropdown(["A", "B", "C", "D"]) }, ({ training }) => {
  const picture = historyChart(quiz[training], { title: `Training ${training}` });
  return picture.with({ layout: { yaxis: { range: [0, 0.8] } } });
});

// %% [markdown]
// **Your turn (4 minutes).** Give each training run one of the four texts of the type. Each text occurs once.

// %% tags=["exercise"]
type Diagnosis = "underfits" | "fits" | "overfits" | "learning rate too high";
const diagnosis: { A: Diagnosis; B: Diagnosis; C: Diagnosis; D: Diagnosis } = {
  A: todo,
  B: todo,
  C: todo,
  D: todo,
};
exercises.diagnosis.check(diagnosis);
// exercises.diagnosis.hint();
// exercises.diagnosis.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How large should a network be?
//
// With polynomials one degree was best. We look for the same valley with networks, from no hidden layer to three. Each trains for 300 epochs, which takes some seconds, and then we measure its losses with `evaluate`. The dotted curve is the lowest validation loss on the way: what a stop at the best epoch would have kept.

// %%
const sizes = [[], [2], [4], [16], [64, 64], [64, 64, 64]];
const progress = display("No network is trained yet");
const parameters: number[] = [];
const losses: Record<string, number[]> = {
  train: [],
  validation: [],
  "validation, best epoch": [],
};
for (const hidden of sizes) {
  const { network, history } = await trainOnCars(hidden, { epochs: 300, verbose: 0 });
  parameters.push(network.countParams());
  losses.train.push(lossOn(network, train));
  losses.validation.push(lossOn(network, validation));
  losses["validation, best epoch"].push(Math.min(...history.val_loss));
  progress.update(`${parameters.length} of ${sizes.length} networks are trained`);
}
const large = "Stopped at its best epoch, a large network does no harm";
const axes = { title: large, xTitle: "parameters", yTitle: "loss" };
lineChart({ x: parameters, y: losses }, { ...axes, logarithmic: ["x"], mode: "lines+markers" });

// %% tags=["proof"]
const [atEnd, atBest] = [losses.validation, losses["validation, best epoch"]];
checkTrue(losses.train[4] < 0.02 && losses.train[5] < 0.02, "large networks memorise");
checkTrue(losses.train[0] > 0.15, "the linear network cannot");
checkTrue(
  atBest[4] < atBest[0] && atBest[5] < atBest[0] && atBest[5] < 1.1 * atBest[2],
  "at the best epoch large networks are as good as small ones",
);
checkTrue(atEnd[4] > 1.3 * atBest[4], "at the end the 64-64 network is worse than at its best");

// %% [markdown]
// The validation loss after 300 epochs goes up and down. This is one run of each, so it cannot tell which size is best. But the dotted curve falls early, and is nearly flat from 16 units on: the large networks lose nothing by their size. In 25 pairs of training runs as above, stopped networks with 4 units were off by 2.35 mpg on the test cars and those with 64-64-64 units by 2.24 mpg. The large one was better in 19 of the 25 pairs, and on average in four of the five splits. This supports a common habit: **take a network that is large enough to overfit, and stop it in time.**

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Large, and stopped in time
//
// **Your turn (8 minutes, you train).** A sensor in a river measures pollution, with much noise. You want to predict it from temperature, current and depth. `exercises.river.data` holds 60 training rows, `x` of shape `[60, 3]` (scaled) and `y` of `[60, 1]`, and 100 validation rows in `xValidation` and `yValidation`. Build a `tf.sequential` network that is *large* on purpose, with at least 4,000 parameters and an activation function in its hidden layers (two hidden layers of 64 ReLU units will do). It ends in one unit without an activation function; the loss is the mean squared error. Train it so that it does not memorise: on 1,000 new rows *without noise* its mean squared error must be below 0.25.

// %% tags=["exercise"]
const river: tf.Sequential = todo;
exercises.river.check(river);
// exercises.river.hint();
// exercises.river.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Wider or deeper?
//
// You can enlarge a network by more units in a layer, which makes it **wider**, or by more layers, which makes it **deeper**. A rule of thumb says: *wider for linear relationships, deeper for non-linear ones*. Is it true? We compare two networks of exactly 385 parameters, one with a single layer of 64 units and one with three layers of 12. Both get the same 500 rows and an early stop. One target is nearly linear, the other is strongly curved:
//
// $$y = x_1 + 0.5 x_2 - 0.5 x_3 + 0.25 x_4 + 0.1 x_1^2 \qquad y = \sin(3 x_1 x_2) + x_3 x_4$$

// %%
const deeper = predict("Which network will have the lower error on the curved target?", {
  choices: ["the wide one", "the deep one", "no clear difference"],
});

// %%
type Target = (row: number[]) => number;
const nearlyLinear: Target = ([a, b, c, d]) => a + 0.5 * b - 0.5 * c + 0.25 * d + 0.1 * a * a;
const curved: Target = ([a, b, c, d]) => Math.sin(3 * a * b) + c * d;

function rowsOf(target: Target, count: number, seed: number) {
  const random = new Random(seed);
  const x: number[][] = [];
  const y: number[][] = [];
  for (let i = 0; i < count; i++) {
    const row: number[] = [];
    for (let k = 0; k < 4; k++) row.push(random.uniform(-1.7, 1.7));
    x.push(row);
    y.push([target(row) + random.normal(0, 0.2)]);
  }
  return { x: tf.tensor2d(x), y: tf.tensor2d(y) };
}

// %% [markdown]
// The function below trains a network on one of the targets and returns its error on 1,000 new rows. The noise has a standard deviation of 0.2, so the noise floor is 0.04.

// %%
async function errorOf(target: Target, hidden: number[]): Promise<number> {
  const [learn, watch] = [rowsOf(target, 500, 11), rowsOf(target, 300, 12)];
  const network = denseNet({ inputs: 4, hidden, seed: 1 });
  network.compile({ optimizer: tf.train.adam(0.03), loss: "meanSquaredError" });
  const rules = { minDelta: 0.001, restoreBestWeights: true, patience: 20 };
  await network.fit(learn.x, learn.y, {
    epochs: 200,
    batchSize: 32,
    seed: 1,
    verbose: 0,
    validationData: [watch.x, watch.y],
    callbacks: [tf.callbacks.earlyStopping(rules)],
  });
  return lossOn(network, rowsOf(target, 1000, 13));
}

// %% [markdown]
// Four training runs follow, two targets with two networks each. For which target do the two errors clearly differ?

// %%
const contest = display("No network is trained yet");
const wide = { linear: await errorOf(nearlyLinear, [64]), curved: await errorOf(curved, [64]) };
contest.update("The wide network is trained on both targets");
const deep = {
  linear: await errorOf(nearlyLinear, [12, 12, 12]),
  curved: await errorOf(curved, [12, 12, 12]),
};
contest.update("Both networks are trained on both targets");

const ratio = wide.curved / deep.curved;
const winner = ratio < 1 ? "the wide one" : "the deep one";
deeper.reveal(ratio > 0.9 && ratio < 1.1 ? "no clear difference" : winner);
new DataFrame({
  network: ["wide: 64", "deep: 12-12-12"],
  "nearly linear": [wide.linear, deep.linear],
  curved: [wide.curved, deep.curved],
});

// %% tags=["proof"]
for (const hidden of [[64], [12, 12, 12]]) {
  const network = denseNet({ inputs: 4, hidden, seed: 1 });
  checkEqual(network.countParams(), 385, { of: "parameters" });
}
checkTrue(wide.curved < 0.85 * deep.curved, "wide is better on the curved target");
checkBetween(wide.linear / deep.linear, [0.8, 1.25], {
  of: "errors on the nearly linear target",
});
checkTrue(wide.linear > 0.04 && wide.linear < 0.065, "near the noise floor");

// %% [markdown]
// The rule does not hold here. On the nearly linear target the two networks hardly differ, and on the curved one the *wide* network has the lower error. Was that luck, or did the learning rate suit one of them? We have repeated it with three draws of the rows and five seeds, and each network got the best of four learning rates, chosen by the validation rows. We also added a third target, which is *nested*, a function of a function: $y = \sin(3 \sin(2x_1 + x_2) \cos(2x_3 - x_4))$. These are the mean errors:
//
// | target | wide | deep | lower |
// |---|---|---|---|
// | nearly linear | 0.048 | 0.048 | the wide one in 9 of 15 |
// | curved | 0.35 | 0.53 | the wide one in 15 of 15 |
// | nested | 0.25 | 0.22 | the deep one in 13 of 15 |
//
// The nested target is non-linear as well, and there the deep network usually wins. On both non-linear targets the networks stay far above the noise floor. We picked these targets because they disagree. They show that "non-linear" is not enough to decide, but not how often the rule fails. **Try a wide and a deep network with the same care, and let the validation rows of several runs decide.**

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What to do when
//
// | you see | it means | then |
// |---|---|---|
// | both losses high and close together | underfitting | more capacity, or more epochs; more rows do not help |
// | training loss low, validation loss far above it | overfitting | more rows, an early stop, less capacity |
// | the validation loss falls, then rises | the network has begun to memorise | early stopping with `restoreBestWeights` |
// | both curves zigzag up and down | steps that are too long | a lower learning rate |
// | both losses end near the noise floor | a good fit | nothing |
// | the validation loss is lower than the training loss at first | `fit` averages during the epoch | `evaluate` on the training rows |
// | wider or deeper? | no rule that we could confirm | try both, judged by validation rows |
// | you compare two networks | chance plays a part | several seeds and splits, and the same care for both |
//
// ## Change this and see
//
// Change the cell, run it and those below it, and change it back afterwards.
//
// - Validate on the training cars: `validation = tensorsOf(parts.validation);` → `validation = tensorsOf(parts.train);`. This is a mistake that is made every day. Look at the best epoch and at the validation loss of the stopped network. How good does it look, and what does the test say?
// - Lose patience: `patience: 20,` → `patience: 1,`. After how many epochs does the stopped network end its training now, and how much higher is its validation loss?
// - Memorise less noise: `known = noisySine({ count: 200, noise: 0.25, seed: 1 });` → `known = noisySine({ count: 200, noise: 0, seed: 1 });`. The memoriser's table has no noise now. How many noise floors is its error on new points, and why not 0?
//
// ## Questions without an answer key
//
// 1. A doctor learns for an examination from the questions of the last ten years. What are training rows, validation rows and test rows here, and when has the doctor overfitted?
// 2. You compare 200 networks by their validation loss and take the best one. Why is its validation loss too good to be true, although no network has learned from these rows?
// 3. Your validation curve is lowest in the very last epoch. What do you do next, and what if it is lowest in the first?

// %% tags=["proof"]
const patientOn = async (rows: { x: tf.Tensor; y: tf.Tensor }, patience: number) => {
  const rule = tf.callbacks.earlyStopping({
    minDelta: 0.001,
    patience,
    restoreBestWeights: true,
  });
  const validationData: [tf.Tensor, tf.Tensor] = [rows.x, rows.y];
  const options = { epochs: 300, validationData, callbacks: [rule], verbose: 0 };
  const { network, history } = await trainOnCars([64, 64], options);
  return { network, epochs: history.loss.length };
};
const cheat = await patientOn(train, 20);
checkTrue(lossOn(cheat.network, train) < 0.5 * restored, "it looks more than twice as good");
checkTrue(mpgOf(cheat.network) > mpgOf(stopped.network), "and is worse on the test cars");
const hasty = await patientOn(validation, 1);
checkTrue(
  hasty.epochs < 15 && lossOn(hasty.network, validation) > 1.03 * restored,
  "too early",
);
const clean = noisySine({ count: 200, noise: 0, seed: 1 });
const reciteClean = (x: number) => {
  const distances = clean.x.map((each) => Math.abs(each - x));
  return clean.y[distances.indexOf(Math.min(...distances))];
};
const cleanError = meanSquaredError({ yTrue: fresh.y, yPred: fresh.x.map(reciteClean) });
checkBetween(cleanError / floor, [0.95, 1.1], { of: "memoriser without noise, in floors" });

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - say what the best possible model can reach, and how capacity and the number of rows decide what yours does reach
// - read a training curve and a validation curve: underfitting, overfitting, a learning rate that is too high
// - stop a training run early with the best weights, and compare networks without being fooled by luck
//
// Stopping early and a smaller network both help, but each is a compromise: we forbid the network to learn any longer, or take away its capacity. **Can we let a large network train on and still keep it honest?** That is the question of [lesson 11](11-regularization.ipynb).
//
// And how did your guesses fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The memoriser is the joke that carries the lesson; let the room vote on its error on new points before you run the cell. At the slider, ask who would choose which degree with the title covered. Many take the gap itself for the fault: show that there is one at the best epoch, too. The early dip of the validation loss on random targets is luck: with this seed the shuffled targets have a correlation of 0.13 with the true ones. The quiz works well in pairs. If time is short, leave out "Wider or deeper?". Common questions: *may I look at the test set after each change?* (then it is a validation set); *why not always the smallest network?* (what is too small cannot learn, and nobody knows beforehand how small that is); *what about networks with far more parameters than rows that generalise well?* (they exist; the valley of the classical picture can have a second descent beyond it, "double descent", Belkin and others, 2019; how far it explains large networks is debated).
//
// Sources. Random labels learned by heart: Zhang and others, 2017, "Understanding deep learning requires rethinking generalization", with pictures. The rule "wider for linear, deeper for non-linear" and early stopping with minDelta 0.001 and patience 20: the course "Intro to Deep Learning" of Kaggle (Holbrook). That deep networks can represent some functions with far fewer units is proved for particular functions (Telgarsky, 2016; Eldan and Shamir, 2016); it does not say that training finds them. Rules of early stopping: Keras' `EarlyStopping`; on what patience buys: Prechelt, 1998, "Early Stopping — But When?". Cars: vega-datasets (BSD-3). The targets of "Wider or deeper?" were picked after a trial of four with three runs each, whose seeds are among the 15; the fourth, sin(3x₁) + cos(3x₂), also had a lower error with the wide network in its three runs, and is not shown. The 20 points at the slider are the draw number 14 of those we looked at, because degree 12 swings there within the picture; the claim rests on the 51 draws. The figures of 25 and 15 runs are in `notebooks/evidence/10-overfitting.json`.
