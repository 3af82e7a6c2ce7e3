// %% [markdown] slideshow={"slide_type": "slide"}
// # 01 · Can switches think?
//
// *45 minutes · needs lesson 00*
//
// **You will be able to**
//
// - place artificial intelligence, machine learning and deep learning, and name the turns of their history
// - build NOT, AND, OR, NAND, an adder and a memory of McCulloch–Pitts units, by hand
// - prove that no single unit computes XOR, and say what a second layer brings

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import { predict, predictionSummary } from "neural-notebooks/core";
import { DataFrame } from "neural-notebooks/frames";
import {
  fires,
  fullAdder,
  halfAdder,
  nand,
  searchUnits,
  tlu,
  truthTable,
  type Bit,
  type McCullochPittsUnit,
  type Tlu,
} from "neural-notebooks/models";
import {
  boundaryAnimation,
  cortexChart,
  lineChart,
  matrixChart,
  nestedChart,
  networkChart,
  neuronChart,
  timelineChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/01-neurons";

// %% tags=["proof"]
import { checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Three words, one inside the other
//
// **Artificial intelligence**: machines do what seems to need thought, by whatever means. **Machine learning**: the part where they find the rule in examples. **Deep learning**: the part of that where many layers of simple units learn together.

// %%
nestedChart(
  [
    { name: "artificial intelligence", what: "rules of any kind" },
    { name: "machine learning", what: "rules found in examples" },
    { name: "deep learning", what: "many layers learn" },
  ],
  { title: "Deep learning is a part of a part" },
);

// %% [markdown]
// In this lesson people write the rules: we set every unit by hand, as in 1943. From lesson 02 on, the units learn.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Six turns
//
// The idea is as old as the electronic computer. Each row: who, and what was new.

// %%
const turns = [
  { year: 1943, who: "McCulloch, Pitts", what: "a neuron is logic" },
  { year: 1957, who: "Rosenblatt", what: "a perceptron learns" },
  { year: 1969, who: "Minsky, Papert", what: "what one layer cannot do" },
  { year: 1986, who: "Rumelhart, Hinton, Williams", what: "backpropagation" },
  { year: 2012, who: "Krizhevsky, Sutskever, Hinton", what: "AlexNet sees" },
  { year: 2017, who: "Vaswani and others", what: "transformers read" },
];
new DataFrame(turns);

// %% [markdown]
// **Predict**: between which two of them was the longest wait?

// %%
timelineChart(turns, { title: "Six turns, and the waits between them" });

// %% [markdown]
// 26 years, from backpropagation to AlexNet: the method was there, but large sets of pictures and fast processors were not.

// %%
const years = turns.map(({ year }) => year);
const waits = years.slice(1).map((year, i) => year - years[i]);
waits;

// %% tags=["proof"]
checkEqual(waits, [14, 12, 17, 26, 5], { of: "years between the turns" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A neuron
//
// The model comes from biology. A nerve cell takes in signals at its dendrites; if they are strong enough together, it sends one of its own down the axon, all or nothing.

// %%
neuronChart({ title: "Many inputs, one answer, handed to many" });

// %% [markdown]
// A neuron needs about 5 thousandths of a second for an answer, and you recognise a face in about half a second. **Predict**: how many neurons can at most work one after the other?

// %%
const secondsPerStep = 0.005;
const secondsForAFace = 0.5;
const steps = secondsForAFace / secondsPerStep;
({ "steps in a row": steps, "seconds in a computer": steps / 1e9 });

// %% tags=["proof"]
checkEqual([steps, steps / 1e9], [100, 1e-7], {
  of: "steps in a row; seconds for them at a billion a second",
});

// %% [markdown]
// About a hundred (Feldman and Ballard, 1982). A computer with a billion steps a second needs a ten-millionth of a second for them. The brain is quick because billions of slow cells work **side by side**.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Columns
//
// The cortex, the outer sheet of the brain, has six layers nearly everywhere. Vernon Mountcastle found in 1957 that cells straight below each other answer to the same place on the skin: a **column**. The sheet is one pattern, repeated. (The sketch draws layers II and III as one.)

// %%
cortexChart({ title: "The same circuit, column beside column" });

// %% [markdown]
// Two ideas come back in this course: **layers** (lesson 05), and one small circuit **repeated over the whole picture** (lesson 14). But a network is no brain: it borrows these ideas, and little else.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A switch that counts
//
// Warren McCulloch and Walter Pitts, 1943: inputs and answer are 0 or 1. Exciting inputs are counted; one inhibiting input that is on keeps the unit silent.
//
// $$y = \begin{cases}1 & \text{no inhibiting input is on, and } \textstyle\sum_i x_i \ge \theta\\ 0 & \text{otherwise}\end{cases}$$
//
// $x_i$ are the exciting inputs; $\theta$ (theta) is the threshold, a whole number.

// %%
const count = (x: Bit[]) => x.filter((bit) => bit === 1).length;
const unit = (exciting: Bit[], theta: number, inhibiting: Bit[] = []): Bit =>
  count(inhibiting) === 0 && count(exciting) >= theta ? 1 : 0;

// %% [markdown]
// **Predict**: two exciting inputs, $\theta = 2$. What does the unit answer to (1, 0), and what to (1, 1)?

// %%
[unit([1, 0], 2), unit([1, 1], 2)];

// %% tags=["proof"]
checkEqual([unit([1, 0], 2), unit([1, 1], 2)], [0, 1], { of: "answers to (1, 0) and (1, 1)" });

// %% [markdown]
// It fires only when both are on: that is **AND**. The same unit in the library, with `1` for an exciting connection and `-1` for an inhibiting one:

// %%
const AND: McCullochPittsUnit = { inputs: [1, 1], threshold: 2 };
const byHand = truthTable((a, b) => unit([a, b], 2));
const byLibrary = truthTable((a, b) => fires([a, b], AND));
byLibrary;

// %% tags=["proof"]
checkEqual(byLibrary, byHand, { of: "the truth table of AND" });

// %% [markdown]
// **Predict**: what becomes of it when we lower the threshold to 1? To 0? Raise it to 3?

// %%
const corners: Bit[][] = truthTable(() => 0).map(({ x }) => [...x]);
const byThreshold = [0, 1, 2, 3].map((theta) => corners.map((x) => unit(x, theta)));
const rows = byThreshold.map((answers) => answers.join(""));
matrixChart(
  {
    values: byThreshold,
    rows: ["θ = 0", "θ = 1", "θ = 2", "θ = 3"],
    columns: corners.map((x) => `(${x.join(", ")})`),
  },
  {
    title: "One unit, four thresholds: always, OR, AND, never",
    xTitle: "inputs",
    yTitle: "threshold",
    valueTitle: "answer",
    digits: 0,
  },
);

// %% tags=["proof"]
checkEqual(rows, ["1111", "0111", "0001", "0000"], { of: "always, OR, AND, never" });

// %% [markdown]
// With $\theta = 1$ it is **OR**; with 0 it always fires, with 3 never. The threshold alone decides which thought it thinks.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Gates
//
// **NOT** needs one inhibiting input and $\theta = 0$: nothing excites it, and nothing is enough.

// %%
const not = (a: Bit): Bit => unit([], 0, [a]);
const and = (a: Bit, b: Bit): Bit => unit([a, b], 2);
const or = (a: Bit, b: Bit): Bit => unit([a, b], 1);
[not(0), not(1)];

// %% tags=["proof"]
checkEqual([not(0), not(1)], [1, 0], { of: "NOT 0, NOT 1" });

// %% [markdown]
// **NAND** is 0 only when both inputs are 1. We let AND speak first, then turn its answer round.

// %%
const myNand = (a: Bit, b: Bit): Bit => not(and(a, b));
new DataFrame(
  truthTable(myNand).map(({ x: [a, b], y }) => ({
    a,
    b,
    AND: and(a, b),
    OR: or(a, b),
    NAND: y,
  })),
);

// %% [markdown]
// The library's gate gives the same four answers.

// %%
new DataFrame(
  truthTable(nand).map(({ x: [a, b], y }) => ({
    a,
    b,
    "our NAND": myNand(a, b),
    "the library's": y,
  })),
);

// %% tags=["proof"]
checkEqual(truthTable(myNand), truthTable(nand), { of: "NAND, by hand and by the library" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A half adder
//
// 1 + 1 is 10 in binary: sum digit 0, carry 1. The carry is AND. The sum digit is **XOR**: one of the two, but not both. "One of the two" is OR, "not both" is NAND.

// %%
const xor = (a: Bit, b: Bit): Bit => and(or(a, b), myNand(a, b));
const addTwo = (a: Bit, b: Bit) => ({ sum: xor(a, b), carry: and(a, b) });
const sums = corners.map(([a, b]) => addTwo(a, b));
const decimals = sums.map(({ sum, carry }) => 2 * carry + sum);
new DataFrame(corners.map(([a, b], i) => ({ a, b, ...sums[i], decimal: decimals[i] })));

// %% [markdown]
// The last column is right: 0, 1, 1, 2. The library's half adder agrees, and switches can add.

// %%
new DataFrame(corners.map(([a, b]) => ({ a, b, ...halfAdder(a, b) })));

// %% tags=["proof"]
checkEqual(decimals, [0, 1, 1, 2], { of: "the last column" });
checkEqual(
  sums,
  corners.map(([a, b]) => halfAdder(a, b)),
  { of: "half adder, by hand and by the library" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## From one digit to four
//
// A full adder takes a carry from the digit before: two half adders and an OR. Chained, they add numbers of any length. **Predict**: how many of the 256 sums of two four-digit binary numbers come out right?

// %%
const bitsOf = (value: number): Bit[] => [0, 1, 2, 3].map((i) => ((value >> i) & 1) as Bit);
const add = (a: number, b: number): number => {
  let carry: Bit = 0;
  const digits = bitsOf(a).map((bit, i) => {
    const step = fullAdder(bit, bitsOf(b)[i], { carry: carry });
    carry = step.carry;
    return step.sum;
  });
  return [...digits, carry].reduce((total: number, bit, i) => total + bit * 2 ** i, 0);
};
const pairs = Array.from({ length: 256 }, (_, i) => [i % 16, Math.floor(i / 16)]);
const rightSums = pairs.filter(([a, b]) => add(a, b) === a + b).length;
rightSums;

// %% tags=["proof"]
checkEqual(rightSums, 256, { of: "sums that are right" });

// %% [markdown]
// All of them. How many neurons is that? XOR takes 4 (OR, two for NAND, AND), a half adder 5, a full adder 11, four digits 44: a calculator of 44 cells. We build a full adder of units that count themselves.

// %%
let asked = 0;
const counted = (exciting: Bit[], theta: number, inhibiting: Bit[] = []): Bit => {
  asked++;
  return unit(exciting, theta, inhibiting);
};
const xorCounted = (a: Bit, b: Bit) =>
  counted([counted([a, b], 1), counted([], 0, [counted([a, b], 2)])], 2);
const fullCounted = (a: Bit, b: Bit, c: Bit) => {
  const low = { sum: xorCounted(a, b), carry: counted([a, b], 2) };
  const high = { sum: xorCounted(low.sum, c), carry: counted([low.sum, c], 2) };
  return { sum: high.sum, carry: counted([low.carry, high.carry], 1) };
};
const one = fullCounted(1, 1, 1);
const inFull = asked;
xorCounted(1, 0);
const inXor = asked - inFull;
({ XOR: inXor, "half adder": inXor + 1, "full adder": inFull, "four digits": 4 * inFull });

// %% tags=["proof"]
checkEqual(one, fullAdder(1, 1, { carry: 1 }), { of: "1 + 1 + 1, counted and by the library" });
checkEqual([inXor, inXor + 1, inFull, 4 * inFull], [4, 5, 11, 44], { of: "units" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Can one unit do XOR?
//
// Our XOR has two layers. Perhaps we were clumsy, and a single unit would do? **Predict**: two inputs, each exciting or inhibiting, threshold 0, 1, 2 or 3. How many different units are there, and how many of them do XOR?

// %%
const search = searchUnits(truthTable(xor));
({ "units tried": search.tried, "units that do XOR": search.found.length });

// %% tags=["proof"]
checkEqual([search.tried, search.found.length], [16, 0], {
  of: "units tried, units that do XOR",
});

// %% [markdown]
// Sixteen units, and none fits; higher thresholds never fire. Trying **all** cases is a proof. The same search does find AND:

// %%
searchUnits(truthTable(and)).found;

// %% tags=["proof"]
checkEqual(searchUnits(truthTable(and)).found, [AND], { of: "units that do AND" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What it looks like
//
// A unit with two inputs draws a line: on one side it fires. Give each input a number, its **weight**: +1 if it excites, one so low that nothing makes up for it if it inhibits. Add the weights of all inputs that are on, take away $\theta$, and fire unless the sum is negative. The last line of the cell writes AND in this way.

// %%
const everyUnit = [0, 1, 2, 3].flatMap((threshold) =>
  corners.map((kinds) => ({ inputs: kinds.map((bit) => (bit ? 1 : -1)), threshold })),
) as McCullochPittsUnit[];
const asLine = ({ inputs, threshold }: McCullochPittsUnit): Tlu => ({
  w: inputs.map((kind) => (kind === 1 ? 1 : -inputs.length)),
  b: -threshold,
});
asLine(AND);

// %% tags=["proof"]
checkEqual(
  everyUnit.map((each) => corners.map((x) => tlu(x, asLine(each)))),
  everyUnit.map((each) => corners.map((x) => fires(x, each))),
  { of: "answers of all 16 units, as lines and as units" },
);

// %% [markdown]
// Drag the slider through all sixteen units, named as “+− 1”: *a* excites, *b* inhibits, θ is 1. Blue corners want silence, orange ones want an answer; the shade shows what the unit gives. Before you do, say how many corners the best of them has right.

// %%
const bestUnit = predict(
  "Of the four corners of XOR, how many does the best unit have right?",
  {
    from: 0,
    to: 4,
    unit: "corners",
  },
);

// %%
const xorCorners = { x: corners, y: truthTable(xor).map(({ y }) => y) };
const nameOf = ({ inputs, threshold }: McCullochPittsUnit) =>
  `${inputs.map((kind) => (kind === 1 ? "+" : "−")).join("")} ${threshold}`;
boundaryAnimation(xorCorners, {
  steps: everyUnit.map((each) => ({ name: nameOf(each), units: [asLine(each)] })),
  names: ["0", "1"],
  prefix: "inputs and θ: ",
  title: "Sixteen units, and each is wrong at some corner",
  xTitle: "input a",
  yTitle: "input b",
  duration: 800,
});

// %% [markdown]
// Count them, unit by unit, and keep the best.

// %%
const rightOf = (each: McCullochPittsUnit) =>
  corners.filter((x, i) => fires(x, each) === xorCorners.y[i]).length;
bestUnit.reveal(Math.max(...everyUnit.map(rightOf)));

// %% tags=["proof"]
checkEqual(Math.max(...everyUnit.map(rightOf)), 3, { of: "corners right, best of 16 units" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## All the tables of two inputs
//
// There are 16 truth tables of two inputs, from "never" to "always". For each we ask three questions. Can one McCulloch–Pitts unit do it? Can one unit with weights of any size do it, $w_1 a + w_2 b + b_0 \ge 0$? (The **bias** $b_0$ stands for $-\theta$.) Can two layers?

// %%
const whole = [-2, -1, 0, 1, 2];
const weighted: Tlu[] = whole.flatMap((w1) =>
  whole.flatMap((w2) => [-2.5, -1.5, -0.5, 0.5, 1.5].map((b) => ({ w: [w1, w2], b }))),
);
const answersOf = (each: Tlu) => corners.map((x) => tlu(x, each)).join("");
const byWeights = new Set(weighted.map(answersOf));
const byUnits = new Set(everyUnit.map((each) => corners.map((x) => fires(x, each)).join("")));
({ "one unit of 1943": byUnits.size, "one weighted unit": byWeights.size });

// %% tags=["proof"]
checkEqual([byUnits.size, weighted.length, byWeights.size], [9, 125, 14], {
  of: "tables by units; weighted units tried, and tables by them",
});

// %% [markdown]
// 9 of 16, and with weights 14 (125 units were tried; a proof for all weights follows below). For two layers, we take weighted units below, and AND or OR of two of them on top:

// %%
const first = [...byWeights];
const join = (p: string, q: string, top: (a: Bit, b: Bit) => Bit) =>
  [...p].map((bit, i) => top(Number(bit) as Bit, Number(q[i]) as Bit)).join("");
const byTwoLayers = new Set(
  first.flatMap((p) => first.flatMap((q) => [join(p, q, and), join(p, q, or)])),
);
byTwoLayers.size;

// %% tags=["proof"]
checkEqual(byTwoLayers.size, 16, { of: "tables by two layers" });

// %% [markdown]
// All 16. And which are the two that one weighted unit misses?

// %%
const names =
  "never,AND,a only,a,b only,b,XOR,OR,NOR,same,not b,b implies a,not a,a implies b,NAND,always";
const tables = names.split(",").map((name, i) => ({ name, y: i.toString(2).padStart(4, "0") }));
const able = [byUnits, byWeights, byTwoLayers];
matrixChart(
  {
    values: tables.map(({ y }) => able.map((set) => Number(set.has(y)))),
    rows: tables.map(({ name }) => name),
    columns: ["one 1943 unit", "one weighted unit", "two layers"],
  },
  {
    title: "Two layers do what one unit misses",
    xTitle: "can it be done by",
    yTitle: "truth table",
    valueTitle: "1 = yes",
    digits: 0,
  },
);

// %% [markdown]
// XOR and its opposite. The unit of 1943 misses seven, NAND among them: its threshold cannot turn an answer round. Weights can, and lesson 02 lets them learn.

// %%
const missedBy = (able: Set<string>) =>
  tables.filter(({ y }) => !able.has(y)).map(({ name }) => name);
({ "one unit of 1943 misses": missedBy(byUnits), "weights miss": missedBy(byWeights) });

// %% tags=["proof"]
checkEqual(
  [missedBy(byWeights), 16 - byUnits.size, byUnits.has("1110")],
  [["XOR", "same"], 7, false],
  {
    of: "missed by weights; how many by a 1943 unit; does it do NAND",
  },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A proof for all weights
//
// We tried 125 weighted units, but there are infinitely many. XOR wants
//
// $$b_0 < 0, \quad w_1 + b_0 \ge 0, \quad w_2 + b_0 \ge 0, \quad w_1 + w_2 + b_0 < 0.$$
//
// The two in the middle add up to $w_1 + w_2 + 2b_0 \ge 0$; the outer two to $w_1 + w_2 + 2b_0 < 0$. Both cannot be. No weights exist.

// %% tags=["proof"]
const sumAt = ({ w, b }: Tlu, x: Bit[]) => w[0] * x[0] + w[1] * x[1] + b;
checkTrue(
  weighted.every((each) => {
    const [none, onlyB, onlyA, both] = corners.map((x) => sumAt(each, x));
    return onlyA + onlyB === none + both;
  }),
  "for each unit, the sums at (1, 0) and (0, 1) add up to those at (0, 0) and (1, 1)",
);

// %% [markdown]
// Minsky and Papert's book of 1969 is full of such proofs, and many took it for the end of neural networks. But a second layer is enough. Here it is, as weights:

// %%
networkChart(
  [
    {
      w: [
        [1, -1],
        [1, -1],
      ],
      b: [-1, 1],
    },
    { w: [[1], [1]], b: [-2] },
  ],
  { title: "OR and NAND feed AND: XOR", inputs: ["a", "b"], outputs: ["XOR"] },
);

// %% [markdown]
// The upper hidden unit is OR ($a + b - 1 \ge 0$), the lower NAND ($1 - a - b \ge 0$), the last AND. These are its answers at the four corners:

// %%
const upper: Tlu = { w: [1, 1], b: -1 };
const lower: Tlu = { w: [-1, -1], b: 1 };
const twoLayers = (x: Bit[]) => tlu([tlu(x, upper), tlu(x, lower)], { w: [1, 1], b: -2 });
corners.map(twoLayers);

// %% tags=["proof"]
checkEqual(
  [upper, lower].map((each) => corners.map((x) => tlu(x, each))),
  [truthTable(or).map(({ y }) => y), truthTable(nand).map(({ y }) => y)],
  { of: "the hidden units, against OR and NAND" },
);
checkEqual(corners.map(twoLayers), [0, 1, 1, 0], { of: "XOR by two layers of weighted units" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## More inputs
//
// With one input, one weighted unit does all 4 tables; with two, 14 of 16. With four inputs there are $2^{16} = 65\,536$ tables. **Predict** what one unit can do of them.

// %%
const share = predict("Which share of the tables of four inputs can one weighted unit do?", {
  choices: ["about a half", "about a tenth", "less than three in a hundred"],
});

// %% [markdown]
// The function below collects all the tables that units with the given weights can do.

// %%
const binary = (value: number, n: number) =>
  [...value.toString(2).padStart(n, "0")].map(Number);
const tablesOf = (n: number, weights: number[]) => {
  const rows = Array.from({ length: 2 ** n }, (_, i) => binary(i, n));
  const vectors = Array.from({ length: n }).reduce<number[][]>(
    (all) => all.flatMap((w) => weights.map((weight) => [...w, weight])),
    [[]],
  );
  const found = new Set<string>();
  for (const w of vectors) {
    const sums = rows.map((x) => x.reduce((sum, bit, i) => sum + bit * w[i], 0));
    // A bias between two sums, below all, above all: no other makes a difference.
    for (const cut of [...sums, Infinity])
      found.add(sums.map((z) => Number(z >= cut)).join(""));
  }
  return found.size;
};

// %% [markdown]
// Whole weights from −3 to 3 are enough for up to four inputs. The counts are known (sequence A000609 of the OEIS), and ours are the same.

// %%
const ones = [-3, -2, -1, 0, 1, 2, 3];
const doable = [1, 2, 3, 4].map((n) => tablesOf(n, ones));
doable;

// %% tags=["proof"]
checkEqual(doable, [4, 14, 104, 1882], { of: "tables by one weighted unit, 1 to 4 inputs" });

// %% [markdown]
// The last number belongs to four inputs. Beside the number of all tables it is small.

// %%
const possible = [1, 2, 3, 4].map((n) => 2 ** (2 ** n));
const part = doable[3] / possible[3];
const small = part < 0.03 ? "less than three in a hundred" : "about a tenth";
share.reveal(part > 0.3 ? "about a half" : small);
lineChart(
  { x: [1, 2, 3, 4], y: { "all tables": possible, "one weighted unit": doable } },
  {
    title: "With more inputs, one unit falls behind fast",
    xTitle: "inputs",
    yTitle: "truth tables",
    logarithmic: ["y"],
    mode: "lines+markers",
  },
);

// %% [markdown]
// 1882 of 65,536 are less than three in a hundred. So nearly every table needs more than one layer. That is the case for networks, on one chart.

// %% tags=["proof"]
checkTrue(
  possible[3] === 65_536 && doable[3] / possible[3] < 0.03,
  "one unit does less than 3 % of the tables of 4 inputs",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A loop remembers
//
// Units answer one tick after their inputs. Let a unit excite itself: inputs *set* and its own last answer excite, *reset* inhibits, $\theta = 1$. **Predict**: we set it at tick 2 and reset it at tick 7. When is it on?

// %%
const set: Bit[] = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
const reset: Bit[] = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0];
const memory: Bit[] = [];
set.forEach((_, t) =>
  memory.push(t === 0 ? 0 : unit([set[t - 1], memory[t - 1]], 1, [reset[t - 1]])),
);
matrixChart(
  {
    values: [set, reset, memory],
    rows: ["set", "reset", "unit"],
    columns: [...set.keys()].map(String),
  },
  {
    title: "On from set to reset: one unit keeps one bit",
    xTitle: "tick",
    yTitle: "signal",
    valueTitle: "on",
    digits: 0,
  },
);

// %% [markdown]
// From tick 3 to tick 7, always one tick late: it remembers. Gates and memory are all that a computer is made of. So, can switches think? They can do whatever a computer does; lesson 18 gives the loop back to networks that learn.

// %% tags=["proof"]
checkEqual(memory, [0, 0, 0, 1, 1, 1, 1, 1, 0, 0], { of: "the unit over ten ticks" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo`, run, read the verdict. Take the slashes away for a hint.
//
// **1.** One unit that fires when *a* is on and *b* is off.

// %% tags=["exercise"]
const onlyA: McCullochPittsUnit = todo;
exercises.onlyA.check(onlyA);
// exercises.onlyA.hint();
// exercises.onlyA.solution();

// %% [markdown]
// **2.** On paper: a unit has five exciting inputs and $\theta = 3$. To how many of the 32 input patterns does it answer 1?

// %% tags=["exercise"]
const firingPatterns: number = todo;
exercises.firingPatterns.check(firingPatterns);
// exercises.firingPatterns.hint();
// exercises.firingPatterns.solution();

// %% [markdown]
// **3.** Write the answer of a McCulloch–Pitts unit for any number of inputs.

// %% tags=["exercise"]
const answer = (x: Bit[], unit: McCullochPittsUnit): Bit => todo;
exercises.answer.check(answer);
// exercises.answer.hint();
// exercises.answer.solution();

// %% [markdown]
// **4.** Build XOR of NAND gates and nothing else; four are enough. The gate comes as the third argument.

// %% tags=["exercise"]
const xorOfNands = (a: Bit, b: Bit, gate: (a: Bit, b: Bit) => Bit): Bit => todo;
exercises.xorOfNands.check(xorOfNands);
// exercises.xorOfNands.hint();
// exercises.xorOfNands.solution();

// %% [markdown]
// **5.** Add two binary numbers of equal length, lowest digit first, with `fullAdder`. The last carry is the highest digit of the result.

// %% tags=["exercise"]
const addDigits = (a: Bit[], b: Bit[]): Bit[] => todo;
exercises.addDigits.check(addDigits);
// exercises.addDigits.hint();
// exercises.addDigits.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// Cut one wire: the carry between the second and the third digit is always 0. **Predict**: are all sums wrong now, about half, or a few?

// %%
const addCut = (a: number, b: number) => {
  const low = add(a % 4, b % 4) % 4; // two digits; their last carry goes nowhere
  return low + 4 * add(a >> 2, b >> 2);
};
const spoilt = pairs.filter(([a, b]) => addCut(a, b) !== a + b);
({ spoilt: spoilt.length, "still right": pairs.length - spoilt.length });

// %% tags=["proof"]
const carried = pairs.filter(([a, b]) => (a % 4) + (b % 4) > 3);
checkEqual(spoilt, carried, { of: "pairs spoilt, and pairs that need the carry" });
checkEqual([spoilt.length, pairs.length - spoilt.length], [96, 160], {
  of: "sums spoilt, sums still right",
});

// %% [markdown]
// 96 of 256: those that needed the carry, and no others. In an adder each wire has its own task. In a learned network many units share the work; losing one of them usually makes all answers a little worse.
//
// And a switch that is neither off nor on? The library refuses it.

// %% tags=["raises-exception"]
fires([1, 0.5 as Bit], AND);

// %% [markdown]
// Now you: in the memory, let *set* and *reset* come at the same tick. Which of them wins, and which part of the formula says so?

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - place artificial intelligence, machine learning and deep learning, and name the turns of their history
// - build NOT, AND, OR, NAND, an adder and a memory of McCulloch–Pitts units, by hand
// - prove that no single unit computes XOR, and say what a second layer brings
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Play the gates on people: one stands for the unit, two lift their hands or not. The search for XOR is the heart of the lesson; let the class look for a unit for some minutes before the computer does. If time is short, leave out the memory and the count over four inputs.
