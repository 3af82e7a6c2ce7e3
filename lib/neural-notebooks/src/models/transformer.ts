/** Attention as tfjs layers: several heads, marks of place, and a whole transformer block. */
import { cannot } from "../core/errors";
import type { Seed } from "../core/random";
import { checkInteger } from "../core/shape";
import { tf, type SymbolicTensor, type Tensor, type Tensor3D, type Tensor4D } from "../core/tf";
import { positionalEncoding } from "./attention";
import { seededInitializers, type Initializer } from "./initializers";

/** A tfjs shape with its batch. */
export type Shape = (number | null)[];

/** Options of {@link multiHeadAttention}. */
export interface MultiHeadOptions {
  /** Heads that look for different things; must divide `units`. */
  heads?: number;
  /** Width of the answer per token. */
  units: number;
  /** Token i sees only tokens 0 … i. */
  causal?: boolean;
  /** Start of the random weights. */
  seed?: Seed;
  /** Name of the layer. */
  name?: string;
}

/** The settings as the layer keeps them, and as a saved model has them. */
export interface MultiHeadConfig {
  name?: string;
  heads: number;
  units: number;
  causal: boolean;
  initializers?: readonly Initializer[];
}

/**
 * Multi-head attention as a tfjs layer. One input `[batch, tokens, depth]` attends to itself; two inputs are what
 * looks, `[batch, queries, depth]`, and what is looked at, `[batch, tokens, depth]`.
 */
export class MultiHeadAttention extends tf.layers.Layer {
  static readonly className = "MultiHeadAttention";
  private readonly settings: MultiHeadConfig;
  private parts: {
    kernel: ReturnType<MultiHeadAttention["addWeight"]>;
    bias: ReturnType<MultiHeadAttention["addWeight"]>;
  }[] = [];

  constructor(config: MultiHeadConfig) {
    super(config.name === undefined ? {} : { name: config.name });
    const verb = "build attention";
    checkInteger(config.units, { verb, argument: "units", min: 1 });
    checkInteger(config.heads, { verb, argument: "heads", min: 1, max: config.units });
    if (config.units % config.heads !== 0)
      throw cannot(verb, {
        argument: "heads",
        must: `a divisor of units (${config.units})`,
        received: config.heads,
      });
    this.settings = config;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shapes = (Array.isArray(inputShape[0]) ? inputShape : [inputShape]) as Shape[];
    const own = shapes[0]?.at(-1) as number;
    const other = shapes.at(-1)?.at(-1) as number;
    const { units } = this.settings;
    this.parts = [own, other, other, units].map((depth, i) => {
      const part = ["query", "key", "value", "output"][i] as string;
      const initializer = this.settings.initializers?.[i] ?? tf.initializers.glorotUniform({});
      return {
        kernel: this.addWeight(`${part}_kernel`, [depth, units], "float32", initializer),
        bias: this.addWeight(`${part}_bias`, [units], "float32", tf.initializers.zeros()),
      };
    });
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const first = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
    return [...first.slice(0, -1), this.settings.units];
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const [own, other] = pairOf(inputs);
      const weights = this.weightsOn(own, other); // [batch, heads, queries, tokens]
      const values = this.split(other, 2); // [batch, heads, tokens, depth]
      const mixed = weights.matMul(values).transpose([0, 2, 1, 3]); // [batch, queries, heads, depth]
      return this.project(mixed.reshape([own.shape[0], own.shape[1], this.settings.units]), 3); // [batch, queries, units]
    });
  }

  /**
   * Who looks at whom: the attention map.
   *
   * @param inputs - As for the layer: one tensor, or what looks and what is looked at.
   * @returns `[batch, heads, queries, tokens]`, rows add up to 1; the caller disposes of it.
   */
  attentionMap(inputs: Tensor | Tensor[]): Tensor4D {
    return tf.tidy(() => this.weightsOn(...pairOf(inputs)));
  }

  override getConfig(): ReturnType<InstanceType<typeof tf.layers.Layer>["getConfig"]> {
    const { heads, units, causal } = this.settings;
    return { ...super.getConfig(), heads, units, causal };
  }

  private weightsOn(own: Tensor3D, other: Tensor3D): Tensor4D {
    const { units, heads, causal } = this.settings;
    const [q, k] = [this.split(own, 0), this.split(other, 1)]; // [batch, heads, queries | tokens, depth]
    const scores = q.matMul(k, false, true).div<Tensor4D>(Math.sqrt(units / heads)); // [batch, heads, queries, tokens]
    if (!causal) return scores.softmax(-1);
    const [, , queries, tokens] = scores.shape;
    const later = tf.range(0, tokens).expandDims(0).greater(tf.range(0, queries).expandDims(1)); // [queries, tokens]
    return scores.add<Tensor4D>(later.cast("float32").mul(-1e9)).softmax(-1);
  }

  /** Projects, and gives each head its share: `[batch, tokens, depth]` → `[batch, heads, tokens, units / heads]`. */
  private split(x: Tensor3D, part: number): Tensor4D {
    const { units, heads } = this.settings;
    const [batch, tokens] = x.shape;
    return this.project(x, part)
      .reshape([batch, tokens, heads, units / heads])
      .transpose([0, 2, 1, 3]);
  }

  private project(x: Tensor, part: number): Tensor {
    const { kernel, bias } = this.parts[part] as (typeof this.parts)[number];
    const [batch, tokens, depth] = x.shape as [number, number, number];
    // One flat product: tfjs has no gradient for a 3-D times a 2-D tensor.
    return x
      .reshape([batch * tokens, depth])
      .matMul(kernel.read())
      .add(bias.read())
      .reshape([batch, tokens, this.settings.units]);
  }
}

