package prompts

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"newsdesk.example/newsdesk/retrieval/prose"
)

var (
	// toAssistant is how text addresses a model rather than a reader of news;
	// each needs one of its cues, which are quick to look for.
	toAssistant = []address{
		on(`\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|preceding|following|all|any|your|these|the)\b.{0,30}\b(?:instructions?|prompts?|rules|directions?|guidelines|text|info(?:rmation)?|content|context|question)`,
			"ignore", "disregard", "forget", "override", "bypass"),
		on(`\b(?:ignore|disregard|forget|override|bypass) (?:all |any )?(?:previous|prior|earlier) rules\b|without (?:any )?rules\b`, "rules"),
		on(`system prompt|your (?:system )?prompt|\bcite \[?\d|^you are now\b`, "prompt", "cite ", "you are now"),
		on(`\byour (?:instructions|guidelines|programming|elucidation|training)`, "your instr", "your guid", "your progr", "your eluc", "your train"),
		on(`(?:in|modify|enhance|begin|start|end|into|to|for) your (?:answer|reply|response|output|summary|elucidation)`, "your answer", "your reply", "your response", "your output", "your summary", "your eluc"),
		on(`(?:begin|start|end|prefix|finish|sign) (?:every|each|all|any) (?:answer|reply|response|summary|sentence)`,
			"every answer", "each answer", "all answer", "any answer", "every reply", "each reply", "all repl", "any reply",
			"every response", "each response", "all response", "any response", "every summary", "each summary", "all summar", "every sentence", "each sentence", "all sentence"),
		on(`correct answer to (?:every|any|all|each)`, "correct answer"),
		on(`(?:reply|respond|answer) (?:only )?with`, "reply with", "respond with", "answer with", "reply only", "respond only", "answer only"),
		on(`if (?:the )?user asks|the user (?:has been selected|is looking at|wants you)|enables the user to|tell (?:the user|every reader|all readers)`, "the user", "user asks", "every reader", "all readers"),
		on(`(?:you are|act as|pretend to be|you will be) (?:now )?(?:a|an|the) (?:ai|assistant|chatbot|language model|bot|dan|helpful|unrestricted)\b|pretending not to know`, "you are", "act as", "you will", "pretend"),
		on(`as an ai\b|\b(?:ai|llm) ?(?:assistants?|models?|systems?)?[:,] |\b(?:dear|note to(?: the)?|attention|for|to all) (?:ai|llms?|chatbots?|language models?|assistants?)\b`, " ai:", " ai,", "ai assistant", "ai model", "ai system", "an ai", "dear ai", "to ai", "for ai", "to the ai", "all ai", "attention ai", "llm", "chatbot", "language model", "assistants"),
		on(`original assistant|new (?:instructions|task|prime goal|assistant)|ai language model[:,] `, "original assistant", "new instructions", "new task", "new prime", "new assistant", "ai language"),
		on(`(?:just|only) (?:print|say|output)\b|emergency routine|memory write|terminal mode|remember (?:this )?for (?:all )?(?:later|future)|easter ?egg program`,
			"just print", "just say", "just output", "only print", "only say", "only output", "emergency routine", "memory write", "terminal mode", "remember ", "easter"),
		on(`\b(?:who(?:ever|mever)?|anyone|those|if you(?: are)?|when|while) (?:is |are )?(?:summari[sz]|paraphras|translat)\w+ (?:this|the|these|it)\b`, "summari", "paraphras", "translat"),
		on(`^(?:please )?(?:(?:can|could|would) you )?(?:please )?(?:create|write|provide|generate|compose|classify|translate|integrat(?:e|ing)|rewrite|insert|append|use|add|repeat|print|output)\b.{0,40}\b(?:lists?|sentences?|analog(?:y|ies)|phrases?|poems?|stor(?:y|ies)|code|instructions?|statements?|paragraphs?|replies|reply|answers?|summary|response|prompts?|cipher|mood)\b`),
		on(`\{\s*"\w+"\s*:`, "{"),
		// The same in other languages.
		on(`\b(?:ignorier|vergiss|missachte)\w*\b.{0,40}\b(?:anweisung|richtlinie|regel|instruktion|vorgabe)`, "ignorier", "vergiss", "missachte"),
		on(`an (?:den|alle|die) (?:ki\b|assistent|chatbot|sprachmodell)|\bki-(?:assistent|modell|system)`, " ki ", " ki,", " ki:", "assistent", "den chatbot", "die chatbot", "alle chatbot", "sprachmodell", "ki-assist", "ki-model", "ki-syst"),
		on(`\b(?:ignore[zr]?|oublie[zr]?)\b.{0,40}\b(?:instruction|consigne|règle|directive)|(?:à l['’]|aux? )(?:assistant|ia\b|modèle)|votre prompt`, "ignore", "oublie", "à l'assistant", "à l’assistant", "à l'ia", "à l’ia", "aux assistants", "aux ia", "au modèle", "aux modèles", "votre prompt"),
		on(`\b(?:ignor[ae]|olvid[ae])\w*\b.{0,40}\b(?:instruccion|regla|istruzion|regol|instruç|regra)|\bpara la ia\b|\bper l['’]ia\b|\bpara a ia\b`, "ignor", "olvid", "para la ia", "per l'ia", "per l’ia", "para a ia"),
		on(`\b(?:negeer|vergeet)\b.{0,40}\b(?:instructie|regel)|\b(?:zignoruj|ignoruj)\b.{0,40}\b(?:instrukcj|polece)`, "negeer", "vergeet", "ignoruj"),
		on(`игнориру.{0,40}(?:указани|инструкци|правил)|для (?:ассистента|ии|нейросет)|ігноруй.{0,40}(?:вказівк|інструкц)`, "игнор", "для ", "ігнор"),
		on(`(?:忽略|无视|無視).{0,20}(?:指令|指示|规则|規則)|(?:人工智能|AI)助手|指示を無視|تجاهل.{0,40}التعليمات`, "忽略", "无视", "無視", "助手", "تجاهل"),
	}
	aboutPrompts = regexp.MustCompile(`(?i)\b(?:prompts?|injections?|jailbreaks?|chatbots?|instructions?|hidden text|ai assistants?|language models?)\b`)
	ownVoice     = regexp.MustCompile(`^(?:I|I['’](?:m|ve|ll|d)|As an AI|Let me|Here (?:is|are) (?:the|a|some|my))\b`)
	exampleNames = regexp.MustCompile(`(?i)\b(?:Quillmouth|Vantreek|Asterly|Brackwater)\b`)
	// requests tell a reader what to do, as no report of the paper's own does.
	requests = regexp.MustCompile(`^(?i:please|(?:see|click|visit|subscribe|log in|sign up|download|ignore|disregard)\b(?: \pL+)?)\s+(?:\p{Ll}|[\w-]+\.[a-z]{2,})`)
	// code and data are no prose.
	code = regexp.MustCompile(`[{}]|[\w)]\(\(|\)\)|=>|</|\);|\b(?:import|require|include) \w+(?:, \w+)+`)
	// breaksOut is where another party's text begins in a passage: nothing that
	// stands behind it is the article's.
	breaksOut = regexp.MustCompile("(?m)(?:\"{3,}|`{3,}|'{3,})[ \t]*$|^[ \t]*(?:\"{3,}|`{3,}|'{3,})|<!--|" + chatTokens.String())
)

