/** Sends input requests one at a time, because a front end has one field for answers. */
import { InputError } from "./display/errors";
import type { Cell } from "./cell";

/** A question of a cell. */
export interface InputRequest {
  cell: Cell;
  prompt: string;
  /** True: what is typed is hidden. */
  password: boolean;
}

/** The input requests of a session. */
export class InputQueue {
  /** Those that wait for an answer; the first has been asked. */
  private readonly pending: { request: InputRequest; answer: (value: string) => void }[] = [];

  /** @param send - Asks the front end. */
  constructor(private readonly send: (request: InputRequest) => void) {}

  /**
   * Asks, once all earlier questions are answered.
   *
   * @returns What was typed.
   * @throws InputError where nobody can answer.
   */
  async ask(request: InputRequest): Promise<string> {
    const { allowInput, running } = request.cell;
    if (!allowInput || !running) {
      const why = "this run is unattended, so nobody can answer; set the value in the cell instead";
      throw new InputError(`Cannot ask for input: ${why}.`);
    }
    return new Promise((resolve) => {
      this.pending.push({ request, answer: resolve });
      if (this.pending.length === 1) this.send(request);
    });
  }

  /** Takes the answer to the question that was asked, and asks the next one. */
  answerFirst(value: string): void {
    this.pending.shift()?.answer(value);
    const [next] = this.pending;
    if (next) this.send(next.request);
  }

  /** Gives up all questions: their cell has been stopped. */
  cancel(): void {
    this.pending.splice(0).forEach(({ answer }) => answer(""));
  }
}
