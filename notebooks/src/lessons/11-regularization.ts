// %% [markdown] slideshow={"slide_type": "slide"}
// # 11 · How do we keep a large network from memorising?
//
// Give a network with thousands of parameters 300 films, and it learns all of them by heart. On films that it has never seen, it then predicts worse than a network whose training was stopped after four epochs. Today you will keep such a network honest without making it smaller. You will see an absurd curve become calm under your slider. You will watch a network find out on its own which 2 of 40 measurements matter. And you will bring a deep network to learn that has not moved at all.
//
// Lesson 10 ended with two ways out, early stopping and a smaller network, and with a question: can we keep the large one and still trust it? The methods that do so have a common name, **regularisation**: whatever holds a model back from memorising its training examples. We try each of them beside a **control run**, which is the same training with nothing added. And we will be strict: what does not beat the others on new films gets no prize.
//
// *Two sittings of about 45 minutes · builds on lessons 07 and 10*
//
// **You will be able to**
//
// - add an L2 or L1 penalty, dropout and batch normalisation to a network, and compute by hand what each does to a few numbers
// - judge a method beside its control run, and tell when it pays
// - tell training mode from inference mode, and say what goes wrong when they are mixed up

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  atEffort,
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
import { noisySine, tfOptimizer } from "neural-notebooks";
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
  liveHistory,
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
// Here are 20 noisy points on a wave. A linear unit is to follow them, and we give it twelve inputs instead of one: the first twelve powers of a number $u$ that goes from −1 to 1 along the picture, $u, u^2, u^3$ and so on up to $u^{12}$. A curve made of powers is called a **polynomial**. With twelve weights and a bias for 20 points, this one has enough freedom to chase the noise.

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
const { color, symbol } = roles.train;
const marker = { color, symbol, size: 9 };
const dots = { type: "scatter", mode: "markers", name: "training points", marker };
const points = { ...dots, x: few.x, y: few.y };

// %% [markdown]
// The slider sets a number called $\lambda$ (lambda) that you will know in a minute; it is the price that the unit pays for large weights. At first it is a millionth. **Move it to the right.** What happens to the curve at first? And what happens when the price is far too high?

// %%
interact({ exponent: slider({ min: -6, max: 2, value: -6 }) }, ({ exponent }) => {
  const lambda = Number((10 ** exponent).toPrecision(1));
  const unit = polynomial(lambda);
  const largest = Math.max(...unit.w.map(Math.abs));
  const y = predictLinear(powersOf(places), unit);
  const curve = { type: "scatter", mode: "lines", name: "learned curve", x: places, y };
  const leaves = y.some((value) => Math.abs(value) > 2) ? "leaves" : "stays within";
  const layout = {
    title: { text: `λ = ${lambda}: the largest weight is ${Number(largest.toPrecision(2))}` },
    xaxis: { title: { text: "x" } },
    yaxis: { title: { text: "y" }, range: [-2, 2] },
  };
  const alt = `The curve ${leaves} −2 to 2.`;
  return chart({ data: [points, curve], layout: { ...layout, title: layout.title } }, { alt });
});

// %% tags=["proof"]
const largestAt = (lambda: number) => Math.max(...polynomial(lambda).w.map(Math.abs));
const reachAt = (lambda: number) =>
  Math.max(...predictLinear(powersOf(places), polynomial(lambda)).map(Math.abs));
checkTrue(largestAt(1e-6) > 100, "weights in the hundreds");
checkTrue(reachAt(1e-6) > 2 && reachAt(0.01) < 1.3, "leaves the picture, then stays inside");
checkTrue(largestAt(0.01) > 1 && largestAt(0.01) < 4, "weights of a few units");
checkTrue(reachAt(100) < 0.4 && largestAt(100) < 0.1, "nearly flat");

