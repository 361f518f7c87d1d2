import type { Hook } from '../../engine/netfilter/index.ts';
import type { Place, WalkView } from './walked.ts';

/** Left edge and middle of each box; its height is that of its tables. */
const BOXES: Readonly<Record<Hook, readonly [x: number, middle: number]>> = {
  PREROUTING: [52, 50],
  INPUT: [172, 170],
  FORWARD: [292, 50],
  OUTPUT: [428, 170],
  POSTROUTING: [500, 50],
};

const RIGHT = 'm-6-4 6 4-6 4';
const DOWN = 'm-4-6 4 6 4-6';

/** From place to place, in the order in which they are drawn. */
const EDGES: readonly (readonly [from: Place, to: Place, path: string])[] = [
  ['in', 'PREROUTING', `M6 50H52${RIGHT}`],
  ['PREROUTING', 'routing', `M172 50h18${RIGHT}`],
  ['routing', 'FORWARD', `M274 50h18${RIGHT}`],
  ['FORWARD', 'POSTROUTING', `M412 50h88${RIGHT}`],
  ['POSTROUTING', 'out', `M620 50h54${RIGHT}`],
  ['routing', 'INPUT', `M232 68v62${DOWN}`],
  ['INPUT', 'process', `M292 170h18${RIGHT}`],
  ['process', 'OUTPUT', `M408 170h20${RIGHT}`],
  ['OUTPUT', 'POSTROUTING', `M456 123V50h44${RIGHT}`],
  ['POSTROUTING', 'PREROUTING', `M560 24V6H112v11${DOWN}`],
];

interface Props {
  readonly walk: WalkView;
  readonly routing: string;
  readonly process: string;
  /** How it ends, for the box where it does. */
  readonly tone: string;
}

/** The hooks with their tables, and the way of the packet through them. Its text twin stands below. */
export function HookMap({ walk: { hooks, path, wires }, routing, process, tone }: Props) {
  const last = path.at(-1);
  const look = (place: Place) =>
    !path.includes(place) ? '' : place === last && tone !== 'good' ? `is-on is-${tone}` : 'is-on';
  const passes = (from: Place, to: Place) =>
    path.some((place, index) => place === from && path[index + 1] === to);
  const drawn = EDGES.map(([from, to, d]) => [passes(from, to), d] as const);
  return (
    <svg class="pw-map" viewBox="0 0 680 224" aria-hidden="true" data-pagefind-ignore>
      {[false, true].map((on) => (
        <path
          key={on}
          class={on ? 'pw-edge is-on' : 'pw-edge'}
          d={drawn
            .filter(([passed]) => passed === on)
            .map(([, d]) => d)
            .join('')}
        />
      ))}
      <g class={look('routing')}>
        <rect x="190" y="32" width="84" height="36" rx="18" />
        <text x="232" y="54" class="is-mid">
          {routing}
        </text>
      </g>
      <g class={look('process')}>
        <rect x="310" y="152" width="98" height="36" rx="18" />
        <text x="359" y="174" class="is-mid">
          {process}
        </text>
      </g>
      {hooks.map(([name, tables]) => {
        const [x, middle] = BOXES[name];
        const height = 24 + tables.length * 14;
        return (
          <g key={name} class={look(name)} transform={`translate(${x} ${middle - height / 2})`}>
            <rect width="120" height={height} rx="6" />
            <text x="8" y="15" class="is-name">
              {name}
            </text>
            {tables.map(([table, did, state], index) => (
              <text key={table} x="8" y={30 + index * 14} class={state}>
                {did ? `${table} · ${did}` : table}
              </text>
            ))}
          </g>
        );
      })}
      <text x="6" y="102" class="is-wire">
        {wires[0] && `→ ${wires[0]}`}
      </text>
      <text x="674" y="102" class="is-wire is-end">
        {path.includes('out') && `${wires[1] || '?'} →`}
      </text>
    </svg>
  );
}
