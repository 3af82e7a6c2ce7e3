/** The exercises of lesson 15: sizes and parameters of a convolution, confused pairs, mirroring, max pooling. */
import { problem, unlessClose } from "../problem";

type OutputSize = (size: number, options: { kernel: number; stride: number }) => number;

/** The output size of a convolution without padding. */
export const outputSize = problem<OutputSize>({
  id: "15-cnn/output-size",
  takeaway: "The filter has size − kernel steps of room; each stride is one more place.",
  check: (size) => {
    const plain = size(28, { kernel: 5, stride: 1 });
    return (
      unlessClose(plain, 24, { why: whySize(plain), of: "28 pixels, kernel 5, stride 1" }) ??
      unlessClose(size(28, { kernel: 3, stride: 3 }), 9, {
        why: "The filter jumps by the stride, so divide the room by the stride, round down, and then add the first place.",
        of: "28 pixels, kernel 3, stride 3",
      }) ??
      unlessClose(size(7, { kernel: 2, stride: 2 }), 3, {
        why: "A place where the filter would hang over the edge does not count: round down.",
        of: "7 pixels, kernel 2, stride 2",
      })
    );
  },
  hints: [
    "How many places has a filter of 5 pixels on a picture of 28?",
    "The room is size − kernel; with stride 1 there are room + 1 places.",
    "Math.floor((size - kernel) / stride) + 1",
  ],
  stub: "const outputSize = (size: number, { kernel, stride }: { kernel: number; stride: number }): number => todo;",
  solution: `const outputSize = (size: number, { kernel, stride }: { kernel: number; stride: number }): number =>
  Math.floor((size - kernel) / stride) + 1;`,
  variable: "outputSize",
  equivalents: [
    (size, { kernel, stride }) => Math.floor((size - kernel + stride) / stride),
    (size, { kernel, stride }) => Math.ceil((size - kernel + 1) / stride),
  ],
  mistakes: [
    { answer: (size, { kernel, stride }) => Math.floor((size - kernel) / stride), says: /first place/ },
    { answer: (size, { stride }) => Math.ceil(size / stride), says: /same/ },
    { answer: (size, { kernel, stride }) => (size - kernel) / stride + 1, says: /round down/ },
  ],
});

function whySize(actual: number): string {
  if (actual === 23) return "One is missing: the filter's first place counts too.";
  if (actual === 28) return 'That is padding "same"; with "valid" the filter stays inside the picture.';
  return "Count the places where a filter of 5 pixels fits on 28.";
}

/** Parameters of LeNet's second convolution. */
export const leNetParameters = problem<number>({
  id: "15-cnn/lenet-parameters",
  takeaway: "(5·5·6 + 1)·16 = 2416: each filter looks at all six channels and has one bias.",
  check: (count) => unlessClose(count, (5 * 5 * 6 + 1) * 16, { why: whyParameters(count) }),
  hints: [
    "How many weights has one filter, over all channels that come in?",
    "One filter: 5·5·6 weights and one bias.",
    "(5 · 5 · 6 + 1) · 16",
  ],
  stub: "const leNetParameters: number = todo;",
  solution: "const leNetParameters: number = (5 * 5 * 6 + 1) * 16;",
  variable: "leNetParameters",
  equivalents: [2416, 5 * 5 * 6 * 16 + 16],
  mistakes: [
    { answer: 2400, says: /bias/ },
    { answer: 416, says: /channels/ },
    { answer: 2406, says: /one for each filter/ },
  ],
});

function whyParameters(count: number): string {
  if (count === 2400) return "The biases are missing: each filter has one.";
  if (count === 416 || count === 400) return "A filter has weights for each of the 6 channels that come in.";
  if (count === 2406) return "The biases belong to the filters, one for each filter, not to the channels.";
  return "Weights of one filter, plus its bias, times the number of filters.";
}

