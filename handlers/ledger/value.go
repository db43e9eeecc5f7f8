package ledger

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"

	"github.com/redis/go-redis/v9"
)

// encode writes a value as it is kept.
func encode(v any) ([]byte, error) {
	value, err := json.Marshal(v)
	if err == nil && len(value) > maxValue {
		err = ErrOversized
	}
	return value, err
}

// How many bytes of a hash name something: a few where people name things in
// good faith, more where a wrong match would show a wrong answer.
const shortHash, longHash = 8, 16

// hash is the first bytes of a text's SHA-256, in hexadecimal.
func hash(text string, bytes int) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:bytes])
}

// members are strings as go-redis takes the members of a set.
func members(names []string) []any {
	all := make([]any, len(names))
	for i, name := range names {
		all[i] = name
	}
	return all
}

// notNil drops the error that says that there is nothing.
func notNil(err error) error {
	if errors.Is(err, redis.Nil) {
		return nil
	}
	return err
}
