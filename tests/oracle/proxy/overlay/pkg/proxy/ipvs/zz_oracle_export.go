//go:build linux

package ipvs

// Added for the oracle only: nothing in upstream's files is changed.
// OracleNew is NewProxier of this package with fakes in place of the kernel; the field list is copied from it.

import (
	"bytes"
	"fmt"
	"net"
	"time"

	v1 "k8s.io/api/core/v1"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/proxy"
	kubeproxyconfig "k8s.io/kubernetes/pkg/proxy/apis/config"
	"k8s.io/kubernetes/pkg/proxy/conntrack"
	"k8s.io/kubernetes/pkg/proxy/healthcheck"
	utilipset "k8s.io/kubernetes/pkg/proxy/ipvs/ipset"
	utilipvs "k8s.io/kubernetes/pkg/proxy/ipvs/util"
	"k8s.io/kubernetes/pkg/proxy/runner"
	proxyutil "k8s.io/kubernetes/pkg/proxy/util"
	utiliptables "k8s.io/kubernetes/pkg/util/iptables"
)

func OracleNew(config *kubeproxyconfig.KubeProxyConfiguration, ipFamily v1.IPFamily, ipt utiliptables.Interface,
	ipvs utilipvs.Interface, ipset utilipset.Interface, netlink NetLinkHandle,
	localDetector proxyutil.LocalTrafficDetector, nodeName string, nodeIP net.IP, ni proxyutil.NetworkInterfacer, labels map[string]string) *Proxier {
	scheduler := config.IPVS.Scheduler
	if len(scheduler) == 0 {
		scheduler = defaultScheduler
	}
	p := &Proxier{
		ipFamily:              ipFamily,
		svcPortMap:            make(proxy.ServicePortMap),
		serviceChanges:        proxy.NewServiceChangeTracker(ipFamily, newServiceInfo, nil),
		endpointsMap:          make(proxy.EndpointsMap),
		endpointsChanges:      proxy.NewEndpointsChangeTracker(ipFamily, nodeName, nil, nil),
		initialSync:           true,
		iptables:              ipt,
		masqueradeAll:         config.Linux.MasqueradeAll,
		masqueradeMark:        fmt.Sprintf("%#08x", 1<<uint(*config.IPTables.MasqueradeBit)),
		conntrack:             conntrack.NewFake(),
		localDetector:         localDetector,
		nodeName:              nodeName,
		nodeIP:                nodeIP,
		serviceHealthServer:   healthcheck.NewFakeServiceHealthServer(),
		ipvs:                  ipvs,
		ipvsScheduler:         scheduler,
		iptablesData:          bytes.NewBuffer(nil),
		filterChainsData:      bytes.NewBuffer(nil),
		natChains:             proxyutil.NewLineBuffer(),
		natRules:              proxyutil.NewLineBuffer(),
		filterChains:          proxyutil.NewLineBuffer(),
		filterRules:           proxyutil.NewLineBuffer(),
		netlinkHandle:         netlink,
		ipset:                 ipset,
		nodePortAddresses:     proxyutil.NewNodePortAddresses(ipFamily, config.NodePortAddresses),
		networkInterfacer:     ni,
		topologyLabels:        labels,
		gracefuldeleteManager: NewGracefulTerminationManager(ipvs),
		logger:                klog.Background(),
	}
	p.ipsetList = make(map[string]*IPSet)
	for _, is := range ipsetInfo {
		p.ipsetList[is.name] = NewIPSet(ipset, is.name, is.setType, (ipFamily == v1.IPv6Protocol), is.comment)
	}
	p.syncRunner = runner.NewBoundedFrequencyRunner("sync-runner", p.syncProxyRules, 0, 30*time.Second, time.Minute)
	return p
}
