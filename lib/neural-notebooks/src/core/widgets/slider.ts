/** A slider: a number between two ends, on a grid of steps. */
import { cannot } from "../errors";
import { checkInteger, checkNumber } from "../shape";
import { Control } from "./control";
import { makeLink, makeModel } from "./model-factory";

/** The ends and steps of a slider. */
export interface SliderOptions {
  /** The lowest value. */
  min: number;
  /** The highest value. */
  max: number;
  /** Where it stands at first (`min`); moved to the nearest step. */
  value?: number;
  /** The distance of neighbouring values: 1 where both ends are whole and more than 1 apart, else a hundredth of the range. */
  step?: number;
  /** Text beside it; in `interact` the control's name unless told. */
  label?: string;
  /** True: the value changes while it is dragged; false: when it is released. */
  continuous?: boolean;
}

/** How a player of frames runs. */
export interface PlayOptions {
  /** The first frame (0). */
  min?: number;
  /** The last frame. */
  max: number;
  /** Where it stands at first (`min`). */
  value?: number;
  /** How many frames it goes on at a time (1). */
  step?: number;
  /** Time between frames, in ms (200). */
  interval?: number;
  /** Text beside it. */
  label?: string;
}

/**
 * Makes a slider. Values are rounded to its steps, so that 0.1 + 0.2 reads 0.3.
 *
 * @param options - Ends, step, first value and label.
 * @returns A control with a number as its value.
 * @throws ArgumentError when `min` is not below `max`, the step is not positive, or the value lies outside.
 * @example
 * const w = slider({ min: -1, max: 3, value: 0.3000001, step: 0.1 });
 * assert.equal(w.value, 0.3);
 */
export function slider(options: SliderOptions): Control<number> {
  const verb = "make a slider";
  const { min, max, label = "", continuous = true } = options ?? {};
  checkNumber(min, { verb, argument: "min" });
  checkNumber(max, { verb, argument: "max" });
  if (min >= max) throw cannot(verb, { argument: "max", must: `above min (${min})`, received: max });
  const step = options.step ?? defaultStep(min, max);
  if (!(Number.isFinite(step) && step > 0))
    throw cannot(verb, { argument: "step", must: "a number > 0", received: step });
  const grid = { min, max, step };
  const value = snapToGrid(checkNumber(options.value ?? min, { verb, argument: "value", min, max }), grid);
  const whole = [min, max, step].every(Number.isInteger);
  const digits = decimalsOf(grid);
  const model = makeModel({
    name: whole ? "IntSlider" : "FloatSlider",
    style: "SliderStyle",
    styleState: { description_width: "initial" },
    layout: { width: "400px", max_width: "100%" },
    state: {
      behavior: "drag-tap",
      continuous_update: continuous,
      description: label,
      description_allow_html: false,
      disabled: false,
      max,
      min,
      orientation: "horizontal",
      readout: true,
      readout_format: whole ? "d" : `.${digits}f`,
      step,
      value,
    },
  });
  return new Control<number>(model, {
    kind: `slider from ${min} to ${max}`,
    key: "value",
    read: (raw) => snapToGrid(typeof raw === "number" ? raw : value, grid),
    write: (number) => number,
    check: (number) =>
      snapToGrid(checkNumber(number, { verb: "set a slider", argument: "value", min, max }), grid),
    text: (number) => number.toFixed(digits),
    all: () => Array.from({ length: stepCount(grid) + 1 }, (_, i) => snapToGrid(min + i * step, grid)),
  });
}

/**
 * Makes a player: a play button and a slider that run through whole numbers, such as the steps of a training.
 *
 * @param options - First and last frame, step, time between frames and label.
 * @returns A control with the number of the frame as its value.
 * @throws ArgumentError when a frame is not a whole number, `min` is not below `max`, or the value lies outside.
 * @example
 * assert.equal(play({ max: 20 }).value, 0);
 */
export function play(options: PlayOptions): Control<number> {
  const verb = "make a player";
  const { min = 0, max, step = 1, interval = 200, label = "" } = options ?? {};
  checkInteger(min, { verb, argument: "min" });
  checkInteger(max, { verb, argument: "max", min: min + 1 });
  checkInteger(step, { verb, argument: "step", min: 1 });
  checkNumber(interval, { verb, argument: "interval", min: 1 });
  const grid = { min, max, step };
  const value = snapToGrid(checkInteger(options.value ?? min, { verb, argument: "value", min, max }), grid);
  const shared = { description_allow_html: false, disabled: false, max, min, step, value };
  const player = makeModel({
    name: "Play",
    state: { ...shared, description: "", interval, playing: false, repeat: false, show_repeat: true },
  });
  const model = makeModel({
    name: "IntSlider",
    style: "SliderStyle",
    styleState: { description_width: "initial" },
    layout: { width: "300px", max_width: "100%" },
    state: {
      ...shared,
      behavior: "drag-tap",
      continuous_update: true,
      description: label,
      orientation: "horizontal",
      readout: true,
      readout_format: "d",
    },
  });
  const link = makeLink([player, "value"], [model, "value"]);
  // The link has no view; as a part of the box's state it is opened with it.
  const view = makeModel({
    name: "HBox",
    style: null,
    layout: { align_items: "center" },
    state: { box_style: "", children: [player, model], link },
  });
  return new Control<number>(model, {
    kind: `player from ${min} to ${max}`,
    key: "value",
    read: (raw) => snapToGrid(typeof raw === "number" ? raw : value, grid),
    write: (number) => number,
    check: (number) =>
      snapToGrid(checkNumber(number, { verb: "set a player", argument: "value", min, max }), grid),
    text: String,
    all: () => Array.from({ length: stepCount(grid) + 1 }, (_, i) => min + i * step),
    view,
  });
}

interface Grid {
  min: number;
  max: number;
  step: number;
}

function defaultStep(min: number, max: number): number {
  if (Number.isInteger(min) && Number.isInteger(max) && max - min > 1) return 1;
  return Number(((max - min) / 100).toPrecision(1));
}

/** The number of whole steps from end to end. */
function stepCount({ min, max, step }: Grid): number {
  return Math.floor((max - min) / step + 1e-9);
}

function snapToGrid(value: number, grid: Grid): number {
  const index = Math.min(stepCount(grid), Math.max(0, Math.round((value - grid.min) / grid.step)));
  return Number((grid.min + index * grid.step).toFixed(decimalsOf(grid)));
}

/** The number of decimals at which all values of the grid differ. */
function decimalsOf({ min, step }: Grid): number {
  return Math.max(decimals(min), decimals(step));
}

function decimals(value: number): number {
  const [mantissa = "", exponent = "0"] = value.toString().split("e");
  return Math.min(20, Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent)));
}
