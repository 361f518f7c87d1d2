/** What the engine found about a Pod, as sentences with the line they are about. */
import type { PodAnswer, QosReason, ReasonCode, RefusalType } from '../../engine/qos/index.ts';
import { type Finding, problemFinding } from '../../ui/finding.ts';
import { fill, type Pair } from '../../ui/messages.ts';
import { sentence } from '../../ui/sentences.ts';
import { kinds } from './messages.ts';

/** What field.ErrorType prints; where a value follows, it is the one at the line. */
const WORDS: Readonly<Record<RefusalType, string>> = {
  FieldValueRequired: 'Required value',
  FieldValueInvalid: 'Invalid value: …',
  FieldValueDuplicate: 'Duplicate value: …',
  FieldValueForbidden: 'Forbidden',
  FieldValueNotFound: 'Not found: …',
  FieldValueNotSupported: 'Unsupported value: …',
  FieldValueTooMany: 'Too many: …',
};

/** Explain, and are no fault. */
const NEUTRAL: ReadonlySet<ReasonCode> = new Set(['pod-level-decides', 'status-says']);

export function findingsOf(item: PodAnswer) {
  const about = (path: string): Pick<Finding, 'about'> => {
    const found = item.containers?.find((each) => path.startsWith(`${each.path}.`));
    return found ? { about: [kinds[found.kind], found.name] } : {};
  };
  const guaranteed = item.qosClass === 'Guaranteed';
  const reasons = item.reasons ?? [];
  const mix = reasons.find(({ code }) => code === 'containers-disagree');
  return {
    ...(mix && { mix: mixOf(item, mix) }),
    problems: [
      ...(item.problems ?? []).map((problem): Finding => ({
        ...problemFinding(problem),
        code: problem.path,
      })),
      ...(item.rejected ?? []).map((refusal): Finding => ({
        ...problemFinding(refusal),
        ...about(refusal.path),
        code: refusal.field,
        quote: [WORDS[refusal.type], refusal.detail].filter((part) => part !== '').join(': '),
      })),
    ],
    warnings: (item.warnings ?? []).map((warning): Finding => ({
      line: warning.line,
      tone: 'warn',
      text: sentence(warning.code, warning.params),
      quote: warning.text,
    })),
    reasons: reasons
      .filter((reason) => reason !== mix)
      .map((reason): Finding => ({
        line: reason.line,
        tone: NEUTRAL.has(reason.code) ? 'info' : guaranteed ? 'good' : 'warn',
        text: sentence(reason.code, reason.params),
        ...about(reason.path),
      })),
    defaulted: [
      ...(item.defaulted ?? []).map((added): Finding => ({
        line: added.line,
        tone: 'info',
        text: sentence(added.code, added.params),
        code: `${shortPath(added.path)}: ${added.value}`,
        note:
          added.code === 'request-from-limit'
            ? `+ request ${added.value}`
            : `+ ${shortPath(added.path)}: ${added.value}`,
        ...about(added.path),
      })),
      ...(item.rounded ?? []).map(({ line, path, from, to }): Finding => ({
        line,
        tone: 'info',
        text: fill(ROUNDED, { from, to }),
        code: shortPath(path),
        note: `→ ${to}`,
        ...about(path),
      })),
    ],
  };
}

/** The reason that is about two containers: what holds each of them back comes with a line of its own. */
function mixOf(item: PodAnswer, { code, params }: QosReason): Pair {
  const names = (half: 0 | 1) =>
    Object.entries(params).map(([key, name]) => {
      const found = item.containers?.find((each) => each.name === name);
      return [key, found ? `${kinds[found.kind][half]} ${name}` : name] as const;
    });
  return [
    sentence(code, Object.fromEntries(names(0)))[0],
    sentence(code, Object.fromEntries(names(1)))[1],
  ];
}

const ROUNDED: Pair = ['{from} 向上取整，存成 {to}', '{from} is rounded up and stored as {to}'];

/** `spec.containers[0].resources.requests.cpu` → `requests.cpu` */
function shortPath(path: string): string {
  return path.replace(/^.*?\.resources\./, '');
}
