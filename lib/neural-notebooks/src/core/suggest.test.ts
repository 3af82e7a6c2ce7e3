import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { UnknownNameError } from "./errors";
import { closeNames, unknownName } from "./suggest";

describe("closeNames", () => {
  it("finds mistyped, shortened and differently written names, the closest first", () => {
    const known = ["Flipper Length (mm)", "Beak Length (mm)", "Sex"];
    assert.equal(closeNames("flipper_length", known)[0], "Flipper Length (mm)");
    assert.equal(closeNames("Fliper Length (mm)", known)[0], "Flipper Length (mm)");
    assert.deepEqual(closeNames("sex", known), ["Sex"]);
  });

  it("finds none for a name that is far from all, or empty", () => {
    assert.deepEqual(closeNames("temperature", ["Species", "Sex"]), []);
    assert.deepEqual(closeNames("", ["Species"]), []);
  });
});

describe("unknownName", () => {
  it("lists the names there are, and asks for a close one only when there is one", () => {
    const error = unknownName("load the data set", {
      argument: "name",
      received: "penguin",
      known: ["penguins", "cars"],
    });
    assert.ok(error instanceof UnknownNameError);
    assert.equal(
      error.message,
      'Cannot load the data set: name must be one of "penguins", "cars"; received "penguin". Did you mean "penguins"?',
    );
    assert.doesNotMatch(
      unknownName("x", { argument: "a", received: "zzz", known: ["b"] }).message,
      /Did you mean/,
    );
  });
});
