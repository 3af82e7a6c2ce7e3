/** Works with exercise cards in JupyterLab as a learner does: verdicts, hints, solution, by mouse and by keys, after a reload. */
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, describe, test } from "node:test";
import type { Locator, Page } from "playwright-core";
import { installChartExtension } from "neural-notebooks-labextension/install";
import { EXERCISE_MIME, type CardContent } from "neural-notebooks/grading/card-content";
import { exercises } from "neural-notebooks/grading/problems/03-linear-unit";
import { bundleOf } from "tslab-kernel/display";
import { installCourseKernel, projectRoot } from "../project";
import {
  browserMissing,
  command,
  commandDone,
  makeWorkFolder,
  openBrowser,
  openNotebook,
  runCell,
  screenshot,
  setTheme,
  startLab,
  waitForIdle,
  writeNotebook,
  type LabPage,
  type LabServer,
} from "./lab";

const skip = browserMissing();
if (skip) console.log(`\n!!! Browser tests are skipped. ${skip}\n`);

const imports = `
import { tf, type LayersModel, type Tensor } from "neural-notebooks/core";
import { problem, todo } from "neural-notebooks/grading";
import { exercises } from "neural-notebooks/grading/problems/03-linear-unit";`;

/** An exercise that trains: y = 2x + 1 from rows 0, 0.1, …, judged on rows in between. */
const training = `
const rows = (from: number) => tf.tensor2d(Array.from({ length: 10 }, (_, i) => [from + i / 10]));
const straight = problem<LayersModel>({
  id: "00-start/straight-line",
  takeaway: "The curve falls steeply at first, because the slope is steep far from the valley.",
  check: (model) => (model.outputs[0].shape[1] === 1 ? undefined : { why: "One number comes out." }),
  training: {
    metric: "loss", name: "mean squared error", gate: 0.05, direction: "below", why: "Train longer.",
    measure: (model) => tf.tidy(() => {
      const x = rows(0.05);
      return tf.losses.meanSquaredError(x.mul(2).add(1), model.predict(x) as Tensor).dataSync()[0];
    }),
  },
  hints: ["one", "two", "three"], stub: "", solution: "await line.fit(x, y);", variable: "line",
  equivalents: [tf.sequential(), tf.sequential()],
  mistakes: [{ answer: tf.sequential(), says: /longer/ }, { answer: tf.sequential(), says: /longer/ }],
});
const train = async (epochs: number) => {
  const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })] });
  model.compile({ optimizer: tf.train.sgd(0.1), loss: "meanSquaredError" });
  await model.fit(rows(0), rows(0).mul(2).add(1), { epochs, batchSize: 10, shuffle: false, verbose: 0 });
  return model;
};`;

const cells = {
  untouched: `const answer: { A: string; B: string; C: string } = { A: todo, B: todo, C: todo };\nexercises.advice.check(answer);`,
  wrong: `exercises.borderRate.check(1 / 6);`,
  right: `exercises.afterOneStep.check({ w: 1.6, b: 0.4 });`,
  error: `exercises.myMeanAbsoluteError.check(() => { throw new RangeError("too far"); });`,
  call: `exercises.descend.hint();`,
  long: `exercises.descend.check((slope, start, eta) => Array.from({ length: 12 }, (_, i) => start - i * eta * slope(start) * 1.23456));`,
  short: `straight.check(await train(4));`,
  trained: `straight.check(await train(80));`,
  slow: `await new Promise((resolve) => setTimeout(resolve, 3000));\nexercises.borderRate.check(1 / 3);`,
};

type Name = keyof typeof cells;
const names = Object.keys(cells) as Name[];
const firstCell = 2;

