/** An arrow between two places of a chart, as a layout's annotation. */

/** A place, in the units of the axes. */
export type Spot = readonly [x: number, y: number];

/**
 * Makes the annotation.
 *
 * @param ends - Where it starts and where it points, in the units of the axes.
 * @param gaps - Pixels that its point and its start stay away from the places.
 */
export function arrow(
  [[ax, ay], [x, y]]: readonly [from: Spot, to: Spot],
  { standoff, startstandoff }: { standoff: number; startstandoff: number },
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
    arrowhead: 2,
    arrowwidth: 1.5,
    standoff,
    startstandoff,
  };
}
