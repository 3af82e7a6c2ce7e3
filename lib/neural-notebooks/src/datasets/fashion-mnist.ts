/** Turns Fashion-MNIST, wherever its files are, into pictures for training and for the test. */
import { downloadIdxSet } from "./download-set";
import type { DownloadSetOptions } from "./download-set";
import { clothesClasses } from "./garment-shapes";
import { loadIdxSet } from "./idx-set";
import type { IdxSetFacts, PictureData, PictureOptions } from "./idx-set";

/** The official files of Fashion-MNIST (H. Xiao, K. Rasul, R. Vollgraf, 2017; Zalando SE, MIT licence). */
export const fashionMnistFacts: IdxSetFacts = {
  title: "Fashion-MNIST",
  folder: "fashion-mnist",
  topLevel: true,
  classNames: clothesClasses,
  files: {
    trainImages: {
      name: "train-images-idx3-ubyte.gz",
      bytes: 26421880,
      sha256: "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
    },
    trainLabels: {
      name: "train-labels-idx1-ubyte.gz",
      bytes: 29515,
      sha256: "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
    },
    testImages: {
      name: "t10k-images-idx3-ubyte.gz",
      bytes: 4422102,
      sha256: "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
    },
    testLabels: {
      name: "t10k-labels-idx1-ubyte.gz",
      bytes: 5148,
      sha256: "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
    },
  },
  mirrors: [
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/",
  ],
  download: "downloadFashionMnist",
};

/**
 * Loads Fashion-MNIST from a folder: 28 × 28 pictures of ten kinds of clothes.
 *
 * @param options - `folder`: where the four files are, plain or gzipped; `NEURAL_NOTEBOOKS_DATA` (or `fashion-mnist`
 * in it) and then `data/cache/fashion-mnist` unless told. `limit` (60,000) and `testLimit` (a sixth): how many at most.
 * @returns Pictures of shape `[count, 28, 28, 1]`, and whether they are the official ones.
 * @throws FileError when files are missing; DataError when one is damaged or holds other than 28 × 28 pictures in ten classes.
 */
export function fashionMnist(options: PictureOptions = {}): PictureData {
  return loadIdxSet(fashionMnistFacts, options);
}

/**
 * Fetches Fashion-MNIST (31 MB) into `data/cache`, once: goes on where an earlier try ended, checks size and SHA-256.
 *
 * @param options - `folder`, `mirrors`, `timeout`, `retries`, `onProgress`; see `download`.
 * @returns The folder with the four files.
 * @throws DownloadError when no mirror gives the right file; it says what can be done by hand.
 */
export function downloadFashionMnist(options: DownloadSetOptions = {}): Promise<string> {
  return downloadIdxSet(fashionMnistFacts, options);
}
