package discord

import (
	"context"
	"math/rand/v2"
	"time"
)

// pace spaces out connections: the first two at once, so that one loss costs
// no time, the others further and further apart, so that no fault turns into a
// storm of IDENTIFYs. A link that stood for stable begins anew.
type pace struct {
	first, most, stable time.Duration
	tries               int
	opened              time.Time
}

// next is how long to wait before connecting; it counts the attempt.
func (p *pace) next(now time.Time) time.Duration {
	wait := time.Duration(0)
	if p.tries > 1 {
		wait = min(p.first<<min(p.tries-2, 20), p.most)
		// A fifth either way: bots cut off together shall not return together.
		wait += time.Duration((rand.Float64() - 0.5) * 0.4 * float64(wait))
	}
	p.tries++
	p.opened = now.Add(wait)
	return wait
}

// lost notes the end of a link that was opened after the last next.
func (p *pace) lost(now time.Time) {
	if now.Sub(p.opened) >= p.stable {
		p.tries = 0
	}
}

// sleep waits and tells whether ctx is still alive after it.
func sleep(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}
