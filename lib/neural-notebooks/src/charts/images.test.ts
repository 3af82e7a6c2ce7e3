import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError, ShapeError } from "../core/errors";
import { volumeChart } from "./illustrations/volumes";
import { featureMapGrid, filterGrid, imageGrid } from "./images";

const title = "Pictures";

test("each picture is a tile with its own pixels, side by side and row by row", () => {
  const { figure } = imageGrid(
    { values: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), shape: [2, 2, 2] },
    { title, columns: 1 },
  );
  assert.deepEqual(
    figure.data.map(({ z }) => z),
    [
      [Uint8Array.of(1, 2), Uint8Array.of(3, 4)],
      [Uint8Array.of(5, 6), Uint8Array.of(7, 8)],
    ],
  );
  assert.deepEqual(
    figure.data.map(({ x0, y0 }) => [x0, y0]),
    [
      [0, 0],
      [0, 2.24],
    ],
  );
  assert.equal((figure.layout?.["yaxis"] as { autorange: string }).autorange, "reversed");
});

test("grey pictures of bytes and of shares are black at 0 and white at the top, whatever they hold", () => {
  const range = (values: readonly number[]) => {
    const [tile] = imageGrid({ values, shape: [1, 1, values.length] }, { title }).figure.data;
    return [tile?.["zmin"], tile?.["zmax"]];
  };
  assert.deepEqual(range([10, 200]), [0, 255]);
  assert.deepEqual(range([0.2, 0.9]), [0, 1]);
  assert.deepEqual(range([-3, 5]), [-3, 5]);
});

test("contrast can be shared or each picture's own", () => {
  const images = { values: [-4, 1, -1, 8], shape: [2, 1, 2] };
  const ranges = (contrast: "shared" | "each") =>
    imageGrid(images, { title, contrast, shading: "diverging" }).figure.data.map(({ zmin, zmax }) => [
      zmin,
      zmax,
    ]);
  assert.deepEqual(ranges("shared"), [
    [-8, 8],
    [-8, 8],
  ]);
  assert.deepEqual(ranges("each"), [
    [-4, 4],
    [-8, 8],
  ]);
});

test("colour pictures keep red, green and blue; shares of one are stretched to bytes", () => {
  const bytes = imageGrid({ values: Uint8Array.of(255, 0, 0, 0, 255, 0), shape: [1, 1, 2, 3] }, { title });
  assert.deepEqual(bytes.figure.data[0]?.["z"], [
    [
      [255, 0, 0],
      [0, 255, 0],
    ],
  ]);
  const shares = imageGrid({ values: [1, 0.5, 0], shape: [1, 1, 1, 3] }, { title });
  assert.deepEqual(shares.figure.data[0]?.["z"], [[[255, 128, 0]]]);
});

test("captions are drawn above their tiles and read out", () => {
  const chart = imageGrid(
    { values: [0, 1], shape: [2, 1, 1] },
    { title, captions: ["Shirt → Coat", "Bag"], noun: "garment" },
  );
  assert.equal(chart.alt, "Pictures. 2 garments of 1 × 1 pixels: Shirt → Coat, Bag.");
  const captions = chart.figure.layout?.["annotations"] as { text: string }[];
  assert.deepEqual(
    captions.map(({ text }) => text),
    ["Shirt → Coat", "Bag"],
  );
});

test("filters show one input channel of each, below and above zero", () => {
  // [filters 2, height 1, width 2, channels 2]
  const filters = {
    layer: "conv1",
    shape: [2, 1, 2, 2],
    values: Float32Array.of(1, 10, 2, 20, 3, 30, 4, -40),
  };
  const chart = filterGrid(filters, { title, channel: 1 });
  assert.deepEqual(
    chart.figure.data.map(({ z }) => z),
    [[Float32Array.of(10, 20)], [Float32Array.of(30, -40)]],
  );
  assert.deepEqual([chart.figure.data[0]?.["zmin"], chart.figure.data[0]?.["zmax"]], [-40, 40]);
  assert.match(
    chart.alt,
    /2 filters of 1 × 2 pixels\. Values from -40 to 30\. Layer conv1, input channel 1 of 2\./,
  );
});

test("feature maps are taken apart by channel, of the row asked for", () => {
  // [batch 2, height 1, width 2, channels 2]
  const maps = { layer: "conv1", shape: [2, 1, 2, 2], values: Float32Array.of(0, 0, 0, 0, 1, 10, 2, 20) };
  const chart = featureMapGrid(maps, { title, row: 1 });
  assert.deepEqual(
    chart.figure.data.map(({ z }) => z),
    [[Float32Array.of(1, 2)], [Float32Array.of(10, 20)]],
  );
  assert.match(featureMapGrid(maps, { title, limit: 1 }).alt, /the first 1 of 2/);
});

