/** The rules of Chinese typography that a program can see. */

const RULES: readonly (readonly [rule: string, wrong: RegExp])[] = [
  ['full-width punctuation after Chinese', /\p{Script=Han}[,;:!?](?!\/\/)/gu],
  ['full-width punctuation before Chinese', /[,;!?]\p{Script=Han}/gu],
  ['a full stop 。 after Chinese', /\p{Script=Han}\.(?=\s|$|\p{Script=Han})/gu],
  [
    'full-width brackets around Chinese',
    /\p{Script=Han} ?\([^)\n]*\p{Script=Han}|\(\p{Script=Han}/gu,
  ],
  ['“ ” instead of straight quotes', /"[^"\n]*\p{Script=Han}[^"\n]*"/gu],
  ['a space between Chinese and Latin', /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9%]\p{Script=Han}/gu],
  ['no space beside full-width punctuation', / [，。；：？！、（）]|[，。；：？！、（）] (?=\S)/gu],
  ['…… or …, not dots', /\p{Script=Han}\.{2,}/gu],
  ['你, not 您', /您/gu],
];

/** Each fault with the rule and the text around it. */
export function chineseFaults(text: string): string[] {
  return text.split('\n').flatMap((line) =>
    RULES.flatMap(([rule, wrong]) =>
      [...line.matchAll(wrong)].map(({ index, 0: hit }) => {
        return `${rule}: …${line.slice(Math.max(0, index - 12), index + hit.length + 12)}…`;
      }),
    ),
  );
}
