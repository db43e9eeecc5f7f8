package discord

import "time"

// timing holds every interval of this room. Tests shorten them.
type timing struct {
	// request bounds one REST attempt.
	request time.Duration
	// retryFirst is the wait after a first failed attempt; it doubles up to
	// retryMax.
	retryFirst, retryMax time.Duration
	// ack bounds the first response to an interaction; Discord allows 3 s.
	ack time.Duration
	// identify bounds one attempt to learn whose the token is.
	identify time.Duration
	// reply bounds everything sent for one question: an interaction's token
	// dies after 15 minutes.
	reply time.Duration
	// editEvery is the least time between two partial edits of one message.
	editEvery time.Duration

	// tick is how often the gateway's health is looked at.
	tick time.Duration
	// stuck is how long a session's lock may be held: longer is a deadlock.
	stuck time.Duration
	// beat is taken for the heartbeat interval until it is observed, and late
	// is how overdue an acknowledgement may be.
	beat, late time.Duration
	// remind is how often the log says that there is no link.
	remind time.Duration
	// farewell is how long a close frame may take to go out at shutdown.
	farewell time.Duration
	// settle is the rest between losing a link and opening the next, in which
	// the old link's heartbeat goroutine ends.
	settle time.Duration
	// connectFirst is the wait before a third connection in a row; it
	// doubles up to connectMax. A link that stood for stable wipes the slate.
	connectFirst, connectMax, stable time.Duration

	// grace is how long open replies may finish by themselves at shutdown,
	// lastWords how long the rest then have to apologize, and closing how long
	// the gateway may take to close.
	grace, lastWords, closing time.Duration
}

func defaultTiming() timing {
	return timing{
		request:    10 * time.Second,
		retryFirst: 250 * time.Millisecond, retryMax: 5 * time.Second,
		ack:       2800 * time.Millisecond,
		identify:  3 * time.Second,
		reply:     14 * time.Minute,
		editEvery: time.Second,

		tick:  time.Second,
		stuck: 5 * time.Second,
		beat:  45 * time.Second,
		late:  15 * time.Second,

		remind:   time.Minute,
		farewell: 1500 * time.Millisecond,
		settle:   250 * time.Millisecond,
		// 1,000 IDENTIFYs a day are allowed, and the token is reset beyond
		// that: at two minutes each, a day of failures spends 720.
		connectFirst: time.Second, connectMax: 2 * time.Minute, stable: 3 * time.Minute,

		grace: 10 * time.Second, lastWords: 5 * time.Second, closing: 2 * time.Second,
	}
}
