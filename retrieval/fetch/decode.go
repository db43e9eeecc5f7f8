package fetch

import (
	"bytes"
	"regexp"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// metaCharset finds a declaration that comes after the first 1,024 bytes, as
// far as browsers look and most pages do not.
var metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-z0-9_:.-]{2,40})`)

const metaWindow = 16 << 10

// decode returns body as valid UTF-8. The bytes are asked before the labels:
// a page that is valid UTF-8 beyond ASCII is UTF-8 whatever it declares (no
// text in another encoding is by chance), and one that declares UTF-8 and is
// not is in the encoding its other label names, or in windows-1252.
func decode(body []byte, contentType string) string {
	valid, broken := multibyte(body)
	declared := encodingOf(body, contentType)
	utf8Declared := declared == encoding.Nop || declared == nil
	switch {
	case broken == 0 && valid > 0, utf8Declared && valid >= broken:
		return text(body)
	case utf8Declared:
		declared = charmap.Windows1252
	}
	out, _, err := transform.Bytes(declared.NewDecoder(), body)
	if err != nil {
		return text(body)
	}
	return text(out)
}

// text is b without a byte order mark and without broken bytes.
func text(b []byte) string {
	return string(bytes.ToValidUTF8(bytes.TrimPrefix(b, []byte("\ufeff")), []byte("\ufffd")))
}

// encodingOf is the encoding that body's byte order mark, the HTTP header or
// the page itself names, in this order; nil for UTF-8. Where nothing is named
// it is windows-1252, the web's default.
func encodingOf(body []byte, contentType string) encoding.Encoding {
	enc, name, certain := charset.DetermineEncoding(body, contentType)
	if !certain {
		if m := metaCharset.FindSubmatch(body[:min(len(body), metaWindow)]); m != nil {
			if e, n := charset.Lookup(string(m[1])); e != nil {
				enc, name = e, n
			}
		}
	}
	if name == "utf-8" || name == "replacement" {
		return nil
	}
	return enc
}

// multibyte counts body's well-formed UTF-8 sequences of two bytes and more,
// and its bytes that belong to none.
func multibyte(body []byte) (valid, broken int) {
	for len(body) > 0 {
		r, n := utf8.DecodeRune(body)
		switch {
		case r == utf8.RuneError && n == 1:
			broken++
		case n > 1:
			valid++
		}
		body = body[n:]
	}
	return valid, broken
}
