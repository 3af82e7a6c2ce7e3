/** Turns one picture and the networks that look at it into the picture beside the probabilities that they give each class. */
import { ShapeError, cannot } from "../core/errors";
import { checkInteger } from "../core/shape";
import { loadTf } from "../core/load-tf";
import type { LayersModel } from "../core/fitted-types";
import type { Tensor } from "../core/tensor-types";
import { checkModelInput, checkOneInputAndOutput } from "../models/predict";
import { checkText, describeMissing, extentOf, formatNumber, isNumber, listed } from "./alt-text";
import { OVER_PLOT, longestText, minimumWidth, titleLayout } from "./axes";
import { Chart } from "./chart";
import type { Layout, Trace } from "./figure";
import { withGaps } from "./gaps";
import { colorOf } from "./theme";

/** How the answers are drawn. */
export interface ClassifierChartOptions {
  /** The claim that the chart makes. */
  title: string;
  /** What the picture shows in truth; it is written over the picture, and where it is one of `names` its bar is marked. */
  truth?: string;
  /** Names of the classes (`"class 0"`, `"class 1"`, …). */
  names?: readonly string[];
  /** Height in pixels (380, or more for many classes). */
  height?: number;
}

const VERB = "draw a classifier's answer";
/** On a page of less pixels the chart is scrolled, or names of classes would cover the picture. */
const NARROW = 520;

/**
 * Draws one picture, and beside it how probable each network finds each class.
 *
 * @param x - The picture, `[1, height, width, 1 or 3]`, numbers from 0 to 1; it is not disposed of.
 * @param networks - Classifiers by name, each with an output `[batch, classes]` or, for two classes, `[batch, 1]`.
 * @param options - Title, truth, names of the classes.
 * @returns The chart; its description tells each network's answer. No tensor is left over.
 * @throws ShapeError when `x` is not one picture, does not fit a network, or the outputs differ in size.
 * @throws ArgumentError when there is no network.
 */
export function classifierChart(
  x: Tensor,
  networks: Readonly<Record<string, LayersModel>>,
  options: ClassifierChartOptions,
): Chart {
  const picture = readPicture(x);
  const answers = askAll(x, networks);
  const { title, truth, names = defaultNames(answers) } = options ?? {};
  const [first] = answers as [Answer];
  if (names.length !== first.probabilities.length)
    throw cannot(VERB, {
      argument: "names",
      must: `one for each of the ${first.probabilities.length} classes`,
      received: names,
      as: ShapeError,
    });
  if (truth !== undefined) checkText(truth, { verb: VERB, argument: "truth" });
  checkHeight(options?.height);
  const layout = {
    ...titleLayout(title, VERB),
    ...answerLayout(names, { truth, networks: answers.length, height: options.height }),
  };
  const bars = answers.map((answer, i) =>
    barsTrace(answer, { names, index: i, several: answers.length > 1 }),
  );
  const asked = truth === undefined ? "A picture" : `A picture of the class ${truth}`;
  const words = answers.map((answer) => describeAnswer(answer, names)).join(" ");
  return new Chart(
    { data: [pictureTrace(picture), ...bars], layout },
    { alt: `${title}. ${asked}. ${words}${describeMissing(extentOf(picture.values).missing)}` },
  );
}

