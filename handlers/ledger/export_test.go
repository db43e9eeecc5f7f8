package ledger

// The bounds, for tests.
const (
	MaxTurns = maxTurns
	MaxGaps  = maxGaps
	MaxDays  = maxDays
)
