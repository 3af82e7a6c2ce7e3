/** Turns MNIST, wherever its files are, into pictures of handwritten digits for training and for the test. */
import { downloadIdxSet } from "./download-set";
import type { DownloadSetOptions } from "./download-set";
import { loadIdxSet } from "./idx-set";
import type { IdxSetFacts, PictureData, PictureOptions } from "./idx-set";

/** The official files of MNIST (Y. LeCun, C. Cortes, C. Burges, 1998). */
export const mnistFacts: IdxSetFacts = {
  title: "MNIST",
  folder: "mnist",
  // Fashion-MNIST's files have the same names, and have the right to the learner's folder itself.
  topLevel: false,
  classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  files: {
    trainImages: {
      name: "train-images-idx3-ubyte.gz",
      bytes: 9912422,
      sha256: "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
    },
    trainLabels: {
      name: "train-labels-idx1-ubyte.gz",
      bytes: 28881,
      sha256: "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
    },
    testImages: {
      name: "t10k-images-idx3-ubyte.gz",
      bytes: 1648877,
      sha256: "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
    },
    testLabels: {
      name: "t10k-labels-idx1-ubyte.gz",
      bytes: 4542,
      sha256: "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6",
    },
  },
  mirrors: [
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
  ],
  download: "downloadMnist",
};

/**
 * Loads MNIST from a folder: 28 × 28 pictures of handwritten digits.
 *
 * @param options - `folder`: where the four files are, plain or gzipped; `mnist` in `NEURAL_NOTEBOOKS_DATA` and then
 * `data/cache/mnist` unless told. `limit` (60,000) and `testLimit` (a sixth): how many at most.
 * @returns Pictures of shape `[count, 28, 28, 1]`, and whether they are the official ones.
 * @throws FileError when files are missing; DataError when one is damaged or holds other than 28 × 28 pictures in ten classes.
 */
export function mnist(options: PictureOptions = {}): PictureData {
  return loadIdxSet(mnistFacts, options);
}

/**
 * Fetches MNIST (12 MB) into `data/cache`, once: goes on where an earlier try ended, checks size and SHA-256.
 *
 * @param options - `folder`, `mirrors`, `timeout`, `retries`, `onProgress`; see `download`.
 * @returns The folder with the four files.
 * @throws DownloadError when no mirror gives the right file; it says what can be done by hand.
 */
export function downloadMnist(options: DownloadSetOptions = {}): Promise<string> {
  return downloadIdxSet(mnistFacts, options);
}
