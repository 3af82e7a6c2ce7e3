// %% [markdown] slideshow={"slide_type": "slide"}
// # 05 · How does error flow back?
//
// *60 minutes · needs lessons 02 and 04*
//
// **You will be able to**
//
// - compute the forward and the backward pass of a small network on paper
// - write backpropagation in loops and in matrices, and prove that both agree with TensorFlow
// - say what hidden units see, and how their number decides what a network can draw

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on. The networks by hand are plain TypeScript; TensorFlow comes in to confirm their gradients.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import { predict, display, predictionSummary, tf, type Tensor } from "neural-notebooks/core";
import { moons, spirals } from "neural-notebooks/datasets";
import { DataFrame } from "neural-notebooks/frames";
import { oneHot } from "neural-notebooks/tensors";
import {
  createMlp,
  linear,
  Mlp,
  optimizer,
  relu,
  tanh,
  tlu,
  trainMlp,
  type Activation,
  type Tlu,
} from "neural-notebooks/models";
import {
  barChart,
  boundaryAnimation,
  boundaryChart,
  lineChart,
  networkChart,
  statesChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/05-mlp";

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
// ## Two lines instead of one
//
// No line separates XOR (lesson 02). But XOR is "OR **and** NAND": one unit draws the first line, another the second, and a third asks whether both fire.

// %%
const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const wanted = [0, 1, 1, 0];
const orUnit: Tlu = { w: [1, 1], b: -0.5 };
const nandUnit: Tlu = { w: [-1, -1], b: 1.5 };
const andUnit: Tlu = { w: [1, 1], b: -1.5 };
const threeUnits = (x: number[]) => tlu([tlu(x, orUnit), tlu(x, nandUnit)], andUnit);
corners.map(threeUnits);

// %% tags=["proof"]
checkEqual(corners.map(threeUnits), wanted, { of: "three threshold units on XOR" });

// %% [markdown]
// **Predict**: which shape does the region have in which the third unit fires?

// %%
boundaryChart(
  { x: corners, y: wanted },
  {
    predict: (places) => places.map(threeUnits),
    names: ["0", "1"],
    title: "Two lines cut out a strip",
    xTitle: "input x₁",
    yTitle: "input x₂",
  },
);

// %% [markdown]
// A strip between two lines. We set these nine numbers by hand. To **learn** them we need to know which of them caused a mistake, and the step says nothing: its slope is 0 wherever it has one. So we take units with a slope, ReLU (lesson 06).

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The forward pass
//
// $$z = x\,W + b \qquad h = \max(0, z) \qquad \hat y = h\,V + c$$
//
// $x$ is the input, shape `[2]`; $W$, `[2, 2]`, has a column for each hidden unit; $b$, $z$ and $h$ have shape `[2]`; $V$ is `[2, 1]`; $c$ and $\hat y$ are `[1]`. The units between input and output are called **hidden**.

// %%
interface Layer {
  w: number[][];
  b: number[];
  f: Activation;
}
const net: Layer[] = [
  {
    w: [
      [1, 1],
      [1, 1],
    ],
    b: [0, -1],
    f: relu,
  },
  { w: [[1], [-1]], b: [0], f: linear },
];
const ends = { inputs: ["x₁", "x₂"], outputs: ["ŷ"] };
networkChart(net, { title: "Two inputs, two hidden units, one output: nine numbers", ...ends });

// %% [markdown]
// **Predict** on paper: what are $z$, $h$ and $\hat y$ for $x = (1, 1)$?

// %%
const row = [1, 1];
const z = [row[0] * 1 + row[1] * 1 + 0, row[0] * 1 + row[1] * 1 - 1];
const h = z.map((sum) => Math.max(0, sum));
const yHat = h[0] * 1 + h[1] * -1 + 0;
({ z, h, yHat });

// %% tags=["proof"]
checkEqual([z, h, yHat], [[2, 1], [2, 1], 1], { of: "z, h and ŷ for (1, 1)" });

// %% [markdown]
// The network says 1, and XOR wants $y = 0$. The loss is the squared error, $L = (\hat y - y)^2 = 1$. Which of the nine numbers is to blame, and how much?

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The backward pass
//
// We begin at the end and ask of each quantity: if it grew a little, how much would the loss grow? At the output:
//
// $$\frac{\partial L}{\partial \hat y} = 2\,(\hat y - y)$$
//
// The weight $V_j$ is multiplied by $h_j$, so its share is $\partial L/\partial \hat y$ times $h_j$. **Predict** the three numbers.

// %%
const dYHat = 2 * (yHat - 0);
const dV = h.map((hj) => hj * dYHat);
({ dYHat, dV });

// %% tags=["proof"]
checkEqual([dYHat, dV], [2, [4, 2]], { of: "∂L/∂ŷ and ∂L/∂V" });

// %% [markdown]
// Then one layer back. The error reaches a hidden unit through the weight that joins it to the output, and passes the ReLU only where the unit was awake:
//
// $$\delta_j = V_j\,\frac{\partial L}{\partial \hat y}\; f'(z_j), \qquad f'(z) = \begin{cases}1 & z > 0\\ 0 & z \le 0\end{cases}$$
//
// $\delta$ ("delta"), shape `[2]`, is the error at the sums $z$. **Predict** both signs.

// %%
const delta = [1, -1].map((vj, j) => vj * dYHat * (z[j] > 0 ? 1 : 0));
delta;

// %% tags=["proof"]
checkEqual(delta, [2, -2], { of: "δ of the two hidden units" });

// %% [markdown]
// One unit is told "less", the other "more": the second has a negative weight, so when it grows, the output falls. The last step is the one we know: a weight's gradient is its input times the error behind it.
//
// $$\frac{\partial L}{\partial W_{ij}} = x_i\,\delta_j \qquad\qquad \frac{\partial L}{\partial b_j} = \delta_j$$

// %%
const dW = row.map((xi) => delta.map((dj) => xi * dj));
dW;

// %% tags=["proof"]
checkEqual(
  dW,
  [
    [2, -2],
    [2, -2],
  ],
  { of: "∂L/∂W" },
);

// %% [markdown]
// The same network, drawn with its gradients in place of its weights: orange says that the loss grows with this weight, blue that it falls.

// %%
networkChart(
  [
    { w: dW, b: delta },
    { w: dV.map((value) => [value]), b: [dYHat] },
  ],
  { values: "gradients", title: "Each weight's share of the error", ...ends },
);

// %% [markdown]
// Is that true? We nudge one weight by a millionth and look at the loss. The slope must be $\partial L/\partial W_{11} = 2$.

// %%
const lossWith = (w11: number) => {
  const sums = [w11 + 1, 1 + 1 - 1];
  return (Math.max(0, sums[0]) - Math.max(0, sums[1])) ** 2;
};
const nudge = 1e-6;
const slope = (lossWith(1 + nudge) - lossWith(1 - nudge)) / (2 * nudge);
slope.toFixed(6);

// %% tags=["proof"]
checkClose(slope, dW[0][0], { of: "slope by nudging W₁₁" });

// %% [markdown]
// We take one step against the gradient, with learning rate $\eta = 0.05$. The loss was 1.

// %%
const afterStep = predict("What does one step with η = 0.05 bring?", {
  choices: ["a fall by about 5 %", "a fall by about half", "a fall nearly to zero"],
});

// %% [markdown]
// Each number moves against its own gradient, by $\eta$ times as much.

// %%
const eta = 0.05;
const stepped: Layer[] = [
  {
    w: [
      [0.9, 1.1],
      [0.9, 1.1],
    ],
    b: [0 - eta * 2, -1 + eta * 2],
    f: relu,
  },
  { w: [[1 - eta * 4], [-1 - eta * 2]], b: [0 - eta * 2], f: linear },
];
const sums = [0, 1].map((j) => stepped[0].w[0][j] + stepped[0].w[1][j] + stepped[0].b[j]);
const outAfter = sums[0] * stepped[1].w[0][0] + sums[1] * stepped[1].w[1][0] + stepped[1].b[0];
const lossAfter = outAfter ** 2;
const byHalf = lossAfter > 0.2 ? "a fall by about half" : "a fall nearly to zero";
afterStep.reveal(lossAfter > 0.8 ? "a fall by about 5 %" : byHalf);
({ yHat: outAfter.toFixed(2), loss: lossAfter.toFixed(4) });

// %% tags=["proof"]
checkClose([outAfter, lossAfter], [-0.17, 0.0289], { of: "ŷ and loss after one step" });

// %% [markdown]
// The loss falls nearly to zero. All nine numbers moved a little, each in its best direction, and their effects add up.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## In loops
//
// Now for any number of layers. Forward: each layer takes the answers $a$ of the one before, and we keep all sums and answers, since the way back needs them.

// %%
const forward = (layers: Layer[], x: number[]) => {
  const a = [x];
  const sums: number[][] = [];
  for (const { w, b, f } of layers) {
    const input = a[a.length - 1];
    const next = b.map((bj, j) => input.reduce((sum, ai, i) => sum + ai * w[i][j], bj));
    sums.push(next);
    a.push(next.map((value) => f.f(value)));
  }
  return { sums: sums, a: a };
};
const netAnswers = corners.map((x) => forward(net, x).a[2][0]);
netAnswers;

// %% tags=["proof"]
checkEqual(netAnswers, [0, 1, 1, 1], { of: "the network on the four corners" });

// %% [markdown]
// Our network computes OR; only (1, 1) is wrong. Backward: the error comes in from the right (`carried`), passes the slope (`d`), gives the layer's gradients, and goes on to the left through the same weights.

// %%
const backward = (layers: Layer[], pass: { sums: number[][]; a: number[][] }, y: number[]) => {
  const gradients: { w: number[][]; b: number[] }[] = [];
  let carried = pass.a[layers.length].map((out, k) => (2 * (out - y[k])) / y.length);
  for (let l = layers.length - 1; l >= 0; l--) {
    const { w, f } = layers[l];
    const d = carried.map((error, j) => error * f.df(pass.sums[l][j]));
    gradients.unshift({ w: pass.a[l].map((ai) => d.map((dj) => ai * dj)), b: d });
    carried = w.map((weights) => weights.reduce((sum, wij, j) => sum + wij * d[j], 0));
  }
  return gradients;
};
backward(net, forward(net, row), [0]);

// %% tags=["proof"]
checkEqual(
  backward(net, forward(net, row), [0]),
  [
    { w: dW, b: delta },
    { w: [[4], [2]], b: [2] },
  ],
  { of: "gradients by hand and in loops" },
);

// %% [markdown]
// That is all of **backpropagation** (Rumelhart, Hinton and Williams, 1986): eight lines. The forward pass takes one multiplication for each weight, the backward pass two: one for the gradient, one for the error that goes on to the left. The library's `Mlp` does the same, averaged over rows.

// %%
const asMlp = (layers: Layer[]) =>
  new Mlp(layers.map(({ w, b, f }) => ({ w: w, b: b, activation: f })));
const xor = { x: corners, y: wanted.map((y) => [y]) };
const library = asMlp(net).gradients({ x: [row], y: [[0]] });
library.layers;

// %% tags=["proof"]
checkEqual(library.layers, backward(net, forward(net, row), [0]), { of: "the library" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## In matrices
//
// A batch of $n$ rows goes through at once. With $X$ of shape `[n, 2]`, and $\Delta$ the errors of all rows:
//
// $$Z = XW + b \qquad H = f(Z) \qquad \hat Y = HV + c$$
//
// $$\Delta_{out} = \tfrac{2}{n}(\hat Y - Y) \qquad \Delta = (\Delta_{out} V^\top) \circ f'(Z) \qquad \frac{\partial L}{\partial W} = X^\top \Delta$$
//
// $\circ$ multiplies place by place. The loops have become products.

// %%
const times = (a: number[][], b: number[][]) =>
  a.map((line) => b[0].map((_, j) => line.reduce((sum, value, i) => sum + value * b[i][j], 0)));
const turned = (a: number[][]) => a[0].map((_, j) => a.map((line) => line[j]));
const columnSums = (a: number[][]) =>
  turned(a).map((column) => column.reduce((sum, value) => sum + value, 0));
times([[1, 2]], [[3], [4]]);

// %% tags=["proof"]
checkEqual(times([[1, 2]], [[3], [4]]), [[11]], { of: "(1, 2) times the column (3, 4)" });

// %% [markdown]
// Fifty points and a network with random weights, 2 inputs, 3 hidden units with tanh, 1 output: $2 \cdot 3 + 3 + 3 \cdot 1 + 1 = 13$ numbers.

// %%
const points = moons({ count: 50, seed: seed });
const batch = { x: points.x, y: points.y.map((label) => [label]) };
const random = createMlp([2, 3, 1], { hidden: "tanh", output: "linear", seed: seed });
const [first, second] = random.layers.map(({ w, b }) => ({
  w: w.map((r) => [...r]),
  b: [...b],
}));
random.parameterCount;

// %% tags=["proof"]
checkEqual(random.parameterCount, 13, { of: "numbers to learn" });

// %% [markdown]
// Six lines of matrices, in the order of the formulas:

// %%
const Z = times(batch.x, first.w).map((line) => line.map((value, j) => value + first.b[j]));
const H = Z.map((line) => line.map((value) => tanh.f(value)));
const Y = times(H, second.w).map((line) => line.map((value, j) => value + second.b[j]));
const deltaOut = Y.map(([out], i) => [(2 / batch.x.length) * (out - batch.y[i][0])]);
const back = times(deltaOut, turned(second.w));
const deltaIn = back.map((line, i) => line.map((value, j) => value * tanh.df(Z[i][j])));
const byMatrices = [
  ...times(turned(batch.x), deltaIn).flat(),
  ...columnSums(deltaIn),
  ...times(turned(H), deltaOut).flat(),
  ...columnSums(deltaOut),
];
byMatrices.map((gradient) => gradient.toFixed(4)).join(" ");

// %% tags=["proof"]
checkEqual(byMatrices.length, 13, { of: "gradients, one per number" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The same from TensorFlow
//
// We write the forward pass alone; `tf.grads` derives the rest (lesson 04). **Predict**: in how many digits will loops, matrices and TensorFlow agree?

// %%
const byTensorFlow = tf.tidy(() => {
  const [x, y] = [tf.tensor2d(batch.x), tf.tensor2d(batch.y)];
  const loss = (...p: Tensor[]) => {
    const hidden = tf.tanh(tf.add(tf.matMul(x, p[0]), p[1]));
    const out = tf.add(tf.matMul(hidden, p[2]), p[3]);
    return tf.mean(tf.square(tf.sub(out, y)));
  };
  const start = [first.w, first.b, second.w, second.b].map((values) => tf.tensor(values));
  return tf
    .grads(loss)(start)
    .flatMap((gradient) => Array.from(gradient.dataSync()));
});
const byLoops = random.gradients(batch).layers.flatMap(({ w, b }) => [...w.flat(), ...b]);
byTensorFlow.map((gradient) => gradient.toFixed(4)).join(" ");

// %% tags=["proof"]
checkClose([byMatrices, byTensorFlow], [byLoops, byLoops], {
  of: "gradients by matrices and by TensorFlow, against loops",
  tolerance: 1e-5,
});

// %% [markdown]
// They agree in five digits and more; TensorFlow keeps 32-bit numbers, JavaScript 64-bit ones. Beside each other:

// %%
const parameterNames = [
  ...["W₁₁", "W₁₂", "W₁₃", "W₂₁", "W₂₂", "W₂₃"],
  ...["b₁", "b₂", "b₃", "V₁", "V₂", "V₃", "c"],
];
new DataFrame(
  parameterNames.map((name, i) => ({
    number: name,
    loops: byLoops[i].toFixed(6),
    matrices: byMatrices[i].toFixed(6),
    TensorFlow: byTensorFlow[i].toFixed(6),
  })),
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Learning XOR
//
// Now we train our network of nine numbers on all four corners: add up the gradients of the rows, take the mean, step, again. One pass over all rows is an epoch.

// %%
const stepOn = (layers: Layer[], rate: number): Layer[] => {
  const all = xor.x.map((x, i) => backward(layers, forward(layers, x), xor.y[i]));
  const mean = (pick: (gradients: (typeof all)[number]) => number) =>
    all.reduce((sum, gradients) => sum + pick(gradients), 0) / all.length;
  return layers.map(({ w, b, f }, l) => ({
    w: w.map((line, i) => line.map((value, j) => value - rate * mean((g) => g[l].w[i][j]))),
    b: b.map((value, j) => value - rate * mean((g) => g[l].b[j])),
    f: f,
  }));
};
stepOn(net, 0.1)[1].w.map(([weight]) => weight.toFixed(2));

// %% tags=["proof"]
checkClose(stepOn(net, 0.1)[1].w, [[0.9], [-1.05]], { of: "V after one step on all rows" });

// %% [markdown]
// Three of the four rows have no error, so the mean is a quarter of what we computed for (1, 1): the step is $0.1 \cdot 4/4$ and $0.1 \cdot 2/4$. Now 300 epochs, ours and the library's.

// %%
let learned = net;
for (let epoch = 1; epoch <= 300; epoch++) learned = stepOn(learned, 0.1);
const run = trainMlp(asMlp(net), {
  ...xor,
  optimizer: optimizer("sgd", { learningRate: 0.1 }),
  epochs: 300,
});
new DataFrame({
  ours: asMlp(learned).flatten(),
  "the library's": run.model.flatten(),
});

// %% tags=["proof"]
checkClose(asMlp(learned).flatten(), run.model.flatten(), { of: "our numbers, the library's" });

// %% [markdown]
// The same nine numbers. All four answers are right to within 0.002; the loss, on an axis that counts by factors of ten:

// %%
lineChart(
  { x: run.losses.map((_, i) => i + 1), y: { train: run.losses } },
  {
    title: "Backpropagation learns XOR",
    xTitle: "epoch",
    yTitle: "mean squared error",
    logarithmic: ["y"],
  },
);

// %% tags=["proof"]
checkClose(run.model.predict(corners).flat(), wanted, { of: "answers", tolerance: 0.002 });
checkEqual(run.losses[0], 0.25, { of: "loss in the first epoch" });
checkBetween(run.losses[299], [0, 2e-6], { of: "loss in the last epoch" });

// %% [markdown]
// It falls from a quarter to a millionth.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What the hidden units see
//
// The output unit never sees $x$. It sees $h$, the plane of the two hidden answers. **Predict**: where do the four corners lie there, and can a line part them?

// %%
const seen = corners.map((x) => forward(learned, x).a[1]);
const halfway: Tlu = { w: learned[1].w.flat(), b: learned[1].b[0] - 0.5 }; // ŷ ≥ ½
boundaryChart(
  { x: seen, y: wanted },
  {
    units: [halfway],
    names: ["0", "1"],
    title: "In the plane of the hidden units one line is enough",
    xTitle: "hidden unit h₁",
    yTitle: "hidden unit h₂",
  },
);

// %% tags=["proof"]
checkClose(seen[1], seen[2], { of: "(0, 1) and (1, 0) in the hidden plane" });
const parted = seen.map((place) => tlu(place, halfway));
checkEqual(parted, wanted, { of: "corners parted by the line" });

// %% [markdown]
// (0, 1) and (1, 0) have fallen onto one point, and a line parts it from the others. That is what a hidden layer does: it moves the data until the next layer's task is easy.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Luck at the start
//
// Two hidden units suffice for XOR. We let the output answer a probability now: a sigmoid with the loss that belongs to it, cross-entropy (lesson 12), and Adam in place of plain steps (lesson 08). We train from 20 random starts.

// %%
const lucky = predict("How many of 20 random starts learn XOR with two tanh units?", {
  from: 0,
  unit: "of 20",
});

// %% [markdown]
// One training, and whether it has learned XOR:

// %%
const solvesXor = (units: number, hidden: "tanh" | "relu", start: number) => {
  const { model } = trainMlp(
    createMlp([2, units, 1], { hidden: hidden, output: "sigmoid", seed: start }),
    {
      ...xor,
      loss: "binaryCrossentropy",
      optimizer: optimizer("adam", { learningRate: 0.1 }),
      epochs: 300,
    },
  );
  return model.predict(xor.x).every(([p], i) => Math.round(p) === wanted[i]);
};

// %% [markdown]
// We count the starts that do for several widths, with tanh and with ReLU. That makes 200 trainings; the line that the cell shows says how far they are.

// %%
const widths = [1, 2, 3, 4, 8];
const starts = Array.from({ length: 20 }, (_, i) => i + 1);
const luck = display("200 networks are to be trained");
const solved = (hidden: "tanh" | "relu") =>
  widths.map((units) => {
    luck.update(`20 networks with ${units} ${hidden} units are in training`);
    return starts.filter((start) => solvesXor(units, hidden, start)).length;
  });
const [solvedTanh, solvedRelu] = [solved("tanh"), solved("relu")];
luck.update("200 networks are trained");
lucky.reveal(solvedTanh[1]);

// %% tags=["proof"]
checkEqual([...solvedTanh, ...solvedRelu], [0, 8, 18, 20, 20, 0, 3, 5, 10, 16], {
  of: "starts that learn XOR with 1, 2, 3, 4, 8 units: tanh, then ReLU",
});

// %% [markdown]
// With two tanh units 8 of 20 starts learn it, with four all 20. One unit never can. ReLU may go silent for all four corners and then passes no error back. The same as bars:

// %%
barChart(
  { categories: widths.map(String), values: { tanh: solvedTanh, ReLU: solvedRelu } },
  {
    title: "More units than needed make learning easier",
    xTitle: "hidden units",
    yTitle: "starts of 20 that learn XOR",
  },
);

// %% [markdown]
// So wide networks are not a waste: each unit is another ticket in the draw. ReLU has a harder time on four rows, but its number rises too.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Moons
//
// Two half circles that reach into each other, 200 points. First without a hidden layer, as a baseline. **Predict**: how many points does the best line get wrong, out of 200?

// %%
const moonPoints = moons({ count: 200, noise: 0.15, seed: seed });
const moonData = { x: moonPoints.x, y: moonPoints.y.map((label) => [label]) };
const moonOptions = {
  loss: "binaryCrossentropy",
  optimizer: optimizer("adam", { learningRate: 0.1 }),
  epochs: 100,
  batchSize: 50,
  seed: seed,
} as const;
const classOf = (model: Mlp) => (places: number[][]) =>
  model.predict(places).map(([p]) => Math.round(p));
const wrongOf = (model: Mlp) =>
  classOf(model)(moonPoints.x).filter((label, i) => label !== moonPoints.y[i]).length;
const line = trainMlp(createMlp([2, 1], { output: "sigmoid", seed: seed }), {
  ...moonData,
  ...moonOptions,
});
`${wrongOf(line.model)} of 200 wrong`;

// %% tags=["proof"]
checkEqual(wrongOf(line.model), 23, { of: "wrong with one line" });

// %% [markdown]
// 23, about one in nine. Now six hidden units with tanh, $2 \cdot 6 + 6 + 6 + 1 = 25$ numbers; we keep the network after each epoch.

// %%
const snapshots: { epoch: number; model: Mlp }[] = [];
const moonRun = trainMlp(
  createMlp([2, 6, 1], { hidden: "tanh", output: "sigmoid", seed: seed }),
  {
    ...moonData,
    ...moonOptions,
    onEpoch: ({ epoch, model }) => snapshots.push({ epoch: epoch, model: model }),
  },
);
({ parameters: moonRun.model.parameterCount, "wrong of 200": wrongOf(moonRun.model) });

// %% tags=["proof"]
checkEqual([moonRun.model.parameterCount, wrongOf(moonRun.model)], [25, 0], {
  of: "numbers to learn; wrong with six hidden units",
});

// %% [markdown]
// None is wrong. Press **▶ Play** and watch the line bend: for 20 epochs it is hardly better than a straight one, by epoch 60 it has folded around both moons. (A **batch** is the 50 rows of one step.)

// %%
const kept = snapshots.filter(({ epoch }) => epoch <= 12 || epoch % 4 === 0);
boundaryAnimation(
  { x: moonPoints.x, y: moonPoints.y },
  {
    steps: kept.map(({ epoch, model }) => ({ name: String(epoch), predict: classOf(model) })),
    prefix: "epoch ",
    duration: 250,
    names: ["upper moon", "lower moon"],
    title: "A straight boundary learns to bend",
    xTitle: "input x₁",
    yTitle: "input x₂",
  },
);

// %% tags=["proof"]
checkBetween(wrongOf(snapshots[19].model), [15, 30], { of: "wrong after 20 epochs" });
checkBetween(wrongOf(snapshots[59].model), [0, 3], { of: "wrong after 60 epochs" });

// %% [markdown]
// Where do the bends come from? Each hidden unit has a line of its own, where $z = 0$. Drag the slider through them: none parts the moons, all of them together do.

// %%
const hiddenLayer = moonRun.model.layers[0];
const moonChart = (title: string, how: Partial<Parameters<typeof boundaryChart>[1]>) =>
  boundaryChart(
    { x: moonPoints.x, y: moonPoints.y },
    { ...how, names: ["upper", "lower"], title: title, xTitle: "input x₁", yTitle: "input x₂" },
  );
const oneByOne = Object.fromEntries(
  hiddenLayer.b.map((bias, j) => [
    `unit ${j + 1}`,
    moonChart(`Where hidden unit ${j + 1} is positive`, {
      units: [{ w: hiddenLayer.w.map((weights) => weights[j]), b: bias }],
    }),
  ]),
);
const together = moonChart("All six together", { predict: classOf(moonRun.model) });
statesChart(
  { ...oneByOne, "all together": together },
  { control: "slider", prefix: "shown: " },
);

// %% [markdown]
// Each unit alone makes many mistakes, more than 40, and more than the best line with its 23:

// %%
const aloneWrong = hiddenLayer.b.map((bias, j) => {
  const unit: Tlu = { w: hiddenLayer.w.map((weights) => weights[j]), b: bias };
  const wrong = moonPoints.x.filter((x, i) => tlu(x, unit) !== moonPoints.y[i]).length;
  return Math.min(wrong, 200 - wrong);
});
new DataFrame({ unit: aloneWrong.map((_, j) => j + 1), "wrong of 200": aloneWrong });

// %% tags=["proof"]
checkTrue(
  aloneWrong.every((wrong) => wrong > 40),
  `each unit alone is wrong for ${aloneWrong.join(", ")} of 200 points`,
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Width: how many units?
//
// Three arms that wind around the middle. The output has three units with softmax (lesson 06), one per arm, and cross-entropy for several classes (lesson 13). **Predict**: how many hidden units does it take: 4, 8 or 64?

// %%
const arms = spirals({ count: 300, seed: seed });
const armData = { x: arms.x, y: oneHot(arms.y, 3) };
const armOf = (model: Mlp) => (places: number[][]) =>
  model.predict(places).map((scores) => scores.indexOf(Math.max(...scores)));
const armWidths = [2, 4, 8, 16];
const armRun = (units: number) =>
  trainMlp(createMlp([2, units, 3], { hidden: "tanh", output: "softmax", seed: seed }), {
    ...armData,
    loss: "categoricalCrossentropy",
    optimizer: optimizer("adam", { learningRate: 0.05 }),
    epochs: 150,
    batchSize: 50,
    seed: seed,
  });

// %% [markdown]
// Four networks, one after the other, and what each gets wrong:

// %%
const armProgress = display("4 networks are to be trained");
const armModels = armWidths.map((units) => {
  armProgress.update(`${units} hidden units are in training`);
  return armRun(units);
});
armProgress.update("4 networks are trained");
const armWrong = armModels.map(
  ({ model }) => armOf(model)(arms.x).filter((label, i) => label !== arms.y[i]).length,
);
new DataFrame({ "hidden units": armWidths, "wrong of 300": armWrong });

// %% tags=["proof"]
checkEqual(armWrong, [115, 38, 10, 10], { of: "wrong with 2, 4, 8 and 16 units, of 300" });

// %% [markdown]
// Drag the slider. Two units bend too little for three arms; eight follow them.

// %%
const armCharts = Object.fromEntries(
  armModels.map(({ model }, i) => [
    `${armWidths[i]}`,
    boundaryChart(arms, {
      predict: armOf(model),
      names: ["arm 1", "arm 2", "arm 3"],
      title: `${armWidths[i]} hidden units: ${armWrong[i]} of 300 wrong`,
      xTitle: "input x₁",
      yTitle: "input x₂",
    }),
  ]),
);
statesChart(armCharts, { control: "slider", prefix: "hidden units: ", start: "2" });

// %% tags=["proof"]
const lost = arms.x.filter((place, i) => armOf(armModels[3].model)([place])[0] !== arms.y[i]);
const farthest = Math.max(...lost.map((place) => Math.hypot(...place)));
checkBetween(farthest, [0, 0.3], { of: "lost points' distance from the middle" });

// %% [markdown]
// From 8 to 16 units nearly nothing is gained: what is left are points at the middle, where the arms meet.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Can a network draw anything?
//
// Yes: any continuous curve over a limited range, as closely as we like, with one hidden layer that is wide enough (Cybenko, 1989; Hornik, 1991). With ReLU we can see why. Each unit $\max(0, x - t)$ is flat, then bends at $t$; added up, $n$ of them make any line of $n$ straight pieces.

// %%
const drawn = (f: (x: number) => number, n: number) => {
  const knots = Array.from({ length: n }, (_, i) => i / n);
  const slopes = knots.map((t) => (f(t + 1 / n) - f(t)) * n);
  const v = slopes.map((value, i) => value - (slopes[i - 1] ?? 0));
  return new Mlp([
    { w: [knots.map(() => 1)], b: knots.map((t) => -t), activation: relu },
    { w: v.map((value) => [value]), b: [f(0)], activation: linear },
  ]);
};
const wave = (x: number) => Math.sin(2 * Math.PI * x);
const four = drawn(wave, 4);
const bends = [0, 0.25, 0.5, 0.75];
const [sine, fromFour] = [bends.map(wave), four.predict(bends.map((x) => [x])).flat()];
new DataFrame({
  x: bends,
  sine: sine.map((y) => y.toFixed(2)),
  "four units": fromFour.map((y) => y.toFixed(2)),
});

// %% tags=["proof"]
checkClose(fromFour, [0, 1, 0, -1], {
  of: "four units, at their four bends",
});

// %% [markdown]
// Nothing was trained: the weights are changes of slope, read off the curve. **Predict**: twice as many units make the largest error about half as large, or a quarter?

// %%
const places = Array.from({ length: 401 }, (_, i) => i / 400);
const unitCounts = [4, 8, 16, 32, 64];
const drawings = unitCounts.map((n) =>
  drawn(wave, n)
    .predict(places.map((x) => [x]))
    .flat(),
);
const gaps = drawings.map((ys) => Math.max(...ys.map((y, i) => Math.abs(y - wave(places[i])))));
new DataFrame({
  units: unitCounts,
  "largest error": gaps,
  "times smaller": gaps.map((gap, i) => (i === 0 ? "" : (gaps[i - 1] / gap).toFixed(1))),
});

// %% tags=["proof"]
const ratios = gaps.slice(1).map((gap, i) => gaps[i] / gap);
checkTrue(
  ratios.slice(1).every((ratio) => Math.abs(ratio - 4) < 0.3),
  `each doubling divides the error by ${ratios.map((ratio) => ratio.toFixed(2)).join(", ")}`,
);

// %% [markdown]
// From 8 units on it is a quarter: the gap between a curve and its chord shrinks with the square of the piece.

// %%
const drawingCharts = Object.fromEntries(
  unitCounts.slice(0, 3).map((n, k) => [
    String(n),
    lineChart(
      { x: places, y: { curve: places.map(wave), network: drawings[k] } },
      {
        title: `${n} ReLU units, largest error ${gaps[k].toFixed(3)}`,
        xTitle: "input x",
        yTitle: "output ŷ",
      },
    ),
  ]),
);
statesChart(drawingCharts, {
  control: "slider",
  prefix: "hidden units: ",
});

// %% [markdown]
// The theorem says that such weights **exist**, not that training finds them. We train the same sizes on 65 points of the curve, inputs moved to −1 … 1. **Predict**: does training reach the error of the drawing?

// %%
const centred = (x: number) => [2 * x - 1];
const trainWave = (units: number) => {
  const inputs = Array.from({ length: 65 }, (_, i) => i / 64);
  const { model } = trainMlp(createMlp([1, units, 1], { hidden: "relu", seed: seed }), {
    x: inputs.map(centred),
    y: inputs.map((x) => [wave(x)]),
    optimizer: optimizer("adam", { learningRate: 0.02 }),
    epochs: 1000,
  });
  const ys = model.predict(places.map(centred)).flat();
  return Math.max(...ys.map((y, i) => Math.abs(y - wave(places[i]))));
};

// %% [markdown]
// Five trainings of 1000 epochs each:

// %%
const waveProgress = display("5 networks are to be trained");
const trained = unitCounts.map((units) => {
  waveProgress.update(`${units} hidden units are in training`);
  return trainWave(units);
});
waveProgress.update("5 networks are trained");
new DataFrame({ units: unitCounts, "drawn by hand": gaps, trained });

// %% tags=["proof"]
checkTrue(
  trained.every((error, i) => error > 2 * gaps[i]) && trained[4] > 0.9 * trained[3],
  `largest errors ${trained.map((error) => error.toFixed(3)).join(", ")}`,
);

// %% [markdown]
// At no width does it: the errors are at least twice those of the drawing. The same as curves, both axes by factors of ten:

// %%
lineChart(
  { x: unitCounts, y: { "drawn by hand": gaps, "found by training": trained } },
  {
    title: "Training does not find the best network that exists",
    xTitle: "hidden units",
    yTitle: "largest error",
    logarithmic: ["x", "y"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// From 32 units on, wider does not even help this training. Width decides what a network **can** draw; data, start and optimizer decide what it **does** draw (lessons 08 to 11).

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** Three threshold units for "both inputs are equal" (1 for (0, 0) and (1, 1)): two hidden units and an output unit that sees their answers. Many answers are right.

// %% tags=["exercise"]
const equalUnits: { hidden: [Tlu, Tlu]; output: Tlu } = todo;
exercises.equalUnits.check(equalUnits);
// exercises.equalUnits.hint();
// exercises.equalUnits.solution();

// %% [markdown]
// **2.** On paper: a chain $z = w x$, $h = \max(0, z)$, $\hat y = v h$ with $x = 2$, $w = 0.5$, $v = 3$. It should answer $y = 1$; the loss is $(\hat y - y)^2$. What are $\partial L/\partial v$ and $\partial L/\partial w$?

// %% tags=["exercise"]
const chainGradients: { v: number; w: number } = todo;
exercises.chainGradients.check(chainGradients);
// exercises.chainGradients.hint();
// exercises.chainGradients.solution();

// %% [markdown]
// **3.** The gradient of a layer's weights for one row: inputs `a`, errors `d`. It has the shape of the weights, `[inputs, units]`.

// %% tags=["exercise"]
const weightGradient = (a: number[], d: number[]): number[][] => todo;
exercises.weightGradient.check(weightGradient);
// exercises.weightGradient.hint();
// exercises.weightGradient.solution();

// %% [markdown]
// **4.** One layer back: from the errors `d` of the next layer, its weights `w` (`[units, next units]`) and the sums `z` of this layer, compute this layer's errors. The activation is ReLU.

// %% tags=["exercise"]
const errorBefore = (d: number[], w: number[][], z: number[]): number[] => todo;
exercises.errorBefore.check(errorBefore);
// exercises.errorBefore.hint();
// exercises.errorBefore.solution();

// %% [markdown]
// **5.** Draw a tent with three ReLU units $\max(0, x - t_j)$ at $t = 0, 1, 2$: 0 up to $x = 0$, up to 1 at $x = 1$, down to 0 at $x = 2$, and 0 from there on. Give the three output weights.

// %% tags=["exercise"]
const tent: number[] = todo;
exercises.tent.check(tent);
// exercises.tent.hint();
// exercises.tent.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// All weights start equal, four hidden units. **Predict**: what do the four units learn?

// %%
const twins = new Mlp([
  {
    w: [
      [0.5, 0.5, 0.5, 0.5],
      [0.5, 0.5, 0.5, 0.5],
    ],
    b: [0, 0, 0, 0],
    activation: tanh,
  },
  { w: [[0.5], [0.5], [0.5], [0.5]], b: [0], activation: linear },
]);
const sgd = optimizer("sgd", { learningRate: 0.1 });
const twinRun = trainMlp(twins, { ...xor, optimizer: sgd, epochs: 500 });
const [firstRow] = twinRun.model.layers[0].w;
firstRow.map((weight) => Number(weight.toFixed(4)));

// %% tags=["proof"]
checkTrue(
  firstRow.every((value) => Math.abs(value - firstRow[0]) < 1e-9),
  "after 500 epochs all four hidden units are still the same",
);

// %% [markdown]
// The same, all four: equal units get equal errors. That is why weights start at random. And without a bend? **Predict** what a network with linear hidden units answers to XOR.

// %%
const straight = trainMlp(createMlp([2, 8, 1], { hidden: "linear", seed: seed }), {
  ...xor,
  optimizer: sgd,
  epochs: 1000,
});
straight.model.predict(corners).map(([answer]) => Number(answer.toFixed(2)));

// %% tags=["proof"]
checkClose(straight.model.predict(corners).flat(), [0.5, 0.5, 0.5, 0.5], {
  of: "answers of a linear network",
  tolerance: 0.01,
});

// %% [markdown]
// One half, to everything: a sum of lines is a line (lesson 06). Last, layers that do not fit together; the library names the place.

// %% tags=["raises-exception"]
new Mlp([
  {
    w: [
      [1, 1],
      [1, 1],
    ],
    b: [0, 0],
    activation: relu,
  },
  { w: [[1], [1], [1]], b: [0], activation: linear },
]);

// %% [markdown]
// Now you: in "Moons", take 2 hidden units instead of 6 and another seed. How straight does the boundary stay? Then 60: does it bend around single points?

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - compute the forward and the backward pass of a small network on paper
// - write backpropagation in loops and in matrices, and prove that both agree with TensorFlow
// - say what hidden units see, and how their number decides what a network can draw
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The backward pass is done on paper first, with whole numbers; give it twenty minutes, and let somebody write each number beside its arrow on the board. All trainings together take about ten seconds. If time is short, leave out the matrices; do not leave out the hidden plane of XOR.
