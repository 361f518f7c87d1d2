import { expect, test } from 'vitest';
import { findRules, parseDump } from '../../../src/engine/netfilter/index.ts';

const DUMP = parseDump(`*nat
:PREROUTING ACCEPT [0:0]
:KUBE-SERVICES - [0:0]
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A PREROUTING -i eth0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
-A PREROUTING -d 10.0.0.9/32 -p tcp -m multiport --dports 22,8000:9000 -j REDIRECT --to-ports 30000-30010
-A PREROUTING -m iprange --src-range 10.1.0.5-10.1.0.9 -j RETURN
-A KUBE-SERVICES ! -s 10.244.0.0/16 -d 10.96.0.10/32 -p udp -m udp --dport 53 -j DNAT --to-destination 10.244.1.5-10.244.1.7:5300-5310
COMMIT
`);
const V6 = parseDump(`*nat
:PREROUTING ACCEPT [0:0]
-A PREROUTING -d fd00:96::a/128 -p tcp -m tcp --dport 53 -j DNAT --to-destination [fd00:10::5]:5353
-A PREROUTING -s fd00:10::/32 -j ACCEPT
COMMIT
`);

test.each([
  ['an address in a network and in a range of addresses', '10.244.1.6', [8]],
  ['an address that only a negated network has', '10.244.9.9', [8]],
  ['a network that holds addresses', '10.0.0.0/16', [6]],
  ['an address of --src-range', '10.1.0.7', [7]],
  ['what is translated to', '172.17.0.2', [5]],
  ['a port alone, in a range and in a list', '8080', [5, 6]],
  ['the port of a translation', '80', [5]],
  ['a port in a range of a translation', '5305', [8]],
  ['a port of --to-ports', '30001', [6]],
  ['address and port', '10.96.0.10:53', [8]],
  ['address and another port', '10.96.0.10:54', []],
  ['the name of a chain: where it begins, what is in it, what leads to it', 'kube-serv', [3, 4, 8]],
  ['a comment', 'PORTALS', [4]],
  ['a target', 'dnat', [5, 8]],
  ['an interface', 'eth0', [5]],
  ['signs that mean something in a pattern', '(.*', []],
  ['nothing', '  ', []],
])('%s', (_, query, lines) => {
  expect(findRules(DUMP, query)).toEqual(lines);
});

test.each([
  ['fd00:96::a', [3]],
  ['[fd00:10::5]:5353', [3]],
  ['fd00:10::5', [3, 4]],
  ['5353', [3]],
])('IPv6: %s', (query, lines) => {
  expect(findRules(V6, query)).toEqual(lines);
});
