// %% [markdown] slideshow={"slide_type": "slide"}
// # 04 · Who computes the gradients?
//
// At the end of this lesson a small network will bend a boundary around two crescents of points while you watch. It will be trained by an *engine*, a machine of about fifty lines that we build together, and you will write its central line yourself. The engine finds all the slopes of a result in a single walk, however long the formula, provided that it knows a rule for each kind of step. So nobody has to work out the derivative of a whole network on paper. TensorFlow holds the same machine, and today's language models are trained in the same way.
//
// We need it because of the question that lesson 03 left open. There a weight and a bias had one formula each. For a million weights all we have so far is the nudge, and that means two million looks at the loss for a single step of gradient descent.
//
// *Two sittings of about 60 minutes · builds on lessons 00 and 03*
//
// **You will be able to**
//
// - draw a computation as a graph and send gradients back through it, by hand and in code
// - train a small network with an engine of your own
// - compute with tensors: shapes, broadcasting, variables, and gradients on request
// - check a gradient in three ways, and keep the memory of a long training run in order

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  dropdown,
  interact,
  predict,
  predictionSummary,
  Random,
  slider,
  tf,
  timeit,
} from "neural-notebooks/core";
import { DataFrame } from "neural-notebooks/frames";
import { moons } from "neural-notebooks/datasets";
import { leastSquares, predictLinear } from "neural-notebooks/models";
import {
  barChart,
  boundaryAnimation,
  boundaryChart,
  functionChart,
  graphChart,
  lineChart,
  matrixChart,
  networkChart,
  statesChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/04-tensors";

// %% tags=["proof"]
import { checkClose, checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Watch a nudge travel
//
// Take a linear unit with one input, $x = 2$, and the bias $b = -1$. The true value is $y = 3$. Instead of one long formula for the loss of this example, we take three small steps. First comes the prediction, then its difference from the true value, then the square of that difference:
//
// $$\hat y = w \cdot x + b \qquad\quad d = \hat y - y \qquad\quad L = d^2$$
//
// Below, for the $w$ that you choose, we nudge $w$ by a thousandth up and down, as in lesson 03, and measure how far each number moves. A bar of 2 means that this number moves twice as far as $w$; a bar below zero means that it moves the other way. Move the slider. Three of the bars never change. At which $w$ does the loss not move at all, and why there?
//
// > **Reading the code.** `map` gives its function the position in the list as well, here `i`, so that `down[i]` is the number in the same place. `{ title, yTitle }` is short for `{ title: title, yTitle: yTitle }`. `family: statesChart` makes the slider work in a saved notebook, too.

// %%
function lossInSteps(w: number): number[] {
  const yHat = w * 2 - 1;
  const d = yHat - 3;
  return [w, yHat, d, d ** 2];
}
function travel(w: number): number[] {
  const down = lossInSteps(w - 0.001);
  return lossInSteps(w + 0.001).map((up, i) => (up - down[i]) / 0.002);
}
interact(
  { w: slider({ min: 0, max: 4, value: 3, step: 0.5 }) },
  ({ w }) => {
    const values = travel(w);
    const title = `At w = ${w} the loss moves ${values[3].toFixed(1)} times as far as w`;
    const yTitle = "movement (times that of w)";
    const bars = { categories: ["w", "ŷ", "d", "L"], values };
    return barChart(bars, { title, xTitle: "number", yTitle, range: [-18, 18], numbers: true });
  },
  { family: statesChart },
);

// %% tags=["proof"]
checkClose(travel(3), [1, 2, 2, 8], { of: "movement at w = 3" });
for (const w of [0, 1.5, 4]) checkClose(travel(w).slice(0, 3), [1, 2, 2], { of: "first bars" });
checkClose([travel(2)[3], travel(0)[3]], [0, -16], { of: "movement of the loss at 2 and 0" });
checkEqual(lossInSteps(3), [3, 5, 2, 4], { of: "the steps at w = 3" });
function slopeOf(f: (input: number) => number, at: number): number {
  return (f(at + 0.001) - f(at - 0.001)) / 0.002;
}
checkClose(
  [slopeOf((v) => v * 2 - 1, 3), slopeOf((v) => v - 3, 5), slopeOf((v) => v ** 2, 2)],
  [2, 1, 4],
  { of: "the slopes of the steps" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Nudges multiply
//
// At $w = 2$ the prediction is exactly right, so the loss is at its lowest point, where its slope is zero.
//
// Now stand at $w = 3$, where $\hat y = 5$, $d = 2$ and $L = 4$, and take one step at a time. The prediction moves 2 times as far as $w$, because $w$ is multiplied by $x = 2$. The difference moves exactly as far as the prediction. The loss moves 4 times as far as the difference: if $d$ grows from 2 to $2 + h$, its square grows from 4 to $4 + 4h + h^2$, and for a tiny $h$ the last term is negligible. (In general the slope of $d^2$ is $2d$.) So a nudge of $w$ arrives at the loss $4 \cdot 1 \cdot 2 = 8$ times as large. This is the **chain rule**: along a chain of steps, slopes multiply.
//
// $$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial d} \cdot \frac{\partial d}{\partial \hat y} \cdot \frac{\partial \hat y}{\partial w} = 4 \cdot 1 \cdot 2 = 8$$
//
// > **Reading the formula.** $\frac{\partial L}{\partial w}$ is the slope of lesson 03: how many times as far $L$ moves as $w$, for a tiny nudge of $w$ alone. The other three fractions are the slopes of the three steps, the last step first.
//
// **Your turn (4 minutes, with paper).** Another chain has the steps $u = 4 \cdot x$, then $s = u + 3$, then $r = s^2$. Stand at $x = 0.5$. Replace each `todo` with a number: the slope of $u$ along $x$, of $s$ along $u$, of $r$ along $s$, and of $r$ along $x$.

// %% tags=["exercise"]
const chainSlopes: { uAlongX: number; sAlongU: number; rAlongS: number; rAlongX: number } = {
  uAlongX: todo,
  sAlongU: todo,
  rAlongS: todo,
  rAlongX: todo,
};
exercises.chainSlopes.check(chainSlopes);
// exercises.chainSlopes.hint();
// exercises.chainSlopes.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A formula becomes a graph
//
// A program that is to multiply slopes has to know the steps. In most formulas the steps form more than a chain, since a number may be used in several places. We therefore write a formula down as a **computation graph**: a box, called a **node**, for each number, and an arrow from it to every number that is computed from it.
//
// For each kind of step we write a rule that gives two things: the value, and the slope along each input. For a sum both slopes are 1, because a nudge of either number arrives at the sum as large as it was. For a product, take $2 \cdot 3$. If the 2 grows by $h$, then $(2 + h) \cdot 3 = 6 + 3h$, so the nudge comes out 3 times as large: **the slope along one factor is the other factor**.
//
// > **Reading the code.** `type Rule = …` gives a name to a kind of value, here to functions that take some numbers (the three dots collect them into a list) and return an object. `Record<string, Rule>` is an object that holds a rule under each name, and `rules["·"]` fetches one.

// %%
type Rule = (...inputs: number[]) => { value: number; slopes: number[] };

const rules: Record<string, Rule> = {
  "+": (first, second) => ({ value: first + second, slopes: [1, 1] }),
  "·": (first, second) => ({ value: first * second, slopes: [second, first] }),
};

const { value, slopes } = rules["·"](2, 3);
new DataFrame([{ rule: "2 · 3", value, slope_along_2: slopes[0], slope_along_3: slopes[1] }]);

// %% tags=["proof"]
checkEqual([value, slopes], [6, [3, 2]], { of: "2 · 3 and its slopes" });
checkClose([slopeOf((u) => u * 3, 2), slopeOf((v) => 2 * v, 3)], slopes, { of: "by nudging" });

// %% [markdown]
// **Your turn (3 minutes).** Our engine cannot subtract yet. Write the rule for `first - second`: return an object with the `value`, and with a list `slopes` of two numbers: the slope of the value along `first`, and then its slope along `second`. We shall need this rule soon.

// %% tags=["exercise"]
function minusRule(first: number, second: number): { value: number; slopes: number[] } {
  return todo;
}
exercises.minusRule.check(minusRule);
// exercises.minusRule.hint();
// exercises.minusRule.solution();

// %% [markdown]
// Now we make the nodes. A node remembers by which kind of step it is computed, and from which other nodes. A number that we set ourselves, such as a weight, is computed from nothing else; it is a **leaf** of the graph.
//
// > **Reading the code.** An `interface` lists the properties that an object must have. A `GraphNode` holds other `GraphNode`s in its list `inputs`; that is how the arrows are stored. `label = ""` gives a parameter a value for calls that leave it out. `nextId++` is the number that `nextId` holds, and afterwards `nextId` is one larger.

// %%
interface GraphNode {
  id: number; // counts up, so the inputs of a node have smaller ids than the node
  operation: string; // the name of a rule, or "" for a leaf
  inputs: GraphNode[];
  label: string; // for the picture
  value: number;
  slopes: number[]; // how far the value moves for a nudge of each input
  gradient: number; // how far the final result moves for a nudge of this node
}

let nextId = 0;
function combine(operation: string, inputs: GraphNode[], label = ""): GraphNode {
  return { id: nextId++, operation, inputs, label, value: 0, slopes: [], gradient: 0 };
}

function leaf(label: string, value: number): GraphNode {
  return { ...combine("", [], label), value };
}

// %% [markdown]
// Building a graph computes nothing yet. To run it, we need all nodes that lead to the result, in an order in which each one stands after its inputs. The ids give us that order, because the inputs of a node are always made before the node itself.
//
// > **Reading the code.** A `Set` is a collection that holds each thing only once, however often you `add` it. A `for` loop over a set also visits what is added while it runs, so the first function starts at the result and follows all arrows back to the leaves. `[...found]` turns the set into a list. `sort` receives a function that compares two entries: if it gives a negative number, the first one comes first. `continue` goes on with the next round of the loop.

// %%
function nodesBehind(result: GraphNode): GraphNode[] {
  const found = new Set([result]);
  for (const node of found) {
    for (const input of node.inputs) found.add(input);
  }
  return [...found].sort((first, second) => first.id - second.id);
}

function run(result: GraphNode): number {
  for (const node of nodesBehind(result)) {
    if (node.operation === "") continue; // a leaf has its value already
    const numbers = node.inputs.map((input) => input.value);
    const { value, slopes } = rules[node.operation](...numbers);
    node.value = value;
    node.slopes = slopes;
  }
  return result.value;
}

// %% [markdown]
// Our first graph is $r = (a + b) \cdot b$ with the leaves $a = 2$ and $b = 3$. (Here $a$ and $b$ are two plain numbers, not an output and a bias.) The sum in between is called $s$. In the picture, each box shows its value, and each arrow shows a slope: how far the box at its tip moves for a nudge of the box at its start. The line "grad" is still 0 everywhere.

// %%
const a = leaf("a", 2);
const b = leaf("b", 3);
const s = combine("+", [a, b], "s");
const r = combine("·", [s, b], "r");
const beforeRunning = r.value;
run(r);

graphChart(r, {
  title: `r is ${beforeRunning} when it is built, and ${r.value} after it has run`,
});

// %% tags=["proof"]
checkEqual([beforeRunning, s.value, r.value], [0, 5, 15], { of: "r as built; s and r" });
checkEqual(
  [s.slopes, r.slopes],
  [
    [1, 1],
    [3, 5],
  ],
  { of: "slopes of s and r" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Back through the graph
//
// The **gradient** of a node is how far the *final result* moves for a nudge of that node. (In lesson 03 the gradient was the list of all slopes. Here each node keeps its own entry of that list.) For $r$ itself this is 1. A nudge of $s$ arrives at $r$ 3 times as large, so the gradient of $s$ is 3. A nudge of $a$ arrives at $s$ as large as it was, and from there at $r$ 3 times as large, which makes $1 \cdot 3 = 3$: nudges multiply along a path.
//
// But $b$ has two arrows. One leads straight to $r$, the other leads there by way of $s$. If you nudge $b$, both effects arrive at $r$ at the same time. Follow both paths in the picture and record your guess.

// %%
const gradientOfB = predict("What is the gradient of b in r = (a + b) · b, at a = 2, b = 3?", {
  from: -100,
  to: 100,
});

// %% [markdown]
// In code we start at the result and go back, from the newest node to the oldest. When a node's turn comes, everything that was computed from it has been visited, so its own gradient is complete. It then **hands on**: each of its inputs receives the gradient of the node times the slope on the arrow, and adds this to what it has received before.
//
// **Your turn (5 minutes).** Write this step, the centre of the machine. Your function receives a node that has its `gradient` and its `slopes`. Change the `gradient` of each of its `inputs` as the last sentence says, and nothing else. `node.slopes[i]` belongs to the arrow from `node.inputs[i]`. You need not go further back than to these inputs, because their own turn comes later. The function returns nothing (`void`). A node may stand in the list of inputs twice, as $d$ does in $d \cdot d$.

// %% tags=["exercise"]
function handOn(node: GraphNode): void {
  return todo;
}
exercises.handOn.check(handOn);
// exercises.handOn.hint();
// exercises.handOn.solution();

// %% [markdown]
// The function `backward` does the walk: it sets all gradients to 0, gives the result its 1, and lets one node after the other hand on. (With `steps` we can stop early, which the next picture uses; `Infinity` means that the walk goes to the end.)
//
// > **Reading the code.** `exercises.handOn.use(handOn)` is your own function if its check says "right". Until then it is one of ours, so that the lesson runs. `reverse` turns a list round, and `slice(0, steps)` gives its first entries, as many as `steps` says.

// %%
const giveToInputs = exercises.handOn.use(handOn);

function backward(result: GraphNode, steps = Infinity): void {
  const nodes = nodesBehind(result);
  for (const node of nodes) node.gradient = 0;
  result.gradient = 1;
  for (const node of nodes.reverse().slice(0, steps)) giveToInputs(node);
}

backward(r);
gradientOfB.reveal(b.gradient);
new DataFrame([{ r: r.gradient, s: s.gradient, a: a.gradient, b: b.gradient }]);

// %% tags=["proof"]
checkEqual([r.gradient, s.gradient, a.gradient, b.gradient], [1, 3, 3, 8], { of: "gradients" });
checkClose(
  [slopeOf((a) => (a + 3) * 3, 2), slopeOf((b) => (2 + b) * b, 3)],
  [a.gradient, b.gradient],
  { of: "gradients by nudging" },
);

// %% [markdown]
// It is $5 + 3 = 8$: 5 comes straight from $r$, and 3 by way of $s$. **Multiply along a path, add over paths**: that is all. In a formula, where $k$ runs over the nodes that are computed from $b$,
//
// $$\frac{\partial r}{\partial b} = \sum_{k} \frac{\partial r}{\partial k} \cdot \frac{\partial k}{\partial b} = \underbrace{1 \cdot 5}_{k = r} + \underbrace{3 \cdot 1}_{k = s} = 8$$
//
// The method is called **automatic differentiation**, and this form of it, which walks from the result back to the leaves, is its *reverse mode*. Move the slider and watch the gradients arrive. Look in particular at $b$, which receives something twice.

// %%
interact(
  { steps: slider({ min: 0, max: 2, label: "steps back" }) },
  ({ steps }) => {
    backward(r, steps);
    const titles = ["The gradient of r is 1", "r hands on to s and b", "s hands on to a and b"];
    return graphChart(r, { title: titles[steps], height: 400 });
  },
  { family: statesChart },
);

// %% tags=["proof"]
backward(r, 1);
checkEqual([s.gradient, a.gradient, b.gradient], [3, 0, 5], { of: "after one step back" });
backward(r);

// %% [markdown]
// **Your turn (4 minutes, with paper).** Take $r = a \cdot b + a$ at $a = 3$, $b = -2$. Draw the graph, write its slope on each arrow, and walk back from $r$. What are the gradients of $a$ and of $b$?

// %% tags=["exercise"]
const gradientsByHand: { a: number; b: number } = { a: todo, b: todo };
exercises.gradientsByHand.check(gradientsByHand);
// exercises.gradientsByHand.hint();
// exercises.gradientsByHand.solution();

// %% [markdown]
// With your rule for minus, the engine can work on the loss from the beginning of this lesson. It has no rule for squares, so we write the square as $d \cdot d$, and $d$ is used twice.

// %%
rules["-"] = exercises.minusRule.use(minusRule);

const w = leaf("w", 3);
const x = leaf("x", 2);
const bias = leaf("b", -1);
const y = leaf("y", 3);
const yHat = combine("+", [combine("·", [w, x]), bias], "ŷ");
const d = combine("-", [yHat, y], "d");
const L = combine("·", [d, d], "L");
run(L);
backward(L);

graphChart(L, { title: `The loss moves ${w.gradient} times as far as w`, height: 420 });

// %% tags=["proof"]
checkEqual([yHat.value, d.value, L.value], [5, 2, 4], { of: "ŷ, d and L" });
checkEqual([d.gradient, w.gradient, bias.gradient], [4, 8, 4], { of: "gradients of d, w, b" });
checkEqual([x.gradient, y.gradient], [12, -4], { of: "gradients of the data" });

// %% [markdown]
// The gradient of $w$ is 8, the number that the bars showed. Each of the two arrows from $d$ to $L$ has the slope 2, and together they give $d$ the gradient 4: this is where the factor 2 in the formula of lesson 03 comes from. This time we did not need that formula. The walk through the graph found the number by itself.
//
// The engine treats every leaf alike, so it has found gradients for the data as well: 12 for $x$ and −4 for $y$. The −4 says that the loss would fall if $y$ were larger, and so closer to the prediction of 5. But $y$ was measured, and we may not change it to get a smaller loss. Therefore training moves only the weights and the bias.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Your engine trains a network
//
// Sixty points lie on two crescents, called *moons*. We want a network that answers +1 for one moon and −1 for the other, from the two coordinates $x_1$ and $x_2$. No straight line can separate them. The best that lesson 03 has to offer is the line of least squares. (A point is on the wrong side if its prediction and its target have different signs, and then their product is negative.)

// %%
const points = moons({ count: 60, noise: 0.1, seed: 1 });
const targets = points.y.map((label) => 2 * label - 1); // 0 and 1 become −1 and +1

const line = leastSquares({ x: points.x, y: targets });
const yHats = predictLinear(points.x, line);
const missed = yHats.filter((yHat, i) => yHat * targets[i] < 0).length;
boundaryChart(points, {
  units: [line],
  names: ["target −1", "target +1"],
  title: `The line of least squares leaves ${missed} of 60 points on the wrong side`,
  xTitle: "x₁",
  yTitle: "x₂",
});

// %% tags=["proof"]
checkEqual([missed, points.y.length], [9, 60], { of: "points that the line misses" });

// %% [markdown]
// So we take a network. Each of six units in a first layer forms a weighted sum $z$ of the inputs, as the units of lessons 02 and 03 do, and passes it through a curve, $a = \tanh(z)$. A last unit forms a weighted sum of the six results. Lesson 05 looks inside such networks. Today a network is one long formula, and long formulas are what our engine is for.
//
// The curve **tanh** (read "tanch") squeezes every number into the range from −1 to 1. It needs a rule, and its slope can be computed from its value alone: it is $1 - a^2$. Move the slider and compare this with the slope that a nudge measures.
//
// > **Reading the formula.** Why $1 - a^2$? For this curve there is a law for sums, $\tanh(z + h) = \frac{a + \tanh h}{1 + a \tanh h}$, where $a = \tanh z$. For a tiny nudge, $\tanh h$ is almost exactly $h$, so $a$ becomes $\frac{a + h}{1 + ah}$. That is $\frac{h\,(1 - a^2)}{1 + ah}$ more than $a$. The denominator is almost exactly 1, so $a$ grows by about $1 - a^2$ times the nudge.

// %%
rules["tanh"] = (z) => ({ value: Math.tanh(z), slopes: [1 - Math.tanh(z) ** 2] });

interact(
  { z: slider({ min: -3, max: 3, value: 1, step: 0.5 }) },
  ({ z }) => {
    const measured = (Math.tanh(z + 0.001) - Math.tanh(z - 0.001)) / 0.002;
    const byRule = rules["tanh"](z).slopes[0];
    const title = `Slope at z = ${z}: nudging ${measured.toFixed(3)}, 1 − a² ${byRule.toFixed(3)}`;
    const axes = { xTitle: "sum z", yTitle: "output a" };
    return functionChart({ tanh: Math.tanh }, { tangentAt: z, title, range: [-3, 3], ...axes });
  },
  { family: statesChart },
);

// %% tags=["proof"]
for (const z of [-2, 0, 0.7])
  checkClose(rules["tanh"](z).slopes, [slopeOf(Math.tanh, z)], {
    of: "slope of tanh",
    tolerance: 1e-6,
  });

// %% [markdown]
// The network has 25 weights and biases. Each is a leaf with a random value between −2 and 2: in the first layer six weights for $x_1$, six for $x_2$ and six biases, then six weights and one bias for the last unit. In the picture each line is a weight, and the thicker the line, the larger the weight, whatever its sign.

// %%
const units = 6;
const random = new Random(1);
function draw(count: number): GraphNode[] {
  const drawn: GraphNode[] = [];
  for (let i = 0; i < count; i++) drawn.push(leaf("w", random.uniform(-2, 2)));
  return drawn;
}
const [fromX1, fromX2, biases, toOutput] = [draw(units), draw(units), draw(units), draw(units)];
const [lastBias] = draw(1);
const weights = [...fromX1, ...fromX2, ...biases, ...toOutput, lastBias];

const valuesOf = (nodes: GraphNode[]) => nodes.map((node) => node.value);
const layers = [
  { w: [valuesOf(fromX1), valuesOf(fromX2)], b: valuesOf(biases) },
  { w: toOutput.map((weight) => [weight.value]), b: [lastBias.value] },
];
const names = { inputs: ["x₁", "x₂"], outputs: ["ŷ"] };
const networkTitle = `Two inputs, a first layer of ${units} with tanh, one output`;
networkChart(layers, { title: networkTitle, numbers: false, ...names });

// %% tags=["proof"]
checkEqual(weights.length, 25, { of: "weights and biases" });

// %% [markdown]
// The loss will be the mean squared error over all sixty points, as in lesson 03, so it needs sixty squares. So far a square is a product, $d \cdot d$, with two arrows. A rule of its own makes it a step with one arrow.
//
// **Your turn (3 minutes).** Write the rule for a square, so that the engine need not multiply `d` by itself. Return an object with the `value`, which is the square of `d`, and with a list `slopes`. This rule has one input, so the list holds one number: the slope of the value along `d`.

// %% tags=["exercise"]
function squareRule(d: number): { value: number; slopes: number[] } {
  return todo;
}
exercises.squareRule.check(squareRule);
// exercises.squareRule.hint();
// exercises.squareRule.solution();

// %% [markdown]
// The function `network` makes the graph of the prediction for one point. For the unit `j` it takes entry `j` of each list. All points share the same weights. The function `lossOver` makes the graph of the loss. Dividing by $n$ is multiplying by $1/n$, so five kinds of steps are enough for the whole network and its loss: sum, product, difference, tanh and square.

// %%
rules["square"] = exercises.squareRule.use(squareRule);
function network(x1: GraphNode, x2: GraphNode): GraphNode {
  let yHat = lastBias;
  for (let j = 0; j < units; j++) {
    const sum = combine("+", [combine("·", [fromX1[j], x1]), combine("·", [fromX2[j], x2])]);
    const a = combine("tanh", [combine("+", [sum, biases[j]])]);
    yHat = combine("+", [yHat, combine("·", [toOutput[j], a])]);
  }
  return yHat;
}

function lossOver(x: number[][], y: number[]): GraphNode {
  let sum = leaf("0", 0);
  for (let i = 0; i < y.length; i++) {
    const yHat = network(leaf("x₁", x[i][0]), leaf("x₂", x[i][1]));
    const d = combine("-", [yHat, leaf("y", y[i])]);
    sum = combine("+", [sum, combine("square", [d])]);
  }
  return combine("·", [sum, leaf("1/n", 1 / y.length)]);
}

// %% [markdown]
// And here is the training. It is the loop of lesson 03: compute the loss, find the slopes, move every weight a little against its slope. Nowhere in it will you find a formula for a gradient. Along the way we keep copies of the weights for a film.
//
// > **Reading the code.** `filmed.includes(step)` is `true` if the list holds this number. `weight.value -= …` takes something away from the value.

// %%
const networkLoss = lossOver(points.x, targets);
const eta = 0.2;
const filmed = [0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 500];
const losses: number[] = [];
const copies: number[][] = [];
for (let step = 0; step <= 500; step++) {
  losses.push(run(networkLoss));
  if (filmed.includes(step)) copies.push(valuesOf(weights));
  backward(networkLoss);
  for (const weight of weights) weight.value -= eta * weight.gradient;
}

const fall = `from ${losses[0].toFixed(2)} to ${losses[500].toFixed(2)}`;
const lossAxes = { xTitle: "step", yTitle: "mean squared error" };
lineChart(
  { y: { loss: losses } },
  { title: `Your engine brings the loss ${fall}`, logarithmic: ["y"], ...lossAxes },
);

// %% [markdown]
// To draw the boundary, we ask the network about many places. The graph for one place is built once, with two leaves for the inputs, and run with new values for each place. Press ▶ and watch. Most of the work is done in the first hundred steps.
//
// > **Reading the code.** `weights.forEach((weight, i) => …)` calls the function once for each weight, with its position `i`, as a `for` loop would. `readonly` promises that the function does not change the list.

// %%
function runWith(leaves: GraphNode[], values: readonly number[], result: GraphNode): number {
  for (let i = 0; i < leaves.length; i++) leaves[i].value = values[i];
  return run(result);
}
const place = [leaf("x₁", 0), leaf("x₂", 0)];
const answer = network(place[0], place[1]);
function classesAt(places: number[][], values: number[]): number[] {
  weights.forEach((weight, i) => (weight.value = values[i]));
  return places.map((each) => (runWith(place, each, answer) > 0 ? 1 : 0));
}
const wrongWith = (values: number[]) =>
  classesAt(points.x, values).filter((label, i) => label !== points.y[i]).length;

const steps = copies.map((values, i) => ({
  name: `${filmed[i]}: ${wrongWith(values)} wrong`,
  predict: (places: number[][]) => classesAt(places, values),
}));
const title = `From ${wrongWith(copies[0])} points on the wrong side to ${wrongWith(copies[12])}`;
const look = { title, xTitle: "x₁", yTitle: "x₂", names: ["target −1", "target +1"] };
boundaryAnimation(points, { steps, opens: "first", duration: 700, ...look });

// %% tags=["proof"]
const crossing = (p: number[], q: number[]) => (at: number[]) =>
  Math.sign((q[0] - p[0]) * (at[1] - p[1]) - (q[1] - p[1]) * (at[0] - p[0]));
const ofClass = (label: number) => points.x.filter((_, i) => points.y[i] === label);
const pairsOf = (list: number[][]) =>
  list.flatMap((p, i) => list.slice(i + 1).map((q) => [p, q]));
checkTrue(
  pairsOf(ofClass(0)).some(([p, q]) =>
    pairsOf(ofClass(1)).some(([u, v]) => {
      const [side, other] = [crossing(p, q), crossing(u, v)];
      return side(u) * side(v) < 0 && other(p) * other(q) < 0;
    }),
  ),
  "a stick between two points of one moon crosses one of the other: no line separates them",
);
checkEqual(nodesBehind(networkLoss).length, 2908, { of: "nodes" });
const kindsUsed = new Set(nodesBehind(networkLoss).map(({ operation }) => operation));
checkEqual([...kindsUsed].sort(), ["", "+", "-", "square", "tanh", "·"], {
  of: "kinds of steps",
});
checkClose([losses[0], losses[500]], [12.56, 0.03], { of: "losses", tolerance: 0.005 });
checkEqual([wrongWith(copies[0]), wrongWith(copies[12])], [20, 0], { of: "mistakes" });
checkTrue(wrongWith(copies[10]) < 5, "after 80 steps most is done");

// %% [markdown]
// At first 20 of the 60 points are on the wrong side, in the end none. This is not luck: with twenty sets of initial weights for each of three sets of points, 53 of 60 training runs end without a mistake, and the worst leaves 2. The least-squares line leaves 7 to 10.

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You have run a graph forward, walked it back, and trained a network with it.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Why TensorFlow?
//
// Your engine needs almost 3,000 nodes for sixty points, because each holds a single number. Now a node will hold a whole table, and one rule works on all of it, in machine code or on a graphics card (GPU).
//
// **TensorFlow**, published by Google in 2015, does this. For a gradient it records each operation and what went into it: a graph like ours. **Keras** is its usual interface in Python; **TensorFlow.js** brings much of both to TypeScript.
//
// A **tensor** is an array of numbers: one number, a list, a table, or a stack of tables. Each direction in it is an **axis**. The **shape** lists the length along each axis, and the **rank** is the number of axes. The table below has the shape `[3, 4]`: axis 0 counts its rows, axis 1 its columns. When you sum along an axis, that axis vanishes.
//
// > **Reading the code.** `dataSync()` copies the numbers of a tensor into a list; `dataSync()[0]` is the first.

// %%
const table = tf.tensor([
  [10, 20, 30, 40],
  [50, 60, 70, 80],
  [90, 100, 110, 120],
]);

const tensors = [table, table.sum(0), table.sum(1)];
new DataFrame({
  tensor: ["table", "table.sum(0)", "table.sum(1)"],
  shape: tensors.map((each) => `[${each.shape.join(", ")}]`),
  rank: tensors.map((each) => each.rank),
  numbers: tensors.map((each) => each.dataSync().join(", ")),
});

// %% tags=["proof"]
checkEqual([table.rank, table.shape, table.dtype], [2, [3, 4], "float32"], { of: "the table" });
checkEqual(table.sum(0).arraySync(), [150, 180, 210, 240], { of: "sums along axis 0" });
checkEqual(table.sum(1).arraySync(), [100, 260, 420], { of: "sums along axis 1" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Shapes that fit
//
// What is a table plus a single number? TensorFlow adds the number everywhere. A row of four is added to each of the three rows, and a column of three to each of the four columns. This is called **broadcasting**. The rule compares the two shapes **from the right**: two lengths fit if they are equal or one of them is 1, and an axis that is missing on the left counts as 1. Whatever has length 1 is repeated. So `[3, 4]` and `[4]` fit, and so do `[3, 4]` and `[3, 1]`.
//
// Choose what is shown. Look first at what TensorFlow makes of each addend: the row of four stands there three times, and the column of three stands there four times. Then look at the sum.
//
// > **Reading the code.** `tf.zerosLike(table)` has the shape of the table and holds only zeros, so that we see what is added by itself. `arraySync()` gives the numbers of a tensor in rows, and `as number[][]` tells TypeScript that we know this.

// %%
const addends = {
  "a row, shape [4]": tf.tensor([1, 2, 3, 4]),
  "a column, shape [3, 1]": tf.tensor([[1], [2], [3]]),
  "one number, shape []": tf.scalar(1),
};
const tables: Record<string, tf.Tensor> = {};
for (const [name, addend] of Object.entries(addends)) {
  tables[`What is added: ${name}`] = tf.zerosLike(table).add(addend);
  tables[`The table plus ${name}`] = table.add(addend);
}
interact(
  { show: dropdown(Object.keys(tables)) },
  ({ show }) => {
    const values = tables[show].arraySync() as number[][];
    const names = { rows: ["0", "1", "2"], columns: ["0", "1", "2", "3"] };
    const axes = { xTitle: "axis 1: column", yTitle: "axis 0: row" };
    return matrixChart({ values, ...names }, { title: show, ...axes, digits: 0 });
  },
  { family: statesChart },
);

// %% tags=["proof"]
checkEqual(
  Object.values(addends).map((each) => (table.add(each).arraySync() as number[][])[1]),
  [
    [51, 62, 73, 84],
    [52, 62, 72, 82],
    [51, 61, 71, 81],
  ],
  { of: "the middle row, three times" },
);
checkEqual(
  tables["What is added: a row, shape [4]"].arraySync(),
  [
    [1, 2, 3, 4],
    [1, 2, 3, 4],
    [1, 2, 3, 4],
  ],
  { of: "the row, as it is added" },
);
checkEqual(
  tables["What is added: a column, shape [3, 1]"].arraySync(),
  [
    [1, 1, 1, 1],
    [2, 2, 2, 2],
    [3, 3, 3, 3],
  ],
  { of: "the column, as it is added" },
);
const refusal = (() => {
  try {
    return table.add(tf.tensor([1, 2, 3])).shape.join(", ");
  } catch (error) {
    return (error as Error).message;
  }
})();
checkTrue(
  /shapes \[3, 4\] and \[3\] must agree, counted from the right/.test(refusal),
  refusal,
);

// %% [markdown]
// The shapes `[3, 4]` and `[3]` do not fit, because from the right 4 meets 3. The error says so: "Cannot add: the shapes [3, 4] and [3] must agree, counted from the right". (This is how our library words it; plain TensorFlow.js says "Operands could not be broadcast together with shapes 3,4 and 3.") You will meet this error often; read the two shapes in it.
//
// With one more operation we have a whole layer. `matMul` forms weighted sums: each row of the first table meets each column of the second, the two are multiplied number by number, and the products are added. If the rows are examples and each column of the second table, the *kernel*, holds the weights of one unit, this gives the sum of every unit for every example. The shapes say it briefly: `[rows, inputs]` times `[inputs, units]` gives `[rows, units]`. The bias of shape `[units]` is broadcast to all rows.
//
// For the first row below, the first unit computes $1 \cdot 1 + 2 \cdot 1 + 10 = 13$.

// %%
const examples = tf.tensor2d([
  [1, 2],
  [3, 4],
  [5, 6],
]);
const layerKernel = tf.tensor2d([
  [1, 0],
  [1, 2],
]);
const layerBias = tf.tensor1d([10, 20]);

examples.matMul(layerKernel).add(layerBias).arraySync();

// %% tags=["proof"]
checkEqual(
  examples.matMul(layerKernel).add(layerBias).arraySync(),
  [
    [13, 24],
    [17, 28],
    [21, 32],
  ],
  { of: "three rows through two units" },
);

// %% [markdown]
// **Your turn (4 minutes, with paper).** Which shapes come out? Write each as a list, such as `[2, 3]`.
//
// - `columnSums`: the shape of `t.sum(0)`, where `t` has the shape `[4, 3]`
// - `table`: the shape of a tensor of shape `[5, 1]` plus one of shape `[1, 2]`
// - `layer`: the shape of `inputs.matMul(kernel).add(bias)`, where `inputs` has the shape `[8, 4]`, `kernel` `[4, 6]` and `bias` `[6]`
// - `fits`: `true` if a tensor of shape `[2, 3]` can be added to one of shape `[3, 1]`, otherwise `false`

// %% tags=["exercise"]
const shapes: { columnSums: number[]; table: number[]; layer: number[]; fits: boolean } = {
  columnSums: todo,
  table: todo,
  layer: todo,
  fits: todo,
};
exercises.shapes.check(shapes);
// exercises.shapes.hint();
// exercises.shapes.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Gradients on request
//
// `tf.grad` receives a function of one tensor and gives back another function, which computes the gradient; `tf.grads` does the same for several tensors. We ask it about our first graph, $r = (a + b) \cdot b$, which must give 3 and 8 again. If a function returns several numbers, `tf.grad` gives the slopes of their sum.
//
// Here is one question for which you already know the principle. The bias of the layer above was *repeated* for three rows. Suppose the result is the sum of all six numbers that the layer computes.

// %%
const repeatedBias = predict("Nudge the first bias: how many times as far does the sum move?", {
  from: 0,
  to: 100,
});

// %%
const slopesOfR = tf.grads((a, b) => a.add(b).mul(b));
const [alongA, alongB] = slopesOfR([tf.scalar(2), tf.scalar(3)]);

const sumOfLayer = (bias: tf.Tensor) => examples.matMul(layerKernel).add(bias).sum();
const alongBias = tf.grad(sumOfLayer)(layerBias);

repeatedBias.reveal(alongBias.dataSync()[0]);
new DataFrame([
  {
    gradient: "r along a and b",
    values: [alongA, alongB].map((each) => each.dataSync()[0]).join(", "),
  },
  { gradient: "sum of the layer along both biases", values: alongBias.dataSync().join(", ") },
]);

// %% tags=["proof"]
checkClose([alongA.dataSync()[0], alongB.dataSync()[0]], [a.gradient, b.gradient], { of: "r" });
checkClose(alongBias.arraySync(), [3, 3], { of: "gradient of each bias" });

// %% [markdown]
// To the graph, repeating the bias for three rows means using it three times. Each use hands back a 1, and gradients add over paths: $1 + 1 + 1 = 3$.
//
// **Your turn (4 minutes).** Write a function that tells the slope of any function at any place. You receive a function `f`, which takes a tensor with a single number and returns another such tensor, and a plain number `at`, the place. Return the slope of `f` there as a plain number, and let `tf.grad` compute it. For example, `slopeAt((x) => x.square(), 3)` must be 6. (Do not worry about the tensors that you make on the way. The section "Who cleans up?" shows how to clear them away.)

// %% tags=["exercise"]
function slopeAt(f: (x: tf.Tensor) => tf.Tensor, at: number): number {
  return todo;
}
exercises.slopeAt.check(slopeAt);
// exercises.slopeAt.hint();
// exercises.slopeAt.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Three ways, one gradient
//
// How do we know that an engine is right? We ask another one. Nudging, whose proper name is the **finite difference**, is slow, but so simple that there is little to get wrong.
//
// **Your turn (8 minutes).** You receive a function `f`, which takes a list of numbers and returns one number; the list `at`, where you stand (at least one number); and the size `h` of the nudge. Return a list with one slope for each number in `at`: nudge that number alone, up and down by `h`, and divide the difference of the two results by `2 * h`. `const up = [...at];` copies a list, and `up[i] += h` changes one place of the copy. Please work on copies and leave `at` exactly as it is.

// %% tags=["exercise"]
function numericGradient(f: (values: number[]) => number, at: number[], h: number): number[] {
  return todo;
}
exercises.numericGradient.check(numericGradient);
// exercises.numericGradient.hint();
// exercises.numericGradient.solution();

// %% [markdown]
// TensorFlow is the third way, so we write the network with tensors. A tensor never changes. A weight that is to learn therefore lives in a **variable**, made by `tf.variable`, which can be given a new tensor. The comments tell the shapes, and `[number, number]` is the type of a list of exactly two numbers.

// %%
const initial = copies[0];
function weightTensor(start: number, shape: [number, number]): tf.Variable {
  const values = initial.slice(start, start + shape[0] * shape[1]);
  return tf.variable(tf.tensor2d(values, shape));
}
const kernel1 = weightTensor(0, [2, units]);
const bias1 = weightTensor(2 * units, [1, units]);
const kernel2 = weightTensor(3 * units, [units, 1]);
const bias2 = weightTensor(4 * units, [1, 1]);

function tensorLoss(x: tf.Tensor, y: tf.Tensor): tf.Scalar {
  const a = x.matMul(kernel1).add(bias1).tanh(); // [60, 6]
  const yHat = a.matMul(kernel2).add(bias2); // [60, 1]
  return yHat.sub(y).square().mean();
}

const inputs = tf.tensor2d(points.x); // [60, 2]
const wanted = tf.tensor2d(targets, [60, 1]);
const firstTensorLoss = tensorLoss(inputs, wanted).dataSync()[0];
firstTensorLoss;

// %% tags=["proof"]
checkClose(firstTensorLoss, losses[0], { of: "loss with tensors", tolerance: 1e-4 });

// %% [markdown]
// The loss is the one that your engine found at the start. Next we compare the gradients. `tf.variableGrads` gives the gradients of all variables from which a loss is computed, each under its variable's name. The nudge is `1e-5`, which is how code writes $10^{-5}$, that is, 0.00001. The table shows five of the 25 slopes.

// %%
const nudgeAll = exercises.numericGradient.use(numericGradient);
const lossWith = (values: readonly number[]) => runWith(weights, values, networkLoss);
const byNudging = nudgeAll(lossWith, initial, 1e-5);

lossWith(initial);
backward(networkLoss);
const byEngine = weights.map((weight) => weight.gradient);

const { grads } = tf.variableGrads(() => tensorLoss(inputs, wanted));
const kernelsAndBiases = [kernel1, bias1, kernel2, bias2];
const byTensorFlow: number[] = [];
for (const each of kernelsAndBiases) byTensorFlow.push(...grads[each.name].dataSync());

const digits = (list: number[]) => [0, 1, 2, 3, 4].map((i) => list[i * units].toFixed(7));
new DataFrame({
  weight: ["first of x₁", "first of x₂", "first bias", "last unit's first", "last bias"],
  nudging: digits(byNudging),
  "your engine": digits(byEngine),
  TensorFlow: digits(byTensorFlow),
});

// %% tags=["proof"]
checkClose(byEngine, byNudging, { of: "engine against nudging", tolerance: 1e-7 });
checkClose(byTensorFlow, byEngine, { of: "TensorFlow against engine", tolerance: 1e-5 });

// %% [markdown]
// Nudging and your engine agree in all the digits shown, and TensorFlow is at most 0.00001 away. It keeps numbers in 32 bits (`float32`), which is enough for about seven digits, while TypeScript uses 64 bits, enough for about sixteen. Seven digits are plenty for a network, and 32 bits take half the memory.
//
// All three are right, but what do they cost? Nudging ran the graph twice for each of the 25 weights. Your engine runs it once and walks back once. Look again at the two functions `run` and `backward`: how much does each do at a node?
//
// > **Reading the code.** `() => unknown` is the type of a function that receives nothing and may return anything. `timeit` runs it again and again, here for 0.2 seconds, and `fastest` is the shortest time that a run took, in milliseconds (ms).

// %%
const costOfWalk = predict(
  "A run and the walk back give all 25 slopes. How many times as long as a run alone do they take?",
  { choices: ["less than 10 times", "about 25 times", "about 50 times"] },
);

// %%
const timeOf = (work: () => unknown) => timeit(work, { seconds: 0.2 }).fastest;
const once60 = timeOf(() => run(networkLoss));
const engine60 = timeOf(() => [run(networkLoss), backward(networkLoss)]);
const nudging60 = timeOf(() => nudgeAll(lossWith, initial, 1e-5));

const ratio = engine60 / once60;
const more = ratio < 37 ? "about 25 times" : "about 50 times";
costOfWalk.reveal(ratio < 10 ? "less than 10 times" : more);
const inMs = (time: number) => `${Number(time.toPrecision(2))} ms`;
new DataFrame([
  { work: "one run", time: inMs(once60), "times one run": 1 },
  { work: "forward and back", time: inMs(engine60), "times one run": ratio.toFixed(1) },
  { work: "nudging", time: inMs(nudging60), "times one run": (nudging60 / once60).toFixed(1) },
]);

// %% tags=["proof"]
checkTrue(engine60 < 10 * once60, "forward and back takes less than ten runs");
checkTrue(
  nudging60 > 5 * engine60,
  "nudging 25 weights takes several times as long as the walk",
);
checkTrue(nudging60 / once60 > 30, `nudging takes ${nudging60 / once60} runs`);

// %% [markdown]
// The way back does one multiplication and one addition for each arrow, and the way forward has about as much to do. So both together take about as long as a few runs forward, however many weights there are. Nudging needs two runs for each weight: 50 here, and two million for a million weights. (The measured number can differ somewhat from 50. For one thing, the objects that many runs leave behind have to be cleared away, too.) **All slopes together cost about as much as a few runs.** Without that nobody could train a large network.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Many points at a time
//
// Now TensorFlow trains the network, too. An **optimizer** computes the gradients of a loss and moves every variable against its own gradient; `tf.train.sgd(eta)` does it by plain gradient descent. (`tf.tidy` belongs to the next section.) The loop takes the same 500 steps as yours.

// %%
const optimizer = tf.train.sgd(eta);
function tensorStep(x: tf.Tensor, y: tf.Tensor): number {
  return tf.tidy(() => {
    const loss = tensorLoss(x, y).dataSync()[0];
    optimizer.minimize(() => tensorLoss(x, y));
    return loss;
  });
}

const tensorLosses: number[] = [];
for (let step = 0; step <= 500; step++) tensorLosses.push(tensorStep(inputs, wanted));

new DataFrame({
  step: [0, 10, 100, 500],
  "loss, your engine": [0, 10, 100, 500].map((step) => losses[step]),
  "loss, TensorFlow": [0, 10, 100, 500].map((step) => tensorLosses[step]),
});

// %% tags=["proof"]
for (const step of [0, 10, 100, 500])
  checkClose(tensorLosses[step], losses[step], { of: `loss at ${step}`, tolerance: 2e-3 });

// %% [markdown]
// The losses agree. But what about the time? We compare one step with 60 points and one with 3,000.

// %%
const advantage = predict(
  "With 3,000 points, how long does a step take in your engine, compared with TensorFlow.js?",
  { choices: ["about as long", "about 5 times as long", "more than 50 times as long"] },
);

// %%
const crowd = moons({ count: 3000, noise: 0.1, seed: 2 });
const crowdTargets = crowd.y.map((label) => 2 * label - 1);
const crowdLoss = lossOver(crowd.x, crowdTargets);
const crowdX = tf.tensor2d(crowd.x);
const crowdY = tf.tensor2d(crowdTargets, [3000, 1]);

const engine3000 = timeOf(() => [run(crowdLoss), backward(crowdLoss)]);
const tensors60 = timeOf(() => tensorStep(inputs, wanted));
const tensors3000 = timeOf(() => tensorStep(crowdX, crowdY));

const factor = engine3000 / tensors3000;
const less = factor < 2 ? "about as long" : "about 5 times as long";
advantage.reveal(factor > 50 ? "more than 50 times as long" : less);
new DataFrame([
  { engine: "yours", "60 points": inMs(engine60), "3,000 points": inMs(engine3000) },
  { engine: "TensorFlow.js", "60 points": inMs(tensors60), "3,000 points": inMs(tensors3000) },
]);

// %% tags=["proof"]
checkTrue(factor > 50, "with 3,000 points TensorFlow is over 50 times faster");
checkEqual(nodesBehind(crowdLoss).length, 144_028, { of: "nodes for 3,000 points" });

// %% [markdown]
// For sixty points, most of TensorFlow's time goes into *calling* its operations. For 3,000 it makes as many calls as before, and each works through a longer table in one go. Your engine has 144,028 nodes now, and it looks up a rule and makes new lists for almost every one. (Where we measured, its time grew even more than fifty-fold, probably because so many objects no longer fit into the processor's fast memory.) **That is why networks are written with tensors, and why points are given to them many at a time.**

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Who cleans up?
//
// JavaScript removes objects that nobody uses any more. The numbers of a tensor, however, lie in memory that belongs to TensorFlow's own machine code or to the graphics card, where JavaScript does not look. Every operation makes a new tensor, and it stays until somebody calls its `dispose()`. A program that forgets this has a **memory leak**: it takes more and more memory, until the computer stops it.
//
// The cure is `tf.tidy(() => { … })`. It runs the function and then disposes of every tensor that was made inside, except for what the function returns. Variables stay as well.
//
// The code below computes `x.sub(1).tanh().square().mean()` sixty times as it stands, and then sixty times in a tidy that returns a plain number. Before you run it, count the operations. (The tensor that TensorFlow makes of the number 1 is cleared away at once and does not count.)

// %%
const leak = predict("How many tensors are left behind after 60 rounds without tf.tidy?", {
  from: 0,
  to: 1000,
});

// %%
function tensorsLeft(work: () => unknown): number[] {
  return tf.tidy(() => {
    const before = tf.memory().numTensors;
    const left = [0];
    for (let round = 0; round < 60; round++) {
      work();
      left.push(tf.memory().numTensors - before);
    }
    return left;
  });
}

const lossOf = (x: tf.Tensor) => x.sub(1).tanh().square().mean();
const bare = tensorsLeft(() => lossOf(inputs));
const tidied = tensorsLeft(() => tf.tidy(() => lossOf(inputs).dataSync()[0]));
leak.reveal(bare[60]);
lineChart(
  { y: { "as it stands": bare, "in tf.tidy": tidied } },
  { title: "Without tidy, tensors pile up", xTitle: "round", yTitle: "tensors left behind" },
);

// %% tags=["proof"]
checkEqual([bare[1], bare[60], tidied[60]], [4, 240, 0], { of: "tensors left" });

// %% [markdown]
// Each of the four operations leaves one tensor. That makes four in each round, and 240 after sixty rounds. (A tidy around the whole experiment has cleared them away again.) Here they are tiny. But one layer of an image network computes 16 numbers for each of the 28 × 28 pixels of 32 pictures in one step. That takes 1.6 MB, and thousands of steps would leave gigabytes behind.
//
// Three rules keep a program clean. Put each step of a training run into a tidy. Call `dispose()` for what lives longer once you are done with it; the few dozen tensors that this lesson has made one by one, such as `table`, may stay until the notebook is closed. And do not use `await` inside a tidy, because it would clear up before the work that you wait for is done. `model.fit`, which you met in lesson 03, follows these rules for you.
//
// **Your turn (5 minutes).** The *root mean square* tells how large the numbers of a tensor typically are: square them, take the mean, take the square root. Write it as a function that receives a tensor of any shape, returns a plain number, and leaves no tensor behind. `x.square()`, `.mean()` and `.sqrt()` each give a tensor, and `.dataSync()[0]` takes the number out of the last one. The tensor `x` belongs to whoever calls your function, so do not dispose of it.

// %% tags=["exercise"]
function rootMeanSquare(x: tf.Tensor): number {
  return todo;
}
exercises.rootMeanSquare.check(rootMeanSquare);
// exercises.rootMeanSquare.hint();
// exercises.rootMeanSquare.solution();

// %% tags=["proof"]
const bytes = tf.tidy(() => tf.zeros([32, 28, 28, 16]).dataSync().byteLength);
checkClose(bytes / 1e6, 1.6, { of: "MB of a layer's output, 32 pictures", tolerance: 0.01 });
const cutMessage = (() => {
  try {
    tf.grad((x) => tf.scalar(x.dataSync()[0] ** 2))(tf.scalar(3));
    return "no error";
  } catch (error) {
    return (error as Error).message;
  }
})();
checkTrue(/Cannot compute gradient/.test(cutMessage), cutMessage);
const nudged12 = nudgeAll(lossWith, initial, 1e-13);
const apart = nudged12.map((slope, i) => Math.abs(slope - byEngine[i]));
checkTrue(Math.max(...apart) > 1e-3, "with h = 1e-13 rounding spoils the nudge");
const { numTensors } = tf.memory();
checkTrue(numTensors > 20 && numTensors < 100, `${numTensors} tensors: a few dozen`);
function trainAgain(rate: number): number[] {
  const found: number[] = [];
  initial.forEach((value, i) => (weights[i].value = value));
  for (let step = 0; step <= 500; step++) {
    found.push(run(networkLoss));
    backward(networkLoss);
    for (const weight of weights) weight.value -= rate * weight.gradient;
  }
  return found;
}
checkTrue(Number.isNaN(trainAgain(2)[500]), "with a learning rate of 2 the loss is no number");
const rightRule = rules["tanh"];
rules["tanh"] = (z) => ({ value: Math.tanh(z), slopes: [1] });
const astray = trainAgain(0.2);
checkTrue(astray[500] < 1 && astray[500] < astray[0], "with a wrong slope the loss falls, too");
checkEqual(wrongWith(weights.map((weight) => weight.value)), 9, { of: "wrong with it" });
rules["tanh"] = rightRule;

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What to use when
//
// | you want or see | then |
// |---|---|
// | all slopes of a loss with many weights | automatic differentiation, in reverse mode |
// | to test a gradient that somebody wrote | finite differences in 64 bits, nudging both ways by about $10^{-5}$ |
// | the gradient of a function of tensors | `tf.grad`, or `tf.grads` for several tensors |
// | weights that learn in a loop of your own | `tf.variable` and `optimizer.minimize` |
// | weights in layers | `model.fit`, as in lessons 03 and 05 |
// | "the shapes … must agree" or "could not be broadcast together" | write both shapes one above the other, compare from the right |
// | "Cannot compute gradient of y=f(x)" | somewhere a number was taken out with `dataSync`, and the way back is cut there; stay with tensors |
// | memory that grows | `tf.tidy` around each step, `dispose` for what lives longer |
//
// ## Change this and see
//
// Each of these takes a minute. Change the cell, run it and those below it, and change it back afterwards.
//
// - Give tanh a wrong slope: `slopes: [1 - Math.tanh(z) ** 2]` → `slopes: [1]`. The loss falls all the same, so nothing looks broken. How many points are wrong in the end? And in the table of three gradients, which numbers no longer agree, and which still do?
// - In the cell that makes the random weights, change `const units = 6;` → `const units = 1;`. One unit in the first layer cannot bend the boundary: it stays a straight line, so some points stay on the wrong side. How many units does it take?
// - In the training loop, change `const eta = 0.2;` → `const eta = 2;`. As in lesson 03, a learning rate that is too high makes the loss grow. Soon the weights are so large that `NaN` comes out, which means "not a number". That is expected here. What has become of the boundary?
// - In the table of three gradients, change `nudgeAll(lossWith, initial, 1e-5);` → `nudgeAll(lossWith, initial, 1e-13);`. You might expect a smaller nudge to be more accurate. But now the first column agrees with the others in only a few digits. Two losses that are almost equal are subtracted, so hardly any of their sixteen digits are left, and what is wrong with these is magnified when we divide by a tiny number.
//
// ## Questions without an answer key
//
// 1. The walk back needs the values that the run forward has stored. What does that mean for the memory of a network with a hundred layers, and how could you store less, if you were willing to compute some of them twice?
// 2. Our `backward` starts at one result and finds its slopes along all leaves. Suppose a program has one input and a thousand results. Would you rather walk forward?
// 3. `nodesBehind` looks for the same nodes in the same order in each of the 500 steps. How would you change the engine so that it looks once, and what must not happen to the graph in between?

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Look back, and ahead
//
// **You can now**
//
// - draw a computation as a graph and send gradients back through it, by hand and in code
// - train a small network with an engine of your own
// - compute with tensors: shapes, broadcasting, variables, and gradients on request
// - check a gradient in three ways, and keep the memory of a long training run in order
//
// Your engine trained a network without knowing that it was one: it saw numbers, sums and products. But the network has structure, units in layers, and each layer hands the error on to the one below it. **How does error flow back through a layer, and what does each unit learn from it?** That is the question of [lesson 05](05-mlp.ipynb).
//
// And how good were your guesses?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Begin with the bars and let the room find $w = 2$. Then draw the graph of $(a + b) \cdot b$ on the board and have each gradient called out before the slider is moved; the 8 at $b$ is the moment of the lesson. If time is short, leave out the tables of times and the gradient of the bias, but not the memory, which is needed later. Common questions: *why not derive the formula symbolically?* (formulas of derivatives grow much faster than the computation; the graph shares what is used twice); *why reverse?* (one result, many weights: one walk; forward mode needs one walk for each weight). Sources: reverse mode goes back to Seppo Linnainmaa's master's thesis (Helsinki, 1970); lists of operations with their derivatives to R. E. Wengert, *A simple automatic derivative evaluation program* (1964); a survey is A. G. Baydin and others, *Automatic differentiation in machine learning* (JMLR 18, 2018), which also gives the bound on the price of reverse mode: a small constant times one run. TensorFlow: M. Abadi and others, *TensorFlow: a system for large-scale machine learning* (OSDI 2016), with graphs that are built and then run; version 2 (2019) runs operations at once. TensorFlow.js: D. Smilkov and others (SysML 2019). The first author of Keras is François Chollet (2015).