/** The pair of classes that is confused most. */
export const mostConfused = problem<(counts: number[][]) => [number, number]>({
  id: "15-cnn/most-confused",
  takeaway: "Off the diagonal stand the mistakes; the largest of them names the pair.",
  check: (find) => {
    const counts = [
      [50, 2, 9],
      [4, 60, 1],
      [3, 12, 40],
    ];
    const actual = find(counts.map((row) => [...row]));
    return (
      unlessClose(actual, [2, 1], { why: whyPair(actual) }) ??
      unlessClose(
        find([
          [0, 1],
          [0, 0],
        ]),
        [0, 1],
        { why: "With a single mistake, that one is the most.", of: "for [[0, 1], [0, 0]]" },
      )
    );
  },
  hints: [
    "The diagonal holds the right answers: leave it out.",
    "Go over rows and columns, and remember the place of the largest number so far.",
    "for each true t and predicted p with t !== p: if counts[t][p] > best, keep best = counts[t][p] and pair = [t, p].",
  ],
  stub: "const mostConfused = (counts: number[][]): [number, number] => todo;",
  solution: `const mostConfused = (counts: number[][]): [number, number] => {
  const pairs = counts.flatMap((row, t) => row.map((count, p) => ({ t, p, count })));
  const mistakes = pairs.filter(({ t, p }) => t !== p).sort((a, b) => b.count - a.count);
  return [mistakes[0].t, mistakes[0].p];
};`,
  variable: "mostConfused",
  equivalents: [
    (counts) => {
      let best: [number, number] = [0, 1];
      counts.forEach((row, t) =>
        row.forEach((count, p) => t !== p && count > (counts[best[0]]?.[best[1]] ?? 0) && (best = [t, p])),
      );
      return best;
    },
    (counts) => {
      const flat = counts.flatMap((row, t) => row.map((count, p) => (t === p ? -1 : count)));
      const at = flat.indexOf(Math.max(...flat));
      return [Math.floor(at / counts.length), at % counts.length];
    },
  ],
  mistakes: [
    {
      answer: (counts) => {
        const flat = counts.flat();
        const at = flat.indexOf(Math.max(...flat));
        return [Math.floor(at / counts.length), at % counts.length];
      },
      says: /right answers/,
    },
    { answer: () => [1, 2], says: /order/ },
    { answer: () => [0, 2], says: /first row/ },
  ],
});

function whyPair([t, p]: readonly [number, number]): string {
  if (t === p) return "That is on the diagonal, where the right answers are: leave it out.";
  if (t === 1 && p === 2) return "The order is [true, predicted]: rows are true, columns predicted.";
  if (t === 0) return "That is the largest mistake of the first row only.";
  return "Look for the largest number off the diagonal.";
}

type Picture = (picture: number[][]) => number[][];

const TRIANGLE = [
  [1, 2, 3],
  [4, 5, 6],
];

/** Mirroring a picture. */
export const mirror = problem<Picture>({
  id: "15-cnn/mirror",
  takeaway: "Each row is read backwards; the rows stay in their order.",
  check: (flip) => {
    const picture = TRIANGLE.map((row) => [...row]);
    const actual = flip(picture);
    const changed = unlessClose(picture, TRIANGLE, {
      why: "The picture that was handed in has changed: reverse() works in place. Copy the row first, [...row].reverse(), or use toReversed().",
      of: "the old picture",
    });
    return (
      changed ??
      unlessClose(
        actual,
        [
          [3, 2, 1],
          [6, 5, 4],
        ],
        { why: whyMirror(actual) },
      )
    );
  },
  hints: [
    "What happens to one row? What to the order of the rows?",
    "picture.map((row) => …) gives a new picture, row by row.",
    "picture.map((row) => [...row].reverse())",
  ],
  stub: "const mirror = (picture: number[][]): number[][] => todo;",
  solution: "const mirror = (picture: number[][]): number[][] => picture.map((row) => [...row].reverse());",
  variable: "mirror",
  equivalents: [
    (picture) => picture.map((row) => row.map((_, i) => row[row.length - 1 - i] ?? 0)),
    (picture) => picture.map((row) => row.reduceRight<number[]>((kept, pixel) => [...kept, pixel], [])),
  ],
  mistakes: [
    { answer: (picture) => [...picture].reverse(), says: /upside down/ },
    { answer: (picture) => picture.map((row) => row.reverse()), says: /in place/ },
    { answer: (picture) => [...picture].reverse().map((row) => [...row].reverse()), says: /half a turn/ },
  ],
});

