/** What a translated cell is: its code, the modules that it needs, and the global object by which it reaches the kernel. */

/** The global object by which running cells reach the kernel, see `../runtime.ts`. */
export const RUNTIME = "__cell__";

/** A cell as it runs. */
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
  /** Where in the cell, counted from 0. */
  position: number;
}
