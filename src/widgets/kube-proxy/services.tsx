import { useState } from 'preact/hooks';
import { say } from '../../ui/messages.ts';
import { ShowMore } from '../../ui/show-more.tsx';
import { Table } from '../../ui/table.tsx';
import type { ViewProps } from '../define.ts';
import type { KubeProxyAnswer, KubeProxyInput } from './answer.ts';
import type { PortRow } from './ports.ts';

const FIRST = 50;
/** From so many on a search is worth its place. */
const MANY = 8;

/** All service ports; choosing one shows it in full below. */
export function Services({ id, lang, answer, set }: ViewProps<KubeProxyInput, KubeProxyAnswer>) {
  const [wanted, setWanted] = useState('');
  const { ports, chosen, words, skipped } = answer;
  const needle = wanted.trim().toLowerCase();
  const shown = ports
    .map((row, index) => ({ row, index }))
    .filter(({ row }) => needle === '' || textOf(row).includes(needle));
  return (
    <>
      {ports.length > MANY && (
        <p class="w-options js" data-pagefind-ignore>
          <label>
            {say(words.find, lang)}{' '}
            <input
              type="search"
              size={24}
              value={wanted}
              onInput={({ currentTarget }) => setWanted(currentTarget.value)}
            />
          </label>
          <span role="status" class="w-soft">
            {needle !== '' && `${shown.length} / ${ports.length}`}
          </span>
        </p>
      )}
      {ports.length > 0 && (
        <ShowMore lang={lang} items={shown} first={FIRST}>
          {(some) => (
            <Table
              lang={lang}
              caption={words.services}
              captionHidden
              head={[
                words.service,
                words.clusterIp,
                words.nodePort,
                words.outside,
                words.policies,
                words.endpoints,
              ]}
              rows={some.map(({ row, index }) => ({
                key: row.id,
                chosen: index === chosen,
                onClick: () => set({ service: row.id, packet: '' }),
                cells: [
                  <>
                    <button
                      type="button"
                      class="kp-pick"
                      lang="en"
                      aria-pressed={index === chosen}
                      aria-controls={`${id}-detail`}
                    >
                      {row.service}
                    </button>
                    <small>{row.port}</small>
                  </>,
                  <var key="ip">{row.clusterIp}</var>,
                  <var key="node-port">{row.nodePort || '–'}</var>,
                  <var key="outside">{row.outside.join(' ') || '–'}</var>,
                  <span key="policies" lang="en">
                    {row.policies.join(', ') || '–'}
                  </span>,
                  <b key="endpoints" class={`kp-count is-${row.tone}`}>
                    <i aria-hidden="true">{SIGNS[row.tone]}</i>
                    {row.used}/{row.all}
                  </b>,
                ],
              }))}
            />
          )}
        </ShowMore>
      )}
      {ports.length > 0 && shown.length === 0 && <p class="w-soft">{say(words.noneLeft, lang)}</p>}
      {skipped.length > 0 && (
        <details class="kp-part">
          <summary>
            {say(words.skipped, lang)} ({skipped.length})
          </summary>
          <ul class="kp-list">
            {skipped.map(([name, why]) => (
              <li key={name}>
                <code>{name}</code> {say(why, lang)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** Its shape says it without colour. */
const SIGNS = { good: '●', warn: '◐', bad: '✕' } as const;

function textOf({ id, clusterIp, nodePort, outside, policies, port }: PortRow): string {
  return [id, port, clusterIp, nodePort, ...outside, ...policies].join(' ').toLowerCase();
}
