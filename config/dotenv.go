package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/joho/godotenv"
)

// maxDotenv is the size of a .env file beyond which it is taken for something
// else, in bytes.
const maxDotenv = 64 << 10

// entry is one value of a .env file and the line it was written on.
type entry struct {
	value string
	line  int
}

// dotenv is a .env file as read; the zero value is a file that is not there.
type dotenv struct {
	path    string
	entries map[string]entry
	names   []string // in the order of the file
	faults  []Fault
	// warnings are remarks that stop nothing.
	warnings []string
}

// readDotenv reads the file at path. A file that does not exist is no fault.
func readDotenv(path string) dotenv {
	d := dotenv{path: path, entries: map[string]entry{}}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return d
	}
	var text []byte
	if err == nil {
		defer file.Close()
		text, err = io.ReadAll(io.LimitReader(file, maxDotenv+1))
	}
	switch {
	case err != nil:
		// The error names the path and the system's reason, never the content.
		d.fault(0, "cannot be read ("+reason(err)+")")
	case len(text) > maxDotenv:
		d.fault(0, fmt.Sprintf("is larger than %d kB, so it is not a settings file", maxDotenv>>10))
	case bytes.HasPrefix(text, []byte("\xff\xfe")), bytes.HasPrefix(text, []byte("\xfe\xff")), !utf8.Valid(text):
		// PowerShell's > writes UTF-16.
		d.fault(0, "is not saved as UTF-8; save it again as UTF-8")
	default:
		d.parse(string(bytes.TrimPrefix(text, []byte("\ufeff"))))
	}
	return d
}

// dollar stands in for $ while godotenv parses. godotenv would replace
// $NAME by another setting or by nothing, and so cut a password short.
const dollar = "\uE000"

// parse hands godotenv one statement at a time, so that each value keeps its
// line, one bad line does not hide the next, and godotenv's own messages,
// which repeat the rest of the file, secrets and all, are never shown.
func (d *dotenv) parse(text string) {
	lines := strings.SplitAfter(strings.ReplaceAll(text, "$", dollar)+"\n", "\n")
	for i := 0; i < len(lines); {
		values, used := statement(lines[i:])
		if values == nil {
			d.fault(i+1, "is not of the form NAME=value")
		}
		for name, value := range values {
			d.add(name, strings.ReplaceAll(value, dollar, "$"), i+1)
		}
		i += used
	}
}

// statement parses the statement that begins on the first line and returns how
// many lines it takes: more than one where a quoted value runs on. nil values
// mean that the first line is wrong.
func statement(lines []string) (values map[string]string, used int) {
	for used = 1; used <= len(lines); used++ {
		values, err := godotenv.Unmarshal(strings.Join(lines[:used], ""))
		if err == nil {
			return values, used
		}
		if !strings.HasPrefix(err.Error(), "unterminated quoted value") {
			break
		}
	}
	return nil, 1
}

func (d *dotenv) add(name, value string, line int) {
	if name == "" || strings.ContainsAny(name, " \t") {
		d.fault(line, "is not of the form NAME=value")
		return
	}
	if before, twice := d.entries[name]; twice {
		d.warnings = append(d.warnings, fmt.Sprintf("%s: %s is set on line %d already; line %d counts",
			d.path, name, before.line, line))
	} else {
		d.names = append(d.names, name)
	}
	d.entries[name] = entry{value: value, line: line}
}

// fault notes a problem with a line, or with the whole file where line is 0.
func (d *dotenv) fault(line int, problem string) {
	where := d.path
	if line > 0 {
		where = fmt.Sprintf("%s, line %d", d.path, line)
	}
	d.faults = append(d.faults, Fault{Where: where, Problem: problem})
}

// reason is the system's reason for a failed file operation, without the
// operation and the path, which the caller names in its own words.
func reason(err error) string {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		err = pathErr.Err
	}
	return err.Error()
}
