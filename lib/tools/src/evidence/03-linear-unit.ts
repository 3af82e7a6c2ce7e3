/** Evidence for lesson 03: how far off the mean, the line through pounds and six inputs are on cars that were held out. */
import { Random } from "neural-notebooks/core";
import { meanAbsoluteError } from "neural-notebooks/evaluation";
import { readDataset } from "neural-notebooks/frames";
import { leastSquares, meanBaseline, predictLinear } from "neural-notebooks/models";
import { evidence, type EvidenceRun } from "../evidence-spec";

/** All cars, with the model year as the last input. */
function readCars(): { x: number[][]; y: number[] } {
  const cars = readDataset("cars").dropNa({ axis: 1 });
  const years = cars.column("Year").dt.year().values;
  const rows = cars.toMatrix(["Weight_in_lbs", "Horsepower", "Acceleration", "Cylinders", "Displacement"]);
  return {
    x: rows.map((row, i) => [...row, years[i] ?? NaN]),
    y: cars.column("Miles_per_Gallon").values,
  };
}

/** Fits on four fifths of the cars, drawn at random, and measures on the last fifth. Without inputs the mean is predicted. */
function errorOn({ seed, split }: EvidenceRun, inputs: readonly number[]): number {
  const { x, y } = readCars();
  const order = Array.from(new Random(100 * split + seed).permutation(y.length));
  const count = Math.round(y.length / 5);
  const [test, train] = [order.slice(0, count), order.slice(count)];
  const take = (rows: readonly number[]): { x: number[][]; y: number[] } => ({
    x: rows.map((i) => inputs.map((j) => x[i]?.[j] ?? NaN)),
    y: rows.map((i) => y[i] ?? NaN),
  });
  const [fitted, held] = [take(train), take(test)];
  const yPred =
    inputs.length === 0
      ? held.y.map(() => meanBaseline(fitted.y))
      : predictLinear(held.x, leastSquares(fitted));
  return meanAbsoluteError({ yTrue: held.y, yPred });
}

export default evidence("03-linear-unit", [
  {
    id: "held-out-cars",
    question: "How far off are the mean, the line through pounds and six inputs on cars that were held out?",
    measure: "mean absolute error on a random fifth of the cars",
    unit: "mpg",
    runs: { seeds: [1, 2, 3, 4, 5], splits: [1, 2, 3] },
    contenders: {
      mean: (run) => errorOn(run, []),
      pounds: (run) => errorOn(run, [0]),
      "six inputs": (run) => errorOn(run, [0, 1, 2, 3, 4, 5]),
    },
    claims: [
      { better: "pounds", than: "mean", when: "lower" },
      { better: "six inputs", than: "pounds", when: "lower" },
    ],
    quotes: ({ of }) => [
      `fifteen random splits the mean is off by ${of("mean").mean.toFixed(1)} mpg, the line by ${of("pounds").mean.toFixed(1)} and the six inputs by ${of("six inputs").mean.toFixed(1)}`,
    ],
  },
]);
