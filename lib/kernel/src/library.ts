/** What a package tells the kernel about itself, so that cells find its names and advice speaks of them. */

/** Sentences of the advice that depend on what a learner has at hand. */
export interface AdviceWords {
  /** The import that brings TensorFlow.js, as code. */
  readonly tensorflow: string;
  /** The module that exports the types of TensorFlow.js, such as `Tensor`. */
  readonly tensorTypes: string;
  /** Where tables come from, for who looks for pandas. */
  readonly tables: string;
  /** Where charts come from, for who looks for matplotlib. */
  readonly charts: string;
  /** Where measures and splits come from, for who looks for scikit-learn. */
  readonly measures: string;
}

/**
 * What the module `kernel` among a package's exports may give as `library`: all of it is optional, since the kernel
 * reads the package's names from its declaration files.
 */
export interface KernelLibrary {
  /** What cells get in the place of a package that they import, loaded when first asked for. */
  readonly replacements?: Readonly<Record<string, () => unknown>>;
  /** Packages whose whole is imported under a usual name, offered by completion: name → package. */
  readonly namespaces?: Readonly<Record<string, string>>;
  /** Words for the advice, in the place of {@link defaultWords}. */
  readonly words?: Partial<AdviceWords>;
}

/** The words for a learner who has the packages of npm. */
export const defaultWords: AdviceWords = {
  tensorflow: 'import * as tf from "@tensorflow/tfjs-node"',
  tensorTypes: "@tensorflow/tfjs-node",
  tables: 'tables come with `import * as dfd from "danfojs-node"`: `new dfd.DataFrame(rows)`',
  charts: "charts come from packages of npm; `display(value)` shows a value that brings a MIME bundle",
  measures: "measures and splits are written with `tf`, or come from packages of npm",
};
