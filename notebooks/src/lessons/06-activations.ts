// %% [markdown] slideshow={"slide_type": "slide"}
// # 06 · Why do hidden layers need an activation function?
//
// In this lesson you will build two networks of ten hidden layers. They have the same number of units, see the same points, and learn by the same rule, each at a learning rate that suits it. After a hundred epochs one of them knows no more than a coin toss, and the other tells two spirals apart almost without a mistake. Two decisions make the difference: which function a unit applies to its sum, and how large the initial random weights are. By the end you can make both, and say why.
//
// Lesson 05 put sigmoids into a hidden layer, sent the error back through it, and then asked what happens when we stack many such layers. For twenty years hardly anybody managed to train such a stack. Yet the explanation takes no more than the slope of a curve and a multiplication.
//
// *Two sittings of about 60 minutes · builds on lessons 04 and 05*
//
// **You will be able to**
//
// - explain why layers without an activation function are worth a single layer, and build curves out of ReLU units
// - say for six activation functions what comes out, how steep they are, and what that does to an error on its way back
// - choose an activation function and an initialisation for each layer of a deep network, softmax for several classes included

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
import { spirals } from "neural-notebooks/datasets";
import { DataFrame } from "neural-notebooks/frames";
import { createMlp, linear, optimizer, tanh, trainMlp } from "neural-notebooks/models";
import {
  barChart,
  boundaryChart,
  functionChart,
  lineChart,
  matrixChart,
  statesChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/06-activations";

// %% tags=["proof"]
import {
  checkBetween,
  checkClose,
  checkEqual,
  checkTrue,
} from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Twenty random networks
//
// An **activation function** is what a unit does to its weighted sum $z$ before it hands the result on, $a = f(z)$. You know two: the step of the perceptron and the sigmoid of lesson 05. Does a hidden layer need one at all?
//
// Here are twenty networks with one input, three hidden layers of 8 units and one output. Nobody has trained them; all their weights and biases are random numbers. Each is drawn twice: once with an activation function in its hidden layers (tanh, a curve shaped like an S, which you will meet below), and once without any. Move the slider through all twenty. What do the networks without an activation function have in common?
//
// > **Reading the code.** `createMlp([1, 8, 8, 8, 1], { hidden })` makes a multi-layer perceptron: the list holds the number of units layer by layer, and `hidden` the activation function of the hidden layers (`linear` is none, $f(z) = z$). `flatten()` lists all its weights and biases, and `withParameters` puts other numbers in their place. `interact(…, { family: statesChart })` computes the picture for every position of the slider beforehand.

// %%
function randomNetwork(hidden: "linear" | "tanh", number: number) {
  const random = new Random(number);
  const network = createMlp([1, 8, 8, 8, 1], { hidden });
  const filled = network.withParameters(network.flatten().map(() => random.normal(0, 0.5)));
  return (x: number) => filled.predict([[x]])[0][0];
}

interact(
  { network: slider({ min: 1, max: 20 }) },
  ({ network }) => {
    const curves = {
      "no activation function": randomNetwork("linear", network),
      "with tanh": randomNetwork("tanh", network),
    };
    const title = `Random network ${network} of 20, with tanh and without`;
    return functionChart(curves, { title, yTitle: "output", range: [-3, 3], resolution: 121 });
  },
  { family: statesChart },
);

// %% tags=["proof"]
for (let number = 1; number <= 20; number++) {
  const sag = (f: (x: number) => number) => Math.abs((f(-3) + f(3)) / 2 - f(0));
  checkTrue(
    sag(randomNetwork("linear", number)) < 1e-9,
    `network ${number}: a line without tanh`,
  );
  checkTrue(sag(randomNetwork("tanh", number)) > 1e-3, `network ${number}: no line with tanh`);
}

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Linear layers collapse into one
//
// All of them are straight lines. That is no accident. Take two linear units, one after the other: the first computes $a = 2x + 1$, and the second turns that into $\hat y = -3a + 4$. Put the first into the second:
//
// $$\hat y = -3\,(2x + 1) + 4 = -6x - 3 + 4 = -6x + 1$$
//
// Two units, four numbers, and the result is one linear unit with the weight −6 and the bias 1. Whole layers behave in the same way. With the weights of a layer in a matrix $W$ and its biases in a list $b$, as in lesson 05,
//
// $$(x W_1 + b_1)\,W_2 + b_2 = x\,(W_1 W_2) + (b_1 W_2 + b_2)$$
//
// In words: what two linear layers do, one layer does with the weights $W_1 W_2$ and the biases $b_1 W_2 + b_2$. A third layer can be merged in the same way, and a fourth.
//
// Now a large example: 2 inputs, four hidden layers of 8 units without an activation function, and 1 output. It has 249 weights and biases. Suppose that you want to send a friend everything that it can do, so that the friend's program gives the same output for any two inputs. Remember that it draws a flat plane over its two inputs.

// %%
const enough = predict(
  "How many numbers do you have to send, so that your friend can compute every output?",
  { from: 1, to: 249, unit: "numbers" },
);

// %% [markdown]
// We read the plane off at three places: its height at $(0, 0)$ is the bias, and one step along each input gives the two weights. Then we compare this single linear unit with the network of 249 numbers at five random places.
//
// > **Reading the code.** `Record<string, number>` is the type of an object whose names may be any text and whose values are numbers. Each such object becomes a row of the table.

// %%
const deepLinear = createMlp([2, 8, 8, 8, 8, 1], { hidden: linear, seed: 1 });
function networkAt(x1: number, x2: number): number {
  return deepLinear.predict([[x1, x2]])[0][0];
}

const bias = networkAt(0, 0);
const weights = [networkAt(1, 0) - bias, networkAt(0, 1) - bias];
enough.reveal(weights.length + 1);

const random = new Random(1);
const comparison: Record<string, number>[] = [];
for (let i = 0; i < 5; i++) {
  const [x1, x2] = [random.uniform(-9, 9), random.uniform(-9, 9)];
  const oneUnit = weights[0] * x1 + weights[1] * x2 + bias;
  comparison.push({ x1, x2, network: networkAt(x1, x2), "one unit": oneUnit });
}
new DataFrame(comparison);

// %% tags=["proof"]
checkEqual(deepLinear.parameterCount, 249, { of: "numbers of the deep linear network" });
checkClose(
  comparison.map((row) => row.network),
  comparison.map((row) => row["one unit"]),
  { of: "network against unit" },
);
const firstUnit = (x: number) => 2 * x + 1;
const secondUnit = (a: number) => -3 * a + 4;
for (const x of [-2, 0, 1.5])
  checkClose(secondUnit(firstUnit(x)), -6 * x + 1, { of: `two units at ${x}` });

// %% [markdown]
// Three numbers are enough. The other 246 add nothing that the network could draw, however long you train. **Depth needs an activation function that is not a straight line.**
//
// **Your turn (2 minutes, on paper).** A first linear unit computes $a = \tfrac12 x - 3$, and a second one $\hat y = 4a + 2$. Which single unit gives the same predictions? Replace each `todo` by a number.

// %% tags=["exercise"]
const stackedUnit: { w: number; b: number } = { w: todo, b: todo };
exercises.stackedUnit.check(stackedUnit);
// exercises.stackedUnit.hint();
// exercises.stackedUnit.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## One corner is enough: the ReLU
//
// The plainest activation function that is not a straight line has a single corner. It is called **ReLU**, for *rectified linear unit*, and most networks of today use it or a close relative, such as the smooth GELU and SiLU of language models:
//
// $$\text{relu}(z) = \max(0, z)$$
//
// In words: a positive sum passes unchanged, a negative one becomes 0. For $z = 3$ the ReLU gives 3, for $z = -2$ it gives 0. A unit with one input computes $\text{relu}(wx + b)$. Its corner lies where the sum is zero, at $x = -b/w$, and on the side where the sum is positive it has the slope $w$. The last weight $u$, on the way to the output, stretches it or turns it upside down.
//
// Move the three sliders. Can you put the corner at $x = 2$, and let the curve fall to the left of it and be flat on the right?

// %%
function relu(z: number): number {
  return Math.max(0, z);
}

interact(
  {
    w: slider({ min: -3, max: 3, value: 1, step: 0.1 }),
    b: slider({ min: -4, max: 4, value: 1, step: 0.1 }),
    u: slider({ min: -2, max: 2, value: 1, step: 0.1 }),
  },
  ({ w, b, u }) => {
    const corner = w === 0 ? "no corner" : `corner at x = ${(-b / w).toFixed(2)}`;
    const title = `w = ${w}, b = ${b}, u = ${u}: ${corner}`;
    return functionChart(
      { "u · relu(wx + b)": (x) => u * relu(w * x + b) },
      { title, yTitle: "output", range: [-4, 4] },
    ).with({ layout: { yaxis: { range: [-8, 8] } } });
  },
);

// %% tags=["proof"]
checkEqual([relu(3), relu(-2)], [3, 0], { of: "relu" });
const answerOfSliders = (x: number) => 1 * relu(-1 * x + 2);
checkEqual([0, 1, 2, 3].map(answerOfSliders), [2, 1, 0, 0], { of: "falls to a corner at 2" });

// %% [markdown]
// A negative weight turns the unit to the left: $w = -1$, $b = 2$ does it. Several units can now be added. Two make the absolute value, $|x| = \text{relu}(x) + \text{relu}(-x)$, since one draws the right arm and the other the left. Three make a hat:
//
// $$\text{hat}(x) = 2\,\text{relu}(x) - 4\,\text{relu}(x - \tfrac12) + 2\,\text{relu}(x - 1)$$
//
// Follow it from left to right. Up to 0 all three are silent. From 0 on the first climbs with slope 2 and reaches 1 at $x = \tfrac12$. There the second sets in with slope −4, so the sum falls with slope $2 - 4 = -2$ and is back at 0 when $x = 1$. There the third sets in, and the slope is $2 - 4 + 2 = 0$ for ever.

// %%
function hat(x: number): number {
  return 2 * relu(x) - 4 * relu(x - 0.5) + 2 * relu(x - 1);
}

functionChart(
  {
    "the sum: hat(x)": hat,
    "2 relu(x)": (x) => 2 * relu(x),
    "−4 relu(x − ½)": (x) => -4 * relu(x - 0.5),
    "2 relu(x − 1)": (x) => 2 * relu(x - 1),
  },
  { title: "Three ReLU units add up to a hat", range: [-0.5, 1.5], yTitle: "output" },
).with({ layout: { yaxis: { range: [-2.2, 2.2] } } });

// %% tags=["proof"]
checkEqual([0, 0.25, 0.5, 0.75, 1, 2].map(hat), [0, 0.5, 1, 0.5, 0, 0], { of: "the hat" });
checkEqual(
  [-2, 0, 3].map((x) => relu(x) + relu(-x)),
  [2, 0, 3],
  { of: "|x|" },
);

// %% [markdown]
// Now put four hats side by side, with their tips at $x = 0.5$, 1, 1.5 and 2, and give each a height of its own. Between two tips one hat falls while the next one rises, so the sum is a straight line from tip to tip. The sliders set the four heights. Follow the dashed curve as closely as you can; the title says how large the widest gap is. The first height is set already.

// %%
const target = (x: number): number => Math.sin(2.5 * x);
const height = (value: number) => slider({ min: -1.5, max: 1.5, value, step: 0.05 });

interact(
  { h1: height(0.95), h2: height(0), h3: height(0), h4: height(0) },
  ({ h1, h2, h3, h4 }) => {
    const hats = (x: number) =>
      h1 * hat(x) + h2 * hat(x - 0.5) + h3 * hat(x - 1) + h4 * hat(x - 1.5);
    let gap = 0;
    for (let x = 0; x <= 2.5; x += 0.01) {
      gap = Math.max(gap, Math.abs(hats(x) - target(x)));
    }
    const title = `Four hats of ReLU units: widest gap ${gap.toFixed(2)}`;
    const curves = { "your network": hats, "curve to follow": target };
    return functionChart(curves, { title, range: [0, 2.5], yTitle: "output" });
  },
);

// %% tags=["proof"]
const gapWith = (h: number[]) => {
  const places = Array.from({ length: 251 }, (_, i) => i / 100);
  const hatsAt = (x: number) => h.reduce((sum, each, i) => sum + each * hat(x - i / 2), 0);
  return Math.max(...places.map((x) => Math.abs(hatsAt(x) - target(x))));
};
checkBetween(gapWith([0.95, 0.6, -0.55, -0.95]), [0.1, 0.22], {
  of: "gap with heights on the curve",
});
checkClose(gapWith([1.05, 0.7, -0.65, -1.05]), 0.1, {
  of: "gap with good heights",
  tolerance: 0.02,
});

// %% [markdown]
// If you set the tips on the curve itself, the widest gap is about 0.2. With tips a little above its hills and below its valleys you can bring it down to 0.10. More and narrower hats follow it more closely. In this way, with the output's bias and one more unit for the two ends, a single hidden layer of ReLU units can follow **any** continuous curve on a closed interval (from one fixed $x$ to another) as closely as you like, if it has enough units. Each picture that such a network draws is made of straight pieces; we say that it is **piecewise linear**.
//
// **Your turn (5 minutes).** Draw the valley $|x - 1|$ as a sum $u_1\,\text{relu}(w_1 x + b_1) + u_2\,\text{relu}(w_2 x + b_2) + \dots$ Write a list with one object for each unit, such as `[{ w: 2, b: 1, u: 3 }]`. Many answers are right, and any number of units will do.

// %% tags=["exercise"]
const valley: { w: number; b: number; u: number }[] = todo;
exercises.valley.check(valley);
// exercises.valley.hint();
// exercises.valley.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Why deep? Folding
//
// If one hidden layer can draw everything, why do people stack many? Watch what happens when the output of a hat goes into a second hat, and so on. Each hat is one layer of three ReLU units.
//
// Think of a strip of paper. The hat runs up from 0 to 1 and back down to 0, so the second hat passes through its whole range twice: once forward, while $x$ goes from 0 to ½, and once backward, while $x$ goes from ½ to 1. It is as if the first layer had folded the paper in the middle, and whatever the later layers draw appears on both halves. One layer draws one tooth, and two layers draw two.

// %%
const teethOfFive = predict("How many teeth do five such layers draw?", { from: 1, to: 100 });

// %% [markdown]
// The function `teethOf` lets the computer count: a tooth is a place at which the output reaches 1, and `filter` keeps those places. Move the slider to five layers.

// %%
function folded(x: number, layers: number): number {
  let value = x;
  for (let layer = 1; layer <= layers; layer++) value = hat(value);
  return value;
}

const grid: number[] = [];
for (let i = 0; i <= 64; i++) grid.push(i / 64);
const teethOf = (layers: number) => grid.filter((x) => folded(x, layers) === 1).length;

teethOfFive.reveal(teethOf(5));
interact(
  { layers: slider({ min: 1, max: 6 }) },
  ({ layers }) => {
    const title = `Layers: ${layers}, units: ${3 * layers}, teeth: ${teethOf(layers)}`;
    const options = { title, range: [0, 1] as const, yTitle: "output", resolution: 129 };
    return functionChart({ output: (x) => folded(x, layers) }, options);
  },
  { family: statesChart },
);

// %% tags=["proof"]
const piecesOf = (f: (x: number) => number, steps = 64) => {
  const heights = Array.from({ length: steps + 1 }, (_, i) => f(i / steps));
  const rises = heights.slice(1).map((each, i) => each - heights[i]);
  return 1 + rises.slice(1).filter((rise, i) => rise !== rises[i]).length;
};
checkEqual(
  [1, 2, 3, 4, 5].map((layers) => piecesOf((x) => folded(x, layers))),
  [2, 4, 8, 16, 32],
  { of: "straight pieces" },
);
checkEqual([1, 2, 3, 4, 5].map(teethOf), [1, 2, 4, 8, 16], { of: "teeth" });
checkEqual(
  piecesOf((x) => folded(x, 10), 2048),
  1024,
  { of: "pieces of ten layers" },
);

// %% [markdown]
// The teeth double with each layer: 1, 2, 4, 8, 16. Five layers with 15 units draw 32 straight pieces. A single hidden layer of $m$ ReLU units has at most $m$ corners, one for each unit, and therefore at most $m + 1$ pieces, so for the same picture it needs at least 31 units. With ten layers it would be 1,023 units against 30. Depth does not help with every curve, but where a pattern repeats or is made of parts, **later layers can use again what earlier layers have built**.
//
// So we want depth. With which activation functions can a deep network still learn?

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Six activation functions and their slopes
//
// Backpropagation multiplies the error by the slope of each activation function that it passes (lesson 05). So for each function we want to know two things: what comes out, and how steep it is.
//
// > **A reminder of e and ln.** $e \approx 2.718$ is a fixed number, and $e^z$ is its power: $e^2 \approx 7.39$, $e^0 = 1$, $e^{-2} \approx 0.135$. It is always positive, large for large $z$ and close to 0 for very negative $z$; its slope at each place is its own value. In code it is `Math.exp(z)`. The **natural logarithm** $\ln$ (`Math.log`) undoes it: $e^{\ln 3} = 3$.
//
// | function | output $a = f(z)$ | slope $f'(z)$ |
// |---|---|---|
// | step | 1 for $z \ge 0$, else 0 | 0 (none at the jump) |
// | sigmoid $\sigma(z)$, or **logistic function** | $1 / (1 + e^{-z})$ | $a\,(1 - a)$ |
// | **tanh** (hyperbolic tangent) | $(e^z - e^{-z}) / (e^z + e^{-z})$ | $1 - a^2$ |
// | ReLU | $\max(0, z)$ | 1 for $z > 0$, else 0 |
// | **leaky ReLU** | $z$ for $z > 0$, else $\alpha z$ | 1 for $z > 0$, else $\alpha$ |
// | **ELU** (exponential linear unit) | $z$ for $z > 0$, else $e^z - 1$ | 1 for $z > 0$, else $a + 1$ |
//
// An example: at $z = \ln 3$ we have $e^{-z} = \tfrac13$. The sigmoid gives $1 / (1 + \tfrac13) = 0.75$, and its slope there is $0.75 \cdot 0.25 = 0.1875$. The number $\alpha$ (alpha) is small, here 0.1. (The ELU has such a number, too, here 1.)

// %%
type Shape = { f: (z: number) => number; slope: (z: number) => number };

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

const shapes: Record<string, Shape> = {
  step: { f: (z) => (z >= 0 ? 1 : 0), slope: () => 0 },
  sigmoid: { f: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { f: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  ReLU: { f: relu, slope: (z) => (z > 0 ? 1 : 0) },
  "leaky ReLU": { f: (z) => (z > 0 ? z : 0.1 * z), slope: (z) => (z > 0 ? 1 : 0.1) },
  ELU: { f: (z) => (z > 0 ? z : Math.exp(z) - 1), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
};

const z = Math.log(3);
[shapes.sigmoid.f(z).toFixed(4), shapes.sigmoid.slope(z).toFixed(4)];

// %% tags=["proof"]
checkClose(
  [shapes.sigmoid.f(Math.log(3)), shapes.sigmoid.slope(Math.log(3)), Math.exp(2), Math.exp(-2)],
  [0.75, 0.1875, 7.389, 0.1353],
  { of: "sigmoid at ln 3; powers of e", tolerance: 1e-3 },
);
for (const [name, { f, slope }] of Object.entries(shapes))
  for (const z of [-4, -1.3, -0.2, 0.2, 1.3, 4])
    checkClose(slope(z), (f(z + 1e-5) - f(z - 1e-5)) / 2e-5, {
      of: `slope of ${name} at ${z}`,
      tolerance: 1e-6,
    });

// %% [markdown]
// > **Reading the code.** `condition ? first : second` gives the first value if the condition is true, else the second. `type Shape = …` gives a type a name: here a pair of functions, the output `f` and its `slope`. `Object.keys` lists the names in an object, and `Object.values` what they stand for.
//
// Choose one function after the other; the dashed line is the slope. Where is each function steep, and where has its slope almost vanished?

// %%
interact(
  { shape: dropdown(Object.keys(shapes), { value: "sigmoid" }) },
  ({ shape }) => {
    const { f, slope } = shapes[shape];
    const steepest = Math.max(slope(-3), slope(0), slope(3));
    return functionChart(
      { output: f, slope },
      {
        title: `${shape}: slope ${slope(-3).toFixed(2)} at −3, at most ${steepest}`,
        xTitle: "weighted sum z",
        yTitle: "output (solid), slope (dashed)",
      },
    ).with({ layout: { yaxis: { range: [-1.3, 2.3] } } });
  },
  { family: statesChart },
);

// %% tags=["proof"]
checkEqual(
  [shapes.sigmoid.slope(0), shapes.tanh.slope(0), shapes.sigmoid.f(0)],
  [0.25, 1, 0.5],
  { of: "slopes at 0" },
);
for (const z of [-2, -0.5, 0.3, 1.7])
  checkClose(shapes.tanh.f(z), 2 * shapes.sigmoid.f(2 * z) - 1, { of: `tanh at ${z}` });

// %% [markdown]
// The step is flat everywhere, so no error ever comes back through it: it cannot be trained by gradient descent. The sigmoid is steepest at 0, and even there its slope is only ¼. The tanh has the same shape, stretched so that it runs from −1 to 1 ($\tanh z = 2\sigma(2z) - 1$), and reaches slope 1. Both are flat at their two ends. A unit whose sum lies there is called **saturated**: its output hardly changes, whatever happens to its inputs. The last three keep the slope 1 for all positive sums. They differ below zero.
//
// **Your turn (3 minutes, on paper).** The slopes in the table are written with the output $a$, which the forward pass has computed anyway. Use this. Four units gave the outputs 0.9 (sigmoid), −0.6 (tanh), −0.2 (leaky ReLU with $\alpha = 0.1$) and −0.8 (ELU). What is the slope of each at that place?

// %% tags=["exercise"]
const slopesByHand: { sigmoid: number; tanh: number; leaky: number; elu: number } = {
  sigmoid: todo,
  tanh: todo,
  leaky: todo,
  elu: todo,
};
exercises.slopesByHand.check(slopesByHand);
// exercises.slopesByHand.hint();
// exercises.slopesByHand.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## An error on its way through ten layers
//
// Imagine the plainest deep network: ten layers with a single unit each, all weights 1. On its way back the error $\delta$ (delta, lesson 05) is multiplied in each layer by the weight and by the slope:
//
// $$\delta_{\text{before}} = \delta \cdot w \cdot f'(z)$$
//
// where $z$ is the sum of the unit that the error comes to.
//
// Suppose that an error of 1 leaves the end, and that each sum is 0, where the sigmoid is steepest. One layer back ¼ is left, two layers back $\tfrac14 \cdot \tfrac14 = \tfrac1{16}$, three layers back $\tfrac1{64}$. With tanh, whose slope at 0 is 1, the error would arrive unharmed.
//
// That is one unit a layer, with convenient numbers. Next we do the same with a hundred units in each of ten layers and random weights, as a real network has them before training. There about half of the sums are positive and half are negative. What does that mean for the ReLU, whose slope is 1 for the first and 0 for the others?

// %%
const left = predict("How much of an error survives ten layers of ReLU units?", {
  choices: ["nearly all of it", "a few hundredths", "less than a hundred-thousandth"],
});

// %% [markdown]
// First the forward pass. We let 200 random inputs through ten layers and keep the weights and the sums $z$, which the way back needs. The weights are drawn at random around 0. Their standard deviation, in code `spread`, says how large they are: about two thirds of them lie between −spread and +spread. (Biases are 0 before training, so we leave them out.)
//
// > **Reading the code.** `tf.randomNormal(shape, mean, deviation, type, seed)` makes a tensor of such random numbers. `f` is a function that turns a whole tensor of sums into a tensor of outputs.

// %%
const units = 100;
const layerCount = 10;

function forwardPass(f: (z: tf.Tensor) => tf.Tensor, spread: number) {
  let a: tf.Tensor = tf.randomNormal([200, units], 0, 1, "float32", 1);
  const passed = { weights: [] as tf.Tensor[], sums: [] as tf.Tensor[], sizes: [] as number[] };
  for (let layer = 1; layer <= layerCount; layer++) {
    const w = tf.randomNormal([units, units], 0, spread, "float32", 100 + layer);
    const z = tf.matMul(a, w);
    a = f(z);
    passed.weights.push(w);
    passed.sums.push(z);
    passed.sizes.push(tf.mean(tf.abs(a)).dataSync()[0]);
  }
  return passed;
}

// %% [markdown]
// Then the backward pass. It starts with a random error for each unit of the last layer. In each layer the error is multiplied by the slope, number by number, and then goes to the layer before through the same weights. `tf.grad(f)(z)` gives the slope of $f$ at each number of $z$, and the last argument of `matMul` swaps rows and columns, as in lesson 05. What we note is the mean size of the error in each layer, without its sign; `unshift` puts each number in front of those that are there. In the end we print which share of the error arrives one layer further back: first from layer 10 to layer 9, at last from 2 to 1.

// %%
function errorSizes(f: (z: tf.Tensor) => tf.Tensor, spread: number): number[] {
  return tf.tidy(() => {
    const { weights, sums } = forwardPass(f, spread);
    const sizes: number[] = [];
    let error: tf.Tensor = tf.randomNormal([200, units], 0, 1, "float32", 99);
    for (let layer = layerCount - 1; layer >= 0; layer--) {
      error = tf.mul(error, tf.grad(f)(sums[layer]));
      sizes.unshift(tf.mean(tf.abs(error)).dataSync()[0]);
      error = tf.matMul(error, weights[layer], false, true);
    }
    return sizes;
  });
}

const sizes = errorSizes((z) => tf.sigmoid(z), 0.1);
const passedOn: string[] = [];
for (let layer = 8; layer >= 0; layer--) {
  passedOn.push((sizes[layer] / sizes[layer + 1]).toFixed(2));
}
passedOn;

// %% tags=["proof"]
const [least, most] = [Math.min(...passedOn.map(Number)), Math.max(...passedOn.map(Number))];
checkBetween(least, [0.19, 0.25], { of: "smallest share that a sigmoid layer passes on" });
checkBetween(most, [least, 0.25], { of: "largest share that a sigmoid layer passes on" });

// %% [markdown]
// From the ninth layer down to the first, each sigmoid layer passes on between a fifth and a quarter of the error that it gets, much like our chain of single units. The map compares six networks with different activation functions. Because the numbers differ so much, it shows powers of ten: 0 means as much as in the last hidden layer, −1 a tenth of it, −2 a hundredth. Read each row from right to left, as the error goes.

// %%
const onTensors: Record<string, (z: tf.Tensor) => tf.Tensor> = {
  "no function": (z) => tf.mul(z, 1),
  ELU: (z) => tf.elu(z),
  tanh: (z) => tf.tanh(z),
  "leaky ReLU": (z) => tf.leakyRelu(z, 0.1),
  ReLU: (z) => tf.relu(z),
  sigmoid: (z) => tf.sigmoid(z),
};
const columns = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
const arrived: number[][] = [];
for (const f of Object.values(onTensors)) {
  const sizes = errorSizes(f, 0.1);
  arrived.push(sizes.map((size) => Math.log10(size / sizes[9])));
}
left.reveal(arrived[4][0] < -1 ? "a few hundredths" : "nearly all of it");
const title = "Sigmoids let the error vanish on its way to the first layer";
const valueTitle = "power of ten";
const names = { xTitle: "hidden layer", yTitle: "function", valueTitle };
const data = { values: arrived, rows: Object.keys(onTensors), columns };
matrixChart(data, { title, ...names, digits: 1 });

// %% tags=["proof"]
checkBetween(arrived[5][0], [-6.5, -5], { of: "sigmoid, layer 1" });
const apart = tf.tidy(() =>
  forwardPass(onTensors.sigmoid, 0.1).sums.map((z) => {
    const deviations = tf.sqrt(tf.moments(tf.sigmoid(z), 0).variance);
    return tf.mean(deviations).dataSync()[0];
  }),
);
checkBetween(apart[0], [0.15, 0.25], { of: "differences after the first sigmoid layer" });
checkTrue(apart[9] < 1e-6, "the tenth sigmoid layer gives the same for every input");
for (let layer = 1; layer < 8; layer++)
  checkBetween(apart[layer] / apart[layer - 1], [0.2, 0.26], {
    of: `share of the differences that layer ${layer + 1} keeps`,
  });
checkTrue(
  arrived.slice(0, 5).every((row) => Math.min(...row) > Math.log10(1 / 40)),
  "the others keep more than a fortieth",
);
checkBetween(arrived[0][0], [-0.15, 0.15], { of: "no activation function keeps the error" });
checkBetween(
  [arrived[4][0], arrived[3][0]].reduce((a, b) => Math.max(a, b)),
  [-1.6, -1.35],
  {
    of: "ReLU and leaky ReLU lose some, too",
  },
);

// %% [markdown]
// Less than a hundred-thousandth of the error reaches the first layer of the sigmoid network. A weight there moves by $\eta$ times its gradient, so it practically does not move. This is the **vanishing gradient**. Where the factors are above 1, the error grows instead: an **exploding gradient**.
//
// The same factor works forwards: a difference between two inputs shrinks to about a quarter in each layer, so the last layer sees practically the same numbers for every point.
//
// Of the ReLU's error about 3 % arrives, and of the leaky ReLU's hardly more. In each layer about half of the sums are negative, and those units hand back nothing, or only a tenth. Larger weights can make up for that.

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You know why hidden layers need an activation function, and which functions let an error through ten layers. Next we choose the initial weights.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How large should the initial weights be?
//
// Choosing the weights before training is called the **initialisation**. They have to be random: with equal weights the units of a layer would compute the same, get the same gradient, and never become different. How large should they be? The chart shows the size of the outputs on their way *forward*. Move the slider for the standard deviation of the weights, until the ReLU signal arrives in layer 10 with about the size that it had in layer 1. What happens above, and what below?

// %%
interact(
  { spread: slider({ min: 0.04, max: 0.24, value: 0.06, step: 0.01 }) },
  ({ spread }) => {
    const signal = tf.tidy(() => ({
      ReLU: forwardPass(onTensors.ReLU, spread).sizes,
      tanh: forwardPass(onTensors.tanh, spread).sizes,
    }));
    const factor = (signal.ReLU[9] / signal.ReLU[0]).toPrecision(2);
    return lineChart(
      { x: columns.map(Number), y: signal },
      {
        title: `Deviation ${spread}: by layer 10 the ReLU signal has changed × ${factor}`,
        xTitle: "hidden layer",
        yTitle: "mean size of the outputs",
        logarithmic: ["y"],
      },
    ).with({ layout: { yaxis: { range: [-6, 4] } } });
  },
  { family: statesChart },
);

// %% tags=["proof"]
const kept = (name: string, spread: number) =>
  tf.tidy(() => {
    const { sizes } = forwardPass(onTensors[name], spread);
    return sizes[9] / sizes[0];
  });
checkBetween(kept("ReLU", 0.06), [0, 0.002], { of: "ReLU at 0.06" });
checkBetween(kept("ReLU", 0.14), [0.4, 0.8], { of: "ReLU at 0.14" });
checkBetween(kept("ReLU", 0.15), [1, 1.4], { of: "ReLU at 0.15" });
checkBetween(kept("ReLU", 0.24), [30, 200], { of: "ReLU at 0.24" });
checkBetween(kept("tanh", 0.1), [0.25, 0.4], { of: "tanh at 0.1" });

// %% [markdown]
// Between 0.14 and 0.15 the ReLU signal keeps its size. Below, it fades; above, it explodes. Why there?
//
// A sum adds up $n_{\text{in}}$ numbers, here 100, each multiplied by a weight. About half of these products are negative, so most of them cancel. What is left grows like $\sqrt{n_{\text{in}}}$: if you add +1 for heads and −1 for tails over 100 coin tosses, you end about 10 away from zero, not 100. So a layer multiplies the size of the signal by about $\sqrt{n_{\text{in}}}$ times the standard deviation of its weights.
//
// Without an activation function the size stays if that product is 1: the standard deviation is $1/\sqrt{100} = 0.1$. The ReLU turns half of the sums into 0, which halves the mean of their squares, another measure of their size. To make up for it, the squares of the weights must be twice as large, which gives the standard deviation $\sqrt{2/100} = 0.141$. That is where the slider found it.
//
// Two rules for the standard deviation are in common use:
//
// - **He initialisation** for the ReLU and its relatives: $\sqrt{2 / n_{\text{in}}}$.
// - **Glorot initialisation**, derived for functions with slope about 1 at zero, such as tanh: $\sqrt{2 / (n_{\text{in}} + n_{\text{out}})}$. For a deep stack of sigmoids, with slopes of at most ¼, it is far too small.
//
// Here $n_{\text{out}}$ is the number of units. Glorot's rule looks at both, since an error on its way back is a sum over the units. Does He's rule suit the error?

// %%
const errorKept: Record<string, number>[] = [];
for (const spread of [0.1, Math.sqrt(2 / units), 0.2]) {
  const sizes = errorSizes(onTensors.ReLU, spread);
  errorKept.push({ spread, "error in layer 1 / in layer 10": sizes[0] / sizes[9] });
}
new DataFrame(errorKept);

// %% tags=["proof"]
const partsKept = errorKept.map((row) => row["error in layer 1 / in layer 10"]);
checkBetween(partsKept[0], [0.02, 0.04], { of: "error through ReLU at 0.1" });
checkBetween(partsKept[1], [0.5, 1.5], { of: "error through ReLU at 0.141" });
checkBetween(partsKept[2], [10, 30], { of: "error through ReLU at 0.2" });

// %% [markdown]
// It does, at least here, where each layer has as many units as inputs. With a standard deviation of 0.1 about 3 % of the error arrives in the first layer, with He's 0.141 most of it, and with 0.2 it has grown more than tenfold.
//
// A signal through tanh cannot explode, since no output is above 1. But large weights drive the sums into the flat ends. The map shows the share of saturated units, those with a slope below 0.1. In brackets after each standard deviation stands the factor by which the error changes from layer 10 to layer 1. (In the code, `tf.less` says for each slope whether it is below 0.1, and `tf.cast` turns true into 1 and false into 0, so that the mean is the share.)

// %%
const spreads = [0.05, 0.1, 0.2, 0.4, 0.8];
const saturated: number[][] = [];
const rows: string[] = [];
for (const spread of spreads) {
  const sizes = errorSizes(onTensors.tanh, spread);
  rows.push(`${spread} (× ${Number((sizes[0] / sizes[9]).toPrecision(2))})`);
  const shares: number[] = [];
  tf.tidy(() => {
    for (const z of forwardPass(onTensors.tanh, spread).sums) {
      const isFlat = tf.less(tf.grad(onTensors.tanh)(z), 0.1);
      shares.push(tf.mean(tf.cast(isFlat, "float32")).dataSync()[0]);
    }
  });
  saturated.push(shares);
}
const axes = { xTitle: "hidden layer", yTitle: "deviation", valueTitle: "share saturated" };
matrixChart(
  { values: saturated, rows, columns },
  { title: "Large initial weights saturate tanh units in every layer", ...axes, range: [0, 1] },
);

// %% tags=["proof"]
checkTrue(Math.min(...saturated[4]) > 0.75, "at 0.8 about 80 % are saturated in each layer");
checkTrue(Math.max(...saturated[1]) < 0.1, "at 0.1 fewer than 10 % are");
const growthOfTanh = (spread: number) => {
  const sizes = errorSizes(onTensors.tanh, spread);
  return sizes[0] / sizes[9];
};
checkBetween(growthOfTanh(0.1), [0.15, 0.35], { of: "error through tanh at 0.1" });
checkBetween(growthOfTanh(0.8), [500, 600], { of: "error through tanh at 0.8" });

// %% [markdown]
// With Glorot's $\sqrt{2/200} = 0.1$ fewer than a tenth of the units are saturated in any layer. At 0.8 about 80 % are. A saturated unit passes almost nothing back, but the few steep ones multiply the error by large weights: at 0.8 it grows about 550-fold on its way to the first layer. The forward signal of tanh cannot explode; its error can.
//
// **Your turn (2 minutes, on paper).** A layer has 50 inputs and 150 units. Which standard deviation do its weights get by He's rule, and which by Glorot's?

// %% tags=["exercise"]
const deviations: { he: number; glorot: number } = { he: todo, glorot: todo };
exercises.deviations.check(deviations);
// exercises.deviations.hint();
// exercises.deviations.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Ten layers learn, or do not
//
// Now we train, on two spirals that wind around each other, 200 points in all. The network has ten hidden layers of 16 units. In TensorFlow.js you name both choices when you write a layer: `activation`, and `kernelInitializer` for the initial weights. `"glorotNormal"` and `"heNormal"` draw them by the two rules. (TensorFlow.js leaves out numbers beyond two standard deviations, so its weights come out about 12 % smaller than the rules say.) The output unit has a sigmoid, which keeps its output between 0 and 1, and the loss is the mean squared error. The function is `async` because it waits for `fit`.

// %%
const arms = spirals({ count: 200, classes: 2, seed: 1 });
const inputs = tf.tensor2d(arms.x);
const targets = tf.tensor2d(arms.y, [200, 1]);
type DeepActivation = "sigmoid" | "tanh" | "relu" | "elu";
type Rule = "glorotNormal" | "heNormal";

async function trainDeep(activation: DeepActivation, kernelInitializer: Rule, rate: number) {
  setRandomSeed(1);
  const model = tf.sequential();
  model.add(tf.layers.dense({ units: 16, activation, kernelInitializer, inputShape: [2] }));
  for (let layer = 2; layer <= 10; layer++) {
    model.add(tf.layers.dense({ units: 16, activation, kernelInitializer }));
  }
  model.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
  model.compile({ optimizer: tf.train.sgd(rate), loss: "meanSquaredError" });
  const { history } = await model.fit(inputs, targets, { epochs: 100, batchSize: 20 });
  return { model, losses: history.loss };
}

// %% [markdown]
// We compare the sigmoid, for a long time the usual choice, with ReLU, and tanh with both rules. Each has a learning rate that suited it on other spirals. Half of the points belong to each spiral, so a coin toss is right for 50 % of them. For tanh the two rules differ by little: in a layer with 16 inputs and 16 units He's weights are $\sqrt2$ times as large as Glorot's. Does that make a difference? Remember what ten layers do to a factor.

// %%
const rules = predict("After 100 epochs, which tanh network is right for more points?", {
  choices: ["the one with Glorot's weights", "the one with He's weights", "both within 2 %"],
});

// %% [markdown]
// The four training runs take a few seconds.

// %%
const sigmoidNet = await trainDeep("sigmoid", "glorotNormal", 0.3);
const tanhNet = await trainDeep("tanh", "glorotNormal", 0.3);
const tanhHeNet = await trainDeep("tanh", "heNormal", 0.3);
const reluNet = await trainDeep("relu", "heNormal", 0.1);

function classesOf(model: tf.LayersModel, places: number[][]): number[] {
  const outputs = tf.tidy(() => (model.predict(tf.tensor2d(places)) as tf.Tensor).dataSync());
  return Array.from(outputs, (output) => (output > 0.5 ? 1 : 0));
}

function percentRight(model: tf.LayersModel): number {
  const classes = classesOf(model, arms.x);
  const right = arms.y.filter((label, i) => classes[i] === label).length;
  return (100 * right) / arms.y.length;
}

const ahead = percentRight(tanhHeNet.model) - percentRight(tanhNet.model);
const better = ahead > 0 ? "the one with He's weights" : "the one with Glorot's weights";
rules.reveal(Math.abs(ahead) <= 2 ? "both within 2 %" : better);

// %% [markdown]
// Choose one network after the other to see what each makes of the plane, and how many points it gets right after its thousand steps.

// %%
const trained: Record<string, tf.LayersModel> = {
  "sigmoid, Glorot": sigmoidNet.model,
  "tanh, Glorot": tanhNet.model,
  "tanh, He": tanhHeNet.model,
  "ReLU, He": reluNet.model,
};
const equalAxes = { xaxis: { constrain: "domain" }, yaxis: { scaleanchor: "x" } } as const;
interact(
  { network: dropdown(Object.keys(trained), { value: "ReLU, He" }) },
  ({ network }) =>
    boundaryChart(arms, {
      predict: (places) => classesOf(trained[network], places),
      names: ["first spiral", "second spiral"],
      title: `${network}: ${percentRight(trained[network])} % of the points are right`,
      xTitle: "input x₁",
      yTitle: "input x₂",
      height: 520,
    }).with({ layout: { legend: { x: 0, xanchor: "left" }, ...equalAxes } }),
  { family: statesChart },
);

// %% tags=["proof"]
checkEqual(percentRight(sigmoidNet.model), 50, { of: "sigmoid, percent right" });
checkTrue(percentRight(tanhNet.model) > 70, "tanh learns");
checkTrue(
  percentRight(tanhHeNet.model) > percentRight(tanhNet.model),
  "with He it learns better",
);
checkTrue(percentRight(reluNet.model) > 95, "ReLU learns");

// %% [markdown]
// The sigmoids with Glorot's weights and ReLU with He's are the networks promised at the start. They differ in two things, and one training run is no proof. So we changed one thing at a time, with five initialisations on three sets of spirals. These are the means of 15 runs, on points that the networks had not seen:
//
// | hidden layers | Glorot's weights | He's weights |
// |---|---|---|
// | sigmoid | 50 % | not tried |
// | tanh | 87 % | 96 % |
// | ReLU | 85 % | 98 % |
//
// Either decision alone closes a large part of the gap. With Glorot's weights, ReLU in place of the sigmoid already leads from 50 % to 85 %, and He's weights bring the rest. Glorot's rule takes the slope of tanh for 1, which it is only near zero, and the library's weights are a little smaller still; in our ten layers larger weights paid. Even the sigmoid can be saved, with weights that make up for its slope of at most ¼: with a standard deviation of 2, eight times Glorot's, it reached 95 % on average.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Dead units
//
// The ReLU has a weakness of its own. Let us follow a single unit, $\hat y = \text{relu}(wx + b)$ with $w = 1$ and $b = 0$, on two rows, $x = 1$ and $x = 2$, whose targets are both 0. Its outputs are 1 and 2, and so are its errors. With the mean squared error over two rows the factor $2/n$ is 1, and the gradient is
//
// $$\frac{\partial L}{\partial w} = 1 \cdot 1 + 2 \cdot 2 = 5 \qquad\qquad \frac{\partial L}{\partial b} = 1 + 2 = 3$$

// %%
function gradientOf({ f, slope }: Shape, { w, b }: { w: number; b: number }, target: number) {
  const gradient = { w: 0, b: 0 };
  for (const x of [1, 2]) {
    const z = w * x + b;
    const delta = (f(z) - target) * slope(z);
    gradient.w += delta * x;
    gradient.b += delta;
  }
  return gradient;
}

gradientOf(shapes.ReLU, { w: 1, b: 0 }, 0);

// %% [markdown]
// A step with the learning rate 0.1 leads to $w = 0.5$ and $b = -0.3$, which is fine. A step with the learning rate 1 leads to $w = 1 - 5 = -4$ and $b = 0 - 3 = -3$. There the sums are −7 and −11, so the output is 0 on both rows. The targets are met. Now both targets become 1.

// %%
const stuck = predict(
  "At w = −4, b = −3 both targets become 1. What is the ReLU's gradient there?",
  {
    choices: ["large, since both rows are wrong", "small, but not zero", "exactly zero"],
  },
);

// %% [markdown]
// Now we take 400 steps with the learning rate 0.1 from that place, with three activation functions. Which of them get away from it?

// %%
const outputsAt1: Record<string, number[]> = {};
for (const name of ["ReLU", "leaky ReLU", "ELU"]) {
  const unit = { w: -4, b: -3 };
  outputsAt1[name] = [];
  for (let step = 0; step < 400; step++) {
    outputsAt1[name].push(shapes[name].f(unit.w * 1 + unit.b));
    const gradient = gradientOf(shapes[name], unit, 1);
    unit.w -= 0.1 * gradient.w;
    unit.b -= 0.1 * gradient.b;
  }
}

const dead = gradientOf(shapes.ReLU, { w: -4, b: -3 }, 1);
stuck.reveal(dead.w === 0 && dead.b === 0 ? "exactly zero" : "small, but not zero");
const labels = { xTitle: "step", yTitle: "output at x = 1" };
const y = { ...outputsAt1, target: outputsAt1.ReLU.map(() => 1) };
lineChart({ y }, { title: "400 steps, and one of three units arrives", ...labels });

// %% tags=["proof"]
const atStart = gradientOf(shapes.ReLU, { w: 1, b: 0 }, 0);
checkEqual([atStart.w, atStart.b], [5, 3], { of: "gradient at w = 1, b = 0" });
checkEqual([dead.w, dead.b], [0, 0], { of: "gradient of the dead unit" });
const leakySlopes = gradientOf(shapes["leaky ReLU"], { w: -4, b: -3 }, 1);
checkClose([leakySlopes.w, leakySlopes.b], [-0.59, -0.38], {
  of: "gradient of the leaky unit",
});
checkEqual(outputsAt1.ReLU[399], 0, { of: "ReLU, last output" });
checkClose(outputsAt1["leaky ReLU"][399], 1, { of: "leaky ReLU, last output", tolerance: 0.1 });
checkBetween(outputsAt1["leaky ReLU"][101], [0.5, 0.7], { of: "leaky ReLU, after its jump" });
checkTrue(outputsAt1.ELU[399] < -0.9, "ELU has not come back");
checkTrue(shapes.ELU.slope(-7) < 0.001, "slope of the ELU at −7");

// %% [markdown]
// The slope at both sums is 0, so the gradient is exactly 0, whatever the targets say. Such a unit is called a **dead unit**: as long as it sees these rows, nothing will ever move it. The leaky ReLU lets a tenth of the error through and climbs slowly; about step 98 its sum at $x = 1$ becomes positive. With slope 1 the output then jumps to about 0.6 within a few steps, and comes closer and closer to the target. The ELU has a slope everywhere as well, but at −7 it is less than a thousandth, so 400 steps are not enough.
//
// In a whole network, what kills units is most often a learning rate that is too high. The next network has 20 ReLU units and learns a sine curve from 41 points. (`trainMlp` trains a network of `createMlp` by gradient descent, here with 8 points in each step. We print its output at $x = 0.5$.)

// %%
const places: number[][] = [];
const heights: number[][] = [];
for (let i = -20; i <= 20; i++) {
  places.push([i / 10]);
  heights.push([Math.sin((2 * i) / 10)]);
}

function learnSine(learningRate: number) {
  const network = createMlp([1, 20, 1], { hidden: "relu", seed: 1 });
  const sgd = optimizer("sgd", { learningRate });
  const options = { x: places, y: heights, optimizer: sgd, epochs: 100, batchSize: 8, seed: 1 };
  return trainMlp(network, options).model;
}

const [atHalf] = learnSine(0.1).predict([[0.5]]);
atHalf[0].toFixed(2);

// %% [markdown]
// At $x = 0.5$ the sine is 0.84, so with the learning rate 0.1 the network comes close. Move the slider to the right and watch the network die. A unit is counted as dead if its output is 0 at all 41 points. (`every` is true if a condition holds for all elements of a list, and `model.forward(x).a[1]` are the outputs of the hidden layer for one $x$.)

// %%
const progress = display("Ten networks are to be trained");
interact(
  { rate: slider({ min: 0.05, max: 0.5, value: 0.1, step: 0.05 }) },
  ({ rate }) => {
    const model = learnSine(rate);
    progress.update(`The network with the learning rate ${rate} is trained`);
    const hidden = places.map((x) => model.forward(x).a[1]);
    const isDead = hidden[0].map((_, unit) => hidden.every((row) => row[unit] === 0));
    const count = isDead.filter((each) => each).length;
    const title = `Learning rate ${rate}: ${count} of 20 units are dead`;
    const y = { "sin 2x": heights.flat(), network: model.predict(places).flat() };
    return lineChart({ x: places.flat(), y }, { title, xTitle: "x", yTitle: "y" });
  },
  { family: statesChart },
);

// %% tags=["proof"]
const deadAt = (rate: number) => {
  const model = learnSine(rate);
  const rows = places.map((x) => model.forward(x).a[1]);
  return rows[0].filter((_, unit) => rows.every((row) => row[unit] === 0)).length;
};
checkEqual([deadAt(0.1), deadAt(0.3), deadAt(0.5)], [2, 20, 20], { of: "dead units" });
const dying = learnSine(0.5).predict(places).flat();
checkEqual(Math.max(...dying), Math.min(...dying), { of: "outputs of the dead network" });

// %% [markdown]
// At 0.1 the network follows the curve with a few corners. At 0.5 all twenty units are dead, and what is left is a flat line: the last bias. With seven different initialisations, 0 to 2 of the 20 units died at 0.1, and 15 to 20 at 0.3. So when units die, **lower the learning rate first**.
//
// **Your turn (6 minutes).** Write a function that counts dead units. It receives the outputs of a ReLU layer, one list for each row of the data: `outputs[row][unit]`. There is at least one row and one unit. A unit is dead if its output is exactly 0 in every row. In `[[0, 2, 0], [0, 0, 1]]` only the first of three units is dead. Please leave the lists as they are. Once the card is green, count the dead units of the sine network in a new cell: `const model = learnSine(0.3);` and then `countDead(places.map((x) => model.forward(x).a[1]));`.

// %% tags=["exercise"]
function countDead(outputs: number[][]): number {
  return todo;
}
exercises.countDead.check(countDead);
// exercises.countDead.hint();
// exercises.countDead.solution();

// %% [markdown]
// ### ReLU or ELU?
//
// The inventors of the ELU reported that networks learn faster with it. Below is one training run each on the spirals, with He's initialisation and the learning rate 0.1.

// %%
const eluNet = await trainDeep("elu", "heNormal", 0.1);
lineChart(
  { y: { ReLU: reluNet.losses, ELU: eluNet.losses } },
  {
    title: "In this run the ELU is ahead at first",
    xTitle: "epoch",
    yTitle: "mean squared error",
    logarithmic: ["y"],
  },
);

// %% tags=["proof"]
checkTrue(eluNet.losses[9] < reluNet.losses[9], "ELU is ahead after 10 epochs");

// %% [markdown]
// Is it luck? In 15 runs like those above, each function with the learning rate that suited it best for so many epochs, the mean squared error on new points after 10 epochs was 0.03 for ELU and 0.09 for ReLU, and the ELU was ahead in 13 of the 15. After 100 epochs the two were close, 0.015 against 0.017, with the ELU still slightly ahead in 14. So in this deep and narrow network the ELU did learn faster. On another task the order may differ.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The last layer: softmax
//
// One more function is left, and it stands in the last layer only. A network that is to tell three species of penguins apart has three output units, and each gives a sum $z_i$, called the **score** or **logit** of its class. A score may be any number. We would like probabilities: positive numbers that add up to 1. **Softmax** makes them from the scores:
//
// $$a_i = \frac{e^{z_i}}{\sum_{j} e^{z_j}}$$
//
// In words: raise $e$ to each score, and divide by the sum of these powers over all classes $j$. For the scores $0$, $\ln 2$ and $\ln 5$ the powers are 1, 2 and 5. They add up to 8, so the probabilities are $\tfrac18$, $\tfrac28$ and $\tfrac58$.
//
// The other functions look at one sum at a time, but softmax looks at the whole layer. Move the score of the third class and watch the other two.

// %%
function plainSoftmax(z: number[]): number[] {
  const powers = z.map((score) => Math.exp(score));
  let sum = 0;
  for (const power of powers) sum += power;
  return powers.map((power) => power / sum);
}

interact(
  { score: slider({ min: -4, max: 4, value: 1.6, step: 0.4 }) },
  ({ score }) => {
    const values = plainSoftmax([0, Math.log(2), score]);
    const title = `Score ${score}: Gentoo with ${(100 * values[2]).toFixed(0)} %`;
    const bars = { categories: ["Adélie", "Chinstrap", "Gentoo"], values };
    const chart = barChart(bars, { title, xTitle: "species", yTitle: "probability" });
    return chart.with({ layout: { yaxis: { range: [0, 1] } } });
  },
  { family: statesChart },
);

// %% tags=["proof"]
const threeScores = [0, Math.log(2), Math.log(5)];
checkClose(plainSoftmax(threeScores), [0.125, 0.25, 0.625], { of: "softmax" });
const nudged = plainSoftmax([0, Math.log(2), Math.log(5) + 1e-6]);
const slopesOfThird = nudged.map((a, i) => (a - plainSoftmax(threeScores)[i]) / 1e-6);
checkClose(slopesOfThird, [-5 / 64, -10 / 64, 15 / 64], {
  of: "slopes of softmax",
  tolerance: 1e-5,
});
for (const score of [-2, 0.3, 5])
  checkClose(plainSoftmax([score, 0])[0], sigmoid(score), { of: `softmax of (${score}, 0)` });

// %% [markdown]
// When the third score grows, its class gains and the other two lose, each in proportion to what it has. With two classes and the scores $z$ and 0, softmax gives the first one $e^z / (e^z + 1) = 1 / (1 + e^{-z}) = \sigma(z)$, so the sigmoid is softmax for two classes.
//
// (If you are short of time, skip this paragraph.) The slope of $a_i$ along its own score is $a_i(1 - a_i)$, as for the sigmoid, and along the score of another class $j$ it is $-a_i\,a_j$. At the scores of our example a nudge of the third gives $\tfrac58 \cdot \tfrac38 = \tfrac{15}{64}$ for itself, $-\tfrac5{64}$ and $-\tfrac{10}{64}$ for the others: what one class gains, the others lose.
//
// Only differences between scores count. If we add 1000 to each, every power is multiplied by $e^{1000}$, which cancels in the fraction. That is so on paper. Is it so in a computer?

// %%
const shifted = predict(
  "What does plainSoftmax give for the scores 1000, 1000 + ln 2, 1000 + ln 5?",
  {
    choices: ["the same three probabilities", "1/3 for each class", "NaN, not a number"],
  },
);

// %% [markdown]
// We compute it, and for comparison TensorFlow's `tf.softmax`.

// %%
const largeScores = [1000, 1000 + Math.log(2), 1000 + Math.log(5)];
const byFormula = plainSoftmax(largeScores);
const byLibrary = Array.from(tf.softmax(tf.tensor1d(largeScores)).dataSync());
shifted.reveal(
  Number.isNaN(byFormula[0]) ? "NaN, not a number" : "the same three probabilities",
);
new DataFrame({
  class: ["Adélie", "Chinstrap", "Gentoo"],
  "plain formula": byFormula.map(String),
  "tf.softmax": byLibrary.map((probability) => probability.toFixed(3)),
});

// %% tags=["proof"]
checkEqual(byFormula, [NaN, NaN, NaN], { of: "plain formula" });
checkClose(byLibrary, [0.125, 0.25, 0.625], { of: "tf.softmax", tolerance: 1e-4 });

// %% [markdown]
// The largest number that JavaScript can hold is about $10^{308}$, and $e^{1000}$ is larger. So the powers became `Infinity`, and infinity divided by infinity is `NaN`, not a number. TensorFlow is right all the same, because it first subtracts the largest score from all of them. That changes no probability, and makes the largest power $e^0 = 1$.
//
// **Your turn (7 minutes).** Write a softmax that gives the right probabilities for scores of any size, large or small, positive or negative. It receives a list with at least one score and returns a list of as many probabilities. `Math.max(...z)` is the largest number of the list `z`. Please leave the list as it is.

// %% tags=["exercise"]
function stableSoftmax(z: number[]): number[] {
  return todo;
}
exercises.stableSoftmax.check(stableSoftmax);
// exercises.stableSoftmax.hint();
// exercises.stableSoftmax.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What to use when
//
// | layer | activation function | `kernelInitializer` | because |
// |---|---|---|---|
// | hidden layers, first try | ReLU | `"heNormal"` | cheap, and slope 1 for all positive sums |
// | hidden layers, units die | ReLU with a lower learning rate, then leaky ReLU | `"heNormal"` | a slope below zero, too |
// | hidden layers, training is slow | try ELU | `"heNormal"` | was ahead early in our test |
// | hidden layers, many of them, tanh | tanh | `"heNormal"` | did better than Glorot's rule in our ten layers; elsewhere Glorot's rule is the usual choice |
// | inside a recurrent unit (lesson 18) | tanh, sigmoid | `"glorotNormal"` | bounded outputs |
// | output: a number | none (`"linear"`) | `"glorotNormal"` | any value may be right |
// | output: yes or no | sigmoid | `"glorotNormal"` | a probability |
// | output: one of several classes | softmax | `"glorotNormal"` | probabilities that add up to 1 |
// | hidden layers of a deep network | not the sigmoid, and never the step | | with the usual initialisations the sigmoid's error vanishes; through the step none comes back |
//
// (In TensorFlow.js a dense layer starts with `"glorotNormal"` unless you name another rule; in Keras it is Glorot's rule, too. Leaky ReLU is a layer of its own, `tf.layers.leakyReLU({ alpha: 0.1 })`, after a dense layer without an activation.)
//
// **Your turn (4 minutes).** Try the table on a case. A shop plans a network with six hidden layers. As this is the first try, choose an activation function and an initialiser for its hidden layers. Then choose the activation function of the output layer for each of three questions: how many coats will it sell tomorrow, will this customer come back, and which of five sizes fits? The names are `"linear"`, `"step"`, `"sigmoid"`, `"tanh"`, `"relu"`, `"elu"` and `"softmax"`; the initialisers are `"glorotNormal"` and `"heNormal"`.

// %% tags=["exercise"]
const shopNetwork = {
  hidden: todo,
  initializer: todo,
  coats: todo,
  customer: todo,
  size: todo,
};
exercises.shopNetwork.check(shopNetwork);
// exercises.shopNetwork.hint();
// exercises.shopNetwork.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Change this and see
//
// Each of these takes a minute. Change the cell, run it and those below it, and change it back afterwards.
//
// - In the cell that draws the map of errors, start with weights four times as large: `errorSizes(f, 0.1)` → `errorSizes(f, 0.4)`. In five rows the numbers are now positive: the error explodes. Only the sigmoid gains from it, from −5.7 to −2.0. Would still larger weights help it?
// - Make the layers of the random networks twice as wide, `const units = 100;` → `const units = 200;`. At which standard deviation does the ReLU signal keep its size now? He's rule tells you before you look.
// - Save the sigmoids: give `trainDeep` the word that is missing, `type Rule = "glorotNormal" | "heNormal";` → `type Rule = "glorotNormal" | "heNormal" | ReturnType<typeof tf.initializers.randomNormal>;`, and then larger weights, `trainDeep("sigmoid", "glorotNormal", 0.3)` → `trainDeep("sigmoid", tf.initializers.randomNormal({ stddev: 2 }), 0.3)`. How many points are right now? Which standard deviation is the smallest that works?
// - Give the deep ReLU network the initialisation of the tanh, `trainDeep("relu", "heNormal", 0.1)` → `trainDeep("relu", "glorotNormal", 0.1)`, and look at its curve beside that of the ELU. It stays near 0.25, the error of a coin toss, for many epochs before it starts to fall. In our 15 runs it was at 0.23 after 30 epochs, instead of 0.02 with He's weights, and one of the 15 was still right for 50 % after 100. Why does it wait?
// - Let the sine be learned with leaky ReLU units, `hidden: "relu"` → `hidden: "leakyRelu"`. No output is exactly 0 any more, so no unit is dead. Is the training run at 0.5 saved? Why is the learning rate the first thing to change?
//
// ## Questions without an answer key
//
// 1. The brain's neurons fire or are silent, like the step. Gradient descent cannot train a step. What would you try in order to train a network of steps anyway?
// 2. A network of ReLUs is piecewise linear. What will it predict far outside of the data that it has seen, and is that better or worse than what a network of tanh units predicts there?
// 3. Softmax always hands out probabilities that add up to 1, even if somebody shows the penguin network a picture of a toaster. What should it say, and how could you make it?

// %% tags=["proof"]
const fourTimes = Object.values(onTensors).map((f) => {
  const sizes = errorSizes(f, 0.4);
  return sizes[0] / sizes[9];
});
checkTrue(
  fourTimes.slice(0, 5).every((grown) => grown > 10),
  "five explode at 0.4",
);
checkBetween(Math.log10(fourTimes[5]), [-2.1, -1.9], { of: "sigmoid at 0.4" });
checkBetween(arrived[5][0], [-5.8, -5.6], { of: "sigmoid at 0.1" });

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - explain why layers without an activation function are worth a single layer, and build curves out of ReLU units
// - say for six activation functions what comes out, how steep they are, and what that does to an error on its way back
// - choose an activation function and an initialisation for each layer of a deep network, softmax for several classes included
//
// You now hold all the parts: layers, activation functions, initial weights, an output that fits the question. [Lesson 07](07-deep-networks.ipynb) puts them together for real cars: **how is a network built, trained and judged with a library, from the table to the prediction?**
//
// And how did your guesses fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Start with two rulers: lay one on the other, and you still have a ruler. The teeth are the best picture for why depth pays; let the room guess each number before the slider moves, and fold a strip of paper as you go. In the section on initialisation let the room call out standard deviations until the signal survives, and only then write the square root on the board. If time is short, leave out the four hats and the slopes of softmax; lesson 13 comes back to softmax. Common questions: *why is ReLU allowed to have a corner?* (a sum is exactly 0 almost never, and the library takes 0 there); *why not one bias of 1000 against dead units?* (then the unit never uses its corner, and is linear).
//
// Sources. Approximation by piecewise linear networks and more generally by any activation function that is no polynomial: Leshno, Lin, Pinkus and Schocken, 1993. Teeth by folding: Telgarsky, 2015; Montúfar and others, 2014. Vanishing gradient: Hochreiter, 1991; Bengio, Simard and Frasconi, 1994. Initialisation: Glorot and Bengio, 2010, who also describe saturated sigmoids in the top layer, and begin with the sentence that before 2006 deep multi-layer networks were, it seems, not successfully trained (convolutional networks such as LeNet are the exception); He, Zhang, Ren and Sun, 2015. ReLU in deep networks: Nair and Hinton, 2010; Glorot, Bordes and Bengio, 2011 (rectifiers are older: Fukushima, 1969). Leaky ReLU: Maas, Hannun and Ng, 2013. ELU: Clevert, Unterthiner and Hochreiter, 2015, who report faster learning on images. Narrow and deep ReLU networks may be dead from the initial weights on: Lu and others, 2019. The figures of 15 runs are in `notebooks/evidence/06-activations.json`.
