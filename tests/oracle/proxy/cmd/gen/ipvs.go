package main

// What the ipvs proxier makes of a cluster.

import (
	"fmt"
	"net"
	"sort"

	v1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/proxy/ipvs"
	ipsettest "k8s.io/kubernetes/pkg/proxy/ipvs/ipset/testing"
	netlinktest "k8s.io/kubernetes/pkg/proxy/ipvs/testing"
	ipvstest "k8s.io/kubernetes/pkg/proxy/ipvs/util/testing"
	iptablestest "k8s.io/kubernetes/pkg/util/iptables/testing"
	netutils "k8s.io/utils/net"
)

// Server is a virtual server: everything has an order here, upstream has none.
type Server struct {
	Address   string   `json:"address"`
	Protocol  string   `json:"protocol"`
	Scheduler string   `json:"scheduler"`
	Flags     uint32   `json:"flags"`
	Timeout   uint32   `json:"timeout"`
	Real      []string `json:"real"`
}

type Set struct {
	Name    string   `json:"name"`
	Type    string   `json:"type"`
	Family  string   `json:"family"`
	Entries []string `json:"entries"`
}

type IPVSResult struct {
	Servers  []Server            `json:"servers"`
	Sets     []Set               `json:"sets"`
	IPTables string              `json:"iptables"`
	Jumps    map[string][]string `json:"jumps"`
	Bound    []string            `json:"bound"`
}

func runIPVS(c *Cluster, fam v1.IPFamily) *IPVSResult {
	e := makeEnv(c, "ipvs")
	var fake *iptablestest.FakeIPTables
	if fam == v1.IPv6Protocol {
		fake = iptablestest.NewIPv6Fake()
	} else {
		fake = iptablestest.NewFake()
	}
	ipt := &capture{FakeIPTables: fake}
	vs := ipvstest.NewFake()
	set := ipsettest.NewFake("6.0")
	link := netlinktest.NewFakeNetlinkHandle(fam == v1.IPv6Protocol)
	for _, itf := range c.Node.Interfaces {
		var own []string
		for _, s := range itf.IPs {
			ip, _, err := netutils.ParseCIDRSloppy(s)
			if err != nil {
				panic(err)
			}
			own = append(own, ip.String())
		}
		link.SetLocalAddresses(itf.Name, own...)
	}
	p := ipvs.OracleNew(e.cfg, fam, ipt, vs, set, link, e.detectors[fam], e.nodeName, e.nodeIPs[fam], e.network, e.labels)
	feed(p, c)
	r := &IPVSResult{IPTables: string(ipt.data), Jumps: jumpsOf(fake)}
	for k, s := range vs.Services {
		x := Server{Address: net.JoinHostPort(k.IP, fmt.Sprint(k.Port)), Protocol: k.Protocol, Scheduler: s.Scheduler, Flags: uint32(s.Flags), Timeout: s.Timeout, Real: []string{}}
		for _, d := range vs.Destinations[k] {
			x.Real = append(x.Real, d.String())
		}
		sort.Strings(x.Real)
		r.Servers = append(r.Servers, x)
	}
	sort.Slice(r.Servers, func(i, j int) bool {
		return r.Servers[i].Protocol+r.Servers[i].Address < r.Servers[j].Protocol+r.Servers[j].Address
	})
	for name, s := range set.Sets {
		r.Sets = append(r.Sets, Set{name, string(s.SetType), s.HashFamily, set.Entries[name].List()})
	}
	sort.Slice(r.Sets, func(i, j int) bool { return r.Sets[i].Name < r.Sets[j].Name })
	bound, _ := link.ListBindAddress("kube-ipvs0")
	sort.Strings(bound)
	r.Bound = bound
	return r
}
