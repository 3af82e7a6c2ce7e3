// %% [markdown] slideshow={"slide_type": "slide"}
// # 11 · How do we keep a large network from memorising?
//
// Give a network with thousands of parameters 300 films, and it learns much of them by heart. On films that it has never seen, it then predicts worse than a network whose training was stopped after four epochs. Today you will keep such a network honest without making it smaller. You will see an absurd curve become calm under your slider. You will watch a network find out on its own which 2 of 40 measurements matter. And you will take a deep network whose training does not move at all, and get it to learn.
//
// Lesson 10 ended with two ways out, early stopping and a smaller network, and with a question: can we keep the large one and still trust it? The methods that do so have a common name, **regularisation**: whatever holds a model back from memorising its training examples. We try each of them beside a **control run**, which is the same training with nothing added. And we will be strict: what counts in the end is the error on new films.
//
// *Two sittings of about 50 minutes · builds on lessons 07, 09 and 10*
//
// **You will be able to**
//
// - add an L2 or L1 penalty, dropout and batch normalisation to a network, and compute by hand what each does to a few numbers
// - judge a method beside its control run, and tell when it pays
// - tell training mode from inference mode, and say what goes wrong when they are mixed up

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  display,
  dropdown,
  interact,
  predict,
  predictionSummary,
  Random,
  setRandomSeed,
  slider,
  tf,
} from "neural-notebooks/core";
import { noisySine } from "neural-notebooks";
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
  compareHistories,
  histogramChart,
  historyChart,
  lineChart,
  roles,
  scatterChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/11-regularization";

// %% tags=["proof"]
import {
  checkBetween,
  checkClose,
  checkEqual,
  checkTrue,
} from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A price on large weights
//
// Here are 20 noisy points on a wave, and we fit the polynomial of lesson 10 with degree 12 to them: a linear unit whose inputs are $u, u^2, u^3$ and so on up to $u^{12}$, where $u$ goes from −1 to 1 along the picture. With twelve weights and a bias for 20 points, it has enough freedom to chase the noise. In lesson 10 we would have lowered the degree. This time we keep all twelve weights and make large ones expensive.

// %%
const few = noisySine({ count: 20, seed: 9 });
function powersOf(xs: number[]): number[][] {
  const rows: number[][] = [];
  for (const x of xs) {
    const u = 2 * x - 1;
    const row: number[] = [];
    for (let power = 1; power <= 12; power++) row.push(u ** power);
    rows.push(row);
  }
  return rows;
}
const places = Array.from(tf.linspace(0, 1, 201).dataSync());

function polynomial(lambda: number) {
  return leastSquares({ x: powersOf(few.x), y: few.y }, { ridge: lambda });
}
const points = { type: "scatter", mode: "markers", name: "training points", ...few };

// %% [markdown]
// The number $\lambda$ (lambda) is the price of large weights, and the slider sets its power of ten: at −6 it is a millionth, at 0 it is 1. **Move the slider to the right, step by step.** What happens to the curve at first? And what happens when the price is far too high?

// %%
interact({ exponent: slider({ min: -6, max: 2, value: -6 }) }, ({ exponent }) => {
  const lambda = Number((10 ** exponent).toPrecision(1));
  const unit = polynomial(lambda);
  const largest = Number(Math.max(...unit.w.map(Math.abs)).toPrecision(2));
  const y = predictLinear(powersOf(places), unit);
  const curve = { type: "scatter", mode: "lines", name: "learned curve", x: places, y };
  const look = {
    title: { text: `λ = ${lambda}: the largest weight is ${largest}` },
    xaxis: { title: { text: "x" } },
    yaxis: { title: { text: "y" }, range: [-2, 2] },
  };
  const alt = `20 points and the curve for λ = ${lambda}`;
  return chart({ data: [points, curve], layout: look }, { alt });
});

// %% tags=["proof"]
const largestAt = (lambda: number) => Math.max(...polynomial(lambda).w.map(Math.abs));
const reachAt = (lambda: number) =>
  Math.max(...predictLinear(powersOf(places), polynomial(lambda)).map(Math.abs));
checkBetween(largestAt(1e-6), [145, 155], { of: "largest weight at a millionth" });
checkTrue(reachAt(1e-6) > 2 && reachAt(0.01) < 1.3, "leaves the picture, then stays inside");
checkTrue(largestAt(0.01) > 1 && largestAt(0.01) < 4, "weights of a few units");
checkTrue(reachAt(100) < 0.4 && largestAt(100) < 0.1, "nearly flat");

// %% [markdown]
// At the left end the curve shoots out of the picture, and it needs a weight of 150 to do that. As large weights become expensive, the curve calms down, and soon no weight is above 4. At the right end it is nearly flat: it underfits.
//
// How do you make a weight expensive? You add a **penalty** to the loss:
//
// $$L = \text{error} + \lambda \sum_j w_j^2 \qquad \text{or} \qquad L = \text{error} + \lambda \sum_j |w_j|$$
//
// In words: to the error we add $\lambda$ times the sum of all squared weights, or of their sizes without the sign. The first is called the **L2** penalty, the second the **L1** penalty. Biases are left out, since they only move the output. For the weights 3 and −0.5 and $\lambda = 0.1$ the L2 penalty is $0.1 \cdot (9 + 0.25) = 0.925$, and the L1 penalty is $0.1 \cdot (3 + 0.5) = 0.35$.
//
// What does this do to a step of gradient descent? The slope of $w^2$ is $2w$ (lesson 03), so the L2 penalty adds $2\lambda w$ to the slope of each weight:
//
// $$w \leftarrow w - \eta \left( \text{slope of the error} + 2 \lambda w \right)$$
//
// Even where the error is flat, every step takes the share $2\eta\lambda$ off the weight. This is why L2 is also known as **weight decay**. A weight stays large only if the error keeps pulling it up.
//
// **Your turn (4 minutes, on paper).** A weight is 4. The slope of the error is 2 there, the penalty is L2 with $\lambda = 0.5$, and the learning rate is 0.1. What are the penalty of this weight, the slope of the whole loss, and the weight after one step?

// %% tags=["exercise"]
const decayStep: { penalty: number; slope: number; w: number } = {
  penalty: todo,
  slope: todo,
  w: todo,
};
exercises.decayStep.check(decayStep);
// exercises.decayStep.hint();
// exercises.decayStep.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A large network and few films
//
// Now a network that memorises. As in lesson 09 we predict what a film earns in the whole world, from what is known before its first night: budget, year, rating, genre, source, and whether it is set in our world or in an invented one. Money is counted in powers of ten, so the target is $\log_{10}$ of the gross. To make memorising tempting, we learn from 300 films only. Another 300 are for validation, and all others are for the test.
//
// Where a word is missing, we fill in the most frequent word of its column.

// %%
const films = readDataset("movies")
  .query((row) => row["Worldwide Gross"] > 0 && row["Production Budget"] > 0)
  .addColumn("log gross", (row) => Math.log10(row["Worldwide Gross"]))
  .addColumn("log budget", (row) => Math.log10(row["Production Budget"]))
  .addColumn("year", (row) => {
    const year = Number(String(row["Release Date"]).slice(0, 4));
    return year > 2011 ? year - 100 : year;
  })
  .fillNa({
    "MPAA Rating": "R",
    "Major Genre": "Drama",
    Source: "Original Screenplay",
    "Creative Type": "Contemporary Fiction",
  });
