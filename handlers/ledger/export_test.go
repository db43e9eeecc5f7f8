package ledger

// The bounds, for tests.
const (
	MaxTurns = maxTurns
	MaxGaps  = maxGaps
	MaxDays  = maxDays
)

// Name is how the index of turns names one.
func Name(id, talk string) string { return nameOf(id, talk) }
