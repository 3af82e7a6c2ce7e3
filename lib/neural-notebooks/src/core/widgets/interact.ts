/** Calls a function with the values of controls: each change shows the function's newest result, in place. */
import { cannot } from "../errors";
import {
  display,
  displaySymbol,
  interruptSignal,
  type Displayable,
  type DisplayHandle,
  type MimeBundle,
} from "../display";
import { vbox, Panel } from "./boxes";
import { Control } from "./control";
import { bindToCell, liveHost, type WidgetView } from "./model";

/** Controls by name. One control may have several names: its value is then given for each. */
export type Controls = Readonly<Record<string, Control<unknown>>>;

/** The values of controls, by the same names. */
export type ValuesOf<C> = { [Name in keyof C]: C[Name] extends { value: infer T } ? T : never };

/** Puts the results for all states of one control into one value that needs no kernel, as `statesChart` does. */
export type Family<Result> = (
  states: Readonly<Record<string, Result>>,
  options: { control: "dropdown" | "slider"; prefix: string; start: string },
) => unknown;

/** How `interact` shows results. */
export interface InteractOptions<Result> {
  /**
   * Computes all states at once and puts them into one value, such as `statesChart` of charts: the saved notebook then
   * has a working slider without a kernel. For one slider, dropdown, toggle or checkbox.
   */
  family?: Family<Result>;
}

/** `interact` of a function that gives a promise gives one, too: for the first result. */
export type Interaction<Result> = Result extends PromiseLike<unknown> ? Promise<void> : void;

/** More states than this make a saved notebook large and slow to open. */
const MAX_STATES = 101;

/**
 * Shows controls, and below them what a function makes of their values; each move shows the new result in place.
 *
 * Only the newest move counts: a result that comes late is dropped, and the `AbortSignal` of its call fires. An error is
 * shown in the result's place until the next move; an error of the first state is the cell's. Without a live notebook
 * the first result is shown, and nothing waits. When its cell is run again the function is not called any more, and
 * those controls are closed that no other cell shows.
 *
 * @param controls - Controls by name; a control without a label is labelled with its name.
 * @param show - Is given the values by name, and a signal; its result is shown as the last line of a cell would be.
 * @param options - `family`: see {@link InteractOptions}.
 * @returns Nothing; for an asynchronous function a promise for the first result.
 * @throws ArgumentError when a control is none, or `family` is given for other than one control of few states.
 * @example
 * const w = slider({ min: 0, max: 3, value: 1 });
 * interact({ w }, ({ w }) => `w is ${w}`); // shows "w is 1"
 */
export function interact<C extends Controls, Result>(
  controls: C,
  show: (values: ValuesOf<C>, signal: AbortSignal) => Result,
  options: InteractOptions<Awaited<Result>> = {},
): Interaction<Result> {
  checkControls(controls, show);
  if (options.family) {
    return showFamily(controls, show as never, options.family as Family<unknown>) as Interaction<Result>;
  }
  const panel = liveHost() && controlPanel(controls);
  if (panel) display(panel);
  const view = new LiveView({
    values: () => valuesOf(controls),
    show,
    id: panel && `interact-${panel.view.connect()}`,
  });
  const cleanups: (() => void)[] = [() => view.stop()];
  // Also after a first state that throws, or is never reached.
  liveHost()?.onRerun?.(() => {
    cleanups.forEach((end) => end());
    panel?.view.closeUnshown();
  });
  const first = view.first();
  for (const control of new Set(Object.values(controls)))
    cleanups.push(control.onChange(() => view.scheduleUpdate()));
  return first as Interaction<Result>;
}

/** The output of the result, and the computation that is running for it. */
class LiveView {
  private handle: DisplayHandle | undefined;
  private newestRun = new AbortController();
  private scheduled = false;
  private stopped = false;
  private readonly compute: () => void;

  /** @param parts - The values of the controls; the function of them; the display id of the result, in a live notebook. */
  constructor(
    private readonly parts: {
      values(): unknown;
      show(values: unknown, signal: AbortSignal): unknown;
      id: string | undefined;
    },
  ) {
    this.compute = bindToCell(() => this.recompute());
  }

  /** Shows the first state; its error is the caller's. */
  first(): Promise<void> | void {
    const { signal } = this.newestRun;
    const result = this.parts.show(this.parts.values(), signal);
    if (!isPromise(result)) return this.showResult(result);
    return result.then((value) => {
      // The learner may have moved on before the first result was there.
      if (!signal.aborted) this.showResult(value);
    });
  }

  /**
   * Schedules a computation: changes that have arrived already are computed once. A front end delays its next change until
   * the kernel is idle, so that the result of this one is sent before.
   */
  scheduleUpdate(): void {
    this.newestRun.abort();
    if (this.scheduled) return;
    this.scheduled = true;
    const soon = liveHost()?.afterMessage ?? ((work: () => void) => void setTimeout(work, 0));
    soon(() => {
      this.scheduled = false;
      this.compute();
    });
  }

