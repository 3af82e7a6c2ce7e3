/** Explains TensorFlow.js' errors about shapes in one sentence: which operation or layer, which shapes, what to do. */
import type * as TensorFlow from "@tensorflow/tfjs-node";
import { ShapeError } from "./errors";

/** One run of an operation. */
interface Operation {
  readonly kernel: string;
  readonly inputs: Record<string, unknown>;
  readonly attributes: Record<string, unknown>;
}

/** Matches messages about shapes, of the native back end and of the JavaScript one. */
const SHAPE_MESSAGE =
  /^Invalid TF_Status: 3\b|could not be broadcast|[Ii]ncompatible|inner shapes|[Ss]hapes? .*must|must match|matching shapes|same number of|ndim|[Nn]egative dimension/;

/** The verbs of operations for messages. */
const VERBS: Readonly<Record<string, string>> = {
  Add: "add",
  AddV2: "add",
  Sub: "subtract",
  Multiply: "multiply",
  RealDiv: "divide",
  Pow: "take the power",
  Maximum: "take the greater",
  Minimum: "take the smaller",
  SquaredDifference: "take the squared difference",
  Greater: "compare",
  GreaterEqual: "compare",
  Less: "compare",
  LessEqual: "compare",
  Equal: "compare",
  NotEqual: "compare",
};

/** Explains which shapes of an operation do not fit. */
export function explainShapes(error: Error, operation: Operation): ShapeError | undefined {
  if (error instanceof ShapeError || !SHAPE_MESSAGE.test(error.message)) return undefined;
  const { kernel, inputs, attributes } = operation;
  const shapes = shapesOf(inputs);
  const [a = [], b = []] = shapes;
  const [first, second] = [formatShape(a), formatShape(b)];
  const say = (message: string): ShapeError => new ShapeError(message, { cause: error });
  if (VERBS[kernel])
    return say(
      `Cannot ${VERBS[kernel]}: the shapes ${first} and ${second} must agree, counted from the right, wherever neither size is 1${describeMismatch(a, b)}.`,
    );
  if (/MatMul/.test(kernel)) {
    if (a.length < 2 || b.length < 2)
      return say(
        `Cannot multiply matrices: both must have at least rank 2; received ${first} and ${second}. Add an axis with reshape, e.g. [1, ${a.at(-1) ?? 1}].`,
      );
    const [columns, rows] = [
      attributes["transposeA"] ? a.at(-2) : a.at(-1),
      attributes["transposeB"] ? b.at(-1) : b.at(-2),
    ];
    return say(
      `Cannot multiply matrices: the first must have as many columns as the second has rows; received ${first} and ${second}, ${columns} columns and ${rows} rows. Did you forget to transpose one of them?`,
    );
  }
  if (kernel === "Concat")
    return say(
      `Cannot concatenate along axis ${(attributes["axis"] as number | undefined) ?? 0}: all other sizes must be equal; received ${shapes.map(formatShape).join(" and ")}.`,
    );
  if (kernel === "Pack")
    return say(`Cannot stack: all shapes must be equal; received ${shapes.map(formatShape).join(" and ")}.`);
  if (kernel === "Reshape") {
    const wanted = (attributes["shape"] as number[] | undefined) ?? [];
    return say(
      `Cannot reshape ${first} to ${formatShape(wanted)}: the new shape must hold the same ${product(a)} values; it holds ${product(wanted)}. One size may be -1, which is then worked out.`,
    );
  }
  if (/Conv|Pool/.test(kernel)) {
    const kind = /Pool/.test(kernel) ? "pool" : "convolve";
    const window = b.length > 0 ? ` with a filter ${second}` : "";
    return say(
      `Cannot ${kind} an input ${first}${window}: the window must not be larger than the input, and the channels must be equal. Use padding: "same", a smaller window, or fewer pooling layers.`,
    );
  }
  const received = shapes.map(formatShape).join(" and ");
  return say(
    `Cannot run ${kernel}: the shapes must fit together; received ${received}. ${nativeMessage(error)}`,
  );
}

/** Adds the layer to an error about shapes. */
export function explainInLayer(
  error: Error,
  layer: TensorFlow.layers.Layer,
  inputs: unknown,
): ShapeError | undefined {
  const { message } = error;
  const isNamed = NAMED_ERRORS.has(error);
  const isShape = error instanceof ShapeError || SHAPE_MESSAGE.test(message);
  if (isNamed || !isShape) return undefined;
  const received = shapesOf(inputs).map(formatShape).join(" and ");
  const name = `the layer "${layer.name}" (${layer.getClassName()})`;
  const needs = requirement(message);
  let reason = needs ? `its input must have ${needs}` : nativeMessage(error);
  if (error instanceof ShapeError) reason = message.replace(/^Cannot /, "it cannot ");
  const explained = new ShapeError(`Cannot run ${name} on shape ${received}: ${reason}`, {
    cause: error instanceof ShapeError && error.cause !== undefined ? error.cause : error,
  });
  NAMED_ERRORS.add(explained);
  return explained;
}

