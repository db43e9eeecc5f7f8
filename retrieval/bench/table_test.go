package bench

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// cost is what an engine takes for one corpus: processor time to index it,
// megabytes of heap beside the texts, and processor time of a search.
type cost struct {
	index    time.Duration
	heap     float64
	p50, p99 time.Duration
}

func (c cost) report(b *testing.B) {
	b.ReportMetric(c.index.Seconds(), "index-cpu-s")
	b.ReportMetric(c.heap, "heap-MB")
	b.ReportMetric(milliseconds(c.p50), "p50-ms")
	b.ReportMetric(milliseconds(c.p99), "p99-ms")
	b.ReportMetric(0, "ns/op")
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// table is what was measured, a row an engine and size.
type table []row

type row struct {
	engine   string
	passages int
	cost
}

// add takes a measurement; a benchmark that runs again replaces the first.
func (t *table) add(engine string, passages int, c cost) {
	r := row{engine, passages, c}
	if i := slices.IndexFunc(*t, func(o row) bool { return o.engine == engine && o.passages == passages }); i >= 0 {
		(*t)[i] = r
		return
	}
	*t = append(*t, r)
}

// String is the table in Markdown.
func (t *table) String() string {
	var s strings.Builder
	s.WriteString("\n| passages | engine | index, s | heap beside the text, MB | p50 ms | p99 ms |\n|---|---|---|---|---|---|\n")
	for _, r := range *t {
		fmt.Fprintf(&s, "| %d | %s | %.2f | %.1f | %.2f | %.2f |\n",
			r.passages, r.engine, r.index.Seconds(), r.heap, milliseconds(r.p50), milliseconds(r.p99))
	}
	return s.String()
}
