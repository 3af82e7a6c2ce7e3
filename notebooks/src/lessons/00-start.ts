// %% [markdown] slideshow={"slide_type": "slide"}
// # 00 · Does everything work?
//
// *25 minutes · needs nothing but the set-up*
//
// **You will be able to**
//
// - run cells of TypeScript, read their types and their errors
// - load a table, draw it, and turn it into a tensor
// - stop a cell, restart the kernel, and ask the doctor what is installed

// %% [markdown]
// A notebook is text and code in turn. The first cell of code, right below, is folded into one line: it brings in the tools of this lesson. Click on it and press **Shift + Enter**. It runs, and the next cell is chosen. Every lesson begins with such a cell; run it once before you go on.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import { totalmem } from "node:os";
import { predict, backendInfo, display, predictionSummary, tf } from "neural-notebooks/core";
import { DataFrame, readDataset } from "neural-notebooks/frames";
import { barChart, scatterChart } from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/00-start";

// %% tags=["proof"]
import { checkClose, checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A cell
//
// The last line of a cell is its value, and the notebook shows it. The number in brackets, `[1]`, counts the runs; `[*]` means that the cell is still running.

// %%
const days = 7;
const weeks = 6;
days * weeks;

// %% [markdown] slideshow={"slide_type": "fragment"}
// Now and then a lesson asks what you expect. Run the cell below and choose an answer, then run the one behind it to see how you fared. Nothing is lost by a wrong guess, and you will remember the answer.

// %%
const equal = predict("Is 0.1 + 0.2 equal to 0.3 in TypeScript?", {
  choices: ["yes", "no"],
});

// %%
const sum = 0.1 + 0.2;
equal.reveal(sum === 0.3 ? "yes" : "no");

// %% [markdown]
// A computer keeps numbers in binary, where 0.1 has no exact form, so the sum is off by a little less than 10⁻¹⁶. That is why this course compares numbers with a tolerance. Here are all digits of the sum:

// %%
sum;

// %% tags=["proof"]
checkClose(sum, 0.3, { of: "0.1 + 0.2, to within 10⁻¹⁶", tolerance: 1e-16 });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Types
//
// TypeScript is JavaScript with types: what a name may hold. We write them after a colon; often TypeScript finds them alone. Put the cursor on `area` below and press **Shift + Tab** to see its type, or type `shape.` in a new cell and press **Tab**.

// %%
interface Rectangle {
  width: number;
  height: number;
}

const area = ({ width, height }: Rectangle): number => width * height;
const shape: Rectangle = { width: 28, height: 28 };
area(shape);

// %% tags=["proof"]
checkEqual(area(shape), 784, { of: "the area" });

// %% [markdown]
// A picture of 28 × 28 pixels has 784 of them; we meet such pictures again in lesson 15.
//
// The next cell is wrong on purpose: it puts a text where a number belongs. TypeScript refuses it **before** anything runs, and the arrow points at the place.

// %% tags=["raises-exception", "active-ipynb"]
// const wings: number = "two";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A table
//
// 344 penguins were measured at the Palmer Station in the Antarctic. `readDataset` reads the file that lies in `data/`; nothing is downloaded. Under each column stands its type.

// %%
const penguins = readDataset("penguins");
penguins;

// %% [markdown]
// A dash stands for a value that nobody measured. How many there are matters later: a network cannot eat a gap.

// %%
penguins.isNa().sum({ axis: 0 });

// %% [markdown]
// Frames do not change: each method gives a new one. We keep the rows in which the two columns that we want to draw are there, and compare the number of rows before and after.

// %%
const measured = penguins.dropNa({ subset: ["Flipper Length (mm)", "Body Mass (g)"] });
({ before: penguins.shape[0], after: measured.shape[0] });

// %% tags=["proof"]
checkEqual([penguins.shape[0], measured.shape[0]], [344, 342], { of: "rows before and after" });

// %% [markdown]
// Two rows are gone. Grouping answers the next question: how heavy is each species, on average?

// %%
const bySpecies = measured.groupby(["Species"]).mean();
bySpecies;

// %% [markdown]
// Gentoo penguins stand out with about 5.1 kg; the others stay below 4.

// %% tags=["proof"]
const [adelie, chinstrap, gentoo] = bySpecies.column("Body Mass (g)_mean").values as number[];
checkTrue(adelie < 4000 && chinstrap < 4000, "the two others stay below 4 kg");
checkClose(gentoo, 5100, { of: "mean mass of a Gentoo penguin in grams", tolerance: 50 });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A chart
//
// We are going to look at two columns together: body mass and the length of the flippers. Before the numbers come, say what you expect.

// %%
const flipperGuess = predict("What goes with a higher body mass?", {
  choices: ["longer flippers", "shorter flippers", "neither: there is no relation"],
});

// %%
const mass = measured.column("Body Mass (g)");
const meanFlipper = (birds: typeof measured) => birds.column("Flipper Length (mm)").mean();
const heavy = meanFlipper(measured.query(mass.gt(4200)));
const light = meanFlipper(measured.query(mass.le(4200)));

flipperGuess.reveal(heavy > light ? "longer flippers" : "shorter flippers");
new DataFrame([
  { birds: "above 4.2 kg", "mean flipper (mm)": heavy },
  { birds: "up to 4.2 kg", "mean flipper (mm)": light },
]);

// %% tags=["proof"]
checkClose(heavy - light, 22, {
  of: "mm that the flippers of heavy birds are longer",
  tolerance: 0.5,
});

// %% [markdown]
// Birds above 4.2 kg have flippers about 22 mm longer than the lighter ones. A chart shows every single bird.

// %%
scatterChart(
  {
    x: measured.column("Flipper Length (mm)").values,
    y: measured.column("Body Mass (g)").values,
    group: measured.column("Species").values,
  },
  {
    title: "Heavier penguins have longer flippers",
    xTitle: "flipper length (mm)",
    yTitle: "body mass (g)",
    noun: "penguin",
  },
);

// %% [markdown]
// The points rise from left to right. And the Gentoo form a cloud that a line separates from nearly all others. Lesson 02 teaches a neuron to find such lines.

// %% tags=["proof"]
const apart = measured.query(
  (bird) => bird["Flipper Length (mm)"] > 206 === (bird.Species === "Gentoo"),
);
checkTrue(apart.shape[0] >= 330, `a line at 206 mm parts ${apart.shape[0]} of 342 rightly`);

// %% [markdown]
// In a chart, move the pointer over a point or a bar, drag a frame to zoom, double-click to come back; above, a click in the legend hides a species.

// %%
barChart(
  {
    categories: bySpecies.column("Species").values,
    values: bySpecies.column("Body Mass (g)_mean").values as number[],
  },
  {
    title: "Gentoo are the heaviest of the three",
    xTitle: "species",
    yTitle: "mean body mass (g)",
  },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A tensor
//
// A network computes with tensors: boxes of numbers with a shape. The two columns become a tensor of shape `[rows, columns]`.

// %%
const x = measured.toTensor(["Flipper Length (mm)", "Body Mass (g)"]);
x.shape;

// %% tags=["proof"]
checkEqual(x.shape, [342, 2], { of: "the shape of x" });

// %% [markdown]
// The mean over axis 0 goes down the rows and leaves one number per column, so the shape is `[2]`. `arraySync` gives plain numbers back.

// %%
const mean = x.mean(0);
mean.arraySync();

// %% [markdown]
// The tensor and the table must agree on the mean flipper.

// %%
const flippers = measured.column("Flipper Length (mm)").values;
const byHand = flippers.reduce((total, value) => total + value, 0) / flippers.length;
const [ofTensor] = mean.arraySync() as number[];
({ tensor: ofTensor.toFixed(3), table: byHand.toFixed(3) });

// %% tags=["proof"]
checkClose(ofTensor, byHand, {
  of: "mean flipper length in mm, tensor against table",
  tolerance: 1e-3,
});

// %% [markdown]
// Tensors live outside JavaScript's memory and nobody sweeps them up: who makes one disposes of it. The number of living tensors falls by two. (Run the cell again, and nothing is left to dispose of.)

// %%
const living = tf.memory().numTensors;
const due = [x, mean].filter((tensor) => !tensor.isDisposed);
tf.dispose(due);
living - tf.memory().numTensors;

// %% tags=["proof"]
checkEqual(living - tf.memory().numTensors, due.length, { of: "tensors fewer" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## An error
//
// This cell compiles, then fails while it runs: it asks for a tensor from a column with gaps. Read the first line from the left: the kind of error, what could not be done, which rule was broken, what came, and what helps.

// %% tags=["raises-exception"]
const gaps = penguins.toTensor(["Body Mass (g)"]);

// %% [markdown]
// An error ends its cell and nothing else: all other names are still there, the table among them.

// %%
measured.shape;

// %% tags=["proof"]
checkTrue(measured.shape[0] === 342, "the table outlives the error");

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Stop and restart
//
// The cell below counts five seconds, and the one line of output changes in place. Run it again and press the **■** button (or **I** twice, outside the cell) at three: the count stops, and `clock` is kept.

// %%
const clock = display("0 seconds");
for (let second = 1; second <= 5; second++) {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  clock.update(`${second} seconds`);
}

// %% [markdown]
// When names are in a muddle, **Kernel → Restart Kernel and Run All Cells** begins with an empty memory and runs from the top. Do that before you trust a result: it proves that the cells work in their order.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The doctor's table
//
// What computes here? `native` means TensorFlow's C library; `javascript` works too, but slower. For more, run `npm run doctor` in a terminal: it checks every part and says how to mend it.

// %%
const backend = backendInfo();
new DataFrame([
  { part: "Node.js", value: process.versions.node },
  { part: "TensorFlow.js", value: tf.version_core },
  { part: "engine", value: `${backend.name} ${backend.version}` },
  { part: "memory (GB)", value: (totalmem() / 2 ** 30).toFixed(1) },
]);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// Replace `todo` by your answer and run the cell. The check tells you what came, what kind of answer is wanted, and which mistake it recognises. Take the slashes away from the line with `hint()` and run again for a hint, three in all; after an attempt, `solution()` shows an answer.
//
// **1.** How many of the 344 penguins are Gentoo? Let the frame count.

// %% tags=["exercise"]
const gentooCount: number = todo;
exercises.gentooCount.check(gentooCount);
// exercises.gentooCount.hint();
// exercises.gentooCount.solution();

// %% [markdown]
// **2.** Write a function that turns grams into kilograms.

// %% tags=["exercise"]
const toKilograms = (grams: number): number => todo;
exercises.toKilograms.check(toKilograms);
// exercises.toKilograms.hint();
// exercises.toKilograms.solution();

// %% [markdown]
// **3.** A tensor holds 60 pictures in grey, each 28 pixels high and 28 wide. Write its shape as `[batch, height, width, channels]`.

// %% tags=["exercise"]
const pictureShape: number[] = todo;
exercises.pictureShape.check(pictureShape);
// exercises.pictureShape.hint();
// exercises.pictureShape.solution();

// %% [markdown]
// **4.** Write a function that gives the share of rows in which a column is missing, from 0 to 1.

// %% tags=["exercise"]
const missingShare = (values: ArrayLike<number>): number => todo;
exercises.missingShare.check(missingShare);
// exercises.missingShare.hint();
// exercises.missingShare.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// What cannot be broken is not understood. In the cell below, change `"Species"` to `"species"` and run it: which kind of error comes, before or during the run? Then write `head(-1)`: which kind now?

// %%
penguins.loc({ columns: ["Species", "Island"] }).head(3);

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - run cells of TypeScript, read their types and their errors
// - load a table, draw it, and turn it into a tensor
// - stop a cell, restart the kernel, and ask the doctor what is installed
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** Let everybody run the first five cells before you go on: a broken set-up shows here, and the doctor's table at the end names the part. The two red cells are meant to be red; say so before somebody asks.
