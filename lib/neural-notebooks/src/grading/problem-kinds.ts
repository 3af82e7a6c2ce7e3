/** Makes exercises that are judged by comparison: values with the expected ones, functions with a reference on many cases. */
import { Random } from "../core/random";
import { firstDifference, formatValue } from "./compare";
import { problem, unlessClose, type Mistake, type Problem, type ProblemSpec } from "./problem";
import { todo } from "./todo";
import type { Finding } from "./verdict";

/** A wrong answer that can be run, and what the verdict says to whoever gives it. */
export interface KnownMistake<Answer> {
  answer: Answer;
  /** One or two sentences: the misconception, and what to do. Of an exercise with values it may not hold a passing one. */
  why: string;
}

/** What both kinds of exercise need. */
type CommonSpec<Answer> = Pick<
  ProblemSpec<Answer>,
  "id" | "takeaway" | "hints" | "stub" | "solution" | "variable" | "uses"
> & {
  /** Said when the answer is wrong and none of the known mistakes. */
  otherwise: string;
  /** How far numbers may lie apart, absolutely and as a share of the expected number (1e-6). */
  tolerance?: number;
  /** Typical wrong answers; one is recognised when the learner's answer agrees with it in everything. */
  mistakes: readonly [KnownMistake<Answer>, KnownMistake<Answer>, ...KnownMistake<Answer>[]];
  /** Right answers that are written differently. */
  equivalents: readonly [Answer, ...Answer[]];
};

/** An exercise that is answered with a value. */
export interface ValueProblemSpec<Answer> extends CommonSpec<Answer> {
  expected: Answer;
  /** For an answer with several fields: what to say when the rest is right and this field is not. */
  parts?: Partial<Record<keyof Answer & string, string>>;
}

/** An exercise that is answered with a function. */
export interface FunctionProblemSpec<Args extends readonly unknown[], Result> extends CommonSpec<
  (...args: Args) => Result
> {
  /** The right answer, worked out independently of the solution. */
  reference: (...args: Args) => Result;
  /** What a person would try, the first small enough to show; edges too: zeros, ties, one element. */
  cases: readonly [Args, ...Args[]];
  /** One random case. The numbers are the same each time, since they are seeded by the exercise's id. */
  fuzz: (random: Random) => Args;
  /** How many random cases (50). */
  fuzzCount?: number;
  /** Whether the answer may change the lists that it receives. Where it may not, the statement has to say so. */
  mayChangeInput: boolean;
  /** How the call is written in the verdict; the variable with its arguments unless told. */
  show?: (...args: Args) => string;
}

const DEFAULT_TOLERANCE = 1e-6;

/**
 * Makes an exercise that is answered with a value: a number, a text, a list, an object of them.
 *
 * @param spec - The expected value, typical mistakes, hints.
 * @returns The exercise. Its verdict never says the expected value.
 * @throws StateError when the id is not `NN-lesson/exercise`.
 * @example
 * const fare = valueProblem({
 *   id: "00-sample/fare", variable: "fare", stub: "const fare: number = todo;", solution: "const fare = 4 + 2 * 3;",
 *   expected: 10, takeaway: "You pay the 4 once.", otherwise: "Add the start to the distance.", hints: ["a", "b", "c"],
 *   mistakes: [{ answer: 18, why: "The 4 is paid once." }, { answer: 6, why: "The 4 is missing." }], equivalents: [10],
 * });
 * assert.ok(fare.check(10).passed);
 * assert.match(String(fare.check(18)), /paid once/);
 */
export function valueProblem<Answer>(spec: ValueProblemSpec<Answer>): Problem<Answer> {
  const { expected, tolerance = DEFAULT_TOLERANCE, equivalents } = spec;
  const same = (a: unknown, b: unknown): boolean => isClose(a, b, tolerance);
  return problem<Answer>({
    ...texts(spec),
    check: (answer) => {
      if (same(answer, expected)) return undefined;
      const known = spec.mistakes.find((mistake) => same(answer, mistake.answer));
      const why = known?.why ?? whyOfParts(answer, spec) ?? spec.otherwise;
      const difference = unlessClose(answer, expected, { why, tolerance, relative: tolerance });
      return difference ?? { actual: answer, why };
    },
    equivalents: [expected, ...equivalents],
    mistakes: spoken(spec.mistakes),
  });
}

/** Where some fields are right and others are not, says which, and what to think about for the first that is not. */
function whyOfParts<Answer>(
  answer: Answer,
  { expected, parts = {}, tolerance = DEFAULT_TOLERANCE }: ValueProblemSpec<Answer>,
): string | undefined {
  const given = answer as Readonly<Record<string, unknown>>;
  const entries = Object.entries(expected as Readonly<Record<string, unknown>>);
  const told = parts as Readonly<Record<string, string | undefined>>;
  const [wrong] = entries.filter(([name, value]) => !isClose(given[name], value, tolerance));
  const right = entries.filter(([name, value]) => isClose(given[name], value, tolerance));
  const why = wrong && told[wrong[0]];
  if (why === undefined) return undefined;
  if (right.length === 0) return why;
  const names = right.map(([name]) => `\`${name}\``);
  const last = names.pop();
  const list = names.length > 0 ? `${names.join(", ")} and ${last} are` : `${last} is`;
  return `${list} right. ${why}`;
}

