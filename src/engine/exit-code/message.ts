/** What the `message` beside a reason tells: texts of the kubelet (v1.37.2), containerd, runc and registries. */
import type { Said, NoteCode } from './types.ts';

type Hint = readonly [pattern: RegExp, code: NoteCode, names?: readonly string[]];

const START: readonly Hint[] = [
  [/container init was OOM-killed|memory limit too low/i, 'message-no-memory-to-start'],
  [/exec format error/i, 'message-format'],
  [/permission denied/i, 'message-permission'],
  [/no such file or directory|executable file not found/i, 'message-no-such-file'],
];
const PULL: readonly Hint[] = [
  [/toomanyrequests|\b429\b|rate limit/i, 'message-rate'],
  [/unauthorized|authoriz|authentication|denied|\b40[13]\b|basic auth/i, 'message-credentials'],
  [/x509|certificate/i, 'message-certificate'],
  [/not found|manifest unknown|does not exist/i, 'message-not-found'],
  [
    /no such host|i\/o timeout|connection refused|dial tcp|deadline exceeded|unreachable/i,
    'message-unreachable',
  ],
];
const CONFIG: readonly Hint[] = [
  [/(configmap|secret) "([^"]{1,253})" not found/i, 'message-missing-object', ['kind', 'name']],
  [
    /couldn't find key (\S{1,253}) in (ConfigMap|Secret) (\S{1,253})/i,
    'message-missing-key',
    ['key', 'kind', 'name'],
  ],
  [/runAsNonRoot/i, 'message-root'],
];

const BY_MEANING: Readonly<Record<string, readonly Hint[]>> = {
  'start-failed': START,
  'run-error': START,
  'cannot-run': START,
  'create-error': START,
  'pull-failed': PULL,
  'pull-backoff': PULL,
  'registry-unavailable': PULL,
  'config-error': CONFIG,
  'crash-loop': [[/back-off (\w{1,20}) restarting/i, 'message-delay', ['delay']]],
};

/** The first that fits. */
export function noteOfMessage(meaning: string, message = ''): Said<NoteCode> | undefined {
  const hints = Object.hasOwn(BY_MEANING, meaning) ? (BY_MEANING[meaning] ?? []) : [];
  const text = message.slice(0, 4000);
  for (const [pattern, code, names = []] of hints) {
    const match = pattern.exec(text);
    if (!match) continue;
    const params = Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? '']));
    return { code, params };
  }
  return undefined;
}