const count = films.shape[0];
const parts = split(films, { validation: 300 / count, test: (count - 600) / count, seed: 1 });
[parts.train.length, parts.validation.length, parts.test.length];

// %% tags=["proof"]
checkEqual([parts.train.length, parts.validation.length, parts.test.length], [300, 300, 2546], {
  of: "films for training, validation and test",
});

// %% [markdown]
// The scaler and the one-hot encoder are fitted to the 300 training films (lesson 09). From the target we take off the mean of these films, so that the network can begin near 0. (`raw` keeps two columns unscaled; we need them at the end.)

// %%
const trainFilms = films.iloc({ rows: parts.train });
const encoder = new OneHotEncoder({ handleUnknown: "ignore" });
const words = ["MPAA Rating", "Major Genre", "Source", "Creative Type"] as const;
const inputs = columnTransformer({
  numbers: [["log budget", "year"], new StandardScaler()],
  words: [words, encoder],
}).fit(trainFilms);
const meanGross = tf.mean(trainFilms.column("log gross").values).dataSync()[0];

function tensorsOf(rows: Int32Array) {
  const some = films.iloc({ rows });
  const gross = tf.tensor2d(some.column("log gross").values, [rows.length, 1]);
  const raw = tf.tensor2d(some.toMatrix(["log budget", "year"]));
  return { x: inputs.toTensor(some), raw, y: tf.sub(gross, meanGross) };
}
const train = tensorsOf(parts.train);
const validation = tensorsOf(parts.validation);
const test = tensorsOf(parts.test);
train.x.shape;

// %% tags=["proof"]
checkEqual(train.x.shape, [300, 36], { of: "shape of the inputs" });

// %% [markdown]
// Our network has two hidden layers of 64 units. Each unit has a weight for each of its inputs and a bias, which makes $37 \cdot 64 + 65 \cdot 64 + 65 = 6593$ parameters, 22 for each film. The function leaves room for a penalty.
//
// > **Reading the code.** `penalty?` is an input that may be left out. The dots in `{ ...hidden, inputShape }` copy all settings of `hidden` into a new object.

// %%
type Penalty = ReturnType<typeof tf.regularizers.l2>;

function largeNetwork(penalty?: Penalty): tf.Sequential {
  setRandomSeed(1);
  const hidden = {
    units: 64,
    activation: "relu" as const,
    kernelInitializer: "heNormal" as const,
    kernelRegularizer: penalty,
  };
  const network = tf.sequential();
  network.add(tf.layers.dense({ ...hidden, inputShape: [train.x.shape[1]] }));
  network.add(tf.layers.dense(hidden));
  network.add(tf.layers.dense({ units: 1 }));
  return network;
}

// %% [markdown]
// The next function trains our networks on the films: Adam, 60 epochs, batches of 32 films. We ask for the mean squared error twice, as the loss and as the metric `"mse"`. You will see why when there is a penalty.
//
// We turn the mean absolute error into a number that a banker understands. If $\log_{10}$ of the gross is missed by 0.5, the gross is missed by the factor $10^{0.5} \approx 3.2$. So $10^{\text{MAE}}$ is the **typical factor** by which a prediction is off.

// %%
async function learnFilms(network: tf.Sequential, epochs = 60) {
  const loss = "meanSquaredError";
  network.compile({ optimizer: tf.train.adam(0.005), loss, metrics: ["mse", "mae"] });
  return network.fit(train.x, train.y, {
    epochs,
    batchSize: 32,
    validationData: [validation.x, validation.y],
  });
}

const control = largeNetwork();
const controlHistory = await learnFilms(control);
const controlErrors = controlHistory.history.val_mse;
const bestEpoch = controlErrors.indexOf(Math.min(...controlErrors)) + 1;
historyChart(controlHistory, {
  title: `The control run: best in epoch ${bestEpoch}, then it memorises`,
  metrics: ["mse"],
  bestEpoch,
});

// %% tags=["proof"]
checkTrue(bestEpoch < 12, "best within the first epochs");
checkTrue(controlErrors[59] > 1.3 * controlErrors[bestEpoch - 1], "the error rises afterwards");

// %% [markdown]
// You know this picture from lesson 10. Early stopping would have kept the weights of the marked epoch, so the control run gives us two networks: one that memorised, and one that was stopped in time. Beside them we put the cheapest prediction of all, the mean of the training films.
//
// > **Reading the code.** `evaluate` gives the loss, then the metrics in the order of `compile`. `const [, mse, mae] = …` leaves out the first of the three.

// %%
type Rows = { x: tf.Tensor; y: tf.Tensor };
function measure(network: tf.LayersModel, { x, y }: Rows) {
  const [, mse, mae] = network.evaluate(x, y, { batchSize: 1000 }) as tf.Scalar[];
  return { mse: mse.dataSync()[0], factor: 10 ** mae.dataSync()[0] };
}

const { mae, val_mae } = controlHistory.history;
const ofMean = ({ y }: Rows) => 10 ** tf.mean(tf.abs(y)).dataSync()[0];
const best = bestEpoch - 1;
const atEnd = { own: measure(control, train), others: measure(control, validation) };
new DataFrame({
  prediction: ["the mean", `control, epoch ${bestEpoch}`, "control, epoch 60"],
  "training films": [ofMean(train), 10 ** mae[best], atEnd.own.factor],
  "new films": [ofMean(validation), 10 ** val_mae[best], atEnd.others.factor],
});

