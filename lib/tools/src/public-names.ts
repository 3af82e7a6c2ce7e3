/** Looks at what the stages of the library export: names with two meanings, functions with too many arguments. */
import path from "node:path";
import * as ts from "typescript";

/** A name that two doors export, and the files that declare it. */
export interface NameCollision {
  /** The exported name. */
  name: string;
  /** The door and the declaring file of each meaning, e.g. `"charts: charts/animation.d.ts"`. */
  meanings: string[];
}

/**
 * Compares the exports of doors.
 *
 * @param doors - Absolute paths of declaration files by the name of the stage.
 * @param options.root - Files are named relative to it.
 * @returns Names that stand for different declarations, in alphabetical order; a name that several doors re-export from
 *   one declaration is no collision.
 */
export function nameCollisions(
  doors: Readonly<Record<string, string>>,
  { root }: { root: string },
): NameCollision[] {
  const { checker, exported } = exportsOf(doors);
  const meanings = new Map<string, Map<string, string>>();
  for (const { stage, symbol } of exported) {
    const declared = declarationOf(checker, symbol, root);
    const known = meanings.get(symbol.name) ?? new Map<string, string>();
    if (!known.has(declared)) known.set(declared, `${stage}: ${declared.split("#", 1).join("")}`);
    meanings.set(symbol.name, known);
  }
  return [...meanings]
    .filter(([, known]) => known.size > 1)
    .map(([name, known]) => ({ name, meanings: [...known.values()] }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Finds functions that ask for more than data and options: two positional arguments at most, then one options object.
 *
 * @param doors - Absolute paths of declaration files by the name of the stage.
 * @returns Stage and name of each, e.g. `"charts.lineChart"`.
 */
export function longSignatures(doors: Readonly<Record<string, string>>): string[] {
  const { checker, exported } = exportsOf(doors);
  const found = exported.filter(({ symbol }) => {
    const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    return (target.declarations ?? []).some(
      (declared) => ts.isFunctionDeclaration(declared) && declared.parameters.length > 3,
    );
  });
  return found.map(({ stage, symbol }) => `${stage}.${symbol.name}`);
}

function exportsOf(doors: Readonly<Record<string, string>>): {
  checker: ts.TypeChecker;
  exported: { stage: string; symbol: ts.Symbol }[];
} {
  const program = ts.createProgram(Object.values(doors), { noLib: true, types: [], skipLibCheck: true });
  const checker = program.getTypeChecker();
  const exported = Object.entries(doors).flatMap(([stage, file]) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (!module) throw new Error(`Cannot look at exports: ${file} must be a module; received none.`);
    return checker.getExportsOfModule(module).map((symbol) => ({ stage, symbol }));
  });
  return { checker, exported };
}

/** File and name of the declaration that an export stands for, `#` between them. */
function declarationOf(checker: ts.TypeChecker, symbol: ts.Symbol, root: string): string {
  const isAlias = (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  const target = isAlias ? checker.getAliasedSymbol(symbol) : symbol;
  // An export of a package whose types are not resolved has no declaration but its own.
  const [declaration = symbol.declarations?.[0]] = target.declarations ?? [];
  const file = declaration ? path.relative(root, declaration.getSourceFile().fileName) : "";
  return `${file}#${target.name}`;
}
