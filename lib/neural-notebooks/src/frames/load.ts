/** Turns the name of a data set, or a file of the learner's own, into a frame. */
import { loadTable, readTable } from "../datasets";
import type { DatasetColumns, DatasetName, ReadOptions } from "../datasets";
import { Frame } from "./frame";

/**
 * Loads a data set of the course as a frame; the editor knows its columns.
 *
 * @param name - A name in the catalogue: penguins, cars, movies, seattle-weather, co2-concentration, sp500-2000, stocks.
 * @returns The frame.
 * @throws UnknownNameError, FileError, DataError as `loadTable` does.
 * @example
 * const penguins = loadFrame("penguins");
 * assert.deepEqual(penguins.shape, [344, 7]);
 * assert.equal(penguins.dropMissing(["Sex"]).length, 333);
 */
export function loadFrame<Name extends DatasetName>(name: Name): Frame<DatasetColumns<Name>> {
  return Frame.adopt(loadTable(name));
}

/**
 * Reads a CSV, TSV or JSON file of the learner's own as a frame, packed with gzip or not, CSV of any size. Codes with
 * leading zeros and whole numbers beyond 2^53 stay text, as they stand.
 *
 * @param file - A path from the notebook's folder, or the name of a file in `data/` or `NEURAL_NOTEBOOKS_DATA`.
 * @param options - Delimiter, comments, types, texts for "missing", decimal sign and thousands, words for true and
 * false, form of dates, encoding.
 * @returns The frame.
 * @throws FileError, DataError, UnknownNameError as `readTable` does.
 * @example
 * const weather = readFrame("seattle-weather.csv");
 * assert.deepEqual(weather.shape, [1461, 6]);
 * assert.equal(weather.types.date, "date");
 */
export function readFrame(file: string, options: ReadOptions = {}): Frame {
  return Frame.adopt(readTable(file, options));
}