// %% [markdown]
// At the left end the curve shoots out of the picture, and it needs weights in the hundreds to do that. When large weights become expensive, it calms down, with weights of a few units. At the right end it is nearly flat: it underfits.
//
// To set the price, we add a **penalty** to the loss:
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
// Missing words are replaced by the most frequent word of their column.

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
// Our network has two hidden layers of 64 units. With 36 inputs that makes $37 \cdot 64 + 65 \cdot 64 + 65 = 6593$ parameters, 22 for each film. The function leaves a place open for a penalty.
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
// Every network of this lesson that learns from films is trained by the next function: Adam, 60 epochs, batches of 32 films. We ask for the mean squared error twice, as the loss and as the metric `"mse"`. You will see why when there is a penalty.
//
// The mean absolute error is turned into a number that a banker understands. If $\log_{10}$ of the gross is missed by 0.5, the gross is missed by the factor $10^{0.5} \approx 3.2$. So $10^{\text{MAE}}$ is the **typical factor** by which a prediction is off.

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
// You know this picture from lesson 10. The marked epoch is where early stopping would have ended the training, so the control run gives us both: the network that memorised, and the one that was stopped in time. Beside them we put the cheapest prediction of all, the mean of the training films.
//
// > **Reading the code.** `evaluate` gives the loss and the metrics in the order of `compile`, so the mean absolute error has the index 2.

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
// In TensorFlow.js a penalty belongs to a layer: `kernelRegularizer` is the one on its weights (Keras calls them the **kernel**). Our function passes it to both hidden layers. We take $\lambda = 0.1$; lower values did less on the validation films. Before you run it: the error on its own films fell far in the control run. With the penalty, where does it end?

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
// The error on its own films ends higher, because the penalty is a handicap: the network is no longer allowed to do everything for them. In exchange, the validation curve wavers but stays down to the last epoch, and you need not know when to stop.
//
// Look at the table, too. Which two of its numbers must you not compare? The two losses. In TensorFlow.js the training loss holds the penalty and the validation loss does not. (Keras adds it to both.) Whoever compares them sees a gap that is none. The metric `"mse"` is the error alone in both rows, and this is why our charts draw it.
//
// One more thing depends on the optimizer. Adam divides each slope by its usual size (lesson 08). What becomes of the pull of an L2 penalty then? We take one step with three optimizers from the weights 3 and −0.5, with no examples at all, only the penalty. $\eta = 0.1$ and $\lambda = 0.1$. The third, **AdamW**, leaves the penalty out of the slope and takes the share $0.1 \cdot 0.2$ off each weight directly (Loshchilov and Hutter, 2017).

// %%
const sameAmount = predict("Which optimizer moves both weights by the same amount?", {
  choices: ["SGD with L2", "Adam with L2", "AdamW"],
});

// %%
const optimizers = { "SGD with L2": "sgd", "Adam with L2": "adam", AdamW: "adamw" } as const;
const steps: { optimizer: keyof typeof optimizers; moves: number[] }[] = [];
for (const optimizer of ["SGD with L2", "Adam with L2", "AdamW"] as const) {
  const weights = tf.variable(tf.tensor1d([3, -0.5]));
  const rule = tfOptimizer(optimizers[optimizer], { learningRate: 0.1, weightDecay: 0.2 });
  const strength = optimizer === "AdamW" ? 0 : 0.1;
  rule.minimize(() => tf.mul(tf.sum(tf.square(weights)), strength), false, [weights]);
  const [first, second] = weights.dataSync();
  steps.push({ optimizer, moves: [first - 3, second + 0.5] });
}
const equal = steps.find(({ moves }) => Math.abs(moves[0] + moves[1]) < 0.01);
sameAmount.reveal(equal?.optimizer ?? "AdamW");
new DataFrame(
  steps.map(({ optimizer, moves }) => ({
    optimizer,
    "3 becomes": 3 + moves[0],
    "−0.5 becomes": -0.5 + moves[1],
  })),
);

// %% tags=["proof"]
checkClose(
  steps.map(({ moves }) => moves),
  [
    [-0.06, 0.01],
    [-0.1, 0.1],
    [-0.06, 0.01],
  ],
  { of: "moves of SGD with L2, Adam with L2, AdamW", tolerance: 1e-4 },
);

// %% [markdown]
// Adam with L2 takes 0.1 off both weights, because the division by its size turns every slope into a step of about $\eta$. The idea of L2, to pull harder at large weights, is lost; AdamW brings it back. When a paper or a program says "weight decay", look which of the two it means.

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
// L1 walks at a constant pace and arrives. L2 slows down the nearer it comes. So L2 makes all weights small, and L1 makes many of them zero: it drops inputs that are not worth their price.
//
// The move of L1, towards zero by a fixed amount and no further, has a name of its own: the **soft threshold**. Plain gradient descent does not stop at zero by itself. Its last step goes a little too far, the next one back, and so on, so in a network trained by Adam the weights that L1 has given up are not exactly 0 but tremble close to it.
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
// Now L1 with $\lambda = 0.01$ in the network for the films. Each of the 36 inputs has 64 weights in the first layer. We add up their sizes, and the sum tells how much the network looks at this input.

