// Package prose knows how written news is put together: paragraphs, sentences,
// quotations, words. It is a leaf: pure functions over strings, importing
// nothing of ours, shared by the rooms that cut articles (retrieval) and those
// that check answers (prompts), so that both mean the same thing by "sentence"
// and by "the same words".
//
// Every function takes any bytes, invalid UTF-8 too, needs time linear in them,
// and answers in spans of the text as it stands. Splitting and folding work for
// all languages; names, numbers in words, reporting verbs and speakers are
// English, and find little or nothing in other languages.
package prose
