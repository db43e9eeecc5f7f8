package redistest

import (
	"context"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

// slots is how many hash slots a Cluster divides among its nodes.
const slots = 16384

// Cluster is a Redis Cluster of masters without replicas.
type Cluster struct {
	Nodes []*Server
}

// StartCluster runs a Cluster of redis-servers until the end of the test; with
// the skipping and the arguments of Start.
func StartCluster(t testing.TB, nodes int, args ...string) *Cluster {
	t.Helper()
	return StartClusterBinary(t, "redis-server", nodes, args...)
}

// StartClusterBinary is StartCluster for another program of the family.
func StartClusterBinary(t testing.TB, binary string, nodes int, args ...string) *Cluster {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c := &Cluster{}
	var clients []*redis.Client
	var first []any // CLUSTER MEET and the first node's address
	for i := range nodes {
		// The default bus port, port+10000, may not exist.
		bus := FreePort(t)
		s := StartBinary(t, binary, append([]string{
			"--cluster-enabled", "yes", "--cluster-port", bus, "--cluster-node-timeout", "5000",
		}, args...)...)
		client := redis.NewClient(&redis.Options{Addr: s.Addr, Protocol: 2})
		defer client.Close()
		c.Nodes, clients = append(c.Nodes, s), append(clients, client)
		must(t, client.ClusterAddSlotsRange(ctx, i*slots/nodes, (i+1)*slots/nodes-1).Err())
		if i == 0 {
			host, port, _ := net.SplitHostPort(s.Addr)
			first = []any{"cluster", "meet", host, port, bus}
			continue
		}
		must(t, client.Do(ctx, first...).Err())
	}
	for _, client := range clients {
		awaitCluster(ctx, t, client, nodes)
	}
	return c
}

// Addrs are the nodes' addresses, host:port.
func (c *Cluster) Addrs() []string {
	var addrs []string
	for _, node := range c.Nodes {
		addrs = append(addrs, node.Addr)
	}
	return addrs
}

// URL is what REDIS_URL takes for the Cluster.
func (c *Cluster) URL() string { return "redis://" + strings.Join(c.Addrs(), ",") }

// awaitCluster polls until a node knows that all slots are served and by whom.
func awaitCluster(ctx context.Context, t testing.TB, client *redis.Client, nodes int) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		info, err := client.ClusterInfo(ctx).Result()
		serving := 0
		shards, _ := client.ClusterShards(ctx).Result()
		for _, shard := range shards {
			if len(shard.Slots) > 0 {
				serving++
			}
		}
		if err == nil && strings.Contains(info, "cluster_state:ok") && serving == nodes {
			return
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("the cluster does not form: %v\n%s", err, info)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
