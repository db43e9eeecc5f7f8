package embedded

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/redis/go-redis/v9"
)

// ingest writes an article of n chunks of 1.4 kB each, in one transaction.
func ingest(ctx context.Context, c *redis.Client, id string, n int) error {
	text := strings.Repeat("Satellites saw it. ", 75)
	_, err := c.TxPipelined(ctx, func(p redis.Pipeliner) error {
		p.HSet(ctx, "a:"+id, "title", "Satellites "+id, "chunks", n)
		for i := range n {
			p.HSet(ctx, fmt.Sprint("c:", id, ":", i), "text", text, "start", i)
		}
		p.ZAdd(ctx, "arts", redis.Z{Score: 1, Member: id})
		p.XAdd(ctx, &redis.XAddArgs{Stream: "log", MaxLen: 1000, Values: []any{"id", id}})
		return nil
	})
	return err
}

// BenchmarkIngest has as many clients as -cpu says, times 8.
func BenchmarkIngest(b *testing.B) {
	for _, chunks := range []int{1, 20} {
		b.Run(fmt.Sprint(chunks, "-chunks"), func(b *testing.B) {
			s := start(b, b.TempDir())
			var n atomic.Int64
			b.SetParallelism(8)
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if err := ingest(context.Background(), s.Client(), fmt.Sprint(n.Add(1)), chunks); err != nil {
						b.Error(err)
						return
					}
				}
			})
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// BenchmarkSet is one client that waits for each acknowledgement.
func BenchmarkSet(b *testing.B) {
	s := start(b, b.TempDir())
	for b.Loop() {
		must(b, s.Client().Set(context.Background(), "k", "v", 0).Err())
	}
}

func BenchmarkGet(b *testing.B) {
	s := start(b, b.TempDir())
	must(b, s.Client().Set(context.Background(), "k", "v", 0).Err())
	for b.Loop() {
		must(b, s.Client().Get(context.Background(), "k").Err())
	}
}

// BenchmarkOpen opens a store of 20,000 chunks (29 MB of text).
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	s := start(b, dir)
	for i := range 1000 {
		must(b, ingest(context.Background(), s.Client(), fmt.Sprint(i), 20))
	}
	must(b, s.Close())
	for b.Loop() {
		s, err := Open(context.Background(), dir, nil)
		must(b, err)
		must(b, s.Close())
	}
}

// BenchmarkRewrite rewrites the journal of 20,000 chunks.
func BenchmarkRewrite(b *testing.B) {
	s := start(b, b.TempDir())
	for i := range 1000 {
		must(b, ingest(context.Background(), s.Client(), fmt.Sprint(i), 20))
	}
	must(b, s.Client().Ping(context.Background()).Err())
	for b.Loop() {
		s.engine.mu.Lock()
		s.engine.rewrite()
		s.engine.mu.Unlock()
	}
}
