/** The exercises of lesson 09: scaling by the training part, columns that leak, filling with the median, one-hot rows. */
import { isList } from "../../core/is-list";
import { problem, unlessClose } from "../problem";

/** A test value scaled by what the training part shows. */
export const scaledNine = problem<number>({
  id: "09-data-preparation/scaled-nine",
  takeaway: "μ = 3 and σ = 2 come from the training part, so 9 becomes (9 − 3) / 2 = 3.",
  check: (value) => unlessClose(value, 3, { why: whyNine(value), tolerance: 0.005 }),
  hints: [
    "Mean and standard deviation come from the training part alone.",
    "μ = (1 + 1 + 5 + 5) / 4. Every value is 2 away from it, so what is σ?",
    "Subtract μ from 9, then divide by σ.",
  ],
  stub: "const scaledNine: number = todo;",
  solution: "const scaledNine: number = (9 - 3) / 2;",
  variable: "scaledNine",
  equivalents: [3, 9 / 2 - 1.5],
  mistakes: [
    { answer: 2, says: /range from 0 to 1/ },
    { answer: 1.6036, says: /leak/ },
    { answer: 6 / Math.sqrt(16 / 3), says: /n − 1/ },
    { answer: 6, says: /divided by σ/ },
    { answer: 1.5, says: /variance/ },
  ],
});

function whyNine(value: number): string {
  const is = (expected: number) => Math.abs(value - expected) < 0.006;
  if (is(2)) return "That scales to the range from 0 to 1. Here μ is subtracted and the result divided by σ.";
  // With 9 among the rows, μ = 4.2 and σ = √8.96 ≈ 2.99.
  if (is(4.8 / Math.sqrt(8.96))) return "That counts the 9 in: a leak. A test value must not change μ and σ.";
  if (is(6 / Math.sqrt(16 / 3))) return "That divides by n − 1 under the root; the scaler divides by n.";
  if (is(6)) return "The mean is subtracted; now it must be divided by σ.";
  if (is(1.5)) return "That divides by the variance, 4; σ is its root.";
  return "Compute μ and σ of 1, 1, 5, 5; then (9 − μ) / σ.";
}

const LEAKS = ["IMDB Votes", "US DVD Sales", "US Gross"];
const KNOWN_BEFORE = ["Production Budget", "MPAA Rating", "Major Genre"];

/** Columns that nobody knows before the first night. */
export const leaks = problem<string[]>({
  id: "09-data-preparation/leaks",
  takeaway: "Gross, votes and sales come after the first night; the other three stand before it.",
  check: (names) => {
    const strange = names.find((name) => !LEAKS.includes(name) && !KNOWN_BEFORE.includes(name));
    if (strange !== undefined)
      return {
        actual: strange,
        why: "There is no such column in the list; write the names as they stand there.",
      };
    const early = names.find((name) => KNOWN_BEFORE.includes(name));
    if (early !== undefined)
      return { actual: early, why: `${early} is known before the first night: it may be used.` };
    const forgotten = LEAKS.filter((name) => !names.includes(name));
    if (forgotten.length > 0)
      return {
        actual: names,
        expected: `${LEAKS.length} columns`,
        why: whyForgotten(forgotten[0] as string),
      };
    return undefined;
  },
  hints: [
    "For each column ask: is there a number in it on the day before the first night?",
    "Who can vote, buy a DVD or pay for a ticket before the film is shown?",
    "There are three: one counts tickets, one discs, one opinions.",
  ],
  stub: "const leaks: string[] = todo;",
  solution: 'const leaks: string[] = ["US Gross", "IMDB Votes", "US DVD Sales"];',
  variable: "leaks",
  equivalents: [
    ["US DVD Sales", "US Gross", "IMDB Votes"],
    ["IMDB Votes", "US DVD Sales", "US Gross"],
  ],
  mistakes: [
    { answer: ["US Gross"], says: /votes/i },
    { answer: ["US Gross", "IMDB Votes"], says: /DVD/ },
    { answer: ["IMDB Votes", "US DVD Sales"], says: /part of the worldwide gross/ },
    { answer: ["US Gross", "IMDB Votes", "US DVD Sales", "Production Budget"], says: /may be used/ },
  ],
});

function whyForgotten(name: string): string {
  if (name === "IMDB Votes") return "One more leaks: votes are cast by people who have seen the film.";
  if (name === "US DVD Sales") return "One more leaks: a DVD is sold after the film has run.";
  return "The US gross is a part of the worldwide gross, and comes after the first night.";
}

type Fill = (values: number[]) => number[];

