/** Names the tables that come with the course: file, checksum, columns with units, source and licence. */

/** What a column holds; dates are kept as ISO text (`"2024-03-03"`), which sorts and draws as a date. */
export type ColumnType = "number" | "string" | "boolean" | "date";

/** One column of a table in the catalogue. */
export interface CatalogColumn {
  /** Its name, as in the file. */
  readonly name: string;
  /** What its cells are after loading. */
  readonly type: ColumnType;
  /** The unit of its numbers; `""` for names, counts and dates. */
  readonly unit: string;
  /** What is measured, in a few words. */
  readonly meaning: string;
  /** Texts that stand for "not known" in this column, besides empty cells. */
  readonly missing?: readonly string[];
}

/** One table in the catalogue. */
export interface CatalogEntry {
  /** The name to load it by. */
  readonly name: string;
  /** Its file in `data/`. */
  readonly file: string;
  /** The file's SHA-256, in hexadecimal. */
  readonly sha256: string;
  /** The file's size. */
  readonly bytes: number;
  /** Rows without the heading. */
  readonly rows: number;
  /** Its columns in order. */
  readonly columns: readonly CatalogColumn[];
  /** One sentence: what the rows are. */
  readonly about: string;
  /** Who measured it. */
  readonly source: string;
  /** Under which terms it is given. */
  readonly licence: string;
}

/**
 * The tables that come with the course, by name. The files are those of the npm package vega-datasets 3.2.1.
 *
 * @example
 * assert.equal(catalog.penguins.rows, 344);
 * assert.equal(catalog.penguins.columns[2].unit, "mm");
 */
