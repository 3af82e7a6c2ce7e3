/** Everything of `tensors`: scalers, encoders, imputers, clipping and pipelines; splits, windows, text and conversion. */
export type { Category, EncoderOptions, EncoderState } from "./categories";
export { OutlierClipper, type ClipOptions, type ClipperState } from "./clip";
export { imagesToTensor, labelsToTensor } from "./convert";
export { cover, type CoverOptions } from "./cover";
export { coverRandomly, type CoverRandomlyOptions } from "./cover-randomly";
export {
  oneHot,
  OneHotEncoder,
  type DropCategory,
  type OneHotDecoded,
  type OneHotEncoderState,
} from "./encode";
export { SimpleImputer, type Imputed, type ImputeStrategy, type SimpleImputerState } from "./impute";
export { NumericTransformer } from "./numeric";
export { OrdinalEncoder, type Decoded, type Encoded, type OrdinalEncoderState } from "./ordinal";
export { padSequences, type PadOptions, type SequenceEnd } from "./pad-sequences";
export {
  columnTransformer,
  ColumnTransformer,
  pipeline,
  Pipeline,
  transformerFromJSON,
  type ColumnPart,
  type ColumnTransformerState,
  type NamedStep,
  type PipelineState,
} from "./pipeline";
export type { CellRows, Rows, SameKind, Transformed } from "./rows";
export { MinMaxScaler, StandardScaler, type MinMaxScalerState, type StandardScalerState } from "./scale";
export { shift, type ShiftOptions } from "./shift";
export { split, splitByTime, takeRows, type CountedRows, type Split, type SplitOptions } from "./split";
export type { TableCell, Columns, OtherColumns, SeriesLike, TableLike } from "./table";
export type { SplitAt, Standardize } from "./split-text";
export {
  Tokenizer,
  type OutputMode,
  type Texts,
  type TokenizerOptions,
  type TokenizerState,
  type TokenRows,
} from "./tokenizer";
export { Transformer, type Fitted, type TransformerState } from "./transformer";
export {
  slidingWindows,
  windowsToTensors,
  type Feature,
  type TimeSeries,
  type WindowOptions,
  type Windows,
  type WindowTensors,
} from "./windows";
