/** The exercises of lesson 00: a first function, a loop over a list with gaps, a text, counting rows, a border as a function. */
import { readDataset } from "../../frames/read";
import { functionProblem, valueProblem } from "../problem-kinds";

/** Grams to kilograms. */
export const toKilograms = functionProblem<[number], number>({
  id: "00-start/to-kilograms",
  variable: "toKilograms",
  stub: "function toKilograms(grams: number): number {\n  return todo;\n}",
  solution: "function toKilograms(grams: number): number {\n  return grams / 1000;\n}",
  reference: (grams) => grams / 1000,
  cases: [[4200], [1000], [250], [0], [3762.5], [6300]],
  fuzz: (random) => [random.uniform(1, 7000)],
  mayChangeInput: true,
  takeaway: "A function takes a value and returns another; both have types.",
  otherwise: "One kilogram is 1000 grams. What happens to 4200 to make it 4.2?",
  hints: [
    "How many grams are a kilogram?",
    "4200 g are 4.2 kg: the number became a thousand times smaller.",
    "Write a division after return, with grams in it.",
  ],
  mistakes: [
    { answer: (grams) => grams * 1000, why: "That goes the other way, from kilograms to grams." },
    { answer: (grams) => grams / 100, why: "You divide by a hundred. A kilogram is a thousand grams." },
    {
      answer: (grams) => Math.round(grams / 1000),
      why: "You round to whole kilograms. The statement asks for the exact number.",
    },
    {
      answer: (grams) => Math.round(grams / 100) / 10,
      why: "You round to a tenth of a kilogram. The statement asks for the exact number.",
    },
    {
      answer: (grams) => Number((grams / 1000).toFixed(2)),
      why: "You round to two digits. The statement asks for the exact number.",
    },
    {
      answer: (grams) => Math.floor(grams / 1000),
      why: "You cut off everything after the point. The statement asks for the exact number.",
    },
    {
      answer: (grams) => Math.floor(grams / 100) / 10,
      why: "You cut digits off. The statement asks for the exact number.",
    },
    {
      answer: (grams) => Number((grams / 1000).toFixed(3)),
      why: "You round to three digits. The statement asks for the exact number, also for half grams.",
    },
    { answer: () => 4.2, why: "Your function returns the same number whatever comes in. Use grams." },
    { answer: (grams) => grams, why: "That returns the grams as they came in. Divide them." },
  ],
  equivalents: [(grams) => grams * 0.001, (grams) => grams / 10 ** 3],
});

function count(values: readonly number[], counts: (value: number) => boolean): number {
  let found = 0;
  for (const value of values) if (counts(value)) found++;
  return found;
}

