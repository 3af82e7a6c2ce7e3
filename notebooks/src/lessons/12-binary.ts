// %% [markdown] slideshow={"slide_type": "slide"}
// # 12 · Yes or no?
//
// *50 minutes · needs lessons 02, 08 and 09*
//
// **You will be able to**
//
// - compute a sigmoid and a cross-entropy by hand, and say why accuracy cannot be the loss
// - train a network that says how sure it is of rain tomorrow, and compare it with what costs nothing
// - choose a threshold by precision, recall and cost, and read a ROC curve

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  predict,
  predictionSummary,
  tf,
  type LayersModel,
  type Tensor,
} from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { StandardScaler } from "neural-notebooks/tensors";
import {
  binaryCrossentropy,
  denseNet,
  majorityBaseline,
  sigmoidCrossentropy,
} from "neural-notebooks/models";
import { accuracy, confusionMatrix, earlyStopping, logLoss, rocCurve } from "neural-notebooks";
import {
  animationControls,
  barChart,
  chart,
  functionChart,
  histogramChart,
  lineChart,
  liveHistory,
  rocChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/12-binary";

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
// ## The question and its labels
//
// Four years of weather in Seattle, one row a day. The question of the lesson: **will it rain tomorrow?**

// %%
const weather = readDataset("seattle-weather");
weather.head(4);

// %% [markdown]
// A network answers with numbers, so the two classes become 0 and 1. Class 1 is the one we look for: a day with any rain or snow at all. The label of a row is the *next* day's answer, so the last day has none.

// %%
const wet = weather.column("precipitation").values.map((mm) => Number(mm > 0));
const tomorrow = wet.slice(1);
const wetDays = tomorrow.filter((day) => day === 1).length;
({ "labelled days": tomorrow.length, "wet ones": wetDays });

// %% tags=["proof"]
checkEqual([tomorrow.length, wetDays], [1460, 623], { of: "labelled days, and wet ones" });

// %% [markdown]
// **Predict** two accuracies without any network: of somebody who says "dry" every day, and of somebody who says "tomorrow will be as today".

// %%
const sayDry = majorityBaseline(tomorrow);
const sayToday = accuracy({ yTrue: tomorrow, yPred: wet.slice(0, -1) });
new DataFrame([
  { forecast: "always dry", accuracy: sayDry.share },
  { forecast: "as today", accuracy: sayToday.value },
]);

// %% tags=["proof"]
checkClose([sayDry.share, sayToday.value], [0.574, 0.72], {
  of: "accuracy of 'always dry' and of 'as today'",
  tolerance: 0.002,
});

// %% [markdown]
// 57 % and 72 %. These are the **baselines**: a network that is not better has learned nothing worth its electricity.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A high accuracy that is worth nothing
//
// Now a rare event: snow. **Predict** the accuracy of the forecast "no snow", on every single day.

// %%
const snow = weather.column("weather").values.map((word) => Number(word === "snow"));
const never = accuracy({ yTrue: snow, yPred: snow.map(() => 0) });
({
  "days of snow": snow.filter((day) => day === 1).length,
  "accuracy of 'no snow, ever'": never.value.toFixed(3),
});

// %% tags=["proof"]
checkEqual(snow.filter((day) => day === 1).length, 26, { of: "days of snow" });
checkClose(never.value, 0.982, { of: "accuracy of 'no snow, ever'", tolerance: 5e-4 });

// %% [markdown]
// Its accuracy is 98.2 %, and it has not found one of the 26 snow days. Accuracy counts both kinds of mistakes alike and lets the frequent class outvote the rare one. We need more than one number; and before that, an answer finer than yes or no.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The sigmoid: how sure?
//
// The perceptron's step says 0 or 1. The **sigmoid** bends it into a probability:
//
// $$\hat y = \sigma(z) = \frac{1}{1 + e^{-z}}, \qquad z = w \cdot x + b$$
//
// $z$ is the weighted sum, any number; $\hat y$ the probability of class 1, between 0 and 1.

// %%
const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
functionChart(
  { sigmoid: sigmoid, step: (z) => Number(z >= 0) },
  {
    title: "The sigmoid says how sure, the step only which side",
    xTitle: "weighted sum z",
    yTitle: "answer ŷ",
    range: [-6, 6],
  },
);

// %% [markdown]
// Three days with the sums $z = 2, -1, -0.5$. **Predict** on paper, roughly: which is above one half, which is the surest? ($e^{-2} \approx 0.135$, $e \approx 2.72$, $e^{0.5} \approx 1.65$)

// %%
const z = [2, -1, -0.5];
const yHat = z.map(sigmoid);
yHat.map((p) => Number(p.toFixed(3)));

// %% tags=["proof"]
checkClose(yHat, [0.881, 0.269, 0.378], { of: "ŷ", tolerance: 5e-4 });

// %% [markdown]
// Only the first is above one half, and it is the surest too: 0.88 lies farther from one half than 0.27 and 0.38 do.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Cross-entropy: what a wrong answer costs
//
// It rained on the first and the third day: $y = (1, 0, 1)$. A forecast pays the logarithm of the probability that it gave to what really happened:
//
// $$L = -\frac1n \sum_i \big( y_i \ln \hat y_i + (1 - y_i) \ln (1 - \hat y_i) \big)$$
//
// $y_i$ is the truth, 0 or 1, so that one of the two terms is always zero; $n$ the number of days.

// %%
const y = [1, 0, 1];
const costs = y.map((yi, i) => -Math.log(yi === 1 ? yHat[i] : 1 - yHat[i]));
costs.map((cost) => Number(cost.toFixed(3)));

// %% tags=["proof"]
checkClose(costs, [0.127, 0.313, 0.974], { of: "cost of each day", tolerance: 5e-4 });

// %% [markdown]
// The third day costs most: rain came, and the forecast gave it 38 %. The mean is the loss. The library gives the same, from the probabilities and from the sums, and so does TensorFlow.

// %%
const byHand = (costs[0] + costs[1] + costs[2]) / 3;
const inTf = tf.tidy(() => tf.losses.sigmoidCrossEntropy([y], [z]).dataSync()[0]);
new DataFrame([
  { way: "by hand", loss: byHand },
  { way: "library, from the probabilities", loss: binaryCrossentropy.value(yHat, y) },
  { way: "library, from the sums", loss: sigmoidCrossentropy(z, y).value },
  { way: "TensorFlow", loss: inTf },
]);

// %% tags=["proof"]
checkClose(
  [byHand, binaryCrossentropy.value(yHat, y), sigmoidCrossentropy(z, y).value, inTf],
  [0.4714, 0.4714, 0.4714, 0.4714],
  { of: "the loss, four ways", tolerance: 5e-5 },
);

// %% [markdown]
// How fast does the cost grow? Compare two forecasts that were wrong: one said 1 %, the other 50 %, and it rained.

// %%
const costOfOne = predict(
  "You said 1 % and it rained. How bad is that beside having said 50 %?",
  {
    choices: ["about twice as bad", "about six times as bad", "about a hundred times as bad"],
  },
);

// %%
const [costAt1, costAt50] = [0.01, 0.5].map((p) => -Math.log(p));
const times = costAt1 / costAt50;
const far = times < 25 ? "about six times as bad" : "about a hundred times as bad";
costOfOne.reveal(times < 4 ? "about twice as bad" : far);
({ "said 1 %": costAt1.toFixed(2), "said 50 %": costAt50.toFixed(2) });

// %% [markdown]
// More than six times: $-\ln 0.01 \approx 4.61$ against $-\ln 0.5 \approx 0.69$. The curve shows the cost of every forecast.

// %%
functionChart(
  { "rain came": (p) => -Math.log(p), "it stayed dry": (p) => -Math.log(1 - p) },
  {
    title: "To be sure and wrong is what costs",
    xTitle: "predicted probability of rain ŷ",
    yTitle: "cross-entropy of the day",
    range: [0.005, 0.995],
  },
);

// %% tags=["proof"]
checkClose([costAt1, costAt50], [4.61, 0.69], {
  of: "cost of 1 % and of 50 % when rain comes",
  tolerance: 0.005,
});

// %% [markdown]
// Somebody who says 0 % and is wrong pays without end: we break that at the end of the lesson.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Why accuracy is no loss
//
// Six points on a line and one unit, $\hat y = \sigma(2x + b)$. We slide the bias $b$ and draw what the loss sees and what the accuracy sees.

// %%
const points = { x: [-2, -1, 0.6, -0.4, 1, 2], y: [0, 0, 0, 1, 1, 1] };
const answers = (b: number) => points.x.map((x) => sigmoid(2 * x + b));
const lossAt = (b: number) => binaryCrossentropy.value(answers(b), points.y);
const accuracyAt = (b: number) =>
  accuracy({ yTrue: points.y, yPred: answers(b).map((p) => Number(p >= 0.5)) }).value;
const biases = Array.from({ length: 241 }, (_, i) => (i - 120) / 20);
lineChart(
  { x: biases, y: { "cross-entropy": biases.map(lossAt), accuracy: biases.map(accuracyAt) } },
  {
    title: "Cross-entropy has a slope to follow, accuracy flat steps",
    xTitle: "bias b",
    yTitle: "cross-entropy, share of right answers",
  },
);

// %% [markdown]
// **Predict**: we stand at $b = 3$ and move $b$ by a millionth. By how much does the accuracy change, and does the loss know where to go?

// %%
const nudge = 1e-6;
const slopeOf = (f: (b: number) => number, b: number) => (f(b + nudge) - f(b)) / nudge;
const lossSlope = slopeOf(lossAt, 3);
({ "slope of the accuracy": slopeOf(accuracyAt, 3), "of the loss": lossSlope.toFixed(3) });

// %% tags=["proof"]
checkEqual(slopeOf(accuracyAt, 3), 0, { of: "slope of the accuracy at b = 3" });

// %% [markdown]
// The accuracy does not move at all: its stairs are flat, and gradient descent on a flat floor goes nowhere. The loss has a slope, so it knows where to go, and a short formula for it: the mean of $\hat y - y$.

// %%
const meanError = answers(3).reduce((sum, p, i) => sum + (p - points.y[i]) / 6, 0);
({ measured: lossSlope.toFixed(3), "mean of ŷ − y": meanError.toFixed(3) });

// %% tags=["proof"]
checkClose([lossSlope, meanError], [0.313, 0.313], {
  of: "slope of the loss at b = 3, measured and as the mean of ŷ − y",
  tolerance: 5e-4,
});

// %% [markdown]
// The logarithm undoes the exponential of the sigmoid, and only the error is left:
//
// $$\frac{\partial L}{\partial w} = \frac1n \sum_i (\hat y_i - y_i)\, x_i \qquad\qquad \frac{\partial L}{\partial b} = \frac1n \sum_i (\hat y_i - y_i)$$
//
// That is Rosenblatt's rule of lesson 02 with a soft $\hat y$. The library's gradient for our three days:

// %%
Array.from(sigmoidCrossentropy(z, y).gradient, (slope) => Number(slope.toFixed(4)));

// %% tags=["proof"]
checkClose(sigmoidCrossentropy(z, y).gradient, [-0.0397, 0.0896, -0.2075], {
  of: "(ŷ − y) / 3 for the three days",
  tolerance: 5e-5,
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Back to the rain
//
// What might a forecast use? The weather of today, and the season. How much does the month tell?

// %%
const monthOf = (date: string) => Number(date.slice(5, 7));
const dates = weather.column("date").values.slice(0, -1).map(String);
const months = Array.from({ length: 12 }, (_, i) => i + 1);
const wetShare = months.map((month) => {
  const labels = tomorrow.filter((_, i) => monthOf(dates[i]) === month);
  return (100 * labels.filter((label) => label === 1).length) / labels.length;
});
barChart(
  { categories: months.map(String), values: wetShare },
  {
    title: "Wet winters, dry summers: July is the driest month",
    xTitle: "month",
    yTitle: "wet days (%)",
  },
);

// %% tags=["proof"]
const winter = [...wetShare.slice(9), ...wetShare.slice(0, 3)];
const summer = wetShare.slice(4, 9);
checkEqual(months[wetShare.indexOf(Math.min(...wetShare))], 7, { of: "the driest month" });
checkTrue(Math.min(...winter) > 50, "October to March: wet on more than half of the days");
checkTrue(Math.max(...summer) < 30, "May to September: wet on less than 30 % of the days");

// %% [markdown]
// The month tells a lot. But December, 12, lies beside January, 1. We put the months on a circle and give its two coordinates, so that neighbours are neighbours.

// %%
const angle = (date: string) => (2 * Math.PI * (monthOf(date) - 0.5)) / 12;
const days = weather
  .head(weather.shape[0] - 1)
  .addColumn("wet today", wet.slice(0, -1))
  .addColumn("summer", (day) => -Math.cos(angle(String(day.date))))
  .addColumn("spring", (day) => Math.sin(angle(String(day.date))))
  .addColumn("wet tomorrow", tomorrow);
const inputs = [
  "wet today",
  "precipitation",
  "temp_max",
  "temp_min",
  "wind",
  "summer",
  "spring",
] as const;
days.loc({ columns: [...inputs, "wet tomorrow"] }).head(4);

// %% [markdown]
// We learn from 2012 and 2013, choose by 2014, and look at 2015 **once**, at the end. Weather remembers, so we cut by time, never by chance (lesson 09). The scaler learns from the training part only.

// %%
const yearsOf = (...years: string[]) =>
  days.query((day) => years.includes(String(day.date).slice(0, 4)));
const scaler = new StandardScaler().fit(yearsOf("2012", "2013").loc({ columns: inputs }));
const partOf = (...years: string[]) => {
  const rows = yearsOf(...years);
  const labels = rows.column("wet tomorrow").values;
  const x = scaler.toTensor(rows.loc({ columns: inputs }));
  return { x: x, y: tf.tensor2d(labels, [labels.length, 1]), labels: labels };
};
const train = partOf("2012", "2013");
const validation = partOf("2014");
const test = partOf("2015");
const [learnFrom, chooseBy, lookOnce] = [train, validation, test].map(
  (part) => part.labels.length,
);
({ learnFrom, chooseBy, lookOnce });

// %% tags=["proof"]
checkEqual(
  [train, validation, test].map((part) => part.labels.length),
  [731, 365, 364],
  { of: "days of training, validation and test" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## One unit, then a network
//
// A binary head is one output unit with a sigmoid, and cross-entropy as the loss. Without hidden layers it is our unit from above; its name among statisticians is *logistic regression*.

// %%
const learn = async (model: LayersModel, title: string) => {
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: "binaryCrossentropy",
    metrics: ["accuracy"],
  });
  return model.fit(train.x, train.y, {
    epochs: 80,
    batchSize: 32,
    validationData: [validation.x, validation.y],
    seed: seed,
    callbacks: [
      earlyStopping({ minDelta: 0.001, patience: 20, restoreBestWeights: true }),
      liveHistory({ title: title }),
    ],
  });
};

// %% [markdown]
// Watch both panels: the loss is what is trained, the accuracy follows.

// %%
const oneUnit = denseNet({ inputs: 7, hidden: [], task: "binary", seed: seed });
const unitHistory = await learn(oneUnit, "One unit learns to forecast rain");

// %% [markdown]
// The unit has 8 numbers, and we can read them. The columns are scaled, so the sizes can be compared: a positive weight speaks for rain.

// %%
const weights = Array.from(oneUnit.getWeights()[0].dataSync());
barChart(
  { categories: [...inputs], values: weights },
  {
    title: "What one unit goes by",
    xTitle: "input",
    yTitle: "weight (per standard deviation)",
  },
);

// %% tags=["proof"]
const learned = ["loss", "acc"].map((name) => unitHistory.history[name]);
const [fall, rise] = learned.map((values) => values[values.length - 1] - values[0]);
checkEqual(oneUnit.countParams(), 8, { of: "numbers of the unit" });
checkTrue(fall < -0.3 && rise > 0.15, "the training loss falls by 0.3, accuracy rises by 0.15");
checkTrue(weights[2] < 0 && weights[3] > 0, "heat speaks against rain, warm nights for it");

// %% [markdown]
// Warm days with cold nights are clear days: the two temperatures pull in opposite directions. **Predict**: does a hidden layer of 16 units, which can bend the boundary, lower the validation loss by a half, a tenth, or hardly?

// %%
const network = denseNet({ inputs: 7, hidden: [16], task: "binary", l2: 0.001, seed: seed });
const networkHistory = await learn(network, "A network with 16 hidden units");

// %% [markdown]
// Let us ask both for their probabilities of the validation year. And the baselines become forecasts too: the share of wet days in the training years, and the share after a wet or a dry day.

// %%
const scoresOf = async (model: LayersModel, part: { x: typeof train.x }) => {
  const output = model.predict(part.x) as Tensor;
  const scores = Array.from(output.dataSync());
  output.dispose();
  return scores;
};
const mean = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const wetBefore = (...years: string[]) => yearsOf(...years).column("wet today").values;
const trainWet = wetBefore("2012", "2013");
const after = [0, 1].map((today) => mean(train.labels.filter((_, i) => trainWet[i] === today)));
({ "after a dry day": after[0].toFixed(2), "after a wet day": after[1].toFixed(2) });

// %% tags=["proof"]
checkClose(after, [0.25, 0.67], { of: "wet days after a dry and a wet day", tolerance: 0.03 });

// %% [markdown]
// After a dry day it rains on a quarter of all days, after a wet one on two of three. Now everybody in one table:

// %%
const scores = {
  "share of wet days": validation.labels.map(() => mean(train.labels)),
  "as today": wetBefore("2014").map((today) => after[today]),
  "one unit": await scoresOf(oneUnit, validation),
  network: await scoresOf(network, validation),
};
const said = (forecast: number[], threshold = 0.5) =>
  forecast.map((p) => Number(p >= threshold));
const judge = (name: string, forecast: number[], labels: number[]) => ({
  forecast: name,
  accuracy: accuracy({ yTrue: labels, yPred: said(forecast) }).value,
  "cross-entropy": logLoss(labels, forecast),
});
const table = Object.entries(scores).map(([name, forecast]) =>
  judge(name, forecast, validation.labels),
);
new DataFrame(table);

// %% [markdown]
// Look at the two columns. By accuracy nobody is clearly better than "as today"; by cross-entropy both models are. How can that be? For the accuracy, 51 % and 95 % are the same answer. Who plans a picnic sees a difference. And the hidden layer brings hardly anything: what one day can tell about the next, a single unit can say.

// %% tags=["proof"]
const [share, asToday, unitRow, networkRow] = table;
const sameAccuracy = [unitRow, networkRow].map((row) =>
  Math.abs(row.accuracy - asToday.accuracy),
);
const lower = [unitRow, networkRow].every(
  (row) => row["cross-entropy"] < asToday["cross-entropy"] - 0.005,
);
const gain = unitRow["cross-entropy"] - networkRow["cross-entropy"];
checkTrue(
  Math.abs(gain) < 0.02,
  "the hidden layer changes the cross-entropy by less than 0.02",
);
checkTrue(
  Math.max(...sameAccuracy) < 0.04 &&
    lower &&
    asToday["cross-entropy"] < share["cross-entropy"],
  "within 4 points by accuracy; by cross-entropy both models, then as today, then the share",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The threshold
//
// The network gives a probability; somebody must turn it into yes or no. Here are its answers for 2014, apart for the days that turned out wet and dry.

// %%
const labels = validation.labels;
const ofClass = (label: number) => scores.network.filter((_, i) => labels[i] === label);
histogramChart(
  { "stayed dry": ofClass(0), "rain came": ofClass(1) },
  {
    title: "No threshold parts the wet days from the dry ones",
    xTitle: "predicted probability of rain",
    yTitle: "days of 2014",
    bins: 20,
  },
);

// %% tags=["proof"]
checkTrue(Math.max(...ofClass(0)) > Math.min(...ofClass(1)), "no threshold parts the two");

// %% [markdown]
// Wherever we cut, some days lie on the wrong side. There are four outcomes, and the threshold moves days between them.
//
// **Predict** first: when the threshold rises, which of the four bars grow?

// %%
const countOf = (threshold: number, truth: number, answer: number) =>
  said(scores.network, threshold).filter((s, i) => s === answer && labels[i] === truth).length;
const outcomes = (threshold: number) =>
  barChart(
    {
      categories: ["rain came", "stayed dry"],
      values: {
        "said rain": [countOf(threshold, 1, 1), countOf(threshold, 0, 1)],
        "said dry": [countOf(threshold, 1, 0), countOf(threshold, 0, 0)],
      },
    },
    {
      title: "A higher threshold: fewer false alarms, more wet feet",
      xTitle: "what happened",
      yTitle: "days of 2014",
    },
  );

// %% [markdown]
// The same four bars for nineteen thresholds, as frames of one chart. Drag the slider, or press **▶ Play**.

// %%
const thresholds = Array.from({ length: 19 }, (_, i) => (i + 1) / 20);
const stops = thresholds.map((threshold) => threshold.toFixed(2));
const start = outcomes(thresholds[0]).with({
  layout: { ...animationControls(stops, { prefix: "threshold " }), yaxis: { range: [0, 220] } },
});
chart(
  {
    ...start.figure,
    frames: thresholds.map((threshold, i) => ({
      name: stops[i],
      data: outcomes(threshold).figure.data,
    })),
  },
  { alt: `Days by what happened and what was said, for thresholds 0.05 to 0.95. ${start.alt}` },
);

// %% [markdown]
// Both bars of "said dry" grow: the right ones and the wrong ones. Nothing is free.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Precision and recall
//
// Two questions to the four bars. Of the days for which we **said** rain, how many were wet? Of the days that **were** wet, how many did we announce?
//
// $$\text{precision} = \frac{TP}{TP + FP} \qquad\qquad \text{recall} = \frac{TP}{TP + FN}$$
//
// $TP$ counts true positives (said rain, rain came), $FP$ false positives (said rain, stayed dry), $FN$ false negatives (said dry, rain came).

// %%
const [TP, FP, FN] = [countOf(0.5, 1, 1), countOf(0.5, 0, 1), countOf(0.5, 1, 0)];
const matrix = confusionMatrix(
  { yTrue: labels, yPred: said(scores.network) },
  { names: ["dry", "rain"] },
);
const rain = matrix.perClass[1];
new DataFrame([
  { by: "hand", precision: TP / (TP + FP), recall: TP / (TP + FN) },
  { by: "the library", precision: rain.precision, recall: rain.recall },
]);

// %% tags=["proof"]
const saidDry = [0, 1].map((truth) => thresholds.map((at) => countOf(at, truth, 0)));
checkTrue(
  saidDry.every((bar) => bar.every((days, i) => i === 0 || days >= bar[i - 1])),
  "both bars of 'said dry' grow with the threshold",
);
checkClose([rain.precision, rain.recall], [TP / (TP + FP), TP / (TP + FN)], {
  of: "precision and recall at threshold 0.5, library and by hand",
});

// %% [markdown]
// **Predict**: we lower the threshold from 0.5 to 0.2. Which of the two rises, which falls?

// %%
const reportAt = (threshold: number) =>
  confusionMatrix({ yTrue: labels, yPred: said(scores.network, threshold) }).perClass[1];
const reports = thresholds.map(reportAt);
lineChart(
  {
    x: thresholds,
    y: {
      precision: reports.map(({ precision }) => precision),
      recall: reports.map(({ recall }) => recall),
    },
  },
  {
    title: "Recall is bought with precision",
    xTitle: "threshold",
    yTitle: "share of days",
    mode: "lines+markers",
  },
);

// %% [markdown]
// Recall rises above 90 %, precision falls to about one half. Never report one of them alone: "say rain every day" has a recall of 100 %.

// %%
const low = reportAt(0.2);
new DataFrame([
  { threshold: "0.5", precision: rain.precision, recall: rain.recall },
  { threshold: "0.2", precision: low.precision, recall: low.recall },
  { threshold: "rain every day", precision: reportAt(0).precision, recall: reportAt(0).recall },
]);

// %% tags=["proof"]
checkTrue(
  low.recall > 0.9 && low.recall > rain.recall && low.precision < rain.precision,
  "at 0.2 the recall is above 0.9 and above that at 0.5; the precision is lower",
);
checkEqual(reportAt(0).recall, 1, { of: "recall of 'rain every day'" });
checkBetween(low.precision, [0.45, 0.6], { of: "precision at 0.2" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What does a mistake cost?
//
// The numbers do not choose; we do. Say that wet feet (FN) are four times as bad as an umbrella carried for nothing (FP).

// %%
const bestPlace = predict("Where is the threshold that costs least?", {
  choices: ["below 0.4", "near 0.5", "above 0.6"],
});

// %%
const costOf = (threshold: number) => 4 * countOf(threshold, 1, 0) + countOf(threshold, 0, 1);
const costPerYear = thresholds.map(costOf);
const cheapest = thresholds[costPerYear.indexOf(Math.min(...costPerYear))];
const higher = cheapest > 0.6 ? "above 0.6" : "near 0.5";
bestPlace.reveal(cheapest < 0.4 ? "below 0.4" : higher);
lineChart(
  { x: thresholds, y: { cost: costPerYear } },
  {
    title: "Who hates wet feet takes the umbrella early",
    xTitle: "threshold",
    yTitle: "cost of 2014 (umbrellas)",
    mode: "lines+markers",
  },
);

// %% tags=["proof"]
checkBetween(cheapest, [0.1, 0.35], { of: "cheapest threshold in 2014" });
checkTrue(costOf(0.2) < 1.1 * costOf(cheapest), "0.2 costs less than 10 % more than that");

// %% [markdown]
// The cheapest threshold lies well below one half. There is a rule for it: carrying pays when $4\hat y > 1 - \hat y$, that is from $\hat y = 1/(1 + 4) = 0.2$ upwards, if the probabilities are honest. The cheapest one of this year lies near it, and 0.2 costs less than a tenth more.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Honest probabilities
//
// When the network says 70 %, does it rain on 70 of 100 such days? We put the days of 2014 into five bins by what was said.

// %%
const bins = [0, 0.2, 0.4, 0.6, 0.8].map((from) =>
  scores.network.map((p, i) => [p, labels[i]]).filter(([p]) => p >= from && p < from + 0.2),
);
const promised = bins.map((bin) => mean(bin.map(([p]) => p)));
const happened = bins.map((bin) => mean(bin.map(([, label]) => label)));
lineChart(
  { x: promised, y: { "what came": happened, "as promised": promised } },
  {
    title: "What the network promises is about what comes",
    xTitle: "mean predicted probability of rain",
    yTitle: "share of wet days",
    mode: "lines+markers",
    roles: { "as promised": "baseline" },
  },
);

// %% tags=["proof"]
const gaps = promised.map((p, i) => Math.abs(p - happened[i]));
checkBetween(Math.max(...gaps), [0, 0.15], { of: "largest gap between said and seen" });

// %% [markdown]
// The points lie near the dashed diagonal, so the probabilities can be taken at their word. Cross-entropy taught it that: it is lowest when one says what one really expects.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## ROC: all thresholds at once
//
// For each threshold one point: to the right the share of dry days with a false alarm, upwards the share of wet days found (the recall).

// %%
const curves = {
  network: rocCurve({ yTrue: labels, scores: scores.network }),
  "as today": rocCurve({ yTrue: labels, scores: scores["as today"] }),
};
rocChart(curves, { title: "The network leaves a choice, the baseline none", threshold: 0.5 });

// %% [markdown]
// The baseline knows only two answers, so one corner is all it has. The **area under the curve** (AUC) needs no threshold: it is the chance that a wet day, drawn at random, got a higher probability than a dry day. **Predict** it from the chart, then count the pairs.

// %%
const pairs = ofClass(1).flatMap((p) => ofClass(0).map((q) => (p === q ? 0.5 : Number(p > q))));
({ "as an area": curves.network.auc.toFixed(3), "by pairs": mean(pairs).toFixed(3) });

// %% tags=["proof"]
checkBetween(curves.network.auc, [0.77, 0.81], { of: "AUC in 2014" });
checkClose(mean(pairs), curves.network.auc, { of: "AUC by pairs and as an area" });

// %% [markdown]
// The two ways agree: about 0.79, where guessing has 0.5.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The year that was kept back
//
// All choices are made: the network, and threshold 0.2 for the umbrella. Now 2015, once. **Predict**: will the cross-entropy of the network beat "as today" there too?

// %%
const final = await scoresOf(network, test);
const asTodayThere = wetBefore("2015").map((today) => after[today]);
new DataFrame([
  judge("as today", asTodayThere, test.labels),
  judge("network", final, test.labels),
]);

// %% [markdown]
// It does. And the accuracy, with the interval that 364 days leave open:

// %%
const finalAccuracy = accuracy({ yTrue: test.labels, yPred: said(final) });
finalAccuracy;

// %% tags=["proof"]
checkTrue(
  logLoss(test.labels, final) < logLoss(test.labels, asTodayThere) &&
    Math.abs(finalAccuracy.high - finalAccuracy.low - 0.09) < 0.005,
  "less cross-entropy than 'as today' in 2015, and an interval of nine points",
);

// %% [markdown]
// The interval is nine points wide: on one year, nobody can tell 72 % from 74 %. Report the interval, or do not compare.
//
// And the umbrella? **Predict** what costs least in 2015, again with wet feet four times as bad: threshold 0.2, threshold 0.5, or an umbrella every day?

// %%
const costThere = (threshold: number) =>
  said(final, threshold).reduce((sum, answer, i) => {
    if (answer === test.labels[i]) return sum;
    return sum + (answer === 1 ? 1 : 4);
  }, 0);
const [ours, half, always] = [0.2, 0.5, 0].map(costThere);
new DataFrame([
  { threshold: "0.2", "cost (umbrellas)": ours },
  { threshold: "0.5", "cost (umbrellas)": half },
  { threshold: "umbrella every day", "cost (umbrellas)": always },
]);

// %% tags=["proof"]
checkTrue(ours < 0.95 * always && always < half, "cheapest: 0.2, then every day, then 0.5");

// %% [markdown]
// Our threshold costs least, and it was chosen before we looked. With one half, the same network serves us worse than no network and an umbrella every day: a forecast is only as good as the decision that is made with it.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** On paper: the forecast said 80 % rain, and it stayed dry. What is the cross-entropy of that day? An expression with `Math.log` is fine.

// %% tags=["exercise"]
const costOfDay: number = todo;
exercises.costOfDay.check(costOfDay);
// exercises.costOfDay.hint();
// exercises.costOfDay.solution();

// %% [markdown]
// **2.** Write the mean cross-entropy of labels (0 or 1) and probabilities of class 1.

// %% tags=["exercise"]
const crossEntropy = (labels: number[], probabilities: number[]): number => todo;
exercises.crossEntropy.check(crossEntropy);
// exercises.crossEntropy.hint();
// exercises.crossEntropy.solution();

// %% [markdown]
// **3.** Write precision and recall of class 1 from true and said labels.

// %% tags=["exercise"]
const precisionRecall = (
  truth: number[],
  answers: number[],
): { precision: number; recall: number } => todo;
exercises.precisionRecall.check(precisionRecall);
// exercises.precisionRecall.hint();
// exercises.precisionRecall.solution();

// %% [markdown]
// **4.** A missed case costs `miss`, a false alarm `alarm`. From which probability upwards is it cheaper to say yes?

// %% tags=["exercise"]
const bestThreshold = (miss: number, alarm: number): number => todo;
exercises.bestThreshold.check(bestThreshold);
// exercises.bestThreshold.hint();
// exercises.bestThreshold.solution();

// %% [markdown]
// **5.** Write the area under the ROC curve as the chance that a row of class 1 gets a higher score than one of class 0; a tie counts one half.

// %% tags=["exercise"]
const areaUnderCurve = (labels: number[], scores: number[]): number => todo;
exercises.areaUnderCurve.check(areaUnderCurve);
// exercises.areaUnderCurve.hint();
// exercises.areaUnderCurve.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// A softmax over **one** unit is a well-known trap: it divides $e^z$ by itself, so the answer is always 1, and nothing is learned. The library refuses such a head by name.

// %% tags=["raises-exception"]
denseNet({ inputs: 7, hidden: [16], outputs: 1, task: "multiclass" });

// %% [markdown]
// The other trap is certainty. A forecast of exactly 0 % that fails costs $-\ln 0 = \infty$, so libraries keep probabilities a little away from 0 and 1. **Predict** what one such day costs here.

// %%
const certain = binaryCrossentropy.value([0], [1]);
({ "the library": certain.toFixed(2), "without the limit": -Math.log(0) });

// %% tags=["proof"]
checkClose([certain, -Math.log(0)], [16.118, Infinity], {
  of: "a failed certainty, clipped at one in ten million and unclipped",
  tolerance: 5e-4,
});

// %% [markdown]
// Now you: turn the labels round (class 1 = dry) in `train`, `validation` and `test`, and run again. Which of these move, and why: cross-entropy, accuracy, AUC, precision, recall?
//
// At the end we give the memory back.

// %%
tf.dispose([train, validation, test].flatMap((part) => [part.x, part.y]));
[oneUnit, network].forEach((model) => model.dispose());

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - compute a sigmoid and a cross-entropy by hand, and say why accuracy cannot be the loss
// - train a network that says how sure it is of rain tomorrow, and compare it with what costs nothing
// - choose a threshold by precision, recall and cost, and read a ROC curve
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Two trainings, a few seconds each; all else is instant. The threshold slider is the heart of the lesson: let somebody who hates umbrellas and somebody who hates wet feet choose. Ask for the number at each prediction before anybody runs the cell. The usual muddle is precision with recall: point at the bars and ask "of which days?" each time. If time is short, leave out the section on honest probabilities.
