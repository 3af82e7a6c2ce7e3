/** Every class of layers that has a graph. */
import { convolutions } from "./convolution";
import type { LayerWriter } from "./emit";
import { merging } from "./merging";
import { plain } from "./core-layers";
import { pooling } from "./pooling";
import { recurrence } from "./recurrence";
import { normalization } from "./normalization";

/** Writers by tfjs' class names. */
export const layers: Readonly<Record<string, LayerWriter>> = {
  ...plain,
  ...convolutions,
  ...pooling,
  ...recurrence,
  ...normalization,
  ...merging,
};
