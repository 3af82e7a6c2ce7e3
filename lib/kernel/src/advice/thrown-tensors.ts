/** What TensorFlow.js throws for misuse that is no matter of shapes. */
import { code, type RuntimeMistake } from "./mistake";

const disposed: RuntimeMistake = {
  name: "disposed-tensor",
  examples: [
    "const gone1 = tf.tensor([1]);\ngone1.dispose();\ngone1.print()",
    "const gone2 = tf.tidy(() => { const inner = tf.ones([2]); return { kept: tf.ones([1]), size: inner.size, get: () => inner } as any });\ngone2.get().add(1)",
  ],
  nearMisses: ["throw new Error('Tensor is there')"],
  advise({ message }) {
    if (!/^Tensor is disposed/.test(message)) return undefined;
    return "This tensor's memory was given back already, by `dispose()` or at the end of `tf.tidy`: use it before that, or keep it with `tf.keep(…)` or as what `tidy` returns.";
  },
};

const dtype: RuntimeMistake = {
  name: "tensor-dtype",
  examples: [
    "tf.oneHot(tf.tensor1d([0.5, 1]), 3)",
    "tf.logicalAnd(tf.ones([2]), tf.ones([2]))",
    "tf.tensor1d([1, 2], 'int32').sqrt()",
    "tf.gather(tf.ones([3]), tf.tensor1d([0.5]))",
  ],
  nearMisses: ["throw new Error('must be int32')"],
  advise({ message }) {
    const found = /^Argument '(\w+)' passed to '(\w+)' must be (\w+) tensor, but got (\w+) tensor/.exec(
      message,
    );
    if (!found) return undefined;
    const [, argument, operation, wanted, given] = found as unknown as [
      string,
      string,
      string,
      string,
      string,
    ];
    if (given === "string" || wanted === "numeric")
      return `\`${operation}\` computes with numbers, and \`${argument}\` holds texts: turn them into numbers before you make the tensor.`;
    return `\`${operation}\` needs a tensor of type ${wanted} as \`${argument}\`, and this one is ${given}: convert it with \`.cast("${wanted}")\`.`;
  },
};

const textTensor: RuntimeMistake = {
  name: "text-tensor",
  examples: ["tf.ones([1]).add(tf.tensor(['a']) as any)", "tf.tensor(['1', '2']).mean()"],
  nearMisses: ["throw new Error('but got string')"],
  advise({ message }) {
    const found = /^Argument '(\w+)' passed to '(\w+)' must be numeric tensor, but got string/.exec(message);
    return found
      ? `\`${found[2]}\` computes with numbers, and \`${found[1]}\` holds texts: make the tensor from \`texts.map(Number)\`.`
      : undefined;
  },
};

const argument: RuntimeMistake = {
  name: "no-tensor-argument",
  examples: [
    "tf.add(undefined as any, 1)",
    "tf.matMul({} as any, tf.ones([2, 2]))",
    "tf.sum(Promise.resolve(tf.ones([2])) as any)",
    "tf.tensor(undefined as any)",
  ],
  nearMisses: ["throw new Error('must be a Tensor')"],
  advise({ message }) {
    const found = /^Argument '(\w+)' passed to '(\w+)' must be a Tensor or TensorLike, but got '(.*)'/.exec(
      message,
    );
    if (found) {
      const [, name, operation, given] = found as unknown as [string, string, string, string];
      const hint = given === "Promise" ? " Did you forget `await`?" : "";
      return `\`${operation}\` needs a tensor or numbers as \`${name}\`, and got ${given === "null" || given === "undefined" ? `\`${given}\`` : `a value of kind ${given}`}.${hint || " Look at it with `console.log(…)`."}`;
    }
    if (!/^values passed to tensor\(values\) must be/.test(message)) return undefined;
    return "`tf.tensor` takes a number, an array of numbers or a typed array, and got something else: look at it with `console.log(…)`.";
  },
};

const values: RuntimeMistake = {
  name: "tensor-values-and-shape",
  examples: ["tf.tensor2d([1, 2, 3], [2, 2])", "tf.tensor([1, 2], [3])"],
  nearMisses: ["throw new Error('Based on the shape')"],
  advise({ message }) {
    const found =
      /^Based on the provided shape, \[(.*?)\], the tensor should have (\d+) values but has (\d+)/.exec(
        message,
      );
    if (!found) return undefined;
    const [, shape, wanted, got] = found as unknown as [string, string, string, string];
    return `The shape [${shape.replace(/,/g, ", ")}] holds ${wanted} values, and there are ${got}: change the shape or the values so that both agree.`;
  },
};

const rank: RuntimeMistake = {
  name: "tensor-rank",
  examples: [
    "tf.tensor1d([[1]] as any)",
    "tf.tensor2d([1, 2] as any)",
    "tf.ones([2]).expandDims(4)",
    "tf.ones([2]).sum(3)",
    "tf.ones([2, 3]).transpose([0, 1, 2])",
  ],
  nearMisses: ["throw new Error('Axis of evil')"],
  advise({ message }) {
    const made = /^tensor(\d)d\(\) requires (values to be|shape to be)/.exec(message);
    if (made)
      return `\`tf.tensor${made[1]}d\` takes arrays nested ${made[1] === "1" ? "once" : `${made[1]} times`}: ${made[1] === "1" ? "use `tf.tensor2d` for rows of numbers" : "nest the numbers, `[[1, 2]]`, or add the shape as the second argument"}, or let \`tf.tensor\` find out.`;
    const axis = /^All values in axis param must be in range \[-(\d+), \d+\) but got axis (.*)/.exec(message);
    if (axis)
      return `This tensor has ${axis[1]} ${axis[1] === "1" ? "axis" : "axes"}, counted from 0 to ${Number(axis[1]) - 1}, so there is no axis ${axis[2]}.`;
    if (/^Axis must be <= rank of the tensor/.test(message))
      return "The new axis lies beyond the tensor's last one: choose one from 0 to the rank, or -1 for the end.";
    return /^Error in transpose: rank of input/.test(message)
      ? "`transpose` needs each axis of the tensor once: for rank 2, `[1, 0]`."
      : undefined;
  },
};

