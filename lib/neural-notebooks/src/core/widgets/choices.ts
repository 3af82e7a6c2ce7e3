/** Controls that choose one of several values: a dropdown, radio buttons, a toggle, a checkbox. */
import { cannot } from "../errors";
import { unknownName } from "../suggest";
import { Control } from "./control";
import type { WidgetModel, WidgetView } from "./model";
import { makeModel } from "./model-factory";

/** How a choice begins. */
export interface ChoiceOptions<T> {
  /** What is chosen at first (the first choice). */
  value?: T;
  /** Text beside it; in `interact` the control's name unless told. */
  label?: string;
}

/** What can be chosen: values, or values by the text that stands for them. */
export type Choices<T> = readonly T[] | Readonly<Record<string, T>>;

/**
 * Makes a dropdown.
 *
 * @param choices - The values, or an object of values by the text shown for each.
 * @param options - First value and label.
 * @returns A control whose value is one of the choices.
 * @throws ArgumentError when there are no choices or two with one text; UnknownNameError when `value` is none of them.
 * @example
 * const rate = dropdown({ slow: 0.01, fast: 0.1 }, { value: 0.1 });
 * assert.equal(rate.value, 0.1);
 */
export function dropdown<const T, First extends T = T>(
  choices: Choices<T>,
  options: ChoiceOptions<First> = {},
): Control<T> {
  return choice(choices, { ...options, name: "Dropdown", kind: "dropdown" });
}

/**
 * Makes radio buttons, one below the other.
 *
 * @param choices - The values, or an object of values by the text shown for each.
 * @param options - First value and label.
 * @returns A control whose value is one of the choices.
 * @throws ArgumentError when there are no choices or two with one text; UnknownNameError when `value` is none of them.
 * @example
 * assert.equal(radioButtons(["sigmoid", "tanh"]).value, "sigmoid");
 */
export function radioButtons<const T, First extends T = T>(
  choices: Choices<T>,
  options: ChoiceOptions<First> = {},
): Control<T> {
  return choice(choices, { ...options, name: "RadioButtons", kind: "radio buttons" });
}

/**
 * Makes a checkbox.
 *
 * @param options - `value` (false) and `label`.
 * @returns A control that is true or false.
 * @example
 * assert.equal(checkbox({ label: "with bias" }).value, false);
 */
export function checkbox(options: ChoiceOptions<boolean> = {}): Control<boolean> {
  const { value = false, label = "" } = options;
  const state = { indent: false, description: label, description_allow_html: false, disabled: false };
  const model = makeModel({ name: "Checkbox", style: "CheckboxStyle", state: { ...state, value } });
  return new Control(model, booleanSpec("checkbox", value));
}

/**
 * Makes a button that stays pressed until it is pressed again.
 *
 * @param options - `value` (false) and `label`.
 * @returns A control that is true while pressed.
 * @example
 * assert.equal(toggle({ label: "log scale", value: true }).value, true);
 */
export function toggle(options: ChoiceOptions<boolean> = {}): Control<boolean> {
  const { value = false, label = "" } = options;
  const state = {
    button_style: "",
    description: label,
    description_allow_html: false,
    disabled: false,
    icon: "",
  };
  const model = makeModel({ name: "ToggleButton", style: "ToggleButtonStyle", state: { ...state, value } });
  return new Control(model, booleanSpec("toggle button", value));
}

/** Makes radio buttons of which none need be chosen at first, and calls a function with each choice. */
export function optionalRadioButtons(
  choices: readonly string[],
  options: { first: string | undefined; onChoose: (choice: string) => void },
): WidgetView {
  const { first, onChoose } = options;
  const index = first === undefined ? null : choices.indexOf(first);
  const view = choiceModel("RadioButtons", { texts: choices, index, label: "" });
  view.onFrontEnd(({ index: place }) => {
    const choice = typeof place === "number" ? choices[place] : undefined;
    if (choice !== undefined) onChoose(choice);
  });
  return { view };
}

function choiceModel(
  name: string,
  { texts, index, label }: { texts: readonly string[]; index: number | null; label: string },
): WidgetModel {
  const state = { description: label, description_allow_html: false, disabled: false };
  return makeModel({
    name,
    styleState: { description_width: "initial" },
    layout: { width: "max-content", max_width: "100%" },
    state: { ...state, _options_labels: texts, index },
  });
}

function booleanSpec(kind: string, first: boolean) {
  return {
    kind,
    key: "value",
    read: (raw: unknown) => (typeof raw === "boolean" ? raw : first),
    write: (value: boolean) => value,
    check: (value: boolean) => {
      if (typeof value !== "boolean")
        throw cannot(`set a ${kind}`, { argument: "value", must: "true or false", received: value });
      return value;
    },
    text: (value: boolean) => (value ? "on" : "off"),
    all: () => [false, true],
  };
}

function choice<T>(
  choices: Choices<T>,
  options: ChoiceOptions<T> & { name: string; kind: string },
): Control<T> {
  const { label = "", name, kind } = options;
  const verb = `make ${kind === "dropdown" ? "a dropdown" : kind}`;
  const entries = entriesOf(choices);
  const texts = entries.map(([text]) => text);
  const values = entries.map(([, value]) => value);
  if (entries.length === 0)
    throw cannot(verb, { argument: "choices", must: "a list with at least one value", received: choices });
  const duplicate = texts.find((text, i) => texts.indexOf(text) !== i);
  if (duplicate !== undefined)
    throw cannot(verb, {
      argument: "choices",
      must: "told apart by their texts",
      received: `${duplicate}, ${duplicate}`,
    });
  const indexOf = (value: T, verb: string): number => {
    const index = values.findIndex((known) => Object.is(known, value));
    if (index < 0) throw unknownName(verb, { argument: "value", received: value, known: texts });
    return index;
  };
  const first = options.value === undefined ? 0 : indexOf(options.value, verb);
  const model = choiceModel(name, { texts, index: first, label });
  return new Control<T>(model, {
    kind,
    key: "index",
    read: (raw) => values[values.length > Number(raw ?? first) ? Number(raw ?? first) : first] as T,
    write: (value) => indexOf(value, `set ${kind}`),
    check: (value) => values[indexOf(value, `set ${kind}`)] as T,
    text: (value) => texts[indexOf(value, `write ${kind}`)] ?? "",
    all: () => values,
  });
}

function entriesOf<T>(choices: Choices<T>): [string, T][] {
  if (Array.isArray(choices)) return (choices as readonly T[]).map((value) => [String(value), value]);
  return Object.entries((choices ?? {}) as Readonly<Record<string, T>>);
}
