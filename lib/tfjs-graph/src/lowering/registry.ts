/** Every class of layers that has a graph. */
import { convolutions } from "./convolution";
import type { LayerLowering } from "./emit";
import { merging } from "./merging";
import { coreLayers } from "./core-layers";
import { pooling } from "./pooling";
import { recurrence } from "./recurrence";
import { normalization } from "./normalization";

/** Lowerings by tfjs' class names. */
export const layers: Readonly<Record<string, LayerLowering>> = {
  ...coreLayers,
  ...convolutions,
  ...pooling,
  ...recurrence,
  ...normalization,
  ...merging,
};