/** The share of values that are missing. */
export const missingShare = functionProblem<[number[]], number>({
  id: "00-start/missing-share",
  variable: "missingShare",
  stub: "function missingShare(values: number[]): number {\n  return todo;\n}",
  solution: `function missingShare(values: number[]): number {
  let missing = 0;
  for (const value of values) {
    if (Number.isNaN(value)) missing = missing + 1;
  }
  return missing / values.length;
}`,
  reference: (values) => count(values, Number.isNaN) / values.length,
  cases: [[[1, NaN, 0, NaN, 5]], [[2, 3]], [[NaN]], [[0, 0, 0]], [[NaN, -4, NaN, 7]], [[NaN, NaN, 4, 8, 1]]],
  fuzz: (random) => [
    Array.from({ length: random.integer(1, 13) }, () =>
      random.uniform(0, 1) < 0.4 ? NaN : random.integer(-3, 4),
    ),
  ],
  mayChangeInput: false,
  takeaway: "NaN is the one number that is not equal to itself; Number.isNaN finds it.",
  otherwise:
    "Start with a count of 0. In a loop, make it one larger for each value that Number.isNaN says yes to. At the end divide it by values.length.",
  hints: [
    "You need a count that starts at 0, a loop over the values, and a division at the end.",
    "In the loop: if (Number.isNaN(value)) make the count one larger.",
    "let missing = 0; then the loop for (const value of values) with the if inside; after the loop return the count divided by values.length.",
  ],
  mistakes: [
    {
      answer: (values) => (Number.isNaN(values[0]) ? 1 : 0) / values.length,
      why: "Your function returns in the first turn of the loop, so it sees one value only. Put the return after the loop.",
    },
    {
      answer: (values) => count(values, Number.isNaN),
      why: "That is the count. The share is the count divided by the number of values.",
    },
    {
      answer: (values) => count(values, (value) => !Number.isNaN(value)) / values.length,
      why: "That is the share of values that are there. The missing ones are wanted.",
    },
    {
      answer: (values) => count(values, (value) => !value) / values.length,
      why: "Zeros were counted as missing. A zero is a measurement like any other; ask Number.isNaN.",
    },
    {
      answer: (values) => count(values, Number.isNaN) / 5,
      why: "You divide by 5. That is right for one example only: divide by values.length.",
    },
    {
      answer: (values) => count(values, Number.isNaN) / count(values, (value) => !Number.isNaN(value)),
      why: "You divide by the number of values that are there. Divide by the number of all values.",
    },
    {
      answer: () => 0,
      why: "Your function finds no gap. NaN is equal to nothing, not even to itself, so === NaN is never true: ask Number.isNaN(value).",
    },
    {
      answer: (values) => (100 * count(values, Number.isNaN)) / values.length,
      why: "That is a percentage. A share lies between 0 and 1.",
    },
  ],
  equivalents: [
    (values) => values.filter((value) => value !== value).length / values.length,
    (values) => 1 - values.filter((value) => value === value).length / values.length,
    (values) => {
      let i = 0;
      let gaps = 0;
      while (i < values.length) if (isNaN(values[i++] as number)) gaps += 1;
      return gaps / values.length;
    },
  ],
});

interface Penguin {
  species: string;
  grams: number;
}

