/** Random dumps, packets and nodes: well-formed, but without sense. */
import fc from 'fast-check';

const CHAINS = ['A', 'B', 'C'] as const;
const ADDRESSES = ['10.0.0.1', '10.0.0.2', '10.1.0.0/16', '192.168.1.10', '0.0.0.0/0'] as const;

const sign = fc.constantFrom('', '', '! ');
const option = (name: string, values: fc.Arbitrary<string>) =>
  fc.tuple(sign, values).map(([not, value]) => `${not}${name} ${value}`);

const condition = fc.oneof(
  option('-s', fc.constantFrom(...ADDRESSES)),
  option('-d', fc.constantFrom(...ADDRESSES)),
  option('-p tcp -m tcp --dport', fc.constantFrom('80', '1:1024', '443')).map((text) =>
    text.replace(/^! -p/, '-p').replace('--dport', text.startsWith('!') ? '! --dport' : '--dport'),
  ),
  option('-m mark --mark', fc.constantFrom('0x1', '0x2/0xff')).map((text) =>
    text.replace(/^! -m mark/, '-m mark !'),
  ),
  fc
    .constantFrom('NEW', 'RELATED,ESTABLISHED', 'DNAT')
    .map((state) => `-m conntrack --ctstate ${state}`),
  fc
    .constantFrom('0.50000000000', '0.33333333349')
    .map((probability) => `-m statistic --mode random --probability ${probability}`),
  fc.constantFrom(
    '-m limit --limit 1/sec',
    '-m recent --set --name L',
    '-m recent --rcheck --name L',
  ),
  fc.constantFrom('-m owner --uid-owner 0', '-m set --match-set S src', '-m wonder --how much'),
  fc.constant('-m comment --comment "two \\"words\\""'),
);

/** Jumps go to later chains only: iptables refuses circles. */
function rule(chain: string, targets: readonly string[]): fc.Arbitrary<string> {
  const target = fc.constantFrom(...targets, '-j MARK --set-xmark 0x1/0xffffffff', '-j LOG', '');
  return fc
    .tuple(
      fc.uniqueArray(condition, {
        maxLength: 3,
        selector: (text) => text.split(' ').slice(0, 3).join(),
      }),
      target,
    )
    .map(([conditions, end]) =>
      ['-A', chain, ...conditions, end].filter((part) => part !== '').join(' '),
    );
}

function table(
  name: string,
  builtIn: readonly string[],
  ends: readonly string[],
): fc.Arbitrary<string> {
  const later = (from: number) => CHAINS.slice(from).flatMap((to) => [`-j ${to}`, `-g ${to}`]);
  const rules = [
    ...builtIn.map((chain) => fc.array(rule(chain, [...ends, ...later(0)]), { maxLength: 4 })),
    ...CHAINS.map((chain, index) =>
      fc.array(rule(chain, [...ends, '-j RETURN', ...later(index + 1)]), { maxLength: 3 }),
    ),
  ];
  const policy = fc.constantFrom('ACCEPT', 'DROP');
  return fc.tuple(policy, ...rules).map(([stated, ...lists]) => {
    const own = builtIn.map((chain) => `:${chain} ${name === 'nat' ? 'ACCEPT' : stated} [0:0]`);
    const made = CHAINS.map((chain) => `:${chain} - [0:0]`);
    return [`*${name}`, ...own, ...made, ...(lists as string[][]).flat(), 'COMMIT', ''].join('\n');
  });
}

export function dumpText(): fc.Arbitrary<string> {
  const filter = table(
    'filter',
    ['INPUT', 'FORWARD', 'OUTPUT'],
    ['-j ACCEPT', '-j DROP', '-j REJECT'],
  );
  const mangle = table(
    'mangle',
    ['PREROUTING', 'POSTROUTING'],
    ['-j ACCEPT', '-j CONNMARK --save-mark'],
  );
  return fc.tuple(filter, mangle).map((tables) => tables.join(''));
}

export const node = {
  localIPs: ['192.168.1.10', '10.1.0.1', '127.0.0.1'],
  interfaces: ['lo', 'eth0', 'cni0'],
  routes: ['10.1.0.0/16 dev cni0', '192.168.1.0/24 dev eth0', 'default dev eth0'],
};

export function packet(): fc.Arbitrary<object> {
  return fc.record({
    src: fc.constantFrom('10.0.0.1', '10.1.0.7'),
    dst: fc.constantFrom('10.0.0.2', '192.168.1.10', '10.1.0.7', '127.0.0.1'),
    proto: fc.constantFrom('tcp', 'udp'),
    sport: fc.constant(40000),
    dport: fc.constantFrom(80, 443, 8080),
    in: fc.constantFrom('eth0', 'cni0', null),
  });
}
