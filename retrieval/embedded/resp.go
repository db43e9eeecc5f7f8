package embedded

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// Limits of one command, whether it comes from a client or from the journal.
// They are far above what the store sends; they bound what a damaged journal
// can make us allocate.
const (
	maxArgs    = 1 << 20
	maxCommand = 256 << 20 // bytes of all arguments together
)

var errProtocol = errors.New("malformed command")

// readCommand reads one RESP array of bulk strings, which is the only form in
// which clients and the journal write commands. It returns no arguments for an
// empty array, io.EOF where the input ends before a command, and an error that
// wraps errProtocol for anything malformed or over a limit.
func readCommand(r *bufio.Reader) ([]string, error) {
	n, err := readCount(r, '*', maxArgs)
	if err != nil {
		return nil, err
	}
	args := make([]string, 0, min(n, 64))
	left := maxCommand
	for range n {
		size, err := readCount(r, '$', left)
		if err != nil {
			return nil, cutShort(err)
		}
		left -= size
		arg, err := readBulk(r, size)
		if err != nil {
			return nil, cutShort(err)
		}
		args = append(args, arg)
	}
	return args, nil
}

// readCount reads a header line such as "*3\r\n".
func readCount(r *bufio.Reader, mark byte, limit int) (int, error) {
	line, err := r.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return 0, fmt.Errorf("%w: endless header", errProtocol)
	case err != nil && len(line) > 0:
		return 0, cutShort(err)
	case err != nil:
		return 0, err
	}
	digits, ok := strings.CutSuffix(string(line), "\r\n")
	if !ok || digits == "" || digits[0] != mark {
		return 0, fmt.Errorf("%w: header %.20q", errProtocol, line)
	}
	n, err := strconv.ParseUint(digits[1:], 10, 32)
	if err != nil || n > uint64(limit) {
		return 0, fmt.Errorf("%w: length %.20q", errProtocol, digits)
	}
	return int(n), nil
}

// readBulk reads n bytes and their line end. Memory grows with the bytes that
// really arrive, not with the length that was announced.
func readBulk(r *bufio.Reader, n int) (string, error) {
	var b strings.Builder
	b.Grow(min(n, 64<<10))
	for n > 0 {
		piece, err := r.Peek(min(n, r.Size()))
		if err != nil {
			return "", err
		}
		b.Write(piece)
		n -= len(piece)
		_, _ = r.Discard(len(piece)) // it was peeked
	}
	end, err := r.Peek(2)
	if err != nil {
		return "", err
	}
	if string(end) != "\r\n" {
		return "", fmt.Errorf("%w: argument without its end", errProtocol)
	}
	_, _ = r.Discard(2)
	return b.String(), nil
}

func cutShort(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// appendCommand appends the form that readCommand reads.
func appendCommand(dst []byte, args ...string) []byte {
	dst = fmt.Appendf(dst, "*%d\r\n", len(args))
	for _, arg := range args {
		dst = append(dst, '$')
		dst = strconv.AppendInt(dst, int64(len(arg)), 10)
		dst = append(dst, "\r\n"...)
		dst = append(dst, arg...)
		dst = append(dst, "\r\n"...)
	}
	return dst
}

// isNil tells a RESP2 null array or null bulk string.
func isNil(text []byte) bool {
	return string(text) == "*-1\r\n" || string(text) == "$-1\r\n"
}

// isError tells a RESP error reply.
func isError(text []byte) bool { return len(text) > 0 && text[0] == '-' }

// errorText makes a RESP error reply; a line break in msg would end it early.
func errorText(msg string) []byte {
	return []byte("-" + strings.NewReplacer("\r", " ", "\n", " ").Replace(msg) + "\r\n")
}
