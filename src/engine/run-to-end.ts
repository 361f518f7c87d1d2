/** What a function that works in slices returns, worked through at once. */
export function runToEnd<Answer>(steps: Generator<unknown, Answer>): Answer {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
