/**
 * "What if": one `path=value` a line (or separated by `;`), applied to a Pod's spec. Paths as in edit.ts.
 */
import type { PodView } from '../model.ts';
import { edit } from './edit.ts';

export interface Changed {
  readonly view: PodView;
  /** Those that were understood, as they were written. */
  readonly applied: readonly { readonly path: string; readonly value: string }[];
  readonly problems: readonly ChangeProblem[];
}

export interface ChangeProblem {
  readonly code: 'change-not-understood';
  readonly params: { readonly change: string };
}

export function applyChange(view: PodView, text: string): Changed {
  let { spec } = view;
  const applied: Changed['applied'][number][] = [];
  const problems: ChangeProblem[] = [];
  for (const change of text.split(/[\n;]/).map((part) => part.trim())) {
    if (change === '') continue;
    const cut = change.indexOf('=');
    const path = change.slice(0, cut).trim();
    const value = change.slice(cut + 1).trim();
    const edited = cut > 0 ? edit(spec, path, value) : undefined;
    if (edited === undefined) {
      problems.push({ code: 'change-not-understood', params: { change } });
      continue;
    }
    spec = edited;
    applied.push({ path, value });
  }
  return { view: { ...view, spec }, applied, problems };
}
