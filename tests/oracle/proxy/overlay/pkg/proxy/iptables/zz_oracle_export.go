//go:build linux

package iptables

// Added for the oracle only: nothing in upstream's files is changed.

import (
	"fmt"

	"k8s.io/kubernetes/pkg/proxy"
	"k8s.io/kubernetes/pkg/proxy/conntrack"
	"k8s.io/kubernetes/pkg/proxy/healthcheck"
	proxyutil "k8s.io/kubernetes/pkg/proxy/util"
	"k8s.io/kubernetes/pkg/proxy/util/nfacct"
)

type oracleNfacct struct{ ok bool }

func (o oracleNfacct) Ensure(string) error {
	if o.ok {
		return nil
	}
	return fmt.Errorf("no nfacct here")
}
func (o oracleNfacct) Add(string) error                    { return nil }
func (o oracleNfacct) Get(string) (*nfacct.Counter, error) { return nil, fmt.Errorf("none") }
func (o oracleNfacct) List() ([]*nfacct.Counter, error)    { return nil, nil }

func OracleFakes(p *Proxier, ni proxyutil.NetworkInterfacer, haveNfacct bool, labels map[string]string) {
	p.conntrack = conntrack.NewFake()
	p.serviceHealthServer = healthcheck.NewFakeServiceHealthServer()
	p.networkInterfacer = ni
	p.nfacct = oracleNfacct{haveNfacct}
	p.topologyLabels = labels
}

func OracleSync(p *Proxier) error { return p.syncProxyRules() }

func OracleLarge(p *Proxier) bool { return p.largeClusterMode }

func OracleMaps(p *Proxier) (proxy.ServicePortMap, proxy.EndpointsMap) {
	return p.svcPortMap, p.endpointsMap
}
func OracleSetTest(p *Proxier, mark string) { p.masqueradeMark = mark }
