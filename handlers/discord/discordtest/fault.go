package discordtest

import (
	"net"
	"net/http"
	"strconv"
	"time"
)

// Route names a kind of REST request.
type Route string

// The routes.
const (
	RouteGateway     Route = "gateway"
	RouteApplication Route = "application"
	RouteCommands    Route = "commands"
	RouteCallback    Route = "callback" // first response to an interaction
	RouteEdit        Route = "edit"     // of any message
	RouteFollowup    Route = "followup"
	RouteCreate      Route = "create" // of a message in a channel
	RouteDelete      Route = "delete"
	RouteOther       Route = "other"
)

// Fault is what a request gets in place of its answer.
type Fault int

// The faults. None lets a request through, so that a later one can be hit.
const (
	None Fault = iota
	Status500
	Status502
	Status503
	Status504
	HTML429 // from Discord's front: no JSON, no word of when
	JSON429
	Reset // the connection breaks before the request is done
	Lost  // the request is done, and the connection breaks before its answer
)

// Fail has the next requests on a route meet these faults, one each.
func (s *Server) Fail(route Route, faults ...Fault) {
	s.set(func() { s.faults[route] = append(s.faults[route], faults...) })
}

// takeFault is what the next request on a route meets; s.mu is held.
func (s *Server) takeFault(route Route) Fault {
	waiting := s.faults[route]
	if len(waiting) == 0 {
		return None
	}
	s.faults[route] = waiting[1:]
	return waiting[0]
}

// limitWait is the retry_after of JSON429.
const limitWait = 200 * time.Millisecond

// strike answers with the fault, and returns the status, 0 for none.
func (f Fault) strike(w http.ResponseWriter) int {
	html := func(status int) int {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = w.Write([]byte("<!DOCTYPE html><html><body>error code: 1015</body></html>"))
		return status
	}
	switch f {
	case Status500:
		send(w, http.StatusInternalServerError, map[string]any{"message": "500: Internal Server Error", "code": 0})
		return http.StatusInternalServerError
	case Status502:
		return html(http.StatusBadGateway)
	case Status503:
		return html(http.StatusServiceUnavailable)
	case Status504:
		return html(http.StatusGatewayTimeout)
	case HTML429:
		return html(http.StatusTooManyRequests)
	case JSON429:
		w.Header().Set("Retry-After", "1")
		w.Header().Set("X-RateLimit-Scope", "shared")
		send(w, http.StatusTooManyRequests, limitReply(limitWait))
		return http.StatusTooManyRequests
	default:
		breakOff(w)
		return 0
	}
}

// breakOff resets the connection.
func breakOff(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

func limitReply(wait time.Duration) any {
	return map[string]any{"message": "You are being rate limited.", "retry_after": wait.Seconds(), "global": false}
}

// budgets are rate limits, by route; each path has its own windows.
type budgets map[Route]*budget

type budget struct {
	n    int
	per  time.Duration
	used map[string]*window
}

type window struct {
	ends time.Time
	left int
}

// spend takes one request from its budget and announces what is left. Where
// nothing is, it returns how long to wait.
func (b budgets) spend(route Route, path string, h http.Header) (time.Duration, bool) {
	limit := b[route]
	if limit == nil {
		return 0, false
	}
	now := time.Now()
	w := limit.used[path]
	if w == nil || now.After(w.ends) {
		w = &window{ends: now.Add(limit.per), left: limit.n}
		limit.used[path] = w
	}
	w.left--
	wait := w.ends.Sub(now)
	seconds := strconv.FormatFloat(wait.Seconds(), 'f', 3, 64)
	h.Set("X-RateLimit-Bucket", string(route))
	h.Set("X-RateLimit-Limit", strconv.Itoa(limit.n))
	h.Set("X-RateLimit-Remaining", strconv.Itoa(max(w.left, 0)))
	h.Set("X-RateLimit-Reset-After", seconds)
	return wait, w.left < 0
}
