package privacy_test

import (
	"errors"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/fingerpost/fingerpost/keys"
	"github.com/fingerpost/fingerpost/privacy"
)

const (
	identityKey = "ik_0123456789abcdefg_pkzdMfa7DBxj5lQxv6u9F2wqCYtqRHL5wZmcrT3THHm"
	kid         = "0123456789abcdefg"
	adasToken   = "v1.0123456789abcdefg.1800000000.qOorvvFzWMbvpRTmeqwIZLZZNnDCjV2M1ZQ7eKInbb8"
)

// expiry is when adasToken ends.
var expiry = time.Unix(1800000000, 0)

// secretOf knows one key.
func secretOf(id string) (string, bool) { return identityKey, id == kid }

// row is a line of the table of test vectors.
var row = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (\\d+) \\| `([^`]+)` \\|$")

// TestTokensAreThoseOfTheDocument holds SignToken and VerifyToken to the test
// vectors of docs/identity.md, which were made with Python's hmac.
func TestTokensAreThoseOfTheDocument(t *testing.T) {
	page, err := os.ReadFile("../docs/identity.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "`"+identityKey+"`") {
		t.Error("the document does not name the key of its test vectors")
	}
	rows := row.FindAllStringSubmatch(string(page), -1)
	if len(rows) < 5 {
		t.Fatalf("%d test vectors were found", len(rows))
	}
	for _, cells := range rows {
		user, token := cells[1], cells[3]
		seconds, err := strconv.ParseInt(cells[2], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		until := time.Unix(seconds, 0)
		if got, err := privacy.SignToken(identityKey, user, until); got != token || err != nil {
			t.Errorf("%s until %d: signed %s %v, want %s", user, seconds, got, err, token)
		}
		if err := privacy.VerifyToken(token, user, secretOf, until.Add(-time.Hour)); err != nil {
			t.Errorf("%s until %d: %v", user, seconds, err)
		}
	}
}

func TestVerifyToken(t *testing.T) {
	signed, mac := adasToken[:strings.LastIndex(adasToken, ".")], adasToken[strings.LastIndex(adasToken, ".")+1:]
	kidless := strings.Replace(adasToken, kid, "", 1)
	for _, c := range []struct {
		name, token, user string
		want              error
	}{
		{"the token of its user", adasToken, "ada", nil},
		{"the token of somebody else", adasToken, "grace", privacy.ErrTokenSignature},
		{"a user id in other letters", adasToken, "Ada", privacy.ErrTokenSignature},
		{"nobody", adasToken, "", privacy.ErrTokenSignature},
		{"an expiry put off", strings.Replace(adasToken, "1800000000", "1800000001", 1), "ada", privacy.ErrTokenSignature},
		{"a user id that takes over part of the text", signed + ".a" + mac[1:], "da", privacy.ErrTokenSignature},
		{"a signature changed in its first character", signed + ".r" + mac[1:], "ada", privacy.ErrTokenSignature},
		{"a signature changed in bits that base64 leaves over", strings.TrimSuffix(adasToken, "8") + "9", "ada", privacy.ErrTokenSignature},
		{"a key that is not known", strings.Replace(adasToken, kid, "other", 1), "ada", privacy.ErrTokenKey},

		{"nothing", "", "ada", privacy.ErrTokenMalformed},
		{"three parts", signed, "ada", privacy.ErrTokenMalformed},
		{"five parts", adasToken + ".x", "ada", privacy.ErrTokenMalformed},
		{"another version", "v2" + adasToken[2:], "ada", privacy.ErrTokenMalformed},
		{"no kid", kidless, "ada", privacy.ErrTokenMalformed},
		{"a kid with an underscore", strings.Replace(adasToken, kid, "a_b", 1), "ada", privacy.ErrTokenMalformed},
		{"a kid of 65 characters", strings.Replace(adasToken, kid, strings.Repeat("k", 65), 1), "ada", privacy.ErrTokenMalformed},
		{"no expiry", strings.Replace(adasToken, "1800000000", "", 1), "ada", privacy.ErrTokenMalformed},
		{"an expiry with a zero in front", strings.Replace(adasToken, "1800000000", "01800000000", 1), "ada", privacy.ErrTokenMalformed},
		{"an expiry with a sign", strings.Replace(adasToken, "1800000000", "+1800000000", 1), "ada", privacy.ErrTokenMalformed},
		{"an expiry before 1970", strings.Replace(adasToken, "1800000000", "-1", 1), "ada", privacy.ErrTokenMalformed},
		{"an expiry in milliseconds", strings.Replace(adasToken, "1800000000", "1800000000000", 1), "ada", privacy.ErrTokenMalformed},
		{"a signature with padding", adasToken + "=", "ada", privacy.ErrTokenMalformed},
		{"a signature that is too short", adasToken[:len(adasToken)-1], "ada", privacy.ErrTokenMalformed},
		{"spaces around it", " " + adasToken, "ada", privacy.ErrTokenMalformed},
		{"257 bytes", adasToken + strings.Repeat("x", privacy.MaxToken+1-len(adasToken)), "ada", privacy.ErrTokenMalformed},
		{"the key itself", identityKey, "ada", privacy.ErrTokenMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := privacy.VerifyToken(c.token, c.user, secretOf, expiry.Add(-time.Hour))
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if err != nil && strings.Contains(err.Error(), identityKey) {
				t.Errorf("the error tells the key: %v", err)
			}
		})
	}
}

func TestATokenIsGoodForItsTime(t *testing.T) {
	for _, c := range []struct {
		name string
		left time.Duration // from now to the expiry
		want error
	}{
		{"at its expiry", 0, nil},
		{"a second before the leeway is over", -59 * time.Second, nil},
		{"when the leeway is over", -60 * time.Second, privacy.ErrTokenExpired},
		{"years later", -10 * 365 * 24 * time.Hour, privacy.ErrTokenExpired},
		{"31 days before its expiry", 31 * 24 * time.Hour, nil},
		{"31 days and a leeway before", 31*24*time.Hour + time.Minute, nil},
		{"longer before", 31*24*time.Hour + time.Minute + time.Nanosecond, privacy.ErrTokenLife},
		{"a century before", 1800000000 * time.Second, privacy.ErrTokenLife},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := privacy.VerifyToken(adasToken, "ada", secretOf, expiry.Add(-c.left)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// TestOnlyARightTokenIsToldItsTime holds that a forger learns nothing but that it is forged.
func TestOnlyARightTokenIsToldItsTime(t *testing.T) {
	err := privacy.VerifyToken(adasToken, "grace", secretOf, expiry.Add(time.Hour))
	if !errors.Is(err, privacy.ErrTokenSignature) {
		t.Errorf("got %v, want %v", err, privacy.ErrTokenSignature)
	}
}

func TestSignTokenRefuses(t *testing.T) {
	for _, c := range []struct {
		name, secret, user string
		expiry             time.Time
	}{
		{"a server key", "sk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG", "ada", expiry},
		{"a key that was cut off", identityKey[:len(identityKey)-1], "ada", expiry},
		{"a key with a line end", identityKey + "\n", "ada", expiry},
		{"a key without kid", "ik__" + identityKey[len("ik_"+kid+"_"):], "ada", expiry},
		{"an empty user id", identityKey, "", expiry},
		{"a user id that is no text", identityKey, "\xff", expiry},
		{"an expiry that nobody set", identityKey, "ada", time.Time{}},
		{"the year 9999", identityKey, "ada", time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if token, err := privacy.SignToken(c.secret, c.user, c.expiry); !errors.Is(err, privacy.ErrSigning) || token != "" {
				t.Errorf("SignToken = %q, %v; want %v", token, err, privacy.ErrSigning)
			}
		})
	}
}

// TestNewKeysSign holds the two packages to one form of keys.
func TestNewKeysSign(t *testing.T) {
	root := privacy.NewSecrets().Identity
	secret, key, err := keys.NewIdentity(root, "production", "", expiry)
	if err != nil {
		t.Fatal(err)
	}
	token, err := privacy.SignToken(secret, "ada", expiry.Add(500*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	derive := func(id string) (string, bool) { return keys.Derive(root, key.Environment, id), id == key.ID }
	if err := privacy.VerifyToken(token, "ada", derive, expiry); err != nil {
		t.Error(err)
	}
	elsewhere := func(id string) (string, bool) { return keys.Derive(root, "staging", id), true }
	if err := privacy.VerifyToken(token, "ada", elsewhere, expiry); !errors.Is(err, privacy.ErrTokenSignature) {
		t.Errorf("in another environment: %v", err)
	}
}

// FuzzVerifyToken accepts no text but the one that SignToken makes.
func FuzzVerifyToken(f *testing.F) {
	f.Add(adasToken, "ada", int64(1800000000-60))
	f.Add(adasToken, "grace", int64(0))
	f.Add("v1.a.1.", "", int64(1))
	f.Add("v1."+kid+".99999999999."+strings.Repeat("A", 43), "ada", int64(1800000000))
	f.Add(identityKey, "x", int64(0))
	f.Add("....", "ada", int64(-1))
	f.Fuzz(func(t *testing.T, token, user string, seconds int64) {
		now := time.Unix(seconds, 0)
		if err := privacy.VerifyToken(token, user, secretOf, now); err != nil {
			if !ours(err) {
				t.Fatalf("%q for %q: no sentinel in %v", token, user, err)
			}
			if token == adasToken && user == "ada" && seconds == expiry.Unix()-60 {
				t.Fatalf("the control is refused: %v", err)
			}
			return
		}
		parts := strings.Split(token, ".")
		until, err := strconv.ParseInt(parts[2], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		again, err := privacy.SignToken(identityKey, user, time.Unix(until, 0))
		if err == nil && again != token {
			t.Fatalf("%q for %q is accepted, but %q was signed", token, user, again)
		}
		if parts[0] != "v1" || parts[1] != kid || now.Unix() >= until+60 || until > now.Unix()+31*24*3600+60 {
			t.Fatalf("%q for %q is accepted at %v", token, user, now)
		}
	})
}

// FuzzSignToken signs for whom VerifyToken then accepts, and for nobody else.
func FuzzSignToken(f *testing.F) {
	f.Add("ada", "grace", int64(1800000000))
	f.Add("a.b", "a", int64(1))
	f.Add("Zoë", "Zoe\u0308", int64(99999999999))
	f.Fuzz(func(t *testing.T, user, other string, seconds int64) {
		until := time.Unix(seconds, 0)
		token, err := privacy.SignToken(identityKey, user, until)
		if err != nil {
			return
		}
		if len(token) > privacy.MaxToken {
			t.Fatalf("%q is longer than a token may be", token)
		}
		if err := privacy.VerifyToken(token, user, secretOf, until); err != nil {
			t.Fatalf("%q for %q: %v", token, user, err)
		}
		if user != other && privacy.VerifyToken(token, other, secretOf, until) == nil {
			t.Fatalf("%q for %q is accepted for %q", token, user, other)
		}
	})
}

// ours says whether an error is one that VerifyToken promises.
func ours(err error) bool {
	for _, known := range []error{
		privacy.ErrTokenMalformed, privacy.ErrTokenKey, privacy.ErrTokenSignature, privacy.ErrTokenExpired, privacy.ErrTokenLife,
	} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

func BenchmarkVerifyToken(b *testing.B) {
	now := expiry.Add(-time.Hour)
	b.ReportAllocs()
	for b.Loop() {
		if err := privacy.VerifyToken(adasToken, "ada", secretOf, now); err != nil {
			b.Fatal(err)
		}
	}
}
