/** How plotly.js goes from one picture of an animation to another: by the chart's controls, and by the keyboard. */

/** Shows a picture at once, and stops what plays. */
export const jumpOptions = {
  mode: "immediate",
  frame: { duration: 0, redraw: true },
  transition: { duration: 0 },
} as const;

/**
 * Plays pictures one after the other, from the one that is shown.
 *
 * @param duration - How long each stays, in milliseconds.
 * @returns The options of `Plotly.animate`.
 * @example
 * assert.deepEqual(playOptions(400).frame, { duration: 400, redraw: true });
 */
export function playOptions(duration: number) {
  return {
    mode: "immediate",
    fromcurrent: true,
    frame: { duration, redraw: true },
    transition: { duration: 0 },
  } as const;
}
