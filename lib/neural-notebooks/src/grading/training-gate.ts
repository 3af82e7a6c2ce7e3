/** Judges an exercise that trains: reads the curve from the model's history and measures the model on hidden rows. */
import { historyValues, isFitHistory, type FitHistory } from "../core/fit-history";
import type { TrainingEvidence } from "./card-content";

/**
 * What an exercise that trains asks of the result. The card draws the metric's curve and the gate as a line across it, and
 * shows what was measured on hidden rows beside the gate.
 *
 * @example
 * const gate: TrainingGate<() => number> = {
 *   metric: "val_mae", name: "validation error", unit: "g", gate: 340, direction: "below",
 *   measure: (error) => error(), why: "More epochs, or a wider hidden layer, bring it down.",
 * };
 * assert.equal(trainingEvidence(gate, () => 310).measured, 310);
 */
export interface TrainingGate<Answer> {
  /** The curve to draw, by its name in the history, such as `"val_loss"`. */
  readonly metric: string;
  /** What the measurement is called, and the curve unless `curveName` says otherwise, such as `"validation loss"`. */
  readonly name: string;
  /** What the curve is called where it shows another quantity than the gate asks for, such as `"training loss"`. */
  readonly curveName?: string;
  /** The unit of both; left out for plain numbers. */
  readonly unit?: string;
  /** The value that the measurement must reach. */
  readonly gate: number;
  /** `"below"` for losses and errors, `"above"` for accuracies. */
  readonly direction: "below" | "above";
  /** Measures the answer on rows that it has not seen, without leaving tensors behind. */
  readonly measure: (answer: Answer) => number;
  /** On what is measured (`"rows that the model has never seen"`). */
  readonly measuredOn?: string;
  /** What helps when the gate is missed: one or two sentences, which may depend on the answer. */
  readonly why: string | ((answer: Answer) => string);
  /** Finds the history of the training (that of the last `fit` of the model, or of `answer.model`). */
  readonly history?: (answer: Answer) => FitHistory | undefined;
}

const MAX_POINTS = 200;

/**
 * Collects how a training came out.
 *
 * @param gate - What the exercise asks for.
 * @param answer - The learner's answer.
 * @param options - `measure` (true): also measure it; left away where the answer cannot be used yet.
 * @returns The curve, the gate, and what was measured.
 */
export function trainingEvidence<Answer>(
  gate: TrainingGate<Answer>,
  answer: Answer,
  { measure = true } = {},
): TrainingEvidence {
  const { name, unit, direction, measuredOn = "rows that the model has never seen" } = gate;
  const measured = measure ? gate.measure(answer) : undefined;
  const history = (gate.history ?? historyOf)(answer);
  // Who trains without the metric still sees how the training went.
  const isRecorded = history === undefined || historyValues(history)[gate.metric] !== undefined;
  const curveName = isRecorded ? gate.curveName : "training loss";
  return {
    name,
    ...(curveName === undefined ? {} : { curveName }),
    ...(unit === undefined ? {} : { unit }),
    gate: gate.gate,
    direction,
    curve: curveOf(history, isRecorded ? gate.metric : "loss"),
    ...(measured === undefined ? {} : { measured: rounded(measured) }),
    measuredOn,
  };
}

/** Whether what was measured lies on the right side of the gate. */
export function passesGate({ measured, gate, direction }: TrainingEvidence): boolean {
  if (typeof measured !== "number") return false;
  return direction === "below" ? measured < gate : measured > gate;
}

/** TensorFlow.js keeps the history of the last `fit` at the model; a sequential one at the model within. */
function historyOf(answer: unknown): FitHistory | undefined {
  for (const place of [answer, fieldOf(answer, "model"), fieldOf(fieldOf(answer, "model"), "model")]) {
    if (isFitHistory(place)) return place;
    const history = fieldOf(place, "history");
    if (isFitHistory(history)) return history;
  }
  return undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function curveOf(history: FitHistory | undefined, metric: string): TrainingEvidence["curve"] {
  const values = (history && historyValues(history)[metric]) ?? [];
  const epochs = history?.epoch ?? [];
  const step = Math.max(1, Math.ceil((values.length - 1) / (MAX_POINTS - 1)));
  return values
    .map((value, i) => ({ epoch: (epochs[i] ?? i) + 1, value: rounded(value) }))
    .filter((_, i) => i % step === 0 || i === values.length - 1);
}

/** Four digits are more than a curve of this size shows, and keep notebooks small. */
function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}
