/** Turns fields of which each holds the next into rings, one inside the other. */
import { cannot } from "../../core/errors";
import { heightLayout, minimumWidth, titleLayout } from "../axes";
import { Chart } from "../chart";
import type { Layout } from "../figure";
import { colorOf, withOpacity } from "../theme";
import { checkText } from "../alt-text";
import { DEFAULT_HEIGHT } from "../rendering";

/** One field. */
export interface NestedField {
  readonly name: string;
  /** A few words on what sets it apart. */
  readonly what: string;
}

/**
 * Draws fields as rings, the first outside.
 *
 * @param fields - From the widest to the narrowest, two to five.
 * @param options - Title, `height` (380).
 * @returns The chart; its description tells what lies in what.
 * @throws ArgumentError when there are fewer than two fields or more than five, or a text is missing.
 * @example
 * const chart = nestedChart([{ name: "animals", what: "alive" }, { name: "birds", what: "feathers" }], { title: "Birds are animals" });
 * assert.match(chart.alt, /animals \(alive\), and in it birds \(feathers\)/);
 */
export function nestedChart(
  fields: readonly NestedField[],
  options: { title: string; height?: number },
): Chart {
  const { title, height = DEFAULT_HEIGHT } = options ?? {};
  const layout = titleLayout(title, VERB);
  const texts = checkFields(fields);
  const hidden = { visible: false, fixedrange: true };
  const frame = {
    xaxis: { ...hidden, range: [-texts.length - 0.1, texts.length + 0.1] },
    yaxis: { ...hidden, range: [-0.1, texts.length + 0.1] },
    margin: { t: 56, r: 8, b: 8, l: 8 },
  };
  // All rings touch at the bottom, so that each has room for its name on top.
  const shapes = texts.map((_, i) => ring(texts.length - i, colorOf(i)));
  const annotations = texts.map(({ name, what }, i) => ({
    x: 0,
    y: texts.length - i - 0.5,
    text: `<b>${name}</b><br>${what}`,
    showarrow: false,
  }));
  const room = { ...minimumWidth(150 * texts.length), ...heightLayout(height) };
  const description = texts.map(({ name, what }) => `${name} (${what})`).join(", and in it ");
  return new Chart(
    { data: [], layout: { ...layout, ...frame, shapes, annotations, ...room } },
    { alt: `${title}. Rings from the outside: ${description}.` },
  );
}

const VERB = "draw rings";

function checkFields(fields: readonly NestedField[]): NestedField[] {
  if (!Array.isArray(fields) || fields.length < 2 || fields.length > 5) {
    throw cannot(VERB, { argument: "fields", must: "two to five", received: fields });
  }
  return (fields as readonly NestedField[]).map(({ name, what }, i) => ({
    name: checkText(name, { verb: VERB, argument: `fields[${i}].name` }),
    what: checkText(what, { verb: VERB, argument: `fields[${i}].what` }),
  }));
}

function ring(size: number, color: string): Layout {
  return {
    type: "circle",
    x0: -size,
    x1: size,
    y0: 0,
    y1: size,
    line: { width: 3, color },
    fillcolor: withOpacity(color, 0.1),
  };
}
