package embedded

import (
	"time"

	"github.com/alicebob/miniredis/v2"
)

// cacheTick is how exact a TTL is. Each tick walks all keys, so a cache that has
// grown large gets longer ticks: at most a twentieth of the time goes there.
const cacheTick = 100 * time.Millisecond

// cache is a miniredis that nothing keeps.
type cache struct {
	mr         *miniredis.Miniredis
	stop, done chan struct{}
}

func newCache() (*cache, error) {
	c := &cache{mr: miniredis.NewMiniRedis(), stop: make(chan struct{}), done: make(chan struct{})}
	conn, err := c.mr.Dial() // makes the server, without a listener
	if err != nil {
		return nil, err
	}
	_ = conn.Close()
	go c.age()
	return c, nil
}

// age moves miniredis's time, which stands still by itself. Its ClockTTL does
// the same work at each access.
func (c *cache) age() {
	defer close(c.done)
	last := time.Now()
	timer := time.NewTimer(cacheTick)
	defer timer.Stop()
	for {
		select {
		case <-c.stop:
			return
		case <-timer.C:
		}
		now := time.Now()
		c.mr.FastForward(now.Sub(last))
		last = now
		timer.Reset(max(cacheTick, 20*time.Since(now)))
	}
}

func (c *cache) close() {
	close(c.stop)
	<-c.done
	c.mr.Close()
}
