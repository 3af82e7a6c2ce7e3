/** Gives dropout repeatable masks: new ones in every batch, the same ones in every run of a seed. */
import type { Random } from "../core/random";
import type { LayersModel } from "../core/tf";

/**
 * Gives every dropout layer a new seed. TensorFlow.js draws the same mask in every batch when a layer has a seed,
 * and an unrepeatable one when it has none.
 *
 * @param model - Its dropout layers are changed in place, nested models' too.
 * @param random - Draws the seeds.
 */
export function reseedDropout(model: LayersModel, random: Random): void {
  for (const layer of model.layers) {
    if (layer.getClassName() === "Dropout") (layer as unknown as { seed: number }).seed = random.nextSeed();
    const nested = (layer as unknown as { layers?: LayersModel["layers"] }).layers;
    if (nested) reseedDropout(layer as unknown as LayersModel, random);
  }
}