/** Adds the marks of {@link positionalEncoding} to tokens, as a tfjs layer without weights. */
export class PositionalEncoding extends tf.layers.Layer {
  static readonly className = "PositionalEncoding";

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }

  override call(inputs: Tensor | Tensor[]): Tensor {
    return tf.tidy(() => {
      const [x] = pairOf(inputs);
      return x.add(tf.tensor2d(positionalEncoding(x.shape[1], { units: x.shape[2] }))); // [batch, tokens, units]
    });
  }
}

// A saved model names its layers' classes; here tfjs learns ours.
tf.serialization.registerClass(MultiHeadAttention);
tf.serialization.registerClass(PositionalEncoding);

/**
 * Multi-head attention as a tfjs layer with seeded weights.
 *
 * @param options - Heads, units, causal, seed, name.
 * @returns A layer; `layer.apply(tokens)` attends to itself, `layer.apply([queries, tokens])` to others.
 * @throws ArgumentError when heads do not divide units.
 */
export function multiHeadAttention(options: MultiHeadOptions): MultiHeadAttention {
  const { heads = 1, units, causal = false, seed, name } = options;
  const { next } = seededInitializers(seed);
  return new MultiHeadAttention({
    name,
    heads,
    units,
    causal,
    initializers: [next(), next(), next(), next()],
  });
}

/** Options of {@link transformerBlock}. */
export interface TransformerOptions {
  heads?: number;
  /** Units of the dense layer inside, as a multiple of the tokens' width. */
  widen?: number;
  /** Share of the answers of each half that dropout silences, in [0, 1). */
  dropout?: number;
  causal?: boolean;
  seed?: Seed;
  /** Start of the layers' names. */
  name?: string;
}

/**
 * One transformer block: attention and a dense pair, each with normalisation before and a shortcut around
 * (Vaswani and others, 2017; normalisation first as in Xiong and others, 2020).
 *
 * @param tokens - A symbolic tensor `[batch, tokens, units]`.
 * @param options - Heads, widening, dropout, causal, seed.
 * @returns A symbolic tensor of the same shape.
 * @throws ArgumentError when heads do not divide the tokens' width.
 */
export function transformerBlock(tokens: SymbolicTensor, options: TransformerOptions = {}): SymbolicTensor {
  const { heads = 2, widen = 4, dropout = 0, causal = false, seed, name = `block_${++blocks}` } = options;
  const units = tokens.shape.at(-1) as number;
  const { next, random } = seededInitializers(seed);
  const drop = (x: SymbolicTensor, part: string) =>
    dropout > 0
      ? (tf.layers
          .dropout({ name: `${name}_dropout_${part}`, rate: dropout, seed: random.nextSeed() })
          .apply(x) as SymbolicTensor)
      : x;
  const add = (a: SymbolicTensor, b: SymbolicTensor, part: string) =>
    tf.layers.add({ name: `${name}_add_${part}` }).apply([a, b]) as SymbolicTensor;
  const normal = (x: SymbolicTensor, part: string) =>
    tf.layers.layerNormalization({ name: `${name}_norm_${part}` }).apply(x) as SymbolicTensor;
  const dense = (x: SymbolicTensor, config: { size: number; part: string; activation: "relu" | "linear" }) =>
    tf.layers
      .dense({
        name: `${name}_${config.part}`,
        units: config.size,
        activation: config.activation,
        kernelInitializer: next(config.activation === "relu" ? "he" : "glorot"),
      })
      .apply(x) as SymbolicTensor;
  const attention = multiHeadAttention({
    name: `${name}_attention`,
    heads,
    units,
    causal,
    seed: random.fork(),
  });
  const looked = add(tokens, drop(attention.apply(normal(tokens, "1")) as SymbolicTensor, "1"), "1");
  const wide = dense(normal(looked, "2"), { size: units * widen, part: "wide", activation: "relu" });
  return add(looked, drop(dense(wide, { size: units, part: "narrow", activation: "linear" }), "2"), "2");
}

let blocks = 0;

function pairOf(inputs: Tensor | Tensor[]): [Tensor3D, Tensor3D] {
  const list = (Array.isArray(inputs) ? inputs : [inputs]) as Tensor3D[];
  const first = list[0] as Tensor3D;
  return [first, list[1] ?? first];
}
