/** The one door to TensorFlow.js: picks the native back end, or the JavaScript one where native is missing. */
import Module = require("node:module");
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { install, installJavaScript, restoreNodeUtilities } from "tfjs-graph";
import { watchFitDataset } from "./dataset-end";
import { extendEarlyStopping } from "./early-stopping";
import { ArgumentError } from "./errors";
import { explainErrors } from "./explain";
import { defineFitCallback } from "./fit-callback";
import type * as Fitted from "./fitted-types";
import type { FittedTensorFlow } from "./fitted-types";
import { seedDatasets } from "./global-seed";
import { makeFitInterruptible } from "./interruptible";
import { extendFit } from "./model-fit";
import { seedMultinomial } from "./multinomial";
import { withCheckedRows } from "./ragged";
import { measureSeveralOutputs } from "./several-outputs";
import { noteOrigins } from "./tensor-origins";
import { checkTrainingData } from "./training-data";

/** Which engine computes: TensorFlow's C library, or plain JavaScript (every lesson runs, slower). */
export type BackendName = "native" | "javascript";

/** What {@link backendInfo} tells. */
export interface BackendInfo {
  /** The engine in use. */
  name: BackendName;
  /** The version of the native library, e.g. `"2.21.0"`, or of tfjs for the JavaScript engine. */
  version: string;
  /** Why the native engine is not used; `undefined` when it is. */
  reason: string | undefined;
}

const loaded = load();
noteOrigins(loaded.tf);
if (process.env["TFJS_GRAPH"] !== "plain") {
  if (loaded.info.name === "native") install(loaded.tf);
  else installJavaScript(loaded.tf);
}
measureSeveralOutputs(loaded.tf);
makeFitInterruptible(loaded.tf);
watchFitDataset(loaded.tf);
defineFitCallback(loaded.tf);
extendFit(loaded.tf);
extendEarlyStopping(loaded.tf);
checkTrainingData(loaded.tf);
seedDatasets(loaded.tf);
seedMultinomial(loaded.tf);
explainErrors(loaded.tf);

/** TensorFlow.js. Import it from here and nowhere else, so that one copy with one back end serves all. */
export const tf: FittedTensorFlow = withCheckedRows(loaded.tf) as FittedTensorFlow;
if (loaded.info.name === "javascript") shareWithDanfo(tf);

/** The types of TensorFlow.js as its documentation writes them: `tf.Tensor`, `tf.Sequential`, `tf.layers.Layer`. */
// A namespace of types beside the constant of the same name: `tf` alone has values only.
/* eslint-disable @typescript-eslint/no-namespace */
export declare namespace tf {
  /** The ranks that a tensor may have. */
  export type Rank = TensorFlow.Rank;
  /** The kinds of elements: `"float32"`, `"int32"`, `"bool"` and others. */
  export type DataType = TensorFlow.DataType;
  /** What `tf.tensor` takes: numbers, nested or typed arrays. */
  export type TensorLike = TensorFlow.TensorLike;
  /** A tensor of any rank. */
  export type Tensor<R extends TensorFlow.Rank = TensorFlow.Rank> = TensorFlow.Tensor<R>;
  /** A tensor of rank 0. */
  export type Scalar = TensorFlow.Scalar;
  /** A tensor of rank 1. */
  export type Tensor1D = TensorFlow.Tensor1D;
  /** A tensor of rank 2. */
  export type Tensor2D = TensorFlow.Tensor2D;
  /** A tensor of rank 3. */
  export type Tensor3D = TensorFlow.Tensor3D;
  /** A tensor of rank 4. */
  export type Tensor4D = TensorFlow.Tensor4D;
  /** A tensor of rank 5. */
  export type Tensor5D = TensorFlow.Tensor5D;
  /** A tensor of rank 6. */
  export type Tensor6D = TensorFlow.Tensor<TensorFlow.Rank.R6>;
  /** A tensor under construction, whose elements can be set. */
  export type TensorBuffer<
    R extends TensorFlow.Rank,
    D extends TensorFlow.DataType = "float32",
  > = TensorFlow.TensorBuffer<R, D>;
  /** A tensor whose values change. */
  export type Variable<R extends TensorFlow.Rank = TensorFlow.Rank> = TensorFlow.Variable<R>;
  /** A place in a model that has a shape and no values yet. */
  export type SymbolicTensor = TensorFlow.SymbolicTensor;
  /** Tensors by name. */
  export type NamedTensorMap = TensorFlow.NamedTensorMap;
  /** Tensors in objects and lists. */
  export type TensorContainer = TensorFlow.TensorContainer;
  /** What changes variables against their gradients. */
  export type Optimizer = TensorFlow.Optimizer;
  /** Numbers of an epoch or batch by name. */
  export type Logs = TensorFlow.Logs;
  /** A callback of `fit`, as a class. */
  export type Callback = TensorFlow.Callback;
  /** A callback of `fit`, made of functions. */
  export type CustomCallback = TensorFlow.CustomCallback;
  /** What `model.fit` returns. */
  export type History = Fitted.History;
  /** A model of layers. */
  export type LayersModel = Fitted.LayersModel;
  /** A stack of layers. */
  export type Sequential = Fitted.Sequential;
  /** The arguments of `fit`. */
  export type ModelFitArgs = Fitted.ModelFitArgs;
  /** The arguments of `fitDataset`. */
  export type ModelFitDatasetArgs<T> = Fitted.ModelFitDatasetArgs<T>;
  /** The arguments of `compile`. */
  export type ModelCompileArgs = TensorFlow.ModelCompileArgs;