/** A penguin as a text. */
export const label = functionProblem<[Penguin], string>({
  id: "00-start/label",
  variable: "label",
  stub: "function label(penguin: Penguin): string {\n  return todo;\n}",
  solution:
    "function label(penguin: Penguin): string {\n  return `${penguin.species}: ${(penguin.grams / 1000).toFixed(1)} kg`;\n}",
  reference: ({ species, grams }) => `${species}: ${(grams / 1000).toFixed(1)} kg`,
  cases: [
    [{ species: "Gentoo", grams: 5076 }],
    [{ species: "Adelie", grams: 3701 }],
    [{ species: "Chinstrap", grams: 4000 }],
    [{ species: "Emperor", grams: 23240 }],
    [{ species: "Adelie", grams: 20 }],
  ],
  // No ties, such as 3750 g: there it depends on the division which way toFixed rounds.
  fuzz: (random) => [
    {
      species: ["Gentoo", "Adelie", "Chinstrap"][random.integer(0, 3)] as string,
      grams: 100 * random.integer(0, 70) + random.integer(1, 45),
    },
  ],
  mayChangeInput: true,
  takeaway: "A template text puts values where they belong, and toFixed decides how many digits people see.",
  otherwise:
    "Write it between backticks: the species, a colon and a space, then the kilograms with toFixed(1), a space and kg.",
  hints: [
    "You need penguin.species and penguin.grams, and a text between backticks.",
    "The kilograms are penguin.grams / 1000. Put that into brackets before you call toFixed(1).",
    "The text begins with `${penguin.species}: and goes on with the kilograms, also in ${…}, and then kg.",
  ],
  mistakes: [
    {
      answer: ({ species, grams }) => `${species}: ${(Math.floor(grams / 100) / 10).toFixed(1)} kg`,
      why: "You cut digits off. 5076 g is nearer to 5.1 kg than to 5.0 kg: let toFixed(1) round.",
    },
    {
      answer: ({ species, grams }) => `${species}: ${grams / 1000} kg`,
      why: "The mass has too many digits, or too few. toFixed(1) leaves one after the point.",
    },
    {
      answer: ({ species, grams }) => `${species}: ${(grams / 1000).toFixed(2)} kg`,
      why: "There are two digits after the point. The statement asks for one: toFixed(1).",
    },
    {
      answer: () => "Gentoo: 5.1 kg",
      why: "Your function returns the same text for every penguin. Use penguin.species and penguin.grams.",
    },
    {
      answer: ({ grams }) => `penguin.species: ${(grams / 1000).toFixed(1)} kg`,
      why: "The name penguin.species itself stands in your text. Put it into ${…}, so that its value appears.",
    },
    {
      answer: ({ species, grams }) => `${species}: ${grams.toFixed(1)} kg`,
      why: "These are grams. Divide by 1000 before you round.",
    },
    {
      answer: ({ species, grams }) => `${species}: ${Math.round(grams / 100) / 10} kg`,
      why: "A mass of 4 kg should read 4.0 kg. toFixed(1) keeps the digit, rounding alone does not.",
    },
    {
      answer: ({ species, grams }) => `${species}: ${Math.round(grams / 1000)} kg`,
      why: "That rounds to whole kilograms. One digit after the point is wanted.",
    },
    {
      answer: ({ species, grams }) => `${species}:${(grams / 1000).toFixed(1)} kg`,
      why: "There is a space missing after the colon.",
    },
    {
      answer: ({ species, grams }) => `${species}: ${(grams / 1000).toFixed(1)}kg`,
      why: "There is a space missing before kg.",
    },
    {
      answer: ({ species, grams }) => `${species} ${(grams / 1000).toFixed(1)} kg`,
      why: "The colon after the species is missing.",
    },
    {
      answer: ({ grams }) => `Gentoo: ${(grams / 1000).toFixed(1)} kg`,
      why: "The species is always the same. Use penguin.species.",
    },
    {
      answer: ({ species, grams }) => `${species}: ${(grams / 1000).toFixed(1)}`,
      why: "The unit is missing at the end.",
    },
  ],
  equivalents: [
    ({ species, grams }) => species + ": " + (grams * 0.001).toFixed(1) + " kg",
    (penguin) => {
      const { species, grams } = penguin;
      return [`${species}:`, (grams / 1000).toFixed(1), "kg"].join(" ");
    },
  ],
});

/** How many penguins are Gentoo. */
export const gentooCount = valueProblem<number>({
  id: "00-start/gentoo-count",
  variable: "gentooCount",
  stub: "const gentooCount: number = todo;",
  solution: 'const gentooCount: number = penguins.query((bird) => bird.Species === "Gentoo").shape[0];',
  uses: { penguins: readDataset("penguins") },
  expected: 124,
  takeaway: "query keeps the rows for which a condition holds, and shape counts them.",
  otherwise:
    'Keep the rows with penguins.query((bird) => …), where the condition compares bird.Species with "Gentoo". The number of rows is the first number of shape.',
  hints: [
    "A frame has a method that keeps some rows, and a property that counts them.",
    "penguins.query((bird) => …) keeps the rows for which the function says true. The column is called Species.",
    'In the query, compare bird.Species with "Gentoo"; after it, shape[0] is the answer.',
  ],
  mistakes: [
    { answer: 344, why: "That counts all penguins. Keep the Gentoo rows first." },
    {
      answer: 123,
      why: "One Gentoo was lost on the way. Ask penguins, not measured: a bird without measurements is a penguin, too.",
    },
    { answer: 119, why: "Rows with any gap were left out before. Ask penguins itself." },
    { answer: 152, why: "That counts the Adelie penguins." },
    { answer: 68, why: "That counts the Chinstrap penguins." },
    { answer: 220, why: "That counts all penguins but the Gentoo. Turn the condition round." },
    { answer: 0, why: "No row fits. Is the name written exactly as in the table, with a capital letter?" },
    { answer: 7, why: "That is the number of columns, shape[1]. The rows are shape[0]." },
    { answer: 3, why: "That is how many species there are. How many rows belong to one of them?" },
  ],
  equivalents: [
    readDataset("penguins")
      .column("Species")
      .values.filter((name) => name === "Gentoo").length,
  ],
});

