/** Everything of `tensors`: conversion, splits, scalers, encoders, imputers, clipping and windows. */
export { OutlierClipper, type ClipOptions, type ClipperState } from "./clip";
export { imagesToTensor, labelsToTensor } from "./convert";
export {
  oneHot,
  OneHotEncoder,
  OrdinalEncoder,
  type Category,
  type EncoderOptions,
  type EncoderState,
  type UnknownCategory,
} from "./encode";
export { CategoryImputer, Imputer, type ImputerState, type ImputeStrategy } from "./impute";
export type { Matrix, Rows, SameKind } from "./rows";
export { MinMaxScaler, StandardScaler, type ScalerState } from "./scale";
export { split, splitByTime, takeRows, type Split, type SplitOptions } from "./split";
export { slidingWindows, type Series, type WindowOptions, type Windows } from "./windows";
