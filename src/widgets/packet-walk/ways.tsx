import { say } from '../../ui/messages.ts';
import { Table } from '../../ui/table.tsx';
import type { ViewProps } from '../define.ts';
import type { PacketWalkAnswer, PacketWalkInput } from './answer.ts';

/** The ways that random rules leave open, one of them chosen. */
export function Ways({ lang, answer, set }: ViewProps<PacketWalkInput, PacketWalkAnswer>) {
  return (
    <Table
      lang={lang}
      caption={answer.words.ways}
      captionHidden
      head={answer.wayHead}
      rows={answer.ways.map((way, index) => ({
        key: index,
        chosen: index === answer.chosen,
        onClick: () => set({ way: `${index}` }),
        cells: [
          <button
            key="way"
            type="button"
            class="pw-way"
            aria-label={`${way.chance} ${way.destination}`}
            aria-pressed={index === answer.chosen}
          >
            {way.chance}
          </button>,
          say(way.says, lang),
          ...[way.destination, way.source, way.out, way.mark].map((text) => (
            <var key={text}>{text}</var>
          )),
        ],
      }))}
    />
  );
}
