// Package openfeature is the OpenFeature provider for Go. Two lines make a
// program ask Fingerpost:
//
//	provider := openfeature.NewProvider("https://flags.example.com", os.Getenv("FINGERPOST_KEY"))
//	err := of.SetProviderAndWait(provider)
//
// [NewProvider] decides in the process: it follows the definitions of the key's
// environment and evaluates every flag that reads only the caller's context
// itself, in well under a microsecond and also while the server is gone. Flags
// that read what only the server knows (lists, events, scores) are asked for by
// OFREP, without the caller noticing; the metadata of a resolution says which.
//
// [NewFileProvider] decides from an environment file alone, without a server.
// [NewRemoteProvider] asks the server for everything.
package openfeature
