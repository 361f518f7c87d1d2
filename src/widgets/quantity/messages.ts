import type { Pair } from '../../ui/messages.ts';
export const messages = { title: ['数量读法', 'Quantity reader'] } satisfies Record<string, Pair>;