/** Errors that already name their layer: models contain models, so an error passes through several layers. */
const NAMED_ERRORS = new WeakSet<Error>();

/** Explains which input or target of a model has the wrong shape. */
export function explainModelInput(error: Error, model: TensorFlow.LayersModel): ShapeError | undefined {
  const { message } = error;
  const say = (text: string): ShapeError => new ShapeError(text, { cause: error });
  const example =
    /^(\S+) expected a batch of elements where each example has shape \[([^\]]*)\].*each with shape \[([^\]]*)\]/.exec(
      message,
    );
  if (example) {
    const [, part, wanted, got] = example as unknown as [string, string, string, string];
    const what = /target/.test(part) ? "targets" : "inputs";
    return say(
      `Cannot use these ${what}: each example must have shape ${formatShapeText(wanted)}${layerAt(model, what)}; received ${formatShapeText(got)}. ${hintFor(what)}`,
    );
  }
  const whole =
    /^Error when checking (?:model )?(\w*)\s*: expected (\S+) to have (?:shape \[([^\]]*)\]|(\d+) dimension\(s\)\.?) but got array with shape \[?([\d,]*)\]?/.exec(
      message,
    );
  if (whole) {
    const [, part, name, shape, rank, got] = whole as unknown as [
      string,
      string,
      string,
      string?,
      string?,
      string?,
    ];
    const wanted = shape === undefined ? `rank ${rank}` : `shape ${formatShapeText(shape)}`;
    const what = part === "target" ? "targets" : "inputs";
    const hint = shape === undefined ? " Did you forget the batch axis?" : "";
    return say(
      `Cannot use these ${what}: "${name.replace(/_input$/, "")}" must get ${wanted}${shape === undefined ? "" : " (null is the number of examples)"}; received ${formatShapeText(got ?? "")}.${hint} ${hintFor(what)}`,
    );
  }
  const counts =
    /same number of samples as target Tensors\. Found (\d+) input sample\(s\) and (\d+) target sample\(s\)/.exec(
      message,
    );
  if (counts)
    return say(
      `Cannot train: there must be as many targets as inputs; received ${counts[1]} inputs and ${counts[2]} targets.`,
    );
  return undefined;
}

function layerAt(model: TensorFlow.LayersModel, what: "inputs" | "targets"): string {
  const layers = (model as { layers?: TensorFlow.layers.Layer[] }).layers ?? [];
  const layer =
    what === "targets" ? layers.at(-1) : layers.find((each) => each.getClassName() !== "InputLayer");
  return layer ? ` for the layer "${layer.name}" (${layer.getClassName()})` : "";
}

function hintFor(what: "inputs" | "targets"): string {
  return what === "inputs"
    ? "Change the inputs with reshape, or the model's inputShape."
    : "Change the targets with reshape, or the units of the last layer.";
}

function requirement(message: string): string | undefined {
  const rank = /expected (?:min_)?ndim=(\d+), found ndim=(\d+)/.exec(message);
  if (rank)
    return `${/min_/.test(message) ? "at least " : ""}rank ${rank[1]} with the batch axis, and has ${rank[2]}.`;
  const axis = /expected axis (-?\d+) of input shape to have value (\d+)/.exec(message);
  return axis
    ? `size ${axis[2]} in its ${axis[1] === "-1" ? "last axis" : `axis ${axis[1]}`}, as when the layer was first used.`
    : undefined;
}

function describeMismatch(a: readonly number[], b: readonly number[]): string {
  for (let back = 1; back <= Math.min(a.length, b.length); back++) {
    const [left, right] = [a.at(-back) as number, b.at(-back) as number];
    if (left !== right && left !== 1 && right !== 1) return `; received ${left} and ${right}`;
  }
  return "";
}

function shapesOf(inputs: unknown): number[][] {
  if (inputs === null || typeof inputs !== "object") return [];
  const { shape } = inputs as { shape?: unknown };
  if (Array.isArray(shape)) return [shape as number[]];
  return Object.values(inputs).flatMap((each) => shapesOf(each));
}

function formatShape(shape: readonly (number | null)[]): string {
  return `[${shape.map(String).join(", ")}]`;
}

function formatShapeText(shape: string): string {
  return `[${shape.split(",").filter(Boolean).join(", ")}]`;
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, size) => all * size, 1);
}

/** TensorFlow's own message without its status codes. */
function nativeMessage(error: Error): string {
  const words = error.message
    .replace(/^Invalid TF_Status: \d+\s*Message:\s*/, "")
    .split("\n", 1)[0] as string;
  return `TensorFlow says: ${words}`;
}
