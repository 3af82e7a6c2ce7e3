/** The exercises of lesson 00: counting rows, a first function, a shape, missing values. */
import { readDataset } from "../../frames/read";
import { problem, unlessClose } from "../problem";

/** How many penguins are Gentoo. */
export const gentooCount = problem<number>({
  id: "00-start/gentoo-count",
  takeaway: "query keeps the rows for which a condition holds, and shape counts them.",
  check: (count) => {
    const species = readDataset("penguins").column("Species").values;
    const expected = species.filter((name) => name === "Gentoo").length;
    return unlessClose(count, expected, { why: whyCount(count, species) });
  },
  hints: [
    "A frame has a method that keeps some rows, and a property that counts them.",
    'penguins.query(condition) keeps the rows for which a condition holds; penguins.column("Species").eq(…) is one.',
    'penguins.query(penguins.column("Species").eq("Gentoo")) is a frame; the first number of its shape is the answer.',
  ],
  stub: "const gentooCount: number = todo;",
  solution: 'const gentooCount: number = penguins.query(penguins.column("Species").eq("Gentoo")).shape[0];',
  variable: "gentooCount",
  uses: { penguins: readDataset("penguins") },
  equivalents: [
    124,
    readDataset("penguins")
      .column("Species")
      .values.filter((name) => name?.startsWith("G")).length,
  ],
  mistakes: [
    { answer: 344, says: /all penguins/ },
    { answer: 123, says: /dropNa/ },
    { answer: 152, says: /Adelie/ },
    { answer: 3, says: /species there are/ },
  ],
});

function whyCount(count: number, species: readonly (string | null)[]): string {
  const other = ["Adelie", "Chinstrap"].find(
    (name) => species.filter((each) => each === name).length === count,
  );
  if (count === species.length) return "That counts all penguins; keep the Gentoo rows first.";
  if (other !== undefined) return `That counts the ${other} penguins.`;
  if (count === 3)
    return "That is how many species there are; the question is how many rows belong to one of them.";
  if (count === 123 || count === 119)
    return "One or more Gentoo rows were lost on the way: count before dropNa, a penguin without measurements is a penguin too.";
  return "Keep the rows whose species is Gentoo and count them.";
}

/** Grams to kilograms. */
export const toKilograms = problem<(grams: number) => number>({
  id: "00-start/to-kilograms",
  takeaway: "A function takes arguments and returns a value; both have types.",
  check: (toKg) => {
    const why =
      toKg(1) === 1000 ? "That goes the other way: kilograms to grams." : "One kilogram is 1000 grams.";
    return (
      unlessClose(toKg(4200), 4.2, { why, of: "toKilograms(4200)" }) ??
      unlessClose(toKg(0), 0, { why, of: "toKilograms(0)" })
    );
  },
  hints: [
    "How many grams are a kilogram?",
    "4200 g are 4.2 kg: what happened to the number?",
    "Divide by 1000: the text after => is what the function returns.",
  ],
  stub: "const toKilograms = (grams: number): number => todo;",
  solution: "const toKilograms = (grams: number): number => grams / 1000;",
  variable: "toKilograms",
  equivalents: [(grams) => grams * 0.001, (grams) => grams * 10 ** -3],
  mistakes: [
    { answer: (grams) => grams * 1000, says: /other way/ },
    { answer: (grams) => grams / 100, says: /1000 grams/ },
    { answer: () => 4.2, says: /toKilograms\(0\)/ },
  ],
});

/** The shape of a batch of pictures. */
export const pictureShape = problem<readonly number[]>({
  id: "00-start/picture-shape",
  takeaway: "The batch comes first, the channels last; grey pictures have one channel.",
  check: (shape) => unlessClose(shape, [60, 28, 28, 1], { why: whyShape(shape), of: "shape" }),
  hints: [
    "Four numbers, in the order that the task names.",
    "The batch is the number of pictures; a grey picture has one number per pixel, a coloured one three.",
    "[60, height, width, 1]",
  ],
  stub: "const pictureShape: number[] = todo;",
  solution: "const pictureShape: number[] = [60, 28, 28, 1];",
  variable: "pictureShape",
  equivalents: [Int32Array.of(60, 28, 28, 1) as unknown as number[], [30 + 30, 28, 28, 3 - 2]],
  mistakes: [
    { answer: [60, 28, 28], says: /channel axis/ },
    { answer: [28, 28, 1], says: /batch/ },
    { answer: [60, 28, 28, 3], says: /one number per pixel/ },
    { answer: [28, 28, 1, 60], says: /batch comes first/ },
  ],
});

function whyShape(shape: readonly number[]): string {
  if (shape.length === 4 && shape[0] !== 60) return "The batch comes first.";
  if (shape.length === 4 && shape[3] !== 1) return "A grey picture has one number per pixel: one channel.";
  if (shape[0] === 60) return "The channel axis is missing: also one channel is an axis.";
  return "Four axes: batch, height, width, channels.";
}

/** The share of values that are missing. */
export const missingShare = problem<(values: ArrayLike<number>) => number>({
  id: "00-start/missing-share",
  takeaway: "NaN is the one number that is not equal to itself; Number.isNaN finds it.",
  check: (share) => {
    const values = Float64Array.of(1, NaN, 0, NaN, 5);
    const actual = share(values);
    return (
      unlessClose(actual, 0.4, { why: whyMissing(actual), of: "missingShare([1, NaN, 0, NaN, 5])" }) ??
      unlessClose(share([2, 3]), 0, { why: "Without a gap the share is 0.", of: "missingShare([2, 3])" })
    );
  },
  hints: [
    "Missing numbers are NaN. Count them, then divide.",
    "NaN === NaN is false, so ask Number.isNaN(value). Array.from(values) gives an array with filter.",
    "Array.from(values).filter((value) => Number.isNaN(value)).length is the count; values.length is what to divide by.",
  ],
  stub: "const missingShare = (values: ArrayLike<number>): number => todo;",
  solution:
    "const missingShare = (values: ArrayLike<number>): number =>\n  Array.from(values).filter((value) => Number.isNaN(value)).length / values.length;",
  variable: "missingShare",
  equivalents: [
    (values) =>
      Array.from(values).reduce((count, value) => count + (value !== value ? 1 : 0), 0) / values.length,
    (values) => 1 - Array.from(values).filter((value) => value === value).length / values.length,
  ],
  mistakes: [
    {
      answer: (values) => Array.from(values).filter((value) => value === null).length / values.length,
      says: /not null/,
    },
    { answer: (values) => Array.from(values).filter((value) => Number.isNaN(value)).length, says: /share/ },
    {
      answer: (values) => Array.from(values).filter((value) => !value).length / values.length,
      says: /0 is a measurement/,
    },
  ],
});

function whyMissing(actual: number): string {
  if (actual === 0)
    return "Missing numbers are NaN, not null or undefined, and NaN is equal to nothing, not even to itself: ask Number.isNaN.";
  if (actual === 2) return "That is the count; the share is the count divided by the number of rows.";
  if (Math.abs(actual - 0.6) < 1e-9)
    return "Either that is the share of values that are there, or 0 was taken for missing; 0 is a measurement.";
  return "Count the NaN values and divide by how many values there are.";
}

/** The exercises by name: `exercises.gentooCount.check(answer)`. */
export const exercises = { gentooCount, toKilograms, pictureShape, missingShare };