// address is a way of addressing a model.
type address struct {
	pattern *regexp.Regexp
	cues    []string // in lower case; none: always to be looked for
}

func on(pattern string, cues ...string) address {
	return address{regexp.MustCompile(`(?i)` + pattern), cues}
}

// unfit says why a sentence is not shown whatever the sources say, or "".
func unfit(text string) string {
	switch {
	case len(wordString(text)) < len(" a b "):
		return "it says nothing"
	case exampleNames.MatchString(text):
		return "it comes from the prompt's example"
	case ownVoice.MatchString(text):
		return "it speaks for itself"
	case strings.HasSuffix(strings.TrimRight(text, `"”’) `), "?"):
		return "it asks"
	case requests.MatchString(text):
		return "it tells the reader what to do"
	case containsAny(text, "{", "}", "((", "))", "=>", "</", ");", "import ", "require ", "include ") && code.MatchString(text), longestField(text) >= 40:
		return "it is no prose"
	}
	return ""
}

// longestField is the length of the longest run of letters, digits and what
// encodings use beside them.
func longestField(text string) (longest int) {
	n := 0
	for i := range len(text) {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/' || c == '=' || c == '_' {
			n++
			longest = max(longest, n)
			continue
		}
		n = 0
	}
	return longest
}

// addressesAssistant tells whether a text speaks to a model.
func addressesAssistant(text string) bool {
	if unspelt := unleet(text); unspelt != text {
		text += "\n" + unspelt
	}
	lower := strings.ToLower(text)
	return slices.ContainsFunc(toAssistant, func(a address) bool {
		return (len(a.cues) == 0 || containsAny(lower, a.cues...)) && a.pattern.MatchString(text)
	})
}

