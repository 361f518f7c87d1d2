import { useState } from 'preact/hooks';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type GoTo, LineLink } from '../../ui/line-link.tsx';
import { late } from '../../ui/load.ts';
import { type Lang, say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import { Table } from '../../ui/table.tsx';
import type { ViewProps } from '../define.ts';
import type { PodStatusAnswer, PodStatusInput, StatusRow } from './answer.ts';
import { messages } from './messages.ts';

const FIRST = 200;
export const HEAD = ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'] as const;

/** The word in the colour of what it says; the sign says it without colour. */
export function Word({ tone, status }: Pick<StatusRow, 'tone' | 'status'>) {
  return (
    <b class={`ps-word is-${tone}`} lang="en">
      <i aria-hidden="true" data-pagefind-ignore>
        {SIGNS[tone]}
      </i>
      {status || '–'}
    </b>
  );
}

const SIGNS = { good: '●', warn: '◐', bad: '✕', info: '○' } as const;

interface CopyProps {
  readonly lang: Lang;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function CopyRows({ lang, head, rows }: CopyProps) {
  const text = async () => (await late()).asMarkdown(head, rows);
  return <CopyButton lang={lang} label={messages.copyTable} text={text} />;
}

/** The row of the only Pod, as a terminal shows it. */
export function PodRow({ lang, row }: { readonly lang: Lang; readonly row: StatusRow }) {
  return (
    <Table
      lang={lang}
      caption={messages.row}
      captionHidden
      head={HEAD}
      rows={[{ key: 0, cells: cellsOf(row) }]}
    />
  );
}

function cellsOf(row: StatusRow) {
  return [
    <span key="name" class="ps-name" lang="en">
      {row.name || '–'}
    </span>,
    <var key="ready">{row.ready || '–'}</var>,
    <Word key="status" {...row} />,
    <var key="restarts">{row.restarts || '–'}</var>,
    <var key="age">{row.age || '–'}</var>,
  ];
}

type Props = ViewProps<PodStatusInput, PodStatusAnswer> & { readonly goTo: GoTo };

/** All Pods of the text; choosing one shows it in full below. */
export function PodRows({ id, lang, answer, set, goTo }: Props) {
  const [wanted, setWanted] = useState('');
  const { rows, kind, chosen } = answer;
  const namespaces = new Set(rows.map(({ namespace }) => namespace)).size > 1;
  const hasPhase = kind === 'objects';
  const words = new Map<string, { count: number; row: StatusRow }>();
  for (const row of rows) {
    words.set(row.status, { count: (words.get(row.status)?.count ?? 0) + 1, row });
  }
  const shown = rows
    .map((row, index) => ({ row, index }))
    .filter(({ row }) =>
      `${row.namespace}/${row.name} ${row.status}`
        .toLowerCase()
        .includes(wanted.trim().toLowerCase()),
    );
  const head = [
    ...(namespaces ? ['NAMESPACE'] : []),
    ...HEAD,
    ...(hasPhase ? [say(messages.phase, lang)] : []),
  ];
  const textOf = (row: StatusRow) => [
    ...(namespaces ? [row.namespace] : []),
    ...[row.name, row.ready, row.status, row.restarts, row.age],
    ...(hasPhase ? [row.phase ?? ''] : []),
  ];
  return (
    <div class="ps-rows">
      <p class="ps-counts" role="status">
        {[...words.values()].slice(0, 8).map(({ count, row }) => (
          <span key={row.status}>
            <Word {...row} /> {count}{' '}
          </span>
        ))}
      </p>
      <div class="w-options js" data-pagefind-ignore>
        <label>
          <span class="hidden">{say(messages.filter, lang)}</span>
          <input
            type="search"
            size={20}
            placeholder={say(messages.filter, lang)}
            value={wanted}
            onInput={({ currentTarget }) => setWanted(currentTarget.value)}
          />
        </label>
        <CopyRows lang={lang} head={head} rows={shown.map(({ row }) => textOf(row))} />
      </div>
      <ShowMore lang={lang} items={shown} first={FIRST}>
        {(some) => (
          <Table
            lang={lang}
            caption={messages.row}
            captionHidden
            head={[...HEAD, ...(hasPhase ? [messages.phase] : [])]}
            rows={some.map(({ row, index }) => {
              const [, ...others] = cellsOf(row);
              return {
                key: index,
                chosen: index === chosen,
                onClick: () => set({ pod: String(index) }),
                cells: [
                  <>
                    <button
                      type="button"
                      class="ps-pick ps-name"
                      lang="en"
                      aria-pressed={index === chosen}
                      aria-controls={`${id}-detail`}
                    >
                      {row.name || row.status}
                    </button>
                    <small>
                      {namespaces && `${row.namespace} · `}
                      <LineLink id={id} lang={lang} line={row.line} goTo={goTo} />
                    </small>
                  </>,
                  ...others,
                  ...(hasPhase ? [<span key="phase">{row.phase}</span>] : []),
                ],
              };
            })}
          />
        )}
      </ShowMore>
      {shown.length === 0 && <p class="w-soft">{say(messages.noneLeft, lang)}</p>}
    </div>
  );
}