  /** The types of `tf.layers`. */
  export namespace layers {
    /** A layer of a model. */
    export type Layer = TensorFlow.layers.Layer;
  }

  /** The types of `tf.data`. */
  export namespace data {
    /** Elements that come one after the other. */
    export type Dataset<T extends TensorFlow.TensorContainer> = TensorFlow.data.Dataset<T>;
  }
}
/* eslint-enable @typescript-eslint/no-namespace */

/** The same types by name, so that no other file needs to import the package. */
export type {
  DataType,
  NamedTensorMap,
  Optimizer,
  Scalar,
  SymbolicTensor,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorLike,
  Variable,
} from "@tensorflow/tfjs-node";

export type {
  FitTensors,
  FittedTensorFlow,
  History,
  LayersModel,
  ModelFitArgs,
  ModelFitDatasetArgs,
  Sequential,
} from "./fitted-types";

/** Tells which back end computes, and why. */
export function backendInfo(): BackendInfo {
  return loaded.info;
}

function load(): { tf: typeof TensorFlow; info: BackendInfo } {
  const wish = process.env["NEURAL_NOTEBOOKS_BACKEND"] ?? "native";
  if (wish !== "native" && wish !== "js") {
    throw new ArgumentError(
      `Cannot load TensorFlow.js: NEURAL_NOTEBOOKS_BACKEND must be "native" or "js"; received "${wish}".`,
    );
  }
  if (wish === "js") return loadJavaScript("NEURAL_NOTEBOOKS_BACKEND=js asks for it");
  try {
    return loadNative();
  } catch (error) {
    return loadJavaScript(firstLine(error));
  }
}

function loadNative(): { tf: typeof TensorFlow; info: BackendInfo } {
  restoreNodeUtilities();
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  const native = quietly(() => require("@tensorflow/tfjs-node") as typeof TensorFlow);
  const binding = (native.backend() as unknown as { binding?: { TF_Version?: string } }).binding;
  return {
    tf: native,
    info: { name: "native", version: binding?.TF_Version ?? "unknown", reason: undefined },
  };
}

/** The same names as tfjs-node's where the union package has them; `tf.node` is missing here. */
function loadJavaScript(reason: string): { tf: typeof TensorFlow; info: BackendInfo } {
  restoreNodeUtilities();
  const plain = quietly(() => {
    const union = require("@tensorflow/tfjs") as typeof TensorFlow;
    // The backend is in place at once: only one that starts later has anything to wait for.
    void union.setBackend("cpu");
    // The first operation prints an advertisement for tfjs-node; let it come here, unheard.
    union.scalar(0).dispose();
    return union;
  });
  return { tf: plain, info: { name: "javascript", version: plain.version_core, reason } };
}

/** danfojs-node asks for tfjs-node by name and must get this very copy, also where the addon is missing. */
function shareWithDanfo(exports: typeof TensorFlow): void {
  const file = require.resolve("@tensorflow/tfjs-node");
  require.cache[file] = Object.assign(new Module(file), { exports, loaded: true });
}

/** Keeps a package's start-up notices out of the cell that imports it. */
function quietly<T>(work: () => T): T {
  const { warn, info, log } = console;
  console.warn = console.info = console.log = () => undefined;
  try {
    return work();
  } finally {
    Object.assign(console, { warn, info, log });
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
