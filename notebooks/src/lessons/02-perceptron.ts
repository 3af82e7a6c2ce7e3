// %% [markdown] slideshow={"slide_type": "slide"}
// # 02 · Can a neuron learn?
//
// *45 minutes · needs lesson 00*
//
// **You will be able to**
//
// - compute what a threshold unit answers, and one step of Rosenblatt's rule, by hand
// - train a perceptron on real measurements and watch its boundary move
// - say when it must succeed, when it cannot, and what the margin and the scale of the data have to do with it

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import { predict, predictionSummary, Random } from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { oneHot, StandardScaler } from "neural-notebooks/tensors";
import {
  boundaryLine,
  heaviside,
  margin,
  Perceptron,
  tlu,
  trainPerceptron,
  updateBound,
  type Tlu,
} from "neural-notebooks/models";
import { accuracy } from "neural-notebooks/evaluation";
import { boundaryChart, lineChart, perceptronAnimation } from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/02-perceptron";

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
// ## A threshold logic unit
//
// The unit weighs its inputs, adds a bias, and fires when the sum is not negative:
//
// $$z = w \cdot x + b \qquad\qquad \hat y = H(z) = \begin{cases}1 & z \ge 0\\ 0 & z < 0\end{cases}$$
//
// $x$ are the inputs, shape `[inputs]`; $w$ the weights, shape `[inputs]`; $b$ the bias and $z$ the sum, both single numbers; $H$ is the Heaviside step.

// %%
lineChart(
  { x: [-3, -0.001, 0, 3], y: { "H(z)": [0, 0, 1, 1] } },
  { title: "The step knows only yes and no", xTitle: "weighted sum z", yTitle: "answer ŷ" },
);

// %% [markdown]
// **Predict** on paper: $w = (2, -1)$, $b = -1$. What is $z$ for $x = (1, 0)$, and does the unit fire?

// %%
const w = [2, -1];
const b = -1;
const x = [1, 0];
const z = w[0] * x[0] + w[1] * x[1] + b;
z;

// %% tags=["proof"]
checkClose(z, 1, { of: "z = 2·1 + (−1)·0 − 1" });

// %% [markdown]
// The sum is 1, so it fires. `tlu` of the library does the same for any number of inputs.

// %%
({ "by hand": heaviside(z), library: tlu(x, { w: w, b: b }) });