// %% tags=["proof"]
checkBetween(ofMean(validation), [4.5, 6], { of: "factor of the mean" });
checkBetween(10 ** val_mae[bestEpoch - 1], [2.7, 3.4], { of: "factor at the best epoch" });
checkBetween(measure(control, train).factor, [1.4, 2.2], {
  of: "factor on the training films",
});
checkTrue(
  measure(control, validation).factor > 10 ** val_mae[bestEpoch - 1] + 0.3,
  "worse at the end",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## L2 in the network
//
// Read the table line by line. At the end, the control run misses its own films by a factor of 1.7, but new ones by 4.0, which is not much better than the mean. Stopped in time, it would have missed new films by 2.9. Can a penalty do that without a stop?
//
// In TensorFlow.js a penalty belongs to a layer: `kernelRegularizer` puts one on its weights, which Keras calls the **kernel**. Our function passes it to both hidden layers. We take $\lambda = 0.1$: of the strengths 0.01, 0.03 and 0.1, it left the lowest validation error after 60 epochs.
//
// In the control run, the error on the training films fell far. Where does it end with the penalty?

// %%
const ownFilms = predict("With L2, the error on the training films at the end will be …", {
  choices: ["lower than the control's", "about the control's", "clearly higher"],
});

// %%
const withL2 = largeNetwork(tf.regularizers.l2({ l2: 0.1 }));
const historyL2 = await learnFilms(withL2);

const ownL2 = historyL2.history.mse[59];
const ownControl = controlHistory.history.mse[59];
const notHigher = ownL2 < 0.8 * ownControl ? "lower than the control's" : "about the control's";
ownFilms.reveal(ownL2 > 1.25 * ownControl ? "clearly higher" : notHigher);
display(
  compareHistories(
    { control: controlHistory, L2: historyL2 },
    { title: "With the penalty the curve does not turn up", metric: "val_mse" },
  ),
);
const last = (name: string) => historyL2.history[name][59];
new DataFrame([
  { "last epoch, L2": "training films", loss: last("loss"), mse: last("mse") },
  { "last epoch, L2": "new films", loss: last("val_loss"), mse: last("val_mse") },
]);

// %% tags=["proof"]
checkTrue(last("loss") > last("mse") + 0.05, "the training loss holds the penalty");
checkTrue(ownL2 > 2 * ownControl, "a clearly higher training error");
const rise = (errors: number[]) => {
  const last = errors.slice(-10).reduce((sum, error) => sum + error, 0) / 10;
  return last / Math.min(...errors);
};
checkTrue(rise(historyL2.history.val_mse) < 1.25, "L2's validation curve does not turn up");
checkTrue(rise(controlErrors) > 1.6, "the control's does");

// %% [markdown]
// The error on the training films ends higher, because the network now pays for large weights, and without them it cannot follow each single film. In exchange, the validation curve wavers but stays down to the last epoch, and you need not know when to stop.
//
// Now look at the table. Two of its numbers must not be compared: the two losses. In TensorFlow.js the training loss includes the penalty and the validation loss does not. (Keras adds it to both.) The metric `"mse"` is the error alone in both rows, so our charts draw it.
//
// A word on the optimizer. Adam divides each slope by its usual size (lesson 08), and the slope of the penalty is divided with it. So a weight whose slopes are large is pulled towards 0 less than L2 intends. **AdamW** avoids this: it leaves the penalty out of the slope and takes a small share off every weight directly (Loshchilov and Hutter, 2017). When a paper or a program says "weight decay", check which of the two it means.

// %% tags=["proof"]
const strengths: number[] = [];
for (const l2 of [0.01, 0.03]) {
  const { history } = await learnFilms(largeNetwork(tf.regularizers.l2({ l2 })));
  strengths.push(history.val_mse[59]);
}
checkTrue(Math.min(...strengths) > last("val_mse"), "0.1 leaves the lowest validation error");

/** How far Adam moves two weights of 1 by an L2 penalty alone: the slopes of the first are a hundred times as large. */
const pulled = [0, 0.1].map((strength) => {
  const weights = tf.variable(tf.tensor1d([1, 1]));
  const rule = tf.train.adam(0.001);
  for (let step = 0; step < 50; step++) {
    // The slopes of the error change their sign from step to step, so that only the penalty has a direction.
    const slopes = tf.mul([100, 1], step % 2 ? 1 : -1);
    rule.minimize(
      () =>
        tf.add(tf.sum(tf.mul(weights, slopes)), tf.mul(tf.sum(tf.square(weights)), strength)),
      false,
      [weights],
    );
  }
  return weights.dataSync();
});
checkTrue(
  pulled[0][0] - pulled[1][0] < 0.1 * (pulled[0][1] - pulled[1][1]),
  "large slopes, little pull",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## L1 chooses its inputs
//
// The L1 penalty looks almost like L2. Its slope, however, is the same for every positive weight: $\lambda |w|$ rises by $\lambda$ for each unit of $w$. So with $\eta = 0.5$ and $\lambda = 0.1$ a weight of 2 loses $\eta \lambda = 0.05$ in each step, no matter how small it has become. Under L2 it loses the share $2 \eta \lambda$, a tenth of itself.

// %%
const toZero = predict("Which penalty brings the weight to exactly 0 within 60 steps?", {
  choices: ["L1", "L2", "both", "neither"],
});

// %%
const underL1 = [2];
const underL2 = [2];
for (let step = 0; step < 60; step++) {
  underL1.push(Math.max(0, underL1[step] - 0.5 * 0.1));
  underL2.push(underL2[step] - 2 * 0.5 * 0.1 * underL2[step]);
}
const [endL1, endL2] = [underL1[60], underL2[60]];
const one = endL1 === 0 ? "L1" : "L2";
const all = endL1 === 0 ? "both" : "neither";
toZero.reveal((endL1 === 0) === (endL2 === 0) ? all : one);
lineChart(
  { y: { L1: underL1, L2: underL2 } },
  {
    title: `After 60 steps: ${endL1} with L1, ${endL2.toFixed(4)} with L2`,
    xTitle: "step",
    yTitle: "weight",
  },
);

// %% tags=["proof"]
checkTrue(underL1[41] === 0 && underL1[39] > 0, "L1 arrives after some forty steps");
checkTrue(endL2 > 0 && endL2 < 0.01, "L2 is small and not 0");

// %% [markdown]
// L1 walks at a constant pace and arrives. L2 slows down the nearer it comes. So L2 makes all weights small, and L1 brings many of them to zero: it drops inputs that are not worth their price.
//
// The step of L1, towards zero by a fixed amount and no further, is called the **soft threshold**. In our loop, `Math.max(0, …)` saw to the "no further". The step of an optimizer has no such stop: it goes a little past zero, and the next one comes back. So in a network, the weights that L1 has given up are not exactly 0 but tremble close to it. Your function will soon clean this up.
//
// **Your turn (4 minutes).** Write the soft threshold for weights of either sign. `amount` is not negative. A weight that is nearer to zero than `amount` becomes 0.

// %% tags=["exercise"]
function softThreshold(w: number, amount: number): number {
  return todo;
}
exercises.softThreshold.check(softThreshold);
// exercises.softThreshold.hint();
// exercises.softThreshold.solution();

// %% [markdown]
// Now L1 with $\lambda = 0.01$ in the network for the films. Each of the 36 inputs has 64 weights in the first layer. We add up their sizes, and the sum tells how much the network uses this input. Which inputs do you expect at the top?

// %%
const withL1 = largeNetwork(tf.regularizers.l1({ l1: 0.01 }));
await learnFilms(withL1);
const names: string[] = ["log budget", "year"];
for (const [i, word] of words.entries())
  for (const category of encoder.categories[i]) names.push(`${word}: ${category}`);
const sums = tf.sum(tf.abs(withL1.layers[0].getWeights()[0]), 1).dataSync();
const sumOf = (name: string) => sums[names.indexOf(name)];
const ranked = [...names].sort((one, other) => sumOf(other) - sumOf(one));
const top = ranked.slice(0, 12);
const xTitle = "sizes of the input's 64 weights, added up";
barChart(
  { categories: top, values: top.map(sumOf) },
  { title: "The inputs that L1 uses most", xTitle, yTitle: "input", direction: "horizontal" },
);

// %% [markdown]
// The budget leads, as one would hope. But the next five include all four words with which we filled the gaps. Contemporary fiction, drama, R and original screenplay are frequent words, so they say something. But their columns also hold the films whose details nobody wrote down, and most of those earned little. This is the leak of the column "noted" from lesson 09: a gap tells how the film fared. A penalty that shows which inputs a network relies on is a good detective, and at the end of the lesson you can put it on the trail.

// %% tags=["proof"]
checkEqual(top[0], "log budget", { of: "the input that L1 uses most" });
for (const name of [
  "Creative Type: Contemporary Fiction",
  "Major Genre: Drama",
  "MPAA Rating: R",
  "Source: Original Screenplay",
])
  checkTrue(top.slice(1, 6).includes(name), `${name} is among the next five`);
const asWritten = readDataset("movies").query(
  (row) => row["Worldwide Gross"] > 0 && row["Production Budget"] > 0,
);
for (const column of ["Major Genre", "Source", "Creative Type"] as const) {
  const withoutWord = asWritten.query((row) => row[column] === null);
  checkTrue(
    withoutWord.column("Worldwide Gross").median() <
      0.25 * asWritten.column("Worldwide Gross").median(),
    `films without ${column} earned little`,
  );
}

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Two of forty
//
// On films the gain is modest, as you will see. Here is a large one. A laboratory takes 40 measurements of each wine and wants to predict how much its customers will complain, $y$. Only two of them matter: both too much and too little sugar $x_1$ bring complaints, and so does acid $x_2$. The wines are generated, so we know this; the network does not. All measurements are scaled, so 0 is the average wine, and the −1.2 brings the average of $y$ to about 0:
//
// $$y = 1.5 \, |x_1| + x_2 - 1.2 + \text{noise}$$
//
// There are 200 wines for training, 200 for validation and 1,000 for the test. The noise has a standard deviation of 0.3, so even somebody who knew the formula would have a mean squared error of about $0.3^2 = 0.09$.

// %%
function wines(seed: number, count: number) {
  const random = new Random(seed);
  const x: number[][] = [];
  const y: number[][] = [];
  for (let i = 0; i < count; i++) {
    const measured: number[] = [];
    for (let j = 0; j < 40; j++) measured.push(random.normal());
    x.push(measured);
    const noise = 0.3 * random.normal();
    y.push([1.5 * Math.abs(measured[0]) + measured[1] - 1.2 + noise]);
  }
  return { x: tf.tensor2d(x), y: tf.tensor2d(y) };
}
const trainWines = wines(1, 200);
const validationWines = wines(101, 200);
const testWines = wines(201, 1000);

// %% [markdown]
// The next function trains the same large network on any rows. `denseNet` (lesson 07) builds it, and its settings `l1`, `l2`, `dropout` and `batchNorm` stand for what we write out layer by layer in this lesson.
//
// > **Reading the code.** `Partial<DenseOptions>` means the settings of `denseNet`, each of which may be left out, and `&` adds two of our own. `const { stop, seed = 1, ...layers }` takes these two out and collects the rest in `layers`.

// %%
type Additions = Partial<DenseOptions> & { stop?: boolean; seed?: number };

async function learnWith(rows: Rows, others: Rows, additions: Additions) {
  const { stop, seed = 1, ...layers } = additions;
  const inputs = rows.x.shape[1] ?? 0;
  const network = denseNet({ inputs, hidden: [64, 64], seed, ...layers });
  const loss = "meanSquaredError";
  network.compile({ optimizer: tf.train.adam(0.005), loss, metrics: ["mse", "mae"] });
  const patient = { monitor: "val_mse", patience: 20, restoreBestWeights: true };
  const history = await network.fit(rows.x, rows.y, {
    epochs: 60,
    batchSize: 32,
    validationData: [others.x, others.y],
    callbacks: stop ? [tf.callbacks.earlyStopping(patient)] : [],
    seed,
    verbose: 0,
  });
  return { network, history };
}

// %% [markdown]
// It learns from the wines four times: with nothing added, stopped early, with L2 and with L1. It has 64 weights for each of the 38 useless measurements, and among 200 wines there are many coincidences to learn. Think of what each method does to these weights.

// %%
const contenders = ["early stopping", "L2", "L1"] as const;
const helps = predict("Which will have the lowest error on the test wines?", {
  choices: contenders,
});

// %%
const stop = true;
const methods = { control: {}, "early stopping": { stop }, L2: { l2: 0.1 }, L1: { l1: 0.03 } };
const counter = display("No network is trained yet");
const wineNetworks: Record<string, tf.LayersModel> = {};
const wineErrors: Record<string, number> = {
  "the mean": tf.moments(testWines.y).variance.dataSync()[0],
};
for (const [name, additions] of Object.entries(methods)) {
  const { network } = await learnWith(trainWines, validationWines, additions);
  wineNetworks[name] = network;
  wineErrors[name] = measure(network, testWines).mse;
  counter.update(`Trained with: ${name}`);
}
const order = [...contenders].sort((one, other) => wineErrors[one] - wineErrors[other]);
helps.reveal(order[0]);
const wineTitle = `Lowest error on 1,000 new wines: ${order[0]}`;
barChart(
  { categories: Object.keys(wineErrors), values: Object.values(wineErrors) },
  { title: wineTitle, xTitle: "method", yTitle: "mean squared error" },
);

// %% tags=["proof"]
checkTrue(
  wineErrors.L1 < 0.2 && wineErrors.L2 < 0.8 && wineErrors["early stopping"] > 1,
  "L1, then L2, then early stopping",
);
checkBetween(wineErrors["the mean"], [1.75, 2.05], {
  of: "error of one prediction for every wine",
});

// %% [markdown]
// Early stopping is only a little better than the mean: from the first epochs on, the network learns coincidences along with the signal, so there is no good moment to stop. L2 makes all weights small, the useless and the useful ones. L1 comes close to the floor of 0.09.
//
// This is not the luck of one draw. Over five seeds and three draws of wines, with strengths chosen on the validation wines, the mean error was 0.13 with L1, 0.41 with L2, 1.47 with early stopping and 1.47 with nothing added. L1 won every time.
//
// Now look inside. For each measurement we add up the sizes of its 64 weights in the first layer, after your soft threshold has set to 0 what only trembles. (`denseNet` begins with an input layer, so its first hidden layer has the index 1.)

// %%
const shrink = exercises.softThreshold.use(softThreshold);
const uses: Record<string, number[]> = { L2: [], L1: [] };
let keptByL1 = 0;
for (const name of ["L2", "L1"]) {
  const kernel = wineNetworks[name].layers[1].getWeights()[0] as tf.Tensor2D;
  for (const weights of kernel.arraySync()) {
    let use = 0;
    for (const w of weights) {
      const left = Math.abs(shrink(w, 0.01));
      use += left;
      if (name === "L1" && left > 0) keptByL1++;
    }
    uses[name].push(use);
  }
}
const categories = uses.L1.map((_, i) => i + 1);
const useAxes = { xTitle: "measurement (1: sugar, 2: acid)", yTitle: "sizes added up" };
const found = `L1 has found sugar and acid, and keeps ${keptByL1} of its weights`;
barChart({ categories, values: uses }, { title: found, ...useAxes });

// %% tags=["proof"]
checkBetween(keptByL1, [20, 60], { of: "weights that L1 keeps" });
const usesOfNoise = (name: string) => Math.max(...uses[name].slice(2));
checkTrue(
  Math.min(...uses.L1.slice(0, 2)) > 8 * usesOfNoise("L1"),
  "L1 stands out on two inputs",
);
checkTrue(Math.min(...uses.L2.slice(2)) > 0, "L2 keeps a little of every input");
checkTrue(usesOfNoise("L2") > 2 * usesOfNoise("L1"), "and more of the useless ones than L1");

// %% [markdown]
// L2 still uses a little of every measurement. L1 has given up nearly all of the 2,560 weights of this layer. Apart from a few traces, what it kept looks at sugar and acid, although nobody told it which measurements matter. **L1 pays where there are many inputs and few of them matter.**
//
// **Your turn (10 minutes, you train).** A factory wants to predict the wear of its machines. `exercises.machines.data` holds 240 machines: `x` has the shape `[240, 40]`, forty sensors, already scaled, of which most have nothing to do with wear; `y` has the shape `[240, 1]`. `xValidation` and `yValidation` hold 120 more. Build a network that ends in one unit without an activation function, compile it with the mean squared error and train it. The check asks for a mean squared error below 0.5 on 1,000 other machines; our large network with nothing added has about 1.

// %% tags=["exercise"]
const machines: tf.Sequential = todo;
exercises.machines.check(machines);
// exercises.machines.hint();
// exercises.machines.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You know two penalties, what they do to weights, and when they pay. When you come back, we leave the weights alone and act on the outputs of the units.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Dropout
//
// With **dropout** each output of a hidden layer is set to 0 with probability $p$, the **dropout rate**, anew for each row of each batch. No unit can rely on another one, so what is learned has to be spread (Srivastava and others, 2014).
//
// Take four outputs, 2, 4, 6 and 8, and $p = 0.5$. A **mask** is drawn at random, with a 1 for each output that is kept and a 0 for each other, say 1, 0, 0, 1. Now the next layer would receive about half as much as usual. So what is kept is divided by the share that is kept on average, $1 - p$:
//
// $$\text{output} \leftarrow \frac{\text{mask} \cdot \text{output}}{1 - p}$$
//
// That gives 4, 0, 0, 16. When the network is used later, nothing is dropped or divided. So the layer has two modes: in **training mode** it drops, in **inference mode** it does nothing. `fit` trains in the first and validates in the second, which `evaluate` and `predict` use, too.
//
// **Your turn (4 minutes).** Write dropout as it works in training mode: `outputs` and `mask` are lists of the same length, and `rate` is $p$, at least 0 and below 1. Return a new list; please leave the two lists as they are.

// %% tags=["exercise"]
function dropout(outputs: number[], mask: number[], rate: number): number[] {
  return todo;
}
exercises.dropout.check(dropout);
// exercises.dropout.hint();
// exercises.dropout.solution();

// %% [markdown]
// We send the four outputs through a layer of TensorFlow.js in both modes (with seed 1 it happens to draw our mask) and through your function with 10,000 random masks. What does the next layer receive on average?

// %%
const drop = exercises.dropout.use(dropout);
const random = new Random(1);
const average = [0, 0, 0, 0];
for (let i = 0; i < 10_000; i++) {
  const mask: number[] = [];
  for (let k = 0; k < 4; k++) mask.push(random.chance(0.5) ? 1 : 0);
  const passed = drop([2, 4, 6, 8], mask, 0.5);
  for (let k = 0; k < 4; k++) average[k] += passed[k] / 10_000;
}
const dropoutLayer = tf.layers.dropout({ rate: 0.5, seed: 1 });
const throughLayer = (training: boolean) => {
  const output = dropoutLayer.apply(tf.tensor2d([[2, 4, 6, 8]]), { training }) as tf.Tensor;
  return output.dataSync().join("  ");
};
const averages = average.map((sum) => sum.toFixed(1)).join("  ");
new DataFrame([
  { outputs: throughLayer(true), of: "the layer in training mode" },
  { outputs: throughLayer(false), of: "the layer in inference mode" },
  { outputs: averages, of: "the average of 10,000 masks" },
]);

// %% tags=["proof"]
checkEqual(throughLayer(false), "2  4  6  8", { of: "outputs in inference" });
checkEqual(
  Array.from(
    (
      tf.layers
        .dropout({ rate: 0.5, seed: 1 })
        .apply(tf.tensor2d([[2, 4, 6, 8]]), { training: true }) as tf.Tensor
    ).dataSync(),
  ),
  [4, 0, 0, 16],
  { of: "outputs in training" },
);
checkClose(average, [2, 4, 6, 8], { of: "averages over the masks", tolerance: 0.15 });

// %% [markdown]
// On average the next layer receives what it is used to. Now in the network for the films: a dropout layer after each hidden layer, with $p = 0.4$. It has no parameters, and it stands in the list of layers like any other.

// %%
setRandomSeed(1);
const withDropout = tf.sequential();
const relu64 = {
  units: 64,
  activation: "relu" as const,
  kernelInitializer: "heNormal" as const,
};
withDropout.add(tf.layers.dense({ ...relu64, inputShape: [train.x.shape[1]] }));
withDropout.add(tf.layers.dropout({ rate: 0.4 }));
withDropout.add(tf.layers.dense(relu64));
withDropout.add(tf.layers.dropout({ rate: 0.4 }));
withDropout.add(tf.layers.dense({ units: 1 }));

const historyDropout = await learnFilms(withDropout);
compareHistories(
  { control: controlHistory, dropout: historyDropout },
  { title: "With dropout the error on new films rises later, and less", metric: "val_mse" },
);

// %% tags=["proof"]
checkTrue(
  rise(historyDropout.history.val_mse) < rise(controlErrors) - 0.2,
  "dropout's curve rises less",
);

// %% [markdown]
// Dropout slows the memorising down but does not prevent it here.
//
// What does `fit` report as the error on the *training* films in the last epoch? An average over the batches, measured while the network was learning and in training mode, with four of ten outputs missing. Suppose we measure the finished network once more on the same films with `evaluate`.

// %%
const again = predict("Measured again with `evaluate`, the error on the training films is …", {
  choices: ["clearly lower", "about the same", "clearly higher"],
});

// %%
const reported = historyDropout.history.mse[59];
const evaluated = measure(withDropout, train).mse;
const notLower = evaluated > 1.15 * reported ? "clearly higher" : "about the same";
again.reveal(evaluated < 0.85 * reported ? "clearly lower" : notLower);
new DataFrame([
  {
    network: "control",
    "reported by fit": controlHistory.history.mse[59],
    "evaluate afterwards": measure(control, train).mse,
  },
  { network: "dropout", "reported by fit": reported, "evaluate afterwards": evaluated },
]);

// %% tags=["proof"]
checkTrue(evaluated < 0.75 * reported, "with dropout the reported error is too high");
checkBetween(measure(control, train).mse / controlHistory.history.mse[59], [0.8, 1.2], {
  of: "control, evaluated over reported",
});

// %% [markdown]
// For the control both numbers are about alike: the second is a little lower, because the network still learned while the first was being averaged. With dropout the gap is far larger. The curve that `fit` draws for the training films is too high, so **with dropout a training curve near the validation curve, or even above it, is no proof that a network does not memorise.** Compare with `evaluate`.
//
// What happens to one film in training mode? The next cell asks the network a thousand times about the same film, each time with another mask. The orange line is its prediction in inference mode. Choose a film. What would go wrong if somebody left training mode on by mistake?

// %%
const titles = films.iloc({ rows: parts.validation }).column("Title").values;
const chosen = ["Jaws", "Jurassic Park", "Paranormal Activity", "The Truman Show"];
const maskAxes = { xTitle: "predicted gross in million dollars", yTitle: "masks" };
interact({ film: dropdown(chosen) }, ({ film }) => {
  const row = titles.indexOf(film);
  const x = tf.slice(validation.x, [row, 0], [1, -1]);
  const dropped = withDropout.apply(tf.tile(x, [1000, 1]), { training: true }) as tf.Tensor;
  const masked = Array.from(dropped.dataSync(), (value) => value + meanGross - 6);
  const single = (withDropout.predict(x) as tf.Tensor).dataSync()[0] + meanGross - 6;
  const title = `${film}: ${(10 ** single).toPrecision(2)} million dollars in inference mode`;
  const millions = [1, 3, 10, 30, 100, 300, 1000, 3000];
  const xaxis = { tickvals: millions.map(Math.log10), ticktext: millions.map(String) };
  const line = { color: roles.validation.color, width: 3 };
  const place = { x0: single, x1: single, yref: "paper", y0: 0, y1: 1 };
  const layout = { xaxis, shapes: [{ type: "line", ...place, line }] };
  return histogramChart(masked, { title, ...maskAxes }).with({ layout });
});

// %% [markdown]
// Each mask makes a different, thinner network. For the same film, one predicts less than 30 million dollars, another more than 300. In inference mode the network predicts something near their middle; left in training mode, it would say something else each time.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Batch normalisation
//
// You scale the inputs of the first layer. But those of the second layer change with every step of the training. **Batch normalisation** is a scaler inside the network (Ioffe and Szegedy, 2015). For each unit it takes the weighted sums $z$ of a batch, subtracts their mean and divides by their standard deviation.
//
// Suppose that four rows have the sums 2, 4, 4 and 6. The mean is 4. The **variance**, the square of the standard deviation, is $(4 + 0 + 0 + 4) / 4 = 2$. Its root is 1.41, so −1.41, 0, 0 and 1.41 go out. In full:
//
// $$\frac{z - \text{mean}}{\sqrt{\text{variance} + \varepsilon}} \cdot \text{scale} + \text{shift}$$
//
// The small $\varepsilon = 0.001$ (epsilon) prevents a division by zero. Scale and shift begin at 1 and 0 and are learned like weights.
//
// That was training mode. In inference mode there may be a single row, which has no standard deviation. So the layer keeps a **running mean** and a running variance. They begin at 0 and 1, and each batch moves them: with `momentum: 0.9`, the new running mean is 0.9 times the old one plus 0.1 times the batch's. The default is 0.99. We send the rows through a layer of each kind a hundred times and watch the 6.

// %%
const four = tf.tensor2d([[2], [4], [4], [6]]);
const lastRow: Record<string, number[]> = {};
for (const momentum of [0.9, 0.99]) {
  const layer = tf.layers.batchNormalization({ momentum });
  const inference: number[] = [];
  const training: number[] = [];
  for (let batches = 0; batches <= 100; batches++) {
    inference.push((layer.apply(four, { training: false }) as tf.Tensor).dataSync()[3]);
    training.push((layer.apply(four, { training: true }) as tf.Tensor).dataSync()[3]);
  }
  lastRow["training mode"] = training;
  lastRow[`inference, momentum ${momentum}`] = inference;
}
const sixAxes = { xTitle: "batches seen", yTitle: "what becomes of the 6" };
lineChart(
  { y: lastRow },
  { title: "In inference mode the layer needs many batches to catch up", ...sixAxes },
);

// %% tags=["proof"]
const [alwaysRight, fastMemory, slowMemory] = Object.values(lastRow);
checkTrue(
  alwaysRight.every((output) => Math.abs(output - Math.SQRT2) < 1e-3),
  "training mode is right from the first batch on",
);
checkBetween(fastMemory[0], [5.99, 6], { of: "the 6 before the first batch" });
checkBetween(fastMemory[40], [1.4, 1.5], { of: "momentum 0.9 after 40 batches" });
checkBetween(slowMemory[100], [2.6, 2.8], { of: "momentum 0.99 after 100 batches" });

// %% [markdown]
// In training mode the output is right from the first batch on. In inference mode the 6 passes unchanged at first, since the layer still believes in the mean 0 and the variance 1. With the momentum 0.9 the two modes agree after some forty batches; with the default, they are far apart even after a hundred. So a network that has seen few batches may predict badly in validation although its weights are good.
//
// **Your turn (5 minutes, on paper).** A batch normalisation has learned the scale 2 and the shift 10. Its running mean is 4 and its running variance is 1. A batch with the four rows 2, 2, 8, 8 comes in. What goes out in training mode, and what in inference mode? Leave out $\varepsilon$.

// %% tags=["exercise"]
const bothModes: { training: number[]; inference: number[] } = {
  training: todo,
  inference: todo,
};
exercises.bothModes.check(bothModes);
// exercises.bothModes.hint();
// exercises.bothModes.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A network that does not move
//
// What is this good for? In lesson 06 a stack of ten sigmoid layers learned nothing. We build one of twelve, once plain and once with a batch normalisation in each layer, between the weighted sums and the activation function. For this, the activation has to be a layer of its own: dense, normalisation, activation.

// %%
function deepNetwork(normalised: boolean): tf.Sequential {
  setRandomSeed(1);
  const network = tf.sequential();
  for (let layer = 1; layer <= 12; layer++) {
    const first = layer === 1 ? { inputShape: [train.x.shape[1]] } : {};
    network.add(tf.layers.dense({ units: 16, ...first }));
    if (normalised) network.add(tf.layers.batchNormalization({ momentum: 0.9 }));
    network.add(tf.layers.activation({ activation: "sigmoid" }));
  }
  network.add(tf.layers.dense({ units: 1 }));
  return network;
}
const [plainDeep, normalisedDeep] = [deepNetwork(false), deepNetwork(true)];
function spreadOf(network: tf.Sequential): number {
  let layerOutput: tf.Tensor = train.x;
  for (const layer of network.layers.slice(0, -1))
    layerOutput = layer.apply(layerOutput, { training: true }) as tf.Tensor;
  return tf.mean(tf.sqrt(tf.moments(layerOutput, 0).variance)).dataSync()[0];
}

// %% [markdown]
// How different do two films still look when they have gone through all twelve layers? Before any training, the table shows the standard deviation of a unit's output over the 300 films, averaged over the 16 units of the last hidden layer. Then both networks learn, the plain one for 60 epochs, the normalised one for 15.

// %%
const spreads = { plain: spreadOf(plainDeep), normalised: spreadOf(normalisedDeep) };
const historyPlain = await learnFilms(plainDeep, 60);
const historyNormalised = await learnFilms(normalisedDeep, 15);
display(
  new DataFrame([
    { network: "plain", "spread after 12 layers": spreads.plain.toExponential(1) },
    { network: "normalised", "spread after 12 layers": spreads.normalised.toExponential(1) },
  ]),
);
compareHistories(
  { plain: historyPlain, "batch normalisation": historyNormalised },
  { title: "Twelve sigmoid layers learn when they are normalised", metric: "mse" },
);

// %% tags=["proof"]
const variance = tf.mean(tf.square(train.y)).dataSync()[0];
checkTrue(spreads.plain < 1e-3 && spreads.normalised > 0.05, "spreads before training");
checkTrue(historyPlain.history.mse[59] > 0.9 * variance, "the plain network does not move");
checkTrue(historyNormalised.history.mse[14] < 0.65 * variance, "the normalised one does");

// %% [markdown]
// In the plain network the spread is 0.0000002. All films look the same to the last unit, which can only learn their mean. The normalisation brings the sums of each layer back to the standard deviation 1, so the films stay apart.
//
// Over five seeds and three splits, 15 epochs with normalisation (and Adam's rate 0.01) brought the training error down to 44 % of the mean's error. The plain network did not move within 60 epochs at the rates 0.001 and 0.01; at 0.005 it began to move late in 6 of 15 runs. But you already know another way out: twelve layers of **ReLU with He's initialisation** (lesson 06) reach 37 % in 15 epochs. The strength of batch normalisation is that it forgives a poor choice of activation function and initial weights.
//
// **Your turn (10 minutes, you train).** `exercises.deep.data` holds 400 points of the plane: `x` has the shape `[400, 2]` and `y`, which is 1 to the right of a curve and 0 to the left of it, has the shape `[400, 1]`; `xValidation` and `yValidation` hold 200 more. Build a network with at least 12 hidden dense layers, all with the sigmoid as their activation function, and one sigmoid unit at the end. Compile it with the binary cross-entropy, and train it. There are few batches, so give each batch normalisation `momentum: 0.9`. The check asks for more than 75 % right of 1,000 other points.

// %% tags=["exercise"]
const deep: tf.Sequential = todo;
exercises.deep.check(deep);
// exercises.deep.hint();
// exercises.deep.solution();

// %% [markdown]
// A batch normalisation may also be the first layer of a network, in place of a scaler. Here are three networks with two inputs: the logarithm of the budget, about 7, and the year, about 2000. The first gets them as they are. The second gets them as they are, too, but normalises them in its first layer. The third gets them scaled.

// %%
const curves: Record<string, number[]> = {};
const done = display("No network is trained yet");
for (const name of ["raw", "normalisation first", "scaled"]) {
  const twoInputs = ({ x, raw, y }: typeof train): Rows => ({
    x: name === "scaled" ? tf.slice(x, [0, 0], [-1, 2]) : raw,
    y,
  });
  const batchNorm = name === "normalisation first" ? "first" : "none";
  const { history } = await learnWith(twoInputs(train), twoInputs(validation), { batchNorm });
  curves[name] = history.history.val_mse;
  done.update(`Trained: ${name}`);
}
const title = "A first layer that normalises replaces the scaler";
const epochs = curves.raw.map((_, i) => i + 1);
const axes = { xTitle: "epoch", yTitle: "validation mean squared error" };
lineChart({ x: epochs, y: curves }, { title, ...axes, logarithmic: ["y"] });

// %% tags=["proof"]
const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / 10;
const firstOf = (name: string) => curves[name][0];
const [rawEnd, firstEnd, scaledEnd] = Object.values(curves).map((errors) =>
  meanOf(errors.slice(-10)),
);
checkTrue(firstOf("raw") > 1e5 && firstOf("normalisation first") > 10, "first epochs");
checkTrue(rawEnd > 1.3 * scaledEnd, "raw stays worse");
checkTrue(Math.abs(firstEnd - scaledEnd) < 0.05, "normalised and scaled arrive alike");

// %% [markdown]
// The raw network begins with an error above 100,000, since a year of 2000 goes straight into its sums, and its error still jumps at the end. With a normalisation as its first layer, the network ends where the scaled one ends. Only its first epochs look bad, because the running mean of the year has to climb from 0 to 2000. In return, the scale is saved together with the model, and nobody can forget the scaler.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## All beside the control
//
// Time for the test films, which had no part in anything so far. Each method trains the large network with three seeds, at the strengths that we have used. In the picture each point is one training run.

// %%
const tools: Record<string, Additions> = {
  control: {},
  "early stopping": { stop: true },
  dropout: { dropout: 0.4 },
  L2: { l2: 0.1 },
  L1: { l1: 0.01 },
  "L2, stopped": { l2: 0.1, stop: true },
};
const trials: { method: string; place: number; factor: number }[] = [];
const progress = display("No network is trained yet");
for (const [i, method] of Object.keys(tools).entries()) {
  for (const seed of [1, 2, 3]) {
    const { network } = await learnWith(train, validation, { ...tools[method], seed });
    const { factor } = measure(network, test);
    trials.push({ method, factor, place: i + 0.1 * (seed - 2) });
    progress.update(`${trials.length} of 18 networks are trained`);
  }
}

// %% [markdown]
// The three training runs of a method stand side by side. The lower, the better.

// %%
scatterChart(
  {
    x: trials.map(({ place }) => place),
    y: trials.map(({ factor }) => factor),
    group: trials.map(({ method }) => method),
  },
  {
    title: "Every method beats the control on 2,546 test films",
    xTitle: "method",
    yTitle: "typical factor on the test films",
    noun: "network",
  },
).with({
  layout: {
    showlegend: false,
    xaxis: { zeroline: false, tickvals: [0, 1, 2, 3, 4, 5], ticktext: Object.keys(tools) },
  },
});

// %% tags=["proof"]
const factorsOf = (method: string) =>
  trials.filter((trial) => trial.method === method).map(({ factor }) => factor);
const worst = (method: string) => Math.max(...factorsOf(method));
for (const method of ["early stopping", "dropout", "L2", "L1"])
  checkTrue(worst(method) < Math.min(...factorsOf("control")), `${method} beats the control`);
checkTrue(
  Math.min(...factorsOf("early stopping")) > worst("L2"),
  "L2 is below early stopping in each run of this split",
);

// %% [markdown]
// Every method beats the control, and the best ones lie close together. One split of the films is not enough to rank them. So the table holds 15 training runs of each, with five seeds on each of three splits, and with strengths (or sizes) chosen on the validation films. It shows the typical factor on the test films: the mean, and the lowest and the highest of the 15.
//
// | the network has | typical factor |
// |---|---|
// | nothing added | 4.09 (3.90 to 4.43) |
// | batch normalisation | 3.97 (3.72 to 4.18) |
// | dropout | 3.60 (3.44 to 3.77) |
// | early stopping | 3.46 (3.25 to 3.86) |
// | smaller network, stopped early | 3.41 (3.30 to 3.57) |
// | a linear unit with L2 | 3.38 (3.31 to 3.47) |
// | L2 | 3.35 (3.21 to 3.48) |
// | L1 | 3.34 (3.23 to 3.42) |
// | L2, stopped early | 3.31 (3.23 to 3.47) |
//
// Batch normalisation alone hardly keeps this network from memorising. Dropout helps, but on these films no more than early stopping, which has no strength to choose. L2 **together with** early stopping beats early stopping alone in all 15 runs, on average by 0.15. And a linear unit with 37 parameters comes out ahead of dropout and early stopping and close to the best: the large network with L2 and early stopping beats it in 14 of 15 runs, but only by 0.07. It seems that six facts about 300 films hold little more than a linear unit can find, and no method creates what the data do not hold.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What to use when
//
// | you see or want | then |
// |---|---|
// | validation error rises while training error falls | early stopping first; it needs nothing but validation rows |
// | it is still too high | L2 as well, its strength chosen on the validation rows |
// | a very wide layer that memorises | try dropout, too, its rate chosen in the same way |
// | many inputs, few of which matter | L1, its strength chosen in the same way; then look at which inputs it kept |
// | a deep stack whose error stays at that of the mean | ReLU with He's initialisation, or dense, normalisation, activation |
// | batch normalisation and few batches in all | `momentum: 0.9` |
// | inputs whose scale nobody knows beforehand | batch normalisation as the first layer |
// | dropout, and you want to know the training error | `evaluate`, not the curve of `fit` |
// | any method | its control run beside it, several seeds, and a linear unit |
//
// ## Change this and see
//
// Each of these takes a minute. Change the cell, run it and those below it, and change it back afterwards.
//
// - Let the detective work: `"Creative Type": "Contemporary Fiction",` → `"Creative Type": "unknown",`. The gaps of this column now have a word of their own. Look at the chart of the inputs that L1 uses most: where does "Creative Type: unknown" stand, and would you have this input on the day before the first night?
// - Ask too high a price: `largeNetwork(tf.regularizers.l2({ l2: 0.1 }))` → `largeNetwork(tf.regularizers.l2({ l2: 10 }))`. Look at the curve and the table: the error on the training films is now as high as on new ones, and no better than that of the mean. What is this called?
// - Take away the useless measurements: `j < 40` → `j < 6`. Only 4 of 6 say nothing now. Look at the errors on the new wines: how much is left of the advantage of L1?
// - Let the running mean lag behind: `network.add(tf.layers.batchNormalization({ momentum: 0.9 }))` → `network.add(tf.layers.batchNormalization())`, and `learn when they are normalised", metric: "mse" }` → `learn when they are normalised", metric: "val_mse" }`. The training error falls as before, but on new films the network seems not to learn. Why does that not mean that it memorises?
//
// ## Questions without an answer key
//
// 1. A colleague reports that her network "does not overfit at all": with dropout, the training error is higher than the validation error. What would you ask her to compute?
// 2. Early stopping and the strength of a penalty are both chosen on the validation films. What happens to the validation error as a promise for new films when you try a hundred strengths?
// 3. L1 and a person who deletes columns by hand both choose inputs. When would you trust which of them?

// %% tags=["proof"]
const onUnknown = films.addColumn(
  "Creative Type",
  readDataset("movies")
    .query((row) => row["Worldwide Gross"] > 0 && row["Production Budget"] > 0)
    .fillNa({ "Creative Type": "unknown" })
    .column("Creative Type").values,
);
const rowsFor = (rows: Int32Array) => onUnknown.iloc({ rows });
const unknownEncoder = new OneHotEncoder({ handleUnknown: "ignore" });
const unknownInputs = columnTransformer({
  numbers: [["log budget", "year"], new StandardScaler()],
  words: [words, unknownEncoder],
}).fit(rowsFor(parts.train));
const unknownRows = { x: unknownInputs.toTensor(rowsFor(parts.train)), y: train.y };
const unknownOthers = { x: unknownInputs.toTensor(rowsFor(parts.validation)), y: validation.y };
const detective = await learnWith(unknownRows, unknownOthers, { l1: 0.01 });
const unknownNames = ["log budget", "year"];
words.forEach((word, i) => {
  for (const category of unknownEncoder.categories[i])
    unknownNames.push(`${word}: ${category}`);
});
const kernel = detective.network.getLayer("hidden1").getWeights()[0];
const unknownSums = Array.from(tf.sum(tf.abs(kernel), 1).dataSync());
const place = unknownNames.indexOf("Creative Type: unknown");
checkTrue(
  unknownSums.filter((sum) => sum > unknownSums[place]).length < 3,
  "the unknown creative type is among the first three inputs",
);
const tooDear = largeNetwork(tf.regularizers.l2({ l2: 10 }));
await learnFilms(tooDear);
checkTrue(measure(tooDear, train).mse > 0.9 * variance, "no better than the mean");
const narrow = ({ x, y }: Rows) => ({ x: tf.slice(x, [0, 0], [-1, 6]), y });
const sixWines = async (additions: Additions) => {
  const { network } = await learnWith(narrow(trainWines), narrow(validationWines), additions);
  return measure(network, narrow(testWines)).mse;
};
const sixStopped = await sixWines({ stop: true });
checkTrue(sixStopped < 0.35, "with six inputs early stopping does well");
checkTrue((await sixWines({ l1: 0.03 })) < sixStopped, "L1 still does better");

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - add an L2 or L1 penalty, dropout and batch normalisation to a network, and compute by hand what each does to a few numbers
// - judge a method beside its control run, and tell when it pays
// - tell training mode from inference mode, and say what goes wrong when they are mixed up
//
// So far our predictions were numbers: miles, dollars, points. But will it rain tomorrow? The answer is yes or no, and we want to know how sure the network is. **What does a network have to say, and what is its loss, when the answer is yes or no?** That is the question of [lesson 12](12-binary.ipynb).
//
// And how did your guesses fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The slider with the wild polynomial is the picture to leave on the wall. Take the vote before the wines: many bet on early stopping, because it did so well in lesson 10. Two points need saying twice: a training loss that holds a penalty, or is drawn with dropout, must not be compared with a validation loss; and a method without its control run proves nothing. If time is short, leave out the end of the section on the deep network, batch normalisation as first layer. Common questions: *why does the L2 curve waver?* (Adam's rate of 0.005 is high for small batches; the mean stays down); *dropout together with batch normalisation?* (possible; the dropout goes after the normalisation, Li and others, 2018); *is batch normalisation a regulariser?* (a weak one, as the rows of a batch disturb each other; in our runs it brought almost nothing).
//
// Sources. L2 in networks: Krogh and Hertz, 1991, "A simple weight decay can improve generalization". L1: Tibshirani, 1996 (lasso). Dropout: Srivastava and others, 2014. Batch normalisation: Ioffe and Szegedy, 2015; their explanation by "internal covariate shift" is contested (Santurkar and others, 2018), so the text speaks of scales only. AdamW: Loshchilov and Hutter, 2017. In TensorFlow.js 4.22 `val_loss` leaves the penalties out; Keras adds them. Films: vega-datasets (BSD-3). The figures of 15 runs are in `notebooks/evidence/11-regularization.json`.
