import type { Input } from '../define.ts';
export interface QuantityAnswer { readonly items: readonly string[] }
export function* answer({ input }: Input): Generator<void, QuantityAnswer> { return { items: input.split('\n') }; }
