/** Puts buttons for check, hint and solution below a verdict, where a notebook is live. */
import { display, displaySymbol, type Displayable } from "../core/display";
import { OutputPanel, hbox, vbox } from "../core/widgets/boxes";
import { button } from "../core/widgets/button";
import { liveHost } from "../core/widgets/model";

/** What the buttons do: the plain calls of the exercise. */
export interface CardActions {
  /** Judges the last answer anew; `undefined` where there was none. */
  check?: () => Displayable;
  hint(): Displayable;
  solution(): Displayable;
  /** How many hints were given, and how many there are. */
  hints(): { given: number; count: number };
}

const actionsOf = new WeakMap<Displayable, CardActions>();

/** Gives a verdict or a note its buttons; the value itself stays as it is. */
export function giveButtons<Shown extends Displayable>(shown: Shown, actions: CardActions): Shown {
  actionsOf.set(shown, actions);
  return shown;
}

/**
 * Shows the buttons of a value that is being shown: after it, as an output of their own, so that exports and readers
 * without widgets see the verdict as ever. To be called while its bundle is made.
 */
export function showButtons(shown: Displayable): void {
  const actions = actionsOf.get(shown);
  if (!actions || !liveHost()) return;
  // The value's own output is published when its bundle is there.
  queueMicrotask(() => display(new Card(actions)));
}

/** The buttons, and below them what they bring. */
class Card implements Displayable {
  private readonly panel;

  constructor(actions: CardActions) {
    const result = new OutputPanel([], {
      layout: { border_left: "4px solid #1976d2", padding: "0 0 0 8px", display: "none" },
    });
    const show = (value: Displayable): void => {
      result.show(value);
      result.layout({ display: null });
    };
    const { check } = actions;
    const hintLabel = (): string => {
      const { given, count } = actions.hints();
      return given === 0 ? "Hint" : `Hint ${Math.min(given + 1, count)} of ${count}`;
    };
    const hint = button(hintLabel(), {
      look: "info",
      onPress: () => {
        show(actions.hint());
        hint.label = hintLabel();
      },
    });
    const buttons = [
      ...(check ? [button("Check again", { look: "primary", onPress: () => show(check()) })] : []),
      hint,
      button("Solution", { onPress: () => show(actions.solution()) }),
    ];
    this.panel = vbox([hbox(buttons), result]);
  }

  [displaySymbol]() {
    return this.panel.view.bundle(
      "Buttons: check, hint, solution. Without them: .check(answer), .hint(), .solution().",
    );
  }
}
