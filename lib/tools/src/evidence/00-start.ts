/** Evidence for lesson 00: how many penguins the network of the last section leaves on the wrong side. */
import { setRandomSeed, tf, type Tensor } from "neural-notebooks/core";
import { readDataset } from "neural-notebooks/frames";
import { evidence } from "../evidence-spec";

const birds = readDataset("penguins")
  .query((bird) => bird["Species"] !== "Gentoo")
  .dropNa({ subset: ["Beak Length (mm)"] });
const beaks = birds.loc({ columns: ["Beak Length (mm)", "Beak Depth (mm)"] }).values as [number, number][];
const species = birds.column("Species").values.map((name) => (name === "Chinstrap" ? 1 : 0));

async function mistakesOfNetwork(seed: number, rounds: number): Promise<number> {
  setRandomSeed(seed);
  const network = tf.sequential();
  network.add(tf.layers.dense({ units: 8, activation: "tanh", inputShape: [2] }));
  network.add(tf.layers.dense({ units: 1, activation: "sigmoid" }));
  network.compile({ optimizer: tf.train.adam(0.03), loss: "binaryCrossentropy" });
  const inputs = tf.tensor2d(beaks.map(([length, depth]) => [(length - 42) / 5, depth - 18]));
  const targets = tf.tensor2d(species, [species.length, 1]);
  for (let round = 1; round <= rounds; round++) await network.fit(inputs, targets, { epochs: 3, verbose: 0 });
  const answers = (network.predict(inputs) as Tensor).dataSync();
  return countWrong((row) => (answers[row] as number) > 0.5);
}

function countWrong(isChinstrap: (row: number) => boolean): number {
  return species.filter((kind, row) => Number(isChinstrap(row)) !== kind).length;
}

/** The least that the two sliders of the lesson can reach. */
function mistakesOfBestLine(): number {
  const places = Array.from({ length: 61 }, (_, i) => 30 + i / 2);
  const wrong = places.flatMap((top) =>
    places.map((bottom) => {
      const lean = (top - bottom) / 7;
      return countWrong((row) => {
        const [length, depth] = beaks[row] as [number, number];
        return length > bottom + lean * (depth - 15);
      });
    }),
  );
  return Math.min(...wrong);
}

export default evidence("00-start", [
  {
    id: "line-and-network",
    question: "How many of 219 penguins are on the wrong side of the best line, and of a trained network?",
    measure: "mistakes after training",
    unit: "penguins",
    runs: { seeds: [1, 2, 3, 4, 5] },
    contenders: {
      line: () => Promise.resolve(mistakesOfBestLine()),
      network: ({ seed }) => mistakesOfNetwork(seed, 20),
      trainedLonger: ({ seed }) => mistakesOfNetwork(seed, 100),
    },
    claims: [
      { better: "line", than: "network", when: "lower", inAtLeast: 5 },
      { better: "trainedLonger", than: "network", when: "lower", inAtLeast: 5 },
    ],
    quotes: ({ of }) => [
      `${of("network").min} to ${of("network").max} birds on the wrong side`,
      `best line of all leaves ${of("line").mean === 3 ? "three" : "not three"} birds`,
      `with ${of("trainedLonger").min} to ${of("trainedLonger").max} birds`,
    ],
  },
]);
