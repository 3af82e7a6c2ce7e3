/** Puts scalers, encoders, imputers and clipping beside scikit-learn and numpy, for the tests and the table of deviations. */
import { oracle, oracleSource, type Comparison } from "../core/oracle.testing";
import { OutlierClipper } from "./clip";
import { OneHotEncoder } from "./encode";
import { SimpleImputer } from "./impute";
import { OrdinalEncoder } from "./ordinal";
import { MinMaxScaler, StandardScaler } from "./scale";

/** What `tables.json` holds for this stage; `null` stands for a missing number. */
export interface TableOracle {
  tolerance: number;
  /** The training rows; the third column is constant. */
  x: number[][];
  new: number[][];
  gaps: (number | null)[][];
  standard: Record<"train" | "new" | "back", number[][]>;
  minmax: Record<"train" | "new" | "back", number[][]>;
  minmaxRange: Record<"train" | "new" | "back", number[][]>;
  imputers: Record<"mean" | "median" | "mostFrequent", number[]>;
  words: string[];
  ordinal: number[];
  onehot: number[][];
  quantiles: Record<string, number>;
}

/** Every comparison of this stage. */
export function tensorComparisons(): Comparison[] {
  const tables = oracle<TableOracle>("tables");
  const { tolerance, words } = tables;
  const source = oracleSource("tables", "scikit-learn");
  return [
    ...scalerComparisons(tables),
    ...imputerComparisons(tables),
    {
      helper: "OrdinalEncoder",
      source,
      tolerance: 0,
      values: () => ({ actual: new OrdinalEncoder().fitTransform(words), expected: tables.ordinal }),
    },
    {
      helper: "OneHotEncoder",
      source,
      tolerance: 0,
      values: () => ({ actual: new OneHotEncoder().fitTransform(words), expected: tables.onehot }),
    },
    {
      helper: "OutlierClipper at quantiles",
      source: oracleSource("tables", "numpy"),
      tolerance,
      values: () => {
        const clipper = new OutlierClipper({ by: "quantiles", low: 0.01, high: 0.9 });
        const { low, high } = clipper.fit(tables.x.map(([first]) => first as number)).limits;
        const [least, most] = [tables.quantiles["0.01"], tables.quantiles["0.9"]] as [number, number];
        return { actual: [low, high], expected: [[least], [most]] };
      },
    },
  ];
}

function scalerComparisons(tables: TableOracle): Comparison[] {
  const scalers = [
    ["StandardScaler", "standard", () => new StandardScaler()],
    ["MinMaxScaler", "minmax", () => new MinMaxScaler()],
    ["MinMaxScaler, −1 to 2", "minmaxRange", () => new MinMaxScaler({ featureRange: [-1, 2] })],
  ] as const;
  return scalers.map(([helper, key, make]) => {
    const values = () => {
      const scaler = make().fit(tables.x);
      const scaled = scaler.transform(tables.new);
      const { train, new: fresh, back } = tables[key];
      return {
        actual: [scaler.transform(tables.x), scaled, scaler.inverseTransform(scaled)],
        expected: [train, fresh, back],
      };
    };
    return { helper, source: oracleSource("tables", "scikit-learn"), tolerance: tables.tolerance, values };
  });
}

function imputerComparisons({ gaps, imputers, tolerance }: TableOracle): Comparison[] {
  return (["mean", "median", "mostFrequent"] as const).map((strategy) => {
    const values = () => {
      const x = gaps.map((row) => row.map((value) => value ?? NaN));
      return {
        actual: new SimpleImputer({ strategy }).fit(x).statistics as number[],
        expected: imputers[strategy],
      };
    };
    return {
      helper: `SimpleImputer, ${strategy}`,
      source: oracleSource("tables", "scikit-learn"),
      tolerance,
      values,
    };
  });
}
