//go:build unix

package retrieval

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// BenchmarkNearest looks at all vectors of a guild, of 384 dimensions.
func BenchmarkNearest(b *testing.B) {
	for _, chunks := range []int{10_000, 100_000, 183_000} {
		b.Run(fmt.Sprint(chunks), func(b *testing.B) {
			x, _ := embeddedIndex(chunks*2/5, 384) // 2.5 chunks an article
			s := placed(randomVector(rand.New(rand.NewPCG(5, 6)), 384))
			before := cpuTime(b)
			for b.Loop() {
				x.nearest(s, nil, nearRead)
			}
			b.ReportMetric(float64((cpuTime(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}
