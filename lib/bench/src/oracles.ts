/** Prints how far every helper lies from its independent oracle: the comparisons that the tests make, with their deviations. */
import {
  deviationOf,
  formatTolerance,
  type Comparison,
  type Deviation,
} from "../../neural-notebooks/dist/core/oracle.testing";
import { backendInfo } from "neural-notebooks/core";
import { evaluationComparisons } from "../../neural-notebooks/dist/evaluation/oracle.testing";
import { frameComparisons } from "../../neural-notebooks/dist/frames/oracle.testing";
import { modelComparisons } from "../../neural-notebooks/dist/models/oracle.testing";
import { tensorComparisons } from "../../neural-notebooks/dist/tensors/oracle.testing";
import { trainingComparisons } from "../../neural-notebooks/dist/training/oracle.testing";
import { printTable } from "./table";

/** A comparison and what came of it. */
export interface OracleRow extends Deviation {
  readonly stage: string;
  readonly helper: string;
  readonly source: string;
  readonly tolerance: number;
  readonly agrees: boolean;
}

const stages: Readonly<Record<string, () => readonly Comparison[]>> = {
  frames: frameComparisons,
  tensors: tensorComparisons,
  models: modelComparisons,
  training: trainingComparisons,
  evaluation: evaluationComparisons,
};

/** Runs the bench. */
export function benchOracles(): Promise<unknown> {
  const rows = Object.entries(stages).flatMap(([stage, list]) => oracleRows(stage, list()));
  const header = [
    "stage",
    "helper",
    "oracle",
    "values",
    "largest deviation",
    "over max(1, |v|)",
    "tolerance",
    "",
  ];
  printTable(header, rows.map(cellsOf), { left: 3 });
  const { name, version } = backendInfo();
  const missed = rows.filter(({ agrees }) => !agrees);
  const values = rows.reduce((total, { count }) => total + count, 0);
  process.stdout.write(
    `\n${rows.length} comparisons, ${values} values, ${missed.length} beyond their tolerance; back end ${name} ${version}\n`,
  );
  for (const { helper, where } of missed) process.stdout.write(`${helper}${where}\n`);
  return Promise.resolve({ node: process.version, backend: { name, version }, rows });
}

/** Measures each comparison of a stage. */
export function oracleRows(stage: string, comparisons: readonly Comparison[]): OracleRow[] {
  return comparisons.map(({ helper, source, tolerance, values }) => {
    const { actual, expected } = values();
    const deviation = deviationOf(actual, expected);
    return { stage, helper, source, tolerance, ...deviation, agrees: deviation.scaled <= tolerance };
  });
}

function cellsOf({ stage, helper, source, count, largest, scaled, tolerance, agrees }: OracleRow): string[] {
  const short = (value: number): string => (value === 0 ? "0" : value.toExponential(1));
  return [
    stage,
    helper,
    source,
    String(count),
    short(largest),
    short(scaled),
    formatTolerance(tolerance),
    agrees ? "" : "BEYOND",
  ];
}
