/** A translated cell: its code, the modules that it needs, and the name of the global object through which it calls the kernel. */

/** The global object through which running cells call the kernel, see `../runtime.ts`. */
export const RUNTIME = "__cell__";

/** A translated cell. */
export interface Script {
  code: string;
  /** JSON of a source map, version 3, from the code to the cell. */
  map: string;
  /** The modules to be loaded before it runs, in order. */
  modules: readonly ModuleUse[];
}

/** A module that a cell imports. */
export interface ModuleUse {
  name: string;
  /** The offset of the module specifier in the cell. */
  position: number;
}
