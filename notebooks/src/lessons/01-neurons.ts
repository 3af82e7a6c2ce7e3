// %% [markdown] slideshow={"slide_type": "slide"}
// # 01 · Can switches think?
//
// In 1943 the psychiatrist Warren McCulloch and Walter Pitts, who was twenty years old, made a bold claim: a nerve cell either fires or stays silent, so it is a kind of switch, and with enough such switches (and enough memory) one can compute anything that a machine can compute. Today you take the first steps yourself. You will set a handful of switches by hand, wire 44 of them into a machine that adds numbers, and then meet a question with only four cases that no single switch can answer. Two layers of them can, and that is why this course is about *networks*.
//
// Lesson 00 ended with eight units that drew a border between penguins. This lesson is about what one such unit does.
//
// *Two sittings of about 50 minutes · builds on lesson 00*
//
// **You will be able to**
//
// - say what artificial intelligence, machine learning and deep learning are, and where they came from
// - set the inputs and the threshold of a unit so that it computes NOT, AND or OR, and wire units into an adder
// - show that no single unit computes XOR, and explain what a second layer adds

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import { checkbox, interact, predict, predictionSummary, slider } from "neural-notebooks/core";
import { DataFrame } from "neural-notebooks/frames";
import {
  fires,
  tlu,
  type Bit,
  type McCullochPittsUnit,
  type Tlu,
} from "neural-notebooks/models";
import {
  boundaryAnimation,
  boundaryChart,
  cortexChart,
  matrixChart,
  nestedChart,
  networkChart,
  neuronChart,
  timelineChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/01-neurons";

// %% tags=["proof"]
import { checkClose, checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What is it for?
//
// Before we look at a single switch, here is what grew out of the idea. Is there a cat or a dog in this photograph? Which digit is written here? For how much will this house be sold? For the first question, nobody can write down rules that hold for all photographs. A network finds rules of its own in examples, and they hold for nearly all. In all three cases numbers go in (the brightness of each pixel, the size and the age of a house) and numbers come out (how sure it is of "cat", one number for each digit, a price).
//
// Three names are often mixed up. **Artificial intelligence** is the whole field: machines that do what seems to need thinking, by whatever means. **Machine learning** is the part in which a program finds its rules in examples. **Deep learning** is the part of machine learning in which many layers of units learn together.

// %%
nestedChart(
  [
    { name: "artificial intelligence", what: "rules of any kind" },
    { name: "machine learning", what: "rules found in examples" },
    { name: "deep learning", what: "many layers learn" },
  ],
  { title: "Deep learning is a part of machine learning" },
);

// %% [markdown]
// Networks have three properties that make them so widely used. They are **powerful**: with enough units they can come as close as you like to nearly any rule, if somebody finds the right numbers for them (lesson 05). They are **flexible**: the same parts serve for pictures, prices and sentences. And they are **extensible**: you can add units, layers, or a new last layer for a new question.
//
// In this lesson, however, people make the rules: we set every unit by hand, as in 1943. From lesson 02 on, the units learn.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A switch that counts
//
// A house has three smoke detectors. When should the alarm ring? If one detector is enough, burnt toast wakes everybody. If all three are needed, the fire has spread before anybody hears of it. Our rule is a number, so the alarm is the simplest unit there is: it counts how many of its inputs are on, and it **fires** if there are enough. How many are enough is called its **threshold**.
//
// Switch the detectors on and off; what is on lights up. Then find the threshold at which the alarm rings without any smoke. (The number 1 on each line says that each detector counts once, and the number below the alarm is the threshold with a minus sign; you will see why later. In the code, `Number` makes a 1 of a ticked box and a 0 of an empty one.)

// %%
interact(
  {
    kitchen: checkbox({ value: true, label: "smoke in the kitchen" }),
    stairs: checkbox({ label: "smoke on the stairs" }),
    bedroom: checkbox({ label: "smoke in the bedroom" }),
    theta: slider({ min: 0, max: 4, value: 2, step: 1, label: "threshold" }),
  },
  ({ kitchen, stairs, bedroom, theta }) => {
    const on = Number(kitchen) + Number(stairs) + Number(bedroom);
    const answer = on >= theta ? "the alarm rings" : "the alarm is silent";
    const title = `${on} of 3 detectors are on, ${theta} are needed: ${answer}`;
    return networkChart([{ w: [[1], [1], [1]], b: [-theta] }], {
      title,
      inputs: ["kitchen", "stairs", "bedroom"],
      outputs: ["alarm"],
      on: [[kitchen, stairs, bedroom], [on >= theta]],
      legend: false,
    });
  },
);

// %% [markdown]
// We call the inputs $x_1$, $x_2$ and $x_3$; each is 1 or 0. The output $a$ of the unit is
//
// $$a = \begin{cases}1 & \text{if } x_1 + x_2 + x_3 \ge \theta\\ 0 & \text{otherwise}\end{cases}$$
//
// > **Reading the formula.** The small number tells the inputs apart: $x_2$ is "x two", the second input. $\theta$ is the Greek letter theta, our threshold, and $\ge$ means "is at least". The brace offers two lines; take the one whose condition holds.
//
// With $\theta = 2$, the inputs $(1, 0, 1)$ give $1 + 0 + 1 = 2$. That is at least 2, so the unit fires. In code, `Bit` is a type that holds 0 or 1 and nothing else.

// %%
function countingUnit(x: Bit[], theta: number): Bit {
  let on = 0;
  for (const bit of x) {
    if (bit === 1) on = on + 1;
  }
  return on >= theta ? 1 : 0;
}

[countingUnit([1, 0, 1], 2), countingUnit([1, 0, 0], 2)];

// %% tags=["proof"]
checkEqual([countingUnit([1, 0, 1], 2), countingUnit([1, 0, 0], 2)], [1, 0], {
  of: "three inputs, θ = 2, at (1, 0, 1) and (1, 0, 0)",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A switch that can be silenced
//
// Once a year somebody tests the detectors and does not want the alarm to ring. So the house gets a key: as long as it is turned, the alarm stays silent, however much smoke there is. McCulloch and Pitts assumed the same of nerve cells. Their unit has two kinds of inputs. An **exciting** input is counted. An **inhibiting** input that is on silences the unit, no matter how many others are on; it has a *veto*. Together with the threshold this is the **McCulloch–Pitts unit**.
//
// In the library a unit is an object with two properties: `inputs` holds a 1 for each exciting and a −1 for each inhibiting input, and `threshold` is $\theta$. The function `fires` computes its answer. Here is the house with two detectors, a key, and $\theta = 1$.

// %%
const alarm: McCullochPittsUnit = { inputs: [1, 1, -1], threshold: 1 };

({
  "smoke in one room": fires([1, 0, 0], alarm),
  "smoke in both": fires([1, 1, 0], alarm),
  "smoke in both, key turned": fires([1, 1, 1], alarm),
});

// %% tags=["proof"]
const alarmCases: Bit[][] = [
  [1, 0, 0],
  [1, 1, 0],
  [1, 1, 1],
];
checkEqual(
  alarmCases.map((x) => fires(x, alarm)),
  [1, 1, 0],
  { of: "the alarm with a key" },
);

// %% [markdown]
// **Your turn (7 minutes).** Write `fires` yourself, under the name `answer`. Your function receives a list of inputs and a unit with equally many entries in `unit.inputs`, each 1 or −1. It returns 0 if an inhibiting input is on. Otherwise it counts the exciting inputs that are on, and returns 1 if there are at least `unit.threshold` of them, and 0 if not. Please leave the list and the unit as they are. (`a && b` holds when both conditions hold.)

// %% tags=["exercise"]
function answer(x: Bit[], unit: McCullochPittsUnit): Bit {
  return todo;
}
exercises.answer.check(answer);
// exercises.answer.hint();
// exercises.answer.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Switches that reason
//
// Now the bold part of the claim: such units can do logic. Take two exciting inputs and $\theta = 2$. The unit fires only if the first *and* the second are on, so it computes **AND**. What becomes of it if you lower the threshold to 1?
//
// > **Reading the code.** As in lesson 00, `map` calls a function with each entry of a list and collects the answers in a new list. `x.join(", ")` makes one text of the entries of `x`, with a comma and a space between them. And `...inAndOut` puts all that the object `inAndOut` holds into another object.

// %%
const lowered = predict(
  "Two exciting inputs, and the threshold falls from 2 to 1. When does it fire?",
  { choices: ["if at least one is on", "if exactly one is on", "always"] },
);

// %%
const corners: Bit[][] = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const byThreshold = [0, 1, 2, 3].map((theta) => corners.map((x) => countingUnit(x, theta)));
const [, , , atBoth] = byThreshold[1]; // θ = 1, both inputs on
lowered.reveal(atBoth === 1 ? "if at least one is on" : "if exactly one is on");

const thresholds = ["θ = 0", "θ = 1", "θ = 2", "θ = 3"];
const pairsOfInputs = corners.map((x) => `(${x.join(", ")})`);
const inAndOut = { xTitle: "inputs (x₁, x₂)", yTitle: "threshold", colorBar: false };
matrixChart(
  { values: byThreshold, rows: thresholds, columns: pairsOfInputs },
  { title: "One unit, four thresholds: always, OR, AND, never", digits: 0, ...inAndOut },
);

// %% tags=["proof"]
checkEqual(
  byThreshold.map((outputs) => outputs.join("")),
  ["1111", "0111", "0001", "0000"],
  { of: "always, OR, AND, never" },
);

// %% [markdown]
// With $\theta = 1$ the unit fires if the first or the second is on, or both: that is **OR**. With $\theta = 0$ it always fires, since even no input is enough, and with $\theta = 3$ it never does. A unit that computes such a rule of logic is called a **gate**, and the list of its outputs for all inputs is its **truth table**.
//
// The third gate is **NOT**. It has a single input, an inhibiting one, and $\theta = 0$. With nothing to count it fires by itself, and its input silences it. From these three we can wire up others. **NAND** ("not and") is AND followed by NOT: it fires unless both inputs are on. The helper `ask` counts how often any unit is asked. We shall need that number in a moment. (`{ x1, x2 }` is short for `{ x1: x1, x2: x2 }`.)

// %%
let asked = 0;
function ask(x: Bit[], unit: McCullochPittsUnit): Bit {
  asked = asked + 1;
  return fires(x, unit);
}

const and = (x1: Bit, x2: Bit) => ask([x1, x2], { inputs: [1, 1], threshold: 2 });
const or = (x1: Bit, x2: Bit) => ask([x1, x2], { inputs: [1, 1], threshold: 1 });
const not = (x1: Bit) => ask([x1], { inputs: [-1], threshold: 0 });
const nand = (x1: Bit, x2: Bit) => not(and(x1, x2));

new DataFrame(
  corners.map(([x1, x2]) => {
    return { x1, x2, AND: and(x1, x2), OR: or(x1, x2), NAND: nand(x1, x2) };
  }),
);

// %% tags=["proof"]
checkEqual(
  [and, or, nand].map((gate) => corners.map(([x1, x2]) => gate(x1, x2)).join("")),
  ["0001", "0111", "1110"],
  { of: "AND, OR, NAND" },
);
checkEqual([not(0), not(1)], [1, 0], { of: "NOT" });

// %% [markdown]
// **Your turn (3 minutes).** Set one unit with two inputs so that it fires when the first is on and the second is off, and in no other case. For `inputs`, give a list with a 1 for an exciting and a −1 for an inhibiting input; for `threshold`, give a whole number.

// %% tags=["exercise"]
const onlyFirst: McCullochPittsUnit = { inputs: todo, threshold: todo };
exercises.onlyFirst.check(onlyFirst);
// exercises.onlyFirst.hint();
// exercises.onlyFirst.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Switches that calculate
//
// A computer writes numbers in **binary**, with the digits 0 and 1. Where our decimal places stand for 1, 10 and 100, binary places stand for 1, 2, 4 and 8. So 13 is 1101: an eight, a four, no two, and a one.
//
// To add two binary digits, there are four cases: $0 + 0 = 0$, $0 + 1 = 1$, $1 + 0 = 1$, and $1 + 1 = 10$, that is, digit 0 and carry 1. The carry is 1 if both are 1, which is AND. The digit is 1 if one of the two is 1, but not both. This is called **XOR**, "exclusive or", and we can build it: "one of the two" is OR, "not both" is NAND, and "but" is AND. A machine that adds two digits in this way is a **half adder**.
//
// ```text
//  x₁, x₂ ──┬── OR ────┐
//           ├── NAND ──┴── AND ──  digit   (these three are XOR)
//           └── AND ─────────────  carry
// ```

// %%
const xor = (x1: Bit, x2: Bit) => and(or(x1, x2), nand(x1, x2));
const halfAdder = (x1: Bit, x2: Bit) => ({ digit: xor(x1, x2), carry: and(x1, x2) });

const sums = corners.map(([x1, x2]) => {
  const { digit, carry } = halfAdder(x1, x2);
  return { x1, x2, carry, digit, decimal: 2 * carry + digit };
});
new DataFrame(sums);

// %% tags=["proof"]
checkEqual(
  sums.map(({ decimal }) => decimal),
  [0, 1, 1, 2],
  { of: "sums of two digits" },
);

// %% [markdown]
// The last column holds 0, 1, 1 and 2: switches can add. For longer numbers each place has three digits to add, because a carry comes from the place before. Two half adders and an OR do it, and together they form a **full adder**.
//
// ```text
//  x₁ ─┐
//      ├ half adder ┬ digit ─┐
//  x₂ ─┘            │        ├ half adder ┬ digit ─────── digit
//  carry in ────────│────────┘            └ carry ─┐
//                   └ carry ───────────────────────┴ OR ─ carry
// ```
//
// The two half adders never both carry, because $1 + 1$ in the first leaves the digit 0 for the second. So an OR is enough to join their carries. Four full adders in a row add numbers up to 15. We write the digits with the lowest first, because that is the order in which carries travel.
//
// > **Reading the code.** `{ digit: Bit; carry: Bit }` is the type of what `fullAdder` returns: an object with two properties. `d0.carry` takes one of them out.

// %%
function fullAdder(x1: Bit, x2: Bit, carryIn: Bit): { digit: Bit; carry: Bit } {
  const low = halfAdder(x1, x2);
  const high = halfAdder(low.digit, carryIn);
  return { digit: high.digit, carry: or(low.carry, high.carry) };
}

function addFour(first: Bit[], second: Bit[]): Bit[] {
  const d0 = fullAdder(first[0], second[0], 0);
  const d1 = fullAdder(first[1], second[1], d0.carry);
  const d2 = fullAdder(first[2], second[2], d1.carry);
  const d3 = fullAdder(first[3], second[3], d2.carry);
  return [d0.digit, d1.digit, d2.digit, d3.digit, d3.carry];
}

asked = 0;
addFour([1, 0, 1, 1], [1, 1, 0, 0]); // 13 + 3
asked;

// %% tags=["proof"]
const unitsIn = (run: () => unknown) => {
  const before = asked;
  run();
  return asked - before;
};
checkEqual(
  [unitsIn(() => xor(1, 0)), unitsIn(() => halfAdder(1, 0)), unitsIn(() => fullAdder(1, 0, 1))],
  [4, 5, 11],
  { of: "units in an XOR, a half adder, a full adder" },
);
checkEqual(
  unitsIn(() => addFour([1, 0, 1, 1], [1, 1, 0, 0])),
  44,
  { of: "units in the calculator" },
);
checkEqual(addFour([1, 0, 1, 1], [1, 1, 0, 0]), [0, 0, 0, 0, 1], { of: "13 + 3" });

// %% [markdown]
// An XOR takes 4 units (OR, two for NAND, AND), a half adder 5, a full adder 11, and the whole calculator **44 units**. Here it is. Choose two numbers, follow the digits, and try to find a sum that it gets wrong.
//
// > **Reading the code.** Two helpers translate between numbers and digits. In `toDigits`, `Math.floor` cuts off what stands after the point, `x % 2` is the remainder of a division by 2, and `as Bit` promises TypeScript that the remainder is 0 or 1. In `toNumber`, `[...digits].reverse()` reverses a copy of the list (`...` hands over its entries, one by one), and `parseInt(text, 2)` reads a text of binary digits.

// %%
const toDigits = (value: number) =>
  [1, 2, 4, 8].map((place) => (Math.floor(value / place) % 2) as Bit);
const toNumber = (digits: Bit[]) => parseInt([...digits].reverse().join(""), 2);

interact(
  {
    first: slider({ min: 0, max: 15, value: 13 }),
    second: slider({ min: 0, max: 15, value: 3 }),
  },
  ({ first, second }) => {
    const sum = addFour(toDigits(first), toDigits(second));
    const values = [[...toDigits(first), 0], [...toDigits(second), 0], sum];
    const rows = ["first", "second", "sum"];
    const title = `44 units say: ${first} + ${second} = ${toNumber(sum)}`;
    const columns = ["1", "2", "4", "8", "16"];
    const axes = { xTitle: "place", yTitle: "number", digits: 0, colorBar: false };
    return matrixChart({ values, rows, columns }, { title, range: [0, 1], ...axes });
  },
);

// %% tags=["proof"]
checkEqual([toDigits(13), toNumber([1, 0, 1, 1])], [[1, 0, 1, 1], 13], { of: "13 in binary" });

// %% [markdown]
// There are $16 \cdot 16 = 256$ pairs of numbers, so we need not search by hand. Two loops, one inside the other, try them all.

// %%
let rightSums = 0;
for (let first = 0; first < 16; first++) {
  for (let second = 0; second < 16; second++) {
    const sum = toNumber(addFour(toDigits(first), toDigits(second)));
    if (sum === first + second) rightSums = rightSums + 1;
  }
}
rightSums;

// %% tags=["proof"]
checkEqual(rightSums, 256, { of: "sums that are right" });

// %% [markdown]
// All of them are right.
//
// **Your turn (8 minutes).** Our calculator stops at four digits. Write one for any number of digits. Your function receives two lists of equal length, with at least one digit each and the lowest digit first, and returns the digits of the sum in the same order, the last carry at the end, so that the result has one digit more. Walk along both lists with `for (let i = 0; …)`, use `fullAdder` from above, and collect the digits in an empty list, `const digits: Bit[] = [];`. Keep the carry for the next round in a variable: `let carry: Bit = 0;`. Please leave both lists as they are.

// %% tags=["exercise"]
function addDigits(first: Bit[], second: Bit[]): Bit[] {
  return todo;
}
exercises.addDigits.check(addDigits);
// exercises.addDigits.hint();
// exercises.addDigits.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// ## A good place to stop
//
// You have built a machine that adds, out of nothing but switches that you set by hand. When you come back, we look at the cell that gave the idea, and then search for a unit that does not exist. To go on, choose **Run → Run All Above Selected Cell** from here.
//
// ---

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The cell behind the idea
//
// How far is all this from a real brain? A nerve cell, or **neuron**, receives signals through fine branches, its *dendrites*. If they are strong enough together, it sends a signal of its own down a long fibre, the *axon*, which hands it on to other cells at contacts called *synapses*. There is no half signal: the cell fires or it does not. This much the unit has taken from biology.

// %%
neuronChart({ title: "Many inputs, one output, handed on to many others" });

// %% [markdown]
// A human brain has about 86 billion neurons, many of them connected with thousands of others. They are slow: one of them needs about 5 thousandths of a second before it has answered. Since you recognise a face in about half a second, no more than about $0.5 / 0.005 = 100$ neurons can have worked one after the other. So the brain gets its speed from billions of cells that work **side by side**. Networks do the same, on processors with thousands of small cores.
//
// The *cortex*, the outer sheet of the brain, has six layers in most places. Cells straight below each other often respond to the same thing, such as one spot of the skin: about a hundred of them form a **mini-column**, and some dozens of those a **hyper-column**. One hyper-column, about half a millimetre wide, is orange in the sketch, which shows only a few of its cells and draws the layers II and III as one. (The six layers of the cortex are tissue; they are not the layers of our networks.)

// %%
cortexChart({ title: "Six layers, and column beside column" });

// %% [markdown]
// Whether such columns are the building blocks of thought is disputed to this day. Two ideas from the cortex, however, run through the whole course. One area of it works on what another area has found before, and so do the **layers** of our networks (lesson 05). And one small circuit is **repeated** over all that the eye sees (lesson 14). Apart from that, a network is no brain: a real neuron is far more complicated than our unit.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The unit that does not exist
//
// XOR, the digit of the half adder, took four units in several layers. AND and OR needed only one unit each. Were we clumsy, or is XOR harder? We can find out by trying **all** units with two inputs. An input can be exciting or inhibiting. (An input that is not connected would not help: XOR depends on both.) The threshold can be 0, 1, 2 or 3; from 3 on the unit never fires, so larger ones bring nothing new. That makes $2 \cdot 2 \cdot 4 = 16$ units.
//
// For each of them we count the *corners*, that is, the four pairs of inputs, at which its output is the one that XOR wants. How many units are right at all four? (`as const` tells TypeScript that a list holds exactly these numbers; `filter` keeps the entries of a list for which a function says `true`.)

// %%
const wanted = corners.map(([x1, x2]) => xor(x1, x2));

const units: McCullochPittsUnit[] = [];
for (const threshold of [2, 1, 0, 3]) {
  for (const first of [1, -1] as const) {
    for (const second of [1, -1] as const) units.push({ inputs: [first, second], threshold });
  }
}

function rightCorners(unit: McCullochPittsUnit): number {
  let right = 0;
  for (let i = 0; i < corners.length; i++) {
    if (fires(corners[i], unit) === wanted[i]) right = right + 1;
  }
  return right;
}

units.filter((unit) => rightCorners(unit) === 4).length;

// %% tags=["proof"]
checkEqual(units.length, 16, { of: "units with two inputs" });
checkEqual(units.filter((u) => rightCorners(u) === 4).length, 0, { of: "units that do XOR" });

// %% [markdown]
// Sixteen units, and none of them does XOR. Trying all cases is a proof, so we were not clumsy. But why is it so?
//
// A picture shows it. We put the four corners on a plane: $x_1$ to the right, $x_2$ upwards. Now give each input a number, its **weight**: $w = 1$ if it excites, and $w = -2$ if it inhibits. That is so low that the other input, which adds 1 at most, cannot make up for it. Then the unit fires exactly if
//
// $$w_1 x_1 + w_2 x_2 + b \ge 0 \qquad \text{with } b = -\theta.$$
//
// The number $b$ is called the **bias**; it was the number with the minus sign in the picture of the alarm. The places where the sum is exactly 0 form a straight line. On one side of it the unit fires, on the other it is silent. For the picture we use $b = 0.5 - \theta$: a sum of 0 at a corner becomes 0.5 and still fires, a sum of −1 becomes −0.5 and stays silent. No output changes, but the line runs between the corners instead of through them. (In the code, `Tlu` is the type of a unit with weights, `w`, and a bias, `b`.)

// %%
function asLine(unit: McCullochPittsUnit): Tlu {
  const weights = unit.inputs.map((kind) => (kind === 1 ? 1 : -2));
  return { w: weights, b: 0.5 - unit.threshold };
}

asLine({ inputs: [1, -1], threshold: 1 });

// %% tags=["proof"]
checkEqual(
  units.map((unit) => corners.map((x) => tlu(x, asLine(unit)))),
  units.map((unit) => corners.map((x) => fires(x, unit))),
  { of: "outputs of all 16 units, as lines and as units" },
);

// %% [markdown]
// This unit fires where $x_1 - 2 x_2 - 0.5 \ge 0$, and of the four corners only $(1, 0)$ lies on that side of its line.
//
// Next you can drag through all sixteen lines. A name such as "+− 1" means: $x_1$ excites, $x_2$ inhibits, and $\theta = 1$. Orange corners want the unit to fire, blue ones want it silent; the shade shows what the unit does. The slider begins with $\theta = 2$, where the lines are easy to see. Where there is only one shade, the line lies outside the picture. As the search has shown, none is right at all four corners. How near does the best one come?

// %%
const bestUnit = predict("At how many of the four corners is the best of the 16 units right?", {
  from: 0,
  to: 4,
  unit: "corners",
});

// %%
const nameOf = ({ inputs, threshold }: McCullochPittsUnit) =>
  `${inputs.map((kind) => (kind === 1 ? "+" : "−")).join("")} ${threshold}`;

boundaryAnimation(
  { x: corners, y: wanted },
  {
    steps: units.map((unit) => ({ name: nameOf(unit), units: [asLine(unit)] })),
    names: ["should be silent", "should fire"],
    prefix: "unit: ",
    title: "Sixteen units and their lines",
    xTitle: "input x₁",
    yTitle: "input x₂",
    square: true,
    opens: "first",
    duration: 800,
  },
);

// %% [markdown]
// The two orange corners lie across from each other, and so do the two blue ones. Wherever a straight line runs, at least one corner is on the wrong side. The code counts for us, unit by unit, in the order of the slider.

// %%
const scores = units.map((unit) => rightCorners(unit));
bestUnit.reveal(Math.max(...scores)); // the largest of the list
scores.join(", ");

// %% tags=["proof"]
checkEqual(Math.max(...scores), 3, { of: "corners right, best of 16 units" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What weights add, and what they do not
//
// Three of four is the best. Perhaps our weights were too coarse: only 1 and −2. What if they may be any numbers? A few more tables can then be computed, but not XOR, and the argument is short. XOR wants silence at $(0, 0)$ and $(1, 1)$, and it wants the unit to fire at $(1, 0)$ and $(0, 1)$:
//
// $$b < 0, \qquad w_1 + w_2 + b < 0, \qquad w_1 + b \ge 0, \qquad w_2 + b \ge 0.$$
//
// Add up the first two: $w_1 + w_2 + 2b < 0$. Add up the last two: $w_1 + w_2 + 2b \ge 0$. It cannot be both, so no such weights exist. The opposite of XOR, "equal", wants all four signs turned round, and the same sum would contradict itself again.
//
// How much do weights add, then? A truth table says 0 or 1 at each of the four corners, so with two inputs there are $2 \cdot 2 \cdot 2 \cdot 2 = 16$ of them, from "never" to "always". For each one we ask what can compute it: a McCulloch–Pitts unit (now also with inputs that are not connected, written 0), a unit with weights, and two layers.
//
// > **Reading the code.** A `Set` keeps each value once: `add` puts one in, `has` asks whether it is there, `size` counts, and `new Set(list)` begins with the entries of a list. `tableOf` makes a text of a unit's truth table, such as `0110`: the outputs at (0, 0), (0, 1), (1, 0) and (1, 1). `tlu` computes the output of a unit with weights (a *threshold logic unit*; lesson 02 is about it).

// %%
const tableOf = (unit: (x: Bit[]) => Bit) => corners.map(unit).join("");

const mcCullochPittsTables = new Set<string>();
for (const first of [1, -1, 0] as const) {
  for (const second of [1, -1, 0] as const) {
    for (const threshold of [0, 1, 2, 3]) {
      const unit = { inputs: [first, second], threshold };
      mcCullochPittsTables.add(tableOf((x) => fires(x, unit)));
    }
  }
}

const weightedUnits: Tlu[] = [];
for (const w1 of [-2, -1, 0, 1, 2]) {
  for (const w2 of [-2, -1, 0, 1, 2]) {
    for (const b of [-2.5, -1.5, -0.5, 0.5, 1.5]) weightedUnits.push({ w: [w1, w2], b });
  }
}
const weighted = new Set(weightedUnits.map((unit) => tableOf((x) => tlu(x, unit))));
mcCullochPittsTables.size;

// %% tags=["proof"]
checkEqual([mcCullochPittsTables.size, weighted.size], [11, 14], { of: "tables by one unit" });

// %% [markdown]
// The McCulloch–Pitts unit can do eleven of the sixteen tables. `weighted` holds the tables of the units with weights, 125 of which we have tried. What is your guess for them?

// %%
const tablesGuess = predict(
  "How many of the 16 truth tables can one unit with weights compute?",
  { from: 0, to: 16, unit: "tables" },
);

// %% [markdown]
// For two layers we let two weighted units answer first, and join their outputs by AND or by OR, which are units, too. That is more than 31,000 networks, and the computer tries them all.

// %%
tablesGuess.reveal(weighted.size);

const twoLayers = new Set<string>();
for (const first of weightedUnits) {
  for (const second of weightedUnits) {
    twoLayers.add(tableOf((x) => and(tlu(x, first), tlu(x, second))));
    twoLayers.add(tableOf((x) => or(tlu(x, first), tlu(x, second))));
  }
}

twoLayers.size;

// %% tags=["proof"]
checkEqual(twoLayers.size, 16, { of: "tables by two layers" });

// %% [markdown]
// One unit with weights can do fourteen. More than fourteen cannot be, because we have proved that XOR and "equal" are beyond a unit with any weights. But two layers can do all sixteen. The chart shows the five that a McCulloch–Pitts unit misses; 1 means that the table can be computed. (`slice(0, 4)` takes the first four characters of a text, and `Number` makes a 1 of `true` and a 0 of `false`.)

// %%
const missed = [
  "0110 XOR",
  "1001 equal",
  "1011 all but (0, 1)",
  "1101 all but (1, 0)",
  "1110 NAND",
];
const able: number[][] = [];
for (const table of missed) {
  const outputs = table.slice(0, 4);
  able.push([mcCullochPittsTables, weighted, twoLayers].map((can) => Number(can.has(outputs))));
}

const columns = ["McCulloch–Pitts unit", "unit with weights", "two layers"];
const axes = { xTitle: "computed by", yTitle: "truth table", digits: 0, colorBar: false };
matrixChart(
  { values: able, rows: missed, columns },
  { title: "Two layers compute what a single unit cannot", ...axes },
);

// %% tags=["proof"]
checkEqual(
  able,
  [
    [0, 0, 1],
    [0, 0, 1],
    [0, 1, 1],
    [0, 1, 1],
    [0, 1, 1],
  ],
  { of: "who computes the five tables" },
);
const allTables = Array.from({ length: 16 }, (_, i) => i.toString(2).padStart(4, "0"));
checkEqual(
  allTables.filter((outputs) => !mcCullochPittsTables.has(outputs)),
  missed.map((table) => table.slice(0, 4)),
  { of: "tables missed by a McCulloch–Pitts unit" },
);

// %% [markdown]
// The McCulloch–Pitts unit misses five tables. Take NAND: it fires at $(1, 0)$ and at $(0, 1)$, so neither input has a veto, which means that neither is inhibiting. But exciting inputs can only help the unit to fire, so it would have to fire at $(1, 1)$ as well. With weights an input can speak *against* firing without having a veto, and that brings three more tables. XOR and its opposite, "equal", are left, and these need two layers.
//
// **Your turn (5 minutes).** Set such a unit yourself. It has two inputs, and it should fire at every corner except $(0, 1)$. (Logicians call this "x₂ implies x₁".) Give a list of two weights, `w`, and a bias, `b`; they may be any numbers.

// %% tags=["exercise"]
const notOnlySecond: Tlu = { w: todo, b: todo };
exercises.notOnlySecond.check(notOnlySecond);
// exercises.notOnlySecond.hint();
// exercises.notOnlySecond.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Two layers
//
// Here is XOR as a network: the two units in the middle are OR (a₁) and NAND (a₂), and the one on the right is AND. Units in the middle, whose outputs nobody outside sees, form a **hidden layer**. What do they do? They give the corners new places. OR and NAND are both on at $(0, 1)$ and at $(1, 0)$, so both corners that should fire are now the same point, $(1, 1)$, and a single line can cut it off from the two others.
//
// Switch the inputs on and off. For which pairs does everything in the middle light up? (`a || b` holds if at least one of the two conditions holds, and `!` turns a condition round.)

// %%
const toOrAndNand = [1, -1]; // from each input: the weights to OR and to NAND
const hiddenLayer = { w: [toOrAndNand, toOrAndNand], b: [-1, 1] };
const outputLayer = { w: [[1], [1]], b: [-2] };

interact(
  { x1: checkbox({ value: true, label: "x₁ is on" }), x2: checkbox({ label: "x₂ is on" }) },
  ({ x1, x2 }) => {
    const upper = x1 || x2; // OR
    const lower = !(x1 && x2); // NAND
    return networkChart([hiddenLayer, outputLayer], {
      title: "OR and NAND feed AND: together they do XOR",
      inputs: ["x₁", "x₂"],
      outputs: ["XOR"],
      on: [[x1, x2], [upper, lower], [upper && lower]],
    });
  },
);

// %% [markdown]
// Each number on a line is a weight, and the one beside a unit its bias. Check the lower unit in the middle: $-1 \cdot x_1 - 1 \cdot x_2 + 1 \ge 0$ holds unless both are on, so it is NAND, and with weights it takes a single unit. (In the chart's code, `w` has a row for each input and a column for each unit; for `tlu`, `w` lists the weights of one unit.)
//
// Does XOR need weights? No: join your unit `onlyFirst` and its mirror image by OR, and three switches in two layers do it as well. So the four units of our first XOR were one more than necessary. But back to the picture; here are the places of the corners before and after the hidden layer.

// %%
const newPlaces = corners.map((x) => {
  const upper = tlu(x, { w: [1, 1], b: -1 });
  const lower = tlu(x, { w: [-1, -1], b: 1 });
  const output = tlu([upper, lower], { w: [1, 1], b: -2 });
  return { corner: `(${x.join(", ")})`, OR: upper, NAND: lower, XOR: output };
});
new DataFrame(newPlaces);

// %% tags=["proof"]
checkEqual(
  newPlaces.map((row) => [row.OR, row.NAND, row.XOR]),
  [
    [0, 1, 0],
    [1, 1, 1],
    [1, 1, 1],
    [1, 0, 0],
  ],
  { of: "the corners after the hidden layer, and XOR" },
);
checkEqual(
  corners.map((x) =>
    or(
      fires(x, { inputs: [1, -1], threshold: 1 }),
      fires(x, { inputs: [-1, 1], threshold: 1 }),
    ),
  ),
  wanted,
  { of: "XOR by three McCulloch–Pitts units" },
);

// %% [markdown]
// Now take the columns OR and NAND as places on a plane and XOR as the colour, and you see what the hidden layer is good for. (The two corners that should fire lie on top of each other, so you see three marks instead of four. As before, we raise the bias by a half, from −2 to −1.5, so that the line runs between the marks.)

// %%
boundaryChart(
  { x: newPlaces.map((row) => [row.OR, row.NAND]), y: newPlaces.map((row) => row.XOR) },
  {
    units: [{ w: [1, 1], b: -1.5 }],
    names: ["should be silent", "should fire"],
    title: "After the hidden layer, one line is enough",
    xTitle: "output of OR",
    yTitle: "output of NAND",
    square: true,
  },
);

// %% [markdown]
// With more inputs, the need for layers grows. With four inputs there are 16 corners and so $2^{16} = 65{,}536$ truth tables, and a single weighted unit can compute 1,882 of them, less than three in a hundred.
//
// **Your turn (8 minutes).** All gates can be built from NAND alone. (The same holds for its sister NOR, which is OR followed by NOT, and the computer that steered the Apollo spacecraft to the moon was built of NOR gates.) Build XOR this way. Your function receives two bits and, as a third argument, the gate. Use nothing but calls of `gate` on the inputs, on outputs of other gates, and on the constants 0 and 1. You may name intermediate results with `const`. Four gates are enough, but more are allowed.

// %% tags=["exercise"]
function xorOfNands(x1: Bit, x2: Bit, gate: (x1: Bit, x2: Bit) => Bit): Bit {
  return todo;
}
exercises.xorOfNands.check(xorOfNands);
// exercises.xorOfNands.hint();
// exercises.xorOfNands.solution();

// %% tags=["proof"]
const binary = (value: number, n: number) =>
  [...value.toString(2).padStart(n, "0")].map(Number);
const countTables = (n: number) => {
  const inputs = Array.from({ length: 2 ** n }, (_, i) => binary(i, n));
  let vectors: number[][] = [[]];
  for (let i = 0; i < n; i++)
    vectors = vectors.flatMap((w) => [-3, -2, -1, 0, 1, 2, 3].map((weight) => [...w, weight]));
  const found = new Set<string>();
  for (const w of vectors) {
    const z = inputs.map((x) => x.reduce((total, bit, i) => total + bit * w[i], 0));
    // A bias between two sums, below all, above all: no other makes a difference.
    for (const cut of [...z, Infinity]) found.add(z.map((at) => Number(at >= cut)).join(""));
  }
  return { all: 2 ** inputs.length, doable: found.size };
};
checkEqual(
  [2, 3, 4].map((n) => countTables(n).doable),
  [14, 104, 1882],
  { of: "tables by one weighted unit, 2 to 4 inputs (OEIS A000609)" },
);
checkEqual(countTables(4).all, 65_536, { of: "tables of four inputs" });
checkTrue(countTables(4).doable / countTables(4).all < 0.03, "less than three in a hundred");

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A switch that remembers
//
// One thing is missing for a computer: memory. Here a loop is enough. Suppose that a unit takes its own last output as one of its inputs, beside two others: *set* excites it, *reset* inhibits it, and $\theta = 1$. Once it is set, it keeps itself on, until *reset* silences it. At each tick of a clock, the unit responds to what was there one tick before. (In the code, the underscore in `(_, tick)` stands for an argument that we do not need: the value itself. `tick` is its position, and `String` makes a text of it.)

// %%
const memoryUnit: McCullochPittsUnit = { inputs: [1, 1, -1], threshold: 1 };
const set: Bit[] = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0];
const reset: Bit[] = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0];

const memory: Bit[] = [0];
for (let tick = 1; tick < set.length; tick++) {
  memory.push(fires([set[tick - 1], memory[tick - 1], reset[tick - 1]], memoryUnit));
}

const ticks = set.map((_, tick) => String(tick));
const signals = { xTitle: "tick", yTitle: "signal", colorBar: false };
matrixChart(
  { values: [set, reset, memory], rows: ["set", "reset", "unit"], columns: ticks },
  { title: "Set at tick 2, reset at tick 7: one unit keeps one bit", digits: 0, ...signals },
);

// %% tags=["proof"]
checkEqual(memory, [0, 0, 0, 1, 1, 1, 1, 1, 0, 0], { of: "the unit over ten ticks" });

// %% [markdown]
// The unit is on from tick 3 to tick 7: it remembers one bit. Logic and memory are all that a computer is made of. So, can switches think? They can do whatever a computer can do. Whether that is thinking, you may decide for yourself. In lesson 18 the loop comes back, in networks that learn.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What happened next
//
// The units of 1943 had one great drawback: somebody had to set them. What followed is the story of how they learned to set themselves, and it went neither straight nor fast.
//
// | year | who | what |
// |---|---|---|
// | 1943 | McCulloch, Pitts | units that compute logic, set by hand |
// | 1958 | Rosenblatt | the perceptron: one layer that learns (lesson 02) |
// | 1965 | Ivakhnenko, Lapa | networks of several layers that learn, layer after layer |
// | 1969 | Minsky, Papert | a book of proofs about what one layer cannot do, XOR-like tasks among them |
// | 1970 | Linnainmaa | how strongly each number in a long calculation affects the result, worked out backwards from the end |
// | 1974 | Werbos | a thesis proposes the same method for models that learn |
// | 1986 | Rumelhart, Hinton, Williams | backpropagation becomes widely known: layers that learn (lesson 05) |
// | 1989 | LeCun and others | a network reads handwritten postcodes; its successors are called LeNet (lesson 15) |
// | 1997 | Hochreiter, Schmidhuber | the LSTM, a network that remembers (lesson 18) |
// | 2012 | Krizhevsky, Sutskever, Hinton | AlexNet names what is in photographs, better than any program before it |
// | 2017 | Vaswani and others | the transformer, from which language models are built (lesson 20) |

// %%
timelineChart(
  [
    { year: 1943, what: "units for logic" },
    { year: 1958, what: "a layer learns" },
    { year: 1965, what: "layer by layer" },
    { year: 1969, what: "limits of one layer" },
    { year: 1970, what: "working backwards" },
    { year: 1986, what: "layers learn" },
    { year: 1989, what: "postcodes" },
    { year: 1997, what: "LSTM" },
    { year: 2012, what: "AlexNet" },
    { year: 2017, what: "transformer" },
  ],
  { title: "From logic to language in many small steps" },
);

// %% [markdown]
// Minsky and Papert knew that several layers can do XOR. How to *train* all layers together was the open question. The method that answers it, working backwards, existed from 1970, but few of those who built networks knew of it, and it needed faster processors and larger collections of examples before it could show what it was worth.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Which unit for what
//
// | you want | take |
// |---|---|
// | fire if all of three inputs are on (AND) | exciting inputs, $\theta = 3$ |
// | fire if any of them is on (OR) | exciting inputs, $\theta = 1$ |
// | fire if at least two of them are on | exciting inputs, $\theta = 2$ |
// | an input that can stop everything | make it inhibiting |
// | the opposite of an input (NOT) | one inhibiting input, $\theta = 0$ |
// | an input that speaks against firing, without a veto | weights, one of them negative |
// | a table whose corners no line can separate (XOR) | two layers |
// | remember a bit | a unit that excites itself |
//
// ## Change this and see
//
// Each of these takes a minute. Change the code, run its cell and those below it, and change it back afterwards.
//
// - Cut a wire of the calculator: `second[2], d1.carry` → `second[2], 0`. Before you count the right sums again, guess: are all sums wrong now, about half, or fewer? Then find out what the spoilt sums have in common. (In a network that has learned, many units share the work, and a single cut usually does less harm to more answers.)
// - Look for another unit: `corners.map(([x1, x2]) => xor(x1, x2))` → `corners.map(([x1, x2]) => and(x1, x2))`. How many of the sixteen units do AND, and where does the line run in the picture?
// - Let both signals of the memory come at once: `[0, 0, 1, 0, 0, 0, 0, 0, 0, 0]` → `[0, 0, 1, 0, 0, 0, 0, 1, 0, 0]`. The unit is told to switch on and off at tick 7. Which of the two wins, and which rule says so?
//
// ## Questions without an answer key
//
// 1. A vote of five people that needs at least three is a unit with $\theta = 3$. Which decisions in your own life work like AND, which like OR, and where does somebody have a veto?
// 2. Our calculator knows nothing of numbers: it is 44 switches, none of which sees more than two signals. Does it *add*? Would your answer change if there were 86 billion of them?
// 3. How would you prove that no single unit, with weights, can tell whether an odd number of *three* inputs is on? (Hold one input still.)

// %% tags=["proof"]
const cutFour = (first: Bit[], second: Bit[]) => {
  const d1 = fullAdder(first[1], second[1], fullAdder(first[0], second[0], 0).carry);
  const d2 = fullAdder(first[2], second[2], 0);
  const d3 = fullAdder(first[3], second[3], d2.carry);
  const lowest = fullAdder(first[0], second[0], 0).digit;
  return toNumber([lowest, d1.digit, d2.digit, d3.digit, d3.carry]);
};
const everyPair = Array.from({ length: 256 }, (_, i) => [i % 16, Math.floor(i / 16)]);
const spoilt = everyPair.filter(([m, n]) => cutFour(toDigits(m), toDigits(n)) !== m + n);
checkEqual(
  spoilt,
  everyPair.filter(([m, n]) => (m % 4) + (n % 4) > 3),
  { of: "pairs spoilt by the cut, and pairs that need the carry" },
);
checkEqual(spoilt.length, 96, { of: "sums spoilt, of 256" });
const doesAnd = units.filter((unit) =>
  corners.every((x) => fires(x, unit) === and(x[0], x[1])),
);
checkEqual(doesAnd, [{ inputs: [1, 1], threshold: 2 }], { of: "units that do AND" });
checkEqual(fires([1, 1, 1], memoryUnit), 0, { of: "set and reset at once" });

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - say what artificial intelligence, machine learning and deep learning are, and where they came from
// - set the inputs and the threshold of a unit so that it computes NOT, AND or OR, and wire units into an adder
// - show that no single unit computes XOR, and explain what a second layer adds
//
// In this lesson every number was chosen by a person, or found by trying all. With 44 units that is enough work for an afternoon, and for a photograph nobody knows which numbers to choose. **Can a neuron learn** to choose them from examples? That is the question of [lesson 02](02-perceptron.ipynb), and the penguins come back to ask it.
//
// And how did your guesses fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Play the gates with people: one is the unit, two raise their hands or not, a third may hold a veto. Let the class look for an XOR unit for some minutes before the computer does. If time is short, leave out the columns and the memory. Common questions: *why −2 for an inhibiting input?* (with two inputs, one exciting input adds at most 1 and θ is at least 0, so −2 always wins); *which sums does the cut wire spoil?* (the 96 of 256 whose two lowest digits make 4 or more, so that there is a carry to lose); *is a search a proof?* (yes, where it tries all cases).
//
// **Sources.** McCulloch and Pitts, "A logical calculus of the ideas immanent in nervous activity", Bulletin of Mathematical Biophysics 5, 1943; that nets with loops and an outside memory can compute what a Turing machine can is their claim there, shown more fully later. Rosenblatt, Psychological Review 65, 1958 (reports from 1957). Ivakhnenko and Lapa, Cybernetic Predicting Devices, 1965. That a unit with one inhibiting input and θ = 0 computes NOT is a later convention; McCulloch and Pitts used thresholds of at least 1 and an input that is always on. Minsky and Papert, "Perceptrons", 1969; how much the book slowed the field down is disputed (Olazaran, 1996). Linnainmaa, master's thesis, Helsinki, 1970. Werbos, thesis, Harvard, 1974; who should be credited with backpropagation is disputed (Schmidhuber, "Deep learning in neural networks", 2015). Rumelhart, Hinton and Williams, Nature 323, 1986. LeCun and others, Neural Computation 1, 1989; LeNet-5, 1998. Hochreiter and Schmidhuber, Neural Computation 9, 1997. Krizhevsky, Sutskever and Hinton, NIPS 2012. Vaswani and others, NIPS 2017. Neurons of a human brain: 86 billion (Azevedo and others, 2009). The hundred steps: Feldman and Ballard, Cognitive Science 6, 1982. Columns: Mountcastle, 1957, and Brain 120, 1997 (mini-columns of 80 to 100 cells, more in the visual cortex of primates); hyper-columns, 0.5 to 1 mm wide: Hubel and Wiesel, 1974. That columns have a function is contested: Horton and Adams, "The cortical column: a structure without a function", 2005. Tables that one weighted unit can compute: OEIS A000609. NOR gates of the Apollo Guidance Computer: Hall, Journey to the Moon, 1996.
