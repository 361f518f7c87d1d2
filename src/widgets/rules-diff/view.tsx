import { useMemo, useRef } from 'preact/hooks';
import { Editor, type Mark, type Tone } from '../../ui/editor.tsx';
import { FindingList } from '../../ui/finding-list.tsx';
import type { GoToLine } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import { ruleChanges } from '../../ui/netfilter-diff-messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import type { ViewProps } from '../define.ts';
import type { RulesDiffAnswer, RulesDiffInput, RuleView } from './answer.ts';
import { Group, SIGNS } from './group.tsx';
import { messages, states } from './messages.ts';

const FIRST_GROUPS = 20;
const SHOWN = ['added', 'removed', 'changed', 'moved'] as const;

export function View(props: ViewProps<RulesDiffInput, RulesDiffAnswer>) {
  const { id, lang, input, answer, busy, set, replace } = props;
  const toOld = useRef<GoToLine>(null);
  const toNew = useRef<GoToLine>(null);
  const marks = useMemo(
    () => (busy ? { old: [], new: [] } : marksOf(answer, lang)),
    [answer, busy, lang],
  );
  const { state, counts, tables, groups, groupsLeft, problems, oldProblems } = answer;
  const link = { lang, old: { id: `${id}-old`, goTo: toOld }, new: { id, goTo: toNew } };
  const readable = state !== 'empty' && state !== 'unreadable';
  return (
    <div class="rules-diff">
      <div class="w-cols">
        <Editor
          id={`${id}-old`}
          lang={lang}
          label={messages.old}
          name="old"
          value={input.old}
          file="old.iptables-save"
          marks={marks.old}
          describedBy={`${id}-status`}
          invalid={oldProblems.length > 0}
          goTo={toOld}
          onText={(text) => set({ old: text })}
          onFile={(text) => replace({ old: text })}
        />
        <Editor
          id={id}
          lang={lang}
          label={messages.new}
          name="input"
          value={input.input}
          file="new.iptables-save"
          marks={marks.new}
          describedBy={`${id}-status`}
          invalid={problems.length > 0}
          goTo={toNew}
          onText={(text) => set({ input: text })}
          onFile={(text) => replace({ input: text })}
        />
      </div>
      <div class="w-answer" aria-busy={busy}>
        <div id={`${id}-status`} role="status">
          {state === 'changed' ? (
            <p class="w-verdict rd-counts">
              {SHOWN.filter((change) => counts[change] > 0).map((change) => (
                <span key={change} class={`is-${change}`}>
                  <i aria-hidden="true">{SIGNS[change]}</i> {say(ruleChanges[change], lang)}{' '}
                  {counts[change]}
                </span>
              ))}
              <span class="w-soft">
                {say(messages.unchanged, lang, { count: counts.unchanged })}
              </span>
            </p>
          ) : (
            <p class={readable ? 'w-verdict rd-same' : 'w-verdict w-soft'}>
              {say(states[state], lang)}
            </p>
          )}
          {tables.map(({ name, change }) => (
            <p key={name} class="w-note">
              {say(change === 'added' ? messages.tableAdded : messages.tableRemoved, lang, {
                table: name,
              })}
            </p>
          ))}
          {answer.reset && <p class="w-note">{say(messages.countersReset, lang)}</p>}
          {readable && !answer.counted && (
            <p class="w-note w-soft">{say(messages.notCounted, lang)}</p>
          )}
          {oldProblems.length > 0 && (
            <FindingList id={`${id}-old`} lang={lang} goTo={toOld} findings={oldProblems} />
          )}
          {problems.length > 0 && (
            <FindingList id={id} lang={lang} goTo={toNew} findings={problems} />
          )}
        </div>
        {readable && (
          <ShowMore lang={lang} items={groups} first={FIRST_GROUPS}>
            {(shown) => shown.map((group) => <Group key={group.name} {...link} group={group} />)}
          </ShowMore>
        )}
        {groupsLeft > 0 && (
          <p class="w-soft">{say(messages.leftGroups, lang, { count: groupsLeft })}</p>
        )}
      </div>
    </div>
  );
}

const TONES: Readonly<Record<RuleView['change'], Tone>> = {
  unchanged: 'info',
  moved: 'info',
  changed: 'warn',
  added: 'good',
  removed: 'bad',
};

/** In the old text what is gone, in the new one what came, in both what is different. */
function marksOf({ groups, problems, oldProblems }: RulesDiffAnswer, lang: Lang) {
  const faults = (found: RulesDiffAnswer['problems']) =>
    found.map(({ line, tone }): Mark => ({ line, tone }));
  const rules = groups.flatMap(({ rules: own, counted }) => [...own, ...counted]);
  const marks = (line: 'oldLine' | 'newLine') =>
    rules.flatMap((rule): Mark[] => {
      const at = rule[line];
      if (at === undefined) return [];
      const moved = line === 'newLine' && rule.delta;
      const note = moved ? say(messages.packets, lang, { packets: moved.packets }) : undefined;
      return [{ line: at, tone: TONES[rule.change], ...(note && { note: `← ${note}` }) }];
    });
  return {
    old: [...faults(oldProblems), ...marks('oldLine')],
    new: [...faults(problems), ...marks('newLine')],
  };
}
