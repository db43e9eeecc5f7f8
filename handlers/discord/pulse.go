package discord

import "time"

// lasting measures for how long a condition has held without a break.
type lasting struct{ since time.Time }

func (l *lasting) hold(now time.Time) time.Duration {
	if l.since.IsZero() {
		l.since = now
	}
	return now.Sub(l.since)
}

func (l *lasting) reset() { l.since = time.Time{} }

// pulse finds a zombie: a link that is open and dead. discordgo notices after
// five heartbeat intervals, 3.4 minutes, and then closes in the one way that
// loses the session.
//
// discordgo keeps the interval to itself, and reading LastHeartbeatSent races
// with its writer. So the interval is the longest time seen between two
// acknowledgements, and that a heartbeat went out is told by the link.
type pulse struct {
	beat, late time.Duration // see timing
	ack        time.Time
	gap        time.Duration
	unanswered lasting
}

// stopped is asked at each tick with the time of the last acknowledgement and
// of the last write to the link.
func (p *pulse) stopped(now, ack, wrote time.Time) bool {
	if !p.ack.IsZero() && ack.After(p.ack) {
		p.gap = max(p.gap, ack.Sub(p.ack))
	}
	p.ack = ack
	gap := p.gap
	if gap == 0 {
		gap = p.beat
	}
	late := min(p.late, gap/2)
	if !wrote.After(ack) || now.Sub(ack) <= gap+late {
		p.unanswered.reset()
		return false
	}
	// An acknowledgement may be on its way in this very moment.
	return p.unanswered.hold(now) >= late/8
}
