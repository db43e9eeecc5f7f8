package retrieval

import (
	"context"
	"encoding/binary"
	"math"
)

// Embedder places texts in a space where what means the same lies close,
// whatever the words and, with many models, whatever the language.
type Embedder interface {
	// Model names the model. Vectors of two models cannot be compared.
	Model() string
	// Embed gives one vector for each text, all of one length, and how many
	// tokens the texts had (0 where the server does not count). It must bear
	// being called from several goroutines, and end when ctx does.
	Embed(ctx context.Context, texts []string) (vectors [][]float32, tokens int, err error)
}

// Vectors are those of one version of an article, as a store keeps them.
type Vectors struct {
	// Version is the article's, Model the model's name.
	Version int
	Model   string
	// Codes are one for each chunk, in order. A code is a vector of length 1 in
	// a byte for each dimension: four bytes of a little-endian float32, then
	// whole numbers in [-127, 127] whose product with it are the vector's.
	Codes []string
}

const (
	codeHead = 4 // bytes before the first dimension
	codeMost = 127
	// maxDims bounds what a server may make us hold; the largest models in use
	// have 4,096.
	maxDims = 8192
)

// encode quantises a vector to a code, "" where it has no direction or is
// longer than any model's. Between 2,000 texts under MiniLM, the cosine of two
// codes was off from that of the vectors by .0004 on average and .003 at most.
func encode(vector []float32) string {
	most := 0.0
	for _, v := range vector {
		most = max(most, math.Abs(float64(v)))
	}
	if !(most > 0) || math.IsInf(most, 0) || len(vector) > maxDims {
		return ""
	}
	code := make([]byte, codeHead+len(vector))
	squares := 0.0
	for i, v := range vector {
		n := math.Round(float64(v) / most * codeMost)
		if n != n { // a server's NaN
			return ""
		}
		squares += n * n
		code[codeHead+i] = byte(int8(n))
	}
	// The scale is that of what is stored, so that rounding turns the vector a
	// little but does not make it longer.
	binary.LittleEndian.PutUint32(code, math.Float32bits(float32(1/math.Sqrt(squares))))
	return string(code)
}

// decode takes a code apart.
func decode(code string) (scale float32, dims []int8, ok bool) {
	if len(code) <= codeHead || len(code) > codeHead+maxDims {
		return 0, nil, false
	}
	scale = math.Float32frombits(binary.LittleEndian.Uint32([]byte(code[:codeHead])))
	if !(scale > 0) || scale > 1 {
		return 0, nil, false
	}
	dims = make([]int8, len(code)-codeHead)
	for i := range dims {
		dims[i] = int8(code[codeHead+i])
	}
	return scale, dims, true
}

// vectors are an article's as the index holds them. They never change, and
// take a byte for each dimension and 8 bytes for each chunk.
type vectors struct {
	version int // of the article
	model   string
	dims    int
	codes   []int8 // chunk after chunk
	// scales are the chunks', starts the bytes of the text they begin at.
	scales []float32
	starts []uint32
	// left: there are none to compare, and none to be had. Another process has
	// put those of its own model in the place of ours, and the two would embed in
	// turns for ever; or the model gave nothing of use, and would again.
	left bool
}

// newVectors holds what a store keeps of the chunks; nil where it is not whole
// or not of the model, and then of no use.
func newVectors(v Vectors, chunks []Chunk, model string) *vectors {
	if v.Model != model || len(v.Codes) != len(chunks) || len(chunks) == 0 {
		return nil
	}
	held := &vectors{version: v.Version, model: model}
	for i, code := range v.Codes {
		scale, dims, ok := decode(code)
		if !ok || held.dims != 0 && len(dims) != held.dims {
			return nil
		}
		if held.dims == 0 {
			held.dims = len(dims)
			held.codes = make([]int8, 0, len(dims)*len(chunks))
		}
		held.codes = append(held.codes, dims...)
		held.scales = append(held.scales, scale)
		held.starts = append(held.starts, uint32(chunks[i].Start))
	}
	return held
}

// sense is where a question lies.
type sense struct {
	model string
	scale float32
	dims  []int8
	// usual is how close the question lies to what it has nothing to do with,
	// and spread how far such cosines are from each other: both differ from
	// model to model, so that a cosine alone says little.
	usual, spread float32
}

// newSense places a question among the strangers, which are where texts lie
// that have to do neither with it nor with each other; nil where the vector or
// they are of no use.
func newSense(model string, vector []float32, strangers [][]float32) *sense {
	scale, dims, ok := decode(encode(vector))
	if !ok {
		return nil
	}
	s := &sense{model: model, scale: scale, dims: dims}
	codes := Vectors{Model: model}
	for _, v := range strangers {
		codes.Codes = append(codes.Codes, encode(v))
	}
	all := newVectors(codes, make([]Chunk, len(strangers)), model)
	if !s.fits(all) {
		return nil
	}
	s.usual, _ = s.closeness(all)
	var among float32
	for i := range strangers {
		one := &sense{model: model, scale: all.scales[i], dims: all.codes[i*all.dims : (i+1)*all.dims]}
		_, spread := one.closeness(all)
		among += spread / float32(len(strangers))
	}
	s.spread = max(among, leastSpread)
	return s
}

// leastSpread keeps a model for which all strangers are alike from making
// everything else a friend.
const leastSpread = .01

// closeness is the mean of the cosines to some vectors, and their standard
// deviation; to itself, which a stranger is among the strangers, is left out.
func (s *sense) closeness(v *vectors) (mean, deviation float32) {
	var n, sum, squares float64
	for i := range v.scales {
		if c := float64(s.cosine(v, i)); c < .999 {
			n++
			sum += c
			squares += c * c
		}
	}
	if n == 0 {
		return 0, 0
	}
	return float32(sum / n), float32(math.Sqrt(max(squares/n-sum*sum/n/n, 0)))
}

// beyond is by how many spreads a cosine is above what is usual.
func (s *sense) beyond(cosine float32) float64 { return float64((cosine - s.usual) / s.spread) }

// fits tells whether an article's vectors can be compared with the question's.
func (s *sense) fits(v *vectors) bool {
	return v != nil && v.dims == len(s.dims) && v.model == s.model
}

// cosine is how close chunk i lies: 1 the same, 0 unrelated, -1 opposite.
func (s *sense) cosine(v *vectors, i int) float32 {
	return float32(dot(v.codes[i*v.dims:(i+1)*v.dims], s.dims)) * v.scales[i] * s.scale
}

// dot is the product of two codes of one length. It is most of the time that a
// search by meaning takes; four sums at once are half again as fast as one.
func dot(a, b []int8) int32 {
	var s0, s1, s2, s3 int32
	for len(a) >= 8 && len(b) >= 8 {
		x, y := (*[8]int8)(a), (*[8]int8)(b)
		s0 += int32(x[0])*int32(y[0]) + int32(x[4])*int32(y[4])
		s1 += int32(x[1])*int32(y[1]) + int32(x[5])*int32(y[5])
		s2 += int32(x[2])*int32(y[2]) + int32(x[6])*int32(y[6])
		s3 += int32(x[3])*int32(y[3]) + int32(x[7])*int32(y[7])
		a, b = a[8:], b[8:]
	}
	for i, x := range a {
		s0 += int32(x) * int32(b[i])
	}
	return s0 + s1 + s2 + s3
}
