// %% [markdown] slideshow={"slide_type": "slide"}
// # 12 · Yes or no?
//
// Will it rain tomorrow? You are going to build a forecast that answers with a probability, such as 30 %, from four years of weather in Seattle. Then something surprising will happen. Counted by how often it is right, your forecast will be no better than the lazy rule "tomorrow will be as today". And yet it helps somebody who hates wet feet, and the lazy rule does not. At the end you will open a year that nobody has looked at, and see whether that was luck.
//
// Questions with two answers are everywhere: spam or not, ill or healthy, will this customer leave? Lesson 11 taught us to keep a network from memorising. It left a question open: what does a network have to say when the answer is yes or no? And lesson 07 owes you an answer: why is the loss of such a network a logarithm?
//
// *Three sittings of about 40 minutes · builds on lessons 07, 08, 09 and 10*
//
// **You will be able to**
//
// - turn a weighted sum into a probability, and say what a wrong probability costs
// - explain why a network is trained on cross-entropy and not on accuracy
// - train a binary classifier and compare it fairly with rules that cost nothing
// - choose a threshold from what the two kinds of mistakes cost
// - read precision, recall and a ROC curve

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  interact,
  predict,
  predictionSummary,
  setRandomSeed,
  slider,
  tf,
} from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { StandardScaler } from "neural-notebooks/tensors";
import { binaryCrossentropy } from "neural-notebooks/models";
import { earlyStopping } from "neural-notebooks/training";
import { accuracy, rocCurve } from "neural-notebooks/evaluation";
import {
  barChart,
  functionChart,
  lineChart,
  liveHistory,
  rocChart,
} from "neural-notebooks/charts";
import { exercises, todo } from "neural-notebooks/grading/problems/12-binary";

// %% tags=["proof"]
import {
  checkBetween,
  checkClose,
  checkEqual,
  checkTrue,
} from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Try it yourself first
//
// Here is the weather, one row a day. The rain of a day is its `precipitation` in millimetres; temperatures are in degrees Celsius and the wind is in metres a second. We call a day **wet** when it brought any rain or snow that could be measured. (The first day below was therefore dry, although `weather` sums it up as drizzle.) For each day we want to know one thing: will the *next* day be wet? The answers are our **labels**, written 1 for yes and 0 for no. The last day has no tomorrow, so 1,460 days have a label. The year 2015 goes into a sealed envelope now, and until we open it we look at the 1,096 days of 2012 to 2014.

// %%
const weather = readDataset("seattle-weather");
const wet = weather.column("precipitation").values.map((mm) => Number(mm > 0));
const wetTomorrow = wet.slice(1);
const dayCount = wetTomorrow.length;
const openDays = 1096; // 2012 to 2014
const openLabels = wetTomorrow.slice(0, openDays);

weather.head(4);

// %% tags=["proof"]
checkEqual([dayCount, wetTomorrow.filter((label) => label === 1).length], [1460, 623], {
  of: "days with a label, and those with a wet tomorrow",
});

// %% [markdown]
// Today holds a clue about tomorrow: how far the temperature swings between night and afternoon. Under clouds it hardly changes, and under a clear sky it changes a lot. So we take the **swing**, `temp_max - temp_min`, and ask which share of the days with a given swing was followed by a wet day. Days with a swing below 2 degrees are counted together, then those from 2 to below 4 degrees, and so on; each group is drawn at its middle. (The few days with a swing of 18 degrees or more are left out of the picture.)

// %%
const swing = weather
  .column("temp_max")
  .sub(weather.column("temp_min"))
  .values.slice(0, openDays);
const middles: number[] = [];
const shares: number[] = [];
for (let from = 0; from < 18; from += 2) {
  const labels = openLabels.filter((_, i) => swing[i] >= from && swing[i] < from + 2);
  const wetOnes = labels.filter((label) => label === 1).length;
  middles.push(from + 1);
  shares.push(wetOnes / labels.length);
}

// %% [markdown]
// Move the two sliders until your curve follows the shares. It should give a high probability of rain where the swing is small and a low one where it is large. The title sums up in one number, the loss, how well your curve fits; lower is better, and the next sections explain it. Write your best `w` and `b` down: later your curve competes with a network.

// %%
const curve = (x: number, w: number, b: number) => 1 / (1 + Math.exp(-(w * x + b)));

interact(
  {
    w: slider({ min: -1, max: 1, value: 0, step: 0.05 }),
    b: slider({ min: -4, max: 4, value: 0, step: 0.1 }),
  },
  ({ w, b }) => {
    const yHat = swing.map((x) => curve(x, w, b));
    const loss = binaryCrossentropy.value(yHat, openLabels);
    const yours = middles.map((x) => curve(x, w, b));
    const title = `w = ${w}, b = ${b}: your loss is ${loss.toFixed(3)}`;
    const axes = { xTitle: "temperature swing (°C)", yTitle: "chance of a wet tomorrow" };
    const layout = { yaxis: { range: [0, 1] } }; // the axis stays where it is
    const data = { x: middles, y: { "share of wet days": shares, "your curve": yours } };
    return lineChart(data, { title, ...axes, mode: "lines+markers" }).with({ layout });
  },
);

// %% tags=["proof"]
checkEqual(middles.length, 9, { of: "groups of days" });
checkTrue(
  shares[1] > 0.7 && shares[8] < 0.1,
  "small swings are followed by rain, large ones are not",
);
const lossOfCurve = (w: number, b: number) =>
  binaryCrossentropy.value(
    swing.map((x) => curve(x, w, b)),
    openLabels,
  );
let lowestLoss = Infinity;
for (let w = -1; w <= 1.001; w += 0.05)
  for (let b = -4; b <= 4.001; b += 0.1) lowestLoss = Math.min(lowestLoss, lossOfCurve(w, b));