// %%
const candidates = ["log budget", "year", "MPAA Rating: R", "Major Genre: Drama"] as const;
const leader = predict("Which input will have the largest sum of weights?", {
  choices: candidates,
});

// %%
const withL1 = largeNetwork(tf.regularizers.l1({ l1: 0.01 }));
await learnFilms(withL1);
const names: string[] = ["log budget", "year"];
for (const [i, word] of words.entries())
  for (const category of encoder.categories[i]) names.push(`${word}: ${category}`);
const sums = tf.sum(tf.abs(withL1.layers[0].getWeights()[0]), 1).dataSync();
const sumOf = (name: string) => sums[names.indexOf(name)];
let largest: (typeof candidates)[number] = "year";
for (const name of candidates) if (sumOf(name) > sumOf(largest)) largest = name;
leader.reveal(largest);

const ranked = [...names].sort((one, other) => sumOf(other) - sumOf(one));
const top = ranked.slice(0, 12);
const xTitle = "sizes of the input's 64 weights, added up";
barChart(
  { categories: top, values: top.map(sumOf) },
  { title: "The inputs that L1 uses most", xTitle, yTitle: "input", direction: "horizontal" },
);

// %% [markdown]
// The budget leads, as one would hope. The next five include all four words by which we filled the gaps. Is that chance? Drama, R, original screenplay and contemporary fiction are the most frequent words, so they say something anyway. But these columns also hold the films whose details nobody wrote down, and those were mostly films that few people saw. That is the third leak of lesson 09, in disguise. A penalty that shows which inputs a network lives on is a good detective. At the end of the lesson you can put it on the trail.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Two of forty
//
// On films the gain is modest. Here is a case in which it is not. A laboratory takes 40 measurements of each wine, of which only two matter for its quality $y$: too much or too little sugar $x_1$ is bad in equal measure, and acid $x_2$ adds to it. The wines are generated, so that we know this for sure; the network does not. All measurements are scaled:
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
// The next function trains the same large network on any rows. It takes from `denseNet` (lesson 07) what we wrote out so far, and can add a penalty, dropout, batch normalisation or early stopping.

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
// It learns from the wines four times: with nothing added, stopped early, with L2 and with L1. It has 64 weights for each of the 38 useless measurements, and among 200 wines there are many coincidences. Think of what each method does to these weights.

// %%
const contenders = ["early stopping", "L2", "L1"] as const;
const helps = predict("Which will have the lowest error on the test wines?", {
  choices: contenders,
});

// %%
const stop = true;
const methods = { control: {}, "early stopping": { stop }, L2: { l2: 0.1 }, L1: { l1: 0.03 } };
const counter = display("No network is trained yet");
const wineErrors: Record<string, number> = {};
for (const [name, additions] of Object.entries(methods)) {
  const { network } = await learnWith(trainWines, validationWines, additions);
  wineErrors[name] = measure(network, testWines).mse;
  counter.update(`Trained with: ${name}`);
}
const order = [...contenders].sort((one, other) => wineErrors[one] - wineErrors[other]);
helps.reveal(order[0]);
barChart(
  { categories: Object.keys(wineErrors), values: Object.values(wineErrors) },
  {
    title: "Where most inputs are noise, penalties win",
    xTitle: "method",
    yTitle: "mean squared error on 1,000 test wines",
  },
);

// %% tags=["proof"]
checkTrue(
  wineErrors.L1 < 0.2 && wineErrors.L2 < 0.8 && wineErrors["early stopping"] > 1,
  "L1, then L2, then early stopping",
);
const constantError = tf.moments(testWines.y).variance.dataSync()[0];
checkBetween(constantError, [1.75, 2.05], { of: "error of one prediction for every wine" });

// %% [markdown]
// Predicting the same for every wine would leave an error of about 1.9, and early stopping is hardly better. In the very first epochs the network already learns coincidences along with the signal, so there is no good moment to stop. L2 makes all weights small, the useless ones and the useful ones. L1 gives up the inputs that bring nothing and comes close to the floor.
//
// This is not the luck of one draw. Over five seeds and three draws of wines, with strengths chosen on the validation wines, the mean error was 0.13 with L1, 0.34 with L2, 1.11 with dropout, 1.37 with nothing, 1.50 with 8 units stopped early, and 1.47 with the large network stopped early. L1 won every time. **It pays where many inputs are there and few of them matter.**
//
// **Your turn (10 minutes, you train).** A factory wants to predict the wear of its machines. `exercises.machines.data` holds 240 machines: `x` has the shape `[240, 40]`, forty sensors, already scaled, of which most have nothing to do with wear; `y` has the shape `[240, 1]`. `xValidation` and `yValidation` hold 120 more. Build a network that ends in one unit without an activation function, compile it with the mean squared error and train it. The check asks for a mean squared error below 0.5 on 1,000 other machines; the network of the control run would have about 1.

