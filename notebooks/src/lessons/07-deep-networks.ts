// %% [markdown] slideshow={"slide_type": "slide"}
// # 07 · How is a network put together?
//
// In lesson 03 you predicted how far a car drives on a gallon of petrol, and the best linear unit was off by 2.6 mpg on average. Today you build a network for the same cars, layer by layer. It learns 401 numbers in a few seconds, and on cars that it has never seen it is off by only 2.1 mpg. Then you exchange its last layer, and for nearly four cars in five it tells rightly whether they were built in the USA, in Europe or in Japan.
//
// At the end you choose wrong last layers on purpose. The program runs without an error, and yet some of the predictions are useless and others mean less than they seem. Each wrong choice leaves a symptom, and you will learn to read it.
//
// Lesson 06 left you with all the parts: layers, activation functions, initial weights, an output that fits the question. Now you put them together with a library, from the table to the prediction. What you write today is what people write every day with TensorFlow.js and with Keras, its sister library for Python.
//
// *Two sittings of about 50 minutes · builds on lessons 03 and 06*
//
// **You will be able to**
//
// - build a network layer by layer, and count its parameters and follow its shapes on paper
// - compile it, train it, read its history, and judge it against a baseline
// - choose the last layer and the loss for a number, for yes or no, and for one of several classes, and recognise a wrong choice by its outputs

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  display,
  interact,
  predict,
  predictionSummary,
  setRandomSeed,
  slider,
  tf,
} from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { StandardScaler } from "neural-notebooks/tensors";
import { denseNet, leastSquares, predictLinear } from "neural-notebooks/models";
import { confusionMatrix, meanAbsoluteError } from "neural-notebooks/evaluation";
import {
  barChart,
  confusionChart,
  histogramChart,
  liveHistory,
  networkChart,
  residualChart,
  scatterChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/07-deep-networks";

// %% tags=["proof"]
import {
  checkBetween,
  checkClose,
  checkEqual,
  checkTrue,
} from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Wide or deep?
//
// When you build a network, you choose two numbers first: how many hidden layers, and how many units in each. The weights and biases that follow from this choice are called its **parameters**, because they are what training adjusts. Move the two sliders. Our networks have 6 inputs and 1 output, and each bar is one layer.
//
// Can you find two networks with almost the same number of parameters, about 400, of which one is wide and the other deep? Then take three hidden layers and double their units from 16 to 32, and again to 64: which bars grow fastest?
//
// > **Reading the code.** `denseNet` of our library builds a network from a list with the number of units in each hidden layer. `Array(3).fill(8)` is such a list, `[8, 8, 8]`. `countParams()` counts the parameters of a layer, or of a whole network.

// %%
interact(
  {
    layers: slider({ min: 0, max: 4, value: 3 }),
    units: slider({ min: 8, max: 64, value: 16, step: 8 }),
  },
  ({ layers, units }) => {
    const network = denseNet({ inputs: 6, hidden: Array(layers).fill(units), seed: 1 });
    const categories: string[] = [];
    const values: number[] = [];
    for (const layer of network.layers.slice(1)) {
      categories.push(layer.name);
      values.push(layer.countParams());
    }
    const size = `Hidden layers: ${layers}, units in each: ${units}`;
    const title = `${size}, parameters: ${network.countParams()}`;
    network.dispose();
    return barChart({ categories, values }, { title, xTitle: "layer", yTitle: "parameters" });
  },
);

// %% tags=["proof"]
const sizeOf = (hidden: number[]) => {
  const network = denseNet({ inputs: 6, hidden, seed: 1 });
  const count = network.countParams();
  network.dispose();
  return count;
};
checkEqual([sizeOf([48]), sizeOf([16, 16]), sizeOf([])], [385, 401, 7], {
  of: "parameters of a wide and of a deep network, and of none",
});

// %% [markdown]
// One hidden layer of 48 units has 385 parameters and two of 16 have 401. With three hidden layers, `hidden2` and `hidden3` grow fastest: twice as many units make them about four times as large, while the first bar and the last only about double. Soon you will know the formula, and later you will see which of the two predicts better. Without a hidden layer there are 7 parameters, and that is the linear unit of lesson 03.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The cars again
//
// We take the 392 cars and the six inputs of lesson 03. Every fifth car is held out as before; these cars are the test set. This time we set aside a second fifth, the **validation** set. The network does not learn from it, but we may look at it as often as we like: to watch the training, to stop it in time, to compare networks. When you choose by the validation set, you favour networks that happen to suit it, so its numbers become a little too good. Therefore the test set stays closed until the end.

// %%
const complete = readDataset("cars").dropNa({ axis: 1 });
const years: number[] = [];
for (const date of complete.column("Year").values) {
  years.push(Number(String(date).slice(0, 4)));
}
const cars = complete.addColumn("Model_year", years);

const columns = [
  "Weight_in_lbs",
  "Horsepower",
  "Acceleration",
  "Cylinders",
  "Displacement",
  "Model_year",
];
const trainCars = cars.query(years.map((year, i) => i % 5 < 3));
const validationCars = cars.query(years.map((year, i) => i % 5 === 3));
const testCars = cars.query(years.map((year, i) => i % 5 === 4));
[trainCars.shape[0], validationCars.shape[0], testCars.shape[0]];

// %% tags=["proof"]
checkEqual(
  [trainCars.shape[0], validationCars.shape[0], testCars.shape[0], cars.shape[0]],
  [236, 78, 78, 392],
  { of: "training, validation and test cars, and all" },
);

// %% [markdown]
// There are 236 cars to learn from and 78 in each of the other two sets. The scaler is fitted to the training cars only, and all three sets are turned into tensors with the same scaler. A row of `x` holds the six inputs of a car, and a row of `y` its mpg, miles per gallon.

// %%
const scaler = new StandardScaler();
scaler.fit(trainCars.loc({ columns }));

function tensorsOf(frame: DataFrame) {
  const mpg = frame.column("Miles_per_Gallon").values as number[];
  const scaled = scaler.transform(frame.loc({ columns }));
  return {
    rows: scaled.values as number[][],
    mpg,
    x: scaled.tensor,
    y: tf.tensor2d(mpg, [mpg.length, 1]),
  };
}

const train = tensorsOf(trainCars);
const validation = tensorsOf(validationCars);
const test = tensorsOf(testCars);
[train.x.shape, train.y.shape];

// %% tags=["proof"]
checkEqual(
  [train.x.shape, train.y.shape],
  [
    [236, 6],
    [236, 1],
  ],
  { of: "shapes" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Layer by layer
//
// A **sequential** model is a list of layers. Each takes what the one before it puts out. Ours has two hidden layers of 16 units and one output unit, and a table of numbers becomes narrower or wider on its way through it:
//
// ```
//   [236, 6]  →  hidden 1  →  [236, 16]  →  hidden 2  →  [236, 16]  →  output  →  [236, 1]
// ```
//
// The first number is always the number of rows, and it never changes. The second one is the number of units of the layer that the table comes from.
//
// All three are **dense** layers: every unit is connected with every number that comes in. With $n_{\text{in}}$ inputs and $n_{\text{out}}$ units,
//
// $$\text{parameters} = (n_{\text{in}} + 1) \cdot n_{\text{out}}$$
//
// In words: each of the $n_{\text{out}}$ units has a weight for each of the $n_{\text{in}}$ inputs and one bias. A layer with 3 inputs and 2 units has $(3 + 1) \cdot 2 = 8$ parameters, 6 weights and 2 biases. Our first hidden layer has $(6 + 1) \cdot 16 = 112$.

// %%
const secondLayer = predict("How many parameters does the second hidden layer have?", {
  from: 1,
  to: 500,
  unit: "parameters",
});

// %% [markdown]
// Here is the network, as TensorFlow.js writes it. Only the first layer is told how many inputs come, by `inputShape: [6]`; the number of rows is left out, since a network takes any number of them. The other layers work it out from the layer before. The hidden layers have ReLU with He's initialisation (lesson 06). The output unit has no activation function, because the mpg may be any number.

// %%
setRandomSeed(1);
const model = tf.sequential();
model.add(
  tf.layers.dense({
    units: 16,
    activation: "relu",
    kernelInitializer: "heNormal",
    inputShape: [6],
  }),
);
model.add(tf.layers.dense({ units: 16, activation: "relu", kernelInitializer: "heNormal" }));
model.add(tf.layers.dense({ units: 1 }));

secondLayer.reveal(model.layers[1].countParams());
model.summary(66); // in lines of 66 characters

// %% tags=["proof"]
checkEqual(
  model.layers.map((layer) => layer.countParams()),
  [112, 272, 17],
  { of: "parameters of the layers" },
);
checkEqual(model.countParams(), 401, { of: "all parameters" });

// %% [markdown]
// The **summary** has a line for each layer, with its output shape and its parameters: 112, 272 and 17, together 401. `null` stands for the number of rows. Read it whenever you have built a network: wrong sizes show here, though wrong activation functions do not.
//
// The picture shows the first eight units of each layer with their initial weights, before any training. `getWeights` gives the weights of a layer, which the library calls the *kernel*, and its biases.

// %%
const drawn = [];
for (const layer of model.layers) {
  const [kernel, bias] = layer.getWeights();
  drawn.push({ w: kernel.arraySync() as number[][], b: bias.arraySync() as number[] });
}
networkChart(drawn, {
  title: "Six numbers go in, one comes out",
  inputs: ["pounds", "horsepower", "acceleration", "cylinders", "displacement", "year"],
  outputs: ["mpg"],
  maxUnits: 8,
});

// %% [markdown]
// What if the input does not fit? The next cell offers three cars with only five numbers each. It is meant to fail. Read the message: which two shapes does it compare?

// %% tags=["raises-exception"]
model.predict(tf.zeros([3, 5]));

// %% [markdown]
// **Your turn (5 minutes).** Write a function that counts the parameters of a stack of dense layers. It receives the sizes as a list, the inputs first: `[6, 16, 16, 1]` stands for our network. The list has at least two numbers. Please leave it as it is.

// %% tags=["exercise"]
function countParameters(sizes: number[]): number {
  return todo;
}
exercises.countParameters.check(countParameters);
// exercises.countParameters.hint();
// exercises.countParameters.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Compile and fit
//
// A new network does not yet know how to learn. **`compile`** tells it three things:
//
// - the **loss**, the number that training makes small; for a number to be predicted we take the mean squared error
// - the optimizer, the rule by which the weights move. Adam is a cleverer gradient descent that adapts the length of the step for each weight; lesson 08 takes it apart
// - the **metrics**, numbers for us to read that training does not use. `"mae"` is the mean absolute error, which tells by how many miles per gallon we are off
//
// **`fit`** then trains. An epoch is one pass over the training rows, here in batches of 32 rows, and each batch makes one update of all weights. After each epoch the loss is also measured on the validation cars. **Early stopping** is a **callback**, a helper that `fit` calls after every epoch: it ends the training when the validation loss has not improved for 20 epochs, and restores the best weights. So `epochs: 300` is an upper limit. (Lesson 10 shows why going on for ever is a bad idea.) `liveHistory` is a second callback; it draws the curves while the training runs.

// %%
model.compile({
  optimizer: tf.train.adam(0.01),
  loss: "meanSquaredError",
  metrics: ["mae"],
});

const history = await model.fit(train.x, train.y, {
  epochs: 300,
  batchSize: 32,
  validationData: [validation.x, validation.y],
  callbacks: [
    tf.callbacks.earlyStopping({ patience: 20, restoreBestWeights: true }),
    liveHistory({
      title: "Off by 20 mpg at first, by about 2 in the end",
      metrics: ["mae"],
      unit: "mpg",
      logarithmic: true,
    }),
  ],
});

// %% [markdown]
// The error is drawn on a logarithmic axis, so that the slow part can be seen; the thin line follows the error on the training cars within each epoch. The two curves fall together, steeply at first and slowly later, and the training ends long before 300 epochs.
//
// `fit` returns the **history**: for each number that was measured, it holds a list with one entry for each epoch. The names of those that were measured on the validation cars begin with `val_`.
//
// > **Reading the code.** `history.history.val_mae` is an ordinary list, so you can draw it or search it. `Math.min(...list)` is its smallest number.

// %%
const maes = history.history.val_mae;
new DataFrame([
  {
    epochs: maes.length,
    "val_mae after epoch 1": maes[0],
    "lowest val_mae": Math.min(...maes),
    "in epoch": maes.indexOf(Math.min(...maes)) + 1,
  },
]);

// %% tags=["proof"]
checkTrue(maes.length < 300, "early stopping ended the training");
checkBetween(maes[0], [17, 22.9], { of: "validation error after the first epoch" });
checkTrue(maes[4] < 0.75 * maes[0], "the error falls fast at first");
checkBetween(Math.min(...maes), [1.6, 2.4], { of: "lowest validation error" });
checkEqual([...Object.keys(history.history)].sort(), ["loss", "mae", "val_loss", "val_mae"], {
  of: "names in the history",
});

// %% [markdown]
// After the first epoch the network is off by about 20 mpg, because its predictions begin near zero. At its best it is off by about 2.
//
// **Your turn (3 minutes, on paper).** Somebody trains a network on 1,000 rows for 30 epochs, with a batch size of 64 and without early stopping. The rows that are left over at the end of an epoch make a smaller batch. How many updates does one epoch make, how many rows does its last batch hold, and how many updates are there in total?

// %% tags=["exercise"]
const updates: { perEpoch: number; lastBatch: number; total: number } = {
  perEpoch: todo,
  lastBatch: todo,
  total: todo,
};
exercises.updates.check(updates);
// exercises.updates.hint();
// exercises.updates.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Is it better than a line?
//
// "Off by 2 mpg" means little on its own. We compare it with two baselines: predicting the mean of the training cars for every car, and the best linear unit with the same six inputs, which has 7 parameters instead of 401.
//
// `predict` of a model gives a tensor with one row for each car, and `dataSync` takes the numbers out of it.
//
// > **Reading the code.** TensorFlow.js lets a model have several outputs, so its types allow `predict` to return a list of tensors. `as tf.Tensor` tells TypeScript that ours has one.

// %%
function predictAll(network: tf.LayersModel, x: tf.Tensor): number[] {
  const output = network.predict(x) as tf.Tensor;
  return Array.from(output.dataSync());
}

const line = leastSquares({ x: train.rows, y: train.mpg });
const mean = tf.mean(train.y).dataSync()[0];

const yTrue = validation.mpg;
const meanError = meanAbsoluteError({ yTrue, yPred: yTrue.map(() => mean) });
const lineError = meanAbsoluteError({ yTrue, yPred: predictLinear(validation.rows, line) });
const netError = meanAbsoluteError({ yTrue, yPred: predictAll(model, validation.x) });
new DataFrame({
  model: ["the mean", "linear unit", "network"],
  "validation error (mpg)": [meanError, lineError, netError],
});

// %% tags=["proof"]
checkClose([meanError, lineError], [6.84, 2.8], { of: "baselines", tolerance: 0.01 });
checkBetween(netError / lineError, [0.6, 0.88], { of: "network compared with the line" });
checkTrue(netError < meanError / 3, "less than a third of the error of the mean");

// %% [markdown]
// The network's error is about a quarter lower than the line's, and less than a third of the error of the mean. What does the network know that the line does not? Two charts show the residuals for the validation cars (lesson 03): the true mpg minus the prediction. The axes are the same in both.

// %%
const netMpg = predictAll(model, validation.x);
const lineMpg = predictLinear(validation.rows, line);
const ofLine = { title: "The line: above zero at both ends, mostly below it in the middle" };
const ofNetwork = { title: "The network: around zero everywhere" };
const options = { unit: "mpg", height: 300 };
const sameAxes = { layout: { xaxis: { range: [3, 45] }, yaxis: { range: [-9, 13] } } };
display(residualChart({ yTrue, yPred: lineMpg }, { ...ofLine, ...options }).with(sameAxes));
residualChart({ yTrue, yPred: netMpg }, { ...ofNetwork, ...options }).with(sameAxes);

// %% tags=["proof"]
const leftOver = (predictions: number[], [from, to]: [number, number]) => {
  const chosen = predictions
    .map((predicted, i) => ({ predicted, rest: yTrue[i] - predicted }))
    .filter(({ predicted }) => predicted >= from && predicted < to);
  return chosen.reduce((total, { rest }) => total + rest, 0) / chosen.length;
};
checkTrue(leftOver(lineMpg, [0, 13]) > 2, "the line predicts too little for thirsty cars");
checkTrue(leftOver(lineMpg, [30, 60]) > 1.5, "and for economical ones");
checkTrue(leftOver(lineMpg, [13, 27]) < -1, "and too much between");
for (const range of [
  [0, 15],
  [15, 20],
  [20, 27],
  [27, 60],
] as [number, number][])
  checkBetween(leftOver(netMpg, range), [-1, 1], { of: `network from ${range[0]} mpg` });

// %% [markdown]
// The line predicts too little for the thirstiest and for the most economical cars, and mostly too much for those between. The true values follow a curve, and a line cannot bend. The network can, so its residuals scatter around zero from left to right.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The number to report
//
// Now we open the test set, which has played no part so far. `evaluate` computes the loss and the metrics on a set, in the order of `compile`, so the second number is the mean absolute error. A test error needs a baseline, too: we measure the line on the same cars.

// %%
const [testLoss, testMae] = model.evaluate(test.x, test.y) as tf.Scalar[];
const mae = testMae.dataSync()[0];
const lineTest = predictLinear(test.rows, line);
const lineMae = meanAbsoluteError({ yTrue: test.mpg, yPred: lineTest });
new DataFrame({ model: ["linear unit", "network"], "test error (mpg)": [lineMae, mae] });

// %% tags=["proof"]
checkBetween(mae, [1.4, 2.0], { of: "test error" });
checkTrue(mae < lineMae, "lower than the line's test error");
checkClose(lineMae, 2.2, { of: "the line's test error", tolerance: 0.05 });

// %% [markdown]
// Both errors are lower than on the validation cars: this split is the luckiest of the five, as lesson 03 said. So we have repeated everything with each fifth as the test set and with five initialisations each, 25 training runs in all. The network was off by 2.1 mpg (1.6 to 2.4), the linear unit by 2.6, and the network was better on all five splits, with every initialisation. **The honest report is the mean with its range.**
//
// **Your turn (12 minutes, you train).** How much power do solar panels give? `exercises.solar.data` holds 600 moments:
//
// - `x` has the shape `[600, 3]`: the time of day, the share of clouds and the temperature, already scaled
// - `y` has the shape `[600, 1]`: the power in kilowatts
// - `xValidation` and `yValidation` hold 200 more moments
//
// Put `tf.sequential()` in the place of `todo`, and write the rest between that line and the check: a network that ends in one unit without an activation function, compiled with the mean squared or the mean absolute error and trained on `y` as it stands. The check asks for a mean absolute error below 0.3 kW at 1,000 other moments. If you compile with the metric `"mae"` and give `fit` the validation data, the card draws the curve as well.

// %% tags=["exercise"]
const solar: tf.Sequential = todo;
exercises.solar.check(solar);
// exercises.solar.hint();
// exercises.solar.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You can build a network, train it, and report honestly how good it is. When you come back we ask how large it should be, and then we ask other questions about the same cars.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How many layers, how many units?
//
// Would a larger network be better, or would a smaller one do? And is it better wide or deep? We train four, each exactly as before: with one hidden layer of 8 or 48 units, and with two of 16 or 128. They have from 65 to 17,537 parameters. On the validation cars the line is off by 2.8 mpg and our network by 2.1. What do you expect of the largest one on the same cars?

// %%
const largest = predict("By how many mpg is the network of 128 and 128 units off?", {
  from: 0,
  to: 5,
  unit: "mpg",
});

// %%
const sizes = [[8], [48], [16, 16], [128, 128]];
const categories = ["linear unit"];
const values = [lineError];
for (const hidden of sizes) {
  const net = denseNet({ inputs: 6, hidden, seed: 1 });
  net.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
  await net.fit(train.x, train.y, {
    epochs: 300,
    batchSize: 32,
    seed: 1,
    validationData: [validation.x, validation.y],
    callbacks: [tf.callbacks.earlyStopping({ restoreBestWeights: true, patience: 20 })],
  });
  categories.push(`${hidden.join(" and ")} units`);
  values.push(meanAbsoluteError({ yTrue, yPred: predictAll(net, validation.x) }));
}
largest.reveal(values[4]);
const claim = "From 8 units to 128 and 128, the error hardly changes";
const axes = { xTitle: "hidden layers", yTitle: "validation error (mpg)" };
barChart({ categories, values }, { title: claim, ...axes });

// %% tags=["proof"]
checkEqual([sizeOf([8]), sizeOf([128, 128])], [65, 17537], { of: "parameters" });
const ofNetworks = values.slice(1);
checkTrue(Math.min(...ofNetworks) > 1.6 && Math.max(...ofNetworks) < 2.5, "alike");
checkTrue(Math.max(...ofNetworks) - Math.min(...ofNetworks) < 0.4, "within 0.4 mpg");

// %% [markdown]
// The four networks hardly differ. The one with 16 and 16 units is the network of the first sitting with other initial weights, and its error is about 2.0 mpg instead of 2.1: differences of this size are due to chance. In 15 runs, with five initialisations on each of three splits, the mean error on the test cars was between 2.08 and 2.18 mpg for the four sizes. On these cars 17,537 parameters gain nothing over 65, and it makes no difference whether a network is wide or deep. So **begin with one or two hidden layers of 16 to 64 units**, and enlarge the network only if that helps; lesson 10 shows when it does harm.
//
// Would two units be enough? We try three initialisations and train each twice: to predict the mpg as before, and to predict the **centred** target, which is the mpg *minus its mean*. (We add the mean again afterwards.) The table shows the lowest and the highest prediction for the training cars. Which rows look wrong?
//
// > **Reading the code.** In a type the bar reads "or": `number | string` is a number or a text.

// %%
const twoUnits: Record<string, number | string>[] = [];
for (const seed of [1, 2, 3]) {
  for (const shift of [0, mean]) {
    const two = denseNet({ inputs: 6, hidden: [2], seed });
    two.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
    const target = tf.sub(train.y, shift);
    await two.fit(train.x, target, { epochs: 60, batchSize: 32, seed });
    const yPred = predictAll(two, train.x).map((predicted) => predicted + shift);
    twoUnits.push({
      seed,
      target: shift === 0 ? "mpg" : "centred",
      lowest: Number(Math.min(...yPred).toFixed(1)),
      highest: Number(Math.max(...yPred).toFixed(1)),
      error: meanAbsoluteError({ yTrue: train.mpg, yPred }),
    });
  }
}
new DataFrame(twoUnits);

// %% tags=["proof"]
for (const { seed, target, lowest, highest, error } of twoUnits) {
  const isDead = Number(seed) > 1 && target === "mpg";
  checkTrue((highest === lowest) === isDead, `dead or not: ${seed}, ${target}`);
  if (isDead) checkBetween(Number(highest), [4.3, 4.7], { of: "what the dead predict" });
  else checkTrue(Number(error) < 5, "the others learn");
}
checkEqual(Math.ceil(train.mpg.length / 32) * 60, 480, { of: "steps" });
const slow = denseNet({ inputs: 6, hidden: [2], seed: 2 });
slow.compile({ optimizer: tf.train.adam(0.003), loss: "meanSquaredError" });
await slow.fit(train.x, train.y, { epochs: 200, batchSize: 32, seed: 2, verbose: 0 });
const slowMpg = predictAll(slow, train.x);
checkTrue(Math.max(...slowMpg) - Math.min(...slowMpg) < 0.01, "dead at a lower rate, too");

// %% [markdown]
// With seeds 2 and 3 the network predicts the same 4.5 mpg for every car. Both hidden units are dead: they put out 0 for every car, and only the output's bias is left. It has grown by about 0.01, the learning rate, in each step.
//
// Why did the units die? The network begins near 0 and the truth is about 23, so *every* car asks for a higher prediction. A unit with a negative output weight can help only by putting out less, and every car pushes it that way. If it reaches 0 for every car before its weight has become positive, it is dead. A lower learning rate does not change the direction. The centred target does: some cars now ask for more and others for less. With ten initialisations on three splits each, both units died in 4 of 30 runs with the mpg, and in none with the centred target.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## One body, three heads
//
// The hidden layers of a network are called its body, and the output layer the **head**. The body stays as it is; the head follows from the question, and so does the loss:
//
// | the question | units | activation | loss | targets |
// |---|---|---|---|---|
// | a number: how many mpg? | 1 | `"linear"` | `"meanSquaredError"` or `"meanAbsoluteError"` | the number |
// | yes or no: built in the USA? | 1 | `"sigmoid"` | `"binaryCrossentropy"` | 1 or 0 |
// | one of several: built where? | one for each class | `"softmax"` | `"categoricalCrossentropy"` | one-hot |
//
// A number may be anything, so its unit has no activation function (`"linear"` is the same as none). A probability lies between 0 and 1, as the output of a sigmoid does. The probabilities of several classes also add up to 1, as those of softmax do.

// %%
const origins = ["Europe", "Japan", "USA"];
const wanted = origins.indexOf("USA");

function originsOf(frame: DataFrame) {
  const index: number[] = [];
  for (const name of frame.column("Origin").values) index.push(origins.indexOf(String(name)));
  return {
    index,
    number: tf.tensor2d(index, [index.length, 1]),
    yes: tf.tensor2d(
      index.map((each) => (each === wanted ? 1 : 0)),
      [index.length, 1],
    ),
    oneHot: tf.oneHot(tf.tensor1d(index, "int32"), 3),
  };
}

const trainOrigin = originsOf(trainCars);
const validationOrigin = originsOf(validationCars);
tf.slice(trainOrigin.oneHot, 31, 3).arraySync() as number[][];

// %% tags=["proof"]
checkEqual(
  (tf.slice(trainOrigin.oneHot, 31, 3).argMax(1).arraySync() as number[]).map(
    (i) => origins[i],
  ),
  ["Europe", "Japan", "USA"],
  { of: "origins of the three cars" },
);

// %% [markdown]
// These one-hot targets belong to a car from Europe, one from Japan and one from the USA.
//
// The loss for probabilities is called **cross-entropy**. It is the mean of $-\ln p$, where $p$ is the probability that the network gave to the right answer. A row with $p = 1$ costs nothing, and one with $p = 0.1$ costs 2.3. Lesson 12 explains why.
//
// The function below builds the same body, adds the head you give it, and trains the network. Only the last layer, the loss and the targets change.

// %%
type Head = {
  units: number;
  activation: "linear" | "sigmoid" | "softmax";
  loss: string;
};

async function trainHead({ units, activation, loss }: Head, targets: tf.Tensor) {
  setRandomSeed(1);
  const kernelInitializer = "heNormal";
  const net = tf.sequential();
  net.add(
    tf.layers.dense({ units: 16, activation: "relu", kernelInitializer, inputShape: [6] }),
  );
  net.add(tf.layers.dense({ units: 16, activation: "relu", kernelInitializer }));
  net.add(tf.layers.dense({ units, activation }));
  net.compile({ optimizer: tf.train.adam(0.01), loss });
  await net.fit(train.x, targets, { epochs: 60, batchSize: 32 });
  return net;
}

// %% [markdown]
// We begin with yes or no: was the car built in the USA? The network gives the probability of yes, and we read more than 0.5 as yes. The chart shows the probabilities of the validation cars, coloured by the truth; the dotted line stands at 0.5.

// %%
function byTruth(numbers: number[]) {
  return {
    yes: numbers.filter((each, i) => validationOrigin.index[i] === wanted),
    no: numbers.filter((each, i) => validationOrigin.index[i] !== wanted),
  };
}
function lineAt(x: number) {
  return { type: "line", x0: x, x1: x, y0: 0, y1: 1, yref: "paper", line: { dash: "dot" } };
}

const yesNo: Head = { units: 1, activation: "sigmoid", loss: "binaryCrossentropy" };
const usaNet = await trainHead(yesNo, trainOrigin.yes);
const { yes, no } = byTruth(predictAll(usaNet, validation.x));
const right = yes.filter((p) => p > 0.5).length + no.filter((p) => p <= 0.5).length;
const title = `Right for ${right} of 78 cars; "yes" to all would be right for ${yes.length}`;
histogramChart({ yes, no }, { title, xTitle: "probability of yes", yTitle: "cars" }).with({
  layout: { shapes: [lineAt(0.5)] },
});

// %% tags=["proof"]
checkEqual([yes.length + no.length, yes.length], [78, 50], { of: "cars, American cars" });
checkBetween(right, [60, 74], { of: "right, well above the 50 of always USA" });

// %% [markdown]
// The network is right for far more cars than the baseline that says "USA" to all, and its probabilities stay between 0 and 1.
//
// Next we ask for one of three. Each prediction is a row of three probabilities, and `argMax(1)` gives the position of the largest one in each row. A **confusion matrix** counts for each class how often each answer was given: its rows are the truth, its columns what the network says.

// %%
const originHead: Head = { units: 3, activation: "softmax", loss: "categoricalCrossentropy" };
const originNet = await trainHead(originHead, trainOrigin.oneHot);
const probabilities = originNet.predict(validation.x) as tf.Tensor2D;
const said = Array.from(probabilities.argMax(1).dataSync());

const confused = confusionMatrix(
  { yTrue: validationOrigin.index, yPred: said },
  { names: origins },
);
confusionChart(confused, {
  title: `${(100 * confused.accuracy).toFixed(0)} % of the origins are right`,
});

// %% tags=["proof"]
checkBetween(confused.accuracy, [0.72, 0.9], { of: "accuracy" });

// %% [markdown]
// In 15 runs (five initialisations on each of three splits) this network was right for 78 % of the test cars; always saying "USA" is right for 63 %.
//
// **Your turn (4 minutes).** Choose the heads for three other questions: the price of a house in dollars, whether a mail is spam, and which of the ten digits a picture shows. The targets for the digits are one-hot. Take the losses from the table above.

// %% tags=["exercise"]
const heads: { price: Head; spam: Head; digit: Head } = {
  price: { units: todo, activation: todo, loss: todo },
  spam: { units: todo, activation: todo, loss: todo },
  digit: { units: todo, activation: todo, loss: todo },
};
exercises.heads.check(heads);
// exercises.heads.hint();
// exercises.heads.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A gallery of wrong heads
//
// Now we choose wrong heads on purpose, one after the other. Each leaves a symptom by which you will recognise it.
//
// **Number, with a sigmoid.** Somebody copies the last layer from a yes-or-no network and trains it on miles per gallon. The most economical of the validation cars drives 44 miles on a gallon.

// %%
const squeezed = predict("What is the highest mpg that this network predicts for a car?", {
  from: 0,
  to: 50,
  unit: "mpg",
});

// %% [markdown]
// A perfect network would put each point on the dotted diagonal. The network of the first sitting comes close to it.

// %%
const sigmoidHead: Head = { units: 1, activation: "sigmoid", loss: "meanSquaredError" };
const squeezedNet = await trainHead(sigmoidHead, train.y);
const squeezedMpg = predictAll(squeezedNet, validation.x);
const most = Math.max(...squeezedMpg);
squeezed.reveal(Number(most.toFixed(2)));

const group = [...yTrue.map(() => "no activation"), ...yTrue.map(() => "sigmoid")];
const diagonal = { type: "line", x0: 10, y0: 10, x1: 45, y1: 45, line: { dash: "dot" } };
scatterChart(
  { x: [...yTrue, ...yTrue], y: [...netMpg, ...squeezedMpg], group },
  {
    title: `With a sigmoid, no prediction is above ${most.toFixed(2)}`,
    xTitle: "true mpg",
    yTitle: "predicted mpg",
  },
).with({ layout: { shapes: [diagonal] } });

// %% tags=["proof"]
checkBetween(most, [0.95, 1.001], { of: "largest prediction with a sigmoid" });
checkBetween(Math.min(...squeezedMpg), [0.9, 1.001], { of: "smallest" });
checkBetween(Math.max(...yTrue), [44, 44.5], { of: "most economical car" });
const squares = train.mpg.map((mpg) => (mpg - 1) ** 2);
checkBetween(squares.reduce((total, each) => total + each, 0) / 236, [550, 572], {
  of: "loss where all predictions are 1",
});

// %% [markdown]
// A sigmoid cannot give more than 1, so the network comes as close to the truth as it can by predicting 1 for every car. **The symptom: all predictions are the same, at the edge of what the activation function allows.** And the loss hardly falls: saying 0.5 for every car, the middle of the sigmoid, would cost about 580, and after 60 epochs the loss is still about 560.
//
// **Yes or no, without an activation.** The other way round: the question is whether a car is from the USA, and the head is the one for numbers.

// %%
const linearHead: Head = { units: 1, activation: "linear", loss: "meanSquaredError" };
const linearUsa = await trainHead(linearHead, trainOrigin.yes);
const scores = predictAll(linearUsa, validation.x);
const outside = scores.filter((score) => score < 0 || score > 1).length;
histogramChart(byTruth(scores), {
  title: `${outside} of ${scores.length} "probabilities" lie outside of 0 to 1`,
  xTitle: "output of the linear unit",
  yTitle: "cars",
}).with({ layout: { shapes: [lineAt(0), lineAt(1)] } });

// %% tags=["proof"]
checkBetween(outside / scores.length, [0.2, 0.5], { of: "share outside" });
const isRight = (score: number, i: number) =>
  score > 0.5 === (validationOrigin.index[i] === wanted);
checkTrue(
  scores.filter(isRight).length > 60,
  "read at 0.5, it is as often right as a trained one",
);

// %% [markdown]
// Many of the outputs are below 0 or above 1. If you read everything above 0.5 as yes, they are right for most cars, but nobody can tell you what a probability of 1.2 is. **The symptom: outputs outside of 0 to 1.**
//
// **One of three, as a single number.** The origins have the numbers Europe 0, Japan 1 and USA 2. So why not predict this number and round it? Of the 78 validation cars, 17 are Japanese. Think of a car that might be European or American.

// %%
const between = predict("How many of the 78 cars will this network call Japanese?", {
  from: 0,
  to: 78,
  unit: "cars",
});

// %% [markdown]
// Each point below is a car. Its height shows the true origin, slightly shifted so that points do not hide each other. Every output between the dotted lines, from 0.5 to 1.5, is rounded to Japan.

// %%
const numberNet = await trainHead(linearHead, trainOrigin.number);
const numbers = predictAll(numberNet, validation.x);
let calledJapanese = 0;
for (const value of numbers) if (value > 0.5 && value < 1.5) calledJapanese++;
between.reveal(calledJapanese);

const heights = validationOrigin.index.map((index, i) => index + 0.05 * ((i % 7) - 3));
const yaxis = { tickvals: [0, 1, 2], ticktext: origins };
scatterChart(
  { x: numbers, y: heights, group: validationOrigin.index.map((index) => origins[index]) },
  {
    title: `${calledJapanese} of 78 cars are called Japanese, and only 17 are`,
    xTitle: "output (0 Europe, 1 Japan, 2 USA)",
    yTitle: "true origin",
  },
).with({ layout: { yaxis, shapes: [lineAt(0.5), lineAt(1.5)] } });

// %% tags=["proof"]
checkEqual(validationOrigin.index.filter((index) => index === 1).length, 17, {
  of: "Japanese cars",
});
checkTrue(calledJapanese > 20, "clearly more are called Japanese");
const europeans = numbers.filter((value, i) => validationOrigin.index[i] === 0);
checkTrue(
  europeans.filter((value) => value > 0.5 && value < 1.5).length > europeans.length / 2,
  "most of the European cars land at Japan",
);

// %% [markdown]
// If a car might be European (0) or American (2), the network predicts about 1, because there the squared error is smallest on average, and 1 means Japan. Most of the European cars are called Japanese. The numbers have put the origins into an order that does not exist, and whichever stands in the middle is named too often. To be sure, we gave the 1 to each origin in turn, with 15 training runs each: the networks named Japan 1.9 times as often as it is true, Europe 2.0 times and the USA 1.3 times.
//
// **The symptom: outputs between the classes.** With Japan in the middle this head was right for only 72 % of the test cars in the 15 runs, where softmax reached 78 %.
//
// **One of three, with three sigmoids.** Each unit gives a probability of its own, and the loss is `"binaryCrossentropy"`, three times yes or no. What do the three add up to?

// %%
const threeHead: Head = { units: 3, activation: "sigmoid", loss: "binaryCrossentropy" };
const threeNet = await trainHead(threeHead, trainOrigin.oneHot);
const sums = Array.from((threeNet.predict(validation.x) as tf.Tensor).sum(1).dataSync());
const [low, high] = [Math.min(...sums).toFixed(1), Math.max(...sums).toFixed(1)];
histogramChart(sums, {
  title: `The three add up to something between ${low} and ${high}`,
  xTitle: "Europe + Japan + USA",
  yTitle: "cars",
});

// %% tags=["proof"]
checkTrue(Math.min(...sums) < 0.8, "one sum is far from 1");
const nearOne = sums.filter((sum) => Math.abs(sum - 1) < 0.1).length;
checkBetween(nearOne, [40, 72], { of: "sums near 1, as only a trained network has them" });

// %% [markdown]
// Most of the sums are near 1, but not all. **The symptom: the sum is not always 1.** The largest of the three names the right origin about as often as softmax does (77 % in the 15 runs), so this head is wrong only if you need the probabilities themselves, which should add up to 1. Where an example may belong to several classes at once, such as a film that is both a comedy and a romance, it is even the right one.
//
// **Yes or no, with one softmax unit.** Softmax makes all outputs add up to 1, and here there is only one output. So it is always exactly 1, $e^z / e^z$, whatever the car. **The symptom: every prediction is exactly 1.** TensorFlow.js as it is published trains such a network without a word, and new versions of Keras warn. Our library checks the head first and refuses to train it.

// %% tags=["proof"]
let refusal = "";
try {
  await trainHead(
    { units: 1, activation: "softmax", loss: "binaryCrossentropy" },
    trainOrigin.yes,
  );
} catch (error) {
  refusal = String(error);
}
checkTrue(/softmax/.test(refusal), "one softmax unit is refused");

// %% [markdown]
// **Your turn (5 minutes).** Four people show you what their trained networks put out for 2,000 examples; the table holds a few. Name the last layer of each. At least one of them is right.
//
// | | the question | some outputs | all 2,000 |
// |---|---|---|---|
// | `house` | the price of a house, 150 to 900 thousand dollars | 1.00, 1.00, 0.99, 1.00 | none above 1 |
// | `rain` | rain tomorrow, 1 or 0 | 0.31, −0.12, 1.08, 0.74 | from −0.35 to 1.29 |
// | `fruit` | apple, pear or plum | (0.91, 0.85, 0.12), (0.20, 0.33, 0.08) | from 0 to 1, sums from 0.4 to 1.9 |
// | `bird` | gull, tern or duck | (0.70, 0.20, 0.10), (0.05, 0.15, 0.80) | from 0 to 1, all sums are 1 |
//
// The type in the cell lists the possible last layers; write one of its texts for each network, in quotation marks.
//
// > **Reading the code.** `type LastLayer = "one" | "two"` is a type that allows only these two texts.

// %% tags=["exercise"]
type LastLayer =
  | "one linear unit"
  | "one sigmoid unit"
  | "three linear units"
  | "three sigmoid units"
  | "three softmax units";
const clinic: { house: LastLayer; rain: LastLayer; fruit: LastLayer; bird: LastLayer } = {
  house: todo,
  rain: todo,
  fruit: todo,
  bird: todo,
};
exercises.clinic.check(clinic);
// exercises.clinic.hint();
// exercises.clinic.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A network of your own
//
// **Your turn (12 minutes, you train).** A botanist measures leaves of three species. Leaves from sunny and from shady places look different, so no straight line separates the species. `exercises.leaves.data` holds 600 leaves:
//
// - `x` has the shape `[600, 3]`: length, width and the roughness of the edge, already scaled
// - `y` has the shape `[600, 3]`: the species, one-hot
// - `xValidation` and `yValidation` hold 300 more leaves
//
// The botanist has written this program, and it does not work:
//
// ```ts
// leaves.add(tf.layers.dense({ units: 16, inputShape: [3] }));
// leaves.add(tf.layers.dense({ units: 3, activation: "sigmoid" }));
// leaves.compile({ optimizer: tf.train.adam(0.01), loss: "sparseCategoricalCrossentropy" });
// await leaves.fit(x, y, { epochs: 1000 });
// ```
//
// Put `tf.sequential()` in the place of `todo` as before, and write the program again with one repair in each of its first three lines. In the fourth, give `fit` the validation leaves and early stopping, which watches the validation loss unless you say otherwise. The check asks for three softmax units, the cross-entropy that suits one-hot targets, a training run that early stopping has ended, and more than 92 % right of 999 other leaves. If you compile with the metric `"accuracy"`, the card draws the curve as well.

// %% tags=["exercise"]
const leaves: tf.Sequential = todo;
exercises.leaves.check(leaves);
// exercises.leaves.hint();
// exercises.leaves.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The same in Keras
//
// Most books, courses and answers on the web speak Keras. The layers of TensorFlow.js were modelled on it, so a line of one nearly always has its twin in the other. Use this table when you translate.
//
// | you want | Keras (Python) | TensorFlow.js |
// |---|---|---|
// | a stack of layers | `keras.Sequential()` | `tf.sequential()` |
// | a dense layer | `layers.Dense(16, activation="relu", kernel_initializer="he_normal")` | `tf.layers.dense({ units: 16, activation: "relu", kernelInitializer: "heNormal" })` |
// | the input shape | `keras.Input(shape=(6,))` | `inputShape: [6]` in the first layer |
// | to compile | `model.compile(optimizer="adam", loss="mean_squared_error")` | `model.compile({ optimizer: "adam", loss: "meanSquaredError" })`; often `loss: tf.losses.meanSquaredError` |
// | one-hot targets, or class numbers | `"categorical_crossentropy"`, `"sparse_categorical_crossentropy"` | `"categoricalCrossentropy"`, `"sparseCategoricalCrossentropy"` |
// | to train | `model.fit(x, y, epochs=60, validation_data=(a, b))` | `await model.fit(x, y, { epochs: 60, validationData: [a, b] })` |
// | the history | `history.history["val_accuracy"]` | `history.history.val_acc` |
// | to stop early | `EarlyStopping(patience=20, restore_best_weights=True)` | `tf.callbacks.earlyStopping({ patience: 20 })`, without the best weights |
// | to predict | `model.predict(x)`, an array | `model.predict(x)`, a tensor: `dataSync()` |
// | the same numbers each time | `keras.utils.set_random_seed(1)` | a `seed` in each initializer, and `shuffle: false` in `fit` |
//
// This course adds `setRandomSeed`, a `seed` in `fit`, early stopping that restores the best weights, and a check that the head and the loss go together. If a Keras page says `from_logits=True`, its last layer has no activation function, and the loss itself turns the logits into probabilities (lesson 06).

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What to use when
//
// | you see or want | then |
// |---|---|
// | a number is to be predicted | one unit without an activation, mean squared error |
// | yes or no | one sigmoid unit, binary cross-entropy |
// | one of several classes | a softmax unit for each, categorical cross-entropy, one-hot targets |
// | several classes may be right at once | a sigmoid unit for each, binary cross-entropy |
// | a first network for a table of numbers | one or two hidden layers of 16 to 64 ReLU units, He's initialisation, Adam with 0.01 or 0.001 |
// | you do not know how many epochs | many, with early stopping on validation rows |
// | an error about shapes | `model.summary()`, then `x.shape` and `y.shape` |
// | all predictions are the same | wrong activation in the head, or dead units: centre the target, or let the output's bias begin at its mean; more units |
// | outputs below 0 or above 1 where you want probabilities | the head has no activation: a sigmoid for yes or no, softmax for one of several |
// | three probabilities that do not add up to 1 | sigmoids: take softmax, unless several classes may be right at once |
// | the class in the middle is named too often | the classes were predicted as one number: one-hot targets and softmax |
// | you compare networks | validation set, several seeds |
// | you report | test set, once, beside a baseline |
//
// ## Change this and see
//
// Each of these takes a minute. Change the cell, run it and those below it, and change it back afterwards.
//
// - Lose patience: `patience: 20,` → `patience: 2,`. The training of the first network ends after far fewer epochs, and its error on the validation cars is higher. Look at the validation curve: why does it stop at a place from which it could still have gone down?
// - Forget the scaler: `x: scaled.tensor,` → `x: tf.tensor2d(frame.loc({ columns }).values as number[][]),`. Pounds in the thousands now stand beside cylinders. Look at the curves of the training and at the table with the baselines: in our run the network is no longer better than the line.
// - Ask another question: `origins.indexOf("USA");` → `origins.indexOf("Japan");`. The network now tells whether a car was built in Japan, which is true for 17 of the 78. In the chart with the probabilities of yes, how many does it get right, and how many would it get right by always saying no?
//
// ## Questions without an answer key
//
// 1. You may centre the target, or begin with its mean as the output's bias (`biasInitializer: tf.initializers.constant({ value: 23 })`). Both keep the units alive. Do the two differ at all?
// 2. A network is to predict the number of children in a family: 0, 1, 2, 3 … Which head would you give it, and what speaks against each of the three in our table?
// 3. The network was better than the line on all five splits. A customer wants to know *why* it predicts 19 mpg for a certain car. What can you say about the line that you cannot say about the network?

// %% tags=["proof"]
const retrained = async (x: tf.Tensor2D, xOf: tf.Tensor2D, { patience = 20 } = {}) => {
  setRandomSeed(1);
  const again = tf.sequential();
  const hidden = {
    units: 16,
    activation: "relu" as const,
    kernelInitializer: "heNormal" as const,
  };
  again.add(tf.layers.dense({ ...hidden, inputShape: [6] }));
  again.add(tf.layers.dense(hidden));
  again.add(tf.layers.dense({ units: 1 }));
  again.compile({ optimizer: tf.train.adam(0.01), loss: "meanSquaredError" });
  const stop = tf.callbacks.earlyStopping({ restoreBestWeights: true, patience });
  const settings = { epochs: 300, batchSize: 32, callbacks: [stop], verbose: 0 };
  await again.fit(x, train.y, { ...settings, validationData: [xOf, validation.y] });
  return { stoppedAt: stop.stoppedAt ?? 300, predicted: predictAll(again, xOf) };
};
const impatient = await retrained(train.x, validation.x, { patience: 2 });
checkTrue(impatient.stoppedAt < maes.length / 2, "patience 2 stops much earlier");
checkTrue(
  meanAbsoluteError({ yTrue, yPred: impatient.predicted }) > netError,
  "and with a higher error",
);
const rawOf = (frame: DataFrame) => tf.tensor2d(frame.loc({ columns }).values as number[][]);
const unscaled = await retrained(rawOf(trainCars), rawOf(validationCars));
checkTrue(
  meanAbsoluteError({ yTrue, yPred: unscaled.predicted }) > lineError,
  "without the scaler the line is better",
);
const isJapanese = (index: number[]) => index.map((each) => (each === 1 ? 1 : 0));
const japanese = tf.tensor2d(isJapanese(trainOrigin.index), [train.mpg.length, 1]);
const japanNet = await trainHead(yesNo, japanese);
const japanTruth = isJapanese(validationOrigin.index);
const japanRight = predictAll(japanNet, validation.x).filter(
  (output, i) => Number(output > 0.5) === japanTruth[i],
).length;
checkBetween(japanRight, [63, 74], {
  of: "right about Japan, where always no is right for 61",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - build a network layer by layer, and count its parameters and follow its shapes on paper
// - compile it, train it, read its history, and judge it against a baseline
// - choose the last layer and the loss for a number, for yes or no, and for one of several classes, and recognise a wrong choice by its outputs
//
// We took one line of `compile` on trust: `tf.train.adam(0.01)`. Would plain gradient descent have done as well, and why 0.01, why 32 rows at a time? **Which way down is fastest?** That is the question of [lesson 08](08-optimizers.ipynb).
//
// And how did your guesses fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The minutes: about 50 each. Let somebody count the 401 parameters on the board before the cell that builds the model; the usual slip is to forget the biases. In the gallery let the room say before each training run what will come out, and afterwards name the symptom by which one would notice it in a project. If time is short, leave out the two units, and show the gallery. Common questions: *why is the training loss of the first epoch higher than the validation loss?* (it is averaged over the epoch while the weights move; lesson 10); *why is the accuracy for Europe so low?* (few cars, and they look like Japanese ones); *may I use softmax with two units for yes or no?* (yes, with one-hot targets; it is the same model with more parameters than needed).
//
// Sources. Adam: Kingma and Ba, 2015. Keras: François Chollet, 2015; its interface is the model of TensorFlow.js' layers (Smilkov and others, 2019, "TensorFlow.js: Machine Learning for the Web and Beyond"). In TensorFlow.js 4.22 `earlyStopping` throws "restoreBestWeights = True is not implemented" (callbacks.ts), and `fit` shuffles with `Math.random`. Keras 3 warns about softmax on a single unit (keras-team/keras 19189). Cars: vega-datasets (BSD-3). The figures of 15, 25 and 30 runs are in `notebooks/evidence/07-deep-networks.json`.
