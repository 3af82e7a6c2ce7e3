/**
 * What exercise cards and the pages that draw them agree on: MIME type, comm, content. Nothing here needs Node, so that
 * a script for the browser can be bundled with it.
 */

/** The MIME type under which notebooks keep an exercise's card. */
export const EXERCISE_MIME = "application/vnd.neural-notebooks.exercise+json";

/** The comm target by which a page sends the press of a card's button to the kernel. */
export const EXERCISE_TARGET = "neural-notebooks.exercise";

/** The status of an answer. */
export type VerdictStatus = "not attempted" | "wrong" | "right" | "error";

/** A sign for each status, so that no verdict depends on its colour. */
export const STATUS_MARKS: Readonly<Record<VerdictStatus, string>> = {
  "not attempted": "○",
  wrong: "✗",
  right: "✓",
  error: "!",
};

/** Each status in words. */
export const STATUS_WORDS: Readonly<Record<VerdictStatus, string>> = {
  "not attempted": "Not attempted yet",
  wrong: "Not right yet",
  right: "Right",
  error: "Your code stopped with an error",
};

/** How an exercise that trains came out: the curve of its training, and the gate that it had to pass. */
export interface TrainingEvidence {
  /** What is measured, such as `"validation loss"`. */
  readonly name: string;
  /** What the curve shows where that is another quantity, such as `"training loss"`; then the gate is no line across it. */
  readonly curveName?: string;
  /** Its unit, such as `"g"`; left out for plain numbers. */
  readonly unit?: string;
  /** The value that must be reached. */
  readonly gate: number;
  /** On which side of the gate a right answer lies. */
  readonly direction: "below" | "above";
  /** The curve by epoch, at most 200 points; `null` where the value was no finite number. */
  readonly curve: readonly { readonly epoch: number; readonly value: number | null }[];
  /** What the check measured; left out where it did not come so far, `null` where it is no finite number. */
  readonly measured?: number | null;
  /** On what the check measured, such as `"rows that the model has never seen"`. */
  readonly measuredOn: string;
}

/** One line of a verdict, such as what was received. */
export interface CardFact {
  readonly label: string;
  readonly text: string;
  /** True for values of code. */
  readonly code?: boolean;
}

/** All that a card shows. Texts may hold code between backticks. */
export interface CardContent {
  /** The id by which the kernel knows the card; left out where no kernel answers. */
  readonly card?: string;
  /** The exercise, such as `"02-perceptron/nand-unit"`. */
  readonly exercise: string;
  readonly status: VerdictStatus;
  /** What a right answer shows, or why the answer is not right. */
  readonly message: string;
  readonly facts: readonly CardFact[];
  readonly training?: TrainingEvidence;
  /** The hints given so far. */
  readonly hints: readonly string[];
  /** How many hints there are. */
  readonly hintCount: number;
  /** The solution, once it is shown. */
  readonly solution?: string;
  /** What the last request for a hint or the solution came to, where it showed neither. */
  readonly notice?: string;
}

/** What a button asks for. */
export type CardAction = "hint" | "solution";

/** The data of the comm that a page opens for the press of a button. */
export interface CardRequest {
  readonly card: string;
  readonly action: CardAction;
}

/** The kernel's answer to a {@link CardRequest}; without a content where it does not know the card. */
export interface CardReply {
  readonly content?: CardContent;
}

/**
 * Tells in a sentence or two how a training came out, for readers without the picture.
 *
 * @param evidence - The curve, the gate and what was measured.
 * @returns For example `"Validation loss: 2.31 after epoch 1, 0.42 after epoch 20. On hidden rows: 0.45; the gate asks for less than 0.5."`
 */
export function trainingSentence(evidence: TrainingEvidence): string {
  const { name, curveName, curve, measured } = evidence;
  const [first, last] = [curve[0], curve.at(-1)];
  const number = (value: number | null | undefined) =>
    quantity(value, curveName === undefined ? evidence.unit : undefined);
  const title = capitalised(curveName ?? name);
  const told = curve.length > 1 ? `, ${number(last?.value)} after epoch ${last?.epoch}` : "";
  const course = first
    ? `${title}: ${number(first.value)} after epoch ${first.epoch}${told}.`
    : `${title}: no training is on record.`;
  const result =
    measured === undefined ? "" : `${resultLabel(evidence)}: ${quantity(measured, evidence.unit)}; `;
  const rule = `${result ? "the" : "The"} gate asks for ${gateRule(evidence)}.`;
  return `${course} ${result}${rule}`;
}

/** What stands before the measured number: its name, too, where the curve shows something else. */
export function resultLabel({ name, curveName, measuredOn }: TrainingEvidence): string {
  return curveName === undefined ? `On ${measuredOn}` : `${capitalised(name)} on ${measuredOn}`;
}

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The gate in words, such as `"less than 340 g"`. */
export function gateRule({ gate, direction, unit }: TrainingEvidence): string {
  return `${direction === "below" ? "less" : "more"} than ${quantity(gate, unit)}`;
}

/** A number with at most four digits and its unit. */
export function quantity(value: number | null | undefined, unit?: string): string {
  if (value === null || value === undefined) return "not a finite number";
  const rounded = Number(value.toPrecision(4));
  return `${String(rounded).replace("-", "−")}${unit ? ` ${unit}` : ""}`;
}

/** The exercise's name in words, such as `"nand unit"`. */
export function exerciseName(exercise: string): string {
  return (exercise.split("/")[1] ?? exercise).replaceAll("-", " ");
}
