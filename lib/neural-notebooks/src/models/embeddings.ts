/** Turns sentences into word vectors: co-occurrence counts, and skip-gram with negative sampling from scratch. */
import { DataError, cannot } from "../core/errors";
import { randomFrom } from "../core/global-seed";
import type { Random, Seed } from "../core/random";
import { checkInteger, checkNumber } from "../core/shape";
import { sigmoid } from "./activations";
import { WordVectors } from "./word-vectors";

/** Sentences, each a list of words. */
export type Sentences = readonly (readonly string[])[];

/** Options of {@link trainSkipGram}. */
export interface SkipGramOptions {
  /** Numbers per word. */
  dimensions?: number;
  /** Neighbours to each side that count, at most; each word draws its own reach from 1 to this. */
  window?: number;
  /** Wrong words per right one. */
  negatives?: number;
  /** Passes through the sentences. */
  epochs?: number;
  /** Learning rate at the start; it falls in a straight line to a ten-thousandth of it. */
  learningRate?: number;
  /** Rarer words are left out. */
  minCount?: number;
  /** Start of all random numbers. */
  seed?: Seed;
  /** Called after each epoch. */
  onEpoch?: (epoch: { epoch: number; loss: number }) => void;
}

/** Words with their counts, the most frequent first. */
export interface Vocabulary {
  readonly words: readonly string[];
  readonly counts: readonly number[];
}

/**
 * Counts words.
 *
 * @param sentences - Lists of words.
 * @param options - `minCount`: rarer words are left out.
 * @returns The most frequent first; equals by the alphabet.
 * @example
 * assert.deepEqual(vocabularyOf([["a", "b", "a"]]), { words: ["a", "b"], counts: [2, 1] });
 */
export function vocabularyOf(sentences: Sentences, options: { minCount?: number } = {}): Vocabulary {
  const { minCount = 1 } = options;
  const counts = new Map<string, number>();
  for (const sentence of sentences)
    for (const word of sentence) counts.set(word, (counts.get(word) ?? 0) + 1);
  const kept = [...counts]
    .filter(([, count]) => count >= minCount)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return { words: kept.map(([word]) => word), counts: kept.map(([, count]) => count) };
}

/**
 * Counts how often words stand near each other.
 *
 * @param sentences - Lists of words.
 * @param options - `window`: neighbours to each side.
 * @returns Words, and the symmetric table of counts, shape `[words, words]`.
 * @example
 * const { words, counts } = coOccurrence([["a", "b", "c"]], { window: 1 });
 * assert.deepEqual([words, counts], [["a", "b", "c"], [[0, 1, 0], [1, 0, 1], [0, 1, 0]]]);
 */
export function coOccurrence(
  sentences: Sentences,
  options: { window?: number } = {},
): { words: readonly string[]; counts: number[][] } {
  const { window = 2 } = options;
  checkInteger(window, { verb: "count neighbours", argument: "window", min: 1 });
  const { words } = vocabularyOf(sentences);
  const ids = new Map(words.map((word, id) => [word, id]));
  const counts = words.map(() => Array<number>(words.length).fill(0));
  for (const sentence of sentences) {
    sentence.forEach((word, i) => {
      for (const other of sentence.slice(i + 1, i + 1 + window)) {
        const [a, b] = [ids.get(word) as number, ids.get(other) as number];
        (counts[a] as number[])[b] = ((counts[a] as number[])[b] as number) + 1;
        if (a !== b) (counts[b] as number[])[a] = ((counts[b] as number[])[a] as number) + 1;
      }
    });
  }
  return { words, counts };
}

/**
 * Trains word vectors by skip-gram with negative sampling: for a word c, a neighbour o and k random words n, the loss
 * −ln σ(vₒ·v_c) − Σ ln σ(−vₙ·v_c) is lowered by gradient descent
 * (Mikolov and others, 2013, "Distributed representations of words and phrases and their compositionality").
 *
 * @param sentences - Lists of words.
 * @param options - Dimensions, window, negatives, epochs, learning rate, seed.
 * @returns The vectors, and the mean loss of each epoch.
 * @throws ArgumentError when an option is out of range.
 * @throws DataError when fewer than two different words are left.
 */