describe("exercise cards in JupyterLab", { skip: skip !== false, timeout: 600_000 }, () => {
  let server: LabServer;
  let lab: LabPage;
  let folder: string;
  let page: Page;

  const cellOf = (name: Name): Locator =>
    page.locator(".jp-Notebook .jp-CodeCell").nth(names.indexOf(name) + firstCell);
  const cardOf = (name: Name): Locator => cellOf(name).locator(".nn-exercise");
  const buttonOf = (name: Name, label: string | RegExp): Locator =>
    cardOf(name).getByRole("button", { name: label, exact: typeof label === "string" });
  const run = async (name: Name): Promise<void> => {
    await runCell(page, names.indexOf(name) + firstCell);
    await cardOf(name).waitFor();
  };
  /** A computed style of a card. */
  const styleOf = (name: Name, property: string): Promise<string> =>
    page.evaluate(
      `getComputedStyle(document.querySelectorAll(".jp-Notebook .jp-CodeCell")[${names.indexOf(name) + firstCell}].querySelector(".nn-exercise")).${property}`,
    );
  const celebrations = (): Promise<number> => page.evaluate("window.celebrations");
  /** The label of the button that has the focus. */
  const focused = (): Promise<string> => page.evaluate("document.activeElement.textContent");
  const hintsOf = (name: Name): Promise<number> => cardOf(name).locator("ol li").count();
  const shows = (name: Name, text: string | RegExp): Promise<void> =>
    cardOf(name).getByText(text).first().waitFor();
  /** The card of a cell in the notebook's file. */
  const savedCard = async (name: Name): Promise<CardContent> => {
    await commandDone(page, "docmanager:save");
    const file = JSON.parse(readFileSync(path.join(folder, "cards.ipynb"), "utf8")) as {
      cells: { outputs: { data: Record<string, CardContent> }[] }[];
    };
    const { outputs = [] } = file.cells[names.indexOf(name) + firstCell] ?? {};
    assert.equal(outputs.length, 1, "one output");
    return outputs[0]?.data[EXERCISE_MIME] as CardContent;
  };

  before(async () => {
    const prefix = path.join(projectRoot, ".venv");
    installChartExtension({ prefix });
    installCourseKernel(prefix);
    folder = makeWorkFolder();
    const code = (source: string) => ({ cell_type: "code" as const, source: source.trim() });
    writeNotebook(path.join(folder, "cards.ipynb"), {
      cells: [code(imports), code(training), ...names.map((name) => code(cells[name]))],
    });
    const { nandUnit: _, ...saved } = {
      nandUnit: 0,
      right: exercises.afterOneStep.check({ w: 1.6, b: 0.4 }),
    };
    const output = { output_type: "display_data", metadata: {}, data: bundleOf(saved.right) };
    // By somebody who means ill, or by another version.
    const markup = "<img src='x' onerror='window.attacked = true'>";
    const facts = [{ label: markup, text: markup, code: true }];
    const hostile = {
      ...{ exercise: `00-start/${markup}`, status: "wrong", message: `${markup} \`${markup}\``, facts },
      ...{ hints: [markup], hintCount: 3, solution: markup, notice: markup },
    };
    const other = { status: "puzzled" };
    writeNotebook(path.join(folder, "untrusted.ipynb"), {
      cells: [
        output.data,
        { [EXERCISE_MIME]: hostile },
        { [EXERCISE_MIME]: other, "text/plain": "in words" },
      ].map((data) => ({ cell_type: "code", source: "1", outputs: [{ ...output, data }] })),
    });
    server = await startLab({ folder });
    lab = await openBrowser({
      viewport: { width: 1280, height: 1000 },
      webgl: false,
      permissions: ["clipboard-read", "clipboard-write"],
    });
    page = lab.page;
    // Counts celebrations, whenever they come.
    await page.addInitScript(`
      window.celebrations = 0;
      new MutationObserver((changes) => {
        for (const { target } of changes)
          if (target.classList?.contains("nn-celebrates") && !target.counted) { target.counted = true; window.celebrations++; }
      }).observe(document, { attributes: true, attributeFilter: ["class"], subtree: true });
    `);
    await openNotebook(server, { page, file: "cards.ipynb" });
    await runCell(page, 0);
    await runCell(page, 1);
    for (const name of names) await run(name);
  });

  after(async () => {
    await lab?.browser.close();
    await server?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
  });

  test("each state says by words, sign and colour how the answer stands", async () => {
    const states: [Name, string, string][] = [
      ["untouched", "Not attempted yet", "not-attempted"],
      ["wrong", "Not right yet", "wrong"],
      ["right", "Right", "right"],
      ["error", "Your code stopped with an error", "error"],
    ];
    const colours = new Set<string>();
    for (const [name, words, status] of states) {
      await cardOf(name).scrollIntoViewIfNeeded();
      assert.equal(await cardOf(name).locator("strong").first().innerText(), words);
      assert.equal(await cardOf(name).getAttribute("data-status"), status);
      assert.equal(await cardOf(name).locator("svg.nn-icon").count(), 1);
      colours.add(await styleOf(name, "borderLeftColor"));
    }
    assert.equal(colours.size, 4);
    await shows("wrong", "0.166667");
    // A number was given: that one is expected tells nothing.
    assert.doesNotMatch(await cardOf("wrong").innerText(), /Expected/);
    await shows("error", "RangeError: too far");
  });

  test("a right answer is celebrated once, when it comes; by nothing that moves where the reader wants that", async () => {
    assert.equal(await celebrations(), 3, "of three right answers");
    await run("right");
    await page.waitForFunction("window.celebrations === 4");
    await page.waitForFunction(`!document.querySelector(".nn-celebrates")`);
    await page.emulateMedia({ reducedMotion: "reduce" });
    await run("right");
    await page.waitForFunction("window.celebrations === 5");
    assert.equal(await styleOf("right", "animationName"), "none");
    await page.emulateMedia({ reducedMotion: null });
    await page.waitForFunction(`!document.querySelector(".nn-celebrates")`);
  });

  test("hints come one by one beside the verdict, which stays, and the third is not repeated", async () => {
    await buttonOf("wrong", "Hint").click();
    await buttonOf("wrong", "Hint 2 of 3").waitFor();
    assert.equal(await hintsOf("wrong"), 1);
    await buttonOf("wrong", "Hint 2 of 3").click();
    await buttonOf("wrong", "Hint 3 of 3").click();
    await buttonOf("wrong", "All 3 hints shown").waitFor();
    assert.equal(await hintsOf("wrong"), 3);
    await shows("wrong", "Not right yet");
    await buttonOf("wrong", "All 3 hints shown").click({ force: true });
    await page.waitForTimeout(300);
    assert.equal(await hintsOf("wrong"), 3);
    assert.equal(await buttonOf("wrong", "All 3 hints shown").getAttribute("aria-disabled"), "true");
    assert.match(await cardOf("wrong").locator("[aria-live]").first().innerText(), /^Hint 3: /);
    const { status, hints } = await savedCard("wrong");
    assert.deepEqual([status, hints.length], ["wrong", 3]);
  });

  test("the solution asks for an attempt first; then it is shown, and its button copies it", async () => {
    await buttonOf("untouched", "Solution").click();
    await shows("untouched", /First an attempt, please/);
    assert.equal(await cardOf("untouched").locator("pre").count(), 0);
    await buttonOf("error", "Solution").click();
    await cardOf("error").locator("pre").waitFor();
    await shows("error", "Your code stopped with an error");
    assert.ok((await cardOf("error").locator("pre .nn-keyword").count()) > 0, "the code is coloured");
    await buttonOf("error", "Copy").click();
    await buttonOf("error", "Copied").waitFor();
    const copied = await page.evaluate<string>("navigator.clipboard.readText()");
    assert.equal(copied, exercises.myMeanAbsoluteError.spec.solution);
  });

  test("with the keyboard alone: Tab reaches the buttons, Enter and space press them, the notebook hears nothing", async () => {
    await run("long");
    const count = await page.locator(".jp-Notebook .jp-Cell").count();
    await buttonOf("long", /^Hint/).scrollIntoViewIfNeeded();
    await buttonOf("long", /^Hint/).focus();
    assert.equal(await focused(), "Hint 2 of 3", "the call in the cell before gave the first");
    await page.keyboard.press("Enter");
    await buttonOf("long", "Hint 3 of 3").waitFor();
    assert.equal(await focused(), "Hint 3 of 3");
    await page.keyboard.press("Space");
    await buttonOf("long", "All 3 hints shown").waitFor();
    // Letters that are commands of the notebook: a new cell above or below, cut, another type of cell.
    for (const key of ["a", "b", "x", "m"]) await page.keyboard.press(key);
    assert.equal(await focused(), "All 3 hints shown");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Solution");
    await page.keyboard.press("Enter");
    await cardOf("long").locator("pre").waitFor();
    assert.equal(await focused(), "Solution shown");
    assert.equal(await page.locator(".jp-Notebook .jp-Cell").count(), count);
    assert.equal(await cellOf("long").locator(".cm-content").count(), 1, "still a cell of code");
    await page.keyboard.press("Tab");
    assert.equal(await focused(), "Copy");
    assert.notEqual(await page.evaluate("getComputedStyle(document.activeElement).outlineStyle"), "none");
    await page.keyboard.press("Escape");
    assert.equal(await page.evaluate(`document.activeElement.classList.contains("jp-Cell")`), true);
  });

  test("a training shows its curve with the gate as a line, and in words", async () => {
    for (const [name, words] of [
      [
        "short",
        /after epoch 4\. On rows that the model has never seen: 0\.6\d+; the gate asks for less than 0\.05\.$/,
      ],
      ["trained", /after epoch 80\. On rows that the model has never seen: 0\.01\d+; the gate/],
    ] as const) {
      await cardOf(name).scrollIntoViewIfNeeded();
      const picture = cardOf(name).getByRole("img");
      assert.match(String(await picture.getAttribute("aria-label")), words);
      assert.equal(await picture.locator(".nn-gate").count(), 1);
      assert.ok(String(await picture.locator(".nn-curve").getAttribute("d")).length > 20);
    }
    await shows("short", "gate: less than 0.05");
    await shows("short", "Not right yet");
    await shows("trained", "Right");
  });

  test("axe finds nothing in any state, light and dark", async () => {
    await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
    for (const theme of ["light", "dark"] as const) {
      await setTheme(page, theme);
      for (const name of names) {
        await cardOf(name).scrollIntoViewIfNeeded();
        // A theme has come when the notebook has drawn its cells anew.
        await page.waitForTimeout(300);
        const found = await page.evaluate<string[]>(`(async () => {
          // JupyterLab's body has no height of its own, so that axe would take all texts for hidden.
          document.body.style.height = "100vh";
          const card = document.querySelectorAll(".jp-Notebook .jp-CodeCell")[${names.indexOf(name) + firstCell}].querySelector(".nn-exercise");
          const { violations, passes } = await axe.run(card);
          if (!passes.some(({ id }) => id === "color-contrast")) return ["no contrast was measured"];
          return violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html, failureSummary }) => html + failureSummary).join());
        })()`);
        assert.deepEqual(found, [], `${name}, ${theme}`);
      }
    }
    await setTheme(page, "light");
  });

  test("cards are whole at 800 and at 1280 pixels, light and dark", async () => {
    for (const theme of ["light", "dark"] as const) {
      await setTheme(page, theme);
      for (const width of [1280, 800]) {
        await page.setViewportSize({ width, height: 1000 });
        for (const name of names) {
          await cardOf(name).scrollIntoViewIfNeeded();
          await page.waitForTimeout(100);
          const { clientWidth, scrollWidth } = await page.evaluate<{
            clientWidth: number;
            scrollWidth: number;
          }>(
            `(({ clientWidth, scrollWidth }) => ({ clientWidth, scrollWidth }))(document.querySelectorAll(".jp-Notebook .jp-CodeCell")[${names.indexOf(name) + firstCell}].querySelector(".nn-exercise"))`,
          );
          assert.ok(scrollWidth <= clientWidth, `${name} at ${width}: ${scrollWidth} of ${clientWidth}`);
          await screenshot(page, `card-${name}-${theme}-${width}`, {
            selector: `.jp-CodeCell >> nth=${names.indexOf(name) + firstCell}`,
          });
        }
      }
    }
    await setTheme(page, "light");
    await page.setViewportSize({ width: 1280, height: 1000 });
  });

  test("after a reload cards are as they were, nothing is celebrated, and buttons go on with the same kernel", async () => {
    await buttonOf("right", "Hint").click();
    await buttonOf("right", "Hint 2 of 3").waitFor();
    await commandDone(page, "docmanager:save");
    await openNotebook(server, { page, file: "cards.ipynb" });
    await shows("right", "Right");
    assert.equal(await hintsOf("right"), 1);
    assert.equal(await hintsOf("wrong"), 3);
    await buttonOf("right", "Hint 2 of 3").click();
    await buttonOf("right", "Hint 3 of 3").waitFor();
    await shows("right", "Right");
    assert.equal((await savedCard("right")).hints.length, 2, "the notebook holds it as well");
    assert.equal(await celebrations(), 0);
  });

  test("a card of an older run is harmless: it keeps its verdict and gives the next hint", async () => {
    await run("call");
    await buttonOf("call", "All 3 hints shown").waitFor();
    await shows("call", "All 3 hints are shown already.");
    await buttonOf("call", "Solution").click();
    await cardOf("call").locator("pre").waitFor();
    await buttonOf("untouched", "Hint").click();
    await buttonOf("untouched", "Hint 2 of 3").waitFor();
    await shows("untouched", "Not attempted yet");
  });

  test("while a cell runs a button says that it waits, and is answered afterwards", async () => {
    await page.evaluate(
      `window.jupyterapp.shell.currentWidget.content.activeCellIndex = ${names.indexOf("slow") + firstCell}`,
    );
    await command(page, "notebook:run-cell");
    await page.waitForFunction(
      `window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status === "busy"`,
    );
    await buttonOf("trained", "Hint").click();
    await shows("trained", /still running a cell/);
    await buttonOf("trained", "Hint 2 of 3").waitFor();
    assert.equal(await cardOf("trained").locator(".nn-exercise-notice").count(), 0);
  });

  test("after a restart, and without a kernel, a button says to run the cell first, and the card stays", async () => {
    await command(page, "notebook:restart-kernel");
    await page.locator(".jp-Dialog .jp-mod-accept").click();
    await page.waitForFunction(
      `window.jupyterapp.shell.currentWidget.sessionContext.session?.kernel?.status !== "restarting"`,
    );
    await waitForIdle(page);
    await buttonOf("right", "Hint 3 of 3").click();
    await shows("right", /Run the cell first/);
    await shows("right", "Right");
    await screenshot(page, "card-run-first", {
      selector: `.jp-CodeCell >> nth=${names.indexOf("right") + firstCell}`,
    });
    await commandDone(page, "docmanager:save");
    await commandDone(page, "notebook:shutdown-kernel");
    await openNotebook(server, { page, file: "cards.ipynb", kernel: false });
    await shows("right", "Right");
    assert.equal(await hintsOf("right"), 2);
    await waitForIdle(page);
    await runCell(page, 0);
    await run("wrong");
    await buttonOf("wrong", "Hint").click();
    await buttonOf("wrong", "Hint 2 of 3").waitFor();
  });

  test("a notebook that is not trusted shows its cards, too, without a celebration", async () => {
    await openNotebook(server, { page, file: "untrusted.ipynb" });
    const card = page.locator(".nn-exercise").first();
    await card.getByText("Right").first().waitFor();
    await card.getByRole("button", { name: "Hint" }).click();
    await card
      .getByText(/Run the cell first/)
      .first()
      .waitFor();
    assert.equal(await celebrations(), 0);
    const hostile = page.locator(".nn-exercise").nth(1);
    assert.equal(await hostile.locator("img").count(), 0);
    assert.match(await hostile.innerText(), /<img src='x'/);
    assert.equal(await page.evaluate("window.attacked"), undefined);
    await page.locator(".nn-exercise-plain").getByText("in words").waitFor();
    assert.deepEqual(lab.problems, []);
  });
});
