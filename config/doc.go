// Package config reads the environment, and a .env file, into one [Config].
//
// It only reads: which store, which model and which edge a value selects is
// decided in bot. Everything that is wrong is reported at once, in the words
// of the person who wrote the setting, and no message repeats a secret.
package config
