/** Puts data preparation beside scikit-learn, numpy and Keras, for the tests and the table of deviations. */
import { oracle, oracleSource, type Comparison, type Nested } from "../core/oracle.testing";
import { DataFrame } from "../frames";
import { OutlierClipper } from "./clip";
import { OneHotEncoder } from "./encode";
import { SimpleImputer } from "./impute";
import { OrdinalEncoder } from "./ordinal";
import { columnTransformer, pipeline } from "./pipeline";
import { sequenceComparisons } from "./sequences.testing";
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
  prepared: PreparedOracle;
}

/** What scikit-learn's ColumnTransformer makes of a table with gaps in numbers and words. */
interface PreparedOracle {
  train: Record<string, (number | string | null)[]>;
  test: Record<string, (number | string | null)[]>;
  names: string[];
  rows: Record<"train" | "test", number[][]>;
  /** Places of the ports of the test, −1 for the unknown one. */
  codes: number[];
  /** The sexes of the test, filled by a constant. */
  constant: string[];
}

/** Every comparison of this stage. */
export function tensorComparisons(): Comparison[] {
  const tables = oracle<TableOracle>("tables");
  const { tolerance, words } = tables;
  const source = oracleSource("tables", "scikit-learn");
  return [
    ...scalerComparisons(tables),
    ...imputerComparisons(tables),
    ...preparedComparisons(tables),
    ...sequenceComparisons(),
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

function preparedComparisons({ prepared, tolerance }: TableOracle): Comparison[] {
  const source = oracleSource("tables", "scikit-learn");
  const [train, test] = [new DataFrame(prepared.train), new DataFrame(prepared.test)];
  return [
    {
      helper: "columnTransformer of pipelines",
      source,
      tolerance,
      values: () => {
        const inputs = columnTransformer({
          numbers: [
            ["age", "fare"],
            pipeline(new SimpleImputer({ strategy: "median" }), new StandardScaler()),
          ],
          sex: [
            ["sex"],
            new SimpleImputer({ strategy: "mostFrequent" }),
            new OneHotEncoder({ drop: "first" }),
          ],
          port: [["port"], new OneHotEncoder({ handleUnknown: "ignore" })],
        }).fit(train);
        const [ofTrain, ofTest] = [inputs.transform(train), inputs.transform(test)];
        return {
          actual: [inputs.getFeatureNamesOut(), ofTest.columns, ofTrain.toMatrix(), ofTest.toMatrix()],
          expected: [prepared.names, prepared.names, prepared.rows.train, prepared.rows.test],
        };
      },
    },
    {
      helper: "OrdinalEncoder with an unknown category",
      source,
      tolerance: 0,
      values: () => {
        const encoder = new OrdinalEncoder({ handleUnknown: "useEncodedValue", unknownValue: -1 });
        const codes = encoder
          .fit(train.loc({ columns: ["port"] }))
          .transform(test.loc({ columns: ["port"] }));
        return { actual: codes.column("port").values as Nested, expected: prepared.codes };
      },
    },
    {
      helper: "SimpleImputer, constant",
      source,
      tolerance: 0,
      values: () => {
        const filled = new SimpleImputer({ strategy: "constant" }).fitTransform(
          test.loc({ columns: ["sex"] }),
        );
        return { actual: filled.column("sex").values as Nested, expected: prepared.constant };
      },
    },
  ];
}
