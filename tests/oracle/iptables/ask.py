"""Asks the iptables of this machine how it prints rules, and writes tests/fixtures/oracle/iptables-save.json.gz.

Each rule is loaded alone by iptables-restore in a network namespace of its own and printed by iptables-save, by
both back ends. Run as root: python3 tests/oracle/iptables/ask.py RULES, a text file with one rule a line as in
`-A T1 -p tcp --dport 80`; `6 ` before it asks ip6tables. Rules that are refused are left out.
"""
import gzip, json, re, subprocess, sys

SPACE = "livenotes-ask"
OUT = "tests/fixtures/oracle/iptables-save.json.gz"


def run(*words, text=None):
    return subprocess.run(words, input=text, capture_output=True, text=True)


def inside(*words, text=None):
    return run("ip", "netns", "exec", SPACE, *words, text=text)


def table_of(rule):
    if re.search(r"-j (DNAT|SNAT|MASQUERADE|REDIRECT|NETMAP)\b", rule):
        return "nat"
    if re.search(r"-j (REJECT|SYNPROXY)\b", rule):
        return "filter"
    return "raw" if re.search(r"-j (CT|NOTRACK)\b", rule) else "mangle"


def printed(rule, tool, back_end):
    table = table_of(rule)
    chain = "PREROUTING" if table == "raw" else "T1"
    chains = "" if table == "raw" else ":T1 - [0:0]\n:T2 - [0:0]\n"
    text = f"*{table}\n{chains}{rule.replace('-A T1', '-A ' + chain, 1)}\nCOMMIT\n"
    if inside(f"{tool}-{back_end}-restore", text=text).returncode:
        return None
    lines = inside(f"{tool}-{back_end}-save", "-t", table).stdout.split("\n")
    found = [line.rstrip() for line in lines if line.startswith(f"-A {chain}")]
    return found[0].replace("-A " + chain, "-A T1", 1) if found else None


def main():
    run("ip", "netns", "add", SPACE)
    try:
        inside("ipset", "create", "S1", "hash:ip,port")
        inside("ipset", "create", "S2", "hash:ip")
        cases = []
        for line in open(sys.argv[1], encoding="utf8"):
            six = line.startswith("6 ")
            rule = line[2:].rstrip("\n") if six else line.rstrip("\n")
            tool = "ip6tables" if six else "iptables"
            answers = {end: printed(rule, tool, end) for end in ("legacy", "nft")}
            if any(answers.values()):
                family = "ipv6" if six else "ipv4"
                cases.append({"family": family, "rule": rule, **answers})
    finally:
        run("ip", "netns", "del", SPACE)
    header = {
        "iptables": run("iptables", "--version").stdout.split()[1],
        "kernel": run("uname", "-r").stdout.strip(),
        "cases": cases,
    }
    with gzip.GzipFile(OUT, "wb", mtime=0) as out:
        out.write(json.dumps(header, ensure_ascii=False).encode())
    print(len(cases), "rules")


main()
