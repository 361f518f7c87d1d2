/** Commands that show more. POD, CONTAINER, IMAGE and NODE are to be filled in where the text does not name them. */
import type { Look, LookCode } from './types.ts';

const COMMANDS: Readonly<Record<LookCode, string>> = {
  'look-last-logs': 'kubectl logs POD -c CONTAINER --previous',
  'look-logs': 'kubectl logs POD -c CONTAINER',
  'look-describe': 'kubectl describe pod POD',
  'look-events': 'kubectl events --for pod/POD',
  'look-states': "kubectl get pod POD -o jsonpath='{.status.containerStatuses}'",
  'look-usage': 'kubectl top pod POD --containers',
  'look-kernel': "journalctl -k -g 'oom|killed process|segfault|audit'",
  'look-runtime': 'journalctl -u containerd --since -10min',
  'look-kubelet': 'journalctl -u kubelet --since -10min',
  'look-node': 'kubectl describe node NODE',
  'look-shell': 'kubectl debug POD -it --copy-to=try --container=CONTAINER -- sh',
  'look-pull': 'crictl pull IMAGE',
  'look-config': 'kubectl get configmap,secret',
  'look-hook': "kubectl get pod POD -o jsonpath='{.spec.containers[*].lifecycle.postStart}'",
};

export function lookAt(codes: readonly LookCode[], container: string | undefined): readonly Look[] {
  // A name from the reader's text goes into a command line: only as the API server allows names.
  const name = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(container ?? '') ? container : undefined;
  return codes.map((code) => ({
    code,
    command: name === undefined ? COMMANDS[code] : COMMANDS[code].replace('CONTAINER', name),
  }));
}
