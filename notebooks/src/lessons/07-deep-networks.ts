// %% [markdown] slideshow={"slide_type": "slide"}
// # 07 · How is a network put together?
//
// *60 minutes · needs lessons 03 and 05*
//
// **You will be able to**
//
// - build a network layer by layer, and count its parameters and follow its shapes on paper
// - compile it, fit it, read its history, and judge it against a baseline
// - choose the output for numbers, for yes or no, for one of several, and recognise a wrong one by what it does

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
  type Tensor,
} from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { oneHot, split, StandardScaler, takeRows } from "neural-notebooks/tensors";
import {
  denseNet,
  headFor,
  layerTable,
  linearBaseline,
  meanBaseline,
  predictClasses,
  type Task,
} from "neural-notebooks/models";
import { accuracyOf, confusionMatrix, historyFrame, meanAbsoluteError } from "neural-notebooks";
import {
  compareHistories,
  confusionChart,
  histogramChart,
  lineChart,
  liveHistory,
  networkChart,
  residualChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/07-deep-networks";

// %% tags=["proof"]
import {
  checkBetween,
  checkClose,
  checkEqual,
  checkTrue,
} from "neural-notebooks/grading/assertions";

// %% [markdown]
// Everything random in this lesson starts from one seed, so that you get the numbers that the text speaks of. Every training runs for the same number of epochs. On a slow machine a smaller `epochs` will do for reading on, but then your numbers differ from those in the text.

// %%
const seed = 1;
const epochs = 60;

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The cars
//
// 392 cars of the years 1970 to 1982. How many miles does each drive on a gallon of petrol? We know six numbers of each.

// %%
const measures = [
  "Cylinders",
  "Displacement",
  "Horsepower",
  "Weight_in_lbs",
  "Acceleration",
] as const;
const cars = readDataset("cars").dropNa({ subset: ["Miles_per_Gallon", ...measures] });
const years = cars.column("Year").dt.year().values;
const inputs = cars.toMatrix(measures).map((values, row) => [...values, years[row]]);
const mpg = cars.column("Miles_per_Gallon").values;
({ cars: inputs.length, "numbers of each": inputs[0].length });

// %% tags=["proof"]
checkEqual(
  [inputs.length, inputs[0].length, Math.min(...years), Math.max(...years)],
  [392, 6, 1970, 1982],
  { of: "cars, inputs of each, first and last year" },
);

// %% [markdown]
// Three parts: to learn from, to choose by (validation), to be judged by once (test). The scaler learns from the first part only (lesson 09 says why).

// %%
const parts = split(inputs, { validation: 0.2, test: 0.2, seed: seed });
const scaler = new StandardScaler().fit(takeRows(inputs, parts.train));
const xOf = (rows: Int32Array) => scaler.transform(takeRows(inputs, rows));
const yOf = (rows: Int32Array) => takeRows(mpg, rows);
const tensorsOf = (rows: Int32Array) => ({
  x: tf.tensor2d(xOf(rows)),
  y: tf.tensor2d(yOf(rows).map((value) => [value])),
});
const [train, validation, test] = [parts.train, parts.validation, parts.test].map(tensorsOf);
({ train: train.x.shape, validation: validation.x.shape, test: test.x.shape });

// %% tags=["proof"]
checkEqual(
  [train.x.shape, validation.x.shape, test.x.shape],
  [
    [236, 6],
    [78, 6],
    [78, 6],
  ],
  {
    of: "shapes of the three parts",
  },
);

// %% [markdown]
// What must a network beat? Somebody who says the mean to every car, and the best linear unit (lesson 03). The **mean absolute error** says how many miles per gallon an answer is off.

// %%
const mean = meanBaseline(yOf(parts.train));
const lineUnit = linearBaseline({ x: xOf(parts.train), y: yOf(parts.train) });
const errorOf = (yPred: ArrayLike<number>, rows = parts.validation) =>
  meanAbsoluteError({ yTrue: yOf(rows), yPred: yPred });
const meanError = errorOf(parts.validation.map(() => mean));
const lineError = errorOf(lineUnit.predict(xOf(parts.validation)));
new DataFrame([
  { answer: "the mean", "validation error (mpg)": meanError },
  { answer: "linear unit", "validation error (mpg)": lineError },
]);

// %% tags=["proof"]
checkClose([meanError, lineError], [6.0, 2.7], {
  of: "validation error (mpg): mean, linear unit",
  tolerance: 0.05,
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Layer by layer
//
// A `sequential` model is a list of layers; what one puts out, the next takes in. We put a car's 6 numbers into a layer of 16 units, then one of 16, then one output unit.
//
// A **dense** layer joins each of its $u$ units to all $n$ numbers that come in, and gives each a bias:
//
// $$\text{parameters} = (n + 1)\,u$$
//
// **Predict** on paper: how many has each layer, and how many are there in all?

// %%
const parameters = (n: number, u: number) => (n + 1) * u;
const onPaper = [parameters(6, 16), parameters(16, 16), parameters(16, 1)];
onPaper;

// %% tags=["proof"]
checkEqual(onPaper, [112, 272, 17], { of: "parameters of the three layers" });

// %% [markdown]
// Now the model. Only the first layer must be told its input shape, `[6]`; the others find out. The batch axis is left out: a model takes any number of rows. The first weights are drawn by He's start, which fits ReLU (lesson 06), from a seed.

// %%
const start = (offset: number) => tf.initializers.heUniform({ seed: seed + offset });
const { dense } = tf.layers;
const model = tf.sequential({ name: "cars" });
model.add(
  dense({
    name: "hidden1",
    units: 16,
    activation: "relu",
    inputShape: [6],
    kernelInitializer: start(0),
  }),
);
model.add(
  dense({ name: "hidden2", units: 16, activation: "relu", kernelInitializer: start(1) }),
);
model.add(dense({ name: "output", units: 1, kernelInitializer: start(2) }));
model.countParams();

// %% tags=["proof"]
checkEqual(model.countParams(), onPaper[0] + onPaper[1] + onPaper[2], { of: "parameters" });

// %% [markdown]
// 401, as on paper. The summary has a line for each layer; `null` stands for the number of rows, which is open.

// %%
new DataFrame(
  layerTable(model).map(({ layer, kind, outputShape, parameters }) => ({
    layer: layer,
    kind: kind,
    "output shape": `[${outputShape.map(String).join(", ")}]`,
    parameters: parameters,
  })),
);

// %% [markdown]
// And a picture of it with its first, random weights; point at a line to read its weight.

// %%
const weightsOf = (network: LayersModel) =>
  network.layers.map((layer) => {
    const [w, b] = layer.getWeights();
    return { w: w.arraySync() as number[][], b: b.arraySync() as number[] };
  });
networkChart(weightsOf(model), {
  title: "Six numbers in, one number out, 401 weights and biases",
  inputs: ["cylinders", "displacement", "horsepower", "weight", "acceleration", "year"],
  outputs: ["mpg"],
  maxUnits: 8,
});

// %% [markdown]
// Is there more to it than lesson 05? We send one car through by hand: sums, ReLU, sums, ReLU, sum.

// %%
const byHand = weightsOf(model).reduce((a, { w, b }, l, all) => {
  const sums = b.map((bias, j) => a.reduce((sum, value, i) => sum + value * w[i][j], bias));
  return l < all.length - 1 ? sums.map((sum) => Math.max(0, sum)) : sums;
}, xOf(parts.train)[0]);
const valuesOf = async (network: LayersModel, x: Tensor) => {
  const output = network.predict(x) as Tensor;
  const values = Array.from(output.dataSync());
  output.dispose();
  return values;
};
const byModel = await valuesOf(model, train.x);
({ "by hand": byHand[0].toFixed(4), "by the model": byModel[0].toFixed(4) });

// %% tags=["proof"]
checkClose(byHand[0], byModel[0], { of: "one car, by hand and by the model", tolerance: 1e-4 });

// %% [markdown]
// There is not: both give the same number. (It is no sensible answer yet, because the weights are random.) What happens when the input does not fit? **Predict**, then read the message: which two shapes does it name?

// %% tags=["raises-exception"]
model.predict(tf.zeros([3, 5]));

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Compile and fit
//
// `compile` says how to learn: the **loss** that is made small, the **optimizer** that takes the steps (lesson 08), the **metrics** that we want to read besides. `model.fit` then goes through the rows, 32 at a time, `epochs` times.
//
// **Predict**: 236 rows, 32 at a time, 60 epochs: how many updates?

// %%
model.compile({
  optimizer: tf.train.adam(0.01),
  loss: "meanSquaredError",
  metrics: ["mae"],
});
let updates = 0;
const live = liveHistory({ title: "The network learns how far a car drives" });
const history = await model.fit(train.x, train.y, {
  epochs: epochs,
  batchSize: 32,
  validationData: [validation.x, validation.y],
  seed: seed,
  callbacks: [live, { onBatchEnd: () => void updates++ }],
});

// %% [markdown]
// There are 8 updates in each epoch, since the last batch holds the 12 rows that are left. In 60 epochs that makes 480.

// %%
({ updates, "per epoch": updates / epochs, "rows of the last batch": 236 % 32 });

// %% tags=["proof"]
checkEqual([updates / epochs, 236 % 32], [8, 12], {
  of: "updates per epoch, rows of the last batch",
});

// %% [markdown]
// The **history** keeps loss and metrics of each epoch, for training and (with `val_`) for validation rows. Some of its rows:

// %%
historyFrame(history).iloc({
  rows: [0, 1, 4, 9, 19, epochs - 1].filter((row) => row < epochs),
});

// %% [markdown]
// The linear unit was off by 2.7 miles per gallon on the validation cars. Will the network do better?

// %%
const better = predict("Compared with the linear unit, the error of the network is …", {
  choices: ["no smaller", "smaller by about a fifth", "less than half as large"],
});

// %%
const netError = errorOf(await valuesOf(model, validation.x));
const part = netError / lineError;
const smaller = part < 0.5 ? "less than half as large" : "smaller by about a fifth";
better.reveal(part > 0.95 ? "no smaller" : smaller);
`${netError.toFixed(2)} mpg`;

// %% tags=["proof"]
checkBetween(netError, [0.72 * lineError, 0.88 * lineError], {
  of: "validation error of the network (mpg)",
});

// %% [markdown]
// It is smaller by about a fifth. Where is the network off? A **residual** is what is left, true minus predicted:

// %%
residualChart(
  { yTrue: yOf(parts.validation), yPred: await valuesOf(model, validation.x) },
  { title: "Economical cars are harder to tell", unit: "mpg" },
);

// %% [markdown]
// The points lie about the zero line, and spread as the predictions grow. We compare the mean error of predictions below and above 22 miles per gallon, and take the mean of all residuals:

// %%
const answers = await valuesOf(model, validation.x);
const missBy = (economical: boolean) => {
  const chosen = yOf(parts.validation).map((y, i) => ({ y: y, yHat: answers[i] }));
  const group = chosen.filter(({ yHat }) => yHat > 22 === economical);
  return group.reduce((sum, { y, yHat }) => sum + Math.abs(y - yHat), 0) / group.length;
};
const meanResidual =
  yOf(parts.validation).reduce((sum, y, i) => sum + y - answers[i], 0) / answers.length;
({
  "below 22 mpg": missBy(false).toFixed(1),
  "above 22 mpg": missBy(true).toFixed(1),
  "mean of all residuals": meanResidual.toFixed(1),
});

// %% tags=["proof"]
checkBetween(meanResidual, [-1, 1], { of: "mean residual (mpg)" });
checkTrue(missBy(true) > 1.3 * missBy(false), "above 22 mpg the error is larger by a third");

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How many layers, how many units?
//
// `denseNet` of the library builds such a stack from a list of sizes. **Predict**: a network with 17,537 parameters against one with 17: how much better is it?

// %%
const sizes = [[2], [16], [16, 16], [16, 16, 16, 16], [64, 64], [128, 128]];
const trials: { hidden: string; parameters: number; error: number }[] = [];
const progress = display("0 networks are trained");
for (const hidden of sizes) {
  const net = denseNet({ inputs: 6, hidden: hidden, seed: seed });
  net.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
  const usual = { epochs: epochs, batchSize: 32, seed: seed, verbose: 0 } as const;
  await net.fit(train.x, train.y, usual);
  progress.update(`${trials.length + 1} of ${sizes.length} networks are trained`);
  trials.push({
    hidden: hidden.join(" + "),
    parameters: net.countParams(),
    error: Number(errorOf(await valuesOf(net, validation.x)).toFixed(2)),
  });
  net.dispose();
}
new DataFrame(trials);

// %% [markdown]
// Parameters count by factors of ten below:

// %%
lineChart(
  {
    x: trials.map((trial) => trial.parameters),
    y: {
      networks: trials.map((trial) => trial.error),
      "linear unit": trials.map(() => lineError),
    },
  },
  {
    title: "From 129 parameters on, size gains hardly anything here",
    xTitle: "parameters",
    yTitle: "validation error (mpg)",
    logarithmic: ["x"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// Two units have not learned the task within 60 epochs; all others are within 0.4 miles of each other, from 129 parameters to 17,537. With 236 cars to learn from, more parameters have nothing more to learn (lesson 10).

// %% tags=["proof"]
const others = trials.slice(1).map((trial) => trial.error);
checkEqual(
  trials.map((trial) => trial.parameters),
  [17, 129, 401, 945, 4673, 17537],
  { of: "parameters" },
);
checkTrue(
  trials[0].error > lineError && Math.max(...others) - Math.min(...others) < 0.4,
  "two units lose against the line; the others are alike",
);

// %% [markdown]
// Where sizes are alike nothing speaks for a change: we keep our network of 401 parameters. The validation cars had a say in that, so the judgement comes from the test cars, **once**. **Predict**: does it still beat the line?

// %%
const testError = errorOf(await valuesOf(model, test.x), parts.test);
const lineTestError = errorOf(lineUnit.predict(xOf(parts.test)), parts.test);
new DataFrame([
  { model: "linear unit", "test error (mpg)": lineTestError },
  { model: "network", "test error (mpg)": testError },
]);

// %% tags=["proof"]
checkBetween(testError, [1.9, 2.7], { of: "test error of the network (mpg)" });
checkTrue(
  testError < lineTestError,
  `test error ${testError.toFixed(1)} mpg, of the line ${lineTestError.toFixed(1)}`,
);

// %% [markdown]
// It does. This is the number to report: nothing was chosen by it.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Heads
//
// The hidden layers are the **body**; the output layer is the **head**. The body may stay the same whatever we ask. The head depends on the question:

// %%
const questions: { question: string; task: Task; outputs: number }[] = [
  { question: "How many mpg?", task: "regression", outputs: 1 },
  { question: "Built in the USA?", task: "binary", outputs: 1 },
  { question: "Built where?", task: "multiclass", outputs: 3 },
];
new DataFrame(
  questions.map(({ question, task, outputs }) => {
    const { units, activation, loss } = headFor(task, { outputs: outputs });
    return { question: question, units: units, activation: activation, loss: loss };
  }),
);

// %% [markdown]
// Why these? A number may be anything: no bend (`linear`). A probability lies in (0, 1): `sigmoid`. Probabilities of several classes also add up to 1: `softmax`. The losses belong to them; lessons 12 and 13 go deeper.
//
// The same cars, two new questions; targets are 0 or 1, and one-hot.

// %%
const places = ["Europe", "Japan", "USA"];
const origin = cars.column("Origin").values.map((name) => places.indexOf(String(name)));
const targets = (rows: Int32Array, of: (place: number) => number[]) =>
  tf.tensor2d(takeRows(origin, rows).map(of));
const isUsa = (place: number) => [Number(place === 2)];
const oneOf = (place: number) => oneHot([place], 3)[0];
const ask = (of: (place: number) => number[]) => ({
  train: { x: train.x, y: targets(parts.train, of) },
  validation: { x: validation.x, y: targets(parts.validation, of) },
});
const usa = ask(isUsa);
const three = ask(oneOf);
({ "yes or no": usa.train.y.shape, "one of three": three.train.y.shape });

// %% tags=["proof"]
checkEqual(
  [usa.train.y.shape, three.train.y.shape],
  [
    [236, 1],
    [236, 3],
  ],
  { of: "targets" },
);

// %% [markdown]
// One function for all heads of this lesson: same body, same optimizer; only output and loss differ.

// %%
type Head = { units: number; activation: "linear" | "sigmoid" | "softmax"; loss: string };
const withHead = async ({ units, activation, loss }: Head, data: typeof usa) => {
  const net = tf.sequential();
  net.add(
    dense({ units: 16, activation: "relu", inputShape: [6], kernelInitializer: start(0) }),
  );
  net.add(dense({ units: 16, activation: "relu", kernelInitializer: start(1) }));
  net.add(dense({ units: units, activation: activation, kernelInitializer: start(2) }));
  net.compile({ optimizer: tf.train.adam(0.01), loss: loss, metrics: ["mae"] });
  const record = await net.fit(data.train.x, data.train.y, {
    epochs: epochs,
    batchSize: 32,
    validationData: [data.validation.x, data.validation.y],
    seed: seed,
  });
  return { net: net, history: record.history };
};

// %% [markdown]
// First yes or no. Saying "USA" to every car is right for about six in ten. **Predict**: what does the network reach?

// %%
const usaRight = await withHead(headFor("binary"), usa);
const usaAccuracy = await accuracyOf(usaRight.net, usa.validation);
const yTrue = takeRows(origin, parts.validation);
const usaShare = yTrue.filter((place) => place === 2).length / yTrue.length;
({ "always USA": usaShare.toFixed(2), network: usaAccuracy.value.toFixed(2) });

// %% tags=["proof"]
checkBetween(usaShare, [0.55, 0.68], { of: "share of cars from the USA" });
checkTrue(
  usaAccuracy.value > usaShare + 0.2,
  `“always USA” ${usaShare.toFixed(2)}, the network ${usaAccuracy.value.toFixed(2)}`,
);

// %% [markdown]
// The network is more than twenty points above the baseline. Then which of three. Each answer is three probabilities; they add up to 1.

// %%
const placeRight = await withHead(headFor("multiclass", { outputs: 3 }), three);
const scores = await valuesOf(placeRight.net, validation.x);
const [europeShare, japanShare, usaPart] = scores.slice(0, 3).map((p) => p.toFixed(3));
({ Europe: europeShare, Japan: japanShare, USA: usaPart });

// %% tags=["proof"]
checkClose(scores[0] + scores[1] + scores[2], 1, {
  of: "sum of one car's probabilities",
  tolerance: 1e-4,
});

// %% [markdown]
// Which places are confused? Rows are the truth, columns what the network says.

// %%
const said = await predictClasses(placeRight.net, validation.x);
const placeAccuracy = await accuracyOf(placeRight.net, three.validation);
confusionChart(confusionMatrix({ yTrue: yTrue, yPred: said }, { names: places }), {
  title: "About three of four cars are placed rightly",
});

// %% tags=["proof"]
checkBetween(placeAccuracy.value, [0.7, 0.82], { of: "accuracy" });

// %% [markdown]
// The accuracy alone hides something: about nine of ten American cars are right, fewer than half of the Japanese.

// %%
const rightOf = (place: number) => {
  const rows = Array.from(yTrue.keys()).filter((row) => yTrue[row] === place);
  return rows.filter((row) => said[row] === place).length / rows.length;
};
new DataFrame(places.map((name, place) => ({ place: name, right: rightOf(place) })));

// %% tags=["proof"]
const shares = places.map((name, place) => `${name} ${rightOf(place).toFixed(2)}`);
checkTrue(rightOf(2) > 0.85 && rightOf(1) < 0.5, `right of each: ${shares.join(", ")}`);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What a wrong head looks like
//
// **First**: miles per gallon with a `sigmoid` output.

// %%
const economical = predict("What does such a network answer for a car that drives 30 mpg?", {
  choices: ["about 30", "about 23, the mean", "about 1"],
});

// %%
const mpgData = { train: train, validation: validation };
const squeezed = await withHead({ ...headFor("regression"), activation: "sigmoid" }, mpgData);
const squeezedAnswers = await valuesOf(squeezed.net, validation.x);
const largest = Math.max(...squeezedAnswers);
const higher = largest < 26 ? "about 23, the mean" : "about 30";
economical.reveal(largest < 2 ? "about 1" : higher);
({ "its largest answer": largest.toFixed(2) });

// %% tags=["proof"]
checkBetween(Math.max(...squeezedAnswers), [0.9, 1], { of: "its largest answer, in mpg" });

// %% [markdown]
// A sigmoid cannot say more than 1, so the error stays at about 21 miles per gallon while the right head's falls:

// %%
const mpgRight = await withHead(headFor("regression"), mpgData);
compareHistories(
  { "linear output": mpgRight.history, "sigmoid output": squeezed.history },
  { title: "A sigmoid output cannot reach the targets", metric: "val_mae" },
);

// %% [markdown]
// **The sign**: from the first epoch a flat curve, far too high. The cure: a head without a bend, or targets scaled to 0 … 1.

// %% tags=["proof"]
const flat = squeezed.history.val_mae;
const falling = mpgRight.history.val_mae;
checkTrue(
  flat[0] - flat[epochs - 1] < 1 && falling[epochs - 1] < 3,
  "the sigmoid's curve falls by less than a mile, the right head's to below 3",
);
checkBetween(flat[epochs - 1], [20.5, 21.5], { of: "where it ends (mpg)" });

// %% [markdown] slideshow={"slide_type": "fragment"}
// **Second**: yes or no with one `softmax` unit. Softmax makes all outputs add up to 1, and there is only one. **Predict**: what would it answer to every car?

// %% tags=["raises-exception"]
await withHead({ units: 1, activation: "softmax", loss: "binaryCrossentropy" }, usa);

// %% [markdown]
// Always 1: $e^z / e^z$. Its accuracy would be the share of one class, and would never move, so `fit` refuses to begin. The cure: one unit with `sigmoid`, or two with softmax.

// %% [markdown] slideshow={"slide_type": "fragment"}
// **Third**: the place as a number, Europe 0, Japan 1, USA 2, with the head for a number. **Predict**: what does the network say when it wavers between Europe and the USA?

// %%
const asNumber = await withHead(
  headFor("regression"),
  ask((place) => [place]),
);
const numbers = await valuesOf(asNumber.net, validation.x);
histogramChart(
  Object.fromEntries(places.map((name, k) => [name, numbers.filter((_, i) => yTrue[i] === k)])),
  {
    title: "A number puts Japan between Europe and the USA",
    xTitle: "answer (0 Europe, 1 Japan, 2 USA)",
    yTitle: "cars",
    bins: 24,
  },
);

// %% [markdown]
// Something in between, which means Japan. **The sign**: answers between the classes. An order that does not exist was put in by hand. **Predict**: of the European cars, how many are called Japanese now, and how many were before, with three probabilities?

// %%
const asClass = numbers.map((value) => Math.max(0, Math.min(2, Math.round(value))));
const europeAsJapan = yTrue.filter((place, i) => place === 0 && asClass[i] === 1).length;
const europe = yTrue.filter((place) => place === 0).length;
const before = yTrue.filter((place, i) => place === 0 && said[i] === 1).length;
({ European: europe, "called Japanese before": before, "and now": europeAsJapan });

// %% tags=["proof"]
checkTrue(
  europeAsJapan > europe / 2 && europeAsJapan > before,
  `${europeAsJapan} of ${europe} European cars are called Japanese; ${before} with three outputs`,
);

// %% [markdown]
// Most of them, and more than before: the order was learned, not the places. **Last**: class numbers for a softmax head of three. The library refuses and says what is missing:

// %% tags=["raises-exception"]
await placeRight.net.fit(
  train.x,
  targets(parts.train, (place) => [place]),
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// **1.** Count the parameters of a stack of dense layers, from its sizes: `[6, 16, 16, 1]` stands for 6 inputs, two hidden layers of 16, 1 output.

// %% tags=["exercise"]
const countParameters = (sizes: number[]): number => todo;
exercises.countParameters.check(countParameters);
// exercises.countParameters.hint();
// exercises.countParameters.solution();

// %% [markdown]
// **2.** How many updates does a training make?

// %% tags=["exercise"]
const countUpdates = (run: { rows: number; batchSize: number; epochs: number }): number => todo;
exercises.countUpdates.check(countUpdates);
// exercises.countUpdates.hint();
// exercises.countUpdates.solution();

// %% [markdown]
// **3.** Choose the heads: the price of a house; whether a mail is spam; which of ten digits a picture shows. Losses as in the table above.

// %% tags=["exercise"]
const heads: { price: Head; spam: Head; digit: Head } = todo;
exercises.heads.check(heads);
// exercises.heads.hint();
// exercises.heads.solution();

// %% [markdown]
// **4.** Build a network for penguins: 4 measurements, two hidden layers of 8 ReLU units, one of 3 species. Do not compile it.

// %% tags=["exercise"]
const buildNet = (): LayersModel => todo;
exercises.buildNet.check(buildNet);
// exercises.buildNet.hint();
// exercises.buildNet.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// Forget `compile`. Read the message, and mend the cell.

// %% tags=["raises-exception"]
const forgotten = denseNet({ inputs: 6, hidden: [16], seed: seed });
await forgotten.fit(train.x, train.y, { epochs: 1 });

// %% [markdown]
// Then forget the scaler: pounds in thousands beside cylinders in units. **Predict**: after as many epochs, is the error larger, and by how much?

// %%
const rawOf = (rows: Int32Array) => ({
  x: tf.tensor2d(takeRows(inputs, rows)),
  y: tf.tensor2d(yOf(rows).map((value) => [value])),
});
const raw = { train: rawOf(parts.train), validation: rawOf(parts.validation) };
const unscaled = await withHead(headFor("regression"), raw);
const unscaledError = errorOf(await valuesOf(unscaled.net, raw.validation.x));
({ scaled: `${netError.toFixed(1)} mpg`, unscaled: `${unscaledError.toFixed(1)} mpg` });

// %% tags=["proof"]
checkTrue(
  unscaledError > 2 * netError,
  `error ${unscaledError.toFixed(1)} mpg without scaling, ${netError.toFixed(1)} with it`,
);

// %% [markdown]
// More than twice as large. So we scale first; lesson 09 makes a habit of it. At the end we give the memory back.

// %%
tf.dispose([train, validation, test, usa.train.y, usa.validation.y, three.train.y]);
tf.dispose([three.validation.y, raw]);
const nets = [model, usaRight.net, placeRight.net, mpgRight.net, squeezed.net];
[...nets, asNumber.net, unscaled.net].forEach((net) => net.dispose());

// %% [markdown]
// Now you: run again and take `activation: "tanh"` in the first two layers of `model`. Which is better here, and is the difference larger than between two seeds?

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - build a network layer by layer, and count its parameters and follow its shapes on paper
// - compile it, fit it, read its history, and judge it against a baseline
// - choose the output for numbers, for yes or no, for one of several, and recognise a wrong one by what it does
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Let somebody count the 401 parameters on the board before the cell that builds the model; the usual slip is to forget the biases. The second half, on wrong heads, is what learners meet in their own projects: let them say before each run what will come out, and afterwards name the sign by which they would notice. A training takes a second or two, the comparison of sizes a few more. If time is short, leave out that comparison.