/** An upright border between the species: a function of places, as the lesson's charts take it. */
export const uprightSays = functionProblem<[number[][]], number[]>({
  id: "00-start/upright-says",
  variable: "uprightSays",
  stub: "function uprightSays(places: number[][]): number[] {\n  return todo;\n}",
  solution: `function uprightSays(places: number[][]): number[] {
  return places.map(([length, depth]) => (length > 44 ? 1 : 0));
}`,
  reference: (places) => places.map(([length = 0]) => Number(length > 44)),
  cases: [
    [
      [
        [39.1, 18.7],
        [48.5, 17.9],
      ],
    ],
    [[[44, 50]]],
    [[[43.9, 44.5]]],
    [[[44.1, 15]]],
    [
      [
        [44.04, 15],
        [43.96, 44.04],
      ],
    ],
    [[]],
    [
      [
        [50, 20],
        [30, 15],
        [46, 17],
        [50, 20],
      ],
    ],
  ],
  fuzz: (random) => [
    Array.from({ length: random.integer(1, 9) }, () => [
      random.integer(300, 610) / 10,
      random.integer(140, 470) / 10,
    ]),
  ],
  mayChangeInput: false,
  takeaway: "A border is a function: places go in, and an answer for each of them comes out.",
  otherwise:
    "Use places.map. Its function takes a pair apart, ([length, depth]) => …, and gives 1 when the length is above 44, and 0 otherwise.",
  hints: [
    "Every place becomes an answer, so the list of answers is as long as that of places. Which method makes such a list?",
    "places.map(([length, depth]) => …) hands you the two numbers of each place.",
    "After the arrow, ask whether length is above 44, and use condition ? a : b.",
  ],
  mistakes: [
    {
      answer: (places) => places.filter(([length = 0]) => length > 44).map(() => 1),
      why: "Only the long beaks got an answer. The short ones need one, too: 0.",
    },
    {
      answer: (places) => places.map(([, depth = 0]) => Number(depth > 44)),
      why: "You compare the depth. The length is the first number of each pair.",
    },
    {
      answer: (places) => places.map(([length = 0]) => Number(length >= 44)),
      why: "At exactly 44 mm the beak is not longer than 44 mm: use > instead of >=.",
    },
    {
      answer: (places) => places.map(([length = 0]) => Number(length < 44)),
      why: "Right and left have changed places: 1 stands for the longer beaks.",
    },
    {
      answer: (places) => places.map(([length = 0]) => Number(length <= 44)),
      why: "Right and left have changed places: 1 stands for the longer beaks.",
    },
    {
      answer: (places) => [places.filter(([length = 0]) => length > 44).length],
      why: "That counts the long beaks. Every place needs an answer of its own.",
    },
    {
      answer: (places) => places.map(([length = 0]) => Number(length > 42)),
      why: "Your border stands at 42 mm. The statement wants 44 mm.",
    },
    {
      answer: (places) => places.map(([length = 0]) => Number(Math.round(length) > 44)),
      why: "You round the length first, or count only whole millimetres: 44.4 mm is longer than 44 mm.",
    },
    {
      answer: (places) => places.map(([length = 0]) => Number(length >= 45)),
      why: "You round the length first, or count only whole millimetres: 44.4 mm is longer than 44 mm.",
    },
  ],
  equivalents: [
    (places) => {
      const answers: number[] = [];
      for (const place of places) answers.push((place[0] as number) > 44 ? 1 : 0);
      return answers;
    },
    (places) => places.map((place) => ((place[0] as number) <= 44 ? 0 : 1)),
  ],
});

/** The exercises by name: `exercises.gentooCount.check(answer)`. */
export const exercises = { toKilograms, missingShare, label, gentooCount, uprightSays };
