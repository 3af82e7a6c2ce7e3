import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ArgumentError } from "../core/errors";
import { blobs, circles, echo, moons, noisySine, sine, spirals } from "./synthetic";
import { wordCorpus } from "./corpus";

describe("generators of points", () => {
  it("give the same points for the same seed, and each class its share (property)", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(moons, circles, spirals, blobs),
        fc.integer({ min: 3, max: 90 }),
        fc.integer(),
        (make, count, seed) => {
          const { x, y } = make({ count, seed });
          assert.deepEqual(make({ count, seed }), { x, y });
          assert.deepEqual([x.length, y.length], [count, count]);
          assert.ok(x.every((point) => point.length === 2 && point.every(Number.isFinite)));
          const sizes = [...new Set(y)].map((label) => y.filter((other) => other === label).length);
          assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
        },
      ),
    );
  });

  it("put moons on two half circles, as worked by hand", () => {
    const { x, y } = moons({ count: 200, noise: 0 });
    x.forEach(([u = 0, v = 0], i) => {
      const [a, b] = y[i] === 0 ? [u, v] : [1 - u, 0.5 - v];
      assert.ok(Math.abs(a * a + b * b - 1) < 1e-12 && b >= -1e-12);
    });
  });

  it("put circles at radius 1 and at the factor, without a point that comes twice", () => {
    const { x, y } = circles({ count: 100, noise: 0, factor: 0.3 });
    x.forEach(([u = 0, v = 0], i) => assert.ok(Math.abs(Math.hypot(u, v) - (y[i] === 0 ? 1 : 0.3)) < 1e-12));
    assert.equal(new Set(x.map((point) => point.map((value) => value.toFixed(6)).join())).size, 100);
  });

  it("wind spirals from the middle to radius 1", () => {
    const { x } = spirals({ count: 99, noise: 0 });
    const radii = x.map(([u = 0, v = 0]) => Math.hypot(u, v));
    assert.ok(Math.abs(Math.max(...radii) - 1) < 1e-12);
    assert.equal(Math.min(...radii), 0);
  });

  it("put blobs around their centres, of any number of coordinates", () => {
    const { x, y } = blobs({
      count: 3000,
      centers: [
        [0, 0, 5],
        [9, 9, 9],
      ],
      noise: 0.5,
      seed: 1,
    });
    const second = x.filter((_, i) => y[i] === 1);
    const means = [0, 1, 2].map(
      (axis) => second.reduce((sum, point) => sum + (point[axis] as number), 0) / second.length,
    );
    // The mean of 1,500 draws lies within five standard errors, 5 · 0.5 / √1500 ≈ 0.065.
    assert.ok(means.every((mean) => Math.abs(mean - 9) < 0.065));
  });

  it("mix the classes", () => {
    assert.equal(new Set(moons({ count: 100 }).y.slice(0, 15)).size, 2);
  });

  it("say what is wrong", () => {
    assert.throws(
      () => moons({ count: 1 }),
      /Cannot draw moons: count must be a whole number ≥ 2; received 1/,
    );
    assert.throws(() => moons({ noise: -1 }), ArgumentError);
    assert.throws(() => circles({ factor: 1 }), ArgumentError);
    assert.throws(() => spirals({ turns: 0 }), ArgumentError);
    assert.throws(() => blobs({ centers: [[0, 0], [1]] }), ArgumentError);
    assert.throws(() => blobs({ centers: [] }), ArgumentError);
  });
});

describe("sine and echo", () => {
  it("follow the formula, and the noise has the size asked for", () => {
    const { x, y, signal } = noisySine({ count: 4000, noise: 0.3, seed: 2 });
    x.forEach((value, i) =>
      assert.ok(
        Math.abs((signal[i] as number) - Math.sin(2 * Math.PI * value)) < 1e-12 && value >= (x[i - 1] ?? 0),
      ),
    );
    const deviation = Math.sqrt(
      y.reduce((sum, value, i) => sum + (value - (signal[i] as number)) ** 2, 0) / y.length,
    );
    assert.ok(Math.abs(deviation - 0.3) < 0.02, `${deviation}`);
    assert.deepEqual(sine({ count: 5 }).y, sine({ count: 5 }).signal);
    assert.throws(() => sine({ count: 1 }), ArgumentError);
  });

  it("echo what came some steps before, and 0 until then (property)", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(29), fc.integer(), (length, delay, seed) => {
        fc.pre(delay < length);
        const { x, y } = echo({ count: 3, length, delay, seed });
        x.forEach((bits, i) =>
          assert.deepEqual(y[i], [...Array<number>(delay).fill(0), ...bits].slice(0, length)),
        );
      }),
    );
    assert.throws(() => echo({ length: 3, delay: 3 }), /delay must be a whole number from 0 to 2/);
  });
});

describe("wordCorpus", () => {
  const corpus = wordCorpus({ count: 3000, seed: 1 });

  it("is the same for the same seed, and knows every word it uses", () => {
    assert.deepEqual(wordCorpus({ count: 50, seed: 1 }), wordCorpus({ count: 50, seed: 1 }));
    const words = new Set(corpus.sentences.flat());
    assert.deepEqual([...words].sort(), corpus.vocabulary);
    for (const word of [...corpus.analogies.flat(), ...Object.values(corpus.groups).flat()])
      assert.ok(words.has(word), word);
    assert.ok(corpus.sentences.every((sentence) => sentence.length >= 5 && sentence.length <= 9));
  });

  it("holds the relations it promises: counted neighbours alone solve its analogies", () => {
    // A word's vector: how often each other word is in its sentences, as positive pointwise mutual information.
    const place = new Map(corpus.vocabulary.map((word, i) => [word, i]));
    const size = corpus.vocabulary.length;
    const together = Array.from({ length: size }, () => new Float64Array(size));
    const count = (row: number, column: number) => {
      const counts = together[row] as Float64Array;
      counts[column] = (counts[column] as number) + 1;
    };
    for (const sentence of corpus.sentences) {
      for (const a of sentence)
        for (const b of sentence) if (a !== b) count(place.get(a) as number, place.get(b) as number);
    }
    const totals = together.map((row) => row.reduce((a, b) => a + b, 0));
    const all = totals.reduce((a, b) => a + b, 0);
    const vectors = together.map((row, i) =>
      row.map((count, j) =>
        Math.max(0, Math.log((count * all) / ((totals[i] as number) * (totals[j] as number)))),
      ),
    );
    const unit = vectors.map((row) => {
      const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
      return row.map((value) => value / length);
    });
    const solved = corpus.analogies.filter(([a, b, c, d]) => {
      const [va, vb, vc] = [a, b, c].map((word) => unit[place.get(word) as number] as Float64Array) as [
        Float64Array,
        Float64Array,
        Float64Array,
      ];
      const target = vb.map((value, i) => value - (va[i] as number) + (vc[i] as number));
      const scores = unit.map((row, i) =>
        [a, b, c].includes(corpus.vocabulary[i] as string)
          ? -Infinity
          : row.reduce((sum, value, j) => sum + value * (target[j] as number), 0),
      );
      return corpus.vocabulary[scores.indexOf(Math.max(...scores))] === d;
    });
    assert.equal(corpus.analogies.length, 10);
    assert.ok(
      solved.length >= 8,
      `${solved.length} of 10: ${solved.map((words) => words.join(" ")).join("; ")}`,
    );
  });

  it("says what is wrong", () => {
    assert.throws(() => wordCorpus({ count: 0 }), ArgumentError);
  });
});
