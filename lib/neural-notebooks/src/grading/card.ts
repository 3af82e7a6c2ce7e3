/** Shows buttons for check, hint and solution below a verdict in a live notebook. */
import { display, displaySymbol, type Displayable } from "../core/display";
import { OutputPanel, hbox, vbox } from "../core/widgets/boxes";
import { button } from "../core/widgets/button";
import { liveHost } from "../core/widgets/model";

/** The actions of the buttons: the methods of the exercise. */
export interface CardActions {
  /** Checks the last answer again; `undefined` where there was none. */
  check?: () => Displayable;
  hint(): Displayable;
  solution(): Displayable;
  /** How many hints were given, and how many there are. */
  hints(): { given: number; count: number };
}

const actionsOf = new WeakMap<Displayable, CardActions>();

/** Associates buttons with a verdict or a note; the value itself does not change. */
export function attachButtons<Shown extends Displayable>(shown: Shown, actions: CardActions): Shown {
  actionsOf.set(shown, actions);
  return shown;
}

/**
 * Shows the buttons of a value that is being shown: after it, as an output of their own, so that exports and front ends
 * without widgets show the verdict unchanged. To be called while the value's MIME bundle is made.
 */
export function showButtons(shown: Displayable): void {
  const actions = actionsOf.get(shown);
  if (!actions || !liveHost()) return;
  // The value's own output is published first, once its bundle is returned.
  queueMicrotask(() => display(new ButtonCard(actions)));
}

/** The buttons, and below them the output of the last one pressed. */
class ButtonCard implements Displayable {
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
