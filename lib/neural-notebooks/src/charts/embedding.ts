/** Turns named vectors of two numbers into a map. */
import { ShapeError, cannot } from "../core/errors";
import { isList } from "../core/is-list";
import { checkSameLength } from "../core/shape";
import { arrow, type Spot } from "./arrow";
import { axesLayout, type AxesOptions } from "./axes";
import { Chart } from "./chart";
import type { Labels, Trace } from "./figure";
import { READABLE } from "./path-look";
import { colorOf, symbolOf } from "./theme";
import { checkLabels, counted, describeMissing, groupRows, isNumber } from "./alt-text";

/** Places and names. */
export interface EmbeddingData {
  /** Places in the map, [words, 2]: two chosen dimensions, or a projection. */
  places: readonly (readonly number[])[];
  /** The names, [words]. */
  labels: readonly string[];
  /** A category for each name. */
  group?: Labels;
}

/** How the map is drawn. */
export interface EmbeddingOptions extends Partial<AxesOptions> {
  title: string;
  /** Pairs of names to join by an arrow, such as `[["king", "queen"], ["man", "woman"]]`. */
  arrows?: readonly (readonly [string, string])[];
}

/**
 * Draws a map of words (or of anything with a name and a place).
 *
 * @param data - Places [words, 2], names, categories.
 * @param options - Title, arrows.
 * @returns The chart; its description tells the two nearest names.
 * @throws ShapeError when places are not pairs, or names and places differ in number.
 * @throws ArgumentError when an arrow leads to a name that is not there.
 */
export function embeddingMap(data: EmbeddingData, options: EmbeddingOptions): Chart {
  const { places, labels, group } = checkEmbedding(data ?? {});
  const { title, arrows = [], height = 480 } = options ?? {};
  const { xTitle = "first direction", yTitle = "second direction" } = options ?? {};
  const layout = axesLayout({ title, xTitle, yTitle, height }, VERB);
  const isDrawn = (row: number) => (places[row] ?? []).every(isNumber);
  const missing = places.filter((_, row) => !isDrawn(row)).length;
  const groups = group === undefined ? new Map([["", places.map((_, i) => i)]]) : groupRows(group);
  const traces = [...groups].map(([name, members], i): Trace => {
    return {
      type: "scatter",
      mode: places.length <= 150 ? "markers+text" : "markers",
      name,
      showlegend: group !== undefined,
      x: members.filter(isDrawn).map((row) => places[row]?.[0] as number),
      y: members.filter(isDrawn).map((row) => places[row]?.[1] as number),
      text: members.filter(isDrawn).map((row) => labels[row]),
      textposition: "top center",
      textfont: READABLE,
      hovertemplate: "%{text}<extra>%{fullData.name}</extra>",
      marker: { color: colorOf(i), symbol: symbolOf(i), size: 8 },
    };
  });
  const annotations = arrows.map(([from, to]) =>
    arrow([spotOf(from, data), spotOf(to, data)], { standoff: 5, startstandoff: 5 }),
  );
  const parts =
    group === undefined
      ? ""
      : ` in ${counted(groups.size, "group")} (${[...groups].map(([name, members]) => `${name}: ${members.length}`).join(", ")})`;
  return new Chart(
    { data: traces, layout: { ...layout, annotations } },
    {
      alt: `${title}. ${counted(places.length, "name")}${parts}.${nearest(places, labels)}${describeMissing(missing)}`,
    },
  );
}

const VERB = "draw a map";

function checkEmbedding(data: EmbeddingData): EmbeddingData {
  const { places, labels, group } = data;
  if (
    !isList(places) ||
    places.length === 0 ||
    !places.every((place) => place?.length === 2) ||
    !places.some((place) => place.every(isNumber))
  ) {
    throw cannot(VERB, {
      argument: "places",
      must: "pairs of finite numbers",
      received: places,
      hint: "Choose two dimensions, or project the vectors onto two.",
      as: ShapeError,
    });
  }
  checkSameLength({ places: places.length, labels: labels?.length ?? 0 }, VERB);
  if (group !== undefined)
    checkLabels(group, { verb: VERB, argument: "group", rows: places.length, rowsName: "places" });
  return data;
}

/** Where a name stands. */
function spotOf(label: string, { places, labels }: EmbeddingData): Spot {
  const place = places[labels.indexOf(label)];
  if (!place?.every(isNumber))
    throw cannot(VERB, { argument: "arrows", must: "between names of the map", received: label });
  const [x = 0, y = 0] = place;
  return [x, y];
}

function nearest(places: readonly (readonly number[])[], labels: readonly string[]): string {
  let best = { distance: Infinity, description: "" };
  for (let i = 0; i < places.length; i++) {
    for (let j = 0; j < i; j++) {
      const [p, q] = [places[i], places[j]] as [readonly [number, number], readonly [number, number]];
      const distance = Math.hypot(p[0] - q[0], p[1] - q[1]);
      if (distance < best.distance)
        best = { distance, description: ` Nearest: ${labels[j]} and ${labels[i]}.` };
    }
  }
  return best.description;
}
