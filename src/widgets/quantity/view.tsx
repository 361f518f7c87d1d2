import type { Input, ViewProps } from '../define.ts';
import type { QuantityAnswer } from './answer.ts';
export function View({ input, answer, set }: ViewProps<Input, QuantityAnswer>) {
  return <div><textarea value={input.input} onInput={(e) => set({ input: e.currentTarget.value })} /><ul>{answer.items.map((i) => <li key={i}>{i}</li>)}</ul></div>;
}
