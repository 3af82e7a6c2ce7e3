/** Tests of word vectors: counts by hand, relations found in a made-up language, GloVe files and their faults. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ArgumentError, DataError, FileError, ShapeError, UnknownNameError } from "../core/errors";
import { Random } from "../core/random";
import { coOccurrence, trainSkipGram, vocabularyOf } from "./embeddings";
import { assertClose } from "../core/oracle.testing";
import { WordVectors, readGlove } from "./word-vectors";

const folder = mkdtempSync(join(tmpdir(), "glove-"));
after(() => rmSync(folder, { recursive: true }));

/** Sentences in which animals eat and barns stand: words of a kind share their neighbours. */
function makeSentences(): string[][] {
  const random = new Random(4);
  const groups = [
    [
      ["cat", "dog", "fox"],
      ["eats", "hunts"],
      ["meat", "mice"],
    ],
    [
      ["car", "bus", "tram"],
      ["drives", "stops"],
      ["fast", "late"],
    ],
  ];
  return Array.from({ length: 600 }, () => random.choice(groups).map((part) => random.choice(part)));
}

test("words are counted, the most frequent first, rare ones left out", () => {
  assert.deepEqual(
    vocabularyOf([
      ["b", "a"],
      ["a", "c"],
    ]),
    { words: ["a", "b", "c"], counts: [2, 1, 1] },
  );
  assert.deepEqual(
    vocabularyOf(
      [
        ["b", "a"],
        ["a", "c"],
      ],
      { minCount: 2 },
    ).words,
    ["a"],
  );
});

test("neighbours are counted within the window, on both sides", () => {
  const { words, counts } = coOccurrence([["we", "like", "nets", "we"]], { window: 2 });
  assert.deepEqual(words, ["we", "like", "nets"]);
  assert.deepEqual(counts, [
    [0, 2, 2],
    [2, 0, 1],
    [2, 1, 0],
  ]);
});

test("skip-gram puts words of a kind together, and the same seed gives the same vectors", () => {
  const options = { dimensions: 8, window: 2, epochs: 8, seed: 1 };
  const { vectors, losses } = trainSkipGram(makeSentences(), options);
  for (const [word, kin] of [
    ["cat", ["dog", "fox"]],
    ["bus", ["car", "tram"]],
  ] as const) {
    assert.deepEqual(
      vectors
        .nearest(word, { count: 2 })
        .map((near) => near.word)
        .sort(),
      [...kin],
    );
  }
  assert.ok(vectors.similarity("cat", "dog") > 0.8 && vectors.similarity("cat", "bus") < 0.5);
  // (1 + negatives)·ln 2 is the loss of knowing nothing.
  assert.ok((losses[0] as number) < 6 * Math.LN2 && (losses.at(-1) as number) < 0.8 * (losses[0] as number));
  assert.deepEqual(trainSkipGram(makeSentences(), options).vectors.toArray(), vectors.toArray());
});

test("the first step is the one worked on paper", () => {
  // Context vectors start at zero, so every σ is ½, the loss 2·ln 2, and the centre does not move in the first pair.
  const { losses } = trainSkipGram([["a", "b"]], {
    dimensions: 4,
    window: 1,
    negatives: 1,
    epochs: 1,
    learningRate: 0,
  });
  assertClose(losses, [2 * Math.LN2], { tolerance: 1e-9 });
});

const plane = new WordVectors(["man", "woman", "king", "queen", "apple"], [1, 0, 1, 1, 3, 0, 3, 3, -1, 2]);

test("cosine, nearest words and analogies are those of the drawing", () => {
  assertClose(plane.similarity("man", "woman"), Math.SQRT1_2, { tolerance: 1e-6 });
  assertClose(plane.similarity("man", "king"), 1, { tolerance: 1e-6 });
  assert.deepEqual(plane.nearest("man", { count: 1 })[0]?.word, "king");
  assert.deepEqual(plane.nearest([0, 1], { count: 1 })[0]?.word, "apple");
  assert.equal(plane.analogy({ a: "man", b: "king", c: "woman" }, { count: 1 })[0]?.word, "queen");
  assert.deepEqual(plane.vector("queen"), [3, 3]);
});

test("unknown words, counts and shapes are refused", () => {
  assert.throws(
    () => plane.vector("Man"),
    (error: unknown) => error instanceof UnknownNameError && /"man" is/.test(error.message),
  );
  assert.throws(() => plane.nearest([1, 2, 3]), ShapeError);
  assert.throws(() => plane.nearest("man", { count: 0 }), ArgumentError);
  assert.throws(() => new WordVectors(["a", "b"], [1, 2, 3]), ShapeError);
  assert.throws(() => new WordVectors(["a", "a"], [1, 2]), ShapeError);
  assert.throws(() => trainSkipGram([["a", "a"]]), DataError);
  assert.throws(() => trainSkipGram([["a", "b"]], { dimensions: 0 }), ArgumentError);
});

test("a GloVe file is read, with a limit, a choice, a word2vec header and words with blanks", async () => {
  const file = join(folder, "vectors.txt");
  writeFileSync(file, "the 0.1 -0.2\nof 1e-3 4\n. . . 0.5 0.5\r\nthe 9 9\n");
  const vectors = await readGlove(file);
  assert.deepEqual(vectors.words, ["the", "of", ". . ."]);
  assertClose(vectors.vector("the"), [0.1, -0.2], { tolerance: 1e-7 });
  assert.deepEqual((await readGlove(file, { limit: 1 })).words, ["the"]);
  assert.deepEqual((await readGlove(file, { only: ["of", "none"] })).words, ["of"]);
  writeFileSync(file, "2 3\na 1 2 3\nb 4 5 6\n");
  assert.equal((await readGlove(file)).dimensions, 3);
});

test("a GloVe file's faults are named by their line", async () => {
  const file = join(folder, "broken.txt");
  const refused = async (content: string, text: RegExp) => {
    writeFileSync(file, content);
    await assert.rejects(
      readGlove(file),
      (error: unknown) => error instanceof DataError && text.test(error.message),
    );
  };
  await refused("the 1 2\nof 1\n", /line 2 of .* must be a word and 2 numbers; received "of 1"/);
  await refused("the 1 2\nof 1 2 3\n", /line 2/);
  await refused("the 1 2\nof 1 x\n", /line 2/);
  await refused("", /a file with word vectors/);
  await assert.rejects(readGlove(join(folder, "none.txt")), FileError);
});