interface Picture {
  readonly values: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

interface Answer {
  readonly name: string;
  readonly probabilities: readonly number[];
}

function readPicture(x: Tensor): Picture {
  const [count, height = 0, width = 0, channels = 0] = (x as Partial<Tensor> | undefined)?.shape ?? [];
  if (x?.shape?.length !== 4 || count !== 1 || (channels !== 1 && channels !== 3)) {
    const hint = "Take one of several by x.slice([i], [1]).";
    throw cannot(VERB, {
      argument: "x",
      must: "one picture of shape [1, height, width, 1 or 3]",
      received: x,
      hint,
      as: ShapeError,
    });
  }
  return { values: Float32Array.from(x.dataSync()), height, width, channels };
}

function askAll(x: Tensor, networks: Readonly<Record<string, LayersModel>>): Answer[] {
  const entries = Object.entries(networks ?? {});
  if (entries.length === 0)
    throw cannot(VERB, { argument: "networks", must: "one network or more by name", received: networks });
  const answers = entries.map(([name, network]) => ({ name, probabilities: ask(x, network, name) }));
  const sizes = answers.map(({ probabilities }) => probabilities.length);
  if (new Set(sizes).size > 1)
    throw cannot(VERB, {
      argument: "networks",
      must: "networks of equally many classes",
      received: answers.map(({ name, probabilities }) => `${name}: ${probabilities.length}`).join(", "),
      as: ShapeError,
    });
  return answers;
}

function ask(x: Tensor, network: LayersModel, name: string): number[] {
  checkOneInputAndOutput(network, VERB);
  checkModelInput(network, x, VERB);
  const output = loadTf().tidy(() => {
    const result = network.predictOnBatch(x) as Tensor;
    return { shape: result.shape, values: Array.from(result.dataSync()) };
  });
  if (output.shape.length !== 2)
    throw cannot(VERB, {
      argument: `networks.${name}`,
      must: "a classifier with an output of shape [batch, classes]",
      received: { shape: output.shape },
      as: ShapeError,
    });
  const [only = NaN] = output.values;
  return output.values.length === 1 ? [1 - only, only] : output.values;
}

function defaultNames([first]: readonly Answer[]): string[] {
  return (first?.probabilities ?? []).map((_, i) => `class ${i}`);
}

function checkHeight(height: number | undefined): void {
  if (height !== undefined) checkInteger(Math.round(height), { verb: VERB, argument: "height", min: 160 });
}

function pictureTrace({ values, height, width, channels }: Picture): Trace {
  const rows = Array.from({ length: height }, (_, r) =>
    values.slice(r * width * channels, (r + 1) * width * channels),
  );
  const shared = { name: "picture", xaxis: "x", yaxis: "y", hoverinfo: "skip" };
  if (channels === 1)
    return {
      type: "heatmap",
      ...shared,
      z: rows.map(withGaps),
      zmin: 0,
      zmax: extentOf(values).max > 1 ? 255 : 1,
      colorscale: [
        [0, "#000000"],
        [1, "#ffffff"],
      ],
      showscale: false,
    };
  const bytes = (value: number) =>
    isNumber(value) ? Math.max(0, Math.min(255, Math.round(255 * value))) : 0;
  return {
    type: "image",
    ...shared,
    z: rows.map((row) =>
      Array.from({ length: width }, (_, c) => Array.from(row.slice(3 * c, 3 * c + 3), bytes)),
    ),
  };
}

function barsTrace(
  { name, probabilities }: Answer,
  { names, index, several }: { names: readonly string[]; index: number; several: boolean },
): Trace {
  const percent = probabilities.map((share) => (isNumber(share) ? 100 * share : null));
  return {
    type: "bar",
    orientation: "h",
    name,
    xaxis: "x2",
    yaxis: "y2",
    x: percent,
    y: names,
    // Only what is worth reading is written: 0 % beside eight of ten bars is none of it.
    text: percent.map((value) => (value !== null && value >= 1 ? `${Math.round(value)} %` : "")),
    textposition: "outside",
    cliponaxis: false,
    marker: { color: colorOf(index) },
    showlegend: several,
    hovertemplate: "%{y}: %{x:.1f} %<extra>%{fullData.name}</extra>",
  };
}

function answerLayout(
  names: readonly string[],
  options: { truth: string | undefined; networks: number; height: number | undefined },
): Layout {
  const { truth, networks, height = Math.max(380, 130 + names.length * (10 + 12 * networks)) } = options;
  const hidden = { visible: false, showgrid: false, zeroline: false, constrain: "domain" };
  const marked = names.map((name) => (name === truth ? `<b>${name} ✓</b>` : name));
  const room = Math.min(NARROW / 3, longestText(names) + 24);
  const caption = { text: `truth: <b>${truth}</b>`, showarrow: false, font: { size: 13 } };
  return {
    height,
    xaxis: { ...hidden, domain: [0, 0.32], constraintoward: "left" },
    yaxis: { ...hidden, domain: [0, 1], autorange: "reversed", scaleanchor: "x", constraintoward: "top" },
    // The names of the classes stand between the picture and the bars, on narrow pages as well.
    xaxis2: {
      title: { text: "probability (%)" },
      anchor: "y2",
      domain: [0.32 + room / NARROW, 1],
      range: [0, 112],
      dtick: 25,
    },
    yaxis2: {
      domain: [0, 1],
      anchor: "x2",
      autorange: "reversed",
      tickvals: names,
      ticktext: marked,
      automargin: false,
    },
    barmode: "group",
    bargap: 0.25,
    margin: { t: 84, r: 24, b: 56, l: 24 },
    legend: OVER_PLOT,
    annotations:
      truth === undefined
        ? []
        : [{ ...caption, x: 0, xref: "paper", xanchor: "left", y: 1, yref: "paper", yanchor: "bottom" }],
    ...minimumWidth(NARROW),
  };
}

function describeAnswer({ name, probabilities }: Answer, names: readonly string[]): string {
  const order = probabilities
    .map((share, i) => ({ share, name: names[i] as string }))
    .filter(({ share }) => isNumber(share))
    .sort((a, b) => b.share - a.share);
  const lost = probabilities.length - order.length;
  if (order.length === 0) return `${name} gives no finite probability.`;
  const best = order
    .slice(0, 3)
    .map((each) => `${each.name} ${formatNumber(Math.round(1000 * each.share) / 10)} %`);
  return `${name} says ${listed(best)}.${describeMissing(lost)}`;
}