checkClose(lossOfCurve(-0.25, 1.7), lowestLoss, {
  of: "the curve that competes later, and the lowest loss that the sliders reach",
  tolerance: 5e-4,
});
checkClose(lossOfCurve(0, 0), Math.LN2, { of: "the loss of a coin" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How often is it right?
//
// Before we build anything, we ask what costs nothing. Somebody who says "dry" every day is right on every dry day. Somebody who says "tomorrow will be as today" is right more often, because weather lasts. A rule of this kind is a **baseline**: a model has to beat it in what we care about, or it was not worth the work. The share of right answers is called the **accuracy**.

// %%
const alwaysDry = openLabels.map(() => 0);
const asToday = wet.slice(0, openDays);
new DataFrame([
  {
    forecast: "always dry",
    accuracy: accuracy({ yTrue: openLabels, yPred: alwaysDry }).value,
  },
  {
    forecast: "as today",
    accuracy: accuracy({ yTrue: openLabels, yPred: asToday }).value,
  },
]);

// %% tags=["proof"]
checkClose(
  [alwaysDry, asToday].map((yPred) => accuracy({ yTrue: openLabels, yPred }).value),
  [0.563, 0.7263],
  { of: "accuracy of the two baselines", tolerance: 5e-4 },
);

// %% [markdown]
// The two rules are right on 56 % and on 73 % of the days. Accuracy is easy to understand, but it hides something. Suppose that we ask for **snow** instead, which fell on 26 of these 1,096 days, and that the forecast is "no snow", every day.

// %%
const snowGuess = predict("What is the accuracy of the forecast 'no snow, ever'?", {
  from: 0,
  to: 100,
  unit: "%",
});

// %%
const kinds = weather.column("weather").values.slice(0, openDays);
const snow = kinds.map((kind) => Number(kind === "snow"));
const never = accuracy({ yTrue: snow, yPred: snow.map(() => 0) });
snowGuess.reveal(100 * never.value);
never.value;

// %% tags=["proof"]
checkEqual(snow.filter((day) => day === 1).length, 26, { of: "days of snow" });
checkClose(never.value, 0.9763, { of: "accuracy of 'no snow, ever'", tolerance: 5e-5 });

// %% [markdown]
// It is right on 97.6 % of all days and has not found a single day of snow. When one class is rare, the frequent class decides the accuracy alone, and a forecast that is worth nothing looks excellent. Keep this in mind whenever you read "99 % accurate".
//
// **Your turn (4 minutes).** A test looks for an illness among 2,000 people, of whom 40 are ill. It says "ill" to 90 people, and 30 of these really are ill. Work out three shares as numbers between 0 and 1: the `accuracy` of the test, the accuracy of a rule that says "healthy" to everybody (`sayHealthy`), and the share of the ill people whom the test `found`.

// %% tags=["exercise"]
const screening: { accuracy: number; sayHealthy: number; found: number } = {
  accuracy: todo,
  sayHealthy: todo,
  found: todo,
};
exercises.screening.check(screening);
// exercises.screening.hint();
// exercises.screening.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## From a weighted sum to a probability
//
// A forecast that can only say yes or no cannot say how sure it is. We would like a probability between 0 and 1, but a linear unit gives any number: its weighted sum $z = w \cdot x + b$ may be −7 or 250. The **sigmoid** of lesson 05 turns the one into the other:
//
// $$\hat y = \sigma(z) = \frac{1}{1 + e^{-z}}$$
//
// Read $\hat y$ as the probability of class 1, here of a wet tomorrow. At $z = 0$ it is one half. Each further unit of $z$ makes yes more likely, yet the probability never reaches 1. The number $z$ before the sigmoid is called the **logit**. A single unit with a sigmoid, trained as we shall train it, is known to statisticians as **logistic regression**. Your curve above was one.
//
// Take three days with the logits 2, −1 and −0.5. Since $e^{-2} \approx 0.135$, the first gets $1 / 1.135 \approx 0.88$. Before you run the cell, work out on which side of one half each of the other two lies.

// %%
function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

const logits = [2, -1, -0.5];
const probabilities = logits.map(sigmoid);
probabilities;

// %% tags=["proof"]
checkClose(probabilities, [0.881, 0.269, 0.378], {
  of: "the three probabilities",
  tolerance: 5e-4,
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What a wrong probability costs
//
// Both negative logits fall below one half: 0.27 and 0.38. Now suppose that it rained on the first and on the third day. The forecast gave 0.88 to what happened on the first day. On the second day it gave 0.27 to rain, so it gave $1 - 0.27 = 0.73$ to the dry weather that came. On the third it gave only 0.38 to the rain that came.
//
// A good forecast gives a high probability to what happens. To these three days together it gave $0.88 \cdot 0.73 \cdot 0.38 \approx 0.24$, if we multiply as for independent events, and this product should become large. We take its logarithm, which turns the product into a sum, and change the sign, so that smaller is better. This is the loss of lesson 07: each day costs **minus the natural logarithm of the probability that was given to what happened**. A probability of 1 costs nothing, one half costs 0.69, and the cost grows without limit as the probability goes to 0. The mean of the costs over $n$ days is the **binary cross-entropy**:
//
// $$L = -\frac1n \sum_{i=1}^{n} \big( y_i \ln \hat y_i + (1 - y_i) \ln (1 - \hat y_i) \big)$$
//
// > **Reading the formula.** $y_i$ is the label, 0 or 1, so one of the two terms is always zero and the other one is the logarithm of the probability that was given to what happened. In code, ln is `Math.log` (lesson 06). It is negative for numbers below 1, which is why the minus stands in front.

// %%
const happened = [1, 0, 1];
const costs: number[] = [];
for (let i = 0; i < happened.length; i++) {
  const givenToIt = happened[i] === 1 ? probabilities[i] : 1 - probabilities[i];
  costs.push(-Math.log(givenToIt));
}

({ costs, mean: (costs[0] + costs[1] + costs[2]) / 3 });

// %% tags=["proof"]
checkClose(costs, [0.127, 0.313, 0.974], { of: "the cost of each day", tolerance: 5e-4 });
checkClose(binaryCrossentropy.value(probabilities, happened), 0.4714, {
  of: "their mean, by the library",
  tolerance: 5e-5,
});

// %% [markdown]
// The third day costs most, since rain came that the forecast did not expect. The mean, 0.471, is the loss. How quickly does the cost grow when a forecast is sure of itself and wrong? Two forecasters face a day on which it rains. One of them had said 50 %, the other 1 %.

// %%
const sureGuess = predict("How many times as much does the forecaster pay who said 1 %?", {
  from: 1,
  to: 100,
  unit: "times",
});

// %%
const [said50, said1] = [-Math.log(0.5), -Math.log(0.01)];
sureGuess.reveal(said1 / said50);
console.log({ said50, said1 });

functionChart(
  {
    "it rained": (p) => -Math.log(p),
    "it stayed dry": (p) => -Math.log(1 - p),
    "it rained, squared error": (p) => (1 - p) ** 2,
  },
  {
    title: "To be sure and wrong is what costs",
    xTitle: "predicted probability of rain ŷ",
    yTitle: "cost of the day",
    range: [0.005, 0.995],
  },
);

// %% tags=["proof"]
checkClose([said50, said1, said1 / said50], [0.693, 4.605, 6.644], {
  of: "the costs of 50 % and of 1 %, and their ratio",
  tolerance: 5e-4,
});

// %% [markdown]
// The one who had said 50 % pays 0.69, the other 4.61, which is 6.6 times as much. Somebody who says 0 % and is wrong would pay infinitely much, so libraries keep all probabilities a tiny bit away from 0 and 1.
//
// And why not the squared error of lesson 05, the third curve? It charges at most 1, however sure you were. Worse, its slope is multiplied by the slope of the sigmoid, which is almost zero at both ends (lesson 06). A unit that is sure and wrong would hardly learn from it. With the logarithm it learns most there, as the next section shows.
//
// **Your turn (6 minutes).** Write the binary cross-entropy as a function. It receives the labels (each 0 or 1) and the predicted probabilities of class 1 (each above 0 and below 1, so you need not guard against ln 0), two lists of the same length with at least one number each, and returns one number. Please leave both lists as they are.

// %% tags=["exercise"]
function crossEntropy(labels: number[], predicted: number[]): number {
  return todo;
}
exercises.crossEntropy.check(crossEntropy);
// exercises.crossEntropy.hint();
// exercises.crossEntropy.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Why we do not train on accuracy
//
// We want few mistakes, so why not make the accuracy large and leave the logarithms out? Take six points on the $x$ axis: those at $x = -2$, $-1$ and $0.2$ have the label 0, and those at $1$, $1.4$ and $2$ the label 1. One unit predicts $\hat y = \sigma(2x + b)$. We move only its bias $b$ and draw both numbers.

// %%
const six = { x: [-2, -1, 0.2, 1, 1.4, 2], y: [0, 0, 0, 1, 1, 1] };
const predictSix = (b: number) => six.x.map((x) => sigmoid(2 * x + b));

function lossOfBias(b: number): number {
  return binaryCrossentropy.value(predictSix(b), six.y);
}

function accuracyOfBias(b: number): number {
  return accuracy({ yTrue: six.y, yPred: predictSix(b).map((p) => Number(p >= 0.5)) }).value;
}

functionChart(
  { "cross-entropy": lossOfBias, accuracy: accuracyOfBias },
  {
    title: "The cross-entropy slopes down to the best place, the accuracy is flat",
    xTitle: "bias b",
    yTitle: "cross-entropy, accuracy",
    range: [-6, 6],
  },
);

// %% tags=["proof"]
const tiny = 1e-6;
const slopeOf = (f: (b: number) => number, b: number) =>
  (f(b + tiny) - f(b - tiny)) / (2 * tiny);
checkEqual(
  [-5, -1, 3, 5].map((b) => slopeOf(accuracyOfBias, b)),
  [0, 0, 0, 0],
  {
    of: "slope of the accuracy between two steps",
  },
);
const meanError = (b: number) =>
  predictSix(b).reduce((sum, p, i) => sum + (p - six.y[i]) / 6, 0);
checkClose([slopeOf(lossOfBias, 3), meanError(3)], [0.326, 0.326], {
  of: "slope of the loss at b = 3, measured and as the mean of ŷ − y",
  tolerance: 5e-4,
});
const biases = Array.from({ length: 1201 }, (_, i) => -6 + i / 100);
const lowest = biases.reduce((best, b) => (lossOfBias(b) < lossOfBias(best) ? b : best));
checkEqual(accuracyOfBias(lowest), 1, { of: "accuracy where the loss is lowest" });

// %% [markdown]
// The accuracy moves in steps and is flat between them. Its slope there is zero, so gradient descent, which goes by the slope alone, would stand still. The cross-entropy slopes down from both sides to its lowest place, where all six points are right, and it even rewards a right answer that becomes surer.
//
// Its gradient is beautifully short. Take a day with the label 1. Its cost is $-\ln \hat y = \ln (1 + e^{-z})$, and the slope of that along $z$ is $-e^{-z} / (1 + e^{-z}) = \hat y - 1$: the prediction minus the label. For the label 0 the slope is $\hat y$, which is again the prediction minus the label. Since $z = w x + b$, the slope along $w$ is $x$ times as large, and the loss takes the mean:
//
// $$\frac{\partial L}{\partial w} = \frac1n \sum_{i=1}^{n} (\hat y_i - y_i)\, x_i \qquad\qquad \frac{\partial L}{\partial b} = \frac1n \sum_{i=1}^{n} (\hat y_i - y_i)$$
//
// The difference $\hat y - y$ is largest where the unit was sure and wrong. You have met both slopes: they are those of the linear unit in lesson 03 without the factor 2, and the rule of the perceptron in lesson 02 with a soft $\hat y$ in place of the hard step.
//
// **Your turn (5 minutes, with paper).** One unit starts at $w = 0$, $b = 0$. It sees two days, $x = 3$ and $x = 1$, and both have the label 1. What does it predict for both days at first? This is `yHat`, one number, since the two predictions are equal. Then take **one** step of gradient descent on the binary cross-entropy with $\eta = 0.2$ and write down the new `w` and `b`.

// %% tags=["exercise"]
const logisticStep: { yHat: number; w: number; b: number } = { yHat: todo, w: todo, b: todo };
exercises.logisticStep.check(logisticStep);
// exercises.logisticStep.hint();
// exercises.logisticStep.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You can turn a weighted sum into a probability, you know what a wrong probability costs, and you know why we train on that cost. When you come back, a network learns to forecast the rain, and you find out whether it beats the lazy rule.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Four years of weather
//
// We give the network what is known in the evening: whether today was wet and how much it rained, the two temperatures, the wind, and the season. The month is a poor number for the season, because December is 12 and January is 1 although they are neighbours. So we put the year on a circle, like the hours on a clock, and give two coordinates: `summer` is largest in June and July and smallest in December and January, and `spring` is largest in March and April.

// %%
function seasonOf(date: string) {
  const month = Number(date.slice(5, 7));
  const angle = (2 * Math.PI * (month - 0.5)) / 12;
  return { summer: -Math.cos(angle), spring: Math.sin(angle) };
}

const dates = weather.column("date").values.slice(0, dayCount).map(String);
const summer = dates.map((date) => seasonOf(date).summer);
const spring = dates.map((date) => seasonOf(date).spring);
const days = weather
  .head(dayCount)
  .addColumn("wet_today", wet.slice(0, dayCount))
  .addColumn("summer", summer)
  .addColumn("spring", spring)
  .addColumn("wet_tomorrow", wetTomorrow);

days.loc({ columns: ["date", "wet_today", "summer", "spring", "wet_tomorrow"] }).head(4);

// %% [markdown]
// Which days may the network learn from? If we drew them by chance, it would learn from the 3rd and the 5th of May and be tested on the 4th, which no real forecast can do. So we split by time, as lesson 09 advised: it learns from 2012 and 2013, we compare networks on 2014, and 2015 stays in a sealed envelope until the end. The scaler learns its means and standard deviations from the training years alone.

// %%
const inputs = "wet_today precipitation temp_max temp_min wind summer spring".split(" ");
const inYears = (...years: string[]) =>
  days.query(dates.map((d) => years.includes(d.slice(0, 4))));
const scaler = new StandardScaler().fit(inYears("2012", "2013").loc({ columns: inputs }));

function partOf(...years: string[]) {
  const rows = inYears(...years);
  const labels = rows.column("wet_tomorrow").values;
  const today = rows.column("wet_today").values;
  const x = scaler.toTensor(rows.loc({ columns: inputs })); // [days, 7]
  return { x, y: tf.tensor2d(labels, [labels.length, 1]), labels, today };
}

const train = partOf("2012", "2013");
const validation = partOf("2014");
const test = partOf("2015");
[train, validation, test].map(({ labels }) => labels.length);

// %% tags=["proof"]
checkEqual(
  [train, validation, test].map(({ labels }) => labels.length),
  [731, 365, 364],
  { of: "days of training, validation and test" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## One unit learns
//
// Here is logistic regression in TensorFlow.js: one layer with one unit and a sigmoid. The loss is `binaryCrossentropy`, and the accuracy comes along as a **metric**, that is a number for us to read which the training does not use. Adam, early stopping and the validation data work as in lessons 08 and 10. We write it as a function, `learn`, because a second network will be trained in the same way.

// %%
async function learn(model: tf.Sequential, title: string) {
  model.compile({
    optimizer: tf.train.adam(0.01),
    loss: "binaryCrossentropy",
    metrics: ["accuracy"],
  });
  const stop = earlyStopping({ minDelta: 0.001, patience: 20, restoreBestWeights: true });
  const validationData: [tf.Tensor, tf.Tensor] = [validation.x, validation.y];
  const callbacks = [stop, liveHistory({ title })];
  await model.fit(train.x, train.y, { epochs: 80, batchSize: 32, validationData, callbacks });
}

setRandomSeed(1);
const unit = tf.sequential();
unit.add(tf.layers.dense({ units: 1, activation: "sigmoid", inputShape: [inputs.length] }));
await learn(unit, "One unit learns to forecast rain");

// %% [markdown]
// Look at the lines with markers, one point for each epoch: the training loss falls steadily, while the accuracy goes up and down in small steps, for the reason that you saw above. What has the unit learned? All inputs are scaled, so their weights can be compared: a positive weight speaks for rain.

// %%
const unitWeights = Array.from(unit.getWeights()[0].dataSync());
barChart(
  { categories: inputs, values: unitWeights },
  {
    title: "A small swing of the temperature speaks for rain",
    xTitle: "input",
    yTitle: "weight (positive: rain tomorrow)",
  },
);

// %% tags=["proof"]
checkTrue(
  unitWeights[2] < -0.2 && unitWeights[3] > 0.2,
  "temp_max speaks against rain and temp_min for it",
);

// %% [markdown]
// The highest temperature has a negative weight and the lowest one a positive weight, so together they act much like the swing, which nobody told the unit about. And `summer` speaks against rain, because Seattle's summers are dry. Now we let a network try that has a hidden layer of 16 units in front. It has 145 numbers to learn in place of 8.

// %%
const hiddenGuess = predict("By how much will the hidden layer lower the cross-entropy?", {
  choices: ["by a tenth or more", "by less than a tenth, if at all"],
});

// %%
setRandomSeed(1);
const network = tf.sequential();
network.add(tf.layers.dense({ units: 16, activation: "relu", inputShape: [inputs.length] }));
network.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
await learn(network, "A hidden layer learns to forecast rain");

function forecast(model: tf.Sequential, part: { x: tf.Tensor }): number[] {
  return tf.tidy(() => Array.from((model.predict(part.x) as tf.Tensor).dataSync()));
}

// %% [markdown]
// For a fair comparison the lazy rule needs probabilities, too. We take them from the training years: how often was a dry day followed by a wet one, and how often a wet day?

// %%
function shareAfter(today: number): number {
  const labels = train.labels.filter((_, i) => train.today[i] === today);
  return labels.filter((label) => label === 1).length / labels.length;
}

const afterDry = shareAfter(0);
const afterWet = shareAfter(1);
function lazy(part: { today: number[] }): number[] {
  return part.today.map((today) => (today === 1 ? afterWet : afterDry));
}

({ afterDry, afterWet });

// %% tags=["proof"]
checkClose([afterDry, afterWet], [0.256, 0.687], { of: "shares of wet days", tolerance: 5e-4 });

// %% [markdown]
// After a dry day the lazy rule says 26 %, and after a wet day 69 %. We judge all forecasts on 2014, by the accuracy at the border of one half and by the cross-entropy, for which we take the function that you wrote. Your curve competes, too; put in your own `w` and `b`.

// %%
const entropy = exercises.crossEntropy.use(crossEntropy); // yours, once it is right
function judge(name: string, yHat: number[], part: { labels: number[] }) {
  const right = accuracy({ yTrue: part.labels, yPred: yHat.map((p) => Number(p >= 0.5)) });
  return { forecast: name, "cross-entropy": entropy(part.labels, yHat), accuracy: right.value };
}

const swing2014 = swing.slice(train.labels.length);
const yourCurve = swing2014.map((x) => curve(x, -0.25, 1.7)); // put in your w and b
const table = [
  judge("your curve", yourCurve, validation),
  judge("as today", lazy(validation), validation),
  judge("one unit", forecast(unit, validation), validation),
  judge("network", forecast(network, validation), validation),
];
const gain = 1 - table[3]["cross-entropy"] / table[2]["cross-entropy"];
hiddenGuess.reveal(gain > 0.1 ? "by a tenth or more" : "by less than a tenth, if at all");
new DataFrame(table);

// %% tags=["proof"]
checkBetween(gain, [-0.05, 0.05], { of: "gain of the hidden layer" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Is the difference real?
//
// Your curve comes last, although you fitted it with 2014 before your eyes: it sees the swing alone. The lazy rule is right a little more often than the unit, and its cross-entropy is only a little higher. The network, in turn, is a little better than the unit. Are such differences skill or luck?
//
// All forecasts faced the *same* days, and on a day that nobody could foresee all of them pay a lot. So we compare two forecasts day by day, which is called a **paired comparison**: for each day we take the cost of the one minus the cost of the other. The mean of these differences says who is better.
//
// Another year would give a somewhat different mean. The **standard error** says how different: it is the standard deviation of the differences divided by the square root of their number. Chance alone rarely moves a mean by more than twice its standard error. A mean closer to zero than that may well be luck.

// %%
const costOf = (p: number, label: number) => -Math.log(label === 1 ? p : 1 - p);

const meanOf = (values: number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

function compare(first: number[], second: number[], labels: number[], cost = costOf) {
  const differences = labels.map((label, i) => cost(first[i], label) - cost(second[i], label));
  const mean = meanOf(differences);
  const variance = meanOf(differences.map((d) => (d - mean) ** 2));
  const error = Math.sqrt(variance / differences.length);
  return { "mean difference": mean, "twice its standard error": 2 * error };
}

const unit2014 = forecast(unit, validation);
const network2014 = forecast(network, validation);
new DataFrame([
  { pair: "as today − unit", ...compare(lazy(validation), unit2014, validation.labels) },
  { pair: "unit − network", ...compare(unit2014, network2014, validation.labels) },
]);

// %% tags=["proof"]
const of2014 = compare(lazy(validation), unit2014, validation.labels);
checkTrue(
  Math.abs(of2014["mean difference"]) < of2014["twice its standard error"],
  "in 2014 the difference may be luck",
);
const right2014 = (p: number[]) =>
  p.filter((q, i) => Number(q >= 0.5) === validation.labels[i]).length;
checkTrue(
  right2014(lazy(validation)) >= right2014(unit2014),
  "the lazy rule is right at least as often",
);
const ofNetwork = compare(unit2014, network2014, validation.labels);
checkBetween(ofNetwork["mean difference"] / ofNetwork["twice its standard error"], [0.6, 1.4], {
  of: "unit minus network, in units of twice the standard error",
});

// %% [markdown]
// Between the lazy rule and the unit, the year 2014 cannot decide: the mean is much smaller than twice its standard error. Between the unit and the network it stands on the border, and early stopping has looked at the same year, which flatters both. So we trained them again with five seeds and let the years 2012 to 2014 take turns: one to learn from, one for early stopping, and one to judge. The cross-entropy is 0.558 for the unit and 0.560 for the network, and the lazy rule is right on 73 % of the days, the unit on 72 %. We keep the unit, because **the simpler of two nearly equal models is the better choice**: it is quicker, and we can read its weights.
//
// So far our forecast has not earned its keep.
//
// **Your turn (10 minutes, you train).** In a greenhouse a plant **thrives** when neither temperature nor humidity is far from the best value, which means inside an oval. `exercises.thriving.data` holds 1,500 plants: `x` has the shape `[1500, 2]`, already scaled, and `y` has the shape `[1500, 1]`, with 1 for a plant that thrives. Build a `tf.sequential` model that ends in one sigmoid unit, and train it on the binary cross-entropy. (`learn` knows only the weather; write `compile` and `fit` yourself.) Can a single unit do it? The check asks for an accuracy above 0.85 on 1,000 plants that your model has never seen.

// %% tags=["exercise"]
const thriving: tf.Sequential = todo;
exercises.thriving.check(thriving);
// exercises.thriving.hint();
// exercises.thriving.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You have trained a forecast and compared it fairly with a lazy rule, and neither is ahead. When you come back, the cost of a mistake decides between them, and then the sealed year.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## From a probability to a decision
//
// Somebody has to turn the probability into a yes or a no: umbrella or not. The border is called the **threshold**, and one half is only a habit. At each threshold there are four kinds of days. When the forecast says rain it is a **true positive** (TP) if rain comes and a **false positive** (FP) if it does not, an umbrella carried for nothing. When the forecast says dry it is a **true negative** (TN) if the day stays dry and a **false negative** (FN) if rain comes, which means wet feet.
//
// | | rain came | it stayed dry |
// |---|---|---|
// | the forecast said rain | TP | FP |
// | the forecast said dry | FN | TN |
//
// Lesson 07 called such a table a confusion matrix. Two shares are computed from it:
//
// $$\text{precision} = \frac{TP}{TP + FP} \qquad\qquad \text{recall} = \frac{TP}{TP + FN}$$
//
// **Precision** asks: of the days for which the forecast *said* rain, how many were wet? **Recall** asks: of the days that *were* wet, how many did the forecast find? Imagine that we lower the threshold from 0.5 to 0.2, so that the forecast says rain more often.

// %%
const lowerGuess = predict("The threshold falls from 0.5 to 0.2. What rises?", {
  choices: ["only the precision", "only the recall", "both", "neither"],
});

// %%
function outcomesAt(threshold: number) {
  const yPred = unit2014.map((p) => Number(p >= threshold));
  const count = (label: number, said: number) =>
    yPred.filter((answer, i) => answer === said && validation.labels[i] === label).length;
  const [TP, FP, FN, TN] = [count(1, 1), count(0, 1), count(1, 0), count(0, 0)];
  return { TP, FP, FN, TN, precision: TP / (TP + FP), recall: TP / (TP + FN) };
}

const [half, low] = [outcomesAt(0.5), outcomesAt(0.2)];
const withRecall = low.precision > half.precision ? "both" : "only the recall";
lowerGuess.reveal(low.recall > half.recall ? withRecall : "neither");
new DataFrame([
  { threshold: 0.5, ...half },
  { threshold: 0.2, ...low },
]);

// %% tags=["proof"]
checkTrue(
  low.recall > 0.9 && low.recall > half.recall && low.precision < half.precision,
  "recall rises above 0.9 and precision falls",
);
const byExercise = exercises.precisionRecall.spec.equivalents[0](
  validation.labels,
  unit2014.map((p) => Number(p >= 0.5)),
);
checkClose([half.precision, half.recall], [byExercise.precision, byExercise.recall], {
  of: "precision and recall by the exercise",
});

// %% [markdown]
// Recall rises above 90 % and precision falls: a lower threshold finds more of the wet days and pays for it with false alarms. Now move the threshold yourself. The bars show the days of 2014. Which threshold would *you* choose?

// %%
interact(
  { threshold: slider({ min: 0.05, max: 0.9, value: 0.5, step: 0.05 }) },
  ({ threshold }) => {
    const { TP, FP, FN, TN, precision, recall } = outcomesAt(threshold);
    const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
    return barChart(
      {
        categories: ["rain came", "it stayed dry"],
        values: { "said rain": [TP, FP], "said dry": [FN, TN] },
      },
      {
        title: `Threshold ${threshold}: precision ${percent(precision)}, recall ${percent(recall)}`,
        xTitle: "what happened",
        yTitle: "days of 2014",
        range: [0, 220],
      },
    );
  },
);

// %% [markdown]
// **Your turn (8 minutes).** Write precision and recall as a function. It receives the true labels and the answers, two lists of zeros and ones of the same length (which may be 0), and returns an object with `precision` and `recall` and nothing else. A share of nothing is not a number, so if no answer is 1 let the precision be 0, and if no label is 1 let the recall be 0. Please leave both lists as they are.

// %% tags=["exercise"]
function precisionRecall(
  labels: number[],
  answers: number[],
): { precision: number; recall: number } {
  return todo;
}
exercises.precisionRecall.check(precisionRecall);
// exercises.precisionRecall.hint();
// exercises.precisionRecall.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## All thresholds in one picture
//
// The slider shows one threshold at a time. The **ROC curve** shows all of them, each as one point: to the right the share of dry days with a false alarm, the *false positive rate*, and upwards the share of wet days that were found, the *true positive rate*, which is another name for the recall. (The letters stand for *receiver operating characteristic*, a name that comes from radar.) A forecast that guesses lies on the diagonal. The **area under the curve**, or AUC, is the probability that a wet day, drawn by chance, was given a higher probability than a dry day (a tie counts one half). It is 0.5 for guessing and 1 for a perfect order.

// %%
const curves = {
  "one unit": rocCurve({ yTrue: validation.labels, scores: unit2014 }),
  "as today": rocCurve({ yTrue: validation.labels, scores: lazy(validation) }),
};
rocChart(curves, { title: "The unit offers a choice at every recall", threshold: 0.2 });

// %% tags=["proof"]
checkBetween(curves["one unit"].auc, [0.77, 0.8], { of: "AUC of the unit in 2014" });

// %% [markdown]
// In 79 of 100 pairs of a wet and a dry day the unit gives the wet day the higher probability. The lazy rule has one real choice, the corner of its line, and there it lies a little above the unit; that is why it was ahead at one half. The marks show the threshold 0.2: for the lazy rule this is the upper right end, an umbrella every day. Which place to take is a question of costs.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What does a mistake cost?
//
// The network cannot choose the threshold for us. It depends on what the mistakes cost, and only we know that. Suppose that wet feet (FN) annoy you four times as much as an umbrella carried for nothing (FP). With the probability $p$ of rain, leaving the umbrella at home costs $4p$ on average, and taking it costs $1 \cdot (1 - p)$, since a right decision costs nothing. Taking it is cheaper when
//
// $$4p > 1 - p, \quad \text{so} \quad 5p > 1, \quad \text{that is,} \quad p > \frac{1}{1 + 4} = 0.2$$
//
// In general the best threshold is the cost of a false alarm divided by the sum of both costs. The rule needs probabilities that can be taken at their word: of 100 days on which the unit says 20 %, about 20 should be wet. Such a forecast is called **calibrated**. Training on the cross-entropy helps, because over many days it is lowest when the forecast gives each day its true probability. We let the days of 2014 judge whether 0.2 was a good choice.

// %%
const thresholds: number[] = [];
for (let percent = 2; percent <= 90; percent += 2) thresholds.push(percent / 100);

function dayCost(p: number, label: number, threshold = 0.2): number {
  if (p >= threshold && label === 0) return 1; // an umbrella in vain
  if (p < threshold && label === 1) return 4; // wet feet
  return 0;
}

function costAt(yHat: number[], labels: number[], threshold: number): number {
  let cost = 0;
  for (let i = 0; i < labels.length; i++) cost += dayCost(yHat[i], labels[i], threshold);
  return cost;
}

// %% [markdown]
// The chart shows what the whole year would have cost at each threshold, for the unit and for the lazy rule.

// %%
const costAxes = { xTitle: "threshold", yTitle: "cost of 2014 (umbrellas in vain)" };
const year = (yHat: number[]) => thresholds.map((at) => costAt(yHat, validation.labels, at));
for (const at of [0.2, 0.5]) {
  const unitCost = costAt(unit2014, validation.labels, at);
  const lazyCost = costAt(lazy(validation), validation.labels, at);
  console.log(`threshold ${at}: one unit ${unitCost}, as today ${lazyCost}`);
}
lineChart(
  { x: thresholds, y: { "one unit": year(unit2014), "as today": year(lazy(validation)) } },
  { title: "Near 0.2 the unit costs less than the lazy rule ever does", ...costAxes },
);

// %% tags=["proof"]
const [unitCosts, lazyCosts] = [year(unit2014), year(lazy(validation))];
const cheapest = thresholds[unitCosts.indexOf(Math.min(...unitCosts))];
checkBetween(cheapest, [0.14, 0.28], { of: "the cheapest threshold in 2014" });
const at20 = costAt(unit2014, validation.labels, 0.2);
checkTrue(
  at20 < 1.1 * Math.min(...unitCosts),
  "0.2 costs less than a tenth more than the cheapest",
);
checkBetween(at20, [160, 176], { of: "the cost at 0.2" });
checkEqual(costAt(lazy(validation), validation.labels, 0.5), 235, {
  of: "the lazy rule at one half",
});
checkTrue(at20 < 0.9 * Math.min(...lazyCosts), "the lazy rule costs at least a tenth more");
checkBetween(costAt(unit2014, validation.labels, 0.5), [255, 275], {
  of: "the cost at one half",
});
checkEqual(
  Math.min(...lazyCosts),
  costAt(
    validation.labels.map(() => 1),
    validation.labels,
    0.5,
  ),
  {
    of: "the lazy rule at its best, and an umbrella every day",
  },
);

// %% [markdown]
// Here the forecast earns its keep, and it is cheapest close to 0.2. Both probabilities of the lazy rule, 26 % and 69 %, are above 0.2, so there it says "take the umbrella" every day, which costs 215. In our run the unit said "dry" on 72 days at this threshold, and only 5 of them were followed by rain. With 148 umbrellas in vain the year cost $148 + 5 \cdot 4 = 168$. Over the five seeds and three years of the comparison above, the unit at 0.2 costs 14 % less than an umbrella every day, and less in every run.
//
// So a forecast that is *not* right more often can be worth more, because it knows *when* it is sure.

// %% [markdown]
// **Your turn (10 minutes, you train).** A fruit grower must decide each evening whether to heat the orchard. If frost comes and it was not heated, the damage costs 9; heating in vain costs 1; in all other cases nothing is lost. `exercises.frost.data` holds 800 evenings: `x` with the shape `[800, 3]` (temperature, humidity and cloud cover, already scaled) and `y` with the shape `[800, 1]`, 1 for a night of frost. Train a model that ends in one sigmoid unit, on the binary cross-entropy, and choose the threshold from which you heat. The check lets your model decide about 4,000 new evenings and asks for a mean cost below 0.5 an evening. Heating every evening costs 0.74, and never heating 2.39.

// %% tags=["exercise"]
const frost: { model: tf.Sequential; threshold: number } = { model: todo, threshold: todo };
exercises.frost.check(frost);
// exercises.frost.hint();
// exercises.frost.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The sealed year
//
// All choices are made: the model is the single unit, the threshold is 0.2, and wet feet cost four umbrellas. Now we open 2015, once.

// %%
const report = exercises.precisionRecall.use(precisionRecall); // yours, once it is right

function openYear(name: string, yHat: number[]) {
  const answers = yHat.map((p) => Number(p >= 0.2));
  const { recall } = report(test.labels, answers);
  const cost = costAt(yHat, test.labels, 0.2);
  return { ...judge(name, yHat, test), "recall at 0.2": recall, "cost at 0.2": cost };
}

const [lazy2015, unit2015] = [lazy(test), forecast(unit, test)];
console.log("lazy − unit, cost:", compare(lazy2015, unit2015, test.labels, dayCost));
console.log("lazy − unit, cross-entropy:", compare(lazy2015, unit2015, test.labels));
const sealed = [openYear("as today", lazy2015), openYear("one unit", unit2015)];
new DataFrame(sealed);

// %% tags=["proof"]
const of2015 = compare(lazy(test), unit2015, test.labels);
checkTrue(
  of2015["mean difference"] > of2015["twice its standard error"],
  "in 2015 the unit has the lower cross-entropy, beyond luck",
);
checkTrue(sealed[1]["cost at 0.2"] < 0.92 * sealed[0]["cost at 0.2"], "and the lower cost");
checkEqual(sealed[0]["recall at 0.2"], 1, { of: "recall of the lazy rule at 0.2" });
const costOf2015 = compare(lazy(test), unit2015, test.labels, dayCost);
checkTrue(
  costOf2015["mean difference"] > costOf2015["twice its standard error"],
  "beyond luck, too",
);
const interval = accuracy({ yTrue: test.labels, yPred: unit2015.map((p) => Number(p >= 0.5)) });
checkClose(interval.high - interval.low, 0.09, {
  of: "width of the interval",
  tolerance: 0.01,
});

// %% [markdown]
// The year confirms it. At 0.2 the lazy rule takes the umbrella every day: it finds all wet days and costs 220. The unit costs 181. Day by day, both its cost and its cross-entropy are lower by more than twice the standard error. Had we tried ten thresholds on 2015 and reported the best one, we could not believe the number; we can, because the envelope was opened once.
//
// The accuracy alone would have told us little. Count each right answer as 1 and each wrong one as 0: with a share of 0.73 ones, the standard deviation of these numbers is $\sqrt{0.73 \cdot 0.27}$. So on 364 days twice the standard error of the accuracy is $2 \sqrt{0.73 \cdot 0.27 / 364} \approx 0.047$, more than the difference between our two forecasts. The paired comparison sees more, because the luck of each day falls on both forecasts and cancels.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What you have learned
//
// **You can now**
//
// - turn a weighted sum into a probability, and say what a wrong probability costs
// - explain why a network is trained on cross-entropy and not on accuracy
// - train a binary classifier and compare it fairly with rules that cost nothing
// - choose a threshold from what the two kinds of mistakes cost
// - read precision, recall and a ROC curve
//
// | you want to | use |
// |---|---|
// | answer a yes-or-no question | one output unit, `sigmoid`, `loss: "binaryCrossentropy"` |
// | choose one of several classes | one unit for each class, `softmax`, `categoricalCrossentropy` (lesson 07) |
// | know whether it learned anything | baselines first, then a paired comparison on the same rows |
// | act on a probability | threshold = cost of a false alarm / (cost of a false alarm + cost of a miss) |
// | judge a rare class | precision *and* recall, never the accuracy alone |
// | compare the order of two forecasts at all thresholds | ROC curve and AUC |
//
// Three questions without a check, for a walk:
//
// 1. A bank says "99.9 % of all transactions are judged correctly". What would you ask?
// 2. A doctor and a spam filter choose very different thresholds. Who chooses the lower one, and why?
// 3. Our unit does not know the air pressure. How would you find out whether it would help, without opening 2015 again?

// %% [markdown]
// ## Change this and see
//
// - `return 4; // wet feet` → `return 1; // wet feet` Both mistakes now cost the same. Run the cells from there on: where is the lowest point of the curve, and does the unit still beat the lazy rule?
// - `"wet_today precipitation temp_max temp_min wind summer spring"` → `"wet_today summer spring"` The unit no longer sees the temperatures, the wind and how much it rained. Does the cross-entropy on 2014 get any worse? And what does the year cost now at the threshold 0.2?
// - `optimizer: tf.train.adam(0.01),` → `optimizer: tf.train.adam(1),` The learning rate is a hundred times as high. What do the loss curves look like now? And if the table shows `Infinity`, which forecast was quite sure and wrong?
//
// ## What comes next
//
// A forecast of one day has two answers. But a picture of a garment may show ten different things, and then one sigmoid is not enough. Which of ten? That is lesson 13. Its network will have ten outputs that must share one probability among themselves.

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Two training runs of a few seconds each; all else is instant. The heart of the lesson is the step from probability to decision: let somebody who hates umbrellas and somebody who hates wet feet each choose a threshold before you show the formula. The usual muddle is precision with recall: point at the bars and ask "of which days?" each time. Let the class discuss why the lazy rule cannot use the threshold 0.2. Logistic regression: D. R. Cox, "The regression analysis of binary sequences", 1958. That the logarithmic cost rewards an honest forecast (a "proper scoring rule"): I. J. Good, "Rational decisions", 1952. The cost rule for the threshold: C. Elkan, "The foundations of cost-sensitive learning", 2001. The day-by-day comparison of two forecasts follows F. X. Diebold and R. S. Mariano, 1995; their test also allows for errors that depend on the day before, which ours does not, so take "twice the standard error" as a rule of thumb. Data: seattle-weather of the vega-datasets collection, 2012 to 2015.