export function trainSkipGram(
  sentences: Sentences,
  options: SkipGramOptions = {},
): { vectors: WordVectors; losses: number[] } {
  const { dimensions, epochs, minCount, seed, onEpoch, ...rule } = withDefaults(options);
  const { words, counts } = vocabularyOf(sentences, { minCount });
  if (words.length < 2)
    throw cannot(VERB, {
      argument: "sentences",
      must: "of two or more different words",
      received: words,
      as: DataError,
    });
  const random = randomFrom(seed);
  const ids = new Map(words.map((word, id) => [word, id]));
  const texts = sentences.map((sentence) => sentence.flatMap((word) => ids.get(word) ?? []));
  const total = texts.reduce((sum, text) => sum + text.length, 0) * epochs;
  const net = newNet(words.length, { dimensions, random });
  const drawNegative = samplerOf(counts, random);
  const progress = { done: 0, total };
  const losses: number[] = [];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const loss = trainEpoch(net, texts, { ...rule, progress, random, drawNegative });
    losses.push(loss);
    onEpoch?.({ epoch, loss });
  }
  return { vectors: new WordVectors(words, net.center), losses };
}

const VERB = "train word vectors";

function withDefaults(options: SkipGramOptions) {
  const {
    dimensions = 24,
    window = 3,
    negatives = 5,
    epochs = 5,
    learningRate = 0.05,
    minCount = 1,
    seed,
    onEpoch,
  } = options;
  for (const [argument, value] of Object.entries({ dimensions, window, negatives, epochs }))
    checkInteger(value, { verb: VERB, argument, min: 1 });
  checkNumber(learningRate, { verb: VERB, argument: "learningRate", min: 0 });
  return { dimensions, window, negatives, epochs, learningRate, minCount, seed, onEpoch };
}

/** The two tables of vectors: of a word as the centre, and as a neighbour. */
interface Net {
  dimensions: number;
  center: Float32Array;
  context: Float32Array;
  error: Float32Array;
}

function newNet(words: number, { dimensions, random }: { dimensions: number; random: Random }): Net {
  return {
    dimensions,
    center: Float32Array.from({ length: words * dimensions }, () => random.uniform(-0.5, 0.5) / dimensions),
    context: new Float32Array(words * dimensions),
    error: new Float32Array(dimensions),
  };
}

/** How an epoch is trained. */
interface EpochRule {
  window: number;
  negatives: number;
  learningRate: number;
  /** Words that were the centre, of all in all epochs: by it the rate falls. */
  progress: { done: number; total: number };
  random: Random;
  drawNegative: (not: number) => number;
}

/** One pass through the texts, lists of word numbers. Gives the mean loss of a pair. */
function trainEpoch(net: Net, texts: readonly (readonly number[])[], rule: EpochRule): number {
  const { window, negatives, learningRate, progress, random, drawNegative } = rule;
  let loss = 0;
  let pairs = 0;
  for (const text of texts) {
    for (const [i, center] of text.entries()) {
      const rate = learningRate * Math.max(1e-4, 1 - progress.done++ / progress.total);
      const reach = random.integer(1, window + 1);
      for (let j = Math.max(0, i - reach); j <= Math.min(text.length - 1, i + reach); j++) {
        if (j === i) continue;
        const neighbour = text[j] as number;
        const targets = [neighbour];
        while (targets.length <= negatives) targets.push(drawNegative(neighbour));
        loss += update(net, { center, targets, rate });
        pairs++;
      }
    }
  }
  return loss / Math.max(1, pairs);
}

/** One step: the first target is the true neighbour, the others are not. Gives the loss before the step. */
function update(net: Net, pair: { center: number; targets: readonly number[]; rate: number }): number {
  const { dimensions, error } = net;
  const c = pair.center * dimensions;
  error.fill(0);
  let loss = 0;
  pair.targets.forEach((target, k) => {
    const o = target * dimensions;
    let z = 0;
    for (let d = 0; d < dimensions; d++) z += (net.center[c + d] as number) * (net.context[o + d] as number);
    const truth = k === 0 ? 1 : 0;
    // −ln σ(±z) without overflow.
    loss += Math.max(k === 0 ? -z : z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    const step = pair.rate * (truth - sigmoid.f(z));
    for (let d = 0; d < dimensions; d++) {
      error[d] = (error[d] as number) + step * (net.context[o + d] as number);
      net.context[o + d] = (net.context[o + d] as number) + step * (net.center[c + d] as number);
    }
  });
  for (let d = 0; d < dimensions; d++)
    net.center[c + d] = (net.center[c + d] as number) + (error[d] as number);
  return loss;
}

/** Draws words by their counts to the power 3/4, as the paper does, but not the true neighbour. */
function samplerOf(counts: readonly number[], random: Random): (not: number) => number {
  const sums: number[] = [];
  for (const count of counts) sums.push((sums.at(-1) ?? 0) + count ** 0.75);
  const total = sums.at(-1) as number;
  const draw = () => {
    const at = random.uniform(0, total);
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  return (not) => {
    for (;;) {
      const word = draw();
      if (word !== not) return word;
    }
  };
}
