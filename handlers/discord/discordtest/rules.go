package discordtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// Documented limits (docs.discord.com: resources/message, interactions,
// components/reference).
const (
	maxContent    = 2000
	maxNonce      = 25
	maxChoices    = 25
	maxCustomID   = 100
	maxLabel      = 80
	maxComponents = 40
	maxEmbedSum   = 6000
)

// object is a JSON object.
type object = map[string]any

// rules collects what a body breaks.
type rules []string

func (r *rules) must(ok bool, format string, args ...any) {
	if !ok {
		*r = append(*r, fmt.Sprintf(format, args...))
	}
}

// length is a text's length as Discord's clients count it, in UTF-16 units.
func length(v any) int {
	s, _ := v.(string)
	return len(utf16.Encode([]rune(s)))
}

// within holds a text field to a number of characters; a field that is missing
// counts 0.
func (r *rules) within(o object, field string, least, most int) {
	_, isText := o[field].(string)
	n := length(o[field])
	r.must((isText || o[field] == nil) && n >= least && n <= most, "%s has %d characters, not %d to %d", field, n, least, most)
}

// parse reads a body that must be an object.
func parse(body []byte) (object, rules) {
	var o object
	if err := json.Unmarshal(body, &o); err != nil || o == nil {
		return nil, rules{fmt.Sprintf("not a JSON object: %v", err)}
	}
	return o, nil
}

func checkMessage(body []byte) []string {
	o, r := parse(body)
	if o == nil {
		return r
	}
	r.message(o, 1<<2|1<<12|1<<15)
	if n, ok := o["nonce"]; ok {
		r.must(length(n) <= maxNonce, "nonce has %d characters", length(n))
	}
	return r
}

func checkEdit(body []byte) []string {
	o, r := parse(body)
	if o == nil {
		return r
	}
	r.message(o, 1<<2|1<<15)
	return r
}

func checkFollowup(body []byte) []string {
	o, r := parse(body)
	if o == nil {
		return r
	}
	r.message(o, 1<<2|1<<6|1<<12|1<<15)
	return r
}

// checkCallback holds a first response to its type.
func checkCallback(body []byte) []string {
	o, r := parse(body)
	if o == nil {
		return r
	}
	data, _ := o["data"].(object)
	switch o["type"] {
	case 4.0:
		r.must(data != nil, "a message without data")
		r.message(data, 1<<2|1<<6|1<<12|1<<15)
	case 5.0:
		flags, _ := data["flags"].(float64)
		r.must(int(flags)&^(1<<6) == 0, "flags %v on a deferred response", flags)
		r.must(data["content"] == nil, "content on a deferred response")
	case 8.0:
		r.choices(data)
	default:
		r.must(false, "response of type %v", o["type"])
	}
	return r
}

func (r *rules) choices(data object) {
	list, ok := data["choices"].([]any)
	r.must(ok && len(list) <= maxChoices, "%d choices", len(list))
	for _, c := range list {
		choice, _ := c.(object)
		r.within(choice, "name", 1, 100)
		r.within(choice, "value", 1, 100)
	}
}

// message holds a message or an edit to the limits, and to the rules of the
// house.
func (r *rules) message(o object, flags int) {
	r.within(o, "content", 0, maxContent)
	set, _ := o["flags"].(float64)
	r.must(int(set)&^flags == 0, "flags %v cannot be set here", set)
	text, _ := o["content"].(string)
	embeds, _ := o["embeds"].([]any)
	components, _ := o["components"].([]any)
	r.must(strings.TrimSpace(text) != "" || len(embeds)+len(components) > 0, "an empty message (50006)")
	r.embeds(embeds)
	ids := make(map[string]bool)
	r.must(r.components(components, ids) <= maxComponents, "more than %d components", maxComponents)
	r.house(o, text)
}

// house are our own rules of what must never be sent.
func (r *rules) house(o object, text string) {
	mentions, _ := o["allowed_mentions"].(object)
	parse, isList := mentions["parse"].([]any)
	r.must(isList && len(parse) == 0 && mentions["users"] == nil && mentions["roles"] == nil &&
		mentions["replied_user"] != true, `allowed_mentions is not {"parse": []}`)
	r.must(strings.Count(text, "```")%2 == 0, "a code fence is left open")
	for i := strings.Index(text, "](<http"); i >= 0; {
		rest := text[i+2:]
		r.must(strings.Contains(rest, ">)"), "a link is cut in two")
		next := strings.Index(rest, "](<http")
		if next < 0 {
			break
		}
		i += 2 + next
	}
}

