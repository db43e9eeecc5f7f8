package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// eachLine calls take with each non-empty line of r, decoded. A line that is
// not what it should be is named with its number, and the rest goes on.
func eachLine[T any](p *program, name string, r io.Reader, take func(T) error) error {
	lines := bufio.NewReader(r)
	for n := 1; ; n++ {
		raw, err := lines.ReadBytes('\n')
		if len(raw) > 1 {
			var line T
			if bad := json.Unmarshal(raw, &line); bad != nil {
				fmt.Fprintf(p.err, "newsdesk: %s, line %d is left out: %v\n", name, n, bad)
			} else if err := take(line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// mapLines answers each line of the file in with a line of the file out.
func mapLines[T any](p *program, in, out string, answer func(T) (any, error)) (err error) {
	from, err := os.Open(in)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, err := os.Create(out)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	w := bufio.NewWriter(to)
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	err = eachLine(p, in, from, func(line T) error {
		got, err := answer(line)
		if err != nil {
			return err
		}
		return lines.Encode(got)
	})
	return errors.Join(err, w.Flush())
}