// %% tags=["exercise"]
const machines: tf.Sequential = todo;
exercises.machines.check(machines);
// exercises.machines.hint();
// exercises.machines.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You know two penalties, what they do to weights, and when they pay. When you come back we leave the weights alone and act on the outputs of the units, first by dropping them and then by scaling them.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Dropout
//
// With **dropout** each output of a hidden layer is set to 0 with probability $p$, the **dropout rate**, anew for each row of each batch. No unit can rely on another one, so what is learned has to be spread over many (Srivastava and others, 2014).
//
// Take four outputs, 2, 4, 6 and 8, and $p = 0.5$. A **mask** is drawn at random, with a 1 for each output that is kept and a 0 for each one that is dropped, say 1, 0, 0, 1. Two outputs are left, 2 and 8. The next layer would now receive about half as much as usual. Therefore what is kept is divided by the share that is kept on average, $1 - p$:
//
// $$\text{output} \leftarrow \frac{\text{mask} \cdot \text{output}}{1 - p}$$
//
// That gives 4, 0, 0, 16. When the network is used later, nothing is dropped and nothing is divided. So the layer has two modes: **training mode**, in which it drops, and **inference mode**, in which it does nothing. `fit` trains in the first and validates in the second; `evaluate` and `predict` always use the second. With seed 1 the library happens to draw our mask.

// %%
const outputs = tf.tensor2d([[2, 4, 6, 8]]);
const dropoutLayer = tf.layers.dropout({ rate: 0.5, seed: 1 });
const inTraining = dropoutLayer.apply(outputs, { training: true }) as tf.Tensor;
const inInference = dropoutLayer.apply(outputs, { training: false }) as tf.Tensor;
new DataFrame([
  { mode: "training", outputs: inTraining.dataSync().join("  ") },
  { mode: "inference", outputs: inInference.dataSync().join("  ") },
]);

// %% tags=["proof"]
checkEqual(Array.from(inTraining.dataSync()), [4, 0, 0, 16], { of: "outputs in training" });
checkEqual(Array.from(inInference.dataSync()), [2, 4, 6, 8], { of: "outputs in inference" });

// %% [markdown]
// **Your turn (4 minutes).** Write dropout as it works in training mode: `outputs` and `mask` are lists of the same length, and `rate` is $p$, at least 0 and below 1. Return a new list, and please leave the two lists as they are.

// %% tags=["exercise"]
function dropout(outputs: number[], mask: number[], rate: number): number[] {
  return todo;
}
exercises.dropout.check(dropout);
// exercises.dropout.hint();
// exercises.dropout.solution();

// %% [markdown]
// Now in the network for the films: a dropout layer after each hidden layer, with $p = 0.4$. A dropout layer has no parameters. It stands in the list of layers like any other.

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
  { title: "On new films: dropout rises later, and less", metric: "val_mse" },
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
// What happens to one film in training mode? The next cell asks the network a thousand times about the same film, each time with another mask. The dashed line is its prediction in inference mode. Choose a film. What would go wrong if somebody left training mode on by mistake?

// %%
const titles = films.iloc({ rows: parts.validation }).column("Title").values.map(String);
const chosen = ["Jaws", "Jurassic Park", "Paranormal Activity", "The Truman Show"];

interact({ film: dropdown(chosen) }, ({ film }) => {
  const row = titles.indexOf(film);
  const x = tf.slice(validation.x, [row, 0], [1, -1]);
  const copies = tf.tile(x, [1000, 1]);
  const dropped = withDropout.apply(copies, { training: true }) as tf.Tensor;
  const masked = Array.from(dropped.dataSync(), (value) => value + meanGross - 6);
  const single = (withDropout.predict(x) as tf.Tensor).dataSync()[0] + meanGross - 6;
  const millions = (10 ** single).toPrecision(2);
  const { color } = roles.baseline;
  const line = { type: "line", x0: single, x1: single, yref: "paper", y0: 0, y1: 1 };
  return histogramChart(masked, {
    title: `${film}: ${millions} million dollars in inference mode`,
    xTitle: "gross in powers of ten of a million dollars (0 is 1, 1 is 10, 2 is 100)",
    yTitle: "masks",
  }).with({ layout: { shapes: [{ ...line, line: { color, dash: "dash", width: 2 } }] } });
});

