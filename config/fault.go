package config

import (
	"fmt"
	"strings"
)

// Fault is one thing that is wrong with a setting.
type Fault struct {
	// Where names the setting and, where it was written in a file, the line:
	// "REDIS_URL (.env, line 4)".
	Where string
	// Problem says what is wrong; it never repeats a secret.
	Problem string
	// Example is a value that would do, "" where none helps.
	Example string
}

// Error is the fault on one line.
func (f Fault) Error() string {
	text := f.Where + ": " + f.Problem
	if f.Example != "" {
		text += ", for example " + f.Example
	}
	return text
}

// Faults is everything that [Load] found wrong, in the order of [Settings].
type Faults []Fault

// Error lists the faults, one a line, under a heading.
func (f Faults) Error() string {
	var text strings.Builder
	if len(f) == 1 {
		text.WriteString("One setting needs correcting:")
	} else {
		fmt.Fprintf(&text, "%d settings need correcting:", len(f))
	}
	for _, fault := range f {
		text.WriteString("\n  " + fault.Error())
	}
	return text.String()
}
