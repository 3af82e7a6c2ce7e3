/** Generates sentences of a small language with known relations between words, to check word vectors. */
import { randomFrom } from "../core/global-seed";
import type { Random, Seed } from "../core/random";
import { checkInteger } from "../core/shape";

/** Sentences, and what word vectors learned from them should find. */
export interface WordCorpus {
  /** Each sentence as its words, in lower case. */
  sentences: string[][];
  /** Every word, sorted. */
  vocabulary: string[];
  /** Words that are used alike; each should be nearest to others of its group. */
  groups: Record<string, string[]>;
  /** a is to b as c is to d; d is to be found. */
  analogies: [a: string, b: string, c: string, d: string][];
}

// What is said of a person depends on two things that do not depend on each other: sex and standing. That is
// what makes king − man + woman come out near queen.
const people = [
  {
    he: "king",
    she: "queen",
    things: ["crown", "throne", "castle", "palace"],
    deeds: ["rules", "reigns", "commands"],
  },
  {
    he: "prince",
    she: "princess",
    things: ["heir", "ball", "castle", "crown"],
    deeds: ["inherits", "dances", "waits"],
  },
  {
    he: "man",
    she: "woman",
    things: ["street", "house", "office", "car"],
    deeds: ["works", "walks", "drives"],
  },
  { he: "boy", she: "girl", things: ["school", "toy", "swing", "ball"], deeds: ["plays", "learns", "runs"] },
  {
    he: "uncle",
    she: "aunt",
    things: ["family", "visit", "birthday", "house"],
    deeds: ["visits", "phones", "cooks"],
  },
  {
    he: "actor",
    she: "actress",
    things: ["stage", "film", "script", "scene"],
    deeds: ["acts", "rehearses", "bows"],
  },
];
const male = ["he", "his", "him", "mister", "beard"];
const female = ["she", "her", "hers", "lady", "gown"];

const countries = [
  { country: "france", capital: "paris", own: ["french", "cheese", "seine"] },
  { country: "italy", capital: "rome", own: ["italian", "pasta", "tiber"] },
  { country: "germany", capital: "berlin", own: ["german", "bread", "spree"] },
  { country: "japan", capital: "tokyo", own: ["japanese", "sushi", "sumida"] },
  { country: "egypt", capital: "cairo", own: ["egyptian", "dates", "nile"] },
  { country: "spain", capital: "madrid", own: ["spanish", "olives", "manzanares"] },
];
const ofCountries = ["border", "nation", "flag", "president", "coast"];
const ofCapitals = ["mayor", "metro", "avenue", "downtown", "suburb"];

const kinds = {
  animals: {
    words: ["cat", "dog", "horse", "cow", "sheep", "goat"],
    said: ["eats", "sleeps", "barn", "tail", "fur", "legs"],
  },
  colours: {
    words: ["red", "green", "blue", "yellow", "white", "black"],
    said: ["paint", "bright", "dark", "shade", "wall", "brush"],
  },
  fruits: {
    words: ["apple", "pear", "plum", "cherry", "orange", "grape"],
    said: ["sweet", "ripe", "tree", "juice", "peel", "basket"],
  },
  weather: {
    words: ["rain", "snow", "wind", "fog", "storm", "hail"],
    said: ["cold", "cloud", "sky", "falls", "forecast", "umbrella"],
  },
};

const fillers = ["the", "a", "and", "with", "near", "of", "sees", "has"];

/**
 * Writes sentences in which a word's neighbours tell what it means: sex and standing of people, countries and their
 * capitals, animals, colours, fruits, weather.
 *
 * @param options - `count` (4,000) sentences, `seed` (that of `setRandomSeed`, else 0).
 * @returns Sentences of five to nine words, the vocabulary, the groups and the analogies that hold by construction.
 * @throws ArgumentError when `count` is no whole number ≥ 1.
 * @example
 * const { sentences, analogies } = wordCorpus({ count: 10 });
 * assert.equal(sentences.length, 10);
 * assert.deepEqual(analogies[0], ["man", "king", "woman", "queen"]);
 */
export function wordCorpus(options: { count?: number; seed?: Seed } = {}): WordCorpus {
  const { count = 4000, seed } = options;
  checkInteger(count, { verb: "write sentences", argument: "count", min: 1 });
  const random = randomFrom(seed);
  const writers = [ofPerson, ofPerson, ofPlace, ofKind];
  const sentences = Array.from({ length: count }, () => withFillers(random.choice(writers)(random), random));
  return {
    sentences,
    vocabulary: [...new Set(sentences.flat())].sort(),
    groups: {
      men: people.map(({ he }) => he),
      women: people.map(({ she }) => she),
      countries: countries.map(({ country }) => country),
      capitals: countries.map(({ capital }) => capital),
      ...Object.fromEntries(Object.entries(kinds).map(([name, { words }]) => [name, [...words]])),
    },
    analogies: [...peopleAnalogies(), ...placeAnalogies()],
  };
}

function ofPerson(random: Random): string[] {
  const { he, she, things, deeds } = random.choice(people);
  const isMale = random.chance(0.5);
  const sexed = isMale ? male : female;
  return [
    isMale ? he : she,
    random.choice(sexed),
    random.choice(deeds),
    random.choice(sexed),
    random.choice(things),
  ];
}

function ofPlace(random: Random): string[] {
  const { country, capital, own } = random.choice(countries);
  const isCapital = random.chance(0.5);
  const general = isCapital ? ofCapitals : ofCountries;
  return [
    isCapital ? capital : country,
    random.choice(own),
    random.choice(general),
    random.choice(own),
    random.choice(general),
  ];
}

function ofKind(random: Random): string[] {
  const { words, said: predicates } = random.choice(Object.values(kinds));
  return [random.choice(words), random.choice(predicates), random.choice(predicates), random.choice(words)];
}

/** Mixes the words of content, as no order should be needed to learn their meaning, and strews in words that mean nothing. */
function withFillers(words: string[], random: Random): string[] {
  const mixed = random.shuffle(words);
  for (let extra = random.integer(1, 5); extra > 0; extra--)
    mixed.splice(random.integer(0, mixed.length), 0, random.choice(fillers));
  return mixed;
}

function peopleAnalogies(): WordCorpus["analogies"] {
  const plain = people[2] as (typeof people)[number];
  return people.filter((person) => person !== plain).map(({ he, she }) => [plain.he, he, plain.she, she]);
}

function placeAnalogies(): WordCorpus["analogies"] {
  const [first, ...others] = countries as [(typeof countries)[number], ...typeof countries];
  return others.map(({ country, capital }) => [first.country, first.capital, country, capital]);
}
