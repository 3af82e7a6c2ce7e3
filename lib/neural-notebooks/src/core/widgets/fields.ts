/** Controls that take what is typed: a number field and a text field. */
import { cannot } from "../errors";
import { checkNumber } from "../shape";
import { Control } from "./control";
import { makeModel } from "./model-factory";

/** What a number field takes. */
export interface NumberOptions {
  /** What stands in it at first (0, or the nearest end). */
  value?: number;
  /** The lowest number it takes (no end). */
  min?: number;
  /** The highest number it takes (no end). */
  max?: number;
  /** What its arrows add or take off. */
  step?: number;
  /** Text beside it; in `interact` the control's name unless told. */
  label?: string;
}

/** What a text field takes. */
export interface TextOptions {
  /** What stands in it at first (""). */
  value?: string;
  /** Grey text while it is empty. */
  placeholder?: string;
  /** Text beside it; in `interact` the control's name unless told. */
  label?: string;
  /** True: the value changes with each letter; false (default): when Enter is pressed or the field is left. */
  continuous?: boolean;
}

/**
 * Makes a number field. The number counts when Enter is pressed or the field is left.
 *
 * @param options - First value, ends, step and label.
 * @returns A control with a number as its value.
 * @throws ArgumentError when `min` is above `max`, or the value lies outside.
 * @example
 * assert.equal(number({ value: 0.5, min: 0, max: 1 }).value, 0.5);
 */
export function number(options: NumberOptions = {}): Control<number> {
  const verb = "make a number field";
  const { min = -Infinity, max = Infinity, step = null, label = "" } = options;
  if (!(min <= max)) throw cannot(verb, { argument: "max", must: `at least min (${min})`, received: max });
  const first = Math.min(max, Math.max(min, 0));
  const value = checkNumber(options.value ?? first, { verb, argument: "value", min, max });
  const bounded = min > -Infinity || max < Infinity;
  const ends = bounded ? { min: Math.max(min, -1e308), max: Math.min(max, 1e308) } : {};
  const model = makeModel({
    name: bounded ? "BoundedFloatText" : "FloatText",
    view: "FloatText",
    styleState: { description_width: "initial" },
    layout: { width: "200px" },
    state: {
      continuous_update: false,
      description: label,
      description_allow_html: false,
      disabled: false,
      ...ends,
      step,
      value,
    },
  });
  return new Control<number>(model, {
    kind: bounded ? `number from ${min} to ${max}` : "number",
    key: "value",
    read: (raw) => Math.min(max, Math.max(min, typeof raw === "number" ? raw : value)),
    write: (typed) => typed,
    check: (typed) => checkNumber(typed, { verb: "set a number field", argument: "value", min, max }),
    text: String,
  });
}

/**
 * Makes a text field.
 *
 * @param options - First text, placeholder, label, and whether each letter counts.
 * @returns A control with text as its value.
 * @example
 * assert.equal(text({ value: "penguins" }).value, "penguins");
 */
export function text(options: TextOptions = {}): Control<string> {
  const { value = "", placeholder = "", label = "", continuous = false } = options;
  const model = makeModel({
    name: "Text",
    style: "TextStyle",
    styleState: { description_width: "initial" },
    state: {
      continuous_update: continuous,
      description: label,
      description_allow_html: false,
      disabled: false,
      placeholder,
      value,
    },
  });
  return new Control<string>(model, {
    kind: "text",
    key: "value",
    read: (raw) => (typeof raw === "string" ? raw : value),
    write: (typed) => typed,
    check: (typed) => {
      if (typeof typed !== "string")
        throw cannot("set a text field", { argument: "value", must: "a text", received: typed });
      return typed;
    },
    text: (typed) => JSON.stringify(typed),
  });
}
