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
	case 6.0:
		r.must(data == nil, "data on a deferred update")
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
	r.must(len(components) <= 5, "%d rows", len(components))
	for _, c := range components {
		row, _ := c.(object)
		r.must(row["type"] == 1.0, "a component of type %v outside of a row", row["type"])
	}
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
			for _, child := range children {
				c, _ := child.(object)
				r.must(len(children) == 1 || c["type"] == 2.0, "a menu shares its row")
			}
		case 2.0:
			r.button(o)
		case 3.0:
			r.menu(o)
		}
		n += r.components(children, ids)
		if side, ok := o["accessory"].(object); ok {
			n += r.components([]any{side}, ids)
		}
	}
	return n
}

// button holds a button to its style: a link has an address, the others a
// custom_id. Discord asks for a label or an emoji; we have labels.
func (r *rules) button(o object) {
	r.within(o, "label", 1, maxLabel)
	r.within(o, "url", 0, 512)
	style, _ := o["style"].(float64)
	r.must(style >= 1 && style <= 5, "a button of style %v", o["style"])
	r.must((style == 5) == (o["url"] != nil) && (style == 5) == (o["custom_id"] == nil), "a button of style %v with %v and %v",
		style, o["url"], o["custom_id"])
}

// menu holds a select menu to its limits.
func (r *rules) menu(o object) {
	options, _ := o["options"].([]any)
	r.must(len(options) >= 1 && len(options) <= 25, "a select of %d", len(options))
	r.within(o, "placeholder", 0, 150)
	r.must(o["custom_id"] != nil, "a menu without custom_id")
	values := make(map[any]bool)
	for _, v := range options {
		option, _ := v.(object)
		r.within(option, "label", 1, 100)
		r.within(option, "value", 1, 100)
		r.within(option, "description", 0, 100)
		r.must(!values[option["value"]], "option %v twice", option["value"])
		values[option["value"]] = true
	}
	least, most := 1.0, 1.0
	if n, ok := o["min_values"].(float64); ok {
		least = n
	}
	if n, ok := o["max_values"].(float64); ok {
		most = n
	}
	r.must(least <= most && most <= float64(len(options)), "%v to %v of %d options", least, most, len(options))
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
		if len(choices) > 0 {
			r.choices(o)
		}
		r.must(o["autocomplete"] != true || len(choices) == 0, "option %q has choices and autocomplete", name)
		least, _ := o["min_length"].(float64)
		most, ok := o["max_length"].(float64)
		r.must(least >= 0 && least <= 6000 && (!ok || most >= 1 && most <= 6000), "lengths %v to %v", least, most)
		sum += length(o["name"]) + length(o["description"])
	}
	return sum
}