function whyMirror(actual: readonly (readonly number[])[]): string {
  const first = actual[0]?.join();
  if (first === "4,5,6")
    return "That turns the picture upside down: the rows changed places, and the pixels in them did not.";
  if (first === "6,5,4") return "That is half a turn: the rows changed places as well.";
  return "Each row is read from its end to its beginning.";
}

/** Max pooling by hand. */
export const maxPool = problem<Picture>({
  id: "15-cnn/max-pool",
  takeaway: "Half the height, half the width, and the strongest answer of each square survives.",
  check: (pool) => {
    const actual = pool([
      [1, -2, 3, 0],
      [0, 4, -1, 2],
      [-5, -6, 7, 7],
      [-8, -7, 0, 1],
    ]);
    return (
      unlessClose(
        actual,
        [
          [4, 3],
          [-5, 7],
        ],
        { why: whyPool(actual) },
      ) ??
      unlessClose(
        pool([
          [1, 2],
          [3, 4],
        ]),
        [[4]],
        { why: "One square gives one number, in a picture of one row.", of: "for [[1, 2], [3, 4]]" },
      )
    );
  },
  hints: [
    "The result has half as many rows and columns. Which four pixels make its pixel (r, c)?",
    "picture[2r][2c], its right neighbour, and the two below.",
    "Array.from({ length: picture.length / 2 }, (_, r) => Array.from({ length: picture[0].length / 2 }, (_, c) => Math.max(picture[2 * r][2 * c], …)))",
  ],
  stub: "const maxPool = (picture: number[][]): number[][] => todo;",
  solution: `const maxPool = (picture: number[][]): number[][] =>
  Array.from({ length: picture.length / 2 }, (_, r) =>
    Array.from({ length: picture[0].length / 2 }, (_, c) => {
      const [above, below] = [picture[2 * r], picture[2 * r + 1]];
      return Math.max(above[2 * c], above[2 * c + 1], below[2 * c], below[2 * c + 1]);
    }),
  );`,
  variable: "maxPool",
  equivalents: [
    (picture) => pooled(picture, (four) => four.reduce((a, b) => (a > b ? a : b))),
    (picture) => pooled(picture, (four) => [...four].sort((a, b) => b - a)[0] ?? 0),
  ],
  mistakes: [
    { answer: (picture) => pooled(picture, (four) => four.reduce((a, b) => a + b) / 4), says: /average/ },
    { answer: (picture) => pooled(picture, (four) => Math.max(0, ...four)), says: /negative/ },
    {
      answer: (picture) =>
        picture
          .slice(1)
          .map((row, r) =>
            row
              .slice(1)
              .map((_, c) =>
                Math.max(...[r, r + 1].flatMap((i) => [picture[i]?.[c] ?? 0, picture[i]?.[c + 1] ?? 0])),
              ),
          ),
      says: /stride/,
    },
  ],
});

function whyPool(actual: readonly (readonly number[])[]): string {
  if (actual.length === 3) return "The squares must not overlap: the stride is 2, so row r begins at 2r.";
  if (actual[0]?.[0] === 0.75) return "That is the average of the square; max pooling keeps the largest.";
  if (actual[1]?.[0] === 0)
    return "A square of negative numbers has a negative maximum: do not begin with 0.";
  return "Each 2 × 2 square gives its largest number; the squares do not overlap.";
}

function pooled(picture: readonly (readonly number[])[], of: (four: number[]) => number): number[][] {
  return Array.from({ length: picture.length / 2 }, (_, r) =>
    Array.from({ length: (picture[0]?.length ?? 0) / 2 }, (_, c) =>
      of([0, 1].flatMap((i) => [picture[2 * r + i]?.[2 * c] ?? 0, picture[2 * r + i]?.[2 * c + 1] ?? 0])),
    ),
  );
}

/** The exercises by name: `exercises.outputSize.check(answer)`. */
export const exercises = { outputSize, leNetParameters, mostConfused, mirror, maxPool };
