/** A node with a bridge for its Pods and a neighbour. */
export const NODE = `localIPs: [192.168.10.10, 10.244.1.1]
interfaces:
  - {name: eth0, ips: [192.168.10.10/24]}
  - {name: cni0, ips: [10.244.1.1/24]}
routes:
  - default via 192.168.10.1 dev eth0
  - 192.168.10.0/24 dev eth0
  - 10.244.1.0/24 dev cni0
  - 10.244.2.0/24 via 192.168.10.11 dev eth0
`;
