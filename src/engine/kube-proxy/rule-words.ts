/** A line `-A CHAIN …` of iptables-restore or iptables-save, with or without counters, asked by option. */

export interface RuleWords {
  readonly chain: string;
  /** Empty: none. */
  readonly target: string;
  /** Empty: none. */
  readonly comment: string;
  readonly has: (option: string) => boolean;
  /** Empty where the option is not there. */
  readonly value: (option: string) => string;
  /** The option is there, with `!` before it. */
  readonly not: (option: string) => boolean;
}

/** Undefined for other lines, those of ipvsadm (`-A -t …`) among them. */
export function ruleWords(line: string): RuleWords | undefined {
  const start = /^\s*(?:\[\d+:\d+\]\s+)?-A ([^-\s]\S*)/.exec(line);
  if (start === null) return undefined;
  const words: readonly string[] = line.match(/"(?:[^"\\]|\\.)*"|\S+/g) ?? [];
  const value = (option: string): string => {
    const at = words.indexOf(option);
    return at < 0 ? '' : (words[at + 1] ?? '').replace(/^"(.*)"$/, '$1');
  };
  return {
    chain: start[1] ?? '',
    target: value('-j') || value('-g'),
    comment: value('--comment'),
    has: (option) => words.includes(option),
    value,
    not: (option) => words[words.indexOf(option) - 1] === '!',
  };
}
