/**
 * Reads `nft list ruleset` (blocks) and what `nft -f` takes line by line (`add rule ip kube-proxy services …`,
 * as kube-proxy's transactions are printed). Grammar: nft(8). Tables, chains, sets and maps; objects of other
 * kinds are passed over.
 */
import { runToEnd } from '../../run-to-end.ts';
import type { Problem } from '../../problem.ts';
import { baseOf } from './base.ts';
import { Cursor } from './cursor.ts';
import { commandsOf, looksLikeNftJson } from './json.ts';
import { elements } from './operands.ts';
import { statementsOf } from './statements.ts';
import { type NftToken, nftTokens } from './tokens.ts';
import type {
  Base,
  Element,
  NftChain,
  NftCode,
  NftDump,
  NftRule,
  NftSet,
  NftTable,
} from './types.ts';

interface OpenChain extends Omit<NftChain, 'rules' | 'base' | 'policy'> {
  base: Base | undefined;
  policy: string | undefined;
  readonly rules: NftRule[];
}

interface OpenSet extends Omit<NftSet, 'elements' | 'timeout'> {
  timeout: string | undefined;
  readonly elements: Element[];
}

interface OpenTable extends Omit<NftTable, 'chains' | 'sets'> {
  readonly chains: Map<string, OpenChain>;
  readonly sets: Map<string, OpenSet>;
}

/** Whether the text looks like nft's, not like iptables-save's. */
export function looksLikeNft(text: string): boolean {
  if (looksLikeNftJson(text)) return true;
  return /^\s*(#[^\n]*\n\s*|\ufeff)*(table\s+(ip6?|inet)\s+\S+\s*\{|(add|create)\s+(table|chain|set|map|rule|element)\s)/.test(
    text,
  );
}

/** Reads in slices: yields how many characters are read. */
export function* parseNftInSlices(text: string): Generator<number, NftDump> {
  // Of JSON the lines are those of the commands that say the same.
  const lines = (commandsOf(text) ?? text).split(/(?<=\n)/);
  const reading = new Reading();
  let read = 0;
  for (const [index, line] of lines.entries()) {
    reading.line(line, index + 1);
    read += line.length;
    if (index % SLICE_LINES === SLICE_LINES - 1) yield read;
  }
  return { lines, tables: [...reading.tables.values()], problems: reading.done(lines.length) };
}

export function parseNft(text: string): NftDump {
  return runToEnd(parseNftInSlices(text));
}

const SLICE_LINES = 200;

type Block =
  | { readonly kind: 'table'; readonly table: OpenTable }
  | { readonly kind: 'chain'; readonly chain: OpenChain }
  | { readonly kind: 'set'; readonly set: OpenSet }
  | { readonly kind: 'other' };

class Reading {
  readonly tables = new Map<string, OpenTable>();
  readonly #problems: Problem<NftCode>[] = [];
  readonly #blocks: Block[] = [];
  /** Tokens of a statement that goes on over lines, because a brace in it is open. */
  #pending: NftToken[] = [];
  #depth = 0;

  line(text: string, line: number): void {
    for (const token of nftTokens(text, line)) this.#token(token);
    if (this.#depth === 0) this.#finish();
  }

  done(line: number): readonly Problem<NftCode>[] {
    this.#finish();
    if (this.#blocks.length > 0) this.#tell('nft-open', { line, start: 0 });
    return this.#problems;
  }

  #token(token: NftToken): void {
    const pending = this.#pending;
    const bare = token.quoted ? '' : token.text;
    if (bare === '{' && this.#opensBlock()) {
      this.#open();
      return;
    }
    if (bare === '}' && pending.length === 0) {
      this.#close(token);
      return;
    }
    if (bare === ';' && this.#depth === 0) {
      this.#finish();
      return;
    }
    if (bare === '{') this.#depth++;
    if (bare === '}') this.#depth--;
    // `set x { type y; }` on one line: the brace closes the block, not something in the statement.
    if (bare === '}' && this.#depth < 0) {
      this.#depth = 0;
      this.#finish();
      this.#close(token);
      return;
    }
    pending.push(token);
  }

  #opensBlock(): boolean {
    const [first, second] = this.#pending.map(({ text }) => text);
    const kind = first === 'add' || first === 'create' ? undefined : first;
    const inTable = this.#blocks.at(-1)?.kind === 'table';
    if (this.#blocks.length === 0) return kind === 'table';
    return inTable && second !== undefined && second !== '=';
  }

  #open(): void {
    const [kind = '', ...names] = this.#pending.map(({ text }) => text);
    const line = this.#pending[0]?.line ?? 0;
    this.#pending = [];
    const parent = this.#blocks.at(-1);
    if (kind === 'table') {
      const [family = 'ip', name = ''] = names.length > 1 ? names : ['ip', ...names];
      this.#blocks.push({ kind, table: this.#table(family, name, line) });
    } else if (parent?.kind === 'table' && kind === 'chain') {
      this.#blocks.push({ kind, chain: chainIn(parent.table, names[0] ?? '', line) });
    } else if (parent?.kind === 'table' && (kind === 'set' || kind === 'map')) {
      this.#blocks.push({ kind: 'set', set: setIn(parent.table, names[0] ?? '', line) });
    } else this.#blocks.push({ kind: 'other' });
  }

