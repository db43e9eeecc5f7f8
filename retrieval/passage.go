package retrieval

// Passage is a readable span of an article that a search returned: whole
// sentences, at most 200 words, no quotation cut where it can be helped.
type Passage struct {
	// Article is the passage's article, its Text left out.
	Article Article
	// Start and End are byte offsets into the article's text, which Text
	// repeats. A passage of two parts has " … " between them in Text; Start is
	// then that of the first part and End that of the last.
	Start, End int
	Text       string
	// Heading is the nearest heading above the passage, "" where none.
	Heading string
	// Speaker is who is being quoted where the passage opens in the middle of
	// somebody's words, else "".
	Speaker string
	// Score orders the passages of one search; it has no unit and must not be
	// compared between searches.
	Score float64
	// Coverage is the share of the question's words that the passage or its
	// title holds, each counted by how rare it is in the guild's articles: 0 to
	// 1, and unlike Score the same from one search to another.
	Coverage float64
	// Features holds each feature's contribution to Score, for a Query with
	// Explain set; otherwise it is nil.
	Features []Feature
}

// Feature is one term of a passage's score.
type Feature struct {
	Name   string
	Value  float64 // before the weight
	Weight float64
}
