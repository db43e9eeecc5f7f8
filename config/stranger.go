package config

import (
	"fmt"
	"strings"
)

// strangers warns of names in the .env file that look meant for us but are no
// setting. Others are left alone: a .env is often shared with compose.
func strangers(file dotenv) []string {
	settings := Settings()
	var warnings []string
	for _, name := range file.names {
		nearest, distance := "", len(name)
		for _, s := range settings {
			if d := editDistance(strings.ToUpper(name), s.Name); d < distance {
				nearest, distance = s.Name, d
			}
		}
		line := file.entries[name].line
		switch {
		case name == nearest:
		case distance <= 2:
			warnings = append(warnings, fmt.Sprintf("%s, line %d: %s is no setting; did you mean %s?", file.path, line, name, nearest))
		case ours(name):
			warnings = append(warnings, fmt.Sprintf("%s, line %d: %s is no setting and is ignored", file.path, line, name))
		}
	}
	return warnings
}

// ours tells whether a name begins as one of our settings does.
func ours(name string) bool {
	for _, prefix := range []string{"NEWSDESK_", "DISCORD_", "OPENAI_", "FETCH_", "VERIFY_"} {
		if strings.HasPrefix(strings.ToUpper(name), prefix) {
			return true
		}
	}
	return false
}

// editDistance is Levenshtein's: how many bytes to insert, drop or change to
// turn a into b.
func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
