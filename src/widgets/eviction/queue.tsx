import { say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import type { ViewProps } from '../define.ts';
import type { EvictionAnswer, EvictionInput, QueueItem } from './answer.ts';
import { messages } from './messages.ts';
import { withFigure } from './usage-text.ts';

type Props = ViewProps<EvictionInput, EvictionAnswer>;

const FIRST = 100;

/** The Pods in the order of eviction, each with what placed it. */
export function Queue(props: Props) {
  const { lang, answer } = props;
  return (
    <ShowMore lang={lang} items={answer.items} first={FIRST}>
      {(shown) => (
        <ol class="eviction-queue">
          {shown.map((item, index) => (
            <Item
              key={`${item.namespace}/${item.name}`}
              {...props}
              item={item}
              next={answer.items[index + 1]}
            />
          ))}
        </ol>
      )}
    </ShowMore>
  );
}

interface ItemProps extends Props {
  readonly item: QueueItem;
  readonly next: QueueItem | undefined;
}

function Item({ lang, answer, set, item, next }: ItemProps) {
  const { name, namespace, fate, critical, before } = item;
  return (
    <li class={fate === 'evicted' ? 'is-first' : undefined}>
      <p class="eviction-name">
        <b>{name}</b> <span class="w-soft">{namespace}</span>{' '}
        {fate === 'evicted' && (
          <span class="eviction-fate is-bad">▶ {say(messages.goesFirst, lang)}</span>
        )}
        {critical && <span class="eviction-fate is-good">■ {say(messages.never, lang)}</span>}{' '}
        <span class="w-soft">{say(messages.priority, lang, { priority: item.priority })}</span>
      </p>
      <div class="eviction-figures" data-not-searched>
        <span>
          {say(messages.used, lang)} <var>{item.usage ?? say(messages.noStats, lang)}</var>
        </span>
        <span>
          {item.request !== undefined && (
            <>
              {say(messages.requested, lang)} <var>{item.request}</var>
            </>
          )}
        </span>
        <Bars item={item} />
        <input
          class="js"
          size={8}
          placeholder={say(messages.changeUsage, lang)}
          aria-label={say(messages.usageOf, lang, { name })}
          onChange={({ currentTarget }) => {
            set({ usage: withFigure(answer, `${namespace}/${name}`, currentTarget.value) });
            currentTarget.value = '';
          }}
        />
      </div>
      <p class="eviction-why">
        {next && before
          ? say(messages.before, lang, { next: next.name, why: say(before, lang) })
          : say(messages.last, lang)}
        {item.uncertain && <span class="w-soft"> {say(messages.uncertain, lang)}</span>}
      </p>
    </li>
  );
}

/** The figures beside it say the same in numbers. */
function Bars({ item }: { readonly item: QueueItem }) {
  return (
    <svg class="eviction-bars" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect class="is-usage" width={item.bars.usage} height="7" />
      {item.request !== undefined && (
        <rect class="is-request" y="8.5" width={item.bars.request} height="3.5" />
      )}
    </svg>
  );
}