/** Gaps filled with the median. */
export const fillMedian = problem<Fill>({
  id: "09-data-preparation/fill-median",
  takeaway: "The median of the known values does not mind one extreme among them.",
  check: (fill) => {
    const values = [10, NaN, 2, 300];
    const actual = fill(values);
    const changed = unlessClose(values, [10, NaN, 2, 300], {
      why: "The list that was handed in has changed. Make a new one, and sort a copy: [...known].sort(…).",
      of: "the old list",
    });
    return (
      changed ??
      unlessClose(actual, [10, 10, 2, 300], { why: whyFill(actual), of: "for [10, NaN, 2, 300]" }) ??
      unlessClose(fill([1, NaN, 3, 5, 100]), [1, 4, 3, 5, 100], {
        why: "Four values are known: the median is the mean of the middle two.",
        of: "for [1, NaN, 3, 5, 100]",
      }) ??
      unlessClose(fill([7, 8]), [7, 8], { why: "Without a gap nothing changes.", of: "for [7, 8]" })
    );
  },
  hints: [
    "First the known values: values.filter((value) => !Number.isNaN(value)).",
    "Sort a copy by size, .sort((a, b) => a - b), and take the middle; of an even number the mean of the two in the middle.",
    "With h = (known.length - 1) / 2 the middle two stand at Math.floor(h) and Math.ceil(h), one and the same when the number is odd. Then map: a NaN becomes the median, the rest stays.",
  ],
  stub: "const fillMedian = (values: number[]): number[] => todo;",
  solution: `const fillMedian = (values: number[]): number[] => {
  const known = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const half = (known.length - 1) / 2;
  const median = (known[Math.floor(half)] + known[Math.ceil(half)]) / 2;
  return values.map((value) => (Number.isNaN(value) ? median : value));
};`,
  variable: "fillMedian",
  equivalents: [
    (values) => filledWith(values, medianOf(values.filter((value) => !Number.isNaN(value)))),
    (values) => {
      const sorted = Float64Array.from(values.filter((value) => value === value)).sort();
      const n = sorted.length;
      const median =
        n % 2 === 1 ? sorted[(n - 1) / 2] : ((sorted[n / 2 - 1] ?? 0) + (sorted[n / 2] ?? 0)) / 2;
      return values.map((value) => (value === value ? value : (median ?? 0)));
    },
  ],
  mistakes: [
    {
      answer: (values) =>
        filledWith(values, known(values).reduce((sum, value) => sum + value, 0) / known(values).length),
      says: /mean/,
    },
    {
      answer: (values) => filledWith(values, known(values).sort()[Math.floor(known(values).length / 2)] ?? 0),
      says: /as text/,
    },
    {
      answer: (values) =>
        filledWith(
          values,
          [...known(values)].sort((a, b) => a - b)[Math.floor(known(values).length / 2)] ?? 0,
        ),
      says: /middle two/,
    },
    { answer: (values) => known(values), says: /as long/ },
    { answer: (values) => filledWith(values, 0), says: /zero/ },
  ],
});

function whyFill(actual: readonly number[]): string {
  if (actual.length !== 4) return "The result must be as long as the list: a gap is filled, not left out.";
  if (actual[1] === 104)
    return "That is the mean, 104, which the 300 pulls up; the median is the value in the middle.";
  if (actual[1] === 2 || actual[1] === 300)
    return "sort() without a function sorts numbers as text, so 10 comes before 2. Sort with (a, b) => a - b.";
  if (actual[1] === 0)
    return "A zero is a value like any other, and here a wrong one. Take the median of 2, 10 and 300.";
  return "The known values are 2, 10 and 300: the one in the middle fills the gap, the others stay.";
}

type OneHotRow = (value: string, categories: string[]) => number[];

/** One-hot for one value. */
export const oneHotRow = problem<OneHotRow>({
  id: "09-data-preparation/one-hot-row",
  takeaway: "As long as there are categories, with a 1 at most at one place.",
  check: (encode) => {
    const actual = encode("b", ["a", "b", "c"]);
    return (
      unlessClose(actual, [0, 1, 0], { why: whyRow(actual), of: 'for "b" among a, b, c' }) ??
      unlessClose(encode("x", ["a", "b"]), [0, 0], {
        why: "An unknown value gives zeros only, one for each category.",
        of: 'for "x" among a, b',
      }) ??
      unlessClose(encode("aa", ["a", "aa"]), [0, 1], {
        why: "Compare the whole word with ===; a part of it is another category.",
        of: 'for "aa" among a, aa',
      })
    );
  },
  hints: [
    "The answer has one number for each category: which array method keeps the length?",
    "For each category: is it the value?",
    "map keeps the length; Number(true) is 1, and Number(false) is 0.",
  ],
  stub: "const oneHotRow = (value: string, categories: string[]): number[] => todo;",
  solution:
    "const oneHotRow = (value: string, categories: string[]): number[] => categories.map((category) => Number(category === value));",
  variable: "oneHotRow",
  equivalents: [
    (value, categories) => Array.from(categories, (category) => (category === value ? 1 : 0)),
    (value, categories) => {
      const row = new Array<number>(categories.length).fill(0);
      const place = categories.indexOf(value);
      if (place >= 0) row[place] = 1;
      return row;
    },
  ],
  mistakes: [
    { answer: (value, categories) => [categories.indexOf(value)], says: /number of the category/ },
    {
      answer: (value, categories) => categories.map((category) => Number(category !== value)),
      says: /turned round/,
    },
    {
      answer: (value, categories) => categories.map((category) => Number(value.startsWith(category))),
      says: /whole word/,
    },
    {
      answer: (value, categories) =>
        categories.map((_, i) => Number(i === Math.max(0, categories.indexOf(value)))),
      says: /zeros only/,
    },
  ],
});

