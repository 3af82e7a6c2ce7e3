/** Saves a tfjs model to a folder in TensorFlow.js' own format, with a checksum, and loads such folders. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DataError, FileError, cannot } from "../core/errors";
import { localPath } from "../core/local-path";
import { tf, type LayersModel } from "../core/tf";

/** What {@link saveModel} wrote. */
export interface SavedModel {
  /** Path of `model.json`. */
  readonly file: string;
  /** SHA-256 of the weights' bytes, in hexadecimal digits. */
  readonly sha256: string;
  /** Bytes of the weights. */
  readonly bytes: number;
}

/** `model.json` as TensorFlow.js lays it out, and our checksum. */
interface ModelJson {
  format?: string;
  modelTopology?: object;
  weightsManifest?: { paths: string[]; weights: WeightSpec[] }[];
  trainingConfig?: object;
  userDefinedMetadata?: { weightsSha256?: string };
}

type Artifacts = Parameters<Parameters<typeof tf.io.withSaveHandler>[0]>[0];
type WeightSpec = NonNullable<Artifacts["weightSpecs"]>[number];

/**
 * Saves a model: `model.json` and `weights.bin`, the format that every version of TensorFlow.js reads.
 *
 * @param model - The model; compile settings and the optimizer's state are not saved (a checkpoint of `fit` keeps them).
 * @param folder - Made when it is missing; files of the same names are replaced. `~/…` and `file://…` are read as well.
 * @returns Path, checksum and size.
 * @throws FileError when the folder cannot be written.
 */
export async function saveModel(model: LayersModel, folder: string): Promise<SavedModel> {
  const target = localPath(folder, "save the model");
  let artifacts: Artifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
  );
  const { modelTopology, weightSpecs = [], weightData } = artifacts as Artifacts; // save() has called the handler.
  const parts = Array.isArray(weightData) ? weightData : [weightData ?? new ArrayBuffer(0)];
  const weights = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const sha256 = hashOf(weights);
  const content: ModelJson & { generatedBy: string } = {
    format: "layers-model",
    generatedBy: `TensorFlow.js ${tf.version.tfjs}`,
    modelTopology,
    weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
    userDefinedMetadata: { weightsSha256: sha256 },
  };
  const file = join(target, "model.json");
  try {
    await mkdir(target, { recursive: true });
    await replaceFile(join(target, "weights.bin"), weights);
    await replaceFile(file, `${JSON.stringify(content)}\n`);
  } catch (error) {
    throw cannot("save the model", {
      argument: "folder",
      must: "a folder that can be written",
      received: folder,
      as: FileError,
      cause: error,
    });
  }
  return { file, sha256, bytes: weights.length };
}

/**
 * Loads a layers model from a folder: ours, one made by `model.save("file://…")`, or a downloaded MobileNet.
 *
 * @param path - The folder, or its `model.json`; `~/…` and `file://…` are read as well.
 * @param options - `sha256` of the weights, where it is known from elsewhere.
 * @returns An uncompiled model; dispose of it when done.
 * @throws FileError when a file is missing.
 * @throws DataError when it is no layers model, weights are cut short, or the checksum differs.
 */
export async function loadModel(path: string, options: { sha256?: string } = {}): Promise<LayersModel> {
  const place = localPath(path, LOAD);
  const file = await stat(place).then(
    (found) => (found.isDirectory() ? join(place, "model.json") : place),
    () => place,
  );
  const content = await readJson(file);
  const { modelTopology, weightsManifest, userDefinedMetadata } = content;
  if (content.format === "graph-model" || !modelTopology || !weightsManifest) {
    const hint =
      content.format === "graph-model"
        ? "A graph model has no layers to freeze or cut: take the layers version."
        : undefined;
    throw cannot(LOAD, {
      argument: "path",
      must: "the model.json of a layers model",
      received: file,
      hint,
      as: DataError,
    });
  }
  const shards = weightsManifest.flatMap((group) => group.paths);
  const weights = Buffer.concat(
    await Promise.all(shards.map((name) => readBytes(join(dirname(file), name)))),
  );
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  checkWeights(weights, {
    sha256: options.sha256 ?? userDefinedMetadata?.weightsSha256,
    specs: weightSpecs,
  });
  const weightData = weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length);
  return tf.loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

const LOAD = "load the model";

/** The checksum, where it is known, and the size. */
function checkWeights(
  weights: Buffer,
  expected: { sha256: string | undefined; specs: readonly Parameters<typeof bytesOf>[0][] },
): void {
  const sha256 = hashOf(weights);
  if (expected.sha256 !== undefined && expected.sha256 !== sha256) {
    throw cannot(LOAD, {
      argument: "weights",
      must: `of SHA-256 ${expected.sha256.slice(0, 12)}…`,
      received: `SHA-256 ${sha256.slice(0, 12)}…`,
      hint: "The weights were changed or cut short: save or download them again.",
      as: DataError,
    });
  }
  const size = expected.specs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (size !== weights.length) {
    throw cannot(LOAD, {
      argument: "weights",
      must: `${size} bytes long`,
      received: `${weights.length} bytes`,
      as: DataError,
    });
  }
}

/**
 * A checksum of a model's weights: equal exactly when shapes and numbers are equal, whatever the layers are called.
 *
 * @returns SHA-256 in hexadecimal digits.
 */
export function weightChecksum(model: LayersModel): string {
  const hash = createHash("sha256");
  for (const weight of model.getWeights()) {
    const values = weight.dataSync();
    hash
      .update(`[${weight.shape.join()}]`)
      .update(Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  }
  return hash.digest("hex");
}

async function readJson(file: string): Promise<ModelJson> {
  const text = (await readBytes(file)).toString();
  try {
    return JSON.parse(text) as ModelJson;
  } catch (error) {
    throw cannot("load the model", {
      argument: basename(file),
      must: "JSON",
      received: text.slice(0, 40),
      as: DataError,
      cause: error,
    });
  }
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw cannot("load the model", {
      argument: "path",
      must: "a folder with model.json and its weights",
      received: file,
      as: FileError,
      cause: error,
    });
  }
}

/** The process may die while writing: the file appears whole or not at all. */
async function replaceFile(file: string, content: Buffer | string): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  await writeFile(partial, content);
  await rename(partial, file);
}

function bytesOf(spec: WeightSpec): number {
  const size = spec.shape.reduce((product, length) => product * length, 1);
  const dtype = spec.quantization?.dtype ?? spec.dtype;
  return size * ({ float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1, bool: 1 }[dtype as "float32"] ?? 4);
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
