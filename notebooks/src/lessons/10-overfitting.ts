// %% [markdown] slideshow={"slide_type": "slide"}
// # 10 · Did it learn or memorise?
//
// *50 minutes · needs lessons 03 and 08*
//
// **You will be able to**
//
// - read two learning curves: underfitting, a good fit, overfitting, a rate that is too high
// - say what a model can reach at best, and how capacity and the number of rows decide what it does reach
// - stop a training at the right epoch, and report a test that means something

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
  type LayersModel,
  type ModelFitArgs,
  type Scalar,
} from "neural-notebooks/core";
import {
  earlyStopping,
  meanSquaredError,
  noisySine,
  rootMeanSquaredError,
} from "neural-notebooks";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { split, StandardScaler } from "neural-notebooks/tensors";
import { denseNet, leastSquares, predictLinear } from "neural-notebooks/models";
import {
  chart,
  colorOf,
  historyChart,
  lineChart,
  roles,
  statesChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/10-overfitting";

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
// ## Reading two curves
//
// After each epoch we measure the loss twice: on the rows that the network learns from, and on rows that it never learns from, the **validation** rows. Six epochs of some network:

// %%
const paper = {
  loss: [1, 0.6, 0.4, 0.3, 0.2, 0.15],
  val_loss: [1.1, 0.7, 0.6, 0.62, 0.7, 0.8],
};
historyChart(paper, { title: "One curve falls, the other turns", bestEpoch: 3 });

// %% [markdown]
// **Predict** from the numbers: in which epoch is the network best for new rows? And how large is the **gap**, validation minus training, in that epoch and in the last?

// %%
const bestEpoch = paper.val_loss.indexOf(Math.min(...paper.val_loss)) + 1;
const gap = (epoch: number) => paper.val_loss[epoch - 1] - paper.loss[epoch - 1];
({ bestEpoch, "gap there": gap(3).toFixed(2), "gap at the end": gap(6).toFixed(2) });

// %% tags=["proof"]
checkClose([bestEpoch, gap(3), gap(6)], [3, 0.2, 0.65], {
  of: "best epoch, gap in epoch 3, gap in epoch 6",
});

// %% [markdown]
// Up to epoch 3 both fall: what it learns holds for all rows. From then on the training loss still falls, but by learning what is true of these rows alone. That is **overfitting**. Only the second curve shows it.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Signal and noise
//
// Where does it come from? Rows are made of two parts: the **signal**, which holds for all rows, and **noise**, which is new in each. Here we know both:
//
// $$y = \sin(2\pi x) + \varepsilon, \qquad \varepsilon \text{ normal, standard deviation } \sigma = 0.25$$
//
// We draw 20 rows to learn from and 2000 for validation. The first four rows show how far the noise moves $y$ away from the signal.

// %%
const few = noisySine({ count: 20, noise: 0.25, seed: seed });
const fresh = noisySine({ count: 2000, noise: 0.25, seed: 1000 });
const dots = {
  type: "scatter",
  mode: "markers",
  name: "training rows",
  x: few.x,
  y: few.y,
  marker: { color: roles.train.color, symbol: roles.train.symbol, size: 9 },
};
new DataFrame({ x: few.x, signal: few.signal, y: few.y }).head(4);

// %% tags=["proof"]
const farthest = Math.max(...few.y.map((y, i) => Math.abs(y - few.signal[i])));
checkBetween(farthest, [0.4, 0.7], { of: "largest noise among the 20 rows" });

// %% [markdown]
// The picture a network never sees: the grey line is the signal, the dots are all it gets.

// %%
const places = Array.from({ length: 201 }, (_, i) => i / 200);
const wave = {
  type: "scatter",
  mode: "lines",
  name: "signal",
  x: places,
  y: places.map((x) => Math.sin(2 * Math.PI * x)),
  line: { color: roles.baseline.color, dash: roles.baseline.dash },
};
const frameOf = (title: string) => ({
  title: { text: title },
  xaxis: { title: { text: "x" } },
  yaxis: { title: { text: "y" }, range: [-2, 2] },
});
chart(
  { data: [dots, wave], layout: frameOf("Twenty rows scatter about their signal") },
  { alt: "Twenty points lie up to about half a unit above and below one period of a sine." },
);

// %% [markdown]
// Suppose somebody knew the signal exactly, and answered with it for 2000 new rows.

// %%
const knowing = predict("What mean squared error does the signal itself have on new rows?", {
  choices: ["0", "about σ² = 0.0625", "about σ = 0.25"],
});

// %%
const floor = meanSquaredError({ yTrue: fresh.y, yPred: fresh.signal });
const noisy = floor < 0.15 ? "about σ² = 0.0625" : "about σ = 0.25";
knowing.reveal(floor < 0.01 ? "0" : noisy);
floor.toFixed(4);

// %% tags=["proof"]
checkBetween(floor, [0.0575, 0.25 ** 2], { of: "error of the signal itself on new rows" });

// %% [markdown]
// It is about σ² = 0.0625, the **noise floor**; these 2000 rows happen to hold a little less noise. Nobody gets below it on new rows, whatever the network. A training error below it is no triumph: it is noise, learned by heart.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The memoriser
//
// The purest pupil: it learns all rows by heart, and for a new $x$ repeats the $y$ of the nearest row that it knows. We give it 200 rows.
//
// **Predict** its error on the training rows, and on new ones.

// %%
const many = noisySine({ count: 200, noise: 0.25, seed: seed });
const nearest = (x: number) =>
  many.x.reduce(
    (best, known, i) => (Math.abs(known - x) < Math.abs(many.x[best] - x) ? i : best),
    0,
  );
const recite = (xs: number[]) => xs.map((x) => many.y[nearest(x)]);
const byHeart = meanSquaredError({ yTrue: many.y, yPred: recite(many.x) });
byHeart;

// %% tags=["proof"]
checkEqual(byHeart, 0, { of: "error on the training rows" });

// %% [markdown]
// No error at all! And on new rows? It repeats the noise of an old row, and the new row has its own: two noises, so about 2σ² = 0.125.

// %%
const onFresh = meanSquaredError({ yTrue: fresh.y, yPred: recite(fresh.x) });
({ error: onFresh.toFixed(3), "in noise floors": (onFresh / floor).toFixed(1) });

// %% tags=["proof"]
checkBetween(onFresh / floor, [1.6, 2.2], { of: "error on new rows, in noise floors" });
checkBetween(onFresh, [0.1, 0.15], { of: "error on new rows" });

// %% [markdown]
// Nearly twice the floor. So the training error says nothing about learning: the best possible score belongs to the one who learned nothing but the rows.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Capacity
//
// How closely a model **can** follow its rows is its capacity. Polynomials have a knob for it, the degree $d$, with weights $w$ of shape `[d]` and a bias $b$:
//
// $$\hat y = b + w_1 u + w_2 u^2 + \dots + w_d u^d, \qquad u = 2x - 1$$
//
// The powers are inputs like any others, so `leastSquares` of lesson 03 finds the best weights at once. **Predict** how many numbers a polynomial of degree 3 learns.

// %%
const powers = (xs: number[], degree: number) =>
  xs.map((x) => Array.from({ length: degree }, (_, k) => (2 * x - 1) ** (k + 1)));
const learn = (rows: { x: number[]; y: number[] }, degree: number) => {
  const unit = leastSquares({ x: powers(rows.x, degree), y: rows.y });
  return (xs: number[]) => predictLinear(powers(xs, degree), unit);
};
const errorsOf = (rows: { x: number[]; y: number[] }, degree: number) => {
  const predict = learn(rows, degree);
  return {
    train: meanSquaredError({ yTrue: rows.y, yPred: predict(rows.x) }),
    validation: meanSquaredError({ yTrue: fresh.y, yPred: predict(fresh.x) }),
  };
};
const cubic = leastSquares({ x: powers(few.x, 3), y: few.y });
cubic.w.length + 1;

// %% tags=["proof"]
checkEqual(cubic.w.length + 1, 4, { of: "weights and bias of degree 3" });

// %% [markdown]
// **Drag the slider** from degree 1 to 15. At which degree does the curve begin to follow the dots rather than the wave?

// %%
const view = (degree: number) => {
  const y = learn(few, degree)(places);
  const { train, validation } = errorsOf(few, degree);
  const title = `Degree ${degree}: error ${train.toFixed(3)}, on new rows ${validation.toFixed(3)}`;
  const line = { color: colorOf(2), width: 3 };
  const curve = { type: "scatter", mode: "lines", name: "learned", x: places, y, line };
  const inside = y.every((value) => Math.abs(value) <= 2);
  return chart(
    { data: [dots, wave, curve], layout: frameOf(title) },
    { alt: `The learned curve ${inside ? "stays within" : "leaves"} the range from −2 to 2.` },
  );
};
const degrees = [1, 2, 3, 5, 7, 9, 12, 15];
statesChart(Object.fromEntries(degrees.map((degree) => [`${degree}`, view(degree)])), {
  control: "slider",
  prefix: "degree ",
});

// %% [markdown]
// Degree 1 is too stiff for a wave: it **underfits**. Degrees 3 to 7 lie close to the signal, from 9 on the curve goes after the dots. Degree 15 bends to catch single dots and shoots away between and beside them. In numbers, for these 20 rows:

// %%
const byDegree = degrees.map((degree) => errorsOf(few, degree));
new DataFrame(degrees.map((degree, i) => ({ degree, ...byDegree[i] })));

// %% [markdown]
// The training error falls from row to row, below the floor of 0.0625 from degree 3 on.
//
// The validation error is lowest at degree 3. Up to degree 7 it is hardly higher, at degree 9 clearly, and at degree 15 more than a hundred times as high.

// %% tags=["proof"]
const trainErrors = byDegree.map(({ train }) => train);
const freshErrors = byDegree.map(({ validation }) => validation);
checkTrue(
  trainErrors.every((error, i) => i === 0 || error < trainErrors[i - 1]) &&
    degrees.every((degree, i) => trainErrors[i] < 0.0625 === degree >= 3),
  "the training error falls with every degree, and is below the floor from degree 3 on",
);

// %% tags=["proof"]
const lowestError = Math.min(...freshErrors);
const timesLowest = freshErrors.map((error) => error / lowestError);
checkEqual(degrees[freshErrors.indexOf(lowestError)], 3, { of: "best degree for new rows" });
checkTrue(
  Math.max(...timesLowest.slice(2, 5)) < 1.1 && timesLowest[5] > 1.3 && timesLowest[7] > 100,
  "on new rows degrees 5 and 7 are within 10 % of degree 3, 9 is 30 % off, 15 a hundred times",
);

// %% [markdown]
// One set of 20 rows may be luck. We draw 51 sets and take the median of their errors. **Predict** the shapes of the two curves over the degree.

// %%
const median = (values: number[]) => [...values].sort((a, b) => a - b)[(values.length - 1) / 2];
const typical = (count: number, degree: number) => {
  const sets = Array.from({ length: 51 }, (_, i) =>
    errorsOf(noisySine({ count: count, noise: 0.25, seed: i }), degree),
  );
  return {
    train: median(sets.map(({ train }) => train)),
    validation: median(sets.map(({ validation }) => validation)),
  };
};

// %% [markdown]
// We fit twelve degrees to 51 sets each, which takes a moment.

// %%
const knob = Array.from({ length: 12 }, (_, i) => i + 1);
const sweepProgress = display("12 degrees are to be fitted");
const sweep = knob.map((degree) => {
  sweepProgress.update(`degree ${degree} is fitted to 51 sets`);
  return typical(20, degree);
});
sweepProgress.update("12 degrees are fitted");

// %% [markdown]
// Here are the two errors over the degree, with the noise floor. The axis counts by factors of ten, or the right end would hide the left.

// %%
lineChart(
  {
    x: knob,
    y: {
      train: sweep.map(({ train }) => train),
      validation: sweep.map(({ validation }) => validation),
      "noise floor": knob.map(() => 0.0625),
    },
  },
  {
    title: "More capacity: training falls, validation turns",
    xTitle: "degree of the polynomial",
    yTitle: "mean squared error, median of 51 sets",
    roles: { "noise floor": "baseline" },
    logarithmic: ["y"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// A slope and a valley. Left of the valley the model underfits: both errors are high and close together. Right of it, it overfits: one below the floor, the other far above. The gap tells the sides apart.

// %% tags=["proof"]
const heights = sweep.map(({ validation }) => validation);
const lowest = knob[heights.indexOf(Math.min(...heights))];
const [stiff, wild] = [sweep[0], sweep[11]];
checkEqual(lowest, 3, { of: "degree with the lowest median validation error" });
checkTrue(
  stiff.validation < 1.5 * stiff.train && stiff.train > 0.15,
  "degree 1: both errors high and close together",
);
checkTrue(
  wild.train < 0.0625 && wild.validation > 100 * wild.train,
  "degree 12: one below the floor, the other more than a hundred times as high",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## More rows
//
// Must we then use small models? We keep degree 9, which overfits 20 rows badly, and give it more. **Predict** for both curves: up or down, and towards which number?

// %%
const counts = [15, 20, 30, 50, 100, 200, 500, 1000];
const growthProgress = display("8 sizes are to be fitted");
const growth = counts.map((count) => {
  growthProgress.update(`degree 9 is fitted to 51 sets of ${count} rows`);
  return typical(count, 9);
});
growthProgress.update("8 sizes are fitted");

// %% [markdown]
// Here are both errors over the number of rows, with the noise floor.

// %%
lineChart(
  {
    x: counts,
    y: {
      train: growth.map(({ train }) => train),
      validation: growth.map(({ validation }) => validation),
      "noise floor": counts.map(() => 0.0625),
    },
  },
  {
    title: "More rows: both errors close in on the noise floor",
    xTitle: "training rows",
    yTitle: "mean squared error, median of 51 sets",
    roles: { "noise floor": "baseline" },
    logarithmic: ["x", "y"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// The training error **rises** with each step, since noise in a thousand rows cannot be learned by heart with ten numbers, and the validation error falls; they meet at the floor. Rows are the best cure. Had the curves met far above the floor, more rows would help no further: then the model is too stiff.

// %%
const last = growth[growth.length - 1];
({ train: last.train.toFixed(4), validation: last.validation.toFixed(4) });

// %% tags=["proof"]
const steps = growth.slice(1).map((now, i) => ({ now: now, before: growth[i] }));
checkTrue(
  steps.every(({ now, before }) => now.train > before.train) &&
    steps.every(({ now, before }) => now.validation < before.validation),
  "with each step the training error rises and the validation error falls",
);
checkTrue(
  growth[1].validation > 5 * growth[1].train,
  "20 rows: validation five times training",
);
checkClose([last.train, last.validation], [0.0625, 0.0625], {
  of: "median errors with 1000 rows",
  tolerance: 0.005,
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Networks on real rows
//
// Cars again, five numbers and the miles per gallon, but only 78 to learn from. 157 are for validation, to choose by; 157 for the **test**, to be looked at once, at the very end. Scaled by the training part; a loss of 1 means "no better than the mean".

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
const parts = split(cars, { validation: 0.4, test: 0.4, seed: 2 });
const known = cars.iloc({ rows: parts.train });
const xScale = new StandardScaler().fit(known.loc({ columns: columns }));
const yScale = new StandardScaler().fit(known.loc({ columns: target }));
({ train: parts.train.length, validation: parts.validation.length, test: parts.test.length });

// %% tags=["proof"]
checkEqual([parts.train.length, parts.validation.length, parts.test.length], [78, 157, 157], {
  of: "cars for training, validation and test",
});

// %% [markdown]
// One function trains a network of given hidden layers; the same seed everywhere. The caller disposes of the network.

// %%
const rowsOf = (places: Int32Array) => {
  const part = cars.iloc({ rows: places });
  return {
    x: xScale.toTensor(part.loc({ columns: columns })),
    y: yScale.toTensor(part.loc({ columns: target })),
  };
};
const data = { train: rowsOf(parts.train), val: rowsOf(parts.validation) };
const testRows = rowsOf(parts.test);
const train = async (hidden: number[], options: ModelFitArgs, rows = data.train) => {
  const model: LayersModel = denseNet({ inputs: 5, hidden: hidden, seed: seed });
  model.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
  const usual: ModelFitArgs = { batchSize: 32, seed: seed };
  usual.validationData = [data.val.x, data.val.y];
  const history = await model.fit(rows.x, rows.y, { ...usual, ...options });
  return { model: model, history: history };
};

// %% [markdown]
// Wider, then deeper: from no hidden layer, six numbers, to three layers of 64, 8769 numbers for 78 cars. Each trains for 150 epochs, some seconds altogether. **Predict** which one ends with the lowest validation loss.

// %%
const shapes = [[], [4], [8], [128], [32, 32], [64, 64, 64]];
const sizes: { network: string; parameters: number; train: number; validation: number }[] = [];
const progress = display("0 networks are trained");
for (const hidden of shapes) {
  const { model, history } = await train(hidden, { epochs: 150, verbose: 0 });
  sizes.push({
    network: hidden.length === 0 ? "linear" : hidden.join("-"),
    parameters: model.countParams(),
    train: history.history.loss.at(-1) ?? NaN,
    validation: history.history.val_loss.at(-1) ?? NaN,
  });
  progress.update(`${sizes.length} of ${shapes.length} networks are trained`);
  model.optimizer.dispose();
  model.dispose();
}
new DataFrame(sizes);

// %% [markdown]
// The same as a picture, over the number of parameters:

// %%
lineChart(
  {
    x: sizes.map(({ parameters }) => parameters),
    y: {
      train: sizes.map(({ train }) => train),
      validation: sizes.map(({ validation }) => validation),
    },
  },
  {
    title: "Larger networks memorise the 78 cars",
    xTitle: "parameters",
    yTitle: "loss after 150 epochs",
    logarithmic: ["x"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// The same picture as with polynomials: training falls and falls, validation turns. Four units are best for new cars; the largest network is worse than a linear one.

// %% tags=["proof"]
const [straight, small, large] = [sizes[0], sizes[1], sizes[5]];
checkEqual([straight.parameters, large.parameters], [6, 8769], {
  of: "fewest, most parameters",
});
checkTrue(
  sizes.every(({ train }, i) => i === 0 || train < sizes[i - 1].train),
  "the training loss falls with every step up in size",
);
checkTrue(
  sizes.every(({ validation }) => validation >= small.validation) &&
    straight.validation < large.validation,
  "validation: 4 units are best, and linear beats 64-64-64",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Nonsense, learned by heart
//
// How far can memorising go? We deal the miles per gallon out to the cars at random: there is **nothing** to learn any more. A loss of 1 means "no better than the mean".

// %%
const learnedNonsense = predict("The training loss of the largest network after 300 epochs?", {
  choices: ["about 1: nothing can be learned", "about 0.5", "below 0.1"],
});

// %%
const order = tf.tensor1d(new Random(seed).permutation(parts.train.length), "int32");
const dealt = { x: data.train.x, y: tf.gather(data.train.y, order) };
const nonsense = await train([64, 64, 64], { epochs: 300 }, dealt);
nonsense.model.optimizer.dispose();
nonsense.model.dispose();
const fooled = nonsense.history.history.loss.at(-1) ?? NaN;
const some = fooled < 0.7 ? "about 0.5" : "about 1: nothing can be learned";
learnedNonsense.reveal(fooled < 0.1 ? "below 0.1" : some);
historyChart(nonsense.history, { title: "A network learns random numbers by heart" });

// %% [markdown]
// The training loss falls below 0.1. (The same was done with a million pictures; Zhang and others, 2016.) On the validation cars it is worse than the mean, as it must be. A network large enough can memorise anything; a low training loss alone proves nothing.

// %%
const exposed = nonsense.history.history.val_loss.at(-1) ?? NaN;
tf.dispose([order, dealt.y]);
({ training: fooled.toFixed(3), validation: exposed.toFixed(2) });

// %% tags=["proof"]
checkTrue(fooled < 0.1 && exposed > 1, "training loss below 0.1, validation loss above 1");

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Early stopping
//
// The validation curve says when to stop, but only afterwards. So we wait. A fall **counts** when the loss is more than `minDelta` below the last one that counted; after `patience` epochs in a row without such a fall we stop, and take back the weights of the last epoch that counted, the **best** one.
//
// **Predict** on paper for the six epochs above, with minDelta 0.05 and patience 2: after which epoch does it stop, and whose weights come back?

// %%
let best = 0;
let stops = 0;
while (stops - best < 2) {
  stops++;
  if (paper.val_loss[stops] < paper.val_loss[best] - 0.05) best = stops;
}
({ "stops after epoch": stops + 1, "weights of epoch": best + 1 });

// %% tags=["proof"]
checkEqual([stops + 1, best + 1], [5, 3], { of: "stops after epoch, best epoch" });

// %% [markdown]
// After epoch 5: epochs 4 and 5 brought nothing, the patience of 2 is used up, and epoch 3 was best. Now the real thing, with the settings of the course: minDelta 0.001, patience 20, best weights restored. Two layers of 64, up to 400 epochs; the first losses lie above the picture.

// %%
const patient = earlyStopping({ minDelta: 0.001, patience: 20, restoreBestWeights: true });
const stopped = await train([64, 64], { epochs: 400, callbacks: [patient] });
const chosen = (patient.bestEpoch ?? 0) + 1;
const near = { layout: { yaxis: { range: [0, 1] } } };
historyChart(stopped.history, {
  title: "Twenty epochs of patience, then back to the best",
  bestEpoch: chosen,
}).with(near);

// %% [markdown]
// The vertical line marks the best epoch. The run ended twenty epochs or more after it, far from 400, and the network has the weights of that epoch again. We measure it anew:

// %%
const { epoch: epochsRun, history } = stopped.history;
const lossOf = (model: LayersModel, rows = data.val) =>
  tf.tidy(() => (model.evaluate(rows.x, rows.y) as Scalar).dataSync()[0]);
const again = lossOf(stopped.model);
({ "best epoch": chosen, "epochs run": epochsRun.length, loss: again.toFixed(3) });

// %% tags=["proof"]
checkTrue(
  epochsRun.length < 200 && epochsRun.length - chosen >= 20,
  "it stopped long before epoch 400, at least 20 epochs after the best",
);
checkClose(again, history.val_loss[chosen - 1], {
  of: "validation loss of the restored network, against the best epoch of the curve",
  tolerance: 1e-4,
});

// %% [markdown]
// **Predict**: the same network from the same start, trained for 200 epochs to the bitter end. How much worse is it on the validation cars?

// %%
const tireless = await train([64, 64], { epochs: 200 });
historyChart(tireless.history, { title: "Without a stop, the gap opens" }).with(near);

// %% [markdown]
// The loss is more than half as high again: the network has learned the 78 cars nearly by heart, and pays for it with new ones. Yet four units beat even the stopped network. Early stopping limits the harm of a network that is too large; it does not choose the size for us.

// %%
const tirelessLoss = tireless.history.history.val_loss.at(-1) ?? NaN;
({ "stopped early": again.toFixed(3), "after 200 epochs": tirelessLoss.toFixed(3) });

// %% tags=["proof"]
const atBest = history.loss[chosen - 1];
const finalLoss = (name: string) => tireless.history.history[name][199];
checkTrue(
  finalLoss("val_loss") > 1.5 * again && finalLoss("loss") < 0.1 * atBest,
  "after 200 epochs: validation loss more than half as much again, training loss less than a tenth",
);
checkTrue(small.validation < again, "four units have the lower validation loss");

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The test, once
//
// We chose the epoch by the validation cars, so their loss flatters us a little. The test cars have decided nothing; now they may speak, once, and in a unit that a driver understands: the root of the mean squared error in miles per gallon.

// %%
const inMiles = (model: LayersModel) => Math.sqrt(lossOf(model, testRows)) * yScale.std[0];
const early = inMiles(stopped.model);
const late = inMiles(tireless.model);
const miles = cars.iloc({ rows: parts.test }).column("Miles_per_Gallon").values;
const baseline = rootMeanSquaredError({ yTrue: miles, yPred: miles.map(() => yScale.mean[0]) });
new DataFrame([
  { network: "none: always the mean", "test error (mpg)": baseline },
  { network: "stopped early", "test error (mpg)": early },
  { network: "200 epochs", "test error (mpg)": late },
]);

// %% [markdown]
// Early stopping wins here too: little more than half the error of saying the mean each time. It costs nothing and saves time. What else helps against memorising, lesson 11 shows.

// %%
({ "share of the baseline's error": (early / baseline).toFixed(2) });

// %% tags=["proof"]
checkTrue(early < late, "the early stop has the lower test error");
checkBetween(early / baseline, [0.5, 0.6], { of: "its error as a share of the baseline's" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Read these curves
//
// Four trainings, A to D. Choose with the menu at the top right, and read both curves: how high, how far apart, how smooth? Exercise 1 asks for your diagnosis of each.

// %%
const quiz = exercises.quizCurves();
statesChart(
  Object.fromEntries(
    Object.entries(quiz).map(([letter, curves]) => {
      const picture = historyChart(curves, { title: `Training ${letter}` });
      // The legend makes room for the menu.
      const layout = { yaxis: { range: [0, 0.8] }, legend: { x: 0.88 } };
      return [letter, picture.with({ layout })];
    }),
  ),
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** For each of A to D one of `"underfits"`, `"fits"`, `"overfits"`, `"rate too high"`; each occurs once.

// %% tags=["exercise"]
const diagnosis: Record<"A" | "B" | "C" | "D", exercises.Diagnosis> = todo;
exercises.diagnosis.check(diagnosis);
// exercises.diagnosis.hint();
// exercises.diagnosis.solution();

// %% [markdown]
// **2.** Noise of standard deviation σ = 0.5. What mean squared error on new rows is the best possible, and what does the memoriser (the nearest of very many rows) reach?

// %% tags=["exercise"]
const noiseErrors: { best: number; memoriser: number } = todo;
exercises.noiseErrors.check(noiseErrors);
// exercises.noiseErrors.hint();
// exercises.noiseErrors.solution();

// %% [markdown]
// **3.** On paper: the validation losses are 0.9, 0.8, 0.79, 0.6, 0.58, 0.61, 0.57; minDelta 0.05, patience 2. After which epoch does the run stop, and which epoch up to there has the lowest loss?

// %% tags=["exercise"]
const stopByHand: { stopsAfter: number; best: number } = todo;
exercises.stopByHand.check(stopByHand);
// exercises.stopByHand.hint();
// exercises.stopByHand.solution();

// %% [markdown]
// **4.** Write it: after which epoch, from 1, does a run stop? When the patience never runs out, it ends with the last epoch.

// %% tags=["exercise"]
const stopEpoch = (losses: number[], rule: { minDelta: number; patience: number }): number =>
  todo;
exercises.stopEpoch.check(stopEpoch);
// exercises.stopEpoch.hint();
// exercises.stopEpoch.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// A mistake that is made every day: the validation rows are the training rows. **Predict**: when does early stopping stop this run of at most 150 epochs, and how good does the network look?

// %%
const cheat = await train([64, 64], {
  epochs: 150,
  callbacks: [patient],
  validationData: [data.train.x, data.train.y],
});
cheat.model.optimizer.dispose();
cheat.model.dispose();
historyChart(cheat.history, {
  title: "Validated on its own rows, everything looks fine",
}).with(near);

// %% [markdown]
// It does not stop at all: the loss falls and falls, for there is no turn to see. It looks more than five times as good as the honest run; nothing turned red, no error was thrown. That is why the split comes first, before anything is learned (lesson 09).

// %%
const looks = Math.min(...cheat.history.history.val_loss);
({ "epochs run": cheat.history.epoch.length, "lowest validation loss": looks.toFixed(4) });

// %% tags=["proof"]
checkEqual(cheat.history.epoch.length, 150, { of: "epochs that ran" });
checkTrue(looks < 0.2 * again, "the validation loss looks less than a fifth as high");

// %% [markdown]
// And a validation share that leaves nothing to learn from? The library refuses.

// %% tags=["raises-exception"]
await train([8], { epochs: 5, validationData: undefined, validationSplit: 1 });

// %% [markdown]
// Now you: split with seed 3 instead of 2 and run from there. Which claims still hold? With 78 rows, luck has a say; lesson 21 repeats runs over seeds. At the end we give the memory back. The cell shows how many tensors are left: 0 after one run from top to bottom; a training cell that ran twice has left its older ones.

// %%
tf.dispose([data, testRows]);
tf.disposeVariables();
tf.memory().numTensors;

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - read two learning curves: underfitting, a good fit, overfitting, a rate that is too high
// - say what a model can reach at best, and how capacity and the number of rows decide what it does reach
// - stop a training at the right epoch, and report a test that means something
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The memoriser is the joke that carries the lesson: a table look-up with training error 0. Let the class vote on its error with new rows before the cell runs. At the capacity slider, ask who would choose which degree from the points alone, with the title covered. Many take the gap itself for the fault: let them see that at the best epoch there is a gap too, and that only the turn of the validation curve says when to stop. The quiz at the end works well in pairs. If time is short, leave out the sweep over 51 sets.
