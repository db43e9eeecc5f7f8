package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// The running bot says how it is every healthEvery; a state older than
// healthStale means that it hangs or is gone.
const (
	healthFile  = "health.json"
	healthEvery = 15 * time.Second
	healthStale = time.Minute
)

// health is the state of a running bot.
type health struct {
	At time.Time `json:"at"`
	// Faults are in words, none while all is well.
	Faults []string `json:"faults"`
}

// keepHealth writes the bot's state until ctx ends, then removes it.
func keepHealth(ctx context.Context, p *program, check func(context.Context) []string) {
	path := filepath.Join(p.config.DataDir, healthFile)
	defer os.Remove(path)
	tick := time.NewTicker(healthEvery)
	defer tick.Stop()
	for {
		if err := writeHealth(path, health{At: time.Now().UTC(), Faults: check(ctx)}); err != nil {
			p.log.Warn("health not written", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// writeHealth replaces the file whole: a reader must not meet half of it.
func writeHealth(path string, h health) error {
	raw, err := json.Marshal(h)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(path+".new", raw, 0o600); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// runHealth is a container's health check.
func runHealth(_ context.Context, p *program, _ []string) error {
	raw, err := os.ReadFile(filepath.Join(p.config.DataDir, healthFile))
	if errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintln(p.err, "newsdesk: no bot is running on this data folder.")
		return errSilent
	}
	if err != nil {
		return err
	}
	var h health
	if err := json.Unmarshal(raw, &h); err != nil {
		return fmt.Errorf("health file: %w", err)
	}
	if age := time.Since(h.At); age > healthStale {
		h.Faults = append(h.Faults, fmt.Sprintf("The bot has not said anything for %s.", age.Round(time.Second)))
	}
	for _, f := range h.Faults {
		fmt.Fprintln(p.err, "newsdesk: "+f)
	}
	if len(h.Faults) > 0 {
		return errSilent
	}
	fmt.Fprintln(p.out, "well")
	return nil
}
