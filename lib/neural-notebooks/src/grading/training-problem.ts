/** Makes exercises in which the learner trains a model on data that the exercise carries, and that are judged by what it can do. */
import { tf } from "../core/tf";
import { Problem, type ProblemSpec } from "./problem";
import type { AnswerKind } from "./answer-kind";
import type { TrainingGate } from "./training-gate";
import type { Finding } from "./verdict";

/** The definition of an exercise that trains. */
export interface TrainingProblemSpec<Answer, Data> extends Pick<
  ProblemSpec<Answer>,
  "id" | "takeaway" | "hints" | "stub" | "solution" | "variable" | "uses"
> {
  /** Makes the training data, the same on every machine; called when a learner first asks for it. */
  data: () => Data;
  /** What is wrong with the answer's structure, or nothing: see `modelFinding`. */
  check: (answer: Answer) => Finding | undefined;
  /** What the model must reach on rows that it has never seen. */
  training: TrainingGate<Answer>;
  /** What the answer is, where it is no bare model. */
  kind?: AnswerKind;
  /** Sound answers that are built otherwise than the solution, trained when a test asks for them. */
  right: readonly ((data: Data) => Promise<Answer>)[];
  /** Typical wrong answers, and what the verdict says to them. */
  mistakes: readonly { answer: (data: Data) => Promise<Answer> | Answer; says: RegExp }[];
}

/** An exercise that trains: {@link data} to train on, and all that an exercise has. */
export class TrainingProblem<Answer, Data> extends Problem<Answer> {
  private made: Data | undefined;

  constructor(readonly trainingSpec: TrainingProblemSpec<Answer, Data>) {
    const { data: _data, right, mistakes, kind = { is: "anything" }, uses, ...common } = trainingSpec;
    super({
      ...common,
      kind,
      equivalents: [],
      mistakes: [],
      trained: {
        right: right.map((make) => () => make(this.data)),
        mistakes: mistakes.map(({ answer, says }) => ({ answer: async () => answer(this.data), says })),
      },
    });
    // The solution takes its data where the learner does: from the exercise, by its name in the lesson.
    this.spec.uses = { tf, exercises: { [common.variable]: this }, ...uses };
  }

  /** The training data; made once, and anew when its tensors were disposed of. */
  get data(): Data {
    if (this.made === undefined || holdsDisposed(this.made)) this.made = this.trainingSpec.data();
    return this.made;
  }
}

/**
 * Makes an exercise that trains.
 *
 * The gate is what the solution and plain sound designs with default settings reach, minus their spread over seeds; the
 * data are drawn with a fixed seed, so that one gate holds on every machine.
 *
 * @param spec - Data, structure, gate, sound and wrong answers, hints.
 * @returns The exercise; the lesson reads `exercises.name.data`, where `name` is the exercise's variable.
 * @throws StateError when the id is not `NN-lesson/exercise`.
 */
export function trainingProblem<Answer, Data>(
  spec: TrainingProblemSpec<Answer, Data>,
): TrainingProblem<Answer, Data> {
  return new TrainingProblem(spec);
}

function holdsDisposed(data: unknown): boolean {
  if (data instanceof tf.Tensor) return data.isDisposed;
  return typeof data === "object" && data !== null && Object.values(data).some(holdsDisposed);
}
