// %% [markdown] slideshow={"slide_type": "slide"}
// # 04 · Who computes the gradients?
//
// *55 minutes · needs lessons 02 and 03*
//
// **You will be able to**
//
// - draw a computation as a graph and send gradients back through it, by hand
// - compute with tensors: shapes, broadcasting, variables, and gradients on request
// - check a gradient in three ways, and keep the memory of a long training in order

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  predict,
  predictionSummary,
  tf,
  type Scalar,
  type Tensor,
} from "neural-notebooks/core";
import { DataFrame } from "neural-notebooks/frames";
import { finiteDifference, sumValues, Value } from "neural-notebooks/models";
import { graphChart, lineChart, matrixChart, statesChart } from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/04-tensors";

// %% tags=["proof"]
import {
  checkBetween,
  checkClose,
  checkEqual,
  checkTrue,
} from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Two slopes are enough to begin with
//
// In lesson 03 we found the gradient of a line's error with a pencil. A network of lesson 15 has 92,170 weights: no pencil reaches that far. But every long formula is made of short steps, and the slopes of a step are known:
//
// $$y = a + b:\quad \frac{\partial y}{\partial a} = 1,\ \frac{\partial y}{\partial b} = 1 \qquad\qquad y = a \cdot b:\quad \frac{\partial y}{\partial a} = b,\ \frac{\partial y}{\partial b} = a$$
//
// The slope says how many times as far as $a$ the result $y$ moves, for a small move of $a$. Take $a = 2$ and $b = 3$, and move $a$ by a hundredth. **Predict** how steep $a \cdot b$ is in $a$.

// %%
const nudge = 0.01;
(((2 + nudge) * 3 - 2 * 3) / nudge).toFixed(2);

// %% tags=["proof"]
checkClose(((2 + nudge) * 3 - 2 * 3) / nudge, 3, { of: "slope of a·b in a, by a nudge" });

// %% [markdown]
// It is $b$, the other factor. So a number must remember where it came from: which numbers went in, and how steep the step was in each.

// %%
interface Num {
  name: string;
  value: number;
  gradient: number;
  from: { num: Num; slope: number }[];
}
const num = (value: number, name: string, from: Num["from"] = []): Num => {
  return { name: name, value: value, gradient: 0, from: from };
};

// %% [markdown]
// The two steps, with the slopes from above:

// %%
const plus = (p: Num, q: Num, name = ""): Num =>
  num(p.value + q.value, name, [
    { num: p, slope: 1 },
    { num: q, slope: 1 },
  ]);
const times = (p: Num, q: Num, name = ""): Num =>
  num(p.value * q.value, name, [
    { num: p, slope: q.value },
    { num: q, slope: p.value },
  ]);

// %% [markdown]
// Our example is $y = (a + b) \cdot b$ with $a = 2$ and $b = 3$. In between we call the sum $s$.

// %%
const a = num(2, "a");
const b = num(3, "b");
const s = plus(a, b, "s = a + b");
const y = times(s, b, "y = s · b");
({ s: s.value, y: y.value });

