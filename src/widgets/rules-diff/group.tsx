import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import { type Lang, say } from '../../ui/messages.ts';
import { ruleChanges } from '../../ui/netfilter-diff-messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import type { ChainView, GroupView, RuleView } from './answer.ts';
import { messages } from './messages.ts';

interface Side {
  /** Of the editor that holds the dump. */
  readonly id: string;
  readonly goTo: GoTo;
}

interface Props {
  readonly lang: Lang;
  readonly old: Side;
  readonly new: Side;
  readonly group: GroupView;
}

export const SIGNS: Readonly<Record<RuleView['change'], string>> = {
  unchanged: '=',
  moved: '⇅',
  changed: '~',
  added: '+',
  removed: '−',
};

const FIRST_RULES = 30;

/** What became of one Service, or of one chain. */
export function Group(props: Props) {
  const { lang, group } = props;
  const { chains, rules, counted } = group;
  const onlyCounters = rules.length === 0;
  const counters = (
    <ShowMore lang={lang} items={counted} first={FIRST_RULES}>
      {(shown) => (
        <ul class="rd-rules">
          {shown.map((rule) => (
            <RuleItem key={keyOf(rule)} {...props} rule={rule} />
          ))}
        </ul>
      )}
    </ShowMore>
  );
  return (
    <div class="rd-group">
      <p class="rd-name">{group.name}</p>
      {chains.length > 0 && (
        <ul class="rd-chains">
          {chains.map((chain) => (
            <ChainItem key={`${chain.table} ${chain.name}`} lang={lang} chain={chain} />
          ))}
        </ul>
      )}
      <ShowMore lang={lang} items={rules} first={FIRST_RULES}>
        {(shown) => (
          <ul class="rd-rules">
            {shown.map((rule) => (
              <RuleItem key={keyOf(rule)} {...props} rule={rule} />
            ))}
          </ul>
        )}
      </ShowMore>
      {counted.length > 0 && (
        <details class="rd-counted" open={onlyCounters} data-not-searched>
          <summary>{say(messages.countedRules, lang, { count: counted.length })}</summary>
          {counters}
        </details>
      )}
      {group.left > 0 && <p class="w-soft">{say(messages.left, lang, { count: group.left })}</p>}
    </div>
  );
}

function keyOf({ oldLine, newLine }: RuleView): string {
  return `${oldLine} ${newLine}`;
}

function ChainItem({ lang, chain }: { readonly lang: Lang; readonly chain: ChainView }) {
  const { change, what, table, name } = chain;
  return (
    <li class={`is-${change}`}>
      <b>{say(what, lang)}</b>{' '}
      <code>
        {table}/{name}
      </code>
      <Delta lang={lang} delta={chain.delta} />
    </li>
  );
}

function RuleItem({ lang, old, new: now, rule }: Props & { readonly rule: RuleView }) {
  const { change, table, oldLine, newLine, text, differs } = rule;
  return (
    <li class={`is-${change}`}>
      <p class="rd-head">
        <b>
          <i aria-hidden="true">{SIGNS[change]}</i> {say(ruleChanges[change], lang)}
          {rule.from !== undefined && ` ${rule.from} → ${rule.to}`}
        </b>{' '}
        <span class="w-soft">{table}</span>{' '}
        {oldLine !== undefined && (
          <span class="rd-line">
            {say(messages.oldLine, lang)} <LineLink lang={lang} line={oldLine} {...old} />
          </span>
        )}{' '}
        {newLine !== undefined && (
          <span class="rd-line">
            {say(messages.newLine, lang)} <LineLink lang={lang} line={newLine} {...now} />
          </span>
        )}
        <Delta lang={lang} delta={rule.delta} />
      </p>
      <code data-not-searched>
        {text}
        {differs && (
          <>
            {differs.old !== '' && (
              <>
                {' '}
                <del>{differs.old}</del>
              </>
            )}
            {differs.new !== '' && (
              <>
                {' '}
                <ins>{differs.new}</ins>
              </>
            )}{' '}
            {differs.after}
          </>
        )}
      </code>
    </li>
  );
}

function Delta({ lang, delta }: { readonly lang: Lang; readonly delta: RuleView['delta'] }) {
  if (!delta) return null;
  const { packets, bytes, reset } = delta;
  return (
    <span class="rd-delta">
      {' '}
      {reset && <em>{say(messages.reset, lang)} </em>}
      <var>{say(messages.packets, lang, { packets })}</var>{' '}
      <span class="w-soft">{say(messages.bytes, lang, { bytes })}</span>
    </span>
  );
}
