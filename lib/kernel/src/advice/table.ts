/** The table of beginners' mistakes; the order decides where two entries fit the same line. */
import { FUNCTIONS, FUNCTIONS_LAST } from "./functions";
import type { Mistake, RuntimeMistake } from "./mistake";
import { MODULES } from "./modules";
import { NAMES, NAMES_LAST } from "./names";
import { PUNCTUATION, PUNCTUATION_LAST } from "./punctuation";
import { PYTHON_EXPRESSIONS, PYTHON_TEXTS } from "./python-expressions";
import { PYTHON_NAMES } from "./python-names";
import { PYTHON_STATEMENTS } from "./python-statements";
import { TENSORS_TABLE } from "./tensors";
import { THROWN } from "./thrown";
import { THROWN_TENSORS } from "./thrown-tensors";
import { VALUES, VALUES_LAST } from "./values";

/** Mistakes that the compiler finds: whole statements of Python first, what fits nearly everywhere last. */
export const MISTAKES: readonly Mistake[] = [
  ...PYTHON_STATEMENTS,
  ...PYTHON_EXPRESSIONS,
  ...PYTHON_NAMES,
  ...PYTHON_TEXTS,
  ...PUNCTUATION,
  ...NAMES,
  ...MODULES,
  ...TENSORS_TABLE,
  ...FUNCTIONS,
  ...VALUES,
  ...FUNCTIONS_LAST,
  ...PUNCTUATION_LAST,
  ...NAMES_LAST,
  ...VALUES_LAST,
];

/** Mistakes that show when a cell runs. */
export const RUNTIME_MISTAKES: readonly RuntimeMistake[] = [...THROWN_TENSORS, ...THROWN];
