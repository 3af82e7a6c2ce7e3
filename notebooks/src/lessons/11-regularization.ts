// %% [markdown] slideshow={"slide_type": "slide"}
// # 11 · How to keep it honest?
//
// *55 minutes · needs lessons 09 and 10*
//
// **You will be able to**
//
// - compute a penalty's pull, a dropout mask and a batch normalisation of four numbers by hand
// - add L1, L2, dropout or batch normalisation to a network, and judge each beside a control run
// - tell training mode from inference mode, and say what goes wrong when they are mixed up

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  predict,
  display,
  predictionSummary,
  tf,
  type LayersModel,
  type ModelFitArgs,
  type Scalar,
  type Tensor,
} from "neural-notebooks/core";
import { earlyStopping, meanSquaredError, noisySine, tfOptimizer } from "neural-notebooks";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import {
  columnTransformer,
  OneHotEncoder,
  split,
  StandardScaler,
} from "neural-notebooks/tensors";
import {
  denseNet,
  leastSquares,
  predictLinear,
  type DenseOptions,
} from "neural-notebooks/models";
import {
  barChart,
  chart,
  colorOf,
  compareHistories,
  histogramChart,
  historyChart,
  lineChart,
  roles,
  statesChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/11-regularization";

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
// ## Films, and a network that memorises
//
// Early stopping (lesson 10) breaks a training off before the memorising begins. Can we instead build a network that does not **want** to memorise? We forecast, as in lesson 09, the power of ten of a film's gross, from only 300 films.

// %%
const yearOf = (date: string) => {
  const year = Number(date.slice(0, 4));
  return year > 2011 ? year - 100 : year;
};
const words = ["MPAA Rating", "Major Genre", "Source", "Creative Type"] as const;
const numbers = ["log budget", "year"] as const;
const films = readDataset("movies")
  .query((row) => row["Worldwide Gross"] > 0 && row["Production Budget"] > 0)
  .addColumn("log gross", (row) => Math.log10(row["Worldwide Gross"]))
  .addColumn("log budget", (row) => Math.log10(row["Production Budget"]))
  .addColumn("year", (row) => yearOf(String(row["Release Date"])))
  .fillNa("unknown", { columns: words });
const parts = split(films, { validation: 1400 / 3146, test: 1446 / 3146, seed: seed });
const counts = [parts.train, parts.validation, parts.test].map(({ length }) => length);
({ train: counts[0], validation: counts[1], test: counts[2] });

// %% tags=["proof"]
checkEqual(counts, [300, 1400, 1446], { of: "films for training, validation and test" });

// %% [markdown]
// Scales and columns are learned from the 300. Two numbers and four words become 40 inputs; a loss of 1 means "no better than the mean".

// %%
const known = films.iloc({ rows: parts.train });
const scaler = new StandardScaler();
const encoder = new OneHotEncoder({ handleUnknown: "ignore" });
const inputs = columnTransformer({
  numbers: [numbers, scaler],
  words: [words, encoder],
}).fit(known);
const target = new StandardScaler().fit(known.loc({ columns: ["log gross"] }));
const rowsOf = (places: Int32Array) => {
  const part = films.iloc({ rows: places });
  return { x: inputs.toTensor(part), y: target.toTensor(part.loc({ columns: ["log gross"] })) };
};
const data = { train: rowsOf(parts.train), val: rowsOf(parts.validation) };
const testRows = rowsOf(parts.test);
data.train.x.shape;

// %% tags=["proof"]
checkEqual(data.train.x.shape, [300, 40], { of: "shape of the inputs" });

// %% [markdown]
// One network for the whole lesson, two layers of 64. Only what we add to it changes. `mse` is the error alone; why we ask for it beside the loss shows soon.

// %%
type Additions = Partial<DenseOptions>;
const learn = async (additions: Additions, options: ModelFitArgs = {}) => {
  const start = options.seed ?? seed;
  const body = { inputs: 40, hidden: [64, 64], seed: start };
  const model: LayersModel = denseNet({ ...body, ...additions });
  const optimizer = tf.train.adam(0.005);
  model.compile({ optimizer: optimizer, loss: "meanSquaredError", metrics: ["mse"] });
  const usual: ModelFitArgs = { epochs: 60, batchSize: 60, seed: start, verbose: 0 };
  usual.validationData = [data.val.x, data.val.y];
  const history = await model.fit(data.train.x, data.train.y, { ...usual, ...options });
  optimizer.dispose();
  return { model: model, history: history };
};
const errorOn = (model: LayersModel, { x, y }: typeof data.val) =>
  tf.tidy(() => (model.evaluate(x, y) as Scalar[])[1].dataSync()[0]);

// %% [markdown]
// Chance has a say, so each remedy runs from three seeds. We keep the errors of all three, and the first network with its history.

// %%
type Errors = { train: number[]; validation: number[] };
const results: Record<string, Errors> = {};
const networks: Record<string, LayersModel> = {};
const tryOut = async (name: string, additions: Additions, options: ModelFitArgs = {}) => {
  const errors: Errors = { train: [], validation: [] };
  networks[name]?.dispose();
  const runs = [];
  const progress = display("");
  for (const start of [1, 2, 3]) {
    progress.update(`${name}: run ${start} of 3`);
    const { model, history } = await learn(additions, { ...options, seed: start });
    errors.train.push(errorOn(model, data.train));
    errors.validation.push(errorOn(model, data.val));
    runs.push(history);
    if (start === 1) networks[name] = model;
    else model.dispose();
  }
  results[name] = errors;
  return runs[0];
};

// %% [markdown]
// The **control run**: nothing added. **Predict** the shape of the two curves.

// %%
const control = await tryOut("control", {});
historyChart(control, { title: "The control run memorises its 300 films", metrics: ["mse"] });

// %% [markdown]
// As in lesson 10: best after some ten epochs, then the gap opens. After 60 epochs the error on new films is more than five times that on its own.

// %%
const mean = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const errorOf = (name: string) => mean(results[name].validation);
({
  "training error": mean(results.control.train).toFixed(3),
  "on new films": errorOf("control").toFixed(3),
});

// %% tags=["proof"]
const { val_mse: curve } = control.history;
checkTrue(
  curve.indexOf(Math.min(...curve)) < 15 &&
    errorOf("control") > 5 * mean(results.control.train),
  "best within 15 epochs; at the end validation is more than five times training",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Remedy 1: small weights
//
// A network that bends sharply needs large weights. So we make them cost something, and add a **penalty** to the loss, of strength $\lambda$ (lambda):
//
// $$\text{L1}: \lambda \sum_j |w_j| \qquad\qquad \text{L2}: \lambda \sum_j w_j^2$$
//
// **Predict** both on paper for $w = (3, -0.5)$ and $\lambda = 0.1$.

// %%
const w = [3, -0.5];
const lambda = 0.1;
const byHand = [lambda * (Math.abs(w[0]) + Math.abs(w[1])), lambda * (w[0] ** 2 + w[1] ** 2)];
const library = (l1: number, l2: number) =>
  tf.tidy(() => tf.regularizers.l1l2({ l1: l1, l2: l2 }).apply(tf.tensor1d(w)).dataSync()[0]);
new DataFrame([
  { penalty: "L1", "by hand": byHand[0], library: library(0.1, 0) },
  { penalty: "L2", "by hand": byHand[1], library: library(0, 0.1) },
]);

// %% tags=["proof"]
checkClose(byHand, [0.35, 0.925], { of: "L1 and L2 by hand" });
checkClose([library(0.1, 0), library(0, 0.1)], byHand, { of: "L1 and L2 by the library" });

// %% [markdown]
// Each step of descent now pulls at the weights: L1 with $\lambda$, whatever the weight; L2 with $2\lambda w$, in proportion. In the next cell there are no data, only the pull, with a learning rate of 0.5.

// %%
const toZero = predict("Which penalty brings a weight to exactly 0?", {
  choices: ["L1", "L2", "both", "neither"],
});

// %%
const eta = 0.5;
const pulls = {
  L1: (v: number) => Math.sign(v) * Math.max(0, Math.abs(v) - eta * lambda),
  L2: (v: number) => v - eta * 2 * lambda * v,
};
const pulled = (pull: (v: number) => number, start: number) => {
  let v = start;
  return [start, ...Array.from({ length: 70 }, () => (v = pull(v)))];
};

// %% [markdown]
// Two weights under each of the two pulls, for 70 steps:

// %%
const tracks = Object.entries(pulls).flatMap(([name, pull]) =>
  w.map((start) => [`${name}, from ${start}`, pulled(pull, start)] as const),
);
const reachesZero = ([, path]: (typeof tracks)[number]) => path.at(-1) === 0;
const [byL1, byL2] = [
  tracks.slice(0, 2).every(reachesZero),
  tracks.slice(2).every(reachesZero),
];
const [alike, one] = byL1 ? (["both", "L1"] as const) : (["neither", "L2"] as const);
toZero.reveal(byL1 === byL2 ? alike : one);
lineChart(
  { y: Object.fromEntries(tracks) },
  {
    title: "L1 walks to zero and stays, L2 slows down before it",
    xTitle: "step",
    yTitle: "weight",
  },
);

// %% [markdown]
// With L1 the weight loses 0.05 at each step and arrives. With L2 it loses a tenth of itself, much when large, little when small, and never arrives.

// %%
const [trackL1, trackL2] = [pulled(pulls.L1, 3), pulled(pulls.L2, 3)];
const steps = [0, 1, 2, 10, 60, 70];
new DataFrame({
  step: steps,
  L1: steps.map((step) => trackL1[step].toFixed(3)),
  L2: steps.map((step) => trackL2[step].toFixed(3)),
});

// %% tags=["proof"]
checkClose([pulled(pulls.L1, 3)[1], pulled(pulls.L2, 3)[1]], [2.95, 2.7], {
  of: "the weight 3 after one step of L1, of L2",
});
checkTrue(
  pulled(pulls.L1, 3)[61] === 0 && pulled(pulls.L1, -0.5)[11] === 0,
  "with L1 both weights are exactly 0, after some sixty and some ten steps",
);
checkClose(pulled(pulls.L2, 3)[70], 3 * 0.9 ** 70, {
  of: "with L2 the first weight after 70 steps",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A wild curve, calmed
//
// A polynomial of degree 12 on 20 rows, as in lesson 10, may shoot away between the dots; on this set it does. Now with an L2 penalty; `leastSquares` calls it `ridge`. **Drag the slider.** What happens to the curve when $\lambda$ grows, and what when it grows too far?

// %%
const powers = (xs: number[]) =>
  xs.map((x) => Array.from({ length: 12 }, (_, k) => (2 * x - 1) ** (k + 1)));
const polynomial = (rows: { x: number[]; y: number[] }, ridge: number) =>
  leastSquares({ x: powers(rows.x), y: rows.y }, { ridge: ridge });
const few = noisySine({ count: 20, seed: 9 });
const places = Array.from({ length: 201 }, (_, i) => i / 200);
const dots = {
  type: "scatter",
  mode: "markers",
  name: "training rows",
  x: few.x,
  y: few.y,
  marker: { color: roles.train.color, symbol: roles.train.symbol, size: 9 },
};

// %% [markdown]
// One picture for each strength:

// %%
const largest = (ridge: number) => Math.max(...polynomial(few, ridge).w.map(Math.abs));
const view = (ridge: number) => {
  const y = predictLinear(powers(places), polynomial(few, ridge));
  const title = `λ = ${ridge}: the largest weight is ${Number(largest(ridge).toPrecision(2))}`;
  const line = { color: colorOf(2), width: 3 };
  const curve = { type: "scatter", mode: "lines", name: "learned", x: places, y, line };
  const yaxis = { title: { text: "y" }, range: [-2, 2] };
  const axes = { title: { text: title }, xaxis: { title: { text: "x" } }, yaxis: yaxis };
  const leaves = y.some((value) => Math.abs(value) > 2) ? "leaves" : "stays within";
  return chart({ data: [dots, curve], layout: axes }, { alt: `The curve ${leaves} ±2.` });
};
const strengths = [0, 1e-6, 0.0001, 0.01, 0.1, 1, 10, 100];
const views = Object.fromEntries(strengths.map((ridge) => [`λ = ${ridge}`, view(ridge)]));
statesChart(views, { control: "slider" });

// %% [markdown]
// From wild over calm to flat. Capacity need not be chosen by the degree: the same twelve powers serve, with a knob that turns smoothly. The largest weight falls from more than a thousand to about two, then to nearly nothing.
//
// **Predict** the training and the validation error over $\lambda$ (51 sets of 20 rows, median): which rises all the way, which has a valley?

// %%
const fresh = noisySine({ count: 2000, noise: 0.25, seed: 1000 });
const median = (values: number[]) => [...values].sort((a, b) => a - b)[(values.length - 1) / 2];
const sets = Array.from({ length: 51 }, (_, i) => noisySine({ count: 20, seed: i }));
const off = (unit: ReturnType<typeof leastSquares>, rows: { x: number[]; y: number[] }) =>
  meanSquaredError({ yTrue: rows.y, yPred: predictLinear(powers(rows.x), unit) });
const knob = Array.from({ length: 9 }, (_, i) => 10 ** (i - 6));
const fits = knob.map((ridge) => sets.map((rows) => polynomial(rows, ridge)));
const trainErrors = fits.map((units) => median(units.map((unit, i) => off(unit, sets[i]))));
const freshErrors = fits.map((units) => median(units.map((unit) => off(unit, fresh))));
lineChart(
  { x: knob, y: { train: trainErrors, validation: freshErrors } },
  {
    title: "The validation error has a valley",
    xTitle: "strength λ of the penalty",
    yTitle: "mean squared error, median of 51 sets",
    logarithmic: ["x", "y"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// The training error rises: a penalty is a handicap. The validation error has its valley at $\lambda = 0.01$. Left of it the model overfits, right of it it underfits.

// %% tags=["proof"]
const reach = (ridge: number) =>
  Math.max(...predictLinear(powers(places), polynomial(few, ridge)).map(Math.abs));
checkTrue(
  largest(0) > 1000 && Math.abs(largest(0.01) - 2) < 0.5 && largest(100) < 0.1,
  "largest weight: above 1000 without penalty, about 2 at λ = 0.01, below 0.1 at λ = 100",
);
checkTrue(
  reach(0) > 20 && reach(0.01) < 1.2 && reach(100) < 0.4,
  "the curve goes beyond 20 without penalty, stays within 1.2 at 0.01, within 0.4 at 100",
);
checkTrue(
  trainErrors.every((error, i) => i === 0 || error > trainErrors[i - 1]) &&
    knob[freshErrors.indexOf(Math.min(...freshErrors))] === 0.01,
  "the training error rises with every λ; the validation error is lowest at λ = 0.01",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## L1 and L2 in the network
//
// Back to the films. The penalty falls on the weights of both hidden layers, not on their biases. **Predict**: do the validation curves still turn up after ten epochs?

// %%
const withL2 = await tryOut("L2", { l2: 0.02 });
const withL1 = await tryOut("L1", { l1: 0.005 });
compareHistories(
  { control: control, L2: withL2, L1: withL1 },
  { title: "With a penalty, the films are not memorised", metric: "val_mse" },
);

// %% tags=["proof"]
const turn = [control, withL2, withL1].map((run) => {
  const errors = run.history.val_mse;
  return errors[59] / Math.min(...errors);
});
checkTrue(
  turn[0] > 1.2 && turn[1] < 1.1 && turn[2] < 1.1,
  "at the end the control is 20 % above its lowest error at least, L2 and L1 less than 10 %",
);

// %% [markdown]
// They hardly do: they rise by less than a tenth, the control's by more than a fifth. And what became of the weights? The first layer holds 40 · 64 of them:

// %%
const weightsOf = (name: string) =>
  Array.from(networks[name].getLayer("hidden1").getWeights()[0].dataSync());
histogramChart(
  { control: weightsOf("control"), L2: weightsOf("L2"), L1: weightsOf("L1") },
  {
    title: "L2 makes weights small, L1 makes most of them nothing",
    xTitle: "weight in the first layer",
    yTitle: "weights",
    bins: 60,
  },
);

// %% [markdown]
// How many of L1's 2560 weights are next to nothing?

// %%
const tinyShare = predict("Which share of L1's weights is smaller than 0.01?", {
  from: 0,
  to: 100,
  unit: "%",
});

// %%
const tiny = (name: string) => {
  const all = weightsOf(name);
  return all.filter((value) => Math.abs(value) < 0.01).length / all.length;
};
const usual = (name: string) => mean(weightsOf(name).map(Math.abs));
tinyShare.reveal(Math.round(100 * tiny("L1")));
new DataFrame(
  ["control", "L2", "L1"].map((name) => ({
    network: name,
    "mean size of a weight": usual(name),
    "smaller than 0.01": tiny(name),
  })),
);

// %% tags=["proof"]
checkTrue(
  usual("L2") < 0.2 * usual("control"),
  "L2's mean weight is less than a fifth as large",
);
checkTrue(
  tiny("control") < 0.1 && tiny("L1") > 0.8 && tiny("L1") > tiny("L2"),
  "below 0.01: less than 10 % of the control's weights, more than 80 % of L1's",
);

// %% [markdown]
// More than four fifths of L1's weights are that small. So L1 **chooses** inputs. We add up, for each input, the sizes of its 64 weights: what does this network look at?

// %%
const kinds = encoder.categories.flatMap((names, i) =>
  names.map((name) => `${words[i]}: ${name}`),
);
const sizes = weightsOf("L1").map(Math.abs);
const sizeOf = (row: number) => 64 * mean(sizes.slice(64 * row, 64 * (row + 1)));
const ranked = [...numbers, ...kinds]
  .map((name, row) => ({ name: name, size: sizeOf(row) }))
  .sort((a, b) => b.size - a.size);
const used = ranked.slice(0, 10);
barChart(
  { categories: used.map(({ name }) => name), values: used.map(({ size }) => size) },
  {
    title: "Ten of 40 inputs have two thirds of L1's weight",
    xTitle: "sizes of the input's 64 weights, added up",
    yTitle: "input",
    direction: "horizontal",
  },
);

// %% [markdown]
// The budget first, then the year; and among the leaders a creative type that nobody wrote down: the third leak of lesson 09, for the gap tells how the film fared. One more thing to know: the **loss** of training holds the penalty, the error does not, and the validation loss does not either. Whoever compares the two losses sees a gap that is none; that is why we draw `mse`.

// %%
const lastOf = (name: string) => withL1.history[name].at(-1)?.toFixed(3);
new DataFrame([
  { rows: "training", loss: lastOf("loss"), mse: lastOf("mse") },
  { rows: "validation", loss: lastOf("val_loss"), mse: lastOf("val_mse") },
]);

// %% tags=["proof"]
const names = used.map(({ name }) => name);
const share = mean(used.map(({ size }) => size)) / mean(ranked.map(({ size }) => size)) / 4;
const ended = (name: string) => withL1.history[name][59];
checkTrue(
  names[0] === "log budget" && names.slice(0, 5).includes("Creative Type: unknown"),
  "the budget leads; an unknown creative type is among the first five",
);
checkBetween(share, [0.6, 0.8], { of: "share of the ten largest of 40 inputs" });
checkTrue(
  ended("loss") > ended("mse") + 0.01 && ended("val_loss") === ended("val_mse"),
  "training loss = error + penalty, validation loss = error",
);

// %% [markdown]
// Who takes the step matters. $w = (3, -0.5)$ again, no data, L2 with 0.1, learning rate 0.1; AdamW shrinks by itself (decay 0.2). **Predict** which of the three pulls both weights by the **same** amount.

// %%
const stepOf = (name: "sgd" | "adam" | "adamw") => {
  const weights = tf.tidy(() => tf.variable(tf.tensor1d(w)));
  const rule = tfOptimizer(name, { learningRate: 0.1, weightDecay: 0.2 });
  const strength = name === "adamw" ? 0 : lambda;
  rule.minimize(() => tf.mul(tf.sum(tf.square(weights)), strength), false, [weights]);
  const values = Array.from(weights.dataSync());
  rule.dispose();
  weights.dispose();
  return values;
};
new DataFrame(
  (["sgd", "adam", "adamw"] as const).map((rule) => {
    const [first, second] = stepOf(rule);
    return { rule, "3 becomes": first, "−0.5 becomes": second };
  }),
);

// %% tags=["proof"]
checkClose(
  [stepOf("sgd"), stepOf("adam"), stepOf("adamw")],
  [
    [2.94, -0.49],
    [2.9, -0.4],
    [2.94, -0.49],
  ],
  { of: "one step of SGD with L2, Adam with L2, AdamW", tolerance: 1e-4 },
);

// %% [markdown]
// Adam does: it divides each slope by its own size, and so wipes out the difference between large and small. **AdamW** takes 2 % off every weight apart from the slope, as SGD with L2 does. (Loshchilov and Hutter, 2017)

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Remedy 2: dropout
//
// In training, each answer of a hidden layer is silenced with probability $p$, anew for each row of each batch; the others are divided by $1 - p$. So no unit can count on any particular other unit being there. (Srivastava and others, 2014)
//
// A **mask** holds a 1 for each answer that is kept and a 0 for each one that is silenced. **Predict** what becomes of the answers $(2, 4, 6, 8)$ with the mask $(1, 0, 0, 1)$ and $p = 0.5$. And why divide: what is the mean over all 16 masks?

// %%
const answers = [2, 4, 6, 8];
const drop = (mask: number[]) => answers.map((answer, i) => (answer * mask[i]) / (1 - 0.5));
const masks = Array.from({ length: 16 }, (_, i) => [0, 1, 2, 3].map((bit) => (i >> bit) & 1));
const average = answers.map((_, i) => mean(masks.map((mask) => drop(mask)[i])));
({ "after dropout": drop([1, 0, 0, 1]), "mean over all masks": average });

// %% tags=["proof"]
checkEqual(drop([1, 0, 0, 1]), [4, 0, 0, 16], { of: "the answers after dropout" });
checkEqual(average, answers, { of: "mean over all 16 masks" });

// %% [markdown]
// $(4, 0, 0, 16)$; and on average the next layer gets what it got before. The layer of the library has two modes: with `training: true` it drops, otherwise it does nothing. Its seed 1 happens to draw our mask.

// %%
const layer = tf.layers.dropout({ rate: 0.5, seed: 1 });
const modes = tf.tidy(() => {
  const x = tf.tensor2d([answers]);
  const training = layer.apply(x, { training: true }) as typeof x;
  const inference = layer.apply(x, { training: false }) as typeof x;
  return [training, inference].map((result) => Array.from(result.dataSync()));
});
({ training: modes[0], inference: modes[1] });

// %% tags=["proof"]
checkEqual(
  modes,
  [
    [4, 0, 0, 16],
    [2, 4, 6, 8],
  ],
  { of: "in training, in inference" },
);

// %% [markdown]
// Now in the network, after each hidden layer, $p = 0.3$. The training curve will end near 0.3. **Predict**: if we measure the same network on the same films once more, in inference mode, is the error higher, equal or lower?

// %%
const withDropout = await tryOut("dropout", { dropout: 0.3 });
historyChart(withDropout, { title: "With dropout the gap is smaller", metrics: ["mse"] });

// %% [markdown]
// It is lower: the curve was drawn while three tenths of the answers were missing. So the training curve of a network with dropout looks worse than the network is. It also jumps from epoch to epoch, so we take the mean of its last five. And the gap to the validation error has become smaller by at least 30 %.
//
// In epoch 1 the training curve even lies above the validation curve. That alone is no sign of dropout, the control run has it too: the training error is averaged over the epoch, while the network still learns, and the validation error is measured at its end.

// %%
const asDrawn = mean(withDropout.history.mse.slice(-5));
const asItIs = results.dropout.train[0];
({ "as drawn": asDrawn.toFixed(3), "in inference mode": asItIs.toFixed(3) });

// %% tags=["proof"]
const gapOf = (name: string) => errorOf(name) - mean(results[name].train);
checkClose(asDrawn, 0.28, {
  of: "mean of the training curve's last five epochs",
  tolerance: 0.04,
});
checkTrue(
  asItIs < 0.85 * asDrawn && withDropout.history.mse[0] > withDropout.history.val_mse[0],
  "in inference 15 % lower at least; in epoch 1 training lies above validation",
);
checkTrue(
  control.history.mse[0] > control.history.val_mse[0],
  "in epoch 1 the control's training error lies above validation, too",
);
checkTrue(
  gapOf("dropout") < 0.7 * gapOf("control"),
  "the gap is at most 70 % of the control's",
);

// %% [markdown]
// What happens to one film? We ask the network 1000 times in training mode, and once in inference mode (dashed).

// %%
const film = tf.slice(data.val.x, [0, 0], [1, 40]);
const inDollars = (values: ArrayLike<number>) =>
  Array.from(values, (z) => 10 ** target.inverseTransform([[z]])[0][0] / 1e6);
const crowd = tf.tidy(() => {
  const copies = tf.tile(film, [1000, 1]);
  return inDollars(
    (networks.dropout.apply(copies, { training: true }) as typeof film).dataSync(),
  );
});
const forecast = networks.dropout.predict(film) as Tensor;
const single = inDollars(forecast.dataSync())[0];
const mark = { type: "line", x0: single, x1: single, yref: "paper", y0: 0, y1: 1 };
histogramChart(crowd, {
  title: "In training mode, a thousand networks answer",
  xTitle: "forecast gross of one film (million dollars)",
  yTitle: "answers",
}).with({ layout: { shapes: [{ ...mark, line: { dash: "dash", width: 2 } }] } });

// %% [markdown]
// Each mask makes another, thinner network; inference gives roughly their average. Whoever forgets to switch modes gets a forecast that depends on the mask: each of the 1000 copies of this one film got another mask. `predict` and `evaluate` never forget.

// %%
const sorted = [...crowd].sort((a, b) => a - b);
({
  "5 % of the answers lie below": sorted[50].toFixed(1),
  "in inference mode": single.toFixed(1),
  "5 % of the answers lie above": sorted[950].toFixed(1),
});

// %% tags=["proof"]
checkTrue(
  sorted[950] > 2 * sorted[50] && sorted[50] < single && single < sorted[950],
  "95 % and 5 % of the answers lie more than a factor 2 apart, the single answer between them",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Remedy 3: batch normalisation
//
// The scaler of lesson 09, as a layer. Each column of a batch gets mean 0 and deviation 1, then a learned stretch $\gamma$ and shift $\beta$ ($\varepsilon = 0.001$ keeps off a division by 0):
//
// $$z = \frac{x - \mu}{\sqrt{\sigma^2 + \varepsilon}} \qquad\qquad \hat x = \gamma z + \beta$$
//
// **Predict** $\mu$, $\sigma^2$ and $z$ for a batch of four rows, one column: 2, 4, 4, 6.

// %%
const batch = [2, 4, 4, 6];
const mu = mean(batch);
const variance = mean(batch.map((x) => (x - mu) ** 2));
const z = batch.map((x) => (x - mu) / Math.sqrt(variance + 0.001));
({ mean: mu, variance, z: z.map((value) => value.toFixed(3)) });

// %% tags=["proof"]
checkClose([mu, variance, ...z], [4, 2, -1.414, 0, 0, 1.414], {
  of: "mean, variance, z",
  tolerance: 0.001,
});

// %% [markdown]
// In inference there may be only one row: no mean to take. So the layer keeps a **running mean** $m \leftarrow 0.9\,m + 0.1\,\mu$, from 0, and a running variance, from 1. **Predict** the running mean after our batch has come once.

// %%
const norm = tf.layers.batchNormalization({ momentum: 0.9 });
const column = tf.tensor2d(batch, [4, 1]);
const pass = (training: boolean) =>
  tf.tidy(() =>
    Array.from((norm.apply(column, { training: training }) as typeof column).dataSync()),
  );
const state = () => norm.getWeights().map((weight) => weight.dataSync()[0]);
const unprepared = pass(false);
const before = state();
const firstPass = pass(true);
const running = [before, state()];
const short3 = (values: number[]) => values.map((value) => value.toFixed(3)).join("  ");
({
  "in inference, before": short3(unprepared),
  "in training": short3(firstPass),
  "running mean, after": running[1][2].toFixed(3),
});

// %% tags=["proof"]
checkClose(firstPass, z, { of: "the layer in training, against our z", tolerance: 1e-5 });
checkClose([running[1][2], ...unprepared], [0.4, 2, 4, 4, 6], {
  of: "running mean after one batch; answers in inference before it",
  tolerance: 0.005,
});

// %% [markdown]
// And when the same batch comes again and again?

// %%
for (let step = 1; step < 40; step++) {
  pass(true);
  running.push(state());
}
lineChart(
  { y: { mean: running.map((kept) => kept[2]), variance: running.map((kept) => kept[3]) } },
  {
    title: "The running numbers creep towards 4 and 2",
    xTitle: "batches seen",
    yTitle: "kept by the layer",
  },
);

// %% tags=["proof"]
checkClose(pass(false), firstPass, {
  of: "inference after 40 batches, against training",
  tolerance: 0.05,
});

// %% [markdown]
// Before the first batch, inference did next to nothing; after forty it does nearly what training did. In between the two modes disagree: a network with batch normalisation that has seen few batches is worse in validation than it need be.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## In place of a scaler
//
// Two raw columns, the year (about 2000) and the power of ten of the budget (about 7), unscaled. **Predict**: what is the validation loss of the first epoch, above 1, above 10, or above 100? And with batch normalisation as first layer?

// %%
const rawOf = (some: Int32Array) => films.iloc({ rows: some }).toMatrix(numbers);
const short = async (form: (some: Int32Array) => number[][], first: boolean) => {
  const train = { x: tf.tensor2d(form(parts.train)), y: data.train.y };
  const val = { x: tf.tensor2d(form(parts.validation)), y: data.val.y };
  const body = { inputs: 2, hidden: [64, 64], seed: seed };
  const model = denseNet({ ...body, batchNorm: first ? "first" : "none" });
  const optimizer = tf.train.adam(0.005);
  model.compile({ optimizer: optimizer, loss: "meanSquaredError" });
  const history = await model.fit(train.x, train.y, {
    epochs: 25,
    batchSize: 30,
    validationData: [val.x, val.y],
    seed: seed,
  });
  tf.dispose([train.x, val.x]);
  model.dispose();
  optimizer.dispose();
  return history;
};

// %% [markdown]
// Three short runs:

// %%
const rawRun = await short(rawOf, false);
const normRun = await short(rawOf, true);
const scaledRun = await short((some) => scaler.transform(rawOf(some)), false);
compareHistories(
  { raw: rawRun, "raw, batch normalisation first": normRun, scaled: scaledRun },
  { title: "A first layer that normalises replaces the scaler", metric: "val_loss" },
).with({ layout: { yaxis: { type: "log", exponentformat: "power" } } });

// %% [markdown]
// The raw run begins beyond ten thousand and stays worse than the others. With the layer it arrives where the scaler leads. But look at its start: after ten batches the running mean is still on its way from 0 to 2000! In return, the scale is saved with the model: no scaler to forget.

// %%
const threeRuns = { raw: rawRun, "batch normalisation first": normRun, scaled: scaledRun };
new DataFrame(
  Object.entries(threeRuns).map(([inputs, { history }]) => ({
    inputs,
    "first epoch": history.val_loss[0],
    "last epoch": history.val_loss.at(-1),
  })),
);

// %% tags=["proof"]
const ends = [normRun, scaledRun].map((run) => run.history.val_loss[24]);
const rawLosses = rawRun.history.val_loss;
checkTrue(
  rawLosses[0] > 10000 && Math.min(...rawLosses) > Math.max(...ends) && Math.max(...ends) < 0.6,
  "raw: above 10000 at first, never as low as the two others end, below 0.6",
);
checkTrue(Math.abs(ends[0] - ends[1]) < 0.05, "normalised and scaled end within 0.05");
checkTrue(normRun.history.val_loss[0] > 100, "normalised: still above 100 after one epoch");

// %% [markdown] slideshow={"slide_type": "slide"}
// ## All beside the control run
//
// First batch normalisation in the hidden layers. **Predict**: does it keep the network from memorising?

// %%
const withNorm = await tryOut("batch norm", { batchNorm: "hidden" });
compareHistories(
  { control: control, "batch norm": withNorm, dropout: withDropout },
  { title: "Batch normalisation alone memorises too", metric: "val_mse" },
);

// %% [markdown]
// It hardly does: the films of a batch disturb each other a little, but not enough. Its use is another: it steadies the training of deep networks (Ioffe and Szegedy, 2015). Now early stopping, and a mixture. **Predict** the order of all seven.

// %%
const patient = earlyStopping({ minDelta: 0.001, patience: 20, restoreBestWeights: true });
await tryOut("early stop", {}, { callbacks: [patient] });
await tryOut("dropout + L1", { dropout: 0.3, l1: 0.002 });
const table = Object.entries(results).map(([name, { train, validation }]) => ({
  name: name,
  train: mean(train),
  validation: mean(validation),
  spread: Math.max(...validation) - Math.min(...validation),
}));
const bars = Object.fromEntries(
  (["train", "validation"] as const).map((key) => [key, table.map((row) => row[key])]),
);
barChart(
  { categories: table.map(({ name }) => name), values: bars },
  {
    title: "Worse on its own films, better on new ones",
    xTitle: "remedy",
    yTitle: "mean squared error, mean of three seeds",
  },
);

// %% [markdown]
// L1, L2, dropout, early stopping and the mixture raise the training error and lower the validation error. The five lie close together, and a difference no larger than the **spread** over the seeds means nothing.

// %%
new DataFrame(table);

// %% tags=["proof"]
const cures = ["L2", "L1", "dropout", "early stop", "dropout + L1"];
const cured = cures.map(errorOf);
const byNorm = mean(results["batch norm"].train);
checkTrue(
  cures.every((name) => errorOf(name) < 0.85 * errorOf("control")) &&
    cures.every((name) => mean(results[name].train) > mean(results.control.train)) &&
    errorOf("batch norm") > 0.85 * errorOf("control"),
  "five remedies raise training, lower validation by 15 % and more; batch norm by less",
);
checkTrue(Math.max(...cured) - Math.min(...cured) < 0.07, "the five lie within 0.07");
checkTrue(
  byNorm < 1.5 * mean(results.control.train),
  "batch norm memorises as the control does",
);

// %% [markdown]
// We choose by validation: the lowest in the table, though L1 and the mixture are too close to call. The test films have decided nothing; they speak once, in a unit for a banker. **By which factor** is a typical forecast off?

// %%
const factorOf = (name: string) => {
  const mse = errorOn(networks[name], testRows);
  return 10 ** (Math.sqrt(mse) * target.std[0]);
};
const chosen = table.reduce((best, row) =>
  row.validation < best.validation ? row : best,
).name;
const factors = [factorOf("control"), factorOf(chosen)];
new DataFrame({ network: ["control", chosen], "off by a factor of": factors });

// %% tags=["proof"]
checkTrue(["L1", "dropout + L1"].includes(chosen), `lowest validation error: ${chosen}`);
checkTrue(
  Math.abs(errorOf("L1") - errorOf("dropout + L1")) < 0.02,
  "L1 and the mixture: close",
);
checkClose(factors, [6.3, 5.3], { of: "factor of control and of the chosen", tolerance: 0.25 });

// %% [markdown]
// The factor falls from more than six to a little over five. That is honest, and humbling: "Nobody knows anything", wrote William Goldman about Hollywood (1983).

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** On paper: dropout with rate 0.75, answers (1, 2, 3, 4), mask (0, 1, 0, 1). What goes on to the next layer?

// %% tags=["exercise"]
const dropoutByHand: number[] = todo;
exercises.dropoutByHand.check(dropoutByHand);
// exercises.dropoutByHand.hint();
// exercises.dropoutByHand.solution();

// %% [markdown]
// **2.** On paper: a batch with one column, 1, 1, 5, 5, goes through batch normalisation with γ = 3, β = 10 (leave out ε). The four answers?

// %% tags=["exercise"]
const normByHand: number[] = todo;
exercises.normByHand.check(normByHand);
// exercises.normByHand.hint();
// exercises.normByHand.solution();

// %% [markdown]
// **3.** On paper: a weight of 4, the slope of the error is 2 there, the penalty is L2 with λ = 0.5, the learning rate 0.1. The weight after one step?

// %% tags=["exercise"]
const stepByHand: number = todo;
exercises.stepByHand.check(stepByHand);
// exercises.stepByHand.hint();
// exercises.stepByHand.solution();

// %% [markdown]
// **4.** Write dropout for given answers and mask, in both modes.

// %% tags=["exercise"]
const dropout = (
  values: number[],
  { mask, rate, training }: { mask: number[]; rate: number; training: boolean },
): number[] => todo;
exercises.dropout.check(dropout);
// exercises.dropout.hint();
// exercises.dropout.solution();

// %% [markdown]
// **5.** Ten weights, fitted to the same rows three times: without a penalty, with L1, with L2. Look at the bars. Which is which?

// %%
const quiz = exercises.quizWeights();
barChart(
  { categories: quiz.A.map((_, i) => `w${i + 1}`), values: { ...quiz } },
  { title: "Three ways to weigh ten inputs", xTitle: "weight", yTitle: "value" },
);

// %% [markdown]
// For each letter one of `"none"`, `"L1"`, `"L2"`:

// %% tags=["exercise"]
const whichPenalty: Record<"A" | "B" | "C", exercises.Penalty> = todo;
exercises.whichPenalty.check(whichPenalty);
// exercises.whichPenalty.hint();
// exercises.whichPenalty.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// Batch normalisation in training mode, with a batch of **one** row. **Predict** its answer to 2, and to 1000.

// %%
const alone = [2, 1000].map((value) =>
  tf.tidy(
    () =>
      (norm.apply(tf.tensor2d([[value]]), { training: true }) as typeof column).dataSync()[0],
  ),
);
({ "answer to 2": alone[0], "answer to 1000": alone[1] });

// %% tags=["proof"]
checkEqual(alone, [0, 0], { of: "answers to 2 and to 1000" });

// %% [markdown]
// It answers 0 twice: one number is its own mean. The network is blind, and no error is thrown. Dropping **everything**, however, the library refuses:

// %% tags=["raises-exception"]
await learn({ dropout: 1 });

// %% [markdown]
// Now you: train the control with 1000 films instead of 300 (change `split`). How much do the remedies still bring? At the end we give the memory back.

// %%
Object.values(networks).forEach((network) => network.dispose());
tf.dispose([data, testRows, film, forecast, column]);
norm.dispose();
tf.disposeVariables();
tf.memory().numTensors;

// %% tags=["proof"]
checkEqual(tf.memory().numTensors, 0, { of: "tensors that are left" });

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - compute a penalty's pull, a dropout mask and a batch normalisation of four numbers by hand
// - add L1, L2, dropout or batch normalisation to a network, and judge each beside a control run
// - tell training mode from inference mode, and say what goes wrong when they are mixed up
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The slider with the wild polynomial is the picture to leave on the wall. Before the first remedy runs, let the class bet which of the four wins; the bar chart near the end settles the bets. Two points need saying twice: a training loss that holds a penalty, or is drawn with dropout, must not be compared with a validation loss; and three seeds are few, so ask for the spread before anybody calls a winner. If time is short, leave out the cell on three optimizers and the section on batch normalisation as first layer.
