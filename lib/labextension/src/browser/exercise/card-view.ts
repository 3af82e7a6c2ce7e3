/** Draws an exercise's card: its verdict in colour, sign and words, beside it the buttons, below the hints and the solution. */
import {
  STATUS_WORDS,
  exerciseName,
  type CardAction,
  type CardContent,
} from "neural-notebooks/grading/card-content";
import { copyText } from "./copy-text";
import { element } from "../element";
import { highlighted, prose } from "./elements";
import { addCard, askKernel, matchArrivals, removeCard, type DrawnCard } from "./notebooks";
import { statusIcon } from "./status-icon";
import { addCardStyle } from "./style";
import { trainingFigure } from "./training-curve";

/** After so many ms all animations of a celebration have ended. */
const CELEBRATION_TIME = 1000;

/** Enter, space and letters belong to what has the focus here, not to the notebook, whose shortcuts ask that element alone. */
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

/** One card in the page. */
export class CardView implements DrawnCard {
  content: CardContent | undefined;
  private readonly card = element("section", { class: "nn-exercise" });
  private readonly verdict = element("div", { class: "nn-exercise-verdict" });
  private readonly body = element("div", { class: "nn-exercise-body" });
  private readonly live = element("div", { class: "nn-exercise-live", "aria-live": "polite" });
  private readonly hint = button(() => void this.press("hint"));
  private readonly solution = button(() => void this.press("solution"));
  private readonly buttons = element("div", { class: "nn-exercise-buttons" }, [this.hint, this.solution]);
  /** Why the last press brought nothing; not saved with the notebook. */
  private problem: string | undefined;
  /** The press that waits for its answer. */
  private waiting: object | undefined;

  /** @param host - The element of the output. */
  constructor(readonly host: HTMLElement) {
    addCardStyle();
    const head = element("div", { class: "nn-exercise-head" }, [this.verdict, this.buttons]);
    this.card.append(head, this.body, this.live);
    this.card.addEventListener("keydown", leaveByEscape);
    host.append(this.card);
    addCard(this);
  }

  /** Shows a content, the first or the next; the buttons stay the elements that they are, and keep the focus. */
  show(content: CardContent): void {
    const before = this.content;
    this.content = content;
    this.problem = undefined;
    // The kernel sends a card's update before its answer, which is then no longer waited for.
    this.waiting = undefined;
    this.draw();
    if (before) this.announce(whatIsNew(before, content));
    matchArrivals();
  }

  /** Shows a text alone: of a card that was written by another version, or by hand. */
  showPlain(text: string): void {
    this.content = undefined;
    this.host.replaceChildren(element("pre", { class: "nn-exercise-plain" }, [text]));
  }

  /** A verdict has just come: it is read out, and a right one celebrated. */
  arrive(): void {
    if (!this.content) return;
    const { status, message } = this.content;
    this.announce(`${STATUS_WORDS[status]}. ${message}`);
    if (status !== "right") return;
    this.card.classList.add("nn-celebrates");
    setTimeout(() => this.card.classList.remove("nn-celebrates"), CELEBRATION_TIME);
  }

  /** Forgets the card. */
  dispose(): void {
    removeCard(this);
  }

  private async press(action: CardAction): Promise<void> {
    const { content } = this;
    const pressed = action === "hint" ? this.hint : this.solution;
    if (!content || this.waiting || pressed.getAttribute("aria-disabled") === "true") return;
    const press = (this.waiting = {});
    pressed.setAttribute("aria-busy", "true");
    const request = content.card === undefined ? { action } : { action, card: content.card };
    const onBusy = () => this.complain("The kernel is still running a cell; it answers after that.");
    const outcome = await askKernel(this.host, { request, onBusy });
    pressed.removeAttribute("aria-busy");
    if (this.waiting !== press) return;
    this.waiting = undefined;
    if ("content" in outcome) this.show(outcome.content);
    else this.complain(outcome.problem);
  }

  private complain(problem: string): void {
    this.problem = problem;
    this.draw();
    this.announce(problem);
  }

