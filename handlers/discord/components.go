package discord

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
)

// rows are the rows of components below a message, at most five.
type rows []row

// MarshalJSON implements json.Marshaler: no rows are a list of none, which on
// an edit takes away those that were there.
func (r rows) MarshalJSON() ([]byte, error) {
	if r == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]row(r))
}

// row holds up to five buttons, or one menu.
type row struct {
	Type       int   `json:"type"`
	Components []any `json:"components"`
}

func rowOf(components ...any) row { return row{Type: 1, Components: components} }

type button struct {
	Type     int    `json:"type"`
	Style    int    `json:"style"`
	Label    string `json:"label"`
	CustomID string `json:"custom_id"`
	Disabled bool   `json:"disabled,omitempty"`
}

const greyButton = 2

func newButton(label string, m mark) button {
	return button{Type: 2, Style: greyButton, Label: plain(label, maxButton), CustomID: m.String()}
}

// menu lets its reader choose among options.
type menu struct {
	Type        int          `json:"type"`
	CustomID    string       `json:"custom_id"`
	Placeholder string       `json:"placeholder"`
	MinValues   int          `json:"min_values"`
	MaxValues   int          `json:"max_values"`
	Options     []menuOption `json:"options"`
}

type menuOption struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// Discord's limits.
const (
	maxButton = 80  // of a button's label
	maxOption = 100 // of a menu's option, label and value
)

// mark is what a component's custom_id says: what it does, and to what. It
// names what is stored or listed, never what this process remembers, so that
// the buttons of an old message work after a restart.
type mark struct {
	verb byte
	args []string
}

// The verbs of marks.
const (
	verbPassages  = 'p' // turn: its passages, in a message of their own
	verbTurnPage  = 'q' // turn, page: another page of those
	verbSummarize = 's' // article, and the turn that offered it
	verbArticles  = 'a' // page
	verbGaps      = 'g' // page
	verbCloseGaps = 'x' // page; the menu's values are the gaps
)

func markPage(verb byte, page int) mark { return mark{verb, []string{strconv.Itoa(page)}} }

func (m mark) String() string { return string(m.verb) + ":" + strings.Join(m.args, ":") }

// readMark reads a custom_id. Whatever is not one of ours has verb 0.
func readMark(id string) mark {
	verb, rest, ok := strings.Cut(id, ":")
	if !ok || len(verb) != 1 {
		return mark{}
	}
	m := mark{verb: verb[0], args: strings.Split(rest, ":")}
	for _, a := range m.args {
		if !isName(a) {
			return mark{}
		}
	}
	return m
}

// arg is an argument, "" where it is missing.
func (m mark) arg(i int) string {
	if i < len(m.args) {
		return m.args[i]
	}
	return ""
}

// page is an argument as a page's number from 0; 0 for what is none.
func (m mark) page(i int) int {
	n, _ := strconv.Atoi(m.arg(i))
	return max(0, n)
}

// turn is the turn that a component belongs to, "" where it belongs to none.
func (m mark) turn() string {
	switch m.verb {
	case verbPassages, verbTurnPage:
		return m.arg(0)
	case verbSummarize:
		return m.arg(1)
	}
	return ""
}

// isName tells whether s may be the name of something stored: letters, digits
// and dashes.
func isName(s string) bool {
	return s != "" && len(s) <= maxOption && !strings.ContainsFunc(s, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' && r != '_'
	})
}

// browse are the buttons that turn the pages of a list; none for one page.
func browse(page, of int, to func(page int) mark) rows {
	if of < 2 {
		return nil
	}
	back, on := newButton("Previous", to(page-1)), newButton("Next", to(page+1))
	back.Disabled, on.Disabled = page == 0, page == of-1
	return rows{rowOf(back, on)}
}

// plain is s for where Discord knows no markdown: one line without control
// characters, at most limit units and never empty.
func plain(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && !unicode.IsSpace(r) || isDirection(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	if s = clip(strings.Join(strings.Fields(s), " "), limit); s == "" {
		return wordsUntitled
	}
	return s
}
