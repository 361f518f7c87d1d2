import { useState } from 'preact/hooks';
import { CopyButton } from '../../ui/copy-button.tsx';
import { downloadText } from '../../ui/download.ts';
import { labels, say } from '../../ui/messages.ts';
import { ScrollBox } from '../../ui/scroll-box.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import type { ViewProps } from '../define.ts';
import type { PodRow, QosAnswer, QosInput } from './answer.ts';
import { Badge, type Verdict, verdictName, verdictOf } from './badge.tsx';
import { messages } from './messages.ts';
import { asMarkdown, asTsv } from './table-text.ts';

const FIRST = 200;
const VERDICTS: readonly Verdict[] = [
  'Guaranteed',
  'Burstable',
  'BestEffort',
  'refused',
  'unreadable',
];

/** All Pods of the text, one row each; choosing one shows it in full below. */
export function PodTable({ id, lang, answer, set }: ViewProps<QosInput, QosAnswer>) {
  const [verdict, setVerdict] = useState('');
  const [wanted, setWanted] = useState('');
  const rows = answer.rows.map((row, index) => ({ row, index, verdict: verdictOf(row) }));
  const shown = rows.filter(
    (each) =>
      (verdict === '' || each.verdict === verdict) &&
      `${each.row.namespace}/${each.row.name}`.includes(wanted.trim()),
  );
  const counts = VERDICTS.map((each) => ({
    each,
    count: rows.filter((row) => row.verdict === each).length,
  })).filter(({ count }) => count > 0);
  const table = () => shown.map(({ row }) => cellsOf(row, verdictName(verdictOf(row), lang)));
  const head = [messages.podName, messages.qosClass, messages.cpuMemory, messages.worst].map(
    (pair) => say(pair, lang),
  );

  return (
    <div class="qos-pods">
      <p class="qos-counts" role="status">
        <b>{say(messages.pods, lang, { count: answer.rows.length })}</b>{' '}
        {counts.map(({ each, count }) => (
          <span key={each}>
            <Badge lang={lang} verdict={each} /> {count}{' '}
          </span>
        ))}
      </p>
      <div class="w-options js" data-pagefind-ignore>
        <select
          aria-label={say(messages.filterClass, lang)}
          value={verdict}
          onChange={({ currentTarget }) => setVerdict(currentTarget.value)}
        >
          <option value="">{say(messages.allClasses, lang)}</option>
          {counts.map(({ each }) => (
            <option key={each} value={each}>
              {verdictName(each, lang)}
            </option>
          ))}
        </select>
        <input
          type="search"
          size={12}
          placeholder={say(messages.filterName, lang)}
          aria-label={say(messages.filterName, lang)}
          value={wanted}
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
        />
        <CopyButton lang={lang} label={messages.copyTable} text={() => asMarkdown(head, table())} />
        <button type="button" onClick={() => downloadText('pods.tsv', asTsv(head, table()))}>
          {say(messages.downloadTable, lang)}
        </button>
      </div>
      <ShowMore lang={lang} items={shown} first={FIRST}>
        {(some) => (
          <ScrollBox labelledBy={`${id}-pods`}>
            <table class="w-table">
              <caption id={`${id}-pods`} class="hidden">
                {say(messages.pods, lang, { count: shown.length })}
              </caption>
              <thead>
                <tr>
                  {head.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {some.map(({ row, index, verdict: its }) => (
                  <tr
                    key={index}
                    class={index === answer.chosen ? 'is-chosen' : undefined}
                    onClick={() => set({ pod: String(index) })}
                  >
                    <th scope="row">
                      <button
                        type="button"
                        class="qos-pick"
                        aria-pressed={index === answer.chosen}
                        aria-controls={`${id}-detail`}
                      >
                        {row.name || '–'}
                      </button>
                      <small>
                        {row.namespace}
                        {row.kind !== 'Pod' && ` · ${row.kind}`} ·{' '}
                        {say(labels.line, lang, { line: row.line })}
                      </small>
                    </th>
                    <td>
                      <Badge lang={lang} verdict={its} />
                      {its === 'refused' && <small>{row.qosClass}</small>}
                    </td>
                    <td class="is-number">
                      {row.cpu ?? '–'}
                      <br />
                      {row.memory ?? '–'}
                    </td>
                    <td class="is-number">{row.worst ?? '–'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollBox>
        )}
      </ShowMore>
      {shown.length === 0 && <p class="w-soft">{say(messages.noneLeft, lang)}</p>}
    </div>
  );
}

function cellsOf(row: PodRow, verdict: string): readonly string[] {
  const { namespace, name, cpu = '', memory = '', worst = '' } = row;
  return [`${namespace}/${name}`, verdict, [cpu, memory].join(' / '), String(worst)];
}
