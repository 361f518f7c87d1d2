/**
 * `nft -j list ruleset`, spelt again as the commands that `nft -f` takes, so that one reader knows the rules.
 * Source: libnftables-json(5). A statement that has no spelling here is kept as its own JSON and not understood.
 */

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = { readonly [key: string]: Json };

/** The commands, one a line; undefined when the text is no such JSON. */
export function commandsOf(text: string): string | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  const objects = fieldsOf(read as Json)?.['nftables'];
  if (!Array.isArray(objects)) return undefined;
  const order = ['table', 'set', 'map', 'chain', 'element', 'rule'];
  const lines = objects.flatMap((object: Json) => {
    const [kind = ''] = Object.keys(fieldsOf(object) ?? {});
    const own = fieldsOf(fieldsOf(object)?.[kind] ?? null);
    return own ? commands(kind, own) : [];
  });
  // A map may name chains that are listed behind it.
  const rank = (line: string) => order.indexOf(line.split(' ')[1] ?? '');
  return lines
    .toSorted((a, b) => rank(a) - rank(b))
    .map((line) => `${line}\n`)
    .join('');
}

/** Whether the text is JSON of nft, whatever is in it. */
export function looksLikeNftJson(text: string): boolean {
  return /^\s*\{\s*"nftables"\s*:/.test(text);
}

function fieldsOf(value: Json): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Fields)
    : undefined;
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value];
}

function commands(kind: string, own: Fields): readonly string[] {
  const table = `${own['family']} ${own['table']}`;
  switch (kind) {
    case 'table':
      return [`add table ${own['family']} ${own['name']}`];
    case 'chain': {
      const { type, hook, prio, policy } = own;
      const stated = policy === undefined ? '' : ` policy ${policy} ;`;
      const base =
        hook === undefined ? '' : ` { type ${type} hook ${hook} priority ${prio} ;${stated} }`;
      return [`add chain ${table} ${own['name']}${base}`];
    }
    case 'set':
    case 'map': {
      const elements = listOf(own['elem']).map(elementText).join(', ');
      return [
        `add ${kind} ${table} ${own['name']} { }`,
        ...(elements === '' ? [] : [`add element ${table} ${own['name']} { ${elements} }`]),
      ];
    }
    case 'rule': {
      const statements = listOf(own['expr']).map(statementText);
      const comment = typeof own['comment'] === 'string' ? [`comment "${own['comment']}"`] : [];
      return [`add rule ${table} ${own['chain']} ${[...statements, ...comment].join(' ')}`];
    }
    default:
      return [];
  }
}

/** An element, or the pair of a map's key and what it leads to. */
function elementText(element: Json): string {
  if (!Array.isArray(element)) return valueText(element);
  const [key = null, data = null] = element as readonly Json[];
  const verdict = fieldsOf(data) && verdictText(fieldsOf(data) as Fields);
  return `${valueText(key)} : ${verdict ?? valueText(data)}`;
}

function valueText(value: Json): string {
  const own = fieldsOf(value);
  if (!own) return Array.isArray(value) ? value.map(valueText).join(', ') : String(value);
  const { prefix, range, concat, set, elem } = own;
  if (elem !== undefined) return valueText(fieldsOf(elem)?.['val'] ?? elem);
  if (prefix !== undefined) {
    const { addr, len } = fieldsOf(prefix) ?? {};
    return `${addr}/${len}`;
  }
  if (range !== undefined) return listOf(range).map(valueText).join('-');
  if (concat !== undefined) return listOf(concat).map(valueText).join(' . ');
  if (set !== undefined) return `{ ${listOf(set).map(elementText).join(', ')} }`;
  return expressionText(own);
}

function expressionText(own: Fields): string {
  const { payload, meta, ct, fib, numgen } = own;
  if (payload !== undefined) {
    const { protocol, field } = fieldsOf(payload) ?? {};
    return `${protocol} ${field}`;
  }
  if (meta !== undefined) return `meta ${fieldsOf(meta)?.['key']}`;
  if (ct !== undefined) return `ct ${fieldsOf(ct)?.['key']}`;
  if (fib !== undefined) {
    const { result, flags } = fieldsOf(fib) ?? {};
    return `fib ${listOf(flags).join(' . ')} ${result}`;
  }
  if (numgen !== undefined) {
    const { mode, mod, offset } = fieldsOf(numgen) ?? {};
    return `numgen ${mode} mod ${mod} offset ${offset ?? 0}`;
  }
  for (const operator of ['&', '|', '^']) {
    const sides = own[operator];
    if (sides !== undefined) return listOf(sides).map(valueText).join(` ${operator} `);
  }
  return JSON.stringify(own);
}

function verdictText(own: Fields): string | undefined {
  const [kind = ''] = Object.keys(own);
  const target = fieldsOf(own[kind] ?? null)?.['target'];
  if (kind === 'jump' || kind === 'goto') return `${kind} ${target}`;
  return ['accept', 'drop', 'return', 'continue'].includes(kind) ? kind : undefined;
}

function statementText(statement: Json): string {
  const own = fieldsOf(statement);
  if (!own) return String(statement);
  const verdict = verdictText(own);
  if (verdict !== undefined) return verdict;
  const [kind = ''] = Object.keys(own);
  const inside = fieldsOf(own[kind] ?? null) ?? {};
  switch (kind) {
    case 'match': {
      const { op, left = null, right = null } = inside;
      return `${valueText(left)} ${op === '!=' ? '!= ' : ''}${valueText(right)}`;
    }
    case 'vmap':
      return `${valueText(inside['key'] ?? null)} vmap ${valueText(inside['data'] ?? null)}`;
    case 'mangle':
      return `${valueText(inside['key'] ?? null)} set ${valueText(inside['value'] ?? null)}`;
    case 'counter':
    case 'notrack':
      return kind;
    case 'log':
      return inside['prefix'] === undefined ? 'log' : `log prefix "${inside['prefix']}"`;
    case 'reject':
      return rejectText(inside);
    case 'masquerade':
    case 'redirect':
      return [kind, portText(inside['port']), flagsText(inside)].filter(Boolean).join(' ');
    case 'dnat':
    case 'snat':
      return natText(kind, inside);
    case 'set': {
      const { op, elem = null, set } = inside;
      return `${op} ${set} { ${valueText(elem)} }`;
    }
    default:
      return JSON.stringify(own);
  }
}

function rejectText({ type, expr }: Fields): string {
  if (type === 'tcp reset') return 'reject with tcp reset';
  return type === undefined || expr === undefined ? 'reject' : `reject with ${type} type ${expr}`;
}

function portText(port: Json | undefined): string {
  return port === undefined ? '' : `to :${valueText(port)}`;
}

function flagsText({ flags }: Fields): string {
  return listOf(flags).join(',');
}

function natText(kind: string, inside: Fields): string {
  const { addr, port, family } = inside;
  const mapped = fieldsOf(addr ?? null)?.['map'];
  if (mapped !== undefined) {
    const { key = null, data = null } = fieldsOf(mapped) ?? {};
    const to = `${kind} ${family ?? 'ip'} to ${valueText(key)} map ${valueText(data)}`;
    return [to, flagsText(inside)].filter(Boolean).join(' ');
  }
  const address = addr === undefined ? '' : valueText(addr);
  const host = address.includes(':') && port !== undefined ? `[${address}]` : address;
  const to = `${host}${port === undefined ? '' : `:${valueText(port)}`}`;
  return [`${kind} to ${to}`, flagsText(inside)].filter(Boolean).join(' ');
}
