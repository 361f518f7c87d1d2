/** What the matches share: conditions made of single options. */
import type { Part } from './types.ts';
import { type Condition, type Held, unknown, type Walk } from './walk.ts';

/** Turns the options of one match into conditions. */
export type Match = (part: Part) => readonly Condition[];

export type Test = (walk: Walk) => Held;

/** Reads an option's values; undefined when they make no sense. */
export type Read = (values: readonly string[]) => Test | undefined;

export type Tests = Readonly<Record<string, Read>>;

/** A match whose every option is a condition of its own. */
export function each(tests: Tests): Match {
  return ({ args }) =>
    args.map(({ option, values, not, start, end }) => {
      const test = tests[option];
      const holds = test?.(values);
      const held = test
        ? unknown('value-unreadable', { text: values.join(' ') })
        : unknown('option-unknown', { option });
      const asked: Test = holds ? (walk) => inverted(holds(walk), not) : () => held;
      return { start, end, pure: true, holds: asked };
    });
}

/** A match that is one condition, however many options it has. */
export function whole(part: Part, pure: boolean, holds: Condition['holds']): readonly Condition[] {
  return [{ start: part.start, end: part.end, pure, holds }];
}

/** The first value of an option, undefined when it is not there. */
export function optionValue({ args }: Part, option: string): string | undefined {
  return args.find((argument) => argument.option === option)?.values[0];
}

export function has({ args }: Part, option: string): boolean {
  return args.some((argument) => argument.option === option);
}

export function isNegated({ args }: Part, option: string): boolean {
  return args.some((argument) => argument.option === option && argument.not);
}

/** `!` before a condition; what is not known stays so. */
export function inverted(held: Held, not: boolean): Held {
  if (!not || typeof held === 'object') return held;
  return typeof held === 'boolean' ? !held : 1 - held;
}

/** An option that always holds. */
export function always(): Test {
  return () => true;
}

/** Asks a field of the header that may not be stated. */
export function field<Value>(
  name: string,
  of: (walk: Walk) => Value | undefined,
  test: (value: Value) => boolean,
): Test {
  const held = unknown('header-not-stated', { field: name });
  return (walk) => {
    const value = of(walk);
    return value === undefined ? held : test(value);
  };
}
