package fetch

import (
	"net/url"
	"regexp"
	"strings"
)

// A page that answers 200 may still keep its story back. Each wall is known by
// what it asks of the reader, and is believed only where there is little else
// on the page: stories about cookies and paywalls use the same words.

// challengeMarks are left by the systems that tell browsers from programs.
// Ordinary pages behind them carry some too, hence only tried on pages without
// a story.
var challengeMarks = regexp.MustCompile(`(?i)(cf-chl|_cf_chl_opt|just a moment\.\.\.|attention required! \| cloudflare|captcha-delivery\.com|px-captcha|_incapsula_resource|awswafcookiedomainlist|token\.awswaf\.com|sucuri_cloudproxy_js|ddos-guard/js-challenge|checking (your browser|if the site connection is secure)|verify(ing)? (that )?you are (a )?human|are you a (robot|human)|access to this page has been denied|pardon our interruption|enable javascript and cookies to continue|please enable js and disable any ad blocker|unusual traffic from your|human verification)`)

func isChallenge(markup string) bool {
	return challengeMarks.MatchString(markup[:min(len(markup), challengePage)])
}

// consentAsks are what consent dialogues say, one entry per thing asked.
var consentAsks = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b(accept all|i accept|agree to all|allow all|i agree|alle akzeptieren|alles akzeptieren|zustimmen|tout accepter|j.accepte|aceptar todo|accetta tutt|alles accepteren|aceitar tudo|akkoord|godta alle|acceptera alla|zaakceptuj)`),
	regexp.MustCompile(`(?i)\b(reject all|decline all|only necessary|alle ablehnen|tout refuser|continuer sans accepter|rechazar todo|rifiuta tutt|alles weigeren|rejeitar|avvis alle|neka alla)`),
	regexp.MustCompile(`(?i)\b(manage (your )?(options|preferences|settings|cookies|choices|consent)|(cookie|privacy) (settings|preferences|choices|einstellungen)|more options|learn more and customi[sz]e|einstellungen verwalten|paramétrer|gérer (mes|les)|configurar|personalizza|instellingen)`),
	regexp.MustCompile(`(?i)\b(we and our|our \d* ?partners|wir und unsere|nos partenaires|nuestros socios|i nostri partner|onze partners|nossos parceiros|our trusted partners)`),
	regexp.MustCompile(`(?i)\b((we|this (site|website)) uses? cookies|use of cookies|store and/or access|legitimate interests?|your (personal )?data|personali[sz]ed (ads|content|advertising)|verwenden cookies|berechtigtes interesse|utilisons des cookies|utilizamos cookies|cookies (und|et|e|y|en|och))`),
	regexp.MustCompile(`(?i)\b(before you continue|to continue (to|using) (our|this)|withdraw your consent|give your consent|your consent|ihre einwilligung|votre consentement|su consentimiento|il (tuo|vostro) consenso|uw toestemming)`),
}

// isConsent tells whether text asks at least three of these.
func isConsent(text string) bool {
	n := 0
	for _, ask := range consentAsks {
		if ask.MatchString(text) {
			n++
		}
	}
	return n >= 3
}

// consentPath is where redirects to a consent page of its own lead.
var consentPath = regexp.MustCompile(`(?i)^/(consent|cookie-?(wall|consent)|privacy-?(gate|wall|check)|zustimmung|gdpr)(/|$|\.)`)

func isConsentAddress(u *url.URL) bool {
	host := u.Hostname()
	return strings.HasPrefix(host, "consent.") || strings.HasPrefix(host, "cmp.") || consentPath.MatchString(u.Path)
}

// paywallAsks offer the rest of this story for money or an account. What any
// page of a newspaper says ("Already a subscriber? Log in") is not among them.
var paywallAsks = regexp.MustCompile(`(?i)(subscribe (now )?(to|for) (continue|keep|read|unlock)|to (continue|keep) reading|continue reading (this|with|your)|(article|content|story) is (only |exclusively )?(for|available to|reserved for|exclusive to) (our )?(paying |premium |registered )?(subscribers|members)|unlock (this|the full) (article|story)|read the (whole|rest of (the|this)) (story|article)|(create|register for) (a|your) free account to (read|continue|access)|jetzt weiterlesen|weiterlesen mit|article (est )?réservé (à nos|aux) abonnés|il vous reste .{0,20} à lire|(exclusivo|solo) para (suscriptores|assinantes)|riservato agli abbonati|alleen voor abonnees)`)

// The sizes of a story, in words: a page with less than minStory of sentences
// has none; one that sells the rest and shows less than teaser is a teaser.
const (
	minStory = 25
	teaser   = 150
)

// wallBefore says what keeps the story of a page back, where n words of
// sentences were found on it; nil where nothing does, or nothing is missing.
func wallBefore(markup string, m meta, ld linkedData, story string, n int) error {
	article := ld.found || m.props["article:published_time"] != "" || m.props["og:type"] == "article"
	switch {
	case n < minStory && isChallenge(markup):
		return ErrChallenge
	case n < teaser && paywallAsks.MatchString(m.body), n < teaser && ld.notFree && (ld.words == 0 || ld.words > 2*n):
		return ErrPaywall
	case ld.notFree && ld.words > 3*n:
		return ErrPaywall
	case n < minStory && isConsent(m.body), !article && isConsent(story[:min(len(story), maxSeen)]):
		return ErrConsentWall
	case n < minStory:
		return ErrNoArticle
	}
	return nil
}
