package config_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"newsdesk.example/newsdesk/config"
)

func TestSecretsAreNeverPrinted(t *testing.T) {
	t.Parallel()
	secret := config.NewSecret("hush")
	c := config.Config{DiscordToken: secret, Model: config.Model{Key: secret}, Redis: config.Redis{Password: secret}}
	hidden := struct{ inner config.Secret }{secret} // fmt cannot call methods here

	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("set", "secret", secret, "config", c)
	slog.New(slog.NewTextHandler(&log, nil)).Info("set", "secret", secret, "config", c)
	encoded, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	printed := log.String() + string(encoded)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o"} {
		printed += fmt.Sprintf(verb+verb+verb+verb, secret, &secret, c, hidden)
	}
	for _, shown := range []string{"hush", "68757368", "[104 117"} {
		if strings.Contains(strings.ToLower(printed), shown) {
			t.Errorf("%q shows in %s", shown, printed)
		}
	}
	if secret.String() != "[set]" || (config.Secret{}).String() != "[not set]" || secret.Reveal() != "hush" {
		t.Error("a secret is not what it should be")
	}
}
