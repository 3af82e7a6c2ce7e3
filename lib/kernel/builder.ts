/**
 * Builds the program of each cell without TypeScript's bookkeeping for incremental builds.
 *
 * tslab asks for a builder and uses three things of it: the program, the files that a cell depends on, and emit.
 * TypeScript's own builder works out the references of every declaration file at every cell, two thirds of a
 * cell's time once TensorFlow's types are loaded.
 */
import type * as TypeScript from "typescript";
import type { TS } from "./typescript";

type Create = TypeScript.CreateProgram<TypeScript.BuilderProgram>;

/** A replacement for the builder that TypeScript's watch host creates unless told. */
export function createCellProgram(ts: TS): Create {
  return (...args) => {
    const builder = ts.createAbstractBuilder(...(args as Parameters<Create>));
    // Only files that have code: those are checked with the cell and translated with it.
    builder.getAllDependencies = () =>
      builder
        .getProgram()
        .getSourceFiles()
        .flatMap((file) => (file.isDeclarationFile ? [] : [file.fileName]));
    return builder;
  };
}
