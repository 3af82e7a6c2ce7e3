/** Everything of `models`: networks by hand, builders of tfjs networks, prediction, inspection, transfer and word vectors. */
export {
  activation,
  activations,
  elu,
  leakyRelu,
  linear,
  relu,
  sigmoid,
  softmax,
  softmaxJacobian,
  softplus,
  step,
  tanh,
  type Activation,
  type ActivationName,
} from "./activations";
export { dotProductAttention, positionalEncoding, type AttentionInputs, type NumberTable } from "./attention";
export {
  driftForecast,
  linearBaseline,
  majorityBaseline,
  meanBaseline,
  naiveForecast,
  seasonalNaiveForecast,
} from "./baseline";
export { leNet, smallCnn, type LeNetOptions, type ImageShape, type SmallCnnOptions } from "./cnn";
export { denseNet, toSequential, type DenseOptions } from "./dense";
export { descentPath, type DescentPathOptions } from "./descent-path";
export {
  coOccurrence,
  trainSkipGram,
  vocabularyOf,
  type Sentences,
  type SkipGramOptions,
  type Vocabulary,
} from "./embeddings";
export { headFor, headLayer, type Head, type Task } from "./heads";
export {
  orthogonalizeRecurrent,
  orthonormalRows,
  seededInitializers,
  type Initialization,
  type Initializer,
} from "./initializers";
export {
  filtersOf,
  layerOf,
  layerOutputs,
  layerTable,
  type Filters,
  type Layer,
  type LayerOutput,
  type LayerSummary,
} from "./inspect";
export {
  leastSquares,
  predictLinear,
  squaredError,
  trainLinear,
  type DescentStep,
  type LinearOptions,
  type LinearTraining,
  type LinearUnit,
  type RegressionData,
} from "./linear";
export {
  binaryCrossentropy,
  categoricalCrossentropy,
  EPSILON,
  huber,
  loss,
  losses,
  sigmoidCrossentropy,
  softmaxCrossentropy,
  type Loss,
  type LossName,
} from "./losses";
export {
  checkMlpData,
  createMlp,
  Mlp,
  type ForwardPass,
  type LayerGradient,
  type MlpData,
  type MlpLayer,
  type MlpOptions,
} from "./mlp";
export { trainMlp, type MlpTrainingOptions } from "./mlp-training";
export {
  and,
  fires,
  fullAdder,
  halfAdder,
  nand,
  nor,
  not,
  or,
  searchUnits,
  truthTable,
  xor,
  type Bit,
  type McCullochPittsUnit,
  type TruthRow,
} from "./neuron";
export { occlusionMap, type OcclusionOptions } from "./occlusion";
export {
  descend,
  optimizer,
  type DescendOptions,
  type OptimizerName,
  type OptimizerOptions,
  type OptimizerState,
  type OptimizerStep,
  type PlainOptimizer,
} from "./plain-optimizers";
export {
  boundaryLine,
  heaviside,
  margin,
  Perceptron,
  tlu,
  trainPerceptron,
  updateBound,
  weightedSum,
  type PerceptronData,
  type PerceptronOptions,
  type PerceptronTraining,
  type PerceptronUpdate,
  type Tlu,
} from "./perceptron";
export { pocketPerceptron, type Pocket } from "./pocket";
export {
  checkModelInput,
  classesOf,
  predictClasses,
  type PredictClassesOptions,
  type PredictOptions,
} from "./predict";
export { conv1dNet, recurrentNet, type Conv1dOptions, type RecurrentOptions } from "./recurrent";
export { loadModel, saveModel, weightChecksum, type SavedModel } from "./saved";
export { readTensorFile, writeTensorFile, type NamedTensor, type TensorFile } from "./tensor-file";
export {
  freeze,
  parameterCounts,
  replaceHead,
  thaw,
  type LayerChoice,
  type ParameterCounts,
  type ReplaceHeadOptions,
} from "./transfer";
export {
  multiHeadAttention,
  MultiHeadAttention,
  PositionalEncoding,
  transformerBlock,
  type MultiHeadConfig,
  type MultiHeadOptions,
  type Shape,
  type TransformerOptions,
} from "./transformer";
export {
  finiteDifference,
  sumValues,
  toValue,
  Value,
  type Edge,
  type Numeric,
  type ValueGraph,
} from "./value";
export { readGlove, WordVectors, type Neighbour } from "./word-vectors";