function whyRow(actual: readonly number[]): string {
  if (!isList(actual)) return "Return a list of numbers.";
  if (actual.length === 1)
    return "That is the number of the category; one-hot gives one number for each category.";
  if (actual.join() === "1,0,1") return "It is turned round: 1 in its own column, 0 elsewhere.";
  return "One number for each category, in their order: 1 for the value's own, 0 elsewhere.";
}

type ScaleTest = (training: number[], testing: number[]) => number[];

/** Test values scaled by the training part. */
export const scaleTest = problem<ScaleTest>({
  id: "09-data-preparation/scale-test",
  takeaway: "The test part is treated by what the training part shows, and may come out anywhere.",
  check: (scale) => {
    const actual = scale([1, 1, 5, 5], [3, 9]);
    return (
      unlessClose(actual, [0, 3], { why: whyScale(actual), of: "for training 1, 1, 5, 5 and test 3, 9" }) ??
      unlessClose(scale([0, 10], [20]), [3], {
        why: "One test value has no scale of its own: take mean and deviation of the training part.",
        of: "for training 0, 10 and test 20",
      })
    );
  },
  hints: [
    "Which of the two lists gives the mean and the deviation?",
    "mean = sum / n; deviation = Math.sqrt(mean of the squared distances), both of training.",
    "Then testing.map: each value minus that mean, divided by that deviation.",
  ],
  stub: "const scaleTest = (training: number[], testing: number[]): number[] => todo;",
  solution: `const scaleTest = (training: number[], testing: number[]): number[] => {
  const n = training.length;
  const mean = training.reduce((sum, value) => sum + value, 0) / n;
  const variance = training.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
  return testing.map((value) => (value - mean) / Math.sqrt(variance));
};`,
  variable: "scaleTest",
  equivalents: [
    (training, testing) => scaledBy(training, testing),
    (training, testing) => {
      const mean = average(training);
      const deviation = Math.sqrt(average(training.map((value) => value * value)) - mean * mean);
      return Array.from(testing, (value) => value / deviation - mean / deviation);
    },
  ],
  mistakes: [
    { answer: (_, testing) => scaledBy(testing, testing), says: /its own/ },
    { answer: (training, testing) => scaledBy([...training, ...testing], testing), says: /both/ },
    { answer: (training, testing) => testing.map((value) => value - average(training)), says: /divide/ },
    { answer: (training) => scaledBy(training, training), says: /training values/ },
  ],
});

function whyScale(actual: readonly number[]): string {
  if (!isList(actual)) return "Return a list of numbers.";
  if (actual.length === 4)
    return "Those are the training values, scaled. Scale the test values, by what the training part shows.";
  const [first = NaN, second = NaN] = actual;
  if (Math.abs(first + 1) < 1e-6 && Math.abs(second - 1) < 1e-6)
    return "That scales the test part by its own mean and deviation: then nobody could tell large from small. Take those of the training part.";
  if (first === 0 && second === 6)
    return "The mean is subtracted; now divide by the standard deviation of the training part, 2.";
  if (Math.abs(first + 0.3611576) < 1e-3)
    return "That learns mean and deviation from both parts: a leak. Take the training part alone.";
  return "μ = 3 and σ = 2 of the training part: (3 − 3) / 2 and (9 − 3) / 2.";
}

function known(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

function filledWith(values: readonly number[], fill: number): number[] {
  return values.map((value) => (Number.isNaN(value) ? fill : value));
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(half)] ?? NaN) + (sorted[Math.ceil(half)] ?? NaN)) / 2;
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function scaledBy(reference: readonly number[], values: readonly number[]): number[] {
  const mean = average(reference);
  const deviation = Math.sqrt(average(reference.map((value) => (value - mean) ** 2)));
  return values.map((value) => (value - mean) / deviation);
}

/** The exercises by name: `exercises.scaledNine.check(answer)`. */
export const exercises = { scaledNine, leaks, fillMedian, oneHotRow, scaleTest };
