package embedded

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
)

func TestReadCommand(t *testing.T) {
	t.Parallel()
	big := strings.Repeat("x", 100_000)
	for _, tc := range []struct {
		in   string
		want []string
		err  error
	}{
		{"*2\r\n$3\r\nGET\r\n$1\r\nk\r\n", []string{"GET", "k"}, nil},
		{"*1\r\n$0\r\n\r\n", []string{""}, nil},
		{"*1\r\n$4\r\na\r\nb\r\n", []string{"a\r\nb"}, nil},
		{"*1\r\n$100000\r\n" + big + "\r\n", []string{big}, nil},
		{"*0\r\n", nil, nil},
		{"", nil, io.EOF},
		{"*2\r\n$3\r\nGET\r\n", nil, io.ErrUnexpectedEOF},
		{"*2\r\n$3\r\nGE", nil, io.ErrUnexpectedEOF},
		{"*1\r\n$3\r\nGET", nil, io.ErrUnexpectedEOF},
		{"*1", nil, io.ErrUnexpectedEOF},
		{"PING\r\n", nil, errProtocol},
		{"*-1\r\n", nil, errProtocol},
		{"*+1\r\n", nil, errProtocol},
		{"*1\n", nil, errProtocol},
		{"*1\r\n$3\r\nGETxx", nil, errProtocol},
		{"*1\r\n+GET\r\n", nil, errProtocol},
		{"*99999999999\r\n", nil, errProtocol},
		{"*1\r\n$4294967295\r\n", nil, errProtocol},
		{"*" + big, nil, errProtocol},
	} {
		got, err := readCommand(bufio.NewReader(strings.NewReader(tc.in)))
		if !errors.Is(err, tc.err) || !slices.Equal(got, tc.want) {
			t.Errorf("%.30q: %.40q, %v; want %.40q, %v", tc.in, got, err, tc.want, tc.err)
		}
	}
}

// An announced length must not cost memory before the bytes are there. Not
// parallel: it measures what the process allocates.
func TestAnnouncedLengthAllocatesNothing(t *testing.T) {
	in := bufio.NewReader(strings.NewReader(fmt.Sprintf("*1\r\n$%d\r\nshort", maxCommand)))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := readCommand(in)
	runtime.ReadMemStats(&after)
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("err = %v", err)
	}
	if cost := after.TotalAlloc - before.TotalAlloc; cost > 1<<20 {
		t.Errorf("%d bytes for five", cost)
	}
}

func FuzzReadCommand(f *testing.F) {
	f.Add([]byte("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n"))
	f.Add([]byte("*1\r\n$0\r\n\r\n*0\r\n"))
	f.Add([]byte("*1\r\n$5\r\na\r\n"))
	f.Add([]byte("*1048576\r\n$1\r\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		r := bufio.NewReader(bytes.NewReader(in))
		for {
			args, err := readCommand(r)
			if err != nil {
				return
			}
			again, err := readCommand(bufio.NewReader(bytes.NewReader(appendCommand(nil, args...))))
			if err != nil || !slices.Equal(args, again) {
				t.Fatalf("%q comes back as %q, %v", args, again, err)
			}
		}
	})
}
