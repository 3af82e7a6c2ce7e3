/** Checks how a lesson asks for predictions: alone in a cell, answered by a later one, summed up at the end. */
import ts from "typescript";
import type { Cell } from "./percent";

/** A prediction that breaks the rule; without a cell where the lesson as a whole does. */
export interface PredictionFinding {
  cell: Cell | undefined;
  message: string;
}

/**
 * Checks the cells that a learner runs.
 *
 * @param cells - Code cells in their order, without proofs.
 * @returns One message for each fault.
 * @example
 * const cell = (source: string) => ({ id: source, type: "code" as const, source, metadata: {} });
 * const found = predictionFindings([cell('const guess = predict("How many?", { from: 0 });')]);
 * assert.deepEqual(found.map(({ message }) => message), [
 *   "the prediction guess is never answered by guess.reveal(…) in a later cell",
 *   "a lesson with predictions ends with predictionSummary()",
 * ]);
 */
export function predictionFindings(cells: readonly Cell[]): PredictionFinding[] {
  const asked = cells.flatMap((cell, place) => predictionsIn(cell).map((each) => ({ ...each, cell, place })));
  if (asked.length === 0) return [];
  const findings = asked.flatMap(({ cell, place, name, alone, literal }): PredictionFinding[] => {
    const answers = cells.slice(place + 1).some(({ source }) => source.includes(`${name}.reveal(`));
    return [
      ...(alone ? [] : [{ cell, message: "a prediction is asked in a cell of its own" }]),
      ...(answers
        ? []
        : [
            {
              cell,
              message: `the prediction ${name} is never answered by ${name}.reveal(…) in a later cell`,
            },
          ]),
      ...(literal ? [] : [{ cell, message: `the question of ${name} must stand in the cell as a text` }]),
    ];
  });
  const ends = cells.at(-1)?.source === "predictionSummary();";
  return [
    ...findings,
    ...(ends
      ? []
      : [{ cell: undefined, message: "a lesson with predictions ends with predictionSummary()" }]),
    ...given(cells, asked),
  ];
}

interface Asked {
  name: string;
  /** Whether nothing but its choices stands in the cell beside it. */
  alone: boolean;
  /** Whether the question is written out. */
  literal: boolean;
}

function predictionsIn(cell: Cell): Asked[] {
  const file = ts.createSourceFile("cell.ts", cell.source, ts.ScriptTarget.Latest, true);
  const names = file.statements.flatMap((statement) =>
    ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : [],
  );
  const asked = names.filter(({ initializer }) => initializer !== undefined && isQuestion(initializer));
  const said = asked.map((each) => each.getText()).join(" ");
  // The choices may have a name, for the cell that reveals one of them.
  const others = names.filter(
    (each) => !asked.includes(each) && !said.includes(`choices: ${each.name.getText()}`),
  );
  const alone = asked.length === 1 && others.length === 0 && file.statements.length === names.length;
  return asked.map(({ name, initializer }) => {
    const question = initializer && ts.isCallExpression(initializer) ? initializer.arguments[0] : undefined;
    return {
      name: name.getText(),
      alone,
      literal: question !== undefined && ts.isStringLiteralLike(question),
    };
  });
}

function isQuestion(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && node.expression.getText() === "predict";
}

/** A text as answer would stand in the code for everybody to read. */
function given(cells: readonly Cell[], asked: readonly Asked[]): PredictionFinding[] {
  const names = asked.map(({ name }) => name);
  return cells.flatMap((cell) =>
    [...cell.source.matchAll(/\b(\w+)\.reveal\(\s*(?:"[^"]*"|-?[\d.]+)\s*\)/g)]
      .filter(([, name]) => names.includes(name ?? ""))
      .map(([, name]) => ({ cell, message: `the answer of ${name ?? ""} must be computed by the cell` })),
  );
}
