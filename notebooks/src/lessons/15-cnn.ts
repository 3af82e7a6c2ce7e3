// %% [markdown] slideshow={"slide_type": "slide"}
// # 15 · How do machines see clothes?
//
// *60 minutes · needs lessons 00 and 02*
//
// **You will be able to**
//
// - follow the shapes of a picture through a convolutional network and count its parameters by hand
// - train one on ten kinds of clothes, and say what it confuses
// - look inside: filters, feature maps, and the places of a picture that matter

// %% [markdown]
// The folded cell below brings in the tools of this lesson. Run it once before you go on.

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  predict,
  atEffort,
  predictionSummary,
  tf,
  type LayersModel,
  type Tensor,
} from "neural-notebooks/core";
import {
  accuracyOf,
  clothes,
  confusionMatrix,
  cosineDecay,
  learningRateSchedule,
  takeImages,
} from "neural-notebooks";
import { DataFrame } from "neural-notebooks/frames";
import { imagesToTensor, labelsToTensor } from "neural-notebooks/tensors";
import {
  filtersOf,
  layerOf,
  layerOutputs,
  layerTable,
  leNet,
  predictClasses,
  smallCnn,
} from "neural-notebooks/models";
import {
  confusionChart,
  featureMapGrid,
  filterGrid,
  imageGrid,
  liveHistory,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import * as exercises from "neural-notebooks/grading/problems/15-cnn";

// %% tags=["proof"]
import { checkBetween, checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown]
// Everything random in this lesson starts from one seed. Every training below sees 24,000 pictures, however many there are; `atEffort` trains with fewer where `NEURAL_NOTEBOOKS_EFFORT` asks for it.

// %%
const seed = 1;
const budget = atEffort(24_000);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## The pictures
//
// Ten kinds of clothes, 28 × 28 pixels, one grey value each. `clothes` takes Fashion-MNIST where it is (downloaded, or in the folder that `NEURAL_NOTEBOOKS_DATA` names), and draws garments otherwise; the note says which.

// %%
const pictures = clothes({ limit: atEffort(6000), testLimit: 1000, seed: seed });
pictures.note;

// %% [markdown]
// Have a look at your data before any network does. Which of these would you confuse yourself?

// %%
const sample = takeImages(
  pictures.train,
  Array.from({ length: 24 }, (_, i) => i),
);
const captions = Array.from(sample.labels, (label) => pictures.classNames[label]);
imageGrid(
  { values: sample.images, shape: sample.shape },
  { title: "Ten kinds of clothes in 28 × 28 pixels", captions: captions },
);

// %% [markdown]
// Pixels become numbers from 0 to 1, shape `[count, height, width, channels]`; labels become one-hot rows. The last tenth is kept back to watch the training (validation); the test pictures are touched only to report.

// %%
const all = imagesToTensor(pictures.train);
const allLabels = labelsToTensor(pictures.train.labels, 10);
const count = all.shape[0];
const kept = 4 * Math.floor((0.9 * count) / 4);
const [x, xVal] = tf.split(all, [kept, count - kept]);
const [y, yVal] = tf.split(allLabels, [kept, count - kept]);
const test = { x: imagesToTensor(pictures.test), y: labelsToTensor(pictures.test.labels, 10) };
({ "to learn from": x.shape, "to validate": xVal.shape, "to test": test.x.shape });

// %% tags=["proof"]
checkEqual(x.shape.slice(1), [28, 28, 1], { of: "shape of one picture" });

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A network without eyes
//
// For comparison, a network that knows nothing of neighbours: it takes the 784 pixels as a list. **Predict** how many of ten test pictures it names rightly; guessing gives one.

// %%
const flat = tf.sequential({ name: "flat" });
flat.add(tf.layers.flatten({ inputShape: [28, 28, 1] }));
flat.add(
  tf.layers.dense({
    units: 100,
    activation: "relu",
    kernelInitializer: tf.initializers.heUniform({ seed: seed }),
  }),
);
flat.add(
  tf.layers.dense({
    units: 10,
    activation: "softmax",
    kernelInitializer: tf.initializers.glorotUniform({ seed: seed }),
  }),
);
flat.countParams();

// %% tags=["proof"]
checkEqual(flat.countParams(), 784 * 100 + 100 + (100 * 10 + 10), {
  of: "parameters, by hand and counted",
});

// %% [markdown]
// One function for all trainings of this lesson: same optimizer, same loss, same budget, steps that shrink towards the end (lesson 08). The chart grows while it runs, and stays.

// %%
const train = async (model: LayersModel, title: string, data = { x: x, y: y }) => {
  model.compile({
    optimizer: tf.train.adam(0.002),
    loss: "categoricalCrossentropy",
    metrics: ["accuracy"],
  });
  return model.fit(data.x, data.y, {
    epochs: Math.max(1, Math.round(budget / data.x.shape[0])),
    batchSize: 32,
    validationData: [xVal, yVal],
    seed: seed,
    callbacks: [learningRateSchedule(cosineDecay()), liveHistory({ title: title })],
  });
};

// %% [markdown]
// Press run, and watch both curves.

// %%
const flatHistory = await train(flat, "A flat network learns the clothes");

// %% [markdown]
// And its accuracy on pictures that it has never seen, with the interval that chance leaves open:

// %%
const flatAccuracy = await accuracyOf(flat, test);
flatAccuracy;

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Shapes through the net
//
// A convolution slides small filters over the picture; pooling keeps the largest of each 2 × 2 square. With padding "same" a convolution keeps height and width:
//
// $$28 \xrightarrow{\text{conv}} 28 \xrightarrow{\text{pool}} 14 \xrightarrow{\text{conv}} 14 \xrightarrow{\text{pool}} 7, \qquad 7 \cdot 7 \cdot 32 = 1568$$
//
// **Predict** the shape after each layer, then compare.

// %%
const cnn = smallCnn({ seed: seed, dropout: 0 });
const layers = layerTable(cnn);
new DataFrame(
  layers.map(({ layer, kind, outputShape, parameters }) => ({
    layer,
    kind,
    output: outputShape.slice(1).join(" × "),
    parameters,
  })),
);

// %% [markdown] slideshow={"slide_type": "fragment"}
// A filter has $k \cdot k$ weights for each channel that comes in, and one bias; there are $f$ filters:
//
// $$\text{parameters} = (k \cdot k \cdot c + 1)\, f$$
//
// **Predict** on paper: 3 × 3 filters, 1 channel in, 16 filters; then 16 channels in. Compare with the four convolutions in the table above.

// %%
const convParameters = (k: number, c: number, f: number) => (k * k * c + 1) * f;
const byHand = [
  convParameters(3, 1, 16),
  convParameters(3, 16, 16),
  convParameters(3, 16, 32),
  convParameters(3, 32, 32),
];
byHand;

// %% tags=["proof"]
const counted = layers
  .filter(({ kind }) => kind === "Conv2D")
  .map(({ parameters }) => parameters);
checkEqual(byHand, counted, { of: "parameters of the four convolutions, by hand" });

// %% [markdown]
// Most of the 92,170 parameters sit in the dense layer after flattening, $1568 \cdot 48 + 48$. The convolutions, which do the seeing, have 16,368: a filter is used at every place of the picture.

// %%
({
  convolutions: byHand.reduce((a, b) => a + b),
  "dense layer": 1568 * 48 + 48,
  "all layers": cnn.countParams(),
});

// %% tags=["proof"]
checkEqual(
  [byHand.reduce((a, b) => a + b), 1568 * 48 + 48, cnn.countParams()],
  [16_368, 75_312, 92_170],
  { of: "convolutions, dense layer, all" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Training
//
// The network sees the same pictures as often as the flat one did.

// %%
const lead = predict("Beside the flat network, on the test pictures, the new one is …", {
  choices: ["no better", "better by up to 5 points", "better by more than 5 points"],
});

// %% [markdown]
// Press run, and watch the curves again.

// %%
const cnnHistory = await train(cnn, "A convolutional network learns the clothes");

// %% [markdown]
// Read the two curves: as long as validation follows training, the network learns clothes; where it stays behind, it learns these very pictures by heart.

// %%
const cnnAccuracy = await accuracyOf(cnn, test);
const points = 100 * (cnnAccuracy.value - flatAccuracy.value);
const better = points > 5 ? "better by more than 5 points" : "better by up to 5 points";
lead.reveal(points > 0 ? better : "no better");
cnnAccuracy;

// %% [markdown]
// It is better, with a similar number of parameters: neighbouring pixels belong together, and the network no longer has to find that out.

// %% tags=["proof"]
checkTrue(
  cnnAccuracy.value > flatAccuracy.value,
  "the convolutional network beats the flat one on the test pictures",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What it confuses
//
// One number hides a lot. Row: what it is; column: what the network says.

// %%
const predicted = await predictClasses(cnn, test.x);
const confusion = confusionMatrix(
  { yTrue: pictures.test.labels, yPred: predicted },
  { names: pictures.classNames },
);
confusionChart(confusion, { title: "Clothes of similar outline are confused" });

// %% [markdown]
// The pairs that are mixed up most:

// %%
const pairs = confusion.mostConfused({ count: 5 });
new DataFrame(
  pairs.map(({ fromName, toName, count, share }) => ({
    is: fromName,
    said: toName,
    count,
    share,
  })),
);

// %% [markdown]
// And the pictures themselves. Would you have known better?

// %%
const mixed = Array.from(predicted.keys()).filter((i) =>
  pairs.some(({ from, to }) => from === pictures.test.labels[i] && to === predicted[i]),
);
const worst = mixed.slice(0, 16);
const gallery = takeImages(pictures.test, worst);
const said = worst.map(
  (i) =>
    `${pictures.classNames[pictures.test.labels[i]]}, said ${pictures.classNames[predicted[i]]}`,
);
imageGrid(
  { values: gallery.images, shape: gallery.shape },
  { title: "Wrong answers of the most confused pairs", captions: said, columns: 4 },
);

// %% [markdown]
// Shirts, pullovers and coats share an outline, and 28 pixels show little more.

// %% tags=["proof"]
checkTrue(
  worst.length > 0 && worst.every((i) => predicted[i] !== pictures.test.labels[i]),
  "every picture above was answered wrongly",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Learned filters
//
// The first layer has 16 filters of 3 × 3 weights. Nobody drew them. Weights of one colour add, those of the other take away: a filter with two halves finds edges, an even one finds brightness.

// %%
const filters = filtersOf(layerOf(cnn, "conv1_1"));
filterGrid(filters, { title: "The 16 filters of the first layer" });

// %% [markdown]
// What they see in one garment: each **feature map** is bright where its filter answers.

// %%
const right = Array.from(predicted.keys()).filter(
  (i) => predicted[i] === pictures.test.labels[i] && predicted[i] === 8,
);
const one = test.x.slice([right[0]], [1]);
const [early, late] = layerOutputs(cnn, one, { layers: ["relu1_1", "relu2_2"] });
featureMapGrid(early, { title: "First layer: outlines and surfaces of a bag" });

// %% [markdown] slideshow={"slide_type": "fragment"}
// **Predict**: how will the maps of the last convolution look: sharper, coarser, emptier?

// %%
featureMapGrid(late, { title: "Last convolution: few places, strong answers" });

// %% [markdown]
// They are coarser, since the pooling has left 14 × 14 places; and emptier, since each filter now waits for a certain part. ReLU sets all other places to zero. This is the share of zeros in both:

// %%
const zeros = (values: Float32Array) =>
  values.filter((value) => value === 0).length / values.length;
({
  "first layer": zeros(early.values).toFixed(2),
  "last convolution": zeros(late.values).toFixed(2),
});

// %% tags=["proof"]
checkTrue(
  zeros(late.values) > 0.2,
  `${(100 * zeros(late.values)).toFixed(0)} % of the last maps are exactly zero`,
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Where does it look?
//
// We cover the picture with a black square, place after place, and ask again. Where the probability of the right class falls, the network was looking.

// %%
const corners = Array.from({ length: 8 }, (_, i) => 3 * i);
const cover = (top: number, left: number): Tensor => {
  const hole = tf.zeros([1, 7, 7, 1]);
  const around: [number, number][] = [
    [0, 0],
    [top, 21 - top],
    [left, 21 - left],
    [0, 0],
  ];
  return one.mul(hole.pad(around, 1));
};
const examples = tf.tidy(() => tf.concat([cover(0, 0), cover(9, 9), cover(21, 9)]).dataSync());
imageGrid(
  { values: examples, shape: [3, 28, 28] },
  { title: "The bag, covered at three places" },
);

// %% [markdown]
// The 64 covered pictures go through the network in one batch; we keep the probability of "Bag", class 8.

// %%
const probabilities = tf.tidy(() => {
  const covered = corners.flatMap((top) => corners.map((left) => cover(top, left)));
  const answers = cnn.predict(tf.concat(covered)) as Tensor;
  return answers.gather([8], 1).dataSync();
});
({
  places: probabilities.length,
  "lowest probability": Math.min(...probabilities).toFixed(2),
  "highest probability": Math.max(...probabilities).toFixed(2),
});

// %% tags=["proof"]
checkEqual(probabilities.length, 64, { of: "places that were covered" });

// %% [markdown]
// One value for each of the 64 places, drawn as a picture: dark where covering hurts.

// %%
const map = tf.tidy(() =>
  tf.image.resizeNearestNeighbor(tf.tensor3d(probabilities, [8, 8, 1]), [28, 28]).dataSync(),
);
imageGrid(
  { values: map, shape: [1, 28, 28] },
  {
    title: "Covering some places changes the answer",
    captions: ["“Bag”, when covered here"],
    valueTitle: "probability",
  },
);

// %% tags=["proof"]
checkTrue(
  Math.min(...probabilities) < Math.max(...probabilities),
  "the place of the cover matters",
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Augmentation
//
// A garment moved by three pixels is the same garment. We move all test pictures by three pixels down and to the left, and measure again.

// %%
const lost = predict(
  "How many points of accuracy are lost when all pictures move by three pixels?",
  {
    from: -100,
    to: 100,
    unit: "points",
  },
);

// %%
const shift = (x: Tensor, [down, right]: [number, number]): Tensor =>
  tf.tidy(() =>
    x
      .pad([
        [0, 0],
        [4, 4],
        [4, 4],
        [0, 0],
      ])
      .slice([0, 4 - down, 4 - right, 0], [-1, 28, 28, 1]),
  );
const moved = { x: shift(test.x, [3, -3]), y: test.y };
const cnnOnMoved = await accuracyOf(cnn, moved);
lost.reveal(100 * (cnnAccuracy.value - cnnOnMoved.value));
cnnOnMoved;

// %% tags=["proof"]
checkBetween(cnnAccuracy.value - cnnOnMoved.value, [0.05, 1], {
  of: "accuracy lost by moving",
});

// %% [markdown]
// The network loses much more than a person would. The dense layer has learned where things are. The cure: show it moved copies too, each quarter of the pictures in another direction. New rows for nothing; their labels stay.

// %%
const quarters = tf.split(x, 4);
const directions: [number, number][] = [
  [-3, -3],
  [-3, 3],
  [3, -3],
  [3, 3],
];
const copies = tf.concat(quarters.map((part, i) => shift(part, directions[i])));
const augmented = { x: tf.concat([x, copies]), y: tf.concat([y, y]) };
const fourWays = tf.tidy(() =>
  tf.concat(directions.map((to) => shift(x.slice(0, 1), to))).dataSync(),
);
imageGrid({ values: fourWays, shape: [4, 28, 28] }, { title: "One garment, moved four ways" });

// %% [markdown]
// A new network with the same start and the same budget: twice as many different pictures, each seen half as often.

// %%
const mobile = smallCnn({ seed: seed, dropout: 0 });
const mobileHistory = await train(mobile, "Learning from moved copies as well", augmented);

// %% [markdown]
// **Predict**: is it better on the moved pictures? And on the ones that stand still?

// %%
const mobileOnTest = await accuracyOf(mobile, test);
const mobileOnMoved = await accuracyOf(mobile, moved);
const percent = (accuracy: { value: number }) => Number((100 * accuracy.value).toFixed(1));
new DataFrame([
  { network: "plain", "test (%)": percent(cnnAccuracy), "moved test (%)": percent(cnnOnMoved) },
  {
    network: "augmented",
    "test (%)": percent(mobileOnTest),
    "moved test (%)": percent(mobileOnMoved),
  },
]);

// %% [markdown]
// On moved pictures it is far better. On pictures that stand still it may lose a little: with the same budget it had a harder task. There is no free lunch, but this one is cheap.

// %% tags=["proof"]
checkBetween(mobileOnMoved.value - cnnOnMoved.value, [0.03, 1], {
  of: "gain on moved pictures",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Sigmoid or ReLU: LeNet then and now
//
// LeNet read cheques in 1998, with sigmoid-like units and average pooling. We train it as it was, then with ReLU and max pooling. **Predict** which one learns faster.

// %%
const sigmoidNet = leNet({ activation: "sigmoid", seed: seed });
const sigmoidHistory = await train(sigmoidNet, "LeNet with sigmoid");

// %% [markdown]
// The first epochs are lost: a sigmoid squeezes every step, and four in a row squeeze it four times (lesson 06).

// %%
const reluNet = leNet({ activation: "relu", seed: seed });
const reluHistory = await train(reluNet, "LeNet with ReLU");

// %% [markdown]
// ReLU passes the error on undamped. Same size, same budget:

// %%
const sigmoidAccuracy = await accuracyOf(sigmoidNet, test);
const reluAccuracy = await accuracyOf(reluNet, test);
new DataFrame([
  { LeNet: "with sigmoid", "test (%)": percent(sigmoidAccuracy) },
  { LeNet: "with ReLU", "test (%)": percent(reluAccuracy) },
]);

// %% tags=["proof"]
checkBetween(reluAccuracy.value - sigmoidAccuracy.value, [0.03, 1], {
  of: "lead of ReLU over sigmoid on the test",
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Exercises
//
// **1.** Write the size of a convolution's output: picture size, filter size and stride; padding "valid" (the filter stays inside).

// %% tags=["exercise"]
const outputSize = (
  size: number,
  { kernel, stride }: { kernel: number; stride: number },
): number => todo;
exercises.outputSize.check(outputSize);
// exercises.outputSize.hint();
// exercises.outputSize.solution();

// %% [markdown]
// **2.** LeNet's second convolution has 16 filters of 5 × 5 over 6 channels. How many parameters?

// %% tags=["exercise"]
const leNetParameters: number = todo;
exercises.leNetParameters.check(leNetParameters);
// exercises.leNetParameters.hint();
// exercises.leNetParameters.solution();

// %% [markdown]
// **3.** From a table of counts (`counts[true][predicted]`), find the pair of different classes that is confused most, as `[true, predicted]`.

// %% tags=["exercise"]
const mostConfused = (counts: number[][]): [number, number] => todo;
exercises.mostConfused.check(mostConfused);
// exercises.mostConfused.hint();
// exercises.mostConfused.solution();

// %% [markdown]
// **4.** Mirror a picture left to right; it comes as rows of pixels.

// %% tags=["exercise"]
const mirror = (picture: number[][]): number[][] => todo;
exercises.mirror.check(mirror);
// exercises.mirror.hint();
// exercises.mirror.solution();

// %% [markdown]
// **5.** Max pooling by hand: keep the largest of each 2 × 2 square. Height and width are even.

// %% tags=["exercise"]
const maxPool = (picture: number[][]): number[][] => todo;
exercises.maxPool.check(maxPool);
// exercises.maxPool.hint();
// exercises.maxPool.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Break it
//
// A picture alone is no batch: the axis in front is missing. Read what the library says, and mend the call with `expandDims(0)`.

// %% tags=["raises-exception"]
await predictClasses(cnn, one.squeeze([0]));

// %% [markdown]
// Then turn the test pictures upside down (`test.x.reverse(1)`) and measure again. Which classes still work? A trouser upside down is still a trouser.
//
// At the end we give the memory back.

// %%
const models = [flat, cnn, mobile, sigmoidNet, reluNet];
tf.dispose([all, allLabels, x, xVal, y, yVal, test, one, moved.x, quarters, copies, augmented]);
models.forEach((model) => model.dispose());

// %% [markdown] slideshow={"slide_type": "slide"}
// **You can now**
//
// - follow the shapes of a picture through a convolutional network and count its parameters by hand
// - train one on ten kinds of clothes, and say what it confuses
// - look inside: filters, feature maps, and the places of a picture that matter
//
// And how did your predictions fare?

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The training cells take 5 to 25 seconds each; run the first one, then talk about the learning curves while they grow. Where Fashion-MNIST has not been downloaded, the pictures are drawn garments: same classes, same sizes, other numbers. The text names only what holds for both.
