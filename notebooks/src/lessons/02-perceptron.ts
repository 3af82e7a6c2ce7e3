// %% [markdown] slideshow={"slide_type": "slide"}
// # 02 · Can a neuron learn?
//
// In Antarctica, Kristen Gorman and her colleagues measured the beaks of 274 penguins, some of them Adelie and some Gentoo. At the end of this lesson you will have a single neuron that tells all 274 apart, and nobody will have given it a rule: it begins with nothing, and finds its weights by being corrected whenever it is wrong. You will watch it do so, correction by correction, and you will write the rule by which it learns.
//
// Lesson 01 built neurons that compute, but a person chose every one of their numbers. That works for four rows of a truth table. It does not work for penguins, and so the question is who chooses the numbers when no person can. The answer is one of the first machines that learned from examples, the **perceptron** of about 1960. Neural networks still follow its plan: show an example, look at the mistake, change the weights a little.
//
// *Two sittings of about 50 minutes · builds on lessons 00 and 01*
//
// **You will be able to**
//
// - compute the prediction of a threshold logic unit, and one step of the perceptron rule, by hand
// - train a perceptron on real measurements, and say why the preparation of the data decides how long that takes
// - say when a perceptron must succeed, when it cannot, and what to do then

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  dropdown,
  interact,
  predict,
  predictionSummary,
  Random,
  slider,
} from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { oneHot, StandardScaler } from "neural-notebooks/tensors";
import {
  boundaryLine,
  margin,
  pocketPerceptron,
  trainPerceptron,
  updateBound,
  type Tlu,
} from "neural-notebooks/models";
import {
  boundaryChart,
  lineChart,
  perceptronAnimation,
  statesChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/02-perceptron";

// %% tags=["proof"]
import { checkClose, checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Be the neuron
//
// Here are the penguins. We keep those of two species, and two numbers for each bird: the length and the depth of its beak, in millimetres. `query` keeps the rows for which a condition holds, and `toMatrix` turns the chosen columns into a list of rows. The target is 1 for a Gentoo and 0 for an Adelie.

// %%
const columns = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)"] as const;
const birds = readDataset("penguins").dropNa({ subset: columns });
const two = birds.query(birds.column("Species").ne("Chinstrap"));

const isGentoo: number[] = [];
for (const species of two.column("Species").values) {
  isGentoo.push(species === "Gentoo" ? 1 : 0);
}

const beaks = { x: two.toMatrix(["Beak Length (mm)", "Beak Depth (mm)"]), y: isGentoo };
two.head(4);

// %% tags=["proof"]
checkEqual([beaks.x.length, beaks.y.filter((y) => y === 1).length], [274, 123], {
  of: "penguins, and Gentoo among them",
});

// %% [markdown]
// Now do by hand what the neuron will do. Three numbers, $w_1$, $w_2$ and $b$, decide where a line runs through the plane of all beaks. Move the sliders until each species has a side of its own; the title counts the birds on the wrong side. A vertical line will not do: set $w_2$ to −2 first, and then look for $b$.
//
// > **Reading the code.** `condition ? 1 : 0` is 1 when the condition holds, else 0. `({ w1, w2, b }) => …` is an arrow function that receives one object and takes three properties out of it; this is called *destructuring*. Between backticks, `${wrong}` puts a value into a text.

// %%
interact(
  {
    w1: slider({ min: 0, max: 2, value: 1, step: 0.5 }),
    w2: slider({ min: -2, max: 2, value: 0, step: 0.5 }),
    b: slider({ min: -60, max: 0, value: -44, step: 1 }),
  },
  ({ w1, w2, b }) => {
    let wrong = 0;
    for (let i = 0; i < beaks.x.length; i++) {
      const z = w1 * beaks.x[i][0] + w2 * beaks.x[i][1] + b;
      if ((z >= 0 ? 1 : 0) !== beaks.y[i]) wrong++;
    }
    const title = `${wrong} of ${beaks.x.length} birds are on the wrong side`;
    const axes = { xTitle: "beak length (mm)", yTitle: "beak depth (mm)" };
    const names = ["Adelie", "Gentoo"];
    return boundaryChart(beaks, { units: [{ w: [w1, w2], b }], names, title, ...axes });
  },
);

// %% tags=["proof"]
const wrongWith = (w1: number, w2: number, b: number): number =>
  beaks.x.filter(([x1, x2], i) => Number(w1 * x1 + w2 * x2 + b >= 0) !== beaks.y[i]).length;
checkEqual([wrongWith(1, 0, -44), wrongWith(1, -2, -9)], [20, 0], {
  of: "mistakes with the sliders as they stand, and with a solution that they allow",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A neuron with weights
//
// There are settings of the sliders with no bird on the wrong side. What you have moved is a **threshold logic unit**. It multiplies each input by a **weight**, adds the products and a **bias**, and fires when the sum is not negative:
//
// $$z = w_1 x_1 + w_2 x_2 + b \qquad\qquad \hat y = H(z) = \begin{cases}1 & \text{if } z \ge 0\\ 0 & \text{if } z < 0\end{cases}$$
//
// In words: $x_1$ and $x_2$ are the inputs, $w_1$ and $w_2$ their weights, $b$ is the bias and $z$ the **weighted sum**. We read $\hat y$ as "y hat"; it is the **prediction**, while $y$ is the true value, the target. $H$ is called the **Heaviside step**. A unit of lesson 01 whose inputs are all exciting is the same with all weights 1 and $b = -\theta$: the bias is the threshold with its sign turned.
//
// Take $w = (2, -1)$, $b = -1$ and $x = (1, 0)$. Then $z = 2 \cdot 1 + (-1) \cdot 0 - 1 = 1$, and the unit fires. For $x = (0, 1)$ the sum is $0 - 1 - 1 = -2$, and it does not.
//
// > **Reading the code.** `Tlu` is the library's name for an object with a list of weights `w` and a bias `b`. `readonly number[]` is a list that the function promises not to change. `z += …` adds to `z`. The loop takes `i = 0`, then 1, up to the last input.

// %%
function weightedSum(x: readonly number[], unit: Tlu): number {
  let z = unit.b;
  for (let i = 0; i < x.length; i++) {
    z += unit.w[i] * x[i];
  }
  return z;
}

function fires(x: readonly number[], unit: Tlu): number {
  return weightedSum(x, unit) >= 0 ? 1 : 0;
}

const example: Tlu = { w: [2, -1], b: -1 };
[fires([1, 0], example), fires([0, 1], example)];

// %% tags=["proof"]
checkEqual([weightedSum([1, 0], example), weightedSum([0, 1], example)], [1, -2], {
  of: "the sums of the example",
});
checkEqual([fires([1, 0], example), fires([0, 1], example)], [1, 0], { of: "its predictions" });

// %% [markdown]
// **Your turn (3 minutes).** Choose weights and a bias so that the unit computes NAND of two inputs: it gives 0 for $x = (1, 1)$ and 1 for $(0, 0)$, $(0, 1)$ and $(1, 0)$. Many answers are right. Remember that the unit fires at $z = 0$, too.

// %% tags=["exercise"]
const nandUnit: Tlu = { w: [todo, todo], b: todo };
exercises.nandUnit.check(nandUnit);
// exercises.nandUnit.hint();
// exercises.nandUnit.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The line that it draws
//
// The places where $z = 0$ form a straight line, the **boundary**: on one side the unit fires, on the other it does not. The weights say which way the line faces, and the bias shifts it. In NAND, for example, the boundary must run between $(1, 1)$ and the other three corners.
//
// Here is a question that will pay off twice in this lesson. The unit with $w = (1, 1)$ and $b = -0.5$ computes OR; its boundary runs from $(0, 0.5)$ to $(0.5, 0)$. We double all three numbers, so that $w = (2, 2)$ and $b = -1$. Write down $z = 0$ for both units before you guess.

// %%
const afterDoubling = predict(
  "We double both weights and the bias. Where does the boundary go?",
  {
    choices: ["towards the origin", "away from the origin", "nowhere: it stays"],
  },
);

// %% [markdown]
// `boundaryLine` gives the two ends of the boundary within a box; here the box goes from 0 to 1 in both directions. `map` makes a new list by calling a function with each item of a list.

// %%
const box = { x1: [0, 1], x2: [0, 1] } as const;
const orUnit: Tlu = { w: [1, 1], b: -0.5 };
const doubled: Tlu = { w: orUnit.w.map((w) => 2 * w), b: 2 * orUnit.b };

const write = (point: readonly number[]) => `(${point.join(", ")})`;
const ends = boundaryLine(orUnit, box).map(write).join(" to ");
const doubledEnds = boundaryLine(doubled, box).map(write).join(" to ");
afterDoubling.reveal(ends === doubledEnds ? "nowhere: it stays" : "towards the origin");
new DataFrame([
  { unit: "w = (1, 1), b = -0.5", boundary: ends },
  { unit: "all doubled", boundary: doubledEnds },
]);

// %% tags=["proof"]
checkEqual(
  boundaryLine(orUnit, box),
  [
    [0, 0.5],
    [0.5, 0],
  ],
  { of: "ends of the boundary" },
);
checkEqual(doubledEnds, ends, { of: "ends of the doubled unit's boundary" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The perceptron rule
//
// The boundary stays, because $2z$ is zero exactly where $z$ is. Keep this in mind: multiplying all three by the same *positive* number changes nothing. (A negative number keeps the line, too, but the sides change places.)
//
// How can a unit find its own numbers? Frank Rosenblatt's rule shows it one example after the other. When the prediction is right, nothing changes. When it is wrong, each weight moves by its input, towards what was wanted:
//
// $$w_j \leftarrow w_j + \eta\,(y - \hat y)\,x_j \qquad\qquad b \leftarrow b + \eta\,(y - \hat y)$$
//
// > **Reading the formula.** The small $j$ is the number of the input: the rule holds for $w_1$ with $x_1$, for $w_2$ with $x_2$, and so on. The arrow ← means "gets the new value". $y - \hat y$ is the **error**: 0 when the prediction is right, 1 when the unit should have fired and did not, −1 when it fired and should not have. The Greek letter η (eta) is the **learning rate**, a positive number that sets the length of the step; here $\eta = 1$.
//
// Let us teach it OR, starting from $w = (0, 0)$, $b = 0$.
//
// 1. $x = (0, 0)$, wanted $y = 0$. The sum is 0, so the unit fires: the error is −1. The inputs are zero, so the weights stay, and $b$ becomes −1.
// 2. $x = (0, 1)$, wanted $y = 1$. The sum is −1, so it does not fire: the error is 1. Now $w$ becomes $(0, 1)$ and $b$ becomes 0.
//
// The second step in code:

// %%
const eta = 1;
const x = [0, 1];
const y = 1;
const before: Tlu = { w: [0, 0], b: -1 };

const error = y - fires(x, before);
const after: Tlu = {
  w: [before.w[0] + eta * error * x[0], before.w[1] + eta * error * x[1]],
  b: before.b + eta * error,
};
after;

// %% tags=["proof"]
checkEqual([error, after], [1, { w: [0, 1], b: 0 }], { of: "error and unit after step two" });

// %% [markdown]
// Why does this help? After the update, the sum for the same example is larger than before, by $\eta\,(x_1^2 + x_2^2 + 1)$, when it was too small, and smaller by as much when it was too large: each weight has moved by $\eta$ times its input, and in the sum it is multiplied by that input once more. The unit has taken a step towards being right about this example. It may become wrong about another one; that one will be shown again.
//
// **Your turn (4 minutes, with paper).** A unit has $w = (1, -1)$ and $b = 0$; the learning rate is $\eta = 0.5$. It sees $x = (2, -1)$ and should give 0. What are its two weights and its bias after this one step?

// %% tags=["exercise"]
const afterStep: { w1: number; w2: number; b: number } = { w1: todo, w2: todo, b: todo };
exercises.afterStep.check(afterStep);
// exercises.afterStep.hint();
// exercises.afterStep.solution();

// %% [markdown]
// **Your turn (6 minutes).** Write the rule as a function, with $\eta = 1$, for any number of inputs. It receives a unit, one example `x` and its target `y`, and returns a new unit `{ w: …, b: … }`. You may call `fires(x, unit)`. Please leave the unit and the example that you receive as they are: build a new list (`const w: number[] = [];`, then `w.push(…)` in a loop).

// %% tags=["exercise"]
function learn(unit: Tlu, x: number[], y: number): Tlu {
  return todo;
}
exercises.learn.check(learn);
// exercises.learn.hint();
// exercises.learn.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Round and round
//
// The unit sees all examples in turn, again and again. One pass over all of them is an **epoch**. When a whole epoch passes without a mistake, there is nothing left to learn, and training ends; we say that it has **converged**. The library's `trainPerceptron` does exactly your steps and remembers each update.

// %%
const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const or = { x: corners, y: [0, 1, 1, 1] };
const orRun = trainPerceptron(or);

const table = [];
for (const { epoch, row, error, w, b } of orRun.updates) {
  table.push({ epoch, corner: corners[row].join(", "), error, w1: w[0], w2: w[1], b });
}
new DataFrame(table);

// %% tags=["proof"]
const [firstUpdate, secondUpdate] = orRun.updates;
checkEqual(
  [firstUpdate.w, firstUpdate.b, secondUpdate.w, secondUpdate.b],
  [[0, 0], -1, after.w, after.b],
  { of: "the first two updates" },
);
checkEqual([orRun.updates.length, orRun.updatesPerEpoch], [5, [2, 2, 1, 0]], {
  of: "updates in all and per epoch",
});
checkEqual(orRun.model.units[0], { w: [1, 1], b: -1 }, { of: "the unit that came out" });

// %% [markdown]
// Each row is one update. The first two are those that we did by hand. After five updates in three epochs the fourth epoch is free of mistakes, and the unit that came out, $w = (1, 1)$ and $b = -1$, computes OR. (Its line runs exactly through two corners; there $z = 0$, and the unit fires.) Below are the same updates as a film. Press ▶; the ring marks the corner that was answered wrongly.

// %%
perceptronAnimation(or, orRun, {
  names: ["0", "1"],
  title: "Five updates find a line for OR",
  xTitle: "input x₁",
  yTitle: "input x₂",
});

// %% [markdown]
// A training program needs two things: a rule for one example, and a loop that shows the examples. The rule is your `learn`; from here on we call it `step`. Below it makes the second update of OR once more.
//
// > **Reading the code.** `exercises.learn.use(learn)` is your own `learn` if its check says "right", and one of ours until then. So you can go on in any case.

// %%
const step = exercises.learn.use(learn);
step(before, [0, 1], 1);

// %% [markdown]
// **Your turn (8 minutes).** Now write the program. Your function receives the examples (a list of at least one row, all equally long, with any number of inputs), their targets and a number of epochs. It begins with a unit whose weights and bias are all 0, shows it all the rows in their order, `epochs` times over, and returns the unit that it ends with. You may call `step(unit, x, y)` for one update.

// %% tags=["exercise"]
function train(x: number[][], y: number[], epochs: number): Tlu {
  return todo;
}
exercises.train.check(train);
// exercises.train.hint();
// exercises.train.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You can compute what a unit predicts, and you have written a program by which it learns. When you come back we let it loose on the penguins. You will see what the choice of measurements and a simple preparation do to its speed, and in the end we find out what it cannot do.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Penguins
//
// OR took five updates for four corners. Now there are 274 birds, with measurements instead of zeros and ones. Remember that only a bird on the wrong side causes an update.

// %%
const sizes = ["about 20", "about 200", "about 2000"] as const;
const updatesNeeded = predict("How many updates does it take for 274 birds?", {
  choices: sizes,
});

// %% [markdown]
// The order of the birds is that of the file, and training starts at zero, as before.

// %%
const beakRun = trainPerceptron(beaks);
const count = beakRun.updates.length;
const outcome = beakRun.converged ? "no mistake left" : "still mistakes";
updatesNeeded.reveal(sizes[count < 60 ? 0 : 1]);

perceptronAnimation(beaks, beakRun, {
  names: ["Adelie", "Gentoo"],
  title: `${count} updates in ${beakRun.epochs} epochs, ${outcome}`,
  xTitle: "beak length (mm)",
  yTitle: "beak depth (mm)",
  box: { x: [-5, 65], y: [-3, 25] },
});

// %% tags=["proof"]
checkEqual([beakRun.converged, beakRun.updates.length, beakRun.epochs], [true, 23, 12], {
  of: "converged, updates, epochs",
});
const gapOfBeaks = margin(beaks, beakRun.model.units[0]);
checkTrue(gapOfBeaks > 0 && gapOfBeaks < 0.1, "less than a tenth of a millimetre");
checkTrue(
  margin(beaks, { w: [1, -2], b: -9 }) > 4.5 * gapOfBeaks,
  "the line by hand has a margin more than 4.5 times as wide",
);
const causes = beakRun.updates.map(({ row }) => row);
checkEqual([new Set(causes).size, causes.slice(0, 4)], [4, [0, 151, 0, 151]], {
  of: "birds that cause an update, and the first of them",
});
checkEqual(
  beakRun.updates
    .slice(0, 18)
    .map((unit) => beaks.x.filter((bird) => fires(bird, unit) === 1).length),
  Array.from({ length: 18 }, (_, i) => (i % 2 === 0 ? 0 : 274)),
  { of: "birds called Gentoo after each of the first eighteen updates" },
);
checkTrue(
  beakRun.updates.every(({ b }) => b >= -2 && b <= 0),
  "the bias stays between -2 and 0",
);

// %% [markdown]
// Twenty-three updates are enough, and only four of the 274 birds ever cause one. Take the film step by step with its slider. (The ring marks the bird that caused the update; the line has already moved.) The picture reaches down to the origin, the place $(0, 0)$, because every line of the film passes close to it: the bias stays between −2 and 0. For eighteen updates two birds take turns. The first Adelie of the file swings the line below the whole cloud, so that all birds count as Adelie; the first Gentoo swings it above the cloud, and all birds count as Gentoo. But below the cloud the line comes a little closer each time, and at last it stays between the species, less than a tenth of a millimetre away from the nearest bird. The rule stops at the **first** line that works, not at the best one. The line that the sliders allow, $w = (1, -2)$, $b = -9$, is better placed and keeps almost five times that distance.
//
// Does your own program find the same line? We let it run for as many epochs as the library needed.

// %%
const yourTrain = exercises.train.use(train);
const byYou = yourTrain(beaks.x, beaks.y, beakRun.epochs);
new DataFrame([
  { program: "yours", w1: byYou.w[0], w2: byYou.w[1], b: byYou.b },
  {
    program: "the library's",
    w1: beakRun.model.units[0].w[0],
    w2: beakRun.model.units[0].w[1],
    b: beakRun.model.units[0].b,
  },
]);

// %% tags=["proof"]
checkClose([...byYou.w, byYou.b], [...beakRun.model.units[0].w, beakRun.model.units[0].b], {
  of: "the learner's unit against the library's",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The scale of the data
//
// Let us take another pair of measurements, the depth of the beak (17 mm on average) and the length of the flipper (202 mm on average). A line separates the species here as well. But this cloud of points lies much farther from the origin.

// %%
const amounts = ["fewer than 23", "about 23", "many times as many"] as const;
const faster = predict("Beak depth and flipper length instead: how many updates now?", {
  choices: amounts,
});

// %% [markdown]
// The limit on the epochs is raised to 1,000, to be on the safe side.

// %%
const raw = two.toMatrix(["Beak Depth (mm)", "Flipper Length (mm)"]);
const rawRun = trainPerceptron({ x: raw, y: isGentoo }, { maxEpochs: 1000 });
const times = rawRun.updates.length / count;
faster.reveal(amounts[times > 2 ? 2 : 1]);
({ updates: rawRun.updates.length, epochs: rawRun.epochs, converged: rawRun.converged });

// %% tags=["proof"]
const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
checkClose(
  [0, 1].map((j) => meanOf(raw.map((row) => row[j]))),
  [17, 202],
  {
    of: "mean depth and length in mm",
    tolerance: 0.5,
  },
);
checkEqual([rawRun.converged, rawRun.updates.length, rawRun.epochs], [true, 859, 400], {
  of: "converged, updates, epochs",
});
const degreesApart = (all: readonly number[][]): number => {
  const [adelie, gentoo] = [0, 1].map((label) => {
    const rows = all.filter((_, i) => isGentoo[i] === label);
    return Math.atan2(meanOf(rows.map((row) => row[0])), meanOf(rows.map((row) => row[1])));
  });
  return ((adelie - gentoo) * 180) / Math.PI;
};
checkClose(degreesApart(raw), 1.6, {
  of: "degrees between the two species, seen from the origin",
  tolerance: 0.05,
});

// %% [markdown]
// It takes 859 updates, thirty-seven times as many. Part of this is the order of the birds in the file: over ten random orders it takes 318 on average against 45 for the beaks, seven times as many. Two things make it hard. An update adds about 200 to one weight but only 1 to the bias, so the line swings but hardly shifts. And seen from the origin, both species lie in almost the same direction: their means are only 1.6 degrees apart, and the line must pass between them.
//
// We can move the cloud to the origin by subtracting the mean of each column; this is called **centring**. We can also divide each column by its **standard deviation**, the usual measure of how far values lie from their mean; this is called **scaling**. (It is the root of the mean squared distance from the mean.) Which of the two does more?

// %%
const helps = predict("859 updates without preparation. What lowers the number more?", {
  choices: ["centring alone", "scaling alone", "neither helps without the other"],
});

// %% [markdown]
// We try all four combinations. `StandardScaler` of the library finds the means and standard deviations of the columns, and `Object.entries(prepared)` lists the four names, each with its rows. `Record<string, number>` is the type of an object that keeps a number under each name.

// %%
const scaler = new StandardScaler().fit(raw);
const [mean, std] = [scaler.mean, scaler.std];
const prepared = {
  nothing: raw,
  "scaling alone": raw.map((row) => [row[0] / std[0], row[1] / std[1]]),
  "centring alone": raw.map((row) => [row[0] - mean[0], row[1] - mean[1]]),
  both: scaler.transform(raw),
};

const needed: Record<string, number> = {};
for (const [name, rows] of Object.entries(prepared)) {
  needed[name] = trainPerceptron({ x: rows, y: isGentoo }, { maxEpochs: 1000 }).updates.length;
}
helps.reveal(
  needed["centring alone"] < needed["scaling alone"] ? "centring alone" : "scaling alone",
);
new DataFrame([needed]);

// %% tags=["proof"]
checkEqual(Object.values(needed), [859, 57, 15, 1], { of: "updates" });
checkClose([degreesApart(prepared["scaling alone"]), degreesApart(prepared.both)], [8.5, 180], {
  of: "degrees between the species after scaling, and after centring as well",
  tolerance: 0.1,
});

// %% [markdown]
// From 859 updates to **one**, for the same birds and the same rule. Scaling makes the two measurements equally large, and seen from the origin the species are then 8.5 degrees apart instead of 1.6. Centring puts the origin between the species, so the line hardly has to shift at all. The order of the birds plays a part in such numbers, so we also tried ten random orders: on average it takes 318 updates without preparation, 58 with scaling, 13 with centring and 3 with both. From now on we prepare the measurements that go into a network in this way; lesson 09 says more about it. Here is the line that the one update found.

// %%
const scaled = { x: scaler.transform(raw), y: isGentoo };
const scaledRun = trainPerceptron(scaled);
boundaryChart(scaled, {
  units: scaledRun.model.units,
  names: ["Adelie", "Gentoo"],
  title: `After centring and scaling, updates made: ${scaledRun.updates.length}`,
  xTitle: "beak depth (standard deviations from the mean)",
  yTitle: "flipper length (standard deviations from the mean)",
});

// %% tags=["proof"]
checkEqual([scaledRun.converged, scaledRun.updates.length], [true, 1], {
  of: "converged, updates with both",
});

// %% [markdown]
// **Your turn (6 minutes).** Do it yourself: write a function that receives a list of at least two numbers, not all equal, and returns a new list in which each number is centred and scaled. First compute the mean, then the standard deviation: the square root (`Math.sqrt`) of the mean of the squared distances from the mean (`d ** 2` is the square of `d`). Please leave the list as it is.

// %% tags=["exercise"]
function standardise(values: number[]): number[] {
  return todo;
}
exercises.standardise.check(standardise);
// exercises.standardise.hint();
// exercises.standardise.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The margin
//
// What makes a set easy or hard once it is scaled? Think of the gap between the classes, compared with the size of the whole cloud. The **margin** of a boundary is its distance to the nearest example. The distance of a point from the boundary is its sum without the sign, divided by the length of the weights:
//
// $$\text{distance} = \frac{|z|}{\lVert w \rVert} \qquad\text{with}\qquad \lVert w \rVert = \sqrt{w_1^2 + w_2^2}$$
//
// > **Reading the formula.** $|z|$ is $z$ without its sign. $\lVert w \rVert$ is the length of the arrow from the origin to $(w_1, w_2)$, by Pythagoras. For $w = (3, 4)$ it is $\sqrt{9 + 16} = 5$. The division undoes the doubling that you met above: it makes $|z|$ and $\lVert w \rVert$ twice as large, and the distance stays.
//
// **Your turn (4 minutes, with paper).** A unit has $w = (3, 4)$ and $b = -5$. The examples are $(0, 0)$ with target 0, and $(3, 1)$ and $(2, 0.5)$ with target 1; it gets all three right. What is its margin?

// %% tags=["exercise"]
const marginByHand: number = todo;
exercises.marginByHand.check(marginByHand);
// exercises.marginByHand.hint();
// exercises.marginByHand.solution();

// %% [markdown]
// We make sets of 100 points in a square, with a gap along the diagonal that we choose: points that lie closer to the diagonal than `gap` are thrown away. One set proves little, so `meanUpdatesAt` takes ten sets for each gap and averages their updates.
//
// > **Reading the code.** `new Random(seed)` draws random numbers; the *seed* is the number from which it starts, and the same seed gives the same points again. `while (…) { … }` repeats its lines as long as the condition holds, and `continue` skips the rest of one round. `Math.abs` drops the sign of a number.

// %%
function pointsWithGap(gap: number, seed: number) {
  const random = new Random(seed);
  const points = { x: [] as number[][], y: [] as number[] };
  while (points.y.length < 100) {
    const [x1, x2] = [random.uniform(-1, 1), random.uniform(-1, 1)];
    if (Math.abs(x1 + x2) / Math.sqrt(2) < gap) continue;
    points.x.push([x1, x2]);
    points.y.push(x1 + x2 > 0 ? 1 : 0);
  }
  return points;
}

const gaps = [0.4, 0.2, 0.1, 0.05, 0.025, 0.0125];
function meanUpdatesAt(gap: number): number {
  let updates = 0;
  for (let seed = 1; seed <= 10; seed++) {
    updates += trainPerceptron(pointsWithGap(gap, seed), { maxEpochs: 1000 }).updates.length;
  }
  return updates / 10;
}

// %% [markdown]
// Choose a gap, and look at the first of its ten sets with the line that was found. How does the number of updates change as the gap closes?

// %%
interact(
  { gap: dropdown(gaps, { value: 0.2 }) },
  ({ gap }) => {
    const points = pointsWithGap(gap, 1);
    const title = `Gap ${gap}: ${meanUpdatesAt(gap).toFixed(1)} updates, mean of ten sets`;
    const { units } = trainPerceptron(points, { maxEpochs: 1000 }).model;
    return boundaryChart(points, { units, title, xTitle: "x₁", yTitle: "x₂" });
  },
  { family: statesChart },
);

// %% [markdown]
// The narrower the gap, the more updates, but five halvings together multiply them only by nine. There is also a famous promise about the worst case. In 1962 Albert Novikoff proved that the rule needs at most
//
// $$\left(\frac{R}{\text{margin}}\right)^2$$
//
// updates, where $R$ is the length of the longest example, and the margin is that of *any* unit that separates the classes. (For both, the bias counts as one more weight, whose input is always 1.) The proof in one sentence: each update turns the weights a little towards the separating unit, while their length can only grow slowly. `updateBound` computes the bound, here from the diagonal.

// %%
const title = "A narrow gap takes more updates, but far fewer than the bound";
const axes = { xTitle: "gap (input units)", yTitle: "updates, mean of 10 sets" };
const meanUpdates = gaps.map(meanUpdatesAt);
const meanBound = gaps.map(() => 0);
for (let i = 0; i < gaps.length; i++) {
  for (let seed = 1; seed <= 10; seed++) {
    meanBound[i] += updateBound(pointsWithGap(gaps[i], seed), { w: [1, 1], b: 0 }) / 10;
  }
}
lineChart(
  { x: gaps, y: { "updates needed": meanUpdates, "Novikoff's bound": meanBound } },
  { title, ...axes, logarithmic: ["x", "y"], mode: "lines+markers" },
);

// %% tags=["proof"]
checkTrue(
  meanUpdates.every((updates, i) => updates <= meanBound[i]),
  "all means lie below the bound",
);
checkClose([meanUpdates[0], meanUpdates[5], meanUpdates[5] / meanUpdates[0]], [2.4, 21.6, 9], {
  of: "updates at the widest gap, at the narrowest; times as many",
});
checkClose(meanBound[5] / meanBound[0], 500, { of: "times as high a bound", tolerance: 10 });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A set that no line separates
//
// The bound, which grew five-hundredfold while the updates grew ninefold, is a promise for the worst case: **wherever some line separates the classes, the rule finds one**, after so many updates at most. It promises nothing where no line does. Lesson 01 has shown such a set: XOR, which wants 1 when exactly one input is 1. We train the same unit on it. Try two epochs on paper first, or better three, from zero weights. What happens to the number of mistakes from epoch to epoch?

// %%
const onXor = predict("XOR: what happens to the number of mistakes from epoch to epoch?", {
  choices: ["down to 0, but slowly", "up and down by chance", "it settles at 4, all corners"],
});

// %% [markdown]
// Here are twelve epochs of OR and of XOR. OR has no mistakes left after its third epoch, and its training ends after the fourth; `?? 0` puts a 0 where a later epoch is missing.

// %%
const xorRun = trainPerceptron({ x: corners, y: [0, 1, 1, 0] }, { maxEpochs: 12 });
const last = xorRun.updatesPerEpoch[11];
onXor.reveal(last === 4 ? "it settles at 4, all corners" : "up and down by chance");

const epochs: number[] = [];
const orMistakes: number[] = [];
for (let epoch = 1; epoch <= 12; epoch++) {
  epochs.push(epoch);
  orMistakes.push(orRun.updatesPerEpoch[epoch - 1] ?? 0);
}
lineChart(
  { x: epochs, y: { OR: orMistakes, XOR: xorRun.updatesPerEpoch } },
  {
    title: "OR is learned, XOR never is",
    xTitle: "epoch",
    yTitle: "mistakes per epoch",
    mode: "lines+markers",
  },
);

// %% tags=["proof"]
checkEqual([xorRun.converged, xorRun.updatesPerEpoch.slice(2)], [false, Array(10).fill(4)], {
  of: "XOR: converged, mistakes from epoch 3 on",
});
const [anEpochAgo, atTheEnd] = [xorRun.updates.at(-5), xorRun.updates.at(-1)];
checkEqual([atTheEnd?.w, atTheEnd?.b], [anEpochAgo?.w, anEpochAgo?.b], {
  of: "the unit, an epoch later",
});

// %% [markdown]
// From the third epoch on every corner is answered wrongly at the moment when it is shown, and at the end of each epoch the weights are where they were at its beginning. The unit runs in a circle for ever. Lesson 05 solves XOR with a second layer of units.
//
// Real data are rarely as hopeless as XOR, but classes often overlap. Adelie and Chinstrap penguins have similar beak depths and flippers; some birds of the two species even measure the same. In such a case the rule never converges, and the unit at the end is the one that the last mistakes happen to have left. `pocketPerceptron` of the library goes through all the units that came up and keeps the best one in its pocket. Here are the two species and the line of that best unit. Look for the birds that no line could put right. (With a seed, `trainPerceptron` draws a new random order of the birds for every epoch.)

// %%
const alike = birds.query(birds.column("Species").ne("Gentoo"));
const alikeRaw = alike.toMatrix(["Beak Depth (mm)", "Flipper Length (mm)"]);
const overlap = {
  x: new StandardScaler().fit(alikeRaw).transform(alikeRaw),
  y: alike.column("Species").values.map((species) => (species === "Chinstrap" ? 1 : 0)),
};

const firstRun = trainPerceptron(overlap, { maxEpochs: 20, seed: 1 });
const pocketed = pocketPerceptron(overlap, firstRun);
boundaryChart(overlap, {
  units: pocketed.model.units,
  names: ["Adelie", "Chinstrap"],
  title: `The best of many units still has ${pocketed.mistakes} of 219 birds on the wrong side`,
  xTitle: "beak depth, scaled",
  yTitle: "flipper length, scaled",
});

// %% [markdown]
// The two clouds lie on top of each other. How much is it a matter of luck which unit one ends with? We train with ten seeds and count the mistakes of the last unit and of the best one.

// %%
const orders: { order: number; last_unit: number; best_unit: number }[] = [];
for (let seed = 1; seed <= 10; seed++) {
  const run = trainPerceptron(overlap, { maxEpochs: 20, seed });
  const unit = run.model.units[0];
  const wrong = overlap.x.filter((row, i) => fires(row, unit) !== overlap.y[i]).length;
  orders.push({
    order: seed,
    last_unit: wrong,
    best_unit: pocketPerceptron(overlap, run).mistakes,
  });
}
new DataFrame(orders);

// %% tags=["proof"]
const lastMistakes = orders.map(({ last_unit }) => last_unit);
const bestMistakes = orders.map(({ best_unit }) => best_unit);
checkEqual([overlap.y.length, overlap.y.filter((label) => label === 1).length], [219, 68], {
  of: "birds, and Chinstrap among them",
});
checkEqual(
  [
    Math.min(...lastMistakes),
    Math.max(...lastMistakes),
    Math.min(...bestMistakes),
    Math.max(...bestMistakes),
  ],
  [57, 91, 54, 55],
  { of: "mistakes of the last unit (least, most) and of the best" },
);

// %% [markdown]
// A **baseline** helps to judge these numbers: somebody who says "Adelie" to all 219 birds is wrong 68 times. The last unit is wrong 57 to 91 times, depending on the order of the birds; it is a matter of luck, and can be worse than knowing nothing. The best unit is wrong 54 or 55 times, whatever the order.
//
// **Your turn (8 minutes).** Write the pocket yourself. Your function receives a list of at least one unit, the examples and their targets. It counts the mistakes of each unit and returns the unit with the fewest; of several equally good ones it returns the first. You may call `fires`.

// %% tags=["exercise"]
function pocket(units: Tlu[], x: number[][], y: number[]): Tlu {
  return todo;
}
exercises.pocket.check(pocket);
// exercises.pocket.hint();
// exercises.pocket.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Three species: several outputs
//
// One unit separates two classes. For three species we put three units side by side over the same inputs. Each learns one question, "is it mine or not?", by the same rule. The targets become lists that are 1 in one place, which is called **one-hot**: $(1, 0, 0)$ for Adelie, $(0, 1, 0)$ for Chinstrap, $(0, 0, 1)$ for Gentoo. For a prediction all three compute their sums, and the largest sum wins.
//
// No three lines are perfect here, so we keep the best units of each training run. Choose the measurement that joins the flipper, and see how the units divide the plane.

// %%
const names = ["Adelie", "Chinstrap", "Gentoo"];
const labels = birds.column("Species").values.map((name) => names.indexOf(String(name)));
const flipper = "Flipper Length (mm)" as const;

interact(
  { beak: dropdown(["Beak Length (mm)", "Beak Depth (mm)"]) },
  ({ beak }) => {
    const rows = birds.toMatrix([beak, flipper]);
    const x = new StandardScaler().fit(rows).transform(rows);
    const data = { x, y: oneHot(labels, 3) };
    const run = trainPerceptron(data, { maxEpochs: 20, seed: 1 });
    const { model, mistakes } = pocketPerceptron(data, run);
    const title = `${mistakes} of ${labels.length} birds get the wrong species`;
    const look = { names, title, xTitle: `${beak}, scaled`, yTitle: `${flipper}, scaled` };
    return boundaryChart({ x, y: labels }, { units: model.units, ...look });
  },
  { family: statesChart },
);

// %% tags=["proof"]
checkEqual(labels.length, 342, { of: "birds" });

// %% [markdown]
// The lines are the boundaries of the three units; the shading shows whose sum is largest. (To compare such sums is a makeshift: doubling the weights and the bias of one unit changes its vote, not its line. Lesson 06 has something better.) The length of the beak tells most Chinstrap from Adelie, and the flipper tells most Gentoo from both; the depth of the beak leaves Adelie and Chinstrap mixed.
//
// All of these numbers are counted on birds that the units have learned from, which flatters them. We also measured on birds that were held out, that is, not shown in training, in fifteen runs (three splits, five orders, twenty epochs each). By beak length and flipper it hardly matters which units are kept: both got 95 % right on average. By both measurements of the beak the best units got 95 % of these birds right on average and the last ones 93 %; the best were ahead in 11 of the 15 runs. Lesson 03 begins to judge every model in this way.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What to use when
//
// | you see or want | then |
// |---|---|
// | two classes that a line separates | perceptron: the rule must succeed |
// | many more updates than examples | centre and scale the inputs |
// | training never converges | some examples contradict each other, or no line separates them: keep the best unit (pocket) |
// | you start at zero and change the learning rate | expect the same boundary after the same updates |
// | three classes or more | one unit for each class, one-hot targets, largest sum wins |
// | no line can do it (XOR) | a second layer, lesson 05 |
// | a number is wanted, not a class | a linear unit, lesson 03 |
//
// ## Change this and see
//
// Each of these takes a minute. Change the code, run that cell and those below it, and change it back afterwards.
//
// - In the cell that trains on beaks, `trainPerceptron(beaks);` → `trainPerceptron(beaks, { eta: 0.1 });`. A learning rate one tenth as large still takes 23 updates. Why? Think of the doubled unit, and of where training starts.
// - In the cell that reads the birds, `const beaks = {` → `isGentoo[200] = 0; const beaks = {`: one Gentoo of 123 is entered as an Adelie by mistake. The 273 other birds are as they were. Does training on beaks still converge? Look at the epochs in the title of the film; the library gives up after 100.
// - In the cell with beak depth and flipper length, `trainPerceptron({ x: raw, y: isGentoo }, { maxEpochs: 1000 })` → `trainPerceptron({ x: raw, y: isGentoo }, { maxEpochs: 1000, seed: 3 })` shows the birds in a random order, drawn anew for each epoch. Instead of 859 updates it takes 199. Try other seeds. Why can the order matter so much?
//
// ## Questions without an answer key
//
// 1. Our rule stops at the first line that works. Which line would *you* call the best one, and how would you change the rule so that it keeps going until it finds it?
// 2. A penguin of a fourth species arrives. What do our three units say about it? What should they say?
// 3. In 1958 a newspaper reported that the Navy expected the perceptron to walk, talk, see, write, reproduce itself and be conscious of its existence one day. Which of today's headlines would you read with this in mind?

// %% tags=["proof"]
checkEqual(trainPerceptron(beaks, { eta: 0.1 }).updates.length, 23, {
  of: "updates with η = 0.1",
});
const mislabelled = { x: beaks.x, y: beaks.y.map((label, i) => (i === 200 ? 0 : label)) };
checkEqual(
  [beaks.y[200], trainPerceptron(mislabelled, { maxEpochs: 400 }).converged],
  [1, false],
  { of: "bird 200 is a Gentoo; with a wrong label the rule does not converge" },
);
checkEqual(
  trainPerceptron({ x: raw, y: isGentoo }, { maxEpochs: 1000, seed: 3 }).updates.length,
  199,
  { of: "updates in another order" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - compute the prediction of a threshold logic unit, and one step of the perceptron rule, by hand
// - train a perceptron on real measurements, and say why the preparation of the data decides how long that takes
// - say when a perceptron must succeed, when it cannot, and what to do then
//
// A perceptron says yes or no. It cannot say *how much*: how heavy is this penguin, how far does this car drive? And its rule cannot tell a near miss from a gross mistake, because the step throws that away. **What happens when a neuron answers with a number?** That is the question of [lesson 03](03-linear-unit.ipynb), and it leads to the rule that trains every network today.
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Begin with the sliders on a projector and let the room call out numbers; $w = (1, -2)$, $b = -9$ is one solution. The two steps for OR belong on the board. If time is short, leave out Novikoff's bound and the three species. Common questions: *why does it fire at 0?* (a convention; with "greater than 0" the first update of OR would be another); *is this gradient descent?* (the rule is that of a loss which is 0 for right predictions and $|z|$ for wrong ones; lesson 03 has the slopes). Sources: F. Rosenblatt, "The Perceptron: a perceiving and recognizing automaton", Cornell Aeronautical Laboratory report 85-460-1 (1957); "The perceptron: a probabilistic model …", Psychological Review 65 (1958), whose networks still learn by reinforcement, without a comparison of wanted and given response. The error-correction rule that we use came with the experiments of 1960 and the book "Principles of Neurodynamics" (1962), so "the rule of 1958" is contested. Convergence: H. D. Block (1962), A. Novikoff, "On convergence proofs on perceptrons" (1962). Pocket: S. I. Gallant, "Perceptron-based learning algorithms", IEEE Transactions on Neural Networks 1 (1990). The headline: The New York Times, 8 July 1958, "New Navy device learns by doing". The penguins were collected by K. Gorman and the Palmer Station LTER (measured 2007 to 2009, published 2014).
