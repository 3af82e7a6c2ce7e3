/** Turns a seed into the starting weights of tfjs layers: each layer draws its own, and equal seeds give equal nets. */
import { randomFrom } from "../core/global-seed";
import { Random, type Seed } from "../core/random";
import { tf, type LayersModel } from "../core/tf";

/** A starting rule for the weights of a tfjs layer. */
export type Initializer = ReturnType<typeof tf.initializers.zeros>;

/** The rule that suits an activation: He's for the ReLU family, Glorot's for the others. */
export type Initialization = "glorot" | "he" | "lecun";

/**
 * Gives initializers one after the other, each with a seed of its own.
 *
 * @param seed - Where to begin.
 * @returns `next` makes an initializer; `random` is the generator behind it.
 */
export function seededInitializers(seed: Seed | undefined): {
  /** Makes an initializer with its own seed. */
  next: (kind?: Initialization) => Initializer;
  random: Random;
} {
  const random = randomFrom(seed);
  const makers = {
    glorot: tf.initializers.glorotUniform,
    he: tf.initializers.heUniform,
    lecun: tf.initializers.leCunNormal,
  };
  return { random, next: (kind = "glorot") => makers[kind]({ seed: random.nextSeed() }) };
}

/**
 * Gives the recurrent weights of a model orthonormal rows, so that a signal neither grows nor fades at the start
 * (Saxe, McClelland and Ganguli, 2013, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
 * networks"). tfjs' own orthogonal initializer is slow and prints a warning.
 *
 * @param model - A built model; SimpleRNN, LSTM and GRU layers are changed in place.
 * @param random - Draws the rows.
 */
export function orthogonalizeRecurrent(model: LayersModel, random: Random): void {
  for (const layer of model.layers) {
    if (!["SimpleRNN", "LSTM", "GRU"].includes(layer.getClassName())) continue;
    const weights = layer.getWeights();
    const recurrent = weights[1];
    if (recurrent?.rank !== 2) continue;
    const [units, columns] = recurrent.shape as [number, number];
    tf.tidy(() => {
      const replaced = tf.tensor2d(orthonormalRows(random, { rows: units, columns }), [units, columns]);
      layer.setWeights(weights.map((weight, i) => (i === 1 ? replaced : weight)));
    });
  }
}

/**
 * Random rows of length 1 at right angles to each other (Gram and Schmidt's method, each row twice for accuracy).
 *
 * @param random - Draws the rows.
 * @param size - `rows` ≤ `columns`.
 * @returns Row-major numbers, length rows · columns.
 */
export function orthonormalRows(random: Random, size: { rows: number; columns: number }): Float32Array {
  const { rows, columns } = size;
  const done: Float64Array[] = [];
  while (done.length < rows) {
    const row = Float64Array.from({ length: columns }, () => random.normal());
    for (const other of [...done, ...done]) {
      const dot = row.reduce((sum, value, i) => sum + value * (other[i] as number), 0);
      for (let i = 0; i < columns; i++) row[i] = (row[i] as number) - dot * (other[i] as number);
    }
    const length = Math.hypot(...row);
    // A draw that (nearly) lies in the span of the others is drawn again.
    if (length > 1e-6) done.push(row.map((value) => value / length));
  }
  return Float32Array.from(done.flatMap((row) => [...row]));
}