func (r *rules) embeds(list []any) {
	r.must(len(list) <= 10, "%d embeds", len(list))
	sum := 0
	for _, e := range list {
		embed, _ := e.(object)
		footer, _ := embed["footer"].(object)
		author, _ := embed["author"].(object)
		fields, _ := embed["fields"].([]any)
		r.within(embed, "title", 0, 256)
		r.within(embed, "description", 0, 4096)
		r.within(footer, "text", 0, 2048)
		r.within(author, "name", 0, 256)
		r.must(len(fields) <= 25, "%d fields", len(fields))
		sum += length(embed["title"]) + length(embed["description"]) + length(footer["text"]) + length(author["name"])
		for _, f := range fields {
			field, _ := f.(object)
			r.within(field, "name", 1, 256)
			r.within(field, "value", 1, 1024)
			sum += length(field["name"]) + length(field["value"])
		}
	}
	r.must(sum <= maxEmbedSum, "embeds of %d characters in all", sum)
}

// components counts a tree of components and holds each to its limits.
func (r *rules) components(list []any, ids map[string]bool) int {
	n := 0
	for _, c := range list {
		o, _ := c.(object)
		n++
		if id, ok := o["custom_id"].(string); ok {
			r.within(o, "custom_id", 1, maxCustomID)
			r.must(!ids[id], "custom_id %q twice", id)
			ids[id] = true
		}
		children, _ := o["components"].([]any)
		switch o["type"] {
		case 1.0:
			r.must(len(children) >= 1 && len(children) <= 5, "a row of %d", len(children))
		case 2.0:
			r.within(o, "label", 0, maxLabel)
			r.within(o, "url", 0, 512)
		case 3.0:
			options, _ := o["options"].([]any)
			r.must(len(options) >= 1 && len(options) <= 25, "a select of %d", len(options))
		}
		n += r.components(children, ids)
		if side, ok := o["accessory"].(object); ok {
			n += r.components([]any{side}, ids)
		}
	}
	return n
}

// commandName is Discord's pattern, lower case where a script has cases.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

// checkCommands holds a bulk overwrite to the rules of slash commands.
func checkCommands(body []byte) []string {
	var list []object
	var r rules
	if err := json.Unmarshal(body, &list); err != nil {
		return rules{"commands are no JSON list: " + err.Error()}
	}
	r.must(len(list) <= 130, "%d commands", len(list))
	names := make(map[string]bool)
	for _, c := range list {
		name := r.named(c)
		r.must(!names[name], "command %q twice", name)
		names[name] = true
		if p := c["default_member_permissions"]; p != nil {
			digits, isText := p.(string)
			_, isNumber := p.(float64)
			r.must(isNumber || isText && strings.Trim(digits, "0123456789") == "" && digits != "", "permissions %v", p)
		}
		sum := length(c["name"]) + length(c["description"]) + r.options(c)
		r.must(sum <= 8000, "command %q of %d characters in all", name, sum)
	}
	return r
}

// named checks the name and description of a command or option.
func (r *rules) named(o object) string {
	name, _ := o["name"].(string)
	r.must(commandName.MatchString(name) && name == strings.ToLower(name), "name %q", name)
	r.within(o, "description", 1, 100)
	return name
}

func (r *rules) options(c object) int {
	list, _ := c["options"].([]any)
	r.must(len(list) <= 25, "%d options", len(list))
	names := make(map[string]bool)
	sum, optional := 0, false
	for _, v := range list {
		o, _ := v.(object)
		name := r.named(o)
		r.must(!names[name], "option %q twice", name)
		names[name] = true
		r.must(o["required"] != true || !optional, "required option %q after an optional one", name)
		optional = optional || o["required"] != true
		choices, _ := o["choices"].([]any)
		r.must(len(choices) <= maxChoices, "%d choices", len(choices))
		r.must(o["autocomplete"] != true || len(choices) == 0, "option %q has choices and autocomplete", name)
		least, _ := o["min_length"].(float64)
		most, ok := o["max_length"].(float64)
		r.must(least >= 0 && least <= 6000 && (!ok || most >= 1 && most <= 6000), "lengths %v to %v", least, most)
		sum += length(o["name"]) + length(o["description"])
	}
	return sum
}
