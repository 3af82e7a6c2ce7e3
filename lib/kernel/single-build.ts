/**
 * Spares tslab's converter half of its work on each cell.
 *
 * The converter builds the program, reads the cell's names from `sourceFile.locals`, appends `export { names }` and
 * builds again. Here the names are found beforehand by binding the cell alone, the export is appended, and the
 * converter's one look at `locals` finds nothing, so it does not build a second time.
 */
import type * as TypeScript from "typescript";
import type { TS } from "./typescript";

type BoundFile = TypeScript.SourceFile & { locals?: ReadonlyMap<string, unknown> };

/** What tslab puts before every cell. */
const PREFIX = "export {};\n";

/** Lets a watch host hide a cell's names from the converter, once per cell. */
export class SingleBuild {
  private armed = false;

  constructor(private readonly ts: TS) {}

  /**
   * Runs one conversion.
   *
   * @param source - The cell.
   * @param convert - tslab's conversion, given the cell with its export line.
   */
  run<T>(source: string, convert: (source: string) => T): T {
    const names = this.namesOf(source);
    // The converter looks for a free name for the last expression among the names that it has seen.
    if (names.some((name) => name.startsWith("tsLastExpr"))) return convert(source);
    this.armed = true;
    try {
      return convert(names.length > 0 ? `${source}\nexport {${names.join(", ")}}` : source);
    } finally {
      this.armed = false;
    }
  }

  /** Wraps the host so that each program's builder hides the names of the cell while armed. */
  watch<H extends { afterProgramCreate?: (program: TypeScript.BuilderProgram) => void }>(host: H): H {
    let listener = host.afterProgramCreate;
    Object.defineProperty(host, "afterProgramCreate", {
      get: () => listener && ((builder: TypeScript.BuilderProgram) => listener?.(this.hideNames(builder))),
      set: (value: typeof listener) => {
        listener = value;
      },
    });
    return host;
  }

  /** All names that a cell, or declarations, bring at the top level: values, types and imports. */
  namesOf(source: string): string[] {
    const internals = this.ts as TS & {
      bindSourceFile(file: TypeScript.SourceFile, options: TypeScript.CompilerOptions): void;
    };
    const file: BoundFile = this.ts.createSourceFile(
      "cell.ts",
      PREFIX + source,
      this.ts.ScriptTarget.ES2022,
      true,
    );
    internals.bindSourceFile(file, { target: this.ts.ScriptTarget.ES2022 });
    return [...(file.locals?.keys() ?? [])];
  }

  private hideNames(builder: TypeScript.BuilderProgram): TypeScript.BuilderProgram {
    const getSourceFile = builder.getSourceFile.bind(builder);
    builder.getSourceFile = (name) => {
      const file = getSourceFile(name) as BoundFile | undefined;
      if (file && this.armed && name.endsWith("/__tslab__.ts")) {
        this.armed = false;
        hideOnce(file);
      }
      return file;
    };
    return builder;
  }
}

/** The next read of `locals` gives `undefined`; from then on all is as before. */
function hideOnce(file: BoundFile): void {
  const { locals } = file;
  Object.defineProperty(file, "locals", {
    configurable: true,
    enumerable: true,
    get: () => {
      Object.defineProperty(file, "locals", {
        value: locals,
        configurable: true,
        enumerable: true,
        writable: true,
      });
      return undefined;
    },
  });
}
