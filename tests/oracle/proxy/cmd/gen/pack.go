package main

// gen -kind K -seed N -n N -o FILE: the files that tests/fixtures/oracle holds, in their shape.

import (
	"bufio"
	"fmt"
	"os"
	"sort"
)

type Item struct {
	ID       string                 `json:"id"`
	Features []string               `json:"features"`
	Config   map[string]interface{} `json:"config"`
	Node     Node                   `json:"node"`
	Objects  []interface{}          `json:"objects"`
	Expected interface{}            `json:"expected"`
}

func pack(kind, file string, seed int64, start, n int, prefix string, rare bool) {
	f, err := os.Create(file)
	if err != nil {
		panic(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	defer w.Flush()
	fmt.Fprintf(w, `{"kubernetes":"v1.37.2","seed":%d,"items":[`, seed)
	for i := start; i < start+n; i++ {
		if i > start {
			w.WriteString(",")
		}
		w.WriteString("\n")
		w.Write(mustJSON(makeItem(makeCluster(seed, i, prefix, rare), kind, i)))
	}
	w.WriteString("\n]}\n")
}

func makeItem(c *Cluster, kind string, idx int) *Item {
	mode := map[string]string{"rules-nftables": "nftables", "rules-nftables-localhost": "nftables", "rules-ipvs": "ipvs"}[kind]
	if mode == "" {
		mode = "iptables"
	}
	// A scheduler is of ipvs mode only.
	if s := []string{"", "", "lc", "wrr", "mh", ""}[idx%6]; mode == "ipvs" && s != "" {
		c.Config["ipvs"] = map[string]interface{}{"scheduler": s}
	}
	if kind == "rules-nftables-localhost" {
		c.Config["featureGates"] = map[string]bool{"KubeProxyNFTablesLocalhostNodePorts": true}
		if idx%2 == 0 {
			c.Config["nodePortAddresses"] = []string{"primary", "localhost"}
		}
	}
	expected := map[string]interface{}{}
	l := &Item{ID: c.ID, Features: c.Features, Config: map[string]interface{}{}, Node: c.Node, Expected: expected}
	sort.Strings(l.Features)
	if l.Features == nil {
		l.Features = []string{}
	}
	for k, v := range c.Config {
		l.Config[k] = v
	}
	l.Config["apiVersion"], l.Config["kind"], l.Config["mode"] = "kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration", mode
	l.Objects = append(l.Objects, clean(c.NodeObj))
	l.Objects = append(l.Objects, cleaned(c.CIDRs)...)
	l.Objects = append(l.Objects, serving(c)...)
	for _, f := range c.Families {
		switch kind {
		case "rules-iptables":
			r, _, _ := runIPTables(c, f, "")
			expected[famKey(f)] = r
		case "rules-nftables", "rules-nftables-localhost":
			expected[famKey(f)] = map[string]string{"dump": runNFTables(c, f).Dump}
		case "rules-ipvs":
			expected[famKey(f)] = runIPVS(c, f)
		case "endpoints":
			_, sp, em := runIPTables(c, f, "")
			expected[famKey(f)] = categorize(c, f, sp, em)
		default:
			panic("kind " + kind)
		}
	}
	return l
}
