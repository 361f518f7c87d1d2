import type { CodeMeaning } from './codes.ts';
import type { ReasonMeaning } from './reason-row.ts';

/** What only a reason and a code together tell. */
export type PairMeaning = 'oom-of-child' | 'oom-own-code' | 'killed-not-oom';

export type Meaning = CodeMeaning | ReasonMeaning | PairMeaning;
