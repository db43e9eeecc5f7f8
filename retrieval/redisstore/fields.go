package redisstore

import (
	"fmt"
	"hash/crc32"
	"strconv"
	"strings"
	"time"

	"newsdesk.example/newsdesk/retrieval"
)

// maxChunks bounds an article, and with it what a wrong number in Redis can
// make us ask for.
const maxChunks = 1 << 16

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// checksum guards the text; ContentHash does not, because its definition may
// change in a later release, which must not make old articles unreadable.
func checksum(text string) string {
	return strconv.FormatUint(uint64(crc32.Checksum([]byte(text), castagnoli)), 16)
}

// head is what must be known about an article before its chunks can be named.
type head struct {
	found   bool
	hash    string
	version int
	chunks  int
}

// headFields are what parseHead takes, in its order.
var headFields = []string{"hash", "version", "chunks"}

// parseHead reads the reply to HMGET headFields. A number that is none counts
// as 0, so that an article somebody has garbled can still be replaced.
func parseHead(values []any) head {
	var text [3]string
	for i, v := range values[:min(len(values), len(text))] {
		text[i], _ = v.(string)
	}
	h := head{found: text != [3]string{}, hash: text[0]}
	h.version, _ = strconv.Atoi(text[1])
	h.chunks, _ = strconv.Atoi(text[2])
	if h.version < 0 || h.chunks < 0 || h.chunks > maxChunks {
		h.version, h.chunks = max(h.version, 0), 0
	}
	return h
}

// headOf is the head of an article read by HGETALL.
func headOf(fields map[string]string) head {
	return parseHead([]any{fields["hash"], fields["version"], fields["chunks"]})
}

// encodeArticle gives the hash's fields and values by turns.
func encodeArticle(a retrieval.Article, chunks int) []string {
	return []string{
		"url", a.URL, "title", a.Title, "outlet", a.Outlet, "lang", a.Lang,
		"published", encodeTime(a.Published), "updated", encodeTime(a.Updated), "fetched", encodeTime(a.Fetched),
		"version", strconv.Itoa(a.Version), "hash", a.ContentHash(),
		"chunks", strconv.Itoa(chunks), "crc", checksum(a.Text),
	}
}

// encodeChunk gives the hash's fields and values by turns.
func encodeChunk(c retrieval.Chunk) []string {
	return []string{"text", c.Text, "speaker", c.Speaker}
}

// chunkFields are what a chunk is read by: never the whole hash, because an
// embedding is larger than the text.
var chunkFields = []string{"text", "speaker"}

// decode puts an article together from its hash and the replies to HMGET
// chunkFields. The chunks share the article's bytes.
func decode(id string, fields map[string]string, chunks [][]any) (retrieval.Article, []retrieval.Chunk, error) {
	a := retrieval.Article{
		ID: id, URL: fields["url"], Title: fields["title"], Outlet: fields["outlet"], Lang: fields["lang"],
	}
	var err error
	if a.Version, err = strconv.Atoi(fields["version"]); err != nil {
		return a, nil, fmt.Errorf("%w: version", ErrDamaged)
	}
	for name, t := range map[string]*time.Time{"published": &a.Published, "updated": &a.Updated, "fetched": &a.Fetched} {
		if *t, err = decodeTime(fields[name]); err != nil {
			return a, nil, fmt.Errorf("%w: %s", ErrDamaged, name)
		}
	}
	parts := make([]retrieval.Chunk, len(chunks))
	var text strings.Builder
	for i, values := range chunks {
		part, ok := values[0].(string)
		if !ok {
			return a, nil, fmt.Errorf("%w: no chunk %d of %d", ErrDamaged, i, len(chunks))
		}
		speaker, _ := values[1].(string)
		parts[i] = retrieval.Chunk{Index: i, Start: text.Len(), End: text.Len() + len(part), Speaker: speaker}
		text.WriteString(part)
	}
	a.Text = text.String()
	if checksum(a.Text) != fields["crc"] {
		return a, nil, fmt.Errorf("%w: checksum", ErrDamaged)
	}
	for i := range parts {
		parts[i].Text = a.Text[parts[i].Start:parts[i].End]
	}
	return a, parts, nil
}

// storable drops from a time what RFC 3339 cannot hold: a year that is not one
// (the page's mistake, so unknown), and the odd seconds of old zones.
func storable(t time.Time) time.Time {
	if t.IsZero() || t.UTC().Year() < 1 || t.UTC().Year() > 9998 {
		return time.Time{}
	}
	_, offset := t.Zone()
	if offset < -86000 || offset > 86000 {
		return t.UTC()
	}
	return t.In(time.FixedZone("", offset-offset%60))
}

func encodeTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func decodeTime(s string) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, s)
}
