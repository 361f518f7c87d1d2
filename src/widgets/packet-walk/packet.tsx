import { Choice } from '../../ui/choice.tsx';
import { say } from '../../ui/messages.ts';
import type { ViewProps } from '../define.ts';
import type { PacketWalkAnswer, PacketWalkInput } from './answer.ts';

const SHAPE = /^\s*(\S*)\s+(\S*)\s*(?:->|→)\s*(\S*) ?(.*)$/;
const PROTOCOLS = ['tcp', 'udp', 'icmp', 'ipv6-icmp', 'sctp'];

/** The packet in one line, its words in fields of their own. */
export function PacketBar({
  id,
  lang,
  input,
  answer,
  set,
}: ViewProps<PacketWalkInput, PacketWalkAnswer>) {
  const { words, origins, parts, packetProblem } = answer;
  const [, ...cut] = SHAPE.exec(input.packet) ?? ['', 'tcp', '', '', input.packet];
  const put = (at: number, text: string) => {
    const [proto, src, dst, rest] = cut.with(at, at === 3 ? text : text.replace(/\s+/g, ''));
    set({ packet: `${proto} ${src} -> ${dst}${rest && ` ${rest}`}`, way: '0' });
  };
  const field = (at: number, label: string, size: number) => (
    <input
      class="js"
      aria-label={label}
      size={size}
      value={cut[at]}
      spellcheck={false}
      autocapitalize="off"
      aria-invalid={packetProblem && true}
      aria-describedby={`${id}-packet`}
      onInput={({ currentTarget }) => put(at, currentTarget.value)}
    />
  );
  const proto = cut[0] ?? '';
  return (
    <div class="pw-bar">
      <code class="pw-line">{input.packet}</code>
      <div class="w-options js" data-pagefind-ignore>
        <Choice
          label={say(words.origin, lang)}
          value={String(origins.findIndex(({ chosen }) => chosen))}
          options={[
            ['-1', say(words.originOther, lang)] as const,
            ...origins.map(({ title }, index) => [String(index), say(title, lang)] as const),
          ]}
          onValue={(value) => {
            const origin = origins[Number(value)];
            if (origin) set({ packet: origin.packet, way: '0' });
          }}
        />
        <Choice
          label={say(words.part, lang)}
          value={input.part}
          options={parts.map(([value, title]) => [value, say(title, lang)])}
          onValue={(part) => set({ part })}
        />
      </div>
      <div class="pw-packet js" data-pagefind-ignore>
        <Choice
          label={say(words.proto, lang)}
          labelHidden
          value={proto}
          options={[...new Set([proto, ...PROTOCOLS])].sort().map((name) => [name, name])}
          onValue={(value) => put(0, value)}
        />
        {field(1, say(words.src, lang), 20)}
        <span aria-hidden="true">→</span>
        {field(2, say(words.dst, lang), 20)}
        {field(3, say(words.rest, lang), 12)}
      </div>
      <p id={`${id}-packet`} class="w-bad" role="status">
        {packetProblem && say(packetProblem, lang)}
      </p>
    </div>
  );
}
