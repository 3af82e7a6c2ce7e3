/** Turns a picture size and a number of classes into a convolutional network: LeNet, or a small modern one. */
import { checkInteger, checkNumber } from "../core/shape";
import { cannot, ShapeError } from "../core/errors";
import { randomFrom } from "../core/global-seed";
import type { Seed } from "../core/random";
import { tf, type Sequential } from "../core/tf";

/** Height, width and channels of a picture. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Options of {@link smallCnn}. */
export interface SmallCnnOptions {
  /** Pictures: `[height, width, channels]`; at least 8 × 8. */
  inputShape?: ImageShape;
  /** Classes to tell apart; 2 or more. */
  classes?: number;
  /** Filters of each stage; a stage is two 3×3 convolutions and a 2×2 max pooling. */
  filters?: readonly number[];
  /** Units of the dense layer before the output; 0 leaves it out. */
  units?: number;
  /** Share of the dense layer's inputs that dropout silences, in [0, 1). */
  dropout?: number;
  /** Normalises after each convolution, before ReLU: fewer epochs, but each takes about twice as long. */
  batchNorm?: boolean;
  /** Start of all random numbers: the same seed gives the same weights. */
  seed?: Seed;
}

/** Options of {@link leNet}. */
export interface LeNetOptions {
  /** Pictures: `[height, width, channels]`; at least 12 × 12. */
  inputShape?: ImageShape;
  /** Classes to tell apart; 2 or more. */
  classes?: number;
  /** `"sigmoid"` and average pooling as in 1998, or `"relu"` and max pooling. */
  activation?: "sigmoid" | "tanh" | "relu";
  /** Start of all random numbers. */
  seed?: Seed;
}

/**
 * A small convolutional network of VGG's form (Simonyan and Zisserman, 2014, "Very deep convolutional networks for
 * large-scale image recognition"): stages of two 3×3 convolutions and a pooling, then a dense head with softmax.
 * With the defaults it has 92,170 parameters for 28×28 pictures.
 *
 * @param options - Picture shape, classes, filters, dropout, seed.
 * @returns An uncompiled model `[batch, height, width, channels]` → `[batch, classes]`; dispose of it when done.
 * @throws ArgumentError or ShapeError when an option is out of range.
 * @example
 * const model = smallCnn({ seed: 1 });
 * assert.ok(model.countParams() < 100_000);
 * model.dispose();
 */
export function smallCnn(options: SmallCnnOptions = {}): Sequential {
  const { inputShape, classes, filters, units, dropout, batchNorm, seed } = withDefaults(options);
  const random = randomFrom(seed);
  const kernel = () => tf.initializers.heUniform({ seed: random.nextSeed() });
  const silence = (name: string) => tf.layers.dropout({ name, rate: dropout, seed: random.nextSeed() });
  const model = tf.sequential({ name: `small_cnn_${modelCount()}` });
  filters.forEach((count, stage) => {
    const shape = stage === 0 ? inputShape : undefined;
    for (const layer of stageLayers(stage + 1, { count, shape, batchNorm, kernel })) model.add(layer);
  });
  model.add(tf.layers.flatten({ name: "flatten" }));
  if (dropout > 0) model.add(silence("dropout1"));
  if (units > 0) {
    model.add(tf.layers.dense({ name: "dense1", units, activation: "relu", kernelInitializer: kernel() }));
    if (dropout > 0) model.add(silence("dropout2"));
  }
  const head = tf.initializers.glorotUniform({ seed: random.nextSeed() });
  model.add(
    tf.layers.dense({ name: "classes", units: classes, activation: "softmax", kernelInitializer: head }),
  );
  return model;
}

function withDefaults(options: SmallCnnOptions) {
  const {
    inputShape = [28, 28, 1],
    classes = 10,
    filters = [16, 32],
    units = 48,
    dropout = 0.3,
    batchNorm = false,
    seed,
  } = options;
  const verb = "build the CNN";
  checkImageShape(inputShape, { verb, smallest: 2 ** filters.length * 2 });
  checkInteger(classes, { verb, argument: "classes", min: 2 });
  checkInteger(units, { verb, argument: "units", min: 0 });
  checkNumber(dropout, { verb, argument: "dropout", min: 0, max: 0.99 });
  if (filters.length === 0)
    throw cannot(verb, { argument: "filters", must: "one or more counts", received: filters });
  filters.forEach((count, i) => checkInteger(count, { verb, argument: `filters[${i}]`, min: 1 }));
  return { inputShape, classes, filters, units, dropout, batchNorm, seed };
}

