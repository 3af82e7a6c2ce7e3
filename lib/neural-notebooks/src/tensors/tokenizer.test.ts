import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { ArgumentError, DataError, StateError } from "../core/errors";
import { tf } from "../core/tf";
import * as danfo from "danfojs-node";
import { throughJson } from "./json.testing";
import { padSequences } from "./pad-sequences";
import { Tokenizer } from "./tokenizer";

const lists = (rows: readonly ArrayLike<number>[]): number[][] => rows.map((row) => Array.from(row));

describe("Tokenizer", () => {
  const texts = ["The cat sat on the mat.", "A dog, a cat!"];

  it("numbers words by frequency, then by the alphabet, behind padding and unknown words", () => {
    const { vocabulary } = new Tokenizer().fit(texts);
    assert.deepEqual(vocabulary, ["", "[UNK]", "a", "cat", "the", "dog", "mat", "on", "sat"]);
  });

  it("fills with 0 behind and cuts behind", () => {
    const tokenizer = new Tokenizer().fit(texts);
    assert.deepEqual(lists(tokenizer.encode(["the cat", "the cat sat on a mat"], { length: 4 })), [
      [4, 3, 0, 0],
      [4, 3, 8, 7],
    ]);
    assert.deepEqual(lists(tokenizer.encode(["cat", "a dog"])), [
      [3, 0],
      [2, 5],
    ]);
  });

  it("never stops at an unknown word, and gives it back as [UNK]", () => {
    const tokenizer = new Tokenizer().fit(texts);
    const rows = tokenizer.encode(["The unicorn sat", "", "constructor __proto__ toString"]);
    assert.deepEqual(lists(rows), [
      [4, 1, 8],
      [0, 0, 0],
      [1, 1, 1],
    ]);
    assert.deepEqual(tokenizer.decode(rows), ["the [UNK] sat", "", "[UNK] [UNK] [UNK]"]);
    assert.deepEqual(
      lists(new Tokenizer({ standardize: "none" }).fit(["[UNK] a [UNK]"]).encode(["[UNK] a"])),
      [[1, 2]],
    );
  });

  it("keeps the most frequent words where the vocabulary is limited", () => {
    const tokenizer = new Tokenizer({ maxTokens: 4 }).fit(texts);
    assert.deepEqual(tokenizer.vocabulary, ["", "[UNK]", "a", "cat"]);
    assert.deepEqual(lists(tokenizer.encode(["the cat"])), [[1, 3]]);
  });

  it("knows letters beyond ASCII in both ways of writing them, their capitals, and emoji", () => {
    const tokenizer = new Tokenizer().fit(["„Ärger“ – STRASSE, Straße… 👍🏽 naïve’s"]);
    assert.deepEqual(tokenizer.vocabulary.slice(2), ["naïves", "strasse", "straße", "ärger", "👍🏽"].sort());
    const composed = tokenizer.encode(["\u00e4rger"]);
    assert.deepEqual(tokenizer.encode(["A\u0308RGER!"]), composed);
    assert.deepEqual(tokenizer.decode(composed), ["\u00e4rger"]);
  });

  it("splits into characters, an emoji whole, and gives back what it got (property)", () => {
    const tokenizer = new Tokenizer({ split: "character", standardize: "none" }).fit(["Mar 3, 2024 😀"]);
    assert.equal(tokenizer.encode(["😀3"])[0]?.length, 2);
    assert.deepEqual(tokenizer.decode(tokenizer.encode(["2024, 3"])), ["2024, 3"]);
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (some) => {
        const own = new Tokenizer({ split: "character", standardize: "none" }).fit(some);
        assert.deepEqual(
          own.decode(own.encode(some)),
          some.map((text) => text.normalize("NFC")),
        );
      }),
    );
  });

  it("standardizes as told", () => {
    const wordsOf = (standardize: "lower" | "stripPunctuation" | "none"): string[] =>
      new Tokenizer({ standardize }).fit(["It's A"]).vocabulary.slice(2);
    assert.deepEqual(wordsOf("lower"), ["a", "it's"]);
    assert.deepEqual(wordsOf("stripPunctuation"), ["A", "Its"]);
    assert.deepEqual(wordsOf("none"), ["A", "It's"]);
  });

  it("tells which words a text has, how often, and how much that says", () => {
    const some = ["a b a", "b c"];
    const multiHot = new Tokenizer({ outputMode: "multiHot" }).fit(some);
    assert.deepEqual(multiHot.vocabulary, ["[UNK]", "a", "b", "c"]);
    assert.deepEqual(lists(multiHot.encode(["a a x", "c b"])), [
      [1, 1, 0, 0],
      [0, 0, 1, 1],
    ]);
    assert.deepEqual(lists(new Tokenizer({ outputMode: "count" }).fit(some).encode(["a a x"])), [
      [1, 2, 0, 0],
    ]);
    // a and c stand in one of two texts: ln(1 + 2 / 2); b in both: ln(1 + 2 / 3); an unknown word has their mean.
    const [once, twice] = [Math.log(2), Math.log(5 / 3)];
    const tfIdf = new Tokenizer({ outputMode: "tfIdf" }).fit(some).encode(["a a b x"]);
    assert.deepEqual(lists(tfIdf), [[(2 * once + twice) / 3, 2 * once, twice, 0].map(Math.fround)]);
  });

  it("gives tensors, leaking none, and reads them", () => {
    const tokenizer = new Tokenizer().fit(texts);
    const before = tf.memory().numTensors;
    const tensor = tokenizer.toTensor(["the cat", "dog"], { length: 3 });
    assert.deepEqual(
      [tensor.shape, tensor.dtype, tensor.arraySync()],
      [
        [2, 3],
        "int32",
        [
          [4, 3, 0],
          [5, 0, 0],
        ],
      ],
    );
    assert.deepEqual(tokenizer.decode(tensor), ["the cat", "dog"]);
    const counts = new Tokenizer({ outputMode: "count" }).fit(texts).toTensor(["cat cat"]);
    assert.deepEqual([counts.shape, counts.dtype], [[1, 8], "float32"]);
    tf.dispose([tensor, counts]);
    assert.equal(tf.memory().numTensors, before);
  });

  it("takes a series", () => {
    const series = new danfo.Series(texts);
    assert.deepEqual(new Tokenizer().fit(series).encode(series), new Tokenizer().fit(texts).encode(texts));
  });

  it("is the same after a round through JSON", () => {
    for (const outputMode of ["int", "multiHot", "count", "tfIdf"] as const) {
      const tokenizer = new Tokenizer({ outputMode, split: "character" }).fit(texts);
      const again = Tokenizer.fromJSON<typeof outputMode>(throughJson(tokenizer));
      assert.deepEqual(again.encode(["a bird"]), tokenizer.encode(["a bird"]));
    }
    assert.throws(
      () => Tokenizer.fromJSON({ type: "Tokenizer" } as never),
      /what toJSON of a Tokenizer gave/,
    );
  });

  it("says what is wrong", () => {
    assert.throws(() => new Tokenizer().encode(["a"]), StateError);
    assert.throws(() => new Tokenizer().vocabulary, StateError);
    assert.throws(() => new Tokenizer().fit([]), DataError);
    assert.throws(
      () => new Tokenizer().fit(["a", null as never]),
      /texts\[1\] must be a text; received null/,
    );
    assert.throws(() => new Tokenizer().fit("a"), /For one text write \[text\]/);
    assert.throws(() => new Tokenizer({ maxTokens: 1 }), ArgumentError);
    assert.throws(() => new Tokenizer({ split: "words" as never }), /"whitespace" or "character"/);
    assert.throws(() => new Tokenizer({ outputMode: "binary" as never }), /"int" or "multiHot"/);
    assert.throws(() => new Tokenizer({ standardize: "upper" as never }), /standardize/);
    const tokenizer = new Tokenizer().fit(texts);
    assert.throws(
      () => tokenizer.decode([[9]]),
      /rows\[0\]\[0\] must be a whole number from 0 to 8; received 9/,
    );
    assert.throws(() => tokenizer.encode(["a"], { length: 0 }), /length/);
    const counts = new Tokenizer({ outputMode: "count" }).fit(texts);
    assert.throws(
      () => counts.encode(["a"], { length: 3 }),
      /length must be left out with outputMode "count"/,
    );
    assert.throws(() => counts.decode([[1]]), /outputMode must be "int"; received "count"/);
  });
});

describe("padSequences", () => {
  const sequences = [[1], [2, 3, 4], []];

  it("fills and cuts in front unless told, as Keras does", () => {
    assert.deepEqual(lists(padSequences(sequences)), [
      [0, 0, 1],
      [2, 3, 4],
      [0, 0, 0],
    ]);
    assert.deepEqual(lists(padSequences(sequences, { length: 2 })), [
      [0, 1],
      [3, 4],
      [0, 0],
    ]);
    assert.deepEqual(
      lists(padSequences(sequences, { length: 2, padding: "post", truncating: "post", value: -1 })),
      [
        [1, -1],
        [2, 3],
        [-1, -1],
      ],
    );
    assert.deepEqual(sequences, [[1], [2, 3, 4], []]);
  });

  it("says what is wrong", () => {
    assert.throws(() => padSequences([[1.5]]), /sequences\[0\]\[0\] must be a whole number; received 1.5/);
    assert.throws(() => padSequences([[1]], { padding: "left" as never }), /padding must be "pre" or "post"/);
    assert.throws(() => padSequences([[1]], { length: -1 }), ArgumentError);
  });
});