/**
 * Makes an exercise that is answered with a function, which is called on fixed and on random cases and compared with a
 * reference on each.
 *
 * @param spec - Reference, cases, random cases, typical mistakes that can be run, hints.
 * @returns The exercise. Its verdict shows the first case in which the answer differs; a known mistake is named only when
 *   the answer agrees with it in all cases.
 * @throws StateError when the id is not `NN-lesson/exercise`.
 * @example
 * const double = functionProblem<[number], number>({
 *   id: "00-sample/double", variable: "double", stub: "const double = (x: number): number => todo;",
 *   solution: "const double = (x: number): number => 2 * x;", reference: (x) => 2 * x,
 *   cases: [[3], [0]], fuzz: (random) => [random.uniform(-9, 9)], mayChangeInput: false,
 *   takeaway: "Twice.", otherwise: "Add x to itself.", hints: ["a", "b", "c"], equivalents: [(x) => x + x],
 *   mistakes: [{ answer: (x) => x * x, why: "That squares x." }, { answer: (x) => x, why: "That leaves x alone." }],
 * });
 * assert.ok(double.check((x) => x / 0.5).passed);
 * assert.match(String(double.check((x) => x * x)), /squares/);
 * assert.equal(double.use((x) => x * x)(5), 10);
 */
export function functionProblem<Args extends readonly unknown[], Result>(
  spec: FunctionProblemSpec<Args, Result>,
): Problem<(...args: Args) => Result> {
  return problem<(...args: Args) => Result>({
    ...texts(spec),
    check: (answer) => findingOf(answer, spec),
    equivalents: [spec.reference, ...spec.equivalents],
    mistakes: spoken(spec.mistakes),
  });
}

function findingOf<Args extends readonly unknown[], Result>(
  answer: (...args: Args) => Result,
  spec: FunctionProblemSpec<Args, Result>,
): Finding | undefined {
  const { reference, tolerance = DEFAULT_TOLERANCE } = spec;
  const cases = casesOf(spec);
  const received: unknown[] = [];
  for (const args of cases) {
    const given = copyOf(args);
    const result = called(answer, { given, shown: () => callText(args, spec) });
    if ((result as unknown) === todo) return { actual: todo, why: "" };
    if (!spec.mayChangeInput && firstDifference(given, args, { tolerance: 0 })) return changed(args, spec);
    received.push(copyOf(result));
  }
  const at = cases.findIndex((args, i) => !isClose(received[i], reference(...copyOf(args)), tolerance));
  const args = cases[at];
  if (!args) return undefined;
  const known = spec.mistakes.find(({ answer: wrong }) =>
    cases.every((each, i) => isClose(received[i], resultOf(wrong, each), tolerance)),
  );
  const result = received[at];
  const nothing = "Your function returns nothing. Is the `return` line missing?";
  const why = known?.why ?? (result === undefined ? nothing : spec.otherwise);
  const shown = callText(args, spec);
  return { actual: { [shown]: result }, expected: { [shown]: reference(...copyOf(args)) }, why };
}

function casesOf<Args extends readonly unknown[], Result>({
  id,
  cases,
  fuzz,
  fuzzCount = 50,
}: FunctionProblemSpec<Args, Result>): Args[] {
  const random = new Random(
    Array.from(id).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e9, 7),
  );
  return [...cases, ...Array.from({ length: fuzzCount }, () => fuzz(random))];
}

/** Calls the answer; what it throws tells with which arguments it was called. */
function called<Args extends readonly unknown[], Result>(
  answer: (...args: Args) => Result,
  { given, shown }: { given: Args; shown: () => string },
): Result {
  try {
    return answer(...given);
  } catch (error) {
    // A sum or product with `todo` throws this: the stub is untouched, which the judge recognises.
    if (!(error instanceof Error) || /Symbol/.test(error.message)) throw error;
    const told = new Error(`${error.message} (in ${shown()})`, { cause: error });
    told.name = error.name;
    throw told;
  }
}

/** What a mistake gives; one that throws agrees with no answer that returns. */
function resultOf<Args extends readonly unknown[]>(wrong: (...args: Args) => unknown, args: Args): unknown {
  try {
    return wrong(...copyOf(args));
  } catch {
    return todo;
  }
}

function changed<Args extends readonly unknown[], Result>(
  args: Args,
  spec: FunctionProblemSpec<Args, Result>,
): Finding {
  return {
    actual: `what ${callText(args, spec)} received was changed`,
    why: "Your function has changed what it received, and the caller may still need it. Please make a new list instead.",
  };
}

function callText<Args extends readonly unknown[], Result>(
  args: Args,
  { show, variable }: FunctionProblemSpec<Args, Result>,
): string {
  return show ? show(...args) : `${variable}(${args.map(formatValue).join(", ")})`;
}

function isClose(actual: unknown, expected: unknown, tolerance: number): boolean {
  return firstDifference(actual, expected, { tolerance, relative: tolerance }) === undefined;
}

/** A deep copy of lists and plain objects; functions and everything else are passed on as they are. */
function copyOf<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf) as Value;
  if (ArrayBuffer.isView(value)) return structuredClone(value);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copyOf(inner)])) as Value;
}

function texts<Answer>(
  spec: CommonSpec<Answer>,
): Omit<CommonSpec<Answer>, "mistakes" | "equivalents" | "otherwise"> {
  const { id, takeaway, hints, stub, solution, variable, uses } = spec;
  return { id, takeaway, hints, stub, solution, variable, ...(uses ? { uses } : {}) };
}

function spoken<Answer>(mistakes: CommonSpec<Answer>["mistakes"]): ProblemSpec<Answer>["mistakes"] {
  return mistakes.map(toMistake);
}

function toMistake<Answer>({ answer, why }: KnownMistake<Answer>): Mistake<Answer> {
  return { answer, says: new RegExp(why.replaceAll(/[$()*+.?[\\\]^{|}]/g, "\\$&")) };
}
