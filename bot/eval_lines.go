package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
)

// badLinesNamed is how many unusable lines of a file are named one by one.
const badLinesNamed = 10

// fileError says in words which file cannot be used, and why.
func fileError(path string, err error) error {
	reason, ok := systemReason(err)
	if !ok {
		reason = err.Error()
	}
	return usageError(fmt.Sprintf("%s cannot be used: %s. Name another file or folder.", path, reason))
}

// eachLine calls take with each non-empty line of r, decoded. A line that is
// not what it should be is named with its number, and the rest goes on; left,
// where not nil, is told of it.
func eachLine[T any](p *program, name string, r io.Reader, left func() error, take func(T) error) error {
	lines := bufio.NewReader(r)
	for n, bad := 1, 0; ; n++ {
		raw, err := lines.ReadBytes('\n')
		if len(raw) > 1 {
			var line T
			if fault := json.Unmarshal(raw, &line); fault != nil {
				if bad++; bad <= badLinesNamed {
					fmt.Fprintf(p.err, "newsdesk: %s, line %d is left out: it is not the JSON object that is due there (%v)\n", name, n, fault)
				}
				if left != nil {
					if err := left(); err != nil {
						return err
					}
				}
			} else if err := take(line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			if bad > badLinesNamed {
				fmt.Fprintf(p.err, "newsdesk: %s, %d lines are left out in all\n", name, bad)
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// mapLines answers each line of the file in with a line of the file out.
// The new file takes its place once it is whole.
// unusable, where not nil, stands in the place of a line that cannot be used.
func mapLines[T any](p *program, in, out string, unusable any, answer func(T) (any, error)) (err error) {
	from, err := os.Open(in)
	if err != nil {
		return fileError(in, err)
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	to, settle, err := replacing(out)
	if err != nil {
		return fileError(out, err)
	}
	defer func() { err = settle(err) }()
	w := bufio.NewWriter(to)
	lines := json.NewEncoder(w)
	lines.SetEscapeHTML(false)
	var left func() error
	if unusable != nil {
		left = func() error { return lines.Encode(unusable) }
	}
	err = eachLine(p, in, from, left, func(line T) error {
		got, err := answer(line)
		if err != nil {
			return err
		}
		return lines.Encode(got)
	})
	return errors.Join(err, w.Flush())
}

// replacing opens what will stand at path once settle is called without an
// error: a half-written file must not pass for a whole one. What is no regular
// file (a pipe, /dev/null) is written to as it is; a rename would put a file in
// its place.
func replacing(path string) (to *os.File, settle func(error) error, err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		to, err = os.OpenFile(path, os.O_WRONLY, 0)
		return to, func(err error) error { return errors.Join(err, to.Close()) }, err
	}
	to, err = os.Create(path + ".new")
	return to, func(err error) error {
		if err = errors.Join(err, to.Close()); err != nil {
			_ = os.Remove(to.Name()) // what went wrong is told already
			return err
		}
		return os.Rename(to.Name(), path)
	}, err
}
