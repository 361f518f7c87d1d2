"""Raw packets in, the kernel's trace messages out: what neither Node nor a shell can do.

usage: wire.py NODE WORLD POD   (network namespaces)
Lines in:  send eth0|cni0|- HEX   an IP packet, on a wire of the node or sent by the node itself
           rules 2|10             the rules of a family
Lines out: trace HEX, rule HEX, done (of rules)   netlink messages without their header
"""
import ctypes, os, select, socket, struct, sys

libc = ctypes.CDLL(None, use_errno=True)


def enter(namespace):
    with open('/var/run/netns/' + namespace) as file:
        if libc.setns(file.fileno(), 0x40000000) != 0:
            raise OSError(ctypes.get_errno(), 'setns')


def wire(device):
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    sock.bind((device, 0))
    return sock


# One processor only: what is sent later is then processed later.
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
node, world, pod = sys.argv[1:]
enter(world)
wires = {'eth0': (wire('w0'), bytes.fromhex('020000000001020000000002'))}
enter(pod)
wires['cni0'] = (wire('p0'), bytes.fromhex('020000000101020000000102'))
enter(node)
own4 = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW)
own6 = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_RAW)
own6.setsockopt(41, 36, 1)  # IPV6_HDRINCL
NFTRACE = 1 << 8
trace = socket.socket(16, socket.SOCK_RAW, 12)
trace.setsockopt(socket.SOL_SOCKET, 33, 1 << 24)  # SO_RCVBUFFORCE
trace.bind((0, NFTRACE))


def send(device, packet):
    v6 = packet[0] >> 4 == 6
    if device != '-':
        sock, macs = wires[device]
        sock.send(macs + (b'\x86\xdd' if v6 else b'\x08\x00') + packet)
        return
    try:
        if v6:
            own6.sendto(packet, (socket.inet_ntop(socket.AF_INET6, packet[24:40]), 0))
        else:
            own4.sendto(packet, (socket.inet_ntop(socket.AF_INET, packet[16:20]), 0))
    except OSError:
        pass  # A rule dropped it: the sender is told.


def messages(data):
    at = 0
    while at + 16 <= len(data):
        length, kind = struct.unpack_from('=IH', data, at)
        if length < 16:
            return
        yield kind, data[at + 20:at + length].hex()
        at += (length + 3) & ~3


def rules(family):
    sock = socket.socket(16, socket.SOCK_RAW, 12)
    sock.send(struct.pack('=IHHIIBBH', 20, 10 << 8 | 7, 0x301, 1, 0, family, 0, 0))
    while True:
        for kind, text in messages(sock.recv(1 << 20)):
            if kind in (2, 3):
                print('done')
                return
            print('rule', text)


rest = b''
print('ready', flush=True)
while True:
    for source in select.select([0, trace], [], [])[0]:
        if source is trace:
            for kind, text in messages(trace.recv(1 << 20)):
                print('trace', text)
        else:
            chunk = os.read(0, 1 << 16)
            if not chunk:
                sys.exit()
            *lines, rest = (rest + chunk).split(b'\n')
            for verb, what, *packet in (line.decode().split() for line in lines):
                if verb == 'send':
                    send(what, bytes.fromhex(packet[0]))
                else:
                    rules(int(what))
        sys.stdout.flush()
