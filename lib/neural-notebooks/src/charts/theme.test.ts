import assert from "node:assert/strict";
import { test } from "node:test";
import { colorOf, palette, roles, symbols, templates, withOpacity } from "./theme";

/** Relative luminance and contrast by the Web Content Accessibility Guidelines 2.2. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** How colours look without one kind of cone (Machado, Oliveira and Fernandes, 2009, severity 1), as CIELAB. */
const blindness = {
  none: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const;

function lab(color: string, kind: keyof typeof blindness): number[] {
  const linear = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  const [r, g, b] = blindness[kind].map((row: readonly number[]) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum: number, m: number, i: number) => sum + m * (linear[i] as number), 0),
      ),
    ),
  ) as [number, number, number];
  const xyz = [
    (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
    0.2126 * r + 0.7152 * g + 0.0722 * b,
    (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
  ];
  const [x, y, z] = xyz.map((t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)) as [
    number,
    number,
    number,
  ];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

test("every colour stands out 3:1 from a white and from a dark ground", () => {
  for (const color of palette) {
    assert.ok(contrast(color, "#ffffff") >= 3, `${color} on white: ${contrast(color, "#ffffff").toFixed(2)}`);
    assert.ok(
      contrast(color, "#111111") >= 3,
      `${color} on #111111: ${contrast(color, "#111111").toFixed(2)}`,
    );
  }
});

test("the first four colours, and train against validation, stay apart for colour-blind readers", () => {
  for (const kind of Object.keys(blindness) as (keyof typeof blindness)[]) {
    const distance = (a: string, b: string) =>
      Math.hypot(...lab(a, kind).map((value, i) => value - (lab(b, kind)[i] as number)));
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < i; j++) {
        const apart = distance(palette[i] as string, palette[j] as string);
        // A difference of 2.3 is just noticeable.
        assert.ok(apart > 14, `${kind}: ${palette[i]} and ${palette[j]} differ by ${apart.toFixed(1)}`);
      }
    }
    assert.ok(distance(roles.train.color, roles.validation.color) > 60, kind);
  }
});

test("train and validation differ in colour, line style and symbol", () => {
  const { train, validation } = roles;
  assert.notEqual(train.color, validation.color);
  assert.notEqual(train.dash, validation.dash);
  assert.notEqual(train.symbol, validation.symbol);
});

test("there is a symbol for each colour, and the palette goes round", () => {
  assert.equal(symbols.length, palette.length);
  assert.equal(new Set(symbols).size, symbols.length);
  assert.equal(colorOf(palette.length), palette[0]);
});

test("both templates are see-through and their ink reads 7:1 on its ground", () => {
  for (const [name, ground] of [
    ["light", "#ffffff"],
    ["dark", "#111111"],
  ] as const) {
    const { layout } = templates[name];
    assert.equal(layout["paper_bgcolor"], "rgba(0,0,0,0)");
    assert.ok(contrast((layout["font"] as { color: string }).color, ground) >= 7);
  }
});

test("opacity is written as Plotly reads it", () => {
  assert.equal(withOpacity("#bd0f83", 0.2), "rgba(189, 15, 131, 0.2)");
});
