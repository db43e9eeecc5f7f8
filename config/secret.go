package config

import (
	"fmt"
	"io"
	"log/slog"
)

// Secret is a value that must not be shown: however it is printed, logged or
// encoded, it reads "[set]" or "[not set]". The zero Secret is not set.
type Secret struct {
	// A pointer, because fmt does not call the methods of a Secret that sits in
	// somebody's unexported field: it would print a string, but prints the
	// address of a nested pointer.
	value *string
}

// NewSecret hides s; an empty s gives the zero Secret.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{value: &s}
}

// Reveal returns the hidden value, "" where it is not set. Call it where the
// value is handed to the service it belongs to, nowhere else.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet tells whether there is a value.
func (s Secret) IsSet() bool { return s.value != nil }

// String returns "[set]" or "[not set]".
func (s Secret) String() string {
	if s.IsSet() {
		return "[set]"
	}
	return "[not set]"
}

// Format makes every fmt verb print what String returns: without it %d and
// its like would bypass String.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// MarshalText keeps the value out of JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue keeps the value out of slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