  private draw(): void {
    if (!this.content) return;
    const { content, problem } = this;
    const { status, exercise, hintCount } = content;
    this.card.dataset["status"] = status.replace(" ", "-");
    this.card.setAttribute("aria-label", `Exercise ${exerciseName(exercise)}: ${STATUS_WORDS[status]}`);
    this.verdict.replaceChildren(
      statusIcon(status),
      element("span", {}, [
        element("strong", {}, [STATUS_WORDS[status]]),
        element("span", { class: "nn-exercise-name" }, [exerciseName(exercise)]),
      ]),
    );
    this.buttons.hidden = hintCount === 0;
    label(this.hint, hintLabel(content));
    const done = content.solution !== undefined;
    label(this.solution, { text: done ? "Solution shown" : "Solution", done });
    this.body.replaceChildren(...bodyOf(content, problem ?? content.notice));
  }

  private announce(text: string): void {
    if (text) this.live.textContent = text;
  }
}

function bodyOf(content: CardContent, notice: string | undefined): Node[] {
  const { message, facts, training, hints, solution } = content;
  const body: Node[] = [element("p", { class: "nn-exercise-message" }, prose(message))];
  if (facts.length > 0)
    body.push(
      element(
        "dl",
        {},
        facts.flatMap(({ label: name, text, code }) => [
          element("dt", {}, [name]),
          element("dd", {}, code ? [element("code", {}, [text])] : prose(text)),
        ]),
      ),
    );
  if (training) body.push(trainingFigure(training));
  if (hints.length > 0)
    body.push(
      element(
        "ol",
        { class: "nn-exercise-hints", "aria-label": "Hints" },
        hints.map((hint) => element("li", {}, prose(hint))),
      ),
    );
  if (solution !== undefined) body.push(solutionBlock(solution));
  if (notice !== undefined) body.push(element("p", { class: "nn-exercise-notice" }, prose(notice)));
  return body;
}

function solutionBlock(code: string): HTMLElement {
  const copy = button(() => {
    void copyText(code).then((done) => {
      copy.textContent = done ? "Copied" : "Not copied";
      setTimeout(() => (copy.textContent = "Copy"), 2000);
    });
  });
  copy.textContent = "Copy";
  copy.setAttribute("aria-live", "polite");
  const title = element("span", {}, [element("strong", {}, ["A solution"]), " (others are as good)"]);
  return element("div", { class: "nn-exercise-solution" }, [
    element("div", { class: "nn-exercise-head" }, [title, copy]),
    // Long lines scroll, by keys as well.
    element("pre", { tabindex: "0", "aria-label": "Solution", ...OWN_KEYS }, [
      element("code", {}, highlighted(code)),
    ]),
  ]);
}

function hintLabel({ hints, hintCount }: CardContent): { text: string; done: boolean } {
  if (hints.length >= hintCount) return { text: `All ${hintCount} hints shown`, done: true };
  return { text: hints.length === 0 ? "Hint" : `Hint ${hints.length + 1} of ${hintCount}`, done: false };
}

function button(onPress: () => void): HTMLButtonElement {
  const made = element("button", { type: "button", ...OWN_KEYS });
  made.addEventListener("click", onPress);
  return made;
}

/** Escape goes back to the notebook's cell. */
function leaveByEscape(event: KeyboardEvent): void {
  if (event.key !== "Escape") return;
  const { currentTarget } = event;
  event.stopPropagation();
  (currentTarget as HTMLElement).closest<HTMLElement>(".jp-Cell")?.focus();
}

/** A button that is done stays where the focus is; one that is disabled would lose it. */
function label(target: HTMLButtonElement, { text, done }: { text: string; done: boolean }): void {
  if (target.textContent !== text) target.textContent = text;
  if (done) target.setAttribute("aria-disabled", "true");
  else target.removeAttribute("aria-disabled");
}

function whatIsNew(before: CardContent, { hints, solution, notice }: CardContent): string {
  if (hints.length > before.hints.length) return `Hint ${hints.length}: ${hints.at(-1)}`;
  if (solution !== undefined && before.solution === undefined) return "The solution is shown below.";
  return notice ?? "";
}
