/** Turns named pictures into the slider and the Play button that show them, without a kernel. */
import { checkNumber } from "../core/shape";
import type { AnimationFrame, Layout } from "./figure";
import { jumpOptions, playOptions } from "./frame-options";
import { encodeFigure } from "./typed-array-codec";

/** How an animation plays. */
export interface AnimationOptions {
  /** Text before the picture's name beside the slider, such as `"update "`. */
  prefix?: string;
  /** How long each picture stays, in milliseconds (400). */
  duration?: number;
}

/**
 * Makes the controls of an animation: Play, Pause and a slider with one stop a frame. They work in a saved
 * notebook and on slides, where no kernel runs; in JupyterLab arrow keys and the space bar work as well. Play begins
 * anew after the last picture.
 *
 * @param names - The frames' names, in order.
 * @param options - Prefix and speed; `active`: the picture that the figure shows as it opens (the last);
 *   `axisRoom`: pixels that the numbers and the name of the axis take below the plot (46).
 * @returns The part of a layout with the controls (`updatemenus`, `sliders`, a wider lower margin).
 * @throws ArgumentError when the duration is not positive.
 * @example
 * const { sliders } = animationControls(["0", "1"], { prefix: "update " });
 * assert.equal(Array.isArray(sliders), true);
 */
export function animationControls(
  names: readonly string[],
  options: AnimationOptions & { active?: number; axisRoom?: number } = {},
): Layout {
  const { prefix = "", duration = 400, active = names.length - 1, axisRoom = 46 } = options;
  checkNumber(duration, { verb: "animate", argument: "duration", min: 1 });
  return {
    margin: { b: axisRoom + 92 },
    updatemenus: [
      {
        type: "buttons",
        direction: "left",
        showactive: false,
        x: 1,
        y: 0,
        xanchor: "right",
        yanchor: "top",
        pad: { t: axisRoom + 4 },
        buttons: [
          { label: "▶ Play", method: "animate", args: [null, playOptions(duration)] },
          { label: "❚❚ Pause", method: "animate", args: [[null], jumpOptions] },
        ],
      },
    ],
    sliders: [
      {
        active,
        x: 0,
        len: 1,
        y: 0,
        pad: { t: axisRoom + 14 },
        currentvalue: { prefix, xanchor: "left", offset: 14 },
        ticklen: 3,
        minorticklen: 0,
        steps: names.map((name) => ({ label: name, method: "animate", args: [[name], jumpOptions] })),
      },
    ],
  };
}

/**
 * Makes room beside a slider whose last stop has a long name, which stands below its end.
 *
 * @param name - The name of the last stop.
 * @returns A wider right margin; nothing for a short name.
 * @example
 * assert.deepEqual(roomAtTheEnd("500"), {});
 */
export function roomAtTheEnd(name = ""): Layout {
  return name.length > 6 ? { r: 4 * name.length } : {};
}

/**
 * Makes the pictures of an animation: as many as are asked for, or as few as their bytes in a notebook allow.
 *
 * @param count - How many steps there are.
 * @param options - `maxFrames`; `bytes` of all pictures together; `frame`: the picture of a step, from 0.
 * @returns Pictures of steps that are evenly apart, the first and the last among them.
 */
export function framesWithin(
  count: number,
  options: { maxFrames: number; bytes: number; frame: (step: number) => AnimationFrame },
): AnimationFrame[] {
  const { maxFrames, bytes, frame } = options;
  for (let limit = maxFrames; ; limit = Math.max(2, Math.floor(limit * 0.8))) {
    const frames = evenly(count, limit).map(frame);
    if (limit <= 2 || JSON.stringify(encodeFigure({ data: [], frames })).length <= bytes) return frames;
  }
}

/**
 * Chooses at most so many of some steps, evenly, with the first and the last among them.
 *
 * @param count - How many steps there are.
 * @param limit - How many to keep, at least 2.
 * @returns Indices in order.
 * @example
 * assert.deepEqual(evenly(5, 3), [0, 2, 4]);
 */
export function evenly(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (count - 1)) / (limit - 1)));
}