  #close(token: NftToken): void {
    if (!this.#blocks.pop()) this.#tell('nft-syntax', token, { text: '}' });
  }

  #table(family: string, name: string, line: number): OpenTable {
    const key = `${family} ${name}`;
    const known = this.tables.get(key);
    if (known) return known;
    const table: OpenTable = { family, name, line, chains: new Map(), sets: new Map() };
    this.tables.set(key, table);
    return table;
  }

  /** One line of a block, or one command. */
  #finish(): void {
    const tokens = this.#pending;
    this.#pending = [];
    this.#depth = 0;
    const [first] = tokens;
    if (!first) return;
    const block = this.#blocks.at(-1);
    if (block?.kind === 'chain') this.#inChain(block.chain, tokens);
    else if (block?.kind === 'set') inSet(block.set, tokens);
    else if (block?.kind === undefined) this.#command(tokens);
  }

  #inChain(chain: OpenChain, tokens: readonly NftToken[]): void {
    const [first = '', ...words] = tokens.map(({ text }) => text);
    if (first === 'type' && words.includes('hook')) chain.base = baseOf(words);
    else if (first === 'policy') chain.policy = words[0]?.toUpperCase();
    else if (!(first === 'comment' && tokens.length === 2)) addRule(chain, tokens);
  }

  #command(tokens: readonly NftToken[]): void {
    const [verb = '', kind = '', family = '', tableName = '', name = '', ...rest] = tokens.map(
      ({ text }) => text,
    );
    const [first] = tokens;
    if (!first) return;
    if (verb !== 'add' && verb !== 'create') {
      if (!PASSED_OVER.has(verb)) this.#tell('nft-syntax', first, { text: verb });
      return;
    }
    if (kind === 'table') {
      this.#table(family, tableName, first.line);
      return;
    }
    const table = this.tables.get(`${family} ${tableName}`);
    if (!table) {
      this.#tell('nft-table-missing', first, { table: `${family} ${tableName}` });
      return;
    }
    if (kind === 'chain') {
      const chain = chainIn(table, name, first.line);
      const inside = rest.slice(1, -1).join(' ').split(' ; ');
      for (const part of inside) {
        const words = part.split(' ').filter((word) => word !== ';');
        if (words[0] === 'type') chain.base = baseOf(words.slice(1));
        if (words[0] === 'policy') chain.policy = words[1]?.toUpperCase();
      }
    } else if (kind === 'set' || kind === 'map') {
      // `flags timeout` is another thing.
      const at = rest.findIndex(
        (word, index) => word === 'timeout' && /^\d/.test(rest[index + 1] ?? ''),
      );
      setIn(table, name, first.line).timeout = at < 0 ? undefined : rest[at + 1];
    } else if (kind === 'element') {
      const set = table.sets.get(name);
      if (set) readElements(set, tokens.slice(5));
    } else if (kind === 'rule') {
      const chain = table.chains.get(name);
      if (chain) addRule(chain, tokens.slice(5));
      else this.#tell('nft-chain-missing', first, { chain: name });
    }
  }

  #tell(
    code: NftCode,
    { line, start }: Pick<NftToken, 'line' | 'start'>,
    params: Problem['params'] = {},
  ): void {
    if (this.#problems.length >= MOST_PROBLEMS) return;
    this.#problems.push({ code, path: '', params, line, column: start + 1 });
  }
}

const MOST_PROBLEMS = 50;
const PASSED_OVER = new Set(['delete', 'flush', 'destroy', 'reset', 'list', 'include', 'define']);

function chainIn(table: OpenTable, name: string, line: number): OpenChain {
  const known = table.chains.get(name);
  if (known) return known;
  const chain = {
    table: `${table.family} ${table.name}`,
    name,
    line,
    base: undefined,
    policy: undefined,
    rules: [],
  };
  table.chains.set(name, chain);
  return chain;
}

function setIn(table: OpenTable, name: string, line: number): OpenSet {
  const known = table.sets.get(name);
  if (known) return known;
  const set = { name, line, timeout: undefined, elements: [] };
  table.sets.set(name, set);
  return set;
}

function addRule(chain: OpenChain, tokens: readonly NftToken[]): void {
  const line = tokens[0]?.line ?? chain.line;
  const number = chain.rules.length + 1;
  chain.rules.push({
    table: chain.table,
    chain: chain.name,
    number,
    line,
    ...statementsOf(tokens),
  });
}

function inSet(set: OpenSet, tokens: readonly NftToken[]): void {
  const [first, second] = tokens;
  if (first?.text === 'elements' && second?.text === '=') readElements(set, tokens.slice(2));
  if (first?.text === 'timeout') set.timeout = second?.text;
}

function readElements(set: OpenSet, tokens: readonly NftToken[]): void {
  const cursor = new Cursor(tokens);
  if (!cursor.skip('{')) return;
  for (const element of elements(cursor)) set.elements.push(element);
}
