package prompts

import "slices"

// statements are what a claim states, one after the other: its sentences, and
// what they insert about somebody or something. "Novotny, who has been
// replaced by Whitaker, refused to go" says two things, which a text may have
// in two places, and each must be there by itself.
func statements(claim []word) [][]word {
	var found [][]word
	for from := 0; from < len(claim); {
		to := from + 1
		for to < len(claim) && claim[to].sent == claim[from].sent {
			to++
		}
		found = append(found, inserted(claim[from:to])...)
		from = to
	}
	return found
}

// inserted cuts what stands between commas about the name or noun before it
// out of a sentence; the sentence without it comes first.
func inserted(ws []word) [][]word {
	parts := partsOf(ws)
	p := parser{ws: ws, parts: parts}
	const fewest = 2 // content words that state something
	main := make([]word, 0, len(ws))
	found := [][]word{nil}
	for i := 0; i < len(ws); {
		end := insertion(ws, parts, i)
		if end < 0 {
			main = append(main, ws[i])
			i++
			continue
		}
		about := ws[p.phraseStart(i-1):i]
		body := ws[i:end]
		if relatives[body[0].text] {
			body = body[1:]
		}
		said := 0
		for _, w := range body {
			said += int(oneIf(w.kind != function))
		}
		if said < fewest {
			main = append(main, ws[i:end]...)
			i = end
			continue
		}
		statement := slices.Concat(about, body)
		statement[len(about)].before = ""
		found = append(found, statement)
		if i = end; i < len(ws) {
			main = append(main, ws[i])
			main[len(main)-1].before = ""
			i++
		}
	}
	found[0] = main
	return found
}

// insertion returns where the clause or apposition that begins at i, after a
// comma, ends; -1 if none does.
func insertion(ws []word, parts []part, i int) int {
	if i == 0 || ws[i].before != "," || parts[i-1] != name && parts[i-1] != noun || i+1 == len(ws) {
		return -1
	}
	switch w := ws[i]; {
	case w.text == "who", w.text == "which":
	case parts[i-1] == name && (w.text == "a" || w.text == "an" || w.text == "the" || w.possessive):
	default:
		return -1
	}
	for end := i + 1; end < len(ws); end++ {
		if ws[end].before != "" {
			if ws[end].before != "," {
				return -1
			}
			return end
		}
	}
	return len(ws)
}
