package retrieval_test

import (
	"strings"
	"testing"

	"newsdesk.example/newsdesk/retrieval"
)

func TestLibraryVersion(t *testing.T) {
	t.Parallel()
	server := openServer(t)
	one, two := openLibrary(t, newStore(server)), openLibrary(t, newStore(server))
	run(t, two)
	seen := map[string]string{}
	changed := func(what string) {
		t.Helper()
		v := one.Version("1")
		if before, ok := seen[v]; ok {
			t.Errorf("%s: the version is that of %q", what, before)
		}
		seen[v] = what
		eventually(t, what+": the other process has the same", func() bool { return two.Version("1") == v })
		if loaded := openLibrary(t, newStore(server)).Version("1"); loaded != v {
			t.Errorf("%s: %s, loaded anew %s", what, v, loaded)
		}
	}
	changed("empty")
	a, b := story("https://a.example/1", "satellites", 16), story("https://a.example/2", "sanctions", 17)
	add(t, one, "1", a)
	changed("one article")
	add(t, one, "1", b)
	changed("two")
	other := one.Version("2")
	again := one.Version("1")
	add(t, one, "1", a)
	add(t, one, "2", a)
	if one.Version("1") != again || one.Version("2") == other {
		t.Error("what is unchanged has another version, or another guild's article counts")
	}
	a.Text = strings.ReplaceAll(a.Text, "satellites", "telescopes")
	add(t, one, "1", a)
	changed("new text")
	if err := one.Remove(t.Context(), "1", retrieval.ArticleID(a.URL)); err != nil {
		t.Fatal(err)
	}
	if v := one.Version("1"); seen[v] != "" {
		t.Errorf("after the removal the version is that of %q", seen[v])
	}
	changed("removed") // b alone: never was before
	// The count of versions begins anew with another text.
	a.Text = strings.ReplaceAll(a.Text, "telescopes", "tanks")
	add(t, one, "1", a)
	changed("version 1 again, of another text")
}

// The order in which articles came does not count.
func TestLibraryVersionOfAnyOrder(t *testing.T) {
	t.Parallel()
	versions := map[string]bool{}
	for _, order := range [][]string{{"1", "2", "3"}, {"3", "1", "2"}, {"2", "3", "1"}} {
		l := openLibrary(t, newStore(openServer(t)))
		for _, name := range order {
			add(t, l, "1", story("https://a.example/"+name, "matter "+name, 16))
		}
		versions[l.Version("1")] = true
	}
	if len(versions) != 1 {
		t.Errorf("%d versions: %v", len(versions), versions)
	}
}
