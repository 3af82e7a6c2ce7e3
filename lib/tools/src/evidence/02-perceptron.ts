/** Evidence for lesson 02: what centring and scaling do to the number of updates, and the last unit beside the best one. */
import { Random } from "neural-notebooks/core";
import { readDataset } from "neural-notebooks/frames";
import { pocketPerceptron, trainPerceptron } from "neural-notebooks/models";
import { oneHot, StandardScaler } from "neural-notebooks/tensors";
import { evidence, type EvidenceRun } from "../evidence-spec";

const COLUMNS = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)"] as const;
const SPECIES = ["Adelie", "Chinstrap", "Gentoo"];

function readBirds(columns: readonly (typeof COLUMNS)[number][]): { x: number[][]; species: number[] } {
  const birds = readDataset("penguins").dropNa({ subset: COLUMNS });
  return {
    x: birds.toMatrix(columns),
    species: birds.column("Species").values.map((name) => SPECIES.indexOf(String(name))),
  };
}

interface Preparation {
  centre: boolean;
  scale: boolean;
  columns?: readonly (typeof COLUMNS)[number][];
}

/** Updates for Adelie and Gentoo, by beak depth and flipper unless told, with the birds in a random order. */
function updates(seed: number, { centre, scale, columns }: Preparation): number {
  const { x, species } = readBirds(columns ?? ["Beak Depth (mm)", "Flipper Length (mm)"]);
  const rows = [...species.keys()].filter((i) => species[i] !== 1);
  const chosen = rows.map((i) => x[i] ?? []);
  const { mean, std } = new StandardScaler().fit(chosen);
  const prepared = chosen.map((row) =>
    row.map((value, j) => (value - (centre ? (mean[j] ?? 0) : 0)) / (scale ? (std[j] ?? 1) : 1)),
  );
  const y = rows.map((i) => (species[i] === 2 ? 1 : 0));
  const run = trainPerceptron({ x: prepared, y }, { maxEpochs: 3000, seed });
  return run.converged ? run.updates.length : NaN;
}

/** The share of held-out birds of three species that get their right name, by beak length and one more column. */
function heldOut(
  { seed, split }: EvidenceRun,
  { keep, other }: { keep: "last" | "best"; other: (typeof COLUMNS)[number] },
): number {
  const { x, species } = readBirds(["Beak Length (mm)", other]);
  const order = Array.from(new Random(100 * split).permutation(species.length));
  const count = Math.round(order.length / 5);
  const [test, train] = [order.slice(0, count), order.slice(count)];
  const rows = (places: readonly number[]): number[][] => places.map((i) => x[i] ?? []);
  const names = (places: readonly number[]): number[] => places.map((i) => species[i] ?? NaN);
  const scaler = new StandardScaler().fit(rows(train));
  const data = { x: scaler.transform(rows(train)), y: oneHot(names(train), SPECIES.length) };
  const run = trainPerceptron(data, { maxEpochs: 20, seed });
  const model = keep === "last" ? run.model : pocketPerceptron(data, run).model;
  const predicted = Array.from(model.predict(scaler.transform(rows(test))));
  return names(test).filter((name, i) => name === predicted[i]).length / test.length;
}

const inWords = (times: number): string =>
  ["five", "six", "seven", "eight", "nine"][Math.round(times) - 5] ?? String(times);

const percent = (share: number): string => `${Math.round(100 * share)} %`;

export default evidence("02-perceptron", [
  {
    id: "preparation",
    question: "How many updates does the rule need on raw, scaled, centred and standardised penguins?",
    measure: "updates until an epoch without a mistake",
    unit: "updates",
    runs: { seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
    contenders: {
      nothing: ({ seed }) => updates(seed, { centre: false, scale: false }),
      scaling: ({ seed }) => updates(seed, { centre: false, scale: true }),
      centring: ({ seed }) => updates(seed, { centre: true, scale: false }),
      both: ({ seed }) => updates(seed, { centre: true, scale: true }),
      beaks: ({ seed }) =>
        updates(seed, { centre: false, scale: false, columns: ["Beak Length (mm)", "Beak Depth (mm)"] }),
    },
    claims: [
      { better: "beaks", than: "nothing", when: "lower" },
      { better: "scaling", than: "nothing", when: "lower" },
      { better: "centring", than: "scaling", when: "lower", inAtLeast: 9 },
      { better: "both", than: "centring", when: "lower", inAtLeast: 8 },
    ],
    quotes: ({ of }) => [
      `over ten random orders it takes ${of("nothing").mean.toFixed(0)} on average against ${of("beaks").mean.toFixed(0)} for the beaks, ${inWords(of("nothing").mean / of("beaks").mean)} times as many`,
      `on average it takes ${of("nothing").mean.toFixed(0)} updates without preparation, ${of("scaling").mean.toFixed(0)} with scaling, ${of("centring").mean.toFixed(0)} with centring and ${of("both").mean.toFixed(0)} with both`,
    ],
  },
  {
    id: "pocket",
    question: "Are the best units of a training run better than its last ones on birds that were held out?",
    measure: "share of held-out birds of three species that get their right name",
    runs: { seeds: [1, 2, 3, 4, 5], splits: [1, 2, 3] },
    contenders: {
      last: (run) => heldOut(run, { keep: "last", other: "Beak Depth (mm)" }),
      best: (run) => heldOut(run, { keep: "best", other: "Beak Depth (mm)" }),
      "last, with flipper": (run) => heldOut(run, { keep: "last", other: "Flipper Length (mm)" }),
      "best, with flipper": (run) => heldOut(run, { keep: "best", other: "Flipper Length (mm)" }),
    },
    claims: [{ better: "best", than: "last", when: "higher", inAtLeast: 10 }],
    quotes: ({ of }) => [
      `both got ${percent(of("last, with flipper").mean)} right on average`,
      `the best units got ${percent(of("best").mean)} of these birds right on average and the last ones ${percent(of("last").mean)}`,
    ],
  },
]);
