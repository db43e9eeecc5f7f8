package redisstore

import (
	"fmt"
	"regexp"
	"strconv"
)

// buckets is how many hash tags the guilds share. More would spread a large
// guild no better (a guild stays whole) and cost Follow a read each.
const buckets = 64

// A guild's name stands in the middle of its keys, so it must not hold what
// separates their parts.
var (
	guildName   = regexp.MustCompile(`^[A-Za-z0-9_.-]{1,64}$`)
	articleName = regexp.MustCompile(`^[0-9a-f]{32}$`)
)

// keys makes the keys of one guild.
type keys struct {
	bucket int
	guild  string
	prefix string
}

func keysOf(guild string) (keys, error) {
	if !guildName.MatchString(guild) {
		return keys{}, ErrName
	}
	b := int(crc16(guild)) % buckets
	return keys{bucket: b, guild: guild, prefix: tag(b) + "g:" + guild + ":"}, nil
}

func (k keys) articles() string         { return k.prefix + "arts" }
func (k keys) article(id string) string { return k.prefix + "a:" + id }
func (k keys) guilds() string           { return guildsKey(k.bucket) }
func (k keys) log() string              { return logKey(k.bucket) }

// chunks names the hashes of the chunks of one version of an article.
func (k keys) chunks(id string, of head) []string {
	names := make([]string, of.chunks)
	for i := range names {
		names[i] = fmt.Sprintf("%sc:%s:%d:%d", k.prefix, id, of.version, i)
	}
	return names
}

func tag(bucket int) string       { return "nd:{" + bucketName(bucket) + "}:" }
func guildsKey(bucket int) string { return tag(bucket) + "guilds" }
func logKey(bucket int) string    { return tag(bucket) + "log" }

// bucketName is also the bucket's name in a [retrieval.Cursor].
func bucketName(bucket int) string { return "b" + strconv.Itoa(bucket) }

// crc16 is the CRC-16/XMODEM that Redis Cluster takes its slots from; 16384
// slots being a multiple of 64, a bucket is also CLUSTER KEYSLOT guild % 64.
func crc16(s string) uint16 {
	var crc uint16
	for i := range len(s) {
		crc ^= uint16(s[i]) << 8
		for range 8 {
			if crc&0x8000 != 0 {
				crc = crc<<1 ^ 0x1021
			} else {
				crc <<= 1
			}
		}
	}
	return crc
}
