package main

// What kube-proxy makes of configuration files: validate < texts.json > answers.json
// Input: a JSON list of texts. Output: {"kubernetes", "items": [{id, text, expected}]}.
// loadConfig is copied from cmd/kube-proxy/app/options.go: strict first, then lenient for v1alpha1.

import (
	"encoding/json"
	"fmt"
	"os"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	kubeproxyconfig "k8s.io/kubernetes/pkg/proxy/apis/config"
	kubeproxyscheme "k8s.io/kubernetes/pkg/proxy/apis/config/scheme"
	"k8s.io/kubernetes/pkg/proxy/apis/config/v1alpha1"
	"k8s.io/kubernetes/pkg/proxy/apis/config/validation"
)

type Refusal struct {
	Field  string `json:"field"`
	Type   string `json:"type"`
	Detail string `json:"detail"`
}

type Expected struct {
	// Read at all; without it there is nothing else.
	Read bool `json:"read"`
	// Strict reading failed: kube-proxy logs that and goes on.
	Lenient  bool      `json:"lenient,omitempty"`
	Rejected []Refusal `json:"rejected,omitempty"`
	// After defaults and conversion.
	Config map[string]interface{} `json:"config,omitempty"`
}

type Item struct {
	ID       string   `json:"id"`
	Text     string   `json:"text"`
	Expected Expected `json:"expected"`
}

func load(data []byte) (*kubeproxyconfig.KubeProxyConfiguration, bool, error) {
	obj, _, err := kubeproxyscheme.Codecs.UniversalDecoder().Decode(data, nil, nil)
	lenient := false
	if err != nil {
		if !runtime.IsStrictDecodingError(err) {
			return nil, false, err
		}
		lenient = true
		scheme := runtime.NewScheme()
		if err := kubeproxyconfig.AddToScheme(scheme); err != nil {
			panic(err)
		}
		if err := v1alpha1.AddToScheme(scheme); err != nil {
			panic(err)
		}
		codecs := serializer.NewCodecFactory(scheme, serializer.DisableStrict)
		if obj, _, err = codecs.UniversalDecoder().Decode(data, nil, nil); err != nil {
			return nil, true, err
		}
	}
	c, ok := obj.(*kubeproxyconfig.KubeProxyConfiguration)
	if !ok {
		return nil, lenient, fmt.Errorf("%T", obj)
	}
	return c, lenient, nil
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		panic(err)
	}
	items := []Item{}
	for i, text := range texts {
		item := Item{ID: fmt.Sprintf("c-%03d", i), Text: text}
		if c, lenient, err := load([]byte(text)); err == nil {
			// platformApplyDefaults (cmd/kube-proxy/app/server_linux.go)
			if c.Mode == "" {
				c.Mode = kubeproxyconfig.ProxyModeIPTables
			}
			if c.Mode == kubeproxyconfig.ProxyModeNFTables && len(c.NodePortAddresses) == 0 {
				c.NodePortAddresses = []string{kubeproxyconfig.NodePortAddressesPrimary}
			}
			if c.DetectLocalMode == "" {
				c.DetectLocalMode = kubeproxyconfig.LocalModeClusterCIDR
			}
			item.Expected = Expected{Read: true, Lenient: lenient}
			// As Options.Complete does; set back afterwards, for the process has only one set.
			gates := utilfeature.DefaultMutableFeatureGate
			if err := gates.SetFromMap(c.FeatureGates); err != nil {
				panic(err)
			}
			for _, e := range validation.Validate(c) {
				item.Expected.Rejected = append(item.Expected.Rejected, Refusal{e.Field, string(e.Type), e.Detail})
			}
			for name := range c.FeatureGates {
				if err := gates.SetFromMap(map[string]bool{name: name != "KubeProxyNFTablesLocalhostNodePorts"}); err != nil {
					panic(err)
				}
			}
			if len(item.Expected.Rejected) == 0 {
				item.Expected.Config = map[string]interface{}{
					"mode": c.Mode, "bindAddress": c.BindAddress, "healthzBindAddress": c.HealthzBindAddress, "metricsBindAddress": c.MetricsBindAddress,
					"masqueradeAll": c.Linux.MasqueradeAll, "iptablesBit": c.IPTables.MasqueradeBit, "nftablesBit": c.NFTables.MasqueradeBit,
					"localhostNodePorts": c.IPTables.LocalhostNodePorts, "nodePortAddresses": c.NodePortAddresses, "detectLocalMode": c.DetectLocalMode,
					"clusterCIDRs": c.DetectLocal.ClusterCIDRs, "syncPeriod": c.SyncPeriod.Duration.Milliseconds(), "minSyncPeriod": c.MinSyncPeriod.Duration.Milliseconds(),
					"configSyncPeriod": c.ConfigSyncPeriod.Duration.Milliseconds(), "tcpBeLiberal": c.Linux.Conntrack.TCPBeLiberal, "scheduler": c.IPVS.Scheduler,
					"oomScoreAdj": c.Linux.OOMScoreAdj,
				}
			}
		}
		items = append(items, item)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if err := out.Encode(map[string]interface{}{"kubernetes": "v1.37.2", "items": items}); err != nil {
		panic(err)
	}
}
