import { type Lang, say } from '../../ui/messages.ts';
import { Table } from '../../ui/table.tsx';
import type { Words } from './messages.ts';
import type { PortDetail } from './ports.ts';
import type { ReachCellView } from './reach-view.ts';

interface Props {
  readonly lang: Lang;
  readonly words: Words;
  readonly detail: PortDetail;
  /** The packet that is followed. */
  readonly packet: string;
  readonly follow: (packet: string) => void;
}

/** Which endpoints the node uses, and who gets to them. */
export function Detail({ lang, words, detail, packet, follow }: Props) {
  const { endpoints, moreEndpoints, reach, clients, assumed } = detail;
  return (
    <>
      {endpoints.length > 0 && (
        <details class="kp-part" open>
          <summary>{say(words.endpointsHere, lang)}</summary>
          <Table
            lang={lang}
            caption={words.endpointsHere}
            captionHidden
            head={[words.endpoint, words.endpointNode, words.usedFor, words.why]}
            rows={endpoints.map(({ address, node, here, cluster, local, why }) => ({
              key: address,
              cells: [
                <var key="address">{address}</var>,
                <>
                  {node || '–'}
                  {here && <span class="kp-here">{say(words.here, lang)}</span>}
                </>,
                <span key="use" class={cluster || local ? 'kp-good' : 'w-soft'} lang="en">
                  {cluster || local
                    ? [...(cluster ? ['Cluster'] : []), ...(local ? ['Local'] : [])].join(' + ')
                    : '–'}
                </span>,
                say(why, lang),
              ],
            }))}
          />
          {moreEndpoints > 0 && <p class="w-soft">+{moreEndpoints}</p>}
        </details>
      )}
      <details class="kp-part" open>
        <summary>{say(words.reach, lang)}</summary>
        <div class="kp-reach">
          <Table
            lang={lang}
            caption={words.reach}
            captionHidden
            head={[words.target, ...reach.clients]}
            rows={reach.rows.map(({ kind, to, cells }) => ({
              key: to + kind[1],
              cells: [
                <>
                  {say(kind, lang)}
                  <small>
                    <var>{to}</var>
                  </small>
                </>,
                ...cells.map((cell, index) => (
                  <Cell key={index} {...{ lang, cell, follow }} chosen={cell.packet === packet} />
                )),
              ],
            }))}
          />
        </div>
        {reach.reasons.length > 0 && (
          <ol class="kp-reasons">
            {reach.reasons.map((reason) => (
              <li key={reason[1]}>{say(reason, lang)}</li>
            ))}
          </ol>
        )}
        {assumed.map((note) => (
          <p key={note[1]} class="w-note w-soft">
            {say(note, lang)}
          </p>
        ))}
        {clients.length > 0 && (
          <>
            <p class="kp-name">{say(words.clients, lang)}</p>
            <ul class="kp-list">
              {clients.map((sentence) => (
                <li key={sentence[1]}>{say(sentence, lang)}</li>
              ))}
            </ul>
          </>
        )}
      </details>
    </>
  );
}

interface CellProps {
  readonly lang: Lang;
  readonly cell: ReachCellView;
  readonly chosen: boolean;
  readonly follow: (packet: string) => void;
}

function Cell({ lang, cell, chosen, follow }: CellProps) {
  const { tone, says, endpoints, more, source, why, packet } = cell;
  return (
    <>
      <button
        type="button"
        class={`kp-cell is-${tone}`}
        aria-pressed={chosen}
        title={packet}
        onClick={() => follow(packet)}
      >
        <i aria-hidden="true">{tone === 'good' ? '✓' : tone === 'bad' ? '✕' : '?'}</i>{' '}
        {say(says, lang)}
      </button>
      {endpoints.map((text) => (
        <var key={text} class="kp-to">
          {text}
        </var>
      ))}
      {more > 0 && <var class="kp-to">+{more}</var>}
      {(source || why > 0) && (
        <small>
          {source && say(source, lang)} {why > 0 && `[${why}]`}
        </small>
      )}
    </>
  );
}