// asksOfPrompts tells whether a question is about instructions to assistants,
// so that a passage that holds some is read whole.
func asksOfPrompts(question string) bool {
	return addressesAssistant(question) || aboutPrompts.MatchString(question)
}

// unleet reads words written with digits for letters ("1gn0r3"), where there
// are several of them.
func unleet(text string) string {
	const fewest = 3
	mixed := 0
	words := strings.Fields(text)
	for i, w := range words {
		letters, digits := 0, 0
		for _, r := range w {
			letters += int(oneIf(unicode.IsLetter(r)))
			digits += int(oneIf(unicode.IsDigit(r)))
		}
		if letters > 0 && digits > 0 && letters+digits > 2 {
			words[i] = leet.Replace(w)
			mixed++
		}
	}
	if mixed < fewest {
		return text
	}
	return strings.Join(words, " ")
}

var leet = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t")

// Reported returns what an article's text tells who asks this question: all but
// what is hidden there for a model to obey, unless it is that which they ask
// about. It is for who shows its sentences without a model and without the check.
func Reported(question, text string) string {
	if asksOfPrompts(question) {
		return neutral(text)
	}
	return reported(text)
}

// reported returns what a passage reports, for a prompt and for checking what
// a model made of it: [neutral], and without what somebody hid in the page to
// be obeyed. What stands behind a chat template's token or our own delimiter
// goes to the end; of a paragraph that addresses the assistant, everything from
// the sentence before on, and where that is a heading the paragraph below it.
// What an instruction asks for is no news, and must not pass as carried by the
// source; what a model does not see it cannot obey.
func reported(text string) string {
	text = visible(text)
	if containsAny(text, "<", "[I", "[/I", "[i", "[/i", "```", "'''", `"""`) {
		if at := breaksOut.FindStringIndex(text); at != nil {
			text = text[:at[0]]
		}
	}
	return withoutInstructions(neutral(text))
}

// withoutInstructions leaves out what addresses the assistant.
func withoutInstructions(text string) string {
	if !hasCue(text, strings.ToLower(text)) {
		return text
	}
	paragraphs := prose.Paragraphs(text)
	kept := make([]string, 0, len(paragraphs))
	below := false // a heading that did
	for _, p := range paragraphs {
		paragraph := p.In(text)
		if below {
			below = false
			continue
		}
		var at int
		if at, below = instructionIn(paragraph); at >= 0 {
			paragraph = strings.TrimSpace(paragraph[:at])
		}
		if paragraph != "" {
			kept = append(kept, paragraph)
		}
	}
	return strings.Join(kept, "\n\n")
}

// instructionIn returns where in a paragraph the sentence before the first
// that addresses the assistant begins, or -1, and whether that is a heading.
func instructionIn(paragraph string) (at int, heads bool) {
	if !hasCue(paragraph, strings.ToLower(paragraph)) {
		return -1, false
	}
	sentences := prose.Sentences(paragraph)
	for i, s := range sentences {
		if addressesAssistant(s.In(paragraph)) {
			return sentences[max(0, i-1)].Start, i == len(sentences)-1 && prose.IsHeading(s.In(paragraph))
		}
	}
	return -1, false
}

// hasCue tells whether a text may hold a sentence that addresses the assistant;
// most need not be cut into sentences to tell.
func hasCue(text, lower string) bool {
	return containsAny(text, orders...) || containsAny(lower[:min(len(lower), 12)], lowerOrders...) ||
		slices.ContainsFunc(toAssistant, func(a address) bool { return containsAny(lower, a.cues...) }) || unleet(text) != text
}

// orders begin a sentence that has a model write something.
var orders = []string{
	"Please ", "Can you", "Could you", "Would you", "Create ", "Write ", "Provide ", "Generate ", "Compose ", "Classify ", "Translate ", "Integrat",
	"Rewrite ", "Insert ", "Append ", "Use ", "Add ", "Repeat ", "Print ", "Output ",
	"PLEASE ", "CREATE ", "WRITE ", "PROVIDE ", "GENERATE ", "ADD ", "REPEAT ", "PRINT ", "OUTPUT ",
}

var lowerOrders = strings.Split(strings.ToLower(strings.Join(orders, "|")), "|")
