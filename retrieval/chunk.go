package retrieval

// Chunk is a stored piece of an article. The chunks of an article tile its
// text: chunk i+1 starts at the byte where chunk i ends, so joining their Text
// gives Article.Text back, byte for byte.
type Chunk struct {
	// Index counts from 0 in the order of the text.
	Index int
	// Start and End are byte offsets into Article.Text; Text is what stands
	// between them, trailing white space included.
	Start, End int
	Text       string
	// Speaker is who is quoted where the chunk begins inside a quotation that
	// an earlier chunk opened or introduced; otherwise "".
	Speaker string
}
