//go:build !unix

package embedded

import "fmt"

// diskChild exists where a process can limit its own files.
func diskChild(role, _ string) error { return fmt.Errorf("unknown role %q", role) }
