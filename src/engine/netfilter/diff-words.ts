/** Where two spellings of a rule part: the words between the beginning and the end that both have. */
export interface WordsDiff {
  readonly before: string;
  readonly old: string;
  readonly new: string;
  readonly after: string;
}

export function differingWords(old: string, now: string): WordsDiff {
  const [a, b] = [old.split(' '), now.split(' ')];
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  // The option that the values belong to tells what they are.
  if (head > 0 && a[head - 1]?.startsWith('-')) head--;
  const between = (words: readonly string[]) => words.slice(head, words.length - tail).join(' ');
  return {
    before: b.slice(0, head).join(' '),
    old: between(a),
    new: between(b),
    after: b.slice(b.length - tail).join(' '),
  };
}