export const catalog = {
  penguins: {
    name: "penguins",
    file: "penguins.json",
    sha256: "0facf769609f1205b82cbceb8238c36af3e6147a0ca0e163902cc6281ce3e917",
    bytes: 67119,
    rows: 344,
    columns: [
      { name: "Species", type: "string", unit: "", meaning: "Adelie, Chinstrap or Gentoo" },
      { name: "Island", type: "string", unit: "", meaning: "where it nests: Biscoe, Dream or Torgersen" },
      { name: "Beak Length (mm)", type: "number", unit: "mm", meaning: "length of the beak" },
      { name: "Beak Depth (mm)", type: "number", unit: "mm", meaning: "height of the beak" },
      { name: "Flipper Length (mm)", type: "number", unit: "mm", meaning: "length of the flipper" },
      { name: "Body Mass (g)", type: "number", unit: "g", meaning: "body mass" },
      {
        name: "Sex",
        type: "string",
        unit: "",
        meaning: "MALE or FEMALE; one row of the file holds a full stop, read as missing",
        missing: ["."],
      },
    ],
    about: "Penguins measured at the Palmer Station in the Antarctic, three species.",
    source: "K. Gorman and Palmer Station Antarctica LTER; A. Horst, palmerpenguins",
    licence: "CC0 1.0",
  },
  cars: {
    name: "cars",
    file: "cars.json",
    sha256: "f686a53678b21f4231e2f6a5ba7ce5761d9d39204fccdea1caa29fb8c460e319",
    bytes: 100492,
    rows: 406,
    columns: [
      { name: "Name", type: "string", unit: "", meaning: "maker and model" },
      {
        name: "Miles_per_Gallon",
        type: "number",
        unit: "mi/gal",
        meaning: "distance driven on a US gallon of fuel",
      },
      { name: "Cylinders", type: "number", unit: "", meaning: "number of cylinders" },
      { name: "Displacement", type: "number", unit: "in³", meaning: "volume of the cylinders" },
      { name: "Horsepower", type: "number", unit: "hp", meaning: "power of the engine" },
      { name: "Weight_in_lbs", type: "number", unit: "lb", meaning: "weight" },
      { name: "Acceleration", type: "number", unit: "s", meaning: "time from 0 to 60 miles an hour" },
      { name: "Year", type: "date", unit: "", meaning: "model year, as its first of January" },
      { name: "Origin", type: "string", unit: "", meaning: "USA, Europe or Japan" },
    ],
    about: "Cars sold from 1970 to 1982.",
    source: "StatLib Datasets Archive, Carnegie Mellon University (1982)",
    licence: "Given in 1982 for educational and scientific purposes",
  },
  movies: {
    name: "movies",
    file: "movies.json",
    sha256: "e63c499759e3b07b49563e036f55290f87feb56def8703ec049ca305ab1523d3",
    bytes: 1399981,
    rows: 3201,
    columns: [
      { name: "Title", type: "string", unit: "", meaning: "title of the film" },
      { name: "US Gross", type: "number", unit: "US$", meaning: "takings in the United States" },
      { name: "Worldwide Gross", type: "number", unit: "US$", meaning: "takings in the world" },
      {
        name: "US DVD Sales",
        type: "number",
        unit: "US$",
        meaning: "takings from DVDs in the United States",
      },
      { name: "Production Budget", type: "number", unit: "US$", meaning: "cost of making it" },
      {
        name: "Release Date",
        type: "date",
        unit: "",
        meaning: "first day in cinemas; some two-digit years were read as 2000 and later",
      },
      {
        name: "MPAA Rating",
        type: "string",
        unit: "",
        meaning: "age rating: G, PG, PG-13, R, NC-17, Not Rated, Open",
      },
      { name: "Running Time min", type: "number", unit: "min", meaning: "length" },
      { name: "Distributor", type: "string", unit: "", meaning: "who brought it into cinemas" },
      { name: "Source", type: "string", unit: "", meaning: "what it is based on" },
      { name: "Major Genre", type: "string", unit: "", meaning: "kind of film" },
      { name: "Creative Type", type: "string", unit: "", meaning: "fiction, fact and so on" },
      { name: "Director", type: "string", unit: "", meaning: "director" },
      { name: "Rotten Tomatoes Rating", type: "number", unit: "%", meaning: "share of critics who liked it" },
      { name: "IMDB Rating", type: "number", unit: "", meaning: "viewers' mark from 1 to 10" },
      { name: "IMDB Votes", type: "number", unit: "", meaning: "number of viewers who gave a mark" },
    ],
    about: "Films with costs, takings and ratings; errors and gaps are left in on purpose, for practice.",
    source: "vega-datasets; original source not recorded",
    licence: "BSD-3-Clause (as part of vega-datasets)",
  },
  "seattle-weather": {
    name: "seattle-weather",
    file: "seattle-weather.csv",
    sha256: "0845078a290b48e3149ab8639966824110a251db4e06fc144c06ebb534af23be",
    bytes: 48219,
    rows: 1461,
    columns: [
      { name: "date", type: "date", unit: "", meaning: "day" },
      { name: "precipitation", type: "number", unit: "mm", meaning: "rain and snow in the day" },
      { name: "temp_max", type: "number", unit: "°C", meaning: "highest temperature of the day" },
      { name: "temp_min", type: "number", unit: "°C", meaning: "lowest temperature of the day" },
      {
        name: "wind",
        type: "number",
        unit: "m/s",
        meaning: "mean wind speed (the package says km/h; the size of the numbers says m/s)",
      },
      { name: "weather", type: "string", unit: "", meaning: "drizzle, fog, rain, snow or sun" },
    ],
    about: "Weather of each day in Seattle, 2012 to 2015.",
    source: "NOAA National Climatic Data Center",
    licence: "Public domain (US government)",
  },
  "co2-concentration": {
    name: "co2-concentration",
    file: "co2-concentration.csv",
    sha256: "c1a4a970864145940a28225cae288618b156cb32f9a2a1b6606ba7124134febb",
    bytes: 18547,
    rows: 741,
    columns: [
      { name: "Date", type: "date", unit: "", meaning: "first day of the month" },
      { name: "CO2", type: "number", unit: "ppm", meaning: "carbon dioxide in the air, mean of the month" },
      { name: "adjusted CO2", type: "number", unit: "ppm", meaning: "the same without the yearly swing" },
    ],
    about: "Carbon dioxide in the air over Mauna Loa, Hawaii, by month since 1958.",
    source: "Scripps CO2 Program, Scripps Institution of Oceanography",
    licence: "CC BY 4.0",
  },
  "sp500-2000": {
    name: "sp500-2000",
    file: "sp500-2000.csv",
    sha256: "9409e9342d0657c747324e4cfabce8a8c7f663bc485b95a3378f36b0a160f8c8",
    bytes: 415968,
    rows: 5105,
    columns: [
      { name: "date", type: "date", unit: "", meaning: "trading day" },
      { name: "open", type: "number", unit: "points", meaning: "index at the opening" },
      { name: "high", type: "number", unit: "points", meaning: "highest of the day" },
      { name: "low", type: "number", unit: "points", meaning: "lowest of the day" },
      { name: "close", type: "number", unit: "points", meaning: "index at the close" },
      { name: "adjclose", type: "number", unit: "points", meaning: "index at the close, adjusted" },
      { name: "volume", type: "number", unit: "shares", meaning: "shares traded" },
    ],
    about: "The S&P 500 share index by trading day, from 2000.",
    source: "Yahoo Finance, by way of vega-datasets",
    licence: "BSD-3-Clause (as part of vega-datasets)",
  },
  stocks: {
    name: "stocks",
    file: "stocks.csv",
    sha256: "f9953ac6693e587476b4ebf2f0b00d9bb95371ca8c39da4cc6155077b3e417cd",
    bytes: 12245,
    rows: 560,
    columns: [
      { name: "symbol", type: "string", unit: "", meaning: "AAPL, AMZN, GOOG, IBM or MSFT" },
      { name: "date", type: "date", unit: "", meaning: "first day of the month" },
      { name: "price", type: "number", unit: "US$", meaning: "price of a share" },
    ],
    about: "Share prices of five companies by month, 2000 to 2010.",
    source: "vega-datasets; original source not recorded",
    licence: "BSD-3-Clause (as part of vega-datasets)",
  },
} as const satisfies Readonly<Record<string, CatalogEntry>>;

/** The names that {@link catalog} knows. */
export type DatasetName = keyof typeof catalog;

/** Column name → type of a table in the catalogue; lets the editor complete and check column names. */
export type DatasetColumns<Name extends DatasetName> = {
  readonly [Column in (typeof catalog)[Name]["columns"][number] as Column["name"]]: Column["type"];
};