/** Two convolutions with ReLU and a pooling, `[batch, height, width, …]` → `[batch, height / 2, width / 2, count]`. */
function stageLayers(
  stage: number,
  options: {
    count: number;
    /** Of the pictures, for the model's first layer. */
    shape: ImageShape | undefined;
    batchNorm: boolean;
    kernel: () => Initializer;
  },
): Layer[] {
  const { count, shape, batchNorm, kernel } = options;
  const convolutions = [1, 2].flatMap((part) => {
    const convolution = tf.layers.conv2d({
      name: `conv${stage}_${part}`,
      filters: count,
      kernelSize: 3,
      padding: "same",
      kernelInitializer: kernel(),
      // A bias before batch normalisation is subtracted again, so it is left out there.
      useBias: !batchNorm,
      ...(shape && part === 1 ? { inputShape: [...shape] } : {}),
    });
    // Momentum 0.9: with few batches an epoch, Keras' 0.99 leaves the running mean behind for several epochs.
    const norm = batchNorm
      ? [tf.layers.batchNormalization({ name: `norm${stage}_${part}`, momentum: 0.9 })]
      : [];
    const relu = tf.layers.activation({ name: `relu${stage}_${part}`, activation: "relu" });
    return [convolution, ...norm, relu];
  });
  return [...convolutions, tf.layers.maxPooling2d({ name: `pool${stage}`, poolSize: 2, strides: 2 })];
}

type Layer = InstanceType<typeof tf.layers.Layer>;
type Initializer = ReturnType<typeof tf.initializers.heUniform>;

/**
 * LeNet-5 for small pictures (LeCun, Bottou, Bengio and Haffner, 1998, "Gradient-based learning applied to document
 * recognition"): two 5×5 convolutions with pooling, then 120 – 84 – classes. 61,706 parameters for 28×28 pictures.
 *
 * @param options - Picture shape, classes, activation, seed.
 * @returns An uncompiled model `[batch, height, width, channels]` → `[batch, classes]`; dispose of it when done.
 * @throws ArgumentError or ShapeError when an option is out of range.
 * @example
 * const model = leNet({ activation: "relu" });
 * assert.equal(model.countParams(), 61_706);
 * model.dispose();
 */
export function leNet(options: LeNetOptions = {}): Sequential {
  const { inputShape = [28, 28, 1], classes = 10, activation = "sigmoid", seed } = options;
  checkImageShape(inputShape, { verb: "build LeNet", smallest: 12 });
  checkInteger(classes, { verb: "build LeNet", argument: "classes", min: 2 });
  const random = randomFrom(seed);
  const kernel = () => tf.initializers.glorotUniform({ seed: random.nextSeed() });
  const pool = (name: string) =>
    activation === "relu"
      ? tf.layers.maxPooling2d({ name, poolSize: 2, strides: 2 })
      : tf.layers.averagePooling2d({ name, poolSize: 2, strides: 2 });
  return tf.sequential({
    name: `lenet_${modelCount()}`,
    layers: [
      tf.layers.conv2d({
        name: "conv1",
        inputShape: [...inputShape],
        filters: 6,
        kernelSize: 5,
        padding: "same",
        activation,
        kernelInitializer: kernel(),
      }),
      pool("pool1"),
      tf.layers.conv2d({
        name: "conv2",
        filters: 16,
        kernelSize: 5,
        activation,
        kernelInitializer: kernel(),
      }),
      pool("pool2"),
      tf.layers.flatten({ name: "flatten" }),
      tf.layers.dense({ name: "dense1", units: 120, activation, kernelInitializer: kernel() }),
      tf.layers.dense({ name: "dense2", units: 84, activation, kernelInitializer: kernel() }),
      tf.layers.dense({
        name: "classes",
        units: classes,
        activation: "softmax",
        kernelInitializer: kernel(),
      }),
    ],
  });
}

function checkImageShape(shape: ImageShape, context: { verb: string; smallest: number }): void {
  const { verb, smallest } = context;
  const [height, width, channels] = shape;
  const whole = shape.length === 3 && shape.every((size) => Number.isInteger(size));
  if (!whole || height < smallest || width < smallest || channels < 1) {
    const must = `[height, width, channels], at least [${smallest}, ${smallest}, 1]`;
    throw cannot(verb, { argument: "inputShape", must, received: { shape: [...shape] }, as: ShapeError });
  }
}

let models = 0;

/** Model names must differ, or TensorFlow.js confuses their weights. */
function modelCount(): number {
  return ++models;
}
