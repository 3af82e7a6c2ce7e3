/** Everything of `grading`: exercises with check, hints and solution, and the checks behind a lesson's claims. */
export * from "./claims";
export * from "./compare";
export * from "./problem";
export * from "./todo";
export * from "./verdict";