const gradient: RuntimeMistake = {
  name: "no-gradient",
  examples: ["tf.grad((x) => x)(tf.tensor([1, 2]))", "tf.train.sgd(0.1).minimize(() => tf.scalar(1))"],
  nearMisses: ["throw new Error('Cannot compute')"],
  advise({ message }) {
    if (!/^Cannot (?:compute gradient of y=f\(x\)|find a connection between any variable)/.test(message))
      return undefined;
    return "The loss does not depend on what is to be trained: compute it within the function from the variables by tensor operations; `dataSync()`, `arraySync()` and rounding cut the path.";
  },
};

const notCompiled: RuntimeMistake = {
  name: "model-not-compiled",
  examples: [
    "const raw = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });\nawait raw.fit(inputs, targets)",
  ],
  nearMisses: ["throw new Error('The model')"],
  advise({ message }) {
    if (
      !/^The model needs to be compiled before being used|^You must compile a model before training/.test(
        message,
      )
    )
      return undefined;
    return `Compile the model before you train it: ${code('model.compile({ optimizer: "adam", loss: "meanSquaredError" })', 80)}.`;
  },
};

const noInputShape: RuntimeMistake = {
  name: "model-without-input-shape",
  examples: [
    "const open2 = tf.sequential({ layers: [tf.layers.dense({ units: 1 })] });\nopen2.predict(inputs)",
    "tf.sequential().predict(inputs)",
  ],
  nearMisses: ["throw new Error('first layer')"],
  advise({ message }) {
    if (/^The first layer in a Sequential model must get an `inputShape`/.test(message))
      return "The first layer must know the shape of one example: give it `inputShape`, e.g. `tf.layers.dense({ units: 1, inputShape: [2] })`.";
    return /^Sequential model cannot be built: model is empty/.test(message)
      ? "The model has no layers yet: add some with `model.add(tf.layers.dense({ … }))`."
      : undefined;
  },
};

const units: RuntimeMistake = {
  name: "layer-without-size",
  examples: ["tf.layers.dense({ units: 0 })", "tf.layers.dense({} as any)"],
  nearMisses: ["throw new Error('Expected units')"],
  advise({ message }) {
    const found =
      /^Expected (units|filters|kernelSize|rate|inputDim|outputDim) to be (.*?), but got (.*?)\.?$/.exec(
        message,
      );
    return found
      ? `The layer's \`${found[1]}\` must be ${found[2]}, and is ${found[3]}: ${code(`{ ${found[1]}: 4 }`)}.`
      : undefined;
  },
};

const operation: RuntimeMistake = {
  name: "operation-shapes",
  examples: [
    "tf.ones([2, 3]).dot(tf.ones([2, 3]))",
    "tf.conv2d(tf.ones([1, 5, 5, 3]) as any, tf.ones([3, 3, 1, 8]) as any, 1, 'same')",
    "tf.losses.softmaxCrossEntropy(tf.ones([2, 3]), tf.ones([2, 4]))",
  ],
  nearMisses: ["throw new Error('Error in my code')"],
  advise({ message }) {
    const found = /^Error in (\w+):\s*([\s\S]*?)\.?$/.exec(message);
    if (!found || !/shape|dimension|depth|rank|match/i.test(found[2] as string)) return undefined;
    return `\`${found[1]}\` cannot work with these shapes: look at them with \`console.log(tensor.shape)\`, and change one with \`reshape\` or \`transpose\`.`;
  },
};

const tooSmall: RuntimeMistake = {
  name: "layer-larger-than-input",
  examples: [
    "const shrunk = tf.sequential();\nshrunk.add(tf.layers.conv2d({ filters: 2, kernelSize: 5, inputShape: [3, 3, 1] }))",
  ],
  nearMisses: ["throw new Error('Negative dimension')"],
  advise({ message }) {
    const found = /^Negative dimension size caused by adding layer (\S+) with input shape \[,?(.*)\]/.exec(
      message,
    );
    if (!found) return undefined;
    return `The window of the layer \`${found[1]}\` is larger than its input [${(found[2] as string).replace(/,/g, ", ")}]: write \`padding: "same"\`, a smaller \`kernelSize\`, or fewer pooling layers before it.`;
  },
};

const shown: RuntimeMistake = {
  name: "model-file",
  examples: ["await tf.loadLayersModel('file://nofile.json')"],
  nearMisses: ["throw new Error('loading failed')"],
  advise({ message }) {
    const found = /^Path (.*) does not exist: loading failed/.exec(message);
    return found
      ? `There is no saved model \`${found[1]}\`: check the path; it ends with \`model.json\`, in the folder that \`model.save\` was given.`
      : undefined;
  },
};

export const THROWN_TENSORS: readonly RuntimeMistake[] = [
  disposed,
  textTensor,
  dtype,
  argument,
  values,
  rank,
  gradient,
  notCompiled,
  noInputShape,
  units,
  shown,
  operation,
  tooSmall,
];
