/** Errors that a notebook shows without advice: the symbol that marks them, and the kernel's own errors. */

/** The mark of an error whose message says all: a notebook shows it without advice and without inner frames. */
export const explainedSymbol: unique symbol = Symbol.for("Jupyter.explained") as never;

/** An error that the kernel throws on purpose: its message states the rule, what was received, and what to do. */
export class KernelError extends Error {
  /** See {@link explainedSymbol}. */
  get [explainedSymbol](): true {
    return true;
  }

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** Work was stopped by the learner (the stop button, Ctrl-C). */
export class InterruptError extends KernelError {
  constructor(message = "Interrupted: the cell was stopped; its variables are kept.") {
    super(message);
  }
}

/** What a cell wants to show cannot be written as a message. */
export class OutputError extends KernelError {}

/** A cell asks for input where nobody can answer. */
export class InputError extends KernelError {}

/** A cell tries to end the kernel. */
export class ExitError extends KernelError {}

/** True for an error whose message says all, see {@link explainedSymbol}. */
export function isExplained(error: unknown): boolean {
  return (
    typeof error === "object" &&
    error !== null &&
    (error as { [explainedSymbol]?: unknown })[explainedSymbol] === true
  );
}
