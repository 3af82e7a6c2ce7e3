/** What a package declares for the kernel: modules that it replaces, namespaces for completion, phrases for advice. */

/** Parts of the advice that depend on the packages of the session. */
export interface AdvicePhrases {
  /** The import that brings TensorFlow.js, as code. */
  readonly tensorflow: string;
  /** Where tables come from, for cells that use pandas. */
  readonly tables: string;
  /** Where charts come from, for cells that use matplotlib. */
  readonly charts: string;
  /** Where metrics and splits come from, for cells that use scikit-learn. */
  readonly metrics: string;
}

/**
 * What the module `kernel` among a package's exports may give as `library`: all of it is optional, since the kernel
 * reads the package's names from its declaration files.
 */
export interface KernelLibrary {
  /** Modules that cells get in place of a package that they import, loaded at the first import. */
  readonly replacements?: Readonly<Record<string, () => unknown>>;
  /** Packages that are usually imported as a namespace, `import * as name`, offered by completion: name → package. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** Phrases for the advice, in place of {@link defaultPhrases}. */
  readonly phrases?: Partial<AdvicePhrases>;
  /**
   * Called when a cell that a person runs begins, before its code; what it throws is passed over.
   *
   * @param cell - `id`: the cell's name in its notebook, where the front end tells it.
   */
  readonly cellStarted?: (cell: { id: string | undefined }) => void;
}

/** The phrases for a session without packages of its own. */
export const defaultPhrases: AdvicePhrases = {
  tensorflow: 'import * as tf from "@tensorflow/tfjs-node"',
  tables: 'tables come with `import * as dfd from "danfojs-node"`: `new dfd.DataFrame(rows)`',
  charts: "charts come from packages of npm; `display(value)` shows a value that brings a MIME bundle",
  metrics: "measures and splits are written with `tf`, or come from packages of npm",
};
