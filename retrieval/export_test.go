package retrieval

import "time"

// LookEvery sets how often Run looks for articles without vectors.
func (l *Library) LookEvery(d time.Duration) { l.lookEvery = d }
