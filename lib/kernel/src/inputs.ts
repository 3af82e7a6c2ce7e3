/** Asks the learner for text: one question at a time, as a front end has one field for answers. */
import { InputError } from "./display/errors";
import type { Cell } from "./cell";

/** What a cell asks. */
export interface Question {
  cell: Cell;
  prompt: string;
  /** True: what is typed is hidden. */
  password: boolean;
}

/** The questions of a session. */
export class Inputs {
  /** Those that wait for an answer; the first has been asked. */
  private readonly waiting: { question: Question; answer: (value: string) => void }[] = [];

  /** @param send - Asks the front end. */
  constructor(private readonly send: (question: Question) => void) {}

  /**
   * Asks, once all earlier questions are answered.
   *
   * @returns What was typed.
   * @throws InputError where nobody can answer.
   */
  async ask(question: Question): Promise<string> {
    const { allowInput, running } = question.cell;
    if (!allowInput || !running) {
      const why = "this run is unattended, so nobody can answer; set the value in the cell instead";
      throw new InputError(`Cannot ask for input: ${why}.`);
    }
    return new Promise((resolve) => {
      this.waiting.push({ question, answer: resolve });
      if (this.waiting.length === 1) this.send(question);
    });
  }

  /** Takes the answer to the question that was asked, and asks the next one. */
  take(value: string): void {
    this.waiting.shift()?.answer(value);
    const [next] = this.waiting;
    if (next) this.send(next.question);
  }

  /** Gives up all questions: their cell has been stopped. */
  cancel(): void {
    this.waiting.splice(0).forEach(({ answer }) => answer(""));
  }
}
