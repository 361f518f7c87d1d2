import { describe, expect, it } from 'vitest';
import { loadFixture } from '../fixtures.ts';
import { folderOfFiles, run } from './running.ts';

const file = folderOfFiles();
const recorded = loadFixture<{
  readonly dump: string;
  readonly env: unknown;
  readonly monitor: string;
  readonly kernelLog: string;
}>('netfilter/monitor.json.gz');
const DNS = 'udp 192.168.10.1:40000 -> 10.96.0.10:53 in eth0';

function trace(...args: readonly string[]) {
  const dump = file('dump.txt', recorded.dump);
  const env = file('env.json', JSON.stringify(recorded.env));
  return run(['proxy', 'trace', '-f', dump, '--env', env, ...args]);
}

/** The lines of the text that are about the first packets. */
function first(text: string, packets: number): string {
  const starts = [...text.matchAll(/^.*raw:(?:PREROUTING:policy|OUTPUT:policy).*$/gm)];
  return text.slice(0, starts[packets]?.index);
}

describe('livenotes proxy trace --as', () => {
  it('prints the walk as xtables-monitor does, every way with a number of its own', () => {
    const { status, out } = trace('--packet', DNS, '--as', 'xtables-monitor');
    expect(status).toBe(0);
    expect(out.split('\n').slice(0, 4)).toEqual([
      '# udp 192.168.10.1:40000 -> 10.96.0.10:53 in eth0 50.0 %',
      'PACKET: 2 00000001 IN=eth0 SRC=192.168.10.1 DST=10.96.0.10 SPORT=40000 DPORT=53 ',
      ' TRACE: 2 00000001 raw:PREROUTING:rule:0x1:CONTINUE  -4 -t raw -A PREROUTING -j TRACE',
      ' TRACE: 2 00000001 raw:PREROUTING:policy:ACCEPT ',
    ]);
    expect(out).toContain(' TRACE: 2 00000002 nat:KUBE-SVC-A:rule:0x3:JUMP:KUBE-SEP-2 ');
    expect(out).toContain(
      ' filter:FIREWALL:rule:0x4:0xfffffffb  -4 -t filter -A FIREWALL -j RETURN',
    );
  });

  it('refuses another format', () => {
    const { status, err } = trace('--packet', DNS, '--as', 'pcap');
    expect(status).toBe(2);
    expect(err).toMatch(/--as takes text, xtables-monitor, not pcap/);
  });

  it('prints what --kernel reads', () => {
    const { out } = trace('--packet', DNS, '--as', 'xtables-monitor');
    const compared = trace('--kernel', file('printed.txt', out), '--expect', 'same same');
    expect(compared.status).toBe(0);
  });
});

describe('livenotes proxy trace --kernel', () => {
  it('takes the packets from the trace', () => {
    const { status, out } = trace('--kernel', file('log.txt', first(recorded.kernelLog, 2)));
    expect(status).toBe(0);
    expect(out).toMatch(/^udp 192\.168\.10\.1:40000 -> 10\.96\.0\.10:53 in eth0\n/);
    expect(out.match(/Kernel and prediction agree/g)).toHaveLength(2);
  });

  it('names the first difference, with status 1', () => {
    const packet = 'udp 192.168.10.1:40000 -> 10.96.0.10:54 in eth0';
    const log = file('log.txt', first(recorded.kernelLog, 1));
    const { status, out } = trace('--kernel', log, '--packet', packet, '-o', 'json');
    expect(status).toBe(1);
    expect(JSON.parse(out).items[0].kernel).toMatchObject({
      verdict: 'accept',
      difference: {
        index: 4,
        kernel: 'nat/KUBE-SERVICES/2',
        predicted: 'nat/PREROUTING/policy',
      },
    });
    const text = trace('--kernel', log, '--packet', packet);
    expect(text.out).toMatch(/^> +nat\/KUBE-SERVICES\/2 JUMP KUBE-SVC-A +nat\/PREROUTING\/policy/m);
    expect(text.out).toContain('They part at step 5');
  });

  it('names lines that are no trace', () => {
    const { status, err } = trace('--kernel', file('log.txt', 'hello\n'));
    expect(status).toBe(1);
    expect(err).toMatch(/log\.txt:1:1: Not a line of xtables-monitor/);
  });
});
