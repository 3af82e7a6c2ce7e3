// %% [markdown] slideshow={"slide_type": "slide"}
// # 15 · How do machines see clothes?
//
// You are going to build a network that looks at a picture of a garment, 28 by 28 grey pixels, and tells you whether it is a coat, a sandal or a bag. You will write it down layer by layer and train it in less than half a minute. Then you will take it apart: you will see what it confuses, the small patterns that it taught itself to look for, and which part of a picture it relies on. At the end you will test it on garments that are moved, on garments that are half hidden, and on something that it has never seen.
//
// Networks built from these same few layers read the handwritten amounts on cheques in the 1990s, won the contest that started today's wave of deep learning in 2012, and still work in phones, cameras and hospital scanners.
//
// Lesson 12 answered yes or no, from a handful of measurements in a table. Today there are ten answers, and the input is a picture.
//
// *Two sittings of about 50 minutes · builds on lessons 07, 09, 10, 11 and 12*
//
// **You will be able to**
//
// - write a convolutional network, follow the shapes through it and count its parameters by hand
// - train it, compare it fairly with another network, and find out what it confuses and where it looks
// - make it sturdier with training pictures that you make yourself

// %% jupyter={"source_hidden": true}
// The tools of this lesson.
import {
  atEffort,
  display,
  dropdown,
  interact,
  predict,
  predictionSummary,
  setRandomSeed,
  slider,
  tf,
} from "neural-notebooks/core";
import {
  accuracyOf,
  clothes,
  confusionMatrix,
  firstImages,
  takeImages,
} from "neural-notebooks";
import { DataFrame } from "neural-notebooks/frames";
import {
  cover,
  coverRandomly,
  imagesToTensor,
  labelsToTensor,
  shift,
} from "neural-notebooks/tensors";
import { filtersOf, layerOutputs, occlusionMap, predictClasses } from "neural-notebooks/models";
import {
  barChart,
  classifierChart,
  compareHistories,
  confusionChart,
  featureMapGrid,
  filterGrid,
  imageGrid,
  lineChart,
  liveHistory,
  statesChart,
  volumeChart,
} from "neural-notebooks/charts";
import { todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/15-cnn";

// %% tags=["proof"]
import { checkClose, checkEqual, checkTrue } from "neural-notebooks/grading/assertions";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Look before you build
//
// Let us look at the pictures before any network does. If the data set **Fashion-MNIST** is on your machine, `clothes` takes it: photographs of clothes from an online shop, made grey and small. Otherwise it draws garments of the same ten kinds and the same size. The title above the pictures tells you which ones you have: "garments" are the drawn ones. You can learn from either, but the accuracies differ, so where it matters this lesson gives the numbers for both.
//
// While you look, look for two garments that you would have confused without their names. Remember the pair; later you can see whether the network confuses them, too.

// %%
const pictures = clothes({ limit: atEffort(6000), testLimit: 1000, seed: 1 });
const firstFew = firstImages(pictures.train, 24);
imageGrid(
  { values: firstFew.images, shape: firstFew.shape },
  {
    title: `Ten kinds of clothes (${pictures.source})`,
    captions: Array.from(firstFew.labels, (label) => pictures.classNames[label]),
  },
);

// %% [markdown]
// A network takes tensors, so each picture becomes 28 rows of 28 numbers between 0 (black) and 1 (white). There is one number for each pixel, its grey value, and so a picture has one **channel**; a colour photograph has three. Together the pictures have the shape `[count, height, width, channels]`.
//
// A label such as "Pullover", class 2, becomes a list of ten numbers with a 1 in place 2 (counted from 0) and zeros elsewhere. You know this *one-hot* form from lesson 09.
//
// We also set one sixth of the training pictures aside as the validation set. With it we watch the training and compare networks. The test pictures stay in a sealed envelope until the end: if we chose anything by looking at them, their result would look a little better than it is.

// %%
const images = imagesToTensor(pictures.train);
const labels = labelsToTensor(pictures.train.labels, 10);

const held = Math.floor(images.shape[0] / 6);
const kept = images.shape[0] - held;
const [trainX, validationX] = tf.split(images, [kept, held]);
const [trainY, validationY] = tf.split(labels, [kept, held]);
const train = { x: trainX, y: trainY };
const validation = { x: validationX, y: validationY };
const truth = pictures.train.labels.slice(kept); // the classes of the validation pictures
({ train: train.x.shape, validation: validation.x.shape, labels: train.y.shape });

// %% tags=["proof"]
checkEqual(train.x.shape.slice(1), [28, 28, 1], { of: "shape of one picture" });
checkClose([train.x.min().dataSync()[0], train.x.max().dataSync()[0]], [0, 1], {
  of: "darkest and brightest pixel",
});
checkEqual(Array.from(validation.y.argMax(1).dataSync()), Array.from(truth), {
  of: "classes behind the one-hot rows",
});
const isFull = kept === 5000;
const isDrawn = pictures.source === "garments";

// %% [markdown] slideshow={"slide_type": "slide"}
// ## One filter, moved over a picture
//
// A dense layer receives a picture as a list of 784 numbers, and a list does not say which pixels are neighbours. If you shuffled the pixels of all pictures in the same way, a dense network would learn as well as before, although you could no longer recognise a single garment. Yet the edges, corners and stripes by which we recognise things are made of neighbouring pixels. So we use a layer that looks at neighbours. (If you have met convolutions before, do the exercise of this section and go on to the next.)
//
// A **filter** is a small square of weights. We lay it on the upper left corner of the picture, multiply each weight by the pixel below it, and add the products. Then we move it one pixel to the right and do the same again, until it has been everywhere. The sums form a new picture, the **feature map**. It says how strongly each place looks like the pattern in the weights. Moving a filter over a picture like this is called a **convolution**.
//
// Here a filter of 2 × 2 weights lies at its first and at its third place on a picture that is dark on the left and bright on the right:
//
// ```
//   filter      picture        first place           third place
//   −1  1       0  0  0  5     −1·0 + 1·0  =  0      −1·0 + 1·5  =   5
//   −1  1       0  0  0  5     −1·0 + 1·0  =  0      −1·0 + 1·5  =   5
//                              together:      0      together:      10
// ```
//
// The map is 0, 0, 10: the filter has found the edge.

// %%
function moveFilter(picture: number[][], filter: number[][]): number[][] {
  const size = filter.length;
  const map: number[][] = [];
  for (let row = 0; row + size <= picture.length; row++) {
    map.push([]);
    for (let column = 0; column + size <= picture[0].length; column++) {
      let sum = 0;
      for (let r = 0; r < size; r++) {
        for (let c = 0; c < size; c++) sum += filter[r][c] * picture[row + r][column + c];
      }
      map[row].push(sum);
    }
  }
  return map;
}

const pixelRow = [0, 0, 0, 5];
const edge = [-1, 1];
moveFilter([pixelRow, pixelRow], [edge, edge]);

// %% tags=["proof"]
checkEqual(moveFilter([pixelRow, pixelRow], [edge, edge]), [[0, 0, 10]], { of: "the map" });
const smallPicture = [
  [0, 0, 6, 6],
  [0, 0, 6, 6],
  [0, 3, 3, 0],
];
checkEqual(
  moveFilter(smallPicture, [edge, edge]),
  [
    [0, 12, 0],
    [3, 6, -3],
  ],
  { of: "the exercise's map" },
);

// %% [markdown]
// **Your turn (4 minutes).** Move the same filter over the picture below, with pencil and paper. It fits at two heights and three places from left to right, so the map has two rows of three numbers. Then apply ReLU to each number of the map, as the units of a hidden layer do: it keeps positive numbers and turns negative ones into 0.
//
// ```
//   filter      picture
//   −1  1       0  0  6  6
//   −1  1       0  0  6  6
//               0  3  3  0
// ```

// %% tags=["exercise"]
const slid: { map: number[][]; afterRelu: number[][] } = {
  map: todo, // two rows of three numbers
  afterRelu: todo, // the same, after ReLU
};
exercises.slid.check(slid);
// exercises.slid.hint();
// exercises.slid.solution();

// %% [markdown]
// TensorFlow.js does the same with `tf.conv2d`, for many pictures at once. Its third argument, 1 below, is the **stride**: the number of pixels that the filter moves at a time. The last one is the **padding**. With `"valid"` the filter stays inside the picture, as in the exercise. With `"same"` a border of zeros is added, so that the map is as large as the picture.
//
// Choose a filter and compare the bag with its map after ReLU. Which edges does each filter find? And what does the last one do, whose nine weights are equal?

// %%
const filters: Record<string, number[]> = {
  "left edges": [-1, 0, 1, -1, 0, 1, -1, 0, 1],
  "right edges": [1, 0, -1, 1, 0, -1, 1, 0, -1],
  "upper edges": [-1, -1, -1, 0, 0, 0, 1, 1, 1],
  "nine equal weights": [1, 1, 1, 1, 1, 1, 1, 1, 1],
};
const bag = validation.x.slice([Math.max(0, truth.indexOf(8))], [1]); // [1, 28, 28, 1]

interact(
  { filter: dropdown(Object.keys(filters)) },
  ({ filter }) => {
    const weights = tf.tensor4d(filters[filter], [3, 3, 1, 1]);
    const map = tf.relu(tf.conv2d(bag as tf.Tensor4D, weights, 1, "same"));
    const both = tf.concat([bag, tf.div(map, map.max())]);
    const title = `The bag and its map by the filter "${filter}"`;
    const options = { title, captions: ["the bag", "its map"], height: 330 };
    return imageGrid({ values: both.dataSync(), shape: both.shape }, options);
  },
  { family: statesChart },
);

// %% tags=["proof"]
const rowsOfBag = bag.reshape<tf.Tensor2D>([28, 28]).arraySync();
const leftWeights = filters["left edges"];
const mapByHand = moveFilter(
  rowsOfBag,
  [0, 3, 6].map((i) => leftWeights.slice(i, i + 3)),
);
const mapByLibrary = tf.conv2d(
  bag as tf.Tensor4D,
  tf.tensor4d(leftWeights, [3, 3, 1, 1]),
  1,
  "valid",
);
checkClose(mapByHand.flat(), Array.from(mapByLibrary.dataSync()), {
  of: "the map by hand and by the library",
  tolerance: 1e-5,
});

// %% [markdown] slideshow={"slide_type": "slide"}
// ## From one filter to a network
//
// The nine equal weights found no edge: they add up each pixel and its neighbours, which blurs the picture. One filter finds one kind of pattern, and to tell a coat from a shirt you need many: edges first, then corners and stripes made of edges, then collars and sleeves made of those. A **convolutional network** (CNN) is built in this way, and it learns the weights of its filters as it learns all its weights, by gradient descent.
//
// 1. A convolution moves 16 filters over the picture. Each has its own feature map, so 16 channels come out. ReLU acts on every number in them.
// 2. **Max pooling** keeps the largest number of each 2 × 2 square: the maps become half as high and half as wide. They still say whether a pattern was found, and roughly where.
// 3. Both are repeated. The filters of the second convolution look at all 16 maps at once and combine their patterns.
// 4. **Flatten** writes all maps into one long list, and dense layers decide from it. The last one ends with softmax (lesson 06), which turns ten scores into ten probabilities.
//
// Each stack in the picture is what a layer hands on, with its height, width and channels.

// %%
volumeChart(
  [
    { name: "picture", shape: [28, 28, 1] },
    { name: "convolution", shape: [28, 28, 16] },
    { name: "pooling", shape: [14, 14, 16] },
    { name: "convolution", shape: [14, 14, 32] },
    { name: "pooling", shape: [7, 7, 32] },
    { name: "flatten", shape: [1568] },
    { name: "dense", shape: [64] },
    { name: "dense, softmax", shape: [10] },
  ],
  { title: "From 28 × 28 pixels to ten probabilities" },
);

// %% [markdown]
// The last maps have 7 × 7 places. Which pixels of the picture can one of them see? These pixels are its **receptive field**. Choose a place with the sliders: everything outside its field is dimmed.

// %%
const pixels = bag.mul(255).dataSync();
const place = {
  row: slider({ min: 0, max: 6, value: 3 }),
  column: slider({ min: 0, max: 6, value: 3 }),
};

interact(place, ({ row, column }) => {
  const values = pixels.map((grey) => 0.25 * grey); // dimmed
  for (let y = 4 * row - 3; y <= 4 * row + 6; y++) {
    for (let x = 4 * column - 3; x <= 4 * column + 6; x++) {
      const isInside = y >= 0 && y < 28 && x >= 0 && x < 28;
      if (isInside) values[28 * y + x] = 60 + 0.75 * pixels[28 * y + x]; // the field
    }
  }
  const title = `Place ${row}, ${column} of the last maps sees 10 × 10 pixels at most`;
  return imageGrid({ values, shape: [1, 28, 28] }, { title, height: 330 });
});

// %% [markdown]
// Where do the 10 pixels come from? Follow one side. A place of the first maps sees 3 pixels. Pooling joins two neighbours, whose fields overlap, so it sees 4, and from here on two neighbours lie two pixels apart. The second convolution joins three of them: 4 + 2 + 2 = 8. The last pooling joins two: 8 + 2 = 10. So later layers can find larger things, although no filter is larger than 3 × 3.
//
// ### How many parameters?
//
// A filter of the first convolution has 3 · 3 weights and one bias: 10 numbers. There are 16 filters, so the layer has 160 parameters. A filter of the *second* convolution has 3 · 3 weights for each of the 16 maps and one bias, that is 145, and there are 32 of them: 4,640. In general, with filters of $k \times k$ weights, $c$ channels coming in and $m$ filters, a convolution has
//
// $$m \cdot (k \cdot k \cdot c + 1)$$
//
// parameters: the weights of one filter and its bias, times the number of filters. The size of the picture does not matter, since a filter is the same at every place. For a dense layer you know the rule from lesson 07: inputs plus one, times units. Now you can answer this:

// %%
const guessLayer = predict("Which layer has the most parameters?", {
  choices: [
    "first convolution",
    "second convolution",
    "dense layer with 64 units",
    "dense layer with 10 units",
  ],
});

// %% [markdown]
// Now write the network. It stands in a function because we will need a second one of the same kind later. `relu` holds the two settings that all hidden layers share: the activation, and the initialisation that suits it (lesson 06). The three dots copy them into a layer. Dropout (lesson 11) sets 30 % of the numbers to zero, but only while the network trains.

// %%
const relu = { activation: "relu", kernelInitializer: "heUniform" } as const;
const inputShape = [28, 28, 1];
const kernelSize = 3;

function buildCnn(): tf.Sequential {
  setRandomSeed(1);
  const model = tf.sequential();
  const conv = { kernelSize, padding: "same", ...relu } as const;
  model.add(tf.layers.conv2d({ inputShape, filters: 16, ...conv }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.conv2d({ filters: 32, ...conv }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dropout({ rate: 0.3 }));
  model.add(tf.layers.dense({ units: 64, ...relu }));
  model.add(tf.layers.dense({ units: 10, activation: "softmax" }));
  return model;
}

// %% [markdown]
// The summary has a row for each layer. In the shapes, `null` stands for the number of pictures, which may vary.

// %%
const cnn = buildCnn();
cnn.summary();

const layerNames = [
  "first convolution",
  "second convolution",
  "dense layer with 64 units",
  "dense layer with 10 units",
] as const;
const counts = [0, 2, 6, 7].map((i) => cnn.layers[i].countParams());
guessLayer.reveal(layerNames[counts.indexOf(Math.max(...counts))]);

// %% tags=["proof"]
checkEqual(counts, [160, 4640, 100_416, 650], { of: "parameters of the layers" });
checkEqual(cnn.countParams(), 105_866, { of: "all parameters" });
checkClose(
  [(counts[0] + counts[1]) / cnn.countParams(), counts[2] / cnn.countParams()],
  [0.045, 0.949],
  { of: "shares of the convolutions and of the large dense layer", tolerance: 5e-4 },
);
checkEqual(
  cnn.layers.map((layer) => layer.outputShape.slice(1).join("×")),
  ["28×28×16", "14×14×16", "14×14×32", "7×7×32", "1568", "1568", "64", "10"],
  { of: "shapes after the layers" },
);
const lastMaps = (x: tf.Tensor): number[] => {
  const [maps] = layerOutputs(cnn, x, { layers: [3] });
  return Array.from(maps.values.slice((7 * 3 + 3) * 32, (7 * 3 + 4) * 32));
};
// Of place 3, 3 only rows and columns 9 to 18 are left; then one of them is missing.
const alone = (first: number) =>
  bag.slice([0, first, first, 0], [-1, 19 - first, 19 - first, -1]).pad([
    [0, 0],
    [first, 9],
    [first, 9],
    [0, 0],
  ]);
checkClose(lastMaps(alone(9)), lastMaps(bag), { of: "what place 3, 3 finds", tolerance: 1e-5 });
checkTrue(
  lastMaps(alone(10)).some((value, i) => Math.abs(value - lastMaps(bag)[i]) > 1e-4),
  "a smaller field changes what the place finds",
);

// %% [markdown]
// Of the 105,866 parameters, 95 % sit in one dense layer, which connects 1,568 inputs with 64 units. The convolutions, which do the seeing, have only 4.5 %. They need few weights because they use the same ones at every place. So whatever a filter learns from a sleeve on the left, it can use on the right.
//
// **Your turn (5 minutes).** Follow another network on paper. Its convolutions use the padding `"valid"`: a filter of $k \times k$ weights stays inside the picture, so height and width become smaller by $k - 1$. The input is 28 × 28 × 1. Then come a convolution with 8 filters of 5 × 5, max pooling 2 × 2, a convolution with 16 filters of 5 × 5, max pooling 2 × 2, flatten, and a dense layer with 10 units. Give the shape after the second convolution as `[height, width, channels]`, the length of the list that flatten makes, and how many parameters the network has in all.

// %% tags=["exercise"]
const onPaper: { secondConvolution: number[]; flattened: number; parameters: number } = {
  secondConvolution: todo, // [height, width, channels]
  flattened: todo,
  parameters: todo,
};
exercises.onPaper.check(onPaper);
// exercises.onPaper.hint();
// exercises.onPaper.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Training it
//
// Only the loss is new. The network gives ten probabilities, and the loss of a picture is $-\ln p$, where $p$ is the probability that the network gave to the right class. It is 0 if $p = 1$, and large if $p$ is small. This is the **categorical cross-entropy**, the cross-entropy of lesson 12 for more than two classes. The optimizer is Adam with its usual learning rate of 0.001.
//
// What our networks should have in common stands in `settings`, so that comparisons are fair. Run the cell and watch the curves grow. Which of the two losses is lower after the first epoch?

// %%
const validationData: [tf.Tensor, tf.Tensor] = [validation.x, validation.y];
const settings = { batchSize: 32, validationData, seed: 1 };
const compiling = { loss: "categoricalCrossentropy", metrics: ["accuracy"] };

cnn.compile({ optimizer: "adam", ...compiling });
const cnnHistory = await cnn.fit(train.x, train.y, {
  ...settings,
  epochs: 12,
  callbacks: [liveHistory({ title: "A convolutional network learns ten kinds of clothes" })],
});

// %% tags=["proof"]
const losses = cnnHistory.history;
checkTrue(
  losses.val_loss[11] < 0.9 * losses.val_loss[0],
  "twelve epochs lower the validation loss by more than a tenth",
);
checkTrue(losses.val_loss[0] < losses.loss[0], "validation below training in the first epoch");
checkTrue(
  losses.val_loss[11] - losses.loss[11] > losses.val_loss[2] - losses.loss[2],
  "the gap between the curves grows",
);

// %% [markdown]
// After the first epoch the validation loss may well lie *below* the training loss. That seems impossible, since the network never learns from the validation pictures. But the training loss is the mean over the whole epoch, its clumsy beginning included, and with dropout at work. The validation loss is measured at the end of the epoch, without dropout.
//
// Later the training loss keeps falling while the validation loss flattens: the network improves mostly on the pictures that it is shown. That is the beginning of overfitting (lesson 10). If you run the training cell a second time, the network continues from where it stopped. To begin again, run the cell with `const cnn = buildCnn();` first.
//
// ### Is it better than a dense network?
//
// A number means little without something to compare it with. The multi-layer perceptron (MLP) below has 101,770 parameters, nearly as many as the CNN. It learns from the same pictures, with the same optimizer, dropout and number of epochs. The CNN knows from the start which pixels are neighbours, and the MLP does not. How much is this worth? (A *point* is one more picture of a hundred that is recognised.)

// %%
const guessLead = predict("On the validation pictures, how far will the CNN lead?", {
  choices: ["not at all", "by up to 5 points", "by more than 5 points"],
});

// %% [markdown]
// Now the dense network learns. The 95 % interval behind each accuracy says how precisely 1,000 pictures can measure one network.

// %%
setRandomSeed(1);
const mlp = tf.sequential();
mlp.add(tf.layers.flatten({ inputShape }));
mlp.add(tf.layers.dropout({ rate: 0.3 }));
mlp.add(tf.layers.dense({ units: 128, ...relu }));
mlp.add(tf.layers.dense({ units: 10, activation: "softmax" }));
mlp.compile({ optimizer: "adam", ...compiling });
const mlpHistory = await mlp.fit(train.x, train.y, { ...settings, epochs: 12 });

const cnnAccuracy = await accuracyOf(cnn, validation);
const mlpAccuracy = await accuracyOf(mlp, validation);
console.log(`CNN ${cnnAccuracy.toString()}\nMLP ${mlpAccuracy.toString()}`);
const lead = 100 * (cnnAccuracy.value - mlpAccuracy.value);
const leads = lead > 5 ? "by more than 5 points" : "by up to 5 points";
guessLead.reveal(lead > 0 ? leads : "not at all");
const title = "Validation accuracy, epoch by epoch";
compareHistories({ CNN: cnnHistory, MLP: mlpHistory }, { metric: "val_acc", title });

// %% tags=["proof"]
checkEqual(mlp.countParams(), 784 * 128 + 128 + (128 * 10 + 10), {
  of: "the MLP's parameters",
});
checkEqual(mlp.countParams(), 101_770, { of: "the MLP's parameters in the text" });
checkTrue(!isFull || cnnAccuracy.value > (isDrawn ? 0.9 : 0.75), "the CNN has learned clothes");
checkTrue(!isFull || !isDrawn || lead > 5, "the CNN leads clearly on drawn garments");

// %% [markdown]
// The lead depends on the pictures. The table shows means on unseen pictures, with the lowest and the highest run in brackets: five training runs on 5,000 drawn garments, fifteen on 2,500 pictures of Fashion-MNIST. The rows differ in the number of pictures, too.
//
// | recognised, of 100 | CNN | MLP |
// |---|---|---|
// | drawn garments | 94.1 (93.3–94.8) | 81.3 (80.0–83.2) |
// | Fashion-MNIST | 82.8 (80.3–84.5) | 80.4 (78.2–82.7) |
//
// On drawn garments the CNN leads by almost thirteen points, on Fashion-MNIST by little more than two. One likely reason is that the garments of Fashion-MNIST are all upright, centred and scaled to fill the frame, so that a pixel at a fixed place tells a lot by itself. The drawn ones lie tilted and shifted, and some have a bar across them.
//
// ### Which way is up?
//
// Now design a network of your own, for a question that nobody had to label by hand: is a garment upright, or turned by a quarter, a half or three quarters of a turn?
//
// **Your turn (10 minutes).** `turned.train.x` holds 3,000 turned garments of shape `[3000, 28, 28, 1]`, and `turned.train.y` one-hot rows of four classes. `turned.validation` holds 500 more. Build a network with at least one convolution and an output that suits four classes, compile it with the loss of this section, and train it until the validation accuracy no longer rises. You are done when it is right for more than 78 % of 1,000 turned garments that it has never seen. Guessing is right for 25 %, the layers of our CNN for more than 90 %.

// %% tags=["exercise"]
const turned = exercises.turnModel.data;
const turnModel: tf.Sequential = todo; // tf.sequential(), then add your layers:
// the first one needs inputShape: [28, 28, 1], the last one has a unit for each class
// turnModel.compile({ optimizer: …, loss: …, metrics: ["accuracy"] });
// await turnModel.fit(turned.train.x, turned.train.y, { epochs: …, validationData: … });
exercises.turnModel.check(turnModel);
// exercises.turnModel.hint();
// exercises.turnModel.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ---
// **A good place to stop.** You have built, trained and compared a convolutional network. In the second sitting you look inside, and put it to harder tests.
//
// ---
//
// ## What does it confuse?
//
// An accuracy says how often the network is wrong, but not how. If it took sandals for coats, we would search for a bug in the program; if it took shirts for T-shirts, we would understand. The **confusion matrix** shows which it is. Each row is what the garment is, each column what the network says. Right answers lie on the diagonal, and only mistakes have colour.
//
// Above the matrix you see the pairs that are confused most often; `share` is the part of the first class that was taken for the second. Is the pair that you remembered among them?

// %%
const said = await predictClasses(cnn, validation.x);
const confusion = confusionMatrix(
  { yTrue: truth, yPred: said },
  { names: pictures.classNames },
);
const pairs = confusion.mostConfused({ count: 5 });
display(
  new DataFrame(
    pairs.map(({ fromName, toName, count, share }) => ({
      is: fromName,
      said: toName,
      count,
      share: Number(share.toFixed(2)),
    })),
  ),
);
const mostOften = `${pairs[0].fromName} is taken for ${pairs[0].toName}`;
confusionChart(confusion, { color: "mistakes", title: `Most often ${mostOften}` });

// %% [markdown]
// Most mistakes stay within a group: shirts, T-shirts, pullovers, coats and dresses are taken for one another, and a coat is hardly ever called a shoe. Let us look at some of the mistakes themselves.

// %%
const wrong: number[] = [];
for (let i = 0; i < said.length; i++) {
  if (said[i] !== truth[i]) wrong.push(i);
}
const shown = wrong.slice(0, 12);
const gallery = takeImages(
  pictures.train,
  shown.map((i) => kept + i),
);
imageGrid(
  { values: gallery.images, shape: gallery.shape },
  {
    title: "Twelve mistakes: would you have known better?",
    captions: shown.map(
      (i) => `${pictures.classNames[truth[i]]},<br>said ${pictures.classNames[said[i]]}`,
    ),
    columns: 6,
  },
);

// %% tags=["proof"]
checkTrue(
  wrong.length > 0 && wrong.every((i) => said[i] !== truth[i]),
  "every picture in the gallery was answered wrongly",
);
checkClose(confusion.accuracy, cnnAccuracy.value, { of: "accuracy of the matrix" });
const tops = [0, 2, 3, 4, 6];
const topMistakes = wrong.filter((i) => tops.includes(truth[i]) && tops.includes(said[i]));
checkTrue(
  !isFull || topMistakes.length > 0.5 * wrong.length,
  "most mistakes take one top for another",
);
const shoes = [5, 7, 9];
checkTrue(
  !isFull || wrong.filter((i) => truth[i] === 4 && shoes.includes(said[i])).length <= 2,
  "a coat is hardly ever called a shoe",
);

// %% [markdown]
// For some of them you might have said the same as the network. What distinguishes a shirt from a pullover is often a row of buttons, and at 28 × 28 pixels buttons are a few grey pixels or not there at all.
//
// **Your turn (5 minutes).** Which class does the network find least often? The share of a class that is found is its recall, as in lesson 12: the number on the diagonal divided by the sum of its row. Write a function that takes the table `counts`, where `counts[i][j]` says how many garments of class i were called j, and returns a list with the recall of each class in order. A class without any garments has no recall; return 0 for it. The table may have any number of classes. Please leave it as it is.

// %% tags=["exercise"]
function recalls(counts: number[][]): number[] {
  return todo;
}
exercises.recalls.check(recalls);
// exercises.recalls.hint();
// exercises.recalls.solution();

// %% [markdown]
// Your function now looks at our table. (Until it is right, `use` takes ours.)

// %%
const recallOf = exercises.recalls.use(recalls)(confusion.counts.map((row) => [...row]));
const weakest = pictures.classNames[recallOf.indexOf(Math.min(...recallOf))];
barChart(
  { categories: pictures.classNames, values: recallOf },
  {
    title: `Found least often: ${weakest} (all together: ${confusion.accuracy.toFixed(2)})`,
    xTitle: "class",
    yTitle: "recall (share)",
    numbers: true,
  },
);

// %% tags=["proof"]
checkClose(
  recallOf,
  pictures.classNames.map((_, label) => {
    const rows = said.filter((_, i) => truth[i] === label);
    return rows.length === 0 ? 0 : rows.filter((each) => each === label).length / rows.length;
  }),
  { of: "recall of each class" },
);

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What has it learned?
//
// We chose the weights of our first filters ourselves. Nobody chose these: they began as random numbers, and the training changed them. An orange weight is positive: a bright pixel below it makes the sum larger. Below a blue one, which is negative, it makes the sum smaller. Look for a filter that is blue on one side and orange on the other: it finds edges, as ours did. Other filters resist every description, which is normal.

// %%
filterGrid(filtersOf(cnn.layers[0]), {
  title: "The 16 filters of the first layer, learned from clothes",
});

// %% [markdown]
// A filter is easier to understand by what it finds. The bag goes through the network; choose a layer, and you see its feature maps. The scale on the right says which shade means that a pattern was found there. Begin with the first convolution and give some maps a name, such as "left edges" or "inside of the cloth". Then go down layer by layer.

// %%
const layerAt: Record<string, number> = {
  "first convolution": 0,
  "first pooling": 1,
  "second convolution": 2,
  "second pooling": 3,
};

interact(
  { layer: dropdown(Object.keys(layerAt)) },
  ({ layer }) => {
    const [maps] = layerOutputs(cnn, bag, { layers: [layerAt[layer]] });
    const [, height, width, channels] = maps.shape;
    const title = `A bag after the ${layer}: ${channels} maps of ${height} × ${width}`;
    return featureMapGrid(maps, { title });
  },
  { family: statesChart },
);

// %% tags=["proof"]
const weightsBefore = filtersOf(buildCnn().layers[0]).values;
const weightsNow = filtersOf(cnn.layers[0]).values;
checkTrue(
  weightsNow.some((weight, i) => Math.abs(weight - weightsBefore[i]) > 0.03),
  "training has moved the filters",
);

// %% [markdown]
// In the first layer you can recognise the bag in almost every map. With each pooling the maps become coarser and harder to name. The last ones are what the dense layers receive: 1,568 reports of the kind "something like this, roughly here".
//
// Be careful with names such as "the handle filter". A map that shows the handles of three bags may show a sleeve, too. A feature map suggests an explanation, but only an experiment can test it.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Where does it look?
//
// Here is such an experiment. If the network relies on a certain part of a garment, hiding this part should change what it says. So we put a black square over the picture with `cover` and ask again. This is called **occlusion**.
//
// First the square hides a part of the handle, by which *you* know that this is a bag. Watch the ten probabilities while you move the square, over the rest of the handle, and then down over the bag itself (try top 10 and left 14). Which part does the network need?

// %%
const square = {
  top: slider({ min: -6, max: 27, value: 4 }),
  left: slider({ min: -6, max: 27, value: 8 }),
  size: slider({ min: 1, max: 14, value: 7 }),
};

interact(square, ({ top, left, size }) => {
  const covered = cover(bag, { top, left, size });
  const title = "What the network says about what is left";
  return classifierChart(
    covered,
    { CNN: cnn },
    { truth: "Bag", names: pictures.classNames, title },
  );
});

// %% [markdown]
// The handle of our drawn bag can go; the network stays sure. But when the square covers the upper part of the body, a little to the right of the middle, the network takes the bag for a sandal. It does not look where you look.
//
// Now we do this everywhere. `occlusionMap` centres the square on every second pixel, 196 times, and notes how probable the right class remains. Drawn as a picture, these numbers are the **occlusion map**: where it is dark, the network needs what the square hides. Begin with the bag: its dark places are those that you found by hand. Then choose other garments. For which of them does the square hardly matter, and which can be spoiled at many places?

// %%
interact(
  { garment: dropdown([...pictures.classNames], { value: "Bag" }) },
  ({ garment }) => {
    const label = pictures.classNames.indexOf(garment);
    const index = truth.findIndex((each, i) => each === label && said[i] === label);
    const picture = validation.x.slice([Math.max(0, index)], [1]);
    const both = tf.concat([picture, occlusionMap(cnn, picture, { label })]);
    return imageGrid(
      { values: both.dataSync(), shape: both.shape },
      {
        title: `How probable "${garment}" remains with the square at each place`,
        captions: ["the picture", "its occlusion map"],
        valueTitle: "probability",
        range: [0, 1],
        height: 330,
      },
    );
  },
  { family: statesChart },
);

// %% tags=["proof"]
const changedBySquare = new Set<number>();
for (const top of [0, 7, 14, 21]) {
  for (const left of [0, 7, 14, 21]) {
    const few = cover(validation.x.slice([0], [40]), { top, left, size: 7 });
    (await predictClasses(cnn, few)).forEach((label, i) => {
      if (label !== said[i]) changedBySquare.add(i);
    });
  }
}
checkTrue(
  !isFull || (changedBySquare.size > 5 && changedBySquare.size < 35),
  "a square changes what is said about some garments and not about others",
);
const bagWith = (top: number, left: number) =>
  Array.from((cnn.predict(cover(bag, { top, left, size: 7 })) as tf.Tensor).dataSync());
const isSure = bagWith(4, 8)[8] > 0.9 && bagWith(4, 14)[8] > 0.9;
checkTrue(!isFull || !isDrawn || isSure, "without its handle the bag is still a bag");
const onBody = bagWith(10, 14);
checkTrue(
  !isFull || !isDrawn || onBody.indexOf(Math.max(...onBody)) === 5,
  "a square over the body makes a sandal of the bag",
);
// At how many of the 196 places the right class falls below one half, for the first right garment of a kind.
const darkPlaces = (label: number) => {
  const index = truth.findIndex((each, i) => each === label && said[i] === label);
  const map = occlusionMap(cnn, validation.x.slice([Math.max(0, index)], [1]), { label });
  return map.dataSync().filter((probability) => probability < 0.5).length / 4;
};
checkTrue(!isFull || !isDrawn || darkPlaces(4) > 25, "the coat is spoiled at many places");
checkTrue(!isFull || !isDrawn || darkPlaces(5) === 0, "the sandal at none");

// %% [markdown]
// Among the drawn examples the sandal is recognised wherever the square lies, while the coat is lost at many places. A dark place is a sign that the network used what lies there, for *this* garment. It is no proof: hardly any training picture has a black patch as large as our square, so a part of the effect may come from the square itself. In the last exercise you will train a network that knows such squares.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## A step to the right
//
// Now another experiment. When a garment moves to the right, its feature maps move along, because a filter is the same at every place. We move all validation pictures by three pixels, a tenth of their width, and ask the same networks again. `shift` does it and fills the gap with black: moved by one, a row of pixels 0, 5, 7, 0 becomes 0, 0, 5, 7. You would hardly notice the difference.

// %%
const guessShift = predict(
  "Of 100 pictures moved by 3 pixels, how many does the CNN recognise?",
  {
    choices: ["nearly as many as before", "5 to 10 fewer", "more than 10 fewer"],
  },
);

// %% [markdown]
// We ask both networks.

// %%
const movedRight = { x: shift(validation.x, { right: 3 }), y: validation.y };
const cnnOnMoved = await accuracyOf(cnn, movedRight);
const mlpOnMoved = await accuracyOf(mlp, movedRight);
console.log("moved by 3 pixels: CNN", cnnOnMoved.toString());
console.log("                   MLP", mlpOnMoved.toString());

const lost = 100 * (cnnAccuracy.value - cnnOnMoved.value);
const fewer = lost > 10 ? "more than 10 fewer" : "5 to 10 fewer";
guessShift.reveal(lost < 5 ? "nearly as many as before" : fewer);

// %% tags=["proof"]
checkTrue(!isFull || lost > 10, "a shift of three pixels costs the CNN more than ten points");
checkTrue(!isFull || cnnOnMoved.value > mlpOnMoved.value, "the MLP recognises fewer of them");
checkEqual(
  Array.from(shift(tf.tensor4d([0, 5, 7, 0], [1, 1, 4, 1]), { right: 1 }).dataSync()),
  [0, 0, 5, 7],
  { of: "a row that moves by one" },
);

// %% [markdown]
// That is a heavy loss for three pixels. The MLP recognises even fewer, so the convolutions do help, but the place still matters. To see why, we look at what the dense layers receive. `tf.model` makes a network of the first four layers, which gives the last maps. Move the bag with the slider. What do the maps do, and what becomes of the probability in the title?

// %%
const firstHalf = tf.model({ inputs: cnn.inputs, outputs: cnn.layers[3].output });

interact(
  { right: slider({ min: -6, max: 6, step: 2, value: 0 }) },
  ({ right }) => {
    const moved = shift(bag, { right });
    const probability = (cnn.predict(moved) as tf.Tensor).dataSync()[8];
    const maps = (firstHalf.predict(moved) as tf.Tensor).transpose<tf.Tensor4D>([3, 1, 2, 0]);
    const shown = tf.image.resizeNearestNeighbor(maps.slice([0], [3]), [28, 28]);
    const all = tf.concat([moved, tf.div(shown, shown.max())]);
    const title = `Moved by ${right} pixels, "Bag" has probability ${probability.toFixed(2)}`;
    const captions = ["the bag", "first map", "second map", "third map"];
    const options = { title, captions, height: 420 };
    return imageGrid({ values: all.dataSync(), shape: all.shape }, options);
  },
  { family: statesChart },
);

// %% [markdown]
// In our run the drawn bag was still called a bag when it lay four pixels further to the right, though with a probability of only 0.70; at six pixels it was down to 0.03. The convolutions do their part: what is bright in the maps moves along with the bag, roughly by one place for every four pixels. But `flatten` gives each place its own input of the dense layer, and this layer has learned its 1,568 · 64 = 100,352 weights for garments near the middle. A pattern that moves arrives at other inputs, with other weights.
//
// One way out is a layer that forgets the places. **Global average pooling** replaces each map by the mean of its numbers, so that 32 maps become a list of 32 numbers. When the bright spots of a map move without leaving it, their mean stays the same.
//
// **Your turn (3 minutes).** Write global average pooling for one map: the function takes a list of rows, all of the same length, and returns the mean of all their numbers. The map need not be square. Please leave it as it is.

// %% tags=["exercise"]
function globalAverage(map: number[][]): number {
  return todo;
}
exercises.globalAverage.check(globalAverage);
// exercises.globalAverage.hint();
// exercises.globalAverage.solution();

// %% [markdown]
// We move the bag again and print the middle row of its first map, which flatten hands on as it is, and what your function makes of the whole map.

// %%
const averageOf = exercises.globalAverage.use(globalAverage);
for (const right of [-4, 0, 4]) {
  const maps = firstHalf.predict(shift(bag, { right })) as tf.Tensor;
  const first = maps.slice([0, 0, 0, 0], [1, -1, -1, 1]);
  const map = first.reshape<tf.Tensor2D>([7, 7]).arraySync();
  const row = map[3].map((value) => value.toFixed(1).padStart(5)).join("");
  const average = averageOf(map).toFixed(2);
  console.log(`moved by ${String(right).padStart(2)}: row${row}   average ${average}`);
}

// %% tags=["proof"]
const averageMoved = (right: number) => {
  const maps = firstHalf.predict(shift(bag, { right })) as tf.Tensor;
  return Array.from(maps.mean([1, 2]).dataSync())[0];
};
checkTrue(
  !isFull || !isDrawn || Math.abs(averageMoved(4) - averageMoved(0)) < 0.1 * averageMoved(0),
  "moving the bag by four pixels changes the average by less than a tenth",
);
const bagAt = (right: number) =>
  (cnn.predict(shift(bag, { right })) as tf.Tensor).dataSync()[8];
checkTrue(
  !isFull || !isDrawn || (bagAt(4) > 0.5 && bagAt(6) < 0.2),
  "four pixels leave the bag a bag, six do not",
);

// %% [markdown]
// Your average hardly changes, while the numbers in the row move to other inputs. Does a whole network gain by it? In our CNN we exchanged only this layer (means of five training runs on 2,000 drawn garments):
//
// | recognised, of 100 | not moved | 6 pixels to the right |
// |---|---|---|
// | flatten | 89.3 | 29.6 |
// | global average pooling | 55.8 | 53.2 |
//
// The network with the new layer loses hardly anything to the shift, but it has learned much less in the same 12 epochs. Its 32 means say which patterns occur in the picture, but no longer where, and each pattern is at most 10 × 10 pixels large, much smaller than a coat.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## More pictures for nothing
//
// The other way out is to change the data. If the network has seldom seen a garment off centre, we show it more of them. There are no new photographs, but we can move the ones we have: a coat that lies three pixels further up is still a coat, so its label stays right. Making new training examples in this way is called **data augmentation**. It works with every change that leaves the label true, such as small turns or other brightness. It fails with changes that do not: a digit 6 that is turned upside down is a 9.
//
// We move each quarter of the training pictures in another diagonal direction, and add the copies. To keep the comparison fair, we train for 6 epochs instead of 12: with twice the pictures both networks take the same number of steps.

// %%
const quarter = Math.floor(kept / 4);
const quarters = tf.split(train.x.slice([0], [4 * quarter]), 4);
const moved = [
  shift(quarters[0], { down: -3, right: -3 }),
  shift(quarters[1], { down: -3, right: 3 }),
  shift(quarters[2], { down: 3, right: -3 }),
  shift(quarters[3], { down: 3, right: 3 }),
];
const moreX = tf.concat([train.x, ...moved]);
const moreY = tf.concat([train.y, train.y.slice([0], [4 * quarter])]);

const augmentedCnn = buildCnn();
augmentedCnn.compile({ optimizer: "adam", ...compiling });
const augmentedHistory = await augmentedCnn.fit(moreX, moreY, {
  ...settings,
  epochs: 6,
  callbacks: [liveHistory({ title: "Learning from moved copies as well" })],
});

// %% [markdown]
// Now all three networks meet every shift from six pixels to the left to six to the right. Each copy was moved up or down as well, so a shift to the side alone is new to all of them. (`Object.entries` gives the names and values of an object in pairs.)

// %%
const offsets = [-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6];
const networks = { "CNN, augmented": augmentedCnn, CNN: cnn, MLP: mlp };
const byShift: Record<string, number[]> = { "CNN, augmented": [], CNN: [], MLP: [] };
for (const right of offsets) {
  const shifted = { x: shift(validation.x, { right }), y: validation.y };
  for (const [name, network] of Object.entries(networks)) {
    byShift[name].push((await accuracyOf(network, shifted)).value);
  }
  shifted.x.dispose();
}
const atSix = (name: string) => byShift[name][12].toFixed(2);
lineChart(
  { x: offsets, y: byShift },
  {
    title: `Moved by 6: ${atSix("CNN, augmented")} with augmentation, ${atSix("CNN")} without`,
    xTitle: "shift to the right (pixels)",
    yTitle: "validation accuracy (share)",
    mode: "lines+markers",
  },
);

// %% tags=["proof"]
const at = (name: string, right: number) => byShift[name][right + 6];
for (const right of [-3, 3])
  checkTrue(
    !isFull || at("CNN, augmented", right) > at("CNN", right) + 0.05,
    `augmentation helps on pictures moved by ${right}`,
  );
checkEqual([at("CNN", 0), at("CNN", 3)], [cnnAccuracy.value, cnnOnMoved.value], {
  of: "the CNN's accuracies, here and above",
});
checkEqual([moreX.shape[0], moreY.shape[0]], [kept + 4 * quarter, kept + 4 * quarter], {
  of: "pictures and labels",
});

// %% [markdown]
// These are the means of the same training runs as in the table that compared CNN and MLP (a dash stands where we did not measure):
//
// | recognised, of 100 | not moved | 3 pixels to the right | 6 pixels |
// |---|---|---|---|
// | MLP, drawn garments | 81.3 (80.0–83.2) | 56.1 (54.5–58.9) | 18.4 (17.1–19.0) |
// | CNN, drawn garments | 94.1 (93.3–94.8) | 76.2 (73.7–80.8) | 29.6 (27.4–31.6) |
// | CNN, augmented, drawn garments | 93.1 (91.3–94.0) | 89.0 (87.8–90.5) | 64.2 (59.3–67.3) |
// | CNN, Fashion-MNIST | 82.8 (80.3–84.5) | 53.2 (47.2–56.3) | – |
// | CNN, augmented, Fashion-MNIST | 81.9 (79.8–84.0) | 74.1 (69.2–79.0) | – |
//
// The augmented network loses much less to a shift, but six pixels are further than anything in its training, and it shows. Where nothing is moved, it lost about a point in the mean, which is no more than the training runs differ among themselves.
//
// **Your turn (10 minutes).** Back to the black square. `covered.train` holds 2,000 complete garments, drawn upright and centred, with one-hot labels of the ten classes. Your network will be judged on garments that have a black square of 14 × 14 pixels at a random place, a quarter of the picture. `covered.validation` holds 500 of this kind. Make training pictures that help, with `coverRandomly`, which covers each picture at another place. Build a network with at least one convolution (you may call `buildCnn()`), compile it as in this lesson, and train it. You are done when it is right for more than 80 % of 1,000 covered garments that it has never seen. Complete garments alone are not enough for that.

// %% tags=["exercise"]
const covered = exercises.sturdyModel.data;
const sturdyModel: tf.Sequential = todo; // buildCnn(), or layers of your own
// const copies = coverRandomly(covered.train.x, { size: 14, seed: 1 });
// join pictures and labels with tf.concat([…, …]), then compile and fit;
// validationData: [covered.validation.x, covered.validation.y] holds covered garments
exercises.sturdyModel.check(sturdyModel);
// exercises.sturdyModel.hint();
// exercises.sturdyModel.solution();

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Opening the envelope
//
// All choices are made, so it is time for the test pictures. No network has learned from them, and we have decided nothing by them, so this is the number to report.

// %%
const test = {
  x: imagesToTensor(pictures.test),
  y: labelsToTensor(pictures.test.labels, 10),
};
for (const [name, network] of Object.entries(networks)) {
  const accuracy = await accuracyOf(network, test);
  console.log(name.padEnd(15), accuracy.toString());
}

// %% tags=["proof"]
checkTrue(
  !isFull || (await accuracyOf(cnn, test)).value > (isDrawn ? 0.9 : 0.75),
  "the CNN recognises the test pictures",
);

// %% [markdown]
// What should you expect on the *full* Fashion-MNIST, with 60,000 pictures to learn from and 10,000 for the test? We could not measure that for this lesson. Others report about 0.91 to 0.92 for a CNN of a few convolutions, and 0.89 for an MLP (see the notes). It is not 0.99 as with handwritten digits, because the classes overlap. Before you compare your number with one from a book, make sure that both speak of the same pictures.
//
// One more picture. Here comes a hat, drawn by two loops: its crown is 12 pixels wide, its brim 24. A hat is none of the ten classes. What will the network say?

// %%
const guessHat = predict("How sure will the network be of its answer about the hat?", {
  choices: ["below 0.5, since it is no garment it knows", "0.5 or more"],
});

// %% [markdown]
// Let us ask.

// %%
const hatValues = new Float32Array(28 * 28);
for (let row = 8; row < 22; row++) {
  const half = row < 18 ? 6 : 12; // crown, then brim
  for (let column = 14 - half; column < 14 + half; column++) hatValues[28 * row + column] = 0.7;
}
const hat = tf.tensor4d(hatValues, [1, 28, 28, 1]);
const hatAnswer = (cnn.predict(hat) as tf.Tensor).max().dataSync()[0];
guessHat.reveal(hatAnswer < 0.5 ? "below 0.5, since it is no garment it knows" : "0.5 or more");
classifierChart(
  hat,
  { CNN: cnn },
  { names: pictures.classNames, title: "None of the ten is a hat" },
);

// %% [markdown]
// Softmax gives the ten classes probabilities that add up to 1, whatever the picture shows, so the network cannot say "none of these". How sure it is of a hat tells nothing about hats.
//
// If tomorrow you had to recognise hats and gloves from thirty photographs each, would you throw away the edges that this network has learned and begin with random weights again? Lesson 16, *Must we start from nothing?*, keeps them.

// %% [markdown] slideshow={"slide_type": "slide"}
// ## What you have learned
//
// **You can now**
//
// - write a convolutional network, follow the shapes through it and count its parameters by hand
// - train it, compare it fairly with another network, and find out what it confuses and where it looks
// - make it sturdier with training pictures that you make yourself
//
// | you want to choose | begin with | change it when |
// |---|---|---|
// | filter size | 3 × 3 | hardly ever: two layers of 3 × 3 see as far as one of 5 × 5 |
// | number of filters | 16 or 32, doubled after each pooling | the training accuracy stays low (more), or it is too slow (fewer) |
// | pooling | max pooling 2 × 2 | the picture is large: pool more often |
// | before the dense layers | flatten | the place must not matter: global average pooling |
// | output and loss | softmax, categorical cross-entropy | there are two classes: sigmoid, binary cross-entropy (lesson 12) |
// | validation loss rises while training loss falls | early stopping, dropout | more pictures can be had, or made by augmentation |
// | right in the data set, wrong in the field | augmentation with what differs in the field | you can collect pictures from the field |
//
// **Open questions**, to discuss; there is no check for them.
//
// 1. A shop wants to sort returned clothes by photographs that customers take. Which of our experiments would you repeat before you agree, and with which pictures?
// 2. The convolutions have 4.5 % of the parameters. What would you change if the network should run on a watch, where memory is scarce?
// 3. Suppose you changed the network because of its number on the test pictures. What would be wrong with reporting the new number?

// %% [markdown] slideshow={"slide_type": "slide"}
// ## Change this and see
//
// Write down your guess, change the code, and run the notebook from there on.
//
// - `const kernelSize = 3;` → `const kernelSize = 1;`. A filter of one pixel sees no neighbours. Look at the comparison with the MLP: how much of the lead remains?
// - `model.add(tf.layers.flatten());` → `model.add(tf.layers.globalAveragePooling2d({}));`. Now the dense layers learn nothing about places. Look at the chart of the shifts: does it agree with the table about global average pooling?
// - `predictClasses(cnn, validation.x);` → `predictClasses(cnn, validation.x.reverse(1));`. The network is asked about garments that are upside down (the gallery below still draws them upright). Look at the diagonal of the confusion matrix: which classes survive, and why those?
// - `predictClasses(cnn, validation.x);` → `predictClasses(cnn, tf.sub(1, validation.x));`. These are negatives, with dark and light exchanged. Would you still recognise them?
//
// ### For those who want more: what has changed since 1998?
//
// **LeNet-5**, the network that read cheques, has the same plan as ours. But its units used an S-shaped function (a scaled tanh), and its pooling took the average of each square. Some books show it with the sigmoid. To find out what matters, we change one thing at a time, which is called an **ablation**. All four networks start alike, and each has the best of three learning rates, chosen on other pictures. These are the means of five training runs on 2,000 drawn garments, with the lowest and the highest:
//
// | activation | pooling | recognised, of 100 |
// |---|---|---|
// | sigmoid | average | 70.7 (66.0–74.1) |
// | tanh | average | 82.0 (80.5–83.1) |
// | ReLU | average | 86.9 (84.9–89.9) |
// | ReLU | max | 90.9 (89.1–92.7) |
//
// The largest step, eleven points, is the one away from the sigmoid. From tanh to ReLU it is five, and max pooling adds four. So the real LeNet was probably a better network than the version with sigmoids in some books.
//
// <details>
// <summary>What we found by three of the changes (look after you have tried them)</summary>
//
// Five training runs on 2,000 drawn garments gave these means, of 100:
//
// | change | recognised | for comparison |
// |---|---|---|
// | filters of one pixel | 73.7 | 3 × 3: 89.3, MLP: 77.1 |
// | upside down | 21.9 | upright: 89.3 |
// | negatives | 6.9 | guessing: 10 |
//
// With filters of one pixel the network fell below the MLP: pooling throws the exact places away, and no neighbours come in return.
//
// </details>

// %%
predictionSummary();

// %% [markdown] slideshow={"slide_type": "notes"} jupyter={"source_hidden": true}
// **Speaker notes.** The live training runs take 5 to 15 seconds each on two cores. Start the first one before you explain why validation may lie below training, so that the chart is there when you point at it. Of the predictions, the shift is the one that surprises most people: take a show of hands before you reveal it. The usual misconception is "a CNN does not care where the garment is": ask after which layer the place still matters, and let the group find flatten. With a group that knows convolutions, begin at "From one filter to a network". Drawn garments and Fashion-MNIST give different numbers, so ask at the beginning who has which. For those who read Keras: `conv2d` is `Conv2D`, `maxPooling2d` `MaxPooling2D`, `globalAveragePooling2d` `GlobalAveragePooling2D`, `flatten` `Flatten`; arguments such as `kernel_size` become properties such as `kernelSize` (table in lesson 07).
//
// **Sources.** Fashion-MNIST and its list of results, which its makers do not verify (it also has an MLP at 0.900, and people without training in fashion at 0.835): H. Xiao, K. Rasul and R. Vollgraf (2017), arXiv:1708.07747, and the repository zalandoresearch/fashion-mnist. LeNet-5, with scaled tanh units and trainable average pooling: Y. LeCun, L. Bottou, Y. Bengio and P. Haffner (1998), "Gradient-based learning applied to document recognition". Contest of 2012: A. Krizhevsky, I. Sutskever and G. Hinton, "ImageNet classification with deep convolutional neural networks". He initialisation: K. He, X. Zhang, S. Ren and J. Sun (2015). Occlusion: M. Zeiler and R. Fergus (2014), "Visualizing and understanding convolutional networks". Turned pictures without labels: S. Gidaris, P. Singh and N. Komodakis (2018). Covering as augmentation: T. DeVries and G. Taylor (2017, cutout); Z. Zhong and others (2017, random erasing). Global average pooling: M. Lin, Q. Chen and S. Yan (2013). Reported results on the full set: MLP with 300 and 100 hidden units, 30 epochs, 0.886, and CNN with five convolutions and dropout, 10 epochs, 0.912 (A. Géron, *Hands-On Machine Learning*, 3rd edition, stored notebook outputs); CNN with batch normalisation, up to 100 epochs, 0.922 (tensorflow/tfjs-examples, quantization); CNNs with two convolutions, 0.876 to 0.925 (the list of the data set). Measured numbers: `notebooks/evidence/15-cnn.json`; "Fashion-MNIST" there means 3,100 pictures of the official *test* files (2,500 to learn from, 600 to measure), so they are no results on the official split. What TensorFlow.js calls a convolution is the cross-correlation of mathematics: the filter is not turned round.
