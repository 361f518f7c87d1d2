/**
 * Rates and times: `limit`, `hashlimit`, `time`. The kernel keeps the time that one packet costs, so a rate
 * comes back in the largest unit in which that is whole enough. Source: extensions/libxt_limit.c,
 * libxt_hashlimit.c and libxt_time.c of iptables 1.8.9.
 */
import type { Family } from '../address.ts';
import { has, type Prepare, said, type Said, statedValue, without } from './canonical-said.ts';
import { numberOf } from './values.ts';

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['min', 60],
  ['sec', 1],
] as const;

interface Rate {
  readonly text: string;
  /** Seconds of the unit that was written and of the one that is printed. */
  readonly written: number;
  readonly printed: number;
}

function rateOf(text: string, scale: number): Rate | undefined {
  const [, digits, letters = 's'] = /^(\d+)(?:\/([a-z]+))?$/i.exec(text) ?? [];
  const unit = UNITS.find(([name]) => longName(name).startsWith(letters.toLowerCase()));
  const amount = Number(digits);
  if (!unit || !(amount > 0)) return undefined;
  const cost = Math.floor((scale * unit[1]) / amount);
  if (cost === 0) return undefined;
  let chosen: (typeof UNITS)[number] = UNITS[0];
  for (const candidate of UNITS.slice(1)) {
    const whole = scale * candidate[1];
    if (cost > whole || Math.floor(whole / cost) < whole % cost) break;
    chosen = candidate;
  }
  const count = Math.floor((scale * chosen[1]) / cost);
  return { text: `${count}/${chosen[0]}`, written: unit[1], printed: chosen[1] };
}

function longName(unit: string): string {
  return unit === 'min' ? 'minute' : unit === 'sec' ? 'second' : unit;
}

const limit: Prepare = (args) => {
  const rate = rateOf(statedValue(args, '--limit') ?? '3/hour', 10_000);
  if (!rate) return args;
  const burst = numberOf(statedValue(args, '--limit-burst')) ?? 5;
  return [said('--limit', rate.text), ...(burst === 5 ? [] : [said('--limit-burst', `${burst}`)])];
};

const RATE_OPTIONS = ['--hashlimit', '--hashlimit-upto', '--hashlimit-above'];

const hashlimit: Prepare = (args, family) => {
  const stated = args.find(({ option }) => RATE_OPTIONS.includes(option));
  const [text = ''] = stated?.values ?? [];
  if (!stated) return args;
  const others = without(args, ...RATE_OPTIONS).filter((one) => !isDefault(one, family));
  const bytes = /^(\d+)([km]?)b\/s/i.exec(text);
  if (bytes) {
    const amount = Number(bytes[1]) * 1024 ** ['', 'k', 'm'].indexOf(bytes[2]?.toLowerCase() ?? '');
    // The kernel counts in sixteens of bytes.
    return [{ ...stated, values: [`${bytesText(amount - (amount % 16))}/s`] }, ...others];
  }
  const rate = rateOf(text, 1_000_000);
  if (!rate) return args;
  const expire = numberOf(statedValue(others, '--hashlimit-htable-expire')) ?? rate.written * 1000;
  return [
    { ...stated, values: [rate.text] },
    ...without(others, '--hashlimit-htable-expire'),
    ...(has(others, '--hashlimit-burst') ? [] : [said('--hashlimit-burst', '5')]),
    ...(expire === rate.printed * 1000 ? [] : [said('--hashlimit-htable-expire', `${expire}`)]),
  ];
};

function isDefault({ option, values }: Said, family: Family): boolean {
  const value = numberOf(values[0]);
  if (option === '--hashlimit-htable-gcinterval') return value === 1000;
  if (option === '--hashlimit-srcmask' || option === '--hashlimit-dstmask') {
    return value === (family === 'ipv4' ? 32 : 128);
  }
  return false;
}

function bytesText(bytes: number): string {
  if (bytes >= 1024 ** 2 && bytes % 1024 ** 2 === 0) return `${bytes / 1024 ** 2}mb`;
  return bytes >= 1024 && bytes % 1024 === 0 ? `${bytes / 1024}kb` : `${bytes}b`;
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** The last second that 32 bits can count. */
const LAST_DATE = '2038-01-19T03:14:07';
const FIRST_DATE = '1970-01-01T00:00:00';

const time: Prepare = (args) => {
  const from = clock(statedValue(args, '--timestart') ?? '0:0');
  const to = clock(statedValue(args, '--timestop') ?? '23:59:59');
  const whole = from === '00:00:00' && to === '23:59:59';
  const since = date(statedValue(args, '--datestart') ?? FIRST_DATE);
  const until = date(statedValue(args, '--datestop') ?? LAST_DATE);
  if (!from || !to || !since || !until) return args;
  return [
    ...(whole ? [] : [said('--timestart', from), said('--timestop', to)]),
    ...days(args, '--monthdays', 31, String),
    ...days(args, '--weekdays', 7, (day) => DAYS[day - 1] ?? ''),
    ...(since === FIRST_DATE ? [] : [said('--datestart', since)]),
    said('--datestop', until),
    ...(has(args, '--contiguous') ? [said('--contiguous')] : []),
    ...(has(args, '--kerneltz', '--localtz') ? [said('--kerneltz')] : []),
  ];
};

function clock(text: string): string | undefined {
  const [, hours = '', minutes = '', seconds = '0'] =
    /^(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?$/.exec(text) ?? [];
  return hours === '' ? undefined : [hours, minutes, seconds].map(two).join(':');
}

function date(text: string): string | undefined {
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0'] =
    /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:T(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?)?)?)?$/.exec(
      text,
    ) ?? [];
  if (year === undefined) return undefined;
  return `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}

/** All days is none at all; what is turned around is the other days. */
function days(
  args: readonly Said[],
  option: string,
  count: number,
  print: (day: number) => string,
): readonly Said[] {
  const stated = args.find((one) => one.option === option);
  if (!stated) return [];
  const given = new Set((stated.values[0] ?? '').split(',').map(dayOf));
  const shown = Array.from({ length: count }, (_, index) => index + 1).filter(
    (day) => given.has(day) !== stated.not,
  );
  return shown.length === count ? [] : [said(option, shown.map(print).join(','))];
}

function dayOf(text: string): number {
  const named = DAYS.findIndex((name) => name.slice(0, 2) === capital(text).slice(0, 2));
  return named === -1 ? Number.parseInt(text, 10) : named + 1;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

export const RATES: Readonly<Record<string, Prepare>> = { limit, hashlimit, time };
