/** Turns shares into the colours of cells that carry text: so pale that the page's ink reads on every shade, in both themes. */
import type { Trace } from "./figure";
import { palette, withOpacity, type ColorScale } from "./theme";

/**
 * The strongest shade. The page shows through, so a cell is pale on a light page and dim on a dark one, and the theme's
 * ink stays readable: a mixed shade has no text colour that would read on it in both.
 */
const STRONGEST = 0.62;
/** An empty cell is seen as a cell. */
const FAINTEST = 0.05;
const [BLUE, ORANGE] = palette as [string, string];

/** Little to much; with `curve` below 1 small shares are seen as well. */
export function shadesOf(color: string, { curve = 1 } = {}): ColorScale {
  return Array.from(
    { length: 11 },
    (_, i) => [i / 10, withOpacity(color, shade((i / 10) ** curve))] as const,
  );
}

/** Little to much in the course's blue. */
export function sequentialShades(): ColorScale {
  return shadesOf(BLUE);
}

/** Little to much without a text on it: up to the full blue. */
export function littleToMuch(): ColorScale {
  return [
    [0, withOpacity(BLUE, FAINTEST)],
    [1, withOpacity(BLUE, 1)],
  ];
}

/** Below zero blue, above it orange. */
export function divergingShades(): ColorScale {
  return [
    [0, withOpacity(BLUE, STRONGEST)],
    [0.5, withOpacity(BLUE, FAINTEST)],
    [0.5, withOpacity(ORANGE, FAINTEST)],
    [1, withOpacity(ORANGE, STRONGEST)],
  ];
}

/** Texts over cells, in the theme's ink. plotly's own texts of cells take a colour by the cell's, as if nothing shone through. */
export function cellTexts(cells: {
  x: readonly (string | number)[];
  y: readonly (string | number)[];
  text: readonly (readonly string[])[];
}): Trace {
  const { x, y, text } = cells;
  return {
    type: "scatter",
    mode: "text",
    x: y.flatMap(() => x),
    y: y.flatMap((row) => x.map(() => row)),
    text: text.flat(),
    hoverinfo: "skip",
    showlegend: false,
    cliponaxis: false,
  };
}

function shade(share: number): number {
  return Number((FAINTEST + (STRONGEST - FAINTEST) * share).toFixed(3));
}
