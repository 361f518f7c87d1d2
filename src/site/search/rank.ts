/** Ranking of sections by headings and by plain text: both work without a server. */
import type { SearchSection } from './section.ts';

export interface Hit extends SearchSection {
  /** A piece of text around the first term found, cut into parts; found terms are marked. */
  readonly excerpt: readonly Fragment[];
}

export interface Fragment {
  readonly text: string;
  readonly found: boolean;
}

// A page about the term comes before a section of that page which repeats it.
const PAGE_TITLE = 4.5;
const HEADING = 3;
const EXCERPT_BEFORE = 30;
const EXCERPT_LENGTH = 120;

/** Words of Latin script and digits with what identifiers are made of, and runs of Chinese. */
export function termsOf(query: string): string[] {
  const found = query.toLowerCase().match(/[a-z0-9][a-z0-9_./:-]*|[\u3400-\u9fff]+/g);
  return [...new Set(found ?? [])].map((term) => term.replace(/[./:-]+$/, ''));
}

/** Looks like a name from a manifest, a flag, a path or a code, where a full-text index is weak. */
export function hasIdentifier(query: string): boolean {
  return /[a-z0-9][_./-][a-z0-9]|[a-z][A-Z]|\d/.test(query);
}

/** Sections whose page title or heading has a term, the closest first. */
export function rankByHeading(query: string, sections: readonly SearchSection[]): Hit[] {
  const terms = termsOf(query);
  if (terms.length === 0) return [];
  const weights = terms.map((term) => rarity(term, sections, titleOf));
  const whole = terms.join(' ');
  return sorted(sections, (section) => {
    const heading = section.heading.toLowerCase();
    const page = section.page.toLowerCase();
    let score = 0;
    for (const [at, term] of terms.entries()) {
      const place =
        covers(heading, term) * HEADING + covers(page, term) * (heading === '' ? PAGE_TITLE : 1);
      score += place * (weights[at] ?? 0);
    }
    if (score > 0 && (heading === whole || (heading === '' && page === whole))) score *= 2;
    return score;
  }).map((section) => ({ ...section, excerpt: [] }));
}

/** Sections that have every term somewhere, headings counting more than text. */
export function rankByText(query: string, sections: readonly SearchSection[]): Hit[] {
  const terms = termsOf(query);
  if (terms.length === 0) return [];
  const lower = new Map(sections.map((section) => [section, textOf(section)]));
  return sorted(sections, (section) => {
    const title = titleOf(section);
    const text = lower.get(section) ?? '';
    let score = 0;
    for (const term of terms) {
      const times = Math.min(occurrences(text, term), 5);
      if (times === 0) return 0;
      score += times + covers(title, term) * 5;
    }
    return score;
  }).map((section) => ({ ...section, excerpt: excerptOf(section.text, terms) }));
}

/** The words around the first term, with every term marked. */
export function excerptOf(text: string, terms: readonly string[]): Fragment[] {
  const lower = text.toLowerCase();
  const first = Math.min(...terms.map((term) => place(lower, term)));
  const start = first === Number.POSITIVE_INFINITY ? 0 : Math.max(0, first - EXCERPT_BEFORE);
  const piece = text.slice(start, start + EXCERPT_LENGTH).replaceAll('\n', ' ');
  const pattern = terms.map((term) => term.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  const fragments = piece
    .split(new RegExp(`(${pattern})`, 'i'))
    .map((part, at) => ({ text: part, found: at % 2 === 1 }))
    .filter((part) => part.text !== '');
  return start > 0 ? [{ text: '…', found: false }, ...fragments] : fragments;
}

function sorted(
  sections: readonly SearchSection[],
  score: (section: SearchSection) => number,
): SearchSection[] {
  return sections
    .map((section) => ({ section, points: score(section) }))
    .filter(({ points }) => points > 0)
    .sort((a, b) => b.points - a.points)
    .map(({ section }) => section);
}

function titleOf(section: SearchSection): string {
  return `${section.page} ${section.heading}`.toLowerCase();
}

function textOf(section: SearchSection): string {
  return `${titleOf(section)}\n${section.text}`.toLowerCase();
}

/** How much of a term a text has: a Chinese run counts by its pairs of characters. */
function covers(text: string, term: string): number {
  if (text.includes(term)) return 1;
  if (!/[\u3400-\u9fff]/.test(term) || term.length < 3) return 0;
  let found = 0;
  for (let at = 0; at + 2 <= term.length; at++) if (text.includes(term.slice(at, at + 2))) found++;
  const share = found / (term.length - 1);
  return share >= 0.4 ? share * 0.7 : 0;
}

function rarity(
  term: string,
  sections: readonly SearchSection[],
  text: (section: SearchSection) => string,
): number {
  const count = sections.filter((section) => covers(text(section), term) > 0).length;
  return Math.log(1 + sections.length / (1 + count));
}

function occurrences(text: string, term: string): number {
  let count = 0;
  for (let at = text.indexOf(term); at !== -1; at = text.indexOf(term, at + term.length)) count++;
  return count;
}

function place(text: string, term: string): number {
  const at = text.indexOf(term);
  return at === -1 ? Number.POSITIVE_INFINITY : at;
}
