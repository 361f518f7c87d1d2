package main

// gen -seed 1 -n 120 -prefix v [-rare] : one JSON cluster with all results per line.
// gen -items FILE : reads {id, config, node, objects, testMark} lines instead (checks of older case files).

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sort"
	"strings"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	networking "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/klog/v2"
)

func mustJSON(v interface{}) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

func famKey(f v1.IPFamily) string { return strings.ToLower(string(f)) }

// clean removes empty status and creationTimestamp.
func clean(v interface{}) interface{} {
	var m map[string]interface{}
	if err := json.Unmarshal(mustJSON(v), &m); err != nil {
		panic(err)
	}
	if md, ok := m["metadata"].(map[string]interface{}); ok && md["creationTimestamp"] == nil {
		delete(md, "creationTimestamp")
	}
	if st, ok := m["status"].(map[string]interface{}); ok {
		if lb, ok := st["loadBalancer"].(map[string]interface{}); ok && len(lb) == 0 {
			delete(st, "loadBalancer")
		}
		if len(st) == 0 {
			delete(m, "status")
		}
		if m["kind"] == "Node" {
			m["status"] = map[string]interface{}{"addresses": st["addresses"]}
		}
	}
	return m
}

type Line struct {
	ID        string                 `json:"id"`
	Families  []string               `json:"families"`
	Features  []string               `json:"features"`
	Config    map[string]interface{} `json:"config"`
	Node      Node                   `json:"node"`
	Objects   []interface{}          `json:"objects"`
	IPTables  map[string]*IPTResult  `json:"iptables"`
	NFTables  map[string]*NFTResult  `json:"nftables"`
	Endpoints map[string][]EPRow     `json:"endpoints"`
	Labels    map[string][]string    `json:"localDetector,omitempty"`
}

func cleaned[T any](objects []T) (out []interface{}) {
	for _, x := range objects {
		out = append(out, clean(x))
	}
	return
}

// The Services and their slices.
func serving(c *Cluster) []interface{} {
	return append(cleaned(c.Services), cleaned(c.Slices)...)
}

func result(c *Cluster, mark string, withNFT bool) *Line {
	sort.Strings(c.Features)
	if c.Features == nil {
		c.Features = []string{}
	}
	l := &Line{ID: c.ID, Features: c.Features, Config: c.Config, Node: c.Node, IPTables: map[string]*IPTResult{}, NFTables: map[string]*NFTResult{}, Endpoints: map[string][]EPRow{}}
	if c.NodeObj != nil {
		l.Objects = append(l.Objects, clean(c.NodeObj))
	}
	l.Objects = append(l.Objects, cleaned(c.CIDRs)...)
	l.Objects = append(l.Objects, serving(c)...)
	for _, f := range c.Families {
		k := famKey(f)
		l.Families = append(l.Families, k)
		r, sp, em := runIPTables(c, f, mark)
		l.IPTables[k] = r
		if withNFT {
			l.NFTables[k] = runNFTables(c, f)
		}
		l.Endpoints[k] = categorize(c, f, sp, em)
	}
	return l
}

func bigCluster(services, eps int) *Cluster {
	c := &Cluster{ID: fmt.Sprintf("big-%d", services), Families: []v1.IPFamily{v1.IPv4Protocol}}
	c.Config = map[string]interface{}{"clusterCIDR": "10.128.0.0/9"}
	c.Node = Node{Name: "node-0", IPs: []string{"192.168.10.10"}, Labels: map[string]string{}, PodCIDRs: []string{"10.128.0.0/24"}, Interfaces: []Iface{{"lo", []string{"127.0.0.1/8"}}, {"eth0", []string{"192.168.10.10/24"}}, {"cni0", []string{"10.128.0.1/24"}}}}
	c.NodeObj = &v1.Node{ObjectMeta: metav1.ObjectMeta{Name: "node-0"}, Status: v1.NodeStatus{Addresses: []v1.NodeAddress{{Type: v1.NodeInternalIP, Address: "192.168.10.10"}}}}
	for i := 0; i < services; i++ {
		s := &v1.Service{ObjectMeta: metav1.ObjectMeta{Namespace: fmt.Sprintf("ns-%d", i%40), Name: fmt.Sprintf("svc-%05d", i)}}
		s.Spec.ClusterIP = fmt.Sprintf("10.%d.%d.%d", 96+i/60000, (i/240)%250, i%240+1)
		s.Spec.ClusterIPs = []string{s.Spec.ClusterIP}
		s.Spec.IPFamilies = []v1.IPFamily{v1.IPv4Protocol}
		s.Spec.Type = v1.ServiceTypeClusterIP
		s.Spec.Ports = []v1.ServicePort{{Name: "http", Protocol: v1.ProtocolTCP, Port: 80}}
		if i%10 == 3 {
			s.Spec.Type = v1.ServiceTypeNodePort
			s.Spec.Ports[0].NodePort = int32(30000 + i%2768)
		}
		if i%25 == 7 {
			s.Spec.Type = v1.ServiceTypeLoadBalancer
			s.Spec.ExternalTrafficPolicy = v1.ServiceExternalTrafficPolicyLocal
			s.Status.LoadBalancer.Ingress = []v1.LoadBalancerIngress{{IP: fmt.Sprintf("198.51.%d.%d", 100+i/250%100, i%250+1)}}
		}
		c.Services = append(c.Services, s)
		sl := &discovery.EndpointSlice{ObjectMeta: metav1.ObjectMeta{Namespace: s.Namespace, Name: s.Name + "-x", Labels: map[string]string{discovery.LabelServiceName: s.Name}}, AddressType: discovery.AddressTypeIPv4, Ports: []discovery.EndpointPort{{Name: ptr("http"), Port: ptr[int32](8080), Protocol: ptr(v1.ProtocolTCP)}}}
		n := eps
		if i%50 == 11 {
			n = 0
		}
		for k := 0; k < n; k++ {
			node := fmt.Sprintf("node-%d", (i+k)%50)
			x := i*eps + k
			sl.Endpoints = append(sl.Endpoints, discovery.Endpoint{Addresses: []string{fmt.Sprintf("10.%d.%d.%d", 128+(x/62500)%100, (x/250)%250, x%250+2)}, NodeName: &node})
		}
		c.Slices = append(c.Slices, sl)
	}
	return c
}

