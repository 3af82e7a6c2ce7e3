/**
 * Translates a checked cell into JavaScript for V8's REPL mode, where names of the top level can be redeclared and closures
 * of earlier cells see their new values.
 *
 * The parts: `cell-transformer` goes through the cell, `exports` removes `export`, `import-values` sets imported names from
 * loaded modules, `renames` mangles names of the global object, `redeclare` makes names redeclarable.
 */
import { cellTransformer } from "./cell-transformer";
import { redeclarable } from "./redeclare";
import type { ModuleUse, Script } from "./script";
import type { SessionChecker } from "./session-checker";
import type { BoundFile, TS } from "./typescript";

/** A checked cell. */
export interface Translation {
  file: BoundFile;
  /** The length of the cell's own text; what follows was added. */
  length: number;
  /** The cell's number, which its awaits pass to the kernel. */
  count: number;
  /** True for names that the global object has. */
  isReserved(name: string): boolean;
}

/** Translates a cell. */
export function translate(ts: TS, checker: SessionChecker, translation: Translation): Script {
  const { file } = translation;
  const { program } = checker.ensureProgram();
  const options = program.getCompilerOptions();
  const modules: ModuleUse[] = [];
  const { scriptTransformers } = ts.getTransformers(options, {
    before: [cellTransformer(ts, checker, { ...translation, modules })],
    after: [redeclarable(ts)],
  });
  const resolver = checker.resolver(file);
  const result = ts.transformNodes(resolver, program, ts.factory, options, [file], scriptTransformers, false);
  const printer = ts.createPrinter(
    { removeComments: false },
    {
      substituteNode: result.substituteNode,
      onEmitNode: result.emitNodeWithNotification,
      isEmitNotificationEnabled: result.isEmitNotificationEnabled as never,
    },
  );
  const writer = ts.createTextWriter("\n");
  const map = ts.createSourceMapGenerator(program, file.fileName, "", "/", {});
  (printer as unknown as { writeFile(...args: unknown[]): void }).writeFile(
    result.transformed[0],
    writer,
    map,
  );
  result.dispose();
  return { code: writer.getText(), map: map.toString(), modules };
}
