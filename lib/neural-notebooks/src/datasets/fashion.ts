/** Turns what there is into pictures of clothes: Fashion-MNIST where it was put or fetched, drawn garments otherwise. */
import { randomFrom } from "../core/global-seed";
import { fashionMnist, fashionMnistFacts } from "./fashion-mnist";
import { clothesClasses } from "./garment-shapes";
import { garments } from "./synthetic-fashion";
import { findIdxSet, pictureLimits } from "./idx-set";
import type { PictureData } from "./idx-set";

/** How many pictures are taken, and how they are drawn where they must be. */
export interface ClothesOptions {
  /** Training pictures at most. */
  limit?: number;
  /** Test pictures at most; a sixth of `limit` unless told. */
  testLimit?: number;
  /** For drawn garments. */
  seed?: number;
}

/**
 * Gives the best pictures of clothes there are, without the network: Fashion-MNIST from the folder in
 * `NEURAL_NOTEBOOKS_DATA`, from a download made earlier, or drawn garments.
 *
 * @param options - `limit` (6,000) training pictures at most, `testLimit` (a sixth), `seed` (that of `setRandomSeed`, else 0) for drawn ones.
 * @returns The pictures; `source` and `note` say which they are.
 * @throws FileError, DataError when there are files but they cannot be used.
 * @example
 * const { train, classNames } = clothes({ limit: 60 });
 * assert.deepEqual(train.shape, [60, 28, 28, 1]);
 * assert.equal(classNames[9], "Ankle boot");
 */
export function clothes(options: ClothesOptions = {}): PictureData {
  const { seed } = options;
  const { limit, testLimit } = pictureLimits({ limit: 6_000, ...options });
  const folder = findIdxSet(fashionMnistFacts);
  if (folder) return fashionMnist({ folder, limit, testLimit });
  // Two streams, so that no test picture is a training picture and the size of one part does not change the other.
  const random = randomFrom(seed);
  const [trainStream, testStream] = [random.fork(), random.fork()];
  return {
    train: garments({ count: limit, seed: trainStream }),
    test: garments({ count: testLimit, seed: testStream }),
    classNames: clothesClasses,
    source: "garments",
    official: false,
    note: "Drawn garments: Fashion-MNIST is not here. downloadFashionMnist() fetches it.",
  };
}