// %% tags=["proof"]
checkEqual([s.value, y.value], [5, 15], { of: "s and y" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The graph
//
// To draw it, and to go back through it, we need all numbers in an order in which each stands after those it was made of. A walk to the sources finds it.

// %%
const inOrder = (result: Num, found: Num[] = []): Num[] => {
  if (found.includes(result)) return found;
  result.from.forEach((step) => inOrder(step.num, found));
  found.push(result);
  return found;
};
inOrder(y)
  .map((each) => each.name)
  .join(" → ");

// %% [markdown]
// The picture has a box for each number and an arrow for each step. At the arrow stands its slope; `grad` is still 0 everywhere.

// %%
const toGraph = (result: Num) => {
  const nums = inOrder(result);
  return {
    nodes: nums.map(({ name, value, gradient }, id) => {
      return { id: id, label: name, operation: "", data: value, gradient: gradient };
    }),
    edges: nums.flatMap((each, id) =>
      each.from.map((step) => {
        return { from: nums.indexOf(step.num), to: id, slope: step.slope };
      }),
    ),
  };
};
graphChart(toGraph(y), { title: "y = (a + b) · b as a graph" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Back through the graph
//
// The gradient of a number $v$ is the slope of the **result** in $v$. It follows from the chain rule: multiply along a path, add over paths.
//
// $$\frac{\partial y}{\partial v} = \sum_{u \text{ made of } v} \frac{\partial y}{\partial u} \cdot \frac{\partial u}{\partial v}$$
//
// $u$ runs over the numbers that were made of $v$. The result's own gradient is 1; from there we go back, and each number hands on its share. Note that $b$ is used twice.

// %%
const gradientOfB = predict("What is the gradient of b in y = (a + b) · b, at a = 2, b = 3?", {
  choices: ["3", "5", "8", "another number"],
});

// %% [markdown]
// The walk backwards, in code:

// %%
const backward = (result: Num, steps = Infinity): void => {
  const nums = inOrder(result);
  nums.forEach((each) => (each.gradient = 0));
  result.gradient = 1;
  const back = [...nums].reverse().slice(0, steps);
  for (const each of back)
    each.from.forEach((step) => (step.num.gradient += step.slope * each.gradient));
};
backward(y);
const offered = ["3", "5", "8"] as const;
gradientOfB.reveal(offered.find((text) => Number(text) === b.gradient) ?? "another number");
({ s: s.gradient, a: a.gradient, b: b.gradient });

// %% tags=["proof"]
checkEqual([s.gradient, a.gradient, b.gradient], [3, 3, 8], { of: "gradients of s, a and b" });

// %% [markdown]
// The gradient of $b$ is 8: 5 come directly, since $y = s \cdot b$, and 3 on the way over $s$. Move the slider and watch the gradients arrive from the right. (For this film `backward` can stop after some `steps`.)

// %%
const pictures = [0, 1, 2].map((steps) => {
  backward(y, steps);
  const titles = [
    "The result's gradient is 1",
    "y hands back to s and b",
    "s hands on to a and b",
  ];
  return graphChart(toGraph(y), { title: titles[steps], height: 400 });
});
statesChart(Object.fromEntries(pictures.map((picture, i) => [String(i), picture])), {
  control: "slider",
  prefix: "steps back: ",
});

// %% [markdown]
// This way through the graph is called **reverse mode**. The library's `Value` is the same engine with more kinds of steps; its numbers must be ours.

// %%
const aValue = new Value(2, { label: "a" });
const bValue = new Value(3, { label: "b" });
const yValue = aValue.plus(bValue).times(bValue);
yValue.backward();
backward(y);
new DataFrame([
  { engine: "ours", y: y.value, "gradient of a": a.gradient, "gradient of b": b.gradient },
  {
    engine: "the library's",
    y: yValue.data,
    "gradient of a": aValue.gradient,
    "gradient of b": bValue.gradient,
  },
]);

// %% tags=["proof"]
checkEqual([yValue.data, aValue.gradient, bValue.gradient], [y.value, a.gradient, b.gradient], {
  of: "the library's y and gradients",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The error of one unit
//
// Now the case that matters: $L = (w \cdot x + b - t)^2$, the squared error of a linear unit, with weight $w = 2$, input $x = 3$, bias $b = -1$ and target $t = 4$.
//
// **Predict** on paper: the error $e = wx + b - t$, then $\partial L/\partial w = 2 e x$ and $\partial L/\partial b = 2 e$.

// %%
const w = new Value(2, { label: "w" });
const bias = new Value(-1, { label: "b" });
const input = new Value(3, { label: "x" });
const minusTarget = new Value(-4, { label: "−t" });
const lossOfOne = w.times(input).plus(bias).plus(minusTarget).power(2);
lossOfOne.backward();
({ loss: lossOfOne.data, "slope in w": w.gradient, "slope in b": bias.gradient });

// %% tags=["proof"]
checkEqual([lossOfOne.data, w.gradient, bias.gradient], [1, 6, 2], {
  of: "L, and its slopes in w and b",
});

// %% [markdown]
// The graph shows where the 6 comes from: 2 at the square, times 1 at both sums, times 3 at the product.

// %%
graphChart(lossOfOne.graph(), { title: "The error flows back to w and b", height: 420 });

// %% [markdown]
// With gradients we can learn. Four points on the line $t = 2x - 1$, and our unit starts at $w = 0$, $b = 0$. The loss is the mean over the points.

// %%
const xs = [-1, 0, 1, 2];
const ts = [-3, -1, 1, 3];
const lineLoss = (w: Value, b: Value): Value => {
  const squares = xs.map((x, i) => w.times(x).plus(b).minus(ts[i]).power(2));
  return sumValues(squares).over(xs.length);
};
lineLoss(new Value(0), new Value(0)).data;

// %% tags=["proof"]
checkEqual(lineLoss(new Value(0), new Value(0)).data, 5, { of: "loss at the start" });

// %% [markdown]
// Each step computes the loss, goes back, and walks a little against the gradient. The loss begins at 5.

// %%
const lossAfter60 = predict("How low is the loss after 60 steps?", {
  choices: ["between 1 and 5", "between 0.001 and 1", "below 0.001"],
});

// %%
const rate = 0.1;
let fit = { w: 0, b: 0 };
const losses: number[] = [];
for (let step = 0; step < 60; step++) {
  const line = { w: new Value(fit.w), b: new Value(fit.b) };
  const loss = lineLoss(line.w, line.b);
  loss.backward();
  losses.push(loss.data);
  fit = { w: fit.w - rate * line.w.gradient, b: fit.b - rate * line.b.gradient };
}
const last = losses[losses.length - 1];
const small = last < 0.001 ? "below 0.001" : "between 0.001 and 1";
lossAfter60.reveal(last > 1 ? "between 1 and 5" : small);
({ w: fit.w.toFixed(3), b: fit.b.toFixed(3), loss: last.toExponential(1) });

// %% tags=["proof"]
checkBetween(losses[59], [0, 0.001], { of: "loss in the last step" });
checkClose([fit.w, fit.b], [2, -1], { of: "w and b", tolerance: 0.001 });
checkClose([losses[59] / losses[58], losses[40] / losses[39]], [0.743, 0.743], {
  of: "share of the loss that a late step leaves",
  tolerance: 5e-4,
});

// %% [markdown]
// The loss is far below 0.001, and the line is nearly $2x - 1$. Nobody wrote a derivative for this loss: the graph did it. Late steps leave about 74 % of the loss each; on an axis that counts by factors of ten that is a straight fall.

// %%
lineChart(
  { y: { loss: losses } },
  {
    title: "The engine learns a line: the loss falls by an equal share each step",
    xTitle: "step",
    yTitle: "mean squared error",
    logarithmic: ["y"],
  },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Tensors
//
// One number per box is fine for a drawing, slow for a network. A **tensor** is a box of many numbers with a **shape**; the number of axes is its **rank**. One operation works on all of them at once.

// %%
const matrix = tf.tensor([
  [1, 2, 3],
  [4, 5, 6],
]);
({ rank: matrix.rank, shape: matrix.shape, size: matrix.size, dtype: matrix.dtype });

// %% tags=["proof"]
checkEqual([matrix.rank, matrix.shape, matrix.size, matrix.dtype], [2, [2, 3], 6, "float32"], {
  of: "rank, shape, size, kind of number",
});

// %% [markdown]
// An operation along an **axis** makes it vanish. Axis 0 runs down the rows, axis 1 along them. **Predict** both sums of the matrix.

// %%
({ "along axis 0": matrix.sum(0).arraySync(), "along axis 1": matrix.sum(1).arraySync() });

// %% tags=["proof"]
checkEqual(
  [matrix.sum(0).arraySync(), matrix.sum(1).arraySync()],
  [
    [5, 7, 9],
    [6, 15],
  ],
  {
    of: "sums along axis 0 and along axis 1",
  },
);

// %% [markdown]
// `float32` keeps about seven decimal digits, a plain number of TypeScript about sixteen. **Predict**: what is 16,777,216 + 1 as a tensor?

// %%
const big = tf.scalar(16_777_216);
({ tensor: big.add(1).dataSync()[0], "plain number": 16_777_216 + 1 });

// %% tags=["proof"]
checkEqual([big.add(1).dataSync()[0], 16_777_216 + 1], [16_777_216, 16_777_217], {
  of: "as a tensor, and as a plain number",
});

// %% [markdown]
// The 1 is lost: $2^{24} + 1$ needs 25 binary digits, and float32 has 24. Networks live well with that; the comparison of gradients below will show it.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Broadcasting
//
// Shapes need not be equal. They are laid against each other **from the right**; an axis of length 1, or a missing one, is repeated until it fits:
//
// $$[3, 1] + [1, 4] \to [3, 4] \qquad [3, 2] + [2] \to [3, 2]$$
//
// **Predict** the shape of a column of 3 numbers times a row of 4.

// %%
const column = tf.tensor([[1], [2], [3]]); // [3, 1]
const row = tf.tensor([[10, 20, 30, 40]]); // [1, 4]
const table = column.mul(row); // [3, 4]
matrixChart(
  {
    values: table.arraySync() as number[][],
    rows: ["1", "2", "3"],
    columns: ["10", "20", "30", "40"],
  },
  {
    title: "A column times a row fills a table",
    xTitle: "number in the row, shape [1, 4]",
    yTitle: "number in the column, shape [3, 1]",
    valueTitle: "product",
    digits: 0,
  },
);

// %% tags=["proof"]
checkEqual(table.shape, [3, 4], { of: "shape of the product" });

// %% [markdown]
// A layer of a network uses the same rule: weighted sums of shape `[rows, units]` plus biases of shape `[units]`, one for each column.

// %%
const rows = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
const weights = tf.tensor2d([1, 0, -1, 2], [2, 2]);
const biases = tf.tensor1d([10, 20]); // [2]
const sums = rows.matMul(weights).add(biases); // [3, 2]
sums.arraySync();

// %% tags=["proof"]
checkEqual(sums.dataSync(), [9, 24, 9, 28, 9, 32], { of: "three rows through two units" });

// %% [markdown]
// Where two lengths differ and none is 1, there is no answer. The error names both shapes; read it, it is the one you will see most.

// %% tags=["raises-exception"]
matrix.add(tf.tensor([1, 2]));

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Gradients of tensors
//
// `tf.grad` takes a function and gives its gradient: a function again. Of many numbers it takes the slope of their sum in each. **Predict** it for $x^2$ at 1, 2 and 3.

// %%
const slopeOfSquare = tf.grad((x) => x.square());
slopeOfSquare(tf.tensor([1, 2, 3])).arraySync();

// %% tags=["proof"]
checkClose(slopeOfSquare(tf.tensor([1, 2, 3])).arraySync(), [2, 4, 6], { of: "slopes of x²" });

// %% [markdown]
// `tf.grads` does it for several inputs. Our $y = (a + b) \cdot b$ once more, now with TensorFlow's engine:

// %%
const bothSlopes = tf.grads((a, b) => a.add(b).mul(b));
const [slopeA, slopeB] = bothSlopes([tf.scalar(2), tf.scalar(3)]);
({ "slope in a": slopeA.dataSync()[0], "slope in b": slopeB.dataSync()[0] });

// %% tags=["proof"]
checkClose([slopeA.dataSync()[0], slopeB.dataSync()[0]], [a.gradient, b.gradient], {
  of: "TensorFlow's gradients, and ours",
});

// %% [markdown]
// And broadcasting? A bias that was repeated for three rows is **used three times**. **Predict** its gradient when the result is the sum of all entries.

// %%
const biasSlope = tf.grad((b) => rows.matMul(weights).add(b).sum());
biasSlope(biases).arraySync();

// %% tags=["proof"]
checkClose(biasSlope(biases).arraySync(), [3, 3], { of: "gradient of each bias" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Three ways, one gradient
//
// How do we know that an engine is right? We ask another. A unit with two inputs and a bend, $\hat y = \tanh(w_1 x_1 + w_2 x_2 + b)$, the mean squared error over three rows, and three numbers $w_1, w_2, b$. **The first way** needs no engine: move each number a bit up and a bit down, and divide.
//
// $$\frac{\partial f}{\partial w} \approx \frac{f(w + h) - f(w - h)}{2h}$$

// %%
const data = {
  x: [
    [1, 2],
    [-1, 0.5],
    [0.5, -1],
  ],
  y: [1, -1, 0],
};
const at = [0.3, -0.2, 0.1];
const plain = ([w1, w2, b]: readonly number[]): number =>
  data.x
    .map(([x1, x2], i) => (Math.tanh(w1 * x1 + w2 * x2 + b) - data.y[i]) ** 2)
    .reduce((sum, square) => sum + square / 3, 0);

const byDifference = finiteDifference(plain, at, { h: 1e-5 });
byDifference.map((slope) => Number(slope.toFixed(6)));

// %% [markdown]
// **The second way** is the engine with a graph.

// %%
const [v1, v2, vb] = at.map((number) => new Value(number));
const squares = data.x.map(([x1, x2], i) =>
  v1.times(x1).plus(v2.times(x2)).plus(vb).tanh().minus(data.y[i]).power(2),
);
const unitLoss = sumValues(squares).over(3);
unitLoss.backward();
const byEngine = [v1.gradient, v2.gradient, vb.gradient];
byEngine.map((slope) => Number(slope.toFixed(6)));

// %% [markdown]
// **The third way** is TensorFlow: $x$ of shape `[3, 2]`, the weights `[2, 1]`, the bias `[1]`.

// %%
const inputs = tf.tensor2d(data.x); // [3, 2]
const targets = tf.tensor2d(data.y, [3, 1]);
const tensorLoss = (w: Tensor, b: Tensor): Scalar =>
  inputs.matMul(w).add(b).tanh().sub(targets).square().mean();
const [weightSlopes, biasSlopes] = tf.grads(tensorLoss)([
  tf.tensor2d(at.slice(0, 2), [2, 1]),
  tf.tensor1d(at.slice(2)),
]);
const byTensorFlow = [...weightSlopes.dataSync(), ...biasSlopes.dataSync()];
byTensorFlow.map((slope) => Number(slope.toFixed(6)));

// %% [markdown]
// **Predict**: to how many digits do they agree? The course asks for $10^{-5}$. The table shows nine digits after the point.

// %%
const digits = (slopes: number[]) => slopes.map((slope) => slope.toFixed(9));
new DataFrame({
  parameter: ["w₁", "w₂", "b"],
  differences: digits(byDifference),
  engine: digits(byEngine),
  TensorFlow: digits(byTensorFlow),
});

// %% tags=["proof"]
checkClose(byEngine, byDifference, { of: "engine against differences", tolerance: 1e-8 });
checkClose(byTensorFlow, byDifference, {
  of: "TensorFlow against differences",
  tolerance: 1e-6,
});

// %% [markdown]
// The engine and the finite difference agree to eight digits after the point, TensorFlow to six, as it keeps 32 bits: all well below $10^{-5}$.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## How small a step?
//
// The first way has a number to choose. **Predict**: if $h$ goes from 0.1 down to $10^{-15}$, does the error of the finite difference fall all the way?

// %%
const sizes = Array.from({ length: 15 }, (_, i) => 10 ** -(i + 1));
const farthest = (slopes: number[]) =>
  Math.max(...slopes.map((slope, i) => Math.abs(slope - byEngine[i])));
const errors64 = sizes.map((h) => farthest(finiteDifference(plain, at, { h: h })));
const rounded = (parameters: readonly number[]) =>
  tf.tidy(() => {
    const w = tf.tensor2d(parameters.slice(0, 2), [2, 1]);
    return tensorLoss(w, tf.tensor1d(parameters.slice(2))).dataSync()[0];
  });
const errors32 = sizes.map((h) => farthest(finiteDifference(rounded, at, { h: h })));

// %% [markdown]
// Both curves, on axes that count by factors of ten. Read them from the right, where $h$ is large.

// %%
lineChart(
  { x: sizes, y: { "plain numbers (64 bits)": errors64, "tensors (32 bits)": errors32 } },
  {
    title: "The step of a finite difference can be too small",
    xTitle: "step h",
    yTitle: "largest error of a slope",
    logarithmic: ["x", "y"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// No: there is a valley. On its right the curve bends away from the tangent, and a tenth of $h$ means a hundredth of the error. On its left two nearly equal numbers are subtracted, and their rounding is divided by $2h$. With 32 bits the valley comes earlier and is not as deep.

// %% tags=["proof"]
const valley = (errors: number[]) => sizes[errors.indexOf(Math.min(...errors))];
checkClose(errors64[0] / errors64[1], 100, { of: "gain from h = 0.1 to 0.01", tolerance: 5 });
checkTrue(
  valley(errors64) < valley(errors32) && Math.min(...errors64) < Math.min(...errors32),
  `the best steps are ${valley(errors64)} with 64 bits and ${valley(errors32)} with 32`,
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Why not always finite differences?
//
// They run the whole function twice for **each** number. The graph is run once forward and once back, for **all** of them. We count the steps for $(w_1 + \dots + w_n)^2$: one run has $n$ sums and a square. **Predict** for 10,000 numbers: how many times as many steps does the finite difference need?

// %%
const counts = [1, 10, 100, 1000, 10_000];
const graphOf = (n: number) => sumValues(Array<number>(n).fill(1)).power(2).graph();
const forward = counts.map((n) => graphOf(n).nodes.filter((node) => node.operation).length);
lineChart(
  {
    x: counts,
    y: {
      "finite differences": forward.map((steps, i) => 2 * counts[i] * steps),
      "back through the graph": forward.map((steps) => 2 * steps),
    },
  },
  {
    title: "Going back costs as little as going forward",
    xTitle: "numbers to learn",
    yTitle: "steps of arithmetic",
    logarithmic: ["x", "y"],
  },
);

// %% [markdown]
// For 10,000 numbers it needs ten thousand times as many, as the last row of the table shows. For the 92,170 weights of lesson 15, one gradient by finite differences would be 184,340 runs of the network; the graph needs one run forward and one back. Finite differences remain what they are good at: the test.

// %%
new DataFrame(
  counts.map((numbers, i) => ({
    numbers,
    "finite differences": 2 * numbers * forward[i],
    "back through the graph": 2 * forward[i],
  })),
);

// %% tags=["proof"]
checkEqual(
  [forward[4], (2 * counts[4] * forward[4]) / (2 * forward[4]), 2 * 92_170],
  [10_001, 10_000, 184_340],
  { of: "steps of one run; times as many; runs for lesson 15" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Variables
//
// A tensor never changes. What learns must change: a **variable** holds a tensor and takes a new one by `assign`. `tf.variableGrads` gives the gradient for every trainable variable that the loss meets.

// %%
const learned = tf.tidy(() => {
  const w = tf.variable(tf.scalar(0));
  const b = tf.variable(tf.scalar(0));
  const x = tf.tensor1d(xs);
  const steps = Array.from({ length: 60 }, () => {
    const loss = () => x.mul(w).add(b).sub(ts).square().mean<Scalar>();
    const { value, grads } = tf.variableGrads(loss, [w, b]);
    w.assign(w.sub(grads[w.name].mul(rate)));
    b.assign(b.sub(grads[b.name].mul(rate)));
    return value.dataSync()[0];
  });
  const end = { w: w.dataSync()[0], b: b.dataSync()[0] };
  tf.dispose([w, b]);
  return { steps: steps, end: end };
});

// %% [markdown]
// The same four points, the same 60 steps: the losses must be those of our engine, one by one. Here are four of them.

// %%
new DataFrame(
  [0, 1, 2, 59].map((step) => ({
    step,
    "our engine": losses[step],
    TensorFlow: learned.steps[step],
  })),
);

// %% tags=["proof"]
checkClose([learned.steps, learned.end], [losses, fit], {
  of: "60 losses and the line, TensorFlow against the engine",
  tolerance: 1e-5,
});

// %% [markdown]
// This loop is what an **optimizer** does for us from lesson 07 on.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Memory
//
// Tensors live outside JavaScript's memory, and nobody sweeps them up. Every operation makes one. `tf.tidy` disposes of all that were made in it, except what it returns.
//
// **Predict** how many tensors stay behind: by `matrix.square().mean()`; by the same in a tidy; by a tidy that returns a plain number.

// %%
const leftBy = (work: () => unknown): number => {
  const counted = { before: 0, after: 0 };
  tf.tidy(() => {
    counted.before = tf.memory().numTensors;
    work();
    counted.after = tf.memory().numTensors;
  });
  return counted.after - counted.before;
};
const mean = () => matrix.square().mean();
const bare = leftBy(mean);
const tidied = leftBy(() => tf.tidy(mean));
const number = leftBy(() => tf.tidy(() => mean().dataSync()[0]));
({ bare, tidied, "a plain number": number });

// %% tags=["proof"]
checkEqual([bare, tidied, number], [2, 1, 0], { of: "bare, in a tidy, as a number" });

// %% [markdown]
// (Our counter works inside a tidy itself, so that the lesson does not leak what it shows.) In a loop this adds up. We run four operations in a row 60 times, once bare, once tidied.

// %%
const upTo60 = Array.from({ length: 61 }, (_, i) => i);
const livingAfter = (step: () => unknown) =>
  upTo60.map((steps) => leftBy(() => upTo60.slice(0, steps).forEach(step)));
const wrong = livingAfter(() => inputs.sub(1).tanh().square().mean());
const right = livingAfter(() => tf.tidy(() => inputs.sub(1).tanh().square().mean().dataSync()));
lineChart(
  { y: { bare: wrong, "in tf.tidy": right } },
  {
    title: "A loop without tidy leaks at every step",
    xTitle: "step of the loop",
    yTitle: "tensors left behind",
  },
);

// %% [markdown]
// Bare, each operation leaves one: four at each step. Here they are tiny; in lesson 15 the first layer's answer to one batch, 32 pictures of 28 × 28 pixels in 16 channels, takes 1.6 MB, and the 750 batches of one training would leave 1.2 GB behind.

// %%
const megabytes = (32 * 28 * 28 * 16 * 4) / 1e6;
({
  "left by 60 bare steps": wrong[60],
  "left by 60 tidied steps": right[60],
  "MB of one answer": megabytes.toFixed(1),
  "GB of 750 answers": ((750 * megabytes) / 1000).toFixed(1),
});

// %% tags=["proof"]
checkEqual([wrong[1], wrong[60], right[60]], [4, 240, 0], {
  of: "tensors left by one bare step, by 60; by 60 tidied ones",
});
checkClose([megabytes, (750 * megabytes) / 1000], [1.6, 1.2], {
  of: "MB of one answer, GB of 750",
  tolerance: 0.01,
});

// %% [markdown]
// Two rules keep a training clean: wrap each step in a tidy, and dispose of what outlives it. Variables outlive a tidy on purpose, so they need `dispose`; and a tidy takes no `async` function, since it cannot know when that ends.

// %%
const kept = leftBy(() => {
  const memory = tf.tidy(() => tf.variable(tf.scalar(1)));
  memory.dispose();
});
kept;

// %% tags=["proof"]
checkEqual(kept, 0, { of: "tensors left after the variable was disposed of" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** On paper: $y = a \cdot b + a$ at $a = 3$, $b = -2$. What are the gradients of $a$ and of $b$?

// %% tags=["exercise"]
const gradientsByHand: { a: number; b: number } = todo;
exercises.gradientsByHand.check(gradientsByHand);
// exercises.gradientsByHand.hint();
// exercises.gradientsByHand.solution();

// %% [markdown]
// **2.** Our engine cannot divide. Give the two slopes of $y = a / b$, first the one in $a$, then the one in $b$.

// %% tags=["exercise"]
const slopesOfQuotient = (a: number, b: number): [number, number] => todo;
exercises.slopesOfQuotient.check(slopesOfQuotient);
// exercises.slopesOfQuotient.hint();
// exercises.slopesOfQuotient.solution();

// %% [markdown]
// **3.** Write the finite difference from both sides, for a function of several numbers. Leave the list `x` as it came.

// %% tags=["exercise"]
const numericGradient = (f: (x: number[]) => number, x: number[], h: number): number[] => todo;
exercises.numericGradient.check(numericGradient);
// exercises.numericGradient.hint();
// exercises.numericGradient.solution();

// %% [markdown]
// **4.** Write the rule of broadcasting: the shape of $p + q$ from the shapes of $p$ and $q$, which may have different ranks. The shapes that come do fit together.

// %% tags=["exercise"]
const broadcastShape = (p: number[], q: number[]): number[] => todo;
exercises.broadcastShape.check(broadcastShape);
// exercises.broadcastShape.hint();
// exercises.broadcastShape.solution();

// %% [markdown]
// **5.** Give the square root of the mean square of a tensor as a plain number, and leave no tensor behind. The tensor that came belongs to the caller.

// %% tags=["exercise"]
const rootMeanSquare = (x: Tensor): number => todo;
exercises.rootMeanSquare.check(rootMeanSquare);
// exercises.rootMeanSquare.hint();
// exercises.rootMeanSquare.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// The engine follows tensors only. Take the number out in the middle, and the path back is cut: for all that TensorFlow can see, the result no longer depends on $x$.

// %% tags=["raises-exception"]
tf.grad((x) => tf.scalar(x.dataSync()[0] ** 2))(tf.scalar(3));

// %% [markdown]
// Now break our own engine. In `backward`, write `=` in place of `+=`, run that cell, and read the three gradients: which share of $b$'s gradient survives? Then set `rate` to 0.5 and to 0.6 in the training of the line: does it still learn? (Lesson 03 computed such a border.) And last: what does `tf.memory().numTensors` say now, and which cells of this lesson are to blame?

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - draw a computation as a graph and send gradients back through it, by hand
// - compute with tensors: shapes, broadcasting, variables, and gradients on request
// - check a gradient in three ways, and keep the memory of a long training in order
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The engine by hand is the heart of the lesson: some thirty lines that do what TensorFlow does. Draw the graph of (a + b) · b on the board and let the room call out each gradient before you move the slider. If time is short, leave out the cost of finite differences; the part on memory is needed later.
