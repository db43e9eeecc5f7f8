package main

import (
	"context"
	"fmt"

	"newsdesk.example/newsdesk/config"
)

// runSettings lists every setting with its default.
func runSettings(_ context.Context, p *program, _ []string) error {
	for _, s := range config.Settings() {
		fmt.Fprintln(p.out, s.Name)
		out := page{w: p.out, width: p.columns()}
		out.paragraph("    ", s.Help)
		out.paragraph("    ", "Default: "+s.Default+".")
	}
	return nil
}