// %% tags=["proof"]
checkEqual([heaviside(z), tlu(x, { w: w, b: b })], [1, 1], {
  of: "by hand and by the library",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What it looks like
//
// With two inputs, the places where $z = 0$ form a straight line: the **boundary**. The unit below fires for the three corners of OR.

// %%
const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const or = { x: corners, y: [0, 1, 1, 1] };
const orUnit: Tlu = { w: [1, 1], b: -0.5 };
boundaryChart(or, {
  units: [orUnit],
  names: ["0", "1"],
  title: "One line separates OR",
  xTitle: "input x₁",
  yTitle: "input x₂",
});

// %% tags=["proof"]
checkEqual(
  corners.map((x) => tlu(x, orUnit)),
  or.y,
  { of: "answers at the four corners, and OR" },
);

// %% [markdown]
// What happens to this boundary when we double both weights and the bias?

// %%
const afterDoubling = predict("Where does the boundary go?", {
  choices: ["towards the origin", "away from the origin", "nowhere: it stays"],
});

// %% [markdown]
// `boundaryLine` gives the two ends of the boundary within a box. Here they are for both units.

// %%
const doubled: Tlu = { w: [2, 2], b: -1 };
const box = { x1: [0, 1], x2: [0, 1] } as const;
const [ends, doubledEnds] = [boundaryLine(orUnit, box), boundaryLine(doubled, box)];
const stays = String(ends) === String(doubledEnds);
afterDoubling.reveal(stays ? "nowhere: it stays" : "towards the origin");
({ ends, doubledEnds });

// %% tags=["proof"]
checkClose(doubledEnds, ends, {
  of: "ends of the doubled unit's boundary",
});

// %% [markdown]
// The boundary stays, because $2z = 0$ where $z = 0$. Only the direction of $w$ and the ratio of $b$ to its length matter.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Rosenblatt's rule
//
// How does a unit find its weights? Frank Rosenblatt's answer, reported in 1957 and printed in 1958: show it one example after the other; leave it alone when it is right, and when it is wrong push the weights by the input.
//
// $$w \leftarrow w + \eta\,(y - \hat y)\,x \qquad\qquad b \leftarrow b + \eta\,(y - \hat y)$$
//
// $y$ is the wanted answer, 0 or 1; $\eta$ the learning rate, a positive number.

// %%
const eta = 1;
const learn = (unit: Tlu, x: number[], y: number): Tlu => {
  const error = y - tlu(x, unit);
  return { w: unit.w.map((w, i) => w + eta * error * x[i]), b: unit.b + eta * error };
};

// %% [markdown]
// We begin with zeros. For $x = (0, 0)$ the sum is 0, the unit fires, but OR wants 0. The error is $0 - 1 = -1$.
//
// **Predict**: what are $w$ and $b$ after this first update?

// %%
const first = learn({ w: [0, 0], b: 0 }, [0, 0], 0);
first;

// %% tags=["proof"]
checkEqual(first, { w: [0, 0], b: -1 }, { of: "the unit after the first update" });

// %% [markdown]
// The input was zero, so the weights stay and the bias alone falls. The next corner, $x = (0, 1)$, now gives $z = -1$: silence where OR wants 1.

// %%
const second = learn(first, [0, 1], 1);
second;

// %% tags=["proof"]
checkEqual(second, { w: [0, 1], b: 0 }, { of: "the unit after the second update" });

// %% [markdown]
// Now we go round and round. One pass over all rows is an **epoch**; a pass without a mistake ends the learning.

// %%
let unit: Tlu = { w: [0, 0], b: 0 };
const mistakes: number[] = [];
do {
  mistakes.push(0);
  corners.forEach((x, row) => {
    const before = unit;
    unit = learn(before, x, or.y[row]);
    if (unit.b !== before.b) mistakes[mistakes.length - 1]++;
  });
} while (mistakes.at(-1) !== 0);
mistakes;

// %% [markdown]
// Two mistakes in each of the first two epochs, one in the third, none in the fourth. The unit that came out:

// %%
unit;

// %% tags=["proof"]
checkEqual([mistakes, unit], [[2, 2, 1, 0], { w: [1, 1], b: -1 }], {
  of: "mistakes per epoch; OR, learned by hand",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The same from the library
//
// `trainPerceptron` does these steps and remembers each update. The numbers must be the same as ours, one by one.

// %%
const orRun = trainPerceptron(or);
({
  "mistakes per epoch": orRun.updatesPerEpoch,
  "updates in all": orRun.updates.length,
  "the unit": orRun.model.units[0],
});

// %% tags=["proof"]
const [firstUpdate, secondUpdate] = orRun.updates.map(({ w, b }) => ({ w: w, b: b }));
checkEqual(orRun.updates.length, 5, { of: "updates in all" });
checkEqual(
  [orRun.updatesPerEpoch, firstUpdate, secondUpdate, orRun.model.units[0]],
  [mistakes, first, second, unit],
  { of: "the library's run" },
);

// %% [markdown]
// Each row below is one update: which corner was wrong, and the weights after it.

// %%
new DataFrame(
  orRun.updates.map(({ step, epoch, row, error, w, b }) => ({
    step,
    epoch,
    corner: corners[row].join(", "),
    error,
    w1: w[0],
    w2: w[1],
    b,
  })),
);

// %% [markdown]
// And the same as a film. Press **▶ Play**, or drag the slider; the ring marks the corner that was answered wrongly.

// %%
perceptronAnimation(or, orRun, {
  names: ["0", "1"],
  title: "Five updates find a line for OR",
  xTitle: "input x₁",
  yTitle: "input x₂",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A set that no line separates
//
// XOR wants 1 when exactly one input is 1. We train the same unit on it and count its mistakes. **Predict** how their number goes on from epoch to epoch: down to 0, up, or neither?

// %%
const xor = { x: corners, y: [0, 1, 1, 0] };
const xorRun = trainPerceptron(xor, { maxEpochs: 12 });
const epochs = Array.from({ length: 12 }, (_, i) => i + 1);
lineChart(
  {
    x: epochs,
    y: { OR: epochs.map((_, i) => orRun.updatesPerEpoch[i] ?? 0), XOR: xorRun.updatesPerEpoch },
  },
  {
    title: "OR is learned, XOR never is",
    xTitle: "epoch",
    yTitle: "mistakes per epoch",
    mode: "lines+markers",
  },
);

// %% [markdown]
// Neither: from the third epoch on, all four corners are answered wrongly, and the weights run in a circle: each epoch leaves them as it found them. (Compare the units after two epochs in a row, in the cell below.) No line has (0, 1) and (1, 0) on one side and the other two corners on the other (lesson 01 proves it). Lesson 05 needs a second layer for this.

// %%
const [earlier, later] = [xorRun.updates.at(-5), xorRun.updates.at(-1)];
new DataFrame(
  [earlier, later].flatMap((update) =>
    update ? [{ epoch: update.epoch, w1: update.w[0], w2: update.w[1], b: update.b }] : [],
  ),
);

// %% tags=["proof"]
checkEqual([later?.w, later?.b], [earlier?.w, earlier?.b], { of: "the unit, an epoch later" });
checkEqual([xorRun.converged, xorRun.updatesPerEpoch.slice(2)], [false, Array(10).fill(4)], {
  of: "XOR: converged, mistakes from epoch 3 on",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Penguins
//
// Adelie and Gentoo penguins differ in their beaks. We take the length and the depth of the beak as inputs; a Gentoo is a 1.

// %%
const columns = [
  "Beak Length (mm)",
  "Beak Depth (mm)",
  "Flipper Length (mm)",
  "Body Mass (g)",
] as const;
const birds = readDataset("penguins").dropNa({ subset: columns });
const two = birds.query(birds.column("Species").ne("Chinstrap"));
const isGentoo = two.column("Species").values.map((species) => Number(species === "Gentoo"));
const beaks = { x: two.toMatrix(["Beak Length (mm)", "Beak Depth (mm)"]), y: isGentoo };
({ penguins: beaks.x.length, Gentoo: beaks.y.filter(Boolean).length });

// %% tags=["proof"]
checkEqual([beaks.x.length, beaks.y.filter(Boolean).length], [274, 123], {
  of: "penguins, and Gentoo among them",
});

// %% [markdown]
// OR took five updates for four corners. How many will 274 birds take?

// %%
const sizes = ["about 20", "about 200", "about 2000"] as const;
const updatesNeeded = predict("How many updates does it take for 274 birds?", {
  choices: sizes,
});

// %%
const beakRun = trainPerceptron(beaks);
const count = beakRun.updates.length;
updatesNeeded.reveal(sizes.find((_, i) => count < 60 * 10 ** i) ?? "about 2000");
({ updates: count, epochs: beakRun.epochs });

// %% tags=["proof"]
checkEqual([beakRun.converged, beakRun.updates.length, beakRun.epochs], [true, 23, 12], {
  of: "converged, updates, epochs",
});

// %% [markdown]
// 23 updates in 12 epochs: most birds never move the line. Watch which ones do.

// %%
perceptronAnimation(beaks, beakRun, {
  names: ["Adelie", "Gentoo"],
  title: "23 updates separate Adelie from Gentoo",
  xTitle: "beak length (mm)",
  yTitle: "beak depth (mm)",
});

// %% [markdown]
// The line swings far at first, since each push is as long as the bird's measurements, and ends less than a tenth of a millimetre from the nearest bird: Rosenblatt's rule stops at the **first** line that works, not at the best.

// %%
const nearest = margin(beaks, beakRun.model.units[0]);
`${nearest.toFixed(3)} mm`;

// %% tags=["proof"]
const directions = beakRun.updates.map(({ w }) => (Math.atan2(w[1], w[0]) * 180) / Math.PI);
const swings = directions.slice(1).map((angle, i) => Math.abs(angle - directions[i]));
checkTrue(
  swings[0] > 100 && swings[21] < 40,
  "the second update turns the line by more than 100 degrees, the last by less than 40",
);
checkBetween(nearest, [0, 0.1], {
  of: "mm from the line to the nearest bird",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The scale of the data
//
// Now the depth of the beak (17 mm on average) and the length of the flipper (202 mm). **Predict**: more updates than 23, or fewer?

// %%
const flippers = { x: two.toMatrix(["Beak Depth (mm)", "Flipper Length (mm)"]), y: isGentoo };
const flipperRun = trainPerceptron(flippers, { maxEpochs: 1000 });
({ updates: flipperRun.updates.length, epochs: flipperRun.epochs });

// %% tags=["proof"]
const means = [0, 1].map((j) => flippers.x.reduce((sum, row) => sum + row[j], 0) / 274);
checkClose(means, [17, 202], { of: "mean depth and length in mm", tolerance: 0.5 });
checkEqual(
  [flipperRun.converged, flipperRun.updates.length, flipperRun.epochs],
  [true, 859, 400],
  { of: "converged, updates, epochs" },
);

// %% [markdown]
// Thirty-seven times as many. The points lie far from the origin, so each push turns the line by a jerk, while the bias creeps by 1 per update. We move the cloud to the origin: in each column mean 0 and standard deviation 1 (the typical distance from the mean).

// %%
const scaled = { x: new StandardScaler().fit(flippers.x).transform(flippers.x), y: isGentoo };
const scaledRun = trainPerceptron(scaled);
({ converged: scaledRun.converged, updates: scaledRun.updates.length });

// %% tags=["proof"]
checkEqual([scaledRun.converged, scaledRun.updates.length], [true, 1], {
  of: "converged, updates after scaling",
});

// %% [markdown]
// **One** update. Same birds, same rule; only the units have changed. That is why lesson 09 scales before it learns.

// %%
boundaryChart(scaled, {
  units: scaledRun.model.units,
  names: ["Adelie", "Gentoo"],
  title: "After scaling, one update is enough",
  xTitle: "beak depth (standard deviations)",
  yTitle: "flipper length (standard deviations)",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The margin
//
// The **margin** is the distance from the boundary to the nearest point:
//
// $$\gamma = \min_i \frac{t_i\,(w \cdot x_i + b)}{\lVert w \rVert}, \qquad t_i = \pm 1$$
//
// $t_i$ is $+1$ for class 1 and $-1$ for class 0. A positive margin says that every point lies on its side.

// %%
const gap = margin(scaled, scaledRun.model.units[0]);
gap.toFixed(4);

// %% tags=["proof"]
checkClose(gap, 0.0419, { of: "margin in standard deviations", tolerance: 5e-5 });

// %% [markdown]
// Is a wide gap easier to learn? We make sets of 100 points with a gap that we choose: points closer than `gap` to the diagonal are thrown away.

// %%
const pointsWithGap = (gap: number, seed: number) => {
  const random = new Random(seed);
  const x: number[][] = [];
  while (x.length < 100) {
    const point = [random.uniform(-1, 1), random.uniform(-1, 1)];
    if (Math.abs(point[0] + point[1]) / Math.SQRT2 >= gap) x.push(point);
  }
  return { x, y: x.map(([x1, x2]) => Number(x1 + x2 > 0)) };
};

// %% [markdown]
// **Predict**: when the gap is halved, does the number of updates stay, grow a little, or explode? Albert Novikoff proved a bound in 1962: at most $(R/\gamma)^2$ updates, with $R$ the length of the longest input, a 1 for the bias included, and $\gamma$ the margin of any separating unit, the bias counted into $\lVert w \rVert$.

// %%
const gaps = [0.4, 0.2, 0.1, 0.05, 0.025, 0.0125];
const meanOver = (measure: (seed: number) => number) =>
  Array.from({ length: 10 }, (_, i) => measure(seed + i)).reduce((a, b) => a + b) / 10;
const updates = gaps.map((gap) =>
  meanOver(
    (seed) => trainPerceptron(pointsWithGap(gap, seed), { maxEpochs: 1000 }).updates.length,
  ),
);
updates;

// %% [markdown]
// From 2 to 22 while the gap shrinks to a thirty-second. Beside it, Novikoff's bound, on axes that count by factors of ten:

// %%
const bounds = gaps.map((gap) =>
  meanOver((seed) => updateBound(pointsWithGap(gap, seed), { w: [1, 1], b: 0 })),
);
lineChart(
  { x: gaps, y: { "updates needed": updates, "Novikoff's bound": bounds } },
  {
    title: "A narrow gap takes more updates, far below the bound",
    xTitle: "gap (input units)",
    yTitle: "updates, mean of 10 sets",
    logarithmic: ["x", "y"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// It grows, but gently: the updates ninefold in all, the bound five-hundredfold. The bound is a promise for the worst case: wherever some line separates the classes, the rule finds one, after so many updates at most.

// %%
new DataFrame([
  { gap: gaps[0], updates: updates[0], bound: bounds[0] },
  { gap: gaps[5], updates: updates[5], bound: bounds[5] },
  { gap: "times", updates: updates[5] / updates[0], bound: bounds[5] / bounds[0] },
]);

// %% tags=["proof"]
checkTrue(
  updates.every((count, i) => count <= bounds[i]),
  "all means lie below the bound",
);
checkClose(bounds[5] / bounds[0], 500, { of: "times as high a bound", tolerance: 10 });
checkClose([updates[0], updates[5], updates[5] / updates[0]], [2.4, 21.6, 9], {
  of: "updates at the widest gap, at the narrowest; times as many",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Birds that overlap
//
// Adelie and Chinstrap penguins are much alike in beak depth and flipper: some have the same two measurements. No line separates those, so the rule never rests. **Predict**: does the unit get better with each update?

// %%
const alike = birds.query(birds.column("Species").ne("Gentoo"));
const raw = alike.toMatrix(["Beak Depth (mm)", "Flipper Length (mm)"]);
const overlap = {
  x: new StandardScaler().fit(raw).transform(raw),
  y: alike.column("Species").values.map((species) => Number(species === "Chinstrap")),
};
const overlapRun = trainPerceptron(overlap, { maxEpochs: 3, seed: seed });
const share = (unit: Tlu) =>
  accuracy({ yTrue: overlap.y, yPred: new Perceptron([unit]).predict(overlap.x) }).value;
const shares = overlapRun.updates.map(share);
lineChart(
  { y: { accuracy: shares } },
  {
    title: "Without a separating line the accuracy jumps about",
    xTitle: "update",
    yTitle: "share of right answers",
  },
);

// %% [markdown]
// It jumps, and the last unit is good or bad by chance. Somebody who says "Adelie" to every bird is right for 151 of 219, or 69 %: that is the **baseline**. The best of the units beats it, the worst is right for less than 40 %; exercise 5 keeps the best.

// %%
const species = (label: number) => raw.filter((_, i) => overlap.y[i] === label).map(String);
const [adelies, chinstraps] = [species(0), species(1)];
const baseline = adelies.length / overlap.y.length;
({
  baseline: baseline.toFixed(2),
  "best unit": Math.max(...shares).toFixed(2),
  "worst unit": Math.min(...shares).toFixed(2),
});

// %% tags=["proof"]
const twins = chinstraps.filter((bird) => adelies.includes(bird));
checkTrue(twins.length > 0, `${twins.length} Chinstrap measure like some Adelie`);
checkClose([adelies.length, overlap.y.length, baseline], [151, 219, 0.69], {
  of: "Adelie, birds, baseline",
  tolerance: 0.005,
});
checkTrue(
  Math.max(...shares) > baseline && Math.min(...shares) < 0.4,
  "the best unit beats the baseline, the worst is right for less than 40 %",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Three species: several outputs
//
// One unit per species, side by side over the same inputs; each learns "mine or not". The targets are **one-hot**: (1, 0, 0) for Adelie. For an answer we take the unit with the largest sum.

// %%
const names = ["Adelie", "Chinstrap", "Gentoo"];
const labels = birds.column("Species").values.map((species) => names.indexOf(String(species)));
const train = (columns: Parameters<typeof birds.toMatrix>[0]) => {
  const rows = birds.toMatrix(columns);
  const x = new StandardScaler().fit(rows).transform(rows);
  const run = trainPerceptron({ x, y: oneHot(labels, 3) }, { maxEpochs: 100, seed: seed });
  return { x, run, accuracy: accuracy({ yTrue: labels, yPred: run.model.predict(x) }) };
};
const byBeak = train(["Beak Length (mm)", "Beak Depth (mm)"]);
byBeak.accuracy;

// %% [markdown]
// With two measurements of the beak, about 93 % of the birds are named rightly. (The interval says how far chance may have moved that number; lesson 13 comes back to it.) Three lines, three regions:

// %%
boundaryChart(
  { x: byBeak.x, y: labels },
  {
    units: byBeak.run.model.units,
    names: names,
    title: "Three units share the plane between three species",
    xTitle: "beak length (standard deviations)",
    yTitle: "beak depth (standard deviations)",
  },
);

// %% [markdown]
// **Predict**: with all four measurements, does the accuracy rise above 95 %?

// %%
const byAll = train(columns);
byAll.accuracy;

// %% tags=["proof"]
checkBetween(byAll.accuracy.value, [0.95, 1], { of: "accuracy with four measurements" });

// %% [markdown]
// Yes: about 99 %. More inputs give the plane more room to tilt. But we judged the perceptron on the birds it learned from; lessons 09 and 10 show why that flatters.

// %% tags=["proof"]
checkClose([byBeak.accuracy.value, byAll.accuracy.value], [0.93, 0.99], {
  of: "accuracies with two and four measurements",
  tolerance: 0.005,
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** A unit for NAND, which is 0 only when both inputs are 1. Many answers are right.

// %% tags=["exercise"]
const nandUnit: Tlu = todo;
exercises.nandUnit.check(nandUnit);
// exercises.nandUnit.hint();
// exercises.nandUnit.solution();

// %% [markdown]
// **2.** On paper: $w = (1, -1)$, $b = 0$, $\eta = 0.5$. The row $x = (2, -1)$ should answer 0. What is the unit after one step?

// %% tags=["exercise"]
const stepByHand: Tlu = todo;
exercises.stepByHand.check(stepByHand);
// exercises.stepByHand.hint();
// exercises.stepByHand.solution();

// %% [markdown]
// **3.** Write Rosenblatt's rule as a function for any number of inputs and any learning rate.

// %% tags=["exercise"]
const rosenblatt = (unit: Tlu, row: { x: number[]; y: number }, eta: number): Tlu => todo;
exercises.rosenblatt.check(rosenblatt);
// exercises.rosenblatt.hint();
// exercises.rosenblatt.solution();

// %% [markdown]
// **4.** Count the rows that a unit answers wrongly.

// %% tags=["exercise"]
const countMistakes = (unit: Tlu, data: { x: number[][]; y: number[] }): number => todo;
exercises.countMistakes.check(countMistakes);
// exercises.countMistakes.hint();
// exercises.countMistakes.solution();

// %% [markdown]
// **5.** The *pocket* idea (Gallant, 1990): of the units that came up in training, keep the one with the fewest mistakes; of equals, the first.

// %% tags=["exercise"]
const pocket = (units: Tlu[], data: { x: number[][]; y: number[] }): Tlu => todo;
exercises.pocket.check(pocket);
// exercises.pocket.hint();
// exercises.pocket.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// One wrong label is enough. We call a single Gentoo an Adelie; the 273 other birds stay as they were. **Predict**: does the rule still come to rest?

// %%
const mislabelled = { x: beaks.x, y: beaks.y.map((y, row) => (row === 200 ? 1 - y : y)) };
const brokenRun = trainPerceptron(mislabelled, { maxEpochs: 200 });
({ converged: brokenRun.converged, epochs: brokenRun.epochs });

// %% tags=["proof"]
const [length, depth] = beaks.x[200];
const gentoo = beaks.x.filter((_, row) => mislabelled.y[row] === 1);
const around = [-1, 1].flatMap((s) =>
  [-1, 1].map((t) => gentoo.some((x) => s * (x[0] - length) > 0 && t * (x[1] - depth) > 0)),
);
checkEqual(around, [true, true, true, true], {
  of: "Gentoo with a beak shorter or longer, flatter or deeper",
});
checkTrue(!brokenRun.converged, "after 200 epochs the perceptron still makes mistakes");

// %% [markdown]
// It does not, and it never would: that bird has other Gentoo on all four sides, so no line leaves it alone. And a gap in the data? The library refuses it by name, before it can spoil the weights.

// %% tags=["raises-exception"]
trainPerceptron({
  x: [
    [1, 2],
    [NaN, 4],
  ],
  y: [0, 1],
});

// %% [markdown]
// Now you: **predict** how many updates `trainPerceptron(beaks, { eta: 0.1 })` needs, then run it. Why? (All weights start at zero; think of the doubled unit.)

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - compute what a threshold unit answers, and one step of Rosenblatt's rule, by hand
// - train a perceptron on real measurements and watch its boundary move
// - say when it must succeed, when it cannot, and what the margin and the scale of the data have to do with it
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Have paper ready: the first ten minutes are by hand, and they pay for the rest. Ask for a show of hands at each prediction before anybody runs the cell. If time is short, leave out the section on the margin.