// %% [markdown]
// Each mask makes another, thinner network, and they disagree widely. In inference mode the network answers with roughly the average of them all. Left in training mode, it would give the same film another prediction at each call.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Batch normalisation
//
// You scale the inputs before the first layer. But what about the second layer, whose inputs change whenever the first one learns? **Batch normalisation** is a scaler as a layer (Ioffe and Szegedy, 2015). For each unit it takes the weighted sums $z$ of the batch and computes
//
// $$\frac{z - \text{mean}}{\sqrt{\text{variance} + \varepsilon}} \cdot \text{scale} + \text{shift}$$
//
// In training mode, mean and variance are those of the batch; the **variance** is the square of the standard deviation, and $\varepsilon = 0.001$ guards against a division by zero. Scale and shift are parameters that begin at 1 and 0 and are learned; TensorFlow.js calls them `gamma` and `beta`.
//
// Four rows with 2, 4, 4 and 6: the mean is 4, the variance $(4 + 0 + 0 + 4) / 4 = 2$, and we get −1.41, 0, 0, 1.41.
//
// In inference there may be a single row, which has no spread. So the layer keeps a **running mean** and a running variance. Each batch moves them a little: with `momentum: 0.9` the new running mean is 0.9 times the old one plus 0.1 times the mean of the batch. They begin at 0 and 1. (This momentum has nothing to do with that of lesson 08.) We send the same four rows through a layer again and again.

// %%
const norm = tf.layers.batchNormalization({ momentum: 0.9 });
const four = tf.tensor2d([[2], [4], [4], [6]]);
const written = (values: tf.Tensor) =>
  Array.from(values.dataSync(), (value) => value.toFixed(2)).join("  ");
const kept: Record<string, string | number>[] = [];
for (let batches = 0; batches <= 40; batches++) {
  const inference = norm.apply(four, { training: false }) as tf.Tensor;
  if ([0, 1, 10, 40].includes(batches)) {
    const [runningMean, runningVariance] = norm.getWeights().slice(2);
    kept.push({
      "batches seen": batches,
      "running mean": runningMean.dataSync()[0],
      "running variance": runningVariance.dataSync()[0],
      "in inference": written(inference),
      "in training": written(norm.apply(four, { training: true }) as tf.Tensor),
    });
  } else norm.apply(four, { training: true });
}
new DataFrame(kept);

// %% tags=["proof"]
checkClose(
  kept.map((row) => Number(row["running mean"])),
  [0, 0.4, 4 * (1 - 0.9 ** 10), 4 * (1 - 0.9 ** 40)],
  { of: "running means", tolerance: 1e-4 },
);
checkEqual(kept[0]["in training"], "-1.41  0.00  0.00  1.41", { of: "normalised batch" });

// %% [markdown]
// In training mode the output is right from the first batch on. In inference mode the layer does almost nothing at first, since it still believes in the mean 0, and only after some forty batches do the two modes agree. A network that has seen few batches therefore looks worse in validation than it is. (The default is `momentum: 0.99`, which takes ten times as long.)
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
// Now its use. In lesson 06 a stack of ten sigmoid layers learned nothing. We build twelve, once plain and once with a batch normalisation between the weighted sums and the activation function: dense, normalisation, activation. For this the activation has to be a layer of its own.
//
// Before any training we ask how different two films still look when they have gone through all twelve layers: the table shows the standard deviation of a unit's output over the 300 films, averaged over the 16 units of the last hidden layer.

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
// Both learn from the same films now, the plain network for 60 epochs, the normalised one for 15.

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
// In the plain network two films differ by 0.0000002 after twelve layers. All films look the same to the last unit, so it can only learn their mean, and its curve is flat at what the mean leaves. The normalisation brings the sums of each layer back to the standard deviation 1, so the films stay apart.
//
// Over five seeds and three splits, 15 epochs with normalisation brought the training error down to 44 % of the mean's error. The plain network did not move within 60 epochs at the rates 0.001, 0.01 and 0.03; at 0.005 it began to move late in 6 of 15 runs. Honesty demands one more number: twelve layers of **ReLU with He's initialisation** (lesson 06) reach 37 % without any normalisation. The strength of batch normalisation is that it forgives a poor choice of activation and initial weights.
//
// **Your turn (10 minutes, you train).** `exercises.deep.data` holds 400 points of the plane: `x` has the shape `[400, 2]` and `y`, 1 above a curve and 0 below it, the shape `[400, 1]`; `xValidation` and `yValidation` hold 200 more. Build a network with at least 12 hidden dense layers, all with the sigmoid as their activation function, and one sigmoid unit at the end, compile it with the binary cross-entropy, and train it. The check asks for more than 85 % right of 1,000 other points.