func main() {
	seed := flag.Int64("seed", 1, "")
	n := flag.Int("n", 10, "")
	start := flag.Int("start", 0, "")
	prefix := flag.String("prefix", "v", "")
	rare := flag.Bool("rare", false, "")
	items := flag.String("items", "", "")
	big := flag.Int("big", 0, "services; writes the restore text")
	eps := flag.Int("eps", 3, "endpoints per service for -big")
	bigNFT := flag.Bool("bignft", false, "")
	seq := flag.Bool("seq", false, "sequences of partial syncs")
	kind := flag.String("kind", "", "rules-iptables, rules-nftables, rules-nftables-localhost, rules-ipvs or endpoints: one JSON file with items")
	out := flag.String("o", "", "file for -kind")
	flag.Parse()
	klog.SetOutput(devnull{})
	klog.LogToStderr(false)
	w := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer w.Flush()
	if *big > 0 {
		c := bigCluster(*big, *eps)
		if *bigNFT {
			fmt.Fprint(w, runNFTables(c, v1.IPv4Protocol).Tx)
			return
		}
		r, _, _ := runIPTables(c, v1.IPv4Protocol, "")
		fmt.Fprint(w, r.Restore)
		return
	}
	if *items != "" {
		f, err := os.Open(*items)
		if err != nil {
			panic(err)
		}
		sc := bufio.NewScanner(f)
		sc.Buffer(make([]byte, 1<<20), 1<<26)
		for sc.Scan() {
			var in struct {
				ID       string                 `json:"id"`
				Families []v1.IPFamily          `json:"families"`
				Config   map[string]interface{} `json:"config"`
				Node     Node                   `json:"node"`
				Objects  []json.RawMessage      `json:"objects"`
				Mark     string                 `json:"testMark"`
			}
			if err := json.Unmarshal(sc.Bytes(), &in); err != nil {
				panic(err)
			}
			c := &Cluster{ID: in.ID, Families: in.Families, Config: in.Config, Node: in.Node}
			c.NodeObj = &v1.Node{ObjectMeta: metav1.ObjectMeta{Name: in.Node.Name}}
			for _, ip := range in.Node.IPs {
				c.NodeObj.Status.Addresses = append(c.NodeObj.Status.Addresses, v1.NodeAddress{Type: v1.NodeInternalIP, Address: ip})
			}
			for _, o := range in.Objects {
				var t metav1.TypeMeta
				_ = json.Unmarshal(o, &t)
				var err error
				switch t.Kind {
				case "Service":
					x := &v1.Service{}
					err = json.Unmarshal(o, x)
					c.Services = append(c.Services, x)
				case "EndpointSlice":
					x := &discovery.EndpointSlice{}
					err = json.Unmarshal(o, x)
					c.Slices = append(c.Slices, x)
				case "ServiceCIDR":
					x := &networking.ServiceCIDR{}
					err = json.Unmarshal(o, x)
					c.CIDRs = append(c.CIDRs, x)
				}
				if err != nil {
					panic(err)
				}
			}
			w.Write(mustJSON(result(c, in.Mark, true)))
			w.WriteString("\n")
		}
		return
	}
	if *seq {
		for i := *start; i < *start+*n; i++ {
			if q := sequence(*seed, i, *prefix, *rare); q != nil {
				w.Write(mustJSON(q))
				w.WriteString("\n")
			}
		}
		return
	}
	if *kind != "" {
		pack(*kind, *out, *seed, *start, *n, *prefix, *rare)
		return
	}
	for i := *start; i < *start+*n; i++ {
		c := makeCluster(*seed, i, *prefix, *rare)
		w.Write(mustJSON(result(c, "", true)))
		w.WriteString("\n")
	}
}

type devnull struct{}

func (devnull) Write(b []byte) (int, error) { return len(b), nil }
