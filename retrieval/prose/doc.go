// Package prose knows how written news is put together: paragraphs, sentences,
// quotations, words. It is a leaf: pure functions over strings, importing
// nothing of ours, shared by the rooms that cut articles (retrieval) and those
// that check answers (prompts), so that both mean the same thing by "sentence"
// and by "the same words".
package prose
