/** Options of one match or target, free of the places in a line that a parsed rule has. */
import type { Family } from '../address.ts';
import type { Argument } from './types.ts';

/** An option as written, wherever it stood. */
export type Said = Pick<Argument, 'not' | 'option' | 'values'>;

export type Prepare = (args: readonly Said[], family: Family) => readonly Said[];

export function said(option: string, ...values: string[]): Said {
  return { not: false, option, values };
}

export function has(args: readonly Said[], ...options: readonly string[]): boolean {
  return args.some(({ option }) => options.includes(option));
}

export function statedValue(args: readonly Said[], option: string): string | undefined {
  return args.find((each) => each.option === option)?.values[0];
}

export function without(args: readonly Said[], ...options: readonly string[]): readonly Said[] {
  return args.filter(({ option }) => !options.includes(option));
}
