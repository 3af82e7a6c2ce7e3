/** Tests of the sketches of a neuron and of the cortex: what is drawn, what is said, what is refused. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ArgumentError } from "../../core/errors";
import { cortexChart, neuronChart } from "./brain";

const title = "A claim";

test("a neuron has 5 dendrites that fork to 40 tips, and 12 synapses at the end of the axon", () => {
  // 5 trunks fork in two three times: 5 · 2³ = 40; the axon's 3 branches fork twice: 3 · 2² = 12.
  const { figure, alt } = neuronChart({ title });
  assert.match(alt, /at 40 places.* 12 synapses/);
  const markers = figure.data.filter(({ mode }) => mode === "markers").map(({ x }) => (x as number[]).length);
  assert.deepEqual(markers, [40, 12, 1]);
});

test("all of the neuron lies within the picture", () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    const { figure } = neuronChart({ title, seed });
    const { xaxis, yaxis } = figure.layout as { xaxis: { range: number[] }; yaxis: { range: number[] } };
    for (const { x, y } of figure.data) {
      for (const [values, range] of [
        [x, xaxis.range],
        [y, yaxis.range],
      ] as [(number | null)[], [number, number]][]) {
        assert.ok(
          values.every((value) => value === null || (value > range[0] && value < range[1])),
          `seed ${seed}`,
        );
      }
    }
  }
});

test("a sketch is the same for the same seed and another for another", () => {
  const places = (seed: number) => JSON.stringify(neuronChart({ title, seed }).figure.data);
  assert.equal(places(1), places(1));
  assert.notEqual(places(1), places(2));
});

test("the marked cells of the cortex lie within one column of half a millimetre", () => {
  const { figure } = cortexChart({ title, columns: 6 });
  const marked = figure.data
    .filter(({ marker }) => (marker as { symbol: string }).symbol === "triangle-up")
    .flatMap(({ x }) => x as number[]);
  assert.ok(marked.length > 10);
  assert.ok(marked.every((x) => x >= 1.5 && x < 2));
});

test("the layers fill the depth from the surface down without overlap", () => {
  const { figure } = cortexChart({ title });
  const depths = figure.data.map(({ y }) => y as number[]);
  const layers = [0, 2, 4, 6, 8].map((i) => [...(depths[i] ?? []), ...(depths[i + 1] ?? [])]);
  layers.slice(1).forEach((layer, i) => assert.ok(Math.min(...layer) > Math.max(...(layers[i] ?? []))));
  assert.ok(Math.max(...depths.flat()) < 2.5);
});

test("a sketch needs a title and at least one column", () => {
  assert.throws(() => neuronChart({ title: "" }), ArgumentError);
  assert.throws(() => cortexChart({ title, columns: 0 }), /columns must be/);
});
