/** Puts windows, tokenizers and padding beside Keras, for the tests and the table of deviations. */
import { oracle, oracleSource, type Comparison } from "../core/oracle.testing";
import { loadTf } from "../core/load-tf";
import { padSequences, type PadOptions } from "./pad-sequences";
import { Tokenizer, type OutputMode } from "./tokenizer";
import { slidingWindows, windowsToTensors, type WindowOptions } from "./windows";

/** What a layer of Keras learned from the texts, and what it makes of the fresh ones. */
interface TokensOracle {
  vocabulary: string[];
  rows: number[][];
}

/** What `sequences.json` holds. */
interface SequencesOracle {
  tolerance: number;
  series: number[][];
  windows: { options: Omit<WindowOptions, "target">; x: number[][][]; y: number[][] }[];
  texts: string[];
  fresh: string[];
  tokens: Record<OutputMode | "short" | "character", TokensOracle>;
  sequences: number[][];
  padded: { options: PadOptions; rows: number[][] }[];
}

/** Every comparison with Keras. */
export function sequenceComparisons(): Comparison[] {
  const keras = oracle<SequencesOracle>("sequences");
  const source = oracleSource("sequences", "Keras");
  return [
    {
      helper: "slidingWindows",
      source,
      tolerance: 0,
      values: () => ({
        actual: keras.windows.map(({ options }) => {
          const { x, y } = slidingWindows(keras.series, { ...options, target: 1 });
          return [x, options.horizon === 0 ? [] : y];
        }),
        expected: keras.windows.map(({ x, y }) => [x, y]),
      }),
    },
    {
      helper: "windowsToTensors",
      source,
      tolerance: 0,
      values: () => ({
        actual: keras.windows.map(({ options }) => {
          const { x, y } = windowsToTensors(keras.series, { ...options, target: 1 });
          const lists = [x.arraySync(), options.horizon === 0 ? [] : y.arraySync()];
          loadTf().dispose([x, y]);
          return lists;
        }),
        expected: keras.windows.map(({ x, y }) => [x, y]),
      }),
    },
    ...tokenizerComparisons(keras, source),
    {
      helper: "padSequences",
      source,
      tolerance: 0,
      values: () => ({
        actual: keras.padded.map(({ options }) => listsOf(padSequences(keras.sequences, options))),
        expected: keras.padded.map(({ rows }) => rows),
      }),
    },
  ];
}

function tokenizerComparisons(
  { texts, fresh, tokens, tolerance }: SequencesOracle,
  source: string,
): Comparison[] {
  const modes = (["int", "multiHot", "count", "tfIdf"] as const).map((outputMode): Comparison => ({
    helper: `Tokenizer, ${outputMode}`,
    source,
    tolerance: outputMode === "tfIdf" ? tolerance : 0,
    values: () => {
      const tokenizer = new Tokenizer({ outputMode }).fit(texts);
      const { vocabulary, rows } = tokens[outputMode];
      return {
        actual: [tokenizer.vocabulary, listsOf(tokenizer.encode(fresh))],
        expected: [vocabulary, rows],
      };
    },
  }));
  return [
    ...modes,
    {
      helper: "Tokenizer with maxTokens and length",
      source,
      tolerance: 0,
      values: () => {
        const tokenizer = new Tokenizer({ maxTokens: 6 }).fit(texts);
        const { vocabulary, rows } = tokens.short;
        return {
          actual: [tokenizer.vocabulary, listsOf(tokenizer.encode(fresh, { length: 3 }))],
          expected: [vocabulary, rows],
        };
      },
    },
    {
      // Keras orders equally frequent characters from z to a: its order is taken over, and the rest compared.
      helper: "Tokenizer of characters",
      source,
      tolerance: 0,
      values: () => {
        const { vocabulary, rows } = tokens.character;
        const own = new Tokenizer({ split: "character" }).fit(texts);
        const tokenizer = Tokenizer.fromJSON({ ...own.toJSON(), vocabulary });
        return {
          actual: [own.vocabulary.sort(), listsOf(tokenizer.encode(fresh))],
          expected: [[...vocabulary].sort(), rows],
        };
      },
    },
  ];
}

function listsOf(rows: readonly ArrayLike<number>[]): number[][] {
  return rows.map((row) => Array.from(row));
}