  /** Stops it: the result of a running computation is dropped. */
  stop(): void {
    this.stopped = true;
    this.newestRun.abort();
  }

  private async recompute(): Promise<void> {
    if (this.stopped) return;
    this.newestRun.abort();
    const { signal } = (this.newestRun = new AbortController());
    try {
      const stop = AbortSignal.any([signal, interruptSignal()]);
      const result = this.parts.show(this.parts.values(), stop);
      const value = isPromise(result) ? await result : result;
      if (!signal.aborted) this.showResult(value);
    } catch (error) {
      if (!signal.aborted) this.showResult(new ErrorView(error));
    }
  }

  private showResult(value: unknown): void {
    // A function that only prints shows nothing of its own.
    if (value === undefined && !this.handle) return;
    const shown = value ?? "";
    if (this.handle) this.handle.update(shown);
    // The page may be loaded again while the controls live on.
    else this.handle = display(shown, this.parts.id === undefined ? {} : { id: this.parts.id, keepId: true });
  }
}

/** An error in the place of a result. */
class ErrorView implements Displayable {
  constructor(private readonly error: unknown) {}

  [displaySymbol](): MimeBundle {
    const {
      name,
      message,
      stack = "",
    } = this.error instanceof Error ? this.error : { name: "Error", message: String(this.error) };
    const place = /Cell In \[\d+\][^\n)]*/.exec(stack ?? "")?.[0];
    const plain = `✗ ${name}: ${message}${place ? `\n  at ${place}` : ""}`;
    const markdown = `**✗ ${name}**\n\n\`\`\`text\n${message}${place ? `\n  at ${place}` : ""}\n\`\`\`\n\n*Move a control to try other values.*`;
    return { "text/markdown": markdown, "text/plain": plain };
  }
}

/** Labels controls by their names and puts them below each other. */
function controlPanel(controls: Controls): Panel {
  const names = new Map<Control<unknown>, string[]>();
  for (const [name, control] of Object.entries(controls))
    names.set(control, [...(names.get(control) ?? []), name]);
  const rows: WidgetView[] = [...names].map(([control, own]) => {
    if (control.label === "") control.label = own.join(", ");
    return control;
  });
  return vbox(rows);
}

function showFamily(
  controls: Controls,
  show: (values: unknown, signal: AbortSignal) => unknown,
  family: Family<unknown>,
): Promise<void> | void {
  const [[name, control] = [], ...others] = Object.entries(controls);
  const states = control?.values();
  const count = states?.length ?? Infinity;
  if (!name || !control || !states || others.length > 0 || count > MAX_STATES || count < 2) {
    throw cannot("show a family", {
      argument: "controls",
      must: `one control with 2 to ${MAX_STATES} values`,
      received: `${Object.keys(controls).join(", ")}${states ? ` with ${count} values` : ""}`,
      hint: "A slider with a larger step has fewer values.",
    });
  }
  const { signal } = new AbortController();
  const label = control.label || name;
  const texts = states.map((value) => control.textOf(value));
  const start = control.textOf(control.value);
  const finish = (results: readonly unknown[]): void => {
    const byText = Object.fromEntries(texts.map((text, i) => [stateName(text), results[i]]));
    const kind = typeof control.value === "number" ? "slider" : "dropdown";
    display(family(byText, { control: kind, prefix: `${label}: `, start: stateName(start) }));
  };
  const results = states.map((value) => show({ [name]: value }, signal));
  return results.some(isPromise) ? Promise.all(results).then(finish) : finish(results);
}

/** A key for a state: objects list integer keys before all others, which would put −1 after 0, so an invisible character is added. */
function stateName(text: string): string {
  return /^\d+$/.test(text) ? `${text}\u200b` : text.replace(/^-/, "−");
}

function valuesOf(controls: Controls): unknown {
  return Object.fromEntries(Object.entries(controls).map(([name, control]) => [name, control.value]));
}

function checkControls(controls: Controls, show: unknown): void {
  const verb = "interact";
  const entries = Object.entries(controls ?? {});
  if (entries.length === 0)
    throw cannot(verb, { argument: "controls", must: "an object of controls by name", received: controls });
  const wrong = entries.find(([, control]) => !(control instanceof Control));
  if (wrong) {
    const hint = "Write w: slider({ min: 0, max: 1 }), for example.";
    throw cannot(verb, { argument: `controls.${wrong[0]}`, must: "a control", received: wrong[1], hint });
  }
  if (typeof show !== "function")
    throw cannot(verb, { argument: "show", must: "a function", received: show });
}

function isPromise(value: unknown): value is Promise<unknown> {
  return (
    typeof value === "object" && value !== null && typeof (value as Promise<unknown>).then === "function"
  );
}
