package ledger

// Bound has a ledger keep n turns, gaps, days and cached values.
func Bound(l *Ledger, n int) *Ledger {
	l.bounds = bounds{n, n, n, n}
	return l
}

// Name is how the index of turns names one.
func Name(id, talk string) string { return nameOf(id, talk) }
