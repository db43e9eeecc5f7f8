package config

// Setting is one thing a user can set. [Settings] is the list that Load reads,
// and that .env.example and the README repeat; tests hold them together.
type Setting struct {
	Name string
	// Default says what holds while the setting is unset, in a user's words.
	Default string
	// Help says what it is for, in one sentence.
	Help string
	// Example is a value that Load accepts.
	Example string
	// Secret: the value must not be shown.
	Secret bool

	// read stores a value that is not empty; it returns what is wrong with it,
	// or "".
	read func(c *Config, value string) string
}

// Settings lists every setting, in the order a newcomer meets them.
func Settings() []Setting { //nolint:funlen // it is a table
	return []Setting{
		{
			Name:    "DISCORD_TOKEN",
			Default: "no Discord; a console in the terminal",
			Help:    "The bot's token, from the Bot page of the Discord developer portal.",
			Example: "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcDE.the-rest-of-the-token",
			Secret:  true,
			read:    readToken,
		},
		{
			Name:    "DISCORD_API_BASE",
			Default: DefaultDiscordAPI,
			Help:    "The address of Discord itself; change it only for a proxy or a test.",
			Example: DefaultDiscordAPI,
			read:    readDiscordAPI,
		},
		{
			Name:    "OPENAI_API_KEY",
			Default: "no model, unless OPENAI_BASE_URL is set",
			Help:    "The key for OpenAI, or for the server at OPENAI_BASE_URL.",
			Example: "sk-the-rest-of-the-key",
			Secret:  true,
			read: func(c *Config, value string) string {
				c.Model.Key = NewSecret(value)
				return spaced(value)
			},
		},
		{
			Name:    "OPENAI_BASE_URL",
			Default: DefaultModelURL + ", once there is a key",
			Help:    "Any server that speaks OpenAI's chat API, such as llama.cpp, Ollama or vLLM; it needs OPENAI_MODEL too.",
			Example: "http://127.0.0.1:11434/v1",
			read:    readModelURL,
		},
		{
			Name:    "OPENAI_MODEL",
			Default: DefaultModel + ", with a key and no OPENAI_BASE_URL",
			Help:    "The model's name, as its server knows it.",
			Example: "llama3.2",
			read:    func(c *Config, value string) string { return readModelName(&c.Model, value) },
		},
		{
			Name:    "VERIFY_MODEL",
			Default: "no second opinion",
			Help:    "A model of the same server that is asked whether sentences which are not verbatim in their source hold; it may be the same model.",
			Example: "llama3.2",
			read:    func(c *Config, value string) string { return readModelName(&c.Verifier, value) },
		},
		{
			Name:    "OPENAI_EMBEDDING_MODEL",
			Default: "search by words only",
			Help:    "A model that turns texts into vectors, so that search finds the same thing in other words and languages.",
			Example: "text-embedding-3-small",
			read:    func(c *Config, value string) string { return readModelName(&c.Embedder, value) },
		},
		{
			Name:    "OPENAI_EMBEDDING_URL",
			Default: "that of OPENAI_BASE_URL",
			Help:    "The server of OPENAI_EMBEDDING_MODEL, where it is another than the model's.",
			Example: "http://127.0.0.1:8081/v1",
			read:    readEmbeddingURL,
		},
		{
			Name:    "OPENAI_EMBEDDING_KEY",
			Default: "OPENAI_API_KEY, unless OPENAI_EMBEDDING_URL is set",
			Help:    "The key for OPENAI_EMBEDDING_URL.",
			Example: "sk-the-rest-of-the-key",
			Secret:  true,
			read: func(c *Config, value string) string {
				c.Embedder.Key = NewSecret(value)
				return spaced(value)
			},
		},
		{
			Name:    "ANSWER_TOKENS",
			Default: "8000",
			Help:    "What one answer or summary may cost at most, prompt and reply together, in tokens; 0 is no limit.",
			Example: "4000",
			read:    func(c *Config, value string) string { return readTokens(&c.AnswerTokens, value) },
		},
		{
			Name:    "DAILY_TOKENS",
			Default: "no limit",
			Help:    "What each Discord server may spend on models in a day (UTC), in tokens; after that the closest passages are shown.",
			Example: "500000",
			read:    func(c *Config, value string) string { return readTokens(&c.DailyTokens, value) },
		},
		{
			Name:    "MODEL_PRICES",
			Default: "/usage counts tokens, not money",
			Help:    "What models cost, in US dollars for a million tokens of prompt and of reply: model=prompt/reply, with commas between models.",
			Example: "gpt-6-luna=0.25/2,text-embedding-3-small=0.02",
			read:    readPrices,
		},
		{
			Name:    "ANSWER_TIMEOUT",
			Default: "2m",
			Help:    "How long the model may take over one answer; after that the closest passages are shown. Raise it for a slow machine.",
			Example: "90s",
			read:    readAnswerTimeout,
		},
		{
			Name:    "REDIS_URL",
			Default: "a store inside the program, in NEWSDESK_DATA",
			Help:    "A Redis or Valkey server: redis://, rediss:// (TLS) or unix://, or the nodes of a Cluster with commas between them.",
			Example: "redis://user:password@127.0.0.1:6379/0",
			Secret:  true, // it may hold a password
			read:    readRedis,
		},
		{
			Name:    "NEWSDESK_DATA",
			Default: "newsdesk in the user's data folder",
			Help:    "The folder that holds the articles while REDIS_URL is unset.",
			Example: "/var/lib/newsdesk",
			read:    readDataDir,
		},
		{
			Name:    "FETCH_ALLOW",
			Default: "public addresses only",
			Help:    "Private hosts that articles may be fetched from, as host:port with commas between them.",
			Example: "intranet.example:443,10.0.0.7:8080",
			read:    readFetchAllow,
		},
		{
			Name:    "LOG_LEVEL",
			Default: "info",
			Help:    "How much the log on standard error says: debug, info, warn or error.",
			Example: "debug",
			read:    readLogLevel,
		},
	}
}
