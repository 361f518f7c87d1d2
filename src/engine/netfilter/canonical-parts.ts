/**
 * Matches and targets whose options hang together: defaults that iptables-save prints, spellings of marks,
 * rates in their largest unit. Source: the parse and save functions in extensions/ of iptables 1.8.9.
 */
import type { Family } from '../address.ts';
import { RATES } from './canonical-rates.ts';
import { hexString } from './canonical-string.ts';
import { has, type Prepare, type Said, said, statedValue, without } from './canonical-said.ts';
import { hex, maskedOf, numberOf } from './values.ts';

/** Adds options that are printed though nobody wrote them. */
function withDefaults(args: readonly Said[], ...defaults: readonly Said[]): readonly Said[] {
  return [...args, ...defaults.filter(({ option }) => !has(args, option))];
}

/** Turns single options around; the rest stays. */
function mapping(change: (one: Said) => Said): Prepare {
  return (args) => args.map(change);
}

/** Every spelling of a change of the mark is one of `--set-xmark`. */
const xmark = mapping((one) => {
  const { option, values } = one;
  if (!/^--(set|and|or|xor)-mark$/.test(option)) return one;
  const read = maskedOf(values[0]);
  if (!read) return one;
  const { value, mask } = read;
  const to = (bits: number, masked: number) => said('--set-xmark', `${bits}/${masked >>> 0}`);
  if (option === '--set-mark') return to(value, value | mask);
  if (option === '--and-mark') return to(0, ~value);
  return option === '--or-mark' ? to(value, value) : to(value, 0);
});

const connmark: Prepare = (args, family) => {
  if (!has(args, '--save-mark', '--restore-mark')) return xmark(args, family);
  const both = statedValue(args, '--mask') ?? '0xffffffff';
  return withDefaults(without(args, '--mask'), said('--nfmask', both), said('--ctmask', both));
};

const TOS_NAMES: Readonly<Record<string, number>> = {
  'Minimize-Delay': 0x10,
  'Maximize-Throughput': 0x08,
  'Maximize-Reliability': 0x04,
  'Minimize-Cost': 0x02,
  'Normal-Service': 0x00,
};

const tos = mapping((one) => {
  const { option, values, not } = one;
  const [text = ''] = values;
  const named = TOS_NAMES[text];
  if (named !== undefined) return { not, option, values: [`${named}/0x3f`] };
  const value = numberOf(text);
  if (value === undefined) return one;
  if (option === '--and-tos') return said('--set-tos', `0/${~value & 0xff}`);
  if (option === '--or-tos') return said('--set-tos', `${value}/${value}`);
  return option === '--xor-tos' ? said('--set-tos', `${value}/0`) : one;
});

const FULL: Readonly<Record<Family, readonly [length: string, mask: string, any: string]>> = {
  ipv4: ['32', '255.255.255.255', '0.0.0.0'],
  ipv6: ['128', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '::'],
};

const recent: Prepare = (args, family) =>
  withDefaults(
    args,
    said('--name', 'DEFAULT'),
    said('--mask', FULL[family][1]),
    ...(has(args, '--rdest') ? [] : [said('--rsource')]),
  );

const connlimit: Prepare = (args, family) =>
  withDefaults(
    args,
    said('--connlimit-mask', FULL[family][0]),
    ...(has(args, '--connlimit-daddr') ? [] : [said('--connlimit-saddr')]),
  );

const cluster: Prepare = (args) =>
  args.map((one) => {
    const node = numberOf(one.values[0]);
    if (one.option !== '--cluster-local-node' || node === undefined) return one;
    return { ...one, option: '--cluster-local-nodemask', values: [hex((1 << (node - 1)) >>> 0)] };
  });

/** The elements of an IPsec policy stand in their order, each with its options in the same one. */
const POLICY = '--dir --pol --strict --reqid --spi --proto --mode --tunnel-dst --tunnel-src'.split(
  ' ',
);

const policy: Prepare = (args) => {
  const elements: Said[][] = [[]];
  for (const one of args) {
    if (one.option === '--next') elements.push([]);
    else elements.at(-1)?.push(one.option === '--spi' ? hexed(one) : one);
  }
  const place = ({ option }: Said) => POLICY.indexOf(option);
  return elements.flatMap((element, index) => [
    ...(index === 0 ? [] : [said('--next')]),
    ...element.sort((a, b) => place(a) - place(b)),
  ]);
};

function hexed(one: Said): Said {
  const value = numberOf(one.values[0]);
  return value === undefined ? one : { ...one, values: [hex(value)] };
}

const string: Prepare = (args) =>
  args.flatMap((one) => {
    const { option, values, not } = one;
    if (option === '--to' && numberOf(values[0]) === 65535) return [];
    if (option !== '--string' && option !== '--hex-string') return [one];
    const [name, text] = hexString(option, values[0] ?? '');
    return [{ not, option: name, values: [text] }];
  });

const nfqueue: Prepare = (args) =>
  has(args, '--queue-balance') ? args : withDefaults(args, said('--queue-num', '0'));

const reject: Prepare = (args) => withDefaults(args, said('--reject-with', 'port-unreach'));

const tproxy: Prepare = (args, family) =>
  withDefaults(args, said('--on-ip', FULL[family][2]), said('--tproxy-mark', '0/0'));

const ct: Prepare = (args) => {
  const [from, to] = [statedValue(args, '--zone-orig'), statedValue(args, '--zone-reply')];
  if (from === undefined || from !== to) return args;
  return [...without(args, '--zone-orig', '--zone-reply'), said('--zone', from)];
};

const syn = mapping((one) =>
  one.option === '--syn'
    ? { not: one.not, option: '--tcp-flags', values: ['FIN,SYN,RST,ACK', 'SYN'] }
    : one,
);

export const PREPARE: Readonly<Record<string, Prepare>> = {
  ...RATES,
  cluster,
  connlimit,
  CONNMARK: connmark,
  CT: ct,
  MARK: xmark,
  NFQUEUE: nfqueue,
  policy,
  recent,
  REJECT: reject,
  string,
  tcp: syn,
  tos,
  TOS: tos,
  TPROXY: tproxy,
};
