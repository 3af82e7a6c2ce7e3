/** An arrow between two places of a chart, as a layout's annotation. */

/** A place, in the units of the axes. */
export type Spot = readonly [x: number, y: number];

/**
 * Makes the annotation.
 *
 * @param ends - Where it starts and where it points, in the units of the axes.
 * @param gaps - Pixels that its point and its start stay away from the places; `head`: whether it has a point (`true`).
 */
export function arrow(
  [[ax, ay], [x, y]]: readonly [from: Spot, to: Spot],
  { standoff, startstandoff, head = true }: { standoff: number; startstandoff: number; head?: boolean },
): object {
  return {
    x,
    y,
    ax,
    ay,
    xref: "x",
    yref: "y",
    axref: "x",
    ayref: "y",
    text: "",
    showarrow: true,
    arrowhead: head ? 2 : 0,
    arrowwidth: 1.5,
    standoff,
    startstandoff,
  };
}
