// Command go prints an identity token: FINGERPOST_IDENTITY_KEY=ik_… go run . ada
package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"time"
)

// identityToken says, until the expiry, that whoever shows it is the user.
func identityToken(key, userID string, expiry time.Time) string {
	signed := fmt.Sprintf("v1.%s.%d", strings.Split(key, "_")[1], expiry.Unix())
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(signed + "." + userID))
	return signed + "." + base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func main() {
	fmt.Println(identityToken(os.Getenv("FINGERPOST_IDENTITY_KEY"), os.Args[1], time.Now().Add(time.Hour)))
}
