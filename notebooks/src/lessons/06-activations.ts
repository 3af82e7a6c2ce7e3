// %% [markdown] slideshow={"slide_type": "slide"}
// # 06 · Why bend the line?
//
// *50 minutes · needs lessons 04 and 05*
//
// **You will be able to**
//
// - show why layers without a bend are one layer, and what a few bends can draw
// - compute the usual activations, softmax included, and their slopes by hand
// - see saturated and dead units coming, and choose an activation that avoids them

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on. Everything in this lesson is plain TypeScript, so that each number can be looked at.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import { predict, display, predictionSummary, Random } from "neural-notebooks/core";
import { DataFrame } from "neural-notebooks/frames";
import {
  activation,
  activations,
  createMlp,
  elu,
  finiteDifference,
  leakyRelu,
  linear,
  Mlp,
  optimizer,
  relu,
  sigmoid,
  softmax,
  softmaxJacobian,
  step,
  tanh,
  trainMlp,
  type Activation,
} from "neural-notebooks/models";
import {
  barChart,
  functionChart,
  lineChart,
  matrixChart,
  statesChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/06-activations";

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
// ## Two straight layers are one
//
// The linear unit of lesson 03 draws a straight line. Would two of them, one after the other, draw more?
//
// **Predict** on paper: $h = 2x + 1$ goes into $y = -3h + 4$. What is $y$ in terms of $x$?

// %%
const first = (x: number) => 2 * x + 1;
const second = (h: number) => -3 * h + 4;
const together = (x: number) => -6 * x + 1;
const places = [-2, -1, 0, 0.5, 3];
new DataFrame({
  x: places,
  "two layers": places.map((x) => second(first(x))),
  "−6x + 1": places.map(together),
});

// %% tags=["proof"]
checkEqual(
  places.map((x) => second(first(x))),
  places.map(together),
  { of: "y at five places" },
);

// %% [markdown]
// A line again: $y = -6x + 1$. With many units it is the same, matrix by matrix:
//
// $$(x W_1 + b_1) W_2 + b_2 = x\,(W_1 W_2) + (b_1 W_2 + b_2)$$
//
// $x$ are the inputs, `[inputs]`; $W_1$ is `[inputs, hidden]`, $W_2$ `[hidden, outputs]`. Now take a net with 2 inputs, four straight layers of 8 units each, and 1 output.

// %%
const enough = predict("How many numbers describe everything that this net can do?", {
  from: 1,
  to: 300,
  unit: "numbers",
});

// %% [markdown]
// We read off what the net does to each input alone, make one unit of that, and compare both at a few places drawn at random.

// %%
const straight = createMlp([2, 8, 8, 8, 8, 1], { hidden: linear, seed: seed });
const answer = (x1: number, x2: number) => straight.predict([[x1, x2]])[0][0];
const flatBias = answer(0, 0);
const flatWeights = [answer(1, 0) - flatBias, answer(0, 1) - flatBias];
const source = new Random(seed);
const far = Array.from({ length: 20 }, () => [source.uniform(-9, 9), source.uniform(-9, 9)]);
const plane = far.map(([x1, x2]) => flatWeights[0] * x1 + flatWeights[1] * x2 + flatBias);
new DataFrame(
  far.slice(0, 5).map(([x1, x2], i) => ({ x1, x2, net: answer(x1, x2), "one unit": plane[i] })),
);

// %% tags=["proof"]
checkClose(
  far.map(([x1, x2]) => answer(x1, x2)),
  plane,
  { of: "20 answers, net against unit" },
);

// %% [markdown]
// One unit with two weights and a bias gives every answer that the net can give. How many parameters are those, beside the net's?

// %%
enough.reveal(flatWeights.length + 1);
({ net: straight.parameterCount, "one unit": flatWeights.length + 1 });

// %% tags=["proof"]
checkEqual([straight.parameterCount, flatWeights.length + 1], [249, 3], {
  of: "parameters of the net, and those needed",
});

// %% [markdown]
// So a layer needs a **bend**: an activation $f$ between its sum and its answer, $a = f(z)$. The same random weights, without and with:

// %%
const oneInput = createMlp([1, 8, 8, 8, 1], { hidden: linear, seed: seed });
const draws = new Random(2);
const drawnWeights = oneInput.withParameters(
  oneInput.flatten().map(() => draws.normal(0, 0.6)),
);
const outputOf = (f: Activation) => {
  const layers = drawnWeights.layers.map((layer, i) => {
    return { w: layer.w, b: layer.b, activation: i < 3 ? f : linear };
  });
  const net = new Mlp(layers);
  return (x: number) => net.predict([[x]])[0][0];
};
functionChart(
  { "no activation": outputOf(linear), "with tanh": outputOf(tanh) },
  { title: "Without a bend four layers draw a line", yTitle: "output", range: [-3, 3] },
).with({ layout: { yaxis: { range: [-3, 3] } } });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What a bend can do
//
// The plainest bend is the **ReLU**, the rectified linear unit: $\text{relu}(z) = \max(0, z)$. Two of them make an absolute value, $|x| = \text{relu}(x) + \text{relu}(-x)$. **Predict** what these three make at 0, ¼, ½, ¾, 1 and 2:
//
// $$\text{hat}(x) = 2\,\text{relu}(x) - 4\,\text{relu}(x - \tfrac12) + 2\,\text{relu}(x - 1)$$

// %%
const absolute = (x: number) => relu.f(x) + relu.f(-x);
const hat = (x: number) => 2 * relu.f(x) - 4 * relu.f(x - 0.5) + 2 * relu.f(x - 1);
const at = [0, 0.25, 0.5, 0.75, 1, 2];
new DataFrame({ x: at, hat: at.map(hat) });

// %% tags=["proof"]
checkEqual([-2, 0, 3].map(absolute), [2, 0, 3], { of: "|x| at −2, 0 and 3" });
checkEqual(at.map(hat), [0, 0.5, 1, 0.5, 0, 0], { of: "the hat" });

// %% [markdown]
// A hat: up to 1 at the half, down again, flat outside. With hats of any place, width and height side by side, a network can follow any continuous curve as closely as we like (lesson 05 does it).
//
// Now in **depth**: the hat's answer goes into a second hat, and so on.

// %%
const teethOfFive = predict("One layer makes one tooth. How many teeth do five layers make?", {
  choices: ["5", "10", "16", "32"],
});

// %% [markdown]
// Move the slider to see them. Each layer has three units.

// %%
const folded = (layers: number) => (x: number) =>
  Array.from({ length: layers }).reduce<number>((height) => hat(height), x);
const teeth = [1, 2, 3, 4, 5].map((layers) =>
  functionChart(
    { output: folded(layers) },
    {
      title: `Each layer doubles the teeth: ${2 ** (layers - 1)} from ${3 * layers} units`,
      range: [0, 1],
      yTitle: "output",
      resolution: 257,
    },
  ),
);
statesChart(Object.fromEntries(teeth.map((chart, i) => [String(i + 1), chart])), {
  control: "slider",
  prefix: "layers: ",
});

// %% [markdown]
// Each layer folds the line once more, and the teeth double: 1, 2, 4, 8, 16, with three units each time. We count the straight pieces, two for each tooth, by the changes of the slope.

// %%
const piecesOf = (f: (x: number) => number) => {
  const heights = Array.from({ length: 65 }, (_, i) => f(i / 64));
  const slopes = heights.slice(1).map((height, i) => height - heights[i]);
  return 1 + slopes.slice(1).filter((slope, i) => slope !== slopes[i]).length;
};
const pieces = [1, 2, 3, 4, 5].map((n) => piecesOf(folded(n)));
teethOfFive.reveal(
  (["5", "10", "16"] as const).find((n) => Number(n) === pieces[4] / 2) ?? "32",
);
pieces;

// %% tags=["proof"]
checkEqual(
  [1, 2, 3, 4, 5].map((n) => piecesOf(folded(n))),
  [2, 4, 8, 16, 32],
  {
    of: "straight pieces of 1 to 5 layers",
  },
);

// %% [markdown]
// One hidden layer with $n$ ReLU units bends at most $n$ times: for these 32 pieces it needs at least 31 units, and five layers do it with 15. That is one reason why networks are deep (Telgarsky, 2015, proves how wide the gap becomes).

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Six bends by hand
//
// The step of lesson 02 jumps from 0 to 1. The others, with their slopes, which the error needs on its way back (lesson 04):
//
// $$\sigma(z) = \frac{1}{1 + e^{-z}},\quad \sigma' = \sigma(1 - \sigma) \qquad \tanh z = \frac{e^z - e^{-z}}{e^z + e^{-z}},\quad \tanh' = 1 - \tanh^2$$
//
// $$\text{leaky}(z) = \begin{cases}z & z > 0\\ \alpha z & z \le 0\end{cases} \qquad \text{elu}(z) = \begin{cases}z & z > 0\\ e^z - 1 & z \le 0\end{cases}$$
//
// **Predict** on paper: $\sigma(\ln 3)$, $\tanh(\ln 2)$, $\text{leaky}(-2)$ with $\alpha = 0.1$, $\text{elu}(-\ln 2)$, and the slope of each.

// %%
const byHand = {
  sigmoid: [1 / (1 + 1 / 3), (3 / 4) * (1 / 4)],
  tanh: [(2 - 1 / 2) / (2 + 1 / 2), 1 - 0.6 ** 2],
  leaky: [0.1 * -2, 0.1],
  elu: [1 / 2 - 1, 1 / 2],
};
new DataFrame({
  activation: Object.keys(byHand),
  value: Object.values(byHand).map(([value]) => value),
  slope: Object.values(byHand).map(([, slope]) => slope),
});

// %% tags=["proof"]
checkClose(
  Object.values(byHand),
  [
    [0.75, 0.1875],
    [0.6, 0.64],
    [-0.2, 0.1],
    [-0.5, 0.5],
  ],
  {
    of: "values and slopes by hand",
  },
);

// %% [markdown]
// In the library an activation is a pair: `f` for the value, `df` for the slope. The same four:

// %%
const leaky = leakyRelu({ alpha: 0.1 });
const pairAt = (each: Activation, z: number) => [each.f(z), each.df(z)];
const fromLibrary = [
  pairAt(sigmoid, Math.log(3)),
  pairAt(tanh, Math.log(2)),
  pairAt(leaky, -2),
  pairAt(elu(), -Math.log(2)),
];
new DataFrame({
  activation: Object.keys(byHand),
  value: fromLibrary.map(([value]) => value),
  slope: fromLibrary.map(([, slope]) => slope),
});

// %% tags=["proof"]
checkClose(fromLibrary, Object.values(byHand), { of: "the library's values and slopes" });

// %% [markdown]
// Choose one after the other; the slope is dashed. Where does it vanish, and where is it largest?

// %%
const gallery: Record<string, [Activation, string]> = {
  step: [step, "The step has no slope"],
  sigmoid: [sigmoid, "Sigmoid: slope ¼ at most"],
  tanh: [tanh, "Tanh: slope 1 at most"],
  relu: [relu, "The ReLU passes or blocks"],
  "leaky relu": [leaky, "Leaky: a slope below zero, too"],
  elu: [elu(), "The ELU bends towards −1"],
};
const axes = { xTitle: "z", yTitle: "f(z), f′(z)" };
const drawn = Object.fromEntries(
  Object.entries(gallery).map(([name, [each, title]]) => [
    name,
    functionChart(
      { f: (z) => each.f(z) },
      { derivatives: { f: (z) => each.df(z) }, title: title, ...axes },
    ).with({ layout: { yaxis: { range: [-1.3, 2.3] } } }),
  ]),
);
statesChart(drawn);

// %% [markdown]
// The step's slope is 0 wherever it has one. Sigmoid and tanh are steepest at 0, with slopes ¼ and 1, and flat at both ends; ReLU, leaky ReLU and ELU keep the slope 1 above zero. Are these slopes right? We ask the finite difference of lesson 04, at places that are no corners.

// %%
const smooth = [-4, -1.3, -0.2, 0.2, 1.3, 4];
const slopesOf = Object.values(gallery).map(([each]) => smooth.map((z) => each.df(z)));
const measured = Object.values(gallery).map(([each]) =>
  smooth.map((z) => finiteDifference(([at]) => each.f(at), [z])[0]),
);
new DataFrame(
  Object.keys(gallery).map((name, i) => ({
    activation: name,
    "slope at 0.2": slopesOf[i][3],
    "measured at 0.2": measured[i][3],
    "slope at 4": slopesOf[i][5],
    "measured at 4": measured[i][5],
  })),
);

// %% tags=["proof"]
checkEqual(
  [sigmoid.df(0), tanh.df(0), relu.df(4), leaky.df(4), elu().df(4)],
  [0.25, 1, 1, 1, 1],
  {
    of: "slopes of sigmoid and tanh at 0, of relu, leaky relu and elu at 4",
  },
);
checkClose(slopesOf, measured, { of: "36 slopes, formula against difference" });

// %% [markdown]
// Sigmoid and tanh are the same curve at another scale. **Predict**: by how much must $z$ and the answer of $\sigma$ be stretched to make a tanh?

// %%
const stretched = smooth.map((z) => 2 * sigmoid.f(2 * z) - 1);
new DataFrame({ z: smooth, "tanh z": smooth.map(tanh.f), "2σ(2z) − 1": stretched });

// %% tags=["proof"]
checkClose(smooth.map(tanh.f), stretched, {
  of: "tanh z and 2σ(2z) − 1 at six places",
});

// %% [markdown]
// Both by 2, and then one step down: $\tanh z = 2\sigma(2z) - 1$.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Softmax
//
// For a choice among classes, the scores $z$ of all units become probabilities together:
//
// $$a_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$
//
// **Predict** on paper: the probabilities for $z = (0, \ln 2, \ln 5)$.

// %%
const scores = [0, Math.log(2), Math.log(5)];
softmax(scores).map((probability) => Number(probability.toFixed(3)));

// %% tags=["proof"]
checkClose(softmax(scores), [1 / 8, 2 / 8, 5 / 8], { of: "softmax by the library" });

// %% [markdown]
// The powers are 1, 2 and 5; they add up to 8. **Predict**: we add 1000 to each score. What changes, on paper and in the computer?

// %%
const naive = (z: number[]) => {
  const powers = z.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};
const shifted = scores.map((score) => score + 1000);
new DataFrame({
  score: shifted,
  "the formula as it stands": naive(shifted).map(String),
  "the library": softmax(shifted),
});

// %% tags=["proof"]
checkClose(softmax(shifted), softmax(scores), { of: "softmax of scores + 1000" });
checkEqual(naive(shifted), [NaN, NaN, NaN], { of: "the formula as it stands" });

// %% [markdown]
// On paper nothing: $e^{1000}$ cancels. In the computer $e^{1000}$ is infinite, and infinity divided by infinity is no number. The library takes the largest score away first; exercise 3 does so too.
//
// With two classes softmax is an old friend: **predict** what $z = (z_1, 0)$ gives for the first.

// %%
new DataFrame({
  z: smooth,
  "softmax of (z, 0)": smooth.map((z) => softmax([z, 0])[0]),
  "σ(z)": smooth.map(sigmoid.f),
});

// %% tags=["proof"]
checkClose(
  smooth.map((z) => softmax([z, 0])[0]),
  smooth.map(sigmoid.f),
  {
    of: "softmax of (z, 0), and σ(z)",
  },
);

// %% [markdown]
// The sigmoid of $z_1$. With more classes, the scores can be divided by a **temperature** $T$ before softmax. **Predict** what heat does to the choice, then move the slider.

// %%
const classes = ["A", "B", "C"];
const temperatures = [0.25, 0.5, 1, 2, 4, 8];
const likeliest = temperatures.map((T) => softmax(scores.map((z) => z / T))[2]);
const heated = Object.fromEntries(
  temperatures.map((T) => [
    T.toFixed(2),
    barChart(
      { categories: classes, values: softmax(scores.map((z) => z / T)) },
      { title: "Heat evens out, cold decides", xTitle: "class", yTitle: "probability" },
    ).with({ layout: { yaxis: { range: [0, 1] } } }),
  ]),
);
statesChart(heated, { control: "slider", prefix: "T = ", start: "1.00" });

// %% tags=["proof"]
checkClose([likeliest[0], likeliest[5]], [0.97, 0.37], {
  of: "C, cold and hot",
  tolerance: 0.005,
});

// %% [markdown]
// At $T = \tfrac14$ class C gets 97 %, at $T = 8$ only 37 %, hardly more than a third. Back to $T = 1$. The slopes of softmax are a table, since each probability depends on **each** score: $\partial a_i/\partial z_j = a_i(\delta_{ij} - a_j)$, where $\delta_{ij}$ is 1 for $i = j$ and else 0.

// %%
const jacobian = softmaxJacobian(scores);
matrixChart(
  { values: jacobian, rows: classes, columns: classes },
  {
    title: "A higher score lifts its own class and sinks the others",
    xTitle: "score that moves",
    yTitle: "probability that answers",
    valueTitle: "slope",
    shading: "diverging",
    digits: 3,
  },
);

// %% [markdown]
// **Predict** the sum of each column: what one class gains, where does it come from?

// %%
const columnSums = classes.map((_, j) => jacobian.reduce((sum, row) => sum + row[j], 0));
columnSums.map((sum) => Number(sum.toFixed(3)));

// %% tags=["proof"]
checkTrue(
  jacobian.every((row, i) => row.every((slope, j) => slope > 0 === (i === j))),
  "a score lifts its own class and no other",
);
checkClose(columnSums, [0, 0, 0], { of: "sums of the columns" });

// %% [markdown]
// Zero: what one class gains, the others lose.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Saturation
//
// Back to the slopes. The error goes back through the layers, and each activation multiplies it by $f'(z)$. **Predict**: the sigmoid's slope is 1/4 at best. What is left after ten layers?

// %%
(0.25 ** 10).toExponential(1);

// %% tags=["proof"]
checkClose(0.25 ** 10, 9.54e-7, { of: "ten slopes of ¼ in a row", tolerance: 1e-9 });

// %% [markdown]
// A millionth, at best. Where the sum is large, the unit is **saturated**, and there is less. With the weights between the layers, too, here is a real net: ten layers of 16 units, an error at the end, and how much of it arrives where. What arrives at a unit's sum is the gradient of its bias.

// %%
const noise = new Random(seed);
const rows = Array.from({ length: 64 }, () => Array.from({ length: 4 }, () => noise.normal()));
const layerNames = Array.from({ length: 10 }, (_, i) => String(i + 1));
const deepNet = (f: Activation, gain = 1): Mlp => {
  const net = createMlp([4, ...Array<number>(10).fill(16), 1], { hidden: f, seed: seed });
  return net.withParameters(net.flatten().map((weight) => gain * weight));
};
const meanSize = (values: number[]) =>
  values.reduce((sum, value) => sum + Math.abs(value), 0) / values.length;
const arriving = (net: Mlp) => {
  const data = { x: rows, y: rows.map(([target]) => [target]) };
  const sizes = net
    .gradients(data)
    .layers.slice(0, 10)
    .map(({ b }) => meanSize(b));
  return sizes.map((size) => Math.log10(size / sizes[9]));
};

// %% [markdown]
// The number in a cell counts factors of ten: −3 means a thousandth of what the last hidden layer gets. **Predict** the corner at the bottom left, layer 1 of the sigmoid.

// %%
const kinds = { "leaky relu": leaky, elu: elu(), relu: relu, tanh: tanh, sigmoid: sigmoid };
const arrived = Object.values(kinds).map((f) => arriving(deepNet(f)));
matrixChart(
  { values: arrived, rows: Object.keys(kinds), columns: layerNames },
  {
    title: "Through sigmoids the error fades on its way to the first layer",
    xTitle: "hidden layer",
    yTitle: "activation",
    valueTitle: "factors of ten",
    digits: 1,
  },
);

// %% [markdown]
// Less than a hundred-thousandth of the error reaches the sigmoid's first layer: it hardly learns, and the layers behind it get a random mixture of the inputs. The others keep more than a sixteenth in every layer. This **vanishing gradient** kept networks shallow until about 2010.

// %% tags=["proof"]
checkBetween(arrived[4][0], [-Infinity, -5], { of: "sigmoid, layer 1, factors of ten" });
checkTrue(
  arrived.slice(0, 4).every((row) => Math.min(...row) > -1.2),
  "the others keep more than a sixteenth in every layer",
);

// %% [markdown]
// And saturation itself? In a tanh net we multiply the starting weights, and count the units whose slope is below a tenth. **Predict**: which starts are good?

// %%
const gains = [0.5, 1, 2, 4, 8];
const saturated = gains.map((gain) => {
  const sums = rows.map((row) => deepNet(tanh, gain).forward(row).z);
  return Array.from({ length: 10 }, (_, layer) => {
    const all = sums.flatMap((z) => z[layer]);
    return all.filter((z) => tanh.df(z) < 0.1).length / all.length;
  });
});

// %% [markdown]
// Each row is one start, each column one layer; near 1, most units have stopped listening.

// %%
matrixChart(
  { values: saturated, rows: gains.map((gain) => `× ${gain}`), columns: layerNames },
  {
    title: "Large weights saturate a tanh net in every layer",
    xTitle: "hidden layer",
    yTitle: "starting weights",
    valueTitle: "share",
    range: [0, 1],
  },
);

// %% [markdown]
// Up to × 1 (Glorot's start, which `createMlp` draws: the more connections, the smaller the weights) fewer than 1 % of the slopes are small; at × 8 more than half of them are in every layer. So smaller is safer? **Predict**: what becomes of the answers themselves when weights are small?

// %% tags=["proof"]
checkBetween(Math.max(...saturated[0], ...saturated[1]), [0, 0.01], {
  of: "largest share at × 0.5 and × 1",
});
checkTrue(
  Math.min(...saturated[4]) > 0.5,
  "at × 8 more than half of the units of each layer are saturated",
);

// %% [markdown]
// They fade, as the lowest curve shows. A start must fit its activation: since the ReLU cuts away half of the sums, He's start for it is larger than Glorot's, by $\sqrt 2$ where layers are equally wide.

// %%
const sizesOf = (net: Mlp) => {
  const passes = rows.map((row) => net.forward(row).a);
  return layerNames.map((_, i) => meanSize(passes.flatMap((a) => a[i + 1])));
};
const sizes = {
  "ReLU, Glorot's start": sizesOf(deepNet(relu)),
  "ReLU, He's start": sizesOf(deepNet(relu, Math.SQRT2)),
  "tanh, Glorot's start": sizesOf(deepNet(tanh)),
  "tanh, half of that": sizesOf(deepNet(tanh, 0.5)),
};
lineChart(
  { x: layerNames.map(Number), y: sizes },
  {
    title: "With the start that fits, the answers keep their size",
    xTitle: "hidden layer",
    yTitle: "mean size of the answers",
    logarithmic: ["y"],
  },
);

// %% [markdown]
// With Glorot's start the ReLU's answers shrink to less than a thirtieth; with He's they keep more than half of their size. For tanh Glorot's start fits; with half of it less than a five-hundredth is left.

// %%
const kept = Object.values(sizes).map((size) => size[9] / size[0]);
new DataFrame({ start: Object.keys(sizes), "what the last layer keeps": kept });

// %% tags=["proof"]
checkTrue(
  kept[0] < 1 / 30 && kept[1] > 0.5 && kept[2] > 0.25 && kept[3] < 1 / 500,
  `of the first layer's size the last has ${kept.map((part) => part.toPrecision(2)).join(", ")}`,
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Dead units
//
// The ReLU does not saturate above zero. Below zero its slope is 0, exactly. One unit, $\hat y = \text{relu}(wx + b)$ with $w = 1$, $b = 0$, two rows $x = 1$ and $x = 2$, both with target 0.
//
// **Predict** on paper: the gradient of the mean squared error in $w$ and $b$; then $w$ and $b$ after one step with rate 0.1, and with rate 1.

// %%
const unitOf = (w: number, b: number, f: Activation) =>
  new Mlp([{ w: [[w]], b: [b], activation: f }]);
const two = [[1], [2]];
const [fatal] = unitOf(1, 0, relu).gradients({ x: two, y: [[0], [0]] }).layers;
const [slopeW, slopeB] = [fatal.w[0][0], fatal.b[0]];
new DataFrame([
  { what: "gradient", w: slopeW, b: slopeB },
  { what: "after a step with rate 0.1", w: 1 - 0.1 * slopeW, b: 0 - 0.1 * slopeB },
  { what: "after a step with rate 1", w: 1 - slopeW, b: 0 - slopeB },
]);

// %% tags=["proof"]
checkEqual([slopeW, slopeB], [5, 3], { of: "gradients of w and b" });
checkClose([1 - 0.1 * 5, 0 - 0.1 * 3, 1 - 5, 0 - 3], [0.5, -0.3, -4, -3], {
  of: "w and b after a step with rate 0.1, then with rate 1",
});

// %% [markdown]
// With rate 1 the unit ends at $w = -4$, $b = -3$. Its sums are −7 and −11: it is silent on every row. Now the task changes, both targets are 1. **Predict** the gradient.

// %%
const [dead] = unitOf(-4, -3, relu).gradients({ x: two, y: [[1], [1]] }).layers;
const [alive] = unitOf(-4, -3, leaky).gradients({ x: two, y: [[1], [1]] }).layers;
new DataFrame([
  { unit: "ReLU", "slope in w": dead.w[0][0], "slope in b": dead.b[0] },
  { unit: "leaky ReLU", "slope in w": alive.w[0][0], "slope in b": alive.b[0] },
]);

// %% tags=["proof"]
checkEqual(
  two.map(([x]) => -4 * x - 3),
  [-7, -11],
  { of: "sums of the two rows" },
);
checkEqual([dead.w[0][0], dead.b[0]], [0, 0], { of: "gradients of the dead unit" });
checkClose([alive.w[0][0], alive.b[0]], [-0.59, -0.38], { of: "of the leaky unit" });

// %% [markdown]
// Zero: the unit is **dead**. As long as these are its rows, no target will wake it. The leaky ReLU lets a tenth of the push through. Do leaky ReLU and ELU come back in 400 steps?

// %%
const revive = (f: Activation) =>
  trainMlp(unitOf(-4, -3, f), {
    x: two,
    y: [[1], [1]],
    epochs: 400,
    optimizer: optimizer("sgd", { learningRate: 0.1 }),
  }).losses;
const revived = { relu: revive(relu), "leaky relu": revive(leaky), elu: revive(elu()) };
lineChart(
  { y: revived },
  { title: "The leaky unit wakes up", xTitle: "step", yTitle: "mean squared error" },
);

// %% [markdown]
// The ReLU never moves, the leaky ReLU wakes up and learns, and the ELU, whose slope at −7 is $e^{-7}$, less than a thousandth, sleeps on: what is flat is slow.

// %%
new DataFrame([
  { unit: "ReLU", "slope at −7": relu.df(-7), "last loss": revived.relu[399] },
  { unit: "leaky ReLU", "slope at −7": leaky.df(-7), "last loss": revived["leaky relu"][399] },
  { unit: "ELU", "slope at −7": elu().df(-7), "last loss": revived.elu[399] },
]);

// %% tags=["proof"]
checkEqual([revived.relu[399], revived.relu[0]], [1, 1], { of: "ReLU's loss, last and first" });
checkBetween(elu().df(-7), [0, 0.001], { of: "ELU's slope at −7" });
checkBetween(revived["leaky relu"][399], [0, 0.01], { of: "leaky ReLU's last loss" });
checkBetween(revived.elu[399], [3, 4], { of: "ELU's last loss" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A dying network
//
// In a network it is the learning rate that kills. Twenty ReLU units learn $\sin 2x$ from 41 points, eight points to a step, with three learning rates; after each epoch we count the units that are silent on every point. **Predict** how many of the 20 die at each rate.

// %%
const xs = Array.from({ length: 41 }, (_, i) => (i - 20) / 10);
const sine = { x: xs.map((x) => [x]), y: xs.map((x) => [Math.sin(2 * x)]) };
const silentIn = (net: Mlp) => {
  const sums = sine.x.map((row) => net.forward(row).z[0]);
  return sums[0].filter((_, unit) => sums.every((z) => z[unit] <= 0)).length;
};
const learnSine = (learningRate: number) => {
  const silent: number[] = [];
  const run = trainMlp(createMlp([1, 20, 1], { hidden: relu, seed: seed }), {
    ...sine,
    epochs: 100,
    batchSize: 8,
    seed: seed,
    optimizer: optimizer("sgd", { learningRate: learningRate }),
    onEpoch: ({ model }) => silent.push(silentIn(model)),
  });
  return { model: run.model, loss: run.losses[99], silent: silent };
};

// %% [markdown]
// The training takes a moment; then the count:

// %%
const progress = display("3 networks are to be trained");
const [calm, quick, wild] = [0.1, 0.3, 0.5].map((rate) => {
  progress.update(`rate ${rate} is in training`);
  return learnSine(rate);
});
progress.update("3 networks are trained");
lineChart(
  {
    x: Array.from({ length: 100 }, (_, i) => i + 1),
    y: { "rate 0.1": calm.silent, "rate 0.3": quick.silent, "rate 0.5": wild.silent },
  },
  {
    title: "A large learning rate kills all twenty ReLU units",
    xTitle: "epoch",
    yTitle: "silent units of 20",
  },
);

// %% [markdown]
// Two units stay silent at rate 0.1; at 0.3 and 0.5 all twenty are dead in the end. What can a network without living units say? **Predict** its curve.

// %%
lineChart(
  {
    x: xs,
    y: {
      "sin 2x": sine.y.flat(),
      "rate 0.1": calm.model.predict(sine.x).flat(),
      "rate 0.5": wild.model.predict(sine.x).flat(),
    },
  },
  { title: "A dead network says one number for all", xTitle: "x", yTitle: "output" },
);

// %% [markdown]
// A flat line: only the last bias is left. The living network follows the curve, with a few bends.

// %%
new DataFrame([
  { rate: 0.1, "silent units": calm.silent[99], loss: calm.loss },
  { rate: 0.3, "silent units": quick.silent[99], loss: quick.loss },
  { rate: 0.5, "silent units": wild.silent[99], loss: wild.loss },
]);

// %% tags=["proof"]
checkEqual([calm.silent[99], quick.silent[99], wild.silent[99]], [2, 20, 20], {
  of: "silent units after 100 epochs",
});
const said = wild.model.predict(sine.x).flat();
checkEqual([Math.max(...said) - Math.min(...said)], [0], {
  of: "spread of the dead net's answers",
});
checkBetween(calm.loss, [0, 0.02], { of: "loss of the living net" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Which one?
//
// | where | take | because |
// | --- | --- | --- |
// | hidden layers | ReLU, He's start | fast, no fading above zero |
// | hidden layers, units die | leaky ReLU, or a smaller rate | a slope everywhere |
// | memory of a recurrent cell (lesson 18) | tanh, sigmoid as gate | bounded answers |
// | output: a number | none (linear) | any value can be right |
// | output: yes or no (lesson 12) | sigmoid | a probability |
// | output: one of many (lesson 13) | softmax | probabilities that add up to 1 |

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** On paper: $h = \tfrac12 x - 3$ goes into $y = 4h + 2$. Which single unit, `w` and `b`, gives the same?

// %% tags=["exercise"]
const stackedUnit: { w: number; b: number } = todo;
exercises.stackedUnit.check(stackedUnit);
// exercises.stackedUnit.hint();
// exercises.stackedUnit.solution();

// %% [markdown]
// **2.** Draw $|x - 1|$ with ReLU units: $y = \sum v \cdot \text{relu}(w x + b)$ over a list of units. Many answers are right.

// %% tags=["exercise"]
const valley: { w: number; b: number; v: number }[] = todo;
exercises.valley.check(valley);
// exercises.valley.hint();
// exercises.valley.solution();

// %% [markdown]
// **3.** Write a softmax that stands large scores. Leave the list that came as it is.

// %% tags=["exercise"]
const stableSoftmax = (z: number[]): number[] => todo;
exercises.stableSoftmax.check(stableSoftmax);
// exercises.stableSoftmax.hint();
// exercises.stableSoftmax.solution();

// %% [markdown]
// **4.** *Swish* is $f(z) = z \cdot \sigma(z)$ (Ramachandran, Zoph and Le, 2017). Write its slope, with the product rule.

// %% tags=["exercise"]
const swishSlope = (z: number): number => todo;
exercises.swishSlope.check(swishSlope);
// exercises.swishSlope.hint();
// exercises.swishSlope.solution();

// %% [markdown]
// **5.** Count dead units: `answers[row][unit]` are the answers of a ReLU layer, and a dead unit says 0 to every row.

// %% tags=["exercise"]
const countDead = (answers: number[][]): number => todo;
exercises.countDead.check(countDead);
// exercises.countDead.hint();
// exercises.countDead.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// A hidden layer of steps computes as well as any other, but it cannot learn: nothing comes back. **Predict** the gradient of its weights.

// %%
const stepNet = createMlp([1, 20, 1], { hidden: step, seed: seed });
const [hiddenGradient] = stepNet.gradients(sine).layers;
hiddenGradient.w.flat();

// %% tags=["proof"]
checkTrue(
  hiddenGradient.w.flat().every((gradient) => gradient === 0),
  "every weight before the step has the gradient 0",
);

// %% [markdown]
// And a name with a wrong letter? The library names those that it knows.

// %% tags=["raises-exception"]
activation("ReLU" as keyof typeof activations);

// %% [markdown]
// Now you: in the heat map of the error, replace `deepNet(f)` by `deepNet(f, 4)`, four times the starting weights. Which row stays closest to zero now, and in which rows does the error explode on its way back? Then write `leaky` in place of `relu` in `learnSine`: units that are silent on all points may come back; do they?

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - show why layers without a bend are one layer, and what a few bends can draw
// - compute the usual activations, softmax included, and their slopes by hand
// - see saturated and dead units coming, and choose an activation that avoids them
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Start with two rulers: lay one on the other, and you still have a ruler. The teeth of section two are the best picture for why depth pays; let the room guess each number before the slider moves. If time is short, leave out temperature and the derivatives of softmax; lesson 13 comes back to softmax.
