/**
 * Name formats, with what upstream prints about a name that breaks them.
 * Upstream: apimachinery/pkg/util/validation and pkg/api/validate/content, v1.37.2 (the two word lengths
 * differently: "characters" and "bytes").
 */

/** What is wrong with a name, and upstream's words for it. */
export interface FormatError {
  readonly code: 'name-not-a-subdomain' | 'name-not-a-label' | 'name-has-dots' | 'name-too-long';
  readonly detail: string;
  readonly max?: number;
}

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_DETAIL = `a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${LABEL}')`;
const SUBDOMAIN_DETAIL = `a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '${SUBDOMAIN}')`;
const KEY_DETAIL = `must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${KEY}')`;
const LABEL_MAX = 63;
const SUBDOMAIN_MAX = 253;

/** A DNS label (RFC 1123): names of containers and namespaces. */
export function labelErrors(name: string): readonly FormatError[] {
  const errors = lengthErrors(name, LABEL_MAX);
  if (isLabel(name)) return errors;
  const dots = name.split('.').every(isLabel);
  return [
    ...errors,
    dots
      ? { code: 'name-has-dots', detail: 'must not contain dots' }
      : { code: 'name-not-a-label', detail: LABEL_DETAIL },
  ];
}

/** A DNS subdomain (RFC 1123): names of Pods, nodes, classes. */
export function subdomainErrors(name: string): readonly FormatError[] {
  const errors = lengthErrors(name, SUBDOMAIN_MAX);
  if (isSubdomain(name)) return errors;
  return [...errors, { code: 'name-not-a-subdomain', detail: SUBDOMAIN_DETAIL }];
}

/** `generateName` is checked with a letter in place of a trailing dash (and, as upstream, of one more). */
export function asPrefix(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}

/** A qualified name, `example.com/Name` or `Name`: upstream's words for what is wrong with it. */
export function qualifiedNameDetails(key: string): readonly string[] {
  const parts = key.split('/');
  if (parts.length > 2) {
    return [
      `a valid label key ${KEY_DETAIL} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const name = parts.at(-1) ?? '';
  const details: string[] = [];
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') details.push('prefix part must be non-empty');
    else {
      if (bytes(prefix) > SUBDOMAIN_MAX) details.push(`prefix part ${longer(SUBDOMAIN_MAX)}`);
      if (!isSubdomain(prefix)) details.push(`prefix part ${SUBDOMAIN_DETAIL}`);
    }
  }
  if (name === '') details.push('name part must be non-empty');
  else if (bytes(name) > LABEL_MAX) details.push(`name part ${longer(LABEL_MAX)}`);
  if (!/^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/.test(name)) {
    details.push(`name part ${KEY_DETAIL}`);
  }
  return details;
}

function lengthErrors(name: string, max: number): readonly FormatError[] {
  if (bytes(name) <= max) return [];
  return [{ code: 'name-too-long', detail: `must be no more than ${max} characters`, max }];
}

function longer(max: number): string {
  return `must be no more than ${max} bytes`;
}

function isLabel(name: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(name);
}

function isSubdomain(name: string): boolean {
  return name.split('.').every(isLabel);
}

/** Length in UTF-8, which is what Go counts. */
function bytes(text: string): number {
  let count = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    count += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}