test("what does not fit is refused with a reason", () => {
  const refused: [() => unknown, new (message: string) => Error, RegExp][] = [
    [
      () => imageGrid({ values: [1, 2, 3], shape: [1, 2, 2] }, { title }),
      ShapeError,
      /values must be 4 numbers for shape \[1, 2, 2\]; received \[1, 2, 3\]/,
    ],
    [
      () => imageGrid({ values: [1, 2, 3, 4], shape: [2, 2] }, { title }),
      ShapeError,
      /Did you forget the axis of pictures/,
    ],
    [() => imageGrid({ values: [1, 2], shape: [1, 1, 1, 2] }, { title }), ShapeError, /1 or 3/],
    [() => imageGrid({ values: [], shape: [0, 2, 2] }, { title }), ShapeError, /shape must be/],
    [
      () => imageGrid({ values: [1], shape: [1, 1, 1] }, { title, captions: ["a", "b"] }),
      ShapeError,
      /captions must be one for each of the 1 image/,
    ],
    [() => imageGrid({ values: [1], shape: [1, 1, 1] }, { title, columns: 0 }), ArgumentError, /columns/],
    [
      () => filterGrid({ layer: "dense", shape: [2, 2], values: new Float32Array(4) }, { title }),
      ShapeError,
      /\[count, height, width, channels\]; received shape \[2, 2\]/,
    ],
    [
      () =>
        filterGrid(
          { layer: "conv", shape: [1, 1, 1, 1], values: new Float32Array(1) },
          { title, channel: 1 },
        ),
      ArgumentError,
      /channel/,
    ],
    [
      () =>
        featureMapGrid(
          { layer: "conv", shape: [1, 1, 1, 1], values: new Float32Array(1) },
          { title, row: 1 },
        ),
      ArgumentError,
      /row must be a whole number from 0 to 0/,
    ],
  ];
  for (const [call, constructor, message] of refused) assert.throws(call, { constructor, message });
});

test("numbers that are no photograph have a scale beside the first tile", () => {
  const scales = (values: readonly number[], options = {}) =>
    imageGrid({ values, shape: [2, 1, 2] }, { title, ...options }).figure.data.map(
      ({ showscale }) => showscale,
    );
  assert.deepEqual(scales([0, 255, 3, 4]), [false, false], "bytes");
  assert.deepEqual(scales([0, 1, 0.5, 0.2]), [false, false], "shares of one");
  assert.deepEqual(scales([-1, 1, 0.5, 0.2]), [true, false]);
  assert.deepEqual(scales([0, 300, 3, 4]), [true, false]);
  assert.deepEqual(scales([0.2, 0.4, 0.5, 0.2], { range: [0.2, 0.5] }), [true, false]);
  assert.deepEqual(
    scales([0.2, 0.4, 0.5, 0.2], { shading: "sequential" }),
    [true, false],
    "an occlusion map",
  );
  assert.deepEqual(scales([0.2, 0.4, 0.5, 0.2], { valueTitle: "probability" }), [true, false]);
  const { figure, alt } = imageGrid(
    { values: [0.2, 0.4], shape: [1, 1, 2] },
    { title, shading: "sequential", valueTitle: "loss" },
  );
  assert.deepEqual(figure.data[0]?.["colorbar"], { title: { text: "loss" } });
  assert.match(alt, /Values from 0\.2 to 0\.4\./);
});

test("pictures with a range each say it over their tiles, unless they have captions", () => {
  const images = { values: [-4, 1, -1, 8], shape: [2, 1, 2] };
  const captions = (options = {}) =>
    (
      imageGrid(images, { title, contrast: "each", ...options }).figure.layout?.["annotations"] as {
        text: string;
      }[]
    ).map(({ text }) => text);
  assert.deepEqual(captions(), ["−4 to 1", "−1 to 8"]);
  assert.deepEqual(captions({ captions: ["a", "b"] }), ["a", "b"]);
});

test("little to much is one colour, also below zero", () => {
  const tile = (values: readonly number[]) =>
    imageGrid({ values, shape: [1, 1, 2] }, { title, shading: "sequential" }).figure.data[0];
  assert.equal(tile([0, 2])?.["autocolorscale"], true);
  const scale = tile([-1, 2])?.["colorscale"] as [number, string][];
  const hues = scale.map(([, color]) => color.replace(/, [\d.]+\)$/, ""));
  assert.equal(new Set(hues).size, 1, hues.join("; "));
});

test("volumes: as many sheets as there are maps up to eight, their size to scale, and shapes that are none are refused", () => {
  const { figure, alt } = volumeChart(
    [
      { name: "picture", shape: [28, 28, 1] },
      { name: "pooling", shape: [14, 14, 64] },
      { name: "dense", shape: [10] },
    ],
    { title: "Smaller and deeper" },
  );
  const boxes = (figure.layout?.["shapes"] ?? []) as { x0: number; x1: number; y0: number; y1: number }[];
  assert.equal(boxes.length, 1 + 8 + 1);
  const [picture, pooled] = boxes;
  assert.ok(picture && pooled);
  assert.ok(Math.abs((picture.x1 - picture.x0) / (pooled.x1 - pooled.x0) - 2) < 1e-9);
  assert.equal(
    alt,
    "Smaller and deeper. From left to right: picture 28 × 28 × 1, pooling 14 × 14 × 64, dense 10.",
  );
  assert.throws(() => volumeChart([{ name: "a", shape: [1] }], { title: "x" }), /two or more/);
  const flat = { name: "b", shape: [3, 3] };
  assert.throws(() => volumeChart([flat, flat], { title: "x" }), /height, width, channels\] or \[units\]/);
});

test("numbers drawn as grey have an edge, since they may be as white as the page; photographs have none", () => {
  const images = { values: Float32Array.of(1, 1, 1, 1), shape: [1, 2, 2, 1] };
  const edges = (options: object) =>
    imageGrid(images, { title: "Maps", ...options }).figure.layout?.["shapes"];
  assert.deepEqual(edges({}), []);
  assert.equal((edges({ range: [0, 1], valueTitle: "probability" }) as unknown[]).length, 1);
});