// %% tags=["exercise"]
const deep: tf.Sequential = todo;
exercises.deep.check(deep);
// exercises.deep.hint();
// exercises.deep.solution();

// %% [markdown]
// A batch normalisation may also be the first layer of a network, in place of a scaler. Here are three networks with two inputs: the power of ten of the budget, about 7, and the year, about 2000. One gets them as they are, one gets them as they are and normalises them in its first layer, and one gets them scaled.

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
const axes = { xTitle: "epoch", yTitle: "validation mean squared error" };
lineChart({ y: curves }, { title, ...axes, logarithmic: ["y"] });

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
// The raw network begins with an error above 100,000, since a year of 2000 goes straight into its sums, and jumps about to the end. With the normalisation as first layer it arrives where the scaler leads. Only its first epochs look bad, because the running mean of the year needs time to climb from 0 to 2000. In return the scale is saved together with the model, and nobody can forget the scaler.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## All beside the control
//
// Time for the test films. They had no part in anything so far. Each method trains the large network with five seeds and with the strengths that we have used. A point is one training. It takes a while; the line below the cell counts.

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
  for (const seed of [1, 2, 3, 4, 5]) {
    const { network } = await learnWith(train, validation, { ...tools[method], seed });
    const { factor } = measure(network, test);
    trials.push({ method, factor, place: i + 0.06 * (seed - 3) });
    progress.update(`${trials.length} of 30 networks are trained`);
  }
}

// %% [markdown]
// In the picture, the five points of a method stand side by side.

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
// Every method beats the control, and the methods lie close together. One split of the films is not enough to rank them, so here are 15 trainings for each, five seeds on each of three splits. The strength of each method was chosen on the validation films, and the table shows the typical factor on the test films: the mean, and the lowest and the highest of the 15.
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
// What does it teach? Batch normalisation alone does not keep a network from memorising. Dropout helps, but on these films no more than early stopping, which costs nothing. A penalty **together with** early stopping beats early stopping alone in all 15 runs, by about 0.15. And a linear unit with 37 parameters is nearly as good as everything else: the large network with L2 and early stopping beats it in 14 of 15 runs, but by 0.07. From 300 films and six facts there is not more to learn than a line can say, and no method creates what the data do not hold.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What to use when
//
// | you see or want | then |
// |---|---|
// | validation error rises while training error falls | early stopping first; it costs nothing |
// | it is still too high | L2 as well, strengths 0.01 to 0.1, chosen on validation rows |
// | many inputs, few of which matter | L1, strengths 0.003 to 0.03; then look at which inputs it kept |
// | weight decay together with Adam | AdamW |
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
// - Take away the useless measurements: `j < 40` → `j < 6`. Only 4 of 6 say nothing now. Look at the bars of the wines: how much is left of the advantage of L1?
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
// **Speaker notes.** The slider with the wild polynomial is the picture to leave on the wall. Take the vote before the wines: most people bet on early stopping, because it won on the films of lesson 10. Two points need saying twice: a training loss that holds a penalty, or is drawn with dropout, must not be compared with a validation loss; and a method without its control run proves nothing. If time is short, leave out the cell on three optimizers and the section end on batch normalisation as first layer. Common questions: *why does the L2 curve waver?* (Adam's rate of 0.005 is high for small batches; the mean stays down); *dropout together with batch normalisation?* (possible; the dropout goes after the normalisation, Li and others, 2018); *is batch normalisation a regulariser?* (a weak one, as the rows of a batch disturb each other; in our runs it brought almost nothing).
//
// Sources. L2 in networks: Krogh and Hertz, 1991, "A simple weight decay can improve generalization". L1: Tibshirani, 1996 (lasso). Dropout: Srivastava and others, 2014. Batch normalisation: Ioffe and Szegedy, 2015; their explanation by "internal covariate shift" is contested (Santurkar and others, 2018), so the text speaks of scales only. AdamW: Loshchilov and Hutter, 2017. In TensorFlow.js 4.22 `val_loss` leaves the penalties out; Keras adds them. Films: vega-datasets (BSD-3). The figures of 15 runs are in `notebooks/evidence/11-regularization.json`.
