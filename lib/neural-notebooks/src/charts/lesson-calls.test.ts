/** Runs the chart calls of two lessons, on linear regression and on convolutional networks, with the lessons' arguments. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setRandomSeed, tf } from "../core";
import type { Tensor } from "../core/tensor-types";
import { firstImages, garments, takeImages } from "../datasets";
import { confusionMatrix } from "../evaluation/confusion";
import { readDataset } from "../frames";
import {
  filtersOf,
  layerOutputs,
  leastSquares,
  predictClasses,
  predictLinear,
  squaredError,
  trainLinear,
} from "../models";
import { cover, imagesToTensor, labelsToTensor, shift } from "../tensors";
import { earlyStopping } from "../training";
import { liveHistory } from "./live";
import type { Trace } from "./figure";
import * as charts from ".";

const { barChart, classifierChart, compareHistories, confusionChart, featureMapGrid, filterGrid, fitChart } =
  charts;
const { functionChart, imageGrid, lineChart, residualChart, surfaceChart } = charts;

function named(data: readonly Trace[], name: string): Trace {
  return data.find((trace) => trace.name === name) ?? assert.fail(`no trace ${name}`);
}

describe("a lesson on linear regression", () => {
  const points = { x: [[1], [2], [3], [4]], y: [2, 3, 5, 6] };
  const mse = (w: number, b: number) => squaredError(points, { w: [w], b }).loss;
  const lossAt = (w: number) => mse(w, 0);
  const slopeAt = (w: number) => (lossAt(w + 0.001) - lossAt(w - 0.001)) / 0.002;

  test("your line has dashed sticks, and the legend tells both", () => {
    const [w, b] = [0, 0];
    const { data } = fitChart(points, {
      lines: { "your line": { w: [w], b } },
      residuals: true,
      title: `w = ${w}, b = ${b}: you are off by ${mse(w, b).toFixed(3)}`,
      xTitle: "x",
      yTitle: "y",
    }).figure;
    assert.notEqual((named(data, "residuals")["line"] as { dash: string }).dash, "solid");
    for (const name of ["your line", "residuals"]) assert.equal(named(data, name)["showlegend"], true);
  });

  test("the tangent has the slope that the lesson measures, −8.5 at w = 1", () => {
    const chart = functionChart(
      { loss: lossAt },
      {
        tangentAt: 1,
        range: [0, 3],
        title: `At w = 1 the loss is ${lossAt(1).toFixed(3)} and its slope ${slopeAt(1).toFixed(2)}`,
        xTitle: "weight w (b = 0)",
        yTitle: "mean squared error",
      },
    );
    const tangent = named(chart.figure.data, "tangent");
    const [x, y] = [tangent["x"] as number[], tangent["y"] as number[]];
    const slope = ((y[2] as number) - (y[0] as number)) / ((x[2] as number) - (x[0] as number));
    assert.ok(Math.abs(slope + 8.5) < 1e-6, `${slope}`);
    assert.deepEqual([x[1], y[1]], [1, 2.5]);
    assert.equal((tangent["line"] as { dash: string }).dash, "dash");
    assert.match(chart.alt, /The dashed tangent at 1 has the slope -8\.5\./);
  });

  test("the climber's places stand on the curve; where they leave the picture the words say so", () => {
    const axes = { xTitle: "weight w (b = 0)", yTitle: "mean squared error" };
    const chartOf = (eta: number, steps = 12) => {
      const places = [1];
      for (let step = 0; step < steps; step++)
        places.push((places[step] as number) - eta * slopeAt(places[step] as number));
      const title = `η = ${eta}: after 12 steps the loss is ${lossAt(places[12] as number).toFixed(3)}`;
      return {
        places,
        chart: functionChart({ loss: lossAt }, { path: places, range: [-0.5, 3.5], title, ...axes }),
      };
    };
    const { places, chart } = chartOf(0.1);
    const path = named(chart.figure.data, "path");
    assert.deepEqual(path["x"], places);
    assert.deepEqual(path["y"], places.map(lossAt));
    assert.match(chart.alt, /The path goes from 2\.5 to 0\.\d+ in 12 steps\./);
    assert.match(chartOf(0.14, 30).chart.alt, /it leaves the picture at step \d+/);
  });

  test("from either side of the hill the path ends in another valley", () => {
    for (const start of [-2, 0.5, 2]) {
      const places = [start];
      for (let step = 0; step < 60; step++) {
        const at = places[step] as number;
        places.push(at - 0.02 * (4 * at ** 3 - 6 * at + 1));
      }
      functionChart(
        { loss: (at) => at ** 4 - 3 * at ** 2 + at },
        {
          path: places,
          range: [-2.1, 2.1],
          title: `From ${start} the climber ends at ${(places[60] as number).toFixed(2)}`,
          xTitle: "one invented weight",
          yTitle: "invented loss",
        },
      );
    }
  });

  test("the climber crosses the valley step by step", () => {
    const climb = trainLinear(points, { start: { w: [-0.5], b: -2 }, learningRate: 0.1, steps: 40 });
    const { figure } = surfaceChart(mse, {
      x: [-2, 5],
      y: [-3, 3],
      paths: { climber: climb.path.map((at) => [at.w[0] as number, at.b]) },
      animated: true,
      title: "First across the valley, then slowly along it",
      xTitle: "weight w",
      yTitle: "bias b",
    });
    assert.equal(figure.frames?.length, 41);
    assert.equal((named(figure.data, "climber")["x"] as number[]).length, 41);
  });

  test("cars, their line, six weights and residuals", () => {
    const cars = readDataset("cars").dropNa({ axis: 1 });
    const numbers = (name: "Weight_in_lbs" | "Miles_per_Gallon") =>
      Array.from<number>(cars.column(name).values);
    const inPounds = {
      x: numbers("Weight_in_lbs").map((pounds) => [pounds]),
      y: numbers("Miles_per_Gallon"),
    };
    const carLine = leastSquares(inPounds);
    const perPound = carLine.w[0] as number;
    fitChart(inPounds, {
      lines: { "trained line": carLine },
      title: `1,000 pounds more cost ${(-1000 * perPound).toFixed(1)} miles per gallon`,
      xTitle: "how heavy (lb)",
      yTitle: "fuel economy (miles per gallon)",
    });
    barChart(
      { categories: ["Weight_in_lbs", "Model_year"], values: [-5.69, 2.69] },
      {
        title: "Pounds and model year carry the prediction",
        xTitle: "input",
        yTitle: "weight (mpg per standard deviation)",
      },
    );
    const chart = residualChart(
      { yTrue: inPounds.y, yPred: predictLinear(inPounds.x, carLine) },
      {
        title: "Light and heavy cars do better than the line says, the others worse",
        unit: "miles per gallon",
      },
    );
    assert.match(chart.alt, /392 residuals \(miles per gallon\): mean 0,/);
  });
});

describe("a lesson on convolutional networks", () => {
  const classNames = Array.from({ length: 10 }, (_, i) => `garment ${i}`);
  const settings = { epochs: 1, batchSize: 32, seed: 1, verbose: 0 } as const;

  function buildCnn() {
    setRandomSeed(1);
    const model = tf.sequential();
    const relu = { activation: "relu", kernelInitializer: "heUniform" } as const;
    model.add(
      tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 4, kernelSize: 3, padding: "same", ...relu }),
    );
    model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
    model.add(tf.layers.flatten());
    model.add(tf.layers.dense({ units: 10, activation: "softmax" }));
    model.compile({ optimizer: "adam", loss: "categoricalCrossentropy", metrics: ["accuracy"] });
    return model;
  }

  test("its charts are drawn, and no tensor is left over", async () => {
    const pictures = garments({ count: 60, seed: 1 });
    const [x, y] = [imagesToTensor(pictures), labelsToTensor(pictures.labels, 10)];
    const [cnn, mlp] = [buildCnn(), buildCnn()];
    const runs = [cnn, mlp].map((model) => {
      const title = "A convolutional network learns ten kinds of clothes";
      return model.fit(x, y, {
        ...settings,
        validationData: [x, y],
        callbacks: [earlyStopping({ patience: 3 }), liveHistory({ title })],
      });
    });
    const [cnnHistory, mlpHistory] = await Promise.all(runs);
    const before = tf.memory().numTensors;

    const firstFew = firstImages(pictures, 24);
    imageGrid(
      { values: firstFew.images, shape: firstFew.shape },
      {
        title: "Ten kinds of clothes, 28 × 28 pixels each",
        captions: Array.from(firstFew.labels, (label) => classNames[label] as string),
      },
    );
    const compared = compareHistories(
      { CNN: cnnHistory as never, MLP: mlpHistory as never },
      { metric: "val_acc", title: "Validation accuracy: neighbours matter" },
    );
    assert.match(compared.alt, /validation accuracy of 2 runs: CNN from/);

    const truth = pictures.labels;
    const said = await predictClasses(cnn, x);
    const confusion = confusionMatrix({ yTrue: truth, yPred: said }, { names: classNames });
    const mistakes = confusionChart(confusion, {
      color: "mistakes",
      title: "Tops are confused with tops, shoes with shoes",
    });
    const [cells] = mistakes.figure.data;
    (cells?.["z"] as number[][]).forEach((row, i) => assert.equal(row[i], 0, "the diagonal has no colour"));

    const wrong = [0, 1, 2, 3];
    const gallery = takeImages(pictures, wrong);
    imageGrid(
      { values: gallery.images, shape: gallery.shape },
      {
        title: "Sixteen mistakes: would you have known better?",
        captions: wrong.map((i) => `${classNames[truth[i] ?? 0]}, said ${classNames[said[i] ?? 0]}`),
        columns: 4,
      },
    );
    const [firstLayer] = cnn.layers;
    assert.ok(firstLayer);
    filterGrid(filtersOf(firstLayer), { title: "The 16 filters of the first layer, learned from clothes" });

    const one = x.slice([3], [1]); // [1, 28, 28, 1]
    const [maps] = layerOutputs(cnn, one, { layers: [0] });
    assert.ok(maps);
    const found = featureMapGrid(maps, {
      title: `${classNames[0]}: what the first convolution finds`,
      columns: 2,
    });
    assert.equal((found.figure.layout?.["meta"] as { grid: { columns: number } }).grid.columns, 2);
    one.dispose();

    const left = tf.tidy(() => cover(x.slice([3], [1]), { top: 10, left: 10, size: 7 }));
    const title = "What the network says about what is left";
    const answer = classifierChart(left, { CNN: cnn }, { truth: "garment 3", title });
    assert.match(answer.alt, /A picture of the class garment 3\. CNN says class \d/);
    left.dispose();

    const moved = tf.tidy(() => shift(x.slice([3], [1]), { down: -2, right: 5 }));
    const both = classifierChart(
      moved,
      { CNN: cnn, MLP: mlp },
      { truth: "garment 3", title: "When does each network lose it?", names: classNames },
    );
    moved.dispose();
    assert.equal(both.figure.data.filter(({ type }) => type === "bar").length, 2);

    const offsets = [-6, -3, 0, 3, 6];
    lineChart(
      { x: offsets, y: { "CNN, augmented": [0.7, 0.8, 0.9, 0.8, 0.7], CNN: [0.3, 0.6, 0.9, 0.6, 0.3] } },
      {
        title: "Augmentation keeps the garment in sight",
        xTitle: "shift to the right (pixels)",
        yTitle: "validation accuracy",
        mode: "lines+markers",
      },
    );
    assert.equal(tf.memory().numTensors, before);
    tf.dispose([x, y]);
    for (const model of [cnn, mlp]) model.dispose();
  });

  test("a classifier's bars are its probabilities, and the true class is marked", () => {
    const model = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [1, 2, 1] }), tf.layers.dense({ units: 1, activation: "sigmoid", kernelInitializer: "zeros" })] }); // prettier-ignore
    const x = tf.tensor4d([0, 1], [1, 1, 2, 1]);
    const before = tf.memory().numTensors;
    const { figure, alt } = classifierChart(
      x,
      { net: model },
      { title: "Two classes", names: ["off", "on"], truth: "on" },
    );
    assert.equal(tf.memory().numTensors, before);
    assert.deepEqual([figure.data[1]?.["x"], figure.data[1]?.["y"]], [[50, 50], ["off", "on"]]); // prettier-ignore
    assert.deepEqual((figure.layout?.["yaxis2"] as { ticktext: string[] }).ticktext, ["off", "<b>on ✓</b>"]);
    assert.match(alt, /net says off 50 % and on 50 %\./);
    const refused: [() => unknown, RegExp][] = [
      [() => classifierChart(x.squeeze<Tensor>([0]), { net: model }, { title: "x" }), /one picture of shape \[1, height, width, 1 or 3\]/],
      [() => classifierChart(tf.zeros([2, 1, 2, 1]), { net: model }, { title: "x" }), /x\.slice\(\[i\], \[1\]\)/],
      [() => classifierChart(x, {}, { title: "x" }), /networks must be one network or more by name/],
      [() => classifierChart(x, { net: model }, { title: "x", names: ["a"] }), /names must be one for each of the 2 classes/],
      [() => classifierChart(tf.zeros([1, 3, 3, 1]), { net: model }, { title: "x" }), /x must be of shape \[batch, 1, 2, 1\]/],
    ]; // prettier-ignore
    for (const [call, message] of refused) assert.throws(call, message);
    model.dispose();
  });
});
