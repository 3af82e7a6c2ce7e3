/** Tests that texts on coloured cells can be read, whatever the shade, in both themes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { confusionMatrix } from "../evaluation/confusion";
import { divergingShades, sequentialShades, shadesOf } from "./cell-colors";
import { confusionChart } from "./confusion";
import { attentionChart, correlationChart } from "./matrix";
import { backgrounds, colorOf, templates, type ColorScale } from "./theme";

type Rgb = readonly [number, number, number];

function hex(color: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** Relative luminance (Web Content Accessibility Guidelines 2.2). */
function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((value) => {
    const channel = value / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** A see-through colour over a ground. */
function over(color: string, ground: Rgb): Rgb {
  const [r = 0, g = 0, b = 0, opacity = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
  return [r, g, b].map(
    (value, i) => opacity * value + (1 - opacity) * (ground[i] as number),
  ) as unknown as Rgb;
}

const scales: Record<string, ColorScale> = {
  sequential: sequentialShades(),
  diverging: divergingShades(),
  mistakes: shadesOf(colorOf(1), { curve: 0.7 }),
};

for (const theme of ["light", "dark"] as const)
  for (const [name, scale] of Object.entries(scales))
    test(`the ink of the ${theme} theme reads 4.5:1 on every ${name} shade`, () => {
      const ink = hex((templates[theme].layout["font"] as { color: string }).color);
      for (const [at, color] of scale) {
        const ratio = contrast(ink, over(color, hex(backgrounds[theme])));
        assert.ok(ratio >= 4.5, `${color} at ${at}: ${ratio.toFixed(2)}`);
      }
    });

test("a strong shade is told from a faint one", () => {
  for (const theme of ["light", "dark"] as const) {
    const ground = hex(backgrounds[theme]);
    const scale = sequentialShades();
    const ends = [scale[0], scale[scale.length - 1]].map((stop) => over(stop?.[1] ?? "", ground)) as [
      Rgb,
      Rgb,
    ];
    assert.ok(contrast(...ends) > 1.8, `${theme}: ${contrast(...ends)}`);
  }
});

test("texts of cells are the theme's, not those that plotly.js would choose by a colour that the page shines through", () => {
  const title = "A claim";
  const matrix = confusionMatrix({ yTrue: [0, 1], yPred: [0, 0] }, { names: ["a", "b"] });
  const made = [
    confusionChart(matrix, { title }),
    confusionChart(matrix, { title, color: "mistakes" }),
    correlationChart({ a: [1, 2, 3], b: [1, 3, 2] }, { title }),
    attentionChart([[0.2, 0.8]], { title, queries: ["a"], keys: ["b", "c"] }),
  ];
  for (const { figure } of made) {
    const [cells, texts] = figure.data;
    assert.equal(cells?.["texttemplate"], undefined);
    assert.equal(texts?.["mode"], "text");
    assert.equal(texts?.["textfont"], undefined);
  }
});

test("a colour that is none of the two is refused", () => {
  const matrix = confusionMatrix({ yTrue: [0], yPred: [0] });
  assert.throws(
    () => confusionChart(matrix, { title: "x", color: "errors" as never }),
    /color must be "shares" or "mistakes"; received "errors"/,
  );
});
