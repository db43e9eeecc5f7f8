package retrieval

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// randomVector has the length and the spread of a model's, other lengths than 1
// included.
func randomVector(r *rand.Rand, dims int) []float32 {
	v := make([]float32, dims)
	for i := range v {
		v[i] = float32(r.NormFloat64() * 3)
	}
	return v
}

func cosineOf(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

// placed is a sense for tests that ask for nothing but cosines.
func placed(vector []float32) *sense {
	scale, dims, _ := decode(encode(vector))
	return &sense{model: "m", scale: scale, dims: dims, spread: 1}
}

func TestCodeKeepsTheCosine(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	worst := 0.0
	for _, dims := range []int{1, 3, 8, 384, 1536, 3072} {
		for range 50 {
			a, b := randomVector(r, dims), randomVector(r, dims)
			for i := range b { // somewhere between unrelated and alike
				b[i] = b[i]/2 + a[i]
			}
			v := newVectors(Vectors{Model: "m", Codes: []string{encode(a)}}, make([]Chunk, 1), "m")
			worst = max(worst, math.Abs(float64(placed(b).cosine(v, 0))-cosineOf(a, b)))
			if same := placed(a).cosine(v, 0); math.Abs(float64(same)-1) > 1e-5 {
				t.Errorf("%d dimensions: cosine to itself is %v", dims, same)
			}
		}
	}
	if worst > .01 {
		t.Errorf("a cosine is off by %.4f", worst)
	}
}

func TestCodeOfBadVectors(t *testing.T) {
	t.Parallel()
	inf := float32(math.Inf(1))
	for name, vector := range map[string][]float32{
		"nil": nil, "zero": make([]float32, 8), "infinite": {1, inf}, "minus infinite": {1, -inf},
		"not a number": {1, float32(math.NaN())}, "nothing but": {float32(math.NaN())}, "too long": make([]float32, maxDims+1),
	} {
		if name == "too long" {
			vector[0] = 1
		}
		if code := encode(vector); code != "" {
			t.Errorf("%s: %q", name, code)
		}
	}
	good := encode([]float32{1, 2, 3})
	chunks := make([]Chunk, 2)
	for name, codes := range map[string][]string{
		"none": nil, "too few": {good}, "empty": {good, ""}, "head only": {good, good[:codeHead]},
		"of two lengths": {good, encode([]float32{1, 2})}, "no scale": {good, "\x00\x00\x00\x00abc"}, "a wild scale": {good, "\xff\xff\x7f\x7fabc"},
		"not a number": {good, "\x00\x00\xc0\x7fabc"}, "too long": {good, good + strings.Repeat("x", maxDims)},
	} {
		if v := newVectors(Vectors{Model: "m", Codes: codes}, chunks, "m"); v != nil {
			t.Errorf("%s: held as %+v", name, v)
		}
	}
	if newVectors(Vectors{Model: "m", Codes: []string{good, good}}, chunks, "other") != nil {
		t.Error("vectors of another model are held")
	}
}

// embeddedIndex holds articles of a few chunks, each with a random vector.
func embeddedIndex(articles, dims int) (*index, map[string][][]float32) {
	r := rand.New(rand.NewPCG(3, 4))
	var entries []entry
	given, all := map[string]*vectors{}, map[string][][]float32{}
	for i := range articles {
		id := fmt.Sprint("a", i)
		text := strings.Repeat("word ", 10)
		var chunks []Chunk
		v := Vectors{Model: "m"}
		for j := range 1 + i%4 {
			chunks = append(chunks, Chunk{Index: j, Start: j * 5, End: (j + 1) * 5, Text: "word "})
			all[id] = append(all[id], randomVector(r, dims))
			v.Codes = append(v.Codes, encode(all[id][j]))
		}
		entries = append(entries, entry{Article{ID: id, Title: id, Outlet: fmt.Sprint("outlet ", i%2), Text: text}, chunks})
		given[id] = newVectors(v, chunks, "m")
	}
	return newIndex().with(entries...).withVectors(given), all
}

func TestNearestIsExact(t *testing.T) {
	t.Parallel()
	for _, articles := range []int{1, 40, sharedFrom + 10} {
		x, all := embeddedIndex(articles, 24)
		x = x.without("a0")
		delete(all, "a0")
		even := newIndex().filterOf(Query{Outlet: "outlet 0"})
		for name, keep := range map[string]func(*doc) bool{"all": nil, "one outlet": even} {
			question := randomVector(rand.New(rand.NewPCG(5, 6)), 24)
			var want []float64
			for id, list := range all {
				if d, _ := x.find(id); keep != nil && !keep(d) {
					continue
				}
				for _, v := range list {
					want = append(want, cosineOf(question, v))
				}
			}
			slices.SortFunc(want, func(a, b float64) int { return int(math.Copysign(1, b-a)) })
			got := x.nearest(placed(question), keep, 10)
			if len(got) != min(10, len(want)) {
				t.Fatalf("%d articles, %s: %d found of %d", articles, name, len(got), len(want))
			}
			for i, n := range got {
				if math.Abs(float64(n.cosine)-want[i]) > .01 || math.Abs(cosineOf(question, all[n.article.ID][n.chunk])-want[i]) > .01 {
					t.Errorf("%d articles, %s: place %d has %.3f, want %.3f", articles, name, i, n.cosine, want[i])
				}
			}
		}
	}
}

// Who searches goes on in the index they hold.
func TestWithVectorsChangesNoIndex(t *testing.T) {
	t.Parallel()
	x, _ := embeddedIndex(3, 8)
	before, _ := x.find("a1")
	y := x.withVectors(map[string]*vectors{
		"a1": {version: 0, model: "other"}, "a2": {version: 7, model: "of a version that is not there"}, "none": {},
	})
	after, _ := y.find("a1")
	now, _ := x.find("a1")
	if now != before || before.vectors.model != "m" || after.vectors.model != "other" {
		t.Errorf("before %q, held on to %q, after %q", before.vectors.model, now.vectors.model, after.vectors.model)
	}
	if d, _ := y.find("a2"); d.vectors.model != "m" {
		t.Error("vectors of another version are taken")
	}
	if !x.embedded("m") || x.embedded("other") || newIndex().embedded("m") {
		t.Error("which models an index has vectors of")
	}
}

// FuzzCode: what a store holds may be anything.
func FuzzCode(f *testing.F) {
	f.Add(encode([]float32{1, -2, 3}), "\x00\x00\x80\x3f")
	f.Add("", "\xff\xff\xff\xff\xff")
	f.Fuzz(func(t *testing.T, a, b string) {
		v := newVectors(Vectors{Model: "m", Codes: []string{a, b}}, make([]Chunk, 2), "m")
		if v == nil {
			return
		}
		for i, code := range []string{a, b} {
			scale, dims, ok := decode(code)
			if c := (&sense{scale: scale, dims: dims}).cosine(v, i); !ok || c != c {
				t.Errorf("%q: cosine to itself %v", code, c)
			}
		}
	})
}

func TestRecentForgets(t *testing.T) {
	t.Parallel()
	var r recent
	for i := range 3 * sensesKept {
		r.put(fmt.Sprint(i), &sense{})
		r.put("asked again and again", &sense{})
	}
	if len(r.places) != sensesKept || r.order.Len() != sensesKept {
		t.Errorf("%d and %d are kept", len(r.places), r.order.Len())
	}
	_, first := r.get("0")
	_, last := r.get(fmt.Sprint(3*sensesKept - 1))
	if _, often := r.get("asked again and again"); first || !last || !often {
		t.Errorf("kept: first %v, last %v, often %v", first, last, often)
	}
}
